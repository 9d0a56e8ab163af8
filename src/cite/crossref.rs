//! What Crossref says became of works: retractions, corrections, expressions of concern.
//!
//! Read from a file in the form of its REST API: a work says what updated it (`updated-by`),
//! a notice what it updates (`update-to`). Nothing is asked over a network.

use std::collections::BTreeMap;

use crate::diag::{Diagnostic, Reported, Sink};
use crate::project::{LockEntry, Stamp, Status};
use crate::source::{Place, SourceId};

use super::identifiers;
use super::read::{Node, json};

/// What a file says of works, by their DOIs in small letters.
#[derive(Debug, Default)]
pub struct Updates {
    works: BTreeMap<String, LockEntry>,
}

impl Updates {
    /// Reads a file. `day` is that of the project: it stands where Crossref does not say
    /// when it gave a record out.
    ///
    /// # Errors
    /// When it is no JSON, or holds no works.
    pub fn read(
        source: SourceId,
        text: &str,
        day: Option<Stamp>,
        sink: &mut Sink,
    ) -> Result<Self, Reported> {
        let help = "take what the REST API of Crossref gives: a work, or a list of works";
        let node = json::read(text).map_err(|(why, span)| {
            let message = format!("the file is no JSON: {why}");
            let diagnostic = Diagnostic::new("bad-crossref", message);
            sink.error(diagnostic.at(Place { source, span }).help(help))
        })?;
        let mut updates = Self::default();
        let mut count = 0;
        for work in works(&node) {
            count += usize::from(updates.work(work, day, (source, sink)));
        }
        if count == 0 {
            let message = "the file holds no works of Crossref";
            let diagnostic = Diagnostic::new("bad-crossref", message);
            let place = Place { source, span: node.span };
            return Err(sink.error(diagnostic.at(place).help(help)));
        }
        Ok(updates)
    }

    /// What is said of a work.
    pub fn of(&self, doi: &str) -> Option<&LockEntry> {
        self.works.get(&doi.to_lowercase())
    }

    /// Takes in a record; whether it is one.
    fn work(
        &mut self,
        work: &Node,
        day: Option<Stamp>,
        (source, sink): (SourceId, &mut Sink),
    ) -> bool {
        let Some(doi) = work.text_of("DOI").and_then(identifiers::doi) else {
            return false;
        };
        let indexed = work.get("indexed").and_then(stamp);
        let checked = indexed.or(day).unwrap_or(Stamp(0));
        self.note(LockEntry::new(doi.clone(), Status::Current, checked));
        let list = |key: &str| work.get(key).map(Node::items).unwrap_or_default();
        for update in list("updated-by") {
            let notice = update.text_of("DOI").and_then(identifiers::doi);
            let status = read_status(update, (source, sink));
            self.update(doi.clone(), update, notice, (status, checked));
        }
        for update in list("update-to") {
            if let Some(updated) = update.text_of("DOI").and_then(identifiers::doi) {
                let status = read_status(update, (source, sink));
                self.update(updated, update, Some(doi.clone()), (status, checked));
            }
        }
        true
    }

    fn update(
        &mut self,
        doi: String,
        update: &Node,
        notice: Option<String>,
        (status, checked): (Option<Status>, Stamp),
    ) {
        let Some(status) = status else { return };
        let entry = LockEntry::new(doi, status, checked);
        let source = update.text_of("source").map(str::to_owned);
        let date = update.get("updated").and_then(stamp);
        self.note(LockEntry { source, date, notice, ..entry });
    }

    /// Keeps the gravest that is said of a work, of equally grave ones the first.
    fn note(&mut self, entry: LockEntry) {
        let key = entry.doi.to_lowercase();
        match self.works.get_mut(&key) {
            Some(before) if before.status < entry.status => *before = entry,
            Some(before) => before.checked = before.checked.max(entry.checked),
            None => {
                self.works.insert(key, entry);
            }
        }
    }
}

/// The works of an answer: `{"message": {"items": […]}}`, `{"message": {…}}`, `[…]`.
fn works(node: &Node) -> Vec<&Node> {
    let node = node.get("message").unwrap_or(node);
    let items = node.get("items").unwrap_or(node).items();
    if items.is_empty() {
        return vec![node];
    }
    items.iter().flat_map(works).collect()
}

/// What an update means, nothing where the work stands. One that is not known is told, and
/// is no less than a correction.
fn read_status(update: &Node, (source, sink): (SourceId, &mut Sink)) -> Option<Status> {
    let kind = update.text_of("type").unwrap_or_default();
    status(kind).unwrap_or_else(|| {
        let span = update.get("type").map_or(update.span, |node| node.span);
        let message = format!("`{kind}` is no kind of update that is known");
        let help = "the work is taken for corrected: read what its publisher says";
        let diagnostic = Diagnostic::new("unknown-update", message);
        sink.warn(diagnostic.at(Place { source, span }).help(help));
        Some(Status::Corrected)
    })
}

/// What the types of updates of Crossref mean ("Crossmark: update types"), and those of
/// Retraction Watch: some let the work stand, such as new versions.
fn status(kind: &str) -> Option<Option<Status>> {
    let kind = kind.trim().to_ascii_lowercase().replace(['-', ' '], "_");
    match kind.as_str() {
        "retraction"
        | "retracted"
        | "partial_retraction"
        | "retraction_and_replacement"
        | "retract_and_replace"
        | "withdrawal"
        | "withdrawn"
        | "removal"
        | "removed" => Some(Some(Status::Retracted)),
        "expression_of_concern" | "concern" => Some(Some(Status::ExpressionOfConcern)),
        "correction" | "corrigendum" | "erratum" => Some(Some(Status::Corrected)),
        "addendum" | "clarification" | "new_edition" | "new_version" | "reinstatement" => {
            Some(None)
        }
        _ => None,
    }
}

/// A day: `{"date-parts": [[2024, 5, 1]]}`; nothing where only a month or a year is said.
fn stamp(node: &Node) -> Option<Stamp> {
    let parts = node.get("date-parts")?.items().first()?.items();
    let mut numbers = parts.iter().map(|part| part.text()?.parse::<i64>().ok());
    let (year, month, day) = (numbers.next()??, numbers.next()??, numbers.next()??);
    let fit =
        (1..=9999).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    fit.then(|| Stamp::from_date(year, month, day))
}
