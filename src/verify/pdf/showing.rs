//! Operators of text (ISO 32000-1, 9.3 and 9.4).

use hayro_syntax::object::Object;

use super::content::Reader;
use super::fonts::Font;
use super::geometry::{Matrix, Rect};
use super::model::{Run, What};
use super::paint::{Next, reals};
use super::resources::Resources;

/// A gap of so many sizes of type is noted.
const GAP: f64 = 0.2;

/// Obeys an operator of text; `false` if it is none.
pub(super) fn operate<'a>(
    reader: &mut Reader<'a>,
    resources: &mut Resources<'a>,
    operator: &[u8],
    next: Next<'_, '_>,
) -> bool {
    match operator {
        b"TJ" => {
            if let Some(Object::Array(array)) = next() {
                show(reader, array.data());
            }
        }
        b"Tj" => show_string(reader, next()),
        b"'" => {
            new_line(reader);
            show_string(reader, next());
        }
        b"\"" => {
            if let Some([word, char]) = reals(next) {
                (reader.state.word_spacing, reader.state.char_spacing) = (word, char);
            }
            new_line(reader);
            show_string(reader, next());
        }
        b"Td" => {
            if let Some([x, y]) = reals(next) {
                move_line(reader, x, y);
            }
        }
        b"TD" => {
            if let Some([x, y]) = reals(next) {
                reader.state.leading = -y;
                move_line(reader, x, y);
            }
        }
        b"T*" => new_line(reader),
        b"Tm" => {
            if let Some(matrix) = reals(next) {
                reader.text = (Matrix(matrix), Matrix(matrix));
            }
        }
        b"BT" => reader.text = (Matrix::IDENTITY, Matrix::IDENTITY),
        b"ET" => {}
        b"Tf" => {
            if let (Some(Object::Name(name)), Some([size])) = (next(), reals(next)) {
                let font = resources.font(name, reader.fonts);
                if font.is_none() {
                    reader.lacks(name);
                }
                (reader.state.font, reader.state.size) = (font, size);
            }
        }
        _ => return set(reader, operator, next),
    }
    true
}

/// The operators that set one number of the state of text.
fn set(reader: &mut Reader<'_>, operator: &[u8], next: Next<'_, '_>) -> bool {
    let is_one = matches!(operator, b"Tc" | b"Tw" | b"Tz" | b"TL" | b"Ts" | b"Tr");
    if !is_one {
        return false;
    }
    let Some([value]) = reals(next) else { return true };
    if operator == b"Tz" && !(70.0..=130.0).contains(&value) {
        reader.odd("squeezed type");
    }
    let state = &mut reader.state;
    match operator {
        b"Tc" => state.char_spacing = value,
        b"Tw" => state.word_spacing = value,
        b"Tz" => state.scale = value / 100.0,
        b"TL" => state.leading = value,
        b"Ts" => state.rise = value,
        // the modes are 0 to 7
        _ => state.mode = if value >= 0.0 { mode(value) } else { 0 },
    }
    true
}

#[expect(clippy::cast_possible_truncation, reason = "cut off on purpose, and small")]
fn mode(value: f64) -> i64 {
    value.min(8.0) as i64
}

fn move_line(reader: &mut Reader<'_>, x: f64, y: f64) {
    let line = Matrix([1.0, 0.0, 0.0, 1.0, x, y]).then(reader.text.1);
    reader.text = (line, line);
}

fn new_line(reader: &mut Reader<'_>) {
    let leading = reader.state.leading;
    move_line(reader, 0.0, -leading);
}

fn show_string(reader: &mut Reader<'_>, string: Option<&Object<'_>>) {
    if let Some(Object::String(string)) = string {
        let Some(font) = reader.state.font.clone() else { return lost(reader) };
        let mut pen = Pen::new(reader, &font);
        pen.string(string);
        pen.finish(reader);
    }
}

/// Shows an array of strings and displacements, given as it is written.
fn show(reader: &mut Reader<'_>, array: &[u8]) {
    let Some(font) = reader.state.font.clone() else { return lost(reader) };
    let mut pen = Pen::new(reader, &font);
    let mut buffer = Vec::new();
    let mut rest = array;
    while let Some((&byte, after)) = rest.split_first() {
        match byte {
            b'(' => {
                buffer.clear();
                rest = literal(after, &mut buffer);
                pen.string(&buffer);
            }
            b'<' => {
                let length = after.iter().position(|byte| *byte == b'>');
                let (digits, tail) = after.split_at(length.unwrap_or(after.len()));
                pen.string(&super::cmap::hex(digits));
                rest = tail;
            }
            b'0'..=b'9' | b'+' | b'-' | b'.' => {
                let is_part = |byte: &u8| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.');
                let length = rest.iter().position(|byte| !is_part(byte));
                let (digits, tail) = rest.split_at(length.unwrap_or(rest.len()));
                pen.skip(number(digits));
                rest = tail;
            }
            _ => rest = after,
        }
    }
    pen.finish(reader);
}

