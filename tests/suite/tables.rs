//! Tables: what their spelling means, and how they stand on pages.

use crate::layout::{book_with, theme_named, typeset};
use crate::parse::read;
use crate::support::{block, text};
use crate::typography::{ENGLISH, print, project};

use trifold::ast::{
    Alignment, BlockId, BlockKind, Cell, CellContent, Inline, Placement, Table, plain_text,
};
use trifold::layout::{ElementId, Item, ItemKind, Mark, Print, Role, Scope};
use trifold::length::Length;
use trifold::source::Span;

/// The tables at the top level of a text, and what was said about it.
fn tables(text: &str) -> (Vec<Table>, Vec<String>) {
    let (document, _, sink) = read(text);
    let told = sink.messages().iter();
    let told = told.map(|(_, message)| format!("{}: {}", message.code.0, message.message));
    let told = told.collect();
    let blocks = document.map_or_else(|_| Vec::new(), |document| document.blocks);
    let tables = blocks.into_iter().filter_map(|block| match block.kind {
        BlockKind::Table(table) => Some(table),
        _ => None,
    });
    (tables.collect(), told)
}

fn one(text: &str) -> Table {
    let (tables, told) = tables(text);
    assert!(told.is_empty(), "{told:?}");
    assert_eq!(tables.len(), 1);
    tables.into_iter().next().unwrap()
}

/// Each cell as its words, its columns and its rows.
fn grid(table: &Table) -> Vec<Vec<(String, u16, u16)>> {
    let rows = table.head.iter().chain(&table.rows);
    rows.map(|row| {
        row.iter().map(|cell| (plain_text(cell.text()), cell.columns, cell.rows)).collect()
    })
    .collect()
}

fn words(table: &Table) -> Option<String> {
    table.caption.as_ref().map(|caption| plain_text(&caption.text))
}

const BODY: &str = "| a | b |\n|---|---|\n| 1 | 2 |\n";

#[test]
fn a_caption_stands_before_or_after_its_table() {
    for text in [
        format!("Table: Some *words*\n\n{BODY}"),
        format!(": Some *words*\n\n{BODY}"),
        format!(": Some *words*\n{BODY}"),
        format!("{BODY}\n: Some *words*\n"),
        format!("{BODY}: Some *words*\n"),
        format!("{BODY}\nTable: Some *words* {{#tbl-x}}\n"),
    ] {
        assert_eq!(words(&one(&text)).as_deref(), Some("Some words"), "{text}");
    }
}

#[test]
fn a_caption_between_two_tables_belongs_to_the_first() {
    let (found, told) = tables(&format!("{BODY}\n: One\n\n{BODY}\n: Two\n\n{BODY}"));
    assert!(told.is_empty(), "{told:?}");
    let captions: Vec<_> = found.iter().map(words).collect();
    assert_eq!(captions, [Some("One".to_owned()), Some("Two".to_owned()), None]);
}

#[test]
fn braces_of_a_caption_say_more_of_the_table() {
    let table = one(&format!("{BODY}\n: Words {{#tbl-x .float .row-headers}}\n"));
    assert_eq!(words(&table).as_deref(), Some("Words"));
    assert!(table.row_headers && table.anchor.is_some());
    assert_eq!(table.placement, Placement::Float);
    assert!(!table.wide && one(&format!("{BODY}\n: Words {{.wide}}\n")).wide);
    let (_, told) = tables(&format!("{BODY}\n: Words {{.tall}}\n"));
    assert_eq!(told, ["unknown-attribute: a table does not take `.tall`"]);
}

#[test]
fn captions_that_cannot_be_are_told() {
    let told = |text: &str| tables(text).1;
    let two = told(&format!("Table: One\n\n{BODY}\n: Two\n"));
    assert_eq!(two, ["two-captions: a table has two captions"]);
    let none = told(&format!("{BODY}\n: {{.float}}\n"));
    assert_eq!(none, ["empty-caption: a caption has no words"]);
    let unclear = told(&format!("Words.\n\n: Words {{#tbl-x}}\n\n{BODY}"));
    assert!(unclear.iter().any(|said| said.starts_with("unclear-caption")), "{unclear:?}");
}

