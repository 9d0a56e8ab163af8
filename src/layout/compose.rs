//! Pages made up: every row at its place, running heads, folios, page map.

use std::sync::Arc;

use super::Cut;
use super::bidi;
use super::floats::FlowFloat;
use super::flow::{
    Content, Flow, FlowItem, Frame, Group, GroupKind, PictureBox, TableBand,
};
use super::fonts::{FeatureSet, Fonts, Shaper, Style, Variant};
use super::math::{MathBox, PieceKind};
use super::pages::PageRows;
use super::paragraph::Paragraph;
use super::rows::{Row, RowKind};
use super::setting::{self, Line, LineRun};
use super::sheet::{
    Artifact, Destination, ElementId, Glyph, Item, ItemKind, Kid, LinkArea, Mark, MarkId,
    PageMap, PageStart, Rect, Run, Sheet,
};
use super::structure::{DOCUMENT, Sequence};
use crate::length::Length;
use crate::theme::{Theme, Tokens};

/// What pages are made from.
pub(super) struct Composer<'a> {
    pub(super) flow: &'a Flow,
    pub(super) lines: &'a [&'a [Line]],
    pub(super) theme: &'a Theme,
    pub(super) fonts: &'a Fonts<'a>,
    pub(super) shaper: Shaper<'a>,
    /// Where the text block lies on a right-hand page, and its size.
    pub(super) block: Rect,
    pub(super) page_width: Length,
    pub(super) sheets: Vec<Sheet>,
    pub(super) marks: Vec<(ElementId, Sequence)>,
    pub(super) links: Vec<(ElementId, Kid)>,
    pub(super) bounds: Vec<(ElementId, u32, Rect)>,
    pub(super) destinations: Vec<Destination>,
    /// Destinations before this one know their element; the others lead to what comes.
    claimed: usize,
    pub(super) page_map: PageMap,
    open: Option<(ElementId, MarkId)>,
    head: Option<usize>,
}

/// A group with its rows and pages.
pub(super) struct Made<'g> {
    pub(super) group: &'g Group,
    pub(super) cut: &'g Cut,
    /// What its notes print.
    pub(super) notes: Option<&'g Group>,
    /// What its floats print.
    pub(super) floats: &'g [FlowFloat],
    pub(super) pages: &'g [PageRows],
}

