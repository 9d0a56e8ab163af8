//! Messages to the author, and the proof that one was given.
//!
//! Nothing here prints; [`render`] gives text. A stage collects what it knows in a [`Sink`]; whoever
//! returns [`Reported`] holds proof that the author will be told why.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::source::{Place, Sources};

mod codes;
mod nearest;
mod render;

pub use codes::{codes, explanation, is_warning};
pub use nearest::nearest;
pub use render::{render, to_json};

/// A stable name for one kind of message, printed as `missing-target`.
///
/// Lower case words with hyphens. Search the program for it to find where the
/// problem is found.
#[derive(Debug, Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Code(pub &'static str);

/// How bad a message is.
#[derive(Debug, Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The build goes on.
    Warning,
    /// Nothing can be built from this.
    Error,
}

/// A place and a few words about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Label {
    /// Where.
    pub place: Place,
    /// What is to be seen there; may be empty.
    pub text: String,
}

/// One message: what is wrong, where, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// Its stable name.
    pub code: Code,
    /// What is wrong, in one line: lower case, no full stop, names in backticks.
    pub message: String,
    /// The first is where the problem is; others help to see it.
    pub labels: Vec<Label>,
    /// What the author can do.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A message without a place yet.
    pub fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { code: Code(code), message: message.into(), labels: Vec::new(), help: None }
    }

    /// Adds where the problem is.
    #[must_use]
    pub fn at(self, place: Place) -> Self {
        self.label(place, "")
    }

    /// Adds a place with a few words.
    #[must_use]
    pub fn label(mut self, place: Place, text: impl Into<String>) -> Self {
        self.labels.push(Label { place, text: text.into() });
        self
    }

    /// Adds what the author can do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// A warning that the author knows of and does not want to hear.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allowed {
    /// Its code.
    pub code: String,
    /// Why it is right as it is; never empty.
    pub reason: String,
}

/// Proof that an error has been recorded. Only [`Sink::error`] makes one.
#[derive(Debug, Copy, Clone, PartialEq, Eq)]
pub struct Reported(());

/// Collects messages in the order in which they were found.
#[derive(Debug, Default, Clone)]
pub struct Sink {
    messages: Vec<(Severity, Diagnostic)>,
    error: Option<Reported>,
}

impl Sink {
    /// Records something the author should know; the build goes on.
    pub fn warn(&mut self, diagnostic: Diagnostic) {
        debug_assert!(is_warning(diagnostic.code.0), "the manual knows no such warning");
        self.messages.push((Severity::Warning, diagnostic));
    }

    /// Records a problem nothing can be built from.
    pub fn error(&mut self, diagnostic: Diagnostic) -> Reported {
        self.messages.push((Severity::Error, diagnostic));
        self.error = Some(Reported(()));
        Reported(())
    }

    /// Stops here if an error has been recorded.
    ///
    /// # Errors
    /// When there was one.
    pub fn checkpoint(&self) -> Result<(), Reported> {
        self.error.map_or(Ok(()), Err)
    }

    /// How many errors were recorded.
    pub fn errors(&self) -> usize {
        let errors = self.messages.iter().filter(|(kind, _)| *kind == Severity::Error);
        errors.count()
    }

    /// Takes over all messages of another sink.
    pub fn absorb(&mut self, other: Self) {
        self.error = self.error.or(other.error);
        self.messages.extend(other.messages);
    }

    /// Takes over the messages of another sink that this one does not have yet.
    ///
    /// Two editions of one manuscript find the same problems; each is told once.
    pub fn absorb_new(&mut self, other: Self) {
        self.error = self.error.or(other.error);
        let mut known: BTreeSet<String> = self.messages.iter().map(identity).collect();
        self.messages.extend(
            other.messages.into_iter().filter(|message| known.insert(identity(message))),
        );
    }

    /// Drops what is said without a place where the same is said with one, and what is said
    /// twice of one place: a title is printed in contents lists too.
    pub fn drop_echoes(&mut self) {
        let key = |message: &Diagnostic| (message.code, message.message.clone());
        let placed: BTreeSet<_> = self
            .messages
            .iter()
            .filter(|(_, message)| !message.labels.is_empty())
            .map(|(_, message)| key(message))
            .collect();
        let mut known = BTreeSet::new();
        self.messages.retain(|message| {
            let alone = message.1.labels.is_empty() && !placed.contains(&key(&message.1));
            alone || !message.1.labels.is_empty() && known.insert(identity(message))
        });
    }

    /// Keeps the first of all messages that have a code and say the same, wherever.
    pub fn keep_first(&mut self, code: &str) {
        let mut known = BTreeSet::new();
        self.messages.retain(|(_, message)| {
            message.code.0 != code || known.insert(message.message.clone())
        });
    }

    /// Drops what is said twice of one place as it was written: two chapters may hold the
    /// same file.
    pub fn drop_repeats(&mut self, sources: &Sources) {
        let mut known = BTreeSet::new();
        self.messages.retain(|(severity, message)| {
            let mut written = message.clone();
            for label in &mut written.labels {
                label.place = sources.written(label.place);
            }
            message.labels.is_empty() || known.insert(identity(&(*severity, written)))
        });
    }

    /// Puts messages in the order of their places; those without one come first.
    pub fn sort_by_place(&mut self) {
        self.messages.sort_by_key(|(_, message)| {
            message.labels.first().map(|label| {
                let Place { source, span } = label.place;
                (source, span.start, span.end)
            })
        });
    }

    /// Takes out the warnings that the author allows by their codes: how many of each.
    pub fn allow(&mut self, allowed: &[Allowed]) -> Vec<usize> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        self.messages.retain(|(severity, message)| {
            let code = message.code.0;
            let is_allowed = *severity == Severity::Warning
                && allowed.iter().any(|allowed| allowed.code == code);
            *counts.entry(code).or_default() += usize::from(is_allowed);
            !is_allowed
        });
        let count = |one: &Allowed| counts.get(one.code.as_str()).copied();
        allowed.iter().map(|one| count(one).unwrap_or_default()).collect()
    }

    /// Gives messages a place that have none, as far as one is known.
    pub fn place(&mut self, known: impl Fn(&Diagnostic) -> Option<Place>) {
        for (_, message) in &mut self.messages {
            if message.labels.is_empty()
                && let Some(place) = known(message)
            {
                message.labels.push(Label { place, text: String::new() });
            }
        }
    }

    /// All messages, in order.
    pub fn messages(&self) -> &[(Severity, Diagnostic)] {
        &self.messages
    }
}

/// All that a message says, as a key.
fn identity(message: &(Severity, Diagnostic)) -> String {
    format!("{message:?}")
}

/// Ends the program because it contradicts itself, with what to report.
///
/// The one place that may panic: a mistake of ours, never of the author's.
#[macro_export]
macro_rules! bug {
    ($($text:tt)*) => {
        panic!(
            "{}\nThis is a bug in Trifold {}. Please report it with the manuscript that shows it.",
            format_args!($($text)*),
            env!("CARGO_PKG_VERSION"),
        )
    };
}
