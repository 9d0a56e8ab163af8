//! Figures of several pictures, which stand beside one another where the line is wide
//! enough.

use super::bands::CellLine;
use super::build::{Builder, Spot};
use super::flow::{Content, Flow, PanelCell, PanelLine};
use super::rows::{Row, RowKind};
use super::setting::Line;
use super::sheet::Role;
use crate::ast::{Block, BlockKind, Panels};
use crate::length::Length;
use crate::resolve::{Chapter, PanelRow, panel_rows};

/// How wide a panel is at least if another stands beside it, in ems of the text.
const LEAST_PANEL: i64 = 9;

impl<'a> Builder<'a> {
    /// Sets the rows of a figure below one another, and its caption. All of it stands on
    /// one page.
    pub(super) fn panels(
        &mut self,
        spot: Spot,
        chapter: &'a Chapter,
        (block, panels): (&'a Block, &'a Panels),
    ) {
        let leading = self.theme.tokens.text.leading;
        let whole = panels.anchor.is_some() || panels.caption.is_some();
        // A `Figure` of its own would need an alternative text, which hides what it holds.
        let element = match whole {
            true => self.structure.add(spot.element, Role::Div),
            false => spot.element,
        };
        let spot = Spot { element, ..spot };
        if let Some(anchor) = panels.anchor {
            self.pending.anchors.push(chapter.anchor(anchor).id.clone());
        }
        let gap = self.theme.tokens.text.size * 3 / 2;
        let least = self.theme.tokens.text.size * LEAST_PANEL + gap;
        let most = usize::try_from((spot.width + gap).0 / least.0.max(1)).unwrap_or(1);
        let rows = panel_rows(self.book, chapter, panels, most);
        let count = i64::try_from(rows.len()).unwrap_or(i64::MAX).max(1);
        // captions need room on the page too
        let words = leading * (count * 9 / 4 + 4);
        let high = (self.height * 2 / 3).min(self.height - words) / count;
        let high = high.max(leading * 2);
        let mut blocks = panels.panels.as_slice();
        for (turn, row) in rows.iter().enumerate() {
            let (own, rest) = blocks.split_at(row.shares.len().min(blocks.len()));
            blocks = rest;
            let mut line = self.panel_line(spot, chapter, (own, row), (gap, high));
            if let Some(cell) = line.cells.first_mut().filter(|_| turn == 0) {
                // a page that begins with it begins with the whole
                cell.picture.start.block = block.id;
            }
            let space = if turn == 0 { leading } else { leading * 3 / 4 };
            let last = rest.is_empty() && panels.caption.is_none();
            self.item(spot, space, Length::ZERO, Content::Panels(line));
            if let Some(item) = self.last_item() {
                item.keep_with_next = !last;
            }
        }
        if let Some(caption) = &panels.caption {
            let own = ((caption.id, caption.span), None);
            let text = (panels.anchor, caption.text.as_slice());
            self.pending.space = leading / 2;
            self.caption(spot, chapter, own, (text, spot.width));
        }
        self.pending.space = leading;
    }

    /// Panels beside one another, each with its caption.
    fn panel_line(
        &mut self,
        spot: Spot,
        chapter: &'a Chapter,
        (blocks, row): (&'a [Block], &PanelRow),
        (gap, high): (Length, Length),
    ) -> PanelLine {
        let count = i64::try_from(blocks.len()).unwrap_or(1).max(1);
        let line = (spot.width + gap).scale(i64::from(row.part), 1000) - gap;
        let free = line - gap * (count - 1);
        let shared: u32 = row.shares.iter().sum();
        let mut x = (spot.width - line) / 2;
        let mut cells = Vec::new();
        for (block, &share) in blocks.iter().zip(&row.shares) {
            let room = free.scale(i64::from(share), i64::from(shared.max(1)));
            let picture = self.picture_box(spot, chapter, block, (room, high));
            let BlockKind::Figure { anchor, caption, .. } = &block.kind else { continue };
            let anchor_id = chapter.anchor(*anchor);
            let element = picture.element;
            let caption = (!caption.is_empty() || anchor_id.number.is_some()).then(|| {
                let own = ((block.id, block.span), element);
                let text = (Some(*anchor), caption.as_slice());
                let paragraph = self.caption_paragraph(spot, chapter, own, text, room);
                let x = x + (room - paragraph.form.measure) / 2;
                (self.add(paragraph), x)
            });
            let at = x + (room - picture.width) / 2;
            let anchor = anchor_id.id.clone();
            cells.push(PanelCell { picture, x: at, anchor, caption });
            x += room + gap;
        }
        if row.level {
            level(&mut cells);
        }
        PanelLine { cells, gap: self.theme.tokens.text.leading / 3 }
    }
}

/// Makes pictures as high as the lowest, which may be smaller by itself than its part of the
/// line; but not where that would make a stamp of a picture.
fn level(cells: &mut [PanelCell]) {
    let heights = cells.iter().map(|cell| cell.picture.height);
    let (Some(least), Some(most)) = (heights.clone().min(), heights.max()) else { return };
    if least * 2 < most {
        return;
    }
    for cell in cells {
        let picture = &mut cell.picture;
        let width = picture.width.scale(least.0, picture.height.0.max(1));
        cell.x += (picture.width - width) / 2;
        (picture.width, picture.height) = (width, least);
    }
}

/// The height of a line of panels, and the lines of their captions in their places.
pub(super) fn row(line: &PanelLine, flow: &Flow, lines: &[&[Line]], whole: Row) -> Row {
    let mut cells = Vec::new();
    let mut height = Length::ZERO;
    for cell in &line.cells {
        let mut y = cell.picture.height;
        if let Some((paragraph, x)) = cell.caption {
            y += line.gap;
            let leading = flow.paragraphs[paragraph].form.leading;
            for (number, set) in lines[paragraph].iter().enumerate() {
                cells.push(CellLine { paragraph, line: number, x, y });
                y += leading + set.more.0 + set.more.1;
            }
        }
        height = height.max(y);
    }
    let start = line.cells.first().map(|cell| cell.picture.start);
    Row { height, start, cells, kind: RowKind::Whole, ..whole }
}
