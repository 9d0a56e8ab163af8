//! A paragraph to finished lines: shape, measure, break, justify.

use hypher::Lang;

use super::breaks::{self, Break, BreakKind};
use super::fonts::{Fonts, Segment, ShapedGlyph, Shaper, Style};
use super::lines::{self, Chosen, Measured, Sum};
use super::paragraph::Paragraph;
use super::sheet::Glyph;
use crate::diag::{Diagnostic, Sink};
use crate::length::Length;
use crate::source::{Place, Span as SourceSpan};
use crate::theme::{Align, FaceId};

/// A finished line.
#[derive(Debug, Clone)]
pub(super) struct Line {
    /// Its glyphs, from left to right.
    pub(super) runs: Vec<LineRun>,
    /// First byte of its text in the paragraph.
    pub(super) start: u32,
    /// Whether it ends in a hyphen.
    pub(super) hyphen: bool,
    /// Width of what is seen, hanging parts left out.
    pub(super) width: Length,
}

/// Glyphs of one span and face in a line.
#[derive(Debug, Clone)]
pub(super) struct LineRun {
    /// The span of the paragraph.
    pub(super) span: u32,
    pub(super) face: FaceId,
    /// Horizontal scale in thousandths.
    pub(super) stretch: u16,
    /// From the left edge of the measure.
    pub(super) x: Length,
    /// Width from its first origin to the end of its last glyph.
    pub(super) width: Length,
    pub(super) text: String,
    pub(super) glyphs: Vec<Glyph>,
}

/// Sets a paragraph.
///
/// Reports `missing-glyph` for a character that no face of the theme has and
/// `overfull-line` for a word that is wider than the measure.
pub(super) fn set(
    paragraph: &Paragraph,
    fonts: &Fonts<'_>,
    shaper: &mut Shaper<'_>,
    language: Option<Lang>,
    sink: &mut Sink,
) -> Vec<Line> {
    if paragraph.text.is_empty() {
        return Vec::new();
    }
    let segments = shape(paragraph, shaper, sink);
    let sums = sums(paragraph, &segments);
    let language = if paragraph.form.hyphenate { language } else { None };
    let places = breaks::opportunities(paragraph, language);
    let mut edges = Edges::new(paragraph, fonts, shaper);
    let ends: Vec<i64> = places.iter().map(|place| edges.end(place)).collect();
    let starts: Vec<i64> = places.iter().map(|place| edges.start(place.next)).collect();
    let measured = Measured {
        form: &paragraph.form,
        sums: &sums,
        breaks: &places,
        ends: &ends,
        starts: &starts,
        first_start: edges.start(0),
    };
    let chosen = lines::choose(&measured);
    let mut setter = Setter { paragraph, segments: &segments, shaper, measured: &measured };
    let mut before = usize::MAX;
    let mut lines = Vec::with_capacity(chosen.len());
    let overfull = chosen.iter().filter(|line| line.overfull);
    report_overfull(paragraph, overfull, &places, sink);
    for line in &chosen {
        lines.push(setter.line(before, line));
        before = line.end;
    }
    lines
}

/// Text on one line in one style, for what is printed beside the text block.
///
/// What a theme's faces lack here has been reported where the text itself is set.
pub(super) fn unbroken(text: &str, style: &Style, shaper: &mut Shaper<'_>) -> Vec<LineRun> {
    let end = u32::try_from(text.len()).unwrap_or(u32::MAX);
    let segments = shaper.span(text, (0, end), 0, style, &mut Vec::new());
    let mut x = Length::ZERO;
    segments
        .iter()
        .map(|segment| {
            let text = text[segment.start as usize..segment.end as usize].to_owned();
            let glyphs = with_clusters(&segment.glyphs, segment.start, text.len());
            let width = glyphs.iter().map(|glyph| glyph.advance).sum();
            let run = LineRun {
                span: 0,
                face: segment.face,
                stretch: 1000,
                x,
                width,
                text,
                glyphs,
            };
            x += width;
            run
        })
        .collect()
}

