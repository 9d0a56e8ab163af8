//! The contents list, and the lists of figures and of tables.

use super::build::{Builder, Spot};
use super::flow::{Content, Group, GroupKind, TextBlock};
use super::fonts::FeatureSet;
use super::inline::Type;
use super::languages::Language;
use super::paragraph::{Form, Paragraph};
use super::sheet::{ElementId, LinkTarget, Role};
use super::structure::DOCUMENT;
use crate::ast::BlockKind;
use crate::length::Length;
use crate::project::ListKind;
use crate::resolve::{Division, Name};
use crate::theme::{Align, TitleStyle};

/// Levels of headings in the list, where the edition does not say.
const DEPTH: u8 = 2;
/// What is left free for page numbers, in sizes of type.
const ROOM: i64 = 3;
/// Space between two lists on one page, in leadings.
const LISTS_APART: i64 = 3;

/// What a contents list names.
struct Entry<'a> {
    level: u8,
    name: Name<'a>,
    id: String,
    /// Who wrote it.
    by: Option<String>,
    /// Its language, where that is not the language of the book.
    language: Option<&'a str>,
}

/// What an entry is made of.
struct Words<'a, 't> {
    /// A number before it.
    lead: &'t str,
    /// The title or the caption.
    name: Name<'a>,
    /// Who wrote what has it.
    by: Option<&'t str>,
}

impl<'a> Builder<'a> {
    pub(super) fn contents(&mut self) {
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
        for Entry { level, name, id, by, language } in self.entries() {
            let words = Words { lead: "", name, by: by.as_deref() };
            let place = (list, Division::Contents);
            self.contents_entry(place, (level, language), &id, &words);
        }
    }

    /// A list of figures or of tables: captions and pages.
    pub(super) fn caption_list(&mut self, kind: ListKind) {
        let book = self.book;
        let Some(own) = book.lists.iter().find(|list| list.kind == kind) else { return };
        let division = Division::List(kind);
        let section = self.list_head(kind);
        let list = self.structure.add(section, Role::Toc);
        for entry in &own.entries {
            let text = book.text_of(entry.division).map(|chapter| (chapter, &*entry.text));
            let lead = entry.number.as_ref().map(|number| format!("{number}\u{a0}"));
            let name = Name { plain: &entry.title, marked: text };
            let words = Words { lead: lead.as_deref().unwrap_or_default(), name, by: None };
            let language = book.language_of(entry.division);
            self.contents_entry((list, division), (1, language), &entry.id, &words);
        }
    }

    /// The section and the heading of a list, on a page of its own or below another.
    pub(super) fn list_head(&mut self, kind: ListKind) -> ElementId {
        let book = self.book;
        let division = Division::List(kind);
        let section = self.structure.add(DOCUMENT, Role::Sect);
        let in_front = matches!(self.theme.tokens.title, TitleStyle::Page);
        if in_front && self.joins(kind) {
            self.pending.space = self.theme.tokens.text.leading * LISTS_APART;
        } else if in_front {
            self.groups.push(Group { kind: GroupKind::Front, ..Group::default() });
        }
        let id = book.division_id(division);
        self.pending.anchors.push(id.to_owned());
        let words = book.division_title(division);
        self.head(words);
        self.division_heading(section, division, words, id);
        section
    }

    /// Whether a list stands below the one before it: where one page has room for it and
    /// for all that stands above it there.
    fn joins(&mut self, kind: ListKind) -> bool {
        let lists = self.book.spine.iter().filter_map(|&division| match division {
            Division::List(kind) => Some(kind),
            Division::TitlePage
            | Division::Copyright
            | Division::Contents
            | Division::Part(_)
            | Division::Chapter(_)
            | Division::References
            | Division::Notice(_)
            | Division::Index => None,
        });
        let apart = self.theme.tokens.text.leading * LISTS_APART;
        let mut used = self.height;
        for list in lists.collect::<Vec<_>>() {
            let own = self.list_height(list);
            let joins = used + apart + own <= self.height;
            used = if joins { used + apart + own } else { own };
            if list == kind {
                return joins;
            }
        }
        false
    }

