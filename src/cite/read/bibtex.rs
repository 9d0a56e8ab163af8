//! BibTeX and BibLaTeX.

use std::collections::BTreeMap;
use std::ops::Range;

use biblatex::{
    Bibliography, ChunksExt, DateValue, ParseError, ParseErrorKind, PermissiveType,
    RawBibliography, RawEntry, Spanned, Token, TypeError,
};

use crate::cite::bibliography::duplicate;
use crate::cite::mend;
use crate::diag::{Diagnostic, Sink};
use crate::project::is_orcid;
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
    for entry in &raw.entries {
        warn_slips(source, &entry.v, sink);
    }
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
    let key = written.key.clone();
    written.fields.retain(|_, value| !value.format_verbatim().trim().is_empty());
    read_tex(&mut written, place, sink);
    read_year(&mut written, place, sink);
    check_orcids(&written, place, sink);
    let risked = ["school", "institution", "howpublished", "note", "eid"]
        .into_iter()
        .filter_map(|name| {
            let chunks = written.get(name)?;
            let (value, place) = (chunks.format_verbatim(), place_of(chunks, place));
            Some(Field { name, value, place })
        })
        .collect();
    join_subtitle(&mut written);
    bring_over(&mut written);
    let leans_on = ["crossref", "xdata", "xref"]
        .iter()
        .filter_map(|name| written.get(name))
        .flat_map(|chunks| {
            let keys = chunks.format_verbatim();
            keys.split(',').map(|key| key.trim().to_owned()).collect::<Vec<_>>()
        })
        .collect();
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
            if let Some(number) = written.get("number")
                && entry.keyed_serial_number("serial").is_some()
            {
                // as it is written: `18-2059` is no range
                entry.set_keyed_serial_number("serial", number.format_verbatim());
            }
            if written.entry_type == biblatex::EntryType::Dataset {
                // a `repository` is a program in all styles
                entry = mend::retyped(&entry, hayagriva::types::EntryType::Misc);
                if entry.genre().is_none() {
                    entry.set_genre(mend::DATA_SET.to_owned().into());
                }
            }
            Some(Draft { key, key_place, place, notation, entry, fields, leans_on, risked })
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

/// Where a field stands.
fn place_of(chunks: biblatex::ChunksRef<'_>, entry: Place) -> Place {
    let span = span(&chunks.span());
    if span.end > span.start { Place { span, ..entry } } else { entry }
}

/// Reads the commands of TeX in what is printed; tells of those that are not known.
fn read_tex(entry: &mut biblatex::Entry, place: Place, sink: &mut Sink) {
    const PRINTED: [&str; 19] = [
        "title",
        "subtitle",
        "shorttitle",
        "booktitle",
        "booksubtitle",
        "maintitle",
        "journal",
        "journaltitle",
        "series",
        "publisher",
        "school",
        "institution",
        "organization",
        "howpublished",
        "note",
        "type",
        "address",
        "location",
        "eventtitle",
    ];
    let key = entry.key.clone();
    for (name, chunks) in &mut entry.fields {
        if !PRINTED.contains(&name.as_str()) {
            continue;
        }
        let at = place_of(chunks, place);
        if let Some(command) = super::tex::read(chunks) {
            let message =
                format!("`{command}` in `{name}` of `{key}` is printed as it stands");
            let help = "write the characters themselves: this command of TeX is not known";
            sink.warn(Diagnostic::new("unused-field", message).at(at).help(help));
        }
    }
}

