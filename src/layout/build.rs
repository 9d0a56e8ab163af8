//! The book to the flow of an edition: what is printed, in reading order.

use std::collections::BTreeMap;

use super::floats::FlowFloat;
use super::flow::{Content, Flow, FlowItem, Frame, Group, GroupKind, TextBlock};
use super::fonts::{FeatureSet, Fonts, Shaper, Variant};
use super::inline::{Gather, Type};
use super::languages::Language;
use super::notes::FlowNotes;
use super::paragraph::{Form, Link, Paragraph};
use super::sheet::{ElementId, LinkTarget, Role};
use super::structure::{DOCUMENT, Structure};
use crate::ast::{BlockId, is_rtl_language};
use crate::diag::Sink;
use crate::length::Length;
use crate::project::{Matter, NoticePlacement, Stamp};
use crate::resolve::{Book, Division};
use crate::source::Place;
use crate::theme::{Align, ChapterStart, HeadingTokens, Theme, TitleStyle};

/// The folio of every address, as far as it is known.
pub(super) type Labels = BTreeMap<String, String>;

/// What the builder reads and what it has built.
pub(super) struct Builder<'a> {
    pub(super) book: &'a Book,
    pub(super) theme: &'a Theme,
    pub(super) fonts: &'a Fonts<'a>,
    pub(super) shaper: Shaper<'a>,
    /// The time printed in every output.
    stamp: Stamp,
    /// Folios from the pass before, for page numbers in the text.
    pub(super) labels: &'a Labels,
    /// Width of the text block.
    pub(super) measure: Length,
    /// Height of the text block.
    pub(super) height: Length,
    pub(super) structure: Structure,
    pub(super) links: Vec<Link>,
    pub(super) paragraphs: Vec<Paragraph>,
    pub(super) frames: Vec<Frame>,
    pub(super) groups: Vec<Group>,
    pub(super) heads: Vec<(String, Option<String>)>,
    /// The part that is being built: its number and its element.
    part: Option<(u32, ElementId)>,
    pub(super) outline: Vec<(u8, String, String, ElementId)>,
    pub(super) pending: Pending,
    /// The language of what is being built.
    pub(super) language: Language,
    /// Whether it runs from right to left.
    pub(super) rtl: bool,
    pub(super) notes: FlowNotes,
    pub(super) floats: BTreeMap<usize, Vec<FlowFloat>>,
    /// How many links were looked at for the marks of notes.
    pub(super) noted: usize,
    /// Whether the text of a note, or of notes to a table, is set: in small type.
    pub(super) in_note: bool,
    /// What is wrong with what is to be printed.
    pub(super) messages: Sink,
}

/// What the next item takes with it.
#[derive(Debug, Default)]
pub(super) struct Pending {
    pub(super) anchors: Vec<String>,
    pub(super) head: Option<usize>,
    /// Least space above, beside that of the item itself.
    pub(super) space: Length,
    /// How far frames reach into that space: those that end and those that begin.
    pub(super) padding: Length,
}

/// Where blocks are set: how far in, in which frame, in which part of the book.
#[derive(Debug, Copy, Clone)]
pub(super) struct Spot {
    pub(super) x: Length,
    pub(super) width: Length,
    pub(super) frame: Option<usize>,
    pub(super) element: ElementId,
    pub(super) division: Division,
    /// How many lists with bullets are around it.
    pub(super) bullets: u8,
}

/// Lays out what an edition prints.
pub(super) fn flow<'a>(
    book: &'a Book,
    theme: &'a Theme,
    fonts: &'a Fonts<'a>,
    block: (Length, Length),
    (stamp, labels): (Stamp, &'a Labels),
) -> Flow {
    let mut builder = Builder {
        book,
        theme,
        fonts,
        shaper: Shaper::new(fonts),
        stamp,
        labels,
        measure: block.0,
        height: block.1,
        structure: Structure::new(),
        links: Vec::new(),
        paragraphs: Vec::new(),
        frames: Vec::new(),
        groups: Vec::new(),
        heads: Vec::new(),
        part: None,
        outline: Vec::new(),
        pending: Pending::default(),
        language: Language::new(&book.info.language),
        rtl: is_rtl_language(&book.info.language),
        notes: FlowNotes::default(),
        floats: BTreeMap::new(),
        noted: 0,
        in_note: false,
        messages: Sink::default(),
    };
    for &division in &book.spine {
        builder.division(division);
    }
    // addresses of a chapter in which nothing stands lead to what stands last
    let left = std::mem::take(&mut builder.pending.anchors);
    let mut printed =
        builder.groups.iter_mut().rev().filter_map(|group| group.items.last_mut());
    if let Some(item) = printed.next() {
        item.anchors.extend(left);
    }
    let foot = builder.foot();
    Flow {
        groups: builder.groups,
        paragraphs: builder.paragraphs,
        frames: builder.frames,
        links: builder.links,
        notes: builder.notes,
        floats: builder.floats,
        heads: builder.heads,
        book_head: book.info.short_title.as_ref().unwrap_or(&book.info.title).clone(),
        foot,
        outline: builder.outline,
        structure: builder.structure,
        language: builder.language,
        rtl: builder.rtl,
        messages: builder.messages,
    }
}

