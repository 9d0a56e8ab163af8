//! The structure of a page of the web: its landmarks, its headings, the way past what is
//! on every page.

use std::collections::BTreeMap;

use super::Rule;
use super::page::{Faults, Medium, Page};
use crate::verify::markup::dom::{NodeId, NodeKind};
use crate::verify::told::plain;

/// A page has one main part, which no other part holds.
pub(super) const MAIN: Rule =
    Rule { name: "one-main", clause: "HTML, 4.4.14; WCAG 2.2, 1.3.1 and 2.4.1" };

/// Parts of one kind have names that tell them apart.
pub(super) const LANDMARKS: Rule =
    Rule { name: "landmark-names", clause: "ARIA 1.2, 5.3.4; WCAG 2.2, 1.3.1" };

/// Head and foot of a page stand once, and at the top.
pub(super) const BANNERS: Rule =
    Rule { name: "landmark-places", clause: "ARIA 1.2, 5.3.4; WCAG 2.2, 1.3.1" };

/// All words stand in a part that has a role.
pub(super) const REGIONS: Rule =
    Rule { name: "words-in-landmarks", clause: "ARIA 1.2, 5.3.4; WCAG 2.2, 1.3.1" };

/// Headings have words.
pub(super) const EMPTY_HEADING: Rule =
    Rule { name: "heading-words", clause: "WCAG 2.2, 2.4.6" };

/// Levels of headings are not left out.
pub(super) const HEADING_ORDER: Rule =
    Rule { name: "heading-order", clause: "WCAG 2.2, 1.3.1 and 2.4.6" };

/// A page of the web has a heading of the first level.
pub(super) const FIRST_HEADING: Rule =
    Rule { name: "first-heading", clause: "WCAG 2.2, 1.3.1 and 2.4.6" };

/// The link past what is on every page leads to something.
pub(super) const SKIP_LINK: Rule = Rule { name: "skip-link", clause: "WCAG 2.2, 2.4.1" };

/// Holds the structure of a page against its rules.
pub(super) fn check(page: &Page<'_>, faults: &mut Faults) {
    headings(page, faults);
    if page.medium == Medium::Web {
        mains(page, faults);
        landmarks(page, faults);
        regions(page, faults);
        skip(page, faults);
    }
}

/// The level of a heading.
fn level(page: &Page<'_>, id: NodeId) -> Option<u32> {
    match page.role(id) {
        Some("heading") => {
            let said = page.dom.attribute(id, "aria-level");
            return Some(said.and_then(|level| level.parse().ok()).unwrap_or(2));
        }
        Some(_) => return None,
        None => {}
    }
    let digit = page.dom.name(id).strip_prefix('h')?;
    digit.parse().ok().filter(|level| (1..=6).contains(level))
}

fn headings(page: &Page<'_>, faults: &mut Faults) {
    let mut before: Option<u32> = None;
    let mut first = false;
    for id in page.html() {
        let Some(level) = level(page, id) else { continue };
        if page.is_silent(id) {
            continue;
        }
        if page.label(id).is_empty() {
            faults.element(&EMPTY_HEADING, page, id, "which is a heading without words");
        }
        if before.is_some_and(|before| level > before + 1) {
            let above = before.unwrap_or_default();
            let what = format!("which is a heading of level {level} below one of {above}");
            faults.element(&HEADING_ORDER, page, id, &what);
        }
        before = Some(level);
        first |= level == 1;
    }
    if !first && page.medium == Medium::Web {
        faults.page(&FIRST_HEADING, page, "has no heading of the first level");
    }
}

fn mains(page: &Page<'_>, faults: &mut Faults) {
    let found = page.html().filter(|&id| landmark(page, id) == Some("main"));
    let found: Vec<NodeId> = found.filter(|&id| !page.is_silent(id)).collect();
    match found.as_slice() {
        [] => faults.page(&MAIN, page, "has no main part (`<main>`)"),
        [_] => {}
        [_, second, ..] => {
            faults.element(&MAIN, page, *second, "which is a second main part");
        }
    }
    for &id in &found {
        if page.dom.around(id).any(|around| landmark(page, around).is_some()) {
            faults.element(&MAIN, page, id, "which stands in another part");
        }
    }
}

