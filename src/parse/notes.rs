//! Notes: `[^mark]` with its text elsewhere in the chapter, and `^[text]` in the line.
//!
//! Pandoc User's Guide, "Footnotes"; GitHub writes the first form alike. comrak finds
//! marks and texts of the first form. Those of the second are found on the row of
//! units: comrak 0.59 counts the places inside of them from the first line of the file.

use std::collections::BTreeMap;

use comrak::nodes::{Node, NodeFootnoteDefinition, NodeValue};

use crate::ast::{
    Attributes, Block, BlockId, BlockKind, CiteId, Inline, InlineKind, Note, NoteId,
    NoteMark, each_id, each_text,
};
use crate::diag::{Diagnostic, nearest};
use crate::source::Span;

use super::inlines::{Surroundings, Unit};
use super::{Reader, lines};

/// The notes of a chapter while it is read. A mark holds the number of its note here
/// until the chapter is whole.
#[derive(Debug, Default)]
pub(super) struct Notes {
    /// In the order in which they were found.
    drafts: Vec<Draft>,
    /// By the name in the mark, capital letters and space made equal.
    names: BTreeMap<String, usize>,
    /// How often each mark is written in the chapter, before the note's text too.
    written: BTreeMap<String, u32>,
    /// Whether the text of a note is read.
    inside: bool,
}

#[derive(Debug)]
struct Draft {
    /// The name in the mark; none for a note in the line.
    name: Option<String>,
    span: Span,
    /// Numbered from 1.
    blocks: Vec<Block>,
    /// How many numbers its blocks take.
    ids: u32,
    /// Where its first mark was found.
    mark: Option<Span>,
    /// Whether a mark of it was refused.
    told: bool,
}

