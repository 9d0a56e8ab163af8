//! BibTeX and BibLaTeX.

use std::collections::BTreeMap;
use std::ops::Range;

use biblatex::{
    Bibliography, ChunksExt, DateValue, ParseError, ParseErrorKind, PermissiveType,
    RawBibliography, RawEntry, Spanned, Token, TypeError,
};

use crate::cite::bibliography::duplicate;
use crate::diag::{Diagnostic, Sink};
use crate::source::{Place, SourceId};

use super::{Draft, Field, Notation, unknown_type};

/// The entries of a file, in order.
pub(super) fn read(source: SourceId, text: &str, sink: &mut Sink) -> Vec<Draft> {
    let raw = match RawBibliography::parse(text) {
        Ok(raw) => raw,
        Err(error) => {
            sink.error(syntax_message(source, text, &error));
            return Vec::new();
        }
    };
    let Some(places) = check_keys(source, &raw.entries, sink) else { return Vec::new() };
    let bibliography = match Bibliography::from_raw(raw) {
        Ok(bibliography) => bibliography,
        Err(error) => {
            sink.error(syntax_message(source, text, &error));
            return Vec::new();
        }
    };
    let entries = bibliography.into_vec().into_iter().zip(places);
    entries.filter_map(|(entry, places)| read_entry(entry, places, sink)).collect()
}

/// The places of the entries and of their keys and types, unless two have the same key.
fn check_keys(
    source: SourceId,
    entries: &[Spanned<RawEntry<'_>>],
    sink: &mut Sink,
) -> Option<Vec<[Place; 3]>> {
    let mut places: Vec<[Place; 3]> = Vec::new();
    let mut first: BTreeMap<&str, Place> = BTreeMap::new();
    let mut alright = true;
    for entry in entries {
        let key = entry.v.key.v;
        let place = Place { source, span: span(&entry.v.key.span) };
        if let Some(&before) = first.get(key) {
            sink.error(duplicate(key, place, before));
            alright = false;
        } else if key.is_empty() {
            let message = "a reference has no key".to_owned();
            let help = "write one after the brace: `@article{smith2020,`";
            let diagnostic = Diagnostic::new("bad-bibliography", message);
            sink.error(diagnostic.at(place).help(help));
            alright = false;
        }
        first.entry(key).or_insert(place);
        let whole = Place { source, span: span(&entry.span) };
        let kind = Place { source, span: span(&entry.v.kind.span) };
        places.push([whole, place, kind]);
    }
    alright.then_some(places)
}

fn read_entry(
    mut written: biblatex::Entry,
    [place, key_place, kind]: [Place; 3],
    sink: &mut Sink,
) -> Option<Draft> {
    join_subtitle(&mut written);
    let key = written.key.clone();
    if let biblatex::EntryType::Unknown(name) = &written.entry_type
        && !FOREIGN.contains(&name.to_ascii_lowercase().as_str())
    {
        sink.warn(unknown_type(name, &key, kind, TYPES));
    }
    let fields = fields(&mut written, place);
    match hayagriva::Entry::try_from(&written) {
        Ok(mut entry) => {
            begin_range(&written, &mut entry, place, sink);
            warn_lost(&written, &entry, place, sink);
            let notation = Notation::Bibtex;
            Some(Draft { key, key_place, place, notation, entry, fields })
        }
        Err(error) => {
            sink.error(type_message(place, &key, &error));
            None
        }
    }
}

/// Types of BibTeX and BibLaTeX.
const TYPES: [&str; 34] = [
    "article",
    "book",
    "booklet",
    "inbook",
    "incollection",
    "inproceedings",
    "manual",
    "mastersthesis",
    "phdthesis",
    "thesis",
    "misc",
    "proceedings",
    "report",
    "techreport",
    "unpublished",
    "mvbook",
    "bookinbook",
    "suppbook",
    "periodical",
    "suppperiodical",
    "collection",
    "suppcollection",
    "reference",
    "mvreference",
    "inreference",
    "mvproceedings",
    "mvcollection",
    "patent",
    "online",
    "software",
    "dataset",
    "set",
    "xdata",
    "electronic",
];

/// Types that BibLaTeX knows and prints as `misc` too.
const FOREIGN: [&str; 17] = [
    "artwork",
    "audio",
    "bibnote",
    "commentary",
    "image",
    "jurisdiction",
    "legislation",
    "legal",
    "letter",
    "movie",
    "music",
    "performance",
    "review",
    "standard",
    "video",
    "www",
    "webpage",
];

/// The fields that are checked, with a PubMed identifier where Hayagriva looks for it.
fn fields(entry: &mut biblatex::Entry, place: Place) -> Vec<Field> {
    let mut found = Vec::new();
    for (written, name) in [
        ("doi", "doi"),
        ("url", "url"),
        ("isbn", "isbn"),
        ("issn", "issn"),
        ("pmid", "pmid"),
        ("pmcid", "pmcid"),
        ("eprint", "pmid"),
    ] {
        let Some(chunks) = entry.get(written) else { continue };
        let is_pubmed = || {
            let kind = entry.get("eprinttype").or_else(|| entry.get("archiveprefix"));
            kind.is_some_and(|kind| kind.format_verbatim().eq_ignore_ascii_case("pubmed"))
        };
        if written == "eprint" && !is_pubmed() {
            continue;
        }
        let span = span(&chunks.span());
        let place = if span.end > span.start { Place { span, ..place } } else { place };
        found.push(Field { name, value: chunks.format_verbatim(), place });
    }
    found
}

/// A range of dates is printed by its beginning, whatever it is written in; Hayagriva 0.10
/// takes the end.
fn begin_range(
    written: &biblatex::Entry,
    entry: &mut hayagriva::Entry,
    place: Place,
    sink: &mut Sink,
) {
    let Ok(PermissiveType::Typed(date)) = written.date() else { return };
    let DateValue::Between(start, _) = date.value else { return };
    let start = biblatex::Date { value: DateValue::At(start), ..date };
    entry.set_date(start.into());
    let chunks = written.get("date").or_else(|| written.get("year"));
    let place =
        chunks.map_or(place, |chunks| Place { span: span(&chunks.span()), ..place });
    sink.warn(super::ranged("date", &written.key, place));
}

fn span(range: &Range<usize>) -> crate::source::Span {
    super::span(range.start, range.end)
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
