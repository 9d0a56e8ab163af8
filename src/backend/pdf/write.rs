//! The file: objects one after the other, small ones packed in object streams, and the
//! table of where they are (ISO 32000-1, 7.5).
//!
//! `lopdf` can write a file too. It formats every object three times, on one thread, and
//! does not compress the table; for a long book that takes longer than all the rest.

use std::io::Write;

use lopdf::{Dictionary, Document, Object, Stream, StringFormat, dictionary};
use sha2::{Digest, Sha256};

use super::content::to_i64;
use super::objects::{integers, packed};
use crate::bug;
use crate::par;

/// Objects with numbers in a row, which are made when they are written and not kept.
pub(super) struct Row<'a> {
    /// The number of the first.
    pub(super) first: u32,
    /// How many there are.
    pub(super) count: usize,
    /// Makes one, by its place in the row.
    pub(super) make: Box<dyn Fn(usize) -> Object + Send + Sync + 'a>,
}

/// Objects in one object stream. A reader that wants one unpacks them all.
const OBJECTS_PER_STREAM: usize = 128;

/// Writes a document and rows of further objects to a file.
///
/// The identifier in its trailer is a hash of all that stands before it.
pub(super) fn file(document: &Document, rows: &[Row<'_>]) -> Vec<u8> {
    let mut file = File::new(&document.version, document.max_id);
    let mut small: Vec<Small<'_>> = Vec::new();
    for (&id, object) in &document.objects {
        match object {
            Object::Stream(stream) => file.add_stream(id.0, stream),
            Object::Null
            | Object::Boolean(_)
            | Object::Integer(_)
            | Object::Real(_)
            | Object::Name(_)
            | Object::String(..)
            | Object::Array(_)
            | Object::Dictionary(_)
            | Object::Reference(_) => small.push(Small::Kept(id.0, object)),
        }
    }
    small.extend(rows.iter().flat_map(|row| (0..row.count).map(|at| Small::Made(row, at))));
    let parts: Vec<_> = small.chunks(OBJECTS_PER_STREAM).collect();
    for (stream, ids) in par::map_quiet(&parts, |part| pack(part)) {
        file.add_object_stream(&stream, &ids);
    }
    file.finish(&document.trailer)
}

/// An object that is packed.
enum Small<'a> {
    Kept(u32, &'a Object),
    Made(&'a Row<'a>, usize),
}

/// An object stream of these objects, and their numbers.
fn pack(objects: &[Small<'_>]) -> (Stream, Vec<u32>) {
    let mut table = Vec::new();
    let mut body = Vec::new();
    let mut ids = Vec::with_capacity(objects.len());
    for object in objects {
        let id = match *object {
            Small::Kept(id, _) => id,
            Small::Made(row, at) => row.first + number(at),
        };
        put(&mut table, format_args!("{id} {} ", body.len()));
        match object {
            Small::Kept(_, object) => put_object(&mut body, object),
            Small::Made(row, at) => put_object(&mut body, &(row.make)(*at)),
        }
        body.push(b'\n');
        ids.push(id);
    }
    let keys = dictionary! {
        "Type" => "ObjStm",
        "N" => to_i64(objects.len()),
        "First" => to_i64(table.len()),
    };
    table.append(&mut body);
    (packed(keys, &table), ids)
}

/// A file in the making.
struct File {
    bytes: Vec<u8>,
    /// Where each object is, by its number.
    entries: Vec<Entry>,
}

/// Where an object is.
#[derive(Debug, Copy, Clone)]
enum Entry {
    /// Nowhere: no object has this number.
    Free,
    /// At this byte of the file.
    At(usize),
    /// In an object stream, by its number, at this place.
    In(u32, usize),
}

impl File {
    fn new(version: &str, max_id: u32) -> Self {
        let mut bytes = format!("%PDF-{version}\n").into_bytes();
        // Four bytes above 127 say that the file is not text (ISO 19005-2, 6.1.2).
        bytes.extend(b"%\xE2\xE3\xCF\xD3\n");
        Self { bytes, entries: vec![Entry::Free; max_id as usize + 1] }
    }

    fn add_stream(&mut self, id: u32, stream: &Stream) {
        self.entries[id as usize] = Entry::At(self.bytes.len());
        put(&mut self.bytes, format_args!("{id} 0 obj\n"));
        put_stream(&mut self.bytes, stream);
        put(&mut self.bytes, format_args!("\nendobj\n"));
    }

    fn add_object_stream(&mut self, stream: &Stream, ids: &[u32]) {
        let container = number(self.entries.len());
        self.entries.push(Entry::Free);
        self.add_stream(container, stream);
        for (place, id) in ids.iter().enumerate() {
            self.entries[*id as usize] = Entry::In(container, place);
        }
    }

    fn finish(mut self, trailer: &Dictionary) -> Vec<u8> {
        let start = self.bytes.len();
        let id = number(self.entries.len());
        self.entries.push(Entry::At(start));

        let hash = Sha256::digest(&self.bytes)[..16].to_vec();
        let hash = Object::String(hash, StringFormat::Hexadecimal);
        let mut keys = dictionary! {
            "Type" => "XRef",
            "Size" => to_i64(self.entries.len()),
            "W" => integers(WIDTHS.map(to_i64)),
            "DecodeParms" => dictionary! {
                "Predictor" => UP_PREDICTOR,
                "Columns" => to_i64(ROW),
            },
            "ID" => vec![hash.clone(), hash],
        };
        for key in ["Root", "Info"] {
            if let Ok(value) = trailer.get(key.as_bytes()) {
                keys.set(key, value.clone());
            }
        }
        let stream = packed(keys, &table(&self.entries));
        self.add_stream(id, &stream);
        put(&mut self.bytes, format_args!("startxref\n{start}\n%%EOF\n"));
        self.bytes
    }
}

/// Bytes of the three fields of an entry in the table.
const WIDTHS: [usize; 3] = [1, 4, 2];

/// Bytes of an entry in the table.
const ROW: usize = WIDTHS[0] + WIDTHS[1] + WIDTHS[2];

/// The predictor that takes each byte from the one above it (ISO 32000-1, 7.4.4.4).
const UP_PREDICTOR: i64 = 12;

/// The table of all objects, as differences from row to row, which are small.
fn table(entries: &[Entry]) -> Vec<u8> {
    let mut table = Vec::with_capacity(entries.len() * (ROW + 1));
    let mut above = [0u8; ROW];
    for entry in entries {
        let (kind, field, place) = match *entry {
            // Never to be used again (ISO 32000-1, 7.5.4).
            Entry::Free => (0, 0, u16::MAX),
            Entry::At(offset) => (1, number(offset), 0),
            Entry::In(container, place) => (2, container, small(place)),
        };
        let mut row = [0u8; ROW];
        row[0] = kind;
        row[1..5].copy_from_slice(&field.to_be_bytes());
        row[5..].copy_from_slice(&place.to_be_bytes());
        table.push(UP);
        table.extend(row.iter().zip(above).map(|(byte, above)| byte.wrapping_sub(above)));
        above = row;
    }
    table
}

/// The filter type before each row.
const UP: u8 = 2;

fn number(value: usize) -> u32 {
    u32::try_from(value).unwrap_or_else(|_| bug!("a PDF of more than 4 GB: {value}"))
}

fn small(value: usize) -> u16 {
    u16::try_from(value).unwrap_or_else(|_| bug!("{value} objects in one stream"))
}

fn put(bytes: &mut Vec<u8>, text: std::fmt::Arguments<'_>) {
    if let Err(error) = bytes.write_fmt(text) {
        bug!("writing to memory failed: {error}");
    }
}

/// Writes an object (ISO 32000-1, 7.3).
fn put_object(bytes: &mut Vec<u8>, object: &Object) {
    match object {
        Object::Null => bytes.extend(b"null"),
        Object::Boolean(value) => put(bytes, format_args!("{value}")),
        Object::Integer(value) => put(bytes, format_args!("{value}")),
        Object::Real(value) => put(bytes, format_args!("{value}")),
        Object::Name(name) => put_name(bytes, name),
        Object::String(text, StringFormat::Literal) => put_literal(bytes, text),
        Object::String(text, StringFormat::Hexadecimal) => put_hexadecimal(bytes, text),
        Object::Array(items) => {
            bytes.push(b'[');
            for (place, item) in items.iter().enumerate() {
                if place > 0 {
                    put_space_before(bytes, item);
                }
                put_object(bytes, item);
            }
            bytes.push(b']');
        }
        Object::Dictionary(keys) => put_dictionary(bytes, keys),
        Object::Stream(stream) => put_stream(bytes, stream),
        Object::Reference((number, generation)) => {
            put(bytes, format_args!("{number} {generation} R"));
        }
    }
}

fn put_dictionary(bytes: &mut Vec<u8>, keys: &Dictionary) {
    bytes.extend(b"<<");
    for (key, value) in keys {
        put_name(bytes, key);
        put_space_before(bytes, value);
        put_object(bytes, value);
    }
    bytes.extend(b">>");
}

/// Separates an object from what stands before it, unless its first character does.
fn put_space_before(bytes: &mut Vec<u8>, object: &Object) {
    match object {
        Object::Null
        | Object::Boolean(_)
        | Object::Integer(_)
        | Object::Real(_)
        | Object::Reference(_) => bytes.push(b' '),
        Object::Name(_)
        | Object::String(..)
        | Object::Array(_)
        | Object::Dictionary(_)
        | Object::Stream(_) => {}
    }
}

fn put_stream(bytes: &mut Vec<u8>, stream: &Stream) {
    let mut keys = stream.dict.clone();
    keys.set("Length", to_i64(stream.content.len()));
    put_dictionary(bytes, &keys);
    bytes.extend(b"stream\n");
    bytes.extend(&stream.content);
    // An end of line is wanted here (ISO 19005-2, 6.1.7.1).
    bytes.extend(b"\nendstream");
}

fn put_name(bytes: &mut Vec<u8>, name: &[u8]) {
    bytes.push(b'/');
    for &byte in name {
        if byte.is_ascii_graphic() && !b"()<>[]{}/%#".contains(&byte) {
            bytes.push(byte);
        } else {
            put(bytes, format_args!("#{byte:02X}"));
        }
    }
}

fn put_literal(bytes: &mut Vec<u8>, text: &[u8]) {
    bytes.push(b'(');
    for &byte in text {
        match byte {
            b'(' | b')' | b'\\' => bytes.extend([b'\\', byte]),
            b'\r' => bytes.extend(b"\\r"),
            _ => bytes.push(byte),
        }
    }
    bytes.push(b')');
}

fn put_hexadecimal(bytes: &mut Vec<u8>, text: &[u8]) {
    bytes.push(b'<');
    for byte in text {
        put(bytes, format_args!("{byte:02X}"));
    }
    bytes.push(b'>');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(object: &Object) -> String {
        let mut bytes = Vec::new();
        put_object(&mut bytes, object);
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn objects_are_separated_where_they_must_be() {
        let object = Object::Dictionary(dictionary! {
            "A" => vec![1.into(), 2.5.into(), "N".into(), Object::Null, (7, 0).into()],
            "B" => true,
            "C" => Object::string_literal("a(b\\\r"),
            "odd name" => "x/y",
        });
        let expected = r"<</A[1 2.5/N null 7 0 R]/B true/C(a\(b\\\r)/odd#20name/x#2Fy>>";
        assert_eq!(written(&object), expected);
    }

    #[test]
    fn a_file_is_read_back_as_it_was() {
        let mut document = Document::with_version("1.7");
        let kept = document.add_object(dictionary! { "Kept" => 1 });
        let stream = document.add_object(packed(dictionary! {}, b"hello hello hello"));
        document.max_id += 300;
        let rows = [Row {
            first: stream.0 + 1,
            count: 300,
            make: Box::new(|at| to_i64(at).into()),
        }];
        document.trailer.set("Root", kept);
        let bytes = file(&document, &rows);

        let read = Document::load_mem(&bytes).unwrap();
        assert!(read.get_dictionary(kept).unwrap().get(b"Kept").is_ok());
        let content = read.get_object(stream).unwrap().as_stream().unwrap();
        assert_eq!(content.decompressed_content().unwrap(), b"hello hello hello");
        for at in 0..300 {
            let object = read.get_object((stream.0 + 1 + at, 0)).unwrap();
            assert_eq!(object.as_i64().unwrap(), i64::from(at));
        }
        assert_eq!(bytes, file(&document, &rows));
    }
}
