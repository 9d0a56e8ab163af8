//! The series that a book stands in: `series` in the project file.

use serde::Serialize;

use super::info::{filled, required};
use crate::diag::{Diagnostic, Sink};
use crate::tables::{Keys, Text, ValueKind};

/// The series that a book stands in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Series {
    /// Its title.
    pub title: String,
    /// Which volume of it the book is: digits, in groups with full stops between.
    pub number: Option<String>,
    /// Its ISSN, `2049-3630`.
    pub issn: Option<String>,
}

/// Reads `series`; what is printed of it is added to `said`.
pub(super) fn read(
    keys: &mut Keys<'_>,
    said: &mut Vec<Text>,
    sink: &mut Sink,
) -> Option<Series> {
    let mut table = keys.table("series", sink)?;
    let title = required(&mut table, "title", "title = \"…\"", sink);
    let number = number(&mut table, sink);
    let issn = filled(&mut table, "issn", sink).and_then(|text| issn(text, sink));
    table.finish(sink);
    said.extend(title.clone());
    Some(Series { title: title?.text, number, issn })
}

/// The number of the volume, as a number or as text.
fn number(table: &mut Keys<'_>, sink: &mut Sink) -> Option<String> {
    let value = table.value("number")?;
    let text = match &value.kind {
        ValueKind::Integer(number) => number.to_string(),
        ValueKind::String(text) => text.clone(),
        ValueKind::Float(_)
        | ValueKind::Boolean(_)
        | ValueKind::Date(_)
        | ValueKind::Array(_)
        | ValueKind::Table(_) => String::new(),
    };
    // so it must be in EPUB (EPUB 3.3, D.3.8)
    let is_number =
        |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if text.split('.').all(is_number) {
        return Some(text);
    }
    sink.error(
        Diagnostic::new("wrong-type", "the number of a volume has digits only")
            .at(value.place)
            .help("write `number = 3`, or `number = \"3.1\"`"),
    );
    None
}

fn issn(written: Text, sink: &mut Sink) -> Option<String> {
    if is_issn(&written.text) {
        return Some(written.text);
    }
    let message = format!("`{}` is no ISSN: its last character does not fit", written.text);
    sink.error(
        Diagnostic::new("bad-issn", message)
            .at(written.place)
            .help("write all 8 characters as they were given out, `2049-3630`"),
    );
    None
}

/// Whether two groups of four characters are an ISSN: the last is a check character
/// (ISO 3297, annex A).
fn is_issn(number: &str) -> bool {
    let characters: Vec<char> = number.chars().collect();
    if characters.len() != 9 || characters[4] != '-' {
        return false;
    }
    let digits = characters[..4].iter().chain(&characters[5..8]);
    let mut total = 0;
    for (digit, weight) in digits.zip((2..=8).rev()) {
        let Some(digit) = digit.to_digit(10) else { return false };
        total += digit * weight;
    }
    let wanted = (11 - total % 11) % 11;
    char::from_digit(wanted, 10).unwrap_or('X') == characters[8]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_character_of_an_issn_follows_from_the_others() {
        for right in ["2049-3630", "0317-8471", "2434-561X"] {
            assert!(is_issn(right), "{right}");
        }
        for wrong in ["2049-3631", "20493630", "2434-5610", "2049-36é0", ""] {
            assert!(!is_issn(wrong), "{wrong}");
        }
    }
}
