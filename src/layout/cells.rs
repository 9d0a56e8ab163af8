//! Cells of tables: a paragraph, or blocks one below the other.

use std::ops::Range;

use super::build::{Builder, Spot};
use super::flow::{CellText, Content, FlowItem, Group};
use super::fonts::FeatureSet;
use super::inline::Type;
use super::paragraph::{Form, Paragraph};
use super::setting;
use super::sheet::{ElementId, Role};
use crate::ast::{Alignment, Block, BlockKind, Cell, CellContent, Inline, Size};
use crate::length::Length;
use crate::resolve::Chapter;
use crate::theme::Align;

/// How the blocks of a cell are set.
#[derive(Debug, Copy, Clone)]
pub(super) struct CellForm {
    /// How lines end that stand in no list.
    pub(super) align: Align,
    pub(super) weight: u16,
    /// The widest that a picture in it is.
    pub(super) room: Length,
}

/// What a cell holds, before columns have widths: set as if the cell were as wide as what
/// is being built.
#[derive(Debug)]
pub(super) struct Held {
    /// By number in the texts of the table.
    pub(super) texts: Range<usize>,
    /// The frames that stand in it, by number.
    pub(super) frames: Range<usize>,
    /// Below the last text.
    pub(super) foot: Length,
    /// Whether nothing is printed in it.
    pub(super) is_empty: bool,
}

/// Where a cell stands and how wide it is.
#[derive(Debug, Copy, Clone)]
pub(super) struct CellPlace {
    /// Of the table, from the edge of the text block at which its lines begin.
    pub(super) table: Length,
    /// From the edge of the table.
    pub(super) x: Length,
    pub(super) width: Length,
}

impl<'a> Builder<'a> {
    /// What a cell holds; `room` is the widest that a picture in it is.
    pub(super) fn cell(
        &mut self,
        spot: Spot,
        chapter: &'a Chapter,
        cell: &'a Cell,
        (element, role): (ElementId, Role),
        (alignment, room): (Alignment, Length),
        texts: &mut Vec<CellText>,
    ) -> Held {
        let weight = if matches!(role, Role::TH(_)) { 600 } else { 400 };
        let align = match alignment {
            Alignment::Start => Align::Left,
            Alignment::Center => Align::Center,
            Alignment::End => Align::Right,
        };
        let spot = Spot { element, ..spot };
        match &cell.content {
            CellContent::Text(text) => {
                self.cell_text(spot, chapter, (cell, text), (weight, align), texts)
            }
            CellContent::Blocks(blocks) => {
                let form = CellForm { align, weight, room };
                self.cell_blocks(spot, chapter, blocks.as_slice(), form, texts)
            }
        }
    }

    fn cell_text(
        &mut self,
        spot: Spot,
        chapter: &'a Chapter,
        (cell, text): (&'a Cell, &'a [Inline]),
        (weight, align): (u16, Align),
        texts: &mut Vec<CellText>,
    ) -> Held {
        let color = self.theme.tokens.light.text;
        // figures below one another line up when each is as wide as the others
        let features = FeatureSet::Tabular;
        let kind = Type { weight, color, features, ..self.small_type() };
        let small = self.small_form(self.measure);
        let form = Form { align, protrusion: false, expansion: 0, ..small };
        let (block, own) = ((cell.id, cell.span), (spot.element, spot.division));
        let paragraph = self.inline_paragraph(chapter, block, text, &kind, own, form);
        let is_empty = paragraph.text.is_empty();
        let paragraph = self.add(paragraph);
        let (first, frames) = (texts.len(), self.frames.len());
        let (x, space) = (Length::ZERO, Length::ZERO);
        texts.push(CellText { paragraph, x, space, beside: false, frame: None });
        let (texts, frames) = (first..texts.len(), frames..frames);
        Held { texts, frames, foot: Length::ZERO, is_empty }
    }

    fn cell_blocks(
        &mut self,
        spot: Spot,
        chapter: &'a Chapter,
        blocks: &'a [Block],
        form: CellForm,
        texts: &mut Vec<CellText>,
    ) -> Held {
        let pending = std::mem::take(&mut self.pending);
        let small = std::mem::replace(&mut self.in_note, true);
        let outer = self.cell.replace(form);
        let first_frame = self.frames.len();
        self.groups.push(Group::default());
        let inner =
            Spot { x: Length::ZERO, width: self.measure, frame: None, bullets: 0, ..spot };
        self.blocks(inner, chapter, blocks);
        let items = self.groups.pop().map(|group| group.items).unwrap_or_default();
        (self.cell, self.in_note) = (outer, small);
        // addresses of what prints nothing lead to the row
        let left = std::mem::replace(&mut self.pending, pending);
        self.pending.anchors.extend(left.anchors);
        let first = texts.len();
        for item in items {
            self.cell_item(item, first, texts);
        }
        if texts.len() == first {
            let kind = self.text_type();
            let paragraph = self.plain_paragraph("", &kind, spot.element, form.align);
            let paragraph = self.add(paragraph);
            let (x, space) = (Length::ZERO, Length::ZERO);
            texts.push(CellText { paragraph, x, space, beside: false, frame: None });
        }
        let last = texts.last().and_then(|text| text.frame);
        let foot = self.paddings(last);
        let is_empty = texts[first..]
            .iter()
            .all(|text| self.paragraphs[text.paragraph].text.is_empty());
        let frames = first_frame..self.frames.len();
        Held { texts: first..texts.len(), frames, foot, is_empty }
    }

