//! Paragraphs that can be a line longer or shorter, so that pages end where they should.
//!
//! The classic remedy of compositors, who set a paragraph tight to bring back a widow.
//! Only what would not be noticed is offered: no line whose spaces give more than they
//! may, and of the paragraphs only those whose last line makes a change likely.

use std::sync::Arc;

use super::flow::{Content, Flow, Group};
use super::fonts::{Fonts, Shaper};
use super::pages::{Choice, Elastic};
use super::paragraph::{Form, Paragraph};
use super::rows::{Row, RowKind};
use super::setting::{self, Line};
use super::{Bent, CHUNK, Draft, Set};
use crate::diag::Sink;
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

/// Finds the paragraphs of some groups that can be changed. Their pages are to be chosen
/// again then.
pub(super) fn find(
    groups: Vec<(&Group, &mut Draft)>,
    flow: &Flow,
    fonts: &Fonts<'_>,
    set: &mut [Set],
    leading: Length,
) {
    let found: Vec<Vec<Place>> = groups
        .iter()
        .map(|(group, draft)| places((group, &draft.cut.rows), flow, set, leading))
        .collect();
    let unknown = |place: &&Place| set[place.paragraph].bent.is_none();
    let numbers: Vec<usize> =
        found.iter().flatten().filter(unknown).map(|place| place.paragraph).collect();
    let chunks: Vec<&[usize]> = numbers.chunks(CHUNK).collect();
    let made = par::map_quiet(&chunks, |chunk| {
        let mut shaper = Shaper::new(fonts);
        let mut bent = Vec::with_capacity(chunk.len());
        for &number in *chunk {
            let paragraph = &flow.paragraphs[number];
            bent.push(bend(paragraph, &set[number].lines, fonts, &mut shaper));
        }
        bent
    });
    for (number, bent) in numbers.into_iter().zip(made.into_iter().flatten()) {
        set[number].bent = Some(Arc::new(bent));
    }
    for ((_, draft), places) in groups.into_iter().zip(found) {
        let elastic = places.into_iter().filter_map(|Place { paragraph, first, end }| {
            let bent = set[paragraph].bent.as_ref()?;
            let costs = [0, 1].map(|way| bent[way].as_ref().map(|&(_, cost)| cost));
            let possible = costs.iter().any(Option::is_some);
            possible.then_some((paragraph, Elastic { first, end, costs }))
        });
        draft.elastic = Some(elastic.collect());
        draft.chosen = None;
    }
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

/// Sets a paragraph a line shorter and a line longer.
fn bend(
    paragraph: &Paragraph,
    best: &[Line],
    fonts: &Fonts<'_>,
    shaper: &mut Shaper<'_>,
) -> Bent {
    let form = &paragraph.form;
    let last = best.last().map_or(0, |line| line.width.0);
    let measure = form.measure.0.max(1);
    let count = i64::try_from(best.len()).unwrap_or(i64::MAX) - 1;
    let give = count.saturating_mul(GIVE).saturating_mul(measure) / 1000;
    let justified = form.align == Align::Justify;
    let mut set = |gain: i8, likely: bool| {
        if !likely || !justified {
            return None;
        }
        let changed = Paragraph {
            form: Form { looseness: gain, ..form.clone() },
            ..paragraph.clone()
        };
        let lines = setting::set(&changed, fonts, shaper, &mut Sink::default());
        let wanted = best.len().checked_add_signed(isize::from(gain));
        let worst = lines.iter().map(|line| line.badness).max().unwrap_or(0);
        let end = lines.last().is_some_and(|line| line.width.0 * LEAST_LAST >= measure);
        let whole = lines.iter().rev().nth(1).is_none_or(|line| !line.hyphen);
        let good = Some(lines.len()) == wanted && worst <= MOST_BADNESS && end && whole;
        good.then(|| (lines, CHANGE + f64::from(worst) * WORST))
    };
    [set(-1, last <= give), set(1, measure - last <= give)]
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
