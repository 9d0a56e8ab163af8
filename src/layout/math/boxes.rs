//! Boxes of formulas: glyphs and rules at their places.

use crate::layout::fonts::Style;
use crate::layout::sheet::Glyph;
use crate::length::Length;
use crate::resolve::PictureId;
use crate::theme::Color;

/// A part of a formula, set.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(in crate::layout) struct MathBox {
    pub(in crate::layout) width: Length,
    /// Above the baseline.
    pub(in crate::layout) height: Length,
    /// Below the baseline, positive.
    pub(in crate::layout) depth: Length,
    /// What is printed, as it is read.
    pub(in crate::layout) pieces: Vec<Piece>,
    /// How far it leans over its right edge.
    pub(super) italics: Length,
    /// Characters in it that no face has.
    pub(in crate::layout) missing: Vec<char>,
    /// The glyph, if it is one.
    pub(super) glyph: Option<u16>,
}

/// Something in a formula that is printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::layout) struct Piece {
    /// From the left edge.
    pub(in crate::layout) x: Length,
    /// Above the baseline.
    pub(in crate::layout) y: Length,
    pub(in crate::layout) kind: PieceKind,
}

/// What it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::layout) enum PieceKind {
    /// Glyphs.
    Run { style: Style, text: String, glyphs: Vec<Glyph> },
    /// A rule; its place is its left bottom corner.
    Rule { width: Length, height: Length, color: Color },
    /// A picture; its place is its left bottom corner.
    Picture { picture: PictureId, width: Length, height: Length, decorative: bool },
}

impl MathBox {
    /// Space.
    pub(in crate::layout) fn space(width: Length) -> Self {
        Self { width, ..Self::default() }
    }

    /// A picture as a box of its own, its foot at `y` above the baseline.
    pub(in crate::layout) fn picture(
        picture: PictureId,
        (width, height): (Length, Length),
        y: Length,
        decorative: bool,
    ) -> Self {
        let kind = PieceKind::Picture { picture, width, height, decorative };
        let pieces = vec![Piece { x: Length::ZERO, y, kind }];
        Self { width, height: height + y, depth: -y, pieces, ..Self::default() }
    }

    /// Whether it is a picture and no part of a formula.
    pub(in crate::layout) fn is_picture(&self) -> bool {
        matches!(self.pieces.first(), Some(Piece { kind: PieceKind::Picture { .. }, .. }))
    }

    /// Puts a box into this one; its own edges stay.
    pub(super) fn put(&mut self, inner: Self, x: Length, y: Length) {
        self.height = self.height.max(inner.height + y);
        self.depth = self.depth.max(inner.depth - y);
        self.pieces.extend(inner.pieces.into_iter().map(|piece| Piece {
            x: piece.x + x,
            y: piece.y + y,
            ..piece
        }));
    }

    /// Puts a box behind what is in this one.
    pub(super) fn append(&mut self, inner: Self) {
        let (x, width) = (self.width, inner.width);
        self.put(inner, x, Length::ZERO);
        self.width = x + width;
    }

    /// Puts a rule into it.
    pub(super) fn rule(
        &mut self,
        (x, y): (Length, Length),
        (width, height): (Length, Length),
        color: Color,
    ) {
        self.height = self.height.max(y + height);
        self.depth = self.depth.max(-y);
        self.pieces.push(Piece { x, y, kind: PieceKind::Rule { width, height, color } });
    }
}
