//! Rows of tables keep their width when a value is put into a cell: the lines of a grid are
//! equally long.

use unicode_width::UnicodeWidthStr;

use super::{From, Woven};

/// What a line is while values are put into it.
#[derive(Debug, Default)]
pub(super) struct Row {
    /// Whether bars are at both its ends.
    is_row: bool,
    /// How many columns wider it was before its values were put in, since the last bar.
    owed: isize,
}

impl Row {
    /// The row that a line is, without what makes it part of a quotation or of an item.
    pub(super) fn of(line: &str) -> Self {
        let line = line.trim();
        let is_row = line.len() > 1 && line.starts_with('|') && line.ends_with('|');
        Self { is_row, owed: 0 }
    }

    /// Adds a value in the place of what was written.
    pub(super) fn replace(&mut self, (written, value): (&str, &str)) {
        if self.is_row {
            self.owed += written.width().cast_signed() - value.width().cast_signed();
        }
    }

    /// Adds what stands at a place of a file; a bar in it comes to stand where it stood,
    /// as far as the space before it allows.
    pub(super) fn copy(
        &mut self,
        from: From<'_>,
        (start, end): (usize, usize),
        out: &mut Woven,
    ) {
        let bar = from.text[start..end].find('|').filter(|_| self.owed != 0);
        let Some(bar) = bar.map(|at| start + at) else {
            return out.copy(from, start, end);
        };
        let before = &from.text[start..bar];
        let space = before.len() - before.trim_end_matches(' ').len();
        let taken = self.owed.min(0).unsigned_abs().min(space.saturating_sub(1));
        out.copy(from, start, bar - taken);
        let given = " ".repeat(self.owed.max(0).unsigned_abs());
        out.add(&given, from.place(bar, bar), false);
        out.copy(from, bar, end);
        self.owed = 0;
    }
}
