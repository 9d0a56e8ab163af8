//! The pages that name the book: half title, title page and its back; or the title above
//! the text.

use super::blocks::Above;
use super::build::{Builder, Spot};
use super::flow::{Group, GroupKind};
use super::inline::Type;
use super::paragraph::{Form, Paragraph};
use super::sheet::{ElementId, LinkTarget, Role};
use super::structure::DOCUMENT;
use crate::ast::BlockId;
use crate::length::Length;
use crate::resolve::{Division, Said};
use crate::theme::{Align, ChapterStart, TitleStyle};

impl Builder<'_> {
    /// The title on a page of its own, a third down.
    pub(super) fn title_page(&mut self) {
        let sink = self.height / 4;
        if self.book.half_title {
            self.half_title(sink);
        }
        self.groups.push(Group { kind: GroupKind::TitlePage, sink, ..Group::default() });
        let section = self.structure.add(DOCUMENT, Role::Sect);
        self.pending.anchors.push("title-page".to_owned());
        self.title(section, self.theme.tokens.title_heading.align);
        self.authors(section, self.theme.tokens.text.leading * 2);
        // the last lines stand at the foot of the page
        let first = self.groups.last().map_or(0, |own| own.items.len());
        if let Some(publisher) = self.book.info.publisher.clone() {
            self.title_line(section, &publisher, Length::ZERO);
        }
        self.edition_line(section, Length::ZERO);
        let items = self.groups.last_mut().and_then(|own| own.items.get_mut(first));
        if let Some(item) = items {
            item.stretch = Length::points(10_000);
        }
    }

    /// The title alone, on the first page of the book.
    fn half_title(&mut self, sink: Length) {
        self.groups.push(Group { kind: GroupKind::TitlePage, sink, ..Group::default() });
        let section = self.structure.add(DOCUMENT, Role::Sect);
        let element = self.structure.add(section, Role::P);
        let heading = self.theme.tokens.headings[1].clone();
        let kind = self.heading_type(&heading);
        let info = &self.book.info;
        let title = info.short_title.as_ref().unwrap_or(&info.title).clone();
        let align = self.theme.tokens.title_heading.align;
        let mut paragraph = self.made(title.as_str(), &kind, element, &heading, align);
        paragraph.block = Some((Division::TitlePage, BlockId(0)));
        let spot = self.spot(section, Division::TitlePage);
        self.text(spot, paragraph, Length::ZERO, true);
    }

    /// Rights, edition and credits at the foot of the back of the title page; above the
    /// text where the title has no page of its own.
    pub(super) fn copyright(&mut self) {
        if self.theme.tokens.title == TitleStyle::Page {
            // at the foot: about sixty letters make a line
            let lines = self.book.copyright();
            let letters = lines.iter().map(|line| {
                line.iter().map(|said| said.words().chars().count()).sum::<usize>()
            });
            let lines: usize = letters.map(|letters| 1 + letters / 60).sum();
            let taken = self.theme.tokens.small_leading * i64::try_from(lines).unwrap_or(0);
            let sink =
                (self.height - taken - self.theme.tokens.text.leading).max(Length::ZERO);
            self.groups.push(Group {
                kind: GroupKind::Copyright,
                sink,
                ..Group::default()
            });
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
            let mut paragraph = self.said(line, &kind, element);
            if number == 0 {
                paragraph.block = Some((Division::Copyright, BlockId(0)));
            }
            self.text(spot, paragraph, Length::ZERO, false);
        }
    }

    /// A line of the copyright page; its addresses are links.
    fn said(&mut self, line: &[Said], kind: &Type<'_>, element: ElementId) -> Paragraph {
        let (style, rtl) = (kind.style(self.theme), self.rtl);
        let color = self.theme.tokens.light.link;
        let linked = Type { color, ..kind.clone() }.style(self.theme);
        let mut gather = self.gather();
        for said in line {
            match said {
                Said::Text(words) => gather.push(words, style, element),
                Said::Link(url) => gather.leftmost_first(rtl, |gather| {
                    let target = LinkTarget::Url(url.clone());
                    gather.linked(element, target, url.clone(), |gather, own| {
                        gather.push(url, linked, own);
                    });
                }),
            }
        }
        let (text, spans) = (gather.text, gather.spans);
        let form =
            Form { align: Align::Left, hyphenate: false, ..self.small_form(self.measure) };
        let words = line.first().map(Said::words).unwrap_or_default();
        let place = self.book.place_of(words).or_else(|| self.book.place_of_maker(words));
        Paragraph { text, spans, form, block: None, place }
    }

    /// Those who wrote the book on one line, and a line for each thing that others did.
    fn authors(&mut self, section: ElementId, space: Length) {
        let names = self.book.authors().join(", ");
        let mut space = space;
        if !names.is_empty() {
            self.title_line(section, &names, space);
            space = space.min(self.theme.tokens.text.leading / 2);
        }
        for line in self.book.makers() {
            self.title_line(section, &line, space);
            space = Length::ZERO;
        }
    }

    /// Those who wrote a chapter, below its title.
    pub(super) fn byline(&mut self, spot: Spot, above: Above) -> Above {
        let Some(names) = self.book.byline(spot.division) else { return above };
        let after = self.pending.space;
        let between = self.theme.tokens.text.leading / 2;
        self.pending.space = after.min(between);
        let align = self.theme.tokens.headings[0].align;
        let element = self.structure.add(spot.element, Role::P);
        let kind = self.text_type();
        let mut paragraph = self.plain_paragraph(names.as_str(), &kind, element, align);
        if let Division::Chapter(number) = spot.division {
            let authors = &self.book.chapters[number as usize].authors;
            paragraph.place = authors.iter().find_map(|name| self.book.place_of(name));
        }
        self.text(spot, paragraph, Length::ZERO, true);
        self.pending.space = after.max(between);
        Above::Heading
    }

    /// Which edition this is: its day.
    fn edition_line(&mut self, section: ElementId, space: Length) {
        let align = self.theme.tokens.title_heading.align;
        let element = self.structure.add(section, Role::P);
        let style = self.text_type().style(self.theme);
        let date = self.book.words.date.words(self.stamp);
        let against = self.book.is_against(&date);
        let mut gather = self.gather();
        gather.push(&format!("{} ", gather.book.words.edition_of), style, element);
        gather.leftmost_first(against, |gather| gather.push(&date, style, element));
        let (text, spans) = (gather.text, gather.spans);
        let form = self.plain_form(align);
        let paragraph = Paragraph { text, spans, form, block: None, place: None };
        let spot = self.spot(section, Division::TitlePage);
        self.text(spot, paragraph, space, false);
    }

    /// The title above the text.
    pub(super) fn title_block(&mut self) {
        self.start(ChapterStart::Continuous);
        let section = self.structure.add(DOCUMENT, Role::Sect);
        self.pending.anchors.push("title-page".to_owned());
        self.title(section, self.theme.tokens.title_heading.align);
        self.authors(section, Length::ZERO);
        self.edition_line(section, self.theme.tokens.text.leading / 2);
        self.pending.space = self.theme.tokens.title_heading.after;
    }

    fn title(&mut self, section: ElementId, align: Align) {
        let heading = self.theme.tokens.title_heading.clone();
        let element = self.structure.add(section, Role::Title);
        let spot = self.spot(section, Division::TitlePage);
        let kind = self.heading_type(&heading);
        let title = self.book.info.title.clone();
        let paragraph = self.made(title.as_str(), &kind, element, &heading, align);
        self.text(spot, paragraph, heading.before, true);
        let last = self.paragraphs.len() - 1;
        self.paragraphs[last].block = Some((Division::TitlePage, BlockId(0)));
        if let Some(subtitle) = self.book.info.subtitle.clone() {
            let element = self.structure.add(section, Role::P);
            let heading = self.theme.tokens.headings[1].clone();
            let kind = self.heading_type(&heading);
            let paragraph = self.made(subtitle.as_str(), &kind, element, &heading, align);
            self.text(spot, paragraph, heading.after, true);
        }
    }

    fn title_line(&mut self, section: ElementId, text: &str, space: Length) {
        let align = self.theme.tokens.title_heading.align;
        let element = self.structure.add(section, Role::P);
        let kind = self.text_type();
        let mut paragraph = self.plain_paragraph(text, &kind, element, align);
        paragraph.place = paragraph.place.or_else(|| self.book.place_of_maker(text));
        let spot = self.spot(section, Division::TitlePage);
        self.text(spot, paragraph, space, false);
    }
}
