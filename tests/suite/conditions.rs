//! Text that only some formats or editions show.

use std::fs;
use std::path::Path;
use std::process::Command;

use trifold::ast::{BlockKind, plain_text};
use trifold::ast::{Document, Formats, Inline, units, visit_blocks};
use trifold::project::Format;
use trifold::resolve::Book;

use crate::parse::{read, told};
use crate::resolve::small;

/// The paragraphs and headings of a document, each with its number.
fn texts(document: &Document) -> Vec<String> {
    let mut out = Vec::new();
    visit_blocks(&document.blocks, &mut |block| {
        if let BlockKind::Paragraph(text) | BlockKind::Heading { text, .. } = &block.kind {
            out.push(format!("{} {}", block.id.0, plain_text(text)));
        }
    });
    out
}

fn parsed(text: &str) -> Document {
    let (document, sources, sink) = read(text);
    assert_eq!(told(&sources, &sink), Vec::<String>::new());
    document.unwrap()
}

const TEXT: &str = "\
# T

Always.

::: {.content-visible when-format=\"print\"}

## Paper

Paper[^a]

:::

::: {.content-visible unless-format=\"pdf\" when-edition=\"full, long\"}

Screen

- ::: {.content-hidden when-format=web}
  Item
  :::

:::

After[^b]

[^a]: A
[^b]: B
";

#[test]
fn a_format_keeps_the_numbers_of_what_it_shows() {
    let document = parsed(TEXT);
    let full = document.in_edition("full");
    let shown = |formats: Formats| texts(&full.in_format(formats));
    assert_eq!(shown(Formats::PDF), ["1 T", "2 Always.", "3 Paper", "4 Paper", "8 After"]);
    let epub = ["1 T", "2 Always.", "5 Screen", "7 Item", "8 After"];
    assert_eq!(shown(Formats::EPUB), epub);
    assert_eq!(shown(Formats::SITE), ["1 T", "2 Always.", "5 Screen", "8 After"]);
    let site = full.in_format(Formats::SITE);
    assert_eq!(site.notes.iter().map(|note| note.marks).collect::<Vec<_>>(), [0, 1]);
    assert!(site.notes[0].blocks.is_empty());
}

#[test]
fn an_edition_numbers_what_it_shows_anew() {
    let text = "# T\n\n::: {.content-hidden when-edition=\"short\"}\n\n\
                ## Gone {#gone}\n\nGone [a](#t) @fig-x[^a]\n\n:::\n\n\
                After [b](#t) @fig-y[^b] and[^a]\n\n[^a]: A [c](#t)\n[^b]: B\n";
    let document = parsed(text);
    let short = document.in_edition("short");
    assert_eq!(texts(&short), ["1 T", "2 After b  and"]);
    assert_eq!((short.refs.len(), short.anchors.len(), short.cites.len()), (2, 1, 1));
    assert_eq!(short.cites[0].items[0].key, "fig-y");
    let notes = short.notes.iter().map(|note| {
        let BlockKind::Paragraph(text) = &note.blocks[0].kind else { panic!("a note") };
        (note.marks, note.blocks[0].id.0, plain_text(text))
    });
    let expected = [(1, 3, "B".to_owned()), (1, 4, "A c".to_owned())];
    assert_eq!(notes.collect::<Vec<_>>(), expected);
    assert!(!short.conditional && short.shortened);
    let long = document.in_edition("long");
    assert_eq!((long.refs.len(), long.notes.len()), (3, 2));
    assert!(!long.shortened);
}

/// The text of the first paragraph, and its length.
fn line(text: &str, formats: Formats) -> (String, u32) {
    let document = parsed(text);
    let shown = document.in_format(formats);
    let BlockKind::Paragraph(text) = &shown.blocks[0].kind else { panic!("a paragraph") };
    let text: &[Inline] = text;
    (plain_text(text), units(text))
}

#[test]
fn text_that_is_left_out_of_a_line_leaves_its_length_and_no_second_space() {
    for (written, paper, screen) in [
        ("a [b]{.content-visible when-format=pdf} c", "a b c", "a c"),
        (
            "a [b]{.content-visible when-format=pdf}[d]{.content-hidden when-format=pdf} c",
            "a b c",
            "a d c",
        ),
        ("[b]{.content-visible when-format=pdf} c", "b c", "c"),
        ("c *[b]{.content-visible when-format=pdf}*", "c b", "c"),
        ("c\n[b]{.content-visible when-format=pdf}\nd", "c b d", "c d"),
        ("c[b]{.content-visible when-format=pdf}.", "cb.", "c."),
    ] {
        let (on_paper, length) = line(written, Formats::PDF);
        let (on_screen, other) = line(written, Formats::EPUB);
        assert_eq!((on_paper.as_str(), on_screen.as_str()), (paper, screen), "{written}");
        assert_eq!(length, other, "{written}");
    }
}

#[test]
fn conditions_that_say_nothing_or_stand_in_names_are_refused() {
    for (text, expected) in [
        (
            "::: {.content-visible}\n\na\n\n:::\n",
            "error[bad-condition] 1:5: a condition asks nothing",
        ),
        (
            "::: {.content-visible when-format=\"pfd\"}\n\na\n\n:::\n",
            "error[bad-condition] 1:36: no format is called `pfd`",
        ),
        (
            "[a]{.content-hidden when-format=\"\"}\n",
            "error[bad-condition] 1:34: `when-format` names nothing",
        ),
        (
            "# A [b]{.content-hidden when-format=pdf}\n",
            "error[bad-condition] 1:5: a condition stands in a heading",
        ),
        (
            "::: {.content-visible when-format=pdf}\n\n# A\n\n:::\n",
            "error[bad-condition] 3:1: the title of a chapter stands under a condition",
        ),
        (
            "::: {.content-visible when-format=pdf .wide}\n\na\n\n:::\n",
            "error[unknown-attribute] 1:5: a condition does not take `.wide`",
        ),
        (
            "[a]{when-format=pdf}\n",
            "error[unknown-attribute] 1:4: text in brackets does not take `when-format=pdf`",
        ),
    ] {
        let (_, sources, sink) = read(text);
        assert_eq!(told(&sources, &sink), [expected], "{text}");
    }
}

/// What is told of chapters that are made into an edition with all formats.
#[track_caller]
fn says(files: &[(&str, &str)], expected: &[&str]) {
    let mut small = small(files);
    small.project.editions[0].formats =
        vec![Format::Epub, Format::Pdf, Format::Html, Format::Site];
    let _book = small.resolve();
    assert_eq!(small.told(), expected);
}

#[test]
fn nothing_leads_to_what_a_format_leaves_out() {
    let paper = "::: {.content-visible when-format=\"pdf,epub\"}\n\n\
                 ## P {#sec-p}\n\n$$a$$ {#eq-a}\n\n[here](#sec-p)\n\n:::\n";
    let with = |line: &str| format!("# T\n\n{line}\n\n{paper}");
    let help = "(give the link the same condition, or leave it out)";
    let one = format!(
        "error[left-out-target] a.md:3:1: `html`, `site` does not show what this leads to {help}"
    );
    for text in ["[p](#sec-p)", "[p](a.md#sec-p)", "@eq-a", "[@sec-p; @eq-a]"] {
        let expected: &[&str] = if text.contains(';') { &[&one, &one] } else { &[&one] };
        says(&[("a.md", &with(text))], expected);
    }
    says(&[("a.md", &with("[[p](#sec-p)]{.content-visible when-format=epub}"))], &[]);
    says(&[("a.md", "# T\n\n[@eq-a]{.page}\n\n$$a$$ {#eq-a}\n")], &[]);
    says(
        &[(
            "a.md",
            "# T\n\n::: {.content-visible when-format=web}\n\n[@eq-a]{.page}\n\n\
                    $$a$$ {#eq-a}\n\n:::\n",
        )],
        &[
            "error[left-out-target] a.md:5:1: print does not show what this names the page of \
           (leave out `.page`)",
        ],
    );
    says(
        &[(
            "a.md",
            "# T\n\n[Eel]{.index}[^a]\n\n[[Pike]{.index}]{.content-hidden when-format=pdf}\n\n[^a]: a\n",
        )],
        &[
            "error[left-out-target] a.md:5:2: `pdf` does not show an entry of the index (the \
           index is the same in all formats: mark a place that all show)",
        ],
    );
}

#[test]
fn sections_and_notices_are_whole_in_all_formats() {
    says(
        &[("a.md", "# T\n\n::: {.content-visible when-format=pdf}\n\n## A\n\n:::\n\n### B\n")],
        &["epub", "html", "site"]
            .map(|format| {
                format!(
                    "warning[heading-gap] a.md:9:1: in `{format}` a heading of level 3 follows \
                     one of level 1, and is set as one of level 2 (give it the condition of the heading that it belongs to)"
                )
            })
            .iter()
            .map(String::as_str)
            .collect::<Vec<_>>(),
    );
    says(
        &[("a.md", "# T\n"), ("notice-x.md", "a [b]{.content-hidden when-format=pdf}\n")],
        &[
            "error[bad-condition] notice-x.md:1:6: a notice stands in full in all formats (remove the \
           condition; an edition says in `notices` which it has)",
        ],
    );
}

#[test]
fn the_book_of_conditions_shows_each_format_its_own() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books/conditions");
    let out = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_trifold"));
    let ran = command.args(["build", "-q", "-o"]).arg(out.path()).arg(&folder).output();
    let ran = ran.unwrap();
    assert!(ran.status.success() && ran.stderr.is_empty(), "{ran:?}");
    let html = fs::read_to_string(out.path().join("the-ferry-handbook.html")).unwrap();
    for shown in ["Tap the plan", "landing on a screen", "recorded bell", "id=\"fn-4\""] {
        assert!(html.contains(shown), "{shown}");
    }
    let hidden = [
        "Turn the page",
        "landing on paper",
        "Paper paragraph",
        "id=\"fn-3\"",
        "In the reading system",
        "On the site",
        "late, see",
        "last words",
    ];
    for hidden in hidden {
        assert!(!html.contains(hidden), "{hidden}");
    }
    // page 2 begins in text for paper, and what is shown next begins there
    let (before, after) = html.split_once("id=\"page-2\"").unwrap();
    assert!(before.contains("kept dry.") && !before.contains("A timetable on a screen"));
    assert!(after.contains("A timetable on a screen"));
    assert!(html.contains("Figure\u{a0}1.3"), "figures keep their numbers");
    let site = out.path().join("the-ferry-handbook-site/chapter-02-weather.html");
    assert!(fs::read_to_string(site).unwrap().contains("On the site"));
}

#[test]
fn an_edition_that_is_not_there_is_told_with_the_nearest() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("manuscript")).unwrap();
    fs::write(
        folder.path().join("trifold.toml"),
        "title = \"T\"\nlanguage = \"en\"\ndate = 2026-11-23\n[[editions]]\nname = \"handout\"\n",
    )
    .unwrap();
    let text = "# T\n\n[a]{.content-hidden when-edition=hadnout}\n";
    fs::write(folder.path().join("manuscript/a.md"), text).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_trifold"));
    let ran = command.arg("build").current_dir(folder.path()).output().unwrap();
    let told = String::from_utf8(ran.stderr).unwrap();
    assert!(
        told.contains("error[bad-condition]: no edition is called `hadnout`"),
        "{told}"
    );
    assert!(told.contains("manuscript/a.md:3:4"), "{told}");
    assert!(told.contains("the nearest is `handout`"), "{told}");
}

