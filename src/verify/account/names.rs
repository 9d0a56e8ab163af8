//! What a division or a heading is called where it is named elsewhere, from its own words.

use icu_normalizer::DecomposingNormalizerBorrowed;

use crate::ast::{Attributes, Block, BlockKind, Direction, Inline, InlineKind, LineCode};
use crate::resolve::{Book, Chapter, Division, ListEntry};
use crate::verify::told::plain;

use super::line::{self, Line, instead};

/// Where a name stands, and what it can say there.
#[derive(Debug, Copy, Clone, PartialEq, Eq)]
pub(in crate::verify) enum Room {
    /// In a text: with all its marks.
    Text,
    /// In a text that some readers show without its marks: its words say all.
    Menu,
    /// Where no marks can be.
    Bare,
}

/// A name as it is told.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(in crate::verify) struct Called {
    /// Its words; in the place of a formula in a text what is said of it, in brackets.
    pub(in crate::verify) words: String,
    /// What is said of them.
    pub(in crate::verify) said: Marks,
}

/// What is said of words.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(in crate::verify) struct Marks {
    /// What is said of some of them: that they are raised, struck.
    pub(in crate::verify) means: Vec<String>,
    /// Those in other languages, with their language.
    pub(in crate::verify) foreign: Vec<(String, String)>,
}

impl From<Line> for Called {
    fn from(line: Line) -> Self {
        let (words, means, foreign) = line.told();
        Self { words, said: Marks { means, foreign } }
    }
}

/// What a division is called.
pub(in crate::verify) fn of_division(
    book: &Book,
    division: Division,
    room: Room,
) -> Called {
    let mut line = Line::default();
    let chapter = match division {
        Division::Chapter(number) => book.chapters.get(number as usize),
        Division::Part(number) => {
            let part = &book.parts[number as usize];
            if let Some(any) = book.any_text().filter(|_| !part.text.is_empty()) {
                add(any, &part.text, room, &mut line);
                return line.into();
            }
            None
        }
        Division::TitlePage
        | Division::Copyright
        | Division::Contents
        | Division::List(_)
        | Division::References
        | Division::Notice(_)
        | Division::Index => None,
    };
    let title = chapter.and_then(|chapter| {
        let own = chapter.title_anchor?;
        let is_title = |block: &&Block| {
            matches!(&block.kind, BlockKind::Heading { anchor, .. } if *anchor == own)
        };
        Some((chapter, chapter.document.blocks.iter().find(is_title)?))
    });
    if let Some(called) =
        title.and_then(|(text, block)| of_heading(book, text, block, room))
    {
        return called;
    }
    line.words(book.division_title(division));
    line.into()
}

/// What a heading is called, with its number; nothing of what is no heading.
pub(in crate::verify) fn of_heading(
    book: &Book,
    chapter: &Chapter,
    block: &Block,
    room: Room,
) -> Option<Called> {
    let BlockKind::Heading { anchor, text, .. } = &block.kind else { return None };
    let number = chapter.anchor(*anchor).number.as_ref();
    let lead = number.and_then(|number| book.words_of(chapter).heading_lead(number));
    let mut line = Line::default();
    line.words(&lead.unwrap_or_default());
    add(chapter, text, room, &mut line);
    Some(line.into())
}

/// What a caption is called in a list, with its number.
pub(in crate::verify) fn of_caption(book: &Book, entry: &ListEntry) -> Called {
    let mut line = Line::default();
    if let Some(number) = &entry.number {
        line.words(&format!("{number} "));
    }
    if let Some(chapter) = book.text_of(entry.division) {
        add(chapter, &entry.text, Room::Text, &mut line);
    }
    line.into()
}

/// Adds words without what leads elsewhere.
fn add(chapter: &Chapter, inlines: &[Inline], room: Room, line: &mut Line) {
    for inline in inlines {
        match &inline.kind {
            InlineKind::Text(words) => line.words(words),
            InlineKind::SoftBreak | InlineKind::HardBreak => line.words(" "),
            InlineKind::Picture(picture) => line.words(&picture.alt),
            InlineKind::Note(_) => {}
            InlineKind::Cite(id) => line.words(&chapter.reference_words(*id)),
            InlineKind::Link { text, .. } => add(chapter, text, room, line),
            InlineKind::Code(LineCode { text, .. }) => {
                line.meant(Some("code"), |line| line.words(text));
            }
            InlineKind::Math(tex) if room == Room::Text => {
                line.words(&instead(&line::said(tex)));
                line.means(line::formula(tex, false));
            }
            InlineKind::Math(tex) => line.words(&line::said(tex)),
            InlineKind::Superscript(inner) if room != Room::Text => {
                line.words(&moved('^', &bare(chapter, inner)));
            }
            InlineKind::Subscript(inner) if room != Room::Text => {
                line.words(&moved('_', &bare(chapter, inner)));
            }
            InlineKind::Strike(inner) if room != Room::Text => {
                line.words(&format!("~~{}~~", bare(chapter, inner)));
            }
            InlineKind::Emph(inner)
            | InlineKind::Strong(inner)
            | InlineKind::Strike(inner)
            | InlineKind::Insert(inner)
            | InlineKind::Keys(inner)
            | InlineKind::Superscript(inner)
            | InlineKind::Subscript(inner) => {
                let said = line::said_of(&inline.kind);
                line.meant(said, |line| add(chapter, inner, room, line));
            }
            InlineKind::Span { attributes, text } => {
                span(chapter, attributes, (text, room), line);
            }
        }
    }
}

