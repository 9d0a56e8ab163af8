//! Notes in the web edition of the book of notes, and notes, links and addresses on pages.

use std::fs;
use std::path::Path;
use std::process::Command;

use trifold::files::Files;
use trifold::layout::{ItemKind, Kid, LinkTarget, Print, Role};
use trifold::length::Length;

use crate::typography::{ENGLISH, lines, print, printed, project};

/// The web page of `tests/books/notes`.
fn page() -> String {
    let book = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books/notes");
    let output = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_trifold"));
    command.args(["build", "-q", "-f", "html", "-o"]).arg(output.path()).arg(book);
    assert!(command.output().unwrap().status.success());
    fs::read_to_string(output.path().join("the-lighthouse-ledger.html")).unwrap()
}

#[test]
fn marks_are_parted_by_a_comma_only_where_they_stand_side_by_side() {
    let html = page();
    let beside = "</sup><sup class=\"note-mark after-note\">";
    assert_eq!(html.matches("note-mark after-note").count(), html.matches(beside).count());
    assert_eq!(html.matches(beside).count(), html.matches("</sup><sup").count());
    assert!(html.contains(beside));
    assert!(html.contains(".after-note::before"));
}

const TWO: &str = "[[editions]]\nname = \"b\"\ntheme = \"two\"\npage = \"a4\"\n";

/// A project in two columns.
fn in_columns(chapter: &str) -> Files {
    let mut files = project((ENGLISH, TWO), chapter);
    let theme = "extends = \"book\"\n[page]\ncolumns = 2\n";
    files.insert("themes/two/theme.toml", theme);
    files
}

/// How often a word stands in what is read.
fn count(print: &Print, word: &str) -> usize {
    print.sheets.iter().flat_map(lines).map(|line| line.matches(word).count()).sum()
}

#[test]
fn a_header_repeated_in_the_second_column_keeps_the_links_above_it() {
    let rows = "| a | b |\n".repeat(60);
    let table = format!("| x | [y](https://two.example/) |\n|---|---|\n{rows}");
    let mut repeated = 0;
    for filler in [0, 8, 16] {
        let chapter = "See [it](https://one.example/).\n\n".to_owned()
            + &"Line.\n\n".repeat(filler)
            + &table;
        let print = print(&in_columns(&chapter));
        let areas = print.sheets.iter().flat_map(|sheet| &sheet.links);
        let areas = areas.filter(|area| format!("{:?}", area.target).contains("example"));
        let rects: Vec<usize> = areas.map(|area| area.rects.len()).collect();
        assert_eq!(rects, [1, 1], "{filler}");
        for element in print.structure.iter().flat_map(|element| &element.kids) {
            if let Kid::Link { sheet, link } = element {
                assert!(print.sheets[*sheet as usize].links.get(*link as usize).is_some());
            }
        }
        let heads = print.sheets.iter().flat_map(|sheet| &sheet.items);
        let heads = heads.filter(
            |item| matches!(&item.kind, ItemKind::Run(run) if run.text.trim() == "y"),
        );
        repeated += heads.count() - 1;
    }
    assert!(repeated > 0);
}

#[test]
fn every_address_of_a_paragraph_stands_on_its_line() {
    let mut chapter = String::new();
    for words in 0..60 {
        let text = "word ".repeat(words);
        chapter += &format!("{}[]{{#a{words}}} and on.\n\n", text.trim_end());
    }
    chapter += &format!("{}end.[]{{#end}}\n\n[]{{#alone}}\n", "word ".repeat(900));
    let print = print(&project((ENGLISH, ""), &chapter));
    let sheets = |name: &str| -> Vec<u32> {
        let own = print.destinations.iter().filter(|place| place.name == name);
        own.map(|place| place.sheet).collect()
    };
    for words in 0..60 {
        assert_eq!(sheets(&format!("a{words}")).len(), 1, "{words}");
    }
    let last = u32::try_from(print.sheets.len()).unwrap() - 1;
    assert_eq!((sheets("end"), sheets("alone")), (vec![last], vec![last]));
}

