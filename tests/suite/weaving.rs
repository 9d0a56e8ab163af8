//! Files and values that texts name.

use std::fs;
use std::path::Path;
use std::process::Command;

/// What a project of these files says when it is built as a web page, and its page.
pub(crate) fn built(toml: &str, files: &[(&str, &str)]) -> (String, String) {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("manuscript")).unwrap();
    let start = "title = \"A\"\nlanguage = \"en\"\ndate = 2026-11-23\nslug = \"a\"\n";
    fs::write(folder.path().join("trifold.toml"), format!("{start}{toml}")).unwrap();
    for (path, text) in files {
        fs::write(folder.path().join("manuscript").join(path), text).unwrap();
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_trifold"));
    let ran = command.args(["build", "-f", "html"]).current_dir(folder.path()).output();
    let page = fs::read_to_string(folder.path().join("output/a.html")).unwrap_or_default();
    (String::from_utf8(ran.unwrap().stderr).unwrap(), page)
}

#[test]
fn a_mistake_in_an_included_file_is_told_in_that_file() {
    let chapter = "# One\n\nText of {{< var x >}} and\n\n> quoted\n\n{{< include _part.md >}}\n\n[b](#gone)\n";
    let part = "Fine.\n\nNot ![](fine.png) [a](#gone) {{< var x >}}.\n";
    let files = [("a.md", chapter), ("_part.md", part)];
    let (told, _) = built("[variables]\nx = \"some **words**\"\n", &files);
    for expected in ["manuscript/_part.md:3:5", "a picture has no alternative text"] {
        assert!(told.contains(expected), "{told}");
    }
    assert!(told.contains("3 | Not ![](fine.png)"), "{told}");
    let part = part.replace("![](fine.png) ", "");
    let files = [("a.md", chapter), ("_part.md", part.as_str())];
    let (told, _) = built("[variables]\nx = \"some **words**\"\n", &files);
    assert!(told.contains("manuscript/_part.md:3:5"), "{told}");
    assert!(told.contains("manuscript/a.md:9:1"), "{told}");
}

#[test]
fn a_mistake_in_a_file_of_two_chapters_is_told_once() {
    let chapter = |title: &str| format!("# {title}\n\n> {{{{< include _part.md >}}}}\n");
    let (one, two) = (chapter("One"), chapter("Two"));
    let files = [
        ("a.md", one.as_str()),
        ("b.md", two.as_str()),
        ("_part.md", "Fine.\n\nNot ![](x.png) <b class=\"c\">d</b>.\n"),
    ];
    let (told, _) = built("", &files);
    assert_eq!(told.matches("missing-alt]").count(), 1, "{told}");
    assert_eq!(told.matches("attribute-left-out]").count(), 1, "{told}");
    assert!(told.contains("manuscript/_part.md:3:5"), "{told}");
}

#[test]
fn a_label_of_a_part_that_is_nearly_right_is_named() {
    let toml = "chapters = [{ part = \"High\", id = \"sec-high\", chapters = [\"a.md\"] }]\n\
                [numbers]\nparts = true\n";
    let (told, _) = built(toml, &[("a.md", "# One\n\nSee @sec-hihg.\n")]);
    assert!(told.contains("the nearest is the part `#sec-high`"), "{told}");
}

#[test]
fn a_mistake_in_a_value_is_told_where_it_is_named() {
    let chapter = "# One\n\nText of {{< var x >}} ends.\n";
    let (told, _) = built("[variables]\nx = \"some [b](#gone)\"\n", &[("a.md", chapter)]);
    assert!(told.contains("manuscript/a.md:3:9"), "{told}");
    assert!(told.contains("         ^^^^^^^^^^^^^\n"), "{told}");
}

#[test]
fn variables_are_named_on_one_line_and_hold_no_others() {
    for (toml, code) in [
        ("[variables]\nx = \"{{< var y >}}\"\n", "bad-variable"),
        ("[variables]\nx = \"\"\"a\nb\"\"\"\n", "bad-variable"),
        ("[variables]\n\"x y\" = \"a\"\n", "bad-variable"),
        ("[variables]\nx = [1]\n", "wrong-type"),
        ("variables = 3\n", "wrong-type"),
    ] {
        let (told, _) = built(toml, &[("a.md", "# One\n")]);
        assert!(told.contains(code) && told.contains("trifold.toml:"), "{toml}: {told}");
    }
}

