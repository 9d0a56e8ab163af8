//! The accessibility statement: what it says, where it stands, and of what.

use std::fs;
use std::path::Path;

use trifold::certificate::Hash;

use super::cli::{change, new_project, trifold};

/// Adds an accessibility statement to a new project.
fn with_statement(folder: &Path, keys: &str) {
    let file = folder.join("walking/trifold.toml");
    let text = fs::read_to_string(&file).unwrap();
    let text =
        text.replacen("[references]", &format!("[accessibility]\n{keys}\n[references]"), 1);
    fs::write(file, text).unwrap();
}

/// The web page of the book.
fn page(folder: &Path) -> String {
    let ran = trifold(folder, &["build", "walking", "-q", "-e", "book", "-f", "html"]);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    fs::read_to_string(folder.join("walking/output/walking.html")).unwrap()
}

#[test]
fn a_statement_stands_at_the_end_and_says_whom_to_write_to() {
    let folder = new_project();
    assert!(!page(folder.path()).contains("Accessibility statement"));
    with_statement(
        folder.path(),
        "contact = \"access@example.org\"\nlimits = [\"The *map* is coarse.\"]",
    );
    let page = page(folder.path());
    let text = &page[page.find("<main").unwrap()..];
    let statement = text.find("Accessibility statement").unwrap();
    assert!(statement > text.find("Disclaimer").unwrap(), "it is the last part");
    let said = &text[statement..];
    assert!(said.contains("<a href=\"mailto:access@example.org\">"), "{said}");
    assert!(said.contains("The <em>map</em> is coarse."), "{said}");
    assert!(said.contains("PDF/UA-1 (ISO 14289-1), PDF/A-2a (ISO 19005-2)"), "{said}");
    assert!(said.contains("No person has certified it."), "{said}");
    // the book has a picture and no formula
    assert!(said.contains("Pictures that carry meaning"), "{said}");
    assert!(!said.contains("Formulas"), "{said}");
}

#[test]
fn a_statement_says_nothing_of_what_an_edition_has_not() {
    let folder = new_project();
    with_statement(folder.path(), "editions = [\"book\"]");
    let file = folder.path().join("walking/manuscript/01-start.md");
    fs::write(file, "# Start\n\nOnly $x^2$ and [words](accessibility-statement.md).\n")
        .unwrap();
    let file = folder.path().join("walking/manuscript/02-next.md");
    fs::write(file, "# Next\n\nWords [@example2020].\n").unwrap();
    let bibliography = "walking/manuscript/references.bib";
    let path = folder.path().join(bibliography);
    let entry = "@book{example2020, title={A}, author={B, C}, publisher={D}, year=2020}\n";
    fs::write(path, entry).unwrap();
    let page = page(folder.path());
    let said = &page[page.rfind("Accessibility statement").unwrap()..];
    assert!(said.contains("Formulas can be read aloud."), "{said}");
    assert!(!said.contains("Pictures that carry meaning"), "{said}");
    assert!(!said.contains("please write to"), "{said}");
    assert!(page.contains("<a href=\"#accessibility-statement\">words</a>"), "{page}");
    // the other edition has none
    let ran = trifold(folder.path(), &["ast", "walking", "-e", "handout"]);
    assert!(!ran.out.contains("Accessibility statement"), "{}", ran.err);
}

#[test]
fn a_contact_that_is_none_is_told() {
    let folder = new_project();
    with_statement(folder.path(), "contact = \"nobody\"\neditions = [\"bok\"]");
    let ran = trifold(folder.path(), &["check", "walking"]);
    assert_eq!(ran.status, 1);
    assert!(ran.err.contains("error[bad-contact]"), "{}", ran.err);
    assert!(ran.err.contains("error[unknown-edition]"), "{}", ran.err);
    change(folder.path(), "trifold.toml", "contact = \"nobody\"", "contacts = 1");
    let ran = trifold(folder.path(), &["check", "walking"]);
    assert!(ran.err.contains("error[unknown-key]"), "{}", ran.err);
}

/// The page beside the outputs; none if there is none.
fn beside(folder: &Path) -> Option<String> {
    fs::read_to_string(folder.join("walking/output/walking.accessibility.html")).ok()
}

