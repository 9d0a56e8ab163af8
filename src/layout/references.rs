//! The list of references, with the pages that each is cited on.

use super::build::{Builder, Spot};
use super::flow::{Content, TextBlock};
use super::fonts::FeatureSet;
use super::inline::Type;
use super::paragraph::{Form, Paragraph};
use super::sheet::{ElementId, LinkTarget, Role};
use super::structure::DOCUMENT;
use crate::ast::{BlockId, Direction, Numbering};
use crate::length::Length;
use crate::resolve::{Division, Reference};
use crate::theme::Align;

impl<'a> Builder<'a> {
    pub(super) fn references(&mut self) {
        self.leave_part();
        self.start(self.chapter_start());
        let section = self.structure.add(DOCUMENT, Role::Sect);
        self.pending.anchors.push("references".to_owned());
        let title = self.book.references_title.clone();
        self.head(&title);
        self.division_heading(section, Division::References, &title, "references");
        self.in_columns(self.theme.tokens.columns, |builder| {
            let spot = builder.spot(section, Division::References);
            builder.reference_list(spot, None);
        });
    }

    /// The list of references of a chapter, or of the book where a chapter holds it.
    pub(super) fn reference_block(&mut self, spot: Spot, block: BlockId) {
        self.reference_list(spot, Some(block));
        self.pending.space = self.pending.space.max(self.theme.tokens.text.leading / 2);
    }

    /// The entries of a list; in a chapter all of them are one block.
    fn reference_list(&mut self, spot: Spot, block: Option<BlockId>) {
        let references: Vec<&'a Reference> =
            self.book.references_in(spot.division).collect();
        if references.is_empty() {
            return;
        }
        let numbered = references.iter().any(|one| one.label.is_some());
        let numbering = numbered.then_some(Numbering::Decimal);
        let list = self.structure.add(spot.element, Role::L { numbering });
        let hang = self.reference_hang(&references);
        let mut before = 0;
        for (number, reference) in (1..).map(BlockId).zip(references) {
            let place = block.map_or((number, 0), |block| (block, before));
            self.reference((spot, list), reference, place, hang);
            before += reference.length();
        }
    }

    /// How far entries stand in: the widest label and a gap.
    fn reference_hang(&mut self, references: &[&Reference]) -> Length {
        let style =
            Type { features: FeatureSet::Tabular, ..self.text_type() }.style(self.theme);
        let widest = references
            .iter()
            .filter_map(|reference| reference.label.as_deref())
            .map(|label| label.chars().map(|c| self.shaper.advance(c, &style)).sum())
            .max();
        let gap = self.theme.tokens.text.size / 2;
        widest.map_or(self.theme.tokens.text.size * 3 / 2, |width: Length| width + gap)
    }

    /// An entry: its block, and how much of the text of the block stands before it.
    fn reference(
        &mut self,
        (around, list): (Spot, ElementId),
        reference: &'a Reference,
        (block, before): (BlockId, u32),
        hang: Length,
    ) {
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
        let (text, mut spans) = (gather.text, gather.spans);
        spans.iter_mut().for_each(|span| span.unit += before);
        let form = Form {
            indent: if label.is_none() { -hang } else { Length::ZERO },
            ..self.text_form(around.width - hang)
        };
        let paragraph = self.add(Paragraph {
            text,
            spans,
            form,
            block: Some((around.division, block)),
            place: Some(reference.place),
        });
        self.pending.anchors.push(reference.id.clone());
        let (x, width) = (around.x + hang, around.width - hang);
        let spot = Spot { x, width, element: body, ..around };
        let content = Content::Text(TextBlock { paragraph, together: false, tail: None });
        let first = before == 0 && block <= BlockId(1);
        let space = if first { Length::ZERO } else { tokens.text.leading / 2 };
        self.item(spot, space, tokens.text.leading / 4, content);
        if let Some(item) = self.last_item() {
            item.labels.extend(label);
        }
        self.rtl = rtl;
        self.cited_on(spot, reference);
    }

    /// The pages a reference is cited on, each leading back to its first citation there.
    fn cited_on(&mut self, spot: Spot, reference: &'a Reference) {
        if reference.cited_from.is_empty() {
            return;
        }
        if let Some(item) = self.last_item() {
            item.keep_with_next = true;
        }
        let words = self.words;
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
