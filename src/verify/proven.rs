//! What the proof of each format proves, and what it does not.

use crate::certificate::{NotProven, Proven};
use crate::project::Format;

use super::conform::{Rule, markup, pdf};

/// What is proven of every output of a format; the order is that of the certificate.
pub fn proven(format: Format) -> Vec<Proven> {
    const ALL: [Proven; 15] = [
        Proven::Words,
        Proven::Order,
        Proven::Structure,
        Proven::Tables,
        Proven::AlternativeTexts,
        Proven::References,
        Proven::Notices,
        Proven::Links,
        Proven::Languages,
        Proven::Metadata,
        Proven::Navigation,
        Proven::PageMarks,
        Proven::Visible,
        Proven::TagsMatchPages,
        Proven::Claims,
    ];
    // pages of the web have no tags beside what is shown
    let has_tags = format == Format::Pdf;
    ALL.into_iter().filter(|one| has_tags || *one != Proven::TagsMatchPages).collect()
}

/// What is not, of any output of a format.
pub fn not_proven(format: Format) -> &'static [NotProven] {
    const ALL: NotProven = NotProven::HumanJudgement;
    match format {
        Format::Epub => &[
            ALL,
            NotProven::OutsideValidators,
            NotProven::Emphasis,
            NotProven::TemplateWords,
            NotProven::CoverWords,
        ],
        Format::Html | Format::Site => &[
            ALL,
            NotProven::OutsideValidators,
            NotProven::Emphasis,
            NotProven::TemplateWords,
        ],
        Format::Pdf => &[ALL, NotProven::OutsideValidators],
    }
}

/// The names of the rules that an output of a format is held against.
pub fn rules(format: Format) -> Vec<String> {
    let rules: &[&[Rule]] = match format {
        Format::Pdf => &[pdf::RULES],
        Format::Epub => &[markup::EPUB_RULES, markup::RULES],
        Format::Html | Format::Site => &[markup::WEB_RULES, markup::RULES],
    };
    rules.iter().flat_map(|rules| *rules).map(|rule| rule.name.to_owned()).collect()
}
