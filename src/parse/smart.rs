//! Typographic quotes, apostrophes, dashes and ellipses.
//!
//! Our own in place of comrak's: it knows where each character was written, leaves
//! `--option` and inches alone, and never turns `<<` into a quotation mark.

use super::inlines::Unit;
use super::marks::{Marks, NARROW};

/// Sets the typewriter characters of a run as a typographer of a language would.
///
/// `before` is the character that stands before the run, if any. Characters written as
/// escapes or entities stay as they are.
pub(super) fn set(units: Vec<Unit>, before: Option<char>, language: Marks) -> Vec<Unit> {
    if language.typed {
        return units;
    }
    let quotes = quotes(&units, before, language);
    let mut marks = Vec::new();
    let mut at = 0;
    while at < units.len() {
        let (taken, mark) = match units[at].syntax() {
            Some('-') => dash(&units, at),
            Some('.') => ellipsis(&units, at),
            Some(' ' | '\u{A0}') if spaced(&units, at + 1, language) => (1, Some(NARROW)),
            Some(' ' | '\u{A0}') if behind_quote(&units, at, language) => (1, Some(NARROW)),
            Some(' ') if bound(&units, at) => (1, Some('\u{A0}')),
            Some(_) | None => (1, quotes[at].map(|quote| quote.mark)),
        };
        let space = match quotes[at] {
            Some(quote) if language.spaced_quotes && !quote.apostrophe => quote.space,
            Some(_) => Space::None,
            None if mark.is_none() && spaced(&units, at, language) => Space::Before,
            None if mark.is_none() && unspaced_quote(&units, at, language) => Space::Behind,
            None => Space::None,
        };
        if mark.is_some() || space != Space::None {
            let c = mark.or(units[at].syntax()).unwrap_or(' ');
            let parted = at.checked_sub(1).is_some_and(|at| units[at].is_space());
            // a space that was written has become the narrow one
            let space = if space == Space::Before && parted { Space::None } else { space };
            marks.push(Set { start: at, end: at + taken, c, space });
        }
        at += taken;
    }
    replace(units, &marks)
}

/// The same for a text that stands by itself, the value of an attribute.
pub(super) fn text(text: &str, language: Marks) -> String {
    let unit = |(start, c): (usize, char)| {
        let end = start + c.len_utf8();
        Unit::Char { c, start, end, literal: false }
    };
    let units = text.char_indices().map(unit).collect();
    set(units, None, language).iter().filter_map(Unit::first).collect()
}

/// What a stretch of units becomes.
struct Set {
    start: usize,
    end: usize,
    c: char,
    space: Space,
}

/// Where a narrow space is added.
#[derive(Debug, Copy, Clone, PartialEq, Eq)]
enum Space {
    None,
    Before,
    Behind,
}

/// Whether a mark stands at `at` that a language parts from the word before it.
fn spaced(units: &[Unit], at: usize, language: Marks) -> bool {
    let Some(mark) = units.get(at).and_then(Unit::syntax) else { return false };
    let closing = mark == '»' && language.spaced_quotes;
    if !closing && !language.spaced.contains(&mark) {
        return false;
    }
    let before = units[..at].iter().rev().find(|unit| !unit.is_space());
    let word = before.and_then(Unit::last);
    let after = units.get(at + 1).and_then(Unit::first);
    let ends = after.is_none_or(|c| !c.is_alphanumeric() && c != '/');
    (ends || closing)
        && word.is_some_and(|c| {
            c.is_alphanumeric() || matches!(c, ')' | '»' | '”' | '…' | '%')
        })
}

/// Whether an opening mark of a language that parts it stands at `at`, right before a
/// word.
fn unspaced_quote(units: &[Unit], at: usize, language: Marks) -> bool {
    let next = units.get(at + 1).and_then(Unit::first);
    language.spaced_quotes
        && units[at].syntax() == Some('«')
        && next.is_some_and(|c| !c.is_whitespace())
}

/// Whether the space at `at` stands behind an opening mark of a language that has one.
fn behind_quote(units: &[Unit], at: usize, language: Marks) -> bool {
    let before = at.checked_sub(1).and_then(|at| units[at].syntax());
    language.spaced_quotes && before == Some('«')
}

/// Units of measure that stay with the number before them.
const UNITS: [&str; 33] = [
    "mg", "g", "kg", "mcg", "µg", "μg", "ng", "ml", "mL", "l", "L", "dl", "dL", "mm", "cm",
    "m", "km", "mmol", "mol", "IU", "kcal", "kJ", "%", "°C", "°F", "mmHg", "pt", "Hz",
    "kHz", "kW", "MB", "GB", "€",
];
/// Short words that stay with the number behind them.
const LEADS: [&str; 22] = [
    "p.", "pp.", "S.", "s.", "no.", "No.", "nos.", "Nr.", "nr.", "n°", "vol.", "Vol.",
    "Bd.", "fig.", "Fig.", "figs.", "Abb.", "ch.", "Kap.", "art.", "§", "§§",
];

