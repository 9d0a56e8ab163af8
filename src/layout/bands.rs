//! Rows of a table to slices: what of them a page break never parts.
//!
//! A band is a row, or several that a cell ties together. Its lines have their places
//! from its top edge; it can be cut wherever a cut goes through no line.

use super::flow::{BandCell, Flow, TableBand};
use super::rows::NEVER;
use super::setting::Line;
use crate::length::Length;
use crate::resolve::Position;

/// Space above and below the text of a table row.
pub(super) const PADDING: Length = Length(163_840);
/// What it costs to part the rows of a band.
const BETWEEN_ROWS: i32 = 900;
/// What it costs to part a row.
const INSIDE_ROW: i32 = 2_500;
/// What it costs beside to leave one line of a cell alone.
const LONELY_LINE: i32 = 4_000;
/// What it costs to leave a row of the table alone on a page: as much as a page that is
/// three lines short.
const LONELY_ROW: i32 = 4_500;
/// A row of no more lines than this is never parted.
const SHORT_ROW: usize = 3;

/// A line of a cell.
#[derive(Debug, Copy, Clone, PartialEq, Eq)]
pub(super) struct CellLine {
    /// The cell's paragraph, by number in the flow.
    pub(super) paragraph: usize,
    /// The line, by number.
    pub(super) line: usize,
    /// From the left edge of the table.
    pub(super) x: Length,
    /// From the top of the slice to the top of the line.
    pub(super) y: Length,
}

/// A part of a band that stands on one page.
#[derive(Debug)]
pub(super) struct Slice {
    pub(super) height: Length,
    /// How unwelcome a page break above it is.
    pub(super) penalty: i32,
    /// What begins a page that begins here: the first cell that is not done.
    pub(super) start: Option<Position>,
    pub(super) lines: Vec<CellLine>,
}

/// A line with its place in the band.
struct Laid {
    cell: usize,
    line: usize,
    top: Length,
    bottom: Length,
}

/// Cuts a band into slices; there is always one.
pub(super) fn slices(band: &TableBand, flow: &Flow, lines: &[&[Line]]) -> Vec<Slice> {
    let edges = edges(band, flow, lines);
    let height = edges.last().copied().unwrap_or(Length::ZERO);
    let laid = laid(band, flow, lines, &edges);
    let most = band.cells.iter().map(|cell| lines[cell.paragraph].len()).max();
    let lonely = match band.lonely {
        // a table of two short rows stands as a whole
        2 if most.unwrap_or(0) <= SHORT_ROW => NEVER,
        rows => i32::from(rows) * LONELY_ROW,
    };
    let mut cuts = vec![(Length::ZERO, lonely)];
    if !band.is_head {
        cuts.extend(inner_cuts(band, lines, &edges, &laid));
    }
    let ends = cuts.iter().skip(1).map(|&(cut, _)| cut).chain([height]);
    cuts.iter()
        .zip(ends)
        .map(|(&(top, penalty), bottom)| {
            let own = laid.iter().filter(|one| one.top >= top && one.top < bottom);
            let own = own.map(|one| CellLine {
                paragraph: band.cells[one.cell].paragraph,
                line: one.line,
                x: band.cells[one.cell].x,
                y: one.top - top,
            });
            let start = start(band, flow, lines, &laid, (&edges, top));
            Slice { height: bottom - top, penalty, start, lines: own.collect() }
        })
        .collect()
}

fn text_height(cell: &BandCell, flow: &Flow, lines: &[&[Line]]) -> Length {
    let leading = flow.paragraphs[cell.paragraph].form.leading;
    lines[cell.paragraph].iter().map(|line| leading + line.more.0 + line.more.1).sum()
}

/// Where each row begins, and where the last one ends. A cell of several rows that is
/// higher than they are makes the last of them higher.
pub(super) fn edges(band: &TableBand, flow: &Flow, lines: &[&[Line]]) -> Vec<Length> {
    let mut heights = vec![PADDING * 2; band.rows];
    let mut cells: Vec<&BandCell> = band.cells.iter().collect();
    cells.sort_by_key(|cell| cell.rows);
    for cell in cells {
        let wanted = text_height(cell, flow, lines) + PADDING * 2;
        let end = (cell.row + cell.rows).min(band.rows);
        let own = heights.get_mut(cell.row..end).unwrap_or_default();
        let missing = wanted - own.iter().copied().sum::<Length>();
        if let Some(last) = own.last_mut().filter(|_| missing > Length::ZERO) {
            *last += missing;
        }
    }
    let mut edges = vec![Length::ZERO];
    let mut at = Length::ZERO;
    for height in heights {
        at += height;
        edges.push(at);
    }
    edges
}

