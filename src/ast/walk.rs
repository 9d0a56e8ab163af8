//! Ways through a document: its blocks, its inlines, its text and the length of it.

use super::{Block, BlockKind, CiteId, Document, Inline, InlineKind, LineCode};

impl Document {
    /// Calls `seen` for every block: those of the text in reading order, then those of
    /// the notes.
    pub fn visit<'a>(&'a self, seen: &mut impl FnMut(&'a Block)) {
        visit_blocks(&self.blocks, seen);
        for note in &self.notes {
            visit_blocks(&note.blocks, seen);
        }
    }

    /// Calls `seen` for every inline of every block, those inside others too.
    pub fn visit_inlines<'a>(&'a self, seen: &mut impl FnMut(&'a Inline)) {
        self.visit(&mut |block| match &block.kind {
            BlockKind::Heading { text, .. }
            | BlockKind::Paragraph(text)
            | BlockKind::Attribution(text)
            | BlockKind::Figure { caption: text, .. }
            | BlockKind::Code { caption: text, .. } => visit_inlines(text, seen),
            BlockKind::Table(table) => {
                if let Some(caption) = &table.caption {
                    visit_inlines(&caption.text, seen);
                }
                for cell in table.head.iter().chain(&table.rows).flatten() {
                    visit_inlines(cell.text(), seen);
                }
            }
            BlockKind::Panels(panels) => {
                if let Some(caption) = &panels.caption {
                    visit_inlines(&caption.text, seen);
                }
            }
            BlockKind::Definitions(definitions) => {
                for term in definitions.iter().flat_map(|one| &one.terms) {
                    visit_inlines(&term.text, seen);
                }
            }
            BlockKind::Callout(callout) => visit_inlines(&callout.title, seen),
            BlockKind::Stanza(lines) => {
                for line in lines {
                    visit_inlines(&line.text, seen);
                }
            }
            BlockKind::Details(details) => visit_inlines(&details.summary, seen),
            BlockKind::List(_)
            | BlockKind::Quote(_)
            | BlockKind::Rule
            | BlockKind::References
            | BlockKind::Div(_)
            | BlockKind::Equation { .. } => {}
        });
    }
}

/// The length of text in a line, in the units in which places inside a block count.
///
/// Text and code count their UTF-8 bytes; a citation, the mark of a note, a formula, a
/// picture, a soft break and a hard break count 1; everything else counts what it holds. `layout` and the markup writers
/// both count like this, so that a page break can be marked in the middle of a
/// paragraph.
pub fn units(inlines: &[Inline]) -> u32 {
    inlines.iter().map(inline_units).sum()
}

/// The length of one inline; see [`units`].
#[expect(clippy::cast_possible_truncation, reason = "sources are below 4 GiB")]
pub fn inline_units(inline: &Inline) -> u32 {
    match &inline.kind {
        InlineKind::Text(text) | InlineKind::Code(LineCode { text, .. }) => {
            text.len() as u32
        }
        InlineKind::Emph(inner)
        | InlineKind::Strong(inner)
        | InlineKind::Strike(inner)
        | InlineKind::Insert(inner)
        | InlineKind::Superscript(inner)
        | InlineKind::Keys(inner)
        | InlineKind::Subscript(inner)
        | InlineKind::Link { text: inner, .. } => units(inner),
        InlineKind::Span { attributes, text } => attributes.left_out + units(text),
        InlineKind::Cite(_)
        | InlineKind::Note(_)
        | InlineKind::Math(_)
        | InlineKind::Picture(_)
        | InlineKind::SoftBreak
        | InlineKind::HardBreak => 1,
    }
}

