//! Rows to pages: the breaks with the least total cost over a whole group.
//!
//! After Michael F. Plass, "Optimal Pagination Techniques for Automatic Typesetting
//! Systems" (1981): a page is short by some amount, a break has a penalty, and the sum
//! over all pages is least. Facing pages that end at different heights cost more.
//! A page also holds the notes of its rows: a node says how many rows of notes stand on
//! the pages before it. A note that does not fit goes on at the foot of the next page.

use std::ops::Range;

use super::notes::Feet;
use super::rows::{NEVER, Row};
use crate::length::Length;

/// A page: its rows and how far its spaces are stretched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PageRows {
    pub(super) rows: Range<usize>,
    /// The rows of notes at its foot.
    pub(super) notes: Range<usize>,
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
    /// The first row of notes of the next page.
    placed: usize,
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
/// Cost of a note that goes on at the foot of the next page.
const SPLIT: f64 = 2_000.0;
/// Cost of every page.
const PAGE: f64 = 50.0;
/// What pages may cost in the first search, beside the cost of a good page for each: most
/// groups have a solution below it, and dearer beginnings need not be looked at.
const FIRST_LIMIT: f64 = 3_000.0;
/// What a page of good groups costs at most on an average.
const GOOD_PAGE: f64 = 500.0;

/// Chooses the pages.
pub(super) fn choose(rows: &[Row], feet: &Feet, form: Frameless) -> Vec<PageRows> {
    if rows.is_empty() {
        return Vec::new();
    }
    let sums = Sums::new(rows);
    let height = sums.height(0, rows.len()) + feet.height(&(0..feet.rows.len()));
    let limit = FIRST_LIMIT + GOOD_PAGE * (1.0 + share(height, form.height));
    let mut search = Search { rows, feet, sums, form, limit };
    // what costs no more than the limit is found whatever is left out above it
    for limit in [limit, limit * 20.0] {
        search.limit = limit;
        if let Some(pages) = search.pages() {
            return pages;
        }
    }
    search.limit = f64::INFINITY;
    search.pages().unwrap_or_default()
}

impl Search<'_> {
    /// The pages with the least cost; `None` when they cost more than the limit.
    fn pages(&self) -> Option<Vec<PageRows>> {
        let (rows, feet, form) = (self.rows, self.feet, self.form);
        let left = form.starts_left.unwrap_or(false);
        let start =
            Node { at: 0, placed: 0, previous: usize::MAX, short: 0, left, cost: 0.0 };
        let mut nodes = vec![start];
        // nodes by the row they stand before
        let mut by_row: Vec<Vec<usize>> = vec![Vec::new(); rows.len() + 1];
        by_row[0].push(0);
        for start in 0..=rows.len() {
            let mut turn = 0;
            // a note longer than a page leads from the end of the text to itself
            while let Some(&from) = by_row[start].get(turn) {
                self.extend(from, &mut nodes, &mut by_row);
                turn += 1;
            }
        }
        let last = by_row[rows.len()]
            .iter()
            .copied()
            .filter(|&node| nodes[node].placed == feet.rows.len())
            .min_by(|&a, &b| nodes[a].cost.total_cmp(&nodes[b].cost));
        last.map(|last| self.trace(&nodes, last))
    }
}

/// What the search for pages looks at.
struct Search<'a> {
    rows: &'a [Row],
    feet: &'a Feet,
    sums: Sums,
    form: Frameless,
    /// Beginnings that cost more are left out.
    limit: f64,
}

/// A page that is tried.
#[derive(Debug, Copy, Clone)]
struct Trial {
    /// One past its last row.
    end: usize,
    /// One past its last row of notes.
    placed: usize,
    /// Height of its text and notes.
    height: Length,
    /// Whether they fit.
    fits: bool,
}

