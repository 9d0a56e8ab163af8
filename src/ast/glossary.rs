//! Glossaries: addresses for their terms, and the order of those that are sorted.

use std::borrow::Cow;
use std::cmp::Ordering;

use super::parts::{Part, of_block};
use super::{
    AnchorId, Block, BlockKind, Definition, DivForm, Document, WrittenAnchor, plain_text,
};

/// How terms are compared.
type Order<'a> = &'a dyn Fn(&str, &str) -> Ordering;

impl Document {
    /// The document with an address for each term of its glossaries, at the end of
    /// [`Document::anchors`], and those that are sorted in `order`. With `whole` all lists
    /// of definitions that are no part of another block are a glossary.
    pub fn with_glossaries(&self, whole: bool, order: Order<'_>) -> Cow<'_, Self> {
        let mut found = false;
        let mut sorted = false;
        self.visit(&mut |block| {
            if let BlockKind::Div(div) = &block.kind
                && let DivForm::Glossary { sorted: own } = div.form
            {
                (found, sorted) = (true, sorted || own);
            }
            found |= whole && matches!(block.kind, BlockKind::Definitions(_));
        });
        if !found {
            return Cow::Borrowed(self);
        }
        let mut own = self.clone();
        let mut blocks = std::mem::take(&mut own.blocks);
        let within = whole.then_some(false);
        Glossaries { anchors: &mut own.anchors, order }.blocks(&mut blocks, within);
        own.blocks = blocks;
        if sorted {
            own.compact_notes();
            own.count_notes();
            own.number_blocks();
        }
        Cow::Owned(own)
    }

    /// Numbers the blocks anew, in reading order.
    pub(super) fn number_blocks(&mut self) {
        let mut last = 0;
        self.numbers(&mut |part| {
            if let Part::Id(id) = part {
                last += 1;
                id.0 = last;
            }
        });
    }
}

/// Gives terms their addresses and their order.
struct Glossaries<'a> {
    anchors: &'a mut Vec<WrittenAnchor>,
    order: Order<'a>,
}

impl Glossaries<'_> {
    /// Blocks of a glossary, and whether it is sorted, or of none.
    fn blocks(&mut self, blocks: &mut [Block], glossary: Option<bool>) {
        for block in blocks {
            match &mut block.kind {
                BlockKind::Definitions(list) => {
                    if let Some(sorted) = glossary {
                        self.list(list, sorted);
                    }
                }
                BlockKind::Div(div) => {
                    let own = match div.form {
                        DivForm::Glossary { sorted } => Some(sorted),
                        DivForm::Plain => glossary,
                        DivForm::Epigraph | DivForm::Verse | DivForm::Aside => None,
                    };
                    self.blocks(&mut div.blocks, own);
                }
                BlockKind::Heading { .. }
                | BlockKind::Paragraph(_)
                | BlockKind::Attribution(_)
                | BlockKind::Stanza(_)
                | BlockKind::List(_)
                | BlockKind::Quote(_)
                | BlockKind::Code { .. }
                | BlockKind::Table(_)
                | BlockKind::Figure { .. }
                | BlockKind::Panels(_)
                | BlockKind::Rule
                | BlockKind::References
                | BlockKind::Callout(_)
                | BlockKind::Details(_)
                | BlockKind::Equation { .. } => of_block(block, &mut |part| {
                    if let Part::Blocks(inner) = part {
                        self.blocks(inner, None);
                    }
                }),
            }
        }
    }

    fn list(&mut self, list: &mut [Definition], sorted: bool) {
        if sorted {
            let first = |one: &Definition| {
                one.terms.first().map(|term| plain_text(&term.text)).unwrap_or_default()
            };
            list.sort_by(|one, other| (self.order)(&first(one), &first(other)));
        }
        for term in list.iter_mut().flat_map(|one| &mut one.terms) {
            let text = plain_text(&term.text);
            self.anchors.push(WrittenAnchor { span: term.span, id: None, text });
            let number = u32::try_from(self.anchors.len() - 1).unwrap_or(u32::MAX);
            term.anchor = Some(AnchorId(number));
        }
    }
}