#[test]
fn a_condition_in_verse_is_told_what_verse_can_do() {
    let text = "# T\n\n::: verse\na [b]{.content-visible when-format=pdf}\n:::\n";
    let (_, sources, sink) = read(text);
    let expected = "error[bad-condition] 4:3: a condition stands in a line of verse";
    assert_eq!(told(&sources, &sink), [expected]);
    let help = sink.messages()[0].1.help.as_deref().unwrap();
    assert!(help.contains("put a stanza"), "{help}");
}

#[test]
fn levels_of_headings_are_closed_up_in_each_format() {
    let text =
        "# T\n\n::: {.content-visible when-format=pdf}\n\n## A\n\n:::\n\n### B\n\n### C\n";
    let mut small = small(&[("a.md", text)]);
    let book = small.resolve().unwrap();
    let levels = |book: &Book| -> Vec<u8> {
        let blocks = book.chapters[0].document.blocks.iter();
        blocks
            .filter_map(|block| match block.kind {
                BlockKind::Heading { level, .. } => Some(level),
                _ => None,
            })
            .collect()
    };
    assert_eq!(levels(&book.in_format(Format::Pdf)), [1, 2, 3, 3]);
    assert_eq!(levels(&book.in_format(Format::Epub)), [1, 2, 2]);
}
