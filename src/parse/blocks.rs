//! Blocks: comrak's block nodes to ours.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "comrak has many kinds of nodes; what is not named is refused, never dropped"
)]

use comrak::nodes::{Attributes, ListType, Node, NodeLink, NodeList, NodeValue};

use crate::ast::{
    AnchorId, Block, BlockKind, Inline, InlineKind, List, ListItem, Numbering, RefKind,
    WrittenAnchor, plain_text,
};
use crate::project::EmptyAlt;
use crate::source::Span;

use super::attributes::take;
use super::figures::{take_class, take_float, take_wide};
use super::formulas::trimmed;
use super::html::is_html_block;
use super::inlines::{Surroundings, without_comments};
use super::{Reader, smart};

impl Reader<'_> {
    /// The blocks in a node.
    pub(super) fn blocks<'n>(&mut self, node: Node<'n>, depth: usize) -> Vec<Block> {
        let span = self.lines.span(self.text, node.data().sourcepos);
        if self.too_deep(depth, span) {
            return Vec::new();
        }
        let nodes: Vec<Node<'n>> = node.children().collect();
        if nodes.iter().any(is_html_block) {
            return self.html_blocks(&nodes, depth);
        }
        self.markdown_blocks(&nodes, depth)
    }

    /// The blocks of nodes that follow one another, none of which is HTML.
    pub(super) fn markdown_blocks<'n>(
        &mut self,
        nodes: &[Node<'n>],
        depth: usize,
    ) -> Vec<Block> {
        let mut blocks = Vec::with_capacity(nodes.len());
        let mut at = 0;
        while let Some(child) = nodes.get(at) {
            if let Some(parts) = self.table_parts(&nodes[at..]) {
                blocks.push(self.table(&parts, depth));
                at += parts.count;
            } else if let Some((read, count)) = self.captioned_grids(&nodes[at..], depth) {
                blocks.extend(read);
                at += count;
            } else if let Some(shown) = self.conditional(child, depth) {
                blocks.extend(shown);
                at += 1;
            } else if let Some(pictures) = self.beside(child, depth) {
                blocks.extend(pictures);
                at += 1;
            } else if let Some(displayed) = self.displayed(child, depth) {
                blocks.extend(displayed);
                at += 1;
            } else {
                blocks.extend(self.block(child, depth));
                at += 1;
            }
        }
        blocks
    }

    fn block<'n>(&mut self, node: Node<'n>, depth: usize) -> Option<Block> {
        let data = node.data();
        let span = self.block_span(node);
        // Numbers are given in reading order: to a block before what it holds.
        let known = self.last_id;
        let id = self.next_id();
        let kind = match &data.value {
            NodeValue::Paragraph => self.paragraph(node, span, depth),
            NodeValue::Heading(heading) => self.heading(node, heading.level, span, depth),
            NodeValue::ThematicBreak => {
                self.check_rule(span);
                Some(BlockKind::Rule)
            }
            NodeValue::BlockQuote => {
                self.check_quote(span);
                let mut blocks = self.blocks(node, depth + 1);
                self.attribute(&mut blocks);
                Some(BlockKind::Quote(blocks))
            }
            NodeValue::List(list) => Some(self.list(node, list, depth)),
            NodeValue::CodeBlock(code) => Some(self.code(node, code, span, depth)),
            NodeValue::BlockDirective(div) => self.div(node, &div.info, depth),
            NodeValue::Alert(alert) => Some(self.alert(node, alert, span, depth)),
            NodeValue::DescriptionList => Some(self.definitions(node, depth)),
            NodeValue::FootnoteDefinition(definition) => {
                // nobody's text: `number_notes` tells of it
                if definition.total_references > 0 || self.has_mark_in_title(definition) {
                    self.note_text(node, definition, span, depth);
                }
                None
            }
            other => {
                self.unsupported_block(other, span);
                None
            }
        };
        if kind.is_none() {
            self.last_id = known;
        }
        kind.map(|kind| Block::new(id, span, kind))
    }

    /// A span without the space at its start.
    #[expect(clippy::cast_possible_truncation, reason = "sources are below 4 GiB")]
    pub(super) fn trimmed(&self, span: Span) -> Span {
        let written = self.written(span);
        let space = written.len() - written.trim_start_matches([' ', '\t']).len();
        Span::new(span.start + space as u32, span.end)
    }

    /// The span of a block without the line end and the space after it.
    pub(super) fn block_span<'n>(&self, node: Node<'n>) -> Span {
        let span = self.lines.span(self.text, node.data().sourcepos);
        let written = self.written(span).trim_end_matches([' ', '\t', '\n', '\r']);
        #[expect(clippy::cast_possible_truncation, reason = "sources are below 4 GiB")]
        Span::new(span.start, span.start + written.len() as u32)
    }

    fn unsupported_block(&mut self, value: &NodeValue, span: Span) {
        let (what, help) = match value {
            NodeValue::FrontMatter(_) => (
                "metadata at the head of a notice",
                "write them in `trifold.toml`; for a line across the page write `***`",
            ),
            _ => ("this construct", "write it another way"),
        };
        self.unsupported(what, span, help);
    }

    fn paragraph<'n>(
        &mut self,
        node: Node<'n>,
        span: Span,
        depth: usize,
    ) -> Option<BlockKind> {
        if let Some(image) = lone_picture(node) {
            return Some(self.figure(image, span, depth));
        }
        // The lines before a table were read as one with it: comrak looked for cells there.
        let table = node.next_sibling().filter(|next| {
            matches!(next.data().value, NodeValue::Table(_))
                && next.data().sourcepos.start.line == node.data().sourcepos.end.line + 1
        });
        if table.is_some() {
            self.note_bars(span);
        }
        self.check_hidden_grid(span);
        let text = self.inlines(node, Surroundings::block(depth + 1));
        self.bars.clear();
        if let Some(verse) = self.bar_lines(&text) {
            return Some(verse);
        }
        (!text.is_empty()).then_some(BlockKind::Paragraph(text))
    }

    fn heading<'n>(
        &mut self,
        node: Node<'n>,
        level: u8,
        span: Span,
        depth: usize,
    ) -> Option<BlockKind> {
        self.check_heading(span);
        let mut attributes = node.data().attrs.as_deref().cloned().unwrap_or_default();
        let wide = take_wide(&mut attributes);
        let mut unnumbered = take_class(&mut attributes, "unnumbered");
        let id = attributes.id.take();
        let takes = "takes an address like `{#the-map}`, `.unnumbered` and `.wide`";
        self.unknown_attributes(&attributes, "a heading", takes, span);
        let around = Surroundings::block(depth + 1);
        let text = match hyphen_in_braces(self.written(span)) {
            Some(at) => {
                unnumbered = true;
                trimmed(self.inlines_within(node, around, 0..span.start as usize + at))
            }
            None => self.inlines(node, around),
        };
        let plain = plain_text(&text).trim().to_owned();
        if plain.is_empty() && is_blank(&text) {
            let message = "a heading has no words, and is left out".to_owned();
            self.warn("empty-heading", message, span, "write its words, or remove it");
            return self.place_of_heading(text, id, span);
        }
        if plain.is_empty() {
            let message = "a heading has no words".to_owned();
            self.error("empty-heading", message, span, "write its words, or remove it");
        }
        let anchor = self.anchor(span, id, plain);
        Some(BlockKind::Heading { level, anchor, text, wide, unnumbered, unlisted: false })
    }

    /// What is left of a heading without words: its addresses, for links lead there.
    fn place_of_heading(
        &mut self,
        mut text: Vec<Inline>,
        id: Option<String>,
        span: Span,
    ) -> Option<BlockKind> {
        text.retain(|inline| matches!(inline.kind, InlineKind::Span { .. }));
        if let Some(id) = id {
            let anchor = Some(self.anchor(span, Some(id.clone()), id));
            let attributes = Box::new(crate::ast::Attributes {
                anchor,
                ..crate::ast::Attributes::default()
            });
            let kind = InlineKind::Span { attributes, text: Vec::new() };
            text.insert(0, Inline { span: Span::new(span.start, span.start), kind });
        }
        (!text.is_empty()).then_some(BlockKind::Paragraph(text))
    }

    /// Refuses a heading in a note: notes stand elsewhere in each format, and so would the
    /// section that it seems to begin.
    pub(super) fn check_heading(&mut self, span: Span) {
        if self.in_note() {
            self.nested_heading("a note", span);
        }
    }

    pub(super) fn nested_heading(&mut self, what: &str, span: Span) {
        let message = format!("a heading cannot stand in {what}");
        self.error("nested-heading", message, span, "write the words bold");
    }

    /// Notes a place that can be linked to.
    pub(super) fn anchor(
        &mut self,
        span: Span,
        id: Option<String>,
        text: String,
    ) -> AnchorId {
        let anchors = &mut self.document.anchors;
        anchors.push(WrittenAnchor { span, id, text });
        #[expect(clippy::cast_possible_truncation, reason = "sources are below 4 GiB")]
        AnchorId(anchors.len() as u32 - 1)
    }

    /// A picture in a paragraph of its own.
    ///
    /// Its words in brackets are the alternative text and its title is the caption; with
    /// an `alt` attribute the words in brackets are the caption, as in Pandoc.
    pub(super) fn figure<'n>(
        &mut self,
        node: Node<'n>,
        span: Span,
        depth: usize,
    ) -> BlockKind {
        let data = node.data();
        let link = match &data.value {
            NodeValue::Image(link) => (**link).clone(),
            _ => NodeLink::default(),
        };
        let mut attributes = data.attrs.as_deref().cloned().unwrap_or_default();
        let id = attributes.id.take();
        let classes = attributes.classes.len();
        attributes.classes.retain(|class| class != "decorative");
        let mut decorative = attributes.classes.len() < classes;
        let given =
            take(&mut attributes, "alt").or_else(|| take(&mut attributes, "fig-alt"));
        let placement = take_float(&mut attributes);
        let wide = take_wide(&mut attributes);
        let width = self.width(&mut attributes, span);
        let height = self.height(&mut attributes, span);
        self.foreign_classes(&mut attributes, span);
        let takes = "takes an address like `{#the-map}`, `.decorative`, `.float`, \
                     `.wide`, `width=60%`, `height=4cm`, `alt=\"…\"` and `fig-cap=\"…\"`";
        let (found, start) = self.last_braces(span);
        let mut own =
            Attributes { pairs: attributes.pairs.clone(), ..Attributes::default() };
        take(&mut attributes, "fig-cap");
        self.unknown_attributes(&attributes, "a picture", takes, span);

        let image = self.reference(span, &link.url, RefKind::Picture);
        let words = self.inlines(node, Surroundings::block(depth + 1));
        let keys = (["fig-cap"].as_slice(), "a picture");
        let said = self.caption_value(&mut own, keys, (&found, start), depth);
        let mut captions = vec![said];
        let alt = match given {
            Some(alt) => {
                let alt = smart::text(&alt, self.marks);
                decorative |= alt.is_empty();
                captions.push(words);
                alt
            }
            None => {
                self.forget_links(image);
                plain_text(&words)
            }
        };
        captions.push(self.title_caption(&link.title, span, depth));
        captions.retain(|caption| !caption.is_empty());
        if captions.len() > 1 {
            self.two_captions(span);
        }
        let caption = captions.into_iter().next().unwrap_or_default();
        decorative |= self.check_alt(&alt, decorative, span);
        let caption_text = plain_text(&caption);
        let text = if caption_text.is_empty() { alt.clone() } else { caption_text };
        let anchor = self.anchor(span, id, text);
        BlockKind::Figure {
            anchor,
            image,
            alt,
            decorative,
            caption,
            placement,
            wide,
            width,
            height,
        }
    }

    /// Checks an alternative text; gives whether the picture is decorative.
    pub(super) fn check_alt(&mut self, alt: &str, decorative: bool, span: Span) -> bool {
        let is_empty = alt.trim().is_empty();
        if decorative && !is_empty {
            let message = "a decorative picture has an alternative text".to_owned();
            let help = "remove the text, or `.decorative` if the picture says something";
            self.error("decorative-alt", message, span, help);
        }
        match self.empty_alt {
            EmptyAlt::Refused if is_empty && !decorative => {
                let message = "a picture has no alternative text".to_owned();
                let help = "say in the brackets what it shows, for those who cannot see \
                            it; if it says nothing, write `{.decorative}` after it";
                self.error("missing-alt", message, span, help);
                false
            }
            EmptyAlt::Refused => decorative,
            EmptyAlt::Decorative => decorative || is_empty,
        }
    }

    fn list<'n>(&mut self, node: Node<'n>, list: &NodeList, depth: usize) -> BlockKind {
        let (start, numbering) = match list.list_type {
            ListType::Bullet => (None, Numbering::Decimal),
            ListType::Ordered => {
                let (numbering, start) = self.numbering_of(node);
                let usual = || u32::try_from(list.start).unwrap_or(u32::MAX);
                (Some(start.unwrap_or_else(usual)), numbering)
            }
        };
        let items = node
            .children()
            .map(|item| {
                let task = match &item.data().value {
                    NodeValue::TaskItem(task) => Some(task.symbol.is_some()),
                    _ => None,
                };
                let span = self.block_span(item);
                ListItem { span, task, blocks: self.blocks(item, depth + 1) }
            })
            .collect();
        BlockKind::List(List { start, numbering, tight: list.tight, steps: false, items })
    }
}

