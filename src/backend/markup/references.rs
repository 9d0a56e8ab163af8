//! The bibliography: labels that are text, links out, and links back.

use crate::ast::{BlockId, Direction};
use crate::resolve::Reference;

use super::inlines::{Marks, direction_name};
use super::pages::PageMark;
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
        let references = book.references_in(self.division);
        for (block, reference) in (1..).map(BlockId).zip(references) {
            let marks = (self.marks_at(block, 0), self.marks_inside(block));
            self.reference(reference, marks);
        }
        self.out.close("ul");
        self.out.line_end();
        self.out.close("section");
        self.out.line_end();
    }

    /// The list of references of a chapter, or of the book where a chapter holds it.
    pub(super) fn reference_block(&mut self, block: BlockId) {
        let book = self.book;
        if book.references_in(self.division).next().is_none() {
            return;
        }
        self.out.open(
            "section",
            &[
                ("class", Some("references")),
                ("role", Some("doc-bibliography")),
                ("epub:type", self.epub("bibliography")),
                ("aria-label", Some(&book.references_title)),
            ],
        );
        self.out.line_end();
        self.out.open("ul", &[("class", Some("reference-list"))]);
        self.out.line_end();
        let whole: u32 = book.references_in(self.division).map(Reference::length).sum();
        let mut start = 0;
        for reference in book.references_in(self.division) {
            let end = start + reference.length();
            // those of the block itself stand before it
            let before = if start == 0 { &[] } else { self.marks_at(block, start) };
            let all = self.marks.in_block(self.division, block);
            let last = all.last().filter(|mark| mark.offset >= whole);
            let end_of_marks = if end == whole && last.is_some() { u32::MAX } else { end };
            let inside = Marks::between(all, (start, end_of_marks));
            self.reference(reference, (before, inside));
            start = end;
        }
        self.out.close("ul");
        self.out.line_end();
        self.out.close("section");
        self.out.line_end();
    }

    fn reference(
        &mut self,
        reference: &'a Reference,
        (before, inside): (&'a [PageMark], Marks<'a>),
    ) {
        // an entry in another script runs as its script does
        let way = reference.direction();
        let other = way.filter(|&way| (way == Direction::Rtl) != self.rtl);
        let direction = other.map(direction_name);
        self.out.open("li", &[("id", Some(&reference.id)), ("dir", direction)]);
        for mark in before {
            self.page_mark(mark);
            self.out.line_end();
        }
        if let Some(label) = &reference.label {
            self.out.open("span", &[("class", Some("label"))]);
            self.out.text(label);
            self.out.close("span");
            self.out.text(" ");
        }
        self.out.open("span", &[("class", Some("entry"))]);
        self.entry(&reference.text, inside);
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
