//! The widths of a table's columns.
//!
//! After the automatic table layout of CSS 2.1, section 17.5.2.2: every cell has a least
//! width, that of its widest word, and a width it would like, that of its text on one
//! line. Where not all get what they would like, columns that ask for no more than an
//! even share get it, and the others share the rest by what they hold, so that their
//! cells become about equally high.

use std::ops::Range;

use crate::length::Length;

/// What a cell asks for.
#[derive(Debug, Clone)]
pub(super) struct Want {
    /// The columns it takes; at least one.
    pub(super) columns: Range<usize>,
    /// How many rows it takes; at least one.
    pub(super) rows: usize,
    /// Of its widest word.
    pub(super) least: Length,
    /// Of its text without a break.
    pub(super) most: Length,
}

/// The widths of `count` columns, with `gap` between them, in a measure.
///
/// # Errors
/// The least width of the table when it is wider than the measure.
pub(super) fn share(
    wants: &[Want],
    count: usize,
    measure: Length,
    gap: Length,
) -> Result<Vec<Length>, Length> {
    let (least, most) = extents(wants, count, gap, |want| want.most);
    let gaps = gap * number(count.saturating_sub(1));
    let room = measure - gaps;
    if most.iter().copied().sum::<Length>() <= room {
        return Ok(most);
    }
    let needed: Length = least.iter().copied().sum();
    if needed > room {
        return Err(needed + gaps);
    }
    // what goes down several rows has room below, but what is short is not broken for it
    let even = room / number(count).max(1);
    let deep = |want: &Want| {
        let short = want.most.min(even * number(want.columns.len()));
        (want.most / number(want.rows).max(1)).max(short)
    };
    let (least, most) = extents(wants, count, gap, deep);
    Ok(divide(&least, &most, room))
}

/// The widths that an author gives in thousandths of the measure, gaps included: half of
/// each gap belongs to the columns beside it.
///
/// # Errors
/// What the cell is short of that is short of most.
pub(super) fn said(
    wants: &[Want],
    thousandths: &[u16],
    measure: Length,
    gap: Length,
) -> Result<Vec<Length>, Length> {
    let last = thousandths.len().saturating_sub(1);
    let widths: Vec<Length> = thousandths
        .iter()
        .enumerate()
        .map(|(at, &share)| {
            let gaps = gap * i64::from(u8::from(at > 0) + u8::from(at < last)) / 2;
            measure.scale(i64::from(share), 1000) - gaps
        })
        .collect();
    let missing = wants.iter().map(|want| {
        let own = widths.get(want.columns.clone()).unwrap_or_default();
        let gaps = gap * number(own.len().saturating_sub(1));
        want.least - own.iter().copied().sum::<Length>() - gaps
    });
    match missing.max() {
        Some(missing) if missing > Length::ZERO => Err(missing),
        Some(_) | None => Ok(widths),
    }
}

/// The least widths of the columns, and those they would like.
fn extents(
    wants: &[Want],
    count: usize,
    gap: Length,
    wish: impl Fn(&Want) -> Length,
) -> (Vec<Length>, Vec<Length>) {
    let mut least = vec![Length::ZERO; count];
    let mut most = vec![Length::ZERO; count];
    let mut sorted: Vec<&Want> = wants.iter().collect();
    // cells of few columns first: wide ones only add what those leave open
    sorted.sort_by_key(|want| want.columns.len());
    for want in sorted {
        let gaps = gap * number(want.columns.len().saturating_sub(1));
        widen(&mut least, &most, want, want.least - gaps);
        let before = most.clone();
        widen(&mut most, &before, want, wish(want) - gaps);
        for (most, least) in most.iter_mut().zip(&least) {
            *most = (*most).max(*least);
        }
    }
    (least, most)
}

fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(0)
}

/// Widens the columns of a cell until it fits in them, each in proportion to `weights`.
fn widen(widths: &mut [Length], weights: &[Length], want: &Want, wanted: Length) {
    let Some(own) = widths.get_mut(want.columns.clone()) else { return };
    let missing = wanted - own.iter().copied().sum::<Length>();
    if missing <= Length::ZERO {
        return;
    }
    let weights = weights.get(want.columns.clone()).unwrap_or_default();
    let total: i64 = weights.iter().map(|weight| weight.0).sum();
    let count = number(own.len()).max(1);
    let mut left = missing;
    let last = own.len().saturating_sub(1);
    for (at, (width, weight)) in own.iter_mut().zip(weights).enumerate() {
        let part = match (at == last, total > 0) {
            (true, _) => left,
            (false, true) => missing.scale(weight.0, total),
            (false, false) => missing / count,
        };
        *width += part;
        left -= part;
    }
}

