//! The alphabets of formulas: letters and digits in the block "Mathematical Alphanumeric
//! Symbols" (The Unicode Standard, chapter 22.2).

use super::Alphabet;

/// Where the alphabets begin: capitals, small letters, Greek capitals, Greek small
/// letters, digits; 0 where there are none.
const fn starts(alphabet: Alphabet) -> [u32; 5] {
    match alphabet {
        Alphabet::Usual => [0x1D434, 0x1D44E, 0, 0x1D6FC, 0],
        Alphabet::Upright => [0; 5],
        Alphabet::Bold => [0x1D400, 0x1D41A, 0x1D6A8, 0x1D6C2, 0x1D7CE],
        Alphabet::Italic => [0x1D434, 0x1D44E, 0x1D6E2, 0x1D6FC, 0],
        Alphabet::BoldItalic => [0x1D468, 0x1D482, 0x1D71C, 0x1D736, 0x1D7CE],
        Alphabet::BoldUsual => [0x1D468, 0x1D482, 0x1D6A8, 0x1D736, 0x1D7CE],
        Alphabet::Script => [0x1D49C, 0x1D4B6, 0, 0, 0],
        Alphabet::BoldScript => [0x1D4D0, 0x1D4EA, 0, 0, 0],
        Alphabet::Fraktur => [0x1D504, 0x1D51E, 0, 0, 0],
        Alphabet::BoldFraktur => [0x1D56C, 0x1D586, 0, 0, 0],
        Alphabet::DoubleStruck => [0x1D538, 0x1D552, 0, 0, 0x1D7D8],
        Alphabet::DoubleStruckItalic => [0; 5],
        Alphabet::SansSerif => [0x1D5A0, 0x1D5BA, 0, 0, 0x1D7E2],
        Alphabet::SansSerifBold => [0x1D5D4, 0x1D5EE, 0x1D756, 0x1D770, 0x1D7EC],
        Alphabet::SansSerifItalic => [0x1D608, 0x1D622, 0, 0, 0],
        Alphabet::SansSerifBoldItalic => [0x1D63C, 0x1D656, 0x1D790, 0x1D7AA, 0],
        Alphabet::Monospace => [0x1D670, 0x1D68A, 0, 0, 0x1D7F6],
    }
}

/// Letters that stood in Unicode before the block was made, and leave gaps in it.
const EARLIER: [(u32, char); 24] = [
    (0x1D455, 'ℎ'),
    (0x1D49D, 'ℬ'),
    (0x1D4A0, 'ℰ'),
    (0x1D4A1, 'ℱ'),
    (0x1D4A3, 'ℋ'),
    (0x1D4A4, 'ℐ'),
    (0x1D4A7, 'ℒ'),
    (0x1D4A8, 'ℳ'),
    (0x1D4AD, 'ℛ'),
    (0x1D4BA, 'ℯ'),
    (0x1D4BC, 'ℊ'),
    (0x1D4C4, 'ℴ'),
    (0x1D506, 'ℭ'),
    (0x1D50B, 'ℌ'),
    (0x1D50C, 'ℑ'),
    (0x1D515, 'ℜ'),
    (0x1D51D, 'ℨ'),
    (0x1D53A, 'ℂ'),
    (0x1D53F, 'ℍ'),
    (0x1D545, 'ℕ'),
    (0x1D547, 'ℙ'),
    (0x1D548, 'ℚ'),
    (0x1D549, 'ℝ'),
    (0x1D551, 'ℤ'),
];

/// Greek letters at the end of the small letters, by their distance from alpha.
const VARIANTS: [(char, u32); 7] =
    [('∂', 25), ('ϵ', 26), ('ϑ', 27), ('ϰ', 28), ('ϕ', 29), ('ϱ', 30), ('ϖ', 31)];

/// A character in an alphabet; what the alphabet does not have stays as it is.
pub(super) fn styled(c: char, alphabet: Alphabet) -> char {
    // the micro sign is a small mu
    let c = if c == 'µ' { 'μ' } else { c };
    if alphabet == Alphabet::DoubleStruckItalic {
        return match c {
            'D' => 'ⅅ',
            'd' => 'ⅆ',
            'e' => 'ⅇ',
            'i' => 'ⅈ',
            'j' => 'ⅉ',
            other => other,
        };
    }
    let [capitals, small, greek_capitals, greek_small, digits] = starts(alphabet);
    let code = u32::from(c);
    let italic = matches!(alphabet, Alphabet::Usual | Alphabet::Italic);
    let place = match c {
        'A'..='Z' => (capitals, code - 0x41),
        'a'..='z' => (small, code - 0x61),
        'Α'..='Ρ' | 'Σ'..='Ω' => (greek_capitals, code - 0x391),
        'ϴ' => (greek_capitals, 17),
        '∇' if !italic => (greek_capitals, 25),
        'α'..='ω' => (greek_small, code - 0x3B1),
        '0'..='9' => (digits, code - 0x30),
        'ı' if italic => return '𝚤',
        'ȷ' if italic => return '𝚥',
        other => match VARIANTS.iter().find(|(variant, _)| *variant == other) {
            Some(&(_, distance)) => (greek_small, distance),
            None => return other,
        },
    };
    let (start, distance) = place;
    if start == 0 {
        return c;
    }
    let code = start + distance;
    let earlier = EARLIER.iter().find(|(gap, _)| *gap == code);
    earlier.map_or_else(|| char::from_u32(code).unwrap_or(c), |&(_, letter)| letter)
}
