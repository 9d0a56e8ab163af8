//! Defects planted in notices: at their places, at the foot of pages, in their size.

use std::path::Path;
use std::sync::OnceLock;

use lopdf::content::{Content, Operation};
use lopdf::{Document, Object};
use trifold::length::Length;
use trifold::project::{Format, NoticePlace, NoticePosition};

use super::pages::{put, repacked};
use super::print::{change, keys, operation};
use super::{Finished, expect, finished};

/// The book of notices, its first edition.
fn salt_walk(format: Format) -> Finished {
    static ALL: OnceLock<Vec<Finished>> = OnceLock::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books/notices");
    let mut all = ALL.get_or_init(|| finished(&folder)).iter();
    all.find(|one| one.artifact.format == format).unwrap().clone()
}

#[test]
fn sound_notices_stay_sound() {
    for format in [Format::Pdf, Format::Epub, Format::Html, Format::Site] {
        assert_eq!(salt_walk(format).found(), [], "{format:?}");
    }
}

/// What a page has at its foot.
const FOOT: &str = "<section class=\"notice-foot disclaimer";

/// Defects of pages that have a notice at their foot: what, in place of what, which code.
const FEET: [(&str, &str, &str, &str); 8] = [
    ("shortened", "Nobody but you sees", "Nobody sees", "changed-notice"),
    ("changed", "no tide table", "a tide table", "changed-notice"),
    ("lost", "data-notice=\"notice-advice\"", "data-other=\"x\"", "lost-notice"),
    ("another version", "data-version=\"2.1\"", "data-version=\"2.0\"", "changed-notice"),
    (
        "hidden",
        "data-notice=\"notice-advice\"",
        "hidden=\"hidden\" data-notice=\"notice-advice\"",
        "unseen-text",
    ),
    (
        "in the colour of the page",
        "<p class=\"notice-title\">",
        "<p class=\"notice-title\" style=\"color: #fff\">",
        "unseen-text",
    ),
    (
        "of four points",
        "<p class=\"notice-title\">",
        "<p class=\"notice-title\" style=\"font-size: 4pt\">",
        "unseen-text",
    ),
    (
        "of seven points",
        "<p class=\"notice-title\">",
        "<p class=\"notice-title\" style=\"font-size: 7pt\">",
        "small-notice",
    ),
];

/// Plants something in one page of an EPUB or a site alone.
fn in_page(one: &mut Finished, page: &str, from: &str, to: &str) {
    let mut plant = |path: &str, data: &mut Vec<u8>| {
        if path.contains(page) {
            let text = String::from_utf8(std::mem::take(data)).unwrap();
            assert!(text.contains(from), "{path} has no {from:?}");
            *data = text.replacen(from, to, 1).into_bytes();
        }
    };
    for (path, bytes) in &mut one.artifact.files.by_path {
        if path.ends_with(".epub") {
            *bytes = repacked(bytes, None, None, &mut plant);
        } else if path.ends_with(".html") {
            plant(path, bytes);
        }
    }
}