/// Calls `seen` for every block, those inside others too, in reading order. Notes are
/// apart, in [`Document::notes`].
pub fn visit_blocks<'a>(blocks: &'a [Block], seen: &mut impl FnMut(&'a Block)) {
    for block in blocks {
        seen(block);
        match &block.kind {
            BlockKind::Quote(inner) => visit_blocks(inner, seen),
            BlockKind::List(list) => {
                for item in &list.items {
                    visit_blocks(&item.blocks, seen);
                }
            }
            BlockKind::Definitions(definitions) => {
                for details in definitions.iter().flat_map(|one| &one.details) {
                    visit_blocks(details, seen);
                }
            }
            BlockKind::Callout(callout) => visit_blocks(&callout.blocks, seen),
            BlockKind::Div(div) => visit_blocks(&div.blocks, seen),
            BlockKind::Details(details) => visit_blocks(&details.blocks, seen),
            BlockKind::Table(table) => {
                for cell in table.head.iter().chain(&table.rows).flatten() {
                    visit_blocks(cell.blocks(), seen);
                }
                visit_blocks(&table.notes, seen);
            }
            BlockKind::Panels(panels) => visit_blocks(&panels.panels, seen),
            BlockKind::Heading { .. }
            | BlockKind::Paragraph(_)
            | BlockKind::Attribution(_)
            | BlockKind::Stanza(_)
            | BlockKind::Code { .. }
            | BlockKind::Figure { .. }
            | BlockKind::Rule
            | BlockKind::References
            | BlockKind::Equation { .. } => {}
        }
    }
}

/// Calls `seen` for every inline, those inside others too, in reading order.
pub fn visit_inlines<'a>(inlines: &'a [Inline], seen: &mut impl FnMut(&'a Inline)) {
    for inline in inlines {
        seen(inline);
        match &inline.kind {
            InlineKind::Emph(inner)
            | InlineKind::Strong(inner)
            | InlineKind::Strike(inner)
            | InlineKind::Insert(inner)
            | InlineKind::Superscript(inner)
            | InlineKind::Keys(inner)
            | InlineKind::Subscript(inner)
            | InlineKind::Link { text: inner, .. }
            | InlineKind::Span { text: inner, .. } => visit_inlines(inner, seen),
            InlineKind::Text(_)
            | InlineKind::Code(_)
            | InlineKind::Cite(_)
            | InlineKind::Note(_)
            | InlineKind::Math(_)
            | InlineKind::Picture(_)
            | InlineKind::SoftBreak
            | InlineKind::HardBreak => {}
        }
    }
}

/// The text of inlines without marks: what a heading is called in a contents list.
///
/// A soft or hard break gives a space; a citation and the mark of a note give nothing; a
/// formula is said in one line, and of a picture its alternative text.
pub fn plain_text(inlines: &[Inline]) -> String {
    plain_text_with(inlines, &|_| String::new())
}

/// The same with what `said` gives for citations and cross references.
pub fn plain_text_with(inlines: &[Inline], said: &impl Fn(CiteId) -> String) -> String {
    let mut out = String::new();
    collect_plain(inlines, said, &mut out);
    out
}

fn collect_plain(inlines: &[Inline], said: &impl Fn(CiteId) -> String, out: &mut String) {
    for inline in inlines {
        match &inline.kind {
            InlineKind::Text(text) | InlineKind::Code(LineCode { text, .. }) => {
                out.push_str(text);
            }
            InlineKind::Math(tex) => match crate::math::read(tex) {
                Ok(row) => out.push_str(&crate::math::words(&row)),
                Err(_) => out.push_str(tex),
            },
            InlineKind::Emph(inner)
            | InlineKind::Strong(inner)
            | InlineKind::Strike(inner)
            | InlineKind::Insert(inner)
            | InlineKind::Superscript(inner)
            | InlineKind::Keys(inner)
            | InlineKind::Subscript(inner)
            | InlineKind::Link { text: inner, .. }
            | InlineKind::Span { text: inner, .. } => collect_plain(inner, said, out),
            InlineKind::Cite(id) => out.push_str(&said(*id)),
            InlineKind::Picture(picture) => out.push_str(&picture.alt),
            InlineKind::Note(_) => {}
            InlineKind::SoftBreak | InlineKind::HardBreak => out.push(' '),
        }
    }
}
