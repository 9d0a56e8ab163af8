//! Numbers as they are written: in digits, letters and Roman numerals.

/// How a list of HTML says what its items are numbered with (HTML, 4.4.5): `1`, `a`, `A`,
/// `i`, `I`. Anything else is as `1`.
pub(super) type Kind = char;

/// The digits of numbers.
pub(super) const DIGITS: Kind = '1';

/// That of a list of HTML with this `type`.
pub(super) fn of_type(said: Option<&str>) -> Kind {
    let known = said.and_then(|said| said.parse().ok());
    known.filter(|kind| matches!(kind, 'a' | 'A' | 'i' | 'I')).unwrap_or(DIGITS)
}

/// That of a list of a PDF (ISO 32000-1, 14.8.5.5); `None` if its items have no numbers.
pub(super) fn of_list(said: Option<&str>) -> Option<Kind> {
    match said {
        None
        | Some("None" | "Disc" | "Circle" | "Square" | "Unordered" | "Description") => None,
        Some("LowerAlpha") => Some('a'),
        Some("UpperAlpha") => Some('A'),
        Some("LowerRoman") => Some('i'),
        Some("UpperRoman") => Some('I'),
        Some(_) => Some(DIGITS),
    }
}

/// A number as it is written; in digits what cannot be written otherwise.
pub(super) fn written(kind: Kind, number: u32) -> String {
    let lower = match kind.to_ascii_lowercase() {
        'a' if number > 0 => letters(number),
        'i' if (1..4000).contains(&number) => roman(i64::from(number)),
        _ => return number.to_string(),
    };
    if kind.is_ascii_uppercase() { lower.to_uppercase() } else { lower }
}

/// The number that is written so.
pub(super) fn value(kind: Kind, text: &str) -> Option<u32> {
    let digits = text.parse::<u32>().ok();
    let lower = text.to_lowercase();
    let found = digits.or_else(|| match kind.to_ascii_lowercase() {
        'a' => lower.bytes().try_fold(0u32, |number, letter| {
            let digit = letter.checked_sub(b'a').filter(|digit| *digit < 26)?;
            number.checked_mul(26)?.checked_add(u32::from(digit) + 1)
        }),
        'i' => of_roman(&lower),
        _ => None,
    });
    found.filter(|&number| written(kind, number) == text)
}

/// The text of the beginning of a list: its first number, unless that is 1, behind what
/// its items are numbered with, unless that is digits.
pub(super) fn beginning(kind: Kind, first: Option<u32>) -> String {
    let number = first.filter(|&number| number != 1).map(|number| number.to_string());
    match (kind, first) {
        (DIGITS, _) | (_, None) => number.unwrap_or_default(),
        (kind, Some(first)) => format!("{kind} {first}"),
    }
}

fn letters(mut number: u32) -> String {
    let mut text = String::new();
    while let Some(rest) = number.checked_sub(1) {
        let letter = u8::try_from(rest % 26).map_or('a', |at| char::from(b'a' + at));
        text.insert(0, letter);
        number = rest / 26;
    }
    text
}

/// What signs are worth that may be a Roman numeral: one before a greater one is taken
/// away.
fn of_roman(text: &str) -> Option<u32> {
    let mut number = 0i64;
    let mut greatest = 0;
    for sign in text.bytes().rev() {
        let value = match sign {
            b'i' => 1,
            b'v' => 5,
            b'x' => 10,
            b'l' => 50,
            b'c' => 100,
            b'd' => 500,
            b'm' => 1000,
            _ => return None,
        };
        number += if value < greatest { -value } else { value };
        greatest = greatest.max(value);
    }
    u32::try_from(number).ok()
}

/// A number in lower-case Roman numerals; in digits what none say.
pub(super) fn roman(mut number: i64) -> String {
    const SIGNS: [(i64, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    if !(1..=100_000).contains(&number) {
        return number.to_string();
    }
    let mut text = String::new();
    for (value, sign) in SIGNS {
        while number >= value {
            number -= value;
            text.push_str(sign);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        for number in [0, 1, 4, 26, 27, 52, 702, 703, 1999, 3999, 4000] {
            for kind in ['1', 'a', 'A', 'i', 'I'] {
                let text = written(kind, number);
                assert_eq!(value(kind, &text), Some(number), "{kind} {text}");
            }
        }
        assert_eq!(value('i', "iiii"), None);
        assert_eq!(value('a', "B"), None);
        assert_eq!(value('1', "b"), None);
        assert_eq!(written('a', 28), "ab");
    }
}
