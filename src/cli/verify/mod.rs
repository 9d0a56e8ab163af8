//! `trifold verify`: the outputs of a project, or files from wherever they are.

mod said;

use std::path::{Path, PathBuf};

use serde_json::json;

use super::args::{Choice, Verify};
use super::report::Report;
use super::{Run, Status, load_from, refuse, work};
use crate::build::{
    BESIDE, Beside, Built, State, Verdict, build, judge, judge_alone, judge_printer,
    judge_proven, prove, same_bytes,
};
use crate::diag::{Diagnostic, Sink};
use crate::files::{self, Files, Limits};
use crate::project::{Job, Project, Stamp, output_name, printer_name};
use crate::verify::{Sealed, read_seal};

use said::{no_output, of_certificate, told};

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
            if let Some(problem) = of_projects(arguments) {
                return refuse(&Report::new(&choice.tell), &problem);
            }
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

/// Tells of an option that chooses among the outputs of a project, where files are named.
fn of_projects(arguments: &Verify) -> Option<Diagnostic> {
    let options = [
        ("--format", !arguments.choice.formats.is_empty()),
        ("--edition", !arguments.choice.editions.is_empty()),
        ("--output", arguments.output.is_some()),
    ];
    let (option, _) = options.into_iter().find(|&(_, given)| given)?;
    let path = arguments.paths.first()?.display();
    let message =
        format!("`{option}` chooses among outputs of a project, and `{path}` is one file");
    let help = "leave it out, a file says itself what it is; or name no file";
    Some(Diagnostic::new("project-option", message).help(help))
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

/// A finished file, and what is known of it.
struct Finished<'a> {
    /// As it was named.
    path: &'a str,
    /// What it says of itself; of a file for the printer what the file beside it says.
    sealed: &'a Sealed,
    /// What the file beside it says otherwise: the name of that, and in what way.
    differs: Option<(String, String)>,
    /// Whether nothing but that speaks against it.
    is_sound: bool,
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
            let anew = fresh.iter().find(|one| one.job == output.job);
            self.output(&project, folder, (output, anew));
        }
        for page in fresh.iter().map(|one| &one.statement) {
            self.statement(&project, folder, page);
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
        if self.is_refused() {
            return Status::Wrong;
        }
        self.report.note(&meaning);
        Status::Done
    }

    /// One output of a project that holds what the manuscript says, the file beside it, and
    /// that for the printer.
    fn output(
        &mut self,
        project: &Project,
        folder: &Path,
        (output, anew): (&Built, Option<&Built>),
    ) {
        let job = &output.job;
        let edition = &project.editions[job.edition];
        let name = output_name(edition, job.page, job.format);
        let files = &output.artifact.files;
        let is_same = |files: &Files| {
            anew.is_some_and(|anew| same_bytes(&anew.artifact.files, files))
        };
        let sealed = read_seal(files);
        let mut verdict = judge_proven(&sealed, &output.record);
        if verdict.state == State::Current && !is_same(files) {
            verdict.state = State::Altered;
        }
        let differs = differs(&near(&folder.join(&name)), &name, (&sealed, files));
        let is_sound = verdict.state != State::Altered;
        if differs.is_some() {
            verdict.state = State::Altered;
        }
        let path = &folder.join(&name).display().to_string();
        let finished = Finished { path, sealed: &sealed, differs, is_sound };
        for told in told(&finished, &verdict, &self.sink) {
            self.sink.error(told);
        }
        // one that is not there may be at the printer
        let printer = printer_name(edition, job.page, job.format);
        let printer = printer.filter(|name| files::is_file(&folder.join(name)));
        if let Some(name) = printer
            && verdict.state == State::Current
        {
            let own = files::read_output(folder, &name, &Limits::default(), &mut self.sink);
            if own.is_ok_and(|own| !is_same(&own)) {
                let path = &folder.join(name).display().to_string();
                let told = said::altered_printer(path);
                self.sink.error(told);
            }
        }
    }

    /// The accessibility statement beside the outputs, where there is one.
    fn statement(&mut self, project: &Project, folder: &Path, now: &Files) {
        let Some(name) = now.top_level().into_iter().next().map(str::to_owned) else {
            return;
        };
        if !files::is_file(&folder.join(&name)) {
            return;
        }
        let read = files::read_output(folder, &name, &Limits::default(), &mut self.sink);
        let Ok(files) = read else { return };
        // one that was made of some outputs speaks of these alone
        let Ok(stamp) = self.stamp(project) else { return };
        if same_bytes(now, &files) {
            return;
        }
        let sealed = read_seal(&files);
        let file = (&sealed, files);
        let verdict = judge(project, &self.sources, stamp, file, &mut self.sink);
        let path = &folder.join(&name).display().to_string();
        let finished = Finished { path, sealed: &sealed, differs: None, is_sound: false };
        for told in told(&finished, &verdict, &self.sink) {
            self.sink.error(told);
        }
    }

    /// Whether something was told that lets a run fail.
    fn is_refused(&self) -> bool {
        let strict = self.choice.strict && !self.sink.messages().is_empty();
        strict || self.sink.checkpoint().is_err()
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
        let name = files.top_level().into_iter().next().unwrap_or_default().to_owned();
        let near = near(path);
        let found = read_seal(&files);
        let printed = printed(&near, &name, (&found, &files));
        let sealed = printed.as_ref().unwrap_or(&found);
        let is_printed = printed.is_some();
        let differs =
            if is_printed { None } else { differs(&near, &name, (sealed, &files)) };
        let mut verdict = if with_project {
            match self.with_project((sealed, is_printed), files) {
                Ok(verdict) => verdict,
                Err(Status::CouldNotRun) => return Status::CouldNotRun,
                Err(Status::Wrong | Status::Done) => judge_alone(sealed).not_compared(),
            }
        } else {
            judge_alone(sealed)
        };
        let is_sound = verdict.state != State::Altered;
        if differs.is_some() {
            verdict.state = State::Altered;
        }
        let shown = path.display().to_string();
        let finished = Finished { path: &shown, sealed, differs, is_sound };
        for told in told(&finished, &verdict, &self.sink) {
            self.sink.error(told);
        }
        self.report.messages(&self.sink, &self.sources);
        self.verdict(&finished, &verdict);
        if self.is_refused() { Status::Wrong } else { Status::Done }
    }

    fn with_project(
        &mut self,
        (sealed, is_printed): (&Sealed, bool),
        files: Files,
    ) -> Result<Verdict, Status> {
        let project = load_from(self.project, &mut self.sources, &mut self.sink);
        let project = project.inspect_err(|status| {
            if *status == Status::CouldNotRun {
                self.report.messages(&self.sink, &self.sources);
            }
        })?;
        let stamp = self.stamp(&project)?;
        let verdict = if is_printed {
            let file = (sealed, &files);
            judge_printer(&project, &self.sources, stamp, file, &mut self.sink)
        } else {
            judge(&project, &self.sources, stamp, (sealed, files), &mut self.sink)
        };
        self.allow(&project.allowed);
        Ok(verdict)
    }

    /// The time that a build would print.
    fn stamp(&self, project: &Project) -> Result<Stamp, Status> {
        let wishes = self.wishes(project)?;
        // without one nothing was ever built of the project
        Ok(wishes.stamp.or(project.date).unwrap_or(Stamp(0)))
    }

    /// The closing line of a file, or for programs all that is known of it.
    fn verdict(&self, file: &Finished<'_>, verdict: &Verdict) {
        let state = serde_json::to_value(verdict.state).unwrap_or_default();
        let line = json!({
            "type": "verdict",
            "path": file.path,
            "state": state,
            "changes": verdict.changes,
            "same_words": verdict.same_words,
            "certificate": file.sealed.said(),
        });
        let state = state.as_str().unwrap_or_default();
        let mut said = vec![format!("{}: {state}", file.path)];
        said.extend(file.sealed.certificate.as_ref().map(of_certificate));
        self.report.verdict(&said.join("\n"), &line);
    }
}

