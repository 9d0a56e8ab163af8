//! The YAML of Hayagriva, which reads it; the places are found beside it.

use hayagriva::Entry;
use hayagriva::types::EntryType;
use saphyr_parser::{Event, Parser};

use crate::diag::{Diagnostic, Sink, nearest};
use crate::source::{Place, SourceId, Span};

use super::tree::{Node, Value};
use super::{Draft, Field, Notation, span, unknown_field};

/// Fields of an entry and of what it stands in: "The Hayagriva YAML File Format".
const FIELDS: [&str; 29] = [
    "type",
    "title",
    "author",
    "date",
    "parent",
    "editor",
    "affiliated",
    "publisher",
    "location",
    "organization",
    "issue",
    "chapter",
    "volume",
    "volume-total",
    "edition",
    "page-range",
    "page-total",
    "time-range",
    "runtime",
    "url",
    "serial-number",
    "serial",
    "language",
    "archive",
    "archive-location",
    "call-number",
    "note",
    "abstract",
    "genre",
];

/// Types, as Hayagriva calls them.
const TYPES: [&str; 30] = [
    "article",
    "chapter",
    "entry",
    "anthos",
    "report",
    "thesis",
    "web",
    "scene",
    "artwork",
    "patent",
    "case",
    "newspaper",
    "legislation",
    "manuscript",
    "post",
    "misc",
    "performance",
    "periodical",
    "proceedings",
    "book",
    "blog",
    "reference",
    "conference",
    "anthology",
    "repository",
    "thread",
    "video",
    "audio",
    "exhibition",
    "original",
];

/// The entries of a file, in order.
pub(super) fn read(source: SourceId, text: &str, sink: &mut Sink) -> Vec<Draft> {
    let place = |span: Span| Place { source, span };
    let tree = match tree(text) {
        Ok(Some(tree)) => tree,
        Ok(None) => return Vec::new(),
        Err((why, at)) => {
            let message = format!("the file is no YAML: {why}");
            let help = "write `key:` and below it, indented, `field: value`; quote values \
                        that hold `: ` or begin with a mark";
            let diagnostic = Diagnostic::new("bad-bibliography", message);
            sink.error(diagnostic.at(place(span(at, at))).help(help));
            return Vec::new();
        }
    };
    let Value::Map(entries) = &tree.value else {
        let help = "write a key for each work, and below it, indented, its fields";
        let diagnostic = Diagnostic::new("bad-bibliography", "the file holds no entries");
        sink.error(diagnostic.at(place(tree.span)).help(help));
        return Vec::new();
    };
    let mut first: Vec<(&str, Place)> = Vec::new();
    let mut alright = true;
    for (key, at, _) in entries {
        let at = place(*at);
        if let Some((_, before)) = first.iter().find(|(known, _)| known == key) {
            sink.error(crate::cite::bibliography::duplicate(key, at, *before));
            alright = false;
        }
        first.push((key, at));
    }
    if !alright {
        return Vec::new();
    }
    // an entry by itself has a place when it is wrong; one that leans on another by an
    // anchor of YAML is found in the whole
    let whole = hayagriva::io::from_yaml_str(text).ok();
    let mut drafts = Vec::new();
    for (number, (key, key_span, node)) in entries.iter().enumerate() {
        let start = key_span.start as usize;
        let end =
            entries.get(number + 1).map_or(text.len(), |(_, next, _)| next.start as usize);
        let own = whole.as_ref().and_then(|library| library.get(key)).cloned();
        let own = own.map_or_else(|| alone(key, &text[start..end]), Ok);
        let (key_place, place) =
            (place(*key_span), place(Span::new(key_span.start, node.span.end)));
        tell_unknown(source, key, node, sink);
        match own {
            Ok(entry) => {
                let (key, notation) = (key.clone(), Notation::Yaml);
                let fields = fields(source, node);
                drafts.push(Draft {
                    key,
                    key_place,
                    place,
                    notation,
                    entry,
                    fields,
                    leans_on: Vec::new(),
                    risked: Vec::new(),
                });
            }
            Err((why, line, column)) => {
                sink.error(wrong((source, text, start), key, node, (&why, line, column)));
            }
        }
    }
    drafts
}

/// An entry that is read by itself, else what is wrong, and its line and column from 1.
fn alone(key: &str, text: &str) -> Result<Entry, (String, usize, usize)> {
    match hayagriva::io::from_yaml_str(text) {
        Ok(library) => library.get(key).cloned().ok_or((String::new(), 1, 1)),
        Err(error) => {
            let at = error.location();
            let (line, column) = at.map_or((1, 1), |at| (at.line(), at.column()));
            Err((error.to_string(), line, column))
        }
    }
}

