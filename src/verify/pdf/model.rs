//! What a PDF says, as plain data.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::facts::{Action, Facts};
pub(crate) use super::geometry::Rect;

/// A colour as it is shown.
pub(crate) type Rgb = [u8; 3];

/// A PDF, read.
#[derive(Debug, Default)]
pub(crate) struct Pdf {
    /// The pages, in the order of the page tree.
    pub(crate) pages: Vec<Page>,
    /// The root of the tag tree; `None` if the file is not tagged.
    pub(crate) structure: Option<Element>,
    /// The language of the catalog.
    pub(crate) language: Option<String>,
    /// The title of the document information dictionary.
    pub(crate) title: Option<String>,
    /// The XMP packet.
    pub(crate) metadata: Option<String>,
    /// What the file claims to be.
    pub(crate) claims: Claims,
    /// The label of each page as viewers show it; empty if the file has none.
    pub(crate) labels: Vec<String>,
    /// The bookmarks, in order.
    pub(crate) outline: Vec<Bookmark>,
    /// The named destinations.
    pub(crate) destinations: BTreeMap<String, Destination>,
    /// The files in it.
    pub(crate) attachments: Vec<Attachment>,
    /// What does not hold together, pages first, in order.
    pub(crate) findings: Vec<Finding>,
    /// What it says besides.
    pub(crate) facts: Facts,
}

/// What a file claims to be.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Claims {
    /// `Marked` of the mark information: it is tagged.
    pub(crate) marked: bool,
    /// `DisplayDocTitle`: the window shows the title instead of the file name.
    pub(crate) shows_title: bool,
    /// `pdfuaid:part` of the metadata.
    pub(crate) ua_part: Option<String>,
    /// `pdfaid:part` of the metadata.
    pub(crate) a_part: Option<String>,
    /// `pdfaid:conformance` of the metadata.
    pub(crate) a_conformance: Option<String>,
}

/// A page.
#[derive(Debug, Default)]
pub(crate) struct Page {
    /// The medium.
    pub(crate) media: Rect,
    /// What viewers show, within the medium; the medium itself if the page says nothing.
    pub(crate) crop: Rect,
    /// What is left after trimming, if the page says it.
    pub(crate) trim: Option<Rect>,
    /// Degrees by which viewers turn the page to the right: 0 to 359, a multiple of 90 in
    /// a good file.
    pub(crate) rotation: u16,
    /// How many points a unit of the page is (`UserUnit`): 1 by itself. Places and sizes
    /// are in units.
    pub(crate) unit: f64,
    /// What is painted, in the order of painting.
    pub(crate) painted: Vec<Painted>,
    /// The marked contents; [`Painted::context`] is an index here. The first is none.
    pub(crate) contexts: Vec<Context>,
    /// The replacement texts (`ActualText`) of marked contents; [`Context::actual`] is
    /// an index here.
    pub(crate) replacements: Vec<String>,
    /// The links and other annotations, in the order of the page.
    pub(crate) annotations: Vec<Annotation>,
    /// In which order the keyboard goes to links: `S` is that of the tags.
    pub(crate) tabs: Option<String>,
    /// Whether something is done when it is shown or left (`AA`).
    pub(crate) has_actions: bool,
    /// Whether it is shown in steps (`PresSteps`).
    pub(crate) has_steps: bool,
    /// With what it is painted.
    pub(crate) means: Means,
    /// By the mark: the indices of what is painted in it.
    pub(crate) marks: BTreeMap<Mark, Vec<usize>>,
    /// The keys of the page and of its forms in the parent tree; `None` is the page.
    pub(super) keys: BTreeMap<Option<i32>, i64>,
    /// What does not hold together on it.
    pub(super) faults: Vec<Fault>,
}