impl<'a> Composer<'a> {
    pub(super) fn new(
        flow: &'a Flow,
        lines: &'a [&'a [Line]],
        theme: &'a Theme,
        fonts: &'a Fonts<'a>,
        (block, page_width): (Rect, Length),
    ) -> Self {
        Self {
            flow,
            lines,
            theme,
            fonts,
            shaper: Shaper::new(fonts),
            block,
            page_width,
            sheets: Vec::new(),
            marks: Vec::new(),
            links: Vec::new(),
            bounds: Vec::new(),
            destinations: Vec::new(),
            claimed: 0,
            page_map: PageMap::default(),
            open: None,
            head: None,
        }
    }

    fn tokens(&self) -> &'a Tokens {
        &self.theme.tokens
    }

    /// Left edge of the text block on the page being made: pages that face mirror it.
    fn left(&self) -> Length {
        // a book that is read from right to left is bound on the right
        let recto = self.sheets.len() % 2 == 1;
        if self.tokens().facing && recto == self.flow.rtl {
            self.page_width - self.block.x - self.block.width
        } else {
            self.block.x
        }
    }

    /// Adds a page without text, so that the next is a right-hand page.
    pub(super) fn blank(&mut self, label: String) {
        self.sheets.push(Sheet { label, ..Sheet::default() });
        self.open = None;
    }

    /// Makes up one page of a group.
    pub(super) fn page(&mut self, made: &Made<'_>, number: usize, label: String) {
        let page = &made.pages[number];
        self.sheets.push(Sheet { label: label.clone(), ..Sheet::default() });
        self.open = None;
        let rows = &made.cut.rows[page.rows.clone()];
        // a page of lines the program made goes on with what stood before it
        let start = rows.iter().find_map(|row| row.start);
        let last = self.page_map.pages.last().map(|page| page.at);
        if let Some(at) = start.or(last) {
            self.page_map.pages.push(PageStart { label, at });
        }
        let opening = number == 0;
        // a right-hand page names what its first line is part of
        let first = rows.first().map(|row| &made.group.items[row.item]);
        let head_before = first.and_then(|item| item.head).or(self.head);
        let top = self.block.y + if opening { made.group.sink } else { Length::ZERO };
        let mut frames: Vec<(usize, Length, Length)> = Vec::new();
        let mut y = top;
        // above a heading that opens a chapter stands nothing
        let at_foot = opening && !rows.is_empty();
        if !at_foot {
            y = self.floats(made, page, y, &mut frames);
        }
        if let Some(first) = rows.first() {
            y += first.top;
            y += self.repeat(made, first, y);
        }
        let flexible: Length = rows.iter().skip(1).map(|row| row.stretch).sum();
        let mut given = Length::ZERO;
        let mut passed = Length::ZERO;
        for (turn, row) in rows.iter().enumerate() {
            if turn > 0 {
                passed += row.stretch;
                let due = if flexible.0 > 0 {
                    page.spread.scale(passed.0, flexible.0)
                } else {
                    Length::ZERO
                };
                y += row.space + due - given;
                given = due;
            }
            let item = &made.group.items[row.item];
            self.row(item, row, y);
            if let Content::Band(band) = &item.content
                && (turn == 0 || rows[turn - 1].item != row.item)
            {
                let count =
                    rows[turn..].iter().take_while(|other| other.item == row.item).count();
                self.band(item, band, &rows[turn..turn + count], y);
            }
            self.note_frames(item.frame, y, y + row.height, &mut frames);
            y += row.height;
        }
        if at_foot {
            let height = made.cut.floats.height(&page.floats);
            let foot = made.cut.feet.height(&page.notes) + height;
            // on a last page they follow the text
            let last = number + 1 == made.pages.len();
            let low = self.block.y + self.block.height - foot;
            let at = if last { y.min(low) } else { low };
            self.floats_below(made, page, at, &mut frames);
        }
        self.notes(made, page, &mut frames);
        self.frames(&frames);
        self.furniture(made.group.kind, opening, head_before);
    }

    /// Sets the notes at the foot of a page below a rule, which is as wide as the text
    /// where a note goes on from the page before.
    fn notes(
        &mut self,
        made: &Made<'_>,
        page: &PageRows,
        frames: &mut Vec<(usize, Length, Length)>,
    ) {
        let Some(notes) = made.notes.filter(|_| !page.notes.is_empty()) else { return };
        let feet = &made.cut.feet;
        let mut y = self.block.y + self.block.height - feet.height(&page.notes);
        let share = if feet.goes_on(&page.notes) { 1 } else { 4 };
        let width = self.block.width / share;
        let rect = Rect {
            x: self.left() + self.mirrored(self.flow.rtl, Length::ZERO, width),
            y: y + feet.gap().scale(45, 100),
            width,
            height: Length::from_points(0.4),
        };
        let color = self.tokens().light.text;
        self.artifact(Artifact::Layout, ItemKind::Fill { rect, color });
        y += feet.gap();
        self.stack(notes, &feet.rows[page.notes.clone()], y, frames);
    }

    /// Sets rows one below the other, as they are; gives where they end.
    fn stack(
        &mut self,
        group: &Group,
        rows: &[Row],
        mut y: Length,
        frames: &mut Vec<(usize, Length, Length)>,
    ) -> Length {
        for (turn, row) in rows.iter().enumerate() {
            y += if turn > 0 { row.space } else { Length::ZERO };
            let item = &group.items[row.item];
            self.row(item, row, y);
            if let Content::Band(band) = &item.content
                && (turn == 0 || rows[turn - 1].item != row.item)
            {
                let count =
                    rows[turn..].iter().take_while(|other| other.item == row.item).count();
                self.band(item, band, &rows[turn..turn + count], y);
            }
            self.note_frames(item.frame, y, y + row.height, frames);
            y += row.height;
        }
        y
    }

    /// Sets floats at the head of a page, the space of each below it; gives where the
    /// text begins.
    fn floats(
        &mut self,
        made: &Made<'_>,
        page: &PageRows,
        top: Length,
        frames: &mut Vec<(usize, Length, Length)>,
    ) -> Length {
        let floats = &made.cut.floats;
        for number in page.floats.clone() {
            let y = top + floats.height(&(page.floats.start..number));
            self.stack(&made.floats[number].group, &floats.rows[number], y, frames);
        }
        top + floats.height(&page.floats)
    }

    /// Sets floats at the foot of a page, the space of each above it.
    fn floats_below(
        &mut self,
        made: &Made<'_>,
        page: &PageRows,
        top: Length,
        frames: &mut Vec<(usize, Length, Length)>,
    ) {
        let floats = &made.cut.floats;
        for number in page.floats.clone() {
            let end = top + floats.height(&(page.floats.start..number + 1));
            let rows = &floats.rows[number];
            let y = end - super::floats::height(rows);
            self.stack(&made.floats[number].group, rows, y, frames);
        }
    }

    /// Repeats the header of a table above a row that begins a page.
    fn repeat(&mut self, made: &Made<'_>, first: &Row, y: Length) -> Length {
        let Some(header) = first.repeat.map(|header| &made.cut.rows[header]) else {
            return Length::ZERO;
        };
        let Content::Band(band) = &made.group.items[header.item].content else {
            return Length::ZERO;
        };
        let item = &made.group.items[header.item];
        let before = self.sheets.last().map_or(0, |sheet| sheet.items.len());
        let (marks, links) = (self.marks.len(), self.links.len());
        let destinations = self.destinations.len();
        self.band(item, band, std::slice::from_ref(header), y);
        // a repeated header is not read, linked or led to again
        self.marks.truncate(marks);
        self.links.truncate(links);
        self.destinations.truncate(destinations);
        self.claimed = self.claimed.min(destinations);
        self.open = None;
        if let Some(sheet) = self.sheets.last_mut() {
            sheet.links.clear();
            for item in &mut sheet.items[before..] {
                item.mark = Mark::Artifact(Artifact::Layout);
            }
        }
        header.height
    }

    fn row(&mut self, item: &FlowItem, row: &Row, y: Length) {
        let first = matches!(
            row.kind,
            RowKind::Whole | RowKind::Line(0) | RowKind::Slice { first: true, .. }
        );
        if first {
            if let Some(head) = item.head {
                self.head = Some(head);
            }
            for anchor in &item.anchors {
                self.destination(anchor, y);
            }
        }
        if first {
            self.labels(item, y);
        }
        match (&item.content, row.kind) {
            (Content::Text(block), RowKind::Line(number)) => {
                self.line(block.paragraph, number, item.x, y);
                let last = number + 1 == self.lines[block.paragraph].len();
                if let Some(tail) = block.tail.filter(|_| last) {
                    self.tail(block.paragraph, number, tail, item.x, y);
                }
            }
            // set with all its slices on this page
            (Content::Band(_), _) => {}
            (Content::Picture(picture), _) => self.picture(picture, item.x, y),
            (Content::Ornament, _) => self.ornament(item, row, y),
            (Content::Text(_), RowKind::Whole | RowKind::Slice { .. }) => {}
        }
    }

    /// Labels of list items beside what the items begin with, on its baseline.
    fn labels(&mut self, item: &FlowItem, y: Length) {
        for &(label, x) in &item.labels {
            let own = self.flow.paragraphs[label].form.baseline;
            let baseline = match &item.content {
                Content::Text(block) => {
                    let first = self.lines[block.paragraph].first();
                    let more = first.map_or(Length::ZERO, |line| line.more.0);
                    self.flow.paragraphs[block.paragraph].form.baseline + more
                }
                Content::Band(_) | Content::Picture(_) | Content::Ornament => own,
            };
            self.line(label, 0, x, y + baseline - own);
        }
    }

    /// Sets the slices of a band that stand on this page, cell by cell as they are read.
    fn band(&mut self, item: &FlowItem, band: &TableBand, rows: &[Row], y: Length) {
        let mut lines = Vec::new();
        let (mut top, mut bottom) = (false, false);
        let mut end = y;
        for row in rows {
            lines.extend(row.cells.iter().map(|line| (line, end + line.y)));
            end += row.height;
            if let RowKind::Slice { first, last } = row.kind {
                top |= first;
                bottom |= last;
            }
        }
        // cells have their paragraphs in reading order
        lines.sort_by_key(|(line, _)| (line.paragraph, line.line));
        for (line, y) in lines {
            self.line(line.paragraph, line.line, item.x + line.x, y);
        }
        let color = self.tokens().light.text;
        let cell = band.cells.first().map(|cell| &self.flow.paragraphs[cell.paragraph]);
        let rtl = cell.is_some_and(|cell| cell.form.rtl);
        let x = self.left() + self.mirrored(rtl, item.x, band.width);
        let (above, below) = band.rules;
        for (height, at, here) in [(above, y, top), (below, end - below, bottom)] {
            if here && height.0 > 0 {
                let rect = Rect { x, y: at, width: band.width, height };
                self.artifact(Artifact::Layout, ItemKind::Fill { rect, color });
            }
        }
    }

    fn picture(&mut self, picture: &PictureBox, x: Length, y: Length) {
        let rect =
            Rect { x: self.left() + x, y, width: picture.width, height: picture.height };
        let kind = ItemKind::Picture { picture: picture.picture, rect };
        match picture.element {
            Some(element) => {
                let sheet = self.sheet_number();
                self.content(element, picture.sequence, kind);
                self.bounds.push((element, sheet, rect));
            }
            None => self.artifact(Artifact::Layout, kind),
        }
    }

    /// A thematic break: a short rule in the middle.
    fn ornament(&mut self, item: &FlowItem, row: &Row, y: Length) {
        let width = self.block.width / 6;
        let rect = Rect {
            x: self.left() + item.x + (self.block.width - item.x * 2 - width) / 2,
            y: y + row.height / 2,
            width,
            height: Length::from_points(0.6),
        };
        let color = self.tokens().light.rule;
        self.artifact(Artifact::Layout, ItemKind::Fill { rect, color });
    }

    /// Sets a line of a paragraph with its left edge at `x` in the text block.
    fn line(&mut self, paragraph: usize, number: usize, x: Length, y: Length) {
        let (flow, lines) = (self.flow, self.lines);
        let Some(line) = lines[paragraph].get(number) else { return };
        let paragraph = &flow.paragraphs[paragraph];
        let x = self.mirrored(paragraph.form.rtl, x, paragraph.form.measure);
        let y = y + line.more.0;
        let mut before = None;
        for run in &line.runs {
            // a span that changes its face is several runs
            let begins = before != Some(run.span)
                && line.start <= paragraph.spans[run.span as usize].start;
            before = Some(run.span);
            self.run(paragraph, run, x, y, begins);
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

    /// Where something stands that is `x` from the edge at which its text begins.
    fn mirrored(&self, rtl: bool, x: Length, width: Length) -> Length {
        if rtl { self.block.width - x - width } else { x }
    }

    fn run(
        &mut self,
        paragraph: &Paragraph,
        run: &LineRun,
        x: Length,
        y: Length,
        begins: bool,
    ) {
        let span = &paragraph.spans[run.span as usize];
        if begins {
            for anchor in &span.anchors {
                self.destination(anchor, y);
            }
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
        if style.strike {
            let rect = Rect {
                x,
                y: baseline - style.size.scale(25, 100),
                width: run.width,
                height: style.size.scale(5, 100),
            };
            self.artifact(Artifact::Layout, ItemKind::Fill { rect, color: style.color });
        }
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
                            .map(|glyph| Glyph { advance: scaled(glyph.advance), ..*glyph })
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

    /// A page number at the right edge, with leaders from the end of the line.
    fn tail(&mut self, paragraph: usize, number: usize, tail: usize, x: Length, y: Length) {
        let flow = self.flow;
        let own = &flow.paragraphs[tail];
        let Some(line) = self.lines[tail].first() else { return };
        let Some(text) = self.lines[paragraph].get(number) else { return };
        let at = self.block.width - line.width;
        let style = own.spans.first().map(|span| span.style);
        if let Some(style) = style {
            let from = x + text.width;
            self.leaders(style, from, at, y + text.more.0 + own.form.baseline);
        }
        self.line(tail, 0, at, y + text.more.0);
    }

    /// Dots on a grid that is the same for every line of the list.
    fn leaders(&mut self, style: Style, from: Length, to: Length, y: Length) {
        let step = style.size.scale(55, 100);
        let style = Style { color: self.tokens().light.muted, ..style };
        let from = from + style.size / 2;
        let to = to - style.size / 2;
        let first = self.block.width - (self.block.width - from) / step.0.max(1) * step.0;
        let mut x = first;
        while x < from {
            x += step;
        }
        while x + step <= to {
            let at = self.mirrored(self.flow.rtl, x, step);
            self.artifact_text(Artifact::Layout, ".", style, at, y);
            x += step;
        }
    }

    /// Text that is printed and not read.
    fn artifact_text(
        &mut self,
        artifact: Artifact,
        text: &str,
        style: Style,
        x: Length,
        y: Length,
    ) -> Length {
        let runs = setting::unbroken(text, &style, &mut self.shaper);
        let left = self.left();
        let mut at = x;
        for run in runs {
            let kind = ItemKind::Run(Run {
                face: run.face,
                size: style.size,
                stretch: 1000,
                x: left + at,
                y,
                color: style.color,
                rtl: bidi::is_rtl(run.level),
                text: run.text,
                glyphs: run.glyphs,
            });
            at += run.width;
            self.artifact(artifact, kind);
        }
        at - x
    }

    fn sheet_number(&self) -> u32 {
        u32::try_from(self.sheets.len()).unwrap_or(u32::MAX) - 1
    }

    fn destination(&mut self, name: &str, y: Length) {
        let sheet = self.sheet_number();
        let (x, name) = (self.left(), name.to_owned());
        self.destinations.push(Destination { name, sheet, x, y, element: DOCUMENT });
    }

    fn artifact(&mut self, artifact: Artifact, kind: ItemKind) {
        self.open = None;
        if let Some(sheet) = self.sheets.last_mut() {
            sheet.items.push(Item { mark: Mark::Artifact(artifact), kind });
        }
    }

    fn content(&mut self, element: ElementId, sequence: Sequence, kind: ItemKind) {
        for place in &mut self.destinations[self.claimed..] {
            place.element = element;
        }
        self.claimed = self.destinations.len();
        let mark = match self.open {
            Some((open, mark)) if open == element => mark,
            Some(_) | None => {
                let mark = MarkId(u32::try_from(self.marks.len()).unwrap_or(u32::MAX));
                self.marks.push((element, sequence));
                self.open = Some((element, mark));
                mark
            }
        };
        if let Some(sheet) = self.sheets.last_mut() {
            sheet.items.push(Item { mark: Mark::Content(mark), kind });
        }
    }

    fn note_frames(
        &self,
        frame: Option<usize>,
        top: Length,
        bottom: Length,
        frames: &mut Vec<(usize, Length, Length)>,
    ) {
        let (mut top, mut bottom) = (top, bottom);
        let mut current = frame;
        while let Some(number) = current {
            match frames.iter_mut().find(|(known, ..)| *known == number) {
                Some((_, _, end)) => *end = bottom,
                None => frames.push((number, top, bottom)),
            }
            let frame = &self.flow.frames[number];
            // what is around a frame is around its padding
            top -= frame.padding;
            bottom += frame.padding;
            current = frame.parent;
        }
    }

    /// Draws grounds and rules behind what stands in frames: outer frames first.
    fn frames(&mut self, frames: &[(usize, Length, Length)]) {
        let mut behind = Vec::new();
        let mut sorted = frames.to_vec();
        sorted.sort_by_key(|&(number, ..)| number);
        for (number, top, bottom) in sorted {
            let frame: Frame = self.flow.frames[number];
            let rect = Rect {
                x: self.left() + self.mirrored(self.flow.rtl, frame.x, frame.width),
                y: top - frame.padding,
                width: frame.width,
                height: bottom - top + frame.padding * 2,
            };
            if let Some(color) = frame.tint {
                behind.push(ItemKind::Fill { rect, color });
            }
            if let Some((width, color)) = frame.rule {
                let far = if self.flow.rtl { rect.width - width } else { Length::ZERO };
                let rect = Rect { x: rect.x + far, width, ..rect };
                behind.push(ItemKind::Fill { rect, color });
            }
        }
        if let Some(sheet) = self.sheets.last_mut() {
            let mark = Mark::Artifact(Artifact::Layout);
            sheet.items.splice(0..0, behind.into_iter().map(|kind| Item { mark, kind }));
        }
    }

    /// Running head, folio, words at the foot.
    fn furniture(&mut self, kind: GroupKind, opening: bool, head_before: Option<usize>) {
        if kind.is_blind() {
            return;
        }
        let before = self.sheets.last().map_or(0, |sheet| sheet.items.len());
        let tokens = self.tokens();
        let style = self.small_style();
        let recto = self.sheets.len() % 2 == 1;
        let leading = tokens.small_leading;
        let label = self.sheets.last().map(|sheet| sheet.label.clone()).unwrap_or_default();
        let foot_y = self.block.y + self.block.height + leading * 2;
        let outer_right = (recto || !tokens.facing) != self.flow.rtl;
        let digits = Style { features: FeatureSet::Tabular, ..style };
        let width = self.text_width(&label, &digits);
        let x = if outer_right { self.block.width - width } else { Length::ZERO };
        self.artifact_text(Artifact::Footer, &label, digits, x, foot_y);
        self.foot(outer_right, foot_y);
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
            let x = left + if outer_right { Length::ZERO } else { free };
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
        let (title, part) = head.map_or((None, None), |(title, part)| (Some(title), part));
        let words = if recto { title } else { part };
        let words = words.unwrap_or_else(|| flow.book_head.clone());
        let width = self.text_width(&words, &style);
        // too long for the line: nothing is better than a cut title
        if width > self.block.width {
            return;
        }
        let right = recto != flow.rtl;
        let x = if right { self.block.width - width } else { Length::ZERO };
        let y = self.block.y - self.tokens().small_leading;
        self.artifact_text(Artifact::Header, &words, style, x, y);
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
            mark: false,
            language: self.flow.language,
        }
    }

    fn text_width(&mut self, text: &str, style: &Style) -> Length {
        setting::unbroken(text, style, &mut self.shaper).iter().map(|run| run.width).sum()
    }
}
