//! HTML in a line: a small, safe part of it becomes what Markdown has for the same.

use comrak::nodes::{Attributes, Node, NodeValue};

use crate::ast::{self, Inline, InlineKind};
use crate::source::Span;

use super::Reader;
use super::attributes::{braces, take};
use super::inlines::{Surroundings, Unit};
use super::marks::Marks;
use super::smart;

/// The elements that are known, for messages.
pub(super) const KNOWN: &str = "`<br>`, `<sub>`, `<sup>`, `<em>`, `<i>`, `<strong>`, `<b>`, \
                                `<s>`, `<del>`, `<mark>`, `<kbd>`, `<abbr title=\"…\">` and `<span lang=\"…\" dir=\"…\">`";

/// Whether an element is known that holds text.
pub(super) fn is_known(name: &str) -> bool {
    matches!(
        name,
        "sub"
            | "sup"
            | "em"
            | "i"
            | "strong"
            | "b"
            | "s"
            | "del"
            | "mark"
            | "kbd"
            | "abbr"
            | "span"
    )
}

/// A tag as written.
struct Tag {
    /// In small letters.
    name: String,
    closes: bool,
    /// What stands between its name and its end.
    rest: String,
}

/// The tag that HTML in a line is, if it is one.
fn tag(node: Node<'_>) -> Option<Tag> {
    let data = node.data();
    let NodeValue::HtmlInline(html) = &data.value else { return None };
    let inner = html.strip_prefix('<')?.strip_suffix('>')?;
    let (inner, closes) = match inner.strip_prefix('/') {
        Some(inner) => (inner, true),
        None => (inner, false),
    };
    let end = inner.find(|c: char| !c.is_ascii_alphanumeric() && c != '-');
    let (name, rest) = inner.split_at(end.unwrap_or(inner.len()));
    let name = name.to_ascii_lowercase();
    (!name.is_empty()).then(|| Tag { name, closes, rest: rest.trim().to_owned() })
}

