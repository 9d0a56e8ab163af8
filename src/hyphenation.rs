//! Where words may be divided: after the patterns of their language, and for single
//! words as the project says, which goes first (The `TeXbook`, appendix H,
//! `\hyphenation`).

use std::collections::BTreeMap;

use hypher::Lang;
use icu_normalizer::ComposingNormalizerBorrowed;
use icu_normalizer::properties::CanonicalCombiningClassMapBorrowed;

/// The patterns of a language (BCP 47); none for a language that has none, so that no
/// word of it is ever divided.
pub fn patterns(tag: &[u8]) -> Option<Lang> {
    let primary = tag.split(|&byte| byte == b'-').next()?.to_ascii_lowercase();
    let code: [u8; 2] = primary.try_into().ok()?;
    Lang::from_iso(code)
}

/// The codes of all languages that have patterns, in the order of the alphabet.
pub fn languages() -> Vec<String> {
    let letters = || b'a'..=b'z';
    let codes = letters().flat_map(|first| letters().map(move |second| [first, second]));
    let known = codes.filter(|&code| Lang::from_iso(code).is_some());
    known.map(|code| code.iter().map(|&byte| char::from(byte)).collect()).collect()
}

/// Whether a character is part of a word: a letter, or a mark on one.
pub fn is_of_word(c: char) -> bool {
    c.is_alphabetic() || is_mark(c)
}

/// Whether a character is a mark on the one before it.
fn is_mark(c: char) -> bool {
    !c.is_ascii() && CanonicalCombiningClassMapBorrowed::new().get_u8(c) != 0
}

/// The places in a word where patterns allow a hyphen, as bytes from its beginning.
///
/// Letters and their marks count as one, whether they are composed or not.
pub fn divisions(word: &str, language: Lang, right: Option<usize>) -> Vec<usize> {
    let ends = |word: &str| -> Vec<usize> {
        let (left, own) = language.bounds();
        let right = right.unwrap_or(own);
        let mut at = 0;
        let syllables = hypher::hyphenate_bounded(word, language, left, right);
        let mut ends: Vec<usize> = syllables
            .map(|syllable| {
                at += syllable.len();
                at
            })
            .collect();
        // the last is the end of the word
        ends.pop();
        ends
    };
    if !word.contains(is_mark) {
        return ends(word);
    }
    let (composed, places) = composed(word, false);
    translated(&ends(&composed), &places)
}

/// A word with its letters composed, and small if that is wanted; and where each ends
/// there and in the word as it is.
fn composed(word: &str, small: bool) -> (String, Vec<(usize, usize)>) {
    let normalizer = ComposingNormalizerBorrowed::new_nfc();
    let (mut out, mut places) = (String::with_capacity(word.len()), Vec::new());
    let mut start = 0;
    while start < word.len() {
        let mut rest = word[start..].char_indices().skip(1);
        let next = rest.find(|&(_, c)| !is_mark(c));
        let end = next.map_or(word.len(), |(at, _)| start + at);
        let letter = &word[start..end];
        if small {
            out.push_str(&normalizer.normalize(&letter.to_lowercase()));
        } else {
            out.push_str(&normalizer.normalize(letter));
        }
        places.push((out.len(), end));
        start = end;
    }
    (out, places)
}

/// Places in a composed word as places in the word that was composed.
fn translated(ends: &[usize], places: &[(usize, usize)]) -> Vec<usize> {
    let place = |end: &usize| places.iter().find(|(at, _)| at == end);
    ends.iter().filter_map(place).map(|&(_, end)| end).collect()
}

/// Words that are divided as the project says, by language.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Exceptions {
    /// For each language tag in small letters: the words, small and composed, and the
    /// bytes behind which each may be divided.
    languages: BTreeMap<String, BTreeMap<String, Vec<usize>>>,
}

/// What is wrong with a word that is to be an exception.
#[derive(Debug, Copy, Clone, PartialEq, Eq)]
pub enum Fault {
    /// There is nothing but hyphens.
    Empty,
    /// A character is neither a letter nor a hyphen.
    Character(char),
    /// A hyphen has no letters before it or behind it.
    Hyphen,
    /// The language has the word already.
    Twice,
}

