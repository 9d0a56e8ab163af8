//! The shape of a grid: which cells its lines draw.
//!
//! Cells are found as in docutils ("Grid Tables") and, after it, Pandoc 3: from an upper
//! left corner along the lines to the right, down, back to the left and up again, each
//! time to the nearest corner at which all four meet.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use unicode_width::UnicodeWidthChar;

/// A line of a grid by columns, as letters of equal width show it: a wide letter takes
/// two, what stands above a letter none.
pub(super) struct Row {
    columns: Vec<char>,
    /// Of each column the byte of the source where its letter begins; one more for the
    /// end.
    bytes: Vec<usize>,
}

/// A cell: the rows and columns that its sides stand in.
#[derive(Debug, Copy, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Drawn {
    /// The line above it.
    pub(super) top: usize,
    /// The column of its left side.
    pub(super) left: usize,
    /// The line below it.
    pub(super) bottom: usize,
    /// The column of its right side.
    pub(super) right: usize,
}

impl Row {
    /// The columns of a line that begins at a byte of the source.
    pub(super) fn new(line: &str, start: usize) -> Self {
        let (mut columns, mut bytes) = (Vec::new(), Vec::new());
        let mut begins = None;
        for (at, c) in line.char_indices() {
            let width = c.width().unwrap_or(0);
            if width == 0 && matches!(columns.last(), Some('|' | '+')) {
                // behind a side it belongs to the cell
                begins.get_or_insert(at);
                continue;
            }
            let own = if width > 0 { begins.take().unwrap_or(at) } else { at };
            for turn in 0..width {
                // the second column of a wide letter is no place to begin at
                columns.push(if turn == 0 { c } else { '\0' });
                bytes.push(start + own);
            }
        }
        bytes.push(start + line.len());
        Self { columns, bytes }
    }

    /// How many columns it has.
    pub(super) fn width(&self) -> usize {
        self.columns.len()
    }

    /// What stands in a column.
    pub(super) fn at(&self, column: usize) -> Option<char> {
        self.columns.get(column).copied()
    }

    /// The bytes of some columns.
    pub(super) fn bytes(&self, columns: Range<usize>) -> Range<usize> {
        let last = self.bytes.last().copied().unwrap_or(0);
        let byte = |column: usize| self.bytes.get(column).copied().unwrap_or(last);
        let start = byte(columns.start);
        start..byte(columns.end).max(start)
    }

    /// Whether a wide letter lies on both sides of the left edge of a column.
    pub(super) fn cuts(&self, column: usize) -> bool {
        self.at(column) == Some('\0')
    }
}

/// Whether a character is part of a line across.
pub(super) const fn is_across(c: char) -> bool {
    matches!(c, '-' | '=' | ':')
}

/// The cells of a grid, from the first row to the last and from left to right.
///
/// # Errors
/// The row and the column of the first place that no cell covers.
pub(super) fn cells(rows: &[Row]) -> Result<Vec<Drawn>, (usize, usize)> {
    let right = rows.first().map_or(0, Row::width).saturating_sub(1);
    let bottom = rows.len().saturating_sub(1);
    let mut found: Vec<Drawn> = Vec::new();
    // the corners at which a cell may begin, in the order in which cells are read
    let mut corners = BTreeSet::from([(0, 0)]);
    // of each column how far down it is covered
    let mut done: Vec<usize> = vec![0; right];
    while let Some((top, left)) = corners.pop_first() {
        let covered = done.get(left).is_none_or(|&done| top < done);
        if top >= bottom || left >= right || covered {
            continue;
        }
        // all above it is covered: a cell begins here, or none ever will
        let cell = cell(rows, (top, left)).ok_or((top, left))?;
        if done[cell.left..cell.right].iter().any(|&done| done != top) {
            return Err((top, left));
        }
        done[cell.left..cell.right].fill(cell.bottom);
        corners.insert((cell.top, cell.right));
        corners.insert((cell.bottom, cell.left));
        found.push(cell);
    }
    match done.iter().enumerate().find(|&(_, &done)| done != bottom) {
        Some((column, &row)) => Err((row, column)),
        None => Ok(found),
    }
}

/// The smallest cell with an upper left corner.
fn cell(rows: &[Row], (top, left): (usize, usize)) -> Option<Drawn> {
    let at = |row: usize, column: usize| rows.get(row).and_then(|row| row.at(column));
    if at(top, left) != Some('+') {
        return None;
    }
    let across = |row: usize, columns: Range<usize>| {
        columns
            .into_iter()
            .all(|column| at(row, column).is_some_and(|c| is_across(c) || c == '+'))
    };
    let down = |column: usize, mut rows: Range<usize>| {
        rows.all(|row| matches!(at(row, column), Some('|' | '+')))
    };
    let mut right = left + 1;
    while at(top, right).is_some_and(|c| is_across(c) || c == '+') {
        if at(top, right) == Some('+') {
            let mut bottom = top + 1;
            while matches!(at(bottom, right), Some('|' | '+')) {
                let closes = at(bottom, right) == Some('+')
                    && at(bottom, left) == Some('+')
                    && across(bottom, left..right)
                    && down(left, top..bottom);
                if closes {
                    return Some(Drawn { top, left, bottom, right });
                }
                bottom += 1;
            }
        }
        right += 1;
    }
    None
}

/// The numbers of the places at which something begins or ends, in order.
pub(super) fn numbered(places: impl IntoIterator<Item = usize>) -> BTreeMap<usize, usize> {
    let places: BTreeSet<usize> = places.into_iter().collect();
    places.into_iter().zip(0..).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Above, left, below, right.
    type Sides = (usize, usize, usize, usize);

    fn drawn(grid: &str) -> Result<Vec<Sides>, (usize, usize)> {
        let rows: Vec<Row> = grid.lines().map(|line| Row::new(line, 0)).collect();
        let cells = cells(&rows)?;
        Ok(cells
            .iter()
            .map(|cell| (cell.top, cell.left, cell.bottom, cell.right))
            .collect())
    }

    #[test]
    fn cells_go_over_rows_and_columns() {
        let grid =
            "+---+---+\n| a     |\n+---+---+\n| b | c |\n|   +---+\n|   | d |\n+---+---+";
        let cells = [(0, 0, 2, 8), (2, 0, 6, 4), (2, 4, 4, 8), (4, 4, 6, 8)];
        assert_eq!(drawn(grid), Ok(cells.to_vec()));
    }

    #[test]
    fn a_plus_in_the_text_draws_nothing() {
        let grid = "+-----+---+\n| 1+1 | + |\n+-----+---+";
        assert_eq!(drawn(grid), Ok(vec![(0, 0, 2, 6), (0, 6, 2, 10)]));
    }

    #[test]
    fn wide_letters_take_two_columns() {
        let grid = "+----+---+\n| 潮 | a |\n+----+---+";
        assert_eq!(drawn(grid), Ok(vec![(0, 0, 2, 5), (0, 5, 2, 9)]));
    }

    #[test]
    fn what_has_no_width_belongs_to_its_cell() {
        let row = Row::new("|\u{200f}e\u{301}|", 10);
        assert_eq!((row.width(), row.bytes(1..2)), (3, 11..17));
    }

    #[test]
    fn a_side_that_is_broken_is_found() {
        assert_eq!(
            drawn("+---+---+\n| a   b |\n+---+---+\n| c | d |\n+---+--+"),
            Err((2, 4))
        );
        assert!(drawn("+---+---+\n| a   b |\n+-- +---+").is_err());
        assert_eq!(drawn("+---+"), Ok(vec![]));
    }
}
