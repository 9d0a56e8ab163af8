//! Arguments, environment, terminal, exit status. Decides nothing about output.

use std::path::Path;
use std::process::ExitCode;

use clap::Parser;

use crate::build::{books, build, steps, tell_rest};
use crate::diag::{
    Allowed, Diagnostic, Severity, Sink, codes, explanation, is_warning, nearest,
};
use crate::files::{self, Limits};
use crate::par;
use crate::project::{BuildPlan, Project, Stamp, Wishes, load_or_rest, plan};
use crate::source::Sources;
use crate::tables::list;

mod args;
mod new;
mod references;
mod report;
mod verify;

use args::{
    Arguments, Ast, Choice, Command, Explain, MessageFormat, New, References, Tell, Work,
};
use report::Report;

/// The version of the form in which `trifold ast` prints a book.
const AST_VERSION: u32 = 1;

/// Runs the program with the arguments of the process.
pub fn run() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // `--help` and `--version` come here too; they are no failure.
            error.print().ok();
            return if error.use_stderr() { Status::CouldNotRun } else { Status::Done }
                .into();
        }
    };
    let status = match &arguments.command {
        Command::Build(arguments) => {
            let Work { project, choice } = &arguments.work;
            work(project, choice, |run| run.build(arguments.output.as_deref()))
        }
        Command::Check(arguments) => {
            work(&arguments.project, &arguments.choice, |run| run.check())
        }
        Command::Verify(arguments) => verify::verify(arguments),
        Command::Explain(arguments) => explain(arguments),
        Command::Ast(arguments) => ast(arguments),
        Command::New(arguments) => new_project(arguments),
        Command::References(References::Update(arguments)) => references::update(arguments),
    };
    status.into()
}

/// How a run ended.
#[derive(Debug, Copy, Clone, PartialEq, Eq)]
enum Status {
    Done,
    Wrong,
    CouldNotRun,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        match status {
            Status::Done => Self::SUCCESS,
            Status::Wrong => Self::from(1),
            Status::CouldNotRun => Self::from(2),
        }
    }
}

/// A run on a project: what was read, and everything that was said so far.
struct Run<'a> {
    project: &'a Path,
    choice: &'a Choice,
    report: Report,
    sources: Sources,
    sink: Sink,
}

