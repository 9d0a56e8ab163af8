//! Tables: caption, columns, cells, notes.

use std::ops::Range;

use super::build::{Builder, Spot};
use super::cells::{CellPlace, Held};
use super::flow::{BandCell, CellText, Content, InnerRule, TableBand, TextBlock};
use super::paragraph::Form;
use super::sheet::{ElementId, Role, Scope};
use super::table_widths::{Want, said, share};
use crate::ast::{AnchorId, Caption, Cell, Table};
use crate::diag::Diagnostic;
use crate::length::Length;
use crate::resolve::{Chapter, Position};
use crate::source::{Place, Span};
use crate::theme::Align;

/// The rules at the top and the foot of a table.
const THICK: Length = Length(52_429);
/// The rule below the header.
const THIN: Length = Length(26_214);
/// The rule between rows of cells that hold blocks.
const HAIR: Length = Length(19_661);
/// The rule below a heading cell that names several columns.
const NAMING: Length = Length(19_661);
/// How the type of a table that is too wide is made smaller, in thousandths.
const SMALLER: i64 = 850;

/// A cell in its place, before columns have widths.
struct Placed {
    held: Held,
    element: ElementId,
    role: Role,
    /// Its row, counted with the header, and its first column.
    row: usize,
    column: usize,
    rows: usize,
    columns: usize,
    start: Position,
}

/// How the words of a table are set.
#[derive(Debug, Copy, Clone)]
struct Fit {
    size: Length,
    hyphenate: bool,
}

