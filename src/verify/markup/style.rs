//! What style does to words: whether readers get to see them.
//!
//! A cascade (CSS Cascading and Inheritance Level 4) of the few properties that can hide
//! text. What it does not understand (a function, a selector) it leaves out, so that it
//! never says that something is hidden that is not.

use std::collections::BTreeMap;

use super::dom::{Dom, NodeId};
use super::sheet::{self, Medium, Rule};

/// Less contrast than this between words and what is behind them hides them.
const LEAST_CONTRAST: f64 = 3.0;

/// Smaller type than this nobody reads, in CSS pixels (4.5 points).
const LEAST_SIZE: f64 = 6.0;

/// The size of type that readers start with, in CSS pixels.
const ROOT_SIZE: f64 = 16.0;

/// The rules of a page, in order.
#[derive(Debug, Default)]
pub(in crate::verify) struct Style {
    rules: Vec<Rule>,
}

/// What an element looks like, as far as is known.
#[derive(Debug, Copy, Clone)]
pub(in crate::verify) struct Look {
    color: [u8; 3],
    ground: [u8; 3],
    size: f64,
    opacity: f64,
}

/// A scheme of colours a reader may want.
const SCHEMES: [Medium; 2] = [Medium::Any, Medium::Dark];

impl Style {
    /// The rules of some style sheets that can hide something.
    pub(in crate::verify) fn new<'a>(sheets: impl Iterator<Item = &'a str>) -> Self {
        let rules = sheets.flat_map(sheet::rules).filter(|rule| {
            rule.declarations.iter().any(|(name, ..)| {
                name.starts_with("--")
                    || matters(name)
                    || matches!(
                        name.as_str(),
                        "color" | "background" | "background-color" | "color-scheme"
                    )
            })
        });
        Self { rules: rules.collect() }
    }

    /// What hides each element that is hidden, by itself or with what holds it, among those
    /// below `root`.
    pub(in crate::verify) fn hidden(
        &self,
        dom: &Dom,
        root: NodeId,
    ) -> BTreeMap<NodeId, String> {
        let mut found = BTreeMap::new();
        // without this browsers leave the page light, whatever readers want
        let dark = self.rules.iter().flat_map(|rule| &rule.declarations);
        let dark = dark.into_iter().any(|(name, value, _)| {
            name == "color-scheme" && value.split(' ').any(|one| one == "dark")
        });
        for scheme in SCHEMES {
            let mut looks: BTreeMap<NodeId, Look> = BTreeMap::new();
            let mut path = vec![root];
            while let Some(parent) = dom.parent(path[path.len() - 1]) {
                path.push(parent);
            }
            let html = dom.find("html").filter(|html| !path.contains(html));
            let holders: Vec<NodeId> = path.iter().copied().chain(html).collect();
            let variables = self.variables(dom, &holders, scheme);
            let above = path.into_iter().rev();
            for id in above.chain(dom.below(root)) {
                if dom.element(id).is_none() {
                    continue;
                }
                let around = dom.parent(id).and_then(|parent| looks.get(&parent));
                let around = around
                    .copied()
                    .unwrap_or_else(|| blank(dark && scheme == Medium::Dark));
                let said = self.said(dom, id, scheme);
                let look = around.with(&said, &variables);
                looks.insert(id, look);
                if let Some(why) = hiding(&said).or_else(|| look.hiding(around)) {
                    found.entry(id).or_insert(why);
                }
            }
        }
        found
    }

    /// The size of type of each element below `root`, and of `root`, in CSS pixels as
    /// far as it is known.
    pub(in crate::verify) fn sizes(
        &self,
        dom: &Dom,
        root: NodeId,
    ) -> BTreeMap<NodeId, f64> {
        let mut path = vec![root];
        while let Some(parent) = dom.parent(path[path.len() - 1]) {
            path.push(parent);
        }
        let variables = self.variables(dom, &path, Medium::Any);
        let mut looks: BTreeMap<NodeId, Look> = BTreeMap::new();
        for id in path.into_iter().rev().chain(dom.below(root)) {
            if dom.element(id).is_some() {
                let around = dom.parent(id).and_then(|parent| looks.get(&parent)).copied();
                let said = self.said(dom, id, Medium::Any);
                let look = around.unwrap_or_else(|| blank(false)).with(&said, &variables);
                looks.insert(id, look);
            }
        }
        looks.into_iter().map(|(id, look)| (id, look.size)).collect()
    }

    /// The values of the custom properties of a page.
    fn variables(
        &self,
        dom: &Dom,
        path: &[NodeId],
        scheme: Medium,
    ) -> BTreeMap<String, String> {
        let mut variables = BTreeMap::new();
        for &id in path.iter().rev() {
            for (name, value) in self.said(dom, id, scheme) {
                if name.starts_with("--") {
                    variables.insert(name, value);
                }
            }
        }
        variables
    }

    /// What is said of an element, by property; the strongest of several.
    fn said(&self, dom: &Dom, id: NodeId, scheme: Medium) -> BTreeMap<String, String> {
        let mut said: BTreeMap<String, (bool, [u8; 3], String)> = BTreeMap::new();
        let mut say = |name: &str, value: &str, important: bool, weight: [u8; 3]| {
            let weaker = said.get(name).is_some_and(|(strong, specific, _)| {
                (*strong, *specific) > (important, weight)
            });
            if !weaker {
                said.insert(name.to_owned(), (important, weight, value.to_owned()));
            }
        };
        for rule in &self.rules {
            let held = rule.medium == Medium::Any || rule.medium == scheme;
            if !held {
                continue;
            }
            let Some(weight) = weight(dom, id, &rule.selector) else { continue };
            for (name, value, important) in &rule.declarations {
                say(name, value, *important, weight);
            }
        }
        let own = dom.attribute(id, "style").unwrap_or_default();
        for (name, value, important) in sheet::declarations(own) {
            say(&name, &value, important, [u8::MAX; 3]);
        }
        said.into_iter().map(|(name, (.., value))| (name, value)).collect()
    }
}