impl<'a> Builder<'a> {
    fn division(&mut self, division: Division) {
        let tokens = &self.theme.tokens;
        match division {
            Division::TitlePage => match tokens.title {
                TitleStyle::Page => self.title_page(),
                TitleStyle::Block => self.title_block(),
            },
            Division::Contents => {
                if self.book.contents.unwrap_or(tokens.contents) {
                    self.contents();
                }
            }
            Division::Copyright => self.copyright(),
            Division::Part(number) => self.part(division, number),
            Division::Chapter(number) => self.chapter(division, number),
            Division::References => self.references(),
            Division::Notice(number) => self.notice(division, number),
            Division::Index => self.index(),
        }
    }

    /// Opens a group where a division begins on a page of its own; else makes sure that
    /// there is one.
    pub(super) fn start(&mut self, kind: ChapterStart) {
        let in_body = self.groups.last().is_some_and(|group| !group.kind.is_front());
        let facing = self.theme.tokens.facing;
        let kind = match kind {
            ChapterStart::Continuous if in_body => return,
            ChapterStart::Page if in_body => GroupKind::Body,
            // the first page of the text is page 1: a right-hand page
            ChapterStart::Recto | ChapterStart::Continuous | ChapterStart::Page => {
                if facing { GroupKind::BodyRecto } else { GroupKind::Body }
            }
        };
        let sink = if in_body || kind == GroupKind::BodyRecto {
            self.opening_sink()
        } else {
            Length::ZERO
        };
        self.groups.push(Group { kind, sink, items: Vec::new() });
        self.pending.space = Length::ZERO;
        self.pending.padding = Length::ZERO;
    }

    /// Space above the heading of a division that begins a page: so much that the text
    /// below a heading of one line stands on the lines of other pages.
    fn opening_sink(&self) -> Length {
        let heading = &self.theme.tokens.headings[0];
        let leading = self.theme.tokens.text.leading;
        if leading.0 <= 0 || self.chapter_start() == ChapterStart::Continuous {
            return Length::ZERO;
        }
        let taken = Length((heading.leading + heading.after).0 % leading.0);
        leading * 4 + (leading - taken)
    }

    pub(super) fn chapter_start(&self) -> ChapterStart {
        self.book.chapter_start.unwrap_or(self.theme.tokens.chapter_start)
    }

    /// The title on a page of its own, a third down.
    fn title_page(&mut self) {
        let sink = self.height / 4;
        if self.book.half_title {
            self.half_title(sink);
        }
        self.groups.push(Group { kind: GroupKind::TitlePage, sink, items: Vec::new() });
        let section = self.structure.add(DOCUMENT, Role::Sect);
        self.pending.anchors.push("title-page".to_owned());
        self.title(section, self.theme.tokens.title_heading.align);
        self.authors(section, self.theme.tokens.text.leading * 2);
        // the last lines stand at the foot of the page
        let publisher = self.book.info.publisher.clone();
        let foot: Vec<String> = publisher.into_iter().chain([self.edition_of()]).collect();
        for (number, line) in foot.iter().enumerate() {
            self.title_line(section, line, Length::ZERO);
            if let Some(item) = self.last_item().filter(|_| number == 0) {
                item.stretch = Length::points(10_000);
            }
        }
    }

