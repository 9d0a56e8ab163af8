//! Luminance and colour differences of AV1 to red, green and blue (ITU-T H.273, 8.3).

use re_rav1d::dav1d::{Picture as Frame, PixelLayout, PlanarImageComponent, Plane, pixel};

use super::Problem;

/// How colours are coded, in the numbers of ITU-T H.273.
#[derive(Debug, Copy, Clone, PartialEq, Eq)]
pub(super) struct Coding {
    primaries: u16,
    transfer: u16,
    matrix: u16,
    full: bool,
}

/// What makes red, green and blue of the three planes.
#[derive(Debug, Copy, Clone, PartialEq)]
pub(super) enum Colors {
    /// The planes are green, blue and red.
    Identity,
    /// Luminance is so much of red and of blue, and the rest of green.
    Weights {
        /// Of red.
        red: f32,
        /// Of blue.
        blue: f32,
    },
}

impl Coding {
    /// What the stream itself says.
    pub(super) fn of(frame: &Frame) -> Self {
        Self {
            primaries: frame.color_primaries() as u16,
            transfer: frame.transfer_characteristic() as u16,
            matrix: frame.matrix_coefficients() as u16,
            full: frame.color_range() == pixel::YUVRange::Full,
        }
    }

    /// What a `colr` box of the type `nclx` says (ISO/IEC 14496-12, 12.1.5).
    pub(super) fn of_nclx(content: &[u8]) -> Option<Self> {
        let content = content.strip_prefix(b"nclx")?;
        let number = |at: usize| Some(u16::from_be_bytes([content[at], content[at + 1]]));
        let full = content.get(6)? & 0x80 != 0;
        Some(Self { primaries: number(0)?, transfer: number(2)?, matrix: number(4)?, full })
    }

    /// What its numbers mean; what would look different in print is refused: wide gamuts,
    /// high dynamic range.
    pub(super) fn check(self) -> Result<Colors, Problem> {
        // BT.709, unspecified; and of analog television, which differs by a hair
        let gamut = matches!(self.primaries, 1 | 2 | 5 | 6);
        let curve = matches!(self.transfer, 1 | 2 | 6 | 13 | 14 | 15);
        if !gamut || !curve {
            let message =
                "has colours beyond sRGB, which paper and older screens cannot show";
            return Err(Problem::bad(message, "save it in sRGB"));
        }
        let (red, blue) = match self.matrix {
            0 => return Ok(Colors::Identity),
            1 => (0.2126, 0.0722),
            // BT.601, which is also what an AVIF means that says nothing
            2 | 5 | 6 => (0.299, 0.114),
            9 => (0.2627, 0.0593),
            _ => {
                let message = "codes its colours in a way that few programs read";
                return Err(Problem::bad(message, "save it in sRGB"));
            }
        };
        Ok(Colors::Weights { red, blue })
    }
}

/// A plane of samples.
struct Samples {
    bytes: Plane,
    stride: usize,
    width: usize,
    height: usize,
    /// Bits of a sample: 8, 10 or 12; those above 8 stand in two bytes.
    bits: u32,
    /// Whether it has half as many samples as there are points, across and down.
    half: (bool, bool),
}

impl Samples {
    fn of(frame: &Frame, component: PlanarImageComponent) -> Option<Self> {
        let luminance = component == PlanarImageComponent::Y;
        let half = match frame.pixel_layout() {
            PixelLayout::I420 => (true, true),
            PixelLayout::I422 => (true, false),
            PixelLayout::I444 => (false, false),
            PixelLayout::I400 if luminance => (false, false),
            PixelLayout::I400 => return None,
        };
        let half = if luminance { (false, false) } else { half };
        let size = |points: u32, half: bool| points.div_ceil(1 + u32::from(half)) as usize;
        Some(Self {
            stride: frame.stride(component) as usize,
            width: size(frame.width(), half.0),
            height: size(frame.height(), half.1),
            bits: u32::try_from(frame.bit_depth()).unwrap_or(8),
            bytes: frame.plane(component),
            half,
        })
    }

