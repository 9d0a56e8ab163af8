//! The bytes of a file: its head, its end, its streams (ISO 32000-1, 7.5).

use hayro_syntax::object::{Name, Object};

use super::super::file::{File, name_text};
use super::super::objects::items;

/// What the bytes say.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Syntax {
    /// The first line, without `%PDF-`.
    pub(crate) version: String,
    /// Whether the second line is a comment of four bytes or more above 127.
    pub(crate) is_binary: bool,
    /// Whether the trailer has an identifier.
    pub(crate) has_id: bool,
    /// Whether anything but an end of line stands after the last `%%EOF`.
    pub(crate) goes_on: bool,
    /// The numbers of streams whose bytes are in another file.
    pub(crate) elsewhere: Vec<i32>,
    /// The filters of streams, each once.
    pub(crate) filters: Vec<String>,
    /// How many objects it has.
    pub(crate) objects: usize,
    /// The length of its longest text string, in bytes.
    pub(crate) longest_text: usize,
}

pub(super) fn read(file: &File<'_>) -> Syntax {
    let bytes = file.bytes();
    let mut lines = bytes.split(|byte| matches!(byte, b'\n' | b'\r'));
    let first = lines.next().unwrap_or_default();
    let second = lines.find(|line| !line.is_empty()).unwrap_or_default();
    let comment = second.strip_prefix(b"%").unwrap_or_default();
    let mut syntax = Syntax {
        version: name_text(first.get(b"%PDF-".len()..).unwrap_or_default()),
        is_binary: comment.len() >= 4 && comment[..4].iter().all(|byte| *byte > 127),
        has_id: file.has_id(),
        goes_on: !ends(bytes),
        objects: file.numbers_in_use().count(),
        longest_text: file.longest_text(),
        ..Syntax::default()
    };
    for number in file.numbers_in_use() {
        let Some(stream) = file.stream(number) else { continue };
        let has = |key| stream.dict.contains_key(key);
        if has("F") || has("FFilter") || has("FDecodeParms") {
            syntax.elsewhere.push(number);
        }
        let mut add = |name: &[u8]| {
            let name = name_text(name);
            if !syntax.filters.contains(&name) {
                syntax.filters.push(name);
            }
        };
        match file.get::<Object<'_>>(&stream.dict, "Filter") {
            Some(Object::Name(name)) => add(&name),
            Some(Object::Array(names)) => {
                let names = items(&names).filter_map(|name| file.resolve(name));
                names.filter_map(Object::into_name).for_each(|name: Name<'_>| add(&name));
            }
            Some(_) | None => {}
        }
    }
    syntax
}

/// Whether a file ends with `%%EOF` and one end of line at most.
fn ends(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    let bytes = bytes.strip_suffix(b"\r").unwrap_or(bytes);
    bytes.ends_with(b"%%EOF")
}
