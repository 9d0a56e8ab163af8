//! Notes: their marks in the text, their text at the foot of the page.
//!
//! A note is set like other blocks, in small type, but apart from the rows of its group:
//! [`Feet`] holds the rows of all notes of a group in the order of their marks, and how
//! many of them a page owes that ends before a row of the text. `pages` shares them out.

use std::collections::BTreeMap;
use std::ops::Range;

use super::build::{Builder, Spot};
use super::flow::{Content, Flow, FlowItem, Group};
use super::fonts::FeatureSet;
use super::inline::{Gather, Type, raised_type};
use super::languages::Language;
use super::paragraph::{Form, Paragraph};
use super::rows::{self, NEVER, Row, RowKind};
use super::setting::Line;
use super::sheet::{ElementId, LinkTarget, Role};
use crate::ast::{Direction, NoteId, NoteMark, direction_of};
use crate::length::Length;
use crate::resolve::{Chapter, Raise};
use crate::theme::Align;

/// The notes of an edition.
#[derive(Debug, Default)]
pub(super) struct FlowNotes {
    /// Of each group that has notes, by number: what they print, in the order of marks.
    pub(super) groups: BTreeMap<usize, Group>,
    /// Of the element of each first mark, the item that its note begins with.
    pub(super) marks: BTreeMap<ElementId, usize>,
    /// How far the frame that the last note ends in reaches below it.
    below: Length,
}

impl Gather<'_> {
    /// Adds the mark of a note: a raised number that leads to it.
    pub(super) fn note_mark(
        &mut self,
        chapter: &Chapter,
        mark: NoteMark,
        kind: &Type<'_>,
        element: ElementId,
    ) {
        let kind =
            Type { features: FeatureSet::Tabular, ..raised_type(kind, Raise::Super) };
        let style = kind.style(self.theme);
        let number = mark.note.0 + 1;
        self.made(|gather| {
            if gather.after_mark() {
                // two marks side by side are two numbers
                gather.push(",", style, element);
            }
            gather.anchors.push(chapter.mark_id(mark));
            let own = gather.structure.add(element, Role::Reference);
            let target = LinkTarget::Destination(chapter.note_id(mark.note));
            let contents = format!("{} {number}", gather.words.note);
            gather.linked(own, target, contents, |gather, own| {
                if let Some(link) = gather.links.last_mut() {
                    link.mark = Some(mark);
                }
                gather.push(&number.to_string(), style, own);
            });
        });
    }

    /// Whether the mark of a note was added last.
    fn after_mark(&self) -> bool {
        let link = self.spans.last().and_then(|span| span.link);
        link.is_some_and(|link| self.links[link as usize].mark.is_some())
    }
}

impl<'a> Builder<'a> {
    /// Sets the notes whose first marks were printed since the last call: in the reading
    /// order they follow the block with the mark.
    pub(super) fn notes_after(&mut self, spot: Spot, chapter: &'a Chapter) {
        if self.cell.is_some() || self.in_panel {
            // those of cells come after their table, and those of panels after them all
            return;
        }
        let links = self.links[self.noted..].iter();
        let first = |mark: &NoteMark| mark.turn == 1;
        let marks: Vec<(ElementId, NoteId)> = links
            .filter_map(|link| {
                link.mark.filter(first).map(|mark| (link.element, mark.note))
            })
            .collect();
        // before they are set: what stands in a note has no notes of its own
        self.noted = self.links.len();
        let group = self.groups.len().saturating_sub(1);
        for (mark, note) in marks {
            if !self.notes.groups.contains_key(&group) {
                self.notes.below = Length::ZERO;
            }
            let items = self.note(spot, chapter, note);
            let notes = self.notes.groups.entry(group).or_default();
            self.notes.marks.insert(mark, notes.items.len());
            notes.items.extend(items);
        }
    }

    /// Goes back to the language of a chapter, whatever the language of the block in which
    /// the mark of a note stands; gives what it was.
    fn chapter_language(&mut self, chapter: &Chapter, note: ElementId) -> (Language, bool) {
        let before = (self.language, self.rtl);
        let own = chapter.language.as_deref().unwrap_or(&self.book.info.language);
        self.language = Language::new(own);
        let way = chapter.direction.unwrap_or_else(|| direction_of(own));
        self.rtl = way == Direction::Rtl;
        if self.language != before.0 {
            self.structure.get_mut(note).language = Some(own.to_owned());
        }
        before
    }

