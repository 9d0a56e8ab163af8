//! Objects and streams as bytes (ISO 32000-1, 7.3 and 7.4), each with bounds that hold for
//! any file.

use std::borrow::Cow;
use std::io::Read;

use flate2::read::ZlibDecoder;
use hayro_syntax::object::{Array, Dict, FromBytes, MaybeRef, Name, Object};

/// A stream that becomes longer than this is not read, in bytes.
const MOST_DECODED: usize = 1 << 28;
/// Arrays and dictionaries in each other.
const MOST_NESTED: usize = 64;

/// The object itself, if it is not a reference.
pub(super) fn direct<T>(object: MaybeRef<T>) -> Option<T> {
    match object {
        MaybeRef::NotRef(object) => Some(object),
        MaybeRef::Ref(_) => None,
    }
}

/// A whole number that is not negative, written where it is used.
pub(super) fn whole(number: MaybeRef<i64>) -> Option<usize> {
    usize::try_from(direct(number)?).ok()
}

/// The same of an item of an array.
pub(super) fn whole_item(item: MaybeRef<Object<'_>>) -> Option<usize> {
    usize::try_from(direct(item)?.into_number()?.as_i64()).ok()
}

/// The items of an array, as they are written. Ends at one that cannot be read.
pub(super) fn items<'a>(array: &Array<'a>) -> Items<'a> {
    Items { scanner: Scanner { data: array.data(), at: 0 } }
}

/// The items of an array.
#[derive(Clone)]
pub(super) struct Items<'a> {
    scanner: Scanner<'a>,
}

impl<'a> Iterator for Items<'a> {
    type Item = MaybeRef<Object<'a>>;

    fn next(&mut self) -> Option<Self::Item> {
        self.scanner.skip_space();
        let rest = self.scanner.data.get(self.scanner.at..)?;
        if let Some((reference, length)) = reference(rest) {
            self.scanner.at += length;
            return Some(MaybeRef::Ref(reference));
        }
        let object = Object::from_bytes(rest)?;
        self.scanner.at += length(rest);
        Some(MaybeRef::NotRef(object))
    }
}

/// A reference, `12 0 R`, and how long it is written.
fn reference(data: &[u8]) -> Option<(hayro_syntax::object::ObjRef, usize)> {
    if !data.first()?.is_ascii_digit() {
        return None;
    }
    let mut scanner = Scanner { data, at: 0 };
    let number = i32::try_from(scanner.whole()?).ok()?;
    let generation = i32::try_from(scanner.whole()?).ok()?;
    let is_reference = scanner.word(b"R");
    let reference = hayro_syntax::object::ObjRef::new(number, generation);
    is_reference.then_some((reference, scanner.at))
}

/// How long the object at the head of some bytes is written.
fn length(data: &[u8]) -> usize {
    let mut nesting = Nesting { bytes: data, at: 0, depth: 0 };
    match data.first() {
        Some(b'[' | b'<' | b'(') => {
            while nesting.step().is_some() {
                if nesting.depth == 0 {
                    break;
                }
            }
            nesting.at
        }
        // a name begins with its slash; anything takes a byte
        _ => {
            let rest = data.get(1..).unwrap_or_default();
            let end = rest.iter().position(|byte| is_space(*byte) || is_delimiter(*byte));
            1 + end.unwrap_or(rest.len())
        }
    }
}

fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 12 | b'\r' | b' ')
}

fn is_delimiter(byte: u8) -> bool {
    b"()<>[]{}/%".contains(&byte)
}

/// Goes through bytes word by word.
#[derive(Debug, Clone)]
pub(super) struct Scanner<'a> {
    pub(super) data: &'a [u8],
    pub(super) at: usize,
}

impl Scanner<'_> {
    /// Goes over white space and comments.
    pub(super) fn skip_space(&mut self) {
        while let Some(&byte) = self.data.get(self.at) {
            if byte == b'%' {
                let rest = &self.data[self.at..];
                let end = rest.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
                self.at += end.unwrap_or(rest.len());
            } else if is_space(byte) {
                self.at += 1;
            } else {
                break;
            }
        }
    }

    /// Goes over a word, if it is the next.
    pub(super) fn word(&mut self, word: &[u8]) -> bool {
        self.skip_space();
        let rest = self.data.get(self.at..).unwrap_or_default();
        let ends = |byte: Option<&u8>| byte.is_none_or(|&b| is_space(b) || is_delimiter(b));
        let is_next = rest.starts_with(word) && ends(rest.get(word.len()));
        if is_next {
            self.at += word.len();
        }
        is_next
    }

    /// Goes over a whole number, if it is the next.
    pub(super) fn whole(&mut self) -> Option<usize> {
        self.skip_space();
        let rest = self.data.get(self.at..)?;
        let digits = rest.iter().take(19).take_while(|byte| byte.is_ascii_digit()).count();
        if digits == 0 {
            return None;
        }
        self.at += digits;
        let add = |value: usize, digit: &u8| {
            value.checked_mul(10)?.checked_add(usize::from(digit - b'0'))
        };
        rest[..digits].iter().try_fold(0, add)
    }
}

