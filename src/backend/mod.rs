//! The writers: from the book and its pages to finished bytes.

pub mod markup;
pub mod html;
pub mod epub;
pub mod pdf;

use crate::certificate::Record;
use crate::diag::{Reported, Sink};
use crate::files::Files;
use crate::layout::Print;
use crate::project::{Format, PdfOptions, Stamp};
use crate::resolve::Book;
use crate::source::Source;
use crate::theme::Theme;

/// Writes one format.
///
/// A backend is a function of its arguments: it reads no file, no clock and no
/// environment, so the same input gives the same bytes.
pub trait Backend: Sync {
    /// Writes the edition.
    ///
    /// # Errors
    /// When the format cannot say something of the book; never leaves it out.
    fn render(&self, input: &Input<'_>, sink: &mut Sink) -> Result<Artifact, Reported>;
}

/// All a backend may know.
#[derive(Copy, Clone)]
pub struct Input<'a> {
    /// The resolved edition.
    pub book: &'a Book,
    /// Its pages.
    pub print: &'a Print,
    /// Its look.
    pub theme: &'a Theme,
    /// The time printed in it.
    pub stamp: Stamp,
    /// How a PDF is made.
    pub pdf: &'a PdfOptions,
    /// The texts that are put into a PDF.
    pub attached: &'a [&'a Source],
    /// The name of the output, without ending.
    pub stem: &'a str,
    /// What the output says of itself. What it is besides is put in when it is proven.
    pub certificate: Option<&'a Record>,
}

/// Finished output, not yet on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Artifact {
    /// What it is.
    pub format: Format,
    /// One file (`stem.epub`, `stem.pdf`, `stem.html`), for a PDF perhaps a second for the
    /// printer (`stem-booklet.pdf`), or for a site the folder
    /// `stem-site/` and what is in it.
    pub files: Files,
}

/// The backend for a format. The only list of backends.
pub fn of(format: Format) -> &'static dyn Backend {
    match format {
        Format::Epub => &epub::Epub,
        Format::Pdf => &pdf::Pdf,
        Format::Html => &html::SinglePage,
        Format::Site => &html::Site,
    }
}
