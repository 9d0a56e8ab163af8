//! Figures and tables that move to the head or the foot of a page.
//!
//! A float is taken out of the rows of its group and waits from the place where it is
//! written, so that it stands on the page of that place or a later one. `pages` says on
//! which; they keep their order. In the structure it stays where it is written.

use std::ops::Range;

use super::Cut;
use super::blocks::Above;
use super::build::{Builder, Spot};
use super::flow::{Flow, Group};
use super::rows::{self, Row};
use super::setting::Line;
use crate::ast::{Block, Placement};
use crate::diag::{Diagnostic, Sink};
use crate::length::Length;
use crate::resolve::Chapter;
use crate::source::Place;

/// A figure or a table that moves, with its caption.
#[derive(Debug)]
pub(super) struct FlowFloat {
    /// How many items of its group stand before it.
    pub(super) at: usize,
    /// What it prints.
    pub(super) group: Group,
    /// Where it is written.
    pub(super) place: Place,
    /// Whether it runs across both columns.
    pub(super) across: bool,
}

impl<'a> Builder<'a> {
    /// Sets a block that may move, if its author lets it: then what stands above the
    /// next block is what stood above this one. Inside other blocks, and where a note
    /// has its mark in it, it stands where it is written.
    pub(super) fn floated(
        &mut self,
        spot: Spot,
        chapter: &'a Chapter,
        (block, placement): (&'a Block, Placement),
        above: Above,
        set: impl FnOnce(&mut Self),
    ) -> Above {
        let nested = spot.frame.is_some()
            || self.in_note
            || spot.x != Length::ZERO
            || spot.width != self.measure;
        let Some(number) = self.groups.len().checked_sub(1) else {
            set(self);
            return Above::Other;
        };
        if placement == Placement::Here || nested {
            set(self);
            return Above::Other;
        }
        let pending = std::mem::take(&mut self.pending);
        self.groups.push(Group::default());
        set(self);
        let group = self.groups.pop().unwrap_or_default();
        let noted = self.links[self.noted..].iter().any(|link| link.mark.is_some());
        let Some(own) = self.groups.last_mut() else { return Above::Other };
        if noted {
            let mut items = group.items;
            if let Some(first) = items.first_mut() {
                first.space = first.space.max(pending.space) + pending.padding;
                first.head = pending.head;
                first.anchors.splice(0..0, pending.anchors);
            }
            own.items.extend(items);
            return Above::Other;
        }
        let at = own.items.len();
        self.pending = pending;
        let place = Self::place(chapter.source, block.span);
        let across = self.across;
        self.floats.entry(number).or_default().push(FlowFloat { at, group, place, across });
        above
    }
}

/// The floats of a group.
#[derive(Debug, Default)]
pub(super) struct Floats {
    /// The rows of each.
    pub(super) rows: Vec<Vec<Row>>,
    /// Height of those before each one and of all, each with the space beside it.
    heights: Vec<Length>,
    /// For each, whether it runs across both columns.
    pub(super) across: Vec<bool>,
    /// For each, the first row of the text that may end the page it stands on.
    due: Vec<usize>,
}

impl Floats {
    /// Cuts the floats of a group, whose text has so many rows, into rows of their own.
    /// With the space beside it a float takes whole lines, but none that the page lacks.
    pub(super) fn new(
        text: &[Row],
        number: usize,
        flow: &Flow,
        lines: &[&[Line]],
        (leading, page): (Length, Length),
    ) -> Self {
        let mut floats = Self { heights: vec![Length::ZERO], ..Self::default() };
        for float in flow.floats.get(&number).into_iter().flatten() {
            let rows = rows::rows(&float.group, flow, lines);
            let own = height(&rows);
            let height = own + leading / 2;
            let step = leading.0.max(1);
            let whole = Length((height.0 + step - 1) / step * step);
            // alone on a page it needs no space
            let whole = whole.min(page.max(own));
            let before = floats.heights.last().copied().unwrap_or(Length::ZERO);
            floats.heights.push(before + whole);
            floats.due.push(text.partition_point(|row| row.item < float.at));
            floats.rows.push(rows);
            floats.across.push(float.across);
        }
        floats
    }

    /// So many of a height, of which one is written after each so many rows.
    #[cfg(test)]
    pub(super) fn of(count: usize, height: Length, every: usize) -> Self {
        let mut heights = vec![Length::ZERO];
        let mut before = Length::ZERO;
        for _ in 0..count {
            before += height;
            heights.push(before);
        }
        Self {
            rows: (0..count).map(|_| Vec::new()).collect(),
            heights,
            across: vec![false; count],
            due: (1..=count).map(|float| float * every).collect(),
        }
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// How many are written before a row of the text.
    pub(super) fn due(&self, end: usize) -> usize {
        self.due.partition_point(|&row| row <= end)
    }

    /// Height of some of them on one page, each with the space beside it.
    pub(super) fn height(&self, range: &Range<usize>) -> Length {
        match (self.heights.get(range.end), self.heights.get(range.start)) {
            (Some(&end), Some(&start)) => end - start,
            _ => Length::ZERO,
        }
    }
}

/// Height of rows one below the other.
pub(super) fn height(rows: &[Row]) -> Length {
    let spaces = rows.iter().skip(1).map(|row| row.space);
    rows.iter().map(|row| row.height).chain(spaces).sum()
}

/// Reports the floats that are higher than a page (`high-float`).
pub(super) fn report_high<'c>(
    flow: &Flow,
    cuts: impl Iterator<Item = &'c Cut>,
    page: Length,
    sink: &mut Sink,
) {
    for (number, cut) in cuts.enumerate() {
        let own = flow.floats.get(&number).into_iter().flatten();
        for (float, rows) in own.zip(&cut.floats.rows) {
            let own = height(rows);
            if own > page {
                let words = |length: Length| format!("{:.0} mm", length.to_millimetres());
                let message =
                    format!("this is {} high and the page has {}", words(own), words(page));
                let help = "make two of it, or take `.float` away: where it is written a \
                            table goes on over the page";
                sink.error(
                    Diagnostic::new("high-float", message).at(float.place).help(help),
                );
            }
        }
    }
}
