//! Rows to pages: the breaks with the least total cost over a whole group.
//!
//! After Michael F. Plass, "Optimal Pagination Techniques for Automatic Typesetting
//! Systems" (1981): a page is short by some amount, a break has a penalty, and the sum
//! over all pages is least. Facing pages that end at different heights cost more.
//! A page also holds the notes of its rows: a node says how many rows of notes stand on
//! the pages before it. A note that does not fit goes on at the foot of the next page.
//! Where that leaves something to be wished for, paragraphs may be set a line longer or
//! shorter than is best for them alone ([`Elastic`]), each at its own cost.

use std::ops::Range;

use super::columns::Area;
use super::floats::Floats;
use super::notes::Feet;
use super::rows::{HYPHEN_AT_PAGE_END, NEVER, Row};
use super::states::{Bounds, State, States};
use crate::length::Length;

/// A page: its rows and how far its spaces are stretched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PageRows {
    pub(super) rows: Range<usize>,
    /// The rows of notes at its foot.
    pub(super) notes: Range<usize>,
    /// The floats on it.
    pub(super) floats: Range<usize>,
    /// What is left of the page's height to be shared out among its spaces.
    pub(super) spread: Length,
    /// Whether the rows do not fit.
    pub(super) overfull: bool,
    /// In columns: what stands where, in reading order. Else none.
    pub(super) areas: Vec<Area>,
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
    /// How many floats stand on the pages before it.
    floated: usize,
    previous: usize,
    /// What the page before is short of, in quarters of a leading.
    short: i64,
    /// Whether the next page is a left-hand page.
    left: bool,
    /// Lines that the paragraphs of the page before gain.
    gain: i8,
    /// Whether the page before leaves something to be wished for.
    trouble: bool,
    cost: f64,
}

/// Cost of a page break where there must be none: taken only when all else fails.
pub(super) const BREACH: f64 = 1e9;
/// Cost of a page that cannot be filled, for each leading it is short of, squared.
pub(super) const SHORT: f64 = 400.0;
/// Cost of facing pages that are unequally short, for each leading, squared.
pub(super) const UNEVEN: f64 = 900.0;
/// Cost of a hyphen at the turn of a leaf, beside that of one at the end of a page.
pub(super) const TURN: f64 = 300.0;
/// Cost of a note that goes on at the foot of the next page.
pub(super) const SPLIT: f64 = 2_000.0;
/// Cost of a page that ends before a note of it has begun: more than a page of fifty lines
/// that stays empty.
pub(super) const LATE: f64 = 1e6;
/// Cost of a float that waits for a page after the one it is written on.
pub(super) const WAIT: f64 = 300.0;
/// Cost of a page of nothing but floats; an empty one would cost twice as much.
pub(super) const FLOAT_PAGE: f64 = 4_000.0;
/// Cost of an empty page, beside that, where text could go on below floats: for as much as
/// they leave, if that is more than two fifths.
pub(super) const BARE: f64 = 15_000.0;
/// Cost of less text than [`LEAST_TEXT`] beside floats.
pub(super) const LITTLE_TEXT: f64 = 5_000.0;
/// So many lines of text stand beside floats on a page, or in a column.
pub(super) const LEAST_TEXT: i64 = 3;
/// No more floats than this stand on a page with text.
const MOST_FLOATS: usize = 3;
/// Cost of every page.
pub(super) const PAGE: f64 = 50.0;
/// What pages may cost in the first search, beside the cost of a good page for each: most
/// groups have a solution below it, and dearer beginnings need not be looked at.
pub(super) const FIRST_LIMIT: f64 = 3_000.0;
/// What a page of good groups costs at most on an average.
pub(super) const GOOD_PAGE: f64 = 500.0;

/// A paragraph that may be set with a line more or a line less, if it stands on one page
/// as a whole.
#[derive(Debug, Copy, Clone)]
pub(super) struct Elastic {
    /// Its first row.
    pub(super) first: usize,
    /// One past its last row.
    pub(super) end: usize,
    /// What it costs to set it a line shorter, and a line longer; none where it cannot be.
    pub(super) costs: [Option<f64>; 2],
}

/// Chosen pages.
#[derive(Debug, Default)]
pub(super) struct Choice {
    pub(super) pages: Vec<PageRows>,
    /// The paragraphs that are set otherwise, by number, and how many lines they gain.
    pub(super) bent: Vec<(usize, i8)>,
    /// Whether something is left to be wished for.
    pub(super) trouble: bool,
}

