//! The tags as a list, each with the one that holds it.

use std::collections::BTreeMap;

use crate::source::Place;
use crate::verify::pdf::{Element, Kid, Pdf};

/// The elements of a file, in the order of the tags.
pub(super) struct Tree<'a> {
    pub(super) nodes: Vec<Node<'a>>,
    /// By the number of its object, the index of an element.
    by_number: BTreeMap<i32, usize>,
}

/// An element.
pub(super) struct Node<'a> {
    pub(super) element: &'a Element,
    /// The index of the one that holds it.
    pub(super) parent: Option<usize>,
    /// The index behind all that it holds.
    pub(super) end: usize,
}

impl<'a> Tree<'a> {
    pub(super) fn of(pdf: &'a Pdf) -> Self {
        let mut tree = Self { nodes: Vec::new(), by_number: BTreeMap::new() };
        if let Some(root) = &pdf.structure {
            tree.add(root, None);
        }
        tree
    }

    fn add(&mut self, element: &'a Element, parent: Option<usize>) {
        let own = self.nodes.len();
        if let Some(number) = element.object {
            self.by_number.insert(number, own);
        }
        self.nodes.push(Node { element, parent, end: own });
        for kid in elements(element) {
            self.add(kid, Some(own));
        }
        self.nodes[own].end = self.nodes.len();
    }

    /// The element of an object number.
    pub(super) fn find(&self, number: i32) -> Option<&'a Element> {
        let index = *self.by_number.get(&number)?;
        self.nodes.get(index).map(|node| node.element)
    }

    /// The element that holds the one at an index.
    pub(super) fn holder(&self, index: usize) -> Option<&'a Element> {
        let parent = self.nodes.get(index)?.parent?;
        self.nodes.get(parent).map(|node| node.element)
    }

    /// Where an element was written: as far as it is known, else what it holds, else what
    /// it stands in.
    pub(super) fn place(
        &self,
        number: i32,
        places: &BTreeMap<i32, Place>,
    ) -> Option<Place> {
        let own = *self.by_number.get(&number)?;
        let place = |node: &Node<'_>| places.get(&node.element.object?).copied();
        let within = self.nodes.get(own..self.nodes.get(own)?.end)?;
        within.iter().find_map(place).or_else(|| {
            let mut above = self.nodes.get(own)?.parent;
            while let Some(node) = above.and_then(|index| self.nodes.get(index)) {
                if let Some(place) = place(node) {
                    return Some(place);
                }
                above = node.parent;
            }
            None
        })
    }
}

/// The elements that an element holds itself.
pub(super) fn elements(element: &Element) -> impl Iterator<Item = &Element> {
    element.kids.iter().filter_map(|kid| match kid {
        Kid::Element(inner) => Some(&**inner),
        Kid::Marked { .. } | Kid::Object { .. } => None,
    })
}
