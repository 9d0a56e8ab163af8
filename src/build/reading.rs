//! The texts of a project, read.

use crate::diag::{Reported, Sink};
use crate::par;
use crate::parse::{Parsed, Reading, parse_chapters, typeset};
use crate::project::{Project, TextFile, Titles};
use crate::source::Sources;

/// The files of the chapters, then those of the notices.
pub(super) fn texts(project: &Project) -> Vec<&TextFile> {
    let chapters = project.chapters.iter().map(|chapter| &chapter.text);
    chapters.chain(project.notices.iter().map(|notice| &notice.text)).collect()
}

/// What each of the texts holds that are wanted, in their order.
pub(super) fn read(
    project: &Project,
    sources: &Sources,
    wanted: impl Fn(&TextFile) -> bool,
    sink: &mut Sink,
) -> Vec<Result<Vec<Parsed>, Reported>> {
    let texts = texts(project).into_iter().enumerate();
    let texts: Vec<(usize, &TextFile)> = texts.filter(|(_, text)| wanted(text)).collect();
    let chapters = project.chapters.iter();
    let of_chapters: Vec<(Option<&str>, Titles)> = chapters
        .map(|one| (one.language.as_ref().map(|own| own.text.as_str()), one.titles))
        .collect();
    let language = project.info.language.as_str();
    let abbreviations = project.abbreviations.iter();
    let abbreviations: Vec<(String, String)> = abbreviations
        .map(|own| (own.short.clone(), typeset(&own.long, language)))
        .collect();
    let reading = Reading {
        language,
        titles: Titles::One,
        foreign: project.html,
        empty_alt: project.empty_alt,
        cites: !project.bibliographies.is_empty(),
        abbreviations: &abbreviations,
    };
    par::map(&texts, sink, |&(number, text), sink| {
        let (own, titles) = of_chapters.get(number).copied().unwrap_or_default();
        let reading = Reading { language: own.unwrap_or(language), titles, ..reading };
        parse_chapters(text.source, &sources.get(text.source).text, &reading, sink)
    })
}

/// Tells what is wrong with the texts of a project of which some lack what was to be put
/// into them: with the others.
pub fn tell_rest(rest: &crate::project::Rest, sources: &Sources, sink: &mut Sink) {
    let whole = |text: &TextFile| !rest.lacking.contains(&text.source);
    par::discard(read(&rest.project, sources, whole, sink));
}
