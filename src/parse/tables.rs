//! Tables: a caption before or after, cells that span, notes below.
//!
//! The rows are those of GitHub Flavored Markdown; captions are spelled as in Pandoc
//! (`: Words {#address}`), cells that span columns as in MultiMarkdown (`||`), cells that
//! span rows as in its table extensions (`^^`).

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "comrak has many kinds of nodes; what is no part of a table is left alone"
)]

use std::ops::Range;

use comrak::nodes::{Attributes, Node, NodeValue, TableAlignment};

use crate::ast::{
    Alignment, Block, BlockKind, Caption, Cell, CellContent, Placement, Table, plain_text,
};
use crate::source::Span;

use super::attributes::{braces, take};
use super::inlines::Surroundings;
use super::{Reader, grids, lines};

/// What begins the paragraph of a caption.
const CAPTION_MARKS: [&str; 2] = [":", "Table:"];
/// What a cell holds that belongs to the cell above.
const CELL_ABOVE: &str = "^^";
/// The class of a block in colons that holds the notes to the table before it.
const NOTES: &str = "table-notes";
/// What the braces of a caption may hold.
const TAKES: &str = "takes an address like `{#tbl-depths}`, `.float`, `.wide`, `.row-headers`, `head-rows=2` and `tbl-colwidths=\"[40,60]\"`";

/// The neighbours that make one table.
pub(super) struct Parts<'n> {
    pub(super) caption: Option<Node<'n>>,
    pub(super) table: Node<'n>,
    pub(super) notes: Option<Node<'n>>,
    /// How many neighbours these are.
    pub(super) count: usize,
}

/// What the caption of a table says.
#[derive(Default)]
struct Said {
    caption: Option<Caption>,
    id: Option<String>,
    placement: Placement,
    wide: bool,
    row_headers: bool,
    /// How many heading rows there are, if it is said, and where.
    head_rows: Option<(usize, Span)>,
    /// The widths of its columns in thousandths, and where they are said.
    widths: Option<(Vec<u16>, Span)>,
    span: Option<Span>,
}

/// A row as it is written.
struct Written {
    span: Span,
    /// Each cell from bar to bar, as bytes of the source.
    cells: Vec<Range<usize>>,
}

/// For each column, the cell of the row above that reaches it: its row and number.
type Above = Vec<Option<(usize, usize)>>;

