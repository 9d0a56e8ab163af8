//! Pictures: what kind of picture some bytes are, how large, and whether they are safe.
//!
//! The only user of `png`, `svg2pdf`, `usvg`, `zune-jpeg`, `image-webp`, `gif`, `avif-parse` and
//! `re_rav1d`.

mod avif;
mod exif;
mod gif;
mod jpeg;
mod lettering;
mod pixels;
mod png;
mod svg;
mod webp;
mod ycbcr;

pub use jpeg::JpegFacts;
pub use lettering::{LetterFace, Lettering};
pub use pixels::Pixels;

use std::borrow::Cow;

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
    /// The file to hand on, as it was; only SVG is written anew from what was understood
    /// of it, so that no script, style sheet or outside address survives.
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
    /// WebP.
    Webp,
    /// GIF with one picture.
    Gif,
    /// AVIF with one picture.
    Avif,
}

impl PictureKind {
    /// How names of its files end: `png`.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Jpeg => "jpg",
            Self::Svg => "svg",
            Self::Webp => "webp",
            Self::Gif => "gif",
            Self::Avif => "avif",
        }
    }

    /// What readers of EPUB are sure to know: AVIF is no core media type (EPUB 3.3, 3.2).
    pub const fn in_epub(self) -> Self {
        match self {
            Self::Avif => Self::Png,
            Self::Png | Self::Jpeg | Self::Svg | Self::Webp | Self::Gif => self,
        }
    }

    /// `image/png` and so on.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Svg => "image/svg+xml",
            Self::Webp => "image/webp",
            Self::Gif => "image/gif",
            Self::Avif => "image/avif",
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

/// What is said of a picture with more points than are taken.
fn too_large(width: u32, height: u32) -> Problem {
    let message = format!("is too large: {width} × {height} picture points");
    Problem::bad(message, "scale it down")
}

/// What is said of several pictures in one file, which screens show one after the other:
/// print has one, and readers must be able to stop what moves (WCAG 2.2, 2.2.2).
fn moves() -> Problem {
    Problem::bad("moves: it holds several pictures", "save the one that says most")
}

/// Most picture points that are taken: enough for a large poster.
const MOST_POINTS: u64 = 1 << 27;

impl Picture {
    /// The size it is printed in where nothing else is said, width and height: picture
    /// points count as 1/150 inch.
    pub fn printed(&self) -> (Length, Length) {
        let per_inch = match self.kind {
            PictureKind::Svg => 96,
            PictureKind::Png
            | PictureKind::Jpeg
            | PictureKind::Webp
            | PictureKind::Gif
            | PictureKind::Avif => 150,
        };
        let own = |points: u32| Length::points(i64::from(points.max(1)) * 72) / per_inch;
        (own(self.width), own(self.height))
    }

    /// Reads and checks a picture: header and content of pixels, the segments of a JPEG,
    /// every element of an SVG, whose words become outlines of `lettering`.
    ///
    /// # Errors
    /// When the bytes are no such picture, or one that cannot be set in all formats.
    pub fn read(path: &str, bytes: &[u8], lettering: &Lettering) -> Result<Self, Problem> {
        let path = path.to_owned();
        if let Some(text) = svg::text_of(bytes) {
            let (width, height, data) = svg::check(text, lettering)?;
            return Ok(Self { path, kind: PictureKind::Svg, width, height, data });
        }
        let Some(kind) = kind_of(bytes) else {
            let help = "use a PNG, JPEG, WebP, GIF, AVIF or SVG file";
            return Err(Problem::bad("is no picture that can be used", help));
        };
        let (width, height) = match kind {
            PictureKind::Png => png::check(bytes)?,
            PictureKind::Webp => webp::check(bytes)?,
            PictureKind::Gif => gif::check(bytes)?,
            PictureKind::Avif => avif::check(bytes)?,
            PictureKind::Jpeg | PictureKind::Svg => {
                let facts = jpeg::check(bytes)?;
                (facts.width, facts.height)
            }
        };
        Ok(Self { path, kind, width, height, data: bytes.to_vec() })
    }

    /// The file that readers of EPUB are sure to know.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn for_epub(&self) -> Result<Cow<'_, [u8]>, Problem> {
        if self.kind.in_epub() == self.kind {
            return Ok(Cow::Borrowed(&self.data));
        }
        png::write(&avif::pixels(&self.data)?).map(Cow::Owned)
    }

    /// The points of a picture that a PDF does not take over; nothing for JPEG and SVG.
    pub fn pixels(&self) -> Option<Pixels> {
        match self.kind {
            PictureKind::Png => png::pixels(&self.data).ok(),
            PictureKind::Webp => webp::pixels(&self.data).ok(),
            PictureKind::Gif => gif::pixels(&self.data).ok(),
            PictureKind::Avif => avif::pixels(&self.data).ok(),
            PictureKind::Jpeg | PictureKind::Svg => None,
        }
    }

    /// What a PDF must know of a JPEG, whose bytes it takes over; nothing for the others.
    pub fn jpeg(&self) -> Option<JpegFacts> {
        (self.kind == PictureKind::Jpeg).then(|| jpeg::check(&self.data).ok())?
    }

    /// The points of a JPEG; nothing for the other kinds.
    ///
    /// # Errors
    /// When it is broken inside.
    pub fn photograph(&self) -> Option<Result<Pixels, Problem>> {
        (self.kind == PictureKind::Jpeg).then(|| jpeg::pixels(&self.data))
    }

    /// An SVG as a PDF of one page, to be taken over as a form: fit for PDF/A-2, streams
    /// not compressed, the page one point wide for each picture point.
    /// Nothing for the other kinds.
    ///
    /// # Errors
    /// When it is nested too deeply.
    pub fn to_pdf(&self) -> Option<Result<Vec<u8>, Problem>> {
        (self.kind == PictureKind::Svg).then(|| svg::to_pdf(&self.data))
    }
}

/// What kind of picture points begin like these bytes.
fn kind_of(bytes: &[u8]) -> Option<PictureKind> {
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        Some(PictureKind::Png)
    } else if bytes.starts_with(b"\xff\xd8\xff") {
        Some(PictureKind::Jpeg)
    } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        Some(PictureKind::Webp)
    } else if bytes.starts_with(b"GIF87a") || bytes.starts_with(b"GIF89a") {
        Some(PictureKind::Gif)
    } else {
        avif::is_avif(bytes).then_some(PictureKind::Avif)
    }
}
