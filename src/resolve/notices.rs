//! What notices may hold.

use crate::ast::{BlockKind, InlineKind};
use crate::diag::{Diagnostic, Sink};
use crate::project::{Edition, NoticePosition, Project};
use crate::source::Place;

use super::Text;

/// Refuses what a notice cannot hold.
pub(super) fn check(
    project: &Project,
    edition: &Edition,
    texts: &[Text<'_>],
    sink: &mut Sink,
) {
    for text in texts {
        let Some(number) = text.notice else { continue };
        let notice = &project.notices[number];
        if text.document.blocks.is_empty() {
            let message = format!("the notice `{}` has no text", notice.id);
            let diagnostic = Diagnostic::new("empty-notice", message).at(notice.text.named);
            sink.error(diagnostic.help(format!("write it in `manuscript/{}`", text.path)));
        }
        text.document.visit(&mut |block| {
            if matches!(block.kind, BlockKind::Heading { .. }) {
                let place = Place { source: text.source, span: block.span };
                let message = "a notice cannot hold headings";
                let help = "its heading is the `title` in `trifold.toml`; \
                            write others as bold words";
                let diagnostic = Diagnostic::new("heading-in-notice", message);
                sink.error(diagnostic.at(place).help(help));
            }
        });
        let placed = edition.notices.iter().find(|(of, _)| *of == number);
        let at_foot = placed.is_some_and(|(_, places)| {
            [places.epub, places.pdf, places.html, places.site]
                .iter()
                .any(|place| place.at == NoticePosition::PageFoot)
        });
        if at_foot {
            check_foot(text, sink);
        }
    }
}

/// Refuses what cannot be said again at the foot of every page.
fn check_foot(text: &Text<'_>, sink: &mut Sink) {
    let mut refuse = |what: &str, span| {
        let message = format!("a notice at the foot of every page cannot hold {what}");
        let help = "write paragraphs of words there, or place the notice elsewhere";
        let place = Place { source: text.source, span };
        sink.error(Diagnostic::new("bad-foot-notice", message).at(place).help(help));
    };
    for block in &text.document.blocks {
        match &block.kind {
            // a heading is told already
            BlockKind::Paragraph(_) | BlockKind::Heading { .. } => {}
            BlockKind::Attribution(_)
            | BlockKind::Stanza(_)
            | BlockKind::List(_)
            | BlockKind::Quote(_)
            | BlockKind::Code { .. }
            | BlockKind::Table(_)
            | BlockKind::Definitions(_)
            | BlockKind::Callout(_)
            | BlockKind::Details(_)
            | BlockKind::Div(_)
            | BlockKind::Equation { .. }
            | BlockKind::Figure { .. }
            | BlockKind::Panels(_)
            | BlockKind::Rule
            | BlockKind::References => refuse("anything but paragraphs", block.span),
        }
    }
    text.document.visit_inlines(&mut |inline| match &inline.kind {
        InlineKind::Note(_) => refuse("notes", inline.span),
        InlineKind::Picture(_) => refuse("pictures", inline.span),
        InlineKind::Math(_) => refuse("formulas", inline.span),
        InlineKind::Text(_)
        | InlineKind::Emph(_)
        | InlineKind::Strong(_)
        | InlineKind::Strike(_)
        | InlineKind::Insert(_)
        | InlineKind::Keys(_)
        | InlineKind::Superscript(_)
        | InlineKind::Subscript(_)
        | InlineKind::Code(_)
        | InlineKind::Link { .. }
        | InlineKind::Cite(_)
        | InlineKind::Span { .. }
        | InlineKind::SoftBreak
        | InlineKind::HardBreak => {}
    });
}
