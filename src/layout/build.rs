//! The book to the flow of an edition: what is printed, in reading order.

use std::collections::BTreeMap;

use super::blocks::Above;
use super::cells::CellForm;
use super::floats::FlowFloat;
use super::flow::{
    Content, Flow, FlowItem, FootText, Frame, Group, GroupKind, HeadWords, RunningHead,
    TextBlock,
};
use super::fonts::{FeatureSet, Fonts, Shaper};
use super::inline::{Gather, Type};
use super::lacking;
use super::languages::Language;
use super::notes::FlowNotes;
use super::paragraph::{Form, Link, Paragraph};
use super::sheet::{ElementId, Role};
use super::structure::{DOCUMENT, Structure};
use crate::ast::{Block, BlockId, BlockKind, Direction, is_rtl_language};
use crate::diag::Sink;
use crate::length::Length;
use crate::project::{ListKind, Matter, Stamp};
use crate::resolve::{Book, Chapter, Division, Name, Words};
use crate::source::{Place, Span};
use crate::theme::{Align, ChapterStart, HeadingTokens, Theme, TitleStyle};

/// The folio of every address, as far as it is known.
pub(super) type Labels = BTreeMap<String, String>;

/// What the builder reads and what it has built.
pub(super) struct Builder<'a> {
    pub(super) book: &'a Book,
    /// The words the program adds to what is being built.
    pub(super) words: &'a Words,
    pub(super) theme: &'a Theme,
    pub(super) fonts: &'a Fonts<'a>,
    pub(super) shaper: Shaper<'a>,
    /// The time printed in every output.
    pub(super) stamp: Stamp,
    /// Folios from the pass before, for page numbers in the text.
    pub(super) labels: &'a Labels,
    /// Width of the text block.
    pub(super) full: Length,
    /// Width of what is being built: of the text block, or of a column of it.
    pub(super) measure: Length,
    /// Whether what is being built runs across all columns, or there are none.
    pub(super) across: bool,
    /// Whether notes stand at the foot of a column, also those of what runs across.
    pub(super) columned: bool,
    /// Height of the text block.
    pub(super) height: Length,
    pub(super) structure: Structure,
    pub(super) links: Vec<Link>,
    pub(super) paragraphs: Vec<Paragraph>,
    pub(super) frames: Vec<Frame>,
    pub(super) groups: Vec<Group>,
    pub(super) heads: Vec<RunningHead>,
    /// The part that is being built: its number and its element.
    part: Option<(u32, ElementId)>,
    pub(super) outline: Vec<(u8, String, String, ElementId)>,
    pub(super) pending: Pending,
    /// The language of what is being built.
    pub(super) language: Language,
    /// Whether it runs from right to left.
    pub(super) rtl: bool,
    /// How many lines its paragraphs are to have more than is best.
    pub(super) looseness: i8,
    pub(super) notes: FlowNotes,
    pub(super) floats: BTreeMap<usize, Vec<FlowFloat>>,
    /// How many links were looked at for the marks of notes.
    pub(super) noted: usize,
    /// Whether the text of a note, or of notes to a table, is set: in small type.
    pub(super) in_note: bool,
    /// Whether something is set that stands beside something else.
    pub(super) in_panel: bool,
    /// No type is smaller: in a notice.
    pub(super) least_size: Length,
    /// Whether what follows begins a page, whatever the theme says.
    pub(super) page_ends: bool,
    /// What stands at the foot of every page.
    pub(super) feet: Vec<FootText>,
    /// Whether text is not justified, whatever the theme says.
    pub(super) ragged: bool,
    /// How the blocks of the cell are set that is being built.
    pub(super) cell: Option<CellForm>,
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
        words: &book.words,
        theme,
        fonts,
        shaper: Shaper::new(fonts),
        stamp,
        labels,
        full: block.0,
        measure: block.0,
        across: true,
        columned: false,
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
        looseness: 0,
        notes: FlowNotes::default(),
        floats: BTreeMap::new(),
        noted: 0,
        in_note: false,
        in_panel: false,
        least_size: Length::ZERO,
        page_ends: false,
        feet: Vec::new(),
        ragged: false,
        cell: None,
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
    builder.check_heads();
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
        feet: builder.feet,
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
            Division::List(ListKind::Abbreviations) => self.abbreviations(),
            Division::List(kind) => self.caption_list(kind),
            Division::Copyright => self.copyright(),
            Division::Part(number) => self.part(division, number),
            Division::Chapter(number) => self.in_own_language(division, number),
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
        let page_ends = std::mem::take(&mut self.page_ends);
        let kind = match kind {
            ChapterStart::Continuous if in_body && !page_ends => return,
            ChapterStart::Page | ChapterStart::Continuous if in_body => GroupKind::Body,
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
        self.groups.push(Group { kind, sink, ..Group::default() });
        self.pending.space = Length::ZERO;
        self.pending.padding = Length::ZERO;
    }

    /// Begins a page, whatever the theme says.
    pub(super) fn start_page(&mut self) {
        self.page_ends = true;
        self.start(ChapterStart::Page);
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

    /// A chapter in its language and direction, with the words of that language.
    fn in_own_language(&mut self, division: Division, number: u32) {
        let chapter = &self.book.chapters[number as usize];
        let before = (self.language, self.rtl, self.words);
        if let Some(language) = &chapter.language {
            self.language = Language::new(language);
        }
        if let Some(direction) = chapter.direction {
            self.rtl = direction == Direction::Rtl;
        }
        self.words = self.book.words_of(chapter);
        self.chapter(division, chapter);
        (self.language, self.rtl, self.words) = before;
    }

    fn chapter(&mut self, division: Division, chapter: &'a Chapter) {
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
        let own = self.structure.get_mut(section);
        own.title = Some(chapter.title.clone());
        own.language.clone_from(&chapter.language);
        if chapter.title_anchor.is_none() {
            self.pending.anchors.push(chapter.slug.clone());
            if self.book.is_listed(division) {
                let level = 1 + self.below_part();
                let (title, id) = (chapter.title.clone(), chapter.slug.clone());
                self.outline.push((level, title, id, section));
            }
        }
        let short = chapter.short_title.as_deref().map(Name::from);
        self.head(short.unwrap_or_else(|| chapter.name()));
        let displayed = pages && chapter.role.is_displayed();
        let columns = if displayed { 1 } else { self.theme.tokens.columns };
        self.columned = columns > 1;
        // the title, and what stands above it, runs across the columns
        let title =
            |block: &Block| matches!(block.kind, BlockKind::Heading { level: 1, .. });
        let blocks = &chapter.document.blocks;
        let opening = blocks.iter().position(title).map_or(0, |at| at + 1);
        let (head, text) = blocks.split_at(opening);
        let spot = self.spot(section, division);
        let above = self.blocks_after(spot, chapter, head, Above::Nothing, false);
        let above = self.byline(spot, above);
        self.in_columns(columns, |builder| {
            let spot = builder.spot(section, division);
            builder.blocks_after(spot, chapter, text, above, false);
        });
    }

    /// A group of its own for a chapter in front of the text. What is displayed stands a
    /// quarter down.
    fn front(&mut self, displayed: bool) {
        let (kind, sink) = if displayed {
            (GroupKind::Displayed, self.height / 4)
        } else {
            (GroupKind::Front, self.opening_sink())
        };
        self.groups.push(Group { kind, sink, ..Group::default() });
        self.pending.space = Length::ZERO;
        self.pending.padding = Length::ZERO;
    }

    /// The name of a part: on a page of its own where the title of the book has one.
    fn part(&mut self, division: Division, number: u32) {
        let part = &self.book.parts[number as usize];
        let tokens = &self.theme.tokens;
        if tokens.title == TitleStyle::Page {
            let (kind, sink) = (GroupKind::Part, self.height / 4);
            self.groups.push(Group { kind, sink, ..Group::default() });
            self.pending.space = Length::ZERO;
            self.pending.padding = Length::ZERO;
        } else {
            self.start(self.chapter_start());
        }
        let element = self.structure.add(DOCUMENT, Role::Part);
        self.structure.get_mut(element).title = Some(part.title.clone());
        self.part = None;
        self.pending.anchors.push(part.id.clone());
        let name = self.book.division_name(division);
        self.head(name);
        let spot = self.spot(element, division);
        let mut heading = tokens.title_heading.clone();
        if tokens.title != TitleStyle::Page {
            // it stands among chapters, and above theirs
            heading.before = heading.before.max(tokens.headings[0].before * 3 / 2);
        }
        self.made_heading(spot, name, &part.id, &heading);
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

    /// Reports characters of running heads that no face has. Most heads are titles, which
    /// are told where they stand; the short title of the book stands nowhere else.
    fn check_heads(&mut self) {
        if !self.theme.tokens.facing {
            return;
        }
        let face = self.small_type().style(self.theme).face;
        let book = self.book;
        let short = book.info.short_title.as_deref().filter(|_| !book.half_title);
        let heads = self.heads.iter();
        let titles = heads.flat_map(|head| head.part.iter().chain([&head.title]));
        // those with marks are told as paragraphs are
        let titles = titles.filter(|title| title.marked.is_none());
        let titles = titles.map(|title| (title.plain.as_str(), None));
        let short = short.map(|short| (short, book.place_of(short)));
        for (title, place) in titles.chain(short) {
            for (at, c) in title.char_indices() {
                if self.fonts.face_for(face, c).is_none() {
                    let message = lacking::no_glyph(c);
                    let at = u32::try_from(at).unwrap_or_default();
                    self.messages.error(match place {
                        None => message,
                        Some(Place { source, span }) => {
                            let start = (span.start + at).min(span.end);
                            message.at(Place { source, span: Span::new(start, span.end) })
                        }
                    });
                }
            }
        }
    }

    /// The running title from the next item on.
    pub(super) fn head<'n>(&mut self, name: impl Into<Name<'n>>) {
        let part = self.part.map(|(part, _)| self.book.division_name(Division::Part(part)));
        let (language, rtl) = (self.language, self.rtl);
        let title = self.head_words(name.into(), (language, rtl));
        let book = &self.book.info.language;
        let of_book = (Language::new(book), is_rtl_language(book));
        let part = part.map(|part| self.head_words(part, of_book));
        self.heads.push(RunningHead { title, part, language, rtl });
        self.pending.head = Some(self.heads.len() - 1);
    }

    /// The words of a running head; those with marks are a paragraph that no tag knows.
    fn head_words(
        &mut self,
        name: Name<'_>,
        (language, rtl): (Language, bool),
    ) -> HeadWords {
        let plain = name.plain.to_owned();
        if name.marked.is_none() || !self.theme.tokens.facing {
            return HeadWords { plain, marked: None };
        }
        let color = self.theme.tokens.light.muted;
        let features = FeatureSet::RunningHead;
        let kind = Type { color, features, language, rtl, ..self.small_type() };
        let (mut structure, mut links) = (Structure::new(), Vec::new());
        let mut gather = Gather::new(
            (self.book, self.words, self.labels),
            (self.theme, self.fonts),
            &mut structure,
            &mut links,
        );
        gather.name(name, &kind, DOCUMENT);
        let Gather { text, spans, .. } = gather;
        let form = Form {
            align: Align::Left,
            rtl,
            hyphenate: false,
            protrusion: false,
            expansion: 0,
            ..self.small_form(self.full)
        };
        let paragraph = Paragraph { text, spans, form, block: None, place: None };
        HeadWords { plain, marked: Some(self.add(paragraph)) }
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

    pub(super) fn made_heading<'n>(
        &mut self,
        spot: Spot,
        name: impl Into<Name<'n>>,
        id: &str,
        heading: &HeadingTokens,
    ) {
        let name: Name<'_> = name.into();
        let element = self.structure.add(spot.element, Role::Heading(1));
        let kind = self.heading_type(heading);
        let mut paragraph = self.made(name, &kind, element, heading, heading.align);
        paragraph.form.measure = spot.width;
        paragraph.block = Some((spot.division, BlockId(0)));
        self.outline.push((1, name.plain.to_owned(), id.to_owned(), element));
        self.text(spot, paragraph, heading.before, true);
        self.pending.space = heading.after;
    }

    /// A heading's text as a paragraph.
    pub(super) fn made<'n>(
        &mut self,
        name: impl Into<Name<'n>>,
        kind: &Type<'a>,
        element: ElementId,
        heading: &HeadingTokens,
        align: Align,
    ) -> Paragraph {
        let mut paragraph = self.plain_paragraph(name, kind, element, align);
        paragraph.form = self.heading_form(heading, self.measure, align);
        paragraph
    }

    /// Gathers the text of a paragraph.
    pub(super) fn gather(&mut self) -> Gather<'_> {
        Gather::new(
            (self.book, self.words, self.labels),
            (self.theme, self.fonts),
            &mut self.structure,
            &mut self.links,
        )
    }

    pub(super) fn plain_paragraph<'n>(
        &mut self,
        name: impl Into<Name<'n>>,
        kind: &Type<'a>,
        element: ElementId,
        align: Align,
    ) -> Paragraph {
        let mut gather = self.gather();
        gather.name(name.into(), kind, element);
        let (text, spans) = (gather.text, gather.spans);
        let form = self.plain_form(align);
        let place = self.book.place_of(&text);
        Paragraph { text, spans, form, block: None, place }
    }

    pub(super) fn plain_form(&self, align: Align) -> Form {
        Form {
            align,
            indent: Length::ZERO,
            hyphenate: false,
            balance: true,
            ..self.text_form(self.measure)
        }
    }

    /// A spot for text that runs from right to left, or not: it lies where it lay, counted
    /// from the other edge.
    pub(super) fn turned(&mut self, spot: Spot, rtl: bool) -> Spot {
        let same = std::mem::replace(&mut self.rtl, rtl) == rtl;
        let x = if same { spot.x } else { self.measure - spot.x - spot.width };
        Spot { x, ..spot }
    }

    pub(super) fn spot(&self, element: ElementId, division: Division) -> Spot {
        let (x, frame, bullets) = (Length::ZERO, None, 0);
        Spot { x, width: self.measure, frame, element, division, bullets }
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
            across: self.across,
            frame: spot.frame,
            head: pending.head,
            anchors: pending.anchors,
            labels: Vec::new(),
            content,
        };
        let columns = self.columns();
        if let Some(group) = self.groups.last_mut() {
            if !item.across {
                group.columns = Some(columns);
            }
            group.items.push(item);
        }
    }

    /// A place in a chapter, for messages.
    pub(super) fn place(source: crate::source::SourceId, span: Span) -> Place {
        Place { source, span }
    }
}
