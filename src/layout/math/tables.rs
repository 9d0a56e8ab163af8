//! Matrices, cases and aligned lines.

use super::boxes::MathBox;
use super::set::{Level, Setter};
use crate::length::Length;
use crate::math::{Align, Class, Style, Table, TableKind, TextStyle};

/// How a table is spaced, in thousandths of an em.
struct Spacing {
    /// Between columns.
    columns: i64,
    /// Between lines, beside their own heights.
    lines: i64,
    /// The least height and depth of a line.
    strut: (i64, i64),
}

impl Setter<'_> {
    pub(super) fn table(&mut self, table: &Table, level: Level) -> MathBox {
        let style = table.style.unwrap_or(match table.kind {
            TableKind::Aligned => Style::Display,
            TableKind::Matrix | TableKind::Cases => Style::Text,
            TableKind::Small => Style::Script,
            TableKind::Substack => level.style,
        });
        let style = if table.kind == TableKind::Small { Style::Script } else { style };
        let inner = Level {
            style: style.max(level.style.min(Style::Script)),
            cramped: level.cramped,
        };
        let inner =
            if table.kind == TableKind::Aligned { Level { style, ..inner } } else { inner };
        let spacing = spacing(table.kind);
        let em = self.size(inner);
        let length = |thousandths: i64| em.scale(thousandths, 1000);
        let mut cells: Vec<Vec<MathBox>> = Vec::with_capacity(table.rows.len());
        for row in &table.rows {
            let set = row.iter().enumerate().map(|(at, cell)| {
                // what is aligned at a relation goes on with what stands before it
                let on = table.kind == TableKind::Aligned && at % 2 == 1;
                self.row_after(cell, inner, on.then_some(Class::Ordinary))
            });
            cells.push(set.collect());
        }
        let count = cells.iter().map(Vec::len).max().unwrap_or(0);
        let widths: Vec<Length> = (0..count)
            .map(|at| {
                let column = cells.iter().filter_map(|row| row.get(at));
                column.map(|cell| cell.width).max().unwrap_or_default()
            })
            .collect();
        let mut places = Vec::with_capacity(count);
        let mut x = Length::ZERO;
        let edge =
            if has_rules(table) { length(spacing.columns) / 2 } else { Length::ZERO };
        x += edge;
        for (at, width) in widths.iter().enumerate() {
            if at > 0 {
                let pair = table.kind == TableKind::Aligned;
                x += match (pair, at % 2) {
                    (true, 1) => Length::ZERO,
                    (true, _) => em * 2,
                    (false, _) => length(spacing.columns),
                };
            }
            places.push(x);
            x += *width;
        }
        let tags = self.tags(table, inner);
        let beside = tags.iter().flatten().map(|tag| tag.width).max();
        let width = x + edge + beside.map_or(Length::ZERO, |beside| beside + em * 2);
        let mut tags = tags.into_iter();
        let mut out = MathBox { width, ..MathBox::default() };
        let (lines, total) = self.lines(&cells, &spacing, em);
        let top = total / 2 + self.axis(level);
        let thickness = self.style.size.scale(5, 100);
        for (row, baseline) in cells.into_iter().zip(&lines) {
            for (at, cell) in row.into_iter().enumerate() {
                let free = widths[at] - cell.width;
                let column = table.columns.get(at).or(table.columns.last());
                let x = places[at]
                    + match column.map_or(Align::Center, |column| column.align) {
                        Align::Left => Length::ZERO,
                        Align::Center => free / 2,
                        Align::Right => free,
                    };
                out.put(cell, x, top - *baseline);
            }
            if let Some(tag) = tags.next().flatten() {
                // at the end of its line, below one another at the right
                let x = width - tag.width;
                out.put(tag, x, top - *baseline);
            }
        }
        out.height = out.height.max(top);
        out.depth = out.depth.max(total - top);
        self.rules(table, (&lines, &places, &widths), (top, total, thickness), &mut out);
        out
    }

    /// What stands beside the lines.
    fn tags(&mut self, table: &Table, level: Level) -> Vec<Option<MathBox>> {
        let set = |tag: &Option<String>| {
            tag.as_ref().map(|tag| self.text(tag, TextStyle::Plain, level))
        };
        table.tags.iter().map(set).collect()
    }

    /// Where the baseline of each line lies below the top, and how high all are.
    fn lines(
        &self,
        cells: &[Vec<MathBox>],
        spacing: &Spacing,
        em: Length,
    ) -> (Vec<Length>, Length) {
        let length = |thousandths: i64| em.scale(thousandths, 1000);
        let mut lines = Vec::with_capacity(cells.len());
        let mut y = Length::ZERO;
        for (number, row) in cells.iter().enumerate() {
            let height = row.iter().map(|cell| cell.height).max().unwrap_or_default();
            let depth = row.iter().map(|cell| cell.depth).max().unwrap_or_default();
            if number > 0 {
                y += length(spacing.lines);
            }
            y += height.max(length(spacing.strut.0));
            lines.push(y);
            y += depth.max(length(spacing.strut.1));
        }
        (lines, y)
    }

    fn rules(
        &self,
        table: &Table,
        (lines, places, widths): (&[Length], &[Length], &[Length]),
        (top, total, thickness): (Length, Length, Length),
        out: &mut MathBox,
    ) {
        let (color, em) = (self.style.color, self.style.size);
        let width = out.width;
        for &before in &table.rules {
            let y = if before == 0 {
                Length::ZERO
            } else if before >= lines.len() {
                total
            } else {
                // half way between the strut of the line above and that of the one below
                lines[before] - em.scale(84, 100)
            };
            out.rule((Length::ZERO, top - y), (width, thickness), color);
        }
        let gap = em / 2;
        for (at, place) in places.iter().enumerate() {
            let Some(column) = table.columns.get(at) else { continue };
            let mut bar = |x: Length| {
                out.rule((x, top - total), (thickness, total), color);
            };
            if column.rule {
                bar(*place - gap);
            }
            if column.closed {
                bar(*place + widths[at] + gap - thickness);
            }
        }
    }
}

fn has_rules(table: &Table) -> bool {
    table.columns.iter().any(|column| column.rule || column.closed)
}

const fn spacing(kind: TableKind) -> Spacing {
    match kind {
        TableKind::Matrix => Spacing { columns: 1000, lines: 0, strut: (840, 360) },
        TableKind::Small => Spacing { columns: 400, lines: 100, strut: (650, 250) },
        TableKind::Cases => Spacing { columns: 1000, lines: 0, strut: (1000, 440) },
        TableKind::Aligned => Spacing { columns: 0, lines: 300, strut: (840, 360) },
        TableKind::Substack => Spacing { columns: 0, lines: 150, strut: (0, 0) },
    }
}
