//! The bibliography: labels that are text, links out, and links back.

use crate::ast::{BlockId, Direction};
use crate::resolve::Reference;

use super::inlines::direction_name;
use super::{Writer, division_of};

impl<'a> Writer<'a> {
    pub(super) fn references(&mut self) {
        let book = self.book;
        let id = book.division_id(self.division);
        self.out.open(
            "section",
            &[
                ("class", Some("references")),
                ("role", Some("doc-bibliography")),
                ("epub:type", self.epub("bibliography")),
                ("aria-labelledby", Some(id)),
            ],
        );
        self.out.line_end();
        self.head_marks();
        self.heading(1, id, |writer| writer.out.text(&book.references_title));
        self.out.line_end();
        self.out.open("ul", &[("class", Some("reference-list"))]);
        self.out.line_end();
        for (block, reference) in (1..).map(BlockId).zip(&book.references) {
            self.reference(block, reference);
        }
        self.out.close("ul");
        self.out.line_end();
        self.out.close("section");
        self.out.line_end();
    }

    fn reference(&mut self, block: BlockId, reference: &'a Reference) {
        // an entry in another script runs as its script does
        let way = reference.direction();
        let other = way.filter(|&way| (way == Direction::Rtl) != self.rtl);
        let direction = other.map(direction_name);
        self.out.open("li", &[("id", Some(&reference.id)), ("dir", direction)]);
        self.marks_before(block);
        if let Some(label) = &reference.label {
            self.out.open("span", &[("class", Some("label"))]);
            self.out.text(label);
            self.out.close("span");
            self.out.text(" ");
        }
        self.out.open("span", &[("class", Some("entry"))]);
        let marks = self.marks_inside(block);
        self.entry(&reference.text, marks);
        self.back_links(reference);
        self.out.close("span");
        self.out.close("li");
        self.out.line_end();
    }

    fn back_links(&mut self, reference: &'a Reference) {
        for from in &reference.cited_from {
            let division = division_of(self.book, from.chapter);
            let Some(text) = self.book.text_of(division) else { continue };
            let citation = text.citation(from.cite);
            let number = citation.id.trim_start_matches("cite-");
            let name = format!("{} {number}", self.book.words.back_to_citation);
            let href = (self.writing.link)(division, &citation.id);
            self.out.text(" ");
            self.out.open(
                "a",
                &[
                    ("class", Some("backlink")),
                    ("role", Some("doc-backlink")),
                    ("epub:type", self.epub("backlink")),
                    ("href", Some(&href)),
                    ("aria-label", Some(&name)),
                ],
            );
            self.out.text("↑");
            self.out.text(number);
            self.out.close("a");
        }
    }
}
