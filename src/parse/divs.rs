//! Blocks in colons: `::: {#id .class key=value}` … `:::`, nested as in Pandoc.
//!
//! comrak lets a line of colons end the outermost block whose own colons are not more
//! than those of the line, even in the middle of a code block. In Pandoc ("Divs and
//! Spans") such a line ends the innermost block, however many colons it has. So the lines
//! are paired here first, and comrak is given a text in which outer blocks have more
//! colons than inner ones and all have more than any line of code. Only lines of colons
//! differ in it, and none is added or lost: places in other lines stay right.

use std::borrow::Cow;
use std::collections::BTreeSet;

use comrak::Arena;
use comrak::nodes::{Attributes, Node, NodeValue};

use crate::ast::{Block, BlockKind, CalloutKind, Div, DivForm};
use crate::diag::{Diagnostic, Reported, nearest};
use crate::source::Span;

use super::attributes::{self, Braces, take};
use super::figures::take_wide;
use super::lines::Lines;
use super::marks::Marks;
use super::{DEEPEST, Reader, admonitions, html, lines};

/// What a block in colons is, by its class.
#[derive(Debug, Copy, Clone, PartialEq, Eq)]
enum Class {
    /// A callout.
    Callout(CalloutKind),
    /// An epigraph, verse, an aside.
    Apart(DivForm),
    /// A numbered list of steps.
    Steps,
    /// The place of the list of references.
    References,
}

/// The classes that a block in colons may have; it has one, or none.
const CLASSES: [(&str, Class); 11] = [
    ("callout-note", Class::Callout(CalloutKind::Note)),
    ("callout-tip", Class::Callout(CalloutKind::Tip)),
    ("callout-important", Class::Callout(CalloutKind::Important)),
    ("callout-warning", Class::Callout(CalloutKind::Warning)),
    ("callout-caution", Class::Callout(CalloutKind::Caution)),
    ("epigraph", Class::Apart(DivForm::Epigraph)),
    ("verse", Class::Apart(DivForm::Verse)),
    ("aside", Class::Apart(DivForm::Aside)),
    ("steps", Class::Steps),
    ("glossary", Class::Apart(DivForm::Glossary { sorted: false })),
    ("references", Class::References),
];

/// The address that Pandoc gives the place of the references.
const REFS: &str = "refs";

/// How many lines a paragraph may be longer or shorter than is best for it.
const MOST_LOOSENESS: i8 = 3;

/// More colons than this in a row are not told from code.
const MOST_COLONS: usize = 200;

/// How often a text is looked through for colons behind HTML: what they end may let more
/// of them be seen.
const MOST_READINGS: usize = 4;

/// The blocks in colons of a chapter, in the order of their first lines.
#[derive(Debug, Default)]
pub(super) struct Fences {
    list: Vec<Fence>,
}

/// A block in colons.
#[derive(Debug)]
struct Fence {
    /// Its first line, from the colons on.
    span: Span,
    /// What stands after the colons.
    info: Span,
    /// Its last line, counted from 1; none if it does not end.
    close: Option<usize>,
    /// Whether comrak knew it too.
    seen: bool,
}

/// A line of colons.
struct FenceLine {
    /// Counted from 1.
    number: usize,
    /// The first colon.
    start: usize,
    /// Past the last character that is not white space.
    end: usize,
    /// What stands after the colons; empty where it ends a block.
    info: Span,
    /// How many `>` stand before it.
    quotes: usize,
    /// Whether it begins a block right behind HTML, which comrak would let go on.
    parted: bool,
}

/// The lines of a chapter that are no Markdown, counted from 1.
#[derive(Debug, Default)]
pub(super) struct Literal {
    lines: Vec<bool>,
    /// The lines of colons right behind HTML, which end it.
    behind_html: BTreeSet<usize>,
}

impl Literal {
    /// Whether a line is no Markdown.
    pub(super) fn holds(&self, number: usize) -> bool {
        self.lines.get(number).copied().unwrap_or(false)
    }
}

