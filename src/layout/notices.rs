//! Notices: in the text, at the foot of every page, or named there.

use super::build::Builder;
use super::compose::Composer;
use super::flow::{Content, Flow, FlowItem, FootText, Frame, Group};
use super::inline::Type;
use super::paragraph::{Form, Paragraph};
use super::setting::Line;
use super::sheet::{Artifact, ItemKind, Rect, Role};
use super::structure::DOCUMENT;
use crate::ast::BlockKind;
use crate::diag::{Diagnostic, Reported, Sink};
use crate::length::Length;
use crate::project::NoticePosition;
use crate::resolve::{Book, Division, Notice};
use crate::theme::{Align, ChapterStart, HeadingTokens, Theme};

/// More of the text block than one part in this many notices at the foot do not take.
const MOST_FOOT: i64 = 3;

impl<'a> Builder<'a> {
    pub(super) fn notice(&mut self, division: Division, number: u32) {
        self.leave_part();
        let notice = &self.book.notices[number as usize];
        let first = self.paragraphs.len();
        let around = std::mem::replace(&mut self.least_size, notice.least_size);
        match notice.place.at {
            NoticePosition::PageFoot => self.notice_at_feet(division, notice),
            NoticePosition::FirstPage
            | NoticePosition::BeforeBody
            | NoticePosition::AfterBody
            | NoticePosition::LastPage => self.notice_in_text(division, notice),
        }
        self.least_size = around;
        // what is smaller than the text around it
        let spans = self.paragraphs[first..].iter_mut().flat_map(|one| &mut one.spans);
        for span in spans.filter(|span| span.style.raise == Length::ZERO) {
            span.style.size = span.style.size.max(notice.least_size);
        }
    }

    fn notice_in_text(&mut self, division: Division, notice: &'a Notice) {
        let place = notice.place;
        let shares =
            matches!(place.at, NoticePosition::FirstPage | NoticePosition::LastPage)
                && !place.own_page;
        match (place.own_page, self.chapter_start()) {
            // it shares no page with what has one to itself
            _ if shares && self.page_ends => self.start_page(),
            _ if shares => {}
            (true, ChapterStart::Continuous) => self.start_page(),
            (_, start) => self.start(start),
        }
        // it shares its pages with chapters, or has its own
        self.columned = self.theme.tokens.columns > 1
            && (shares || self.chapter_start() == ChapterStart::Continuous);
        let section = self.structure.add(DOCUMENT, Role::Sect);
        let title = notice.body.title.clone();
        let own = self.structure.get_mut(section);
        (own.title, own.version) = (Some(title.clone()), notice.version.clone());
        self.pending.anchors.push(notice.id.clone());
        self.head(title.as_str());
        let tokens = &self.theme.tokens;
        let padding = tokens.text.leading * 2 / 3;
        let inset = tokens.text.size;
        let frame = Frame {
            parent: None,
            x: Length::ZERO,
            width: self.measure,
            rtl: self.rtl,
            padding,
            tint: Some(tokens.light.tint),
            rule: Some((Length::from_points(2.5), tokens.light.accent)),
        };
        self.frames.push(frame);
        let spot = super::build::Spot {
            x: inset,
            width: self.measure - inset * 2,
            frame: Some(self.frames.len() - 1),
            ..self.spot(section, division)
        };
        self.pending.space = self.pending.space.max(tokens.text.leading + padding);
        let heading = HeadingTokens { before: Length::ZERO, ..tokens.headings[1].clone() };
        let first = self.groups.last().map_or(0, |group| group.items.len());
        if place.at == NoticePosition::LastPage
            && let Some(before) = self.last_item()
        {
            // a heading with nothing below it, say, is not kept with a notice
            before.keep_with_next = false;
        }
        let noted = self.group_notes().map_or(0, |notes| notes.items.len());
        self.made_heading(spot, title.as_str(), &notice.id, &heading);
        self.blocks(spot, &notice.body, &notice.body.document.blocks);
        if shares {
            self.keep_together(first, noted);
        }
        self.page_ends = place.own_page;
        self.pending.space = padding + tokens.text.leading;
    }

