//! The objects of a file by their numbers, what the keys of dictionaries say, and the
//! trees of names and numbers (ISO 32000-1, 7.9.6 and 7.9.7).

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use hayro_syntax::object::{Array, Dict, FromBytes, MaybeRef, Name, Object};

use super::geometry::Rect;
use super::objects::{self, Scanner, items};
use super::xref::{self, Entry};

/// More nodes than this are not read of a tree of names or numbers.
const MOST_NODES: usize = 1 << 20;
/// More objects than this are not read of an object stream.
const MOST_OBJECTS: usize = 1 << 20;

/// All streams of a file together, each as often as it is used, do not become longer than
/// this, in bytes.
const MOST_DECODED: usize = 1 << 31;

/// An opened file.
pub(super) struct File<'d> {
    data: &'d [u8],
    /// How many bytes streams may still become.
    left: AtomicUsize,
    entries: BTreeMap<i32, Entry>,
    /// The object streams that entries name, read when they are asked for.
    packs: BTreeMap<i32, OnceLock<Option<Pack>>>,
    trailer: Dict<'d>,
    /// The length of the longest text string that was read, in bytes.
    longest: AtomicUsize,
}

/// An object stream (ISO 32000-1, 7.5.7).
struct Pack {
    bytes: Vec<u8>,
    /// Number and place of each object.
    objects: Vec<(i32, usize)>,
}

/// A stream: its dictionary, and its bytes as they are in the file.
#[derive(Clone)]
pub(super) struct Stream<'a> {
    pub(super) dict: Dict<'a>,
    bytes: &'a [u8],
    left: &'a AtomicUsize,
}

impl<'a> Stream<'a> {
    /// What it holds, decompressed; `None` if it is broken or not of a kind that is read,
    /// or if too much has been decompressed already.
    pub(super) fn decoded(&self) -> Option<Cow<'a, [u8]>> {
        let decoded = objects::decoded(&self.dict, self.bytes)?;
        let length = decoded.len();
        let take = |left: usize| left.checked_sub(length);
        let taken = self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take);
        taken.is_ok().then_some(decoded)
    }
}

impl<'d> File<'d> {
    /// Opens a file.
    ///
    /// # Errors
    /// In words, when it cannot be read as a PDF, or is encrypted.
    pub(super) fn open(data: &'d [u8]) -> Result<Self, String> {
        let places = xref::read(data)?;
        let entries = places.entries;
        let packs = entries.values().filter_map(|entry| match entry {
            Entry::In(pack, _) => Some((*pack, OnceLock::new())),
            Entry::At(_) | Entry::Free => None,
        });
        let left = AtomicUsize::new(MOST_DECODED);
        let (packs, trailer) = (packs.collect(), places.trailer);
        Ok(Self { data, left, packs, entries, trailer, longest: AtomicUsize::new(0) })
    }