impl Search<'_> {
    /// The page from a node to a row, with as much of the notes as it has room for.
    fn trial(&self, node: Node, end: usize) -> Trial {
        let room = self.sums.room(self.form, node.at);
        let text = self.sums.height(node.at, end);
        let (placed, fits) = self.feet.place(end, node.placed, room - text);
        let height = text + self.feet.height(&(node.placed..placed));
        Trial { end, placed, height, fits }
    }

    /// Tries every end of a page that begins at a node.
    fn extend(&self, from: usize, nodes: &mut Vec<Node>, by_row: &mut [Vec<usize>]) {
        let node = nodes[from];
        let count = self.rows.len();
        if node.at == count {
            if node.placed < self.feet.rows.len() {
                self.offer(from, self.trial(node, count), nodes, by_row);
            }
            return;
        }
        let room = self.sums.room(self.form, node.at);
        let mut furthest = node.at + 1;
        while furthest < count && self.trial(node, furthest + 1).fits {
            furthest += 1;
        }
        // a page is at most a third short, unless nothing else is allowed
        let nearest = (node.at + 1..=furthest)
            .rev()
            .find(|&end| self.trial(node, end).height * 3 < room * 2)
            .unwrap_or(node.at + 1);
        let mut allowed = false;
        for end in (node.at + 1..=furthest).rev() {
            if end < nearest && allowed {
                break;
            }
            allowed |= self.penalty(end) < NEVER;
            self.offer(from, self.trial(node, end), nodes, by_row);
        }
    }

    fn penalty(&self, end: usize) -> i32 {
        self.rows.get(end).map_or(0, |row| row.penalty)
    }

    /// What a page lacks in height. Between the text and the notes less than a line more
    /// or less is not to be seen.
    fn missing(&self, node: Node, trial: Trial) -> Length {
        let missing = self.sums.room(self.form, node.at) - trial.height;
        let leading = self.form.leading.0.max(1);
        let unseen = trial.placed > node.placed && missing.0 > 0;
        if unseen { Length(missing.0 / leading * leading) } else { missing }
    }

    fn offer(
        &self,
        from: usize,
        trial: Trial,
        nodes: &mut Vec<Node>,
        by_row: &mut [Vec<usize>],
    ) {
        let node = nodes[from];
        let end = trial.end;
        let last = end == self.rows.len() && trial.placed == self.feet.rows.len();
        let penalty = self.penalty(end);
        let missing = self.missing(node, trial);
        let flexible = self.sums.stretch(node.at, end);
        let short =
            if last { Length::ZERO } else { (missing - flexible).max(Length::ZERO) };
        let quarters = short.0 * 4 / self.form.leading.0.max(1);
        let mut cost = node.cost + PAGE;
        cost += quarter_cost(quarters, SHORT);
        let facing = self.form.starts_left.is_some();
        if facing && !node.left && !last && node.previous != usize::MAX {
            cost += quarter_cost(quarters - node.short, UNEVEN);
        }
        if !last && flexible.0 > 0 && missing.0 > 0 {
            cost += 20.0 * share(missing.min(flexible), flexible);
        }
        if trial.placed < self.feet.due(end) {
            cost += SPLIT;
        }
        cost += if penalty >= NEVER { BREACH } else { f64::from(penalty) };
        if !trial.fits {
            cost += BREACH;
        }
        if cost > self.limit {
            return;
        }
        let left = facing && !node.left;
        let new = Node {
            at: end,
            placed: trial.placed,
            previous: from,
            // only the page that faces it asks
            short: if facing && !left { quarters } else { 0 },
            left,
            cost,
        };
        let known = by_row[end].iter().copied().find(|&other| {
            let other = nodes[other];
            (other.left, other.short, other.placed) == (new.left, new.short, new.placed)
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

    fn trace(&self, nodes: &[Node], last: usize) -> Vec<PageRows> {
        let mut pages = Vec::new();
        let mut current = last;
        while nodes[current].previous != usize::MAX {
            let node = nodes[current];
            let before = nodes[node.previous];
            let notes = before.placed..node.placed;
            let height = self.sums.height(before.at, node.at) + self.feet.height(&notes);
            let trial = Trial { end: node.at, placed: node.placed, height, fits: true };
            let missing = self.missing(before, trial);
            let flexible = self.sums.stretch(before.at, node.at);
            // the last page of a group is filled only where its spaces have no end
            let fill = current != last || flexible > self.form.height;
            let spread = if fill { missing.min(flexible) } else { Length::ZERO };
            pages.push(PageRows {
                rows: before.at..node.at,
                notes,
                spread: spread.max(Length::ZERO),
                overfull: missing.0 < 0,
            });
            current = node.previous;
        }
        pages.reverse();
        pages
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
        if start == end {
            return Length::ZERO;
        }
        self.heights[end] - self.heights[start] - self.first[start].0 + self.repeated[start]
    }

    fn stretch(&self, start: usize, end: usize) -> Length {
        if start == end {
            return Length::ZERO;
        }
        self.stretches[end] - self.stretches[start] - self.first[start].1
    }

    /// Height there is for a page that begins with a row.
    fn room(&self, form: Frameless, start: usize) -> Length {
        if start == 0 { form.height - form.sink } else { form.height }
    }
}
