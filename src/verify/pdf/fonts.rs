//! Fonts: what their codes mean, and how wide their glyphs are
//! (ISO 32000-1, 9.5 to 9.10).

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use hayro_syntax::object::{Array, Dict, Name, Object};

use super::file::File;
use super::objects::items;
use super::{cmap, encodings};

/// Codes above this have no meaning of their own.
const MOST_CODES: usize = 1 << 16;

/// Where a font says nothing, how high its letters reach and how deep, in sizes of type.
const USUAL: (f64, f64) = (0.75, -0.25);

/// Flags of a descriptor (ISO 32000-1, table 123).
const ITALIC: i64 = 1 << 6;
const FORCED_BOLD: i64 = 1 << 18;

/// Stems are thicker than this in bold letters, in thousandths of the size of type.
const BOLD_STEM: f64 = 130.0;

/// A font, ready to be read with.
#[derive(Debug)]
pub(super) struct Font {
    /// How many bytes a code has: 1 or 2.
    pub(super) code_length: usize,
    /// Whether the code 0 is the glyph that means "there is none".
    zero_is_missing: bool,
    glyphs: Vec<Glyph>,
    default_width: f32,
    texts: String,
    /// A bit for each code that is shown.
    used: Vec<AtomicU64>,
    /// How far the letters reach above the baseline, in sizes of type.
    pub(super) ascent: f64,
    /// How far below it; negative.
    pub(super) descent: f64,
    /// Whether it says that it is in italics.
    pub(super) italic: bool,
    /// Whether it says that it is bold.
    pub(super) bold: bool,
}

/// What a code means.
#[derive(Debug, Copy, Clone)]
struct Glyph {
    /// In sizes of type.
    width: f32,
    start: u32,
    length: u32,
}

/// What a code shows.
#[derive(Debug, Copy, Clone)]
pub(super) struct Shown<'a> {
    /// Its characters; none if the font does not say.
    pub(super) text: &'a str,
    /// How far the next glyph is, in sizes of type.
    pub(super) width: f64,
    /// Whether it is the glyph that means "there is none".
    pub(super) is_missing: bool,
}

/// The characters of codes.
type Codes = BTreeMap<u32, String>;

