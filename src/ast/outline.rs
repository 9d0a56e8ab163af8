//! The levels of headings as an outline has them: none is left out on the way down.

use super::parts::{Part, of_block};
use super::{Block, BlockKind};
use crate::source::Span;

/// The deepest level of a heading.
pub const DEEPEST_HEADING: u8 = 6;

/// A heading that does not keep the level it was written with, and whose first words are
/// to be told of.
#[derive(Debug, Copy, Clone, PartialEq, Eq)]
pub struct MovedHeading {
    /// Where it stands.
    pub span: Span,
    /// The level it was written with.
    pub from: u8,
    /// That of the heading before it as it was written; 1 where there is none.
    pub before: u8,
    /// The level that the outline gives it; more than [`DEEPEST_HEADING`] where there is
    /// no such heading.
    pub to: u8,
}

/// Gives headings the levels that an outline without gaps has.
///
/// A heading is one level below the nearest before it that was written with a smaller
/// level, and a second title one below the first: those that stand beside each other stay
/// so, and those that lie below another stay below it. Where no level is left out and one
/// title stands first, nothing changes. Told are titles after the first, and headings that
/// leave out a level, but not those that move with them.
///
/// Headings in other blocks lie below the section that they stand in, as deep as they do
/// below each other there. They, headings above the title, and those of sections below an
/// unlisted one are made `unlisted`.
pub fn close_gaps(blocks: &mut [Block]) -> Vec<MovedHeading> {
    let mut told = Vec::new();
    let mut outline = Outline::default();
    let mut before = 1;
    // the level of the unlisted section around what comes next
    let mut hidden = None;
    let is_title =
        |block: &Block| matches!(block.kind, BlockKind::Heading { level: 1, .. });
    let title = blocks.iter().position(is_title);
    for (at, block) in blocks.iter_mut().enumerate() {
        let span = block.span;
        let BlockKind::Heading { level, unlisted, .. } = &mut block.kind else {
            inner_headings(block, &mut Outline { above: outline.last(), open: Vec::new() });
            continue;
        };
        *unlisted |= title.is_some_and(|title| at < title);
        let from = *level;
        let to = outline.place(from);
        if title == Some(at) {
            outline.open.clear();
            (before, hidden) = (1, None);
            continue;
        }
        hidden = hidden.filter(|&above| above < to);
        *unlisted |= hidden.is_some();
        if *unlisted && hidden.is_none() {
            hidden = Some(to);
        }
        if from == 1 || to > DEEPEST_HEADING || (from > before + 1 && to != from) {
            told.push(MovedHeading { span, from, before, to });
        }
        *level = to.min(DEEPEST_HEADING);
        before = from;
    }
    told
}

/// The headings around what comes next.
struct Outline {
    /// The level above the first of them.
    above: u8,
    /// Their levels, as written and as given.
    open: Vec<(u8, u8)>,
}

impl Default for Outline {
    fn default() -> Self {
        Self { above: 1, open: Vec::new() }
    }
}

impl Outline {
    /// The level given last.
    fn last(&self) -> u8 {
        self.open.last().map_or(self.above, |&(_, given)| given)
    }

    /// The level of a heading that was written with another.
    fn place(&mut self, from: u8) -> u8 {
        while self.open.last().is_some_and(|&(written, _)| written >= from) {
            self.open.pop();
        }
        let to = self.last() + 1;
        self.open.push((from, to));
        to
    }
}

