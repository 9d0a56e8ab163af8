//! The order of the stages, from a loaded project to finished bytes.
//!
//! Knows neither Markdown nor a format, and no disk.

mod beside;
mod chapters;
mod editions;
mod reading;
mod record;
mod seal;
mod statement;
mod verdict;

pub use beside::{Beside, ENDING as BESIDE};
pub use reading::tell_rest;
pub use verdict::{
    Change, How, State, Verdict, judge, judge_alone, judge_printer, judge_proven,
    same_bytes,
};

use std::borrow::Cow;

use crate::ast::Document;
use crate::backend::{self, Artifact, Input};
use crate::certificate::Record;
use crate::diag::{Diagnostic, Reported, Sink};
use crate::files::Files;
use crate::layout::{Print, layout};
use crate::par;
use crate::parse::Parsed;
use crate::project::{BuildPlan, Edition, Format, Job, Project, output_stem};
use crate::resolve::{Book, resolve};
use crate::source::{Place, Source, Sources};
use crate::theme::Theme;
use crate::verify::{self, verify};

use record::Origin;

/// A finished output.
#[derive(Debug, Clone)]
pub struct Built {
    /// What was asked for.
    pub job: Job,
    /// The bytes.
    pub artifact: Artifact,
    /// The file to be written beside it: its certificate. None of what is read back.
    pub certificate: Files,
    /// What that says.
    pub record: Record,
    /// The page with the accessibility statement of all outputs whose names begin with the
    /// same stem: with the first of them, and only where all that the plan has were built.
    pub statement: Files,
    /// How many pages it has in print, or marks.
    pub pages: usize,
}

/// Something that was done, for those who watch.
#[derive(Debug, Copy, Clone, PartialEq, Eq)]
pub enum Step {
    /// All chapters and notices were read.
    Read,
    /// The edition with this number was resolved.
    Resolved(usize),
    /// The edition with this number was laid out on one page size.
    LaidOut(usize),
    /// A format was written.
    Written(Format),
}

/// How many steps a build of a plan has.
pub fn steps(plan: &BuildPlan) -> usize {
    1 + editions(plan).len() + layouts(plan).len() + plan.jobs.len()
}

/// Builds everything in the plan, in its order.
///
/// A wrong manuscript stops everything, after all that is wrong with it is told; a
/// format that fails is not among the results and stops no other. `watch` is called
/// after each of the [`steps`], from any thread.
///
/// Each output is read back before it is given away; see [`crate::verify`].
pub fn build(
    project: &Project,
    sources: &Sources,
    plan: &BuildPlan,
    watch: &(dyn Fn(Step) + Sync),
    sink: &mut Sink,
) -> Vec<Built> {
    let make = |job: &Job, input: &Input<'_>, sink: &mut Sink| {
        backend::of(job.format).render(input, sink).ok()
    };
    outputs(project, sources, plan, (watch, &make, true), sink)
}

/// Reads everything in the plan back, in its order: gives what was proven. `written` gives
/// the files of an output.
pub fn prove(
    project: &Project,
    sources: &Sources,
    plan: &BuildPlan,
    written: &(dyn Fn(&Job, &mut Sink) -> Option<Files> + Sync),
    sink: &mut Sink,
) -> Vec<Built> {
    let make = |job: &Job, _: &Input<'_>, sink: &mut Sink| {
        let files = written(job, sink)?;
        Some(Artifact { format: job.format, files })
    };
    outputs(project, sources, plan, (&|_| {}, &make, false), sink)
}

