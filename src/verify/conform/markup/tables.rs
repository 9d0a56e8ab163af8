//! Tables: that rows and columns are whole, and that cells know their headers.

use std::collections::BTreeMap;

use super::Rule;
use super::page::{Faults, Page};
use crate::verify::markup::dom::NodeId;

/// No two cells take one place, no cell reaches past its group of rows, and in every
/// column a cell begins.
pub(super) const GRID: Rule = Rule { name: "table-grid", clause: "HTML, 4.9.12" };

/// `scope` stands at headers alone and says a row, a column or a group of them.
pub(super) const SCOPE: Rule =
    Rule { name: "header-scope", clause: "HTML, 4.9.10; WCAG 2.2, 1.3.1" };

/// `headers` names headers of the same table.
pub(super) const HEADERS: Rule =
    Rule { name: "cell-headers", clause: "HTML, 4.9.11; WCAG 2.2, 1.3.1" };

/// Counts of rows and columns are counts.
pub(super) const SPAN: Rule = Rule { name: "cell-span", clause: "HTML, 4.9.11" };

/// The most columns that a cell may take (HTML, 4.9.11).
const MOST_COLUMNS: usize = 1000;

/// The most rows that a cell may take (HTML, 4.9.11).
const MOST_ROWS: usize = 65_534;

/// Holds the tables of a page against their rules.
pub(super) fn check(page: &Page<'_>, faults: &mut Faults) {
    let dom = page.dom;
    for id in page.named(&["td", "th"]) {
        if let Some(scope) = dom.attribute(id, "scope") {
            let known = matches!(scope, "row" | "col" | "rowgroup" | "colgroup");
            if dom.name(id) != "th" || !known {
                let what = format!("with `scope=\"{scope}\"`");
                faults.element(&SCOPE, page, id, &what);
            }
        }
        for (name, most) in [("colspan", MOST_COLUMNS), ("rowspan", MOST_ROWS)] {
            let Some(said) = dom.attribute(id, name) else { continue };
            let count = said.parse::<usize>().ok();
            if !count.is_some_and(|count| count <= most && (count > 0 || name == "rowspan"))
            {
                let what = format!("with `{name}=\"{said}\"`");
                faults.element(&SPAN, page, id, &what);
            }
        }
    }
    for table in page.named(&["table"]) {
        headers(page, table, faults);
        grid(page, table, faults);
    }
}

/// The table that an element stands in.
fn table_of(page: &Page<'_>, id: NodeId) -> Option<NodeId> {
    page.dom.around(id).find(|&one| page.dom.is(one, "table"))
}

fn headers(page: &Page<'_>, table: NodeId, faults: &mut Faults) {
    let dom = page.dom;
    for id in dom.below(table) {
        let Some(headers) = dom.attribute(id, "headers") else { continue };
        for header in headers.split_whitespace() {
            let target = page.ids.get(header).copied();
            let right = target.is_some_and(|target| {
                target != id
                    && dom.is(target, "th")
                    && table_of(page, target) == Some(table)
            });
            if !right {
                let what = format!("whose header `#{header}` is none of its table");
                faults.element(&HEADERS, page, id, &what);
            }
        }
    }
}

/// The rows of a table by the groups that they stand in.
fn groups(page: &Page<'_>, table: NodeId) -> Vec<Vec<NodeId>> {
    let dom = page.dom;
    let rows = |id: NodeId| -> Vec<NodeId> {
        page.kids(id).filter(|&kid| dom.is(kid, "tr")).collect()
    };
    let mut groups = Vec::new();
    let own = rows(table);
    if !own.is_empty() {
        groups.push(own);
    }
    for kid in page.kids(table) {
        if matches!(dom.name(kid), "thead" | "tbody" | "tfoot") {
            groups.push(rows(kid));
        }
    }
    groups
}

fn grid(page: &Page<'_>, table: NodeId, faults: &mut Faults) {
    let dom = page.dom;
    // by column: the first cell that takes it, and whether a cell begins there
    let mut columns: BTreeMap<usize, (NodeId, bool)> = BTreeMap::new();
    for rows in groups(page, table) {
        let mut taken: BTreeMap<(usize, usize), NodeId> = BTreeMap::new();
        for (at, &row) in rows.iter().enumerate() {
            let mut column = 0;
            for cell in page.kids(row) {
                while taken.contains_key(&(at, column)) {
                    column += 1;
                }
                let count = |name, most: usize| {
                    let said = dom.attribute(cell, name);
                    said.and_then(|one| one.parse::<usize>().ok()).unwrap_or(1).min(most)
                };
                let wide = count("colspan", MOST_COLUMNS).max(1);
                let high = match count("rowspan", MOST_ROWS) {
                    0 => rows.len() - at,
                    high => high,
                };
                if at + high > rows.len() {
                    faults.element(&GRID, page, cell, "which reaches below its rows");
                }
                for place in column..column + wide {
                    let begins = columns.entry(place).or_insert((cell, false));
                    begins.1 |= place == column;
                    for line in at..(at + high).min(rows.len()) {
                        if taken.insert((line, place), cell).is_some() {
                            let what = "which takes the place of another cell";
                            faults.element(&GRID, page, cell, what);
                        }
                    }
                }
                column += wide;
            }
        }
    }
    for (column, (cell, begins)) in &columns {
        if !begins {
            let what =
                format!("which alone makes column {}: no cell begins there", column + 1);
            faults.element(&GRID, page, *cell, &what);
        }
    }
}
