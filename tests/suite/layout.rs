//! Books to pages: lines, page breaks, structure, page map.

use std::collections::BTreeMap;

use trifold::ast::{
    Alignment, Attributes, Block, BlockId, BlockKind, Cell, CellContent, CiteId, Document,
    InlineKind, List, ListItem, Numbering, Table,
};
use trifold::diag::Sink;
use trifold::files::Files;
use trifold::layout::{ItemKind, Kid, Mark, Print, Role, Run, Sheet, layout};
use trifold::par;
use trifold::project::{ListKind, Stamp};
use trifold::resolve::{Book, CaptionList, Division, ListEntry};
use trifold::source::{Place, SourceId, Sources, Span};
use trifold::theme::{self, Theme};

use crate::support::{block, inline, paragraph, small_book, text};

pub(crate) fn theme_named(name: &str) -> Theme {
    let mut sources = Sources::default();
    sources.add("trifold.toml", "theme");
    let named = Place { source: SourceId(0), span: Span::new(0, 5) };
    theme::load(name, named, &Files::default(), &mut sources, &mut Sink::default()).unwrap()
}

pub(crate) fn typeset(book: &Book, theme: &Theme) -> (Print, Sink) {
    let mut sink = Sink::default();
    let print = layout(book, theme, &theme.tokens.page, Stamp(0), &mut sink).unwrap();
    (print, sink)
}

/// A book of one chapter with these paragraphs.
fn book_of(paragraphs: &[String]) -> Book {
    let mut book = small_book();
    let blocks = (1u32..)
        .zip(paragraphs)
        .map(|(id, words)| paragraph(id, vec![text(words)]))
        .collect();
    book.chapters.truncate(1);
    book.chapters[0].document = Document { blocks, ..Document::default() };
    book.chapters[0].anchors.clear();
    book.chapters[0].citations.clear();
    book.references.clear();
    book.notices.clear();
    book.spine = vec![Division::Chapter(0)];
    book
}

/// Words without end, the same each time: paragraphs of every length.
fn prose(paragraphs: usize) -> Vec<String> {
    const WORDS: [&str; 16] = [
        "the",
        "compassion",
        "of",
        "therapy",
        "and",
        "emotional",
        "well-being",
        "in",
        "a",
        "psychedelic",
        "understanding",
        "it",
        "research",
        "mindfulness",
        "long",
        "to",
    ];
    let mut state = 12_345u32;
    let mut next = |below: u32| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 16) % below
    };
    (0..paragraphs)
        .map(|_| {
            let count = 4 + next(140);
            let words: Vec<&str> = (0..count).map(|_| WORDS[next(16) as usize]).collect();
            format!("{}.", words.join(" "))
        })
        .collect()
}

fn content_runs(sheet: &Sheet) -> impl Iterator<Item = &Run> {
    sheet.items.iter().filter_map(|item| match (&item.mark, &item.kind) {
        (Mark::Content(_), ItemKind::Run(run)) => Some(run),
        _ => None,
    })
}

/// The lines of a page: baseline and text.
fn lines(sheet: &Sheet) -> Vec<(i64, String)> {
    let mut lines: Vec<(i64, String)> = Vec::new();
    for run in content_runs(sheet) {
        match lines.last_mut() {
            Some((y, text)) if *y == run.y.0 => text.push_str(&run.text),
            _ => lines.push((run.y.0, run.text.clone())),
        }
    }
    lines
}

