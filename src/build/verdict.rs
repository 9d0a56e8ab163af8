//! What is to be said of a finished file: whether it is as it was written, and whether the
//! project still makes the same.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;

use serde::Serialize;

use super::{Make, outputs, statement};
use crate::backend::{Artifact, Input};
use crate::certificate::{Certificate, Hash, Record, VERSION};
use crate::diag::Sink;
use crate::files::Files;
use crate::project::{BuildPlan, Format, Job, Project, Stamp};
use crate::source::Sources;
use crate::verify::Sealed;

/// What a finished file is.
#[derive(Debug, Copy, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// As it was written, and what the project makes now.
    Current,
    /// As it was written; no project was there to compare it with, or one with errors.
    Unaltered,
    /// As it was written; the project makes something else now.
    Superseded,
    /// Not as it was written.
    Altered,
    /// Without a certificate that can be read, of another publication, or of a newer
    /// Trifold.
    Unknown,
}

/// What is told of a file that has other words than the project.
const OF_WORDS: [&str; 6] = [
    "added-text",
    "changed-text",
    "lost-text",
    "moved-text",
    "repeated-text",
    "unreadable-output",
];

/// What is known of a finished file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// What it is.
    pub state: State,
    /// What the project has otherwise now.
    pub changes: Vec<Change>,
    /// Whether the words of the edition are still those of the file.
    pub same_words: Option<bool>,
    /// Whether the project has errors, so that nothing could be compared.
    pub not_compared: bool,
}

impl Verdict {
    pub(super) const fn of(state: State) -> Self {
        Self { state, changes: Vec::new(), same_words: None, not_compared: false }
    }

    /// What is known of a file alone, where a project was to be compared and has errors.
    pub fn not_compared(self) -> Self {
        Self { not_compared: true, ..self }
    }
}

/// Something that is otherwise than when a file was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// What: `source`, `theme`, `program`, `edition`, `page`, `date`, `title`, `identifier`,
    /// `proof`; of an accessibility statement `output`.
    pub what: &'static str,
    /// Which: the path of a file, or what it was then.
    pub name: String,
    /// In what way.
    pub how: How,
}

/// In what way something is otherwise.
#[derive(Debug, Copy, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum How {
    /// It was not there then.
    Added,
    /// It is not there now.
    Removed,
    /// It is there and another.
    Changed,
}

impl Change {
    /// In words: "`manuscript/01.md` has changed".
    pub fn said(&self) -> String {
        let Self { what, name, how } = self;
        match (*what, how) {
            ("source" | "theme", How::Changed) => format!("`{name}` has changed"),
            ("source" | "theme", How::Added) => format!("`{name}` is new"),
            ("source" | "theme", How::Removed) => format!("`{name}` is no part of it now"),
            ("program", _) => format!("it was made by {name}"),
            ("proof", _) => "the program proves other things now".to_owned(),
            (_, How::Removed) => format!("there is no {what} `{name}` now"),
            (what, How::Added | How::Changed) => format!("its {what} was `{name}`"),
        }
    }
}

/// What is to be said of a file of which no project is known.
pub fn judge_alone(sealed: &Sealed) -> Verdict {
    Verdict::of(match (&sealed.certificate, sealed.intact) {
        (Some(Certificate::Known(_)), Some(true)) => State::Unaltered,
        (Some(Certificate::Newer(_)), Some(true)) => State::Unknown,
        // its seal may be made in another way
        (Some(Certificate::Newer(newer)), _) if newer.form > u64::from(VERSION) => {
            State::Unknown
        }
        (Some(_), Some(false) | None) | (None, Some(_)) => State::Altered,
        (None, None) => State::Unknown,
    })
}

/// What is to be said of an output that holds what the project says. `now` is the
/// certificate that it would get.
pub fn judge_proven(sealed: &Sealed, now: &Record) -> Verdict {
    let alone = judge_alone(sealed);
    let Some(then) = sealed.record() else { return alone };
    let changes = changes(then, now);
    let state = match (alone.state, changes.is_empty()) {
        (State::Unaltered, true) => State::Current,
        (State::Unaltered, false) if then.program.is_newer() => State::Unknown,
        (State::Unaltered, false) => State::Superseded,
        (other, _) => other,
    };
    let same_words = Some(then.words == now.words);
    Verdict { state, changes, same_words, not_compared: false }
}

