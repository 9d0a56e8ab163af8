//! Numbers, and cross references to them.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::resolve::{LI, book, pieces, says, small};
use trifold::project::{ChapterRole, Numbers};
use trifold::resolve::Book;

const SVG: &str = "<svg xmlns='http://www.w3.org/2000/svg' width='4' height='2'/>";

/// What is printed for the citations and cross references of the first chapter.
fn printed(book: &Book) -> Vec<String> {
    book.chapters[0].citations.iter().map(|one| pieces(&one.text)).collect()
}

/// The numbers of the places of a chapter, by their addresses.
fn numbers(book: &Book, chapter: usize) -> Vec<String> {
    let anchors = book.chapters[chapter].anchors.iter();
    anchors
        .filter_map(|anchor| {
            Some(format!("{} {}", anchor.id, anchor.number.as_ref()?.text))
        })
        .collect()
}

/// A book of chapters with numbers, of these roles.
fn numbered(files: &[(&str, &str)], roles: &[ChapterRole], depth: u8) -> Book {
    let mut small = small(files);
    small.project.numbers = Numbers { parts: false, chapters: true, sections: depth };
    for (file, role) in small.project.chapters.iter_mut().zip(roles) {
        file.role = *role;
    }
    let book = small.resolve();
    assert_eq!(small.told(), Vec::<String>::new());
    book.unwrap()
}

#[test]
fn what_has_a_label_is_counted_through_the_book() {
    let one = "# One\n\n$$a$$ {#eq-a}\n\n$$b$$ {#of-b}\n\n| a |\n|---|\n\n: T {#tbl-a}\n";
    let two = "# Two\n\n$$a$$ {#eq-c}\n\n```rust {#lst-a caption=\"C\"}\n```\n\n\
               > [!TIP] T {#tip-a}\n> Text\n\n``` {#lst-b}\n```\n";
    let book = book(&[("a.md", one), ("b.md", two)]);
    assert_eq!(numbers(&book, 0), ["eq-a 1", "tbl-a 1"]);
    assert_eq!(numbers(&book, 1), ["eq-c 2", "lst-a 1", "tip-a 1"]);
}

#[test]
fn numbers_begin_with_that_of_the_chapter_and_appendices_have_letters() {
    let text =
        "# T\n\n$$a$$ {#eq-X}\n\n## A\n\n### B\n\n#### C\n\n## D {-}\n\n### E\n\n## F\n";
    let of = |id: &str| text.replace('X', id);
    let (a, b, c) = (of("a"), of("b"), of("c"));
    let roles = [ChapterRole::Preface, ChapterRole::Chapter, ChapterRole::Appendix];
    let book = numbered(&[("a.md", &a), ("b.md", &b), ("c.md", &c)], &roles, 2);
    assert_eq!(numbers(&book, 0), ["eq-a 1"]);
    assert_eq!(numbers(&book, 1), ["t-1 1", "eq-b 1.1", "a-1 1.1", "b-1 1.1.1", "f-1 1.2"]);
    assert_eq!(numbers(&book, 2), ["t-2 A", "eq-c A.1", "a-2 A.1", "b-2 A.1.1", "f-2 A.2"]);
    let titles: Vec<&str> = book.chapters.iter().map(|one| one.title.as_str()).collect();
    assert_eq!(titles, ["T", "1\u{a0}T", "Appendix\u{a0}A: T"]);
}

#[test]
fn references_say_what_they_lead_to() {
    let text = "# T {#sec-t}\n\n@eq-a [@eq-a] [-@eq-a] [eq. @eq-a] [@eq-a; @eq-b, left] \
                [@eq-b]{.page} [-@eq-a; @eq-a; @eq-b]{.page} @sec-t [see @sec-t] @Eq-a\n\n\
                $$a$$ {#eq-a} $$b$$ {#eq-b}\n";
    assert_eq!(
        printed(&book(&[("a.md", text)])),
        [
            "<#eq-a Equation\u{a0}1>",
            "<#eq-a Equation\u{a0}1>",
            "<#eq-a 1>",
            "<#eq-a eq.\u{a0}1>",
            "<#eq-a Equation\u{a0}1> and <#eq-b Equation\u{a0}2>, left",
            "<#eq-b Equation\u{a0}2, page>",
            "<#eq-a 1, page>, <#eq-a Equation\u{a0}1, page> and <#eq-b Equation\u{a0}2, page>",
            "<#sec-t “T”>",
            "<#sec-t see\u{a0}“T”>",
            "<#eq-a Equation\u{a0}1>",
        ]
    );
}

