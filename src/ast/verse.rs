//! What blocks in colons are: epigraphs, verse, asides, glossaries; and who said it.

use serde::{Deserialize, Serialize};

use super::Inline;

/// What blocks that are held together are to the reader.
#[derive(Debug, Default, Copy, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DivForm {
    /// Nothing of their own.
    #[default]
    Plain,
    /// A motto at the head of a chapter or section.
    Epigraph,
    /// Verse: it holds stanzas, and who wrote them.
    Verse,
    /// Something beside the argument.
    Aside,
    /// Terms and what they mean; the text leads to them.
    Glossary {
        /// Whether its terms are put in the order of the language.
        sorted: bool,
    },
}

impl DivForm {
    /// Whether it is nothing of its own.
    pub const fn is_plain(&self) -> bool {
        matches!(self, Self::Plain)
    }
}

/// A line of verse.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerseLine {
    /// How many spaces it is moved in, each half the size of type.
    pub indent: u8,
    /// Its text; without line ends.
    pub text: Vec<Inline>,
}