    /// The notes of the last group.
    fn group_notes(&mut self) -> Option<&mut Group> {
        let group = self.groups.len().saturating_sub(1);
        self.notes.groups.get_mut(&group)
    }

    /// Keeps the items of the group from one on together on a page, and those of its notes
    /// from one on: none of them goes on at the foot of the next page.
    fn keep_together(&mut self, first: usize, noted: usize) {
        if let Some(group) = self.groups.last_mut() {
            together(&mut group.items[first..]);
        }
        if let Some(notes) = self.group_notes() {
            together(&mut notes.items[noted..]);
        }
    }

    /// A notice in small type that stands on every page; its heading begins its first
    /// line.
    fn notice_at_feet(&mut self, division: Division, notice: &'a Notice) {
        let section = self.structure.add(DOCUMENT, Role::Sect);
        let title = notice.body.title.clone();
        let own = self.structure.get_mut(section);
        (own.title, own.version) = (Some(title.clone()), notice.version.clone());
        self.pending.anchors.push(notice.id.clone());
        let heading = self.structure.add(section, Role::Heading(1));
        self.outline.push((1, title.clone(), notice.id.clone(), heading));
        let around = (self.in_note, self.measure);
        (self.in_note, self.measure) = (true, self.full);
        let kind = self.text_type();
        let mut lead = format!("{title}\u{2002}");
        if self.rtl {
            // in a line from right to left what is read first would be painted last
            lead.clear();
            let bold = Type { weight: 700, ..kind.clone() };
            let form = self.text_form(self.measure);
            let form = Form { align: Align::Left, hyphenate: false, ..form };
            let paragraph =
                self.plain_paragraph(title.as_str(), &bold, heading, Align::Left);
            let paragraph = self.add(Paragraph { form, ..paragraph });
            let anchors = std::mem::take(&mut self.pending.anchors);
            self.feet.push(FootText { paragraph, anchors });
        }
        for block in &notice.body.document.blocks {
            // others are refused before
            let BlockKind::Paragraph(text) = &block.kind else { continue };
            let element = self.structure.add(section, Role::P);
            let form = self.text_form(self.measure);
            let form = Form { align: Align::Left, hyphenate: false, ..form };
            let led = (lead.clone(), Type { weight: 700, ..kind.clone() });
            let (block, own) = ((block.id, block.span), (element, division));
            let mut paragraph =
                self.led_paragraph(&notice.body, block, (led, text), &kind, own, form);
            for span in &mut paragraph.spans {
                if (span.end as usize) <= lead.len() {
                    span.element = heading;
                }
            }
            lead.clear();
            let paragraph = self.add(paragraph);
            let anchors = std::mem::take(&mut self.pending.anchors);
            self.feet.push(FootText { paragraph, anchors });
        }
        (self.in_note, self.measure) = around;
    }

    /// Words at the foot of each page: where the notices that must be named there stand.
    pub(super) fn foot(&mut self) -> Option<usize> {
        let words = &self.book.words;
        let named: Vec<String> = self
            .book
            .notices
            .iter()
            .filter(|notice| notice.place.named)
            .map(|notice| {
                let page = self.labels.get(&notice.id).map_or("0", String::as_str);
                let (see, on) = (words.see.to_lowercase(), words.page_in_text);
                format!("{}: {see} {on} {page}", notice.body.title)
            })
            .collect();
        if named.is_empty() {
            return None;
        }
        let kind = self.small_type();
        let folio = self.theme.tokens.small_size * 4;
        let measure = self.measure - folio;
        let form =
            Form { align: Align::Left, hyphenate: false, ..self.small_form(measure) };
        // it is never read: no element owns it
        let paragraph =
            self.plain_paragraph(named.join(" · ").as_str(), &kind, DOCUMENT, Align::Left);
        Some(self.add(Paragraph { form, ..paragraph }))
    }
}

