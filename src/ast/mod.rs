//! The document as written: data only, no logic of any format.
//!
//! `parse` makes a [`Document`] from one chapter; nothing changes it afterwards.
//! Links, pictures and citations hold an index; what they lead to is found by
//! `resolve` and kept in tables beside the document.

mod condition;
mod glossary;
mod parts;
mod selection;
mod verse;
mod walk;

use serde::{Deserialize, Serialize};

use crate::source::Span;

pub use condition::{Condition, Formats, Question};
pub use selection::Held;
pub use verse::{DivForm, VerseLine};
pub use walk::{
    inline_units, plain_text, plain_text_with, units, visit_blocks, visit_inlines,
};

/// A block of a document, by its number in reading order from 1.
///
/// List items, table cells and captions that hold text of their own are reached
/// through the block or cell they belong to; every [`Block`] and every [`Cell`] has
/// an id. 0 is never given out by `parse`: it stands for what the program itself
/// puts at the head of a division (the heading of the references, of a notice).
#[derive(
    Debug, Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct BlockId(pub u32);

/// An address as written, by its number in [`Document::refs`].
#[derive(Debug, Copy, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RefId(pub u32);

/// A place that can be linked to, by its number in [`Document::anchors`].
#[derive(Debug, Copy, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AnchorId(pub u32);

/// A citation, by its number in [`Document::cites`].
#[derive(
    Debug, Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct CiteId(pub u32);

/// A note, by its number in [`Document::notes`].
#[derive(
    Debug, Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct NoteId(pub u32);

/// One chapter file. Never changed after parsing.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// The text, top level.
    pub blocks: Vec<Block>,
    /// Every note, by [`NoteId`], in the order of their first marks in the text.
    pub notes: Vec<Note>,
    /// Every address of a link or picture, as written, by [`RefId`].
    pub refs: Vec<WrittenRef>,
    /// Every place that can be linked to, by [`AnchorId`].
    pub anchors: Vec<WrittenAnchor>,
    /// Every citation, as written, by [`CiteId`].
    pub cites: Vec<WrittenCite>,
    /// Whether some of it is shown in some formats or editions alone.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub conditional: bool,
    /// Whether an edition left some of it out.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub shortened: bool,
}

/// The address of a link or a picture, as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrittenRef {
    /// Where it stands.
    pub span: Span,
    /// The address: `#slug`, `02-way.md#slug`, `https://…`, `images/a.png`.
    pub address: String,
    /// What it is the address of.
    pub of: RefKind,
}

/// What an address is used for.
#[derive(Debug, Copy, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RefKind {
    /// A link.
    Link,
    /// A picture.
    Picture,
    /// A term of the glossary, by its words.
    Term {
        /// Whether the page of its definition is wanted too.
        page: bool,
    },
}

/// A place that can be linked to, as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrittenAnchor {
    /// The block.
    pub span: Span,
    /// The id the author gave (`{#id}`), else nothing: `resolve` makes one.
    pub id: Option<String>,
    /// Its plain text, from which an id is made: the heading's or the caption's.
    pub text: String,
}

/// A citation group as written: `[see @key, p. 3; @other]`. A cross reference is written
/// the same way: whether a key is one of a work or the label of a figure, `resolve` knows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrittenCite {
    /// The whole group with its brackets.
    pub span: Span,
    /// What is cited, in order; never empty.
    pub items: Vec<CiteItem>,
    /// Whether the pages are wanted too: `[@fig-map]{.page}`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub page: bool,
}

/// One item of a citation group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CiteItem {
    /// The key with its `@`.
    pub span: Span,
    /// The key, without `@`.
    pub key: String,
    /// Words before the key.
    pub prefix: String,
    /// The locator, if one was recognised.
    pub locator: Option<Locator>,
    /// Words after the key that are no locator.
    pub suffix: String,
    /// Written `-@key`: the author's name stands in the sentence already.
    pub suppress_author: bool,
    /// Written `@key` in the sentence, without brackets.
    pub narrative: bool,
}

/// A place in a cited work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Locator {
    /// The CSL name of its kind: `page`, `chapter`, `section`, …
    pub kind: String,
    /// The value as written: `7`, `12–15`.
    pub value: String,
}

