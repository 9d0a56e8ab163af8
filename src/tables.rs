//! TOML files with places: look-ups that collect every problem. The owner of `toml`.
//!
//! Reading code asks for the keys it knows, one by one; what was never asked for is
//! an unknown key. So the list of keys stands in one place, the code that reads them.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use crate::diag::{Diagnostic, Reported, Sink, nearest};
use crate::source::{Place, SourceId, Span};

/// A table of a TOML file.
#[derive(Debug, Clone)]
pub struct Table {
    /// Its header, or the braces of an inline table.
    pub place: Place,
    /// In the order of the file.
    entries: Vec<(String, Place, Value)>,
}

/// A value and where it stands.
#[derive(Debug, Clone)]
pub struct Value {
    /// Where.
    pub place: Place,
    /// What.
    pub kind: ValueKind,
}

/// What a value is.
#[derive(Debug, Clone)]
pub enum ValueKind {
    /// A string.
    String(String),
    /// A whole number.
    Integer(i64),
    /// Any other number.
    Float(f64),
    /// `true` or `false`.
    Boolean(bool),
    /// A date, a time or both, as TOML writes it.
    Date(String),
    /// An array.
    Array(Vec<Value>),
    /// A table.
    Table(Table),
}

/// A string of the file, with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// The string.
    pub text: String,
    /// Where it stands.
    pub place: Place,
}

/// Reads a TOML file.
///
/// # Errors
/// When it is not TOML; every mistake the grammar can recover from is told.
pub fn parse(source: SourceId, text: &str, sink: &mut Sink) -> Result<Table, Reported> {
    let (root, errors) = DeTable::parse_recoverable(text);
    let mut reported = None;
    for error in errors {
        let span = error.span().unwrap_or(0..0);
        let message = error.message().replace(['\n', '\r'], " ");
        let message = format!("this is no TOML: {message}");
        reported = Some(sink.error(
            Diagnostic::new("bad-toml", message).at(place(source, &span)).help(
                "a line is `key = \"text\"`, `key = [\"one\", \"two\"]` or `[table]`",
            ),
        ));
    }
    reported.map_or_else(|| Ok(table(source, &(0..0), root.into_inner())), Err)
}

#[expect(clippy::cast_possible_truncation, reason = "a project file is below 4 GiB")]
fn place(source: SourceId, span: &Range<usize>) -> Place {
    Place { source, span: Span::new(span.start as u32, span.end as u32) }
}

fn table(source: SourceId, span: &Range<usize>, table: DeTable<'_>) -> Table {
    let mut entries: Vec<(String, Place, Value)> = table
        .into_iter()
        .map(|(key, entry)| {
            let key_place = place(source, &key.span());
            (key.into_inner().into_owned(), key_place, value(source, entry))
        })
        .collect();
    entries.sort_by_key(|(_, place, _)| place.span.start);
    Table { place: place(source, span), entries }
}

fn value(source: SourceId, spanned: toml::Spanned<DeValue<'_>>) -> Value {
    let span = spanned.span();
    let kind = match spanned.into_inner() {
        DeValue::String(text) => ValueKind::String(text.into_owned()),
        DeValue::Integer(number) => {
            match i64::from_str_radix(number.as_str(), number.radix()) {
                Ok(number) => ValueKind::Integer(number),
                Err(_) => ValueKind::Float(f64::INFINITY),
            }
        }
        DeValue::Float(number) => {
            ValueKind::Float(number.as_str().parse().unwrap_or(f64::NAN))
        }
        DeValue::Boolean(yes) => ValueKind::Boolean(yes),
        DeValue::Datetime(date) => ValueKind::Date(date.to_string()),
        DeValue::Array(items) => {
            ValueKind::Array(items.into_iter().map(|item| value(source, item)).collect())
        }
        DeValue::Table(inner) => ValueKind::Table(table(source, &span, inner)),
    };
    Value { place: place(source, &span), kind }
}

