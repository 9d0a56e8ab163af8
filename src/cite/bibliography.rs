//! The works of a project's bibliography files, whatever they are written in.

use std::collections::BTreeMap;

use crate::diag::{Diagnostic, Reported, Sink};
use crate::source::{Place, SourceId};

use super::checks;
use super::format::Entry;
use super::mend;
use super::read::{self, Draft, Field};
use super::{piece, rich};

/// Every work of a project's bibliography files, in the order written.
#[derive(Debug, Default)]
pub struct Library {
    works: Vec<Work>,
    by_key: BTreeMap<String, usize>,
}

/// A work that can be cited.
#[derive(Debug)]
pub struct Work {
    /// Its key.
    pub key: String,
    /// Where its entry stands.
    pub place: Place,
    /// The bare DOI.
    pub doi: Option<String>,
    /// The number that PubMed gave it.
    pub pmid: Option<String>,
    /// The keys of the entries that it has fields from: `crossref` and `xdata` of BibTeX.
    pub leans_on: Vec<String>,
    pub(super) entry: hayagriva::Entry,
    /// Fields that not every style prints.
    pub(super) risked: Vec<Field>,
}

/// A bibliography file.
#[derive(Debug, Copy, Clone)]
pub struct BibliographyFile<'a> {
    /// Its source.
    pub source: SourceId,
    /// Its path, whose ending says what it is written in.
    pub path: &'a str,
    /// Its text.
    pub text: &'a str,
}

impl Library {
    /// Reads bibliography files. Tells all problems.
    ///
    /// # Errors
    /// When a file is malformed or two entries have the same key.
    pub fn read(files: &[BibliographyFile<'_>], sink: &mut Sink) -> Result<Self, Reported> {
        let mut library = Self::default();
        let mut own = Sink::default();
        for file in files {
            for draft in read::read(file, &mut own) {
                library.add(draft, &mut own);
            }
        }
        checks::one_work_each(&library.works, &mut own);
        let result = own.checkpoint();
        sink.absorb(own);
        result.map(|()| library)
    }

    /// The number of the work with this key.
    pub fn find(&self, key: &str) -> Option<usize> {
        self.by_key.get(key).copied()
    }

    /// The work with this number.
    pub fn work(&self, number: usize) -> &Work {
        &self.works[number]
    }

    /// All works, in the order written.
    pub fn works(&self) -> &[Work] {
        &self.works
    }

    fn add(&mut self, mut draft: Draft, sink: &mut Sink) {
        if let Some(before) = self.find(&draft.key) {
            let before = self.works[before].place;
            sink.error(duplicate(&draft.key, draft.key_place, before));
            return;
        }
        let (doi, pmid) = checks::identifiers(&mut draft, sink);
        checks::complete(&draft, sink);
        mend::mend(&mut draft.entry);
        let Draft { key, place, entry, leans_on, risked, .. } = draft;
        self.by_key.insert(key.clone(), self.works.len());
        self.works.push(Work { key, place, doi, pmid, leans_on, entry, risked });
    }
}

/// The fields of a work that its reference does not say, and their places.
pub fn unprinted(work: &Work, reference: &Entry) -> Vec<(&'static str, Place)> {
    let letters = |text: &str| -> String {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let printed = letters(&piece::text(&reference.text));
    let lost = work
        .risked
        .iter()
        .filter(|field| !printed.contains(&letters(&rich::plain(&field.value))));
    lost.map(|field| (field.name, field.place)).collect()
}

/// That two entries have the same key.
pub(super) fn duplicate(key: &str, again: Place, before: Place) -> Diagnostic {
    Diagnostic::new("duplicate-reference", format!("two references have the key `{key}`"))
        .label(again, "again here")
        .label(before, "first here")
        .help("remove one of them, or give it another key")
}