/// What gives the bytes of an output. It is told the certificate that belongs to them.
type Make<'a> = &'a (dyn Fn(&Job, &Input<'_>, &mut Sink) -> Option<Artifact> + Sync);

/// `sealing` is for outputs that are written: the others are compared with the book alone.
fn outputs(
    project: &Project,
    sources: &Sources,
    plan: &BuildPlan,
    (watch, make, sealing): (&(dyn Fn(Step) + Sync), Make<'_>, bool),
    sink: &mut Sink,
) -> Vec<Built> {
    let editions = editions(plan);
    let Ok(books) = books(project, sources, &editions, watch, sink) else {
        return Vec::new();
    };
    let book_of = |edition: usize| {
        editions.iter().position(|&known| known == edition).map(|index| &books[index])
    };

    let layouts = layouts(plan);
    let laid_out = par::map_quiet(&layouts, |&(edition, page)| {
        let mut own = Sink::default();
        let Some(book) = book_of(edition) else { return (None, own) };
        let edition = &project.editions[edition];
        let theme = &project.themes[edition.theme];
        let print = layout(book, theme, &edition.pages[page], plan.stamp, &mut own).ok();
        watch(Step::LaidOut(page));
        (print, own)
    });
    let prints: Vec<Option<Print>> = laid_out
        .into_iter()
        .map(|(print, own)| {
            // what two page sizes have in common is told once
            sink.absorb_new(own);
            print
        })
        .collect();
    let print_of = |job: &Job| -> Option<&Print> {
        let wanted = (job.edition, job.page);
        layouts.iter().position(|&known| known == wanted).and_then(|at| prints[at].as_ref())
    };

    let origins = par::map_quiet(&editions, |&edition| {
        let book = book_of(edition)?;
        Some(record::origin(project, sources, &project.editions[edition], book))
    });
    let origin_of = |job: &Job| {
        let at = editions.iter().position(|&known| known == job.edition)?;
        origins[at].as_ref()
    };

    let stage = Stage { project, sources, plan, make, sealing };
    let written = par::map_quiet(&plan.jobs, |job| {
        let made = (book_of(job.edition), print_of(job), origin_of(job));
        let (Some(book), Some(print), Some(origin)) = made else {
            return (None, Sink::default());
        };
        let built = stage.output(job, (book, print), origin);
        watch(Step::Written(job.format));
        built
    });
    let written = written.into_iter().map(|(built, own)| {
        // what two editions have in common is told once
        sink.absorb_new(own);
        built
    });
    let mut built: Vec<Built> = written.flatten().collect();
    if sealing && project.accessibility.page {
        let editions = editions.iter().zip(&books).zip(&origins);
        let made = editions.filter_map(|((&edition, book), origin)| {
            Some((edition, book, origin.as_ref()?))
        });
        stage.statements(&made.collect::<Vec<_>>(), &mut built, sink);
    }
    par::discard((books, prints));
    built
}

/// What the outputs of a run have in common.
struct Stage<'a> {
    project: &'a Project,
    sources: &'a Sources,
    plan: &'a BuildPlan,
    make: Make<'a>,
    sealing: bool,
}

impl Stage<'_> {
    /// Adds the accessibility statements to the outputs: one to the first of all that have
    /// names with the same beginning.
    fn statements(
        &self,
        editions: &[(usize, &Book, &Origin)],
        built: &mut [Built],
        sink: &mut Sink,
    ) {
        let stem = |edition: usize| self.project.editions[edition].stem.as_str();
        let mut stems: Vec<&str> = editions.iter().map(|one| stem(one.0)).collect();
        stems.sort_unstable();
        stems.dedup();
        let outputs = &*built;
        let pages = par::map_quiet(&stems, |&own| {
            let mut told = Sink::default();
            let editions = editions.iter().filter(|one| stem(one.0) == own);
            let editions: Vec<_> = editions.copied().collect();
            let built = outputs.iter().filter(|one| stem(one.job.edition) == own);
            let built: Vec<&Built> = built.collect();
            let planned = self.plan.jobs.iter().filter(|job| stem(job.edition) == own);
            let whole = built.len() == planned.count();
            let of = (editions.as_slice(), built.as_slice());
            let page = whole.then(|| statement::page(self, of, &mut told)).flatten();
            (own, page, told)
        });
        for (own, page, told) in pages {
            sink.absorb_new(told);
            let first = built.iter_mut().find(|one| stem(one.job.edition) == own);
            if let (Some(first), Some(page)) = (first, page) {
                first.statement = page;
            }
        }
    }

    /// One output, if it could be made and is what it should be, and what is told of it.
    fn output(
        &self,
        job: &Job,
        (book, print): (&Book, &Print),
        origin: &Origin,
    ) -> (Option<Built>, Sink) {
        let mut own = Sink::default();
        let edition = &self.project.editions[job.edition];
        let book = &book.in_format(job.format);
        let attached = attached(self.project, self.sources, edition);
        let words = verify::words(book, print);
        let has_files = !attached.is_empty();
        let claims = record::claims((book, print), (edition, job.format), has_files);
        let record =
            record::record((self.project, self.plan), job, origin, (words, claims));
        let input = Input {
            book,
            print,
            theme: &self.project.themes[edition.theme],
            stamp: self.plan.stamp,
            pdf: &edition.pdf,
            attached: &attached,
            stem: &output_stem(edition, job.page, job.format),
            certificate: Some(&record),
        };
        let made = (self.make)(job, &input, &mut own).and_then(|artifact| {
            proven((book, print), artifact, (&record, self.sealing), &mut own).ok()
        });
        own.place(|message| style_of_theme(message, input.theme));
        let pages = print.sheets.len();
        let built = made.map(|(artifact, certificate)| {
            let job = job.clone();
            let statement = Files::default();
            Built { job, artifact, certificate, record, statement, pages }
        });
        (built, own)
    }
}

/// Where a theme says what a message about its style says.
fn style_of_theme(message: &Diagnostic, theme: &Theme) -> Option<Place> {
    let (_, rest) = message.message.split_once(" says `")?;
    let (said, rest) = rest.split_once("` of `")?;
    let (of, _) = rest.split_once("` in its style")?;
    let is_it = message.code.0 == "unproven-style";
    is_it.then(|| theme.place_of_style(said, of)).flatten()
}

/// An output that is what it should be, sealed where that is wanted, with the file to be
/// written beside it.
fn proven(
    (book, print): (&Book, &Print),
    mut artifact: Artifact,
    (record, sealing): (&Record, bool),
    sink: &mut Sink,
) -> Result<(Artifact, Files), Reported> {
    if sealing {
        let proof = verify::prove(book, print, &artifact, record, sink)?;
        let beside = seal::seal(&mut artifact, record, proof);
        return Ok((artifact, beside));
    }
    let mut own = Sink::default();
    verify(book, print, &artifact, &mut own);
    let outcome = own.checkpoint();
    sink.absorb(own);
    outcome.map(|()| (artifact, Files::default()))
}

/// The texts that the edition's PDF is to hold: what the edition is made from.
fn attached<'s>(
    project: &Project,
    sources: &'s Sources,
    edition: &Edition,
) -> Vec<&'s Source> {
    if !edition.pdf.attach_source {
        return Vec::new();
    }
    let texts = record::texts(project, sources, edition).into_iter();
    texts.map(|source| sources.get(source)).collect()
}

