//! Whether a font shapes each word by itself.
//!
//! The rules of a font (OpenType 1.9.1, chapters GSUB and GPOS) may know spaces: a word
//! can then have another form beside one, or because of the word before it. Where none
//! does, the shape of a word depends on nothing but its letters.

use skrifa::raw::tables::gpos::{PairPos, PositionSubtables, ValueRecord};
use skrifa::raw::tables::gsub::{
    AlternateSubst, LigatureSubst, ReverseChainSingleSubst, SingleSubst,
    SubstitutionSubtables,
};
use skrifa::raw::tables::layout::{
    ChainedSequenceContext, CoverageTable, LookupFlag, SequenceContext,
};
use skrifa::raw::{ReadError, TableProvider};
use skrifa::{FontRef, GlyphId16, MetadataProvider, Tag};

/// Tables that substitute and place glyphs in other ways; they are not looked into.
const UNREAD: [&[u8; 4]; 6] = [b"kern", b"kerx", b"morx", b"mort", b"trak", b"ankr"];

/// Whether no rule of a font knows spaces, but for those that change a mark behind one.
/// Says no where it cannot tell.
pub(super) fn are_words_apart(data: &[u8]) -> bool {
    let Ok(font) = FontRef::new(data) else { return false };
    if UNREAD.iter().any(|tag| font.table_data(Tag::new(tag)).is_some()) {
        return false;
    }
    let space = font.charmap().map(' ').and_then(|id| u16::try_from(id.to_u32()).ok());
    let Some(space) = space.map(GlyphId16::new) else { return false };
    let apart = substitutes_apart(&font, space)
        .and_then(|apart| Ok(apart && places_apart(&font, space)?));
    apart.unwrap_or(false)
}

/// Whether rules with such a flag never skip a space.
fn sees_spaces(flag: LookupFlag) -> bool {
    // a space is a base glyph or none at all
    !flag.contains(LookupFlag::IGNORE_BASE_GLYPHS)
}