impl Reader<'_> {
    /// The table that some neighbours begin with, its caption and its notes.
    ///
    /// A caption between two tables belongs to the first, unless that has one.
    pub(super) fn table_parts<'n>(&self, nodes: &[Node<'n>]) -> Option<Parts<'n>> {
        let is_table = |at: usize| nodes.get(at).is_some_and(|n| self.is_table(n));
        let is_caption = |at: usize| nodes.get(at).is_some_and(|n| self.is_caption(n));
        let before = !is_table(0) && is_caption(0) && is_table(1);
        let at = usize::from(before);
        let table = *nodes.get(at).filter(|_| is_table(at))?;
        let after = is_caption(at + 1) && !(before && is_table(at + 2));
        let mut next = at + 1 + usize::from(after && !before);
        let notes = self.table_notes(nodes.get(next));
        next += usize::from(notes.is_some());
        let caption = match (before, after) {
            (true, _) => nodes.first().copied(),
            (false, true) => nodes.get(at + 1).copied(),
            (false, false) => None,
        };
        Some(Parts { caption, table, notes, count: next })
    }

    /// The notes to a table that stand after it.
    pub(super) fn table_notes<'n>(&self, next: Option<&Node<'n>>) -> Option<Node<'n>> {
        next.filter(|node| self.is_div_of(node, NOTES)).copied()
    }

    fn is_table<'n>(&self, node: Node<'n>) -> bool {
        matches!(node.data().value, NodeValue::Table(_)) || self.is_grid(node)
    }

    fn is_caption<'n>(&self, node: Node<'n>) -> bool {
        matches!(node.data().value, NodeValue::Paragraph)
            && caption_mark(self.written(self.block_span(node))).is_some()
    }

    /// One table with its neighbours.
    pub(super) fn table<'n>(&mut self, parts: &Parts<'n>, depth: usize) -> Block {
        let node = parts.table;
        let is_grid = self.is_grid(node);
        let mut span = if is_grid { self.grid_span(node) } else { self.block_span(node) };
        let id = self.next_id();
        if parts.caption.is_none() {
            self.check_meaning(node);
        }
        let mut said = match parts.caption {
            Some(caption) => self.caption(caption, node, depth),
            None => Said::default(),
        };
        let grids::Rows { columns, mut head, body } = if is_grid {
            self.check_grid_caption(&said);
            self.grid_rows(node, depth)
        } else {
            self.pipe_rows(node, &mut said, depth)
        };
        let widths = self.checked_widths(&said, columns.len());
        // a first column that names the rows may do without names of columns
        let nameless = head.iter().flatten().all(Cell::is_empty);
        if said.row_headers && nameless {
            head.clear();
        }
        let notes = parts.notes.map_or_else(Vec::new, |notes| {
            let own = self.block_span(notes);
            span = Span::new(span.start, own.end);
            self.div_blocks(notes, depth)
        });
        if let Some(own) = said.span {
            span = Span::new(span.start.min(own.start), span.end.max(own.end));
        }
        let title = said.caption.as_ref().map(|own| plain_text(&own.text));
        let anchor = (title.is_some() || said.id.is_some())
            .then(|| self.anchor(span, said.id, title.unwrap_or_default()));
        let table = Table {
            anchor,
            caption: said.caption,
            columns,
            widths,
            head,
            rows: body,
            notes,
            placement: said.placement,
            wide: said.wide,
            row_headers: said.row_headers,
        };
        Block::new(id, span, BlockKind::Table(table))
    }

    /// The rows of a table with bars alone.
    fn pipe_rows<'n>(
        &mut self,
        node: Node<'n>,
        said: &mut Said,
        depth: usize,
    ) -> grids::Rows {
        let mut rows: Vec<Node<'n>> = node.children().collect();
        // without a blank line before it, a caption below is read as a row
        let row_caption = rows.last().copied().filter(|row| {
            rows.len() > 1 && self.is_row_caption(self.written(self.block_span(row)))
        });
        if let Some(row) = row_caption {
            rows.pop();
            if said.span.is_some() {
                self.two_table_captions(self.block_span(row));
            }
            *said = self.row_caption(row, depth);
        }
        let columns: Vec<Alignment> = match &node.data().value {
            NodeValue::Table(table) => table.alignments.iter().map(alignment).collect(),
            _ => Vec::new(),
        };
        let heads = self.head_rows(said, rows.len());
        let body = rows.split_off(heads.min(rows.len()));
        let head = self.grid(&rows, columns.len(), depth);
        let body = self.grid(&body, columns.len(), depth);
        grids::Rows { columns, head, body }
    }

    /// Refuses to be told twice how many heading rows there are.
    fn check_grid_caption(&mut self, said: &Said) {
        if let Some((_, place)) = said.head_rows {
            let message = "a grid says with `=` how many heading rows it has".to_owned();
            let help = "remove `head-rows`; all rows above the line of `=` are the heading";
            self.error("bad-head-rows", message, place, help);
        }
    }

    /// How many of a table's rows are heading rows.
    fn head_rows(&mut self, said: &Said, rows: usize) -> usize {
        let Some((heads, place)) = said.head_rows else { return 1 };
        if heads >= rows {
            let message = format!(
                "a table with {heads} heading rows has no other: it has {rows} in all"
            );
            let help = "count the row above the line of hyphens and the heading rows below \
                        it, and leave a row for the table";
            self.error("bad-head-rows", message, place, help);
            return 1;
        }
        heads
    }

    /// Rows of cells among which cells may reach down.
    fn grid<'n>(
        &mut self,
        rows: &[Node<'n>],
        columns: usize,
        depth: usize,
    ) -> Vec<Vec<Cell>> {
        let mut grid: Vec<Vec<Cell>> = Vec::new();
        let mut above: Above = vec![None; columns];
        for row in rows {
            let written = self.written_row(row, columns);
            let cells = self.cells(row, &written, (&mut above, &mut grid), depth);
            grid.push(cells);
        }
        grid
    }

    /// A row and its cells as they are written. Refuses more cells than columns: Markdown
    /// drops the others.
    fn written_row<'n>(&mut self, row: Node<'n>, columns: usize) -> Written {
        let span = self.block_span(row);
        let start = span.start as usize;
        let cells: Vec<Range<usize>> = split_cells(self.written(span))
            .into_iter()
            .map(|cell| start + cell.start..start + cell.end)
            .collect();
        if cells.len() > columns {
            let message =
                format!("a row has {} cells, its table {columns} columns", cells.len());
            let help = "add a column to the heading row and the line below it, \
                        or write `\\|` for a bar that is text";
            self.error("extra-cell", message, span, help);
        }
        Written { span, cells }
    }

    /// The cells of a row; what belongs to a cell above makes that higher.
    fn cells<'n>(
        &mut self,
        row: Node<'n>,
        written: &Written,
        (above, body): (&mut Above, &mut [Vec<Cell>]),
        depth: usize,
    ) -> Vec<Cell> {
        let nodes: Vec<Node<'n>> = row.children().collect();
        let columns = above.len();
        let mut cells: Vec<Cell> = Vec::new();
        let mut below: Above = vec![None; columns];
        let mut at = 0;
        while at < nodes.len().min(columns) {
            let own = written.cells.get(at).cloned();
            let wide = 1
                + (at + 1..columns)
                    .take_while(|&next| {
                        written.cells.get(next).is_some_and(Range::is_empty)
                    })
                    .count();
            let held = own.clone().and_then(|own| self.text.get(own)).unwrap_or_default();
            let place = own.map_or(written.span, |own| lines::span(own.start, own.end));
            if held.is_empty() && written.cells.get(at).is_some() {
                self.lonely_bar(written.span);
            }
            if held.trim() == CELL_ABOVE {
                let reached = self.reach_down((at, wide), above, body, place);
                below[at..at + wide].fill(reached);
            } else {
                below[at..at + wide].fill(Some((body.len(), cells.len())));
                cells.push(self.cell(nodes[at], written.span, wide, depth));
            }
            at += wide;
        }
        if cells.is_empty() && !body.is_empty() {
            let message = "a row holds nothing of its own".to_owned();
            let help = "remove it: every cell above it reaches down only so far";
            self.error("bad-cell-span", message, written.span, help);
        }
        *above = below;
        cells
    }

    fn cell<'n>(
        &mut self,
        node: Node<'n>,
        row: Span,
        columns: usize,
        depth: usize,
    ) -> Cell {
        let id = self.next_id();
        // A cell that was not written stands at the end of its row.
        let span = self.trimmed(self.block_span(node));
        let end = span.end.min(row.end);
        let span = Span::new(span.start.min(end), end);
        self.note_bars(span);
        let content = match self.cell_lists(node, depth + 1) {
            Some(blocks) => self.cell_content(id, blocks),
            None => CellContent::Text(self.inlines(node, Surroundings::block(depth + 1))),
        };
        self.bars.clear();
        let columns = u16::try_from(columns).unwrap_or(u16::MAX);
        Cell { id, span, columns, rows: 1, content }
    }

    /// Makes the cell above one row higher, if it has the same columns.
    fn reach_down(
        &mut self,
        (at, wide): (usize, usize),
        above: &Above,
        body: &mut [Vec<Cell>],
        place: Span,
    ) -> Option<(usize, usize)> {
        let Some((row, number)) = above.get(at).copied().flatten() else {
            let message = "`^^` has no cell above that could reach down".to_owned();
            let help = "remove it, or write `\\^^` for two carets; \
                        a heading cell does not reach into the rows";
            self.error("bad-cell-span", message, place, help);
            return None;
        };
        let same = |column: usize| above.get(column).copied().flatten();
        let begins = at == 0 || same(at - 1) != Some((row, number));
        let cell = body.get_mut(row).and_then(|row| row.get_mut(number))?;
        if !begins || usize::from(cell.columns) != wide {
            let columns = cell.columns;
            let message =
                format!("`^^` takes {wide} columns, the cell above takes {columns}");
            let help = "begin it in the same column and write as many bars after it as \
                        after the cell above";
            self.error("bad-cell-span", message, place, help);
            return None;
        }
        cell.rows = cell.rows.saturating_add(1);
        Some((row, number))
    }

    fn lonely_bar(&mut self, row: Span) {
        let message = "a row begins with two bars".to_owned();
        let help = "`||` makes the cell before it wider, and there is none: \
                    write `| |` for an empty cell";
        self.error("bad-cell-span", message, row, help);
    }

    /// A paragraph as a caption.
    fn caption<'n>(&mut self, node: Node<'n>, table: Node<'n>, depth: usize) -> Said {
        let span = self.block_span(node);
        let next = node.next_sibling().filter(|next| {
            matches!(next.data().value, NodeValue::Table(_))
                && next.data().sourcepos.start.line == node.data().sourcepos.end.line + 1
        });
        if next.is_some() {
            self.note_bars(span);
        }
        if node.next_sibling().is_some_and(|next| next.same_node(table))
            && let Some(other) = self.second_caption(table)
            && self.is_caption(other)
        {
            self.two_table_captions(self.block_span(other));
        }
        let said = self.said(node, span, depth);
        self.bars.clear();
        said
    }

    /// Refuses a caption that Markdown takes for the meaning of the paragraph before it.
    fn check_meaning<'n>(&mut self, table: Node<'n>) {
        let Some(list) = table.previous_sibling() else { return };
        if !matches!(list.data().value, NodeValue::DescriptionList) {
            return;
        }
        let span = self.block_span(list);
        let (start, end) = (span.start as usize, span.end as usize);
        let line = self.written(span).rfind('\n').map_or(start, |at| start + at + 1);
        if self.final_braces(line..end).is_some() {
            let message = "a caption reads as the meaning of the line above".to_owned();
            let help = "begin it with `Table:`, or put it after the table";
            self.error("unclear-caption", message, lines::span(line, end), help);
        }
    }

    /// What stands after a table, if no table follows that.
    fn second_caption<'n>(&self, table: Node<'n>) -> Option<Node<'n>> {
        let other = table.next_sibling()?;
        let third = other.next_sibling();
        (third.filter(|node| self.is_table(node)).is_none()).then_some(other)
    }

    pub(super) fn two_table_captions(&mut self, span: Span) {
        let message = "a table has two captions".to_owned();
        let help = "remove one; a caption stands before its table or after it";
        self.error("two-captions", message, span, help);
    }

    fn is_row_caption(&self, row: &str) -> bool {
        caption_mark(row).is_some() && split_cells(row).len() == 1 && !row.starts_with('|')
    }

    fn row_caption<'n>(&mut self, row: Node<'n>, depth: usize) -> Said {
        let span = self.block_span(row);
        row.first_child().map_or_else(Said::default, |cell| self.said(cell, span, depth))
    }

    /// The attributes in braces that a part of the source ends with, and where they begin.
    pub(super) fn final_braces(&self, part: Range<usize>) -> Option<(usize, Attributes)> {
        let start = part.start;
        let written = self.text.get(part)?;
        let at = written.rfind('{')?;
        let apart = written[..at].is_empty() || written[..at].ends_with([' ', '\t', '\n']);
        let found = braces(&written[at..])
            .filter(|found| apart && at + found.length == written.len())?;
        Some((start + at, found.attributes))
    }

    /// What a caption says: its words, and what stands in braces after them.
    fn said<'n>(&mut self, node: Node<'n>, span: Span, depth: usize) -> Said {
        let written = self.written(span);
        let start = span.start as usize;
        let mark = caption_mark(written).unwrap_or(0);
        let mut words = start + mark..span.end as usize;
        let mut said = Said { span: Some(span), ..Said::default() };
        if let Some((at, mut found)) = self.final_braces(words.clone()) {
            let place = lines::span(at, span.end as usize);
            let kept = self.text.get(words.start..at).unwrap_or_default().trim_end();
            words.end = words.start + kept.len();
            said.id = found.id.take();
            let mut has = |class: &str| {
                let count = found.classes.len();
                found.classes.retain(|own| own != class);
                found.classes.len() < count
            };
            said.row_headers = has("row-headers");
            said.wide = has("wide");
            if has("float") {
                said.placement = Placement::Float;
            }
            said.head_rows = self.said_head_rows(&mut found, place);
            said.widths = self.said_widths(&mut found, place);
            self.unknown_attributes(&found, "a table", TAKES, place);
        }
        let id = self.next_id();
        let around = Surroundings::block(depth + 1);
        let text = self.inlines_within(node, around, words.clone());
        if text.is_empty() {
            self.last_id -= 1;
            let says =
                said.row_headers || said.head_rows.is_some() || said.widths.is_some();
            if said.id.is_none() && !says {
                let message = "a caption has no words".to_owned();
                let help = "write them after the colon, or remove it";
                self.error("empty-caption", message, span, help);
            }
        } else {
            let span = lines::span(words.start, words.end);
            said.caption = Some(Caption { id, span, text });
        }
        said
    }
}