/// Keeps items together on a page.
fn together(items: &mut [FlowItem]) {
    let last = items.len().saturating_sub(1);
    for (number, item) in items.iter_mut().enumerate() {
        item.keep_with_next |= number < last;
        if let Content::Text(text) = &mut item.content {
            text.together = true;
        }
    }
}

/// Between the text and the notices at the foot of a page.
fn gap(theme: &Theme) -> Length {
    theme.tokens.small_leading
}

/// The height of a line.
fn height(line: &Line, form: &Form) -> Length {
    line.more.0 + form.leading + line.more.1
}

/// The height of the notices themselves.
fn feet_height<'l>(flow: &Flow, lines: impl Fn(usize) -> &'l [Line]) -> Length {
    let feet = flow.feet.iter().map(|foot| foot.paragraph);
    feet.flat_map(|number| {
        let form = &flow.paragraphs[number].form;
        lines(number).iter().map(move |line| height(line, form))
    })
    .sum()
}

/// How much of the text block notices at the foot of every page take: whole lines of the
/// text.
///
/// # Errors
/// `long-foot-notice` when they take more than a third of it.
pub(super) fn room<'l>(
    (book, theme): (&Book, &Theme),
    flow: &Flow,
    lines: impl Fn(usize) -> &'l [Line],
    (block, foot): (Rect, Length),
    sink: &mut Sink,
) -> Result<Length, Reported> {
    if flow.feet.is_empty() {
        return Ok(Length::ZERO);
    }
    let height = feet_height(flow, lines) + gap(theme);
    let leading = theme.tokens.text.leading.0.max(1);
    let height = Length((height.0 + leading - 1) / leading * leading);
    if height <= Length((block.height + foot).0 / MOST_FOOT) {
        return Ok(height);
    }
    let first = flow.feet.first().and_then(|foot| flow.paragraphs[foot.paragraph].place);
    let named = book.notices.iter().find(|one| one.place.at == NoticePosition::PageFoot);
    let name = named.map_or("", |notice| notice.body.title.as_str());
    let message = format!(
        "`{name}` and what else stands at the foot of every page takes more than a third \
         of the page"
    );
    let diagnostic = Diagnostic::new("long-foot-notice", message)
        .help("shorten it, place it elsewhere, or give the theme smaller type for notes");
    Err(sink.error(match first {
        Some(place) => diagnostic.at(place),
        None => diagnostic,
    }))
}

impl Composer<'_> {
    /// The notices at the foot of every page, below a rule. On the last page they are
    /// read; on all others they are there to be seen.
    pub(super) fn feet(&mut self, last: bool) {
        let (flow, lines) = (self.flow, self.lines);
        if flow.feet.is_empty() {
            return;
        }
        let before = self.sheets.last().map_or(0, |sheet| sheet.items.len());
        let end = self.block.y + self.block.height + self.foot;
        let mut y = end - feet_height(flow, |number| lines[number]);
        let width = self.block.width / 4;
        let rect = Rect {
            x: self.left() + self.mirrored(flow.rtl, Length::ZERO, width),
            y: y - gap(self.theme).scale(45, 100),
            width,
            height: Length::from_points(0.4),
        };
        let color = self.tokens().light.text;
        self.artifact(Artifact::Layout, ItemKind::Fill { rect, color });
        for foot in &flow.feet {
            let form = &flow.paragraphs[foot.paragraph].form;
            if last {
                foot.anchors.iter().for_each(|anchor| self.destination(anchor, y));
            }
            for (number, line) in lines[foot.paragraph].iter().enumerate() {
                let set = |composer: &mut Self| {
                    composer.line(foot.paragraph, number, Length::ZERO, y);
                };
                match last {
                    true => set(self),
                    false => self.unread(Artifact::Footer, set),
                }
                y += height(line, form);
            }
        }
        if !last && let Some(sheet) = self.sheets.last_mut() {
            // artifacts first
            let added = sheet.items.split_off(before.min(sheet.items.len()));
            sheet.items.splice(0..0, added);
        }
    }
}
