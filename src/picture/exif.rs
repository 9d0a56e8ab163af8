//! How a picture was stored turned: Exif 2.32, 4.6.2 (header) and 4.6.4 (tag 274).

use super::Problem;

/// Refuses a picture that lies on its side: a browser turns it, print does not. `tiff` is
/// the content of its Exif record, from the byte order on.
pub(super) fn check_orientation(tiff: &[u8]) -> Result<(), Problem> {
    if orientation(tiff).is_some_and(|value| (2..=8).contains(&value)) {
        return Err(turned());
    }
    Ok(())
}

/// What is said of a picture that its program is to turn.
pub(super) fn turned() -> Problem {
    Problem {
        code: "turned-picture",
        message: "is stored turned, with a note to turn it back".to_owned(),
        help: "open it in a picture editor and save it upright".to_owned(),
    }
}

fn orientation(tiff: &[u8]) -> Option<u16> {
    let big = match tiff.get(..2)? {
        b"MM" => true,
        b"II" => false,
        _ => return None,
    };
    let short = |at: usize| {
        let pair = tiff.get(at..at.checked_add(2)?)?;
        let pair = [pair[0], pair[1]];
        Some(if big { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) })
    };
    let long = |at: usize| {
        let four: [u8; 4] = tiff.get(at..at.checked_add(4)?)?.try_into().ok()?;
        Some(if big { u32::from_be_bytes(four) } else { u32::from_le_bytes(four) })
    };
    let directory = usize::try_from(long(4)?).ok()?;
    let count = usize::from(short(directory)?);
    (0..count).find_map(|number| {
        let entry = directory.checked_add(2 + number * 12)?;
        (short(entry)? == 274).then(|| short(entry + 8))?
    })
}
