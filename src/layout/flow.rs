//! What an edition prints, in reading order, before lines and pages are known.

use std::collections::BTreeMap;
use std::ops::Range;

use super::floats::FlowFloat;
use super::languages::Language;
use super::notes::FlowNotes;
use super::paragraph::{Link, Paragraph};
use super::sheet::ElementId;
use super::structure::{Sequence, Structure};
use crate::diag::Sink;
use crate::length::Length;
use crate::resolve::{PictureId, Position};
use crate::source::Place;
use crate::theme::Color;

/// A stretch of the edition that begins on a new page.
#[derive(Debug, Default)]
pub(super) struct Group {
    /// Where it begins and how its pages look.
    pub(super) kind: GroupKind,
    /// Space above its first line, beside the top margin.
    pub(super) sink: Length,
    /// What it prints.
    pub(super) items: Vec<FlowItem>,
    /// The columns that some of it stands in.
    pub(super) columns: Option<Columns>,
}

/// Two columns beside each other.
#[derive(Debug, Copy, Clone, PartialEq, Eq)]
pub(super) struct Columns {
    /// Width of each.
    pub(super) width: Length,
    /// Between them.
    pub(super) gap: Length,
}

impl Columns {
    /// Two columns in a measure.
    pub(super) fn of(measure: Length, gap: Length) -> Self {
        Self { width: (measure - gap) / 2, gap }
    }
}

/// How a group begins and how its pages look.
#[derive(Debug, Default, Copy, Clone, PartialEq, Eq)]
pub(super) enum GroupKind {
    /// A title page: no running head, no folio, filled from top to bottom.
    TitlePage,
    /// The back of the title page: no running head, no folio, filled from below.
    Copyright,
    /// Front matter: roman folios.
    Front,
    /// Front matter that is shown on a right-hand page of its own, without a folio.
    Displayed,
    /// On the next page.
    #[default]
    Body,
    /// On the next right-hand page.
    BodyRecto,
    /// The page that names a part, on the next right-hand page: no running head, no folio.
    Part,
}

impl GroupKind {
    /// Whether it begins on a right-hand page.
    pub(super) const fn is_recto(self) -> bool {
        matches!(self, Self::TitlePage | Self::Displayed | Self::BodyRecto | Self::Part)
    }

    /// Whether it stands before the text.
    pub(super) const fn is_front(self) -> bool {
        matches!(self, Self::TitlePage | Self::Copyright | Self::Front | Self::Displayed)
    }

    /// Whether its pages have neither a running head nor a folio.
    pub(super) const fn is_blind(self) -> bool {
        matches!(self, Self::TitlePage | Self::Copyright | Self::Displayed | Self::Part)
    }
}

/// Something to be printed.
#[derive(Debug)]
pub(super) struct FlowItem {
    /// Space above; dropped at the top of a page.
    pub(super) space: Length,
    /// How much that space may grow to fill a page.
    pub(super) stretch: Length,
    /// Whether what follows must stand on the same page.
    pub(super) keep_with_next: bool,
    /// From the edge of the text block at which its lines begin.
    pub(super) x: Length,
    /// Whether it runs across all columns.
    pub(super) across: bool,
    /// The innermost frame it stands in.
    pub(super) frame: Option<usize>,
    /// The running title from here on, by number in [`Flow::heads`].
    pub(super) head: Option<usize>,
    /// Addresses that begin here.
    pub(super) anchors: Vec<String>,
    /// Labels beside its first line: paragraphs and their places from the left edge of
    /// the text block.
    pub(super) labels: Vec<(usize, Length)>,
    /// What it is.
    pub(super) content: Content,
}

/// What is printed.
#[derive(Debug)]
pub(super) enum Content {
    /// A paragraph.
    Text(TextBlock),
    /// A row of a table, or several.
    Band(TableBand),
    /// A picture.
    Picture(PictureBox),
    /// Pictures beside one another, each with its caption.
    Panels(PanelLine),
    /// Tables, code and pictures beside one another: what each panel prints.
    Beside(Vec<Group>),
    /// A thematic break.
    Ornament,
}

/// A paragraph and what stands beside it.
#[derive(Debug)]
pub(super) struct TextBlock {
    /// The paragraph, by number in [`Flow::paragraphs`].
    pub(super) paragraph: usize,
    /// Whether it must not be split between pages.
    pub(super) together: bool,
    /// A page number at the right edge of its last line, after leaders.
    pub(super) tail: Option<usize>,
}

/// A row of a table, or several that a cell ties together.
#[derive(Debug)]
pub(super) struct TableBand {
    /// Its cells, as they are read.
    pub(super) cells: Vec<BandCell>,
    /// What its cells hold, cell by cell.
    pub(super) texts: Vec<CellText>,
    /// Whether the table runs from right to left.
    pub(super) rtl: bool,
    /// How many rows it holds.
    pub(super) rows: usize,
    /// Rule above and below.
    pub(super) rules: (Length, Length),
    /// The light rule below it, where cells are so high that rows are hard to tell apart.
    pub(super) hairline: Length,
    /// Rules between its rows.
    pub(super) inner_rules: Vec<InnerRule>,
    /// Width of the table.
    pub(super) width: Length,
    /// The header to be repeated above it at the top of a page; as far back in the group
    /// as this many items.
    pub(super) header: Option<usize>,
    /// Whether it is the header itself.
    pub(super) is_head: bool,
    /// How many rows of the table a page break above it leaves alone: that above it, that
    /// which it is, or both.
    pub(super) lonely: u8,
}

