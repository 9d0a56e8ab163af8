//! What stands apart from the text: epigraphs, verse, asides, steps, and who said it.
//!
//! In a block of verse every line of the source is a line, and the spaces before it move
//! it in. The same lines may stand without one behind bars, as Pandoc's line blocks
//! ("Line blocks") do.

use std::ops::Range;

use comrak::nodes::Node;

use crate::ast::{
    Block, BlockKind, Div, DivForm, Inline, InlineKind, VerseLine, plain_text,
};
use crate::source::Span;

use super::inlines::Surroundings;
use super::{Reader, lines};

/// What the name of who said something begins with.
const DASH: char = '—';

impl Reader<'_> {
    /// Makes the last paragraph the name of who said the others, if it begins with a dash
    /// and no other does.
    pub(super) fn attribute(&self, blocks: &mut [Block]) {
        let dashed = |block: &Block| matches!(&block.kind, BlockKind::Paragraph(text) if plain_text(text).starts_with(DASH));
        let Some((last, others)) = blocks.split_last_mut() else { return };
        if others.is_empty() || others.iter().any(dashed) || !dashed(last) {
            return;
        }
        if let BlockKind::Paragraph(text) = &mut last.kind {
            last.kind = BlockKind::Attribution(std::mem::take(text));
        }
    }

    /// What an epigraph, verse or an aside holds: its blocks, and who said it.
    pub(super) fn apart<'n>(
        &mut self,
        node: Node<'n>,
        form: DivForm,
        (source, info): (Option<Range<usize>>, Span),
        depth: usize,
    ) -> Vec<Block> {
        let mut blocks = self.blocks(node, depth + 1);
        if form != DivForm::Aside {
            self.attribute(&mut blocks);
        }
        if let Some(source) = source {
            let (span, text) = self.source_of(source, info, depth);
            if matches!(blocks.last(), Some(Block { kind: BlockKind::Attribution(_), .. }))
            {
                let message = "two names stand below one text".to_owned();
                let help = "write `source=…`, or a last paragraph that begins with `---`";
                self.error("two-attributions", message, info, help);
            }
            let id = self.next_id();
            let kind = BlockKind::Attribution(text);
            blocks.push(Block { id, span, kind, when: Vec::new() });
        }
        let is_empty =
            blocks.iter().all(|block| matches!(block.kind, BlockKind::Attribution(_)));
        if is_empty {
            let message = "a block in colons has no text".to_owned();
            self.error("empty-block", message, info, "write its text, or remove it");
        }
        if form == DivForm::Verse { self.stanzas(blocks) } else { blocks }
    }

    /// The value of `source=…`, behind a dash.
    fn source_of(
        &mut self,
        value: Range<usize>,
        info: Span,
        depth: usize,
    ) -> (Span, Vec<Inline>) {
        let start = info.start as usize;
        let span = lines::span(start + value.start, start + value.end);
        let before = self.text[..span.start as usize].chars().next_back();
        let quoted = before.filter(|c| matches!(c, '"' | '\''));
        let around = Surroundings { quoted, ..Surroundings::block(depth + 1) };
        let mut text = self.title(span, around);
        if !plain_text(&text).starts_with(DASH) {
            let span = Span::new(span.start, span.start);
            let dash = InlineKind::Text(format!("{DASH} "));
            text.insert(0, Inline { span, kind: dash });
        }
        (span, text)
    }

    /// The paragraphs of verse as stanzas; nothing else stands in it.
    fn stanzas(&mut self, blocks: Vec<Block>) -> Vec<Block> {
        let mut out = Vec::with_capacity(blocks.len());
        for block in blocks {
            let Block { id, span, kind, when } = block;
            match kind {
                BlockKind::Paragraph(text) => {
                    let lines = self.verse_lines(text);
                    out.push(Block { id, span, kind: BlockKind::Stanza(lines), when });
                }
                BlockKind::Attribution(_) => {
                    out.push(Block { id, span, kind, when });
                }
                // what bars make of it
                BlockKind::Div(div) if div.form == DivForm::Verse => {
                    out.push(Block { id, span, kind: BlockKind::Div(div), when });
                }
                BlockKind::Heading { .. }
                | BlockKind::Stanza(_)
                | BlockKind::Details(_)
                | BlockKind::List(_)
                | BlockKind::Quote(_)
                | BlockKind::Code { .. }
                | BlockKind::Table(_)
                | BlockKind::Figure { .. }
                | BlockKind::Panels(_)
                | BlockKind::Rule
                | BlockKind::References
                | BlockKind::Definitions(_)
                | BlockKind::Callout(_)
                | BlockKind::Div(_)
                | BlockKind::Equation { .. } => self.no_verse(span),
            }
        }
        even_out(&mut out);
        out
    }

    fn no_verse(&mut self, span: Span) {
        let message = "verse holds only lines of text".to_owned();
        let help = "write a backslash before the sign that a line begins with; for a \
                    first line that is moved in by four spaces or more begin each line \
                    with a bar and a space: `|     line`";
        self.error("bad-verse", message, span, help);
    }

    /// The lines of a paragraph, and how far each is moved in.
    fn verse_lines(&self, text: Vec<Inline>) -> Vec<VerseLine> {
        split_lines(text)
            .into_iter()
            .filter(|line| !line.is_empty())
            .map(|text| {
                let start = text.first().map_or(0, |first| first.span.start as usize);
                let line = self.lines.start_of(start);
                let before = self.text.get(line..start).unwrap_or_default();
                let spaces = before.len() - before.trim_end_matches([' ', '\t']).len();
                let tabs = before[before.len() - spaces..].matches('\t').count();
                VerseLine { indent: small(spaces + 3 * tabs), text }
            })
            .collect()
    }

    /// A paragraph whose lines stand behind bars, as stanzas; an empty line behind a bar
    /// parts them.
    pub(super) fn bar_lines(&mut self, text: &[Inline]) -> Option<BlockKind> {
        let barred = |line: &[Inline]| {
            let first = line.first()?;
            let InlineKind::Text(words) = &first.kind else { return None };
            let rest = words.strip_prefix('|')?;
            let written = self.written(first.span).starts_with('|');
            let ends = !rest.is_empty() && plain_text(line).trim_end().ends_with('|');
            (written && !ends && (rest.is_empty() || rest.starts_with(' '))).then_some(())
        };
        let first = text.first()?;
        if !matches!(&first.kind, InlineKind::Text(words) if words.starts_with('|')) {
            return None;
        }
        let top: Vec<&[Inline]> = text.split(is_end).collect();
        if !top.iter().all(|line| barred(line).is_some()) {
            return None;
        }
        let mut stanzas: Vec<Vec<VerseLine>> = vec![Vec::new()];
        for line in top {
            let mut line = line.to_vec();
            let spaces = take_bar(&mut line);
            if line.is_empty() {
                stanzas.push(Vec::new());
            } else if let Some(stanza) = stanzas.last_mut() {
                stanza.push(VerseLine { indent: small(spaces), text: line });
            }
        }
        let mut blocks = Vec::new();
        for stanza in stanzas.into_iter().filter(|stanza| !stanza.is_empty()) {
            let first = stanza.first()?.text.first()?.span.start;
            let end = stanza.last()?.text.last()?.span.end;
            let (id, span) = (self.next_id(), Span::new(first, end));
            let kind = BlockKind::Stanza(stanza);
            blocks.push(Block { id, span, kind, when: Vec::new() });
        }
        let form = DivForm::Verse;
        (!blocks.is_empty()).then(|| BlockKind::Div(Div { form, blocks, ..Div::default() }))
    }

    /// The numbered list that steps are, in a division if that says anything.
    pub(super) fn steps(&mut self, mut div: Div, info: Span) -> BlockKind {
        let only = div.blocks.len() == 1;
        match div.blocks.first_mut().map(|block| &mut block.kind) {
            Some(BlockKind::List(list))
                if only && list.start.is_some() && list.numbering.is_decimal() =>
            {
                list.steps = true;
            }
            _ => {
                let message = "steps are one numbered list".to_owned();
                let help = "write `1.` before each of them and move in what belongs to it; \
                            what is no step stands outside the colons";
                self.error("bad-steps", message, info, help);
            }
        }
        div.form = DivForm::Plain;
        BlockKind::Div(div)
    }
}

