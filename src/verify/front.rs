//! The proof of what leads into a text: title, contents list, list of pages, metadata,
//! and that no address leads nowhere.

use crate::ast::BlockKind;
use crate::diag::Sink;
use crate::resolve::{Book, Chapter};

use super::account::{place_of, place_of_link, place_of_page};
use super::compare::Terms;
use super::markup::dom::{Dom, NodeId};
use super::markup::publication::Publication;
use super::pages::Edition;
use super::report::{Subject, shortened};
use super::told::{Aim, plain};

/// An entry that a contents list may have.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    /// Its words, with the name of who wrote it where one is said.
    words: String,
    /// Where it leads.
    id: String,
    /// Whether it is a part of the reading order: then it must be there.
    division: bool,
    /// What it is called by itself, as bookmarks have it.
    title: String,
    /// Its level among bookmarks.
    level: u8,
}

/// The entries of a contents list as deep as one can be, in reading order.
fn entries(book: &Book) -> Vec<Entry> {
    let mut entries = Vec::new();
    for &division in book.spine.iter().filter(|&&division| book.is_listed(division)) {
        let title = book.division_title(division);
        let words = match book.byline(division) {
            Some(by) => plain(&format!("{title} {by}")),
            None => plain(title),
        };
        let id = book.division_id(division).to_owned();
        let below = u8::from(book.part_of(division).is_some());
        let (title, level) = (plain(title), 1 + below);
        entries.push(Entry { words, id, division: true, title, level });
        if let Some(text) = book.text_of(division) {
            entries.extend(headings(text, below));
        }
    }
    entries
}

fn headings(text: &Chapter, below: u8) -> impl Iterator<Item = Entry> + '_ {
    text.document.blocks.iter().filter_map(move |block| {
        let BlockKind::Heading { level, anchor, unlisted: false, .. } = &block.kind else {
            return None;
        };
        let own = Some(*anchor) != text.title_anchor;
        let anchor = text.anchor(*anchor);
        let (title, id) = (plain(&anchor.title), anchor.id.clone());
        let (words, level) = (title.clone(), level.saturating_add(below));
        own.then_some(Entry { words, id, division: false, title, level })
    })
}

/// Proves a contents list: its entries are those of the book, in order, and lead there.
pub(super) fn contents(
    edition: &Edition<'_>,
    (found, terms): (&[(String, Aim)], Terms),
    subject: &Subject,
    sink: &mut Sink,
) {
    let wanted = entries(edition.book);
    let mut next = 0;
    for (words, aim) in found {
        let Aim::Inside(id) = aim else {
            let what = format!(
                "has the entry `{}` in its contents list, which leads nowhere",
                shortened(words)
            );
            subject.tell("changed-link", &what, None, sink);
            continue;
        };
        let at = wanted.iter().position(|entry| entry.id == *id);
        match at {
            Some(at) if terms.words(&wanted[at].words) != terms.words(words) => {
                let what = format!(
                    "calls `{}` in its contents list what is called `{}`",
                    shortened(words),
                    shortened(&wanted[at].words)
                );
                let place = place_of(edition, id);
                subject.tell_at("changed-text", &what, place, sink);
            }
            Some(at) if at < next => {
                let what = format!(
                    "has `{}` at another place of its contents list",
                    shortened(words)
                );
                let place = place_of(edition, id);
                subject.tell_at("moved-text", &what, place, sink);
            }
            Some(at) => next = at + 1,
            None => {
                let what = format!(
                    "has `{}` in its contents list, which is no heading",
                    shortened(words)
                );
                let place = place_of(edition, id);
                subject.tell_at("added-text", &what, place, sink);
            }
        }
    }
    for entry in wanted.iter().filter(|entry| entry.division) {
        let listed = found.iter().any(|(_, aim)| *aim == Aim::Inside(entry.id.clone()));
        if !listed {
            let what = format!("lacks `{}` in its contents list", shortened(&entry.words));
            let place = place_of(edition, &entry.id);
            subject.tell_at("lost-text", &what, place, sink);
        }
    }
}

/// A bookmark: how deep it lies, what it says, and the page it leads to.
pub(super) type Bookmark = (usize, String, Option<usize>);

