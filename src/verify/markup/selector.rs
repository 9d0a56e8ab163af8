//! Which elements a selector means, as far as that is known (Selectors Level 4).

use std::cell::Cell;

use super::dom::{Dom, NodeId};
use super::sheet::{self, Medium, Rule};

/// So many steps from element to element are made for the selectors of a page; what would
/// take more is not known. No page that is written for readers comes near.
const MOST_STEPS: u64 = 400_000_000;

/// An element of a page for those who match selectors, and how many steps are left.
#[derive(Debug, Copy, Clone)]
struct Selected<'a>(&'a Dom, NodeId, &'a Cell<u64>);

impl Selected<'_> {
    /// Whether one more step may be made.
    fn step(self) -> bool {
        let left = self.2.get();
        self.2.set(left.saturating_sub(1));
        left > 0
    }
}

impl simplecss::Element for Selected<'_> {
    fn parent_element(&self) -> Option<Self> {
        let parent = self.0.parent(self.1).filter(|_| self.step())?;
        self.0.element(parent).map(|_| Self(self.0, parent, self.2))
    }

    fn prev_sibling_element(&self) -> Option<Self> {
        let mut before = self.0.before(self.1).iter().rev().take_while(|_| self.step());
        before
            .find(|&&kid| self.0.element(kid).is_some())
            .map(|&id| Self(self.0, id, self.2))
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

/// A rule for each of the selectors that `:is()` and `:where()` list in its own.
pub(super) fn expanded(rule: Rule) -> Vec<Rule> {
    let selector = rule.selector.as_str();
    let list = [":is(", ":where("].into_iter();
    let list = list.filter_map(|name| Some((selector.find(name)?, name.len())));
    let Some((start, length)) = list.min() else { return vec![rule] };
    let inner = &selector[start + length..];
    let mut depth = 1usize;
    let end = inner.find(|c| {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        depth == 0
    });
    let Some(end) = end else { return vec![rule] };
    let (before, after) = (&selector[..start], &inner[end + 1..]);
    let joins =
        before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '*' | '-' | '_'));
    let listed = sheet::selectors(&inner[..end]);
    // a name behind a name: nothing is selected by that, and nobody writes it
    if joins && listed.iter().any(|one| one.trim().starts_with(char::is_alphabetic)) {
        return vec![rule];
    }
    let each = listed.into_iter().flat_map(|one| {
        let selector = format!("{before}{}{after}", one.trim());
        expanded(Rule { selector, ..rule.clone() })
    });
    each.collect()
}

/// A selector, read once for all elements.
pub(super) enum Matcher<'a> {
    /// The page itself.
    Root,
    /// One that is understood.
    Sure(simplecss::Selector<'a>),
    /// One of which only the last part is understood, and not all of that.
    Perhaps(String),
    /// One of what is not an element, or not always so.
    Never,
}

/// Whether it is known which elements a selector means.
pub(super) fn is_sure(selector: &str) -> bool {
    let outside = selector.split('[').next().unwrap_or(selector);
    if outside.contains(|c: char| c.is_ascii_uppercase()) || selector.contains(":lang") {
        return false;
    }
    let declarations = Vec::new();
    let rule = Rule { selector: selector.to_owned(), declarations, medium: Medium::Any };
    expanded(rule).iter().all(|one| match Matcher::new(&one.selector) {
        Matcher::Root | Matcher::Sure(_) => true,
        Matcher::Perhaps(_) | Matcher::Never => false,
    })
}

/// How specific a selector is.
pub(super) enum Weight {
    /// It does not select the element.
    None,
    /// It may.
    Perhaps,
    /// It selects it.
    Some([u8; 3]),
}

/// The selectors of a page, and how many steps may still be made for them.
pub(super) struct Matchers<'a> {
    /// In the order of the rules.
    all: Vec<(Need, Matcher<'a>)>,
    left: Cell<u64>,
}

/// What an element must be for a selector to select it: most are told apart by this.
#[derive(Debug, Default)]
struct Need {
    name: Option<String>,
    class: Option<String>,
}