impl Table {
    /// Its keys with their places and values, in the order of the file.
    pub fn entries(&self) -> impl Iterator<Item = (&str, Place, &Value)> {
        self.entries.iter().map(|(key, place, value)| (key.as_str(), *place, value))
    }

    fn get(&self, key: &str) -> Option<&Value> {
        self.entries.iter().find(|(own, ..)| own == key).map(|(.., value)| value)
    }
}

impl Value {
    /// What it is, in words.
    fn words(&self) -> &'static str {
        match self.kind {
            ValueKind::String(_) => "a string",
            ValueKind::Integer(_) | ValueKind::Float(_) => "a number",
            ValueKind::Boolean(_) => "`true` or `false`",
            ValueKind::Date(_) => "a date",
            ValueKind::Array(_) => "an array",
            ValueKind::Table(_) => "a table",
        }
    }
}

/// The keys of a table as they are asked for; of several layers the first that has
/// a key gives its value.
pub struct Keys<'t> {
    layers: Vec<&'t Table>,
    /// `text` or `headings.h1`; empty at the top.
    name: String,
    asked: Vec<&'static str>,
}

impl<'t> Keys<'t> {
    /// The keys of one table; `name` is what the author calls it.
    pub fn new(table: &'t Table, name: impl Into<String>) -> Self {
        Self { layers: vec![table], name: name.into(), asked: Vec::new() }
    }

    /// The keys of a file and, where it is silent, of those it builds on.
    pub fn layered(layers: impl IntoIterator<Item = &'t Table>) -> Self {
        Self { layers: layers.into_iter().collect(), name: String::new(), asked: vec![] }
    }

    /// Where the table stands.
    pub fn place(&self) -> Place {
        self.layers[0].place
    }

