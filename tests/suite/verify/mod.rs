//! The proof on finished files: what is planted in them is found, and nothing else.

mod agreements;
mod attacks;
mod claims;
mod lists;
mod names;
mod notices;
mod pages;
mod print;
mod rules_pdf;
mod shown;

use std::path::Path;
use std::sync::{Arc, OnceLock};

use trifold::backend::{self, Artifact, Input};
use trifold::build::books;
use trifold::diag::Sink;
use trifold::files::{Files, Limits, read};
use trifold::layout::{Print, layout};
use trifold::project::{Format, Wishes, load, output_stem, plan};
use trifold::resolve::Book;
use trifold::source::{Place, Sources};
use trifold::verify::verify;

/// An edition in one format.
#[derive(Clone)]
pub(crate) struct Finished {
    pub(super) book: Book,
    pub(super) print: Print,
    pub(crate) artifact: Artifact,
    sources: Arc<Sources>,
}

/// Something that is found: its code, what is said, and what was written at its place.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Found {
    code: &'static str,
    message: String,
    written: Option<String>,
}

impl Finished {
    /// All that is found.
    pub(crate) fn found(&self) -> Vec<Found> {
        let mut sink = Sink::default();
        verify(&self.book, &self.print, &self.artifact, &mut sink);
        let told = sink.messages().iter().map(|(_, one)| Found {
            code: one.code.0,
            message: one.message.clone(),
            written: one.labels.first().map(|label| self.written(label.place)),
        });
        told.collect()
    }

    /// What was written at a place.
    fn written(&self, place: Place) -> String {
        let text = &self.sources.get(place.source).text;
        text[place.span.start as usize..place.span.end as usize].to_owned()
    }
}

/// All that a project makes.
pub(super) fn finished(folder: &Path) -> Vec<Finished> {
    made(&read(folder, &Limits::default(), &mut Sink::default()).unwrap())
}

/// All that the files of a project make, as it is before it is proven: without certificate.
pub(crate) fn made(files: &Files) -> Vec<Finished> {
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let project = load(files, &mut sources, &mut sink)
        .unwrap_or_else(|_| panic!("{:#?}", sink.messages()));
    let plan = plan(&project, &Wishes::default(), &mut sink).unwrap();
    let editions: Vec<usize> = plan.jobs.iter().map(|job| job.edition).collect();
    let made = books(&project, &sources, &editions, &|_| {}, &mut sink);
    let made = made.unwrap_or_else(|_| panic!("{:#?}", sink.messages()));
    let (mut all, sources) = (Vec::new(), Arc::new(sources));
    for (job, book) in plan.jobs.iter().zip(&made) {
        let edition = &project.editions[job.edition];
        let theme = &project.themes[edition.theme];
        let print = layout(book, theme, &edition.pages[job.page], plan.stamp, &mut sink);
        let print = print.unwrap_or_else(|_| panic!("{:#?}", sink.messages()));
        let book = book.in_format(job.format).into_owned();
        let stem = output_stem(edition, job.page, job.format);
        let input = Input {
            book: &book,
            print: &print,
            theme,
            stamp: plan.stamp,
            pdf: &edition.pdf,
            attached: &[],
            stem: &stem,
            certificate: None,
        };
        let artifact = backend::of(job.format).render(&input, &mut sink);
        let artifact = artifact.unwrap_or_else(|_| panic!("{:#?}", sink.messages()));
        all.push(Finished { book, print, artifact, sources: Arc::clone(&sources) });
    }
    all
}

/// What is missed of a planted defect: that anything is found, and with this code unless it
/// is empty.
pub(super) fn expect(one: &Finished, name: &str, code: &str) -> Option<String> {
    expect_at(one, name, code, None)
}

/// The same, at a place where one of some words was written; of none, at any place.
pub(super) fn expect_at(
    one: &Finished,
    name: &str,
    code: &str,
    words: Option<&[&str]>,
) -> Option<String> {
    let found = one.found();
    let right = found.iter().any(|one| {
        let text = one.written.as_deref();
        let is_there = words.is_none_or(|words| {
            let has = |text: &str| words.iter().any(|word| text.contains(word));
            text.is_some_and(|text| words.is_empty() || has(text))
        });
        (code.is_empty() || one.code == code) && is_there
    });
    (!right).then(|| format!("{name} at {words:?}: {found:#?}"))
}

/// The book of every construct.
pub(super) fn sink_book(format: Format) -> Finished {
    static ALL: OnceLock<Vec<Finished>> = OnceLock::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books/sink");
    let mut all = ALL.get_or_init(|| finished(&folder)).iter();
    all.find(|one| one.artifact.format == format).unwrap().clone()
}
