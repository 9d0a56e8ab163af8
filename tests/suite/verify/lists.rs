//! Defects planted in the lists of references of chapters.

use std::path::Path;
use std::sync::OnceLock;

use trifold::project::Format;
use trifold::resolve::Division;

use super::pages::put;
use super::{Finished, expect, finished};

/// The book with a list for each chapter, its first edition.
fn rain(format: Format) -> Finished {
    static ALL: OnceLock<Vec<Finished>> = OnceLock::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books/bychapter");
    let mut all = ALL.get_or_init(|| finished(&folder)).iter();
    all.find(|one| one.artifact.format == format).unwrap().clone()
}

#[test]
fn each_chapter_has_its_own_list_and_numbers() {
    let book = rain(Format::Pdf).book;
    let listed = |division| {
        let entries = book.references_in(division);
        let words = entries.map(|one| format!("{} {}", one.label.clone().unwrap(), one.id));
        words.collect::<Vec<_>>()
    };
    assert_eq!(listed(Division::Chapter(0)), ["[1] ref-ash", "[2] ref-cedar"]);
    assert_eq!(listed(Division::Chapter(1)), ["[1] ref-birch", "[2] ref-cedar-2"]);
    assert_eq!(listed(Division::Chapter(2)), ["[1] ref-birch-2", "[2] ref-ash-2"]);
    assert_eq!(listed(Division::Chapter(3)), Vec::<String>::new());
    assert_eq!(listed(Division::References), ["[1] ref-elm"]);
    for reference in &book.references {
        let Division::Chapter(own) = reference.home else { continue };
        assert!(reference.cited_from.iter().all(|from| from.chapter == own));
        assert!(!reference.cited_from.is_empty());
    }
}

#[test]
fn what_is_planted_in_the_list_of_a_chapter_is_found() {
    let mut missed = Vec::new();
    for format in [Format::Epub, Format::Html, Format::Site] {
        assert_eq!(rain(format).found(), [], "{format:?}");
        for (name, from, to, code) in [
            (
                "another word",
                ">Clouds, seen from below",
                ">Clouds, seen from above",
                "changed-text",
            ),
            ("another number", ">[2]</span>", ">[3]</span>", "changed-text"),
            ("a link to another list", "#ref-cedar-2\"", "#ref-cedar\"", "changed-link"),
            ("a lost address", " id=\"ref-birch\"", "", "changed-link"),
        ] {
            let mut one = rain(format);
            // on a site each chapter has a page of its own
            let from = match (format, name) {
                (Format::Site | Format::Epub, "a link to another list") => {
                    "href=\"#ref-cedar-2\""
                }
                _ => from,
            };
            if !put(&mut one, from, to) {
                continue;
            }
            missed.extend(expect(&one, &format!("{format:?}: {name}"), code));
        }
    }
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn the_pages_on_which_a_chapter_cites_are_those_of_print() {
    let mut one = rain(Format::Pdf);
    assert_eq!(one.found(), []);
    // a citation that the list does not know of
    let at = one.book.references.iter().position(|one| one.id == "ref-cedar-2").unwrap();
    one.book.references[at].cited_from.clear();
    assert_eq!(expect(&one, "a lost page", ""), None);
}
