//! The resolved book: documents and the answers to their questions.
//!
//! Every look-up is total: there is no "unresolved" arm, because `resolve` gives no
//! book when an address names nothing.

use serde::Serialize;

use crate::ast::{
    AnchorId, BlockId, BlockKind, CalloutKind, CiteId, Direction, Document, Inline, NoteId,
    NoteMark, RefId, RefKind, Tag, direction_of_text, is_rtl_language,
};
use crate::cite::{Piece, ReferenceId};
use crate::hyphenation::Exceptions;
use crate::length::Length;
use crate::picture::Picture;
use crate::project::{
    BookInfo, ChapterRole, ListKind, Matter, NoticeKind, NoticePlace, NoticePlaces,
};
use crate::source::{Place, SourceId, Span};
use crate::theme::ChapterStart;

use super::{CaptionList, Index, ListedAbbreviation, Words};

/// One edition of a publication, resolved. Backends only read it.
#[derive(Debug, Clone, Serialize)]
pub struct Book {
    /// Metadata.
    pub info: BookInfo,
    /// What the project file says that is printed, and where: for messages.
    #[serde(skip)]
    pub said: Vec<(String, Place)>,
    /// The reading order, the same in every format: title page and contents first.
    ///
    /// A format that has no use for a page of its own for one of these (the contents
    /// list of a web page is its navigation) still begins that page mark there.
    pub spine: Vec<Division>,
    /// The chapters.
    pub chapters: Vec<Chapter>,
    /// The parts that hold chapters of this edition, in order.
    pub parts: Vec<Part>,
    /// The references, list by list, each in the order of its bibliography, by
    /// [`ReferenceId`].
    pub references: Vec<Reference>,
    /// Heading of the references.
    pub references_title: String,
    /// The notices of this edition; each has a division in `spine`.
    pub notices: Vec<Notice>,
    /// The index, where texts mark what belongs in one.
    pub index: Option<Index>,
    /// The accessibility statement; only notices that end the book stand behind it.
    #[serde(skip)]
    pub statement: Option<Division>,
    /// Lists of figures and of tables, in the order in which they follow the contents.
    pub lists: Vec<CaptionList>,
    /// The abbreviations of the edition, where it wants a list of them.
    pub abbreviations: Vec<ListedAbbreviation>,
    /// Every picture in use, by [`PictureId`].
    #[serde(skip)]
    pub pictures: Vec<Picture>,
    /// Those that a format does not show.
    #[serde(skip)]
    pub left_out: Vec<PictureId>,
    /// The cover.
    pub cover: Option<PictureId>,
    /// Where chapters begin in print; `None` leaves it to the theme.
    pub chapter_start: Option<ChapterStart>,
    /// Whether there is a contents list in print; `None` leaves it to the theme.
    pub contents: Option<bool>,
    /// How deep contents lists go, 1 to 6; `None` leaves it to the format.
    pub contents_depth: Option<u8>,
    /// Whether a half title stands before the title page in print.
    pub half_title: bool,
    /// Words that are divided otherwise than the patterns of their language say.
    #[serde(skip)]
    pub hyphenation: Exceptions,
    /// Words the program adds, in the language of the book.
    pub words: Words,
}

/// A part of the reading order.
#[derive(Debug, Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Division {
    /// The title page.
    TitlePage,
    /// The copyright page: [`Book::copyright`].
    Copyright,
    /// The contents list.
    Contents,
    /// A list of figures, of tables, of abbreviations.
    List(ListKind),
    /// The page that names a part, by its number in [`Book::parts`]; its chapters follow.
    Part(u32),
    /// A chapter, by its number in [`Book::chapters`].
    Chapter(u32),
    /// The references.
    References,
    /// A notice in full, by its number in [`Book::notices`].
    Notice(u32),
    /// The index.
    Index,
}

