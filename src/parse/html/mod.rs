//! HTML in a manuscript: a safe part of it becomes what Markdown has for the same.
//!
//! comrak cuts HTML that stands among blocks into pieces, with the blocks of Markdown
//! between them as `CommonMark` 0.31.2 (section 4.6) and GitHub read them. [`tokens`]
//! reads the pieces, [`tree`] finds which elements hold which and what lies between,
//! [`subset`] says what may stand where; only what has nothing wrong becomes part of the
//! document. All else is refused with its place, or kept as the text it is written with.

mod attributes;
mod blocks;
mod components;
mod inlines;
mod subset;
mod tables;
mod tokens;
mod tree;

use std::collections::{BTreeMap, BTreeSet};

use comrak::nodes::{Node, NodeValue};

use crate::ast::{Block, BlockKind, InlineKind};
use crate::diag::Severity;
use crate::project::ForeignHtml;
use crate::source::Span;

use super::inlines::{Unit, join};
use super::{Reader, lines};

pub(super) use attributes::{hides, numbering};
pub(super) use components::Components;
pub(super) use inlines::{Piece, inner_marks};
pub(super) use subset::{
    advice, is_around_picture, is_in_line, is_known, is_void, left_out,
};
pub(super) use tokens::Tag;
use tokens::{Places, Token};
use tree::{Item, Tree};

/// What is wrong with a piece of HTML.
pub(super) struct Problem {
    code: &'static str,
    message: String,
    span: Span,
    help: String,
    severity: Severity,
    /// Whether an element is left out, which stays as it is written where HTML is text.
    is_element: bool,
}

impl Problem {
    fn new(
        code: &'static str,
        message: String,
        span: Span,
        help: impl Into<String>,
    ) -> Self {
        Self {
            code,
            message,
            span,
            help: help.into(),
            severity: Severity::Error,
            is_element: false,
        }
    }

    fn raw(message: String, span: Span, help: String) -> Self {
        Self::new("raw-html", message, span, help)
    }

    /// That attributes are left out.
    fn left_out(message: String, span: Span, help: &str) -> Self {
        let severity = Severity::Warning;
        Self { severity, ..Self::new("attribute-left-out", message, span, help) }
    }

    fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// Where attributes were left out, by what is said of them; and the help.
pub(super) type LeftOut = BTreeMap<String, (BTreeSet<(u32, u32)>, String)>;

/// A block of HTML as comrak gives it, without the marks of quotations and lists.
struct Written<'n> {
    /// Which of its neighbours it is.
    at: usize,
    node: Node<'n>,
    html: String,
    places: Places,
}