    /// The title alone, on the first page of the book.
    fn half_title(&mut self, sink: Length) {
        self.groups.push(Group { kind: GroupKind::TitlePage, sink, items: Vec::new() });
        let section = self.structure.add(DOCUMENT, Role::Sect);
        let element = self.structure.add(section, Role::P);
        let heading = self.theme.tokens.headings[1].clone();
        let kind = self.heading_type(&heading);
        let info = &self.book.info;
        let title = info.short_title.as_ref().unwrap_or(&info.title).clone();
        let align = self.theme.tokens.title_heading.align;
        let mut paragraph = self.made(&title, &kind, element, &heading, align);
        paragraph.block = Some((Division::TitlePage, BlockId(0)));
        let spot = self.spot(section, Division::TitlePage);
        self.text(spot, paragraph, Length::ZERO, true);
    }

    /// Rights, edition and credits at the foot of the back of the title page; above the
    /// text where the title has no page of its own.
    fn copyright(&mut self) {
        if self.theme.tokens.title == TitleStyle::Page {
            // at the foot: about sixty letters make a line
            let lines = self.book.copyright();
            let lines: usize = lines.iter().map(|line| 1 + line.chars().count() / 60).sum();
            let taken = self.theme.tokens.small_leading * i64::try_from(lines).unwrap_or(0);
            let sink =
                (self.height - taken - self.theme.tokens.text.leading).max(Length::ZERO);
            self.groups.push(Group { kind: GroupKind::Copyright, sink, items: Vec::new() });
            self.pending.space = Length::ZERO;
        }
        let section = self.structure.add(DOCUMENT, Role::Sect);
        self.structure.get_mut(section).title =
            Some(self.book.words.copyright_page.to_owned());
        self.pending.anchors.push("copyright-page".to_owned());
        let kind = self.small_type();
        let spot = self.spot(section, Division::Copyright);
        for (number, line) in self.book.copyright().iter().enumerate() {
            let element = self.structure.add(section, Role::P);
            let mut paragraph = self.plain_paragraph(line, &kind, element, Align::Left);
            paragraph.form = Form {
                align: Align::Left,
                hyphenate: false,
                ..self.small_form(self.measure)
            };
            if number == 0 {
                paragraph.block = Some((Division::Copyright, BlockId(0)));
            }
            self.text(spot, paragraph, Length::ZERO, false);
        }
    }

    /// The authors on one line, if the book names any.
    fn authors(&mut self, section: ElementId, space: Length) {
        let names: Vec<&str> =
            self.book.info.authors.iter().map(|author| author.name.as_str()).collect();
        if !names.is_empty() {
            self.title_line(section, &names.join(", "), space);
        }
    }

    /// Which edition this is: its date.
    fn edition_of(&self) -> String {
        format!("{} {}", self.book.words.edition_of, self.stamp.date())
    }

    /// The title above the text.
    fn title_block(&mut self) {
        self.start(ChapterStart::Continuous);
        let section = self.structure.add(DOCUMENT, Role::Sect);
        self.pending.anchors.push("title-page".to_owned());
        self.title(section, self.theme.tokens.title_heading.align);
        self.authors(section, Length::ZERO);
        let edition = self.edition_of();
        self.title_line(section, &edition, self.theme.tokens.text.leading / 2);
        self.pending.space = self.theme.tokens.title_heading.after;
    }

    fn title(&mut self, section: ElementId, align: Align) {
        let heading = self.theme.tokens.title_heading.clone();
        let element = self.structure.add(section, Role::Title);
        let spot = self.spot(section, Division::TitlePage);
        let kind = self.heading_type(&heading);
        let title = self.book.info.title.clone();
        let paragraph = self.made(&title, &kind, element, &heading, align);
        self.text(spot, paragraph, heading.before, true);
        let last = self.paragraphs.len() - 1;
        self.paragraphs[last].block = Some((Division::TitlePage, BlockId(0)));
        if let Some(subtitle) = self.book.info.subtitle.clone() {
            let element = self.structure.add(section, Role::P);
            let heading = self.theme.tokens.headings[1].clone();
            let kind = self.heading_type(&heading);
            let paragraph = self.made(&subtitle, &kind, element, &heading, align);
            self.text(spot, paragraph, heading.after, true);
        }
    }

    fn title_line(&mut self, section: ElementId, text: &str, space: Length) {
        let align = self.theme.tokens.title_heading.align;
        let element = self.structure.add(section, Role::P);
        let kind = self.text_type();
        let paragraph = self.plain_paragraph(text, &kind, element, align);
        let spot = self.spot(section, Division::TitlePage);
        self.text(spot, paragraph, space, false);
    }

