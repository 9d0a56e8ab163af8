//! Where the objects of a file stand (ISO 32000-1, 7.5.4, 7.5.8).
//!
//! Read strictly: a table that is broken is not rebuilt from what looks like objects, as
//! viewers do, each in its way.

use std::collections::{BTreeMap, BTreeSet};

use hayro_syntax::object::{Array, Dict, FromBytes};

use super::objects::{self, Scanner};

/// More updates of a file are not followed.
const MOST_SECTIONS: usize = 1024;

/// Where an object stands.
#[derive(Debug, Copy, Clone, PartialEq, Eq)]
pub(super) enum Entry {
    /// It is none.
    Free,
    /// At this byte of the file.
    At(usize),
    /// In an object stream: the number of the stream, and which there.
    In(i32, usize),
}

/// The places of all objects by number, and the newest trailer.
pub(super) struct Places<'d> {
    pub(super) entries: BTreeMap<i32, Entry>,
    pub(super) trailer: Dict<'d>,
    /// The dictionaries of cross-reference streams are as long as the file.
    data: &'d [u8],
}

/// Reads all sections of a file's cross-references.
///
/// # Errors
/// In words.
pub(super) fn read(data: &[u8]) -> Result<Places<'_>, String> {
    const BROKEN: &str = "the table of its objects is broken";
    if !data.starts_with(b"%PDF-") {
        return Err("the file is not a PDF".to_owned());
    }
    let tail = data.len().saturating_sub(2048);
    let start = last(&data[tail..], b"startxref").ok_or(BROKEN)?;
    let mut scanner = Scanner { data, at: tail + start + b"startxref".len() };
    let mut next = scanner.whole();
    let mut places = Places { entries: BTreeMap::new(), trailer: Dict::empty(), data };
    let mut known = BTreeSet::new();
    let mut is_first = true;
    while let Some(at) = next {
        if !known.insert(at) || known.len() > MOST_SECTIONS {
            return Err(BROKEN.to_owned());
        }
        let trailer = places.section(at).ok_or(BROKEN)?;
        let hybrid = trailer.get_raw::<i64>("XRefStm").and_then(objects::whole);
        if let Some(at) = hybrid {
            places.section(at).ok_or(BROKEN)?;
        }
        next = trailer.get_raw::<i64>("Prev").and_then(objects::whole);
        if is_first {
            places.trailer = trailer;
            is_first = false;
        }
    }
    if places.trailer.contains_key("Encrypt") {
        return Err("the file is encrypted".to_owned());
    }
    Ok(places)
}

impl<'d> Places<'d> {
    /// Reads the section at a byte of the file; gives its trailer.
    fn section(&mut self, at: usize) -> Option<Dict<'d>> {
        let mut scanner = Scanner { data: self.data, at };
        if scanner.word(b"xref") { self.table(&mut scanner) } else { self.stream(at) }
    }

    fn table(&mut self, scanner: &mut Scanner<'d>) -> Option<Dict<'d>> {
        while !scanner.word(b"trailer") {
            let first = scanner.whole()?;
            let count = scanner.whole()?;
            for number in first..first.checked_add(count)? {
                let at = scanner.whole()?;
                scanner.whole()?;
                let entry = if scanner.word(b"n") {
                    Entry::At(at)
                } else {
                    scanner.word(b"f").then_some(Entry::Free)?
                };
                self.add(number, entry);
            }
        }
        scanner.skip_space();
        let rest = self.data.get(scanner.at..)?;
        (!objects::is_nested_too_deep(rest, true)).then(|| Dict::from_bytes(rest)).flatten()
    }

    fn stream(&mut self, at: usize) -> Option<Dict<'d>> {
        let (_, dict, stream) = objects::stream_at(self.data, at, |_| None)?;
        let widths: Vec<usize> = numbers(&dict, "W")?;
        let [kind, place, index] = *widths else { return None };
        let width = kind.checked_add(place)?.checked_add(index)?;
        if !(1..=24).contains(&width) {
            return None;
        }
        let decoded = objects::decoded(&dict, stream)?;
        let mut rows = decoded.chunks_exact(width);
        let size = dict.get_raw::<i64>("Size").and_then(objects::whole)?;
        let sections = numbers(&dict, "Index").unwrap_or_else(|| vec![0, size]);
        for &[first, count] in sections.as_chunks::<2>().0 {
            for number in first..first.checked_add(count)? {
                let row = rows.next()?;
                let (kind_of, row) = row.split_at(kind);
                let (place_of, index_of) = row.split_at(place);
                let entry =
                    match (if kind == 0 { 1 } else { value(kind_of) }, value(place_of)) {
                        (0, _) => Entry::Free,
                        (1, at) => Entry::At(at),
                        (2, stream) => {
                            Entry::In(i32::try_from(stream).ok()?, value(index_of))
                        }
                        // other kinds are none (table 18)
                        _ => Entry::Free,
                    };
                self.add(number, entry);
            }
        }
        Some(dict)
    }

    /// Adds an entry, if no newer section has one.
    fn add(&mut self, number: usize, entry: Entry) {
        if let Ok(number) = i32::try_from(number) {
            self.entries.entry(number).or_insert(entry);
        }
    }
}

fn numbers(dict: &Dict<'_>, key: &str) -> Option<Vec<usize>> {
    let array = dict.get_raw::<Array<'_>>(key).and_then(objects::direct)?;
    objects::items(&array).map(objects::whole_item).collect()
}

/// The number that some bytes are, the highest first.
fn value(bytes: &[u8]) -> usize {
    bytes.iter().fold(0usize, |value, &byte| value.wrapping_shl(8) | usize::from(byte))
}

/// Where some bytes stand last.
fn last(data: &[u8], bytes: &[u8]) -> Option<usize> {
    data.windows(bytes.len()).rposition(|window| window == bytes)
}
