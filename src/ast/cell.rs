//! Cells of tables.

use serde::{Deserialize, Serialize};

use super::{Block, BlockId, BlockKind, DivForm, Inline, Placement};
use crate::source::Span;

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// Its number in reading order, among the blocks.
    pub id: BlockId,
    /// Where it stands.
    pub span: Span,
    /// How many columns it takes: 1 or more.
    pub columns: u16,
    /// How many rows it takes: 1 or more.
    pub rows: u16,
    /// What it holds: `text` or `blocks`.
    #[serde(flatten)]
    pub content: CellContent,
}

impl Cell {
    /// Whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        match &self.content {
            CellContent::Text(text) => text.is_empty(),
            CellContent::Blocks(blocks) => blocks.as_slice().is_empty(),
        }
    }

    /// Its text, if it is one paragraph.
    pub fn text(&self) -> &[Inline] {
        match &self.content {
            CellContent::Text(text) => text,
            CellContent::Blocks(_) => &[],
        }
    }

    /// Its blocks, if it is more than one paragraph.
    pub fn blocks(&self) -> &[Block] {
        match &self.content {
            CellContent::Text(_) => &[],
            CellContent::Blocks(blocks) => blocks.as_slice(),
        }
    }
}

/// What a cell holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CellContent {
    /// The text of one paragraph, whose places are those of the cell; or nothing.
    Text(Vec<Inline>),
    /// Something other than one paragraph.
    Blocks(CellBlocks),
}

/// Blocks that may stand in a cell: paragraphs, lists, quotations, lines of verse, code,
/// pictures and formulas that have neither a caption nor a number, definitions, and what
/// puts these in a language or direction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Block>", into = "Vec<Block>")]
pub struct CellBlocks(Vec<Block>);

/// A block that may not stand in a cell, and why.
#[derive(Debug, Copy, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub what: Unfit,
}

/// What may not stand in a cell.
#[derive(Debug, Copy, Clone, PartialEq, Eq)]
pub enum Unfit {
    /// A heading.
    Heading,
    /// A table.
    Table,
    /// What has a caption or a number of its own.
    Numbered,
    /// What moves to another place, or runs across columns.
    Moved,
    /// A line across the page.
    Rule,
    /// A callout, an aside, an epigraph, a glossary, what may be folded away.
    Apart,
}

impl CellBlocks {
    /// Blocks of a cell.
    ///
    /// # Errors
    /// Those among them, and in them, that may not stand there, in reading order.
    pub fn new(blocks: Vec<Block>) -> Result<Self, Vec<Refused>> {
        let mut refused = Vec::new();
        check(&blocks, &mut refused);
        if refused.is_empty() { Ok(Self(blocks)) } else { Err(refused) }
    }

    /// The blocks.
    pub fn as_slice(&self) -> &[Block] {
        &self.0
    }

    /// The blocks to be changed by who keeps them what they are.
    pub(super) const fn inner(&mut self) -> &mut Vec<Block> {
        &mut self.0
    }
}

impl From<CellBlocks> for Vec<Block> {
    fn from(blocks: CellBlocks) -> Self {
        blocks.0
    }
}

impl TryFrom<Vec<Block>> for CellBlocks {
    type Error = &'static str;

    fn try_from(blocks: Vec<Block>) -> Result<Self, Self::Error> {
        Self::new(blocks).map_err(|_| "a cell cannot hold this")
    }
}

fn check(blocks: &[Block], refused: &mut Vec<Refused>) {
    for block in blocks {
        match unfit(block) {
            Some(what) => refused.push(Refused { span: block.span, what }),
            None => held(block, &mut |inner| check(inner, refused)),
        }
    }
}

