//! JPEG pictures: their segments, not their content, which every format takes over.

use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use super::exif::check_orientation;
use super::{MOST_POINTS, Pixels, Problem, too_large};

/// What a PDF must know of a JPEG. There are always 8 bits a channel.
#[derive(Debug, Copy, Clone, PartialEq, Eq)]
pub struct JpegFacts {
    /// Points in a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// Channels: 1 (grey) or 3 (colour).
    pub components: u8,
    /// Whether the three channels are red, green and blue themselves, so that a PDF says
    /// `/ColorTransform 0`; else they are luminance and colour differences.
    pub rgb: bool,
}

/// The points of a JPEG, in red, green and blue.
pub(super) fn pixels(bytes: &[u8]) -> Result<Pixels, Problem> {
    let facts = check(bytes)?;
    // without vector instructions, so that every machine gives the same points
    let options = DecoderOptions::new_safe()
        .set_max_width(usize::MAX)
        .set_max_height(usize::MAX)
        .jpeg_set_out_colorspace(ColorSpace::RGB);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    let samples = decoder.decode().map_err(|error| {
        Problem::bad(format!("cannot be read: {error}"), "save it anew as a JPEG")
    })?;
    let (width, height) = (facts.width, facts.height);
    Ok(Pixels { width, height, color: true, samples, alpha: None })
}

/// Reads the segments of a JPEG from the start to the end of the picture.
///
/// ITU-T T.81, annex B.
pub(super) fn check(bytes: &[u8]) -> Result<JpegFacts, Problem> {
    let mut facts: Option<JpegFacts> = None;
    let mut adobe = None;
    let mut at = 2;
    let mut scanned = false;
    loop {
        let Some((marker, start)) = next_marker(bytes, at) else {
            return Err(broken("it ends early"));
        };
        match marker {
            // End of the picture.
            0xd9 => break,
            // Restart marks and others without content.
            0x01 | 0xd0..=0xd7 => {
                at = start;
                continue;
            }
            _ => {}
        }
        let Some(segment) = segment(bytes, start) else {
            return Err(broken("it ends early"));
        };
        match marker {
            0xc0..=0xc2 => facts = Some(frame(segment)?),
            0xc3 | 0xc5..=0xc7 | 0xc9..=0xcb | 0xcd..=0xcf => {
                let message = "is coded in a way that few programs read";
                return Err(Problem::bad(message, "save it as a usual JPEG"));
            }
            0xda => scanned = true,
            0xe1 => {
                if let Some(tiff) = segment.strip_prefix(b"Exif\0\0") {
                    check_orientation(tiff)?;
                }
            }
            0xee if segment.starts_with(b"Adobe") => adobe = segment.get(11).copied(),
            _ => {}
        }
        at = start + segment.len() + 2;
    }
    let Some(mut facts) = facts else { return Err(broken("it has no frame")) };
    if !scanned {
        return Err(broken("it has no picture points"));
    }
    facts.rgb = facts.components == 3 && adobe == Some(0);
    Ok(facts)
}

/// The next marker and where its content begins. Bytes of a scan are stepped over.
fn next_marker(bytes: &[u8], from: usize) -> Option<(u8, usize)> {
    let mut at = from;
    loop {
        let rest = bytes.get(at..)?;
        at += rest.iter().position(|&byte| byte == 0xff)?;
        match *bytes.get(at + 1)? {
            // A byte of a scan that is not a marker, or a fill byte.
            0x00 => at += 2,
            0xff => at += 1,
            marker => return Some((marker, at + 2)),
        }
    }
}

/// The content of a segment, without its length.
fn segment(bytes: &[u8], start: usize) -> Option<&[u8]> {
    let length = usize::from(number(bytes, start)?);
    bytes.get(start + 2..start + length)
}

fn number(bytes: &[u8], at: usize) -> Option<u16> {
    let pair = bytes.get(at..at + 2)?;
    Some(u16::from_be_bytes([pair[0], pair[1]]))
}

/// The header of a frame: B.2.2.
fn frame(segment: &[u8]) -> Result<JpegFacts, Problem> {
    let (Some(&bits), Some(height), Some(width), Some(&components)) =
        (segment.first(), number(segment, 1), number(segment, 3), segment.get(5))
    else {
        return Err(broken("its header is too short"));
    };
    if width == 0 || height == 0 {
        return Err(broken("it has no size"));
    }
    if u64::from(width) * u64::from(height) > MOST_POINTS {
        return Err(too_large(width.into(), height.into()));
    }
    if bits != 8 {
        let message = format!("has {bits} bits a colour");
        return Err(Problem::bad(message, "save it with 8 bits a colour"));
    }
    if !matches!(components, 1 | 3) {
        let message = "is in printing inks (CMYK), which screens and archives do not show";
        return Err(Problem::bad(message, "save it in RGB"));
    }
    let (width, height) = (u32::from(width), u32::from(height));
    Ok(JpegFacts { width, height, components, rgb: false })
}

fn broken(why: &str) -> Problem {
    Problem::bad(format!("is a broken JPEG: {why}"), "save the picture again")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A JPEG of these segments; the frame has one byte of scan.
    fn jpeg(segments: &[(u8, &[u8])]) -> Vec<u8> {
        let mut out = vec![0xff, 0xd8];
        for (marker, content) in segments {
            out.extend([0xff, *marker]);
            out.extend(u16::try_from(content.len() + 2).unwrap().to_be_bytes());
            out.extend_from_slice(content);
        }
        out.extend([0x12, 0xff, 0x00, 0x34, 0xff, 0xd9]);
        out
    }

    const SIZE: &[u8] = &[8, 0, 20, 0, 30, 3];
    const SCAN: (u8, &[u8]) = (0xda, &[1, 2, 3]);

    #[test]
    fn size_and_colours_are_read() {
        let facts = check(&jpeg(&[(0xe0, b"JFIF\0"), (0xc2, SIZE), SCAN])).unwrap();
        let expected = JpegFacts { width: 30, height: 20, components: 3, rgb: false };
        assert_eq!(facts, expected);
        let adobe = b"Adobe\0\x64\0\0\0\0\0";
        assert!(check(&jpeg(&[(0xee, adobe), (0xc0, SIZE), SCAN])).unwrap().rgb);
    }

    #[test]
    fn inks_and_odd_codings_are_refused() {
        let inks = jpeg(&[(0xc0, &[8, 0, 20, 0, 30, 4]), SCAN]);
        assert!(check(&inks).unwrap_err().message.contains("CMYK"));
        assert!(check(&jpeg(&[(0xc9, SIZE), SCAN])).is_err());
        assert!(check(&jpeg(&[(0xc0, &[12, 0, 20, 0, 30, 3]), SCAN])).is_err());
    }

    #[test]
    fn a_jpeg_that_ends_early_is_broken() {
        let whole = jpeg(&[(0xc0, SIZE), SCAN]);
        for end in 3..whole.len() {
            assert_eq!(check(&whole[..end]).unwrap_err().code, "bad-picture", "{end}");
        }
    }

    #[test]
    fn a_turned_picture_is_refused() {
        let mut exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0".to_vec();
        exif.extend([0x12, 0x01, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0]);
        let turned = jpeg(&[(0xe1, &exif), (0xc0, SIZE), SCAN]);
        assert_eq!(check(&turned).unwrap_err().code, "turned-picture");
    }
}