/// Reads all chapters and notices and resolves editions, by their numbers.
///
/// # Errors
/// When something is wrong with the manuscript; each problem is told once, even when
/// several editions have it.
pub fn books(
    project: &Project,
    sources: &Sources,
    editions: &[usize],
    watch: &(dyn Fn(Step) + Sync),
    sink: &mut Sink,
) -> Result<Vec<Book>, Reported> {
    let texts = reading::texts(project);
    let read = reading::read(project, sources, |_| true, sink);
    watch(Step::Read);
    let mut read = read.into_iter().collect::<Result<Vec<Vec<Parsed>>, Reported>>()?;
    let parsed = texts
        .iter()
        .zip(&read)
        .flat_map(|(&text, parsed)| parsed.iter().map(move |one| (text, &one.document)));
    editions::check(project, parsed, sink)?;
    let notices = read.split_off(project.chapters.len()).into_iter().flatten();
    let notices = chapters::of_notices(project, notices, sink);
    let (project, documents) = chapters::each(project, read, sink)?;
    let project = &*project;

    let resolved = par::map_quiet(editions, |&number| {
        let mut own = Sink::default();
        let edition = &project.editions[number];
        let chapters = edition.chapters.iter().map(|&chapter| &documents[chapter]);
        let mut chapters: Vec<Cow<'_, Document>> =
            chapters.map(|chapter| chapter.in_edition(&edition.name)).collect();
        prune_statement(project, edition, &mut chapters, &notices);
        let book = resolve(project, sources, edition, &chapters, &notices, &mut own);
        watch(Step::Resolved(number));
        (book, own)
    });
    par::discard((documents, notices));
    let books = resolved.into_iter().map(|(book, own)| {
        sink.absorb_new(own);
        book
    });
    // All editions, so that what is wrong with the last is told too.
    let books: Vec<Result<Book, Reported>> = books.collect();
    books.into_iter().collect()
}

/// Takes out of the accessibility statement what an edition has not.
fn prune_statement(
    project: &Project,
    edition: &Edition,
    chapters: &mut [Cow<'_, Document>],
    notices: &[Document],
) {
    let Some(own) = &project.statement else { return };
    let at = edition.chapters.iter().position(|&chapter| chapter == own.chapter);
    if let Some((statement, others)) = at.and_then(|_| chapters.split_last_mut()) {
        let notices = edition.notices.iter().filter_map(|&(number, _)| notices.get(number));
        let others = others.iter().map(|other| &**other);
        own.statement.prune(statement.to_mut(), others.chain(notices));
    }
}

/// The editions of a plan, each once, in order.
fn editions(plan: &BuildPlan) -> Vec<usize> {
    let mut editions: Vec<usize> = plan.jobs.iter().map(|job| job.edition).collect();
    editions.sort_unstable();
    editions.dedup();
    editions
}

/// The editions and page sizes that are laid out, each once, in order.
fn layouts(plan: &BuildPlan) -> Vec<(usize, usize)> {
    let mut layouts: Vec<(usize, usize)> =
        plan.jobs.iter().map(|job| (job.edition, job.page)).collect();
    layouts.sort_unstable();
    layouts.dedup();
    layouts
}
