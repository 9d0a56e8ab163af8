//! Defects planted in finished PDFs: in their pages, in their tags, in what leads there.

use std::ops::Range;
use std::path::Path;

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, ObjectId, StringFormat};
use trifold::project::Format;

use super::{Finished, expect, expect_at, finished, sink_book};
use crate::pdf::reading::Reader;

/// Changes the only PDF of an edition.
fn change(one: &mut Finished, act: impl FnOnce(&mut Document)) {
    let bytes = one.artifact.files.by_path.values_mut().next().unwrap();
    let mut document = Document::load_mem(bytes).unwrap();
    act(&mut document);
    let mut out = Vec::new();
    document.save_to(&mut out).unwrap();
    *bytes = out;
}

/// The page and the number of the marked content that has some words.
fn marked(bytes: &[u8], words: &str) -> (ObjectId, i64) {
    let reader = Reader::open(bytes);
    for (page, contents) in reader.pages.iter().zip(&reader.contents) {
        for content in contents {
            if let Some(number) = content.number.filter(|_| content.text.contains(words)) {
                return (*page, number);
            }
        }
    }
    panic!("no content has {words:?}")
}

/// Changes the operations of the marked content that has some words.
fn paint(one: &mut Finished, words: &str, act: impl FnOnce(&mut Vec<Operation>)) {
    let bytes = one.artifact.files.by_path.values().next().unwrap();
    let (page, number) = marked(bytes, words);
    change(one, |document| {
        let content = document.get_page_content(page);
        let mut content = Content::decode(&content).unwrap();
        let range = range(&content.operations, number);
        let mut inner: Vec<Operation> = content.operations.drain(range.clone()).collect();
        act(&mut inner);
        content.operations.splice(range.start..range.start, inner);
        document.change_page_content(page, content.encode().unwrap()).unwrap();
    });
}

/// The operations between the beginning and the end of a marked content.
fn range(operations: &[Operation], number: i64) -> Range<usize> {
    let begins = |operation: &Operation| {
        let keys = operation.operands.get(1).and_then(|keys| keys.as_dict().ok());
        operation.operator == "BDC"
            && keys.and_then(|keys| keys.get(b"MCID").ok()?.as_i64().ok()) == Some(number)
    };
    let start = operations.iter().position(begins).unwrap() + 1;
    let mut depth = 1;
    for (at, operation) in operations.iter().enumerate().skip(start) {
        match operation.operator.as_str() {
            "BDC" | "BMC" => depth += 1,
            "EMC" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return start..at;
        }
    }
    panic!("content {number} does not end")
}

fn operation(operator: &str, numbers: &[f32]) -> Operation {
    Operation::new(operator, numbers.iter().map(|&n| Object::Real(n)).collect())
}

const NOTICE: &str = "Nobody paid for this.";

/// The notice, painted in another way.
fn notice(name: &str, act: impl FnOnce(&mut Vec<Operation>)) -> Option<String> {
    let mut one = sink_book(Format::Pdf);
    paint(&mut one, NOTICE, act);
    expect_at(&one, name, "unseen-text", Some(&["Nobody paid"]))
}

#[test]
fn a_sound_pdf_stays_sound() {
    let mut one = sink_book(Format::Pdf);
    assert_eq!(one.found(), []);
    // written anew by another program it says the same
    change(&mut one, |_| {});
    assert_eq!(one.found(), []);
}

