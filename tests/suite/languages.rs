//! Chapters in another language than the book.

use std::fs;
use std::process::Command;

use trifold::resolve::Division;

use crate::resolve::{book, says, small};
use crate::weaving::built;

const NUMBERS: &str = "[numbers]\nchapters = true\n";

#[test]
fn a_chapter_is_set_and_told_in_its_language() {
    let french = "---\nlang: fr\ndescription: \"L'eau\"\n---\n# L'eau \"haute\"\n\n\
                  ![b](b.svg \"Plan\"){#fig-b}\n\nVoir @fig-b et @sec-c.\n\n\
                  ::: {.callout-note}\nUn.\n:::\n";
    let english = "# \"C\" {#sec-c}\n\n![b](b.svg \"Map\"){#fig-c}\n\nSee @fig-b, \
                   @fig-c, @sec-c.\n";
    let svg = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'>\
               <rect width='9' height='9'/></svg>";
    let files = [("a.md", french), ("b.svg", svg), ("c.md", english)];
    let (told, page) = built(NUMBERS, &files);
    assert!(!told.contains("error") && !told.contains("warning["), "{told}");
    for expected in [
        "<section lang=\"fr\" dir=\"ltr\" class=\"chapter\"",
        "L’eau «\u{202f}haute\u{202f}»</h2>",
        "<b class=\"caption-label\">Figure\u{a0}1.1\u{a0}: </b>Plan",
        ">figure\u{a0}1.1</a> et <a class=\"cross-reference\" href=\"#sec-c\">chapitre\u{a0}2</a>",
        "Remarque</p>",
        "“C”</h2>",
        "<b class=\"caption-label\">Figure\u{a0}2.1: </b>Map",
        ">Figure\u{a0}1.1</a>, ",
        ">Chapter\u{a0}2</a>",
        "<a href=\"#leau-haute\" lang=\"fr\">1\u{a0}L’eau",
    ] {
        assert!(page.contains(expected), "{expected}\n{page}");
    }
    assert!(page.starts_with("<!DOCTYPE html>\n<html lang=\"en\">"), "{page}");
}

#[test]
fn a_chapter_has_the_direction_of_its_language_or_its_own() {
    let files =
        [("a.md", "---\nlang: he\n---\n# א\n"), ("b.md", "---\ndir: rtl\n---\n# B\n")];
    let (told, page) = built("", &files);
    assert!(!told.contains("error") && !told.contains("warning["), "{told}");
    assert!(page.contains("<section lang=\"he\" dir=\"rtl\" class"), "{page}");
    assert!(page.contains("<section dir=\"rtl\" class"), "{page}");
    let (_, page) = built("", &[("a.md", "---\nlang: EN\n---\n# A\n")]);
    assert!(page.contains("<section class=\"chapter\""), "the language of the book");
}

#[test]
fn a_language_without_words_takes_those_of_the_book() {
    let (told, page) =
        built(NUMBERS, &[("a.md", "---\nlang: la\n---\n# A\n\n> [!NOTE]\n> B\n")]);
    assert!(told.contains("manuscript/a.md:2:7"), "{told}");
    assert!(told.contains("`la`: it takes those of the book"), "{told}");
    assert!(page.contains("lang=\"la\"") && page.contains("Note</p>"), "{page}");
}

#[test]
fn books_and_sites_tell_the_language_of_each_chapter() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("manuscript")).unwrap();
    let start = "title = \"A\"\nlanguage = \"en\"\ndate = 2026-11-23\nslug = \"a\"\n\
                 url = \"https://example.org/\"\ndescription = \"Whole\"\n";
    fs::write(folder.path().join("trifold.toml"), start).unwrap();
    let text = "---\nlang: de\ndescription: \"Ein \\\"Wort\\\"\"\n---\n# Über\n\nText.\n";
    fs::write(folder.path().join("manuscript/a.md"), text).unwrap();
    fs::write(folder.path().join("manuscript/b.md"), "# B\n\nText.\n").unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_trifold"));
    let ran = command.args(["build", "-q"]).current_dir(folder.path()).output().unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    let output = folder.path().join("output");
    let page = fs::read_to_string(output.join("a-site/a.html")).unwrap();
    for expected in [
        "<html lang=\"en\">",
        "<meta name=\"description\" content=\"Ein „Wort“\">",
        "<meta property=\"og:description\" content=\"Ein „Wort“\">",
        "<meta property=\"og:locale\" content=\"de\">",
        "\"inLanguage\": \"de\"",
        "<section lang=\"de\"",
    ] {
        assert!(page.contains(expected), "{expected}\n{page}");
    }
    let next = fs::read_to_string(output.join("a-site/b.html")).unwrap();
    assert!(next.contains("</span> <span lang=\"de\">Über</span></a>"), "{next}");
    assert!(
        next.contains("<meta property=\"og:description\" content=\"Whole\">"),
        "{next}"
    );
    assert!(!next.contains("<meta name=\"description\""), "{next}");
    let epub = fs::File::open(output.join("a.epub")).unwrap();
    let mut epub = zip::ZipArchive::new(epub).unwrap();
    let mut text =
        |name: &str| std::io::read_to_string(epub.by_name(name).unwrap()).unwrap();
    assert!(text("OEBPS/a.xhtml").contains(" lang=\"de\" xml:lang=\"de\">\n<head>"));
    assert!(text("OEBPS/content.opf").contains("<dc:language>de</dc:language>"));
    let nav = text("OEBPS/nav.xhtml");
    assert!(nav.contains("lang=\"de\" xml:lang=\"de\">Über</a>"), "{nav}");
    let pdf = lopdf::Document::load(output.join("a.pdf")).unwrap();
    let languages = pdf.objects.values().filter_map(|object| {
        let element = object.as_dict().ok().filter(|one| one.has(b"S"))?;
        Some(
            String::from_utf8_lossy(element.get(b"Lang").ok()?.as_str().ok()?).into_owned(),
        )
    });
    // the chapter, and its entry in the contents
    assert_eq!(languages.collect::<Vec<_>>(), ["de", "de"]);
}

