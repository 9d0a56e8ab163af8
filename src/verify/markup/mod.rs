//! Reads pages of the web and of an EPUB, as a browser and a reading system do.

mod cascade;
pub(super) mod container;
pub(super) mod dom;
pub(super) mod hiding;
pub(super) mod html;
mod keeping;
mod lengths;
mod look;
pub(super) mod means;
pub(super) mod packet;
pub(super) mod publication;
mod safe;
mod selector;
pub(super) mod sheet;
mod statements;
pub(super) mod style;
pub(super) mod tell;
pub(super) mod touch;
mod value;
mod walk;
pub(super) mod xml;
