//! The index.

use super::build::Builder;
use super::flow::{Content, TextBlock};
use super::inline::{Gather, Type};
use super::languages::Language;
use super::paragraph::{Form, Paragraph};
use super::sheet::{ElementId, LinkTarget, Role};
use super::structure::DOCUMENT;
use crate::ast::BlockId;
use crate::length::Length;
use crate::resolve::{Division, IndexEntry, IndexPiece};
use crate::theme::{Align, ChapterStart};

impl<'a> Builder<'a> {
    /// Letters, entries in small type below them, and the pages they lead to.
    ///
    /// Tagged as `Index` (ISO 32000-1, 14.8.4.2): a list for each letter, and lists in
    /// its items for what is below an entry.
    pub(super) fn index(&mut self) {
        let Some(index) = &self.book.index else { return };
        self.leave_part();
        let tokens = &self.theme.tokens;
        // on a small page two columns would have no room for words
        let narrow = self.columns().width < tokens.small_size * 12;
        let columns = if narrow { 1 } else { tokens.index_columns };
        let start = match self.chapter_start() {
            // what stands in columns does not go on where other text ends
            ChapterStart::Continuous if columns != tokens.columns => ChapterStart::Page,
            start @ (ChapterStart::Continuous
            | ChapterStart::Page
            | ChapterStart::Recto) => start,
        };
        self.start(start);
        let section = self.structure.add(DOCUMENT, Role::Sect);
        let id = self.book.division_id(Division::Index);
        self.pending.anchors.push(id.to_owned());
        let title = self.book.words.index;
        self.head(title);
        self.division_heading(section, Division::Index, title, id);
        let whole = self.structure.add(section, Role::Index);
        self.in_columns(columns, |builder| {
            for group in &index.groups {
                if let Some(letter) = &group.letter {
                    builder.index_letter(whole, letter, group.block);
                }
                let list = builder.structure.add(whole, Role::L { numbering: None });
                for entry in &group.entries {
                    builder.index_entry(list, entry, 0);
                }
            }
        });
    }

    fn index_letter(&mut self, parent: ElementId, letter: &str, block: BlockId) {
        let heading = self.theme.tokens.headings[2].clone();
        let element = self.structure.add(parent, Role::Heading(2));
        let kind = self.heading_type(&heading);
        let mut paragraph = self.made(letter, &kind, element, &heading, heading.align);
        paragraph.block = Some((Division::Index, block));
        let spot = self.spot(element, Division::Index);
        self.text(spot, paragraph, heading.before, true);
        self.pending.space = heading.after;
    }

    fn index_entry(&mut self, list: ElementId, entry: &'a IndexEntry, level: i64) {
        let item = self.structure.add(list, Role::LI);
        let body = self.structure.add(item, Role::LBody);
        let element = self.structure.add(body, Role::P);
        let (text, spans) = {
            let color = self.theme.tokens.light.text;
            let kind = Type { color, ..self.small_type() };
            let (book, labels) = (self.book, self.labels);
            let mut gather = self.gather();
            let folio = |id: &str| labels.get(id).map(String::as_str);
            for piece in entry.pieces(&book.words, &folio) {
                gather.index_piece(piece, &entry.heading, &kind, element);
            }
            (gather.text, gather.spans)
        };
        let em = self.theme.tokens.small_size;
        let (x, hang) = (em * (level + 2), em * 2);
        let width = self.measure - x;
        let form = Form {
            align: Align::Left,
            hyphenate: false,
            indent: -hang,
            ..self.small_form(width)
        };
        let block = Some((Division::Index, entry.block));
        let place = entry.marked;
        let paragraph = self.add(Paragraph { text, spans, form, block, place });
        self.pending.anchors.push(entry.id.clone());
        let spot = super::build::Spot { x, width, ..self.spot(body, Division::Index) };
        let content = Content::Text(TextBlock { paragraph, together: true, tail: None });
        self.item(spot, Length::ZERO, Length::ZERO, content);
        if entry.kids.is_empty() {
            return;
        }
        if let Some(item) = self.last_item() {
            item.keep_with_next = true;
        }
        let list = self.structure.add(body, Role::L { numbering: None });
        for kid in &entry.kids {
            self.index_entry(list, kid, level + 1);
        }
    }
}

impl<'a> Gather<'a> {
    fn index_piece(
        &mut self,
        piece: IndexPiece<'_>,
        heading: &str,
        kind: &Type<'a>,
        element: ElementId,
    ) {
        let style = kind.style(self.theme);
        match piece {
            IndexPiece::Heading(text, language) => {
                self.index_words(text, language, (kind, element));
            }
            IndexPiece::Between(text) => self.push(text, style, element),
            IndexPiece::Word(word) => {
                let own = self.structure.add(element, Role::Em);
                let italic = Type { italic: true, ..kind.clone() };
                self.push(word, italic.style(self.theme), own);
            }
            IndexPiece::Pages { text, place, main } => {
                let reference = self.structure.add(element, Role::Reference);
                let contents =
                    format!("{heading}, {} {text}", self.book.words.page_in_text);
                let target = LinkTarget::Destination(place.id.clone());
                self.linked(reference, target, contents, |gather, own| {
                    if main {
                        let strong = gather.structure.add(own, Role::Strong);
                        let bold = Type { weight: 700, ..kind.clone() };
                        gather.push(&text, bold.style(gather.theme), strong);
                    } else {
                        gather.push(&text, style, own);
                    }
                });
            }
            IndexPiece::Goal { goal, .. } => {
                let reference = self.structure.add(element, Role::Reference);
                let target = LinkTarget::Destination(goal.id.clone());
                let language = goal.language.as_deref();
                self.linked(reference, target, goal.title.clone(), |gather, own| {
                    gather.index_words(&goal.title, language, (kind, own));
                });
            }
        }
    }

    /// Words of an entry, in the language that they are in.
    fn index_words(
        &mut self,
        words: &str,
        language: Option<&str>,
        (kind, element): (&Type<'a>, ElementId),
    ) {
        let Some(language) = language else {
            return self.push(words, kind.style(self.theme), element);
        };
        let own = self.structure.add(element, Role::Span);
        self.structure.get_mut(own).language = Some(language.to_owned());
        let kind = Type { language: Language::new(language), ..kind.clone() };
        self.push(words, kind.style(self.theme), own);
    }
}
