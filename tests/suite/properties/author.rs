//! Who writes a random manuscript: what was said so far, words, and what may stand where.

use super::choices::Choices;

/// The words that every output is to hold, each list in reading order.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Said {
    /// What stands in the text: headings, captions, cells, code and all.
    pub(crate) text: Vec<String>,
    /// What stands in notes, in the order of their first marks.
    pub(crate) notes: Vec<String>,
    /// What stands for pictures.
    pub(crate) alternatives: Vec<String>,
    /// What stands in the index, which is sorted: each word once.
    pub(crate) index: Vec<String>,
}

/// Where words go.
#[derive(Debug, Copy, Clone, PartialEq, Eq)]
pub(crate) enum Voice {
    Text,
    Note,
    Alternative,
}

/// What may stand at a place of a line.
#[derive(Debug, Copy, Clone)]
pub(crate) struct Room {
    /// How deep marks may still be nested.
    pub(crate) depth: usize,
    /// Whether lines may end.
    pub(crate) lines: bool,
    pub(crate) notes: bool,
    pub(crate) links: bool,
    pub(crate) emphasis: bool,
    pub(crate) strong: bool,
    pub(crate) quotes: bool,
    /// Whether the measure is narrow: no long words.
    pub(crate) narrow: bool,
    /// Whether marks for the index may stand here.
    pub(crate) index: bool,
}

impl Room {
    pub(crate) const PARAGRAPH: Self = Self {
        depth: 3,
        lines: true,
        notes: true,
        links: true,
        emphasis: true,
        strong: true,
        quotes: true,
        narrow: false,
        index: true,
    };
    pub(crate) const LINE: Self = Self { depth: 2, lines: false, ..Self::PARAGRAPH };
    pub(crate) const CELL: Self =
        Self { depth: 1, lines: false, narrow: true, quotes: false, ..Self::PARAGRAPH };

    pub(crate) fn deeper(self) -> Self {
        Self { depth: self.depth.saturating_sub(1), ..self }
    }
}

/// Writes a manuscript.
#[derive(Debug)]
pub(crate) struct Author<'a> {
    pub(crate) choices: Choices<'a>,
    pub(crate) said: Said,
    pub(crate) voice: Voice,
    words: u32,
    names: u32,
    /// Texts of notes that stand at the end of the chapter.
    pub(crate) later: Vec<String>,
    /// Names of notes of this chapter whose texts are written.
    pub(crate) marks: Vec<String>,
    /// Addresses so far, with the file they stand in.
    pub(crate) addresses: Vec<(String, String)>,
    /// Those that have a number.
    pub(crate) labels: Vec<String>,
    /// Entries of the index.
    pub(crate) terms: Vec<String>,
    /// The file that is written.
    pub(crate) file: String,
    /// Whether sections have numbers, and so labels.
    pub(crate) numbered: bool,
}

const ONSETS: [&str; 16] =
    ["b", "d", "f", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "w", "z"];
const VOWELS: [&str; 4] = ["a", "e", "o", "u"];
/// Ends of words that fonts, hyphenation and encodings have opinions about.
const ENDS: [&str; 16] = [
    "",
    "",
    "",
    "",
    "ffi",
    "fl",
    "ß",
    "é",
    "ő",
    "ción",
    "schrift",
    "ij",
    "λόγος",
    "слово",
    "łą",
    "Ăt",
];
const HEBREW: [&str; 8] = ["ש", "ל", "ב", "ג", "ד", "ה", "ר", "ק"];

impl<'a> Author<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self {
            choices: Choices::new(bytes),
            said: Said::default(),
            voice: Voice::Text,
            words: 0,
            names: 0,
            later: Vec::new(),
            marks: Vec::new(),
            addresses: Vec::new(),
            labels: Vec::new(),
            terms: Vec::new(),
            file: String::new(),
            numbered: false,
        }
    }

    /// A number that no other name has.
    pub(crate) fn number(&mut self) -> u32 {
        self.names += 1;
        self.names
    }

    /// A new address with a beginning such as `fig-`, told to later links.
    pub(crate) fn address(&mut self, start: &str) -> String {
        let name = format!("{start}{}", self.number());
        self.addresses.push((self.file.clone(), name.clone()));
        name
    }

    /// Hears a word said.
    pub(crate) fn say(&mut self, word: &str) {
        let list = match self.voice {
            Voice::Text => &mut self.said.text,
            Voice::Note => &mut self.said.notes,
            Voice::Alternative => &mut self.said.alternatives,
        };
        list.push(word.to_owned());
    }

    /// A word of small letters that no other is, not said yet.
    pub(crate) fn unsaid(&mut self) -> String {
        self.words += 1;
        // 7,919 has no factor in common with 64³: all are different.
        let mut rest = self.words * 7_919 % 262_144;
        let mut word = String::new();
        for _ in 0..3 {
            let syllable = (rest % 64) as usize;
            word.push_str(ONSETS[syllable / 4]);
            word.push_str(VOWELS[syllable % 4]);
            rest /= 64;
        }
        word.push('x');
        word
    }

    /// A plain word, said.
    pub(crate) fn plain(&mut self) -> String {
        let word = self.unsaid();
        self.say(&word);
        word
    }

    /// A word as it stands in text, said.
    pub(crate) fn word(&mut self, room: Room) -> String {
        let mut word = self.unsaid();
        if self.choices.chance(30) {
            let ends = if room.narrow { &ENDS[..8] } else { &ENDS };
            word.push_str(self.choices.one(ends));
        }
        if self.choices.chance(15) {
            word = word[..1].to_uppercase() + &word[1..];
        }
        if !room.narrow && self.choices.chance(4) {
            word.push_str("verantwortungsbewusstseinsbildung");
        }
        self.say(&word);
        word
    }

    /// A word of Hebrew letters, said.
    pub(crate) fn hebrew(&mut self) -> String {
        let mut rest = self.number() * 7 + 64;
        let mut word = String::new();
        while rest > 0 {
            word.push_str(HEBREW[(rest % 8) as usize]);
            rest /= 8;
        }
        self.say(&word);
        word
    }

    /// Some plain words, at most `most`.
    pub(crate) fn plain_words(&mut self, most: usize) -> String {
        let count = 1 + self.choices.below(most);
        (0..count).map(|_| self.plain()).collect::<Vec<_>>().join(" ")
    }

    /// Words that stand for a picture: in a note they are heard with the note.
    pub(crate) fn alternative(&mut self, most: usize) -> String {
        let voice =
            if self.voice == Voice::Note { Voice::Note } else { Voice::Alternative };
        self.aside(voice, |own| own.plain_words(most))
    }

    /// Does something in another voice.
    pub(crate) fn aside<T>(&mut self, voice: Voice, act: impl FnOnce(&mut Self) -> T) -> T {
        let before = std::mem::replace(&mut self.voice, voice);
        let done = act(self);
        self.voice = before;
        done
    }
}
