//! What an edition shows of a document, and what a format shows of that.
//!
//! An edition has a document of its own, whose tables hold nothing of what it leaves out.
//! A format gets a copy in which numbers, addresses and places stay as they are: text that
//! is left out of a line leaves its length behind ([`Attributes::left_out`]), so that
//! places behind it are the same in all formats.

use std::borrow::Cow;
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use super::condition::{Condition, Formats, shown};
use super::parts::{Inner, Part, inside, of_inline};
use super::{
    Attributes, Block, BlockId, BlockKind, Document, Inline, InlineKind, NoteId,
    inline_units,
};
use crate::source::Span;

/// What a document holds, by numbers.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Held {
    /// Blocks and what has a number among them.
    pub blocks: BTreeSet<BlockId>,
    /// Addresses of links and pictures ([`super::RefId`]).
    pub refs: BTreeSet<u32>,
    /// Places that can be linked to ([`super::AnchorId`]).
    pub anchors: BTreeSet<u32>,
    /// Citations ([`super::CiteId`]).
    pub cites: BTreeSet<u32>,
}

impl Document {
    /// The document as an edition has it: what it shows in no format is not there.
    pub fn in_edition(&self, edition: &str) -> Cow<'_, Self> {
        if !self.conditional {
            return Cow::Borrowed(self);
        }
        let mut own = self.clone();
        let (left, cut) = (Cell::new(false), Cell::new(false));
        let keep = |when: &mut Vec<Condition>| {
            let formats = shown(when, edition);
            let span = when.first().map(|condition| condition.span);
            when.clear();
            if formats != Formats::ALL
                && !formats.is_empty()
                && let Some(span) = span
            {
                left.set(true);
                when.push(Condition::of(formats, span));
            }
            cut.set(cut.get() || formats.is_empty());
            !formats.is_empty()
        };
        own.select(&Selection { keep: &keep, places: false });
        own.conditional = left.get();
        own.shortened = cut.get();
        own.count_notes();
        own.compact();
        Cow::Owned(own)
    }

    /// What one format shows of an edition's document.
    pub fn in_format(&self, format: Formats) -> Cow<'_, Self> {
        if !self.conditional {
            return Cow::Borrowed(self);
        }
        let mut own = self.clone();
        let keep = |when: &mut Vec<Condition>| {
            let formats = shown(when, "");
            when.clear();
            !formats.and(format).is_empty()
        };
        own.select(&Selection { keep: &keep, places: true });
        own.count_notes();
        Cow::Owned(own)
    }

    /// What stands in the document.
    pub fn held(&self) -> Held {
        let mut held = Held::default();
        self.clone().numbers(&mut |part| match part {
            Part::Id(id) => {
                held.blocks.insert(*id);
            }
            Part::Ref(id) => {
                held.refs.insert(id.0);
            }
            Part::Anchor(id) => {
                held.anchors.insert(id.0);
            }
            Part::Cite(id) => {
                held.cites.insert(id.0);
            }
            Part::Blocks(_) | Part::Inlines(_) | Part::Note(_) => {}
        });
        held
    }

    fn select(&mut self, selection: &Selection<'_>) {
        selection.blocks(&mut self.blocks);
        for note in &mut self.notes {
            selection.blocks(&mut note.blocks);
        }
    }

    /// Counts the marks of notes anew; a note without a mark loses its text.
    pub(super) fn count_notes(&mut self) {
        let mut counts: BTreeMap<u32, u32> = BTreeMap::new();
        self.numbers(&mut |part| {
            if let Part::Note(mark) = part {
                let count = counts.entry(mark.note.0).or_default();
                *count += 1;
                mark.turn = *count;
            }
        });
        for (number, note) in (0..).zip(&mut self.notes) {
            note.marks = counts.get(&number).copied().unwrap_or_default();
            if note.marks == 0 {
                note.blocks.clear();
            }
        }
    }

    /// Takes out of the tables what no longer stands in the text, and numbers all anew.
    pub(super) fn compact(&mut self) {
        self.compact_notes();
        let held = self.held();
        let refs = kept(&mut self.refs, &held.refs);
        let anchors = kept(&mut self.anchors, &held.anchors);
        let cites = kept(&mut self.cites, &held.cites);
        let new = |numbers: &BTreeMap<u32, u32>, old: u32| {
            numbers.get(&old).copied().unwrap_or(old)
        };
        let mut last = 0;
        self.numbers(&mut |part| match part {
            Part::Id(id) => {
                last += 1;
                id.0 = last;
            }
            Part::Ref(id) => id.0 = new(&refs, id.0),
            Part::Anchor(id) => id.0 = new(&anchors, id.0),
            Part::Cite(id) => id.0 = new(&cites, id.0),
            Part::Blocks(_) | Part::Inlines(_) | Part::Note(_) => {}
        });
    }

    /// Puts the notes in the order of the first marks that are left.
    pub(super) fn compact_notes(&mut self) {
        let mut order: Vec<NoteId> = Vec::new();
        self.numbers(&mut |part| {
            if let Part::Note(mark) = part
                && !order.contains(&mark.note)
            {
                order.push(mark.note);
            }
        });
        let notes = order.iter().filter_map(|id| self.notes.get(id.0 as usize).cloned());
        self.notes = notes.collect();
        let numbers: BTreeMap<u32, u32> = order.iter().map(|id| id.0).zip(0..).collect();
        self.numbers(&mut |part| {
            if let Part::Note(mark) = part
                && let Some(&number) = numbers.get(&mark.note.0)
            {
                mark.note = NoteId(number);
            }
        });
    }
}

