//! What style does to what one presses and to what keys lead to: how large it is, and how
//! it is shown that it has the focus.
//!
//! What is not understood (a function, a selector) is not judged.

use std::collections::{BTreeMap, BTreeSet};

use super::cascade::Said;
use super::dom::{Dom, NodeId, NodeKind};
use super::look::Look;
use super::selector::Steps;
use super::sheet::Medium;
use super::style::Style;
use super::tell::is_block;
use super::value::{color, contrast, resolved, size};
use super::walk::{Looks, Walk};

/// What one presses is as high and as wide, in CSS pixels (WCAG 2.2, 2.5.8).
pub(in crate::verify) const LEAST_TARGET: f64 = 24.0;

/// What says where the focus is stands out so far (WCAG 2.2, 1.4.11).
pub(in crate::verify) const LEAST_FOCUS: f64 = 3.0;

/// What is wrong with what one presses on a page.
#[derive(Debug, Default, PartialEq)]
pub(in crate::verify) struct Touch {
    /// What is too low, and how high it is, in CSS pixels.
    pub(in crate::verify) small: Vec<(NodeId, f64)>,
    /// What is not shown to have the focus.
    pub(in crate::verify) unshown: Vec<NodeId>,
    /// The outline of what has the focus that is hard to see: its contrast, and whether
    /// that is so in the dark scheme of colours alone.
    pub(in crate::verify) faint: Vec<(NodeId, f64, bool)>,
}

/// How far lines stand from each other.
#[derive(Debug, Copy, Clone)]
enum Leading {
    /// In sizes of type.
    Times(f64),
    /// In CSS pixels.
    Pixels(f64),
    /// As the font says, or in a way that is not understood.
    Unknown,
}

/// What is known of an element for those that stand in it.
#[derive(Debug, Copy, Clone)]
struct Held {
    leading: Leading,
    /// The nearest element around that is no part of a line, or this.
    block: NodeId,
    /// Whether it is not shown at all.
    gone: bool,
}

impl Style<'_> {
    /// What is wrong with what one presses below an element.
    pub(in crate::verify) fn touch(&self, dom: &Dom, root: NodeId) -> Touch {
        let mut touch = Touch::default();
        let steps = Steps::default();
        let walk = Walk::new(dom, self, root, &BTreeSet::new());
        let mut spoken = BTreeMap::new();
        for scheme in [Medium::Some, Medium::Dark] {
            let mut looks = Looks::new(&walk, scheme);
            let mut known: Vec<Held> = Vec::with_capacity(walk.len());
            for (number, visit) in walk.all() {
                let id = visit.id;
                let around = visit.parent.and_then(|parent| known.get(parent)).copied();
                let around = around.unwrap_or(Held {
                    leading: Leading::Unknown,
                    block: id,
                    gone: false,
                });
                let shown = looks.show(number);
                let look = shown.look;
                let leading = match &shown.line_height {
                    Some(value) => leading(value, around.leading, look),
                    None if shown.may_have_other_lines => Leading::Unknown,
                    None => around.leading,
                };
                let display = shown.display.as_deref();
                let in_line =
                    display.map_or(!is_block(dom.name(id)), |display| display == "inline");
                let gone = around.gone
                    || display == Some("none")
                    || dom.attribute(id, "hidden").is_some();
                let block = if in_line { around.block } else { id };
                known.push(Held { leading, block, gone });
                if gone || !is_target(dom, id) {
                    continue;
                }
                let said = walk.said(visit, scheme);
                let value =
                    |name: &str| said.get(name).map(|one| resolved(one, &looks.variables));
                let beside = *spoken
                    .entry(around.block)
                    .or_insert_with(|| has_other_words(dom, around.block));
                // what stands in a sentence is as high as its line, if it is all of it too;
                // a cell keeps its link apart from those of other rows
                let is_text = matches!(dom.name(around.block), "p" | "td" | "th");
                if scheme == Medium::Some
                    && !(in_line && (beside || is_text))
                    && let Some(height) = height(&said, &value, look, leading)
                    && height < LEAST_TARGET - 0.05
                {
                    touch.small.push((id, height));
                }
                let own = self.focused(dom, id, &steps, scheme);
                let shown = |name: &str| {
                    let own = own.get(name).or_else(|| said.get(name));
                    own.map(|value| resolved(value, &looks.variables))
                };
                let outlines = |name: &str| name.starts_with("outline");
                if own.may(outlines) || said.may(outlines) {
                    continue;
                }
                touch.shown(id, &shown, &own, (looks.around(number), look), scheme);
            }
        }
        touch
    }
}

