//! What an output may claim. Writers write what stands here and nothing else, the
//! certificate names it, and the proof refuses a file that claims more.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::ast::{BlockKind, InlineKind};
use crate::layout::Print;
use crate::project::{Format, Standard};
use crate::resolve::Book;

/// Something that a file says it is: a property of its metadata and its value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Claim {
    /// `pdfuaid:part`, or of schema.org without prefix: `accessMode`.
    pub property: String,
    /// `1`, `textual`.
    pub value: String,
}

impl Claim {
    /// That a property has a value.
    pub fn new(property: impl Into<String>, value: impl Into<String>) -> Self {
        Self { property: property.into(), value: value.into() }
    }
}

impl fmt::Display for Claim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.property, self.value)
    }
}

/// What a PDF for readers claims. `has_files` is whether there are files in it.
///
/// The one for the printer is not proven and claims nothing.
pub fn pdf(standard: Standard, has_files: bool) -> Vec<Claim> {
    let claims: &[(&str, &str)] = match standard {
        Standard::Ua1A2a => {
            &[("pdfaid:part", "2"), ("pdfaid:conformance", "A"), ("pdfuaid:part", "1")]
        }
        Standard::Ua1A3a => {
            &[("pdfaid:part", "3"), ("pdfaid:conformance", "A"), ("pdfuaid:part", "1")]
        }
        Standard::Ua2A4 => &[
            ("pdfaid:part", "4"),
            ("pdfaid:rev", "2020"),
            ("pdfuaid:part", "2"),
            ("pdfuaid:rev", "2024"),
        ],
    };
    let mut all: Vec<Claim> =
        claims.iter().map(|&(p, value)| Claim::new(p, value)).collect();
    if standard.is_pdf_2() {
        if has_files {
            // ISO 19005-4, annex A: a file with files that are no PDF/A
            all.push(Claim::new("pdfaid:conformance", "F"));
        }
        // Well-Tagged PDF 1.0, for access and for reuse (its clause 6.1.2)
        for use_of in ["accessibility1.0", "reuse1.0"] {
            let value = format!("http://pdfa.org/declarations/wtpdf#{use_of}");
            all.push(Claim::new("pdfd:conformsTo", value));
        }
    }
    all
}

/// What is in a book that its pages make claims about.
#[derive(Debug, Copy, Clone, PartialEq, Eq)]
pub struct Content {
    /// Pictures that say something.
    pub pictures: bool,
    /// Formulas.
    pub formulas: bool,
    /// Marks of pages of print.
    pub pages: bool,
}

impl Content {
    /// Of an edition as a format shows it.
    pub fn of(book: &Book, print: &Print) -> Self {
        let (mut pictures, mut formulas) = (false, false);
        for text in book.spine.iter().filter_map(|&division| book.text_of(division)) {
            text.document.visit(&mut |block| {
                pictures |=
                    matches!(block.kind, BlockKind::Figure { decorative: false, .. });
                formulas |= matches!(block.kind, BlockKind::Equation { .. });
            });
            text.document.visit_inlines(&mut |inline| {
                formulas |= matches!(inline.kind, InlineKind::Math(_));
            });
        }
        Self { pictures, formulas, pages: !print.page_map.pages.is_empty() }
    }
}

/// What an EPUB, a page and a site claim (schema.org, with the values of
/// <https://www.w3.org/community/reports/a11y-discov-vocab/>).
///
/// No conformance (`dcterms:conformsTo`): EPUB Accessibility 1.1, 4.4.3, wants the name of
/// who evaluated the publication, and that cannot be a program.
pub fn pages(format: Format, content: Content) -> Vec<Claim> {
    let Content { pictures, formulas, pages } = content;
    let epub = format == Format::Epub;
    let mut all = vec![Claim::new("accessMode", "textual")];
    if pictures {
        all.push(Claim::new("accessMode", "visual"));
    }
    // every picture has words in its place, so the words alone are enough
    all.push(Claim::new("accessModeSufficient", "textual"));
    let features = [
        ("ARIA", epub),
        ("MathML", formulas),
        ("alternativeText", pictures),
        ("displayTransformability", true),
        ("pageBreakMarkers", pages),
        ("pageNavigation", pages && epub),
        ("readingOrder", true),
        ("structuralNavigation", true),
        ("tableOfContents", true),
        ("unlocked", epub),
    ];
    let features = features.into_iter().filter(|(_, present)| *present);
    all.extend(features.map(|(name, _)| Claim::new("accessibilityFeature", name)));
    // pictures that move are refused
    all.push(Claim::new("accessibilityHazard", "none"));
    if epub {
        all.push(Claim::new("accessibilitySummary", summary(content)));
    }
    all
}

/// The language of the summary.
pub const SUMMARY_LANGUAGE: &str = "en";

/// The same in a few sentences, for people.
fn summary(content: Content) -> String {
    let mut text = String::from(
        "This publication has a table of contents, landmarks and headings to navigate by.",
    );
    if content.pages {
        text.push_str(" It marks and lists the pages of the print edition.");
    }
    if content.pictures {
        text.push_str(" Pictures that carry meaning have a text alternative.");
    }
    text.push_str(
        " The reader can change type and colours. No one has certified its accessibility.",
    );
    text
}