impl FenceLine {
    /// Whether it begins a block.
    fn opens(&self) -> bool {
        self.info.start < self.info.end
    }
}

impl<'a> Reader<'a> {
    /// Finds the blocks in colons and gives the text for comrak, without a byte order
    /// mark.
    pub(super) fn fences(&mut self) -> Cow<'a, str> {
        let marked: &'a str = self.text.get(self.lines.base..).unwrap_or_default();
        if !marked.contains(":::") {
            return Cow::Borrowed(marked);
        }
        let literal = self.literal_lines(marked);
        let (mut found, colons) = self.fence_lines(&literal);
        self.part_from_html(&mut found);
        let depths = self.pair(&found);
        let mut out = String::with_capacity(marked.len() + found.len() * 8);
        let mut at = self.lines.base;
        let mut open = 0;
        for (line, depth) in found.iter().zip(depths) {
            out.push_str(self.text.get(at..line.start).unwrap_or_default());
            if line.parted {
                let start = self.lines.range(line.number).start;
                let quotes = self.text.get(start..line.start).unwrap_or_default();
                out.truncate(out.len() - quotes.len());
                out.push_str(quotes.trim_end());
                out.push('\n');
                out.push_str(quotes);
            }
            at = line.end;
            write_fence(&mut out, line, (depth, colons), &mut open);
        }
        out.push_str(self.text.get(at..).unwrap_or_default());
        Cow::Owned(out)
    }

    /// The same for pieces of lines that are read apart; `before` stands in front of them.
    pub(super) fn piece_fences(&mut self, before: &str) -> String {
        let first = before.lines().count() + 1;
        let mut raw = before.to_owned();
        for number in first..=self.lines.count() {
            raw += self.text.get(self.lines.range(number)).unwrap_or_default();
            raw.push('\n');
        }
        if !raw.contains(":::") {
            return raw;
        }
        let literal = self.literal_lines(&raw);
        let (mut found, colons) = self.fence_lines(&literal);
        self.part_from_html(&mut found);
        let mut open = self.fences.list.len();
        let depths = self.pair(&found);
        let mut fences = found.iter().zip(depths).peekable();
        let mut out = before.to_owned();
        for number in first..=self.lines.count() {
            let range = self.lines.range(number);
            if let Some((line, depth)) = fences.next_if(|(line, _)| line.number == number) {
                out += self.text.get(range.start..line.start).unwrap_or_default();
                write_fence(&mut out, line, (depth, colons), &mut open);
            } else {
                out += self.text.get(range).unwrap_or_default();
            }
            out.push('\n');
        }
        out
    }

    /// Which lines, counted from 1, hold text that is no Markdown, and which lines of
    /// colons end HTML.
    ///
    /// HTML goes on to the next empty line (`CommonMark` 0.31.2, section 4.6, kinds 6 and
    /// 7). In Pandoc a line of colons ends it too, so that such lines are made empty until
    /// no HTML holds any.
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "comrak has many kinds of nodes; what is not named is Markdown"
    )]
    pub(super) fn literal_lines(&self, marked: &str) -> Literal {
        let mut options = super::options(marked);
        options.extension.block_directive = false;
        let mut literal = Literal::default();
        let mut text = Cow::Borrowed(marked);
        for _ in 0..MOST_READINGS {
            let arena = Arena::new();
            let root = comrak::parse_document(&arena, &text, &options);
            literal.lines = vec![false; self.lines.count() + 2];
            let mut found = Vec::new();
            for node in root.descendants() {
                let data = node.data();
                let last = data.sourcepos.end.line.min(literal.lines.len() - 1);
                let mut first = data.sourcepos.start.line.min(last);
                let holds = match &data.value {
                    NodeValue::HtmlBlock(html) => {
                        if matches!(html.block_type, 6 | 7) {
                            let own = html::lines_of_colons(&html.literal);
                            found.extend(own.iter().map(|line| first + line));
                        }
                        true
                    }
                    NodeValue::CodeBlock(_) | NodeValue::FrontMatter(_) => true,
                    // its first line may be that of a block, with a formula in a title
                    NodeValue::Math(_) => {
                        first += 1;
                        first <= last
                    }
                    _ => false,
                };
                if holds {
                    literal.lines[first..=last].fill(true);
                }
            }
            if found.is_empty() {
                break;
            }
            literal.behind_html.extend(found);
            text = Cow::Owned(without_colons(marked, &literal.behind_html));
        }
        literal
    }

    /// Puts an empty line above each line of colons that begins a block right behind HTML,
    /// in the text for comrak and in the lines that are known: it would not see it else.
    fn part_from_html(&mut self, found: &mut [FenceLine]) {
        if !found.iter().any(|line| line.parted) {
            return;
        }
        let mut fences = found.iter_mut().peekable();
        let mut pieces = Vec::new();
        for number in 1..=self.lines.count() {
            let range = self.lines.range(number);
            if let Some(line) = fences.next_if(|line| line.number == number) {
                if line.parted {
                    pieces.push(range.start..range.start);
                }
                line.number = pieces.len() + 1;
            }
            pieces.push(range);
        }
        self.lines = self.lines.with_pieces(&pieces);
    }

    /// The lines of colons, and the most colons in a row that begin a line of code.
    fn fence_lines(&self, literal: &Literal) -> (Vec<FenceLine>, usize) {
        let mut found = Vec::new();
        let mut most = 2;
        for number in 1..=self.lines.count() {
            let range = self.lines.range(number);
            let line = self.text.get(range.clone()).unwrap_or_default();
            let before = line.len() - without_markers(line).len();
            let rest = line[before..].trim_end();
            let colons = rest.len() - rest.trim_start_matches(':').len();
            if colons < 3 {
                continue;
            }
            if literal.holds(number) {
                most = most.max(colons.min(MOST_COLONS));
                continue;
            }
            let start = range.start + before;
            // as in Pandoc, colons may stand at the end too
            let info = rest[colons..].trim_end_matches(':').trim_end();
            let space = info.len() - info.trim_start().len();
            let from = start + colons + space;
            found.push(FenceLine {
                number,
                start,
                end: start + rest.len(),
                info: lines::span(from, from + info.len() - space),
                quotes: line[..before].matches('>').count(),
                parted: !info.is_empty() && literal.behind_html.contains(&number),
            });
        }
        (found, most)
    }

    /// Pairs lines of colons: gives for each how deep its block is nested, none where it
    /// ends nothing.
    fn pair(&mut self, found: &[FenceLine]) -> Vec<Option<usize>> {
        let mut open: Vec<(usize, usize)> = Vec::new();
        let mut depths = Vec::new();
        for line in found {
            // a quotation that has ended ends what is open in it
            while open.last().is_some_and(|&(_, quotes)| quotes > line.quotes) {
                open.pop();
            }
            let span = lines::span(line.start, line.end);
            if line.opens() {
                depths.push(Some(open.len()));
                open.push((self.fences.list.len(), line.quotes));
                let fence = Fence { span, info: line.info, close: None, seen: false };
                self.fences.list.push(fence);
            } else if open.last().is_some_and(|&(_, quotes)| quotes == line.quotes)
                && let Some((fence, _)) = open.pop()
            {
                depths.push(Some(open.len()));
                self.fences.list[fence].close = Some(line.number);
            } else {
                depths.push(None);
                self.unopened(span);
            }
        }
        depths
    }

    /// Tells which blocks in colons comrak reads otherwise than they were paired.
    pub(super) fn check_fences(&mut self) {
        if self.sink.checkpoint().is_err() {
            // what was refused may hold them
            return;
        }
        let missed = self.fences.list.iter().filter(|fence| !fence.seen);
        let spans: Vec<Span> = missed.map(|fence| fence.span).collect();
        for span in spans {
            self.unclosed(span);
        }
    }

    fn unopened(&mut self, span: Span) {
        let message = "colons end a block that has not begun".to_owned();
        let help = "write what the block is after the colons of its first line, as in \
                    `::: {.callout-note}`, and end it in the same list item; for colons \
                    in the text write `\\:::`";
        self.error("unopened-block", message, span, help);
    }

    fn unclosed(&mut self, span: Span) {
        let message = "a block in colons does not end".to_owned();
        let help = "write `:::` on a line of its own below it, in the same list item or \
                    quotation";
        self.error("unclosed-block", message, span, help);
    }

    /// What stands after the colons of the block with a number.
    pub(super) fn fence_info(&self, number: &str) -> Option<Span> {
        let fence = number.parse().ok().and_then(|at: usize| self.fences.list.get(at));
        fence.map(|fence| fence.info)
    }

    /// Whether a node is a block in colons of a class and nothing else.
    pub(super) fn is_div_of<'n>(&self, node: Node<'n>, class: &str) -> bool {
        let NodeValue::BlockDirective(div) = &node.data().value else { return false };
        let fence = div.info.parse().ok().and_then(|at: usize| self.fences.list.get(at));
        let info = fence.map(|fence| self.written(fence.info).trim());
        info.is_some_and(|info| {
            let inner = info.strip_prefix('{').and_then(|info| info.strip_suffix('}'));
            let inner = inner.and_then(|inner| inner.trim().strip_prefix('.'));
            inner.unwrap_or(info) == class
        })
    }

    /// What a block in colons holds.
    pub(super) fn div_blocks<'n>(&mut self, node: Node<'n>, depth: usize) -> Vec<Block> {
        let data = node.data();
        if let NodeValue::BlockDirective(div) = &data.value
            && let Some(fence) =
                div.info.parse().ok().and_then(|at: usize| self.fences.list.get_mut(at))
        {
            fence.seen = true;
            let (span, close) = (fence.span, fence.close);
            if close != Some(data.sourcepos.end.line) {
                self.unclosed(span);
            }
        }
        self.blocks(node, depth + 1)
    }

    /// A block in colons.
    pub(super) fn div<'n>(
        &mut self,
        node: Node<'n>,
        number: &str,
        depth: usize,
    ) -> Option<BlockKind> {
        let end = node.data().sourcepos.end.line;
        let Some(fence) =
            number.parse().ok().and_then(|at: usize| self.fences.list.get_mut(at))
        else {
            // the block that it was to end ended before, with its list item
            let span = self.block_span(node);
            let line = self.written(span).lines().next().unwrap_or_default().len();
            let start = span.start as usize;
            self.unopened(lines::span(start, start + line));
            self.blocks(node, depth + 1);
            return None;
        };
        fence.seen = true;
        let (span, info, close) = (fence.span, fence.info, fence.close);
        let mut braces = self.fence_attributes(info)?;
        if close != Some(end) && is_known(&braces.attributes) {
            self.unclosed(span);
        }
        let wide = take_wide(&mut braces.attributes);
        if Self::may_be_panels(&braces.attributes) {
            return self.panels(node, (braces, wide), info, depth);
        }
        if Self::may_be_labelled(&braces.attributes) {
            return Some(self.labelled_div(node, (braces, wide), info, depth));
        }
        if braces.attributes.id.as_deref() == Some(REFS) {
            // as Pandoc has it; its classes say how it looks
            braces.attributes = Attributes::default();
            return self.references(node, (&mut braces, wide), info, depth);
        }
        match self.class(&mut braces.attributes, info) {
            Ok(Some(Class::Callout(kind))) => {
                Some(self.callout_div(node, (kind, wide), (&braces, info), depth))
            }
            Ok(Some(Class::Apart(DivForm::Glossary { .. }))) => {
                let div = self.glossary(node, (braces, wide), info, depth);
                Some(BlockKind::Div(div))
            }
            Ok(Some(Class::Apart(form))) => {
                let div = self.plain_div(node, (braces, wide, form), info, depth);
                Some(BlockKind::Div(div))
            }
            Ok(Some(Class::References)) => {
                self.references(node, (&mut braces, wide), info, depth)
            }
            Ok(Some(Class::Steps)) => {
                let form = DivForm::Plain;
                let div = self.plain_div(node, (braces, wide, form), info, depth);
                Some(self.steps(div, info))
            }
            Ok(None) => {
                let form = DivForm::Plain;
                let div = self.plain_div(node, (braces, wide, form), info, depth);
                Some(BlockKind::Div(div))
            }
            Err(Reported { .. }) => {
                self.blocks(node, depth + 1);
                None
            }
        }
    }

    /// The place of the list of references: an empty block in colons.
    fn references<'n>(
        &mut self,
        node: Node<'n>,
        (braces, wide): (&mut Braces, bool),
        info: Span,
        depth: usize,
    ) -> Option<BlockKind> {
        let attributes = &mut braces.attributes;
        let what = "the place of the references";
        self.unknown_attributes(attributes, what, "takes nothing else", info);
        let held = self.blocks(node, depth + 1);
        if wide || !held.is_empty() {
            let message = "the place of the references holds something".to_owned();
            let help = "leave it empty, `::: {#refs}` and `:::`; write above or below it";
            self.error("bad-reference-list", message, info, help);
            return None;
        }
        Some(BlockKind::References)
    }

    pub(super) fn plain_div<'n>(
        &mut self,
        node: Node<'n>,
        (mut braces, wide, form): (Braces, bool, DivForm),
        info: Span,
        depth: usize,
    ) -> Div {
        let named = braces.attributes.pairs.iter().zip(&braces.values);
        let mut named = named.filter(|((key, _), _)| key == "source");
        let source = named.next().map(|(_, at)| at.clone());
        let attributes = &mut braces.attributes;
        let (language, direction) = self.language(attributes, info);
        let anchor = self.given_anchor(attributes, info);
        let looseness = self.looseness(attributes, info);
        let has_source = matches!(form, DivForm::Epigraph | DivForm::Verse);
        let takes = if has_source {
            "takes an address like `{#the-map}`, `source=…`, `lang=…`, `dir=…`, \
             `looseness=…` and `.wide`"
        } else {
            "takes an address like `{#the-map}`, `lang=…`, `dir=…`, `looseness=…`, `.wide` \
             or another class"
        };
        if has_source {
            take(attributes, "source");
        }
        self.unknown_attributes(attributes, "a block in colons", takes, info);
        let before = self.marks;
        self.marks = language.as_deref().map_or(before, Marks::of);
        let tongue = self.speak(language.as_deref());
        let blocks = match form {
            DivForm::Plain | DivForm::Glossary { .. } => self.blocks(node, depth + 1),
            DivForm::Epigraph | DivForm::Verse | DivForm::Aside => {
                self.apart(node, form, (source, info), depth)
            }
        };
        self.marks = before;
        self.tongue = tongue;
        Div { form, anchor, language, direction, wide, looseness, blocks }
    }

    /// Takes `looseness=…` out of a set of attributes; 0 if it is not there.
    fn looseness(&mut self, attributes: &mut Attributes, span: Span) -> i8 {
        let Some(at) = attributes.pairs.iter().position(|(key, _)| key == "looseness")
        else {
            return 0;
        };
        let (_, value) = attributes.pairs.remove(at);
        match value.parse() {
            Ok(lines) if (-MOST_LOOSENESS..=MOST_LOOSENESS).contains(&lines) => lines,
            Ok(_) | Err(_) => {
                let message = format!("`{value}` is no number of lines more or less");
                let help = format!(
                    "write a whole number from -{MOST_LOOSENESS} to {MOST_LOOSENESS}, \
                     such as `looseness=-1` for paragraphs that are a line shorter"
                );
                self.error("bad-looseness", message, span, &help);
                0
            }
        }
    }

    /// Takes the class that says what a block is.
    fn class(
        &mut self,
        attributes: &mut Attributes,
        info: Span,
    ) -> Result<Option<Class>, Reported> {
        if attributes.classes.is_empty() {
            return Ok(None);
        }
        let name = attributes.classes.remove(0);
        if let Some(&(_, class)) = CLASSES.iter().find(|&&(known, _)| known == name) {
            return Ok(Some(class));
        }
        if let Some(kind) = admonitions::kind(&name) {
            return Ok(Some(Class::Callout(kind)));
        }
        let names: Vec<&str> = CLASSES.iter().map(|&(name, _)| name).collect();
        let help = match nearest(&name, names.iter().copied()) {
            Some(near) => format!("the nearest is `{near}`"),
            None => format!("known are `{}`", names.join("`, `")),
        };
        let message = format!("no block in colons is called `{name}`");
        let diagnostic = Diagnostic::new("unknown-block", message);
        Err(self.sink.error(diagnostic.at(self.place(info)).help(help)))
    }

    fn fence_attributes(&mut self, info: Span) -> Option<Braces> {
        let written = self.written(info);
        if let Some(braces) = attributes::braces(written)
            && braces.length == written.len()
        {
            return Some(braces);
        }
        if let Some(braces) = admonitions::braces(written) {
            return Some(braces);
        }
        let word = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
        if !written.is_empty() && written.chars().all(word) {
            let classes = vec![written.to_owned()];
            let attributes = Attributes { classes, ..Attributes::default() };
            return Some(Braces { attributes, ..Braces::default() });
        }
        let message = format!("`{written}` does not say what a block in colons is");
        let help = "write one word, or attributes in braces: \
                    `::: {.callout-note title=\"…\"}`, `::: {lang=fr}`";
        self.error("bad-block", message, info, help);
        None
    }
}