/// What is wrong with an entry that stands `start` bytes down its file.
fn wrong(
    (source, text, start): (SourceId, &str, usize),
    key: &str,
    node: &Node,
    (why, line, column): (&str, usize, usize),
) -> Diagnostic {
    if let Some(written) = node.get("type")
        && let Some(name) = written.text().filter(|name| name.parse::<EntryType>().is_err())
    {
        let message = format!("`{name}` is no type of work");
        let help = match nearest(name, TYPES) {
            Some(close) => format!("did you mean `{close}`?"),
            None => "name a type that the manual lists".to_owned(),
        };
        let place = Place { source, span: written.span };
        return Diagnostic::new("bad-reference", message).at(place).help(help);
    }
    if node.get("type").is_none() {
        let message = format!("the reference `{key}` has no type");
        let place = Place { source, span: Span::new(span(start, 0).start, node.span.end) };
        return Diagnostic::new("bad-reference", message)
            .at(place)
            .help("add `type: article`");
    }
    let rest = &text[start..];
    let above: usize =
        rest.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let within = rest[above..].char_indices().nth(column.saturating_sub(1));
    let at = start + above + within.map_or(0, |(at, _)| at);
    let why = why.split(" at line ").next().unwrap_or_default();
    let message = format!("a field of the reference `{key}` is wrong: {why}");
    let place = Place { source, span: span(at, at) };
    Diagnostic::new("bad-reference", message).at(place).help("correct the field")
}

/// Tells of fields that are none, of what an entry stands in too.
fn tell_unknown(source: SourceId, key: &str, node: &Node, sink: &mut Sink) {
    for (name, at, value) in node.entries() {
        // a merge of another entry
        if !FIELDS.contains(&name.as_str()) && name != "<<" {
            sink.warn(unknown_field(name, key, Place { source, span: *at }, FIELDS));
        }
        if name == "parent" {
            tell_unknown(source, key, value, sink);
            value.items().iter().for_each(|one| tell_unknown(source, key, one, sink));
        }
    }
}

/// The fields that are checked.
fn fields(source: SourceId, node: &Node) -> Vec<Field> {
    let mut found = Vec::new();
    let mut add = |name, node: Option<&Node>| {
        if let Some((value, node)) = node.and_then(|node| Some((node.text()?, node))) {
            let place = Place { source, span: node.span };
            found.push(Field { name, value: value.to_owned(), place });
        }
    };
    let serials = node.get("serial-number");
    for name in ["doi", "pmid", "pmcid", "isbn", "issn"] {
        add(name, serials.and_then(|serials| serials.get(name)));
    }
    let url = node.get("url");
    add("url", url.and_then(|url| url.get("value")).or(url));
    found
}

/// A YAML text as a tree; nothing where it says nothing.
fn tree(text: &str) -> Result<Option<Node>, (String, usize)> {
    let bytes: Vec<usize> =
        text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let byte = |index: usize| bytes.get(index).copied().unwrap_or(text.len());
    let mut open: Vec<(usize, Open)> = Vec::new();
    let mut root = None;
    for event in Parser::new_from_str(text) {
        let (event, at) = event
            .map_err(|error| (error.info().to_owned(), byte(error.marker().index())))?;
        let (start, end) = (byte(at.start.index()), byte(at.end.index()));
        let done = match event {
            Event::MappingStart(..) => {
                open.push((start, Open::Map(Vec::new(), None)));
                continue;
            }
            Event::SequenceStart(..) => {
                open.push((start, Open::List(Vec::new())));
                continue;
            }
            Event::MappingEnd | Event::SequenceEnd => {
                let Some((start, value)) = open.pop() else { continue };
                let (value, last) = match value {
                    Open::Map(all, _) => {
                        let last = all.last().map(|(.., node)| node.span.end);
                        (Value::Map(all), last)
                    }
                    Open::List(all) => {
                        let last = all.last().map(|node| node.span.end);
                        (Value::List(all), last)
                    }
                };
                // the end of a mapping without braces is where the next one begins
                let end = last.map_or(end, |last| (last as usize).max(start));
                Node { span: span(start, end), value }
            }
            Event::Scalar(value, ..) => Node {
                span: span(start, end.max(start)),
                value: Value::Text(value.into_owned()),
            },
            Event::Alias(_) => Node { span: span(start, end), value: Value::Word("null") },
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(_)
            | Event::DocumentEnd => continue,
        };
        match open.last_mut() {
            None => root = root.or(Some(done)),
            Some((_, Open::List(all))) => all.push(done),
            Some((_, Open::Map(all, key))) => match key.take() {
                None => {
                    *key = Some((done.text().unwrap_or_default().to_owned(), done.span))
                }
                Some((name, at)) => all.push((name, at, done)),
            },
        }
    }
    Ok(root)
}

/// A list or mapping that is not at its end; of a mapping the key that has no value yet.
enum Open {
    List(Vec<Node>),
    Map(Vec<(String, Span, Node)>, Option<(String, Span)>),
}
