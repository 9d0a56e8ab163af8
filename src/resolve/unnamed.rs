//! Links without words, `[](other.md)`: each is given the title of what it leads to, as in
//! `MyST`.

use std::collections::BTreeMap;

use crate::ast::{Inline, InlineKind, at, each_text};

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
fn names(book: &Book, text: &Chapter) -> BTreeMap<u32, Vec<Inline>> {
    let mut found = BTreeMap::new();
    text.document.visit_inlines(&mut |inline| {
        let InlineKind::Link { to, text: words, .. } = &inline.kind else { return };
        if !words.is_empty() {
            return;
        }
        let name = match text.target(*to) {
            Target::Anchor { chapter, anchor } => {
                let text = book.text(*chapter);
                let own = text.anchor(*anchor);
                // a place without words is named after its chapter
                Some(if own.title.is_empty() { text.name() } else { text.name_of(own) })
            }
            Target::Division(division) => Some(book.division_name(*division)),
            Target::Url(_) | Target::Picture(_) => None,
        };
        let Some(name) = name.filter(|name| !name.plain.is_empty()) else { return };
        let plain = InlineKind::Text(name.plain.to_owned());
        let words = match name.marked {
            Some((_, text)) => text.to_vec(),
            None => vec![Inline { span: inline.span, kind: plain }],
        };
        found.insert(to.0, words);
    });
    found
}

fn write(inlines: &mut [Inline], names: &BTreeMap<u32, Vec<Inline>>) {
    for inline in inlines {
        match &mut inline.kind {
            InlineKind::Link { to, text, .. } => {
                if text.is_empty()
                    && let Some(name) = names.get(&to.0)
                {
                    text.extend(at(inline.span, name));
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
