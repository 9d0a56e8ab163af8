//! Compact font programs: how many glyphs they have and how wide these are (Adobe
//! Technical Notes 5176, The Compact Font Format, and 5177, Type 2 Charstrings).

use std::collections::BTreeMap;

use super::outlines::{Widths, word};

/// Subroutines in each other (5177, appendix B).
const MOST_LEVELS: usize = 10;
/// Operands on the stack; the standard has 48.
const MOST_OPERANDS: usize = 513;

/// Operators of dictionaries; those of two bytes have 12 in the higher one.
const CHARSET: u16 = 15;
const CHAR_STRINGS: u16 = 17;
const PRIVATE: u16 = 18;
const SUBROUTINES: u16 = 19;
const DEFAULT_WIDTH: u16 = 20;
const NOMINAL_WIDTH: u16 = 21;
const FONT_MATRIX: u16 = 0x0C07;
const ROS: u16 = 0x0C1E;
const FD_ARRAY: u16 = 0x0C24;
const FD_SELECT: u16 = 0x0C25;

/// A dictionary: the operands of each operator.
type Keys = BTreeMap<u16, Vec<f64>>;

/// The private values of glyphs, and their subroutines.
struct Private<'p> {
    default_width: f64,
    nominal_width: f64,
    subroutines: Vec<&'p [u8]>,
    /// Thousandths of the size of type to a unit.
    unit: f64,
}

/// The widths of the glyphs by the number that a code is looked up with: that of the
/// character collection where the program has one, else that of the glyph.
pub(super) fn widths(program: &[u8]) -> Option<Widths> {
    let head = usize::from(*program.get(2)?);
    let (_, at) = index(program, head)?;
    let (tops, at) = index(program, at)?;
    let (_, at) = index(program, at)?;
    let (global, _) = index(program, at)?;
    let top = keys(tops.first()?)?;
    let (glyphs, _) = index(program, offset(&top, CHAR_STRINGS)?)?;
    let is_collection = top.contains_key(&ROS);
    let privates: Vec<Private<'_>> = if is_collection {
        let (fonts, _) = index(program, offset(&top, FD_ARRAY)?)?;
        let fonts = fonts.iter().map(|font| private(program, &keys(font)?, Some(&top)));
        fonts.collect::<Option<_>>()?
    } else {
        vec![private(program, &top, None)?]
    };
    let select = match is_collection {
        true => select(program, offset(&top, FD_SELECT)?, glyphs.len())?,
        false => vec![0; glyphs.len()],
    };
    let numbers = match is_collection {
        true => charset(program, offset(&top, CHARSET).unwrap_or(0), glyphs.len())?,
        false => (0..glyphs.len()).collect(),
    };
    let mut widths = Vec::new();
    for ((glyph, font), number) in glyphs.iter().zip(select).zip(numbers) {
        let private = privates.get(font)?;
        let mut reading = Reading { global: &global, private, stack: Vec::new() };
        let own = reading.width(glyph, 0).ok()?;
        let width = match own {
            Some(own) => private.nominal_width + own,
            None => private.default_width,
        };
        if widths.len() <= number {
            widths.resize(number + 1, None);
        }
        widths[number] = Some(width * private.unit);
    }
    Some((glyphs.len(), widths))
}

/// The entries of an index, and where it ends (5176, 5).
fn index(program: &[u8], at: usize) -> Option<(Vec<&[u8]>, usize)> {
    let count = usize::from(word(program, at)?);
    if count == 0 {
        return Some((Vec::new(), at + 2));
    }
    let size = usize::from(*program.get(at + 2)?);
    let place = |entry: usize| {
        let start = at + 3 + entry * size;
        let bytes = program.get(start..start + size)?;
        Some(bytes.iter().fold(0usize, |value, &byte| value << 8 | usize::from(byte)))
    };
    let base = at + 2 + (count + 1) * size;
    let mut entries = Vec::with_capacity(count);
    for entry in 0..count {
        let (start, end) = (place(entry)?, place(entry + 1)?);
        entries.push(program.get(base.checked_add(start)?..base.checked_add(end)?)?);
    }
    Some((entries, base.checked_add(place(count)?)?))
}

/// A dictionary (5176, 4).
fn keys(mut bytes: &[u8]) -> Option<Keys> {
    let mut keys = Keys::new();
    let mut operands = Vec::new();
    while let Some((&first, rest)) = bytes.split_first() {
        bytes = rest;
        if first <= 21 {
            let mut operator = u16::from(first);
            if first == 12 {
                let (&second, rest) = bytes.split_first()?;
                operator = 0x0C00 | u16::from(second);
                bytes = rest;
            }
            keys.insert(operator, std::mem::take(&mut operands));
            continue;
        }
        let (value, length) = match first {
            30 => real(bytes)?,
            29 => {
                let value = i32::from_be_bytes(*bytes.first_chunk::<4>()?);
                (f64::from(value), 4)
            }
            _ => small(first, bytes)?,
        };
        operands.push(value);
        bytes = bytes.get(length..)?;
    }
    Some(keys)
}