/// Proves bookmarks: every heading has one, at its depth, that says its words and leads to
/// its page.
pub(super) fn bookmarks(
    edition: &Edition<'_>,
    found: &[Bookmark],
    page: &dyn Fn(&str) -> Option<usize>,
    subject: &Subject,
    sink: &mut Sink,
) {
    let book = edition.book;
    let wanted = entries(book);
    let mut next = 0;
    let found = found.iter().filter(|(_, words, _)| {
        let entry = wanted.get(next);
        let is_next = entry.is_some_and(|entry| entry.title == *words);
        next += usize::from(is_next || !is_unlisted(book, words));
        // the first pages of a book are no entries of its contents
        is_next || !is_unlisted(book, words)
    });
    let found: Vec<&Bookmark> = found.collect();
    // the levels of those around
    let mut around: Vec<u8> = Vec::new();
    for at in 0..wanted.len().max(found.len()) {
        let (entry, bookmark) = (wanted.get(at), found.get(at));
        if let Some(entry) = entry {
            around.truncate(around.partition_point(|&level| level < entry.level));
            around.push(entry.level);
        }
        let wrong = match (entry, bookmark) {
            (Some(entry), Some((level, words, to))) => {
                if entry.title != *words {
                    let stays = found.iter().any(|one| one.1 == entry.title);
                    if stays || words.is_empty() {
                        format!(
                            "has the bookmark `{}`, which no heading is",
                            shortened(words)
                        )
                    } else {
                        format!("has no bookmark for `{}`", shortened(&entry.title))
                    }
                } else if page(&entry.id) != *to {
                    let words = shortened(words);
                    format!("leads elsewhere from the bookmark `{words}`")
                } else if *level != around.len() {
                    format!("has the bookmark `{}` at another depth", shortened(words))
                } else {
                    continue;
                }
            }
            (Some(entry), None) => {
                format!("has no bookmark for `{}`", shortened(&entry.title))
            }
            (None, Some((_, words, _))) => {
                format!("has the bookmark `{}`, which no heading is", shortened(words))
            }
            (None, None) => continue,
        };
        let near = entry.or(wanted.last()).map(|entry| entry.id.as_str());
        let place = near.and_then(|id| place_of(edition, id));
        return subject.tell_at("changed-link", &wrong, place, sink);
    }
}

/// Whether a part of the reading order is called so that a contents list has not.
fn is_unlisted(book: &Book, words: &str) -> bool {
    let unlisted = book.spine.iter().filter(|&&division| !book.is_listed(division));
    let titles = unlisted.map(|&division| plain(book.division_title(division)));
    titles.chain([plain(&book.info.title)]).any(|title| title == words)
}

/// Proves that some words of the title page stand in a text, in order.
pub(super) fn title(
    book: &Book,
    (text, terms): (&str, Terms),
    subject: &Subject,
    sink: &mut Sink,
) {
    let text = plain(text);
    let text = terms.words(&text);
    let info = &book.info;
    let title = [Some(info.title.as_str()), info.subtitle.as_deref()];
    let mut wanted: Vec<String> = title.into_iter().flatten().map(plain).collect();
    wanted.extend(book.authors().into_iter().map(plain));
    wanted.extend(book.makers().iter().map(|line| plain(line)));
    let mut from = 0;
    for words in wanted {
        let sought = terms.words(&words);
        match text[from..].find(&*sought) {
            Some(at) => from += at + sought.len(),
            None => {
                let what = format!("lacks `{}` at its beginning", shortened(&words));
                subject.tell_at("lost-text", &what, book.place_of_line(&words), sink);
            }
        }
    }
}

/// No date has more characters.
const LONGEST_DATE: usize = 32;

/// Whether a line stands on a title page.
pub(super) fn is_of_title(book: &Book, line: &str, terms: Terms) -> bool {
    let info = &book.info;
    let own = [Some(&info.title), info.short_title.as_ref(), info.subtitle.as_ref()];
    let mut lines: Vec<String> = own.into_iter().flatten().cloned().collect();
    lines.extend(info.publisher.clone());
    lines.push(book.authors().join(", "));
    lines.extend(book.makers());
    let is_it = |own: &String| terms.words(&plain(own)) == terms.words(line);
    // the date of the edition
    let date = line.strip_prefix(book.words.edition_of);
    let is_date = |date: &str| {
        let digits = date.chars().filter(|c| c.is_numeric()).count();
        digits >= 4 && date.chars().count() <= LONGEST_DATE
    };
    lines.iter().any(is_it) || date.is_some_and(is_date)
}

/// The links of an element: their words, and where they lead.
pub(super) fn links(
    dom: &Dom,
    element: NodeId,
    aim: &dyn Fn(&str) -> Aim,
) -> Vec<(String, Aim)> {
    let all = dom.below(element).into_iter().filter(|&id| dom.name(id) == "a");
    all.filter_map(|id| {
        let href = dom.attribute(id, "href")?;
        Some((plain(&dom.text(id)), aim(href)))
    })
    .collect()
}