/// The number, the dictionary and the bytes of the stream at a place of the file.
/// `find` looks up a length that is an object of its own.
pub(super) fn stream_at<'d>(
    data: &'d [u8],
    at: usize,
    find: impl FnOnce(i32) -> Option<usize>,
) -> Option<(i32, Dict<'d>, &'d [u8])> {
    let (number, start) = head(data, at)?;
    let rest = data.get(start..)?;
    if is_nested_too_deep(rest, true) {
        return None;
    }
    let dict = Dict::from_bytes(rest)?;
    let stream = stream_after(data, start, &dict, find)?;
    Some((number, dict, stream))
}

/// The number of the object at a place, and where it begins after `12 0 obj`.
pub(super) fn head(data: &[u8], at: usize) -> Option<(i32, usize)> {
    let mut scanner = Scanner { data, at };
    let number = i32::try_from(scanner.whole()?).ok()?;
    scanner.whole()?;
    scanner.skip_space();
    let is_object = data.get(scanner.at..)?.starts_with(b"obj");
    scanner.at += 3;
    scanner.skip_space();
    is_object.then_some((number, scanner.at))
}

/// The bytes of the stream whose dictionary begins at `start`, if there is one.
pub(super) fn stream_after<'d>(
    data: &'d [u8],
    start: usize,
    dict: &Dict<'d>,
    find: impl FnOnce(i32) -> Option<usize>,
) -> Option<&'d [u8]> {
    let mut scanner = Scanner { data, at: start + length(data.get(start..)?) };
    scanner.skip_space();
    let rest = data.get(scanner.at..)?.strip_prefix(b"stream")?;
    let rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n"))?;
    let length = match dict.get_raw::<i64>("Length")? {
        MaybeRef::NotRef(length) => usize::try_from(length).ok()?,
        MaybeRef::Ref(reference) => find(reference.obj_number)?,
    };
    let (stream, after) = rest.split_at_checked(length)?;
    let mut scanner = Scanner { data: after, at: 0 };
    scanner.word(b"endstream").then_some(stream)
}

/// What a stream holds, decompressed; `None` if it is broken, or made in a way that is
/// not read: only `FlateDecode` is, and `ASCIIHexDecode`.
pub(super) fn decoded<'a>(dict: &Dict<'_>, stream: &'a [u8]) -> Option<Cow<'a, [u8]>> {
    let filters = match dict.get_raw::<Object<'_>>("Filter").and_then(direct) {
        None if dict.contains_key("Filter") => return None,
        None => Vec::new(),
        Some(Object::Name(name)) => vec![name],
        Some(filters) => {
            let names = filters.into_array()?;
            let names = items(&names).map(|name| direct(name)?.into_name());
            names.collect::<Option<Vec<Name<'_>>>>()?
        }
    };
    let parameters = dict.get_raw::<Object<'_>>("DecodeParms").and_then(direct);
    let parameters = match parameters {
        Some(Object::Array(array)) => items(&array).next().and_then(direct),
        other => other,
    };
    let parameters = parameters.and_then(Object::into_dict);
    match &*filters {
        [] => Some(Cow::Borrowed(stream)),
        [only] => match &**only {
            b"FlateDecode" => {
                let bytes = inflated(stream)?;
                Some(Cow::Owned(match parameters {
                    Some(parameters) => unpredicted(bytes, &parameters)?,
                    None => bytes,
                }))
            }
            b"ASCIIHexDecode" => {
                let end = stream.iter().position(|byte| *byte == b'>');
                Some(Cow::Owned(super::cmap::hex(&stream[..end.unwrap_or(stream.len())])))
            }
            _ => None,
        },
        _ => None,
    }
}

fn inflated(stream: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(stream.len().saturating_mul(4).min(1 << 22));
    let most = u64::try_from(MOST_DECODED).ok()?;
    ZlibDecoder::new(stream).take(most + 1).read_to_end(&mut bytes).ok()?;
    (bytes.len() <= MOST_DECODED).then_some(bytes)
}

/// Undoes what a predictor did (ISO 32000-1, 7.4.4.4): those of PNG.
fn unpredicted(bytes: Vec<u8>, parameters: &Dict<'_>) -> Option<Vec<u8>> {
    let number = |key: &str, otherwise| match parameters.get_raw::<i64>(key) {
        Some(number) => whole(number),
        None => Some(otherwise),
    };
    match number("Predictor", 1)? {
        1 => return Some(bytes),
        10..=15 => {}
        _ => return None,
    }
    let bits = number("Colors", 1)?.checked_mul(number("BitsPerComponent", 8)?)?;
    let unit = bits.div_ceil(8).max(1);
    let width = bits.checked_mul(number("Columns", 1)?)?.div_ceil(8);
    if width == 0 || width > MOST_DECODED {
        return None;
    }
    let mut result: Vec<u8> = Vec::with_capacity(bytes.len());
    for row in bytes.chunks(width + 1) {
        let (&kind, row) = row.split_first()?;
        let start = result.len();
        for (column, &byte) in row.iter().enumerate() {
            let from = |back: usize| {
                let at = (start + column).checked_sub(back)?;
                result.get(at).copied()
            };
            let left = if column < unit { 0 } else { from(unit)? };
            let up = from(width).unwrap_or(0);
            let corner = if column < unit { 0 } else { from(unit + width).unwrap_or(0) };
            let guess = match kind {
                0 => 0,
                1 => left,
                2 => up,
                3 => left.midpoint(up),
                4 => nearest(left, up, corner),
                _ => return None,
            };
            result.push(byte.wrapping_add(guess));
        }
    }
    Some(result)
}