/// Chooses the pages. Their rows are counted as they are set before `bent`.
pub(super) fn choose(
    rows: &[Row],
    (feet, floats): (&Feet, &Floats),
    elastic: &[Elastic],
    form: Frameless,
) -> Choice {
    if rows.is_empty() && floats.len() == 0 {
        return Choice::default();
    }
    let sums = Sums::new(rows);
    let height = sums.height(0, rows.len()) + feet.height(&(0..feet.rows.len()));
    let pages = share(height, form.height);
    // floats that wait may cost much more
    let limit = if floats.len() == 0 {
        FIRST_LIMIT + GOOD_PAGE * (1.0 + pages)
    } else {
        BREACH / 2.0
    };
    let mut search = Search { rows, feet, floats, elastic, sums, form, is_last: false };
    // what costs no more than the limit is found whatever is left out above it
    let choices = Bounds::widening(limit).into_iter();
    let mut pages = choices.flat_map(|bounds| {
        search.is_last = bounds.is_last();
        search.pages(bounds).1
    });
    pages.next().unwrap_or_default()
}

impl State for Node {
    type Key = (usize, usize, i64, bool);

    fn row(&self) -> usize {
        self.at
    }

    fn key(&self) -> Self::Key {
        (self.placed, self.floated, self.short, self.left)
    }

    fn kind(&self) -> usize {
        0
    }

    fn cost(&self) -> f64 {
        self.cost
    }
}

impl Search<'_> {
    /// The pages with the least cost, none when they cost more than the limit; and how
    /// many beginnings were looked at.
    fn pages(&self, bounds: Bounds) -> (usize, Option<Choice>) {
        let start = Node {
            at: 0,
            placed: 0,
            floated: 0,
            previous: usize::MAX,
            short: 0,
            left: self.form.starts_left.unwrap_or(false),
            gain: 0,
            trouble: false,
            cost: 0.0,
        };
        let mut states = States::new(self.rows.len(), bounds, start);
        // a note longer than a page leads from the end of the text to itself
        while let Some(from) = states.advance() {
            self.extend(from, &mut states);
        }
        let last = states.last(|node| self.all_placed(node.placed, node.floated));
        (states.len(), last.map(|last| self.trace(&states, last)))
    }
}

/// What the search for pages looks at.
struct Search<'a> {
    rows: &'a [Row],
    feet: &'a Feet,
    floats: &'a Floats,
    elastic: &'a [Elastic],
    sums: Sums,
    form: Frameless,
    /// Whether this search must find pages: only then may notes begin late.
    is_last: bool,
}

/// A page that is tried.
#[derive(Debug, Copy, Clone)]
struct Trial {
    /// One past its last row.
    end: usize,
    /// One past its last row of notes.
    placed: usize,
    /// One past its last float.
    floated: usize,
    /// Height of its text, notes and floats.
    height: Length,
    /// Whether they fit.
    fits: bool,
    /// Lines its paragraphs gain.
    gain: i8,
    /// What that costs.
    bent: f64,
}

/// A page gains or loses no more lines than this.
const MOST_GAIN: i8 = 2;
/// How many gains there are.
const GAINS: usize = 5;

/// The least cost of every gain, from the most lines lost to the most gained.
type Gains = [f64; GAINS];