#[test]
fn a_notice_that_nobody_sees_is_found() {
    let all = [
        notice("white", |inner| {
            inner.retain(|one| !matches!(one.operator.as_str(), "rg" | "g" | "k"));
            inner.insert(0, operation("rg", &[1.0, 1.0, 1.0]));
        }),
        notice("four points", |inner| {
            for one in inner.iter_mut().filter(|one| one.operator == "Tf") {
                one.operands[1] = Object::Real(4.0);
            }
            if !inner.iter().any(|one| one.operator == "Tf") {
                inner.insert(1, operation("Tz", &[100.0]));
                let small = vec![Object::Name(b"F0".to_vec()), Object::Real(4.0)];
                inner.insert(1, Operation::new("Tf", small));
            }
        }),
        notice("off the page", |inner| {
            for one in inner.iter_mut().filter(|one| one.operator == "Td") {
                one.operands[0] = Object::Real(-900.0);
            }
        }),
        notice("in a mode that draws nothing", |inner| {
            inner.insert(0, Operation::new("Tr", vec![Object::Integer(3)]));
        }),
        notice("cut off", |inner| {
            let clip = [
                operation("re", &[0.0, 0.0, 1.0, 1.0]),
                operation("W", &[]),
                operation("n", &[]),
            ];
            inner.splice(0..0, clip);
        }),
        notice("covered", |inner| {
            let cover = [
                operation("rg", &[1.0, 1.0, 1.0]),
                operation("re", &[0.0, 0.0, 2000.0, 2000.0]),
                operation("f", &[]),
            ];
            inner.extend(cover);
        }),
    ];
    let missed: Vec<String> = all.into_iter().flatten().collect();
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn a_line_that_is_lost_is_found() {
    let mut one = sink_book(Format::Pdf);
    paint(&mut one, NOTICE, |inner| {
        inner.retain(|one| !matches!(one.operator.as_str(), "TJ" | "Tj"));
    });
    assert_eq!(expect_at(&one, "a lost notice", "", Some(&["Nobody paid"])), None);
    let mut one = sink_book(Format::Pdf);
    paint(&mut one, "Weather changes.", |inner| {
        // half of the glyphs
        for one in inner.iter_mut().filter(|one| one.operator == "TJ") {
            if let Object::Array(parts) = &mut one.operands[0] {
                parts.truncate(parts.len() / 2);
            }
        }
    });
    let words = ["Weather changes"];
    assert_eq!(expect_at(&one, "a shortened notice", "changed-text", Some(&words)), None);
}

#[test]
fn a_font_that_says_other_letters_is_found() {
    let mut one = sink_book(Format::Pdf);
    change(&mut one, |document| {
        for object in document.objects.values_mut() {
            let Object::Stream(stream) = object else { continue };
            let Ok(text) = stream.decompressed_content() else { continue };
            let Ok(text) = String::from_utf8(text) else { continue };
            if text.contains("beginbfchar") && text.contains("><0065>") {
                let text = text.replacen("><0065>", "><0061>", 1);
                stream.set_plain_content(text.into_bytes());
            }
        }
    });
    assert_eq!(expect(&one, "e reads as a", "changed-text"), None);
}

/// The structure element of a kind that comes at a turn, and its keys.
fn element(document: &Document, kind: &str, turn: usize) -> ObjectId {
    let is_kind = |object: &Object| {
        let keys = object.as_dict().ok();
        keys.and_then(|keys| keys.get(b"S").ok()?.as_name().ok()) == Some(kind.as_bytes())
            && keys.is_some_and(|keys| keys.has(b"P"))
    };
    let mut found = document.objects.iter().filter(|(_, object)| is_kind(object));
    *found.nth(turn).unwrap_or_else(|| panic!("no {kind} at {turn}")).0
}

fn keys(document: &mut Document, id: ObjectId) -> &mut Dictionary {
    document.get_object_mut(id).unwrap().as_dict_mut().unwrap()
}

/// The defect that a change of the tags or of what leads somewhere is told as.
fn tags(name: &str, code: &str, act: impl FnOnce(&mut Document)) -> Option<String> {
    let mut one = sink_book(Format::Pdf);
    change(&mut one, act);
    expect_at(&one, name, code, Some(&[]))
}

/// The list of kids of the first element of a kind with two or more.
fn several(document: &Document, kind: &str) -> ObjectId {
    let holds = |keys: &Dictionary| {
        keys.get(b"K").and_then(Object::as_array).is_ok_and(|kids| {
            kids.len() > 1 && kids.iter().all(|kid| kid.as_reference().is_ok())
        })
    };
    (0..)
        .map(|turn| element(document, kind, turn))
        .find(|&id| holds(document.get_dictionary(id).unwrap()))
        .unwrap()
}

#[test]
fn tags_that_say_something_else_are_found() {
    let all = [
        tags("rows in another order", "", |document| {
            let list = several(document, "Table");
            let kids = keys(document, list).get_mut(b"K").unwrap().as_array_mut().unwrap();
            kids.swap(0, 1);
        }),
        tags("a cell that is lost", "", |document| {
            let row = several(document, "TR");
            let kids = keys(document, row).get_mut(b"K").unwrap().as_array_mut().unwrap();
            kids.pop();
        }),
        tags("a heading that is none", "", |document| {
            let heading = element(document, "H2", 0);
            keys(document, heading).set("S", Object::Name(b"P".to_vec()));
        }),
        tags("a paragraph that is a heading", "", |document| {
            let text = element(document, "P", 12);
            keys(document, text).set("S", Object::Name(b"H3".to_vec()));
        }),
        tags("alternative texts that changed places", "", |document| {
            let (one, other) =
                (element(document, "Figure", 0), element(document, "Figure", 1));
            let first = keys(document, one).get(b"Alt").unwrap().clone();
            let second = keys(document, other).get(b"Alt").unwrap().clone();
            keys(document, one).set("Alt", second);
            keys(document, other).set("Alt", first);
        }),
        tags("a formula without words", "", |document| {
            let formula = element(document, "Formula", 0);
            keys(document, formula).set("Alt", Object::string_literal("x"));
        }),
        tags("another language", "changed-language", |document| {
            let catalog = document.catalog_mut().unwrap();
            catalog.set("Lang", Object::string_literal("de"));
        }),
        tags("a span of two rows that is of one", "", |document| {
            let spans =
                document.objects.values_mut().filter_map(|one| one.as_dict_mut().ok());
            for keys in spans {
                if let Ok(Object::Dictionary(own)) = keys.get_mut(b"A") {
                    own.remove(b"RowSpan");
                } else if let Ok(Object::Array(all)) = keys.get_mut(b"A") {
                    for own in all.iter_mut().filter_map(|one| one.as_dict_mut().ok()) {
                        own.remove(b"RowSpan");
                    }
                }
            }
        }),
        tags("an element that holds nothing", "", |document| {
            let text = element(document, "P", 12);
            keys(document, text).remove(b"K");
        }),
        tags("words that stand for others", "", |document| {
            let text = element(document, "P", 12);
            let other = Object::string_literal("Something else.");
            keys(document, text).set("ActualText", other);
        }),
    ];
    let missed: Vec<String> = all.into_iter().flatten().collect();
    assert!(missed.is_empty(), "{missed:#?}");
}

/// The bookmark at a turn.
fn bookmark(document: &Document, turn: usize) -> ObjectId {
    let is_bookmark = |object: &Object| {
        let keys = object.as_dict().ok();
        keys.is_some_and(|keys| {
            keys.has(b"Title") && keys.has(b"Parent") && !keys.has(b"S")
        })
    };
    let mut found = document.objects.iter().filter(|(_, object)| is_bookmark(object));
    *found.nth(turn).unwrap().0
}

/// A PDF in which words of a list or a label are others.
fn said(name: &str, code: &str, words: &str) -> Option<String> {
    let mut one = sink_book(Format::Pdf);
    paint(&mut one, words, |inner| {
        for one in inner.iter_mut().filter(|one| one.operator == "TJ") {
            if let Object::Array(parts) = &mut one.operands[0] {
                parts.truncate(parts.len() / 2);
            }
        }
    });
    expect_at(&one, name, code, Some(&[]))
}

#[test]
fn lists_that_say_something_else_are_found() {
    let all = [
        said("a caption in the list of figures", "changed-text", "The roof"),
        said("the number of an item", "", "5."),
        said("where a reference is cited", "changed-page-mark", "Cited on page"),
    ];
    let missed: Vec<String> = all.into_iter().flatten().collect();
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn a_paragraph_that_is_painted_after_the_next_is_found() {
    let mut one = sink_book(Format::Pdf);
    let bytes = one.artifact.files.by_path.values().next().unwrap();
    let (page, number) = marked(bytes, NOTICE);
    change(&mut one, |document| {
        let content = document.get_page_content(page);
        let mut content = Content::decode(&content).unwrap();
        let range = range(&content.operations, number);
        let whole = range.start - 1..range.end + 1;
        let moved: Vec<Operation> = content.operations.drain(whole).collect();
        // before all other text, within the same state
        let first =
            content.operations.iter().position(|one| one.operator == "BDC").unwrap();
        content.operations.splice(first..first, moved);
        document.change_page_content(page, content.encode().unwrap()).unwrap();
    });
    assert_eq!(expect(&one, "painted first", "changed-structure"), None);
}

#[test]
fn a_page_that_begins_at_another_word_is_found() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books/text");
    let is_pdf = |one: &Finished| one.artifact.format == Format::Pdf;
    let mut one = finished(&folder).into_iter().find(is_pdf).unwrap();
    assert_eq!(one.found(), []);
    let pages = &mut one.print.page_map.pages;
    let inside = pages.iter_mut().max_by_key(|page| page.at.offset).unwrap();
    inside.at.offset -= 40;
    assert_eq!(expect_at(&one, "another word", "changed-page-mark", Some(&[])), None);
}

#[test]
fn what_leads_elsewhere_is_found() {
    let uri = |document: &mut Document, from: &str, to: &str| {
        let mut planted = 0;
        for object in document.objects.values_mut() {
            let Ok(keys) = object.as_dict_mut() else { continue };
            let Ok(action) = keys.get_mut(b"A").and_then(Object::as_dict_mut) else {
                continue;
            };
            let Ok(said) = action.get(b"URI").and_then(Object::as_str) else { continue };
            if said == from.as_bytes() {
                let to = Object::String(to.as_bytes().to_vec(), StringFormat::Literal);
                action.set("URI", to);
                planted += 1;
            }
        }
        assert!(planted > 0, "no link leads to {from}");
    };
    let all = [
        tags("a digit of a DOI", "changed-link", |document| {
            uri(document, "https://doi.org/10.1000/182", "https://doi.org/10.1000/183");
        }),
        tags("a link that is lost", "", |document| {
            let link = element(document, "Link", 3);
            keys(document, link).set("S", Object::Name(b"Span".to_vec()));
        }),
        tags("a bookmark of another name", "", |document| {
            let bookmark = bookmark(document, 4);
            keys(document, bookmark).set("Title", Object::string_literal("Elsewhere"));
        }),
        tags("a bookmark that leads elsewhere", "changed-link", |document| {
            let (one, other) = (bookmark(document, 9), bookmark(document, 20));
            let there = keys(document, other).clone();
            for name in ["A", "Dest"] {
                if let Ok(to) = there.get(name.as_bytes()) {
                    keys(document, one).set(name, to.clone());
                }
            }
        }),
        tags("pages of other names", "changed-page-mark", |document| {
            let catalog = document.catalog_mut().unwrap();
            catalog.remove(b"PageLabels");
        }),
        tags("a page that is lost", "", |document| document.delete_pages(&[8])),
        tags("two pages that changed places", "", |document| {
            let pages: Vec<ObjectId> = document.get_pages().into_values().collect();
            let (one, other) = (pages[6], pages[7]);
            let first = document.objects.remove(&one).unwrap();
            let second = document.objects.remove(&other).unwrap();
            document.objects.insert(one, second);
            document.objects.insert(other, first);
        }),
    ];
    let missed: Vec<String> = all.into_iter().flatten().collect();
    assert!(missed.is_empty(), "{missed:#?}");
}