    /// A picture in a cell: a line of its own. No wider than what the cell may count on,
    /// unless its width is said.
    pub(super) fn cell_picture(
        &mut self,
        spot: Spot,
        chapter: &'a Chapter,
        block: &'a Block,
    ) {
        let BlockKind::Figure { anchor, width, .. } = &block.kind else { return };
        let room = self.cell.map_or(spot.width, |cell| cell.room);
        let room = match width {
            Some(Size::Length(width)) => (*width).clamp(room, spot.width.max(room)),
            Some(Size::Share(_)) | None => room,
        };
        let picture = self.picture_box(spot, chapter, block, (room, self.height * 2 / 3));
        let element = picture.element.unwrap_or(spot.element);
        let decorative = picture.element.is_none();
        let size = (picture.width, picture.height);
        let kind = self.text_type();
        let mut gather = self.gather();
        gather.lone_picture((picture.picture, decorative), size, &kind, element);
        let (text, spans) = (gather.text, gather.spans);
        let form = Form { hyphenate: false, ..self.text_form(spot.width) };
        let paragraph = Paragraph {
            text,
            spans,
            form,
            block: Some((spot.division, block.id)),
            place: Some(picture.place),
        };
        self.pending.anchors.push(chapter.anchor(*anchor).id.clone());
        let (_, leading) = self.scale();
        self.text(spot, paragraph, leading / 2, false);
        self.pending.space = leading / 2;
    }

    /// A part of a cell: its labels, and what they stand beside.
    fn cell_item(&mut self, item: FlowItem, first: usize, texts: &mut Vec<CellText>) {
        let Content::Text(block) = item.content else {
            crate::bug!("a cell holds something that is no text")
        };
        self.pending.anchors.extend(item.anchors);
        let frame = item.frame;
        let size = |paragraph: usize| {
            let first = self.paragraphs[paragraph].spans.first();
            first.map_or(Length::ZERO, |span| span.style.size)
        };
        let own = size(block.paragraph);
        // the large figures of steps reach above the line
        let higher = item.labels.iter().map(|&(label, _)| size(label) - own).max();
        let higher = higher
            .filter(|_| own > Length::ZERO)
            .map_or(Length::ZERO, |more| more.max(Length::ZERO) / 2);
        for (paragraph, x) in item.labels {
            let space = Length::ZERO;
            texts.push(CellText { paragraph, x, space, beside: true, frame });
        }
        // space stands between blocks, padding at the edge of a cell too
        let above = texts[first..].iter().any(|text| !text.beside);
        let space = if above { item.space } else { self.paddings(frame) + higher };
        let (paragraph, x) = (block.paragraph, item.x);
        texts.push(CellText { paragraph, x, space, beside: false, frame });
    }

    /// The padding of a frame and of those around it.
    fn paddings(&self, frame: Option<usize>) -> Length {
        let mut padding = Length::ZERO;
        let mut next = frame;
        while let Some(frame) = next.and_then(|number| self.frames.get(number)) {
            padding += frame.padding;
            next = frame.parent;
        }
        padding
    }

    /// The widths a cell asks for: of its widest word, and of its lines without a break.
    pub(super) fn cell_extent(
        &mut self,
        texts: &[CellText],
        hyphens: bool,
    ) -> (Length, Length) {
        let (mut least, mut most) = (Length::ZERO, Length::ZERO);
        for text in texts.iter().filter(|text| !text.beside) {
            let paragraph = &self.paragraphs[text.paragraph];
            let sides = self.measure - paragraph.form.measure;
            let (low, high) = setting::extent(paragraph, &mut self.shaper, hyphens);
            least = least.max(low + sides);
            most = most.max(high + sides);
        }
        (least, most)
    }

    /// Puts what a cell holds into its place.
    pub(super) fn place_cell(
        &mut self,
        place: CellPlace,
        frames: Range<usize>,
        texts: &mut [CellText],
    ) {
        let less = self.measure - place.width;
        // from either edge of the text block
        let (near, far) = (place.table + place.x, less - place.table - place.x);
        let rtl = self.rtl;
        for text in texts {
            let form = &mut self.paragraphs[text.paragraph].form;
            if !text.beside {
                form.measure -= less;
            }
            text.x += if form.rtl == rtl { near } else { far } - place.table;
        }
        for frame in &mut self.frames[frames] {
            frame.width -= less;
            frame.x += if frame.rtl == rtl { near } else { far };
        }
    }
}