impl Search<'_> {
    /// The page from a node to a row, with as much of the notes as it has room for.
    fn trial(
        &self,
        node: Node,
        (end, floated): (usize, usize),
        (gain, bent): (i8, f64),
    ) -> Trial {
        // what is left of notes behind the text stands on pages of its own
        let late = self.is_last && end == node.at;
        self.trial_of(node, (end, floated), (gain, bent), late)
    }

    /// The same; with `late` notes may begin on a page after that of their mark.
    fn trial_of(
        &self,
        node: Node,
        (end, floated): (usize, usize),
        (gain, bent): (i8, f64),
        late: bool,
    ) -> Trial {
        let room = self.sums.room(self.form, node.at);
        let text = self.sums.height(node.at, end)
            + self.form.leading * i64::from(gain)
            + self.floats.height(&(node.floated..floated));
        let room = room - text;
        let (mut placed, mut fits) = self.feet.place(end, node.placed, (room, late));
        if !fits && late && end > node.at && room.0 >= 0 {
            // no room for a line of them
            (placed, fits) = (node.placed, true);
        }
        let height = text + self.feet.height(&(node.placed..placed));
        Trial { end, placed, floated, height, fits, gain, bent }
    }

    /// Whether all notes and floats stand on some page.
    fn all_placed(&self, placed: usize, floated: usize) -> bool {
        placed == self.feet.rows.len() && floated == self.floats.len()
    }

    /// The paragraphs that stand on a page as a whole and may be set otherwise.
    fn elastic(&self, start: usize, end: usize) -> &[Elastic] {
        let first = self.elastic.partition_point(|one| one.first < start);
        let last = self.elastic.partition_point(|one| one.end <= end);
        self.elastic.get(first..last).unwrap_or_default()
    }

    /// What a page costs that gains lines; the cost is infinite where it cannot.
    fn gains(&self, start: usize, end: usize) -> Gains {
        let mut gains = [f64::INFINITY; GAINS];
        gains[GAINS / 2] = 0.0;
        for one in self.elastic(start, end) {
            add(&mut gains, one);
        }
        gains
    }

    /// Tries every page that begins at a node: with floats or without.
    fn extend(&self, from: usize, states: &mut States<Node>) {
        let node = states[from];
        let count = self.rows.len();
        self.float_page(from, states);
        if node.at == count {
            if node.placed < self.feet.rows.len() {
                let trial = self.trial(node, (count, node.floated), (0, 0.0));
                self.offer(from, trial, states);
            }
            return;
        }
        let most = (node.floated + MOST_FLOATS).min(self.floats.len());
        for floated in node.floated..=most {
            self.extend_below(from, floated, states);
        }
    }

    /// Tries a page of floats that wait, as many as it has room for.
    fn float_page(&self, from: usize, states: &mut States<Node>) {
        let node = states[from];
        let due = self.floats.due(node.at);
        if node.floated >= due || node.at == 0 && !self.rows.is_empty() {
            return;
        }
        let trial = |floated: usize| self.trial(node, (node.at, floated), (0, 0.0));
        let mut fitting = trial(node.floated + 1);
        for floated in node.floated + 2..=due {
            let more = trial(floated);
            if !more.fits {
                break;
            }
            fitting = more;
        }
        self.offer(from, fitting, states);
    }

    /// Tries every end of a page that begins at a node and has floats up to a number.
    fn extend_below(&self, from: usize, floated: usize, states: &mut States<Node>) {
        let node = states[from];
        let count = self.rows.len();
        let room = self.sums.room(self.form, node.at);
        let plain = |end: usize| self.trial(node, (end, floated), (0, 0.0));
        let mut furthest = node.at + 1;
        while furthest < count && plain(furthest + 1).fits {
            furthest += 1;
        }
        // what fits only when paragraphs are shortened
        if !self.elastic.is_empty() {
            let most = (furthest + usize::from(MOST_GAIN.unsigned_abs())).min(count);
            for end in furthest + 1..=most {
                if self.penalty(end) < NEVER {
                    self.bend(from, (end, floated), states);
                }
            }
        }
        // a page is at most a third short, unless nothing else is allowed
        let mut allowed = false;
        for end in (node.at + 1..=furthest).rev() {
            let trial = plain(end);
            if allowed && trial.height * 3 < room * 2 {
                break;
            }
            // a float stands on no page before the one it is written on
            if floated > node.floated && (!trial.fits || self.floats.due(end) < floated) {
                break;
            }
            let may_end = self.penalty(end) < NEVER;
            allowed |= may_end && trial.fits;
            self.offer(from, trial, states);
            let lacks = room - trial.height;
            let most = self.form.leading * (i64::from(MOST_GAIN) + 1);
            if may_end && !self.elastic.is_empty() && lacks < most {
                self.bend(from, (end, floated), states);
            }
        }
        if !allowed && self.is_last {
            self.extend_late(from, floated, states);
        }
    }

    /// Tries the least text of a page whose notes find no room before others.
    fn extend_late(&self, from: usize, floated: usize, states: &mut States<Node>) {
        let node = states[from];
        for end in node.at + 1..=self.rows.len() {
            let trial = self.trial_of(node, (end, floated), (0, 0.0), true);
            if !trial.fits || floated > node.floated && self.floats.due(end) < floated {
                return;
            }
            if self.penalty(end) < NEVER {
                return self.offer(from, trial, states);
            }
        }
    }

    /// Tries a page whose paragraphs are set otherwise.
    fn bend(&self, from: usize, (end, floated): (usize, usize), states: &mut States<Node>) {
        let node = states[from];
        if floated > node.floated && self.floats.due(end) < floated {
            return;
        }
        let gains = self.gains(node.at, end);
        for (gain, bent) in (-MOST_GAIN..=MOST_GAIN).zip(gains) {
            if gain == 0 || bent.is_infinite() {
                continue;
            }
            let trial = self.trial(node, (end, floated), (gain, bent));
            if trial.fits {
                self.offer(from, trial, states);
            }
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

    fn offer(&self, from: usize, trial: Trial, states: &mut States<Node>) {
        let node = states[from];
        let end = trial.end;
        let last = end == self.rows.len() && self.all_placed(trial.placed, trial.floated);
        let penalty = self.penalty(end);
        let missing = self.missing(node, trial);
        let flexible = self.sums.stretch(node.at, end);
        let of_floats = end == node.at && trial.floated > node.floated;
        let short = if last || of_floats {
            Length::ZERO
        } else {
            (missing - flexible).max(Length::ZERO)
        };
        let quarters = short.0 * 4 / self.form.leading.0.max(1);
        let mut blemish = quarter_cost(quarters, SHORT);
        let facing = self.form.starts_left.is_some();
        if facing && !node.left && !last && node.previous != usize::MAX {
            blemish += quarter_cost(quarters - node.short, UNEVEN);
        }
        if trial.placed < self.feet.due(end) {
            blemish += SPLIT;
        }
        if trial.fits && self.feet.is_late(end, trial.placed) {
            blemish += LATE;
        }
        let waiting = self.floats.due(end).saturating_sub(trial.floated);
        let mut waits = for_each(waiting, WAIT);
        if of_floats {
            let room = self.sums.room(self.form, node.at);
            let left = missing.max(Length::ZERO);
            waits += FLOAT_PAGE * (1.0 + share(left, room));
            // text goes on below floats where there is room
            if end < self.rows.len() && left * 5 > room * 2 {
                waits += BARE * share(left, room);
            }
        } else if trial.floated > node.floated {
            let text = self.sums.height(node.at, end);
            let little = text < self.form.leading * LEAST_TEXT;
            waits += if little { LITTLE_TEXT } else { 0.0 };
        }
        blemish += if of_floats {
            // the break is that of the page before
            0.0
        } else if penalty >= NEVER {
            BREACH
        } else {
            f64::from(penalty)
        };
        if facing && !node.left && penalty == HYPHEN_AT_PAGE_END {
            // the reader turns the leaf in the middle of a word
            blemish += TURN;
        }
        if !trial.fits {
            blemish += BREACH;
        }
        let mut cost = node.cost + PAGE + blemish + waits + trial.bent;
        if !last && flexible.0 > 0 && missing.0 > 0 {
            cost += 20.0 * share(missing.min(flexible), flexible);
        }
        let new = Node {
            at: end,
            placed: trial.placed,
            floated: trial.floated,
            previous: from,
            // only a page that stands beside this one looks back at it
            short: if facing && node.left { quarters } else { 0 },
            left: facing && !node.left,
            gain: trial.gain,
            trouble: blemish > 0.0,
            cost,
        };
        states.offer(new);
    }

    fn trace(&self, states: &States<Node>, last: usize) -> Choice {
        let mut choice = Choice::default();
        let mut current = last;
        while states[current].previous != usize::MAX {
            let node = states[current];
            let before = states[node.previous];
            let notes = before.placed..node.placed;
            let floats = before.floated..node.floated;
            let height = self.sums.height(before.at, node.at)
                + self.form.leading * i64::from(node.gain)
                + self.feet.height(&notes)
                + self.floats.height(&floats);
            let (end, placed, floated, gain) =
                (node.at, node.placed, node.floated, node.gain);
            let trial = Trial { end, placed, floated, height, fits: true, gain, bent: 0.0 };
            let missing = self.missing(before, trial);
            let flexible = self.sums.stretch(before.at, node.at);
            // the last page of a group is filled only where its spaces have no end
            let fill = current != last || flexible > self.form.height;
            let spread = if fill { missing.min(flexible) } else { Length::ZERO };
            choice.pages.push(PageRows {
                rows: before.at..node.at,
                notes,
                floats,
                spread: spread.max(Length::ZERO),
                overfull: missing.0 < 0,
                areas: Vec::new(),
            });
            choice.trouble |= node.trouble;
            self.bent(before.at, node, &mut choice.bent);
            current = node.previous;
        }
        choice.pages.reverse();
        choice
    }

    /// Which paragraphs of a page are set otherwise, so that it gains what it is to gain.
    fn bent(&self, start: usize, node: Node, bent: &mut Vec<(usize, i8)>) {
        let own = self.elastic(start, node.at);
        let first = self.elastic.partition_point(|one| one.first < start);
        let mut gain = node.gain;
        for (turn, one) in own.iter().enumerate().rev() {
            if gain == 0 {
                return;
            }
            let mut before = [f64::INFINITY; GAINS];
            before[GAINS / 2] = 0.0;
            own[..turn].iter().for_each(|one| add(&mut before, one));
            let cost = |gain: i8| index(gain).map_or(f64::INFINITY, |at| before[at]);
            let [shorter, longer] = one.costs.map(|cost| cost.unwrap_or(f64::INFINITY));
            let ways = [
                (0, cost(gain)),
                (-1, cost(gain + 1) + shorter),
                (1, cost(gain - 1) + longer),
            ];
            let best = ways.into_iter().min_by(|a, b| a.1.total_cmp(&b.1));
            let Some((own, _)) = best.filter(|&(own, _)| own != 0) else { continue };
            bent.push((first + turn, own));
            gain -= own;
        }
    }
}

/// Where the cost of a gain stands.
fn index(gain: i8) -> Option<usize> {
    usize::try_from(gain + MOST_GAIN).ok().filter(|&at| at < GAINS)
}

/// Adds what a paragraph can gain to what those before it can.
fn add(gains: &mut Gains, one: &Elastic) {
    let before = *gains;
    let [shorter, longer] = one.costs;
    for (at, cost) in gains.iter_mut().enumerate() {
        if let Some(own) = longer.filter(|_| at > 0) {
            *cost = cost.min(before[at - 1] + own);
        }
        if let Some(own) = shorter.filter(|_| at + 1 < GAINS) {
            *cost = cost.min(before[at + 1] + own);
        }
    }
}

/// What so many things cost of which each costs so much.
#[expect(clippy::cast_precision_loss, reason = "a book has few floats")]
pub(super) fn for_each(count: usize, cost: f64) -> f64 {
    count as f64 * cost
}

#[expect(clippy::cast_precision_loss, reason = "a page has few quarters of a leading")]
pub(super) fn quarter_cost(quarters: i64, weight: f64) -> f64 {
    let leadings = quarters as f64 / 4.0;
    leadings * leadings * weight
}

#[expect(clippy::cast_precision_loss, reason = "page lengths are far below 2^53")]
pub(super) fn share(part: Length, whole: Length) -> f64 {
    part.0 as f64 / whole.0 as f64
}

/// Heights and stretch, summed from the first row.
pub(super) struct Sums {
    heights: Vec<Length>,
    stretches: Vec<Length>,
    /// The space above each row, which is dropped at the top of a page.
    first: Vec<(Length, Length)>,
    /// Height of what stands above each row at the top of a page: space, and the header
    /// rows that are repeated.
    repeated: Vec<Length>,
}

impl Sums {
    pub(super) fn new(rows: &[Row]) -> Self {
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
        let repeated = rows.iter().map(|row| row.top + row.repeated(rows)).collect();
        Self { heights, stretches, first, repeated }
    }

    /// Height of the rows `start..end` as a page.
    pub(super) fn height(&self, start: usize, end: usize) -> Length {
        if start == end {
            return Length::ZERO;
        }
        self.heights[end] - self.heights[start] - self.first[start].0 + self.repeated[start]
    }

    pub(super) fn stretch(&self, start: usize, end: usize) -> Length {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::rows::RowKind;

    const LEADING: Length = Length(10);

    fn feet() -> Feet {
        Feet::none()
    }

    /// The pages of rows without notes and floats.
    fn choose(rows: &[Row], feet: &Feet, elastic: &[Elastic], form: Frameless) -> Choice {
        super::choose(rows, (feet, &Floats::default()), elastic, form)
    }

    /// Rows of paragraphs with so many lines each, without widows and orphans.
    fn rows(paragraphs: &[usize]) -> Vec<Row> {
        let mut rows = Vec::new();
        for (item, &lines) in paragraphs.iter().enumerate() {
            for line in 0..lines {
                let alone = line == 1 || line > 0 && line + 1 == lines;
                rows.push(Row {
                    item,
                    space: Length::ZERO,
                    top: Length::ZERO,
                    stretch: Length::ZERO,
                    height: LEADING,
                    penalty: if alone { NEVER } else { 0 },
                    kind: RowKind::Line(line),
                    start: None,
                    repeat: None,
                    inset: Length::ZERO,
                    cells: Vec::new(),
                });
            }
        }
        rows
    }

    fn ends(choice: &Choice) -> Vec<usize> {
        choice.pages.iter().map(|page| page.rows.end).collect()
    }

    fn form(lines: i64, starts_left: Option<bool>) -> Frameless {
        let (height, sink) = (LEADING * lines, Length::ZERO);
        Frameless { height, sink, leading: LEADING, starts_left }
    }

    /// Floats, each so many lines high, of which one is written after each so many rows.
    fn pictures(count: usize, lines: usize, every: usize) -> Floats {
        Floats::of(count, LEADING * i64::try_from(lines).unwrap(), every)
    }

    /// How many beginnings of pages the search looks at, and the pages.
    fn looked_at(rows: &[Row], floats: &Floats) -> (usize, Option<Choice>) {
        let (feet, form) = (feet(), form(30, Some(true)));
        let sums = Sums::new(rows);
        let search =
            Search { rows, feet: &feet, floats, elastic: &[], sums, form, is_last: false };
        search.pages(Bounds::widening(BREACH / 2.0)[0])
    }

    #[test]
    fn so_many_beginnings_are_looked_at_for_each_row_however_many_floats_wait() {
        let rows = rows(&[5; 240]);
        let (beginnings, choice) = looked_at(&rows, &pictures(240, 17, 5));
        assert_eq!(choice.unwrap().pages.last().unwrap().floats.end, 240);
        assert!(beginnings < rows.len() * 80, "{beginnings}");
    }

    #[test]
    fn text_goes_on_below_floats_where_there_is_room() {
        let rows = rows(&[5; 40]);
        let choice = looked_at(&rows, &pictures(6, 18, 10)).1.unwrap();
        for page in &choice.pages {
            let bare = page.rows.is_empty() && page.floats.len() == 1;
            assert!(!bare, "{choice:?}");
            let little = page.rows.len() < 3 && !page.floats.is_empty();
            assert!(!little, "{choice:?}");
        }
    }

    #[test]
    fn facing_pages_are_short_together() {
        // ten lines would leave a widow on the right-hand page
        let rows = rows(&[12, 9, 9]);
        let choice = choose(&rows, &feet(), &[], form(10, Some(true)));
        assert_eq!(ends(&choice)[..2], [9, 18]);
        assert!(choice.trouble);
    }

    #[test]
    fn a_paragraph_set_shorter_brings_back_a_widow() {
        let rows = rows(&[5, 6, 9]);
        let plain = choose(&rows, &feet(), &[], form(10, None));
        assert_eq!(ends(&plain)[0], 9);
        let elastic = [Elastic { first: 0, end: 5, costs: [Some(90.0), None] }];
        let choice = choose(&rows, &feet(), &elastic, form(10, None));
        assert_eq!(choice.bent, [(0, -1)]);
        assert_eq!(ends(&choice)[0], 11);
        assert!(!choice.trouble);
    }

    #[test]
    fn a_leaf_is_not_turned_inside_a_word() {
        let mut rows = rows(&[30]);
        rows[10].penalty = HYPHEN_AT_PAGE_END;
        let left = choose(&rows, &feet(), &[], form(10, Some(true)));
        assert_eq!(ends(&left)[0], 10, "{left:?}");
        rows[20].penalty = HYPHEN_AT_PAGE_END;
        let turned = choose(&rows, &feet(), &[], form(10, Some(true)));
        assert_ne!(ends(&turned)[1], 20, "{turned:?}");
    }
}
