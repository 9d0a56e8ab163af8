//! Lines of a tag and a value: what RIS and the format of PubMed have in common.

use crate::source::{Place, SourceId};

use super::record::Record;
use super::span;

/// A value under its tag.
#[derive(Debug, Clone)]
pub(super) struct Line<'a> {
    /// The tag: `AU`.
    pub(super) tag: &'a str,
    /// Where the tag stands.
    pub(super) tag_place: Place,
    /// The value; what goes on in lines below is joined by spaces.
    pub(super) value: String,
    /// Where the value stands.
    pub(super) place: Place,
}

/// A line of a file.
#[derive(Debug)]
pub(super) enum Read<'a> {
    /// One with a tag, and those that go on with it.
    Tagged(Line<'a>),
    /// An empty one.
    Empty,
    /// One that is neither.
    Malformed(Place),
}

/// How a notation writes its lines.
#[derive(Debug, Copy, Clone)]
pub(super) struct Form {
    /// The most letters of a tag.
    pub(super) longest: usize,
    /// The column of the hyphen, from 0.
    pub(super) hyphen: usize,
    /// Whether a line that goes on must begin with a space.
    pub(super) indented: bool,
}

/// The lines of a file, in order.
pub(super) fn lines<'a>(source: SourceId, text: &'a str, form: Form) -> Vec<Read<'a>> {
    let place = |start: usize, end: usize| Place { source, span: span(start, end) };
    let mut found: Vec<Read<'a>> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let (start, line) = match line.strip_prefix('\u{feff}') {
            Some(rest) if start == 0 => ('\u{feff}'.len_utf8(), rest),
            Some(_) | None => (start, line),
        };
        let written = line.trim_end();
        let end = start + written.len();
        if written.is_empty() {
            found.push(Read::Empty);
        } else if let Some((tag, value)) = tagged(written, form) {
            let from = end - value.len();
            found.push(Read::Tagged(Line {
                tag,
                tag_place: place(start, start + tag.len()),
                value: value.to_owned(),
                place: place(from, end),
            }));
        } else {
            let goes_on = !form.indented || written.starts_with(' ');
            match found.last_mut() {
                Some(Read::Tagged(last)) if goes_on && !looks_tagged(written) => {
                    last.value.push(' ');
                    last.value.push_str(written.trim_start());
                    last.place =
                        Place { span: span(last.place.span.start as usize, end), source };
                }
                Some(_) | None => found.push(Read::Malformed(place(start, end))),
            }
        }
    }
    found
}

/// Takes a line apart; a space more or less before the hyphen does not matter.
fn tagged(line: &str, form: Form) -> Option<(&str, &str)> {
    let length =
        line.bytes().take_while(|b| b.is_ascii_uppercase() || b.is_ascii_digit()).count();
    if length < 2
        || length > form.longest
        || !line.starts_with(|c: char| c.is_ascii_uppercase())
    {
        return None;
    }
    let (tag, rest) = line.split_at(length);
    let value = rest.trim_start_matches(' ');
    let spaces = rest.len() - value.len();
    let column = length + spaces;
    let value = value.strip_prefix('-')?;
    let apart = value.is_empty() || value.starts_with(' ');
    let near = column.abs_diff(form.hyphen) <= 1 && (spaces > 0 || length == form.hyphen);
    (near && apart).then(|| (tag, value.trim()))
}

/// Whether somebody meant a line to have a tag: `AU: Li, L.` or `TI- A title`.
fn looks_tagged(line: &str) -> bool {
    let mut chars = line.chars();
    let (first, second) = (chars.next(), chars.next());
    first.is_some_and(|c| c.is_ascii_uppercase())
        && second.is_some_and(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
        && chars.as_str().trim_start().starts_with([':', '-'])
}

/// A key made of the family name of a first author and a year: `li2024`; a letter tells
/// it from those that were made before it.
pub(super) fn made_key(record: &Record, taken: &[String]) -> Option<String> {
    let family: String = record
        .authors
        .first()
        .or_else(|| record.editors.first())?
        .name
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect();
    let year = record.date.map(|date| date.year.to_string()).unwrap_or_default();
    let base = format!("{family}{year}");
    if family.is_empty() {
        return None;
    }
    let letters = ('b'..='z').map(|letter| format!("{base}{letter}"));
    std::iter::once(base.clone()).chain(letters).find(|key| !taken.contains(key))
}

#[cfg(test)]
mod tests {
    use super::*;

    const RIS: Form = Form { longest: 2, hyphen: 4, indented: false };

    #[test]
    fn lines_are_taken_apart() {
        assert_eq!(tagged("TY  - JOUR", RIS), Some(("TY", "JOUR")));
        assert_eq!(tagged("ER  -", RIS), Some(("ER", "")));
        assert_eq!(tagged("TY - JOUR", RIS), Some(("TY", "JOUR")));
        assert_eq!(tagged("TY: JOUR", RIS), None);
        assert_eq!(tagged("and so on", RIS), None);
        let nbib = Form { longest: 4, hyphen: 4, indented: true };
        assert_eq!(tagged("PMID- 12", nbib), Some(("PMID", "12")));
        assert_eq!(tagged("TI  - A - b", nbib), Some(("TI", "A - b")));
    }

    #[test]
    fn a_value_goes_on_below_its_tag() {
        let text = "TI  - A long\n      title\nAU  - Li, L.\nAU: Shi\n";
        let read = lines(SourceId(0), text, RIS);
        let [Read::Tagged(title), Read::Tagged(_), Read::Malformed(wrong)] = &read[..]
        else {
            panic!("{read:?}")
        };
        assert_eq!(title.value, "A long title");
        assert_eq!(&text[wrong.span.start as usize..wrong.span.end as usize], "AU: Shi");
    }
}
