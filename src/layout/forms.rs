//! The types and forms of text: what the theme says of running text, of small type and of
//! headings.

use super::build::Builder;
use super::fonts::{FeatureSet, Variant};
use super::inline::Type;
use super::paragraph::Form;
use crate::length::Length;
use crate::theme::{Align, HeadingTokens};

impl<'a> Builder<'a> {
    /// The size of type and the distance of lines that what is between blocks depends on.
    pub(super) fn scale(&self) -> (Length, Length) {
        let tokens = &self.theme.tokens;
        match self.cell {
            Some(_) => (tokens.small_size, tokens.small_leading),
            None => (tokens.text.size, tokens.text.leading),
        }
    }

    /// The distance of lines of type of a size that a notice may want larger.
    fn leading(&self, size: Length, leading: Length) -> Length {
        match self.least_size > size {
            true => leading.scale(self.least_size.0, size.0.max(1)),
            false => leading,
        }
    }

    /// Sets blocks whose lines begin below one another, also where those of the cell they
    /// stand in do not.
    pub(super) fn flush(&mut self, set: impl FnOnce(&mut Self)) {
        let outer = self.cell;
        if let Some(cell) = &mut self.cell {
            cell.align = Align::Left;
        }
        set(self);
        self.cell = outer;
    }

    /// The type of running text.
    pub(super) fn text_type(&self) -> Type<'a> {
        let text = &self.theme.tokens.text;
        // figures below one another line up when each is as wide as the others
        let (weight, features) = match self.cell {
            Some(cell) => (cell.weight, FeatureSet::Tabular),
            None => (400, FeatureSet::Text),
        };
        Type {
            family: &text.family,
            weight,
            italic: false,
            size: if self.in_note { self.theme.tokens.small_size } else { text.size }
                .max(self.least_size),
            raise: Length::ZERO,
            color: self.theme.tokens.light.text,
            features,
            variant: Variant::default(),
            strike: false,
            underline: false,
            mark: false,
            language: self.language,
            rtl: self.rtl,
        }
    }

    /// The type of less important text.
    pub(super) fn small_type(&self) -> Type<'a> {
        let tokens = &self.theme.tokens;
        let size = tokens.small_size.max(self.least_size);
        Type { size, color: tokens.light.muted, ..self.text_type() }
    }

    pub(super) fn heading_type(&self, heading: &HeadingTokens) -> Type<'a> {
        let tokens = &self.theme.tokens;
        let family = self
            .theme
            .faces
            .iter()
            .map(|face| face.family.as_str())
            .find(|family| *family == heading.family)
            .unwrap_or(&tokens.text.family);
        Type {
            family,
            weight: heading.weight,
            italic: heading.italic,
            size: heading.size.max(self.least_size),
            color: tokens.light.accent,
            features: FeatureSet::Heading,
            ..self.text_type()
        }
    }

    pub(super) fn text_form(&self, measure: Length) -> Form {
        let text = &self.theme.tokens.text;
        let kind = self.text_type();
        let style = kind.style(self.theme);
        let tokens = &self.theme.tokens;
        let leading = match self.in_note {
            true => self.leading(tokens.small_size, tokens.small_leading),
            false => self.leading(text.size, text.leading),
        };
        let align = match self.cell {
            Some(cell) => cell.align,
            None if self.ragged => Align::Left,
            None => text.align,
        };
        Form {
            align,
            measure,
            indent: Length::ZERO,
            leading,
            baseline: self.fonts.baseline(style.face, kind.size, leading),
            hyphenate: text.hyphenate,
            protrusion: text.protrusion && align == Align::Justify,
            expansion: if align == Align::Justify { text.expansion } else { 0 },
            balance: false,
            rtl: self.rtl,
            marked: false,
            numbers: None,
            looseness: 0,
        }
    }

    pub(super) fn small_form(&self, measure: Length) -> Form {
        let tokens = &self.theme.tokens;
        let style = self.small_type().style(self.theme);
        let leading = self.leading(tokens.small_size, tokens.small_leading);
        let baseline = self.fonts.baseline(style.face, style.size, leading);
        Form { leading, baseline, ..self.text_form(measure) }
    }

    pub(super) fn heading_form(
        &self,
        heading: &HeadingTokens,
        measure: Length,
        align: Align,
    ) -> Form {
        let style = self.heading_type(heading).style(self.theme);
        let leading = self.leading(heading.size, heading.leading);
        Form {
            align,
            measure,
            indent: Length::ZERO,
            leading,
            baseline: self.fonts.baseline(style.face, style.size, leading),
            hyphenate: false,
            protrusion: false,
            expansion: 0,
            balance: true,
            rtl: self.rtl,
            marked: false,
            numbers: None,
            looseness: 0,
        }
    }
}