/// Why a block may not stand in a cell, whatever it holds.
fn unfit(block: &Block) -> Option<Unfit> {
    if matches!(block.kind, BlockKind::Heading { .. }) {
        return Some(Unfit::Heading);
    }
    if matches!(block.kind, BlockKind::Table(_)) {
        return Some(Unfit::Table);
    }
    if block.is_wide() {
        return Some(Unfit::Moved);
    }
    match &block.kind {
        BlockKind::Heading { .. } => Some(Unfit::Heading),
        BlockKind::Table(_) => Some(Unfit::Table),
        BlockKind::Rule => Some(Unfit::Rule),
        BlockKind::References => Some(Unfit::Apart),
        BlockKind::Callout(_) | BlockKind::Details(_) => Some(Unfit::Apart),
        BlockKind::Div(div) => match div.form {
            DivForm::Plain | DivForm::Verse => None,
            DivForm::Epigraph | DivForm::Aside | DivForm::Glossary { .. } => {
                Some(Unfit::Apart)
            }
        },
        BlockKind::Panels(_) => Some(Unfit::Numbered),
        BlockKind::Figure { caption, .. } if !caption.is_empty() => Some(Unfit::Numbered),
        BlockKind::Figure { placement, .. } => match placement {
            Placement::Here => None,
            Placement::Float => Some(Unfit::Moved),
        },
        BlockKind::Code { caption, .. } => (!caption.is_empty()).then_some(Unfit::Numbered),
        BlockKind::Equation { anchor, .. } => anchor.map(|_| Unfit::Numbered),
        BlockKind::Paragraph(_)
        | BlockKind::Attribution(_)
        | BlockKind::Stanza(_)
        | BlockKind::List(_)
        | BlockKind::Quote(_)
        | BlockKind::Definitions(_) => None,
    }
}

/// Calls `seen` for the blocks that a block which may stand in a cell holds.
fn held(block: &Block, seen: &mut impl FnMut(&[Block])) {
    match &block.kind {
        BlockKind::List(list) => list.items.iter().for_each(|item| seen(&item.blocks)),
        BlockKind::Quote(blocks) => seen(blocks),
        BlockKind::Definitions(definitions) => {
            definitions.iter().flat_map(|one| &one.details).for_each(|one| seen(one));
        }
        BlockKind::Div(div) => seen(&div.blocks),
        BlockKind::Heading { .. }
        | BlockKind::Table(_)
        | BlockKind::Rule
        | BlockKind::References
        | BlockKind::Callout(_)
        | BlockKind::Details(_)
        | BlockKind::Panels(_)
        | BlockKind::Figure { .. }
        | BlockKind::Code { .. }
        | BlockKind::Equation { .. }
        | BlockKind::Paragraph(_)
        | BlockKind::Attribution(_)
        | BlockKind::Stanza(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(kind: BlockKind) -> Block {
        Block::new(BlockId(1), Span::new(3, 9), kind)
    }

    #[test]
    fn a_quotation_hides_no_rule_in_a_cell() {
        let quote = |kind| block(BlockKind::Quote(vec![block(kind)]));
        assert!(CellBlocks::new(vec![quote(BlockKind::Paragraph(Vec::new()))]).is_ok());
        let refused = CellBlocks::new(vec![quote(BlockKind::Rule)]).unwrap_err();
        assert_eq!(refused, [Refused { span: Span::new(3, 9), what: Unfit::Rule }]);
    }

    #[test]
    fn a_cell_with_blocks_is_written_and_read() {
        let blocks = CellBlocks::new(vec![block(BlockKind::Quote(Vec::new()))]).unwrap();
        let content = CellContent::Blocks(blocks);
        let span = Span::new(0, 1);
        let cell = Cell { id: BlockId(2), span, columns: 1, rows: 1, content };
        let written = serde_json::to_string(&cell).unwrap();
        assert!(written.contains("\"blocks\":[{"), "{written}");
        assert_eq!(serde_json::from_str::<Cell>(&written).unwrap(), cell);
        let refused = written.replace("\"quote\":[]", "\"quote\":[]}},{\"id\":3,\"span\":{\"start\":0,\"end\":1},\"kind\":{\"rule\":null");
        assert!(serde_json::from_str::<Cell>(&refused).is_err(), "{refused}");
    }
}
