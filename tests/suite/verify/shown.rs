//! Finished PDFs that show something else than their tags say: words that nobody reads,
//! rows and cells at other places, links beside their words, words struck out or not.

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object};
use trifold::project::Format;

use super::print::{change, element, keys, operation, paint};
use super::{Finished, expect, expect_at, sink_book};

const NOTICE: &str = "Nobody paid for this.";

fn name(name: &str) -> Object {
    Object::Name(name.as_bytes().to_vec())
}

/// Words of the book painted once more, as no part of its text.
fn again(kind: Option<(&str, Option<&str>)>) -> Option<String> {
    let mut one = sink_book(Format::Pdf);
    paint(&mut one, NOTICE, |inner| {
        let mut own = inner.clone();
        inner.push(Operation::new("EMC", Vec::new()));
        let mut keys = Dictionary::new();
        if let Some((kind, subtype)) = kind {
            keys.set("Type", name(kind));
            if let Some(subtype) = subtype {
                keys.set("Subtype", name(subtype));
            }
        }
        let begin = vec![name("Artifact"), Object::Dictionary(keys)];
        inner.push(Operation::new("BDC", begin));
        inner.append(&mut own);
    });
    expect_at(&one, &format!("again {kind:?}"), "added-text", Some(&[]))
}

#[test]
fn words_that_are_painted_again_are_found() {
    let kinds = [
        None,
        Some(("Layout", None)),
        Some(("Page", None)),
        Some(("Pagination", Some("Header"))),
        Some(("Pagination", Some("Footer"))),
        Some(("Pagination", None)),
    ];
    let missed: Vec<String> = kinds.into_iter().filter_map(again).collect();
    assert!(missed.is_empty(), "{missed:#?}");
}

/// The contents of each page, changed until one is.
fn pages(one: &mut Finished, mut act: impl FnMut(&mut Vec<Operation>) -> bool) {
    change(one, |document| {
        for page in document.get_pages().into_values() {
            let content = document.get_page_content(page);
            let mut content = Content::decode(&content).unwrap();
            if act(&mut content.operations) {
                let content = content.encode().unwrap();
                return document.change_page_content(page, content).unwrap();
            }
        }
        panic!("nothing was changed");
    });
}

/// From the beginning of an artifact with a subtype to its end.
fn artifact(operations: &[Operation], subtype: &str) -> Option<(usize, usize)> {
    let is_it = |one: &Operation| {
        let keys = one.operands.get(1).and_then(|keys| keys.as_dict().ok());
        let said = keys.and_then(|keys| keys.get(b"Subtype").ok()?.as_name().ok());
        said == Some(subtype.as_bytes())
    };
    let start = operations.iter().position(is_it)?;
    let end = operations[start..].iter().position(|one| one.operator == "EMC")?;
    Some((start, start + end))
}

#[test]
fn running_heads_and_numbers_of_pages_are_those_of_the_book() {
    for subtype in ["Header", "Footer"] {
        for keep in [0, 1] {
            let mut one = sink_book(Format::Pdf);
            let mut turn = 0;
            pages(&mut one, |operations| {
                let Some((start, end)) = artifact(operations, subtype) else {
                    return false;
                };
                // not the first, which may be of a page that needs none
                turn += 1;
                if turn < 3 {
                    return false;
                }
                if keep == 0 && subtype == "Footer" {
                    operations.drain(start..=end);
                    return true;
                }
                for own in &mut operations[start..end] {
                    if own.operator == "TJ"
                        && let Object::Array(parts) = &mut own.operands[0]
                    {
                        let codes = parts.first_mut().and_then(|one| one.as_str_mut().ok());
                        codes.unwrap().truncate(2 * keep);
                        parts.truncate(1);
                    }
                }
                true
            });
            if keep == 0 && subtype == "Header" {
                // a page may have no head
                continue;
            }
            let code = if keep == 0 { "lost-text" } else { "added-text" };
            assert_eq!(expect(&one, subtype, code), None);
        }
    }
}

