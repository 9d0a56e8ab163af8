//! Which elements a selector means, as far as that is known (Selectors Level 4).

use std::cell::Cell;
use std::collections::BTreeMap;

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
enum Matcher<'a> {
    /// The page itself.
    Root,
    /// One that is understood.
    Sure(simplecss::Selector<'a>),
    /// One of which only the last part is understood, if that, and not all of it.
    Perhaps(Option<simplecss::Selector<'a>>),
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
    expanded(rule).iter().all(|one| match Matcher::new(&one.selector, "") {
        Matcher::Root | Matcher::Sure(_) => true,
        Matcher::Perhaps(_) | Matcher::Never => false,
    })
}

/// Rules of a page in order, each with the last part of its selector.
#[derive(Debug, Default)]
pub(super) struct Rules {
    all: Vec<Rule>,
    lasts: Vec<String>,
}

impl FromIterator<Rule> for Rules {
    fn from_iter<T: IntoIterator<Item = Rule>>(rules: T) -> Self {
        let all: Vec<Rule> = rules.into_iter().collect();
        let lasts = all.iter().map(|rule| last_part(&rule.selector)).collect();
        Self { all, lasts }
    }
}

impl Rules {
    /// The rules.
    pub(super) fn all(&self) -> &[Rule] {
        &self.all
    }
}

/// A rule that selects an element.
#[derive(Debug, Copy, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Choice {
    /// Its number.
    pub(super) rule: usize,
    /// How specific its selector is; `None` if it is not known whether it selects the
    /// element.
    pub(super) weight: Option<[u8; 3]>,
}

/// How many steps may still be made for selectors.
pub(super) struct Steps(Cell<u64>);

impl Default for Steps {
    fn default() -> Self {
        Self(Cell::new(MOST_STEPS))
    }
}

/// The selectors of a page, most of them by what the element must be that they select.
#[derive(Default)]
pub(super) struct Matchers<'a> {
    /// In the order of the rules.
    all: Vec<(Need, Matcher<'a>)>,
    by_class: BTreeMap<String, Vec<usize>>,
    by_name: BTreeMap<String, Vec<usize>>,
    /// Those that want neither.
    others: Vec<usize>,
}

/// What an element must be for a selector to select it: most are told apart by this.
#[derive(Debug, Default)]
struct Need {
    name: Option<String>,
    class: Option<String>,
}

impl Need {
    /// That of the last part of a selector.
    fn of(part: &str) -> Self {
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
}

impl<'a> Matchers<'a> {
    /// Those of some rules.
    pub(super) fn of(rules: &'a Rules) -> Self {
        let mut matchers = Self::default();
        for (number, (rule, last)) in rules.all.iter().zip(&rules.lasts).enumerate() {
            let matcher = Matcher::new(&rule.selector, last);
            let need = match matcher {
                Matcher::Sure(_) | Matcher::Perhaps(_) => Need::of(last),
                Matcher::Root => Need { name: Some("html".to_owned()), class: None },
                Matcher::Never => Need::default(),
            };
            let place = match (&matcher, &need) {
                (Matcher::Never, _) => None,
                (_, Need { class: Some(class), .. }) => {
                    Some(matchers.by_class.entry(class.clone()).or_default())
                }
                (_, Need { name: Some(name), .. }) => {
                    Some(matchers.by_name.entry(name.clone()).or_default())
                }
                _ => Some(&mut matchers.others),
            };
            if let Some(place) = place {
                place.push(number);
            }
            matchers.all.push((need, matcher));
        }
        matchers
    }

    /// The rules that select an element, and those that may, in their order.
    pub(super) fn choices(&self, dom: &Dom, id: NodeId, steps: &Steps) -> Vec<Choice> {
        let name = dom.name(id);
        let classes = dom.attribute(id, "class").unwrap_or_default();
        let by_class = classes.split_whitespace().filter_map(|one| self.by_class.get(one));
        let lists = by_class.chain(self.by_name.get(name)).chain([&self.others]);
        let mut found: Vec<usize> = lists.flatten().copied().collect();
        found.sort_unstable();
        // a class may be written twice
        found.dedup();
        let choices = found.into_iter().filter_map(|rule| {
            let (need, matcher) = self.all.get(rule)?;
            if need.name.as_deref().is_some_and(|needed| needed != name) {
                return None;
            }
            let weight = matcher.weight(dom, id, &steps.0)?;
            Some(Choice { rule, weight })
        });
        choices.collect()
    }
}

impl<'a> Matcher<'a> {
    /// `last` is the last part of the selector.
    fn new(selector: &'a str, last: &'a str) -> Self {
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
            None => Self::Perhaps(simplecss::Selector::parse(last)),
        }
    }

    /// How specific it is, if it selects an element, and that is known; nothing if it does
    /// not. `left` is how many steps are left for all selectors.
    fn weight(&self, dom: &Dom, id: NodeId, left: &Cell<u64>) -> Option<Option<[u8; 3]>> {
        let selected = Selected(dom, id, left);
        if !selected.step() {
            return Some(None);
        }
        match self {
            Self::Root => (dom.name(id) == "html").then_some(Some([0, 1, 0])),
            Self::Never => None,
            Self::Sure(selector) => match selector.matches(&selected) {
                _ if left.get() == 0 => Some(None),
                true => Some(Some(selector.specificity())),
                false => None,
            },
            Self::Perhaps(part) => {
                let may = part.as_ref().is_none_or(|one| one.matches(&selected));
                may.then_some(None)
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
