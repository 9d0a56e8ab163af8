//! Fonts for the screen: a face reduced to the characters a book uses, as OpenType
//! for EPUB and as WOFF for the web.
//!
//! `skera` cuts the tables a browser needs (cmap, GSUB, GPOS, metrics) but has no
//! way with CFF outlines yet; those come from `subsetter`, which keeps the order of
//! glyphs it is given, so both halves agree on the number of every glyph.

use std::collections::BTreeSet;
use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use skera::{DEFAULT_DROP_TABLES, DEFAULT_LAYOUT_FEATURES, Plan, SubsetFlags, subset_font};
use skrifa::raw::FontRef;
use skrifa::raw::collections::IntSet;
use skrifa::raw::types::{NameId, Tag};

use crate::theme::Face;

const CFF: Tag = Tag::new(b"CFF ");

/// How formulas are set: `skera` (0.9) leaves out the table and what it names, so that
/// fonts with one stay whole.
const MATH: Tag = Tag::new(b"MATH");

/// Features kept beside those that every text has: the kinds of figures.
const FIGURES: [&[u8; 4]; 4] = [b"onum", b"lnum", b"tnum", b"pnum"];

/// The font file of a face with the glyphs for `characters`, and what ligatures,
/// kerning, kinds of figures and the features with the tags `more` need besides.
///
/// Characters the face lacks are passed over. The same face and characters give the
/// same bytes.
///
/// # Errors
/// The words of the library when the font file contradicts itself.
pub fn subset(
    face: &Face,
    characters: &BTreeSet<char>,
    more: &BTreeSet<String>,
) -> Result<Vec<u8>, String> {
    let font = FontRef::new(&face.data).map_err(|error| error.to_string())?;
    if font.table_data(MATH).is_some() {
        return Ok(face.data.to_vec());
    }
    let outlines_are_cff = font.table_data(CFF).is_some();
    let plan = plan(&font, characters, more);
    let cut = subset_font(&font, &plan).map_err(|error| error.to_string())?;
    if !outlines_are_cff {
        return Ok(cut);
    }
    let mut glyphs: Vec<(u32, u32)> = plan
        .old_to_new_glyph_mapping()
        .map(|(old, new)| (new.to_u32(), old.to_u32()))
        .collect();
    glyphs.sort_unstable();
    let mut order = subsetter::GlyphRemapper::new();
    for (new, old) in glyphs {
        let old = u16::try_from(old).map_err(|error| error.to_string())?;
        if u32::from(order.remap(old)) != new {
            return Err("the glyphs of the font cannot be renumbered".to_owned());
        }
    }
    let outlines =
        subsetter::subset(&face.data, 0, &order).map_err(|error| error.to_string())?;
    let outlines = FontRef::new(&outlines).map_err(|error| error.to_string())?;
    let cff = outlines.table_data(CFF).ok_or("the outlines were lost")?;
    let cut = FontRef::new(&cut).map_err(|error| error.to_string())?;
    let mut builder = write_fonts::FontBuilder::default();
    builder.add_raw(CFF, cff.as_bytes());
    Ok(builder.copy_missing_tables(cut).build())
}

/// The same font as a WOFF file: each table compressed with zlib.
///
/// W3C, "WOFF File Format 1.0", sections 3 to 5. WOFF 2 would be a tenth smaller for
/// these fonts and cost a second compressor.
///
/// # Errors
/// When `font` is no OpenType font file or above 4 GiB.
pub fn woff(font: &[u8]) -> Result<Vec<u8>, String> {
    let directory = FontRef::new(font).map_err(|error| error.to_string())?;
    let records = directory.table_directory().table_records();
    let count = records.len();
    let mut entries: Vec<u8> = Vec::with_capacity(20 * count);
    let mut tables: Vec<u8> = Vec::new();
    let mut plain_size = 12 + 16 * count;
    for record in records {
        let (start, length) = (record.offset() as usize, record.length() as usize);
        let table = font.get(start..start + length).ok_or("a table lies outside")?;
        let packed = deflate(table)?;
        let stored = if packed.len() < table.len() { &packed } else { table };
        entries.extend_from_slice(&record.tag().to_be_bytes());
        for number in [44 + 20 * count + tables.len(), stored.len(), table.len()] {
            entries.extend_from_slice(&size(number)?);
        }
        entries.extend_from_slice(&record.checksum().to_be_bytes());
        tables.extend_from_slice(stored);
        tables.resize(tables.len().next_multiple_of(4), 0);
        plain_size += table.len().next_multiple_of(4);
    }
    let mut out = Vec::with_capacity(44 + entries.len() + tables.len());
    out.extend_from_slice(b"wOFF");
    out.extend_from_slice(&font[..4]);
    out.extend_from_slice(&size(44 + entries.len() + tables.len())?);
    out.extend_from_slice(&size(count)?[2..]);
    out.extend_from_slice(&[0; 2]);
    out.extend_from_slice(&size(plain_size)?);
    // Version 1.0 of the file; no metadata and no private block.
    out.extend_from_slice(&[0, 1, 0, 0]);
    out.extend_from_slice(&[0; 20]);
    out.extend_from_slice(&entries);
    out.extend_from_slice(&tables);
    Ok(out)
}

