//! RIS, as reference managers and publishers give it.
//!
//! "RIS Format Specifications", Research Information Systems (2011): each entry begins
//! with `TY  - ` and ends with `ER  - `.

use hayagriva::types::{EntryType, PersonRole};

use crate::cite::mend;
use crate::diag::{Diagnostic, Sink};
use crate::source::{Place, SourceId, Span};

use super::record::{Kind, Record};
use super::tagged::{self, Form, Line, Read};
use super::{
    Draft, Field, Notation, dates, names, not_understood, unknown_field, unknown_type,
};

const FORM: Form = Form { longest: 2, hyphen: 4, indented: false };

/// Types and what they are.
const TYPES: &[(&str, Kind)] = &[
    ("JOUR", Kind::within(EntryType::Article, EntryType::Periodical)),
    ("EJOUR", Kind::within(EntryType::Article, EntryType::Periodical)),
    ("ABST", Kind::within(EntryType::Article, EntryType::Periodical)),
    ("INPR", Kind::within(EntryType::Article, EntryType::Periodical)),
    ("JFULL", Kind::alone(EntryType::Periodical)),
    ("MGZN", Kind::within(EntryType::Article, EntryType::Periodical)),
    ("NEWS", Kind::within(EntryType::Article, EntryType::Newspaper)),
    ("BOOK", Kind::alone(EntryType::Book)),
    ("EBOOK", Kind::alone(EntryType::Book)),
    ("EDBOOK", Kind::alone(EntryType::Anthology)),
    ("CLSWK", Kind::alone(EntryType::Book)),
    ("SER", Kind::alone(EntryType::Book)),
    ("CHAP", Kind::within(EntryType::Chapter, EntryType::Book)),
    ("ECHAP", Kind::within(EntryType::Chapter, EntryType::Book)),
    ("CONF", Kind::alone(EntryType::Proceedings)),
    ("CPAPER", Kind::within(EntryType::Article, EntryType::Proceedings)),
    ("THES", Kind::alone(EntryType::Thesis)),
    ("RPRT", Kind::alone(EntryType::Report)),
    ("GOVDOC", Kind::alone(EntryType::Report)),
    ("STAND", Kind::alone(EntryType::Report)),
    ("ELEC", Kind::within(EntryType::Web, EntryType::Web)),
    ("WEB", Kind::within(EntryType::Web, EntryType::Web)),
    ("ICOMM", Kind::within(EntryType::Web, EntryType::Web)),
    ("BLOG", Kind::within(EntryType::Article, EntryType::Blog)),
    ("DICT", Kind::within(EntryType::Entry, EntryType::Reference)),
    ("ENCYC", Kind::within(EntryType::Entry, EntryType::Reference)),
    ("DATA", Kind::alone(EntryType::Misc)),
    ("COMP", Kind::alone(EntryType::Repository)),
    ("PAT", Kind::alone(EntryType::Patent)),
    ("CASE", Kind::alone(EntryType::Case)),
    ("STAT", Kind::alone(EntryType::Legislation)),
    ("BILL", Kind::alone(EntryType::Legislation)),
    ("LEGAL", Kind::alone(EntryType::Legislation)),
    ("UNPB", Kind::alone(EntryType::Manuscript)),
    ("MANSCPT", Kind::alone(EntryType::Manuscript)),
    ("MPCT", Kind::alone(EntryType::Video)),
    ("VIDEO", Kind::alone(EntryType::Video)),
    ("ADVS", Kind::alone(EntryType::Video)),
    ("SOUND", Kind::alone(EntryType::Audio)),
    ("MUSIC", Kind::alone(EntryType::Audio)),
    ("ART", Kind::alone(EntryType::Artwork)),
    ("FIGURE", Kind::alone(EntryType::Artwork)),
    ("MAP", Kind::alone(EntryType::Misc)),
    ("PAMP", Kind::alone(EntryType::Misc)),
    ("PCOMM", Kind::alone(EntryType::Misc)),
    ("SLIDE", Kind::alone(EntryType::Misc)),
    ("GEN", Kind::alone(EntryType::Misc)),
];

/// Tags of what no list of references prints.
const SILENT: [&str; 28] = [
    "AB", "N2", "KW", "AD", "CA", "AV", "L1", "L2", "L3", "L4", "LK", "DB", "DP", "RN",
    "RP", "C1", "C2", "C3", "C4", "C5", "C6", "C7", "C8", "ST", "U1", "U2", "RI", "CR",
];

