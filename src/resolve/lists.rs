//! Lists of figures, of tables and of code: what their captions say, without marks and links.

use serde::Serialize;

use crate::ast::{Block, BlockKind, Inline, InlineKind, visit_blocks};
use crate::diag::{Diagnostic, Sink};
use crate::project::{Edition, ListKind};

use super::{Chapter, Division, Number, NumberKind};

/// A list of figures or of tables.
#[derive(Debug, Clone, Serialize)]
pub struct CaptionList {
    /// What it names.
    pub kind: ListKind,
    /// Its entries in reading order; never empty.
    pub entries: Vec<ListEntry>,
}

/// An entry of a list of figures or of tables.
#[derive(Debug, Clone, Serialize)]
pub struct ListEntry {
    /// Where the figure or table stands.
    pub division: Division,
    /// Its address.
    pub id: String,
    /// Its number, if it has one: `2.1`.
    pub number: Option<String>,
    /// The caption without marks of notes, citations, links and addresses.
    pub text: Vec<Inline>,
    /// The same as plain text.
    pub title: String,
}

/// The lists that an edition wants. One without an entry is left out (`empty-list`).
pub(super) fn find(
    edition: &Edition,
    texts: &[(Division, &Chapter)],
    sink: &mut Sink,
) -> Vec<CaptionList> {
    let mut lists = Vec::new();
    for &(kind, place) in &edition.lists {
        let mut entries = Vec::new();
        for &(division, chapter) in texts {
            visit_blocks(&chapter.document.blocks, &mut |block| {
                entries.extend(entry(block, kind, division, chapter));
            });
        }
        if entries.is_empty() {
            let what = match kind {
                ListKind::Figures => "figure",
                ListKind::Tables => "table",
                ListKind::Code => "code",
            };
            let message = format!("no {what} of the edition has a caption to be listed");
            let help = "give one a caption, or take the list out of `lists`";
            sink.warn(Diagnostic::new("empty-list", message).at(place).help(help));
        } else {
            lists.push(CaptionList { kind, entries });
        }
    }
    lists
}

fn entry(
    block: &Block,
    kind: ListKind,
    division: Division,
    chapter: &Chapter,
) -> Option<ListEntry> {
    let (anchor, caption) = match (kind, &block.kind) {
        (ListKind::Figures, BlockKind::Figure { anchor, caption, .. }) => {
            (*anchor, caption.as_slice())
        }
        (ListKind::Figures, BlockKind::Panels(panels)) => {
            (panels.anchor?, panels.caption.as_ref()?.text.as_slice())
        }
        (ListKind::Tables, BlockKind::Table(table)) => {
            (table.anchor?, table.caption.as_ref()?.text.as_slice())
        }
        (ListKind::Code, BlockKind::Code { anchor, caption, .. }) => {
            ((*anchor)?, caption.as_slice())
        }
        (ListKind::Figures | ListKind::Tables | ListKind::Code, _) => return None,
    };
    let panel = |number: &Number| matches!(number.kind, NumberKind::Panel(_));
    if chapter.anchor(anchor).number.as_ref().is_some_and(panel) {
        // the list names the figure that it is a part of
        return None;
    }
    let mut text = plain(chapter, caption);
    trim(&mut text);
    let title = crate::ast::plain_text(&text).trim().to_owned();
    let anchor = chapter.anchor(anchor);
    let id = anchor.id.clone();
    let number = anchor.number.as_ref().map(|number| number.text.clone());
    (!title.is_empty()).then_some(ListEntry { division, id, number, text, title })
}

/// Inlines without what leads elsewhere or is led to.
fn plain(chapter: &Chapter, inlines: &[Inline]) -> Vec<Inline> {
    let plain = |inlines: &[Inline]| plain(chapter, inlines);
    let mut out = Vec::new();
    for inline in inlines {
        let kind = match &inline.kind {
            InlineKind::Note(_) => continue,
            InlineKind::Cite(id) => match chapter.reference_words(*id) {
                words if words.is_empty() => continue,
                words => InlineKind::Text(words),
            },
            InlineKind::Link { text, .. } => {
                out.extend(plain(text));
                continue;
            }
            InlineKind::Span { attributes, text } => {
                let mut attributes = attributes.clone();
                attributes.anchor = None;
                attributes.index.clear();
                InlineKind::Span { attributes, text: plain(text) }
            }
            InlineKind::Emph(text) => InlineKind::Emph(plain(text)),
            InlineKind::Strong(text) => InlineKind::Strong(plain(text)),
            InlineKind::Strike(text) => InlineKind::Strike(plain(text)),
            InlineKind::Insert(text) => InlineKind::Insert(plain(text)),
            InlineKind::Keys(text) => InlineKind::Keys(plain(text)),
            InlineKind::Superscript(text) => InlineKind::Superscript(plain(text)),
            InlineKind::Subscript(text) => InlineKind::Subscript(plain(text)),
            InlineKind::HardBreak => InlineKind::SoftBreak,
            InlineKind::Picture(picture) => InlineKind::Text(picture.alt.clone()),
            kind @ (InlineKind::Text(_)
            | InlineKind::Code(_)
            | InlineKind::Math(_)
            | InlineKind::SoftBreak) => kind.clone(),
        };
        out.push(Inline { span: inline.span, kind });
    }
    out
}

/// Takes away the space that was before a mark at the end.
fn trim(text: &mut Vec<Inline>) {
    while let Some(last) = text.last_mut() {
        match &mut last.kind {
            InlineKind::SoftBreak => {}
            InlineKind::Text(words) => {
                words.truncate(words.trim_end().len());
                if !words.is_empty() {
                    return;
                }
            }
            InlineKind::Emph(_)
            | InlineKind::Strong(_)
            | InlineKind::Strike(_)
            | InlineKind::Insert(_)
            | InlineKind::Superscript(_)
            | InlineKind::Keys(_)
            | InlineKind::Subscript(_)
            | InlineKind::Code(_)
            | InlineKind::Link { .. }
            | InlineKind::Cite(_)
            | InlineKind::Span { .. }
            | InlineKind::Note(_)
            | InlineKind::Math(_)
            | InlineKind::Picture(_)
            | InlineKind::HardBreak => return,
        }
        text.pop();
    }
}
