//! Superscripts, subscripts, limits and accents.

use skrifa::raw::tables::math::{MathConstant as C, MathKernCorner};

use super::boxes::MathBox;
use super::set::{Level, Setter};
use crate::length::Length;
use crate::math::{Class, Limits, Node, combining};

impl Setter<'_> {
    pub(super) fn scripts(
        &mut self,
        base: &[Node],
        (sub, sup): (Option<&[Node]>, Option<&[Node]>),
        limits: Limits,
        level: Level,
    ) -> MathBox {
        let stacked = match limits {
            Limits::Right => false,
            Limits::Stacked => true,
            Limits::Movable => level.is_display(),
        };
        let arrow = arrow(base).filter(|_| stacked);
        let large = matches!(base, [only] if only.class() == Class::Operator);
        let sub = sub.map(|sub| self.row(sub, level.sub()));
        let sup = sup.map(|sup| self.row(sup, level.sup()));
        let base = match arrow {
            Some(c) => {
                let widths = [&sub, &sup].into_iter().flatten().map(|script| script.width);
                let wanted = widths.max().unwrap_or_default() + self.size(level) / 2;
                self.widened(c, (wanted, false), level)
            }
            None => self.row(base, level),
        };
        if stacked {
            self.limits(base, sub, sup, level)
        } else {
            self.beside(base, large, (sub, sup), level)
        }
    }

    /// Scripts at the right (appendix G, rule 18).
    fn beside(
        &mut self,
        base: MathBox,
        large: bool,
        (sub, sup): (Option<MathBox>, Option<MathBox>),
        level: Level,
    ) -> MathBox {
        let constant = |constant| self.constant(constant, level);
        let letter = base.glyph.is_some() && !large;
        let mut up = constant(if level.cramped {
            C::SuperscriptShiftUpCramped
        } else {
            C::SuperscriptShiftUp
        });
        let mut down = constant(C::SubscriptShiftDown);
        if !letter {
            up = up.max(base.height - constant(C::SuperscriptBaselineDropMax));
            down = down.max(base.depth + constant(C::SubscriptBaselineDropMin));
        }
        if let Some(sup) = &sup {
            up = up.max(constant(C::SuperscriptBottomMin) + sup.depth);
        }
        if let Some(sub) = &sub {
            down = down.max(sub.height - constant(C::SubscriptTopMax));
        }
        if let (Some(sub), Some(sup)) = (&sub, &sup) {
            let gap = (up - sup.depth) - (sub.height - down);
            let lacking = constant(C::SubSuperscriptGapMin) - gap;
            if lacking > Length::ZERO {
                let room =
                    constant(C::SuperscriptBottomMaxWithSubscript) - (up - sup.depth);
                let raised = lacking.min(room.max(Length::ZERO));
                up += raised;
                down += lacking - raised;
            }
        }
        let size = self.size(level);
        let after = constant(C::SpaceAfterScript);
        let italics = base.italics;
        let own = base.glyph.filter(|_| letter);
        let kern = |corner, height: Length| match own {
            Some(glyph) => {
                let units = self.font.kern(glyph, corner, self.font.units(height, size));
                self.font.length(units, size)
            }
            None => Length::ZERO,
        };
        let mut right = base.width;
        let width = base.width;
        let sub_kern = sub.as_ref().map_or(Length::ZERO, |sub| {
            kern(MathKernCorner::BottomRight, sub.height - down)
        });
        let sup_kern = sup
            .as_ref()
            .map_or(Length::ZERO, |sup| kern(MathKernCorner::TopRight, up - sup.depth));
        let mut out = MathBox { width, ..MathBox::default() };
        out.put(base, Length::ZERO, Length::ZERO);
        if let Some(sub) = sub {
            let x = width + sub_kern - if large { italics } else { Length::ZERO };
            right = right.max(x + sub.width + after);
            out.put(sub, x, -down);
        }
        if let Some(sup) = sup {
            let x = width + sup_kern + if large { Length::ZERO } else { italics };
            right = right.max(x + sup.width + after);
            out.put(sup, x, up);
        }
        out.width = right;
        out
    }

    /// Scripts above and below (appendix G, rule 13a).
    fn limits(
        &mut self,
        base: MathBox,
        sub: Option<MathBox>,
        sup: Option<MathBox>,
        level: Level,
    ) -> MathBox {
        let width = [Some(&base), sub.as_ref(), sup.as_ref()]
            .into_iter()
            .flatten()
            .map(|part| part.width)
            .max()
            .unwrap_or_default();
        let (height, depth, italics) = (base.height, base.depth, base.italics);
        let mut out = MathBox { width, ..MathBox::default() };
        let x = (width - base.width) / 2;
        out.put(base, x, Length::ZERO);
        if let Some(sub) = sub {
            let gap = self.constant(C::LowerLimitGapMin, level) + sub.height;
            let down = depth + gap.max(self.constant(C::LowerLimitBaselineDropMin, level));
            let x = (width - sub.width) / 2 - italics / 2;
            out.put(sub, x, -down);
        }
        if let Some(sup) = sup {
            let gap = self.constant(C::UpperLimitGapMin, level) + sup.depth;
            let up = height + gap.max(self.constant(C::UpperLimitBaselineRiseMin, level));
            let x = (width - sup.width) / 2 + italics / 2;
            out.put(sup, x, up);
        }
        out
    }

    pub(super) fn accent(
        &mut self,
        base: &[Node],
        mark: char,
        (wide, under): (bool, bool),
        level: Level,
    ) -> MathBox {
        let inner = self.row(base, if under { level } else { level.cramped() });
        match mark {
            '‾' if base.len() > 1 || !matches!(base, [Node::Symbol(_)]) => {
                self.bar(inner, false, level)
            }
            '_' => self.bar(inner, true, level),
            _ if under => self.braced(inner, mark, true, level),
            '⏞' | '⎴' | '⏠' | '⏜' | '←' | '⇒' | '↔' | '↼' | '⇀' => {
                self.braced(inner, mark, false, level)
            }
            '→' if wide => self.braced(inner, mark, false, level),
            _ => self.accented(inner, mark, wide, level),
        }
    }

    /// A rule above or below.
    fn bar(&mut self, inner: MathBox, under: bool, level: Level) -> MathBox {
        let (gap, thickness, extra) = if under {
            (C::UnderbarVerticalGap, C::UnderbarRuleThickness, C::UnderbarExtraDescender)
        } else {
            (C::OverbarVerticalGap, C::OverbarRuleThickness, C::OverbarExtraAscender)
        };
        let [gap, thickness, extra] =
            [gap, thickness, extra].map(|constant| self.constant(constant, level));
        let (width, height, depth) = (inner.width, inner.height, inner.depth);
        let mut out = MathBox { width, ..MathBox::default() };
        out.put(inner, Length::ZERO, Length::ZERO);
        let y = if under { -depth - gap - thickness } else { height + gap };
        out.rule((Length::ZERO, y), (width, thickness), self.style.color);
        if under {
            out.depth += extra;
        } else {
            out.height += extra;
        }
        out
    }

    /// A brace, a bracket or an arrow as wide as what it belongs to.
    fn braced(&mut self, inner: MathBox, mark: char, under: bool, level: Level) -> MathBox {
        let mark = self.widened(mark, (inner.width, false), level);
        let gap = self.constant(C::OverbarVerticalGap, level) / 2;
        let width = inner.width.max(mark.width);
        let (height, depth) = (inner.height, inner.depth);
        let mut out = MathBox { width, ..MathBox::default() };
        let x = (width - inner.width) / 2;
        out.put(inner, x, Length::ZERO);
        let x = (width - mark.width) / 2;
        // glyphs for such marks stand above or below the line already
        let y = if under { -depth - gap - mark.height } else { height + gap + mark.depth };
        out.put(mark, x, y);
        out
    }

    /// An accent above a letter or letters (`MathML` Core, 3.4.3; the `TeXbook`, rule 12).
    fn accented(
        &mut self,
        inner: MathBox,
        mark: char,
        wide: bool,
        level: Level,
    ) -> MathBox {
        let mark = match mark {
            '‾' => '\u{304}',
            other => combining(other).unwrap_or(other),
        };
        let base_glyph = inner.glyph;
        let size = self.size(level);
        let accent = if wide {
            self.widened(mark, (inner.width, true), level)
        } else {
            let style = self.glyph_style(level);
            match self.glyph_of(&mark.to_string(), &style) {
                Some(glyph) => self.glyph(glyph, &mark.to_string(), style),
                None => {
                    self.missing.push(mark);
                    MathBox::default()
                }
            }
        };
        let center = match base_glyph.and_then(|glyph| self.font.attachment(glyph)) {
            Some(units) => self.font.length(units, size),
            None => (inner.width + inner.italics) / 2,
        };
        let own = accent.glyph.map_or(Length::ZERO, |glyph| {
            let extent = self.font.extent(glyph);
            let middle = (extent.left + extent.right) / 2;
            self.font.length(self.font.attachment(glyph).unwrap_or(middle), size)
        });
        let rise =
            inner.height - inner.height.min(self.constant(C::AccentBaseHeight, level));
        let (width, italics) = (inner.width, inner.italics);
        let mut out = MathBox { width, ..MathBox::default() };
        out.put(inner, Length::ZERO, Length::ZERO);
        out.put(accent, center - own, rise);
        (out.italics, out.glyph) = (italics, base_glyph);
        out
    }
}

/// The arrow that a base is, if it is one.
fn arrow(base: &[Node]) -> Option<char> {
    let [Node::Symbol(symbol)] = base else { return None };
    let c = symbol.text.chars().next()?;
    matches!(c, '\u{2190}'..='\u{21FF}').then_some(c)
}
