//! A page's content stream, operator by operator (ISO 32000-1, annex A).

use super::inks::Ink;
use crate::layout::Artifact;
use crate::length::{Length, UNITS_PER_POINT};
use crate::theme::FaceId;

/// A content stream in the making.
///
/// Remembers the graphics state, so that an operator is written only when it changes
/// something, and closes an open `TJ` before any other operator. Lengths are whole
/// numbers of [`hundredths`] of a point; `y` grows upwards.
#[derive(Debug, Default)]
pub(super) struct Content {
    bytes: Vec<u8>,
    showing: Showing,
    font: Option<(FaceId, i64)>,
    stretch: Option<u16>,
    rise: i64,
    color: Option<Ink>,
    line_start: (i64, i64),
}

/// What of a `TJ` operator is open.
#[derive(Debug, Default, Copy, Clone, PartialEq, Eq)]
enum Showing {
    #[default]
    Nothing,
    Array,
    String,
}

/// The colour at the head of every content stream.
const BLACK: Ink = Ink::Gray(0);

/// The horizontal scale at the head of every content stream.
const UNSTRETCHED: u16 = 1000;

impl Content {
    /// The finished stream.
    pub(super) fn finish(mut self) -> Vec<u8> {
        self.stop_showing();
        self.bytes
    }

    /// Opens the marked content number `mcid` of a structure element.
    pub(super) fn begin_marked(&mut self, tag: &str, mcid: usize) {
        self.stop_showing();
        self.put("/");
        self.put(tag);
        self.put("<</MCID ");
        self.put_number(to_i64(mcid), 0);
        self.put(">>BDC\n");
    }

    /// Opens an artifact.
    pub(super) fn begin_artifact(&mut self, artifact: Artifact) {
        self.stop_showing();
        self.put(match artifact {
            Artifact::Header => {
                "/Artifact<</Type/Pagination/Subtype/Header/Attached[/Top]>>BDC\n"
            }
            Artifact::Footer => {
                "/Artifact<</Type/Pagination/Subtype/Footer/Attached[/Bottom]>>BDC\n"
            }
            Artifact::Layout => "/Artifact<</Type/Layout>>BDC\n",
            Artifact::Page => "/Artifact<</Type/Page>>BDC\n",
        });
    }

    /// Opens a stretch of text that stands for other characters than its glyphs.
    pub(super) fn begin_replaced(&mut self, text: &str) {
        self.stop_showing();
        self.put("/Span<</ActualText<FEFF");
        for unit in text.encode_utf16() {
            self.put_hex(unit);
        }
        self.put(">>>BDC\n");
    }

    /// Opens a stretch of text whose last character stands first (ISO 32000-1,
    /// 14.8.2.5.3).
    pub(super) fn begin_reversed(&mut self) {
        self.stop_showing();
        self.put("/ReversedChars BMC\n");
    }

    /// Closes what the last `begin_…` opened.
    pub(super) fn end_marked(&mut self) {
        self.stop_showing();
        self.put("EMC\n");
    }

    /// Opens a text object.
    pub(super) fn begin_text(&mut self) {
        self.stop_showing();
        self.line_start = (0, 0);
        self.put("BT\n");
    }

    /// Closes the text object.
    pub(super) fn end_text(&mut self) {
        self.stop_showing();
        self.put("ET\n");
    }

    /// Sets the font; `size` counts thousandths of a point.
    pub(super) fn set_font(&mut self, face: FaceId, size: i64) {
        if self.font != Some((face, size)) {
            self.font = Some((face, size));
            self.stop_showing();
            self.put("/F");
            self.put_number(i64::from(face.0), 0);
            self.put(" ");
            self.put_number(size, 3);
            self.put(" Tf\n");
        }
    }

    /// Scales glyphs across, in thousandths.
    pub(super) fn set_stretch(&mut self, stretch: u16) {
        if self.stretch.replace(stretch).unwrap_or(UNSTRETCHED) != stretch {
            self.stop_showing();
            self.put_number(i64::from(stretch), 1);
            self.put(" Tz\n");
        }
    }