/// What a project makes in place of a file, or what is to be said without looking.
fn in_place_of<'s>(
    project: &Project,
    sealed: &'s Sealed,
) -> Result<(Job, &'s Record), Verdict> {
    let alone = judge_alone(sealed);
    let Some(then) = sealed.record() else { return Err(alone) };
    let is_intact = alone.state == State::Unaltered;
    if is_other(project, then) || then.program.is_newer() {
        return Err(if is_intact { Verdict::of(State::Unknown) } else { alone });
    }
    match job(project, then) {
        Ok(job) => Ok((job, then)),
        Err(change) => {
            let state = if is_intact { State::Superseded } else { State::Altered };
            Err(Verdict { changes: vec![change], ..Verdict::of(state) })
        }
    }
}

/// What is to be said of a file of a project. Where the project still makes the same, the
/// file is compared with it word for word, and what differs is told.
pub fn judge(
    project: &Project,
    sources: &Sources,
    stamp: Stamp,
    (sealed, files): (&Sealed, Files),
    sink: &mut Sink,
) -> Verdict {
    let alone = judge_alone(sealed);
    if alone.state == State::Unaltered
        && let Some(then) =
            sealed.record().filter(|then| !then.publication.statement.is_empty())
    {
        return statement::judge((project, sources), stamp, (then, &files), sink);
    }
    let (job, then) = match in_place_of(project, sealed) {
        Ok(found) => found,
        Err(verdict) => return verdict,
    };
    let mut own = Sink::default();
    let plan = BuildPlan { jobs: vec![job], stamp };
    let written = files.clone();
    let Some((now, proven)) = compared(project, sources, &plan, files, &mut own) else {
        sink.absorb(own);
        return alone.not_compared();
    };
    let changes = changes(then, &now);
    let has_other_words =
        own.messages().iter().any(|(_, one)| OF_WORDS.contains(&one.code.0));
    let same_words = Some(then.words == now.words && !has_other_words);
    // what nobody compares word by word, pictures and style sheets, is to be the same too
    let is_same = || {
        let built = super::build(project, sources, &plan, &|_| {}, &mut Sink::default());
        built.first().is_some_and(|built| same_bytes(&built.artifact.files, &written))
    };
    let state = match (alone.state, changes.is_empty()) {
        (State::Unaltered, true) if proven && is_same() => State::Current,
        (State::Unaltered, false) => State::Superseded,
        _ => State::Altered,
    };
    if changes.is_empty() {
        sink.absorb(own);
    }
    Verdict { state, changes, same_words, not_compared: false }
}

/// What is to be said of a file for the printer, of which the file beside its output knows
/// the hash: it has no certificate itself, and is made anew and compared byte for byte.
pub fn judge_printer(
    project: &Project,
    sources: &Sources,
    stamp: Stamp,
    (sealed, files): (&Sealed, &Files),
    sink: &mut Sink,
) -> Verdict {
    let (job, _) = match in_place_of(project, sealed) {
        Ok(found) => found,
        Err(verdict) => return verdict,
    };
    let plan = BuildPlan { jobs: vec![job], stamp };
    let mut own = Sink::default();
    let built = super::build(project, sources, &plan, &|_| {}, &mut own);
    let Some(built) = built.first() else {
        sink.absorb(own);
        return judge_alone(sealed).not_compared();
    };
    let mut verdict = judge_proven(sealed, &built.record);
    if verdict.state == State::Current && !same_bytes(&built.artifact.files, files) {
        verdict.state = State::Altered;
    }
    verdict
}

/// Whether an output has the bytes of a file, whatever that is called, or a site the files of
/// a folder.
pub fn same_bytes(built: &Files, written: &Files) -> bool {
    let is_site = |path: &str| path.contains('/');
    let inside = |files: &Files| -> BTreeMap<String, Hash> {
        let inner =
            |path: &str| path.split_once('/').map_or("", |parts| parts.1).to_owned();
        files.by_path.iter().map(|(path, bytes)| (inner(path), Hash::of(bytes))).collect()
    };
    match written.by_path.keys().next() {
        Some(path) if is_site(path) => inside(built) == inside(written),
        // a PDF may have another file, for the printer
        Some(_) => {
            written.by_path.values().all(|own| built.by_path.values().any(|one| one == own))
        }
        None => false,
    }
}

