//! Words that were shaped before: a text has few, and a shaper takes its time.

use super::fonts::ShapedGlyph;
use crate::length::Short;

/// The shapes of words in one style.
#[derive(Debug, Default)]
pub(super) struct Words {
    /// The glyph of a space; none where spaces are not all alike.
    space: Option<Shape>,
    /// Where the shapes of every word are; none for a word that must be shaped with its
    /// neighbours.
    lexicon: Lexicon,
    shapes: Vec<Shape>,
}

/// A glyph of a word.
#[derive(Debug, Copy, Clone, PartialEq, Eq)]
struct Shape {
    id: u16,
    /// From the first byte of the word.
    start: u8,
    safe: bool,
    advance: Short,
}

/// Words by their letters, and where in some list is what is known of each.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    words: Vec<(Word, Part)>,
    /// Where words are found by their hashes: numbers of words from 1, or 0.
    slots: Vec<u32>,
}

/// A part of a list.
#[derive(Debug, Default, Copy, Clone)]
pub(super) struct Part {
    first: u32,
    count: u8,
}

/// A word of a lexicon: its letters, zeros, and its length at the end. So packed it is
/// found with two looks into memory.
#[derive(Debug, Copy, Clone, PartialEq, Eq)]
pub(super) struct Word([u64; 4]);

/// So many words are kept; then all are forgotten.
const MOST_WORDS: usize = 1 << 15;
/// Longer words are not kept, in bytes.
pub(super) const LONGEST: usize = 31;

/// Words that are not known yet, parted by spaces.
#[derive(Debug, Default)]
pub(super) struct Unknown {
    pub(super) text: String,
    /// The number of each, and where it begins.
    words: Vec<(usize, usize)>,
}

/// Why the glyphs of a text cannot be joined.
#[derive(Debug, Copy, Clone, PartialEq, Eq)]
pub(super) enum Gap {
    /// A word is not known.
    Unknown,
    /// A word is shaped with its neighbours or not at all.
    Whole,
}

/// Whether all characters are letters, figures and signs that stand for themselves, or
/// word joiners: nothing that becomes one with the character before it.
pub(super) fn is_plain(text: &str) -> bool {
    let plain = |c| {
        matches!(
            c,
            ' '..='~'
                | '\u{A0}'..='\u{AC}'
                | '\u{AE}'..='\u{2FF}'
                | '\u{370}'..='\u{482}'
                | '\u{48A}'..='\u{52F}'
                | '\u{2010}'..='\u{2027}'
                | '\u{202F}'..='\u{203A}'
                | '\u{2060}'
        )
    };
    text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) || text.chars().all(plain)
}

impl Words {
    /// None yet; `space` is the shape of a space alone.
    pub(super) fn new(space: &[ShapedGlyph]) -> Self {
        let space = match space {
            [space] => Shape::of(space, 0).filter(|space| space.safe),
            [] | [_, ..] => None,
        };
        Self { space, ..Self::default() }
    }

    /// Adds the words of a text that are not known to those that are to be learned.
    pub(super) fn collect(&mut self, text: &str, unknown: &mut Unknown) {
        if self.lexicon.is_full() && unknown.words.is_empty() {
            *self = Self { space: self.space, ..Self::default() };
        }
        for letters in text.split(' ').filter(|word| !word.is_empty()) {
            let Some(word) = Word::new(letters) else { continue };
            if self.lexicon.find(&word).is_none() {
                let number = self.lexicon.add(word, Part::default());
                unknown.words.push((number, unknown.text.len()));
                unknown.text.push_str(letters);
                unknown.text.push(' ');
            }
        }
    }

    /// Learns the shapes of words from those of their text, and forgets that they were
    /// not known.
    pub(super) fn learn(&mut self, unknown: &mut Unknown, glyphs: &[ShapedGlyph]) {
        let mut rest = glyphs;
        let mut next = |end: usize| {
            let count =
                rest.iter().take_while(|glyph| (glyph.start as usize) < end).count();
            let (own, after) = rest.split_at(count);
            rest = after;
            own
        };
        let mut before = true;
        for (turn, &(number, start)) in unknown.words.iter().enumerate() {
            let after = unknown.words.get(turn + 1);
            let end = after.map_or(unknown.text.len(), |&(_, start)| start) - 1;
            let own = next(end);
            let space = match next(end + 1) {
                [space] => Shape::of(space, end),
                [] | [_, ..] => None,
            };
            let apart = self.space.is_some() && space == self.space;
            let first = self.shapes.len();
            self.shapes.extend(own.iter().map_while(|glyph| Shape::of(glyph, start)));
            let count = self.shapes.len() - first;
            if count < own.len() || !before || !apart {
                self.shapes.truncate(first);
            }
            before = apart;
            self.lexicon.words[number].1 = Part::new(first..self.shapes.len());
        }
        unknown.text.clear();
        unknown.words.clear();
    }

