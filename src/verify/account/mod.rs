//! What an edition must tell: the resolved book as items, in reading order.
//!
//! Written from the document alone; it knows no format and asks no writer. Words that the
//! program adds (numbers, names of callouts, labels) are told where the book has them.

mod blocks;
mod line;
mod names;

use std::collections::BTreeMap;

use crate::ast::{BlockId, Direction, Inline, NoteId, direction_of};
use crate::project::ListKind;
use crate::resolve::{
    Book, Chapter, Division, IndexEntry, IndexPiece, ListedAbbreviation, Reference, Said,
    Words,
};
use crate::source::Place;

use super::pages::Edition;
use super::told::{Aim, Group, Item, Kind, Link, Start, Told};
use line::Line;
pub(super) use names::{
    Called, Marks, Room, of_caption, of_division, of_heading, unfolded,
};

/// In which form it is told.
#[derive(Debug, Copy, Clone, PartialEq, Eq)]
pub(super) enum Form {
    /// As pages of the web and of an EPUB.
    Pages,
    /// As the tags of a PDF: they have no captions of code and no lists of definitions, and
    /// know nothing of pictures that say nothing.
    Tags,
}

/// Puts together what an edition must tell.
pub(super) struct Account<'a> {
    book: &'a Book,
    division: Division,
    form: Form,
    /// The folio of each address whose page is named.
    folios: &'a BTreeMap<String, String>,
    /// The words that the program adds to the division.
    words: &'a Words,
    /// The language of what is being told.
    language: String,
    /// Where it was written.
    place: Option<Place>,
    /// Addresses that stand at the next item.
    waiting: Vec<String>,
    /// What the next paragraph begins with: the box of a task.
    lead: Option<&'static str>,
    /// Whether it is read from right to left.
    rtl: bool,
    /// Whether what is told is bold in print by itself.
    heavy: bool,
    /// The pages of print that begin in the division.
    pages: BTreeMap<BlockId, Vec<(u32, &'a str)>>,
    /// The block whose text comes next, where pages begin inside it.
    block: Option<BlockId>,
    /// The note that is being told.
    note: Option<usize>,
    starts: Vec<Start>,
    items: Vec<Item>,
}

/// What a division must tell.
pub(super) fn of(edition: &Edition<'_>, division: Division, form: Form) -> Told {
    let (book, folios) = (edition.book, edition.folios);
    let mut pages: BTreeMap<BlockId, Vec<(u32, &str)>> = BTreeMap::new();
    for page in edition.pages.iter().filter(|page| page.at.division == division) {
        pages.entry(page.at.block).or_default().push((page.at.offset, page.label.as_str()));
    }
    let mut account = Account {
        book,
        division,
        form,
        folios,
        pages,
        block: None,
        note: None,
        starts: Vec::new(),
        words: book.text_of(division).map_or(&book.words, |text| book.words_of(text)),
        language: book.language_of(division).unwrap_or(&book.info.language).to_owned(),
        place: None,
        waiting: Vec::new(),
        lead: None,
        rtl: book
            .direction_of(division)
            .unwrap_or_else(|| direction_of(&book.info.language))
            == Direction::Rtl,
        heavy: false,
        items: Vec::new(),
    };
    let mut notes = Vec::new();
    account.begin(BlockId(0));
    match division {
        // each format has its own: see `front`
        Division::TitlePage | Division::Contents => {}
        Division::Copyright => account.copyright(),
        Division::List(ListKind::Abbreviations) => account.abbreviations(division),
        Division::List(_) => account.captions(division),
        Division::Part(number) => {
            let part = &book.parts[number as usize];
            account.place = Some(part.place);
            match book.any_text().filter(|_| !part.text.is_empty()) {
                Some(any) => {
                    let mut line = account.inlines(any, &part.text);
                    line.id(&part.id);
                    account.line(Kind::Heading(1), line);
                }
                None => account.heading(1, &part.id, &part.title),
            }
        }
        Division::Chapter(number) => {
            let chapter = &book.chapters[number as usize];
            account.chapter(division, chapter);
            notes = account.notes(chapter);
        }
        Division::Notice(number) => {
            let notice = &book.notices[number as usize];
            account.heading(1, &notice.id, &notice.body.title);
            account.blocks(&notice.body, &notice.body.document.blocks);
            notes = account.notes(&notice.body);
        }
        Division::References => account.references(division),
        Division::Index => account.index(division),
    }
    Told { items: account.items, notes, starts: account.starts }
}