/// Every line of every cell, cell by cell. Cells begin at the top of their row; those of
/// the header end at its foot.
fn laid(band: &TableBand, flow: &Flow, lines: &[&[Line]], edges: &[Length]) -> Vec<Laid> {
    let mut laid = Vec::new();
    for (number, cell) in band.cells.iter().enumerate() {
        let leading = flow.paragraphs[cell.paragraph].form.leading;
        let mut top = edges[cell.row] + PADDING;
        if band.is_head {
            let end = edges[(cell.row + cell.rows).min(band.rows)] - PADDING;
            top = end - text_height(cell, flow, lines);
        }
        for (line, set) in lines[cell.paragraph].iter().enumerate() {
            let bottom = top + leading + set.more.0 + set.more.1;
            laid.push(Laid { cell: number, line, top, bottom });
            top = bottom;
        }
    }
    laid
}

/// Where a band may be cut: between its rows, or above a line of a high row.
fn inner_cuts(
    band: &TableBand,
    lines: &[&[Line]],
    edges: &[Length],
    laid: &[Laid],
) -> Vec<(Length, i32)> {
    let rows = edges.iter().skip(1).take(band.rows.saturating_sub(1));
    let mut cuts: Vec<(Length, i32)> = rows.map(|&edge| (edge, BETWEEN_ROWS)).collect();
    let most = band.cells.iter().map(|cell| lines[cell.paragraph].len()).max();
    if most.unwrap_or(0) > SHORT_ROW {
        let above = laid.iter().filter(|one| one.line > 0);
        cuts.extend(above.map(|one| (one.top, INSIDE_ROW)));
    }
    cuts.sort_by_key(|&(cut, penalty)| (cut, penalty));
    cuts.dedup_by_key(|&mut (cut, _)| cut);
    // no cut goes through a line, and something stands on either side of each
    let mut through: Vec<(Length, Length)> =
        laid.iter().map(|one| (one.top, one.bottom)).collect();
    through.sort_unstable();
    let mut next = 0;
    let mut deepest = Length::ZERO;
    cuts.retain(|&(cut, _)| {
        while let Some(&(_, bottom)) = through.get(next).filter(|&&(top, _)| top < cut) {
            deepest = deepest.max(bottom);
            next += 1;
        }
        deepest <= cut && next > 0 && next < through.len()
    });
    for (cut, penalty) in &mut cuts {
        if *penalty == INSIDE_ROW && leaves_one(band, lines, laid, *cut) {
            *penalty += LONELY_LINE;
        }
        debug_assert!(*penalty < NEVER);
    }
    cuts
}

/// Whether a cut leaves one line of a cell alone, above or below it.
fn leaves_one(band: &TableBand, lines: &[&[Line]], laid: &[Laid], cut: Length) -> bool {
    laid.iter().any(|one| {
        let count = lines[band.cells[one.cell].paragraph].len();
        count > 1 && one.top == cut && (one.line == 1 || one.line + 1 == count)
    })
}

/// What begins a page that begins at `top`: the first cell, as it is read, of which
/// something is still to come.
fn start(
    band: &TableBand,
    flow: &Flow,
    lines: &[&[Line]],
    laid: &[Laid],
    (edges, top): (&[Length], Length),
) -> Option<Position> {
    let line = laid.iter().find(|one| one.top >= top);
    let empty = band
        .cells
        .iter()
        .position(|cell| lines[cell.paragraph].is_empty() && edges[cell.row] >= top);
    match (line, empty) {
        (Some(line), Some(empty)) if empty < line.cell => Some(band.cells[empty].start),
        (Some(line), _) => {
            let cell = &band.cells[line.cell];
            let paragraph = &flow.paragraphs[cell.paragraph];
            let first = lines[cell.paragraph].get(line.line)?;
            let offset = if line.line == 0 { 0 } else { paragraph.unit_at(first.start) };
            Some(Position { offset, ..cell.start })
        }
        (None, empty) => empty.map(|empty| band.cells[empty].start),
    }
}