/// The role of a part that readers may go to.
fn landmark<'a>(page: &Page<'a>, id: NodeId) -> Option<&'a str> {
    if let Some(role) = page.role(id) {
        return match role {
            "main" | "navigation" | "complementary" | "banner" | "contentinfo"
            | "search" | "form" | "region" => Some(role),
            "doc-toc" | "doc-pagelist" | "doc-index" => Some("navigation"),
            "doc-acknowledgments"
            | "doc-afterword"
            | "doc-appendix"
            | "doc-bibliography"
            | "doc-chapter"
            | "doc-conclusion"
            | "doc-credits"
            | "doc-endnotes"
            | "doc-epilogue"
            | "doc-errata"
            | "doc-foreword"
            | "doc-glossary"
            | "doc-introduction"
            | "doc-part"
            | "doc-preface"
            | "doc-prologue" => Some("region"),
            _ => None,
        };
    }
    let dom = page.dom;
    let inside = |names: &[&str]| dom.around(id).any(|one| names.contains(&dom.name(one)));
    let sections = ["article", "aside", "main", "nav", "section"];
    match dom.name(id) {
        "main" => Some("main"),
        "nav" => Some("navigation"),
        "aside" => Some("complementary"),
        "header" if !inside(&sections) => Some("banner"),
        "footer" if !inside(&sections) => Some("contentinfo"),
        "section" if named(page, id) => Some("region"),
        "search" => Some("search"),
        _ => None,
    }
}

/// Whether an element has a name of its own.
fn named(page: &Page<'_>, id: NodeId) -> bool {
    let dom = page.dom;
    ["aria-label", "aria-labelledby"].iter().any(|one| dom.attribute(id, one).is_some())
}

fn landmarks(page: &Page<'_>, faults: &mut Faults) {
    let mut known: BTreeMap<(&str, String), NodeId> = BTreeMap::new();
    let mut once: BTreeMap<&str, usize> = BTreeMap::new();
    for id in page.html() {
        let Some(role) = landmark(page, id) else { continue };
        if page.is_silent(id) {
            continue;
        }
        if matches!(role, "banner" | "contentinfo") {
            let count = once.entry(role).or_default();
            *count += 1;
            let inside = page.dom.around(id).any(|around| landmark(page, around).is_some());
            if *count > 1 || inside {
                let what =
                    "which is head or foot of the page, twice or not at its top level";
                faults.element(&BANNERS, page, id, what);
            }
        }
        // what stands inside the text is told apart by its place there
        if matches!(role, "banner" | "contentinfo" | "main" | "region" | "complementary") {
            continue;
        }
        let name = if named(page, id) { page.label(id) } else { String::new() };
        if known.insert((role, name.to_lowercase()), id).is_some() {
            let what = match name.is_empty() {
                true => "which has no name, and neither has another".to_owned(),
                false => format!("which is called `{name}`, as another is"),
            };
            faults.element(&LANDMARKS, page, id, &what);
        }
    }
}

/// Words outside of all parts: they are passed over by those who go from part to part.
fn regions(page: &Page<'_>, faults: &mut Faults) {
    let dom = page.dom;
    let Some(body) = dom.find("body") else { return };
    let mut left: Vec<NodeId> = dom.kids(body).iter().rev().copied().collect();
    let skip = skip_link(page);
    while let Some(id) = left.pop() {
        match dom.kind(id) {
            NodeKind::Text(words) if !words.trim().is_empty() => {
                let holder = dom.parent(id).unwrap_or(body);
                let what = "whose words stand in no part of the page";
                return faults.element(&REGIONS, page, holder, what);
            }
            NodeKind::Element(_) => {
                let apart = landmark(page, id).is_some()
                    || Some(id) == skip
                    || page.is_silent(id)
                    || matches!(dom.name(id), "script" | "style" | "template");
                if !apart {
                    left.extend(dom.kids(id).iter().rev());
                }
            }
            NodeKind::Text(_) | NodeKind::Document | NodeKind::Silent => {}
        }
    }
}

/// The link past what is on every page: the first of the page, if it leads into the page.
fn skip_link(page: &Page<'_>) -> Option<NodeId> {
    let dom = page.dom;
    let first = page.named(&["a"]).next()?;
    let body = dom.parent(first).is_some_and(|parent| dom.is(parent, "body"));
    let href = dom.attribute(first, "href")?;
    (body && href.starts_with('#')).then_some(first)
}

fn skip(page: &Page<'_>, faults: &mut Faults) {
    let Some(link) = skip_link(page) else {
        return faults.page(
            &SKIP_LINK,
            page,
            "has no link past what stands before the text",
        );
    };
    let href = page.dom.attribute(link, "href").unwrap_or_default();
    let target = page.ids.get(href.trim_start_matches('#'));
    if target.is_none() || plain(&page.dom.text(link)).is_empty() {
        faults.element(&SKIP_LINK, page, link, "which leads past nothing");
    }
}
