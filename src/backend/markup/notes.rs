//! Notes: raised numbers in the text, and what they say at the end of its section.

use crate::ast::{NoteId, NoteMark};
use crate::resolve::Chapter;

use super::{Syntax, Writer};

/// The addresses of a text's notes.
pub(super) fn ids(text: &Chapter) -> impl Iterator<Item = String> + '_ {
    let notes = (0..).map(NoteId).zip(&text.document.notes);
    // a format may show no mark of a note
    notes.filter(|(_, note)| note.marks > 0).map(|(id, _)| text.note_id(id))
}

impl<'a> Writer<'a> {
    /// The mark of a note: its number, a link to its text. One that stands right behind
    /// another is parted from it by the style sheet.
    pub(super) fn note_mark(
        &mut self,
        chapter: &Chapter,
        mark: NoteMark,
        after_note: bool,
    ) {
        let href = (self.writing.link)(self.division, &chapter.note_id(mark.note));
        let class = if after_note { "note-mark after-note" } else { "note-mark" };
        self.out.open("sup", &[("class", Some(class))]);
        self.out.open(
            "a",
            &[
                ("id", Some(&chapter.mark_id(mark))),
                ("role", Some("doc-noteref")),
                ("epub:type", self.epub("noteref")),
                ("href", Some(&href)),
            ],
        );
        self.out.text(&(mark.note.0 + 1).to_string());
        self.out.close("a");
        self.out.close("sup");
    }

    /// What the notes of a text are called: on a page with those of others too, by the
    /// title of the text, with a number where others have the same.
    fn notes_label(&self, chapter: &Chapter) -> String {
        let texts = self.book.spine.iter().filter_map(|&one| self.book.text_of(one));
        let noted: Vec<&Chapter> =
            texts.filter(|text| ids(text).next().is_some()).collect();
        let single = self.writing.heading_shift > 0;
        if noted.len() < 2 || !single {
            return self.words.notes.to_owned();
        }
        let label = format!("{}{}{}", self.words.notes, self.words.colon, chapter.title);
        let before = noted.iter().take_while(|text| text.slug != chapter.slug);
        match before.filter(|text| text.title == chapter.title).count() {
            0 => label,
            others => format!("{label} ({})", others + 1),
        }
    }

    /// The notes of a text. In an EPUB each is an aside: reading systems show it where its
    /// mark is. On a web page it would be taken for a part of the page to go to.
    pub(super) fn notes(&mut self, chapter: &'a Chapter) {
        if chapter.document.notes.iter().all(|note| note.marks == 0) {
            return;
        }
        self.out.open(
            "section",
            &[
                ("class", Some("notes")),
                ("role", Some("doc-endnotes")),
                ("epub:type", self.epub("footnotes")),
                ("aria-label", Some(&self.notes_label(chapter))),
            ],
        );
        self.out.line_end();
        let note_name = if self.writing.syntax == Syntax::Html { "div" } else { "aside" };
        for (id, note) in (0..).map(NoteId).zip(&chapter.document.notes) {
            if note.marks == 0 {
                continue;
            }
            self.out.open(
                note_name,
                &[
                    ("id", Some(&chapter.note_id(id))),
                    ("class", Some("note")),
                    ("role", Some("doc-footnote")),
                    ("epub:type", self.epub("footnote")),
                ],
            );
            self.out.line_end();
            let number = (id.0 + 1).to_string();
            self.out.open("div", &[("class", Some("note-number"))]);
            self.back_to_mark(chapter, NoteMark { note: id, turn: 1 }, &number);
            for turn in 2..=note.marks {
                self.out.text(" ");
                self.back_to_mark(
                    chapter,
                    NoteMark { note: id, turn },
                    &format!("↑{turn}"),
                );
            }
            self.out.close("div");
            self.out.line_end();
            self.out.open("div", &[("class", Some("note-text"))]);
            self.out.line_end();
            self.blocks(chapter, &note.blocks);
            self.out.close("div");
            self.out.line_end();
            self.out.close(note_name);
            self.out.line_end();
        }
        self.out.close("section");
        self.out.line_end();
    }

    fn back_to_mark(&mut self, chapter: &Chapter, mark: NoteMark, shown: &str) {
        let href = (self.writing.link)(self.division, &chapter.mark_id(mark));
        let words = self.words.back_to_mark;
        let number = mark.note.0 + 1;
        // what is shown stands in the name: who speaks to the machine reads it
        let name = match mark.turn {
            0 | 1 => format!("{words} {number}"),
            turn => format!("{words} {number} ↑{turn}"),
        };
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
        self.out.text(shown);
        self.out.close("a");
    }
}
