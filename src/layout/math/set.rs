//! Rows, symbols, fractions, roots and accents.

use skrifa::raw::tables::math::MathConstant as C;

use super::boxes::{MathBox, Piece, PieceKind};
use super::font::MathFont;
use super::{FormulaPart, ends_line};
use crate::layout::fonts::{FeatureSet, Fonts, Shaper, Style as TypeStyle};
use crate::layout::setting;
use crate::layout::sheet::Glyph;
use crate::length::{Length, Short};
use crate::math::{Alphabet, Class, Enclosure, Node, Style, Symbol, TextStyle};
use crate::theme::{Color, Theme};

/// Sets the parts of a formula.
pub(super) struct Setter<'a> {
    pub(super) font: &'a MathFont<'a>,
    pub(super) theme: &'a Theme,
    pub(super) fonts: &'a Fonts<'a>,
    pub(super) shaper: Shaper<'a>,
    /// The type of formulas, in the size of the text around.
    pub(super) style: TypeStyle,
    /// The type of the text around.
    pub(super) text: TypeStyle,
    pub(super) missing: Vec<char>,
}

/// How large a part is, and whether its superscripts are lower.
#[derive(Debug, Copy, Clone)]
pub(super) struct Level {
    pub(super) style: Style,
    pub(super) cramped: bool,
}

impl Level {
    pub(super) const fn cramped(self) -> Self {
        Self { cramped: true, ..self }
    }

    /// That of superscripts.
    pub(super) const fn sup(self) -> Self {
        let style = match self.style {
            Style::Display | Style::Text => Style::Script,
            Style::Script | Style::ScriptScript => Style::ScriptScript,
        };
        Self { style, ..self }
    }

    /// That of subscripts.
    pub(super) const fn sub(self) -> Self {
        self.sup().cramped()
    }

    /// That of numerators.
    const fn over(self) -> Self {
        let style = match self.style {
            Style::Display => Style::Text,
            Style::Text => Style::Script,
            Style::Script | Style::ScriptScript => Style::ScriptScript,
        };
        Self { style, ..self }
    }

    pub(super) fn is_display(self) -> bool {
        self.style == Style::Display
    }
}

/// Space between neighbours (The `TeXbook`, page 170): thin, medium, thick are 1, 2, 3; the
/// negative ones are left out in scripts.
const SPACES: [[i8; 8]; 8] = [
    [0, 1, -2, -3, 0, 0, 0, -1],
    [1, 1, 0, -3, 0, 0, 0, -1],
    [-2, -2, 0, 0, -2, 0, 0, -2],
    [-3, -3, 0, 0, -3, 0, 0, -3],
    [0, 0, 0, 0, 0, 0, 0, 0],
    [0, 1, -2, -3, 0, 0, 0, -1],
    [-1, -1, 0, -1, -1, -1, -1, -1],
    [-1, 1, -2, -3, -1, 0, -1, -1],
];

