//! Superscript and subscript: `x^2^`, `H~2~O`.
//!
//! Pandoc User's Guide, "Superscripts and subscripts": what is raised or lowered holds no
//! space, but for one that is escaped (`P~a\ cat~`). Both are found on the row of units,
//! so that they stand in links too and `~5 of ~10` stays what it is.

use crate::ast::InlineKind;

use super::inlines::{Surroundings, Unit};
use super::{Reader, lines};

/// Replaces what stands between two `^` or two `~` by raised and lowered text.
pub(super) fn find(
    reader: &mut Reader<'_>,
    units: Vec<Unit>,
    around: Surroundings,
) -> Vec<Unit> {
    let marks = |unit: &Unit| matches!(unit.syntax(), Some('^' | '~'));
    if units.iter().filter(|unit| marks(unit)).count() < 2 {
        return units;
    }
    let mut out: Vec<Unit> = Vec::with_capacity(units.len());
    let mut at = 0;
    while at < units.len() {
        let Some(close) = close_of(&units, at) else {
            out.push(units[at].clone());
            at += 1;
            continue;
        };
        let span = lines::clipped(reader.text, units[at].start(), units[close].end());
        let depth = around.depth + 1;
        if !reader.too_deep(depth, span) {
            let before = out.last().map_or(around.before, Unit::last);
            let inner = with_spaces(&units[at + 1..close]);
            let text = reader.set(inner, Surroundings { depth, before, ..around });
            let kind = if units[at].syntax() == Some('^') {
                InlineKind::Superscript(text)
            } else {
                InlineKind::Subscript(text)
            };
            out.push(Unit::node(span, kind));
        }
        at = close + 1;
    }
    out
}

/// The place of the mark that closes the one at `at`, if that opens.
fn close_of(units: &[Unit], at: usize) -> Option<usize> {
    let mark = units[at].syntax().filter(|c| matches!(c, '^' | '~'))?;
    let is_mark = |at: usize| units.get(at).is_some_and(|unit| unit.syntax() == Some(mark));
    // `~~` is no pair of marks, `[^` and `^[` belong to notes
    let before = at.checked_sub(1);
    let bracket = |at: usize| units.get(at).is_some_and(|unit| unit.syntax() == Some('['));
    let note = mark == '^' && (bracket(at + 1) || before.is_some_and(bracket));
    if note || is_mark(at + 1) || before.is_some_and(is_mark) {
        return None;
    }
    let mut close = at + 1;
    while !is_mark(close) {
        let escaped = units[close - 1].syntax() == Some('\\') && close > at + 1;
        if units.get(close).is_none_or(|unit| unit.is_space() && !escaped) {
            return None;
        }
        close += 1;
    }
    (!is_mark(close + 1)).then_some(close)
}

/// Escaped spaces as spaces at which no line ends.
fn with_spaces(units: &[Unit]) -> Vec<Unit> {
    let mut out: Vec<Unit> = Vec::with_capacity(units.len());
    for unit in units {
        match (unit, out.last().and_then(Unit::syntax)) {
            (Unit::Char { c: ' ', end, .. }, Some('\\')) => {
                let start = out.pop().map_or(0, |slash| slash.start());
                out.push(Unit::Char { c: '\u{A0}', start, end: *end, literal: true });
            }
            (unit, _) => out.push(unit.clone()),
        }
    }
    out
}
