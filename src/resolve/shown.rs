//! What each format shows of an edition: text under conditions, and what leads to it.
//!
//! All is numbered and addressed as if every format showed everything, so that "Figure 3"
//! is the same figure in all of them. What a format leaves out is taken out of its copy of
//! the book; nothing that stays may lead there.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::ast::{
    AnchorId, Document, Formats, Held, InlineKind, MovedHeading, RefKind, close_gaps,
};
use crate::cite::Goal;
use crate::diag::{Diagnostic, Sink};
use crate::project::{Edition, Format, ListKind};
use crate::source::{Place, Span};

use super::addresses::Addresses;
use super::citations::Citations;
use super::{Book, Chapter, Division, PictureId, Target, Text};

/// What the formats of an edition show of its texts.
struct Shown<'a> {
    texts: &'a [Text<'a>],
    formats: Vec<(Format, Vec<Option<Held>>)>,
}

/// Tells what is wrong with conditions: links to what is not there, sections without the
/// one they belong to, entries of the index that would lead nowhere.
pub(super) fn check(
    edition: &Edition,
    texts: &[Text<'_>],
    (addresses, targets, citations): (&Addresses, &[Vec<Target>], &Citations),
    sink: &mut Sink,
) {
    if !texts.iter().any(|text| text.document.conditional) {
        return;
    }
    let formats = edition.formats.iter().map(|&format| {
        let held = texts.iter().map(|text| {
            text.document.conditional.then(|| {
                let shown = text.document.in_format(format.set());
                check_headings(text, &shown, format, sink);
                shown.held()
            })
        });
        (format, held.collect())
    });
    let shown = Shown { texts, formats: formats.collect() };
    for (number, text) in texts.iter().enumerate() {
        if text.notice.is_some() && text.document.conditional {
            refuse_in_notice(text, sink);
        }
        for ((at, written), target) in (0..).zip(&text.document.refs).zip(&targets[number])
        {
            let Target::Anchor { chapter, anchor } = target else { continue };
            let page = match written.of {
                RefKind::Picture => continue,
                RefKind::Link => false,
                RefKind::Term { page } => page,
            };
            let from = |held: &Held| held.refs.contains(&at);
            let to = (*chapter as usize, *anchor);
            shown.link((number, written.span), &from, to, page, sink);
        }
        let cites = (0..).zip(&text.document.cites).zip(&citations.texts[number]);
        for ((at, written), citation) in cites {
            let from = |held: &Held| held.cites.contains(&at);
            for goal in citation.text.iter().filter_map(|piece| piece.to.as_ref()) {
                let Goal::Place { id, page, .. } = goal else { continue };
                if let Some(&to) = addresses.ids.get(id) {
                    shown.link((number, written.span), &from, to, *page, sink);
                }
            }
        }
        shown.index(number, text, sink);
    }
}

impl Shown<'_> {
    /// The formats in which something of a text is shown, and is not.
    fn lacking(&self, text: usize, is: &dyn Fn(&Held) -> bool) -> Vec<Format> {
        let lacks = |held: &[Option<Held>]| held[text].as_ref().is_some_and(|one| !is(one));
        let formats = self.formats.iter().filter(|(_, held)| lacks(held));
        formats.map(|(format, _)| *format).collect()
    }

    /// Refuses a link in formats that do not show where it leads; with `page` its page is
    /// named, which only print has.
    fn link(
        &self,
        (text, span): (usize, Span),
        from: &dyn Fn(&Held) -> bool,
        (goal, AnchorId(anchor)): (usize, AnchorId),
        page: bool,
        sink: &mut Sink,
    ) {
        let hidden = self.lacking(text, from);
        let mut without = self.lacking(goal, &|held| held.anchors.contains(&anchor));
        let in_print = !without.contains(&Format::Pdf);
        without.retain(|format| !hidden.contains(format));
        let place = Place { source: self.texts[text].source, span };
        if !without.is_empty() {
            let message = format!("{} does not show what this leads to", named(&without));
            let help = "give the link the same condition, or leave it out";
            sink.error(Diagnostic::new("left-out-target", message).at(place).help(help));
        } else if page && !in_print {
            let message = "print does not show what this names the page of";
            let help = "leave out `.page`";
            sink.error(Diagnostic::new("left-out-target", message).at(place).help(help));
        }
    }

    /// Refuses entries of the index that are not in all formats.
    fn index(&self, number: usize, text: &Text<'_>, sink: &mut Sink) {
        text.document.visit_inlines(&mut |inline| {
            let InlineKind::Span { attributes, .. } = &inline.kind else { return };
            let Some(AnchorId(anchor)) = attributes.anchor else { return };
            if attributes.index.is_empty() {
                return;
            }
            let without = self.lacking(number, &|held| held.anchors.contains(&anchor));
            if !without.is_empty() {
                let place = Place { source: text.source, span: inline.span };
                let message =
                    format!("{} does not show an entry of the index", named(&without));
                let help =
                    "the index is the same in all formats: mark a place that all show";
                let diagnostic = Diagnostic::new("left-out-target", message);
                sink.error(diagnostic.at(place).help(help));
            }
        });
    }
}

