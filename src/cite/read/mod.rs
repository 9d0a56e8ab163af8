//! Readers of bibliography files, one for each notation.
//!
//! Each gives [`Draft`]s: works in the one type that styles print, and where their
//! fields stand. What is to be said of a work whatever it is written in, `checks` says.

mod bibtex;
mod csl_json;
mod dates;
pub(super) mod json;
mod names;
mod nbib;
mod record;
mod ris;
mod tagged;
mod tex;
mod tree;
mod yaml;

use crate::diag::{Diagnostic, Sink, nearest};
use crate::source::{Place, Span};

pub(super) use tree::Node;

use super::BibliographyFile;

/// What a bibliography file is written in.
#[derive(Debug, Copy, Clone, PartialEq, Eq)]
pub(super) enum Notation {
    /// BibTeX and BibLaTeX.
    Bibtex,
    /// The YAML of Hayagriva.
    Yaml,
    /// CSL-JSON, as reference managers and Crossref give it.
    CslJson,
    /// RIS.
    Ris,
    /// The format of PubMed, which it calls MEDLINE.
    Nbib,
}

/// A field as written.
#[derive(Debug, Clone)]
pub(super) struct Field {
    /// What it is: `doi`, `pmid`, `pmcid`, `isbn`, `issn`, `url`.
    pub(super) name: &'static str,
    /// Its value.
    pub(super) value: String,
    /// Where the value stands.
    pub(super) place: Place,
}

/// A work as a reader found it.
#[derive(Debug)]
pub(super) struct Draft {
    /// Its key.
    pub(super) key: String,
    /// Where the key stands, or what it was made of.
    pub(super) key_place: Place,
    /// Where its entry stands.
    pub(super) place: Place,
    /// What it is written in.
    pub(super) notation: Notation,
    /// What styles print.
    pub(super) entry: hayagriva::Entry,
    /// The fields that are checked.
    pub(super) fields: Vec<Field>,
    /// The keys of the entries that it has fields from.
    pub(super) leans_on: Vec<String>,
    /// Fields that not every style prints.
    pub(super) risked: Vec<Field>,
}

/// The works of a file, in the order written. Tells all problems; a work that has one is
/// left out.
pub(super) fn read(file: &BibliographyFile<'_>, sink: &mut Sink) -> Vec<Draft> {
    let mut drafts = match Notation::of(file.path) {
        Notation::Bibtex => bibtex::read(file.source, file.text, sink),
        Notation::Yaml => yaml::read(file.source, file.text, sink),
        // the only one that tells particles that are dropped from others
        Notation::CslJson => return csl_json::read(file.source, file.text, sink),
        Notation::Ris => ris::read(file.source, file.text, sink),
        Notation::Nbib => nbib::read(file.source, file.text, sink),
    };
    drafts.iter_mut().for_each(|draft| names::keep_particles(&mut draft.entry));
    drafts
}

impl Notation {
    /// What a file is written in, by the ending of its name; BibTeX where it says nothing.
    fn of(path: &str) -> Self {
        let ending = path.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
        match ending.as_deref() {
            Some("yaml" | "yml") => Self::Yaml,
            Some("json") => Self::CslJson,
            Some("ris") => Self::Ris,
            Some("nbib") => Self::Nbib,
            Some(_) | None => Self::Bibtex,
        }
    }

    /// How a field is written: for help. `name` is what BibTeX calls it.
    pub(super) fn written(self, name: &str) -> String {
        let own = |bibtex: &str, yaml: &str, csl: &str, ris: &str, nbib: &str| match self {
            Self::Bibtex => format!("{bibtex} = {{…}}"),
            Self::Yaml => format!("{yaml}: …"),
            Self::CslJson => format!("\"{csl}\": …"),
            Self::Ris => format!("{ris}  - …"),
            Self::Nbib => format!("{nbib:<4}- …"),
        };
        match name {
            "title" => own("title", "title", "title", "TI", "TI"),
            "author" => own("author", "author", "author", "AU", "FAU"),
            "year" => own("year", "date", "issued", "PY", "DP"),
            "journal" => own("journal", "parent.title", "container-title", "T2", "JT"),
            "booktitle" => own("booktitle", "parent.title", "container-title", "T2", "BTI"),
            "publisher" => own("publisher", "publisher", "publisher", "PB", "PB"),
            "institution" => own("institution", "organization", "publisher", "PB", "PB"),
            "url" => own("url", "url", "URL", "UR", "URL"),
            other => own(other, other, other, other, other),
        }
    }
}

/// A stretch of a text.
fn span(start: usize, end: usize) -> Span {
    let number = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Span::new(number(start), number(end))
}

/// That a field has a name that is not known.
fn unknown_field<'a>(
    name: &str,
    key: &str,
    place: Place,
    known: impl IntoIterator<Item = &'a str>,
) -> Diagnostic {
    let message = format!("the field `{name}` of `{key}` is not printed");
    let help = match nearest(name, known) {
        Some(close) => format!("did you mean `{close}`?"),
        None => "no field has this name: take it out, or say it in another".to_owned(),
    };
    Diagnostic::new("unused-field", message).at(place).help(help)
}

/// That a work is of a type that is not known.
fn unknown_type<'a>(
    written: &str,
    key: &str,
    place: Place,
    known: impl IntoIterator<Item = &'a str>,
) -> Diagnostic {
    let message = format!("`{written}` is no type of work: `{key}` is printed as any work");
    let help = match nearest(written, known) {
        Some(close) => format!("did you mean `{close}`?"),
        None => "name a type that the manual lists".to_owned(),
    };
    Diagnostic::new("unknown-type", message).at(place).help(help)
}

/// That a value is not understood.
fn not_understood(field: &str, value: &str, key: &str, place: Place) -> Diagnostic {
    let message = format!("the field `{field}` of `{key}` is not printed");
    let help = format!("`{value}` is not understood: write it another way");
    Diagnostic::new("unused-field", message).at(place).help(help)
}

/// That a range of dates is printed by its beginning.
fn ranged(field: &str, key: &str, place: Place) -> Diagnostic {
    let message = format!("the end of the range in `{field}` of `{key}` is not printed");
    let help = "write one date, as precise as it can be";
    Diagnostic::new("unused-field", message).at(place).help(help)
}