    /// The height of a list, a line more rather than one less.
    fn list_height(&mut self, kind: ListKind) -> Length {
        let book = self.book;
        if kind == ListKind::Abbreviations {
            return self.abbreviations_height();
        }
        let Some(list) = book.lists.iter().find(|list| list.kind == kind) else {
            return Length::ZERO;
        };
        let tokens = &self.theme.tokens;
        let (heading, text) = (&tokens.headings[0], &tokens.text);
        let style = self.text_type().style(self.theme);
        let measure = (self.measure - text.size * ROOM).scale(9, 10);
        let mut height = heading.leading + heading.after;
        for entry in &list.entries {
            let advances = entry.title.chars().map(|c| self.shaper.advance(c, &style));
            let width: Length = advances.sum();
            height += text.leading * (width.0 / measure.0.max(1) + 1) + text.leading / 4;
        }
        height
    }

    /// What a contents list names: divisions, and the sections of chapters as deep as the
    /// edition wants.
    fn entries(&self) -> Vec<Entry<'a>> {
        let depth = self.book.contents_depth.unwrap_or(DEPTH);
        let mut entries = Vec::new();
        for &division in &self.book.spine {
            if !self.book.is_listed(division) {
                continue;
            }
            let level = 1 + u8::from(self.book.part_of(division).is_some());
            let id = self.book.division_id(division).to_owned();
            let by = self.book.byline(division);
            let language = self.book.language_of(division);
            let name = self.book.division_name(division);
            entries.push(Entry { level, name, id, by, language });
            if let Division::Chapter(number) = division {
                let chapter = &self.book.chapters[number as usize];
                for block in &chapter.document.blocks {
                    let BlockKind::Heading { level: own, anchor, unlisted: false, .. } =
                        &block.kind
                    else {
                        continue;
                    };
                    if (2..=depth).contains(own) {
                        let anchor = chapter.anchor(*anchor);
                        let (name, id) = (chapter.name_of(anchor), anchor.id.clone());
                        let level = level + own - 1;
                        entries.push(Entry { level, name, id, by: None, language });
                    }
                }
            }
        }
        entries
    }

    /// An entry with its page: a title, and what it is made of.
    fn contents_entry(
        &mut self,
        (list, division): (ElementId, Division),
        (level, language): (u8, Option<&str>),
        id: &str,
        words: &Words<'a, '_>,
    ) {
        let tokens = &self.theme.tokens;
        let entry = self.structure.add(list, Role::Toci);
        let reference = self.structure.add(entry, Role::Reference);
        let mut kind = self.text_type();
        if let Some(language) = language {
            self.structure.get_mut(reference).language = Some(language.to_owned());
            kind.language = Language::new(language);
        }
        let numbers = Type { features: FeatureSet::Tabular, ..kind.clone() };
        let label = self.labels.get(id).cloned().unwrap_or_else(|| "0".to_owned());
        let Words { lead, name, by } = *words;
        let (title, page) = (name.plain, self.book.words.page_in_text);
        let contents = format!("{lead}{title}, {page} {label}");
        let target = LinkTarget::Destination(id.to_owned());
        let mut gather = self.gather();
        let mut tail = Vec::new();
        gather.linked(reference, target, contents, |gather, own| {
            // the space keeps title and number apart for who reads the tags
            gather.push_made(lead, kind.style(gather.theme), own);
            gather.name(name, &kind, own);
            gather.push(" ", kind.style(gather.theme), own);
            let italic = Type { italic: !kind.italic, ..kind.clone() };
            if let Some(by) = by {
                gather.push(&format!("{by} "), italic.style(gather.theme), own);
            }
            let split = gather.text.len();
            gather.push(&label, numbers.style(gather.theme), own);
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
        let room = tokens.text.size * ROOM;
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
        let spot = Spot { x: indent, ..self.spot(list, division) };
        self.item(spot, space, Length::ZERO, content);
    }
}