impl Setter<'_> {
    /// The size of type on a level.
    pub(super) fn size(&self, level: Level) -> Length {
        let percent = match level.style {
            Style::Display | Style::Text => return self.style.size,
            Style::Script => C::ScriptPercentScaleDown,
            Style::ScriptScript => C::ScriptScriptPercentScaleDown,
        };
        self.style.size.scale(self.font.percent(percent), 100)
    }

    pub(super) fn constant(&self, constant: C, level: Level) -> Length {
        self.font.constant(constant, self.size(level))
    }

    pub(super) fn axis(&self, level: Level) -> Length {
        self.constant(C::AxisHeight, level)
    }

    /// A row in one box.
    pub(super) fn row(&mut self, row: &[Node], level: Level) -> MathBox {
        self.row_after(row, level, None)
    }

    /// The same behind something of a class that is set elsewhere.
    pub(super) fn row_after(
        &mut self,
        row: &[Node],
        level: Level,
        before: Option<Class>,
    ) -> MathBox {
        if let [Node::Group(inner)] = row {
            return self.row_after(inner, level, before);
        }
        let mut out = MathBox::default();
        for (set, space, _) in self.spaced(row, level, before) {
            out.width += space;
            if row.len() == 1 {
                (out.italics, out.glyph) = (set.italics, set.glyph);
            }
            out.append(set);
        }
        out
    }

    /// A row cut behind its relations and binary operators.
    pub(super) fn parts(&mut self, row: &[Node], level: Level) -> Vec<FormulaPart> {
        if let [Node::Group(inner)] = row {
            return self.parts(inner, level);
        }
        let spaced = self.spaced(row, level, None);
        let mut parts: Vec<FormulaPart> = Vec::new();
        let mut open = MathBox::default();
        let count = spaced.len();
        let mut fresh = true;
        for (number, (set, space, class)) in spaced.into_iter().enumerate() {
            if fresh && let Some(last) = parts.last_mut() {
                last.space = space;
            } else {
                open.width += space;
            }
            fresh = false;
            open.append(set);
            if number + 1 < count && ends_line(&row[number], class) {
                let set = std::mem::take(&mut open);
                let relation = class == Class::Relation;
                parts.push(FormulaPart { set, space: Length::ZERO, relation });
                fresh = true;
            }
        }
        parts.push(FormulaPart { set: open, space: Length::ZERO, relation: false });
        parts
    }

    /// Each node of a row with the space before it and what class it has there.
    fn spaced(
        &mut self,
        row: &[Node],
        level: Level,
        before: Option<Class>,
    ) -> Vec<(MathBox, Length, Class)> {
        let classes = classes(row, before);
        let em = self.size(level);
        let in_script = level.style > Style::Text;
        let mut last = before;
        let mut out = Vec::with_capacity(row.len());
        for (node, class) in row.iter().zip(classes) {
            let mut set = self.node(node, level);
            if row.len() > 1 && matches!(node, Node::Symbol(_)) && class != Class::Operator
            {
                // The TeXbook, appendix G, rule 17
                set.width += set.italics;
            }
            if matches!(node, Node::Space(_)) {
                out.push((set, Length::ZERO, Class::Ordinary));
                continue;
            }
            let space = last.map_or(0, |last| SPACES[last as usize][class as usize]);
            let eighteenths = match space {
                0 => 0,
                few if few < 0 && in_script => 0,
                some => i64::from(some.unsigned_abs()) + 2,
            };
            out.push((set, em.scale(eighteenths, 18), class));
            last = Some(class);
        }
        out
    }

    fn node(&mut self, node: &Node, level: Level) -> MathBox {
        match node {
            Node::Symbol(symbol) => self.symbol(symbol, level),
            Node::Number(text) | Node::Name(text) | Node::Function(text) => {
                self.word(text, level)
            }
            Node::Text(text, style) => self.text(text, *style, level),
            Node::Group(row) => self.row(row, level),
            Node::Fenced { open, close, row } => self.fenced((*open, *close), row, level),
            Node::Fraction { rule, over, under } => {
                self.fraction(*rule, over, under, level)
            }
            Node::Root { radicand, degree } => {
                self.root(radicand, degree.as_deref(), level)
            }
            Node::Scripts { base, sub, sup, limits } => {
                self.scripts(base, (sub.as_deref(), sup.as_deref()), *limits, level)
            }
            Node::Accent { base, mark, wide, under } => {
                self.accent(base, *mark, (*wide, *under), level)
            }
            Node::Table(table) => self.table(table, level),
            Node::Space(thousandths) => {
                MathBox::space(self.size(level).scale(i64::from(*thousandths), 1000))
            }
            Node::Sized(style, row) => self.row(row, Level { style: *style, ..level }),
            Node::Colored((r, g, b), row) => {
                let color = Color { r: *r, g: *g, b: *b };
                let before = (self.style.color, self.text.color);
                (self.style.color, self.text.color) = (color, color);
                let set = self.row(row, level);
                (self.style.color, self.text.color) = before;
                set
            }
            Node::Enclosed(made, row) => self.enclosed(*made, row, level),
        }
    }

    /// A part in a frame, or space in its place.
    fn enclosed(&mut self, made: Enclosure, row: &[Node], level: Level) -> MathBox {
        let inner = self.row(row, level);
        match made {
            Enclosure::Tag => inner,
            Enclosure::Phantom { wide, high } => {
                let some =
                    |is: bool, length: Length| if is { length } else { Length::ZERO };
                MathBox {
                    width: some(wide, inner.width),
                    height: some(high, inner.height),
                    depth: some(high, inner.depth),
                    ..MathBox::default()
                }
            }
            Enclosure::Frame => {
                let size = self.size(level);
                let (room, thin) = (size.scale(3, 10), size.scale(5, 100));
                let (above, below) = (inner.height + room, inner.depth + room);
                let width = inner.width + (room + thin) * 2;
                let mut out = MathBox { width, ..MathBox::default() };
                out.put(inner, room + thin, Length::ZERO);
                let color = self.style.color;
                out.rule((Length::ZERO, above), (width, thin), color);
                out.rule((Length::ZERO, -below - thin), (width, thin), color);
                let sides = above + below;
                out.rule((Length::ZERO, -below), (thin, sides), color);
                out.rule((width - thin, -below), (thin, sides), color);
                out
            }
        }
    }

    /// The style of glyphs on a level.
    pub(super) fn glyph_style(&self, level: Level) -> TypeStyle {
        let features = match level.style {
            Style::Display | Style::Text => FeatureSet::Formula,
            Style::Script => FeatureSet::FormulaScript,
            Style::ScriptScript => FeatureSet::FormulaScriptScript,
        };
        TypeStyle { features, size: self.size(level), ..self.style }
    }

    /// A box of one glyph.
    pub(super) fn glyph(&self, glyph: u16, text: &str, style: TypeStyle) -> MathBox {
        let extent = self.font.extent(glyph);
        let length = |units| self.font.length(units, style.size);
        let width = length(self.font.advance(glyph));
        let run = PieceKind::Run {
            style,
            text: text.to_owned(),
            glyphs: vec![Glyph {
                id: glyph,
                advance: width.into(),
                dx: Short::ZERO,
                dy: Short::ZERO,
                start: 0,
                len: byte(text.len()),
            }],
        };
        MathBox {
            width,
            height: length(extent.above),
            depth: length(extent.below),
            italics: length(self.font.italics(glyph)),
            glyph: Some(glyph),
            missing: Vec::new(),
            pieces: vec![Piece { x: Length::ZERO, y: Length::ZERO, kind: run }],
        }
    }

    /// The glyph of a character, if the font has it.
    pub(super) fn glyph_of(&mut self, text: &str, style: &TypeStyle) -> Option<u16> {
        let glyphs =
            self.shaper.again(text, (0, byte(text.len())), style.face, (style, false));
        match &glyphs[..] {
            [one] if one.id != 0 => Some(one.id),
            _ => None,
        }
    }

    fn symbol(&mut self, symbol: &Symbol, level: Level) -> MathBox {
        let style = self.glyph_style(level);
        let shown = symbol.shown();
        if let Some(height) = symbol.height.filter(|&height| height > 0) {
            let height = self.size(level).scale(i64::from(height), 1000);
            let c = shown.chars().next().unwrap_or(' ');
            return self.delimiter(c, height, level);
        }
        // who searches for a variable writes a plain letter
        let plain = matches!(
            symbol.alphabet,
            Alphabet::Usual | Alphabet::Upright | Alphabet::Italic
        );
        let read = if plain { symbol.text.replace('µ', "μ") } else { shown.clone() };
        let Some(glyph) = self.glyph_of(&shown, &style) else {
            return self.word(&shown, level);
        };
        if symbol.class == Class::Operator {
            let large = level.is_display() && symbol.height.is_none();
            return self.large(glyph, &read, large, level);
        }
        self.glyph(glyph, &read, style)
    }

    /// Characters of the font for formulas; what it lacks is taken from the text's.
    fn word(&mut self, text: &str, level: Level) -> MathBox {
        let style = TypeStyle { features: FeatureSet::Formula, ..self.glyph_style(level) };
        let end = byte(text.len());
        let shaped = self.shaper.again(text, (0, end), style.face, (&style, false));
        if shaped.iter().any(|glyph| glyph.id == 0) {
            return self.text(text, TextStyle::Plain, level);
        }
        let mut glyphs = Vec::with_capacity(shaped.len());
        let mut out = MathBox::default();
        for (at, glyph) in shaped.iter().enumerate() {
            let next = shaped[at + 1..].iter().map(|other| other.start);
            let next = next.filter(|&start| start > glyph.start).min().unwrap_or(end);
            let extent = self.font.extent(glyph.id);
            out.height = out.height.max(self.font.length(extent.above, style.size));
            out.depth = out.depth.max(self.font.length(extent.below, style.size));
            out.width += glyph.advance;
            glyphs.push(Glyph {
                id: glyph.id,
                advance: glyph.advance,
                dx: glyph.dx,
                dy: glyph.dy,
                start: glyph.start,
                len: next - glyph.start,
            });
        }
        let run = PieceKind::Run { style, text: text.to_owned(), glyphs };
        out.pieces.push(Piece { x: Length::ZERO, y: Length::ZERO, kind: run });
        out
    }

    /// Words in the type of the text around.
    pub(super) fn text(&mut self, text: &str, style: TextStyle, level: Level) -> MathBox {
        let face = self.theme.get(self.text.face);
        let (family, weight, italic) = match style {
            TextStyle::Plain => (face.family.as_str(), face.weight, face.italic),
            TextStyle::Bold => (face.family.as_str(), 700, face.italic),
            TextStyle::Italic => (face.family.as_str(), face.weight, true),
            TextStyle::Monospace => (self.theme.tokens.code_family.as_str(), 400, false),
        };
        let face = self.theme.face(family, weight, italic).unwrap_or(self.text.face);
        let style = TypeStyle { face, size: self.size(level), ..self.text };
        let mut out = MathBox::default();
        for run in setting::unbroken(text, false, &style, &mut self.shaper) {
            let lacking = run.glyphs.iter().filter(|glyph| glyph.id == 0);
            for glyph in lacking {
                self.missing.extend(run.text[glyph.start as usize..].chars().next());
            }
            out.height =
                out.height.max(self.fonts.ascent(run.face, style.size).scale(8, 10));
            out.depth =
                out.depth.max(self.fonts.descent(run.face, style.size).scale(8, 10));
            let kind = PieceKind::Run {
                style: TypeStyle { face: run.face, ..style },
                text: run.text,
                glyphs: run.glyphs.to_vec(),
            };
            out.pieces.push(Piece { x: run.x, y: Length::ZERO, kind });
            out.width += run.width;
        }
        out
    }

    fn fraction(
        &mut self,
        rule: bool,
        over: &[Node],
        under: &[Node],
        level: Level,
    ) -> MathBox {
        let over = self.row(over, level.over());
        let under = self.row(under, level.over().cramped());
        let display = level.is_display();
        let choose = |shown, other| if display { shown } else { other };
        let thickness = self.constant(C::FractionRuleThickness, level);
        let axis = self.axis(level);
        let (up, down) = if rule {
            let up = choose(
                C::FractionNumeratorDisplayStyleShiftUp,
                C::FractionNumeratorShiftUp,
            );
            let down = choose(
                C::FractionDenominatorDisplayStyleShiftDown,
                C::FractionDenominatorShiftDown,
            );
            let gap = choose(C::FractionNumDisplayStyleGapMin, C::FractionNumeratorGapMin);
            let least = axis + thickness / 2 + self.constant(gap, level) + over.depth;
            let up = self.constant(up, level).max(least);
            let gap =
                choose(C::FractionDenomDisplayStyleGapMin, C::FractionDenominatorGapMin);
            let least = self.constant(gap, level) + thickness / 2 + under.height - axis;
            (up, self.constant(down, level).max(least))
        } else {
            let up = choose(C::StackTopDisplayStyleShiftUp, C::StackTopShiftUp);
            let down = choose(C::StackBottomDisplayStyleShiftDown, C::StackBottomShiftDown);
            let gap =
                self.constant(choose(C::StackDisplayStyleGapMin, C::StackGapMin), level);
            let (up, down) = (self.constant(up, level), self.constant(down, level));
            let lacking = gap - (up - over.depth + down - under.height);
            let lacking = lacking.max(Length::ZERO);
            (up + lacking / 2, down + lacking / 2)
        };
        let edge = self.size(level).scale(1, 10);
        let inner = over.width.max(under.width);
        let mut out = MathBox { width: inner + edge * 2, ..MathBox::default() };
        let x = edge + (inner - over.width) / 2;
        out.put(over, x, up);
        if rule {
            out.rule((edge, axis - thickness / 2), (inner, thickness), self.style.color);
        }
        let x = edge + (inner - under.width) / 2;
        out.put(under, x, -down);
        out
    }

    fn root(
        &mut self,
        radicand: &[Node],
        degree: Option<&[Node]>,
        level: Level,
    ) -> MathBox {
        let inner = self.row(radicand, level.cramped());
        let gap = if level.is_display() {
            C::RadicalDisplayStyleVerticalGap
        } else {
            C::RadicalVerticalGap
        };
        let gap = self.constant(gap, level);
        let thickness = self.constant(C::RadicalRuleThickness, level);
        let wanted = inner.height + inner.depth + gap + thickness;
        let sign = self.stretched('√', wanted, level);
        let whole = sign.height + sign.depth;
        let gap = gap.max((gap + whole - wanted + gap) / 2);
        let top = inner.height + gap + thickness;
        let mut out = MathBox::default();
        if let Some(degree) = degree {
            let script = Level { style: Style::ScriptScript, cramped: true };
            let degree = self.row(degree, script);
            let before = self.constant(C::RadicalKernBeforeDegree, level);
            let after = self.constant(C::RadicalKernAfterDegree, level);
            let raise = self.font.percent(C::RadicalDegreeBottomRaisePercent);
            let y = top - whole + whole.scale(raise, 100) + degree.depth;
            let width = degree.width;
            out.put(degree, before, y);
            out.width = (before + width + after).max(Length::ZERO);
        }
        let (x, rise) = (out.width, top - sign.height);
        out.width += sign.width;
        out.put(sign, x, rise);
        out.rule((out.width, top - thickness), (inner.width, thickness), self.style.color);
        let (x, width) = (out.width, inner.width);
        out.put(inner, x, Length::ZERO);
        out.width = x + width;
        out.height += self.constant(C::RadicalExtraAscender, level);
        out
    }
}

