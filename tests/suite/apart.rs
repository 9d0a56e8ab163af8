//! What stands apart from the text: epigraphs, verse, asides, steps; and what is said of
//! sizes: of pictures, of columns, and the numbers of lines of code.

use trifold::ast::{BlockKind, InlineKind, Size};
use trifold::length::Length;

use crate::blocks::{becomes, says};
use crate::parse::{read, told};

#[test]
fn the_name_below_an_epigraph_is_a_last_paragraph_with_a_dash_or_the_source() {
    becomes("::: epigraph\na\n\n--- Ann\n:::\n", "epigraph()[a by[— Ann]]");
    becomes("::: {.epigraph source=\"Ann *x*\"}\na\n:::\n", "epigraph()[a by[— Ann x]]");
    becomes("::: {.epigraph source=\"--- Ann\"}\na\n:::\n", "epigraph()[a by[— Ann]]");
    becomes("> a\n>\n> — Ann\n", "quote[a by[— Ann]]");
    // talk, whose every line begins with a dash
    becomes("> — a\n>\n> — b\n", "quote[— a — b]");
    becomes("> --- a\n", "quote[— a]");
    becomes("::: aside\na\n\n--- b\n:::\n", "aside()[a — b]");
    says(
        "::: {.verse source=Ann}\na\n\n--- Bea\n:::\n\n::: epigraph\n:::\n\n::: {.aside source=a}\nb\n:::\n",
        &[
            "error[two-attributions] 1:5: two names stand below one text",
            "error[empty-block] 7:5: a block in colons has no text",
            "error[unknown-attribute] 10:5: a block in colons does not take `source=a`",
        ],
    );
}

#[test]
fn verse_keeps_its_lines_and_how_far_they_are_moved_in() {
    becomes(
        "::: verse\na *b\n  c* d\\\n\te\n\n f\n:::\n",
        "verse()[stanza[a b/>>c d/>>>>e] stanza[>f]]",
    );
    becomes("- ::: verse\n  a\n    b\n  :::\n", "list[verse()[stanza[a/>>b]]]");
    becomes("> ::: {.verse lang=fr}\n> a\n> :::\n", "quote[verse(fr)[stanza[a]]]");
    says(
        "::: verse\n    a\n\n- b\n:::\n",
        &[
            "error[bad-verse] 2:5: verse holds only lines of text",
            "error[bad-verse] 4:1: verse holds only lines of text",
        ],
    );
}

#[test]
fn lines_behind_bars_are_lines() {
    becomes("| a\n|   b\n|\n| c\n", "verse()[stanza[a/>>b] stanza[c]]");
    becomes("::: verse\n| a\n| b\n:::\n", "verse()[verse()[stanza[a/b]]]");
    // a table without its line of hyphens, an escaped bar, a sum
    becomes("| a | b |\n| c | d |\n", "| a | b | | c | d |");
    becomes("\\| a\n", "| a");
    becomes("|x| = 2\n", "|x| = 2");
    becomes("| a\nb\n", "| a b");
}

#[test]
fn steps_are_one_numbered_list() {
    becomes("::: steps\n1. a\n2. b\n:::\n", "div()[steps[a|b]]");
    for text in ["::: steps\n- a\n:::\n", "::: steps\na\n\n1. b\n:::\n"] {
        says(text, &["error[bad-steps] 1:5: steps are one numbered list"]);
    }
}

#[test]
fn two_equals_signs_mark_words_and_compare_in_them() {
    let marks = |text: &str| {
        let (document, sources, sink) = read(text);
        assert_eq!(told(&sources, &sink), Vec::<String>::new(), "{text}");
        let mut marked = Vec::new();
        document.unwrap().visit_inlines(&mut |inline| {
            if let InlineKind::Span { attributes, text } = &inline.kind {
                assert!(attributes.mark);
                marked.push(trifold::ast::plain_text(text));
            }
        });
        marked.join("/")
    };
    assert_eq!(marks("==a== b ==\"c d\"==."), "a/“c d”");
    assert_eq!(marks("中==文==字"), "文");
    for plain in ["a == b", "a==b and c==d", "x === y", "=a=", "`==a==`", "\\==a=="] {
        assert_eq!(marks(plain), "", "{plain}");
    }
    becomes("a==b *c* d==e\n", "a==b c d==e");
}

