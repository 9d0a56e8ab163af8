//! What the package document says about itself beyond title and authors.
//!
//! EPUB Accessibility 1.1, section 3 (discovery).

use crate::backend::Input;
use crate::certificate::Claim;
use crate::certificate::claims::{self, Content};
use crate::project::Format;
use crate::resolve::Book;

/// The property of what is said to people.
const SUMMARY: &str = "schema:accessibilitySummary";

/// A `meta` element of the package document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Meta {
    /// Its property.
    pub(super) property: &'static str,
    /// Its value, not escaped.
    pub(super) value: String,
    /// The id of the element it says something about, with `#`.
    pub(super) refines: Option<String>,
    /// Its own id.
    pub(super) id: Option<&'static str>,
    /// The scheme that its value is of.
    pub(super) scheme: Option<&'static str>,
    /// The language of the value, where it is not that of the book.
    pub(super) language: Option<&'static str>,
}

impl Meta {
    fn new(property: &'static str, value: impl Into<String>) -> Self {
        let (refines, id, scheme, language) = (None, None, None, None);
        Self { property, value: value.into(), refines, id, scheme, language }
    }

    /// Of the element with this id.
    fn of(self, id: &str) -> Self {
        Self { refines: Some(format!("#{id}")), ..self }
    }
}

/// All that is said, in order.
pub(super) fn of(input: &Input<'_>) -> Vec<Meta> {
    let content = Content::of(input.book, input.print);
    let mut all = people(input.book);
    all.extend(series(input.book));
    all.extend(claims::pages(Format::Epub, content).into_iter().filter_map(claimed));
    if content.pages {
        all.push(Meta::new("pageBreakSource", page_source(input)));
    }
    let certificate = input.certificate.iter();
    all.extend(certificate.map(|own| Meta::new("trifold:certificate", own.to_json())));
    all
}

/// What those who made the book did, and their names as they are sorted.
///
/// `epub_builder` numbers the authors `epub-creator-0`, `epub-creator-1` and so on.
fn people(book: &Book) -> Vec<Meta> {
    let authors = book.info.authors.iter().enumerate();
    let authors =
        authors.map(|(number, person)| (format!("epub-creator-{number}"), person));
    let others = book.info.contributors.iter().enumerate();
    let others = others.map(|(number, person)| (contributor_id(number), person));
    let mut all = Vec::new();
    for (id, person) in authors.chain(others) {
        all.extend(person.roles.iter().map(|role| {
            let role = Meta::new("role", role.marc()).of(&id);
            Meta { scheme: Some("marc:relators"), ..role }
        }));
        all.extend(person.sort.iter().map(|sort| Meta::new("file-as", sort).of(&id)));
    }
    all
}

/// The id of the element that names a contributor.
pub(super) fn contributor_id(number: usize) -> String {
    format!("contributor-{number}")
}

/// The series that the book stands in (EPUB 3.3, appendix D.3.2).
fn series(book: &Book) -> Vec<Meta> {
    const ID: &str = "series";
    let Some(series) = &book.info.series else { return Vec::new() };
    let title = Meta::new("belongs-to-collection", &series.title);
    let mut all =
        vec![Meta { id: Some(ID), ..title }, Meta::new("collection-type", "series").of(ID)];
    let number = series.number.iter();
    all.extend(number.map(|number| Meta::new("group-position", number).of(ID)));
    let issn = series.issn.iter().map(|issn| format!("urn:issn:{issn}"));
    all.extend(issn.map(|issn| Meta::new("dcterms:identifier", issn).of(ID)));
    all
}

/// A claim as the package document makes it.
fn claimed(claim: Claim) -> Option<Meta> {
    const PROPERTIES: [&str; 5] = [
        "schema:accessMode",
        "schema:accessModeSufficient",
        "schema:accessibilityFeature",
        "schema:accessibilityHazard",
        SUMMARY,
    ];
    let property = PROPERTIES
        .into_iter()
        .find(|own| own.ends_with(&format!(":{}", claim.property)))?;
    let language = (property == SUMMARY).then_some(claims::SUMMARY_LANGUAGE);
    Some(Meta { language, ..Meta::new(property, claim.value) })
}

/// Names the pages that the page marks belong to: those of the PDF of this edition.
///
/// A source without an identifier of its own is named by what is known of it
/// ("Page Source Identification", W3C Publishing Community Group, 2023, section 2).
fn page_source(input: &Input<'_>) -> String {
    let size = &input.print.size;
    format!(
        "{}, PDF edition of {}, pages of {:.1} × {:.1} mm",
        input.book.info.title,
        input.stamp.date(),
        size.width.to_millimetres(),
        size.height.to_millimetres(),
    )
}
