//! Reads pages of the web and of an EPUB, as a browser and a reading system do.

mod cascade;
pub(super) mod container;
pub(super) mod dom;
pub(super) mod html;
pub(super) mod packet;
pub(super) mod publication;
mod selector;
pub(super) mod sheet;
pub(super) mod style;
pub(super) mod tell;
pub(super) mod touch;
mod value;
pub(super) mod xml;
