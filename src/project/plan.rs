//! What one run builds: the editions and formats that were asked for, and the day.

use super::{BuildPlan, Edition, Format, Job, Project, Stamp};
use crate::diag::{Diagnostic, Reported, Sink};
use crate::source::{Place, Span};

/// What the command line and the environment ask for.
#[derive(Debug, Default, Clone)]
pub struct Wishes {
    /// Numbers in [`Project::editions`]; empty for all.
    pub editions: Vec<usize>,
    /// Formats; empty for all that the editions name.
    pub formats: Vec<Format>,
    /// In place of the date of the project file.
    pub stamp: Option<Stamp>,
}

/// Merges the project file with what was asked for.
///
/// # Errors
/// When there is no date: none is made up, so that a build can be repeated.
pub fn plan(
    project: &Project,
    wishes: &Wishes,
    sink: &mut Sink,
) -> Result<BuildPlan, Reported> {
    let Some(stamp) = wishes.stamp.or(project.date) else {
        let start = Place { source: project.manifest, span: Span::default() };
        return Err(sink.error(
            Diagnostic::new("missing-key", "`date` is missing").at(start).help(
                "write the day of the edition, `date = 2026-11-23`, or set SOURCE_DATE_EPOCH",
            ),
        ));
    };
    let mut jobs = Vec::new();
    for (number, edition) in project.editions.iter().enumerate() {
        if !wishes.editions.is_empty() && !wishes.editions.contains(&number) {
            continue;
        }
        for &format in &edition.formats {
            if !wishes.formats.is_empty() && !wishes.formats.contains(&format) {
                continue;
            }
            // Only paper has sizes; the others take their page marks from the first.
            let pages = if format == Format::Pdf { edition.pages.len() } else { 1 };
            jobs.extend((0..pages).map(|page| Job { edition: number, page, format }));
        }
    }
    Ok(BuildPlan { jobs, stamp })
}

/// The name of an output without its ending: the edition's, and the page size where
/// an edition is printed on several.
pub fn output_stem(edition: &Edition, page: usize, format: Format) -> String {
    if format == Format::Pdf && edition.pages.len() > 1 {
        format!("{}-{}", edition.stem, edition.pages[page].name)
    } else {
        edition.stem.clone()
    }
}

/// The name of the file for the printer beside a PDF, where the edition wants one.
pub fn printer_name(edition: &Edition, page: usize, format: Format) -> Option<String> {
    let imposition = edition.pdf.imposition.filter(|_| format == Format::Pdf)?;
    let stem = output_stem(edition, page, format);
    Some(format!("{stem}-{}.pdf", imposition.word()))
}

/// The name, without its ending, of the page beside the outputs of an edition that holds
/// its accessibility statement.
pub fn statement_stem(edition: &Edition) -> String {
    format!("{}.accessibility", edition.stem)
}

/// The name of an output: of a file, or of a folder with a final `/`.
pub fn output_name(edition: &Edition, page: usize, format: Format) -> String {
    let stem = output_stem(edition, page, format);
    match format {
        Format::Epub => format!("{stem}.epub"),
        Format::Pdf => format!("{stem}.pdf"),
        Format::Html => format!("{stem}.html"),
        Format::Site => format!("{stem}-site/"),
    }
}
