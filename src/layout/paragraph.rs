//! A paragraph before it is broken into lines: one text, and who owns which part.

use std::sync::Arc;

use super::bidi;
use super::fonts::Style;
use super::math::MathBox;
use super::sheet::{ElementId, LinkTarget};
use super::structure::Sequence;
use crate::ast::{BlockId, NoteMark};
use crate::length::Length;
use crate::resolve::Division;
use crate::source::Place;
use crate::theme::Align;

/// Text to be set as one paragraph.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Paragraph {
    /// The whole text; `\n` is a line break that must be.
    pub(super) text: String,
    /// Stretches of it, in order, without gaps.
    pub(super) spans: Vec<Span>,
    /// How it is set.
    pub(super) form: Form,
    /// The block it is the text of; none for text the program made.
    pub(super) block: Option<(Division, BlockId)>,
    /// Where it was written, for messages.
    pub(super) place: Option<Place>,
}

/// A stretch of a paragraph of one style and one owner.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Span {
    /// First byte in the paragraph's text.
    pub(super) start: u32,
    /// One past its last byte.
    pub(super) end: u32,
    /// How it is set.
    pub(super) style: Style,
    /// The element that owns it.
    pub(super) element: ElementId,
    /// Its turn in reading order.
    pub(super) sequence: Sequence,
    /// The link it is part of, by number.
    pub(super) link: Option<u32>,
    /// Units of the block (see `ast::units`) before it.
    pub(super) unit: u32,
    /// Whether each of its bytes is a unit; else all of it stands for one.
    pub(super) counted: bool,
    /// What kind of text it is, for where lines may end.
    pub(super) kind: SpanKind,
    /// Marks of isolates that begin or end before it (Unicode Standard Annex 9), where
    /// the author says a direction.
    pub(super) isolates: Vec<char>,
    /// Addresses that begin here.
    pub(super) anchors: Vec<String>,
    /// Addresses behind the last one of a paragraph.
    pub(super) after: Vec<String>,
    /// A part of a formula that stands for its only character.
    pub(super) formula: Option<Arc<MathBox>>,
    /// Byte of the source where it was written, for messages.
    pub(super) written: Option<u32>,
}

impl Span {
    /// Whether it looks like another and its lines may end where those of that one may.
    fn is_set_like(&self, other: &Self) -> bool {
        let Self {
            start,
            end,
            style,
            element: _,
            sequence: _,
            link: _,
            unit: _,
            counted: _,
            kind,
            isolates,
            anchors: _,
            after: _,
            formula,
            written: _,
        } = self;
        (*start, *end, *style, *kind) == (other.start, other.end, other.style, other.kind)
            && *isolates == other.isolates
            && *formula == other.formula
    }
}

/// Where lines may end in a span.
#[derive(Debug, Copy, Clone, PartialEq, Eq)]
pub(super) enum SpanKind {
    /// At spaces and hyphens, and inside words by hyphenation.
    Text,
    /// As text, but never hyphenated.
    Verbatim,
    /// As verbatim, and stays with the word before it.
    Citation,
    /// A part of a formula; a line ends behind it with this penalty.
    Formula(u16),
}

/// How a paragraph is set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Form {
    /// How its lines end.
    pub(super) align: Align,
    /// Width from edge to edge.
    pub(super) measure: Length,
    /// Whether it runs from right to left: then it begins at the right edge, and left
    /// and right of `align` change places.
    pub(super) rtl: bool,
    /// How far its first line is moved in.
    pub(super) indent: Length,
    /// From baseline to baseline.
    pub(super) leading: Length,
    /// From the top of a line to its baseline.
    pub(super) baseline: Length,
    /// Whether its words may be hyphenated.
    pub(super) hyphenate: bool,
    /// Whether punctuation hangs into the margin.
    pub(super) protrusion: bool,
    /// How far glyphs may be widened or narrowed, in thousandths.
    pub(super) expansion: u16,
    /// Whether a line break is chosen for lines of equal length: headings.
    pub(super) balance: bool,
    /// Whether a line that goes on with the one before it is marked: code.
    pub(super) marked: bool,
    /// The number of its first line, where the lines its author wrote are numbered: code.
    pub(super) numbers: Option<u32>,
    /// How many lines it is to have more than is best for it (TeX's `\looseness`).
    pub(super) looseness: i8,
}

/// A link of the edition.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Link {
    /// Its `Link` element.
    pub(super) element: ElementId,
    /// Where to.
    pub(super) target: LinkTarget,
    /// What a screen reader says.
    pub(super) contents: String,
    /// The mark of a note that it is.
    pub(super) mark: Option<NoteMark>,
}

impl Paragraph {
    /// Whether its lines are those of another: they do not say who owns what.
    pub(super) fn is_set_like(&self, other: &Self) -> bool {
        let Self { text, spans, form, block: _, place: _ } = self;
        *text == other.text
            && *form == other.form
            && spans.len() == other.spans.len()
            && spans.iter().zip(&other.spans).all(|(own, other)| own.is_set_like(other))
    }

    /// Addresses behind the last of its text.
    pub(super) fn anchors_at_end(&self) -> &[String] {
        self.spans.last().map_or(&[], |span| &span.after)
    }

    /// The embedding level of every byte; none where everything runs from left to right.
    pub(super) fn levels(&self) -> Option<Vec<u8>> {
        let isolates: Vec<_> = self
            .spans
            .iter()
            .flat_map(|span| span.isolates.iter().map(|&mark| (span.start, mark)))
            .collect();
        bidi::levels(&self.text, self.form.rtl, &isolates)
    }

    /// Its text, span by span, without formulas.
    pub(super) fn texts(&self) -> impl Iterator<Item = (&str, &Style)> {
        let spans = self.spans.iter().filter(|span| span.formula.is_none());
        spans.map(|span| (&self.text[span.start as usize..span.end as usize], &span.style))
    }

    /// The span that a byte of the text lies in.
    pub(super) fn span_at(&self, byte: u32) -> usize {
        self.spans.partition_point(|span| span.end <= byte).min(self.spans.len() - 1)
    }

    /// Units of the block before a byte of the text.
    pub(super) fn unit_at(&self, byte: u32) -> u32 {
        let Some(span) = self.spans.get(self.span_at(byte)) else { return 0 };
        if span.counted {
            span.unit + (byte.max(span.start) - span.start)
        } else {
            span.unit
        }
    }
}
