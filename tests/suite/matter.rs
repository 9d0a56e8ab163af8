//! Parts, and front and back matter, in the book of them.

use std::fs;
use std::path::Path;
use std::process::Command;

/// The files of the site of `tests/books/matter`, and its single page.
fn built() -> tempfile::TempDir {
    let book = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books/matter");
    let output = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_trifold"));
    command.args(["build", "-q", "-e", "book", "-f", "html", "-f", "site", "-o"]);
    assert!(command.arg(output.path()).arg(book).output().unwrap().status.success());
    output
}

#[test]
fn chapters_lie_below_their_part_in_the_contents() {
    let output = built();
    let page = fs::read_to_string(output.path().join("the-weir.html")).unwrap();
    let contents = page.split("<nav").nth(1).unwrap().split("</nav>").next().unwrap();
    let nested = "High Water</a>\n<ol>\n<li><a href=\"#rain\">Rain</a>";
    assert!(contents.contains(nested), "{contents}");
    let after = "Epilogue</a></li>\n</ol>\n</li>\n<li><a href=\"#levels-of-the-year\">";
    assert!(contents.contains(after), "{contents}");
    assert!(!contents.contains("edication"), "a dedication is in no list");
}

#[test]
fn the_web_tells_what_each_chapter_is() {
    let output = built();
    let page = fs::read_to_string(output.path().join("the-weir.html")).unwrap();
    let roles: Vec<&str> = page
        .match_indices("role=\"doc-")
        .map(|(at, start)| page[at + start.len()..].split('"').next().unwrap())
        .filter(|role| *role != "pagebreak" && *role != "toc" && *role != "pagelist")
        .collect();
    assert_eq!(
        roles,
        [
            "dedication",
            "foreword",
            "preface",
            "part",
            "chapter",
            "chapter",
            "part",
            "chapter",
            "epilogue",
            "appendix",
            "afterword",
            "acknowledgments",
        ]
    );
    let part = output.path().join("the-weir-site/part-high-water.html");
    let part = fs::read_to_string(part).unwrap();
    assert!(part.contains("<h1 id=\"part-high-water\">High Water</h1>"), "{part}");
    let copyright =
        fs::read_to_string(output.path().join("the-weir-site/copyright-page.html"));
    assert!(copyright.unwrap().contains("<p>ISBN 978-0-306-40615-7 (print)</p>"));
    assert!(part.contains("data-page=\"1\""), "the text begins with page 1");
}

#[test]
fn lists_of_figures_and_tables_follow_the_contents() {
    let book = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books/columns");
    let output = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_trifold"));
    command.args(["build", "-q", "-e", "book", "-f", "html", "-f", "site", "-o"]);
    assert!(command.arg(output.path()).arg(book).output().unwrap().status.success());
    let page = fs::read_to_string(output.path().join("columns.html")).unwrap();
    let lists: Vec<&str> = page
        .split("<nav")
        .filter_map(|nav| nav.split("</nav>").next())
        .filter(|nav| nav.contains("aria-labelledby=\"list-of-"))
        .collect();
    assert_eq!(lists.len(), 2);
    assert!(
        lists[0].contains("<a href=\"#fig-mill\">1\u{a0}The mill from the bridge"),
        "{lists:?}"
    );
    // words keep their emphasis and lose their link and the mark of their note
    let words = "The parts of the <em>mill</em>, in a column.</a></li>";
    assert!(lists[1].contains(words), "{lists:?}");
    let site = output.path().join("columns-site/list-of-tables.html");
    assert!(fs::read_to_string(site).unwrap().contains("<h1 id=\"list-of-tables\">"));
}
