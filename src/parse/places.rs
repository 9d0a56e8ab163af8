//! Where text stands behind definitions of links in the same block.
//!
//! comrak 0.59 takes `[name]: address` out of the beginning of a paragraph after it noted
//! where its lines begin, and counts what is left from the first of them
//! (`resolve_reference_link_definitions`). The lines that it took are counted in here.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "comrak has many kinds of nodes; definitions stand in two of them"
)]

use comrak::nodes::{AstNode, NodeValue};

use super::lines::Lines;

/// Moves what stands behind definitions down to its own lines.
pub(super) fn mend<'n>(root: &'n AstNode<'n>, text: &str, lines: &Lines) {
    if !text.contains("]:") {
        return;
    }
    for node in root.descendants() {
        let (start, last) = {
            let data = node.data();
            let underline = match &data.value {
                NodeValue::Paragraph => 0,
                NodeValue::Heading(heading) if heading.setext => 1,
                _ => continue,
            };
            (data.sourcepos.start, data.sourcepos.end.line.saturating_sub(underline))
        };
        let written =
            text.get(lines.offset(start.line, start.column)..).unwrap_or_default();
        if !begins_definition(written) {
            continue;
        }
        let inner = node.descendants().skip(1);
        let reached = inner.map(|inner| inner.data().sourcepos.end.line).max();
        let Some(taken) = reached.and_then(|reached| last.checked_sub(reached)) else {
            continue;
        };
        if taken == 0 {
            continue;
        }
        node.data_mut().sourcepos.start.line += taken;
        for inner in node.descendants().skip(1) {
            let position = &mut inner.data_mut().sourcepos;
            position.start.line += taken;
            position.end.line += taken;
        }
    }
}

/// Whether a text begins as a definition does: `[name]:`.
fn begins_definition(text: &str) -> bool {
    let Some(inner) = text.strip_prefix('[') else { return false };
    let mut escaped = false;
    // a name has at most 999 characters (CommonMark 0.31, 4.7)
    for (at, c) in inner.char_indices().take(1_000) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '[' => return false,
            ']' => return inner[at + 1..].starts_with(':'),
            _ => {}
        }
    }
    false
}