/// Keeps the rows of a table with some numbers; gives their new ones.
fn kept<T>(table: &mut Vec<T>, numbers: &BTreeSet<u32>) -> BTreeMap<u32, u32> {
    let mut number = 0;
    table.retain(|_| {
        number += 1;
        numbers.contains(&(number - 1))
    });
    numbers.iter().copied().zip(0..).collect()
}

/// What is kept of a document.
struct Selection<'a> {
    /// Whether text under some conditions is kept; what is still to be asked of it stays.
    keep: &'a dyn Fn(&mut Vec<Condition>) -> bool,
    /// Whether places in lines stay as they are.
    places: bool,
}

impl Selection<'_> {
    fn blocks(&self, blocks: &mut Vec<Block>) {
        blocks.retain_mut(|block| self.block(block));
    }

    /// Whether blocks hold something still, or held nothing before.
    fn filled(&self, blocks: &mut Vec<Block>) -> bool {
        let was_empty = blocks.is_empty();
        self.blocks(blocks);
        was_empty || !blocks.is_empty()
    }

    fn block(&self, block: &mut Block) -> bool {
        if !(self.keep)(&mut block.when) {
            return false;
        }
        match &mut block.kind {
            BlockKind::Paragraph(text) | BlockKind::Attribution(text) => {
                self.inlines(text);
                !is_left_out(text)
            }
            BlockKind::List(list) => {
                list.items.retain_mut(|item| self.filled(&mut item.blocks));
                !list.items.is_empty()
            }
            BlockKind::Definitions(definitions) => {
                definitions.retain_mut(|definition| {
                    definition.details.retain_mut(|details| self.filled(details));
                    !definition.details.is_empty()
                });
                !definitions.is_empty()
            }
            BlockKind::Quote(blocks) => self.filled(blocks) && !is_name_alone(blocks),
            BlockKind::Callout(callout) => self.filled(&mut callout.blocks),
            BlockKind::Details(details) => self.filled(&mut details.blocks),
            BlockKind::Div(div) => {
                self.filled(&mut div.blocks) && !is_name_alone(&div.blocks)
            }
            BlockKind::Heading { .. }
            | BlockKind::Code { .. }
            | BlockKind::Table(_)
            | BlockKind::Figure { .. }
            | BlockKind::Panels(_)
            | BlockKind::Rule
            | BlockKind::References
            | BlockKind::Stanza(_)
            | BlockKind::Equation { .. } => {
                inside(block, &mut |inner| match inner {
                    Inner::Blocks(blocks) => self.blocks(blocks),
                    Inner::Inlines(inlines) => self.inlines(inlines),
                });
                true
            }
        }
    }

    /// Leaves out what is not kept, and one of two spaces around it.
    fn inlines(&self, inlines: &mut Vec<Inline>) {
        let mut out: Vec<Inline> = Vec::with_capacity(inlines.len());
        let (mut spaced, mut gap, mut found) = (true, false, false);
        for mut inline in std::mem::take(inlines) {
            let length = inline_units(&inline);
            if !self.inline(&mut inline) {
                self.leave_out(&mut out, inline.span, length);
                (gap, found) = (true, true);
                continue;
            }
            if gap && spaced && take_space(&mut inline) {
                self.leave_out(&mut out, inline.span, 1);
                if is_nothing(&inline) {
                    continue;
                }
            }
            gap = false;
            spaced = ends_in_space(&inline);
            out.push(inline);
        }
        if found && gap && spaced {
            self.trim(&mut out);
        }
        *inlines = out;
    }

    /// Takes away the space before what is left out at the end.
    fn trim(&self, out: &mut Vec<Inline>) {
        let Some(at) = out.iter().rposition(|one| !is_gap(one)) else { return };
        let (span, whole) = (out[at].span, matches!(out[at].kind, InlineKind::SoftBreak));
        let rest = out.split_off(at + 1);
        if whole {
            out.truncate(at);
        } else if let InlineKind::Text(text) = &mut out[at].kind {
            text.truncate(text.len() - usize::from(text.ends_with(' ')));
        }
        self.leave_out(out, span, 1);
        out.extend(rest);
    }

    /// Marks the length of what was left out.
    fn leave_out(&self, out: &mut Vec<Inline>, span: Span, length: u32) {
        if !self.places || length == 0 {
            return;
        }
        let attributes = Attributes { left_out: length, ..Attributes::default() };
        let kind = InlineKind::Span { attributes: Box::new(attributes), text: Vec::new() };
        out.push(Inline { span, kind });
    }

    fn inline(&self, inline: &mut Inline) -> bool {
        if let InlineKind::Span { attributes, .. } = &mut inline.kind
            && !(self.keep)(&mut attributes.when)
        {
            return false;
        }
        let mut emptied = false;
        of_inline(inline, &mut |part| {
            if let Part::Inlines(inner) = part
                && !inner.is_empty()
            {
                self.inlines(inner);
                emptied = is_left_out(inner);
            }
        });
        !emptied
    }
}