/// Text that no font shows is there all the same.
fn lost(reader: &mut Reader<'_>) {
    reader.lacks(b"Font");
}

/// The bytes of a literal string after its opening bracket (ISO 32000-1, 7.3.4.2); gives
/// what follows it.
fn literal<'a>(mut rest: &'a [u8], out: &mut Vec<u8>) -> &'a [u8] {
    let mut depth = 1;
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        match byte {
            b'(' => depth += 1,
            b')' => {
                depth -= 1;
                if depth == 0 {
                    break;
                }
            }
            b'\\' => {
                rest = escape(rest, out);
                continue;
            }
            b'\r' => {
                rest = rest.strip_prefix(b"\n").unwrap_or(rest);
                out.push(b'\n');
                continue;
            }
            _ => {}
        }
        out.push(byte);
    }
    rest
}

/// What a backslash and the characters after it mean.
fn escape<'a>(rest: &'a [u8], out: &mut Vec<u8>) -> &'a [u8] {
    let Some((&byte, after)) = rest.split_first() else { return rest };
    let octal =
        rest.iter().take(3).take_while(|digit| matches!(digit, b'0'..=b'7')).count();
    if octal > 0 {
        let (digits, after) = rest.split_at(octal);
        let value = digits
            .iter()
            .fold(0u8, |value, digit| value.wrapping_mul(8).wrapping_add(digit - b'0'));
        out.push(value);
        return after;
    }
    match byte {
        b'n' => out.push(b'\n'),
        b'r' => out.push(b'\r'),
        b't' => out.push(b'\t'),
        b'b' => out.push(8),
        b'f' => out.push(12),
        b'\n' => {}
        b'\r' => return after.strip_prefix(b"\n").unwrap_or(after),
        _ => out.push(byte),
    }
    after
}

/// A number as it is written; 0 if it is none.
fn number(digits: &[u8]) -> f64 {
    let (mut value, mut unit, mut sign) = (0.0, 0.0, 1.0);
    for &byte in digits {
        match byte {
            b'-' => sign = -1.0,
            b'.' => unit = 1.0,
            b'0'..=b'9' => {
                value = value * 10.0 + f64::from(byte - b'0');
                unit *= 10.0;
            }
            _ => {}
        }
    }
    sign * if unit > 1.0 { value / unit } else { value }
}

/// A run in the making.
struct Pen<'f> {
    font: &'f Font,
    /// Size, spacing of characters and of words, scale.
    size: f64,
    spacing: (f64, f64),
    scale: f64,
    is_reversed: bool,
    /// How far it went from the start, in the space of text.
    x: f64,
    /// From the first glyph that is no space to the last.
    ink: Option<(f64, f64)>,
    text: String,
    /// The lengths of the texts of the glyphs, where they are turned around.
    lengths: Vec<usize>,
    glyphs: usize,
    gaps: Vec<(usize, f64)>,
    unmapped: usize,
    missing: usize,
}

impl<'f> Pen<'f> {
    fn new(reader: &Reader<'_>, font: &'f Font) -> Self {
        let state = &reader.state;
        let context = reader.open.last().copied().unwrap_or(0);
        let context = reader.page.contexts.get(context);
        Self {
            font,
            size: state.size,
            spacing: (state.char_spacing, state.word_spacing),
            scale: state.scale,
            is_reversed: context.is_some_and(|own| own.reversed),
            x: 0.0,
            ink: None,
            text: String::new(),
            lengths: Vec::new(),
            glyphs: 0,
            gaps: Vec::new(),
            unmapped: 0,
            missing: 0,
        }
    }

    /// Shows the codes of a string.
    fn string(&mut self, codes: &[u8]) {
        if self.font.code_length == 2 {
            for &pair in codes.as_chunks::<2>().0 {
                self.glyph(usize::from(u16::from_be_bytes(pair)), 0.0);
            }
        } else {
            for &code in codes {
                let word = if code == b' ' { self.spacing.1 } else { 0.0 };
                self.glyph(usize::from(code), word);
            }
        }
    }

