//! PNG pictures.

use std::borrow::Cow;
use std::io::Cursor;

use png::{
    BitDepth, ColorType, DecodeOptions, Decoder, Encoder, EncodingError, Limits,
    Transformations,
};

use super::{MOST_POINTS, Pixels, Problem, too_large};

/// Decodes a PNG once, to know that it can be, and gives its size.
pub(super) fn check(bytes: &[u8]) -> Result<(u32, u32), Problem> {
    decode(bytes).map(|decoded| (decoded.width, decoded.height))
}

/// The points of a PNG.
pub(super) fn pixels(bytes: &[u8]) -> Result<Pixels, Problem> {
    let decoded = decode(bytes)?;
    let (colors, has_alpha) = match decoded.color {
        ColorType::Grayscale | ColorType::Indexed => (1, false),
        ColorType::GrayscaleAlpha => (1, true),
        ColorType::Rgb => (3, false),
        ColorType::Rgba => (3, true),
    };
    let (width, height) = (decoded.width, decoded.height);
    let color = colors == 3;
    if !has_alpha {
        return Ok(Pixels { width, height, color, samples: decoded.data, alpha: None });
    }
    let (samples, alpha) = Pixels::part(&decoded.data, colors);
    Ok(Pixels { width, height, color, samples, alpha })
}

/// Points as a PNG.
///
/// # Errors
/// When they have no size.
pub(super) fn write(pixels: &Pixels) -> Result<Vec<u8>, Problem> {
    let (width, height) = (pixels.width, pixels.height);
    let colors = if pixels.color { 3 } else { 1 };
    let (color, data) = match (&pixels.alpha, pixels.color) {
        (None, true) => (ColorType::Rgb, Cow::Borrowed(pixels.samples.as_slice())),
        (None, false) => (ColorType::Grayscale, Cow::Borrowed(pixels.samples.as_slice())),
        (Some(alpha), color) => {
            let points = pixels.samples.chunks_exact(colors).zip(alpha);
            let data = points.flat_map(|(point, alpha)| point.iter().chain([alpha]));
            let kind = if color { ColorType::Rgba } else { ColorType::GrayscaleAlpha };
            (kind, Cow::Owned(data.copied().collect()))
        }
    };
    let mut out = Vec::new();
    let mut encoder = Encoder::new(&mut out, width, height);
    encoder.set_color(color);
    encoder.set_depth(BitDepth::Eight);
    let mut writer = encoder.write_header().map_err(|error| unwritten(&error))?;
    writer.write_image_data(&data).map_err(|error| unwritten(&error))?;
    writer.finish().map_err(|error| unwritten(&error))?;
    Ok(out)
}

fn unwritten(error: &EncodingError) -> Problem {
    Problem::bad(format!("cannot be written as a PNG: {error}"), "save it as a PNG")
}

struct Decoded {
    width: u32,
    height: u32,
    color: ColorType,
    data: Vec<u8>,
}

fn decode(bytes: &[u8]) -> Result<Decoded, Problem> {
    let limit = usize::try_from(MOST_POINTS * 8).unwrap_or(usize::MAX);
    let mut strict = DecodeOptions::default();
    strict.set_ignore_adler32(false);
    let mut decoder = Decoder::new_with_options(Cursor::new(bytes), strict);
    decoder.set_limits(Limits { bytes: limit });
    decoder.set_transformations(Transformations::normalize_to_color8());
    let header = decoder.read_header_info().map_err(|error| broken(&error))?;
    let (width, height) = (header.width, header.height);
    if u64::from(width) * u64::from(height) > MOST_POINTS {
        return Err(too_large(width, height));
    }
    let mut reader = decoder.read_info().map_err(|error| broken(&error))?;
    let Some(size) = reader.output_buffer_size() else {
        return Err(Problem::bad("is too large", "scale it down"));
    };
    let mut data = vec![0; size];
    let frame = reader.next_frame(&mut data).map_err(|error| broken(&error))?;
    reader.finish().map_err(|error| broken(&error))?;
    data.truncate(frame.buffer_size());
    Ok(Decoded { width, height, color: frame.color_type, data })
}

fn broken(error: &png::DecodingError) -> Problem {
    let why = match error {
        png::DecodingError::IoError(_) => "it ends early".to_owned(),
        png::DecodingError::LimitsExceeded => "it is too large".to_owned(),
        png::DecodingError::Format(_) | png::DecodingError::Parameter(_) => {
            let words = error.to_string();
            if words.contains("CRC") || words.contains("Checksum") {
                "a checksum is wrong".to_owned()
            } else {
                words
            }
        }
    };
    Problem::bad(format!("is a broken PNG: {why}"), "save the picture again")
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(crate) fn written(
        color: ColorType,
        width: u32,
        height: u32,
        data: &[u8],
    ) -> Vec<u8> {
        let mut out = Vec::new();
        let mut encoder = Encoder::new(&mut out, width, height);
        encoder.set_color(color);
        encoder.set_depth(BitDepth::Eight);
        let mut writer = encoder.write_header().unwrap();
        writer.write_image_data(data).unwrap();
        writer.finish().unwrap();
        out
    }

    #[test]
    fn alpha_is_parted_from_the_colours() {
        let bytes = written(ColorType::Rgba, 2, 1, &[1, 2, 3, 255, 4, 5, 6, 0]);
        let pixels = pixels(&bytes).unwrap();
        assert_eq!(pixels.samples, [1, 2, 3, 4, 5, 6]);
        assert_eq!(pixels.alpha, Some(vec![255, 0]));
        assert!(pixels.color);
    }

    #[test]
    fn alpha_that_hides_nothing_is_left_out() {
        let bytes = written(ColorType::GrayscaleAlpha, 1, 1, &[7, 255]);
        let pixels = pixels(&bytes).unwrap();
        assert_eq!((pixels.samples, pixels.alpha, pixels.color), (vec![7], None, false));
    }

    #[test]
    fn a_png_that_ends_early_is_broken() {
        let bytes = written(ColorType::Rgb, 8, 8, &[9; 192]);
        assert_eq!(check(&bytes), Ok((8, 8)));
        for end in 8..bytes.len() {
            assert_eq!(check(&bytes[..end]).unwrap_err().code, "bad-picture", "{end}");
        }
    }

    #[test]
    fn a_png_with_a_wrong_checksum_is_broken() {
        let mut bytes = written(ColorType::Rgb, 8, 8, &[9; 192]);
        let middle = bytes.len() - 30;
        bytes[middle] ^= 0x10;
        assert!(check(&bytes).is_err());
    }

    #[test]
    fn a_huge_png_is_refused_before_it_is_read() {
        let mut bytes = written(ColorType::Rgb, 1, 1, &[9; 3]);
        bytes[16..20].copy_from_slice(&[0, 9, 0, 0]);
        bytes[20..24].copy_from_slice(&[0, 9, 0, 0]);
        assert!(check(&bytes).is_err());
    }
}
