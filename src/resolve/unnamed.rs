//! Links without words, `[](other.md)`: each is given the title of what it leads to, as in
//! `MyST`.

use std::collections::BTreeMap;

use crate::ast::{Attributes, Inline, InlineKind, at, direction_of, each_text_in};

use super::{Book, Chapter, Name, NumberKind, Target};

/// What a link is to show.
struct Shown {
    words: Vec<Inline>,
    /// Their language (BCP 47).
    language: String,
}

/// Gives words to the links of a book that lead into it and have none. Words of another
/// language say so (WCAG 2.2, success criterion 3.1.2).
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
        let language = text.language.as_deref().unwrap_or(&book.info.language);
        let document = &mut text.document;
        let notes = document.notes.iter_mut().map(|note| &mut note.blocks);
        for blocks in std::iter::once(&mut document.blocks).chain(notes) {
            each_text_in(blocks, language, &mut |text, language| {
                write(text, &names, language);
            });
        }
    }
}

/// What each link of a text without words leads to is called.
fn names(book: &Book, text: &Chapter) -> BTreeMap<u32, Shown> {
    let language = |of: Option<&str>| of.unwrap_or(&book.info.language).to_owned();
    let mut found = BTreeMap::new();
    text.document.visit_inlines(&mut |inline| {
        let InlineKind::Link { to, text: words, .. } = &inline.kind else { return };
        if !words.is_empty() {
            return;
        }
        let plain = |words: &str| {
            let kind = InlineKind::Text(words.to_owned());
            vec![Inline { span: inline.span, kind }]
        };
        let called = |name: Name<'_>| match name.marked {
            Some((_, text)) => text.to_vec(),
            None if name.plain.is_empty() => Vec::new(),
            None => plain(name.plain),
        };
        let (words, language) = match text.target(*to) {
            Target::Anchor { chapter, anchor } => {
                let there = book.text(*chapter);
                let own = there.anchor(*anchor);
                let number = own.number.as_ref();
                let callout =
                    number.filter(|one| matches!(one.kind, NumberKind::Callout(_)));
                if let Some(number) = callout {
                    let words = book.words_of(text).referred(number, false);
                    (plain(&words), language(text.language.as_deref()))
                } else {
                    // a place without words is named after its chapter
                    let is_bare = own.title.is_empty();
                    let name = if is_bare { there.name() } else { there.name_of(own) };
                    (called(name), language(there.language.as_deref()))
                }
            }
            Target::Division(division) => {
                let words = called(book.division_name(*division));
                (words, language(book.language_of(*division)))
            }
            Target::Url(_) | Target::Picture(_) => return,
        };
        if !words.is_empty() {
            found.insert(to.0, Shown { words, language });
        }
    });
    found
}

/// Writes the words into links of some inlines in a language.
fn write(inlines: &mut [Inline], names: &BTreeMap<u32, Shown>, language: &str) {
    for inline in inlines {
        match &mut inline.kind {
            InlineKind::Link { to, text, .. } => {
                if text.is_empty()
                    && let Some(shown) = names.get(&to.0)
                {
                    let words = at(inline.span, &shown.words);
                    if shown.language.eq_ignore_ascii_case(language) {
                        text.extend(words);
                        continue;
                    }
                    let direction = direction_of(&shown.language);
                    let differs = direction != direction_of(language);
                    let attributes = Attributes {
                        language: Some(shown.language.clone()),
                        direction: differs.then_some(direction),
                        ..Attributes::default()
                    };
                    let attributes = Box::new(attributes);
                    let kind = InlineKind::Span { attributes, text: words };
                    text.push(Inline { span: inline.span, kind });
                }
            }
            InlineKind::Span { attributes, text } => {
                let own = attributes.language.as_deref();
                write(text, names, own.unwrap_or(language));
            }
            InlineKind::Emph(inner)
            | InlineKind::Strong(inner)
            | InlineKind::Strike(inner)
            | InlineKind::Insert(inner)
            | InlineKind::Keys(inner)
            | InlineKind::Superscript(inner)
            | InlineKind::Subscript(inner) => write(inner, names, language),
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