    /// A note: its number, hanging, and its blocks in small type.
    fn note(&mut self, spot: Spot, chapter: &'a Chapter, note: NoteId) -> Vec<FlowItem> {
        let pending = std::mem::take(&mut self.pending);
        let outside = std::mem::replace(&mut self.in_note, true);
        let around = (self.measure, self.across);
        if self.columned {
            (self.measure, self.across) = (self.columns().width, false);
        }
        self.groups.push(Group::default());
        let element = self.structure.add(spot.element, Role::Note);
        let before = self.chapter_language(chapter, element);
        let label = self.structure.add(element, Role::Lbl);
        let number = (note.0 + 1).to_string();
        let kind = Type { features: FeatureSet::Tabular, ..self.text_type() };
        let style = kind.style(self.theme);
        let digit = self.shaper.advance('0', &style);
        let width = |digits: usize| digit * i64::try_from(digits).unwrap_or(1);
        let widest = width(chapter.document.notes.len().to_string().len());
        let hang = widest + kind.size / 2;
        let first = NoteMark { note, turn: 1 };
        let contents = format!("{} {number}", self.words.back_to_mark);
        let mut gather = self.gather();
        let target = LinkTarget::Destination(chapter.mark_id(first));
        gather.linked(label, target, contents, |gather, own| {
            gather.push_made(&number, style, own);
        });
        let (text, spans) = (gather.text, gather.spans);
        let form = Form {
            align: Align::Left,
            hyphenate: false,
            protrusion: false,
            ..self.text_form(hang)
        };
        let label = self.add(Paragraph { text, spans, form, block: None, place: None });
        let inner = Spot {
            x: hang,
            width: self.measure - hang,
            ..self.spot(element, spot.division)
        };
        self.pending.anchors.push(chapter.note_id(note));
        let apart = self.theme.tokens.small_leading / 6;
        let below = std::mem::take(&mut self.notes.below);
        // a ground and a rule end a little further above the next note
        self.pending.space = if below > Length::ZERO { apart * 2 } else { apart };
        self.pending.padding = below;
        self.blocks(inner, chapter, &chapter.document.notes[note.0 as usize].blocks);
        self.set_label(0, label, inner, widest - width(number.len()));
        let left = std::mem::replace(&mut self.pending, pending);
        self.notes.below = left.padding;
        if let Some(item) = self.last_item() {
            item.anchors.extend(left.anchors);
        }
        self.in_note = outside;
        (self.language, self.rtl) = before;
        (self.measure, self.across) = around;
        self.groups.pop().map(|group| group.items).unwrap_or_default()
    }
}

/// The rows of a group's notes.
#[derive(Debug, Default)]
pub(super) struct Feet {
    pub(super) rows: Vec<Row>,
    /// For every row of the text, and for its end: how many rows belong to notes whose
    /// marks stand before it.
    due: Vec<usize>,
    /// The same: how many must stand on pages that end before it, so that each note has
    /// begun on the page of its mark.
    least: Vec<usize>,
    /// For every row and the end: whether a page may end before it.
    may_end: Vec<bool>,
    /// For every row and the end: the height of what stands before it.
    heights: Vec<Length>,
    /// For every row: whether a note begins with it.
    begins: Vec<bool>,
    /// Between the text and the notes: there the rule stands.
    gap: Length,
}

impl Feet {
    /// Those of a group without notes.
    pub(super) fn none() -> Self {
        Self { may_end: vec![true], heights: vec![Length::ZERO], ..Self::default() }
    }

    /// Cuts the notes of a group into rows.
    pub(super) fn new(
        text: &[Row],
        (number, group): (usize, &Group),
        flow: &Flow,
        lines: &[&[Line]],
        gap: Length,
    ) -> Self {
        let Some(notes) = flow.notes.groups.get(&number) else {
            return Self::none();
        };
        let rows = rows::rows(notes, flow, lines);
        let first_row = |item: usize| rows.partition_point(|row| row.item < item);
        let mut heights = vec![Length::ZERO];
        let mut height = Length::ZERO;
        for row in &rows {
            height += row.space + row.height;
            heights.push(height);
        }
        let marks: Vec<Vec<usize>> = text
            .iter()
            .map(|row| marks_in(row, &group.items[row.item], flow, lines))
            .collect();
        let mut begins = vec![false; rows.len()];
        for &item in marks.iter().flatten() {
            if let Some(begin) = begins.get_mut(first_row(item)) {
                *begin = true;
            }
        }
        let may_end: Vec<bool> = rows
            .iter()
            .zip(&begins)
            .map(|(row, &begins)| begins || row.penalty < NEVER)
            .chain([true])
            .collect();
        let next = |from: usize, is: &dyn Fn(usize) -> bool| {
            (from + 1..rows.len()).find(|&row| is(row)).unwrap_or(rows.len())
        };
        let (mut due, mut least) = (vec![0], vec![0]);
        let (mut owed, mut begun) = (0, 0);
        for items in &marks {
            for &item in items {
                let first = first_row(item);
                owed = owed.max(next(first, &|row| begins[row]));
                begun = begun.max(next(first, &|row| may_end[row]));
            }
            due.push(owed);
            least.push(begun);
        }
        // whatever happens, every note is printed
        if let Some(last) = due.last_mut() {
            *last = rows.len();
        }
        Self { rows, due, least, may_end, heights, begins, gap }
    }

