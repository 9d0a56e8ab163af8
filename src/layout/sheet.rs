//! The typeset edition as a value: sheets, items, structure, page map.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Serialize, Serializer};

use crate::ast::Numbering;
use crate::length::{Length, Short};
use crate::resolve::{Book, PictureId, Position};
use crate::theme::{Color, FaceId, PageSize};

/// A typeset edition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Print {
    /// Size of every sheet.
    pub size: PageSize,
    /// The pages, in order.
    pub sheets: Vec<Sheet>,
    /// The logical structure, by [`ElementId`]; the first is the document.
    pub structure: Vec<Element>,
    /// Bookmarks, as a tree.
    pub outline: Vec<OutlineEntry>,
    /// Every address of the book and where it stands.
    pub destinations: Vec<Destination>,
    /// What begins each page.
    pub page_map: PageMap,
}

/// A page. The origin is the top left corner; y grows downwards.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize)]
pub struct Sheet {
    /// The folio, as printed or as it would be: `iv`, `12`.
    pub label: String,
    /// What stands on it, in reading order; artifacts first.
    pub items: Vec<Item>,
    /// What can be clicked.
    pub links: Vec<LinkArea>,
}

/// Something at a place on a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Item {
    /// What it belongs to. Neighbours with an equal mark are one marked content.
    pub mark: Mark,
    /// What it is.
    pub kind: ItemKind,
}

/// What an item belongs to.
#[derive(Debug, Copy, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mark {
    /// To no content: not read.
    Artifact(Artifact),
    /// To the element that names this mark among its kids.
    Content(MarkId),
}

/// A marked content, by its number through the edition; it lies on one sheet.
#[derive(Debug, Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct MarkId(pub u32);

/// What is printed and not read.
#[derive(Debug, Copy, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Artifact {
    /// Running head.
    Header,
    /// Folio, notice at the page foot.
    Footer,
    /// Rules, tints.
    Layout,
    /// Marks on the paper beside the page.
    Page,
}

/// What an item is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ItemKind {
    /// Glyphs of one face, size and colour on one baseline.
    Run(Run),
    /// A filled rectangle.
    Fill {
        /// Where.
        rect: Rect,
        /// With what.
        color: Color,
    },
    /// A picture.
    Picture {
        /// Which.
        picture: PictureId,
        /// Where; it is scaled to fit.
        rect: Rect,
    },
}

/// A rectangle; `x`, `y` is its top left corner.
#[derive(Debug, Default, Copy, Clone, PartialEq, Eq, Serialize)]
pub struct Rect {
    /// From the left edge of the page.
    pub x: Length,
    /// From the top edge of the page.
    pub y: Length,
    /// Width.
    pub width: Length,
    /// Height.
    pub height: Length,
}

/// Glyphs of one face, size and colour on one baseline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Run {
    /// The face, of the theme.
    pub face: FaceId,
    /// Size of type.
    pub size: Length,
    /// Horizontal scale in thousandths; 1000 is unchanged.
    pub stretch: u16,
    /// Start of the first glyph, from the left edge of the page.
    pub x: Length,
    /// Baseline, from the top edge of the page.
    pub y: Length,
    /// Colour.
    pub color: Color,
    /// Whether the text runs from right to left: then the first glyph stands for its end.
    pub rtl: bool,
    /// The text that the glyphs stand for, in its own order.
    pub text: String,
    /// The glyphs, from left to right.
    #[serde(serialize_with = "all")]
    pub glyphs: Arc<Vec<Glyph>>,
}

fn all<S: Serializer>(glyphs: &Arc<Vec<Glyph>>, to: S) -> Result<S::Ok, S::Error> {
    glyphs.as_slice().serialize(to)
}

/// A glyph.
#[derive(Debug, Copy, Clone, PartialEq, Eq, Serialize)]
pub struct Glyph {
    /// Its number in the font.
    pub id: u16,
    /// From its origin to that of the next glyph, stretch and justification included.
    pub advance: Short,
    /// Moves the glyph alone to the right.
    pub dx: Short,
    /// Moves the glyph alone up.
    pub dy: Short,
    /// The cluster in [`Run::text`]: first byte. Glyphs of one cluster stand together.
    pub start: u32,
    /// The cluster's length in bytes. A hyphen made at a line end stands for U+00AD.
    pub len: u32,
}

/// Something that can be clicked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LinkArea {
    /// The `Link` element it belongs to.
    pub element: ElementId,
    /// One rectangle for each line it stands in on this sheet.
    pub rects: Vec<Rect>,
    /// Where to.
    pub target: LinkTarget,
    /// What a screen reader says: the text of the link, or better words.
    pub contents: String,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum LinkTarget {
    /// To a destination of this edition, by name.
    Destination(String),
    /// Out of the edition.
    Url(String),
}

/// A named place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Destination {
    /// The same as the id in HTML and EPUB.
    pub name: String,
    /// Number of the sheet, from 0.
    pub sheet: u32,
    /// Left edge.
    pub x: Length,
    /// Top of what is meant.
    pub y: Length,
    /// The structure element that is meant.
    pub element: ElementId,
}

