//! The list of abbreviations.

use super::build::{Builder, Spot};
use super::flow::{Content, TextBlock};
use super::inline::Type;
use super::languages::Language;
use super::paragraph::{Form, Paragraph};
use super::sheet::{ElementId, Role};
use crate::ast::is_rtl_language;
use crate::length::Length;
use crate::project::ListKind;
use crate::resolve::{Division, Expansion, ListedAbbreviation};
use crate::theme::Align;

impl<'a> Builder<'a> {
    /// Abbreviations in bold type, and beside them what they are short for.
    ///
    /// Tagged as a list (ISO 32000-1, 14.8.4.3.3), as lists of definitions are.
    pub(super) fn abbreviations(&mut self) {
        let section = self.list_head(ListKind::Abbreviations);
        let list = self.structure.add(section, Role::L { numbering: None });
        let hang = self.abbreviations_hang();
        for (turn, entry) in self.book.abbreviations.iter().enumerate() {
            let leading = self.theme.tokens.text.leading;
            let space = if turn == 0 { Length::ZERO } else { leading / 4 };
            self.abbreviation(list, entry, (hang, space));
        }
    }

    fn abbreviation(
        &mut self,
        list: ElementId,
        entry: &'a ListedAbbreviation,
        (hang, space): (Length, Length),
    ) {
        let division = Division::List(ListKind::Abbreviations);
        let item = self.structure.add(list, Role::LI);
        let element = self.structure.add(item, Role::Lbl);
        let kind = self.short_type();
        let fits = self.short_width(&entry.short) + self.gap() <= hang;
        let mut paragraph = self.plain_paragraph(&entry.short, &kind, element, Align::Left);
        paragraph.form.balance = false;
        paragraph.place = entry.long.first().map(|long| long.place);
        let label = if fits {
            Some((self.add(paragraph), Length::ZERO))
        } else {
            self.text(self.spot(element, division), paragraph, space, false);
            if let Some(item) = self.last_item() {
                item.keep_with_next = true;
            }
            None
        };
        let body = self.structure.add(item, Role::LBody);
        for (turn, long) in entry.long.iter().enumerate() {
            let spot =
                Spot { x: hang, width: self.measure - hang, ..self.spot(body, division) };
            let first = turn == 0;
            let space = if first && fits { space } else { Length::ZERO };
            self.expansion(spot, long, space);
            if first && let Some(item) = self.last_item() {
                item.labels.extend(label);
                item.keep_with_next = entry.long.len() > 1;
            }
        }
    }

    /// What an abbreviation is short for, in its language.
    fn expansion(&mut self, spot: Spot, long: &Expansion, space: Length) {
        let element = self.structure.add(spot.element, Role::P);
        self.structure.get_mut(element).language.clone_from(&long.language);
        let before = (self.language, self.rtl);
        if let Some(language) = &long.language {
            self.language = Language::new(language);
            self.rtl = is_rtl_language(language);
        }
        let kind = self.text_type();
        let paragraph = self.plain_paragraph(&long.text, &kind, element, Align::Left);
        let form =
            Form { align: Align::Left, indent: Length::ZERO, ..self.text_form(spot.width) };
        let paragraph = Paragraph { form, place: Some(long.place), ..paragraph };
        let paragraph = self.add(paragraph);
        let content = Content::Text(TextBlock { paragraph, together: true, tail: None });
        (self.language, self.rtl) = before;
        self.item(spot, space, Length::ZERO, content);
    }

    /// How far what they are short for stands in: the widest abbreviation of those that
    /// take no more than a third of the line, and a gap.
    fn abbreviations_hang(&mut self) -> Length {
        let most = self.measure / 3;
        let book = self.book;
        let widths = book.abbreviations.iter().map(|entry| self.short_width(&entry.short));
        let widest = widths.filter(|&width| width <= most).max();
        widest.unwrap_or(self.theme.tokens.text.size) + self.gap()
    }

    /// The height of the list, a line more rather than one less.
    pub(super) fn abbreviations_height(&mut self) -> Length {
        let measure = (self.measure - self.abbreviations_hang()).scale(9, 10);
        let tokens = &self.theme.tokens;
        let (heading, leading) = (&tokens.headings[0], tokens.text.leading);
        let style = self.text_type().style(self.theme);
        let mut height = heading.leading + heading.after;
        for entry in &self.book.abbreviations {
            // one that is too wide has a line of its own
            height += leading + leading / 4;
            for long in &entry.long {
                let advances = long.text.chars().map(|c| self.shaper.advance(c, &style));
                let width: Length = advances.sum();
                height += leading * (width.0 / measure.0.max(1) + 1);
            }
        }
        height
    }

    fn short_type(&self) -> Type<'a> {
        Type { weight: 700, ..self.text_type() }
    }

    fn short_width(&mut self, short: &str) -> Length {
        let style = self.short_type().style(self.theme);
        short.chars().map(|c| self.shaper.advance(c, &style)).sum()
    }

    /// What stands between an abbreviation and what it is short for.
    fn gap(&self) -> Length {
        self.theme.tokens.text.size
    }
}
