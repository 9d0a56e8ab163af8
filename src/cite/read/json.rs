//! JSON with places.
//!
//! `serde_json` says whether a text is JSON, and reads its strings; it gives no places of
//! values, so what it accepted is walked once more.

use serde::de::IgnoredAny;

use crate::source::Span;

use super::span;
use super::tree::{Node, Value};

/// Reads a JSON text.
///
/// # Errors
/// When it is none: what is wrong, and where.
pub(in crate::cite) fn read(text: &str) -> Result<Node, (String, Span)> {
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    if let Err(error) = serde_json::from_str::<IgnoredAny>(&text[start..]) {
        let line_start: usize = text
            .split_inclusive('\n')
            .take(error.line().saturating_sub(1))
            .map(str::len)
            .sum();
        let mut at = (line_start + error.column().saturating_sub(1)).min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        let message = error.to_string();
        let message = message.split(" at line ").next().unwrap_or_default().to_owned();
        return Err((message, span(at, at)));
    }
    let mut walk = Walk { text, at: start };
    Ok(walk.node())
}

/// A walk through a text that is JSON.
struct Walk<'a> {
    text: &'a str,
    at: usize,
}

impl Walk<'_> {
    fn next(&mut self) -> Option<u8> {
        let rest = self.text[self.at..].trim_start();
        self.at = self.text.len() - rest.len();
        rest.bytes().next()
    }

    /// The next value. The depth is below 128, which `serde_json` checked.
    fn node(&mut self) -> Node {
        let first = self.next();
        let start = self.at;
        let value = match first {
            Some(b'"') => Value::Text(self.string()),
            Some(b'[') => Value::List(self.list()),
            Some(b'{') => Value::Map(self.map()),
            Some(_) | None => {
                let rest = &self.text[start..];
                let length = rest
                    .find(|c: char| c.is_whitespace() || ",]}".contains(c))
                    .unwrap_or(rest.len());
                self.at += length;
                match &rest[..length] {
                    "true" => Value::Word("true"),
                    "false" => Value::Word("false"),
                    "null" => Value::Word("null"),
                    number => Value::Text(number.to_owned()),
                }
            }
        };
        Node { span: span(start, self.at), value }
    }

    fn string(&mut self) -> String {
        let start = self.at;
        let mut escaped = false;
        let rest = self.text[start..].bytes().skip(1);
        let length = rest
            .take_while(|&byte| {
                let ends = byte == b'"' && !escaped;
                escaped = byte == b'\\' && !escaped;
                !ends
            })
            .count();
        self.at = (start + length + 2).min(self.text.len());
        serde_json::from_str(&self.text[start..self.at]).unwrap_or_default()
    }

    fn list(&mut self) -> Vec<Node> {
        let mut items = Vec::new();
        self.at += 1;
        loop {
            match self.next() {
                Some(b',') => self.at += 1,
                Some(b']') | None => break,
                Some(_) => items.push(self.node()),
            }
        }
        self.at += 1;
        items
    }

    fn map(&mut self) -> Vec<(String, Span, Node)> {
        let mut entries = Vec::new();
        self.at += 1;
        loop {
            match self.next() {
                Some(b',') => self.at += 1,
                Some(b'}') | None => break,
                Some(_) => {
                    let start = self.at;
                    let key = self.string();
                    let place = span(start, self.at);
                    self.next();
                    self.at += 1;
                    entries.push((key, place, self.node()));
                }
            }
        }
        self.at += 1;
        entries
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_know_where_they_stand() {
        let text = "[ {\"a\\\"b\": [1, -2.5e3, \"é\\n\"], \"c\":null} ]";
        let node = read(text).unwrap();
        let item = &node.items()[0];
        let (key, place, list) = &item.entries()[0];
        assert_eq!(key, "a\"b");
        assert_eq!(&text[place.start as usize..place.end as usize], "\"a\\\"b\"");
        let texts: Vec<_> = list.items().iter().filter_map(Node::text).collect();
        assert_eq!(texts, ["1", "-2.5e3", "é\n"]);
        let last = list.items()[2].span;
        assert_eq!(&text[last.start as usize..last.end as usize], "\"é\\n\"");
        assert!(matches!(item.get("c").unwrap().value, Value::Word("null")));
    }

    #[test]
    fn what_is_no_json_is_told() {
        let (message, at) = read("[\n  {\"a\" 1}\n]").unwrap_err();
        assert_eq!((message.as_str(), at.start), ("expected `:`", 9));
    }
}