impl Reader<'_> {
    /// Takes `head-rows=2` out of a set of attributes.
    fn said_head_rows(
        &mut self,
        attributes: &mut Attributes,
        place: Span,
    ) -> Option<(usize, Span)> {
        let written = take(attributes, "head-rows")?;
        let count = written.parse().ok().filter(|&count: &usize| count > 0);
        if count.is_none() {
            let message = format!("`{written}` is no number of heading rows");
            let help = "write how many there are, with the row above the line of hyphens: \
                        `head-rows=2`";
            self.error("bad-head-rows", message, place, help);
        }
        count.map(|count| (count, place))
    }

    /// Takes `tbl-colwidths="[40,60]"` out of a set of attributes, as Quarto has it: the
    /// widths of the columns in hundredths of the line.
    fn said_widths(
        &mut self,
        attributes: &mut Attributes,
        place: Span,
    ) -> Option<(Vec<u16>, Span)> {
        let written = take(attributes, "tbl-colwidths")?;
        let inner = written.trim().strip_prefix('[').and_then(|own| own.strip_suffix(']'));
        let widths: Option<Vec<u16>> =
            inner.and_then(|inner| inner.split(',').map(thousandths).collect());
        let sum = widths.iter().flatten().map(|&width| u32::from(width)).sum::<u32>();
        let good = widths.filter(|_| sum <= 1000);
        if good.is_none() {
            let message = format!("`{written}` does not give the widths of columns");
            let help = "write a part of the line in hundredths for each column, together \
                        100 at most: `tbl-colwidths=\"[40,60]\"`";
            self.error("bad-column-widths", message, place, help);
        }
        // what is wrong is told; it was said all the same
        Some((good.unwrap_or_default(), place))
    }

    /// The widths of a table with so many columns.
    fn checked_widths(&mut self, said: &Said, columns: usize) -> Vec<u16> {
        let Some((widths, place)) = &said.widths else { return Vec::new() };
        if widths.len() == columns || widths.is_empty() {
            return widths.clone();
        }
        let message = format!("a table has {columns} columns and {} widths", widths.len());
        self.error("bad-column-widths", message, *place, "write one for each column");
        Vec::new()
    }
}