/// A year that is no number is left out with a warning, as other dates are: `in press`.
fn read_year(entry: &mut biblatex::Entry, place: Place, sink: &mut Sink) {
    if entry.get("date").is_some() {
        return;
    }
    let alone = |entry: &biblatex::Entry, names: &[&str]| {
        let mut one = biblatex::Entry::new(entry.key.clone(), entry.entry_type.clone());
        for name in names {
            if let Some(chunks) = entry.get(name) {
                one.set(name, chunks.to_vec());
            }
        }
        one
    };
    for (name, others) in [
        ("year", &["year"][..]),
        ("month", &["year", "month"]),
        ("day", &["year", "month", "day"]),
    ] {
        let Some(chunks) = entry.get(name) else { continue };
        let typed = match alone(entry, others).date() {
            Ok(PermissiveType::Typed(_)) => true,
            Ok(PermissiveType::Chunks(_)) | Err(_) => false,
        };
        if typed {
            continue;
        }
        let (at, value) = (place_of(chunks, place), chunks.format_verbatim());
        sink.warn(super::not_understood(name, &value, &entry.key, at));
        entry.remove(name);
    }
}

/// Checks the ORCID iDs of authors, which are not printed: `author+an:orcid`, `orcid`,
/// `orcid-numbers`.
fn check_orcids(entry: &biblatex::Entry, place: Place, sink: &mut Sink) {
    for (name, chunks) in &entry.fields {
        if !name.contains("orcid") {
            continue;
        }
        let value = chunks.format_verbatim();
        let words =
            value.split(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '–');
        for word in words {
            let number = word.replace('–', "-");
            let like = number.len() == 19
                && number.bytes().filter(u8::is_ascii_digit).count() >= 15;
            if like && !is_orcid(&number) {
                let message =
                    format!("`{number}` is no ORCID iD: its last character does not fit");
                let help = "copy it from the page of the person at orcid.org";
                let diagnostic = Diagnostic::new("wrong-orcid", message);
                sink.warn(diagnostic.at(place_of(chunks, place)).help(help));
            }
        }
    }
}

/// Says what hayagriva 0.10 leaves out in fields that it reads: the number of an article
/// (`eid`) stands for its pages, and how a work was published for who published it.
fn bring_over(entry: &mut biblatex::Entry) {
    if entry.get("pages").is_none()
        && let Some(number) = entry.remove("eid")
    {
        entry.set("pages", number);
    }
    if let Some(how) = entry.get("howpublished") {
        let (how, plain) = (how.to_vec(), how.format_verbatim());
        let address = plain.starts_with("http://") || plain.starts_with("https://");
        if address && entry.get("url").is_none() {
            entry.set("url", how);
            entry.remove("howpublished");
        } else if !address && entry.get("publisher").is_none() {
            entry.set(
                "publisher",
                vec![Spanned::detached(biblatex::Chunk::Verbatim(plain))],
            );
            entry.remove("howpublished");
        }
    }
    if let Some(kind) = entry.get("type") {
        let kind = kind.format_verbatim();
        // BibLaTeX 3.20, 4.9.2.13
        let words = match kind.trim() {
            "phdthesis" => "Doctoral dissertation",
            "mathesis" | "mastersthesis" => "Master’s thesis",
            "bathesis" => "Bachelor’s thesis",
            "candthesis" => "Candidate thesis",
            "techreport" => "Technical report",
            "resreport" => "Research report",
            "software" => "Computer software",
            "datacd" => "Data CD",
            "audiocd" => "Audio CD",
            "patent" | "patentus" | "patenteu" | "patentde" => "Patent",
            _ => return,
        };
        let chunk = biblatex::Chunk::Normal(words.to_owned());
        entry.set("type", vec![Spanned::detached(chunk)]);
    }
}

/// Tells of fields that are a slip of another: others, which programs add for themselves,
/// say nothing.
fn warn_slips(source: SourceId, entry: &RawEntry<'_>, sink: &mut Sink) {
    for pair in &entry.fields {
        let name = pair.key.v.to_ascii_lowercase();
        if KNOWN.contains(&name.as_str()) || name.len() < 4 || name.contains("orcid") {
            continue;
        }
        let Some(close) = crate::diag::nearest(&name, KNOWN) else { continue };
        if close.len().abs_diff(name.len()) > 1 {
            continue;
        }
        let place = Place { source, span: span(&pair.key.span) };
        sink.warn(super::unknown_field(pair.key.v, entry.key.v, place, KNOWN));
    }
}