/// A rule between rows of a band: below a heading cell that names several columns, or a
/// light one where cells are so high that rows are hard to tell apart.
#[derive(Debug, Copy, Clone, PartialEq, Eq)]
pub(super) struct InnerRule {
    /// The row it stands above.
    pub(super) row: usize,
    /// From the edge of the table.
    pub(super) x: Length,
    pub(super) width: Length,
    pub(super) height: Length,
    /// Whether it is a light one.
    pub(super) is_light: bool,
}

/// A cell of a band.
#[derive(Debug)]
pub(super) struct BandCell {
    /// What it holds, by number in [`TableBand::texts`]; never empty.
    pub(super) texts: Range<usize>,
    /// Below the last of them: the padding of the frame it stands in.
    pub(super) foot: Length,
    /// Its first row, counted from the top of the band.
    pub(super) row: usize,
    /// How many rows it takes.
    pub(super) rows: usize,
    /// Where a page that begins with it is marked.
    pub(super) start: Position,
}

/// A paragraph of a cell, or a label beside one.
#[derive(Debug, Clone)]
pub(super) struct CellText {
    /// The paragraph, by number in [`Flow::paragraphs`].
    pub(super) paragraph: usize,
    /// From the edge of the table at which its lines begin.
    pub(super) x: Length,
    /// Above it, inside the cell.
    pub(super) space: Length,
    /// Whether it stands beside the first line of the next one that does not: the label
    /// of a list.
    pub(super) beside: bool,
    /// The frame it stands in, inside the cell.
    pub(super) frame: Option<usize>,
}

/// A picture to be printed.
#[derive(Debug)]
pub(super) struct PictureBox {
    pub(super) picture: PictureId,
    pub(super) width: Length,
    pub(super) height: Length,
    pub(super) element: Option<ElementId>,
    pub(super) sequence: Sequence,
    pub(super) start: Position,
    /// Where it is written.
    pub(super) place: Place,
    /// Whether it stands among text from right to left.
    pub(super) rtl: bool,
}

/// Pictures beside one another.
#[derive(Debug)]
pub(super) struct PanelLine {
    /// The pictures, as they are read.
    pub(super) cells: Vec<PanelCell>,
    /// Between a picture and its caption.
    pub(super) gap: Length,
}

/// A picture beside others, with its caption.
#[derive(Debug)]
pub(super) struct PanelCell {
    pub(super) picture: PictureBox,
    /// From where the item begins.
    pub(super) x: Length,
    /// Its address.
    pub(super) anchor: String,
    /// Its caption: the paragraph, by number in [`Flow::paragraphs`], and its place from
    /// where the item begins.
    pub(super) caption: Option<(usize, Length)>,
}

/// A paragraph at the foot of every page.
#[derive(Debug)]
pub(super) struct FootText {
    /// By number in [`Flow::paragraphs`].
    pub(super) paragraph: usize,
    /// Addresses that begin here.
    pub(super) anchors: Vec<String>,
}

/// A tinted ground or a rule beside what stands in it, page after page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Frame {
    /// The frame around it.
    pub(super) parent: Option<usize>,
    /// From the left edge of the text block.
    pub(super) x: Length,
    /// From edge to edge.
    pub(super) width: Length,
    /// Whether it is that of text from right to left: then `x` counts from the right edge,
    /// where its rule is.
    pub(super) rtl: bool,
    /// Between its edge and what stands in it, above and below.
    pub(super) padding: Length,
    /// Its ground.
    pub(super) tint: Option<Color>,
    /// The rule at the edge where lines begin: width and colour.
    pub(super) rule: Option<(Length, Color)>,
}

/// What stands above the text of pages.
#[derive(Debug, Clone)]
pub(super) struct RunningHead {
    /// The title of the chapter.
    pub(super) title: HeadWords,
    /// The name of the part that holds it, in the language of the book.
    pub(super) part: Option<HeadWords>,
    /// The language of the title.
    pub(super) language: Language,
    /// Whether it runs from right to left.
    pub(super) rtl: bool,
}

/// The words of a running head.
#[derive(Debug, Clone)]
pub(super) struct HeadWords {
    /// Where no marks can be.
    pub(super) plain: String,
    /// With its marks, where it has any: a paragraph, by number in [`Flow::paragraphs`].
    pub(super) marked: Option<usize>,
}

/// A whole edition to be printed.
#[derive(Debug)]
pub(super) struct Flow {
    pub(super) groups: Vec<Group>,
    pub(super) paragraphs: Vec<Paragraph>,
    pub(super) frames: Vec<Frame>,
    pub(super) links: Vec<Link>,
    pub(super) notes: FlowNotes,
    /// Of each group that has any, by number: what moves to another place on a page.
    pub(super) floats: BTreeMap<usize, Vec<FlowFloat>>,
    /// Running titles of right-hand pages, and those of left-hand pages that name another
    /// part than the book.
    pub(super) heads: Vec<RunningHead>,
    /// Running title of other left-hand pages.
    pub(super) book_head: String,
    /// Words at the foot of each page: a paragraph.
    pub(super) foot: Option<usize>,
    /// Notices at the foot of every page, above those words: paragraphs.
    pub(super) feet: Vec<FootText>,
    /// Bookmarks: level from 1, words, address, element.
    pub(super) outline: Vec<(u8, String, String, ElementId)>,
    pub(super) structure: Structure,
    /// The language of the book.
    pub(super) language: Language,
    /// Whether it runs from right to left.
    pub(super) rtl: bool,
    /// What was found wrong on the way.
    pub(super) messages: Sink,
}
