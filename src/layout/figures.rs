//! Figures: a picture and its caption below it.

use super::build::{Builder, Spot};
use super::flow::{Content, PictureBox, TextBlock};
use super::inline::Type;
use super::paragraph::{Form, Paragraph};
use super::setting;
use super::sheet::{ElementId, Role};
use crate::ast::{AnchorId, Block, BlockId, BlockKind, Inline, Size};
use crate::length::Length;
use crate::picture::Picture;
use crate::resolve::{Chapter, Position, Target};
use crate::source::Span as SourceSpan;
use crate::theme::Align;

/// How wide a caption may be below a picture that is narrower, in ems of its type.
const LEAST_CAPTION: i64 = 22;

impl<'a> Builder<'a> {
    pub(super) fn figure_block(
        &mut self,
        spot: Spot,
        chapter: &'a Chapter,
        block: &'a Block,
    ) {
        let leading = self.theme.tokens.text.leading;
        let BlockKind::Figure { anchor, caption, .. } = &block.kind else { return };
        let place = (spot.width, self.height * 2 / 3);
        let picture = self.picture_box(spot, chapter, block, place);
        self.pending.anchors.push(chapter.anchor(*anchor).id.clone());
        let (element, width) = (picture.element, picture.width);
        let x = spot.x + (spot.width - width) / 2;
        self.item(Spot { x, ..spot }, leading, leading / 2, Content::Picture(picture));
        if !caption.is_empty() {
            if let Some(item) = self.last_item() {
                item.keep_with_next = true;
            }
            let own = (block.id, block.span);
            let text = (Some(*anchor), caption.as_slice());
            self.caption(spot, chapter, (own, element), (text, width));
        }
        self.pending.space = leading;
    }

    /// A picture in the size it is printed in, within a width and a height, with its
    /// structure element.
    pub(super) fn picture_box(
        &mut self,
        spot: Spot,
        chapter: &'a Chapter,
        block: &'a Block,
        (room, most): (Length, Length),
    ) -> PictureBox {
        let BlockKind::Figure { image, alt, decorative, width, height, .. } = &block.kind
        else {
            crate::bug!("a figure is none")
        };
        let Target::Picture(picture) = *chapter.target(*image) else {
            crate::bug!("a figure shows something that is no picture")
        };
        let element = (!decorative).then(|| {
            let element = self.structure.add(spot.element, Role::Figure);
            self.structure.get_mut(element).alt = Some(alt.clone());
            element
        });
        let sequence = self.structure.sequence();
        let wanted = width.map(|width| match width {
            Size::Length(length) => length,
            Size::Share(share) => room.scale(i64::from(share), 1000),
        });
        let size = printed_size(self.book.picture(picture), (wanted, *height), room);
        let (width, height) = within(size, most);
        let start = Position { division: spot.division, block: block.id, offset: 0 };
        let place = Self::place(chapter.source, block.span);
        let rtl = self.rtl;
        PictureBox { picture, width, height, element, sequence, start, place, rtl }
    }

    /// The caption below a picture of some width, or a figure of several.
    pub(super) fn caption(
        &mut self,
        spot: Spot,
        chapter: &'a Chapter,
        (block, figure): ((BlockId, SourceSpan), Option<ElementId>),
        (text, width): ((Option<AnchorId>, &'a [Inline]), Length),
    ) {
        let least = (self.theme.tokens.small_size * LEAST_CAPTION).min(spot.width);
        let room = width.max(least).min(spot.width);
        let paragraph = self.caption_paragraph(spot, chapter, (block, figure), text, room);
        let x = spot.x + (spot.width - paragraph.form.measure) / 2;
        let space = self.theme.tokens.text.leading / 3;
        let paragraph = self.add(paragraph);
        let block = TextBlock { paragraph, together: true, tail: None };
        self.item(Spot { x, ..spot }, space, Length::ZERO, Content::Text(block));
    }

    /// A caption that is as wide as it is long, but no wider than `room`: one line stands
    /// in the middle below its picture, several stand flush.
    pub(super) fn caption_paragraph(
        &mut self,
        spot: Spot,
        chapter: &'a Chapter,
        (block, figure): ((BlockId, SourceSpan), Option<ElementId>),
        (anchor, text): (Option<AnchorId>, &'a [Inline]),
        room: Length,
    ) -> Paragraph {
        // A caption is the first or the last in its figure (ISO 14289-2, 8.2.5.27); below
        // a picture that shows nothing it is a paragraph.
        let element = match figure {
            Some(figure) => self.structure.add(figure, Role::Caption),
            None => self.structure.add(spot.element, Role::P),
        };
        let kind = self.small_type();
        let form = Form { align: Align::Left, ..self.small_form(room) };
        let own = (element, spot.division);
        let text = (self.caption_lead(chapter, anchor), text);
        let mut paragraph = self.led_paragraph(chapter, block, text, &kind, own, form);
        let (_, long) = setting::extent(&paragraph, &mut self.shaper, false);
        // what is shaped as a whole may be a little longer
        let long = long + self.theme.tokens.small_size / 8;
        paragraph.form.measure = room.min(long);
        paragraph
    }

    /// What a caption begins with, in strong type; nothing where it has no number.
    pub(super) fn caption_lead(
        &self,
        chapter: &Chapter,
        anchor: Option<AnchorId>,
    ) -> (String, Type<'a>) {
        let number = anchor.and_then(|anchor| chapter.anchor(anchor).number.as_ref());
        let lead = number.map(|number| self.book.words.caption_lead(number));
        (lead.unwrap_or_default(), Type { weight: 700, ..self.small_type() })
    }
}

/// The size a picture is printed in: that wanted or its own, but no wider than `room`.
fn printed_size(
    picture: &Picture,
    (wanted, limit): (Option<Length>, Option<Length>),
    room: Length,
) -> (Length, Length) {
    let (width, height) = picture.printed();
    let limit = limit.map(|limit| width.scale(limit.0, height.0));
    let wanted = match (wanted, limit) {
        (Some(wanted), Some(limit)) => Some(wanted.min(limit)),
        (wanted, limit) => wanted.or(limit),
    };
    let (width, height) = match wanted {
        Some(wanted) => (wanted, height.scale(wanted.0, width.0)),
        None => (width, height),
    };
    if width > room { (room, height.scale(room.0, width.0)) } else { (width, height) }
}

/// A size that is no higher than `most`.
fn within((width, height): (Length, Length), most: Length) -> (Length, Length) {
    if height > most { (width.scale(most.0, height.0), most) } else { (width, height) }
}
