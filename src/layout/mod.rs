//! `Book` and tokens to pages: shape, lines, pages, and the page map.
//!
//! [`Print`] is the typeset edition, with nothing left to decide: every item stands
//! at its place with the structure element it belongs to. A writer only turns it
//! into bytes.

mod sheet;

pub use sheet::{
    Artifact, Destination, Element, ElementId, Glyph, Item, ItemKind, Kid, LinkArea,
    LinkTarget, Mark, MarkId, OutlineEntry, PageMap, PageStart, Print, Rect, Role, Run,
    Scope, Sheet,
};
