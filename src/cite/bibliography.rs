//! BibTeX files to works, with the place of each.

use std::collections::BTreeMap;
use std::ops::Range;

use biblatex::{
    Bibliography, ChunksExt, ParseError, ParseErrorKind, RawBibliography, RawEntry,
    Spanned, Token, TypeError,
};

use crate::diag::{Diagnostic, Reported, Sink};
use crate::source::{Place, SourceId, Span};

use super::doi;

/// Every work of a project's bibliography files, in the order written.
#[derive(Debug, Default)]
pub struct Library {
    works: Vec<Work>,
    by_key: BTreeMap<String, usize>,
}

/// A work that can be cited.
#[derive(Debug)]
pub struct Work {
    /// Its key.
    pub key: String,
    /// Where its entry stands.
    pub place: Place,
    /// The bare DOI.
    pub doi: Option<String>,
    pub(super) entry: hayagriva::Entry,
}

impl Library {
    /// Reads bibliography files: source and text of each. Tells all problems.
    ///
    /// # Errors
    /// When a file is malformed or two entries have the same key.
    pub fn read(files: &[(SourceId, &str)], sink: &mut Sink) -> Result<Self, Reported> {
        let mut library = Self::default();
        let mut own = Sink::default();
        for &(source, text) in files {
            library.read_file(source, text, &mut own);
        }
        let result = own.checkpoint();
        sink.absorb(own);
        result.map(|()| library)
    }

    /// The number of the work with this key.
    pub fn find(&self, key: &str) -> Option<usize> {
        self.by_key.get(key).copied()
    }

    /// The work with this number.
    pub fn work(&self, number: usize) -> &Work {
        &self.works[number]
    }

    /// All works, in the order written.
    pub fn works(&self) -> &[Work] {
        &self.works
    }

    fn read_file(&mut self, source: SourceId, text: &str, sink: &mut Sink) {
        let raw = match RawBibliography::parse(text) {
            Ok(raw) => raw,
            Err(error) => {
                sink.error(syntax_message(source, text, &error));
                return;
            }
        };
        let places = self.check_keys(source, &raw.entries, sink);
        let Some(places) = places else { return };
        let bibliography = match Bibliography::from_raw(raw) {
            Ok(bibliography) => bibliography,
            Err(error) => {
                sink.error(syntax_message(source, text, &error));
                return;
            }
        };
        for (entry, place) in bibliography.into_vec().into_iter().zip(places) {
            self.read_entry(entry, place, sink);
        }
    }

