//! One chapter to one [`Document`]. Looks at no other chapter.
//!
//! `comrak` reads the Markdown; its tree is made of cells and is not `Sync`, so that it
//! is turned into our own document inside one call and none of its types leaves this
//! folder. What Trifold cannot set yet is an error that names it: nothing of a
//! manuscript is ever left out or flattened without a word.

mod abbreviations;
mod admonitions;
mod align;
mod attributes;
mod blocks;
mod callouts;
mod captions;
mod cell_lists;
mod cells;
mod cites;
mod code;
mod conditions;
mod definitions;
mod divs;
mod emoji;
mod figures;
mod formulas;
mod glossary;
mod grids;
mod headings;
mod html;
mod ideographs;
mod inlines;
mod labelled;
mod lettered;
mod lines;
mod listings;
mod marks;
mod notes;
mod panels;
mod raised;
mod slips;
mod smart;
mod spans;
mod tables;
mod tags;
mod verse;

use comrak::Arena;
use comrak::options::Options;

use crate::ast::{BlockId, Document};
use crate::diag::{Diagnostic, Reported, Sink};
use crate::project::{EmptyAlt, ForeignHtml, has_metadata};
use crate::source::{Place, SourceId, Span};

pub use attributes::is_fit_id;

use lines::Lines;
use marks::Marks;

/// Deepest nesting of blocks and of marks in a line.
const DEEPEST: usize = 64;

/// Words of the project file with the quotation marks, dashes and spaces that the text of
/// a language has: `Ann's "walks"` becomes `Ann’s “walks”`.
pub fn typeset(words: &str, language: &str) -> String {
    smart::text(words, Marks::of(language))
}

/// Reads one chapter.
///
/// Markdown is `CommonMark` with tables, strikethrough, task lists, attributes on
/// headings and pictures (`{#id}`), spans (`[text]{lang=fr}`), notes (`[^1]`, `^[text]`),
/// Pandoc's citations (`[see @key, p. 3; @other]`), and
/// quotes, dashes and ellipses as its language has them. All problems of the chapter are told.
///
/// # Errors
/// When the chapter has at least one error.
pub fn parse(
    source: SourceId,
    text: &str,
    language: &str,
    sink: &mut Sink,
) -> Result<Document, Reported> {
    let reading = Reading { language, cites: true, ..Reading::default() };
    parse_with(source, text, &reading, sink)
}

/// What the project says about a text.
#[derive(Debug, Default, Copy, Clone)]
pub struct Reading<'r> {
    /// The language of the text (BCP 47).
    pub language: &'r str,
    /// What becomes of HTML that has no meaning here.
    pub foreign: ForeignHtml,
    /// What a picture with an empty alternative text is.
    pub empty_alt: EmptyAlt,
    /// Whether it has a bibliography. Without one, `@word` in the sentence is text.
    pub cites: bool,
    /// Abbreviations of the whole book, and what they are short for: as it is printed.
    pub abbreviations: &'r [(String, String)],
}

/// The same as [`parse`] where more is said of the book.
///
/// # Errors
/// When the chapter has at least one error.
pub fn parse_with(
    source: SourceId,
    text: &str,
    reading: &Reading<'_>,
    sink: &mut Sink,
) -> Result<Document, Reported> {
    let mut own = Sink::default();
    let mut reader = Reader::new(source, text, reading.language, &mut own);
    reader.foreign = reading.foreign;
    reader.empty_alt = reading.empty_alt;
    reader.know_abbreviations(reading.abbreviations);
    reader.cites = reading.cites;
    reader.check_characters();
    let arena = Arena::new();
    let marked = reader.fences();
    let marked = reader.define_abbreviations(marked);
    let marked = reader.number_letters(marked);
    let root = comrak::parse_document(&arena, &marked, &options(&marked));
    reader.name_notes(root);
    let blocks = reader.blocks(root, 0);
    reader.document.blocks = blocks;
    reader.number_notes();
    headings::check(&mut reader);
    reader.check_conditions();
    reader.check_imports();
    reader.tell_components();
    reader.check_fences();
    reader.tell_left_out();
    cites::tell_words(&mut reader);
    let document = reader.document;
    let result = own.checkpoint();
    own.sort_by_place();
    sink.absorb(own);
    result.map(|()| document)
}

/// What `comrak` is to recognise. The constructs that Trifold does not set yet are on
/// where they are unlikely to be meant as plain text: they become errors.
fn options(text: &str) -> Options<'static> {
    let mut options = Options::default();
    let extension = &mut options.extension;
    extension.strikethrough = true;
    extension.table = true;
    extension.tasklist = true;
    extension.autolink = true;
    extension.header_attributes = true;
    extension.link_attributes = true;
    extension.fenced_code_attributes = true;
    extension.inline_code_attributes = true;
    extension.footnotes = true;
    extension.description_lists = true;
    extension.alerts = true;
    extension.highlight = true;
    extension.math_dollars = true;
    extension.math_code = true;
    extension.block_directive = true;
    extension.front_matter_delimiter = has_metadata(text).then(|| "---".to_owned());
    options.parse.leave_footnote_definitions = true;
    options.parse.escaped_char_spans = true;
    // comrak 0.59 looks at the option for rendering when it parses.
    options.render.escaped_char_spans = true;
    options
}