/// Does something with as many threads as were asked for.
fn work(
    project: &Path,
    choice: &Choice,
    act: impl FnOnce(&mut Run<'_>) -> Status + Send,
) -> Status {
    let report = Report::new(&choice.tell);
    let act = || {
        let (sources, sink) = (Sources::default(), Sink::default());
        act(&mut Run { project, choice, report, sources, sink })
    };
    match par::with_jobs(choice.jobs, act) {
        Ok(status) => status,
        Err(error) => {
            let message = format!("there are no threads to work with: {error}");
            let message = Diagnostic::new("no-threads", message).help("try `--jobs 1`");
            refuse(&Report::new(&choice.tell), &message)
        }
    }
}

impl Run<'_> {
    fn build(&mut self, output: Option<&Path>) -> Status {
        let (project, plan) = match self.open() {
            Ok(opened) => opened,
            Err(status) => return status,
        };
        let progress = self.report.progress(steps(&plan));
        let watch = |step| progress.step(step);
        let built = build(&project, &self.sources, &plan, &watch, &mut self.sink);
        progress.finish();
        let allowed = self.allow(&project.allowed);

        let default = self.project.join("output");
        let folder = output.unwrap_or(&default);
        let errors = self.sink.checkpoint().is_err();
        let refused = self.choice.strict && !self.sink.messages().is_empty();
        let mut disk = Sink::default();
        let mut written = Vec::new();
        for output in built.iter().filter(|_| !refused) {
            let wrote = files::write(folder, &output.artifact.files, &mut disk)
                .and_then(|()| files::write(folder, &output.certificate, &mut disk))
                .and_then(|()| files::write(folder, &output.statement, &mut disk));
            if wrote.is_ok() {
                written.push(output);
            }
        }
        self.report.messages(&self.sink, &self.sources);
        self.report.messages(&disk, &self.sources);
        for output in &written {
            self.report.output(&project, output, folder);
        }
        let meaning = match (written.len(), plan.jobs.len()) {
            (0, _) => "nothing was written, the last output is as it was".to_owned(),
            (some, all) if some < all => {
                format!("{some} of {all} outputs written, the others are as they were")
            }
            _ => "all outputs written".to_owned(),
        };
        self.report.summary(&self.sink, &meaning);
        self.report.allowed(&allowed);
        if disk.checkpoint().is_err() {
            Status::CouldNotRun
        } else if errors || refused {
            Status::Wrong
        } else {
            Status::Done
        }
    }

    fn check(&mut self) -> Status {
        let (project, plan) = match self.open() {
            Ok(opened) => opened,
            Err(status) => return status,
        };
        let progress = self.report.progress(steps(&plan));
        let watch = |step| progress.step(step);
        build(&project, &self.sources, &plan, &watch, &mut self.sink);
        progress.finish();
        let allowed = self.allow(&project.allowed);
        self.report.messages(&self.sink, &self.sources);
        self.report.summary(&self.sink, "nothing was written, this was a check");
        self.report.allowed(&allowed);
        let refused = self.choice.strict && !self.sink.messages().is_empty();
        if self.sink.checkpoint().is_err() || refused {
            return Status::Wrong;
        }
        if self.sink.messages().is_empty() {
            self.report.note("nothing is wrong");
        }
        Status::Done
    }

    /// Takes out what is said twice, and the warnings that the project allows: each code
    /// with their number.
    fn allow<'p>(&mut self, allowed: &'p [Allowed]) -> Vec<(&'p Allowed, usize)> {
        self.sink.drop_repeats(&self.sources);
        let counts = self.sink.allow(allowed);
        allowed.iter().zip(counts).filter(|&(_, count)| count > 0).collect()
    }

    /// Reads the project and merges it with the arguments and the environment.
    fn open(&mut self) -> Result<(Project, BuildPlan), Status> {
        let project = open(self.project, &self.report, &mut self.sources, &mut self.sink)?;
        let wishes = self.wishes(&project)?;
        let planned = plan(&project, &wishes, &mut self.sink);
        let Ok(plan) = planned else {
            self.report.messages(&self.sink, &self.sources);
            return Err(Status::Wrong);
        };
        if plan.jobs.is_empty() {
            let message = Diagnostic::new("nothing-to-do", "no edition has this format")
                .help("`formats` in trifold.toml says what an edition has");
            return Err(refuse(&self.report, &message));
        }
        Ok((project, plan))
    }

    fn wishes(&self, project: &Project) -> Result<Wishes, Status> {
        let editions = self.choice.editions.iter();
        let editions = editions
            .map(|name| edition_number(project, name))
            .collect::<Result<Vec<usize>, Diagnostic>>()
            .map_err(|message| refuse(&self.report, &message))?;
        let stamp = epoch().map_err(|message| refuse(&self.report, &message))?;
        let formats = self.choice.formats.iter().map(|&name| name.into()).collect();
        Ok(Wishes { editions, formats, stamp })
    }
}

/// Reads a project folder; what is wrong has been told.
fn open(
    folder: &Path,
    report: &Report,
    sources: &mut Sources,
    sink: &mut Sink,
) -> Result<Project, Status> {
    load_from(folder, sources, sink).inspect_err(|status| {
        report.messages(sink, sources);
        if *status == Status::Wrong {
            report.summary(sink, "nothing was written, the last output is as it was");
        }
    })
}

/// Reads a project folder; what is wrong is in the sink.
fn load_from(
    folder: &Path,
    sources: &mut Sources,
    sink: &mut Sink,
) -> Result<Project, Status> {
    let files = files::read(folder, &Limits::default(), sink);
    let files = files.map_err(|_| Status::CouldNotRun)?;
    load_or_rest(&files, sources, sink).map_err(|(_, rest)| {
        if let Some(rest) = rest {
            tell_rest(&rest, sources, sink);
        }
        Status::Wrong
    })
}

