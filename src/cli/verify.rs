//! `trifold verify`: the outputs of a project, or files from wherever they are.

use std::path::{Path, PathBuf};

use serde_json::json;

use super::args::{Choice, Verify};
use super::{Run, Status, open, work};
use crate::build::{
    State, Verdict, build, judge, judge_alone, judge_proven, prove, same_bytes,
};
use crate::certificate::Record;
use crate::diag::{Diagnostic, Sink};
use crate::files::{self, Files, Limits};
use crate::project::{Job, Project, Stamp, output_name};
use crate::verify::{Sealed, read_seal};

pub(super) fn verify(arguments: &Verify) -> Status {
    let Verify { paths, project, output, choice } = arguments;
    let here = PathBuf::from(".");
    let is_project = |path: &Path| files::is_file(&path.join("trifold.toml"));
    match (paths.as_slice(), project) {
        ([], own) => outputs(own.as_ref().unwrap_or(&here), output.as_deref(), choice),
        ([path], None) if is_project(path) => outputs(path, output.as_deref(), choice),
        // what is no file and no project is told as a wrong project
        ([path], None) if !files::is_there(path) => {
            outputs(path, output.as_deref(), choice)
        }
        (paths, own) => {
            let mut status = Status::Done;
            for path in paths {
                let found = own.clone().or_else(|| nearest(path));
                let found = found.or_else(|| is_project(&here).then(|| here.clone()));
                let root = found.as_deref();
                let one = work(root.unwrap_or(&here), choice, |run| {
                    run.file(path, root.is_some())
                });
                status = worst(status, one);
            }
            status
        }
    }
}

fn outputs(project: &Path, output: Option<&Path>, choice: &Choice) -> Status {
    work(project, choice, |run| run.outputs(output))
}

/// The project that a file lies in.
fn nearest(path: &Path) -> Option<PathBuf> {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let above = path.ancestors().skip(1).filter(|one| !one.as_os_str().is_empty());
    let mut projects = above.filter(|one| files::is_file(&one.join("trifold.toml")));
    projects.next().map(Path::to_owned)
}

const fn worst(one: Status, other: Status) -> Status {
    match (one, other) {
        (Status::CouldNotRun, _) | (_, Status::CouldNotRun) => Status::CouldNotRun,
        (Status::Wrong, _) | (_, Status::Wrong) => Status::Wrong,
        (Status::Done, Status::Done) => Status::Done,
    }
}

impl Run<'_> {
    /// All outputs of a project.
    fn outputs(&mut self, output: Option<&Path>) -> Status {
        let (project, plan) = match self.open() {
            Ok(opened) => opened,
            Err(status) => return status,
        };
        let default = self.project.join("output");
        let folder = output.unwrap_or(&default);
        let written = |job: &Job, sink: &mut Sink| {
            let name = output_name(&project.editions[job.edition], job.page, job.format);
            files::read_output(folder, &name, &Limits::default(), sink).ok()
        };
        let proven = prove(&project, &self.sources, &plan, &written, &mut self.sink);
        // what nobody compares word by word, pictures and style sheets, is to be the same too
        let quiet = &mut Sink::default();
        let fresh = build(&project, &self.sources, &plan, &|_| {}, quiet);
        for output in &proven {
            let job = &output.job;
            let name = output_name(&project.editions[job.edition], job.page, job.format);
            let sealed = read_seal(&output.artifact.files);
            let mut verdict = judge_proven(&sealed, &output.record);
            let is_same = fresh
                .iter()
                .find(|one| one.job == *job)
                .is_some_and(|one| same_bytes(&one.artifact.files, &output.artifact.files));
            if verdict.state == State::Current && !is_same {
                verdict.state = State::Altered;
            }
            self.told(&folder.join(name).display().to_string(), &verdict, &sealed);
        }
        let allowed = self.allow(&project.allowed);
        self.report.messages(&self.sink, &self.sources);
        for output in &proven {
            self.report.output(&project, output, folder);
        }
        let (some, all) = (proven.len(), plan.jobs.len());
        let meaning = format!("{some} of {all} outputs hold what the manuscript says");
        self.report.summary(&self.sink, &meaning);
        self.report.allowed(&allowed);
        if self.sink.checkpoint().is_err() {
            return Status::Wrong;
        }
        self.report.note(&meaning);
        Status::Done
    }

    /// One file, or the folder of a site, with a project or without.
    fn file(&mut self, path: &Path, with_project: bool) -> Status {
        let Ok(files) = files::read_any(path, &Limits::default(), &mut self.sink) else {
            self.report.messages(&self.sink, &self.sources);
            return Status::CouldNotRun;
        };
        if let Some(problem) = no_output(path, &files) {
            self.sink.error(problem);
            self.report.messages(&self.sink, &self.sources);
            return Status::Wrong;
        }
        let sealed = read_seal(&files);
        let verdict = if with_project {
            match self.with_project(&sealed, files) {
                Ok(verdict) => verdict,
                Err(status) => return status,
            }
        } else {
            judge_alone(&sealed)
        };
        let shown = path.display().to_string();
        self.told(&shown, &verdict, &sealed);
        self.report.messages(&self.sink, &self.sources);
        self.verdict(&shown, &verdict, &sealed);
        if self.sink.checkpoint().is_err() { Status::Wrong } else { Status::Done }
    }

    fn with_project(&mut self, sealed: &Sealed, files: Files) -> Result<Verdict, Status> {
        let project = open(self.project, &self.report, &mut self.sources, &mut self.sink)?;
        let stamp = self.stamp(&project)?;
        let file = (sealed, files);
        let verdict = judge(&project, &self.sources, stamp, file, &mut self.sink);
        self.allow(&project.allowed);
        Ok(verdict)
    }

    /// The time that a build would print.
    fn stamp(&self, project: &Project) -> Result<Stamp, Status> {
        let wishes = self.wishes(project)?;
        // without one nothing was ever built of the project
        Ok(wishes.stamp.or(project.date).unwrap_or(Stamp(0)))
    }

    /// Tells what is wrong with a file as a whole.
    fn told(&mut self, path: &str, verdict: &Verdict, sealed: &Sealed) {
        let told = match verdict.state {
            State::Current | State::Unaltered => return,
            State::Superseded => superseded(path, verdict),
            State::Altered => altered(path, verdict, sealed, &self.sink),
            State::Unknown => unknown(path, sealed),
        };
        self.sink.error(told);
    }

    /// The closing line of a file, or for programs all that is known of it.
    fn verdict(&self, path: &str, verdict: &Verdict, sealed: &Sealed) {
        let state = serde_json::to_value(verdict.state).unwrap_or_default();
        let line = json!({
            "type": "verdict",
            "path": path,
            "state": state,
            "changes": verdict.changes,
            "same_words": verdict.same_words,
            "certificate": sealed.record,
        });
        let state = state.as_str().unwrap_or_default();
        let mut said = vec![format!("{path}: {state}")];
        said.extend(sealed.record.as_ref().map(of_record));
        self.report.verdict(&said.join("\n"), &line);
    }
}

