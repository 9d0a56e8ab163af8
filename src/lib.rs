//! Trifold: one manuscript, three editions.
//!
//! One Markdown manuscript flows through one typed document into parallel EPUB,
//! PDF and HTML. The modules stand in reading order: a module uses the ones above
//! it and never the ones below.

pub mod length;
pub mod luminance;
pub mod source;
pub mod escape;
pub mod diag;
pub mod par;
pub mod files;
pub mod picture;
pub mod math;
pub mod ast;
pub mod highlight;
pub mod tables;
pub mod weave;
pub mod hyphenation;
pub mod theme;
pub mod statement;
pub mod project;
pub mod parse;
pub mod cite;
pub mod resolve;
pub mod layout;
pub mod certificate;
pub mod backend;
pub mod verify;
pub mod build;
pub mod cli;
