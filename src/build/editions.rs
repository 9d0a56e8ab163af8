//! The names of editions in conditions.

use std::collections::BTreeSet;

use crate::ast::{Condition, Document, InlineKind};
use crate::diag::{Diagnostic, Reported, Sink, nearest};
use crate::project::{Project, TextFile};
use crate::source::Place;

/// Tells which editions are asked for that the project does not have.
///
/// # Errors
/// When there is at least one.
pub(super) fn check<'a>(
    project: &Project,
    texts: impl Iterator<Item = (&'a TextFile, &'a Document)>,
    sink: &mut Sink,
) -> Result<(), Reported> {
    let names: Vec<&str> = project.editions.iter().map(|one| one.name.as_str()).collect();
    let mut own = Sink::default();
    for (text, document) in texts.filter(|(_, document)| document.conditional) {
        let mut told = BTreeSet::new();
        let mut ask = |conditions: &[Condition]| {
            for condition in conditions {
                let unknown = condition.editions().filter(|name| !names.contains(name));
                for name in unknown {
                    if told.insert((condition.span.start, name.to_owned())) {
                        let place = Place { source: text.source, span: condition.span };
                        own.error(no_edition(name, &names).at(place));
                    }
                }
            }
        };
        document.visit(&mut |block| ask(&block.when));
        document.visit_inlines(&mut |inline| {
            if let InlineKind::Span { attributes, .. } = &inline.kind {
                ask(&attributes.when);
            }
        });
    }
    let result = own.checkpoint();
    sink.absorb(own);
    result
}

fn no_edition(name: &str, names: &[&str]) -> Diagnostic {
    let message = format!("no edition is called `{name}`");
    let help = match nearest(name, names.iter().copied()) {
        Some(near) => format!("the nearest is `{near}`"),
        None => format!("`trifold.toml` has `{}`", names.join("`, `")),
    };
    Diagnostic::new("bad-condition", message).help(help)
}