#[test]
fn a_note_to_a_title_above_columns_is_as_wide_as_one() {
    let note = "remark ".repeat(60);
    let chapter = format!("# Title^[{note}]\n\n{}", "Words of the text. ".repeat(90));
    let print = print(&in_columns(&chapter));
    assert_eq!(count(&print, "remark"), 60);
    let middle = print.size.width / 2;
    for item in print.sheets.iter().flat_map(|sheet| &sheet.items) {
        if let ItemKind::Run(run) = &item.kind
            && run.text.contains("remark")
        {
            let width = run.glyphs.iter().map(|glyph| glyph.advance).sum::<Length>();
            assert!(run.x + width <= middle || run.x >= middle, "{run:?}");
        }
    }
}

#[test]
fn notes_longer_than_pages_go_on_however_many_there_are() {
    let long = "tide ".repeat(900);
    let code = "    stone\n".repeat(90);
    let chapters = [
        (format!("Words[^b]. and [^c]\n\n[^b]: {long}\n\n[^c]: gauge\n"), 900, 0),
        (
            format!(
                "Words.[^a]\n\nMore.[^b]\n\nAnd more.[^c]\n\n[^a]: {long}\n\n[^b]: {long}\n\n\
                 [^c]: gauge\n"
            ),
            1800,
            0,
        ),
        (
            format!(
                "Words.[^b] And.[^c]\n\n[^b]: Code:\n\n    {}\n\n[^c]: gauge\n",
                code.replace("    ", "        ").trim_start()
            ),
            0,
            90,
        ),
    ];
    for (chapter, tides, stones) in &chapters {
        for files in [project((ENGLISH, ""), chapter), in_columns(chapter)] {
            let (print, told) = printed(&files);
            let print = print.unwrap_or_else(|| panic!("{told}"));
            assert_eq!(count(&print, "tide"), *tides);
            assert_eq!(count(&print, "stone"), *stones);
            assert_eq!(count(&print, "gauge"), 1);
        }
    }
}

#[test]
fn a_callout_at_the_end_of_a_note_keeps_off_the_next_note() {
    let chapter = "Words.[^b] More.[^c]\n\n[^b]: Text.\n\n    > [!NOTE]\n    > Inside.\n\n\
                   [^c]: Next.\n";
    let print = print(&project((ENGLISH, ""), chapter));
    let place = |word: &str| {
        let mut items = print.sheets.iter().flat_map(|sheet| &sheet.items);
        items.find_map(|item| match &item.kind {
            ItemKind::Run(run) if run.text.trim() == word => Some(run.y),
            _ => None,
        })
    };
    let apart = place("Next.").unwrap() - place("Inside.").unwrap();
    assert!(apart.to_points() > 18.0, "{apart}");
}

#[test]
fn a_float_has_a_page_for_itself_or_is_told() {
    let mut told_high = 0;
    for (count, height) in (26..34).flat_map(|count| [195, 200, 205].map(|h| (count, h))) {
        let rows = "| a | b |\n".repeat(count);
        let text = format!(
            "Text.\n\nTable: Much. {{.float}}\n\n| x | y |\n|---|---|\n{rows}\nMore.\n"
        );
        let page = format!("[[editions]]\nname = \"b\"\npage = \"152mm x {height}mm\"\n");
        let (print, told) = printed(&project((ENGLISH, &page), &text));
        assert!(!told.contains("overfull-page"), "{told}");
        assert_eq!(print.is_none(), told.contains("high-float"), "{told}");
        told_high += usize::from(print.is_none());
    }
    assert!((1..24).contains(&told_high), "{told_high}");
}

#[test]
fn what_is_higher_than_a_page_is_told_where_it_is_written() {
    let text =
        format!("Text.\n\n| {} | y |\n|---|---|\n| a | b |\n", "river ".repeat(3_000));
    let (print, told) = printed(&project((ENGLISH, ""), &text));
    assert!(print.is_none());
    assert!(told.contains("error[overfull-page]: page "), "{told}");
    assert!(told.contains("manuscript/01.md:3:"), "{told}");
    assert!(told.contains("the heading row of a table"), "{told}");
}

#[test]
fn titles_and_captions_of_code_have_marks_of_notes() {
    let chapter = "> [!NOTE] Ice[^A]\n> Thin.\n\n~~~ {.rust caption=\"Main[^b]\"}\nfn main() {}\n~~~\n\n\
                   [^a]: Deeper.\n\n[^b]: Wider.\n";
    let print = print(&project((ENGLISH, ""), chapter));
    assert_eq!((count(&print, "Deeper"), count(&print, "Wider")), (1, 1));
}

