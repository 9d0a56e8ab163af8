//! Figures of several pictures, which stand beside one another where the line is wide
//! enough, and so may tables and code.

use super::bands::{CellLine, paddings};
use super::build::{Builder, Spot};
use super::flow::{Content, Flow, Group, PanelCell, PanelLine};
use super::rows::{self, Row, RowKind};
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
            let space = if turn == 0 { leading } else { leading * 3 / 4 };
            let last = rest.is_empty() && panels.caption.is_none();
            if own.iter().any(|one| !matches!(one.kind, BlockKind::Figure { .. })) {
                self.pending.space = self.pending.space.max(space);
                self.mixed_line(spot, chapter, (own, row), (gap, high));
                if let Some(item) = self.last_item() {
                    item.keep_with_next |= !last;
                }
                continue;
            }
            let mut line = self.panel_line(spot, chapter, (own, row), (gap, high));
            if let Some(cell) = line.cells.first_mut().filter(|_| turn == 0) {
                // a page that begins with it begins with the whole
                cell.picture.start.block = block.id;
            }
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

    /// Tables, code and pictures beside one another on one page. One alone is set as if
    /// nothing were said of lines.
    fn mixed_line(
        &mut self,
        spot: Spot,
        chapter: &'a Chapter,
        (blocks, row): (&'a [Block], &PanelRow),
        (gap, high): (Length, Length),
    ) {
        if let [_] = blocks {
            return self.blocks(spot, chapter, blocks);
        }
        let pending = std::mem::take(&mut self.pending);
        let outside = std::mem::replace(&mut self.in_panel, true);
        let count = i64::try_from(blocks.len()).unwrap_or(1).max(1);
        let line = (spot.width + gap).scale(i64::from(row.part), 1000) - gap;
        let free = line - gap * (count - 1);
        let shared: u32 = row.shares.iter().sum();
        let mut x = spot.x + (spot.width - line) / 2;
        let mut panels = Vec::new();
        for (block, &share) in blocks.iter().zip(&row.shares) {
            let width = free.scale(i64::from(share), i64::from(shared.max(1)));
            let inner = Spot { x, width, ..spot };
            x += width + gap;
            self.groups.push(Group::default());
            let own = std::slice::from_ref(block);
            if matches!(block.kind, BlockKind::Figure { .. }) {
                let alone = PanelRow { part: 1000, level: false, shares: vec![1000] };
                let line = self.panel_line(inner, chapter, (own, &alone), (gap, high));
                self.item(inner, Length::ZERO, Length::ZERO, Content::Panels(line));
            } else {
                self.blocks(inner, chapter, own);
            }
            let left = std::mem::take(&mut self.pending);
            if let Some(item) = self.last_item() {
                item.anchors.extend(left.anchors);
            }
            panels.extend(self.groups.pop());
        }
        self.in_panel = outside;
        self.pending = pending;
        self.item(spot, Length::ZERO, Length::ZERO, Content::Beside(panels));
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
    for (text, cell) in line.cells.iter().enumerate() {
        let mut y = cell.picture.height;
        if let Some((paragraph, _)) = cell.caption {
            y += line.gap;
            let leading = flow.paragraphs[paragraph].form.leading;
            for (number, set) in lines[paragraph].iter().enumerate() {
                cells.push(CellLine { paragraph, line: number, text, y });
                y += leading + set.more.0 + set.more.1;
            }
        }
        height = height.max(y);
    }
    let start = line.cells.first().map(|cell| cell.picture.start);
    Row { height, start, cells, kind: RowKind::Whole, ..whole }
}

/// How far the ground of what a panel begins with reaches above it.
pub(super) fn above(panel: &Group, flow: &Flow) -> Length {
    let first = panel.items.first();
    first.map_or(Length::ZERO, |item| paddings(flow, item.frame))
}

/// The height of the highest of some panels, and the lines of all of them.
pub(super) fn beside(panels: &[Group], flow: &Flow, lines: &[&[Line]], whole: Row) -> Row {
    let mut cells = Vec::new();
    let mut height = Length::ZERO;
    let mut start = None;
    for (text, panel) in panels.iter().enumerate() {
        let mut y = above(panel, flow);
        for (turn, row) in rows::rows(panel, flow, lines).into_iter().enumerate() {
            y += if turn > 0 { row.space } else { Length::ZERO };
            start = start.or(row.start);
            if let (Content::Text(block), RowKind::Line(line)) =
                (&panel.items[row.item].content, row.kind)
            {
                cells.push(CellLine { paragraph: block.paragraph, line, text, y });
            }
            cells.extend(row.cells.iter().map(|own| CellLine { y: y + own.y, ..*own }));
            y += row.height;
        }
        let last = panel.items.last();
        y += last.map_or(Length::ZERO, |item| paddings(flow, item.frame));
        height = height.max(y);
    }
    Row { height, start, cells, kind: RowKind::Whole, ..whole }
}
