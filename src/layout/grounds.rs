//! Grounds and rules behind what stands in frames.

use std::ops::Range;

use super::compose::Composer;
use super::flow::Frame;
use super::notes::Feet;
use super::sheet::{Artifact, Item, ItemKind, Mark, Rect};
use crate::length::Length;

impl Composer<'_> {
    /// As far down as grounds reach that go on to another page: the folio stays free, and
    /// notes with the rule above them.
    pub(super) fn frames_end(&self, feet: &Feet, notes: &Range<usize>) -> Length {
        let end = self.block.y + self.block.height;
        match notes.is_empty() {
            true => end + self.theme.tokens.text.leading / 2,
            false => end - feet.height(notes) + feet.rule_at() / 2,
        }
    }

    pub(super) fn note_frames(
        &self,
        frame: Option<usize>,
        top: Length,
        bottom: Length,
        frames: &mut Vec<(usize, Length, Length)>,
    ) {
        let (mut top, mut bottom) = (top, bottom);
        let mut current = frame;
        while let Some(number) = current {
            match frames.iter_mut().find(|(known, ..)| *known == number) {
                Some((_, _, end)) => *end = bottom,
                None => frames.push((number, top, bottom)),
            }
            let frame = &self.flow.frames[number];
            // what is around a frame is around its padding
            top -= frame.padding;
            bottom += frame.padding;
            current = frame.parent;
        }
    }

    /// Draws grounds and rules behind what stands in frames: outer frames first. `last` is
    /// as far down as they reach where what stands in them does not.
    pub(super) fn frames(&mut self, frames: &[(usize, Length, Length)], last: Length) {
        let mut behind = Vec::new();
        let mut sorted = frames.to_vec();
        sorted.sort_by_key(|&(number, ..)| number);
        // what goes on from another page leaves the running head free, in however many
        // frames it stands
        let first = self.block.y - self.theme.tokens.text.leading / 2;
        for (number, top, bottom) in sorted {
            let frame: Frame = self.flow.frames[number];
            let start = (top - frame.padding).max(first);
            let end = (bottom + frame.padding).min(last.max(bottom));
            let rect = Rect {
                x: self.left() + self.mirrored(frame.rtl, frame.x, frame.width),
                y: start,
                width: frame.width,
                height: end - start,
            };
            if let Some(color) = frame.tint {
                behind.push(ItemKind::Fill { rect, color });
            }
            if let Some((width, color)) = frame.rule {
                let far = if frame.rtl { rect.width - width } else { Length::ZERO };
                let rect = Rect { x: rect.x + far, width, ..rect };
                behind.push(ItemKind::Fill { rect, color });
            }
        }
        if let Some(sheet) = self.sheets.last_mut() {
            let mark = Mark::Artifact(Artifact::Layout);
            sheet.items.splice(0..0, behind.into_iter().map(|kind| Item { mark, kind }));
        }
    }
}
