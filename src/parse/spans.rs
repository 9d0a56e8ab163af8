//! Text with attributes: `[text]{lang=fr .smallcaps}`.
//!
//! Pandoc User's Guide, "Divs and Spans", extension `bracketed_spans`. comrak leaves such
//! text as it is; it is found on the row of units, before citations, so that both may
//! stand in one another's sentences.

use comrak::nodes;

use crate::ast::{
    Attributes, Figures, IndexTerm, Inline, InlineKind, RangeEnd, plain_text,
};
use crate::diag::nearest;
use crate::source::Span;

use super::attributes::{Braces, braces, is_harmless, take};
use super::inlines::{Surroundings, Unit};
use super::marks::Marks;
use super::{Reader, glossary, lines, smart};

/// Braces longer than this many bytes are text.
const LONGEST: usize = 4_096;
/// What the braces of a span may hold, for messages.
const KNOWN: [&str; 24] = [
    "lang",
    "dir",
    "index",
    "see",
    "seealso",
    ".smallcaps",
    ".mark",
    ".index",
    ".index-main",
    ".index-start",
    ".index-end",
    ".oldstyle",
    ".lining",
    ".frac",
    "#id",
    ".page",
    ".term",
    "term",
    ".content-visible",
    ".content-hidden",
    "when-format",
    "unless-format",
    "when-edition",
    "unless-edition",
];

/// What the classes of a span say of the index.
#[derive(Copy, Clone)]
struct IndexClasses {
    /// Its own words are an entry.
    own: bool,
    main: bool,
    range: Option<RangeEnd>,
}

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
                let mut inner = out.split_off(at + 1);
                let is_term = glossary::is_term(&braces);
                let with_page =
                    !is_term && braces.attributes.classes.iter().any(|one| one == "page");
                let bracket = out.last().filter(|_| with_page).cloned();
                let start = out.pop().map_or(after, |bracket| bracket.start());
                let span = lines::span(start, close);
                if reader.too_deep(around.depth + deeper, span) {
                    continue;
                }
                let before = out.last().map_or(around.before, Unit::last);
                let depth = around.depth + 1;
                if let Some(bracket) = bracket {
                    // the brackets are those of a cross reference
                    inner.insert(0, bracket);
                    inner.push(unit);
                    let text = reader.set(inner, Surroundings { depth, before, ..around });
                    let place = lines::span(after, close);
                    out.extend(
                        reader
                            .with_page(braces, place, text)
                            .map(|node| Unit::Node(Box::new(node))),
                    );
                    continue;
                }
                let outer = reader.marks;
                reader.marks = braces.language().map_or(outer, Marks::of);
                let in_link = around.in_link || is_term;
                let inside = Surroundings { depth, before, in_link, ..around };
                let tongue = reader.speak(braces.language());
                let text = reader.set(inner, inside);
                reader.marks = outer;
                reader.tongue = tongue;
                let place = lines::span(after, close);
                out.push(reader.attributed(braces, (place, span), text, around.in_link));
                continue;
            }
            Some(_) | None => {}
        }
        out.push(unit);
    }
    out
}

