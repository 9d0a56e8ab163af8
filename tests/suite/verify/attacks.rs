//! Finished files that somebody changed so that their words stay and their meaning does not:
//! what a style sheet hides, what is said of words, pictures, formulas, links back.

use std::path::Path;

use trifold::files::{Limits, read};
use trifold::project::Format;

use super::pages::{put, repacked};
use super::print::{change, operation, paint};
use super::{Finished, expect, expect_at, made, sink_book};

/// What is missed of changes: from, to, the code, and words at the place.
fn missed(format: Format, all: &[(&str, &str, &str, &[&str])]) -> Vec<String> {
    let mut missed = Vec::new();
    for (from, to, code, words) in all {
        let mut one = sink_book(format);
        if !put(&mut one, from, to) {
            missed.push(format!("the {format:?} has no {from:?}"));
            continue;
        }
        let words = (!words.is_empty()).then_some(*words);
        missed.extend(expect_at(&one, to, code, words));
    }
    missed
}

#[test]
fn styles_that_hide_words_unseen_are_found() {
    for format in [Format::Epub, Format::Html, Format::Site] {
        let sheets = [
            ".notice:not(.x) { display: none }",
            ".n\\6ftice { display: none }",
            "section:has(> h2#notice-disclaimer) { display: none }",
            ".notice { scale: 0 }",
            ".notice { & p { display: none } }",
            "p::before { content: \"No longer true: \" }",
            "p { text-decoration: line-through }",
            ":root { --h: none } .notice { display: var(--h) }",
        ];
        for sheet in sheets {
            let mut one = sink_book(format);
            assert!(
                put(&mut one, "\nbody {", &format!("\n{sheet}\nbody {{")),
                "{format:?}"
            );
            assert_eq!(expect(&one, sheet, "unproven-style"), None);
        }
        let mut one = sink_book(format);
        let print = "\n@media print { .notice { display: none } }\nbody {";
        assert!(put(&mut one, "\nbody {", print));
        assert_eq!(expect(&one, "on paper", "unseen-text"), None);
    }
}

#[test]
fn what_is_said_of_words_stays() {
    let all: &[(&str, &str, &str, &[&str])] = &[
        ("H<sub>2</sub>O", "H2O", "changed-meaning", &["H"]),
        ("H<sub>2</sub>O", "H<sup>2</sup>O", "changed-meaning", &["H"]),
        ("<s>nobody</s>", "nobody", "changed-meaning", &["nobody"]),
        ("Weather changes", "<del>Weather changes</del>", "changed-meaning", &["Weather"]),
        ("Weather changes", "Weather cha\u{200b}nges", "changed-meaning", &["Weather"]),
        (
            "Weather changes",
            "<bdo dir=\"rtl\">Weather changes</bdo>",
            "changed-meaning",
            &["Weather"],
        ),
        ("Cascading Style Sheets\"", "Other Sheets\"", "changed-meaning", &["CSS"]),
        ("<p>Ink freezes", "<p role=\"none\">Ink freezes", "changed-meaning", &["Ink"]),
        ("<ol start=\"4\">", "<ol start=\"4\" reversed=\"\">", "changed-meaning", &[]),
        ("<th scope=\"row\">Summer", "<th scope=\"col\">Summer", "changed-meaning", &[]),
        ("<p>Ink freezes", "<p inert=\"\">Ink freezes", "unseen-text", &["Ink"]),
        (
            "Weather changes",
            "<dialog>Weather changes</dialog>",
            "unseen-text",
            &["Weather"],
        ),
    ];
    for format in [Format::Epub, Format::Html] {
        let missed = missed(format, all);
        assert!(missed.is_empty(), "{format:?}: {missed:#?}");
    }
    let verse = ("<br/></span>", "</span>", "changed-meaning", &[][..]);
    assert_eq!(missed(Format::Epub, &[verse]), Vec::<String>::new());
}

