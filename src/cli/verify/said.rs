//! What is said of a finished file, in words.

use std::path::Path;

use super::Finished;
use crate::build::{State, Verdict};
use crate::certificate::{Certificate, Newer, Program, Record, VERSION};
use crate::diag::{Diagnostic, Sink};
use crate::files::Files;

/// What is wrong with a file as a whole. `sink` has what was told of its words.
pub(super) fn told(file: &Finished<'_>, verdict: &Verdict, sink: &Sink) -> Vec<Diagnostic> {
    let path = file.path;
    let mut all = match verdict.state {
        State::Current | State::Unaltered => Vec::new(),
        State::Superseded => vec![superseded(path, verdict)],
        State::Altered => vec![altered(file, verdict, sink)],
        State::Unknown => vec![unknown(file)],
    };
    if verdict.not_compared {
        let is_intact = verdict.state == State::Unaltered;
        let but = if is_intact { " is as it was written, but it" } else { "" };
        let message =
            format!("`{path}`{but} cannot be compared with its project, which has errors");
        let help = "mend what is told above, or take the file out of the project's folder";
        all.push(Diagnostic::new("not-compared", message).help(help));
    }
    all
}

/// A certificate in a line.
pub(super) fn of_certificate(certificate: &Certificate) -> String {
    match certificate {
        Certificate::Known(record) => of_record(record),
        Certificate::Newer(Newer { form, program, said }) => {
            let title = said["publication"]["title"].as_str().unwrap_or_default();
            shown(&format!("  {title}, by {program}: a certificate of the form {form}"))
        }
    }
}

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
pub(super) fn no_output(path: &Path, files: &Files) -> Option<Diagnostic> {
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

fn altered(file: &Finished<'_>, verdict: &Verdict, sink: &Sink) -> Diagnostic {
    let Finished { path, sealed, differs, is_sound } = file;
    let mut message = format!("`{path}` is not as it was written");
    message += match (&sealed.certificate, sealed.intact, verdict.changes.is_empty()) {
        (None, None, _) => "; it has no certificate",
        (None, Some(_), _) => "; its certificate cannot be read",
        (Some(_), None, _) => "; its seal is gone",
        // only what lies beside it tells
        (Some(_), Some(true), _) if *is_sound => ", or what lies beside it is not",
        (Some(_), Some(true), _) => ", and it was sealed anew",
        (Some(_), Some(false), _) if verdict.same_words.is_none() => "",
        (Some(_), Some(false), true) if sink.checkpoint().is_err() => {
            "; what differs is told above"
        }
        (Some(_), Some(false), true) => "; what the proof looks for is the same",
        (Some(_), Some(false), false) => "",
    };
    if let Some((beside, how)) = differs {
        message += &format!("; of `{beside}`: {how}");
    }
    if !verdict.changes.is_empty() {
        message +=
            &format!("; it cannot be compared with the project: {}", changes(verdict));
    }
    Diagnostic::new("altered-output", shown(&message))
        .help("take the file from where it was published, or make it anew")
}

/// Tells of a file for the printer that is not what the project makes.
pub(super) fn altered_printer(path: &str) -> Diagnostic {
    let message = format!("`{path}` is not as it was written");
    Diagnostic::new("altered-output", message).help("`trifold build` makes it anew")
}

fn unknown(file: &Finished<'_>) -> Diagnostic {
    let Finished { path, sealed, .. } = file;
    let this = Program::this();
    let newer = "ask a newer Trifold";
    let (message, help) = match &sealed.certificate {
        None => (
            format!("`{path}` has no certificate"),
            "it was not made by Trifold, or somebody took it out; \
             `--project` names the project of a file",
        ),
        Some(Certificate::Known(record)) if record.program.is_newer() => {
            let program = &record.program;
            let message = format!(
                "`{path}` is as it was written, by {program}; this is {this}, and cannot \
                 tell whether the project still makes the same"
            );
            (message, newer)
        }
        Some(Certificate::Known(record)) => {
            let title = &record.publication.title;
            let message = format!("`{path}` is of another publication, `{title}`");
            (message, "`--project` names the project of a file")
        }
        Some(Certificate::Newer(Newer { form, program, .. })) => {
            let of = if *form > u64::from(VERSION) {
                format!("has the form {form}, and this Trifold reads {VERSION}")
            } else {
                "says more than this Trifold knows".to_owned()
            };
            let seal = if sealed.intact == Some(true) {
                "its seal is right, so it is as it was written"
            } else {
                "whether it is as it was written cannot be told"
            };
            let message = format!(
                "`{path}` is of a newer Trifold: its certificate, by {program}, {of}; {seal}"
            );
            (message, newer)
        }
    };
    Diagnostic::new("unknown-output", shown(&message)).help(help)
}

/// What has changed, in words.
fn changes(verdict: &Verdict) -> String {
    let all: Vec<String> = verdict.changes.iter().map(|change| change.said()).collect();
    shown(&all.join(", "))
}
