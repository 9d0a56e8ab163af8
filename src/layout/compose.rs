//! Pages made up: every row at its place, running heads, folios, page map.

use std::ops::Range;

use super::Cut;
use super::bands;
use super::columns::Area;
use super::floats::FlowFloat;
use super::flow::{
    Columns, Content, Flow, FlowItem, Group, PanelLine, PictureBox, TableBand,
};
use super::fonts::{Fonts, Shaper};
use super::notes::Feet;
use super::pages::PageRows;
use super::panels;
use super::rows::{self, Row, RowKind};
use super::setting::Line;
use super::sheet::{
    Artifact, Destination, ElementId, Item, ItemKind, Kid, Mark, MarkId, PageMap,
    PageStart, Rect, Sheet,
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
    /// Below it: the room of notices at the foot of every page.
    pub(super) foot: Length,
    pub(super) page_width: Length,
    /// Whether only addresses are looked for, and what is seen is left out.
    pub(super) bare: bool,
    /// The column that is being made up, or the whole text block.
    pub(super) place: Place,
    pub(super) sheets: Vec<Sheet>,
    pub(super) marks: Vec<(ElementId, Sequence)>,
    pub(super) links: Vec<(ElementId, Kid)>,
    pub(super) bounds: Vec<(ElementId, u32, Rect)>,
    pub(super) destinations: Vec<Destination>,
    /// Destinations before this one know their element; the others lead to what comes.
    claimed: usize,
    pub(super) page_map: PageMap,
    open: Option<(ElementId, MarkId)>,
    pub(super) head: Option<usize>,
}

