//! The proof of pages: those of an EPUB, of a site, and the single page.

use std::collections::{BTreeMap, BTreeSet};

use crate::certificate::Claim;
use crate::diag::Sink;
use crate::files::Files;
use crate::layout::PageStart;
use crate::par;
use crate::project::{Format, NoticePosition};
use crate::resolve::{Book, Division};

use super::account::{self, Form, Room};
use super::claims;
use super::compare::{Terms, compare};
use super::conform::markup as rules;
use super::front;
use super::known_styles;
use super::markup::dom::{Dom, NodeId};
use super::markup::publication::{File, Publication, joined};
use super::markup::style::{Pale, Sheets, Style};
use super::markup::tell::{Page, Reading, tell};
use super::markup::{container, html};
use super::metadata;
use super::notices;
use super::old_contents;
use super::page_head;
use super::pictures::{self, Pictures};
use super::report::Subject;
use super::returns;
use super::told::{Aim, Item, Start, Told};
use super::turns;

/// The bytes of a file by its path.
type Bytes<'a> = &'a (dyn Fn(&str) -> Option<&'a [u8]> + Sync);

/// Which picture of the book an address in a page shows.
type Shown<'a> = &'a (dyn Fn(&str, &str) -> Option<String> + Sync);

/// The edition that is proven.
#[derive(Copy, Clone)]
pub(super) struct Edition<'a> {
    /// As the format shows it.
    pub(super) book: &'a Book,
    /// The page in print of each address whose page is named.
    pub(super) folios: &'a BTreeMap<String, String>,
    /// Where each page of print begins.
    pub(super) pages: &'a [PageStart],
    /// What the file may claim, where that is known.
    pub(super) claims: Option<&'a [Claim]>,
}

