//! Texts with what they name put in: parts in other files, values of the project file.
//!
//! Quarto's `{{< include _part.md >}}`, `{{< var name >}}` and `{{< meta title >}}`, and
//! mdBook's `{{#include code.rs:2:10}}`. What comes out is a text like any other, which
//! knows of each stretch where it was written ([`Stretch`]): whoever reads it later needs
//! to know nothing of this, and messages still name the file in which a mistake stands.

mod fences;
mod lines;
mod rows;
mod values;

pub use values::Values;

use std::collections::BTreeMap;

use crate::diag::{Diagnostic, Reported, Sink, nearest};
use crate::files::{Files, text};
use crate::source::{Place, SourceId, Sources, Span, Stretch};

use fences::Fences;

/// How deeply texts may be put into one another.
const DEEPEST: usize = 16;
/// How long a text may become, in bytes.
const LONGEST: usize = 16 << 20;

/// What may be put into texts.
pub struct Weaver<'a> {
    /// The manuscript folder.
    pub files: &'a Files,
    /// The values by their names.
    pub values: Values,
    /// The files that were put in, by path from the manuscript folder.
    pub included: BTreeMap<String, SourceId>,
}

/// What is known of a text whose head was read already.
pub struct Head {
    /// Where its text begins, in bytes.
    pub end: usize,
    /// A heading for a text without a title, as Markdown, and where its words stand.
    pub heading: Option<(String, Place)>,
}

/// A text in the making.
#[derive(Default)]
struct Woven {
    text: String,
    stretches: Vec<Stretch>,
    /// Whether it differs from what was read.
    changed: bool,
}

/// A file while it is put in.
#[derive(Clone, Copy)]
struct From<'t> {
    source: SourceId,
    /// From the manuscript folder.
    path: &'t str,
    text: &'t str,
}

impl From<'_> {
    fn place(&self, start: usize, end: usize) -> Place {
        Place { source: self.source, span: span(start, end) }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "sources are below 4 GiB")]
const fn span(start: usize, end: usize) -> Span {
    Span::new(start as u32, end as u32)
}

impl Woven {
    /// Adds what stands at a place of a file.
    fn copy(&mut self, from: From<'_>, start: usize, end: usize) {
        self.add(&from.text[start..end], from.place(start, end), true);
    }

    /// Adds text that stands for what is written at a place.
    fn replace(&mut self, text: &str, place: Place) {
        self.add(text, place, false);
        self.changed = true;
    }

    fn add(&mut self, text: &str, place: Place, copied: bool) {
        if text.is_empty() {
            return;
        }
        let Span { start, .. } = span(self.text.len(), 0);
        self.text.push_str(text);
        if let Some(last) = self.stretches.last_mut()
            && (copied && last.copied && last.place.source == place.source)
            && last.place.span.end == place.span.start
        {
            last.place.span.end = place.span.end;
            return;
        }
        self.stretches.push(Stretch { start, place, copied });
    }
}

impl Weaver<'_> {
    /// The text of a source, at `path` from the manuscript folder, with all it names; the
    /// source itself where it names nothing. All that is wrong with it is told.
    pub fn weave(
        &mut self,
        path: &str,
        source: SourceId,
        head: Option<&Head>,
        sources: &mut Sources,
        sink: &mut Sink,
    ) -> SourceId {
        let text = sources.get(source).text.clone();
        if head.is_none() && !text.contains("{{") {
            return source;
        }
        let mut woven = Woven::default();
        let mut job = Job { weaver: self, sources, sink, open: Vec::new(), told: false };
        let start = head.map_or(0, |head| head.end);
        if let Some((words, place)) = head.and_then(|head| head.heading.as_ref()) {
            woven.replace(words, *place);
        }
        woven.changed |= head.is_some();
        job.part(From { source, path, text: &text }, (start, text.len()), "", &mut woven);
        if !woven.changed {
            return source;
        }
        let shown = sources.get(source).path.clone();
        sources.add_woven(shown, woven.text, woven.stretches)
    }
}

/// One text and all that is put into it.
struct Job<'j, 'a> {
    weaver: &'j mut Weaver<'a>,
    sources: &'j mut Sources,
    sink: &'j mut Sink,
    /// The files that are being put into one another.
    open: Vec<SourceId>,
    /// Whether it was told that the text is too long.
    told: bool,
}

impl Job<'_, '_> {
    /// Puts in a part of a file, in bytes. Lines below the first begin with `indent`: what
    /// the quotation or the item of a list that they stand in asks for.
    fn part(
        &mut self,
        from: From<'_>,
        (start, end): (usize, usize),
        indent: &str,
        out: &mut Woven,
    ) {
        self.open.push(from.source);
        let mut fences = Fences::default();
        let mut at = start;
        while at < end {
            let rest = &from.text[at..end];
            let length = rest.find('\n').map_or(rest.len(), |newline| newline + 1);
            let line = &rest[..length];
            if at > start {
                let blank = line.trim().is_empty();
                let own = if blank { indent.trim_end() } else { indent };
                out.add(own, from.place(at, at), false);
            }
            let quotes = fences.quotes();
            let literal = fences.line(line);
            if literal.is_verbatim() {
                out.copy(from, at, at + length);
            } else {
                let code = literal.is_code().then_some(quotes);
                self.line(from, (at, at + length), (code, indent), out);
            }
            at += length;
        }
        self.open.pop();
    }

