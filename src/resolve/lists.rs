//! Lists of figures, of tables and of code: what their captions say, without marks and links.

use serde::Serialize;

use crate::ast::{Block, BlockKind, Inline, legible_text, visit_blocks};
use crate::diag::{Diagnostic, Sink};
use crate::project::{Edition, ListKind};

use super::{Chapter, Division, Number, NumberKind, names};

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
    /// The same where no marks can be.
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
                ListKind::Abbreviations => continue,
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
        (
            ListKind::Figures | ListKind::Tables | ListKind::Code | ListKind::Abbreviations,
            _,
        ) => return None,
    };
    let panel = |number: &Number| matches!(number.kind, NumberKind::Panel(_));
    if chapter.anchor(anchor).number.as_ref().is_some_and(panel) {
        // the list names the figure that it is a part of
        return None;
    }
    let mut text = names::without_ways(caption, &|id| chapter.reference_words(id));
    names::trim(&mut text);
    let title = legible_text(&text, &|_| String::new()).trim().to_owned();
    let anchor = chapter.anchor(anchor);
    let id = anchor.id.clone();
    let number = anchor.number.as_ref().map(|number| number.text.clone());
    (!title.is_empty()).then_some(ListEntry { division, id, number, text, title })
}
