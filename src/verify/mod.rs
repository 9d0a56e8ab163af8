//! Reads finished files back and proves that they hold the book.
//!
//! Nothing here is shared with the writers: pages are read by parsers of HTML, XML and PDF
//! that write nothing, and what must be there is told by `account` from the document
//! alone. Both speak in the terms of `told`, and `compare` finds every difference.

mod account;
mod around;
mod claims;
mod compare;
mod conform;
mod front;
mod known_styles;
mod looks;
mod markup;
mod metadata;
mod notices;
mod numbering;
mod old_contents;
mod page_head;
mod pages;
#[allow(dead_code, reason = "it reads all that a PDF says; its own tests use the rest")]
mod pdf;
mod pictures;
mod plain_print;
mod print;
mod proven;
mod report;
mod returns;
mod seal;
mod tagged;
mod told;
mod turns;

pub use proven::{not_proven, proven, rules};
pub use seal::{Sealed, read as read_seal};

use crate::backend::Artifact;
use crate::certificate::claims::{Content, pages as claimed};
use crate::certificate::{Claim, Hash, Record};
use crate::diag::{Reported, Sink};
use crate::layout::Print;
use crate::project::Format;
use crate::resolve::Book;

/// That an output was proven: nobody else can make one.
#[derive(Debug)]
pub struct Proof(());

/// Proves a finished output with the certificate that it is to carry: as [`verify`] does,
/// that the certificate stands in it, and that the file claims nothing else than that names.
///
/// # Errors
/// When the output is anything else than it should be; all of it is told.
pub fn prove(
    book: &Book,
    print: &Print,
    artifact: &Artifact,
    record: &Record,
    sink: &mut Sink,
) -> Result<Proof, Reported> {
    let mut own = Sink::default();
    compared(book, print, artifact, Some(&record.claims), &mut own);
    if !seal::carries(&artifact.files, record) {
        let path = artifact.files.top_level().into_iter().next().unwrap_or_default();
        let subject = report::Subject { path: path.to_owned(), part: None };
        subject.tell("changed-metadata", "lacks its certificate", None, &mut own);
    }
    let outcome = own.checkpoint();
    sink.absorb(own);
    outcome.map(|()| Proof(()))
}

/// A hash of the words of an edition, in order: of what stands in its pages.
pub fn words(book: &Book, print: &Print) -> Hash {
    let (folios, pages) = (&print.page_map.folios, &print.page_map.pages);
    let edition = pages::Edition { book, folios, pages, claims: None };
    let told = book.spine.iter().map(|&division| {
        let told = account::of(&edition, division, account::Form::Pages);
        let notes = told.notes.into_iter().flat_map(|(_, items)| items);
        let all = told.items.into_iter().chain(notes);
        all.map(|item| format!("{}\u{0}", item.text)).collect::<String>()
    });
    let told: Vec<String> = told.collect();
    Hash::of_all(told.iter().map(String::as_bytes))
}

/// Compares a finished output with the edition that it holds, and tells every difference.
///
/// `book` is the edition as this format shows it.
pub fn verify(book: &Book, print: &Print, artifact: &Artifact, sink: &mut Sink) {
    // what a PDF may claim hangs on the standard that its project names
    let claims = match artifact.format {
        Format::Pdf => None,
        Format::Epub | Format::Html | Format::Site => {
            Some(claimed(artifact.format, Content::of(book, print)))
        }
    };
    compared(book, print, artifact, claims.as_deref(), sink);
}

fn compared(
    book: &Book,
    print: &Print,
    artifact: &Artifact,
    claims: Option<&[Claim]>,
    sink: &mut Sink,
) {
    let folios = &print.page_map.folios;
    let starts = print.page_map.starts_in(book);
    let edition = pages::Edition { book, folios, pages: &starts, claims };
    match artifact.format {
        Format::Epub => pages::epub(&edition, &artifact.files, sink),
        Format::Html => pages::single(&edition, &artifact.files, sink),
        Format::Site => pages::site(&edition, &artifact.files, sink),
        Format::Pdf => print::pdf(&edition, &artifact.files, sink),
    }
}