impl Exceptions {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.languages.is_empty()
    }

    /// Adds a word with `-` where it may be divided.
    ///
    /// # Errors
    /// When it is no word, or the language has it already.
    pub fn add(&mut self, language: &str, written: &str) -> Result<(), Fault> {
        let odd = written.chars().find(|&c| c != '-' && !is_of_word(c));
        if let Some(odd) = odd {
            return Err(Fault::Character(odd));
        }
        if written.chars().all(|c| c == '-') {
            return Err(Fault::Empty);
        }
        let parts: Vec<&str> = written.split('-').collect();
        if parts.iter().any(|part| !part.starts_with(char::is_alphabetic)) {
            return Err(Fault::Hyphen);
        }
        let (mut word, mut places) = (String::new(), Vec::new());
        for part in parts {
            word.push_str(&composed(part, true).0);
            places.push(word.len());
        }
        places.pop();
        let words = self.languages.entry(language.to_ascii_lowercase()).or_default();
        if words.contains_key(&word) {
            return Err(Fault::Twice);
        }
        words.insert(word, places);
        Ok(())
    }

    /// The places where a word of a language may be divided, as bytes from its beginning;
    /// `None` when the project says nothing about it.
    ///
    /// What is said of `en-GB` goes before what is said of `en`.
    pub fn find(&self, tag: &[u8], word: &str) -> Option<Vec<usize>> {
        if self.is_empty() {
            return None;
        }
        let tag = std::str::from_utf8(tag).ok()?.to_ascii_lowercase();
        let (key, places) = composed(word, true);
        let mut language = tag.as_str();
        loop {
            let words = self.languages.get(language);
            if let Some(ends) = words.and_then(|words| words.get(&key)) {
                return Some(translated(ends, &places));
            }
            language = language.rsplit_once('-')?.0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exceptions(entries: &[(&str, &str)]) -> Exceptions {
        let mut exceptions = Exceptions::default();
        for (language, word) in entries {
            exceptions.add(language, word).unwrap();
        }
        exceptions
    }

    fn divided(exceptions: &Exceptions, tag: &str, word: &str) -> Option<String> {
        let mut shown = word.to_owned();
        for place in exceptions.find(tag.as_bytes(), word)?.into_iter().rev() {
            shown.insert(place, '-');
        }
        Some(shown)
    }

    #[test]
    fn a_word_is_found_in_any_case_and_any_form() {
        let own = exceptions(&[("en", "man-u-script"), ("fr", "dé-jeu-ner")]);
        assert_eq!(divided(&own, "en", "Manuscript").unwrap(), "Man-u-script");
        assert_eq!(divided(&own, "en-GB", "MANUSCRIPT").unwrap(), "MAN-U-SCRIPT");
        assert_eq!(divided(&own, "fr", "de\u{301}jeuner").unwrap(), "de\u{301}-jeu-ner");
        assert_eq!(divided(&own, "fr", "DÉJEUNER").unwrap(), "DÉ-JEU-NER");
        assert_eq!(divided(&own, "de", "manuscript"), None);
        assert_eq!(divided(&own, "en", "manuscripts"), None);
    }

    #[test]
    fn letters_that_grow_when_they_are_made_small_keep_their_places() {
        let own = exceptions(&[("tr", "İs-tan-bul")]);
        assert_eq!(divided(&own, "tr", "İstanbul").unwrap(), "İs-tan-bul");
    }

    #[test]
    fn a_region_goes_before_its_language() {
        let own = exceptions(&[("en", "rec-ord"), ("en-US", "record")]);
        assert_eq!(divided(&own, "en-US", "record").unwrap(), "record");
        assert_eq!(divided(&own, "en", "record").unwrap(), "rec-ord");
    }

    #[test]
    fn what_is_no_word_is_refused() {
        let mut own = exceptions(&[("en", "ta-ble")]);
        let mut add = |word| own.add("en", word).unwrap_err();
        assert_eq!(add("Table"), Fault::Twice);
        assert_eq!(add("two words"), Fault::Character(' '));
        assert_eq!(add("h2o"), Fault::Character('2'));
        assert_eq!(add("soft\u{AD}ly"), Fault::Character('\u{AD}'));
        assert_eq!(add("-"), Fault::Empty);
        assert_eq!(add(""), Fault::Empty);
        assert_eq!(add("ta--ble"), Fault::Hyphen);
        assert_eq!(add("-table"), Fault::Hyphen);
        assert_eq!(add("ta-\u{301}ble"), Fault::Hyphen);
    }

    #[test]
    fn patterns_see_a_letter_and_its_mark_as_one() {
        let french = patterns(b"fr-CA").unwrap();
        let composed = divisions("séparément", french, None);
        let apart = divisions("se\u{301}pare\u{301}ment", french, None);
        assert_eq!(composed, [3, 5, 8]);
        assert_eq!(apart, [4, 6, 10]);
    }

    #[test]
    fn languages_with_patterns_are_known() {
        let known = languages();
        assert!(known.len() > 30, "{known:?}");
        assert!(known.iter().any(|code| code == "de"), "{known:?}");
        assert!(patterns(b"vi").is_none());
    }
}
