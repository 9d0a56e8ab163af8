//! A list of references that the manuscript itself holds, and the marks that lead to it.

use super::parts::{Inner, Part, inside, of_inline};
use super::{
    Block, BlockKind, CiteId, CiteItem, Document, Inline, InlineKind, List, Numbering,
    WrittenCite, plain_text,
};
use crate::source::Span;

/// A section that lists references.
#[derive(Debug, Clone)]
pub struct ListedReferences {
    /// Its heading.
    pub span: Span,
    /// The words of the heading.
    pub title: String,
    /// The entries, in order.
    pub entries: Vec<Listed>,
    /// What in the section is no entry.
    pub others: Vec<Span>,
}

/// An entry of such a section.
#[derive(Debug, Clone)]
pub struct Listed {
    /// The number that marks name it by.
    pub number: u32,
    /// The number as it stands before the entry: `[1]` or `1.`.
    pub label: String,
    /// Where the entry stands.
    pub span: Span,
    /// Its text, without the number.
    pub text: Vec<Inline>,
}

/// A mark in the text that was made a citation: `[1, 3–5]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReferenceMark {
    /// The citation it became.
    pub cite: CiteId,
    /// Its text, in parts.
    pub parts: Vec<MarkPart>,
}

/// A part of a mark: its text, and of a number the number.
pub type MarkPart = (String, Option<u32>);

impl Document {
    /// The sections that list references, whose headings `is` tells by their words.
    pub fn listed_references(&self, is: &dyn Fn(&str) -> bool) -> Vec<ListedReferences> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < self.blocks.len() {
            let end = self.section_end(at);
            let block = &self.blocks[at];
            at += 1;
            if let BlockKind::Heading { text, .. } = &block.kind
                && let title = plain_text(text)
                && is(title.trim())
            {
                let mut list = ListedReferences {
                    span: block.span,
                    title,
                    entries: Vec::new(),
                    others: Vec::new(),
                };
                self.blocks[at..end].iter().for_each(|block| read(block, &mut list));
                found.push(list);
                at = end;
            }
        }
        found
    }

    /// Where the section ends whose heading is the block with this index.
    fn section_end(&self, at: usize) -> usize {
        let BlockKind::Heading { level: own, .. } = self.blocks[at].kind else { return at };
        let rest = self.blocks[at + 1..].iter();
        let length = rest
            .take_while(|block| {
                !matches!(block.kind, BlockKind::Heading { level, .. } if level <= own)
            })
            .count();
        at + 1 + length
    }

    /// Takes out the section whose heading stands at `span`, and what only it used.
    pub fn without_section(&mut self, span: Span) {
        let at = self.blocks.iter().position(|block| {
            block.span == span && matches!(block.kind, BlockKind::Heading { .. })
        });
        if let Some(at) = at {
            let end = self.section_end(at);
            self.blocks.drain(at..end);
            self.count_notes();
            self.compact();
        }
    }

    /// Makes citations of the marks in the text, in reading order. `source` is what the
    /// document was read from: a mark that is escaped there stays text.
    pub fn cite_marks(&mut self, source: &str) -> Vec<ReferenceMark> {
        let mut marks =
            Marks { source, cites: std::mem::take(&mut self.cites), found: Vec::new() };
        marks.blocks(&mut self.blocks);
        for note in &mut self.notes {
            marks.blocks(&mut note.blocks);
        }
        self.cites = marks.cites;
        marks.found
    }
}

/// Reads the entries of a block of a list of references.
fn read(block: &Block, list: &mut ListedReferences) {
    if let BlockKind::Paragraph(text) = &block.kind {
        for line in entries(text) {
            let span = span_of(&line).unwrap_or(block.span);
            match numbered(line) {
                Some((number, label, text)) => {
                    list.entries.push(Listed { number, label, span, text });
                }
                None => list.others.push(span),
            }
        }
        return;
    }
    let BlockKind::List(List {
        start: Some(first),
        numbering: Numbering::Decimal,
        items,
        ..
    }) = &block.kind
    else {
        list.others.push(block.span);
        return;
    };
    for (number, item) in (*first..).zip(items) {
        if let [Block { kind: BlockKind::Paragraph(text), span, .. }] = &item.blocks[..] {
            let (label, span, text) = (format!("{number}."), *span, text.clone());
            list.entries.push(Listed { number, label, span, text });
        } else {
            list.others.push(item.blocks.first().map_or(block.span, |one| one.span));
        }
    }
}