/// A footnote. Its mark stands in the text ([`InlineKind::Note`]), once or more often.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// Where its text stands.
    pub span: Span,
    /// How many marks lead to it: 1 or more; 0 in a format that shows none of them.
    pub marks: u32,
    /// Its text; numbered after all blocks of the text itself.
    pub blocks: Vec<Block>,
}

/// The mark of a note.
#[derive(Debug, Copy, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteMark {
    /// The note it leads to.
    pub note: NoteId,
    /// Which of the note's marks it is, in reading order from 1.
    pub turn: u32,
}

/// Which way text runs, where the author says it.
#[derive(Debug, Copy, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Direction {
    /// From left to right.
    Ltr,
    /// From right to left.
    Rtl,
}

/// A block and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// Its number in reading order.
    pub id: BlockId,
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: BlockKind,
    /// When it is shown: under all of these conditions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub when: Vec<Condition>,
}

impl Block {
    /// A block that is always shown.
    pub const fn new(id: BlockId, span: Span, kind: BlockKind) -> Self {
        Self { id, span, kind, when: Vec::new() }
    }

    /// Whether it runs across all columns in print.
    pub const fn is_wide(&self) -> bool {
        match &self.kind {
            BlockKind::Figure { wide, .. } => *wide,
            BlockKind::Table(table) => table.wide,
            BlockKind::Callout(callout) => callout.wide,
            BlockKind::Div(div) => div.wide,
            BlockKind::Heading { wide, .. } | BlockKind::Code { wide, .. } => *wide,
            BlockKind::Paragraph(_)
            | BlockKind::Attribution(_)
            | BlockKind::Stanza(_)
            | BlockKind::List(_)
            | BlockKind::Quote(_)
            | BlockKind::Rule
            | BlockKind::Definitions(_)
            | BlockKind::Details(_)
            | BlockKind::Equation { .. } => false,
        }
    }
}

/// What a block is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BlockKind {
    /// A heading; level 1 to 6, 1 being the chapter's title.
    Heading {
        /// 1 to 6.
        level: u8,
        /// Its address.
        anchor: AnchorId,
        /// Its text.
        text: Vec<Inline>,
        /// Whether it runs across all columns in print.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        wide: bool,
        /// Whether it has no number where others have one.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        unnumbered: bool,
    },
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// Who said or wrote what stands before it; the last in a quotation, in an epigraph or
    /// in verse.
    Attribution(Vec<Inline>),
    /// Lines of verse that belong together; never empty.
    Stanza(Vec<VerseLine>),
    /// A list.
    List(List),
    /// A block quotation.
    Quote(Vec<Block>),
    /// A code block.
    Code {
        /// The language as written after the fence.
        language: Option<String>,
        /// The code, with the final line end.
        text: String,
        /// Its parts that are more than plain, in order and without overlap.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        tokens: Vec<Token>,
        /// Whether it runs across all columns in print.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        wide: bool,
        /// The number of its first line, where its lines are numbered.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        numbers: Option<u32>,
        /// Its address, if it has one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        anchor: Option<AnchorId>,
        /// The caption; may be empty.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        caption: Vec<Inline>,
    },
    /// A table.
    Table(Table),
    /// A picture in a paragraph of its own.
    Figure {
        /// Its address.
        anchor: AnchorId,
        /// Where the picture is.
        image: RefId,
        /// The alternative text; empty only where `decorative`.
        alt: String,
        /// Whether the picture says nothing the text does not say.
        decorative: bool,
        /// The caption; may be empty.
        caption: Vec<Inline>,
        /// Where it may stand.
        placement: Placement,
        /// Whether it runs across all columns in print.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        wide: bool,
        /// How wide it is to be.
        width: Option<Size>,
        /// How high it may be; with a width it fits within both.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        height: Option<crate::length::Length>,
    },
    /// A thematic break.
    Rule,
    /// A list of terms and what they mean.
    Definitions(Vec<Definition>),
    /// A callout: a note, a tip, a warning beside the text.
    Callout(Callout),
    /// Blocks in another language or direction, or with an address of their own.
    Div(Div),
    /// Blocks that a web page may fold away.
    Details(Details),
    /// A displayed formula.
    Equation {
        /// Its address, if it has one.
        anchor: Option<AnchorId>,
        /// In TeX notation.
        tex: String,
    },
}

