//! Pictures: what kind of picture some bytes are, how large, and whether they are safe.
//!
//! The only user of `png`, `svg2pdf` and `zune-jpeg`.

mod jpeg;
mod png;
mod svg;

pub use jpeg::JpegFacts;
pub use png::Pixels;

use serde::Serialize;

use crate::length::Length;

pub(crate) use svg::xml_problem;

/// A picture of the book, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Path from the manuscript folder; unique in the book.
    pub path: String,
    /// What it is.
    pub kind: PictureKind,
    /// Width in CSS pixels (1/96 inch for SVG, picture points for the others).
    pub width: u32,
    /// Height, likewise.
    pub height: u32,
    /// The file to hand on: PNG and JPEG as they were; SVG written anew from what was
    /// understood of it, so that no script, style sheet or outside address survives.
    pub data: Vec<u8>,
}

/// What kind of picture.
#[derive(Debug, Copy, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum PictureKind {
    /// PNG.
    Png,
    /// JPEG.
    Jpeg,
    /// SVG.
    Svg,
}

impl PictureKind {
    /// `image/png` and so on.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Svg => "image/svg+xml",
        }
    }
}

/// Why a picture cannot be used: the parts of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The code of the message: `bad-picture`, `svg-text`, …
    pub code: &'static str,
    /// What is wrong, to be read after the file's name: `is no picture`.
    pub message: String,
    /// What the author can do.
    pub help: String,
}

impl Problem {
    /// A picture that cannot be read.
    fn bad(message: impl Into<String>, help: &str) -> Self {
        Self { code: "bad-picture", message: message.into(), help: help.to_owned() }
    }
}

/// Most picture points that are taken: enough for a large poster.
const MOST_POINTS: u64 = 1 << 27;

impl Picture {
    /// The size it is printed in where nothing else is said, width and height: picture
    /// points count as 1/150 inch.
    pub fn printed(&self) -> (Length, Length) {
        let per_inch = match self.kind {
            PictureKind::Svg => 96,
            PictureKind::Png | PictureKind::Jpeg => 150,
        };
        let own = |points: u32| Length::points(i64::from(points.max(1)) * 72) / per_inch;
        (own(self.width), own(self.height))
    }

    /// Reads and checks a picture: header and content of a PNG, the segments of a JPEG,
    /// every element of an SVG.
    ///
    /// # Errors
    /// When the bytes are no such picture, or one that cannot be set in all formats.
    pub fn read(path: &str, bytes: &[u8]) -> Result<Self, Problem> {
        let path = path.to_owned();
        if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            let (width, height) = png::check(bytes)?;
            return Ok(Self {
                path,
                kind: PictureKind::Png,
                width,
                height,
                data: bytes.to_vec(),
            });
        }
        if bytes.starts_with(b"\xff\xd8\xff") {
            let facts = jpeg::check(bytes)?;
            let (width, height) = (facts.width, facts.height);
            return Ok(Self {
                path,
                kind: PictureKind::Jpeg,
                width,
                height,
                data: bytes.to_vec(),
            });
        }
        if let Some(text) = svg::text_of(bytes) {
            let (width, height, data) = svg::check(text)?;
            return Ok(Self { path, kind: PictureKind::Svg, width, height, data });
        }
        Err(Problem::bad("is no picture that can be used", "use a PNG, JPEG or SVG file"))
    }

    /// The points of a PNG; nothing for the other kinds.
    pub fn pixels(&self) -> Option<Pixels> {
        match self.kind {
            PictureKind::Png => png::pixels(&self.data).ok(),
            PictureKind::Jpeg | PictureKind::Svg => None,
        }
    }

    /// What a PDF must know of a JPEG, whose bytes it takes over; nothing for the others.
    pub fn jpeg(&self) -> Option<JpegFacts> {
        match self.kind {
            PictureKind::Jpeg => jpeg::check(&self.data).ok(),
            PictureKind::Png | PictureKind::Svg => None,
        }
    }

    /// The points of a JPEG; nothing for the other kinds.
    ///
    /// # Errors
    /// When it is broken inside.
    pub fn photograph(&self) -> Option<Result<Pixels, Problem>> {
        match self.kind {
            PictureKind::Jpeg => Some(jpeg::pixels(&self.data)),
            PictureKind::Png | PictureKind::Svg => None,
        }
    }

    /// An SVG as a PDF of one page, to be taken over as a form: fit for PDF/A-2, streams
    /// not compressed, the page one point wide for each picture point.
    /// Nothing for the other kinds.
    ///
    /// # Errors
    /// When it is nested too deeply.
    pub fn to_pdf(&self) -> Option<Result<Vec<u8>, Problem>> {
        match self.kind {
            PictureKind::Svg => Some(svg::to_pdf(&self.data)),
            PictureKind::Png | PictureKind::Jpeg => None,
        }
    }
}
