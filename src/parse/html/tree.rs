//! Elements of raw HTML that hold one another, and the Markdown between them.

use std::collections::BTreeSet;

use comrak::nodes::Node;

use crate::parse::{DEEPEST, lines};
use crate::source::Span;

use super::Problem;
use super::subset;
use super::tokens::{Letter, Tag, Token, UNENDED};

/// What an element or a row of blocks holds.
pub(super) enum Item<'n> {
    /// Text, and the number of the block of HTML it stands in.
    Text(Vec<Letter>, usize),
    /// An element.
    Element(Element<'n>),
    /// A block of Markdown that stands between two blocks of HTML.
    Markdown(Node<'n>),
}

impl Item<'_> {
    /// The first and the last block of HTML that it stands in; none of Markdown.
    pub(super) fn blocks(&self) -> Option<(usize, usize)> {
        match self {
            Self::Text(_, block) => Some((*block, *block)),
            Self::Element(element) => Some((element.first, element.last)),
            Self::Markdown(_) => None,
        }
    }
}

/// An element.
pub(super) struct Element<'n> {
    /// The tag that begins it.
    pub(super) tag: Tag,
    /// From its first byte to its last.
    pub(super) span: Span,
    /// What it holds.
    pub(super) items: Vec<Item<'n>>,
    /// The block of HTML that it begins in.
    pub(super) first: usize,
    /// The block of HTML that it ends in.
    last: usize,
}

impl Element<'_> {
    /// Its name in small letters.
    pub(super) fn name(&self) -> &str {
        &self.tag.name
    }
}

/// The elements of some blocks of HTML, as they are read.
#[derive(Default)]
pub(super) struct Tree<'n> {
    open: Vec<Element<'n>>,
    /// How many elements are open that lie too deep to be kept.
    beyond: usize,
    /// What stands in no element.
    pub(super) top: Vec<Item<'n>>,
    /// What is wrong, with the number of its block of HTML.
    pub(super) problems: Vec<(usize, Problem)>,
    /// Names of elements whose ends are told already.
    told: BTreeSet<String>,
}

impl<'n> Tree<'n> {
    /// Goes on with a block of Markdown.
    pub(super) fn markdown(&mut self, node: Node<'n>) {
        self.end_paragraph();
        self.add(Item::Markdown(node));
    }

    /// Goes on with a piece of HTML of a block.
    pub(super) fn token(&mut self, token: Token, block: usize) {
        match token {
            Token::Text(letters) => self.add(Item::Text(letters, block)),
            Token::Open(tag) => self.start(tag, block),
            Token::Close(name, span) => self.end(&name, span, block),
            Token::Other(what, span) => {
                let message = format!("HTML has {what}");
                let help = match what {
                    UNENDED => {
                        "end it with `-->`: all that follows would be left out with it"
                    }
                    _ => "remove it, or write `\\<` for a plain `<`",
                };
                let help = help.to_owned();
                self.problems.push((block, Problem::raw(message, span, help)));
            }
        }
    }

    /// Tells which elements do not end; what they hold stands after them.
    pub(super) fn finish(&mut self) {
        self.end_paragraph();
        for element in std::mem::take(&mut self.open) {
            let items = self.unclosed(element);
            self.top.extend(items);
        }
    }

    fn add(&mut self, item: Item<'n>) {
        match self.open.last_mut() {
            Some(element) => element.items.push(item),
            None => self.top.push(item),
        }
    }

    /// Ends a paragraph that is open: blocks that follow one end it, and so does the end of
    /// all.
    fn end_paragraph(&mut self) {
        if let Some(last) = self.open.last().filter(|last| last.name() == "p") {
            let (end, block) = (last.span.end, last.last);
            self.close(end, block);
        }
    }

    fn start(&mut self, tag: Tag, block: usize) {
        while self.open.last().is_some_and(|last| subset::ends(last.name(), &tag.name)) {
            self.close(tag.span.start, block);
        }
        let void = subset::is_void(&tag.name);
        if tag.closed && !void {
            let (name, span) = (tag.written_name(), tag.span);
            let message =
                format!("`<{name}/>` does not end in HTML, whatever its slash says");
            let help = if subset::is_known(&tag.name) {
                format!("write `<{name}>…</{name}>`")
            } else {
                subset::advice(name)
            };
            self.problems.push((block, Problem::raw(message, span, help)));
            return;
        }
        if self.open.len() + self.beyond >= DEEPEST {
            self.beyond += usize::from(!void);
            if self.told.insert("/".to_owned()) {
                let message = format!("text is nested more than {DEEPEST} levels deep");
                let help = "nest less deeply".to_owned();
                let problem = Problem::new("too-deep", message, tag.span, help);
                self.problems.push((block, problem));
            }
            return;
        }
        let span = tag.span;
        self.open.push(Element { tag, span, items: Vec::new(), first: block, last: block });
        if void {
            self.close(span.end, block);
        }
    }

    fn end(&mut self, name: &str, span: Span, block: usize) {
        if self.beyond > 0 {
            self.beyond -= 1;
            return;
        }
        let Some(at) = self.open.iter().rposition(|open| open.tag.written_name() == name)
        else {
            if self.told.insert(name.to_owned()) {
                let message = format!("`</{name}>` closes nothing");
                let help =
                    "begin it in the same block of the text, or remove it".to_owned();
                self.problems.push((block, Problem::raw(message, span, help)));
            }
            return;
        };
        while self.open.len() > at + 1 {
            if self.open.last().is_some_and(|last| subset::may_stay_open(last.name())) {
                self.close(span.start, block);
            } else if let Some(element) = self.open.pop() {
                for item in self.unclosed(element) {
                    self.add(item);
                }
            }
        }
        self.close(span.end, block);
    }

    /// Ends the innermost element.
    fn close(&mut self, end: u32, block: usize) {
        let Some(mut element) = self.open.pop() else { return };
        element.span = Span::new(element.span.start, end.max(element.span.end));
        element.last = block;
        self.add(Item::Element(element));
    }

    /// Tells that an element does not end, and gives what it holds.
    fn unclosed(&mut self, element: Element<'n>) -> Vec<Item<'n>> {
        let Element { tag, items, first, .. } = element;
        let name = tag.written_name();
        let message = format!("`<{name}>` is not closed");
        let help = if subset::is_known(&tag.name) {
            format!("write `</{name}>` before the end of what is around it")
        } else {
            subset::advice(name)
        };
        self.problems.push((first, Problem::raw(message, tag.span, help)));
        self.told.insert(tag.name);
        items
    }
}

/// Whether a text is white space alone.
pub(super) fn is_blank(letters: &[Letter]) -> bool {
    letters.iter().all(|letter| is_space(letter.c))
}

/// Whether HTML takes a character for white space (HTML Standard, section 2.3.2).
pub(super) fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}')
}

/// From the first letter to the last.
pub(super) fn letters_span(letters: &[Letter]) -> Span {
    let start = letters.first().map_or(0, |letter| letter.start);
    lines::span(start, letters.last().map_or(start, |letter| letter.end))
}
