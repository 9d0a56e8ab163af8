//! Rows to pages of two columns: the breaks with the least total cost over a whole group.
//!
//! A page is a pile of strips: something that runs across both columns, or text in
//! columns. Text above something that runs across, and the last of a group, is balanced:
//! its columns are equally high, or the first is a line higher. Other text fills its
//! columns to the foot of the page. The search is that of `pages`, a column for a page:
//! widows, orphans and headings at the foot are out of the question in columns too, the
//! columns of a page and of facing pages are to end level, and a hyphen at the foot of
//! the first column costs less than one at the turn of a page.
//!
//! Notes stand at the foot of the column of their mark, where readers look for them (so
//! the journals and reference works of university presses). Below a strip that does not
//! reach the foot of the page they wait for the first column that does.

use std::ops::Range;

use super::floats::Floats;
use super::flow::Group;
use super::notes::Feet;
use super::pages::{
    BREACH, FIRST_LIMIT, FLOAT_PAGE, Frameless, GOOD_PAGE, PAGE, PageRows, SHORT, SPLIT,
    Sums, TURN, UNEVEN, WAIT, quarter_cost, share,
};
use super::rows::{HYPHEN_AT_PAGE_END, NEVER, Row};
use crate::length::Length;

/// What stands in one column, or across both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Area {
    /// The column in reading order, 0 or 1; none for what runs across.
    pub(super) column: Option<usize>,
    pub(super) rows: Range<usize>,
    /// The rows of notes at its foot, which is that of the page.
    pub(super) notes: Range<usize>,
    pub(super) floats: Range<usize>,
    /// From the top of the text block to its first row.
    pub(super) top: Length,
    /// From the top of the text block to its first float.
    pub(super) floats_top: Length,
    /// Whether floats stand below what is beside them: then space is above each.
    pub(super) below: bool,
    /// What is shared out among its spaces.
    pub(super) spread: Length,
}

/// Cost of a column that ends in a hyphen, where the next stands beside it.
const HYPHEN_AT_COLUMN_END: f64 = 100.0;
/// Cost of balanced columns of which the first is longer, by a line at most.
const FIRST_LONGER: f64 = 20.0;
/// Cost of balanced columns of which the second is longer, beside what they differ by.
const SECOND_LONGER: f64 = 400.0;
/// No more floats than this stand in a column with text.
const MOST_FLOATS: usize = 2;
/// The rows of a strip fill a column up to this part at least, in thirds, unless nothing
/// else is allowed.
const LEAST_THIRDS: i64 = 2;

/// What stands on the page that is being filled.
#[derive(Debug, Copy, Clone, PartialEq, Eq)]
enum Filled {
    Nothing,
    Floats,
    Text,
}

/// How a node was reached from the one before it.
#[derive(Debug, Copy, Clone)]
enum Step {
    Start,
    /// The page ends; notes that wait stand at its foot.
    Turn,
    /// Rows across both columns from this height; the page may end below them.
    Across {
        top: Length,
        turn: bool,
    },
    /// Floats across both columns from this height.
    Floats {
        top: Length,
    },
    /// A column of a strip that begins at this height.
    Column {
        top: Length,
    },
    /// Both columns of a balanced strip, and where the second begins.
    Balanced {
        top: Length,
        split: Ends,
    },
}

/// Where something ends: rows, rows of notes, floats.
#[derive(Debug, Copy, Clone, PartialEq, Eq)]
struct Ends {
    row: usize,
    placed: usize,
    floated: usize,
}

#[derive(Debug, Copy, Clone)]
struct Node {
    /// What comes next.
    at: Ends,
    /// The column that comes next.
    column: usize,
    /// From the top of the text block: where what comes next may begin; for a second
    /// column where its strip begins.
    top: Length,
    /// Height of the notes that stand at the foot of the page already.
    foot: Length,
    page: Filled,
    /// What the column before is short of, in quarters of a leading, where what comes
    /// next stands beside it.
    short: i64,
    /// Whether this is a left-hand page.
    left: bool,
    previous: usize,
    step: Step,
    cost: f64,
}

