//! Tables: their grid, and which cells are headers of which (ISO 14289-1, 7.5).

use std::collections::BTreeSet;

use super::tree::elements;
use super::{Findings, Rule, Site};
use crate::verify::pdf::Element;

pub(super) const SCOPE: Rule =
    Rule { name: "Matterhorn 15-003", clause: "ISO 14289-1, 7.5; ISO 14289-2, 8.2.5.26" };
pub(super) const GRID: Rule = Rule {
    name: "PDF/UA 7.2 regular tables",
    clause: "ISO 14289-1, 7.2; ISO 14289-2, 8.2.5.26",
};

/// A cell takes no more places than this.
const MOST: i64 = 1 << 20;

/// Holds the tables against the rules.
pub(super) fn check(findings: &mut Findings<'_>) {
    for index in 0..findings.tree.nodes.len() {
        let element = findings.tree.nodes[index].element;
        if element.kind == "Table" {
            let rows = rows(element);
            headers(&rows, findings);
            if let Some(what) = irregular(&rows) {
                findings.add(&GRID, what, Site::Element(element.object));
            }
        }
    }
}

/// The cells of each row.
fn rows(table: &Element) -> Vec<Vec<&Element>> {
    let groups = elements(table).flat_map(|kid| match kid.kind.as_str() {
        "TR" => vec![kid],
        "THead" | "TBody" | "TFoot" => elements(kid).collect(),
        _ => Vec::new(),
    });
    groups.map(|row| elements(row).collect()).collect()
}

/// Every cell finds its headers by their names, or by the direction in which each says
/// that it reaches.
fn headers(rows: &[Vec<&Element>], findings: &mut Findings<'_>) {
    let cells = || rows.iter().flatten().copied();
    let names: BTreeSet<&str> = cells()
        .filter(|cell| cell.kind == "TH")
        .filter_map(|cell| cell.id.as_deref())
        .collect();
    let mut is_named = true;
    for cell in cells().filter(|cell| cell.kind == "TD") {
        let named = &cell.attributes.headers;
        is_named &= !named.is_empty();
        if let Some(name) = named.iter().find(|name| !names.contains(name.as_str())) {
            let what = format!("has a cell that names a header which is none: `{name}`");
            findings.add(&SCOPE, what, Site::Element(cell.object));
        }
    }
    if is_named {
        return;
    }
    for cell in cells().filter(|cell| cell.kind == "TH") {
        let scope = cell.attributes.scope.as_deref();
        if !matches!(scope, Some("Row" | "Column" | "Both")) {
            let what = "has a header cell that does not say of what it is the header";
            findings.add(&SCOPE, what, Site::Element(cell.object));
        }
    }
}

/// What is wrong with the grid of a table: rows of other widths, cells one over another.
fn irregular(rows: &[Vec<&Element>]) -> Option<&'static str> {
    let mut taken: BTreeSet<(i64, i64)> = BTreeSet::new();
    for (row, cells) in (0i64..).zip(rows) {
        let mut column = 0;
        for cell in cells {
            while taken.contains(&(row, column)) {
                column += 1;
            }
            let span = |said: Option<i64>| said.unwrap_or(1);
            let (columns, down) =
                (span(cell.attributes.column_span), span(cell.attributes.row_span));
            if columns < 1 || down < 1 || columns.saturating_mul(down) > MOST {
                return Some("has a table with a cell of an impossible size");
            }
            for at in (row..row + down)
                .flat_map(|y| (column..column + columns).map(move |x| (y, x)))
            {
                if !taken.insert(at) {
                    return Some("has a table with two cells at one place");
                }
            }
            column += columns;
        }
    }
    let height = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    let width = taken.iter().map(|at| at.1 + 1).max().unwrap_or(0);
    let is_full = i64::try_from(taken.len()).ok() == height.checked_mul(width);
    let is_high = taken.last().is_some_and(|at| at.0 >= height);
    if is_high {
        return Some("has a table with a cell that reaches below its last row");
    }
    (!is_full).then_some("has a table whose rows do not have the same number of columns")
}