/// Whether the space at `at` holds a number and its unit together.
fn bound(units: &[Unit], at: usize) -> bool {
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let last = at.checked_sub(1).and_then(|at| units[at].syntax());
    if digit(last) {
        let after = word(units[at + 1..].iter());
        let after = after.trim_end_matches(['.', ',', ';', ':', ')', '!', '?']);
        return UNITS.contains(&after);
    }
    if !digit(units.get(at + 1).and_then(Unit::syntax)) {
        return false;
    }
    let before: String = word(units[..at].iter().rev());
    let before: String = before.chars().rev().collect();
    LEADS.contains(&before.trim_start_matches(['(', '[']))
}

fn word<'u>(units: impl Iterator<Item = &'u Unit>) -> String {
    let characters = units.take(6).map_while(Unit::syntax);
    characters.take_while(|c| !c.is_whitespace()).collect()
}

/// Puts other characters in place of stretches of units.
fn replace(units: Vec<Unit>, marks: &[Set]) -> Vec<Unit> {
    if marks.is_empty() {
        return units;
    }
    let mut out = Vec::with_capacity(units.len() + 4);
    let mut marks = marks.iter().peekable();
    let narrow = |at: usize| Unit::Char { c: NARROW, start: at, end: at, literal: true };
    for (at, unit) in units.into_iter().enumerate() {
        match marks.peek() {
            Some(set) if set.start <= at => {
                let (first, last) = (unit.start(), unit.end());
                match out.last_mut() {
                    Some(Unit::Char { end, .. }) if at > set.start => *end = last,
                    Some(_) | None => {
                        if set.space == Space::Before {
                            out.push(narrow(first));
                        }
                        let c = set.c;
                        out.push(Unit::Char { c, start: first, end: last, literal: true });
                    }
                }
                if at + 1 == set.end {
                    if set.space == Space::Behind {
                        out.push(narrow(last));
                    }
                    marks.next();
                }
            }
            Some(_) | None => out.push(unit),
        }
    }
    out
}

/// How many hyphens stand at `at` and what they become.
fn dash(units: &[Unit], at: usize) -> (usize, Option<char>) {
    let count = run(units, at, '-');
    let after = units.get(at + count).and_then(Unit::first);
    let before = at.checked_sub(1).and_then(|at| units[at].last());
    let option =
        before.is_none_or(char::is_whitespace) && after.is_some_and(char::is_alphanumeric);
    match count {
        2 if !option => (2, Some('–')),
        3 => (3, Some('—')),
        _ => (count, None),
    }
}

fn ellipsis(units: &[Unit], at: usize) -> (usize, Option<char>) {
    let count = run(units, at, '.');
    if count == 3 { (3, Some('…')) } else { (count, None) }
}

fn run(units: &[Unit], at: usize, c: char) -> usize {
    units[at..].iter().take_while(|unit| unit.syntax() == Some(c)).count()
}

/// What a straight quote becomes.
#[derive(Debug, Copy, Clone)]
struct Quote {
    mark: char,
    apostrophe: bool,
    /// Where the language that parts them has a space: on the side of the words.
    space: Space,
}

impl Quote {
    const APOSTROPHE: Self = Self { mark: '’', apostrophe: true, space: Space::None };

    const fn double(mark: char, space: Space) -> Self {
        Self { mark, apostrophe: false, space }
    }

    const fn single(mark: char) -> Self {
        Self { mark, apostrophe: false, space: Space::None }
    }
}

/// What each straight quote becomes, by place in the run.
fn quotes(units: &[Unit], before: Option<char>, language: Marks) -> Vec<Option<Quote>> {
    let mut out: Vec<Option<Quote>> = vec![None; units.len()];
    let mut open_double = false;
    let mut open_single: Option<usize> = None;
    let mut opened = None;
    for at in 0..units.len() {
        let Some(quote @ ('"' | '\'')) = units[at].syntax() else { continue };
        let left = if at == 0 { before } else { units[at - 1].last() };
        // A quote just set counts as the mark it became: `"'So,' he said"`.
        let left = match at.checked_sub(1).and_then(|at| out[at]) {
            Some(_) if opened == Some(at - 1) => None,
            Some(quote) => Some(quote.mark),
            None => left,
        };
        let right = units.get(at + 1).and_then(Unit::first);
        let opens = left.is_none_or(opens_after)
            && right.is_some_and(|c| !c.is_whitespace() && !matches!(c, ',' | '.' | ')'));
        if quote == '"' {
            // An inch or a second: `a 6" pipe`.
            let measure = !open_double && left.is_some_and(|c| c.is_ascii_digit());
            out[at] = if opens {
                opened = Some(at);
                Some(Quote::double(language.double[0], Space::Behind))
            } else if measure {
                None
            } else {
                Some(Quote::double(language.double[1], Space::Before))
            };
            open_double = opens || (open_double && measure);
        } else if opens && !right.is_some_and(|c| c.is_ascii_digit()) {
            // An apostrophe until its partner is found.
            out[at] = Some(Quote::APOSTROPHE);
            if !elided(&units[at + 1..]) {
                open_single = open_single.or(Some(at));
            }
        } else {
            let closes = right.is_none_or(|c| !c.is_alphanumeric());
            out[at] = Some(Quote::APOSTROPHE);
            if closes
                && !left.is_none_or(char::is_whitespace)
                && let Some(partner) = open_single.take()
            {
                out[partner] = Some(Quote::single(language.single[0]));
                out[at] = Some(Quote::single(language.single[1]));
            }
        }
    }
    out
}