    #[inline]
    fn glyph(&mut self, code: usize, word_spacing: f64) {
        let shown = self.font.shown(code);
        self.font.note(code);
        let start = self.x;
        self.glyphs += 1;
        self.x += (shown.width * self.size + self.spacing.0 + word_spacing) * self.scale;
        if shown.text.is_empty() {
            self.unmapped += 1;
            self.text.push(char::REPLACEMENT_CHARACTER);
        } else {
            self.text.push_str(shown.text);
        }
        self.missing += usize::from(shown.is_missing);
        if !matches!(shown.text, " " | "\u{A0}") {
            let end = start + shown.width * self.size * self.scale;
            self.ink = Some((self.ink.map_or(start, |ink| ink.0), end));
        }
        if self.is_reversed {
            let length = shown.text.len();
            let replacement = char::REPLACEMENT_CHARACTER.len_utf8();
            self.lengths.push(if length == 0 { replacement } else { length });
        }
    }

    /// Moves by this many thousandths of the size of type, to the left.
    fn skip(&mut self, thousandths: f64) {
        self.x -= thousandths / 1000.0 * self.size * self.scale;
        if thousandths <= -1000.0 * GAP && !self.is_reversed {
            self.gaps.push((self.text.len(), -thousandths / 1000.0));
        }
    }

    /// Puts the run on the page, and the pen behind it.
    fn finish(self, reader: &mut Reader<'_>) {
        let state = &reader.state;
        let base = reader.text.0.then(state.matrix);
        let after = Matrix([1.0, 0.0, 0.0, 1.0, self.x, 0.0]).then(reader.text.0);
        if self.glyphs == 0 {
            reader.text.0 = after;
            return;
        }
        let (start, end) = (base.apply((0.0, 0.0)), base.apply((self.x, 0.0)));
        let (left, right) = self.ink.unwrap_or((0.0, self.x));
        let rise = state.rise;
        let bounds = base.bounds(Rect::new(
            left,
            rise + self.font.descent * self.size,
            right,
            rise + self.font.ascent * self.size,
        ));
        let paint = if state.mode % 4 == 1 { state.stroke } else { state.fill };
        let level = base.0[1].abs() <= 1e-6 * base.0[0].abs() && base.0[0] > 0.0;
        let text =
            if self.is_reversed { reversed(&self.text, &self.lengths) } else { self.text };
        let run = Run {
            text,
            x0: start.0,
            x1: end.0,
            baseline: start.1,
            rise: base.apply((0.0, rise)).1 - start.1,
            bounds,
            size: base.height() * self.size.abs(),
            level,
            italic: self.font.italic,
            bold: self.font.bold,
            colour: paint.colour.filter(|_| !state.is_blended),
            alpha: paint.alpha,
            invisible: state.mode % 4 == 3,
            clip: state.clip,
            gaps: self.gaps,
            unmapped: self.unmapped,
            missing: self.missing,
        };
        let context = reader.open.last().copied().unwrap_or(0);
        let context = reader.page.contexts.get(context);
        if context.is_none_or(|own| own.actual.is_none()) && run.text.contains(is_private) {
            reader.page.means.private += 1;
        }
        reader.put(What::Text(run));
        reader.text.0 = after;
    }
}

/// Whether a character means what two people agreed on (The Unicode Standard, 23.5).
const fn is_private(character: char) -> bool {
    matches!(
        character,
        '\u{E000}'..='\u{F8FF}' | '\u{F0000}'..='\u{FFFFD}' | '\u{100000}'..='\u{10FFFD}'
    )
}

/// The texts of glyphs, the last first.
fn reversed(text: &str, lengths: &[usize]) -> String {
    let mut result = String::with_capacity(text.len());
    let mut end = text.len();
    for length in lengths.iter().rev() {
        let start = end.saturating_sub(*length);
        result.push_str(text.get(start..end).unwrap_or_default());
        end = start;
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_of_strings_are_read() {
        let mut out = Vec::new();
        let rest = literal(br"a\(b\)\101\7x(in)\\)]TJ", &mut out);
        assert_eq!((&*out, rest), (&b"a(b)A\x07x(in)\\"[..], &b"]TJ"[..]));
    }

    #[test]
    fn numbers_are_read_as_they_are_written() {
        for (digits, value) in [("-12.5", -12.5), (".25", 0.25), ("7", 7.0), ("-.5", -0.5)]
        {
            assert!((number(digits.as_bytes()) - value).abs() < 1e-12, "{digits}");
        }
    }

    #[test]
    fn texts_are_turned_around_glyph_by_glyph() {
        assert_eq!(reversed("cfib", &[1, 2, 1]), "bfic");
    }
}
