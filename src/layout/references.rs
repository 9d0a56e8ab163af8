//! The list of references, with the pages that each is cited on.

use super::build::{Builder, Spot};
use super::flow::{Content, TextBlock};
use super::fonts::FeatureSet;
use super::inline::Type;
use super::paragraph::{Form, Paragraph};
use super::sheet::{ElementId, LinkTarget, Role};
use super::structure::DOCUMENT;
use crate::ast::{BlockId, Direction};
use crate::length::Length;
use crate::resolve::Division;
use crate::theme::Align;

impl Builder<'_> {
    pub(super) fn references(&mut self) {
        self.leave_part();
        self.start(self.chapter_start());
        let section = self.structure.add(DOCUMENT, Role::Sect);
        self.pending.anchors.push("references".to_owned());
        let title = self.book.references_title.clone();
        self.head(&title);
        self.division_heading(section, Division::References, &title, "references");
        let ordered = self.book.references.iter().any(|one| one.label.is_some());
        let list = self.structure.add(section, Role::L { ordered });
        let hang = self.reference_hang();
        self.in_columns(self.theme.tokens.columns, |builder| {
            for number in 0..builder.book.references.len() {
                builder.reference(list, number, hang);
            }
        });
    }

    /// How far entries stand in: the widest label and a gap.
    fn reference_hang(&mut self) -> Length {
        let style =
            Type { features: FeatureSet::Tabular, ..self.text_type() }.style(self.theme);
        let widest = self
            .book
            .references
            .iter()
            .filter_map(|reference| reference.label.as_deref())
            .map(|label| label.chars().map(|c| self.shaper.advance(c, &style)).sum())
            .max();
        let gap = self.theme.tokens.text.size / 2;
        widest.map_or(self.theme.tokens.text.size * 3 / 2, |width: Length| width + gap)
    }

    fn reference(&mut self, list: ElementId, number: usize, hang: Length) {
        let reference = &self.book.references[number];
        let rtl = self.rtl;
        // an entry in another script runs as its script does
        self.rtl = reference.direction().map_or(rtl, |way| way == Direction::Rtl);
        let tokens = &self.theme.tokens;
        let entry = self.structure.add(list, Role::LI);
        let label = reference.label.as_deref().map(|label| {
            let element = self.structure.add(entry, Role::Lbl);
            let kind = Type { features: FeatureSet::Tabular, ..self.text_type() };
            let mut paragraph = self.plain_paragraph(label, &kind, element, Align::Left);
            paragraph.form.balance = false;
            (self.add(paragraph), Length::ZERO)
        });
        let body = self.structure.add(entry, Role::LBody);
        let element = self.structure.add(body, Role::BibEntry);
        let kind = self.text_type();
        let mut gather = self.gather();
        gather.verbatim();
        gather.pieces(&reference.text, &kind, element);
        let (text, spans) = (gather.text, gather.spans);
        let block = BlockId(u32::try_from(number).unwrap_or(u32::MAX).saturating_add(1));
        let form = Form {
            indent: if label.is_none() { -hang } else { Length::ZERO },
            ..self.text_form(self.measure - hang)
        };
        let paragraph = self.add(Paragraph {
            text,
            spans,
            form,
            block: Some((Division::References, block)),
            place: Some(reference.place),
        });
        self.pending.anchors.push(reference.id.clone());
        let spot = Spot {
            x: hang,
            width: self.measure - hang,
            ..self.spot(body, Division::References)
        };
        let content = Content::Text(TextBlock { paragraph, together: false, tail: None });
        let space = if number == 0 { Length::ZERO } else { tokens.text.leading / 2 };
        self.item(spot, space, tokens.text.leading / 4, content);
        if let Some(item) = self.last_item() {
            item.labels.extend(label);
        }
        self.rtl = rtl;
        self.cited_on(spot, number);
    }

    /// The pages a reference is cited on, each leading back to its first citation there.
    fn cited_on(&mut self, spot: Spot, number: usize) {
        let reference = &self.book.references[number];
        if reference.cited_from.is_empty() {
            return;
        }
        if let Some(item) = self.last_item() {
            item.keep_with_next = true;
        }
        let words = &self.book.words;
        let kind = self.small_type();
        let color = self.theme.tokens.light.link;
        let linked = Type { color, ..kind.clone() }.style(self.theme);
        let style = kind.style(self.theme);
        let element = self.structure.add(spot.element, Role::P);
        let (book, labels) = (self.book, self.labels);
        let mut gather = self.gather();
        let cited = reference.cited_from.iter().map(|from| {
            let id = &book.chapters[from.chapter as usize].citation(from.cite).id;
            (id, labels.get(id).map(String::as_str))
        });
        let mut cited: Vec<_> = (1usize..).zip(cited).collect();
        cited.dedup_by(|(_, one), (_, before)| one.1.is_some() && one.1 == before.1);
        let count = cited.len();
        let several = count > 1;
        let lead = if several { words.cited_on_pages } else { words.cited_on_page };
        gather.push_made(&format!("{lead} "), style, element);
        for (turn, (ordinal, (id, page))) in cited.into_iter().enumerate() {
            if turn > 0 {
                let between = if turn + 1 == count {
                    format!(" {} ", words.and)
                } else {
                    words.comma.to_owned()
                };
                gather.push_made(&between, style, element);
            }
            let page = page.unwrap_or("0");
            let target = LinkTarget::Destination(id.clone());
            let contents = format!(
                "{} {ordinal}, {} {page}",
                words.back_to_citation, words.page_in_text
            );
            gather.linked(element, target, contents, |gather, own| {
                gather.push_made(page, linked, own);
            });
        }
        gather.push_made(".", style, element);
        let (text, spans) = (gather.text, gather.spans);
        let form =
            Form { align: Align::Left, hyphenate: false, ..self.small_form(spot.width) };
        let paragraph = Paragraph { text, spans, form, block: None, place: None };
        self.text(spot, paragraph, Length::ZERO, false);
    }
}