/// Where what has an address was written.
pub(super) fn place_of(edition: &Edition<'_>, id: &str) -> Option<Place> {
    edition.book.spine.iter().find_map(|&division| {
        let told = of(edition, division, Form::Pages);
        let mut items = told.items.iter().chain(told.notes.iter().flat_map(|note| &note.1));
        match edition.book.division_id(division) == id {
            true => items.find_map(|item| item.place),
            false => items.find(|item| item.ids.iter().any(|own| own == id))?.place,
        }
    })
}

/// Where a link with some words to an address was written.
pub(super) fn place_of_link(edition: &Edition<'_>, words: &str, id: &str) -> Option<Place> {
    let is_it = |link: &Link| link.text == words && link.to == Aim::Inside(id.to_owned());
    edition.book.spine.iter().find_map(|&division| {
        let told = of(edition, division, Form::Pages);
        let mut items = told.items.iter().chain(told.notes.iter().flat_map(|note| &note.1));
        items.find(|item| item.links.iter().any(is_it))?.place
    })
}

/// Where that was written with which a page of print begins.
pub(super) fn place_of_page(edition: &Edition<'_>, label: &str) -> Option<Place> {
    edition.book.spine.iter().find_map(|&division| {
        let told = of(edition, division, Form::Pages);
        let start = told.starts.iter().find(|start| start.label == label)?;
        let items = match start.note.and_then(|note| told.notes.get(note)) {
            Some((_, items)) => items,
            None => &told.items,
        };
        items.get(start.item..)?.iter().find_map(|item| item.place)
    })
}

impl<'a> Account<'a> {
    /// The pages that begin inside a block, by how much of it stands before.
    fn starts_in(&self, block: BlockId) -> Vec<(u32, &'a str)> {
        let all = self.pages.get(&block).cloned().unwrap_or_default();
        all.into_iter().filter(|(offset, _)| *offset > 0).collect()
    }

    /// A page begins in the next item.
    fn start(&mut self, label: &str, (offset, latest): (usize, usize)) {
        let (item, note) = (self.items.len(), self.note);
        self.starts.push(Start { label: label.to_owned(), item, offset, latest, note });
    }

    /// A block begins, and with it perhaps a page.
    fn begin(&mut self, block: BlockId) {
        let all = self.pages.get(&block).cloned().unwrap_or_default();
        for (_, label) in all.iter().filter(|(offset, _)| *offset == 0) {
            self.start(label, (0, 0));
        }
        self.block = (!all.is_empty()).then_some(block);
    }

    /// An entry begins in a block of several, and with it perhaps a page; with the first
    /// the block does, which is told before.
    fn begin_at(&mut self, block: BlockId, start: u32) {
        let all = self.pages.get(&block).cloned().unwrap_or_default();
        let here = all.iter().filter(|(offset, _)| start > 0 && *offset == start);
        for (_, label) in here {
            self.start(label, (0, 0));
        }
    }

    /// The pages that begin inside an entry of a block of several.
    fn starts_between(&mut self, block: BlockId, (start, length): (u32, u32), line: &Line) {
        for (offset, label) in self.pages.get(&block).cloned().unwrap_or_default() {
            if offset > start && offset < start + length {
                self.start(label, line.before(offset - start));
            }
        }
    }

