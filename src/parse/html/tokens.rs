//! Tags, text and comments of raw HTML, each with its place in the manuscript.
//!
//! `html5gum` reads them as the HTML Standard says (section 13.2.5), so that what is
//! refused or kept here is what a browser would see.

use html5gum::{DefaultEmitter, Error, HtmlString, Token as Found, Tokenizer};

use crate::source::Span;

use super::super::lines;
use super::attributes::with_style_as_attributes;
use super::subset::{self, Alias};

/// What is said of a comment without its end.
pub(in crate::parse) const UNENDED: &str = "a comment that does not end";

/// A piece of HTML.
#[derive(Debug)]
pub(in crate::parse) enum Token {
    /// The tag that begins an element.
    Open(Tag),
    /// The tag that ends one: its name as it is written, in small letters.
    Close(String, Span),
    /// Text with its character references decoded.
    Text(Vec<Letter>),
    /// What HTML has that is no part of a document: a declaration, a tag without its end.
    Other(&'static str, Span),
}

/// The tag that begins an element.
#[derive(Debug)]
pub(in crate::parse) struct Tag {
    /// In small letters.
    pub(in crate::parse) name: String,
    /// What is said of it, by name.
    pub(in crate::parse) attributes: Vec<Attribute>,
    /// What it is called where it is read as another.
    pub(in crate::parse) alias: Option<Alias>,
    /// Whether it ends in `/>`.
    pub(in crate::parse) closed: bool,
    /// Where it stands.
    pub(in crate::parse) span: Span,
}

/// What a tag says of its element.
#[derive(Debug, Clone)]
pub(in crate::parse) struct Attribute {
    /// In small letters.
    pub(in crate::parse) name: String,
    /// Decoded; empty where none is written.
    pub(in crate::parse) value: String,
    /// Where it stands.
    pub(in crate::parse) span: Span,
}

impl Tag {
    /// The same tag with some of its attributes alone.
    pub(super) fn with_only(&self, names: &[&str]) -> Self {
        let kept = |one: &&Attribute| names.contains(&one.name.as_str());
        let attributes = self.attributes.iter().filter(kept).cloned().collect();
        Self { name: self.name.clone(), attributes, alias: None, ..*self }
    }

    /// Its name as it is written, in small letters.
    pub(in crate::parse) fn written_name(&self) -> &str {
        self.alias.as_ref().map_or(&self.name, |alias| &alias.name)
    }

    /// The value of an attribute.
    pub(in crate::parse) fn get(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|attribute| attribute.name == name);
        found.map(|attribute| attribute.value.as_str())
    }
}

/// A character and the bytes of the manuscript it was written with.
#[derive(Debug, Copy, Clone)]
pub(in crate::parse) struct Letter {
    /// The character.
    pub(in crate::parse) c: char,
    /// First byte.
    pub(in crate::parse) start: usize,
    /// One past the last.
    pub(in crate::parse) end: usize,
}

/// Where the parts of a text without the marks of quotations and lists before its lines
/// stand in the manuscript.
#[derive(Debug)]
pub(in crate::parse) struct Places {
    /// First byte of each line, in the text and in the manuscript.
    starts: Vec<(usize, usize)>,
}

impl Places {
    /// Those of a text whose lines begin at these bytes of itself and of the manuscript,
    /// in order.
    pub(in crate::parse) fn new(starts: Vec<(usize, usize)>) -> Self {
        Self { starts }
    }

    fn at(&self, offset: usize) -> usize {
        let line = self.starts.partition_point(|&(own, _)| own <= offset);
        let start = self.starts.get(line.saturating_sub(1)).copied();
        let (own, written) = start.unwrap_or_default();
        written + offset.saturating_sub(own)
    }

    fn span(&self, start: usize, end: usize) -> Span {
        let first = self.at(start);
        lines::span(first, first.max(self.at(end.saturating_sub(1).max(start)) + 1))
    }
}

