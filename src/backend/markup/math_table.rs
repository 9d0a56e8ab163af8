//! The `MATH` table of a font that is reduced (OpenType 1.9.1, "The mathematical
//! typesetting table"), which `skera` (0.9) leaves out: what its glyphs grow into is
//! kept, and the table is written with the new numbers of the glyphs.

use std::collections::BTreeMap;

use skrifa::raw::collections::IntSet;
use skrifa::raw::tables::layout::CoverageTable as Covered;
use skrifa::raw::tables::math::MathGlyphConstruction as Construction;
use skrifa::raw::types::{GlyphId, GlyphId16};
use skrifa::raw::{FontRef, ReadError, TableProvider};
use write_fonts::from_obj::ToOwnedTable;
use write_fonts::tables::layout::CoverageTable;
use write_fonts::tables::math::{Math, MathGlyphConstruction, MathGlyphInfo, MathVariants};
use write_fonts::{NullableOffsetMarker, OffsetMarker, dump_table};

/// The number of each glyph in the reduced font, by the one it had.
pub(super) type Numbers = BTreeMap<GlyphId, GlyphId16>;

/// Adds the glyphs that some grow into: longer ones, and the parts of those of any length.
///
/// # Errors
/// When the table contradicts itself.
pub(super) fn add_grown(
    font: &FontRef<'_>,
    glyphs: &mut IntSet<GlyphId>,
) -> Result<(), ReadError> {
    let variants = font.math()?.math_variants()?;
    let (down, along) =
        (variants.vert_glyph_constructions(), variants.horiz_glyph_constructions());
    let mut grown = Vec::new();
    let mut add = |at: usize, coverage: &Covered<'_>, one: Construction<'_>| {
        let own = coverage.iter().nth(at);
        if !own.is_some_and(|own| glyphs.contains(own)) {
            return Ok(());
        }
        let records = one.math_glyph_variant_records();
        grown.extend(records.iter().map(|record| record.variant_glyph()));
        if let Some(assembly) = one.glyph_assembly() {
            grown.extend(assembly?.part_records().iter().map(|part| part.glyph_id()));
        }
        Ok::<(), ReadError>(())
    };
    if let Some(coverage) = variants.vert_glyph_coverage() {
        let coverage = coverage?;
        for (at, one) in down.iter().enumerate() {
            add(at, &coverage, one?)?;
        }
    }
    if let Some(coverage) = variants.horiz_glyph_coverage() {
        let coverage = coverage?;
        for (at, one) in along.iter().enumerate() {
            add(at, &coverage, one?)?;
        }
    }
    glyphs.extend(grown.into_iter().map(GlyphId::from));
    Ok(())
}

/// The table for a font whose glyphs have these numbers, as bytes.
///
/// # Errors
/// The words of the library when the table contradicts itself.
pub(super) fn reduced(font: &FontRef<'_>, numbers: &Numbers) -> Result<Vec<u8>, String> {
    let math = font.math().map_err(|error| error.to_string())?;
    let mut math: Math = math.to_owned_table();
    info(&mut math.math_glyph_info, numbers);
    variants(&mut math.math_variants, numbers);
    dump_table(&math).map_err(|error| error.to_string())
}

fn info(info: &mut MathGlyphInfo, numbers: &Numbers) {
    if let Some(own) = info.math_italics_correction_info.as_mut() {
        keep(&mut own.coverage, &mut own.italics_correction, numbers);
    }
    if let Some(own) = info.math_top_accent_attachment.as_mut() {
        keep(&mut own.top_accent_coverage, &mut own.top_accent_attachment, numbers);
    }
    if let Some(own) = info.math_kern_info.as_mut() {
        keep(&mut own.math_kern_coverage, &mut own.math_kern_info_records, numbers);
    }
    if let Some(coverage) = info.extended_shape_coverage.as_mut() {
        let mut glyphs: Vec<()> = coverage.iter().map(|_| ()).collect();
        keep(coverage, &mut glyphs, numbers);
    }
}

fn variants(variants: &mut MathVariants, numbers: &Numbers) {
    let axes = [
        (&mut variants.vert_glyph_coverage, &mut variants.vert_glyph_constructions),
        (&mut variants.horiz_glyph_coverage, &mut variants.horiz_glyph_constructions),
    ];
    for (coverage, constructions) in axes {
        let Some(own) = coverage.as_mut() else { continue };
        keep(own, constructions, numbers);
        constructions.iter_mut().for_each(|one| renumber(one, numbers));
        if constructions.is_empty() {
            *coverage = NullableOffsetMarker::default();
        }
    }
}

/// The glyphs that one grows into are all kept: [`add_grown`] has added them.
fn renumber(one: &mut OffsetMarker<MathGlyphConstruction>, numbers: &Numbers) {
    let number = |glyph: &mut GlyphId16| {
        let new = numbers.get(&GlyphId::from(*glyph)).copied();
        *glyph = new.unwrap_or_else(|| crate::bug!("glyph {glyph} was not kept"));
    };
    for record in &mut one.math_glyph_variant_records {
        number(&mut record.variant_glyph);
    }
    if let Some(assembly) = one.glyph_assembly.as_mut() {
        assembly.part_records.iter_mut().for_each(|part| number(&mut part.glyph_id));
    }
}

/// Keeps the values of glyphs that are kept. New numbers are in the order of the old ones.
fn keep<T>(coverage: &mut CoverageTable, values: &mut Vec<T>, numbers: &Numbers) {
    let kept = coverage.iter().zip(std::mem::take(values));
    let kept: Vec<(GlyphId16, T)> =
        kept.filter_map(|(glyph, value)| Some((*numbers.get(&glyph)?, value))).collect();
    let glyphs: Vec<GlyphId16> = kept.iter().map(|&(glyph, _)| glyph).collect();
    *values = kept.into_iter().map(|(_, value)| value).collect();
    *coverage = glyphs.into_iter().collect();
}