    /// Raises glyphs above the baseline.
    pub(super) fn set_rise(&mut self, rise: i64) {
        if self.rise != rise {
            self.rise = rise;
            self.stop_showing();
            self.put_number(rise, 2);
            self.put(" Ts\n");
        }
    }

    /// Sets the colour of text and fills.
    pub(super) fn set_color(&mut self, ink: Ink) {
        if self.color.replace(ink).unwrap_or(BLACK) == ink {
            return;
        }
        self.stop_showing();
        let (shares, operator): (&[u16], _) = match &ink {
            Ink::Gray(shade) => (std::slice::from_ref(shade), "g\n"),
            Ink::Rgb(shares) => (shares, "rg\n"),
            Ink::Cmyk(shares) => (shares, "k\n"),
        };
        for &share in shares {
            self.put_number(i64::from(share), 3);
            self.put(" ");
        }
        self.put(operator);
    }

    /// Moves the start of the text to a place on the page.
    pub(super) fn move_to(&mut self, x: i64, y: i64) {
        self.stop_showing();
        let (from_x, from_y) = std::mem::replace(&mut self.line_start, (x, y));
        self.put_number(x - from_x, 2);
        self.put(" ");
        self.put_number(y - from_y, 2);
        self.put(" Td\n");
    }

    /// Shows the glyph with this code.
    pub(super) fn show(&mut self, code: u16) {
        if self.showing == Showing::Nothing {
            self.put("[");
        }
        if self.showing != Showing::String {
            self.put("(");
            self.showing = Showing::String;
        }
        for byte in code.to_be_bytes() {
            match byte {
                b'(' | b')' | b'\\' => self.bytes.extend([b'\\', byte]),
                b'\r' => self.put("\\r"),
                _ => self.bytes.push(byte),
            }
        }
    }

    /// Moves the next glyph to the right, in thousandths of the size of type.
    pub(super) fn skip(&mut self, thousandths: i64) {
        match self.showing {
            Showing::Nothing => self.put("["),
            Showing::Array => self.put(" "),
            Showing::String => self.put(")"),
        }
        self.showing = Showing::Array;
        self.put_number(-thousandths, 0);
    }

    /// Fills a rectangle, given by two corners.
    pub(super) fn fill(&mut self, [left, bottom, right, top]: [i64; 4]) {
        self.stop_showing();
        for length in [left, bottom, right - left, top - bottom] {
            self.put_number(length, 2);
            self.put(" ");
        }
        self.put("re f\n");
    }

    /// Draws a picture into a rectangle, given by two corners.
    pub(super) fn draw(&mut self, name: &str, [left, bottom, right, top]: [i64; 4]) {
        self.stop_showing();
        self.put("q ");
        self.put_number(right - left, 2);
        self.put(" 0 0 ");
        self.put_number(top - bottom, 2);
        self.put(" ");
        self.put_number(left, 2);
        self.put(" ");
        self.put_number(bottom, 2);
        self.put(" cm/");
        self.put(name);
        self.put(" Do Q\n");
    }

    /// Draws a page, with its origin at a place and cut to a rectangle of its own.
    pub(super) fn place(&mut self, name: &str, ((x, y), cut): ((i64, i64), [i64; 4])) {
        let [left, bottom, right, top] = cut;
        self.stop_showing();
        self.put("q 1 0 0 1 ");
        for length in [x, y] {
            self.put_number(length, 2);
            self.put(" ");
        }
        self.put("cm ");
        for length in [left, bottom, right - left, top - bottom] {
            self.put_number(length, 2);
            self.put(" ");
        }
        self.put("re W n/");
        self.put(name);
        self.put(" Do Q\n");
    }

    fn stop_showing(&mut self) {
        self.put(match self.showing {
            Showing::Nothing => "",
            Showing::Array => "]TJ\n",
            Showing::String => ")]TJ\n",
        });
        self.showing = Showing::Nothing;
    }

    fn put(&mut self, text: &str) {
        self.bytes.extend_from_slice(text.as_bytes());
    }

