//! How an edition's PDF is made: the table `pdf` of an edition.

use super::icc;
use super::load::Loader;
use crate::diag::{Diagnostic, Reported, Sink};
use crate::length::Length;
use crate::source::Place;
use crate::tables::{Keys, choose};
use crate::theme;

/// What an edition asks of its PDF.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PdfOptions {
    /// The standards it keeps.
    pub standard: Standard,
    /// Whether the manuscript is attached to it.
    pub attach_source: bool,
    /// How far what touches the edge of the page goes on beyond it.
    pub bleed: Length,
    /// Whether there are marks where the paper is cut.
    pub crop_marks: bool,
    /// What its colours are written in.
    pub color: PdfColor,
    /// How many points to the inch its pictures have at least, else the author is warned.
    pub resolution: Resolution,
    /// The second file, for the printer: several pages on each side of a sheet.
    pub imposition: Option<Imposition>,
}

/// Picture points to the inch of paper.
#[derive(Debug, Copy, Clone, PartialEq, Eq)]
pub struct Resolution(pub u16);

impl Default for Resolution {
    /// What looks sharp from an office printer; presses want 300.
    fn default() -> Self {
        Self(150)
    }
}

/// The standards that a PDF keeps: one for who reads it, one for archives.
#[derive(Debug, Default, Copy, Clone, PartialEq, Eq)]
pub enum Standard {
    /// PDF 1.7 after PDF/UA-1 (ISO 14289-1) and PDF/A-2a (ISO 19005-2).
    #[default]
    Ua1A2a,
    /// PDF 1.7 after PDF/UA-1 and PDF/A-3a (ISO 19005-3), which allows any attachment.
    Ua1A3a,
    /// PDF 2.0 after PDF/UA-2 (ISO 14289-2), Well-Tagged PDF 1.0 and PDF/A-4
    /// (ISO 19005-4).
    Ua2A4,
}

impl Standard {
    /// Whether the file is PDF 2.0; else it is 1.7.
    pub const fn is_pdf_2(self) -> bool {
        matches!(self, Self::Ua2A4)
    }
}

/// What the colours of a PDF are written in.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub enum PdfColor {
    /// Red, green and blue light (sRGB).
    #[default]
    Rgb,
    /// Shades of grey.
    Gray,
    /// The four inks of a press.
    Cmyk(Press),
}

/// The press that a PDF is made for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Press {
    /// The profile's path in the manuscript folder.
    pub path: String,
    /// Where the project names it.
    pub place: Place,
    /// What the profile calls itself.
    pub name: String,
    /// The ICC profile: of an output device, with four channels.
    pub data: Vec<u8>,
    /// The most ink that the paper takes, of all four together, in percent.
    pub limit: u16,
}

/// How pages are put on the sides of sheets.
#[derive(Debug, Copy, Clone, PartialEq, Eq)]
pub enum Imposition {
    /// Two on a side, in the order of a booklet that is folded and stapled once.
    Booklet,
    /// Two on a side, beside each other.
    TwoUp,
    /// Four on a side, row by row.
    FourUp,
}

impl Imposition {
    /// Its word in the project file, which ends the name of the file.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Booklet => "booklet",
            Self::TwoUp => "2-up",
            Self::FourUp => "4-up",
        }
    }
}

const STANDARDS: [(&str, Standard); 3] = [
    ("ua-1", Standard::Ua1A2a),
    ("ua-1+a-3a", Standard::Ua1A3a),
    ("ua-2", Standard::Ua2A4),
];

const IMPOSITIONS: [(&str, Imposition); 3] = [
    (Imposition::Booklet.word(), Imposition::Booklet),
    (Imposition::TwoUp.word(), Imposition::TwoUp),
    (Imposition::FourUp.word(), Imposition::FourUp),
];

/// What `color` may be.
#[derive(Debug, Copy, Clone, PartialEq, Eq)]
enum Colors {
    Rgb,
    Gray,
    Cmyk,
}

const COLORS: [(&str, Colors); 3] =
    [("rgb", Colors::Rgb), ("gray", Colors::Gray), ("cmyk", Colors::Cmyk)];

/// What most papers take of all inks together, in percent.
const MOST_INK: u16 = 300;

/// The most that printers ask for, and more.
const MOST_BLEED: Length = Length::points(72);

