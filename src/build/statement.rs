//! The accessibility statement of an edition as a page of its own beside its outputs: what
//! they have and claim, made from what was proven of them.

use std::borrow::Cow;

use super::record::{self, Origin};
use super::verdict::{changes, same_bytes};
use super::{Built, Change, How, Stage, State, Verdict, proven};
use crate::ast::Document;
use crate::backend::{self, Input};
use crate::certificate::Record;
use crate::certificate::claims::{Claim, Content, pages};
use crate::diag::{Diagnostic, Reported, Sink};
use crate::files::Files;
use crate::layout::{PageMap, Print};
use crate::parse::{Reading, parse_with};
use crate::project::{
    BookInfo, ChapterFile, Edition, Format, Job, PdfOptions, Project, References, Stamp,
    StyleChoice, TextFile, Titles, Wishes, output_name, plan, statement_stem,
};
use crate::resolve::{Book, resolve};
use crate::source::{Place, Sources};
use crate::statement::{self, Publication, Statement};
use crate::verify::{self, read_seal};

/// Its file, for messages.
const FILE: &str = "accessibility-statement.md";

/// What one of the claims is that is for people and says the same in English.
const SUMMARY: &str = "accessibilitySummary";

/// An edition: its number, its book, what it is made from.
type Own<'a> = (usize, &'a Book, &'a Origin);