/// A column, or the whole text block.
#[derive(Debug, Copy, Clone)]
pub(super) struct Place {
    /// From the left edge of the text block.
    pub(super) x: Length,
    pub(super) width: Length,
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
        (block, foot, page_width): (Rect, Length, Length),
    ) -> Self {
        Self {
            flow,
            lines,
            theme,
            fonts,
            shaper: Shaper::new(fonts),
            block,
            foot,
            page_width,
            bare: false,
            place: Place { x: Length::ZERO, width: block.width },
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

    pub(super) fn tokens(&self) -> &'a Tokens {
        &self.theme.tokens
    }

    /// Left edge of the column, or of the text block, on the page being made: pages that
    /// face mirror it.
    pub(super) fn left(&self) -> Length {
        // a book that is read from right to left is bound on the right
        let recto = self.sheets.len() % 2 == 1;
        let block = if self.tokens().facing && recto == self.flow.rtl {
            self.page_width - self.block.x - self.block.width
        } else {
            self.block.x
        };
        block + self.place.x
    }

    /// Adds a page without text, so that the next is a right-hand page.
    pub(super) fn blank(&mut self, label: String) {
        self.sheets.push(Sheet { label, ..Sheet::default() });
        self.open = None;
    }

    /// Makes up one page of a group; whether the edition ends with it.
    pub(super) fn page(
        &mut self,
        made: &Made<'_>,
        (number, ends): (usize, bool),
        label: String,
    ) {
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
        if page.areas.is_empty() {
            self.single(made, number);
        }
        for area in &page.areas {
            self.area(made, area);
        }
        self.place = self.whole();
        self.feet(ends);
        self.furniture(made.group.kind, opening, head_before);
    }

    /// The text block as a place.
    fn whole(&self) -> Place {
        Place { x: Length::ZERO, width: self.block.width }
    }

    /// Makes up a page without columns.
    fn single(&mut self, made: &Made<'_>, number: usize) {
        let page = &made.pages[number];
        let opening = number == 0;
        let mut y = self.block.y + if opening { made.group.sink } else { Length::ZERO };
        let mut frames: Vec<(usize, Length, Length)> = Vec::new();
        // above a heading that opens a chapter stands nothing
        let at_foot = opening && !page.rows.is_empty();
        if !at_foot {
            y = self.floats(made, &page.floats, y, &mut frames);
        }
        y = self.rows(made, (page.rows.clone(), page.spread), y, &mut frames);
        if at_foot {
            let height = made.cut.floats.height(&page.floats);
            let foot = made.cut.feet.height(&page.notes) + height;
            // on a last page they follow the text
            let last = number + 1 == made.pages.len();
            let low = self.block.y + self.block.height - foot;
            let at = if last { y.min(low) } else { low };
            self.floats_below(made, &page.floats, at, &mut frames);
        }
        self.frames(&frames, self.frames_end(&made.cut.feet, &page.notes));
        self.notes(made, &page.notes);
    }

    /// Makes up a column, or what runs across.
    fn area(&mut self, made: &Made<'_>, area: &Area) {
        self.place = match (made.group.columns, area.column) {
            (Some(Columns { width, gap }), Some(column)) => {
                // a book that is read from right to left begins with the right column
                let far = (column == 1) != self.flow.rtl;
                Place { x: if far { width + gap } else { Length::ZERO }, width }
            }
            (_, None) | (None, _) => self.whole(),
        };
        let mut frames: Vec<(usize, Length, Length)> = Vec::new();
        let floats_top = self.block.y + area.floats_top;
        if !area.below {
            self.floats(made, &area.floats, floats_top, &mut frames);
        }
        let rows = (area.rows.clone(), area.spread);
        self.rows(made, rows, self.block.y + area.top, &mut frames);
        if area.below {
            self.floats_below(made, &area.floats, floats_top, &mut frames);
        }
        self.frames(&frames, self.frames_end(&made.cut.feet, &area.notes));
        self.notes(made, &area.notes);
    }

    /// Sets rows of the text from a height on, and shares out some space among them;
    /// gives where they end.
    fn rows(
        &mut self,
        made: &Made<'_>,
        (range, spread): (Range<usize>, Length),
        mut y: Length,
        frames: &mut Vec<(usize, Length, Length)>,
    ) -> Length {
        let rows = &made.cut.rows[range];
        if let Some(first) = rows.first() {
            y += first.top;
            y += self.repeat(made, first, y, frames);
        }
        let flexible: Length = rows.iter().skip(1).map(|row| row.stretch).sum();
        let mut given = Length::ZERO;
        let mut passed = Length::ZERO;
        for (turn, row) in rows.iter().enumerate() {
            if turn > 0 {
                passed += row.stretch;
                let due = if flexible.0 > 0 {
                    spread.scale(passed.0, flexible.0)
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
                self.band((item, band), &rows[turn..turn + count], y, frames);
            }
            self.note_frames(item.frame, y, y + row.height, frames);
            y += row.height;
        }
        y
    }

    /// Sets the notes at the foot of a page below a rule, which is as wide as the text
    /// where a note goes on from the page before.
    fn notes(&mut self, made: &Made<'_>, range: &Range<usize>) {
        let Some(notes) = made.notes.filter(|_| !range.is_empty()) else { return };
        let feet = &made.cut.feet;
        let mut y = self.block.y + self.block.height - feet.height(range);
        let share = if feet.goes_on(range) { 1 } else { 4 };
        let width = self.place.width / share;
        let rect = Rect {
            x: self.left() + self.mirrored(self.flow.rtl, Length::ZERO, width),
            y: y + feet.rule_at(),
            width,
            height: Length::from_points(0.4),
        };
        let color = self.tokens().light.text;
        self.artifact(Artifact::Layout, ItemKind::Fill { rect, color });
        y += feet.gap();
        let mut frames = Vec::new();
        self.stack(notes, &feet.rows[range.clone()], y, &mut frames);
        self.frames(&frames, self.frames_end(&Feet::none(), &(0..0)));
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
                self.band((item, band), &rows[turn..turn + count], y, frames);
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
        range: &Range<usize>,
        top: Length,
        frames: &mut Vec<(usize, Length, Length)>,
    ) -> Length {
        let floats = &made.cut.floats;
        for number in range.clone() {
            let y = top + floats.height(&(range.start..number));
            self.stack(&made.floats[number].group, &floats.rows[number], y, frames);
        }
        top + floats.height(range)
    }

    /// Sets floats at the foot of a page, the space of each above it.
    fn floats_below(
        &mut self,
        made: &Made<'_>,
        range: &Range<usize>,
        top: Length,
        frames: &mut Vec<(usize, Length, Length)>,
    ) {
        let floats = &made.cut.floats;
        for number in range.clone() {
            let end = top + floats.height(&(range.start..number + 1));
            let rows = &floats.rows[number];
            let y = end - super::floats::height(rows);
            self.stack(&made.floats[number].group, rows, y, frames);
        }
    }

    /// Repeats the header of a table above a row that begins a page.
    fn repeat(
        &mut self,
        made: &Made<'_>,
        first: &Row,
        y: Length,
        frames: &mut Vec<(usize, Length, Length)>,
    ) -> Length {
        let Some(header) = first.repeat.map(|header| &made.cut.rows[header]) else {
            return Length::ZERO;
        };
        let Content::Band(band) = &made.group.items[header.item].content else {
            return Length::ZERO;
        };
        let item = &made.group.items[header.item];
        self.unread(Artifact::Layout, |composer| {
            composer.band((item, band), std::slice::from_ref(header), y, frames);
        });
        first.repeated(&made.cut.rows)
    }

    /// Sets what `inner` sets, which is to be seen and is not read, linked or led to again.
    pub(super) fn unread(&mut self, artifact: Artifact, inner: impl FnOnce(&mut Self)) {
        let before = self.sheets.last().map_or(0, |sheet| sheet.items.len());
        // the links of the page so far, which those of `inner` must not touch
        let own = self.sheets.last_mut().map(|sheet| std::mem::take(&mut sheet.links));
        let (marks, links) = (self.marks.len(), self.links.len());
        let (destinations, bounds) = (self.destinations.len(), self.bounds.len());
        // destinations that wait for what is read next do not mean this
        let waiting = std::mem::replace(&mut self.claimed, destinations);
        inner(self);
        self.marks.truncate(marks);
        self.links.truncate(links);
        self.destinations.truncate(destinations);
        self.bounds.truncate(bounds);
        self.claimed = waiting;
        self.open = None;
        if let Some(sheet) = self.sheets.last_mut() {
            sheet.links = own.unwrap_or_default();
            for item in &mut sheet.items[before..] {
                item.mark = Mark::Artifact(artifact);
            }
        }
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
            self.labels(item, y, false);
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
            (Content::Panels(line), _) => self.panels(line, item.x, row, y),
            (Content::Beside(panels), _) => self.beside(panels, row, y),
            (Content::Ornament, _) => self.ornament(item, row, y),
            (Content::Text(_), RowKind::Whole | RowKind::Slice { .. }) => {}
        }
        if first {
            self.labels(item, y, true);
        }
    }

    /// Sets the slices of a band that stand on this page, cell by cell as they are read.
    fn band(
        &mut self,
        (item, band): (&FlowItem, &TableBand),
        rows: &[Row],
        y: Length,
        frames: &mut Vec<(usize, Length, Length)>,
    ) {
        let mut lines = Vec::new();
        let (mut top, mut bottom) = (false, false);
        let mut end = y;
        for row in rows {
            lines.extend(row.cells.iter().map(|line| (line, end + line.y)));
            end += row.height;
            if let RowKind::Slice { first, last, .. } = row.kind {
                top |= first;
                bottom |= last;
            }
        }
        // cells have their paragraphs in reading order
        lines.sort_by_key(|(line, _)| (line.paragraph, line.line));
        for (line, y) in lines {
            let text = &band.texts[line.text];
            self.line(line.paragraph, line.line, item.x + text.x, y);
            if text.frame.is_some() {
                let height = bands::line_height(self.flow, self.lines, line);
                self.note_frames(text.frame, y, y + height, frames);
            }
        }
        let color = self.tokens().light.text;
        let rtl = band.rtl;
        let x = self.left() + self.mirrored(rtl, item.x, band.width);
        let (above, below) = band.rules;
        let hair = band.hairline;
        let light = self.tokens().light.rule;
        for (height, at, here, color) in [
            (above, y, top, color),
            (below, end - below, bottom, color),
            (hair, end - hair, bottom, light),
        ] {
            if here && height.0 > 0 {
                let rect = Rect { x, y: at, width: band.width, height };
                self.artifact(Artifact::Layout, ItemKind::Fill { rect, color });
            }
        }
        if let Some(RowKind::Slice { at, .. }) = rows.first().map(|row| row.kind)
            && !band.inner_rules.is_empty()
        {
            self.inner_rules(band, x, (at, y, end));
        }
    }

    /// The rules between rows of a band, of which what begins so far below its top stands
    /// on this page from one height to another.
    fn inner_rules(
        &mut self,
        band: &TableBand,
        left: Length,
        (above, y, end): (Length, Length, Length),
    ) {
        let edges = bands::edges(band, self.flow, self.lines);
        let light = &self.tokens().light;
        for rule in &band.inner_rules {
            let Some(&edge) = edges.get(rule.row).filter(|&&edge| edge > above) else {
                continue;
            };
            let bottom = y + edge - above;
            if bottom > end {
                continue;
            }
            let (width, height) = (rule.width, rule.height);
            let far = band.width - rule.x - width;
            let x = left + if band.rtl { far } else { rule.x };
            let color = if rule.is_light { light.rule } else { light.text };
            let rect = Rect { x, y: bottom - height, width, height };
            self.artifact(Artifact::Layout, ItemKind::Fill { rect, color });
        }
    }

    fn picture(&mut self, picture: &PictureBox, x: Length, y: Length) {
        let (width, height) = (picture.width, picture.height);
        let x = self.left() + self.mirrored(picture.rtl, x, width);
        let rect = Rect { x, y, width, height };
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

    /// Pictures beside one another, each before its caption.
    fn panels(&mut self, line: &PanelLine, x: Length, row: &Row, y: Length) {
        for cell in &line.cells {
            self.destination(&cell.anchor, y);
            self.picture(&cell.picture, x + cell.x, y);
            let Some((caption, at)) = cell.caption else { continue };
            for own in row.cells.iter().filter(|own| own.paragraph == caption) {
                self.line(own.paragraph, own.line, x + at, y + own.y);
            }
        }
    }

    /// Tables, code and pictures beside one another, each with what belongs to it.
    fn beside(&mut self, panels: &[Group], row: &Row, y: Length) {
        for panel in panels {
            let mut frames = Vec::new();
            let top = y + panels::above(panel, self.flow);
            let rows = rows::rows(panel, self.flow, self.lines);
            self.stack(panel, &rows, top, &mut frames);
            self.frames(&frames, y + row.height);
        }
    }

    /// A thematic break: a short rule in the middle.
    fn ornament(&mut self, item: &FlowItem, row: &Row, y: Length) {
        let width = self.place.width / 6;
        let rect = Rect {
            x: self.left() + item.x + (self.place.width - item.x * 2 - width) / 2,
            y: y + row.height / 2,
            width,
            height: Length::from_points(0.6),
        };
        let color = self.tokens().light.rule;
        self.artifact(Artifact::Layout, ItemKind::Fill { rect, color });
    }

    /// Where something stands that is `x` from the edge at which its text begins.
    pub(super) fn mirrored(&self, rtl: bool, x: Length, width: Length) -> Length {
        if rtl { self.place.width - x - width } else { x }
    }

    pub(super) fn sheet_number(&self) -> u32 {
        u32::try_from(self.sheets.len()).unwrap_or(u32::MAX) - 1
    }

    pub(super) fn destination(&mut self, name: &str, y: Length) {
        let sheet = self.sheet_number();
        let (x, name) = (self.left(), name.to_owned());
        self.destinations.push(Destination { name, sheet, x, y, element: DOCUMENT });
    }

    pub(super) fn artifact(&mut self, artifact: Artifact, kind: ItemKind) {
        self.open = None;
        if self.bare {
            return;
        }
        if let Some(sheet) = self.sheets.last_mut() {
            sheet.items.push(Item { mark: Mark::Artifact(artifact), kind });
        }
    }

    pub(super) fn content(
        &mut self,
        element: ElementId,
        sequence: Sequence,
        kind: ItemKind,
    ) {
        if self.bare {
            return;
        }
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
}
