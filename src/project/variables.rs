//! `[variables]`, and what of the project file texts may name besides.

use std::collections::BTreeMap;

use super::{BookInfo, Stamp};
use crate::diag::{Diagnostic, Sink};
use crate::tables::{Table, Value, ValueKind};
use crate::weave::Values;

/// Reads the values that texts may name.
pub(super) fn read(
    written: Option<&Value>,
    (info, date): (Option<&BookInfo>, Option<Stamp>),
    sink: &mut Sink,
) -> Values {
    let mut values = Values::default();
    match written.map(|value| (&value.kind, value.place)) {
        Some((ValueKind::Table(table), _)) => {
            add(table, "", &mut values.variables, sink);
        }
        Some((
            ValueKind::String(_)
            | ValueKind::Integer(_)
            | ValueKind::Float(_)
            | ValueKind::Boolean(_)
            | ValueKind::Date(_)
            | ValueKind::Array(_),
            place,
        )) => {
            let message = "`variables` is a table";
            let help = "write `[variables]` and below it `name = \"value\"`";
            sink.error(Diagnostic::new("wrong-type", message).at(place).help(help));
        }
        None => {}
    }
    if let Some(info) = info {
        values.metadata = metadata(info, date);
    }
    values
}

/// Adds the values of a table, and of those in it.
fn add(table: &Table, before: &str, out: &mut BTreeMap<String, String>, sink: &mut Sink) {
    for (key, place, value) in table.entries() {
        let name = format!("{before}{key}");
        if name.chars().any(|c| c.is_whitespace() || "<>{}\"".contains(c)) {
            let message = format!("`{name}` cannot be named in the text");
            let help = "write a name of letters, digits, `-` and `_`";
            sink.error(Diagnostic::new("bad-variable", message).at(place).help(help));
            continue;
        }
        let text = match &value.kind {
            ValueKind::Table(inner) => {
                add(inner, &format!("{name}."), out, sink);
                continue;
            }
            ValueKind::String(text) | ValueKind::Date(text) => text.clone(),
            ValueKind::Integer(number) => number.to_string(),
            ValueKind::Float(number) => number.to_string(),
            ValueKind::Boolean(yes) => yes.to_string(),
            ValueKind::Array(_) => {
                let message = format!("`variables.{name}` is a list");
                let help = "write a text, a number or a table of them";
                sink.error(
                    Diagnostic::new("wrong-type", message).at(value.place).help(help),
                );
                continue;
            }
        };
        let problem = if text.contains("{{") {
            Some((
                "names another value",
                "values are put in once: write the words themselves",
            ))
        } else if text.contains(['\n', '\r']) {
            Some((
                "has several lines",
                "put it into a file of its own: `{{< include _part.md >}}`",
            ))
        } else {
            None
        };
        if let Some((what, help)) = problem {
            let message = format!("`variables.{name}` {what}");
            let diagnostic = Diagnostic::new("bad-variable", message);
            sink.error(diagnostic.at(value.place).help(help));
            continue;
        }
        out.insert(name, text);
    }
}

/// What the publication is, by the keys of the project file.
fn metadata(info: &BookInfo, date: Option<Stamp>) -> BTreeMap<String, String> {
    let names: Vec<&str> = info.authors.iter().map(|one| one.name.as_str()).collect();
    let authors = (!names.is_empty()).then(|| names.join(", "));
    let all = [
        ("title", Some(info.title.clone())),
        ("subtitle", info.subtitle.clone()),
        ("short-title", info.short_title.clone()),
        ("author", authors.clone()),
        ("authors", authors),
        ("language", Some(info.language.clone())),
        ("lang", Some(info.language.clone())),
        ("identifier", Some(info.identifier.clone())),
        ("date", date.map(Stamp::date)),
        ("description", info.description.clone()),
        ("publisher", info.publisher.clone()),
        ("rights", info.rights.clone()),
        ("edition", info.edition.clone()),
        ("url", info.url.clone()),
    ];
    let said = all.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?)));
    said.collect()
}