/// A part of code: a keyword, a comment.
#[derive(Debug, Copy, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    /// First byte in the code.
    pub start: u32,
    /// One past its last byte; it may lie some lines below.
    pub end: u32,
    /// What it is.
    pub kind: TokenKind,
}

/// What a part of code is.
#[derive(Debug, Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TokenKind {
    /// A word of the language.
    Keyword,
    /// A string or a character.
    String,
    /// A comment.
    Comment,
    /// A number or another constant.
    Number,
    /// The name of a function, a macro, an attribute.
    Function,
    /// The name of a type, a tag, a key.
    Type,
}

/// Terms and what they mean.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Definition {
    /// One term or several that mean the same; never empty.
    pub terms: Vec<Term>,
    /// Whether its definition follows the term without space between.
    pub tight: bool,
    /// One meaning or several; never empty.
    pub details: Vec<Vec<Block>>,
}

/// A term of a list of definitions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// Its number in reading order, among the blocks.
    pub id: BlockId,
    /// Where it stands.
    pub span: Span,
    /// Its address, if it is a term of a glossary: `resolve` gives it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub anchor: Option<AnchorId>,
    /// Its text.
    pub text: Vec<Inline>,
}

/// A callout.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Callout {
    /// What it is.
    pub kind: CalloutKind,
    /// Its address, if it has one.
    pub anchor: Option<AnchorId>,
    /// Whether it runs across all columns in print.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub wide: bool,
    /// Its heading as written; empty where the word for its kind is to stand.
    pub title: Vec<Inline>,
    /// Its text.
    pub blocks: Vec<Block>,
}

/// What a callout is, as GitHub and Quarto name them.
#[derive(Debug, Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CalloutKind {
    /// Something to know.
    Note,
    /// Something that helps.
    Tip,
    /// Something not to be missed.
    Important,
    /// Something that needs care.
    Warning,
    /// Something that may do harm.
    Caution,
}

/// Blocks that a web page may fold away under a line of text. In all else they stand open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Details {
    /// Whether a web page shows them from the beginning.
    pub open: bool,
    /// The line; never empty.
    pub summary: Vec<Inline>,
    /// What it holds; never empty.
    pub blocks: Vec<Block>,
}

/// Blocks that share an attribute.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Div {
    /// What it is.
    #[serde(default, skip_serializing_if = "DivForm::is_plain")]
    pub form: DivForm,
    /// Its address, if it has one.
    pub anchor: Option<AnchorId>,
    /// The language (BCP 47), if it differs.
    pub language: Option<String>,
    /// The direction, if it is said.
    pub direction: Option<Direction>,
    /// Whether it runs across all columns in print.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub wide: bool,
    /// How many lines more or less than is best its paragraphs are to have in print.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub looseness: i8,
    /// What it holds.
    pub blocks: Vec<Block>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
const fn is_zero(number: &i8) -> bool {
    *number == 0
}

impl Div {
    /// Which way its text runs, if that is said or follows from its language.
    pub fn way(&self) -> Option<Direction> {
        self.direction.or_else(|| self.language.as_deref().map(direction_of))
    }
}

/// Which way text in a language (BCP 47) runs.
pub fn direction_of(language: &str) -> Direction {
    if is_rtl_language(language) { Direction::Rtl } else { Direction::Ltr }
}

/// The direction of the first letter of a text (Unicode Standard Annex 9, rule P2), by the
/// blocks that Unicode sets aside for letters from right to left; none of a text without.
pub fn direction_of_text(text: &str) -> Option<Direction> {
    let first = text.chars().find(|c| c.is_alphabetic())?;
    let rtl = matches!(
        first,
        '\u{590}'..='\u{8FF}'
            | '\u{FB1D}'..='\u{FDFF}'
            | '\u{FE70}'..='\u{FEFE}'
            | '\u{10800}'..='\u{10FFF}'
            | '\u{1E800}'..='\u{1EFFF}'
    );
    Some(if rtl { Direction::Rtl } else { Direction::Ltr })
}

