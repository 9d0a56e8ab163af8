//! Citations as notes, for styles that print them at the foot of the page.

use super::parts::{Inner, Part, inside, of_block, of_inline};
use super::{
    Block, BlockId, BlockKind, CiteId, Document, Inline, InlineKind, Note, NoteId,
    NoteMark, WrittenCite,
};

impl Document {
    /// The document with a note for each citation in its text that `is` wants in one. What
    /// stands in a note already stays there. `@key` in the sentence stays, to name the
    /// author, and a note with the citation follows it.
    pub fn cite_in_notes(&mut self, is: &dyn Fn(&WrittenCite) -> bool) {
        let cites: Vec<bool> = self.cites.iter().map(is).collect();
        for note in &mut self.notes {
            each_cite(&mut note.blocks, &mut |cite| {
                if let Some(written) = self.cites.get_mut(cite.0 as usize) {
                    written.items.iter_mut().for_each(|item| item.narrative = false);
                }
            });
        }
        let mut made =
            Made { cites: &mut self.cites, notes: &mut self.notes, wanted: &cites };
        made.blocks(&mut self.blocks);
        self.compact_notes();
        self.count_notes();
        self.number_blocks();
    }
}

impl Document {
    /// The citations that are all of a note.
    pub fn cites_alone(&self) -> Vec<CiteId> {
        let alone = self.notes.iter().filter_map(|note| {
            let [Block { kind: BlockKind::Paragraph(text), .. }] = &note.blocks[..] else {
                return None;
            };
            let [Inline { kind: InlineKind::Cite(cite), .. }] = text[..] else {
                return None;
            };
            Some(cite)
        });
        alone.collect()
    }
}

impl Document {
    /// The citations that the mark of a note stands right before, and right behind.
    pub fn cites_beside_marks(&self) -> [Vec<CiteId>; 2] {
        let mut found = [Vec::new(), Vec::new()];
        let mut before: Option<&Inline> = None;
        self.visit_inlines(&mut |inline| {
            let near = before.filter(|before| before.span.end == inline.span.start);
            if let Some(near) = near {
                if let (InlineKind::Note(_), InlineKind::Cite(cite)) =
                    (&near.kind, &inline.kind)
                {
                    found[0].push(*cite);
                }
                if let (InlineKind::Cite(cite), InlineKind::Note(_)) =
                    (&near.kind, &inline.kind)
                {
                    found[1].push(*cite);
                }
            }
            before = Some(inline);
        });
        found
    }
}

/// Calls `seen` for every citation of blocks.
fn each_cite(blocks: &mut [Block], seen: &mut dyn FnMut(CiteId)) {
    fn inlines(all: &mut [Inline], seen: &mut dyn FnMut(CiteId)) {
        for inline in all {
            of_inline(inline, &mut |part| match part {
                Part::Inlines(inner) => inlines(inner, seen),
                Part::Cite(cite) => seen(*cite),
                Part::Blocks(_)
                | Part::Id(_)
                | Part::Anchor(_)
                | Part::Ref(_)
                | Part::Note(_) => {}
            });
        }
    }
    for block in blocks {
        of_block(block, &mut |part| match part {
            Part::Blocks(inner) => each_cite(inner, seen),
            Part::Inlines(all) => inlines(all, seen),
            Part::Id(_)
            | Part::Anchor(_)
            | Part::Ref(_)
            | Part::Cite(_)
            | Part::Note(_) => {}
        });
    }
}

/// Makes notes.
struct Made<'a> {
    cites: &'a mut Vec<WrittenCite>,
    notes: &'a mut Vec<Note>,
    /// Whether each citation as written is to be a note.
    wanted: &'a [bool],
}

impl Made<'_> {
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
        let mut rest = std::mem::take(inlines).into_iter().peekable();
        while let Some(mut inline) = rest.next() {
            let InlineKind::Cite(cite) = inline.kind else {
                of_inline(&mut inline, &mut |part| {
                    if let Part::Inlines(inner) = part {
                        self.inlines(inner);
                    }
                });
                out.push(inline);
                continue;
            };
            if self.wanted.get(cite.0 as usize) != Some(&true) {
                out.push(inline);
                continue;
            }
            let span = inline.span;
            match self.name(cite) {
                Some(name) => out.push(Inline { span, kind: InlineKind::Cite(name) }),
                None => trim(&mut out),
            }
            // the mark stands behind the point or comma that follows
            if let Some(next) = rest.peek_mut()
                && let Some(mark) = take_mark(next)
            {
                out.push(mark);
            }
            out.push(Inline { span, kind: InlineKind::Note(self.note(cite)) });
        }
        *inlines = part(out);
    }

    /// What stays in the sentence of `@key`: a citation of its own, which names the author.
    fn name(&mut self, cite: CiteId) -> Option<CiteId> {
        let written = self.cites.get_mut(cite.0 as usize)?;
        if !written.items.iter().any(|item| item.narrative) {
            return None;
        }
        let name = written.clone();
        written.items.iter_mut().for_each(|item| item.narrative = false);
        self.cites.push(name);
        Some(CiteId(number(self.cites.len() - 1)))
    }

    /// A note with a citation.
    fn note(&mut self, cite: CiteId) -> NoteMark {
        let span = self.cites[cite.0 as usize].span;
        let note = NoteId(number(self.notes.len()));
        let text = vec![Inline { span, kind: InlineKind::Cite(cite) }];
        let block = Block::new(BlockId(0), span, BlockKind::Paragraph(text));
        self.notes.push(Note { span, marks: 1, blocks: vec![block] });
        NoteMark { note, turn: 1 }
    }
}

/// Puts a raised comma between marks of notes that stand side by side: `20` and `21` would
/// be read as one number.
fn part(inlines: Vec<Inline>) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::with_capacity(inlines.len());
    for inline in inlines {
        let is_mark = |one: &Inline| matches!(one.kind, InlineKind::Note(_));
        if is_mark(&inline) && out.last().is_some_and(is_mark) {
            let span = inline.span;
            let comma = Inline { span, kind: InlineKind::Text(",".to_owned()) };
            out.push(Inline { span, kind: InlineKind::Superscript(vec![comma]) });
        }
        out.push(inline);
    }
    out
}

fn number(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

/// Takes away the space before a mark.
fn trim(out: &mut Vec<Inline>) {
    while let Some(last) = out.last_mut() {
        if let InlineKind::Text(text) = &mut last.kind {
            text.truncate(text.trim_end_matches([' ', '\u{a0}', '\u{202f}']).len());
            if !text.is_empty() {
                return;
            }
        } else if !matches!(last.kind, InlineKind::SoftBreak) {
            return;
        }
        out.pop();
    }
}

/// Takes the punctuation off the beginning of what follows a citation, with the end of the
/// word that a name is in: `@ash's book` has its mark behind `Ash’s`.
fn take_mark(next: &mut Inline) -> Option<Inline> {
    let span = next.span;
    let InlineKind::Text(text) = &mut next.kind else { return None };
    let ending = text.strip_prefix(['’', '\'']).unwrap_or_default();
    let letters = ending.trim_start_matches(char::is_alphabetic);
    let word = if letters.len() < ending.len() { letters } else { text.as_str() };
    let length = text.len()
        - word.trim_start_matches(['.', ',', ';', ':', '!', '?', '”', '’']).len();
    if length == 0 {
        return None;
    }
    let rest = text.split_off(length);
    let mark = std::mem::replace(text, rest);
    Some(Inline { span, kind: InlineKind::Text(mark) })
}
