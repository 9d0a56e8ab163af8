//! The package: manifest, reading order, metadata, NCX. The only user of
//! `epub_builder`.
//!
//! The library (0.8.3) is told what the publication consists of and writes the package
//! document, the NCX and the container's own files. Its writer is not one that others
//! can replace (the trait `Zip` is not exported), and it packs on one thread. So it is
//! given the names and not the bytes: what comes out is the skeleton of the container,
//! a few kilobytes. The bytes are put in its places, the package document and the NCX
//! are completed, and [`container`] packs it all on every core.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use epub_builder::{
    EpubBuilder, EpubContent, EpubVersion, MetadataOpfV3, ReferenceType, TocElement,
    ZipLibrary,
};
use uuid::Uuid;

use crate::ast::is_rtl_language;
use crate::backend::markup::escape;
use crate::bug;
use crate::certificate::Seal;
use crate::project::{BookInfo, Format, Stamp};
use crate::resolve::Words;

use super::container::{self, Packed};
use super::metadata::Meta;
use super::navigation::{Navigation, Target};
use super::{ncx, opf, reading_order};

/// Where the content lies in the container.
const FOLDER: &str = "OEBPS/";

/// The navigation document, beside the package document.
pub(super) const NAVIGATION: &str = "nav.xhtml";

/// The style sheet, likewise.
pub(super) const STYLE: &str = "stylesheet.css";

/// A publication, ready to be packed.
pub(super) struct Publication<'a> {
    /// What it is.
    pub(super) info: &'a BookInfo,
    /// The languages of chapters in another one.
    pub(super) languages: &'a [&'a str],
    /// The words of its language.
    pub(super) words: &'a Words,
    /// When it was made.
    pub(super) stamp: Stamp,
    /// What else the package document says.
    pub(super) metadata: &'a [Meta],
    /// Contents, landmarks, pages.
    pub(super) navigation: &'a Navigation,
    /// All files, pages in reading order.
    pub(super) files: Vec<File>,
    /// Whether it has a certificate, and so a seal.
    pub(super) sealed: bool,
}

/// A file of the publication.
pub(super) struct File {
    /// Its address, beside the package document.
    pub(super) href: String,
    /// Its bytes.
    pub(super) data: Vec<u8>,
    /// What it is.
    pub(super) kind: FileKind,
}

impl File {
    /// Its text; nothing for a file of another kind.
    pub(super) fn text(&self) -> &str {
        std::str::from_utf8(&self.data).unwrap_or_default()
    }
}

