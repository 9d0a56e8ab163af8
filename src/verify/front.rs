//! The proof of what leads into a text: title, contents list, list of pages, metadata,
//! and that no address leads nowhere.

use crate::ast::BlockKind;
use crate::diag::Sink;
use crate::project::Stamp;
use crate::resolve::{Book, Chapter};

use super::account::{
    self, Called, Marks, Room, place_of, place_of_link, place_of_page, unfolded,
};
use super::compare::Terms;
use super::markup::dom::{Dom, NodeId};
use super::markup::publication::Publication;
use super::markup::tell::{Reading, tell};
use super::pages::Edition;
use super::report::{Subject, shortened};
use super::told::{Aim, plain};

/// An entry that a contents list may have.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Entry {
    /// What it is called.
    called: Called,
    /// Who wrote it, where that is said.
    by: Option<String>,
    /// Where it leads.
    id: String,
    /// Whether it is a part of the reading order: then it must be there.
    division: bool,
    /// Its level among bookmarks.
    level: u8,
}

impl Entry {
    /// Its words, with the name of who wrote it where one is said.
    fn words(&self) -> String {
        match &self.by {
            Some(by) => plain(&format!("{} {by}", self.called.words)),
            None => self.called.words.clone(),
        }
    }
}

/// An entry as a contents list has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Listed {
    /// Its words.
    pub(super) words: String,
    /// Where it leads.
    pub(super) to: Aim,
    /// What is said of its words, and those in other languages; of pages alone.
    pub(super) said: Option<Marks>,
}

/// The entries of a contents list as deep as one can be, in reading order.
fn entries(book: &Book, room: Room) -> Vec<Entry> {
    let mut entries = Vec::new();
    for &division in book.spine.iter().filter(|&&division| book.is_listed(division)) {
        let called = account::of_division(book, division, room);
        let by = book.byline(division);
        let id = book.division_id(division).to_owned();
        let level = 1 + u8::from(book.part_of(division).is_some());
        entries.push(Entry { called, by, id, division: true, level });
        if let Some(text) = book.text_of(division) {
            entries.extend(headings(book, text, room, level - 1));
        }
    }
    entries
}

fn headings(
    book: &Book,
    text: &Chapter,
    room: Room,
    below: u8,
) -> impl Iterator<Item = Entry> {
    text.document.blocks.iter().filter_map(move |block| {
        let BlockKind::Heading { level, anchor, unlisted: false, .. } = &block.kind else {
            return None;
        };
        let own = Some(*anchor) != text.title_anchor;
        let called = account::of_heading(book, text, block, room)?;
        let id = text.anchor(*anchor).id.clone();
        let level = level.saturating_add(below);
        own.then_some(Entry { called, by: None, id, division: false, level })
    })
}

/// Whether a contents list says something else of the words of an entry than the heading
/// does: what the heading says, and what the list does.
fn says_else(entry: &Entry, found: &Listed, room: Room) -> Option<(String, String)> {
    let (one, other) = (&entry.called.said, found.said.as_ref()?);
    let same = |one: &str, other: &str| match room {
        Room::Text => one == other,
        Room::Menu | Room::Bare => unfolded(one) == unfolded(other),
    };
    let mut foreign = one.foreign.iter().zip(&other.foreign);
    let is_same = one.means.len() == other.means.len()
        && one.foreign.len() == other.foreign.len()
        && one.means.iter().zip(&other.means).all(|(one, other)| same(one, other))
        && foreign.all(|(one, other)| one.0 == other.0 && same(&one.1, &other.1));
    let said = |of: &Marks| {
        let languages =
            of.foreign.iter().map(|(language, own)| format!("`{own}` in {language}"));
        let all: Vec<String> = of.means.iter().cloned().chain(languages).collect();
        if all.is_empty() { "nothing".to_owned() } else { all.join(", ") }
    };
    (!is_same).then(|| (said(one), said(other)))
}