/// The page of editions of which these outputs were built. What is wrong with it is told
/// where the project file speaks of accessibility.
pub(super) fn page(
    stage: &Stage<'_>,
    of: (&[Own<'_>], &[&Built]),
    sink: &mut Sink,
) -> Option<Files> {
    let first = of.0.first()?;
    let mut own = Sink::default();
    let made = made(stage, first, of, &mut own);
    let place = stage.project.accessibility.place;
    for (_, told) in own.messages().iter().filter(|_| made.is_err()) {
        let message =
            format!("the accessibility statement cannot be made: {}", told.message);
        let help =
            "mend `limits` or the theme, or write `page = false` in `[accessibility]`";
        sink.error(Diagnostic::new(told.code.0, message).at(place).help(help));
    }
    made.ok()
}

fn made(
    stage: &Stage<'_>,
    &(first, _, origin): &Own<'_>,
    (editions, built): (&[Own<'_>], &[&Built]),
    sink: &mut Sink,
) -> Result<Files, Reported> {
    let edition = &stage.project.editions[first];
    let statement = written(stage.project, built);
    let books = built.iter().filter_map(|one| {
        let own = editions.iter().find(|own| own.0 == one.job.edition)?;
        Some(own.1.in_format(one.job.format))
    });
    let books: Vec<Cow<'_, Book>> = books.collect();
    let page = resolved(stage.project, edition, (&statement, &books), sink)?;
    let theme = &stage.project.themes[edition.theme];
    let print = Print {
        size: theme.tokens.page.clone(),
        sheets: Vec::new(),
        structure: Vec::new(),
        outline: Vec::new(),
        destinations: Vec::new(),
        page_map: PageMap::default(),
    };
    let job = Job { edition: first, page: 0, format: Format::Html };
    let claims = pages(Format::Html, Content::of(&page, &print));
    let made_of = (verify::words(&page, &print), claims);
    let mut record = record::record((stage.project, stage.plan), &job, origin, made_of);
    let names = built.iter().map(|one| name(stage.project, &one.job));
    record.publication.statement = names.collect();
    record.publication.title.clone_from(&page.info.title);
    record.publication.identifier.clone_from(&page.info.identifier);
    let input = Input {
        book: &page,
        print: &print,
        theme,
        stamp: stage.plan.stamp,
        pdf: &PdfOptions::default(),
        attached: &[],
        stem: &statement_stem(edition),
        certificate: Some(&record),
    };
    let artifact = backend::of(Format::Html).render(&input, sink)?;
    let (artifact, _) = proven((&page, &print), artifact, (&record, true), sink)?;
    Ok(artifact.files)
}

/// The name of an output.
fn name(project: &Project, job: &Job) -> String {
    output_name(&project.editions[job.edition], job.page, job.format)
}

/// What is to be said of a page that its seal says is as it was written, where its project
/// is there: the outputs that it speaks of are made anew.
pub(super) fn judge(
    (project, sources): (&Project, &Sources),
    stamp: Stamp,
    (then, files): (&Record, &Files),
    sink: &mut Sink,
) -> Verdict {
    let superseded =
        |changes: Vec<Change>| Verdict { changes, ..Verdict::of(State::Superseded) };
    let wishes = Wishes { editions: Vec::new(), formats: Vec::new(), stamp: Some(stamp) };
    let mut own = Sink::default();
    let Ok(mut plan) = plan(project, &wishes, &mut own) else {
        sink.absorb(own);
        return Verdict::of(State::Unaltered).not_compared();
    };
    plan.jobs.retain(|job| then.publication.statement.contains(&name(project, job)));
    let made: Vec<String> = plan.jobs.iter().map(|job| name(project, job)).collect();
    let gone = then.publication.statement.iter().find(|name| !made.contains(name));
    if let Some(name) = gone {
        let change = Change { what: "output", name: name.clone(), how: How::Removed };
        return superseded(vec![change]);
    }
    let built = super::build(project, sources, &plan, &|_| {}, &mut own);
    let mut pages = built.iter().map(|one| &one.statement);
    let Some(page) = pages.find(|page| !page.by_path.is_empty()) else {
        sink.absorb(own);
        return Verdict::of(State::Unaltered).not_compared();
    };
    let sealed = read_seal(page);
    let changes = sealed.record().map_or_else(Vec::new, |now| changes(then, now));
    match (changes.is_empty(), same_bytes(page, files)) {
        (true, true) => Verdict::of(State::Current),
        (true, false) => Verdict::of(State::Altered),
        (false, _) if then.program.is_newer() => Verdict::of(State::Unknown),
        (false, _) => superseded(changes),
    }
}

/// The statement of what was built.
fn written(project: &Project, built: &[&Built]) -> Statement {
    let said = &project.accessibility;
    let mut pdf = Vec::new();
    let mut files = Vec::new();
    for Built { job, record, .. } in built {
        let edition = &project.editions[job.edition];
        let standard = edition.pdf.standard.statement();
        if job.format == Format::Pdf && !pdf.contains(&standard) {
            pdf.push(standard);
        }
        files.push((name(project, job), grouped(&record.claims)));
    }
    statement::write(&Publication {
        language: &project.info.language,
        pdf,
        screens: built.iter().any(|one| one.job.format != Format::Pdf),
        limits: said.limits.iter().map(|limit| limit.text.as_str()).collect(),
        contact: said.contact.as_ref().map(|contact| contact.text.as_str()),
        files,
    })
}

/// Claims, a line for each property.
fn grouped(claims: &[Claim]) -> Vec<String> {
    let mut lines: Vec<(&str, String)> = Vec::new();
    for claim in claims.iter().filter(|claim| claim.property != SUMMARY) {
        match lines.iter_mut().find(|(property, _)| *property == claim.property) {
            Some((_, values)) => {
                values.push_str(", ");
                values.push_str(&claim.value);
            }
            None => lines.push((&claim.property, claim.value.clone())),
        }
    }
    lines.into_iter().map(|(property, values)| format!("{property}: {values}")).collect()
}

/// The statement as a book of one chapter.
fn resolved(
    project: &Project,
    edition: &Edition,
    (statement, books): (&Statement, &[Cow<'_, Book>]),
    sink: &mut Sink,
) -> Result<Book, Reported> {
    let language = statement::language(&project.info.language);
    let mut sources = Sources::default();
    let manifest = sources.add("trifold.toml", "");
    // the page has its heading from the title
    let text = statement.text.split_once("\n\n").map_or("", |(_, text)| text);
    let source = sources.add(format!("(trifold)/{FILE}"), text);
    let reading = Reading {
        language,
        titles: Titles::One,
        foreign: project.html,
        empty_alt: project.empty_alt,
        cites: false,
        abbreviations: &[],
    };
    let mut document = parse_with(source, text, &reading, sink)?;
    let divisions = |book: &'_ Book| book.spine.clone();
    let texts: Vec<&Document> = books
        .iter()
        .flat_map(|book| divisions(book).into_iter().filter_map(|one| book.text_of(one)))
        .map(|text| &text.document)
        .collect();
    statement.prune(&mut document, texts.into_iter());
    let named = Place { source: manifest, ..project.accessibility.place };
    let file = TextFile { path: FILE.to_owned(), source, named };
    let alone = alone(project, (edition, language), file);
    resolve(&alone, &sources, &alone.editions[0], &[document], &[], sink)
}

/// The project of the statement alone.
fn alone(
    project: &Project,
    (edition, language): (&Edition, &str),
    text: TextFile,
) -> Project {
    let chapter = ChapterFile::colophon(text);
    let edition = Edition {
        theme: 0,
        formats: vec![Format::Html],
        chapters: vec![0],
        notices: Vec::new(),
        contents: None,
        contents_depth: None,
        lists: Vec::new(),
        index: Some(false),
        ..edition.clone()
    };
    Project {
        manifest: chapter.text.named.source,
        info: info(&project.info, language),
        said: Vec::new(),
        date: project.date,
        chapters: vec![chapter],
        accessibility: project.accessibility.clone(),
        statement: None,
        parts: Vec::new(),
        notices: Vec::new(),
        abbreviations: Vec::new(),
        allowed: Vec::new(),
        bibliographies: Vec::new(),
        style: StyleChoice::Default,
        references: References::default(),
        references_title: None,
        html: project.html,
        empty_alt: project.empty_alt,
        numbers: crate::project::Numbers::default(),
        hyphenation: project.hyphenation.clone(),
        cover: None,
        editions: vec![edition],
        themes: Vec::new(),
        files: Files::default().into(),
    }
}

/// What the page is: a statement about the publication, and not the publication.
fn info(of: &BookInfo, language: &str) -> BookInfo {
    BookInfo {
        title: statement::title(language).to_owned(),
        subtitle: Some(of.title.clone()),
        short_title: None,
        authors: Vec::new(),
        contributors: Vec::new(),
        series: None,
        language: language.to_owned(),
        identifier: format!("{}#accessibility", of.identifier),
        description: None,
        publisher: of.publisher.clone(),
        rights: None,
        edition: None,
        credits: Vec::new(),
        isbn: Vec::new(),
        subjects: Vec::new(),
        url: of.url.clone(),
        slug: of.slug.clone(),
    }
}
