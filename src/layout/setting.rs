//! A paragraph to finished lines: shape, measure, break, justify.

use std::borrow::Cow;
use std::sync::Arc;

use super::bidi;
use super::breaks::{self, Break, BreakKind};
use super::fonts::{FeatureSet, Segment, ShapedGlyph, Shaper, Style};
use super::lacking;
use super::line_ends::Edges;
use super::lines::{self, Chosen, Edge, Measured, Sum};
use super::math::MathBox;
use super::paragraph::{Paragraph, Span};
use super::sheet::Glyph;
use crate::diag::Sink;
use crate::length::{Length, Short};
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
    /// Whether it is wider than the measure.
    pub(super) overfull: bool,
    /// Width of what is seen, hanging parts left out.
    pub(super) width: Length,
    /// How much higher it is than others, because of a formula: above and below.
    pub(super) more: (Length, Length),
}

/// Glyphs of one span and face in a line.
#[derive(Debug, Clone)]
pub(super) struct LineRun {
    /// The span of the paragraph.
    pub(super) span: u32,
    pub(super) face: FaceId,
    /// Its embedding level: odd from right to left.
    pub(super) level: u8,
    /// Horizontal scale in thousandths.
    pub(super) stretch: u16,
    /// From the left edge of the measure.
    pub(super) x: Length,
    /// Width from its first origin to the end of its last glyph.
    pub(super) width: Length,
    pub(super) text: String,
    /// Shared with the sheet that shows them.
    pub(super) glyphs: Arc<Vec<Glyph>>,
}

/// Sets a paragraph; gives its lines and how it was measured, if it has text.
///
/// Reports `missing-glyph` for a character that no face of the theme has. A line that is
/// wider than the measure is marked.
pub(super) fn set(
    paragraph: &Paragraph,
    shaper: &mut Shaper<'_>,
    sink: &mut Sink,
) -> (Vec<Line>, Option<Measured>) {
    if paragraph.text.is_empty() {
        return (Vec::new(), None);
    }
    let segments = shape(paragraph, shaper, sink);
    lacking::report_features(paragraph, &segments, shaper.fonts, sink);
    lacking::report_lent(paragraph, &segments, shaper.fonts, sink);
    lacking::report_small_capitals(paragraph, &segments, shaper, sink);
    let hyphenate = paragraph.form.hyphenate;
    let mut measured = measure(paragraph, &segments, hyphenate, shaper);
    let mut chosen = lines::choose(&measured);
    // a word is divided where it would stand out of the text else
    if !hyphenate && chosen.iter().any(|line| line.overfull) {
        measured = measure(paragraph, &segments, true, shaper);
        chosen = lines::choose(&measured);
    }
    let lines = lines(paragraph, &segments, (&measured, &chosen), shaper);
    (lines, Some(measured))
}

/// Sets a paragraph in lines that were chosen for it.
pub(super) fn set_as(
    paragraph: &Paragraph,
    chosen: &[Chosen],
    shaper: &mut Shaper<'_>,
) -> Vec<Line> {
    // what is missing was reported when it was set first
    let segments = shape(paragraph, shaper, &mut Sink::default());
    let measured = measure(paragraph, &segments, paragraph.form.hyphenate, shaper);
    lines(paragraph, &segments, (&measured, chosen), shaper)
}

/// How a paragraph was measured when it was set.
pub(super) fn measured(paragraph: &Paragraph, shaper: &mut Shaper<'_>) -> Measured {
    let segments = shape(paragraph, shaper, &mut Sink::default());
    measure(paragraph, &segments, paragraph.form.hyphenate, shaper)
}

/// Where the lines of a shaped paragraph may end, and what stands before each place.
fn measure(
    paragraph: &Paragraph,
    segments: &[Segment],
    hyphenate: bool,
    shaper: &mut Shaper<'_>,
) -> Measured {
    let sums = sums(paragraph, segments);
    let (exceptions, syllables) = shaper.hyphens();
    let syllables = hyphenate.then_some(syllables);
    let places = breaks::opportunities(paragraph, exceptions, syllables);
    let both_ways = paragraph.form.rtl && paragraph.form.protrusion;
    let levels = both_ways.then(|| paragraph.levels()).flatten();
    let mut edges = Edges { paragraph, shaper, levels, known: Vec::new() };
    let first_start = edges.start(0);
    let found: Vec<Edge> = places.iter().map(|place| edges.at(place, &sums)).collect();
    let mut measured =
        Measured::new(&paragraph.form, &sums, places, found.into_iter(), first_start);
    measured.joined = paragraph.text.chars().any(is_joined);
    measured
}

