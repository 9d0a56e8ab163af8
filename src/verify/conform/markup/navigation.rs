//! The navigation document of an EPUB.

use std::collections::BTreeMap;

use super::Rule;
use super::page::{Faults, Page};
use crate::verify::markup::container::Epub;
use crate::verify::markup::dom::NodeId;
use crate::verify::markup::publication::{is_outside, joined};

/// It has one contents list, and no second list of pages or of landmarks.
pub(super) const LISTS: Rule = Rule { name: "navigation-lists", clause: "EPUB 3.3, 7.4" };

/// A list is a heading and an ordered list of links; an entry that is none has entries.
pub(super) const MODEL: Rule = Rule { name: "navigation-model", clause: "EPUB 3.3, 7.3" };

/// Entries have words.
pub(super) const WORDS: Rule = Rule { name: "navigation-words", clause: "EPUB 3.3, 7.3" };

/// Entries of the landmarks say what they are, and no two are the same.
pub(super) const KINDS: Rule = Rule { name: "landmark-kinds", clause: "EPUB 3.3, 7.4.4" };

/// Entries lead to pages of the reading order.
pub(super) const TARGETS: Rule =
    Rule { name: "navigation-targets", clause: "EPUB 3.3, 7.3" };

/// Contents and pages are listed in the reading order.
pub(super) const ORDER: Rule =
    Rule { name: "navigation-order", clause: "EPUB 3.3, 7.4.2 and 7.4.3" };

/// Holds the navigation document against its rules.
pub(super) fn check(page: &Page<'_>, epub: &Epub, faults: &mut Faults) {
    let dom = page.dom;
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for nav in page.named(&["nav"]) {
        let Some(said) = dom.attribute(nav, "epub:type") else { continue };
        for kind in said.split_whitespace() {
            *kinds.entry(kind).or_default() += 1;
        }
        model(page, nav, faults);
        targets(page, epub, nav, said, faults);
        if said == "landmarks" {
            landmarks(page, nav, faults);
        }
    }
    if kinds.get("toc").copied() != Some(1) {
        faults.page(&LISTS, page, "has no contents list, or several");
    }
    for kind in ["page-list", "landmarks"] {
        if kinds.get(kind).is_some_and(|&count| count > 1) {
            let what = format!("has several lists of the kind `{kind}`");
            faults.page(&LISTS, page, &what);
        }
    }
}

fn model(page: &Page<'_>, nav: NodeId, faults: &mut Faults) {
    let dom = page.dom;
    let kids: Vec<NodeId> = page.kids(nav).collect();
    let is_heading = |id: NodeId| {
        matches!(dom.name(id), "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "hgroup")
    };
    let rest = match kids.split_first() {
        Some((&first, rest)) if is_heading(first) => rest,
        Some(_) | None => &kids,
    };
    match rest {
        [list] if dom.is(*list, "ol") => entries(page, *list, faults),
        _ => faults.element(&MODEL, page, nav, "which is not a heading and a list"),
    }
}

fn entries(page: &Page<'_>, list: NodeId, faults: &mut Faults) {
    let dom = page.dom;
    let mut any = false;
    for entry in page.kids(list) {
        any = true;
        let kids: Vec<NodeId> = page.kids(entry).collect();
        let name = |at: usize| kids.get(at).map_or("", |&id| dom.name(id));
        let right = match kids.len() {
            1 => name(0) == "a",
            2 => matches!(name(0), "a" | "span") && name(1) == "ol",
            _ => false,
        };
        if !right || page.has_words(entry) || !dom.is(entry, "li") {
            let what = "which is not a link, or words and a list, of a navigation document";
            faults.element(&MODEL, page, entry, what);
        }
        if let Some(&label) = kids.first()
            && page.label(label).is_empty()
        {
            faults.element(&WORDS, page, label, "which is an entry without words");
        }
        if let Some(&inner) = kids.get(1) {
            entries(page, inner, faults);
        }
    }
    if !any {
        faults.element(&MODEL, page, list, "without entries");
    }
}

fn links<'a>(page: &'a Page<'_>, nav: NodeId) -> impl Iterator<Item = (NodeId, &'a str)> {
    let all = page.dom.below(nav).into_iter().filter(|&id| page.dom.is(id, "a"));
    all.filter_map(|id| Some((id, page.dom.attribute(id, "href")?)))
}

fn landmarks(page: &Page<'_>, nav: NodeId, faults: &mut Faults) {
    let mut known = Vec::new();
    for (id, href) in links(page, nav) {
        let Some(kind) = page.dom.attribute(id, "epub:type") else {
            faults.element(&KINDS, page, id, "which does not say what it leads to");
            continue;
        };
        if known.contains(&(kind, href)) {
            faults.element(&KINDS, page, id, "which is there twice");
        }
        known.push((kind, href));
    }
}

fn targets(page: &Page<'_>, epub: &Epub, nav: NodeId, kind: &str, faults: &mut Faults) {
    let files = &epub.pages.files;
    let ordered = matches!(kind, "toc" | "page-list");
    // where each address stands in its page, as far as it is asked for
    let mut orders: BTreeMap<usize, BTreeMap<&str, usize>> = BTreeMap::new();
    let mut before = (0, 0);
    for (id, href) in links(page, nav) {
        if is_outside(href) {
            faults.element(&TARGETS, page, id, "which leads out of the book");
            continue;
        }
        let (path, address) = href.split_once('#').unwrap_or((href, ""));
        let path = match path.is_empty() {
            true => files[page.number].path.clone(),
            false => joined(&files[page.number].path, path),
        };
        let target = files.iter().position(|file| file.path == path);
        let Some(target) = target.filter(|&at| at < epub.spine) else {
            faults.element(&TARGETS, page, id, "which leads to no page that is read");
            continue;
        };
        if !ordered {
            continue;
        }
        let order = orders.entry(target).or_insert_with(|| {
            let dom = &files[target].dom;
            let all = dom.below(crate::verify::markup::dom::Dom::root());
            let all = all.into_iter().enumerate();
            all.filter_map(|(at, id)| Some((dom.attribute(id, "id")?, at))).collect()
        });
        let at = (target, order.get(address).copied().unwrap_or_default());
        if at < before {
            let what = "which leads back: the list is not in the reading order";
            return faults.element(&ORDER, page, id, what);
        }
        before = at;
    }
}
