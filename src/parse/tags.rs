//! HTML in a line: a small, safe part of it becomes what Markdown has for the same.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "comrak has many kinds of nodes; what is not named is refused, never dropped"
)]

use std::collections::BTreeMap;
use std::ops::Range;

use comrak::nodes::{Node, NodeValue};

use crate::ast::InlineKind;
use crate::source::Span;

use super::Reader;
use super::html::{self, Piece, inner_marks};
use super::inlines::{Surroundings, Unit};

/// Nodes that follow one another, and the HTML among them.
pub(super) struct Row<'r, 'n> {
    pub(super) nodes: &'r [Node<'n>],
    /// The tag that each node is, if it is one.
    pub(super) pieces: Vec<Option<Piece>>,
    /// For each node the one that ends the element it begins.
    pub(super) ends: Vec<Option<usize>>,
}

impl Row<'_, '_> {
    fn is_break(&self, at: usize) -> bool {
        matches!(self.pieces.get(at), Some(Some(Piece::Open(tag))) if tag.name == "br")
    }
}

impl Reader<'_> {
    /// The units of nodes that follow one another.
    pub(super) fn row<'n>(
        &mut self,
        nodes: &[Node<'n>],
        around: Surroundings,
        cursor: &mut usize,
    ) -> Vec<Unit> {
        self.part(&self.pieces(nodes), 0..nodes.len(), around, cursor)
    }

    /// Nodes that follow one another, with the HTML among them read.
    pub(super) fn pieces<'r, 'n>(&self, nodes: &'r [Node<'n>]) -> Row<'r, 'n> {
        let piece = |node: &Node<'n>| {
            let data = node.data();
            let NodeValue::HtmlInline(html) = &data.value else { return None };
            self.piece(html, self.node_span(node))
        };
        let pieces: Vec<Option<Piece>> = nodes.iter().map(piece).collect();
        let ends = ends(&pieces);
        Row { nodes, pieces, ends }
    }

    /// The units of a part of a row.
    pub(super) fn part(
        &mut self,
        row: &Row<'_, '_>,
        part: Range<usize>,
        around: Surroundings,
        cursor: &mut usize,
    ) -> Vec<Unit> {
        let mut units: Vec<Unit> = Vec::new();
        let mut at = part.start;
        let mut after_break = None;
        while at < part.end {
            let first = units.len();
            let taken = self.element(row, at..part.end, around, cursor, &mut units);
            if taken.is_none() {
                self.inline(row.nodes[at], around, cursor, &mut units);
            }
            // the space at the head of a line is not seen
            if after_break == Some(first)
                && units.get(first).is_some_and(|unit| unit.syntax() == Some(' '))
            {
                units.remove(first);
            }
            after_break = row.is_break(at).then_some(units.len());
            at += taken.unwrap_or(1);
            *cursor = units.last().map_or(*cursor, |unit| (*cursor).max(unit.end()));
        }
        units
    }

    /// The element of HTML that a part of a row begins with, if it begins with one that is
    /// known: how many nodes it takes.
    fn element(
        &mut self,
        row: &Row<'_, '_>,
        part: Range<usize>,
        around: Surroundings,
        cursor: &mut usize,
        units: &mut Vec<Unit>,
    ) -> Option<usize> {
        let at = part.start;
        let piece = row.pieces.get(at)?.as_ref();
        if let Some(Piece::Close(name)) = piece
            && html::is_around_picture(name)
            && !self.keeps_html()
        {
            return Some(1);
        }
        let Some(Piece::Open(tag)) = piece else { return None };
        let (name, span) = (tag.name.as_str(), tag.span);
        let void = html::is_void(name);
        if html::is_around_picture(name) && !self.keeps_html() {
            self.tell(vec![html::left_out(name, span)]);
            return Some(1);
        }
        if !html::is_in_line(name) || (tag.closed && !void) {
            return None;
        }
        if self.told_tags.contains(name) && !self.keeps_html() {
            // how it is written is told already
            return Some(1);
        }
        if void {
            if !self.check_tag(tag) {
                return (!self.keeps_html()).then_some(1);
            }
            if name == "br" {
                while units.last().is_some_and(|unit| unit.syntax() == Some(' ')) {
                    units.pop();
                }
            }
            let kind = self.inline_kind(tag, Vec::new());
            units.push(Unit::node(span, kind));
            // the end of the line in the source is no second one
            let next = row.nodes.get(at + 1).filter(|_| at + 1 < part.end);
            let soft =
                next.is_some_and(|next| matches!(next.data().value, NodeValue::SoftBreak));
            return Some(if soft && name == "br" { 2 } else { 1 });
        }
        let Some(end) = row.ends[at].filter(|&end| end < part.end) else {
            if self.keeps_html() {
                return None;
            }
            let written = tag.written_name();
            let message = format!("`<{written}>` is not closed");
            let help =
                format!("write `</{written}>` in the same paragraph and the same marks");
            self.refuse("raw-html", message, span, help);
            self.told_tags.insert(name.to_owned());
            return Some(1);
        };
        if !self.check_tag(tag) && self.keeps_html() {
            return None;
        }
        let inner = at + 1..end;
        let whole = Span::new(span.start, self.node_span(row.nodes[end]).end.max(span.end));
        let depth = around.depth + 1;
        if !self.too_deep(depth, whole) {
            *cursor = span.end as usize;
            let before = units.last().map_or(around.before, Unit::last);
            // without `href` it is an address, which may stand in a link
            let is_link = name == "a" && tag.get("href").is_some();
            if around.in_link && is_link {
                self.link_in_link(span);
            }
            let in_link = around.in_link || is_link;
            let around = Surroundings { depth, before, in_link, ..around };
            let kind = self.element_kind(row, at, inner, around, cursor);
            units.push(Unit::node(whole, kind));
        }
        *cursor = (*cursor).max(whole.end as usize);
        Some(end + 1 - at)
    }

    /// What an element with its text is.
    fn element_kind(
        &mut self,
        row: &Row<'_, '_>,
        at: usize,
        inner: Range<usize>,
        around: Surroundings,
        cursor: &mut usize,
    ) -> InlineKind {
        let Some(Some(Piece::Open(tag))) = row.pieces.get(at) else {
            return InlineKind::Text(String::new());
        };
        let is_code = matches!(tag.name.as_str(), "code" | "tt");
        if is_code && let Some(text) = characters(&row.nodes[inner.clone()]) {
            return self.html_line_code(tag, text);
        }
        let outer = self.marks;
        self.marks = inner_marks(tag).unwrap_or(outer);
        // what it is short for is said, or it is no word
        let known = (tag.name == "abbr" || is_code)
            .then(|| std::mem::take(&mut self.abbreviations));
        let units = self.part(row, inner, around, cursor);
        let text = self.finish(units, around);
        self.marks = outer;
        if let Some(known) = known {
            self.abbreviations = known;
        }
        if is_code { self.marked_code(tag, text) } else { self.inline_kind(tag, text) }
    }
}

