//! Attributes in braces: `{#id .class key=value}`.

use comrak::nodes::Attributes;

use std::ops::Range;

use crate::ast::{AnchorId, Direction};
use crate::diag::nearest;
use crate::project::is_language_tag;
use crate::source::Span;

use super::Reader;

/// Attributes in braces, as read by [`braces`].
#[derive(Debug, Default)]
pub(super) struct Braces {
    /// What they are.
    pub attributes: Attributes,
    /// Where the value of each of `attributes.pairs` stands, without quotation marks.
    pub values: Vec<Range<usize>>,
    /// How many bytes they take, the braces included.
    pub length: usize,
}

impl Braces {
    /// The language that they say, as it is written.
    pub(super) fn language(&self) -> Option<&str> {
        let mut pairs = self.attributes.pairs.iter();
        pairs.find(|(key, _)| key == "lang").map(|(_, tag)| tag.as_str())
    }
}

/// The attributes at the beginning of a text, after Pandoc: `#id`, `.class`,
/// `key=value`, `key="some words"`; none if they are not well formed.
pub(super) fn braces(text: &str) -> Option<Braces> {
    let mut found = Braces::default();
    let mut at = text.strip_prefix('{').map(|_| 1)?;
    loop {
        let rest = text.get(at..)?;
        let trimmed = rest.trim_start();
        let spaced = trimmed.len() < rest.len() || at == 1;
        at += rest.len() - trimmed.len();
        match trimmed.chars().next()? {
            '}' => {
                found.length = at + 1;
                return Some(found);
            }
            _ if !spaced => return None,
            sign @ ('#' | '.') => {
                let name = word(&trimmed[1..])?;
                match sign {
                    '#' => found.attributes.id = Some(name.to_owned()),
                    _ => found.attributes.classes.push(name.to_owned()),
                }
                at += 1 + name.len();
            }
            _ => {
                let (key, _) = trimmed.split_once('=')?;
                if word(key)? != key {
                    return None;
                }
                let (value, range, length) = value(&trimmed[key.len() + 1..])?;
                at += key.len() + 1;
                found.attributes.pairs.push((key.to_owned(), value));
                found.values.push(at + range.start..at + range.end);
                at += length;
            }
        }
    }
}

/// A name at the beginning of a text.
fn word(text: &str) -> Option<&str> {
    let ends = |c: char| c.is_whitespace() || matches!(c, '{' | '}' | '"' | '\'' | '=');
    let end = text.find(ends).unwrap_or(text.len());
    text.get(..end).filter(|word| !word.is_empty())
}

/// A value at the beginning of a text: what it says, where it stands, how many bytes it
/// takes with its quotation marks.
pub(super) fn value(text: &str) -> Option<(String, Range<usize>, usize)> {
    let quote = text.chars().next()?;
    if !matches!(quote, '"' | '\'') {
        let word = word(text)?;
        return Some((word.to_owned(), 0..word.len(), word.len()));
    }
    let mut value = String::new();
    let mut letters = text.char_indices().skip(1);
    loop {
        match letters.next()? {
            (at, c) if c == quote => return Some((value, 1..at, at + 1)),
            (_, '\\') => value.push(letters.next()?.1),
            (_, c) => value.push(c),
        }
    }
}

