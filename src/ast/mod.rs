//! The document as written: data only, no logic of any format.
//!
//! `parse` makes a [`Document`] from one chapter; nothing changes it afterwards.
//! Links, pictures and citations hold an index; what they lead to is found by
//! `resolve` and kept in tables beside the document.

mod cell;
mod chapters;
mod cite_notes;
mod condition;
mod direction;
mod glossary;
mod inline;
mod label;
mod legible;
mod listed;
mod numbering;
mod outline;
mod panels;
mod parts;
mod references;
mod selection;
mod table;
mod verse;
mod walk;

use serde::{Deserialize, Serialize};

use crate::source::Span;

pub use cell::{Cell, CellBlocks, CellContent, Refused, Unfit};
pub use chapters::{begins_chapter, chapter_starts};
pub use condition::{Condition, Formats, Question};
pub use direction::{Direction, direction_of, direction_of_text, is_rtl_language};
pub use inline::{
    Attributes, Figures, IndexTerm, Inline, InlineKind, LineCode, LineLanguage,
    LinePicture, RangeEnd,
};
pub use label::{label_of_key, label_prefix};
pub use legible::{at, flat, legible_text};
pub use listed::{Listed, ListedReferences, MarkPart, ReferenceMark};
pub use numbering::{Numbering, roman};
pub use outline::{DEEPEST_HEADING, MovedHeading, close_gaps};
pub use panels::{Arrangement, Panels};
pub use parts::{each_id, each_text, each_text_in};
pub use selection::Held;
pub use table::{Alignment, Caption, Table};
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
            BlockKind::Panels(panels) => panels.wide,
            BlockKind::Heading { wide, .. } | BlockKind::Code { wide, .. } => *wide,
            BlockKind::Paragraph(_)
            | BlockKind::Attribution(_)
            | BlockKind::Stanza(_)
            | BlockKind::List(_)
            | BlockKind::Quote(_)
            | BlockKind::Rule
            | BlockKind::References
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
        /// Whether it is no part of the outline: it stands in another block, or above the
        /// title, or says so. It has no number and is in no contents list.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        unlisted: bool,
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
    /// Pictures beside one another.
    Panels(Panels),
    /// A thematic break.
    Rule,
    /// The list of references of the chapter, or of the book: `::: {#refs}`. Positions in it
    /// count the bytes of its entries, one after the other, without their labels.
    References,
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
        /// What stands in the place of its number.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        tag: Option<Tag>,
    },
}

/// What an author writes in the place of the number of a formula: `\tag{*}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tag {
    /// The words; never empty.
    pub text: String,
    /// Whether no parentheses stand around them: `\tag*{*}`.
    pub bare: bool,
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
    /// What its numbers are written with.
    #[serde(default, skip_serializing_if = "Numbering::is_decimal")]
    pub numbering: Numbering,
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