/// An element of a page for those who match selectors.
#[derive(Debug, Copy, Clone)]
struct Selected<'a>(&'a Dom, NodeId);

impl simplecss::Element for Selected<'_> {
    fn parent_element(&self) -> Option<Self> {
        let parent = self.0.parent(self.1)?;
        self.0.element(parent).map(|_| Self(self.0, parent))
    }

    fn prev_sibling_element(&self) -> Option<Self> {
        let kids = self.0.kids(self.0.parent(self.1)?);
        let at = kids.iter().position(|&kid| kid == self.1)?;
        let before = kids[..at].iter().rev();
        before
            .copied()
            .find(|&kid| self.0.element(kid).is_some())
            .map(|id| Self(self.0, id))
    }

    fn has_local_name(&self, name: &str) -> bool {
        self.0.name(self.1) == name
    }

    fn attribute_matches(
        &self,
        name: &str,
        operator: simplecss::AttributeOperator<'_>,
    ) -> bool {
        self.0.attribute(self.1, name).is_some_and(|value| operator.matches(value))
    }

    fn pseudo_class_matches(&self, class: simplecss::PseudoClass<'_>) -> bool {
        match class {
            simplecss::PseudoClass::FirstChild => self.prev_sibling_element().is_none(),
            simplecss::PseudoClass::Link => self.0.attribute(self.1, "href").is_some(),
            simplecss::PseudoClass::Lang(_)
            | simplecss::PseudoClass::Visited
            | simplecss::PseudoClass::Hover
            | simplecss::PseudoClass::Active
            | simplecss::PseudoClass::Focus => false,
        }
    }
}

/// How specific a selector is that selects an element; nothing for one that does not, or
/// that is not understood.
fn weight(dom: &Dom, id: NodeId, selector: &str) -> Option<[u8; 3]> {
    if selector == ":root" {
        return (dom.name(id) == "html").then_some([0, 1, 0]);
    }
    if selector.contains("::") {
        return None;
    }
    let parsed = simplecss::Selector::parse(selector)?;
    parsed.matches(&Selected(dom, id)).then(|| parsed.specificity())
}

