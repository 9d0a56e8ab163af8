//! Scripts, and what comes from elsewhere: no output has any.

use super::Rule;
use super::page::{Faults, Page};
use crate::verify::markup::dom::{Dom, NodeId, NodeKind};

/// No page runs a script.
pub(super) const SCRIPTS: Rule =
    Rule { name: "no-scripts", clause: "EPUB 3.3, D.6.5; what Trifold promises" };

/// Nothing that a page needs comes from elsewhere.
pub(super) const REMOTE: Rule =
    Rule { name: "no-remote-resources", clause: "EPUB 3.3, 3.6; what Trifold promises" };

/// Addresses are written as URLs are.
pub(super) const URLS: Rule = Rule { name: "valid-url", clause: "URL, 4.3; RFC 3986" };

/// Holds a page against its rules.
pub(super) fn check(page: &Page<'_>, faults: &mut Faults) {
    let dom = page.dom;
    for &id in &page.elements {
        let NodeKind::Element(element) = dom.kind(id) else { continue };
        if runs(dom, id) {
            faults.element(&SCRIPTS, page, id, "which is a script");
        }
        for (name, value) in &element.attributes {
            if is_handler(name) {
                let what = format!("which runs a script (`{name}`)");
                faults.element(&SCRIPTS, page, id, &what);
            }
            if !is_address(name) {
                continue;
            }
            let start = value.trim_start().to_ascii_lowercase();
            if start.starts_with("javascript:") || start.starts_with("vbscript:") {
                faults.element(&SCRIPTS, page, id, "which runs a script");
            } else if let Some(why) = wrong(value) {
                let what = format!("whose `{name}` {why}");
                faults.element(&URLS, page, id, &what);
            }
            if is_elsewhere(value) && loads(dom, id, name) {
                let what = format!("which asks for `{value}`");
                faults.element(&REMOTE, page, id, &what);
            }
        }
    }
}

/// Whether an element is a script and no block of data.
pub(super) fn runs(dom: &Dom, id: NodeId) -> bool {
    if dom.name(id) != "script" {
        return false;
    }
    let kind = dom.attribute(id, "type").unwrap_or_default();
    kind.is_empty()
        || kind == "module"
        || kind.contains("javascript")
        || kind == "importmap"
}

/// Whether an attribute runs a script.
pub(super) fn is_handler(name: &str) -> bool {
    name.strip_prefix("on")
        .is_some_and(|rest| rest.len() > 2 && rest.chars().all(|c| c.is_ascii_alphabetic()))
}

fn is_address(name: &str) -> bool {
    matches!(
        name,
        "href"
            | "src"
            | "cite"
            | "poster"
            | "data"
            | "action"
            | "formaction"
            | "xlink:href"
    )
}

/// Whether an attribute asks for what it names, and does not only lead there.
fn loads(dom: &Dom, id: NodeId, attribute: &str) -> bool {
    let name = dom.name(id);
    match attribute {
        "src" | "poster" | "data" => true,
        "href" | "xlink:href" => match name {
            "link" => {
                let rel = dom.attribute(id, "rel").unwrap_or_default();
                let loading =
                    ["stylesheet", "icon", "preload", "manifest", "modulepreload"];
                rel.split_whitespace().any(|one| loading.contains(&one))
            }
            "image" | "use" | "base" => true,
            _ => false,
        },
        _ => false,
    }
}

/// Whether an address is one on another machine.
pub(super) fn is_elsewhere(address: &str) -> bool {
    let address = address.trim().to_ascii_lowercase();
    ["http:", "https:", "ftp:", "file:", "//"]
        .iter()
        .any(|start| address.starts_with(start))
}

/// What is wrong with an address.
fn wrong(address: &str) -> Option<&'static str> {
    if address.trim() != address {
        return Some("has a space before or after it");
    }
    if address.starts_with("data:") {
        return None;
    }
    let bad = |c: char| {
        c.is_control()
            || matches!(c, ' ' | '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}')
    };
    if address.chars().any(bad) {
        return Some("has a character that no URL has");
    }
    let hex = |rest: &str| {
        rest.len() >= 2 && rest.as_bytes()[..2].iter().all(u8::is_ascii_hexdigit)
    };
    if address.split('%').skip(1).any(|rest| !hex(rest)) {
        return Some("has a `%` without two digits after it");
    }
    let scheme = address.split_once(':').map(|(scheme, _)| scheme);
    if matches!(scheme, Some("http" | "https"))
        && address
            .split_once("://")
            .is_none_or(|(_, rest)| rest.is_empty() || rest.starts_with('/'))
    {
        return Some("names no machine");
    }
    None
}
