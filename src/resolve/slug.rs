//! Addresses made from titles.

/// The address of a title, as GitHub makes it: `What’s new?` gives `whats-new`.
///
/// Letters become small, white space becomes `-`, everything that is no letter, digit,
/// `-` or `_` is left out. The result can stand in an XML id, except that it may be empty
/// or begin with a digit.
pub fn slug(title: &str) -> String {
    let mut out = String::new();
    // the narrow spaces beside marks are of the marks
    for c in title.trim().chars().filter(|&c| c != '\u{202F}') {
        if c.is_whitespace() {
            out.push('-');
        } else {
            out.extend(c.to_lowercase().filter(|&c| is_name(c)));
        }
    }
    out
}

/// The most bytes of a file name made of a title, before a number and an ending: file
/// systems take 255 in all.
const LONGEST: usize = 80;

/// A slug that is fit for a file name: a long one is cut between words, or within the first.
pub(super) fn short(slug: &str) -> &str {
    if slug.len() <= LONGEST {
        return slug;
    }
    let is_mark = |c: char| matches!(c, '\u{300}'..='\u{36f}' | '\u{200c}'..='\u{200d}');
    let mut cuts = slug.char_indices().filter(|&(_, c)| !is_mark(c)).map(|(at, _)| at);
    let at = cuts.rfind(|&at| at <= LONGEST).unwrap_or_default();
    let (cut, rest) = slug.split_at(at);
    let word = cut.rfind('-').filter(|&at| at > LONGEST / 2 && !rest.starts_with('-'));
    cut[..word.unwrap_or(at)].trim_end_matches('-')
}

/// A slug as the beginning of an id: never empty, and begun with a letter or `_`.
pub(super) fn id(slug: &str, instead: &str) -> String {
    match slug.chars().next() {
        None => instead.to_owned(),
        Some(c) if is_start(c) => slug.to_owned(),
        Some(_) => format!("{instead}-{}", slug.trim_start_matches('-')),
    }
}

/// XML 1.0, production 4a, without `:` and `.`.
fn is_name(c: char) -> bool {
    is_start(c)
        || matches!(c, '-' | '0'..='9' | '\u{b7}' | '\u{300}'..='\u{36f}')
        || matches!(c, '\u{203f}'..='\u{2040}')
}

/// XML 1.0, production 4, without `:`; leaves out the punctuation it allows by ranges.
fn is_start(c: char) -> bool {
    let named = matches!(
        c,
        'A'..='Z' | '_' | 'a'..='z' | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}'
            | '\u{f8}'..='\u{2ff}' | '\u{370}'..='\u{37d}' | '\u{37f}'..='\u{1fff}'
            | '\u{200c}'..='\u{200d}' | '\u{2070}'..='\u{218f}' | '\u{2c00}'..='\u{2fef}'
            | '\u{3001}'..='\u{d7ff}' | '\u{f900}'..='\u{fdcf}' | '\u{fdf0}'..='\u{fffd}'
            | '\u{10000}'..='\u{effff}'
    );
    named && (c == '_' || c.is_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_become_addresses() {
        assert_eq!(slug("What’s new?"), "whats-new");
        assert_eq!(slug("Über die Straße"), "über-die-straße");
        assert_eq!(slug("A – B_c"), "a--b_c");
        assert_eq!(slug("H²O ½"), "ho-");
        assert_eq!(slug("!?"), "");
    }

    #[test]
    fn long_names_are_cut_between_words() {
        let words = "word-".repeat(40);
        assert_eq!(short(&words), words[..79].trim_end_matches('-'));
        assert_eq!(short(&"a".repeat(80)), "a".repeat(80));
        assert_eq!(short(&"длинно".repeat(40)).len(), 80);
        assert_eq!(short(&"水".repeat(40)).len(), 78);
        let marked = "a\u{301}".repeat(60);
        assert_eq!(short(&marked).len(), 78);
    }

    #[test]
    fn ids_begin_with_a_letter() {
        assert_eq!(id("2-results", "section"), "section-2-results");
        assert_eq!(id("", "section"), "section");
        assert_eq!(id("é", "section"), "é");
    }
}
