//! Fonts for the screen: a face reduced to the characters a book uses.
//!
//! `skera` cuts the tables a browser needs (cmap, GSUB, GPOS, metrics) but has no
//! way with CFF outlines yet; those come from `subsetter`, which keeps the order of
//! glyphs it is given, so both halves agree on the number of every glyph.

use std::collections::BTreeSet;

use skera::{DEFAULT_DROP_TABLES, DEFAULT_LAYOUT_FEATURES, Plan, SubsetFlags, subset_font};
use skrifa::raw::collections::IntSet;
use skrifa::raw::types::{NameId, Tag};
use skrifa::raw::FontRef;

use crate::theme::Face;

const CFF: Tag = Tag::new(b"CFF ");

/// Features kept beside those that every text has: figures, small capitals.
const FEATURES: [&[u8; 4]; 6] = [b"onum", b"lnum", b"tnum", b"pnum", b"smcp", b"c2sc"];

/// The font file of a face with the glyphs for `characters`, and what ligatures,
/// kerning, small capitals and kinds of figures need besides.
///
/// Characters the face lacks are passed over. The same face and characters give the
/// same bytes.
///
/// # Errors
/// The words of the library when the font file contradicts itself.
pub fn subset(face: &Face, characters: &BTreeSet<char>) -> Result<Vec<u8>, String> {
    let font = FontRef::new(&face.data).map_err(|error| error.to_string())?;
    let outlines_are_cff = font.table_data(CFF).is_some();
    let plan = plan(&font, characters);
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

fn plan(font: &FontRef<'_>, characters: &BTreeSet<char>) -> Plan {
    let unicodes: IntSet<u32> = characters.iter().map(|&c| u32::from(c)).collect();
    let drop: IntSet<Tag> = DEFAULT_DROP_TABLES.iter().copied().collect();
    let features: IntSet<Tag> = DEFAULT_LAYOUT_FEATURES
        .iter()
        .copied()
        .chain(FEATURES.iter().map(|tag| Tag::new(tag)))
        .collect();
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
