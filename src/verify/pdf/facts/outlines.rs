//! Font programs with a directory of tables: how many glyphs they have and how wide these
//! are (ISO/IEC 14496-22, 4 and 5).

/// How many glyphs, and their widths in thousandths of the size of type.
pub(super) type Widths = (usize, Vec<Option<f64>>);

/// The table of compact outlines, where a program has one.
pub(super) fn compact_table(program: &[u8]) -> Option<&[u8]> {
    table(program, b"CFF ")
}

/// The widths of the glyphs of a program with outlines of quadratic curves.
pub(super) fn widths(program: &[u8]) -> Option<Widths> {
    let em = f64::from(word(table(program, b"head")?, 18)?);
    let glyphs = usize::from(word(table(program, b"maxp")?, 4)?);
    let measured = usize::from(word(table(program, b"hhea")?, 34)?);
    let metrics = table(program, b"hmtx")?;
    table(program, b"loca")?;
    if em == 0.0 || measured == 0 {
        return None;
    }
    let width = |glyph: usize| {
        let at = glyph.min(measured - 1) * 4;
        Some(f64::from(word(metrics, at)?) * 1000.0 / em)
    };
    Some((glyphs, (0..glyphs).map(width).collect()))
}

fn table<'p>(program: &'p [u8], tag: &[u8; 4]) -> Option<&'p [u8]> {
    let is_known = matches!(program.get(..4)?, [0, 1, 0, 0] | b"true" | b"OTTO");
    let count = usize::from(word(program, 4)?);
    let mut entries = program.get(12..)?.as_chunks::<16>().0.iter().take(count);
    let entry = entries.find(|entry| entry.starts_with(tag)).filter(|_| is_known)?;
    let place = |at: usize| {
        let bytes = entry.get(at..)?.first_chunk::<4>()?;
        usize::try_from(u32::from_be_bytes(*bytes)).ok()
    };
    let (start, length) = (place(8)?, place(12)?);
    program.get(start..start.checked_add(length)?)
}

/// The number of two bytes at a place.
pub(super) fn word(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes(*bytes.get(at..)?.first_chunk::<2>()?))
}