/// What a page looks like where nothing is said.
fn blank(dark: bool) -> Look {
    let (color, ground) = if dark { ([255; 3], [0; 3]) } else { ([0; 3], [255; 3]) };
    Look { color, ground, size: ROOT_SIZE, opacity: 1.0 }
}

impl Look {
    fn with(
        self,
        said: &BTreeMap<String, String>,
        variables: &BTreeMap<String, String>,
    ) -> Self {
        let value = |name: &str| said.get(name).map(|value| resolved(value, variables));
        let color = value("color").and_then(|value| color(&value));
        let ground = value("background-color").or_else(|| value("background"));
        let ground = ground.and_then(|value| color_in(&value));
        let size = value("font-size").and_then(|value| size(&value, self.size));
        let opacity = value("opacity").and_then(|value| value.parse::<f64>().ok());
        Self {
            color: color.unwrap_or(self.color),
            ground: ground.unwrap_or(self.ground),
            size: size.unwrap_or(self.size),
            opacity: self.opacity * opacity.unwrap_or(1.0),
        }
    }

    /// What hides the words of an element that look like this, and did not around it.
    fn hiding(self, around: Self) -> Option<String> {
        let contrast = |look: Self| contrast(look.color, look.ground);
        if contrast(self) < LEAST_CONTRAST && contrast(around) >= LEAST_CONTRAST {
            return Some(format!("a contrast of {:.1} to 1", contrast(self)));
        }
        if self.size < LEAST_SIZE && around.size >= LEAST_SIZE {
            return Some(format!("type of {:.1} pixels", self.size));
        }
        (self.opacity < 0.3 && around.opacity >= 0.3)
            .then(|| format!("an opacity of {:.1}", self.opacity))
    }
}

/// Puts the values of custom properties in their places.
fn resolved(value: &str, variables: &BTreeMap<String, String>) -> String {
    let mut value = value.to_owned();
    for _ in 0..8 {
        let Some(start) = value.find("var(") else { break };
        let inner = &value[start + 4..];
        let Some(end) = inner.find(')') else { break };
        let name = inner[..end].split(',').next().unwrap_or_default().trim();
        let held = variables.get(name).cloned().unwrap_or_default();
        value = format!("{}{held}{}", &value[..start], &inner[end + 1..]);
    }
    value
}

/// The first colour of some words, of those that are colours.
fn color_in(value: &str) -> Option<[u8; 3]> {
    value.split_whitespace().find_map(color)
}

/// A colour; one that lets something through is none.
fn color(value: &str) -> Option<[u8; 3]> {
    match value.trim() {
        "white" => return Some([255; 3]),
        "black" => return Some([0; 3]),
        "transparent" => return None,
        _ => {}
    }
    if let Some(numbers) =
        value.strip_prefix("rgb(").and_then(|rest| rest.strip_suffix(')'))
    {
        let numbers: Vec<u8> = numbers
            .split([',', ' '])
            .filter(|one| !one.is_empty())
            .filter_map(|one| one.parse().ok())
            .collect();
        return numbers.try_into().ok();
    }
    let hex = value.trim().strip_prefix('#')?;
    let digits: Option<Vec<u8>> =
        hex.chars().map(|c| c.to_digit(16).and_then(|d| u8::try_from(d).ok())).collect();
    match *digits?.as_slice() {
        [r, g, b] => Some([r * 17, g * 17, b * 17]),
        [a, b, c, d, e, f] => Some([a * 16 + b, c * 16 + d, e * 16 + f]),
        _ => None,
    }
}

/// A size of type in CSS pixels.
fn size(value: &str, around: f64) -> Option<f64> {
    let end = value.find(|c: char| !c.is_ascii_digit() && c != '.')?;
    let number: f64 = value[..end].parse().ok()?;
    match &value[end..] {
        "px" => Some(number),
        "pt" => Some(number * 4.0 / 3.0),
        "em" => Some(number * around),
        "rem" => Some(number * ROOT_SIZE),
        "%" => Some(number * around / 100.0),
        _ => None,
    }
}

