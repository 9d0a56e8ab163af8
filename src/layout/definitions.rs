//! Lists of definitions.

use super::blocks::Above;
use super::build::{Builder, Spot};
use super::inline::Type;
use super::sheet::Role;
use crate::ast::{Definition, Term};
use crate::length::Length;
use crate::resolve::Chapter;

impl<'a> Builder<'a> {
    /// Terms in bold type, what they mean below them and moved in. A term stands on one
    /// page with the beginning of its first definition.
    ///
    /// Tagged as a list (ISO 32000-1, 14.8.4.3.3): `Lbl` holds a term, of which an item may
    /// have several, and `LBody` the definitions.
    pub(super) fn definitions(
        &mut self,
        spot: Spot,
        chapter: &'a Chapter,
        definitions: &'a [Definition],
        outer: Length,
    ) {
        let (size, leading) = self.scale();
        let hang = (size * 3 / 2).min((spot.width - size * 8).max(Length::ZERO));
        let list = self.structure.add(spot.element, Role::L { numbering: None });
        self.pending.space = self.pending.space.max(outer);
        for (turn, definition) in definitions.iter().enumerate() {
            if turn > 0 {
                self.pending.space = self.pending.space.max(leading / 2);
            }
            let entry = self.structure.add(list, Role::LI);
            for term in &definition.terms {
                let label = self.structure.add(entry, Role::Lbl);
                self.term(Spot { element: label, ..spot }, chapter, term);
            }
            let body = self.structure.add(entry, Role::LBody);
            let inner =
                Spot { x: spot.x + hang, width: spot.width - hang, element: body, ..spot };
            for (number, blocks) in definition.details.iter().enumerate() {
                let tight = definition.tight;
                if !tight {
                    let space = if number == 0 { leading / 5 } else { leading / 2 };
                    self.pending.space = self.pending.space.max(space);
                }
                self.blocks_after(inner, chapter, blocks, Above::Nothing, tight);
            }
        }
        self.pending.space = self.pending.space.max(leading / 2);
    }

    fn term(&mut self, spot: Spot, chapter: &'a Chapter, term: &'a Term) {
        let kind = Type { weight: 700, ..self.text_type() };
        if let Some(anchor) = term.anchor {
            self.pending.anchors.push(chapter.anchor(anchor).id.clone());
        }
        self.bold_line(spot, chapter, (term.id, term.span), (&kind, "", &term.text));
    }
}