/// All words of the text, in order, hyphens at line ends closed.
fn words(print: &Print) -> String {
    let mut out = String::new();
    for sheet in &print.sheets {
        for (_, line) in lines(sheet) {
            match line.strip_suffix('\u{AD}') {
                Some(start) => out.push_str(start),
                None if line.ends_with('-') => out.push_str(&line),
                None => {
                    out.push_str(&line);
                    out.push(' ');
                }
            }
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn every_word_is_printed_once_and_in_order() {
    let prose = prose(60);
    let (print, _) = typeset(&book_of(&prose), &theme_named("book"));
    assert_eq!(words(&print), prose.join(" "));
}

#[test]
fn no_page_begins_with_a_last_line_or_ends_with_a_first_one() {
    let prose = prose(160);
    let (print, _) = typeset(&book_of(&prose), &theme_named("book"));
    let firsts: Vec<&str> = prose.iter().map(|p| p.split(' ').next().unwrap()).collect();
    assert!(firsts.len() > 100 && print.sheets.len() > 10);
    let inset = |sheet: &Sheet, y: i64| {
        let left = content_runs(sheet).map(|run| run.x.0).min().unwrap();
        content_runs(sheet).find(|run| run.y.0 == y).unwrap().x.0 - left > 10 * 65_536
    };
    for (number, sheet) in print.sheets.iter().enumerate() {
        let lines = lines(sheet);
        let (last_y, last) = lines.last().unwrap();
        let ends = last.ends_with('.');
        assert!(
            !inset(sheet, *last_y) || ends,
            "page {number} ends with a first line: {last}"
        );
        let (first_y, first) = &lines[0];
        let alone = first.ends_with('.') && !inset(sheet, *first_y) && number > 0;
        let whole = prose.iter().any(|p| p == first);
        assert!(!alone || whole, "page {number} begins with a last line: {first}");
    }
}

#[test]
fn lines_of_a_justified_paragraph_end_at_the_measure() {
    let theme = theme_named("book");
    let (print, _) = typeset(&book_of(&prose(20)), &theme);
    let measure =
        theme.tokens.page.width - theme.tokens.margins.inner - theme.tokens.margins.outer;
    let mut seen = 0;
    for sheet in &print.sheets {
        for run in content_runs(sheet).filter(|run| !run.text.ends_with('.')) {
            let width: i64 = run.glyphs.iter().map(|glyph| glyph.advance.long().0).sum();
            // what hangs into the margins is less than 4 points
            assert!((width - measure.0).abs() < 20 * 65_536, "{}", run.text);
            seen += 1;
        }
    }
    assert!(seen > 50);
}

#[test]
fn every_mark_belongs_to_one_element() {
    let (print, _) = typeset(&small_book(), &theme_named("book"));
    let mut owners = BTreeMap::new();
    for (number, element) in print.structure.iter().enumerate() {
        for kid in &element.kids {
            if let Kid::Mark(mark) = kid {
                assert_eq!(owners.insert(*mark, number), None, "{mark:?} has two owners");
            }
        }
    }
    for sheet in &print.sheets {
        for item in &sheet.items {
            if let Mark::Content(mark) = item.mark {
                assert!(owners.contains_key(&mark), "{mark:?} has no owner");
            }
        }
    }
    let roles: Vec<Role> = print.structure.iter().map(|element| element.role).collect();
    for role in [Role::Title, Role::Heading(1), Role::Figure, Role::Toc, Role::BibEntry] {
        assert!(roles.contains(&role), "{role:?}");
    }
}

#[test]
fn the_page_map_names_every_page_with_text() {
    let (print, _) = typeset(&small_book(), &theme_named("book"));
    let with_text: Vec<&str> = print
        .sheets
        .iter()
        .filter(|sheet| content_runs(sheet).next().is_some())
        .map(|sheet| sheet.label.as_str())
        .collect();
    let named: Vec<&str> =
        print.page_map.pages.iter().map(|page| page.label.as_str()).collect();
    assert_eq!(named, with_text);
    assert_eq!(print.page_map.pages[0].at.division, Division::TitlePage);
    assert_eq!(named[..2], ["i", "ii"]);
}

#[test]
fn a_page_break_inside_a_paragraph_is_counted_in_its_text() {
    let prose = prose(80);
    let (print, _) = typeset(&book_of(&prose), &theme_named("book"));
    let mut inside = 0;
    for page in &print.page_map.pages {
        let at = page.at;
        let sheet = print.sheets.iter().find(|sheet| sheet.label == page.label).unwrap();
        let (_, first) = &lines(sheet)[0];
        let rest = &prose[at.block.0 as usize - 1][at.offset as usize..];
        let first = first.trim_end_matches(['\u{AD}', '\u{2010}']);
        assert!(rest.starts_with(first), "{first} / {rest}");
        inside += usize::from(at.offset > 0);
    }
    assert!(inside > 2);
}

#[test]
fn contents_and_references_name_the_pages_that_were_made() {
    let (print, _) = typeset(&small_book(), &theme_named("book"));
    let label = |name: &str| {
        let place = print.destinations.iter().find(|place| place.name == name).unwrap();
        print.sheets[place.sheet as usize].label.clone()
    };
    let contents = lines(&print.sheets[1]);
    let entry = contents.iter().find(|(_, line)| line.starts_with("References")).unwrap();
    assert_eq!(entry.1, format!("References {}", label("references")));
    let all = words(&print);
    let (one, two) = (label("cite-1"), label("cite-2"));
    assert!(all.contains(&format!("Cited on pages {one} and {two}.")), "{all}");
}

#[test]
fn a_character_no_face_has_is_an_error() {
    let theme = theme_named("book");
    let mut sink = Sink::default();
    let book = book_of(&["a 漢 b".to_owned()]);
    assert!(layout(&book, &theme, &theme.tokens.page, Stamp(0), &mut sink).is_err());
    let (_, message) = &sink.messages()[0];
    assert_eq!(message.code.0, "missing-glyph", "{message:?}");
    assert_eq!(message.message, "no font has `漢` (U+6F22, CJK UNIFIED IDEOGRAPH-6F22)");
}

/// The runs of a text in the order in which they stand, each as its text and the order
/// of its clusters.
fn runs_across(text: &str) -> Vec<(String, Vec<u32>)> {
    let theme = theme_named("book");
    let mut sink = Sink::default();
    let book = book_of(&[text.to_owned()]);
    let print = layout(&book, &theme, &theme.tokens.page, Stamp(0), &mut sink).unwrap();
    let items = print.sheets.iter().flat_map(|sheet| &sheet.items);
    let mut runs: Vec<&Run> = items
        .filter(|item| matches!(item.mark, Mark::Content(_)))
        .filter_map(|item| match &item.kind {
            ItemKind::Run(run) if text.contains(run.text.trim()) => Some(run),
            ItemKind::Run(_) | ItemKind::Fill { .. } | ItemKind::Picture { .. } => None,
        })
        .collect();
    runs.sort_by_key(|run| (run.y, run.x));
    let starts = |run: &Run| run.glyphs.iter().map(|g| g.start).collect();
    runs.into_iter().map(|run| (run.text.clone(), starts(run))).collect()
}

#[test]
fn hebrew_in_an_english_line_runs_from_right_to_left() {
    let runs = runs_across("a שלום עולם 12 b");
    let texts: Vec<&str> = runs.iter().map(|(text, _)| text.trim()).collect();
    // the number follows the Hebrew, so it stands to the left of it
    let place = |wanted: &str| texts.iter().position(|text| text.contains(wanted)).unwrap();
    assert!(place("a") < place("12"), "{texts:?}");
    assert!(place("12") < place("שלום"), "{texts:?}");
    assert!(place("שלום") < place("b"), "{texts:?}");
    let (_, starts) = &runs[place("שלום")];
    assert!(starts.is_sorted_by(|a, b| a >= b), "{starts:?}");
}

#[test]
fn a_word_without_end_is_broken_and_kept() {
    let long = "0".repeat(220);
    let theme = theme_named("book");
    let (print, sink) = typeset(&book_of(&[format!("a {long} b")]), &theme);
    assert!(sink.messages().is_empty(), "{:?}", sink.messages());
    assert_eq!(words(&print).matches('0').count(), 220);
}

#[test]
fn a_table_too_wide_for_the_line_is_refused() {
    let cell = |id: u32, text: Vec<_>| Cell {
        id: BlockId(id),
        span: Span::default(),
        columns: 1,
        rows: 1,
        content: CellContent::Text(text),
    };
    let table = |columns: u32| {
        let head = (0..columns).map(|n| cell(n + 2, vec![text(&"0".repeat(40))])).collect();
        let head = vec![head];
        let columns = vec![Alignment::Start; columns as usize];
        block(1, BlockKind::Table(Table { columns, head, ..Table::default() }))
    };
    let theme = theme_named("book");
    let codes = |columns| {
        let mut sink = Sink::default();
        let book = book_with(vec![table(columns)]);
        let done = layout(&book, &theme, &theme.tokens.page, Stamp(0), &mut sink).is_ok();
        let codes: Vec<_> = sink.messages().iter().map(|(_, m)| m.code.0).collect();
        (done, codes.contains(&"wide-table"))
    };
    let mut sink = Sink::default();
    let book = book_with(vec![paragraph(1, vec![text(&"W".repeat(36))])]);
    layout(&book, &theme, &theme.tokens.page, Stamp(0), &mut sink).unwrap();
    let said = &sink.messages()[0].1.message;
    assert!(said.ends_with("is wider than its line on page 1"), "{said}");
    assert_eq!(codes(1), (true, false));
    // set smaller
    assert_eq!(codes(2), (true, false));
    assert_eq!(codes(3), (false, true));
    assert_eq!(codes(8), (false, true));
}

#[test]
fn any_number_of_threads_gives_the_same_pages() {
    let theme = theme_named("book");
    let book = book_of(&prose(120));
    let one = par::with_jobs(1, || typeset(&book, &theme).0).unwrap();
    let eight = par::with_jobs(8, || typeset(&book, &theme).0).unwrap();
    assert!(one == eight);
}

#[test]
fn a_handout_is_ragged_and_names_its_notice_at_every_foot() {
    let mut book = small_book();
    book.notices[0].place.named = true;
    book.notices[0].places.pdf.named = true;
    let (print, _) = typeset(&book, &theme_named("handout"));
    let page =
        print.destinations.iter().find(|place| place.name == book.notices[0].id).unwrap();
    let label = &print.sheets[page.sheet as usize].label;
    for sheet in &print.sheets {
        let foot: String = sheet
            .items
            .iter()
            .filter_map(|item| match (&item.mark, &item.kind) {
                (Mark::Artifact(_), ItemKind::Run(run)) => Some(run.text.as_str()),
                _ => None,
            })
            .collect();
        let words = &book.words;
        let named = format!("{} {} {label}", words.see.to_lowercase(), words.page_in_text);
        assert!(foot.contains(&named), "{foot}");
    }
}

/// A book of one chapter with these blocks; its first citation is `cite-1`.
pub(crate) fn book_with(blocks: Vec<Block>) -> Book {
    let mut book = small_book();
    book.chapters.truncate(1);
    book.chapters[0].document = Document { blocks, ..Document::default() };
    book.notices.clear();
    book.references.truncate(1);
    book.references[0].cited_from.truncate(1);
    book.spine = vec![Division::Chapter(0), Division::References];
    book
}

fn cite() -> trifold::ast::Inline {
    inline(InlineKind::Cite(CiteId(0)))
}

fn count(print: &Print, name: &str) -> usize {
    print.destinations.iter().filter(|place| place.name == name).count()
}

#[test]
fn a_repeated_table_header_is_printed_again_but_not_cited_again() {
    let cell = |id: u32, text: Vec<_>| Cell {
        id: BlockId(id),
        span: Span::default(),
        columns: 1,
        rows: 1,
        content: CellContent::Text(text),
    };
    let rows = (0..80).map(|row| vec![cell(2 * row + 4, vec![text("a")])]).collect();
    let table = Table {
        columns: vec![Alignment::Start],
        head: vec![vec![cell(2, vec![text("Head "), cite()])]],
        rows,
        ..Table::default()
    };
    let (print, _) =
        typeset(&book_with(vec![block(1, BlockKind::Table(table))]), &theme_named("book"));
    assert_eq!(count(&print, "cite-1"), 1);
    let heads: usize = print
        .sheets
        .iter()
        .flat_map(|sheet| &sheet.items)
        .filter(
            |item| matches!(&item.kind, ItemKind::Run(run) if run.text.contains("Head")),
        )
        .count();
    assert!(heads > 1, "{heads}");
}

#[test]
fn an_address_in_a_span_of_two_scripts_stands_once() {
    let mut book = book_with(vec![paragraph(1, vec![text("see "), cite()])]);
    book.chapters[0].citations[0].text[0].text = "[see Иванов ".to_owned();
    let (print, _) = typeset(&book, &theme_named("book"));
    assert_eq!(count(&print, "cite-1"), 1);
}

#[test]
fn a_chapter_in_which_nothing_stands_can_be_led_to() {
    let theme = theme_named("book");
    for blocks in [vec![], vec![paragraph(1, vec![])]] {
        let mut book = book_with(blocks);
        book.references.clear();
        book.spine = vec![Division::TitlePage, Division::Chapter(0)];
        let slug = book.chapters[0].slug.clone();
        let (print, _) = typeset(&book, &theme);
        assert_eq!(count(&print, &slug), 1);
    }
}

#[test]
fn labels_of_lists_in_lists_share_a_line() {
    let item = |blocks| ListItem { span: Span::default(), task: None, blocks };
    let list = |start, items| {
        BlockKind::List(List {
            start,
            numbering: Numbering::Decimal,
            tight: true,
            steps: false,
            items,
        })
    };
    let inner = block(2, list(None, vec![item(vec![paragraph(3, vec![text("word")])])]));
    let outer = block(1, list(Some(7), vec![item(vec![inner])]));
    let (print, _) = typeset(&book_with(vec![outer]), &theme_named("book"));
    let lines = lines(&print.sheets[0]);
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert!(lines[0].1.contains("7.") && lines[0].1.contains("word"), "{lines:?}");
}

#[test]
fn a_tab_in_code_leads_to_the_next_of_columns_four_apart() {
    let text = "a\tb\n\n\n\tc\n".to_owned();
    let (anchor, caption, tokens) = (None, Vec::new(), Vec::new());
    let code = BlockKind::Code {
        language: None,
        text,
        tokens,
        wide: false,
        numbers: None,
        anchor,
        caption,
    };
    let (print, _) = typeset(&book_with(vec![block(1, code)]), &theme_named("book"));
    let lines = lines(&print.sheets[0]);
    let seen: Vec<&str> = lines
        .iter()
        .map(|(_, line)| line.trim_end())
        .filter(|line| !line.is_empty())
        .collect();
    assert_eq!(seen, ["a   b", "    c"]);
    let leading = (lines[lines.len() - 1].0 - lines[0].0) / 3;
    assert!(leading > 11 * 65_536, "empty lines keep their height");
}

#[test]
fn hostile_words_are_set_in_time() {
    let theme = theme_named("book");
    let words = [
        format!("https://example.org/{}", "a/b.".repeat(5_000)),
        format!("x{}", "-a".repeat(10_000)),
        "abcdefg'".repeat(5_000),
        "x".repeat(50_000),
    ];
    for word in words {
        let (print, sink) = typeset(&book_of(&[format!("a {word} b")]), &theme);
        assert!(!print.sheets.is_empty());
        assert!(sink.messages().len() <= 1, "one message for a paragraph");
    }
}

/// A book of one paragraph: `WHO` in small capitals, in the middle.
fn in_small_capitals() -> Book {
    let mut book = book_of(&[]);
    let attributes = Attributes { small_caps: true, ..Attributes::default() };
    let kind =
        InlineKind::Span { attributes: Box::new(attributes), text: vec![text("who")] };
    let line = vec![text("They ask "), inline(kind), text(" it was.")];
    book.chapters[0].document.blocks = vec![paragraph(1, line)];
    book
}

#[test]
fn small_capitals_are_glyphs_of_their_own_and_never_made_up() {
    let book = in_small_capitals();
    let (print, sink) = typeset(&book, &theme_named("book"));
    assert!(sink.messages().is_empty(), "{:?}", sink.messages());
    let first_glyph = |print: &Print| {
        let items = print.sheets.iter().flat_map(|sheet| &sheet.items);
        let mut runs = items.filter_map(|item| match &item.kind {
            ItemKind::Run(run) if run.text == "who" => Some(run.glyphs[0].id),
            _ => None,
        });
        runs.next().unwrap()
    };
    let plain = typeset(&book_of(&["who".to_owned()]), &theme_named("book")).0;
    assert_ne!(first_glyph(&print), first_glyph(&plain));
    // the face of `handout` has none
    let (_, sink) = typeset(&book, &theme_named("handout"));
    let [(_, message)] = sink.messages() else { panic!("{:?}", sink.messages()) };
    assert_eq!(message.code.0, "missing-feature");
    assert!(message.message.ends_with("has no small capitals for `who`"), "{message:?}");
}

#[test]
fn lists_of_figures_and_of_tables_share_a_page_that_has_room_for_both() {
    let theme = theme_named("book");
    let sheets = |figures: usize, tables: usize| {
        let mut book = book_of(&["Text.".to_owned()]);
        let list = |kind, count: usize| CaptionList {
            kind,
            entries: (0..count)
                .map(|number| ListEntry {
                    number: None,
                    division: Division::Chapter(0),
                    id: "rain".to_owned(),
                    text: vec![text("A caption")],
                    title: format!("A caption {number}"),
                })
                .collect(),
        };
        book.lists = vec![list(ListKind::Figures, figures), list(ListKind::Tables, tables)];
        let lists = [ListKind::Figures, ListKind::Tables].map(Division::List);
        book.spine.splice(0..0, lists);
        let (print, _) = typeset(&book, &theme);
        ["list-of-figures", "list-of-tables"].map(|id| {
            let place = print.destinations.iter().find(|place| place.name == id);
            place.unwrap_or_else(|| panic!("no {id}")).sheet
        })
    };
    assert_eq!(sheets(3, 4), [0, 0]);
    assert_eq!(sheets(3, 34), [0, 1]);
    assert_eq!(sheets(50, 3), [0, 2]);
}