/// A place in the book: what stands before it has been read, what follows has not.
///
/// Page breaks are positions; EPUB and HTML mark them in the middle of a paragraph.
#[derive(Debug, Copy, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Position {
    /// The part of the reading order.
    pub division: Division,
    /// The block or cell. 0 is the heading that the program puts at the head of the
    /// references or a notice, and the whole of a title page and a contents list.
    /// In [`Division::References`] the entry number n is block n + 1; in
    /// [`Division::Index`] letters and entries know theirs.
    pub block: BlockId,
    /// How much of the block's text stands before, as `ast::units` counts; in a code
    /// block its UTF-8 bytes; in a reference entry the bytes of its pieces, one after
    /// the other, without its label; in an entry of the index the same; in a figure units of the caption.
    pub offset: u32,
}

/// A part of the book: chapters under a name of their own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Part {
    /// Its address in all formats, and its file name part: `part-rivers`.
    pub id: String,
    /// Its name, with its number where parts have one.
    pub title: String,
    /// The same with its marks, where it has any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub text: Vec<Inline>,
    /// That number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<Number>,
    /// Where the project file names it.
    pub place: Place,
}

/// A chapter and what its addresses and citations lead to.
#[derive(Debug, Clone, Serialize)]
pub struct Chapter {
    /// The file it was read from.
    pub source: SourceId,
    /// File name part, unique among all divisions: `01-start`. Also its own address.
    pub slug: String,
    /// Its name in contents lists: its first level-1 heading, else the book's title.
    pub title: String,
    /// The address of that heading; a chapter without one is addressed by `slug`.
    pub title_anchor: Option<AnchorId>,
    /// The text.
    pub document: Document,
    /// By [`AnchorId`].
    pub anchors: Vec<Anchor>,
    /// By [`RefId`].
    pub targets: Vec<Target>,
    /// By [`CiteId`].
    pub citations: Vec<Citation>,
    /// How many notes stand in the texts before it: addresses of notes count through
    /// the book.
    pub notes_before: u32,
    /// What it is in the book.
    pub role: ChapterRole,
    /// The third of the book it stands in.
    pub matter: Matter,
    /// The part that holds it, by number in [`Book::parts`].
    pub part: Option<u32>,
    /// Who wrote it, where it says so.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<String>,
    /// Its title in running heads, where that is another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub short_title: Option<String>,
    /// Its language (BCP 47), where that is not the language of the book.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The direction of its text: its head says it, or its language does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub direction: Option<Direction>,
    /// What it is about, where it says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Words the program adds to its text, where its language is another.
    #[serde(skip)]
    pub words: Option<Box<Words>>,
}

impl Chapter {
    /// Whether its title says that contents lists do not name it.
    pub fn is_unlisted(&self) -> bool {
        let mut headings = self.document.blocks.iter().filter_map(|block| {
            let BlockKind::Heading { anchor, unlisted, .. } = block.kind else {
                return None;
            };
            Some((Some(anchor), unlisted))
        });
        let title = headings.find(|&(anchor, _)| anchor == self.title_anchor);
        title.is_some_and(|(_, unlisted)| unlisted)
    }

    /// What a link or picture leads to.
    pub fn target(&self, id: RefId) -> &Target {
        &self.targets[id.0 as usize]
    }

    /// Whether an address is that of a term of the glossary; then whether the page of its
    /// definition is wanted too.
    pub fn term(&self, id: RefId) -> Option<bool> {
        match self.document.refs.get(id.0 as usize)?.of {
            RefKind::Term { page } => Some(page),
            RefKind::Link | RefKind::Picture => None,
        }
    }

    /// The address and title of a place.
    pub fn anchor(&self, id: AnchorId) -> &Anchor {
        &self.anchors[id.0 as usize]
    }

    /// What stands beside a displayed formula: its tag, or its number.
    pub fn equation_number(
        &self,
        anchor: Option<AnchorId>,
        tag: Option<&Tag>,
    ) -> Option<String> {
        let number = || anchor.and_then(|anchor| self.anchor(anchor).number.as_ref());
        match tag {
            Some(Tag { text, bare: true }) => Some(text.clone()),
            Some(Tag { text, bare: false }) => Some(format!("({text})")),
            None => number().map(|number| format!("({})", number.text)),
        }
    }