/// What a file is.
#[derive(Debug, Copy, Clone, PartialEq, Eq)]
pub(super) enum FileKind {
    /// A page of the reading order.
    Page(PageKind),
    /// The navigation document.
    Navigation {
        /// Whether it is a page of the reading order.
        read: bool,
    },
    /// The cover picture.
    CoverPicture(&'static str),
    /// The style sheet.
    Style,
    /// Something else that a page needs, with its media type.
    Resource(&'static str),
}

/// What a page is to a reading system of old, which reads the guide.
#[derive(Debug, Copy, Clone, PartialEq, Eq)]
pub(super) enum PageKind {
    /// The cover.
    Cover,
    /// The title page.
    Title,
    /// Where reading begins.
    Start,
    /// The references.
    References,
    /// The index.
    Index,
    /// Any other.
    Plain,
}

impl PageKind {
    /// The type in the guide and the library's name for it.
    fn reference(self) -> Option<(&'static str, ReferenceType)> {
        match self {
            Self::Cover => Some(("cover", ReferenceType::Cover)),
            Self::Title => Some(("title-page", ReferenceType::TitlePage)),
            Self::Start => Some(("text", ReferenceType::Text)),
            Self::References => Some(("bibliography", ReferenceType::Bibliography)),
            Self::Index => Some(("index", ReferenceType::Index)),
            Self::Plain => None,
        }
    }
}

/// Packs a publication: the bytes of the EPUB file.
///
/// # Errors
/// What `epub_builder` or `zip` say: only when the publication is too large for a ZIP
/// file.
pub(super) fn pack(publication: Publication<'_>) -> Result<Vec<u8>, String> {
    let skeleton = skeleton(&publication).map_err(|error| error.to_string())?;
    let skeleton = container::read(&skeleton).map_err(|error| error.to_string())?;
    let seal = publication.sealed.then(|| Seal::of(Format::Epub).blank());
    let files = fill(skeleton, publication);
    container::write(&files, seal.as_deref().unwrap_or_default())
        .map_err(|error| error.to_string())
}

/// Lets `epub_builder` write the container with empty files.
fn skeleton(publication: &Publication<'_>) -> epub_builder::Result<Vec<u8>> {
    let mut builder = EpubBuilder::new(ZipLibrary::new()?)?;
    describe(&mut builder, publication);
    // An entry belongs to the file that it leads to as a whole.
    let contents = publication.navigation.contents.iter();
    let contents: BTreeMap<&str, &Target> =
        contents.map(|target| (target.href.as_str(), target)).collect();
    for file in &publication.files {
        match file.kind {
            FileKind::Page(kind) => {
                let mut content = EpubContent::new(file.href.as_str(), &[][..]);
                if let Some(target) = contents.get(file.href.as_str()) {
                    content.toc = toc_element(target);
                }
                if let Some((_, reference)) = kind.reference() {
                    content = content.reftype(reference);
                }
                builder.add_content(content)?;
            }
            // The library adds it by itself.
            FileKind::Navigation { .. } => {}
            FileKind::CoverPicture(media_type) => {
                builder.add_cover_image(&file.href, &[][..], media_type)?;
            }
            FileKind::Style => {
                builder.stylesheet(&[][..])?;
            }
            FileKind::Resource(media_type) => {
                builder.add_resource(&file.href, &[][..], media_type)?;
            }
        }
    }
    let mut skeleton = Vec::new();
    builder.generate(&mut skeleton)?;
    Ok(skeleton)
}

/// What the book is, in the library's words.
fn describe(builder: &mut EpubBuilder<ZipLibrary>, publication: &Publication<'_>) {
    let info = publication.info;
    builder.epub_version(EpubVersion::V33);
    // what `epub_direction` of 0.8.3 sets is never written
    let direction = if is_rtl_language(&info.language) { "rtl" } else { "ltr" };
    if let Err(error) = builder.metadata("direction", direction) {
        bug!("`{direction}` is no direction: {error}");
    }
    builder.set_title(clean(&info.title));
    builder.set_toc_name(clean(publication.words.contents));
    builder.set_generator("Trifold");
    builder.add_language(clean(&info.language));
    builder.set_authors(info.authors.iter().map(|author| clean(&author.name)).collect());
    builder.set_subjects(info.subjects.iter().map(|subject| clean(subject)).collect());
    if let Some(description) = &info.description {
        builder.add_description(clean(description));
    }
    if let Some(rights) = &info.rights {
        builder.set_license(clean(rights));
    }
    builder.set_uuid(uuid(&info.identifier));
    // Without a time the library would take that of the clock.
    let Some(time) = DateTime::<Utc>::from_timestamp(publication.stamp.0, 0) else {
        bug!("no calendar has the time {:?}", publication.stamp);
    };
    builder.set_publication_date(time);
    builder.set_modified_date(time);
    for meta in publication.metadata {
        // The library escapes every attribute and not the content.
        let mut rendered =
            MetadataOpfV3::new(meta.property.to_owned(), escape(&meta.value).into_string());
        rendered.refines.clone_from(&meta.refines);
        rendered.id = meta.id.map(str::to_owned);
        rendered.scheme = meta.scheme.map(str::to_owned);
        rendered.xml_lang = meta.language.map(str::to_owned);
        builder.add_metadata_opf(Box::new(rendered));
    }
}

/// An entry of the contents with all below it.
fn toc_element(target: &Target) -> TocElement {
    let element = TocElement::new(target.href.as_str(), clean(&target.title));
    target.kids.iter().map(toc_element).fold(element, TocElement::child)
}

/// The UUID of the publication. The library knows no identifier of another kind; for
/// one of those it writes zeros, in whose place [`opf::complete`] puts the identifier.
fn uuid(identifier: &str) -> Uuid {
    let written = identifier.strip_prefix("urn:uuid:");
    written.and_then(|uuid| uuid.parse().ok()).unwrap_or(Uuid::nil())
}

/// Without the characters that XML 1.0 cannot say.
fn clean(text: &str) -> String {
    let forbidden = |c: char| c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}');
    text.chars().map(|c| if forbidden(c) { ' ' } else { c }).collect()
}

/// The pages that hold formulas.
fn with_formulas(files: &[File]) -> Vec<String> {
    let pages = files.iter().filter(|file| matches!(file.kind, FileKind::Page(_)));
    let own = pages.filter(|file| file.text().contains("<math "));
    own.map(|file| file.href.clone()).collect()
}

/// Puts the bytes into their places and completes what the library wrote.
fn fill(skeleton: Vec<Packed>, publication: Publication<'_>) -> Vec<Packed> {
    let Publication { info, words, navigation, .. } = publication;
    let reading_order = reading_order(&publication.files);
    let formulas = with_formulas(&publication.files);
    let package = opf::Completion {
        info,
        languages: publication.languages,
        stamp: publication.stamp,
        navigation: navigation_place(&publication.files),
        guide: &[("cover", words.cover), ("title-page", words.title_page)],
        formulas: &formulas.iter().map(String::as_str).collect::<Vec<_>>(),
        sealed: publication.sealed,
    };
    let contents = ncx::Completion {
        title: &info.title,
        identifier: &info.identifier,
        language: &info.language,
        depth: navigation.depth(),
        page_list: words.page_list,
        pages: &navigation.pages,
        reading_order: &reading_order,
    };
    let mut files: BTreeMap<String, Vec<u8>> =
        publication.files.into_iter().map(|file| (file.href, file.data)).collect();
    let filled = skeleton.into_iter().map(|Packed { path, data }| {
        let data = match path.strip_prefix(FOLDER) {
            Some("content.opf") => opf::complete(&text(data), &package).into_bytes(),
            Some("toc.ncx") => ncx::complete(&text(data), &contents).into_bytes(),
            Some(href) => match files.remove(href) {
                Some(data) => data,
                None => bug!("`epub_builder` wrote `{href}`, which nobody asked for"),
            },
            None => data,
        };
        Packed { path, data }
    });
    let filled: Vec<Packed> = filled.collect();
    if let Some(href) = files.keys().next() {
        bug!("`epub_builder` left out `{href}`");
    }
    filled
}

/// Every address of the pages, in reading order.
fn reading_order(files: &[File]) -> Vec<String> {
    let pages = files.iter().filter(|file| match file.kind {
        FileKind::Page(_) | FileKind::Navigation { .. } => true,
        FileKind::CoverPicture(_) | FileKind::Style | FileKind::Resource(_) => false,
    });
    pages.flat_map(|file| reading_order::addresses(&file.href, file.text())).collect()
}

/// Where the navigation document stands in the reading order.
fn navigation_place(files: &[File]) -> opf::Navigation {
    let place =
        files.iter().position(|file| file.kind == FileKind::Navigation { read: true });
    let Some(place) = place else { return opf::Navigation::Outside };
    let mut next = files[place..].iter();
    let next = next.find(|file| matches!(file.kind, FileKind::Page(_)));
    next.map_or(opf::Navigation::Last, |file| opf::Navigation::Before(file.href.clone()))
}

fn text(data: Vec<u8>) -> String {
    match String::from_utf8(data) {
        Ok(text) => text,
        Err(error) => bug!("`epub_builder` wrote no UTF-8: {error}"),
    }
}
