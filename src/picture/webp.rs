//! WebP pictures.

use std::io::Cursor;

use image_webp::{DecodingError, WebPDecoder};

use super::exif::check_orientation;
use super::{MOST_POINTS, Pixels, Problem, moves, too_large};

/// Decodes a WebP once, to know that it can be, and gives its size.
pub(super) fn check(bytes: &[u8]) -> Result<(u32, u32), Problem> {
    let mut decoder = open(bytes)?;
    if decoder.is_animated() {
        return Err(moves());
    }
    if let Ok(Some(exif)) = decoder.exif_metadata() {
        check_orientation(&exif)?;
    }
    points(&mut decoder)?;
    Ok(decoder.dimensions())
}

/// The points of a WebP.
pub(super) fn pixels(bytes: &[u8]) -> Result<Pixels, Problem> {
    let mut decoder = open(bytes)?;
    let data = points(&mut decoder)?;
    let (width, height) = decoder.dimensions();
    Ok(if decoder.has_alpha() {
        Pixels::of_rgba(width, height, &data)
    } else {
        Pixels { width, height, color: true, samples: data, alpha: None }
    })
}

fn open(bytes: &[u8]) -> Result<WebPDecoder<Cursor<&[u8]>>, Problem> {
    let mut decoder =
        WebPDecoder::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_POINTS {
        return Err(too_large(width, height));
    }
    decoder.set_memory_limit(usize::try_from(MOST_POINTS * 4).unwrap_or(usize::MAX));
    Ok(decoder)
}

fn points(decoder: &mut WebPDecoder<Cursor<&[u8]>>) -> Result<Vec<u8>, Problem> {
    let (width, height) = decoder.dimensions();
    let Some(size) = decoder.output_buffer_size() else {
        return Err(too_large(width, height));
    };
    let mut data = vec![0; size];
    decoder.read_image(&mut data).map_err(|error| broken(&error))?;
    Ok(data)
}

fn broken(error: &DecodingError) -> Problem {
    Problem::bad(format!("is a broken WebP: {error}"), "save the picture again")
}
