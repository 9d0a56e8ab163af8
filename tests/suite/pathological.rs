//! Texts that are hard to read take no more time than others, and no depth of the stack.
//!
//! The inputs are those of `test/pathological_tests.py` of cmark-gfm 0.29.0.gfm.6 (John
//! MacFarlane and others), and some of raw HTML. They are so long that what takes time in
//! proportion to the square of their length would take minutes;
//! `tests/bench/pathological.sh` gives figures.

use std::fmt::Write as _;

use trifold::backend::markup::{PageMarks, Syntax, Writing, division};
use trifold::layout::PageMap;
use trifold::resolve::Division;

use crate::layout::{theme_named, typeset};
use crate::parse::read;
use crate::resolve::one_chapter;

/// A text, how often, and whether it is no error.
type Input = (fn(usize) -> String, usize, bool);

fn around(before: &str, inner: &str, after: &str, count: usize) -> String {
    format!("{}{inner}{}", before.repeat(count), after.repeat(count))
}

const INPUTS: [Input; 32] = [
    (|n| around("*a **a ", "b", " a** a*", n), 65_000, false),
    (|n| "a_ ".repeat(n), 65_000, true),
    (|n| "_a ".repeat(n), 65_000, true),
    (|n| "a]".repeat(n), 65_000, true),
    (|n| "[a".repeat(n), 65_000, true),
    (|n| "*a_ ".repeat(n), 50_000, true),
    (|n| format!("a**b{}", "c* ".repeat(n)), 50_000, true),
    (|n| "[ a_".repeat(n), 50_000, true),
    (|n| "[ (](".repeat(n), 80_000, true),
    (|n| "**x [a*b**c*](https://d.org) ".repeat(n), 5_000, true),
    (|n| around("[", "a", "]", n), 50_000, true),
    (|n| format!("{}a", "> ".repeat(n)), 50_000, false),
    (|n| (0..n).map(|depth| "  ".repeat(depth) + "* a\n").collect(), 1_000, false),
    (|n| (1..n).map(|length| format!("e{}", "`".repeat(length))).collect(), 1_000, true),
    (|n| "[a](<b".repeat(n), 30_000, true),
    (|n| "[a](b".repeat(n), 30_000, true),
    (|n| "aaa\rbbb\n-\u{b}\n".repeat(n), 30_000, false),
    (references, 20_000, true),
    (|n| "<div>".repeat(n), 50_000, false),
    (|n| "<div>\n\n".repeat(n), 20_000, false),
    (|n| "a <b>".repeat(n), 50_000, false),
    (|n| "a </b>".repeat(n), 50_000, false),
    (|n| around("<ul><li>", "a", "</li></ul>", n), 50_000, false),
    (|n| "a <b>b</b> ".repeat(n), 10_000, true),
    (|n| format!("<table>{}</table>", "<tr><td rowspan=1>a<td>b".repeat(n)), 5_000, true),
    (|n| "<!-- a --> b\n".repeat(n), 20_000, true),
    (|n| format!("<p>{}", "&amp;&lt &nothing; ".repeat(n)), 20_000, true),
    (|n| "<a ".repeat(n), 50_000, true),
    (|n| "+-+\n|a|\n+-+\n\n".repeat(n), 2_000, true),
    (|n| format!("+--+\n{}", "|[a|\n+--+\n".repeat(n)), 3_000, true),
    (|n| format!("+{}\n|{}|\n", "-+".repeat(n), " |".repeat(n)), 30_000, false),
    (|n| "<details><summary>a</summary>\n\nb\n\n</details>\n\n".repeat(n), 5_000, true),
];

fn references(count: usize) -> String {
    let mut text = String::new();
    for at in 0..count {
        writeln!(text, "[{at}]: https://a.org").unwrap();
    }
    text + &"[0] ".repeat(count)
}

/// The units of the text that a chapter becomes on a web page, or none if it is refused.
fn written(text: &str) -> Option<usize> {
    let document = read(text).0.ok()?;
    let mut small = one_chapter(text, document, &[]);
    let book = small.resolve().ok()?;
    let marks = PageMarks::new(&book, &PageMap::default());
    let writing = Writing {
        syntax: Syntax::Html,
        heading_shift: 0,
        picture: &|_| String::new(),
        link: &|_, id| format!("#{id}"),
    };
    Some(division(&book, &marks, Division::Chapter(0), &writing).into_string().len())
}

#[test]
fn texts_that_are_hard_to_read_are_read_in_time() {
    for (make, count, fine) in INPUTS {
        let text = make(count);
        let length = written(&text);
        assert_eq!(length.is_some(), fine, "{}", &text[..20]);
    }
}

#[test]
fn texts_that_are_hard_to_read_are_set_in_time() {
    let theme = theme_named("book");
    for (make, count, _) in INPUTS.into_iter().filter(|(.., fine)| *fine) {
        let text = make(count / 20);
        let document = read(&text).0.unwrap_or_else(|_| panic!("{}", &text[..20]));
        let mut small = one_chapter(&text, document, &[]);
        let book = small.resolve().ok().unwrap();
        let (print, _) = typeset(&book, &theme);
        assert!(!print.sheets.is_empty());
    }
}
