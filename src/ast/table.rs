//! Tables.

use serde::{Deserialize, Serialize};

use super::{AnchorId, Block, BlockId, Cell, Inline, Placement};
use crate::source::Span;

/// A table.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// Its address, if it has one: with a caption it always has.
    pub anchor: Option<AnchorId>,
    /// The caption.
    pub caption: Option<Caption>,
    /// The alignment of each column.
    pub columns: Vec<Alignment>,
    /// The width of each column in thousandths of the line, if it is said: at most 1000 in
    /// all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub widths: Vec<u16>,
    /// The heading rows; none in a table without a heading. No cell reaches from them into
    /// the other rows.
    pub head: Vec<Vec<Cell>>,
    /// The other rows. The cells of a row and those that reach down into it fill
    /// `columns` exactly.
    pub rows: Vec<Vec<Cell>>,
    /// Notes below the table; may be empty.
    pub notes: Vec<Block>,
    /// Where it may stand.
    pub placement: Placement,
    /// Whether it runs across all columns in print.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub wide: bool,
    /// Whether the first cell of each row is the row's header.
    pub row_headers: bool,
}

impl Table {
    /// How the text of a cell stands that begins in a column. What names a group of
    /// columns stands in the middle above them.
    pub fn alignment(&self, column: usize, cell: &Cell, is_head: bool) -> Alignment {
        if is_head && cell.columns > 1 && self.head.len() > 1 {
            return Alignment::Center;
        }
        self.columns.get(column).copied().unwrap_or_default()
    }
}

/// The caption of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Caption {
    /// Its number in reading order, among the blocks: before the cells.
    pub id: BlockId,
    /// Where it stands.
    pub span: Span,
    /// Its text; never empty.
    pub text: Vec<Inline>,
}

/// How the text of a column stands.
#[derive(Debug, Default, Copy, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Alignment {
    /// As the language reads.
    #[default]
    Start,
    /// Centred.
    Center,
    /// Against the end.
    End,
}
