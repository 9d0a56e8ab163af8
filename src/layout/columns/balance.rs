//! Two columns of equal height, above what runs across and at the end of a group.

use super::{Ends, Filled, Node, Search, Step};
use crate::layout::pages::{PAGE, UNEVEN, quarter_cost, share};
use crate::length::Length;

/// Cost of balanced columns of which the first is longer, by a line at most.
const FIRST_LONGER: f64 = 20.0;
/// Cost of balanced columns of which the second is longer, beside what they differ by.
const SECOND_LONGER: f64 = 400.0;

impl Search<'_> {
    /// Sets the rest of a strip in columns of equal height, if the page has room for it.
    pub(super) fn balance(&mut self, from: usize, top: Length) {
        let node = self.nodes[from];
        let first = node.at.row;
        let end = self.strip_end(first);
        let room = self.form.height - top;
        // of two columns that fit neither is higher than the page
        if self.sums.height(first, end) > room * 2 + self.form.leading * 2 {
            return;
        }
        let last = end == self.rows.len();
        let due = self.floats.due(end);
        // floats wait, but for those of the last columns of a group
        let own = |due| (node.at.floated..due).find(|&number| self.floats.across[number]);
        let floated = if last { own(due).unwrap_or(due) } else { node.at.floated };
        let room_beside =
            |beside: &usize| self.floats.height(&(node.at.floated..*beside)) <= room;
        let mut best: Option<(Node, f64)> = None;
        for split in first + 1..=end {
            for beside in (node.at.floated..=floated).take_while(room_beside) {
                let parts = (split, beside, end, floated);
                let Some((next, cost)) = self.balanced(from, top, parts) else { continue };
                if best.is_none_or(|(_, known)| cost < known) {
                    best = Some((next, cost));
                }
            }
        }
        if let Some((next, _)) = best {
            self.offer(next);
        }
    }

    /// A strip with its second column from a row and a float on; none if it does not fit.
    fn balanced(
        &self,
        from: usize,
        top: Length,
        (split, beside, end, floated): (usize, usize, usize, usize),
    ) -> Option<(Node, f64)> {
        let node = self.nodes[from];
        let first = node.at.row;
        let room = self.form.height - top;
        let left =
            self.sums.height(first, split) + self.floats.height(&(node.at.floated..beside));
        let right = self.sums.height(split, end) + self.floats.height(&(beside..floated));
        let height = left.max(right);
        if height > room {
            return None;
        }
        let mut split_at = Ends { row: split, placed: node.at.placed, floated: beside };
        let mut placed = node.at.placed;
        let mut foot = Length::ZERO;
        if end == self.rows.len() {
            // each note stands below its mark
            split_at.placed = self.feet.due(split).max(placed);
            placed = self.feet.rows.len();
            let notes = self.feet.height(&(node.at.placed..split_at.placed));
            let beside = self.feet.height(&(split_at.placed..placed));
            if left + notes > room || right + beside > room {
                return None;
            }
            foot = notes.max(beside);
        }
        let give = |rows: (usize, usize)| self.sums.stretch(rows.0, rows.1);
        let more = left - right;
        let gap = if more.0 >= 0 {
            (more - give((split, end))).max(Length::ZERO)
        } else {
            (more + give((first, split))).min(Length::ZERO)
        };
        let quarters = gap.0 * 4 / self.form.leading.0.max(1);
        let mut cost = if quarters < 0 {
            SECOND_LONGER + quarter_cost(quarters, UNEVEN)
        } else {
            let longer = if quarters > 0 { FIRST_LONGER } else { 0.0 };
            longer + quarter_cost((quarters - 4).max(0), UNEVEN)
        };
        if split < end {
            cost += self.break_cost(split, false, node.left);
        }
        // of two ways that are equally even the lower one
        cost += share(height, self.form.height);
        cost += node.cost + PAGE;
        let next = Node {
            at: Ends { row: end, placed, floated },
            column: 0,
            top: top + height,
            foot,
            page: Filled::Text,
            short: 0,
            previous: from,
            step: Step::Balanced { top, split: split_at },
            cost,
            ..node
        };
        Some((next, cost))
    }
}
