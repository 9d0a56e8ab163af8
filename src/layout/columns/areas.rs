//! The breaks that were chosen to pages: which rows, notes and floats stand where.

use std::ops::Range;

use super::{Area, Ends, Filled, Node, Search, Step};
use crate::layout::pages::PageRows;
use crate::length::Length;

impl Search<'_> {
    pub(super) fn trace(&self, last: usize) -> Vec<PageRows> {
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
            Step::Turn { split } => {
                push_notes(areas, &none, split, to.placed);
                true
            }
            Step::Across { top, turn } => {
                areas.push(Area { rows: from.row..to.row, top, ..none.clone() });
                let split = self.feet.halve(&(from.placed..to.placed));
                push_notes(areas, &none, split, to.placed);
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

/// Adds the notes at the foot of both columns.
fn push_notes(areas: &mut Vec<Area>, none: &Area, split: usize, end: usize) {
    for (column, notes) in [none.notes.start..split, split..end].into_iter().enumerate() {
        if !notes.is_empty() {
            areas.push(Area { column: Some(column), notes, ..none.clone() });
        }
    }
}
