//! Which picture of a book some bytes are.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::project::Format;
use crate::resolve::Book;

/// The pictures of a book, by their bytes as a format has them.
pub(super) struct Pictures<'b> {
    known: BTreeMap<Cow<'b, [u8]>, usize>,
}

impl<'b> Pictures<'b> {
    /// Those of a book.
    pub(super) fn new(book: &'b Book, format: Format) -> Self {
        let mut known = BTreeMap::new();
        for (number, picture) in book.pictures.iter().enumerate() {
            let bytes = match format {
                Format::Epub => picture.for_epub().ok(),
                Format::Html | Format::Site | Format::Pdf => {
                    Some(Cow::Borrowed(picture.data.as_slice()))
                }
            };
            if let Some(bytes) = bytes {
                known.entry(bytes).or_insert(number);
            }
        }
        Self { known }
    }

    /// The number of the first with these bytes.
    pub(super) fn number(&self, bytes: &[u8]) -> Option<String> {
        self.known.get(bytes).map(usize::to_string)
    }
}

/// The bytes of an address that holds them itself (RFC 2397; RFC 4648, 4).
pub(super) fn held(address: &str) -> Option<Vec<u8>> {
    let (_, data) = address.strip_prefix("data:")?.split_once(";base64,")?;
    let mut bytes = Vec::with_capacity(data.len() / 4 * 3);
    let (mut bits, mut count) = (0u32, 0u32);
    for c in data.trim_end_matches('=').bytes() {
        let value = match c {
            b'A'..=b'Z' => c - b'A',
            b'a'..=b'z' => c - b'a' + 26,
            b'0'..=b'9' => c - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(bits >> count & 0xff).unwrap_or_default());
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_stand_in_addresses() {
        assert_eq!(held("data:x/y;base64,AP9hYg==").as_deref(), Some(&b"\x00\xffab"[..]));
        assert_eq!(held("data:x/y;base64,A*"), None);
        assert_eq!(held("a.png"), None);
    }
}
