//! A page that is held against the rules, and what is found wrong with it.

use std::collections::BTreeMap;

use super::Rule;
use crate::verify::markup::dom::{Dom, NodeId, NodeKind, Space};
use crate::verify::report::shortened;
use crate::verify::told::plain;

/// Where a page belongs.
#[derive(Debug, Copy, Clone, PartialEq, Eq)]
pub(super) enum Medium {
    /// In an EPUB: XHTML.
    Epub,
    /// On the web, by itself or with others: HTML.
    Web,
}

/// A page, read once for all rules.
#[derive(Debug)]
pub(super) struct Page<'a> {
    /// The page.
    pub(super) dom: &'a Dom,
    /// Its number among the pages of the edition.
    pub(super) number: usize,
    /// Where it belongs.
    pub(super) medium: Medium,
    /// Its elements, in order.
    pub(super) elements: Vec<NodeId>,
    /// The elements that have an address, by it: the first of several.
    pub(super) ids: BTreeMap<&'a str, NodeId>,
}

impl<'a> Page<'a> {
    /// A page of an edition.
    pub(super) fn new(dom: &'a Dom, number: usize, medium: Medium) -> Self {
        let mut elements = dom.below(Dom::root());
        elements.retain(|&id| dom.element(id).is_some());
        let mut ids = BTreeMap::new();
        for &id in &elements {
            if let Some(address) = dom.attribute(id, "id") {
                ids.entry(address).or_insert(id);
            }
        }
        Self { dom, number, medium, elements, ids }
    }

    /// The elements of HTML, in order.
    pub(super) fn html(&self) -> impl Iterator<Item = NodeId> + '_ {
        let is_html =
            |id: &NodeId| self.dom.element(*id).is_some_and(|one| one.space == Space::Html);
        self.elements.iter().copied().filter(is_html)
    }

    /// The elements of HTML with one of some names, in order.
    pub(super) fn named(&self, names: &'a [&'a str]) -> impl Iterator<Item = NodeId> + '_ {
        self.html().filter(|&id| names.contains(&self.dom.name(id)))
    }

    /// The elements that an element holds, not deeper.
    pub(super) fn kids(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        let all = self.dom.kids(id).iter().copied();
        all.filter(|&kid| self.dom.element(kid).is_some())
    }

    /// Whether an element holds words by itself, not only in other elements.
    pub(super) fn has_words(&self, id: NodeId) -> bool {
        self.dom.kids(id).iter().any(|&kid| match self.dom.kind(kid) {
            NodeKind::Text(words) => !words.trim().is_empty(),
            NodeKind::Element(_) | NodeKind::Document | NodeKind::Silent => false,
        })
    }

    /// Whether readers who listen are kept from an element, by it or by what holds it.
    pub(super) fn is_silent(&self, id: NodeId) -> bool {
        let of = |id: NodeId| {
            self.dom.attribute(id, "hidden").is_some()
                || self.dom.attribute(id, "aria-hidden") == Some("true")
        };
        of(id) || self.dom.around(id).any(of)
    }

    /// The role of an element as it is written; the first of several.
    pub(super) fn role(&self, id: NodeId) -> Option<&'a str> {
        self.dom.attribute(id, "role")?.split_whitespace().next()
    }

    /// What an element is called by who reads it aloud (Accessible Name and Description
    /// Computation 1.2): its label, its alternative text, or its words.
    pub(super) fn label(&self, id: NodeId) -> String {
        let dom = self.dom;
        if let Some(ids) = dom.attribute(id, "aria-labelledby") {
            let named = ids.split_whitespace().filter_map(|id| self.ids.get(id));
            let words: Vec<String> = named.map(|&id| self.words(id)).collect();
            if words.iter().any(|words| !words.is_empty()) {
                return words.join(" ");
            }
        }
        let own = ["aria-label", "alt", "alttext"].into_iter();
        let own = own.filter_map(|name| dom.attribute(id, name)).map(plain);
        if let Some(words) = own.into_iter().find(|words| !words.is_empty()) {
            return words;
        }
        let words = self.words(id);
        if words.is_empty() {
            return plain(dom.attribute(id, "title").unwrap_or_default());
        }
        words
    }

    /// The words of an element with those that stand for its pictures.
    fn words(&self, id: NodeId) -> String {
        let dom = self.dom;
        let mut words = String::new();
        let mut left = vec![id];
        while let Some(next) = left.pop() {
            match dom.kind(next) {
                NodeKind::Text(text) => words.push_str(text),
                NodeKind::Element(_) => {
                    if next != id && dom.attribute(next, "aria-hidden") == Some("true") {
                        continue;
                    }
                    let stead = ["aria-label", "alt", "alttext"].into_iter();
                    let stead = stead.filter_map(|name| dom.attribute(next, name));
                    match stead.into_iter().find(|words| !words.trim().is_empty()) {
                        Some(said) if next != id => {
                            words.push_str(said);
                            continue;
                        }
                        Some(_) | None => {}
                    }
                    left.extend(dom.kids(next).iter().rev());
                }
                NodeKind::Document | NodeKind::Silent => {}
            }
        }
        plain(&words)
    }

    /// An element in a message: its tag with what tells it from others, and its words.
    pub(super) fn shown(&self, id: NodeId) -> String {
        let dom = self.dom;
        let name = dom.name(id);
        let told = ["id", "class", "href", "src", "role"].into_iter();
        let mut told = told.filter_map(|one| Some((one, dom.attribute(id, one)?))).take(2);
        let mut tag = format!("<{name}");
        for (one, value) in told.by_ref() {
            tag.push_str(&format!(" {one}=\"{}\"", shortened(value)));
        }
        let words = plain(&dom.text(id));
        match words.is_empty() {
            true => format!("`{tag}>`"),
            false => format!("`{tag}>` (`{}`)", shortened(&words)),
        }
    }
}

/// What breaks a rule, before it is known where that was written.
#[derive(Debug)]
pub(super) struct Fault {
    /// The rule.
    pub(super) rule: &'static Rule,
    /// The page and the element, where it is one.
    pub(super) at: Option<(usize, NodeId)>,
    /// The page, or another part of the file.
    pub(super) part: Option<String>,
    /// What is wrong: `has a figure without a text`.
    pub(super) what: String,
}

/// All that breaks rules.
#[derive(Debug, Default)]
pub(super) struct Faults(pub(super) Vec<Fault>);

impl Faults {
    /// An element of a page breaks a rule. `what` comes after its tag.
    pub(super) fn element(
        &mut self,
        rule: &'static Rule,
        page: &Page<'_>,
        id: NodeId,
        what: &str,
    ) {
        let what = format!("has {} {what}", page.shown(id));
        self.0.push(Fault { rule, at: Some((page.number, id)), part: None, what });
    }

    /// A page breaks a rule as a whole.
    pub(super) fn page(&mut self, rule: &'static Rule, page: &Page<'_>, what: &str) {
        let at = Some((page.number, Dom::root()));
        self.0.push(Fault { rule, at, part: None, what: what.to_owned() });
    }

    /// A file of the edition breaks a rule; all of it where none is named.
    pub(super) fn file(&mut self, rule: &'static Rule, part: Option<&str>, what: String) {
        self.0.push(Fault { rule, at: None, part: part.map(str::to_owned), what });
    }
}