#[test]
fn a_key_of_the_bibliography_goes_before_a_label() {
    let bib = LI.replace("li2024", "fig-li");
    let text = "# T\n\n[@fig-li] and @eq-a\n\n$$a$$ {#eq-a}\n";
    let book = book(&[("a.md", text), ("r.bib", &bib)]);
    assert_eq!(printed(&book), ["<0 [1]>", "<#eq-a Equation\u{a0}1>"]);
    let citations = &book.chapters[0].citations;
    assert_eq!((citations[0].id.as_str(), citations[1].id.as_str()), ("cite-1", ""));
}

#[test]
fn the_words_are_those_of_the_language() {
    let text = "# T {#sec-t}\n\n@eq-a @Eq-a [@eq-a; @eq-a] @sec-t\n\n$$a$$ {#eq-a}\n";
    for (language, expected) in [
        ("de", ["Gleichung\u{a0}1", "Gleichung\u{a0}1", " und ", "Kapitel\u{a0}1"]),
        ("fr", ["équation\u{a0}1", "Équation\u{a0}1", " et ", "chapitre\u{a0}1"]),
        ("hu", ["1.\u{a0}egyenlet", "1.\u{a0}egyenlet", " és ", "1.\u{a0}fejezet"]),
        ("ja", ["式1", "式1", " と ", "第1章"]),
    ] {
        let mut small = small(&[("a.md", text)]);
        small.project.info.language = language.to_owned();
        small.project.numbers.chapters = true;
        small.project.chapters[0].role = ChapterRole::Introduction;
        assert!(small.resolve().is_ok(), "{:?}", small.told());
        small.project.chapters[0].role = ChapterRole::Chapter;
        let book = small.resolve().unwrap();
        let printed = printed(&book);
        let number = |words: &str| words.replace("1", "1.1");
        assert_eq!(printed[0], format!("<#eq-a {}>", number(expected[0])));
        assert_eq!(printed[1], format!("<#eq-a {}>", number(expected[1])));
        assert!(printed[2].contains(expected[2]), "{}", printed[2]);
        assert_eq!(printed[3], format!("<#sec-t {}>", expected[3]));
    }
}

#[test]
fn references_that_lead_nowhere_are_told() {
    let text = "# T {#sec-t}\n\n@eq-rots @fig-map\n\n@fig-a [-@sec-t] [@eq-roots, p. 3]\n\n\
                $$a$$ {#eq-roots}\n\n![Words](a.svg){#fig-a}\n";
    says(
        &[("a.md", text), ("a.svg", SVG)],
        &[
            "error[missing-label] a.md:3:1: nothing has the label `#eq-rots` \
             (the nearest is `#eq-roots` in `a.md`)",
            "error[missing-label] a.md:3:10: nothing has the label `#fig-map` \
             (write `{#fig-map}` where it is to lead; for an `@` that is text write `\\@`)",
            "error[unnumbered-label] a.md:5:1: `#fig-a` has no number (a figure with a \
             caption has one: `![alternative](map.png \"Caption\"){#fig-map}`)",
            "error[unnumbered-label] a.md:5:10: `#sec-t` has no number (write `sections`, \
             `chapters` or `parts` of `[numbers]` in `trifold.toml`, or the reference without `-`: \
             then it names the title)",
            "error[bad-cross-reference] a.md:5:19: a cross reference takes no place: `3` \
             (write it behind the bracket, or `[@fig-map]{.page}` for the page)",
        ],
    );
}

#[test]
fn citations_and_cross_references_do_not_mix() {
    says(
        &[
            ("a.md", "# T\n\n[@li2024; @eq-a] [@li2024]{.page}\n\n$$a$$ {#eq-a}\n"),
            ("r.bib", LI),
        ],
        &[
            "error[bad-cross-reference] a.md:3:11: a cross reference stands among citations \
             (give each brackets of its own)",
            "error[bad-cross-reference] a.md:3:18: `.page` stands behind a citation of a \
             work (it is for cross references: `[@fig-map]{.page}`)",
        ],
    );
}

/// The web page of the book of numbers.
fn page() -> String {
    let book = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books/numbers");
    let output = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_trifold"));
    command.args(["build", "-q", "-f", "html", "-o"]).arg(output.path()).arg(book);
    assert!(command.output().unwrap().status.success());
    fs::read_to_string(output.path().join("numbers.html")).unwrap()
}

