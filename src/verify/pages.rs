//! The proof of pages: those of an EPUB, of a site, and the single page.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::Sink;
use crate::files::Files;
use crate::par;
use crate::resolve::{Book, Division};

use super::account;
use super::compare::{Terms, compare};
use super::markup::dom::Dom;
use super::markup::publication::{File, Publication};
use super::markup::tell::{Page, Reading, tell};
use super::markup::{container, html};
use super::report::Subject;
use super::told::Aim;

/// The edition that is proven.
#[derive(Copy, Clone)]
pub(super) struct Edition<'a> {
    /// As the format shows it.
    pub(super) book: &'a Book,
    /// The page in print of each address whose page is named.
    pub(super) folios: &'a BTreeMap<String, String>,
}

/// Proves an EPUB.
pub(super) fn epub(edition: &Edition<'_>, files: &Files, sink: &mut Sink) {
    for (path, bytes) in &files.by_path {
        let subject = Subject { path: path.clone(), part: None };
        match container::read(bytes) {
            Ok(epub) => divisions(edition, &subject, &epub.pages, 0, sink),
            Err(why) => unreadable(&subject, &why, sink),
        }
    }
}

/// Proves the single page.
pub(super) fn single(edition: &Edition<'_>, files: &Files, sink: &mut Sink) {
    for (path, bytes) in &files.by_path {
        let subject = Subject { path: path.clone(), part: None };
        match file(path, bytes) {
            Ok((file, errors)) => {
                malformed(&subject, &errors, sink);
                let pages = Publication::new(vec![file], BTreeSet::new());
                divisions(edition, &subject, &pages, 1, sink);
            }
            Err(why) => unreadable(&subject, &why, sink),
        }
    }
}

/// Proves a site: its pages in the order of the book, the front page first.
pub(super) fn site(edition: &Edition<'_>, files: &Files, sink: &mut Sink) {
    let folder = files.top_level().into_iter().next().unwrap_or_default().to_owned();
    let subject = Subject { path: folder, part: None };
    let (pages, others): (Vec<_>, Vec<_>) =
        files.by_path.iter().partition(|(path, _)| path.ends_with(".html"));
    let mut read = Vec::new();
    for (page, (path, _)) in
        par::map_quiet(&pages, |(path, bytes)| file(path, bytes)).into_iter().zip(&pages)
    {
        match page {
            Ok((page, errors)) => {
                let part = Subject { part: Some((*path).clone()), ..subject.clone() };
                malformed(&part, &errors, sink);
                read.push(page);
            }
            Err(why) => unreadable(&subject, &why, sink),
        }
    }
    let others = others.into_iter().map(|(path, _)| path.clone()).collect();
    let pages = Publication::new(read, others);
    divisions(edition, &subject, &pages, 0, sink);
}

fn file(path: &str, bytes: &[u8]) -> Result<(File, Vec<String>), String> {
    let text = std::str::from_utf8(bytes).map_err(|_| format!("`{path}` is no UTF-8"))?;
    let (dom, errors) = html::read(text);
    Ok((File { path: path.to_owned(), dom }, errors))
}

fn unreadable(subject: &Subject, why: &str, sink: &mut Sink) {
    subject.tell("unreadable-output", &format!("cannot be read: {why}"), None, sink);
}

fn malformed(subject: &Subject, errors: &[String], sink: &mut Sink) {
    if let Some(first) = errors.first() {
        let what = format!("is no valid HTML: {first}");
        subject.tell("unreadable-output", &what, None, sink);
    }
}

/// Proves every part of the reading order that is text.
fn divisions(
    edition: &Edition<'_>,
    subject: &Subject,
    pages: &Publication,
    shift: u8,
    sink: &mut Sink,
) {
    let book = edition.book;
    for id in pages.repeated() {
        let what = format!("has the address `#{id}` twice on one page");
        subject.tell("changed-link", &what, None, sink);
    }
    let holders = holders(book, pages);
    let spine: Vec<Division> = book
        .spine
        .iter()
        .copied()
        .filter(|one| !matches!(one, Division::TitlePage | Division::Contents))
        .collect();
    let proven = par::map_quiet(&spine, |&division| {
        let mut own = Sink::default();
        division_of(edition, subject, pages, &holders, (division, shift), &mut own);
        own
    });
    proven.into_iter().for_each(|own| sink.absorb(own));
    in_order(book, subject, pages, &spine, sink);
}

