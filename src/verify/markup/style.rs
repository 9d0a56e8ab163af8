//! What style does to words: whether readers get to see them, and how well.
//!
//! A cascade (CSS Cascading and Inheritance Level 4) of the few properties that can hide
//! text. What it does not understand (a function, a selector) it leaves out, so that it
//! never says that something is hidden that is not.

use std::collections::{BTreeMap, BTreeSet};

use super::dom::{Dom, NodeId, NodeKind, Space};
use super::selector::{Matcher, Weight, expanded};
use super::sheet::{self, Medium, Rule};

/// Less contrast than this between words and what is behind them hides them.
const LEAST_CONTRAST: f64 = 3.0;

/// Smaller type than this nobody reads, in CSS pixels (4.5 points).
const LEAST_SIZE: f64 = 6.0;

/// The size of type that readers start with, in CSS pixels.
const ROOT_SIZE: f64 = 16.0;

/// Type of this size is large, in CSS pixels (WCAG 2.2, 1.4.3: 18 points).
const LARGE: f64 = 24.0;

/// Bold type of this size is large, in CSS pixels (WCAG 2.2, 1.4.3: 14 points).
const LARGE_BOLD: f64 = 18.66;

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
    /// Whether nothing is said of the colour, of the ground and of the size of type that is
    /// not understood.
    sure: [bool; 3],
    size: f64,
    /// The size of type of the page.
    root: f64,
    bold: bool,
    opacity: f64,
    /// Whether a link looks like one without its colour.
    marked: bool,
}

/// What readers see of a page.
#[derive(Debug, Default)]
pub(in crate::verify) struct Seen {
    /// What hides each element that is hidden, by itself or with what holds it.
    pub(in crate::verify) hidden: BTreeMap<NodeId, String>,
    /// The elements whose words are hard to see.
    pub(in crate::verify) pale: Vec<Pale>,
}

/// Words that are hard to see.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::verify) struct Pale {
    /// The element.
    pub(in crate::verify) id: NodeId,
    /// The contrast that they have, and the least that they should have.
    pub(in crate::verify) contrast: f64,
    pub(in crate::verify) wanted: f64,
    /// Whether that is so in the dark scheme of colours, and not in the other.
    pub(in crate::verify) dark: bool,
    /// Whether it is a link and the words around it that are too much alike.
    pub(in crate::verify) link: bool,
}

/// What a reader may want: all that may hold, what always holds, light on dark, paper.
const SCHEMES: [Medium; 4] = [Medium::Some, Medium::Any, Medium::Dark, Medium::Print];

/// Whether a rule holds in a scheme.
fn holds(rule: Medium, scheme: Medium) -> bool {
    rule == Medium::Any || rule == scheme || rule == Medium::Some && scheme == Medium::Dark
}

