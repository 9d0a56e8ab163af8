//! Grid tables, as in Pandoc and reStructuredText: `+---+---+` draws their lines, and a
//! cell holds whatever Markdown there may be in one.
//!
//! Pandoc User's Guide, "Extension: `grid_tables`". comrak knows none of this; each of
//! their lines begins with `+` or `|`, so that it reads one as a paragraph. What a cell
//! holds is read apart, from a text in which only the cell is not blank: places in it are
//! those in the chapter.

mod shape;

use std::collections::BTreeMap;
use std::ops::{Range, RangeInclusive};

use comrak::Arena;
use comrak::nodes::{Node, NodeValue};

use crate::ast::{Alignment, Block, BlockId, Cell, CellContent};
use crate::source::Span;

use super::lines::{self, Lines};
use super::tables::Parts;
use super::{Reader, options};
use shape::{Drawn, Row, is_across};

/// What is kept from one grid of a chapter to the next.
#[derive(Debug, Default)]
pub(super) struct Kept {
    /// The chapter with all grids so far blank; empty before the first.
    text: String,
    /// The names and the lines of addresses of links that stand apart.
    links: Vec<(String, String)>,
    /// Whether a cell of a grid is read.
    inside: bool,
}

/// The rows of a table, those of its heading, and how its columns are aligned.
pub(super) struct Rows {
    pub(super) columns: Vec<Alignment>,
    pub(super) head: Vec<Vec<Cell>>,
    pub(super) body: Vec<Vec<Cell>>,
}

/// A grid that has been drawn well.
struct Grid {
    rows: Vec<Row>,
    cells: Vec<Drawn>,
    /// The row of the table that begins at a line, by the line.
    across: BTreeMap<usize, usize>,
    /// The column of the table that begins at a column of the text.
    down: BTreeMap<usize, usize>,
}

/// A cell before it is read.
struct Outline {
    /// Its part of each line, as bytes of the source.
    lines: Vec<Range<usize>>,
    row: usize,
    columns: u16,
    rows: u16,
}