/// The classes of the nodes of a row: what stands beside a binary operator decides
/// whether it is one (The `TeXbook`, appendix G, rules 5 and 6).
fn classes(row: &[Node], before: Option<Class>) -> Vec<Class> {
    let mut out: Vec<Class> = Vec::with_capacity(row.len());
    let mut last: Option<(usize, Class)> = before.map(|class| (usize::MAX, class));
    for (at, node) in row.iter().enumerate() {
        let mut class = node.class();
        out.push(class);
        if matches!(node, Node::Space(_)) {
            continue;
        }
        if class == Class::Binary {
            let unary = last.is_none_or(|(_, last)| {
                matches!(
                    last,
                    Class::Operator
                        | Class::Binary
                        | Class::Relation
                        | Class::Open
                        | Class::Punctuation
                )
            });
            if unary {
                class = Class::Ordinary;
            }
        } else if matches!(class, Class::Relation | Class::Close | Class::Punctuation)
            && let Some((index, Class::Binary)) = last
            && let Some(binary) = out.get_mut(index)
        {
            *binary = Class::Ordinary;
        }
        out[at] = class;
        last = Some((at, class));
    }
    if let Some((index, Class::Binary)) = last
        && let Some(binary) = out.get_mut(index)
    {
        *binary = Class::Ordinary;
    }
    out
}

pub(super) fn byte(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