#[test]
fn a_page_beside_the_outputs_says_what_they_claim() {
    let folder = new_project();
    let ran = trifold(folder.path(), &["build", "walking", "-q", "-e", "book"]);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    let whole = beside(folder.path()).unwrap();
    for said in [
        "<title>Accessibility statement</title>",
        "<code>walking.pdf</code>",
        "<code>pdfuaid:part: 1</code>",
        "<code>walking-site/</code>",
        "<code>accessibilityHazard: none</code>",
        "Pictures that carry meaning",
        "PDF/UA-1 (ISO 14289-1), PDF/A-2a (ISO 19005-2)",
    ] {
        assert!(whole.contains(said), "{said}: {whole}");
    }
    assert!(!whole.contains("Formulas"), "{whole}");
    let path = "walking/output/walking.accessibility.html";
    let ran = trifold(folder.path(), &["verify", path]);
    assert!(ran.out.contains("accessibility.html: current"), "{} {}", ran.out, ran.err);
    change(folder.path(), "manuscript/01-start.md", "Start", "Begin");
    let ran = trifold(folder.path(), &["verify", path]);
    assert_eq!(ran.status, 1);
    assert!(ran.err.contains("`manuscript/01-start.md` has changed"), "{}", ran.err);
    fs::write(folder.path().join(path), whole.replace("part: 1", "part: 2")).unwrap();
    let ran = trifold(folder.path(), &["verify", path]);
    assert!(ran.err.contains("is not as it was written"), "{}", ran.err);
    let ran = trifold(folder.path(), &["verify", "walking"]);
    assert!(ran.err.contains("accessibility.html` is not as it was"), "{}", ran.err);
}

#[test]
fn a_page_that_was_sealed_anew_is_found() {
    let folder = new_project();
    let build = ["build", "walking", "-q", "-e", "book", "-f", "pdf"];
    assert_eq!(trifold(folder.path(), &build).err, "");
    let path = "walking/output/walking.accessibility.html";
    let verdict = |path: &str| trifold(folder.path(), &["verify", path]);
    assert!(verdict(path).out.contains("accessibility.html: current"));
    let page = beside(folder.path()).unwrap();
    let (before, rest) = page.split_once("content=\"sha256:").unwrap();
    let (_, after) = rest.split_at(64);
    let forge = |digits: &str| format!("{before}content=\"sha256:{digits}{after}");
    let forge = |digits: &str| forge(digits).replace("part: 1", "part: 2");
    let blank = forge(&"0".repeat(64));
    let sealed = forge(Hash::of(blank.as_bytes()).digits());
    fs::write(folder.path().join(path), sealed).unwrap();
    let ran = verdict(path);
    assert_eq!(ran.status, 1, "{}", ran.out);
    assert!(ran.err.contains("is not as it was written"), "{}", ran.err);
}

#[test]
fn the_page_speaks_of_what_was_built_and_can_be_left_out() {
    let folder = new_project();
    with_statement(
        folder.path(),
        "contact = \"access@example.org\"\nlimits = [\"The *map* is coarse.\"]\n\
         editions = []",
    );
    let build = ["build", "walking", "-q", "-e", "book", "-f", "pdf"];
    assert_eq!(trifold(folder.path(), &build).err, "");
    let page = beside(folder.path()).unwrap();
    assert!(page.contains("walking.pdf") && !page.contains("walking.epub"), "{page}");
    assert!(!page.contains("EPUB Accessibility"), "{page}");
    assert!(page.contains("The <em>map</em> is coarse."), "{page}");
    assert!(page.contains("<a href=\"mailto:access@example.org\">"), "{page}");
    fs::remove_dir_all(folder.path().join("walking/output")).unwrap();
    change(folder.path(), "trifold.toml", "editions = []", "page = false");
    assert_eq!(trifold(folder.path(), &build).err, "");
    assert_eq!(beside(folder.path()), None);
}

#[test]
fn what_is_wrong_with_the_page_is_told_where_it_is_asked_for() {
    let folder = new_project();
    with_statement(
        folder.path(),
        "limits = [\"See [there](02-nowhere.md).\"]\neditions = []",
    );
    let ran =
        trifold(folder.path(), &["build", "walking", "-q", "-e", "book", "-f", "pdf"]);
    assert_eq!(ran.status, 1, "{}", ran.err);
    assert!(ran.err.contains("the accessibility statement cannot be made"), "{}", ran.err);
    assert!(ran.err.contains("trifold.toml:"), "{}", ran.err);
    assert_eq!(beside(folder.path()), None);
    assert!(folder.path().join("walking/output/walking.pdf").exists());
}
