//! The objects of a file: opening it, streams, strings, and the trees of names and
//! numbers (ISO 32000-1, 7.9.6 and 7.9.7).

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io::Read;

use flate2::read::ZlibDecoder;
use hayro_syntax::Filter;
use hayro_syntax::object::{
    Array, Dict, MaybeRef, Name, ObjRef, Object, ObjectIdentifier, Stream,
};

use super::geometry::Rect;

/// A stream that becomes longer than this is not read, in bytes.
const MOST_DECODED: u64 = 1 << 28;

/// More nodes than this are not read of a tree of names or numbers.
const MOST_NODES: usize = 1 << 20;

/// An opened file.
pub(super) struct File {
    pub(super) pdf: hayro_syntax::Pdf,
}

impl File {
    /// Opens a file.
    ///
    /// # Errors
    /// In words, when it cannot be read as a PDF, or needs a password.
    pub(super) fn open(bytes: &[u8]) -> Result<Self, String> {
        use hayro_syntax::LoadPdfError;
        match hayro_syntax::Pdf::new(bytes.to_vec()) {
            Ok(pdf) => Ok(Self { pdf }),
            Err(LoadPdfError::Decryption(_)) => {
                Err("the file is encrypted, and needs a password".to_owned())
            }
            Err(LoadPdfError::Invalid) => {
                Err("the file is not a PDF, or is damaged".to_owned())
            }
        }
    }

    /// The catalog.
    pub(super) fn catalog(&self) -> Dict<'_> {
        self.pdf.xref().get(self.pdf.xref().root_id()).unwrap_or_default()
    }

    /// An object, looked up if it is a reference.
    pub(super) fn resolve<'a>(
        &'a self,
        object: MaybeRef<Object<'a>>,
    ) -> Option<Object<'a>> {
        match object {
            MaybeRef::Ref(reference) => self.pdf.xref().get(reference.into()),
            MaybeRef::NotRef(object) => Some(object),
        }
    }

    /// The dictionary of a number.
    pub(super) fn dict(&self, number: i32) -> Option<Dict<'_>> {
        self.pdf.xref().get(ObjectIdentifier::new(number, 0))
    }
}

/// The number of the object that a key refers to, if it does.
pub(super) fn reference(dict: &Dict<'_>, key: &str) -> Option<i32> {
    dict.get_ref(key).map(|reference| reference.obj_number)
}

/// The number of the object that a dictionary is, if it is one of its own and not
/// written inside another.
pub(super) fn number_of(object: &MaybeRef<Object<'_>>) -> Option<i32> {
    match object {
        MaybeRef::Ref(ObjRef { obj_number, .. }) => Some(*obj_number),
        MaybeRef::NotRef(_) => None,
    }
}

/// What a stream holds, decompressed.
pub(super) fn decoded<'a>(stream: &Stream<'a>) -> Option<Cow<'a, [u8]>> {
    let dict = stream.dict();
    let filters = stream.filters();
    if filters.is_empty() && !dict.contains_key("Filter") {
        return Some(stream.raw_data());
    }
    if *filters == [Filter::FlateDecode] && !dict.contains_key("DecodeParms") {
        let mut bytes = Vec::new();
        let data = stream.raw_data();
        bytes.reserve(data.len().saturating_mul(4).min(1 << 24));
        ZlibDecoder::new(&*data).take(MOST_DECODED).read_to_end(&mut bytes).ok()?;
        return Some(Cow::Owned(bytes));
    }
    // each filter makes at most a thousand bytes of one
    let is_small = stream.raw_data().len() < 1 << 18 && filters.len() < 2;
    is_small.then(|| stream.decoded().ok()).flatten()
}

/// A text string (ISO 32000-1, 7.9.2.2).
pub(super) fn text(bytes: &[u8]) -> String {
    if let Some(rest) = bytes.strip_prefix(b"\xFE\xFF") {
        return without_languages(&utf16(rest));
    }
    if let Some(rest) = bytes.strip_prefix(b"\xEF\xBB\xBF") {
        return without_languages(&String::from_utf8_lossy(rest));
    }
    bytes.iter().map(|&byte| pdf_doc(byte)).collect()
}

/// Characters in UTF-16, the high byte first; an odd byte at the end is left out.
pub(super) fn utf16(bytes: &[u8]) -> String {
    let units = bytes.as_chunks::<2>().0.iter().map(|&pair| u16::from_be_bytes(pair));
    char::decode_utf16(units)
        .map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER))
        .collect()
}

/// A text without the escapes that name its language (ISO 32000-1, 7.9.2.2).
fn without_languages(text: &str) -> String {
    text.split('\u{1B}').step_by(2).collect()
}

