//! Random tables, with cells joined, captions and notes.

use super::author::{Author, Room};
use super::blocks::Depth;

impl Author<'_> {
    pub(crate) fn table(&mut self, depth: Depth) -> String {
        let columns = 1 + self.choices.below(4);
        let rows = 1 + self.choices.below(6);
        let (mut before, mut after) = (String::new(), String::new());
        let named = self.choices.chance(20);
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
            if depth.top {
                let place = self.choices.one(&["", ".float", ".wide"]);
                with.extend((!place.is_empty()).then(|| place.to_owned()));
            }
            let with = if with.is_empty() {
                String::new()
            } else {
                format!(" {{{}}}", with.join(" "))
            };
            if self.choices.chance(50) {
                before = format!("Table: {caption}{with}\n\n");
            } else {
                after = format!("\n\n: {caption}{with}");
            }
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
        if depth.top && self.choices.chance(20) {
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
            } else {
                out += &format!(" {} |", self.line(room));
                single[at] = true;
            }
            at += 1;
        }
        (out, single)
    }
}