    fn push(&mut self, mut item: Item) {
        let mut ids = std::mem::take(&mut self.waiting);
        ids.append(&mut item.ids);
        item.ids = ids;
        self.items.push(item);
    }

    /// Adds a line; nothing where it has no words.
    fn line(&mut self, kind: Kind, line: Line) {
        if let Some(block) = self.block.take() {
            // a page that begins in the citation with which the block does
            let (item, note, latest) = (self.items.len(), self.note, line.before(0).1);
            let at_head = |start: &&mut Start| {
                (start.item, start.note, start.offset) == (item, note, 0)
            };
            let own = self.starts.iter_mut().filter(at_head);
            own.for_each(|start| start.latest = latest);
            for (offset, label) in self.starts_in(block) {
                self.start(label, line.before(offset));
            }
        }
        let mut item = line.item(kind, self);
        if item.text.is_empty() {
            self.waiting.append(&mut item.ids);
        } else {
            self.push(item);
        }
    }

    /// A cell. In tags one without words is the header of nothing.
    fn cell(&mut self, group: Group, inner: impl FnOnce(&mut Self)) {
        let at = self.items.len();
        self.group(group, inner);
        let Group::Cell { header: true, columns, rows } = group else { return };
        let is_silent = self.items[at..].iter().all(|item| item.text.is_empty());
        if self.form == Form::Tags && is_silent {
            let group = Group::Cell { header: false, columns, rows };
            self.items[at].kind = Kind::Open(group);
            if let Some(last) = self.items.last_mut() {
                last.kind = Kind::Close(group);
            }
        }
    }

    fn group(&mut self, group: Group, inner: impl FnOnce(&mut Self)) {
        self.push(Item::mark(Kind::Open(group), self.place));
        inner(self);
        self.push(Item::mark(Kind::Close(group), self.place));
    }

    fn heading(&mut self, level: u8, id: &str, words: &str) {
        let mut line = Line::default();
        line.id(id);
        line.words(words);
        self.line(Kind::Heading(level), line);
    }

    fn chapter(&mut self, division: Division, chapter: &'a Chapter) {
        let blocks = &chapter.document.blocks;
        let title = |block: &crate::ast::Block| {
            matches!(block.kind, crate::ast::BlockKind::Heading { level: 1, .. })
        };
        let opening = blocks.iter().position(title).map_or(0, |at| at + 1);
        let (head, text) = blocks.split_at(opening);
        if chapter.title_anchor.is_none() {
            self.waiting.push(chapter.id().to_owned());
        }
        self.blocks(chapter, head);
        if let Some(names) = self.book.byline(division) {
            let mut line = Line::default();
            line.words(&names);
            self.line(Kind::Paragraph, line);
        }
        self.blocks(chapter, text);
    }

    /// The notes of a text that this format shows, in the order of their marks.
    fn notes(&mut self, chapter: &'a Chapter) -> Vec<(String, Vec<Item>)> {
        let mut notes = Vec::new();
        for (id, note) in (0..).map(NoteId).zip(&chapter.document.notes) {
            if note.marks == 0 {
                continue;
            }
            let around = std::mem::take(&mut self.items);
            self.note = Some(notes.len());
            self.blocks(chapter, &note.blocks);
            self.note = None;
            let items = std::mem::replace(&mut self.items, around);
            notes.push((chapter.note_id(id), items));
        }
        notes
    }

    fn copyright(&mut self) {
        for said in self.book.copyright() {
            let mut line = Line::default();
            // a line of several parts begins with a name
            self.place =
                said.first().and_then(|part| self.book.place_of_line(part.words()));
            for part in &said {
                match part {
                    Said::Text(words) => line.words(words),
                    Said::Link(url) => {
                        line.linked(Aim::Outside(url.clone()), |line| line.words(url));
                    }
                }
            }
            self.line(Kind::Paragraph, line);
        }
    }

