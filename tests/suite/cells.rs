//! Cells of tables that hold several blocks: grids, and cells of HTML.

use crate::layout::{book_with, theme_named, typeset};
use crate::parse::{becomes, read, says};

use trifold::ast::{Block, BlockKind};
use trifold::layout::{ItemKind, Mark, Print, Role};
use trifold::length::Length;

#[test]
fn cells_of_html_hold_blocks_of_html_and_of_markdown() {
    becomes(
        "<table>\n<tr><td><p>a</p><ul><li>b<li>c</ul></td><td>d\n\n- *e*\n\n1. f\n\n</td></tr>\n</table>\n",
        "1 table <<\n  2 [3 p a; 4 list start=None tight=true; item task=None; 5 p b; item task=None; 6 p c] | \
         7 [8 p d; 9 list start=None tight=true; item task=None; 10 p <em e>; \
         11 list start=Some(1) tight=true; item task=None; 12 p f]",
    );
}

#[test]
fn a_cell_of_one_paragraph_holds_its_text() {
    becomes(
        "<table>\n<tr><td><p>a</p></td><td>\n\n*b*\n\n</td><td>c</td></tr>\n</table>\n",
        "1 table <<<\n  2 a | 3 <em b> | 4 c",
    );
    becomes("+---+---+\n| a | b |\n| c |   |\n+---+---+\n", "1 table <<\n  2 a~c | 3 b");
}

#[test]
fn grids_have_headings_feet_and_alignments() {
    becomes(
        "+---+---+----+\n| a | b | c  |\n+===+==:+:==:+\n| d | e | f  |\n+---+---+----+\n",
        "1 table <>^\n  2 a | 3 b | 4 c\n  5 d | 6 e | 7 f",
    );
    becomes("+--:+---+\n| a | b |\n+---+---+\n", "1 table ><\n  2 a | 3 b");
    let foot = "+---+\n| a |\n+===+\n| b |\n+===+\n| c |\n+===+\n";
    becomes(foot, "1 table <\n  2 a\n  3 b\n  4 c");
    let (document, ..) = read(foot);
    let BlockKind::Table(table) = &document.unwrap().blocks[0].kind else { panic!() };
    assert_eq!((table.head.len(), table.rows.len()), (1, 2));
}

#[test]
fn cells_of_grids_span_columns_and_rows() {
    let (document, ..) = read(
        "+---------+---+\n| a       | b |\n+=====+===+===+\n| c   | d | e |\n|     +---+---+\n\
         |     | f     |\n+-----+-------+\n",
    );
    let BlockKind::Table(table) = &document.unwrap().blocks[0].kind else { panic!() };
    let spans = |rows: &[Vec<trifold::ast::Cell>]| -> Vec<Vec<(u16, u16)>> {
        rows.iter()
            .map(|row| row.iter().map(|one| (one.columns, one.rows)).collect())
            .collect()
    };
    assert_eq!(spans(&table.head), [[(2, 1), (1, 1)]]);
    assert_eq!(spans(&table.rows), [vec![(1, 2), (1, 1), (1, 1)], vec![(2, 1)]]);
}

#[test]
fn what_stands_in_a_cell_of_a_grid_is_markdown() {
    becomes(
        "+-----------------+\n| a *b            |\n| c* `d           |\n| e` [f][g]       |\n\
         |                 |\n| - h             |\n|                 |\n|   i             |\n\
         |                 |\n| ```rust         |\n| let x;          |\n| ```             |\n\
         |                 |\n|     four        |\n|                 |\n| $$              |\n\
         | x               |\n| $$              |\n|                 |\n| > q             |\n\
         |                 |\n| | one           |\n| |  two          |\n|                 |\n\
         | ::: {lang=fr}   |\n| « t »           |\n| :::             |\n+-----------------+\n\n\
         [g]: https://example.org/ \"T\"\n",
        "1 table <\n  2 [3 p a <em b~c> <code d e> <link https://example.org/ \"T\" f>; \
         4 list start=None tight=false; item task=None; 5 p h; 6 p i; 7 code Some(\"rust\") \"let x;\\n\"; \
         8 code None \"four\\n\"; 9 equation x; 10 quote; 11 p q; \
         12 div lang=None dir=None; 13 stanza one / two; \
         14 div lang=Some(\"fr\") dir=None; 15 p «\u{202f}t\u{202f}»]",
    );
}

#[test]
fn places_in_cells_of_grids_are_those_of_the_chapter() {
    says(
        "+-----+-------------+\n| a   | b           |\n|     |             |\n|     | - c [^x]    |\n\
         |     |   ~~~       |\n+-----+-------------+\n",
        &[
            "error[missing-note] 4:13: no note has the name `x`",
            "warning[unclosed-code] 5:11: this code does not end: all that follows is shown as \
             code",
        ],
    );
    says(
        "> +-----+------------+\n> | a   | # b        |\n> |     |            |\n\
         > |     | * * *      |\n> |     |            |\n> |     | ![](a.png) |\n\
         > +-----+------------+\n",
        &[
            "error[nested-heading] 2:11: a heading cannot stand in a cell",
            "error[cell-block] 4:11: a line across the page cannot stand in a cell",
            "error[missing-alt] 6:11: a picture has no alternative text",
        ],
    );
}