/// With what a page is painted.
#[derive(Debug, Default)]
pub(crate) struct Means {
    /// Colours of an unknown device: shades of grey, light, inks.
    pub(crate) devices: [bool; 3],
    /// Operators that there are not.
    pub(crate) unknown: BTreeSet<String>,
    /// The rendering intents that it names.
    pub(crate) intents: BTreeSet<String>,
    /// Graphics states saved at a time in one stream, at most.
    pub(crate) depth: usize,
    /// How often each form is drawn, and whether it holds numbers of marked contents.
    pub(crate) forms: BTreeMap<i32, (usize, bool)>,
    /// Artifacts inside of marked contents that elements hold.
    pub(crate) artifacts_inside: usize,
    /// Marked contents with a number inside of artifacts.
    pub(crate) marks_inside: usize,
    /// Characters for private use that no replacement text says.
    pub(crate) private: usize,
    /// What the page itself does, outside of its forms, that plain print does not.
    pub(crate) odd: BTreeSet<String>,
    /// The forms and pictures that the page itself draws: the context of each, what it is
    /// drawn within, and the size of a picture in its own points.
    pub(crate) drawn: Vec<Drawn>,
}

/// A form or a picture that a page draws: the context, what it is drawn within, and the
/// size of a picture in its own points.
pub(crate) type Drawn = (usize, Rect, Option<(i64, i64)>);

/// The number of a marked content, unique on its page. Content of a form that numbers
/// for itself (`StructParents`) has the object number of the form besides.
#[derive(Debug, Copy, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Mark {
    /// The object number of the form; `None` for the page itself.
    pub(crate) form: Option<i32>,
    /// The number.
    pub(crate) mcid: i64,
}

/// The marked contents that something is in, all of them together.
#[derive(Debug, Default, Clone, PartialEq)]
pub(crate) struct Context {
    /// The mark of the innermost that has one.
    pub(crate) mark: Option<Mark>,
    /// Present if one of them is an artifact, no part of the text.
    pub(crate) artifact: Option<Arc<Artifact>>,
    /// The outermost replacement text: an index into [`Page::replacements`].
    pub(crate) actual: Option<usize>,
    /// The innermost alternate description.
    pub(crate) alt: Option<Arc<str>>,
    /// The innermost language.
    pub(crate) language: Option<Arc<str>>,
    /// Each show operator holds its characters last first (`ReversedChars`);
    /// [`Run::text`] has been turned around.
    pub(crate) reversed: bool,
}

/// A kind of artifact (ISO 32000-1, 14.8.2.2.2).
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Artifact {
    /// `Pagination`, `Layout`, `Page` or `Background`, if it says so.
    pub(crate) kind: Option<String>,
    /// `Header`, `Footer` or `Watermark`, if it says so.
    pub(crate) subtype: Option<String>,
}

/// Something painted.
#[derive(Debug)]
pub(crate) struct Painted {
    /// The marked contents it is in: an index into [`Page::contexts`].
    pub(crate) context: usize,
    /// What it is.
    pub(crate) what: What,
}

/// What is painted.
#[derive(Debug)]
pub(crate) enum What {
    /// Some text.
    Text(Run),
    /// A filled or stroked path, or a shading.
    Area(Area),
    /// A picture of pixels.
    Image(Image),
}

/// The text of one showing operator: mostly a line or a part of one.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Run {
    /// The characters that the font says (`ToUnicode`) in reading order; U+FFFD where it
    /// says nothing.
    pub(crate) text: String,
    /// The start of the first glyph.
    pub(crate) x0: f64,
    /// The end of the last glyph.
    pub(crate) x1: f64,
    /// The baseline, with the rise (`Ts`) taken away.
    pub(crate) baseline: f64,
    /// How far the glyphs are raised above the baseline, in points.
    pub(crate) rise: f64,
    /// From the descent to the ascent of the font.
    pub(crate) bounds: Rect,
    /// The size of type after all transformations, in points.
    pub(crate) size: f64,
    /// Whether it stands upright and runs from left to right.
    pub(crate) level: bool,
    /// Whether its font says that it is in italics.
    pub(crate) italic: bool,
    /// Whether its font says that it is bold.
    pub(crate) bold: bool,
    /// The colour of the filling (of the stroke, if it is only stroked); `None` if it
    /// cannot be known: a pattern, a shading.
    pub(crate) colour: Option<Rgb>,
    /// How much of the paint is put on, 0 to 1.
    pub(crate) alpha: f64,
    /// The rendering mode draws nothing (`Tr` 3 and 7).
    pub(crate) invisible: bool,
    /// What the clipping path leaves, around it.
    pub(crate) clip: Rect,
    /// Gaps of a fifth of the size or more inside: the byte of `text` before which it
    /// stands, and its width in sizes of type.
    pub(crate) gaps: Vec<(usize, f64)>,
    /// How many glyphs have no characters.
    pub(crate) unmapped: usize,
    /// How many glyphs are the one that means "there is none".
    pub(crate) missing: usize,
}

