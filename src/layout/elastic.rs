//! Paragraphs that can be a line longer or shorter, so that pages end where they should.
//!
//! The classic remedy of compositors, who set a paragraph tight to bring back a widow.
//! Only what would not be noticed is offered: no line whose spaces give more than they
//! may, and of the paragraphs only those whose last line makes a change likely.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use super::flow::{Content, Flow, Group};
use super::fonts::Shapers;
use super::lines::{self, Chosen, Measured};
use super::pages::{Choice, Elastic};
use super::paragraph::Form;
use super::rows::{Row, RowKind};
use super::setting::{self, Line};
use super::{CHUNK, Draft, Set};
use crate::length::Length;
use crate::par;
use crate::theme::Align;

/// Fewer lines than this have no room for more or less.
const LEAST_LINES: usize = 3;
/// More than this stand on no page as a whole.
const MOST_LINES: usize = 60;
/// How much of a line a line can give to the last one, in thousandths: about three
/// quarters of what its spaces may grow.
const GIVE: i64 = 80;
/// Its last line is at least this part of the measure, and begins with a whole word.
const LEAST_LAST: i64 = 6;
/// What it costs to set a paragraph with other lines than those that are best for it.
const CHANGE: f64 = 60.0;
/// What its worst line adds for each point of badness.
const WORST: f64 = 2.0;
/// No line of it is worse than this: there its spaces give all they may.
const MOST_BADNESS: u16 = 100;

/// A paragraph a line shorter and a line longer, where that can be had.
#[derive(Debug)]
pub(super) struct Bent([Option<Way>; 2]);

/// Another number of lines for a paragraph.
#[derive(Debug)]
struct Way {
    chosen: Vec<Chosen>,
    cost: f64,
    /// Set when somebody wants them.
    lines: OnceLock<Vec<Line>>,
}

impl Bent {
    fn way(&self, gain: i8) -> Option<&Way> {
        self.0[usize::from(gain > 0)].as_ref()
    }

    /// The lines with one less or one more; none before they were set ([`set`]).
    pub(super) fn lines(&self, gain: i8) -> Option<&[Line]> {
        self.way(gain)?.lines.get().map(Vec::as_slice)
    }
}

/// Finds the paragraphs of some groups that can be changed. Their pages are to be chosen
/// again then.
pub(super) fn find(
    groups: Vec<(&Group, &mut Draft)>,
    flow: &Flow,
    shapers: &Shapers<'_>,
    set: &mut [Set],
    leading: Length,
) {
    let found: Vec<Vec<Place>> = groups
        .iter()
        .map(|(group, draft)| places((group, &draft.cut.rows), flow, set, leading))
        .collect();
    // paragraphs that share their lines are changed once
    let mut alike: BTreeMap<*const Vec<Line>, Vec<usize>> = BTreeMap::new();
    for place in found.iter().flatten() {
        let set = &set[place.paragraph];
        if set.bent.is_none() {
            alike.entry(Arc::as_ptr(&set.lines)).or_default().push(place.paragraph);
        }
    }
    let alike: Vec<Vec<usize>> = alike.into_values().collect();
    let chunks: Vec<&[Vec<usize>]> = alike.chunks(CHUNK).collect();
    let made = par::map_quiet(&chunks, |chunk| {
        let bent = chunk.iter().filter_map(|alike| alike.first()).map(|&number| {
            let own = &set[number];
            match &own.measured {
                Some(measured) => bend(measured, &own.lines),
                None if !likely(&flow.paragraphs[number].form, &own.lines) => {
                    Bent([None, None])
                }
                None => {
                    let paragraph = &flow.paragraphs[number];
                    let measured =
                        shapers.with(|shaper| setting::measured(paragraph, shaper));
                    bend(&measured, &own.lines)
                }
            }
        });
        bent.collect::<Vec<_>>()
    });
    for (numbers, bent) in alike.into_iter().zip(made.into_iter().flatten()) {
        let bent = Arc::new(bent);
        for number in numbers {
            set[number].bent = Some(Arc::clone(&bent));
        }
    }
    for ((_, draft), places) in groups.into_iter().zip(found) {
        let elastic = places.into_iter().filter_map(|Place { paragraph, first, end }| {
            let bent = set[paragraph].bent.as_ref()?;
            let costs = [-1, 1].map(|gain| bent.way(gain).map(|way| way.cost));
            let possible = costs.iter().any(Option::is_some);
            possible.then_some((paragraph, Elastic { first, end, costs }))
        });
        draft.elastic = Some(elastic.collect());
        draft.chosen = None;
    }
}