/// The certificates that lie beside a file, by name.
fn near(path: &Path) -> Files {
    files::beside(path, BESIDE, &Limits::default())
}

/// What the file beside an output says otherwise: its name, and in what way. `None` where
/// there is none.
fn differs(
    near: &Files,
    name: &str,
    (sealed, files): (&Sealed, &Files),
) -> Option<(String, String)> {
    let name = format!("{}{BESIDE}", name.trim_end_matches('/'));
    let how = match Beside::read(near.get(&name)?) {
        Some(beside) => beside.differs(sealed.said().as_ref(), files)?,
        None => "it cannot be read".to_owned(),
    };
    Some((name, how))
}

/// What is known of a file for the printer, which says nothing of itself: what the file
/// beside its output says, and whether that gives its hash.
fn printed(near: &Files, name: &str, (sealed, files): (&Sealed, &Files)) -> Option<Sealed> {
    let is_silent = sealed.certificate.is_none() && sealed.intact.is_none();
    if !is_silent || near.contains(&format!("{name}{BESIDE}")) {
        return None;
    }
    let all = near.by_path.values().filter_map(|bytes| Beside::read(bytes));
    let beside = all.into_iter().find(|beside| beside.names(name))?;
    let intact = Some(beside.differs(None, files).is_none());
    Some(Sealed { format: sealed.format, certificate: beside.certificate(), intact })
}