#[test]
fn web_pages_show_numbers_and_the_pages_of_print() {
    let html = page();
    for part in [
        "<a href=\"#sec-roof\">1\u{a0}The roof</a>",
        "<h2 id=\"sec-roof\"><span class=\"heading-number\">1\u{a0}</span>The roof</h2>",
        "<figcaption><b class=\"caption-label\">Figure\u{a0}1.1: </b>The roof from",
        "<caption><b class=\"caption-label\">Table\u{a0}2.1: </b>Levels of a summer",
        "<div class=\"numbered-equation\"><div class=\"equation\" id=\"eq-flow\"",
        "<span class=\"equation-number\">(2.1)</span>",
        "<figure id=\"lst-mean\" class=\"listing\"><figcaption><b class=\"caption-label\">\
         Listing\u{a0}A.2: </b>The mean",
        "<a class=\"cross-reference\" href=\"#fig-roof\">Figure\u{a0}1.1</a>",
        "<a class=\"cross-reference\" href=\"#fig-roof\">Figure\u{a0}1.1, page\u{a0}3</a>",
        "Note\u{a0}A.1: Of listings",
        "<h2 id=\"sec-mill\">Part\u{a0}I: The mill</h2>",
        // without a link where the whole is one
        "<a href=\"#of-the-pond-of\">A.1\u{a0}Of the pond of Figure\u{a0}A.1</a>",
        "<a href=\"#fig-pond\">A.1\u{a0}A figure of an appendix, with Equation\u{a0}A.1.</a>",
    ] {
        assert!(html.contains(part), "{part}");
    }
}

#[test]
fn a_heading_that_refers_is_no_trouble_beside_a_wrong_citation() {
    let text = "# Of @eq-a\n\n$$a$$ {#eq-a}\n\nSaid [@nobody].\n";
    let mut small = small(&[("a.md", text), ("r.bib", LI)]);
    assert!(small.resolve().is_err());
    let told = small.told();
    assert!(told.iter().any(|one| one.starts_with("error[missing-reference]")), "{told:?}");
}

#[test]
fn a_tag_stands_in_the_place_of_a_number() {
    let text = "# A\n\n$$\na \\tag{*}\n$$ {#eq-a}\n\n$$ b $$ {#eq-b}\n\n$$ c \\tag*{so 'x'} $$\n\n\
                See @eq-a and @eq-b.\n";
    let (told, page) = crate::weaving::built("", &[("a.md", text)]);
    assert!(!told.contains("error") && !told.contains("warning["), "{told}");
    let numbers = page.split("<span class=\"equation-number\">").skip(1);
    let numbers: Vec<&str> =
        numbers.map(|rest| rest.split("</span>").next().unwrap()).collect();
    assert_eq!(numbers, ["(*)", "(1)", "so ‘x’"]);
    assert!(page.contains(">Equation\u{a0}*</a> and"), "{page}");
    assert!(page.contains(">Equation\u{a0}1</a>."), "{page}");
    assert!(!page.contains("tag"), "{page}");
    let wrong = "# A\n\n$$ \\frac{a \\tag{1}}{b} $$\n\n$x \\tag{2}$\n";
    let (told, _) = crate::weaving::built("", &[("a.md", wrong)]);
    assert!(told.contains("`\\tag` stands in a group"), "{told}");
    assert!(told.contains("manuscript/a.md:3:12"), "{told}");
    assert!(told.contains("manuscript/a.md:5:4"), "{told}");
}

#[test]
fn a_tag_is_whole_in_print() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("manuscript")).unwrap();
    let start = "title = \"A\"\nlanguage = \"en\"\ndate = 2026-11-23\nslug = \"a\"\n";
    fs::write(folder.path().join("trifold.toml"), start).unwrap();
    // its letters stand further apart than each alone
    let text = "# A\n\n$$\nx \\tag{rufabex}\n$$\n";
    fs::write(folder.path().join("manuscript/a.md"), text).unwrap();
    let mut build = Command::new(env!("CARGO_BIN_EXE_trifold"));
    let ran = build.args(["build", "-q", "-f", "pdf"]).current_dir(folder.path()).output();
    assert!(ran.unwrap().status.success());
    let bytes = fs::read(folder.path().join("output/a.pdf")).unwrap();
    let reader = crate::pdf::reading::Reader::open(&bytes);
    let texts = reader.contents.iter().flatten().map(|marked| marked.text.as_str());
    assert!(texts.collect::<String>().contains("(rufabex)"));
}