/// Moves what is painted in a marked content.
fn moved(one: &mut Finished, words: &str, by: (f32, f32)) {
    paint(one, words, |inner| {
        let at = inner.iter().position(|one| one.operator == "BT").map_or(0, |at| at + 1);
        inner.insert(at, operation("Td", &[by.0, by.1]));
        if at == 0 {
            inner.push(operation("Td", &[-by.0, -by.1]));
        }
    });
}

#[test]
fn rows_and_cells_stand_where_the_tags_have_them() {
    // two rows painted in each other's places, and two cells
    let all = [
        ("a row above the one before it", (0.0, 400.0)),
        ("a cell behind the next", (900.0, 0.0)),
    ];
    let folder =
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books/tables");
    let all_of = super::finished(&folder);
    let sound = all_of.iter().find(|one| one.artifact.format == Format::Pdf).unwrap();
    assert_eq!(sound.found(), []);
    for (what, by) in all {
        let mut one = sound.clone();
        moved(&mut one, "Pool", by);
        assert_eq!(expect_at(&one, what, "unproven-print", Some(&["Pool"])), None);
    }
}

/// The keys of each structure element of a kind.
fn each(document: &mut Document, kind: &str, mut act: impl FnMut(&mut Dictionary) -> bool) {
    for object in document.objects.values_mut() {
        let Ok(keys) = object.as_dict_mut() else { continue };
        let own = keys.get(b"S").and_then(Object::as_name).ok();
        if own == Some(kind.as_bytes()) && keys.has(b"P") && act(keys) {
            return;
        }
    }
    panic!("no {kind} was changed");
}

/// What is missed of a change of the tags.
fn tags(what: &str, code: &str, act: impl FnOnce(&mut Document)) -> Option<String> {
    let mut one = sink_book(Format::Pdf);
    change(&mut one, act);
    expect(&one, what, code)
}