#[test]
fn files_that_begin_with_a_line_below_are_no_chapters() {
    let files = [("a.md", "# One\n\n{{< include _b.md >}}\n"), ("_b.md", "Beta\n")];
    let (told, page) = built("", &files);
    assert!(!told.contains("warning") && !told.contains("error"), "{told}");
    assert_eq!(page.matches("Beta").count(), 1);
    let files = [("a.md", "# One\n\n{{< include b.md >}}\n"), ("b.md", "Beta\n")];
    let (told, page) = built("chapters = [\"a.md\"]\n", &files);
    assert!(!told.contains("unlisted-chapter"), "{told}");
    assert_eq!(page.matches("Beta").count(), 1);
}

#[test]
fn a_pdf_holds_the_files_as_they_were_written() {
    let folder = tempfile::tempdir().unwrap();
    let book = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books/parts");
    let mut command = Command::new("cp");
    assert!(command.arg("-r").arg(&book).arg(folder.path()).status().unwrap().success());
    let toml = folder.path().join("parts/trifold.toml");
    let text = fs::read_to_string(&toml).unwrap();
    let pdf =
        "formats = [\"pdf\"]\npdf = { standard = \"ua-1+a-3a\", attach-source = true }\n";
    fs::write(&toml, format!("{text}{pdf}")).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_trifold"));
    let ran = command.arg("build").arg(folder.path().join("parts")).output().unwrap();
    assert!(ran.status.success(), "{ran:?}");
    let made = folder.path().join("parts/output/the-bread-companion.pdf");
    let document = lopdf::Document::load(made).unwrap();
    let files: Vec<Vec<u8>> = document
        .objects
        .values()
        .filter_map(|object| object.as_stream().ok())
        .filter(|stream| {
            let kind = stream.dict.get(b"Type").and_then(lopdf::Object::as_name);
            kind.is_ok_and(|kind| kind == b"EmbeddedFile")
        })
        .map(|stream| stream.decompressed_content().unwrap_or(stream.content.clone()))
        .collect();
    let written = |path: &str| fs::read(book.join("manuscript").join(path)).unwrap();
    for path in ["01-dough.md", "shared/_care.md", "shared/_scales.md", "code/dough.rs"] {
        let text = written(path);
        assert_eq!(files.iter().filter(|file| **file == text).count(), 1, "{path}");
    }
}

#[test]
fn the_head_of_a_chapter_gives_title_and_role() {
    let files = [
        ("a.md", "---\ntitle: \"One: *two*\"\nunnumbered: true\n---\n\nText\n\n## Part\n"),
        ("b.md", "---\ntitle: What came *first*\nrole: preface\n---\nBefore\n"),
        ("c.md", "---\ndraft: true\n---\n# Secret\n"),
    ];
    let toml = "chapters = [\"b.md\", \"a.md\", \"c.md\"]\n[numbers]\nchapters = true\n";
    let (told, page) = built(toml, &files);
    assert!(
        told.contains("warning[draft-chapter]: `c.md` is a draft and left out"),
        "{told}"
    );
    assert!(told.contains("manuscript/c.md:2:8"), "{told}");
    assert!(!page.contains("Secret"));
    assert!(page.contains(">One: <em>two</em></h2>"), "{page}");
    assert!(page.contains("role=\"doc-preface\""));
}

#[test]
fn what_the_head_of_a_chapter_says_in_vain_is_told() {
    for (text, expected) in [
        ("---\ntitle: C\n---\n# B\n", "the text has a title of its own"),
        ("---\nunnumbered: true\n---\n# B\n", "`unnumbered` at the head is for a title"),
        (
            "---\ntitle: A\nsubtitle: Ann\n---\n",
            "not used of what stands at the head: `subtitle`",
        ),
        ("---\ntitle: A\nrole: perface\n---\n", "the nearest is `preface`"),
        ("---\ntitle: A [b](#gone)\n---\n", "manuscript/a.md:2:8"),
        ("---\ndraft: yes please\n---\n# B\n", "error[bad-metadata]"),
        ("---\ndraft: true\n---\n# B\n", "every chapter is a draft"),
    ] {
        let (told, _) = built("", &[("a.md", text)]);
        assert!(told.contains(expected), "{text}: {told}");
    }
}

#[test]
fn a_file_that_is_not_there_hides_no_mistakes_of_other_chapters() {
    let files = [
        ("a.md", "# One\n\n{{< include _gone.md >}}\n\nNote.[^n]\n"),
        ("b.md", "# Two\n\n{{< var gone >}}\n"),
        ("c.md", "# Three\n\n![](c.png)\n"),
    ];
    let (told, page) = built("", &files);
    for expected in ["a.md:3:1", "b.md:3:1", "c.md:3:1", "missing-alt]"] {
        assert!(told.contains(expected), "{expected}: {told}");
    }
    // what the text lacks is not told as a mistake in it
    assert!(!told.contains("unread-markup") && !told.contains("missing-note"), "{told}");
    assert!(page.is_empty());
}