/// Whether nothing is left of a text.
fn is_left_out(text: &[Inline]) -> bool {
    text.iter().all(is_gap)
}

fn is_gap(inline: &Inline) -> bool {
    match &inline.kind {
        InlineKind::Span { attributes, text } => attributes.left_out > 0 && text.is_empty(),
        InlineKind::Text(_)
        | InlineKind::Emph(_)
        | InlineKind::Strong(_)
        | InlineKind::Strike(_)
        | InlineKind::Insert(_)
        | InlineKind::Keys(_)
        | InlineKind::Superscript(_)
        | InlineKind::Subscript(_)
        | InlineKind::Code(_)
        | InlineKind::Link { .. }
        | InlineKind::Cite(_)
        | InlineKind::Note(_)
        | InlineKind::Math(_)
        | InlineKind::Picture(_)
        | InlineKind::SoftBreak
        | InlineKind::HardBreak => false,
    }
}

/// Takes the space that an inline begins with; a soft break becomes nothing.
fn take_space(inline: &mut Inline) -> bool {
    if matches!(inline.kind, InlineKind::SoftBreak) {
        inline.kind = InlineKind::Text(String::new());
        return true;
    }
    let InlineKind::Text(text) = &mut inline.kind else { return false };
    let begins = text.starts_with(' ');
    if begins {
        text.remove(0);
    }
    begins
}

fn is_nothing(inline: &Inline) -> bool {
    matches!(&inline.kind, InlineKind::Text(text) if text.is_empty())
}

fn ends_in_space(inline: &Inline) -> bool {
    match &inline.kind {
        InlineKind::Text(text) => text.ends_with(' '),
        InlineKind::SoftBreak | InlineKind::HardBreak => true,
        InlineKind::Emph(_)
        | InlineKind::Strong(_)
        | InlineKind::Strike(_)
        | InlineKind::Insert(_)
        | InlineKind::Keys(_)
        | InlineKind::Superscript(_)
        | InlineKind::Subscript(_)
        | InlineKind::Code(_)
        | InlineKind::Link { .. }
        | InlineKind::Cite(_)
        | InlineKind::Span { .. }
        | InlineKind::Note(_)
        | InlineKind::Math(_)
        | InlineKind::Picture(_) => false,
    }
}
/// Whether nothing is left but who said it.
fn is_name_alone(blocks: &[Block]) -> bool {
    !blocks.is_empty()
        && blocks.iter().all(|block| matches!(block.kind, BlockKind::Attribution(_)))
}
