//! The format in which PubMed gives its entries: `.nbib`.
//!
//! "MEDLINE/PubMed Data Element (Field) Descriptions", National Library of Medicine: a tag
//! of up to four letters, a hyphen and a space; an empty line between entries.

use hayagriva::types::EntryType;

use crate::diag::{Diagnostic, Sink};
use crate::source::{Place, SourceId, Span};

use super::record::{Kind, Record};
use super::tagged::{self, Form, Line, Read};
use super::{Draft, Field, Notation, dates, names, not_understood, unknown_field};

const FORM: Form = Form { longest: 4, hyphen: 4, indented: true };

/// Tags that are read.
const READ: [&str; 30] = [
    "PMID", "PMC", "TI", "BTI", "CTI", "AU", "FAU", "CN", "ED", "FED", "JT", "TA", "VI",
    "IP", "PG", "DP", "LID", "AID", "IS", "ISBN", "LA", "PB", "PL", "EN", "VTI", "CP",
    "VI", "URL", "PT", "STAT",
];

/// Tags of what no list of references prints.
const SILENT: [&str; 53] = [
    "OWN", "DCOM", "LR", "AB", "CI", "AD", "AUID", "GR", "DEP", "PHST", "SO", "CRDT",
    "MHDA", "EDAT", "OTO", "OT", "MH", "RN", "SB", "JID", "COIS", "PST", "OAB", "OABL",
    "NLM", "MID", "TT", "PMCR", "IR", "FIR", "IRAD", "CON", "CIN", "EIN", "EFR", "RIN",
    "ROF", "RPI", "RPF", "UOF", "UIN", "SI", "SFM", "GN", "GS", "DA", "DRDT", "CDAT", "LI",
    "NM", "OCI", "OID", "RF",
];

/// The entries of a file.
pub(super) fn read(source: SourceId, text: &str, sink: &mut Sink) -> Vec<Draft> {
    let mut drafts = Vec::new();
    let mut keys: Vec<String> = Vec::new();
    let mut lines: Vec<Line<'_>> = Vec::new();
    let mut finish = |lines: &mut Vec<Line<'_>>, sink: &mut Sink| {
        drafts.extend(draft(lines, &mut keys, sink));
        lines.clear();
    };
    for line in tagged::lines(source, text, FORM) {
        match line {
            Read::Empty => finish(&mut lines, sink),
            Read::Malformed(place) => {
                let message = "this is no line of an `.nbib` file";
                let help = "write a tag, spaces up to four characters, a hyphen and a space: \
                            `TI  - A title`; what goes on begins with spaces";
                let diagnostic = Diagnostic::new("bad-bibliography", message);
                sink.error(diagnostic.at(place).help(help));
            }
            Read::Tagged(line) => {
                if line.tag == "PMID" && lines.iter().any(|before| before.tag == "PMID") {
                    finish(&mut lines, sink);
                }
                lines.push(line);
            }
        }
    }
    finish(&mut lines, sink);
    drafts
}

