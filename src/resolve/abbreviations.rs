//! The list of abbreviations of an edition: those that its texts use, each with all that
//! it is short for.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::ast::{InlineKind, plain_text};
use crate::diag::{Diagnostic, Sink};
use crate::parse::typeset;
use crate::project::Project;
use crate::source::Place;

use super::index::Order;
use super::{Book, Chapter};

/// An abbreviation of an edition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ListedAbbreviation {
    /// As it stands in the text.
    pub short: String,
    /// What it is short for: what the whole book says first, then what chapters say in
    /// reading order; never empty.
    pub long: Vec<Expansion>,
}

/// What an abbreviation is short for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Expansion {
    /// The words.
    pub text: String,
    /// The language (BCP 47) of the chapter that says so, where it is not that of the book.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Where an abbreviation first stands for it.
    #[serde(skip)]
    pub place: Place,
}

/// The abbreviations in some texts, in the order of the language of the book.
pub(super) fn find<'t>(
    project: &Project,
    texts: impl Iterator<Item = &'t Chapter>,
) -> Vec<ListedAbbreviation> {
    let language = &project.info.language;
    let of_book: BTreeMap<&str, String> = project
        .abbreviations
        .iter()
        .map(|own| (own.short.as_str(), typeset(&own.long, language)))
        .collect();
    let mut all: BTreeMap<String, Vec<Expansion>> = BTreeMap::new();
    for text in texts {
        visit(text, &mut |short, long, place| {
            let known = all.entry(short.to_owned()).or_default();
            if known.iter().any(|other| other.text == long) {
                return;
            }
            let is_of_book = of_book.get(short).is_some_and(|own| own == long);
            let at = if is_of_book { 0 } else { known.len() };
            let language = text.language.clone().filter(|_| !is_of_book);
            known.insert(at, Expansion { text: long.to_owned(), language, place });
        });
    }
    let all = all.into_iter().map(|(short, long)| ListedAbbreviation { short, long });
    let mut all: Vec<ListedAbbreviation> = all.collect();
    if !all.is_empty() {
        let order = Order::of(language);
        all.sort_by(|one, other| order.compare(&one.short, &other.short));
    }
    all
}

/// Tells of abbreviations of the whole book that no text uses.
pub(super) fn check_used<'t>(
    project: &Project,
    texts: impl Iterator<Item = &'t Chapter>,
    sink: &mut Sink,
) {
    if project.abbreviations.is_empty() {
        return;
    }
    let mut used: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for text in texts {
        visit(text, &mut |short, long, _| {
            used.entry(short.to_owned()).or_default().push(long.to_owned());
        });
    }
    for own in &project.abbreviations {
        let long = typeset(&own.long, &project.info.language);
        let message = match used.get(&own.short) {
            Some(known) if known.contains(&long) => continue,
            Some(_) => format!(
                "every chapter that uses `{}` says itself what it is short for",
                own.short
            ),
            None => format!("no chapter uses the abbreviation `{}`", own.short),
        };
        let help = "take it out of `[abbreviations]`; it counts where it stands as a whole \
                    word, with the same capital letters";
        let diagnostic = Diagnostic::new("unused-abbreviation", message);
        sink.warn(diagnostic.at(own.place).help(help));
    }
}

/// Calls `seen` with every abbreviation of a text, what it is short for and where it stands.
fn visit(text: &Chapter, seen: &mut impl FnMut(&str, &str, Place)) {
    text.document.visit_inlines(&mut |inline| {
        if let InlineKind::Span { attributes, text: words } = &inline.kind
            && let Some(long) = &attributes.expansion
        {
            let place = Place { source: text.source, span: inline.span };
            seen(plain_text(words).trim(), long, place);
        }
    });
}

impl Book {
    /// Leaves of the list of abbreviations what its texts use.
    pub(super) fn retain_abbreviations(&mut self) {
        let mut used: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let notices = self.notices.iter().map(|notice| &notice.body);
        for text in self.chapters.iter().chain(notices) {
            visit(text, &mut |short, long, _| {
                used.entry(short.to_owned()).or_default().push(long.to_owned());
            });
        }
        self.abbreviations.retain_mut(|own| {
            let used = used.get(&own.short);
            own.long.retain(|long| used.is_some_and(|used| used.contains(&long.text)));
            !own.long.is_empty()
        });
    }
}