fn ast(arguments: &Ast) -> Status {
    let report = Report::new(&Tell {
        quiet: arguments.tell.quiet,
        message_format: arguments.tell.message_format,
    });
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let project = match open(&arguments.project, &report, &mut sources, &mut sink) {
        Ok(project) => project,
        Err(status) => return status,
    };
    let number = match &arguments.edition {
        None => 0,
        Some(name) => match edition_number(&project, name) {
            Ok(number) => number,
            Err(message) => return refuse(&report, &message),
        },
    };
    let books = books(&project, &sources, &[number], &|_| {}, &mut sink);
    sink.allow(&project.allowed);
    report.messages(&sink, &sources);
    match books {
        Ok(books) => {
            report.document(&serde_json::json!({
                "version": AST_VERSION,
                "edition": project.editions[number].name,
                "book": books[0],
            }));
            Status::Done
        }
        Err(_) => Status::Wrong,
    }
}

fn explain(arguments: &Explain) -> Status {
    let report = Report::new(&Tell { quiet: false, message_format: MessageFormat::Human });
    let Some(code) = &arguments.code else {
        for code in codes() {
            let kind = if is_warning(code) { "warning" } else { "error" };
            report.note(&format!("{kind:<8} {code}"));
        }
        return Status::Done;
    };
    // as it is copied from a message: `error[missing-target]`
    let name = code.split('[').next_back().unwrap_or(code).trim_end_matches(']');
    if let Some(text) = explanation(name) {
        report.note(&format!("{name}\n\n{text}"));
        return Status::Done;
    }
    let help = match nearest(name, codes()) {
        Some(near) => format!("the nearest is `{near}`"),
        None => "`trifold explain` lists all codes".to_owned(),
    };
    let message = format!("no message has the code `{name}`");
    refuse(&report, &Diagnostic::new("unknown-code", message).help(help))
}

fn new_project(arguments: &New) -> Status {
    let report = Report::new(&arguments.tell);
    let mut sink = Sink::default();
    let made = new::project(&arguments.name, arguments.title.as_deref(), &mut sink);
    report.messages(&sink, &Sources::default());
    if made.is_err() {
        return Status::CouldNotRun;
    }
    let folder = arguments.name.display();
    report.note(&format!("made `{folder}`; `trifold build {folder}` builds it"));
    Status::Done
}

fn edition_number(project: &Project, name: &str) -> Result<usize, Diagnostic> {
    let names: Vec<&str> =
        project.editions.iter().map(|edition| edition.name.as_str()).collect();
    names.iter().position(|known| *known == name).ok_or_else(|| {
        let help = match nearest(name, names.iter().copied()) {
            Some(near) => format!("the nearest is `{near}`; there are {}", list(&names)),
            None => format!("there are {}", list(&names)),
        };
        Diagnostic::new("unknown-edition", format!("there is no edition `{name}`"))
            .help(help)
    })
}

/// Tells why nothing can be done.
fn refuse(report: &Report, message: &Diagnostic) -> Status {
    report.message(Severity::Error, message, &Sources::default());
    Status::CouldNotRun
}

/// The time that the environment asks for: <https://reproducible-builds.org/specs/source-date-epoch/>.
fn epoch() -> Result<Option<Stamp>, Diagnostic> {
    #[expect(clippy::disallowed_methods, reason = "`cli` reads the environment")]
    let written = std::env::var("SOURCE_DATE_EPOCH").unwrap_or_default();
    if written.is_empty() {
        return Ok(None);
    }
    // The last second of the year 9999: dates have four digits.
    let stamp =
        written.parse().ok().filter(|seconds| (0..=253_402_300_799).contains(seconds));
    stamp.map(|seconds| Some(Stamp(seconds))).ok_or_else(|| {
        let message = format!("SOURCE_DATE_EPOCH is `{written}`");
        Diagnostic::new("bad-date", message)
            .help("set it to seconds since 1970, such as 1795392000, or unset it")
    })
}
