//! Which bytes of the source each character of a text came from.
//!
//! comrak decodes entities (`&amp;`) and gives a text the span of all of them. Escapes
//! have nodes of their own, and typographic quotes are ours, so that entities are the
//! only difference between a text and its source.

use comrak::nodes::NodeValue;
use comrak::options::Options;
use comrak::{Arena, parse_document};

/// A character of the text and where it was written.
#[derive(Debug, Copy, Clone, PartialEq, Eq)]
pub(super) struct Written {
    /// The character.
    pub c: char,
    /// First byte of what was written for it.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// Whether it was written as an escape or entity, so that it is never syntax.
    pub literal: bool,
}

/// Longest name of an entity with its `&` and `;`.
const LONGEST_ENTITY: usize = 33;

/// How far a text is searched when comrak's place of it is wrong.
const FARTHEST: usize = 4096;

/// Aligns `text` with the source, beginning at `start`, or else soon after `cursor`.
///
/// comrak 0.59 reports columns that are off by some bytes after an escaped pipe in a
/// table cell and in some other rare places; the nearest place that matches is taken.
pub(super) fn align(
    source: &str,
    text: &str,
    start: usize,
    cursor: usize,
) -> Option<Vec<Written>> {
    if start >= cursor
        && let Some(found) = align_at(source, text, start)
    {
        return Some(found);
    }
    let first = text.chars().next()?;
    let end = source.len().min(cursor + FARTHEST);
    (cursor..end)
        .filter(|&at| source.is_char_boundary(at))
        .filter(|&at| source[at..].starts_with([first, '&']))
        .find_map(|at| align_at(source, text, at))
}

fn align_at(source: &str, text: &str, start: usize) -> Option<Vec<Written>> {
    let mut rest = source.get(start..)?;
    // nearly always: no entity, and nothing else that is not as it was written
    if rest.starts_with(text) && !text.contains('&') {
        let written = |(at, c): (usize, char)| {
            let start = start + at;
            Written { c, start, end: start + c.len_utf8(), literal: false }
        };
        return Some(text.char_indices().map(written).collect());
    }
    let mut found = Vec::with_capacity(text.len());
    let mut wanted = text;
    while let Some(c) = wanted.chars().next() {
        let at = source.len() - rest.len();
        if rest.starts_with('&')
            && let Some((length, meaning)) = entity(rest)
            && let Some(after) = wanted.strip_prefix(meaning.as_str())
        {
            let end = at + length;
            let literal = true;
            found.extend(meaning.chars().map(|c| Written { c, start: at, end, literal }));
            rest = &rest[length..];
            wanted = after;
        } else {
            // In a table cell `\|` is a pipe; comrak removes the backslash early.
            let escaped = c == '|' && rest.starts_with("\\|");
            rest = if escaped { &rest[1..] } else { rest };
            rest = rest.strip_prefix(c)?;
            let end = source.len() - rest.len();
            found.push(Written { c, start: at, end, literal: escaped });
            wanted = &wanted[c.len_utf8()..];
        }
    }
    Some(found)
}

/// The length and the meaning of the entity at the start of `rest`, if there is one.
fn entity(rest: &str) -> Option<(usize, String)> {
    let bytes = rest.as_bytes();
    let end = bytes.iter().take(LONGEST_ENTITY).position(|&byte| byte == b';')?;
    let body = &bytes[1..end];
    let plausible = !body.is_empty()
        && body.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'#');
    let length = end + 1;
    plausible.then(|| (length, decode(&rest[..length]))).filter(|(_, meaning)| {
        // A name that is no entity stands for itself.
        meaning.as_str() != &rest[..length]
    })
}

/// Asks comrak what an entity means, so that both always agree.
fn decode(entity: &str) -> String {
    let arena = Arena::new();
    // The letter keeps an entity for white space from being trimmed.
    let root = parse_document(&arena, &format!("x{entity}x"), &Options::default());
    let mut meaning = String::new();
    for node in root.descendants() {
        if let NodeValue::Text(text) = &node.data().value {
            meaning.push_str(text);
        }
    }
    let inner = meaning.strip_prefix('x').and_then(|rest| rest.strip_suffix('x'));
    inner.unwrap_or(entity).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_keep_the_place_they_were_written_at() {
        let found = align("a &amp;amp; b", "a &amp; b", 0, 0).unwrap();
        let ampersand = found[2];
        assert_eq!((ampersand.c, ampersand.start, ampersand.end), ('&', 2, 7));
        assert!(ampersand.literal);
        assert_eq!(found[3].start, 7);
    }

    #[test]
    fn what_is_no_entity_stands_for_itself() {
        let found = align("&nonsense; &", "&nonsense; &", 0, 0).unwrap();
        assert!(found.iter().all(|written| !written.literal));
    }

    #[test]
    fn a_wrong_start_is_corrected() {
        let found = align("xx hello", "hello", 1, 0).unwrap();
        assert_eq!(found[0].start, 3);
    }

    #[test]
    fn white_space_entities_are_kept() {
        assert_eq!(entity("&nbsp;x"), Some((6, "\u{a0}".to_owned())));
        assert_eq!(entity("&#32;x"), Some((5, " ".to_owned())));
    }
}
