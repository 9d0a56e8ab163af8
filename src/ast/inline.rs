//! What stands in a line: text, marks, links, pictures, and what is said of them.

use serde::{Deserialize, Serialize};

use super::{AnchorId, CiteId, Condition, Direction, NoteMark, RefId, Token};
use crate::source::Span;

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
    /// How long the text is that a format leaves out here, in [`units`](super::units).
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
