//! Lists whose items have letters, Roman numerals or numbers in brackets, as Pandoc has
//! them ("fancy lists").
//!
//! comrak knows numbers alone. For it, what stands before an item is written as a number of
//! the same length, so that all places stay right; what was written is looked up
//! afterwards. Words like `a. m.` begin lines too, so the second item of a list must be the
//! one that follows the first.

use std::borrow::Cow;

use comrak::nodes::Node;

use crate::ast::Numbering;

use super::{Reader, lines};

/// Lists are not looked for in each other deeper than this.
const DEEPEST: usize = 32;

/// Nobody has lists so deep in each other that more readings show more of them.
const MOST_ROUNDS: usize = 6;

/// What stands before an item: `a.`, `(iv)`.
#[derive(Debug, Copy, Clone, PartialEq, Eq)]
struct Marker {
    numbering: Numbering,
    /// Whether an item without a number of its own: `#.`.
    counted: bool,
    number: u32,
    /// What stands around the number: before it, behind it.
    around: (bool, u8),
    /// How long it is, in bytes.
    length: usize,
}

/// A list that may have begun.
struct Open {
    /// In which column its items begin, from 0.
    column: usize,
    marker: Marker,
    /// Where the marker of its first item stands, until it is known to be one.
    first: Option<usize>,
    /// What stands behind its numbers for comrak: lists behind one another that have the
    /// same are one for it.
    end: u8,
}

/// The lists in which a line of the text may stand.
#[derive(Default)]
struct Lists {
    open: Vec<Open>,
    /// What stands behind the numbers of the last list in a column.
    ends: Vec<(usize, u8)>,
    /// What is known to stand before items: where, how long it is, and what ends it.
    found: Vec<(usize, usize, u8)>,
}

impl Lists {
    /// Ends the lists in which a text does not stand that begins in a column.
    fn close(&mut self, column: usize) {
        self.open.retain(|list| list.column < column);
        self.ends.retain(|(other, _)| *other < column);
    }

    /// A list that comrak knows has an item in a column.
    fn usual(&mut self, column: usize, end: Option<u8>) {
        self.close(column);
        self.ends.extend(end.map(|end| (column, end)));
    }

    /// Something like an item stands in a column, at a place of the text.
    fn item(&mut self, column: usize, place: usize, own: Marker) {
        if let Some(last) = self.open.last_mut()
            && last.is_beside(column)
            && !self.ends.iter().any(|(other, _)| *other == column)
            && last.marker.before(own).like(own).is_some_and(|own| {
                last.first.is_none() && last.marker.number < own.number
                    || last.marker.before(own).number.checked_add(1) == Some(own.number)
            })
        {
            // numerals may stand flush right
            let before = std::mem::replace(&mut last.column, column);
            self.ends
                .iter_mut()
                .filter(|end| end.0 == before)
                .for_each(|end| end.0 = column);
        }
        self.open.retain(|list| list.column <= column);
        self.ends.retain(|(other, _)| *other <= column);
        let deep = self.open.len() >= DEEPEST;
        let mut last = self.open.last_mut().filter(|last| last.column == column);
        if let Some(last) = &mut last {
            last.read_with(own);
        }
        match last.map(|last| (last.marker.like(own), last)) {
            Some((Some(next), last))
                if last.precedes(next)
                    || last.first.is_none() && (next == own && own.number != 1) =>
            {
                let own = next;
                let first = last.first.take().map(|at| (at, last.marker.length, last.end));
                self.found.extend(first);
                self.found.push((place, own.length, last.end));
                last.marker = own;
                return self.ended(column);
            }
            Some((_, last)) => (last.marker, last.first) = (own, Some(place)),
            None if deep => return,
            None => {
                self.open.push(Open { column, marker: own, first: Some(place), end: 0 });
            }
        }
        let before = self.ends.iter().find(|(other, _)| *other == column);
        let end = if before.is_some_and(|before| before.1 == b')') { b'.' } else { b')' };
        let Some(last) = self.open.last_mut() else { return };
        last.end = end;
        // nobody begins a line of text so
        if own.counted
            && let Some(first) = last.first.take()
        {
            self.found.push((first, own.length, end));
            self.ended(column);
        }
    }

    /// Notes what stands behind the numbers of the list that has an item in a column.
    fn ended(&mut self, column: usize) {
        let end = self.open.last().map(|last| (column, last.end));
        self.ends.retain(|(other, _)| *other != column);
        self.ends.extend(end);
    }
}

