//! What a cell of a table holds: the text of one paragraph, or blocks.

use crate::ast::{Block, BlockId, BlockKind, CellBlocks, CellContent, Refused, Unfit};

use super::Reader;

impl Reader<'_> {
    /// The blocks of the cell with a number as what it holds. One paragraph is its text;
    /// what may not stand in a cell is told.
    pub(super) fn cell_content(
        &mut self,
        cell: BlockId,
        mut blocks: Vec<Block>,
    ) -> CellContent {
        if let [Block { id, kind: BlockKind::Paragraph(text), when, .. }] = &mut *blocks
            && when.is_empty()
        {
            let text = std::mem::take(text);
            // the number of the paragraph is free again
            if self.last_id == id.0 {
                self.last_id = cell.0;
            }
            return CellContent::Text(text);
        }
        if blocks.is_empty() {
            return CellContent::Text(Vec::new());
        }
        match CellBlocks::new(blocks) {
            Ok(blocks) => CellContent::Blocks(blocks),
            Err(refused) => {
                for one in refused {
                    self.refused_in_cell(one);
                }
                CellContent::Text(Vec::new())
            }
        }
    }

    fn refused_in_cell(&mut self, Refused { span, what }: Refused) {
        let (what, help) = match what {
            Unfit::Heading => return self.nested_heading("a cell", span),
            Unfit::Table => (
                "a table cannot stand in a cell of another",
                "make two tables of it, or give the outer one more columns",
            ),
            Unfit::Numbered => (
                "what has a caption or a number cannot stand in a cell",
                "remove the caption and the address, or move it out of the table",
            ),
            Unfit::Moved => (
                "what moves or runs across columns cannot stand in a cell",
                "remove `.float` and `.wide`; the table may have them",
            ),
            Unfit::Rule => (
                "a line across the page cannot stand in a cell",
                "begin another row, or a paragraph",
            ),
            Unfit::Apart => (
                "what stands apart from the text cannot stand in a cell",
                "a cell holds paragraphs, lists, quotations, verse, code, formulas, \
                 pictures and definitions",
            ),
        };
        self.error("cell-block", what.to_owned(), span, help);
    }
}
