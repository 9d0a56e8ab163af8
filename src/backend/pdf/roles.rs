//! The names of structure types: those of PDF 1.7 (ISO 32000-1, 14.8.4) and those of
//! PDF 2.0 (ISO 32000-2, 14.8.4), which has two namespaces.

use lopdf::{Dictionary, dictionary};

use crate::layout::Role;
use crate::project::Standard;

/// The namespace of the structure types that PDF 2.0 defines (ISO 32000-2, 14.8.6.1).
pub(super) const PDF_2: &str = "http://iso.org/pdf2/ssn";

/// The namespace of those that it keeps from PDF 1.7; an element that names no
/// namespace is in it.
pub(super) const PDF_1_7: &str = "http://iso.org/pdf/ssn";

/// The name of a structure type, and whether PDF 2.0 defines it.
pub(super) const fn tag(role: Role, standard: Standard) -> (&'static str, bool) {
    let name = name(role);
    if !standard.is_pdf_2() {
        return (name, false);
    }
    match role {
        // What PDF 2.0 has under another name.
        Role::Note => ("FENote", true),
        // What it has no longer defines, but keeps.
        Role::BlockQuote
        | Role::Code
        | Role::Reference
        | Role::BibEntry
        | Role::Toc
        | Role::Toci
        | Role::Index => (name, false),
        Role::Document
        | Role::Part
        | Role::Sect
        | Role::Div
        | Role::Aside
        | Role::Title
        | Role::Heading(_)
        | Role::P
        | Role::L { .. }
        | Role::LI
        | Role::Lbl
        | Role::LBody
        | Role::Table
        | Role::THead
        | Role::TBody
        | Role::TR
        | Role::TH(_)
        | Role::TD
        | Role::Figure
        | Role::Formula
        | Role::Caption
        | Role::Link
        | Role::Em
        | Role::Strong
        | Role::Sub
        | Role::Span => (name, true),
    }
}

/// What PDF 1.7 takes the structure types for that it lacks. In PDF 2.0 they have a
/// namespace and this says nothing, but to readers that know of none (Poppler 22).
///
/// The title of the book is a paragraph, but for a book whose first heading, of these
/// levels in reading order, is not of the first level: PDF/UA-1 begins with one of that
/// (ISO 14289-1, 7.4.2), and a chapter without a title is named after the book.
pub(super) fn role_map(first_heading: Option<u8>) -> Dictionary {
    let title = if first_heading.is_some_and(|level| level > 1) { "H1" } else { "P" };
    dictionary! {
        "Title" => title,
        "Aside" => "Div",
        "Em" => "Span",
        "Strong" => "Span",
        "Sub" => "Span",
        "FENote" => "Note",
    }
}

const fn name(role: Role) -> &'static str {
    match role {
        Role::Document => "Document",
        Role::Part => "Part",
        Role::Sect => "Sect",
        Role::Div => "Div",
        Role::Aside => "Aside",
        Role::Title => "Title",
        Role::Heading(0 | 1) => "H1",
        Role::Heading(2) => "H2",
        Role::Heading(3) => "H3",
        Role::Heading(4) => "H4",
        Role::Heading(5) => "H5",
        Role::Heading(6..) => "H6",
        Role::P => "P",
        Role::L { .. } => "L",
        Role::LI => "LI",
        Role::Lbl => "Lbl",
        Role::LBody => "LBody",
        Role::BlockQuote => "BlockQuote",
        Role::Code => "Code",
        Role::Table => "Table",
        Role::THead => "THead",
        Role::TBody => "TBody",
        Role::TR => "TR",
        Role::TH(_) => "TH",
        Role::TD => "TD",
        Role::Figure => "Figure",
        Role::Formula => "Formula",
        Role::Caption => "Caption",
        Role::Link => "Link",
        Role::Reference => "Reference",
        Role::BibEntry => "BibEntry",
        Role::Note => "Note",
        Role::Toc => "TOC",
        Role::Toci => "TOCI",
        Role::Index => "Index",
        Role::Em => "Em",
        Role::Strong => "Strong",
        Role::Sub => "Sub",
        Role::Span => "Span",
    }
}
