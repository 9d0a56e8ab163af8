//! Lists of definitions, as in PHP Markdown Extra and Pandoc: a term, then lines that
//! begin with `:`.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "comrak has many kinds of nodes; those of a list of definitions are few"
)]

use comrak::nodes::{Node, NodeValue};

use crate::ast::{Block, BlockKind, Definition, Inline, InlineKind, Term};
use crate::source::Span;

use super::Reader;
use super::inlines::Surroundings;

impl Reader<'_> {
    /// A list of definitions.
    pub(super) fn definitions<'n>(&mut self, node: Node<'n>, depth: usize) -> BlockKind {
        let items: Vec<Node<'n>> = node.children().collect();
        self.definition_list(&items, depth)
    }

    /// Some items of a list of definitions as one.
    pub(super) fn definition_list<'n>(
        &mut self,
        items: &[Node<'n>],
        depth: usize,
    ) -> BlockKind {
        let mut list: Vec<Definition> = Vec::new();
        for item in items {
            let tight = match item.data().value {
                NodeValue::DescriptionItem(item) => item.tight,
                _ => false,
            };
            for part in item.children() {
                let is_term = matches!(part.data().value, NodeValue::DescriptionTerm);
                if is_term {
                    let terms = self.terms(part, depth);
                    list.push(Definition { terms, tight, details: Vec::new() });
                } else {
                    let blocks = self.detail(part, depth);
                    if let Some(last) = list.last_mut() {
                        last.details.push(blocks);
                    }
                }
            }
        }
        BlockKind::Definitions(list)
    }

    fn detail<'n>(&mut self, node: Node<'n>, depth: usize) -> Vec<Block> {
        let blocks = self.blocks(node, depth + 1);
        if blocks.is_empty() {
            let span = self.block_span(node);
            let message = "a term has no definition".to_owned();
            let help = "write it after the colon; for a colon in the text write `\\:`";
            self.error("empty-definition", message, span, help);
        }
        blocks
    }

    /// The terms before a definition: one on each line.
    fn terms<'n>(&mut self, node: Node<'n>, depth: usize) -> Vec<Term> {
        let mut terms = Vec::new();
        for paragraph in node.children() {
            let text = self.inlines(paragraph, Surroundings::block(depth + 1));
            let lines = text.split(|inline| inline.kind == InlineKind::SoftBreak);
            for line in lines.filter(|line| !line.is_empty()) {
                self.check_hidden_grid(around(line));
                terms.push(Term {
                    id: self.next_id(),
                    span: around(line),
                    anchor: None,
                    text: line.to_vec(),
                });
            }
        }
        terms
    }
}

/// From the first inline to the last.
fn around(line: &[Inline]) -> Span {
    let start = line.first().map_or(0, |inline| inline.span.start);
    Span::new(start, line.last().map_or(start, |inline| inline.span.end))
}
