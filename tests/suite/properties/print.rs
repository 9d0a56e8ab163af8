//! Reads a finished PDF: its pages glyph by glyph, and its tags.

use lopdf::ObjectId;

use super::author::{Said, sorted};
use super::markup::words;
use crate::pdf::reading::{Kid, Reader, document_element, kids, text};

#[derive(Debug, Default)]
struct Heard {
    text: String,
    notes: String,
    index: String,
    references: String,
    abbreviations: String,
    alternatives: String,
    /// Marked contents that were met.
    contents: usize,
}

#[derive(Debug, Copy, Clone, PartialEq, Eq)]
enum To {
    Text,
    Notes,
    Index,
    References,
    Abbreviations,
    Nowhere,
}

/// What the list of abbreviations is called in the languages of the manuscripts.
const ABBREVIATIONS: [&str; 6] = [
    "List of abbreviations",
    "Abkürzungsverzeichnis",
    "Liste des abréviations",
    "Lista de abreviaturas",
    "Lyhenneluettelo",
    "רשימת קיצורים",
];

/// What those hear who follow the tags; everything on the pages is in the tags, once.
pub(super) fn read_pdf(bytes: &[u8], known: &dyn Fn(&str) -> bool) -> Said {
    let reader = Reader::open(bytes);
    let mut heard = Heard::default();
    element(&reader, document_element(&reader), To::Text, &mut heard);
    let marked = reader.contents.iter().flatten().filter(|marked| marked.number.is_some());
    assert_eq!(heard.contents, marked.count(), "contents in the tags and on the pages");
    Said {
        text: words(&heard.text, known),
        notes: words(&heard.notes, known),
        alternatives: words(&heard.alternatives, known),
        index: sorted(&words(&heard.index, known)),
        references: sorted(&words(&heard.references, known)),
        abbreviations: sorted(&words(&heard.abbreviations, known)),
    }
}

/// Whether a section is the list of abbreviations, by its title.
fn is_abbreviations(keys: &lopdf::Dictionary) -> bool {
    keys.get(b"T").is_ok_and(|title| ABBREVIATIONS.contains(&text(title).as_str()))
}

fn add(heard: &mut Heard, words: &str, to: To) {
    match to {
        To::Text => heard.text.push_str(words),
        To::Notes => heard.notes.push_str(words),
        To::Index => heard.index.push_str(words),
        To::References => heard.references.push_str(words),
        To::Abbreviations => heard.abbreviations.push_str(words),
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
        (To::Text, "BibEntry") => To::References,
        (To::Text, "Sect") if is_abbreviations(keys) => To::Abbreviations,
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