#[test]
fn heights_are_lengths() {
    let (document, ..) = read("![a](b.png){height=2in}\n\nc ![d](e.png){height=96px}\n");
    let document = document.unwrap();
    let BlockKind::Figure { width, height, .. } = &document.blocks[0].kind else {
        panic!()
    };
    assert_eq!((*width, *height), (None::<Size>, Some(Length::points(144))));
    says(
        "![a](b.png){height=50%}\n\nc ![d](e.png){height=x}\n",
        &[
            "error[bad-height] 1:1: `50%` is no height",
            "error[bad-height] 3:3: `x` is no height",
        ],
    );
}

#[test]
fn widths_of_columns_are_hundredths_of_the_line() {
    let table = "| a | b |\n|---|---|\n| c | d |\n\n: {tbl-colwidths=\"WIDTHS\"}\n";
    let widths = |written: &str| {
        let (document, sources, sink) = read(&table.replace("WIDTHS", written));
        let BlockKind::Table(table) =
            &document.map_err(|_| told(&sources, &sink))?.blocks[0].kind
        else {
            panic!()
        };
        Ok::<_, Vec<String>>(table.widths.clone())
    };
    assert_eq!(widths("[40,60]"), Ok(vec![400, 600]));
    assert_eq!(widths("[12.5, 50]"), Ok(vec![125, 500]));
    for wrong in ["[50]", "[1,2,3]", "[60,60]", "40,60", "[0,10]", "[a,b]"] {
        let told = widths(wrong).unwrap_err();
        assert!(told.len() == 1 && told[0].contains("bad-column-widths"), "{told:?}");
    }
}

#[test]
fn lines_of_code_are_numbered_as_pandoc_and_quarto_say() {
    let numbers = |braces: &str| {
        let (document, sources, sink) = read(&format!("```{{{braces}}}\na\n```\n"));
        let document = document.map_err(|_| told(&sources, &sink))?;
        let BlockKind::Code { numbers, .. } = &document.blocks[0].kind else { panic!() };
        Ok::<_, Vec<String>>(*numbers)
    };
    assert_eq!(numbers(".rust"), Ok(None));
    assert_eq!(numbers(".rust .numberLines"), Ok(Some(1)));
    assert_eq!(numbers(".rust .number-lines startFrom=\"10\""), Ok(Some(10)));
    assert_eq!(numbers("code-line-numbers=true"), Ok(Some(1)));
    assert_eq!(numbers("code-line-numbers=false"), Ok(None));
    for wrong in ["startFrom=2", ".numberLines startFrom=x", "code-line-numbers=\"1-3\""] {
        let told = numbers(wrong).unwrap_err();
        assert!(told.len() == 1 && told[0].contains("bad-line-numbers"), "{told:?}");
    }
}

#[test]
fn abbreviations_carry_what_they_are_short_for() {
    let found = |text: &str| {
        let (document, sources, sink) = read(text);
        assert_eq!(told(&sources, &sink), Vec::<String>::new(), "{text}");
        let mut all = Vec::new();
        document.unwrap().visit_inlines(&mut |inline| {
            if let InlineKind::Span { attributes, text } = &inline.kind {
                let long = attributes.expansion.clone().unwrap_or_default();
                all.push(format!("{}={long}", trifold::ast::plain_text(text)));
            }
        });
        all.join(" ")
    };
    let lines = "*[A]: one\n*[A B]: two \"words\"\n";
    assert_eq!(
        found(&format!("{lines}\nA B, A. B *A*'s\n")),
        "A B=two “words” A=one A=one"
    );
    assert_eq!(found(&format!("AA a A1 `A` [x](A)\n\n{lines}")), "");
    assert_eq!(found(&format!("<abbr title=\"x\">A</abbr> A\n\n{lines}")), "A=x A=one");
    // what is raised behind it is no letter of it
    assert_eq!(found(&format!("A[^n] A^[m]\n\n[^n]: o\n\n{lines}")), "A=one A=one");
    assert_eq!(found("# A\n\n::: aside\nA\n:::\n\n *[A]: one\r\n"), "A=one A=one");
    let block = format!("<p><abbr title=\"x\">A</abbr> A</p>\n\n{lines}");
    assert_eq!(found(&block), "A=x A=one");
    becomes("```\n*[A]: one\n```\n\nA\n", "code\"*[A]: one\\n\" A");
    becomes("a\n*[A]: one\nb\n", "a b");
    says(
        "*[A]: one\n*[A]: two\n*[B]:\n\n<abbr>C</abbr>\n",
        &[
            "error[bad-abbreviation] 2:1: `A` is short for two things",
            "error[bad-abbreviation] 3:1: an abbreviation has no words",
            "error[bad-abbreviation] 5:1: `<abbr>` has no `title`",
        ],
    );
}