/// The least and the natural width of a paragraph: of its widest word, or with a language
/// of its widest part of one; and of its widest line if none had to be broken.
pub(super) fn extent(
    paragraph: &Paragraph,
    shaper: &mut Shaper<'_>,
    language: Option<Lang>,
) -> (Length, Length) {
    if paragraph.text.is_empty() {
        return (Length::ZERO, Length::ZERO);
    }
    // what is missing is reported when the paragraph is set
    let segments = shape(paragraph, shaper, &mut Sink::default());
    let sums = sums(paragraph, &segments);
    let width =
        |range: std::ops::Range<usize>| sums[range.end].width - sums[range.start].width;
    let mut least = 0;
    let mut start = 0;
    for place in breaks::opportunities(paragraph, language) {
        let end = place.end as usize;
        least = least.max(width(start..end.max(start)));
        start = place.next as usize;
    }
    let mut most = 0;
    let mut start = 0;
    for line in paragraph.text.split_inclusive('\n') {
        most = most.max(width(start..start + line.trim_end_matches('\n').len()));
        start += line.len();
    }
    (Length(least), Length(most))
}

/// Tells of lines that stick out: one message for a paragraph.
fn report_overfull<'c>(
    paragraph: &Paragraph,
    mut lines: impl Iterator<Item = &'c Chosen>,
    places: &[Break],
    sink: &mut Sink,
) {
    const SHOWN: usize = 60;
    let Some(first) = lines.next() else { return };
    let text = &paragraph.text[first.start as usize..places[first.end].end as usize];
    let mut shown: String = text.chars().take(SHOWN).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    let more = match lines.count() {
        0 => String::new(),
        count => format!(", and {count} more lines of this paragraph"),
    };
    let message = format!("`{shown}` is wider than the line{more}");
    let diagnostic = Diagnostic::new("overfull-line", message)
        .help("shorten it, add a soft hyphen (U+00AD), or let the theme use smaller type");
    sink.warn(match paragraph.place {
        Some(place) => diagnostic.at(place),
        None => diagnostic,
    });
}

fn shape(paragraph: &Paragraph, shaper: &mut Shaper<'_>, sink: &mut Sink) -> Vec<Segment> {
    let mut segments = Vec::with_capacity(paragraph.spans.len());
    let mut missing = Vec::new();
    let rtl =
        paragraph.text.char_indices().find(|&(_, character)| is_right_to_left(character));
    if let Some((at, character)) = rtl {
        report_right_to_left(paragraph, u32::try_from(at).unwrap_or(0), character, sink);
        return segments;
    }
    for (number, span) in (0u32..).zip(&paragraph.spans) {
        let range = (span.start, span.end);
        segments.extend(shaper.span(
            &paragraph.text,
            range,
            number,
            &span.style,
            &mut missing,
        ));
    }
    missing.sort_by_key(|&(_, character)| character);
    missing.dedup_by_key(|&mut (_, character)| character);
    for (at, character) in missing {
        report_missing(paragraph, at, character, sink);
    }
    segments
}

/// Whether a character is of a script that is read from right to left: the blocks that
/// Unicode sets aside for those (Unicode Standard Annex 9, table 4).
const fn is_right_to_left(character: char) -> bool {
    matches!(
        character,
        '\u{590}'..='\u{8FF}'
            | '\u{FB1D}'..='\u{FDFF}'
            | '\u{FE70}'..='\u{FEFE}'
            | '\u{10800}'..='\u{10FFF}'
            | '\u{1E800}'..='\u{1EFFF}'
    )
}

fn report_right_to_left(paragraph: &Paragraph, at: u32, character: char, sink: &mut Sink) {
    let message =
        format!("text from right to left (`{character}`) cannot be set in print yet");
    let diagnostic = Diagnostic::new("not-supported-yet", message)
        .help("write it in Latin letters, or leave it out of this edition");
    sink.error(placed(diagnostic, paragraph, at));
}

fn report_missing(paragraph: &Paragraph, at: u32, character: char, sink: &mut Sink) {
    let code = u32::from(character);
    let diagnostic = Diagnostic::new(
        "missing-glyph",
        format!("no face of the theme has `{character}` (U+{code:04X})"),
    )
    .help("write it with other characters, or add a font file that has it to the theme");
    sink.error(placed(diagnostic, paragraph, at));
}

/// A message with the place of a byte of the paragraph's text.
fn placed(diagnostic: Diagnostic, paragraph: &Paragraph, at: u32) -> Diagnostic {
    if let Some(Place { source, span }) = paragraph.place {
        // the paragraph's text follows its source closely enough to point into it
        let start = span.start.saturating_add(at).min(span.end.saturating_sub(1));
        let place = if paragraph.spans.len() == 1 {
            Place { source, span: SourceSpan::new(start.max(span.start), span.end) }
        } else {
            Place { source, span }
        };
        return diagnostic.at(place);
    }
    diagnostic
}

