//! CSL-JSON, as reference managers, Crossref and PubMed give it.
//!
//! "Citation Style Language 1.0.2", Appendix III and IV, and its schema `csl-data.json`.

use hayagriva::types::{Date, EntryType, Person, PersonRole};

use crate::cite::mend;
use crate::diag::{Diagnostic, Sink, nearest};
use crate::source::{Place, SourceId, Span};

use super::json;
use super::record::{Kind, Record};
use super::tree::{Node, Value};
use super::{Draft, Field, Notation, dates, names, not_understood, unknown_type};

/// Types and what they are.
const TYPES: &[(&str, Kind)] = &[
    ("article-journal", Kind::within(EntryType::Article, EntryType::Periodical)),
    ("article-magazine", Kind::within(EntryType::Article, EntryType::Periodical)),
    ("article-newspaper", Kind::within(EntryType::Article, EntryType::Newspaper)),
    ("article", Kind::within(EntryType::Article, EntryType::Periodical)),
    ("journal-article", Kind::within(EntryType::Article, EntryType::Periodical)),
    ("paper-conference", Kind::within(EntryType::Article, EntryType::Proceedings)),
    ("review", Kind::within(EntryType::Article, EntryType::Periodical)),
    ("review-book", Kind::within(EntryType::Article, EntryType::Periodical)),
    ("book", Kind::alone(EntryType::Book)),
    ("classic", Kind::alone(EntryType::Book)),
    ("collection", Kind::alone(EntryType::Anthology)),
    ("chapter", Kind::within(EntryType::Chapter, EntryType::Book)),
    ("entry", Kind::within(EntryType::Entry, EntryType::Reference)),
    ("entry-dictionary", Kind::within(EntryType::Entry, EntryType::Reference)),
    ("entry-encyclopedia", Kind::within(EntryType::Entry, EntryType::Reference)),
    ("periodical", Kind::alone(EntryType::Periodical)),
    ("report", Kind::alone(EntryType::Report)),
    ("standard", Kind::alone(EntryType::Report)),
    ("regulation", Kind::alone(EntryType::Legislation)),
    ("thesis", Kind::alone(EntryType::Thesis)),
    ("webpage", Kind::within(EntryType::Web, EntryType::Web)),
    ("post", Kind::within(EntryType::Post, EntryType::Thread)),
    ("post-weblog", Kind::within(EntryType::Article, EntryType::Blog)),
    ("dataset", Kind::alone(EntryType::Misc)),
    ("software", Kind::alone(EntryType::Repository)),
    ("patent", Kind::alone(EntryType::Patent)),
    ("legal_case", Kind::alone(EntryType::Case)),
    ("legislation", Kind::alone(EntryType::Legislation)),
    ("bill", Kind::alone(EntryType::Legislation)),
    ("treaty", Kind::alone(EntryType::Legislation)),
    ("hearing", Kind::alone(EntryType::Misc)),
    ("manuscript", Kind::alone(EntryType::Manuscript)),
    ("motion_picture", Kind::alone(EntryType::Video)),
    ("broadcast", Kind::alone(EntryType::Video)),
    ("song", Kind::alone(EntryType::Audio)),
    ("musical_score", Kind::alone(EntryType::Audio)),
    ("performance", Kind::alone(EntryType::Performance)),
    ("event", Kind::alone(EntryType::Conference)),
    ("graphic", Kind::alone(EntryType::Artwork)),
    ("figure", Kind::alone(EntryType::Artwork)),
    ("map", Kind::alone(EntryType::Misc)),
    ("document", Kind::alone(EntryType::Misc)),
    ("interview", Kind::alone(EntryType::Misc)),
    ("pamphlet", Kind::alone(EntryType::Misc)),
    ("personal_communication", Kind::alone(EntryType::Misc)),
    ("speech", Kind::alone(EntryType::Misc)),
];

/// Variables that are printed.
const READ: [&str; 47] = [
    "id",
    "type",
    "title",
    "title-short",
    "container-title",
    "container-title-short",
    "collection-title",
    "collection-number",
    "event-title",
    "event",
    "event-place",
    "volume",
    "issue",
    "number",
    "edition",
    "page",
    "number-of-pages",
    "chapter-number",
    "publisher",
    "publisher-place",
    "authority",
    "genre",
    "note",
    "archive",
    "archive_location",
    "call-number",
    "version",
    "language",
    "URL",
    "DOI",
    "PMID",
    "PMCID",
    "ISBN",
    "ISSN",
    "issued",
    "accessed",
    "author",
    "editor",
    "translator",
    "container-author",
    "composer",
    "director",
    "illustrator",
    "producer",
    "compiler",
    "narrator",
    "organizer",
];