    /// The places of the entries, unless two have the same key.
    fn check_keys(
        &mut self,
        source: SourceId,
        entries: &[Spanned<RawEntry<'_>>],
        sink: &mut Sink,
    ) -> Option<Vec<Place>> {
        let mut places: Vec<(&str, Place)> = Vec::new();
        let mut first: BTreeMap<&str, Place> = BTreeMap::new();
        let mut alright = true;
        for entry in entries {
            let key = entry.v.key.v;
            let place = Place { source, span: span(&entry.v.key.span) };
            let before = first.get(key).copied();
            let before = before.or_else(|| self.find(key).map(|at| self.works[at].place));
            if let Some(before) = before {
                let message = format!("two references have the key `{key}`");
                let diagnostic = Diagnostic::new("duplicate-reference", message)
                    .label(place, "again here")
                    .label(before, "first here")
                    .help("remove one of them, or give it another key");
                sink.error(diagnostic);
                alright = false;
            } else if key.is_empty() {
                let message = "a reference has no key".to_owned();
                let help = "write one after the brace: `@article{smith2020,`";
                sink.error(
                    Diagnostic::new("bad-bibliography", message).at(place).help(help),
                );
                alright = false;
            }
            first.entry(key).or_insert(place);
            let whole = Place { source, span: span(&entry.span) };
            places.push((key, whole));
        }
        alright.then(|| places.into_iter().map(|(_, place)| place).collect())
    }

    fn read_entry(&mut self, mut written: biblatex::Entry, place: Place, sink: &mut Sink) {
        join_subtitle(&mut written);
        let key = written.key.clone();
        let doi = check_doi(&mut written, place, sink);
        check_url(&mut written, place, sink);
        check_title(&written, place, sink);
        match hayagriva::Entry::try_from(&written) {
            Ok(entry) => {
                warn_lost(&written, &entry, place, sink);
                self.by_key.insert(key.clone(), self.works.len());
                self.works.push(Work { key, place, doi, entry });
            }
            Err(error) => {
                sink.error(type_message(place, &key, &error));
            }
        }
    }
}

fn span(range: &Range<usize>) -> Span {
    let number = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Span::new(number(range.start), number(range.end))
}

/// hayagriva 0.10 does not print subtitles; they are part of the title.
fn join_subtitle(entry: &mut biblatex::Entry) {
    let Some(subtitle) = entry.remove("subtitle") else { return };
    let Some(mut title) = entry.remove("title") else { return };
    let separator = biblatex::Chunk::Normal(": ".to_owned());
    title.push(Spanned::detached(separator));
    title.extend(subtitle);
    entry.set("title", title);
}

/// Bares the DOI, in the entry too.
fn check_doi(entry: &mut biblatex::Entry, place: Place, sink: &mut Sink) -> Option<String> {
    let chunks = entry.get("doi")?;
    let written = chunks.format_verbatim();
    let place = Place { span: span(&chunks.span()), ..place };
    let Some(doi) = doi::bare(&written) else {
        let message = format!("`{written}` is no DOI");
        let help = "a DOI is written like `10.1000/182`";
        sink.error(Diagnostic::new("bad-doi", message).at(place).help(help));
        return None;
    };
    entry.set_as("doi", &doi);
    Some(doi)
}

fn check_url(entry: &mut biblatex::Entry, place: Place, sink: &mut Sink) {
    let Some(chunks) = entry.get("url") else { return };
    let written = chunks.format_verbatim();
    if doi::url(&written).is_none() {
        let message = format!("`{written}` is no address on the web");
        let place = Place { span: span(&chunks.span()), ..place };
        let help = "write it in full: `https://…`";
        sink.error(Diagnostic::new("bad-url", message).at(place).help(help));
    }
}

fn check_title(entry: &biblatex::Entry, place: Place, sink: &mut Sink) {
    if entry.get("title").is_none() {
        let message = format!("the reference `{}` has no title", entry.key);
        let help = "add `title = {…}`";
        sink.warn(Diagnostic::new("untitled-reference", message).at(place).help(help));
    }
}

/// Fields that hayagriva 0.10 takes only in some forms, and what it calls them: a volume
/// `15A` or a year `in press` it leaves out without a word.
const FRAIL: [(&str, &[&str]); 8] = [
    ("volume", &["volume"]),
    ("number", &["issue", "serial-number"]),
    ("pages", &["page-range"]),
    ("date", &["date"]),
    ("year", &["date"]),
    ("urldate", &[]),
    ("edition", &["edition"]),
    ("publisher", &["publisher"]),
];

/// Warns of fields that did not make it.
fn warn_lost(
    written: &biblatex::Entry,
    entry: &hayagriva::Entry,
    place: Place,
    sink: &mut Sink,
) {
    for (field, names) in FRAIL {
        let Some(chunks) = written.get(field) else { continue };
        let value = chunks.format_verbatim();
        let seen = match field {
            "urldate" => entry.url_any().is_none_or(|url| url.visit_date.is_some()),
            _ => names.iter().any(|name| carries(entry, name)),
        };
        if seen || value.trim().is_empty() {
            continue;
        }
        let span = span(&chunks.span());
        let place = if span.end > span.start { Place { span, ..place } } else { place };
        let message = format!("the field `{field}` of `{}` is not printed", written.key);
        let help = format!("`{value}` is not understood: write it another way");
        sink.warn(Diagnostic::new("unused-field", message).at(place).help(help));
    }
}

/// Whether an entry or what it stands in has a field.
fn carries(entry: &hayagriva::Entry, field: &str) -> bool {
    entry.has(field) || entry.parents().iter().any(|parent| carries(parent, field))
}

fn type_message(place: Place, key: &str, error: &TypeError) -> Diagnostic {
    let message = format!("a field of the reference `{key}` is wrong: {}", error.kind);
    let field = span(&error.span);
    let place =
        if field.end > field.start { Place { span: field, ..place } } else { place };
    Diagnostic::new("bad-reference", message).at(place).help("correct the field")
}

fn syntax_message(source: SourceId, text: &str, error: &ParseError) -> Diagnostic {
    let at_end = error.span.start >= text.trim_end().len();
    let message = match &error.kind {
        ParseErrorKind::Expected(_) if at_end => "the file ends inside an entry".to_owned(),
        ParseErrorKind::UnexpectedEof => "the file ends inside an entry".to_owned(),
        ParseErrorKind::Expected(token) => format!("{} is missing here", name(*token)),
        ParseErrorKind::Unexpected(token) => format!("{} is too much here", name(*token)),
        ParseErrorKind::UnknownAbbreviation(word) => {
            format!("the abbreviation `{word}` is not defined")
        }
        ParseErrorKind::MalformedCommand => "a command of TeX is malformed".to_owned(),
        ParseErrorKind::DuplicateKey(key) => format!("two references have the key `{key}`"),
        ParseErrorKind::ResolutionError(kind) => {
            format!("a cross-reference is wrong: {kind}")
        }
        _ => format!("the file is malformed: {}", error.kind),
    };
    let at = error.span.start.min(text.len());
    let place = Place { source, span: span(&error.span) };
    let mut diagnostic = Diagnostic::new("bad-bibliography", message).at(place);
    if let Some(entry) = suspect(text, at) {
        let place = Place { source, span: span(&entry) };
        diagnostic = diagnostic.label(place, "in the entry that begins here");
    }
    let unknown = matches!(error.kind, ParseErrorKind::UnknownAbbreviation(_));
    let help = if unknown {
        "write the words in braces: `{May}`"
    } else {
        "each field ends with a comma, each brace is closed: `title = {…},`"
    };
    diagnostic.help(help)
}

fn name(token: Token) -> &'static str {
    match token {
        Token::Identifier => "a name",
        Token::OpeningBrace => "an opening brace `{`",
        Token::ClosingBrace => "a closing brace `}`",
        Token::Comma => "a comma",
        Token::QuotationMark => "a quotation mark",
        Token::Equals => "an equals sign `=`",
        Token::DecimalPoint => "a decimal point",
    }
}

/// The head of the entry that is broken: the first one before `end` that does not close
/// its braces before the next begins, else the last one before `end`.
fn suspect(text: &str, end: usize) -> Option<Range<usize>> {
    let mut heads: Vec<usize> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.trim_start().starts_with('@') {
            heads.push(at + line.len() - line.trim_start().len());
        }
        at += line.len();
    }
    heads.retain(|&head| head <= end);
    let open = |(number, &head): (usize, &usize)| {
        let next = heads.get(number + 1).copied()?;
        let body = &text[head..next];
        let depth = body.matches('{').count().checked_sub(body.matches('}').count());
        (depth != Some(0)).then_some(head)
    };
    let head = heads.iter().enumerate().find_map(open).or(heads.last().copied())?;
    let line = text[head..].lines().next().unwrap_or_default();
    Some(head..head + line.trim_end().len())
}
