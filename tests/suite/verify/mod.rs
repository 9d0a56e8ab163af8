//! The proof on finished files: what is planted in them is found, and nothing else.

mod agreements;
mod pages;
mod print;

use std::path::Path;
use std::sync::OnceLock;

use trifold::backend::{self, Artifact, Input};
use trifold::build::books;
use trifold::diag::Sink;
use trifold::files::{Limits, read};
use trifold::layout::{Print, layout};
use trifold::project::{Format, Wishes, load, output_stem, plan};
use trifold::resolve::Book;
use trifold::source::Sources;
use trifold::verify::verify;

/// An edition in one format.
#[derive(Clone)]
pub(super) struct Finished {
    pub(super) book: Book,
    pub(super) print: Print,
    pub(super) artifact: Artifact,
}

impl Finished {
    /// The codes and the words of what is found.
    pub(super) fn found(&self) -> Vec<(String, String)> {
        let mut sink = Sink::default();
        verify(&self.book, &self.print, &self.artifact, &mut sink);
        let told = sink.messages().iter();
        told.map(|(_, one)| (one.code.0.to_owned(), one.message.clone())).collect()
    }
}

/// All that a project makes.
pub(super) fn finished(folder: &Path) -> Vec<Finished> {
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let files = read(folder, &Limits::default(), &mut sink).unwrap();
    let project = load(&files, &mut sources, &mut sink)
        .unwrap_or_else(|_| panic!("{}: {:#?}", folder.display(), sink.messages()));
    let plan = plan(&project, &Wishes::default(), &mut sink).unwrap();
    let editions: Vec<usize> = plan.jobs.iter().map(|job| job.edition).collect();
    let made = books(&project, &sources, &editions, &|_| {}, &mut sink);
    let made = made.unwrap_or_else(|_| panic!("{folder:?}: {:#?}", sink.messages()));
    let mut all = Vec::new();
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
        };
        let artifact = backend::of(job.format).render(&input, &mut sink);
        let artifact = artifact.unwrap_or_else(|_| panic!("{:#?}", sink.messages()));
        all.push(Finished { book, print, artifact });
    }
    all
}

/// What is missed of a planted defect: that anything is found, and with this code unless it
/// is empty.
pub(super) fn expect(one: &Finished, name: &str, code: &str) -> Option<String> {
    let found = one.found();
    let right = found.iter().any(|(known, _)| code.is_empty() || known == code);
    (!right).then(|| format!("{name}: {found:?}"))
}

/// The book of every construct.
pub(super) fn sink_book(format: Format) -> Finished {
    static ALL: OnceLock<Vec<Finished>> = OnceLock::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books/sink");
    let mut all = ALL.get_or_init(|| finished(&folder)).iter();
    all.find(|one| one.artifact.format == format).unwrap().clone()
}
