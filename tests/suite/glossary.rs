//! Glossaries, and what in the text leads to them.

use trifold::ast::{BlockKind, RefKind, plain_text, visit_blocks};
use trifold::project::ChapterRole;
use trifold::resolve::{Book, Target};

use crate::parse::{read, told};
use crate::resolve::{book, says, small};

/// The terms of a chapter in its order, each with its address.
fn terms(book: &Book, chapter: usize) -> Vec<String> {
    let chapter = &book.chapters[chapter];
    let mut out = Vec::new();
    visit_blocks(&chapter.document.blocks, &mut |block| {
        if let BlockKind::Definitions(list) = &block.kind {
            for term in list.iter().flat_map(|one| &one.terms) {
                let id = term.anchor.map_or("-", |anchor| &chapter.anchor(anchor).id);
                out.push(format!("{} {id}", plain_text(&term.text)));
            }
        }
    });
    out
}

/// Where the links of a chapter lead.
fn goals(book: &Book, chapter: usize) -> Vec<String> {
    let targets = book.chapters[chapter].targets.iter();
    let goals = targets.map(|target| match target {
        Target::Anchor { chapter, anchor } => {
            book.chapters[*chapter as usize].anchor(*anchor).id.clone()
        }
        Target::Division(_) | Target::Url(_) | Target::Picture(_) => "?".to_owned(),
    });
    goals.collect()
}

const GLOSSARY: &str = "# Firn\n\n::: glossary\nFirn\n: Old snow.\n\nBlue *ice*\n: Ice.\n:::\n\n\
                        Ink\n: freezes.\n";

#[test]
fn terms_lead_to_their_definitions_in_any_chapter() {
    let text =
        "# A\n\nOld [Firn]{.term}, [blue\nIce]{.term} and [grains]{term=\"firn\"}.\n";
    let book = book(&[("a.md", text), ("b.md", GLOSSARY)]);
    assert_eq!(terms(&book, 1), ["Firn term-firn", "Blue ice term-blue-ice", "Ink -"]);
    assert_eq!(goals(&book, 0), ["term-firn", "term-blue-ice", "term-firn"]);
    assert_eq!(book.chapters[1].title_anchor.map(|at| at.0), Some(0));
    assert_eq!(book.chapters[1].anchors[0].id, "firn");
}

#[test]
fn a_chapter_that_is_a_glossary_needs_no_colons() {
    let text = "# A\n\n[Ink]{.term}\n\nInk\n: freezes.\n\n> Pen\n> : writes.\n";
    let mut small = small(&[("a.md", text)]);
    small.project.chapters[0].role = ChapterRole::Glossary;
    let book = small.resolve().unwrap();
    assert_eq!(small.told(), Vec::<String>::new());
    assert_eq!(terms(&book, 0), ["Ink term-ink", "Pen -"]);
}

#[test]
fn a_sorted_glossary_stands_in_the_order_of_its_language() {
    let text = "# A\n\n::: {.glossary .sorted}\nZ\n: one[^z]\n\nÉ\n: two\n\nF\nA\n\
                : three[^f]\n\ne\n: four\n:::\n\n[^z]: Z\n[^f]: F\n";
    let book = book(&[("a.md", text)]);
    assert_eq!(
        terms(&book, 0),
        ["e term-e", "É term-é", "F term-f", "A term-a", "Z term-z"]
    );
    // blocks and notes are numbered as they are read
    let document = &book.chapters[0].document;
    let mut ids = Vec::new();
    visit_blocks(&document.blocks, &mut |block| {
        if let BlockKind::Definitions(list) = &block.kind {
            for one in list {
                ids.extend(one.terms.iter().map(|term| term.id.0));
                ids.extend(one.details.iter().flatten().map(|block| block.id.0));
            }
        }
    });
    assert_eq!(ids, (4..=12).collect::<Vec<_>>());
    let note = |at: usize| match &document.notes[at].blocks[0].kind {
        BlockKind::Paragraph(text) => plain_text(text),
        other => panic!("{other:?}"),
    };
    assert_eq!((note(0), note(1)), ("F".to_owned(), "Z".to_owned()));
}