impl Reader<'_> {
    /// The id, if it can be one; everything else in the braces is an error.
    pub(super) fn only_id(
        &mut self,
        attributes: &Attributes,
        of: &str,
        span: Span,
    ) -> Option<String> {
        let rest = Attributes { id: None, ..attributes.clone() };
        self.unknown_attributes(&rest, of, "takes an address like `{#the-map}`", span);
        attributes.id.clone()
    }

    /// Takes the id and makes an address of it.
    pub(super) fn given_anchor(
        &mut self,
        attributes: &mut Attributes,
        span: Span,
    ) -> Option<AnchorId> {
        let id = attributes.id.take()?;
        Some(self.anchor(span, Some(id.clone()), id))
    }

    /// Takes `lang` (BCP 47) and `dir` (`ltr`, `rtl`).
    pub(super) fn language(
        &mut self,
        attributes: &mut Attributes,
        span: Span,
    ) -> (Option<String>, Option<Direction>) {
        let mut language = take(attributes, "lang");
        if let Some(tag) = language.take_if(|tag| !is_language_tag(tag)) {
            let message = format!("`{tag}` is no language tag");
            let help = "write a tag of BCP 47: `en`, `en-US`, `de-CH`, `zh-Hans`";
            self.error("bad-language", message, span, help);
        }
        let direction =
            take(attributes, "dir").and_then(|written| match written.as_str() {
                "ltr" => Some(Direction::Ltr),
                "rtl" => Some(Direction::Rtl),
                _ => {
                    let message = format!("`{written}` is no direction");
                    let help = "write `dir=ltr` or `dir=rtl`";
                    self.error("bad-direction", message, span, help);
                    None
                }
            });
        (language, direction)
    }

    /// Refuses every attribute of a set, but for those that say nothing to a reader.
    pub(super) fn unknown_attributes(
        &mut self,
        attributes: &Attributes,
        of: &str,
        takes: &str,
        span: Span,
    ) {
        let ids = attributes.id.iter().map(|id| format!("#{id}"));
        let classes = attributes.classes.iter().map(|class| format!(".{class}"));
        let (harmless, pairs): (Vec<_>, Vec<_>) =
            attributes.pairs.iter().partition(|(key, value)| is_harmless(key, value));
        let pairs = pairs.iter().map(|(key, value)| format!("{key}={value}"));
        let all: Vec<String> = ids.chain(classes).chain(pairs).collect();
        for attribute in all {
            let message = format!("{of} does not take `{attribute}`");
            let (name, _) = attribute.split_once('=').unwrap_or((&attribute, ""));
            let help = match nearest(name, names_in(takes)) {
                Some(near) if near != name => {
                    format!("the nearest is `{near}`: {of} {takes}")
                }
                Some(_) | None => format!("remove it: {of} {takes}"),
            };
            self.error("unknown-attribute", message, span, &help);
        }
        self.left_out_of(of, harmless.iter().map(|(key, _)| key.as_str()), span);
    }

    /// Tells which attributes are left out of what stands in the text.
    pub(super) fn left_out_of<'k>(
        &mut self,
        of: &str,
        names: impl Iterator<Item = &'k str>,
        span: Span,
    ) {
        let names: Vec<&str> = names.collect();
        if names.is_empty() {
            return;
        }
        let message = format!("{of} is set without its `{}`", names.join("`, `"));
        let help = "the theme says how everything looks; remove it, or name \
                    `attribute-left-out` in [allow]";
        self.attribute_left_out(message, span, help);
    }
}

/// The classes and keys between backticks in what is said of attributes.
fn names_in(takes: &str) -> impl Iterator<Item = &str> {
    let quoted = takes.split('`').skip(1).step_by(2);
    let names = quoted.map(|one| one.split_once('=').map_or(one, |(key, _)| key));
    names.filter(|name| !name.contains(['{', '#', ' ']))
}

/// Whether an attribute of HTML says nothing to a reader: how a web page looks, loads or
/// opens.
pub(super) fn is_harmless(key: &str, value: &str) -> bool {
    const NAMES: [&str; 12] = [
        "align",
        "border",
        "decoding",
        "download",
        "hspace",
        "loading",
        "referrerpolicy",
        "rel",
        "role",
        "style",
        "target",
        "vspace",
    ];
    let named =
        NAMES.contains(&key) || key.starts_with("data-") || key.starts_with("aria-");
    named && !super::html::hides(key, value)
}

/// Whether an id is fit to be an address in all formats.
pub fn is_fit_id(id: &str) -> bool {
    let fit = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    id.starts_with(|c: char| c.is_ascii_alphabetic()) && id.chars().all(fit)
}

/// Takes the value of a key.
pub(super) fn take(attributes: &mut Attributes, key: &str) -> Option<String> {
    let at = attributes.pairs.iter().position(|(own, _)| own == key)?;
    Some(attributes.pairs.remove(at).1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_read_as_pandoc_reads_them() {
        let text = "{#a .b c=d title=\"x: \\\"y\\\" }\" e='f g'} rest";
        let found = braces(text).unwrap();
        assert_eq!(found.attributes.id.as_deref(), Some("a"));
        assert_eq!(found.attributes.classes, ["b"]);
        let pairs: Vec<(&str, &str)> =
            found.attributes.pairs.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        assert_eq!(pairs, [("c", "d"), ("title", "x: \"y\" }"), ("e", "f g")]);
        assert_eq!(&text[found.values[1].clone()], "x: \\\"y\\\" }");
        assert_eq!(&text[found.length..], " rest");
    }

    #[test]
    fn attributes_that_are_not_well_formed_are_none() {
        for text in
            ["", "a", "{", "{.}", "{.a.b", "{a}", "{a=}", "{a=\"b}", "{.a.b\"}", "{=a}"]
        {
            assert!(braces(text).is_none(), "{text}");
        }
    }
}
