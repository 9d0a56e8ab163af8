//! What stands around the text of a page: running head, folio, words at the foot.

use super::bidi;
use super::compose::Composer;
use super::flow::GroupKind;
use super::fonts::{FeatureSet, Style, Variant};
use super::setting;
use super::sheet::{Artifact, ItemKind, Run};
use crate::length::Length;

impl Composer<'_> {
    /// Running head, folio, words at the foot.
    pub(super) fn furniture(
        &mut self,
        kind: GroupKind,
        opening: bool,
        head_before: Option<usize>,
    ) {
        if kind.is_blind() || self.bare {
            return;
        }
        let before = self.sheets.last().map_or(0, |sheet| sheet.items.len());
        let tokens = self.tokens();
        let style = self.small_style();
        let recto = self.sheets.len() % 2 == 1;
        let leading = tokens.small_leading;
        let label = self.sheets.last().map(|sheet| sheet.label.clone()).unwrap_or_default();
        let foot_y = self.block.y + self.block.height + self.foot + leading * 2;
        let outer_right = (recto || !tokens.facing) != self.flow.rtl;
        let digits = Style { features: FeatureSet::Tabular, ..style };
        let width = self.text_width(&label, &digits);
        let x = if outer_right { self.block.width - width } else { Length::ZERO };
        // what is read first comes first, as readers of text expect
        let foot_first = outer_right && !self.flow.rtl;
        if foot_first {
            self.foot(outer_right, foot_y);
        }
        self.artifact_text(Artifact::Footer, &label, digits, x, foot_y);
        if !foot_first {
            self.foot(outer_right, foot_y);
        }
        if !opening && tokens.facing {
            self.running_head(style, recto, head_before);
        }
        // artifacts first
        if let Some(sheet) = self.sheets.last_mut() {
            let added = sheet.items.split_off(before);
            sheet.items.splice(0..0, added);
        }
    }

    /// Words at the foot, beside the folio, on as many lines as they need.
    fn foot(&mut self, outer_right: bool, y: Length) {
        let (flow, lines) = (self.flow, self.lines);
        let Some(number) = flow.foot else { return };
        let paragraph = &flow.paragraphs[number];
        let left = self.left();
        let mut y = y;
        for line in lines[number] {
            let free = self.block.width - line.width;
            // lines from right to left begin at the right edge of their own measure
            let own = if paragraph.form.rtl {
                paragraph.form.measure - line.width
            } else {
                Length::ZERO
            };
            let x = left - own + if outer_right { Length::ZERO } else { free };
            for run in &line.runs {
                let style = paragraph.spans[run.span as usize].style;
                let kind = ItemKind::Run(Run {
                    face: run.face,
                    size: style.size,
                    stretch: run.stretch,
                    x: x + run.x,
                    y,
                    color: style.color,
                    rtl: bidi::is_rtl(run.level),
                    text: run.text.clone(),
                    glyphs: run.glyphs.clone(),
                });
                self.artifact(Artifact::Footer, kind);
            }
            y += paragraph.form.leading;
        }
    }

    /// Left-hand pages name the book, or the part of it; right-hand pages the chapter that
    /// their first line is part of.
    fn running_head(&mut self, style: Style, recto: bool, head_before: Option<usize>) {
        let flow = self.flow;
        let head = head_before.or(self.head).map(|head| flow.heads[head].clone());
        let book = (flow.language, flow.rtl);
        let (words, (language, rtl)) = match head {
            Some(head) if recto => (Some(head.title), (head.language, head.rtl)),
            Some(head) => (head.part, book),
            None => (None, book),
        };
        let right = recto != flow.rtl;
        let y = self.block.y - self.tokens().small_leading;
        if let Some(marked) = words.as_ref().and_then(|words| words.marked) {
            return self.marked_head(marked, right, y);
        }
        let words = words.map_or_else(|| flow.book_head.clone(), |words| words.plain);
        let style = Style { language, ..style };
        let runs = setting::unbroken(&words, rtl, &style, &mut self.shaper);
        let width = runs.iter().map(|run| run.width).sum::<Length>();
        // too long for the line: nothing is better than a cut title
        if width > self.block.width {
            return;
        }
        let x = if right { self.block.width - width } else { Length::ZERO };
        self.artifact_runs(Artifact::Header, runs, &style, x, y);
    }

    /// A running head with marks, at the left or the right, on a baseline; nothing where
    /// it is too long for the line.
    fn marked_head(&mut self, paragraph: usize, right: bool, y: Length) {
        let (flow, lines) = (self.flow, self.lines);
        let [line] = lines[paragraph] else { return };
        if line.overfull || line.width > self.block.width {
            return;
        }
        let form = &flow.paragraphs[paragraph].form;
        let free = self.block.width - line.width;
        // a line from right to left begins at the right edge
        let x = if right == form.rtl { Length::ZERO } else { free };
        let top = y - form.baseline - line.more.0;
        self.unread(Artifact::Header, |composer| composer.line(paragraph, 0, x, top));
    }

    fn small_style(&self) -> Style {
        let tokens = self.tokens();
        let Some(face) = self.theme.face(&tokens.text.family, 400, false) else {
            crate::bug!("the theme was loaded without its text family")
        };
        Style {
            face,
            size: tokens.small_size,
            raise: Length::ZERO,
            color: tokens.light.muted,
            features: FeatureSet::RunningHead,
            variant: Variant::default(),
            strike: false,
            underline: false,
            mark: false,
            language: self.flow.language,
        }
    }

    fn text_width(&mut self, text: &str, style: &Style) -> Length {
        let runs = setting::unbroken(text, self.flow.rtl, style, &mut self.shaper);
        runs.iter().map(|run| run.width).sum()
    }
}
