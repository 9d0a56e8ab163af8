//! The states of a search for breaks: of those that agree in all that matters for what
//! follows the best is kept, and of each row only those that may still become the best.
//!
//! So the search takes a time that grows with the number of rows, whatever is set: after
//! Donald E. Knuth and Michael F. Plass, "Breaking Paragraphs into Lines" (1981), who
//! drop what can no longer be continued, with a bound on what is kept beside.

use std::collections::BTreeMap;

/// Something a search may have come to.
pub(super) trait State {
    /// What matters for what follows.
    type Key: Ord;

    /// The row that comes next.
    fn row(&self) -> usize;
    fn key(&self) -> Self::Key;
    /// States of one kind at one row are at the same point of a page.
    fn kind(&self) -> usize;
    fn cost(&self) -> f64;
}

/// How many kinds of states there are at most.
pub(super) const KINDS: usize = 4;

/// What a search leaves out.
#[derive(Debug, Copy, Clone)]
pub(super) struct Bounds {
    /// What costs more.
    pub(super) limit: f64,
    /// What costs so much more than the best of its kind at its row.
    pub(super) window: f64,
    /// All but so many states that come to a row.
    pub(super) most: usize,
}

/// What a state may cost beside the best of its kind at its row: more than the worst
/// penalties of a page, and what a page costs that is seven lines short.
const WINDOW: f64 = 20_000.0;
/// How many states are kept of each row.
const MOST: usize = 64;

impl Bounds {
    /// Whether nothing is left out for its cost.
    pub(super) fn is_last(&self) -> bool {
        self.limit.is_infinite()
    }

    /// The bounds of one search after the other, until one comes to an end: that of a
    /// group with a good solution, whose cost is known about, then wider ones.
    pub(super) fn widening(limit: f64) -> [Self; 4] {
        let bounds = |limit: f64, window: f64, most: usize| Self { limit, window, most };
        [
            bounds(limit, WINDOW, MOST),
            bounds(limit * 20.0, WINDOW * 20.0, MOST),
            bounds(f64::INFINITY, f64::INFINITY, MOST),
            bounds(f64::INFINITY, f64::INFINITY, usize::MAX),
        ]
    }
}

/// The states that lead to one row.
struct Ahead<S: State> {
    states: Vec<S>,
    known: BTreeMap<S::Key, usize>,
    /// The least cost of each kind.
    best: [f64; KINDS],
}

impl<S: State> Ahead<S> {
    fn new() -> Self {
        Self { states: Vec::new(), known: BTreeMap::new(), best: [f64::INFINITY; KINDS] }
    }
}

/// All states a search has come to.
pub(super) struct States<S: State> {
    bounds: Bounds,
    /// Those that are gone on from, in the order of rows.
    done: Vec<S>,
    /// Of each row that is still to come.
    ahead: Vec<Ahead<S>>,
    /// The row that is gone on from, its first state, and the next one to go on from.
    row: usize,
    first: usize,
    next: usize,
    /// The states at that row, by what matters.
    here: BTreeMap<S::Key, usize>,
}

impl<S: State + Copy> States<S> {
    /// Those of a search that has not begun.
    pub(super) fn none() -> Self {
        Self {
            bounds: Bounds { limit: f64::INFINITY, window: f64::INFINITY, most: 0 },
            done: Vec::new(),
            ahead: Vec::new(),
            row: 0,
            first: 0,
            next: 0,
            here: BTreeMap::new(),
        }
    }

    /// Those of a search through so many rows, from its beginning on.
    pub(super) fn new(rows: usize, bounds: Bounds, start: S) -> Self {
        let mut ahead: Vec<Ahead<S>> = (0..=rows).map(|_| Ahead::new()).collect();
        if let Some(ahead) = ahead.first_mut() {
            ahead.states.push(start);
        }
        let mut states = Self { bounds, ahead, ..Self::none() };
        states.enter(0);
        states
    }

    /// Whether nothing is left out for its cost: this search must come to an end.
    pub(super) fn is_last(&self) -> bool {
        self.bounds.is_last()
    }

    /// The next state to go on from, row by row; none when all were.
    pub(super) fn advance(&mut self) -> Option<usize> {
        let end = self.ahead.len() - 1;
        loop {
            // before the end of the text pages without any of it have a bound too
            let turns = self.bounds.most.saturating_mul(2);
            let more = self.row == end || self.next - self.first < turns;
            if more && self.next < self.done.len() {
                self.next += 1;
                return Some(self.next - 1);
            }
            if self.row == end {
                return None;
            }
            self.enter(self.row + 1);
        }
    }

    /// Goes on to a row, with the best of the states that lead to it.
    fn enter(&mut self, row: usize) {
        let ahead = std::mem::replace(&mut self.ahead[row], Ahead::new());
        let mut kept: Vec<usize> = (0..ahead.states.len())
            .filter(|&state| {
                let state = &ahead.states[state];
                state.cost() <= ahead.best[state.kind()] + self.bounds.window
                    || ahead.best[state.kind()].is_infinite()
            })
            .collect();
        if kept.len() > self.bounds.most {
            kept.sort_by(|&a, &b| {
                ahead.states[a].cost().total_cmp(&ahead.states[b].cost()).then(a.cmp(&b))
            });
            kept.truncate(self.bounds.most);
            kept.sort_unstable();
        }
        self.row = row;
        self.first = self.done.len();
        self.next = self.first;
        self.here.clear();
        for state in kept {
            let state = ahead.states[state];
            self.here.insert(state.key(), self.done.len());
            self.done.push(state);
        }
    }

    /// Adds a state, unless there is a better one or it is too dear.
    pub(super) fn offer(&mut self, new: S) {
        if new.cost() > self.bounds.limit {
            return;
        }
        if new.row() == self.row {
            put(&mut self.done, &mut self.here, new);
            return;
        }
        let window = self.bounds.window;
        let Some(ahead) = self.ahead.get_mut(new.row()) else { return };
        let best = &mut ahead.best[new.kind()];
        if new.cost() > *best + window {
            return;
        }
        *best = best.min(new.cost());
        put(&mut ahead.states, &mut ahead.known, new);
    }

    /// The cheapest state at the end of the text that is one.
    pub(super) fn last(&self, is: impl Fn(&S) -> bool) -> Option<usize> {
        (self.first..self.done.len())
            .filter(|&state| is(&self.done[state]))
            .min_by(|&a, &b| self.done[a].cost().total_cmp(&self.done[b].cost()))
    }

    /// How many states were gone on from.
    pub(super) fn len(&self) -> usize {
        self.done.len()
    }
}

impl<S: State> std::ops::Index<usize> for States<S> {
    type Output = S;

    fn index(&self, state: usize) -> &S {
        &self.done[state]
    }
}

fn put<S: State>(states: &mut Vec<S>, known: &mut BTreeMap<S::Key, usize>, new: S) {
    let state = *known.entry(new.key()).or_insert(states.len());
    match states.get_mut(state) {
        Some(other) if other.cost() <= new.cost() => {}
        Some(other) => *other = new,
        None => states.push(new),
    }
}