#[test]
fn cells_span_columns_and_rows() {
    let table = one("| a || b |\n|---|---|---|\n| 1 | 2 ||\n| ^^ | 3 | |\n| ^^ | 4 ||\n\
                     | 5 | ^^ ||\n");
    let cell = |words: &str, columns, rows| (words.to_owned(), columns, rows);
    assert_eq!(
        grid(&table),
        [
            vec![cell("a", 2, 1), cell("b", 1, 1)],
            vec![cell("1", 1, 3), cell("2", 2, 1)],
            vec![cell("3", 1, 1), cell("", 1, 1)],
            vec![cell("4", 2, 2)],
            vec![cell("5", 1, 1)],
        ]
    );
}

#[test]
fn spans_that_do_not_fill_the_grid_are_told() {
    for rows in [
        "| ^^ | 1 |\n",
        "|| 1 |\n",
        "| 1 ||\n| ^^ | 2 |\n",
        "| 1 ||\n| 2 | ^^ |\n",
        "| 1 | 2 |\n| ^^ ||\n",
        "| 1 | 2 |\n| ^^ | ^^ |\n",
    ] {
        let (_, told) = tables(&format!("| a | b |\n|---|---|\n{rows}"));
        assert!(told.iter().all(|said| said.starts_with("bad-cell-span")), "{told:?}");
        assert!(!told.is_empty(), "{rows}");
    }
    let carets = one("| a |\n|---|\n| \\^^ |\n");
    assert_eq!(plain_text(carets.rows[0][0].text()), "^^");
}

fn cell(id: u32, words: &str, columns: u16, rows: u16) -> Cell {
    let text: Vec<Inline> = if words.is_empty() { vec![] } else { vec![text(words)] };
    let content = CellContent::Text(text);
    Cell { id: BlockId(id), span: Span::default(), columns, rows, content }
}

fn set(table: Table) -> Print {
    typeset(&book_with(vec![block(1, BlockKind::Table(table))]), &theme_named("book")).0
}

/// Every word that is read, in no order.
fn count_of(print: &Print, word: &str) -> usize {
    let items = print.sheets.iter().flat_map(|sheet| &sheet.items);
    items
        .filter(|item| matches!(item.mark, Mark::Content(_)))
        .filter_map(|item| match &item.kind {
            ItemKind::Run(run) => Some(run.text.matches(word).count()),
            _ => None,
        })
        .sum()
}

#[test]
fn a_row_higher_than_a_page_is_parted_between_lines_and_loses_no_word() {
    let print = set(Table {
        columns: vec![Alignment::Start; 2],
        head: vec![vec![cell(2, "One", 1, 1), cell(3, "Two", 1, 1)]],
        rows: vec![vec![
            cell(4, &"river ".repeat(900), 1, 1),
            cell(5, &"valley ".repeat(1_500), 1, 1),
        ]],
        ..Table::default()
    });
    assert_eq!(count_of(&print, "river"), 900);
    assert_eq!(count_of(&print, "valley"), 1_500);
    // each page inside the row is marked in the first cell that goes on
    let inside: Vec<(u32, u32)> = print
        .page_map
        .pages
        .iter()
        .filter(|page| page.at.offset > 0)
        .map(|page| (page.at.block.0, page.at.offset))
        .collect();
    assert!(inside.len() > 2, "{inside:?}");
    assert!(inside.iter().all(|(cell, _)| matches!(cell, 4 | 5)), "{inside:?}");
    assert!(inside.is_sorted(), "{inside:?}");
    // nothing stands below the text
    let bottom = print.size.height.to_points() - 40.0;
    for item in print.sheets.iter().flat_map(|sheet| &sheet.items) {
        if let (Mark::Content(_), ItemKind::Run(run)) = (item.mark, &item.kind) {
            assert!(run.y.to_points() < bottom, "{run:?}");
        }
    }
}

#[test]
fn the_rest_of_a_row_stands_as_far_below_the_header_as_a_row() {
    let print = set(Table {
        columns: vec![Alignment::Start],
        head: vec![vec![cell(2, "One", 1, 1)]],
        rows: vec![vec![cell(3, &"river ".repeat(1_500), 1, 1)]],
        ..Table::default()
    });
    let below = |sheet: &trifold::layout::Sheet| {
        let y = |text: &str| {
            let runs = sheet.items.iter().filter_map(|item| match &item.kind {
                ItemKind::Run(run) if run.text.starts_with(text) => Some(run.y.0),
                _ => None,
            });
            runs.min()
        };
        Some(y("river")? - y("One")?)
    };
    let below: Vec<i64> = print.sheets.iter().filter_map(below).collect();
    assert!(below.len() > 2 && below.iter().all(|&y| y == below[0]), "{below:?}");
}

