//! What an element looks like: its colours, its size, how well its words are to be seen.

use std::collections::BTreeMap;

use super::cascade::Said;
use super::dom::{Dom, NodeId, Space};
use super::value::{
    ROOT_SIZE, color, color_in, contrast, luminance, number, resolved, size,
};

/// Less contrast than this between words and what is behind them hides them.
const LEAST_CONTRAST: f64 = 3.0;

/// Smaller type than this nobody reads, in CSS pixels (4.5 points).
const LEAST_SIZE: f64 = 6.0;

/// A link that nothing else tells from the words around it has this contrast with them
/// (WCAG 2.2, 1.4.1, as technique G183 has it).
pub(super) const LEAST_OF_LINKS: f64 = 3.0;

/// Type of this size is large, in CSS pixels (WCAG 2.2, 1.4.3: 18 points).
const LARGE: f64 = 24.0;

/// Bold type of this size is large, in CSS pixels (WCAG 2.2, 1.4.3: 14 points).
const LARGE_BOLD: f64 = 18.66;

/// What an element looks like, as far as is known.
#[derive(Debug, Copy, Clone)]
pub(super) struct Look {
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
        said: &Said,
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
        look.sure[0] &= !said.may(|name| name == "color");
        look.sure[1] &= !said.may(|name| name.starts_with("background"));
        // colours that hold in a part of a page alone
        let own = said
            .all()
            .any(|(name, value)| name.starts_with("--") && color(value).is_some());
        if own && !dom.is(id, "html") && !dom.is(id, "body") {
            look.sure = [false; 3];
        }
        if let Some(value) = value("font-size") {
            let found = size(&value, self.size, self.root);
            look.size = found.unwrap_or(self.size);
            look.sure[2] = found.is_some();
        }
        look.sure[2] &= !said.may(|name| name == "font-size");
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

    /// The contrast of the words of an element and the least that they should have, where
    /// that is more.
    pub(super) fn faint(self, dom: &Dom, id: NodeId) -> Option<(f64, f64)> {
        let large =
            !self.sure[2] || self.size >= LARGE || self.bold && self.size >= LARGE_BOLD;
        let wanted = if large { 3.0 } else { 4.5 };
        let found = contrast(self.blended(), self.ground);
        (self.can_be_judged(dom, id) && is_less(found, wanted)).then_some((found, wanted))
    }

    /// The contrast of a link and the words around it, where nothing else tells it from
    /// them and it is too low.
    pub(super) fn like_text(self, dom: &Dom, id: NodeId, around: Self) -> Option<f64> {
        let link = dom.is(id, "a") && dom.attribute(id, "href").is_some();
        if !link || self.marked || !around.sure[0] || !self.can_be_judged(dom, id) {
            return None;
        }
        // nothing hangs on a colour that is that of the text
        let found = contrast(self.color, around.color);
        (found > 1.005 && is_less(found, LEAST_OF_LINKS)).then_some(found)
    }

    /// Whether enough is known of it to say how its words are to be seen.
    fn can_be_judged(self, dom: &Dom, id: NodeId) -> bool {
        let drawn = dom.element(id).is_some_and(|one| one.space == Space::Svg);
        let silent = matches!(dom.name(id), "script" | "style" | "title" | "template");
        !drawn && !silent && self.sure[0] && self.sure[1]
    }

    /// The colour of its words as its opacity leaves it.
    fn blended(self) -> [u8; 3] {
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
        [blend(r, self.ground[0]), blend(g, self.ground[1]), blend(b, self.ground[2])]
    }

    /// What hides the words of an element that look like this, and did not around it.
    pub(super) fn hiding(self, around: Self) -> Option<String> {
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

/// Whether a contrast is less than another, by more than nobody sees.
fn is_less(found: f64, wanted: f64) -> bool {
    found < wanted - 0.005
}

/// The first of some declarations that hides what they are said of, as it is written.
pub(super) fn hiding(said: &Said) -> Option<String> {
    let is = |name: &str, value: &str| said.get(name) == Some(value);
    let nothing = |name: &str| said.get(name).and_then(number).is_some_and(|n| n <= 1.0);
    if is("overflow", "hidden")
        && ["height", "width", "max-height"].into_iter().any(nothing)
    {
        return Some("`overflow: hidden` and no room".to_owned());
    }
    let found = said.all().find(|(name, value)| is_hiding(name, value));
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