impl Reader<'_> {
    /// Writes what stands before items as numbers. What is in an item that comrak did not
    /// know looks like code to it, so it is looked at again.
    pub(super) fn number_letters<'t>(&self, marked: Cow<'t, str>) -> Cow<'t, str> {
        let mut marked = marked;
        for _ in 0..MOST_ROUNDS {
            let found = items(&marked);
            if found.is_empty() {
                break;
            }
            let Some(numbered) = self.numbered(&marked, &found) else { break };
            marked = Cow::Owned(numbered);
        }
        marked
    }

    /// A text with numbers for what stands before items, but where all is literal.
    fn numbered(&self, marked: &str, found: &[(usize, usize, u8)]) -> Option<String> {
        let literal = self.literal_lines(marked);
        let own = lines::Lines::new(marked);
        let mut out = marked.to_owned();
        let mut any = false;
        for &(place, length, end) in found {
            if literal.holds(own.number_of(place)) {
                continue;
            }
            // the number itself is looked up where it is written
            let number = format!("{:0>width$}{}", 1, char::from(end), width = length - 1);
            out.replace_range(place..place + length, &number);
            any = true;
        }
        any.then_some(out)
    }

    /// What the items of a list are numbered with, as it was written, and the number of the
    /// first where that is not in digits alone.
    pub(super) fn numbering_of(&mut self, list: Node<'_>) -> (Numbering, Option<u32>) {
        let mut items = list.children();
        let mut own = |reader: &Self| {
            let span = items.next().map(|item| reader.block_span(item))?;
            Some((span, marker(reader.written(span))))
        };
        let Some((_, mut first)) = own(self) else { return (Numbering::Decimal, None) };
        let mut is_second = true;
        while let Some((span, next)) = own(self) {
            if let (Some(one), Some(next)) = (first, next)
                && std::mem::take(&mut is_second)
            {
                first = Some(one.before(next));
            }
            let same = match (first, next) {
                (Some(first), Some(next)) => first.like(next).is_some(),
                // numbers that comrak knows
                (one, other) => one.or(other).is_none_or(|one| one.numbering.is_decimal()),
            };
            if !same {
                let written = self.written(span);
                let length = written.find(char::is_whitespace).unwrap_or(written.len());
                let start = span.start as usize;
                let message = "the items of a list are numbered in two ways".to_owned();
                let help = "number them all in one way; for a list of its own write \
                            `<!-- -->` on a line before it";
                let span = lines::span(start, start + length);
                self.error("mixed-numbers", message, span, help);
                break;
            }
        }
        let numbering = first.map_or(Numbering::Decimal, |first| first.numbering);
        (numbering, first.map(|first| first.number))
    }
}

/// What stands before items in a text: where, how long it is, and what is to end it.
fn items(marked: &str) -> Vec<(usize, usize, u8)> {
    let mut lists = Lists::default();
    let mut after_blank = true;
    let mut at = 0;
    for line in marked.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let line = line.trim_end();
        let (quotes, mut text) = line.split_at(quoted(line));
        if text.is_empty() {
            after_blank = true;
            continue;
        }
        let mut column = quotes.len();
        let mut own = marker(text);
        // an item may begin in another: `1. a. Words`
        while own.is_none()
            && let Some((length, end)) = usual(text)
        {
            lists.usual(column, end);
            (column, text) = (column + length, &text[length..]);
            own = marker(text);
        }
        match own {
            Some(own) => lists.item(column, start + column, own),
            None if after_blank => lists.close(column),
            None => {}
        }
        after_blank = false;
    }
    lists.found
}

impl Open {
    /// Whether an item of the list may begin in a column: near its own, and not so far in
    /// that it would be in an item.
    fn is_beside(&self, column: usize) -> bool {
        let content = self.column + self.marker.length + 1;
        column != self.column && column < content && column + 3 >= self.column
    }

    /// Reads the first item as the second asks for: the `X` before `XI` is no letter.
    fn read_with(&mut self, second: Marker) {
        if self.first.is_some() {
            self.marker = self.marker.before(second);
        }
    }

    /// Whether an item is the next.
    fn precedes(&self, next: Marker) -> bool {
        self.marker.counted || self.marker.number.checked_add(1) == Some(next.number)
    }
}

impl Marker {
    /// Another as one of the same list, if it is one: `c` may be a letter and 100.
    fn like(self, other: Self) -> Option<Self> {
        if self.around != other.around || self.counted != other.counted {
            return None;
        }
        if self.numbering == other.numbering {
            return Some(other);
        }
        other.other_reading().filter(|other| other.numbering == self.numbering)
    }

    /// The first item of a list as its second asks for.
    fn before(self, second: Self) -> Self {
        let other = || self.other_reading().filter(|one| one.like(second).is_some());
        if self.like(second).is_some() { self } else { other().unwrap_or(self) }
    }