    /// What is printed for a citation group.
    pub fn citation(&self, id: CiteId) -> &Citation {
        &self.citations[id.0 as usize]
    }

    /// The words of a cross reference where it leads nowhere: in a contents list; nothing
    /// for a citation of works.
    pub fn reference_words(&self, id: CiteId) -> String {
        let citation = self.citation(id);
        match citation.of {
            CitationOf::Works => String::new(),
            CitationOf::Places => {
                citation.text.iter().map(|piece| piece.text.as_str()).collect()
            }
        }
    }

    /// The address of a note, the same in all formats: `fn-1`, counted through the book.
    pub fn note_id(&self, note: NoteId) -> String {
        format!("fn-{}", self.notes_before + note.0 + 1)
    }

    /// The address of the mark of a note: `fnref-1`, the second `fnref-1-2`.
    pub fn mark_id(&self, mark: NoteMark) -> String {
        let number = self.notes_before + mark.note.0 + 1;
        match mark.turn {
            0 | 1 => format!("fnref-{number}"),
            turn => format!("fnref-{number}-{turn}"),
        }
    }

    /// A place in this chapter, for a message.
    pub fn place(&self, span: Span) -> Place {
        Place { source: self.source, span }
    }

    /// The address of the chapter itself: of its title if it has one.
    pub fn id(&self) -> &str {
        self.title_anchor.map_or(&self.slug, |anchor| &self.anchor(anchor).id)
    }
}

/// The number of something, as it is printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Number {
    /// What is counted.
    pub kind: NumberKind,
    /// `2.1`, `A.3`, `7`.
    pub text: String,
}

/// What has numbers.
#[derive(Debug, Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum NumberKind {
    /// Figures with a label and a caption.
    Figure,
    /// Panels of a numbered figure, each by its turn from 0.
    Panel(u32),
    /// Tables with a label and a caption.
    Table,
    /// Displayed formulas with a label.
    Equation,
    /// Code with a label and a caption.
    Listing,
    /// Headings below the title of a chapter.
    Section,
    /// Chapters.
    Chapter,
    /// Appendices: they have letters.
    Appendix,
    /// Parts.
    Part,
    /// Callouts with a label, each kind by itself.
    Callout(CalloutKind),
}

/// The address of a heading or figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Anchor {
    /// Unique in the book; the same in EPUB, HTML (id) and PDF (named destination).
    pub id: String,
    /// What it is called where no marks can be, of a heading with its number.
    pub title: String,
    /// The same of a heading with its marks, where it has any: see [`Name`](super::Name).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub text: Vec<Inline>,
    /// Its number, if it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<Number>,
}

/// What an address leads to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Target {
    /// A heading or figure of the book.
    Anchor {
        /// Number of the chapter; those of notices follow.
        chapter: u32,
        /// In that chapter.
        anchor: AnchorId,
    },
    /// A chapter as a whole, a part, a list, a notice.
    Division(Division),
    /// Somewhere else: an absolute `https:`, `http:` or `mailto:` address.
    Url(String),
    /// A picture.
    Picture(PictureId),
}

/// A picture, by its number in [`Book::pictures`].
#[derive(Debug, Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct PictureId(pub u32);

/// A citation group as printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Citation {
    /// Its address: `cite-1`, counted through the book. References lead back to it; a
    /// cross reference has none.
    pub id: String,
    /// Its text, formatted by the style: `[`, `1`, `, `, `2`, `]`.
    pub text: Vec<Piece>,
    /// What it names.
    pub of: CitationOf,
}

/// What a citation group names.
#[derive(Debug, Copy, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CitationOf {
    /// Works of the bibliography.
    Works,
    /// Places of the book: it is a cross reference, and nothing leads back to it.
    Places,
}

