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
    let part = output.path().join("the-weir-site/sec-high.html");
    let part = fs::read_to_string(part).unwrap();
    assert!(part.contains("<h1 id=\"sec-high\">High Water</h1>"), "{part}");
    let copyright =
        fs::read_to_string(output.path().join("the-weir-site/copyright-page.html"));
    assert!(copyright.unwrap().contains("<p>ISBN 978-0-306-40615-7 (print)</p>"));
    assert!(part.contains("data-page=\"1\""), "the text begins with page 1");
}

#[test]
fn title_and_copyright_page_name_who_made_the_book() {
    let output = built();
    let page = fs::read_to_string(output.path().join("the-weir.html")).unwrap();
    let named = "<p class=\"authors\">Ann Ash, Dan Dale</p>\n\
                 <p class=\"maker\">Edited by Cleo Clay, Hal Hay</p>\n\
                 <p class=\"maker\">Translated by Ed Elm</p>\n\
                 <p class=\"maker\">Illustrated by Ann Ash</p>\n\
                 <p class=\"maker\">Foreword by Fay Fern</p>\n";
    assert!(page.contains(named), "{page}");
    for line in [
        "<p>Rivers of the North, 3 (ISSN 2049-3630)</p>",
        "<p>Cover design by Gus Gale</p>",
        "<p>Proofread by Ed Elm</p>",
        "<p>Ann Ash, School of Rivers, <a href=\"https://orcid.org/0000-0002-1825-0097\">\
         https://orcid.org/0000-0002-1825-0097</a>, \
         <a href=\"https://example.org/ash\">https://example.org/ash</a></p>",
    ] {
        assert!(page.contains(line), "{line}");
    }
    let data = page.split("<script type=\"application/ld+json\">").nth(1).unwrap();
    let data = data.split("</script>").next().unwrap();
    let data: serde_json::Value = serde_json::from_str(data).unwrap();
    assert_eq!(data["author"][0]["sameAs"], "https://orcid.org/0000-0002-1825-0097");
    assert_eq!(data["author"][0]["affiliation"]["name"], "School of Rivers");
    assert_eq!(data["author"][1]["name"], "Dan Dale");
    assert_eq!(data["editor"][1]["name"], "Hal Hay");
    assert_eq!(data["translator"][0]["name"], "Ed Elm");
    // the foreword and the cover; who drew the pictures is an author too
    assert_eq!(data["contributor"].as_array().unwrap().len(), 4);
    assert_eq!(data["isPartOf"]["issn"], "2049-3630");
    assert_eq!(data["position"], "3");
    let orcid = "<meta name=\"citation_author_orcid\" \
                 content=\"https://orcid.org/0000-0002-1825-0097\"";
    assert!(page.contains(orcid), "{page}");
}

#[test]
fn chapters_name_who_wrote_them() {
    let book = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books/edited");
    let output = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_trifold"));
    command.args(["build", "-q", "-e", "book", "-f", "html", "-f", "site", "-o"]);
    assert!(command.arg(output.path()).arg(book).output().unwrap().status.success());
    let page = fs::read_to_string(output.path().join("ways-by-water.html")).unwrap();
    for part in [
        "<p class=\"maker\">Edited by Ann Ash, Ben Birch</p>",
        "3\u{a0}</span>A Bridge and Its Toll</h2>\n\
         <p class=\"byline\">Hal Hay, Ida Iles, Jo Jay</p>\n<p>The bridge",
        "A Bridge and Its Toll <span class=\"by\">Hal Hay, Ida Iles, Jo Jay</span></a>",
    ] {
        assert!(page.contains(part), "{part}");
    }
    assert!(!page.contains("class=\"authors\""), "nobody wrote all of it");
    assert!(page.contains("<meta name=\"author\" content=\"Ann Ash\""), "{page}");
    let chapter = output.path().join("ways-by-water-site/bridge.html");
    let chapter = fs::read_to_string(chapter).unwrap();
    assert!(chapter.contains("<meta name=\"author\" content=\"Ida Iles\""), "{chapter}");
    assert!(chapter.contains("\"name\": \"Jo Jay\""), "{chapter}");
}

#[test]
fn parts_have_labels_that_references_name() {
    for (book, stem, named) in [
        (
            "numbers",
            "numbers",
            "All of <a class=\"cross-reference\" href=\"part\">Part\u{a0}I</a> was written at the \
             mill (<a class=\"cross-reference\" href=\"part\">Part\u{a0}I, page\u{a0}1</a>); \
             number <a class=\"cross-reference\" href=\"part\">I</a> is the only one.",
        ),
        (
            "matter",
            "the-weir",
            "What stood in <a class=\"cross-reference\" href=\"part\">“High Water”</a> is dry",
        ),
    ] {
        let book = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books").join(book);
        let output = tempfile::tempdir().unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_trifold"));
        command.args(["build", "-q", "-e", "book", "-f", "html", "-o"]);
        assert!(command.arg(output.path()).arg(book).output().unwrap().status.success());
        let page = fs::read_to_string(output.path().join(stem).with_extension("html"));
        let page = page.unwrap();
        let id = if stem == "numbers" { "sec-mill" } else { "sec-high" };
        assert!(page.contains(&format!("id=\"{id}\"")), "the part has its label");
        let named = named.replace("href=\"part\"", &format!("href=\"#{id}\""));
        assert!(page.contains(&named), "{named}");
    }
}

#[test]
fn the_list_of_an_mdbook_is_the_list_of_chapters() {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    let project = "title = \"A\"\nlanguage = \"en\"\ndate = 2026-01-01\n\
                   [numbers]\nchapters = true\nsections = 1\n";
    write("trifold.toml", project);
    let list = "# Summary\n\n[Before](before.md)\n\n# Waters\n\n- [Rain & *hail*](rain.md)\n  \
                - [Snow](deep/snow.md)\n- [Later]()\n\n---\n\n[After](after.md)\n";
    write("manuscript/SUMMARY.md", list);
    write("manuscript/before.md", "# Its own title\n\nText.\n\n## Within\n\nText.\n");
    write("manuscript/rain.md", "Text of rain.\n\n## Drops\n\nText.\n");
    write("manuscript/deep/snow.md", "Text of snow.\n");
    write("manuscript/after.md", "Text after.\n");
    let mut command = Command::new(env!("CARGO_BIN_EXE_trifold"));
    command.args(["build", "-f", "html", "-o"]).arg(folder.path().join("out"));
    let built = command.arg(folder.path()).output().unwrap();
    let told = String::from_utf8(built.stderr).unwrap();
    assert!(told.contains("`Later` has no file and is left out"), "{told}");
    assert!(told.contains("manuscript/SUMMARY.md:9:4"), "{told}");
    assert!(!told.contains("unlisted-chapter") && built.status.success(), "{told}");
    let page = fs::read_to_string(folder.path().join("out/a.html")).unwrap();
    let contents = page.split("<nav").nth(1).unwrap().split("</nav>").next().unwrap();
    let words: Vec<&str> = contents
        .split("</a>")
        .filter_map(|entry| entry.rsplit_once("\">"))
        .map(|(_, words)| words)
        .collect();
    let expected = [
        "Its own title",
        "Within",
        "Waters",
        "1\u{a0}Rain &amp; <em>hail</em>",
        "1.1\u{a0}Drops",
        "2\u{a0}Snow",
        "After",
    ];
    assert_eq!(words, expected, "{contents}");
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
