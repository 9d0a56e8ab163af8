//! Displayed formulas.

use super::build::{Builder, Spot};
use super::flow::Content;
use super::fonts::FeatureSet;
use super::inline::Type;
use super::paragraph::{Form, Paragraph};
use super::setting;
use super::sheet::Role;
use crate::ast::{AnchorId, Block, Tag};
use crate::length::Length;
use crate::resolve::Chapter;
use crate::theme::Align;

impl<'a> Builder<'a> {
    /// A formula in the middle of a line of its own. A page may begin with it only where
    /// its paragraph does (The `TeXbook`, chapter 19, `\predisplaypenalty`).
    pub(super) fn equation(
        &mut self,
        spot: Spot,
        chapter: &'a Chapter,
        block: &'a Block,
        (anchor, tex, tag): (Option<AnchorId>, &'a str, Option<&Tag>),
    ) {
        let element = self.structure.add(spot.element, Role::Formula);
        let kind = self.text_type();
        let number = chapter.equation_number(anchor, tag);
        let form = Form {
            align: Align::Center,
            hyphenate: false,
            protrusion: false,
            expansion: 0,
            ..self.text_form(spot.width)
        };
        let mut gather = self.gather();
        gather.display(tex, &kind, element);
        let (text, spans) = (gather.text, gather.spans);
        let label = number.map(|number| self.equation_number(spot, &number));
        let (inner, form) = match label {
            Some((_, room)) => {
                let formulas = spans.iter().filter_map(|span| span.formula.as_deref());
                let width: Length = formulas.map(|formula| formula.width).sum();
                // in the middle of the measure where the number leaves it so much room
                let sides = if width + room * 2 <= spot.width { 2 } else { 1 };
                let measure = spot.width - room * sides;
                let x = spot.x + room * (sides - 1);
                (Spot { x, width: measure, ..spot }, Form { measure, ..form })
            }
            None => (spot, form),
        };
        let paragraph = Paragraph {
            text,
            spans,
            form,
            block: Some((spot.division, block.id)),
            place: Some(Self::place(chapter.source, block.span)),
        };
        let space = self.scale().1 / 2;
        if let Some(anchor) = anchor {
            self.pending.anchors.push(chapter.anchor(anchor).id.clone());
        }
        let follows = self.last_item().is_some_and(|item| {
            matches!(item.content, Content::Text(_)) && !item.keep_with_next
        });
        if follows && let Some(item) = self.last_item() {
            item.keep_with_next = true;
        }
        let above = space.max(self.pending.space);
        self.text(inner, paragraph, above, false);
        if let Some(item) = self.last_item() {
            item.stretch = Length(space.0 / 2);
            if let Some((label, room)) = label {
                let own = room - space;
                item.labels.push((label, spot.x + spot.width - own));
            }
        }
        self.pending.space = space;
    }

    /// The number of a formula, at the end of its line, and the room it takes with half a
    /// line beside it. A formula is read as its alternative text, so that its number
    /// stands behind it, not in it.
    fn equation_number(&mut self, spot: Spot, number: &str) -> (usize, Length) {
        let element = self.structure.add(spot.element, Role::P);
        let kind = Type { features: FeatureSet::Tabular, ..self.text_type() };
        let style = kind.style(self.theme);
        // the sum of its letters may be less: some stand apart, or are joined
        let runs = setting::unbroken(number, self.rtl, &style, &mut self.shaper);
        let width: Length = runs.iter().map(|run| run.width).sum();
        let mut gather = self.gather();
        gather.push_made(number, style, element);
        let (text, spans) = (gather.text, gather.spans);
        let form = Form {
            align: Align::Left,
            hyphenate: false,
            protrusion: false,
            expansion: 0,
            ..self.text_form(width)
        };
        let label = self.add(Paragraph { text, spans, form, block: None, place: None });
        (label, width + self.theme.tokens.text.leading / 2)
    }
}
