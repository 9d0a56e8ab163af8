//! Epigraphs, verse, asides, and who said what stands before their names.

use super::blocks::Above;
use super::build::{Builder, Spot};
use super::flow::{Content, Frame, TextBlock};
use super::inline::Gather;
use super::paragraph::{Form, Paragraph};
use super::sheet::{ElementId, Role};
use crate::ast::{self, Block, BlockKind, DivForm, Inline, VerseLine};
use crate::length::Length;
use crate::resolve::Chapter;
use crate::theme::Align;

/// A stanza of so many lines or fewer is never parted between pages.
const SHORT: usize = 5;

impl<'a> Builder<'a> {
    /// A quotation: moved in on both sides, and who said it below.
    pub(super) fn quote(
        &mut self,
        spot: Spot,
        chapter: &'a Chapter,
        blocks: &'a [Block],
        above: Above,
    ) {
        let (_, leading) = self.scale();
        let inset = self.inset(spot);
        let inner = Spot { x: spot.x + inset, width: spot.width - inset * 2, ..spot };
        let outer = if above == Above::Nothing { Length::ZERO } else { leading / 2 };
        self.pending.space = self.pending.space.max(outer);
        let named = matches!(blocks.last(), Some(last) if is_name(last));
        let element = match (self.cell.is_some(), named) {
            // a cell holds no quotation, but a section that does (ISO 32005, table 5)
            (true, _) => self.structure.add(spot.element, Role::Sect),
            (false, true) => self.structure.add(spot.element, Role::Div),
            (false, false) => spot.element,
        };
        self.quoted(Spot { element, ..inner }, chapter, blocks);
        self.pending.space = self.pending.space.max(leading / 2);
    }

    fn inset(&self, spot: Spot) -> Length {
        let (size, _) = self.scale();
        if self.cell.is_some() {
            return size;
        }
        let room = ((spot.width - size * 8) / 2).max(Length::ZERO);
        (size * 3 / 2).min(room)
    }

    /// What is quoted, and the name below it, which is no part of it.
    fn quoted(&mut self, spot: Spot, chapter: &'a Chapter, blocks: &'a [Block]) {
        let (said, name) = match blocks.split_last() {
            Some((name, said)) if is_name(name) => (said, Some(name)),
            Some(_) | None => (blocks, None),
        };
        let element = self.structure.add(spot.element, Role::BlockQuote);
        self.blocks(Spot { element, ..spot }, chapter, said);
        if let Some(name) = name {
            self.blocks(spot, chapter, std::slice::from_ref(name));
        }
    }