/// Whether a letter is written in one stroke with its neighbours, or hangs from one line
/// with them: letters of such scripts never move apart.
const fn is_joined(c: char) -> bool {
    matches!(
        c,
        '\u{600}'..='\u{77F}'
            | '\u{7C0}'..='\u{7FF}'
            | '\u{840}'..='\u{A7F}'
            | '\u{1800}'..='\u{18AF}'
            | '\u{FB50}'..='\u{FDFF}'
            | '\u{FE70}'..='\u{FEFC}'
    )
}

/// The glyphs of chosen lines.
fn lines(
    paragraph: &Paragraph,
    segments: &[Segment],
    (measured, chosen): (&Measured, &[Chosen]),
    shaper: &mut Shaper<'_>,
) -> Vec<Line> {
    let mut setter = Setter { paragraph, segments, shaper, measured };
    let mut before = usize::MAX;
    let mut lines = Vec::with_capacity(chosen.len());
    for line in chosen {
        lines.push(setter.line(before, line));
        before = line.end;
    }
    lines
}

/// Text on one line in one style, for what is printed beside the text block; `rtl` is the
/// direction of the book.
///
/// What a theme's faces lack here has been reported where the text itself is set.
pub(super) fn unbroken(
    text: &str,
    rtl: bool,
    style: &Style,
    shaper: &mut Shaper<'_>,
) -> Vec<LineRun> {
    let end = u32::try_from(text.len()).unwrap_or(u32::MAX);
    let levels = bidi::levels(text, rtl, &[]);
    let mut segments = Vec::new();
    for (range, level) in level_runs((0, end), levels.as_deref()) {
        segments.extend(shaper.span(text, range, 0, (style, level), &mut Vec::new()));
    }
    let runs = segments
        .iter()
        .map(|segment| {
            let text = text[segment.start as usize..segment.end as usize].to_owned();
            let glyphs = with_clusters(&segment.glyphs, None, segment.start, text.len());
            let width = glyphs.iter().map(|glyph| glyph.advance).sum();
            let (face, level) = (segment.face, segment.level);
            let (x, glyphs) = (Length::ZERO, Arc::new(glyphs));
            let run =
                LineRun { span: 0, face, level, stretch: 1000, x, width, text, glyphs };
            (run, Length::ZERO)
        })
        .collect();
    in_order(runs, Length::ZERO)
}

/// Cuts a range of text where its embedding level changes.
fn level_runs(range: (u32, u32), levels: Option<&[u8]>) -> Vec<((u32, u32), u8)> {
    let Some(levels) = levels else { return vec![(range, 0)] };
    let own = &levels[range.0 as usize..range.1 as usize];
    let mut start = range.0;
    own.chunk_by(|one, next| one == next)
        .map(|run| {
            let end = start + u32::try_from(run.len()).unwrap_or(u32::MAX);
            let range = (start, end);
            start = end;
            (range, run[0])
        })
        .collect()
}

/// Puts the runs of a line at their places from `left` on, each with the width of what
/// hangs unseen at its end; their order stays that of the text. Glyphs of a run from
/// right to left are put in the order in which they stand.
fn in_order(runs: Vec<(LineRun, Length)>, left: Length) -> Vec<LineRun> {
    let mut runs = runs;
    let mut x = left;
    if runs.iter().all(|(run, _)| run.level == 0) {
        // nearly always
        for (run, _) in &mut runs {
            run.x = x;
            x += run.width;
        }
        return runs.into_iter().map(|(run, _)| run).collect();
    }
    let levels: Vec<u8> = runs.iter().map(|(run, _)| run.level).collect();
    for index in bidi::visual(&levels) {
        let (run, hidden) = &mut runs[index];
        run.x = x;
        x += run.width;
        if bidi::is_rtl(run.level) {
            run.x -= *hidden;
            Arc::make_mut(&mut run.glyphs).reverse();
        }
    }
    runs.into_iter().map(|(run, _)| run).collect()
}

