//! Holds finished files against the conditions of standards that a program can decide.
//!
//! Each format has its own list of [`Rule`]s; what is broken is told at the place where
//! the words were written. Outside validators judge whether the rules are right.

pub(super) mod markup;
pub(super) mod pdf;

use crate::diag::{Diagnostic, Sink};
use crate::source::Place;

use super::report::Subject;

/// A condition that a finished file is held against.
#[derive(Debug, Copy, Clone, PartialEq, Eq)]
pub(crate) struct Rule {
    /// Its name in the standard, or in the document that numbers its conditions:
    /// `Matterhorn 07-001`.
    pub(crate) name: &'static str,
    /// The standard and its clause: `ISO 14289-1, 7.1`.
    pub(crate) clause: &'static str,
}

/// Something that breaks a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Breach {
    /// The rule.
    pub(super) rule: &'static Rule,
    /// What is wrong, after the name of the file: `has a figure without a text`.
    pub(super) what: String,
    /// Where it was written, as far as somebody wrote it.
    pub(super) place: Option<Place>,
}

impl Breach {
    /// Tells it.
    fn tell(&self, subject: &Subject, sink: &mut Sink) {
        let Rule { name, clause } = self.rule;
        let message = format!("{} {}", subject.name(), self.what);
        let mut diagnostic = Diagnostic::new("breaks-standard", message)
            .help(format!("this breaks {name} ({clause})"));
        if let Some(place) = self.place {
            diagnostic = diagnostic.at(place);
        }
        sink.error(diagnostic);
    }
}
