//! What grows: delimiters, roots, large operators, braces and wide accents.

use skrifa::raw::tables::math::{MathConstant as C, StretchAxis};

use super::boxes::{MathBox, Piece, PieceKind};
use super::font::{Part, Sizes};
use super::set::{Level, Setter, byte};
use crate::layout::sheet::Glyph;
use crate::length::{Length, Short};
use crate::math::{Node, TableKind};

/// Parts of one glyph at most: enough for a brace of a metre.
const MOST_PARTS: usize = 400;

impl Setter<'_> {
    /// A part between delimiters as high as it.
    pub(super) fn fenced(
        &mut self,
        (open, close): (Option<char>, Option<char>),
        row: &[Node],
        level: Level,
    ) -> MathBox {
        let inner = self.row(row, level);
        let axis = self.axis(level);
        let reach = (inner.height - axis).max(inner.depth + axis).max(Length::ZERO);
        // The TeXbook, appendix G, rule 19: a delimiter may be a tenth, or half a leading,
        // too short
        let short = self.size(level) / 2;
        let wanted = (reach * 2).scale(901, 1000).max(reach * 2 - short);
        let mut out = MathBox::default();
        let empty = self.size(level).scale(12, 100);
        match open {
            Some(c) => out.append(self.delimiter(c, wanted, level)),
            None => out.width += empty,
        }
        let inner = if row.iter().any(is_middle) {
            self.with_middle(row, wanted, level)
        } else {
            inner
        };
        // what stands in a matrix keeps away from its delimiters
        let matrix = matches!(row, [Node::Table(table)] if table.kind == TableKind::Matrix);
        let pad = if matrix { self.size(level) / 8 } else { Length::ZERO };
        out.width += pad;
        out.append(inner);
        out.width += pad;
        match close {
            Some(c) => out.append(self.delimiter(c, wanted, level)),
            None => out.width += empty,
        }
        out
    }

    /// A row with delimiters in it that are as high as those around.
    fn with_middle(&mut self, row: &[Node], wanted: Length, level: Level) -> MathBox {
        let mut out = MathBox::default();
        for part in row.split_inclusive(is_middle) {
            let (last, rest) = match part.split_last() {
                Some((Node::Symbol(symbol), rest)) if symbol.middle => (Some(symbol), rest),
                _ => (None, part),
            };
            out.append(self.row(rest, level));
            if let Some(symbol) = last {
                let space = self.size(level).scale(3, 18);
                let c = symbol.text.chars().next().unwrap_or('|');
                out.width += space;
                out.append(self.delimiter(c, wanted, level));
                out.width += space;
            }
        }
        out
    }

    /// A delimiter at least as high as wanted, in the middle of the axis.
    pub(super) fn delimiter(&mut self, c: char, wanted: Length, level: Level) -> MathBox {
        let grown = self.stretched(c, wanted, level);
        self.centred(grown, level)
    }

    /// A box moved so that its middle is on the axis.
    fn centred(&self, inner: MathBox, level: Level) -> MathBox {
        let rise = self.axis(level) - (inner.height - inner.depth) / 2;
        let mut out =
            MathBox { width: inner.width, italics: inner.italics, ..MathBox::default() };
        out.glyph = inner.glyph;
        (out.height, out.depth) = (inner.height + rise, inner.depth - rise);
        out.put(inner, Length::ZERO, rise);
        out
    }

    /// A large operator.
    pub(super) fn large(
        &mut self,
        glyph: u16,
        text: &str,
        large: bool,
        level: Level,
    ) -> MathBox {
        let style = self.glyph_style(level);
        let mut chosen = glyph;
        if large {
            let wanted = self.font.percent(C::DisplayOperatorMinHeight);
            let sizes = self.font.sizes(glyph, StretchAxis::Vertical);
            let high = sizes.whole.iter().find(|(_, length)| *length >= wanted);
            chosen = high.or(sizes.whole.last()).map_or(glyph, |&(glyph, _)| glyph);
        }
        let set = self.glyph(chosen, text, style);
        self.centred(set, level)
    }

    /// A character at least as high as wanted, as far as its font goes.
    pub(super) fn stretched(&mut self, c: char, wanted: Length, level: Level) -> MathBox {
        let style = self.glyph_style(level);
        let text = c.to_string();
        let Some(glyph) = self.glyph_of(&text, &style) else {
            self.missing.push(c);
            return MathBox::default();
        };
        let own = self.glyph(glyph, &text, style);
        if own.height + own.depth >= wanted {
            return own;
        }
        let sizes = self.font.sizes(glyph, StretchAxis::Vertical);
        let units = self.font.units(wanted, style.size);
        if let Some(&(glyph, _)) = sizes.whole.iter().find(|(_, length)| *length >= units) {
            return self.glyph(glyph, &text, style);
        }
        if sizes.parts.is_empty() {
            return sizes
                .whole
                .last()
                .map_or(own, |&(glyph, _)| self.glyph(glyph, &text, style));
        }
        let placed = assembled(&sizes, units, self.font.overlap());
        let length = |units| self.font.length(units, style.size);
        let mut glyphs = Vec::with_capacity(placed.len());
        let mut out = MathBox::default();
        for (part, at) in placed {
            let extent = self.font.extent(part.glyph);
            // its foot stands where the part begins
            let dy = length(at + extent.below);
            glyphs.push(Glyph {
                id: part.glyph,
                advance: Short::ZERO,
                dx: Short::ZERO,
                dy: dy.into(),
                start: 0,
                len: byte(text.len()),
            });
            out.width = out.width.max(length(self.font.advance(part.glyph)));
            out.height = out.height.max(length(at + part.length));
        }
        if let Some(last) = glyphs.last_mut() {
            last.advance = out.width.into();
        }
        let kind = PieceKind::Run { style, text, glyphs };
        out.pieces.push(Piece { x: Length::ZERO, y: Length::ZERO, kind });
        out
    }

    /// A character at least as wide as wanted, as far as its font goes; `within` takes
    /// the widest that is no wider.
    pub(super) fn widened(
        &mut self,
        c: char,
        (wanted, within): (Length, bool),
        level: Level,
    ) -> MathBox {
        let style = self.glyph_style(level);
        let text = c.to_string();
        let Some(glyph) = self.glyph_of(&text, &style) else {
            self.missing.push(c);
            return MathBox::default();
        };
        let sizes = self.font.sizes(glyph, StretchAxis::Horizontal);
        let units = self.font.units(wanted, style.size);
        let whole = if within {
            sizes.whole.iter().rev().find(|(_, length)| *length <= units)
        } else {
            sizes.whole.iter().find(|(_, length)| *length >= units)
        };
        if let Some(&(glyph, _)) = whole {
            return self.glyph(glyph, &text, style);
        }
        if within || sizes.parts.is_empty() {
            let widest =
                sizes.whole.last().filter(|_| !within).map_or(glyph, |&(one, _)| one);
            return self.glyph(widest, &text, style);
        }
        let placed = assembled(&sizes, units, self.font.overlap());
        let length = |units| self.font.length(units, style.size);
        let mut out = MathBox::default();
        let mut glyphs: Vec<Glyph> = Vec::with_capacity(placed.len());
        for (turn, (part, at)) in placed.iter().enumerate() {
            let extent = self.font.extent(part.glyph);
            out.height = out.height.max(length(extent.above));
            out.depth = out.depth.max(length(extent.below));
            out.width = out.width.max(length(at + part.length));
            let next = placed.get(turn + 1).map_or(at + part.length, |(_, next)| *next);
            glyphs.push(Glyph {
                id: part.glyph,
                advance: (length(next) - length(*at)).into(),
                dx: Short::ZERO,
                dy: Short::ZERO,
                start: 0,
                len: byte(text.len()),
            });
        }
        let kind = PieceKind::Run { style, text, glyphs };
        out.pieces.push(Piece { x: Length::ZERO, y: Length::ZERO, kind });
        out
    }
}