    /// The value of a key.
    pub fn value(&mut self, key: &'static str) -> Option<&'t Value> {
        self.asked.push(key);
        self.layers.iter().find_map(|table| table.get(key))
    }

    /// A string.
    pub fn text(&mut self, key: &'static str, sink: &mut Sink) -> Option<Text> {
        let value = self.value(key)?;
        let text = as_text(value);
        if text.is_none() {
            self.wrong_type(key, value, "a string", &format!("{key} = \"…\""), sink);
        }
        text
    }

    /// An array of strings; one string alone counts as an array of one.
    pub fn texts(&mut self, key: &'static str, sink: &mut Sink) -> Option<Vec<Text>> {
        let value = self.value(key)?;
        self.strings(key, value, sink)
    }

    /// The arrays of strings of a table below whose keys are names of the author's
    /// choice, each with its name and where that stands.
    pub fn named_texts(
        &mut self,
        key: &'static str,
        sink: &mut Sink,
    ) -> Vec<(Text, Vec<Text>)> {
        let Some(below) = self.table(key, sink) else { return Vec::new() };
        let mut named = Vec::new();
        for table in &below.layers {
            for (name, place, value) in table.entries() {
                let texts = below.strings(name, value, sink).unwrap_or_default();
                named.push((Text { text: name.to_owned(), place }, texts));
            }
        }
        named
    }

    /// A value as an array of strings.
    fn strings(&self, key: &str, value: &Value, sink: &mut Sink) -> Option<Vec<Text>> {
        if let Some(text) = as_text(value) {
            return Some(vec![text]);
        }
        let form = format!("{key} = [\"…\", \"…\"]");
        let ValueKind::Array(items) = &value.kind else {
            self.wrong_type(key, value, "an array of strings", &form, sink);
            return None;
        };
        let mut texts = Vec::new();
        for item in items {
            match as_text(item) {
                Some(text) => texts.push(text),
                None => self.wrong_type(key, item, "a string in quotes", &form, sink),
            }
        }
        Some(texts)
    }

    /// `true` or `false`.
    pub fn boolean(&mut self, key: &'static str, sink: &mut Sink) -> Option<bool> {
        let value = self.value(key)?;
        if let ValueKind::Boolean(yes) = value.kind {
            return Some(yes);
        }
        self.wrong_type(key, value, "`true` or `false`", &format!("{key} = true"), sink);
        None
    }

    /// A whole number in a range.
    pub fn integer(
        &mut self,
        key: &'static str,
        range: Range<i64>,
        sink: &mut Sink,
    ) -> Option<i64> {
        let value = self.value(key)?;
        let words = format!("a whole number from {} to {}", range.start, range.end - 1);
        if let ValueKind::Integer(number) = value.kind
            && range.contains(&number)
        {
            return Some(number);
        }
        self.wrong_type(key, value, &words, &format!("{key} = {}", range.start), sink);
        None
    }

    /// The keys of a table below, if it is there.
    pub fn table(&mut self, key: &'static str, sink: &mut Sink) -> Option<Self> {
        self.asked.push(key);
        let mut below = Vec::new();
        for layer in &self.layers {
            match layer.get(key) {
                Some(Value { kind: ValueKind::Table(table), .. }) => below.push(table),
                Some(other) => {
                    self.wrong_type(key, other, "a table", &format!("[{key}]"), sink);
                }
                None => {}
            }
        }
        let name = self.full(key);
        (!below.is_empty()).then(|| Self { layers: below, name, asked: Vec::new() })
    }

    /// The tables of an array of tables: `[[key]]`.
    pub fn tables(&mut self, key: &'static str, sink: &mut Sink) -> Vec<&'t Table> {
        let Some(value) = self.value(key) else { return Vec::new() };
        let form = format!("[[{}]]", self.full(key));
        let ValueKind::Array(items) = &value.kind else {
            self.wrong_type(key, value, "a list of tables", &form, sink);
            return Vec::new();
        };
        let mut tables = Vec::new();
        for item in items {
            if let ValueKind::Table(table) = &item.kind {
                tables.push(table);
            } else {
                self.wrong_type(key, item, "a table", &form, sink);
            }
        }
        tables
    }

    /// Records that a key is needed and not there; `form` shows how to write it.
    pub fn missing(&self, key: &str, form: &str, sink: &mut Sink) -> Reported {
        let message = if self.name.is_empty() {
            format!("`{key}` is missing")
        } else {
            format!("`{}` has no `{key}`", self.name)
        };
        sink.error(
            Diagnostic::new("missing-key", message)
                .at(self.place())
                .help(format!("write `{form}`")),
        )
    }

    /// Tells every key that nobody asked for.
    pub fn finish(self, sink: &mut Sink) {
        for table in &self.layers {
            for (key, place, _) in table.entries() {
                if self.asked.contains(&key) {
                    continue;
                }
                let message = if self.name.is_empty() {
                    format!("there is no key `{key}`")
                } else {
                    format!("`{}` has no key `{key}`", self.name)
                };
                let mut keys: Vec<&str> = Vec::new();
                for key in self.asked.iter().copied() {
                    if !keys.contains(&key) {
                        keys.push(key);
                    }
                }
                let help = match nearest(key, keys.iter().copied()) {
                    Some(near) => format!("the nearest is `{near}`"),
                    None => format!("the keys here are {}", list(&keys)),
                };
                sink.error(Diagnostic::new("unknown-key", message).at(place).help(help));
            }
        }
    }

    /// A key of this table with the names of the tables around it.
    pub fn full(&self, key: &str) -> String {
        if self.name.is_empty() { key.to_owned() } else { format!("{}.{key}", self.name) }
    }

    fn wrong_type(
        &self,
        key: &str,
        value: &Value,
        wanted: &str,
        form: &str,
        sink: &mut Sink,
    ) {
        let (key, found) = (self.full(key), value.words());
        let message = match value.kind {
            ValueKind::Integer(found) => format!("`{key}` is {wanted}, not `{found}`"),
            ValueKind::String(_)
            | ValueKind::Float(_)
            | ValueKind::Boolean(_)
            | ValueKind::Date(_)
            | ValueKind::Array(_)
            | ValueKind::Table(_) => format!("`{key}` is {wanted}, not {found}"),
        };
        sink.error(
            Diagnostic::new("wrong-type", message)
                .at(value.place)
                .help(format!("write `{form}`")),
        );
    }
}

/// A value as a string, if it is one.
pub fn as_text(value: &Value) -> Option<Text> {
    match &value.kind {
        ValueKind::String(text) => Some(Text { text: text.clone(), place: value.place }),
        ValueKind::Integer(_)
        | ValueKind::Float(_)
        | ValueKind::Boolean(_)
        | ValueKind::Date(_)
        | ValueKind::Array(_)
        | ValueKind::Table(_) => None,
    }
}

/// A text as a string of TOML, in quotes.
pub fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}

/// Names for a message: `a`, `b` and `c`.
pub fn list(names: &[&str]) -> String {
    match names {
        [] => "none".to_owned(),
        [one] => format!("`{one}`"),
        [first @ .., last] => {
            let first: Vec<String> = first.iter().map(|name| format!("`{name}`")).collect();
            format!("{} and `{last}`", first.join(", "))
        }
    }
}

/// One of a fixed list of words; the error is told with the nearest of them.
///
/// # Errors
/// When the text is none of the words.
pub fn choose<T: Copy>(
    text: &Text,
    choices: &[(&str, T)],
    code: &'static str,
    what: &str,
    sink: &mut Sink,
) -> Result<T, Reported> {
    if let Some((_, chosen)) = choices.iter().find(|(word, _)| *word == text.text) {
        return Ok(*chosen);
    }
    let words: Vec<&str> = choices.iter().map(|(word, _)| *word).collect();
    let help = match nearest(&text.text, words.iter().copied()) {
        Some(near) => format!("the nearest is `{near}`; there are {}", list(&words)),
        None => format!("there are {}", list(&words)),
    };
    Err(sink.error(
        Diagnostic::new(code, format!("there is no {what} `{}`", text.text))
            .at(text.place)
            .help(help),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    fn read(text: &str, ask: impl Fn(&mut Keys<'_>, &mut Sink)) -> Vec<String> {
        let mut sources = Sources::default();
        let source = sources.add("a.toml", text);
        let mut sink = Sink::default();
        if let Ok(table) = parse(source, text, &mut sink) {
            let mut keys = Keys::new(&table, "");
            ask(&mut keys, &mut sink);
            keys.finish(&mut sink);
        }
        let told = sink.messages().iter().map(|(_, message)| {
            let at = sources.line_column(message.labels[0].place);
            let (code, line, column) = (message.code.0, at.line, at.column);
            format!("{code} {line}:{column} {}", message.message)
        });
        told.collect()
    }

    #[test]
    fn a_key_nobody_asks_for_is_unknown() {
        let told = read("title = 'a'\ntitel = 'b'\n", |keys, sink| {
            assert_eq!(keys.text("title", sink).unwrap().text, "a");
        });
        assert_eq!(told, ["unknown-key 2:1 there is no key `titel`"]);
    }

    #[test]
    fn every_wrong_type_is_told_where_it_stands() {
        let told = read("a = 1\nb = ['x', 2]\nc = 9\n", |keys, sink| {
            keys.text("a", sink);
            keys.texts("b", sink);
            keys.integer("c", 0..5, sink);
        });
        assert_eq!(
            told,
            [
                "wrong-type 1:5 `a` is a string, not `1`",
                "wrong-type 2:11 `b` is a string in quotes, not `2`",
                "wrong-type 3:5 `c` is a whole number from 0 to 4, not `9`",
            ]
        );
    }

    #[test]
    fn every_mistake_of_grammar_is_told() {
        let told = read("a = \nb = 'x'\nc = \"open\n", |_, _| {});
        assert_eq!(told.len(), 2, "{told:?}");
        assert!(told[0].starts_with("bad-toml 1:"), "{told:?}");
        assert!(told[1].starts_with("bad-toml 3:"), "{told:?}");
    }
}
