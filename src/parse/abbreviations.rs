//! Abbreviations and what they are short for: `*[HTML]: Hyper Text Markup Language`, as in
//! PHP Markdown Extra ("Abbreviations"), and `<abbr title="…">`.
//!
//! comrak knows none of this. A line that says what an abbreviation is short for is made
//! of spaces for it, so that all other places stay right; the abbreviations are found on
//! the row of units.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Bound;

use crate::ast::{Attributes, Inline, InlineKind};

use super::inlines::Unit;
use super::lines::{self, Lines};
use super::{Reader, smart};

/// What begins a line that says what an abbreviation is short for.
const BEGINS: &str = "*[";

/// What abbreviations are short for.
pub(super) type Abbreviations = BTreeMap<String, Long>;

/// What an abbreviation is short for.
pub(super) struct Long {
    text: String,
    /// Whether the chapter says so, and not the book.
    own: bool,
}

impl Reader<'_> {
    /// Learns what abbreviations are short for in the whole book.
    pub(super) fn know_abbreviations(&mut self, all: &[(String, String)]) {
        let known = all
            .iter()
            .map(|(short, text)| (short.clone(), Long { text: text.clone(), own: false }));
        self.abbreviations.extend(known);
    }

    /// Takes the lines out of the text for comrak that say what abbreviations are short for.
    pub(super) fn define_abbreviations<'t>(
        &mut self,
        marked: Cow<'t, str>,
    ) -> Cow<'t, str> {
        if !marked.contains(BEGINS) {
            return marked;
        }
        let literal = self.literal_lines(&marked);
        let own = Lines::new(&marked);
        let mut out = marked.clone().into_owned();
        for number in 1..=own.count() {
            let place = own.range(number);
            let line = marked.get(place.clone()).unwrap_or_default().trim_end();
            let Some((short, long)) = definition(line) else { continue };
            if literal.holds(number) {
                continue;
            }
            let end = place.start + line.len();
            out.replace_range(place.start..end, &" ".repeat(line.len()));
            let start = self.lines.range(number).start;
            self.define(short, long, (start, start + line.len()));
        }
        Cow::Owned(out)
    }

    fn define(&mut self, short: &str, long: &str, (start, end): (usize, usize)) {
        let span = lines::span(start, end);
        let long = smart::text(long, self.marks);
        if short.trim().is_empty() || long.is_empty() {
            let message = "an abbreviation has no words".to_owned();
            let help = "write `*[HTML]: Hyper Text Markup Language`";
            self.error("bad-abbreviation", message, span, help);
            return;
        }
        let known = Long { text: long.clone(), own: true };
        let before = self.abbreviations.insert(short.to_owned(), known);
        // in its own chapter it is short for what the chapter says
        if before.is_some_and(|before| before.own && before.text != long) {
            let message = format!("`{short}` is short for two things");
            let help = "keep one of the lines, and write the other places as \
                        `<abbr title=\"…\">…</abbr>`";
            self.error("bad-abbreviation", message, span, help);
        }
    }

    /// Finds the abbreviations in a row: whole words, the longest first.
    pub(super) fn abbreviated(&self, units: Vec<Unit>, before: Option<char>) -> Vec<Unit> {
        if self.abbreviations.is_empty() {
            return units;
        }
        let mut out: Vec<Unit> = Vec::with_capacity(units.len());
        let mut at = 0;
        while at < units.len() {
            let last = out.last().map_or(before, Unit::last);
            let inside = last.is_some_and(char::is_alphanumeric);
            let found = if inside { None } else { self.abbreviation(&units[at..]) };
            let Some((short, long)) = found else {
                out.push(units[at].clone());
                at += 1;
                continue;
            };
            let count = short.chars().count();
            let span = lines::span(units[at].start(), units[at + count - 1].end());
            let text = vec![Inline { span, kind: InlineKind::Text(short.to_owned()) }];
            let expansion = Some(long.to_owned());
            let attributes = Box::new(Attributes { expansion, ..Attributes::default() });
            out.push(Unit::node(span, InlineKind::Span { attributes, text }));
            at += count;
        }
        out
    }

    /// The longest abbreviation that some units begin with.
    fn abbreviation(&self, units: &[Unit]) -> Option<(&str, &str)> {
        let mut first = [0; 4];
        let first = char_of(units.first()?)?.encode_utf8(&mut first);
        let fits = |short: &str| {
            let mut rest = units.iter();
            let same = short.chars().all(|c| rest.next().and_then(char_of) == Some(c));
            same && !rest.next().is_some_and(Unit::goes_on)
        };
        let start = (Bound::Included(&*first), Bound::Unbounded);
        let from = self.abbreviations.range::<str, _>(start);
        let all = from.take_while(|(short, _)| short.starts_with(&*first));
        let longest = all.filter(|(short, _)| fits(short)).max_by_key(|(one, _)| one.len());
        longest.map(|(short, long)| (short.as_str(), long.text.as_str()))
    }
}

/// The character that a unit is.
const fn char_of(unit: &Unit) -> Option<char> {
    match unit {
        Unit::Char { c, .. } => Some(*c),
        Unit::Node(_) => None,
    }
}

/// The abbreviation of a line and what it is short for.
fn definition(line: &str) -> Option<(&str, &str)> {
    let inner = line.trim_start_matches(' ');
    if line.len() - inner.len() > 3 {
        return None;
    }
    let (short, long) = inner.strip_prefix(BEGINS)?.split_once("]:")?;
    (!short.contains(['[', ']'])).then(|| (short, long.trim()))
}