/// The least and the natural width of a paragraph: of its widest word, or with `hyphens`
/// of its widest part of one; and of its widest line if none had to be broken.
pub(super) fn extent(
    paragraph: &Paragraph,
    shaper: &mut Shaper<'_>,
    hyphens: bool,
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
    let (exceptions, syllables) = shaper.hyphens();
    let syllables = hyphens.then_some(syllables);
    for place in breaks::opportunities(paragraph, exceptions, syllables) {
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

fn shape(paragraph: &Paragraph, shaper: &mut Shaper<'_>, sink: &mut Sink) -> Vec<Segment> {
    let mut segments = Vec::with_capacity(paragraph.spans.len());
    let mut missing = Vec::new();
    let levels = paragraph.levels();
    for (number, span) in (0u32..).zip(&paragraph.spans) {
        for (range, level) in level_runs((span.start, span.end), levels.as_deref()) {
            if let Some(formula) = &span.formula {
                missing.extend(formula.missing.iter().map(|&c| (span.start, c)));
                segments.push(formula_segment(paragraph, (number, level), formula, shaper));
                continue;
            }
            let (text, style) = (&paragraph.text, (&span.style, level));
            segments.extend(shaper.span(text, range, number, style, &mut missing));
        }
    }
    lacking::report_missing(paragraph, missing, sink);
    segments
}

/// A part of a formula as the only glyph of a segment, as wide as it is.
fn formula_segment(
    paragraph: &Paragraph,
    (number, level): (u32, u8),
    formula: &MathBox,
    shaper: &mut Shaper<'_>,
) -> Segment {
    let Span { start, end, style, .. } = paragraph.spans[number as usize];
    let space = shaper.space(&style).filter(|_| formula.pieces.is_empty());
    let glyph = ShapedGlyph {
        id: space.map_or(0, |space| space.id),
        start,
        advance: formula.width.into(),
        dx: Short::ZERO,
        dy: Short::ZERO,
        safe: true,
    };
    let face = style.face;
    Segment { start, end, span: number, face, level, glyphs: vec![glyph] }
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

/// How much of the width of the character that a text begins with may grow and shrink
/// with its line: all of a space, a little beside an ideograph, nothing in code.
fn glue(text: &str, style: &Style, width: Length) -> i64 {
    match text.chars().next() {
        Some(_) if style.features == FeatureSet::Code => 0,
        // a no-break space grows too, one of a fixed width does not
        Some(' ' | '\u{A0}') => width.0,
        Some(c) if breaks::is_wide(c) => width.0 / WIDE_GLUE,
        Some(_) | None => 0,
    }
}

/// The part of an ideograph's width that counts as a space: a line of thirty may grow by
/// an em and a half before it looks loose (JIS X 4051, 4.19, stretches there too).
const WIDE_GLUE: i64 = 10;

/// What stands before each byte. Inside a cluster of several characters the width is
/// shared out evenly.
fn sums(paragraph: &Paragraph, segments: &[Segment]) -> Vec<Sum> {
    let text = paragraph.text.as_bytes();
    let mut sums = vec![Sum::default(); text.len() + 1];
    let mut sum = Sum::default();
    for segment in segments {
        let style = &paragraph.spans[segment.span as usize].style;
        for (start, end, width) in clusters(segment) {
            let (first, last) = (start as usize, end as usize);
            if text[first] == b'\n' {
                sums[first..last].fill(sum);
                continue;
            }
            let bytes = i64::from(end - start).max(1);
            if bytes == 1 {
                // nearly always, and a division takes longer than all the rest
                sums[first] = sum;
                sum.width += width.0;
                sum.spaces += glue(&paragraph.text[first..], style, width);
                continue;
            }
            for (step, slot) in (0i64..).zip(&mut sums[first..last]) {
                *slot =
                    Sum { width: sum.width + width.0 * step / bytes, spaces: sum.spaces };
            }
            sum.width += width.0;
            sum.spaces += glue(&paragraph.text[first..], style, width);
        }
    }
    if let Some(end) = sums.last_mut() {
        *end = sum;
    }
    sums
}

pub(super) struct Setter<'p, 's, 'f> {
    pub(super) paragraph: &'p Paragraph,
    pub(super) segments: &'p [Segment],
    pub(super) shaper: &'s mut Shaper<'f>,
    pub(super) measured: &'p Measured,
}

/// How a line is stretched: glyphs by thousandths, spaces by what is left.
#[derive(Debug, Copy, Clone)]
struct Stretch {
    /// Horizontal scale in thousandths.
    glyphs: u16,
    /// How far letters move apart, in thousandths of their widths.
    apart: i64,
    /// Width that the spaces share, positive or negative.
    spaces: i64,
    /// Width of the spaces before that, scaled.
    natural: i64,
}

impl Measured {
    /// How the line between two breaks is stretched, and the width of what is seen of it,
    /// hanging parts left out.
    fn stretch(&self, before: usize, end: usize) -> (Stretch, Length) {
        let natural = self.natural(before, end);
        let stretch = self.stretch_of(before, end, natural);
        let spaces = Length(stretch.spaces);
        let visible = if stretch.glyphs == 1000 {
            Length(natural.width) + spaces
        } else {
            Length(natural.width).scale(i64::from(stretch.glyphs), 1000) + spaces
        };
        (stretch, visible)
    }

    fn stretch_of(&self, before: usize, end: usize, natural: Sum) -> Stretch {
        let form = &self.form;
        let last = matches!(self.breaks[end].kind, BreakKind::End | BreakKind::Forced);
        let missing = self.fit(before, end, false).missing;
        // what stretches after the last character is not seen
        let spaces = (natural.spaces - self.glue_at_end(end)).max(0);
        let natural = Sum { spaces, ..natural };
        let still = Stretch { glyphs: 1000, apart: 0, spaces: 0, natural: natural.spaces };
        if form.align != Align::Justify || last && missing >= 0 || natural.spaces == 0 {
            return still;
        }
        let most = i64::from(form.expansion);
        let wanted = missing * 1000 / natural.width.max(1);
        let thousandths = 1000 + wanted.clamp(-most, most);
        let scaled = Length(natural.width).scale(thousandths, 1000).0;
        let spaces = Length(natural.spaces).scale(thousandths, 1000).0;
        let least = -spaces * lines::SPACE_SHRINK / 1000;
        let shared = natural.width + missing - scaled;
        let excess = shared - spaces * lines::SPACE_STRETCH / 1000;
        let letters = (scaled - spaces).max(1);
        let furthest = if self.joined { 0 } else { lines::LETTERS_APART.min(most) };
        let apart = (excess * 1000 / letters).clamp(0, furthest);
        Stretch {
            glyphs: u16::try_from(thousandths).unwrap_or(1000),
            apart,
            spaces: (shared - letters * apart / 1000).max(least),
            natural: spaces,
        }
    }

    /// The width of what is seen of the line between two breaks.
    pub(super) fn visible(&self, before: usize, end: usize) -> Length {
        self.stretch(before, end).1
    }
}

impl Setter<'_, '_, '_> {
    /// Sets the line that follows break `before`.
    fn line(&mut self, before: usize, chosen: &Chosen) -> Line {
        let place = self.measured.breaks[chosen.end];
        let form = &self.paragraph.form;
        let indent = if before == usize::MAX { form.indent } else { Length::ZERO };
        let hang = self.measured.start(before);
        let (stretch, visible) = self.measured.stretch(before, chosen.end);
        let free = form.measure - indent - visible;
        let left = match (form.align, form.rtl) {
            (Align::Justify | Align::Left, false) => indent,
            (Align::Center, false) => indent + free / 2,
            (Align::Right, false) => indent + free,
            // the line begins at the right edge, its indent is there
            (Align::Justify | Align::Left, true) => free,
            (Align::Center, true) => free / 2,
            (Align::Right, true) => Length::ZERO,
        };
        let mut runs = self.runs(chosen.start, &place, left - Length(hang), stretch);
        if form.rtl {
            // what hangs at the line's beginning hangs on the right
            let shown: Length = runs.iter().map(|run| run.width).sum();
            let moved = visible + Length(hang) * 2 - shown;
            runs.iter_mut().for_each(|run| run.x += moved);
        }
        let more = self.more(&runs);
        Line {
            runs,
            start: chosen.start,
            hyphen: place.kind.is_hyphen(),
            overfull: chosen.overfull,
            width: visible,
            more,
        }
    }

    /// How much higher than others a line is that has formulas.
    fn more(&self, runs: &[LineRun]) -> (Length, Length) {
        let form = &self.paragraph.form;
        let (mut above, mut below) = (Length::ZERO, Length::ZERO);
        for run in runs {
            let span = &self.paragraph.spans[run.span as usize];
            let Some(formula) = &span.formula else { continue };
            let (height, depth) =
                (formula.height + span.style.raise, formula.depth - span.style.raise);
            above = above.max(height - form.baseline);
            below = below.max(depth - (form.leading - form.baseline));
        }
        // a high formula keeps a little away from its neighbours
        let apart = form.leading / 16;
        let spaced = |more: Length| if more > Length::ZERO { more + apart } else { more };
        (spaced(above), spaced(below))
    }

    fn runs(
        &mut self,
        start: u32,
        place: &Break,
        left: Length,
        stretch: Stretch,
    ) -> Vec<LineRun> {
        let end = place.end.max(start);
        let mut runs = Vec::with_capacity(1);
        // the spaces' share is handed out without remainder
        let mut given = 0i64;
        let mut passed = 0i64;
        let first = self.segments.partition_point(|segment| segment.end <= start);
        for segment in
            self.segments[first..].iter().take_while(|segment| segment.start < end)
        {
            let range = (segment.start.max(start), segment.end.min(end));
            let style = &self.paragraph.spans[segment.span as usize].style;
            let shaped = self.glyphs(segment, range);
            let mut text =
                String::with_capacity((range.1 - range.0) as usize + '\u{AD}'.len_utf8());
            text.push_str(&self.paragraph.text[range.0 as usize..range.1 as usize]);
            let style_of_end = if range.1 == end { self.end_style(segment) } else { None };
            let added =
                style_of_end.and_then(|style| self.end(&style, (place, end), &mut text));
            let mut width = Length::ZERO;
            let mut glyphs = with_clusters(&shaped, added, range.0, text.len());
            for glyph in &mut glyphs {
                let scale = i64::from(stretch.glyphs);
                let mut advance = glyph.advance.long().scale(scale, 1000);
                glyph.dx = glyph.dx.scale(scale, 1000);
                let inside = range.0 + glyph.start < end;
                let shown = &text[glyph.start as usize..];
                let space = shown.starts_with(' ');
                let glue = glue(shown, style, advance);
                let last = !space && range.0 + glyph.start + glyph.len >= end;
                if glue > 0 && inside && !last && stretch.natural > 0 {
                    passed += glue;
                    let due = share(stretch.spaces, passed, stretch.natural);
                    let due = due.unwrap_or(given);
                    advance += Length(due - given);
                    given = due;
                } else if inside {
                    advance += advance.scale(stretch.apart, 1000);
                }
                // the space at a line end hangs unseen
                if inside || !space {
                    width += advance;
                }
                glyph.advance = advance.into();
            }
            let (text, glyphs) = without_soft_hyphens(text, glyphs, end - range.0);
            if !glyphs.is_empty() {
                let (span, face) = (segment.span, segment.face);
                let (level, stretch) = (segment.level, stretch.glyphs);
                let (x, glyphs) = (Length::ZERO, Arc::new(glyphs));
                runs.push((
                    LineRun { span, face, level, stretch, x, width, text, glyphs },
                    Length::ZERO,
                ));
            }
        }
        self.end_after_formula(&mut runs, (place, end));
        self.part_end(&mut runs, end);
        in_order(runs, left)
    }

    /// The glyphs of a part of a segment, shaped anew where the cut would hurt.
    fn glyphs<'g>(
        &mut self,
        segment: &'g Segment,
        range: (u32, u32),
    ) -> Cow<'g, [ShapedGlyph]> {
        let whole = range == (segment.start, segment.end);
        let glyphs = &segment.glyphs;
        if whole {
            return Cow::Borrowed(glyphs);
        }
        let from = glyphs.partition_point(|glyph| glyph.start < range.0);
        let to = glyphs.partition_point(|glyph| glyph.start < range.1);
        let clean = |index: usize, byte: u32| match glyphs.get(index) {
            Some(glyph) => byte == glyph.start && glyph.safe,
            None => byte == segment.end,
        };
        // a cluster that begins before the cut and ends after it also needs new shapes
        if clean(from, range.0) && clean(to, range.1) {
            return Cow::Borrowed(&glyphs[from..to]);
        }
        let style = self.paragraph.spans[segment.span as usize].style;
        let style = (&style, bidi::is_rtl(segment.level));
        Cow::Owned(self.shaper.again(&self.paragraph.text, range, segment.face, style))
    }
}

/// `width * part / whole`, cut off; a division of 128 bits takes several times as long.
fn share(width: i64, part: i64, whole: i64) -> Option<i64> {
    if let Some(product) = width.checked_mul(part) {
        return product.checked_div(whole);
    }
    let due = i128::from(width) * i128::from(part) / i128::from(whole);
    i64::try_from(due).ok()
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

/// Glyphs, and one that was added, with their clusters counted from the start of the
/// run's own text.
pub(super) fn with_clusters(
    glyphs: &[ShapedGlyph],
    added: Option<ShapedGlyph>,
    start: u32,
    text_len: usize,
) -> Vec<Glyph> {
    let end = start + u32::try_from(text_len).unwrap_or(u32::MAX);
    let mut out: Vec<Glyph> =
        Vec::with_capacity(glyphs.len() + usize::from(added.is_some()));
    for glyph in glyphs.iter().chain(&added) {
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