fn size(number: usize) -> Result<[u8; 4], String> {
    u32::try_from(number).map(u32::to_be_bytes).map_err(|error| error.to_string())
}

fn deflate(table: &[u8]) -> Result<Vec<u8>, String> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(table).map_err(|error| error.to_string())?;
    encoder.finish().map_err(|error| error.to_string())
}

fn plan(font: &FontRef<'_>, characters: &BTreeSet<char>, more: &BTreeSet<String>) -> Plan {
    let unicodes: IntSet<u32> = characters.iter().map(|&c| u32::from(c)).collect();
    let drop: IntSet<Tag> = DEFAULT_DROP_TABLES.iter().copied().collect();
    let more = more.iter().filter_map(|tag| Tag::new_checked(tag.as_bytes()).ok());
    let more = FIGURES.iter().map(|tag| Tag::new(tag)).chain(more);
    let features: IntSet<Tag> =
        DEFAULT_LAYOUT_FEATURES.iter().copied().chain(more).collect();
    let mut scripts = IntSet::empty();
    scripts.invert();
    let names: IntSet<NameId> = (0..=6).map(NameId::new).collect();
    let languages: IntSet<u16> = [0x0409].into_iter().collect();
    Plan::new(
        &IntSet::empty(),
        &unicodes,
        font,
        SubsetFlags::SUBSET_FLAGS_NO_HINTING,
        &drop,
        &scripts,
        &features,
        &names,
        &languages,
    )
}

#[cfg(test)]
mod tests {
    use skrifa::MetadataProvider;

    use super::*;

    fn face(data: &'static [u8]) -> Face {
        Face {
            family: "Test".to_owned(),
            weight: 400,
            italic: false,
            file: "test".to_owned(),
            data: data.into(),
        }
    }

    fn libertinus() -> Face {
        face(include_bytes!("../../../themes/book/fonts/LibertinusSerif-Regular.otf"))
    }

    fn mono() -> Face {
        face(include_bytes!("../../../themes/book/fonts/DejaVuSansMono.ttf"))
    }

    #[test]
    fn a_face_keeps_what_the_book_uses_and_little_else() {
        let characters: BTreeSet<char> = "Office 0123, naïve".chars().collect();
        for (face, tables) in
            [(libertinus(), &[b"CFF ", b"GSUB", b"GPOS"][..]), (mono(), &[b"glyf"])]
        {
            let bytes = subset(&face, &characters, &BTreeSet::new()).unwrap();
            assert!(bytes.len() * 10 < face.data.len());
            let font = FontRef::new(&bytes).unwrap();
            for &c in &characters {
                let glyph = font.charmap().map(c).unwrap();
                let outline = font.outline_glyphs().get(glyph);
                assert!(outline.is_some() || c == ' ', "no outline for {c}");
            }
            assert!(font.charmap().map('z').is_none());
            for tag in tables {
                assert!(font.table_data(Tag::new(tag)).is_some());
            }
            assert_eq!(bytes, subset(&face, &characters, &BTreeSet::new()).unwrap());
        }
    }

    #[test]
    fn small_capitals_are_kept_where_they_are_wanted() {
        let characters: BTreeSet<char> = ('a'..='z').collect();
        let plain = subset(&libertinus(), &characters, &BTreeSet::new()).unwrap();
        let capitals =
            subset(&libertinus(), &characters, &["smcp".to_owned()].into()).unwrap();
        assert!(capitals.len() > plain.len());
    }

    #[test]
    fn a_woff_file_says_its_size_and_that_of_the_font() {
        let font = subset(&mono(), &('a'..='f').collect(), &BTreeSet::new()).unwrap();
        let woff = woff(&font).unwrap();
        let number = |at: usize| u32::from_be_bytes(woff[at..at + 4].try_into().unwrap());
        assert_eq!(&woff[..4], b"wOFF");
        assert_eq!(number(8) as usize, woff.len());
        assert_eq!(number(16) as usize, font.len());
        assert!(woff.len() < font.len());
    }
}
