//! Rows to pages: the breaks with the least total cost over a whole group.
//!
//! After Michael F. Plass, "Optimal Pagination Techniques for Automatic Typesetting
//! Systems" (1981): a page is short by some amount, a break has a penalty, and the sum
//! over all pages is least. Facing pages that end at different heights cost more.

use std::ops::Range;

use super::rows::{NEVER, Row};
use crate::length::Length;

/// A page: its rows and how far its spaces are stretched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PageRows {
    pub(super) rows: Range<usize>,
    /// What is left of the page's height to be shared out among its spaces.
    pub(super) spread: Length,
    /// Whether the rows do not fit.
    pub(super) overfull: bool,
}

/// How a group stands on its pages.
#[derive(Debug, Copy, Clone)]
pub(super) struct Frameless {
    /// Height of the text block.
    pub(super) height: Length,
    /// Space above the first row of the first page.
    pub(super) sink: Length,
    /// From baseline to baseline of running text.
    pub(super) leading: Length,
    /// Whether the first page is a left-hand page; `None` when pages do not face.
    pub(super) starts_left: Option<bool>,
}

#[derive(Debug, Copy, Clone)]
struct Node {
    /// The first row of the next page.
    at: usize,
    previous: usize,
    /// What the page before is short of, in quarters of a leading.
    short: i64,
    /// Whether the next page is a left-hand page.
    left: bool,
    cost: f64,
}

/// Cost of a page break where there must be none: taken only when all else fails.
const BREACH: f64 = 1e9;
/// Cost of a page that cannot be filled, for each leading it is short of, squared.
const SHORT: f64 = 400.0;
/// Cost of facing pages that are unequally short, for each leading, squared.
const UNEVEN: f64 = 900.0;
/// Cost of every page.
const PAGE: f64 = 50.0;

/// Chooses the pages.
pub(super) fn choose(rows: &[Row], form: Frameless) -> Vec<PageRows> {
    if rows.is_empty() {
        return Vec::new();
    }
    let sums = Sums::new(rows);
    let left = form.starts_left.unwrap_or(false);
    let mut nodes = vec![Node { at: 0, previous: usize::MAX, short: 0, left, cost: 0.0 }];
    // nodes by the row they stand before
    let mut by_row: Vec<Vec<usize>> = vec![Vec::new(); rows.len() + 1];
    by_row[0].push(0);
    for start in 0..rows.len() {
        for turn in 0..by_row[start].len() {
            extend(
                rows,
                &sums,
                form,
                (start, by_row[start][turn]),
                &mut nodes,
                &mut by_row,
            );
        }
    }
    let last = by_row[rows.len()]
        .iter()
        .copied()
        .min_by(|&a, &b| nodes[a].cost.total_cmp(&nodes[b].cost));
    last.map_or_else(Vec::new, |last| trace(&sums, form, &nodes, last))
}

/// Tries every end of a page that begins at a node.
fn extend(
    rows: &[Row],
    sums: &Sums,
    form: Frameless,
    (start, from): (usize, usize),
    nodes: &mut Vec<Node>,
    by_row: &mut [Vec<usize>],
) {
    let room = sums.room(form, start);
    let mut furthest = start + 1;
    while furthest < rows.len() && sums.height(start, furthest + 1) <= room {
        furthest += 1;
    }
    // a page is at most a third short, unless nothing else is allowed
    let nearest = (start + 1..=furthest)
        .rev()
        .find(|&end| sums.height(start, end) * 3 < room * 2)
        .unwrap_or(start + 1);
    let mut allowed = false;
    for end in (start + 1..=furthest).rev() {
        if end < nearest && allowed {
            break;
        }
        let last = end == rows.len();
        let penalty = if last { 0 } else { rows[end].penalty };
        allowed |= penalty < NEVER;
        offer(sums, form, (start, end, from), (room, last, penalty), nodes, by_row);
    }
}