/// The bytes at which the glyphs of a segment begin and how wide they are, cluster by
/// cluster: `(start, end, width)`.
fn clusters(segment: &Segment) -> impl Iterator<Item = (u32, u32, Length)> + '_ {
    let glyphs = &segment.glyphs;
    let mut index = 0;
    std::iter::from_fn(move || {
        let first = glyphs.get(index)?;
        let mut width = Length::ZERO;
        while let Some(glyph) = glyphs.get(index).filter(|glyph| glyph.start == first.start)
        {
            width += glyph.advance;
            index += 1;
        }
        let end = glyphs.get(index).map_or(segment.end, |glyph| glyph.start);
        Some((first.start, end, width))
    })
}

/// What stands before each byte. Inside a cluster of several characters the width is
/// shared out evenly.
fn sums(paragraph: &Paragraph, segments: &[Segment]) -> Vec<Sum> {
    let text = paragraph.text.as_bytes();
    let mut sums = vec![Sum::default(); text.len() + 1];
    let mut sum = Sum::default();
    for segment in segments {
        for (start, end, width) in clusters(segment) {
            let (first, last) = (start as usize, end as usize);
            if text[first] == b'\n' {
                sums[first..last].fill(sum);
                continue;
            }
            let bytes = i64::from(end - start).max(1);
            for (step, slot) in (0i64..).zip(&mut sums[first..last]) {
                *slot =
                    Sum { width: sum.width + width.0 * step / bytes, spaces: sum.spaces };
            }
            sum.width += width.0;
            if text[first] == b' ' {
                sum.spaces += width.0;
            }
        }
    }
    if let Some(end) = sums.last_mut() {
        *end = sum;
    }
    sums
}

/// Widths of hyphens and of what hangs into the margins.
struct Edges<'p, 's, 'f> {
    paragraph: &'p Paragraph,
    fonts: &'p Fonts<'p>,
    shaper: &'s mut Shaper<'f>,
}

impl<'p, 's, 'f> Edges<'p, 's, 'f> {
    fn new(
        paragraph: &'p Paragraph,
        fonts: &'p Fonts<'p>,
        shaper: &'s mut Shaper<'f>,
    ) -> Self {
        Self { paragraph, fonts, shaper }
    }

    /// What a line's end adds to its width: an added hyphen, less what hangs.
    fn end(&mut self, place: &Break) -> i64 {
        let text = &self.paragraph.text[..place.end as usize];
        let Some(last) = text.chars().next_back() else { return 0 };
        let style =
            self.paragraph.spans[self.paragraph.span_at(place.end.max(1) - 1)].style;
        let added = place.kind == BreakKind::Added;
        let shown = if added { hyphen(self.fonts, style.face) } else { last };
        let width = self.width(shown, &style);
        let share = lines::hangs_at_end(shown);
        let hangs = if self.paragraph.form.protrusion { width * share / 1000 } else { 0 };
        if added { width - hangs } else { -hangs }
    }

    /// How far the start of a line hangs into the margin.
    fn start(&mut self, at: u32) -> i64 {
        if !self.paragraph.form.protrusion {
            return 0;
        }
        let Some(first) = self.paragraph.text[at as usize..].chars().next() else {
            return 0;
        };
        let share = lines::hangs_at_start(first);
        if share == 0 {
            return 0;
        }
        let style = self.paragraph.spans[self.paragraph.span_at(at)].style;
        self.width(first, &style) * share / 1000
    }

    fn width(&mut self, character: char, style: &Style) -> i64 {
        self.shaper.advance(character, style).0
    }
}

/// The hyphen to show at a line end: U+2010 if the face has it.
fn hyphen(fonts: &Fonts<'_>, face: FaceId) -> char {
    if fonts.has(face, '\u{2010}') { '\u{2010}' } else { '-' }
}

struct Setter<'p, 's, 'f> {
    paragraph: &'p Paragraph,
    segments: &'p [Segment],
    shaper: &'s mut Shaper<'f>,
    measured: &'p Measured<'p>,
}

