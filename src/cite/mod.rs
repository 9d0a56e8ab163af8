//! Bibliography files, citation styles, formatted citations and references.
//!
//! The only user of `hayagriva` and of the `biblatex` parser it is built on. Knows no
//! format: what it gives is text in [`Piece`]s with links.

mod bibliography;
mod checks;
mod format;
mod identifiers;
mod locales;
mod piece;
mod read;
mod repair;
mod rich;
mod style;
mod written;

pub use bibliography::{BibliographyFile, Library, Work};
pub use format::{Cited, Entry, Formatted, format};
pub use piece::{Goal, Home, Piece, PieceStyle, Raise, ReferenceId};
pub use style::Style;
pub use written::{Written, written};