/// Proves that every link and every picture of some pages leads somewhere.
pub(super) fn no_dead_ends(
    edition: &Edition<'_>,
    pages: &Publication,
    aim: &dyn Fn(usize, &str) -> Aim,
    subject: &Subject,
    sink: &mut Sink,
) {
    for (number, file) in pages.files.iter().enumerate() {
        let dom = &file.dom;
        for id in dom.below(Dom::root()) {
            let address = match dom.name(id) {
                "a" => dom.attribute(id, "href"),
                "img" => dom.attribute(id, "src").filter(|src| !src.starts_with("data:")),
                _ => None,
            };
            let Some(address) = address else { continue };
            if let Aim::Nowhere(href) = aim(number, address) {
                let what =
                    format!("leads from `{}` to `{href}`, which is nowhere", file.path);
                let fragment = href.rsplit('#').next().unwrap_or_default();
                let place = place_of_link(edition, &plain(&dom.text(id)), fragment)
                    .or_else(|| place_of(edition, fragment));
                subject.tell_at("changed-link", &what, place, sink);
            }
        }
    }
}

/// The marks of pages of print in some pages: what each is called, and its address.
pub(super) fn marks(pages: &Publication) -> Vec<(String, String)> {
    let mut marks = Vec::new();
    for file in &pages.files {
        let dom = &file.dom;
        for id in dom.below(Dom::root()) {
            if dom.attribute(id, "role") == Some("doc-pagebreak") {
                let name = dom.attribute(id, "aria-label");
                let name = name.or_else(|| dom.attribute(id, "title")).unwrap_or_default();
                // `Page 12`, in the language of the chapter
                let label = name.rsplit(' ').next().unwrap_or(name);
                let id = dom.attribute(id, "id").unwrap_or_default();
                marks.push((label.to_owned(), id.to_owned()));
            }
        }
    }
    marks
}

/// Proves that every page of print is marked once, and no other.
pub(super) fn pages_marked(
    edition: &Edition<'_>,
    marks: &[(String, String)],
    subject: &Subject,
    sink: &mut Sink,
) {
    let wanted = labels(edition);
    let mut tell = |what: String, label: &str| {
        let place = place_of_page(edition, label);
        subject.tell_at("changed-page-mark", &what, place, sink);
    };
    for label in &wanted {
        match marks.iter().filter(|(known, _)| known == label).count() {
            0 => tell(format!("does not mark where page `{label}` begins"), label),
            1 => {}
            _ => {
                tell(format!("marks the beginning of page `{label}` more than once"), label)
            }
        }
    }
    for (label, _) in marks.iter().filter(|(label, _)| !wanted.contains(&label.as_str())) {
        tell(format!("marks a page `{label}`, which print has not"), label);
    }
}

/// Proves the list of pages of print: all of them, in order, each leading to its mark.
pub(super) fn page_list(
    edition: &Edition<'_>,
    marks: &[(String, String)],
    found: &[(String, Aim)],
    subject: &Subject,
    sink: &mut Sink,
) {
    let wanted = labels(edition);
    let mut tell = |what: String, label: &str| {
        let place = place_of_page(edition, label);
        subject.tell_at("changed-page-mark", &what, place, sink);
    };
    for at in 0..wanted.len().max(found.len()) {
        match (wanted.get(at), found.get(at)) {
            (Some(label), Some((words, to))) => {
                let mark = marks.iter().find(|(known, _)| known == label);
                let right = mark.is_some_and(|(_, id)| *to == Aim::Inside(id.clone()));
                if words != label {
                    let what = "in its list of pages before";
                    return tell(format!("has page `{words}` {what} `{label}`"), label);
                } else if !right {
                    let what = "of its list of pages";
                    return tell(
                        format!("leads elsewhere from page `{label}` {what}"),
                        label,
                    );
                }
            }
            (Some(label), None) => {
                return tell(format!("lacks page `{label}` in its list of pages"), label);
            }
            (None, Some((words, _))) => {
                let what = "in its list of pages, which print has not";
                return tell(format!("has a page `{words}` {what}"), words);
            }
            (None, None) => {}
        }
    }
}

/// What the pages of print are called, in order.
fn labels<'a>(edition: &Edition<'a>) -> Vec<&'a str> {
    edition.pages.iter().map(|page| page.label.as_str()).collect()
}

/// Whether a book has too little in it to need a contents list.
pub(super) fn is_short(book: &Book) -> bool {
    entries(book).is_empty()
}
