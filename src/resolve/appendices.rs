//! The letters of appendices, in the script of the book.
//!
//! Greek and Hebrew are those of the counter styles `greek-upper-modern` and `hebrew` (W3C
//! Ready-made Counter Styles), Hebrew without signs beside the letters. Russian and
//! Ukrainian leave out what is taken for another sign: GOST 7.32-2017, 6.17.3, and DSTU
//! 3008:2015. Arabic counts by abjad, Persian by its alphabet, the first letter by name.
//! The others, also those of the East of Asia, have Latin letters.

const LATIN: &[&str] = &[
    "A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K", "L", "M", "N", "O", "P", "Q",
    "R", "S", "T", "U", "V", "W", "X", "Y", "Z",
];
const GREEK: &[&str] = &[
    "Α", "Β", "Γ", "Δ", "Ε", "Ζ", "Η", "Θ", "Ι", "Κ", "Λ", "Μ", "Ν", "Ξ", "Ο", "Π", "Ρ",
    "Σ", "Τ", "Υ", "Φ", "Χ", "Ψ", "Ω",
];
const RUSSIAN: &[&str] = &[
    "А", "Б", "В", "Г", "Д", "Е", "Ж", "И", "К", "Л", "М", "Н", "П", "Р", "С", "Т", "У",
    "Ф", "Х", "Ц", "Ш", "Щ", "Э", "Ю", "Я",
];
const UKRAINIAN: &[&str] = &[
    "А", "Б", "В", "Г", "Д", "Е", "Ж", "И", "К", "Л", "М", "Н", "П", "Р", "С", "Т", "У",
    "Ф", "Х", "Ц", "Ш", "Щ", "Ю", "Я",
];
/// The fifth has a stroke behind it, so that it is not taken for the digit of five.
const ARABIC: &[&str] = &[
    "أ", "ب", "ج", "د", "هـ", "و", "ز", "ح", "ط", "ي", "ك", "ل", "م", "ن", "س", "ع", "ف",
    "ص", "ق", "ر", "ش", "ت", "ث", "خ", "ذ", "ض", "ظ", "غ",
];
const PERSIAN: &[&str] = &[
    "الف", "ب", "پ", "ت", "ث", "ج", "چ", "ح", "خ", "د", "ذ", "ر", "ز", "ژ", "س", "ش", "ص",
    "ض", "ط", "ظ", "ع", "غ", "ف", "ق", "ک", "گ", "ل", "م", "ن", "و", "ه", "ی",
];
/// What Hebrew letters stand for in numbers; 15 and 16 are not those of a name of God.
const HEBREW: &[(u32, &str)] = &[
    (400, "ת"),
    (300, "ש"),
    (200, "ר"),
    (100, "ק"),
    (90, "צ"),
    (80, "פ"),
    (70, "ע"),
    (60, "ס"),
    (50, "נ"),
    (40, "מ"),
    (30, "ל"),
    (20, "כ"),
    (16, "טז"),
    (15, "טו"),
    (10, "י"),
    (9, "ט"),
    (8, "ח"),
    (7, "ז"),
    (6, "ו"),
    (5, "ה"),
    (4, "ד"),
    (3, "ג"),
    (2, "ב"),
    (1, "א"),
];

/// A number from 1 as the letters of an appendix in a book of a language (BCP 47): `A` …
/// `Z`, `AA`. 0 gives nothing.
pub(super) fn letter(number: u32, language: &str) -> String {
    let tag = language.to_ascii_lowercase();
    let letters = match tag.split(['-', '_']).next().unwrap_or_default() {
        "ar" => ARABIC,
        "el" => GREEK,
        "fa" => PERSIAN,
        "he" | "iw" => return hebrew(number),
        "ru" => RUSSIAN,
        "uk" => UKRAINIAN,
        _ => LATIN,
    };
    alphabetic(number, letters)
}

/// One letter, then two, as the counter system `alphabetic` of CSS Counter Styles Level 3
/// counts.
fn alphabetic(number: u32, letters: &[&str]) -> String {
    let Some(last) = number.checked_sub(1) else { return String::new() };
    let count = u32::try_from(letters.len()).unwrap_or(1);
    alphabetic(last / count, letters) + letters[(last % count) as usize]
}

fn hebrew(mut number: u32) -> String {
    let mut out = String::new();
    for &(value, letter) in HEBREW {
        let whole = matches!(value, 15 | 16);
        while number == value || number > value && !whole {
            out.push_str(letter);
            number -= value;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all<const N: usize>(language: &str, numbers: [u32; N]) -> [String; N] {
        numbers.map(|number| letter(number, language))
    }

    #[test]
    fn letters_go_on_after_the_last() {
        assert_eq!(
            all("en", [0, 1, 2, 26, 27, 52, 53]),
            ["", "A", "B", "Z", "AA", "AZ", "BA"]
        );
        assert_eq!(all("el-GR", [1, 3, 24, 25]), ["Α", "Γ", "Ω", "ΑΑ"]);
    }

    #[test]
    fn letters_are_those_of_the_script_of_the_book() {
        assert_eq!(all("ru", [1, 7, 8, 9, 13, 25]), ["А", "Ж", "И", "К", "П", "Я"]);
        assert_eq!(all("uk", [1, 7, 8, 23, 24]), ["А", "Ж", "И", "Ю", "Я"]);
        assert_eq!(all("he", [1, 10, 15, 16, 17, 21]), ["א", "י", "טו", "טז", "יז", "כא"]);
        assert_eq!(all("ar-EG", [1, 2, 3, 5]), ["أ", "ب", "ج", "هـ"]);
        assert_eq!(all("fa", [1, 2, 3]), ["الف", "ب", "پ"]);
        assert_eq!(all("ja", [1]), ["A"]);
    }
}