#[test]
fn what_has_a_number_or_moves_stands_in_no_cell() {
    says(
        "<table>\n<tr><td>\n\n![a](b.png \"c\"){#fig-a}\n\n![a](b.png){.float}\n\n\
         $$\nx\n$$ {#eq-a}\n\n| a |\n|---|\n\n> [!NOTE]\n> b\n\n\
         ~~~ {#lst-a caption=\"d\"}\ne\n~~~\n\n</td></tr>\n</table>\n",
        &[
            "error[cell-block] 4:1: what has a caption or a number cannot stand in a cell",
            "error[cell-block] 6:1: what moves or runs across columns cannot stand in a cell",
            "error[cell-block] 8:1: what has a caption or a number cannot stand in a cell",
            "error[cell-block] 12:1: a table cannot stand in a cell of another",
            "error[cell-block] 15:1: what stands apart from the text cannot stand in a cell",
            "error[cell-block] 18:1: what has a caption or a number cannot stand in a cell",
        ],
    );
}

#[test]
fn grids_that_are_not_well_drawn_are_told() {
    says(
        "+---+---+\n| a | b |\n+---+--+\n\n+---+---+\n| a   b |\n+---+---+\n| c | d |\n+---+---+\n\n\
         x\n+---+\n| a |\n+---+\n\n+---+\n| a |\n\n+---+\n| a |\n+---+\ny\n\n\
         +---+\n| a |\n+:--+\n\n+---+---+\n| a | b |\n+===+---+\n|   | c |\n+---+---+\n",
        &[
            "error[bad-grid] 3:1: a line of a grid is 8 columns wide, its first line 9",
            "error[bad-grid] 12:1: a grid begins in the middle of a paragraph",
            "error[bad-grid] 17:1: a grid has no line at its foot",
            "error[bad-grid] 22:1: text stands below a grid, or beside it",
            "error[bad-grid] 26:1: colons stand in a line of a grid that aligns nothing",
        ],
    );
    says(
        "x\n+---+\n| a |\n+---+\n: y\n",
        &[
            "error[bad-grid] 2:1: a grid begins in the middle of a paragraph",
            "error[bad-grid] 4:1: a grid begins in the middle of a paragraph",
        ],
    );
    says(
        "+-+\n\n+---+\n| a\t|\n+---+\n\n+---+\n| a |\n+===+\n| b |\n+===+\n| c |\n+---+\n",
        &[
            "error[bad-grid] 1:1: a grid has no rows",
            "error[bad-grid] 4:1: a tab stands in a grid: nobody knows how wide",
            "error[bad-grid] 13:1: a grid has more lines of `=` than a heading and a foot have",
        ],
    );
}

#[test]
fn a_grid_has_the_caption_and_the_notes_of_a_table() {
    let grid = "+---+\n| a |\n+---+\n";
    for text in [
        format!("Table: Some *words* {{.row-headers}}\n\n{grid}"),
        format!("{grid}\n: Some *words* {{.row-headers}}\n"),
        format!("{grid}: Some *words* {{.row-headers}}\n\n::: table-notes\nn\n:::\n"),
        format!("t\n: d\n\n{grid}\n: Some *words* {{.row-headers}}\n\nu\n: e\n"),
    ] {
        let (document, sources, sink) = read(&text);
        assert_eq!(crate::parse::told(&sources, &sink), Vec::<String>::new(), "{text}");
        let document = document.unwrap();
        let tables = document.blocks.iter().filter_map(|block| match &block.kind {
            BlockKind::Table(table) => Some(table),
            _ => None,
        });
        let tables: Vec<_> = tables.collect();
        assert_eq!(tables.len(), 1, "{text}");
        let words =
            tables[0].caption.as_ref().map(|own| trifold::ast::plain_text(&own.text));
        assert_eq!(words.as_deref(), Some("Some words"), "{text}");
        assert!(tables[0].row_headers, "{text}");
        assert_eq!(tables[0].notes.len(), usize::from(text.contains("notes")), "{text}");
        assert_eq!(
            document.blocks.len(),
            if text.starts_with('t') { 3 } else { 1 },
            "{text}"
        );
    }
    says(
        &format!("{grid}\n: w\n\n: x\n"),
        &["error[two-captions] 7:1: a table has two captions"],
    );
    says(
        &format!("{grid}\n: w {{head-rows=1}}\n"),
        &["error[bad-head-rows] 5:5: a grid says with `=` how many heading rows it has"],
    );
}

