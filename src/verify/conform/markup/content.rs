//! The markup of a page: its elements, what they hold, their attributes and addresses.

use super::Rule;
use super::names::{acts, is_reached};
use super::page::{Faults, Medium, Page};
use super::scripts::is_handler;
use super::vocabulary::{self, Content, Known, Stands};
use crate::verify::markup::dom::{NodeId, NodeKind, Space};

/// Every element is one of HTML, of MathML or of SVG.
pub(super) const ELEMENT: Rule = Rule { name: "known-element", clause: "HTML, 4 and 16.2" };

/// Every attribute is one that its element has.
pub(super) const ATTRIBUTE: Rule =
    Rule { name: "known-attribute", clause: "HTML, 3.2.6, 4 and 16.2" };

/// Attributes with few values have one of them.
pub(super) const VALUE: Rule = Rule { name: "attribute-value", clause: "HTML, 2.3, 3.2.6" };

/// Elements stand where they may.
pub(super) const CONTENT_MODEL: Rule =
    Rule { name: "content-model", clause: "HTML, 3.2.5 and 4; WCAG 2.2, 1.3.1" };

/// What one acts on holds nothing that one acts on.
pub(super) const NESTED: Rule =
    Rule { name: "nested-controls", clause: "HTML, 3.2.5.2.7; WCAG 2.2, 4.1.2" };

/// Parts of a list, a table, a figure and of details stand in their order.
pub(super) const PARTS: Rule =
    Rule { name: "order-of-parts", clause: "HTML, 4.4.9, 4.4.12, 4.9.1 and 4.11.1" };

/// Addresses are there once on a page and have no spaces.
pub(super) const ID: Rule = Rule { name: "unique-id", clause: "HTML, 3.2.6" };

/// What names another element of the page names one that is there.
pub(super) const REFERENCE: Rule =
    Rule { name: "id-reference", clause: "HTML, 4; ARIA 1.2, 6.2.3; WCAG 2.2, 1.3.1" };

/// Holds the markup of a page against its rules.
pub(super) fn check(page: &Page<'_>, faults: &mut Faults) {
    for &id in &page.elements {
        let NodeKind::Element(element) = page.dom.kind(id) else { continue };
        address(page, id, faults);
        match element.space {
            Space::Html => {
                let Some(known) = vocabulary::element(&element.name) else {
                    faults.element(&ELEMENT, page, id, "which is no element of HTML");
                    continue;
                };
                attributes(page, id, known, faults);
                model(page, id, known, faults);
                parts(page, id, faults);
            }
            Space::Other => {
                faults.element(&ELEMENT, page, id, "which is of no known language");
            }
            Space::Math | Space::Svg => {}
        }
    }
}

fn address(page: &Page<'_>, id: NodeId, faults: &mut Faults) {
    let dom = page.dom;
    if let Some(address) = dom.attribute(id, "id") {
        if address.is_empty() || address.contains(char::is_whitespace) {
            faults.element(&ID, page, id, "whose address is empty or has a space");
        } else if page.ids.get(address) != Some(&id) {
            let what = format!("has the address `#{address}` twice on one page");
            let at = Some((page.number, id));
            faults.0.push(super::page::Fault { rule: &ID, at, part: None, what });
        }
    }
    for name in [
        "aria-labelledby",
        "aria-describedby",
        "aria-details",
        "aria-controls",
        "aria-owns",
        "aria-flowto",
        "aria-activedescendant",
        "aria-errormessage",
        "for",
        "list",
        "popovertarget",
    ] {
        let Some(targets) = dom.attribute(id, name) else { continue };
        let lost = targets.split_whitespace().find(|one| !page.ids.contains_key(one));
        if let Some(lost) = lost {
            let what = format!("whose `{name}` names `#{lost}`, which is nowhere");
            faults.element(&REFERENCE, page, id, &what);
        } else if targets.trim().is_empty() {
            let what = format!("whose `{name}` names nothing");
            faults.element(&REFERENCE, page, id, &what);
        }
    }
}

fn attributes(page: &Page<'_>, id: NodeId, known: &Known, faults: &mut Faults) {
    let NodeKind::Element(element) = page.dom.kind(id) else { return };
    for (name, value) in &element.attributes {
        let own = known.attributes.split(' ').any(|one| one == name);
        let of_epub = page.medium == Medium::Epub && name == "epub:type";
        if !(own || of_epub || vocabulary::is_global(name) || is_handler(name)) {
            let what = format!("with `{name}`, which it does not have");
            faults.element(&ATTRIBUTE, page, id, &what);
        }
        if !is_value(&element.name, name, value) {
            let what = format!("with `{name}=\"{value}\"`");
            faults.element(&VALUE, page, id, &what);
        }
    }
}

/// Whether a value is one that an attribute may have.
fn is_value(element: &str, name: &str, value: &str) -> bool {
    let number = || value.parse::<i64>().is_ok();
    let count = || !value.is_empty() && value.chars().all(|c| c.is_ascii_digit());
    match (element, name) {
        (_, "dir") => matches!(value.to_ascii_lowercase().as_str(), "ltr" | "rtl" | "auto"),
        (_, "hidden") => matches!(value, "" | "hidden" | "until-found"),
        (_, "translate") => matches!(value, "" | "yes" | "no"),
        (_, "tabindex") | ("ol", "start") | ("li", "value") => number(),
        ("img" | "video" | "iframe" | "canvas", "width" | "height") => count(),
        ("ol", "type") => matches!(value, "1" | "a" | "A" | "i" | "I"),
        ("col" | "colgroup", "span") => count() && value != "0",
        ("details", "open") => matches!(value, "" | "open"),
        ("a" | "link", "target") => !value.is_empty(),
        ("a" | "area" | "link", "rel") => !value.trim().is_empty(),
        _ => true,
    }
}

