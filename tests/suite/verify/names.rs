//! Defects planted where headings are named again: signs that are raised, lowered or struck
//! in the heading and elsewhere are not.

use std::path::Path;
use std::sync::OnceLock;

use lopdf::{Document, Object, text_string};
use trifold::files::Files;
use trifold::project::Format;

use super::pages::{put, repacked};
use super::print::change;
use super::{Finished, expect_at, finished, made};

/// The book whose headings have marks.
fn named(format: Format) -> Finished {
    static ALL: OnceLock<Vec<Finished>> = OnceLock::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books/named");
    let mut all = ALL.get_or_init(|| finished(&folder)).iter();
    all.find(|one| one.artifact.format == format).unwrap().clone()
}

/// What is missed of a defect in the pages of a format.
fn planted(format: Format, from: &str, to: &str, code: &str, at: &str) -> Option<String> {
    let mut one = named(format);
    assert!(put(&mut one, from, to), "{format:?}: {from}");
    expect_at(&one, to, code, Some(&[at]))
}

#[test]
fn the_book_is_sound_as_it_is() {
    for format in [Format::Epub, Format::Pdf, Format::Html, Format::Site] {
        assert_eq!(named(format).found(), [], "{format:?}");
    }
}

#[test]
fn names_that_lose_their_marks_on_the_web_are_found() {
    let minus = "Ten to the minus third, 10<sup class=\"unbroken\">-3</sup></a></li>";
    let both = [Format::Html, Format::Site];
    let all = both.into_iter().flat_map(|format| {
        [
            planted(
                format,
                minus,
                "Ten to the minus third, 10-3</a></li>",
                "changed-meaning",
                "Ten",
            ),
            planted(
                format,
                minus,
                "Ten to the minus third, 10<sub>-3</sub></a></li>",
                "changed-meaning",
                "Ten",
            ),
            planted(format, "<s>Five</s> ten", "Five ten", "changed-meaning", ""),
            planted(format, "<em>Homo", "<em class=\"x\">Pan", "changed-text", "Homo"),
            planted(
                format,
                "<span lang=\"la\"><em>Pan troglodytes</em></span>",
                "<em>Pan troglodytes</em>",
                "",
                "",
            ),
            planted(
                format,
                "“Kinds of <math alttext=\"x²\"><mrow><msup><mi>x</mi><mn>2</mn></msup>",
                "“Kinds of <math alttext=\"x²\"><mrow><mi>x</mi><mn>2</mn>",
                "changed-meaning",
                "sec-kinds",
            ),
        ]
    });
    let missed: Vec<String> = all.flatten().collect();
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn links_from_page_to_page_that_lose_marks_are_found() {
    let missed = planted(
        Format::Site,
        "Previous</span> Numbers to the n<sup>th</sup> power",
        "Previous</span> Numbers to the nth power",
        "changed-text",
        "Numbers",
    );
    assert_eq!(missed, None);
}

#[test]
fn menus_of_an_epub_that_lose_signs_are_found() {
    let minus = "Ten to the minus third, 10⁻³</a></li>";
    let all = [
        planted(
            Format::Epub,
            minus,
            "Ten to the minus third, 10-3</a></li>",
            "changed-text",
            "Ten",
        ),
        // readers show it without its marks
        planted(
            Format::Epub,
            minus,
            "Ten to the minus third, 10<sup class=\"unbroken\">-3</sup></a></li>",
            "changed-text",
            "Ten",
        ),
        planted(Format::Epub, "~~Five~~ ten", "Five ten", "changed-text", "Five"),
        planted(Format::Epub, "1½ spoons", "11/2 spoons", "changed-text", "spoons"),
    ];
    let missed: Vec<String> = all.into_iter().flatten().collect();
    assert!(missed.is_empty(), "{missed:#?}");
}

/// What is missed where the list for old readers has one text in the place of another.
fn old_list(from: &str, to: &str, code: &str) -> Option<String> {
    let mut one = named(Format::Epub);
    let mut planted = false;
    for bytes in one.artifact.files.by_path.values_mut() {
        *bytes = repacked(bytes, None, None, &mut |path, data| {
            if path.ends_with(".ncx") {
                let text = String::from_utf8(std::mem::take(data)).unwrap();
                planted |= text.contains(from);
                *data = text.replacen(from, to, 1).into_bytes();
            }
        });
    }
    assert!(planted, "{from}");
    expect_at(&one, to, code, None)
}

#[test]
fn lists_for_old_readers_that_lose_signs_are_found() {
    assert_eq!(old_list("third, 10⁻³<", "third, 10-3<", "changed-link"), None);
}

#[test]
fn lists_of_pages_for_old_readers_that_lead_elsewhere_are_found() {
    for (from, to) in [("#page-3\"", "#page-4\""), ("<text>3</text>", "<text>12</text>")] {
        assert_eq!(old_list(from, to, "changed-page-mark"), None);
    }
    // the last
    assert_eq!(
        old_list(
            "</pageTarget>\n  </pageList>",
            "</pageTarget><pageTarget id=\"x\" type=\"normal\" value=\"99\" playOrder=\"99\"><navLabel><text>99</text></navLabel><content src=\"title-page.xhtml#x\"/></pageTarget></pageList>",
            "changed-page-mark"
        ),
        None
    );
}

#[test]
fn bookmarks_that_lose_signs_are_found() {
    let wrong =
        ["1\u{a0}Ten to the minus third, 10-3", "1\u{a0}Ten to the minus third, 10"];
    for title in wrong {
        let mut one = named(Format::Pdf);
        change(&mut one, |document| {
            let own = bookmark(document, "1\u{a0}Ten to the minus third, 10⁻³");
            let keys = document.get_object_mut(own).unwrap().as_dict_mut().unwrap();
            keys.set("Title", text_string(title));
        });
        assert_eq!(expect_at(&one, title, "changed-link", Some(&["Ten"])), None);
    }
}

/// The bookmark with some words.
fn bookmark(document: &Document, words: &str) -> lopdf::ObjectId {
    let is_it = |object: &Object| {
        let keys = object.as_dict().ok();
        let title = keys.and_then(|keys| keys.get(b"Title").ok());
        title.is_some_and(|title| {
            lopdf::decode_text_string(title).is_ok_and(|title| title == words)
        })
    };
    let mut all = document.objects.iter().filter(|(_, object)| is_it(object));
    *all.next().unwrap_or_else(|| panic!("no bookmark {words}")).0
}

#[test]
fn links_without_words_that_lose_their_language_are_found() {
    let mut files = Files::default();
    let settings = "title = \"T\"\nlanguage = \"en\"\ndate = 2026-11-28\n\
                    chapters = [\"1.md\", \"2.md\"]\n";
    files.insert("trifold.toml".to_owned(), settings.to_owned());
    let english = "# One\n\nSee [](2.md).\n";
    files.insert("manuscript/1.md".to_owned(), english.to_owned());
    let french = "---\nlang: fr\n---\n\n# Le fleuve\n\nIci.\n";
    files.insert("manuscript/2.md".to_owned(), french.to_owned());
    let mut missed = Vec::new();
    for mut one in made(&files) {
        let format = one.artifact.format;
        assert_eq!(one.found(), [], "{format:?}");
        match format {
            Format::Pdf => change(&mut one, |document| {
                let elements =
                    document.objects.values_mut().filter_map(|one| one.as_dict_mut().ok());
                for keys in elements {
                    let kind = keys.get(b"S").and_then(Object::as_name);
                    if kind.is_ok_and(|kind| kind == b"Span") {
                        keys.remove(b"Lang");
                    }
                }
            }),
            Format::Epub | Format::Html | Format::Site => {
                let xml = if format == Format::Epub { " xml:lang=\"fr\"" } else { "" };
                let from = format!("<span lang=\"fr\"{xml}>Le fleuve</span></a>.");
                assert!(put(&mut one, &from, "Le fleuve</a>."), "{format:?}");
            }
        }
        let name = format!("{format:?}");
        missed.extend(expect_at(&one, &name, "changed-language", Some(&["[](2.md)"])));
    }
    assert!(missed.is_empty(), "{missed:#?}");
}