/// A whole number of one to three bytes: the value, and how many follow the first.
fn small(first: u8, rest: &[u8]) -> Option<(f64, usize)> {
    let (high, next) = (f64::from(first), || Some(f64::from(*rest.first()?)));
    Some(match first {
        28 => (f64::from(i16::from_be_bytes(*rest.first_chunk::<2>()?)), 2),
        32..=246 => (high - 139.0, 0),
        247..=250 => ((high - 247.0) * 256.0 + next()? + 108.0, 1),
        251..=254 => (-(high - 251.0) * 256.0 - next()? - 108.0, 1),
        _ => return None,
    })
}

/// A number in decimal digits, two to a byte.
fn real(bytes: &[u8]) -> Option<(f64, usize)> {
    let mut text = String::new();
    for (at, byte) in bytes.iter().enumerate() {
        for digit in [byte >> 4, byte & 15] {
            match digit {
                0..=9 => text.push(char::from(b'0' + digit)),
                10 => text.push('.'),
                11 => text.push('E'),
                12 => text.push_str("E-"),
                14 => text.push('-'),
                15 => return Some((text.parse().ok()?, at + 1)),
                _ => return None,
            }
        }
    }
    None
}

fn offset(keys: &Keys, operator: u16) -> Option<usize> {
    whole(*keys.get(&operator)?.last()?)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "in range")]
fn whole(value: f64) -> Option<usize> {
    (0.0..4e9).contains(&value).then_some(value as usize)
}

fn private<'p>(program: &'p [u8], font: &Keys, top: Option<&Keys>) -> Option<Private<'p>> {
    let unit = |keys: &Keys| keys.get(&FONT_MATRIX).and_then(|own| own.first().copied());
    let unit = match (unit(font), top.and_then(unit)) {
        (Some(own), Some(above)) => own * above * 1000.0,
        (Some(one), None) | (None, Some(one)) => one * 1000.0,
        (None, None) => 1.0,
    };
    let [length, start] = **font.get(&PRIVATE)? else { return None };
    let (start, length) = (whole(start)?, whole(length)?);
    let own = keys(program.get(start..start.checked_add(length)?)?)?;
    let subroutines = match offset(&own, SUBROUTINES) {
        Some(at) => index(program, start.checked_add(at)?)?.0,
        None => Vec::new(),
    };
    let value = |operator| own.get(&operator).and_then(|own| own.last().copied());
    Some(Private {
        default_width: value(DEFAULT_WIDTH).unwrap_or(0.0),
        nominal_width: value(NOMINAL_WIDTH).unwrap_or(0.0),
        subroutines,
        unit,
    })
}

/// Which private values each glyph has (5176, 19).
fn select(program: &[u8], at: usize, glyphs: usize) -> Option<Vec<usize>> {
    match *program.get(at)? {
        0 => {
            let bytes = program.get(at + 1..at + 1 + glyphs)?;
            Some(bytes.iter().map(|byte| usize::from(*byte)).collect())
        }
        3 => {
            let ranges = usize::from(word(program, at + 1)?);
            let mut all = Vec::with_capacity(glyphs);
            for range in 0..ranges {
                let start = at + 3 + range * 3;
                let font = usize::from(*program.get(start + 2)?);
                let end = usize::from(word(program, start + 3)?);
                all.resize(end.min(glyphs).max(all.len()), font);
            }
            (all.len() == glyphs).then_some(all)
        }
        _ => None,
    }
}

/// The number of each glyph in the collection (5176, 13).
fn charset(program: &[u8], at: usize, glyphs: usize) -> Option<Vec<usize>> {
    if at <= 2 {
        return Some((0..glyphs).collect());
    }
    let mut numbers = vec![0];
    let kind = *program.get(at)?;
    let mut at = at + 1;
    while numbers.len() < glyphs {
        let first = usize::from(word(program, at)?);
        let (more, length) = match kind {
            0 => (0, 2),
            1 => (usize::from(*program.get(at + 2)?), 3),
            2 => (usize::from(word(program, at + 2)?), 4),
            _ => return None,
        };
        let room = glyphs - numbers.len();
        numbers.extend((first..=first + more).take(room));
        at += length;
    }
    Some(numbers)
}

/// A glyph in the reading.
struct Reading<'p> {
    global: &'p [&'p [u8]],
    private: &'p Private<'p>,
    stack: Vec<f64>,
}

/// The glyph is broken.
struct Broken;