#[test]
fn rows_that_a_cell_ties_together_may_be_parted() {
    let rows = (0..90).map(|row: u32| {
        let mut cells = vec![cell(2 * row + 5, "ford", 1, 1)];
        if row == 0 {
            cells.insert(0, cell(4, "Group", 1, 90));
        }
        cells
    });
    let print = set(Table {
        columns: vec![Alignment::Start; 2],
        head: vec![vec![cell(2, "One", 1, 1), cell(3, "Two", 1, 1)]],
        rows: rows.collect(),
        ..Table::default()
    });
    assert_eq!((count_of(&print, "ford"), count_of(&print, "Group")), (90, 1));
    assert!(print.sheets.len() > 2);
}

#[test]
fn the_tags_tell_spans_and_what_a_header_is_of() {
    let print = set(Table {
        columns: vec![Alignment::Start, Alignment::End, Alignment::End],
        head: vec![vec![cell(2, "", 1, 1), cell(3, "Both", 2, 1)]],
        rows: vec![
            vec![cell(4, "First", 1, 2), cell(5, "1", 1, 1), cell(6, "2", 1, 1)],
            vec![cell(7, "3", 2, 1)],
        ],
        row_headers: true,
        ..Table::default()
    });
    let cells: Vec<(Role, (u16, u16))> = print
        .structure
        .iter()
        .filter(|element| matches!(element.role, Role::TH(_) | Role::TD))
        .map(|element| (element.role, element.spans))
        .collect();
    assert_eq!(
        cells,
        [
            (Role::TH(Scope::Column), (1, 1)),
            (Role::TH(Scope::Column), (2, 1)),
            (Role::TH(Scope::Row), (1, 2)),
            (Role::TD, (1, 1)),
            (Role::TD, (1, 1)),
            (Role::TD, (2, 1)),
        ]
    );
}

#[test]
fn several_rows_may_name_the_columns() {
    let written = "| A | B ||\n|--|--|--|\n| ^^ | c | d |\n| 1 | 2 | 3 |\n";
    let table = one(&format!("{written}\n: Words {{head-rows=2}}\n"));
    assert_eq!((table.head.len(), table.rows.len()), (2, 1));
    assert_eq!((table.head[0][0].rows, table.head[0][1].columns), (2, 2));
    // said alone, without a caption
    let table = one(&format!("{written}\n: {{head-rows=2}}\n"));
    assert_eq!((table.head.len(), table.caption), (2, None));
    for (said, message) in [
        ("0", "bad-head-rows: `0` is no number of heading rows"),
        ("two", "bad-head-rows: `two` is no number of heading rows"),
        ("3", "bad-head-rows: a table with 3 heading rows has no other: it has 3 in all"),
    ] {
        let text =
            format!("{}\n: Words {{head-rows={said}}}\n", written.replace("^^", "x"));
        assert_eq!(tables(&text).1, [message]);
    }
}

#[test]
fn cells_name_their_headers_where_there_are_several_rows_of_them() {
    let print = set(Table {
        columns: vec![Alignment::Start, Alignment::End, Alignment::End],
        head: vec![
            vec![cell(2, "Ship", 1, 2), cell(3, "Both", 2, 1)],
            vec![cell(4, "Up", 1, 1), cell(5, "Down", 1, 1)],
        ],
        rows: vec![vec![cell(6, "Anna", 1, 1), cell(7, "1", 1, 1), cell(8, "2", 1, 1)]],
        row_headers: true,
        ..Table::default()
    });
    let cells: Vec<(u32, &[ElementId])> = (0u32..)
        .zip(&print.structure)
        .filter(|(_, element)| matches!(element.role, Role::TH(_) | Role::TD))
        .map(|(number, element)| (number, element.headers.as_slice()))
        .collect();
    let [ship, both, up, down, anna, one, two] = cells.as_slice() else {
        panic!("{cells:?}")
    };
    let id = |cell: &(u32, &[ElementId])| ElementId(cell.0);
    assert_eq!((ship.1, both.1), (&[][..], &[][..]));
    assert_eq!((up.1, down.1), (&[id(both)][..], &[id(both)][..]));
    assert_eq!(anna.1, [id(ship)]);
    assert_eq!(one.1, [id(both), id(up), id(anna)]);
    assert_eq!(two.1, [id(both), id(down), id(anna)]);
    // a hairline parts the name of a group from those of its columns
    let rules = print.sheets.iter().flat_map(|sheet| &sheet.items).filter(|item| {
        matches!(&item.kind, ItemKind::Fill { rect, .. }
            if rect.height == Length::from_points(0.3))
    });
    assert_eq!(rules.count(), 1);
}

