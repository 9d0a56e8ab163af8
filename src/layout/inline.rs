//! Inlines to the text of a paragraph.

use std::sync::Arc;

use super::build::Labels;
use super::fonts::{FeatureSet, Fonts, Style, Variant};
use super::languages::Language;
use super::math;
use super::paragraph::{Link, Span, SpanKind};
use super::sheet::{ElementId, LinkTarget, Role};
use super::structure::Structure;
use crate::ast::{self, Attributes, Direction, Inline, InlineKind, LineCode, LinePicture};
use crate::length::Length;
use crate::resolve::{
    Book, Chapter, Citation, CitationOf, Goal, Name, PictureId, Piece, Raise, Target, Words,
};
use crate::theme::{Color, Figures, Theme};

/// Type that can be made bold, italic, smaller: a style before its face is chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Type<'t> {
    pub(super) family: &'t str,
    pub(super) weight: u16,
    pub(super) italic: bool,
    pub(super) size: Length,
    pub(super) raise: Length,
    pub(super) color: Color,
    pub(super) features: FeatureSet,
    pub(super) variant: Variant,
    pub(super) strike: bool,
    pub(super) underline: bool,
    pub(super) mark: bool,
    pub(super) language: Language,
    /// Whether the text around it runs from right to left.
    pub(super) rtl: bool,
}

impl Type<'_> {
    /// The style for it: the theme's nearest face.
    pub(super) fn style(&self, theme: &Theme) -> Style {
        let Some(face) = theme.face(self.family, self.weight, self.italic) else {
            crate::bug!("the theme was loaded without its family `{}`", self.family)
        };
        Style {
            face,
            size: self.size,
            raise: self.raise,
            color: self.color,
            features: self.features,
            variant: self.variant,
            strike: self.strike,
            underline: self.underline,
            mark: self.mark,
            language: self.language,
        }
    }
}

/// Gathers the text of one paragraph.
pub(super) struct Gather<'a> {
    pub(super) book: &'a Book,
    /// The words the program adds to what is gathered.
    pub(super) words: &'a Words,
    /// Folios from the pass before.
    labels: &'a Labels,
    pub(super) theme: &'a Theme,
    fonts: &'a Fonts<'a>,
    pub(super) structure: &'a mut Structure,
    pub(super) links: &'a mut Vec<Link>,
    pub(super) text: String,
    pub(super) spans: Vec<Span>,
    /// Marks of isolates for the next text.
    isolates: Vec<char>,
    unit: u32,
    counted: bool,
    link: Option<u32>,
    kind: SpanKind,
    /// Byte of the source where the inline begins that is added.
    written: Option<u32>,
    /// Addresses of what printed nothing; the item of the flow takes them.
    pub(super) anchors: Vec<String>,
}

/// The character that stands for a part of a formula: lines break around it as around a
/// letter.
const PART: char = '\u{E000}';
/// The character that stands for a picture: lines break around it.
const PICTURE: char = '\u{FFFC}';
/// How high a picture is at most whose width is not said, and how far it begins below the
/// baseline, in hundredths of the size of type; the style sheets say the same.
const MOST_OF_LINE: i64 = 120;
const BELOW: i64 = 20;
/// What a line end costs behind a relation in a formula, and behind a binary operator: TeX
/// has 500 and 700 where a hyphen costs 50.
const AFTER_RELATION: u16 = 200;
const AFTER_BINARY: u16 = 300;

/// A formula that `parse` has read before.
pub(super) fn formula_row(tex: &str) -> crate::math::Row {
    crate::math::read(tex).unwrap_or_else(|problem| {
        crate::bug!("a formula was read once: {}", problem.message)
    })
}