/// An entry of the bibliography.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reference {
    /// The key in the bibliography file.
    pub key: String,
    /// What holds the list that it stands in: the references of the book, or a chapter.
    pub home: Division,
    /// Its address: `ref-` and the key made fit for an id.
    pub id: String,
    /// `[1]` in a numeric style.
    pub label: Option<String>,
    /// The entry as the style formats it, without its label.
    pub text: Vec<Piece>,
    /// Every citation of it, in reading order; empty for further reading.
    pub cited_from: Vec<CitedFrom>,
    /// The bare DOI: `10.1176/appi.ajp.20230681`.
    pub doi: Option<String>,
    /// Where the entry stands in its file.
    pub place: Place,
    /// Title of the work, plain.
    pub title: String,
    /// Authors as `Family, Given`, plain.
    pub authors: Vec<String>,
    /// Year of publication.
    pub year: Option<i32>,
    /// Title of the journal or book it stands in.
    pub container: Option<String>,
}

impl Reference {
    /// How long its text is, in bytes, without its label.
    pub fn length(&self) -> u32 {
        let bytes = self.text.iter().map(|piece| piece.text.len()).sum::<usize>();
        u32::try_from(bytes).unwrap_or(u32::MAX)
    }

    /// The direction of its first letter.
    pub fn direction(&self) -> Option<Direction> {
        self.text.iter().find_map(|piece| direction_of_text(&piece.text))
    }
}

/// A citation that leads to a reference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CitedFrom {
    /// Number of the chapter.
    pub chapter: u32,
    /// The citation in it.
    pub cite: CiteId,
}

/// A notice of this edition.
#[derive(Debug, Clone, Serialize)]
pub struct Notice {
    /// Its address in all formats: `notice-disclaimer`.
    pub id: String,
    /// What it is.
    pub kind: NoticeKind,
    /// Which version of its text it is, where the project says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// No type in it is smaller, but for signs above or below a line.
    pub least_size: Length,
    /// Where it stands in this edition, format by format.
    pub places: NoticePlaces,
    /// Where it stands in the format that the book is shown in; at first in print.
    pub place: NoticePlace,
    /// Title, text, addresses, citations; `title` is its heading, which the program
    /// sets (block 0), so that the document holds the text alone.
    pub body: Chapter,
}

impl Book {
    /// A chapter or the body of a notice: what has text, addresses and citations.
    pub fn text_of(&self, division: Division) -> Option<&Chapter> {
        match division {
            Division::Chapter(number) => Some(&self.chapters[number as usize]),
            Division::Notice(number) => Some(&self.notices[number as usize].body),
            Division::TitlePage
            | Division::Copyright
            | Division::Contents
            | Division::List(_)
            | Division::Part(_)
            | Division::References
            | Division::Index => None,
        }
    }

    /// The language of a division (BCP 47), where that is not the language of the book.
    pub fn language_of(&self, division: Division) -> Option<&str> {
        self.text_of(division)?.language.as_deref()
    }

    /// The languages of its chapters that are not the language of the book, each once.
    pub fn other_languages(&self) -> Vec<&str> {
        let mut all: Vec<&str> = Vec::new();
        for language in self.chapters.iter().filter_map(|one| one.language.as_deref()) {
            if !all.contains(&language) {
                all.push(language);
            }
        }
        all
    }

    /// The direction of a division, where it says one.
    pub fn direction_of(&self, division: Division) -> Option<Direction> {
        self.text_of(division)?.direction
    }

    /// The words the program adds to a text.
    pub fn words_of<'a>(&'a self, text: &'a Chapter) -> &'a Words {
        text.words.as_deref().unwrap_or(&self.words)
    }

    /// A text by the number that addresses carry: chapters first, then the bodies of notices.
    pub fn text(&self, number: u32) -> &Chapter {
        let number = number as usize;
        match number.checked_sub(self.chapters.len()) {
            None => &self.chapters[number],
            Some(notice) => &self.notices[notice].body,
        }
    }