    /// A list of figures, of tables or of code.
    fn captions(&mut self, division: Division) {
        let Division::List(kind) = division else { return };
        let book = self.book;
        let Some(list) = book.lists.iter().find(|list| list.kind == kind) else { return };
        self.heading(1, book.division_id(division), book.division_title(division));
        if self.form == Form::Tags {
            // a contents list there: see `print`
            return;
        }
        self.group(Group::List { ordered: true }, |account| {
            for entry in &list.entries {
                let Some(chapter) = book.text_of(entry.division) else { continue };
                account.group(Group::Entry, |account| {
                    let mut line = Line::default();
                    line.linked(Aim::Inside(entry.id.clone()), |line| {
                        if let Some(number) = &entry.number {
                            line.words(&format!("{number} "));
                        }
                        account.add(chapter, &entry.text, line);
                    });
                    account.line(Kind::Paragraph, line);
                });
            }
        });
    }

    /// The list of abbreviations.
    fn abbreviations(&mut self, division: Division) {
        let book = self.book;
        self.heading(1, book.division_id(division), book.division_title(division));
        let outer = match self.form {
            Form::Pages => Group::Definitions,
            Form::Tags => Group::List { ordered: false },
        };
        self.group(outer, |account| {
            for entry in &book.abbreviations {
                match account.form {
                    Form::Pages => account.abbreviation(entry),
                    Form::Tags => {
                        account.group(Group::Entry, |account| account.abbreviation(entry));
                    }
                }
            }
        });
    }

    fn abbreviation(&mut self, entry: &'a ListedAbbreviation) {
        let mut line = Line::default();
        line.words(&entry.short);
        self.place = entry.long.first().map(|long| long.place);
        self.line(Kind::Term, line);
        for long in &entry.long {
            self.place = Some(long.place);
            let own = long.language.clone().unwrap_or(self.language.clone());
            let way = long.language.as_deref().map(direction_of);
            let rtl = way.map_or(self.rtl, |way| way == Direction::Rtl);
            let way = std::mem::replace(&mut self.rtl, rtl);
            let around = std::mem::replace(&mut self.language, own);
            let mut line = Line::default();
            line.words(&long.text);
            match self.form {
                Form::Pages => {
                    self.group(Group::Meaning, |account| {
                        account.line(Kind::Paragraph, line)
                    });
                }
                Form::Tags => self.line(Kind::Paragraph, line),
            }
            (self.language, self.rtl) = (around, way);
        }
    }

    fn references(&mut self, division: Division) {
        let book = self.book;
        self.heading(1, book.division_id(division), &book.references_title);
        let entries = (1..).map(BlockId).zip(book.references_in(division));
        self.entries_of(entries.map(|(block, one)| (block, None, one)).collect());
    }

    /// The list of references that a chapter holds, which is one block.
    fn reference_block(&mut self, block: BlockId) {
        let mut before = 0;
        let entries = self.book.references_in(self.division).map(|one| {
            let start = before;
            before += one.length();
            (block, Some(start), one)
        });
        let entries: Vec<_> = entries.collect();
        self.block = None;
        if !entries.is_empty() {
            self.entries_of(entries);
        }
    }