    /// Height of some rows at the foot of a page, with what divides them from the text.
    pub(super) fn height(&self, rows: &Range<usize>) -> Length {
        if rows.is_empty() {
            return Length::ZERO;
        }
        let space = self.rows[rows.start].space;
        self.heights[rows.end] - self.heights[rows.start] - space + self.gap
    }

    /// From the top of the notes of a page to its first row.
    pub(super) fn gap(&self) -> Length {
        self.gap
    }

    /// From the top of the notes of a page to the rule above its first row.
    pub(super) fn rule_at(&self) -> Length {
        self.gap.scale(45, 100)
    }

    /// Whether the notes of a page go on with one from the page before.
    pub(super) fn goes_on(&self, rows: &Range<usize>) -> bool {
        self.begins.get(rows.start).is_some_and(|begins| !begins)
    }

    /// How many rows belong to marks before a row of the text.
    pub(super) fn due(&self, end: usize) -> usize {
        self.due.get(end).copied().unwrap_or(0)
    }

    /// Whether a note begins on a page after that of its mark, where a page ends before
    /// row `end` of the text and before row `placed` of the notes.
    pub(super) fn is_late(&self, end: usize, placed: usize) -> bool {
        self.least.get(end).is_some_and(|&least| placed < least)
    }

    /// Up to which row the notes stand on a page that ends before row `end` of the text,
    /// when those before `placed` stand on earlier pages: as many as there is room for.
    /// Where not even what must be there fits, what must be there and `false`; with
    /// `late` notes may begin on a later page than that of their mark.
    pub(super) fn place(
        &self,
        end: usize,
        placed: usize,
        (room, late): (Length, bool),
    ) -> (usize, bool) {
        let due = self.due(end);
        if placed >= due {
            return (placed, room.0 >= 0);
        }
        let least = self.least.get(end).copied().unwrap_or(0).max(placed + 1);
        let least = (least..due).find(|&row| self.may_end[row]).unwrap_or(due);
        let space = self.rows[placed].space;
        let most = room - self.gap + self.heights[placed] + space;
        let fitting = self.heights.partition_point(|&height| height <= most);
        let most = due.min(fitting.saturating_sub(1));
        let last =
            |from: usize| (from..=most).rev().find(|&row| row == due || self.may_end[row]);
        let waiting = || last(placed + 1).filter(|_| late);
        last(least).or_else(waiting).map_or((least, false), |row| (row, true))
    }
}

impl Feet {
    /// Rows of notes whose marks all stand at the end.
    #[cfg(test)]
    pub(super) fn of(rows: Vec<Row>) -> Self {
        let mut heights = vec![Length::ZERO];
        for row in &rows {
            let before = heights.last().copied().unwrap_or(Length::ZERO);
            heights.push(before + row.space + row.height);
        }
        let may_end = vec![true; rows.len() + 1];
        Self { heights, may_end, rows, ..Self::default() }
    }

    /// Where some rows are parted that stand side by side, so that the higher part is as
    /// low as can be; of two ways the one with more in the first.
    pub(super) fn halve(&self, rows: &Range<usize>) -> usize {
        let highest = |split: &usize| {
            let parts = [rows.start..*split, *split..rows.end];
            parts.map(|part| self.height(&part)).into_iter().max()
        };
        let splits = rows.clone().skip(1).filter(|&row| self.may_end[row]);
        splits.chain([rows.end]).rev().min_by_key(highest).unwrap_or(rows.end)
    }
}

/// The items that notes begin with whose first marks stand in a row.
fn marks_in(row: &Row, item: &FlowItem, flow: &Flow, lines: &[&[Line]]) -> Vec<usize> {
    let found = |paragraph: usize, range: Range<u32>| {
        let spans = &flow.paragraphs[paragraph].spans;
        let first = spans.partition_point(|span| span.start < range.start);
        spans[first..]
            .iter()
            .take_while(move |span| span.start < range.end)
            .filter_map(|span| flow.notes.marks.get(&span.element).copied())
            .collect::<Vec<usize>>()
    };
    let line = |paragraph: usize, number: usize| {
        let lines = lines[paragraph];
        // what stands before the first line's text belongs to it
        let start = if number == 0 { 0 } else { lines[number].start };
        let end = lines.get(number + 1).map_or(u32::MAX, |line| line.start);
        found(paragraph, start..end)
    };
    match (&item.content, row.kind) {
        (Content::Text(block), RowKind::Line(number)) => line(block.paragraph, number),
        (Content::Band(_) | Content::Panels(_) | Content::Beside(_), _) => {
            row.cells.iter().flat_map(|cell| line(cell.paragraph, cell.line)).collect()
        }
        (Content::Text(_) | Content::Picture(_) | Content::Ornament, _) => Vec::new(),
    }
}
