//! Displayed formulas.

use super::build::{Builder, Spot};
use super::flow::Content;
use super::paragraph::{Form, Paragraph};
use super::sheet::Role;
use crate::ast::{AnchorId, Block};
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
        (anchor, tex): (Option<AnchorId>, &'a str),
    ) {
        let element = self.structure.add(spot.element, Role::Formula);
        let kind = self.text_type();
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
        let paragraph = Paragraph {
            text,
            spans,
            form,
            block: Some((spot.division, block.id)),
            place: Some(Self::place(chapter.source, block.span)),
        };
        let space = self.theme.tokens.text.leading / 2;
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
        self.text(spot, paragraph, above, false);
        if let Some(item) = self.last_item() {
            item.stretch = Length(space.0 / 2);
        }
        self.pending.space = space;
    }
}