/// Reads HTML.
pub(in crate::parse) fn tokens(html: &str, places: &Places) -> Vec<Token> {
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    let mut out = Vec::new();
    let mut end = 0;
    for found in Tokenizer::new_with_emitter(html, emitter) {
        let Ok(found) = found;
        match found {
            Found::StartTag(tag) => {
                end = tag.span.end;
                let span = places.span(tag.span.start, end);
                let attributes = tag.attributes.iter().map(|(name, value)| {
                    // html5gum 0.9 counts what ends a value without quotation marks
                    let (start, last) = (value.span.start, value.span.end.min(end - 1));
                    let own = html.get(start..last).unwrap_or_default().trim_end();
                    Attribute {
                        name: string(name),
                        value: string(&value.value),
                        span: places.span(start, start + own.len()),
                    }
                });
                // no address is named by it
                let empty = |one: &Attribute| {
                    matches!(one.name.as_str(), "id" | "name")
                        && one.value.trim().is_empty()
                };
                let attributes = attributes.filter(|one| !empty(one)).collect();
                let (name, alias) = subset::read_as(string(&tag.name));
                let closed = tag.self_closing;
                let mut tag = Tag { name, attributes, alias, closed, span };
                with_style_as_attributes(&mut tag);
                out.push(Token::Open(tag));
            }
            Found::EndTag(tag) => {
                end = tag.span.end;
                let span = places.span(tag.span.start, end);
                out.push(Token::Close(string(&tag.name), span));
            }
            Found::String(text) => {
                end = text.span.end;
                let written = html.get(text.span.start..end).unwrap_or_default();
                out.push(Token::Text(letters(written, text.span.start, places)));
            }
            Found::Comment(comment) => {
                end = comment.span.end;
                let start = comment.span.start;
                let written = html.get(start..).unwrap_or_default();
                if !written.starts_with("<!--") {
                    out.push(Token::Other("an instruction", places.span(start, end)));
                } else if !is_ended(written.get(..end - start).unwrap_or(written)) {
                    let sign = places.span(start, start + "<!--".len());
                    out.push(Token::Other(UNENDED, sign));
                }
            }
            Found::Doctype(doctype) => {
                end = doctype.span.end;
                let span = places.span(doctype.span.start, end);
                out.push(Token::Other("a declaration", span));
            }
            // what the standard makes of all else is in the tokens
            Found::Error(error) => {
                if error.value == Error::EofInTag {
                    let span = places.span(end, html.trim_end().len().max(end));
                    out.push(Token::Other("a tag that does not end", span));
                } else if error.value == Error::DuplicateAttribute {
                    let span = places.span(error.span.start, error.span.end);
                    out.push(Token::Other("an attribute that stands twice", span));
                }
            }
        }
    }
    out
}

/// Whether a comment has an end, and did not only meet that of the text.
fn is_ended(comment: &str) -> bool {
    let inner = comment.strip_prefix("<!--").unwrap_or_default();
    inner.starts_with('>')
        || inner.starts_with("->")
        || inner.ends_with("-->")
        || inner.ends_with("--!>")
}

fn string(bytes: &HtmlString) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The characters of a text, its character references decoded.
fn letters(written: &str, from: usize, places: &Places) -> Vec<Letter> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(c) = written.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = &written[at..];
        let reference = if c == '&' { reference(rest) } else { None };
        let length = reference.as_ref().map_or(c.len_utf8(), |(length, _)| *length);
        let span = places.span(from + at, from + at + length);
        let letter = |c| Letter { c, start: span.start as usize, end: span.end as usize };
        match reference {
            Some((_, decoded)) => out.extend(decoded.chars().map(letter)),
            None => out.push(letter(c)),
        }
        at += length;
    }
    out
}

