//! What is told in an edition, item by item in reading order: what a book holds, and what
//! a finished file is found to say, in the same terms.

use std::borrow::Cow;

use icu_normalizer::DecomposingNormalizerBorrowed;

use crate::source::Place;

use super::looks::Looks;

/// One part of the reading order.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// The text, in reading order.
    pub(super) items: Vec<Item>,
    /// The notes, in the order of their marks, each with its address.
    pub(super) notes: Vec<(String, Vec<Item>)>,
    /// Where pages of print begin in it.
    pub(super) starts: Vec<Start>,
}

/// Where a page of print begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Start {
    /// Its folio.
    pub(super) label: String,
    /// How many items stand before it.
    pub(super) item: usize,
    /// How much of the text of the item stands before it, in bytes.
    pub(super) offset: usize,
    /// The same of the latest place at which it may begin in print: a page that begins in
    /// a citation is marked before it.
    pub(super) latest: usize,
    /// The note it stands in, by its number.
    pub(super) note: Option<usize>,
}

/// A line of text, a picture, or the beginning or the end of what holds others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Item {
    /// What it is.
    pub(super) kind: Kind,
    /// Its words with single spaces between; of code all its characters; of a picture and
    /// a formula what is said in its stead; of the beginning of a list what
    /// `numbering::beginning` gives.
    pub(super) text: String,
    /// What it leads to, in order.
    pub(super) links: Vec<Link>,
    /// The addresses that stand at it.
    pub(super) ids: Vec<String>,
    /// The language of the item.
    pub(super) language: String,
    /// Words of it in other languages, with their language.
    pub(super) foreign: Vec<(String, String)>,
    /// What is said of words of it beside what they are: that they are raised, struck,
    /// an abbreviation; and what it shows: a picture, a formula. In order; of pages alone.
    pub(super) means: Vec<String>,
    /// Whether it is read from right to left: of pages alone.
    pub(super) rtl: bool,
    /// How its words look in print: of tags alone.
    pub(super) looks: Looks,
    /// Where it was written, as far as somebody wrote it.
    pub(super) place: Option<Place>,
}

/// What an item is.
#[derive(Debug, Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Kind {
    /// A heading; 1 is the title of a chapter.
    Heading(u8),
    /// A paragraph, a title of a callout, a line of verse.
    Paragraph,
    /// A term that is defined.
    Term,
    /// A caption.
    Caption,
    /// Code.
    Code,
    /// A displayed formula.
    Formula,
    /// A picture that is no part of a line.
    Picture,
    /// The beginning of a group.
    Open(Group),
    /// Its end.
    Close(Group),
}

/// What holds other items.
#[derive(Debug, Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Group {
    /// A list.
    List {
        /// Whether its items have numbers.
        ordered: bool,
    },
    /// An item of a list.
    Entry,
    /// A quotation.
    Quote,
    /// A callout, an aside.
    Aside,
    /// A table.
    Table,
    /// A row of a table.
    Row,
    /// A cell of a table.
    Cell {
        /// Whether it is the header of a row or a column.
        header: bool,
        /// How many columns it takes.
        columns: u16,
        /// How many rows it takes.
        rows: u16,
    },
    /// A list of definitions.
    Definitions,
    /// What one of its terms means.
    Meaning,
}

impl Kind {
    /// What a message calls it.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Heading(_) => "heading",
            Self::Paragraph => "paragraph",
            Self::Term => "term",
            Self::Caption => "caption",
            Self::Code => "code",
            Self::Formula => "formula",
            Self::Picture => "picture",
            Self::Open(group) | Self::Close(group) => match group {
                Group::List { ordered: true } => "numbered list",
                Group::List { ordered: false } => "list",
                Group::Entry => "item of a list",
                Group::Quote => "quotation",
                Group::Aside => "callout or aside",
                Group::Table => "table",
                Group::Row => "row",
                Group::Cell { .. } => "cell",
                Group::Definitions => "list of definitions",
                Group::Meaning => "definition",
            },
        }
    }
}

/// What some words lead to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Link {
    /// The words.
    pub(super) text: String,
    /// Where to.
    pub(super) to: Aim,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Aim {
    /// To an address in the book.
    Inside(String),
    /// Out of the book.
    Outside(String),
    /// To a file that goes with it: a picture.
    File,
    /// Nowhere: what was written there.
    Nowhere(String),
}

