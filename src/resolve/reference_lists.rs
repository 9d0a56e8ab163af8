//! Where lists of references stand: behind the chapters, in each chapter, or where
//! `::: {#refs}` says.

use std::borrow::Cow;
use std::ops::Range;

use crate::ast::{BlockKind, Document};
use crate::diag::{Diagnostic, Sink};
use crate::parse::typeset;
use crate::project::{Edition, Project};
use crate::source::{Place, Sources, Span};

use super::{Division, Text, citations, words};

/// A list of references: the texts whose citations lead to it.
pub(super) struct List {
    /// What holds it.
    pub(super) home: Division,
    /// The texts, by number.
    pub(super) texts: Range<usize>,
    /// Whether the works for further reading stand in it.
    pub(super) further: bool,
}

/// The chapters of an edition, in a project with a list for each chapter with one at the
/// end of those that cite something and do not say where it stands.
pub(super) fn in_chapters<'a>(
    project: &Project,
    sources: &Sources,
    edition: &Edition,
    mut chapters: Vec<Cow<'a, Document>>,
) -> Vec<Cow<'a, Document>> {
    if project.references.per_chapter.is_none() {
        return chapters;
    }
    let Some(library) = citations::library(project, sources) else { return chapters };
    let mut quiet = Sink::default();
    let words = words::of(&project.info.language, project.manifest, sources, &mut quiet);
    for (chapter, &number) in chapters.iter_mut().zip(&edition.chapters) {
        let cites = chapter.cites.iter().any(|one| citations::is_of_works(one, &library));
        if !cites || places(chapter).next().is_some() {
            continue;
        }
        let language = project.chapters[number].language.as_ref();
        let own = language.and_then(|language| words::of_chapter(language, &mut quiet));
        let title = match &project.references_title {
            Some(title) => typeset(title, &project.info.language),
            None => own.as_ref().unwrap_or(&words).references.to_owned(),
        };
        chapter.to_mut().add_references(&title);
    }
    chapters
}

/// Where a text says that the list stands.
fn places(document: &Document) -> impl Iterator<Item = Span> + '_ {
    let lists = document.blocks.iter();
    lists.filter(|block| block.kind == BlockKind::References).map(|block| block.span)
}

/// The lists of an edition. Tells of places that cannot be.
pub(super) fn lists(project: &Project, texts: &[Text<'_>], sink: &mut Sink) -> Vec<List> {
    let mut first: Option<(usize, Place)> = None;
    let per_chapter = project.references.per_chapter.is_some();
    for (number, text) in texts.iter().enumerate() {
        let mut here: Option<Place> = None;
        text.document.visit(&mut |block| {
            if block.kind != BlockKind::References {
                return;
            }
            let place = Place { source: text.source, span: block.span };
            let top = places(text.document).any(|span| span == block.span);
            let fits = text.notice.is_none() && top && block.when.is_empty();
            let before = if per_chapter { here } else { first.map(|(_, place)| place) };
            here = here.or(fits.then_some(place));
            match before {
                _ if !fits => {
                    let message = "a list of references cannot stand here".to_owned();
                    let help = "write `::: {#refs}` in a chapter, in no other block and \
                                under no condition";
                    let diagnostic = Diagnostic::new("bad-reference-list", message);
                    sink.error(diagnostic.at(place).help(help));
                }
                Some(before) => {
                    let message = "there are two places for the list of references";
                    let help = if per_chapter {
                        "keep one in each chapter"
                    } else {
                        "keep one in the book, or say `references.per-chapter = true`"
                    };
                    let diagnostic = Diagnostic::new("bad-reference-list", message)
                        .label(place, "again here")
                        .label(before, "first here")
                        .help(help);
                    sink.error(diagnostic);
                }
                None => first = first.or(Some((number, place))),
            }
        });
    }
    let chapter =
        |number: usize| Division::Chapter(u32::try_from(number).unwrap_or(u32::MAX));
    if !per_chapter {
        let home = first.map_or(Division::References, |(number, _)| chapter(number));
        return vec![List { home, texts: 0..texts.len(), further: true }];
    }
    let mut lists: Vec<List> = Vec::new();
    for (number, text) in texts.iter().enumerate() {
        let home = match text.notice {
            None => chapter(number),
            // nothing in it leads to a reference
            Some(_) => Division::References,
        };
        lists.push(List { home, texts: number..number + 1, further: false });
    }
    let end = texts.len();
    lists.push(List { home: Division::References, texts: end..end, further: true });
    lists
}
