//! The one test program: a file for each subject.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::disallowed_methods,
    clippy::wildcard_enum_match_arm,
    reason = "helpers of tests; the in-tests options cover test functions only"
)]

mod abbreviations;
mod apart;
mod architecture;
mod blocks;
mod books;
mod cells;
mod certificate;
mod cite;
mod cli;
mod code;
mod commonmark;
mod conditions;
mod emoji;
mod epub;
mod errors;
mod glossary;
mod html;
mod index;
mod labelled;
mod languages;
mod lettered;
mod layout;
mod manual;
mod manuscript;
mod matter;
mod media;
mod mutated;
mod notes;
mod numbers;
mod panels;
mod parse;
mod raw_html;
mod references;
mod pathological;
mod pdf;
mod properties;
mod proven;
mod resolve;
mod spans;
mod statement;
mod styles;
mod tables;
mod typography;
mod verify;
mod weaving;
mod works;
mod support;
