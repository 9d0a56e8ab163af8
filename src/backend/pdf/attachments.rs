//! Files inside the file: the manuscript where an edition wants it, and formulas as
//! MathML (ISO 32000-2, 7.11.4 and 14.13; ISO 19005-3, 6.8; ISO 19005-4, 6.9).

use lopdf::{Document, Object, ObjectId, dictionary};

use super::content::to_i64;
use super::metadata::pdf_date;
use super::objects::{catalog, dictionary_mut, literal, name, packed, references, text};
use super::tree::{self, Tree};
use crate::bug;
use crate::project::Stamp;
use crate::source::Source;

/// The files of a document while they are added.
#[derive(Debug, Default)]
pub(super) struct Attachments {
    /// By the name that a reader lists them under.
    listed: Vec<(Object, Object)>,
}

impl Attachments {
    /// Attaches the texts that the edition was made from; the document names them.
    pub(super) fn add_sources(
        &mut self,
        document: &mut Document,
        sources: &[&Source],
        stamp: Stamp,
    ) {
        let files: Vec<ObjectId> = sources
            .iter()
            .map(|source| {
                let kind = media_type(&source.path);
                let about = "Source of this document";
                self.add(document, (&source.path, kind, about), &source.text, stamp)
            })
            .collect();
        if !files.is_empty() {
            catalog(document).set("AF", references(files));
        }
    }

    /// Attaches the MathML of a formula, which its element is to name.
    pub(super) fn add_formula(
        &mut self,
        document: &mut Document,
        number: usize,
        mathml: &str,
        stamp: Stamp,
    ) -> ObjectId {
        let path = format!("formula-{number}.mml");
        let file = (
            path.as_str(),
            "application/mathml+xml",
            "A formula of this document as MathML",
        );
        self.add(document, file, mathml, stamp)
    }

    /// Whether there is none.
    pub(super) const fn is_empty(&self) -> bool {
        self.listed.is_empty()
    }

    /// Lists all files in the catalog, whose names must be there.
    pub(super) fn finish(self, document: &mut Document) {
        if self.listed.is_empty() {
            return;
        }
        let files = tree::add(document, Tree::Names, self.listed);
        let Ok(names) = catalog(document).get_mut(b"Names").and_then(Object::as_dict_mut)
        else {
            bug!("the catalog has no names")
        };
        names.set("EmbeddedFiles", files);
    }

    fn add(
        &mut self,
        document: &mut Document,
        (path, kind, about): (&str, &str, &str),
        content: &str,
        stamp: Stamp,
    ) -> ObjectId {
        let is_formula = kind == "application/mathml+xml";
        let keys = dictionary! {
            "Type" => "EmbeddedFile",
            "Subtype" => name(kind),
            "Params" => dictionary! {
                "Size" => to_i64(content.len()),
                "ModDate" => literal(&pdf_date(stamp)),
            },
        };
        let stream = document.add_object(packed(keys, content.as_bytes()));
        let file = document.add_object(dictionary! {
            "Type" => "Filespec",
            "F" => text(path),
            "UF" => text(path),
            "Desc" => text(about),
            "AFRelationship" => if is_formula { "Supplement" } else { "Source" },
        });
        let streams = dictionary! { "F" => stream, "UF" => stream };
        dictionary_mut(document, file).set("EF", streams);
        self.listed.push((text(path), file.into()));
        file
    }
}

/// The media type of a text by the end of its path (RFC 7763 for Markdown).
fn media_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map(|(_, ending)| ending) {
        Some("md") => "text/markdown",
        Some("toml") => "application/toml",
        Some("bib") => "application/x-bibtex",
        Some("csl") => "application/vnd.citationstyles.style+xml",
        Some(_) | None => "text/plain",
    }
}