    fn contents(&mut self) {
        let section = self.structure.add(DOCUMENT, Role::Sect);
        let in_front = matches!(self.theme.tokens.title, TitleStyle::Page);
        if in_front {
            self.groups.push(Group { kind: GroupKind::Front, ..Group::default() });
        }
        self.pending.anchors.push("contents".to_owned());
        let words = self.book.words.contents;
        self.head(words);
        self.division_heading(section, Division::Contents, words, "contents");
        let list = self.structure.add(section, Role::Toc);
        for (level, title, id) in self.entries() {
            self.contents_entry(list, level, &title, &id);
        }
    }

    /// What a contents list names: divisions, and the sections of chapters.
    fn entries(&self) -> Vec<(u8, String, String)> {
        let mut entries = Vec::new();
        for &division in &self.book.spine {
            if !self.book.is_listed(division) {
                continue;
            }
            let level = 1 + u8::from(self.book.part_of(division).is_some());
            let id = self.book.division_id(division).to_owned();
            entries.push((level, self.book.division_title(division).to_owned(), id));
            if let Division::Chapter(number) = division {
                let chapter = &self.book.chapters[number as usize];
                for block in &chapter.document.blocks {
                    if let crate::ast::BlockKind::Heading { level: 2, anchor, .. } =
                        &block.kind
                    {
                        let anchor = chapter.anchor(*anchor);
                        entries.push((level + 1, anchor.title.clone(), anchor.id.clone()));
                    }
                }
            }
        }
        entries
    }

    fn contents_entry(&mut self, list: ElementId, level: u8, title: &str, id: &str) {
        let tokens = &self.theme.tokens;
        let entry = self.structure.add(list, Role::Toci);
        let reference = self.structure.add(entry, Role::Reference);
        let kind = self.text_type();
        let numbers = Type { features: FeatureSet::Tabular, ..kind.clone() };
        let label = self.labels.get(id).cloned().unwrap_or_else(|| "0".to_owned());
        let contents = format!("{title}, {} {label}", self.book.words.page_in_text);
        let target = LinkTarget::Destination(id.to_owned());
        let mut gather = Gather::new(
            self.book,
            (self.theme, self.fonts),
            &mut self.structure,
            &mut self.links,
        );
        let mut tail = Vec::new();
        gather.linked(reference, target, contents, |gather, own| {
            // the space keeps title and number apart for who reads the tags
            gather.push(&format!("{title} "), kind.style(self.theme), own);
            let split = gather.text.len();
            gather.push(&label, numbers.style(self.theme), own);
            // the number is a paragraph of its own, at the right edge
            if let Some(mut span) = gather.spans.pop() {
                gather.text.truncate(split);
                let len = span.end - span.start;
                (span.start, span.end, span.unit) = (0, len, 0);
                tail.push(span);
            }
        });
        let (text, spans) = (gather.text, gather.spans);
        let indent = tokens.text.indent.max(tokens.text.size) * i64::from(level - 1);
        let room = tokens.text.size * 3;
        let form = Form {
            align: Align::Left,
            indent: Length::ZERO,
            hyphenate: false,
            expansion: 0,
            protrusion: false,
            measure: self.measure - indent - room,
            ..self.text_form(self.measure)
        };
        let title_form = form.clone();
        let title =
            self.add(Paragraph { text, spans, form: title_form, block: None, place: None });
        let form = Form { measure: room, ..form };
        let number = self.add(Paragraph {
            text: label,
            spans: tail,
            form,
            block: None,
            place: None,
        });
        let space = if level == 1 { tokens.text.leading / 4 } else { Length::ZERO };
        let content = Content::Text(TextBlock {
            paragraph: title,
            together: true,
            tail: Some(number),
        });
        let spot = Spot { x: indent, ..self.spot(list, Division::Contents) };
        self.item(spot, space, Length::ZERO, content);
    }