/// Whether text in a language (BCP 47) runs from right to left: its script says so, or
/// else the script it is mostly written in (CLDR, `characterOrder`).
pub fn is_rtl_language(language: &str) -> bool {
    const SCRIPTS: [&str; 10] =
        ["arab", "aran", "hebr", "syrc", "thaa", "nkoo", "adlm", "rohg", "mand", "samr"];
    const LANGUAGES: [&str; 17] = [
        "ar", "arc", "ckb", "dv", "fa", "he", "iw", "ji", "ks", "nqo", "ps", "sd", "syr",
        "ug", "ur", "yi", "prs",
    ];
    let language = language.to_ascii_lowercase();
    let mut parts = language.split('-');
    let primary = parts.next().unwrap_or_default();
    match parts.find(|part| part.len() == 4 && part.bytes().all(|b| b.is_ascii_lowercase()))
    {
        Some(script) => SCRIPTS.contains(&script),
        None => LANGUAGES.contains(&primary),
    }
}

/// Where a figure or a table may stand.
#[derive(Debug, Default, Copy, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Placement {
    /// Where it is written.
    #[default]
    Here,
    /// At the top or the foot of this page or one of the next.
    Float,
}

/// How wide a picture is to be.
#[derive(Debug, Copy, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Size {
    /// A length on paper.
    Length(crate::length::Length),
    /// A part of the measure, in thousandths: 1 to 1000.
    Share(u16),
}

/// A list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct List {
    /// The first number of an ordered list.
    pub start: Option<u32>,
    /// Whether paragraphs in it stand without space between.
    pub tight: bool,
    /// Whether it is a way of doing something: its numbers are set large.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub steps: bool,
    /// Its items.
    pub items: Vec<ListItem>,
}

/// An item of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListItem {
    /// Where it stands.
    pub span: Span,
    /// Of a task item: whether it is done.
    pub task: Option<bool>,
    /// What it holds.
    pub blocks: Vec<Block>,
}

/// A table.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// Its address, if it has one: with a caption it always has.
    pub anchor: Option<AnchorId>,
    /// The caption.
    pub caption: Option<Caption>,
    /// The alignment of each column.
    pub columns: Vec<Alignment>,
    /// The width of each column in thousandths of the line, if it is said: at most 1000 in
    /// all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub widths: Vec<u16>,
    /// The heading rows; none in a table without a heading. No cell reaches from them into
    /// the other rows.
    pub head: Vec<Vec<Cell>>,
    /// The other rows. The cells of a row and those that reach down into it fill
    /// `columns` exactly.
    pub rows: Vec<Vec<Cell>>,
    /// Notes below the table; may be empty.
    pub notes: Vec<Block>,
    /// Where it may stand.
    pub placement: Placement,
    /// Whether it runs across all columns in print.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub wide: bool,
    /// Whether the first cell of each row is the row's header.
    pub row_headers: bool,
}

impl Table {
    /// How the text of a cell stands that begins in a column. What names a group of
    /// columns stands in the middle above them.
    pub fn alignment(&self, column: usize, cell: &Cell, is_head: bool) -> Alignment {
        if is_head && cell.columns > 1 && self.head.len() > 1 {
            return Alignment::Center;
        }
        self.columns.get(column).copied().unwrap_or_default()
    }
}

/// The caption of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Caption {
    /// Its number in reading order, among the blocks: before the cells.
    pub id: BlockId,
    /// Where it stands.
    pub span: Span,
    /// Its text; never empty.
    pub text: Vec<Inline>,
}

/// How the text of a column stands.
#[derive(Debug, Default, Copy, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Alignment {
    /// As the language reads.
    #[default]
    Start,
    /// Centred.
    Center,
    /// Against the end.
    End,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// Its number in reading order, among the blocks.
    pub id: BlockId,
    /// Where it stands.
    pub span: Span,
    /// How many columns it takes: 1 or more.
    pub columns: u16,
    /// How many rows it takes: 1 or more.
    pub rows: u16,
    /// Its text.
    pub text: Vec<Inline>,
}

/// Text in a line and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inline {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: InlineKind,
}