/// How a line is stretched: glyphs by thousandths, spaces by what is left.
#[derive(Debug, Copy, Clone)]
struct Stretch {
    /// Horizontal scale in thousandths.
    glyphs: u16,
    /// Width that the spaces share, positive or negative.
    spaces: i64,
    /// Width of the spaces before that, scaled.
    natural: i64,
}

impl Setter<'_, '_, '_> {
    /// Sets the line that follows break `before`.
    fn line(&mut self, before: usize, chosen: &Chosen) -> Line {
        let place = self.measured.breaks[chosen.end];
        let form = &self.paragraph.form;
        let indent = if before == usize::MAX { form.indent } else { Length::ZERO };
        let hang = if before == usize::MAX {
            self.measured.first_start
        } else {
            self.measured.starts[before]
        };
        let natural = self.measured.natural(before, chosen.end);
        let stretch = self.stretch(before, chosen.end, natural);
        let visible = if form.align == Align::Justify && stretch.glyphs != 1000 {
            Length(natural.width).scale(i64::from(stretch.glyphs), 1000)
                + Length(stretch.spaces)
        } else {
            Length(natural.width + stretch.spaces)
        };
        let free = form.measure - indent - visible;
        let left = match form.align {
            Align::Justify | Align::Left => indent,
            Align::Center => indent + free / 2,
            Align::Right => indent + free,
        };
        let runs = self.runs(chosen.start, &place, left - Length(hang), stretch);
        Line { runs, start: chosen.start, hyphen: place.kind.is_hyphen(), width: visible }
    }

    fn stretch(&self, before: usize, end: usize, natural: Sum) -> Stretch {
        let form = &self.paragraph.form;
        let last =
            matches!(self.measured.breaks[end].kind, BreakKind::End | BreakKind::Forced);
        let missing = self.measured.fit(before, end, false).missing;
        let still = Stretch { glyphs: 1000, spaces: 0, natural: natural.spaces };
        if form.align != Align::Justify || last && missing >= 0 || natural.spaces == 0 {
            return still;
        }
        let most = i64::from(form.expansion);
        let wanted = missing * 1000 / natural.width.max(1);
        let thousandths = 1000 + wanted.clamp(-most, most);
        let scaled = Length(natural.width).scale(thousandths, 1000).0;
        let spaces = Length(natural.spaces).scale(thousandths, 1000).0;
        let least = -spaces * lines::SPACE_SHRINK / 1000;
        Stretch {
            glyphs: u16::try_from(thousandths).unwrap_or(1000),
            spaces: (natural.width + missing - scaled).max(least),
            natural: spaces,
        }
    }

    fn runs(
        &mut self,
        start: u32,
        place: &Break,
        left: Length,
        stretch: Stretch,
    ) -> Vec<LineRun> {
        let end = place.end.max(start);
        let mut runs = Vec::new();
        let mut x = left;
        // the spaces' share is handed out without remainder
        let mut given = 0i64;
        let mut passed = 0i64;
        let first = self.segments.partition_point(|segment| segment.end <= start);
        for segment in
            self.segments[first..].iter().take_while(|segment| segment.start < end)
        {
            let range = (segment.start.max(start), segment.end.min(end));
            let mut glyphs = self.glyphs(segment, range);
            let mut text =
                self.paragraph.text[range.0 as usize..range.1 as usize].to_owned();
            if range.1 == end {
                self.add_end(segment, (place, end), &mut text, &mut glyphs);
            }
            let mut width = Length::ZERO;
            let glyphs = with_clusters(&glyphs, range.0, text.len());
            let glyphs: Vec<Glyph> = glyphs
                .into_iter()
                .map(|mut glyph| {
                    let scale = i64::from(stretch.glyphs);
                    glyph.advance = glyph.advance.scale(scale, 1000);
                    glyph.dx = glyph.dx.scale(scale, 1000);
                    let inside = range.0 + glyph.start < end;
                    let space = text.as_bytes()[glyph.start as usize] == b' ';
                    if space && inside && stretch.natural > 0 {
                        passed += glyph.advance.0;
                        let due = i128::from(stretch.spaces) * i128::from(passed)
                            / i128::from(stretch.natural);
                        let due = i64::try_from(due).unwrap_or(given);
                        glyph.advance += Length(due - given);
                        given = due;
                    }
                    // the space at a line end hangs unseen
                    if inside || !space {
                        width += glyph.advance;
                    }
                    glyph
                })
                .collect();
            let (text, glyphs) = without_soft_hyphens(text, glyphs, end - range.0);
            if !glyphs.is_empty() {
                let (span, face) = (segment.span, segment.face);
                let stretch = stretch.glyphs;
                runs.push(LineRun { span, face, stretch, x, width, text, glyphs });
            }
            x += width;
        }
        runs
    }

    /// The glyphs of a part of a segment, shaped anew where the cut would hurt.
    fn glyphs(&mut self, segment: &Segment, range: (u32, u32)) -> Vec<ShapedGlyph> {
        let whole = range == (segment.start, segment.end);
        let glyphs = &segment.glyphs;
        if whole {
            return glyphs.clone();
        }
        let from = glyphs.partition_point(|glyph| glyph.start < range.0);
        let to = glyphs.partition_point(|glyph| glyph.start < range.1);
        let clean = |index: usize, byte: u32| match glyphs.get(index) {
            Some(glyph) => byte == glyph.start && glyph.safe,
            None => byte == segment.end,
        };
        // a cluster that begins before the cut and ends after it also needs new shapes
        if clean(from, range.0) && clean(to, range.1) {
            return glyphs[from..to].to_vec();
        }
        let style = self.paragraph.spans[segment.span as usize].style;
        self.shaper.again(&self.paragraph.text, range, segment.face, &style)
    }

    /// Adds what ends a line: a hyphen that was not written, or the space between this
    /// line and the next, which hangs unseen into the margin. Readers of tagged text know
    /// words by their spaces (ISO 32000-1, 14.8.2.5), not by where lines end.
    fn add_end(
        &mut self,
        segment: &Segment,
        (place, end): (&Break, u32),
        text: &mut String,
        glyphs: &mut Vec<ShapedGlyph>,
    ) {
        let style = self.paragraph.spans[segment.span as usize].style;
        let style = Style { face: segment.face, ..style };
        let (glyph, shown) = match place.kind {
            BreakKind::Added => (self.shaper.hyphen(&style), '\u{AD}'),
            BreakKind::Forced => (self.shaper.space(&style), ' '),
            BreakKind::Plain | BreakKind::End if place.next > place.end => {
                (self.shaper.space(&style), ' ')
            }
            BreakKind::Plain | BreakKind::End | BreakKind::Written => return,
        };
        if let Some(glyph) = glyph {
            glyphs.push(ShapedGlyph { start: end, ..glyph });
            text.push(shown);
        }
    }
}

