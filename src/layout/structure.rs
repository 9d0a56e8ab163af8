//! The logical structure while it grows.
//!
//! Elements and stretches of text take numbers from one counter in reading order, so
//! that what an element holds can be put in order at the end, however the pages were
//! made up.

use super::sheet::{Element, ElementId, Kid, MarkId, Role};

/// A number in reading order.
#[derive(Debug, Copy, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Sequence(pub(super) u32);

/// The elements so far.
#[derive(Debug)]
pub(super) struct Structure {
    elements: Vec<Element>,
    begins: Vec<Sequence>,
    next: u32,
}

/// The document, the first of all elements.
pub(super) const DOCUMENT: ElementId = ElementId(0);

impl Structure {
    /// The document alone.
    pub(super) fn new() -> Self {
        let mut structure = Self { elements: Vec::new(), begins: Vec::new(), next: 0 };
        structure.push(Role::Document, None);
        structure
    }

    /// The next number in reading order.
    pub(super) fn sequence(&mut self) -> Sequence {
        self.next += 1;
        Sequence(self.next)
    }

    /// Adds an element at the end of what has been read.
    pub(super) fn add(&mut self, parent: ElementId, role: Role) -> ElementId {
        self.push(role, Some(parent))
    }

    /// An element, to give it alternative text, a title or bounds.
    pub(super) fn get_mut(&mut self, id: ElementId) -> &mut Element {
        &mut self.elements[id.0 as usize]
    }

    /// Whether an aside holds an element, with nothing but divisions between them: it
    /// holds no other aside then (ISO/TS 32005, table 5, in which divisions do not count).
    pub(super) fn is_in_aside(&self, id: ElementId) -> bool {
        let mut at = Some(id);
        while let Some(element) = at.map(|id| &self.elements[id.0 as usize]) {
            if element.role != Role::Div {
                return element.role == Role::Aside;
            }
            at = element.parent;
        }
        false
    }

    /// The alternative text of an element.
    pub(super) fn alternative(&self, id: ElementId) -> &str {
        self.elements[id.0 as usize].alt.as_deref().unwrap_or_default()
    }

    fn push(&mut self, role: Role, parent: Option<ElementId>) -> ElementId {
        let id = ElementId(u32::try_from(self.elements.len()).unwrap_or(u32::MAX));
        let begins = self.sequence();
        self.begins.push(begins);
        self.elements.push(Element {
            role,
            parent,
            kids: Vec::new(),
            alt: None,
            expansion: None,
            language: None,
            title: None,
            version: None,
            bounds: None,
            spans: (1, 1),
            headers: Vec::new(),
            refs: Vec::new(),
            mathml: None,
            in_line: false,
        });
        id
    }

    /// Hands every element its kids in reading order.
    ///
    /// `marks` and `links` say, for each marked content and clickable area, the element
    /// it belongs to; a clickable area comes after the text of its link. Elements in
    /// which nothing stands are left out by giving them no parent's kid.
    pub(super) fn finish(
        mut self,
        marks: &[(ElementId, Sequence)],
        links: &[(ElementId, Kid)],
    ) -> Vec<Element> {
        let mut kids: Vec<Vec<(Sequence, Kid)>> = vec![Vec::new(); self.elements.len()];
        for (number, &(element, sequence)) in (0u32..).zip(marks) {
            kids[element.0 as usize].push((sequence, Kid::Mark(MarkId(number))));
        }
        for &(element, kid) in links {
            kids[element.0 as usize].push((Sequence(u32::MAX), kid));
        }
        for (number, element) in (0u32..).zip(&self.elements) {
            if let Some(parent) = element.parent {
                let begins = self.begins[number as usize];
                kids[parent.0 as usize].push((begins, Kid::Element(ElementId(number))));
            }
        }
        for (element, mut own) in self.elements.iter_mut().zip(kids) {
            own.sort_by_key(|&(sequence, _)| sequence);
            element.kids = own.into_iter().map(|(_, kid)| kid).collect();
        }
        self.elements
    }
}

/// The element that is meant by one that begins where a link leads: not the emphasis at
/// the head of a paragraph but the paragraph, not the label of a note but the note.
pub(super) fn target(structure: &[Element], innermost: ElementId) -> ElementId {
    let mut id = innermost;
    loop {
        let element = &structure[id.0 as usize];
        let (
            Role::Em | Role::Strong | Role::Span | Role::Sub | Role::Link | Role::Lbl,
            Some(parent),
        ) = (element.role, element.parent)
        else {
            return id;
        };
        id = parent;
    }
}
