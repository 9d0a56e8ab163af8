//! The certificate of an output before it is proven: what it is made from.

use std::collections::BTreeMap;

use crate::certificate::claims::{self, Claim, Content};
use crate::certificate::{
    Hash, NotProven, Program, Publication, Record, ThemeRecord, VERSION,
};
use crate::layout::Print;
use crate::project::{
    BuildPlan, Edition, Format, Job, LOCK, PdfColor, Project, SUMMARY, StyleChoice,
};
use crate::resolve::Book;
use crate::source::{SourceId, Sources};
use crate::theme::Theme;
use crate::verify;

/// What all outputs of an edition are made from.
pub(super) struct Origin {
    sources: BTreeMap<String, Hash>,
    theme: ThemeRecord,
}

/// What an edition is made from.
pub(super) fn origin(
    project: &Project,
    sources: &Sources,
    edition: &Edition,
    book: &Book,
) -> Origin {
    let mut hashes = BTreeMap::new();
    for source in texts(project, sources, edition) {
        let text = sources.get(source);
        let hash = Hash::of(text.text.as_bytes());
        hashes.insert(text.path.clone(), hash);
    }
    for (path, bytes) in files(project, edition, book) {
        hashes.insert(format!("manuscript/{path}"), Hash::of(bytes));
    }
    // as they lie on the disk, where they do: a mark of byte order counts
    for (path, hash) in &mut hashes {
        let own = path.strip_prefix("manuscript/").and_then(|path| project.files.get(path));
        if let Some(bytes) = own {
            *hash = Hash::of(bytes);
        }
    }
    Origin { sources: hashes, theme: theme(&project.themes[edition.theme]) }
}

/// The texts that an edition is made from: the project file, chapters, notices and
/// bibliographies, and all that is put into them.
pub(super) fn texts(
    project: &Project,
    sources: &Sources,
    edition: &Edition,
) -> Vec<SourceId> {
    let chapters =
        edition.chapters.iter().map(|&chapter| project.chapters[chapter].text.source);
    let notices =
        edition.notices.iter().map(|&(notice, _)| project.notices[notice].text.source);
    let bibliographies = project.bibliographies.iter().map(|file| file.source);
    let all = std::iter::once(project.manifest).chain(chapters);
    let all = all.chain(notices).chain(bibliographies);
    let mut written: Vec<SourceId> = Vec::new();
    for source in all.flat_map(|source| sources.originals(source)) {
        // the accessibility statement is no file of the project
        if !written.contains(&source) && !sources.get(source).path.starts_with('(') {
            written.push(source);
        }
    }
    written
}

/// The other files of the manuscript folder that an edition is made from: pictures, fonts,
/// the citation style, the profile of a press, and two that are read because they are
/// there.
fn files<'p>(
    project: &'p Project,
    edition: &Edition,
    book: &Book,
) -> impl Iterator<Item = (&'p String, &'p [u8])> {
    let profile = match &edition.pdf.color {
        PdfColor::Cmyk(press) => Some(press.path.clone()),
        PdfColor::Rgb | PdfColor::Gray => None,
    };
    let mut named: Vec<String> =
        book.pictures.iter().map(|picture| picture.path.clone()).collect();
    let style = match &project.style {
        StyleChoice::File(file) => Some(file.path.clone()),
        StyleChoice::Bundled(..) | StyleChoice::Default => None,
    };
    named.extend(profile.into_iter().chain(style));
    named.extend([LOCK.to_owned(), SUMMARY.to_owned()]);
    let is_font = |path: &str| {
        let ending = path.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
        matches!(ending.as_deref(), Some("ttf" | "otf" | "ttc"))
    };
    let all = project.files.by_path.iter();
    let used = all.filter(move |(path, _)| named.contains(path) || is_font(path));
    used.map(|(path, bytes)| (path, bytes.as_slice()))
}

fn theme(theme: &Theme) -> ThemeRecord {
    let (built_in, own): (Vec<_>, Vec<_>) =
        theme.files.iter().partition(|(path, _)| path.starts_with('('));
    let own = own.into_iter().map(|(path, bytes)| (path.clone(), Hash::of(bytes)));
    let lengths: Vec<String> =
        built_in.iter().map(|(path, bytes)| format!("{path} {}\n", bytes.len())).collect();
    let built_in = lengths.iter().zip(&built_in);
    let built_in = built_in.flat_map(|(line, (_, bytes))| [line.as_bytes(), &**bytes]);
    ThemeRecord {
        name: theme.name.clone(),
        files: own.collect(),
        built_in: Hash::of_all(built_in),
    }
}

/// The certificate of an output, as it stands in it if all is proven.
pub(super) fn record(
    (project, plan): (&Project, &BuildPlan),
    job: &Job,
    origin: &Origin,
    (words, claims): (Hash, Vec<Claim>),
) -> Record {
    let edition = &project.editions[job.edition];
    let publication = Publication {
        title: project.info.title.clone(),
        identifier: project.info.identifier.clone(),
        edition: edition.name.clone(),
        format: job.format,
        page: edition.pages[job.page].name.to_string(),
        date: plan.stamp.timestamp(),
        statement: Vec::new(),
    };
    let mut not_proven = verify::not_proven(job.format).to_vec();
    if job.format == Format::Pdf && edition.pdf.imposition.is_some() {
        not_proven.push(NotProven::ImposedFile);
    }
    Record {
        certificate: VERSION,
        program: Program::this(),
        publication,
        words,
        sources: origin.sources.clone(),
        theme: origin.theme.clone(),
        proven: verify::proven(job.format),
        rules: verify::rules(job.format),
        claims,
        not_proven,
    }
}

/// What an output may claim. `attached` is whether texts are put into a PDF.
pub(super) fn claims(
    (book, print): (&Book, &Print),
    (edition, format): (&Edition, Format),
    attached: bool,
) -> Vec<Claim> {
    match format {
        Format::Pdf => {
            let standard = edition.pdf.standard;
            let mut elements = print.structure.iter();
            // PDF 2.0 has a place for formulas as files
            let formulas = standard.is_pdf_2() && elements.any(|one| one.mathml.is_some());
            claims::pdf(standard, attached || formulas)
        }
        Format::Epub | Format::Html | Format::Site => {
            claims::pages(format, Content::of(book, print))
        }
    }
}
