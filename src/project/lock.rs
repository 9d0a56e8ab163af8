//! `manuscript/references.lock`: what became of the works that are cited.
//!
//! `trifold references update` writes it from what Crossref says; a build reads it and
//! asks nobody.

use std::collections::BTreeMap;

use crate::diag::{Diagnostic, Sink};
use crate::source::{Place, SourceId, Span};
use crate::tables::{Keys, Table, Text};

use super::Stamp;
use super::info::{date, parse_date, required};

/// The name of the file in the manuscript folder.
pub const LOCK: &str = "references.lock";

/// What became of a work.
#[derive(Debug, Copy, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Nothing: it stands.
    Current,
    /// It was corrected.
    Corrected,
    /// Its publisher doubts it.
    ExpressionOfConcern,
    /// It was taken back.
    Retracted,
}

/// Statuses by the names that the file has for them.
const STATUSES: [(&str, Status); 4] = [
    ("current", Status::Current),
    ("corrected", Status::Corrected),
    ("expression-of-concern", Status::ExpressionOfConcern),
    ("retracted", Status::Retracted),
];

impl Status {
    /// Its name in the file.
    pub fn name(self) -> &'static str {
        STATUSES.iter().find(|(_, one)| *one == self).map_or("", |(name, _)| name)
    }
}

/// What became of one work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The bare DOI of the work.
    pub doi: String,
    /// What became of it.
    pub status: Status,
    /// Who says so: `publisher`, `retraction-watch`.
    pub source: Option<String>,
    /// When that happened.
    pub date: Option<Stamp>,
    /// The DOI of the notice that says so.
    pub notice: Option<String>,
    /// The day of what was asked.
    pub checked: Stamp,
    /// Where the entry stands.
    pub place: Place,
}

/// The file.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Lock {
    /// Entries by the DOI in small letters, in that order.
    pub entries: BTreeMap<String, Entry>,
}

/// Reads the file.
pub(super) fn read(source: SourceId, text: &str, sink: &mut Sink) -> Option<Lock> {
    let table = crate::tables::parse(source, text, sink).ok()?;
    let mut keys = Keys::new(&table, "");
    let mut lock = Lock::default();
    for table in keys.tables("reference", sink) {
        let Some(entry) = entry(table, sink) else { continue };
        let place = entry.place;
        if let Some(before) = lock.entries.insert(entry.doi.to_lowercase(), entry) {
            let message = format!("two entries have the DOI `{}`", before.doi);
            let diagnostic = Diagnostic::new("bad-lock", message)
                .label(place, "again here")
                .label(before.place, "first here");
            sink.error(diagnostic.help(HELP));
        }
    }
    keys.finish(sink);
    Some(lock)
}

const HELP: &str = "let `trifold references update` write the file";

fn entry(table: &Table, sink: &mut Sink) -> Option<Entry> {
    let mut keys = Keys::new(table, "reference");
    let place = keys.place();
    let doi = required(&mut keys, "doi", "doi = \"10.1000/182\"", sink);
    let status = required(&mut keys, "status", "status = \"current\"", sink);
    let source = keys.text("source", sink).map(|text| text.text);
    let notice = keys.text("notice", sink).map(|text| text.text);
    let happened = date(&mut keys, sink);
    let checked = required(&mut keys, "checked", "checked = \"2026-11-23\"", sink);
    keys.finish(sink);
    let checked = checked.and_then(|written| {
        let day = parse_date(&written.text);
        if day.is_none() {
            wrong("`checked` is no day of the calendar", &written, sink);
        }
        day
    });
    let status = status.and_then(|written| {
        let known = STATUSES.iter().find(|(name, _)| *name == written.text);
        if known.is_none() {
            wrong(&format!("`{}` is no status", written.text), &written, sink);
        }
        known.map(|(_, status)| *status)
    });
    let (doi, status, checked) = (doi?.text, status?, checked?);
    Some(Entry { doi, status, source, date: happened, notice, checked, place })
}

fn wrong(message: &str, written: &Text, sink: &mut Sink) {
    sink.error(Diagnostic::new("bad-lock", message).at(written.place).help(HELP));
}

impl Entry {
    /// An entry that stands in no file yet.
    pub fn new(doi: String, status: Status, checked: Stamp) -> Self {
        let place = Place { source: SourceId(0), span: Span::new(0, 0) };
        Self { doi, status, source: None, date: None, notice: None, checked, place }
    }
}

impl Lock {
    /// The file as text, its entries in the order of their DOIs.
    pub fn to_toml(&self) -> String {
        let mut out = "# What became of the works that are cited. Written by\n\
                       # `trifold references update`; keep it with the manuscript.\n"
            .to_owned();
        for entry in self.entries.values() {
            let date = entry.date.map(Stamp::date);
            let checked = entry.checked.date();
            let lines = [
                ("doi", Some(entry.doi.as_str())),
                ("status", Some(entry.status.name())),
                ("source", entry.source.as_deref()),
                ("date", date.as_deref()),
                ("notice", entry.notice.as_deref()),
                ("checked", Some(&checked)),
            ];
            out.push_str("\n[[reference]]\n");
            for (key, value) in lines {
                let Some(value) = value else { continue };
                out.push_str(&format!("{key} = {}\n", crate::tables::quoted(value)));
            }
        }
        out
    }
}