    /// Puts in what a line names, which is a path with what is wanted of the file.
    fn include(
        &mut self,
        from: From<'_>,
        (named, at): (&str, Place),
        mdbook: bool,
        indent: &str,
        out: &mut Woven,
    ) {
        if self.told {
            return;
        }
        let (path, wanted) = match named.split_once(':').filter(|_| mdbook) {
            Some((path, wanted)) => (path, Some(wanted)),
            None => (named, None),
        };
        let found = self.open_file(from.path, path, at);
        let Ok((path, source)) = found else { return };
        if self.open.contains(&source) || self.open.len() >= DEEPEST {
            let message = format!("`{path}` is put into itself");
            let (message, help) = if self.open.contains(&source) {
                (message, "take out one of the lines that name each other")
            } else {
                let message = format!("files are put into one another {DEEPEST} deep");
                (message, "name fewer files in files that are named")
            };
            self.sink.error(Diagnostic::new("bad-include", message).at(at).help(help));
            return;
        }
        let text = self.sources.get(source).text.clone();
        if out.text.len() + text.len() > LONGEST {
            self.told = true;
            let message = "a text becomes longer than 16 MiB".to_owned();
            let diagnostic = Diagnostic::new("bad-include", message).at(at);
            self.sink.error(diagnostic.help("make several chapters of it"));
            return;
        }
        let own = From { source, path: &path, text: &text };
        out.changed = true;
        match wanted.map(|wanted| lines::choose(&text, wanted)) {
            None => self.part(own, (0, without_line_end(&text)), indent, out),
            Some(Ok(parts)) => {
                let last = parts.len().saturating_sub(1);
                for (number, (start, end)) in parts.into_iter().enumerate() {
                    let end =
                        if number == last { without_line_end(&text[..end]) } else { end };
                    if number > 0 {
                        out.add(indent, own.place(start, start), false);
                    }
                    self.part(own, (start, end.max(start)), indent, out);
                }
            }
            Some(Err(wrong)) => {
                let message = format!("`{path}` {}", wrong.message);
                let diagnostic = Diagnostic::new("bad-include", message).at(at);
                self.sink.error(diagnostic.help(wrong.help));
            }
        }
    }

    /// Reads a file, once.
    fn open_file(
        &mut self,
        from: &str,
        named: &str,
        at: Place,
    ) -> Result<(String, SourceId), Reported> {
        let Some(path) = joined(from, named) else {
            let message = format!("`{named}` leaves the manuscript folder");
            let help = "write a path from the file that names it, with `/` between its \
                        parts";
            let diagnostic = Diagnostic::new("outside-manuscript", message);
            return Err(self.sink.error(diagnostic.at(at).help(help)));
        };
        if let Some(&source) = self.weaver.included.get(&path) {
            return Ok((path, source));
        }
        let Some(bytes) = self.weaver.files.get(&path) else {
            let paths = self.weaver.files.by_path.keys().map(String::as_str);
            let help = match nearest(&path, paths) {
                Some(near) => format!("the nearest is `{near}`"),
                None => "paths are read from the file that names them".to_owned(),
            };
            let message = format!("there is no file `manuscript/{path}`");
            let diagnostic = Diagnostic::new("missing-file", message).at(at).help(help);
            return Err(self.sink.error(diagnostic));
        };
        let shown = format!("manuscript/{path}");
        let text = text(bytes)
            .map_err(|not_utf8| not_utf8.tell(shown.clone(), self.sources, self.sink))?;
        let source = self.sources.add(shown, text);
        self.weaver.included.insert(path.clone(), source);
        Ok((path, source))
    }
}

/// How many headings of level 1 a text has.
pub fn count_titles(text: &str) -> usize {
    let mut fences = Fences::default();
    let (mut before, mut count) = ("", 0);
    for line in text.lines() {
        if fences.line(line).is_code() {
            before = "";
            continue;
        }
        let own = line.trim();
        let indent = line.len() - line.trim_start_matches(' ').len();
        let marked = own == "#" || own.starts_with("# ") || own.starts_with("#\t");
        let under =
            !before.is_empty() && own.starts_with('=') && own.trim_matches('=').is_empty();
        before = own;
        count += usize::from(indent < 4 && (marked || under));
    }
    count
}

/// Where a text ends without its last line end.
fn without_line_end(text: &str) -> usize {
    let end = text.strip_suffix('\n').unwrap_or(text);
    end.strip_suffix('\r').unwrap_or(end).len()
}

/// A path as seen from a file, or with `/` from the manuscript folder; `None` when it
/// leaves that.
fn joined(from: &str, path: &str) -> Option<String> {
    if path.contains(['\\', ':']) {
        return None;
    }
    let mut parts: Vec<&str> = Vec::new();
    if !path.starts_with('/') {
        parts.extend(from.split('/'));
        parts.pop();
    }
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests;