/// Whether an inline ends a line.
fn is_end(inline: &Inline) -> bool {
    matches!(inline.kind, InlineKind::SoftBreak | InlineKind::HardBreak)
}

/// Takes the bar before a line and the spaces after it; gives how many these are beyond
/// the first.
fn take_bar(line: &mut Vec<Inline>) -> usize {
    let Some(Inline { span, kind: InlineKind::Text(words) }) = line.first_mut() else {
        return 0;
    };
    let after = words.trim_start_matches('|');
    let text = after.trim_start_matches(' ');
    let (spaces, all) = (after.len() - text.len(), words.len() - text.len());
    span.start += u32::from(small(all));
    *words = text.to_owned();
    if words.is_empty() {
        line.remove(0);
    }
    spaces.saturating_sub(1)
}

fn small(count: usize) -> u8 {
    u8::try_from(count).unwrap_or(u8::MAX)
}

/// Takes away what all lines of some stanzas are moved in by: a list or a quotation
/// around them, or the habit of the author.
fn even_out(blocks: &mut [Block]) {
    let mut least = u8::MAX;
    for block in blocks.iter() {
        if let BlockKind::Stanza(lines) = &block.kind {
            least = lines.iter().map(|line| line.indent).fold(least, u8::min);
        }
    }
    for block in blocks {
        if let BlockKind::Stanza(lines) = &mut block.kind {
            lines.iter_mut().for_each(|line| line.indent -= least);
        }
    }
}

