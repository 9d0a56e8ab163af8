//! A page as a tree, whichever language of markup it is written in.

/// A node of a [`Dom`].
#[derive(Debug, Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::verify) struct NodeId(u32);

impl NodeId {
    /// Its number: nodes are numbered as they are created.
    pub(super) const fn index(self) -> usize {
        self.0 as usize
    }
}

/// A page.
#[derive(Debug, Default)]
pub(in crate::verify) struct Dom {
    nodes: Vec<Node>,
    /// How deep the deepest node lay when it was put in its place.
    depth: usize,
}

/// A node and its place in the tree.
#[derive(Debug)]
struct Node {
    parent: Option<NodeId>,
    kids: Vec<NodeId>,
    kind: NodeKind,
    /// How many nodes stand around it.
    depth: usize,
    /// Its place among its siblings, if none before it was moved since.
    place: usize,
}

/// What a node is.
#[derive(Debug)]
pub(in crate::verify) enum NodeKind {
    /// The page itself.
    Document,
    /// An element.
    Element(Element),
    /// Text.
    Text(String),
    /// A comment, a processing instruction: nobody reads it.
    Silent,
}

/// An element.
#[derive(Debug)]
pub(in crate::verify) struct Element {
    /// Its name without prefix, as it is written in HTML: `section`.
    pub(in crate::verify) name: String,
    /// Its attributes, with the prefix where there is one: `epub:type`.
    pub(in crate::verify) attributes: Vec<(String, String)>,
    /// The language of markup that it belongs to.
    pub(in crate::verify) space: Space,
}

/// A language of markup, as the namespace of an element says it.
#[derive(Debug, Copy, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::verify) enum Space {
    /// HTML, and XHTML.
    Html,
    /// Drawings.
    Svg,
    /// Formulas.
    Math,
    /// Another.
    Other,
}

impl Space {
    /// The language of a namespace.
    pub(super) fn of(namespace: &str) -> Self {
        match namespace {
            "http://www.w3.org/1999/xhtml" => Self::Html,
            "http://www.w3.org/2000/svg" => Self::Svg,
            "http://www.w3.org/1998/Math/MathML" => Self::Math,
            _ => Self::Other,
        }
    }
}

impl Dom {
    /// A page without anything in it.
    pub(super) fn new() -> Self {
        let mut dom = Self::default();
        dom.create(NodeKind::Document);
        dom
    }

    /// The node that holds the others.
    pub(in crate::verify) const fn root() -> NodeId {
        NodeId(0)
    }