#[test]
fn a_text_that_is_no_grid_stays_text() {
    becomes("+- a -+\n| b |\n", "1 p +- a -+~| b |");
    becomes("```\n+---+\n| a |\n+---+\n```\n", "1 code None \"+---+\\n| a |\\n+---+\\n\"");
}

fn blocks(text: &str) -> Vec<Block> {
    let (document, sources, sink) = read(text);
    assert_eq!(crate::parse::told(&sources, &sink), Vec::<String>::new(), "{text}");
    document.unwrap().blocks
}

fn set(text: &str) -> Print {
    typeset(&book_with(blocks(text)), &theme_named("book")).0
}

/// Where a run begins that begins with a word, from the left edge and the top.
fn place(print: &Print, word: &str) -> (usize, Length, Length) {
    let sheets = print.sheets.iter().enumerate();
    let mut found = sheets.flat_map(|(number, sheet)| {
        sheet.items.iter().filter_map(move |item| match (&item.mark, &item.kind) {
            (Mark::Content(_), ItemKind::Run(run)) if run.text.starts_with(word) => {
                Some((number, run.x, run.y))
            }
            _ => None,
        })
    });
    found.next().unwrap_or_else(|| panic!("{word} is not set"))
}

#[test]
fn blocks_of_a_cell_have_their_tags() {
    let print = set(
        "+---+---------+\n| a | b       |\n|   |         |\n|   | - c     |\n|   | - d     |\n+---+---------+\n",
    );
    let roles: Vec<Role> = print.structure.iter().map(|element| element.role).collect();
    let cells: Vec<usize> = (0..roles.len()).filter(|&at| roles[at] == Role::TD).collect();
    assert_eq!(
        roles[cells[1]..cells[1] + 9],
        [
            Role::TD,
            Role::P,
            Role::L { numbering: None },
            Role::LI,
            Role::Lbl,
            Role::LBody,
            Role::P,
            Role::LI,
            Role::Lbl,
        ]
    );
    // one paragraph needs none of its own
    assert_eq!(roles[cells[0] + 1], Role::TD);
}

#[test]
fn blocks_of_a_cell_stand_below_one_another_and_move_in() {
    let print = set(
        "+-----+-----------+\n| one | two       |\n|     |           |\n|     | - three   |\n|     | - four    |\n+-----+-----------+\n\nafter\n",
    );
    let [one, two, three, four, after] =
        ["one", "two", "three", "four", "after"].map(|word| place(&print, word));
    assert_eq!(one.2, two.2);
    assert!(two.1 > one.1 && three.1 > two.1 && four.1 == three.1);
    assert!(two.2 < three.2 && three.2 < four.2 && four.2 < after.2);
    // more space between a paragraph and a list than between the items
    assert!(three.2 - two.2 > four.2 - three.2);
}

#[test]
fn a_cell_of_blocks_higher_than_a_page_is_parted_and_loses_no_word() {
    let rows: String = (0..400).map(|_| "|   | - river |\n").collect();
    let print = set(&format!(
        "+---+---------+\n| h | i       |\n+===+=========+\n| a |         |\n{rows}+---+---------+\n"
    ));
    let items = print.sheets.iter().flat_map(|sheet| &sheet.items);
    let count = items.filter(|item| {
        matches!((&item.mark, &item.kind), (Mark::Content(_), ItemKind::Run(run)) if run.text.contains("river"))
    });
    assert_eq!(count.count(), 400);
    // each page is marked at the item that it begins with
    let pages = print.page_map.pages.iter().map(|page| page.at.block.0);
    // the references begin with what has no number
    let starts: Vec<u32> = pages.filter(|&block| block > 0).collect();
    assert!(
        starts.len() > 5 && starts.windows(2).all(|pair| pair[0] < pair[1]),
        "{starts:?}"
    );
    let bottom = print.size.height.to_points() - 40.0;
    for item in print.sheets.iter().flat_map(|sheet| &sheet.items) {
        if let (Mark::Content(_), ItemKind::Run(run)) = (item.mark, &item.kind) {
            assert!(run.y.to_points() < bottom, "{run:?}");
        }
    }
}

#[test]
fn cells_run_from_right_to_left_with_their_table() {
    let print = set(
        "::: {lang=he}\n+-----+-------+\n| ab  | cd    |\n|     |       |\n|     | - ef  |\n|     |       |\n|     | ```   |\n|     | gh    |\n|     | ```   |\n+-----+-------+\n:::\n",
    );
    let [ab, cd, ef, gh] = ["ab", "cd", "ef", "gh"].map(|word| place(&print, word));
    // the first column on the right, the list moved in from the right
    assert!(ab.1 > cd.1 && ef.1 < cd.1, "{ab:?} {cd:?} {ef:?}");
    // code from left to right, inside its cell
    assert!(gh.1 < cd.1 && gh.1 > ab.1 - Length::points(200), "{gh:?}");
}