impl Reader<'_> {
    /// Whether a node is a grid.
    pub(super) fn is_grid<'n>(&self, node: Node<'n>) -> bool {
        if !matches!(node.data().value, NodeValue::Paragraph) {
            return false;
        }
        let start = node.data().sourcepos.start;
        let from = self.lines.offset(start.line, start.column);
        let line = self.text.get(from..self.lines.range(start.line).end);
        line.is_some_and(is_border)
    }

    /// The lines of a grid. comrak 0.59 gives a term right above its meaning the end of
    /// its first line.
    fn lines_of<'n>(&self, node: Node<'n>) -> RangeInclusive<usize> {
        let position = node.data().sourcepos;
        let mut last = position.end.line;
        let term = node
            .parent()
            .filter(|term| matches!(term.data().value, NodeValue::DescriptionTerm));
        if let Some(meaning) = term.and_then(|term| term.next_sibling()) {
            let blank = |line: &usize| {
                let line = self.text.get(self.lines.range(*line)).unwrap_or_default();
                line.trim_matches([' ', '\t', '>', '\r', '\n']).is_empty()
            };
            let above = meaning.data().sourcepos.start.line.saturating_sub(1);
            last = (position.start.line..=above)
                .rev()
                .find(|line| !blank(line))
                .unwrap_or(last);
        }
        position.start.line..=last
    }

    /// From the first line of a grid to the last.
    pub(super) fn grid_span<'n>(&self, node: Node<'n>) -> Span {
        let lines = self.lines_of(node);
        let start = node.data().sourcepos.start;
        let from = self.lines.offset(start.line, start.column);
        let last = self.lines.range(*lines.end());
        let own = self.text.get(last.clone()).unwrap_or_default().trim_end().len();
        lines::span(from, (last.start + own).max(from))
    }

    /// Refuses a grid that is not the beginning of its paragraph.
    pub(super) fn check_hidden_grid(&mut self, span: Span) {
        let written = self.written(span);
        if !written.contains("+-") && !written.contains("+=") {
            return;
        }
        let start = span.start as usize;
        let mut at = 0;
        for line in written.split_inclusive('\n') {
            let own = line.trim_start_matches([' ', '\t', '>']);
            if is_border(own.trim_end()) {
                let from = start + at + line.len() - own.len();
                let place = lines::span(from, from + own.trim_end().len());
                let message = "a grid begins in the middle of a paragraph".to_owned();
                let help = "leave a blank line above it; for text that looks like one \
                            write code: three backticks in a line above and below";
                return self.error("bad-grid", message, place, help);
            }
            at += line.len();
        }
    }

    /// What some nodes begin with, if it is a list of definitions in which comrak took
    /// grids for terms and their captions for what these mean; and how many of the nodes
    /// that are.
    pub(super) fn captioned_grids<'n>(
        &mut self,
        nodes: &[Node<'n>],
        depth: usize,
    ) -> Option<(Vec<Block>, usize)> {
        let list = nodes.first()?;
        if !matches!(list.data().value, NodeValue::DescriptionList) {
            return None;
        }
        let items: Vec<Node<'n>> = list.children().collect();
        let grids: Vec<Option<Node<'n>>> =
            items.iter().map(|item| self.grid_of_item(item)).collect();
        grids.iter().flatten().next()?;
        let mut blocks = Vec::new();
        let mut count = 1;
        let mut at = 0;
        while at < items.len() {
            if let Some(table) = grids[at] {
                let after = nodes.get(1).filter(|_| at + 1 == items.len());
                let notes = self.table_notes(after);
                count += usize::from(notes.is_some());
                let caption = self.grid_caption(items[at]);
                let parts = Parts { caption, table, notes, count };
                blocks.push(self.table(&parts, depth));
                at += 1;
                continue;
            }
            let is_term = items[at].first_child().is_some_and(|first| {
                matches!(first.data().value, NodeValue::DescriptionTerm)
            });
            if !is_term && at > 0 && grids[at - 1].is_some() {
                self.two_table_captions(self.block_span(items[at]));
                at += 1;
                continue;
            }
            let end = (at..items.len()).find(|&at| grids[at].is_some());
            let run = &items[at..end.unwrap_or(items.len())];
            let (first, last) =
                (self.block_span(run[0]), self.block_span(run[run.len() - 1]));
            let id = self.next_id();
            let kind = self.definition_list(run, depth);
            blocks.push(Block::new(id, Span::new(first.start, last.end), kind));
            at += run.len();
        }
        Some((blocks, count))
    }

    /// The grid that is the term of an item of a list of definitions.
    fn grid_of_item<'n>(&self, item: Node<'n>) -> Option<Node<'n>> {
        let term = item.first_child()?;
        let is_term = matches!(term.data().value, NodeValue::DescriptionTerm);
        term.first_child().filter(|paragraph| is_term && self.is_grid(paragraph))
    }

    /// The caption of a grid that is a term: one paragraph, which is all it means.
    fn grid_caption<'n>(&mut self, item: Node<'n>) -> Option<Node<'n>> {
        let mut details = item.children().skip(1).flat_map(|part| part.children());
        let caption = details.next()?;
        let is_paragraph = matches!(caption.data().value, NodeValue::Paragraph);
        if details.next().is_none() && is_paragraph {
            return Some(caption);
        }
        let message = "the caption of a grid is more than one paragraph".to_owned();
        let help = "write one line that begins with `:`, and leave a blank line below it";
        let span = self.block_span(caption);
        self.error("unclear-caption", message, span, help);
        None
    }

    /// The rows of a grid.
    pub(super) fn grid_rows<'n>(&mut self, node: Node<'n>, depth: usize) -> Rows {
        let mut read = Rows { columns: Vec::new(), head: Vec::new(), body: Vec::new() };
        if self.grids.inside {
            // it is refused as a whole
            return read;
        }
        let Some(grid) = self.drawn(node) else { return read };
        let parts = self.parts(&grid);
        let Some((head, aligning)) = parts else { return read };
        read.columns = grid.alignments(aligning);
        self.check_colons(&grid, aligning);
        let end = grid.rows.iter().map(|row| row.bytes(0..row.width()).end).max();
        let first = grid.rows.first().map_or(0, |row| row.bytes(0..1).start);
        let mut kept = std::mem::take(&mut self.grids);
        if kept.text.is_empty() {
            kept.text = self.text.to_owned();
            kept.links = link_definitions(self.text);
        }
        let Kept { mut text, links, .. } = kept;
        // what is around the cells is blank: only their own text is looked at
        let all = first..end.unwrap_or(first).max(first);
        let blank = blank(text.get(all.clone()).unwrap_or_default());
        text.replace_range(all, &blank);
        let mut rows: Vec<Vec<Cell>> = grid.across.values().map(|_| Vec::new()).collect();
        // the foot of the grid is a border too, and no row
        rows.pop();
        for outline in grid.outlines() {
            for line in &outline.lines {
                let own = self.text.get(line.clone()).unwrap_or_default();
                text.replace_range(line.clone(), own);
            }
            let cell = self.grid_cell((&text, &links), &outline, depth);
            for line in &outline.lines {
                let spaces = " ".repeat(line.len());
                text.replace_range(line.clone(), &spaces);
            }
            if let Some(row) = rows.get_mut(outline.row) {
                row.push(cell);
            }
        }
        self.grids = Kept { text, links, inside: false };
        read.body = rows.split_off(head.min(rows.len()));
        read.head = rows;
        read
    }

    /// The grid that the lines of a paragraph draw.
    fn drawn<'n>(&mut self, node: Node<'n>) -> Option<Grid> {
        let rows = self.grid_lines(node)?;
        let cells = match shape::cells(&rows) {
            Ok(cells) if !cells.is_empty() => cells,
            Ok(_) => {
                self.bad_grid(&rows[0], 0..rows[0].width(), "a grid has no rows");
                return None;
            }
            Err((row, column)) => {
                let row = &rows[(row + 1).min(rows.len() - 1)];
                let what = "the lines of a grid do not meet around a cell";
                self.bad_grid(row, column..row.width(), what);
                return None;
            }
        };
        let tops = cells.iter().flat_map(|cell| [cell.top, cell.bottom]);
        let sides = cells.iter().flat_map(|cell| [cell.left, cell.right]);
        let (across, down) = (shape::numbered(tops), shape::numbered(sides));
        for cell in &cells {
            for row in &rows[cell.top + 1..cell.bottom] {
                if row.cuts(cell.left + 1) || row.cuts(cell.right) {
                    let what = "a wide letter lies on a line of a grid";
                    self.bad_grid(row, cell.left..cell.right + 1, what);
                    return None;
                }
            }
        }
        Some(Grid { rows, cells, across, down })
    }

    /// The lines of a grid, all of the same width.
    fn grid_lines<'n>(&mut self, node: Node<'n>) -> Option<Vec<Row>> {
        let first = node.data().sourcepos.start;
        let mut rows: Vec<Row> = Vec::new();
        for number in self.lines_of(node) {
            let range = self.lines.range(number);
            let line = self.text.get(range.clone()).unwrap_or_default();
            let from = if number == first.line {
                self.lines.offset(number, first.column) - range.start
            } else {
                line.len() - line.trim_start_matches([' ', '\t', '>']).len()
            };
            let own = line.get(from..).unwrap_or_default().trim_end();
            let row = Row::new(own, range.start + from);
            let all = 0..row.width();
            if !own.starts_with(['+', '|']) {
                self.bad_grid(&row, all, "text stands below a grid, or beside it");
                return None;
            }
            if own.contains('\t') {
                self.bad_grid(&row, all, "a tab stands in a grid: nobody knows how wide");
                return None;
            }
            let width = rows.first().map_or(row.width(), Row::width);
            if row.width() != width {
                let what = format!(
                    "a line of a grid is {} columns wide, its first line {width}",
                    row.width()
                );
                self.bad_grid(&row, all, &what);
                return None;
            }
            rows.push(row);
        }
        let last = rows.last().filter(|row| !row.is_border());
        if let Some(last) = last {
            let place = last.bytes(0..last.width());
            self.told_grid(place, "a grid has no line at its foot");
            return None;
        }
        Some(rows)
    }

    fn bad_grid(&mut self, row: &Row, columns: Range<usize>, what: &str) {
        self.told_grid(row.bytes(columns), what);
    }

    fn told_grid(&mut self, place: Range<usize>, what: &str) {
        let help = "all lines are equally long and begin and end with `+` or `|`; a cell \
                    has `+` at its corners, `-` above and below, `|` at its sides; leave a \
                    blank line above the grid and below it";
        let span = lines::span(place.start, place.end.max(place.start));
        self.error("bad-grid", what.to_owned(), span, help);
    }

    /// How many heading rows a grid has, and the line whose colons align its columns.
    ///
    /// `=` stands below the heading, above and below the foot. The foot comes last anyway.
    fn parts(&mut self, grid: &Grid) -> Option<(usize, usize)> {
        let last = grid.rows.len() - 1;
        let doubled: Vec<usize> = (1..=last).filter(|&at| grid.rows[at].has('=')).collect();
        for &at in &doubled {
            if !grid.parts_at(at) {
                let row = &grid.rows[at];
                let what = "a line of `=` does not go from side to side";
                self.bad_grid(row, 0..row.width(), what);
                return None;
            }
        }
        let inner: Vec<usize> = doubled.iter().copied().filter(|&at| at < last).collect();
        let has_foot = doubled.last() == Some(&last);
        let (head, more) = match (inner.as_slice(), has_foot) {
            ([], false) => (None, false),
            // a foot and no heading
            ([_], true) => (None, false),
            ([head], false) | ([head, _], true) => (Some(*head), false),
            ([], true) => (None, true),
            ([..], _) => (None, true),
        };
        if more {
            let row = &grid.rows[last];
            let what = "a grid has more lines of `=` than a heading and a foot have";
            self.bad_grid(row, 0..row.width(), what);
            return None;
        }
        let heads = head.and_then(|line| grid.across.get(&line)).copied().unwrap_or(0);
        Some((heads, head.unwrap_or(0)))
    }

    /// Refuses colons in a line that aligns nothing.
    fn check_colons(&mut self, grid: &Grid, aligning: usize) {
        for &line in grid.across.keys().filter(|&&line| line != aligning) {
            let row = &grid.rows[line];
            if !row.is_border() || !row.has(':') {
                continue;
            }
            let message = "colons stand in a line of a grid that aligns nothing".to_owned();
            let help = "they stand in the line of `=` below the heading, or in the first \
                        line of a grid without one";
            let place = row.bytes(0..row.width());
            self.error("bad-grid", message, lines::span(place.start, place.end), help);
        }
    }

    /// A cell of a grid, which alone is not blank in `text`.
    fn grid_cell(
        &mut self,
        (text, links): (&str, &[(String, String)]),
        outline: &Outline,
        depth: usize,
    ) -> Cell {
        let id = self.next_id();
        let words = |line: &Range<usize>| text.get(line.clone()).unwrap_or_default();
        let is_blank = |line: &&Range<usize>| words(line).trim().is_empty();
        // as in Pandoc one space is that of the grid
        let mut filled = outline.lines.iter().filter(|line| !is_blank(line));
        let space = usize::from(filled.all(|line| words(line).starts_with(' ')));
        let place = |line: &Range<usize>| {
            let from = line.start + space.min(words(line).len());
            from..(line.start + words(line).trim_end().len()).max(from)
        };
        let places: Vec<Range<usize>> = outline.lines.iter().map(place).collect();
        let mut filled = places.iter().filter(|line| !is_blank(line));
        let first = filled.next();
        let span = first.map_or_else(
            || places.first().map_or(0..0, |line| line.start..line.start),
            |first| {
                let space = words(first).len() - words(first).trim_start().len();
                first.start + space..filled.next_back().unwrap_or(first).end
            },
        );
        let content = match first {
            None => CellContent::Text(Vec::new()),
            Some(_) => {
                let all: Vec<&str> = places.iter().map(words).collect();
                let before = self.known_before(&all.join("\n"), links);
                let count = before.lines().count();
                let lines = Lines::of_pieces(&places, count);
                self.within(text, lines, |reader| reader.apart_cell(id, &before, depth))
            }
        };
        let span = lines::span(span.start, span.end);
        Cell { id, span, columns: outline.columns, rows: outline.rows, content }
    }

    /// What a cell holds, which is all that is read here but for what stands `before` it.
    fn apart_cell(&mut self, id: BlockId, before: &str, depth: usize) -> CellContent {
        let marked = self.piece_fences(before);
        let marked = self.number_letters(marked.into());
        let arena = Arena::new();
        let root = comrak::parse_document(&arena, &marked, &options(""));
        let count = before.lines().count();
        for node in root.children() {
            let first = node.data().sourcepos.start.line;
            let note = matches!(node.data().value, NodeValue::FootnoteDefinition(_));
            if note && first > count {
                let span = self.block_span(node);
                let message = "the text of a note stands in a cell".to_owned();
                let help = "write it in a paragraph of its own outside the table";
                self.error("bad-grid", message, span, help);
            }
            if note || first <= count {
                node.detach();
            }
        }
        let blocks = self.blocks(root, depth + 1);
        self.cell_content(id, blocks)
    }

    /// What a cell has to know of the chapter: the notes and the addresses of links that
    /// it names. Ends in a comment, so that nothing of the cell belongs to it.
    fn known_before(&self, cell: &str, known: &[(String, String)]) -> String {
        if !cell.contains('[') {
            return String::new();
        }
        let folded = cell.to_lowercase();
        let named = |name: &str| folded.contains(&format!("[{}]", name.to_lowercase()));
        let mut before = String::new();
        for name in self.note_names().map(|name| format!("^{name}")) {
            if named(&name) {
                before += &format!("[{name}]: .\n\n");
            }
        }
        for (_, line) in known.iter().filter(|(name, _)| named(name)) {
            before += &format!("{line}\n\n");
        }
        if !before.is_empty() {
            before += "<!-- -->\n";
        }
        before
    }

    /// Reads another text with what is known of the chapter.
    fn within<T>(
        &mut self,
        text: &str,
        lines: Lines,
        read: impl FnOnce(&mut Reader<'_>) -> T,
    ) -> T {
        let mut inner = Reader {
            source: self.source,
            text,
            lines,
            document: std::mem::take(&mut self.document),
            sink: &mut *self.sink,
            last_id: self.last_id,
            notes: std::mem::take(&mut self.notes),
            told_depth: self.told_depth,
            display_depth: None,
            beside_depth: None,
            fences: std::mem::take(&mut self.fences),
            conditions: self.conditions,
            bars: Vec::new(),
            marks: self.marks,
            tongue: self.tongue.clone(),
            own_tongue: self.own_tongue,
            told_tags: std::mem::take(&mut self.told_tags),
            abbreviations: std::mem::take(&mut self.abbreviations),
            foreign: self.foreign,
            empty_alt: self.empty_alt,
            left_out: std::mem::take(&mut self.left_out),
            components: std::mem::take(&mut self.components),
            cites: self.cites,
            at_words: std::mem::take(&mut self.at_words),
            grids: Kept { inside: true, ..Kept::default() },
        };
        let result = read(&mut inner);
        self.document = inner.document;
        self.last_id = inner.last_id;
        self.notes = inner.notes;
        self.told_depth = inner.told_depth;
        self.fences = inner.fences;
        self.told_tags = inner.told_tags;
        self.abbreviations = inner.abbreviations;
        self.left_out = inner.left_out;
        self.components = inner.components;
        self.at_words = inner.at_words;
        result
    }
}