impl Reading<'_> {
    /// The width that stands before the first operator that clears the stack, as the
    /// difference from the nominal one (5177, 3.1); `None` where the default holds.
    fn width(&mut self, glyph: &[u8], depth: usize) -> Result<Option<f64>, Broken> {
        self.run(glyph, depth)?.ok_or(Broken)
    }

    /// The same; the outer `None` where a subroutine ends before that.
    fn run(
        &mut self,
        mut code: &[u8],
        depth: usize,
    ) -> Result<Option<Option<f64>>, Broken> {
        if depth > MOST_LEVELS {
            return Err(Broken);
        }
        while let Some((&first, rest)) = code.split_first() {
            code = rest;
            let odd = |needed: usize| self.stack.len() % 2 == needed;
            let has_width = match first {
                // stems and masks take pairs
                1 | 3 | 18 | 23 | 19 | 20 => odd(1),
                4 | 22 => self.stack.len() > 1,
                21 => self.stack.len() > 2,
                14 => matches!(self.stack.len(), 1 | 5),
                10 | 29 => {
                    let own = match first {
                        10 => &self.private.subroutines[..],
                        _ => self.global,
                    };
                    let called = self.stack.pop().and_then(|number| called(own, number));
                    if let Some(found) = self.run(called.ok_or(Broken)?, depth + 1)? {
                        return Ok(Some(found));
                    }
                    continue;
                }
                11 => return Ok(None),
                255 => {
                    let bytes = code.first_chunk::<4>().ok_or(Broken)?;
                    self.stack.push(f64::from(i32::from_be_bytes(*bytes)) / 65536.0);
                    code = &code[4..];
                    continue;
                }
                28 | 32.. => {
                    let (value, length) = small(first, code).ok_or(Broken)?;
                    if self.stack.len() >= MOST_OPERANDS {
                        return Err(Broken);
                    }
                    self.stack.push(value);
                    code = code.get(length..).ok_or(Broken)?;
                    continue;
                }
                _ => return Err(Broken),
            };
            let width = self.stack.first().copied().filter(|_| has_width);
            return Ok(Some(width));
        }
        Ok(None)
    }
}

/// The subroutine of a number, which is biased (5177, 4.7).
fn called<'p>(all: &[&'p [u8]], number: f64) -> Option<&'p [u8]> {
    let bias = match all.len() {
        0..1240 => 107.0,
        1240..33900 => 1131.0,
        _ => 32768.0,
    };
    all.get(whole(number + bias)?).copied()
}

#[cfg(test)]
mod tests {
    use skrifa::instance::{LocationRef, Size};
    use skrifa::{FontRef, GlyphId, MetadataProvider};

    use super::super::outlines;
    use super::*;

    /// Every glyph of a font file is as wide by its program as another reader says.
    fn check(bytes: &[u8]) {
        let font = FontRef::new(bytes).unwrap();
        let metrics = font.glyph_metrics(Size::new(1000.0), LocationRef::default());
        let (count, found) = match outlines::compact_table(bytes) {
            Some(table) => widths(table).unwrap(),
            None => outlines::widths(bytes).unwrap(),
        };
        assert!(count > 100 && found.len() == count);
        for (glyph, width) in (0u32..).zip(found) {
            let other = metrics.advance_width(GlyphId::new(glyph)).unwrap();
            let off = width.unwrap() - f64::from(other);
            assert!(off.abs() < 0.1, "glyph {glyph}: {width:?} and {other}");
        }
    }

    #[test]
    fn widths_of_both_kinds_of_programs_are_read() {
        check(include_bytes!("../../../../themes/book/fonts/LibertinusSerif-Italic.otf"));
        check(include_bytes!("../../../../themes/book/fonts/DejaVuSansMono.ttf"));
    }

    #[test]
    fn numbers_of_dictionaries_are_read() {
        let own = keys(b"\x8b\xef\x27\xfa\x7c\xfe\x7c\x1c\x27\x10\x1d\xff\xfe\x79\x60\x05");
        let own = own.unwrap();
        assert_eq!(own[&5], [0.0, 100.0, -100.0, 1000.0, -1000.0, 10000.0, -100_000.0]);
        let own = keys(b"\x1e\xe2\xa2\x5f\x1e\x0a\x14\x05\x41\xc3\xff\x0c\x07").unwrap();
        assert_eq!(own[&FONT_MATRIX], [-2.25, 0.140_541e-3]);
    }

    #[test]
    fn a_width_stands_before_what_clears_the_stack() {
        let private = Private {
            default_width: 0.0,
            nominal_width: 0.0,
            // 5 hmoveto; return
            subroutines: vec![b"\x90\x16", b"\x0b"],
            unit: 1.0,
        };
        let width = |code: &[u8]| {
            let mut reading = Reading { global: &[], private: &private, stack: Vec::new() };
            reading.width(code, 0).unwrap_or(Some(-1.0))
        };
        assert_eq!(width(b"\x0e"), None);
        assert_eq!(width(b"\x8c\x0e"), Some(1.0));
        assert_eq!(width(b"\x8c\x8d\x8e\x15"), Some(1.0));
        assert_eq!(width(b"\x8d\x8e\x15"), None);
        assert_eq!(width(b"\x8c\x8d\x8e\x12"), Some(1.0));
        // the first subroutine: its number is -107
        assert_eq!(width(b"\x8c\x20\x0a"), Some(1.0));
        assert_eq!(width(b"\x21\x0a\x8c\x0e"), Some(1.0));
        // one that is not there
        assert_eq!(width(b"\x8c\x22\x0a"), Some(-1.0));
    }
}
