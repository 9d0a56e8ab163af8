//! Authors who share a family name, told apart in citations.
//!
//! Where a style asks for it, `Miranda, Carla` and `Miranda, Dora` are cited as `C. Miranda`
//! and `D. Miranda` (CSL 1.0.2, "Disambiguation"). Hayagriva 0.10 does so only by the
//! citation, and loses given names in the list. So the name to cite is written behind the
//! family name, between characters that nobody writes: [`in_citation`] puts it in place of
//! the family name, [`in_list`] takes it out.

use std::collections::BTreeMap;

use hayagriva::Entry;
use hayagriva::citationberg::DisambiguationRule;
use hayagriva::types::Person;

use super::piece::Piece;

/// Before the name to cite. Lower than a space, so that the list is in order.
const START: char = '\u{1}';
/// Between what comes before the family name and the family name.
const MIDDLE: char = '\u{2}';
/// Behind the name to cite.
const END: char = '\u{3}';

/// Marks the authors of works who share their family name with another one.
pub(super) fn mark(entries: &mut [Entry], rule: DisambiguationRule) {
    let first_only = matches!(
        rule,
        DisambiguationRule::PrimaryName | DisambiguationRule::PrimaryNameWithInitials
    );
    let initials_only = matches!(
        rule,
        DisambiguationRule::PrimaryNameWithInitials
            | DisambiguationRule::AllNamesWithInitials
    );
    let by_cite = matches!(rule, DisambiguationRule::ByCite);
    let mut sharing: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for entry in entries.iter() {
        for person in named(entry, first_only) {
            let Some(given) = &person.given_name else { continue };
            let all = sharing.entry(person.name.clone()).or_default();
            if !all.contains(given) {
                all.push(given.clone());
            }
        }
    }
    let cited = |entry: &Entry| {
        let names: Vec<String> =
            persons(entry).iter().map(|one| one.name.clone()).collect();
        (names, entry.date_any().map(|date| date.year))
    };
    let mut count: BTreeMap<_, usize> = BTreeMap::new();
    for entry in entries.iter() {
        *count.entry(cited(entry)).or_default() += 1;
    }
    for entry in entries.iter_mut() {
        if by_cite && count.get(&cited(entry)).is_none_or(|count| *count < 2) {
            continue;
        }
        let most = if first_only { 1 } else { usize::MAX };
        let own = persons(entry).iter().enumerate().map(|(at, person)| {
            let others = sharing.get(&person.name).filter(|_| at < most);
            others
                .and_then(|all| marked(person, all, initials_only))
                .unwrap_or_else(|| person.clone())
        });
        let own: Vec<Person> = own.collect();
        if entry.authors().is_some() {
            entry.set_authors(own);
        } else if !own.is_empty() {
            entry.set_editors(own);
        }
    }
}

/// Who is named first in a citation.
fn persons(entry: &Entry) -> &[Person] {
    let authors = entry.authors().filter(|all| !all.is_empty());
    authors.or_else(|| entry.editors()).unwrap_or_default()
}

fn named(entry: &Entry, first_only: bool) -> impl Iterator<Item = &Person> {
    persons(entry).iter().take(if first_only { 1 } else { usize::MAX })
}

/// A person with the name to cite, if others of this family name have other given names:
/// with initials where they differ, else with given names.
fn marked(person: &Person, others: &[String], initials_only: bool) -> Option<Person> {
    let given = person.given_name.as_ref()?;
    let own = initials(given);
    let mut different = others.iter().filter(|other| *other != given).peekable();
    different.peek()?;
    let short = if others.iter().any(|other| other != given && initials(other) == own) {
        if initials_only {
            // some may differ all the same
            others.iter().find(|other| initials(other) != own)?;
            own
        } else {
            given.clone()
        }
    } else {
        own
    };
    let family = &person.name;
    let name = format!("{family}{START}{short} {MIDDLE}{family}{END}");
    Some(Person { name, ..person.clone() })
}

/// `Carla M.` and `C.M.` are `C. M.`.
fn initials(given: &str) -> String {
    let parts = given.split(|c: char| c.is_whitespace() || c == '.');
    let first = |part: &str| {
        let hyphened = part.split('-').filter_map(|one| one.chars().next());
        let all: Vec<String> = hyphened.map(|letter| format!("{letter}.")).collect();
        all.join("-")
    };
    let all: Vec<String> = parts.filter(|part| !part.is_empty()).map(first).collect();
    all.join(" ")
}

/// Puts the names to cite in place of family names.
pub(super) fn in_citation(pieces: &mut Vec<Piece>) {
    each(pieces, true);
}

/// Takes the names to cite out.
pub(super) fn in_list(pieces: &mut Vec<Piece>) {
    each(pieces, false);
}

fn each(pieces: &mut Vec<Piece>, cited: bool) {
    for piece in pieces.iter_mut().filter(|piece| piece.text.contains(START)) {
        while let Some(start) = piece.text.find(START) {
            let rest = &piece.text[start..];
            let (Some(middle), Some(end)) = (rest.find(MIDDLE), rest.find(END)) else {
                piece.text = piece.text.replace([START, MIDDLE, END], "");
                break;
            };
            let before = rest[1..middle].to_owned();
            let family = rest[middle + 1..end].to_owned();
            piece.text.replace_range(start..=start + end, "");
            let at = start.checked_sub(family.len()).filter(|_| cited);
            if let Some(at) = at.filter(|at| piece.text.is_char_boundary(*at)) {
                piece.text.insert_str(at, &before);
            }
        }
    }
    pieces.retain(|piece| !piece.text.is_empty());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_those_of_each_name() {
        assert_eq!(initials("Carla Maria"), "C. M.");
        assert_eq!(initials("J.R."), "J. R.");
        assert_eq!(initials("Jean-Luc"), "J.-L.");
    }
}
