//! Contents lists and page lists.

use crate::ast::BlockKind;
use crate::project::ListKind;
use crate::resolve::{Book, Chapter, Division, Name};

use super::inlines::Marks;
use super::{Html, PageMarks, Syntax, Writer, Writing};

/// An entry of the contents list.
#[derive(Debug, Clone)]
pub struct Entry<'b> {
    /// Its words.
    pub name: Name<'b>,
    /// Who wrote what it names.
    pub by: Option<String>,
    /// The part of the book it leads into.
    pub division: Division,
    /// The address there.
    pub id: String,
    /// The language of its words, where that is not the language of the book.
    pub language: Option<String>,
    /// What is below it.
    pub kids: Vec<Self>,
}

/// Parts with their chapters, references and notices in reading order, with the headings
/// below them.
///
/// `depth` 1 gives the divisions alone, 2 also their level-2 headings, and so on.
pub fn outline(book: &Book, depth: u8) -> Vec<Entry<'_>> {
    let mut entries: Vec<Entry<'_>> = Vec::new();
    for &division in book.spine.iter().filter(|&&division| book.is_listed(division)) {
        let entry = Entry {
            name: book.division_name(division),
            by: book.byline(division),
            division,
            id: book.division_id(division).to_owned(),
            language: book.language_of(division).map(str::to_owned),
            kids: book
                .text_of(division)
                .map(|text| headings(text, division, depth))
                .unwrap_or_default(),
        };
        let part = book.part_of(division);
        let above = entries.last_mut().filter(|last| part.is_some_and(|p| p.id == last.id));
        match above {
            Some(above) => above.kids.push(entry),
            None => entries.push(entry),
        }
    }
    entries
}

/// The contents list as nested `ol`; empty when the book has no entry.
pub fn contents(book: &Book, depth: u8, writing: &Writing<'_>) -> Html {
    contents_at(book, depth, None, writing)
}

/// The contents list with the part that is being read marked as the current page.
pub fn contents_at(
    book: &Book,
    depth: u8,
    current: Option<Division>,
    writing: &Writing<'_>,
) -> Html {
    let mut out = Html::default();
    let entries = outline(book, depth);
    list(book, &entries, writing, &mut out, &|entry| {
        Some(entry.division) == current && entry.id == book.division_id(entry.division)
    });
    out
}

/// The pages of the print edition as one `ol`; empty when there are none.
pub fn page_list(book: &Book, marks: &PageMarks, writing: &Writing<'_>) -> Html {
    let pages = marks.all().map(|mark| Entry {
        name: mark.label.as_str().into(),
        by: None,
        division: mark.division,
        id: mark.id.clone(),
        language: None,
        kids: Vec::new(),
    });
    let mut out = Html::default();
    list(book, &pages.collect::<Vec<_>>(), writing, &mut out, &|_| false);
    out
}

/// What a division is called, for a place where it is named.
pub fn division_name(book: &Book, division: Division, writing: &Writing<'_>) -> Html {
    named(book, book.division_name(division), (division, None), writing)
}

/// What something is called, as markup in the language of a division or in one of its own.
///
/// Readers of EPUB show the contents list in a menu of their own, as plain text: there the
/// words say all.
fn named(
    book: &Book,
    name: Name<'_>,
    (division, language): (Division, Option<&str>),
    writing: &Writing<'_>,
) -> Html {
    let marks = PageMarks::default();
    let flat = match writing.syntax {
        Syntax::Html => Vec::new(),
        Syntax::Xhtml => name.flat(),
    };
    let mut writer = Writer::new(book, &marks, division, writing);
    writer.language = language.unwrap_or(writer.language);
    match name.marked {
        Some((chapter, _)) if !flat.is_empty() => {
            writer.text(chapter, &flat, Marks::inside(&[]));
        }
        Some(_) | None => writer.name(name),
    }
    writer.out
}