/// Divides a room that is at least the sum of `least`.
fn divide(least: &[Length], most: &[Length], room: Length) -> Vec<Length> {
    let mut widths: Vec<Option<Length>> = vec![None; least.len()];
    let mut left = room;
    // columns that ask for no more than an even share get what they ask for
    loop {
        let open = widths.iter().filter(|width| width.is_none()).count();
        let even = left / number(open).max(1);
        let needed: Length = zip_open(&widths, least).sum();
        let modest = (0..widths.len()).find(|&at| {
            widths[at].is_none()
                && most[at] <= even
                && left - most[at] >= needed - least[at]
        });
        let Some(at) = modest else { break };
        widths[at] = Some(most[at]);
        left -= most[at];
    }
    // the others share the rest by what they hold; none gets less than it needs
    loop {
        let weight: Length = zip_open(&widths, most).sum();
        let poor = (0..widths.len()).find(|&at| {
            widths[at].is_none() && left.scale(most[at].0, weight.0.max(1)) < least[at]
        });
        let Some(at) = poor else { break };
        widths[at] = Some(least[at]);
        left -= least[at];
    }
    let weight: Length = zip_open(&widths, most).sum();
    widths
        .iter()
        .zip(most)
        .map(|(width, most)| width.unwrap_or_else(|| left.scale(most.0, weight.0.max(1))))
        .collect()
}

fn zip_open<'w>(
    widths: &'w [Option<Length>],
    values: &'w [Length],
) -> impl Iterator<Item = Length> + 'w {
    let open = widths.iter().zip(values).filter(|(width, _)| width.is_none());
    open.map(|(_, &value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn want(columns: Range<usize>, least: i64, most: i64) -> Want {
        Want { columns, rows: 1, least: Length::points(least), most: Length::points(most) }
    }

    fn shared(wants: &[Want], count: usize, measure: i64) -> Result<Vec<i64>, i64> {
        let points = |length: Length| length.0 / Length::points(1).0;
        share(wants, count, Length::points(measure), Length::points(10))
            .map(|widths| widths.into_iter().map(points).collect())
            .map_err(points)
    }

    #[test]
    fn columns_that_fit_are_as_wide_as_their_text() {
        let wants = [want(0..1, 20, 50), want(1..2, 30, 80)];
        assert_eq!(shared(&wants, 2, 200), Ok(vec![50, 80]));
    }

    #[test]
    fn short_columns_are_not_broken_for_long_ones() {
        let wants = [want(0..1, 20, 60), want(1..2, 30, 900), want(2..3, 30, 450)];
        assert_eq!(shared(&wants, 3, 320), Ok(vec![60, 160, 80]));
    }

    #[test]
    fn a_short_cell_of_several_rows_is_not_broken() {
        let group = Want { rows: 5, ..want(0..1, 40, 60) };
        let wants = [group, want(1..2, 30, 900)];
        assert_eq!(shared(&wants, 2, 320), Ok(vec![60, 250]));
    }

    #[test]
    fn no_column_gets_less_than_its_widest_word() {
        let wants = [want(0..1, 90, 200), want(1..2, 30, 2_000)];
        assert_eq!(shared(&wants, 2, 210), Ok(vec![90, 110]));
        assert_eq!(shared(&wants, 2, 129), Err(130));
    }

    #[test]
    fn a_wide_cell_widens_its_columns_by_what_is_missing() {
        let wants = [want(0..1, 20, 20), want(1..2, 60, 60), want(0..2, 130, 130)];
        assert_eq!(shared(&wants, 2, 400), Ok(vec![30, 90]));
    }

    #[test]
    fn widths_that_are_given_are_kept_or_refused() {
        let given = |least| {
            let wants = [want(0..1, least, 500), want(1..2, 20, 20)];
            let widths = said(&wants, &[250, 750], Length::points(400), Length::points(10));
            widths.map(|widths| (widths[0].0 + widths[1].0) / Length::points(1).0)
        };
        assert_eq!(given(95), Ok(390));
        assert_eq!(given(96), Err(Length::points(1)));
    }

    #[test]
    fn widths_fill_the_measure_and_never_more() {
        for measure in 150..400 {
            let wants = [
                want(0..1, 20, 300),
                want(1..2, 35, 120),
                want(2..3, 10, 11),
                want(1..3, 50, 500),
            ];
            let widths = share(&wants, 3, Length::points(measure), Length::points(10));
            let total: Length = widths.unwrap().into_iter().sum();
            let room = Length::points(measure - 20);
            assert!(total <= room + Length(3) && total > room - Length(4), "{total:?}");
        }
    }
}