/// The fields of BibTeX and BibLaTeX 3.20 (2.2), and those that programs add.
const KNOWN: [&str; 196] = [
    "abstract",
    "addendum",
    "address",
    "affiliation",
    "affiliations",
    "afterword",
    "annotation",
    "annotator",
    "annote",
    "archive",
    "archiveprefix",
    "articleno",
    "articlenumber",
    "arxivid",
    "assignee",
    "author",
    "authortype",
    "bdsk-url-1",
    "bibsource",
    "biburl",
    "bookauthor",
    "bookpagination",
    "booksubtitle",
    "booktitle",
    "booktitleaddon",
    "chapter",
    "coden",
    "comment",
    "commentator",
    "copyright",
    "creationdate",
    "crossref",
    "date",
    "date-added",
    "date-modified",
    "dateadded",
    "datemodified",
    "day",
    "document_type",
    "doi",
    "edition",
    "edition-number",
    "editor",
    "editora",
    "editoratype",
    "editorb",
    "editorbtype",
    "editorc",
    "editorctype",
    "editortype",
    "eid",
    "eissn",
    "entryset",
    "entrysubtype",
    "eprint",
    "eprintclass",
    "eprinttype",
    "eventdate",
    "eventtitle",
    "eventtitleaddon",
    "execute",
    "file",
    "foreword",
    "gender",
    "groups",
    "holder",
    "howpublished",
    "ids",
    "indexsorttitle",
    "indextitle",
    "institution",
    "introduction",
    "isan",
    "isbn",
    "ismn",
    "isrn",
    "issn",
    "issue",
    "issuesubtitle",
    "issuetitle",
    "issuetitleaddon",
    "iswc",
    "journal",
    "journal-iso",
    "journal_abbr",
    "journalsubtitle",
    "journaltitle",
    "journaltitleaddon",
    "key",
    "keyword",
    "keywords",
    "keywords-plus",
    "label",
    "langid",
    "langidopts",
    "language",
    "library",
    "local-url",
    "location",
    "mainsubtitle",
    "maintitle",
    "maintitleaddon",
    "mendeley-groups",
    "mendeley-tags",
    "modificationdate",
    "month",
    "month_numeric",
    "mrclass",
    "mrnumber",
    "namea",
    "nameaddon",
    "nameatype",
    "note",
    "number",
    "numpages",
    "options",
    "organization",
    "origdate",
    "origlanguage",
    "origlocation",
    "origpublisher",
    "origtitle",
    "owner",
    "pages",
    "pages-total",
    "pagetotal",
    "pagination",
    "part",
    "pissn",
    "place",
    "pmcid",
    "pmcid-id",
    "pmid",
    "presort",
    "primaryclass",
    "printed",
    "priority",
    "publisher",
    "pubmedid",
    "pubstate",
    "rating",
    "read",
    "related",
    "relatedoptions",
    "relatedstring",
    "relatedtype",
    "reprinttitle",
    "review",
    "rights",
    "school",
    "series",
    "shortauthor",
    "shorteditor",
    "shorthand",
    "shorthandintro",
    "shortjournal",
    "shortpublisher",
    "shortseries",
    "shorttitle",
    "sortkey",
    "sortname",
    "sortshorthand",
    "sorttitle",
    "sortyear",
    "source",
    "status",
    "subject",
    "subtitle",
    "timestamp",
    "title",
    "titleaddon",
    "titlelink",
    "translator",
    "type",
    "unique-id",
    "url",
    "urldate",
    "urlraw",
    "urlyear",
    "usera",
    "userb",
    "userc",
    "userd",
    "usere",
    "userf",
    "venue",
    "verba",
    "verbb",
    "verbc",
    "version",
    "volume",
    "volumes",
    "xdata",
    "xref",
    "year",
    "zblnumber",
];

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
