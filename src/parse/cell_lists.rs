//! Lists in cells between bars, `<ul><li>…</ul>`: Markdown has no others there, for a row
//! is one line. What stands in an item is Markdown.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "comrak has many kinds of nodes; what is not named is refused, never dropped"
)]

use std::ops::Range;

use comrak::nodes::{Node, NodeValue};

use crate::ast::{Block, BlockKind, List, ListItem};
use crate::source::Span;

use super::Reader;
use super::formulas::trimmed;
use super::html::{Piece, Tag};
use super::inlines::Surroundings;
use super::tags::Row;

impl Reader<'_> {
    /// The blocks of a cell in which a list of HTML stands; none if none does.
    pub(super) fn cell_lists<'n>(
        &mut self,
        cell: Node<'n>,
        depth: usize,
    ) -> Option<Vec<Block>> {
        let nodes: Vec<Node<'n>> = cell.children().collect();
        let row = self.pieces(&nodes);
        let is_list = |at: usize| list_at(&row, at, nodes.len()).is_some();
        if !(0..nodes.len()).any(is_list) {
            return None;
        }
        let mut cursor = self.block_span(cell).start as usize;
        Some(self.flow(&row, 0..nodes.len(), depth, &mut cursor))
    }

    /// Paragraphs and lists that follow one another in a part of a row.
    fn flow(
        &mut self,
        row: &Row<'_, '_>,
        part: Range<usize>,
        depth: usize,
        cursor: &mut usize,
    ) -> Vec<Block> {
        let mut blocks = Vec::new();
        if part.start < part.end
            && self.too_deep(depth, self.node_span(row.nodes[part.start]))
        {
            return blocks;
        }
        let (mut from, mut at) = (part.start, part.start);
        while at < part.end {
            let Some((tag, end)) = list_at(row, at, part.end) else {
                at += 1;
                continue;
            };
            blocks.extend(self.words(row, from..at, depth, cursor));
            let id = self.next_id();
            let close = self.node_span(row.nodes[end]);
            let span = Span::new(tag.span.start, close.end.max(tag.span.end));
            *cursor = tag.span.end as usize;
            if self.check_list_tag(tag) {
                let list = self.row_list(row, (tag, at + 1..end), depth, cursor);
                blocks.push(Block::new(id, span, BlockKind::List(list)));
            }
            *cursor = (*cursor).max(span.end as usize);
            (from, at) = (end + 1, end + 1);
        }
        blocks.extend(self.words(row, from..part.end, depth, cursor));
        blocks
    }

    /// The words of a part of a row, if there are any, as a paragraph.
    fn words(
        &mut self,
        row: &Row<'_, '_>,
        part: Range<usize>,
        depth: usize,
        cursor: &mut usize,
    ) -> Option<Block> {
        let known = self.last_id;
        let id = self.next_id();
        let around = Surroundings::block(depth + 1);
        let units = self.part(row, part, around, cursor);
        let text = trimmed(self.finish(units, around));
        let (Some(first), Some(last)) = (text.first(), text.last()) else {
            self.last_id = known;
            return None;
        };
        let span = Span::new(first.span.start, last.span.end.max(first.span.start));
        Some(Block::new(id, span, BlockKind::Paragraph(text)))
    }

    /// A list with the items of a part of a row.
    fn row_list(
        &mut self,
        row: &Row<'_, '_>,
        (tag, part): (&Tag, Range<usize>),
        depth: usize,
        cursor: &mut usize,
    ) -> List {
        let start = (tag.name == "ol")
            .then(|| tag.get("start").and_then(|start| start.parse().ok()).unwrap_or(1));
        let mut items = Vec::new();
        let mut at = part.start;
        while at < part.end {
            let Some(Some(Piece::Open(item))) = row.pieces.get(at) else {
                self.check_between_items(row, at, &tag.name);
                at += 1;
                continue;
            };
            if item.name != "li" {
                self.check_between_items(row, at, &tag.name);
                at += 1;
                continue;
            }
            let end = item_end(row, at, part.end);
            *cursor = item.span.end as usize;
            let blocks = if self.check_list_tag(item) {
                self.flow(row, at + 1..end, depth + 1, cursor)
            } else {
                Vec::new()
            };
            let last = blocks.last().map_or(item.span.end, |last| last.span.end);
            let span = Span::new(item.span.start, last.max(item.span.end));
            items.push(ListItem { span, task: None, blocks });
            // its end is no item
            at = if row.ends[at] == Some(end) { end + 1 } else { end };
        }
        if items.is_empty() {
            let message = format!("`<{}>` is empty", tag.name);
            let help = "write what it is to hold, or remove it".to_owned();
            self.refuse("raw-html", message, tag.span, help);
        }
        let numbering = super::html::numbering(tag);
        List { start, numbering, tight: true, steps: false, items }
    }

    /// Refuses what stands in a list and in none of its items.
    fn check_between_items(&mut self, row: &Row<'_, '_>, at: usize, list: &str) {
        let node = row.nodes[at];
        let blank = match &node.data().value {
            NodeValue::Text(text) => text.trim().is_empty(),
            NodeValue::HtmlInline(html) => html.starts_with("<!--"),
            _ => false,
        };
        if !blank {
            let message = format!("`<{list}>` holds something that is in no item of it");
            let help = "write it between `<li>` and `</li>`".to_owned();
            self.refuse("raw-html", message, self.node_span(node), help);
        }
    }

    /// Whether a list or an item is as one in a cell may be; tells what is wrong.
    fn check_list_tag(&mut self, tag: &Tag) -> bool {
        let held =
            ["id", "lang", "dir", "value"].into_iter().find(|own| tag.get(own).is_some());
        if let Some(own) = held {
            let message =
                format!("`<{}>` in a cell between bars takes no `{own}`", tag.name);
            let help =
                "put it on the words inside, or write the table as HTML or as a grid";
            self.refuse("raw-html", message, tag.span, help.to_owned());
            return false;
        }
        self.check_tag(tag)
    }
}

/// The list that begins at a node of a row and ends before `last`, and where it ends.
fn list_at<'r>(row: &'r Row<'_, '_>, at: usize, last: usize) -> Option<(&'r Tag, usize)> {
    let Some(Piece::Open(tag)) = row.pieces.get(at)?.as_ref() else { return None };
    let end = row.ends[at].filter(|&end| end < last)?;
    matches!(tag.name.as_str(), "ul" | "ol").then_some((tag, end))
}

/// Where an item ends: at its end, or at the next item or the end of the list, for that may
/// be left out.
fn item_end(row: &Row<'_, '_>, begin: usize, last: usize) -> usize {
    if let Some(end) = row.ends[begin].filter(|&end| end < last) {
        return end;
    }
    let mut at = begin + 1;
    while at < last {
        if let Some((_, end)) = list_at(row, at, last) {
            at = end + 1;
            continue;
        }
        if matches!(&row.pieces[at], Some(Piece::Open(tag)) if tag.name == "li") {
            return at;
        }
        at += 1;
    }
    last
}