    /// What a division holds, by what it is; gives what stands above what follows.
    pub(super) fn div_blocks(
        &mut self,
        spot: Spot,
        chapter: &'a Chapter,
        (form, blocks): (DivForm, &'a [Block]),
        above: Above,
    ) -> Above {
        let (_, leading) = self.scale();
        if matches!(form, DivForm::Plain | DivForm::Glossary { .. }) {
            return self.blocks_after(spot, chapter, blocks, above, false);
        }
        let outer = if above == Above::Nothing { Length::ZERO } else { leading / 2 };
        self.pending.space = self.pending.space.max(outer);
        match form {
            DivForm::Plain | DivForm::Glossary { .. } => {}
            DivForm::Epigraph => self.epigraph(spot, chapter, blocks),
            DivForm::Verse => {
                let inset = self.inset(spot);
                let spot = Spot { x: spot.x + inset, width: spot.width - inset, ..spot };
                self.blocks(spot, chapter, blocks);
            }
            DivForm::Aside => self.aside(spot, chapter, blocks),
        }
        self.pending.space = self.pending.space.max(leading / 2);
        Above::Other
    }

    /// An epigraph: in small type, ragged, on the outer three quarters of the measure.
    fn epigraph(&mut self, spot: Spot, chapter: &'a Chapter, blocks: &'a [Block]) {
        let text = &self.theme.tokens.text;
        let room = (spot.width - text.size * 12).max(Length::ZERO);
        let inset = (spot.width / 4).min(room);
        let leading = text.leading;
        let small = std::mem::replace(&mut self.in_note, true);
        let ragged = std::mem::replace(&mut self.ragged, true);
        let spot = Spot { x: spot.x + inset, width: spot.width - inset, ..spot };
        self.quoted(spot, chapter, blocks);
        (self.in_note, self.ragged) = (small, ragged);
        self.pending.space = self.pending.space.max(leading);
    }

    /// Something beside the argument, on a tinted ground.
    fn aside(&mut self, spot: Spot, chapter: &'a Chapter, blocks: &'a [Block]) {
        let tokens = &self.theme.tokens;
        let padding = tokens.text.leading / 2;
        let inset = tokens.text.size;
        self.frames.push(Frame {
            parent: spot.frame,
            x: spot.x,
            width: spot.width,
            rtl: self.rtl,
            padding,
            tint: Some(tokens.light.tint),
            rule: None,
        });
        let frame = Some(self.frames.len() - 1);
        let width = (spot.width - inset * 2).max(spot.width / 2);
        let inner = Spot { x: spot.x + inset, width, frame, ..spot };
        self.pending.padding += padding;
        self.blocks(inner, chapter, blocks);
        self.pending.space = padding;
        self.pending.padding += padding;
    }

    /// Who said what stands above: against the end of the line, on the same page.
    pub(super) fn attribution(
        &mut self,
        spot: Spot,
        chapter: &'a Chapter,
        block: &'a Block,
        text: &'a [Inline],
    ) {
        let element = self.structure.add(spot.element, Role::P);
        let form = Form {
            align: Align::Right,
            hyphenate: false,
            protrusion: false,
            expansion: 0,
            balance: true,
            ..self.text_form(spot.width)
        };
        let kind = self.text_type();
        let (place, own) = ((block.id, block.span), (element, spot.division));
        let paragraph = self.inline_paragraph(chapter, place, text, &kind, own, form);
        let paragraph = self.add(paragraph);
        if let Some(item) = self.last_item() {
            item.keep_with_next = true;
        }
        let space = self.scale().1 / 4;
        let text = TextBlock { paragraph, together: true, tail: None };
        self.item(spot, space, Length::ZERO, Content::Text(text));
    }

    /// Lines of verse: never justified, a line that turns over goes on further in than
    /// any line begins. Lines of a stanza are one paragraph of the structure.
    pub(super) fn stanza(
        &mut self,
        spot: Spot,
        chapter: &'a Chapter,
        (block, lines): (&'a Block, &'a [VerseLine]),
        above: Above,
    ) {
        let (size, leading) = self.scale();
        let hang = match self.cell {
            Some(_) => size,
            None => (size * 2).min(spot.width / 4),
        };
        let element = self.structure.add(spot.element, Role::P);
        let between = match above {
            Above::Nothing | Above::Heading => Length::ZERO,
            Above::Paragraph | Above::Other => leading / 2,
        };
        let mut unit = 0;
        let count = lines.len();
        for (turn, line) in lines.iter().enumerate() {
            let moved = (size * i64::from(line.indent) / 2).min(spot.width / 2);
            let own = self.structure.add(element, Role::Sub);
            let width = spot.width - moved - hang;
            let x = spot.x + moved + hang;
            let last = turn + 1 == count;
            let line_of = (block, line, unit, last);
            let paragraph = self.verse_line(chapter, line_of, (spot, own), (width, hang));
            unit += ast::units(&line.text) + 1;
            let paragraph = self.add(paragraph);
            let space = if turn == 0 { between } else { Length::ZERO };
            let text = TextBlock { paragraph, together: true, tail: None };
            self.item(Spot { x, width, ..spot }, space, Length::ZERO, Content::Text(text));
            let together = count <= SHORT || turn == 0 || turn + 2 == count;
            if let Some(item) = self.last_item() {
                item.keep_with_next = together && turn + 1 < count;
            }
        }
    }

    fn verse_line(
        &mut self,
        chapter: &'a Chapter,
        (block, line, unit, last): (&'a Block, &'a VerseLine, u32, bool),
        (spot, element): (Spot, ElementId),
        (measure, hang): (Length, Length),
    ) -> Paragraph {
        let form = Form {
            align: Align::Left,
            indent: -hang,
            hyphenate: false,
            protrusion: false,
            expansion: 0,
            ..self.text_form(measure)
        };
        let kind = self.text_type();
        let style = kind.style(self.theme);
        let mut gather = self.gather();
        gather.begin_at(unit);
        gather.inlines(chapter, &line.text, &kind, element);
        if !last {
            // unseen at the end of the line; words are known by it (ISO 32000-1, 14.8.2.5)
            gather.push_made(" ", style, element);
        }
        let left = gather.end();
        let Gather { text, spans, .. } = gather;
        self.pending.anchors.extend(left);
        let place = Some(Self::place(chapter.source, block.span));
        Paragraph { text, spans, form, block: Some((spot.division, block.id)), place }
    }
}

/// Whether a block is the name of who said what stands before it.
const fn is_name(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Attribution(_))
}