/// The characters of HTML as they are written, without its comments.
pub(in crate::parse) fn characters(html: &str, places: &Places) -> Vec<Letter> {
    let mut out = Vec::new();
    let mut from = 0;
    let mut read = |part: &str, from: usize| {
        out.extend(part.char_indices().map(|(at, c)| {
            let span = places.span(from + at, from + at + c.len_utf8());
            Letter { c, start: span.start as usize, end: span.end as usize }
        }));
    };
    for found in Tokenizer::new_with_emitter(html, DefaultEmitter::<usize>::new_with_span())
    {
        let Ok(found) = found;
        if let Found::Comment(comment) = found
            && html.get(comment.span.start..).is_some_and(|rest| rest.starts_with("<!--"))
        {
            read(html.get(from..comment.span.start).unwrap_or_default(), from);
            from = comment.span.end;
        }
    }
    read(html.get(from..).unwrap_or_default(), from);
    out
}

/// How long the character reference is that a text begins with, and what it says.
fn reference(text: &str) -> Option<(usize, String)> {
    const LONGEST: usize = 33;
    let name = |c: char| c.is_ascii_alphanumeric() || c == '#';
    let inner = text[1..].find(|c: char| !name(c)).unwrap_or(text.len() - 1);
    let length = 1 + inner.min(LONGEST);
    let length = length + usize::from(text[length..].starts_with(';'));
    let mut decoded = String::new();
    for found in Tokenizer::new(&text[..length]) {
        let Ok(found) = found;
        if let Found::String(part) = found {
            decoded.push_str(&string(&part.value));
        }
    }
    (decoded != text[..length]).then_some((length, decoded))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(html: &str) -> Vec<String> {
        let places = Places::new(vec![(0, 0)]);
        let cut = |span: Span| &html[span.start as usize..span.end as usize];
        let tokens = tokens(html, &places).into_iter();
        let tokens = tokens.map(|token| match token {
            Token::Open(tag) => {
                let of = tag.attributes.iter();
                let of: String = of
                    .map(|one| format!(" {}={:?} {:?}", one.name, one.value, cut(one.span)))
                    .collect();
                format!("{} {:?}{of}", tag.name, cut(tag.span))
            }
            Token::Close(name, span) => format!("/{name} {:?}", cut(span)),
            Token::Text(letters) => {
                let text: String = letters.iter().map(|letter| letter.c).collect();
                let (first, last) = (letters[0].start, letters[letters.len() - 1].end);
                format!("{text:?} {:?}", &html[first..last])
            }
            Token::Other(what, span) => format!("{what} {:?}", cut(span)),
        });
        tokens.collect()
    }

    #[test]
    fn each_token_stands_where_it_was_written() {
        assert_eq!(
            shown(
                "a &amp; é<P ID=\"x\" b=c hidden>t&eacute;&</p\n><!-- c -->\u{1f600}<br/>"
            ),
            [
                "\"a & é\" \"a &amp; é\"",
                "p \"<P ID=\\\"x\\\" b=c hidden>\" b=\"c\" \"b=c\" hidden=\"\" \"hidden\" \
                 id=\"x\" \"ID=\\\"x\\\"\"",
                "\"té&\" \"t&eacute;&\"",
                "/p \"</p\\n>\"",
                "\"\u{1f600}\" \"\u{1f600}\"",
                "br \"<br/>\"",
            ]
        );
    }

    #[test]
    fn what_is_no_element_is_told_apart_from_comments() {
        assert_eq!(
            shown("<?php a ?><!doctype html><![CDATA[b]]><!-- c --><p a=1 a=2><a b"),
            [
                "an instruction \"<?php a ?>\"",
                "a declaration \"<!doctype html>\"",
                "an instruction \"<![CDATA[b]]>\"",
                "an attribute that stands twice \"a\"",
                "p \"<p a=1 a=2>\" a=\"1\" \"a=1\"",
                "a tag that does not end \"<a b\"",
            ]
        );
    }

    #[test]
    fn lines_of_a_quotation_have_their_own_places() {
        let places = Places::new(vec![(0, 2), (4, 8)]);
        let found = tokens("ab\n\n<b>c", &places);
        assert!(matches!(&found[1], Token::Open(tag) if tag.span == Span::new(8, 11)));
    }
}
