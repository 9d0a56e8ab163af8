//! Tables and code in blocks in colons that name them, as in Quarto.

use trifold::ast::{BlockKind, Document, InlineKind, Placement, plain_text, visit_blocks};

use crate::parse::{read, told};

/// Kind, label and caption of the first block, and the numbers of all.
fn first(document: &Document) -> (String, Vec<u32>) {
    let (kind, anchor, caption) = match &document.blocks[0].kind {
        BlockKind::Table(table) => {
            let caption = table.caption.as_ref().map(|one| plain_text(&one.text));
            let kind = match table.placement {
                Placement::Float => "floating table",
                Placement::Here => "table",
            };
            (kind, table.anchor, caption)
        }
        BlockKind::Code { anchor, caption, .. } => {
            ("code", *anchor, Some(plain_text(caption)))
        }
        BlockKind::Div(div) => ("div", div.anchor, None),
        other => panic!("{other:?}"),
    };
    let id = anchor.and_then(|one| document.anchors[one.0 as usize].id.clone());
    let mut numbers = Vec::new();
    let mut blocks = document.blocks.clone();
    trifold::ast::each_id(&mut blocks, &mut |id| numbers.push(id.0));
    let said = format!(
        "{kind} #{} {}",
        id.unwrap_or_default(),
        caption.unwrap_or_else(|| "-".to_owned())
    );
    (said, numbers)
}

#[track_caller]
fn becomes(text: &str, expected: &str) {
    let (document, sources, sink) = read(text);
    assert_eq!(told(&sources, &sink), Vec::<String>::new(), "{text}");
    let (said, numbers) = first(&document.unwrap());
    assert_eq!(said, expected, "{text}");
    let count = u32::try_from(numbers.len()).unwrap();
    assert_eq!(numbers, (1..=count).collect::<Vec<_>>(), "in reading order: {text}");
}

const TABLE: &str = "| a | b |\n|---|---|\n| c | d |\n";

#[test]
fn a_block_with_the_label_of_a_table_names_the_table_in_it() {
    becomes(
        &format!("::: {{#tbl-x tbl-cap=\"The *whole*\"}}\n{TABLE}:::\n\nAfter\n"),
        "table #tbl-x The whole",
    );
    becomes(
        &format!("::: {{#tbl-x .float}}\n{TABLE}\nBelow[^n]\n:::\n\n[^n]: Note\n"),
        "floating table #tbl-x Below",
    );
    becomes(&format!("::: {{#tbl-x}}\n{TABLE}\n: Own\n:::\n"), "table #tbl-x Own");
    becomes(&format!("::: {{tbl-cap=\"Only\"}}\n{TABLE}:::\n"), "table # Only");
    becomes("::: {#tbl-x}\n+---+\n| a |\n+---+\n\nGrid\n:::\n", "table #tbl-x Grid");
}

#[test]
fn a_block_with_the_label_of_code_names_the_code_in_it() {
    becomes("::: {#lst-x lst-cap=\"C\"}\n```\nx\n```\n:::\n\nd\n", "code #lst-x C");
    becomes("::: {#lst-x}\n```\nx\n```\n\nC `d`\n:::\n\ne\n", "code #lst-x C d");
}

#[test]
fn a_block_that_holds_more_is_a_plain_one() {
    becomes(&format!("::: {{#tbl-x}}\n{TABLE}\na\n\nb\n:::\n"), "div #tbl-x -");
    becomes("::: {#lst-x}\nWords\n:::\n", "div #lst-x -");
}

#[test]
fn captions_of_named_blocks_are_one_and_have_what_they_are_of() {
    for (text, expected) in [
        (
            "::: {tbl-cap=\"a\"}\nWords\n:::\n".to_owned(),
            "error[bad-layout] 1:5: a block with the caption of a table holds something else",
        ),
        (
            format!("::: {{#tbl-x tbl-cap=\"a\"}}\n{TABLE}\nb\n:::\n"),
            "error[two-captions] 6:1: a table has two captions",
        ),
        (
            format!("::: {{#tbl-x}}\n{TABLE}\n: Own\n\nb\n:::\n"),
            "error[two-captions] 8:1: a table has two captions",
        ),
        (
            "::: {lst-cap=\"a\"}\n``` {.js lst-cap=\"b\"}\nx\n```\n:::\n".to_owned(),
            "error[two-captions] 1:5: code has two captions",
        ),
    ] {
        let (_, sources, sink) = read(&text);
        assert_eq!(told(&sources, &sink), [expected], "{text}");
    }
}

#[test]
fn notes_have_the_language_of_what_they_are_written_in() {
    let text = "::: {lang=fr}\nun^[deux] [^a]\n\n[^a]: trois\n:::\n\n[x^[y]]{lang=de} \
                e^[f][^b] [z^[own]]{lang=en}\n\n[^b]: g\n";
    let (document, sources, sink) = read(text);
    assert_eq!(told(&sources, &sink), Vec::<String>::new());
    let document = document.unwrap();
    let said: Vec<String> = document
        .notes
        .iter()
        .map(|note| {
            let mut said = Vec::new();
            visit_blocks(&note.blocks, &mut |block| {
                let BlockKind::Paragraph(text) = &block.kind else { return };
                let language = match &text[0].kind {
                    InlineKind::Span { attributes, .. } => attributes.language.clone(),
                    _ => None,
                };
                said.push(format!("{} {}", language.unwrap_or_default(), plain_text(text)));
            });
            said.join("; ")
        })
        .collect();
    assert_eq!(said, ["fr deux", "fr trois", "de y", " f", " g", " own"]);
}
