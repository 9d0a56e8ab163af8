//! Which way text runs: the Unicode bidirectional algorithm. The only user of
//! `unicode-bidi`.
//!
//! Unicode Standard Annex 9. A paragraph's direction is that of the book, or what its
//! block says (rule HL1); a span that says its direction is an isolate (HL3). Breaks of
//! lines come first, then the runs of each line are put in order (L2).

use unicode_bidi::{BidiInfo, Level};

/// The embedding level of every byte; none where everything runs from left to right.
///
/// `isolates` says where one begins or ends: the byte before which it stands, and its
/// mark (U+2066, U+2067 or U+2069), which is not in the text.
pub(super) fn levels(text: &str, rtl: bool, isolates: &[(u32, char)]) -> Option<Vec<u8>> {
    if !rtl && isolates.is_empty() && !text.chars().any(is_right_to_left) {
        return None;
    }
    let base = if rtl { Level::rtl() } else { Level::ltr() };
    // the author's line breaks do not end a paragraph
    let mut marked = String::with_capacity(text.len() + isolates.len() * 3);
    let mut skipped = Vec::with_capacity(isolates.len());
    let mut done = 0;
    for &(at, mark) in isolates {
        let at = at as usize;
        marked.extend(text[done..at].chars().map(|c| if c == '\n' { ' ' } else { c }));
        skipped.push(marked.len());
        marked.push(mark);
        done = at;
    }
    marked.extend(text[done..].chars().map(|c| if c == '\n' { ' ' } else { c }));
    let found = BidiInfo::new(&marked, Some(base)).levels;
    let mut levels = Vec::with_capacity(text.len());
    let mut from = 0;
    for at in skipped {
        levels.extend(found[from..at].iter().map(Level::number));
        from = at + '\u{2066}'.len_utf8();
    }
    levels.extend(found[from..].iter().map(Level::number));
    Some(levels)
}

/// The order in which runs of these levels stand from left to right (rule L2).
pub(super) fn visual(levels: &[u8]) -> Vec<usize> {
    let levels: Vec<Level> = levels
        .iter()
        .map(|&level| Level::new(level).unwrap_or_else(|_| Level::ltr()))
        .collect();
    BidiInfo::reorder_visual(&levels)
}

/// Whether a level runs from right to left.
pub(super) const fn is_rtl(level: u8) -> bool {
    level % 2 == 1
}

/// Whether a character is of a script that is read from right to left, or sets the
/// direction: the blocks that Unicode sets aside for those (Annex 9, table 4).
const fn is_right_to_left(character: char) -> bool {
    matches!(
        character,
        '\u{590}'..='\u{8FF}'
            | '\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2066}'..='\u{2069}'
            | '\u{FB1D}'..='\u{FDFF}'
            | '\u{FE70}'..='\u{FEFE}'
            | '\u{10800}'..='\u{10FFF}'
            | '\u{1E800}'..='\u{1EFFF}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_from_left_to_right_needs_no_levels() {
        assert_eq!(levels("Plain – text", false, &[]), None);
    }

    #[test]
    fn numbers_run_from_left_to_right_in_hebrew() {
        let found = levels("אב 12", true, &[]).unwrap();
        assert_eq!(found, [1, 1, 1, 1, 1, 2, 2]);
        assert_eq!(visual(&[1, 2]), [1, 0]);
    }

    #[test]
    fn an_isolate_keeps_its_neighbours_apart() {
        // a number after Hebrew follows it, unless the Hebrew is isolated
        let plain = levels("א 1", false, &[]).unwrap();
        assert_eq!(plain, [1, 1, 1, 2]);
        let isolated = levels("א 1", false, &[(0, '\u{2067}'), (2, '\u{2069}')]).unwrap();
        assert_eq!(isolated, [1, 1, 0, 0]);
    }
}