/// Gives the headings in a block their levels.
fn inner_headings(block: &mut Block, outline: &mut Outline) {
    if let BlockKind::Heading { level, unlisted, .. } = &mut block.kind {
        *level = outline.place(*level).min(DEEPEST_HEADING);
        *unlisted = true;
    }
    of_block(block, &mut |part| {
        if let Part::Blocks(blocks) = part {
            blocks.iter_mut().for_each(|block| inner_headings(block, outline));
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ast::{AnchorId, BlockId, visit_blocks};

    fn heading(at: u32, level: u8) -> Block {
        let (anchor, text) = (AnchorId(0), Vec::new());
        let (wide, unnumbered, unlisted) = (false, false, false);
        let kind = BlockKind::Heading { level, anchor, text, wide, unnumbered, unlisted };
        Block::new(BlockId(1), Span::new(at, at), kind)
    }

    fn quote(blocks: Vec<Block>) -> Block {
        Block::new(BlockId(1), Span::new(0, 0), BlockKind::Quote(blocks))
    }

    /// The levels that headings get, and whether they are in lists.
    fn given(mut blocks: Vec<Block>) -> Vec<(u8, bool)> {
        close_gaps(&mut blocks);
        let mut found = Vec::new();
        visit_blocks(&blocks, &mut |block| {
            if let BlockKind::Heading { level, unlisted, .. } = block.kind {
                found.push((level, !unlisted));
            }
        });
        found
    }

    /// The levels that headings of these levels get, and those that are told of.
    fn closed(levels: &[u8]) -> (Vec<u8>, Vec<usize>) {
        let mut blocks: Vec<Block> =
            (0..).zip(levels).map(|(at, &level)| heading(at, level)).collect();
        let told = close_gaps(&mut blocks);
        let told = told.into_iter().map(|one| one.span.start as usize).collect();
        let level = |block: &Block| {
            let BlockKind::Heading { level, .. } = block.kind else { return 0 };
            level
        };
        (blocks.iter().map(level).collect(), told)
    }

    #[test]
    fn an_outline_without_gaps_stays_as_it_is() {
        for levels in [&[1, 2, 3, 2, 3, 4, 2][..], &[2, 3, 3, 2], &[1], &[1, 2, 3, 4, 5, 6]]
        {
            assert_eq!(closed(levels), (levels.to_vec(), Vec::new()));
        }
    }

    #[test]
    fn levels_that_are_left_out_are_closed_up() {
        assert_eq!(closed(&[1, 3, 3, 4, 3]), (vec![1, 2, 2, 3, 2], vec![1]));
        assert_eq!(closed(&[1, 2, 4, 4, 5, 3]), (vec![1, 2, 3, 3, 4, 3], vec![2]));
        assert_eq!(closed(&[4, 2, 3]), (vec![2, 2, 3], vec![0]));
        assert_eq!(closed(&[1, 3, 2, 3, 6]), (vec![1, 2, 2, 3, 4], vec![1, 4]));
    }

    #[test]
    fn a_second_title_is_a_section_with_all_below_it() {
        assert_eq!(closed(&[1, 2, 1, 2, 3]), (vec![1, 2, 2, 3, 4], vec![2]));
        assert_eq!(closed(&[1, 1, 3]), (vec![1, 2, 3], vec![1]));
        let deep = closed(&[1, 1, 2, 3, 4, 5, 6]);
        assert_eq!(deep, (vec![1, 2, 3, 4, 5, 6, 6], vec![1, 6]));
    }

    #[test]
    fn headings_in_a_block_lie_below_the_section_around_it() {
        let inner =
            || quote(vec![heading(0, 1), quote(vec![heading(0, 4)]), heading(0, 2)]);
        let own = [(3, false), (4, false), (4, false)];
        let blocks = vec![heading(0, 1), heading(0, 2), inner(), inner(), heading(0, 3)];
        let all = [&[(1, true), (2, true)][..], &own, &own, &[(3, true)]].concat();
        assert_eq!(given(blocks), all);
        assert_eq!(given(vec![quote(vec![heading(0, 1)])]), [(2, false)]);
        let deep =
            (1..=6).map(|level| heading(0, level)).chain([quote(vec![heading(0, 1)])]);
        assert_eq!(given(deep.collect()).pop(), Some((6, false)));
    }

    #[test]
    fn sections_of_an_unlisted_section_are_in_no_list() {
        let mut blocks: Vec<Block> =
            (0..).zip([1, 2, 3, 4, 3, 2]).map(|(at, level)| heading(at, level)).collect();
        for at in [0, 2] {
            if let BlockKind::Heading { unlisted, .. } = &mut blocks[at].kind {
                *unlisted = true;
            }
        }
        let all = [(1, false), (2, true), (3, false), (4, false), (3, true), (2, true)];
        assert_eq!(given(blocks), all);
    }

    #[test]
    fn headings_above_the_title_are_in_no_list() {
        let blocks = vec![heading(0, 3), heading(0, 2), heading(0, 1), heading(0, 2)];
        assert_eq!(given(blocks), [(2, false), (2, false), (1, true), (2, true)]);
    }
}