fn substitutes_apart(font: &FontRef<'_>, space: GlyphId16) -> Result<bool, ReadError> {
    if font.table_data(Tag::new(b"GSUB")).is_none() {
        return Ok(true);
    }
    for lookup in font.gsub()?.lookup_list()?.lookups().iter() {
        let lookup = lookup?;
        if !sees_spaces(lookup.lookup_flag()) {
            return Ok(false);
        }
        let apart = match lookup.subtables()? {
            SubstitutionSubtables::Single(tables) => {
                all(tables.iter(), |table| single_apart(&table, space))
            }
            SubstitutionSubtables::Multiple(tables) => {
                all(tables.iter(), |table| Ok(!has(table.coverage(), space)?))
            }
            SubstitutionSubtables::Alternate(tables) => {
                all(tables.iter(), |table| alternates_apart(&table, space))
            }
            SubstitutionSubtables::Ligature(tables) => {
                all(tables.iter(), |table| ligates_apart(&table, space))
            }
            SubstitutionSubtables::Contextual(tables) => {
                all(tables.iter(), |table| context_apart(&table, space))
            }
            SubstitutionSubtables::ChainContextual(tables) => {
                all(tables.iter(), |table| chain_apart(&table, (font, space)))
            }
            SubstitutionSubtables::Reverse(tables) => {
                all(tables.iter(), |table| reverse_apart(&table, space))
            }
            SubstitutionSubtables::EmptyExtension => Ok(true),
        };
        if !apart? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn places_apart(font: &FontRef<'_>, space: GlyphId16) -> Result<bool, ReadError> {
    if font.table_data(Tag::new(b"GPOS")).is_none() {
        return Ok(false);
    }
    for lookup in font.gpos()?.lookup_list()?.lookups().iter() {
        let lookup = lookup?;
        if !sees_spaces(lookup.lookup_flag()) {
            return Ok(false);
        }
        let apart = match lookup.subtables()? {
            // these place a glyph alone, or a mark on the letter before it
            PositionSubtables::Single(_)
            | PositionSubtables::MarkToBase(_)
            | PositionSubtables::MarkToLig(_)
            | PositionSubtables::MarkToMark(_)
            | PositionSubtables::EmptyExtension => Ok(true),
            PositionSubtables::Pair(tables) => {
                all(tables.iter(), |table| pair_apart(&table, space))
            }
            // rows of glyphs that hang on each other
            PositionSubtables::Cursive(_) => Ok(false),
            PositionSubtables::Contextual(tables) => {
                all(tables.iter(), |table| context_apart(&table, space))
            }
            PositionSubtables::ChainContextual(tables) => {
                all(tables.iter(), |table| chain_apart(&table, (font, space)))
            }
        };
        if !apart? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether something is true of all tables.
fn all<T>(
    tables: impl Iterator<Item = Result<T, ReadError>>,
    is_so: impl Fn(T) -> Result<bool, ReadError>,
) -> Result<bool, ReadError> {
    for table in tables {
        if !is_so(table?)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn has(
    coverage: Result<CoverageTable<'_>, ReadError>,
    space: GlyphId16,
) -> Result<bool, ReadError> {
    Ok(coverage?.get(space).is_some())
}

fn single_apart(table: &SingleSubst<'_>, space: GlyphId16) -> Result<bool, ReadError> {
    let coverage = match table {
        SingleSubst::Format1(table) => table.coverage(),
        SingleSubst::Format2(table) => table.coverage(),
        SingleSubst::Format3(_) | SingleSubst::Format4(_) => return Ok(false),
    };
    Ok(!has(coverage, space)?)
}

fn alternates_apart(
    table: &AlternateSubst<'_>,
    space: GlyphId16,
) -> Result<bool, ReadError> {
    let AlternateSubst::Format1(table) = table else { return Ok(false) };
    Ok(!has(table.coverage(), space)?)
}

/// A pair with a space moves nothing.
fn pair_apart(table: &PairPos<'_>, space: GlyphId16) -> Result<bool, ReadError> {
    let still = |value: &ValueRecord<'_>| {
        value.bytes().is_none_or(|bytes| bytes.iter().all(|&byte| byte == 0))
    };
    match table {
        PairPos::Format1(table) => {
            for set in table.pair_sets().iter() {
                for pair in set?.pair_value_records().iter() {
                    if pair?.second_glyph() == space {
                        return Ok(false);
                    }
                }
            }
            Ok(!has(table.coverage(), space)?)
        }
        PairPos::Format2(table) => {
            let class = table.class_def2()?.get(space) as usize;
            for first in table.class1_records().iter() {
                let pair = first?.class2_records().get(class)?;
                if !still(pair.value_record1()) || !still(pair.value_record2()) {
                    return Ok(false);
                }
            }
            Ok(!has(table.coverage(), space)?)
        }
        PairPos::Format3(_) | PairPos::Format4(_) => Ok(false),
    }
}

/// A ligature with a space in it joins words.
fn ligates_apart(table: &LigatureSubst<'_>, space: GlyphId16) -> Result<bool, ReadError> {
    let LigatureSubst::Format1(table) = table else { return Ok(false) };
    if has(table.coverage(), space)? {
        return Ok(false);
    }
    for set in table.ligature_sets().iter() {
        for ligature in set?.ligatures().iter() {
            if ligature?.component_glyph_ids().iter().any(|id| id.get() == space) {
                return Ok(false);
            }
        }
    }
    Ok(true)
}

fn context_apart(table: &SequenceContext<'_>, space: GlyphId16) -> Result<bool, ReadError> {
    // the other formats are rare, and not looked into
    let SequenceContext::Format3(table) = table else { return Ok(false) };
    Ok(!any(table.coverages().iter(), space)?)
}

/// Whether one of some sets of glyphs has a space.
fn any<'a>(
    mut glyphs: impl Iterator<Item = Result<CoverageTable<'a>, ReadError>>,
    space: GlyphId16,
) -> Result<bool, ReadError> {
    glyphs.try_fold(false, |found, glyph| Ok(found | has(glyph, space)?))
}

fn chain_apart(
    table: &ChainedSequenceContext<'_>,
    (font, space): (&FontRef<'_>, GlyphId16),
) -> Result<bool, ReadError> {
    let ChainedSequenceContext::Format3(table) = table else { return Ok(false) };
    let first = table.input_coverages().get(0);
    let before = table.backtrack_coverages();
    // what stands before is listed backwards
    let beside = before.iter().take(1);
    let apart = !any(table.input_coverages().iter(), space)?
        && !any(before.iter().skip(1), space)?
        && !any(table.lookahead_coverages().iter(), space)?;
    Ok(apart && (!any(beside, space)? || are_marks(font, first)?))
}

/// Whether all of some glyphs are marks, so that no word of letters begins with one.
fn are_marks(
    font: &FontRef<'_>,
    glyphs: Result<CoverageTable<'_>, ReadError>,
) -> Result<bool, ReadError> {
    const MARK: u32 = 3;
    let Some(classes) = font.gdef()?.glyph_class_def() else { return Ok(false) };
    let classes = classes?;
    Ok(glyphs?.iter().all(|glyph| classes.get(glyph) == MARK))
}

fn reverse_apart(
    table: &ReverseChainSingleSubst<'_>,
    space: GlyphId16,
) -> Result<bool, ReadError> {
    let ReverseChainSingleSubst::Format1(table) = table else { return Ok(false) };
    let around =
        table.backtrack_coverages().iter().chain(table.lookahead_coverages().iter());
    Ok(!has(table.coverage(), space)? && !any(around, space)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_face_that_kerns_with_spaces_do_not_stand_apart() {
        let apart = include_bytes!("../../themes/book/fonts/LibertinusSerif-Regular.otf");
        let kerned = include_bytes!(
            "../../themes/handout/fonts/AtkinsonHyperlegibleNext-Regular.ttf"
        );
        assert!(are_words_apart(apart));
        assert!(!are_words_apart(kerned));
        assert!(!are_words_apart(b"no font"));
    }
}
