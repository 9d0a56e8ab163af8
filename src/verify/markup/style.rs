//! What style does to words: whether readers get to see them, and how well.
//!
//! A cascade (CSS Cascading and Inheritance Level 4) of the few properties that can hide
//! text. What it does not understand (a function, a selector) it leaves out, so that it
//! never says that something is hidden that is not.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, PoisonError};

use super::cascade::{Chosen, Said, counts, dark_page, of_focus};
use super::dom::{Dom, NodeId, NodeKind};
use super::look::LEAST_OF_LINKS;
use super::selector::{Choice, Matchers, Rules, Steps, expanded};
use super::sheet::{self, Medium, Rule};
use super::walk::{Looks, Walk};

/// The style sheets of a page, as rules in order.
#[derive(Debug, Default)]
pub(in crate::verify) struct Sheets {
    /// All that count.
    rules: Rules,
    /// Those of what has the focus, by what has it.
    focus: Rules,
}

impl Sheets {
    /// Those with these texts, of which what can hide something or make it hard to see.
    pub(in crate::verify) fn new<'a>(texts: impl Iterator<Item = &'a str>) -> Self {
        let all: Vec<Rule> = texts.flat_map(sheet::rules).flat_map(expanded).collect();
        let focus = all.iter().filter_map(of_focus).collect();
        let rules = all
            .into_iter()
            .filter(|rule| rule.declarations.iter().any(|(name, ..)| counts(name)));
        Self { rules: rules.collect(), focus }
    }
}

/// The style of a page: its style sheets, with what they say of elements.
pub(in crate::verify) struct Style<'r> {
    sheets: &'r Sheets,
    matchers: Matchers<'r>,
    focused: Matchers<'r>,
    dark_page: bool,
    /// What the rules say that select some elements, by the rules: most elements are like
    /// others.
    known: Mutex<BTreeMap<Vec<Choice>, Arc<Chosen>>>,
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

impl<'r> Style<'r> {
    /// That of some style sheets.
    pub(in crate::verify) fn new(sheets: &'r Sheets) -> Self {
        Self {
            sheets,
            matchers: Matchers::of(&sheets.rules),
            focused: Matchers::of(&sheets.focus),
            dark_page: dark_page(sheets.rules.all()),
            known: Mutex::default(),
        }
    }

    /// The rules.
    pub(super) fn rules(&self) -> &'r [Rule] {
        self.sheets.rules.all()
    }

    /// Whether readers may have its page light on dark.
    pub(super) fn has_dark_page(&self) -> bool {
        self.dark_page
    }

    /// The rules that select an element.
    pub(super) fn chosen(&self, dom: &Dom, id: NodeId, steps: &Steps) -> Arc<Chosen> {
        let choices = self.matchers.choices(dom, id, steps);
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(chosen) = known.get(&choices) {
            return Arc::clone(chosen);
        }
        let chosen = Arc::new(Chosen::new(known.len(), choices.clone()));
        known.insert(choices, Arc::clone(&chosen));
        chosen
    }

    /// What is said of an element that has the focus.
    pub(super) fn focused(
        &self,
        dom: &Dom,
        id: NodeId,
        steps: &Steps,
        scheme: Medium,
    ) -> Said {
        let choices = self.focused.choices(dom, id, steps);
        Said::of(self.sheets.focus.all(), &choices, &[], scheme)
    }

    /// What readers see of the elements below `root`, those in `apart` left out.
    pub(in crate::verify) fn seen(
        &self,
        dom: &Dom,
        root: NodeId,
        apart: &BTreeSet<NodeId>,
    ) -> Seen {
        let mut seen = Seen::default();
        let walk = Walk::new(dom, self, root, apart);
        let is_said =
            |scheme: &Medium| self.rules().iter().any(|rule| rule.medium == *scheme);
        for scheme in SCHEMES {
            // the same is looked at once
            let other = if scheme == Medium::Any { Medium::Some } else { scheme };
            if scheme != Medium::Some && !is_said(&other) {
                continue;
            }
            seen.look(dom, &walk, scheme);
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
        let walk = Walk::new(dom, self, root, &BTreeSet::new());
        let mut looks = Looks::new(&walk, Medium::Some);
        walk.all()
            .map(|(number, visit)| (visit.id, looks.show(number).look.sizes().0))
            .collect()
    }
}

impl Seen {
    /// Looks at all elements of a walk in a scheme.
    fn look(&mut self, dom: &Dom, walk: &Walk<'_, '_>, scheme: Medium) {
        let judged = matches!(scheme, Medium::Some | Medium::Dark);
        let dark = scheme == Medium::Dark;
        let mut looks = Looks::new(walk, scheme);
        let mut gone = vec![false; walk.len()];
        for (number, visit) in walk.all() {
            if scheme == Medium::Print && visit.for_screens {
                continue;
            }
            let id = visit.id;
            let shown = looks.show(number);
            if let Some(why) = &shown.unseen {
                self.hidden.entry(id).or_insert_with(|| why.clone());
            }
            if let Some(why) = &shown.hides {
                gone[number] = true;
                self.hidden.insert(id, why.clone());
            } else if visit.parent.is_some_and(|parent| gone[parent])
                || dom.attribute(id, "hidden").is_some()
            {
                gone[number] = true;
            } else if judged && !walk.is_around(number) {
                let known = |id| self.pale.iter().any(|one| one.id == id);
                let words = shown.faint.filter(|_| has_words(dom, id));
                let in_text =
                    || dom.parent(id).is_some_and(|around| has_words(dom, around));
                let pale = match (words, shown.like_text) {
                    (Some((contrast, wanted)), _) => Some((contrast, wanted, false)),
                    (None, Some(contrast)) if in_text() => {
                        Some((contrast, LEAST_OF_LINKS, true))
                    }
                    (None, _) => None,
                };
                if let Some((contrast, wanted, link)) = pale
                    && !known(id)
                {
                    self.pale.push(Pale { id, contrast, wanted, dark, link });
                }
            }
        }
    }
}

/// Whether an element holds words itself.
fn has_words(dom: &Dom, id: NodeId) -> bool {
    dom.kids(id).iter().any(|&kid| match dom.kind(kid) {
        NodeKind::Text(words) => !words.trim().is_empty(),
        NodeKind::Element(_) | NodeKind::Document | NodeKind::Silent => false,
    })
}

#[cfg(test)]
mod tests {
    use super::super::html;
    use super::*;

    fn hidden(sheet: &str, body: &str) -> Vec<String> {
        let page = format!("<!DOCTYPE html><html lang=en><body>{body}</body></html>");
        let (dom, _) = html::read(&page);
        let sheets = Sheets::new(std::iter::once(sheet));
        let style = Style::new(&sheets);
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
        let sheets = Sheets::new(std::iter::once(sheet));
        let style = Style::new(&sheets);
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
