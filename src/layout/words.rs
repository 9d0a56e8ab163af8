//! Words that were shaped before: a text has few, and a shaper takes its time.

use super::fonts::ShapedGlyph;
use crate::length::Short;

/// The shapes of words in one style.
#[derive(Debug, Default)]
pub(super) struct Words {
    /// The glyph of a space; none where spaces are not all alike.
    space: Option<Shape>,
    lexicon: Lexicon,
    /// Of every word its first shape and how many it has; none for a word that must be
    /// shaped with its neighbours.
    places: Vec<(u32, u8)>,
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

/// Words by their letters, each with a number from 1.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    letters: String,
    words: Vec<Word>,
    /// Where words are found by their hashes: numbers of words, or 0.
    slots: Vec<u32>,
}

/// A word of a lexicon.
#[derive(Debug, Copy, Clone)]
struct Word {
    hash: u64,
    /// The first byte of its letters.
    start: u32,
    len: u8,
    /// Keeps words apart that are written alike.
    tag: u8,
}

/// Whether a word has nothing before it, and nothing behind it.
#[derive(Debug, Copy, Clone, PartialEq, Eq)]
pub(super) struct Ends {
    pub(super) first: bool,
    pub(super) last: bool,
}

/// So many words are kept; then all are forgotten.
const MOST_WORDS: usize = 1 << 15;
/// Longer words are not kept, in bytes.
pub(super) const LONGEST: usize = 40;

/// Words that are not known yet, joined by spaces as they are in their text.
#[derive(Debug, Default)]
pub(super) struct Unknown {
    pub(super) text: String,
    /// Where each begins in it, its length, hash and ends.
    words: Vec<(usize, usize, u64, Ends)>,
}

/// Whether all characters are letters, figures and signs that stand for themselves:
/// nothing that joins the character before it.
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
        )
    };
    text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) || text.chars().all(plain)
}

/// The words of a text with their first bytes; the first and the last may be empty.
fn words(text: &str) -> impl Iterator<Item = (usize, &str, Ends)> {
    let mut start = 0;
    text.split(' ').map(move |word| {
        let ends = Ends { first: start == 0, last: start + word.len() == text.len() };
        let place = (start, word, ends);
        start += word.len() + 1;
        place
    })
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

    /// The words of a text that are not known, and where in `found` the others are; false
    /// when the text must be shaped as a whole.
    pub(super) fn find(
        &mut self,
        text: &str,
        found: &mut Vec<u32>,
        unknown: &mut Unknown,
    ) -> bool {
        found.clear();
        unknown.text.clear();
        unknown.words.clear();
        if self.space.is_none() {
            return false;
        }
        if self.lexicon.is_full() {
            *self = Self { space: self.space, ..Self::default() };
        }
        let mut to_be_continued = false;
        for (_, word, ends) in words(text) {
            if word.is_empty() {
                if !ends.first && !ends.last {
                    return false;
                }
                continue;
            }
            if word.len() > LONGEST {
                return false;
            }
            let hash = hash(word);
            let number = self.lexicon.find(hash, word, ends.tag());
            found.push(number);
            if number == 0 {
                if !ends.first {
                    unknown.text.push(' ');
                }
                unknown.words.push((unknown.text.len(), word.len(), hash, ends));
                unknown.text.push_str(word);
                to_be_continued = !ends.last;
            }
        }
        if to_be_continued {
            unknown.text.push(' ');
        }
        true
    }

    /// Learns the shapes of words from those of their text.
    pub(super) fn learn(&mut self, unknown: &Unknown, glyphs: &[ShapedGlyph]) {
        let mut from = 0;
        let mut before = true;
        let spaced = |at: usize, glyph: &ShapedGlyph| {
            Shape::of(glyph, at).is_some_and(|shape| Some(shape) == self.space)
        };
        let mut shaped = Vec::with_capacity(unknown.words.len());
        let is_space = |glyphs: &[ShapedGlyph], at: usize| {
            let [glyph] = glyphs else { return false };
            spaced(at, glyph)
        };
        for &(start, len, ..) in &unknown.words {
            let until = |from: usize, end: usize| {
                from + glyphs[from..]
                    .iter()
                    .take_while(|glyph| (glyph.start as usize) < end)
                    .count()
            };
            let first = until(from, start);
            if start > 0 {
                before = is_space(&glyphs[from..first], start - 1);
            }
            let last = until(first, start + len);
            let next = until(last, start + len + 1);
            let after = start + len == unknown.text.len()
                || is_space(&glyphs[last..next], start + len);
            shaped.push((first..last, before && after));
            from = last;
        }
        for (&(start, len, hash, ends), (range, apart)) in unknown.words.iter().zip(shaped)
        {
            let word = &unknown.text[start..start + len];
            if self.lexicon.find(hash, word, ends.tag()) == 0 {
                let own = glyphs[range].iter().map(|glyph| Shape::of(glyph, start));
                let own = own.collect::<Option<Vec<_>>>().filter(|_| apart);
                self.insert((hash, word, ends), own.as_deref().unwrap_or_default());
            }
        }
    }

    /// The glyphs of a text whose words were found, or learned since, with their clusters
    /// from byte `start` on; none when it must be shaped as a whole.
    pub(super) fn join(
        &self,
        text: &str,
        start: u32,
        found: &[u32],
    ) -> Option<Vec<ShapedGlyph>> {
        let space = self.space?;
        let mut glyphs = Vec::with_capacity(text.len());
        let mut found = found.iter();
        for (at, word, ends) in words(text) {
            let at = start + u32::try_from(at).ok()?;
            if !word.is_empty() {
                let number = match found.next()? {
                    0 => self.lexicon.find(hash(word), word, ends.tag()),
                    &number => number,
                };
                let &(first, count) = self.places.get(number.checked_sub(1)? as usize)?;
                if count == 0 {
                    return None;
                }
                let shapes = first as usize..first as usize + usize::from(count);
                glyphs.extend(self.shapes[shapes].iter().map(|shape| shape.at(at)));
            }
            if !ends.last {
                glyphs.push(space.at(at + u32::try_from(word.len()).ok()?));
            }
        }
        Some(glyphs)
    }

    /// Keeps a word that is not known.
    fn insert(&mut self, (hash, word, ends): (u64, &str, Ends), shapes: &[Shape]) {
        let count = u8::try_from(shapes.len()).unwrap_or(0);
        let first = u32::try_from(self.shapes.len()).unwrap_or(u32::MAX);
        self.lexicon.add(hash, word, ends.tag());
        self.places.push((first, count));
        if count > 0 {
            self.shapes.extend(shapes);
        }
    }
}

