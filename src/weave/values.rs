//! Values of the project file in the text: `{{< var name >}}`, `{{< meta title >}}`.

use std::collections::BTreeMap;

use crate::diag::{Diagnostic, nearest};
use crate::source::Place;

use super::lines::marks;
use super::rows::Row;
use super::{From, Job, Woven};

/// Values by their names; those of tables with points: `ferry.name`.
#[derive(Debug, Default, Clone)]
pub struct Values {
    /// `[variables]`: Markdown.
    pub variables: BTreeMap<String, String>,
    /// What the publication is: plain words.
    pub metadata: BTreeMap<String, String>,
}

/// What may stand between `{{<` and `>}}`.
const KNOWN: [&str; 3] = ["var", "meta", "include"];

/// What would be read as a mark of Markdown.
const MARKS: &str = "\\`*_[]{}<>#|~^$@&!";

impl Job<'_, '_> {
    /// Puts the values in that a line names.
    pub(super) fn names_in(
        &mut self,
        from: From<'_>,
        (start, end): (usize, usize),
        code: bool,
        out: &mut Woven,
    ) {
        let line = &from.text[start..end];
        let own = if code { "" } else { &line[marks(line)..] };
        let mut row = Row::of(own);
        let mut at = start;
        while let Some(found) = from.text[at..end].find("{{") {
            let open = at + found;
            let rest = &from.text[open..end];
            if rest.starts_with("{{{<")
                && let Some(length) = rest.find(">}}}")
            {
                // escaped: without the outer braces
                row.copy(from, (at, open), out);
                row.replace((&rest[..length + 4], &rest[1..length + 3]));
                out.copy(from, open + 1, open + length + 3);
                out.changed = true;
                at = open + length + 4;
            } else if rest.starts_with("{{<")
                && let Some(length) = rest.find(">}}")
            {
                row.copy(from, (at, open), out);
                at = open + length + 3;
                let place = from.place(open, at);
                let inner = from.text[open + 3..open + length].trim();
                let in_line = from.text[start..open].matches('`').count() % 2 == 1;
                match self.value(inner, place, code || in_line) {
                    Some(value) => {
                        row.replace((&from.text[open..at], &value));
                        out.replace(&value, place);
                    }
                    None => out.copy(from, open, at),
                }
            } else {
                let marks = rest.len() - rest.trim_start_matches('{').len();
                if !code && rest.starts_with("{{#include ") {
                    let place = from.place(open, open + "{{#include".len());
                    self.not_alone(place);
                }
                row.copy(from, (at, open + marks), out);
                at = open + marks;
            }
        }
        row.copy(from, (at, end), out);
    }

    fn not_alone(&mut self, place: Place) {
        let message = "what is put in from a file stands on a line of its own";
        let help = "put nothing before or behind it; for the words themselves write \
                    `{{{< include … >}}}`";
        self.sink.error(Diagnostic::new("bad-include", message).at(place).help(help));
    }

    /// The value that is named; none where it names none, which is told. `literal` is code:
    /// no mark is one in it, and what is not known is meant as it stands.
    fn value(&mut self, inner: &str, place: Place, literal: bool) -> Option<String> {
        let (word, name) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
        let name = name.trim().trim_matches('"');
        let values = &self.weaver.values;
        let (known, key) = match word {
            "var" => (&values.variables, "[variables]"),
            "meta" => (&values.metadata, "what the publication is"),
            "include" => {
                self.not_alone(place);
                return None;
            }
            _ if literal => return None,
            _ => {
                let message = format!("nothing is called `{word}` that could be put in");
                let help = match nearest(word, KNOWN) {
                    Some(near) => format!("the nearest is `{near}`"),
                    None => "there are `var`, `meta` and `include`; for the words \
                             themselves write `{{{< … >}}}`"
                        .to_owned(),
                };
                let diagnostic = Diagnostic::new("unknown-variable", message);
                self.sink.error(diagnostic.at(place).help(help));
                return None;
            }
        };
        if let Some(value) = known.get(name) {
            let plain = word == "meta" && !literal;
            return Some(if plain { escaped(value) } else { value.clone() });
        }
        let names = known.keys().map(String::as_str);
        let table = format!("{name}.");
        let help = match nearest(name, names.clone()) {
            _ if names.clone().any(|one| one.starts_with(&table)) => {
                format!("it is a table: write `{table}` and a key of it")
            }
            Some(near) => format!("the nearest is `{near}`"),
            None if known.is_empty() => {
                format!("write it in `trifold.toml`: `[variables]` and `{name} = \"…\"`")
            }
            None => format!("known are `{}`", names.collect::<Vec<_>>().join("`, `")),
        };
        let message = format!("`trifold.toml` says no `{name}` in {key}");
        let diagnostic = Diagnostic::new("unknown-variable", message);
        self.sink.error(diagnostic.at(place).help(help));
        None
    }
}

/// Words as Markdown that says just these words.
fn escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        if MARKS.contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