/// Formats by name, for messages.
pub(super) fn named(formats: &[Format]) -> String {
    let all = formats.iter().fold(Formats::NONE, |all, format| all.or(format.set()));
    format!("`{}`", all.names().join("`, `"))
}

/// Tells of headings that are more than a level below the one before them in a format.
fn check_headings(text: &Text<'_>, shown: &Document, format: Format, sink: &mut Sink) {
    let mut blocks = shown.blocks.clone();
    for moved in close_gaps(&mut blocks) {
        let MovedHeading { span, from, before, to } = moved;
        let message = format!(
            "in {} a heading of level {from} follows one of level {before}, and is set as \
             one of level {to}",
            named(&[format])
        );
        let help = "give it the condition of the heading that it belongs to";
        let place = Place { source: text.source, span };
        sink.warn(Diagnostic::new("heading-gap", message).at(place).help(help));
    }
}

/// What a notice says, it says in all formats.
fn refuse_in_notice(text: &Text<'_>, sink: &mut Sink) {
    let mut spans: BTreeSet<(u32, u32)> = BTreeSet::new();
    let mut note = |span: Span| spans.insert((span.start, span.end));
    text.document.visit(&mut |block| {
        block.when.iter().for_each(|condition| {
            note(condition.span);
        });
    });
    text.document.visit_inlines(&mut |inline| {
        if let InlineKind::Span { attributes, .. } = &inline.kind {
            attributes.when.iter().for_each(|condition| {
                note(condition.span);
            });
        }
    });
    for (start, end) in spans {
        let place = Place { source: text.source, span: Span::new(start, end) };
        let message = "a notice stands in full in all formats";
        let help = "remove the condition; an edition says in `notices` which it has";
        sink.error(Diagnostic::new("bad-condition", message).at(place).help(help));
    }
}

impl Book {
    /// The book as one format shows it: numbers and addresses are the same in all.
    pub fn in_format(&self, format: Format) -> Cow<'_, Self> {
        let conditional = self.chapters.iter().any(|one| one.document.conditional);
        let moved = self.has_notices_elsewhere(format);
        if !conditional && !moved {
            return Cow::Borrowed(self);
        }
        let mut own = self.clone();
        if moved {
            own.place_notices(format);
        }
        if conditional {
            own.show(format);
        }
        Cow::Owned(own)
    }

    /// Leaves out what a format does not show.
    fn show(&mut self, format: Format) {
        let own = self;
        let mut gone = BTreeSet::new();
        let mut cites = BTreeSet::new();
        let mut pictures: BTreeSet<PictureId> = own.cover.into_iter().collect();
        for (number, chapter) in (0u32..).zip(&mut own.chapters) {
            chapter.document = chapter.document.in_format(format.set()).into_owned();
            // `check` told of them
            close_gaps(&mut chapter.document.blocks);
            let held = chapter.document.held();
            let ids = (0u32..).zip(&chapter.anchors);
            gone.extend(
                ids.filter(|(at, _)| !held.anchors.contains(at))
                    .map(|(_, anchor)| anchor.id.clone()),
            );
            cites.extend(held.cites.iter().map(|&cite| (number, cite)));
            pictures.extend(shown_pictures(chapter, &held));
        }
        for notice in &own.notices {
            pictures.extend(shown_pictures(&notice.body, &notice.body.document.held()));
        }
        let chapters = own.chapters.len();
        for reference in &mut own.references {
            reference.cited_from.retain(|from| {
                from.chapter as usize >= chapters
                    || cites.contains(&(from.chapter, from.cite.0))
            });
        }
        for list in &mut own.lists {
            list.entries.retain(|entry| !gone.contains(&entry.id));
        }
        own.lists.retain(|list| !list.entries.is_empty());
        own.retain_abbreviations();
        let lists: Vec<_> = own.lists.iter().map(|list| list.kind).collect();
        let abbreviations = !own.abbreviations.is_empty();
        own.spine.retain(|division| match division {
            Division::List(ListKind::Abbreviations) => abbreviations,
            Division::List(kind) => lists.contains(kind),
            Division::TitlePage
            | Division::Copyright
            | Division::Contents
            | Division::Part(_)
            | Division::Chapter(_)
            | Division::References
            | Division::Notice(_)
            | Division::Index => true,
        });
        let all = (0..).map(PictureId).take(own.pictures.len());
        own.left_out = all.filter(|id| !pictures.contains(id)).collect();
    }
}

/// The pictures that stand in a text.
fn shown_pictures(chapter: &Chapter, held: &Held) -> Vec<PictureId> {
    let targets = held.refs.iter().filter_map(|&at| chapter.targets.get(at as usize));
    targets
        .filter_map(|target| match target {
            Target::Picture(id) => Some(*id),
            Target::Anchor { .. } | Target::Division(_) | Target::Url(_) => None,
        })
        .collect()
}
