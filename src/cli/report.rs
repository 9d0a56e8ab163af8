//! What is written to the terminal. The only module that prints.

use std::io::Write;
use std::path::Path;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::{Value, json};

use super::args::{MessageFormat, Tell};
use crate::build::{Built, Step};
use crate::diag::{Allowed, Diagnostic, Severity, Sink, render, to_json};
use crate::project::{Format, Project, output_name};
use crate::source::Sources;

/// Tells people or programs what happens.
pub(super) struct Report {
    quiet: bool,
    json: bool,
}

impl Report {
    pub(super) fn new(tell: &Tell) -> Self {
        Self { quiet: tell.quiet, json: tell.message_format == MessageFormat::Json }
    }

    /// All messages of a run.
    pub(super) fn messages(&self, sink: &Sink, sources: &Sources) {
        for (severity, message) in sink.messages() {
            self.message(*severity, message, sources);
        }
    }

    /// A message: for people to standard error, for programs to standard output.
    pub(super) fn message(
        &self,
        severity: Severity,
        message: &Diagnostic,
        sources: &Sources,
    ) {
        if self.json {
            print_line(&to_json(severity, message, sources).to_string());
        } else {
            // Colour is taken out again where nobody wants it.
            print_error(&render(severity, message, sources, true));
        }
    }

    /// How many errors and warnings there were, and what that means.
    pub(super) fn summary(&self, sink: &Sink, meaning: &str) {
        let count = |wanted| {
            sink.messages().iter().filter(|(severity, _)| *severity == wanted).count()
        };
        let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
        if self.json || errors + warnings == 0 {
            return;
        }
        let mut parts = Vec::new();
        if errors > 0 {
            parts.push(number(errors, "error"));
        }
        if warnings > 0 {
            parts.push(number(warnings, "warning"));
        }
        print_error(&format!("{}: {meaning}", parts.join(", ")));
        let first = sink
            .messages()
            .iter()
            .find(|(severity, _)| errors == 0 || *severity == Severity::Error);
        if let Some((_, message)) = first {
            print_error(&format!("`trifold explain {}` says more", message.code.0));
        }
    }

    /// What the project file allows: how often each, and why.
    pub(super) fn allowed(&self, allowed: &[(&Allowed, usize)]) {
        for (Allowed { code, reason }, count) in allowed {
            if self.json {
                let line = json!({
                    "type": "allowed", "code": code, "count": count, "reason": reason,
                });
                print_line(&line.to_string());
            } else {
                let warnings = number(*count, "warning");
                self.note(&format!("{warnings} [{code}] allowed: {reason}"));
            }
        }
    }

    /// The closing line of an output: path, size, pages.
    pub(super) fn output(&self, project: &Project, built: &Built, folder: &Path) {
        let edition = &project.editions[built.job.edition];
        let name = output_name(edition, built.job.page, built.job.format);
        let path = folder.join(&name).display().to_string();
        let files = &built.artifact.files;
        if self.json {
            let line = json!({
                "type": "output",
                "edition": edition.name,
                "format": built.job.format,
                "path": path,
                "bytes": files.size_bytes(),
                "files": files.by_path.len(),
                "pages": built.pages,
            });
            print_line(&line.to_string());
        } else if !self.quiet {
            let extent = match built.job.format {
                Format::Pdf => number(built.pages, "page"),
                Format::Site => number(files.by_path.len(), "file"),
                Format::Epub | Format::Html => String::new(),
            };
            let line = format!("{path:<48} {:>9}  {extent}", size(files.size_bytes()));
            print_line(line.trim_end());
        }
    }

    /// What a file is: for people and for programs.
    pub(super) fn verdict(&self, text: &str, value: &Value) {
        if self.json {
            print_line(&value.to_string());
        } else if !self.quiet {
            print_line(text);
        }
    }

    /// Something good to know.
    pub(super) fn note(&self, text: &str) {
        if !self.quiet && !self.json {
            print_line(text);
        }
    }

    /// What was asked for, as JSON over several lines.
    pub(super) fn document(&self, value: &Value) {
        print_line(&format!("{value:#}"));
    }

    /// A bar that goes forward with every step; only a terminal shows it.
    pub(super) fn progress(&self, steps: usize) -> Progress {
        let hidden = self.quiet || self.json;
        let target = if hidden {
            ProgressDrawTarget::hidden()
        } else {
            ProgressDrawTarget::stderr()
        };
        let bar = ProgressBar::with_draw_target(Some(steps as u64), target);
        if let Ok(style) = ProgressStyle::with_template("{bar:24} {pos}/{len} {msg}") {
            bar.set_style(style);
        }
        Progress { bar }
    }
}

/// A bar on a terminal.
pub(super) struct Progress {
    bar: ProgressBar,
}

impl Progress {
    /// Goes one step forward.
    pub(super) fn step(&self, step: Step) {
        self.bar.set_message(match step {
            Step::Read => "chapters read",
            Step::Resolved(_) => "references and notices resolved",
            Step::LaidOut(_) => "pages set",
            Step::Written(Format::Epub) => "EPUB written",
            Step::Written(Format::Pdf) => "PDF written",
            Step::Written(Format::Html) => "web page written",
            Step::Written(Format::Site) => "web site written",
        });
        self.bar.inc(1);
    }

    /// Takes the bar away.
    pub(super) fn finish(self) {
        self.bar.finish_and_clear();
    }
}

fn number(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

/// Bytes in the units that file managers use: 1 kB is 1000 bytes.
fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} kB", bytes.div_ceil(1_000)),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes / 100_000 % 10),
    }
}

// Whoever reads may have gone away (`trifold ast | head`); there is nobody to tell then.

fn print_line(text: &str) {
    writeln!(anstream::stdout(), "{text}").ok();
}

fn print_error(text: &str) {
    writeln!(anstream::stderr(), "{text}").ok();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_short() {
        let sizes = [0, 999, 1_000, 312_400, 4_249_999].map(size);
        assert_eq!(sizes, ["0 B", "999 B", "1 kB", "313 kB", "4.2 MB"]);
    }
}