/// The characters that `<code>` holds in Markdown, if it holds nothing else.
fn characters(nodes: &[Node<'_>]) -> Option<String> {
    let mut text = String::new();
    for node in nodes {
        match &node.data().value {
            NodeValue::Text(own) => text.push_str(own),
            NodeValue::Escaped => {
                let inner = node.first_child();
                if let Some(own) =
                    inner.and_then(|inner| inner.data().value.text().map(str::to_owned))
                {
                    text.push_str(&own);
                }
            }
            NodeValue::SoftBreak => text.push(' '),
            _ => return None,
        }
    }
    Some(text)
}

/// For each tag the one that ends its element: the next of its name, but for those that
/// end elements of that name inside.
fn ends(pieces: &[Option<Piece>]) -> Vec<Option<usize>> {
    let mut open: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let mut ends = vec![None; pieces.len()];
    for (at, piece) in pieces.iter().enumerate() {
        match piece {
            Some(Piece::Open(tag)) if !html::is_void(&tag.name) && !tag.closed => {
                open.entry(tag.written_name()).or_default().push(at);
            }
            Some(Piece::Close(name)) => {
                if let Some(begins) = open.get_mut(name.as_str()).and_then(Vec::pop) {
                    ends[begins] = Some(at);
                }
            }
            Some(Piece::Open(_)) | None => {}
        }
    }
    ends
}