/// The works of a file, in order.
pub(super) fn read(source: SourceId, text: &str, sink: &mut Sink) -> Vec<Draft> {
    let place = |span: Span| Place { source, span };
    let node = match json::read(text) {
        Ok(node) => node,
        Err((why, span)) => {
            let message = format!("the file is no JSON: {why}");
            let help = "write an array of objects: `[{\"id\": \"smith2020\", …}]`";
            let diagnostic = Diagnostic::new("bad-bibliography", message);
            sink.error(diagnostic.at(place(span)).help(help));
            return Vec::new();
        }
    };
    let items = match &node.value {
        Value::List(items) => items.as_slice(),
        Value::Map(_) if node.get("items").is_some() => {
            node.get("items").map(Node::items).unwrap_or_default()
        }
        Value::Map(_) => std::slice::from_ref(&node),
        Value::Text(_) | Value::Word(_) => &[],
    };
    let mut drafts: Vec<Draft> = Vec::new();
    for item in items {
        drafts.extend(draft(source, item, sink));
    }
    if items.is_empty() && !matches!(node.value, Value::List(_)) {
        no_item(place(node.span), sink);
    }
    drafts
}

fn no_item(place: Place, sink: &mut Sink) {
    let help =
        "write an object for each work: `{\"id\": \"smith2020\", \"type\": \"book\", …}`";
    let diagnostic = Diagnostic::new("bad-bibliography", "this is no work in CSL-JSON");
    sink.error(diagnostic.at(place).help(help));
}

fn draft(source: SourceId, item: &Node, sink: &mut Sink) -> Option<Draft> {
    let place = |span: Span| Place { source, span };
    if !matches!(item.value, Value::Map(_)) {
        no_item(place(item.span), sink);
        return None;
    }
    let id = ["id", "citation-key", "DOI"].iter().find_map(|name| item.get(name));
    let Some((key, key_node)) = id.and_then(|node| Some((node.text()?, node))) else {
        let diagnostic = Diagnostic::new("bad-bibliography", "a reference has no key");
        sink.error(diagnostic.at(place(item.span)).help("add `\"id\": \"smith2020\"`"));
        return None;
    };
    let written = item.get("type").and_then(Node::text).unwrap_or_default();
    let kind = TYPES.iter().find(|(name, _)| *name == written);
    if kind.is_none() {
        let at = item.get("type").map_or(key_node.span, |node| node.span);
        let names = TYPES.iter().map(|(name, _)| *name);
        sink.warn(unknown_type(written, key, place(at), names));
    }
    let kind = kind.map_or(Kind::alone(EntryType::Misc), |(_, kind)| *kind);
    let kind = match kind {
        // a preprint or an article on a site stands in no journal
        Kind { own: EntryType::Article, .. }
            if item.get("container-title").is_none() && written == "article" =>
        {
            Kind::alone(EntryType::Article)
        }
        kind => kind,
    };
    let mut record = record(source, item, key, sink);
    if written == "dataset" && record.genre.is_empty() {
        mend::DATA_SET.clone_into(&mut record.genre);
    }
    let mut fields = Vec::new();
    for (written, name) in [
        ("DOI", "doi"),
        ("PMID", "pmid"),
        ("PMCID", "pmcid"),
        ("ISBN", "isbn"),
        ("ISSN", "issn"),
        ("URL", "url"),
    ] {
        let Some(node) = item.get(written) else { continue };
        let node = node.items().first().unwrap_or(node);
        if let Some(value) = node.text().filter(|value| !value.is_empty()) {
            fields.push(Field { name, value: value.to_owned(), place: place(node.span) });
        }
    }
    let entry = record.entry(key, kind);
    Some(Draft {
        key: key.to_owned(),
        key_place: place(key_node.span),
        place: place(item.span),
        notation: Notation::CslJson,
        entry,
        fields,
        leans_on: Vec::new(),
        risked: Vec::new(),
    })
}

fn record(source: SourceId, item: &Node, key: &str, sink: &mut Sink) -> Record {
    let mut record = Record::default();
    for (name, name_span, node) in item.entries() {
        let value =
            node.text().or_else(|| node.items().first()?.text()).unwrap_or_default();
        let place = Place { source, span: node.span };
        let own = |text: &mut String| value.clone_into(text);
        let mut date = || read_date(name, key, node, place, sink);
        match name.as_str() {
            "title" => own(&mut record.title),
            "title-short" | "shortTitle" => own(&mut record.short_title),
            "container-title" => own(&mut record.container),
            "container-title-short" | "journalAbbreviation" => {
                own(&mut record.container_short)
            }
            "collection-title" => own(&mut record.series),
            "collection-number" => own(&mut record.series_number),
            "event-title" | "event" => own(&mut record.event),
            "event-place" => own(&mut record.event_place),
            "volume" => own(&mut record.volume),
            "issue" => own(&mut record.issue),
            "number" => own(&mut record.number),
            "edition" => own(&mut record.edition),
            "page" => own(&mut record.pages),
            "number-of-pages" => own(&mut record.page_total),
            "chapter-number" => own(&mut record.chapter),
            "publisher" => own(&mut record.publisher),
            "publisher-place" => own(&mut record.publisher_place),
            "authority" => own(&mut record.organization),
            "genre" => own(&mut record.genre),
            "note" => own(&mut record.note),
            "archive" => own(&mut record.archive),
            "archive_location" => own(&mut record.archive_location),
            "call-number" => own(&mut record.call_number),
            "version" => own(&mut record.version),
            "language" => own(&mut record.language),
            "URL" => own(&mut record.url),
            "issued" => record.date = date(),
            "accessed" => record.accessed = date(),
            "author" => record.authors = persons(node),
            "editor" => record.editors = persons(node),
            "translator" => record.translators = persons(node),
            "container-author" => record.container_authors = persons(node),
            other => {
                if let Some(role) = role(other) {
                    let persons = persons(node).into_iter();
                    record.others.extend(persons.map(|one| (role.clone(), one)));
                } else if let Some(slip) = slip(other) {
                    let message = format!("the field `{other}` of `{key}` is not printed");
                    let place = Place { source, span: *name_span };
                    let diagnostic = Diagnostic::new("unused-field", message).at(place);
                    sink.warn(diagnostic.help(format!("did you mean `{slip}`?")));
                }
            }
        }
    }
    record
}

