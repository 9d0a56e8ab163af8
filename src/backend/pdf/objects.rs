//! Small objects of a PDF: names, strings, arrays, compressed streams.

use std::cell::RefCell;

use flate2::{Compress, Compression, FlushCompress, Status};
use lopdf::{Dictionary, Object, ObjectId, Stream, StringFormat};

use crate::bug;

/// How hard to compress, 0 to 9. For a book of 526 pages 9 takes half as long again and
/// saves 0.7 %; 3 takes hardly less time and costs 4.5 %.
const LEVEL: u32 = 6;

/// A name that is not known when we are compiled.
pub(super) fn name(text: &str) -> Object {
    Object::Name(text.as_bytes().to_vec())
}

/// A string of bytes as they are.
pub(super) fn literal(text: &str) -> Object {
    Object::String(text.as_bytes().to_vec(), StringFormat::Literal)
}

/// A text string: ASCII as it is, all else in UTF-16 (ISO 32000-1, 7.9.2.2).
pub(super) fn text(text: &str) -> Object {
    if text.bytes().all(|byte| (0x20..0x7F).contains(&byte)) {
        return literal(text);
    }
    let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
    Object::String(units.flat_map(u16::to_be_bytes).collect(), StringFormat::Literal)
}

/// An array of whole numbers.
pub(super) fn integers(numbers: impl IntoIterator<Item = i64>) -> Object {
    Object::Array(numbers.into_iter().map(Object::Integer).collect())
}

/// An array of references.
pub(super) fn references(ids: impl IntoIterator<Item = ObjectId>) -> Object {
    Object::Array(ids.into_iter().map(Object::Reference).collect())
}

/// A number that counts hundredths.
pub(super) fn real(hundredths: i64) -> Object {
    if hundredths % 100 == 0 {
        return Object::Integer(hundredths / 100);
    }
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        reason = "a place on a page has at most seven digits; more cannot be written"
    )]
    Object::Real((hundredths as f64 / 100.0) as f32)
}

/// An array of numbers that count hundredths.
pub(super) fn reals(hundredths: impl IntoIterator<Item = i64>) -> Object {
    Object::Array(hundredths.into_iter().map(real).collect())
}

/// A compressed stream.
pub(super) fn packed(mut keys: Dictionary, bytes: &[u8]) -> Stream {
    keys.set("Filter", "FlateDecode");
    Stream::new(keys, deflate(bytes))
}

/// Compresses bytes, for the filter `FlateDecode`.
pub(super) fn deflate(bytes: &[u8]) -> Vec<u8> {
    thread_local! {
        /// To make one takes as long as to compress a short page.
        static PRESS: RefCell<Compress> =
            RefCell::new(Compress::new(Compression::new(LEVEL), true));
    }
    PRESS.with_borrow_mut(|press| {
        press.reset();
        let mut packed = Vec::with_capacity(bytes.len() / 2 + 64);
        let mut rest = bytes;
        loop {
            let before = press.total_in();
            let status = press.compress_vec(rest, &mut packed, FlushCompress::Finish);
            let read = usize::try_from(press.total_in() - before).unwrap_or(rest.len());
            rest = &rest[read..];
            match status {
                Ok(Status::StreamEnd) => return packed,
                Ok(Status::Ok | Status::BufError) => packed.reserve(packed.len()),
                Err(error) => bug!("compressing in memory failed: {error}"),
            }
        }
    })
}

/// Changes a dictionary of a document.
pub(super) fn dictionary_mut(
    document: &mut lopdf::Document,
    id: ObjectId,
) -> &mut Dictionary {
    document
        .get_object_mut(id)
        .and_then(Object::as_dict_mut)
        .unwrap_or_else(|error| bug!("object {} is no dictionary: {error}", id.0))
}

/// The object that a key refers to.
pub(super) fn reference(dictionary: &Dictionary, key: &str) -> ObjectId {
    dictionary
        .get(key.as_bytes())
        .and_then(Object::as_reference)
        .unwrap_or_else(|error| bug!("`{key}` refers to nothing: {error}"))
}

/// The catalog of a document.
pub(super) fn catalog(document: &mut lopdf::Document) -> &mut Dictionary {
    let id = reference(&document.trailer, "Root");
    dictionary_mut(document, id)
}
