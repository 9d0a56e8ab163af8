//! Reads finished files back and proves that they hold the book.
//!
//! Nothing here is shared with the writers: pages are read by parsers of HTML, XML and PDF
//! that write nothing, and what must be there is told by `account` from the document
//! alone. Both speak in the terms of `told`, and `compare` finds every difference.

mod account;
mod compare;
mod conform;
mod front;
mod markup;
mod metadata;
mod notices;
mod pages;
#[allow(dead_code, reason = "it reads all that a PDF says; its own tests use the rest")]
mod pdf;
mod print;
mod report;
mod tagged;
mod told;

use crate::backend::Artifact;
use crate::diag::Sink;
use crate::layout::Print;
use crate::project::Format;
use crate::resolve::Book;

/// Compares a finished output with the edition that it holds, and tells every difference.
///
/// `book` is the edition as this format shows it.
pub fn verify(book: &Book, print: &Print, artifact: &Artifact, sink: &mut Sink) {
    let folios = &print.page_map.folios;
    let starts = print.page_map.starts_in(book);
    let edition = pages::Edition { book, folios, pages: &starts };
    match artifact.format {
        Format::Epub => pages::epub(&edition, &artifact.files, sink),
        Format::Html => pages::single(&edition, &artifact.files, sink),
        Format::Site => pages::site(&edition, &artifact.files, sink),
        Format::Pdf => print::pdf(&edition, &artifact.files, sink),
    }
}
