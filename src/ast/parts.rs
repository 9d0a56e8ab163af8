//! What a block or an inline holds, to be changed in its place.

use super::{
    AnchorId, Block, BlockId, BlockKind, CellContent, CiteId, Document, Inline, InlineKind,
    NoteMark, RefId,
};

/// A part of a block or an inline.
pub(super) enum Part<'a> {
    /// Blocks.
    Blocks(&'a mut Vec<Block>),
    /// Inlines.
    Inlines(&'a mut Vec<Inline>),
    /// The number of the block itself, or of a part of it.
    Id(&'a mut BlockId),
    /// Its address.
    Anchor(&'a mut AnchorId),
    /// An address it leads to.
    Ref(&'a mut RefId),
    /// A citation.
    Cite(&'a mut CiteId),
    /// The mark of a note.
    Note(&'a mut NoteMark),
}

/// Calls `seen` for every part of a block, in reading order.
pub(super) fn of_block(block: &mut Block, seen: &mut impl FnMut(Part<'_>)) {
    seen(Part::Id(&mut block.id));
    match &mut block.kind {
        BlockKind::Heading { anchor, text, .. } => {
            seen(Part::Anchor(anchor));
            seen(Part::Inlines(text));
        }
        BlockKind::Paragraph(text) | BlockKind::Attribution(text) => {
            seen(Part::Inlines(text));
        }
        BlockKind::Stanza(lines) => {
            lines.iter_mut().for_each(|line| seen(Part::Inlines(&mut line.text)));
        }
        BlockKind::List(list) => {
            list.items.iter_mut().for_each(|item| seen(Part::Blocks(&mut item.blocks)));
        }
        BlockKind::Quote(blocks) => seen(Part::Blocks(blocks)),
        BlockKind::Code { anchor, caption, .. } => {
            anchor.iter_mut().for_each(|anchor| seen(Part::Anchor(anchor)));
            seen(Part::Inlines(caption));
        }
        BlockKind::Table(table) => {
            table.anchor.iter_mut().for_each(|anchor| seen(Part::Anchor(anchor)));
            if let Some(caption) = &mut table.caption {
                seen(Part::Id(&mut caption.id));
                seen(Part::Inlines(&mut caption.text));
            }
            for cell in table.head.iter_mut().chain(&mut table.rows).flatten() {
                seen(Part::Id(&mut cell.id));
                match &mut cell.content {
                    CellContent::Text(text) => seen(Part::Inlines(text)),
                    CellContent::Blocks(blocks) => seen(Part::Blocks(blocks.inner())),
                }
            }
            seen(Part::Blocks(&mut table.notes));
        }
        BlockKind::Figure { anchor, image, caption, .. } => {
            seen(Part::Anchor(anchor));
            seen(Part::Ref(image));
            seen(Part::Inlines(caption));
        }
        BlockKind::Panels(panels) => {
            panels.anchor.iter_mut().for_each(|anchor| seen(Part::Anchor(anchor)));
            seen(Part::Blocks(&mut panels.panels));
            if let Some(caption) = &mut panels.caption {
                seen(Part::Id(&mut caption.id));
                seen(Part::Inlines(&mut caption.text));
            }
        }
        BlockKind::Rule | BlockKind::References => {}
        BlockKind::Definitions(definitions) => {
            for definition in definitions {
                for term in &mut definition.terms {
                    seen(Part::Id(&mut term.id));
                    term.anchor.iter_mut().for_each(|anchor| seen(Part::Anchor(anchor)));
                    seen(Part::Inlines(&mut term.text));
                }
                definition.details.iter_mut().for_each(|one| seen(Part::Blocks(one)));
            }
        }
        BlockKind::Callout(callout) => {
            callout.anchor.iter_mut().for_each(|anchor| seen(Part::Anchor(anchor)));
            seen(Part::Inlines(&mut callout.title));
            seen(Part::Blocks(&mut callout.blocks));
        }
        BlockKind::Details(details) => {
            seen(Part::Inlines(&mut details.summary));
            seen(Part::Blocks(&mut details.blocks));
        }
        BlockKind::Div(div) => {
            div.anchor.iter_mut().for_each(|anchor| seen(Part::Anchor(anchor)));
            seen(Part::Blocks(&mut div.blocks));
        }
        BlockKind::Equation { anchor, .. } => {
            anchor.iter_mut().for_each(|anchor| seen(Part::Anchor(anchor)));
        }
    }
}

/// What a block holds: other blocks, or text.
pub(super) enum Inner<'a> {
    /// Blocks.
    Blocks(&'a mut Vec<Block>),
    /// Inlines.
    Inlines(&'a mut Vec<Inline>),
}

/// Calls `seen` for what a block holds, in reading order.
pub(super) fn inside(block: &mut Block, seen: &mut impl FnMut(Inner<'_>)) {
    of_block(block, &mut |part| match part {
        Part::Blocks(blocks) => seen(Inner::Blocks(blocks)),
        Part::Inlines(inlines) => seen(Inner::Inlines(inlines)),
        Part::Id(_) | Part::Anchor(_) | Part::Ref(_) | Part::Cite(_) | Part::Note(_) => {}
    });
}

/// Calls `seen` for every part of an inline, in reading order.
pub(super) fn of_inline(inline: &mut Inline, seen: &mut impl FnMut(Part<'_>)) {
    match &mut inline.kind {
        InlineKind::Emph(inner)
        | InlineKind::Strong(inner)
        | InlineKind::Strike(inner)
        | InlineKind::Insert(inner)
        | InlineKind::Keys(inner)
        | InlineKind::Superscript(inner)
        | InlineKind::Subscript(inner) => seen(Part::Inlines(inner)),
        InlineKind::Link { to, text, .. } => {
            seen(Part::Ref(to));
            seen(Part::Inlines(text));
        }
        InlineKind::Span { attributes, text } => {
            attributes.anchor.iter_mut().for_each(|anchor| seen(Part::Anchor(anchor)));
            seen(Part::Inlines(text));
        }
        InlineKind::Picture(picture) => seen(Part::Ref(&mut picture.image)),
        InlineKind::Cite(cite) => seen(Part::Cite(cite)),
        InlineKind::Note(mark) => seen(Part::Note(mark)),
        InlineKind::Text(_)
        | InlineKind::Code(_)
        | InlineKind::Math(_)
        | InlineKind::SoftBreak
        | InlineKind::HardBreak => {}
    }
}

/// Calls `seen` for every text of blocks, in reading order; not for what stands inside
/// other inlines.
pub fn each_text(blocks: &mut [Block], seen: &mut dyn FnMut(&mut Vec<Inline>)) {
    for block in blocks {
        of_block(block, &mut |part| match part {
            Part::Blocks(inner) => each_text(inner, seen),
            Part::Inlines(text) => seen(text),
            Part::Id(_)
            | Part::Anchor(_)
            | Part::Ref(_)
            | Part::Cite(_)
            | Part::Note(_) => {}
        });
    }
}

/// The same, with the language that blocks around a text say of it (BCP 47).
pub fn each_text_in(
    blocks: &mut [Block],
    language: &str,
    seen: &mut dyn FnMut(&mut Vec<Inline>, &str),
) {
    for block in blocks {
        let own = match &block.kind {
            BlockKind::Div(div) => div.language.clone(),
            BlockKind::Heading { .. }
            | BlockKind::Paragraph(_)
            | BlockKind::Attribution(_)
            | BlockKind::Stanza(_)
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
            | BlockKind::Details(_)
            | BlockKind::Equation { .. } => None,
        };
        let language = own.as_deref().unwrap_or(language);
        inside(block, &mut |part| match part {
            Inner::Blocks(inner) => each_text_in(inner, language, seen),
            Inner::Inlines(text) => seen(text, language),
        });
    }
}

/// Calls `seen` for every number of blocks, theirs and those of what they hold.
pub fn each_id(blocks: &mut [Block], seen: &mut dyn FnMut(&mut BlockId)) {
    for block in blocks {
        of_block(block, &mut |part| match part {
            Part::Blocks(inner) => each_id(inner, seen),
            Part::Id(id) => seen(id),
            Part::Inlines(_)
            | Part::Anchor(_)
            | Part::Ref(_)
            | Part::Cite(_)
            | Part::Note(_) => {}
        });
    }
}

impl Document {
    /// Calls `seen` for every number that the document holds: those of the text in reading
    /// order, then those of the notes.
    pub(super) fn numbers(&mut self, seen: &mut impl FnMut(Part<'_>)) {
        in_blocks(&mut self.blocks, seen);
        for note in &mut self.notes {
            in_blocks(&mut note.blocks, seen);
        }
    }
}

fn in_blocks(blocks: &mut [Block], seen: &mut dyn FnMut(Part<'_>)) {
    for block in blocks {
        of_block(block, &mut |part| deeper(part, seen));
    }
}

fn in_inlines(inlines: &mut [Inline], seen: &mut dyn FnMut(Part<'_>)) {
    for inline in inlines {
        of_inline(inline, &mut |part| deeper(part, seen));
    }
}

fn deeper(part: Part<'_>, seen: &mut dyn FnMut(Part<'_>)) {
    match part {
        Part::Blocks(blocks) => in_blocks(blocks, seen),
        Part::Inlines(inlines) => in_inlines(inlines, seen),
        Part::Id(_) | Part::Anchor(_) | Part::Ref(_) | Part::Cite(_) | Part::Note(_) => {
            seen(part);
        }
    }
}
