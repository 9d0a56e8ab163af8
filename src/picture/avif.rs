//! AVIF pictures (AV1 Image File Format 1.2.0).

use avif_parse::AvifData;
use re_rav1d::dav1d::{Decoder, Error, Picture as Frame, Settings};

use super::exif::turned;
use super::ycbcr::{Coding, alpha_of, rgb_of};
use super::{MOST_POINTS, Pixels, Problem, moves, too_large};

/// Whether bytes are an AVIF: a brand of its `ftyp` box says so (ISO/IEC 14496-12, 4.3).
pub(super) fn is_avif(bytes: &[u8]) -> bool {
    boxes(bytes).next().is_some_and(|(kind, content)| {
        &kind == b"ftyp"
            && content.chunks(4).any(|brand| matches!(brand, b"avif" | b"avis"))
    })
}

/// Decodes an AVIF once, to know that it can be, and gives its size.
pub(super) fn check(bytes: &[u8]) -> Result<(u32, u32), Problem> {
    let pixels = pixels(bytes)?;
    Ok((pixels.width, pixels.height))
}

/// The points of an AVIF.
pub(super) fn pixels(bytes: &[u8]) -> Result<Pixels, Problem> {
    let written = properties(bytes)?;
    let data = AvifData::from_reader(&mut &bytes[..]).map_err(|error| broken(&error))?;
    let frame = decode(&data.primary_item)?;
    let coding = written.unwrap_or_else(|| Coding::of(&frame));
    let colors = coding.check()?;
    let mut samples = rgb_of(&frame, coding, colors)?;
    let (width, height) = (frame.width(), frame.height());
    let alpha = match &data.alpha_item {
        None => None,
        Some(item) => {
            let mask = decode(item)?;
            if (mask.width(), mask.height()) != (width, height) {
                return Err(broken(&"its transparency has another size"));
            }
            Some(alpha_of(&mask)?).filter(|alpha| alpha.iter().any(|&a| a != u8::MAX))
        }
    };
    if let Some(alpha) = alpha.as_ref().filter(|_| data.premultiplied_alpha) {
        for (point, &alpha) in samples.chunks_exact_mut(3).zip(alpha) {
            point.iter_mut().for_each(|color| *color = divided(*color, alpha));
        }
    }
    Ok(Pixels { width, height, color: true, samples, alpha })
}

/// A colour that was made weaker by how much its point hides, as it was before.
fn divided(color: u8, alpha: u8) -> u8 {
    let whole = u32::from(color) * 255 + u32::from(alpha) / 2;
    u8::try_from(whole.checked_div(alpha.into()).unwrap_or_default()).unwrap_or(u8::MAX)
}

/// The one frame of an AV1 stream; with one thread, so that all machines agree.
fn decode(item: &[u8]) -> Result<Frame, Problem> {
    let mut settings = Settings::new();
    settings.set_n_threads(1);
    settings.set_max_frame_delay(1);
    settings.set_frame_size_limit(u32::try_from(MOST_POINTS).unwrap_or(u32::MAX));
    let mut decoder = Decoder::with_settings(&settings).map_err(unread)?;
    let header = AvifSize::of(item)?;
    if header.points() > MOST_POINTS {
        return Err(too_large(header.width, header.height));
    }
    match decoder.send_data(item.to_vec(), None, None, None) {
        Ok(()) | Err(Error::Again) => {}
        Err(error) => return Err(unread(error)),
    }
    decoder.get_picture().map_err(unread)
}

/// How large the header of a stream says its frame is.
struct AvifSize {
    width: u32,
    height: u32,
}

impl AvifSize {
    fn of(item: &[u8]) -> Result<Self, Problem> {
        let header = avif_parse::AV1Metadata::parse_av1_bitstream(item)
            .map_err(|error| broken(&error))?;
        let (width, height) = (header.max_frame_width.get(), header.max_frame_height.get());
        Ok(Self { width, height })
    }

    fn points(&self) -> u64 {
        u64::from(self.width) * u64::from(self.height)
    }
}

/// The colours that the properties of a file name, if they do. A picture that is to be
/// turned, mirrored or cut when it is shown is refused, as a moving one is
/// (ISO/IEC 23008-12, 6.5).
fn properties(bytes: &[u8]) -> Result<Option<Coding>, Problem> {
    if boxes(bytes).next().is_some_and(|(_, content)| content.starts_with(b"avis")) {
        return Err(moves());
    }
    let meta = boxes(bytes).find(|(kind, _)| kind == b"meta");
    let meta = meta.and_then(|(_, content)| content.get(4..)).unwrap_or_default();
    let within = |kind: &[u8; 4], content| {
        let found = boxes(content).find(|(name, _)| name == kind);
        found.map(|(_, content)| content).unwrap_or_default()
    };
    let mut coding = None;
    for (kind, content) in boxes(within(b"ipco", within(b"iprp", meta))) {
        match &kind {
            b"irot" if content.first().is_some_and(|angle| angle & 3 != 0) => {
                return Err(turned());
            }
            b"imir" | b"clap" => return Err(turned()),
            b"colr" => coding = coding.or_else(|| Coding::of_nclx(content)),
            _ => {}
        }
    }
    Ok(coding)
}

/// The boxes that follow one another in a file or in a box: their kinds and contents
/// (ISO/IEC 14496-12, 4.2). Ends at the first that is broken.
fn boxes(bytes: &[u8]) -> impl Iterator<Item = ([u8; 4], &[u8])> {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        let size = u32::from_be_bytes(rest.get(..4)?.try_into().ok()?);
        let kind: [u8; 4] = rest.get(4..8)?.try_into().ok()?;
        let (header, size) = match size {
            0 => (8, rest.len()),
            1 => {
                let long = u64::from_be_bytes(rest.get(8..16)?.try_into().ok()?);
                (16, usize::try_from(long).ok()?)
            }
            size => (8, usize::try_from(size).ok()?),
        };
        let content = rest.get(header..size)?;
        rest = &rest[size..];
        Some((kind, content))
    })
}

fn unread(error: Error) -> Problem {
    broken(&error)
}

fn broken(error: &dyn std::fmt::Display) -> Problem {
    Problem::bad(format!("is a broken AVIF: {error}"), "save the picture again")
}
