//! Chapters that contents lists do not name, in a book that has no others.

use crate::ast::BlockKind;
use crate::diag::{Diagnostic, Sink};
use crate::source::Place;

use super::{Book, Division};

/// Lists the chapters of a book of which a contents list would name nothing, which no EPUB
/// may have (EPUB 3.3, section 7.4.1); tells that.
pub(super) fn list(book: &mut Book, sink: &mut Sink) {
    if book.spine.iter().any(|&division| book.is_listed(division)) {
        return;
    }
    for division in &book.spine {
        let Division::Chapter(number) = *division else { continue };
        let chapter = &mut book.chapters[number as usize];
        for block in &mut chapter.document.blocks {
            let BlockKind::Heading { anchor, unlisted, .. } = &mut block.kind else {
                continue;
            };
            if chapter.title_anchor == Some(*anchor) && std::mem::take(unlisted) {
                let message = "a title is set without `.unlisted`: the contents list would \
                               be empty";
                let place = Place { source: chapter.source, span: block.span };
                let diagnostic = Diagnostic::new("attribute-left-out", message).at(place);
                sink.warn(diagnostic.help("take it out of the braces"));
            }
        }
    }
}