fn draft(lines: &[Line<'_>], keys: &mut Vec<String>, sink: &mut Sink) -> Option<Draft> {
    let (first, last) = (lines.first()?, lines.last()?);
    let place = Place {
        span: Span::new(first.tag_place.span.start, last.place.span.end),
        ..first.place
    };
    let pmid = lines.iter().find(|line| line.tag == "PMID");
    let named = pmid.map_or("an entry without `PMID`", |line| &line.value);
    let has =
        |tag: &str| lines.iter().any(|line| line.tag == tag && !line.value.is_empty());
    let kind = match (has("BTI"), has("TI")) {
        (true, true) => Kind::within(EntryType::Chapter, EntryType::Book),
        (true, false) => Kind::alone(EntryType::Book),
        (false, _) => Kind::within(EntryType::Article, EntryType::Periodical),
    };
    let (record, fields) = record(lines, kind, named, sink);
    let Some(key) = tagged::made_key(&record, keys) else {
        let help = "a key is made of the family name of the first author and the year: add \
                    `FAU - Smith, Ann` or `CN  - A society`";
        let diagnostic = Diagnostic::new("bad-bibliography", "a reference has no key");
        sink.error(diagnostic.at(place).help(help));
        return None;
    };
    keys.push(key.clone());
    let key_place = pmid.map_or(first.place, |line| line.place);
    let entry = record.entry(&key, kind);
    Some(Draft {
        key,
        key_place,
        place,
        notation: Notation::Nbib,
        entry,
        fields,
        leans_on: Vec::new(),
        risked: Vec::new(),
    })
}

fn record(
    lines: &[Line<'_>],
    kind: Kind,
    key: &str,
    sink: &mut Sink,
) -> (Record, Vec<Field>) {
    let mut record = Record::default();
    let mut fields: Vec<Field> = Vec::new();
    let has = |tag: &str| lines.iter().any(|line| line.tag == tag);
    let (full, full_editors) = (has("FAU"), has("FED"));
    for line in lines.iter().filter(|line| !line.value.is_empty()) {
        let value = line.value.as_str();
        let own = |text: &mut String| {
            if text.is_empty() {
                value.clone_into(text);
            }
        };
        match line.tag {
            "TI" => title(value).clone_into(&mut record.title),
            "BTI" if kind.container.is_none() => title(value).clone_into(&mut record.title),
            "BTI" => title(value).clone_into(&mut record.container),
            "CTI" => title(value).clone_into(&mut record.series),
            "FAU" => record.authors.extend(names::full(value)),
            "AU" if !full => record.authors.extend(names::short(value)),
            "CN" => record.authors.push(names::body(value)),
            "FED" => record.editors.extend(names::full(value)),
            "ED" if !full_editors => record.editors.extend(names::short(value)),
            "JT" => own(&mut record.container),
            "TA" => own(&mut record.container_short),
            "VI" => own(&mut record.volume),
            "IP" => own(&mut record.issue),
            "PG" => own(&mut record.pages),
            "EN" => own(&mut record.edition),
            "PB" => own(&mut record.publisher),
            "PL" if kind.own != EntryType::Article => own(&mut record.publisher_place),
            "LA" => language(value).clone_into(&mut record.language),
            "DP" => match dates::worded(value) {
                Some(read) => {
                    if read.ranged {
                        sink.warn(super::ranged(line.tag, key, line.place));
                    }
                    record.date = Some(read.date);
                }
                None => sink.warn(not_understood(line.tag, value, key, line.place)),
            },
            "PMID" | "PMC" | "LID" | "AID" | "IS" | "ISBN" => serial(line, &mut fields),
            tag if SILENT.contains(&tag) || READ.contains(&tag) => {}
            tag => sink.warn(unknown_field(tag, key, line.tag_place, READ)),
        }
    }
    if record.container.is_empty() {
        record.container = std::mem::take(&mut record.container_short);
    }
    (record, fields)
}

/// A title without the full stop that PubMed ends it with, and without the brackets of a
/// translated one.
fn title(value: &str) -> &str {
    let value = value.strip_suffix('.').unwrap_or(value);
    value.strip_prefix('[').and_then(|value| value.strip_suffix(']')).unwrap_or(value)
}

/// `10.1000/182 [doi]` is a DOI; others of these, such as page numbers, are none.
fn serial(line: &Line<'_>, fields: &mut Vec<Field>) {
    let (value, mark) = line.value.split_once(' ').unwrap_or((&line.value, ""));
    let name = match line.tag {
        "PMID" => "pmid",
        "PMC" => "pmcid",
        "IS" => "issn",
        "ISBN" => "isbn",
        _ if mark == "[doi]" => "doi",
        _ => return,
    };
    if fields.iter().all(|field| field.name != name) {
        let place = Place {
            span: Span::new(
                line.place.span.start,
                line.place.span.start + u32::try_from(value.len()).unwrap_or_default(),
            ),
            ..line.place
        };
        fields.push(Field { name, value: value.to_owned(), place });
    }
}

/// The tag of a language by the code of MARC, of those that are common.
fn language(code: &str) -> &'static str {
    match code {
        "eng" => "en",
        "ger" => "de",
        "fre" => "fr",
        "spa" => "es",
        "ita" => "it",
        "por" => "pt",
        "rus" => "ru",
        "jpn" => "ja",
        "chi" => "zh",
        "kor" => "ko",
        "dut" => "nl",
        "pol" => "pl",
        "swe" => "sv",
        "dan" => "da",
        "nor" => "no",
        "fin" => "fi",
        "tur" => "tr",
        "cze" => "cs",
        "hun" => "hu",
        "heb" => "he",
        "ara" => "ar",
        "gre" => "el",
        _ => "",
    }
}