/// What somebody did who is neither author, editor nor translator.
fn role(variable: &str) -> Option<PersonRole> {
    match variable {
        "composer" => Some(PersonRole::Composer),
        "director" => Some(PersonRole::Director),
        "illustrator" => Some(PersonRole::Illustrator),
        "producer" => Some(PersonRole::Producer),
        "compiler" => Some(PersonRole::Compiler),
        "narrator" => Some(PersonRole::Narrator),
        "organizer" => Some(PersonRole::Organizer),
        "contributor" => Some(PersonRole::Collaborator),
        "performer" => Some(PersonRole::CastMember),
        "script-writer" => Some(PersonRole::Writer),
        _ => None,
    }
}

/// The variable that an unknown key is a slip of: others, which programs add for
/// themselves, say nothing.
fn slip(name: &str) -> Option<&'static str> {
    const OTHERS: [&str; 12] = [
        "source",
        "custom",
        "license",
        "link",
        "score",
        "prefix",
        "issn-type",
        "created",
        "subject",
        "subtitle",
        "abstract",
        "keyword",
    ];
    let close = nearest(name, READ.iter().copied())?;
    let differ = close.len().abs_diff(name.len()) <= 1;
    (differ && name.len() > 4 && !OTHERS.contains(&name) && !READ.contains(&name))
        .then_some(close)
}

fn persons(node: &Node) -> Vec<Person> {
    node.items().iter().filter_map(person).collect()
}

fn person(node: &Node) -> Option<Person> {
    let part = |name: &str| {
        node.text_of(name).map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
    };
    if let Some(literal) = part("literal").or_else(|| part("name")) {
        return Some(names::body(&literal));
    }
    let particle = part("non-dropping-particle").map(|one| format!("{one} "));
    let (name, given) = match (part("family"), part("given")) {
        (Some(family), given) => (particle.unwrap_or_default() + &family, given),
        (None, given) => (given?, None),
    };
    let comma = node
        .get("comma-suffix")
        .is_some_and(|node| matches!(node.value, Value::Word("true")));
    Some(Person {
        prefix: part("dropping-particle"),
        suffix: part("suffix"),
        comma_suffix: comma,
        given_name: given,
        ..names::body(&name)
    })
}

/// A date by its parts, or as it is written.
fn read_date(
    name: &str,
    key: &str,
    node: &Node,
    place: Place,
    sink: &mut Sink,
) -> Option<Date> {
    let parts = node.get("date-parts").map(Node::items).unwrap_or_default();
    let found = parts.first().and_then(|first| {
        let numbers: Vec<i32> =
            first.items().iter().filter_map(|part| part.text()?.parse().ok()).collect();
        let part = |at: usize, most: i32| {
            let number =
                numbers.get(at).copied().filter(|number| (1..=most).contains(number));
            number.and_then(|number| u8::try_from(number - 1).ok())
        };
        let year = *numbers.first()?;
        // CSL counts no year 0: -380 is 380 BC; Hayagriva counts as ISO 8601 does
        let year = if year < 0 { year.saturating_add(1) } else { year };
        Some(Date { month: part(1, 12), day: part(2, 31), ..Date::from_year(year) })
    });
    let written = ["raw", "literal"].iter().find_map(|form| node.text_of(form));
    let written = written.or_else(|| node.text());
    let found = found.or_else(|| {
        let read = dates::numeric(written?).or_else(|| dates::worded(written?))?;
        Some(read.date)
    });
    let Some(mut date) = found else {
        let shown = written.unwrap_or("it");
        sink.warn(not_understood(name, shown, key, place));
        return None;
    };
    if let Some(season) = node.text_of("season") {
        let number = season.parse().ok().and_then(dates::season_of);
        date.season = number.or_else(|| dates::named_season(season));
    }
    let circa = node.get("circa").is_some_and(|node| {
        !matches!(node.value, Value::Word("false") | Value::Word("null"))
    });
    date.approximate |= circa;
    if parts.len() > 1 {
        sink.warn(super::ranged(name, key, place));
    }
    Some(date)
}
