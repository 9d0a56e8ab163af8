//! Pictures: what kind of picture some bytes are, how large, and whether they are safe.

use serde::Serialize;

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