/// The certificate that the project gives an output now, and whether some files hold what
/// the project says; `None` where the manuscript is wrong.
fn compared(
    project: &Project,
    sources: &Sources,
    plan: &BuildPlan,
    files: Files,
    sink: &mut Sink,
) -> Option<(Record, bool)> {
    let now: Mutex<Option<Record>> = Mutex::new(None);
    let make = |job: &Job, input: &Input<'_>, _: &mut Sink| {
        if let Ok(mut now) = now.lock() {
            *now = input.certificate.cloned();
        }
        Some(Artifact { format: job.format, files: files.clone() })
    };
    let make: Make<'_> = &make;
    let proven = !outputs(project, sources, plan, (&|_| {}, make, false), sink).is_empty();
    let now = now.into_inner().ok().flatten();
    now.map(|now| (now, proven))
}

/// Whether a file is of another publication. One whose title was mended is not, although
/// its identifier may be made from that.
fn is_other(project: &Project, then: &Record) -> bool {
    let publication = &then.publication;
    // styles and bibliographies go from book to book
    let chapters = then.sources.iter().filter(|(path, _)| path.ends_with(".md"));
    let kept = chapters.clone().any(|(path, hash)| {
        let path = path.strip_prefix("manuscript/");
        let bytes = path.and_then(|path| project.files.get(path));
        bytes.is_some_and(|bytes| Hash::of(bytes) == *hash)
    });
    publication.identifier != project.info.identifier
        && publication.title != project.info.title
        && !kept
}

/// What the project makes in place of a file.
fn job(project: &Project, then: &Record) -> Result<Job, Change> {
    let publication = &then.publication;
    let gone = |what, name: &String| Change { what, name: name.clone(), how: How::Removed };
    let named = |name: &str| project.editions.iter().position(|one| one.name == name);
    let edition =
        named(&publication.edition).ok_or_else(|| gone("edition", &publication.edition))?;
    let pages = &project.editions[edition].pages;
    let page = match publication.format {
        Format::Pdf => pages.iter().position(|page| page.name == publication.page),
        Format::Epub | Format::Html | Format::Site => Some(0),
    };
    let page = page.ok_or_else(|| gone("page", &publication.page))?;
    Ok(Job { edition, page, format: publication.format })
}

/// What is otherwise now, in the order of the certificate.
pub(super) fn changes(then: &Record, now: &Record) -> Vec<Change> {
    let mut all = Vec::new();
    if then.program != now.program {
        let name = format!("{} {}", then.program.name, then.program.version);
        all.push(Change { what: "program", name, how: How::Changed });
    }
    let (old, new) = (&then.publication, &now.publication);
    for (what, old, new) in [
        ("title", &old.title, &new.title),
        ("identifier", &old.identifier, &new.identifier),
        ("edition", &old.edition, &new.edition),
        ("page", &old.page, &new.page),
        ("date", &old.date, &new.date),
        ("theme", &then.theme.name, &now.theme.name),
    ] {
        if old != new {
            let name = old.clone();
            // the files of a theme are called by their paths
            let what = if what == "theme" { "name of the theme" } else { what };
            all.push(Change { what, name, how: How::Changed });
        }
    }
    files("source", &then.sources, &now.sources, &mut all);
    files("theme", &then.theme.files, &now.theme.files, &mut all);
    if then.theme.built_in != now.theme.built_in && then.theme.name == now.theme.name {
        let name = "(trifold)/themes".to_owned();
        all.push(Change { what: "theme", name, how: How::Changed });
    }
    if all.is_empty() && then != now {
        let name = String::new();
        all.push(Change { what: "proof", name, how: How::Changed });
    }
    all
}

fn files(
    what: &'static str,
    then: &BTreeMap<String, Hash>,
    now: &BTreeMap<String, Hash>,
    all: &mut Vec<Change>,
) {
    let paths: BTreeSet<&String> = then.keys().chain(now.keys()).collect();
    for path in paths {
        let how = match (then.get(path), now.get(path)) {
            (Some(old), Some(new)) if old == new => continue,
            (Some(_), Some(_)) => How::Changed,
            (Some(_), None) => How::Removed,
            (None, _) => How::Added,
        };
        all.push(Change { what, name: path.clone(), how });
    }
}
