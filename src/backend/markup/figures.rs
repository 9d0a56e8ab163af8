//! Figures, and figures of several pictures.

use crate::ast::{Block, BlockKind, Panels};
use crate::resolve::{Chapter, panel_rows};

use super::Writer;

impl<'a> Writer<'a> {
    /// A picture and its caption. Beside others it has a share of their line, in
    /// thousandths.
    pub(super) fn figure(
        &mut self,
        chapter: &'a Chapter,
        block: &'a Block,
        share: Option<u32>,
    ) {
        let BlockKind::Figure {
            anchor,
            image,
            alt,
            decorative,
            caption,
            width,
            height,
            ..
        } = &block.kind
        else {
            return;
        };
        let own = chapter.anchor(*anchor);
        let class = if share.is_some() { "figure panel" } else { "figure" };
        let style = share.map(|share| format!("flex: {share} 1 0"));
        let attributes = [
            ("id", Some(own.id.as_str())),
            ("class", Some(class)),
            ("style", style.as_deref()),
        ];
        self.out.open("figure", &attributes);
        let alt = if *decorative { "" } else { alt };
        self.image(chapter, *image, alt, (*width, *height));
        let marks = self.marks_inside(block.id);
        if caption.is_empty() && (share.is_none() || own.number.is_none()) {
            self.text(chapter, caption, marks);
        } else {
            self.out.open("figcaption", &[]);
            self.caption_lead(chapter, Some(*anchor));
            self.text(chapter, caption, marks);
            self.out.close("figcaption");
        }
        self.out.close("figure");
    }

    /// Pictures beside one another: one figure of several, or only that.
    pub(super) fn panels(&mut self, chapter: &'a Chapter, panels: &'a Panels) {
        let whole = panels.anchor.is_some() || panels.caption.is_some();
        let name = if whole { "figure" } else { "div" };
        let id = panels.anchor.map(|anchor| chapter.anchor(anchor).id.as_str());
        self.out.open(name, &[("id", id), ("class", Some("panels"))]);
        self.out.line_end();
        let mut blocks = panels.panels.as_slice();
        for row in panel_rows(self.book, chapter, panels, usize::MAX) {
            let (own, rest) = blocks.split_at(row.shares.len().min(blocks.len()));
            blocks = rest;
            let part = format!("width: {}.{}%", row.part / 10, row.part % 10);
            let part = (row.part < 1000).then_some(part);
            let attributes = [("class", Some("panel-row")), ("style", part.as_deref())];
            self.out.open("div", &attributes);
            self.out.line_end();
            for (block, &share) in own.iter().zip(&row.shares) {
                self.marks_before(block.id);
                self.figure(chapter, block, Some(share));
                self.out.line_end();
            }
            self.out.close("div");
            self.out.line_end();
        }
        if let Some(caption) = &panels.caption {
            self.out.open("figcaption", &[]);
            self.marks_before(caption.id);
            let marks = self.marks_inside(caption.id);
            self.caption_lead(chapter, panels.anchor);
            self.text(chapter, &caption.text, marks);
            self.out.close("figcaption");
            self.out.line_end();
        }
        self.out.close(name);
    }
}
