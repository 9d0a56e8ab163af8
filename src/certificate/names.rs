//! What a certificate says was proven, and what was not: the names of both.

use serde::{Deserialize, Serialize};

/// Something that was proven of a finished file.
#[derive(Debug, Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Proven {
    /// Every word of the manuscript is there, and no other.
    Words,
    /// All of it stands in the order of the manuscript.
    Order,
    /// Headings and their levels, lists, quotations, notes, captions, code.
    Structure,
    /// Tables cell by cell, with spans and headers.
    Tables,
    /// The words that stand for pictures and formulas.
    AlternativeTexts,
    /// Every reference and every citation of it, with the links there and back.
    References,
    /// Every notice of the edition.
    Notices,
    /// Links lead where the manuscript says, and none leads nowhere.
    Links,
    /// The languages of the text, of blocks and of words.
    Languages,
    /// Title, language and authors that the file names.
    Metadata,
    /// Contents list, list of pages, bookmarks.
    Navigation,
    /// Where each page of print begins.
    PageMarks,
    /// That the words are to be seen.
    Visible,
    /// That tags and what is painted are the same.
    TagsMatchPages,
    /// That the file claims nothing else than what this record names.
    Claims,
}

/// Something that was not proven.
#[derive(Debug, Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NotProven {
    /// That anybody finds the file usable: whether words that stand for pictures say what
    /// they show, whether the text is understood.
    HumanJudgement,
    /// What validators say that are no part of Trifold.
    OutsideValidators,
    /// Emphasis.
    Emphasis,
    /// Words that a template of the theme puts outside of the text.
    TemplateWords,
    /// The words on a cover that was drawn.
    CoverWords,
    /// The file for the printer.
    ImposedFile,
}