/// A name as names are compared.
fn folded(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

impl Reader<'_> {
    /// Notes which names have a text, before anything is read.
    pub(super) fn name_notes<'n>(&mut self, root: Node<'n>) {
        self.notes.written = marks_written(self.text);
        for node in root.descendants() {
            let data = node.data();
            let NodeValue::FootnoteDefinition(definition) = &data.value else { continue };
            let name = folded(&definition.name);
            let span = self.mark_span(node);
            if let Some(&first) = self.notes.names.get(&name) {
                let first = self.notes.drafts[first].span;
                let message = format!("two notes have the name `{}`", definition.name);
                let diagnostic = Diagnostic::new("duplicate-note", message)
                    .label(self.place(span), "again here")
                    .label(self.place(first), "first here")
                    .help("choose another for one of them; capital letters do not count");
                self.sink.error(diagnostic);
                continue;
            }
            self.notes.names.insert(name, self.notes.drafts.len());
            self.notes.drafts.push(Draft {
                name: Some(definition.name.clone()),
                span,
                blocks: Vec::new(),
                ids: 0,
                mark: None,
                told: false,
            });
        }
    }

    /// `[^name]:` at the head of a note's text.
    fn mark_span<'n>(&self, node: Node<'n>) -> Span {
        let span = self.lines.span(self.text, node.data().sourcepos);
        let written = self.written(span);
        let length = written.find("]:").map_or(written.len(), |at| at + 2);
        lines::span(span.start as usize, span.start as usize + length)
    }

    /// Reads the text of a note.
    pub(super) fn note_text<'n>(
        &mut self,
        node: Node<'n>,
        definition: &NodeFootnoteDefinition,
        span: Span,
        depth: usize,
    ) {
        let Some(&draft) = self.notes.names.get(&folded(&definition.name)) else { return };
        if self.notes.drafts[draft].span.start != span.start {
            // the second of a name, which was told
            return;
        }
        let known = std::mem::take(&mut self.last_id);
        let inside = std::mem::replace(&mut self.notes.inside, true);
        let mut blocks = self.blocks(node, depth + 1);
        self.in_tongue(&mut blocks);
        self.notes.inside = inside;
        let ids = std::mem::replace(&mut self.last_id, known);
        if blocks.is_empty() {
            let message = format!("the note `{}` has no text", definition.name);
            let help = "write it after the colon; lines that belong to it stand in by \
                        four spaces";
            self.error("empty-note", message, span, help);
        }
        let draft = &mut self.notes.drafts[draft];
        (draft.span, draft.blocks, draft.ids) = (span, blocks, ids);
    }

    /// Whether the text of a note is read.
    pub(super) const fn in_note(&self) -> bool {
        self.notes.inside
    }

    /// Whether the mark of a note may stand in a title, where comrak does not see it: it
    /// stands in the chapter more often than before the note's text.
    pub(super) fn has_mark_in_title(&self, definition: &NodeFootnoteDefinition) -> bool {
        self.notes.written.get(&folded(&definition.name)).is_some_and(|&times| times > 1)
    }

    /// The names of the notes of this chapter, as they were written.
    pub(super) fn note_names(&self) -> impl Iterator<Item = &str> {
        self.notes.drafts.iter().filter_map(|draft| draft.name.as_deref())
    }

    /// The mark of a note whose text stands elsewhere.
    pub(super) fn note_mark(
        &mut self,
        name: &str,
        span: Span,
        around: Surroundings,
    ) -> Option<InlineKind> {
        let draft = *self.notes.names.get(&folded(name))?;
        self.mark(draft, span, around)
    }

    fn mark(
        &mut self,
        draft: usize,
        span: Span,
        around: Surroundings,
    ) -> Option<InlineKind> {
        self.notes.drafts[draft].mark.get_or_insert(span);
        if self.notes.inside {
            self.nested_note(span);
            self.notes.drafts[draft].told = true;
            return None;
        }
        if around.in_link {
            let message = "the mark of a note cannot stand in a link".to_owned();
            let help = "it is a link itself: write it after the link";
            self.error("note-in-link", message, span, help);
            self.notes.drafts[draft].told = true;
            return None;
        }
        #[expect(clippy::cast_possible_truncation, reason = "sources are below 4 GiB")]
        let note = NoteId(draft as u32);
        Some(InlineKind::Note(NoteMark { note, turn: 1 }))
    }

    fn nested_note(&mut self, span: Span) {
        let message = "a note cannot stand in a note".to_owned();
        let help = "say it in the text of the note, or move the mark into the chapter";
        self.error("nested-note", message, span, help);
    }

    /// Tells of a mark whose note has no text.
    pub(super) fn missing_note(&mut self, span: Span) {
        let written = self.written(span);
        let name = written.trim_start_matches("[^").trim_end_matches(']');
        let message = format!("no note has the name `{name}`");
        let folded = folded(name);
        let known = self.notes.names.keys().map(String::as_str);
        let help = match nearest(&folded, known) {
            Some(close) => format!("the nearest is `[^{close}]`"),
            None => format!(
                "write its text in a paragraph of its own: `[^{name}]: …`; \
                 for text write `\\[^`"
            ),
        };
        self.error("missing-note", message, span, &help);
    }

    /// Takes notes in the line, `^[text]`, out of a row of units, and marks of notes that
    /// comrak does not see: in the title of a picture and behind a bare address.
    pub(super) fn inline_notes(
        &mut self,
        units: Vec<Unit>,
        around: Surroundings,
    ) -> Vec<Unit> {
        if !units.iter().any(|unit| unit.syntax() == Some('^')) {
            return units;
        }
        let closes = closes(&units);
        let mut out: Vec<Unit> = Vec::with_capacity(units.len());
        let mut at = 0;
        while at < units.len() {
            let in_name = at > 0 && units[at - 1].syntax() == Some('[');
            if in_name && let Some((name, end)) = name_at(&units, at) {
                let span =
                    lines::clipped(self.text, units[at - 1].start(), units[end].end());
                if self.notes.names.contains_key(&folded(&name)) {
                    out.pop();
                    let kind = self.note_mark(&name, span, around);
                    out.extend(kind.map(|kind| Unit::node(span, kind)));
                    at = end + 1;
                    continue;
                }
            }
            let mark = units[at].syntax() == Some('^') && !in_name;
            if mark {
                self.check_note_link(&units, at);
            }
            let Some(close) = closes.get(at + 1).copied().flatten().filter(|_| mark) else {
                out.push(units[at].clone());
                at += 1;
                continue;
            };
            let span = lines::clipped(self.text, units[at].start(), units[close].end());
            if let Some(kind) = self.inline_note(&units[at + 2..close], span, around) {
                out.push(Unit::node(span, kind));
            }
            at = close + 1;
        }
        out
    }

    /// Refuses `^[text](address)` and `^[text]{…}`: Markdown takes the link or span, and a `^` would be left.
    fn check_note_link(&mut self, units: &[Unit], at: usize) {
        if let Some(Unit::Node(next)) = units.get(at + 1)
            && matches!(next.kind, InlineKind::Link { .. } | InlineKind::Span { .. })
            && self.written(next.span).starts_with('[')
        {
            let message = "a note is read as a link or a span".to_owned();
            let help = "put a space between the note and the `(`, `[` or `{` after it, or \
                        write `\\^` for a `^` that is text";
            self.error("note-is-link", message, next.span, help);
        }
    }

    fn inline_note(
        &mut self,
        text: &[Unit],
        span: Span,
        around: Surroundings,
    ) -> Option<InlineKind> {
        let depth = around.depth + 1;
        if self.too_deep(depth, span) {
            return None;
        }
        // the space inside the brackets is nobody's
        let first = text.iter().position(|unit| !unit.is_space()).unwrap_or(text.len());
        let last = text.iter().rposition(|unit| !unit.is_space());
        let text = text.get(first..last.map_or(first, |last| last + 1)).unwrap_or_default();
        if text.is_empty() {
            let message = "a note has no text".to_owned();
            self.error("empty-note", message, span, "write it in the brackets");
            return None;
        }
        for unit in text {
            if let Unit::Node(inline) = unit
                && let Some(inner) = mark_in(inline)
            {
                self.nested_note(inner);
            }
        }
        let start = text.first().map_or(span.start as usize, Unit::start);
        let end = text.last().map_or(span.end as usize, Unit::end);
        let own = lines::clipped(self.text, start, end);
        let draft = self.notes.drafts.len();
        self.notes.drafts.push(Draft {
            name: None,
            span: own,
            blocks: Vec::new(),
            ids: 1,
            mark: None,
            told: false,
        });
        let mark = self.mark(draft, span, around);
        let inside = std::mem::replace(&mut self.notes.inside, true);
        let text = self.set(text.to_vec(), Surroundings::block(depth));
        self.notes.inside = inside;
        let block = Block::new(BlockId(1), own, BlockKind::Paragraph(text));
        let mut blocks = vec![block];
        self.in_tongue(&mut blocks);
        self.notes.drafts[draft].blocks = blocks;
        mark
    }

    /// What is read next is in a language, if one is said; gives that of what is around it.
    pub(super) fn speak(&mut self, language: Option<&str>) -> Option<String> {
        let around = self.tongue.clone();
        if let Some(language) = language {
            self.tongue = Some(language.to_owned());
        }
        around
    }

    /// Gives the text of a note the language of what it is written in: all formats print
    /// it elsewhere.
    fn in_tongue(&self, blocks: &mut [Block]) {
        let own = self.own_tongue;
        let other = self.tongue.as_ref().filter(|tongue| !tongue.eq_ignore_ascii_case(own));
        let Some(language) = other else { return };
        each_text(blocks, &mut |text| {
            let (Some(first), Some(last)) = (text.first(), text.last()) else { return };
            let span = Span::new(first.span.start, last.span.end);
            let language = Some(language.clone());
            let attributes = Box::new(Attributes { language, ..Attributes::default() });
            let text_of_note = std::mem::take(text);
            let kind = InlineKind::Span { attributes, text: text_of_note };
            text.push(Inline { span, kind });
        });
    }

    /// Gives notes and citations their numbers in the order in which they are read, and
    /// the blocks of notes theirs after those of the text.
    pub(super) fn number_notes(&mut self) {
        let notes = std::mem::take(&mut self.notes);
        let mut order = Order { drafts: notes.drafts, ..Order::default() };
        let mut blocks = std::mem::take(&mut self.document.blocks);
        order.blocks(&mut blocks);
        self.document.blocks = blocks;
        let mut written: Vec<_> =
            std::mem::take(&mut self.document.cites).into_iter().map(Some).collect();
        for id in &order.cites {
            let cite = written.get_mut(id.0 as usize).and_then(Option::take);
            self.document.cites.extend(cite);
        }
        self.document.cites.extend(written.into_iter().flatten());
        let mut next = self.last_id;
        for (note, ids) in order.notes.iter_mut().zip(order.ids) {
            shift(&mut note.blocks, next);
            next += ids;
        }
        self.document.notes = order.notes;
        for (number, draft) in order.drafts.iter().enumerate() {
            if order.number.contains_key(&number) || draft.told {
                continue;
            }
            match (&draft.name, draft.mark) {
                (Some(name), None) => {
                    let message =
                        format!("no mark leads to the note `{name}`: it is not printed");
                    let help = format!("write `[^{name}]` where it belongs, or remove it");
                    self.warn("unused-note", message, draft.span, &help);
                }
                (_, Some(mark)) => {
                    let message = "a note cannot stand here".to_owned();
                    let help = "an alternative text is read aloud as a whole: say it \
                                there in words";
                    self.error("lost-note", message, mark, help);
                }
                (None, None) => {}
            }
        }
    }
}

