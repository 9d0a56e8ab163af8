//! How words look in print: in italics, bold, struck out.
//!
//! Of letters from A to Z alone, which every face of a family has, and which no face of
//! another family lends.

use std::borrow::Cow;

use icu_normalizer::DecomposingNormalizerBorrowed;

use super::notices::is_rtl;
use super::told::{Item, Kind};

/// How some words look.
#[derive(Debug, Default, Copy, Clone, PartialEq, Eq)]
pub(super) struct Look {
    pub(super) italic: bool,
    pub(super) bold: bool,
    pub(super) struck: bool,
}

/// Those letters of an item that look in some way. Code is left out: its colours come with
/// faces of their own.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Looks {
    /// How many letters there are.
    count: usize,
    italic: String,
    bold: String,
    struck: String,
    /// Whether all of it is bold by itself: a title, the head of a column.
    pub(super) heavy: bool,
}

impl Looks {
    /// Adds words.
    pub(super) fn add(&mut self, words: &str, look: Look) {
        // dashes and quotation marks stand for no letters
        let is_plain = |c: char| {
            c.is_ascii() || matches!(c, '\u{a0}' | '\u{ad}' | '\u{2010}'..='\u{2025}')
        };
        let words: Cow<'_, str> = match words.chars().all(is_plain) {
            true => words.into(),
            false => DecomposingNormalizerBorrowed::new_nfkd().normalize(words),
        };
        let letters = || words.chars().filter(char::is_ascii_alphabetic);
        self.count += words.bytes().filter(u8::is_ascii_alphabetic).count();
        if look.italic {
            self.italic.extend(letters());
        }
        if look.bold {
            self.bold.extend(letters());
        }
        if look.struck {
            self.struck.extend(letters());
        }
    }
}

/// How an item should look and does otherwise, in words.
pub(super) fn difference(wanted: &Item, found: &Item) -> Option<(String, String)> {
    let (own, other) = (&wanted.looks, &found.looks);
    let same = |one: &str, two: &str| {
        let sorted = |text: &str| {
            let mut all: Vec<char> = text.chars().collect();
            all.sort_unstable();
            all
        };
        // parts of a line from right to left are painted in the order in which they stand
        one == two || wanted.text.contains(is_rtl) && sorted(one) == sorted(two)
    };
    let told = |what: &str, one: &str, two: &str| {
        let quoted = |words: &str| match words {
            "" => format!("nothing {what}"),
            words => format!("`{words}` {what}"),
        };
        Some((quoted(one), quoted(two)))
    };
    if own.count != other.count {
        return None;
    }
    if !same(&own.struck, &other.struck) {
        return told("struck out", &own.struck, &other.struck);
    }
    // a heading may be in italics, and what is emphasised in it is not
    let turned = matches!(wanted.kind, Kind::Heading(_))
        && own.italic.len() + other.italic.len() == own.count;
    if !same(&own.italic, &other.italic) && !turned {
        return told("in italics", &own.italic, &other.italic);
    }
    // where all is bold, emphasis cannot be bolder
    let heavy = own.heavy || matches!(wanted.kind, Kind::Heading(_) | Kind::Term);
    let is_all = heavy && other.bold.len() == own.count;
    if !is_all && !same(&own.bold, &other.bold) {
        return told("bold", &own.bold, &other.bold);
    }
    None
}
