//! Random tables, with cells joined, captions and notes.

use unicode_width::UnicodeWidthChar;

use super::author::{Author, Room};
use super::blocks::Depth;

impl Author<'_> {
    pub(crate) fn table(&mut self, depth: Depth) -> String {
        if depth.top && self.choices.chance(15) {
            return self.html_table(depth);
        }
        let is_grid = self.choices.chance(25);
        let columns = 1 + self.choices.below(if is_grid { 2 } else { 4 });
        let rows = 1 + self.choices.below(6);
        let (mut before, mut after) = (String::new(), String::new());
        let named = self.choices.chance(20);
        let mut labelled = false;
        if self.choices.chance(60) {
            let room = Room { notes: depth.notes, index: depth.notes, ..Room::LINE };
            let caption = self.line(room);
            let mut with = Vec::new();
            if depth.top && self.voice == super::author::Voice::Text {
                let label = self.label("tbl-");
                with.push(format!("#{label}"));
            }
            if named {
                with.push(".row-headers".to_owned());
            }
            if self.choices.chance(15) {
                let share = 90 / columns;
                let widths = vec![share.to_string(); columns].join(",");
                with.push(format!("tbl-colwidths=\"[{widths}]\""));
            }
            if depth.top {
                let place = self.choices.one(&["", ".float", ".wide"]);
                with.extend((!place.is_empty()).then(|| place.to_owned()));
            }
            labelled = !named
                && with.first().is_some_and(|label| label.starts_with('#'))
                && self.choices.chance(25);
            let with = if with.is_empty() {
                String::new()
            } else {
                format!(" {{{}}}", with.join(" "))
            };
            if labelled {
                before = format!(":::{with}\n");
                after = format!("\n\n{caption}\n:::");
                if self.choices.chance(30) {
                    after += "\n\n*More* of it.";
                }
            } else if self.choices.chance(50) {
                before = format!("Table: {caption}{with}\n\n");
            } else {
                after = format!("\n\n: {caption}{with}");
            }
        }
        if is_grid {
            let table = self.grid(columns, depth);
            return before + &table + &after;
        }
        let mut table = self.row(columns, &[], depth).0;
        table += "\n|";
        for _ in 0..columns {
            table += self.choices.one(&["---|", ":--|", ":-:|", "--:|"]);
        }
        let mut open = vec![false; columns];
        for _ in 0..rows {
            let (row, next) = self.row(columns, &open, depth);
            table.push('\n');
            table += &row;
            open = next;
        }
        let mut out = before + &table + &after;
        if depth.top && !labelled && self.choices.chance(20) {
            let notes = self.plain_words(6);
            out += &format!("\n\n::: {{.table-notes}}\n{notes}\n:::");
        }
        out
    }

    /// A row, and in which of its columns a single cell stands. `above` tells the same of
    /// the row above, and is empty for a heading row.
    fn row(&mut self, columns: usize, above: &[bool], depth: Depth) -> (String, Vec<bool>) {
        let room = Room { notes: depth.notes, index: depth.notes, ..Room::CELL };
        let (mut out, mut single) = ("|".to_owned(), vec![false; columns]);
        let mut at = 0;
        while at < columns {
            let last = at + 1 == columns;
            // a row holds something of its own: its last cell
            let joins = !last && above.get(at) == Some(&true) && self.choices.chance(10);
            if joins {
                out += " ^^ |";
            } else if !above.is_empty() && self.choices.chance(8) {
                out += " |";
                single[at] = true;
            } else if !last && self.choices.chance(12) {
                out += &format!(" {} ||", self.line(room));
                at += 1;
            } else if depth.top && self.choices.chance(4) {
                let (first, second) = (self.line(room), self.line(room));
                out += &format!(" <ul><li>{first}</li><li>{second}</li></ul> |");
                single[at] = true;
            } else {
                out += &format!(" {} |", self.line(room));
                single[at] = true;
            }
            at += 1;
        }
        (out, single)
    }

    /// What a cell holds in which there may be several blocks.
    fn cell_blocks(&mut self, depth: Depth) -> String {
        let inner = Depth { left: depth.left.min(1), top: false, cell: true, ..depth };
        let room = Room { notes: depth.notes, index: depth.notes, ..Room::CELL };
        match self.choices.below(5) {
            0 => String::new(),
            1 => self.line(room),
            count => self.blocks(count - 1, inner),
        }
    }

    /// A table of HTML with Markdown in its cells.
    fn html_table(&mut self, depth: Depth) -> String {
        let columns = 1 + self.choices.below(2);
        let mut out = "<table>\n".to_owned();
        for _ in 0..1 + self.choices.below(3) {
            out += "<tr>\n";
            for _ in 0..columns {
                out += &format!("<td>\n\n{}\n\n</td>\n", self.cell_blocks(depth));
            }
            out += "</tr>\n";
        }
        out + "</table>"
    }

    /// A grid; now and then a cell of its rows goes over two columns.
    fn grid(&mut self, columns: usize, depth: Depth) -> String {
        let heads = self.choices.below(2);
        let count = heads + 1 + self.choices.below(3);
        let mut rows: Vec<Vec<Vec<String>>> = Vec::new();
        for row in 0..count {
            let joined = columns > 1 && row >= heads && self.choices.chance(15);
            let cells = if joined { 1 } else { columns };
            let lines = |text: String| -> Vec<String> {
                text.replace('\t', "    ").split('\n').map(str::to_owned).collect()
            };
            let outer = std::mem::replace(&mut self.in_grid, true);
            rows.push((0..cells).map(|_| lines(self.cell_blocks(depth))).collect());
            self.in_grid = outer;
        }
        let mut widths = vec![3; columns];
        for row in &rows {
            let wanted = row.iter().map(|cell| widest(cell) + 2);
            if row.len() == columns {
                widths.iter_mut().zip(wanted).for_each(|(own, want)| *own = want.max(*own));
            } else {
                let missing = row.iter().map(|cell| widest(cell) + 2).max().unwrap_or(0);
                widths[0] = widths[0].max(missing);
            }
        }
        let line = |letter: &str, ends: &[&str]| {
            let parts = widths.iter().zip(ends.iter().cycle()).map(|(width, end)| {
                format!("{}{}{}", &end[..1], letter.repeat(width - 2), &end[1..])
            });
            format!("+{}+", parts.collect::<Vec<_>>().join("+"))
        };
        let aligned = self.choices.one(&["--", ":-", ":-", "-:", "::"]);
        let doubled = aligned.replace('-', "=");
        let mut out = vec![line("-", &[if heads == 0 { aligned } else { "--" }])];
        for (at, row) in rows.iter().enumerate() {
            let own: Vec<usize> = match row.len() {
                count if count == columns => widths.clone(),
                _ => vec![widths.iter().sum::<usize>() + columns - 1],
            };
            let high = row.iter().map(Vec::len).max().unwrap_or(1);
            for number in 0..high {
                let cells = row.iter().zip(&own).map(|(cell, width)| {
                    let text = cell.get(number).map_or("", String::as_str);
                    let space = width - 1 - widest(&[text.to_owned()]);
                    format!(" {text}{}", " ".repeat(space))
                });
                out.push(format!("|{}|", cells.collect::<Vec<_>>().join("|")));
            }
            let head = at + 1 == heads;
            out.push(if head { line("=", &[&doubled]) } else { line("-", &["--"]) });
        }
        out.join("\n")
    }
}

fn widest(lines: &[String]) -> usize {
    let width = |line: &str| line.chars().filter_map(UnicodeWidthChar::width).sum();
    lines.iter().map(|line| width(line)).max().unwrap_or(0)
}
