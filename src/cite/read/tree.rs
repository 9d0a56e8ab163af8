//! Values with places: what JSON and YAML have in common.

use crate::source::Span;

/// A value and where it stands.
#[derive(Debug, Clone)]
pub(in crate::cite) struct Node {
    /// Where.
    pub(in crate::cite) span: Span,
    /// What.
    pub(in crate::cite) value: Value,
}

/// What a value is.
#[derive(Debug, Clone)]
pub(in crate::cite) enum Value {
    /// A string, or a number as written.
    Text(String),
    /// An array.
    List(Vec<Node>),
    /// An object: keys with their places, in order.
    Map(Vec<(String, Span, Node)>),
    /// `true`, `false` or `null`.
    Word(&'static str),
}

impl Node {
    /// The text of a string or number.
    pub(in crate::cite) fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            Value::List(_) | Value::Map(_) | Value::Word(_) => None,
        }
    }

    /// The items of an array.
    pub(in crate::cite) fn items(&self) -> &[Self] {
        match &self.value {
            Value::List(items) => items,
            Value::Text(_) | Value::Map(_) | Value::Word(_) => &[],
        }
    }

    /// The entries of an object.
    pub(in crate::cite) fn entries(&self) -> &[(String, Span, Self)] {
        match &self.value {
            Value::Map(entries) => entries,
            Value::Text(_) | Value::List(_) | Value::Word(_) => &[],
        }
    }

    /// The value under a key.
    pub(in crate::cite) fn get(&self, key: &str) -> Option<&Self> {
        self.entries().iter().find(|(name, ..)| name == key).map(|(.., node)| node)
    }

    /// The text under a key; of an array the first.
    pub(in crate::cite) fn text_of(&self, key: &str) -> Option<&str> {
        let node = self.get(key)?;
        node.text().or_else(|| node.items().first()?.text())
    }
}
