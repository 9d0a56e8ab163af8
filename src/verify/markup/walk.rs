//! The elements of a page, each behind the one that holds it, with the rules that select
//! them.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::cascade::{Chosen, Said};
use super::dom::{Dom, NodeId, Space};
use super::look::{self, Look};
use super::selector::Steps;
use super::sheet::{self, Medium};
use super::style::Style;
use super::value::resolved;

/// What an element says of itself: property, value, whether it is important.
type Own = Vec<(String, String, bool)>;

/// Elements of a page.
pub(super) struct Walk<'s, 'r> {
    dom: &'s Dom,
    style: &'s Style<'r>,
    /// How many stand around the others.
    around: usize,
    all: Vec<Visit>,
    /// What holds for a whole page: the elements around the others and `html`, the
    /// nearest first.
    holders: Vec<(Arc<Chosen>, Own)>,
}

/// An element.
pub(super) struct Visit {
    pub(super) id: NodeId,
    /// The number of that which holds it.
    pub(super) parent: Option<usize>,
    /// Whether it leads through a page on a screen: nothing of it is on paper.
    pub(super) for_screens: bool,
    pub(super) chosen: Arc<Chosen>,
    /// What it says of itself.
    own: Own,
}

impl<'s, 'r> Walk<'s, 'r> {
    /// The elements around `root`, it, and those in it without those in `apart`.
    pub(super) fn new(
        dom: &'s Dom,
        style: &'s Style<'r>,
        root: NodeId,
        apart: &BTreeSet<NodeId>,
    ) -> Self {
        let steps = Steps::default();
        let mut path = vec![root];
        while let Some(parent) = dom.parent(path[path.len() - 1]) {
            path.push(parent);
        }
        let html = dom.find("html").filter(|html| !path.contains(html));
        let holder = |&id: &NodeId| (style.chosen(dom, id, &steps), own(dom, id));
        let holders = path.iter().chain(&html).map(holder).collect();
        let mut walk = Self { dom, style, around: 0, all: Vec::new(), holders };
        let mut parent = None;
        for &id in path.iter().skip(1).rev() {
            parent = walk.visit(id, parent, &steps).or(parent);
        }
        walk.around = walk.all.len();
        let mut left = vec![(root, parent)];
        while let Some((id, parent)) = left.pop() {
            if apart.contains(&id) && id != root {
                continue;
            }
            let own = walk.visit(id, parent, &steps).or(parent);
            left.extend(dom.kids(id).iter().rev().map(|&kid| (kid, own)));
        }
        walk
    }

    /// The number of an element; nothing of what is none.
    fn visit(&mut self, id: NodeId, parent: Option<usize>, steps: &Steps) -> Option<usize> {
        let dom = self.dom;
        dom.element(id)?;
        let role = dom.attribute(id, "role").unwrap_or_default();
        let for_screens = matches!(role, "doc-backlink" | "doc-pagebreak")
            || dom.is(id, "nav")
            || parent.is_some_and(|parent| self.all[parent].for_screens);
        let chosen = self.style.chosen(dom, id, steps);
        self.all.push(Visit { id, parent, for_screens, chosen, own: own(dom, id) });
        Some(self.all.len() - 1)
    }

    /// The elements, with their numbers.
    pub(super) fn all(&self) -> impl Iterator<Item = (usize, &Visit)> {
        self.all.iter().enumerate()
    }

    /// How many they are.
    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether one of them holds all others that are looked at.
    pub(super) fn is_around(&self, number: usize) -> bool {
        number < self.around
    }

    /// What is said of an element.
    pub(super) fn said<'v>(&self, visit: &'v Visit, scheme: Medium) -> Cow<'v, Said> {
        self.said_of(&visit.chosen, &visit.own, scheme)
    }

    fn said_of<'v>(&self, chosen: &'v Chosen, own: &Own, scheme: Medium) -> Cow<'v, Said> {
        let rules = self.style.rules();
        match own.as_slice() {
            [] => Cow::Borrowed(chosen.said(rules, scheme)),
            own => Cow::Owned(Said::of(rules, chosen.choices(), own, scheme)),
        }
    }

    /// The values of the custom properties of the page.
    fn variables(&self, scheme: Medium) -> BTreeMap<String, String> {
        let mut variables = BTreeMap::new();
        for (chosen, own) in self.holders.iter().rev() {
            for (name, value) in self.said_of(chosen, own, scheme).all() {
                if name.starts_with("--") {
                    variables.insert(name.to_owned(), value.to_owned());
                }
            }
        }
        variables
    }
}