#[test]
fn formulas_say_what_was_written_to_eyes_too() {
    let all: &[(&str, &str, &str, &[&str])] = &[
        ("<mi>Q</mi><mo>=</mo>", "<mi>Q</mi><mo>≠</mo>", "changed-meaning", &["Q"]),
        ("<mi>Q</mi>", "<mi mathcolor=\"#fff\">Q</mi>", "changed-meaning", &["Q"]),
        ("<mi>Q</mi>", "<mphantom><mi>Q</mi></mphantom>", "changed-meaning", &["Q"]),
    ];
    for format in [Format::Epub, Format::Html] {
        let missed = missed(format, all);
        assert!(missed.is_empty(), "{format:?}: {missed:#?}");
    }
}

#[test]
fn links_back_lead_to_their_marks() {
    let all: &[(&str, &str, &str, &[&str])] = &[
        ("#fnref-1\" aria-label", "#fnref-2\" aria-label", "changed-link", &[]),
        ("#cite-1\" aria-label", "#cite-2\" aria-label", "changed-link", &[]),
        (">↑1</a>", ">↑7</a>", "changed-link", &[]),
    ];
    assert_eq!(missed(Format::Html, all), Vec::<String>::new());
}

/// A book with two pictures of one size.
fn pictured(format: Format) -> Finished {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books/media");
    let files = read(&folder, &Limits::default(), &mut Default::default()).unwrap();
    made(&files).into_iter().find(|one| one.artifact.format == format).unwrap()
}

#[test]
fn pictures_are_those_of_the_book() {
    let mut one = pictured(Format::Epub);
    assert_eq!(one.found(), []);
    let bytes = one.artifact.files.by_path.values_mut().next().unwrap();
    let mut changed = false;
    *bytes = repacked(bytes, None, None, &mut |path, data| {
        if path.contains("/images/") && path.ends_with(".png") && !changed {
            data.push(0);
            changed = true;
        }
    });
    assert!(changed);
    assert_eq!(expect(&one, "another picture", "changed-meaning"), None);
}

/// The words of a notice, painted with something before or behind them.
fn painted(
    name: &str,
    before: &[(&str, &[f32])],
    behind: &[(&str, &[f32])],
) -> Option<String> {
    let mut one = sink_book(Format::Pdf);
    paint(&mut one, "Nobody paid for this.", |inner| {
        let all = |list: &[(&str, &[f32])]| {
            list.iter().map(|(name, of)| operation(name, of)).collect::<Vec<_>>()
        };
        inner.splice(0..0, all(before));
        inner.extend(all(behind));
    });
    expect(&one, name, "unproven-print")
}

#[test]
fn a_pdf_is_plain_print() {
    let all = [
        painted(
            "a stroke",
            &[],
            &[
                ("RG", &[1.0, 1.0, 1.0]),
                ("w", &[900.0]),
                ("m", &[0.0, 0.0]),
                ("l", &[500.0, 0.0]),
                ("S", &[]),
            ],
        ),
        painted(
            "a triangle",
            &[],
            &[
                ("rg", &[1.0, 1.0, 1.0]),
                ("m", &[0.0, 0.0]),
                ("l", &[900.0, 0.0]),
                ("l", &[0.0, 900.0]),
                ("f", &[]),
            ],
        ),
        painted("a clip", &[("re", &[0.0, 0.0, 1.0, 1.0]), ("W", &[]), ("n", &[])], &[]),
        painted("squeezed", &[("Tz", &[1.0])], &[]),
        painted("mirrored", &[("cm", &[-1.0, 0.0, 0.0, 1.0, 400.0, 0.0])], &[]),
    ];
    let missed: Vec<String> = all.into_iter().flatten().collect();
    assert!(missed.is_empty(), "{missed:#?}");
    let mut one = sink_book(Format::Pdf);
    change(&mut one, |document| {
        let page = *document.get_pages().values().last().unwrap();
        document.get_dictionary_mut(page).unwrap().set("Rotate", 180);
    });
    assert_eq!(expect(&one, "turned", "unproven-print"), None);
}

