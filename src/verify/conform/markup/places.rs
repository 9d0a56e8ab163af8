//! Where what stands in a page was written.

use crate::source::Place;
use crate::verify::account::{self, Form};
use crate::verify::markup::dom::{Dom, NodeId, NodeKind};
use crate::verify::markup::publication::Publication;
use crate::verify::pages::Edition;
use crate::verify::told::{Item, Told, plain};

/// What each part of the reading order must tell, with where it stands.
pub(super) struct Places<'a> {
    pages: &'a Publication,
    parts: Vec<((usize, NodeId), Told)>,
}

impl<'a> Places<'a> {
    /// Those of an edition.
    pub(super) fn new(edition: &Edition<'_>, pages: &'a Publication) -> Self {
        let book = edition.book;
        let parts = book.spine.iter().filter_map(|&division| {
            let at = pages.part(book.division_id(division))?;
            Some((at, account::of(edition, division, Form::Pages)))
        });
        Self { pages, parts: parts.collect() }
    }

    /// Where the words of an element were written; of one without words what holds it, or
    /// what stands before it.
    pub(super) fn of(&self, page: usize, element: NodeId) -> Option<Place> {
        let dom = &self.pages.files.get(page)?.dom;
        let around: Vec<NodeId> =
            std::iter::once(element).chain(dom.around(element)).collect();
        let own = |((at, holder), _): &&((usize, NodeId), Told)| {
            *at == page && around.contains(holder)
        };
        let (_, told) = self.parts.iter().find(own)?;
        let items: Vec<&Item> = told
            .items
            .iter()
            .chain(told.notes.iter().flat_map(|(_, items)| items))
            .collect();
        let body =
            around.iter().position(|&one| matches!(dom.name(one), "body" | "section"));
        for &one in around.iter().take(body.unwrap_or(around.len()).max(1)) {
            let words = words(dom, one);
            if let Some(place) = said(&items, &words).or_else(|| self.addressed(dom, one)) {
                return Some(place);
            }
        }
        None
    }

    /// Where that was written at which the address of an element stands.
    fn addressed(&self, dom: &Dom, id: NodeId) -> Option<Place> {
        let address = dom.attribute(id, "id")?;
        self.parts.iter().find_map(|(_, told)| {
            let notes = told.notes.iter().flat_map(|(_, items)| items);
            let mut all = told.items.iter().chain(notes);
            all.find(|item| item.ids.iter().any(|one| one == address))?.place
        })
    }
}

/// The words of an element, or what stands in the stead of a picture.
fn words(dom: &Dom, id: NodeId) -> String {
    let mut text = String::new();
    for id in std::iter::once(id).chain(dom.below(id)) {
        match dom.kind(id) {
            NodeKind::Text(words) => text.push_str(words),
            NodeKind::Element(_) if dom.name(id) == "img" => {
                text.push_str(dom.attribute(id, "alt").unwrap_or_default());
            }
            NodeKind::Element(_) | NodeKind::Document | NodeKind::Silent => {}
        }
    }
    plain(&text)
}

/// The item that says some words, alone or among others.
fn said(items: &[&Item], words: &str) -> Option<Place> {
    if words.is_empty() {
        return None;
    }
    let having = |wanted: &dyn Fn(&&&Item) -> bool| items.iter().find(wanted)?.place;
    having(&|item| item.text == words && item.place.is_some())
        .or_else(|| having(&|item| item.place.is_some() && item.text.contains(words)))
        .or_else(|| {
            having(&|item| {
                item.place.is_some()
                    && !item.text.is_empty()
                    && words.starts_with(&item.text)
            })
        })
}
