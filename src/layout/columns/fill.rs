//! A column that reaches the foot of the page: all the rows it may end with.

use super::{Ends, Filled, LEAST_THIRDS, Node, Search, Step};
use crate::layout::pages::{
    BARE, BREACH, FLOAT_PAGE, LATE, LEAST_TEXT, LITTLE_TEXT, PAGE, SHORT, SPLIT, UNEVEN,
    quarter_cost, share,
};
use crate::layout::rows::NEVER;
use crate::length::Length;

/// No more floats than this stand in a column with text.
const MOST_FLOATS: usize = 2;

impl Search<'_> {
    /// Fills a column of a strip that reaches the foot of the page.
    pub(super) fn fill(&mut self, from: usize, top: Length) {
        let node = self.nodes[from];
        let count = self.rows.len();
        let owed = node.at.placed < self.feet.rows.len();
        let waiting = node.at.floated < self.floats.due(node.at.row);
        if node.at.row == count && !owed && !waiting {
            return;
        }
        let most = (node.at.floated + MOST_FLOATS).min(self.floats.len());
        for floated in node.at.floated..=most {
            if floated > node.at.floated && self.floats.across[floated - 1] {
                return;
            }
            self.fill_beside(from, top, floated);
        }
    }

    /// Tries every end of a column with floats up to a number.
    fn fill_beside(&mut self, from: usize, top: Length, floated: usize) {
        let node = self.nodes[from];
        let first = node.at.row;
        let end = self.strip_end(first);
        let count = self.rows.len();
        // a first column leaves something to the second
        let most = if node.column == 0 && end < count { end - 1 } else { end };
        let mut furthest = first;
        while furthest < most && self.column(&node, (furthest + 1, floated), top).1 {
            furthest += 1;
        }
        let bare = floated > node.at.floated || first == count || node.column == 1;
        if furthest == first {
            let fresh = top <= self.form.sink && floated == node.at.floated && first < most;
            if fresh && (node.column == 1 || node.page == Filled::Nothing) {
                furthest = first + 1;
            } else if !bare {
                if self.is_last() {
                    self.fill_late(from, (top, floated), most);
                }
                return;
            }
        }
        let room = self.form.height - top;
        let mut allowed = false;
        for end in (first..=furthest).rev() {
            if end == first && (!bare || furthest > first) {
                break;
            }
            let (placed, fits, height) = {
                let (placed, fits) = self.column(&node, (end, floated), top);
                (placed, fits, self.column_height(&node, (end, floated), placed))
            };
            if allowed && height * 3 < room * LEAST_THIRDS {
                break;
            }
            if floated > node.at.floated && (!fits || self.floats.due(end) < floated) {
                break;
            }
            allowed |= self.penalty(end) < NEVER && fits && end > first;
            let at = Ends { row: end, placed, floated };
            self.offer_column(from, (at, top), (room - height, fits));
        }
        if !allowed && self.is_last() {
            self.fill_late(from, (top, floated), most);
        }
    }

    /// Tries the least text of a column whose notes find no room before others.
    fn fill_late(&mut self, from: usize, (top, floated): (Length, usize), most: usize) {
        let node = self.nodes[from];
        for end in node.at.row + 1..=most {
            let (placed, fits) = self.column_of(&node, (end, floated), top, true);
            if !fits || floated > node.at.floated && self.floats.due(end) < floated {
                return;
            }
            if self.penalty(end) < NEVER {
                let at = Ends { row: end, placed, floated };
                let height = self.column_height(&node, (end, floated), placed);
                let missing = self.form.height - top - height;
                return self.offer_column(from, (at, top), (missing, true));
            }
        }
    }

    /// The notes in a column from a node to a row, and whether all fits.
    fn column(
        &self,
        node: &Node,
        (end, floated): (usize, usize),
        top: Length,
    ) -> (usize, bool) {
        // what is left of notes behind the text
        let late = self.is_last() && end == node.at.row;
        self.column_of(node, (end, floated), top, late)
    }

    /// The same; with `late` notes may begin in a column after that of their mark.
    fn column_of(
        &self,
        node: &Node,
        (end, floated): (usize, usize),
        top: Length,
        late: bool,
    ) -> (usize, bool) {
        let text = self.sums.height(node.at.row, end)
            + self.floats.height(&(node.at.floated..floated));
        let room = self.form.height - top - text;
        let (placed, fits) = self.feet.place(end, node.at.placed, (room, late));
        if !fits && late && end > node.at.row && room.0 >= 0 {
            // no room for a line of them
            return (node.at.placed, true);
        }
        (placed, fits)
    }

    fn column_height(
        &self,
        node: &Node,
        (end, floated): (usize, usize),
        placed: usize,
    ) -> Length {
        self.sums.height(node.at.row, end)
            + self.floats.height(&(node.at.floated..floated))
            + self.feet.height(&(node.at.placed..placed))
    }

    fn offer_column(
        &mut self,
        from: usize,
        (at, top): (Ends, Length),
        (missing, fits): (Length, bool),
    ) {
        let node = self.nodes[from];
        let flexible = self.sums.stretch(node.at.row, at.row);
        let leading = self.form.leading.0.max(1);
        // between text and notes less than a line is not to be seen
        let unseen = at.placed > node.at.placed && missing.0 > 0;
        let missing = if unseen { Length(missing.0 / leading * leading) } else { missing };
        let bare = at.row == node.at.row;
        let quarters = self.quarters((missing - flexible).max(Length::ZERO));
        let mut cost = PAGE / 2.0;
        cost += if bare && at.floated > node.at.floated {
            let left = missing.max(Length::ZERO);
            let bare = at.row < self.rows.len() && left * 5 > self.form.height * 2;
            let more = if bare { BARE } else { 0.0 };
            (FLOAT_PAGE + (FLOAT_PAGE + more) * share(left, self.form.height)) / 2.0
        } else {
            quarter_cost(quarters, SHORT)
        };
        if !bare && at.floated > node.at.floated {
            let text = self.sums.height(node.at.row, at.row);
            let little = text < self.form.leading * LEAST_TEXT;
            cost += if little { LITTLE_TEXT } else { 0.0 };
        }
        let facing = self.form.starts_left.is_some();
        let beside =
            node.column == 1 || facing && !node.left && node.previous != usize::MAX;
        if beside && !bare {
            cost += quarter_cost(quarters - node.short, UNEVEN);
        }
        if !bare {
            cost += self.break_cost(at.row, node.column == 1, node.left);
        }
        if at.placed < self.feet.due(at.row) {
            cost += SPLIT / if node.column == 0 { 2.0 } else { 1.0 };
        }
        cost += self.waits(at.row, at.floated) / 2.0;
        if !fits {
            cost += BREACH;
        } else if self.feet.is_late(at.row, at.placed) {
            cost += LATE / 2.0;
        }
        if flexible.0 > 0 && missing.0 > 0 {
            cost += 20.0 * share(missing.min(flexible), flexible);
        }
        let next = if node.column == 0 {
            let (column, page) = (1, Filled::Text);
            Node { column, top, page, short: quarters, ..node }
        } else {
            self.next_page(&node, quarters)
        };
        let (previous, step) = (from, Step::Column { top });
        self.offer(Node { at, previous, step, cost: node.cost + cost, ..next });
    }
}
