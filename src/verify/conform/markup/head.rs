//! The head of a page: its title, and what it tells those who show it.

use super::Rule;
use super::page::{Faults, Medium, Page};
use crate::verify::told::plain;

/// A page has one title, with words.
pub(super) const TITLE: Rule =
    Rule { name: "page-title", clause: "WCAG 2.2, 2.4.2; HTML, 4.2.2" };

/// Readers may enlarge a page.
pub(super) const ZOOM: Rule = Rule { name: "zoom", clause: "WCAG 2.2, 1.4.4" };

/// A page stays until its reader leaves it.
pub(super) const REFRESH: Rule = Rule { name: "no-refresh", clause: "WCAG 2.2, 2.2.1" };

/// A page says that it is in UTF-8.
pub(super) const CHARSET: Rule =
    Rule { name: "charset", clause: "HTML, 4.2.5.4; EPUB 3.3, 3.9" };

/// A page tells how wide a window it is for.
pub(super) const VIEWPORT: Rule =
    Rule { name: "viewport", clause: "WCAG 2.2, 1.4.10; CSS Viewport, 3" };

/// Holds the head of a page against its rules.
pub(super) fn check(page: &Page<'_>, faults: &mut Faults) {
    let dom = page.dom;
    let titles = page.named(&["title"]);
    let titles: Vec<_> = titles
        .filter(|&id| dom.parent(id).is_some_and(|parent| dom.is(parent, "head")))
        .collect();
    match titles.as_slice() {
        [one] if !plain(&dom.text(*one)).is_empty() => {}
        [] => faults.page(&TITLE, page, "has no title"),
        [_] => faults.page(&TITLE, page, "has a title without words"),
        _ => faults.page(&TITLE, page, "has several titles"),
    }
    let mut viewport = false;
    let mut charset = None;
    for id in page.named(&["meta"]) {
        charset = charset.or_else(|| dom.attribute(id, "charset"));
        let content = dom.attribute(id, "content").unwrap_or_default();
        if dom.attribute(id, "name") == Some("viewport") {
            viewport = true;
            if let Some(why) = limits(content) {
                faults.element(&ZOOM, page, id, why);
            }
        }
        let said = dom.attribute(id, "http-equiv").unwrap_or_default();
        if said.eq_ignore_ascii_case("refresh") {
            faults.element(&REFRESH, page, id, "that takes readers away from the page");
        }
    }
    if !charset.is_some_and(|said| said.eq_ignore_ascii_case("utf-8")) {
        faults.page(&CHARSET, page, "does not say that it is in UTF-8");
    }
    if page.medium == Medium::Web && !viewport {
        faults.page(&VIEWPORT, page, "does not say that it is as wide as the window");
    }
}

/// What keeps readers from enlarging a page.
fn limits(content: &str) -> Option<&'static str> {
    for part in content.split([',', ';']) {
        let Some((name, value)) = part.split_once('=') else { continue };
        let (name, value) = (name.trim().to_ascii_lowercase(), value.trim());
        match name.as_str() {
            "user-scalable" if matches!(value, "no" | "0") => {
                return Some("that keeps readers from enlarging the page");
            }
            "maximum-scale" if value.parse::<f64>().is_ok_and(|most| most < 5.0) => {
                return Some("that keeps readers from enlarging the page five times");
            }
            _ => {}
        }
    }
    None
}
