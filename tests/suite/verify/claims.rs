//! Finished files that claim what nobody proved, or lose what their words say by their look.

use trifold::project::Format;

use super::pages::{put, put_in};
use super::print::change;
use super::{Finished, expect, sink_book};

/// What is missed of a change of the package document of an EPUB.
fn package(from: &str, to: &str, code: &str) -> Option<String> {
    let mut one = sink_book(Format::Epub);
    assert!(put_in(&mut one, &[".opf"], (from, to)), "{from}");
    expect(&one, to, code)
}

#[test]
fn a_package_claims_nothing_else() {
    let end = "</metadata>";
    let added = |what: &str| format!("{what}{end}");
    let meta = |property: &str, value: &str| {
        added(&format!("<meta property=\"{property}\">{value}</meta>"))
    };
    let standard = "http://www.idpf.org/epub/a11y/accessibility-20170105.html#wcag-aa";
    let all = [
        meta("schema:accessibilityFeature", "signLanguage"),
        meta("schema:accessibilityFeature", "captions"),
        meta("dcterms:conformsTo", "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"),
        meta("a11y:certifiedBy", "Somebody"),
        added(&format!("<link rel=\"dcterms:conformsTo\" href=\"{standard}\"/>")),
    ];
    let mut missed: Vec<String> =
        all.iter().filter_map(|to| package(end, to, "unproven-claim")).collect();
    let hazard = "accessibilityHazard\">none<";
    let flashing = "accessibilityHazard\">flashing<";
    missed.extend(package(hazard, flashing, "unproven-claim"));
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn pages_claim_nothing_else() {
    for format in [Format::Html, Format::Site] {
        let mut one = sink_book(format);
        let (from, to) =
            ("\"structuralNavigation\"", "\"structuralNavigation\",\"captions\"");
        assert!(put(&mut one, from, to), "{format:?}");
        assert_eq!(expect(&one, to, "unproven-claim"), None);
    }
}

#[test]
fn the_pages_of_an_epub_flow() {
    let end = "</metadata>";
    let all = [
        (end, "<meta property=\"rendition:layout\">pre-paginated</meta></metadata>"),
        (end, "<meta property=\"rendition:flow\">paginated</meta></metadata>"),
        (end, "<meta name=\"fixed-layout\" content=\"true\"/></metadata>"),
        ("<itemref ", "<itemref properties=\"rendition:layout-pre-paginated\" "),
    ];
    let missed: Vec<String> = all
        .into_iter()
        .filter_map(|(from, to)| package(from, to, "changed-metadata"))
        .collect();
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn raised_and_struck_words_look_so() {
    let sheets = [
        "sup { vertical-align: baseline; font-size: inherit }",
        "sup, sub { vertical-align: initial }",
        "s, del { text-decoration: none }",
        "* { text-decoration-line: none }",
    ];
    for format in [Format::Epub, Format::Html, Format::Site] {
        for sheet in sheets {
            let mut one = sink_book(format);
            assert!(put(&mut one, "\nbody {", &format!("\n{sheet}\nbody {{")));
            assert_eq!(expect(&one, sheet, "unproven-style"), None, "{format:?}");
        }
    }
}

#[test]
fn heads_of_rows_stay_heads() {
    for format in [Format::Epub, Format::Html, Format::Site] {
        for scope in [" scope=\"row\"", " scope=\"col\""] {
            let mut one = sink_book(format);
            assert!(put(&mut one, &format!("<th{scope}"), "<th"), "{format:?}");
            assert_eq!(expect(&one, scope, "changed-meaning"), None, "{format:?}");
        }
    }
}

#[test]
fn pages_of_print_have_the_unit_of_all() {
    let mut one: Finished = sink_book(Format::Pdf);
    change(&mut one, |document| {
        let page = *document.get_pages().values().last().unwrap();
        document.get_dictionary_mut(page).unwrap().set("UserUnit", 3);
    });
    assert_eq!(expect(&one, "a unit", "unproven-print"), None);
}

#[test]
fn sound_files_claim_what_they_may() {
    for format in [Format::Epub, Format::Html, Format::Site, Format::Pdf] {
        assert_eq!(sink_book(format).found(), [], "{format:?}");
    }
}