/// Tags that are read.
const READ: [&str; 52] = [
    "TY", "ER", "ID", "TI", "T1", "CT", "BT", "T2", "T3", "JO", "JF", "JA", "J1", "J2",
    "AU", "A1", "A2", "A3", "A4", "ED", "TA", "PY", "Y1", "DA", "Y2", "VL", "IS", "CP",
    "SP", "EP", "SN", "PB", "CY", "PP", "UR", "DO", "M1", "M2", "M3", "ET", "LA", "N1",
    "AN", "CN", "NV", "SE", "OP", "U3", "U4", "U5", "TT", "SV",
];

/// The entries of a file.
pub(super) fn read(source: SourceId, text: &str, sink: &mut Sink) -> Vec<Draft> {
    let mut drafts = Vec::new();
    let mut keys: Vec<String> = Vec::new();
    let mut open: Option<Vec<Line<'_>>> = None;
    for line in tagged::lines(source, text, FORM) {
        match line {
            Read::Empty => {}
            Read::Malformed(place) => {
                let message = "this is no line of RIS";
                let help = "write a tag of two characters, two spaces, a hyphen and a space: \
                            `TI  - A title`";
                let diagnostic = Diagnostic::new("bad-bibliography", message);
                sink.error(diagnostic.at(place).help(help));
            }
            Read::Tagged(line) if line.tag == "TY" => {
                if let Some(lines) = open.take() {
                    unfinished(&lines, sink);
                }
                open = Some(vec![line]);
            }
            Read::Tagged(line) if line.tag == "ER" => match open.take() {
                Some(lines) => drafts.extend(draft(&lines, &mut keys, sink)),
                None => outside(&line, sink),
            },
            Read::Tagged(line) => match &mut open {
                Some(lines) => lines.push(line),
                None => outside(&line, sink),
            },
        }
    }
    if let Some(lines) = open {
        unfinished(&lines, sink);
    }
    drafts
}