impl<'a> Gather<'a> {
    pub(super) fn new(
        (book, words, labels): (&'a Book, &'a Words, &'a Labels),
        (theme, fonts): (&'a Theme, &'a Fonts<'a>),
        structure: &'a mut Structure,
        links: &'a mut Vec<Link>,
    ) -> Self {
        Self {
            book,
            words,
            labels,
            theme,
            fonts,
            structure,
            links,
            text: String::new(),
            spans: Vec::new(),
            isolates: Vec::new(),
            unit: 0,
            counted: true,
            link: None,
            kind: SpanKind::Text,
            written: None,
            anchors: Vec::new(),
        }
    }

    /// Counts from so many units of the block.
    pub(super) const fn begin_at(&mut self, unit: u32) {
        self.unit = unit;
    }

    /// Adds text in one style. A tab becomes a space, in code as many as lead to the
    /// next of the columns that are four apart.
    pub(super) fn push(&mut self, text: &str, style: Style, element: ElementId) {
        let mut stretches = text.split('\t');
        if let Some(first) = stretches.next() {
            self.push_plain(first, style, element);
        }
        for stretch in stretches {
            let line = self.text.rsplit('\n').next().unwrap_or("");
            let code = style.features == FeatureSet::Code;
            let spaces = if code { 4 - line.chars().count() % 4 } else { 1 };
            let counted = std::mem::replace(&mut self.counted, false);
            self.push_plain(&"    "[..spaces], style, element);
            self.counted = counted;
            self.unit += u32::from(counted);
            self.push_plain(stretch, style, element);
        }
    }

    /// Gives the addresses behind the text to its end, and those of no text back.
    pub(super) fn end(&mut self) -> Vec<String> {
        let left = std::mem::take(&mut self.anchors);
        match self.spans.last_mut() {
            Some(last) => {
                last.after = left;
                Vec::new()
            }
            None => left,
        }
    }

    fn push_plain(&mut self, text: &str, style: Style, element: ElementId) {
        if text.is_empty() {
            return;
        }
        let start = byte(self.text.len());
        self.text.push_str(text);
        let end = byte(self.text.len());
        // neighbours that differ in nothing are one
        if self.anchors.is_empty()
            && self.isolates.is_empty()
            && let Some(last) = self.spans.last_mut()
            && last.element == element
            && last.style == style
            && last.link == self.link
            && last.kind == self.kind
            && last.counted
            && self.counted
            && last.unit + (last.end - last.start) == self.unit
        {
            last.end = end;
        } else {
            self.spans.push(Span {
                start,
                end,
                style,
                element,
                sequence: self.structure.sequence(),
                link: self.link,
                unit: self.unit,
                counted: self.counted,
                kind: self.kind,
                isolates: std::mem::take(&mut self.isolates),
                anchors: std::mem::take(&mut self.anchors),
                after: Vec::new(),
                formula: None,
                written: self.written.filter(|_| self.counted),
            });
        }
        if self.counted {
            self.unit += end - start;
        }
    }

    /// Adds text that stands for nothing the author wrote.
    pub(super) fn push_made(&mut self, text: &str, style: Style, element: ElementId) {
        let counted = std::mem::replace(&mut self.counted, false);
        self.push(text, style, element);
        self.counted = counted;
    }

    /// Adds what something is called that is named here.
    pub(super) fn name(&mut self, name: Name<'_>, kind: &Type<'a>, element: ElementId) {
        match name.marked {
            Some((chapter, text)) => self.inlines(chapter, text, kind, element),
            None => self.push(name.plain, kind.style(self.theme), element),
        }
    }

    /// Adds inlines of a chapter.
    pub(super) fn inlines(
        &mut self,
        chapter: &Chapter,
        inlines: &[Inline],
        kind: &Type<'a>,
        element: ElementId,
    ) {
        for inline in inlines {
            self.inline(chapter, inline, kind, element);
        }
    }

    fn inline(
        &mut self,
        chapter: &Chapter,
        inline: &Inline,
        kind: &Type<'a>,
        element: ElementId,
    ) {
        self.written = Some(inline.span.start);
        match &inline.kind {
            InlineKind::Text(text) => self.push(text, kind.style(self.theme), element),
            InlineKind::SoftBreak => self.push(" ", kind.style(self.theme), element),
            InlineKind::HardBreak => self.push("\n", kind.style(self.theme), element),
            InlineKind::Emph(inner) => {
                let kind = Type { italic: !kind.italic, ..kind.clone() };
                let own = self.structure.add(element, Role::Em);
                self.inlines(chapter, inner, &kind, own);
            }
            InlineKind::Strong(inner) => {
                let weight = if kind.weight < 600 { 700 } else { 900 };
                let kind = Type { weight, ..kind.clone() };
                let own = self.structure.add(element, Role::Strong);
                self.inlines(chapter, inner, &kind, own);
            }
            InlineKind::Strike(inner) => {
                let own = self.structure.add(element, Role::Span);
                let kind = Type { strike: true, ..kind.clone() };
                self.inlines(chapter, inner, &kind, own);
            }
            InlineKind::Insert(inner) => {
                let own = self.structure.add(element, Role::Span);
                let kind = Type { underline: true, ..kind.clone() };
                self.inlines(chapter, inner, &kind, own);
            }
            InlineKind::Keys(inner) => self.keys(chapter, inner, kind, element),
            InlineKind::Superscript(inner) => {
                self.raised(chapter, inner, kind, element, Raise::Super);
            }
            InlineKind::Subscript(inner) => {
                self.raised(chapter, inner, kind, element, Raise::Sub);
            }
            InlineKind::Code(code) => self.line_code(code, kind, element),
            InlineKind::Link { to, text, title } => {
                let Some(target) = self.link_target(chapter.target(*to)) else {
                    crate::bug!("a link leads to a picture")
                };
                let mut contents =
                    ast::legible_text(text, &|id| chapter.reference_words(id));
                if let Some(title) = title {
                    contents = format!("{contents} ({title})");
                }
                let color = self.theme.tokens.light.link;
                let kind = Type { color, ..kind.clone() };
                let page = chapter.term(*to).is_some_and(|page| page);
                let page = page.then(|| self.page_of(&target)).flatten();
                self.linked(element, target, contents, |gather, own| {
                    gather.inlines(chapter, text, &kind, own);
                    if let Some(page) = page {
                        gather.push_made(&page, kind.style(gather.theme), own);
                    }
                });
            }
            InlineKind::Span { attributes, text } => {
                self.attributed(chapter, attributes, text, (kind, element));
            }
            InlineKind::Note(mark) => {
                self.note_mark(chapter, *mark, kind, element);
                self.unit += 1;
            }
            InlineKind::Math(tex) => {
                self.formula(tex, kind, element);
                self.unit += 1;
            }
            InlineKind::Picture(picture) => {
                self.picture(chapter, picture, kind, element);
                self.unit += 1;
            }
            InlineKind::Cite(cite) => {
                self.citation(chapter.citation(*cite), kind, element);
                self.unit += 1;
            }
        }
    }

    /// Adds a formula in the line: a character for each part that stays together, and
    /// spaces between.
    fn formula(&mut self, tex: &str, kind: &Type<'a>, element: ElementId) {
        let own = self.structure.add(element, Role::Formula);
        self.structure.get_mut(own).in_line = true;
        let row = formula_row(tex);
        self.describe(own, &row, false);
        let style = kind.style(self.theme);
        let formula = math::set(&row, false, &style, (self.theme, self.fonts));
        let count = formula.parts.len();
        self.leftmost_first(kind.rtl, |gather| {
            for (number, part) in formula.parts.into_iter().enumerate() {
                gather.push_formula(PART, (part.set, 0), style, own);
                if number + 1 < count {
                    let penalty = if part.relation { AFTER_RELATION } else { AFTER_BINARY };
                    let space = math::MathBox::space(part.space);
                    gather.push_formula(' ', (space, penalty), style, own);
                }
            }
        });
    }

    /// Adds a picture: as high as the type at most, from below its baseline up, or of the
    /// width that is said and on the baseline.
    fn picture(
        &mut self,
        chapter: &Chapter,
        written: &LinePicture,
        kind: &Type<'a>,
        element: ElementId,
    ) {
        let Target::Picture(id) = *chapter.target(written.image) else {
            crate::bug!("a picture in a line shows something that is no picture")
        };
        let own = if written.decorative {
            element
        } else {
            let own = self.structure.add(element, Role::Figure);
            let figure = self.structure.get_mut(own);
            figure.alt = Some(written.alt.clone());
            figure.title = written.title.clone();
            figure.in_line = true;
            own
        };
        let (width, height) = self.book.picture(id).printed();
        let most = kind.size.scale(MOST_OF_LINE, 100);
        let limit = written.height.map(|most| width.scale(most.0, height.0));
        let wanted = match (written.width, limit) {
            (Some(wanted), Some(limit)) => Some(wanted.min(limit)),
            (wanted, limit) => wanted.or(limit),
        };
        let (size, foot) = match wanted {
            Some(wanted) => ((wanted, height.scale(wanted.0, width.0)), Length::ZERO),
            None if height > most => {
                ((width.scale(most.0, height.0), most), -kind.size.scale(BELOW, 100))
            }
            None => ((width, height), -kind.size.scale(BELOW, 100)),
        };
        let set = math::MathBox::picture(id, size, foot, written.decorative);
        self.push_formula(PICTURE, (set, 0), kind.style(self.theme), own);
    }

    /// Adds a picture of a size as the only thing in a line.
    pub(super) fn lone_picture(
        &mut self,
        (picture, decorative): (PictureId, bool),
        size: (Length, Length),
        kind: &Type<'a>,
        element: ElementId,
    ) {
        let set = math::MathBox::picture(picture, size, Length::ZERO, decorative);
        self.push_formula(PICTURE, (set, 0), kind.style(self.theme), element);
    }

    /// Adds what `inner` adds, which runs from left to right whatever is around it: code,
    /// a formula, a date.
    pub(super) fn leftmost_first(&mut self, rtl: bool, inner: impl FnOnce(&mut Self)) {
        if rtl {
            self.isolates.push('\u{2066}');
        }
        inner(self);
        if rtl {
            self.isolates.push('\u{2069}');
        }
    }

    /// Adds a formula as one part.
    pub(super) fn display(&mut self, tex: &str, kind: &Type<'a>, element: ElementId) {
        let row = formula_row(tex);
        self.describe(element, &row, true);
        let style = kind.style(self.theme);
        let formula = math::set(&row, true, &style, (self.theme, self.fonts));
        self.leftmost_first(kind.rtl, |gather| {
            for part in formula.parts {
                gather.push_formula(PART, (part.set, 0), style, element);
            }
        });
    }

    /// Gives a formula its words, and its markup for standards that take it.
    fn describe(&mut self, element: ElementId, row: &crate::math::Row, display: bool) {
        let element = self.structure.get_mut(element);
        let words = crate::math::words(row);
        element.alt = Some(if words.is_empty() { " ".to_owned() } else { words });
        element.mathml = Some(crate::math::mathml(row, display, crate::math::NAMESPACE));
    }

    fn push_formula(
        &mut self,
        character: char,
        (formula, penalty): (math::MathBox, u16),
        style: Style,
        element: ElementId,
    ) {
        let start = byte(self.text.len());
        self.text.push(character);
        self.spans.push(Span {
            start,
            end: byte(self.text.len()),
            style,
            element,
            sequence: self.structure.sequence(),
            link: self.link,
            unit: self.unit,
            counted: false,
            kind: SpanKind::Formula(penalty),
            isolates: std::mem::take(&mut self.isolates),
            anchors: std::mem::take(&mut self.anchors),
            after: Vec::new(),
            formula: Some(Arc::new(formula)),
            written: self.written,
        });
    }

    /// Adds text with attributes.
    fn attributed(
        &mut self,
        chapter: &Chapter,
        attributes: &Attributes,
        text: &[Inline],
        (kind, element): (&Type<'a>, ElementId),
    ) {
        self.unit += attributes.left_out;
        let mut own = kind.clone();
        own.mark |= attributes.mark;
        own.variant.small_caps |= attributes.small_caps;
        own.variant.figures = attributes.figures.map(figures).or(own.variant.figures);
        own.variant.fraction |= attributes.fraction;
        let mut inner = element;
        if attributes.language.is_some() || attributes.expansion.is_some() {
            inner = self.structure.add(element, Role::Span);
            let span = self.structure.get_mut(inner);
            span.language.clone_from(&attributes.language);
            span.expansion.clone_from(&attributes.expansion);
        }
        if let Some(language) = &attributes.language {
            own.language = Language::new(language);
        }
        if let Some(anchor) = attributes.anchor {
            self.anchors.push(chapter.anchor(anchor).id.clone());
        }
        if let Some(direction) = attributes.direction {
            let mark = match direction {
                Direction::Ltr => '\u{2066}',
                Direction::Rtl => '\u{2067}',
            };
            own.rtl = direction == Direction::Rtl;
            self.isolates.push(mark);
        }
        self.inlines(chapter, text, &own, inner);
        if attributes.direction.is_some() {
            self.isolates.push('\u{2069}');
        }
    }

    fn line_code(&mut self, code: &LineCode, kind: &Type<'a>, element: ElementId) {
        let own = self.structure.add(element, Role::Code);
        let before = std::mem::replace(&mut self.kind, SpanKind::Verbatim);
        let style = code_type(self.theme, kind);
        self.leftmost_first(kind.rtl, |gather| {
            gather.code(&code.text, code.tokens(), &style, own);
        });
        self.kind = before;
    }

    /// Adds keys to press: in the type of code, never hyphenated.
    fn keys(
        &mut self,
        chapter: &Chapter,
        inner: &[Inline],
        kind: &Type<'a>,
        element: ElementId,
    ) {
        let own = self.structure.add(element, Role::Code);
        let before = std::mem::replace(&mut self.kind, SpanKind::Verbatim);
        self.inlines(chapter, inner, &code_type(self.theme, kind), own);
        self.kind = before;
    }

    fn raised(
        &mut self,
        chapter: &Chapter,
        inner: &[Inline],
        kind: &Type<'a>,
        element: ElementId,
        raise: Raise,
    ) {
        let own = self.structure.add(element, Role::Span);
        let kind = self.script_type(inner, kind, raise);
        self.inlines(chapter, inner, &kind, own);
    }

    /// The type of raised or lowered text: characters that the face has for this, where
    /// it has them for all of it, else smaller ones.
    fn script_type(&self, text: &[Inline], kind: &Type<'a>, raise: Raise) -> Type<'a> {
        let features = match raise {
            Raise::Super => FeatureSet::Superior,
            Raise::Sub => FeatureSet::Inferior,
            Raise::None => return kind.clone(),
        };
        let plain = text.iter().all(|inline| matches!(inline.kind, InlineKind::Text(_)));
        let words = ast::plain_text(text);
        let in_text =
            plain && matches!(kind.features, FeatureSet::Text | FeatureSet::Heading);
        let own = Type { features, ..kind.clone() };
        if in_text && self.fonts.drawn(&words, &own.style(self.theme)) {
            own
        } else {
            raised_type(kind, raise)
        }
    }

    /// Adds what `inner` adds, as a link.
    pub(super) fn linked(
        &mut self,
        parent: ElementId,
        target: LinkTarget,
        contents: String,
        inner: impl FnOnce(&mut Self, ElementId),
    ) {
        let element = self.structure.add(parent, Role::Link);
        self.links.push(Link { element, target, contents, mark: None });
        let number = byte(self.links.len()) - 1;
        let before = self.link.replace(number);
        inner(self, element);
        self.link = before;
    }

    /// What is said of the page of a place, behind what leads there.
    fn page_of(&self, target: &LinkTarget) -> Option<String> {
        let LinkTarget::Destination(id) = target else { return None };
        let folio = self.labels.get(id).map_or("0", String::as_str);
        Some(self.words.on_page(folio))
    }

    fn link_target(&self, target: &Target) -> Option<LinkTarget> {
        match target {
            Target::Anchor { chapter, anchor } => {
                let chapter = self.book.text(*chapter);
                Some(LinkTarget::Destination(chapter.anchor(*anchor).id.clone()))
            }
            Target::Division(division) => {
                let id = self.book.division_id(*division);
                Some(LinkTarget::Destination(id.to_owned()))
            }
            Target::Url(url) => Some(LinkTarget::Url(url.clone())),
            Target::Picture(_) => None,
        }
    }

    /// Adds what `inner` adds as text that stands for nothing the author wrote and stays
    /// with the word before it.
    pub(super) fn made(&mut self, inner: impl FnOnce(&mut Self)) {
        let counted = std::mem::replace(&mut self.counted, false);
        let before = std::mem::replace(&mut self.kind, SpanKind::Citation);
        inner(self);
        self.kind = before;
        self.counted = counted;
    }

    fn citation(&mut self, citation: &Citation, kind: &Type<'a>, element: ElementId) {
        let counted = std::mem::replace(&mut self.counted, false);
        let breaks = match citation.of {
            CitationOf::Works => SpanKind::Citation,
            CitationOf::Places => SpanKind::Verbatim,
        };
        let before = std::mem::replace(&mut self.kind, breaks);
        if citation.of == CitationOf::Works {
            self.anchors.push(citation.id.clone());
        }
        let own = self.structure.add(element, Role::Reference);
        self.pieces(&citation.text, kind, own);
        self.kind = before;
        self.counted = counted;
    }

    /// Adds formatted text.
    pub(super) fn pieces(&mut self, pieces: &[Piece], kind: &Type<'a>, element: ElementId) {
        for piece in pieces {
            let styled = piece_type(piece, kind);
            let Some(goal) = &piece.to else {
                self.push(&piece.text, styled.style(self.theme), element);
                continue;
            };
            let mut text = piece.text.clone();
            let (mut marked, mut page_said) = (None, String::new());
            let mut marked_words: &[Inline] = &[];
            let (target, contents) = match goal {
                Goal::Reference(id) => {
                    let reference = self.book.reference(*id);
                    let label = reference.label.as_deref().unwrap_or("");
                    let words = format!("{label} {}", reference.title).trim().to_owned();
                    (LinkTarget::Destination(reference.id.clone()), words)
                }
                Goal::Url(url) => (LinkTarget::Url(url.clone()), text.clone()),
                Goal::Place { id, page, words, .. } => {
                    let target = LinkTarget::Destination(id.clone());
                    if *page {
                        page_said = self.page_of(&target).unwrap_or_default();
                        text.push_str(&page_said);
                    }
                    marked = self.book.any_text().filter(|_| !words.is_empty());
                    marked_words = words;
                    (target, text.clone())
                }
            };
            let color = self.theme.tokens.light.link;
            let kind = Type { color, ..styled };
            let style = kind.style(self.theme);
            self.linked(element, target, contents, |gather, own| match marked {
                Some(chapter) => {
                    gather.inlines(chapter, marked_words, &kind, own);
                    gather.push(&page_said, style, own);
                }
                None => gather.push(&text, style, own),
            });
        }
    }

    /// Marks the next text as verbatim: never hyphenated.
    pub(super) fn verbatim(&mut self) {
        self.kind = SpanKind::Verbatim;
    }
}

fn byte(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(u32::MAX)
}

/// The form of figures that the author names.
const fn figures(figures: ast::Figures) -> Figures {
    match figures {
        ast::Figures::OldStyle => Figures::OldStyle,
        ast::Figures::Lining => Figures::Lining,
    }
}

/// Code in the middle of text of a kind.
pub(super) fn code_type<'t>(theme: &'t Theme, kind: &Type<'t>) -> Type<'t> {
    Type {
        family: &theme.tokens.code_family,
        size: kind.size.scale(i64::from(theme.tokens.code_scale), 1000),
        features: FeatureSet::Code,
        ..kind.clone()
    }
}

pub(super) fn raised_type<'t>(kind: &Type<'t>, raise: Raise) -> Type<'t> {
    let by = match raise {
        Raise::None => return kind.clone(),
        Raise::Super => kind.size.scale(35, 100),
        Raise::Sub => -kind.size.scale(14, 100),
    };
    Type { size: kind.size.scale(68, 100), raise: kind.raise + by, ..kind.clone() }
}

fn piece_type<'t>(piece: &Piece, kind: &Type<'t>) -> Type<'t> {
    let mut styled = raised_type(kind, piece.style.raise);
    if piece.style.italic {
        styled.italic = !styled.italic;
    }
    if piece.style.bold {
        styled.weight = 700;
    }
    if piece.style.small_caps {
        styled.variant.small_caps = true;
    }
    styled
}