/// Proves a contents list: its entries are those of the book, in order, lead there, and say
/// of their words what the headings say.
pub(super) fn contents(
    edition: &Edition<'_>,
    (found, room, terms): (&[Listed], Room, Terms),
    subject: &Subject,
    sink: &mut Sink,
) {
    let wanted = entries(edition.book, room);
    let same = |entry: &Entry, words: &str| match room {
        Room::Text => terms.words(&entry.words()) == terms.words(words),
        Room::Menu | Room::Bare => unfolded(&entry.words()) == unfolded(words),
    };
    let mut next = 0;
    for listed in found {
        let words = &listed.words;
        let Aim::Inside(id) = &listed.to else {
            let what = format!(
                "has the entry `{}` in its contents list, which leads nowhere",
                shortened(words)
            );
            subject.tell("changed-link", &what, None, sink);
            continue;
        };
        let at = wanted.iter().position(|entry| entry.id == *id);
        match at {
            Some(at) if !same(&wanted[at], words) => {
                let what = format!(
                    "calls `{}` in its contents list what is called `{}`",
                    shortened(words),
                    shortened(&wanted[at].words())
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
            Some(at) => {
                next = at + 1;
                if let Some((one, other)) = says_else(&wanted[at], listed, room) {
                    let what = format!(
                        "has {other} in `{}` of its contents list, where the heading has {one}",
                        shortened(words)
                    );
                    let place = place_of(edition, id);
                    subject.tell_at("changed-meaning", &what, place, sink);
                }
            }
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
        let listed = found.iter().any(|one| one.to == Aim::Inside(entry.id.clone()));
        if !listed {
            let what =
                format!("lacks `{}` in its contents list", shortened(&entry.words()));
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
    let wanted = entries(book, Room::Bare);
    // viewers show no marks: the words say all
    let same =
        |entry: &Entry, words: &str| unfolded(&entry.called.words) == unfolded(words);
    let mut next = 0;
    let found = found.iter().filter(|(_, words, _)| {
        let entry = wanted.get(next);
        let is_next = entry.is_some_and(|entry| same(entry, words));
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
                if !same(entry, words) {
                    let stays = found.iter().any(|one| same(entry, &one.1));
                    if stays || words.is_empty() {
                        format!(
                            "has the bookmark `{}`, which no heading is",
                            shortened(words)
                        )
                    } else {
                        format!("has no bookmark for `{}`", shortened(&entry.called.words))
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
                format!("has no bookmark for `{}`", shortened(&entry.called.words))
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
    lines.iter().any(is_it) || date.is_some_and(|date| is_day(book, &plain(date)))
}

/// Whether words are a day of the calendar as the language of a book has it.
fn is_day(book: &Book, words: &str) -> bool {
    let years = words.split(|c: char| !c.is_ascii_digit());
    let years = years.filter(|year| year.len() == 4).filter_map(|year| year.parse().ok());
    let days = years.take(2).flat_map(|year: i64| {
        let days = (1..=12).flat_map(|month| (1..=31).map(move |day| (month, day)));
        days.map(move |(month, day)| Stamp::from_date(year, month, day))
    });
    let written = |day: Stamp| plain(&book.words.date.words(day));
    days.map(written).any(|day| day == words)
}

/// The links of an element: their words, and where they lead.
pub(super) fn links(dom: &Dom, element: NodeId, aim: &dyn Fn(&str) -> Aim) -> Vec<Listed> {
    let all = dom.below(element).into_iter().filter(|&id| dom.name(id) == "a");
    all.filter_map(|id| Some(link(dom, id, aim(dom.attribute(id, "href")?)))).collect()
}

/// A link as it is read.
pub(super) fn link(dom: &Dom, id: NodeId, to: Aim) -> Listed {
    let reading = Reading {
        dom,
        shift: 0,
        language: String::new(),
        aim: &|_| Aim::File,
        hides: &|_| None,
        picture: &|_| None,
    };
    let items = tell(&reading, id).told.items;
    let words: Vec<String> = items.iter().map(|item| item.text.clone()).collect();
    let means = items.iter().flat_map(|item| item.means.clone()).collect();
    let foreign = items.iter().flat_map(|item| item.foreign.clone()).collect();
    Listed { words: plain(&words.join(" ")), to, said: Some(Marks { means, foreign }) }
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
    found: &[Listed],
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
            (Some(label), Some(Listed { words, to, .. })) => {
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
            (None, Some(Listed { words, .. })) => {
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
    entries(book, Room::Bare).is_empty()
}
