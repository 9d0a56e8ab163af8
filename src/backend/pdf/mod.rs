//! `Print` to a tagged, archival PDF: PDF/UA-1 and PDF/A-2a in one file.
//!
//! In the order of work: `glyphs` finds what is used; `pictures` prepares what is drawn.
//! Then at the same time `fonts` subsets the fonts, `paint` turns sheets into content
//! streams with the small writer in `content`, and `skeleton` lets `printpdf` make the
//! document with its pages, links and pictures. The rest completes it as a `lopdf` document: `structure`,
//! `links`, `navigation`, `metadata`; `write` makes the file.
//!
//! Nothing here decides where anything stands: that is all in the sheets.

mod content;
mod objects;
mod glyphs;
mod fonts;
mod recolor;
mod resolution;
mod pictures;
mod tree;
mod roles;
mod attachments;
mod paper;
mod imposition;
mod write;
mod structure;
mod inks;
mod paint;
mod skeleton;
mod links;
mod navigation;
mod metadata;

use std::collections::BTreeMap;

use lopdf::{Document, ObjectId, Stream, dictionary};

use self::attachments::Attachments;
use self::fonts::Fonts;
use self::inks::Inks;
use self::metadata::Claim;
use self::navigation::Places;
use self::objects::{dictionary_mut, reference};
use self::paint::Painted;
use self::paper::Paper;
use self::structure::{Owners, Surroundings};
use super::{Artifact, Backend, Input};
use crate::diag::{Reported, Sink};
use crate::files::Files;
use crate::par;
use crate::project::{Format, Imposition};

/// The PDF writer.
#[derive(Debug, Default, Copy, Clone)]
pub struct Pdf;

impl Backend for Pdf {
    fn render(&self, input: &Input<'_>, sink: &mut Sink) -> Result<Artifact, Reported> {
        let print = input.print;
        let forms = glyphs::forms(print, input.theme);
        let used = glyphs::used(print, input.theme, &forms, sink)?;
        let codes = fonts::codes(&used, input.theme, sink)?;
        let inks = Inks::of(&input.pdf.color, sink)?;
        let pictures = pictures::prepare(print, input.book, &inks, sink)?;
        resolution::report(input, sink);
        let owners = Owners::of(print, input.pdf.standard);
        let paper = Paper::of(&print.size, input.pdf);
        let ((fonts, skeleton), sheets) = par::both(
            || {
                let skeleton = || skeleton::with_pictures(print, pictures);
                par::both(|| fonts::subset(&codes, input.theme, sink), skeleton)
            },
            || paint::paint(print, &codes, &owners, (paper, &inks)),
        );
        let mut files = Files::default();
        let (file, imposed) =
            assemble(input, (skeleton, fonts?, sheets), &owners, (paper, &inks));
        files.insert(format!("{}.pdf", input.stem), file);
        if let (Some(imposition), Some(imposed)) = (input.pdf.imposition, imposed) {
            files.insert(format!("{}-{}.pdf", input.stem, imposition.word()), imposed);
        }
        Ok(Artifact { format: Format::Pdf, files })
    }
}

/// The file, and that for the printer where one is wanted.
fn assemble(
    input: &Input<'_>,
    (skeleton, fonts, mut sheets): ((Document, Vec<ObjectId>), Fonts, Vec<Painted>),
    owners: &Owners<'_>,
    (paper, inks): (Paper, &Inks),
) -> (Vec<u8>, Option<Vec<u8>>) {
    let print = input.print;
    let standard = input.pdf.standard;
    let (mut document, pages) = skeleton;
    fill_pages(&mut document, &pages, &mut sheets, fonts);
    if !paper.is_plain() {
        for &page in &pages {
            let keys = dictionary_mut(&mut document, page);
            paper.boxes().into_iter().for_each(|(key, corners)| keys.set(key, corners));
        }
    }
    let imposed = input.pdf.imposition.map(|imposition| {
        impose(input, document.clone(), &pages, (imposition, paper), inks)
    });

    let elements = structure::reserve(&mut document, print);
    let places = Places::of(print, &pages, standard.is_pdf_2().then_some(elements));
    let annotations = links::complete(&mut document, print, &pages, &places);
    navigation::add_destinations(&mut document, &places);
    navigation::add_outline(&mut document, &print.outline, elements, &places);
    navigation::add_labels(&mut document, &print.sheets);
    let mut attachments = Attachments::default();
    attachments.add_sources(&mut document, input.attached, input.stamp);
    let formulas = formulas(input, &mut document, &mut attachments);
    let claim = Claim::Tagged { has_files: !attachments.is_empty() };
    metadata::add(&mut document, input, inks.intent(), claim);
    attachments.finish(&mut document);
    let around = Surroundings {
        print,
        standard,
        owners,
        sheets: &sheets,
        pages: &pages,
        annotations: &annotations,
        formulas,
    };
    let rows = structure::add(&mut document, elements, &around);
    let file = write::file(&document, &rows);
    drop(rows);
    par::discard(document);
    (file, imposed)
}

/// The file for the printer, beside the one for readers.
fn impose(
    input: &Input<'_>,
    mut document: Document,
    pages: &[ObjectId],
    (imposition, paper): (Imposition, Paper),
    inks: &Inks,
) -> Vec<u8> {
    let leftward = crate::ast::is_rtl_language(&input.book.info.language);
    imposition::impose(&mut document, pages, paper, (imposition, leftward), inks);
    metadata::add(&mut document, input, inks.intent(), Claim::Imposed);
    write::file(&document, &[])
}

/// Attaches every formula, by its element. PDF 1.7 has no place for that.
fn formulas(
    input: &Input<'_>,
    document: &mut Document,
    attachments: &mut Attachments,
) -> BTreeMap<usize, ObjectId> {
    if !input.pdf.standard.is_pdf_2() {
        return BTreeMap::new();
    }
    let elements = input.print.structure.iter().enumerate();
    let formulas =
        elements.filter_map(|(at, element)| Some((at, element.mathml.as_deref()?)));
    let numbered = formulas.zip(1..);
    numbered
        .map(|((at, mathml), number)| {
            (at, attachments.add_formula(document, number, mathml, input.stamp))
        })
        .collect()
}

/// Puts fonts and content into the empty pages.
fn fill_pages(
    document: &mut Document,
    pages: &[ObjectId],
    sheets: &mut [Painted],
    fonts: Fonts,
) {
    let names = fonts.add_to(document);
    let resources = reference(dictionary_mut(document, pages[0]), "Resources");
    let shared = reference(dictionary_mut(document, resources), "Font");
    document.set_object(shared, names);
    for (number, (&page, sheet)) in (0i64..).zip(pages.iter().zip(sheets)) {
        let keys = dictionary_mut(document, page);
        keys.set("StructParents", number);
        keys.set("Tabs", "S");
        let content = reference(keys, "Contents");
        let keys = dictionary! { "Filter" => "FlateDecode" };
        document.set_object(content, Stream::new(keys, std::mem::take(&mut sheet.content)));
    }
}