/// The address of what each page holds as a whole.
fn holders(book: &Book, pages: &Publication) -> BTreeMap<usize, String> {
    let mut holders = BTreeMap::new();
    for &division in &book.spine {
        let id = book.division_id(division);
        if let Some((page, _)) = pages.part(id) {
            holders.entry(page).or_insert_with(|| id.to_owned());
        }
    }
    holders
}

fn division_of(
    edition: &Edition<'_>,
    subject: &Subject,
    pages: &Publication,
    holders: &BTreeMap<usize, String>,
    (division, shift): (Division, u8),
    sink: &mut Sink,
) {
    let book = edition.book;
    let wanted = account::of(book, edition.folios, division);
    let Some((number, element)) = pages.part(book.division_id(division)) else {
        let what = format!("lacks `{}`", book.division_title(division));
        return subject.tell("lost-text", &what, wanted.items.first(), sink);
    };
    let file = &pages.files[number];
    let part = (pages.files.len() > 1).then(|| file.path.clone());
    let subject = Subject { part, ..subject.clone() };
    let aim = |href: &str| pages.aim(number, href, &|page| holders.get(&page).cloned());
    let reading = Reading {
        dom: &file.dom,
        shift,
        language: language_of(&file.dom),
        aim: &aim,
        hides: &|_| None,
    };
    let page = tell(&reading, element);
    told(&subject, &wanted, &page, sink);
}

/// Compares what a part of a page tells with what it should tell.
fn told(subject: &Subject, wanted: &super::told::Told, page: &Page, sink: &mut Sink) {
    let terms = Terms::default();
    for difference in compare(&wanted.items, &page.told.items, terms) {
        subject.differs(&difference, sink);
    }
    let found = &page.told.notes;
    for (number, (id, items)) in wanted.notes.iter().enumerate() {
        match found.iter().position(|(other, _)| other == id) {
            None => {
                let what = format!("lacks the note `#{id}`");
                subject.tell("lost-text", &what, items.first(), sink);
            }
            Some(at) => {
                if at != number {
                    let what = format!("has the note `#{id}` at another place");
                    subject.tell("moved-text", &what, items.first(), sink);
                }
                for difference in compare(items, &found[at].1, terms) {
                    subject.differs(&difference, sink);
                }
            }
        }
    }
    for (id, items) in found {
        if !wanted.notes.iter().any(|(known, _)| known == id) {
            let what = format!("has a note `#{id}`, which nobody wrote");
            subject.tell("added-text", &what, items.first(), sink);
        }
    }
    for (why, words) in &page.hidden {
        let what = format!("hides `{}` with {why}", super::report::shortened(words));
        let inside = |text: &str| !text.is_empty() && words.contains(text);
        let item = wanted.items.iter().find(|item| inside(&item.text));
        subject.tell("hidden-text", &what, item, sink);
    }
    for aim in &page.back {
        if !matches!(aim, Aim::Inside(_)) {
            let what = "has a link back that leads nowhere";
            subject.tell("changed-link", what, None, sink);
        }
    }
}

/// Tells parts that stand in another order than they are to be read in.
fn in_order(
    book: &Book,
    subject: &Subject,
    pages: &Publication,
    spine: &[Division],
    sink: &mut Sink,
) {
    let at = |division: &Division| {
        let (page, element) = pages.part(book.division_id(*division))?;
        let order = pages.files[page].dom.below(Dom::root());
        Some((page, order.iter().position(|&one| one == element)))
    };
    let places: Vec<_> = spine.iter().filter_map(|one| Some((at(one)?, *one))).collect();
    for pair in places.windows(2) {
        if pages.files.len() == 1 && pair[0].0 > pair[1].0 {
            let what = format!("has `{}` at another place", book.division_title(pair[1].1));
            subject.tell("moved-text", &what, None, sink);
        }
    }
}

/// The language of a page.
fn language_of(dom: &Dom) -> String {
    let html = dom.find("html");
    let said = html.and_then(|id| {
        dom.attribute(id, "lang").or_else(|| dom.attribute(id, "xml:lang"))
    });
    said.unwrap_or_default().to_owned()
}
