//! The points of a picture.

/// The points of a picture, 8 bits a channel, row by row from the top.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pixels {
    /// Points in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Whether there are three colours a point (RGB), else one (grey).
    pub color: bool,
    /// `width * height` times 3 or 1 bytes.
    pub samples: Vec<u8>,
    /// `width * height` bytes, if a point lets anything through.
    pub alpha: Option<Vec<u8>>,
}

impl Pixels {
    /// Points of four bytes each: red, green, blue, and how much they hide.
    pub(super) fn of_rgba(width: u32, height: u32, data: &[u8]) -> Self {
        let (samples, alpha) = Self::part(data, 3);
        Self { width, height, color: true, samples, alpha }
    }

    /// Parts the colours from how much the points hide, which is left out where all hide
    /// everything. `colors` is the number of colours of a point.
    pub(super) fn part(data: &[u8], colors: usize) -> (Vec<u8>, Option<Vec<u8>>) {
        let points = data.len() / (colors + 1);
        let mut samples = Vec::with_capacity(points * colors);
        let mut alpha = Vec::with_capacity(points);
        for point in data.chunks_exact(colors + 1) {
            samples.extend_from_slice(&point[..colors]);
            alpha.push(point[colors]);
        }
        (samples, alpha.iter().any(|&value| value != u8::MAX).then_some(alpha))
    }
}
