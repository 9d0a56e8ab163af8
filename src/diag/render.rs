//! Messages as text for people and as JSON for programs.

use std::ops::Range;

use annotate_snippets::{
    AnnotationKind, Group, Level, Origin, Renderer, Snippet, renderer::DecorStyle,
};
use serde::Serialize;

use super::{Code, Diagnostic, Severity};
use crate::source::{Place, Sources, Span};

/// No part of a line that is longer is shown: nobody wrote it by hand, and each of its
/// messages would cost time for all of it. In bytes.
const LONGEST: usize = 10_000;

/// A message as a terminal shows it: what, where with an excerpt, and what to do.
///
/// ```text
/// error[unknown-key]: there is no key `titel` here
///  --> trifold.toml:1:1
///   |
/// 1 | titel = "Walking"
///   | ^^^^^
///   |
///   = help: the nearest is `title`
/// ```
///
/// With `color` it holds ANSI escapes. It ends with a line end.
pub fn render(
    severity: Severity,
    diagnostic: &Diagnostic,
    sources: &Sources,
    color: bool,
) -> String {
    let level = match severity {
        Severity::Warning => Level::WARNING,
        Severity::Error => Level::ERROR,
    };
    let title = level.primary_title(clean(&diagnostic.message)).id(diagnostic.code.0);
    let mut group = Group::with_title(title);
    let mut shown = Vec::new();
    let places = diagnostic.labels.iter().map(|label| sources.written(label.place));
    let places: Vec<Place> = places.collect();
    for &first in &places {
        let source = first.source;
        if shown.contains(&source) {
            continue;
        }
        shown.push(source);
        let text = &sources.get(source).text;
        let own = places.iter().filter(|place| place.source == source);
        let window = lines_of(text, own.map(|place| bounds(text, place.span)));
        if text.is_empty() || text[window.clone()].lines().any(|line| line.len() > LONGEST)
        {
            let path = sources.get(source).path.as_str();
            let at = sources.line_column(first);
            group = group.element(Origin::path(path).line(at.line).char_column(at.column));
            continue;
        }
        let before = text[..window.start].bytes().filter(|&byte| byte == b'\n').count();
        let mut snippet = Snippet::source(&text[window.clone()])
            .line_start(before + 1)
            .path(sources.get(source).path.as_str());
        for (index, label) in diagnostic.labels.iter().enumerate() {
            let place = places[index];
            if place.source == source {
                let kind = if index == 0 {
                    AnnotationKind::Primary
                } else {
                    AnnotationKind::Context
                };
                let range = first_line(text, bounds(text, place.span));
                let range = range.start - window.start..range.end - window.start;
                snippet = snippet.annotation(kind.span(range).label(clean(&label.text)));
            }
        }
        group = group.element(snippet);
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(clean(help)));
    }
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let mut text = renderer.decor_style(DecorStyle::Ascii).render(&[group]);
    text.push('\n');
    text
}

/// A message as one line of JSON, without line end.
///
/// Lines and columns count from 1, columns in characters; byte ranges from 0.
pub fn to_json(
    severity: Severity,
    diagnostic: &Diagnostic,
    sources: &Sources,
) -> serde_json::Value {
    let labels = diagnostic.labels.iter().map(|label| {
        let place = sources.written(label.place);
        let source = sources.get(place.source);
        let bytes = bounds(&source.text, place.span);
        let start = sources.line_column(place);
        let end = Span::new(place.span.end, place.span.end);
        let end = sources.line_column(Place { source: place.source, span: end });
        JsonLabel {
            file: &source.path,
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
            byte_start: bytes.start,
            byte_end: bytes.end,
            text: &label.text,
        }
    });
    let message = JsonMessage {
        r#type: "message",
        code: diagnostic.code,
        severity,
        message: &diagnostic.message,
        help: diagnostic.help.as_deref(),
        labels: labels.collect(),
    };
    serde_json::to_value(message)
        .unwrap_or_else(|error| crate::bug!("a message is no JSON: {error}"))
}

#[derive(Serialize)]
struct JsonMessage<'a> {
    r#type: &'static str,
    code: Code,
    severity: Severity,
    message: &'a str,
    help: Option<&'a str>,
    labels: Vec<JsonLabel<'a>>,
}