impl Row {
    /// Whether it is a line from side to side.
    fn is_border(&self) -> bool {
        (0..self.width()).all(|at| self.at(at).is_some_and(|c| c == '+' || is_across(c)))
    }

    fn has(&self, letter: char) -> bool {
        self.at(0) == Some('+')
            && self.at(1).is_some_and(is_across)
            && self.is_border()
            && (0..self.width()).any(|at| self.at(at) == Some(letter))
    }
}

impl Grid {
    /// Whether a line parts all cells above it from all below it.
    fn parts_at(&self, line: usize) -> bool {
        self.across.contains_key(&line)
            && self.cells.iter().all(|cell| cell.bottom <= line || cell.top >= line)
    }

    /// The alignment of the columns, from the colons in a line.
    fn alignments(&self, line: usize) -> Vec<Alignment> {
        let sides: Vec<usize> = self.down.keys().copied().collect();
        let colon = |at: usize| self.rows[line].at(at) == Some(':');
        let of = |pair: &[usize]| match (colon(pair[0] + 1), colon(pair[1] - 1)) {
            (true, true) => Alignment::Center,
            (false, true) => Alignment::End,
            (true | false, false) => Alignment::Start,
        };
        sides.windows(2).map(of).collect()
    }

    fn outlines(&self) -> Vec<Outline> {
        let number = |map: &BTreeMap<usize, usize>, at: usize| {
            map.get(&at).copied().unwrap_or_default()
        };
        let count = |map: &BTreeMap<usize, usize>, from: usize, to: usize| {
            u16::try_from(number(map, to) - number(map, from)).unwrap_or(u16::MAX)
        };
        let outline = |cell: &Drawn| Outline {
            lines: self.rows[cell.top + 1..cell.bottom]
                .iter()
                .map(|row| row.bytes(cell.left + 1..cell.right))
                .collect(),
            row: number(&self.across, cell.top),
            columns: count(&self.down, cell.left, cell.right),
            rows: count(&self.across, cell.top, cell.bottom),
        };
        self.cells.iter().map(outline).collect()
    }
}

/// The names and the lines of what looks like addresses of links that stand apart
/// (`CommonMark` 0.31.2, section 4.7).
fn link_definitions(text: &str) -> Vec<(String, String)> {
    let definition = |line: &str| {
        let line = line.trim_start_matches([' ', '\t', '>']).trim_end();
        let (name, _) = line.strip_prefix('[')?.split_once("]:")?;
        let plain = !name.starts_with('^') && !name.contains(['[', ']']);
        (plain && !name.trim().is_empty()).then(|| (name.to_owned(), line.to_owned()))
    };
    text.lines().filter_map(definition).collect()
}

/// Whether a line is the first line of a grid.
fn is_border(line: &str) -> bool {
    let line = line.trim_end();
    line.len() >= 3
        && line.starts_with("+")
        && line.ends_with('+')
        && line[1..].starts_with(is_across)
        && line.chars().all(|c| c == '+' || is_across(c))
}

/// Spaces for all that is no line end: as many bytes.
fn blank(text: &str) -> String {
    let spaces = |c: char| match c {
        '\n' | '\r' => c.to_string(),
        other => " ".repeat(other.len_utf8()),
    };
    text.chars().map(spaces).collect()
}
