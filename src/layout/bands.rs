//! Rows of a table to slices: what of them a page break never parts.
//!
//! A band is a row, or several that a cell ties together. Its lines have their places
//! from its top edge; it can be cut wherever a cut goes through no line.

use super::flow::{BandCell, Flow, TableBand};
use super::paragraph::Form;
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
    /// The paragraph it is of, by number in the flow.
    pub(super) paragraph: usize,
    /// The line, by number.
    pub(super) line: usize,
    /// The text of the band whose paragraph that is, by number; or the panel of a line.
    pub(super) text: usize,
    /// From the top of the slice to the top of the line.
    pub(super) y: Length,
}

/// A part of a band that stands on one page.
#[derive(Debug)]
pub(super) struct Slice {
    /// From the top of the band to its own.
    pub(super) at: Length,
    pub(super) height: Length,
    /// How unwelcome a page break above it is.
    pub(super) penalty: i32,
    /// What begins a page that begins here: the first cell that is not done.
    pub(super) start: Option<Position>,
    /// The space above it at the top of a page for the ground that its lines stand on.
    pub(super) top: Length,
    pub(super) lines: Vec<CellLine>,
}

/// A line with its place in the band.
struct Laid {
    cell: usize,
    /// The text it is of, by number in the band.
    text: usize,
    line: usize,
    top: Length,
    bottom: Length,
    /// Where it is set: on the baseline of what it stands beside.
    y: Length,
    /// Which line of its cell it is, labels left out; a label has the turn of what it
    /// stands beside.
    turn: usize,
}

/// Cuts a band into slices; there is always one.
pub(super) fn slices(band: &TableBand, flow: &Flow, lines: &[&[Line]]) -> Vec<Slice> {
    let edges = edges(band, flow, lines);
    let height = edges.last().copied().unwrap_or(Length::ZERO);
    let laid = laid(band, flow, lines, &edges);
    let lonely = match band.lonely {
        // a table of two short rows stands as a whole
        2 if longest(band, lines) <= SHORT_ROW => NEVER,
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
            let ground = own.clone().filter(|one| one.top == top && one.turn > 0);
            let inset = ground.map(|one| paddings(flow, band.texts[one.text].frame));
            let inset = inset.max().unwrap_or(Length::ZERO);
            let own = own.map(|one| CellLine {
                paragraph: band.texts[one.text].paragraph,
                line: one.line,
                text: one.text,
                y: one.y - top,
            });
            let start = start(band, flow, lines, &laid, (&edges, top));
            let (height, lines) = (bottom - top, own.collect());
            Slice { at: top, height, penalty, start, top: inset, lines }
        })
        .collect()
}

/// The padding of a frame and of those around it in the same cell.
pub(super) fn paddings(flow: &Flow, frame: Option<usize>) -> Length {
    let own = |number: usize| flow.frames.get(number);
    let first = frame.and_then(own);
    let all = std::iter::successors(first, |frame| frame.parent.and_then(own));
    all.map(|frame| frame.padding).sum()
}

/// How many lines a cell has.
fn count_lines(band: &TableBand, cell: &BandCell, lines: &[&[Line]]) -> usize {
    let texts = band.texts[cell.texts.clone()].iter().filter(|text| !text.beside);
    texts.map(|text| lines[text.paragraph].len()).sum()
}

/// How many lines the longest cell has.
fn longest(band: &TableBand, lines: &[&[Line]]) -> usize {
    band.cells.iter().map(|cell| count_lines(band, cell, lines)).max().unwrap_or(0)
}

