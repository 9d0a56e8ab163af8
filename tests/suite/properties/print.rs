//! Reads a finished PDF: its pages glyph by glyph, and its tags.

use lopdf::ObjectId;

use super::author::Said;
use super::markup::words;
use crate::pdf::reading::{Kid, Reader, document_element, kids, text};

#[derive(Debug, Default)]
struct Heard {
    text: String,
    notes: String,
    index: String,
    alternatives: String,
    /// Marked contents that were met.
    contents: usize,
}

#[derive(Debug, Copy, Clone, PartialEq, Eq)]
enum To {
    Text,
    Notes,
    Index,
    Nowhere,
}

/// What those hear who follow the tags; everything on the pages is in the tags, once.
pub(super) fn read_pdf(bytes: &[u8], known: &dyn Fn(&str) -> bool) -> Said {
    let reader = Reader::open(bytes);
    let mut heard = Heard::default();
    element(&reader, document_element(&reader), To::Text, &mut heard);
    let mut index = words(&heard.index, known);
    index.sort();
    index.dedup();
    let marked = reader.contents.iter().flatten().filter(|marked| marked.number.is_some());
    assert_eq!(heard.contents, marked.count(), "contents in the tags and on the pages");
    Said {
        text: words(&heard.text, known),
        notes: words(&heard.notes, known),
        alternatives: words(&heard.alternatives, known),
        index,
    }
}

fn add(heard: &mut Heard, words: &str, to: To) {
    match to {
        To::Text => heard.text.push_str(words),
        To::Notes => heard.notes.push_str(words),
        To::Index => heard.index.push_str(words),
        To::Nowhere => {}
    }
}

fn element(reader: &Reader, id: ObjectId, within: To, heard: &mut Heard) {
    let keys = reader.object(id);
    let kind = String::from_utf8_lossy(keys.get(b"S").unwrap().as_name().unwrap());
    let to = match (within, kind.as_ref()) {
        (_, "TOC") => To::Nowhere,
        (To::Text, "Note" | "FENote") => To::Notes,
        (To::Text, "Index") => To::Index,
        (within, _) => within,
    };
    if kind == "Figure"
        && to != To::Nowhere
        && let Ok(alternative) = keys.get(b"Alt")
    {
        let list = if to == To::Notes { &mut heard.notes } else { &mut heard.alternatives };
        *list += &format!(" {} ", text(alternative));
    }
    let parts = !matches!(kind.as_ref(), "Span" | "Em" | "Strong" | "Code" | "Link");
    if parts {
        add(heard, " ", within);
    }
    for kid in kids(keys) {
        match kid {
            Kid::Element(kid) => {
                element(reader, kid, to, heard);
            }
            Kid::Marked(page, number) => {
                heard.contents += 1;
                add(heard, &reader.marked(page, number).text, to);
            }
            Kid::Annotation(_) => {}
        }
    }
    if parts {
        add(heard, " ", within);
    }
}
