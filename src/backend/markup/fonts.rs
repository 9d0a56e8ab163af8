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
use skrifa::raw::types::{GlyphId, GlyphId16, NameId, Tag};

use super::math_table;
use crate::theme::Face;

const CFF: Tag = Tag::new(b"CFF ");

/// How formulas are set.
const MATH: Tag = Tag::new(b"MATH");
/// Features of formulas: forms for scripts, flat accents, letters without their dot.
const FORMULAS: [&[u8; 4]; 3] = [b"ssty", b"flac", b"dtls"];

/// Features kept beside those that every text has: the kinds of figures.
const FIGURES: [&[u8; 4]; 4] = [b"onum", b"lnum", b"tnum", b"pnum"];

/// The font file of a face with the glyphs for `characters`, and what ligatures,
/// kerning, kinds of figures, the features with the tags `more` and formulas need besides.
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
    let plan = plan_all(&font, characters, more)?;
    let cut = subset_font(&font, &plan).map_err(|error| error.to_string())?;
    let cut = FontRef::new(&cut).map_err(|error| error.to_string())?;
    let mut builder = write_fonts::FontBuilder::default();
    if font.table_data(CFF).is_some() {
        builder.add_raw(CFF, outlines(face, &plan)?);
    }
    if font.table_data(MATH).is_some() {
        let numbers = plan
            .old_to_new_glyph_mapping()
            .filter_map(|(old, new)| Some((old, GlyphId16::try_from(new).ok()?)));
        builder.add_raw(MATH, math_table::reduced(&font, &numbers.collect())?);
    }
    Ok(builder.copy_missing_tables(cut).build())
}

/// What is kept of a font: with a table for formulas what its glyphs grow into, too.
fn plan_all(
    font: &FontRef<'_>,
    characters: &BTreeSet<char>,
    more: &BTreeSet<String>,
) -> Result<Plan, String> {
    let mut more = more.clone();
    let formulas = font.table_data(MATH).is_some();
    if formulas {
        more.extend(FORMULAS.map(|tag| String::from_utf8_lossy(tag).into_owned()));
    }
    let mut glyphs = IntSet::empty();
    loop {
        let plan = plan(font, (characters, &glyphs), &more);
        if !formulas {
            return Ok(plan);
        }
        glyphs.extend(plan.old_to_new_glyph_mapping().map(|(old, _)| old));
        let before = glyphs.len();
        math_table::add_grown(font, &mut glyphs).map_err(|error| error.to_string())?;
        if glyphs.len() == before {
            return Ok(plan);
        }
    }
}

/// The outlines of the glyphs that are kept, in the order that `skera` gives them.
fn outlines(face: &Face, plan: &Plan) -> Result<Vec<u8>, String> {
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
    Ok(cff.as_bytes().to_vec())
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

fn plan(
    font: &FontRef<'_>,
    (characters, glyphs): (&BTreeSet<char>, &IntSet<GlyphId>),
    more: &BTreeSet<String>,
) -> Plan {
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
        glyphs,
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
    use skrifa::instance::{LocationRef, Size};
    use skrifa::raw::TableProvider;
    use skrifa::raw::tables::math::{MathConstant, MathKernCorner, StretchAxis};

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

    fn math() -> Face {
        face(include_bytes!("../../../themes/book/fonts/LibertinusMath-Regular.otf"))
    }

    /// The names of the glyphs that a character grows into along an axis, as widths and
    /// heights of their outlines and how long they are; then those of its parts.
    fn grown(font: &FontRef<'_>, c: char, axis: StretchAxis) -> Vec<(String, u16)> {
        let glyph = font.charmap().map(c).unwrap();
        let variants = font.math().unwrap().math_variants().unwrap();
        let Some(one) = variants.glyph_construction(glyph, axis) else { return vec![] };
        let whole = one.math_glyph_variant_records().iter();
        let whole =
            whole.map(|record| (record.variant_glyph(), record.advance_measurement()));
        let parts = one.glyph_assembly().map(|parts| parts.unwrap());
        let parts = parts.iter().flat_map(|parts| parts.part_records());
        let parts = parts.map(|part| (part.glyph_id(), part.full_advance()));
        let metrics = font.glyph_metrics(Size::unscaled(), LocationRef::default());
        whole
            .chain(parts)
            .map(|(glyph, length)| {
                let bounds = format!("{:?}", metrics.bounds(glyph.into()).unwrap());
                (bounds, length.to_u16())
            })
            .collect()
    }

    #[test]
    fn a_font_of_formulas_keeps_what_its_glyphs_grow_into() {
        let characters: BTreeSet<char> = "x𝑥𝑓(√∑⏞∫^\u{302}".chars().collect();
        let bytes = subset(&math(), &characters, &BTreeSet::new()).unwrap();
        assert!(bytes.len() * 5 < math().data.len(), "{}", bytes.len());
        let whole = math();
        let (whole, font) =
            (FontRef::new(&whole.data).unwrap(), FontRef::new(&bytes).unwrap());
        for (c, axis) in [
            ('(', StretchAxis::Vertical),
            ('√', StretchAxis::Vertical),
            ('∑', StretchAxis::Vertical),
            ('∫', StretchAxis::Vertical),
            ('⏞', StretchAxis::Horizontal),
            ('\u{302}', StretchAxis::Horizontal),
        ] {
            let own = grown(&whole, c, axis);
            assert!(!own.is_empty(), "{c}");
            assert_eq!(grown(&font, c, axis), own, "{c}");
        }
        let values = |font: &FontRef<'_>, c: char| {
            let glyph = font.charmap().map(c).unwrap();
            let info = font.math().unwrap().math_glyph_info().unwrap();
            let italics = info.math_italics_correction_info().unwrap().unwrap();
            let accents = info.math_top_accent_attachment().unwrap().unwrap();
            let kerns = info.math_kern_info().map(|kerns| {
                let kerns = kerns.unwrap();
                let at = |corner| kerns.kern(glyph, corner)?.kerning(200);
                (at(MathKernCorner::TopRight), at(MathKernCorner::BottomRight))
            });
            (italics.correction(glyph), accents.attachment(glyph), kerns)
        };
        for c in ['𝑥', '𝑓', '∫'] {
            assert_eq!(values(&font, c), values(&whole, c), "{c}");
        }
        assert!(values(&font, '𝑓').0.is_some_and(|italics| italics > 0));
        let constant = |font: &FontRef<'_>| {
            let constants = font.math().unwrap().math_constants().unwrap();
            constants.constant(MathConstant::AxisHeight)
        };
        assert_eq!(constant(&font), constant(&whole));
        assert!(font.charmap().map('𝑦').is_none());
        assert_eq!(bytes, subset(&math(), &characters, &BTreeSet::new()).unwrap());
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