/// Sets the lines of a cell from a height on; gives where it ends.
fn stack(
    (band, cell): (&TableBand, &BandCell),
    flow: &Flow,
    lines: &[&[Line]],
    mut top: Length,
    seen: &mut impl FnMut((usize, usize), (Length, Length), Length),
) -> Length {
    let mut labels: Vec<usize> = Vec::new();
    for number in cell.texts.clone() {
        let text = &band.texts[number];
        if text.beside {
            labels.push(number);
            continue;
        }
        top += text.space;
        let form = &flow.paragraphs[text.paragraph].form;
        let set = lines[text.paragraph];
        let more = set.first().map_or(Length::ZERO, |line| line.more.0);
        let first = set.first().map_or(form.leading, |line| height(form, line));
        if set.is_empty() && !labels.is_empty() {
            // a label beside nothing has its line
            top += form.leading;
        }
        for label in labels.drain(..) {
            let own = flow.paragraphs[band.texts[label].paragraph].form.baseline;
            let begin = if set.is_empty() { top - form.leading } else { top };
            let y = begin + form.baseline + more - own;
            seen((label, 0), (begin, begin + first), y);
        }
        for (line, own) in set.iter().enumerate() {
            let bottom = top + height(form, own);
            seen((number, line), (top, bottom), top);
            top = bottom;
        }
    }
    top + cell.foot
}

fn height(form: &Form, line: &Line) -> Length {
    form.leading + line.more.0 + line.more.1
}

/// The height of a line of a cell.
pub(super) fn line_height(flow: &Flow, lines: &[&[Line]], line: &CellLine) -> Length {
    let form = &flow.paragraphs[line.paragraph].form;
    lines[line.paragraph].get(line.line).map_or(form.leading, |line| height(form, line))
}

fn cell_height(
    (band, cell): (&TableBand, &BandCell),
    flow: &Flow,
    lines: &[&[Line]],
) -> Length {
    stack((band, cell), flow, lines, Length::ZERO, &mut |_, _, _| {})
}

/// Where each row begins, and where the last one ends. A cell of several rows that is
/// higher than they are makes the last of them higher.
pub(super) fn edges(band: &TableBand, flow: &Flow, lines: &[&[Line]]) -> Vec<Length> {
    let mut heights = vec![PADDING * 2; band.rows];
    let mut cells: Vec<&BandCell> = band.cells.iter().collect();
    cells.sort_by_key(|cell| cell.rows);
    for cell in cells {
        let wanted = cell_height((band, cell), flow, lines) + PADDING * 2;
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
        let mut top = edges[cell.row] + PADDING;
        if band.is_head {
            let end = edges[(cell.row + cell.rows).min(band.rows)] - PADDING;
            top = end - cell_height((band, cell), flow, lines);
        }
        let mut turn = 0;
        stack((band, cell), flow, lines, top, &mut |(text, line), (top, bottom), y| {
            laid.push(Laid { cell: number, text, line, top, bottom, y, turn });
            turn += usize::from(!band.texts[text].beside);
        });
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
    if longest(band, lines) > SHORT_ROW {
        let above = laid.iter().filter(|one| one.turn > 0);
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
    let ends = |line: usize, count: usize| count > 1 && (line == 1 || line + 1 == count);
    laid.iter().filter(|one| one.top == cut).any(|one| {
        ends(one.line, lines[band.texts[one.text].paragraph].len())
            || ends(one.turn, count_lines(band, &band.cells[one.cell], lines))
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
    let own = |one: &&Laid| one.top >= top && !band.texts[one.text].beside;
    let line = laid.iter().find(own);
    let bare = |cell: &BandCell| {
        let texts = &band.texts[cell.texts.clone()];
        texts.iter().all(|text| lines[text.paragraph].is_empty())
    };
    let empty = band.cells.iter().position(|cell| edges[cell.row] >= top && bare(cell));
    match (line, empty) {
        (Some(line), Some(empty)) if empty < line.cell => Some(band.cells[empty].start),
        (Some(line), _) => {
            let cell = &band.cells[line.cell];
            if line.turn == 0 {
                return Some(cell.start);
            }
            let text = &band.texts[line.text];
            let paragraph = &flow.paragraphs[text.paragraph];
            let first = lines[text.paragraph].get(line.line)?;
            let offset = if line.line == 0 { 0 } else { paragraph.unit_at(first.start) };
            let (division, block) =
                paragraph.block.unwrap_or((cell.start.division, cell.start.block));
            Some(Position { division, block, offset })
        }
        (None, empty) => empty.map(|empty| band.cells[empty].start),
    }
}
