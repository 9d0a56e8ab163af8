//! What of a manuscript stands in columns, and what runs across them.

use crate::ast::Block;
use crate::diag::Diagnostic;
use crate::layout::build::{Builder, Spot};
use crate::layout::flow::Columns;
use crate::length::Length;
use crate::resolve::Chapter;

impl Builder<'_> {
    /// The columns of the text block.
    pub(in crate::layout) fn columns(&self) -> Columns {
        Columns::of(self.full, self.theme.tokens.column_gap)
    }

    /// Builds something in so many columns.
    pub(in crate::layout) fn in_columns(
        &mut self,
        count: u8,
        build: impl FnOnce(&mut Self),
    ) {
        if count < 2 {
            build(self);
            return;
        }
        let before = (self.measure, self.across);
        (self.measure, self.across) = (self.columns().width, false);
        build(self);
        (self.measure, self.across) = before;
    }

    /// Builds a block across all columns. Inside another block it stands in its column,
    /// which is told.
    pub(in crate::layout) fn run_across<T>(
        &mut self,
        (spot, chapter, block): (Spot, &Chapter, &Block),
        build: impl FnOnce(&mut Self, Spot) -> T,
    ) -> T {
        if self.across {
            return build(self, spot);
        }
        let nested = spot.frame.is_some()
            || self.in_note
            || spot.x != Length::ZERO
            || spot.width != self.measure;
        if nested {
            let message = "a block inside another cannot run across the columns";
            let help = "take `.wide` away, or put the block between those of the chapter";
            self.messages.error(
                Diagnostic::new("nested-wide", message)
                    .at(Self::place(chapter.source, block.span))
                    .help(help),
            );
            return build(self, spot);
        }
        let before = (self.measure, self.across);
        (self.measure, self.across) = (self.full, true);
        let built = build(self, Spot { width: self.full, ..spot });
        (self.measure, self.across) = before;
        built
    }
}