/// Proves an EPUB.
pub(super) fn epub(edition: &Edition<'_>, files: &Files, sink: &mut Sink) {
    for (path, bytes) in &files.by_path {
        let subject = Subject { path: path.clone(), part: None };
        match container::read(bytes) {
            Ok(epub) => {
                let sheet = |path: &str| {
                    let bytes = epub.files.get(path)?;
                    Some(String::from_utf8_lossy(bytes).into_owned())
                };
                let (sheets, of_page) = sheets_of(&epub.pages, &sheet);
                let all: Vec<Style<'_>> = sheets.iter().map(Style::new).collect();
                let styles = of_each(&all, &of_page);
                known_styles::check(&epub.pages, &sheet, &subject, sink);
                let of_file = |path: &str| epub.files.get(path).map(Vec::as_slice);
                let of = (Format::Epub, &*styles, &of_file as Bytes<'_>);
                let seen = divisions(edition, &subject, &epub.pages, of, sink);
                navigation(edition, &subject, &epub, sink);
                page_head::seen(&subject, &epub.pages, &styles, &apart(&seen), sink);
                metadata::package(edition.book, &epub.package, &subject, sink);
                let read = (&epub.package, &epub.pages);
                claims::package(edition.claims, read, &subject, sink);
                claims::pages(edition.claims, &epub.pages, &subject, sink);
                let held = held(edition, &subject, &epub.pages, &styles, &seen);
                rules::epub(&held, bytes, &epub, sink);
            }
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
                let (sheets, of_page) = sheets_of(&pages, &|_| None);
                let all: Vec<Style<'_>> = sheets.iter().map(Style::new).collect();
                let styles = of_each(&all, &of_page);
                known_styles::check(&pages, &|_| None, &subject, sink);
                let of = (Format::Html, &*styles, &|_: &str| None as Option<&[u8]>);
                let of = (of.0, of.1, of.2 as Bytes<'_>);
                let seen = divisions(edition, &subject, &pages, of, sink);
                entrance(edition, &subject, &pages, 0, sink);
                page_head::seen(&subject, &pages, &styles, &apart(&seen), sink);
                claims::pages(edition.claims, &pages, &subject, sink);
                rules::web(&held(edition, &subject, &pages, &styles, &seen), &[], sink);
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
    let sheet = |path: &str| Some(String::from_utf8_lossy(files.get(path)?).into_owned());
    let (own_sheets, of_page) = sheets_of(&pages, &sheet);
    let all: Vec<Style<'_>> = own_sheets.iter().map(Style::new).collect();
    let styles = of_each(&all, &of_page);
    known_styles::check(&pages, &sheet, &subject, sink);
    let bytes = |path: &str| files.get(path);
    let of = (Format::Site, &*styles, &bytes as Bytes<'_>);
    let seen = divisions(edition, &subject, &pages, of, sink);
    page_head::seen(&subject, &pages, &styles, &apart(&seen), sink);
    claims::pages(edition.claims, &pages, &subject, sink);
    let front = pages.files.iter().position(|file| file.path.ends_with("/index.html"));
    match front {
        Some(front) => entrance(edition, &subject, &pages, front, sink),
        None => subject.tell("lost-text", "lacks its front page `index.html`", None, sink),
    }
    let sheets = files.by_path.iter().filter(|(path, _)| path.ends_with(".css"));
    let sheets: Vec<(&str, &str)> = sheets
        .filter_map(|(path, bytes)| Some((path.as_str(), std::str::from_utf8(bytes).ok()?)))
        .collect();
    rules::web(&held(edition, &subject, &pages, &styles, &seen), &sheets, sink);
}

/// What is proven as a part of the reading order.
fn apart(seen: &[(usize, NodeId, Vec<Pale>)]) -> BTreeSet<(usize, NodeId)> {
    seen.iter().map(|&(page, element, _)| (page, element)).collect()
}

fn held<'a>(
    edition: &'a Edition<'a>,
    subject: &'a Subject,
    pages: &'a Publication,
    styles: &'a [&'a Style<'a>],
    seen: &'a [(usize, NodeId, Vec<Pale>)],
) -> rules::Held<'a> {
    rules::Held { edition, subject, pages, styles, seen }
}

/// Proves the page that one enters by: the title, the contents list, the metadata.
fn entrance(
    edition: &Edition<'_>,
    subject: &Subject,
    pages: &Publication,
    number: usize,
    sink: &mut Sink,
) {
    let book = edition.book;
    let dom = &pages.files[number].dom;
    let holders = holders(book, pages);
    let aim = |page: usize, href: &str| {
        pages.aim(page, href, &|page| holders.get(&page).cloned())
    };
    let body = dom.find("body").unwrap_or_else(Dom::root);
    front::title(book, (&dom.text(body), Terms::default()), subject, sink);
    if let Some((at, list)) = pages.part("contents") {
        let dom = &pages.files[at].dom;
        let links = front::links(dom, list, &|href| aim(at, href));
        front::contents(edition, (&links, Room::Text, Terms::default()), subject, sink);
    } else if !front::is_short(book) {
        subject.tell("lost-text", "lacks its contents list", None, sink);
    }
    let marks = front::marks(pages);
    front::pages_marked(edition, &marks, subject, sink);
    front::no_dead_ends(edition, pages, &aim, subject, sink);
    turns::check(edition, pages, &aim, subject, sink);
    metadata::page(book, dom, subject, sink);
    page_head::heads(book, pages, subject, sink);
    page_head::names(book, pages, subject, sink);
}

/// Proves what leads into an EPUB: title page, contents list, list of pages.
fn navigation(
    edition: &Edition<'_>,
    subject: &Subject,
    epub: &container::Epub,
    sink: &mut Sink,
) {
    let book = edition.book;
    let pages = &epub.pages;
    let holders = holders(book, pages);
    let aim = |page: usize, href: &str| {
        pages.aim(page, href, &|page| holders.get(&page).cloned())
    };
    match pages.part(book.division_id(Division::TitlePage)) {
        Some((page, element)) => {
            let text = pages.files[page].dom.text(element);
            front::title(book, (&text, Terms::default()), subject, sink);
        }
        None => subject.tell("lost-text", "lacks its title page", None, sink),
    }
    let marks = front::marks(pages);
    front::pages_marked(edition, &marks, subject, sink);
    front::no_dead_ends(edition, pages, &aim, subject, sink);
    for file in &pages.files {
        let language = language_of(&file.dom);
        let known = book.other_languages().contains(&language.as_str());
        if language != book.info.language && !known {
            let what = format!("says that `{}` is in `{language}`", file.path);
            let place = book.place_of(&book.info.title);
            subject.tell_at("changed-language", &what, place, sink);
        }
    }
    let Some(number) = epub.navigation else {
        return subject.tell("lost-text", "lacks its navigation document", None, sink);
    };
    let dom = &pages.files[number].dom;
    let list = |kind: &str| {
        let all = dom.below(Dom::root()).into_iter();
        let named = all.filter(|&id| dom.name(id) == "nav");
        let mut found = named.filter(|&id| dom.attribute(id, "epub:type") == Some(kind));
        found.next().map(|id| front::links(dom, id, &|href| aim(number, href)))
    };
    old_contents::check(epub, number, subject, sink);
    page_head::names(book, pages, subject, sink);
    let toc = list("toc").unwrap_or_default();
    // readers show it in a menu of their own
    front::contents(edition, (&toc, Room::Menu, Terms::default()), subject, sink);
    let listed = list("page-list").unwrap_or_default();
    front::page_list(edition, &marks, &listed, subject, sink);
    for file in pages.files.iter().skip(epub.spine) {
        let is_navigation = pages.files[number].path == file.path;
        if !is_navigation {
            let what = format!("has `{}` outside of its spine", file.path);
            subject.tell("lost-text", &what, None, sink);
        }
    }
}

fn file(path: &str, bytes: &[u8]) -> Result<(File, Vec<String>), String> {
    let text = std::str::from_utf8(bytes).map_err(|_| format!("`{path}` is no UTF-8"))?;
    let (dom, errors) = html::read(text);
    if errors.iter().any(|error| error == html::TOO_DEEP) {
        return Err(format!("`{path}`: {}", html::TOO_DEEP));
    }
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

/// Proves every part of the reading order that is text, and gives back what in each of them
/// is hard to see.
fn divisions(
    edition: &Edition<'_>,
    subject: &Subject,
    pages: &Publication,
    (format, styles, bytes): (Format, &[&Style<'_>], Bytes<'_>),
    sink: &mut Sink,
) -> Vec<(usize, NodeId, Vec<Pale>)> {
    let book = edition.book;
    let holders = holders(book, pages);
    let spine: Vec<Division> = book
        .spine
        .iter()
        .copied()
        .filter(|one| !matches!(one, Division::TitlePage | Division::Contents))
        .collect();
    let pictures = Pictures::new(book, format);
    let shown = |page: &str, address: &str| match pictures::held(address) {
        Some(held) => pictures.number(&held),
        None => pictures.number(bytes(&joined(page, address))?),
    };
    let proven = par::map_quiet(&spine, |&division| {
        let mut own = Sink::default();
        let below_title = is_first(book, division) && format == Format::Site;
        let shift = u8::from(format == Format::Html || below_title);
        let what = (division, shift, &shown as Shown<'_>);
        let seen = division_of(edition, subject, pages, &holders, styles, what, &mut own);
        (own, seen)
    });
    let mut all = Vec::new();
    for (own, seen) in proven {
        sink.absorb(own);
        all.extend(seen);
    }
    in_order(book, subject, pages, &spine, sink);
    let proven = notices::Pages { publication: pages, styles, format };
    notices::markup(edition, subject, &proven, sink);
    all
}

/// Whether a division is a notice on the page with the title.
fn is_first(book: &Book, division: Division) -> bool {
    let Division::Notice(number) = division else { return false };
    book.notices[number as usize].place.at == NoticePosition::FirstPage
}

/// The address of what each page holds as a whole.
fn holders(book: &Book, pages: &Publication) -> BTreeMap<usize, String> {
    let mut holders = BTreeMap::new();
    for &division in book.spine.iter().filter(|&&one| !is_first(book, one)) {
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
    styles: &[&Style<'_>],
    (division, shift, shown): (Division, u8, Shown<'_>),
    sink: &mut Sink,
) -> Option<(usize, NodeId, Vec<Pale>)> {
    let book = edition.book;
    let wanted = account::of(edition, division, Form::Pages);
    let Some((number, element)) = pages.part(book.division_id(division)) else {
        let what = format!("lacks `{}`", book.division_title(division));
        subject.tell("lost-text", &what, wanted.items.first(), sink);
        return None;
    };
    let file = &pages.files[number];
    let part = (pages.files.len() > 1).then(|| file.path.clone());
    let subject = Subject { part, ..subject.clone() };
    let aim = |href: &str| pages.aim(number, href, &|page| holders.get(&page).cloned());
    let seen = styles[number].seen(&file.dom, element, &BTreeSet::new());
    let reading = Reading {
        dom: &file.dom,
        shift,
        language: language_of(&file.dom),
        aim: &aim,
        hides: &|id| seen.hidden.get(&id).cloned(),
        picture: &|address| shown(&file.path, address),
    };
    let page = tell(&reading, element);
    told(&subject, &wanted, &page, sink);
    returns::check(book, division, (&wanted, &page), &subject, sink);
    Some((number, element, seen.pale))
}

/// Compares what a part of a page tells with what it should tell.
fn told(subject: &Subject, wanted: &Told, page: &Page, sink: &mut Sink) {
    let terms = Terms::default();
    let differences = compare(&wanted.items, &page.told.items, terms);
    subject.differs(&differences, sink);
    if differences.is_empty() {
        starts(wanted, &page.told, subject, sink);
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
                subject.differs(&compare(items, &found[at].1, terms), sink);
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
        let placed = |item: &&Item| item.place.is_some() && inside(&item.text);
        let holds = |item: &&Item| !words.is_empty() && item.text.contains(words.as_str());
        let item = wanted.items.iter().find(placed);
        let item = item.or_else(|| wanted.items.iter().find(holds));
        subject.tell("unseen-text", &what, item, sink);
    }
    for (what, words) in &page.odd {
        let what = format!("has {what}: `{}`", super::report::shortened(words));
        let inside = |item: &&Item| !item.text.is_empty() && words.contains(&item.text);
        let placed = |item: &&Item| item.place.is_some() && inside(item);
        let items = wanted.items.iter().chain(wanted.notes.iter().flat_map(|one| &one.1));
        let holds = |item: &&Item| !words.is_empty() && item.text.contains(words.as_str());
        let item = items.clone().find(placed).or_else(|| items.clone().find(holds));
        subject.tell("changed-meaning", &what, item, sink);
    }
    for aim in &page.back {
        if !matches!(aim, Aim::Inside(_)) {
            let what = "has a link back that leads nowhere";
            subject.tell("changed-link", what, None, sink);
        }
    }
}

/// Proves that pages of print begin where they begin in print.
fn starts(wanted: &Told, found: &Told, subject: &Subject, sink: &mut Sink) {
    for start in &wanted.starts {
        // `Page 12`, in the language of the part
        let label = |other: &&Start| other.label.rsplit(' ').next() == Some(&start.label);
        // that it is marked at all is proven for all parts together
        let Some(other) = found.starts.iter().find(label) else { continue };
        if place(other, found) != place(start, wanted) {
            let what =
                format!("marks the beginning of page `{}` at another place", start.label);
            let item = wanted.items.get(start.item).filter(|_| start.note.is_none());
            subject.tell("changed-page-mark", &what, item, sink);
        }
    }
}

/// The place at which a page begins: the note, the item, and how much of it stands before.
/// The end of an item is the beginning of the next.
fn place(start: &Start, told: &Told) -> (Option<usize>, usize, usize) {
    let items = match start.note.and_then(|note| told.notes.get(note)) {
        Some((_, items)) => items,
        None => &told.items,
    };
    let length = items.get(start.item).map_or(0, |item| item.text.len());
    match length > 0 && start.offset >= length {
        true => (start.note, start.item + 1, 0),
        false => (start.note, start.item, start.offset),
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
    // those of several pages are where links lead to them
    let [file] = pages.files.as_slice() else { return };
    let order = file.dom.below(Dom::root()).into_iter().enumerate();
    let order: BTreeMap<NodeId, usize> = order.map(|(at, id)| (id, at)).collect();
    let at = |division: &Division| {
        let (_, element) = pages.part(book.division_id(*division))?;
        order.get(&element)
    };
    let places: Vec<_> = spine.iter().filter_map(|one| Some((at(one)?, *one))).collect();
    for pair in places.windows(2) {
        if pair[0].0 > pair[1].0 {
            let what = format!("has `{}` at another place", book.division_title(pair[1].1));
            subject.tell("moved-text", &what, None, sink);
        }
    }
}

/// The style sheets of some pages, each set of them once, and which each page has.
fn sheets_of(
    pages: &Publication,
    sheet: &dyn Fn(&str) -> Option<String>,
) -> (Vec<Sheets>, Vec<usize>) {
    let mut known: Vec<Vec<String>> = Vec::new();
    let of_page = pages.files.iter().map(|file| {
        let texts = texts_of(file, sheet);
        let found = known.iter().position(|other| *other == texts);
        found.unwrap_or_else(|| {
            known.push(texts);
            known.len() - 1
        })
    });
    let of_page = of_page.collect();
    let read = |texts: &Vec<String>| Sheets::new(texts.iter().map(String::as_str));
    (known.iter().map(read).collect(), of_page)
}

/// The style of each page.
fn of_each<'s>(all: &'s [Style<'s>], of_page: &[usize]) -> Vec<&'s Style<'s>> {
    of_page.iter().filter_map(|&number| all.get(number)).collect()
}

/// The style sheets of a page: those in it and those it names.
fn texts_of(file: &File, sheet: &dyn Fn(&str) -> Option<String>) -> Vec<String> {
    let dom = &file.dom;
    let mut found = Vec::new();
    for id in dom.below(Dom::root()) {
        match dom.name(id) {
            "style" => found.push(dom.text(id)),
            "link" if dom.attribute(id, "rel") == Some("stylesheet") => {
                let href = dom.attribute(id, "href").unwrap_or_default();
                found.extend(sheet(&joined(&file.path, href)));
            }
            _ => {}
        }
    }
    found
}

/// The language of a page.
fn language_of(dom: &Dom) -> String {
    let html = dom.find("html");
    let said = html
        .and_then(|id| dom.attribute(id, "lang").or_else(|| dom.attribute(id, "xml:lang")));
    said.unwrap_or_default().to_owned()
}
