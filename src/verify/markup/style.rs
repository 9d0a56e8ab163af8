//! What style does to words: whether readers get to see them, and how well.
//!
//! A cascade (CSS Cascading and Inheritance Level 4) of the few properties that can hide
//! text. What it does not understand (a function, a selector) it leaves out, so that it
//! never says that something is hidden that is not.

use std::collections::{BTreeMap, BTreeSet};

use super::cascade::{Said, counts, dark_page, of_focus, said_by};
use super::dom::{Dom, NodeId, NodeKind, Space};
use super::selector::{Matchers, expanded};
use super::sheet::{self, Medium, Rule};
use super::value::{
    ROOT_SIZE, color, color_in, contrast, luminance, number, resolved, size,
};

/// Less contrast than this between words and what is behind them hides them.
const LEAST_CONTRAST: f64 = 3.0;

/// Smaller type than this nobody reads, in CSS pixels (4.5 points).
const LEAST_SIZE: f64 = 6.0;

/// Type of this size is large, in CSS pixels (WCAG 2.2, 1.4.3: 18 points).
const LARGE: f64 = 24.0;

/// Bold type of this size is large, in CSS pixels (WCAG 2.2, 1.4.3: 14 points).
const LARGE_BOLD: f64 = 18.66;

/// The rules of a page, in order.
#[derive(Debug, Default)]
pub(in crate::verify) struct Style {
    pub(super) rules: Vec<Rule>,
    /// Those of what has the focus, by what has it.
    pub(super) focus: Vec<Rule>,
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

impl Style {
    /// The rules of some style sheets that can hide something or make it hard to see.
    pub(in crate::verify) fn new<'a>(sheets: impl Iterator<Item = &'a str>) -> Self {
        let all: Vec<Rule> = sheets.flat_map(sheet::rules).flat_map(expanded).collect();
        let focus = all.iter().filter_map(of_focus).collect();
        let rules = all
            .into_iter()
            .filter(|rule| rule.declarations.iter().any(|(name, ..)| counts(name)));
        Self { rules: rules.collect(), focus }
    }

    /// What readers see of the elements below `root`, those in `apart` left out.
    pub(in crate::verify) fn seen(
        &self,
        dom: &Dom,
        root: NodeId,
        apart: &BTreeSet<NodeId>,
    ) -> Seen {
        let mut seen = Seen::default();
        let matchers = Matchers::of(&self.rules);
        // without this browsers leave the page light, whatever readers want
        let dark = dark_page(&self.rules);
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
        let matchers = Matchers::of(&self.rules);
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
    pub(super) fn variables(
        &self,
        dom: &Dom,
        path: &[NodeId],
        matchers: &Matchers<'_>,
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
    pub(super) fn said(
        &self,
        dom: &Dom,
        id: NodeId,
        matchers: &Matchers<'_>,
        scheme: Medium,
    ) -> Said<'_> {
        let (mut said, perhaps) = said_by(&self.rules, dom, id, matchers, scheme);
        let own = dom.attribute(id, "style").unwrap_or_default();
        for (name, value, important) in sheet::declarations(own) {
            said.say(&name, &value, important, [u8::MAX; 3]);
        }
        (said.values(), perhaps)
    }

    /// The same of an element that has the focus.
    pub(super) fn focused(
        &self,
        dom: &Dom,
        id: NodeId,
        matchers: &Matchers<'_>,
        scheme: Medium,
    ) -> Said<'_> {
        let (said, perhaps) = said_by(&self.focus, dom, id, matchers, scheme);
        (said.values(), perhaps)
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
pub(super) fn blank(dark: bool) -> Look {
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
    /// Its colour, if that is known.
    pub(super) fn color_if_sure(self) -> Option<[u8; 3]> {
        self.sure[0].then_some(self.color)
    }

    /// What is behind it, if that is known.
    pub(super) fn ground_if_sure(self) -> Option<[u8; 3]> {
        self.sure[1].then_some(self.ground)
    }

    /// Its size of type in CSS pixels, if that is known.
    pub(super) fn size_if_sure(self) -> Option<f64> {
        self.sure[2].then_some(self.size)
    }

    /// Its size of type and that of the page, in CSS pixels, as far as they are known.
    pub(super) const fn sizes(self) -> (f64, f64) {
        (self.size, self.root)
    }

    /// What an element in it looks like.
    pub(super) fn with(
        self,
        dom: &Dom,
        id: NodeId,
        (said, perhaps): &Said<'_>,
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
