//! The order of headings: one title first, and no level left out.
//!
//! Whoever has a page read aloud goes by the levels of its headings (WCAG 2.2, success
//! criterion 1.3.1), and PDF/UA-1 (ISO 14289-1, clause 7.4.2) lets none be left out. So
//! levels are closed up, which is told; nothing else of the text changes.

use crate::ast::{Block, BlockKind, DEEPEST_HEADING, MovedHeading, close_gaps};

use super::Reader;

/// Checks the headings of a chapter and gives them levels without gaps.
pub(super) fn check(reader: &mut Reader<'_>) {
    let mut blocks = std::mem::take(&mut reader.document.blocks);
    check_title(reader, &blocks);
    for moved in close_gaps(&mut blocks) {
        tell(reader, moved);
    }
    reader.document.blocks = blocks;
}

/// Tells where the title of a chapter does not stand first.
fn check_title(reader: &mut Reader<'_>, blocks: &[Block]) {
    // A picture may stand above the title.
    let picture =
        |kind: &BlockKind| matches!(kind, BlockKind::Figure { .. } | BlockKind::Panels(_));
    let level = |block: &Block| {
        let BlockKind::Heading { level, .. } = block.kind else { return None };
        Some(level)
    };
    let Some(at) = blocks.iter().position(|block| level(block) == Some(1)) else { return };
    let (before, span) = (&blocks[..at], blocks[at].span);
    if before.iter().any(|block| level(block).is_some()) {
        let message = "the title of a chapter stands behind other headings".to_owned();
        let help = "they stay above it and are in no contents list; move the title to the \
                    top of the file, or write it with `##`";
        reader.warn("late-title", message, span, help);
    } else if before.iter().any(|block| !picture(&block.kind)) {
        let message = "the title of a chapter does not stand first".to_owned();
        let help = "the text above it stays there; move the title to the top of the file, \
                    or write it with `##`";
        reader.warn("late-title", message, span, help);
    }
}

fn tell(reader: &mut Reader<'_>, moved: MovedHeading) {
    let MovedHeading { span, from, before, to } = moved;
    if to > DEEPEST_HEADING {
        let message = "a heading lies more than six levels deep".to_owned();
        let help = "begin another chapter file with the title above it";
        reader.error("second-title", message, span, help);
    } else if from == 1 {
        let message = "a chapter has a second title, which is set as a section".to_owned();
        let help = "write it with `##` and those below it with one `#` more, or begin \
                    another chapter file";
        reader.warn("second-title", message, span, help);
    } else {
        let message = format!(
            "a heading of level {from} follows one of level {before}, and is set as one of \
             level {to}"
        );
        let help = format!(
            "write it with {to} `#`, and those that stand beside it and below it to match"
        );
        reader.warn("heading-gap", message, span, &help);
    }
}