impl Reader<'_> {
    /// The units of nodes that follow one another.
    pub(super) fn row<'n>(
        &mut self,
        nodes: &[Node<'n>],
        around: Surroundings,
        cursor: &mut usize,
    ) -> Vec<Unit> {
        let mut units: Vec<Unit> = Vec::new();
        let mut at = 0;
        let mut after_break = None;
        while let Some(&node) = nodes.get(at) {
            let first = units.len();
            let taken = self.element(&nodes[at..], around, cursor, &mut units);
            if taken.is_none() {
                self.inline(node, around, cursor, &mut units);
            }
            // the space at the head of a line is not seen
            if after_break == Some(first)
                && units.get(first).is_some_and(|unit| unit.syntax() == Some(' '))
            {
                units.remove(first);
            }
            let broke = tag(node).is_some_and(|tag| tag.name == "br");
            after_break = broke.then_some(units.len());
            at += taken.unwrap_or(1);
            *cursor = units.last().map_or(*cursor, |unit| (*cursor).max(unit.end()));
        }
        units
    }

    /// The element of HTML that nodes begin with, if they begin with one that is known:
    /// how many of them it takes.
    fn element<'n>(
        &mut self,
        nodes: &[Node<'n>],
        around: Surroundings,
        cursor: &mut usize,
        units: &mut Vec<Unit>,
    ) -> Option<usize> {
        let (&node, after) = nodes.split_first()?;
        let Tag { name, closes, rest } = tag(node)?;
        let span = self.node_span(node);
        if name == "br" && matches!(rest.as_str(), "" | "/") && !closes {
            while units.last().is_some_and(|unit| unit.syntax() == Some(' ')) {
                units.pop();
            }
            units.push(Unit::Node(Box::new(Inline { span, kind: InlineKind::HardBreak })));
            // the end of the line in the source is no second one
            let next =
                after.first().map(|next| matches!(next.data().value, NodeValue::SoftBreak));
            return Some(if next == Some(true) { 2 } else { 1 });
        }
        if closes || !is_known(&name) || rest.ends_with('/') {
            return None;
        }
        if self.told_tags.contains(&name) {
            // how it is written is told already
            return Some(1);
        }
        let Some(end) = closing(after, &name) else {
            let message = format!("`<{name}>` is not closed");
            let help =
                format!("write `</{name}>` in the same paragraph and the same marks");
            self.error("raw-html", message, span, &help);
            self.told_tags.insert(name);
            return Some(1);
        };
        let whole = Span::new(span.start, self.node_span(after[end]).end.max(span.end));
        let depth = around.depth + 1;
        if !self.too_deep(depth, whole) {
            let before = units.last().map_or(around.before, Unit::last);
            let inner = Surroundings { depth, before, ..around };
            *cursor = span.end as usize;
            let attributes = self.tag_attributes(&name, &rest, span);
            // what is typed keeps its marks
            let typed = (name == "kbd").then(|| "zxx".to_owned());
            let language = attributes.language.clone().or(typed);
            let outer = self.marks;
            self.marks = language.map_or(outer, |tag| Marks::of(&tag));
            // what it is short for is said
            let known = (name == "abbr").then(|| std::mem::take(&mut self.abbreviations));
            let row = self.row(&after[..end], inner, cursor);
            let text = self.finish(row, inner);
            self.marks = outer;
            if let Some(known) = known {
                self.abbreviations = known;
            }
            units.push(Unit::Node(Box::new(Inline {
                span: whole,
                kind: kind(&name, attributes, text),
            })));
        }
        *cursor = (*cursor).max(whole.end as usize);
        Some(end + 2)
    }

    /// What the attributes of a tag say; what they may not say is an error.
    fn tag_attributes(&mut self, name: &str, rest: &str, span: Span) -> ast::Attributes {
        let Some(found) = braces(&format!("{{{rest}}}")) else {
            let message = format!("the attributes of `<{name}>` cannot be read");
            let help = "write them like `lang=\"fr\"`";
            self.error("unknown-attribute", message, span, help);
            return ast::Attributes::default();
        };
        let mut written: Attributes = found.attributes;
        let of = format!("`<{name}>`");
        if name == "abbr" {
            let expansion = take(&mut written, "title").filter(|title| !title.is_empty());
            let expansion = expansion.map(|title| smart::text(&title, self.marks));
            if expansion.is_none() {
                let message = "`<abbr>` does not say what it is short for".to_owned();
                let help = "write `<abbr title=\"Hyper Text Markup Language\">HTML</abbr>`";
                self.error("bad-abbreviation", message, span, help);
            }
            self.unknown_attributes(&written, &of, "takes `title`", span);
            return ast::Attributes { expansion, ..ast::Attributes::default() };
        }
        if name != "span" {
            self.unknown_attributes(&written, &of, "takes none", span);
            return ast::Attributes { mark: name == "mark", ..ast::Attributes::default() };
        }
        let (language, direction) = self.language(&mut written, span);
        let takes = "takes `lang` and `dir`; for all else write `[words]{…}`";
        self.unknown_attributes(&written, &of, takes, span);
        ast::Attributes { language, direction, ..ast::Attributes::default() }
    }
}

/// Where the tag stands that closes an element.
fn closing(nodes: &[Node<'_>], name: &str) -> Option<usize> {
    let mut open = 0;
    nodes.iter().position(|node| match tag(node) {
        Some(tag) if tag.name == name && tag.closes && open == 0 => true,
        Some(tag) if tag.name == name => {
            if tag.closes {
                open -= 1;
            } else {
                open += 1;
            }
            false
        }
        Some(_) | None => false,
    })
}

/// What an element is in our document.
fn kind(name: &str, attributes: ast::Attributes, text: Vec<Inline>) -> InlineKind {
    match name {
        "sub" => InlineKind::Subscript(text),
        "sup" => InlineKind::Superscript(text),
        "em" | "i" => InlineKind::Emph(text),
        "strong" | "b" => InlineKind::Strong(text),
        "kbd" => InlineKind::Keys(text),
        "s" | "del" => InlineKind::Strike(text),
        _ => InlineKind::Span { attributes: Box::new(attributes), text },
    }
}
