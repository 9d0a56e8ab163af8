//! What is read aloud in the place of pictures and of what one acts on, and how one gets
//! there with keys.

use std::collections::BTreeMap;

use super::Rule;
use super::page::{Faults, Page};
use crate::verify::markup::dom::NodeId;
use crate::verify::told::plain;

/// Every picture says what stands in its stead, or that nothing does.
pub(super) const IMAGE: Rule = Rule { name: "image-alt", clause: "WCAG 2.2, 1.1.1" };

/// Links have words.
pub(super) const LINK: Rule =
    Rule { name: "link-name", clause: "WCAG 2.2, 2.4.4 and 4.1.2" };

/// What one acts on has a name: buttons, summaries, fields, frames.
pub(super) const CONTROL: Rule = Rule { name: "control-name", clause: "WCAG 2.2, 4.1.2" };

/// The name of what one acts on has the words that are seen.
pub(super) const LABEL_IN_NAME: Rule =
    Rule { name: "label-in-name", clause: "WCAG 2.2, 2.5.3" };

/// One gets from place to place in the order of the page.
pub(super) const TAB_ORDER: Rule = Rule { name: "tab-order", clause: "WCAG 2.2, 2.4.3" };

/// Nothing takes the focus by itself, and no key is given away twice.
pub(super) const FOCUS: Rule =
    Rule { name: "no-autofocus", clause: "WCAG 2.2, 2.4.3 and 3.2.1" };

/// One cannot get to what nobody hears.
pub(super) const HIDDEN_FOCUS: Rule =
    Rule { name: "hidden-focus", clause: "WCAG 2.2, 4.1.2; ARIA 1.2, aria-hidden" };

/// Sound and film do not begin by themselves, and film has captions.
pub(super) const MEDIA: Rule = Rule { name: "media", clause: "WCAG 2.2, 1.2.2 and 1.4.2" };

/// Holds the names on a page against their rules.
pub(super) fn check(page: &Page<'_>, faults: &mut Faults) {
    let dom = page.dom;
    let mut keys: BTreeMap<&str, NodeId> = BTreeMap::new();
    for &id in &page.elements {
        let name = dom.name(id);
        let has = |attribute| dom.attribute(id, attribute).is_some();
        match name {
            "img"
                if !has("alt") && !is_decoration(page, id) && page.label(id).is_empty() =>
            {
                faults.element(&IMAGE, page, id, "without `alt`");
            }
            "svg" | "area" | "input"
                if (name == "svg" && page.role(id) == Some("img")
                    || name == "area" && has("href")
                    || dom.attribute(id, "type") == Some("image"))
                    && named(page, id).is_empty() =>
            {
                faults.element(&IMAGE, page, id, "without words in its stead");
            }
            "a" if has("href") && !page.is_silent(id) && page.label(id).is_empty() => {
                faults.element(&LINK, page, id, "which is a link without words");
            }
            "button" | "summary" | "iframe" | "select" | "textarea" | "object"
                if !page.is_silent(id) && named(page, id).is_empty() =>
            {
                faults.element(&CONTROL, page, id, "without a name");
            }
            "video" | "audio" => media(page, id, faults),
            _ if page.role(id) == Some("img") && named(page, id).is_empty() => {
                faults.element(&IMAGE, page, id, "without words in its stead");
            }
            _ => {}
        }
        label(page, id, faults);
        let tabindex =
            dom.attribute(id, "tabindex").and_then(|one| one.parse::<i32>().ok());
        if tabindex.is_some_and(|one| one > 0) {
            faults.element(&TAB_ORDER, page, id, "which takes its turn before all others");
        }
        if has("autofocus") {
            faults.element(&FOCUS, page, id, "which takes the focus by itself");
        }
        if let Some(key) = dom.attribute(id, "accesskey")
            && keys.insert(key, id).is_some()
        {
            let what = format!("with the key `{key}`, which another has");
            faults.element(&FOCUS, page, id, &what);
        }
        let silent = |id: NodeId| dom.attribute(id, "aria-hidden") == Some("true");
        if is_reached(page, id) && (silent(id) || dom.around(id).any(silent)) {
            let what = "which one can get to, and nobody hears";
            faults.element(&HIDDEN_FOCUS, page, id, what);
        }
        if name == "body" && silent(id) {
            faults.element(&HIDDEN_FOCUS, page, id, "of which nothing is heard");
        }
    }
}

/// The name of an element, its title among others.
fn named(page: &Page<'_>, id: NodeId) -> String {
    let title = page.kids(id).find(|&kid| page.dom.name(kid) == "title");
    let title = title.map(|id| plain(&page.dom.text(id))).unwrap_or_default();
    if title.is_empty() { page.label(id) } else { title }
}

fn is_decoration(page: &Page<'_>, id: NodeId) -> bool {
    matches!(page.role(id), Some("none" | "presentation")) || page.is_silent(id)
}

fn media(page: &Page<'_>, id: NodeId, faults: &mut Faults) {
    let dom = page.dom;
    if dom.attribute(id, "autoplay").is_some() {
        faults.element(&MEDIA, page, id, "which begins by itself");
    }
    let captions = page.kids(id).any(|kid| dom.attribute(kid, "kind") == Some("captions"));
    if dom.name(id) == "video" && !captions && dom.attribute(id, "muted").is_none() {
        faults.element(&MEDIA, page, id, "without captions");
    }
}

/// A name that leaves out the words that are seen.
fn label(page: &Page<'_>, id: NodeId, faults: &mut Faults) {
    let dom = page.dom;
    let acts = matches!(dom.name(id), "a" | "button" | "summary");
    let Some(name) = dom.attribute(id, "aria-label").filter(|_| acts) else { return };
    let words = plain(&dom.text(id)).to_lowercase();
    let letters = words.chars().filter(|c| c.is_alphabetic()).count();
    if letters > 1 && !plain(name).to_lowercase().contains(&words) {
        let what = format!("which is read as `{name}`");
        faults.element(&LABEL_IN_NAME, page, id, &what);
    }
}

/// Whether one can get to an element with keys.
pub(super) fn is_reached(page: &Page<'_>, id: NodeId) -> bool {
    let dom = page.dom;
    let tabindex = dom.attribute(id, "tabindex").and_then(|one| one.parse::<i32>().ok());
    match tabindex {
        Some(one) => one >= 0,
        None => acts(page, id),
    }
}

/// Whether an element is there to be acted on (interactive content: HTML, 3.2.5.2.7).
pub(super) fn acts(page: &Page<'_>, id: NodeId) -> bool {
    let dom = page.dom;
    let has = |name| dom.attribute(id, name).is_some();
    match dom.name(id) {
        "a" | "area" => has("href"),
        "button" | "details" | "select" | "textarea" | "iframe" | "embed" | "label" => true,
        "input" => dom.attribute(id, "type") != Some("hidden"),
        "audio" | "video" => has("controls"),
        "img" | "object" => has("usemap"),
        _ => false,
    }
}