fn list(
    book: &Book,
    entries: &[Entry<'_>],
    writing: &Writing<'_>,
    out: &mut Html,
    is_current: &dyn Fn(&Entry<'_>) -> bool,
) {
    if entries.is_empty() {
        return;
    }
    out.open("ol", &[]);
    out.line_end();
    for entry in entries {
        out.open("li", &[]);
        let href = (writing.link)(entry.division, &entry.id);
        let current = is_current(entry).then_some("page");
        let language = entry.language.as_deref();
        let xml = language.filter(|_| writing.syntax == Syntax::Xhtml);
        out.open(
            "a",
            &[
                ("href", Some(&href)),
                ("aria-current", current),
                ("lang", language),
                ("xml:lang", xml),
            ],
        );
        let place = (entry.division, language);
        out.append(&named(book, entry.name, place, writing));
        if let Some(by) = &entry.by {
            out.text(" ");
            out.open("span", &[("class", Some("by"))]);
            out.text(by);
            out.close("span");
        }
        out.close("a");
        if !entry.kids.is_empty() {
            out.line_end();
            list(book, &entry.kids, writing, out, is_current);
        }
        out.close("li");
        out.line_end();
    }
    out.close("ol");
    out.line_end();
}

impl Writer<'_> {
    /// A list of figures or of tables, each entry a link.
    pub(super) fn caption_list(&mut self, kind: ListKind) {
        let book = self.book;
        let Some(list) = book.lists.iter().find(|list| list.kind == kind) else { return };
        let id = book.division_id(self.division);
        let name = match kind {
            ListKind::Figures => self.epub("loi"),
            ListKind::Tables => self.epub("lot"),
            // the vocabulary has no name for it (EPUB 3 Structural Semantics 1.1)
            ListKind::Code | ListKind::Abbreviations => None,
        };
        self.out.open(
            "nav",
            &[
                ("class", Some("contents")),
                ("epub:type", name),
                ("aria-labelledby", Some(id)),
            ],
        );
        self.out.line_end();
        self.head_marks();
        self.heading(1, id, |writer| writer.out.text(book.division_title(writer.division)));
        self.out.line_end();
        self.out.open("ol", &[]);
        self.out.line_end();
        for entry in &list.entries {
            let Some(chapter) = book.text_of(entry.division) else { continue };
            self.out.open("li", &[]);
            let href = (self.writing.link)(entry.division, &entry.id);
            let language = chapter.language.as_deref();
            let xml = language.filter(|_| self.writing.syntax == Syntax::Xhtml);
            self.out
                .open("a", &[("href", Some(&href)), ("lang", language), ("xml:lang", xml)]);
            if let Some(number) = &entry.number {
                self.out.text(&format!("{number}\u{a0}"));
            }
            self.text(chapter, &entry.text, Marks::inside(&[]));
            self.out.close("a");
            self.out.close("li");
            self.out.line_end();
        }
        self.out.close("ol");
        self.out.line_end();
        self.out.close("nav");
        self.out.line_end();
    }
}

/// The headings of a text but its title, nested by level.
fn headings(text: &Chapter, division: Division, depth: u8) -> Vec<Entry<'_>> {
    let mut roots: Vec<Entry<'_>> = Vec::new();
    let mut levels: Vec<u8> = Vec::new();
    for block in &text.document.blocks {
        let BlockKind::Heading { level, anchor, unlisted: false, .. } = &block.kind else {
            continue;
        };
        if Some(*anchor) == text.title_anchor || (*level).max(2) > depth {
            continue;
        }
        while levels.last().is_some_and(|last| last >= level) {
            levels.pop();
        }
        let mut siblings = &mut roots;
        for _ in 0..levels.len() {
            match siblings.last_mut() {
                Some(parent) => siblings = &mut parent.kids,
                None => crate::bug!("a contents list lost the heading above another"),
            }
        }
        let anchor = text.anchor(*anchor);
        siblings.push(Entry {
            name: text.name_of(anchor),
            by: None,
            division,
            id: anchor.id.clone(),
            language: text.language.clone(),
            kids: Vec::new(),
        });
        levels.push(*level);
    }
    roots
}
