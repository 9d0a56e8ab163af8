//! HTML as browsers read it (HTML Living Standard, 13.2).

use std::borrow::Cow;
use std::cell::RefCell;

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::{Attribute, QualName};

use super::dom::{Dom, Element, NodeId, NodeKind, Space};

/// Elements are read so deep in one another; browsers do not go deeper.
const DEEPEST: usize = 512;

/// So many bytes are read before it is asked how deep elements lie.
const STEP: usize = 1024;

/// What is wrong with a page whose elements lie deeper: it is read no further.
pub(in crate::verify) const TOO_DEEP: &str = "elements lie in each other too deep";

/// The page and what is wrong with its markup.
pub(in crate::verify) fn read(html: &str) -> (Dom, Vec<String>) {
    let options = html5ever::ParseOpts::default();
    let mut parser = html5ever::parse_document(Sink::new(), options);
    let mut rest = html;
    while !rest.is_empty() {
        let mut end = rest.len().min(STEP);
        while !rest.is_char_boundary(end) {
            end += 1;
        }
        let (step, after) = rest.split_at(end);
        parser.process(StrTendril::from_slice(step));
        rest = after;
        // with every element the parser asks its way up
        let sink = &parser.tokenizer.sink.sink;
        if sink.dom.borrow().depth() > DEEPEST {
            sink.errors.borrow_mut().insert(0, TOO_DEEP.to_owned());
            break;
        }
    }
    parser.finish()
}

struct Sink {
    dom: RefCell<Dom>,
    /// The names of elements, by the numbers of their nodes.
    names: RefCell<Vec<Option<QualName>>>,
    errors: RefCell<Vec<String>>,
}

impl Sink {
    fn new() -> Self {
        Self {
            dom: RefCell::new(Dom::new()),
            names: RefCell::default(),
            errors: RefCell::default(),
        }
    }

    fn add(&self, child: NodeOrText<NodeId>, put: impl FnOnce(&mut Dom, NodeId)) {
        let mut dom = self.dom.borrow_mut();
        let kid = match child {
            NodeOrText::AppendNode(kid) => kid,
            NodeOrText::AppendText(text) => {
                dom.create(NodeKind::Text(String::from(&*text)))
            }
        };
        put(&mut dom, kid);
    }
}

fn attributes(attrs: Vec<Attribute>) -> Vec<(String, String)> {
    let named = attrs.into_iter().map(|attribute| {
        let name = match &attribute.name.prefix {
            Some(prefix) => format!("{}:{}", &**prefix, &*attribute.name.local),
            None => String::from(&*attribute.name.local),
        };
        (name, String::from(&*attribute.value))
    });
    named.collect()
}

/// A name the parser may keep while the tree grows.
#[derive(Debug)]
struct Name(QualName);

impl html5ever::interface::ElemName for Name {
    fn ns(&self) -> &html5ever::Namespace {
        &self.0.ns
    }

    fn local_name(&self) -> &html5ever::LocalName {
        &self.0.local
    }
}

impl TreeSink for Sink {
    type Handle = NodeId;
    type Output = (Dom, Vec<String>);
    type ElemName<'a> = Name;

    fn finish(self) -> Self::Output {
        (self.dom.into_inner(), self.errors.into_inner())
    }

    fn parse_error(&self, message: Cow<'static, str>) {
        self.errors.borrow_mut().push(message.into_owned());
    }

    fn get_document(&self) -> NodeId {
        Dom::root()
    }

    fn elem_name<'a>(&'a self, target: &'a NodeId) -> Name {
        let names = self.names.borrow();
        let none = || QualName::new(None, "".into(), "".into());
        Name(names.get(target.index()).cloned().flatten().unwrap_or_else(none))
    }

    fn create_element(
        &self,
        name: QualName,
        attrs: Vec<Attribute>,
        _: ElementFlags,
    ) -> NodeId {
        let local = String::from(&*name.local);
        let space = Space::of(&name.ns);
        let element = Element { name: local, attributes: attributes(attrs), space };
        let id = self.dom.borrow_mut().create(NodeKind::Element(element));
        let mut names = self.names.borrow_mut();
        names.resize(id.index(), None);
        names.push(Some(name));
        id
    }

    fn create_comment(&self, _: StrTendril) -> NodeId {
        self.dom.borrow_mut().create(NodeKind::Silent)
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> NodeId {
        self.dom.borrow_mut().create(NodeKind::Silent)
    }

    fn append(&self, parent: &NodeId, child: NodeOrText<NodeId>) {
        match child {
            NodeOrText::AppendText(text) => {
                self.dom.borrow_mut().append_text(*parent, &text);
            }
            child @ NodeOrText::AppendNode(_) => {
                self.add(child, |dom, kid| dom.append(*parent, kid));
            }
        }
    }

    fn append_based_on_parent_node(
        &self,
        element: &NodeId,
        before: &NodeId,
        child: NodeOrText<NodeId>,
    ) {
        let placed = self.dom.borrow().parent(*element).is_some();
        if placed {
            self.append_before_sibling(element, child);
        } else {
            self.append(before, child);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, target: &NodeId) -> NodeId {
        // what stands in a template is not shown
        let _ = target;
        self.dom.borrow_mut().create(NodeKind::Silent)
    }

    fn same_node(&self, one: &NodeId, other: &NodeId) -> bool {
        one == other
    }

    fn set_quirks_mode(&self, mode: QuirksMode) {
        if mode != QuirksMode::NoQuirks {
            self.errors.borrow_mut().push("the page has no `<!DOCTYPE html>`".to_owned());
        }
    }

    fn append_before_sibling(&self, sibling: &NodeId, child: NodeOrText<NodeId>) {
        self.add(child, |dom, kid| dom.insert_before(*sibling, kid));
    }

    fn add_attrs_if_missing(&self, target: &NodeId, attrs: Vec<Attribute>) {
        let mut dom = self.dom.borrow_mut();
        let Some(element) = dom.element_mut(*target) else { return };
        for (name, value) in attributes(attrs) {
            if !element.attributes.iter().any(|(known, _)| *known == name) {
                element.attributes.push((name, value));
            }
        }
    }

    fn remove_from_parent(&self, target: &NodeId) {
        self.dom.borrow_mut().detach(*target);
    }

    fn reparent_children(&self, node: &NodeId, new_parent: &NodeId) {
        let mut dom = self.dom.borrow_mut();
        for kid in dom.kids(*node).to_vec() {
            dom.append(*new_parent, kid);
        }
    }
}
