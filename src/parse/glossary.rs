//! Glossaries, `::: {.glossary .sorted}`, and what in the text leads to them:
//! `[névé]{.term}`, `[old snow]{term="Névé"}`.

use comrak::nodes::Node;

use crate::ast::{
    BlockKind, Div, DivForm, Inline, InlineKind, RefKind, plain_text, visit_blocks,
    visit_inlines,
};
use crate::source::Span;

use super::attributes::Braces;
use super::{Reader, smart};

/// Whether braces say that the words before them are a term.
pub(super) fn is_term(braces: &Braces) -> bool {
    let attributes = &braces.attributes;
    attributes.classes.iter().any(|class| class == "term")
        || attributes.pairs.iter().any(|(key, _)| key == "term")
}

impl Reader<'_> {
    /// A glossary: a block in colons with one list of definitions at least.
    pub(super) fn glossary<'n>(
        &mut self,
        node: Node<'n>,
        (mut braces, wide): (Braces, bool),
        info: Span,
        depth: usize,
    ) -> Div {
        let classes = &mut braces.attributes.classes;
        let before = classes.len();
        classes.retain(|class| class != "sorted");
        let form = DivForm::Glossary { sorted: classes.len() < before };
        let div = self.plain_div(node, (braces, wide, form), info, depth);
        let mut filled = false;
        visit_blocks(&div.blocks, &mut |block| {
            filled |= matches!(block.kind, BlockKind::Definitions(_));
        });
        if !filled {
            let message = "a glossary has no terms".to_owned();
            let help = "write each term on a line of its own, and below it what it means \
                        on a line that begins with `: `";
            self.error("bad-glossary", message, info, help);
        }
        div
    }

    /// Makes words lead to the term that their braces name, or to that which they are.
    pub(super) fn term(
        &mut self,
        braces: &mut Braces,
        (place, span): (Span, Span),
        text: Vec<Inline>,
        in_link: bool,
    ) -> Vec<Inline> {
        let at = braces.attributes.pairs.iter().position(|(key, _)| key == "term");
        let named = at.map(|at| {
            braces.values.remove(at);
            smart::text(&braces.attributes.pairs.remove(at).1, self.marks)
        });
        let written = &mut braces.attributes;
        let page = written.classes.iter().any(|class| class == "page");
        written.classes.retain(|class| class != "term" && class != "page");
        let mut linked = in_link;
        visit_inlines(&text, &mut |inline| {
            linked |= matches!(
                inline.kind,
                InlineKind::Link { .. } | InlineKind::Note(_) | InlineKind::Cite(_)
            );
        });
        if linked {
            let message = "a term stands in a link or holds one".to_owned();
            let help = "end the one before the other begins; notes stand behind a term";
            self.error("bad-term", message, place, help);
            return text;
        }
        let own = plain_text(&text);
        let address = named.unwrap_or_else(|| own.clone());
        if own.trim().is_empty() || address.trim().is_empty() {
            let message = "a term has no words".to_owned();
            let help = "write `[névé]{.term}` or `[old snow]{term=\"névé\"}`";
            self.error("bad-term", message, place, help);
            return text;
        }
        let to = self.reference(span, &address, RefKind::Term { page });
        vec![Inline { span, kind: InlineKind::Link { to, text, title: None } }]
    }
}