    /// The entries of a list of references: the block of each, and where it begins in it if
    /// it is not alone there.
    fn entries_of(&mut self, entries: Vec<(BlockId, Option<u32>, &'a Reference)>) {
        let numbered = entries.iter().any(|(.., one)| one.label.is_some());
        let ordered = self.form == Form::Tags && numbered;
        self.group(Group::List { ordered }, |account| {
            for (block, start, reference) in entries {
                account.place = Some(reference.place);
                account.waiting.push(reference.id.clone());
                // one in another script runs as its script does
                let way = reference.direction().map(|way| way == Direction::Rtl);
                let rtl = way.unwrap_or(account.rtl);
                let way = std::mem::replace(&mut account.rtl, rtl);
                account.group(Group::Entry, |account| {
                    match start {
                        None => account.begin(block),
                        Some(start) => account.begin_at(block, start),
                    }
                    let mut line = Line::default();
                    if let Some(label) = &reference.label {
                        line.words(&format!("{label} "));
                    }
                    account.entry_pieces(&reference.text, &mut line);
                    if let Some(start) = start {
                        account.starts_between(block, (start, reference.length()), &line);
                    }
                    account.line(Kind::Paragraph, line);
                });
                account.rtl = way;
            }
        });
    }

    fn index(&mut self, division: Division) {
        let book = self.book;
        let Some(index) = &book.index else { return };
        self.heading(1, book.division_id(division), book.words.index);
        for group in &index.groups {
            self.begin(group.block);
            if let Some(letter) = &group.letter {
                let id = format!("idx-letter-{}", group.block.0);
                let mut line = Line::default();
                if self.form == Form::Pages {
                    line.id(&id);
                }
                line.words(letter);
                self.line(Kind::Heading(2), line);
            }
            self.entries(&group.entries);
        }
    }

    fn entries(&mut self, entries: &'a [IndexEntry]) {
        self.group(Group::List { ordered: false }, |account| {
            for entry in entries {
                account.place = entry.marked;
                account.waiting.push(entry.id.clone());
                account.group(Group::Entry, |account| {
                    account.begin(entry.block);
                    let line = account.entry(entry);
                    account.line(Kind::Paragraph, line);
                    if !entry.kids.is_empty() {
                        account.entries(&entry.kids);
                    }
                });
            }
        });
    }

    /// The direction of words of the index in a language, where it is not that of the book.
    fn turned(&self, language: Option<&str>) -> Option<&'static str> {
        let own = direction_of(&self.book.info.language);
        let way = language.map(direction_of).filter(|&way| way != own)?;
        Some(match way {
            Direction::Ltr => "direction ltr",
            Direction::Rtl => "direction rtl",
        })
    }

    /// Words of an entry, with their marks where they have any.
    fn index_words(
        &self,
        (words, text): (&str, &'a [Inline]),
        language: Option<&str>,
        line: &mut Line,
    ) {
        line.meant(self.turned(language), |line| {
            line.in_language(language, |line| {
                match self.book.any_text().filter(|_| !text.is_empty()) {
                    Some(any) => line.uncounted(|line| self.add(any, text, line)),
                    None => line.words(words),
                }
            });
        });
    }

    fn entry(&self, entry: &'a IndexEntry) -> Line {
        let folios = self.folios;
        let folio = |id: &str| folios.get(id).map(String::as_str);
        let mut line = Line::default();
        for piece in entry.pieces(&self.book.words, &folio) {
            let words = match &piece {
                IndexPiece::Heading { words, .. } => words,
                IndexPiece::Between(words) | IndexPiece::Word(words) => words,
                IndexPiece::Pages { text, .. } => text.as_str(),
                IndexPiece::Goal { goal, .. } => goal.title.as_str(),
            };
            line.part(u32::try_from(words.len()).unwrap_or(u32::MAX));
            match piece {
                IndexPiece::Heading { words, text, language } => {
                    self.index_words((words, text), language, &mut line);
                }
                IndexPiece::Between(words) => line.words(words),
                IndexPiece::Word(words) => {
                    line.meant(Some("italic"), |line| line.words(words));
                }
                IndexPiece::Pages { text, place, main } => {
                    let to = Aim::Inside(place.id.clone());
                    let main = main.then_some("strong emphasis");
                    line.linked(to, |line| line.meant(main, |line| line.words(&text)));
                }
                IndexPiece::Goal { goal, .. } => {
                    let to = Aim::Inside(goal.id.clone());
                    let language = goal.language.as_deref();
                    line.linked(to, |line| {
                        self.index_words((&goal.title, &goal.text), language, line);
                    });
                }
            }
        }
        line
    }
}