/// Leaves out the soft hyphens before byte `end` at which no line was broken: they show
/// nothing, and some readers of PDF take each for the space between two words.
fn without_soft_hyphens(
    text: String,
    glyphs: Vec<Glyph>,
    end: u32,
) -> (String, Vec<Glyph>) {
    const SOFT: &str = "\u{AD}";
    if !text.contains(SOFT) {
        return (text, glyphs);
    }
    let unseen = |glyph: &Glyph| {
        let cluster = glyph.start as usize..(glyph.start + glyph.len) as usize;
        glyph.start < end && text.get(cluster) == Some(SOFT)
    };
    let mut kept = String::with_capacity(text.len());
    let mut left = Vec::with_capacity(glyphs.len());
    let mut from = 0;
    let mut removed = 0;
    for glyph in &glyphs {
        if unseen(glyph) {
            kept.push_str(&text[from..glyph.start as usize]);
            from = (glyph.start + glyph.len) as usize;
            removed += glyph.len;
        } else {
            left.push(Glyph { start: glyph.start - removed, ..*glyph });
        }
    }
    kept.push_str(&text[from..]);
    (kept, left)
}

/// Glyphs with their clusters counted from the start of the run's own text.
fn with_clusters(glyphs: &[ShapedGlyph], start: u32, text_len: usize) -> Vec<Glyph> {
    let end = start + u32::try_from(text_len).unwrap_or(u32::MAX);
    let mut out: Vec<Glyph> = Vec::with_capacity(glyphs.len());
    for glyph in glyphs {
        out.push(Glyph {
            id: glyph.id,
            advance: glyph.advance,
            dx: glyph.dx,
            dy: glyph.dy,
            start: glyph.start - start,
            len: 0,
        });
    }
    let mut next = end - start;
    for index in (0..out.len()).rev() {
        let begin = out[index].start;
        out[index].len = next - begin;
        if index == 0 || out[index - 1].start != begin {
            next = begin;
        }
    }
    out
}