    /// All its bytes.
    pub(super) const fn bytes(&self) -> &'d [u8] {
        self.data
    }

    /// Whether the trailer has an identifier of two parts, the first of which is not empty.
    pub(super) fn has_id(&self) -> bool {
        let parts = self.items(&self.trailer, "ID").filter_map(|part| self.resolve(part));
        let parts: Vec<_> = parts.filter_map(Object::into_string).take(3).collect();
        parts.len() == 2 && !parts[0].is_empty()
    }

    /// The numbers of objects that stand in the file by themselves, as streams do.
    pub(super) fn numbers_in_use(&self) -> impl Iterator<Item = i32> + '_ {
        let all = self.entries.iter();
        all.filter(|own| matches!(own.1, Entry::At(_))).map(|(number, _)| *number)
    }

    /// The length of the longest text string that was read so far, in bytes.
    pub(super) fn longest_text(&self) -> usize {
        self.longest.load(Ordering::Relaxed)
    }

    /// The catalog.
    pub(super) fn catalog(&self) -> Dict<'_> {
        self.get(&self.trailer, "Root").unwrap_or_default()
    }

    /// The document information dictionary.
    pub(super) fn information(&self) -> Dict<'_> {
        self.get(&self.trailer, "Info").unwrap_or_default()
    }

    /// The object of a number; of a stream its dictionary.
    pub(super) fn object(&self, number: i32) -> Option<Object<'_>> {
        match *self.entries.get(&number)? {
            Entry::Free => None,
            Entry::At(at) => {
                let (known, start) = objects::head(self.data, at)?;
                let rest = self.data.get(start..)?;
                (known == number).then(|| read(rest)).flatten()
            }
            Entry::In(pack, index) => {
                let pack = self.packs.get(&pack)?.get_or_init(|| self.pack(pack));
                let pack = pack.as_ref()?;
                let &(known, at) = pack.objects.get(index)?;
                let rest = pack.bytes.get(at..)?;
                // all of it was looked at for nesting
                (known == number).then(|| Object::from_bytes(rest)).flatten()
            }
        }
    }

    /// The dictionary of a number.
    pub(super) fn dict(&self, number: i32) -> Option<Dict<'_>> {
        self.object(number)?.into_dict()
    }

    /// The stream of a number.
    pub(super) fn stream(&self, number: i32) -> Option<Stream<'_>> {
        let Entry::At(at) = *self.entries.get(&number)? else { return None };
        let find = |length: i32| {
            let length = self.object(length).filter(|_| length != number)?;
            usize::try_from(length.into_number()?.as_i64()).ok()
        };
        let (known, dict, bytes) = objects::stream_at(self.data, at, find)?;
        (known == number).then_some(Stream { dict, bytes, left: &self.left })
    }

    /// Reads an object stream. Its length stands with it: an object stream that needs
    /// another one is not read.
    fn pack(&self, number: i32) -> Option<Pack> {
        let Entry::At(at) = *self.entries.get(&number)? else { return None };
        let (known, dict, bytes) = objects::stream_at(self.data, at, |length| {
            let Entry::At(at) = *self.entries.get(&length)? else { return None };
            let (_, start) = objects::head(self.data, at)?;
            Scanner { data: self.data, at: start }.whole()
        })?;
        let count = dict.get_raw::<i64>("N").and_then(objects::whole)?;
        let first = dict.get_raw::<i64>("First").and_then(objects::whole)?;
        let bytes = objects::decoded(&dict, bytes)?.into_owned();
        if known != number
            || count > MOST_OBJECTS
            || objects::is_nested_too_deep(&bytes, false)
        {
            return None;
        }
        let mut scanner = Scanner { data: bytes.get(..first)?, at: 0 };
        let mut places = Vec::new();
        for _ in 0..count {
            let number = i32::try_from(scanner.whole()?).ok()?;
            let mut place =
                Scanner { data: &bytes, at: first.checked_add(scanner.whole()?)? };
            place.skip_space();
            places.push((number, place.at));
        }
        Some(Pack { bytes, objects: places })
    }

    /// An object, looked up if it is a reference.
    pub(super) fn resolve<'a>(
        &'a self,
        object: MaybeRef<Object<'a>>,
    ) -> Option<Object<'a>> {
        match object {
            MaybeRef::Ref(reference) => self.object(reference.obj_number),
            MaybeRef::NotRef(object) => Some(object),
        }
    }

    /// What a key says, if it is of this type.
    pub(super) fn get<'a, T: TryFrom<Object<'a>>>(
        &'a self,
        dict: &Dict<'a>,
        key: impl AsRef<[u8]>,
    ) -> Option<T> {
        self.resolve(dict.get_raw::<Object<'a>>(key)?)?.try_into().ok()
    }

    /// The stream that a key refers to.
    pub(super) fn stream_of(
        &self,
        dict: &Dict<'_>,
        key: impl AsRef<[u8]>,
    ) -> Option<Stream<'_>> {
        self.stream(dict.get_ref(key)?.obj_number)
    }

    /// The items of the array of a key, as they are written.
    pub(super) fn items<'a>(
        &'a self,
        dict: &Dict<'a>,
        key: &str,
    ) -> impl Iterator<Item = MaybeRef<Object<'a>>> + use<'a, 'd> {
        let array = self.get::<Array<'a>>(dict, key);
        array.into_iter().flat_map(|array| items(&array))
    }

    /// The numbers of the array of a key.
    pub(super) fn numbers<'a>(&'a self, dict: &Dict<'a>, key: &str) -> Vec<f64> {
        let items = self.items(dict, key).take(1 << 16);
        items.filter_map(|item| Some(self.resolve(item)?.into_number()?.as_f64())).collect()
    }

    /// The text string of a key.
    pub(super) fn text<'a>(&'a self, dict: &Dict<'a>, key: &str) -> Option<String> {
        let string: hayro_syntax::object::String<'a> = self.get(dict, key)?;
        self.longest.fetch_max(string.len(), Ordering::Relaxed);
        Some(text(&string))
    }

    /// The name of a key.
    pub(super) fn name<'a>(&'a self, dict: &Dict<'a>, key: &str) -> Option<String> {
        self.get::<Name<'a>>(dict, key).map(|name| name_text(&name))
    }

    /// The rectangle of a key.
    pub(super) fn rect<'a>(&'a self, dict: &Dict<'a>, key: &str) -> Option<Rect> {
        match *self.numbers(dict, key) {
            [x0, y0, x1, y1] => Some(Rect::new(x0, y0, x1, y1)),
            _ => None,
        }
    }

    /// The entries of a number tree, in the order of the tree.
    pub(super) fn number_tree<'a>(
        &'a self,
        root: Dict<'a>,
        mut give: impl FnMut(i64, MaybeRef<Object<'a>>),
    ) {
        self.walk(root, "Nums", |key, value| {
            if let Some(number) = key.into_number() {
                give(number.as_i64(), value);
            }
        });
    }

    /// The entries of a name tree, in the order of the tree.
    pub(super) fn name_tree<'a>(
        &'a self,
        root: Dict<'a>,
        mut give: impl FnMut(Vec<u8>, MaybeRef<Object<'a>>),
    ) {
        self.walk(root, "Names", |key, value| {
            if let Some(name) = key.into_string() {
                give(name.to_vec(), value);
            }
        });
    }

    fn walk<'a>(
        &'a self,
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
            let mut entries = self.items(&node, leaves);
            while let (Some(key), Some(value)) = (entries.next(), entries.next()) {
                if let Some(key) = self.resolve(key) {
                    give(key, value);
                }
            }
            let start = nodes.len();
            // only what has a number can be told from what was there
            for number in self.items(&node, "Kids").filter_map(|kid| number_of(&kid)) {
                if known.insert(number) {
                    nodes.extend(self.dict(number));
                }
            }
            nodes[start..].reverse();
        }
    }
}

/// The object at the head of some bytes of the file; of a stream its dictionary.
fn read(bytes: &[u8]) -> Option<Object<'_>> {
    if objects::is_nested_too_deep(bytes, true) {
        return None;
    }
    if bytes.starts_with(b"<<") {
        return Dict::from_bytes(bytes).map(Object::Dict);
    }
    Object::from_bytes(bytes)
}

/// The number of the object that a key refers to, if it does.
pub(super) fn reference(dict: &Dict<'_>, key: impl AsRef<[u8]>) -> Option<i32> {
    dict.get_ref(key).map(|reference| reference.obj_number)
}

/// The number of an object, if it is one of its own and not written inside another.
pub(super) fn number_of(object: &MaybeRef<Object<'_>>) -> Option<i32> {
    object.as_obj_ref().map(|reference| reference.obj_number)
}

/// What a name says.
pub(super) fn name_text(name: &[u8]) -> String {
    String::from_utf8_lossy(name).into_owned()
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