/// Whether it is known what a block is; what is wrong with another is told of its class.
fn is_known(attributes: &Attributes) -> bool {
    let known = |class: &String| {
        CLASSES.iter().any(|(name, _)| name == class)
            || matches!(class.as_str(), "wide" | "content-visible" | "content-hidden")
    };
    attributes.classes.is_empty() || attributes.classes.iter().any(known)
}

/// Writes a line of colons for comrak, which is nested so deep; `open` counts the blocks.
fn write_fence(
    out: &mut String,
    line: &FenceLine,
    (depth, colons): (Option<usize>, usize),
    open: &mut usize,
) {
    // what lies deeper is told where it is too deep, and would cost comrak time in
    // proportion to the square of its depth
    if let Some(depth) = depth.filter(|&depth| depth <= DEEPEST + 1) {
        let count = colons + 2 + DEEPEST - depth;
        out.extend(std::iter::repeat_n(':', count));
        if line.opens() {
            out.push_str(&format!(" {open}"));
        }
    }
    *open += usize::from(line.opens());
}

/// A text in which some lines, counted from 1, hold nothing from their colons on.
fn without_colons(marked: &str, some: &BTreeSet<usize>) -> String {
    let mut out = String::with_capacity(marked.len());
    let lines = Lines::new(marked);
    for number in 1..=lines.count() {
        let line = marked.get(lines.range(number)).unwrap_or_default();
        match line.split_once(':').filter(|_| some.contains(&number)) {
            Some((before, _)) => {
                out.push_str(before);
                out.push('\n');
            }
            None => out.push_str(line),
        }
    }
    out
}

/// A line without what containers put before it: space, `>`, the markers of list items
/// and of definitions.
fn without_markers(line: &str) -> &str {
    let mut rest = line;
    loop {
        rest = rest.trim_start_matches([' ', '\t', '>']);
        let digits = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        let after = if digits.len() < rest.len() {
            digits.strip_prefix(['.', ')'])
        } else {
            rest.strip_prefix(['-', '+', '*', ':', '~'])
        };
        match after.filter(|after| after.starts_with([' ', '\t'])) {
            Some(after) => rest = after,
            None => return rest,
        }
    }
}