/// The contrast of two colours (WCAG 2.2, 1.4.3): 1 to 21.
pub(in crate::verify) fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
    let linear = |part: u8| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    let luminance =
        |[r, g, b]: [u8; 3]| 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// Whether a property can hide what it is said of, whatever is around.
fn matters(name: &str) -> bool {
    matches!(
        name,
        "display"
            | "visibility"
            | "content-visibility"
            | "opacity"
            | "font-size"
            | "-webkit-text-fill-color"
            | "text-indent"
            | "left"
            | "top"
            | "margin-left"
            | "right"
            | "clip"
            | "clip-path"
            | "transform"
            | "position"
            | "width"
            | "height"
            | "overflow"
            | "max-height"
    )
}

/// The first of some declarations that hides what they are said of, as it is written.
fn hiding(said: &BTreeMap<String, String>) -> Option<String> {
    let is = |name: &str, value: &str| said.get(name).is_some_and(|one| one == value);
    let nothing =
        |name: &str| said.get(name).and_then(|one| number(one)).is_some_and(|n| n <= 1.0);
    if is("overflow", "hidden")
        && ["height", "width", "max-height"].into_iter().any(nothing)
    {
        return Some("`overflow: hidden` and no room".to_owned());
    }
    let found = said.iter().find(|(name, value)| is_hiding(name, value));
    found.map(|(name, value)| format!("`{name}: {value}`"))
}

fn number(value: &str) -> Option<f64> {
    let end = value.find(|c: char| !c.is_ascii_digit() && c != '.' && c != '-');
    value[..end.unwrap_or(value.len())].parse::<f64>().ok()
}

fn is_hiding(name: &str, value: &str) -> bool {
    match name {
        "display" => value == "none",
        "visibility" => matches!(value, "hidden" | "collapse"),
        "content-visibility" => value == "hidden",
        "-webkit-text-fill-color" | "color" => value == "transparent",
        "text-indent" | "left" | "top" | "margin-left" | "right" => {
            number(value).is_some_and(|far| far <= -99.0)
        }
        "clip" => value.replace([' ', ','], "").starts_with("rect(0"),
        "clip-path" => value.starts_with("inset(50%") || value.starts_with("inset(100%"),
        "transform" => value.replace(' ', "") == "scale(0)",
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::html;
    use super::*;

    fn hidden(sheet: &str, body: &str) -> Vec<String> {
        let page = format!("<!DOCTYPE html><html lang=en><body>{body}</body></html>");
        let (dom, _) = html::read(&page);
        let style = Style::new(std::iter::once(sheet));
        style.hidden(&dom, Dom::root()).into_values().collect()
    }

    #[test]
    fn words_are_hidden_in_many_ways() {
        let body = "<section class=notice><p id=x>Words</p></section>";
        for sheet in [
            ".notice { display: none }",
            "section p { visibility: hidden }",
            "#x { color: #fff }",
            ":root { --c: #fefefe } #x { color: var(--c) }",
            "#x { font-size: 4pt }",
            "#x { position: absolute; left: -9999px }",
            "#x { opacity: 0 }",
            "#x { height: 0; overflow: hidden }",
            ":root { color-scheme: light dark } \
             @media (prefers-color-scheme: dark) { p { color: #111 } }",
            ".notice { background: black }",
        ] {
            assert_eq!(hidden(sheet, body).len(), 1, "{sheet}");
        }
        for sheet in [
            ".other { display: none }",
            "p { display: none } #x { display: block }",
            "p::before { display: none }",
            "#x { color: #333; font-size: 0.8em; opacity: 0.9 }",
            "body { background: #111; color: #eee }",
        ] {
            assert_eq!(hidden(sheet, body), Vec::<String>::new(), "{sheet}");
        }
    }
}