impl Font {
    /// What a code shows.
    #[inline]
    pub(super) fn shown(&self, code: usize) -> Shown<'_> {
        let is_missing = self.zero_is_missing && code == 0;
        match self.glyphs.get(code) {
            Some(glyph) => {
                let (start, length) = (glyph.start as usize, glyph.length as usize);
                let text = self.texts.get(start..start + length).unwrap_or_default();
                Shown { text, width: f64::from(glyph.width), is_missing }
            }
            None => Shown { text: "", width: f64::from(self.default_width), is_missing },
        }
    }

    /// Notes that a code is shown.
    #[inline]
    pub(super) fn note(&self, code: usize) {
        if let Some(word) = self.used.get(code / 64) {
            let bit = 1 << (code % 64);
            // most were shown before, and to look costs less than to write
            if word.load(Ordering::Relaxed) & bit == 0 {
                word.fetch_or(bit, Ordering::Relaxed);
            }
        }
    }

    /// The codes that are shown, in order.
    pub(super) fn used(&self) -> impl Iterator<Item = usize> + '_ {
        let words = self.used.iter().map(|word| word.load(Ordering::Relaxed));
        words.enumerate().filter(|own| own.1 != 0).flat_map(|(at, word)| {
            (0..64).filter(move |bit| word & (1 << bit) != 0).map(move |bit| at * 64 + bit)
        })
    }

    /// The characters of each code that has any.
    pub(super) fn texts(&self) -> impl Iterator<Item = (usize, &str)> {
        let codes = (0..self.glyphs.len()).map(|code| (code, self.shown(code).text));
        codes.filter(|own| !own.1.is_empty())
    }

    /// A font that says nothing.
    fn unknown() -> Self {
        Self {
            used: Vec::new(),
            code_length: 1,
            zero_is_missing: false,
            glyphs: Vec::new(),
            default_width: 0.5,
            texts: String::new(),
            ascent: USUAL.0,
            descent: USUAL.1,
            italic: false,
            bold: false,
        }
    }

    fn read<'a>(file: &'a File<'a>, dict: &Dict<'a>) -> Self {
        let codes = file.stream_of(dict, "ToUnicode");
        let codes = codes.and_then(|stream| Some(cmap::to_unicode(&stream.decoded()?)));
        let mut font = match file.get::<Name<'a>>(dict, "Subtype").as_deref() {
            Some(b"Type0") => Self::composite(file, dict, codes),
            Some(b"Type3") => Self::simple(file, dict, codes, true),
            Some(_) | None => Self::simple(file, dict, codes, false),
        };
        let words = if font.code_length == 1 { 4 } else { MOST_CODES / 64 };
        font.used = (0..words).map(|_| AtomicU64::new(0)).collect();
        font
    }

    fn composite<'a>(file: &'a File<'a>, dict: &Dict<'a>, codes: Option<Codes>) -> Self {
        let own = file.items(dict, "DescendantFonts").next();
        let own = own.and_then(|own| file.resolve(own)?.into_dict()).unwrap_or_default();
        let default_width = file.get::<f64>(&own, "DW").unwrap_or(1000.0) / 1000.0;
        let mut font = Self {
            code_length: 2,
            zero_is_missing: true,
            default_width: narrow(default_width),
            ..Self::unknown()
        };
        font.set_heights(file, &file.get(&own, "FontDescriptor").unwrap_or_default());
        for (code, width) in composite_widths(file, &own) {
            font.set_width(code, width / 1000.0);
        }
        for (code, text) in codes.unwrap_or_default() {
            font.set_text(code as usize, &text);
        }
        font
    }

    /// A simple font; glyphs of Type 3, which are `drawn`, have a space of their own.
    fn simple<'a>(
        file: &'a File<'a>,
        dict: &Dict<'a>,
        codes: Option<Codes>,
        drawn: bool,
    ) -> Self {
        let matrix = file.numbers(dict, "FontMatrix");
        let unit = matrix.first().copied().filter(|_| drawn).unwrap_or(0.001);
        let descriptor = file.get(dict, "FontDescriptor").unwrap_or_default();
        let mut font = Self::unknown();
        font.set_heights(file, &descriptor);
        let missing =
            file.get::<f64>(&descriptor, "MissingWidth").map(|width| width * unit);
        font.default_width = narrow(missing.unwrap_or(if drawn { 0.0 } else { 0.5 }));
        let first = usize::from(file.get::<u8>(dict, "FirstChar").unwrap_or(0));
        for (code, width) in (first..256).zip(file.numbers(dict, "Widths")) {
            font.set_width(code, width * unit);
        }
        match codes {
            Some(codes) => {
                for (code, text) in codes {
                    font.set_text(code as usize, &text);
                }
            }
            None => font.set_encoding(file, dict),
        }
        font
    }

    /// The characters of a simple font without `ToUnicode`, by the names of its glyphs.
    fn set_encoding<'a>(&mut self, file: &'a File<'a>, dict: &Dict<'a>) {
        let mut buffer = [0; 4];
        for code in 0..=u8::MAX {
            if let Some(character) = encodings::latin(code) {
                self.set_text(usize::from(code), character.encode_utf8(&mut buffer));
            }
        }
        let encoding: Dict<'a> = file.get(dict, "Encoding").unwrap_or_default();
        let mut code = 0;
        for entry in file.items(&encoding, "Differences").take(1024) {
            let Some(entry) = file.resolve(entry) else { continue };
            if let Object::Number(number) = entry {
                code = usize::try_from(number.as_i64()).unwrap_or(0);
            } else if let Some(name) = entry.into_name() {
                self.set_text(code, &encodings::glyph(&name).unwrap_or_default());
                code += 1;
            }
        }
    }

    fn set_heights<'a>(&mut self, file: &'a File<'a>, descriptor: &Dict<'a>) {
        let height = |key| file.get::<f64>(descriptor, key).map(|height| height / 1000.0);
        if let Some(ascent) = height("Ascent").filter(|own| (0.3..2.0).contains(own)) {
            self.ascent = ascent;
        }
        if let Some(descent) = height("Descent").filter(|own| (-1.0..0.0).contains(own)) {
            self.descent = descent;
        }
        let number = |key| file.get::<f64>(descriptor, key);
        let flags = file.get::<i64>(descriptor, "Flags").unwrap_or(0);
        self.italic = flags & ITALIC != 0
            || number("ItalicAngle").is_some_and(|angle| angle.abs() > 0.5);
        self.bold = flags & FORCED_BOLD != 0
            || number("StemV").is_some_and(|stem| stem >= BOLD_STEM);
    }

    fn glyph(&mut self, code: usize) -> Option<&mut Glyph> {
        if code >= MOST_CODES {
            return None;
        }
        if self.glyphs.len() <= code {
            let width = self.default_width;
            self.glyphs.resize(code + 1, Glyph { width, start: 0, length: 0 });
        }
        self.glyphs.get_mut(code)
    }

    fn set_width(&mut self, code: usize, width: f64) {
        if let Some(glyph) = self.glyph(code) {
            glyph.width = narrow(width);
        }
    }

    fn set_text(&mut self, code: usize, text: &str) {
        let start = u32::try_from(self.texts.len());
        let length = u32::try_from(text.len());
        if let (Ok(start), Ok(length), Some(glyph)) = (start, length, self.glyph(code)) {
            (glyph.start, glyph.length) = (start, length);
            self.texts.push_str(text);
        }
    }
}

