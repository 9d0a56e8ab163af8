//! What style sheets say of an element (CSS Cascading and Inheritance Level 4), of the
//! properties that count here.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use super::selector::Choice;
use super::sheet::{Medium, Rule};

/// What is said of an element, by property, and what may be said of it besides.
#[derive(Debug, Clone, Default)]
pub(super) struct Said {
    values: BTreeMap<String, String>,
    perhaps: BTreeSet<String>,
}

impl Said {
    /// What some rules and declarations of its own say of an element in a scheme.
    pub(super) fn of(
        rules: &[Rule],
        choices: &[Choice],
        own: &[(String, String, bool)],
        scheme: Medium,
    ) -> Self {
        let mut cascade = Cascade::default();
        let mut perhaps = BTreeSet::new();
        for choice in choices {
            let Some(rule) = rules.get(choice.rule) else { continue };
            if !holds(rule.medium, scheme) {
                continue;
            }
            match choice.weight {
                Some(weight) => {
                    rule.declarations.iter().for_each(|one| cascade.say(one, weight));
                }
                None => perhaps.extend(rule.declarations.iter().map(|one| one.0.clone())),
            }
        }
        own.iter().for_each(|one| cascade.say(one, [u8::MAX; 3]));
        let values = cascade.0.into_iter();
        let values = values.map(|(name, (.., value))| (name.to_owned(), value.to_owned()));
        Self { values: values.collect(), perhaps }
    }

    /// The value of a property.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(String::as_str)
    }

    /// All properties and their values.
    pub(super) fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        self.values.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Whether something may be said of a property besides.
    pub(super) fn may(&self, is_it: impl Fn(&str) -> bool) -> bool {
        self.perhaps.iter().any(|name| is_it(name))
    }
}

/// The rules that select some elements, and what they say of them in each scheme.
#[derive(Debug)]
pub(super) struct Chosen {
    /// Its number: those of one style with the same rules are one.
    pub(super) number: usize,
    choices: Vec<Choice>,
    said: [OnceLock<Said>; 4],
}

impl Chosen {
    /// Those of some choices.
    pub(super) fn new(number: usize, choices: Vec<Choice>) -> Self {
        Self { number, choices, said: Default::default() }
    }

    /// The rules.
    pub(super) fn choices(&self) -> &[Choice] {
        &self.choices
    }

    /// What they say; `rules` are always the same.
    pub(super) fn said(&self, rules: &[Rule], scheme: Medium) -> &Said {
        let place = match scheme {
            Medium::Any => &self.said[0],
            Medium::Some => &self.said[1],
            Medium::Dark => &self.said[2],
            Medium::Print => &self.said[3],
        };
        place.get_or_init(|| Said::of(rules, &self.choices, &[], scheme))
    }
}

/// Whether anybody asks for a property.
pub(super) fn counts(name: &str) -> bool {
    name.starts_with("--") || matters(name) || looks(name) || is_of_size(name)
}

/// What some rules say, with the weight of each.
#[derive(Debug, Default)]
struct Cascade<'s>(BTreeMap<&'s str, (bool, [u8; 3], &'s str)>);

impl<'s> Cascade<'s> {
    fn say(
        &mut self,
        (name, value, important): &'s (String, String, bool),
        weight: [u8; 3],
    ) {
        let weaker = self.0.get(name.as_str()).is_some_and(|(strong, specific, _)| {
            (*strong, *specific) > (*important, weight)
        });
        if !weaker {
            self.0.insert(name, (*important, weight, value));
        }
    }
}

/// Whether a rule holds in a scheme.
fn holds(rule: Medium, scheme: Medium) -> bool {
    rule == Medium::Any || rule == scheme || rule == Medium::Some && scheme == Medium::Dark
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