fn offer(
    sums: &Sums,
    form: Frameless,
    (start, end, from): (usize, usize, usize),
    (room, last, penalty): (Length, bool, i32),
    nodes: &mut Vec<Node>,
    by_row: &mut [Vec<usize>],
) {
    let node = nodes[from];
    let missing = room - sums.height(start, end);
    let flexible = sums.stretch(start, end);
    let short = if last { Length::ZERO } else { (missing - flexible).max(Length::ZERO) };
    let quarters = short.0 * 4 / form.leading.0.max(1);
    let mut cost = node.cost + PAGE;
    cost += quarter_cost(quarters, SHORT);
    let facing = form.starts_left.is_some();
    if facing && !node.left && !last && node.previous != usize::MAX {
        cost += quarter_cost(quarters - node.short, UNEVEN);
    }
    if !last && flexible.0 > 0 && missing.0 > 0 {
        cost += 20.0 * share(missing.min(flexible), flexible);
    }
    cost += if penalty >= NEVER { BREACH } else { f64::from(penalty) };
    let new =
        Node { at: end, previous: from, short: quarters, left: facing && !node.left, cost };
    let known = by_row[end].iter().copied().find(|&other| {
        let other = nodes[other];
        other.left == new.left && other.short == new.short
    });
    match known {
        Some(other) if nodes[other].cost <= new.cost => {}
        Some(other) => nodes[other] = new,
        None => {
            nodes.push(new);
            by_row[end].push(nodes.len() - 1);
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "a page has few quarters of a leading")]
fn quarter_cost(quarters: i64, weight: f64) -> f64 {
    let leadings = quarters as f64 / 4.0;
    leadings * leadings * weight
}

#[expect(clippy::cast_precision_loss, reason = "page lengths are far below 2^53")]
fn share(part: Length, whole: Length) -> f64 {
    part.0 as f64 / whole.0 as f64
}

fn trace(sums: &Sums, form: Frameless, nodes: &[Node], last: usize) -> Vec<PageRows> {
    let mut pages = Vec::new();
    let mut current = last;
    while nodes[current].previous != usize::MAX {
        let node = nodes[current];
        let start = nodes[node.previous].at;
        let missing = sums.room(form, start) - sums.height(start, node.at);
        let flexible = sums.stretch(start, node.at);
        // the last page of a group is filled only where its spaces have no end
        let fill = current != last || flexible > form.height;
        let spread = if fill { missing.min(flexible) } else { Length::ZERO };
        pages.push(PageRows {
            rows: start..node.at,
            spread: spread.max(Length::ZERO),
            overfull: missing.0 < 0,
        });
        current = node.previous;
    }
    pages.reverse();
    pages
}

/// Heights and stretch, summed from the first row.
struct Sums {
    heights: Vec<Length>,
    stretches: Vec<Length>,
    /// The space above each row, which is dropped at the top of a page.
    first: Vec<(Length, Length)>,
    /// Height of the header rows repeated above each row at the top of a page.
    repeated: Vec<Length>,
}

impl Sums {
    fn new(rows: &[Row]) -> Self {
        let mut heights = vec![Length::ZERO];
        let mut stretches = vec![Length::ZERO];
        let (mut height, mut stretch) = (Length::ZERO, Length::ZERO);
        for row in rows {
            height += row.space + row.height;
            stretch += row.stretch;
            heights.push(height);
            stretches.push(stretch);
        }
        let first = rows.iter().map(|row| (row.space, row.stretch)).collect();
        let repeated = rows
            .iter()
            .map(|row| row.repeat.map_or(Length::ZERO, |header| rows[header].height))
            .collect();
        Self { heights, stretches, first, repeated }
    }

    /// Height of the rows `start..end` as a page.
    fn height(&self, start: usize, end: usize) -> Length {
        self.heights[end] - self.heights[start] - self.first[start].0 + self.repeated[start]
    }

    fn stretch(&self, start: usize, end: usize) -> Length {
        self.stretches[end] - self.stretches[start] - self.first[start].1
    }

    /// Height there is for a page that begins with a row.
    fn room(&self, form: Frameless, start: usize) -> Length {
        if start == 0 { form.height - form.sink } else { form.height }
    }
}
