//! Authors that an entry does not name: `and others` in BibTeX.

use hayagriva::Entry;
use hayagriva::types::Person;

use super::piece::{self, Piece};

/// The name of those who are not named.
const OTHERS: &str = "\u{10FF0D}";

/// Takes `and others`, which is no name, for those who are not named.
pub(super) fn mark(entry: &mut Entry) {
    let marked = |all: &[Person]| -> Option<Vec<Person>> {
        let (last, rest) = all.split_last()?;
        let is = last.given_name.is_none() && last.name.eq_ignore_ascii_case("others");
        let unnamed = Person { name: OTHERS.to_owned(), ..last.clone() };
        (is && !rest.is_empty()).then(|| rest.iter().cloned().chain([unnamed]).collect())
    };
    if let Some(all) = entry.authors().and_then(marked) {
        entry.set_authors(all);
    }
    if let Some(all) = entry.editors().and_then(marked) {
        entry.set_editors(all);
    }
    let mut parents = entry.parents().to_vec();
    parents.iter_mut().for_each(mark);
    entry.set_parents(parents);
}

/// Whether somebody is those who are not named.
pub(super) fn is(person: &Person) -> bool {
    person.name == OTHERS
}

/// Writes `et al.` for them, with what stands before it: `Smith, J., & …` is
/// `Smith, J., et al.`.
pub(super) fn print(pieces: &mut Vec<Piece>, (et_al, and): (&str, &str)) {
    let mut number = 0;
    while number < pieces.len() {
        let Some(at) = pieces[number].text.find(OTHERS) else {
            number += 1;
            continue;
        };
        let mut before = pieces[number].text[..at].to_owned();
        let after = pieces[number].text[at + OTHERS.len()..].to_owned();
        loop {
            let kept = before.trim_end_matches([' ', ',', '&', '…', '\u{a0}']);
            let kept = kept.strip_suffix(&format!(" {and}")).unwrap_or(kept);
            if kept.len() == before.len() {
                break;
            }
            before.truncate(kept.len());
        }
        let had = &pieces[number].text[before.len()..at];
        let comma = if had.contains(',') { ", " } else { " " };
        // `et al.` brings the full stop that an abbreviation ends with
        let after = match after.strip_prefix('.') {
            Some(rest) if et_al.ends_with('.') => rest.to_owned(),
            Some(_) | None => after,
        };
        pieces[number].text = format!("{before}{comma}{et_al}{after}");
        number += 1;
    }
    piece::trim(pieces);
}
