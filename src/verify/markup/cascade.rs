//! What style sheets say of an element (CSS Cascading and Inheritance Level 4), of the
//! properties that count here.

use std::collections::{BTreeMap, BTreeSet};

use super::dom::{Dom, NodeId};
use super::selector::{Matchers, Weight};
use super::sheet::{Medium, Rule};

/// What is said of an element, by property, and what may be said of it besides.
pub(super) type Said<'s> = (BTreeMap<String, String>, BTreeSet<&'s str>);

/// Whether anybody asks for a property.
pub(super) fn counts(name: &str) -> bool {
    name.starts_with("--") || matters(name) || looks(name) || is_of_size(name)
}

/// What some rules say, with the weight of each.
#[derive(Debug, Default)]
pub(super) struct Cascade(BTreeMap<String, (bool, [u8; 3], String)>);

impl Cascade {
    pub(super) fn say(
        &mut self,
        name: &str,
        value: &str,
        important: bool,
        weight: [u8; 3],
    ) {
        let weaker = self.0.get(name).is_some_and(|(strong, specific, _)| {
            (*strong, *specific) > (important, weight)
        });
        if !weaker {
            self.0.insert(name.to_owned(), (important, weight, value.to_owned()));
        }
    }

    pub(super) fn values(self) -> BTreeMap<String, String> {
        self.0.into_iter().map(|(name, (.., value))| (name, value)).collect()
    }
}

/// Whether a rule holds in a scheme.
fn holds(rule: Medium, scheme: Medium) -> bool {
    rule == Medium::Any || rule == scheme || rule == Medium::Some && scheme == Medium::Dark
}

/// What some rules say of an element, and what they may say of it.
pub(super) fn said_by<'r>(
    rules: &'r [Rule],
    dom: &Dom,
    id: NodeId,
    matchers: &Matchers<'_>,
    scheme: Medium,
) -> (Cascade, BTreeSet<&'r str>) {
    let mut perhaps = BTreeSet::new();
    let mut said = Cascade::default();
    for (number, rule) in rules.iter().enumerate() {
        if !holds(rule.medium, scheme) {
            continue;
        }
        let weight = match matchers.weight(number, dom, id) {
            Weight::None => continue,
            Weight::Perhaps => {
                perhaps.extend(rule.declarations.iter().map(|one| one.0.as_str()));
                continue;
            }
            Weight::Some(weight) => weight,
        };
        for (name, value, important) in &rule.declarations {
            said.say(name, value, *important, weight);
        }
    }
    (said, perhaps)
}

/// Whether readers may have a page light on dark: without this browsers leave it light,
/// whatever they want.
pub(super) fn dark_page(rules: &[Rule]) -> bool {
    let mut all = rules.iter().flat_map(|rule| &rule.declarations);
    all.any(|(name, value, _)| {
        name == "color-scheme" && value.split(' ').any(|one| one == "dark")
    })
}

/// A rule of what has the focus as one of what may have it.
pub(super) fn of_focus(rule: &Rule) -> Option<Rule> {
    let selector = rule.selector.replace(":focus-visible", "").replace(":focus", "");
    let is_it = selector != rule.selector && !selector.contains("-within");
    let selector = if selector.is_empty() { "*".to_owned() } else { selector };
    is_it.then(|| Rule { selector, ..rule.clone() })
}

/// Whether a property says how words and grounds look.
fn looks(name: &str) -> bool {
    matches!(
        name,
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
            | "outline"
            | "outline-color"
            | "outline-style"
            | "outline-width"
    )
}

/// Whether a property says how high something is.
fn is_of_size(name: &str) -> bool {
    name.starts_with("padding")
        || matches!(
            name,
            "line-height" | "min-height" | "min-block-size" | "block-size" | "box-sizing"
        )
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