#[test]
fn a_foot_of_a_page_that_says_something_else_is_found() {
    let mut missed = Vec::new();
    for format in [Format::Epub, Format::Site] {
        for (name, from, to, code) in FEET {
            let mut one = salt_walk(format);
            let from = from.replace("no tide table", "no tide table</strong>");
            let to = to.replace("a tide table", "a tide table</strong>");
            in_page(&mut one, "chapter-02-path", &from, &to);
            missed.extend(expect(&one, &format!("{format:?}: {name}"), code));
        }
    }
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn a_notice_of_a_page_that_is_not_as_its_project_says_is_found() {
    let mut missed = Vec::new();
    for format in [Format::Epub, Format::Html, Format::Site] {
        for (name, from, to, code) in [
            (
                "another version",
                "data-version=\"2026-11\"",
                "data-version=\"2026-10\"",
                "changed-notice",
            ),
            ("no version", " data-version=\"2026-11\"", "", "changed-notice"),
            ("thirteen points", "font-size: 1.167em", "font-size: 13pt", "small-notice"),
            ("no size", "font-size: 1.167em", "color: inherit", "small-notice"),
        ] {
            let mut one = salt_walk(format);
            assert!(put(&mut one, from, to), "{format:?}: {name}");
            missed.extend(expect(&one, &format!("{format:?}: {name}"), code));
        }
    }
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn a_page_of_a_site_that_is_turned_the_wrong_way_is_found() {
    for page in ["notice-rights", "notice-funding"] {
        for (rel, other) in [("next", "prev"), ("prev", "next")] {
            let mut one = salt_walk(Format::Site);
            let (from, to) = (format!("rel=\"{rel}\""), format!("rel=\"{other}\""));
            in_page(&mut one, page, &from, &to);
            assert_eq!(expect(&one, page, "misplaced-notice"), None);
        }
    }
}

/// The section of a notice in a text.
fn section(text: &str, id: &str) -> String {
    let names = text.find(&format!("aria-labelledby=\"{id}\"")).unwrap();
    let start = text[..names].rfind("<section").unwrap();
    let end = text[names..].find("</section>").unwrap() + names + "</section>".len();
    text[start..end].to_owned()
}

#[test]
fn a_notice_that_left_the_first_page_is_found() {
    for format in [Format::Epub, Format::Site] {
        let mut one = salt_walk(format);
        let mut moved = String::new();
        let title = if format == Format::Epub { "title-page.xhtml" } else { "index.html" };
        let mut take = |path: &str, data: &mut Vec<u8>| {
            if path.ends_with(title) {
                let text = String::from_utf8(std::mem::take(data)).unwrap();
                moved = section(&text, "notice-tide");
                *data = text.replace(&moved, "").into_bytes();
            }
        };
        for (path, bytes) in &mut one.artifact.files.by_path {
            match format {
                Format::Epub => *bytes = repacked(bytes, None, None, &mut take),
                _ => take(path, bytes),
            }
        }
        let to = format!("{moved}\n{FOOT}");
        in_page(&mut one, "chapter-02-path", FOOT, &to);
        assert_eq!(expect(&one, &format!("{format:?}"), "misplaced-notice"), None);
    }
}

#[test]
fn a_notice_at_another_place_than_declared_is_found() {
    let mut missed = Vec::new();
    let own = |at| NoticePlace { own_page: true, ..NoticePlace::new(at) };
    for (format, notice, place) in [
        (Format::Pdf, 1, NoticePlace::new(NoticePosition::AfterBody)),
        (Format::Pdf, 1, NoticePlace::new(NoticePosition::LastPage)),
        (Format::Pdf, 1, own(NoticePosition::BeforeBody)),
        (Format::Pdf, 2, NoticePlace::new(NoticePosition::FirstPage)),
        (Format::Pdf, 2, NoticePlace::new(NoticePosition::AfterBody)),
        (Format::Pdf, 3, NoticePlace::new(NoticePosition::FirstPage)),
        (Format::Pdf, 4, own(NoticePosition::AfterBody)),
        (Format::Epub, 1, own(NoticePosition::BeforeBody)),
        (Format::Epub, 2, NoticePlace::new(NoticePosition::FirstPage)),
        (Format::Site, 2, NoticePlace::new(NoticePosition::FirstPage)),
    ] {
        let mut one = salt_walk(format);
        one.book.notices[notice].place = place;
        let name = format!("{format:?}: {notice} at {place:?}");
        missed.extend(expect(&one, &name, "misplaced-notice"));
    }
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn smaller_type_than_declared_is_found() {
    for format in [Format::Pdf, Format::Epub, Format::Html, Format::Site] {
        let mut one = salt_walk(format);
        for notice in &mut one.book.notices {
            notice.least_size = Length::points(20);
        }
        let found = one.found().into_iter().filter(|one| one.code == "small-notice");
        assert!(found.count() >= 5, "{format:?}");
    }
}

/// Changes what a page of the PDF has at its foot as no part of the text: the operations
/// between `BDC` and `EMC` of each.
fn at_foot(page: u32, act: impl Fn(&mut Vec<Operation>)) -> Finished {
    let mut one = salt_walk(Format::Pdf);
    change(&mut one, |document| {
        let id = document.get_pages()[&page];
        let content = Content::decode(&document.get_page_content(id)).unwrap();
        let mut out: Vec<Operation> = Vec::new();
        let mut inside: Option<Vec<Operation>> = None;
        for one in content.operations {
            let footer = one.operator == "BDC"
                && one.operands.get(1).and_then(|keys| keys.as_dict().ok()).is_some_and(
                    |keys| {
                        let kind = keys.get(b"Subtype").and_then(Object::as_name);
                        kind.is_ok_and(|kind| kind == b"Footer")
                    },
                );
            if let Some(mut own) = inside.take() {
                if one.operator == "EMC" {
                    act(&mut own);
                    out.append(&mut own);
                    out.push(one);
                } else {
                    own.push(one);
                    inside = Some(own);
                }
            } else {
                out.push(one);
                inside = footer.then(Vec::new);
            }
        }
        let content = Content { operations: out };
        document.change_page_content(id, content.encode().unwrap()).unwrap();
    });
    one
}

/// Paints something at another place or in another size.
fn moved(own: &mut Vec<Operation>, matrix: [f32; 6]) {
    own.splice(0..0, [operation("q", &[]), operation("cm", &matrix)]);
    own.push(operation("Q", &[]));
}

#[test]
fn a_foot_of_print_that_is_not_there_or_not_seen_is_found() {
    let shows = |one: &Operation| matches!(one.operator.as_str(), "TJ" | "Tj");
    let all = [
        ("lost", "lost-notice", at_foot(3, |own| own.retain(|one| !shows(one)))),
        (
            "shortened",
            "changed-notice",
            at_foot(4, |own| {
                let last = own.iter().rposition(shows);
                last.map(|at| own.remove(at));
            }),
        ),
        (
            "white",
            "unseen-text",
            at_foot(2, |own| {
                own.retain(|one| !matches!(one.operator.as_str(), "rg" | "g" | "k"));
                own.insert(0, operation("rg", &[1.0, 1.0, 1.0]));
            }),
        ),
        (
            "below the page",
            "unseen-text",
            at_foot(2, |own| moved(own, [1.0, 0.0, 0.0, 1.0, 0.0, -600.0])),
        ),
        (
            "of four points",
            "unseen-text",
            at_foot(1, |own| moved(own, [0.45, 0.0, 0.0, 0.45, 0.0, 0.0])),
        ),
        (
            "of seven points",
            "small-notice",
            at_foot(5, |own| moved(own, [0.85, 0.0, 0.0, 0.85, 0.0, 0.0])),
        ),
        (
            "drawn by nothing",
            "unseen-text",
            at_foot(6, |own| {
                own.insert(0, Operation::new("Tr", vec![Object::Integer(3)]));
            }),
        ),
    ];
    let missed: Vec<String> =
        all.iter().filter_map(|(name, code, one)| expect(one, name, code)).collect();
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn another_version_in_the_tags_is_found() {
    for version in [Some("2.0"), None] {
        let mut one = salt_walk(Format::Pdf);
        change(&mut one, |document: &mut Document| {
            let said = |object: &Object| {
                let keys = object.as_dict().ok();
                keys.is_some_and(|keys| keys.get(b"T").is_ok() && keys.get(b"A").is_ok())
            };
            let all = document.objects.iter().filter(|(_, object)| said(object));
            let id = *all.map(|(id, _)| id).next().unwrap();
            match version {
                None => {
                    keys(document, id).remove(b"A");
                }
                Some(version) => {
                    let own = keys(document, id).get_mut(b"A").unwrap();
                    let all = own.as_dict_mut().unwrap().get_mut(b"P").unwrap();
                    let first = &mut all.as_array_mut().unwrap()[0];
                    let version = Object::string_literal(version);
                    first.as_dict_mut().unwrap().set("V", version);
                }
            }
        });
        assert_eq!(expect(&one, &format!("{version:?}"), "changed-notice"), None);
    }
}