/// A painted path.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Area {
    /// Around it, within the clipping path.
    pub(crate) bounds: Rect,
    /// Its colour, if it is one.
    pub(crate) colour: Option<Rgb>,
    /// How much of the paint is put on, 0 to 1.
    pub(crate) alpha: f64,
    /// How much of its bounds it fills.
    pub(crate) shape: Shape,
}

/// How much of its bounds an area fills.
#[derive(Debug, Copy, Clone, PartialEq, Eq)]
pub(crate) enum Shape {
    /// All: it is a rectangle.
    Rectangle,
    /// More or less: another shape.
    Filled,
    /// Lines only.
    Stroked,
    /// It cannot be told: what is under it shows through in some way.
    Blended,
}

/// A picture of pixels.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Image {
    /// Around it, within the clipping path.
    pub(crate) bounds: Rect,
    /// Whether it hides all that is under its bounds.
    pub(crate) opaque: bool,
}

/// An annotation.
#[derive(Debug, Default)]
pub(crate) struct Annotation {
    /// Its subtype: `Link`, `Widget`, …
    pub(crate) kind: String,
    /// The rectangle that can be pressed.
    pub(crate) rect: Option<Rect>,
    /// The parts of the rectangle that can be pressed, where it says so (`QuadPoints`).
    pub(crate) quads: Vec<Rect>,
    /// Where it leads.
    pub(crate) target: Option<Target>,
    /// Its description.
    pub(crate) contents: Option<String>,
    /// The object number of the element that holds it, as the parent tree says.
    pub(crate) element: Option<i32>,
    /// Its flags (ISO 32000-1, table 165), if it says any.
    pub(crate) flags: Option<i64>,
    /// The keys of its appearances, if it has any: `N` is the usual one.
    pub(crate) appearances: Option<Vec<String>>,
    /// What is done when it is pressed.
    pub(crate) actions: Vec<Action>,
    /// Whether more is done at other times (`AA`).
    pub(crate) has_more_actions: bool,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Target {
    /// To an address.
    Uri(String),
    /// To a named destination.
    Named(String),
    /// To a place.
    Place(Destination),
}

/// A place in the document.
#[derive(Debug, Default, Clone, PartialEq)]
pub(crate) struct Destination {
    /// The index of the page; `None` if it names none of this document.
    pub(crate) page: Option<usize>,
    /// The left edge of the window.
    pub(crate) x: Option<f64>,
    /// The upper edge of the window.
    pub(crate) y: Option<f64>,
}

/// A bookmark.
#[derive(Debug, PartialEq)]
pub(crate) struct Bookmark {
    /// 1 for those at the top.
    pub(crate) level: usize,
    /// What it says.
    pub(crate) title: String,
    /// Where it leads, names looked up.
    pub(crate) target: Option<Destination>,
}

/// A file in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Attachment {
    /// Its name.
    pub(crate) name: String,
    /// Its media type.
    pub(crate) media_type: Option<String>,
    /// Whether it is named in both ways (`F` and `UF`).
    pub(crate) is_named_twice: bool,
    /// What it is to what it belongs to: `Source`, `Supplement`, …
    pub(crate) relation: Option<String>,
    /// What it holds.
    pub(crate) bytes: Vec<u8>,
}

/// A structure element.
#[derive(Debug, Default)]
pub(crate) struct Element {
    /// The number of its object; `None` for one written inside another.
    pub(crate) object: Option<i32>,
    /// Its type after the role map: a standard one, in a good file.
    pub(crate) kind: String,
    /// Its type as it is written.
    pub(crate) name: String,
    /// The namespace of the type as it is written (PDF 2.0).
    pub(crate) namespace: Option<String>,
    /// The alternate description.
    pub(crate) alt: Option<String>,
    /// The replacement text.
    pub(crate) actual: Option<String>,
    /// The expansion of an abbreviation.
    pub(crate) expansion: Option<String>,
    /// The language, if it says one itself.
    pub(crate) language: Option<String>,
    /// The title.
    pub(crate) title: Option<String>,
    /// The identifier.
    pub(crate) id: Option<String>,
    /// What tables and lists say more.
    pub(crate) attributes: Attributes,
    /// The files that belong to it (`AF`).
    pub(crate) files: Vec<Attachment>,
    /// What it holds, in reading order.
    pub(crate) kids: Vec<Kid>,
}