    /// The glyphs of a text, with their clusters from byte `start` on.
    pub(super) fn join(&self, text: &str, start: u32) -> Result<Vec<ShapedGlyph>, Gap> {
        let space = self.space.ok_or(Gap::Whole)?;
        let mut glyphs = Vec::with_capacity(text.len());
        let mut at = start;
        for (turn, word) in text.split(' ').enumerate() {
            if turn > 0 {
                glyphs.push(space.at(at));
                at += 1;
            }
            if word.is_empty() {
                continue;
            }
            let known = self.lexicon.find(&Word::new(word).ok_or(Gap::Whole)?);
            let shapes = known.ok_or(Gap::Unknown)?.of(&self.shapes);
            if shapes.is_empty() {
                return Err(Gap::Whole);
            }
            glyphs.extend(shapes.iter().map(|shape| shape.at(at)));
            at += u32::try_from(word.len()).unwrap_or(0);
        }
        Ok(glyphs)
    }
}

impl Lexicon {
    /// Whether it is time to begin a new one.
    pub(super) fn is_full(&self) -> bool {
        self.words.len() >= MOST_WORDS
    }

    /// Where is what is known of a word.
    pub(super) fn find(&self, word: &Word) -> Option<Part> {
        if self.slots.is_empty() {
            return None;
        }
        let mut slot = word.place(self.slots.len());
        loop {
            let at = self.slots[slot].checked_sub(1)?;
            let (known, part) = &self.words[at as usize];
            if known == word {
                return Some(*part);
            }
            slot = (slot + 1) % self.slots.len();
        }
    }

    /// Adds a word that is not known; gives its number, which is the next from 0.
    pub(super) fn add(&mut self, word: Word, part: Part) -> usize {
        let number = self.words.len();
        self.words.push((word, part));
        if self.words.len() * 2 > self.slots.len() {
            let size = (self.slots.len() * 2).max(1 << 8);
            self.slots.clear();
            self.slots.resize(size, 0);
            (0..self.words.len()).for_each(|number| self.file(number));
        } else {
            self.file(number);
        }
        number
    }

    /// Puts the number of a word where it will be looked for.
    fn file(&mut self, number: usize) {
        let mut slot = self.words[number].0.place(self.slots.len());
        while self.slots[slot] != 0 {
            slot = (slot + 1) % self.slots.len();
        }
        self.slots[slot] = u32::try_from(number + 1).unwrap_or(0);
    }
}

impl Part {
    /// A part of a list; none of one that is too long.
    pub(super) fn new(range: std::ops::Range<usize>) -> Self {
        match (u32::try_from(range.start), u8::try_from(range.len())) {
            (Ok(first), Ok(count)) => Self { first, count },
            (Err(_), _) | (_, Err(_)) => Self::default(),
        }
    }

    /// The part of a list that is meant.
    pub(super) fn of<T>(self, list: &[T]) -> &[T] {
        &list[self.first as usize..][..usize::from(self.count)]
    }
}

impl Shape {
    /// A glyph of a word that begins at a byte; none if it does not stand on the line.
    fn of(glyph: &ShapedGlyph, word: usize) -> Option<Self> {
        if (glyph.dx, glyph.dy) != (Short::ZERO, Short::ZERO) {
            return None;
        }
        Some(Self {
            id: glyph.id,
            start: u8::try_from((glyph.start as usize).checked_sub(word)?).ok()?,
            safe: glyph.safe,
            advance: glyph.advance,
        })
    }

    /// The glyph of a word that begins at byte `start`.
    fn at(self, start: u32) -> ShapedGlyph {
        ShapedGlyph {
            id: self.id,
            start: start + u32::from(self.start),
            advance: self.advance,
            dx: Short::ZERO,
            dy: Short::ZERO,
            safe: self.safe,
        }
    }
}

impl Word {
    /// A word; none for one of more than [`LONGEST`] bytes.
    pub(super) fn new(letters: &str) -> Option<Self> {
        let mut bytes = [0; LONGEST + 1];
        bytes
            .get_mut(..letters.len())
            .filter(|_| letters.len() <= LONGEST)?
            .copy_from_slice(letters.as_bytes());
        bytes[LONGEST] = u8::try_from(letters.len()).ok()?;
        let mut parts = bytes.chunks_exact(8).map(|part| part.try_into().unwrap_or([0; 8]));
        Some(Self([(); 4].map(|()| parts.next().map_or(0, u64::from_le_bytes))))
    }

    /// The slot where it is looked for first; the number of slots is a power of two.
    fn place(&self, slots: usize) -> usize {
        const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;
        let mix =
            |hash: u64, part: &u64| (hash.rotate_left(23) ^ part).wrapping_mul(FACTOR);
        let hash = self.0.iter().fold(0, mix);
        usize::try_from(hash >> 45).unwrap_or(0) & (slots - 1)
    }
}
