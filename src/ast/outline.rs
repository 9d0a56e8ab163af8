//! The levels of headings as an outline has them: none is left out on the way down.

use super::{Block, BlockKind};

/// The deepest level of a heading.
pub const DEEPEST_HEADING: u8 = 6;

/// A heading that does not keep the level it was written with, and whose first words are
/// to be told of.
#[derive(Debug, Copy, Clone, PartialEq, Eq)]
pub struct MovedHeading {
    /// Its place among the blocks.
    pub at: usize,
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
pub fn close_gaps(blocks: &mut [Block]) -> Vec<MovedHeading> {
    let mut told = Vec::new();
    // written and given levels of the headings around what comes next
    let mut open: Vec<(u8, u8)> = Vec::new();
    let mut before = 1;
    let mut titled = false;
    for (at, block) in blocks.iter_mut().enumerate() {
        let BlockKind::Heading { level, .. } = &mut block.kind else { continue };
        let from = *level;
        while open.last().is_some_and(|&(written, _)| written >= from) {
            open.pop();
        }
        if from == 1 && !titled {
            titled = true;
            before = 1;
            continue;
        }
        let to = open.last().map_or(1, |&(_, given)| given) + 1;
        if from == 1 || to > DEEPEST_HEADING || (from > before + 1 && to != from) {
            told.push(MovedHeading { at, from, before, to });
        }
        open.push((from, to));
        *level = to.min(DEEPEST_HEADING);
        before = from;
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ast::{AnchorId, BlockId};
    use crate::source::Span;

    /// The levels that headings of these levels get, and those that are told of.
    fn closed(levels: &[u8]) -> (Vec<u8>, Vec<usize>) {
        let heading = |&level: &u8| {
            let (anchor, text) = (AnchorId(0), Vec::new());
            let kind =
                BlockKind::Heading { level, anchor, text, wide: false, unnumbered: false };
            Block::new(BlockId(1), Span::new(0, 0), kind)
        };
        let mut blocks: Vec<Block> = levels.iter().map(heading).collect();
        let told = close_gaps(&mut blocks).into_iter().map(|one| one.at).collect();
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
}
