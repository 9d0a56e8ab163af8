//! What markup says of words beside what they are, and what nobody may say of them.

use super::dom::{Dom, NodeId, NodeKind, Space};
use super::xml;

/// What an element of a line says of its words.
pub(in crate::verify) fn said(dom: &Dom, id: NodeId) -> Vec<String> {
    let mut said = Vec::new();
    if dom.element(id).is_none_or(|one| one.space != Space::Html) {
        return said;
    }
    let name = dom.name(id);
    let bare = dom.attribute(id, "class").is_none();
    // code runs from left to right in every text
    if let Some(way) = dom.attribute(id, "dir").filter(|_| name != "code") {
        said.push(format!("direction {way}"));
    }
    let own = match name {
        "em" => "emphasis",
        "strong" => "strong emphasis",
        "s" | "del" | "strike" => "struck",
        "ins" | "u" => "inserted",
        "kbd" => "keys",
        "sup" => "raised",
        "sub" => "lowered",
        "mark" => "marked",
        "code" => "code",
        "i" if bare => "italic",
        "b" if bare => "bold",
        "abbr" => {
            let Some(long) = dom.attribute(id, "title") else { return said };
            let long = super::super::told::plain(long);
            said.push(format!("abbreviation of {long}"));
            return said;
        }
        _ => return said,
    };
    said.push(own.to_owned());
    said
}

/// A picture, by its number and its size.
pub(in crate::verify) fn of_picture(number: &str, width: &str, height: &str) -> String {
    format!("picture {number} of {width} × {height}")
}

/// A formula in one form, from markup.
pub(in crate::verify) fn of_formula(markup: &str) -> Option<String> {
    let dom = xml::read(markup).ok()?;
    let math = dom.find("math")?;
    Some(formula(&dom, math))
}

/// A formula in one form: its elements, what they say, and their text.
pub(in crate::verify) fn formula(dom: &Dom, id: NodeId) -> String {
    let mut out = String::new();
    add(dom, id, 0, &mut out);
    out
}

fn add(dom: &Dom, id: NodeId, depth: usize, out: &mut String) {
    match dom.kind(id) {
        NodeKind::Text(words) => out.push_str(words.trim_matches(['\n', ' '])),
        NodeKind::Element(element) if depth < 200 => {
            let silent = |name: &str| name.starts_with("xmlns") || name == "alttext";
            let said = element.attributes.iter().filter(|(name, _)| !silent(name));
            let mut said: Vec<String> =
                said.map(|(name, value)| format!(" {name}={value}")).collect();
            said.sort();
            out.push_str(&format!("<{}{}>", element.name, said.concat()));
            for &kid in dom.kids(id) {
                add(dom, kid, depth + 1, out);
            }
            out.push_str("</>");
        }
        NodeKind::Element(_) | NodeKind::Document | NodeKind::Silent => {}
    }
}

/// What an element says that no writer of text says: another element, another attribute.
pub(in crate::verify) fn odd(dom: &Dom, id: NodeId) -> Option<String> {
    let element = dom.element(id)?;
    match element.space {
        Space::Html => {}
        Space::Math if element.name == "math" || in_formula(dom, id) => return None,
        Space::Math | Space::Svg | Space::Other => {
            return Some(format!("`<{}>`", element.name));
        }
    }
    let name = element.name.as_str();
    if !ELEMENTS.contains(&name) {
        return Some(format!("`<{name}>`"));
    }
    let wrong = element.attributes.iter().find(|(key, value)| !is_usual(name, key, value));
    if let Some((key, value)) = wrong {
        return Some(format!("`{key}=\"{value}\"` of `<{name}>`"));
    }
    if name != "th" {
        return None;
    }
    let Some(said) = dom.attribute(id, "scope") else {
        return Some("`<th>` without `scope`".to_owned());
    };
    let head = dom.around(id).find(|&one| matches!(dom.name(one), "thead" | "tbody"));
    let wanted = head.map_or("col", |one| if dom.is(one, "thead") { "col" } else { "row" });
    (said != wanted).then(|| format!("`scope=\"{said}\"` of `<{name}>`"))
}

fn in_formula(dom: &Dom, id: NodeId) -> bool {
    dom.around(id).any(|one| dom.name(one) == "math")
}

/// The elements that hold text.
const ELEMENTS: [&str; 57] = [
    "a",
    "abbr",
    "aside",
    "b",
    "blockquote",
    "body",
    "br",
    "caption",
    "code",
    "col",
    "colgroup",
    "dd",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "main",
    "mark",
    "nav",
    "ol",
    "p",
    "pre",
    "s",
    "section",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "ul",
    "article",
];

/// Whether an attribute is one that text has.
fn is_usual(name: &str, key: &str, value: &str) -> bool {
    match key {
        // by another class a style sheet could lower or unstrike them unseen
        "class" if name == "s" => false,
        "class" if matches!(name, "sub" | "sup") => {
            let known = ["note-mark", "unbroken"];
            value.split(' ').any(|one| known.contains(&one))
        }
        // what hides is told by itself
        "class" | "id" | "lang" | "xml:lang" | "style" | "epub:type" | "hidden"
        | "aria-hidden" | "inert" | "popover" => true,
        "dir" => matches!(value, "ltr" | "rtl"),
        "title" => matches!(name, "a" | "abbr" | "img") || name == "span",
        "href" => name == "a",
        "rel" => name == "a",
        "src" | "alt" | "width" | "height" => name == "img",
        "start" => name == "ol",
        "type" => name == "ol" && matches!(value, "a" | "A" | "i" | "I"),
        "colspan" | "rowspan" => matches!(name, "td" | "th"),
        "scope" => name == "th" && matches!(value, "col" | "row"),
        "open" => name == "details",
        "datetime" => name == "time",
        "tabindex" => matches!(name, "div" | "pre" | "main"),
        "aria-level" => matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6"),
        "aria-label" => {
            let role = matches!(name, "section" | "div" | "nav" | "aside");
            role || matches!(name, "span" | "a")
        }
        "aria-labelledby" => matches!(name, "section" | "aside" | "nav" | "div"),
        "aria-current" => name == "a",
        "role" => {
            let roles: &[&str] = match name {
                "a" => &["doc-backlink", "doc-biblioref", "doc-glossref", "doc-noteref"],
                "span" => &["doc-pagebreak"],
                "img" => &["doc-cover"],
                "p" => &["doc-subtitle"],
                "nav" => &["doc-toc", "doc-pagelist", "doc-index"],
                "aside" => &["note", "doc-footnote", "doc-tip"],
                "section" | "div" | "body" | "main" | "article" => {
                    return value.starts_with("doc-")
                        && !matches!(value, "doc-backlink" | "doc-pagebreak")
                        || value == "group"
                        || value == "note";
                }
                _ => return false,
            };
            roles.contains(&value)
        }
        _ => key.starts_with("data-"),
    }
}