/// What stands in a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum InlineKind {
    /// Text, with typographic quotes and dashes in place; no line breaks.
    Text(String),
    /// Emphasis.
    Emph(Vec<Inline>),
    /// Strong importance.
    Strong(Vec<Inline>),
    /// Text that no longer holds.
    Strike(Vec<Inline>),
    /// Text that was added.
    Insert(Vec<Inline>),
    /// Keys to press, or what else is typed.
    Keys(Vec<Inline>),
    /// Superscript.
    Superscript(Vec<Inline>),
    /// Subscript.
    Subscript(Vec<Inline>),
    /// Code.
    Code(LineCode),
    /// A link.
    Link {
        /// Where to.
        to: RefId,
        /// Its text.
        text: Vec<Inline>,
        /// What is said of it to who points at it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        title: Option<String>,
    },
    /// A citation group.
    Cite(CiteId),
    /// Text with attributes.
    Span {
        /// What is said of it.
        attributes: Box<Attributes>,
        /// The text; empty where it only marks a place.
        text: Vec<Inline>,
    },
    /// The mark of a note.
    Note(NoteMark),
    /// A formula in TeX notation.
    Math(String),
    /// A picture.
    Picture(Box<LinePicture>),
    /// A line end in the source: a space.
    SoftBreak,
    /// A line break the author wants.
    HardBreak,
}

/// Code in a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineCode {
    /// The code.
    pub text: String,
    /// What it is written in, if that is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Box<LineLanguage>>,
}

impl LineCode {
    /// Its parts that are more than plain, in order and without overlap.
    pub fn tokens(&self) -> &[Token] {
        self.language.as_ref().map_or(&[], |language| &language.tokens)
    }
}

impl From<String> for LineCode {
    fn from(text: String) -> Self {
        Self { text, language: None }
    }
}

/// The language of code in a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineLanguage {
    /// Its name as written.
    pub name: String,
    /// The parts of the code that are more than plain, in order and without overlap.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tokens: Vec<Token>,
}

/// A picture in a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinePicture {
    /// Where the picture is.
    pub image: RefId,
    /// The alternative text; empty only where `decorative`.
    pub alt: String,
    /// Whether the picture says nothing the text does not say.
    pub decorative: bool,
    /// What is said of it to who points at it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// How wide it is to be; else it is as high as the line at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub width: Option<crate::length::Length>,
    /// How high it may be; with a width it fits within both.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub height: Option<crate::length::Length>,
}

/// What is said of a stretch of text: `[text]{lang=fr .smallcaps}`.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attributes {
    /// Its address, if it has one.
    pub anchor: Option<AnchorId>,
    /// The language (BCP 47), if it differs.
    pub language: Option<String>,
    /// The direction, if it is said.
    pub direction: Option<Direction>,
    /// Whether it is set in small capitals.
    pub small_caps: bool,
    /// The form of its figures, if it is said.
    pub figures: Option<Figures>,
    /// Whether `1/2` in it is a fraction.
    pub fraction: bool,
    /// Whether it is highlighted.
    pub mark: bool,
    /// What it is short for, if it is an abbreviation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expansion: Option<String>,
    /// What of the index leads here.
    pub index: Vec<IndexTerm>,
    /// When the text is shown: under all of these conditions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub when: Vec<Condition>,
    /// How long the text is that a format leaves out here, in [`units`].
    #[serde(default, skip_serializing_if = "is_none")]
    pub left_out: u32,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
const fn is_none(length: &u32) -> bool {
    *length == 0
}

/// The form of figures.
#[derive(Debug, Copy, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Figures {
    /// With ascenders and descenders, as lower case.
    OldStyle,
    /// As high as capitals.
    Lining,
}

/// An entry of the index, as written at the place it leads to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndexTerm {
    /// Its heading and subheadings: `Sleep`, `deep`; never empty.
    pub path: Vec<String>,
    /// The headings to see instead: `Rest!short; Naps`; then it leads to no page.
    pub see: Option<String>,
    /// The headings to see too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub see_also: Option<String>,
    /// Whether this is the place where most is said of it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub main: bool,
    /// Whether what is said of it begins here and ends elsewhere, or ends here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub range: Option<RangeEnd>,
}

/// An end of a stretch of text that an entry of the index leads to.
#[derive(Debug, Copy, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RangeEnd {
    /// Where it begins.
    Start,
    /// Where it ends.
    End,
}
