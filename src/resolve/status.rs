//! What became of the works that are cited: `references.lock`.

use crate::diag::{Diagnostic, Sink};
use crate::project::{LockEntry, Project, Stamp, Status};
use crate::source::Place;

use super::book::{Book, Reference};

/// Refuses citations of works that were retracted, and warns of those that were corrected
/// or are doubted, and of what the file does not know or learned long ago.
///
/// A build has no clock: what is old is told by the date of the project.
pub(super) fn check(project: &Project, book: &Book, sink: &mut Sink) {
    let Some(lock) = &project.references.lock else { return };
    for reference in &book.references {
        let Some(doi) = &reference.doi else { continue };
        match lock.entries.get(&doi.to_lowercase()) {
            Some(entry) => one(project, book, reference, entry, sink),
            // a work of several lists is told once
            None if book
                .references
                .iter()
                .any(|other| other.key == reference.key && other.id < reference.id) => {}
            None => {
                let message = format!("`references.lock` knows nothing of `{doi}`");
                let diagnostic = Diagnostic::new("stale-status", message);
                sink.warn(diagnostic.at(reference.place).help(UPDATE));
            }
        }
    }
}

const UPDATE: &str = "run `trifold references update --from` with what Crossref says today";

fn one(
    project: &Project,
    book: &Book,
    reference: &Reference,
    entry: &LockEntry,
    sink: &mut Sink,
) {
    let key = &reference.key;
    let said = said(entry);
    let cited = cited(book, reference);
    let labelled = |mut diagnostic: Diagnostic| {
        for place in &cited {
            diagnostic = diagnostic.label(*place, "cited here");
        }
        diagnostic.label(reference.place, "the entry")
    };
    match entry.status {
        Status::Current => {}
        Status::Retracted => {
            let message = format!("`{key}` was retracted{said}");
            let diagnostic = labelled(Diagnostic::new("retracted-reference", message));
            let help = "cite another work; what rests on this one needs to be written anew";
            sink.error(diagnostic.help(help));
        }
        Status::ExpressionOfConcern => {
            let message = format!("there is an expression of concern about `{key}`{said}");
            let help = "read it, and say in the text what is in doubt";
            sink.warn(labelled(Diagnostic::new("doubted-reference", message)).help(help));
        }
        Status::Corrected => {
            let message = format!("`{key}` was corrected{said}");
            let help = "read the correction, and see whether the text still holds";
            sink.warn(labelled(Diagnostic::new("corrected-reference", message)).help(help));
        }
    }
    let day = 86_400;
    let age = project.date.map(|Stamp(date)| (date - entry.checked.0).div_euclid(day));
    if let Some(age) = age.filter(|age| *age > project.references.status_days) {
        let checked = entry.checked.date();
        let message =
            format!("what became of `{key}` was asked on {checked}, {age} days before");
        let diagnostic = Diagnostic::new("stale-status", message);
        sink.warn(diagnostic.at(reference.place).help(UPDATE));
    }
}

/// When, who says so and where: ` on 2024-05-01 (publisher, 10.1000/183)`.
fn said(entry: &LockEntry) -> String {
    let date = entry.date.map(|date| format!(" on {}", date.date())).unwrap_or_default();
    let who: Vec<&str> =
        entry.source.iter().chain(&entry.notice).map(String::as_str).collect();
    if who.is_empty() { date } else { format!("{date} ({})", who.join(", ")) }
}

/// Where a work is cited.
fn cited(book: &Book, reference: &Reference) -> Vec<Place> {
    let from = reference.cited_from.iter();
    from.filter_map(|from| {
        let chapter = book.chapters.get(from.chapter as usize)?;
        let cite = chapter.document.cites.get(from.cite.0 as usize)?;
        Some(chapter.place(cite.span))
    })
    .collect()
}
