//! Callouts, and blocks that share a language or an address.

use super::blocks::Above;
use super::build::{Builder, Spot};
use super::flow::Frame;
use super::inline::{Gather, Type};
use super::languages::Language;
use super::paragraph::{Form, Paragraph};
use super::sheet::{ElementId, Role};
use crate::ast::{Block, BlockId, Callout, Details, Direction, Div, DivForm, Inline};
use crate::length::Length;
use crate::resolve::Chapter;
use crate::source::Span;
use crate::theme::Align;

/// Width of the rule beside a callout, in points.
const RULE: f64 = 2.5;

impl<'a> Builder<'a> {
    /// A callout: its title and text on a tinted ground, a rule at the side. The word for
    /// its kind is part of the title, so that nothing hangs on colour alone.
    pub(super) fn callout(
        &mut self,
        spot: Spot,
        chapter: &'a Chapter,
        block: &'a Block,
        callout: &'a Callout,
    ) {
        let tokens = &self.theme.tokens;
        let leading = tokens.text.leading;
        let padding = leading / 2;
        let inset = tokens.text.size;
        self.frames.push(Frame {
            parent: spot.frame,
            x: spot.x,
            width: spot.width,
            rtl: self.rtl,
            padding,
            tint: Some(tokens.light.tint),
            rule: Some((Length::from_points(RULE), tokens.light.accent)),
        });
        let frame = Some(self.frames.len() - 1);
        let inside = self.structure.is_in_aside(spot.element);
        let role = if inside { Role::Div } else { Role::Aside };
        let element = self.structure.add(spot.element, role);
        let width = (spot.width - inset * 2).max(spot.width / 2);
        let inner = Spot { x: spot.x + inset, width, frame, element, ..spot };
        if let Some(anchor) = callout.anchor {
            self.pending.anchors.push(chapter.anchor(anchor).id.clone());
        }
        self.pending.space = self.pending.space.max(leading / 2);
        self.pending.padding += padding;
        self.callout_title(inner, chapter, block, callout);
        self.pending.space = leading / 5;
        self.blocks_below_title(inner, chapter, &callout.blocks);
        self.pending.space = leading / 2;
        self.pending.padding += padding;
    }

    fn callout_title(
        &mut self,
        spot: Spot,
        chapter: &'a Chapter,
        block: &'a Block,
        callout: &'a Callout,
    ) {
        let element = self.structure.add(spot.element, Role::P);
        let tokens = &self.theme.tokens;
        let kind = Type { weight: 700, color: tokens.light.accent, ..self.text_type() };
        let words = &self.book.words;
        let number = callout.anchor.and_then(|at| chapter.anchor(at).number.as_ref());
        let word = match number {
            Some(number) => words.numbered(number),
            None => words.callout(callout.kind).to_owned(),
        };
        let lead =
            if callout.title.is_empty() { word } else { format!("{word}{}", words.colon) };
        let spot = Spot { element, ..spot };
        self.bold_line(
            spot,
            chapter,
            (block.id, block.span),
            (&kind, &lead, &callout.title),
        );
    }

    /// Blocks that follow a line in bold type: a picture or a table stands closer to it than
    /// to a paragraph.
    fn blocks_below_title(
        &mut self,
        spot: Spot,
        chapter: &'a Chapter,
        blocks: &'a [Block],
    ) {
        let leading = self.theme.tokens.text.leading;
        let before = self.groups.last().map_or(0, |group| group.items.len());
        self.blocks(spot, chapter, blocks);
        let first = self.groups.last_mut().and_then(|group| group.items.get_mut(before));
        if let Some(item) = first.filter(|item| item.frame == spot.frame) {
            item.space = item.space.min(leading / 2);
        }
    }

    /// A line in a type of its own that stays with what follows: `lead`, which the program
    /// made, and text.
    pub(super) fn bold_line(
        &mut self,
        spot: Spot,
        chapter: &'a Chapter,
        (block, span): (BlockId, Span),
        (kind, lead, text): (&Type<'a>, &str, &'a [Inline]),
    ) {
        let mut gather = self.gather();
        gather.push_made(lead, kind.style(gather.theme), spot.element);
        gather.inlines(chapter, text, kind, spot.element);
        let left = gather.end();
        let Gather { text, spans, .. } = gather;
        self.pending.anchors.extend(left);
        let form = Form {
            align: Align::Left,
            hyphenate: false,
            balance: true,
            ..self.text_form(spot.width)
        };
        let place = Some(Self::place(chapter.source, span));
        let block = Some((spot.division, block));
        let paragraph = Paragraph { text, spans, form, block, place };
        self.text(spot, paragraph, Length::ZERO, true);
    }

    /// Blocks that a web page may fold away: in print they stand open below their line.
    pub(super) fn details(
        &mut self,
        spot: Spot,
        chapter: &'a Chapter,
        block: &'a Block,
        details: &'a Details,
    ) {
        let leading = self.theme.tokens.text.leading;
        let group = self.structure.add(spot.element, Role::Div);
        let element = self.structure.add(group, Role::P);
        let kind = Type { weight: 700, ..self.text_type() };
        self.pending.space = self.pending.space.max(leading / 2);
        let line = Spot { element, ..spot };
        self.bold_line(
            line,
            chapter,
            (block.id, block.span),
            (&kind, "", &details.summary),
        );
        self.pending.space = leading / 5;
        let inner = Spot { element: group, ..spot };
        self.blocks_below_title(inner, chapter, &details.blocks);
        self.pending.space = self.pending.space.max(leading / 2);
    }

    /// Blocks that share a language or an address; they are set as if they stood alone.
    pub(super) fn div(
        &mut self,
        spot: Spot,
        chapter: &'a Chapter,
        div: &'a Div,
        above: Above,
    ) -> Above {
        if let Some(anchor) = div.anchor {
            self.pending.anchors.push(chapter.anchor(anchor).id.clone());
        }
        let element = self.div_element(spot, div);
        let before = (self.language, self.rtl);
        let mut spot = Spot { element, ..spot };
        if let Some(language) = &div.language {
            self.language = Language::new(language);
        }
        if let Some(direction) = div.way() {
            spot = self.turned(spot, direction == Direction::Rtl);
        }
        let looseness = self.looseness;
        if div.looseness != 0 {
            self.looseness = div.looseness;
        }
        let above = self.div_blocks(spot, chapter, (div.form, &div.blocks), above);
        (self.language, self.rtl) = before;
        self.looseness = looseness;
        above
    }

    fn div_element(&mut self, spot: Spot, div: &Div) -> ElementId {
        let inside = self.structure.is_in_aside(spot.element);
        let is_aside = div.form == DivForm::Aside && !inside;
        let role = if is_aside { Role::Aside } else { Role::Div };
        let element = self.structure.add(spot.element, role);
        self.structure.get_mut(element).language.clone_from(&div.language);
        element
    }
}