/// The widths of glyphs by their codes, which are their numbers (`W`; ISO 32000-1,
/// 9.7.4.3), in thousandths.
fn composite_widths<'a>(file: &'a File<'a>, dict: &Dict<'a>) -> Vec<(usize, f64)> {
    let mut widths = Vec::new();
    let mut entries = file.items(dict, "W").filter_map(|entry| file.resolve(entry));
    while let Some(first) = entries.next().and_then(whole) {
        let Some(next) = entries.next() else { break };
        if let Object::Array(list) = next {
            widths.extend((first..MOST_CODES).zip(numbers(file, &list)));
        } else if let (Some(last), Some(width)) =
            (whole(next), entries.next().and_then(Object::into_number))
        {
            let width = width.as_f64();
            widths.extend((first..=last.min(MOST_CODES)).map(|code| (code, width)));
        }
        if widths.len() > 2 * MOST_CODES {
            break;
        }
    }
    widths
}

fn numbers<'a>(file: &'a File<'a>, array: &Array<'a>) -> impl Iterator<Item = f64> {
    items(array).map_while(|item| Some(file.resolve(item)?.into_number()?.as_f64()))
}

fn whole(object: Object<'_>) -> Option<usize> {
    usize::try_from(object.into_number()?.as_i64()).ok()
}

#[expect(clippy::cast_possible_truncation, reason = "widths need no more than 7 digits")]
fn narrow(width: f64) -> f32 {
    width as f32
}

/// The fonts read of a file, each once.
#[derive(Debug, Default)]
pub(super) struct Fonts {
    known: Mutex<BTreeMap<i32, Arc<Font>>>,
}

impl Fonts {
    /// The font that this dictionary is, with its number if it has one.
    pub(super) fn get<'a>(
        &self,
        file: &'a File<'a>,
        number: Option<i32>,
        dict: &Dict<'a>,
    ) -> Option<Arc<Font>> {
        let known = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(font) = number.and_then(|number| known().get(&number).cloned()) {
            return Some(font);
        }
        file.name(dict, "Subtype")?;
        let font = Arc::new(Font::read(file, dict));
        if let Some(number) = number {
            known().insert(number, Arc::clone(&font));
        }
        Some(font)
    }
    /// The fonts that were read, by their numbers.
    pub(super) fn all(&self) -> Vec<(i32, Arc<Font>)> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.iter().map(|(number, font)| (*number, Arc::clone(font))).collect()
    }
}
