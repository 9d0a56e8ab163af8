//! Reads a finished PDF back: what is painted on its pages, the tag tree, the navigation.
//!
//! Knows nothing of the book and nothing of the writer. `hayro-syntax` reads the syntax of
//! objects and of content streams; where objects stand, fonts, the graphics state, marked
//! content and tags are read here (ISO 32000-1, with what PDF 2.0 adds to tags).
//! All is given as plain data: [`Pdf`].

mod cmap;
mod colours;
mod content;
mod encodings;
mod facts;
mod file;
mod fonts;
mod geometry;
mod hidden;
mod integrity;
mod links;
mod marks;
mod model;
mod navigation;
mod objects;
mod pages;
mod paint;
mod resources;
mod showing;
mod state;
mod structure;
mod text;
mod words;
mod xref;

use std::collections::BTreeMap;

use crate::par;
use file::File;
use fonts::Fonts;
use pages::Sheet;

pub(crate) use facts::*;
pub(crate) use hidden::{Limits, Why};
pub(crate) use model::*;

/// A file that is longer is not read, in bytes.
const MOST_BYTES: usize = 1 << 30;

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
    let file = &File::open(bytes)?;
    let sheets = pages::sheets(file)?;
    let numbers = &(0..).zip(&sheets).map(|(index, sheet)| (sheet.number, index)).collect();
    let annotations = &annotations(file, &sheets);
    let parents = &structure::parents(file);
    let fonts = &Fonts::default();
    let (tree, pages) = par::both(
        || structure::tree(file, numbers, annotations),
        || {
            par::map_quiet(&sheets, |sheet| {
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
    let catalog = file.catalog();
    let mut pdf = Pdf {
        labels: navigation::labels(file, sheets.len()),
        outline: navigation::outline(file, numbers, |name| destinations.get(name).cloned()),
        claims: navigation::claims(file, metadata.as_deref()),
        language: file.text(&catalog, "Lang"),
        title: file.text(&file.information(), "Title"),
        attachments: navigation::attachments(file),
        facts: facts::read(file, &sheets, fonts),
        pages: pages?,
        structure: tree.root,
        findings: tree.findings,
        metadata,
        destinations,
    };
    if catalog.contains_key("OCProperties") {
        let fault = Fault::Layers;
        pdf.findings.push(Finding { page: None, element: None, fault });
    }
    integrity::check(&mut pdf, parents);
    Ok(pdf)
}

/// Page and index of each annotation by the number of its object.
fn annotations<'a>(
    file: &'a File<'a>,
    sheets: &[Sheet<'a>],
) -> BTreeMap<i32, (usize, usize)> {
    let mut places = BTreeMap::new();
    for (page, sheet) in sheets.iter().enumerate() {
        for (index, number) in links::annotation_numbers(file, &sheet.dict).enumerate() {
            if let Some(number) = number {
                places.entry(number).or_insert((page, index));
            }
        }
    }
    places
}

#[cfg(test)]
mod books;
#[cfg(test)]
mod tests;
