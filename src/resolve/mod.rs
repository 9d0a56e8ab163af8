//! All documents of an edition to one [`Book`]: addresses, citations, references,
//! notices, pictures. Knows no format.

mod book;

pub use book::{
    Anchor, Book, Chapter, Citation, CitedFrom, Division, Goal, Notice, PictureId, Piece,
    PieceStyle, Position, Raise, Reference, ReferenceId, Target, Words,
};