    /// A node that stands nowhere yet.
    pub(super) fn create(&mut self, kind: NodeKind) -> NodeId {
        let id = NodeId(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        self.nodes.push(Node { parent: None, kids: Vec::new(), kind, depth: 0, place: 0 });
        id
    }

    /// Puts a node at the end of another, away from where it stood.
    pub(super) fn append(&mut self, parent: NodeId, kid: NodeId) {
        self.detach(kid);
        let around = self.node(parent);
        let (place, depth) = (around.kids.len(), around.depth + 1);
        self.depth = self.depth.max(depth);
        let own = self.node_mut(kid);
        (own.parent, own.place, own.depth) = (Some(parent), place, depth);
        self.node_mut(parent).kids.push(kid);
    }

    /// How deep nodes lie in each other.
    pub(super) fn depth(&self) -> usize {
        self.depth
    }

    /// Puts a node before its new sibling.
    pub(super) fn insert_before(&mut self, sibling: NodeId, kid: NodeId) {
        self.detach(kid);
        let Some(parent) = self.node(sibling).parent else { return };
        let depth = self.node(parent).depth + 1;
        let at = self.place(sibling).unwrap_or(self.node(parent).kids.len());
        let own = self.node_mut(kid);
        (own.parent, own.place, own.depth) = (Some(parent), at, depth);
        self.depth = self.depth.max(depth);
        self.node_mut(parent).kids.insert(at, kid);
    }

    /// The place of a node among its siblings.
    fn place(&self, id: NodeId) -> Option<usize> {
        let node = self.node(id);
        let kids = &self.node(node.parent?).kids;
        let known = kids.get(node.place) == Some(&id);
        if known { Some(node.place) } else { kids.iter().position(|&one| one == id) }
    }

    /// The siblings that stand before a node.
    pub(super) fn before(&self, id: NodeId) -> &[NodeId] {
        let kids = self.node(id).parent.map_or(&[][..], |parent| &self.node(parent).kids);
        kids.get(..self.place(id).unwrap_or_default()).unwrap_or_default()
    }

    /// Takes a node from where it stands.
    pub(super) fn detach(&mut self, kid: NodeId) {
        let at = self.place(kid);
        let Some(parent) = self.node_mut(kid).parent.take() else { return };
        if let Some(at) = at {
            self.node_mut(parent).kids.remove(at);
        }
    }

    /// Adds text at the end of a node, to text that ends it already.
    pub(super) fn append_text(&mut self, parent: NodeId, text: &str) {
        if let Some(&last) = self.node(parent).kids.last()
            && let NodeKind::Text(before) = &mut self.node_mut(last).kind
        {
            before.push_str(text);
            return;
        }
        let kid = self.create(NodeKind::Text(text.to_owned()));
        self.append(parent, kid);
    }

    fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.0 as usize]
    }

    fn node_mut(&mut self, id: NodeId) -> &mut Node {
        &mut self.nodes[id.0 as usize]
    }

    /// What a node is.
    pub(in crate::verify) fn kind(&self, id: NodeId) -> &NodeKind {
        &self.node(id).kind
    }

    /// The element that a node is.
    pub(in crate::verify) fn element(&self, id: NodeId) -> Option<&Element> {
        match self.kind(id) {
            NodeKind::Element(element) => Some(element),
            NodeKind::Document | NodeKind::Text(_) | NodeKind::Silent => None,
        }
    }

    /// The same, to add to it.
    pub(super) fn element_mut(&mut self, id: NodeId) -> Option<&mut Element> {
        match &mut self.node_mut(id).kind {
            NodeKind::Element(element) => Some(element),
            NodeKind::Document | NodeKind::Text(_) | NodeKind::Silent => None,
        }
    }

    /// The name of an element; nothing for any other node.
    pub(in crate::verify) fn name(&self, id: NodeId) -> &str {
        self.element(id).map_or("", |element| element.name.as_str())
    }

    /// An attribute of an element.
    pub(in crate::verify) fn attribute(&self, id: NodeId, name: &str) -> Option<&str> {
        let attributes = &self.element(id)?.attributes;
        let found = attributes.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Whether an element of HTML has a name.
    pub(in crate::verify) fn is(&self, id: NodeId, name: &str) -> bool {
        self.element(id).is_some_and(|one| one.space == Space::Html && one.name == name)
    }

    /// The elements that hold a node, the nearest first.
    pub(in crate::verify) fn around(&self, id: NodeId) -> impl Iterator<Item = NodeId> {
        std::iter::successors(self.parent(id), |&one| self.parent(one))
            .filter(|&one| self.element(one).is_some())
    }

    /// What a node holds, in order.
    pub(in crate::verify) fn kids(&self, id: NodeId) -> &[NodeId] {
        &self.node(id).kids
    }

    /// The node that holds another.
    pub(in crate::verify) fn parent(&self, id: NodeId) -> Option<NodeId> {
        self.node(id).parent
    }

    /// Every node below another, in the order of the page.
    pub(in crate::verify) fn below(&self, id: NodeId) -> Vec<NodeId> {
        let mut found = Vec::new();
        let mut left: Vec<NodeId> = self.kids(id).iter().rev().copied().collect();
        while let Some(next) = left.pop() {
            found.push(next);
            left.extend(self.kids(next).iter().rev());
        }
        found
    }

    /// The first element below the page with this name.
    pub(in crate::verify) fn find(&self, name: &str) -> Option<NodeId> {
        let mut left = vec![Self::root()];
        while let Some(id) = left.pop() {
            if self.name(id) == name {
                return Some(id);
            }
            left.extend(self.kids(id).iter().rev());
        }
        None
    }

    /// All text below a node, as it is.
    pub(in crate::verify) fn text(&self, id: NodeId) -> String {
        let mut text = String::new();
        for id in std::iter::once(id).chain(self.below(id)) {
            if let NodeKind::Text(words) = self.kind(id) {
                text.push_str(words);
            }
        }
        text
    }
}
