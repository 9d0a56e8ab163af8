//! Figures, and figures of several pictures.

use crate::ast::{Block, BlockKind, Panels, Size};
use crate::length::Length;
use crate::resolve::{Chapter, Target, panel_rows};

use super::Writer;

impl<'a> Writer<'a> {
    /// A picture and its caption. Beside others it has a share of their line, in
    /// thousandths, and perhaps a width with which it is as high as they are.
    pub(super) fn figure(
        &mut self,
        chapter: &'a Chapter,
        block: &'a Block,
        share: Option<(u32, Option<Length>)>,
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
        let style = share.map(|(share, _)| format!("flex: {share} 1 0"));
        let attributes = [
            ("id", Some(own.id.as_str())),
            ("class", Some(class)),
            ("style", style.as_deref()),
        ];
        self.out.open("figure", &attributes);
        let alt = if *decorative { "" } else { alt };
        let level = share.and_then(|(_, width)| width.map(Size::Length));
        self.image(chapter, *image, alt, (width.or(level), *height));
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
            let widths = self.level_widths(chapter, own, row.level);
            for ((block, &share), width) in own.iter().zip(&row.shares).zip(widths) {
                if matches!(block.kind, BlockKind::Figure { .. }) {
                    self.marks_before(block.id);
                    self.figure(chapter, block, Some((share, width)));
                } else {
                    let style = format!("flex: {share} 1 0");
                    let attributes = [("class", Some("panel")), ("style", Some(&*style))];
                    self.out.open("div", &attributes);
                    self.out.line_end();
                    self.block(chapter, block);
                    self.out.close("div");
                }
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

    /// The widths with which pictures of a row are as high as the lowest, by itself; none
    /// for one that is, and for all of a row that is not to be level or in which that would
    /// make a stamp of a picture.
    fn level_widths(
        &self,
        chapter: &Chapter,
        blocks: &[Block],
        level: bool,
    ) -> Vec<Option<Length>> {
        let size = |block: &Block| {
            let BlockKind::Figure { image, .. } = &block.kind else { return None };
            let Target::Picture(id) = *chapter.target(*image) else { return None };
            let picture = self.book.picture(id);
            Some((i64::from(picture.width), i64::from(picture.height)))
        };
        let sizes: Vec<_> = blocks.iter().map(size).collect();
        let heights = sizes.iter().flatten().map(|&(_, height)| height);
        let (least, most) = (heights.clone().min(), heights.max());
        let least =
            least.filter(|&least| level && most.is_some_and(|most| least * 2 >= most));
        let width = |size: Option<(i64, i64)>| {
            let (width, height) = size?;
            let least = least.filter(|&least| height > least)?;
            // CSS Values and Units Level 4, 6.2: 96 of them are an inch
            let own = Length::points(width) * 3 / 4;
            Some(own.scale(least, height))
        };
        sizes.into_iter().map(width).collect()
    }
}