fn unfinished(lines: &[Line<'_>], sink: &mut Sink) {
    let Some(first) = lines.first() else { return };
    let diagnostic = Diagnostic::new("bad-bibliography", "an entry has no end");
    sink.error(diagnostic.at(first.tag_place).help("end it with a line `ER  - `"));
}

fn outside(line: &Line<'_>, sink: &mut Sink) {
    let message = format!("`{}` stands in no entry", line.tag);
    let diagnostic = Diagnostic::new("bad-bibliography", message);
    sink.error(
        diagnostic.at(line.tag_place).help("begin an entry with a line `TY  - JOUR`"),
    );
}

/// An entry by its lines, the first of which is its type.
fn draft(lines: &[Line<'_>], keys: &mut Vec<String>, sink: &mut Sink) -> Option<Draft> {
    let (first, last) = (lines.first()?, lines.last()?);
    let place = Place {
        span: Span::new(first.tag_place.span.start, last.place.span.end),
        ..first.place
    };
    let id = lines.iter().find(|line| line.tag == "ID" && !line.value.is_empty());
    let named = id.map_or("an entry without `ID`", |line| &line.value);
    let kind = TYPES.iter().find(|(name, _)| *name == first.value);
    if kind.is_none() {
        let names = TYPES.iter().map(|(name, _)| *name);
        sink.warn(unknown_type(&first.value, named, first.place, names));
    }
    let kind = kind.map_or(Kind::alone(EntryType::Misc), |(_, kind)| *kind);
    // programs write papers as `CONF` too: what has a title around it is one
    let within = lines.iter().any(|line| {
        matches!(line.tag, "T2" | "BT" | "JF" | "JO") && !line.value.is_empty()
    });
    let kind = if kind.own == EntryType::Proceedings && within {
        Kind::within(EntryType::Article, EntryType::Proceedings)
    } else {
        kind
    };
    let (mut record, fields) = record(lines, kind, named, sink);
    if first.value == "DATA" && record.genre.is_empty() {
        mend::DATA_SET.clone_into(&mut record.genre);
    }
    let key = id.map(|line| line.value.clone());
    let key = key.or_else(|| tagged::made_key(&record, keys));
    let Some(key) = key else {
        let help = "add a line `ID  - smith2020`; else it is made of the family name of the \
                    first author and the year";
        let diagnostic = Diagnostic::new("bad-bibliography", "a reference has no key");
        sink.error(diagnostic.at(place).help(help));
        return None;
    };
    keys.push(key.clone());
    let key_place = id.map_or(first.place, |line| line.place);
    let entry = record.entry(&key, kind);
    Some(Draft {
        key,
        key_place,
        place,
        notation: Notation::Ris,
        entry,
        fields,
        leans_on: Vec::new(),
        risked: Vec::new(),
    })
}

/// What the lines of an entry say.
fn record(
    lines: &[Line<'_>],
    kind: Kind,
    key: &str,
    sink: &mut Sink,
) -> (Record, Vec<Field>) {
    let mut record = Record::default();
    let mut fields = Vec::new();
    let (mut first_page, mut last_page) = ("", "");
    for line in lines.iter().filter(|line| !line.value.is_empty()) {
        let value = line.value.as_str();
        let mut field = |name| {
            fields.push(Field { name, value: value.to_owned(), place: line.place });
        };
        let own = |text: &mut String| {
            if text.is_empty() {
                value.clone_into(text);
            }
        };
        match line.tag {
            "TY" | "ID" => {}
            "TI" | "T1" | "CT" => own(&mut record.title),
            "BT" if kind.container.is_none() => own(&mut record.title),
            "T2" | "BT" if kind.container.is_some() => own(&mut record.container),
            "JF" | "JO" => own(&mut record.container),
            "J2" | "JA" | "J1" => own(&mut record.container_short),
            "T2" | "T3" => own(&mut record.series),
            "SP" => first_page = value,
            "EP" => last_page = value,
            "VL" => own(&mut record.volume),
            "IS" | "CP" => own(&mut record.issue),
            "ET" => own(&mut record.edition),
            "PB" => own(&mut record.publisher),
            "CY" | "PP" => own(&mut record.publisher_place),
            "M1" => own(&mut record.number),
            "M3" => own(&mut record.genre),
            "LA" => own(&mut record.language),
            "N1" => own(&mut record.note),
            "CN" => own(&mut record.call_number),
            "SE" => own(&mut record.chapter),
            "UR" => {
                if record.url.is_empty() {
                    field("url");
                }
                own(&mut record.url);
            }
            "DO" => field("doi"),
            "SN" => field(serial(kind)),
            "AN" => accession(&mut record, lines, line, &mut fields),
            "AU" | "A1" => record.authors.extend(names::with_commas(value)),
            "ED" | "A2" => record.editors.extend(names::with_commas(value)),
            "A4" => record.translators.extend(names::with_commas(value)),
            "A3" => {
                let person = names::with_commas(value);
                record.others.extend(person.map(|one| (PersonRole::Collaborator, one)));
            }
            "DA" | "PY" | "Y1" | "Y2" => date(&mut record, line, key, sink),
            tag if SILENT.contains(&tag) => {}
            tag if READ.contains(&tag) => {}
            tag => sink.warn(unknown_field(tag, key, line.tag_place, READ)),
        }
    }
    record.pages = match (first_page, last_page) {
        (first, "") => first.to_owned(),
        (first, last) if first == last || first.contains(['-', '–']) => first.to_owned(),
        (first, last) => format!("{first}-{last}"),
    };
    (record, fields)
}

/// What `SN` is of a work.
fn serial(kind: Kind) -> &'static str {
    let holder = kind.container.unwrap_or(kind.own);
    let journal = matches!(holder, EntryType::Periodical | EntryType::Newspaper);
    if journal { "issn" } else { "isbn" }
}

/// An accession number of PubMed is one: `DB  - PubMed`.
fn accession(
    record: &mut Record,
    lines: &[Line<'_>],
    line: &Line<'_>,
    fields: &mut Vec<Field>,
) {
    let pubmed = lines.iter().any(|other| {
        matches!(other.tag, "DB" | "DP")
            && ["pubmed", "medline"]
                .iter()
                .any(|name| other.value.to_lowercase().contains(name))
    });
    if pubmed {
        let value = line.value.clone();
        fields.push(Field { name: "pmid", value, place: line.place });
    } else {
        record.archive_location.clone_from(&line.value);
    }
}

/// A day and month say more than a year does, whichever line comes first.
fn date(record: &mut Record, line: &Line<'_>, key: &str, sink: &mut Sink) {
    let Some(read) = dates::numeric(&line.value) else {
        sink.warn(not_understood(line.tag, &line.value, key, line.place));
        return;
    };
    if read.ranged {
        sink.warn(super::ranged(line.tag, key, line.place));
    }
    if line.tag == "Y2" {
        record.accessed = Some(read.date);
        return;
    }
    let finer =
        record.date.is_none_or(|before| before.month.is_none() && before.season.is_none());
    if finer {
        record.date = Some(read.date);
    }
}
