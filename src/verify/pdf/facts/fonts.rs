//! Fonts as standards see them: their dictionaries, their programs, the codes that pages
//! use (ISO 32000-1, 9.5 to 9.10).

use hayro_syntax::object::{Dict, Object};

use super::super::file::File;
use super::super::fonts::{Font, Fonts};
use super::{compact, outlines};

/// More codes of a kind are not listed.
const MOST: usize = 64;

/// A font that pages use.
#[derive(Debug, Default)]
pub(crate) struct FontFacts {
    /// Its name.
    pub(crate) name: String,
    /// Whether its dictionary says that it is one.
    pub(crate) is_font: bool,
    /// Its subtype: `Type0`.
    pub(crate) kind: String,
    /// What its codes are: the name of an encoding; `None` if that is not a name.
    pub(crate) encoding: Option<String>,
    /// The subtype of the font below a composite one.
    pub(crate) below: Option<String>,
    /// Which glyph a code of a composite font is.
    pub(crate) map: GlyphMap,
    /// The outlines.
    pub(crate) program: Program,
    /// The subtype of a program that has one: `CIDFontType0C`.
    pub(crate) program_kind: Option<String>,
    /// Whether it says which characters its codes are (`ToUnicode`).
    pub(crate) has_texts: bool,
    /// How many codes are used.
    pub(crate) used: usize,
    /// Codes used whose characters it does not say.
    pub(crate) unmapped: Vec<usize>,
    /// Codes used that mean "there is no glyph".
    pub(crate) missing: Vec<usize>,
    /// Codes used whose glyphs are not in the program.
    pub(crate) absent: Vec<usize>,
    /// Codes used, with their width in the dictionary and in the program, where these are
    /// more than a thousandth of the size of type apart: in thousandths.
    pub(crate) off: Vec<(usize, f64, f64)>,
    /// Codes whose characters have a zero.
    pub(crate) zero: Vec<usize>,
    /// Codes whose characters have a mark of the order of bytes, U+FEFF or U+FFFE.
    pub(crate) order_marks: Vec<usize>,
    /// Whether it lists the glyphs of its program (`CIDSet`), and all of them.
    pub(crate) lists_all: Option<bool>,
}

/// Which glyph a code is.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) enum GlyphMap {
    /// It does not say.
    #[default]
    Unsaid,
    /// The one with its number.
    Identity,
    /// That of a table.
    Table(Vec<u16>),
    /// It says something else.
    Other,
}

/// The outlines of a font.
#[derive(Debug, Default)]
pub(crate) enum Program {
    /// They are not in the file.
    #[default]
    Absent,
    /// They are there and cannot be read.
    Broken,
    /// They are there, of a kind that is not read.
    Unread,
    /// They are there.
    Known {
        /// How many glyphs there are.
        glyphs: usize,
        /// How wide they are, in thousandths of the size of type, by the number that a
        /// code is looked up with; none where there is no glyph.
        widths: Vec<Option<f64>>,
    },
}

/// Reads the fonts that were used.
pub(super) fn read(file: &File<'_>, used: &Fonts) -> Vec<FontFacts> {
    let fonts = used.all();
    let read = fonts.iter().filter_map(|(number, font)| {
        let dict = file.dict(*number)?;
        Some(facts(file, &dict, font))
    });
    read.collect()
}