impl Touch {
    /// Looks at how it is shown that something has the focus.
    fn shown(
        &mut self,
        id: NodeId,
        shown: &dyn Fn(&str) -> Option<String>,
        own: &Said,
        (around, look): (Look, Look),
        scheme: Medium,
    ) {
        let outline = shown("outline");
        let parts: Vec<&str> =
            outline.as_deref().unwrap_or_default().split_whitespace().collect();
        let none = |value: Option<String>| {
            value.is_some_and(|value| matches!(value.as_str(), "none" | "0" | "0px"))
        };
        let is_none = (parts.iter().any(|part| matches!(*part, "none" | "0" | "0px"))
            && shown("outline-style").is_none())
            || none(shown("outline-style"))
            || none(shown("outline-width"));
        if is_none {
            // another sign is not judged
            let signs = [
                "background",
                "border",
                "box-shadow",
                "color",
                "text-decoration",
                "filter",
            ];
            let is_sign = |name: &str| signs.iter().any(|sign| name.starts_with(sign));
            let round = |name: &str| name.ends_with("radius");
            let other = own.all().any(|(name, _)| is_sign(name) && !round(name));
            if !other && !self.unshown.contains(&id) {
                self.unshown.push(id);
            }
            return;
        }
        let said = shown("outline-color");
        let mut colors = said.iter().map(String::as_str).chain(parts);
        let found = colors.find_map(|part| match part {
            "currentcolor" => look.color_if_sure(),
            part => color(part),
        });
        let Some((found, ground)) = found.zip(around.ground_if_sure()) else { return };
        let contrast = contrast(found, ground);
        let known = self.faint.iter().any(|one| one.0 == id);
        if contrast < LEAST_FOCUS - 0.005 && !known {
            self.faint.push((id, contrast, scheme == Medium::Dark));
        }
    }
}

/// Whether one presses an element, or keys lead to it.
fn is_target(dom: &Dom, id: NodeId) -> bool {
    let link = dom.is(id, "a") && dom.attribute(id, "href").is_some();
    link || dom.is(id, "summary") || dom.is(id, "button")
}

/// Whether an element holds words that are no part of what one presses.
fn has_other_words(dom: &Dom, block: NodeId) -> bool {
    let mut left = dom.kids(block).to_vec();
    while let Some(id) = left.pop() {
        match dom.kind(id) {
            NodeKind::Text(words) if !words.trim().is_empty() => return true,
            NodeKind::Element(_) if !is_target(dom, id) => left.extend(dom.kids(id)),
            NodeKind::Text(_)
            | NodeKind::Element(_)
            | NodeKind::Document
            | NodeKind::Silent => {}
        }
    }
    false
}

/// How far the lines of an element stand from each other.
fn leading(value: &str, around: Leading, look: Look) -> Leading {
    if value == "inherit" {
        return around;
    }
    let times = |value: &str| value.trim().parse::<f64>().ok();
    if let Some(times) = times(value) {
        return Leading::Times(times);
    }
    let all = value.strip_prefix("max(").and_then(|all| all.strip_suffix(')'));
    if let Some(all) = all {
        let all: Option<Vec<f64>> = all.split(',').map(times).collect();
        if let Some(most) = all.and_then(|all| all.into_iter().reduce(f64::max)) {
            return Leading::Times(most);
        }
    }
    pixels(value, look).map_or(Leading::Unknown, Leading::Pixels)
}

/// A length in CSS pixels.
fn pixels(value: &str, look: Look) -> Option<f64> {
    match value {
        "0" => Some(0.0),
        value if value.starts_with(|c: char| c.is_ascii_digit() || c == '.') => {
            let (type_size, root) = look.sizes();
            size(value, type_size, root)
        }
        _ => None,
    }
}

/// How high something is that one presses; `None` where that is not known.
fn height(
    said: &Said,
    value: &dyn Fn(&str) -> Option<String>,
    look: Look,
    leading: Leading,
) -> Option<f64> {
    let height = |name: &str| name.contains("height") || name.contains("block-size");
    let unsure = said.may(|name| height(name) || name.starts_with("padding"));
    let type_size = look.size_if_sure().filter(|_| !unsure)?;
    let line = match leading {
        Leading::Times(times) => times * type_size,
        Leading::Pixels(pixels) => pixels,
        Leading::Unknown => return None,
    };
    let padding = padding(value, look)?;
    let mut own = 0.0_f64;
    for name in ["min-block-size", "min-height", "block-size", "height"] {
        match value(name).as_deref() {
            None | Some("auto") => {}
            Some(value) => own = own.max(pixels(value, look)?),
        }
    }
    if value("box-sizing").as_deref() != Some("border-box") && own > 0.0 {
        own += padding;
    }
    Some(own.max(line + padding))
}