    fn chapter(&mut self, division: Division, number: u32) {
        let chapter = &self.book.chapters[number as usize];
        if self.part.is_some_and(|(part, _)| Some(part) != chapter.part) {
            self.part = None;
        }
        let pages = self.theme.tokens.title == TitleStyle::Page;
        let after_part =
            self.groups.last().is_some_and(|group| group.kind == GroupKind::Part);
        if pages && chapter.matter == Matter::Front {
            self.front(chapter.role.is_displayed());
        } else if after_part {
            self.start(ChapterStart::Recto);
        } else {
            self.start(self.chapter_start());
        }
        let above = self.part.map_or(DOCUMENT, |(_, element)| element);
        let section = self.structure.add(above, Role::Sect);
        self.structure.get_mut(section).title = Some(chapter.title.clone());
        if chapter.title_anchor.is_none() {
            self.pending.anchors.push(chapter.slug.clone());
            if self.book.is_listed(division) {
                let level = 1 + self.below_part();
                let (title, id) = (chapter.title.clone(), chapter.slug.clone());
                self.outline.push((level, title, id, section));
            }
        }
        self.head(&chapter.title);
        let spot = self.spot(section, division);
        self.blocks(spot, chapter, &chapter.document.blocks);
    }

    /// A group of its own for a chapter in front of the text. What is displayed stands a
    /// quarter down.
    fn front(&mut self, displayed: bool) {
        let (kind, sink) = if displayed {
            (GroupKind::Displayed, self.height / 4)
        } else {
            (GroupKind::Front, self.opening_sink())
        };
        self.groups.push(Group { kind, sink, items: Vec::new() });
        self.pending.space = Length::ZERO;
        self.pending.padding = Length::ZERO;
    }

    /// The name of a part: on a page of its own where the title of the book has one.
    fn part(&mut self, division: Division, number: u32) {
        let part = &self.book.parts[number as usize];
        let tokens = &self.theme.tokens;
        if tokens.title == TitleStyle::Page {
            let (kind, sink) = (GroupKind::Part, self.height / 4);
            self.groups.push(Group { kind, sink, items: Vec::new() });
            self.pending.space = Length::ZERO;
            self.pending.padding = Length::ZERO;
        } else {
            self.start(self.chapter_start());
        }
        let element = self.structure.add(DOCUMENT, Role::Part);
        self.structure.get_mut(element).title = Some(part.title.clone());
        self.part = None;
        self.pending.anchors.push(part.id.clone());
        self.head(&part.title);
        let spot = self.spot(element, division);
        let heading = tokens.title_heading.clone();
        self.made_heading(spot, &part.title, &part.id, &heading);
        self.part = Some((number, element));
    }

    /// What follows stands in no part.
    pub(super) const fn leave_part(&mut self) {
        self.part = None;
    }

    /// How many levels of bookmarks a part adds above what is being built.
    pub(super) fn below_part(&self) -> u8 {
        u8::from(self.part.is_some())
    }

    fn notice(&mut self, division: Division, number: u32) {
        self.leave_part();
        let notice = &self.book.notices[number as usize];
        self.start(self.chapter_start());
        let section = self.structure.add(DOCUMENT, Role::Sect);
        let title = notice.body.title.clone();
        self.structure.get_mut(section).title = Some(title.clone());
        self.pending.anchors.push(notice.id.clone());
        self.head(&title);
        let tokens = &self.theme.tokens;
        let padding = tokens.text.leading * 2 / 3;
        let inset = tokens.text.size;
        let frame = Frame {
            parent: None,
            x: Length::ZERO,
            width: self.measure,
            padding,
            tint: Some(tokens.light.tint),
            rule: Some((Length::from_points(2.5), tokens.light.accent)),
        };
        self.frames.push(frame);
        let spot = Spot {
            x: inset,
            width: self.measure - inset * 2,
            frame: Some(self.frames.len() - 1),
            ..self.spot(section, division)
        };
        self.pending.space = self.pending.space.max(tokens.text.leading + padding);
        let heading = HeadingTokens { before: Length::ZERO, ..tokens.headings[1].clone() };
        self.made_heading(spot, &title, &notice.id.clone(), &heading);
        self.blocks(spot, &notice.body, &notice.body.document.blocks);
        self.pending.space = padding + tokens.text.leading;
    }

    /// Words at the foot of each page: where the notices that must be named there stand.
    fn foot(&mut self) -> Option<usize> {
        let words = &self.book.words;
        let named: Vec<String> = self
            .book
            .notices
            .iter()
            .filter(|notice| notice.placement.contains(&NoticePlacement::PageFoot))
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
            self.plain_paragraph(&named.join(" · "), &kind, DOCUMENT, Align::Left);
        Some(self.add(Paragraph { form, ..paragraph }))
    }

