//! A list of references at the end of a chapter.

use super::{
    AnchorId, Block, BlockId, BlockKind, Document, Inline, InlineKind, WrittenAnchor,
};
use crate::source::Span;

impl Document {
    /// Adds the place of a list of references at the end, below a heading of the second
    /// level without a number.
    pub fn add_references(&mut self, title: &str) {
        let end = self.blocks.last().map_or(0, |block| block.span.end);
        let span = Span::new(end, end);
        let anchor = AnchorId(u32::try_from(self.anchors.len()).unwrap_or(u32::MAX));
        self.anchors.push(WrittenAnchor { span, id: None, text: title.to_owned() });
        let text = vec![Inline { span, kind: InlineKind::Text(title.to_owned()) }];
        let heading = BlockKind::Heading {
            level: 2,
            anchor,
            text,
            wide: false,
            unnumbered: true,
            unlisted: false,
        };
        for kind in [heading, BlockKind::References] {
            self.blocks.push(Block::new(BlockId(0), span, kind));
        }
        self.number_blocks();
    }
}