#[derive(Serialize)]
struct JsonLabel<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    byte_start: usize,
    byte_end: usize,
    text: &'a str,
}

/// A span as a range that is inside the text, at the borders of characters.
fn bounds(text: &str, span: Span) -> Range<usize> {
    let inside = |byte: u32| {
        let mut byte = (byte as usize).min(text.len());
        while !text.is_char_boundary(byte) {
            byte -= 1;
        }
        byte
    };
    let (start, end) = (inside(span.start), inside(span.end));
    start..end.max(start)
}

/// The lines that some ranges begin in, and what lies between them: a message is not to
/// cost time for all of its text.
fn lines_of(text: &str, ranges: impl Iterator<Item = Range<usize>>) -> Range<usize> {
    let (mut first, mut last) = (text.len(), 0);
    for range in ranges {
        first = first.min(range.start);
        last = last.max(range.start);
    }
    let start = text[..first].rfind('\n').map_or(0, |at| at + 1);
    let end = text[last..].find('\n').map_or(text.len(), |at| last + at + 1);
    start..end.max(start)
}

/// The part of a range that lies in its first line: excerpts stay short.
fn first_line(text: &str, range: Range<usize>) -> Range<usize> {
    let line = text[range.clone()].lines().next().unwrap_or_default();
    range.start..range.start + line.len()
}

/// Text from a manuscript without what would steer a terminal.
fn clean(text: &str) -> String {
    let plain = |c: char| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c };
    text.chars().map(plain).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sources(text: &str) -> (Sources, Place) {
        let mut sources = Sources::default();
        let source = sources.add("a.md", text);
        (sources, Place { source, span: Span::new(6, 10) })
    }

    #[test]
    fn a_message_shows_its_place_an_excerpt_and_advice() {
        let (sources, place) = sources("Read naïvely.\n");
        let message = Diagnostic::new("odd-word", "an odd word").at(place).help("none");
        let text = render(Severity::Error, &message, &sources, false);
        insta::assert_snapshot!(text, @r"
        error[odd-word]: an odd word
         --> a.md:1:7
          |
        1 | Read naïvely.
          |       ^^^
          |
          = help: none
        ");
    }

    #[test]
    fn a_place_outside_the_text_is_shown_at_its_end() {
        let (sources, mut place) = sources("x");
        place.span = Span::new(40, 50);
        let message = Diagnostic::new("odd", "odd").at(place);
        let text = render(Severity::Warning, &message, &sources, false);
        assert!(text.contains("--> a.md:1:2"), "{text}");
    }

    #[test]
    fn only_the_lines_of_a_message_are_looked_at_and_none_that_is_endless() {
        let text = format!("one\ntwo three\n{}", "x".repeat(LONGEST + 1));
        let (sources, mut place) = sources(&text);
        let message = Diagnostic::new("odd", "odd").at(place);
        let shown = render(Severity::Warning, &message, &sources, false);
        assert!(shown.contains("--> a.md:2:3\n"), "{shown}");
        assert!(shown.contains("2 | two three"), "{shown}");
        place.span = Span::new(20, 21);
        let message = Diagnostic::new("odd", "odd").at(place);
        let shown = render(Severity::Warning, &message, &sources, false);
        assert!(shown.contains("--> a.md:3:7"), "{shown}");
        assert!(!shown.contains("xxx"), "{shown}");
    }

    #[test]
    fn a_message_in_an_empty_file_still_names_it() {
        let (sources, place) = sources("");
        let message = Diagnostic::new("odd", "odd").at(place);
        let text = render(Severity::Warning, &message, &sources, false);
        assert!(text.contains("--> a.md"), "{text}");
    }

    #[test]
    fn json_counts_lines_from_one_and_bytes_from_zero() {
        let (sources, mut place) = sources("one\ntwo\n");
        place.span = Span::new(4, 7);
        let message = Diagnostic::new("odd", "odd").at(place);
        let json = to_json(Severity::Error, &message, &sources);
        let label = &json["labels"][0];
        assert_eq!(label["line"], 2);
        assert_eq!(label["end_column"], 4);
        assert_eq!((&label["byte_start"], &label["byte_end"]), (&4.into(), &7.into()));
        assert_eq!(json["severity"], "error");
        assert_eq!(json["code"], "odd");
    }
}
