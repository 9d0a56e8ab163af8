//! The proof of links from page to page of a site, and of contents lists beside the text.

use std::collections::BTreeMap;

use crate::diag::Sink;

use super::account::{self, Called, Marks, Room, place_of, unfolded};
use super::front::{Listed, link};
use super::markup::dom::{Dom, NodeId};
use super::markup::publication::Publication;
use super::pages::Edition;
use super::report::{Subject, shortened};
use super::told::{Aim, plain};

/// What a part of the book is called on the pages of others.
struct Part {
    marked: Called,
    bare: Called,
    by: Option<String>,
    /// Whether its title is in another language than the book.
    foreign: bool,
}

impl Part {
    /// Whether a link calls it that: in a list of contents with who wrote it, else behind
    /// other words.
    fn is_called(&self, found: &Listed, in_list: bool) -> bool {
        let nothing = Marks::default();
        let Marks { means, foreign } = found.said.as_ref().unwrap_or(&nothing);
        let by = self.by.as_ref().filter(|_| in_list);
        let with_by = |words: &str| match by {
            Some(by) => plain(&format!("{words} {by}")),
            None => words.to_owned(),
        };
        let is = |found: &str, own: &str| match in_list {
            true => found == own,
            false => found.ends_with(own),
        };
        // behind other words the whole may be in the language of the part
        let whole = usize::from(self.foreign && !in_list);
        let own = foreign.get(whole.min(foreign.len())..).unwrap_or_default();
        let is_marked = is(&found.words, &with_by(&self.marked.words))
            && *means == self.marked.said.means
            && own == self.marked.said.foreign;
        let bare = unfolded(&with_by(&self.bare.words));
        is_marked
            || means.is_empty() && own.is_empty() && is(&unfolded(&found.words), &bare)
    }
}

/// Proves that they call the parts of the book what they are called.
pub(super) fn check(
    edition: &Edition<'_>,
    pages: &Publication,
    aim: &dyn Fn(usize, &str) -> Aim,
    subject: &Subject,
    sink: &mut Sink,
) {
    let book = edition.book;
    // the first page is called as the book is
    let parts = book.spine.iter().filter(|&&one| book.is_listed(one));
    let parts: BTreeMap<&str, Part> = parts
        .map(|&division| {
            let called = |room: Room| account::of_division(book, division, room);
            let part = Part {
                marked: called(Room::Text),
                bare: called(Room::Bare),
                by: book.byline(division),
                foreign: book.language_of(division).is_some(),
            };
            (book.division_id(division), part)
        })
        .collect();
    let in_list = |dom: &Dom, id: NodeId| {
        let mut around = dom.around(id);
        around.any(|one| {
            dom.is(one, "nav") && dom.attribute(one, "class") == Some("contents")
        })
    };
    for (number, file) in pages.files.iter().enumerate() {
        let dom = &file.dom;
        for id in dom.below(Dom::root()).into_iter().filter(|&id| dom.name(id) == "a") {
            let turns = matches!(dom.attribute(id, "rel"), Some("prev" | "next"));
            if !turns && !in_list(dom, id) {
                continue;
            }
            let href = dom.attribute(id, "href").unwrap_or_default();
            let Aim::Inside(to) = aim(number, href) else { continue };
            let Some(part) = parts.get(to.as_str()) else { continue };
            let found = link(dom, id, Aim::File);
            if part.is_called(&found, !turns) {
                continue;
            }
            let what = format!(
                "has `{}` in a link from page to page to what is called `{}`",
                shortened(&found.words),
                shortened(&part.marked.words)
            );
            let place = place_of(edition, &to);
            subject.tell_at("changed-text", &what, place, sink);
        }
    }
}