/// Sets the paragraphs that are to have other lines than are best for them.
pub(super) fn set(flow: &Flow, shapers: &Shapers<'_>, set: &[Set], gains: &[i8]) {
    let changed: Vec<(usize, i8)> =
        gains.iter().copied().enumerate().filter(|&(_, gain)| gain != 0).collect();
    par::map_quiet(&changed, |&(number, gain)| {
        let Some(way) = set[number].bent.as_ref().and_then(|bent| bent.way(gain)) else {
            return;
        };
        way.lines.get_or_init(|| {
            let paragraph = &flow.paragraphs[number];
            shapers.with(|shaper| setting::set_as(paragraph, &way.chosen, shaper))
        });
    });
}

/// A paragraph that is looked at, and its rows.
struct Place {
    paragraph: usize,
    first: usize,
    end: usize,
}

/// Paragraphs of running text without notes, long enough to be changed.
fn places(
    (group, rows): (&Group, &[Row]),
    flow: &Flow,
    set: &[Set],
    leading: Length,
) -> Vec<Place> {
    let mut places = Vec::new();
    for (first, row) in rows.iter().enumerate() {
        if row.kind != RowKind::Line(0) {
            continue;
        }
        let Content::Text(block) = &group.items[row.item].content else { continue };
        let paragraph = &flow.paragraphs[block.paragraph];
        let lines = set[block.paragraph].lines.len();
        let noted = || {
            let marks = &flow.notes.marks;
            paragraph.spans.iter().any(|span| marks.contains_key(&span.element))
        };
        let plain = paragraph.form.leading == leading && !block.together;
        if plain
            && (LEAST_LINES..=MOST_LINES).contains(&lines)
            && block.tail.is_none()
            && !noted()
            // its lines may be of different heights when they are broken anew
            && paragraph.spans.iter().all(|span| span.formula.is_none())
        {
            places.push(Place { paragraph: block.paragraph, first, end: first + lines });
        }
    }
    places
}

/// Whether a paragraph with these lines may be given one less, and one more: its last
/// line is short enough, or long enough.
fn ways(form: &Form, lines: &[Line]) -> [bool; 2] {
    // what the author has loosened stays so
    let fixed = form.looseness != 0 || form.align != Align::Justify;
    if fixed || !(LEAST_LINES..=MOST_LINES).contains(&lines.len()) {
        return [false, false];
    }
    let last = lines.last().map_or(0, |line| line.width.0);
    let measure = form.measure.0.max(1);
    let count = i64::try_from(lines.len()).unwrap_or(i64::MAX) - 1;
    let give = count.saturating_mul(GIVE).saturating_mul(measure) / 1000;
    [last <= give, measure - last <= give]
}

/// Whether it is worth while to look for other lines of a paragraph.
pub(super) fn likely(form: &Form, lines: &[Line]) -> bool {
    ways(form, lines) != [false, false]
}

/// Looks for lines of a paragraph of which there are one less, and one more.
fn bend(measured: &Measured, best: &[Line]) -> Bent {
    let [shorter, longer] = ways(&measured.form, best);
    let counts =
        [shorter.then(|| best.len().saturating_sub(1)), longer.then_some(best.len() + 1)];
    let measure = measured.form.measure.0.max(1);
    let found = lines::counted(measured, counts);
    Bent(found.map(|chosen| {
        let chosen = chosen?;
        let worst = chosen.iter().map(|line| line.badness).max().unwrap_or(0);
        let mut ends = chosen.iter().rev().map(|line| line.end);
        let end = ends.next()?;
        let before = ends.next();
        let long = measured.visible(before.unwrap_or(usize::MAX), end);
        let whole = before.is_none_or(|at| !measured.breaks[at].kind.is_hyphen());
        let good = worst <= MOST_BADNESS && long.0 * LEAST_LAST >= measure && whole;
        let cost = CHANGE + f64::from(worst) * WORST;
        good.then(|| Way { chosen, cost, lines: OnceLock::new() })
    }))
}

/// Counts the rows of chosen pages with the lines that paragraphs gain.
pub(super) fn recount(choice: &mut Choice, elastic: &[(usize, Elastic)]) {
    let mut bent = choice.bent.clone();
    bent.sort_unstable();
    let moved = |row: usize| {
        let before = bent.iter().filter(|&&(number, _)| elastic[number].1.end <= row);
        let gained: isize = before.map(|&(_, gain)| isize::from(gain)).sum();
        row.saturating_add_signed(gained)
    };
    for page in &mut choice.pages {
        page.rows = moved(page.rows.start)..moved(page.rows.end);
    }
}
