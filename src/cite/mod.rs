//! Bibliography files, citation styles, formatted citations and references.
//!
//! The only user of `hayagriva` and of the `biblatex` parser it is built on. Knows no
//! format: what it gives is text in [`Piece`]s with links.

mod bibliography;
mod checks;
mod crossref;
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
pub use crossref::Updates;
pub use format::{Cited, Entry, Formatted, format, named};
pub use piece::{Goal, Home, Piece, PieceStyle, Raise, ReferenceId, without_stop};
pub use style::Style;
pub use written::{Written, written};