fn is_middle(node: &Node) -> bool {
    matches!(node, Node::Symbol(symbol) if symbol.middle)
}

/// The parts of a glyph of a length, each with where it begins: parts that may be
/// repeated are, and all overlap as much as is needed (OpenType 1.9.1, "`GlyphAssembly`
/// table").
fn assembled(sizes: &Sizes, wanted: i64, overlap: i64) -> Vec<(Part, i64)> {
    let repeated = |times: usize| -> Vec<Part> {
        let parts = sizes.parts.iter();
        parts.flat_map(|part| vec![*part; if part.extends { times } else { 1 }]).collect()
    };
    let longest = |parts: &[Part]| -> i64 {
        let joints = i64::try_from(parts.len().saturating_sub(1)).unwrap_or(0);
        parts.iter().map(|part| part.length).sum::<i64>() - joints * overlap
    };
    let mut times = usize::from(sizes.parts.iter().all(|part| part.extends));
    while longest(&repeated(times)) < wanted && repeated(times).len() < MOST_PARTS {
        times += 1;
        if !sizes.parts.iter().any(|part| part.extends) {
            break;
        }
    }
    let parts = repeated(times);
    let joints = i64::try_from(parts.len().saturating_sub(1)).unwrap_or(0).max(1);
    let more = (longest(&parts) - wanted).max(0) / joints;
    let mut at = 0;
    let mut out = Vec::with_capacity(parts.len());
    for (turn, part) in parts.iter().enumerate() {
        out.push((*part, at));
        let next = parts.get(turn + 1);
        let most = next.map_or(0, |next| part.end.min(next.start)).max(overlap);
        at += part.length - (overlap + more).min(most);
    }
    out
}
