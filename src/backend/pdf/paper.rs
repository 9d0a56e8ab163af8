//! The paper around the page: bleed and marks where it is cut
//! (ISO 32000-1, 14.11.2 and 14.11.3).
//!
//! The lower left corner of the cut page is the origin, with bleed or without, so that
//! nothing on the page moves.

use lopdf::Object;

use super::content::{Content, hundredths};
use super::inks::Inks;
use super::objects::reals;
use crate::layout::{Artifact, Rect};
use crate::length::Length;
use crate::project::PdfOptions;
use crate::theme::{Color, PageSize};

/// How a page lies on its paper. Lengths are hundredths of a point.
#[derive(Debug, Copy, Clone)]
pub(super) struct Paper {
    width: i64,
    height: i64,
    bleed: i64,
    has_marks: bool,
}

/// How long a mark is.
const MARK: i64 = 1_700;

/// How far a mark stays away from the page and its bleed, at least.
const DISTANCE: i64 = 600;

/// How thick a mark is: as thin as presses print.
const THICKNESS: i64 = 25;

impl Paper {
    /// The paper of an edition.
    pub(super) fn of(size: &PageSize, options: &PdfOptions) -> Self {
        Self {
            width: hundredths(size.width),
            height: hundredths(size.height),
            bleed: hundredths(options.bleed),
            has_marks: options.crop_marks,
        }
    }

    /// The paper of a sheet that is as large as some pages beside and above each other.
    pub(super) const fn times(self, columns: i64, rows: i64) -> Self {
        Self { width: self.width * columns, height: self.height * rows, ..self }
    }

    /// Whether there is no more than the page.
    pub(super) const fn is_plain(self) -> bool {
        self.bleed == 0 && !self.has_marks
    }

    /// Width and height of the cut page.
    pub(super) const fn size(self) -> (i64, i64) {
        (self.width, self.height)
    }

    /// The cut page, as corners: left, bottom, right, top.
    pub(super) const fn trim(self) -> [i64; 4] {
        self.around(0)
    }

    /// The page and what is cut off of what touches its edge.
    pub(super) const fn bleed(self) -> [i64; 4] {
        self.around(self.bleed)
    }

    /// All of the paper.
    pub(super) const fn media(self) -> [i64; 4] {
        let marks =
            if self.has_marks { self.start() + MARK + DISTANCE } else { self.bleed };
        self.around(marks)
    }

    const fn around(self, by: i64) -> [i64; 4] {
        [-by, -by, self.width + by, self.height + by]
    }

    /// From the cut page to where the marks begin.
    const fn start(self) -> i64 {
        if self.bleed + DISTANCE / 2 > DISTANCE {
            self.bleed + DISTANCE / 2
        } else {
            DISTANCE
        }
    }

    /// The boxes of a page dictionary that say all this.
    pub(super) fn boxes(self) -> [(&'static str, Object); 4] {
        let boxes = [
            ("MediaBox", self.media()),
            ("CropBox", self.media()),
            ("BleedBox", self.bleed()),
            ("TrimBox", self.trim()),
        ];
        boxes.map(|(key, corners)| (key, reals(corners)))
    }

    /// What fills to an edge of the page goes on through the bleed.
    pub(super) fn bled(self, rect: &Rect, corners: [i64; 4]) -> [i64; 4] {
        let [mut left, mut bottom, mut right, mut top] = corners;
        if self.bleed > 0 {
            let (width, height) = (self.width, self.height);
            if rect.x <= Length::ZERO {
                left = left.min(-self.bleed);
            }
            if bottom <= 0 {
                bottom = -self.bleed;
            }
            if right >= width {
                right = width + self.bleed;
            }
            if top >= height {
                top = height + self.bleed;
            }
        }
        [left, bottom, right, top]
    }

    /// Draws the marks at the corners, which are no content.
    pub(super) fn mark(self, content: &mut Content, inks: &Inks) {
        if !self.has_marks {
            return;
        }
        content.begin_artifact(Artifact::Page);
        content.set_color(inks.ink(Color { r: 0, g: 0, b: 0 }));
        let (start, half) = (self.start(), THICKNESS / 2);
        for x in [0, self.width] {
            let across = [x - half, x - half + THICKNESS];
            for [from, to] in
                [[-start - MARK, -start], [self.height + start, self.height + start + MARK]]
            {
                content.fill([across[0], from, across[1], to]);
            }
        }
        for y in [0, self.height] {
            let across = [y - half, y - half + THICKNESS];
            for [from, to] in
                [[-start - MARK, -start], [self.width + start, self.width + start + MARK]]
            {
                content.fill([from, across[0], to, across[1]]);
            }
        }
        content.end_marked();
    }
}