/// What is known while a chapter is read.
struct Reader<'a> {
    source: SourceId,
    text: &'a str,
    lines: Lines,
    document: Document,
    sink: &'a mut Sink,
    last_id: u32,
    notes: notes::Notes,
    told_depth: bool,
    /// How deep a paragraph is whose displayed formulas are blocks of their own.
    display_depth: Option<usize>,
    /// How deep pictures are that stand beside one another, as far as a block says so.
    beside_depth: Option<usize>,
    fences: divs::Fences,
    /// How many conditions are open around what is read.
    conditions: usize,
    /// Where `\|` stands in the table cell that is read.
    bars: Vec<usize>,
    /// The punctuation of the language of what is read.
    marks: Marks,
    /// The language of what is read, where a block or words with attributes say it.
    tongue: Option<String>,
    /// That of the chapter.
    own_tongue: &'a str,
    /// Names of opening tags that were told, so that their ends are not told again.
    told_tags: std::collections::BTreeSet<String>,
    /// What abbreviations of the chapter are short for.
    abbreviations: abbreviations::Abbreviations,
    /// What becomes of HTML that has no meaning here.
    foreign: ForeignHtml,
    /// What a picture with an empty alternative text is.
    empty_alt: EmptyAlt,
    /// The attributes of HTML that were left out.
    left_out: html::LeftOut,
    /// What is wrong with HTML, until it is known whether it is a program.
    components: html::Components,
    /// Whether the book has a bibliography.
    cites: bool,
    /// Words behind an `@` that are no citations, and where the first of each stands.
    at_words: std::collections::BTreeMap<String, Span>,
    /// What is kept for the grids of the chapter.
    grids: grids::Kept,
}

impl<'a> Reader<'a> {
    fn new(source: SourceId, text: &'a str, language: &'a str, sink: &'a mut Sink) -> Self {
        Self {
            source,
            text,
            lines: Lines::new(text),
            document: Document::default(),
            sink,
            last_id: 0,
            notes: notes::Notes::default(),
            told_depth: false,
            display_depth: None,
            beside_depth: None,
            fences: divs::Fences::default(),
            conditions: 0,
            bars: Vec::new(),
            marks: Marks::of(language),
            tongue: None,
            own_tongue: language,
            told_tags: std::collections::BTreeSet::new(),
            abbreviations: abbreviations::Abbreviations::default(),
            foreign: ForeignHtml::default(),
            empty_alt: EmptyAlt::default(),
            left_out: html::LeftOut::default(),
            components: html::Components::default(),
            cites: true,
            at_words: std::collections::BTreeMap::new(),
            grids: grids::Kept::default(),
        }
    }

    /// The next number in reading order.
    fn next_id(&mut self) -> BlockId {
        self.last_id += 1;
        BlockId(self.last_id)
    }

    /// What was written at a span.
    fn written(&self, span: Span) -> &'a str {
        self.text.get(span.start as usize..span.end as usize).unwrap_or_default()
    }

    fn place(&self, span: Span) -> Place {
        Place { source: self.source, span }
    }

    fn error(&mut self, code: &'static str, message: String, span: Span, help: &str) {
        let diagnostic =
            Diagnostic::new(code, message).at(self.place(span)).help(help.to_owned());
        self.sink.error(diagnostic);
    }

    fn warn(&mut self, code: &'static str, message: String, span: Span, help: &str) {
        let diagnostic =
            Diagnostic::new(code, message).at(self.place(span)).help(help.to_owned());
        self.sink.warn(diagnostic);
    }

    /// Says that Markdown knows something which Trifold does not set yet.
    fn unsupported(&mut self, what: &str, span: Span, help: &str) {
        self.error("not-supported-yet", format!("{what} cannot be set yet"), span, help);
    }

    /// Whether `depth` is too deep; tells it once.
    fn too_deep(&mut self, depth: usize, span: Span) -> bool {
        if depth <= DEEPEST {
            return false;
        }
        if !self.told_depth {
            self.told_depth = true;
            let message = format!("text is nested more than {DEEPEST} levels deep");
            self.error("too-deep", message, span, "nest less deeply");
        }
        true
    }

    /// Refuses the characters that an EPUB, being XML, cannot contain.
    ///
    /// XML 1.0, section 2.2, production 2.
    fn check_characters(&mut self) {
        let forbidden = self.text.char_indices().find(|&(_, c)| is_forbidden(c));
        if let Some((at, c)) = forbidden {
            let span = lines::span(at, at + c.len_utf8());
            self.forbidden_character(c, span);
        }
    }

    fn forbidden_character(&mut self, c: char, span: Span) {
        let message = format!("the control character U+{:04X} cannot be set", c as u32);
        self.error("control-character", message, span, "remove it");
    }
}

/// Whether XML forbids a character.
fn is_forbidden(c: char) -> bool {
    matches!(c, '\0'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}') && c != '\r'
}
