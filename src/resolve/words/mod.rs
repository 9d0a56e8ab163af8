//! Words the program adds, by language.

mod dates;
mod eastern;
mod european;
mod form;
mod germanic;
mod leftward;
mod romance;

use crate::diag::{Diagnostic, Sink};
use crate::source::{Place, SourceId, Sources, Span};
use crate::tables::Text;

pub use dates::DateForm;
pub use form::Words;

/// The languages that have words, in the order of the alphabet.
const KNOWN: &str = "ar, ca, cs, da, de, el, en, es, fa, fi, fr, he, hu, it, ja, ko, nb, \
                     nl, nn, no, pl, pt, ro, ru, sk, sv, tr, uk, vi and zh";

/// The words of a language (BCP 47). One that is not known gives English and a warning.
pub(super) fn of(
    language: &str,
    manifest: SourceId,
    sources: &Sources,
    sink: &mut Sink,
) -> Words {
    known(language).unwrap_or_else(|| {
        let message = format!(
            "Trifold has no words for the language `{language}`: it takes English ones"
        );
        let help = format!("known are {KNOWN}");
        let place = place_of(language, manifest, sources);
        let diagnostic = Diagnostic::new("no-words-for-language", message);
        sink.warn(diagnostic.at(place).help(help));
        germanic::ENGLISH
    })
}

/// The words of a chapter in another language than the book. Where it has none those of the
/// book are taken, with a warning.
pub(super) fn of_chapter(language: &Text, sink: &mut Sink) -> Option<Words> {
    let words = known(&language.text);
    if words.is_none() {
        let message = format!(
            "Trifold has no words for the language `{}`: it takes those of the book",
            language.text
        );
        let help = format!("known are {KNOWN}");
        let diagnostic = Diagnostic::new("no-words-for-language", message);
        sink.warn(diagnostic.at(language.place).help(help));
    }
    words
}

fn known(language: &str) -> Option<Words> {
    let tag = language.to_ascii_lowercase();
    let mut parts = tag.split(['-', '_']);
    Some(match parts.next().unwrap_or_default() {
        "ar" => leftward::ARABIC,
        "ca" => romance::CATALAN,
        "cs" => european::CZECH,
        "da" => germanic::DANISH,
        "de" => germanic::GERMAN,
        "el" => european::GREEK,
        "en" if parts.clone().any(|part| part == "us") => {
            Words { date: dates::AMERICAN, ..germanic::ENGLISH }
        }
        "en" => germanic::ENGLISH,
        "es" => romance::SPANISH,
        "fa" => leftward::PERSIAN,
        "fi" => european::FINNISH,
        "fr" => romance::FRENCH,
        // `iw` is what it was called until 1989
        "he" | "iw" => leftward::HEBREW,
        "hu" => european::HUNGARIAN,
        "it" => romance::ITALIAN,
        "ja" => eastern::JAPANESE,
        "ko" => eastern::KOREAN,
        "nb" | "no" => germanic::BOKMAL,
        "nl" => germanic::DUTCH,
        "nn" => germanic::NYNORSK,
        "pl" => european::POLISH,
        "pt" => romance::PORTUGUESE,
        "ro" => romance::ROMANIAN,
        "ru" => european::RUSSIAN,
        "sk" => european::SLOVAK,
        "sv" => germanic::SWEDISH,
        "tr" => european::TURKISH,
        "uk" => european::UKRAINIAN,
        "vi" => eastern::VIETNAMESE,
        "zh" => chinese(parts),
        _ => return None,
    })
}

/// Which characters Chinese is written in: the tag says it, or the region that has them.
fn chinese<'t>(mut subtags: impl Iterator<Item = &'t str>) -> Words {
    let traditional = subtags.find_map(|subtag| match subtag {
        "hant" | "tw" | "hk" | "mo" => Some(true),
        "hans" | "cn" | "sg" | "my" => Some(false),
        _ => None,
    });
    if traditional == Some(true) {
        eastern::TRADITIONAL_CHINESE
    } else {
        eastern::SIMPLIFIED_CHINESE
    }
}

/// Where the project file names the language; its beginning if that is not to be seen.
fn place_of(language: &str, manifest: SourceId, sources: &Sources) -> Place {
    let text = &sources.get(manifest).text;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let key = line.trim_start().starts_with("language");
        if let Some(column) = line.find(language)
            && key
        {
            let start = u32::try_from(at + column).unwrap_or_default();
            let length = u32::try_from(language.len()).unwrap_or_default();
            return Place { source: manifest, span: Span::new(start, start + length) };
        }
        at += line.len();
    }
    Place { source: manifest, span: Span::new(0, 0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_that_is_named_has_words() {
        for tag in KNOWN.split([',', ' ']).filter(|tag| !tag.is_empty() && *tag != "and") {
            assert!(known(tag).is_some(), "{tag}");
        }
        assert!(known("xx").is_none());
    }

    #[test]
    fn chinese_is_written_as_its_region_writes_it() {
        assert_eq!(known("zh").unwrap().contents, "目录");
        assert_eq!(known("zh-Hant-HK").unwrap().contents, "目錄");
        assert_eq!(known("zh-TW").unwrap().contents, "目錄");
        assert_eq!(known("zh-Hans-TW").unwrap().contents, "目录");
    }
}
