//! Typographic quotes, apostrophes, dashes and ellipses.
//!
//! Our own in place of comrak's: it knows where each character was written, leaves
//! `--option` and inches alone, and never turns `<<` into a quotation mark.

use super::inlines::Unit;

/// Sets the typewriter characters of a run as a typographer would.
///
/// `before` is the character that stands before the run, if any. Characters written as
/// escapes or entities stay as they are.
pub(super) fn set(units: Vec<Unit>, before: Option<char>) -> Vec<Unit> {
    let quotes = quotes(&units, before);
    let mut marks = Vec::new();
    let mut at = 0;
    while at < units.len() {
        let (taken, mark) = match units[at].syntax() {
            Some('-') => dash(&units, at),
            Some('.') => ellipsis(&units, at),
            Some(_) | None => (1, quotes[at]),
        };
        marks.extend(mark.map(|c| (at, at + taken, c)));
        at += taken;
    }
    replace(units, &marks)
}

/// Puts one character in place of each stretch of units: where it begins, where it ends.
fn replace(units: Vec<Unit>, marks: &[(usize, usize, char)]) -> Vec<Unit> {
    if marks.is_empty() {
        return units;
    }
    let mut out = Vec::with_capacity(units.len());
    let mut marks = marks.iter().peekable();
    for (at, unit) in units.into_iter().enumerate() {
        match marks.peek() {
            Some(&&(start, end, c)) if start <= at => {
                let (first, last) = (unit.start(), unit.end());
                match out.last_mut() {
                    Some(Unit::Char { end, .. }) if at > start => *end = last,
                    Some(_) | None => {
                        out.push(Unit::Char { c, start: first, end: last, literal: true })
                    }
                }
                if at + 1 == end {
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

/// What each straight quote becomes, by place in the run.
fn quotes(units: &[Unit], before: Option<char>) -> Vec<Option<char>> {
    let mut out = vec![None; units.len()];
    let mut open_double = false;
    let mut open_single: Option<usize> = None;
    for at in 0..units.len() {
        let Some(quote @ ('"' | '\'')) = units[at].syntax() else { continue };
        let left = if at == 0 { before } else { units[at - 1].last() };
        // A quote just set counts as the mark it became: `"'So,' he said"`.
        let left = if at == 0 { left } else { out[at - 1].or(left) };
        let right = units.get(at + 1).and_then(Unit::first);
        let opens = left.is_none_or(opens_after)
            && right.is_some_and(|c| !c.is_whitespace() && !matches!(c, ',' | '.' | ')'));
        if quote == '"' {
            // An inch or a second: `a 6" pipe`.
            let measure = !open_double && left.is_some_and(|c| c.is_ascii_digit());
            out[at] = if opens {
                Some('“')
            } else if measure {
                None
            } else {
                Some('”')
            };
            open_double = opens || (open_double && measure);
        } else if opens && !right.is_some_and(|c| c.is_ascii_digit()) {
            // An apostrophe until its partner is found: `'tis`.
            out[at] = Some('’');
            open_single = open_single.or(Some(at));
        } else {
            let closes = right.is_none_or(|c| !c.is_alphanumeric());
            if closes
                && !left.is_none_or(char::is_whitespace)
                && let Some(partner) = open_single.take()
            {
                out[partner] = Some('‘');
            }
            out[at] = Some('’');
        }
    }
    out
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
        let units = text
            .char_indices()
            .map(|(start, c)| Unit::Char {
                c,
                start,
                end: start + c.len_utf8(),
                literal: false,
            })
            .collect();
        set(units, None).iter().filter_map(Unit::first).collect()
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
}