#[test]
fn marks_of_notes_end_bare_addresses_and_stand_in_titles_of_pictures() {
    let chapter = "See https://x.org/a_(b)[^a][^b], (www.x.org[^c]).\n\n\
                   ![A dot](dot.svg \"Dot[^d]\")\n\n\
                   [^a]: Deeper.\n\n[^b]: Wider.\n\n[^c]: Higher.\n\n[^d]: Longer.\n";
    let mut files = project((ENGLISH, ""), chapter);
    let dot = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>";
    files.insert("manuscript/dot.svg", dot);
    let print = print(&files);
    for note in ["Deeper", "Wider", "Higher", "Longer"] {
        assert_eq!(count(&print, note), 1, "{note}");
    }
    let links = print.sheets.iter().flat_map(|sheet| &sheet.links);
    let mut addresses: Vec<&str> = links
        .filter_map(|link| match &link.target {
            LinkTarget::Url(address) => Some(&**address),
            LinkTarget::Destination(_) => None,
        })
        .collect();
    addresses.sort_unstable();
    addresses.dedup();
    assert_eq!(addresses, ["http://www.x.org", "https://x.org/a_(b)"]);
}

#[test]
fn no_aside_stands_in_an_aside_with_divisions_between_them() {
    let chapter = "::: aside\n<details><summary>Sum</summary>\n\n> [!NOTE]\n> Ice.\n\n\
                   ::: {lang=fr}\n::: aside\nGlace.\n:::\n:::\n\n</details>\n\n:::\n";
    let print = print(&project((ENGLISH, ""), chapter));
    let asides = print.structure.iter().filter(|element| element.role == Role::Aside);
    assert_eq!(asides.count(), 1);
}

/// Of each page with notes, where the rule above them stands, and the lowest end of a ground
/// that begins above it.
fn grounds_and_rules(print: &Print) -> Vec<(Length, Length)> {
    let mut found = Vec::new();
    for sheet in &print.sheets {
        let rects: Vec<_> = sheet
            .items
            .iter()
            .filter_map(|item| match &item.kind {
                ItemKind::Fill { rect, .. } => Some(rect),
                ItemKind::Run(_) | ItemKind::Picture { .. } => None,
            })
            .collect();
        let rule = rects.iter().find(|rect| rect.height == Length::from_points(0.4));
        let Some(rule) = rule else { continue };
        let grounds = rects.iter().filter(|rect| rect.height > Length::points(20));
        let lowest = grounds.map(|rect| rect.y + rect.height).max();
        found.extend(lowest.map(|lowest| (rule.y, lowest)));
    }
    found
}

#[test]
fn a_ground_ends_above_the_rule_of_the_notes() {
    let mut seen = 0;
    for filler in 0..12 {
        let words = "Words of a callout that goes on for pages. ".repeat(120);
        let chapter = format!(
            "# A\n\n{}A mark[^a].\n\n> [!NOTE]\n> Mark[^b]. {words}\n\n[^a]: One.\n[^b]: Two.\n",
            "Line.\n\n".repeat(filler)
        );
        for (rule, lowest) in grounds_and_rules(&print(&project((ENGLISH, ""), &chapter))) {
            assert!(lowest < rule, "{filler}: {lowest:?} {rule:?}");
            seen += 1;
        }
    }
    assert!(seen >= 12, "{seen}");
}

#[test]
fn the_notes_of_chapters_with_one_title_have_names_of_their_own() {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| fs::write(folder.path().join(path), text).unwrap();
    fs::create_dir(folder.path().join("manuscript")).unwrap();
    write("trifold.toml", "title = \"T\"\nlanguage = \"en\"\ndate = 2026-11-28\n");
    for number in 1..4 {
        let title = if number == 2 { "Other" } else { "Day" };
        let text = format!("# {title}\n\nWords^[of note].\n");
        write(&format!("manuscript/0{number}.md"), &text);
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_trifold"));
    let ran = command.args(["build", "-q", "-f", "html"]).arg(folder.path()).output();
    assert!(ran.unwrap().status.success());
    let html = fs::read_to_string(folder.path().join("output/t.html")).unwrap();
    for name in ["Notes: Day", "Notes: Other", "Notes: Day (2)"] {
        assert_eq!(html.matches(&format!("aria-label=\"{name}\"")).count(), 1, "{name}");
    }
    assert!(html.contains("<div id=\"fn-1\" class=\"note\" role=\"doc-footnote\">"));
}