/// Where the mark of a note stands in a piece of a line, if one does.
fn mark_in(inline: &Inline) -> Option<Span> {
    match &inline.kind {
        InlineKind::Note(_) => Some(inline.span),
        InlineKind::Emph(inner)
        | InlineKind::Strong(inner)
        | InlineKind::Strike(inner)
        | InlineKind::Insert(inner)
        | InlineKind::Superscript(inner)
        | InlineKind::Keys(inner)
        | InlineKind::Subscript(inner)
        | InlineKind::Link { text: inner, .. }
        | InlineKind::Span { text: inner, .. } => inner.iter().find_map(mark_in),
        InlineKind::Text(_)
        | InlineKind::Code(_)
        | InlineKind::Cite(_)
        | InlineKind::Math(_)
        | InlineKind::Picture(_)
        | InlineKind::SoftBreak
        | InlineKind::HardBreak => None,
    }
}

/// How often each mark of a note, `[^name]`, is written in a text.
fn marks_written(text: &str) -> BTreeMap<String, u32> {
    let mut written = BTreeMap::new();
    for part in text.split("[^").skip(1) {
        let end = part.find([']', '[', '\n']);
        if let Some((name, _)) = end.and_then(|end| part.split_at_checked(end))
            && part[name.len()..].starts_with(']')
        {
            *written.entry(folded(name)).or_default() += 1;
        }
    }
    written
}