/// Parts inlines at the line ends in them; what goes over several lines is repeated in
/// each.
fn split_lines(inlines: Vec<Inline>) -> Vec<Vec<Inline>> {
    let mut rows: Vec<Vec<Inline>> = vec![Vec::new()];
    let put = |rows: &mut Vec<Vec<Inline>>, inline: Inline| {
        if let Some(row) = rows.last_mut() {
            row.push(inline);
        }
    };
    for mut inline in inlines {
        if is_end(&inline) {
            rows.push(Vec::new());
            continue;
        }
        if !has_end(&inline) {
            put(&mut rows, inline);
            continue;
        }
        let span = inline.span;
        let parts =
            split_lines(held(&mut inline.kind).map(std::mem::take).unwrap_or_default());
        let last = parts.len().saturating_sub(1);
        for (turn, part) in parts.into_iter().enumerate() {
            if turn > 0 {
                rows.push(Vec::new());
            }
            let Some(first) = part.first() else { continue };
            let start = if turn == 0 { span.start } else { first.span.start };
            let end = part.last().map_or(start, |last| last.span.end);
            let span = Span::new(start, if turn == last { span.end } else { end });
            let mut kind = inline.kind.clone();
            if turn > 0
                && let InlineKind::Span { attributes, .. } = &mut kind
            {
                // an address is that of one place
                attributes.anchor = None;
                attributes.index.clear();
            }
            if let Some(held) = held(&mut kind) {
                *held = part;
            }
            put(&mut rows, Inline { span, kind });
        }
    }
    rows
}

/// The inlines that an inline holds, if it holds any.
const fn held(kind: &mut InlineKind) -> Option<&mut Vec<Inline>> {
    match kind {
        InlineKind::Emph(text)
        | InlineKind::Strong(text)
        | InlineKind::Strike(text)
        | InlineKind::Insert(text)
        | InlineKind::Keys(text)
        | InlineKind::Superscript(text)
        | InlineKind::Subscript(text)
        | InlineKind::Link { text, .. }
        | InlineKind::Span { text, .. } => Some(text),
        InlineKind::Text(_)
        | InlineKind::Code(_)
        | InlineKind::Cite(_)
        | InlineKind::Note(_)
        | InlineKind::Math(_)
        | InlineKind::Picture(_)
        | InlineKind::SoftBreak
        | InlineKind::HardBreak => None,
    }
}

/// Whether an inline is a line end or holds one.
fn has_end(inline: &Inline) -> bool {
    let mut found = false;
    crate::ast::visit_inlines(std::slice::from_ref(inline), &mut |one| {
        found |= is_end(one);
    });
    found
}