    fn put_hex(&mut self, unit: u16) {
        const DIGITS: [u8; 16] = *b"0123456789ABCDEF";
        self.bytes.extend(
            [12, 8, 4, 0].map(|shift| DIGITS[usize::from(unit >> shift) % DIGITS.len()]),
        );
    }

    /// Writes `value` with its last `places` digits behind the point, without zeros at
    /// the end.
    fn put_number(&mut self, value: i64, mut places: usize) {
        let mut rest = value.unsigned_abs();
        while places > 0 && rest.is_multiple_of(10) {
            rest /= 10;
            places -= 1;
        }
        if value < 0 {
            self.bytes.push(b'-');
        }
        let start = self.bytes.len();
        let mut digits = 0;
        while rest > 0 || digits <= places {
            if digits == places && places > 0 {
                self.bytes.push(b'.');
            }
            self.bytes.push(b'0' + u8::try_from(rest % 10).unwrap_or_default());
            rest /= 10;
            digits += 1;
        }
        self.bytes[start..].reverse();
    }
}

/// A length in hundredths of a point, the grain of our content streams; half a
/// hundredth is rounded up.
pub(super) const fn hundredths(length: Length) -> i64 {
    (length.0 * 100 + UNITS_PER_POINT / 2).div_euclid(UNITS_PER_POINT)
}

/// A size of type in thousandths of a point.
pub(super) const fn thousandths(length: Length) -> i64 {
    (length.0 * 1000 + UNITS_PER_POINT / 2).div_euclid(UNITS_PER_POINT)
}

/// A count as a number of PDF.
pub(super) fn to_i64(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(write: impl FnOnce(&mut Content)) -> String {
        let mut content = Content::default();
        write(&mut content);
        String::from_utf8(content.finish()).unwrap()
    }

    #[test]
    fn numbers_have_no_digit_too_many() {
        let numbers = [0, 5, -5, 10, 100, 1234, -120, 1_000_000].map(|value| {
            written(|content| {
                content.put_number(value, 2);
                content.put(" ");
            })
        });
        assert_eq!(numbers.concat(), "0 0.05 -0.05 0.1 1 12.34 -1.2 10000 ");
    }

    #[test]
    fn half_a_hundredth_is_rounded_up_on_both_sides_of_zero() {
        let half = UNITS_PER_POINT / 8; // 12.5 hundredths
        assert_eq!(hundredths(Length(half)), 13);
        assert_eq!(hundredths(Length(-half)), -12);
        assert_eq!(hundredths(Length::points(3)), 300);
    }

    #[test]
    fn text_is_shown_with_one_operator_until_something_else_happens() {
        let stream = written(|content| {
            content.begin_text();
            content.set_font(FaceId(2), 10_500);
            content.move_to(5400, 60_000);
            content.show(0x2841);
            content.skip(120);
            content.show(0x0D5C);
            content.set_font(FaceId(2), 10_500);
            content.end_text();
        });
        assert_eq!(stream, "BT\n/F2 10.5 Tf\n54 600 Td\n[(\\(A)-120(\\r\\\\)]TJ\nET\n");
    }

    #[test]
    fn state_is_written_when_it_changes() {
        let stream = written(|content| {
            content.set_color(BLACK);
            content.set_color(Ink::Gray(502));
            content.set_color(Ink::Rgb([1000, 0, 200]));
            content.set_color(Ink::Cmyk([0, 0, 0, 1000]));
            content.set_stretch(1000);
            content.set_stretch(985);
            content.set_rise(0);
            content.set_rise(-25);
        });
        assert_eq!(stream, "0.502 g\n1 0 0.2 rg\n0 0 0 1 k\n98.5 Tz\n-0.25 Ts\n");
    }

    #[test]
    fn replaced_text_is_utf_16() {
        let stream = written(|content| {
            content.begin_replaced("\u{AD}😀");
            content.end_marked();
        });
        assert_eq!(stream, "/Span<</ActualText<FEFF00ADD83DDE00>>>BDC\nEMC\n");
    }
}
