//! The proof of what pages of the web say of themselves where readers do not look: to search
//! engines, to reference managers, and to screen readers as the names of regions.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::diag::Sink;
use crate::resolve::Book;

use super::markup::dom::{Dom, NodeId, NodeKind};
use super::markup::publication::Publication;
use super::markup::style::Style;
use super::report::{Subject, shortened};
use super::told::plain;

/// Proves the heads of pages of the web.
pub(super) fn heads(book: &Book, pages: &Publication, subject: &Subject, sink: &mut Sink) {
    let own = Sayings::of(book);
    for file in &pages.files {
        let dom = &file.dom;
        let part = (pages.files.len() > 1).then(|| file.path.clone());
        let subject = Subject { part, ..subject.clone() };
        let mut tell = |what: &str| subject.tell("changed-metadata", what, None, sink);
        for id in dom.below(Dom::root()) {
            let said = |name| dom.attribute(id, name).unwrap_or_default();
            match dom.name(id) {
                "meta" => {
                    let (name, value) = (said("name").to_lowercase(), said("content"));
                    if name == "robots" || name.ends_with("bot") {
                        tell(&format!("says `{value}` to search engines (`{name}`)"));
                    }
                    if dom.attribute(id, "http-equiv").is_some() {
                        tell(&format!("does something by itself: `{value}`"));
                    }
                }
                "link" if said("rel").split(' ').any(|one| one == "canonical") => {
                    let href = said("href");
                    if !own.is_address(href, &file.path) {
                        tell(&format!("says that its address is `{href}`"));
                    }
                }
                "script" if said("type") == "application/ld+json" => {
                    match serde_json::from_str::<Value>(&dom.text(id)) {
                        Ok(data) => {
                            if let Some((key, value)) = own.wrong(&data) {
                                let value = shortened(value);
                                tell(&format!(
                                    "says `{value}` as the `{key}` of itself to search engines"
                                ));
                            }
                        }
                        Err(_) => tell("says something to search engines that is no JSON"),
                    }
                }
                _ => {}
            }
        }
    }
}

/// Proves that what leads into the text is to be seen: title, contents lists, what stands
/// around them. `apart` is proven as a part of the reading order.
pub(super) fn seen(
    subject: &Subject,
    pages: &Publication,
    styles: &[&Style<'_>],
    apart: &BTreeSet<(usize, NodeId)>,
    sink: &mut Sink,
) {
    for (number, (file, style)) in pages.files.iter().zip(styles).enumerate() {
        let dom = &file.dom;
        let Some(body) = dom.find("body") else { continue };
        let own: BTreeSet<NodeId> =
            apart.iter().filter(|one| one.0 == number).map(|one| one.1).collect();
        let hidden = style.seen(dom, body, &own).hidden;
        for (&id, why) in &hidden {
            let by_itself = dom.kids(id).iter().any(|&kid| match dom.kind(kid) {
                NodeKind::Text(words) => !words.trim().is_empty(),
                NodeKind::Element(_) | NodeKind::Document | NodeKind::Silent => false,
            });
            if !by_itself || is_aid(dom, id) {
                continue;
            }
            let part = (pages.files.len() > 1).then(|| file.path.clone());
            let subject = Subject { part, ..subject.clone() };
            let words = plain(&dom.text(id));
            let what = format!("hides `{}` with {why}", shortened(&words));
            subject.tell("unseen-text", &what, None, sink);
        }
    }
}

/// Whether an element helps to go about on a screen: it leads past what stands before the
/// text, or from page to page. On paper there is nothing to go about.
fn is_aid(dom: &Dom, id: NodeId) -> bool {
    let turns = |id: &NodeId| matches!(dom.attribute(*id, "rel"), Some("next" | "prev"));
    let leads_on = |id: NodeId| {
        let skips = dom.name(id) == "a"
            && dom.attribute(id, "class") == Some("skip")
            && dom.attribute(id, "href").is_some_and(|href| href.starts_with('#'));
        skips || dom.name(id) == "nav" && dom.below(id).iter().any(turns)
    };
    let mut at = Some(id);
    while let Some(id) = at {
        if leads_on(id) {
            return true;
        }
        at = dom.parent(id);
    }
    false
}

/// What a book may say of itself.
struct Sayings<'b> {
    book: &'b Book,
    /// Its titles, names, languages, descriptions.
    words: BTreeSet<String>,
}

