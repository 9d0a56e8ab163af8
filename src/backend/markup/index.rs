//! The index: each entry with links to its places, named by their pages in print.

use crate::ast::{Direction, Inline, direction_of};
use crate::resolve::{IndexEntry, IndexPiece};

use super::inlines::{Marks, direction_name};
use super::{Syntax, Writer};

impl<'a> Writer<'a> {
    pub(super) fn index(&mut self) {
        let book = self.book;
        let Some(index) = &book.index else { return };
        let id = book.division_id(self.division);
        self.out.open(
            "section",
            &[
                ("class", Some("book-index")),
                ("role", Some("doc-index")),
                ("epub:type", self.epub("index")),
                ("aria-labelledby", Some(id)),
            ],
        );
        self.out.line_end();
        self.head_marks();
        self.heading(1, id, |writer| writer.out.text(book.words.index));
        self.out.line_end();
        for group in &index.groups {
            let kind = self.epub("index-group");
            self.out.open("div", &[("class", Some("index-group")), ("epub:type", kind)]);
            self.out.line_end();
            self.marks_before(group.block);
            if let Some(letter) = &group.letter {
                let id = format!("idx-letter-{}", group.block.0);
                self.heading(2, &id, |writer| writer.out.text(letter));
                self.out.line_end();
            }
            self.index_list(&group.entries);
            self.out.close("div");
            self.out.line_end();
        }
        self.out.close("section");
        self.out.line_end();
    }

    fn index_list(&mut self, entries: &'a [IndexEntry]) {
        let kind = self.epub("index-entry-list");
        self.out.open("ul", &[("class", Some("index-list")), ("epub:type", kind)]);
        self.out.line_end();
        for entry in entries {
            let kind = self.epub("index-entry");
            self.out.open("li", &[("id", Some(&entry.id)), ("epub:type", kind)]);
            self.marks_before(entry.block);
            self.index_entry(entry);
            if !entry.kids.is_empty() {
                self.out.line_end();
                self.index_list(&entry.kids);
            }
            self.out.close("li");
            self.out.line_end();
        }
        self.out.close("ul");
        self.out.line_end();
    }

    fn index_entry(&mut self, entry: &'a IndexEntry) {
        let mut marks = self.marks_inside(entry.block);
        let pages = self.marks;
        for piece in entry.pieces(&self.book.words, &|id| pages.folio(id)) {
            match piece {
                IndexPiece::Heading { words, text, language } => {
                    let kind = ("epub:type", self.epub("index-term"));
                    let [own, xml, direction] = self.language_of(language);
                    self.out.open("span", &[kind, own, xml, direction]);
                    self.index_words(words, text, &mut marks);
                    self.out.close("span");
                }
                IndexPiece::Between(text) => self.bytes(text, &mut marks),
                IndexPiece::Word(word) => {
                    self.out.open("i", &[]);
                    self.bytes(word, &mut marks);
                    self.out.close("i");
                }
                IndexPiece::Pages { text, place, main } => {
                    let href = (self.writing.link)(place.division, &place.id);
                    let kind = self.epub("index-locator");
                    self.out.open("a", &[("epub:type", kind), ("href", Some(&href))]);
                    if main {
                        self.out.open("strong", &[]);
                    }
                    self.bytes(&text, &mut marks);
                    if main {
                        self.out.close("strong");
                    }
                    self.out.close("a");
                }
                IndexPiece::Goal { goal, also } => {
                    let href = (self.writing.link)(self.division, &goal.id);
                    let kind =
                        if also { "index-xref-related" } else { "index-xref-preferred" };
                    let kind = self.epub(kind);
                    self.out.open("a", &[("epub:type", kind), ("href", Some(&href))]);
                    let language = goal.language.as_deref();
                    if language.is_some() {
                        self.out.open("span", &self.language_of(language));
                    }
                    self.index_words(&goal.title, &goal.text, &mut marks);
                    if language.is_some() {
                        self.out.close("span");
                    }
                    self.out.close("a");
                }
            }
        }
        self.rest_of(marks);
    }

    fn index_words(&mut self, words: &str, text: &'a [Inline], marks: &mut Marks<'a>) {
        match self.book.any_text().filter(|_| !text.is_empty()) {
            Some(any) => self.inlines(any, text, marks),
            None => self.bytes(words, marks),
        }
    }

    /// What says that words are in a language.
    fn language_of<'l>(
        &self,
        language: Option<&'l str>,
    ) -> [(&'static str, Option<&'l str>); 3] {
        let xml = language.filter(|_| self.writing.syntax == Syntax::Xhtml);
        let way = language.map(direction_of);
        let other = way.filter(|&way| (way == Direction::Rtl) != self.rtl);
        [("lang", language), ("xml:lang", xml), ("dir", other.map(direction_name))]
    }
}