/// A character of `PDFDocEncoding` (ISO 32000-1, annex D.3).
fn pdf_doc(byte: u8) -> char {
    const ACCENTS: [char; 8] = ['˘', 'ˇ', 'ˆ', '˙', '˝', '˛', '˚', '˜'];
    const SIGNS: [char; 33] = [
        '•', '†', '‡', '…', '—', '–', 'ƒ', '⁄', '‹', '›', '−', '‰', '„', '“', '”', '‘',
        '’', '‚', '™', 'ﬁ', 'ﬂ', 'Ł', 'Œ', 'Š', 'Ÿ', 'Ž', 'ı', 'ł', 'œ', 'š', 'ž',
        '\u{FFFD}', '€',
    ];
    match byte {
        0x18..=0x1F => ACCENTS[usize::from(byte - 0x18)],
        0x80..=0xA0 => SIGNS[usize::from(byte - 0x80)],
        0x7F | 0xAD => char::REPLACEMENT_CHARACTER,
        _ => char::from(byte),
    }
}

/// The text string of a key.
pub(super) fn text_of(dict: &Dict<'_>, key: &str) -> Option<String> {
    dict.get::<hayro_syntax::object::String<'_>>(key).map(|string| text(&string))
}

/// The name of a key.
pub(super) fn name_of(dict: &Dict<'_>, key: &str) -> Option<String> {
    dict.get::<Name<'_>>(key).map(|name| name_text(&name))
}

/// What a name says.
pub(super) fn name_text(name: &[u8]) -> String {
    String::from_utf8_lossy(name).into_owned()
}

/// The number of a key.
pub(super) fn number(dict: &Dict<'_>, key: &str) -> Option<f64> {
    dict.get::<f64>(key)
}

/// The rectangle of a key.
pub(super) fn rect_of(dict: &Dict<'_>, key: &str) -> Option<Rect> {
    let numbers: Vec<f64> = dict.get::<Array<'_>>(key)?.iter::<f64>().take(5).collect();
    match *numbers {
        [x0, y0, x1, y1] => Some(Rect::new(x0, y0, x1, y1)),
        _ => None,
    }
}

/// The entries of a number tree, in the order of the tree.
pub(super) fn number_tree<'a>(
    file: &'a File,
    root: Dict<'a>,
    mut give: impl FnMut(i64, MaybeRef<Object<'a>>),
) {
    walk(file, root, "Nums", |key, value| {
        if let Some(number) = key.into_number() {
            give(number.as_i64(), value);
        }
    });
}

/// The entries of a name tree, in the order of the tree.
pub(super) fn name_tree<'a>(
    file: &'a File,
    root: Dict<'a>,
    mut give: impl FnMut(Vec<u8>, MaybeRef<Object<'a>>),
) {
    walk(file, root, "Names", |key, value| {
        if let Some(name) = key.into_string() {
            give(name.to_vec(), value);
        }
    });
}

fn walk<'a>(
    file: &'a File,
    root: Dict<'a>,
    leaves: &str,
    mut give: impl FnMut(Object<'a>, MaybeRef<Object<'a>>),
) {
    let mut known = BTreeSet::new();
    let mut nodes = vec![root];
    while let Some(node) = nodes.pop() {
        if known.len() > MOST_NODES {
            return;
        }
        if let Some(entries) = node.get::<Array<'a>>(leaves) {
            let mut entries = entries.raw_iter();
            while let (Some(key), Some(value)) = (entries.next(), entries.next()) {
                if let Some(key) = file.resolve(key) {
                    give(key, value);
                }
            }
        }
        let Some(kids) = node.get::<Array<'a>>("Kids") else { continue };
        let start = nodes.len();
        for kid in kids.raw_iter() {
            // only what has a number can be told from what was there
            let Some(number) = number_of(&kid) else { continue };
            if known.insert(number) {
                nodes.extend(file.dict(number));
            }
        }
        nodes[start..].reverse();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_strings_are_read_in_all_three_encodings() {
        assert_eq!(text(b"caf\xE9 \x84 \xA0"), "café — €");
        assert_eq!(text(b"\xFE\xFF\x00a\xD8\x3D\xDE\x00"), "a😀");
        assert_eq!(text(b"\xEF\xBB\xBFna\xC3\xAFve"), "naïve");
    }

    #[test]
    fn escapes_that_name_a_language_are_no_text() {
        assert_eq!(text(b"\xFE\xFF\x00\x1B\x00e\x00n\x00\x1B\x00h\x00i"), "hi");
    }
}
