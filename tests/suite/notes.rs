//! Notes in the web edition of the book of notes.

use std::fs;
use std::path::Path;
use std::process::Command;

/// The web page of `tests/books/notes`.
fn page() -> String {
    let book = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books/notes");
    let output = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_trifold"));
    command.args(["build", "-q", "-f", "html", "-o"]).arg(output.path()).arg(book);
    assert!(command.output().unwrap().status.success());
    fs::read_to_string(output.path().join("the-lighthouse-ledger.html")).unwrap()
}

#[test]
fn marks_are_parted_by_a_comma_only_where_they_stand_side_by_side() {
    let html = page();
    let beside = "</sup><sup class=\"note-mark after-note\">";
    assert_eq!(html.matches("note-mark after-note").count(), html.matches(beside).count());
    assert_eq!(html.matches(beside).count(), html.matches("</sup><sup").count());
    assert!(html.contains(beside));
    assert!(html.contains(".after-note::before"));
}