#[test]
fn tags_say_what_is_shown() {
    let scope = |from: &'static str, to: Option<&'static str>| {
        move |keys: &mut Dictionary| {
            let Ok(own) = keys.get_mut(b"A").and_then(Object::as_dict_mut) else {
                return false;
            };
            let said = own.get(b"Scope").and_then(Object::as_name).ok();
            if said != Some(from.as_bytes()) {
                return false;
            }
            match to {
                Some(to) => own.set("Scope", name(to)),
                None => drop(own.remove(b"Scope")),
            }
            true
        }
    };
    let long = |to: Option<&'static str>| {
        move |keys: &mut Dictionary| {
            if !keys.has(b"E") {
                return false;
            }
            match to {
                Some(to) => keys.set("E", Object::string_literal(to)),
                None => drop(keys.remove(b"E")),
            }
            true
        }
    };
    let actual = |keys: &mut Dictionary| {
        keys.set("ActualText", Object::string_literal("Boots"));
        true
    };
    let bounds = |keys: &mut Dictionary| {
        let Ok(own) = keys.get_mut(b"A").and_then(Object::as_dict_mut) else {
            return false;
        };
        let has = own.has(b"BBox");
        own.set("BBox", Object::Array([0, 0, 9, 9].map(Object::Integer).to_vec()));
        has
    };
    let all = [
        tags("a head of a row in the body", "unproven-print", |document| {
            each(document, "TH", scope("Row", Some("Column")));
        }),
        tags("a head of a row of nothing", "unproven-print", |document| {
            each(document, "TH", scope("Row", None));
        }),
        tags("a head of a column of nothing", "unproven-print", |document| {
            each(document, "TH", scope("Column", None));
        }),
        tags("another long form", "unproven-print", |document| {
            each(document, "Span", long(Some("Other Style Sheets")));
        }),
        tags("no long form", "unproven-print", |document| {
            each(document, "Span", long(None));
        }),
        tags("words in place of words", "unproven-print", |document| {
            each(document, "TD", actual);
        }),
        tags("a picture elsewhere", "unproven-print", |document| {
            each(document, "Figure", bounds);
        }),
    ];
    let missed: Vec<String> = all.into_iter().flatten().collect();
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn notes_have_their_own_numbers() {
    let mut one = sink_book(Format::Pdf);
    let mut number = false;
    change(&mut one, |document| {
        // the label of a note is that of another
        let labels: Vec<_> = (0..2)
            .map(|turn| {
                let note = element(document, "Note", turn);
                let kids = keys(document, note).get(b"K").unwrap().as_array().unwrap();
                kids[0].as_reference().unwrap()
            })
            .collect();
        let own: Vec<Object> = labels
            .iter()
            .map(|&label| keys(document, label).get(b"K").unwrap().clone())
            .collect();
        keys(document, labels[0]).set("K", own[1].clone());
        keys(document, labels[1]).set("K", own[0].clone());
        number = true;
    });
    assert!(number);
    let label = expect(&one, "the number of another note", "changed-text");
    let missed: Vec<String> = label.into_iter().collect();
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn every_heading_has_its_bookmark() {
    let second = |document: &Document| {
        let is_bookmark = |keys: &Dictionary| {
            keys.has(b"Title") && keys.has(b"Parent") && !keys.has(b"S")
        };
        let inner = document.objects.iter().filter(|(_, object)| {
            let Ok(keys) = object.as_dict() else { return false };
            let above = keys.get(b"Parent").and_then(Object::as_reference);
            let above = above.and_then(|above| document.get_dictionary(above));
            is_bookmark(keys) && above.is_ok_and(is_bookmark)
        });
        let first = inner.map(|(id, _)| *id).next();
        first.unwrap()
    };
    let all = [
        tags("a section without a bookmark", "changed-link", |document| {
            let own = second(document);
            let bookmark = keys(document, own).clone();
            let above = bookmark.get(b"Parent").unwrap().as_reference().unwrap();
            match bookmark.get(b"Next") {
                Ok(next) => keys(document, above).set("First", next.clone()),
                Err(_) => drop(keys(document, above).remove(b"First")),
            }
        }),
        tags("a section of another name", "changed-link", |document| {
            let own = second(document);
            keys(document, own).set("Title", Object::string_literal("Elsewhere"));
        }),
        tags("half of its name", "changed-link", |document| {
            let own = second(document);
            let title =
                keys(document, own).get_mut(b"Title").unwrap().as_str_mut().unwrap();
            title.truncate(4);
        }),
    ];
    let missed: Vec<String> = all.into_iter().flatten().collect();
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn words_are_struck_out_where_they_should_be() {
    let mut one = sink_book(Format::Pdf);
    paint(&mut one, "Nobody paid for this.", |inner| {
        // a stroke of half a point over some of the words
        let at = inner.iter().find(|one| one.operator == "Td").unwrap().operands.clone();
        let place = |at: &Object| at.as_float().unwrap();
        let (x, y) = (place(&at[0]), place(&at[1]));
        inner.push(operation("re", &[x + 12.0, y + 2.4, 20.0, 0.5]));
        inner.push(operation("f", &[]));
    });
    let struck = expect_at(&one, "struck", "changed-meaning", Some(&["Nobody paid"]));
    let mut turn = 0;
    let mut one = sink_book(Format::Pdf);
    pages(&mut one, |operations| {
        // all thin rules of the page on which something is struck, behind the contents
        let height = |one: &Operation| one.operands.get(3).and_then(|n| n.as_float().ok());
        let is_thin = |one: &Operation| {
            one.operator == "re" && height(one).is_some_and(|n| (0.5..0.56).contains(&n))
        };
        let thin: Vec<usize> =
            (0..operations.len()).filter(|&at| is_thin(&operations[at])).collect();
        turn += usize::from(!thin.is_empty());
        if turn < 2 {
            return false;
        }
        for at in thin.into_iter().rev() {
            operations.drain(at..at + 2);
        }
        true
    });
    let kept = expect_at(&one, "not struck", "changed-meaning", Some(&["nobody"]));
    let missed: Vec<String> = [struck, kept].into_iter().flatten().collect();
    assert!(missed.is_empty(), "{missed:#?}");
}

/// A PDF whose fonts say that they are upright or light.
fn faces(key: &str, from: impl Fn(f32) -> bool, to: f32) -> Option<String> {
    let mut one = sink_book(Format::Pdf);
    change(&mut one, |document| {
        for object in document.objects.values_mut() {
            let Ok(keys) = object.as_dict_mut() else { continue };
            let is_font = keys.has(b"FontName");
            let said = keys.get(key.as_bytes()).and_then(Object::as_float);
            if is_font && said.is_ok_and(&from) {
                keys.set(key, Object::Real(to));
                keys.set("Flags", Object::Integer(4));
            }
        }
    });
    expect(&one, key, "changed-meaning")
}

#[test]
fn italic_and_bold_faces_are_used_where_they_should_be() {
    let all = [
        faces("ItalicAngle", |angle| angle != 0.0, 0.0),
        faces("ItalicAngle", |angle| angle == 0.0, -12.0),
        faces("StemV", |stem| stem > 130.0, 90.0),
        faces("StemV", |stem| stem < 130.0, 180.0),
    ];
    let missed: Vec<String> = all.into_iter().flatten().collect();
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn links_can_be_pressed_where_their_words_are() {
    let rects = |act: fn(&mut Vec<Object>)| {
        let mut one = sink_book(Format::Pdf);
        change(&mut one, |document| {
            let links =
                document.objects.values_mut().filter_map(|one| one.as_dict_mut().ok());
            for keys in links {
                let is_link =
                    keys.get(b"Subtype").and_then(Object::as_name).ok() == Some(b"Link");
                if is_link {
                    for key in [&b"Rect"[..], b"QuadPoints"] {
                        if let Ok(own) = keys.get_mut(key).and_then(Object::as_array_mut) {
                            act(own);
                        }
                    }
                    return;
                }
            }
        });
        expect(&one, "a link elsewhere", "unproven-print")
    };
    let all = [
        // up by a page
        rects(|own| {
            for number in own.iter_mut().skip(1).step_by(2) {
                *number = Object::Real(number.as_float().unwrap() + 40.0);
            }
        }),
        // over half of its words
        rects(|own| {
            let least = own[0].as_float().unwrap();
            for number in own.iter_mut().step_by(2) {
                *number = Object::Real((number.as_float().unwrap() + least) / 2.0);
            }
        }),
        // over what is beside them
        rects(|own| {
            let least = own[0].as_float().unwrap();
            for number in own.iter_mut().step_by(2) {
                let number_of = number.as_float().unwrap();
                if number_of > least {
                    *number = Object::Real(number_of + 200.0);
                }
            }
        }),
    ];
    let missed: Vec<String> = all.into_iter().flatten().collect();
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn glyphs_show_what_is_read_in_their_stead() {
    let mut one = sink_book(Format::Pdf);
    paint(&mut one, NOTICE, |inner| {
        let said = Object::string_literal(NOTICE);
        let mut keys = Dictionary::new();
        keys.set("ActualText", said);
        let span = vec![name("Span"), Object::Dictionary(keys)];
        for own in inner.iter_mut().filter(|one| one.operator == "TJ") {
            if let Object::Array(parts) = &mut own.operands[0] {
                parts.truncate(1);
            }
        }
        inner.insert(0, Operation::new("BDC", span));
        inner.push(Operation::new("EMC", Vec::new()));
    });
    assert_eq!(expect(&one, "other glyphs", "unproven-print"), None);
}

#[test]
fn formulas_show_the_signs_that_were_written() {
    for turn in 0..2 {
        let mut one = sink_book(Format::Pdf);
        paint(&mut one, "≥", |inner| {
            // without its first sign, or with it twice
            let at = inner.iter().position(|one| one.operator == "TJ").unwrap();
            let own = inner[at].clone();
            match turn {
                0 => drop(inner.remove(at)),
                _ => inner.insert(at, own),
            }
        });
        assert_eq!(expect(&one, "a formula", "unproven-print"), None);
    }
}
