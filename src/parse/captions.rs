//! Captions that stand in quotation marks: titles of pictures, values in braces.
//!
//! They are Markdown as all captions are, and what they hold has its place in the text.

use comrak::nodes::Attributes;

use crate::ast::{Inline, InlineKind};
use crate::source::Span;

use super::attributes::{Braces, braces, take, value};
use super::inlines::{Surroundings, Unit};
use super::{Reader, lines};

impl Reader<'_> {
    /// Takes a caption out of attributes: the value of the first of some keys that is
    /// there. `found` are the attributes as written, which begin at `start`.
    pub(super) fn caption_value(
        &mut self,
        attributes: &mut Attributes,
        (keys, of): (&[&str], &str),
        (found, start): (&Braces, usize),
        depth: usize,
    ) -> Vec<Inline> {
        let pairs = found.attributes.pairs.iter().zip(&found.values);
        let mut values = pairs
            .filter(|((key, _), _)| keys.contains(&key.as_str()))
            .map(|(_, at)| lines::span(start + at.start, start + at.end));
        let (first, second) = (values.next(), values.next());
        while keys.iter().any(|key| take(attributes, key).is_some()) {}
        if let Some(second) = second {
            let message = format!("{of} has two captions");
            self.error("two-captions", message, second, "remove one of them");
        }
        let Some(place) = first else { return Vec::new() };
        let caption = self.quoted_title(place, depth);
        if caption.is_empty() {
            let message = "a caption has no words".to_owned();
            self.error("empty-caption", message, place, "write them, or remove it");
        }
        caption
    }

    pub(super) fn two_captions(&mut self, span: Span) {
        let message = "a picture has two captions".to_owned();
        let help = "it stands in quotation marks behind the address, or in `fig-cap`, or with \
                    `alt=\"…\"` in the brackets: remove all but one";
        self.error("two-captions", message, span, help);
    }

    /// The caption of code that stands behind its language without braces, as Docusaurus,
    /// `VitePress` and `MkDocs` have it: `js title="…"`.
    pub(super) fn fence_title(&mut self, span: Span, depth: usize) -> Vec<Inline> {
        const KEY: &str = "title=";
        let line = self.written(span).lines().next().unwrap_or_default();
        let at = line.find(KEY).filter(|&at| {
            line[..at].ends_with([' ', '\t']) && !line[..at].contains(['{', '"', '\''])
        });
        let Some(start) = at.map(|at| at + KEY.len()) else { return Vec::new() };
        let Some((_, range, _)) = value(&line[start..]) else { return Vec::new() };
        let from = span.start as usize + start;
        self.quoted_title(lines::span(from + range.start, from + range.end), depth)
    }

    /// Markdown in quotation marks.
    pub(super) fn quoted_title(&mut self, place: Span, depth: usize) -> Vec<Inline> {
        let before = self.text[..place.start as usize].chars().next_back();
        let quoted = before.filter(|c| matches!(c, '"' | '\''));
        self.title(place, Surroundings { quoted, ..Surroundings::block(depth + 1) })
    }

    /// The attributes in braces that something ends with, and where they begin.
    pub(super) fn last_braces(&self, span: Span) -> (Braces, usize) {
        let written = self.written(span);
        let found = written.match_indices('{').find_map(|(at, _)| {
            let found = braces(&written[at..])?;
            (at + found.length == written.trim_end().len()).then_some((found, at))
        });
        let (found, at) = found.unwrap_or_default();
        (found, span.start as usize + at)
    }

    /// The title of a picture as a caption: Markdown, if it is a line of text.
    pub(super) fn title_caption(
        &mut self,
        title: &str,
        span: Span,
        depth: usize,
    ) -> Vec<Inline> {
        match raw_title(self.written(span), title) {
            Some((start, end)) if !title.contains('\n') && reads_as_line(title) => {
                let from = span.start as usize;
                self.quoted_title(lines::span(from + start, from + end), depth)
            }
            Some(_) | None => self.plain_title(title, span),
        }
    }

    /// A title that goes over several lines, or stands elsewhere: its characters, with
    /// citations.
    fn plain_title(&mut self, title: &str, span: Span) -> Vec<Inline> {
        let start = span.start as usize;
        let at = self.written(span).rfind(title).map_or(start, |at| start + at);
        let units = title.char_indices().map(|(offset, c)| {
            if c == '\n' {
                let span = lines::clipped(self.text, at + offset, at + offset + 1);
                return Unit::node(span, InlineKind::SoftBreak);
            }
            let start = at + offset;
            Unit::Char { c, start, end: start + c.len_utf8(), literal: false }
        });
        let units = units.collect();
        self.finish(units, Surroundings::block(0))
    }
}

/// Whether a title is no list, heading or quotation when it is read by itself.
fn reads_as_line(title: &str) -> bool {
    let trimmed = title.trim_start();
    let digits = trimmed.trim_start_matches(|c: char| c.is_ascii_digit());
    let number = digits.len() < trimmed.len() && digits.starts_with(['.', ')']);
    !number
        && !trimmed.starts_with(['-', '+', '#', '>', '|', '=', ':', '<', '~', '`'])
        && !trimmed.starts_with("* ")
}

/// Where the title of a picture stands in what is written, without its quotation marks and
/// with its backslashes.
fn raw_title(written: &str, title: &str) -> Option<(usize, usize)> {
    let ends = written.match_indices(')').map(|(at, _)| at);
    ends.into_iter().find_map(|end| {
        let before = written[..end].trim_end_matches([' ', '\t']);
        let close = before.chars().next_back()?;
        let open = match close {
            '"' | '\'' => close,
            ')' => '(',
            _ => return None,
        };
        let inner = &before[..before.len() - 1];
        let start = inner
            .match_indices(open)
            .map(|(at, _)| at)
            .filter(|&at| inner[..at].ends_with([' ', '\t']))
            .find(|&at| unescaped(&inner[at + 1..]) == title)?;
        Some((start + 1, inner.len()))
    })
}

/// A text without the backslashes before its punctuation (`CommonMark`, 2.4).
fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        match letters.peek() {
            Some(next) if c == '\\' && next.is_ascii_punctuation() => {}
            Some(_) | None => out.push(c),
        }
        if c == '\\'
            && let Some(next) = letters.next_if(char::is_ascii_punctuation)
        {
            out.push(next);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_found_as_it_is_written() {
        let at = |written: &str, title: &str| {
            raw_title(written, title).map(|(start, end)| written[start..end].to_owned())
        };
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(at("![a (b)](c.png \"d *e*\"){alt=\"(f)\"}", "d *e*"), some("d *e*"));
        assert_eq!(at("![a](c.png 'd \\'e\\' f')", "d 'e' f"), some("d \\'e\\' f"));
        assert_eq!(at("![a](c.png (d (e)))", "d (e)"), some("d (e)"));
        assert_eq!(at("![a](c.png \"(d)\" )", "(d)"), some("(d)"));
        assert_eq!(at("![a](<c d.png> \"e \\\\ f\")", "e \\ f"), some("e \\\\ f"));
        assert_eq!(at("![a][b]", "c"), None);
    }
}
