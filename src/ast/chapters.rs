//! A document that holds several chapters, cut into them.

use std::collections::{BTreeMap, BTreeSet};

use super::parts::Part;
use super::{Block, BlockKind, Document, NoteId};

/// Whether a block begins a chapter where each title does: a heading of level 1 that is
/// shown in every edition and format, and stands in no other block.
pub const fn begins_chapter(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Heading { level: 1, .. }) && block.when.is_empty()
}

/// Where chapters begin among the blocks of a document, but the first: what stands above
/// the first title belongs to the first chapter.
pub fn chapter_starts(blocks: &[Block]) -> Vec<usize> {
    let titles = blocks.iter().enumerate().filter(|(_, block)| begins_chapter(block));
    titles.map(|(at, _)| at).skip(1).collect()
}

impl Document {
    /// The chapters of the document, each with tables of its own; never none.
    ///
    /// A note stands in each chapter that has a mark of it.
    pub fn into_chapters(mut self) -> Vec<Self> {
        let starts = chapter_starts(&self.blocks);
        if starts.is_empty() {
            return vec![self];
        }
        let mut parts = Vec::with_capacity(starts.len() + 1);
        for &start in starts.iter().rev() {
            parts.push(self.blocks.split_off(start));
        }
        parts.push(std::mem::take(&mut self.blocks));
        let mut named = BTreeSet::new();
        parts.into_iter().rev().map(|blocks| self.chapter(blocks, &mut named)).collect()
    }

    /// A chapter with some of the blocks. Of the places that authors named in notes, only
    /// the first that stands in a chapter keeps its name.
    fn chapter(&self, blocks: Vec<Block>, named: &mut BTreeSet<u32>) -> Self {
        let mut own = Self { blocks, ..Self::default() };
        own.conditional = self.conditional;
        let mut notes = BTreeMap::new();
        // notes hold no marks of notes
        own.numbers(&mut |part| {
            if let Part::Note(mark) = part {
                let number = notes.len();
                let (new, turn) = notes.entry(mark.note.0).or_insert((number, 0));
                *turn += 1;
                (mark.note, mark.turn) = (note_id(*new), *turn);
            }
        });
        let mut taken: Vec<_> = notes.into_iter().collect();
        taken.sort_unstable_by_key(|&(_, (new, _))| new);
        for (old, (_, marks)) in taken {
            let Some(note) = self.notes.get(old as usize) else { continue };
            let mut note = note.clone();
            note.marks = marks;
            own.notes.push(note);
        }
        let mut held = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        let mut last = 0;
        own.numbers(&mut |part| match part {
            Part::Id(id) => {
                last += 1;
                id.0 = last;
            }
            Part::Ref(id) => id.0 = renumbered(&mut held.0, id.0),
            Part::Anchor(id) => id.0 = renumbered(&mut held.1, id.0),
            Part::Cite(id) => id.0 = renumbered(&mut held.2, id.0),
            Part::Blocks(_) | Part::Inlines(_) | Part::Note(_) => {}
        });
        own.refs = taken_from(&self.refs, &held.0);
        own.anchors = taken_from(&self.anchors, &held.1);
        own.cites = taken_from(&self.cites, &held.2);
        for (&old, &new) in &held.1 {
            let again = !named.insert(old);
            if let Some(anchor) = own.anchors.get_mut(new as usize).filter(|_| again) {
                anchor.id = None;
            }
        }
        own
    }
}

#[expect(clippy::cast_possible_truncation, reason = "sources are below 4 GiB")]
const fn note_id(number: usize) -> NoteId {
    NoteId(number as u32)
}

/// The new number of what has another, in the order in which they are asked for.
fn renumbered(numbers: &mut BTreeMap<u32, u32>, old: u32) -> u32 {
    #[expect(clippy::cast_possible_truncation, reason = "sources are below 4 GiB")]
    let next = numbers.len() as u32;
    *numbers.entry(old).or_insert(next)
}

/// The rows of a table that have new numbers, in their order.
fn taken_from<T: Clone>(table: &[T], numbers: &BTreeMap<u32, u32>) -> Vec<T> {
    let mut order: Vec<(u32, u32)> =
        numbers.iter().map(|(&old, &new)| (new, old)).collect();
    order.sort_unstable();
    let rows = order.iter().filter_map(|&(_, old)| table.get(old as usize));
    rows.cloned().collect()
}
