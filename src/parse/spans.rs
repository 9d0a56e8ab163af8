//! Text with attributes: `[text]{lang=fr .smallcaps}`.
//!
//! Pandoc User's Guide, "Divs and Spans", extension `bracketed_spans`. comrak leaves such
//! text as it is; it is found on the row of units, before citations, so that both may
//! stand in one another's sentences.

use comrak::nodes;

use crate::ast::{Attributes, Figures, IndexTerm, Inline, InlineKind, plain_text};
use crate::diag::nearest;
use crate::source::Span;

use super::attributes::{Braces, braces, take};
use super::inlines::{Surroundings, Unit};
use super::marks::Marks;
use super::{Reader, lines};

/// Braces longer than this many bytes are text.
const LONGEST: usize = 4_096;
/// What the braces of a span may hold, for messages.
const KNOWN: [&str; 11] = [
    "lang",
    "dir",
    "index",
    "see",
    ".smallcaps",
    ".mark",
    ".index",
    ".oldstyle",
    ".lining",
    ".frac",
    "#id",
];

/// An open bracket.
struct Open {
    /// Its place among the units that are done.
    at: usize,
    /// How deeply spans are nested in it.
    nested: usize,
}

/// Replaces what is written as text with attributes by spans.
pub(super) fn find(
    reader: &mut Reader<'_>,
    units: Vec<Unit>,
    around: Surroundings,
) -> Vec<Unit> {
    let written = units.windows(2).any(|pair| {
        (pair[0].syntax(), pair[1].syntax()) == (Some(']'), Some('{'))
            && pair[0].end() == pair[1].start()
    });
    if !written {
        return units;
    }
    let end = units.last().map_or(0, Unit::end);
    let mut out: Vec<Unit> = Vec::with_capacity(units.len());
    let mut open: Vec<Open> = Vec::new();
    let mut units = units.into_iter().peekable();
    while let Some(unit) = units.next() {
        match unit.syntax() {
            Some('[') => open.push(Open { at: out.len(), nested: 0 }),
            Some(']') => {
                let Some(Open { at, nested }) = open.pop() else {
                    out.push(unit);
                    continue;
                };
                let after = unit.end();
                let braces = units
                    .peek()
                    .filter(|next| next.syntax() == Some('{') && next.start() == after)
                    .and_then(|_| braces_at(reader.text, after, end));
                let deeper = nested + usize::from(braces.is_some());
                if let Some(outer) = open.last_mut() {
                    outer.nested = outer.nested.max(deeper);
                }
                let Some(braces) = braces else {
                    out.push(unit);
                    continue;
                };
                let close = after + braces.length;
                while units.next_if(|unit| unit.start() < close).is_some() {}
                let inner = out.split_off(at + 1);
                let start = out.pop().map_or(after, |bracket| bracket.start());
                let span = lines::span(start, close);
                if reader.too_deep(around.depth + deeper, span) {
                    continue;
                }
                let before = out.last().map_or(around.before, Unit::last);
                let depth = around.depth + 1;
                let outer = reader.marks;
                let tag = braces.attributes.pairs.iter().find(|(key, _)| key == "lang");
                reader.marks = tag.map_or(outer, |(_, tag)| Marks::of(tag));
                let text = reader.set(inner, Surroundings { depth, before, ..around });
                reader.marks = outer;
                let place = lines::span(after, close);
                let attributes = reader.span_attributes(braces, place, span, &text);
                let kind = InlineKind::Span { attributes: Box::new(attributes), text };
                out.push(Unit::Node(Inline { span, kind }));
                continue;
            }
            Some(_) | None => {}
        }
        out.push(unit);
    }
    out
}

/// The attributes in braces that begin at a byte and end before another.
fn braces_at(text: &str, start: usize, end: usize) -> Option<Braces> {
    let mut end = end.min(start + LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    braces(text.get(start..end)?)
}

impl Reader<'_> {
    /// What the braces of a span say; what they may not say is an error.
    fn span_attributes(
        &mut self,
        braces: Braces,
        place: Span,
        span: Span,
        text: &[Inline],
    ) -> Attributes {
        let mut written = braces.attributes;
        let (language, direction) = self.language(&mut written, place);
        let id = self.checked_id(&written, place);
        written.id = None;
        let anchor = id.map(|id| self.anchor(span, Some(id), plain_text(text)));
        let mut class = |name: &str| {
            let before = written.classes.len();
            written.classes.retain(|class| class != name);
            written.classes.len() < before
        };
        let (small_caps, mark, indexed) =
            (class("smallcaps"), class("mark"), class("index"));
        let (old_style, lining) = (class("oldstyle"), class("lining"));
        let figures = if old_style {
            Some(Figures::OldStyle)
        } else {
            lining.then_some(Figures::Lining)
        };
        let fraction = class("frac");
        let index = self.index_terms(&mut written, indexed, place, text);
        self.unknown_in_span(&written, place);
        Attributes {
            anchor,
            language,
            direction,
            small_caps,
            figures,
            fraction,
            mark,
            index,
        }
    }

    /// The entries of the index that lead to a span: `.index` makes one of its words,
    /// `index="Sleep!deep; Dreams"` names others, `see="Rest"` sends them elsewhere.
    fn index_terms(
        &mut self,
        written: &mut nodes::Attributes,
        own: bool,
        place: Span,
        text: &[Inline],
    ) -> Vec<IndexTerm> {
        let named = take(written, "index");
        let see = take(written, "see").map(|see| see.trim().to_owned());
        let mut terms = Vec::new();
        if own {
            // its own words are one heading, whatever marks are in them
            terms.push(IndexTerm { path: vec![plain_text(text)], see: see.clone() });
        }
        for entry in named.iter().flat_map(|named| named.split(';')) {
            let path = entry.split('!').map(|part| part.trim().to_owned()).collect();
            terms.push(IndexTerm { path, see: see.clone() });
        }
        let empty = terms
            .iter()
            .any(|term| term.path.iter().any(|heading| heading.trim().is_empty()));
        if empty || see.as_ref().is_some_and(String::is_empty) {
            let message = "an entry of the index has no words".to_owned();
            let help = "write `[word]{.index}`, `[word]{index=\"Heading!subheading\"}` or \
                        `[]{index=\"Heading\" see=\"Other heading\"}`";
            self.error("bad-index", message, place, help);
            return Vec::new();
        }
        if see.is_some() && terms.is_empty() {
            let message = "`see` stands without an entry of the index".to_owned();
            let help = "name the entry: `[]{index=\"Heading\" see=\"Other heading\"}`";
            self.error("bad-index", message, place, help);
        }
        terms
    }

    fn unknown_in_span(&mut self, written: &nodes::Attributes, place: Span) {
        let classes = written.classes.iter().map(|class| (format!(".{class}"), None));
        let pairs =
            written.pairs.iter().map(|(key, value)| (key.clone(), Some(value.as_str())));
        let all: Vec<(String, Option<&str>)> = classes.chain(pairs).collect();
        for (name, value) in all {
            let shown = value.map_or(name.clone(), |value| format!("{name}={value}"));
            let message = format!("text in brackets does not take `{shown}`");
            let help = match nearest(&name, KNOWN) {
                Some(near) => format!("the nearest is `{near}`"),
                None => format!("it takes `{}`", KNOWN.join("`, `")),
            };
            self.error("unknown-attribute", message, place, &help);
        }
    }
}
