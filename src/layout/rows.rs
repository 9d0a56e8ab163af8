//! Items of the flow with their lines: rows, the atoms of page breaking.

use super::bands::{self, CellLine};
use super::flow::{Content, Flow, FlowItem, Group};
use super::panels;
use super::paragraph::Paragraph;
use super::setting::Line;
use crate::length::Length;
use crate::resolve::Position;

/// Something that is never split: a line, a slice of a table, a picture.
#[derive(Debug)]
pub(super) struct Row {
    /// The item it is part of, by number in its group.
    pub(super) item: usize,
    /// Space above; dropped at the top of a page.
    pub(super) space: Length,
    /// Space above it at the top of a page.
    pub(super) top: Length,
    /// How much that space may grow.
    pub(super) stretch: Length,
    pub(super) height: Length,
    /// How unwelcome a page break above it is.
    pub(super) penalty: i32,
    /// What it shows.
    pub(super) kind: RowKind,
    /// What begins a page that begins here.
    pub(super) start: Option<Position>,
    /// The row that must be repeated above it at the top of a page, by number.
    pub(super) repeat: Option<usize>,
    /// The space that the ground of its lines needs below a repeated row.
    pub(super) inset: Length,
    /// The lines of a slice of a table, cell by cell.
    pub(super) cells: Vec<CellLine>,
}

impl Row {
    /// The height of the header that is repeated above it at the top of a page, with the
    /// space below that a row of a table begins with and the rest of one lacks.
    pub(super) fn repeated(&self, rows: &[Self]) -> Length {
        let Some(header) = self.repeat.and_then(|header| rows.get(header)) else {
            return Length::ZERO;
        };
        let begins = matches!(self.kind, RowKind::Slice { first: true, .. });
        let padding = bands::PADDING.max(self.inset);
        header.height + if begins { Length::ZERO } else { padding }
    }
}

/// What a row shows.
#[derive(Debug, Copy, Clone, PartialEq, Eq)]
pub(super) enum RowKind {
    /// A line of the item's paragraph, by number.
    Line(usize),
    /// A slice of a table's rows: whether it is the first and the last of its item.
    Slice {
        /// Whether nothing of the item stands before it.
        first: bool,
        /// Whether nothing of the item comes after it.
        last: bool,
        /// From the top of the item to its own.
        at: Length,
    },
    /// All the item is.
    Whole,
}

/// A page break here is out of the question.
pub(super) const NEVER: i32 = 10_000;
/// What it costs when the last line of a page ends in a hyphen.
pub(super) const HYPHEN_AT_PAGE_END: i32 = 300;
/// What it costs when what a paragraph introduces stands on the next page: more than
/// facing pages of which one ends three lines short in place of two.
pub(super) const INTRODUCED: i32 = 7_000;

/// Cuts a group into rows.
pub(super) fn rows(group: &Group, flow: &Flow, lines: &[&[Line]]) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut firsts: Vec<usize> = Vec::with_capacity(group.items.len());
    let mut keep = false;
    let mut introduced = false;
    for (number, item) in group.items.iter().enumerate() {
        let first = rows.len();
        firsts.push(first);
        match &item.content {
            Content::Text(block) => {
                let paragraph = &flow.paragraphs[block.paragraph];
                let set = lines[block.paragraph];
                if set.is_empty() {
                    // nothing to be seen, but addresses and labels have their place
                    let label = !item.labels.is_empty();
                    let height = if label { paragraph.form.leading } else { Length::ZERO };
                    let mut whole = whole(number, height);
                    whole.start = position(paragraph, 0);
                    rows.push(whole);
                }
                for (turn, line) in set.iter().enumerate() {
                    let start = position(paragraph, paragraph.unit_at(line.start));
                    let height = paragraph.form.leading + line.more.0 + line.more.1;
                    rows.push(Row {
                        penalty: line_penalty(turn, set, block.together),
                        kind: RowKind::Line(turn),
                        start,
                        ..whole(number, height)
                    });
                }
            }
            Content::Band(band) => {
                let slices = bands::slices(band, flow, lines);
                let last = slices.len() - 1;
                let header = band.header.and_then(|back| number.checked_sub(back));
                let repeat = header.and_then(|header| firsts.get(header)).copied();
                rows.extend(slices.into_iter().enumerate().map(|(turn, slice)| Row {
                    kind: RowKind::Slice {
                        first: turn == 0,
                        last: turn == last,
                        at: slice.at,
                    },
                    penalty: slice.penalty,
                    start: slice.start,
                    // below a header there is padding already
                    top: if repeat.is_none() { slice.top } else { Length::ZERO },
                    inset: slice.top,
                    repeat,
                    cells: slice.lines,
                    ..whole(number, slice.height)
                }));
            }
            Content::Picture(picture) => {
                let mut whole = whole(number, picture.height);
                whole.start = Some(picture.start);
                rows.push(whole);
            }
            Content::Panels(line) => {
                rows.push(panels::row(line, flow, lines, whole(number, Length::ZERO)));
            }
            Content::Beside(all) => {
                rows.push(panels::beside(all, flow, lines, whole(number, Length::ZERO)));
            }
            Content::Ornament => {
                let mut whole = whole(number, Length::points(14));
                // a page neither begins with an ornament nor ends with one
                whole.penalty = NEVER;
                rows.push(whole);
            }
        }
        if let Some(row) = rows.get_mut(first) {
            row.space = item.space;
            row.stretch = item.stretch;
            if introduced {
                row.penalty = row.penalty.max(INTRODUCED);
            }
            if keep {
                row.penalty = NEVER;
            }
            keep = item.keep_with_next;
            introduced = introduces(item, flow);
        }
    }
    rows
}

/// A place in the block that a paragraph is the text of.
fn position(paragraph: &Paragraph, offset: u32) -> Option<Position> {
    paragraph.block.map(|(division, block)| Position { division, block, offset })
}

/// Whether an item is a paragraph that ends in a colon: what it announces follows.
fn introduces(item: &FlowItem, flow: &Flow) -> bool {
    let Content::Text(block) = &item.content else { return false };
    flow.paragraphs[block.paragraph].text.trim_end().ends_with([':', '：'])
}

fn whole(item: usize, height: Length) -> Row {
    Row {
        item,
        space: Length::ZERO,
        top: Length::ZERO,
        stretch: Length::ZERO,
        height,
        penalty: 0,
        kind: RowKind::Whole,
        start: None,
        repeat: None,
        inset: Length::ZERO,
        cells: Vec::new(),
    }
}

/// No orphan (a first line alone at the foot of a page), no widow (a last line alone at
/// the head of one), and no hyphen over the turn of a page if that can be helped.
fn line_penalty(turn: usize, lines: &[Line], together: bool) -> i32 {
    if turn == 0 {
        return 0;
    }
    if together || turn == 1 || turn + 1 == lines.len() {
        return NEVER;
    }
    if lines[turn - 1].hyphen { HYPHEN_AT_PAGE_END } else { 0 }
}