/// What stands beside one another among blocks.
enum Part<'n> {
    Markdown(Vec<Node<'n>>),
    /// Pieces of HTML, and the numbers of the first and the last block they stand in.
    Html(Vec<Item<'n>>, (usize, usize)),
}

/// Whether a node is HTML that stands among blocks.
pub(super) fn is_html_block(node: &Node<'_>) -> bool {
    matches!(node.data().value, NodeValue::HtmlBlock(_))
}

/// The lines of a block of HTML, counted from 0, that begin with three colons or more and
/// are text: no part of a tag, a comment, or code.
pub(super) fn lines_of_colons(html: &str) -> Vec<usize> {
    const COLONS: &str = ":::";
    let begins = |line: &str| {
        let own = line.trim_start_matches(' ');
        line.len() - own.len() <= 3 && own.starts_with(COLONS)
    };
    if !html.contains(COLONS) {
        return Vec::new();
    }
    let places = Places::new(vec![(0, 0)]);
    let mut text: BTreeSet<usize> = BTreeSet::new();
    let mut code = 0_usize;
    for token in tokens::tokens(html, &places) {
        match token {
            Token::Open(tag) if subset::is_code(&tag.name) && !tag.closed => code += 1,
            Token::Close(name, ..) if subset::is_code(&name) => {
                code = code.saturating_sub(1)
            }
            Token::Text(letters) if code == 0 => {
                let colons = letters.iter().filter(|letter| letter.c == ':');
                text.extend(colons.map(|letter| letter.start));
            }
            Token::Open(_) | Token::Close(..) | Token::Text(_) | Token::Other(..) => {}
        }
    }
    let mut at = 0;
    let mut out = Vec::new();
    for (number, line) in html.split_inclusive('\n').enumerate() {
        let indent = line.len() - line.trim_start_matches(' ').len();
        if begins(line) && text.contains(&(at + indent)) {
            out.push(number);
        }
        at += line.len();
    }
    out
}

/// Whether a node is a paragraph.
fn is_paragraph(node: &Node<'_>) -> bool {
    matches!(node.data().value, NodeValue::Paragraph)
}

impl Reader<'_> {
    /// The blocks of nodes that follow one another, some of which are HTML.
    pub(super) fn html_blocks<'n>(
        &mut self,
        nodes: &[Node<'n>],
        depth: usize,
    ) -> Vec<Block> {
        let mut written: Vec<Written<'n>> = Vec::new();
        let mut tree = Tree::default();
        for (at, &node) in nodes.iter().enumerate() {
            let data = node.data();
            let NodeValue::HtmlBlock(html) = &data.value else {
                tree.markdown(node);
                continue;
            };
            let places = self.places(&html.literal, data.sourcepos.start.line);
            let picture = |name: &str| is_around_picture(name) && !self.keeps_html();
            // it parts what stands before and after it, if it is a comment alone too
            let block = written.len();
            tree.token(Token::Text(Vec::new()), block);
            for token in tokens::tokens(&html.literal, &places) {
                match &token {
                    Token::Open(tag) if picture(&tag.name) => {
                        let problem = left_out(&tag.name, tag.span);
                        tree.problems.push((block, problem));
                    }
                    Token::Close(name, _) if picture(name) => {}
                    Token::Open(_)
                    | Token::Close(..)
                    | Token::Text(_)
                    | Token::Other(..) => {
                        tree.token(token, block);
                    }
                }
            }
            written.push(Written { at, node, html: html.literal.clone(), places });
        }
        tree.finish();
        let Tree { top, problems, .. } = tree;
        let mut wrong: Vec<Vec<Problem>> = written.iter().map(|_| Vec::new()).collect();
        for (block, problem) in problems {
            wrong[block].push(problem);
        }
        subset::check(&top, &mut |block, problem| wrong[block].push(problem));
        let mut out = Vec::new();
        for part in parts(top) {
            match part {
                Part::Markdown(nodes) => out.extend(self.markdown_blocks(&nodes, depth)),
                Part::Html(items, (first, last)) => {
                    let problems: Vec<Problem> =
                        wrong[first..=last].iter_mut().flat_map(std::mem::take).collect();
                    if !self.tell(problems) {
                        out.extend(self.html_items(&items, depth));
                        continue;
                    }
                    let nodes = &nodes[written[first].at..=written[last].at];
                    out.extend(self.foreign(nodes, &written[first..=last], depth));
                }
            }
        }
        out
    }

    /// Tells what is wrong, unless it stays as it is written; gives whether there are
    /// errors.
    pub(super) fn tell(&mut self, problems: Vec<Problem>) -> bool {
        let text = self.foreign == ForeignHtml::Text;
        let wrong = problems.iter().any(|one| one.is_error() || text && one.is_element);
        for problem in problems {
            let is_error = problem.is_error();
            let Problem { code, message, span, help, .. } = problem;
            if is_error && (self.foreign == ForeignHtml::Refused || code == "too-deep") {
                self.refuse(code, message, span, help);
            } else if !(is_error || wrong && text) {
                self.attribute_left_out(message, span, &help);
            }
        }
        wrong
    }

    /// Notes that attributes are left out, which is told at the end.
    pub(super) fn attribute_left_out(&mut self, message: String, span: Span, help: &str) {
        let nowhere = || (BTreeSet::new(), help.to_owned());
        let (places, _) = self.left_out.entry(message).or_insert_with(nowhere);
        places.insert((span.start, span.end));
    }

    /// Tells which attributes were left out: the same of elements of one name once.
    pub(super) fn tell_left_out(&mut self) {
        for (message, (places, help)) in std::mem::take(&mut self.left_out) {
            let more = places.len().saturating_sub(1);
            let Some(&(start, end)) = places.first() else { continue };
            let message = match more {
                0 => message,
                1 => format!("{message}, here and once more in this chapter"),
                more => format!("{message}, here and {more} times more in this chapter"),
            };
            self.warn("attribute-left-out", message, Span::new(start, end), &help);
        }
    }

    /// Blocks of which those of HTML are not to be understood: what Markdown stands
    /// between them, and the others as text if they are to be.
    fn foreign<'n>(
        &mut self,
        nodes: &[Node<'n>],
        written: &[Written<'n>],
        depth: usize,
    ) -> Vec<Block> {
        let mut out = Vec::new();
        let mut written = written.iter();
        for run in nodes.chunk_by(|a, b| !is_html_block(a) && !is_html_block(b)) {
            if !run.first().is_some_and(is_html_block) {
                out.extend(self.markdown_blocks(run, depth));
            } else if let Some(own) = written.next()
                && self.foreign == ForeignHtml::Text
            {
                out.extend(self.as_written(own));
            }
        }
        out
    }

    /// A block of HTML as the text it is written with, line for line.
    fn as_written(&mut self, own: &Written<'_>) -> Option<Block> {
        let span = self.block_span(own.node);
        let mut units: Vec<Unit> = Vec::new();
        for letter in tokens::characters(&own.html, &own.places) {
            let tokens::Letter { c, start, end } = letter;
            if matches!(c, '\n' | '\r') {
                if units.last().is_some_and(|last| !last.is_space()) {
                    let span = lines::clipped(self.text, start, end);
                    units.push(Unit::node(span, InlineKind::HardBreak));
                }
            } else if !units.last().is_none_or(Unit::is_space) || !tree::is_space(c) {
                units.push(Unit::Char { c, start, end, literal: true });
            }
        }
        while units.last().is_some_and(Unit::is_space) {
            units.pop();
        }
        if units.is_empty() {
            return None;
        }
        let id = self.next_id();
        let text = join(self.text, units);
        Some(Block { id, span, kind: BlockKind::Paragraph(text), when: Vec::new() })
    }

    /// Where the lines of a block of HTML stand.
    fn places(&self, html: &str, first_line: usize) -> Places {
        let mut at = 0;
        let mut starts = Vec::new();
        for (number, line) in html.split_inclusive('\n').enumerate() {
            let range = self.lines.range(first_line + number);
            let whole = self.text.get(range.clone()).unwrap_or_default();
            let own = line.trim_end_matches(['\n', '\r']);
            let marks = whole.trim_end_matches(['\n', '\r']).strip_suffix(own);
            starts.push((at, range.start + marks.map_or(0, str::len)));
            at += line.len();
        }
        Places::new(starts)
    }
}

/// Puts together what is understood, or not, as one: neighbours that stand in one block of
/// HTML.
fn parts(top: Vec<Item<'_>>) -> Vec<Part<'_>> {
    let mut out: Vec<Part<'_>> = Vec::new();
    for item in top {
        match (item, out.last_mut()) {
            (Item::Markdown(node), Some(Part::Markdown(nodes))) => nodes.push(node),
            (Item::Markdown(node), _) => out.push(Part::Markdown(vec![node])),
            (item @ (Item::Text(..) | Item::Element(_)), last) => {
                let Some((first, end)) = item.blocks() else { continue };
                match last {
                    Some(Part::Html(items, (_, last))) if *last >= first => {
                        items.push(item);
                        *last = end.max(*last);
                    }
                    Some(Part::Html(..) | Part::Markdown(_)) | None => {
                        out.push(Part::Html(vec![item], (first, end)));
                    }
                }
            }
        }
    }
    out
}
