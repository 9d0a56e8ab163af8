//! Tables of HTML to ours: which cell stands in which column, how columns are aligned.

use crate::ast::{
    Alignment, Attributes, Block, BlockId, BlockKind, Caption, Cell, CellContent, Div,
    Inline, InlineKind, Table, plain_text,
};
use crate::parse::Reader;
use crate::parse::inlines::Surroundings;
use crate::source::Span;

use super::Problem;
use super::attributes::has_class;
use super::blocks::{child, element, is_text};
use super::tree::Element;

/// The most columns of a table.
const MOST_COLUMNS: usize = 1000;

/// A cell and the column it begins in.
struct Placed<'a, 'n> {
    cell: &'a Element<'n>,
    column: usize,
    columns: usize,
    rows: usize,
}

/// The rows of a part of a table, with their elements.
type Rows<'a, 'n> = Vec<(&'a Element<'n>, Vec<Placed<'a, 'n>>)>;

impl Reader<'_> {
    /// A table.
    pub(super) fn html_table(&mut self, table: &Element<'_>, depth: usize) -> BlockKind {
        let id = table.tag.get("id").map(str::to_owned);
        let caption = child(table, "caption").map(|caption| {
            let id = self.next_id();
            let text = self.text_of(caption, Surroundings::block(depth + 1));
            Caption { id, span: caption.span, text }
        });
        let (head, body) = parts(table);
        let (head, first) = self.placed(head);
        let (body, second) = self.placed(body);
        let count = first.max(second);
        let columns = self.alignments(&head, &body, count);
        let row_headers = self.row_headers(&body);
        self.check_head(&head);
        let title = caption.as_ref().map(|own| plain_text(&own.text));
        let head = self.filled(head, count, depth);
        let rows = self.filled(body, count, depth);
        if rows.is_empty() {
            let message = "a table has no rows".to_owned();
            let help = "write `<tr>` with `<td>` in it";
            self.error("raw-html", message, table.tag.span, help);
        }
        let anchor = (title.is_some() || id.is_some())
            .then(|| self.anchor(table.span, id, title.unwrap_or_default()));
        BlockKind::Table(Table {
            anchor,
            caption,
            columns,
            head,
            rows,
            row_headers,
            wide: has_class(&table.tag, "wide"),
            ..Table::default()
        })
    }

    /// Puts the cells of rows into columns; gives how many there are.
    fn placed<'a, 'n>(&mut self, rows: Vec<&'a Element<'n>>) -> (Rows<'a, 'n>, usize) {
        let mut out: Rows<'a, 'n> = Vec::new();
        // for each column, how many rows below are taken by a cell above
        let mut taken: Vec<usize> = Vec::new();
        let mut count = 0;
        let all = rows.len();
        for (number, row) in rows.into_iter().enumerate() {
            let mut column = 0;
            let mut cells = Vec::new();
            for cell in row.items.iter().filter_map(element) {
                while taken.get(column).is_some_and(|&rows| rows > 0) {
                    column += 1;
                }
                let span = |name| -> usize {
                    cell.tag.get(name).and_then(|value| value.parse().ok()).unwrap_or(1)
                };
                let (columns, rows) = (span("colspan"), span("rowspan"));
                let end = (column + columns).min(MOST_COLUMNS.max(column));
                taken.resize(taken.len().max(end), 0);
                if taken[column.min(end)..end].iter().any(|&rows| rows > 0) {
                    self.bad_span(cell, "lies on one that reaches down from above");
                }
                if end < column + columns {
                    self.bad_span(cell, "stands beyond column 1000");
                } else if number + rows > all {
                    self.bad_span(
                        cell,
                        "reaches below the last row of its part of the table",
                    );
                }
                taken[column.min(end)..end].fill(rows);
                cells.push(Placed { cell, column, columns, rows });
                column = end.max(column + 1);
            }
            if cells.is_empty() {
                let message = "a row holds nothing of its own".to_owned();
                let help = "remove it: every cell above it reaches down only so far";
                self.error("bad-cell-span", message, row.tag.span, help);
            }
            count = count.max(taken.len());
            taken.iter_mut().for_each(|rows| *rows = rows.saturating_sub(1));
            out.push((row, cells));
        }
        (out, count)
    }

    fn bad_span(&mut self, cell: &Element<'_>, what: &str) {
        let message = format!("a cell {what}");
        let help = "count the cells of the rows: `colspan` is how many columns a cell \
                    takes, `rowspan` how many rows";
        self.error("bad-cell-span", message, cell.tag.span, help);
    }

    /// The alignment of the columns: all cells of a column that begin and end in it say the
    /// same; those of its heading may say nothing.
    fn alignments<'a, 'n>(
        &mut self,
        head: &Rows<'a, 'n>,
        body: &Rows<'a, 'n>,
        count: usize,
    ) -> Vec<Alignment> {
        let mut found: Vec<Option<Option<Alignment>>> = vec![None; count];
        let own = |cell: &Placed<'_, '_>| match cell.cell.tag.get("align") {
            Some("left") => Some(Alignment::Start),
            Some("center") => Some(Alignment::Center),
            Some("right") => Some(Alignment::End),
            Some(_) | None => None,
        };
        let cells = body.iter().flat_map(|(_, cells)| cells).map(|cell| (cell, false));
        let heads = head.iter().flat_map(|(_, cells)| cells).map(|cell| (cell, true));
        for (cell, is_head) in cells.chain(heads) {
            let said = own(cell);
            if cell.columns > 1 || (is_head && said.is_none()) {
                continue;
            }
            let Some(column) = found.get_mut(cell.column) else { continue };
            if column.get_or_insert(said).unwrap_or_default() != said.unwrap_or_default() {
                let message = "a cell is aligned as the first of its column".to_owned();
                let help = "give all cells of the column the same `align`";
                let span = cell.cell.tag.span;
                self.tell(vec![Problem::left_out(message, span, help)]);
            }
        }
        found.into_iter().map(|own| own.flatten().unwrap_or_default()).collect()
    }

    /// Whether the first cell of each row is its header; others cannot be.
    fn row_headers(&mut self, body: &Rows<'_, '_>) -> bool {
        let is_head = |cell: &Placed<'_, '_>| cell.cell.name() == "th";
        let firsts = body.iter().filter_map(|(_, cells)| cells.first());
        let firsts: Vec<&Placed<'_, '_>> = firsts.filter(|cell| cell.column == 0).collect();
        let all = !firsts.is_empty() && firsts.iter().all(|cell| is_head(cell));
        for cell in body.iter().flat_map(|(_, cells)| cells) {
            let fits = cell.column == 0 && all && cell.cell.tag.get("scope") != Some("col");
            if is_head(cell) && !fits {
                self.header(cell.cell);
            }
        }
        all
    }

    /// Refuses cells in heading rows that are headers of rows.
    fn check_head(&mut self, head: &Rows<'_, '_>) {
        for cell in head.iter().flat_map(|(_, cells)| cells) {
            if cell.cell.tag.get("scope") == Some("row") {
                self.header(cell.cell);
            }
        }
    }

    fn header(&mut self, cell: &Element<'_>) {
        let message =
            "a header cell stands where it is read for no row or column".to_owned();
        let help = "headers are all cells of the first rows, and the first cell of every \
                    other row or of none";
        self.error("raw-html", message, cell.tag.span, help);
    }

    /// The blocks of a cell, inside of what its tag says of them and of the address of the
    /// row, where it is the first.
    fn cell_blocks(
        &mut self,
        cell: &Element<'_>,
        row: Option<Inline>,
        depth: usize,
    ) -> Vec<Block> {
        let row = row.and_then(|place| {
            let InlineKind::Span { attributes, .. } = place.kind else { return None };
            Some(*attributes)
        });
        let own = self.said_of(&cell.tag, &[]);
        let own = (own != Attributes::default()).then_some(own);
        let said: Vec<(BlockId, Attributes)> =
            row.into_iter().chain(own).map(|said| (self.next_id(), said)).collect();
        let mut blocks = self.html_items(&cell.items, depth + 1);
        for (id, said) in said.into_iter().rev() {
            let div = Div {
                anchor: said.anchor,
                language: said.language,
                direction: said.direction,
                blocks,
                ..Div::default()
            };
            blocks = vec![Block::new(id, cell.tag.span, BlockKind::Div(div))];
        }
        blocks
    }

    /// The cells with their text; rows that are too short are filled up.
    fn filled(
        &mut self,
        rows: Rows<'_, '_>,
        columns: usize,
        depth: usize,
    ) -> Vec<Vec<Cell>> {
        let mut out = Vec::new();
        let mut taken = vec![0_usize; columns];
        for (row, cells) in rows {
            let mut own: Vec<Cell> = Vec::new();
            let mut place = self.place_of(&row.tag);
            for Placed { cell, column, columns, rows } in cells {
                let id = self.next_id();
                let content = if is_text(&cell.items) {
                    let mut text: Vec<Inline> = place.take().into_iter().collect();
                    text.extend(self.text_of(cell, Surroundings::block(depth + 1)));
                    CellContent::Text(text)
                } else {
                    let blocks = self.cell_blocks(cell, place.take(), depth);
                    self.cell_content(id, blocks)
                };
                let end = (column + columns).min(taken.len());
                taken[column.min(end)..end].fill(rows);
                own.push(Cell {
                    id,
                    span: cell.span,
                    columns: u16::try_from(columns).unwrap_or(u16::MAX),
                    rows: u16::try_from(rows).unwrap_or(u16::MAX),
                    content,
                });
            }
            let end = row.span.end;
            for rows in &mut taken {
                if *rows == 0 {
                    let span = Span::new(end, end);
                    let id = self.next_id();
                    let content = CellContent::Text(Vec::new());
                    own.push(Cell { id, span, columns: 1, rows: 1, content });
                }
                *rows = rows.saturating_sub(1);
            }
            out.push(own);
        }
        out
    }
}

/// The heading rows of a table and its others: what `<thead>` holds, or else the first
/// rows of header cells alone. What `<tfoot>` holds comes last, wherever it stands.
fn parts<'a, 'n>(table: &'a Element<'n>) -> (Vec<&'a Element<'n>>, Vec<&'a Element<'n>>) {
    let (mut head, mut body, mut foot) = (Vec::new(), Vec::new(), Vec::new());
    for part in table.items.iter().filter_map(element) {
        let rows = part.items.iter().filter_map(element);
        match part.name() {
            "thead" => head.extend(rows),
            "tfoot" => foot.extend(rows),
            "tbody" => body.extend(rows),
            "tr" => body.push(part),
            _ => {}
        }
    }
    body.extend(foot);
    if head.is_empty() {
        let named = |row: &&Element<'_>| {
            let mut cells = row.items.iter().filter_map(element).peekable();
            cells.peek().is_some()
                && cells
                    .all(|cell| cell.name() == "th" && cell.tag.get("scope") != Some("row"))
        };
        let count = body.iter().take_while(|row| named(row)).count();
        // one column of headers alone is no head
        if count < body.len() {
            head = body.drain(..count).collect();
        }
    }
    (head, body)
}
