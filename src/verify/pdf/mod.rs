//! Reads a finished PDF back: what is painted on its pages, the tag tree, the navigation.
//!
//! Knows nothing of the book and nothing of the writer. Objects, compression and the
//! syntax of content streams are read by `hayro-syntax`; fonts, the graphics state,
//! marked content and tags are read here (ISO 32000-1, with what PDF 2.0 adds to tags).
//! All is given as plain data: [`Pdf`].

mod cmap;
mod colours;
mod content;
mod encodings;
mod file;
mod fonts;
mod geometry;
mod hidden;
mod integrity;
mod links;
mod marks;
mod model;
mod navigation;
mod pages;
mod paint;
mod showing;
mod state;
mod structure;
mod text;

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::par;
use file::File;
use fonts::Fonts;
use links::PageNumbers;

pub(crate) use hidden::{Hidden, Limits, Why};
pub(crate) use model::*;
pub(crate) use text::Line;

/// A file that is longer is not read, in bytes.
const MOST_BYTES: usize = 1 << 30;
/// More pages are not read.
const MOST_PAGES: usize = 1 << 17;

/// Reads a PDF.
///
/// # Errors
/// In words, when it cannot be read from beginning to end: not a PDF, a password, a
/// content stream that is broken, or more of something than any book has. What can be
/// read but does not hold together is told in [`Pdf::findings`].
pub(crate) fn read(bytes: &[u8]) -> Result<Pdf, String> {
    if bytes.len() > MOST_BYTES {
        return Err(format!("the file is longer than {MOST_BYTES} bytes"));
    }
    // the reader of objects gives up in this way on some broken ones
    catch_unwind(AssertUnwindSafe(|| read_all(bytes)))
        .unwrap_or_else(|_| Err("the file is damaged: an object cannot be read".to_owned()))
}

fn read_all(bytes: &[u8]) -> Result<Pdf, String> {
    let file = &File::open(bytes)?;
    let sheets = file.pdf.pages();
    if sheets.len() > MOST_PAGES {
        return Err(format!("the file has more than {MOST_PAGES} pages"));
    }
    let mut numbers = PageNumbers::new();
    let mut annotations = BTreeMap::new();
    for (index, sheet) in sheets.iter().enumerate() {
        if let Some(id) = sheet.raw().obj_id() {
            numbers.insert(id.obj_number, index);
        }
        for (own, number) in links::annotation_numbers(sheet.raw()).into_iter().enumerate()
        {
            if let Some(number) = number {
                annotations.entry(number).or_insert((index, own));
            }
        }
    }
    let numbers = &numbers;
    let parents = &structure::parents(file);
    let fonts = &Fonts::default();
    let (tree, pages) = par::both(
        || structure::tree(file, numbers, &annotations),
        || {
            par::map_quiet(sheets, |sheet| {
                pages::read(file, fonts, sheet, numbers, parents)
            })
        },
    );
    let pages: Result<Vec<Page>, String> = (1..)
        .zip(pages)
        .map(|(number, page)| page.map_err(|reason| format!("page {number}: {reason}")))
        .collect();
    let destinations = links::named(file, numbers);
    let metadata = navigation::metadata(file);
    let mut pdf = Pdf {
        labels: navigation::labels(file, sheets.len()),
        outline: navigation::outline(file, numbers, |name| destinations.get(name).cloned()),
        claims: navigation::claims(file, metadata.as_deref()),
        language: file::text_of(&file.catalog(), "Lang"),
        title: navigation::title(file),
        attachments: navigation::attachments(file),
        pages: pages?,
        structure: tree.root,
        findings: tree.findings,
        metadata,
        destinations,
    };
    if file.pdf.xref().has_optional_content_groups() {
        let fault = Fault::Layers;
        pdf.findings.push(Finding { page: None, element: None, fault });
    }
    integrity::check(&mut pdf, parents);
    Ok(pdf)
}

#[cfg(test)]
mod tests;
