//! The marks of a language: quotation marks, and the spaces that go with marks.
//!
//! After the Unicode Common Locale Data Repository (`delimiters`), and for French the
//! "Lexique des règles typographiques en usage à l'Imprimerie nationale".

/// How a language is punctuated.
#[derive(Debug, Copy, Clone, PartialEq, Eq)]
pub(super) struct Marks {
    /// Around what is quoted: before and behind.
    pub(super) double: [char; 2],
    /// Around what is quoted in a quotation.
    pub(super) single: [char; 2],
    /// Whether a narrow no-break space stands inside the outer quotation marks.
    pub(super) spaced_quotes: bool,
    /// The marks that have one before them.
    pub(super) spaced: &'static [char],
    /// Whether marks stay as they are typed.
    pub(super) typed: bool,
}

/// The space that parts a mark from its word and never ends a line.
pub(super) const NARROW: char = '\u{202F}';

impl Marks {
    /// Those of a language tag (BCP 47); English where nothing else is known.
    pub(super) fn of(language: &str) -> Self {
        let mut parts = language.split('-').map(str::to_ascii_lowercase);
        let own = parts.next().unwrap_or_default();
        let region = parts.find(|part| part.len() == 2).unwrap_or_default();
        let (double, single) = match (own.as_str(), region.as_str()) {
            ("de", "ch" | "li") | ("it" | "rm", "ch") => (['«', '»'], ['‹', '›']),
            ("de" | "cs" | "sk" | "sl" | "is" | "lt" | "bg" | "mk", _) => {
                (['„', '“'], ['‚', '‘'])
            }
            ("fr", _) => (['«', '»'], ['“', '”']),
            ("es", "mx" | "us" | "419") | ("pt", "" | "br") => (['“', '”'], ['‘', '’']),
            ("es" | "it" | "pt" | "ca" | "gl" | "eu" | "el" | "hy", _) => {
                (['«', '»'], ['“', '”'])
            }
            ("ru" | "uk" | "be", _) => (['«', '»'], ['„', '“']),
            ("fa", _) => (['«', '»'], ['‹', '›']),
            ("nb" | "nn" | "no", _) => (['«', '»'], ['‘', '’']),
            ("pl" | "hr" | "sr" | "bs", _) => (['„', '”'], ['‚', '’']),
            ("hu", _) => (['„', '”'], ['»', '«']),
            ("ro", _) => (['„', '”'], ['«', '»']),
            ("et", _) => (['„', '“'], ['«', '»']),
            ("sv" | "fi", _) => (['”', '”'], ['’', '’']),
            _ => (['“', '”'], ['‘', '’']),
        };
        let french = own == "fr";
        let spaced: &[char] = match region.as_str() {
            _ if !french => &[],
            // in Canada and Switzerland the colon only
            "ca" | "ch" => &[':'],
            _ => &[';', ':', '!', '?'],
        };
        // "no linguistic content" (ISO 639-2): nothing is known of its marks
        let typed = own == "zxx";
        Self { double, single, spaced_quotes: french, spaced, typed }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regions_differ() {
        assert_eq!(Marks::of("de-AT").double, ['„', '“']);
        assert_eq!(Marks::of("de-CH").double, ['«', '»']);
        assert_eq!(Marks::of("pt-Latn-PT").double, ['«', '»']);
        assert_eq!(Marks::of("pt").double, ['“', '”']);
        assert_eq!(Marks::of("tlh"), Marks::of("en-GB"));
        assert_eq!(Marks::of("fr-CA").spaced, [':']);
        assert!(Marks::of("zxx").typed && !Marks::of("en").typed);
    }
}