    /// The running title from the next item on.
    pub(super) fn head(&mut self, title: &str) {
        let part = self.part.map(|(part, _)| self.book.parts[part as usize].title.clone());
        self.heads.push((title.to_owned(), part));
        self.pending.head = Some(self.heads.len() - 1);
    }

    /// The heading that the program puts above a division.
    pub(super) fn division_heading(
        &mut self,
        section: ElementId,
        division: Division,
        title: &str,
        id: &str,
    ) {
        self.structure.get_mut(section).title = Some(title.to_owned());
        let spot = self.spot(section, division);
        let heading = self.theme.tokens.headings[0].clone();
        self.made_heading(spot, title, id, &heading);
    }

    fn made_heading(&mut self, spot: Spot, title: &str, id: &str, heading: &HeadingTokens) {
        let element = self.structure.add(spot.element, Role::Heading(1));
        let kind = self.heading_type(heading);
        let mut paragraph = self.made(title, &kind, element, heading, heading.align);
        paragraph.form.measure = spot.width;
        paragraph.block = Some((spot.division, BlockId(0)));
        self.outline.push((1, title.to_owned(), id.to_owned(), element));
        self.text(spot, paragraph, heading.before, true);
        self.pending.space = heading.after;
    }

    /// A heading's text as a paragraph.
    pub(super) fn made(
        &mut self,
        text: &str,
        kind: &Type<'a>,
        element: ElementId,
        heading: &HeadingTokens,
        align: Align,
    ) -> Paragraph {
        let mut paragraph = self.plain_paragraph(text, kind, element, align);
        paragraph.form = self.heading_form(heading, self.measure, align);
        paragraph
    }

    fn plain_paragraph(
        &mut self,
        text: &str,
        kind: &Type<'a>,
        element: ElementId,
        align: Align,
    ) -> Paragraph {
        let style = kind.style(self.theme);
        let mut gather = Gather::new(
            self.book,
            (self.theme, self.fonts),
            &mut self.structure,
            &mut self.links,
        );
        gather.push(text, style, element);
        let (text, spans) = (gather.text, gather.spans);
        let form = Form {
            align,
            indent: Length::ZERO,
            hyphenate: false,
            balance: true,
            ..self.text_form(self.measure)
        };
        Paragraph { text, spans, form, block: None, place: None }
    }

    pub(super) fn spot(&self, element: ElementId, division: Division) -> Spot {
        let (x, frame, bullets) = (Length::ZERO, None, 0);
        Spot { x, width: self.measure, frame, element, division, bullets }
    }

