//! Differences as messages, each at the place where the words were written.

use crate::diag::{Diagnostic, Sink};
use crate::source::Place;

use super::compare::Difference;
use super::told::{Item, Kind};

/// As much of a text is shown in a message, in characters.
const SHOWN: usize = 60;

/// What to do about most of it.
const HELP: &str = "a template or a style sheet of the theme may do this; a file that somebody changed \
     is made anew by `trifold build`; else it is a defect of the program";

/// A finished file, as messages call it.
#[derive(Debug, Clone)]
pub(super) struct Subject {
    /// Its path in the output folder.
    pub(super) path: String,
    /// The part of it, where it is made of several: a page.
    pub(super) part: Option<String>,
}

impl Subject {
    pub(super) fn name(&self) -> String {
        match &self.part {
            Some(part) => format!("`{part}` in `{}`", self.path),
            None => format!("`{}`", self.path),
        }
    }

    /// Tells that something is wrong with it.
    pub(super) fn tell(
        &self,
        code: &'static str,
        what: &str,
        item: Option<&Item>,
        sink: &mut Sink,
    ) {
        self.tell_at(code, what, item.and_then(|item| item.place), sink);
    }

    /// The same at a place.
    pub(super) fn tell_at(
        &self,
        code: &'static str,
        what: &str,
        place: Option<Place>,
        sink: &mut Sink,
    ) {
        self.advise(code, (what, HELP), place, sink);
    }

    /// The same with what to do about it.
    pub(super) fn advise(
        &self,
        code: &'static str,
        (what, help): (&str, &'static str),
        place: Option<Place>,
        sink: &mut Sink,
    ) {
        let message = format!("{} {what}", self.name());
        let mut diagnostic = Diagnostic::new(code, message).help(help);
        if let Some(place) = place {
            diagnostic = diagnostic.at(place);
        }
        sink.error(diagnostic);
    }

    /// Tells differences; of very many the first.
    pub(super) fn differs(&self, differences: &[Difference<'_>], sink: &mut Sink) {
        for difference in differences.iter().take(TOLD) {
            let (what, place) = said(difference);
            self.tell_at(code(difference), &what, place, sink);
        }
        if let Some(next) = differences.get(TOLD) {
            let what = format!("differs in {} more places", differences.len() - TOLD);
            self.tell_at(code(next), &what, said(next).1, sink);
        }
    }
}

/// As many differences are told of one part.
const TOLD: usize = 100;

const fn code(difference: &Difference<'_>) -> &'static str {
    match difference {
        Difference::Lost(_) => "lost-text",
        Difference::Added(..) => "added-text",
        Difference::Changed(..) => "changed-text",
        Difference::Moved(_) => "moved-text",
        Difference::Repeated(..) => "repeated-text",
        Difference::Kind(..) => "changed-structure",
        Difference::Link(..) | Difference::Address(..) => "changed-link",
        Difference::Means(..) => "changed-meaning",
        Difference::Language(..) => "changed-language",
    }
}

/// A difference in words, and where what differs was written.
fn said(difference: &Difference<'_>) -> (String, Option<Place>) {
    match *difference {
        Difference::Lost(item) => (format!("lacks {}", named(item)), item.place),
        Difference::Added(item, place) => {
            (format!("holds {}, which nobody wrote", named(item)), place)
        }
        Difference::Changed(wanted, found) => {
            let (one, other) = first_difference(&wanted.text, &found.text);
            let kind = wanted.kind.name();
            (format!("has `{other}` where a {kind} says `{one}`"), wanted.place)
        }
        Difference::Moved(item) => {
            (format!("has {} at another place", named(item)), item.place)
        }
        Difference::Repeated(item, place) => {
            (format!("has {} once too often", named(item)), place)
        }
        Difference::Kind(wanted, found) => {
            let kind = found.kind.name();
            let other = match wanted.kind.name() == kind {
                true => format!("another {kind} ({:?}, not {:?})", found.kind, wanted.kind),
                false => format!("a {kind}"),
            };
            (format!("has {} as {other}", named(wanted)), wanted.place)
        }
        Difference::Link(item, ref one, ref other) => {
            let what =
                format!("leads to {other} in {}: it should lead to {one}", named(item));
            (what, item.place)
        }
        Difference::Address(item, id) => {
            (format!("has the address `#{id}` not at {}", named(item)), item.place)
        }
        Difference::Means(item, ref one, ref other) => {
            let (one, other) = (shortened_at(one, other), shortened_at(other, one));
            let what = format!("has {other} in {}, where it has {one}", named(item));
            (what, item.place)
        }
        Difference::Language(item, ref one, ref other) => {
            let what =
                format!("says that {} is in `{other}`: it is in `{one}`", named(item));
            (what, item.place)
        }
    }
}

/// An item in words.
fn named(item: &Item) -> String {
    let kind = item.kind.name();
    match item.kind {
        Kind::Open(_) => format!("the beginning of a {kind}"),
        Kind::Close(_) => format!("the end of a {kind}"),
        Kind::Heading(_)
        | Kind::Paragraph
        | Kind::Term
        | Kind::Caption
        | Kind::Code
        | Kind::Formula
        | Kind::Picture => format!("the {kind} `{}`", shortened(&item.text)),
    }
}

/// A text from shortly before what another says otherwise.
fn shortened_at(text: &str, other: &str) -> String {
    let same = text.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
    let start = if same > SHOWN / 2 { same - SHOWN / 4 } else { 0 };
    let part: String = text.chars().skip(start).collect();
    let before = if start > 0 { "…" } else { "" };
    format!("{before}{}", shortened(&part))
}

/// The beginning of a text.
pub(super) fn shortened(text: &str) -> String {
    let mut characters = text.chars();
    let start: String = characters.by_ref().take(SHOWN).collect();
    let more = if characters.next().is_some() { "…" } else { "" };
    format!("{}{more}", start.replace('\n', " "))
}

/// What differs first in two texts, with the words around it.
fn first_difference(one: &str, other: &str) -> (String, String) {
    let same = one.chars().zip(other.chars()).take_while(|(a, b)| a == b);
    let same: usize = same.map(|(c, _)| c.len_utf8()).sum();
    let start = one[..same].char_indices().rev().filter(|(_, c)| *c == ' ').nth(1);
    let start = start.map_or(0, |(at, _)| at + 1);
    (shortened(&one[start..]), shortened(&other[start..]))
}
