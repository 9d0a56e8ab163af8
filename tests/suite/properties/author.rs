//! Who writes a random manuscript: what was said so far, words, and what may stand where.

use std::collections::BTreeSet;

use trifold::project::Format;

use super::choices::Choices;

/// The words that an output is to hold, each list in reading order.
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
    /// What stands in the list of references, sorted, each word once.
    pub(crate) references: Vec<String>,
    /// What stands in the list of abbreviations, sorted, each word once.
    pub(crate) abbreviations: Vec<String>,
}

/// Some formats, a bit for each in the order of [`FORMATS`].
pub(crate) type Formats = u8;

/// All that are built.
pub(crate) const FORMATS: [Format; 4] =
    [Format::Epub, Format::Pdf, Format::Html, Format::Site];
/// What all of them show.
pub(crate) const EVERYWHERE: Formats = 0b1111;

/// What was said so far: a word, where, and for which formats.
#[derive(Debug, Default, Clone)]
pub(crate) struct Spoken {
    heard: Vec<(Voice, String, Formats)>,
    pub(crate) index: Vec<String>,
    pub(crate) references: Vec<String>,
    pub(crate) abbreviations: Vec<String>,
}

impl Spoken {
    /// What a format is to hold.
    pub(crate) fn in_format(&self, format: Format) -> Said {
        let bit = FORMATS.iter().position(|known| *known == format).unwrap();
        let all = |voice: Voice| {
            let heard = self.heard.iter();
            let own = heard.filter(|one| one.0 == voice && one.2 & (1 << bit) != 0);
            own.map(|one| one.1.clone()).collect()
        };
        Said {
            text: all(Voice::Text),
            notes: all(Voice::Note),
            alternatives: all(Voice::Alternative),
            index: sorted(&self.index),
            references: sorted(&self.references),
            abbreviations: sorted(&self.abbreviations),
        }
    }

    /// Every word that some format holds.
    pub(crate) fn words(&self) -> BTreeSet<&str> {
        let lists = [&self.index, &self.references, &self.abbreviations];
        let heard = self.heard.iter().map(|one| one.1.as_str());
        heard.chain(lists.into_iter().flatten().map(String::as_str)).collect()
    }
}

/// Words in the order of the alphabet, each once.
pub(crate) fn sorted(words: &[String]) -> Vec<String> {
    let words: BTreeSet<&String> = words.iter().collect();
    words.into_iter().cloned().collect()
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
    /// Whether text for some formats may stand here.
    pub(crate) conditions: bool,
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
        conditions: true,
    };
    pub(crate) const LINE: Self =
        Self { depth: 2, lines: false, conditions: false, ..Self::PARAGRAPH };
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
    pub(crate) said: Spoken,
    /// The formats that show what is being written.
    pub(crate) formats: Formats,
    pub(crate) voice: Voice,
    words: u32,
    names: u32,
    /// Texts of notes that stand at the end of the chapter.
    pub(crate) later: Vec<String>,
    /// Names of notes of this chapter whose texts are written.
    pub(crate) marks: Vec<String>,
    /// Addresses so far, with the file they stand in; of what the program adds with none.
    pub(crate) addresses: Vec<(String, String)>,
    /// Those that have a number.
    pub(crate) labels: Vec<String>,
    /// Entries of the index.
    pub(crate) terms: Vec<String>,
    /// The file that is written.
    pub(crate) file: String,
    /// Whether sections have numbers, and so labels.
    pub(crate) numbered: bool,
    /// Whether it writes the cells of a grid.
    pub(crate) in_grid: bool,
    /// Whether a notice is written.
    pub(crate) in_notice: bool,
    /// Whether the chapter stands behind another in its file, and has no head.
    pub(crate) behind: bool,
    /// Terms of glossaries.
    pub(crate) explained: Vec<String>,
    /// Works of the bibliography: keys, names of their authors, titles.
    pub(crate) works: Vec<(String, String, String)>,
    /// The bibliography.
    pub(crate) bibliography: String,
    /// Abbreviations of the whole book, and those of this chapter.
    pub(crate) shortened: Vec<String>,
    pub(crate) shortened_here: Vec<String>,
    /// What the project file says of abbreviations and of variables, line by line.
    pub(crate) expansions: String,
    pub(crate) variables: String,
    /// Files that chapters put in.
    pub(crate) parts: Vec<(String, String)>,
    /// Whether there is a list of abbreviations.
    pub(crate) lists_abbreviations: bool,
    /// Whether chapters have numbers.
    pub(crate) numbers_chapters: bool,
    /// How many levels of sections have numbers.
    pub(crate) numbers_sections: usize,
    /// Whether citations name authors.
    pub(crate) names_authors: bool,
    /// Whether the list of references stands at the end, where links may lead.
    pub(crate) lists_references: bool,
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
            said: Spoken::default(),
            formats: EVERYWHERE,
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
            in_notice: false,
            behind: false,
            in_grid: false,
            explained: Vec::new(),
            works: Vec::new(),
            bibliography: String::new(),
            shortened: Vec::new(),
            shortened_here: Vec::new(),
            expansions: String::new(),
            variables: String::new(),
            parts: Vec::new(),
            lists_abbreviations: false,
            numbers_chapters: false,
            numbers_sections: 0,
            names_authors: false,
            lists_references: true,
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
        // nothing may lead to what a format leaves out
        if self.formats == EVERYWHERE {
            self.addresses.push((self.file.clone(), name.clone()));
        }
        name
    }

    /// The same of something that has a number.
    pub(crate) fn label(&mut self, start: &str) -> String {
        let name = self.address(start);
        if self.formats == EVERYWHERE {
            self.labels.push(name.clone());
        }
        name
    }

    /// Hears a word said.
    pub(crate) fn say(&mut self, word: &str) {
        self.said.heard.push((self.voice, word.to_owned(), self.formats));
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

    /// Does something that only some formats show.
    pub(crate) fn shown_in<T>(
        &mut self,
        formats: Formats,
        act: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let before = self.formats;
        self.formats &= formats;
        // a note whose first mark stands here may not be named elsewhere
        let marks = std::mem::take(&mut self.marks);
        let done = act(self);
        self.marks = marks;
        self.formats = before;
        done
    }

    /// Does something in another voice.
    pub(crate) fn aside<T>(&mut self, voice: Voice, act: impl FnOnce(&mut Self) -> T) -> T {
        let before = std::mem::replace(&mut self.voice, voice);
        let done = act(self);
        self.voice = before;
        done
    }
}