/// The room above and below the words, together.
fn padding(value: &dyn Fn(&str) -> Option<String>, look: Look) -> Option<f64> {
    let (mut above, mut below) = (0.0, 0.0);
    if let Some(all) = value("padding") {
        let parts: Vec<&str> = all.split_whitespace().collect();
        above = pixels(parts.first()?, look)?;
        below = pixels(parts.get(2).or(parts.first())?, look)?;
    }
    if let Some(all) = value("padding-block") {
        let parts: Vec<&str> = all.split_whitespace().collect();
        above = pixels(parts.first()?, look)?;
        below = pixels(parts.last()?, look)?;
    }
    let last = |names: [&str; 2], side: f64| match names.into_iter().find_map(value) {
        Some(value) => pixels(&value, look),
        None => Some(side),
    };
    above = last(["padding-block-start", "padding-top"], above)?;
    below = last(["padding-block-end", "padding-bottom"], below)?;
    Some(above + below)
}

#[cfg(test)]
mod tests {
    use super::super::html;
    use super::super::style::Sheets;
    use super::*;

    /// How many things are too small, without a sign of the focus, and with a faint one.
    fn wrong(sheet: &str, body: &str) -> [usize; 3] {
        let page = format!("<!DOCTYPE html><html lang=en><body>{body}</body></html>");
        let (dom, _) = html::read(&page);
        let sheets = Sheets::new(std::iter::once(sheet));
        let touch = Style::new(&sheets).touch(&dom, Dom::root());
        [touch.small.len(), touch.unshown.len(), touch.faint.len()]
    }

    #[test]
    fn what_one_presses_may_be_too_small() {
        let list = "<ul><li><a href=#x>One</a></li><li><a href=#y>Two</a></li></ul>";
        for sheet in [
            "body { line-height: 1.2 }",
            "a { display: block; line-height: 20px }",
            "a { display: block; min-block-size: 18px; line-height: 1; padding: 2px 9px }",
            "* { box-sizing: border-box } \
             a { display: block; min-block-size: 22px; line-height: 1; padding: 1px }",
            ":root { --l: 1.2 } body { line-height: max(1.1, var(--l)) }",
        ] {
            assert_eq!(wrong(sheet, list), [2, 0, 0], "{sheet}");
        }
        for sheet in [
            // nobody knows what the font says
            "",
            "body { line-height: 1.5 }",
            "body { line-height: 1.2 } a { display: block; min-block-size: 24px }",
            "body { line-height: 1.2 } a { padding-block: 0.2rem }",
            "body { line-height: 1.2 } a { padding-top: 2px; padding-bottom: 3px }",
            "body { line-height: 1.2 } a { min-height: calc(1em + 1px) }",
            "body { line-height: 1.2 } li:nth-child(1) > a { padding: 9px } \
             li + li { display: none }",
            "body { line-height: calc(1 + 0.2) }",
        ] {
            assert_eq!(wrong(sheet, list), [0, 0, 0], "{sheet}");
        }
        // what stands in a sentence is as high as its line
        let words = "<p>See <a href=#x>one</a></p><details><summary>S</summary>x</details>";
        assert_eq!(wrong("body { line-height: 1.2 }", words), [1, 0, 0]);
        assert_eq!(wrong("p { line-height: 1.2 }", words), [0, 0, 0]);
        assert_eq!(
            wrong("p { line-height: 1.2 } a { display: inline-block }", words),
            [1, 0, 0]
        );
    }

    #[test]
    fn the_focus_may_be_hidden_or_hard_to_see() {
        let body = "<main tabindex=-1><p>See <a href=#x>one</a></p></main>";
        for (sheet, found) in [
            ("a:focus { outline: none }", [0, 1, 0]),
            ("a { outline: 0 }", [0, 1, 0]),
            (":focus-visible { outline-style: none }", [0, 1, 0]),
            (":focus-visible { outline: 2px solid #ccc }", [0, 0, 1]),
            (":root { --c: #ccc } a:focus { outline: 2px solid var(--c) }", [0, 0, 1]),
            (
                ":root { color-scheme: light dark } \
                 :focus-visible { outline: 2px solid #222 }",
                [0, 0, 1],
            ),
            ("", [0, 0, 0]),
            (":focus-visible { outline: 2px solid #00f }", [0, 0, 0]),
            ("main:focus { outline: none }", [0, 0, 0]),
            ("a:focus { outline: none; background: #ff0 }", [0, 0, 0]),
            ("a:focus { outline: 2px solid hsl(0 0% 80%) }", [0, 0, 0]),
            ("a { outline: none } a:not(.x):focus { outline: 2px solid #00f }", [0, 0, 0]),
        ] {
            assert_eq!(wrong(sheet, body), found, "{sheet}");
        }
    }
}