/// Reads the table; all that is wrong with it is told.
pub(super) fn read(
    loader: &mut Loader<'_>,
    mut keys: Keys<'_>,
) -> Result<PdfOptions, Reported> {
    let color = color(loader, &mut keys);
    let sink = &mut *loader.sink;
    let standard = word(&mut keys, "standard", &STANDARDS, sink);
    let attach_source = attach_source(&mut keys, standard, sink);
    let bleed = bleed(&mut keys, sink);
    let crop_marks = keys.boolean("crop-marks", sink).unwrap_or(false);
    let imposition = word(&mut keys, "imposition", &IMPOSITIONS, sink);
    let resolution = keys.integer("resolution", 0..2401, sink);
    let resolution = resolution.and_then(|points| u16::try_from(points).ok());
    keys.finish(sink);
    Ok(PdfOptions {
        standard: standard?.unwrap_or_default(),
        attach_source: attach_source?,
        bleed: bleed?,
        color: color?,
        crop_marks,
        imposition: imposition?,
        resolution: resolution.map_or_else(Resolution::default, Resolution),
    })
}

/// What the colours are written in, with the profile of the press.
fn color(loader: &mut Loader<'_>, keys: &mut Keys<'_>) -> Result<PdfColor, Reported> {
    let sink = &mut *loader.sink;
    let chosen = word(keys, "color", &COLORS, sink);
    let profile = keys.text("profile", sink);
    let limit = keys.integer("ink-limit", 100..401, sink);
    let limit_place = keys.value("ink-limit").map(|value| value.place);
    if chosen?.unwrap_or(Colors::Rgb) != Colors::Cmyk {
        let needless = profile.map(|profile| profile.place).or(limit_place);
        let Some(place) = needless else {
            let is_gray = chosen? == Some(Colors::Gray);
            return Ok(if is_gray { PdfColor::Gray } else { PdfColor::Rgb });
        };
        let message = "a profile and a limit of ink are for the inks of a press only";
        return Err(sink.error(
            Diagnostic::new("bad-profile", message)
                .at(place)
                .help("add `color = \"cmyk\"`, or take it out"),
        ));
    }
    let Some(named) = profile else {
        return Err(keys.missing("profile", "profile = \"press.icc\"", sink));
    };
    let path = loader.path(&named)?;
    let data = loader.manuscript.get(&path).unwrap_or_default().to_vec();
    if let Err(why) = icc::check(&data) {
        return Err(loader.sink.error(
            Diagnostic::new("bad-profile", format!("`{}` {why}", named.text))
                .at(named.place)
                .help("ask the printer for the ICC profile of the press and the paper"),
        ));
    }
    let name = icc::name(&data).unwrap_or_else(|| path.clone());
    let limit = limit.and_then(|limit| u16::try_from(limit).ok()).unwrap_or(MOST_INK);
    Ok(PdfColor::Cmyk(Press { path, place: named.place, name, data, limit }))
}

/// One of some words; none when the key is not there.
fn word<T: Copy>(
    keys: &mut Keys<'_>,
    key: &'static str,
    choices: &[(&str, T)],
    sink: &mut Sink,
) -> Result<Option<T>, Reported> {
    let Some(text) = keys.text(key, sink) else { return Ok(None) };
    choose(&text, choices, "unknown-value", &format!("`{key}`"), sink).map(Some)
}

fn attach_source(
    keys: &mut Keys<'_>,
    standard: Result<Option<Standard>, Reported>,
    sink: &mut Sink,
) -> Result<bool, Reported> {
    const KEY: &str = "attach-source";
    let wanted = keys.boolean(KEY, sink).unwrap_or(false);
    let (Some(value), Ok(standard)) = (keys.value(KEY), standard) else {
        return Ok(wanted);
    };
    if wanted && standard.unwrap_or_default() == Standard::Ua1A2a {
        let message =
            "PDF/A-2a, the archive standard of `ua-1`, allows no Markdown to be attached";
        return Err(sink.error(
            Diagnostic::new("no-attachments", message)
                .at(value.place)
                .help("choose `standard = \"ua-1+a-3a\"` or `standard = \"ua-2\"`"),
        ));
    }
    Ok(wanted)
}

fn bleed(keys: &mut Keys<'_>, sink: &mut Sink) -> Result<Length, Reported> {
    let Some(text) = keys.text("bleed", sink) else { return Ok(Length::ZERO) };
    let bleed = theme::length(&text, sink)?;
    if bleed > MOST_BLEED {
        let message = format!("a bleed of `{}` is more than an inch", text.text);
        return Err(sink.error(
            Diagnostic::new("bad-length", message)
                .at(text.place)
                .help("printers ask for `3mm` or `0.125in`"),
        ));
    }
    Ok(bleed)
}
