//! Lists numbered with letters, Roman numerals and numbers in brackets.

use crate::parse::{read, shape, told};

fn shape_of(text: &str) -> String {
    let (document, sources, sink) = read(&format!("# T\n\n{text}\n"));
    assert_eq!(told(&sources, &sink), Vec::<String>::new(), "{text}");
    let shape = shape(&document.unwrap());
    let lists = shape.lines().filter_map(|line| Some(line.trim().split_once("list ")?.1));
    lists.map(|line| line.replace("Some", "") + ";").collect()
}

#[test]
fn letters_and_numerals_number_lists() {
    for (text, wanted) in [
        ("a. one\nb. two\nc. three", "start=(1) tight=true LowerLetters;"),
        ("a) one\n\nb) two", "start=(1) tight=false LowerLetters;"),
        ("(a) one\n(b) two", "start=(1) tight=true LowerLetters;"),
        ("(3) one\n(4) two", "start=(3) tight=true;"),
        ("y. one\nz. two", "start=(25) tight=true LowerLetters;"),
        ("i. one\nii. two", "start=(1) tight=true LowerRoman;"),
        ("viii) one\nix) two", "start=(8) tight=true LowerRoman;"),
        ("h. one\ni. two\nj. three", "start=(8) tight=true LowerLetters;"),
        ("ix. one\nx. two", "start=(9) tight=true LowerRoman;"),
        ("A.  one\nB.  two", "start=(1) tight=true UpperLetters;"),
        ("IV. one\nV.  two", "start=(4) tight=true UpperRoman;"),
        ("#. one\n#. two", "start=(1) tight=true;"),
        ("#. one", "start=(1) tight=true;"),
        ("> a. one\n> b. two", "start=(1) tight=true LowerLetters;"),
        (
            "1. one\n   a. two\n   b. three\n2. four",
            "start=(1) tight=true;start=(1) tight=true LowerLetters;",
        ),
        ("- a. one\n  b. two", "start=None tight=true;start=(1) tight=true LowerLetters;"),
        (
            "3. one\n\na. two\nb. three\n\nX.  four\nXI.  five",
            "start=(3) tight=true;start=(1) tight=true LowerLetters;\
             start=(10) tight=true UpperRoman;",
        ),
        (
            "(a) x\n\n    (i) one\n\n    (ii) two\n\n(b) y",
            "start=(1) tight=false LowerLetters;start=(1) tight=false LowerRoman;",
        ),
        (
            "(a) x\n(b) y\n(c) z\n\n(i) one\n(ii) two",
            "start=(1) tight=true LowerLetters;start=(1) tight=true LowerRoman;",
        ),
        (
            "A.  x\nB.  y\n\nI.  one\nII.  two",
            "start=(1) tight=true UpperLetters;start=(1) tight=true UpperRoman;",
        ),
        ("  i. one\n ii. two\niii. three", "start=(1) tight=true LowerRoman;"),
        (" (i) one\n(ii) two", "start=(1) tight=true LowerRoman;"),
        ("viii. one\n  ix. two", "start=(8) tight=true LowerRoman;"),
        ("Term\n:   a. one\n    b. two", "start=(1) tight=true LowerLetters;"),
        ("a. one\nmore\nb. two", "start=(1) tight=true LowerLetters;"),
        ("a. one\n\n   more\n\nb. two", "start=(1) tight=false LowerLetters;"),
        (
            "a. one\nb. two\n\nc. three\n\n   ```\n   i. x\n   ii. y\n   ```",
            "start=(1) tight=false LowerLetters;",
        ),
        (":::: aside\na. one\nb. two\n::::", "start=(1) tight=true LowerLetters;"),
    ] {
        assert_eq!(shape_of(text), wanted, "{text}");
    }
}

#[test]
fn sentences_that_begin_with_letters_are_none() {
    for text in [
        "a. m. is before noon",
        "A. Ash\nB. Birch",
        "a. one\n\nc. three",
        "i. e. that is",
        "a. one\n\nWords.\n\nb. two",
        "(see) one\n(too) two",
        "```\na. one\nb. two\n```",
        "    a. one\n    b. two",
        "mix. one\nliv. two",
        "a.one\nb.two",
    ] {
        assert_eq!(shape_of(text), "", "{text}");
    }
}

#[test]
fn a_list_is_numbered_in_one_way() {
    let (_, sources, sink) = read("# T\n\na. one\nb. two\n3) three\n");
    let told = told(&sources, &sink);
    assert!(told[0].starts_with("error[mixed-numbers] 5:1"), "{told:?}");
}