    /// The type of running text.
    pub(super) fn text_type(&self) -> Type<'a> {
        let text = &self.theme.tokens.text;
        Type {
            family: &text.family,
            weight: 400,
            italic: false,
            size: if self.in_note { self.theme.tokens.small_size } else { text.size },
            raise: Length::ZERO,
            color: self.theme.tokens.light.text,
            features: FeatureSet::Text,
            variant: Variant::default(),
            strike: false,
            mark: false,
            language: self.language,
        }
    }

    /// The type of less important text.
    pub(super) fn small_type(&self) -> Type<'a> {
        let tokens = &self.theme.tokens;
        Type { size: tokens.small_size, color: tokens.light.muted, ..self.text_type() }
    }

    pub(super) fn heading_type(&self, heading: &HeadingTokens) -> Type<'a> {
        let tokens = &self.theme.tokens;
        let family = self
            .theme
            .faces
            .iter()
            .map(|face| face.family.as_str())
            .find(|family| *family == heading.family)
            .unwrap_or(&tokens.text.family);
        Type {
            family,
            weight: heading.weight,
            italic: heading.italic,
            size: heading.size,
            color: tokens.light.accent,
            features: FeatureSet::Heading,
            ..self.text_type()
        }
    }

    pub(super) fn text_form(&self, measure: Length) -> Form {
        let text = &self.theme.tokens.text;
        let kind = self.text_type();
        let style = kind.style(self.theme);
        let leading =
            if self.in_note { self.theme.tokens.small_leading } else { text.leading };
        Form {
            align: text.align,
            measure,
            indent: Length::ZERO,
            leading,
            baseline: self.fonts.baseline(style.face, kind.size, leading),
            hyphenate: text.hyphenate,
            // what hangs is told from Latin punctuation
            protrusion: text.protrusion && text.align == Align::Justify && !self.rtl,
            expansion: if text.align == Align::Justify { text.expansion } else { 0 },
            balance: false,
            rtl: self.rtl,
            marked: false,
        }
    }

    pub(super) fn small_form(&self, measure: Length) -> Form {
        let tokens = &self.theme.tokens;
        let style = self.small_type().style(self.theme);
        let leading = tokens.small_leading;
        let baseline = self.fonts.baseline(style.face, tokens.small_size, leading);
        Form { leading, baseline, ..self.text_form(measure) }
    }

    pub(super) fn heading_form(
        &self,
        heading: &HeadingTokens,
        measure: Length,
        align: Align,
    ) -> Form {
        let style = self.heading_type(heading).style(self.theme);
        Form {
            align,
            measure,
            indent: Length::ZERO,
            leading: heading.leading,
            baseline: self.fonts.baseline(style.face, heading.size, heading.leading),
            hyphenate: false,
            protrusion: false,
            expansion: 0,
            balance: true,
            rtl: self.rtl,
            marked: false,
        }
    }

    /// Keeps a paragraph and gives its number.
    pub(super) fn add(&mut self, paragraph: Paragraph) -> usize {
        self.paragraphs.push(paragraph);
        self.paragraphs.len() - 1
    }

    /// Prints a paragraph.
    pub(super) fn text(
        &mut self,
        spot: Spot,
        paragraph: Paragraph,
        space: Length,
        heading: bool,
    ) {
        let paragraph = self.add(paragraph);
        let block = TextBlock { paragraph, together: heading, tail: None };
        let stretch = if heading { space / 2 } else { Length::ZERO };
        self.item(spot, space, stretch, Content::Text(block));
        if heading && let Some(item) = self.last_item() {
            item.keep_with_next = true;
        }
    }

    pub(super) fn last_item(&mut self) -> Option<&mut FlowItem> {
        self.groups.last_mut().and_then(|group| group.items.last_mut())
    }

    /// Prints something, with what is pending.
    pub(super) fn item(
        &mut self,
        spot: Spot,
        space: Length,
        stretch: Length,
        content: Content,
    ) {
        let pending = std::mem::take(&mut self.pending);
        if self.groups.is_empty() {
            self.start(ChapterStart::Continuous);
        }
        let space = space.max(pending.space);
        // the space between blocks gives, so that facing pages end level
        let tokens = &self.theme.tokens;
        // but that below a heading, which stays close to its text
        let close = self.groups.last().is_some_and(|group| {
            group.kind == GroupKind::TitlePage
                || group.items.last().is_some_and(|item| item.keep_with_next)
        });
        let gives = tokens.facing && !close && space > tokens.text.paragraph_space;
        // one gap of half a line is enough to bring a page to a whole line
        let most = if space <= tokens.text.leading / 2 { space } else { space / 2 };
        let item = FlowItem {
            space: space + pending.padding,
            stretch: if gives { stretch.max(most) } else { stretch },
            keep_with_next: false,
            x: spot.x,
            frame: spot.frame,
            head: pending.head,
            anchors: pending.anchors,
            labels: Vec::new(),
            content,
        };
        if let Some(group) = self.groups.last_mut() {
            group.items.push(item);
        }
    }

    /// A place in a chapter, for messages.
    pub(super) fn place(
        source: crate::source::SourceId,
        span: crate::source::Span,
    ) -> Place {
        Place { source, span }
    }

    pub(super) fn references(&mut self) {
        self.leave_part();
        self.start(self.chapter_start());
        let section = self.structure.add(DOCUMENT, Role::Sect);
        self.pending.anchors.push("references".to_owned());
        let title = self.book.references_title.clone();
        self.head(&title);
        self.division_heading(section, Division::References, &title, "references");
        let list = self.structure.add(section, Role::L { ordered: true });
        let hang = self.reference_hang();
        for number in 0..self.book.references.len() {
            self.reference(list, number, hang);
        }
    }

    /// How far entries stand in: the widest label and a gap.
    fn reference_hang(&mut self) -> Length {
        let style =
            Type { features: FeatureSet::Tabular, ..self.text_type() }.style(self.theme);
        let widest = self
            .book
            .references
            .iter()
            .filter_map(|reference| reference.label.as_deref())
            .map(|label| label.chars().map(|c| self.shaper.advance(c, &style)).sum())
            .max();
        let gap = self.theme.tokens.text.size / 2;
        widest.map_or(self.theme.tokens.text.size * 3 / 2, |width: Length| width + gap)
    }

    fn reference(&mut self, list: ElementId, number: usize, hang: Length) {
        let reference = &self.book.references[number];
        let tokens = &self.theme.tokens;
        let entry = self.structure.add(list, Role::LI);
        let label = reference.label.as_deref().map(|label| {
            let element = self.structure.add(entry, Role::Lbl);
            let kind = Type { features: FeatureSet::Tabular, ..self.text_type() };
            let mut paragraph = self.plain_paragraph(label, &kind, element, Align::Left);
            paragraph.form.balance = false;
            (self.add(paragraph), Length::ZERO)
        });
        let body = self.structure.add(entry, Role::LBody);
        let element = self.structure.add(body, Role::BibEntry);
        let kind = self.text_type();
        let mut gather = Gather::new(
            self.book,
            (self.theme, self.fonts),
            &mut self.structure,
            &mut self.links,
        );
        gather.verbatim();
        gather.pieces(&reference.text, &kind, element);
        let (text, spans) = (gather.text, gather.spans);
        let block = BlockId(u32::try_from(number).unwrap_or(u32::MAX).saturating_add(1));
        let form = Form {
            indent: if label.is_none() { -hang } else { Length::ZERO },
            ..self.text_form(self.measure - hang)
        };
        let paragraph = self.add(Paragraph {
            text,
            spans,
            form,
            block: Some((Division::References, block)),
            place: Some(reference.place),
        });
        self.pending.anchors.push(reference.id.clone());
        let spot = Spot {
            x: hang,
            width: self.measure - hang,
            ..self.spot(body, Division::References)
        };
        let content = Content::Text(TextBlock { paragraph, together: false, tail: None });
        let space = if number == 0 { Length::ZERO } else { tokens.text.leading / 2 };
        self.item(spot, space, tokens.text.leading / 4, content);
        if let Some(item) = self.last_item() {
            item.labels.extend(label);
        }
        self.cited_on(spot, number);
    }

    /// The pages a reference is cited on, each leading back to its citation.
    fn cited_on(&mut self, spot: Spot, number: usize) {
        let reference = &self.book.references[number];
        if reference.cited_from.is_empty() {
            return;
        }
        if let Some(item) = self.last_item() {
            item.keep_with_next = true;
        }
        let words = &self.book.words;
        let kind = self.small_type();
        let color = self.theme.tokens.light.link;
        let linked = Type { color, ..kind.clone() }.style(self.theme);
        let style = kind.style(self.theme);
        let element = self.structure.add(spot.element, Role::P);
        let (book, theme, labels) = (self.book, self.theme, self.labels);
        let mut gather =
            Gather::new(book, (theme, self.fonts), &mut self.structure, &mut self.links);
        let several = reference.cited_from.len() > 1;
        let lead = if several { words.cited_on_pages } else { words.cited_on_page };
        gather.push_made(&format!("{lead} "), style, element);
        let count = reference.cited_from.len();
        for (turn, from) in reference.cited_from.iter().enumerate() {
            if turn > 0 {
                let between = if turn + 1 == count {
                    format!(" {} ", words.and)
                } else {
                    ", ".to_owned()
                };
                gather.push_made(&between, style, element);
            }
            let id = &book.chapters[from.chapter as usize].citation(from.cite).id;
            let page = labels.get(id).map_or("0", String::as_str);
            let target = LinkTarget::Destination(id.clone());
            let ordinal = turn + 1;
            let contents = format!(
                "{} {ordinal}, {} {page}",
                words.back_to_citation, words.page_in_text
            );
            gather.linked(element, target, contents, |gather, own| {
                gather.push_made(page, linked, own);
            });
        }
        gather.push_made(".", style, element);
        let (text, spans) = (gather.text, gather.spans);
        let form =
            Form { align: Align::Left, hyphenate: false, ..self.small_form(spot.width) };
        let paragraph = Paragraph { text, spans, form, block: None, place: None };
        self.text(spot, paragraph, Length::ZERO, false);
    }
}
