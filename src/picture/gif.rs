//! GIF pictures.

use gif::{ColorOutput, DecodeOptions, Decoder, DecodingError, MemoryLimit};

use super::{MOST_POINTS, Pixels, Problem, moves, too_large};

/// Decodes a GIF once, to know that it can be, and gives its size.
pub(super) fn check(bytes: &[u8]) -> Result<(u32, u32), Problem> {
    let pixels = pixels(bytes)?;
    Ok((pixels.width, pixels.height))
}

/// The points of the one picture in a GIF; what it leaves free lets all through.
pub(super) fn pixels(bytes: &[u8]) -> Result<Pixels, Problem> {
    let mut decoder = open(bytes)?;
    let (width, height) = (u32::from(decoder.width()), u32::from(decoder.height()));
    if width == 0 || height == 0 {
        return Err(Problem::bad("is a broken GIF: it has no size", "save it again"));
    }
    if u64::from(width) * u64::from(height) > MOST_POINTS {
        return Err(too_large(width, height));
    }
    let row = width as usize * 4;
    let mut canvas = vec![0; row * height as usize];
    let frame = decoder.read_next_frame().map_err(|error| broken(&error))?;
    let Some(frame) = frame else {
        return Err(Problem::bad("is a broken GIF: it holds no picture", "save it again"));
    };
    let (left, top) = (usize::from(frame.left) * 4, usize::from(frame.top));
    let of_frame = usize::from(frame.width) * 4;
    let seen = of_frame.min(row.saturating_sub(left));
    let lines = frame.buffer.chunks_exact(of_frame.max(1));
    for (line, target) in lines.zip(canvas.chunks_exact_mut(row).skip(top)) {
        if seen > 0 {
            target[left..left + seen].copy_from_slice(&line[..seen]);
        }
    }
    if decoder.next_frame_info().map_err(|error| broken(&error))?.is_some() {
        return Err(moves());
    }
    Ok(Pixels::of_rgba(width, height, &canvas))
}

fn open(bytes: &[u8]) -> Result<Decoder<&[u8]>, Problem> {
    let mut options = DecodeOptions::new();
    options.set_color_output(ColorOutput::RGBA);
    let limit = std::num::NonZeroU64::new(MOST_POINTS * 4);
    options.set_memory_limit(limit.map_or(MemoryLimit::Unlimited, MemoryLimit::Bytes));
    options.read_info(bytes).map_err(|error| broken(&error))
}

fn broken(error: &DecodingError) -> Problem {
    Problem::bad(format!("is a broken GIF: {error}"), "save the picture again")
}