/// Whether nothing of a text is to be seen: spaces, and addresses alone.
fn is_blank(text: &[Inline]) -> bool {
    text.iter().all(|inline| match &inline.kind {
        InlineKind::Text(words) => words.trim().is_empty(),
        InlineKind::Span { text, .. } => is_blank(text),
        InlineKind::SoftBreak | InlineKind::HardBreak => true,
        _ => false,
    })
}

/// Where `{-}` stands at the end of a heading: Pandoc's short form of `{.unnumbered}`.
fn hyphen_in_braces(written: &str) -> Option<usize> {
    let at = written.rfind("{-}")?;
    let (before, after) = (&written[..at], &written[at + 3..]);
    let ends = after.chars().all(|c| c.is_whitespace() || matches!(c, '#' | '=' | '-'));
    (ends && before.ends_with([' ', '\t'])).then_some(at)
}

/// The picture of a paragraph that holds nothing else.
fn lone_picture<'n>(paragraph: Node<'n>) -> Option<Node<'n>> {
    let mut found = None;
    for child in paragraph.children() {
        match &child.data().value {
            NodeValue::Image(_) if found.is_none() => found = Some(child),
            NodeValue::SoftBreak => {}
            NodeValue::HtmlInline(html) if without_comments(html).is_empty() => {}
            NodeValue::Text(text) if text.trim_matches([' ', '\t']).is_empty() => {}
            _ => return None,
        }
    }
    found
}
