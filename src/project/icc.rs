//! ICC profiles: what kind one is, and its name (ICC.1:2022, 7.2, 9.2.41).

/// Checks that bytes are the profile of a press with four inks.
///
/// # Errors
/// What is wrong, to be read after the file's name.
pub(super) fn check(data: &[u8]) -> Result<(), String> {
    let is_profile = number(data, 0).is_some_and(|size| size <= data.len())
        && data.get(36..40) == Some(b"acsp");
    if !is_profile {
        return Err("is no ICC profile".to_owned());
    }
    let word = |at: usize| String::from_utf8_lossy(&data[at..at + 4]).trim().to_owned();
    if data[8] > 4 {
        return Err(format!("is of ICC version {}, which archives do not take", data[8]));
    }
    if &data[12..16] != b"prtr" {
        return Err(format!("is of the class `{}`: no profile of a press", word(12)));
    }
    if &data[16..20] != b"CMYK" {
        return Err(format!("is for `{}`, not for the four inks CMYK", word(16)));
    }
    Ok(())
}

/// What a profile calls itself; of several languages the first.
pub(super) fn name(data: &[u8]) -> Option<String> {
    let count = number(data, 128)?;
    let entry = (0..count)
        .map(|turn| 132 + 12 * turn)
        .take_while(|at| at + 12 <= data.len())
        .find(|&at| data[at..].starts_with(b"desc"))?;
    let start = number(data, entry + 4)?;
    let tag = data.get(start..start.checked_add(number(data, entry + 8)?)?)?;
    let name: String = if tag.starts_with(b"mluc") {
        let (length, offset) = (number(tag, 20)?, number(tag, 24)?);
        let units = tag.get(offset..offset.checked_add(length)?)?.chunks_exact(2);
        let units = units.map(|unit| u16::from_be_bytes([unit[0], unit[1]]));
        char::decode_utf16(units).filter_map(Result::ok).collect()
    } else {
        let length = number(tag, 8)?;
        String::from_utf8_lossy(tag.get(12..12usize.checked_add(length)?)?).into_owned()
    };
    let name: String = name.chars().filter(|c| !c.is_control()).collect();
    Some(name).filter(|name| !name.trim().is_empty())
}

fn number(data: &[u8], at: usize) -> Option<usize> {
    let bytes = data.get(at..at.checked_add(4)?)?.try_into().ok()?;
    usize::try_from(u32::from_be_bytes(bytes)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_of_a_press_is_told_from_others() {
        let press = include_bytes!("../../tests/books/production/manuscript/press.icc");
        assert_eq!(check(press), Ok(()));
        assert_eq!(name(press).as_deref(), Some("Inks made up for tests"));
        let changed = |at: usize, word: &[u8; 4]| {
            let mut data = press.to_vec();
            data[at..at + 4].copy_from_slice(word);
            check(&data).unwrap_err()
        };
        assert!(changed(12, b"mntr").contains("class `mntr`"));
        assert!(changed(16, b"RGB ").contains("for `RGB`"));
        assert!(changed(8, &[5, 0, 0, 0]).contains("version 5"));
        assert_eq!(changed(36, b"none"), "is no ICC profile");
        assert!(check(&press[..100]).is_err() && check(b"").is_err());
        // cut anywhere, it has a name or none
        (0..press.len()).for_each(|end| drop(name(&press[..end])));
    }
}
