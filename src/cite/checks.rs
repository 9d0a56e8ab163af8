//! What is to be said of a work, whatever it is written in.

use std::collections::BTreeMap;

use hayagriva::Entry;
use hayagriva::types::EntryType;

use crate::diag::{Diagnostic, Sink};
use crate::source::Place;

use super::bibliography::Work;
use super::identifiers;
use super::read::{Draft, Field};

/// Checks the identifiers of a work and bares them in its entry: the DOI and the number
/// of PubMed.
pub(super) fn identifiers(
    draft: &mut Draft,
    sink: &mut Sink,
) -> (Option<String>, Option<String>) {
    let (mut doi, mut pmid) = (None, None);
    for Field { name, value, place } in &draft.fields {
        let entry = &mut draft.entry;
        match *name {
            "doi" => match identifiers::doi(value) {
                Some(bare) => {
                    entry.set_doi(bare.clone());
                    doi = Some(bare);
                }
                None => {
                    let message = format!("`{value}` is no DOI");
                    let help = "a DOI is written like `10.1000/182`";
                    sink.error(Diagnostic::new("bad-doi", message).at(*place).help(help));
                }
            },
            "pmid" => match identifiers::pmid(value) {
                Some(bare) => {
                    entry.set_pmid(bare.clone());
                    pmid = Some(bare);
                }
                None => {
                    let message = format!("`{value}` is no number of PubMed");
                    let help = "a PMID is 1 to 8 digits: `39351327`";
                    sink.error(Diagnostic::new("bad-pmid", message).at(*place).help(help));
                }
            },
            "pmcid" => entry.set_pmcid(value.clone()),
            "url" if identifiers::url(value).is_none() => {
                let message = format!("`{value}` is no address on the web");
                let help = "write it in full: `https://…`";
                sink.error(Diagnostic::new("bad-url", message).at(*place).help(help));
            }
            "isbn" => {
                check_digits(value, *place, "ISBN", &identifiers::isbn, sink);
                entry.set_isbn(value.clone());
            }
            "issn" => {
                check_digits(value, *place, "ISSN", &identifiers::issn, sink);
                entry.set_issn(value.clone());
            }
            _ => {}
        }
    }
    (doi, pmid)
}

/// Warns of book and journal numbers whose check digit is wrong.
fn check_digits(
    value: &str,
    place: Place,
    what: &str,
    is: &dyn Fn(&str) -> bool,
    sink: &mut Sink,
) {
    let numbers = value
        .split([' ', ',', ';', '(', ')'])
        .filter(|word| word.chars().filter(char::is_ascii_digit).count() > 3);
    for number in numbers.filter(|number| !is(number)) {
        let message =
            format!("`{number}` is no {what}: its check digit or its length is wrong");
        let diagnostic = if what == "ISBN" {
            Diagnostic::new("wrong-isbn", message)
        } else {
            Diagnostic::new("wrong-issn", message)
        };
        sink.warn(diagnostic.at(place).help("compare it with the work itself"));
    }
}

/// Warns of a work that lacks what its type asks for.
pub(super) fn complete(draft: &Draft, sink: &mut Sink) {
    let Draft { key, entry, place, notation, .. } = draft;
    if entry.title().is_none() {
        let message = format!("the reference `{key}` has no title");
        let help = format!("add `{}`", notation.written("title"));
        sink.warn(Diagnostic::new("untitled-reference", message).at(*place).help(help));
    }
    let lacking: Vec<(&str, &str)> =
        required(entry).into_iter().filter(|&(field, _)| !says(entry, field)).collect();
    if lacking.is_empty() {
        return;
    }
    let words: Vec<&str> = lacking.iter().map(|(_, words)| *words).collect();
    let fields: Vec<String> =
        lacking.iter().map(|(field, _)| format!("`{}`", notation.written(field))).collect();
    let message = format!("the reference `{key}` has no {}", words.join(" and no "));
    let help = format!("add {}", fields.join(", "));
    sink.warn(Diagnostic::new("incomplete-reference", message).at(*place).help(help));
}

/// What a work of a type must say for a reader to find it: as BibTeX asks of its types
/// (Patashnik, "BibTeXing", 1988, section 3.1).
fn required(entry: &Entry) -> Vec<(&'static str, &'static str)> {
    let (author, year) = (("author", "author"), ("year", "year"));
    let kind = *entry.entry_type();
    let is = |one: EntryType| kind == one;
    if is(EntryType::Article) {
        let paper = |parent: &Entry| *parent.entry_type() == EntryType::Proceedings;
        return match entry.parents() {
            [] => vec![author, year],
            parents if parents.iter().any(paper) => {
                vec![author, ("booktitle", "title of its proceedings"), year]
            }
            _ => vec![author, ("journal", "journal"), year],
        };
    }
    if is(EntryType::Chapter) || is(EntryType::Anthos) {
        return vec![author, ("booktitle", "title of its book"), year];
    }
    let own = [
        (EntryType::Book, vec![author, ("publisher", "publisher"), year]),
        (EntryType::Thesis, vec![author, ("institution", "school"), year]),
        (EntryType::Report, vec![author, year]),
        (EntryType::Web, vec![("url", "address")]),
    ];
    own.into_iter().find(|(one, _)| is(*one)).map(|(_, all)| all).unwrap_or_default()
}

fn says(entry: &Entry, field: &str) -> bool {
    let parents = || entry.parents().iter();
    let named = |entry: &Entry| {
        entry.authors().is_some()
            || entry.editors().is_some()
            || entry.affiliated().is_some()
            || entry.has("organization")
    };
    match field {
        "author" => named(entry) || parents().any(|parent| parent.has("organization")),
        "year" => entry.date_any().is_some(),
        "journal" | "booktitle" => parents().any(|parent| parent.title().is_some()),
        "publisher" | "institution" => entry
            .map(|one| {
                one.publisher().map(|_| ()).or_else(|| one.organization().map(|_| ()))
            })
            .is_some(),
        "url" => entry.url_any().is_some() || entry.doi().is_some(),
        _ => true,
    }
}

/// Warns of two entries that have one DOI or one number of PubMed: they are one work.
pub(super) fn one_work_each(works: &[Work], sink: &mut Sink) {
    let mut first: BTreeMap<(&str, String), &Work> = BTreeMap::new();
    for work in works {
        let doi = work.doi.as_ref().map(|doi| ("DOI", doi.to_ascii_lowercase()));
        let pmid = work.pmid.as_ref().map(|pmid| ("PMID", pmid.clone()));
        for (what, id) in doi.into_iter().chain(pmid) {
            let Some(before) = first.get(&(what, id.clone())) else {
                first.insert((what, id), work);
                continue;
            };
            let message =
                format!("`{}` and `{}` have the same {what}", before.key, work.key);
            let diagnostic = Diagnostic::new("duplicate-work", message)
                .label(work.place, "again here")
                .label(before.place, "first here")
                .help(format!(
                    "cite one of them and remove the other, or correct the {what}"
                ));
            sink.warn(diagnostic);
            break;
        }
    }
}
