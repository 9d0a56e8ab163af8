//! What the items of a list are numbered with.

use serde::{Deserialize, Serialize};

/// Numbers, letters or Roman numerals, as HTML has them (`type` of `ol`, HTML 4.4.5).
#[derive(Debug, Default, Copy, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Numbering {
    /// 1, 2, 3.
    #[default]
    Decimal,
    /// a, b, c.
    LowerLetters,
    /// A, B, C.
    UpperLetters,
    /// i, ii, iii.
    LowerRoman,
    /// I, II, III.
    UpperRoman,
}

impl Numbering {
    /// Whether it is that of numbers.
    pub fn is_decimal(&self) -> bool {
        *self == Self::Decimal
    }

    /// A number as it is written so. What letters and Roman numerals cannot say is written
    /// in digits, as browsers do: 0, and Roman numerals from 4000 on (CSS Counter Styles
    /// Level 3, 6.1).
    pub fn label(self, number: u32) -> String {
        let roman = (1..4000).contains(&number);
        match self {
            Self::LowerLetters if number > 0 => letters(number),
            Self::UpperLetters if number > 0 => letters(number).to_ascii_uppercase(),
            Self::LowerRoman if roman => self::roman(number as usize).to_ascii_lowercase(),
            Self::UpperRoman if roman => self::roman(number as usize),
            Self::Decimal
            | Self::LowerLetters
            | Self::UpperLetters
            | Self::LowerRoman
            | Self::UpperRoman => number.to_string(),
        }
    }
}

/// A number of 1 or more as letters: a to z, then aa, ab and so on.
fn letters(mut number: u32) -> String {
    let mut letters = Vec::new();
    while number > 0 {
        number -= 1;
        letters.push(char::from(b'a'.saturating_add((number % 26) as u8)));
        number /= 26;
    }
    letters.iter().rev().collect()
}

/// A number in upper-case Roman numerals; 0 gives nothing.
pub fn roman(mut number: usize) -> String {
    const DIGITS: [(usize, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut out = String::new();
    for (value, digit) in DIGITS {
        while number >= value {
            out.push_str(digit);
            number -= value;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_in_letters() {
        let label = |number| Numbering::LowerLetters.label(number);
        assert_eq!([0, 1, 26, 27, 52, 703].map(label), ["0", "a", "z", "aa", "az", "aaa"]);
        assert_eq!(Numbering::UpperLetters.label(4), "D");
    }

    #[test]
    fn numbers_are_written_in_roman_numerals() {
        let label = |number| Numbering::LowerRoman.label(number);
        assert_eq!(
            [1, 4, 9, 3999, 4000].map(label),
            ["i", "iv", "ix", "mmmcmxcix", "4000"]
        );
        assert_eq!(Numbering::UpperRoman.label(14), "XIV");
    }
}
