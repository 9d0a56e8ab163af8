//! What ends a line: hyphens, the space to the next line, and what hangs into the margins.

use std::sync::Arc;

use super::bidi;
use super::breaks::{self, Break, BreakKind};
use super::fonts::{Fonts, Segment, ShapedGlyph, Shaper, Style};
use super::lines::{self, Edge, Sum};
use super::paragraph::Paragraph;
use super::setting::{LineRun, Setter, with_clusters};
use super::sheet::Glyph;
use crate::length::Length;
use crate::theme::FaceId;

/// Widths of hyphens and of what hangs into the margins.
pub(super) struct Edges<'p, 's, 'f> {
    pub(super) paragraph: &'p Paragraph,
    pub(super) shaper: &'s mut Shaper<'f>,
    /// In a paragraph from right to left the embedding level of every byte.
    pub(super) levels: Option<Vec<u8>>,
    /// Characters whose widths were looked up: a hyphen, some marks.
    pub(super) known: Vec<(char, Style, i64)>,
}

impl Edges<'_, '_, '_> {
    pub(super) fn at(&mut self, place: &Break, sums: &[Sum]) -> Edge {
        let end = place.end as usize;
        let last = self.paragraph.text[..end].chars().next_back();
        let glue = last
            .filter(|&c| breaks::is_wide(c))
            .map_or(0, |last| sums[end].spaces - sums[end - last.len_utf8()].spaces);
        Edge {
            shown: Length(self.end(place, last)).into(),
            hang: Length(self.start(place.next)).into(),
            glue: Length(glue).into(),
        }
    }

    /// What a line's end adds to its width: an added hyphen, less what hangs.
    fn end(&mut self, place: &Break, last: Option<char>) -> i64 {
        let Some(last) = last else { return 0 };
        let style =
            self.paragraph.spans[self.paragraph.span_at(place.end.max(1) - 1)].style;
        let added = place.kind == BreakKind::Added;
        let shown = if added { hyphen(self.shaper.fonts, style.face) } else { last };
        let inside = self.is_inside(place.end as usize - last.len_utf8());
        let share = if inside { 0 } else { lines::hangs_at_end(shown) };
        if !added && share == 0 {
            return 0;
        }
        let width = self.width(shown, &style);
        let hangs = if self.paragraph.form.protrusion { width * share / 1000 } else { 0 };
        if added { width - hangs } else { -hangs }
    }

    /// How far the start of a line hangs into the margin.
    pub(super) fn start(&mut self, at: u32) -> i64 {
        if !self.paragraph.form.protrusion {
            return 0;
        }
        let Some(first) = self.paragraph.text[at as usize..].chars().next() else {
            return 0;
        };
        let share = lines::hangs_at_start(first);
        if share == 0 || self.is_inside(at as usize) {
            return 0;
        }
        let style = self.paragraph.spans[self.paragraph.span_at(at)].style;
        self.width(first, &style) * share / 1000
    }

    /// Whether a character runs against its paragraph from right to left: then it does not
    /// stand at an edge of its line, though it is the first or the last of it.
    fn is_inside(&self, byte: usize) -> bool {
        let level = self.levels.as_ref().and_then(|levels| levels.get(byte));
        level.is_some_and(|&level| !bidi::is_rtl(level))
    }

    fn width(&mut self, character: char, style: &Style) -> i64 {
        let known =
            self.known.iter().find(|known| known.0 == character && known.1 == *style);
        if let Some(&(.., width)) = known {
            return width;
        }
        let face = self.shaper.fonts.face_for(style.face, character);
        let own = Style { face: face.unwrap_or(style.face), ..*style };
        let width = self.shaper.advance(character, &own).0;
        self.known.push((character, *style, width));
        width
    }
}

/// The hyphen to show at a line end: U+2010 if the face has it.
fn hyphen(fonts: &Fonts<'_>, face: FaceId) -> char {
    if fonts.has(face, '\u{2010}') { '\u{2010}' } else { '-' }
}

impl Setter<'_, '_, '_> {
    /// How what ends a line is set behind a segment; nothing behind a formula or a picture,
    /// which are read by their alternative text alone.
    pub(super) fn end_style(&self, segment: &Segment) -> Option<Style> {
        let span = &self.paragraph.spans[segment.span as usize];
        let style = Style { face: segment.face, ..span.style };
        span.formula.is_none().then_some(style)
    }

    /// The space that ends a line behind a formula or a picture: it belongs to the text in
    /// which it was written.
    pub(super) fn end_after_formula(
        &mut self,
        runs: &mut Vec<(LineRun, Length)>,
        (place, end): (&Break, u32),
    ) {
        let paragraph = self.paragraph;
        let spans = &paragraph.spans;
        let Some(last) = runs.last().map(|(run, _)| run.clone()) else { return };
        let next = spans.iter().position(|span| span.start <= end && end < span.end);
        let Some(next) = next.filter(|_| spans[last.span as usize].formula.is_some())
        else {
            return;
        };
        let Ok(span) = u32::try_from(next) else { return };
        let style = spans[next].style;
        let mut text = String::new();
        let Some(glyph) = self.end(&style, (place, end), &mut text) else { return };
        let glyphs = with_clusters(&[], Some(glyph), end, text.len());
        let space = LineRun {
            span,
            face: style.face,
            stretch: 1000,
            width: Length::ZERO,
            text,
            glyphs: Arc::new(glyphs),
            ..last
        };
        runs.push((space, Length::ZERO));
    }

    /// Where text runs both ways, the space at a line's end is a run of its own: it runs
    /// as the paragraph does (Unicode Standard Annex 9, rule L1).
    pub(super) fn part_end(&self, runs: &mut Vec<(LineRun, Length)>, end: u32) {
        let rtl = self.paragraph.form.rtl;
        let Some((last, _)) = runs.last_mut() else { return };
        let at_end = self.paragraph.spans[last.span as usize].end >= end;
        if !at_end || !last.text.ends_with(' ') || (last.level == 0 && !rtl) {
            return;
        }
        let Some(glyph) = Arc::make_mut(&mut last.glyphs).pop() else { return };
        last.text.pop();
        let space = LineRun {
            level: u8::from(rtl),
            text: " ".to_owned(),
            width: Length::ZERO,
            glyphs: Arc::new(vec![Glyph { start: 0, len: 1, ..glyph }]),
            ..last.clone()
        };
        if last.glyphs.is_empty() {
            runs.pop();
        }
        runs.push((space, glyph.advance.long()));
    }

    /// Adds what ends a line, with its glyph: a hyphen that was not written, or the space
    /// between this line and the next, which hangs unseen into the margin. Readers of tagged
    /// text know words by their spaces (ISO 32000-1, 14.8.2.5), not by where lines end.
    pub(super) fn end(
        &mut self,
        style: &Style,
        (place, end): (&Break, u32),
        text: &mut String,
    ) -> Option<ShapedGlyph> {
        let (glyph, shown) = match place.kind {
            BreakKind::Added => (self.shaper.hyphen(style), '\u{AD}'),
            BreakKind::Forced => (self.shaper.space(style), ' '),
            BreakKind::Plain | BreakKind::End if place.next > place.end => {
                (self.shaper.space(style), ' ')
            }
            BreakKind::Plain | BreakKind::End | BreakKind::Written => return None,
        };
        let glyph = glyph?;
        text.push(shown);
        Some(ShapedGlyph { start: end, ..glyph })
    }
}