/// The attributes in braces at the end of a stretch, and where they stand.
pub(super) fn at_end(text: &str, span: Span) -> Option<(Braces, Span)> {
    let (start, end) = (span.start as usize, span.end as usize);
    let open = text.get(start..end)?.match_indices('{').map(|(at, _)| start + at);
    let mut found = open.map(|at| (at, braces_at(text, at, end)));
    let fits = |found: &Option<Braces>, at| {
        found.as_ref().is_some_and(|braces| at + braces.length == end)
    };
    let (at, braces) = found.find(|(at, braces)| fits(braces, *at))?;
    braces.map(|braces| (braces, lines::span(at, end)))
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
    /// A cross reference that is to name the page too: `[@fig-map]{.page}`.
    fn with_page(
        &mut self,
        braces: Braces,
        place: Span,
        text: Vec<Inline>,
    ) -> Option<Inline> {
        let mut written = braces.attributes;
        written.classes.retain(|class| class != "page");
        self.unknown_attributes(&written, "a cross reference", "takes `.page`", place);
        let mut text = text.into_iter();
        let first = text.next();
        let cite = first.as_ref().and_then(|first| {
            let InlineKind::Cite(id) = &first.kind else { return None };
            self.document.cites.get_mut(id.0 as usize)
        });
        match cite.filter(|_| text.next().is_none()) {
            Some(cite) => cite.page = true,
            None => {
                let message = "`.page` stands behind no cross reference".to_owned();
                let help = "write `[@fig-map]{.page}`";
                self.error("bad-cross-reference", message, place, help);
            }
        }
        first
    }

    /// Text and what is said of it.
    fn attributed(
        &mut self,
        mut braces: Braces,
        (place, span): (Span, Span),
        text: Vec<Inline>,
        in_link: bool,
    ) -> Unit {
        let is_term = glossary::is_term(&braces);
        let mut text = text;
        if is_term {
            text = self.term(&mut braces, (place, span), text, in_link);
        }
        let attributes = self.span_attributes(braces, place, span, &text);
        if is_term && attributes == Attributes::default() && text.len() == 1 {
            return Unit::Node(Box::new(text.remove(0)));
        }
        let kind = InlineKind::Span { attributes: Box::new(attributes), text };
        Unit::node(span, kind)
    }

    /// Takes classes out of the attributes of a link that are none of words, nor nearly:
    /// `.button`, what a style sheet of a web page makes of them.
    pub(super) fn foreign_link_classes(
        &mut self,
        attributes: &mut nodes::Attributes,
        place: Span,
    ) {
        const CLASSES: [&str; 13] = [
            "smallcaps",
            "mark",
            "oldstyle",
            "lining",
            "frac",
            "index",
            "index-main",
            "index-start",
            "index-end",
            "term",
            "page",
            "content-visible",
            "content-hidden",
        ];
        let (ours, foreign): (Vec<String>, Vec<String>) =
            std::mem::take(&mut attributes.classes).into_iter().partition(|class| {
                CLASSES.contains(&class.as_str()) || nearest(class, CLASSES).is_some()
            });
        attributes.classes = ours;
        let names: Vec<String> = foreign.iter().map(|class| format!(".{class}")).collect();
        self.left_out_of("a link", names.iter().map(String::as_str), place);
    }

    /// What the braces of a span say; what they may not say is an error.
    pub(super) fn span_attributes(
        &mut self,
        braces: Braces,
        place: Span,
        span: Span,
        text: &[Inline],
    ) -> Attributes {
        let mut written = braces.attributes.clone();
        let when = self.condition(&mut written, &braces, place);
        let (language, direction) = self.language(&mut written, place);
        let id = written.id.take();
        let anchor = id.map(|id| self.anchor(span, Some(id), plain_text(text)));
        let mut class = |name: &str| {
            let before = written.classes.len();
            written.classes.retain(|class| class != name);
            written.classes.len() < before
        };
        let (small_caps, mark) = (class("smallcaps"), class("mark"));
        let (old_style, lining) = (class("oldstyle"), class("lining"));
        let figures = if old_style {
            Some(Figures::OldStyle)
        } else {
            lining.then_some(Figures::Lining)
        };
        let fraction = class("frac");
        let (starts, ends) = (class("index-start"), class("index-end"));
        let classes = IndexClasses {
            own: class("index"),
            main: class("index-main"),
            range: match (starts, ends) {
                (true, _) => Some(RangeEnd::Start),
                (false, true) => Some(RangeEnd::End),
                (false, false) => None,
            },
        };
        if starts && ends {
            let message = "a range of the index begins and ends at one place".to_owned();
            let help = "for one place write `.index` alone";
            self.error("bad-index", message, place, help);
        }
        let index = self.index_terms(&mut written, classes, place, text);
        // what the index leads to needs an address
        let anchor = anchor.or_else(|| {
            (!index.is_empty()).then(|| self.anchor(span, None, plain_text(text)))
        });
        self.unknown_in_span(&written, place);
        Attributes {
            anchor,
            language,
            direction,
            small_caps,
            figures,
            fraction,
            mark,
            expansion: None,
            index,
            when: when.into_iter().collect(),
            left_out: 0,
        }
    }

    /// The entries of the index that lead to a span: `.index` makes one of its words,
    /// `index="Sleep!deep; Dreams"` names others, `see="Rest"` sends them elsewhere.
    fn index_terms(
        &mut self,
        written: &mut nodes::Attributes,
        classes: IndexClasses,
        place: Span,
        text: &[Inline],
    ) -> Vec<IndexTerm> {
        let mut headings = |key: &str| {
            let value = take(written, key)?;
            // what parts headings is no mark of the text
            let parts = value.split_inclusive(['!', ';']).map(|part| {
                let own = part.trim_end_matches(['!', ';']);
                smart::text(own, self.marks) + &part[own.len()..]
            });
            Some(parts.collect::<String>())
        };
        let named = headings("index");
        let see = headings("see").map(|see| see.trim().to_owned());
        let see_also = headings("seealso").map(|see| see.trim().to_owned());
        let IndexClasses { own, main, range } = classes;
        let term = |path| IndexTerm {
            path,
            see: see.clone(),
            see_also: see_also.clone(),
            main,
            range,
        };
        let mut terms = Vec::new();
        // of its own words too where a class alone asks for an entry
        if own || (named.is_none() && (main || range.is_some())) {
            // its own words are one heading, whatever marks are in them
            terms.push(term(vec![plain_text(text)]));
        }
        for entry in named.iter().flat_map(|named| named.split(';')) {
            terms.push(term(entry.split('!').map(|part| part.trim().to_owned()).collect()));
        }
        let empty = terms
            .iter()
            .any(|term| term.path.iter().any(|heading| heading.trim().is_empty()));
        let named_see = see.iter().chain(&see_also);
        let lost = named_see
            .flat_map(|see| see.split(['!', ';']))
            .any(|see| see.trim().is_empty());
        if empty || lost {
            let message = "an entry of the index has no words".to_owned();
            let help = "write `[word]{.index}`, `[word]{index=\"Heading!subheading\"}` or \
                        `[]{index=\"Heading\" see=\"Other heading\"}`";
            self.error("bad-index", message, place, help);
            return Vec::new();
        }
        if (see.is_some() || see_also.is_some()) && terms.is_empty() {
            let key = if see.is_some() { "see" } else { "seealso" };
            let message = format!("`{key}` stands without an entry of the index");
            let help = "name the entry: `[]{index=\"Heading\" see=\"Other heading\"}`";
            self.error("bad-index", message, place, help);
        }
        if see.is_some() && (range.is_some() || main || see_also.is_some()) {
            let message = "an entry with `see` leads to no page".to_owned();
            let help =
                "write `seealso`, or `see` without a range, `.index-main` or `seealso`";
            self.error("bad-index", message, place, help);
        }
        terms
    }

    fn unknown_in_span(&mut self, written: &nodes::Attributes, place: Span) {
        let classes = written.classes.iter().map(|class| (format!(".{class}"), None));
        let (harmless, pairs): (Vec<_>, Vec<_>) =
            written.pairs.iter().partition(|(key, value)| is_harmless(key, value));
        self.left_out_of(
            "text in brackets",
            harmless.iter().map(|(key, _)| key.as_str()),
            place,
        );
        let pairs = pairs.iter().map(|(key, value)| (key.clone(), Some(value.as_str())));
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