fn span(
    chapter: &Chapter,
    attributes: &Attributes,
    (text, room): (&[Inline], Room),
    line: &mut Line,
) {
    let words = bare(chapter, text);
    let parts = words.split_once(['/', '\u{2044}']);
    if let Some((above, below)) =
        parts.filter(|_| attributes.fraction && room != Room::Text)
    {
        let digits = |part: &str| part.chars().all(|c| c.is_ascii_digit());
        let is_number = !above.is_empty() && digits(above) && !below.is_empty();
        return match is_number && digits(below) {
            true => line.words(&format!("⟨{above}\u{2044}{below}⟩")),
            false => line.words(&words),
        };
    }
    let way = attributes.direction.map(|way| match way {
        Direction::Ltr => "direction ltr",
        Direction::Rtl => "direction rtl",
    });
    let long = attributes.expansion.as_ref();
    let long = long.map(|long| format!("abbreviation of {}", plain(long)));
    let mark = (long.is_none() && attributes.mark).then_some("marked");
    line.in_language(attributes.language.as_deref(), |line| {
        line.meant(way, |line| {
            line.meant(long.as_deref().or(mark), |line| add(chapter, text, room, line));
        });
    });
}

/// Words where no marks can be.
fn bare(chapter: &Chapter, text: &[Inline]) -> String {
    let mut line = Line::default();
    add(chapter, text, Room::Bare, &mut line);
    Called::from(line).words
}

/// Words that are raised or lowered, where only signs can say that.
fn moved(mark: char, words: &str) -> String {
    // these say the same wherever they stand
    let is_mark = |c: char| "®™©*†‡§°ªº".contains(c);
    let says_it = mark == '^' && words.chars().all(is_mark);
    if words.is_empty() || says_it { words.to_owned() } else { format!("{mark}({words})") }
}

/// A text in which whatever stands for a raised or lowered letter or for a fraction is
/// written in one way: as the Unicode Standard says what signs stand for.
pub(in crate::verify) fn unfolded(text: &str) -> String {
    let normalizer = DecomposingNormalizerBorrowed::new_nfkd();
    let mut out = String::with_capacity(text.len());
    let mut open: Option<char> = None;
    for c in text.chars() {
        let place = place_of(c);
        if open != place {
            if open.is_some() {
                out.push(')');
            }
            if let Some(mark) = place {
                out.push(mark);
                out.push('(');
            }
            open = place;
        }
        match c {
            '¼'..='¾' | '⅐'..='⅞' => {
                let parts = normalizer.normalize(c.encode_utf8(&mut [0; 4])).into_owned();
                out.push_str(&format!("⟨{parts}⟩"));
            }
            _ if place.is_some() => {
                out.push_str(&normalizer.normalize(c.encode_utf8(&mut [0; 4])));
            }
            '-' => out.push('−'),
            _ => out.push(c),
        }
    }
    if open.is_some() {
        out.push(')');
    }
    // what stands beside each other is one
    let one = out.replace(")^(", "").replace(")_(", "");
    fractions(&one)
}

/// `^(5)⁄_(12)` as a fraction.
fn fractions(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(")\u{2044}_(") {
        let (before, after) = rest.split_at(at);
        let after = &after[")\u{2044}_(".len()..];
        let parts = before.rsplit_once("^(").zip(after.split_once(')'));
        let Some(((before, above), (below, after))) = parts else { break };
        out.push_str(&format!("{before}⟨{above}\u{2044}{below}⟩"));
        rest = after;
    }
    out + rest
}

/// Whether a sign stands for a raised letter or for a lowered one: the blocks of Unicode
/// that hold them.
const fn place_of(c: char) -> Option<char> {
    match c {
        '\u{b2}'
        | '\u{b3}'
        | '\u{b9}'
        | '\u{2b0}'..='\u{2b8}'
        | '\u{2e0}'..='\u{2e4}'
        | '\u{1d2c}'..='\u{1d61}'
        | '\u{1d9b}'..='\u{1dbf}'
        | '\u{2070}'..='\u{207f}'
        | '\u{2c7d}' => Some('^'),
        '\u{1d62}'..='\u{1d6a}' | '\u{2080}'..='\u{209c}' | '\u{2c7c}' => Some('_'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_are_what_unicode_says_that_they_stand_for() {
        assert_eq!(unfolded("10⁻³ g"), "10^(−3) g");
        assert_eq!(unfolded("10^(-3) g"), "10^(−3) g");
        assert_eq!(unfolded("H₂O"), "H_(2)O");
        assert_eq!(unfolded("xᵢ²"), unfolded("x_(i)^(2)"));
        assert_eq!(unfolded("1½"), "1⟨1\u{2044}2⟩");
        assert_eq!(unfolded("⁵\u{2044}₁₂ of"), "⟨5\u{2044}12⟩ of");
        assert_ne!(unfolded("10-3"), unfolded("10⁻³"));
        assert_ne!(unfolded("1½"), unfolded("11/2"));
    }
}