impl Item {
    /// An item without text.
    pub(super) fn mark(kind: Kind, place: Option<Place>) -> Self {
        Self {
            kind,
            text: String::new(),
            links: Vec::new(),
            ids: Vec::new(),
            language: String::new(),
            foreign: Vec::new(),
            means: Vec::new(),
            rtl: false,
            looks: Looks::default(),
            place,
        }
    }
}

/// Words with single spaces between, whatever kind of space stands there, and without what
/// nobody sees: marks of places where words may be divided or may not.
pub(super) fn plain(text: &str) -> String {
    if is_plain(text) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        let before = out.len();
        if before > 0 {
            out.push(' ');
        }
        let start = out.len();
        if word.is_ascii() {
            out.push_str(word);
        } else {
            for c in word.chars().filter(|c| !is_unseen(*c)) {
                // variations change the character before them, and without one nothing
                if out.len() > start || !is_variation(c) {
                    out.push(c);
                }
            }
        }
        if out.len() == start {
            out.truncate(before);
        }
    }
    out
}

/// Whether a text is as [`plain`] leaves it: most are.
fn is_plain(text: &str) -> bool {
    let mut before = b' ';
    for &byte in text.as_bytes() {
        let is_space = byte.is_ascii_whitespace() || byte == 0x0b;
        if is_space && (before == b' ' || byte != b' ') {
            return false;
        }
        before = byte;
    }
    let odd = |c: char| c.is_whitespace() || is_unseen(c) || is_variation(c);
    (before != b' ' || text.is_empty()) && !uncommon(text).any(odd)
}

/// The characters of a text that begin as spaces outside of ASCII do, and what nobody sees.
fn uncommon(text: &str) -> impl Iterator<Item = char> + '_ {
    let starts = text.bytes().enumerate();
    let starts = starts.filter(|(_, byte)| matches!(byte, 0xc2 | 0xe1..=0xe3 | 0xef));
    starts.filter_map(|(at, _)| text.get(at..)?.chars().next())
}

/// Marks of places where words may be divided or may not.
const fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}')
}

/// What says which form of a character is meant.
const fn is_variation(c: char) -> bool {
    matches!(c, '\u{fe00}'..='\u{fe0f}')
}

/// A text in which marks on letters, and letters that fonts have with their marks or their
/// neighbours in one, are written in one way (Unicode Standard Annex 15, form KD).
pub(super) fn loosened(text: &str) -> Cow<'_, str> {
    if text.contains(is_mark) {
        return DecomposingNormalizerBorrowed::new_nfkd().normalize(text);
    }
    text.into()
}

/// Whether a character is a mark on a letter, or of a script whose letters fonts have with
/// their marks or their neighbours in one.
const fn is_mark(c: char) -> bool {
    matches!(
        c,
        '\u{300}'..='\u{36f}'
            | '\u{591}'..='\u{5c7}'
            | '\u{600}'..='\u{6ff}'
            | '\u{fb1d}'..='\u{fdff}'
            | '\u{fe70}'..='\u{fefc}'
    )
}

/// Something that is said of some words of an item.
pub(super) fn mean(what: &str, words: &str) -> String {
    format!("{what} `{}`", plain(words))
}

/// How many characters of a text nobody sees: marks of places where words may be divided
/// or may not.
pub(super) fn unseen(text: &str) -> Option<String> {
    let count = uncommon(text).filter(|c| is_unseen(*c)).count();
    (count > 0).then(|| format!("{count} characters that nobody sees"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_single_spaces_between() {
        for (text, wanted) in [
            ("", ""),
            ("a b", "a b"),
            (" a  b\u{a0}c\u{3000}d\te\u{b}f\u{c}g\n", "a b c d e f g"),
            ("\u{85}a\u{1680}b\u{2028}c\u{202f}d\u{205f}e\u{1c}", "a b c d e\u{1c}"),
            ("a\u{ad}b\u{200b}c\u{2060}d\u{feff}", "abcd"),
            ("\u{2060} \u{fe0f} a\u{fe0f}", "a\u{fe0f}"),
            ("“a” – c’d…", "“a” – c’d…"),
        ] {
            assert_eq!(plain(text), wanted, "{text:?}");
            assert_eq!(plain(wanted), wanted, "{wanted:?}");
        }
        assert_eq!(unseen("a“b”"), None);
        assert_eq!(
            unseen("a\u{ad}\u{feff}").as_deref(),
            Some("2 characters that nobody sees")
        );
    }
}