/// The name that begins behind a `^` in brackets, and the place of the `]` after it.
fn name_at(units: &[Unit], caret: usize) -> Option<(String, usize)> {
    if units[caret].syntax() != Some('^') {
        return None;
    }
    let name: String = units[caret + 1..]
        .iter()
        .map_while(Unit::syntax)
        // what ends no name ends the search: of many brackets each is looked at once
        .take_while(|&c| !matches!(c, '[' | ']'))
        .collect();
    let end = caret + 1 + name.chars().count();
    let closed = units.get(end).and_then(Unit::syntax) == Some(']');
    (closed && !name.is_empty()).then_some((name, end))
}

/// Of every `[` the place of its `]`. A pair that is never closed is none.
fn closes(units: &[Unit]) -> Vec<Option<usize>> {
    let mut closes = vec![None; units.len()];
    let mut open = Vec::new();
    for (at, unit) in units.iter().enumerate() {
        match unit.syntax() {
            Some('[') => open.push(at),
            Some(']') => {
                if let Some(opened) = open.pop() {
                    closes[opened] = Some(at);
                }
            }
            Some(_) | None => {}
        }
    }
    closes
}

/// Walks a chapter as it is read: a note where its first mark stands.
#[derive(Default)]
struct Order {
    drafts: Vec<Draft>,
    /// Of each draft that was reached, its number.
    number: BTreeMap<usize, NoteId>,
    notes: Vec<Note>,
    /// Of each note, how many numbers its blocks take.
    ids: Vec<u32>,
    /// The citations by the numbers they had.
    cites: Vec<CiteId>,
}

impl Order {
    fn blocks(&mut self, blocks: &mut [Block]) {
        each_text(blocks, &mut |text| self.inlines(text));
    }

    fn inlines(&mut self, inlines: &mut [Inline]) {
        for inline in inlines {
            match &mut inline.kind {
                InlineKind::Emph(inner)
                | InlineKind::Strong(inner)
                | InlineKind::Strike(inner)
                | InlineKind::Insert(inner)
                | InlineKind::Superscript(inner)
                | InlineKind::Keys(inner)
                | InlineKind::Subscript(inner)
                | InlineKind::Link { text: inner, .. }
                | InlineKind::Span { text: inner, .. } => self.inlines(inner),
                InlineKind::Cite(id) => {
                    self.cites.push(*id);
                    *id = CiteId(number(self.cites.len() - 1));
                }
                InlineKind::Note(mark) => self.mark(mark),
                InlineKind::Text(_)
                | InlineKind::Code(_)
                | InlineKind::Math(_)
                | InlineKind::Picture(_)
                | InlineKind::SoftBreak
                | InlineKind::HardBreak => {}
            }
        }
    }

    fn mark(&mut self, mark: &mut NoteMark) {
        let draft = mark.note.0 as usize;
        if let Some(&known) = self.number.get(&draft) {
            let note = &mut self.notes[known.0 as usize];
            note.marks += 1;
            *mark = NoteMark { note: known, turn: note.marks };
            return;
        }
        let note = NoteId(number(self.notes.len()));
        self.number.insert(draft, note);
        let found = &mut self.drafts[draft];
        self.ids.push(found.ids);
        let mut blocks = std::mem::take(&mut found.blocks);
        let span = found.span;
        // its place in the order of notes is taken before what it holds is read
        self.notes.push(Note { span, marks: 1, blocks: Vec::new() });
        *mark = NoteMark { note, turn: 1 };
        self.blocks(&mut blocks);
        self.notes[note.0 as usize].blocks = blocks;
    }
}

#[expect(clippy::cast_possible_truncation, reason = "sources are below 4 GiB")]
fn number(at: usize) -> u32 {
    at as u32
}

/// Moves the numbers of blocks, and of what in them has one, up.
fn shift(blocks: &mut [Block], by: u32) {
    each_id(blocks, &mut |id| id.0 += by);
}