/// Something that an element holds.
#[derive(Debug)]
pub(crate) enum Kid {
    /// An element.
    Element(Box<Element>),
    /// A marked content.
    Marked {
        /// The index of the page; `None` if the page is not of this document.
        page: Option<usize>,
        /// Which.
        mark: Mark,
    },
    /// An annotation or another object.
    Object {
        /// The index of the page.
        page: Option<usize>,
        /// The index among the annotations of the page.
        annotation: Option<usize>,
    },
}

/// What elements of tables and lists say more (ISO 32000-1, 14.8.5).
#[derive(Debug, Default, Clone, PartialEq)]
pub(crate) struct Attributes {
    /// `Row`, `Column` or `Both`, of a header cell.
    pub(crate) scope: Option<String>,
    /// How many rows a cell takes.
    pub(crate) row_span: Option<i64>,
    /// How many columns a cell takes.
    pub(crate) column_span: Option<i64>,
    /// The identifiers of the header cells of a cell.
    pub(crate) headers: Vec<String>,
    /// `Decimal`, `Disc`, … of a list.
    pub(crate) numbering: Option<String>,
    /// `Block`, `Inline`, …
    pub(crate) placement: Option<String>,
    /// The user property `Version` (ISO 32000-1, 14.7.5.4).
    pub(crate) version: Option<String>,
    /// The box around a figure, in the space of its page.
    pub(crate) bounds: Option<Rect>,
}

/// Something that does not hold together.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Finding {
    /// The index of the page.
    pub(crate) page: Option<usize>,
    /// The object number of the element.
    pub(crate) element: Option<i32>,
    /// What it is.
    pub(crate) fault: Fault,
}

/// In what way something does not hold together.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Fault {
    /// Text outside of any marked content, or in one that is neither a part of the tag
    /// tree nor an artifact: the index of the run among what is painted.
    UntaggedText(usize),
    /// The same of a picture or an area.
    UntaggedPaint(usize),
    /// A marked content that no element holds.
    MarkWithoutElement(Mark),
    /// An element holds a marked content that its page does not have.
    ElementWithoutMark(Mark),
    /// A number that several marked contents of a page have.
    MarkTwice(Mark),
    /// A marked content that several elements hold, or one of them several times.
    HeldTwice(Mark),
    /// The parent tree says another element for a mark, or none.
    OtherParent(Mark, Option<i32>),
    /// The parent tree says another element for an annotation than the one that holds
    /// it: the index of the annotation, and the element that holds it.
    OtherAnnotationParent(usize, Option<i32>),
    /// An element names another parent (`P`) than the one that holds it.
    OtherElementParent(Option<i32>),
    /// An element that several others hold, or one several times.
    ElementTwice,
    /// An element, or what it holds, that cannot be read, or lies too deep.
    BrokenElement,
    /// A mark inside of an artifact, or an artifact inside of a mark: the index of the
    /// context.
    MarkedArtifact(usize),
    /// Text that holds its characters last first and goes on, in the same mark, to the
    /// right: the parts stand in the order of the page, and not in that of reading as
    /// ISO 32000-1, 14.8.2.3.3, wants it. The index of the run after which it does.
    ReversedOutOfOrder(usize),
    /// Marked contents that are not closed, or closed twice.
    UnbalancedMarks,
    /// Glyphs that the font gives no characters: the index of the run.
    GlyphsWithoutText(usize),
    /// Glyphs that mean "there is none": the index of the run.
    MissingGlyphs(usize),
    /// Content that depends on layers being shown or not.
    Layers,
    /// A font, a form or a stream that is named and not there or cannot be read.
    BrokenResource(String),
}