/// The guess of Paeth (PNG, third edition, 9.4).
fn nearest(left: u8, up: u8, corner: u8) -> u8 {
    let estimate = i16::from(left) + i16::from(up) - i16::from(corner);
    let off = |byte: u8| (estimate - i16::from(byte)).abs();
    if off(left) <= off(up) && off(left) <= off(corner) {
        left
    } else if off(up) <= off(corner) {
        up
    } else {
        corner
    }
}

/// Whether arrays and dictionaries lie in each other deeper than they are read: of all of
/// these bytes, or of the first object only.
pub(super) fn is_nested_too_deep(data: &[u8], only_first: bool) -> bool {
    let mut nesting = Nesting { bytes: data, at: 0, depth: 0 };
    while let Some(()) = nesting.step() {
        // a dictionary has two brackets
        if nesting.depth > 2 * MOST_NESTED {
            return true;
        }
        if only_first && nesting.depth == 0 {
            return false;
        }
    }
    false
}

/// How deep in arrays, dictionaries and hexadecimal strings a place is.
struct Nesting<'a> {
    bytes: &'a [u8],
    at: usize,
    depth: usize,
}

/// The bytes that begin or end something in which others mean nothing or more.
const BRACKETS: [bool; 256] = {
    let mut table = [false; 256];
    let mut at = 0;
    let brackets = b"[]<>(%";
    while at < brackets.len() {
        table[brackets[at] as usize] = true;
        at += 1;
    }
    table
};

impl Nesting<'_> {
    /// Goes over what is up to the next bracket, comment or string, and over that; `None`
    /// at the end.
    fn step(&mut self) -> Option<()> {
        let rest = self.bytes.get(self.at..)?;
        let Some(skipped) = rest.iter().position(|&byte| BRACKETS[usize::from(byte)])
        else {
            self.at = self.bytes.len();
            return None;
        };
        self.at += skipped;
        match self.bytes[self.at] {
            b'[' | b'<' => self.depth += 1,
            b'(' => self.skip_string(),
            b'%' => {
                let rest = &self.bytes[self.at..];
                let end = rest.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
                self.at += end.unwrap_or(rest.len());
                return Some(());
            }
            _ => self.depth = self.depth.saturating_sub(1),
        }
        self.at += 1;
        Some(())
    }

    /// Goes to the end of the string that begins here.
    fn skip_string(&mut self) {
        let mut open = 0usize;
        while let Some(&byte) = self.bytes.get(self.at) {
            match byte {
                b'\\' => self.at += 1,
                b'(' => open += 1,
                b')' => open -= 1,
                _ => {}
            }
            if open == 0 {
                break;
            }
            self.at += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_of_arrays_are_objects_and_references() {
        let array = Array::from_bytes(b"[1 0 R 5 (a]b) /N#41 [2 [3]] <</A 1 0 R>>7]");
        let kinds: Vec<String> = items(&array.unwrap())
            .map(|item| match item {
                MaybeRef::Ref(reference) => format!("ref {}", reference.obj_number),
                MaybeRef::NotRef(Object::Number(number)) => number.as_i64().to_string(),
                MaybeRef::NotRef(Object::Array(array)) => items(&array).count().to_string(),
                MaybeRef::NotRef(other) => format!("{other:?}").chars().take(4).collect(),
            })
            .collect();
        assert_eq!(kinds, ["ref 1", "5", "Stri", "Name", "2", "Dict", "7"]);
    }

    #[test]
    fn brackets_in_strings_and_comments_are_no_nesting() {
        let deep = "[".repeat(200);
        assert!(is_nested_too_deep(deep.as_bytes(), false));
        assert!(is_nested_too_deep(format!("%(\n{deep}").as_bytes(), false));
        assert!(!is_nested_too_deep(format!("({deep}) % {deep}").as_bytes(), false));
        assert!(!is_nested_too_deep(format!("[1] {deep}").as_bytes(), true));
    }

    #[test]
    fn predictors_of_png_are_undone() {
        let parameters = Dict::from_bytes(b"<</Predictor 12/Columns 3>>").unwrap();
        let rows = vec![0, 1, 2, 3, 2, 1, 1, 1, 1, 5, 1, 1, 4, 1, 0, 0];
        let result = unpredicted(rows, &parameters).unwrap();
        assert_eq!(result, [1, 2, 3, 2, 3, 4, 5, 6, 7, 6, 6, 7]);
    }
}