    /// A letter that is a Roman numeral too as the other of the two.
    fn other_reading(self) -> Option<Self> {
        let (lower, number) = match (self.numbering, self.number) {
            (Numbering::LowerLetters | Numbering::UpperLetters, number @ 1..=26) => {
                let letter = u8::try_from(number).map_or(b'a', |at| b'a' + at - 1);
                (self.numbering == Numbering::LowerLetters, roman(&[letter])?)
            }
            (Numbering::LowerRoman | Numbering::UpperRoman, 1) => {
                (self.numbering == Numbering::LowerRoman, 9)
            }
            _ => return None,
        };
        let numbering = match (self.numbering, lower) {
            (Numbering::LowerLetters, _) => Numbering::LowerRoman,
            (Numbering::UpperLetters, _) => Numbering::UpperRoman,
            (_, true) => Numbering::LowerLetters,
            (_, false) => Numbering::UpperLetters,
        };
        Some(Self { numbering, number, ..self })
    }
}

/// How much of a line is the marks of quotations and spaces.
fn quoted(line: &str) -> usize {
    line.find(|c| !matches!(c, ' ' | '>' | '\t')).unwrap_or(line.len())
}

/// How long a usual beginning of an item is, with the spaces behind it, and what stands
/// behind its number.
fn usual(text: &str) -> Option<(usize, Option<u8>)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let sign = text.as_bytes().get(digits)?;
    let known = match digits {
        0 => matches!(sign, b'-' | b'*' | b'+' | b':'),
        1..=9 => matches!(sign, b'.' | b')'),
        _ => false,
    };
    let rest = text.get(digits + 1..).filter(|_| known)?;
    let spaces = rest.len() - rest.trim_start_matches(' ').len();
    let end = Some(*sign).filter(|_| digits > 0);
    (1..=4).contains(&spaces).then_some((digits + 1 + spaces, end))
}

/// What stands before an item, if the text begins with such: Pandoc's `fancy_lists`.
fn marker(text: &str) -> Option<Marker> {
    let bytes = text.as_bytes();
    let open = bytes.first() == Some(&b'(');
    let inner = &bytes[usize::from(open)..];
    let count = inner.iter().take_while(|one| one.is_ascii_alphanumeric()).count();
    let counted = count == 0 && !open && inner.first() == Some(&b'#');
    let count = count + usize::from(counted);
    let (name, rest) = inner.split_at(count);
    let (&end, rest) = rest.split_first()?;
    let fits = if open { end == b')' } else { matches!(end, b'.' | b')') };
    let spaces = rest.iter().take_while(|one| **one == b' ').count();
    let is_initial = end == b'.' && name.len() == 1 && name[0].is_ascii_uppercase();
    let enough = spaces >= if is_initial { 2 } else { 1 };
    // more would be code
    if !fits || !enough || spaces > 4 || rest.len() == spaces || count > 8 {
        return None;
    }
    let (numbering, number) = match name {
        _ if counted => (Numbering::Decimal, 1),
        b"i" => (Numbering::LowerRoman, 1),
        b"I" => (Numbering::UpperRoman, 1),
        [letter @ b'a'..=b'z'] => (Numbering::LowerLetters, u32::from(letter - b'a') + 1),
        [letter @ b'A'..=b'Z'] => (Numbering::UpperLetters, u32::from(letter - b'A') + 1),
        digits if open && digits.iter().all(u8::is_ascii_digit) => {
            (Numbering::Decimal, std::str::from_utf8(digits).ok()?.parse().ok()?)
        }
        letters if letters.iter().all(u8::is_ascii_lowercase) => {
            (Numbering::LowerRoman, roman(letters)?)
        }
        letters if letters.iter().all(u8::is_ascii_uppercase) => {
            (Numbering::UpperRoman, roman(&letters.to_ascii_lowercase())?)
        }
        _ => return None,
    };
    let length = usize::from(open) + count + 1;
    Some(Marker { numbering, counted, number, around: (open, end), length })
}

/// The number that lower-case letters say as a Roman numeral.
fn roman(letters: &[u8]) -> Option<u32> {
    let mut number = 0u32;
    let mut greatest = 0;
    for letter in letters.iter().rev() {
        let value = match letter {
            b'i' => 1,
            b'v' => 5,
            b'x' => 10,
            b'l' => 50,
            b'c' => 100,
            b'd' => 500,
            b'm' => 1000,
            _ => return None,
        };
        number = if value < greatest { number.checked_sub(value)? } else { number + value };
        greatest = greatest.max(value);
    }
    let written = Numbering::LowerRoman.label(number);
    (written.as_bytes() == letters).then_some(number)
}
