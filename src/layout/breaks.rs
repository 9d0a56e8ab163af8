//! Where the lines of a paragraph may end.
//!
//! Opportunities follow Unicode Standard Annex 14; words are hyphenated after the
//! patterns of their language. On top of both stand a typesetter's habits: a number
//! stays with its unit, a citation with its word, a dash with what it follows, and an
//! address breaks at its joints without a hyphen.

use hypher::Lang;
use unicode_linebreak::BreakOpportunity;

use super::paragraph::{Paragraph, SpanKind};

/// A place where a line may end.
#[derive(Debug, Copy, Clone, PartialEq, Eq)]
pub(super) struct Break {
    /// Where the line's text ends: spaces at the line end are left out.
    pub(super) end: u32,
    /// Where the next line's text begins.
    pub(super) next: u32,
    /// How unwelcome the break is; 0 for a space.
    pub(super) penalty: i32,
    /// What the line ends with.
    pub(super) kind: BreakKind,
}

/// What a line ends with at a [`Break`].
#[derive(Debug, Copy, Clone, PartialEq, Eq)]
pub(super) enum BreakKind {
    /// A space, or a joint that shows nothing.
    Plain,
    /// A hyphen that was written.
    Written,
    /// A hyphen that is added.
    Added,
    /// The author's line break.
    Forced,
    /// The end of the paragraph.
    End,
}

impl BreakKind {
    /// Whether the line ends in a hyphen for the eye.
    pub(super) const fn is_hyphen(self) -> bool {
        matches!(self, Self::Written | Self::Added)
    }
}

/// What a break costs after a hyphen that was written.
const WRITTEN_HYPHEN: i32 = 40;
/// What a break costs where a hyphen is added.
const ADDED_HYPHEN: i32 = 70;
/// The same in a part of a compound that has a hyphen already.
const COMPOUND_HYPHEN: i32 = 400;
/// What a break costs at a joint of an address.
const ADDRESS_JOINT: i32 = 60;
/// Words shorter than this many letters are not hyphenated.
const SHORTEST_WORD: usize = 5;

/// Units that stay with the number before them.
const UNITS: [&str; 26] = [
    "mg", "g", "kg", "mcg", "µg", "μg", "ng", "ml", "mL", "l", "L", "dl", "dL", "mm", "cm",
    "m", "km", "mmol", "mol", "IU", "kcal", "kJ", "%", "°C", "°F", "mmHg",
];

/// All places where lines of a paragraph may end, in order; the last is its end.
pub(super) fn opportunities(paragraph: &Paragraph, language: Option<Lang>) -> Vec<Break> {
    let text = paragraph.text.as_str();
    let mut breaks = Vec::with_capacity(text.len() / 4 + 2);
    let mut word_start = 0;
    for (next, opportunity) in unicode_linebreak::linebreaks(text) {
        let end = word_start + text[word_start..next].trim_end_matches([' ', '\n']).len();
        inside(paragraph, word_start, end, language, &mut breaks);
        if next == text.len() {
            break;
        }
        let spaced = end < next;
        let forced = opportunity == BreakOpportunity::Mandatory;
        if !forced && spaced && bound(paragraph, end, next) {
            continue;
        }
        let (kind, penalty) = if forced {
            (BreakKind::Forced, 0)
        } else if spaced {
            (BreakKind::Plain, 0)
        } else {
            match text[..end].chars().next_back() {
                Some('-' | '\u{2010}') => (BreakKind::Written, WRITTEN_HYPHEN),
                Some(_) | None => (BreakKind::Plain, WRITTEN_HYPHEN),
            }
        };
        if !spaced && is_address(word_around(text, end)) {
            // an address breaks at its joints only
            continue;
        }
        breaks.push(at(end, next, penalty, kind));
        word_start = next;
    }
    let end = text.trim_end_matches([' ', '\n']).len();
    breaks.push(at(end, text.len(), 0, BreakKind::End));
    // where an opportunity was passed over, the word before it has been seen twice
    breaks.sort_by_key(|b| (b.next, b.end));
    breaks.dedup_by_key(|b| b.next);
    breaks
}

#[expect(clippy::cast_possible_truncation, reason = "paragraphs are below 4 GiB")]
fn at(end: usize, next: usize, penalty: i32, kind: BreakKind) -> Break {
    Break { end: end as u32, next: next as u32, penalty, kind }
}