impl<'b> Sayings<'b> {
    fn of(book: &'b Book) -> Self {
        let info = &book.info;
        let mut words = BTreeSet::new();
        let mut add = |text: &str| {
            words.insert(plain(text));
        };
        for text in [&info.title, &info.language, &info.identifier] {
            add(text);
        }
        let others = [
            &info.subtitle,
            &info.description,
            &info.publisher,
            &info.rights,
            &info.edition,
        ];
        others.into_iter().flatten().for_each(|text| add(text));
        for person in info.people() {
            add(&person.name);
            person.affiliation.iter().for_each(|text| add(text));
        }
        info.subjects.iter().for_each(|subject| add(subject));
        info.isbn.iter().for_each(|(_, isbn)| add(isbn));
        if let Some(series) = &info.series {
            add(&series.title);
        }
        for &division in &book.spine {
            add(book.division_title(division));
            if let Some(text) = book.text_of(division) {
                text.authors.iter().for_each(|name| add(name));
                text.description.iter().chain(&text.language).for_each(|text| add(text));
            }
        }
        for reference in &book.references {
            add(&reference.title);
            reference.authors.iter().chain(&reference.container).for_each(|text| add(text));
        }
        Self { book, words }
    }

    /// The first key and value that the book does not say.
    fn wrong<'v>(&self, data: &'v Value) -> Option<(&'v str, &'v str)> {
        let mut left = vec![data];
        while let Some(value) = left.pop() {
            left.extend(value.as_array().into_iter().flatten());
            for (key, value) in value.as_object().into_iter().flatten() {
                left.push(value);
                let values = value.as_str().into_iter();
                let many = value.as_array().into_iter().flatten().filter_map(Value::as_str);
                for said in values.chain(many) {
                    let is_right = match key.as_str() {
                        "name"
                        | "headline"
                        | "alternativeHeadline"
                        | "alternateName"
                        | "description"
                        | "abstract"
                        | "inLanguage"
                        | "keywords"
                        | "copyrightNotice"
                        | "author"
                        | "publisher" => self.words.contains(&plain(said)),
                        "url" => self.begins(said),
                        _ => true,
                    };
                    if !is_right {
                        return Some((key, said));
                    }
                }
            }
        }
        None
    }

    /// Whether an address is one of the web edition or of somebody who made the book.
    fn begins(&self, address: &str) -> bool {
        let own = self.book.info.url.as_deref();
        own.is_some_and(|own| address.starts_with(own))
            || address.starts_with("https://orcid.org/")
            || self.book.info.people().any(|one| one.url.as_deref() == Some(address))
    }

    /// Whether an address is that of a page.
    fn is_address(&self, address: &str, path: &str) -> bool {
        let Some(url) = self.book.info.url.as_deref() else { return false };
        let Some(rest) = address.strip_prefix(url) else { return false };
        // the first page of a folder is the folder
        let file = path.rsplit('/').next().unwrap_or_default();
        rest.is_empty() && file == "index.html" || rest == file || path.ends_with(rest)
    }
}

/// Proves the names of regions: each is a title of the book, says what it holds, or is one
/// of the words that the program adds.
pub(super) fn names(book: &Book, pages: &Publication, subject: &Subject, sink: &mut Sink) {
    let mut known: BTreeSet<String> = BTreeSet::new();
    // those of a chapter of another language are called as those of the book are
    known.insert(plain(&book.references_title));
    for &division in &book.spine {
        let title = plain(book.division_title(division));
        let words = book.text_of(division).map_or(&book.words, |text| book.words_of(text));
        for words in [words, &book.words] {
            let turns = format!("{}, {}", words.previous, words.next);
            let notes = format!("{}{}{title}", words.notes, words.colon);
            known.extend([turns, plain(&notes)]);
            let own = [words.notes, words.contents, words.copyright_page, words.title_page];
            known.extend(own.map(str::to_owned));
        }
        if let Some(text) = book.text_of(division) {
            known.extend(text.anchors.iter().map(|anchor| plain(&anchor.title)));
        }
        known.insert(title);
    }
    for file in &pages.files {
        let dom = &file.dom;
        for id in dom.below(Dom::root()) {
            // links back and the marks of pages are proven with what they lead to
            let is_region = !matches!(dom.name(id), "a" | "span" | "math");
            let Some(name) = dom.attribute(id, "aria-label").filter(|_| is_region) else {
                continue;
            };
            // of several with one title the others have a number
            let base = name.rsplit_once(" (").map_or(name, |(base, _)| base);
            let is_known = [name, base].iter().any(|name| known.contains(&plain(name)));
            if !is_known && !is_of_formula(dom, id, name) {
                let part = (pages.files.len() > 1).then(|| file.path.clone());
                let subject = Subject { part, ..subject.clone() };
                let what = format!("calls a region `{}`, which it is not", shortened(name));
                let words = plain(&dom.text(id));
                let at = book.place_of(&words);
                subject.tell_at("changed-meaning", &what, at, sink);
            }
        }
    }
}

/// Whether a name says the formula that an element holds.
fn is_of_formula(dom: &Dom, id: NodeId, name: &str) -> bool {
    dom.below(id).into_iter().any(|one| {
        dom.name(one) == "math"
            && dom.attribute(one, "alttext").map(plain) == Some(plain(name))
    })
}