#[test]
fn links_lead_to_all_that_has_an_address() {
    let text = "# A\n\n[a](#contents) [b](#references) [c](#notice-x) [d](notice-x.md) \
                [e](#list-of-figures) [f](#fig-n) @li2024\n";
    let entry = "@article{li2024, title={T}, author={Li, A}, date={2024}}";
    let svg = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>";
    let files = [
        ("a.md", text),
        ("notice-x.md", "![n](n.svg \"N\"){#fig-n}\n"),
        ("n.svg", svg),
        ("r.bib", entry),
    ];
    let mut small = small(&files);
    let lists =
        vec![(trifold::project::ListKind::Figures, small.project.editions[0].place)];
    small.project.editions[0].lists = lists;
    let resolved = small.resolve();
    let book = resolved.unwrap_or_else(|_| panic!("{:?}", small.told()));
    let goals: Vec<String> = book.chapters[0]
        .targets
        .iter()
        .map(|target| match target {
            trifold::resolve::Target::Division(division) => {
                book.division_id(*division).to_owned()
            }
            trifold::resolve::Target::Anchor { chapter, anchor } => {
                book.text(*chapter).anchor(*anchor).id.clone()
            }
            other => panic!("{other:?}"),
        })
        .collect();
    let expected =
        ["contents", "references", "notice-x", "notice-x", "list-of-figures", "fig-n"];
    assert_eq!(goals, expected);
    assert!(book.spine.contains(&Division::References));
}

#[test]
fn links_to_what_an_edition_does_not_have_are_told() {
    says(
        &[("a.md", "[a](#references) [b](#book-index) [c](#contents)\n")],
        &[
            "error[missing-target] a.md:1:1: the edition `book` has no `#references` (it \
             has one where something is to stand in it: leave the words without a link)",
            "error[missing-target] a.md:1:18: the edition `book` has no `#book-index` (it \
             has one where something is to stand in it: leave the words without a link)",
        ],
    );
    let text = "# A\n\n[c](#contents)\n\n[d]{.content-visible when-format=\"pdf\"}\n\n\
                [[c](#contents)]{.content-hidden when-format=\"pdf\"}\n";
    let toml = "[[editions]]\nname = \"a\"\ncontents = false\n";
    let (told, _) = built(toml, &[("a.md", text)]);
    assert!(
        told.contains("error[left-out-target]: `pdf` does not show what this leads to"),
        "{told}"
    );
    assert!(told.contains("a.md:3:1") && !told.contains("a.md:7"), "{told}");
    let whole = book(&[("a.md", "# A\n\n[c](#contents)\n")]);
    assert!(whole.spine.contains(&Division::Contents));
}

#[test]
fn a_link_without_words_has_the_language_of_what_it_leads_to() {
    let english = "# One\n\n[](b.md) [](#he) [](#ice) [[](#ice)]{lang=fr} [](#tip) [](#nte-a)\n\n\
                   > [!NOTE] Ice *x* {#ice}\n> a\n\n> [!TIP] {#tip}\n> a\n\n\
                   > [!NOTE] B {#nte-a}\n> a\n";
    let files = [
        ("a.md", english),
        (
            "b.md",
            "---\nlang: fr\n---\n# Le fleuve\n\n[](a.md) [](#le-fleuve) [](#contents)\n",
        ),
        ("c.md", "---\nlang: he\n---\n# \u{5d0} {#he}\n"),
    ];
    let (told, page) = built("", &files);
    assert!(!told.contains("error") && !told.contains("warning["), "{told}");
    for expected in [
        "<a href=\"#le-fleuve\"><span lang=\"fr\">Le fleuve</span></a>",
        "<a href=\"#he\"><span lang=\"he\" dir=\"rtl\">\u{5d0}</span></a>",
        "<a href=\"#ice\">Ice <em>x</em></a>",
        "<span lang=\"fr\"><a href=\"#ice\"><span lang=\"en\">Ice <em>x</em></span></a></span>",
        "<a href=\"#tip\">Tip</a>",
        "<a href=\"#nte-a\">Note\u{a0}1</a>",
        "<a href=\"#one\"><span lang=\"en\">One</span></a>",
        "<a href=\"#le-fleuve\">Le fleuve</a>",
        "<a href=\"#contents\"><span lang=\"en\">Contents</span></a>",
    ] {
        assert!(page.contains(expected), "{expected}\n{page}");
    }
}
