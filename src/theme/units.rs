//! Lengths, page sizes and colours as authors write them.

use super::{Color, PageSize};
use crate::diag::{Diagnostic, Reported, Sink, nearest};
use crate::length::Length;
use crate::luminance;
use crate::tables::{Text, list};

type Unit = fn(f64) -> Length;
const MILLIMETRES: Unit = Length::from_millimetres;
const INCHES: Unit = Length::from_inches;

/// Page sizes that have a name: width, height, unit. ISO 216 and the sizes that
/// printers on demand in English-speaking countries take.
const PAGES: [(&str, f64, f64, Unit); 12] = [
    ("a4", 210.0, 297.0, MILLIMETRES),
    ("a5", 148.0, 210.0, MILLIMETRES),
    ("a6", 105.0, 148.0, MILLIMETRES),
    ("b5", 176.0, 250.0, MILLIMETRES),
    ("crown-quarto", 189.0, 246.0, MILLIMETRES),
    ("digest", 5.5, 8.5, INCHES),
    ("half-letter", 5.5, 8.5, INCHES),
    ("legal", 8.5, 14.0, INCHES),
    ("letter", 8.5, 11.0, INCHES),
    ("pocket", 4.25, 6.87, INCHES),
    ("royal", 6.14, 9.21, INCHES),
    ("trade", 6.0, 9.0, INCHES),
];

/// A length with its unit: `10.5pt`, `3.5mm`, `2cm`, `0.4in`.
///
/// # Errors
/// When there is no number, no unit or another unit.
pub(crate) fn length(text: &Text, sink: &mut Sink) -> Result<Length, Reported> {
    parse_length(&text.text).map_err(|problem| {
        sink.error(
            Diagnostic::new("bad-length", problem)
                .at(text.place)
                .help("write `10pt`, `3.5mm`, `2cm` or `0.4in`"),
        )
    })
}

fn parse_length(text: &str) -> Result<Length, String> {
    let digits = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let (number, unit) = text.split_at(text.len() - digits.len());
    let number: f64 =
        number.parse().map_err(|_| format!("`{text}` does not begin with a number"))?;
    let length = match unit.trim() {
        "" => return Err(format!("`{text}` has no unit")),
        "pt" => Length::from_points(number),
        "mm" => Length::from_millimetres(number),
        "cm" => Length::from_millimetres(number * 10.0),
        "in" => Length::from_inches(number),
        unit => return Err(format!("`{unit}` is no unit")),
    };
    // PDF knows no page beyond 200 inches (ISO 32000-1, annex C.2).
    if length > Length::points(14_400) {
        return Err(format!("`{text}` is longer than 200 inches"));
    }
    Ok(length)
}

/// A page size: a name (`a4`, `trade`) or `105mm x 148mm`.
///
/// # Errors
/// When it is neither, or no page anybody could print.
pub fn page_size(text: &Text, sink: &mut Sink) -> Result<PageSize, Reported> {
    if let Some((name, width, height, unit)) =
        PAGES.iter().find(|(name, ..)| *name == text.text)
    {
        let (width, height) = (unit(*width), unit(*height));
        return Ok(PageSize { name: (*name).to_owned(), width, height });
    }
    let Some((width, height)) = text.text.split_once(['x', '×']) else {
        let names: Vec<&str> = PAGES.iter().map(|(name, ..)| *name).collect();
        let near = nearest(&text.text, names.iter().copied())
            .map(|near| format!("the nearest is `{near}`; "))
            .unwrap_or_default();
        let help = format!("{near}there are {}; else write `105mm x 148mm`", list(&names));
        return Err(sink.error(
            Diagnostic::new(
                "unknown-page-size",
                format!("there is no page size `{}`", text.text),
            )
            .at(text.place)
            .help(help),
        ));
    };
    let side = |part: &str, sink: &mut Sink| {
        length(&Text { text: part.trim().to_owned(), place: text.place }, sink)
    };
    let (width, height) = (side(width, sink)?, side(height, sink)?);
    if width < Length::from_inches(2.0) || height < Length::from_inches(2.0) {
        return Err(sink.error(
            Diagnostic::new(
                "unknown-page-size",
                format!("a page of `{}` is too small", text.text),
            )
            .at(text.place)
            .help("a side is at least 2 inches or 50.8 mm long"),
        ));
    }
    Ok(PageSize { name: file_name_part(&text.text), width, height })
}

