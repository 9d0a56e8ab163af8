//! Line ends in the source between characters that are written without spaces.
//!
//! After CSS Text Module Level 3, 4.1.3 "Segment Break Transformation Rules": a line end
//! between two wide characters that are not Hangul is no space. It is taken away here, so
//! that the text is the same in every format.

use crate::ast::InlineKind;

use super::inlines::Unit;

/// Takes away the line ends between ideographs, kana and their punctuation.
pub(super) fn joined(units: Vec<Unit>, before: Option<char>) -> Vec<Unit> {
    // most text has none of them
    if !units.iter().any(|unit| unit.first().is_some_and(is_unspaced)) {
        return units;
    }
    let mut out: Vec<Unit> = Vec::with_capacity(units.len());
    let mut units = units.into_iter().peekable();
    while let Some(unit) = units.next() {
        let soft =
            matches!(&unit, Unit::Node(inline) if inline.kind == InlineKind::SoftBreak);
        let last = out.last().map_or(before, Unit::last);
        let next = units.peek().and_then(Unit::first);
        if !(soft && last.is_some_and(is_unspaced) && next.is_some_and(is_unspaced)) {
            out.push(unit);
        }
    }
    out
}

/// Whether a character is wide and belongs to a script that parts words by no space: East
/// Asian Width W or F (Unicode Standard Annex 11) without Hangul and pictographs.
pub(super) const fn is_unspaced(c: char) -> bool {
    matches!(
        c,
        '\u{2E80}'..='\u{312F}' // radicals, punctuation, kana, bopomofo
            | '\u{3190}'..='\u{4DBF}' // kanbun to extension A
            | '\u{4E00}'..='\u{9FFF}' // ideographs
            | '\u{A000}'..='\u{A4CF}' // Yi
            | '\u{F900}'..='\u{FAFF}' // compatibility ideographs
            | '\u{FE30}'..='\u{FE4F}' // vertical punctuation
            | '\u{FF01}'..='\u{FF9F}' // full width and half width forms
            | '\u{1B000}'..='\u{1B16F}' // more kana
            | '\u{1F200}'..='\u{1F2FF}' // enclosed ideographs
            | '\u{20000}'..='\u{3FFFD}' // more ideographs
    )
}
