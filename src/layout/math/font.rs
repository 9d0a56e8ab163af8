//! What a font says about setting formulas: its `MATH` table (OpenType 1.9.1).

use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::raw::tables::math::{
    Math, MathConstant, MathConstants, MathGlyphInfo, MathKernCorner, MathVariants,
    StretchAxis,
};
use skrifa::raw::{FontRef, TableProvider};
use skrifa::{GlyphId, MetadataProvider};

use crate::length::Length;

/// The tables of a font for formulas.
pub(super) struct MathFont<'f> {
    metrics: GlyphMetrics<'f>,
    constants: MathConstants<'f>,
    glyphs: Option<MathGlyphInfo<'f>>,
    variants: Option<MathVariants<'f>>,
    units_per_em: i64,
}

/// How far a glyph reaches from its origin, in units of the font.
#[derive(Debug, Default, Copy, Clone, PartialEq, Eq)]
pub(super) struct Extent {
    pub(super) left: i64,
    pub(super) right: i64,
    pub(super) above: i64,
    pub(super) below: i64,
}

/// A part of a glyph that is put together.
#[derive(Debug, Copy, Clone)]
pub(super) struct Part {
    pub(super) glyph: u16,
    pub(super) extends: bool,
    pub(super) start: i64,
    pub(super) end: i64,
    pub(super) length: i64,
}

/// In which sizes a glyph comes along an axis.
#[derive(Debug, Default)]
pub(super) struct Sizes {
    /// Glyphs and how long they are, from short to long.
    pub(super) whole: Vec<(u16, i64)>,
    /// The parts of one of any length, from left to right or from foot to head.
    pub(super) parts: Vec<Part>,
}

impl<'f> MathFont<'f> {
    /// Reads the tables; none when the font has none.
    pub(super) fn new(data: &'f [u8]) -> Option<Self> {
        let font = FontRef::new(data).ok()?;
        let math: Math<'f> = font.math().ok()?;
        Some(Self {
            metrics: font.glyph_metrics(Size::unscaled(), LocationRef::default()),
            constants: math.math_constants().ok()?,
            glyphs: math.math_glyph_info().ok(),
            variants: math.math_variants().ok(),
            units_per_em: i64::from(font.head().ok()?.units_per_em()).max(1),
        })
    }

    /// A constant as a length at a size of type.
    pub(super) fn constant(&self, constant: MathConstant, size: Length) -> Length {
        self.length(i64::from(self.constants.constant(constant)), size)
    }

    /// A constant as it stands: percentages.
    pub(super) fn percent(&self, constant: MathConstant) -> i64 {
        i64::from(self.constants.constant(constant))
    }

    /// Units of the font at a size of type.
    pub(super) fn length(&self, units: i64, size: Length) -> Length {
        size.scale(units, self.units_per_em)
    }

    /// How far a glyph reaches.
    #[expect(clippy::cast_possible_truncation, reason = "font units are 16 bits")]
    pub(super) fn extent(&self, glyph: u16) -> Extent {
        let bounds = self.metrics.bounds(GlyphId::from(glyph)).unwrap_or_default();
        Extent {
            left: bounds.x_min.round() as i64,
            right: bounds.x_max.round() as i64,
            above: bounds.y_max.round() as i64,
            below: -bounds.y_min.round() as i64,
        }
    }

    /// How far a glyph leads on.
    #[expect(clippy::cast_possible_truncation, reason = "font units are 16 bits")]
    pub(super) fn advance(&self, glyph: u16) -> i64 {
        self.metrics.advance_width(GlyphId::from(glyph)).unwrap_or_default().round() as i64
    }

    /// How far a glyph leans over its right edge.
    pub(super) fn italics(&self, glyph: u16) -> i64 {
        let info =
            self.glyphs.as_ref().and_then(|info| info.math_italics_correction_info());
        let info = info.and_then(Result::ok);
        i64::from(info.and_then(|info| info.correction(GlyphId::from(glyph))).unwrap_or(0))
    }

    /// Where an accent stands over a glyph, from its origin.
    pub(super) fn attachment(&self, glyph: u16) -> Option<i64> {
        let info = self.glyphs.as_ref()?.math_top_accent_attachment()?.ok()?;
        info.attachment(GlyphId::from(glyph)).map(i64::from)
    }

    /// How much nearer a script stands at a corner of a glyph, at a height in units.
    pub(super) fn kern(&self, glyph: u16, corner: MathKernCorner, height: i64) -> i64 {
        let kern = || {
            let info = self.glyphs.as_ref()?.math_kern_info()?.ok()?;
            let kern = info.kern(GlyphId::from(glyph), corner)?;
            kern.kerning(i32::try_from(height).unwrap_or(i32::MAX))
        };
        kern().map_or(0, i64::from)
    }

    /// In which sizes a glyph comes along an axis; itself is not among them.
    pub(super) fn sizes(&self, glyph: u16, axis: StretchAxis) -> Sizes {
        let construction = self
            .variants
            .as_ref()
            .and_then(|variants| variants.glyph_construction(GlyphId::from(glyph), axis));
        let Some(construction) = construction else { return Sizes::default() };
        let whole = construction.math_glyph_variant_records().iter().map(|record| {
            (
                record.variant_glyph().to_u16(),
                i64::from(record.advance_measurement().to_u16()),
            )
        });
        let assembly = construction.glyph_assembly().and_then(Result::ok);
        let parts = assembly.map(|assembly| {
            let parts = assembly.part_records().iter().map(|part| Part {
                glyph: part.glyph_id().to_u16(),
                extends: part.part_flags().bits() & 1 == 1,
                start: i64::from(part.start_connector_length().to_u16()),
                end: i64::from(part.end_connector_length().to_u16()),
                length: i64::from(part.full_advance().to_u16()),
            });
            parts.collect()
        });
        Sizes { whole: whole.collect(), parts: parts.unwrap_or_default() }
    }

    /// By how much parts of a glyph overlap at least.
    pub(super) fn overlap(&self) -> i64 {
        let variants = self.variants.as_ref();
        variants.map_or(0, |variants| i64::from(variants.min_connector_overlap().to_u16()))
    }

    /// Units of the font for a length at a size of type.
    pub(super) fn units(&self, length: Length, size: Length) -> i64 {
        length.0 * self.units_per_em / size.0.max(1)
    }
}