impl Lexicon {
    /// Whether it is time to begin a new one.
    pub(super) fn is_full(&self) -> bool {
        self.words.len() >= MOST_WORDS
    }

    /// The number of a word with a tag; 0 if it is not known.
    pub(super) fn find(&self, hash: u64, word: &str, tag: u8) -> u32 {
        if self.slots.is_empty() {
            return 0;
        }
        let mut slot = place(hash, self.slots.len());
        loop {
            let number = self.slots[slot];
            let Some(at) = number.checked_sub(1) else { return 0 };
            let known = &self.words[at as usize];
            let letters =
                known.start as usize..known.start as usize + usize::from(known.len);
            if known.hash == hash
                && known.tag == tag
                && self.letters.as_bytes()[letters] == *word.as_bytes()
            {
                return number;
            }
            slot = (slot + 1) % self.slots.len();
        }
    }

    /// Adds a word that is not known and has no more than [`LONGEST`] bytes; its number
    /// is the next.
    pub(super) fn add(&mut self, hash: u64, word: &str, tag: u8) {
        let start = u32::try_from(self.letters.len()).unwrap_or(u32::MAX);
        let len = u8::try_from(word.len()).unwrap_or(0);
        self.letters.push_str(word);
        self.words.push(Word { hash, start, len, tag });
        if self.words.len() * 2 > self.slots.len() {
            let size = (self.slots.len() * 2).max(1 << 8);
            self.slots.clear();
            self.slots.resize(size, 0);
            (1..=self.words.len()).for_each(|number| self.file(number));
        } else {
            self.file(self.words.len());
        }
    }

    /// Puts the number of a word where it will be looked for.
    fn file(&mut self, number: usize) {
        let mut slot = place(self.words[number - 1].hash, self.slots.len());
        while self.slots[slot] != 0 {
            slot = (slot + 1) % self.slots.len();
        }
        self.slots[slot] = u32::try_from(number).unwrap_or(0);
    }
}

impl Ends {
    fn tag(self) -> u8 {
        u8::from(self.first) * 2 + u8::from(self.last)
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

/// The slot where a word is looked for first; their number is a power of two.
fn place(hash: u64, slots: usize) -> usize {
    usize::try_from(hash >> 45).unwrap_or(0) & (slots - 1)
}

/// The hash of a word, taken from eight bytes at a time.
pub(super) fn hash(word: &str) -> u64 {
    const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;
    let mix = |hash: u64, part: u64| (hash.rotate_left(23) ^ part).wrapping_mul(FACTOR);
    let mut parts = word.as_bytes().chunks_exact(8);
    let mut hash = 0;
    for part in &mut parts {
        hash = mix(hash, part.try_into().map_or(0, u64::from_le_bytes));
    }
    let rest = parts.remainder().iter().fold(1, |rest, &byte| rest << 8 | u64::from(byte));
    mix(hash, rest)
}
