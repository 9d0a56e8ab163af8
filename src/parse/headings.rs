//! The order of headings: one title first, and no level left out.

use crate::ast::{Block, BlockKind};

use super::Reader;

/// Checks the headings of a chapter, which all stand at its top level.
pub(super) fn check(reader: &mut Reader<'_>) {
    let blocks = std::mem::take(&mut reader.document.blocks);
    let mut before: u8 = 1;
    let mut title = false;
    let mut text_before = false;
    for block in &blocks {
        let BlockKind::Heading { level, .. } = &block.kind else {
            // A picture may stand above the title.
            let picture =
                matches!(block.kind, BlockKind::Figure { .. } | BlockKind::Panels(_));
            text_before |= !picture;
            continue;
        };
        if *level == 1 {
            check_title(reader, block, title, text_before);
            title = true;
        } else if *level > before + 1 {
            let message =
                format!("a heading of level {level} follows one of level {before}");
            let help = format!("write it with {} `#`", before + 1);
            reader.error("heading-gap", message, block.span, &help);
        }
        before = *level;
        text_before = true;
    }
    reader.document.blocks = blocks;
}

fn check_title(reader: &mut Reader<'_>, block: &Block, title: bool, text_before: bool) {
    if title {
        let message = "a chapter has a second title".to_owned();
        let help = "write it with `##`, or begin another chapter file";
        reader.error("second-title", message, block.span, help);
    } else if text_before {
        let message = "the title of a chapter does not stand first".to_owned();
        let help = "move it to the top of the file, or write it with `##`";
        reader.error("late-title", message, block.span, help);
    }
}