#[test]
fn all_heading_rows_are_repeated_on_each_page() {
    let rows =
        (0..90).map(|n| vec![cell(20 + 2 * n, "ford", 1, 1), cell(21 + 2 * n, "1", 1, 1)]);
    let print = set(Table {
        columns: vec![Alignment::Start, Alignment::End],
        head: vec![
            vec![cell(2, "Group", 2, 1)],
            vec![cell(3, "Left", 1, 1), cell(4, "Right", 1, 1)],
        ],
        rows: rows.collect(),
        ..Table::default()
    });
    let pages = |words: &str| {
        let shown = |item: &Item| match &item.kind {
            ItemKind::Run(run) => run.text.trim() == words,
            ItemKind::Fill { .. } | ItemKind::Picture { .. } => false,
        };
        print.sheets.iter().filter(|sheet| sheet.items.iter().any(shown)).count()
    };
    assert!(pages("ford") > 1);
    for words in ["Group", "Left", "Right"] {
        assert_eq!(pages(words), pages("ford"), "{words}");
        assert_eq!(count_of(&print, words), 1, "read once");
    }
}

/// The light rules of a printed table whose cells hold blocks: where each stands and how
/// wide it is, page by page.
fn light_rules(rows: &str) -> Vec<Vec<(Length, Length, Length)>> {
    let chapter = format!("# A\n\n<table>\n<tbody>\n{rows}</tbody>\n</table>\n");
    let print = print(&project((ENGLISH, ""), &chapter));
    let pages = print.sheets.iter().map(|sheet| {
        let rects = sheet.items.iter().filter_map(|item| match &item.kind {
            ItemKind::Fill { rect, .. } => Some(rect),
            ItemKind::Run(_) | ItemKind::Picture { .. } => None,
        });
        let light = rects.filter(|rect| rect.height == Length(19_661));
        light.map(|rect| (rect.y, rect.x, rect.width)).collect::<Vec<_>>()
    });
    pages.filter(|rules| !rules.is_empty()).collect()
}

#[test]
fn light_rules_cross_no_cell_of_several_rows() {
    let rows = "<tr><td rowspan=\"3\">\n\n- a\n- b\n\n</td><td>one</td><td>two</td></tr>\n\
                <tr><td>three</td><td rowspan=\"2\">four</td></tr>\n<tr><td>five</td></tr>\n\
                <tr><td>six</td><td>seven</td><td>eight</td></tr>\n";
    let pages = light_rules(rows);
    let [rules] = pages.as_slice() else { panic!("{pages:?}") };
    let [below, first, second] = rules.as_slice() else { panic!("{rules:?}") };
    // below the three rows it is as wide as the table; between them it is not
    assert!(first.0 < second.0 && second.0 < below.0, "{rules:?}");
    assert!(first.1 > below.1 && first.1 + first.2 == below.1 + below.2, "{rules:?}");
    assert!(second.1 == first.1 && second.1 + second.2 < first.1 + first.2, "{rules:?}");
}

#[test]
fn light_rules_go_on_where_a_page_parts_the_rows_they_divide() {
    let rest = "<tr><td>row</td></tr>\n".repeat(59);
    let rows = format!("<tr><td rowspan=\"60\">\n\n- a\n\n</td><td>row</td></tr>\n{rest}");
    let pages = light_rules(&rows);
    assert!(pages.len() > 1, "{pages:?}");
    assert_eq!(pages.iter().map(Vec::len).sum::<usize>(), 59);
    for rules in &pages {
        assert!(rules.is_sorted(), "{rules:?}");
        let steps = rules.windows(2).map(|two| two[1].0 - two[0].0);
        let steps: Vec<Length> = steps.collect();
        assert!(steps.iter().skip(1).all(|step| *step == steps[1]), "{steps:?}");
    }
}