/// Whether the space `end..next` holds what stands around it together.
fn bound(paragraph: &Paragraph, end: usize, next: usize) -> bool {
    let text = paragraph.text.as_str();
    let after = &text[next..];
    #[expect(clippy::cast_possible_truncation, reason = "paragraphs are below 4 GiB")]
    let kind = paragraph.spans[paragraph.span_at(next as u32)].kind;
    if kind == SpanKind::Citation {
        #[expect(clippy::cast_possible_truncation, reason = "paragraphs are below 4 GiB")]
        let before = paragraph.spans[paragraph.span_at(end.saturating_sub(1) as u32)].kind;
        return before != SpanKind::Citation || after.len() < 4;
    }
    if after.starts_with(['–', '—']) {
        return true;
    }
    let word = after.split([' ', '\n']).next().unwrap_or("");
    let word = word.trim_end_matches(['.', ',', ';', ':', ')', '!', '?']);
    text[..end].ends_with(|c: char| c.is_ascii_digit()) && UNITS.contains(&word)
}

/// The stretch without spaces around a byte.
fn word_around(text: &str, byte: usize) -> &str {
    let start = text[..byte].rfind([' ', '\n']).map_or(0, |space| space + 1);
    let end = text[byte..].find([' ', '\n']).map_or(text.len(), |space| byte + space);
    &text[start..end]
}

fn is_address(word: &str) -> bool {
    word.contains("://")
        || word.starts_with("www.")
        || word.starts_with("10.") && word.contains('/')
}

/// Opportunities inside `start..end`, a stretch without spaces that break.
fn inside(
    paragraph: &Paragraph,
    start: usize,
    end: usize,
    language: Option<Lang>,
    breaks: &mut Vec<Break>,
) {
    let text = paragraph.text.as_str();
    let mut from = start;
    // a tie may have left a space inside
    for word in text[start..end].split_inclusive(' ') {
        let whole = word_around(text, from);
        if is_address(whole) {
            address_joints(from, word, breaks);
        } else if let Some(language) = language {
            hyphenate(paragraph, from, word, whole, language, breaks);
        }
        from += word.len();
    }
}

/// Joints of an address: after a slash, before a full stop and the like.
fn address_joints(start: usize, word: &str, breaks: &mut Vec<Break>) {
    let mut before = ' ';
    for (offset, character) in word.char_indices() {
        let joint = match character {
            '.' | '_' | '-' | '?' | '&' | '=' | '#' | '%' => before.is_alphanumeric(),
            _ => before == '/' && character != '/',
        };
        if joint && offset > 3 && word.len() - offset > 2 {
            let place = start + offset;
            breaks.push(at(place, place, ADDRESS_JOINT, BreakKind::Plain));
        }
        before = character;
    }
}

fn hyphenate(
    paragraph: &Paragraph,
    start: usize,
    word: &str,
    whole: &str,
    language: Lang,
    breaks: &mut Vec<Break>,
) {
    let letters = |c: char| !c.is_alphabetic() && c != '\u{AD}';
    let mut from = 0;
    while let Some(first) = word[from..].find(|c: char| c.is_alphabetic()) {
        let first = from + first;
        let last = word[first..].find(letters).map_or(word.len(), |at| first + at);
        from = last;
        let part = &word[first..last];
        let place = start + first;
        #[expect(clippy::cast_possible_truncation, reason = "paragraphs are below 4 GiB")]
        let span = &paragraph.spans[paragraph.span_at(place as u32)];
        if span.kind != SpanKind::Text {
            continue;
        }
        if part.contains('\u{AD}') {
            for (offset, _) in part.match_indices('\u{AD}') {
                let end = place + offset;
                breaks.push(at(
                    end,
                    end + '\u{AD}'.len_utf8(),
                    ADDED_HYPHEN,
                    BreakKind::Added,
                ));
            }
            continue;
        }
        if part.chars().count() < SHORTEST_WORD || word[first..].contains(is_digit_or_at) {
            continue;
        }
        let compound = whole.contains(['-', '\u{2010}']);
        let penalty = if compound { COMPOUND_HYPHEN } else { ADDED_HYPHEN };
        let mut offset = 0;
        let mut syllables = hypher::hyphenate(part, language).peekable();
        while let Some(syllable) = syllables.next() {
            offset += syllable.len();
            if syllables.peek().is_some() {
                breaks.push(at(place + offset, place + offset, penalty, BreakKind::Added));
            }
        }
    }
}

fn is_digit_or_at(c: char) -> bool {
    c.is_ascii_digit() || c == '@'
}

/// The hyphenation patterns of a language, by its BCP 47 tag.
pub(super) fn patterns(tag: &str) -> Option<Lang> {
    let primary = tag.split('-').next()?.to_ascii_lowercase();
    let code: [u8; 2] = primary.as_bytes().try_into().ok()?;
    Lang::from_iso(code)
}