impl Style {
    /// The rules of some style sheets that can hide something or make it hard to see.
    pub(in crate::verify) fn new<'a>(sheets: impl Iterator<Item = &'a str>) -> Self {
        let all = sheets.flat_map(sheet::rules).flat_map(expanded);
        let rules = all.filter(|rule| {
            rule.declarations.iter().any(|(name, ..)| {
                name.starts_with("--")
                    || matters(name)
                    || matches!(
                        name.as_str(),
                        "color"
                            | "background"
                            | "background-color"
                            | "background-image"
                            | "border"
                            | "border-bottom"
                            | "border-block-end"
                            | "color-scheme"
                            | "font-weight"
                            | "text-decoration"
                            | "text-decoration-line"
                    )
            })
        });
        Self { rules: rules.collect() }
    }

    /// What readers see of the elements below `root`, those in `apart` left out.
    pub(in crate::verify) fn seen(
        &self,
        dom: &Dom,
        root: NodeId,
        apart: &BTreeSet<NodeId>,
    ) -> Seen {
        let mut seen = Seen::default();
        let matchers: Vec<Matcher<'_>> =
            self.rules.iter().map(|rule| Matcher::new(&rule.selector)).collect();
        // without this browsers leave the page light, whatever readers want
        let dark = self.rules.iter().flat_map(|rule| &rule.declarations);
        let dark = dark.into_iter().any(|(name, value, _)| {
            name == "color-scheme" && value.split(' ').any(|one| one == "dark")
        });
        let mut path = vec![root];
        while let Some(parent) = dom.parent(path[path.len() - 1]) {
            path.push(parent);
        }
        let html = dom.find("html").filter(|html| !path.contains(html));
        let holders: Vec<NodeId> = path.iter().copied().chain(html).collect();
        let below = dom.below_except(root, apart);
        let is_said =
            |scheme: &Medium| self.rules.iter().any(|rule| rule.medium == *scheme);
        for scheme in SCHEMES {
            // the same is looked at once
            let other = if scheme == Medium::Any { Medium::Some } else { scheme };
            if scheme != Medium::Some && !is_said(&other) {
                continue;
            }
            let on_paper = scheme == Medium::Print;
            let mut looks: BTreeMap<NodeId, Look> = BTreeMap::new();
            let mut gone: BTreeSet<NodeId> = BTreeSet::new();
            let variables = self.variables(dom, &holders, &matchers, scheme);
            let blank = blank(dark && scheme == Medium::Dark);
            for id in path.iter().rev().copied().chain(below.iter().copied()) {
                if dom.element(id).is_none() || on_paper && is_for_screens(dom, id) {
                    continue;
                }
                let parent = dom.parent(id);
                let around = parent.and_then(|parent| looks.get(&parent));
                let around = around.copied().unwrap_or(blank);
                let said = self.said(dom, id, &matchers, scheme);
                let look = around.with(dom, id, &said, &variables);
                looks.insert(id, look);
                if let Some(why) = look.hiding(around) {
                    seen.hidden.entry(id).or_insert(why);
                }
                if let Some(why) = hiding(&said.0) {
                    gone.insert(id);
                    seen.hidden.insert(id, why);
                } else if parent.is_some_and(|parent| gone.contains(&parent))
                    || dom.attribute(id, "hidden").is_some()
                {
                    gone.insert(id);
                } else if let Some(pale) = look.pale(dom, id, around)
                    && matches!(scheme, Medium::Some | Medium::Dark)
                {
                    let known = seen.pale.iter().any(|one| one.id == id);
                    let dark = scheme == Medium::Dark;
                    if !known && !path[1..].contains(&id) {
                        seen.pale.push(Pale { dark, ..pale });
                    }
                }
            }
        }
        seen
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
        let matchers: Vec<Matcher<'_>> =
            self.rules.iter().map(|rule| Matcher::new(&rule.selector)).collect();
        let variables = self.variables(dom, &path, &matchers, Medium::Some);
        let mut looks: BTreeMap<NodeId, Look> = BTreeMap::new();
        for id in path.into_iter().rev().chain(dom.below(root)) {
            if dom.element(id).is_some() {
                let around = dom.parent(id).and_then(|parent| looks.get(&parent)).copied();
                let said = self.said(dom, id, &matchers, Medium::Some);
                let around = around.unwrap_or_else(|| blank(false));
                let look = around.with(dom, id, &said, &variables);
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
        matchers: &[Matcher<'_>],
        scheme: Medium,
    ) -> BTreeMap<String, String> {
        let mut variables = BTreeMap::new();
        for &id in path.iter().rev() {
            for (name, value) in self.said(dom, id, matchers, scheme).0 {
                if name.starts_with("--") {
                    variables.insert(name, value);
                }
            }
        }
        variables
    }

    /// What is said of an element, by property; the strongest of several. And what may be
    /// said of it by selectors that are not understood.
    fn said(
        &self,
        dom: &Dom,
        id: NodeId,
        matchers: &[Matcher<'_>],
        scheme: Medium,
    ) -> (BTreeMap<String, String>, BTreeSet<&str>) {
        let mut perhaps = BTreeSet::new();
        let mut said: BTreeMap<String, (bool, [u8; 3], String)> = BTreeMap::new();
        let mut say = |name: &str, value: &str, important: bool, weight: [u8; 3]| {
            let weaker = said.get(name).is_some_and(|(strong, specific, _)| {
                (*strong, *specific) > (important, weight)
            });
            if !weaker {
                said.insert(name.to_owned(), (important, weight, value.to_owned()));
            }
        };
        for (rule, matcher) in self.rules.iter().zip(matchers) {
            if !holds(rule.medium, scheme) {
                continue;
            }
            let weight = match matcher.weight(dom, id) {
                Weight::None => continue,
                Weight::Perhaps => {
                    perhaps.extend(rule.declarations.iter().map(|one| one.0.as_str()));
                    continue;
                }
                Weight::Some(weight) => weight,
            };
            for (name, value, important) in &rule.declarations {
                say(name, value, *important, weight);
            }
        }
        let own = dom.attribute(id, "style").unwrap_or_default();
        for (name, value, important) in sheet::declarations(own) {
            say(&name, &value, important, [u8::MAX; 3]);
        }
        let said = said.into_iter().map(|(name, (.., value))| (name, value)).collect();
        (said, perhaps)
    }
}

/// Whether an element leads through a page on a screen: nothing of it is on paper.
fn is_for_screens(dom: &Dom, id: NodeId) -> bool {
    let is = |id| {
        let role = dom.attribute(id, "role").unwrap_or_default();
        matches!(role, "doc-backlink" | "doc-pagebreak") || dom.is(id, "nav")
    };
    is(id) || dom.around(id).any(is)
}

/// What a page looks like where nothing is said.
fn blank(dark: bool) -> Look {
    let (color, ground) = if dark { ([255; 3], [0; 3]) } else { ([0; 3], [255; 3]) };
    Look {
        color,
        ground,
        sure: [true; 3],
        size: ROOT_SIZE,
        root: ROOT_SIZE,
        bold: false,
        opacity: 1.0,
        marked: true,
    }
}

/// Words that leave a property as it is around an element.
const KEEPING: [&str; 7] =
    ["inherit", "currentcolor", "unset", "revert", "none", "transparent", "initial"];

impl Look {
    fn with(
        self,
        dom: &Dom,
        id: NodeId,
        (said, perhaps): &(BTreeMap<String, String>, BTreeSet<&str>),
        variables: &BTreeMap<String, String>,
    ) -> Self {
        let value = |name: &str| said.get(name).map(|value| resolved(value, variables));
        let mut look = self.by_itself(dom, id);
        if let Some(value) = value("color") {
            let found = color(&value);
            look.color = found.unwrap_or(self.color);
            let kept = KEEPING.contains(&value.as_str());
            look.sure[0] = found.is_some() || kept && self.sure[0];
        }
        if let Some(value) = value("background-color").or_else(|| value("background")) {
            let found = color_in(&value);
            let kept = KEEPING.contains(&value.as_str());
            let drawn = value.contains("url(") || value.contains("gradient");
            look.ground = found.unwrap_or(self.ground);
            look.sure[1] = !drawn && (found.is_some() || kept && self.sure[1]);
        }
        if value("background-image").is_some_and(|value| value != "none") {
            look.sure[1] = false;
        }
        look.sure[0] &= !perhaps.contains("color");
        look.sure[1] &= !perhaps.iter().any(|name| name.starts_with("background"));
        // colours that hold in a part of a page alone
        let own = said
            .iter()
            .any(|(name, value)| name.starts_with("--") && color(value).is_some());
        if own && !dom.is(id, "html") && !dom.is(id, "body") {
            look.sure = [false; 3];
        }
        if let Some(value) = value("font-size") {
            let found = size(&value, self.size, self.root);
            look.size = found.unwrap_or(self.size);
            look.sure[2] = found.is_some();
        }
        look.sure[2] &= !perhaps.contains("font-size");
        if dom.is(id, "html") {
            look.root = look.size;
        }
        if let Some(weight) = value("font-weight") {
            let heavy =
                weight.parse::<u32>().map_or(weight == "bold", |weight| weight >= 700);
            look.bold = heavy || self.bold && weight == "inherit";
        }
        let opacity = value("opacity").and_then(|value| value.parse::<f64>().ok());
        look.opacity = self.opacity * opacity.unwrap_or(1.0);
        let line = value("text-decoration-line").or_else(|| value("text-decoration"));
        let bordered = ["border", "border-bottom", "border-block-end"].into_iter();
        let bordered =
            bordered.filter_map(value).any(|value| !value.starts_with(['0', 'n']));
        let plain = line.is_some_and(|line| line.split(' ').any(|one| one == "none"));
        look.marked = !plain || bordered || look.ground != self.ground;
        look
    }

    /// What an element looks like of which nothing is said (HTML, 15.3).
    fn by_itself(self, dom: &Dom, id: NodeId) -> Self {
        let mut look = self;
        look.marked = true;
        let times = match dom.name(id) {
            "h1" => 2.0,
            "h2" => 1.5,
            "h3" => 1.17,
            "h5" | "small" | "sub" | "sup" => 0.83,
            "h6" => 0.67,
            _ => 1.0,
        };
        look.size *= times;
        match dom.name(id) {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "b" | "strong" | "th" => {
                look.bold = true
            }
            "mark" => {
                (look.color, look.ground) = ([0; 3], [255, 255, 0]);
                look.sure = [true, true, look.sure[2]];
            }
            "a" if dom.attribute(id, "href").is_some() => {
                let dark = luminance(self.ground) < 0.18;
                look.color = if dark { [0x9e, 0x9e, 0xff] } else { [0, 0, 0xee] };
                look.sure[0] = true;
            }
            _ => {}
        }
        look
    }

    /// How hard the words are to see that an element holds itself.
    fn pale(self, dom: &Dom, id: NodeId, around: Self) -> Option<Pale> {
        let has_words = |id: NodeId| {
            dom.kids(id).iter().any(|&kid| match dom.kind(kid) {
                NodeKind::Text(words) => !words.trim().is_empty(),
                NodeKind::Element(_) | NodeKind::Document | NodeKind::Silent => false,
            })
        };
        let drawn = dom.element(id).is_some_and(|one| one.space == Space::Svg);
        let silent = matches!(dom.name(id), "script" | "style" | "title" | "template");
        if drawn || silent || !self.sure[0] || !self.sure[1] {
            return None;
        }
        let blend = |text: u8, ground: u8| {
            let (text, ground) = (f64::from(text), f64::from(ground));
            let mixed = text * self.opacity + ground * (1.0 - self.opacity);
            // between two bytes, so one itself
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a mean"
            )]
            let mixed = mixed.round() as u8;
            mixed
        };
        let [r, g, b] = self.color;
        let text =
            [blend(r, self.ground[0]), blend(g, self.ground[1]), blend(b, self.ground[2])];
        let pale = |contrast: f64, wanted: f64, link: bool| {
            let dark = false;
            (contrast < wanted - 0.005).then_some(Pale { id, contrast, wanted, dark, link })
        };
        if has_words(id) {
            let large =
                !self.sure[2] || self.size >= LARGE || self.bold && self.size >= LARGE_BOLD;
            let wanted = if large { 3.0 } else { 4.5 };
            let found = pale(contrast(text, self.ground), wanted, false);
            if found.is_some() {
                return found;
            }
        }
        let link = dom.is(id, "a") && dom.attribute(id, "href").is_some();
        let in_text = dom.parent(id).is_some_and(has_words) && around.sure[0];
        if !link || self.marked || !in_text {
            return None;
        }
        // nothing hangs on a colour that is that of the text
        let found = contrast(self.color, around.color);
        if found > 1.005 { pale(found, 3.0, true) } else { None }
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
        let (name, other) = inner[..end].split_once(',').unwrap_or((&inner[..end], ""));
        let held = variables.get(name.trim()).cloned();
        let held = held.unwrap_or_else(|| other.trim().to_owned());
        value = format!("{}{held}{}", &value[..start], &inner[end + 1..]);
    }
    value
}

/// Colours by their names (CSS Color Level 4, 6.1), those that are often used.
const NAMED: [(&str, [u8; 3]); 22] = [
    ("aqua", [0, 255, 255]),
    ("black", [0; 3]),
    ("blue", [0, 0, 255]),
    ("darkgray", [0xa9; 3]),
    ("darkgrey", [0xa9; 3]),
    ("dimgray", [0x69; 3]),
    ("dimgrey", [0x69; 3]),
    ("fuchsia", [255, 0, 255]),
    ("gray", [0x80; 3]),
    ("green", [0, 0x80, 0]),
    ("grey", [0x80; 3]),
    ("lightgray", [0xd3; 3]),
    ("lightgrey", [0xd3; 3]),
    ("lime", [0, 255, 0]),
    ("maroon", [0x80, 0, 0]),
    ("navy", [0, 0, 0x80]),
    ("red", [255, 0, 0]),
    ("silver", [0xc0; 3]),
    ("teal", [0, 0x80, 0x80]),
    ("white", [255; 3]),
    ("whitesmoke", [0xf5; 3]),
    ("yellow", [255, 255, 0]),
];

/// The first colour of some words, of those that are colours.
fn color_in(value: &str) -> Option<[u8; 3]> {
    value.split_whitespace().find_map(color)
}

/// A colour; one that lets something through is none.
fn color(value: &str) -> Option<[u8; 3]> {
    if let Some((_, found)) = NAMED.iter().find(|(name, _)| *name == value.trim()) {
        return Some(*found);
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

/// A size of type in CSS pixels; of one between bounds the least.
fn size(value: &str, around: f64, root: f64) -> Option<f64> {
    if let Some(least) = value.strip_prefix("clamp(") {
        return size(least.split(',').next()?.trim(), around, root);
    }
    if let Some(all) = value.strip_prefix("max(").and_then(|all| all.strip_suffix(')')) {
        let all = all.split(',').filter_map(|one| size(one.trim(), around, root));
        return all.reduce(f64::max);
    }
    let steps = [
        ("inherit", around),
        ("smaller", around / 1.2),
        ("larger", around * 1.2),
        ("medium", ROOT_SIZE),
        ("small", 13.0),
        ("large", 18.0),
    ];
    if let Some((_, found)) = steps.into_iter().find(|(name, _)| *name == value) {
        return Some(found);
    }
    let end = value.find(|c: char| !c.is_ascii_digit() && c != '.')?;
    let number: f64 = value[..end].parse().ok()?;
    match &value[end..] {
        "px" => Some(number),
        "pt" => Some(number * 4.0 / 3.0),
        "em" => Some(number * around),
        "rem" => Some(number * root),
        "%" => Some(number * around / 100.0),
        _ => None,
    }
}

/// The contrast of two colours (WCAG 2.2, 1.4.3): 1 to 21.
pub(in crate::verify) fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// How bright a colour is (WCAG 2.2, relative luminance): 0 to 1.
fn luminance([r, g, b]: [u8; 3]) -> f64 {
    let linear = |part: u8| {
        let part = f64::from(part) / 255.0;
        if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
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
        style.seen(&dom, Dom::root(), &BTreeSet::new()).hidden.into_values().collect()
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

    /// What is hard to see: whether in the dark alone, and whether as a link.
    fn pale(sheet: &str, body: &str) -> Vec<(bool, bool)> {
        let page = format!("<!DOCTYPE html><html lang=en><body>{body}</body></html>");
        let (dom, _) = html::read(&page);
        let style = Style::new(std::iter::once(sheet));
        let pale = style.seen(&dom, Dom::root(), &BTreeSet::new()).pale;
        pale.into_iter().map(|one| (one.dark, one.link)).collect()
    }

    #[test]
    fn words_are_hard_to_see_in_many_ways() {
        let body = "<p class=x>Words <a href=#y>and a link</a> more</p>";
        for (sheet, found) in [
            ("p { color: #888 }", vec![(false, false)]),
            ("p { color: gray; background: silver }", vec![(false, false)]),
            (":root { --c: #888 } p { color: var(--c) }", vec![(false, false)]),
            ("p { color: var(--none, #888) }", vec![(false, false)]),
            ("p { color: #888 } .y > :is(h1, h2) { color: #000 }", vec![(false, false)]),
            ("p { opacity: 0.5 }", vec![(false, false), (false, false)]),
            (
                ":root { color-scheme: light dark } \
                 @media (prefers-color-scheme: dark) { p { color: #555 } }",
                vec![(true, false)],
            ),
            ("a { text-decoration: none; color: #333 }", vec![(false, true)]),
        ] {
            assert_eq!(pale(sheet, body), found, "{sheet}");
        }
        for sheet in [
            "",
            "p { color: #888; font-size: 24px }",
            "p { color: #888; font-size: 19px; font-weight: bold }",
            // what is not understood is not judged
            "p { color: hsl(0 0% 60%) }",
            "p { color: #888; font-size: calc(1rem + 2vw) }",
            "p { color: #888 } p:not(.y) { color: #000 }",
            "p { color: #888 } h1 ~ p { color: #000 }",
            "p { color: #888; background: url(x.png) }",
            "p:hover { color: #ddd }",
            "p { color: #888 } body :is(p, ul) { color: #000 }",
            "a { text-decoration: none; color: inherit }",
            "a { text-decoration: none; border-bottom: 1px solid; color: #333 }",
        ] {
            assert_eq!(pale(sheet, body), [], "{sheet}");
        }
    }
}