/// A bookmark.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OutlineEntry {
    /// Its words.
    pub title: String,
    /// Name of the destination.
    pub destination: String,
    /// The structure element it leads to.
    pub element: ElementId,
    /// What is below.
    pub kids: Vec<Self>,
}

/// What begins each page: the source of page lists and page anchors.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct PageMap {
    /// In page order; a blank page is not in it.
    pub pages: Vec<PageStart>,
    /// The folio of every address that the index leads to.
    pub folios: BTreeMap<String, String>,
}

impl PageMap {
    /// Where the pages begin in a format that may have notices at other places: a page
    /// that begins in one of these goes on with what stood before it.
    pub fn starts_in(&self, book: &Book) -> Vec<PageStart> {
        let stays = |page: &&PageStart| !book.is_displaced(page.at.division);
        let mut last = self.pages.iter().find(stays).map(|page| page.at);
        let pages = self.pages.iter().map(|page| {
            if stays(&page) {
                last = Some(page.at);
            }
            let at = last.unwrap_or(page.at);
            PageStart { label: page.label.clone(), at }
        });
        pages.collect()
    }
}

/// The beginning of a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PageStart {
    /// The folio.
    pub label: String,
    /// What begins there.
    pub at: Position,
}

/// A structure element, by its number in [`Print::structure`].
#[derive(Debug, Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct ElementId(pub u32);

/// An element of the logical structure (ISO 32000-1, 14.7.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Element {
    /// What it is.
    pub role: Role,
    /// The element it is in; none for the document.
    pub parent: Option<ElementId>,
    /// What it holds, in reading order.
    pub kids: Vec<Kid>,
    /// Alternative text.
    pub alt: Option<String>,
    /// What it is short for, if it is an abbreviation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expansion: Option<String>,
    /// Language, where it differs from that around it.
    pub language: Option<String>,
    /// The title shown for it in a list of tags.
    pub title: Option<String>,
    /// The version of a notice.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// For a figure or formula: the sheet and where it stands on it.
    pub bounds: Option<(u32, Rect)>,
    /// How many columns and rows a cell takes; 1 and 1 for all else.
    pub spans: (u16, u16),
    /// For a cell of a table with several heading rows: the cells that are its headers.
    pub headers: Vec<ElementId>,
    /// Elements that belong to this one: a note's reference and the reference's note.
    pub refs: Vec<ElementId>,
    /// A formula as presentation MathML, for standards that take it as a file.
    pub mathml: Option<String>,
    /// Whether it is a figure that stands in a line of text.
    pub in_line: bool,
}

/// What an element holds.
#[derive(Debug, Copy, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kid {
    /// An element.
    Element(ElementId),
    /// Marked content.
    Mark(MarkId),
    /// The clickable areas of a link: number of the sheet and in [`Sheet::links`].
    Link {
        /// Number of the sheet, from 0.
        sheet: u32,
        /// Number in its links.
        link: u32,
    },
}

/// A structure type (ISO 32000-1, 14.8.4); a writer maps what its standard lacks.
#[derive(Debug, Copy, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// The document.
    Document,
    /// A part of the book.
    Part,
    /// A section.
    Sect,
    /// A block of no meaning of its own.
    Div,
    /// Content beside the main text: a callout, a sidebar; PDF 1.7 has it as a division.
    Aside,
    /// The title of the book; PDF 1.7 has it as a paragraph.
    Title,
    /// A heading, level 1 to 6.
    Heading(u8),
    /// A paragraph.
    P,
    /// A list.
    L {
        /// What its items are numbered with, if they are.
        numbering: Option<Numbering>,
    },
    /// A list item.
    LI,
    /// The label of a list item or note.
    Lbl,
    /// The body of a list item.
    LBody,
    /// A block quotation.
    BlockQuote,
    /// Code.
    Code,
    /// A table.
    Table,
    /// Header rows.
    THead,
    /// Other rows.
    TBody,
    /// A row.
    TR,
    /// A header cell.
    TH(Scope),
    /// A cell.
    TD,
    /// A picture.
    Figure,
    /// A formula; it has alternative text.
    Formula,
    /// The caption of a figure or table, inside it.
    Caption,
    /// A link.
    Link,
    /// A citation.
    Reference,
    /// An entry of the bibliography.
    BibEntry,
    /// A footnote or endnote; PDF 2.0 calls it `FENote`.
    Note,
    /// A contents list.
    Toc,
    /// An entry of it.
    Toci,
    /// An index.
    Index,
    /// Emphasis; PDF 1.7 has it as a span.
    Em,
    /// Strong importance; PDF 1.7 has it as a span.
    Strong,
    /// A line of verse or code; PDF 1.7 has it as a span.
    Sub,
    /// Text that differs in some way.
    Span,
}

/// What a header cell is the header of.
#[derive(Debug, Copy, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// Its row.
    Row,
    /// Its column.
    Column,
    /// Its row and its column.
    Both,
}