#[test]
fn what_is_wrong_with_terms_is_told() {
    says(
        &[("a.md", "[Firm]{.term} [x]{term=unheard}\n"), ("b.md", GLOSSARY)],
        &[
            "error[missing-term] a.md:1:1: no glossary explains `Firm` \
             (the nearest is `Firn` in `b.md`: `term=\"Firn\"`)",
            "error[missing-term] a.md:1:15: no glossary explains `unheard` \
             (explain it in a list of definitions in `::: glossary` or in a chapter with \
             the role `glossary` of this edition)",
            "warning[unused-term] b.md:4:1: nothing leads to the term `Firn` \
             (write `[Firn]{.term}` or `[…]{term=\"Firn\"}` where it is used)",
            "warning[unused-term] b.md:7:1: nothing leads to the term `Blue ice` \
             (write `[Blue ice]{.term}` or `[…]{term=\"Blue ice\"}` where it is used)",
        ],
    );
    says(
        &[("a.md", "::: glossary\nFirn\n: a\n\nIce\nfirn\n: b\n:::\n")],
        &["error[duplicate-term] a.md:6:1: the term `firn` is defined twice \
           (keep one; capital letters do not count)"],
    );
    says(
        &[("a.md", "A\n"), ("notice-x.md", "::: glossary\nFirn\n: a\n:::\n")],
        &["error[bad-glossary] notice-x.md:1:1: a notice cannot hold a glossary \
           (write it in a chapter)"],
    );
}

#[test]
fn a_glossary_that_nothing_leads_to_is_told_only_where_terms_are_marked() {
    says(&[("a.md", GLOSSARY)], &[]);
    let unused = "warning[unused-term] b.md:7:1: nothing leads to the term `Blue ice` \
                  (write `[Blue ice]{.term}` or `[…]{term=\"Blue ice\"}` where it is used)";
    says(&[("a.md", "[firn]{.term}\n"), ("b.md", GLOSSARY)], &[unused]);
    // an edition with some of the chapters need not use all terms
    let mut small =
        small(&[("a.md", "[firn]{.term}\n"), ("b.md", GLOSSARY), ("c.md", "C")]);
    small.without_last_chapter();
    small.resolve().unwrap();
    assert_eq!(small.told(), Vec::<String>::new());
}

#[test]
fn terms_that_cannot_be_are_told() {
    let all = |text: &str| {
        let (_, sources, sink) = read(text);
        told(&sources, &sink)
    };
    let linked = "a term stands in a link or holds one";
    assert_eq!(
        all("[a [b](#c)]{.term}\n\n[a [b]{.term}](#c)\n\n[a[^1]]{.term}\n\n\
             [[a]{.term} b]{.term}\n\n[]{term=a} [x]{term=\" \"}\n\n[^1]: N\n"),
        [
            format!("error[bad-term] 1:12: {linked}"),
            format!("error[bad-term] 3:7: {linked}"),
            format!("error[bad-term] 5:8: {linked}"),
            format!("error[bad-term] 7:15: {linked}"),
            "error[bad-term] 9:3: a term has no words".to_owned(),
            "error[bad-term] 9:15: a term has no words".to_owned(),
        ]
    );
    assert_eq!(
        all(
            "::: glossary\nText.\n:::\n\n::: {.aside .sorted}\nText.\n:::\n\n[x]{.terms}\n"
        ),
        [
            "error[bad-glossary] 1:5: a glossary has no terms",
            "error[unknown-attribute] 5:5: a block in colons does not take `.sorted`",
            "error[unknown-attribute] 9:4: text in brackets does not take `.terms`",
        ]
    );
}

#[test]
fn the_page_of_a_definition_is_named_where_it_is_asked_for() {
    let (document, ..) = read("[a]{.term .page} [a]{.term lang=fr .page} [a]{.term}\n");
    let document = document.unwrap();
    let pages: Vec<RefKind> = document.refs.iter().map(|one| one.of).collect();
    let page = |page| RefKind::Term { page };
    assert_eq!(pages, [page(true), page(true), page(false)]);
}
