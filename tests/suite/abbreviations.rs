//! Abbreviations of the whole book, and the list of them.

use crate::weaving::built;

const BOOK: &str = "[abbreviations]\nWHO = \"World Health Organization\"\n\
                    NATO = \"North 'Atlantic'\"\n\"é\" = \"an \\\"e\\\"\"\n\
                    [[editions]]\nname = \"a\"\nlists = [\"abbreviations\"]\n";

#[test]
fn abbreviations_of_the_book_hold_in_all_chapters_and_notices() {
    let toml = "[abbreviations]\nWHO = \"World Health Organization\"\n\
                WHOLE = \"Other\"\n[[notices]]\nid = \"n\"\nkind = \"warning\"\n\
                title = \"N\"\nfile = \"n.md\"\n";
    let files = [
        ("a.md", "# A\n\nThe WHO, WHOLE, `WHO`, WHOS.\n"),
        ("b.md", "# B\n\n*[WHO]: What\n\nThe WHO.\n"),
        ("n.md", "Of the WHO.\n"),
    ];
    let (told, page) = built(toml, &files);
    assert!(!told.contains("error") && !told.contains("warning["), "{told}");
    let long = "<abbr title=\"World Health Organization\">WHO</abbr>";
    assert_eq!(page.matches(long).count(), 2, "{page}");
    let first = format!(
        "The {long}, <abbr title=\"Other\">WHOLE</abbr>, \
                         <code>WHO</code>, WHOS."
    );
    assert!(page.contains(&first), "{page}");
    // what a chapter says goes first in it
    assert!(page.contains("The <abbr title=\"What\">WHO</abbr>."), "{page}");
    assert!(!page.contains("list-of-abbreviations"), "nobody asked for a list");
}

#[test]
fn the_list_is_sorted_and_has_what_is_used() {
    let files = [
        ("a.md", "---\nlang: fr\n---\n# A\n\n*[WHO]: Qui\n\nLa WHO, é, NATO.\n"),
        (
            "b.md",
            "# B\n\n*[FAO]: Food\n*[NO]: Not\n\nThe WHO, FAO, <abbr title=\"X\">z</abbr>.\n",
        ),
    ];
    let (told, page) = built(BOOK, &files);
    assert!(!told.contains("error") && !told.contains("warning["), "{told}");
    let list = page.split("<dl>").nth(1).unwrap().split("</dl>").next().unwrap();
    let expected = "\n<dt><abbr>é</abbr></dt>\n<dd>an “e”</dd>\n\
                    <dt><abbr>FAO</abbr></dt>\n<dd>Food</dd>\n\
                    <dt><abbr>NATO</abbr></dt>\n<dd>North ‘Atlantic’</dd>\n\
                    <dt><abbr>WHO</abbr></dt>\n<dd>World Health Organization</dd>\n\
                    <dd lang=\"fr\">Qui</dd>\n\
                    <dt><abbr>z</abbr></dt>\n<dd>X</dd>\n";
    assert_eq!(list, expected);
}

#[test]
fn what_nobody_uses_and_what_says_nothing_is_told() {
    let (told, _) = built(BOOK, &[("a.md", "# A\n\n*[WHO]: Qui\n\nThe WHO and é.\n")]);
    for expected in [
        "warning[unused-abbreviation]: every chapter that uses `WHO` says itself",
        "warning[unused-abbreviation]: no chapter uses the abbreviation `NATO`",
    ] {
        assert!(told.contains(expected), "{told}");
    }
    let empty = "[[editions]]\nname = \"a\"\nlists = [\"abbreviations\"]\n";
    let (told, _) = built(empty, &[("a.md", "# A\n")]);
    assert!(
        told.contains("warning[empty-list]: the edition has no abbreviation"),
        "{told}"
    );
    for (line, expected) in [
        ("WHO = \" \"", "error[bad-abbreviation]: an abbreviation has no words"),
        ("\"\" = \"x\"", "error[bad-abbreviation]: an abbreviation has no words"),
        ("WHO = [\"a\", \"b\"]", "error[bad-abbreviation]: `WHO` is short for one thing"),
        ("WHO = 3", "error[wrong-type]"),
    ] {
        let toml = format!("[abbreviations]\n{line}\n");
        let (told, _) = built(&toml, &[("a.md", "# A\n")]);
        assert!(told.contains(expected) && told.contains("trifold.toml:6"), "{told}");
    }
}

#[test]
fn a_format_lists_what_it_shows() {
    let text =
        "# A\n\n::: {.content-hidden when-format=\"html\"}\nThe WHO.\n:::\n\nThe é.\n";
    let (_, page) = built(BOOK, &[("a.md", text)]);
    assert!(page.contains("<dt><abbr>é</abbr></dt>"), "{page}");
    assert!(!page.contains("World"), "{page}");
}