/// `105mm x 148mm` as part of a file name: `105x148mm`.
fn file_name_part(size: &str) -> String {
    let compact: String = size.chars().filter(|c| !c.is_whitespace()).collect();
    let compact = compact.replace('×', "x");
    let unit =
        |side: &str| side.trim_start_matches(|c: char| !c.is_alphabetic()).to_owned();
    match compact.split_once('x') {
        Some((width, height)) if unit(width) == unit(height) => {
            format!("{}x{height}", width.trim_end_matches(char::is_alphabetic))
        }
        _ => compact,
    }
}

/// A colour: `#0b5c63`.
///
/// # Errors
/// When it is anything else.
pub(super) fn color(text: &Text, sink: &mut Sink) -> Result<Color, Reported> {
    let digits = text.text.strip_prefix('#').filter(|digits| digits.len() == 6);
    let number = digits
        .filter(|digits| digits.chars().all(|c| c.is_ascii_hexdigit()))
        .and_then(|digits| u32::from_str_radix(digits, 16).ok());
    match number {
        Some(number) => {
            let [_, r, g, b] = number.to_be_bytes();
            Ok(Color { r, g, b })
        }
        None => Err(sink.error(
            Diagnostic::new("bad-color", format!("`{}` is no colour", text.text))
                .at(text.place)
                .help("write red, green and blue as six hexadecimal digits: `#0b5c63`"),
        )),
    }
}

/// The contrast of two colours, 1 to 21, after WCAG 2.2, "contrast ratio".
pub fn contrast(one: Color, other: Color) -> f64 {
    luminance::contrast((one.r, one.g, one.b), (other.r, other.g, other.b))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Place, SourceId, Span};

    fn text(text: &str) -> Text {
        let place = Place { source: SourceId(0), span: Span::default() };
        Text { text: text.to_owned(), place }
    }

    #[test]
    fn a_length_needs_a_unit() {
        let inch = Ok(Length::points(72));
        for written in ["72pt", "25.4mm", "2.54cm", "1in", "1 in"] {
            assert_eq!(length(&text(written), &mut Sink::default()), inch, "{written}");
        }
        assert_eq!(parse_length("10"), Err("`10` has no unit".to_owned()));
        assert_eq!(parse_length("10px"), Err("`px` is no unit".to_owned()));
        for wrong in ["", "pt", "-3pt", "1.2.3pt", "nanpt", "1e9pt", "99999pt"] {
            assert!(parse_length(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_page_has_a_name_or_two_sides() {
        let trade = page_size(&text("trade"), &mut Sink::default()).unwrap();
        assert_eq!(trade.width, Length::points(432));
        let own = page_size(&text("105mm x 148mm"), &mut Sink::default()).unwrap();
        assert_eq!(own.name, "105x148mm");
        assert_eq!(own.height, Length::from_millimetres(148.0));
        assert_eq!(file_name_part("3in × 90mm"), "3inx90mm");
        let mut sink = Sink::default();
        page_size(&text("A4"), &mut sink).unwrap_err();
        let help = sink.messages()[0].1.help.clone().unwrap();
        assert!(help.starts_with("the nearest is `a4`"), "{help}");
        page_size(&text("1mm x 1mm"), &mut sink).unwrap_err();
    }

    #[test]
    fn black_on_white_has_the_highest_contrast() {
        let white = color(&text("#ffffff"), &mut Sink::default()).unwrap();
        let black = color(&text("#000000"), &mut Sink::default()).unwrap();
        assert!((contrast(white, black) - 21.0).abs() < 1e-9);
        // The grey that WCAG's own examples give as just enough.
        let grey = color(&text("#767676"), &mut Sink::default()).unwrap();
        assert!((contrast(grey, white) - 4.54).abs() < 0.01);
        color(&text("#12345"), &mut Sink::default()).unwrap_err();
        color(&text("#+12345"), &mut Sink::default()).unwrap_err();
    }
}
