//! Bibliography files, citation styles, formatted citations and references.
//!
//! The only user of `hayagriva` and of the `biblatex` parser it is built on. Knows no
//! format: what it gives is text in [`Piece`]s with links.

mod bibliography;
mod doi;
mod format;
mod locales;
mod piece;
mod repair;
mod style;

pub use bibliography::{Library, Work};
pub use format::{Cited, Entry, Formatted, format};
pub use piece::{Goal, Home, Piece, PieceStyle, Raise, ReferenceId};
pub use style::Style;
