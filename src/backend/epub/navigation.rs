//! Contents, landmarks and pages: the navigation document, and the same for the NCX.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::backend::markup::{self, Entry, Html, PageMarks, escape};
use crate::project::{ChapterRole, ListKind, Matter, NoticeKind};
use crate::resolve::{Book, Division};

use super::names::{COVER, Names};

/// Levels of headings in the contents list, where the edition does not say.
pub(super) const DEPTH: u8 = 3;

/// What a reader can go to.
pub(super) struct Navigation {
    /// Chapters, references and notices, with the headings below them.
    pub(super) contents: Vec<Target>,
    /// The parts of the publication.
    pub(super) landmarks: Vec<Landmark>,
    /// The pages of the print edition.
    pub(super) pages: Vec<PageEntry>,
}

/// An entry of the contents.
pub(super) struct Target {
    /// Its words.
    pub(super) title: String,
    /// Where it leads.
    pub(super) href: String,
    /// What is below it.
    pub(super) kids: Vec<Self>,
}

/// A page of the print edition.
pub(super) struct PageEntry {
    /// Its folio.
    pub(super) label: String,
    /// Where it begins.
    pub(super) href: String,
}

/// A part of the publication and what it is.
#[derive(Serialize)]
pub(super) struct Landmark {
    /// Its name in the vocabulary of structural semantics.
    pub(super) kind: &'static str,
    /// Its words.
    pub(super) title: Html,
    /// Where it begins.
    pub(super) href: Html,
}

impl Navigation {
    /// The navigation of a book.
    pub(super) fn new(book: &Book, marks: &PageMarks, names: &Names) -> Self {
        let pages = marks.all().map(|mark| PageEntry {
            label: mark.label.clone(),
            href: names.link(book, mark.division, &mark.id),
        });
        Self {
            contents: targets(
                book,
                names,
                markup::outline(book, book.contents_depth.unwrap_or(DEPTH)),
            ),
            landmarks: landmarks(book, names),
            pages: pages.collect(),
        }
    }

    /// Levels of the contents.
    pub(super) fn depth(&self) -> usize {
        depth(&self.contents)
    }
}

fn depth(targets: &[Target]) -> usize {
    targets.iter().map(|target| 1 + depth(&target.kids)).max().unwrap_or(0)
}

fn targets(book: &Book, names: &Names, entries: Vec<Entry<'_>>) -> Vec<Target> {
    let targets = entries.into_iter().map(|entry| Target {
        href: names.link(book, entry.division, &entry.id),
        title: entry.name.plain.to_owned(),
        kids: targets(book, names, entry.kids),
    });
    targets.collect()
}

/// Where reading begins: at the first part or chapter behind the front matter.
pub(super) fn start(book: &Book) -> Option<Division> {
    let in_text = |division: &&Division| match division {
        Division::Part(_) => true,
        Division::Chapter(number) => {
            book.chapters[*number as usize].matter != Matter::Front
        }
        Division::TitlePage
        | Division::Copyright
        | Division::Contents
        | Division::List(_)
        | Division::References
        | Division::Index
        | Division::Notice(_) => false,
    };
    book.spine.iter().find(in_text).copied()
}

/// One landmark for each kind of part (EPUB 3.3, section 7.4.3), in reading order.
fn landmarks(book: &Book, names: &Names) -> Vec<Landmark> {
    let mut all = Vec::new();
    if names.cover().is_some() {
        all.push(Landmark {
            kind: "cover",
            title: escape(book.words.cover),
            href: escape(COVER),
        });
    }
    let start = start(book);
    let mut seen = BTreeSet::new();
    for &division in &book.spine {
        let (kind, title) = match division {
            Division::TitlePage => ("titlepage", book.words.title_page),
            Division::Copyright => ("copyright-page", book.words.copyright_page),
            Division::Contents => ("toc", book.words.contents),
            Division::List(ListKind::Figures) => ("loi", book.division_title(division)),
            Division::List(ListKind::Tables) => ("lot", book.division_title(division)),
            Division::List(ListKind::Code | ListKind::Abbreviations) => continue,
            Division::Part(_) | Division::Chapter(_) if Some(division) == start => {
                ("bodymatter", book.words.start)
            }
            Division::Part(_) => continue,
            Division::Chapter(number) => {
                let role = book.chapters[number as usize].role;
                if role == ChapterRole::Chapter || !seen.insert(role.word()) {
                    continue;
                }
                (role.word(), book.division_title(division))
            }
            Division::References => ("bibliography", book.division_title(division)),
            Division::Index => ("index", book.division_title(division)),
            Division::Notice(number) => (
                notice_kind(book.notices[number as usize].kind),
                book.division_title(division),
            ),
        };
        let id = book.division_id(division);
        let href = escape(&names.link(book, division, id));
        all.push(Landmark { kind, title: escape(title), href });
    }
    all
}

fn notice_kind(kind: NoticeKind) -> &'static str {
    match kind {
        NoticeKind::Copyright => "copyright-page",
        NoticeKind::Disclaimer
        | NoticeKind::Warning
        | NoticeKind::Funding
        | NoticeKind::ConflictOfInterest => "notice",
    }
}