/// What is looked at.
struct Search<'a> {
    rows: &'a [Row],
    /// For every row, whether it runs across.
    across: Vec<bool>,
    feet: &'a Feet,
    floats: &'a Floats,
    sums: Sums,
    form: Frameless,
    /// Whether lines stand on a grid.
    grid: bool,
    limit: f64,
    nodes: Vec<Node>,
    /// Nodes by the row they stand before.
    by_row: Vec<Vec<usize>>,
}

/// Chooses the pages of a group in columns.
pub(super) fn choose(
    group: &Group,
    rows: &[Row],
    (feet, floats): (&Feet, &Floats),
    form: Frameless,
    grid: bool,
) -> Vec<PageRows> {
    if rows.is_empty() && floats.len() == 0 {
        return Vec::new();
    }
    let sums = Sums::new(rows);
    let height = sums.height(0, rows.len()) + feet.height(&(0..feet.rows.len()));
    let limit = FIRST_LIMIT + GOOD_PAGE * (2.0 + share(height, form.height));
    let across = rows.iter().map(|row| group.items[row.item].across).collect();
    let (nodes, by_row) = (Vec::new(), Vec::new());
    let mut search =
        Search { rows, across, feet, floats, sums, form, grid, limit, nodes, by_row };
    for limit in [limit, limit * 20.0, f64::INFINITY] {
        search.limit = limit;
        if let Some(pages) = search.pages() {
            return pages;
        }
    }
    Vec::new()
}

