//! The CSL locales that come with hayagriva: words and rules of each language.
//!
//! All of them take longer to read than a short book takes to build, so only those of
//! the languages in use are read.

use hayagriva::archive::LOCALES;
use hayagriva::citationberg::{IndependentStyle, Locale, LocaleCode};

/// The locales of some languages, by their primary tags (`de`), and those of English,
/// which every style falls back to.
pub(super) fn of(languages: &[&str]) -> Vec<Locale> {
    LOCALES
        .iter()
        .filter(|bytes| {
            tag(bytes).is_none_or(|tag| {
                let primary = primary(tag);
                primary == "en" || languages.contains(&primary)
            })
        })
        .filter_map(|bytes| ciborium::from_reader(*bytes).ok())
        .collect()
}

/// The locale that is nearest to a language: itself, else its main country, else
/// American English.
pub(super) fn nearest(language: &str) -> LocaleCode {
    let known = |code: &str| tags().any(|tag| tag.eq_ignore_ascii_case(code));
    if known(language) {
        return LocaleCode(language.to_owned());
    }
    let primary = primary(language).to_ascii_lowercase();
    if primary == "en" {
        return LocaleCode::en_us();
    }
    let main = format!("{primary}-{}", primary.to_ascii_uppercase());
    if known(&main) {
        return LocaleCode(main);
    }
    let prefix = format!("{primary}-");
    tags()
        .find(|tag| *tag == primary || tag.starts_with(&prefix))
        .map_or_else(LocaleCode::en_us, |tag| LocaleCode(tag.to_owned()))
}

/// What the first locale says that says something: those of the style before the files,
/// of each the language itself, then its main one, then English (CSL 1.0.2, "Locale
/// Fallback").
pub(super) fn look_up<T>(
    style: &IndependentStyle,
    code: &LocaleCode,
    files: &[Locale],
    say: &dyn Fn(&Locale) -> Option<T>,
) -> Option<T> {
    let base = primary(&code.0);
    let of = |all: &[Locale], is: &dyn Fn(Option<&str>) -> bool| {
        let named = |locale: &&Locale| is(locale.lang.as_ref().map(|lang| lang.0.as_str()));
        all.iter().filter(named).find_map(say)
    };
    of(&style.locale, &|lang| lang == Some(code.0.as_str()))
        .or_else(|| of(&style.locale, &|lang| lang == Some(base)))
        .or_else(|| of(&style.locale, &|lang| lang.is_none()))
        .or_else(|| of(files, &|lang| lang == Some(code.0.as_str())))
        .or_else(|| of(files, &|lang| lang.is_some_and(|lang| primary(lang) == base)))
        .or_else(|| of(files, &|lang| lang == Some("en-US")))
}

/// The first part of a language tag.
pub(super) fn primary(tag: &str) -> &str {
    tag.split('-').next().unwrap_or_default()
}

fn tags() -> impl Iterator<Item = &'static str> {
    LOCALES.iter().filter_map(|bytes| tag(bytes))
}

/// The language of a locale, without reading all of it: the value of the first key of
/// its map. A text of fewer than 24 bytes has the head 0x60 + length (RFC 8949, 3).
fn tag(bytes: &'static [u8]) -> Option<&'static str> {
    let rest = bytes.get(1..)?.strip_prefix(b"\x69@xml:lang")?;
    let (&head, rest) = rest.split_first()?;
    let length = usize::from(head.checked_sub(0x60).filter(|length| *length < 24)?);
    std::str::from_utf8(rest.get(..length)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tag_read_first_is_that_of_the_locale() {
        let all = hayagriva::archive::locales();
        assert_eq!(all.len(), LOCALES.len());
        for (locale, bytes) in all.iter().zip(LOCALES) {
            assert_eq!(locale.lang.as_ref().map(|lang| lang.0.as_str()), tag(bytes));
        }
    }

    #[test]
    fn a_language_brings_its_own_locales_and_english() {
        let tags: Vec<String> =
            of(&["de"]).into_iter().filter_map(|locale| locale.lang).map(|l| l.0).collect();
        assert_eq!(tags, ["de-AT", "de-CH", "de-DE", "en-GB", "en-US"]);
    }
}