fn facts<'a>(file: &'a File<'a>, dict: &Dict<'a>, font: &Font) -> FontFacts {
    let own = file.items(dict, "DescendantFonts").next();
    let own = own.and_then(|own| file.resolve(own)?.into_dict());
    let holder = own.clone().unwrap_or_else(|| dict.clone());
    let descriptor: Dict<'a> = file.get(&holder, "FontDescriptor").unwrap_or_default();
    let mut facts = FontFacts {
        name: file.name(dict, "BaseFont").unwrap_or_default(),
        is_font: file.name(dict, "Type").as_deref() == Some("Font")
            && own
                .as_ref()
                .is_none_or(|own| file.name(own, "Type").as_deref() == Some("Font")),
        kind: file.name(dict, "Subtype").unwrap_or_default(),
        encoding: file.name(dict, "Encoding"),
        below: own.as_ref().and_then(|own| file.name(own, "Subtype")),
        map: own.as_ref().map(|own| glyph_map(file, own)).unwrap_or_default(),
        program_kind: file
            .stream_of(&descriptor, "FontFile3")
            .and_then(|program| file.name(&program.dict, "Subtype")),
        has_texts: dict.contains_key("ToUnicode"),
        ..FontFacts::default()
    };
    facts.program = program(file, &descriptor, own.is_some());
    codes(&mut facts, font);
    if let Program::Known { glyphs, widths } = &facts.program
        && let Some(set) = file.stream_of(&descriptor, "CIDSet")
    {
        let set = set.decoded().unwrap_or_default().into_owned();
        let listed = |code: usize| {
            let byte = set.get(code / 8).copied().unwrap_or(0);
            byte & (0x80 >> (code % 8)) != 0
        };
        let most = widths.len().max(*glyphs).max(set.len() * 8);
        let is_there = |code: usize| widths.get(code).is_some_and(Option::is_some);
        facts.lists_all = Some((0..most).all(|code| listed(code) == is_there(code)));
    }
    facts
}

/// What is to be said of the codes.
fn codes(facts: &mut FontFacts, font: &Font) {
    let add = |list: &mut Vec<usize>, code: usize| {
        if list.len() < MOST {
            list.push(code);
        }
    };
    for code in font.used() {
        facts.used += 1;
        let shown = font.shown(code);
        if shown.text.is_empty() {
            add(&mut facts.unmapped, code);
        }
        if shown.is_missing {
            add(&mut facts.missing, code);
        }
        let Program::Known { widths, .. } = &facts.program else { continue };
        let at = match &facts.map {
            GlyphMap::Table(table) => {
                table.get(code).map_or(0, |glyph| usize::from(*glyph))
            }
            GlyphMap::Unsaid | GlyphMap::Identity | GlyphMap::Other => code,
        };
        match widths.get(at).copied().flatten() {
            None => add(&mut facts.absent, code),
            Some(own) => {
                let said = shown.width * 1000.0;
                if (own - said).abs() > 1.001 && facts.off.len() < MOST {
                    facts.off.push((code, said, own));
                }
            }
        }
    }
    for (code, text) in font.texts() {
        if text.contains('\0') {
            add(&mut facts.zero, code);
        }
        if text.contains(['\u{FEFF}', '\u{FFFE}']) {
            add(&mut facts.order_marks, code);
        }
    }
}

fn glyph_map<'a>(file: &'a File<'a>, dict: &Dict<'a>) -> GlyphMap {
    if let Some(table) = file.stream_of(dict, "CIDToGIDMap") {
        let bytes = table.decoded().unwrap_or_default();
        let glyphs = bytes.as_chunks::<2>().0.iter().map(|&pair| u16::from_be_bytes(pair));
        return GlyphMap::Table(glyphs.collect());
    }
    match file.get::<Object<'a>>(dict, "CIDToGIDMap") {
        None => GlyphMap::Unsaid,
        Some(Object::Name(name)) if *name == *b"Identity" => GlyphMap::Identity,
        Some(_) => GlyphMap::Other,
    }
}

/// The program of a font. Those of simple fonts are not read: their codes are looked up
/// by names.
fn program<'a>(file: &'a File<'a>, descriptor: &Dict<'a>, is_composite: bool) -> Program {
    let has = |key| descriptor.contains_key(key);
    if !has("FontFile") && !has("FontFile2") && !has("FontFile3") {
        return Program::Absent;
    }
    let bytes = |key| Some(file.stream_of(descriptor, key)?.decoded()?.into_owned());
    let Some(bytes) =
        bytes("FontFile2").or_else(|| bytes("FontFile3")).or_else(|| bytes("FontFile"))
    else {
        return Program::Broken;
    };
    if !is_composite || has("FontFile") {
        return Program::Unread;
    }
    let widths = match outlines::compact_table(&bytes) {
        Some(table) => compact::widths(table),
        None if has("FontFile3") => compact::widths(&bytes),
        None => outlines::widths(&bytes),
    };
    widths.map_or(Program::Broken, |(glyphs, widths)| Program::Known { glyphs, widths })
}