/// What an element may hold; of one that has what its holder has, that.
fn content_of(page: &Page<'_>, id: NodeId) -> Content {
    let dom = page.dom;
    let own = |id: NodeId| vocabulary::element(dom.name(id)).map(|known| known.content);
    let held = std::iter::once(id).chain(dom.around(id));
    held.filter_map(own)
        .find(|content| *content != Content::Transparent)
        .unwrap_or(Content::Flow)
}

/// Whether an element may stand in what holds such content.
fn may_stand(page: &Page<'_>, kid: NodeId, content: Content) -> bool {
    let dom = page.dom;
    let name = dom.name(kid);
    let Some(element) = dom.element(kid) else { return true };
    if matches!(name, "script" | "template") && element.space == Space::Html {
        return content != Content::Text && content != Content::Nothing;
    }
    let stands = match element.space {
        Space::Html => match vocabulary::element(name) {
            Some(known) => known.stands,
            // told already
            None => return true,
        },
        Space::Math | Space::Svg | Space::Other => Stands::Phrasing,
    };
    let in_body = name == "link" && dom.attribute(kid, "itemprop").is_some()
        || name == "meta" && dom.attribute(kid, "itemprop").is_some();
    match content {
        Content::Flow => stands != Stands::Named || in_body,
        Content::Phrasing => stands == Stands::Phrasing || in_body,
        Content::Only(names) => names.contains(&name),
        Content::PhrasingAnd(names) => stands == Stands::Phrasing || names.contains(&name),
        Content::FlowAnd(names) => stands != Stands::Named || names.contains(&name),
        Content::Text | Content::Nothing => false,
        Content::Transparent | Content::Anything => true,
    }
}

fn model(page: &Page<'_>, id: NodeId, known: &Known, faults: &mut Faults) {
    let dom = page.dom;
    let mut content = content_of(page, id);
    let in_list = dom.parent(id).is_some_and(|parent| dom.is(parent, "dl"));
    if known.name == "div" {
        content = if in_list { Content::Only(&["dt", "dd"]) } else { Content::Flow };
    }
    for kid in page.kids(id) {
        if !may_stand(page, kid, content) {
            let what = format!("which may not stand in `<{}>`", known.name);
            faults.element(&CONTENT_MODEL, page, kid, &what);
        }
    }
    let words = matches!(content, Content::Only(_) | Content::Nothing);
    if words && page.has_words(id) {
        let what = "whose words stand outside of what it holds";
        faults.element(&CONTENT_MODEL, page, id, what);
    }
    if let Some(outer) = barred(page, id) {
        let what = format!("which may not stand in `<{}>`", dom.name(outer));
        faults.element(&CONTENT_MODEL, page, id, &what);
    }
    let holds = |one: NodeId| acts(page, one) && !dom.is(one, "label");
    let control = |one: NodeId| matches!(dom.name(one), "a" | "button" | "summary");
    if is_reached(page, id) || acts(page, id) {
        let mut outer = dom.around(id).filter(|&one| holds(one) || dom.is(one, "summary"));
        if let Some(outer) = outer.find(|&one| control(one)) {
            let what = format!("which stands in `<{}>`: one acts on both", dom.name(outer));
            faults.element(&NESTED, page, id, &what);
        }
    }
}

/// What an element stands in, near or far, and may not (HTML, 4).
fn barred(page: &Page<'_>, id: NodeId) -> Option<NodeId> {
    let dom = page.dom;
    let outer: &[&str] = match dom.name(id) {
        "main" => &["article", "aside", "footer", "header", "nav"],
        "header" | "footer" => &["header", "footer", "dt", "address"],
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "hgroup" | "article" | "aside"
        | "nav" | "section" => &["dt", "address"],
        "table" => &["caption"],
        "dfn" => &["dfn"],
        "form" => &["form"],
        "label" => &["label"],
        _ => return None,
    };
    let near =
        |one: &NodeId| !matches!(dom.name(*one), "table" | "dl") || dom.is(id, "main");
    let mut around = dom.around(id).take_while(near);
    around.find(|&one| outer.contains(&dom.name(one)))
}

fn parts(page: &Page<'_>, id: NodeId, faults: &mut Faults) {
    let dom = page.dom;
    let kids: Vec<&str> = page.kids(id).map(|kid| dom.name(kid)).collect();
    let count = |name: &str| kids.iter().filter(|&&kid| kid == name).count();
    let at = |name: &str| kids.iter().position(|&kid| kid == name);
    let last = kids.len().saturating_sub(1);
    let wrong = match dom.name(id) {
        "figure" => {
            count("figcaption") > 1
                || at("figcaption").is_some_and(|place| place != 0 && place != last)
        }
        "details" => count("summary") != 1 || at("summary") != Some(0),
        "table" => {
            let head = at("thead");
            let first =
                kids.iter().position(|kid| matches!(*kid, "tbody" | "tfoot" | "tr"));
            count("caption") > 1
                || count("thead") > 1
                || count("tfoot") > 1
                || at("caption").is_some_and(|place| place != 0)
                || head.is_some_and(|head| first.is_some_and(|first| first < head))
                || count("tbody") > 0 && count("tr") > 0
        }
        "dl" if count("div") == 0 => {
            kids.first().is_some_and(|&first| first != "dt")
                || kids.last().is_some_and(|&last| last != "dd")
        }
        "head" => false,
        "html" => kids != ["head", "body"],
        "ruby" => count("rt") == 0,
        _ => false,
    };
    if wrong {
        faults.element(
            &PARTS,
            page,
            id,
            "whose parts are too many, too few or out of order",
        );
    }
}
