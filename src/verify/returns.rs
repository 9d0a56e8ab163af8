//! The proof of the links back: from a note to its marks, from a reference to what cites it.

use crate::diag::Sink;
use crate::resolve::{Book, Division};

use super::markup::tell::Page;
use super::report::Subject;
use super::told::{Aim, Item, Told};

/// Proves that every link back of a part is there, in order, and shows the number of what
/// it leads to.
pub(super) fn check(
    book: &Book,
    division: Division,
    (wanted, page): (&Told, &Page),
    subject: &Subject,
    sink: &mut Sink,
) {
    let mut found: Vec<&str> = Vec::new();
    for (aim, words, name) in &page.returns {
        // what leads nowhere is told
        let Aim::Inside(id) = aim else { continue };
        found.push(id);
        let shown = shown(wanted, id);
        let named = name.is_empty()
            || name.contains(shown.trim_start_matches('↑')) && !name.contains(['<', '.']);
        if *words != shown || !named {
            let what = format!(
                "shows `{words}`, called `{name}`, for the link back to `#{id}`: `{shown}`"
            );
            subject.tell("changed-link", &what, item(wanted, id), sink);
        }
    }
    let mut missing: Vec<String> = Vec::new();
    for id in due(book, division, wanted) {
        match found.iter().position(|one| *one == id) {
            Some(at) => {
                found.remove(at);
            }
            None => missing.push(id),
        }
    }
    for id in missing {
        let what = format!("lacks a link back to `#{id}`");
        subject.tell("changed-link", &what, item(wanted, &id), sink);
    }
    for id in found {
        let what = format!("has a link back to `#{id}`, which nothing leads from");
        subject.tell("changed-link", &what, item(wanted, id), sink);
    }
}

/// What links back must lead to: the marks of notes, and citations of references.
fn due(book: &Book, division: Division, wanted: &Told) -> Vec<String> {
    let notes = wanted.notes.iter().flat_map(|note| &note.1);
    let items = wanted.items.iter().chain(notes);
    let marks = items.flat_map(|item| &item.ids).filter(|id| id.starts_with("fnref-"));
    let mut due: Vec<String> = marks.cloned().collect();
    for reference in book.references_in(division) {
        for from in &reference.cited_from {
            let chapters = u32::try_from(book.chapters.len()).unwrap_or(u32::MAX);
            let number = from.chapter;
            let home = number.checked_sub(chapters);
            let home = home.map_or(Division::Chapter(number), Division::Notice);
            let text = book.text_of(home);
            due.extend(text.map(|text| text.citation(from.cite).id.clone()));
        }
    }
    due
}

/// What a link back shows: the number of the note, `↑2` for its second mark, `↑3` for the
/// third citation.
fn shown(wanted: &Told, id: &str) -> String {
    if let Some(number) = id.strip_prefix("cite-") {
        return format!("↑{number}");
    }
    let number = id.trim_start_matches("fnref-");
    if let Some((_, turn)) = number.split_once('-') {
        return format!("↑{turn}");
    }
    let note = format!("fn-{number}");
    let at = wanted.notes.iter().position(|(id, _)| *id == note);
    // the number that its mark shows
    let items = wanted.items.iter().chain(wanted.notes.iter().flat_map(|note| &note.1));
    let mark = items
        .flat_map(|item| &item.links)
        .find(|link| link.to == Aim::Inside(note.clone()));
    mark.map(|link| link.text.clone())
        .or_else(|| at.map(|at| (at + 1).to_string()))
        .unwrap_or_default()
}

fn item<'a>(wanted: &'a Told, id: &str) -> Option<&'a Item> {
    let notes = wanted.notes.iter().flat_map(|note| &note.1);
    let mut items = wanted.items.iter().chain(notes);
    items.find(|item| item.ids.iter().any(|own| own == id))
}