/// A certificate in a line.
fn of_record(record: &Record) -> String {
    let publication = &record.publication;
    let format = serde_json::to_value(publication.format).unwrap_or_default();
    let program = &record.program;
    let line = format!(
        "  {}, edition {}, {} on {}, {}, by {} {}: {} kinds of proof, {} rules",
        publication.title,
        publication.edition,
        format.as_str().unwrap_or_default(),
        publication.page,
        publication.date.get(..10).unwrap_or(&publication.date),
        program.name,
        program.version,
        record.proven.len(),
        record.rules.len(),
    );
    shown(&line)
}

/// What a file says, without signs that speak to a terminal.
fn shown(text: &str) -> String {
    text.replace(char::is_control, "\u{fffd}")
}

/// Tells of a folder that is not one output.
fn no_output(path: &Path, files: &Files) -> Option<Diagnostic> {
    let is_folder = files.by_path.keys().any(|path| path.contains('/'));
    let is_front =
        |path: &String| path.ends_with("/index.html") && path.matches('/').count() == 1;
    let is_output =
        !files.by_path.is_empty() && (!is_folder || files.by_path.keys().any(is_front));
    let message = format!("`{}` is a folder, and no site", path.display());
    let told = Diagnostic::new("unknown-output", message);
    (!is_output).then(|| told.help("name the files in it, or the project"))
}

fn superseded(path: &str, verdict: &Verdict) -> Diagnostic {
    let words =
        if verdict.same_words == Some(true) { "; its words are the same" } else { "" };
    let message = format!("`{path}` is superseded: {}{words}", changes(verdict));
    Diagnostic::new("superseded-output", message).help("`trifold build` makes a new one")
}

fn altered(path: &str, verdict: &Verdict, sealed: &Sealed, sink: &Sink) -> Diagnostic {
    let mut message = format!("`{path}` is not as it was written");
    message += match (&sealed.record, sealed.intact, verdict.changes.is_empty()) {
        (None, ..) => "; its certificate cannot be read",
        (Some(_), None, _) => "; its seal is gone",
        (Some(_), Some(true), _) => ", and it was sealed anew",
        (Some(_), Some(false), _) if verdict.same_words.is_none() => "",
        (Some(_), Some(false), true) if sink.checkpoint().is_err() => {
            "; what differs is told above"
        }
        (Some(_), Some(false), true) => "; what the proof looks for is the same",
        (Some(_), Some(false), false) => "",
    };
    if !verdict.changes.is_empty() {
        message +=
            &format!("; it cannot be compared with the project: {}", changes(verdict));
    }
    Diagnostic::new("altered-output", message)
        .help("take the file from where it was published, or make it anew")
}

fn unknown(path: &str, sealed: &Sealed) -> Diagnostic {
    let message = match &sealed.record {
        None => format!("`{path}` has no certificate"),
        Some(record) => {
            let title = shown(&record.publication.title);
            format!("`{path}` is of another publication, `{title}`, or of a newer Trifold")
        }
    };
    let help = "it was not made by Trifold, or somebody took it out; \
                `--project` names the project of a file";
    Diagnostic::new("unknown-output", message).help(help)
}

/// What has changed, in words.
fn changes(verdict: &Verdict) -> String {
    let all: Vec<String> = verdict.changes.iter().map(|change| change.said()).collect();
    shown(&all.join(", "))
}
