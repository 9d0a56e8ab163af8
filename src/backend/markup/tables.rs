//! Tables: caption, header cells, spans, notes.

use crate::ast::{Alignment, Cell, CellContent, Table};
use crate::resolve::Chapter;

use super::{Syntax, Writer};

/// A table of more columns than this may be wider than a phone and can be scrolled.
const NARROW_COLUMNS: usize = 3;

/// A table of more columns than this stands closer together on a small screen, in EPUB.
const MANY_COLUMNS: usize = 5;

impl<'a> Writer<'a> {
    pub(super) fn table(&mut self, chapter: &'a Chapter, table: &'a Table) {
        let anchor = table.anchor.map(|anchor| chapter.anchor(anchor));
        let id = anchor.map(|anchor| anchor.id.as_str());
        let scrolls =
            self.writing.syntax == Syntax::Html && table.columns.len() > NARROW_COLUMNS;
        if scrolls {
            // What scrolls must be reachable by keyboard, and what is reached has a name.
            let caption = anchor.map(|anchor| anchor.title.as_str());
            let label = caption.filter(|words| !words.is_empty());
            self.out.open(
                "div",
                &[
                    ("class", Some("table")),
                    ("role", Some("group")),
                    ("tabindex", Some("0")),
                    ("aria-label", label.or(Some(&chapter.title))),
                ],
            );
        }
        let many =
            self.writing.syntax == Syntax::Xhtml && table.columns.len() > MANY_COLUMNS;
        let sum: u16 = table.widths.iter().sum();
        let style = (sum > 0).then(|| format!("width: {}", percent(sum)));
        let mut cells = table.head.iter().chain(&table.rows).flatten();
        let high = self.writing.syntax == Syntax::Xhtml
            && cells.any(|cell| !cell.blocks().is_empty());
        let class = match (many, high) {
            (true, true) => Some("many high"),
            (true, false) => Some("many"),
            (false, true) => Some("high"),
            (false, false) => None,
        };
        let class = ("class", class);
        self.out.open("table", &[("id", id), class, ("style", style.as_deref())]);
        self.out.line_end();
        self.table_caption(chapter, table);
        if sum > 0 {
            self.columns(&table.widths, sum);
        }
        if !table.head.is_empty() {
            self.out.open("thead", &[]);
            let mut taken = vec![0; table.columns.len()];
            for (number, row) in table.head.iter().enumerate() {
                if number > 0 {
                    self.out.line_end();
                }
                self.row(chapter, table, row, &mut taken, true);
            }
            self.out.close("thead");
            self.out.line_end();
        }
        if !table.rows.is_empty() {
            self.out.open("tbody", &[]);
            self.out.line_end();
            let mut taken = vec![0; table.columns.len()];
            for row in &table.rows {
                self.row(chapter, table, row, &mut taken, false);
                self.out.line_end();
            }
            self.out.close("tbody");
            self.out.line_end();
        }
        self.out.close("table");
        if scrolls {
            self.out.close("div");
        }
        if !table.notes.is_empty() {
            self.out.line_end();
            self.out.open("div", &[("class", Some("table-notes"))]);
            self.out.line_end();
            self.blocks(chapter, &table.notes);
            self.out.close("div");
        }
    }

    /// The widths of the columns: parts of the table, which is a part of the line.
    fn columns(&mut self, widths: &[u16], sum: u16) {
        self.out.open("colgroup", &[]);
        for &width in widths {
            let part = u32::from(width) * 1000 / u32::from(sum);
            let part = percent(u16::try_from(part).unwrap_or(1000));
            let style = format!("width: {part}");
            self.out.void(self.writing.syntax, "col", &[("style", Some(&style))]);
        }
        self.out.close("colgroup");
        self.out.line_end();
    }

    fn table_caption(&mut self, chapter: &'a Chapter, table: &'a Table) {
        let Some(caption) = &table.caption else { return };
        self.out.open("caption", &[]);
        self.marks_before(caption.id);
        let marks = self.marks_inside(caption.id);
        self.caption_lead(chapter, table.anchor);
        self.text(chapter, &caption.text, marks);
        self.out.close("caption");
        self.out.line_end();
    }

    /// A row; `taken` says how many rows the cells above still reach down, by column.
    fn row(
        &mut self,
        chapter: &'a Chapter,
        table: &Table,
        cells: &'a [Cell],
        taken: &mut [u16],
        head: bool,
    ) {
        self.out.open("tr", &[]);
        let mut column = 0;
        for cell in cells {
            while taken.get(column).is_some_and(|&rows| rows > 0) {
                column += 1;
            }
            let class = match table.alignment(column, cell, head) {
                Alignment::Start => None,
                Alignment::Center => Some("center"),
                Alignment::End => Some("end"),
            };
            let names_row = table.row_headers && column == 0;
            // An empty corner is no header of anything.
            let scope = match (head, names_row) {
                _ if cell.is_empty() => None,
                (true, _) => Some("col"),
                (false, true) => Some("row"),
                (false, false) => None,
            };
            let several = |count: u16| (count > 1).then(|| count.to_string());
            let (columns, rows) = (several(cell.columns), several(cell.rows));
            let name = if scope.is_some() { "th" } else { "td" };
            self.out.open(
                name,
                &[
                    ("scope", scope),
                    ("colspan", columns.as_deref()),
                    ("rowspan", rows.as_deref()),
                    ("class", class),
                ],
            );
            self.cell(chapter, cell);
            self.out.close(name);
            let end = column + usize::from(cell.columns);
            for slot in taken.iter_mut().take(end).skip(column) {
                *slot = cell.rows;
            }
            column = end;
        }
        self.out.close("tr");
        taken.iter_mut().for_each(|rows| *rows = rows.saturating_sub(1));
    }

    fn cell(&mut self, chapter: &'a Chapter, cell: &'a Cell) {
        self.marks_before(cell.id);
        match &cell.content {
            CellContent::Text(text) => {
                let marks = self.marks_inside(cell.id);
                self.text(chapter, text, marks);
            }
            CellContent::Blocks(blocks) => {
                self.out.line_end();
                self.blocks(chapter, blocks.as_slice());
            }
        }
    }
}

/// Thousandths as CSS has them.
fn percent(thousandths: u16) -> String {
    match thousandths % 10 {
        0 => format!("{}%", thousandths / 10),
        tenths => format!("{}.{tenths}%", thousandths / 10),
    }
}
