//! The texts a build reads, and places in them.

use serde::{Deserialize, Serialize};

/// A stretch of one source, in bytes: `start..end`.
///
/// Every node of the document has one. A node that the program made up carries
/// the span of the text that caused it; there is no span that points nowhere.
#[derive(Debug, Default, Copy, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The stretch `start..end`.
    pub const fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }
}

/// One source of a build, by the order in which it was added.
#[derive(
    Debug, Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct SourceId(pub u32);

/// A span and the source it lies in. Messages carry places.
#[derive(Debug, Copy, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Place {
    /// The source.
    pub source: SourceId,
    /// The stretch of it.
    pub span: Span,
}

/// One text that was read: its path as the author writes it, and its content.
#[derive(Debug, Clone)]
pub struct Source {
    /// Path from the project folder, with `/` between its parts.
    pub path: String,
    /// The whole text.
    pub text: String,
    /// Of a text that was put together from others, where its stretches were written, in
    /// order and without gaps; none of a text as it was read.
    pub stretches: Vec<Stretch>,
}

/// A part of a text that was written elsewhere; it ends where the next begins.
#[derive(Debug, Copy, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// Its first byte.
    pub start: u32,
    /// Where it was written, in a text as it was read.
    pub place: Place,
    /// Whether it stands there as it does here; else it stands for what is written there.
    pub copied: bool,
}

impl Source {
    /// The stretch that holds a byte.
    fn stretch(&self, at: u32) -> Option<&Stretch> {
        let after = self.stretches.partition_point(|stretch| stretch.start <= at);
        self.stretches.get(after.checked_sub(1)?)
    }
}

/// All texts of a build. Only grows, so that an id stays good.
#[derive(Debug, Default, Clone)]
pub struct Sources {
    all: Vec<Source>,
}

/// A line and a column, both counted from 1; the column counts characters.
#[derive(Debug, Copy, Clone, PartialEq, Eq)]
pub struct LineColumn {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

impl Sources {
    /// Adds a text and gives its id.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<String>) -> SourceId {
        self.add_woven(path.into(), text.into(), Vec::new())
    }

    /// Adds a text that was put together from others.
    #[expect(clippy::cast_possible_truncation, reason = "fewer than 2^32 files")]
    pub fn add_woven(
        &mut self,
        path: String,
        text: String,
        stretches: Vec<Stretch>,
    ) -> SourceId {
        self.all.push(Source { path, text, stretches });
        SourceId(self.all.len() as u32 - 1)
    }

    /// Where something was written: a place in a text as it was read.
    ///
    /// What reaches beyond a stretch ends where its last part was written, if that stands
    /// behind its beginning in the same text, else at the end of the stretch.
    pub fn written(&self, place: Place) -> Place {
        let source = self.get(place.source);
        let Some(first) = source.stretch(place.span.start) else { return place };
        if !first.copied {
            return first.place;
        }
        let start = first.place.span.start + (place.span.start - first.start);
        let last = source.stretch(place.span.end.saturating_sub(1).max(place.span.start));
        let end = last.filter(|last| last.place.source == first.place.source);
        let end = end.map_or(first.place.span.end, |last| {
            if last.copied {
                let length = place.span.end.saturating_sub(last.start);
                (last.place.span.start + length).min(last.place.span.end)
            } else {
                last.place.span.end
            }
        });
        let end = if end < start { first.place.span.end } else { end };
        Place { source: first.place.source, span: Span::new(start, end.max(start)) }
    }

    /// The texts as they were read from which a text was put together, each once, itself
    /// if it was read.
    pub fn originals(&self, id: SourceId) -> Vec<SourceId> {
        let stretches = &self.get(id).stretches;
        let mut all: Vec<SourceId> = Vec::new();
        for source in stretches.iter().map(|stretch| stretch.place.source) {
            if !all.contains(&source) {
                all.push(source);
            }
        }
        if all.is_empty() { vec![id] } else { all }
    }

    /// The text with this id.
    pub fn get(&self, id: SourceId) -> &Source {
        &self.all[id.0 as usize]
    }

    /// Where a place begins, for people.
    pub fn line_column(&self, place: Place) -> LineColumn {
        let place = self.written(place);
        let text = &self.get(place.source).text;
        let mut start = (place.span.start as usize).min(text.len());
        while !text.is_char_boundary(start) {
            start -= 1;
        }
        let before = &text[..start];
        let line = before.matches('\n').count() + 1;
        let column = before.chars().rev().take_while(|&c| c != '\n').count() + 1;
        LineColumn { line, column }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_not_bytes() {
        let mut sources = Sources::default();
        let source = sources.add("a.md", "one\nnaïve x\n");
        let place = Place { source, span: Span::new(11, 12) };
        assert_eq!(sources.line_column(place), LineColumn { line: 2, column: 7 });
    }
}
