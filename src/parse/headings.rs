//! The order of headings: one title first, and no level left out.
//!
//! Whoever has a page read aloud goes by the levels of its headings (WCAG 2.2, success
//! criterion 1.3.1), and PDF/UA-1 (ISO 14289-1, clause 7.4.2) lets none be left out. So
//! levels are closed up, which is told; nothing else of the text changes.

use crate::ast::{
    Block, BlockKind, DEEPEST_HEADING, MovedHeading, chapter_starts, close_gaps,
};
use crate::project::Titles;

use super::Reader;

/// Checks the headings of a chapter and gives them levels without gaps.
pub(super) fn check(reader: &mut Reader<'_>) {
    let mut blocks = std::mem::take(&mut reader.document.blocks);
    let starts = match reader.titles {
        Titles::Each => chapter_starts(&blocks),
        Titles::One | Titles::Sections => Vec::new(),
    };
    let ends = starts.iter().copied().chain([blocks.len()]);
    let mut start = 0;
    for end in ends.collect::<Vec<_>>() {
        let chapter = &mut blocks[start..end];
        check_title(reader, chapter);
        for moved in close_gaps(chapter) {
            tell(reader, moved);
        }
        start = end;
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
        if reader.titles == Titles::Sections {
            return;
        }
        let message = "a chapter has a second title, which is set as a section".to_owned();
        let help = match reader.titles {
            Titles::One | Titles::Sections => {
                "write it with `##` and those below it with one `#` more, or begin another \
                 chapter file"
            }
            Titles::Each => {
                "write it with `##` and those below it with one `#` more, or take it out of \
                 the block to begin another chapter"
            }
        };
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