    /// Whether words that the program adds run from left to right in a book that runs the
    /// other way.
    pub fn is_against(&self, words: &str) -> bool {
        is_rtl_language(&self.info.language)
            && direction_of_text(words) != Some(Direction::Rtl)
    }

    /// Whether contents lists name a division: all but the first pages of a book, and what
    /// is shown on a page of its own.
    pub fn is_listed(&self, division: Division) -> bool {
        match division {
            Division::TitlePage
            | Division::Copyright
            | Division::Contents
            | Division::List(_) => false,
            Division::Chapter(number) => {
                let chapter = &self.chapters[number as usize];
                !chapter.role.is_displayed() && !chapter.is_unlisted()
            }
            Division::Part(_)
            | Division::References
            | Division::Index
            | Division::Notice(_) => true,
        }
    }

    /// The part that holds a division.
    pub fn part_of(&self, division: Division) -> Option<&Part> {
        let Division::Chapter(number) = division else { return None };
        self.chapters[number as usize].part.map(|part| &self.parts[part as usize])
    }

    /// The address of a division: the same in all formats.
    pub fn division_id(&self, division: Division) -> &str {
        match division {
            Division::TitlePage => "title-page",
            Division::Copyright => "copyright-page",
            Division::Contents => "contents",
            Division::List(ListKind::Figures) => "list-of-figures",
            Division::List(ListKind::Tables) => "list-of-tables",
            Division::List(ListKind::Code) => "list-of-code",
            Division::List(ListKind::Abbreviations) => "list-of-abbreviations",
            Division::Part(number) => &self.parts[number as usize].id,
            Division::Chapter(number) => self.chapters[number as usize].id(),
            Division::References => "references",
            Division::Notice(number) => &self.notices[number as usize].id,
            Division::Index => "book-index",
        }
    }

    /// The name of a division in contents lists.
    pub fn division_title(&self, division: Division) -> &str {
        match division {
            Division::TitlePage => self.words.title_page,
            Division::Copyright => self.words.copyright_page,
            Division::Contents => self.words.contents,
            Division::List(kind) => self.words.list(kind),
            Division::Part(number) => &self.parts[number as usize].title,
            Division::Chapter(number) => &self.chapters[number as usize].title,
            Division::References => &self.references_title,
            Division::Notice(number) => &self.notices[number as usize].body.title,
            Division::Index => self.words.index,
        }
    }

    /// The file name part of a division, without ending.
    pub fn division_slug(&self, division: Division) -> &str {
        match division {
            Division::Chapter(number) => &self.chapters[number as usize].slug,
            Division::TitlePage
            | Division::Copyright
            | Division::Contents
            | Division::List(_)
            | Division::Part(_)
            | Division::References
            | Division::Index
            | Division::Notice(_) => self.division_id(division),
        }
    }

    /// Where the project file says some words.
    pub fn place_of(&self, words: &str) -> Option<Place> {
        self.said.iter().find(|(said, _)| said == words).map(|&(_, place)| place)
    }

    /// Where the project file says the longest part of a line that it says.
    pub fn place_of_part(&self, line: &str) -> Option<Place> {
        let parts = self.said.iter();
        let parts = parts.filter(|(said, _)| !said.is_empty() && line.contains(said));
        parts.max_by_key(|(said, _)| said.len()).map(|&(_, place)| place)
    }

    /// The picture with this id.
    pub fn picture(&self, id: PictureId) -> &Picture {
        &self.pictures[id.0 as usize]
    }

    /// The list of references that a division holds, in order.
    pub fn references_in(&self, division: Division) -> impl Iterator<Item = &Reference> {
        self.references.iter().filter(move |one| one.home == division)
    }

    /// The reference with this id.
    pub fn reference(&self, id: ReferenceId) -> &Reference {
        &self.references[id.0 as usize]
    }
}