/// What an element says of itself.
fn own(dom: &Dom, id: NodeId) -> Own {
    dom.attribute(id, "style").map(sheet::declarations).unwrap_or_default()
}

/// What an element looks like in a scheme of colours, and what follows from that.
#[derive(Debug)]
pub(super) struct Shown {
    pub(super) look: Look,
    /// What hides it that is said of it.
    pub(super) hides: Option<String>,
    /// What hides its words: how they look.
    pub(super) unseen: Option<String>,
    /// The contrast that its words have and the least that they should have, if that is
    /// more.
    pub(super) faint: Option<(f64, f64)>,
    /// The contrast of a link and the words around it, if it is too low.
    pub(super) like_text: Option<f64>,
    /// What is said of how it takes its place.
    pub(super) display: Option<String>,
    /// How far its lines are to stand from each other.
    pub(super) line_height: Option<String>,
    /// Whether something else may be said of that.
    pub(super) may_have_other_lines: bool,
}

/// What is the same for elements that look alike: how it looks around them, the rules that
/// select them, and what they are.
type Alike<'s> = (Option<usize>, usize, &'s str, Option<Space>, bool);

/// What the elements of a walk look like in a scheme of colours.
pub(super) struct Looks<'w, 's, 'r> {
    walk: &'w Walk<'s, 'r>,
    scheme: Medium,
    pub(super) variables: BTreeMap<String, String>,
    blank: Look,
    all: Vec<Shown>,
    known: BTreeMap<Alike<'s>, usize>,
    /// The number of what each element looks like.
    of: Vec<Option<usize>>,
}

impl<'w, 's, 'r> Looks<'w, 's, 'r> {
    /// Those of a walk.
    pub(super) fn new(walk: &'w Walk<'s, 'r>, scheme: Medium) -> Self {
        // without this browsers leave the page light, whatever readers want
        let dark = walk.style.has_dark_page() && scheme == Medium::Dark;
        Self {
            walk,
            scheme,
            variables: walk.variables(scheme),
            blank: look::blank(dark),
            all: Vec::new(),
            known: BTreeMap::new(),
            of: vec![None; walk.len()],
        }
    }

    /// What an element looks like; what holds it was asked for before.
    pub(super) fn show(&mut self, number: usize) -> &Shown {
        let walk = self.walk;
        let visit = &walk.all[number];
        let dom = walk.dom;
        let around = visit.parent.and_then(|parent| self.of[parent]);
        let space = dom.element(visit.id).map(|one| one.space);
        let links = dom.attribute(visit.id, "href").is_some();
        let rules = visit.chosen.number;
        let alike = (around, rules, dom.name(visit.id), space, links);
        let known = self.known.get(&alike).filter(|_| visit.own.is_empty()).copied();
        let found = known.unwrap_or_else(|| {
            let shown = self.shown(visit, self.around(number));
            self.all.push(shown);
            self.all.len() - 1
        });
        if visit.own.is_empty() {
            self.known.insert(alike, found);
        }
        self.of[number] = Some(found);
        &self.all[found]
    }

    fn shown(&self, visit: &Visit, around: Look) -> Shown {
        let (dom, id) = (self.walk.dom, visit.id);
        let said = self.walk.said(visit, self.scheme);
        let value = |name: &str| said.get(name).map(|one| resolved(one, &self.variables));
        let look = around.with(dom, id, &said, &self.variables);
        Shown {
            look,
            hides: look::hiding(&said),
            unseen: look.hiding(around),
            faint: look.faint(dom, id),
            like_text: look.like_text(dom, id, around),
            display: value("display"),
            line_height: value("line-height"),
            may_have_other_lines: said.may(|name| name == "line-height"),
        }
    }

    /// What it looks like around an element.
    pub(super) fn around(&self, number: usize) -> Look {
        let parent = self.walk.all[number].parent;
        parent.and_then(|parent| self.of[parent]).map_or(self.blank, |at| self.all[at].look)
    }
}
