//! The baseline grid: lines of running text stand on lines that all pages share, so that
//! those of facing pages and of both sides of a leaf register.
//!
//! What is not running text takes the room it needs; the text below it goes on on the
//! grid, and what is left over stands above the heading or block that was off it.

use super::flow::{Content, Flow, Group};
use super::rows::{INTRODUCED, Row, RowKind};
use crate::length::Length;

/// Puts the rows of a group on the grid.
pub(super) fn snap(rows: &mut [Row], group: &Group, flow: &Flow, leading: Length) {
    if leading.0 <= 0 {
        return;
    }
    let below = |at: Length| Length(at.0.rem_euclid(leading.0));
    let on_grid = |row: &Row| match &group.items[row.item].content {
        Content::Text(block) => {
            let form = &flow.paragraphs[block.paragraph].form;
            form.leading == leading && !block.together
        }
        Content::Band(_)
        | Content::Picture(_)
        | Content::Panels(_)
        | Content::Beside(_)
        | Content::Ornament => false,
    };
    if !rows.iter().any(on_grid) {
        // small type alone, as in an index, has lines of its own
        return;
    }
    // where each row stands if there were no pages
    let mut places = Vec::with_capacity(rows.len());
    let mut at = group.sink;
    // where what is left over is to stand: above the first row off the grid
    let mut gap = 0;
    for number in 0..rows.len() {
        rows[number].stretch = Length::ZERO;
        if number > 0 {
            at += rows[number].space;
        }
        if on_grid(&rows[number]) {
            let pad = below(-at);
            if pad.0 > 0 {
                rows[gap].space += pad;
                for place in &mut places[gap..number] {
                    *place += pad;
                }
                at += pad;
            }
            gap = number + 1;
        } else if number > 0 && matches!(rows[number].penalty, 0 | INTRODUCED) {
            // blocks that follow one another: above the last that may begin a page
            let first = matches!(
                rows[number].kind,
                RowKind::Line(0) | RowKind::Whole | RowKind::Slice { first: true, .. }
            );
            if first {
                gap = number;
            }
        }
        places.push(at);
        at += rows[number].height;
    }
    let headers: Vec<Length> = rows.iter().map(|row| row.repeated(rows)).collect();
    for (number, row) in rows.iter_mut().enumerate() {
        let from = if number == 0 { group.sink } else { headers[number] };
        row.top = below(places[number] - from);
    }
}