fn span_of(text: &[Inline]) -> Option<Span> {
    Some(Span::new(text.first()?.span.start, text.last()?.span.end))
}

/// The parts of a paragraph that begin with a number in brackets at the beginning of a
/// line.
fn entries(text: &[Inline]) -> Vec<Vec<Inline>> {
    let mut found: Vec<Vec<Inline>> = vec![Vec::new()];
    for inline in text {
        let begins = found.last().and_then(|line| line.last()).is_some_and(is_break)
            && matches!(&inline.kind, InlineKind::Text(text) if label(text).is_some());
        if begins {
            if let Some(line) = found.last_mut() {
                line.pop();
            }
            found.push(Vec::new());
        }
        if let Some(line) = found.last_mut() {
            line.push(inline.clone());
        }
    }
    found
}

const fn is_break(inline: &Inline) -> bool {
    matches!(inline.kind, InlineKind::SoftBreak | InlineKind::HardBreak)
}

/// The number in brackets that a text begins with, and its length in bytes.
fn label(text: &str) -> Option<(u32, usize)> {
    let (digits, _) = text.strip_prefix('[')?.split_once(']')?;
    let short =
        (1..=4).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    let number = digits.parse().ok().filter(|_| short)?;
    Some((number, digits.len() + 2))
}

fn numbered(mut line: Vec<Inline>) -> Option<(u32, String, Vec<Inline>)> {
    let first = line.first_mut()?;
    let InlineKind::Text(text) = &mut first.kind else { return None };
    let (number, length) = label(text)?;
    let written = text[..length].to_owned();
    let rest = text[length..].trim_start().to_owned();
    *text = rest;
    if text.is_empty() {
        line.remove(0);
    }
    Some((number, written, line))
}

/// Makes citations of marks.
struct Marks<'a> {
    source: &'a str,
    cites: Vec<WrittenCite>,
    found: Vec<ReferenceMark>,
}

impl Marks<'_> {
    fn blocks(&mut self, blocks: &mut [Block]) {
        for block in blocks {
            inside(block, &mut |inner| match inner {
                Inner::Blocks(blocks) => self.blocks(blocks),
                Inner::Inlines(inlines) => self.inlines(inlines),
            });
        }
    }

    fn inlines(&mut self, inlines: &mut Vec<Inline>) {
        let mut out: Vec<Inline> = Vec::with_capacity(inlines.len());
        for mut inline in std::mem::take(inlines) {
            if let InlineKind::Text(text) = &mut inline.kind
                && text.contains('[')
            {
                let text = std::mem::take(text);
                self.text(&text, inline.span, &mut out);
                continue;
            }
            // what is a link leads where it says
            if !matches!(inline.kind, InlineKind::Link { .. }) {
                of_inline(&mut inline, &mut |part| {
                    if let Part::Inlines(inner) = part {
                        self.inlines(inner);
                    }
                });
            }
            out.push(inline);
        }
        *inlines = out;
    }

    /// Cuts a text at its marks.
    fn text(&mut self, text: &str, span: Span, out: &mut Vec<Inline>) {
        let plain = |text: &str, out: &mut Vec<Inline>| {
            if !text.is_empty() {
                out.push(Inline { span, kind: InlineKind::Text(text.to_owned()) });
            }
        };
        // where the mark is looked for in what was written
        let mut written = span.start as usize;
        let mut rest = text;
        let mut from = 0;
        while let Some(open) = rest[from..].find('[').map(|at| from + at) {
            let parts = mark(&rest[open..]);
            let Some((parts, length)) = parts else {
                from = open + 1;
                continue;
            };
            let Some((start, end, escaped)) = self.find(written, span.end as usize, &parts)
            else {
                from = open + 1;
                continue;
            };
            written = end;
            if escaped {
                from = open + length;
                continue;
            }
            plain(&rest[..open], out);
            #[expect(clippy::cast_possible_truncation, reason = "sources are below 4 GiB")]
            let place = Span::new(start as u32, end as u32);
            let cite = CiteId(u32::try_from(self.cites.len()).unwrap_or(u32::MAX));
            let items =
                named(&parts).into_iter().map(|number| item(number, place)).collect();
            self.cites.push(WrittenCite { span: place, items, page: false });
            self.found.push(ReferenceMark { cite, parts });
            out.push(Inline { span: place, kind: InlineKind::Cite(cite) });
            rest = &rest[open + length..];
            from = 0;
        }
        plain(rest, out);
    }

    /// Where a mark is written, by its first number, and whether it is escaped.
    fn find(
        &self,
        from: usize,
        end: usize,
        parts: &[MarkPart],
    ) -> Option<(usize, usize, bool)> {
        let number = parts.iter().find(|(_, number)| number.is_some())?;
        let source = self.source.get(from..end)?;
        let mut at = 0;
        while let Some(open) = source[at..].find('[').map(|open| at + open) {
            let inner = &source[open + 1..];
            if inner.trim_start().starts_with(number.0.as_str()) {
                let close = inner.find(']')?;
                let escaped = source[..open].ends_with('\\')
                    || open == 0 && self.source[..from].ends_with('\\');
                return Some((from + open, from + open + close + 2, escaped));
            }
            at = open + 1;
        }
        None
    }
}

