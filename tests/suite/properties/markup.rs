//! Reads finished EPUB and HTML with parsers that the writers do not use.

use std::collections::BTreeMap;
use std::io::Read as _;

use html5gum::{Token, Tokenizer};
use roxmltree::{Document, Node, ParsingOptions};

use super::author::{Said, sorted};

/// Elements inside of which words go on without a space.
const INLINE: [&str; 34] = [
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd",
    "mark", "math", "menclose", "mfrac", "mi", "mn", "mo", "mrow", "ms", "mspace",
    "mstyle", "mtext", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "u",
];
/// Elements without an end in HTML.
const VOID: [&str; 9] = ["area", "br", "col", "hr", "img", "input", "link", "meta", "wbr"];
/// What is no text of the manuscript: lists of it and things for programs.
const LEFT_OUT: [&str; 7] = ["head", "nav", "script", "style", "template", "title", "svg"];

/// What a page gives to its reader.
#[derive(Debug, Default)]
pub(super) struct Reading {
    text: String,
    notes: String,
    alternatives: String,
    index: String,
    references: String,
    abbreviations: String,
}

/// Where words of an element go.
#[derive(Debug, Copy, Clone, PartialEq, Eq)]
enum To {
    Text,
    Notes,
    Index,
    References,
    Abbreviations,
    Nowhere,
}

impl Reading {
    fn open(
        &mut self,
        name: &str,
        attributes: &BTreeMap<String, String>,
        within: To,
    ) -> To {
        let is =
            |key: &str, value: &str| attributes.get(key).is_some_and(|own| own == value);
        let to = match within {
            To::Text if is("role", "doc-endnotes") => To::Notes,
            To::Text if is("role", "doc-index") => To::Index,
            To::Text if is("role", "doc-bibliography") => To::References,
            To::Text if is("class", "abbreviations") => To::Abbreviations,
            within => within,
        };
        // notices are said again at the foot of pages
        let again =
            attributes.get("class").is_some_and(|own| own.starts_with("notice-foot"));
        let to = if LEFT_OUT.contains(&name) || is("role", "doc-noteref") || again {
            To::Nowhere
        } else {
            to
        };
        if name == "img"
            && within != To::Nowhere
            && let Some(words) = attributes.get("alt")
        {
            match to {
                To::Notes => self.notes.push_str(&format!(" {words} ")),
                To::Text | To::Index | To::References | To::Abbreviations | To::Nowhere => {
                    self.alternatives.push_str(&format!(" {words} "));
                }
            }
        }
        if !INLINE.contains(&name) || is("role", "doc-noteref") {
            self.add(" ", within);
        }
        to
    }

    fn add(&mut self, words: &str, to: To) {
        match to {
            To::Text => self.text.push_str(words),
            To::Notes => self.notes.push_str(words),
            To::Index => self.index.push_str(words),
            To::References => self.references.push_str(words),
            To::Abbreviations => self.abbreviations.push_str(words),
            To::Nowhere => {}
        }
    }

    fn close(&mut self, name: &str, to: To) {
        if !INLINE.contains(&name) {
            self.add(" ", to);
        }
    }

    /// The words of these pages that are `known`.
    pub(super) fn said(&self, known: &dyn Fn(&str) -> bool) -> Said {
        Said {
            text: words(&self.text, known),
            notes: words(&self.notes, known),
            alternatives: words(&self.alternatives, known),
            index: sorted(&words(&self.index, known)),
            references: sorted(&words(&self.references, known)),
            abbreviations: sorted(&words(&self.abbreviations, known)),
        }
    }
}

/// The words of a text that are known, in order. A soft hyphen is no part of a word.
pub(super) fn words(text: &str, known: &dyn Fn(&str) -> bool) -> Vec<String> {
    let text = text.replace(['\u{AD}', '\u{200B}', '\u{2060}', '\u{200E}', '\u{200F}'], "");
    let words = text.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| known(word)).map(str::to_owned).collect()
}

/// Reads a page of HTML.
pub(super) fn read_html(page: &str, reading: &mut Reading) {
    let mut open: Vec<(String, To)> = Vec::new();
    for Ok(token) in Tokenizer::new(page) {
        let within = open.last().map_or(To::Text, |(_, to)| *to);
        match token {
            Token::StartTag(tag) => {
                let name = string(&tag.name);
                let attributes = tag.attributes.iter();
                let attributes =
                    attributes.map(|(key, value)| (string(key), string(value))).collect();
                let to = reading.open(&name, &attributes, within);
                if !VOID.contains(&name.as_str()) && !tag.self_closing {
                    open.push((name, to));
                }
            }
            Token::EndTag(tag) => {
                let name = string(&tag.name);
                let (opened, _) = open.pop().expect("an open element");
                assert_eq!(opened, name, "elements end in the order in which they began");
                reading.close(&name, open.last().map_or(To::Text, |(_, to)| *to));
            }
            Token::String(text) => reading.add(&string(&text), within),
            Token::Error(error) => panic!("HTML: {error:?}"),
            Token::Comment(_) | Token::Doctype(_) => {}
        }
    }
    assert!(open.is_empty(), "not closed: {open:?}");
}

fn string(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

/// Reads an EPUB in the order of its spine.
pub(super) fn read_epub(bytes: &[u8], reading: &mut Reading) {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a ZIP");
    let mut get = |name: &str| {
        let mut text = String::new();
        let mut file = archive.by_name(name).unwrap_or_else(|_| panic!("no `{name}`"));
        file.read_to_string(&mut text).expect("UTF-8");
        text
    };
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    let parse = |text: &str| Document::parse_with_options(text, options).map(|_| ());
    let container = get("META-INF/container.xml");
    let container = Document::parse(&container).expect("XML");
    let root = container.descendants().find_map(|node| node.attribute("full-path"));
    let root = root.expect("a package").to_owned();
    let package = get(&root);
    let package = Document::parse(&package).expect("XML");
    let folder = root.rsplit_once('/').map_or("", |(folder, _)| folder);
    let item = |id: &str| {
        let mut items = package.descendants();
        let item = items.find(|node| node.attribute("id") == Some(id)).expect("an item");
        format!("{folder}/{}", item.attribute("href").expect("an address"))
    };
    for reference in package.descendants().filter(|node| node.has_tag_name_any("itemref")) {
        let page = get(&item(reference.attribute("idref").expect("an item")));
        parse(&page).expect("well-formed XHTML");
        let page = Document::parse_with_options(&page, options).expect("XML");
        read_node(page.root_element(), To::Text, reading);
    }
}

trait TagName {
    fn has_tag_name_any(&self, name: &str) -> bool;
}

impl TagName for Node<'_, '_> {
    fn has_tag_name_any(&self, name: &str) -> bool {
        self.tag_name().name() == name
    }
}

fn read_node(node: Node<'_, '_>, within: To, reading: &mut Reading) {
    if let Some(text) = node.text().filter(|_| node.is_text()) {
        return reading.add(text, within);
    }
    if !node.is_element() {
        return;
    }
    let name = node.tag_name().name();
    let attributes = node.attributes();
    let attributes =
        attributes.map(|own| (own.name().to_owned(), own.value().to_owned())).collect();
    let to = reading.open(name, &attributes, within);
    node.children().for_each(|child| read_node(child, to, reading));
    reading.close(name, within);
}