#[test]
fn tags_say_nothing_in_place_of_words() {
    for (kind, key, value) in [("P", "Alt", "x"), ("TH", "A", "")] {
        let mut one = sink_book(Format::Pdf);
        change(&mut one, |document| {
            for object in document.objects.values_mut() {
                let Ok(keys) = object.as_dict_mut() else { continue };
                let own = keys.get(b"S").and_then(lopdf::Object::as_name).ok();
                if own != Some(kind.as_bytes()) {
                    continue;
                }
                if key == "Alt" {
                    keys.set("Alt", lopdf::Object::string_literal(value));
                    return;
                }
                let Ok(of) = keys.get_mut(b"A").and_then(lopdf::Object::as_dict_mut) else {
                    continue;
                };
                let row = of.get(b"Scope").and_then(lopdf::Object::as_name).ok()
                    == Some(&b"Column"[..]);
                if row {
                    of.set("Scope", "Row");
                    return;
                }
            }
        });
        assert_eq!(expect(&one, kind, "unproven-print"), None);
    }
}

#[test]
fn directions_names_and_heads_of_pages_stay() {
    let turned =
        ("<p>Ink freezes", "<p dir=\"rtl\">Ink freezes", "changed-meaning", &["Ink"][..]);
    let named = ("aria-label=\"Notes", "aria-label=\"Boots", "changed-meaning", &[][..]);
    for format in [Format::Epub, Format::Html, Format::Site] {
        let missed = missed(format, &[turned, named]);
        assert!(missed.is_empty(), "{format:?}: {missed:#?}");
    }
    let meta = "<meta name=\"generator\"";
    let added = |what: &str| format!("{what}\n{meta}");
    let robots = added("<meta name=\"robots\" content=\"noindex\">");
    let refresh = added("<meta http-equiv=\"refresh\" content=\"0; url=x.html\">");
    let canonical = added("<link rel=\"canonical\" href=\"https://evil.example/\">");
    let linked = "<script type=\"application/ld+json\">";
    let data = format!("{linked}{{\"name\": \"Withdrawn\"}}</script>\n{meta}");
    let all: &[(&str, &str, &str, &[&str])] = &[
        (meta, &robots, "changed-metadata", &[]),
        (meta, &refresh, "changed-metadata", &[]),
        (meta, &canonical, "changed-metadata", &[]),
        (meta, &data, "changed-metadata", &[]),
        (
            "\"headline\": \"The Hut Book\"",
            "\"headline\": \"The Inn\"",
            "changed-metadata",
            &[],
        ),
        ("\"inLanguage\": \"en\"", "\"inLanguage\": \"de\"", "changed-metadata", &[]),
    ];
    for format in [Format::Html, Format::Site] {
        let missed = missed(format, all);
        assert!(missed.is_empty(), "{format:?}: {missed:#?}");
    }
    let old: &[(&str, &str, &str, &[&str])] = &[
        ("<text>Preface</text>", "<text>Boots</text>", "changed-link", &[]),
        ("<text>Preface</text>", "<text></text>", "changed-link", &[]),
        (
            "<content src=\"preface.xhtml\"/>",
            "<content src=\"sec-house.xhtml\"/>",
            "changed-link",
            &[],
        ),
    ];
    assert_eq!(missed(Format::Epub, old), Vec::<String>::new());
}

#[test]
fn styles_hide_nothing_around_the_text() {
    let all: &[(Format, &[&str])] = &[
        (Format::Epub, &[".subtitle", "nav li"]),
        (Format::Html, &[".subtitle", ".contents li", "pre span"]),
        (Format::Site, &[".contents li"]),
    ];
    for (format, sheets) in all {
        for sheet in *sheets {
            let mut one = sink_book(*format);
            let sheet = format!("\n{sheet} {{ display: none }}\nbody {{");
            assert!(put(&mut one, "\nbody {", &sheet), "{format:?}");
            assert_eq!(expect(&one, &sheet, "unseen-text"), None, "{format:?}");
        }
    }
}
