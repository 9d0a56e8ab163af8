//! Callouts: `> [!NOTE] title` and `::: {.callout-note title="…"}`.

use comrak::Arena;
use comrak::nodes::{AlertType, Attributes, Node, NodeAlert, NodeValue};

use crate::ast::{AnchorId, BlockKind, Callout, CalloutKind, Inline};
use crate::diag::nearest;
use crate::source::Span;

use super::attributes::{Braces, take};
use super::figures::take_wide;
use super::inlines::Surroundings;
use super::lines::{self, Lines};
use super::{Reader, options};

/// What the braces behind the title of a callout may hold.
const TAKES: &str = "takes an address like `{#the-map}` and `.wide`";
/// The kinds as GitHub writes them.
const KINDS: [&str; 5] = ["NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION"];

impl Reader<'_> {
    /// A quotation that begins with `[!NOTE]`.
    pub(super) fn alert<'n>(
        &mut self,
        node: Node<'n>,
        alert: &NodeAlert,
        span: Span,
        depth: usize,
    ) -> BlockKind {
        let kind = match alert.alert_type {
            AlertType::Note => CalloutKind::Note,
            AlertType::Tip => CalloutKind::Tip,
            AlertType::Important => CalloutKind::Important,
            AlertType::Warning => CalloutKind::Warning,
            AlertType::Caution => CalloutKind::Caution,
        };
        let line = self.written(span).lines().next().unwrap_or_default();
        let from = line.find(']').map_or(line.len(), |at| at + 1);
        let start = span.start as usize + from;
        let end = span.start as usize + line.trim_end().len();
        let (mut anchor, mut wide, mut words) = (None, false, start..end);
        if let Some((at, mut attributes)) = self.final_braces(start..end) {
            let place = lines::span(at, end);
            wide = take_wide(&mut attributes);
            anchor = self.given_anchor(&mut attributes, place);
            self.unknown_attributes(&attributes, "a callout", TAKES, place);
            words.end = at;
        }
        let title = lines::span(words.start, words.end);
        let title = self.title(title, Surroundings::block(depth + 1));
        let nodes: Vec<Node<'n>> = node.children().collect();
        self.made_callout(&nodes, (kind, anchor, wide, title), span, depth)
    }

    /// A block in colons with the class of a callout.
    pub(super) fn callout_div<'n>(
        &mut self,
        node: Node<'n>,
        (kind, wide): (CalloutKind, bool),
        (braces, info): (&Braces, Span),
        depth: usize,
    ) -> BlockKind {
        let mut attributes = braces.attributes.clone();
        let values = attributes.pairs.iter().zip(&braces.values);
        let mut at =
            values.filter(|((key, _), _)| key == "title").map(|(_, at)| at.clone());
        let title = at.next_back().map_or_else(Vec::new, |at| {
            let start = info.start as usize;
            self.quoted_title(lines::span(start + at.start, start + at.end), depth)
        });
        let named = take(&mut attributes, "title").is_some();
        let nodes: Vec<Node<'n>> = node.children().collect();
        let heading = nodes
            .first()
            .filter(|first| !named && matches!(first.data().value, NodeValue::Heading(_)));
        let title = match heading {
            Some(heading) => self.heading_as_title(heading, &mut attributes, depth),
            None => title,
        };
        let text = &nodes[usize::from(heading.is_some())..];
        let anchor = self.given_anchor(&mut attributes, info);
        let takes = "takes an address like `{#the-map}`, `.wide` and `title=\"…\"`";
        self.unknown_attributes(&attributes, "a callout", takes, info);
        self.made_callout(text, (kind, anchor, wide, title), info, depth)
    }

    /// The title of a callout that begins with a heading, as Quarto has it. An address that
    /// the heading has is that of the callout.
    fn heading_as_title<'n>(
        &mut self,
        heading: Node<'n>,
        attributes: &mut Attributes,
        depth: usize,
    ) -> Vec<Inline> {
        let own = heading.data().attrs.as_deref().cloned();
        if let Some(mut own) = own {
            let span = self.block_span(heading);
            let id = own.id.take();
            if attributes.id.is_none() {
                attributes.id = id;
            } else if id.is_some() {
                own.id = id;
            }
            // a callout has no number of a heading, and is in no contents list
            own.classes.retain(|class| !matches!(&**class, "unnumbered" | "unlisted"));
            let takes = "that is the title of a callout takes an address like `{#the-map}`";
            self.unknown_attributes(&own, "a heading", takes, span);
        }
        self.inlines(heading, Surroundings::block(depth + 1))
    }

    fn made_callout<'n>(
        &mut self,
        nodes: &[Node<'n>],
        (kind, anchor, wide, title): (CalloutKind, Option<AnchorId>, bool, Vec<Inline>),
        span: Span,
        depth: usize,
    ) -> BlockKind {
        let blocks = match self.too_deep(depth + 1, span) {
            true => Vec::new(),
            false => self.blocks_of(nodes, depth + 1),
        };
        if blocks.is_empty() {
            let message = "a callout has no text".to_owned();
            self.error("empty-callout", message, span, "write its text, or remove it");
        }
        BlockKind::Callout(Callout { kind, anchor, wide, title, blocks })
    }

    /// The title of a callout: Markdown that stands in a line of its own.
    pub(super) fn title(&mut self, span: Span, around: Surroundings) -> Vec<Inline> {
        let written = self.written(span);
        let space = written.len() - written.trim_start().len();
        let start = span.start as usize + space;
        let text = written.trim();
        if text.is_empty() {
            return Vec::new();
        }
        let arena = Arena::new();
        let root = comrak::parse_document(&arena, &self.with_notes(text), &options(""));
        let span = lines::span(start, start + text.len());
        let lines = Lines::of_piece(span);
        let before = std::mem::replace(&mut self.lines, lines);
        let text = |node: &Node<'_>| {
            !matches!(node.data().value, NodeValue::FootnoteDefinition(_))
        };
        let mut texts = root.children().filter(text);
        let only = texts.next().filter(|_| texts.next().is_none());
        let title = match only {
            Some(node) if matches!(node.data().value, NodeValue::Paragraph) => {
                self.inlines(node, around)
            }
            Some(_) | None => {
                let message = "a title is a line of text".to_owned();
                let help = "write a backslash before the sign it begins with";
                self.error("bad-title", message, span, help);
                Vec::new()
            }
        };
        self.lines = before;
        title
    }

    /// A line with the notes whose marks it has, or these are no marks to `comrak`.
    fn with_notes(&self, line: &str) -> String {
        let mut text = line.to_owned();
        for name in self.note_names() {
            let mark = format!("[^{name}]");
            if line.to_lowercase().contains(&mark.to_lowercase()) {
                text += &format!("\n\n{mark}: .");
            }
        }
        text
    }

    /// Warns of a quotation that looks as if it were to be a callout.
    pub(super) fn check_quote(&mut self, span: Span) {
        let text = self.written(span).trim_start_matches(['>', ' ']);
        let Some((name, _)) = text.strip_prefix("[!").and_then(|rest| rest.split_once(']'))
        else {
            return;
        };
        if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphabetic()) {
            return;
        }
        let message = format!("a quotation begins with `[!{name}]`, which is no callout");
        let help = match nearest(name, KINDS) {
            _ if KINDS.iter().any(|kind| kind.eq_ignore_ascii_case(name)) => {
                let line = "begin the line with `>`, one space and the brackets";
                format!("{line}: `> [!{name}]`; in a quotation there is none")
            }
            Some(near) => format!("the nearest is `[!{near}]`"),
            None => format!("known are `[!{}]`", KINDS.join("]`, `[!")),
        };
        self.warn("unknown-callout", message, span, &help);
    }
}
