//! What the package document says about itself beyond title and authors.
//!
//! EPUB Accessibility 1.1, section 3 (discovery). A claim of conformance
//! (`dcterms:conformsTo`) must name who evaluated the publication (section 4.4.3,
//! `a11y:certifiedBy`). A program cannot be that party, so there is no claim.

use crate::ast::BlockKind;
use crate::backend::Input;
use crate::backend::markup::has_formulas;
use crate::resolve::Book;

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
    let pictures = shows_pictures(input.book);
    let pages = !input.print.page_map.pages.is_empty();
    let mut all = people(input.book);
    all.extend(series(input.book));
    all.push(Meta::new("schema:accessMode", "textual"));
    if pictures {
        all.push(Meta::new("schema:accessMode", "visual"));
    }
    all.push(Meta::new("schema:accessModeSufficient", "textual"));
    let features = [
        ("ARIA", true),
        ("MathML", has_formulas(input.book)),
        ("alternativeText", pictures),
        ("displayTransformability", true),
        ("pageBreakMarkers", pages),
        ("pageNavigation", pages),
        ("readingOrder", true),
        ("structuralNavigation", true),
        ("tableOfContents", true),
        ("unlocked", true),
    ];
    for (feature, _) in features.into_iter().filter(|(_, present)| *present) {
        all.push(Meta::new("schema:accessibilityFeature", feature));
    }
    all.push(Meta::new("schema:accessibilityHazard", "none"));
    all.push(summary(pictures, pages));
    if pages {
        all.push(Meta::new("pageBreakSource", page_source(input)));
    }
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

/// The same in a few sentences, for people.
fn summary(pictures: bool, pages: bool) -> Meta {
    let mut text = String::from(
        "This publication has a table of contents, landmarks and headings to navigate by.",
    );
    if pages {
        text.push_str(" It marks and lists the pages of the print edition.");
    }
    if pictures {
        text.push_str(" Pictures that carry meaning have a text alternative.");
    }
    text.push_str(
        " The reader can change type and colours. No one has certified its accessibility.",
    );
    let mut meta = Meta::new("schema:accessibilitySummary", text);
    meta.language = Some("en");
    meta
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

/// Whether a picture says something: decorative ones and the cover do not.
fn shows_pictures(book: &Book) -> bool {
    let notices = book.notices.iter().map(|notice| &notice.body);
    let mut shows = false;
    for text in book.chapters.iter().chain(notices) {
        text.document.visit(&mut |block| {
            shows |= matches!(block.kind, BlockKind::Figure { decorative: false, .. });
        });
    }
    shows
}