/// Whether some units begin with a word that is written with an apostrophe before it.
fn elided(units: &[Unit]) -> bool {
    const WORDS: [&str; 8] = ["tis", "twas", "twere", "twill", "twould", "em", "til", "n"];
    let letters = units.iter().take(7).map_while(Unit::syntax);
    let word: String = letters.take_while(|c| c.is_alphabetic()).collect();
    WORDS.contains(&word.to_lowercase().as_str())
}

/// Whether a quote after this character opens.
fn opens_after(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '(' | '[' | '{' | '/' | '-' | '–' | '—' | '“' | '‘' | '„' | '«')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn smart(text: &str) -> String {
        smart_in(text, "en")
    }

    fn smart_in(text: &str, language: &str) -> String {
        super::text(text, Marks::of(language))
    }

    #[test]
    fn quotes_turn_towards_the_text() {
        assert_eq!(smart(r#""So," he said."#), "“So,” he said.");
        assert_eq!(smart(r#"("a" and "b")"#), "(“a” and “b”)");
        assert_eq!(smart(r#""'In' is in.""#), "“‘In’ is in.”");
    }

    #[test]
    fn apostrophes_stay_apostrophes() {
        assert_eq!(smart("don't, dogs' and '90s"), "don’t, dogs’ and ’90s");
        assert_eq!(smart("'tis the season"), "’tis the season");
        assert_eq!(smart("'Twas the dogs' home"), "’Twas the dogs’ home");
        assert_eq!(smart("a 'word' here"), "a ‘word’ here");
    }

    #[test]
    fn dashes_and_dots_are_joined() {
        assert_eq!(smart("3--5, a---b ... c -- d"), "3–5, a—b … c – d");
        assert_eq!(smart("use --help, ----, ...."), "use --help, ----, ....");
    }

    #[test]
    fn an_inch_stays_straight() {
        assert_eq!(smart("a 6\" pipe"), "a 6\" pipe");
    }

    #[test]
    fn quotes_are_those_of_the_language() {
        let text = "\"Sie sagte 'so', nicht's sonst\", (\"ja\")";
        assert_eq!(smart_in(text, "de"), "„Sie sagte ‚so‘, nicht’s sonst“, („ja“)");
        assert_eq!(smart_in(text, "sv"), "”Sie sagte ’so’, nicht’s sonst”, (”ja”)");
        assert_eq!(smart_in(text, "pl"), "„Sie sagte ‚so’, nicht’s sonst”, („ja”)");
        assert_eq!(smart_in("\"'Sì' è\"", "it"), "«“Sì” è»");
    }

    #[test]
    fn french_marks_keep_a_narrow_space() {
        let narrow = |text: &str| smart_in(text, "fr").replace(NARROW, "_");
        assert_eq!(narrow("\"Quoi ?\" Non! Si : l'an"), "«_Quoi_?_» Non_! Si_: l’an");
        assert_eq!(narrow("« Bien »; à 12:30"), "«_Bien_»_; à 12:30");
        assert_eq!(
            narrow("Un «voilà», «\u{A0}ça\u{A0}»."),
            "Un «_voilà_»,_«_ça_».".replace(",_", ", ")
        );
        assert_eq!(narrow("https://a.fr :-)"), "https://a.fr_:-)");
        assert_eq!(smart_in("Quoi ?", "en"), "Quoi ?");
    }

    #[test]
    fn numbers_stay_with_their_units() {
        let bound = |text: &str| smart(text).replace('\u{A0}', "_");
        assert_eq!(bound("take 5 mg, or 6 m."), "take 5_mg, or 6_m.");
        assert_eq!(bound("see p. 7 (pp. 8-9) and 5 men"), "see p._7 (pp._8-9) and 5 men");
    }
}
