//! Lines at their place on a sheet: runs of glyphs, formulas, links, leaders.

use std::sync::Arc;

use super::bidi;
use super::compose::Composer;
use super::flow::{Content, FlowItem};
use super::fonts::Style;
use super::math::{MathBox, PieceKind};
use super::paragraph::Paragraph;
use super::setting::{self, LineRun};
use super::sheet::{Artifact, ElementId, Glyph, ItemKind, Kid, LinkArea, Rect, Run};
use super::structure::Sequence;
use crate::length::Length;

impl Composer<'_> {
    /// Sets a line of a paragraph with its left edge at `x` in the text block.
    pub(super) fn line(&mut self, paragraph: usize, number: usize, x: Length, y: Length) {
        let (flow, lines) = (self.flow, self.lines);
        let lines = lines[paragraph];
        let Some(line) = lines.get(number) else { return };
        let paragraph = &flow.paragraphs[paragraph];
        let x = self.mirrored(paragraph.form.rtl, x, paragraph.form.measure);
        let y = y + line.more.0;
        // every address stands on a line, also where the space before it was left out
        let start = if number == 0 { 0 } else { line.start };
        let next = lines.get(number + 1);
        let end = next.map_or(u32::MAX, |next| next.start);
        let begin = paragraph.spans.partition_point(|span| span.start < start);
        let own = paragraph.spans.partition_point(|span| span.start < end);
        let mut led = begin..own.max(begin);
        if let Some(first) = paragraph.form.numbers {
            self.line_number(paragraph, first, line.start as usize, x, y);
        }
        for (turn, run) in line.runs.iter().enumerate() {
            let last = turn + 1 == line.runs.len();
            let most = if last { own } else { run.span as usize + 1 };
            while led.start < most.min(led.end) {
                self.anchors(&paragraph.spans[led.start].anchors, y);
                led.start += 1;
            }
            if last && next.is_none() {
                self.anchors(paragraph.anchors_at_end(), y);
            }
            self.run(paragraph, run, x, y);
        }
        if line.runs.is_empty() {
            led.for_each(|span| self.anchors(&paragraph.spans[span].anchors, y));
            if next.is_none() {
                self.anchors(paragraph.anchors_at_end(), y);
            }
        }
        if paragraph.form.marked {
            self.continuation(paragraph, line.start as usize, x, y);
        }
    }

    /// A hook before a line of code that its author did not begin; drawn, so that nobody
    /// copies it with the code.
    fn continuation(&mut self, paragraph: &Paragraph, start: usize, x: Length, y: Length) {
        let before = paragraph.text.get(..start).and_then(|text| text.chars().next_back());
        let (Some(before), Some(span)) = (before, paragraph.spans.first()) else { return };
        if before == '\n' {
            return;
        }
        let color = self.tokens().light.muted;
        let size = span.style.size;
        let (long, thin) = (size / 3, Length::from_points(0.6));
        let x = self.left() + x - size / 6 - long;
        let foot = y + paragraph.form.baseline - size / 5;
        let down = Rect { x, y: foot - long, width: thin, height: long };
        let along = Rect { x, y: foot - thin, width: long, height: thin };
        for rect in [down, along] {
            self.artifact(Artifact::Layout, ItemKind::Fill { rect, color });
        }
    }

    /// The number of a line of code that its author began, before it; it is not part of
    /// the code, so that nobody copies it.
    fn line_number(
        &mut self,
        paragraph: &Paragraph,
        first: u32,
        start: usize,
        x: Length,
        y: Length,
    ) {
        let before = paragraph.text.get(..start).unwrap_or_default();
        let Some(span) = paragraph.spans.first() else { return };
        if !before.is_empty() && !before.ends_with('\n') {
            return;
        }
        let lines = before.bytes().filter(|&byte| byte == b'\n').count();
        let number = u64::from(first) + lines as u64;
        let Some(face) = self.theme.face(&self.tokens().code_family, 400, false) else {
            return;
        };
        let style = Style { face, color: self.tokens().light.muted, ..span.style };
        let text = number.to_string();
        let runs = setting::unbroken(&text, false, &style, &mut self.shaper);
        let width: Length = runs.iter().map(|run| run.width).sum();
        let gap = width / i64::try_from(text.len()).unwrap_or(1).max(1) * 3 / 2;
        let baseline = y + paragraph.form.baseline;
        self.artifact_runs(Artifact::Layout, runs, &style, x - gap - width, baseline);
    }

    fn anchors(&mut self, anchors: &[String], y: Length) {
        for anchor in anchors {
            self.destination(anchor, y);
        }
    }

    fn run(&mut self, paragraph: &Paragraph, run: &LineRun, x: Length, y: Length) {
        let span = &paragraph.spans[run.span as usize];
        if self.bare {
            return;
        }
        let x = self.left() + x + run.x;
        let baseline = y + paragraph.form.baseline;
        let style = span.style;
        if style.mark {
            let ascent = self.fonts.ascent(run.face, style.size);
            let descent = self.fonts.descent(run.face, style.size);
            let (y, height) = (baseline - style.raise - ascent, ascent + descent);
            let rect = Rect { x, y, width: run.width, height };
            let color = self.tokens().light.tint;
            self.artifact(Artifact::Layout, ItemKind::Fill { rect, color });
        }
        if let Some(formula) = span.formula.as_ref().filter(|_| run.text != " ") {
            let place = (x, baseline - style.raise);
            self.formula(formula, place, run.stretch, (span.element, span.sequence));
            self.rules(&style, place, run.width);
            if let Some(link) = span.link {
                let (y, height) =
                    (place.1 - formula.height, formula.height + formula.depth);
                self.link(link, Rect { x, y, width: run.width, height });
            }
            return;
        }
        let kind = ItemKind::Run(Run {
            face: run.face,
            size: style.size,
            stretch: run.stretch,
            x,
            y: baseline - style.raise,
            color: style.color,
            rtl: bidi::is_rtl(run.level),
            text: run.text.clone(),
            glyphs: run.glyphs.clone(),
        });
        self.content(span.element, span.sequence, kind);
        self.rules(&style, (x, baseline - style.raise), run.width);
        if let Some(link) = span.link {
            let ascent = self.fonts.ascent(run.face, style.size);
            let descent = self.fonts.descent(run.face, style.size);
            let rect = Rect {
                x,
                y: baseline - ascent,
                width: run.width,
                height: ascent + descent,
            };
            self.link(link, rect);
        }
    }

    /// Draws the rules through words and below them, which begin at a place on their
    /// baseline.
    fn rules(&mut self, style: &Style, (x, baseline): (Length, Length), width: Length) {
        let lines = [
            style.strike.then(|| baseline - style.size.scale(25, 100)),
            style.underline.then(|| baseline + style.size.scale(12, 100)),
        ];
        for y in lines.into_iter().flatten() {
            let height = style.size.scale(5, 100);
            let rect = Rect { x, y, width, height };
            self.artifact(Artifact::Layout, ItemKind::Fill { rect, color: style.color });
        }
    }

    /// Sets a part of a formula with its left end on the baseline at a place.
    fn formula(
        &mut self,
        formula: &MathBox,
        (x, y): (Length, Length),
        stretch: u16,
        (element, sequence): (ElementId, Sequence),
    ) {
        let scaled = |length: Length| length.scale(i64::from(stretch), 1000);
        for piece in &formula.pieces {
            let (x, y) = (x + scaled(piece.x), y - piece.y);
            let kind = match &piece.kind {
                &PieceKind::Picture { picture, width, height, decorative } => {
                    // a picture is not stretched with its line
                    let x = x + (scaled(width) - width) / 2;
                    let rect = Rect { x, y: y - height, width, height };
                    let kind = ItemKind::Picture { picture, rect };
                    if decorative {
                        self.artifact(Artifact::Layout, kind);
                        continue;
                    }
                    let sheet = self.sheet_number();
                    self.bounds.push((element, sheet, rect));
                    kind
                }
                PieceKind::Run { style, text, glyphs } => ItemKind::Run(Run {
                    face: style.face,
                    size: style.size,
                    stretch,
                    x,
                    y: y - style.raise,
                    color: style.color,
                    rtl: false,
                    text: text.clone(),
                    glyphs: Arc::new(
                        glyphs
                            .iter()
                            .map(|glyph| {
                                let advance = scaled(glyph.advance.long()).into();
                                Glyph { advance, ..*glyph }
                            })
                            .collect(),
                    ),
                }),
                PieceKind::Rule { width, height, color } => {
                    let (width, height) = (scaled(*width), *height);
                    let rect = Rect { x, y: y - height, width, height };
                    ItemKind::Fill { rect, color: *color }
                }
            };
            self.content(element, sequence, kind);
        }
    }

    fn link(&mut self, number: u32, rect: Rect) {
        let link = &self.flow.links[number as usize];
        let sheet_number = self.sheet_number();
        let Some(sheet) = self.sheets.last_mut() else { return };
        let open = sheet.links.iter_mut().find(|area| area.element == link.element);
        match open {
            Some(area) => match area.rects.last_mut() {
                // neighbours on one line are one
                Some(last) if last.y == rect.y && last.height == rect.height => {
                    let right = (last.x + last.width).max(rect.x + rect.width);
                    last.x = last.x.min(rect.x);
                    last.width = right - last.x;
                }
                Some(_) | None => area.rects.push(rect),
            },
            None => {
                let number = u32::try_from(sheet.links.len()).unwrap_or(u32::MAX);
                sheet.links.push(LinkArea {
                    element: link.element,
                    rects: vec![rect],
                    target: link.target.clone(),
                    contents: link.contents.clone(),
                });
                self.links
                    .push((link.element, Kid::Link { sheet: sheet_number, link: number }));
            }
        }
    }

    /// Labels of list items beside what the items begin with, on its baseline, and numbers
    /// of formulas: those that are read before it, or behind it.
    pub(super) fn labels(&mut self, item: &FlowItem, y: Length, behind: bool) {
        let flow = self.flow;
        let turn = |paragraph: usize| {
            flow.paragraphs[paragraph].spans.first().map(|span| span.sequence)
        };
        let own = match &item.content {
            Content::Text(block) => turn(block.paragraph),
            Content::Band(_)
            | Content::Picture(_)
            | Content::Panels(_)
            | Content::Beside(_)
            | Content::Ornament => None,
        };
        for &(label, x) in &item.labels {
            if (own.is_some() && turn(label) > own) != behind {
                continue;
            }
            let own = self.flow.paragraphs[label].form.baseline;
            let baseline = match &item.content {
                Content::Text(block) => {
                    let first = self.lines[block.paragraph].first();
                    let more = first.map_or(Length::ZERO, |line| line.more.0);
                    self.flow.paragraphs[block.paragraph].form.baseline + more
                }
                Content::Band(_)
                | Content::Picture(_)
                | Content::Panels(_)
                | Content::Beside(_)
                | Content::Ornament => own,
            };
            self.line(label, 0, x, y + baseline - own);
        }
    }

    /// A page number at the right edge, with leaders from the end of the line.
    pub(super) fn tail(
        &mut self,
        paragraph: usize,
        number: usize,
        tail: usize,
        x: Length,
        y: Length,
    ) {
        let flow = self.flow;
        let own = &flow.paragraphs[tail];
        let Some(line) = self.lines[tail].first() else { return };
        let Some(text) = self.lines[paragraph].get(number) else { return };
        let at = self.place.width - line.width;
        let style = own.spans.first().map(|span| span.style);
        if let Some(style) = style {
            let from = x + text.width;
            self.leaders(style, from, at, y + text.more.0 + own.form.baseline);
        }
        self.line(tail, 0, at, y + text.more.0);
    }

    /// Dots on a grid that is the same for every line of the list.
    fn leaders(&mut self, style: Style, from: Length, to: Length, y: Length) {
        if self.bare {
            return;
        }
        let step = style.size.scale(55, 100);
        let style = Style { color: self.tokens().light.muted, ..style };
        let from = from + style.size / 2;
        let to = to - style.size / 2;
        let first = self.place.width - (self.place.width - from) / step.0.max(1) * step.0;
        let mut x = first;
        while x < from {
            x += step;
        }
        let dot = setting::unbroken(".", self.flow.rtl, &style, &mut self.shaper);
        while x + step <= to {
            let at = self.mirrored(self.flow.rtl, x, step);
            self.artifact_runs(Artifact::Layout, dot.clone(), &style, at, y);
            x += step;
        }
    }

    /// Text that is printed and not read.
    pub(super) fn artifact_text(
        &mut self,
        artifact: Artifact,
        text: &str,
        style: Style,
        x: Length,
        y: Length,
    ) -> Length {
        let rtl = self.flow.rtl;
        let runs = setting::unbroken(text, rtl, &style, &mut self.shaper);
        self.artifact_runs(artifact, runs, &style, x, y)
    }

    /// The same once it is set.
    pub(super) fn artifact_runs(
        &mut self,
        artifact: Artifact,
        runs: Vec<LineRun>,
        style: &Style,
        x: Length,
        y: Length,
    ) -> Length {
        let left = self.left() + x;
        let mut width = Length::ZERO;
        for run in runs {
            let kind = ItemKind::Run(Run {
                face: run.face,
                size: style.size,
                stretch: 1000,
                x: left + run.x,
                y,
                color: style.color,
                rtl: bidi::is_rtl(run.level),
                text: run.text,
                glyphs: run.glyphs,
            });
            width += run.width;
            self.artifact(artifact, kind);
        }
        width
    }
}
