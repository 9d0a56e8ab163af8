//! Links without words, `[](other.md)`: each is given the title of what it leads to, as in
//! `MyST`.

use std::collections::BTreeMap;

use crate::ast::{Inline, InlineKind, each_text};

use super::{Book, Chapter, Target};

/// Gives words to the links of a book that lead into it and have none.
pub(super) fn name(book: &mut Book) {
    let of = |text: &Chapter| names(book, text);
    let chapters: Vec<_> = book.chapters.iter().map(of).collect();
    let notices: Vec<_> = book.notices.iter().map(|notice| of(&notice.body)).collect();
    let bodies = book.notices.iter_mut().map(|notice| &mut notice.body);
    let texts = book.chapters.iter_mut().chain(bodies);
    for (text, names) in texts.zip(chapters.into_iter().chain(notices)) {
        if names.is_empty() {
            continue;
        }
        let document = &mut text.document;
        let notes = document.notes.iter_mut().map(|note| &mut note.blocks);
        for blocks in std::iter::once(&mut document.blocks).chain(notes) {
            each_text(blocks, &mut |text| write(text, &names));
        }
    }
}

/// What each link of a text without words leads to is called.
fn names(book: &Book, text: &Chapter) -> BTreeMap<u32, String> {
    let mut found = BTreeMap::new();
    text.document.visit_inlines(&mut |inline| {
        let InlineKind::Link { to, text: words, .. } = &inline.kind else { return };
        if !words.is_empty() {
            return;
        }
        let name = match text.target(*to) {
            Target::Anchor { chapter, anchor } => {
                let text = book.text(*chapter);
                let own = text.anchor(*anchor).title.as_str();
                // a place without words is named after its chapter
                Some(if own.is_empty() { text.title.as_str() } else { own })
            }
            Target::Division(division) => Some(book.division_title(*division)),
            Target::Url(_) | Target::Picture(_) => None,
        };
        found.extend(
            name.filter(|name| !name.is_empty()).map(|name| (to.0, name.to_owned())),
        );
    });
    found
}

fn write(inlines: &mut [Inline], names: &BTreeMap<u32, String>) {
    for inline in inlines {
        match &mut inline.kind {
            InlineKind::Link { to, text, .. } => {
                if text.is_empty()
                    && let Some(name) = names.get(&to.0)
                {
                    let kind = InlineKind::Text(name.clone());
                    text.push(Inline { span: inline.span, kind });
                }
            }
            InlineKind::Emph(inner)
            | InlineKind::Strong(inner)
            | InlineKind::Strike(inner)
            | InlineKind::Insert(inner)
            | InlineKind::Keys(inner)
            | InlineKind::Superscript(inner)
            | InlineKind::Subscript(inner)
            | InlineKind::Span { text: inner, .. } => write(inner, names),
            InlineKind::Text(_)
            | InlineKind::Code(_)
            | InlineKind::Math(_)
            | InlineKind::Picture(_)
            | InlineKind::Cite(_)
            | InlineKind::Note(_)
            | InlineKind::SoftBreak
            | InlineKind::HardBreak => {}
        }
    }
}
