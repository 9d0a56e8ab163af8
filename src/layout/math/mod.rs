//! Formulas set in type.
//!
//! The rules are those of TeX (Knuth, The TeXbook, appendix G) with the measures that a
//! font gives in its `MATH` table (OpenType 1.9.1; `MathML` Core says what they mean).

mod boxes;
mod delimiters;
mod font;
mod set;
mod scripts;
mod tables;

pub(super) use boxes::{MathBox, PieceKind};

use super::fonts::{FeatureSet, Fonts, Shaper, Style, Variant};
use crate::length::Length;
use crate::math::{self, Class, Node, Row};
use crate::theme::Theme;
use font::MathFont;
use set::{Level, Setter};

/// A formula set: parts between which a line may end.
#[derive(Debug, Default)]
pub(super) struct Formula {
    pub(super) parts: Vec<FormulaPart>,
}

/// A part of a formula that stays together.
#[derive(Debug)]
pub(super) struct FormulaPart {
    pub(super) set: MathBox,
    /// Space behind it, where a line may end; none behind the last.
    pub(super) space: Length,
    /// Whether it ends with a relation, which is the better place to end a line.
    pub(super) relation: bool,
}

/// Sets a formula in type of a size and colour.
///
/// `display` sets it larger, as one part.
pub(super) fn set(
    row: &Row,
    display: bool,
    style: &Style,
    (theme, fonts): (&Theme, &Fonts<'_>),
) -> Formula {
    let face = theme.math;
    let Some(font) = MathFont::new(&theme.get(face).data) else {
        crate::bug!("the font for formulas has no table for them")
    };
    let own = Style {
        face,
        features: FeatureSet::Formula,
        variant: Variant::default(),
        ..*style
    };
    let text = Style { features: FeatureSet::Text, ..*style };
    let mut setter = Setter {
        font: &font,
        theme,
        fonts,
        shaper: Shaper::new(fonts),
        style: own,
        text,
        missing: Vec::new(),
    };
    let level = Level {
        style: if display { math::Style::Display } else { math::Style::Text },
        cramped: false,
    };
    let mut parts = if display {
        let set = setter.row(row, level);
        vec![FormulaPart { set, space: Length::ZERO, relation: false }]
    } else {
        setter.parts(row, level)
    };
    if let Some(first) = parts.first_mut() {
        first.set.missing = setter.missing;
    }
    Formula { parts }
}

/// Whether a line may end behind a node of a formula in a line.
pub(super) fn ends_line(node: &Node, class: Class) -> bool {
    matches!(class, Class::Relation | Class::Binary)
        && matches!(node, Node::Symbol(_) | Node::Scripts { .. })
}
