//! Emoji by the names that GitHub gives them: `:smile:`.

use super::inlines::Unit;

/// More characters than the longest name has.
const LONGEST: usize = 64;

/// Replaces names between colons by what they name; a name that nobody knows is text, and
/// so is one inside a word or a number (`10:100:20`).
pub(super) fn find(units: Vec<Unit>, before: Option<char>) -> Vec<Unit> {
    if units.iter().filter(|unit| unit.syntax() == Some(':')).count() < 2 {
        return units;
    }
    let mut out: Vec<Unit> = Vec::with_capacity(units.len());
    let mut at = 0;
    while at < units.len() {
        let last = out.last().map_or(before, Unit::last);
        let inside = last.is_some_and(char::is_alphanumeric);
        match named(&units[at..]).filter(|_| !inside) {
            Some((emoji, length)) => {
                let (start, end) = (units[at].start(), units[at + length - 1].end());
                out.extend(emoji.char_indices().map(|(offset, c)| Unit::Char {
                    c,
                    start: if offset == 0 { start } else { end },
                    end,
                    literal: true,
                }));
                at += length;
            }
            None => {
                out.push(units[at].clone());
                at += 1;
            }
        }
    }
    out
}

/// The emoji whose name some units begin with, and how many of them it takes.
fn named(units: &[Unit]) -> Option<(&'static str, usize)> {
    let (first, rest) = units.split_first()?;
    if first.syntax() != Some(':') {
        return None;
    }
    let mut name = String::new();
    for unit in rest.iter().take(LONGEST) {
        match unit.syntax()? {
            ':' => break,
            c if c.is_ascii_alphanumeric() || matches!(c, '_' | '+' | '-') => name.push(c),
            _ => return None,
        }
    }
    let length = name.len() + 2;
    let closed = units.get(length - 1)?.syntax() == Some(':');
    let emoji = emojis::get_by_shortcode(&name)?;
    let alone = !units.get(length).is_some_and(Unit::goes_on);
    (closed && alone).then_some((emoji.as_str(), length))
}
