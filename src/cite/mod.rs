//! Bibliography files, citation styles, formatted citations and references.
//!
//! The only user of `hayagriva` and of the `biblatex` parser it is built on. Knows no
//! format: what it gives is text in [`Piece`]s with links.

mod alike;
mod bibliography;
mod checks;
mod crossref;
mod format;
mod identifiers;
mod instead;
mod locales;
mod mend;
mod others;
mod piece;
mod read;
mod repair;
mod rich;
mod style;
mod tidy;
mod written;

pub use bibliography::{BibliographyFile, Library, Work, unprinted};
pub use crossref::Updates;
pub use format::{Cited, Entry, Formatted, format, named};
pub use piece::{
    Goal, Home, Piece, PieceStyle, Raise, ReferenceId, part_from_marks, without_stop,
};
pub use style::Style;
pub use written::{Written, written};