impl<'a> Builder<'a> {
    /// Prints a table: a rule above, a rule below the header, a rule at the end; the
    /// caption above it, the notes below.
    pub(super) fn table(
        &mut self,
        spot: Spot,
        chapter: &'a Chapter,
        (table, span): (&'a Table, Span),
    ) {
        let leading = self.theme.tokens.text.leading;
        let element = self.structure.add(spot.element, Role::Table);
        if let Some(anchor) = table.anchor {
            self.pending.anchors.push(chapter.anchor(anchor).id.clone());
        }
        self.pending.space = self.pending.space.max(leading);
        if let Some(caption) = &table.caption {
            let spot = Spot { element, ..spot };
            self.table_caption(spot, chapter, (table.anchor, caption));
        }
        let (cells, mut texts) = self.placed_cells(spot, chapter, table, element);
        let (widths, gap) =
            self.fit_columns((&cells, &mut texts), table, spot, (chapter, span));
        self.bands(spot, table, (cells, texts), (&widths, gap));
        if !table.notes.is_empty() {
            if let Some(item) = self.last_item() {
                item.keep_with_next = true;
            }
            self.pending.space = leading / 3;
            let small = std::mem::replace(&mut self.in_note, true);
            self.blocks(spot, chapter, &table.notes);
            self.in_note = small;
        }
        self.pending.space = leading;
    }

    fn table_caption(
        &mut self,
        spot: Spot,
        chapter: &'a Chapter,
        (anchor, caption): (Option<AnchorId>, &'a Caption),
    ) {
        let element = self.structure.add(spot.element, Role::Caption);
        let kind = self.small_type();
        let form = Form { align: Align::Left, ..self.small_form(spot.width) };
        let (block, own) = ((caption.id, caption.span), (element, spot.division));
        let text = (self.caption_lead(chapter, anchor), &*caption.text);
        let paragraph = self.led_paragraph(chapter, block, text, &kind, own, form);
        let paragraph = self.add(paragraph);
        let leading = self.theme.tokens.text.leading;
        let block = TextBlock { paragraph, together: true, tail: None };
        self.item(spot, leading, leading / 2, Content::Text(block));
        if let Some(item) = self.last_item() {
            item.keep_with_next = true;
        }
        self.pending.space = leading / 4;
    }

    /// Every cell in reading order with its element and its place in the grid.
    fn placed_cells(
        &mut self,
        spot: Spot,
        chapter: &'a Chapter,
        table: &'a Table,
        element: ElementId,
    ) -> (Vec<Placed>, Vec<CellText>) {
        let heads = table.head.len();
        let count = i64::try_from(table.columns.len()).unwrap_or(i64::MAX).max(1);
        let gap = self.theme.tokens.small_size;
        let room = (spot.width - gap * (count - 1)) / count;
        let mut group = None;
        // how many rows the cells above still reach down, by column
        let mut taken = vec![0usize; table.columns.len()];
        let mut placed = Vec::new();
        let mut texts = Vec::new();
        for (number, cells) in table.head.iter().chain(&table.rows).enumerate() {
            let is_head = number < heads;
            if number == 0 || number == heads {
                let role = if is_head && !table.rows.is_empty() {
                    Role::THead
                } else {
                    Role::TBody
                };
                group = Some(self.structure.add(element, role));
            }
            let row = self.structure.add(group.unwrap_or(element), Role::TR);
            let mut column = 0;
            for cell in cells {
                while taken.get(column).is_some_and(|&rows| rows > 0) {
                    column += 1;
                }
                let role = cell_role(cell, is_head, table.row_headers && column == 0);
                let own = self.structure.add(row, role);
                self.structure.get_mut(own).spans = (cell.columns, cell.rows);
                let alignment = table.alignment(column, cell, is_head);
                let (is, room) = ((own, role), room * i64::from(cell.columns));
                let held =
                    self.cell(spot, chapter, cell, is, (alignment, room), &mut texts);
                let (columns, rows) = (usize::from(cell.columns), usize::from(cell.rows));
                let (division, block) = (spot.division, cell.id);
                let start = Position { division, block, offset: 0 };
                placed.push(Placed {
                    held,
                    element: own,
                    role,
                    row: number,
                    column,
                    rows,
                    columns,
                    start,
                });
                for slot in taken.iter_mut().skip(column).take(columns) {
                    *slot = rows;
                }
                column += columns;
            }
            taken.iter_mut().for_each(|rows| *rows = rows.saturating_sub(1));
        }
        if heads > 1 {
            self.name_headers(&placed);
        }
        (placed, texts)
    }

    /// Says of each cell which cells are its headers: those above it, and the one that
    /// names its row. Where there are several heading rows what a header is of cannot be
    /// told from its place alone (ISO 14289-1, 7.5).
    fn name_headers(&mut self, placed: &[Placed]) {
        for cell in placed {
            let columns = cell.column..cell.column + cell.columns;
            let rows = cell.row..cell.row + cell.rows;
            let headers = placed.iter().filter(|header| {
                let above = header.row + header.rows <= cell.row
                    && header.column < columns.end
                    && columns.start < header.column + header.columns;
                let beside = header.column < cell.column
                    && header.row < rows.end
                    && rows.start < header.row + header.rows;
                header.role == Role::TH(Scope::Column) && above
                    || header.role == Role::TH(Scope::Row) && beside
            });
            let headers = headers.filter(|header| !header.held.is_empty);
            let headers = headers.map(|header| header.element).collect();
            self.structure.get_mut(cell.element).headers = headers;
        }
    }

    /// The widths of the columns and the gap between them. A table too wide for the
    /// measure is set in smaller type, then with hyphens; else it is told.
    fn fit_columns(
        &mut self,
        (cells, texts): (&[Placed], &mut [CellText]),
        table: &Table,
        spot: Spot,
        (chapter, span): (&Chapter, Span),
    ) -> (Vec<Length>, Length) {
        let small = self.theme.tokens.small_size;
        let smaller = small.scale(SMALLER, 1000);
        let tries = [
            Fit { size: small, hyphenate: false },
            Fit { size: smaller, hyphenate: false },
            Fit { size: smaller, hyphenate: true },
        ];
        let count = table.columns.len();
        let columns = i64::try_from(count).unwrap_or(i64::MAX).max(1);
        let mut least = Length::ZERO;
        for fit in tries {
            if fit.size != small && !fit.hyphenate {
                self.shrink(texts);
            }
            let gap = fit.size.min(spot.width / columns / 2);
            let hyphens = fit.hyphenate && self.theme.tokens.text.hyphenate;
            let wants: Vec<Want> = cells
                .iter()
                .map(|cell| {
                    let own = &texts[cell.held.texts.clone()];
                    let (least, most) = self.cell_extent(own, hyphens);
                    let columns = cell.column..(cell.column + cell.columns).min(count);
                    Want { columns, rows: cell.rows, least, most }
                })
                .collect();
            let found = match table.widths.as_slice() {
                [] => share(&wants, count, spot.width, gap),
                widths => said(&wants, widths, spot.width, gap),
            };
            match found {
                Ok(widths) => return (widths, gap),
                Err(width) => least = width,
            }
        }
        if !table.widths.is_empty() {
            let place = Self::place(chapter.source, span);
            self.narrow_column(least, place);
            return (vec![spot.width / columns; count], Length::ZERO);
        }
        let words = |width: Length| format!("{:.0} mm", width.to_millimetres());
        let message = format!(
            "a table needs {} and the line has {}",
            words(least),
            words(spot.width)
        );
        self.messages.error(
            Diagnostic::new("wide-table", message)
                .at(Self::place(chapter.source, span))
                .help(
                    "make two tables of it, turn its rows into columns, or shorten its \
                     longest words",
                ),
        );
        (vec![spot.width / columns; count], Length::ZERO)
    }

    /// Tells of a column that is too narrow for its words by so much.
    fn narrow_column(&mut self, missing: Length, place: Place) {
        let message = format!(
            "a column of a table is {:.0} mm too narrow for its longest word",
            missing.to_millimetres().ceil()
        );
        let help = "give it more in `tbl-colwidths`, or leave that out";
        let told = Diagnostic::new("narrow-column", message).at(place).help(help);
        self.messages.error(told);
    }

    /// Sets the words of cells one step smaller.
    fn shrink(&mut self, texts: &mut [CellText]) {
        for text in texts {
            let paragraph = &mut self.paragraphs[text.paragraph];
            for span in &mut paragraph.spans {
                span.style.size = span.style.size.scale(SMALLER, 1000);
                span.style.raise = span.style.raise.scale(SMALLER, 1000);
            }
            let form = &mut paragraph.form;
            form.leading = form.leading.scale(SMALLER, 1000);
            form.baseline = form.baseline.scale(SMALLER, 1000);
        }
    }

    /// Hands rows to the flow: those that a cell ties together as one.
    fn bands(
        &mut self,
        spot: Spot,
        table: &Table,
        (cells, texts): (Vec<Placed>, Vec<CellText>),
        (widths, gap): (&[Length], Length),
    ) {
        let heads = table.head.len();
        let count = heads + table.rows.len();
        let mut all = table.head.iter().chain(&table.rows).flatten();
        let high = all.any(|cell| !cell.blocks().is_empty());
        let width = across(widths, gap, 0..widths.len());
        let mut ends: Vec<usize> = (1..=count).collect();
        for cell in &cells {
            for end in &mut ends[cell.row..(cell.row + cell.rows).min(count)] {
                *end = (*end).max(cell.row + cell.rows).min(count);
            }
        }
        // all heading rows are repeated together
        ends[..heads].fill(heads);
        let mut cells = cells.into_iter().peekable();
        let mut texts = texts.into_iter();
        let (mut first, mut items) = (0, 0usize);
        while first < count {
            let mut end = ends[first];
            let mut row = first;
            while row < end {
                end = end.max(ends[row]);
                row += 1;
            }
            let mut own = Vec::new();
            let mut columns: Vec<Range<usize>> = Vec::new();
            let mut held: Vec<CellText> = Vec::new();
            let mut inner_rules = Vec::new();
            while let Some(cell) = cells.next_if(|cell| cell.row < end) {
                let taken = cell.column..(cell.column + cell.columns).min(widths.len());
                let width = across(widths, gap, taken.clone());
                columns.push(taken);
                let x = across(widths, gap, 0..cell.column)
                    + if cell.column > 0 { gap } else { Length::ZERO };
                let Held { texts: numbers, frames, foot, .. } = cell.held;
                let from = held.len();
                held.extend(texts.by_ref().take(numbers.len()));
                let place = CellPlace { table: spot.x, x, width };
                self.place_cell(place, frames, &mut held[from..]);
                let (row, rows, start) = (cell.row - first, cell.rows, cell.start);
                if cell.columns > 1 && cell.row + rows < heads {
                    let (row, height) = (row + rows, NAMING);
                    inner_rules.push(InnerRule { row, x, width, height, is_light: false });
                }
                own.push(BandCell { texts: from..held.len(), foot, row, rows, start });
            }
            let is_head = first < heads;
            if high && !is_head {
                inner_rules.extend(light_rules(&own, &columns, (end - first, widths, gap)));
            }
            let above = if first == 0 { THICK } else { Length::ZERO };
            let below = match (end == count, is_head) {
                (true, _) => THICK,
                (false, true) => THIN,
                (false, false) => Length::ZERO,
            };
            let band = TableBand {
                cells: own,
                texts: held,
                rtl: self.rtl,
                rows: end - first,
                rules: (above, below),
                hairline: if high && below == Length::ZERO { HAIR } else { Length::ZERO },
                inner_rules,
                width,
                header: (heads > 0 && !is_head).then_some(items),
                is_head,
                // a row alone at the head or the foot of a page is unwelcome
                lonely: u8::from(first == heads + 1)
                    + u8::from(end == count && end == first + 1 && first > heads),
            };
            let space = if first == 0 { self.pending.space } else { Length::ZERO };
            self.item(spot, space, space / 2, Content::Band(band));
            if is_head && let Some(item) = self.last_item() {
                item.keep_with_next = end < count;
            }
            items += 1;
            first = end;
        }
    }
}

/// The light rules between the rows of a band, which no cell of several rows is crossed by:
/// of its cells and the columns each takes.
fn light_rules(
    cells: &[BandCell],
    columns: &[Range<usize>],
    (rows, widths, gap): (usize, &[Length], Length),
) -> Vec<InnerRule> {
    let mut rules = Vec::new();
    for row in 1..rows {
        let crossed = |column: usize| {
            cells.iter().zip(columns).any(|(cell, columns)| {
                columns.contains(&column) && cell.row < row && row < cell.row + cell.rows
            })
        };
        let mut column = 0;
        while column < widths.len() {
            let free = (column..widths.len()).take_while(|&one| !crossed(one)).count();
            if free > 0 {
                let before = across(widths, gap, 0..column);
                let x = before + if column > 0 { gap } else { Length::ZERO };
                let width = across(widths, gap, column..column + free);
                rules.push(InnerRule { row, x, width, height: HAIR, is_light: true });
            }
            column += free.max(1);
        }
    }
    rules
}

/// What a cell is: the first column may name the rows.
fn cell_role(cell: &Cell, is_head: bool, names_row: bool) -> Role {
    match (is_head, names_row) {
        (true, _) => Role::TH(Scope::Column),
        (false, true) if !cell.is_empty() => Role::TH(Scope::Row),
        (false, _) => Role::TD,
    }
}

/// The width of some columns with the gaps between them.
fn across(widths: &[Length], gap: Length, columns: Range<usize>) -> Length {
    let gaps = i64::try_from(columns.len().saturating_sub(1)).unwrap_or(0);
    widths.get(columns).unwrap_or_default().iter().copied().sum::<Length>() + gap * gaps
}