/// A mark at the beginning of a text, in parts, and its length in bytes.
fn mark(text: &str) -> Option<(Vec<MarkPart>, usize)> {
    let (inner, _) = text.strip_prefix('[')?.split_once(']')?;
    let mut parts = vec![("[".to_owned(), None)];
    let mut rest = inner;
    let mut wanted = true;
    while !rest.is_empty() {
        if wanted {
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            let (number, after) = rest.split_at(digits);
            let value = number.parse().ok().filter(|_| digits <= 4)?;
            parts.push((number.to_owned(), Some(value)));
            rest = after;
        } else {
            let length = rest.find(|c: char| c.is_ascii_digit())?;
            let (joint, after) = rest.split_at(length);
            let known = matches!(joint.trim(), "," | ";" | "-" | "–" | "—" | "‑");
            parts.push((joint.to_owned(), None));
            rest = Some(after).filter(|_| known)?;
        }
        wanted = !wanted;
    }
    parts.push(("]".to_owned(), None));
    (!wanted).then_some((parts, inner.len() + 2))
}

/// The numbers that a mark names, those of a range too.
fn named(parts: &[MarkPart]) -> Vec<u32> {
    let mut found: Vec<u32> = Vec::new();
    let mut ranged = false;
    for (text, number) in parts {
        match number {
            Some(number) => {
                let first = found.last().copied().filter(|_| ranged);
                // a range that is longer than any list is told by its ends
                let first = first.filter(|first| first < number && number - first < 100);
                found.extend(first.map_or(*number, |first| first + 1)..=*number);
                ranged = false;
            }
            None => ranged = matches!(text.trim(), "-" | "–" | "—" | "‑"),
        }
    }
    found
}

fn item(number: u32, span: Span) -> CiteItem {
    CiteItem {
        span,
        key: number.to_string(),
        prefix: String::new(),
        locator: None,
        suffix: String::new(),
        suppress_author: false,
        narrative: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_name_numbers() {
        let numbers = |text: &str| mark(text).map(|(parts, _)| named(&parts));
        assert_eq!(numbers("[1]"), Some(vec![1]));
        assert_eq!(numbers("[1, 2] and"), Some(vec![1, 2]));
        assert_eq!(numbers("[1–3,7]"), Some(vec![1, 2, 3, 7]));
        for none in ["[]", "[a]", "[1 2]", "[1,]", "[12345]", "[1 apple]", "[-1]"] {
            assert_eq!(numbers(none), None, "{none}");
        }
    }
}
