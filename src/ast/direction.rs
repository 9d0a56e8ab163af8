//! Which way text runs.

use serde::{Deserialize, Serialize};

/// Which way text runs, where the author says it.
#[derive(Debug, Copy, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// From left to right.
    Ltr,
    /// From right to left.
    Rtl,
}

/// Which way text in a language (BCP 47) runs.
pub fn direction_of(language: &str) -> Direction {
    if is_rtl_language(language) { Direction::Rtl } else { Direction::Ltr }
}

/// The direction of the first letter of a text (Unicode Standard Annex 9, rule P2), by the
/// blocks that Unicode sets aside for letters from right to left; none of a text without.
pub fn direction_of_text(text: &str) -> Option<Direction> {
    let first = text.chars().find(|c| c.is_alphabetic())?;
    let rtl = matches!(
        first,
        '\u{590}'..='\u{8FF}'
            | '\u{FB1D}'..='\u{FDFF}'
            | '\u{FE70}'..='\u{FEFE}'
            | '\u{10800}'..='\u{10FFF}'
            | '\u{1E800}'..='\u{1EFFF}'
    );
    Some(if rtl { Direction::Rtl } else { Direction::Ltr })
}

/// Whether text in a language (BCP 47) runs from right to left: its script says so, or
/// else the script it is mostly written in (CLDR, `characterOrder`).
pub fn is_rtl_language(language: &str) -> bool {
    const SCRIPTS: [&str; 10] =
        ["arab", "aran", "hebr", "syrc", "thaa", "nkoo", "adlm", "rohg", "mand", "samr"];
    const LANGUAGES: [&str; 17] = [
        "ar", "arc", "ckb", "dv", "fa", "he", "iw", "ji", "ks", "nqo", "ps", "sd", "syr",
        "ug", "ur", "yi", "prs",
    ];
    let language = language.to_ascii_lowercase();
    let mut parts = language.split('-');
    let primary = parts.next().unwrap_or_default();
    match parts.find(|part| part.len() == 4 && part.bytes().all(|b| b.is_ascii_lowercase()))
    {
        Some(script) => SCRIPTS.contains(&script),
        None => LANGUAGES.contains(&primary),
    }
}