/// A width in hundredths as thousandths, from 1.
fn thousandths(written: &str) -> Option<u16> {
    let width: f64 = written.trim().parse().ok()?;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "checked to be a part of the whole"
    )]
    let share = (width > 0.0 && width <= 100.0).then_some((width * 10.0).round() as u16);
    share.filter(|&share| share > 0)
}

/// How much of a paragraph is the mark of a caption and the space after it.
fn caption_mark(written: &str) -> Option<usize> {
    CAPTION_MARKS.iter().find_map(|mark| {
        let rest = written.strip_prefix(mark)?;
        let words = rest.trim_start_matches([' ', '\t']);
        (words.len() < rest.len() && !words.is_empty())
            .then_some(written.len() - words.len())
    })
}

fn alignment(alignment: &TableAlignment) -> Alignment {
    match alignment {
        TableAlignment::None | TableAlignment::Left => Alignment::Start,
        TableAlignment::Center => Alignment::Center,
        TableAlignment::Right => Alignment::End,
    }
}

/// The cells written in a row, from bar to bar; one between two bars with nothing
/// between them is empty.
fn split_cells(row: &str) -> Vec<Range<usize>> {
    let end = row.trim_end().len();
    let first = row.len() - row.trim_start().len();
    let mut start = if row[first..].starts_with('|') { first + 1 } else { first };
    let bar = start;
    let mut cells = Vec::new();
    let mut escaped = false;
    let written = row.get(start..end).unwrap_or_default();
    for (at, c) in written.char_indices().map(|(at, c)| (bar + at, c)) {
        if c == '|' && !escaped {
            cells.push(start..at);
            start = at + 1;
        }
        escaped = c == '\\' && !escaped;
    }
    if start < end || cells.is_empty() {
        cells.push(start..end.max(start));
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_cut_as_written() {
        let cut = |row: &str| {
            let cells = split_cells(row).into_iter();
            cells.map(|cell| row[cell].to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(cut("| a | b |"), [" a ", " b "]);
        assert_eq!(cut("a | b"), ["a ", " b"]);
        assert_eq!(cut(r"| a \| b | c |"), [r" a \| b ", " c "]);
        assert_eq!(cut("| a || c |"), [" a ", "", " c "]);
        assert_eq!(cut("| a ||"), [" a ", ""]);
        assert_eq!(cut("| | b |"), [" ", " b "]);
    }

    #[test]
    fn a_caption_has_words_after_its_mark() {
        assert_eq!(caption_mark(": Depths"), Some(2));
        assert_eq!(caption_mark("Table: Depths"), Some(7));
        assert_eq!(caption_mark(":+1:"), None);
        assert_eq!(caption_mark(": "), None);
    }
}
