//! Tables: what their spelling means, and how they stand on pages.

use crate::parse::read;

use trifold::ast::{BlockKind, Placement, Table, plain_text};

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
    let rows = std::iter::once(&table.head).chain(&table.rows);
    rows.map(|row| {
        row.iter().map(|cell| (plain_text(&cell.text), cell.columns, cell.rows)).collect()
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
    let (_, told) = tables(&format!("{BODY}\n: Words {{.wide}}\n"));
    assert_eq!(told, ["unknown-attribute: a table does not take `.wide`"]);
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
    assert_eq!(plain_text(&carets.rows[0][0].text), "^^");
}
