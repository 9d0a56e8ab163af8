//! The search for the breaks: what may follow what stands on a page so far, and what it
//! costs.

use super::{Ends, Filled, LEAST_THIRDS, Node, Search, Step};
use crate::layout::pages::{
    BARE, BREACH, FLOAT_PAGE, LATE, PAGE, PageRows, SHORT, SPLIT, TURN, WAIT, for_each,
    quarter_cost, share,
};
use crate::layout::rows::{HYPHEN_AT_PAGE_END, NEVER};
use crate::layout::states::{Bounds, States};
use crate::length::Length;

/// Cost of a column that ends in a hyphen, where the next stands beside it.
const HYPHEN_AT_COLUMN_END: f64 = 100.0;

impl Search<'_> {
    pub(super) fn pages(&mut self, bounds: Bounds) -> Option<Vec<PageRows>> {
        let start = Node {
            at: Ends { row: 0, placed: 0, floated: 0 },
            column: 0,
            top: self.form.sink,
            foot: Length::ZERO,
            page: Filled::Nothing,
            short: 0,
            left: self.form.starts_left.unwrap_or(false),
            previous: usize::MAX,
            step: Step::Start,
            cost: 0.0,
        };
        self.nodes = States::new(self.rows.len(), bounds, start);
        while let Some(from) = self.nodes.advance() {
            self.extend(from);
        }
        let (notes, floats) = (self.feet.rows.len(), self.floats.len());
        let done = |node: &Node| node.at.placed == notes && node.at.floated == floats;
        self.nodes.last(done).map(|last| self.trace(last))
    }

    /// Whether this search must find pages: only then may notes begin late.
    pub(super) fn is_last(&self) -> bool {
        self.nodes.is_last()
    }

    /// The first row from one on that runs across, or the end.
    pub(super) fn strip_end(&self, from: usize) -> usize {
        let across = self.across.get(from).is_some_and(|&across| across);
        if across { from } else { self.strips[from] }
    }

    pub(super) fn penalty(&self, end: usize) -> i32 {
        self.rows.get(end).map_or(0, |row| row.penalty)
    }

    /// Where what begins with a row may stand on a page: below what is there.
    fn strip_top(&self, node: &Node) -> Length {
        let Some(row) = self.rows.get(node.at.row).filter(|_| node.page != Filled::Nothing)
        else {
            return node.top;
        };
        // the space of floats stands below them
        let space = if node.page == Filled::Floats { Length::ZERO } else { row.space };
        let least = node.top + space - row.top;
        let step = self.form.leading.0;
        if !self.grid || step <= 0 {
            return least.max(Length::ZERO);
        }
        Length((least.0 + step - 1).div_euclid(step) * step).max(Length::ZERO)
    }

    fn extend(&mut self, from: usize) {
        let node = self.nodes[from];
        if node.column == 1 {
            self.fill(from, node.top);
            return;
        }
        if node.page != Filled::Nothing {
            self.turn(from);
        }
        self.place_floats(from);
        let count = self.rows.len();
        let row = node.at.row;
        let top = self.strip_top(&node);
        if row < count && self.across[row] {
            self.run_across(from, top);
        } else {
            if row < count {
                self.balance(from, top);
            }
            self.fill(from, top);
        }
    }

    /// Ends a page below what does not reach its foot.
    fn turn(&mut self, from: usize) {
        let node = self.nodes[from];
        let room = self.form.height - node.top;
        let (mut split, mut placed, mut fits) = self.notes_below(&node, room);
        if !fits && self.is_last() && room.0 >= 0 {
            // they wait for the next page
            (split, placed, fits) = (node.at.placed, node.at.placed, true);
        }
        let owed = node.at.row == self.rows.len()
            && node.at.floated == self.floats.len()
            && placed == node.at.placed;
        if owed || !fits {
            return;
        }
        let missing = self.missing_below((node.at.placed, split, placed), room);
        let mut cost = PAGE + self.waits(node.at.row, node.at.floated);
        cost += if node.page == Filled::Floats {
            let left = missing[0].max(missing[1]);
            let bare = node.at.row < self.rows.len() && left * 5 > self.form.height * 2;
            let more = if bare { BARE } else { 0.0 };
            FLOAT_PAGE + (FLOAT_PAGE + more) * share(left, self.form.height)
        } else {
            short_cost(missing.map(|missing| self.quarters(missing)))
        };
        cost += self.break_cost(node.at.row, true, node.left);
        if placed < self.feet.due(node.at.row) {
            cost += SPLIT;
        }
        if self.feet.is_late(node.at.row, placed) {
            cost += LATE;
        }
        self.offer(Node {
            at: Ends { placed, ..node.at },
            step: Step::Turn { split },
            previous: from,
            cost: node.cost + cost,
            ..self.next_page(&node, 0)
        });
    }

    /// What two columns lack in which only notes stand, parted at a row.
    fn missing_below(
        &self,
        (from, split, end): (usize, usize, usize),
        room: Length,
    ) -> [Length; 2] {
        [from..split, split..end].map(|notes| room - self.feet.height(&notes))
    }

    /// The notes that stand below both columns of what does not reach the foot of a page:
    /// each below its mark where that is possible, or else as evenly as they can. Gives
    /// where those of the second column begin, where they end, and whether they fit.
    fn notes_below(&self, node: &Node, room: Length) -> (usize, usize, bool) {
        let (row, from) = (node.at.row, node.at.placed);
        let due = self.feet.due(row).max(from);
        if let Step::Balanced { split, .. } = node.step {
            let own = self.feet.due(split.row).clamp(from, due);
            let highest = self.feet.height(&(from..own)).max(self.feet.height(&(own..due)));
            if highest <= room {
                return (own, due, true);
            }
        }
        let even = self.feet.halve(&(from..due));
        if self.feet.height(&(from..even)).max(self.feet.height(&(even..due))) <= room {
            return (even, due, true);
        }
        let left = (room, self.is_last());
        let (split, fits) = self.feet.place(row, from, left);
        let (placed, more) = self.feet.place(row, split, left);
        if fits && more { (split, placed, true) } else { (split, split, fits) }
    }

    /// The beginning of the page after that of a node.
    pub(super) fn next_page(&self, node: &Node, short: i64) -> Node {
        let facing = self.form.starts_left.is_some();
        Node {
            column: 0,
            top: Length::ZERO,
            foot: Length::ZERO,
            page: Filled::Nothing,
            short: if facing && node.left { short } else { 0 },
            left: facing && !node.left,
            ..*node
        }
    }

    /// Sets floats that run across at the head of a page, and at the end of a group below
    /// its text.
    fn place_floats(&mut self, from: usize) {
        let node = self.nodes[from];
        let at_end = node.at.row == self.rows.len();
        let opening = node.at.row == 0 && !at_end;
        let here = node.page == Filled::Nothing || node.page == Filled::Text && at_end;
        if !here || opening {
            return;
        }
        let due = self.floats.due(node.at.row);
        for floated in node.at.floated + 1..=due {
            if !self.floats.across[floated - 1] {
                return;
            }
            let height = self.floats.height(&(node.at.floated..floated));
            let fits = node.top + height + node.foot <= self.form.height;
            let first = floated == node.at.floated + 1 && node.page == Filled::Nothing;
            if !fits && !first {
                return;
            }
            let page =
                if node.page == Filled::Text { Filled::Text } else { Filled::Floats };
            let breach = if fits { 0.0 } else { BREACH };
            self.offer(Node {
                at: Ends { floated, ..node.at },
                top: node.top + height,
                page,
                previous: from,
                step: Step::Floats { top: node.top },
                cost: node.cost + breach,
                ..node
            });
        }
    }

    /// Sets rows across both columns: all that follow one another, or as many as the page
    /// has room for.
    fn run_across(&mut self, from: usize, top: Length) {
        let node = self.nodes[from];
        let first = node.at.row;
        let run = self.strips[first];
        let room = self.form.height - top;
        let mut furthest = first;
        while furthest < run && self.sums.height(first, furthest + 1) <= room {
            furthest += 1;
        }
        let mut breach = 0.0;
        if furthest == first {
            if node.page != Filled::Nothing {
                return;
            }
            // nothing fits: too full is better than lost
            furthest = first + 1;
            breach = BREACH;
        }
        let mut allowed = false;
        for end in (first + 1..=furthest).rev() {
            let height = self.sums.height(first, end);
            let at = Ends { row: end, ..node.at };
            let below = Node {
                at,
                top: top + height,
                page: Filled::Text,
                previous: from,
                step: Step::Across { top, turn: false },
                cost: node.cost + breach,
                ..node
            };
            if end == run {
                self.offer(below);
                continue;
            }
            if allowed && (top + height) * 3 < self.form.height * LEAST_THIRDS {
                break;
            }
            allowed |= self.penalty(end) < NEVER;
            let left = (room - height, self.is_last());
            let (placed, fits) = self.feet.place(end, node.at.placed, left);
            let split = self.feet.halve(&(node.at.placed..placed));
            let flexible = self.sums.stretch(first, end);
            let missing = self
                .missing_below((node.at.placed, split, placed), room - height)
                .map(|missing| self.quarters((missing - flexible).max(Length::ZERO)));
            let quarters = missing[0].min(missing[1]);
            let mut cost = PAGE + short_cost(missing);
            cost += self.break_cost(end, true, node.left);
            cost += self.waits(end, node.at.floated);
            cost += match (fits, self.feet.is_late(end, placed)) {
                (false, _) => BREACH,
                (true, true) => LATE,
                (true, false) => 0.0,
            };
            self.offer(Node {
                at: Ends { placed, ..at },
                previous: from,
                step: Step::Across { top, turn: true },
                cost: below.cost + cost,
                ..self.next_page(&node, quarters)
            });
        }
    }

    pub(super) fn quarters(&self, length: Length) -> i64 {
        length.0 * 4 / self.form.leading.0.max(1)
    }

    /// What it costs to end a column before a row.
    pub(super) fn break_cost(&self, end: usize, turns: bool, left: bool) -> f64 {
        let penalty = self.penalty(end);
        if penalty >= NEVER {
            return BREACH;
        }
        if penalty != HYPHEN_AT_PAGE_END {
            return f64::from(penalty);
        }
        if !turns {
            return HYPHEN_AT_COLUMN_END;
        }
        let leaf = self.form.starts_left.is_some() && !left;
        f64::from(penalty) + if leaf { TURN } else { 0.0 }
    }

    /// What floats cost that wait.
    pub(super) fn waits(&self, end: usize, floated: usize) -> f64 {
        for_each(self.floats.due(end).saturating_sub(floated), WAIT)
    }

    pub(super) fn offer(&mut self, new: Node) {
        self.nodes.offer(new);
    }
}

/// What two columns cost that lack so much.
fn short_cost(quarters: [i64; 2]) -> f64 {
    let [first, second] = quarters.map(|quarters| quarter_cost(quarters, SHORT));
    f64::midpoint(first, second)
}