    /// A sample of the plane itself; beyond its edges the nearest.
    fn at(&self, x: usize, y: usize) -> f32 {
        let (x, y) = (x.min(self.width - 1), y.min(self.height - 1));
        let row = y * self.stride;
        let value = if self.bits > 8 {
            let at = row + x * 2;
            let pair = self.bytes.get(at..at + 2).map_or([0, 0], |pair| [pair[0], pair[1]]);
            u16::from_ne_bytes(pair)
        } else {
            self.bytes.get(row + x).copied().unwrap_or_default().into()
        };
        f32::from(value)
    }

    /// The value at a point of the picture: of a plane with half as many samples three
    /// quarters of the nearest and a quarter of the next.
    fn value(&self, x: usize, y: usize) -> f32 {
        let across = |y: usize| {
            if !self.half.0 {
                return self.at(x, y);
            }
            let (near, next) = neighbours(x);
            0.75 * self.at(near, y) + 0.25 * self.at(next, y)
        };
        if !self.half.1 {
            return across(y);
        }
        let (near, next) = neighbours(y);
        0.75 * across(near) + 0.25 * across(next)
    }

    /// Black or no difference, and the range from there to white or to the strongest.
    fn range(&self, full: bool, luminance: bool) -> (f32, f32) {
        let scale = f32::from(1_u16 << (self.bits - 8));
        let most = scale * 256.0 - 1.0;
        match (full, luminance) {
            (true, true) => (0.0, most),
            (true, false) => (scale * 128.0, most),
            (false, true) => (scale * 16.0, scale * 219.0),
            (false, false) => (scale * 128.0, scale * 224.0),
        }
    }
}

/// The sample that stands nearest to a point, and the one on its other side.
fn neighbours(point: usize) -> (usize, usize) {
    let near = point / 2;
    (near, if point % 2 == 1 { near + 1 } else { near.saturating_sub(1) })
}

/// The points of a frame in red, green and blue.
pub(super) fn rgb_of(
    frame: &Frame,
    coding: Coding,
    colors: Colors,
) -> Result<Vec<u8>, Problem> {
    let (width, height) = (frame.width() as usize, frame.height() as usize);
    let Some(luminance) = Samples::of(frame, PlanarImageComponent::Y) else {
        return Err(Problem::bad("is a broken AVIF: it has no points", "save it again"));
    };
    let others = Samples::of(frame, PlanarImageComponent::U)
        .zip(Samples::of(frame, PlanarImageComponent::V));
    let (black, white) = luminance.range(coding.full, true);
    let mut out = Vec::with_capacity(width * height * 3);
    for y in 0..height {
        for x in 0..width {
            let light = (luminance.at(x, y) - black) / white;
            let point = match (&others, colors) {
                (None, _) => [light; 3],
                (Some((first, second)), Colors::Identity) => {
                    let (zero, range) = first.range(coding.full, true);
                    let of = |plane: &Samples| (plane.value(x, y) - zero) / range;
                    [of(second), light, of(first)]
                }
                (Some((first, second)), Colors::Weights { red, blue }) => {
                    let (zero, range) = first.range(coding.full, false);
                    let of = |plane: &Samples| (plane.value(x, y) - zero) / range;
                    let r = light + 2.0 * (1.0 - red) * of(second);
                    let b = light + 2.0 * (1.0 - blue) * of(first);
                    [r, (light - red * r - blue * b) / (1.0 - red - blue), b]
                }
            };
            out.extend(point.map(byte));
        }
    }
    Ok(out)
}

/// How much each point of a frame of transparency hides.
pub(super) fn alpha_of(frame: &Frame) -> Result<Vec<u8>, Problem> {
    let Some(plane) = Samples::of(frame, PlanarImageComponent::Y) else {
        return Err(Problem::bad("is a broken AVIF: it has no points", "save it again"));
    };
    let full = frame.color_range() == pixel::YUVRange::Full;
    let (none, all) = plane.range(full, true);
    let points = (0..frame.height() as usize)
        .flat_map(|y| (0..frame.width() as usize).map(move |x| (x, y)));
    Ok(points.map(|(x, y)| byte((plane.at(x, y) - none) / all)).collect())
}

/// A share of the brightest as a byte.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to the range of a byte"
)]
fn byte(share: f32) -> u8 {
    (share.clamp(0.0, 1.0) * 255.0).round() as u8
}
