//! The languages of the words that an index takes from a text.

use crate::ast::{BlockKind, InlineKind};
use crate::source::Span;

use super::super::Chapter;

/// Which language a chapter is written in, and what stands in others.
pub(super) struct Languages<'c> {
    of_book: &'c str,
    of_chapter: &'c str,
    /// What says its language: outer before inner.
    marked: Vec<(Span, &'c str)>,
}

impl<'c> Languages<'c> {
    pub(super) fn of(chapter: &'c Chapter, of_book: &'c str) -> Self {
        let mut marked: Vec<(Span, &str)> = Vec::new();
        chapter.document.visit(&mut |block| {
            if let BlockKind::Div(div) = &block.kind {
                marked.extend(div.language.as_deref().map(|own| (block.span, own)));
            }
        });
        chapter.document.visit_inlines(&mut |inline| {
            if let InlineKind::Span { attributes, .. } = &inline.kind {
                let own = attributes.language.as_deref();
                marked.extend(own.map(|own| (inline.span, own)));
            }
        });
        let of_chapter = chapter.language.as_deref().unwrap_or(of_book);
        Self { of_book, of_chapter, marked }
    }

    /// The language of words at a place, where that is not the language of the book: of the
    /// words there (`own`), or of words that are said of them.
    pub(super) fn at(&self, place: Span, own: bool) -> Option<&'c str> {
        let around = self.marked.iter().filter(|(span, _)| {
            span.start <= place.start && place.end <= span.end && (own || *span != place)
        });
        let inner = around.min_by_key(|(span, _)| span.end - span.start);
        let language = inner.map_or(self.of_chapter, |&(_, language)| language);
        (language != self.of_book).then_some(language)
    }
}
