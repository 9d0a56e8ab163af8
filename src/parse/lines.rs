//! From comrak's lines and columns to bytes.

use std::ops::Range;

use comrak::nodes::Sourcepos;

use crate::source::Span;

/// Where the lines of a text begin.
pub(super) struct Lines {
    /// Bytes of a byte order mark, which comrak does not see.
    pub base: usize,
    starts: Vec<usize>,
    /// Where each line ends, if not where the next begins: of pieces of lines.
    ends: Vec<usize>,
    length: usize,
}

impl Lines {
    /// Finds the lines: `\n`, `\r\n` and a lone `\r` end one (`CommonMark` 2.1).
    pub(super) fn new(text: &str) -> Self {
        let base = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let bytes = text.as_bytes();
        let mut starts = vec![base];
        for (at, &byte) in bytes.iter().enumerate() {
            let ends = byte == b'\n' || byte == b'\r' && bytes.get(at + 1) != Some(&b'\n');
            if ends {
                starts.push(at + 1);
            }
        }
        Self { base, starts, ends: Vec::new(), length: text.len() }
    }

    /// The lines of a piece of a text alone: it has no line end in it.
    pub(super) fn of_piece(piece: Span) -> Self {
        let (starts, length) = (vec![piece.start as usize], piece.end as usize);
        Self { base: 0, starts, ends: Vec::new(), length }
    }

    /// The lines of pieces of lines, in order, behind some lines that are not in the text.
    pub(super) fn of_pieces(pieces: &[Range<usize>], before: usize) -> Self {
        let first = pieces.first().map_or(0, |piece| piece.start);
        let all = std::iter::repeat_n(first..first, before).chain(pieces.iter().cloned());
        let (starts, ends) = all.map(|piece| (piece.start, piece.end)).unzip();
        let length = pieces.last().map_or(0, |piece| piece.end);
        Self { base: 0, starts, ends, length }
    }

    /// The same text with other lines.
    pub(super) fn with_pieces(&self, pieces: &[Range<usize>]) -> Self {
        Self { base: self.base, length: self.length, ..Self::of_pieces(pieces, 0) }
    }

    /// How many lines there are.
    pub(super) fn count(&self) -> usize {
        self.starts.len()
    }

    /// The bytes of a line, counted from 1, with its end.
    pub(super) fn range(&self, line: usize) -> Range<usize> {
        self.offset(line, 1)..self.end(line)
    }

    /// The byte at a line and a column, both counted from 1; at most the end of the line.
    pub(super) fn offset(&self, line: usize, column: usize) -> usize {
        let start = self.starts.get(line.saturating_sub(1)).copied();
        let start = start.unwrap_or(self.length);
        (start + column.saturating_sub(1)).min(self.end(line))
    }

    /// Where a line ends, with its line end.
    fn end(&self, line: usize) -> usize {
        let own = line.checked_sub(1).and_then(|at| self.ends.get(at));
        own.or_else(|| self.starts.get(line).filter(|_| self.ends.is_empty()))
            .copied()
            .unwrap_or(self.length)
    }

    /// The number of the line that a byte is in, from 1.
    pub(super) fn number_of(&self, offset: usize) -> usize {
        self.starts.partition_point(|&start| start <= offset)
    }

    /// Where the line begins that a byte is in.
    pub(super) fn start_of(&self, offset: usize) -> usize {
        let line = self.starts.partition_point(|&start| start <= offset);
        self.starts[line.saturating_sub(1)]
    }

    /// Where a node begins and ends as comrak counts: it gives the last byte, or column 0
    /// of the last line.
    pub(super) fn offsets(&self, position: Sourcepos) -> (usize, usize) {
        let start = self.offset(position.start.line, position.start.column);
        (start, self.offset(position.end.line, position.end.column + 1))
    }

    /// The bytes of a node.
    pub(super) fn span(&self, text: &str, position: Sourcepos) -> Span {
        let (start, end) = self.offsets(position);
        clipped(text, start, end)
    }
}

/// A span from two places.
#[expect(clippy::cast_possible_truncation, reason = "sources are below 4 GiB")]
pub(super) fn span(start: usize, end: usize) -> Span {
    Span::new(start as u32, end as u32)
}

/// The span of whole characters that begins and ends at two places, in order.
pub(super) fn clipped(text: &str, start: usize, end: usize) -> Span {
    let mut start = start.min(text.len());
    let mut end = end.clamp(start, text.len());
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    while !text.is_char_boundary(end) {
        end += 1;
    }
    span(start, end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_line_end_counts() {
        let lines = Lines::new("a\nb\r\nc\rd");
        assert_eq!(lines.starts, [0, 2, 5, 7]);
    }

    #[test]
    fn a_byte_order_mark_is_no_column() {
        let lines = Lines::new("\u{feff}ab");
        assert_eq!(lines.offset(1, 2), 4);
    }

    #[test]
    fn pieces_of_lines_are_lines_of_their_own() {
        let lines = Lines::of_pieces(&[2..5, 12..13, 22..22], 1);
        let ranges: Vec<_> = (1..=5).map(|line| lines.range(line)).collect();
        assert_eq!(ranges, [2..2, 2..5, 12..13, 22..22, 22..22]);
        assert_eq!(lines.offset(3, 9), 13);
    }

    #[test]
    fn spans_hold_whole_characters() {
        assert_eq!(clipped("aéb", 2, 2), Span::new(1, 3));
        assert_eq!(clipped("aéb", 1, 2), Span::new(1, 3));
        assert_eq!(clipped("ab", 5, 1), Span::new(2, 2));
    }
}