impl Search<'_> {
    fn pages(&mut self) -> Option<Vec<PageRows>> {
        let count = self.rows.len();
        self.nodes.clear();
        self.by_row = vec![Vec::new(); count + 1];
        self.nodes.push(Node {
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
        });
        self.by_row[0].push(0);
        for row in 0..=count {
            let mut turn = 0;
            while let Some(&from) = self.by_row[row].get(turn) {
                self.extend(from);
                turn += 1;
            }
        }
        let done = |&node: &usize| {
            let at = self.nodes[node].at;
            at.placed == self.feet.rows.len() && at.floated == self.floats.len()
        };
        let last = self.by_row[count]
            .iter()
            .copied()
            .filter(done)
            .min_by(|&a, &b| self.nodes[a].cost.total_cmp(&self.nodes[b].cost));
        last.map(|last| self.trace(last))
    }

    /// The first row from one on that runs across, or the end.
    fn strip_end(&self, from: usize) -> usize {
        (from..self.rows.len()).find(|&row| self.across[row]).unwrap_or(self.rows.len())
    }

    fn penalty(&self, end: usize) -> i32 {
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
        let (placed, fits) = self.feet.place(node.at.row, node.at.placed, room);
        let owed = node.at.row == self.rows.len()
            && node.at.floated == self.floats.len()
            && placed == node.at.placed;
        if owed || !fits {
            return;
        }
        let height = self.feet.height(&(node.at.placed..placed));
        let missing = room - height;
        let mut cost = PAGE + self.waits(node.at.row, node.at.floated);
        cost += if node.page == Filled::Floats {
            FLOAT_PAGE * (1.0 + share(missing.max(Length::ZERO), self.form.height))
        } else {
            quarter_cost(self.quarters(missing), SHORT)
        };
        cost += self.break_cost(node.at.row, true, node.left);
        if placed < self.feet.due(node.at.row) {
            cost += SPLIT;
        }
        self.offer(Node {
            at: Ends { placed, ..node.at },
            step: Step::Turn,
            previous: from,
            cost: node.cost + cost,
            ..self.next_page(&node, 0)
        });
    }

    /// The beginning of the page after that of a node.
    fn next_page(&self, node: &Node, short: i64) -> Node {
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
        let run = (first..self.rows.len()).find(|&row| !self.across[row]);
        let run = run.unwrap_or(self.rows.len());
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
            let (placed, fits) = self.feet.place(end, node.at.placed, room - height);
            let notes = self.feet.height(&(node.at.placed..placed));
            let missing = room - height - notes;
            let flexible = self.sums.stretch(first, end);
            let quarters = self.quarters((missing - flexible).max(Length::ZERO));
            let mut cost = PAGE + quarter_cost(quarters, SHORT);
            cost += self.break_cost(end, true, node.left);
            cost += self.waits(end, node.at.floated);
            cost += if fits { 0.0 } else { BREACH };
            self.offer(Node {
                at: Ends { placed, ..at },
                previous: from,
                step: Step::Across { top, turn: true },
                cost: below.cost + cost,
                ..self.next_page(&node, quarters)
            });
        }
    }

    /// Fills a column of a strip that reaches the foot of the page.
    fn fill(&mut self, from: usize, top: Length) {
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
            allowed |= self.penalty(end) < NEVER;
            let at = Ends { row: end, placed, floated };
            self.offer_column(from, (at, top), (room - height, fits));
        }
    }

    /// The notes in a column from a node to a row, and whether all fits.
    fn column(
        &self,
        node: &Node,
        (end, floated): (usize, usize),
        top: Length,
    ) -> (usize, bool) {
        let text = self.sums.height(node.at.row, end)
            + self.floats.height(&(node.at.floated..floated));
        self.feet.place(end, node.at.placed, self.form.height - top - text)
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
            let left = share(missing.max(Length::ZERO), self.form.height);
            FLOAT_PAGE / 2.0 * (1.0 + left)
        } else {
            quarter_cost(quarters, SHORT)
        };
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

    /// Sets the rest of a strip in columns of equal height, if the page has room for it.
    fn balance(&mut self, from: usize, top: Length) {
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
        let own = (node.at.floated..due).find(|&number| self.floats.across[number]);
        // floats wait, but for those of the last columns of a group
        let floated = if last { own.unwrap_or(due) } else { node.at.floated };
        let mut best: Option<(Node, f64)> = None;
        for split in first + 1..=end {
            for beside in node.at.floated..=floated {
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

    fn quarters(&self, length: Length) -> i64 {
        length.0 * 4 / self.form.leading.0.max(1)
    }

    /// What it costs to end a column before a row.
    fn break_cost(&self, end: usize, turns: bool, left: bool) -> f64 {
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
    fn waits(&self, end: usize, floated: usize) -> f64 {
        (floated..self.floats.due(end)).map(|_| WAIT).sum()
    }

    fn offer(&mut self, new: Node) {
        if new.cost > self.limit {
            return;
        }
        let key = |node: &Node| {
            (node.at, node.column, node.top, node.foot, node.page, node.short, node.left)
        };
        let own = &mut self.by_row[new.at.row];
        let known = own.iter().copied().find(|&other| key(&self.nodes[other]) == key(&new));
        match known {
            Some(other) if self.nodes[other].cost <= new.cost => {}
            Some(other) => self.nodes[other] = new,
            None => {
                own.push(self.nodes.len());
                self.nodes.push(new);
            }
        }
    }

    fn trace(&self, last: usize) -> Vec<PageRows> {
        let mut chain = vec![last];
        while let Some(&node) = chain.last()
            && self.nodes[node].previous != usize::MAX
        {
            chain.push(self.nodes[node].previous);
        }
        chain.reverse();
        let mut pages = Vec::new();
        let mut areas: Vec<Area> = Vec::new();
        for pair in chain.windows(2) {
            let (before, node) = (&self.nodes[pair[0]], &self.nodes[pair[1]]);
            let turns = self.areas(before, node, &mut areas);
            if turns {
                pages.push(self.page(std::mem::take(&mut areas)));
            }
        }
        if !areas.is_empty() {
            pages.push(self.page(areas));
        }
        pages
    }

    /// What a step sets; gives whether the page ends.
    fn areas(&self, before: &Node, node: &Node, areas: &mut Vec<Area>) -> bool {
        let (from, to) = (before.at, node.at);
        let none = Area {
            column: None,
            rows: from.row..from.row,
            notes: from.placed..from.placed,
            floats: from.floated..from.floated,
            top: before.top,
            floats_top: before.top,
            below: false,
            spread: Length::ZERO,
        };
        match node.step {
            Step::Start => false,
            Step::Turn => {
                if to.placed > from.placed {
                    let notes = from.placed..to.placed;
                    areas.push(Area { column: Some(0), notes, ..none });
                }
                true
            }
            Step::Across { top, turn } => {
                areas.push(Area { rows: from.row..to.row, top, ..none.clone() });
                if to.placed > from.placed {
                    let notes = from.placed..to.placed;
                    areas.push(Area { column: Some(0), notes, ..none });
                }
                turn
            }
            Step::Floats { top } => {
                let below = before.page == Filled::Text;
                let floats = from.floated..to.floated;
                areas.push(Area { floats, floats_top: top, below, ..none });
                false
            }
            Step::Column { top } => {
                let space = self.form.height - top;
                areas.push(self.filled((from, to), before.column, (top, space)));
                before.column == 1
            }
            Step::Balanced { top, split } => {
                let height = node.top - top;
                areas.push(self.level((from, split), 0, (top, height)));
                areas.push(self.level((split, to), 1, (top, height)));
                false
            }
        }
    }

    /// A column that fills the room it has.
    fn filled(
        &self,
        (from, to): (Ends, Ends),
        column: usize,
        place: (Length, Length),
    ) -> Area {
        let (top, room) = place;
        let (rows, notes) = (from.row..to.row, from.placed..to.placed);
        let floats = from.floated..to.floated;
        let (floating, noting) = (self.floats.height(&floats), self.feet.height(&notes));
        let text = self.sums.height(rows.start, rows.end);
        let mut missing = (room - text - floating - noting).max(Length::ZERO);
        if !notes.is_empty() {
            let leading = self.form.leading.0.max(1);
            missing = Length(missing.0 / leading * leading);
        }
        let spread = missing.min(self.sums.stretch(rows.start, rows.end));
        // below a title and in a strip lower down floats stand at the foot
        let below = top > Length::ZERO && !rows.is_empty();
        let floats_top = if below { top + room - noting - floating } else { top };
        let top = if below { top } else { top + floating };
        Area { column: Some(column), rows, notes, floats, top, floats_top, below, spread }
    }

    /// A column of a balanced strip: it ends level with the other one where its spaces
    /// give so much. Floats stand below.
    fn level(&self, ends: (Ends, Ends), column: usize, place: (Length, Length)) -> Area {
        let (from, to) = ends;
        let (top, height) = place;
        let (rows, notes) = (from.row..to.row, from.placed..to.placed);
        let floats = from.floated..to.floated;
        let floating = self.floats.height(&floats);
        let text = self.sums.height(rows.start, rows.end);
        let missing = (height - text - floating).max(Length::ZERO);
        let near = missing < self.form.leading;
        let most = self.sums.stretch(rows.start, rows.end);
        let spread = if near { missing.min(most) } else { Length::ZERO };
        let floats_top = top + text + spread;
        Area {
            column: Some(column),
            rows,
            notes,
            floats,
            top,
            floats_top,
            below: true,
            spread,
        }
    }

    fn page(&self, areas: Vec<Area>) -> PageRows {
        let span = |of: &dyn Fn(&Area) -> Range<usize>| {
            let start = areas.first().map_or(0, |area| of(area).start);
            start..areas.iter().map(|area| of(area).end).fold(start, usize::max)
        };
        let rows = span(&|area| area.rows.clone());
        let notes = span(&|area| area.notes.clone());
        let floats = span(&|area| area.floats.clone());
        let overfull = areas.iter().any(|area| {
            let text = self.sums.height(area.rows.start, area.rows.end);
            let below =
                if area.below { self.floats.height(&area.floats) } else { Length::ZERO };
            let foot = self.feet.height(&area.notes) + below;
            area.top + text + foot > self.form.height
        });
        PageRows { rows, notes, floats, spread: Length::ZERO, overfull, areas }
    }
}