impl Need {
    /// That of the last part of a selector.
    fn of(selector: &str) -> Self {
        let part = last_part(selector);
        let part = part.split('[').next().unwrap_or_default();
        // what is escaped is left to others
        if part.contains('\\') {
            return Self::default();
        }
        let names = |text: &str| -> String {
            let is_name = |c: &char| c.is_alphanumeric() || matches!(c, '-' | '_');
            text.chars().take_while(is_name).collect()
        };
        let class = part.split_once('.').map(|(_, rest)| names(rest));
        Self {
            name: Some(names(part)).filter(|name| !name.is_empty()),
            class: class.filter(|class| !class.is_empty()),
        }
    }

    /// Whether an element is none of those.
    fn lacks(&self, dom: &Dom, id: NodeId) -> bool {
        if self.name.as_deref().is_some_and(|name| dom.name(id) != name) {
            return true;
        }
        self.class.as_deref().is_some_and(|class| {
            let own = dom.attribute(id, "class").unwrap_or_default();
            !own.split_whitespace().any(|one| one == class)
        })
    }
}

impl<'a> Matchers<'a> {
    /// Those of some rules.
    pub(super) fn of(rules: &'a [Rule]) -> Self {
        let all = rules.iter().map(|rule| {
            let matcher = Matcher::new(&rule.selector);
            let need = match matcher {
                Matcher::Sure(_) | Matcher::Perhaps(_) => Need::of(&rule.selector),
                Matcher::Root | Matcher::Never => Need::default(),
            };
            (need, matcher)
        });
        let all = all.collect();
        Self { all, left: Cell::new(MOST_STEPS) }
    }

    /// What the selector of a rule says of an element.
    pub(super) fn weight(&self, rule: usize, dom: &Dom, id: NodeId) -> Weight {
        match self.all.get(rule) {
            Some((need, one)) if !need.lacks(dom, id) => one.weight(dom, id, &self.left),
            Some(_) | None => Weight::None,
        }
    }
}

impl<'a> Matcher<'a> {
    pub(super) fn new(selector: &'a str) -> Self {
        if selector == ":root" {
            return Self::Root;
        }
        let passing = [
            "::",
            ":hover",
            ":focus",
            ":active",
            ":visited",
            ":target",
            ":checked",
            ":disabled",
            ":enabled",
            ":placeholder",
            ":before",
            ":after",
            ":first-l",
        ];
        if passing.iter().any(|one| selector.contains(one)) {
            return Self::Never;
        }
        match simplecss::Selector::parse(selector) {
            Some(parsed) => Self::Sure(parsed),
            None => Self::Perhaps(last_part(selector)),
        }
    }

    /// `left` is how many steps are left for all selectors.
    pub(super) fn weight(&self, dom: &Dom, id: NodeId, left: &Cell<u64>) -> Weight {
        let selected = Selected(dom, id, left);
        if !selected.step() {
            return Weight::Perhaps;
        }
        match self {
            Self::Root if dom.name(id) == "html" => Weight::Some([0, 1, 0]),
            Self::Root | Self::Never => Weight::None,
            Self::Sure(selector) => match selector.matches(&selected) {
                _ if left.get() == 0 => Weight::Perhaps,
                true => Weight::Some(selector.specificity()),
                false => Weight::None,
            },
            Self::Perhaps(part) => {
                let parsed = simplecss::Selector::parse(part);
                let may = parsed.is_none_or(|one| one.matches(&selected));
                if may { Weight::Perhaps } else { Weight::None }
            }
        }
    }
}

/// The last part of a selector, without its pseudo-classes.
fn last_part(selector: &str) -> String {
    let mut depth = 0usize;
    let mut part = String::new();
    let mut passed = false;
    for c in selector.chars() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        match c {
            ' ' | '>' | '+' | '~' if depth == 0 => {
                part.clear();
                passed = false;
                continue;
            }
            ':' if depth == 0 => passed = true,
            '.' | '#' | '[' if depth <= 1 && !(depth == 1 && c != '[') => passed = false,
            _ => {}
        }
        if !passed {
            part.push(c);
        }
    }
    if part.is_empty() { "*".to_owned() } else { part }
}
