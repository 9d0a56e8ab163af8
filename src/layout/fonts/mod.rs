//! Faces, metrics, shaping, fallback. The only user of `harfrust`.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use harfrust::{
    Buffer, Direction, Feature, Font, Language as ShapingLanguage, Script, ShapeOptions,
    ShapePlan, ShaperFont, Tag,
};
use unicode_script::{Script as UnicodeScript, UnicodeScript as _};

use crate::diag::{Diagnostic, Reported, Sink};
use crate::hyphenation::Exceptions;
use crate::length::{Length, Short};
use crate::theme::{Color, Face, FaceId, FeatureTokens, Figures, SmallCapitals, Theme};

use super::bidi;
use super::breaks::Syllables;
use super::joints;
use super::languages::Language;
use super::words::{self, Gap, Unknown, Words};

/// How a stretch of text is set.
#[derive(Debug, Copy, Clone, PartialEq, Eq)]
pub(super) struct Style {
    /// The wanted face; a character it lacks is taken from a fallback face.
    pub(super) face: FaceId,
    /// Size of type.
    pub(super) size: Length,
    /// How far above the baseline.
    pub(super) raise: Length,
    /// Colour.
    pub(super) color: Color,
    /// OpenType features.
    pub(super) features: FeatureSet,
    /// What the author wants beside them.
    pub(super) variant: Variant,
    /// Whether a line goes through it.
    pub(super) strike: bool,
    /// Whether it stands on a tint.
    pub(super) mark: bool,
    /// Its language.
    pub(super) language: Language,
}

/// Which OpenType features are on beside the default ones.
#[derive(Debug, Copy, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum FeatureSet {
    /// Those of the theme for text.
    Text,
    /// Those for headings.
    Heading,
    /// Those for running heads.
    RunningHead,
    /// None, and no ligatures: code.
    Code,
    /// Those for tables, folios and labels.
    Tabular,
    /// Raised characters.
    Superior,
    /// Lowered characters.
    Inferior,
    /// None: formulas.
    Formula,
    /// Forms for scripts of formulas.
    FormulaScript,
    /// Forms for scripts of scripts of formulas.
    FormulaScriptScript,
}

/// What the author wants beside the features of the theme.
#[derive(Debug, Default, Copy, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Variant {
    /// Small capitals for lower case.
    pub(super) small_caps: bool,
    /// The form of figures, if it is said.
    pub(super) figures: Option<Figures>,
    /// `1/2` as a fraction.
    pub(super) fraction: bool,
}

impl Variant {
    /// The features that a text with some characters needs, with what they are called.
    pub(super) fn needs(
        self,
        text: &str,
    ) -> impl Iterator<Item = (&'static str, &'static str)> {
        let figures = text.contains(|c: char| c.is_ascii_digit());
        let needs = [
            (
                self.small_caps && text.contains(char::is_lowercase),
                "smcp",
                "small capitals",
            ),
            (
                self.figures == Some(Figures::OldStyle) && figures,
                "onum",
                "old-style figures",
            ),
            (self.fraction && figures, "frac", "fractions"),
        ];
        needs.into_iter().filter(|need| need.0).map(|(_, tag, name)| (tag, name))
    }
}

/// A shaped glyph, in the units of its size of type.
#[derive(Debug, Copy, Clone, PartialEq, Eq)]
pub(super) struct ShapedGlyph {
    pub(super) id: u16,
    /// First byte of its cluster in the paragraph.
    pub(super) start: u32,
    pub(super) advance: Short,
    pub(super) dx: Short,
    pub(super) dy: Short,
    /// Whether the text may be cut before this glyph and each part keep its shape.
    pub(super) safe: bool,
}

/// A stretch of text set in one face.
#[derive(Debug, Clone)]
pub(super) struct Segment {
    /// First byte in the paragraph.
    pub(super) start: u32,
    /// One past its last byte.
    pub(super) end: u32,
    /// The span of the paragraph it lies in.
    pub(super) span: u32,
    /// The face, after fallback.
    pub(super) face: FaceId,
    /// Its embedding level (Unicode Standard Annex 9): odd from right to left.
    pub(super) level: u8,
    /// In the order of the text, whichever way it runs.
    pub(super) glyphs: Vec<ShapedGlyph>,
}

/// The faces of a theme, read once.
pub(super) struct Fonts<'t> {
    theme: &'t Theme,
    faces: Vec<LoadedFace>,
    /// Made once for all threads: a plan takes longer to make than a page to shape.
    plans: Mutex<BTreeMap<PlanKey, Arc<Plan>>>,
    /// Words that are divided otherwise than patterns say, which go with the faces to
    /// wherever lines are made.
    pub(super) exceptions: &'t Exceptions,
}

/// Face, features, script, language, whether from right to left.
type PlanKey = (FaceId, (FeatureSet, Variant), Tag, Language, bool);

/// A plan and a size of type.
type WordsKey = (PlanKey, Length);

/// Which tables of a font apply to text of a script, and with which features.
struct Plan {
    features: Vec<Feature>,
    plan: ShapePlan,
}

struct LoadedFace {
    font: Font,
    /// Whether it shapes each word by itself.
    apart: OnceLock<bool>,
    /// Whether it has a glyph for each of the [`FREQUENT`] characters.
    has: Box<[bool]>,
    units_per_em: i64,
    ascent: i64,
    descent: i64,
}

impl<'t> Fonts<'t> {
    /// Reads the faces of a theme.
    ///
    /// # Errors
    /// `bad-font` when a file is no OpenType font.
    pub(super) fn load(
        theme: &'t Theme,
        exceptions: &'t Exceptions,
        sink: &mut Sink,
    ) -> Result<Self, Reported> {
        let mut faces = Vec::with_capacity(theme.faces.len());
        for face in &theme.faces {
            // the borrowed bytes of a built-in theme are not copied
            let font = match &face.data {
                std::borrow::Cow::Borrowed(bytes) => Font::new(*bytes, 0),
                std::borrow::Cow::Owned(bytes) => Font::new(bytes.clone(), 0),
            };
            let Some(font) = font else {
                sink.error(
                    Diagnostic::new(
                        "bad-font",
                        format!("`{}` is no OpenType font", face.file),
                    )
                    .help("replace the file, or take the face out of `theme.toml`"),
                );
                continue;
            };
            faces.push(LoadedFace::new(font));
        }
        sink.checkpoint()?;
        Ok(Self { theme, faces, plans: Mutex::default(), exceptions })
    }

    /// The file of a face, where it lacks a feature.
    pub(super) fn lacks(&self, face: FaceId, tag: &str) -> Option<&str> {
        let face = self.theme.get(face);
        (!face.has_feature(tag)).then_some(face.file.as_str())
    }

    /// The file of a face.
    pub(super) fn file(&self, face: FaceId) -> &str {
        &self.theme.get(face).file
    }

    /// Whether small letters are to be small capitals in a style.
    pub(super) fn small_capitals(&self, style: &Style) -> bool {
        let features = self.tokens(style.features);
        style.variant.small_caps && features.is_some()
            || features.is_some_and(|own| own.small_capitals != SmallCapitals::None)
    }

    fn get(&self, face: FaceId) -> &LoadedFace {
        &self.faces[usize::from(face.0)]
    }

    /// Whether a face shapes each word by itself.
    fn are_words_apart(&self, face: FaceId) -> bool {
        let data = &self.theme.get(face).data;
        *self.get(face).apart.get_or_init(|| joints::are_words_apart(data))
    }

    /// The height of the ascenders above the baseline.
    pub(super) fn ascent(&self, face: FaceId, size: Length) -> Length {
        let face = self.get(face);
        size.scale(face.ascent, face.units_per_em)
    }

    /// The depth of the descenders below the baseline, positive.
    pub(super) fn descent(&self, face: FaceId, size: Length) -> Length {
        let face = self.get(face);
        size.scale(face.descent, face.units_per_em)
    }

    /// Where the baseline lies in a line of a given leading, from its top.
    pub(super) fn baseline(&self, face: FaceId, size: Length, leading: Length) -> Length {
        let ascent = self.ascent(face, size);
        let descent = self.descent(face, size);
        (leading - ascent - descent) / 2 + ascent
    }

    /// Whether a face has a glyph for a character, or those it can be made of.
    pub(super) fn has(&self, face: FaceId, character: char) -> bool {
        self.has_glyph(face, character)
            || parts(character)
                .is_some_and(|parts| parts.chars().all(|part| self.has_glyph(face, part)))
    }

    fn has_glyph(&self, face: FaceId, character: char) -> bool {
        let face = self.get(face);
        match place(character).and_then(|place| face.has.get(place)) {
            Some(&has) => has,
            None => maps(&face.font, character),
        }
    }

    /// The face to set a character in: the wanted one, else the nearest that has it of
    /// its own family, then of each fallback family; `None` when no face of the theme does.
    pub(super) fn face_for(&self, wanted: FaceId, character: char) -> Option<FaceId> {
        if is_ignorable(character) || self.has(wanted, character) {
            return Some(wanted);
        }
        let Face { family, weight, italic, .. } = self.theme.get(wanted);
        std::iter::once(family)
            .chain(&self.theme.fallback)
            .flat_map(|family| self.theme.nearest(family, *weight, *italic))
            .find(|&id| self.has(id, character))
    }

    /// The plan for a face, features and a script.
    fn plan(&self, key: PlanKey, script: Option<Script>) -> Arc<Plan> {
        // a thread that panicked while it held the lock had nothing half done
        let mut plans = self.plans.lock().unwrap_or_else(PoisonError::into_inner);
        let plan = plans.entry(key).or_insert_with(|| {
            let (face, set, _, language, rtl) = key;
            let features = self.features(set);
            let font = &self.get(face).font;
            let language = ShapingLanguage::new(language.tag());
            let plan =
                ShapePlan::new(font, direction(rtl), script, language.as_ref(), &features);
            Arc::new(Plan { features, plan })
        });
        Arc::clone(plan)
    }

    /// Whether the features of a style change every character of a text.
    pub(super) fn drawn(&self, text: &str, style: &Style) -> bool {
        let plain =
            Style { features: FeatureSet::Tabular, variant: Variant::default(), ..*style };
        let mut shaper = Shaper::new(self);
        let mut buffer = [0; 4];
        text.chars().all(|c| {
            let own: &str = c.encode_utf8(&mut buffer);
            let end = u32::try_from(own.len()).unwrap_or(4);
            let ids = |shaper: &mut Shaper<'_>, style: Style| {
                let glyphs = shaper.again(own, (0, end), style.face, (&style, false));
                glyphs.iter().map(|glyph| glyph.id).collect::<Vec<_>>()
            };
            let drawn = ids(&mut shaper, *style);
            !drawn.contains(&0) && drawn != ids(&mut shaper, plain)
        })
    }

    /// The features that the theme has for a kind of text.
    fn tokens(&self, set: FeatureSet) -> Option<&FeatureTokens> {
        let of = &self.theme.tokens.features;
        match set {
            FeatureSet::Text => Some(&of.text),
            FeatureSet::Heading => Some(&of.headings),
            FeatureSet::RunningHead => Some(&of.running_heads),
            FeatureSet::Tabular => Some(&of.tables),
            FeatureSet::Superior
            | FeatureSet::Inferior
            | FeatureSet::Code
            | FeatureSet::Formula
            | FeatureSet::FormulaScript
            | FeatureSet::FormulaScriptScript => None,
        }
    }

    fn features(&self, (set, variant): (FeatureSet, Variant)) -> Vec<Feature> {
        let Some(tokens) = self.tokens(set) else { return fixed(set) };
        let mut tokens = tokens.clone();
        if variant.small_caps && tokens.small_capitals == SmallCapitals::None {
            tokens.small_capitals = SmallCapitals::Lower;
        }
        tokens.figures = variant.figures.unwrap_or(tokens.figures);
        // `frac` turns every number into a numerator, so no theme has it for all text
        let fraction = variant.fraction.then_some(("frac", 1));
        let switches = tokens.switches().into_iter().chain(fraction);
        switches.filter_map(|(tag, value)| feature(tag.as_bytes(), value)).collect()
    }
}

/// The features of text that a theme does not dress.
fn fixed(set: FeatureSet) -> Vec<Feature> {
    let one = |tag: &[u8], value: u32| feature(tag, value).into_iter().collect();
    match set {
        FeatureSet::Superior => one(b"sups", 1),
        FeatureSet::Inferior => one(b"subs", 1),
        FeatureSet::FormulaScript => one(b"ssty", 1),
        FeatureSet::FormulaScriptScript => one(b"ssty", 2),
        FeatureSet::Code => {
            let off = ["liga", "clig", "calt"];
            off.iter().filter_map(|tag| feature(tag.as_bytes(), 0)).collect()
        }
        FeatureSet::Formula
        | FeatureSet::Text
        | FeatureSet::Heading
        | FeatureSet::RunningHead
        | FeatureSet::Tabular => Vec::new(),
    }
}

impl LoadedFace {
    fn new(font: Font) -> Self {
        let units_per_em = i64::from(font.units_per_em()).max(1);
        let metrics = font.metrics();
        let line = metrics.typo_line.as_ref().or(metrics.hhea_line.as_ref());
        let ascent =
            line.map_or(units_per_em * 3 / 4, |line| whole(line.ascender.to_f64()));
        let descent = line.map_or(units_per_em / 4, |line| -whole(line.descender.to_f64()));
        let has = FREQUENT.into_iter().flatten().map(|c| maps(&font, c)).collect();
        Self { units_per_em, ascent, descent, has, font, apart: OnceLock::new() }
    }
}

/// Of these characters is looked up once what a face has: the Latin ones, and quotation
/// marks and dashes.
const FREQUENT: [std::ops::RangeInclusive<char>; 2] =
    ['\0'..='\u{24F}', '\u{2010}'..='\u{203F}'];

/// The place of a character among the [`FREQUENT`] ones.
fn place(character: char) -> Option<usize> {
    match character {
        '\0'..='\u{24F}' => Some(character as usize),
        '\u{2010}'..='\u{203F}' => Some(character as usize - 0x2010 + 0x250),
        _ => None,
    }
}

/// Whether the table of characters leads to a glyph.
fn maps(font: &Font, character: char) -> bool {
    font.charmap().map_unicode(character).is_some_and(|id| id.to_u32() != 0)
}

/// The script of a character, without a search for the frequent ones.
fn script_of(character: char) -> UnicodeScript {
    match character {
        'a'..='z' | 'A'..='Z' => UnicodeScript::Latin,
        '\0'..='\u{7F}' | '\u{2010}'..='\u{2027}' => UnicodeScript::Common,
        _ => character.script(),
    }
}

#[expect(clippy::cast_possible_truncation, reason = "font units are 16 bits")]
fn whole(value: f64) -> i64 {
    value.round() as i64
}

fn feature(tag: &[u8], value: u32) -> Option<Feature> {
    Tag::new_checked(tag).ok().map(|tag| Feature::new(tag, value, ..))
}

/// What a character is made of where a face lacks it: few have the long dashes, which
/// are as long as two and three em dashes (The Unicode Standard 15, section 6.2), and the
/// fractions that Unicode took up late.
fn parts(character: char) -> Option<&'static str> {
    match character {
        '\u{2E3A}' => Some("\u{2014}\u{2014}"),
        '\u{2E3B}' => Some("\u{2014}\u{2014}\u{2014}"),
        '⅐' => Some("¹\u{2044}₇"),
        '⅑' => Some("¹\u{2044}₉"),
        '⅒' => Some("¹\u{2044}₁₀"),
        '↉' => Some("⁰\u{2044}₃"),
        _ => None,
    }
}

/// Characters that print nothing and need no glyph: joiners, soft hyphen, breaks.
fn is_ignorable(character: char) -> bool {
    matches!(
        character,
        '\n' | '\u{AD}'
            | '\u{200B}'..='\u{200F}'
            | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{FEFF}'
    )
}

/// Lends shapers and keeps what they learn.
pub(super) struct Shapers<'f> {
    fonts: &'f Fonts<'f>,
    idle: Mutex<Vec<Known>>,
}

/// What a shaper has learned.
#[derive(Default)]
struct Known {
    advances: Advances,
    syllables: Syllables,
    words: BTreeMap<WordsKey, Words>,
}

/// Widths of characters, in units of their faces.
type Advances = BTreeMap<(FaceId, (FeatureSet, Variant), Language, char), i64>;

impl<'f> Shapers<'f> {
    /// None at first.
    pub(super) fn new(fonts: &'f Fonts<'f>) -> Self {
        Self { fonts, idle: Mutex::default() }
    }

    /// Lends a shaper that knows what one before it learned.
    pub(super) fn with<R>(&self, work: impl FnOnce(&mut Shaper<'f>) -> R) -> R {
        // a thread that panicked while it held the lock had nothing half done
        let idle = || self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let known = idle().pop().unwrap_or_default();
        let mut shaper = Shaper { known, ..Shaper::new(self.fonts) };
        let result = work(&mut shaper);
        idle().push(shaper.known);
        result
    }
}

/// Shapes text; keeps its plans and buffer from one call to the next, and all words.
pub(super) struct Shaper<'f> {
    pub(super) fonts: &'f Fonts<'f>,
    known: Known,
    shapers: BTreeMap<FaceId, ShaperFont<'f, 'f>>,
    plans: BTreeMap<PlanKey, Arc<Plan>>,
    /// Room for words that are to be learned.
    unknown: Unknown,
    /// What lines end with, by text and style: a few.
    ends: Vec<(&'static str, Style, Option<ShapedGlyph>)>,
    buffer: Buffer,
}

impl<'f> Shaper<'f> {
    pub(super) fn new(fonts: &'f Fonts<'f>) -> Self {
        Self {
            fonts,
            known: Known::default(),
            shapers: BTreeMap::new(),
            plans: BTreeMap::new(),
            unknown: Unknown::default(),
            ends: Vec::new(),
            buffer: Buffer::new(),
        }
    }

    /// Words that are divided otherwise than patterns say, and what is known of others.
    pub(super) fn hyphens(&mut self) -> (&'f Exceptions, &mut Syllables) {
        (self.fonts.exceptions, &mut self.known.syllables)
    }

    /// Cuts a span into stretches of one face and script and shapes each.
    ///
    /// Gives the characters no face has to `missing`, with their place in `text`.
    pub(super) fn span(
        &mut self,
        text: &str,
        range: (u32, u32),
        span: u32,
        (style, level): (&Style, u8),
        missing: &mut Vec<(u32, char)>,
    ) -> Vec<Segment> {
        let mut segments: Vec<(u32, u32, FaceId, UnicodeScript)> = Vec::new();
        for (offset, character) in text[range.0 as usize..range.1 as usize].char_indices() {
            #[expect(clippy::cast_possible_truncation, reason = "within a u32 range")]
            let at = range.0 + offset as u32;
            let end = at + u32::try_from(character.len_utf8()).unwrap_or(4);
            let script = script_of(character);
            let neutral =
                matches!(script, UnicodeScript::Common | UnicodeScript::Inherited);
            let last = segments.last_mut();
            // what has no script of its own stays with what stands before it
            if let Some((_, last_end, face, last_script)) = last
                && (is_ignorable(character)
                    || (neutral
                        || *last_script == script
                        || *last_script == UnicodeScript::Common)
                        && self.fonts.has(*face, character)
                        && (*face == style.face
                            || script == UnicodeScript::Inherited
                            // a space of another face would cut the run for readers
                            || neutral && bidi::is_rtl(level)
                            || !self.fonts.has(style.face, character)))
            {
                *last_end = end;
                if *last_script == UnicodeScript::Common && !neutral {
                    *last_script = script;
                }
                continue;
            }
            let face = self.fonts.face_for(style.face, character).unwrap_or_else(|| {
                missing.push((at, character));
                style.face
            });
            segments.push((
                at,
                end,
                face,
                if neutral { UnicodeScript::Common } else { script },
            ));
        }
        segments
            .into_iter()
            .map(|(start, end, face, script)| {
                let rtl = bidi::is_rtl(level);
                let glyphs = self.shape(text, (start, end), face, (script, rtl), style);
                Segment { start, end, span, face, level, glyphs }
            })
            .collect()
    }

    /// Shapes a part of a segment anew, as when a line ends inside a ligature.
    pub(super) fn again(
        &mut self,
        text: &str,
        range: (u32, u32),
        face: FaceId,
        (style, rtl): (&Style, bool),
    ) -> Vec<ShapedGlyph> {
        let script = text[range.0 as usize..range.1 as usize]
            .chars()
            .map(script_of)
            .find(|s| !matches!(s, UnicodeScript::Common | UnicodeScript::Inherited))
            .unwrap_or(UnicodeScript::Common);
        self.shape(text, range, face, (script, rtl), style)
    }

    /// Whether a letter looks in a face as it would without small capitals.
    pub(super) fn stays_small(
        &mut self,
        letter: &str,
        face: FaceId,
        style: &Style,
    ) -> bool {
        let plain =
            Style { features: FeatureSet::Formula, variant: Variant::default(), ..*style };
        let end = u32::try_from(letter.len()).unwrap_or(u32::MAX);
        let mut ids = |style: &Style| -> Vec<u16> {
            let glyphs = self.again(letter, (0, end), face, (style, false));
            glyphs.iter().map(|glyph| glyph.id).collect()
        };
        ids(style) == ids(&plain)
    }

    /// The width of one character in a style; kept from one call to the next.
    pub(super) fn advance(&mut self, character: char, style: &Style) -> Length {
        let features = (style.features, style.variant);
        let key = (style.face, features, style.language, character);
        let fonts = self.fonts;
        let em = fonts.get(style.face).units_per_em;
        if let Some(&units) = self.known.advances.get(&key) {
            return style.size.scale(units, em);
        }
        let unscaled = Style { size: Length(em), raise: Length::ZERO, ..*style };
        let mut buffer = [0; 4];
        let text: &str = character.encode_utf8(&mut buffer);
        let end = u32::try_from(text.len()).unwrap_or(4);
        let glyphs = self.again(text, (0, end), style.face, (&unscaled, false));
        let units = glyphs.iter().map(|glyph| glyph.advance).sum::<Length>().0;
        self.known.advances.insert(key, units);
        style.size.scale(units, em)
    }

    /// The glyph of an added hyphen: U+2010 if the face has it, else U+002D.
    pub(super) fn hyphen(&mut self, style: &Style) -> Option<ShapedGlyph> {
        let text = if self.fonts.has(style.face, '\u{2010}') { "\u{2010}" } else { "-" };
        self.end_of_line(text, style)
    }

    /// The glyph of a space.
    pub(super) fn space(&mut self, style: &Style) -> Option<ShapedGlyph> {
        self.end_of_line(" ", style)
    }

    /// The glyph of a text of one; kept from one call to the next.
    fn end_of_line(&mut self, text: &'static str, style: &Style) -> Option<ShapedGlyph> {
        let known = self.ends.iter().find(|end| end.0 == text && end.1 == *style);
        if let Some(&(.., glyph)) = known {
            return glyph;
        }
        let end = u32::try_from(text.len()).unwrap_or(1);
        let glyphs = self.again(text, (0, end), style.face, (style, false));
        let glyph = glyphs.into_iter().next();
        self.ends.push((text, *style, glyph));
        glyph
    }

    fn shape(
        &mut self,
        text: &str,
        range: (u32, u32),
        face: FaceId,
        (script, rtl): (UnicodeScript, bool),
        style: &Style,
    ) -> Vec<ShapedGlyph> {
        let script = Script::from_iso15924_tag(script_tag(script));
        let tag = script.map_or_else(|| Tag::new(b"Zyyy"), |s| s.tag());
        let key = (face, (style.features, style.variant), tag, style.language, rtl);
        let part = &text[range.0 as usize..range.1 as usize];
        if !rtl && words::is_plain(part) && self.fonts.are_words_apart(face) {
            let joined = self.join(part, range.0, (key, script), style.size);
            if let Some(glyphs) = joined {
                return glyphs;
            }
        }
        self.shape_whole(part, range.0, (key, script), style.size)
    }

    /// Learns the words of some texts at once: to shape many takes little longer than to
    /// shape one.
    pub(super) fn learn<'t>(&mut self, texts: impl Iterator<Item = (&'t str, &'t Style)>) {
        let latin = Script::from_iso15924_tag(Tag::new(b"Latn"));
        let Some(tag) = latin.map(|script| script.tag()) else { return };
        let mut unknown: BTreeMap<WordsKey, Unknown> = BTreeMap::new();
        for (text, style) in texts {
            // a guess; what it is wrong about is learned when it is set
            let likely = text.contains(|c: char| c.is_ascii_alphabetic())
                && words::is_plain(text)
                && self.fonts.are_words_apart(style.face);
            if likely {
                let features = (style.features, style.variant);
                let key = ((style.face, features, tag, style.language, false), style.size);
                let (_, words) = self.words(key, latin);
                words.collect(text, unknown.entry(key).or_default());
            }
        }
        for (key, mut unknown) in unknown {
            self.learn_all(key, latin, &mut unknown);
        }
    }

    /// Learns words of one plan and size of type.
    fn learn_all(&mut self, key: WordsKey, script: Option<Script>, unknown: &mut Unknown) {
        if unknown.text.is_empty() {
            return;
        }
        let glyphs = self.shape_whole(&unknown.text, 0, (key.0, script), key.1);
        self.words(key, script).1.learn(unknown, &glyphs);
    }

    /// The words of one plan and size of type, with room for others.
    fn words(
        &mut self,
        key: WordsKey,
        script: Option<Script>,
    ) -> (&mut Unknown, &mut Words) {
        if !self.known.words.contains_key(&key) {
            let space = self.shape_whole(" ", 0, (key.0, script), key.1);
            self.known.words.insert(key, Words::new(&space));
        }
        (&mut self.unknown, self.known.words.entry(key).or_default())
    }

    /// Shapes text word by word, as far as its words are not known; none where it must be
    /// shaped as a whole.
    fn join(
        &mut self,
        text: &str,
        start: u32,
        (key, script): (PlanKey, Option<Script>),
        size: Length,
    ) -> Option<Vec<ShapedGlyph>> {
        let key = (key, size);
        let (unknown, words) = self.words(key, script);
        match words.join(text, start) {
            Ok(glyphs) => return Some(glyphs),
            Err(Gap::Whole) => return None,
            Err(Gap::Unknown) => words.collect(text, unknown),
        }
        let mut unknown = std::mem::take(unknown);
        self.learn_all(key, script, &mut unknown);
        self.unknown = unknown;
        self.words(key, script).1.join(text, start).ok()
    }

    /// Shapes text whose first byte has the number `start`.
    fn shape_whole(
        &mut self,
        part: &str,
        start: u32,
        (key, script): (PlanKey, Option<Script>),
        size: Length,
    ) -> Vec<ShapedGlyph> {
        let (face, _, _, language, rtl) = key;
        let fonts = self.fonts;
        let font = &fonts.get(face).font;
        let Plan { features, plan } =
            &**self.plans.entry(key).or_insert_with(|| fonts.plan(key, script));
        let shaper = self.shapers.entry(face).or_insert_with(|| ShaperFont::new(font));
        let buffer = &mut self.buffer;
        buffer.clear();
        if part.contains(|c| parts(c).is_some() && !fonts.has_glyph(face, c)) {
            for (at, character) in part.char_indices() {
                let cluster = u32::try_from(at).unwrap_or(u32::MAX);
                match parts(character).filter(|_| !fonts.has_glyph(face, character)) {
                    Some(parts) => {
                        parts.chars().for_each(|c| buffer.push(c.into(), cluster));
                    }
                    None => buffer.push(character.into(), cluster),
                }
            }
        } else {
            buffer.push_str(part);
        }
        buffer.set_script(script);
        buffer.set_direction(direction(rtl));
        buffer.set_language(ShapingLanguage::new(language.tag()));
        let options = ShapeOptions::new().plan(Some(plan)).features(features);
        if harfrust::shape(shaper, buffer, options).is_err() {
            crate::bug!("the shaper refused text it was given");
        }
        let em = fonts.get(face).units_per_em;
        let length = |units: i32| match units {
            // nearly every offset
            0 => Short::ZERO,
            units => size.scale(i64::from(units), em).into(),
        };
        let glyphs = buffer.glyph_infos().iter().zip(buffer.glyph_positions());
        let glyphs = glyphs.map(|(info, position)| ShapedGlyph {
            id: u16::try_from(info.glyph_id).unwrap_or(0),
            start: start + info.cluster,
            advance: length(position.x_advance),
            dx: length(position.x_offset),
            dy: length(position.y_offset),
            safe: !info.unsafe_to_break(),
        });
        if rtl { glyphs.rev().collect() } else { glyphs.collect() }
    }
}

const fn direction(rtl: bool) -> Direction {
    if rtl { Direction::RightToLeft } else { Direction::LeftToRight }
}

fn script_tag(script: UnicodeScript) -> Tag {
    let mut tag = *b"Zyyy";
    for (to, from) in tag.iter_mut().zip(script.short_name().bytes()) {
        *to = from;
    }
    Tag::new(&tag)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::Files;
    use crate::source::{Place, SourceId, Sources, Span};

    #[test]
    fn frequent_characters_stand_at_their_places_and_have_their_scripts() {
        for (at, character) in FREQUENT.into_iter().flatten().enumerate() {
            assert_eq!(place(character), Some(at), "{character:?}");
            assert_eq!(script_of(character), character.script(), "{character:?}");
        }
        assert_eq!(place('\u{250}'), None);
        assert_eq!(place('\u{2040}'), None);
    }

    fn theme(name: &str) -> Theme {
        let mut sources = Sources::default();
        sources.add("trifold.toml", "theme");
        let named = Place { source: SourceId(0), span: Span::new(0, 5) };
        crate::theme::load(
            name,
            named,
            &Files::default(),
            &mut sources,
            &mut Sink::default(),
        )
        .unwrap()
    }

    #[test]
    fn joined_words_have_the_shapes_that_they_have_in_their_text() {
        let texts = [
            include_str!(
                "../../manuscript/01-understanding-emotional-regulation-and-empathy.md"
            ),
            "  AVA Tó VAV fjord, “Type” (f)!  Wharf’s 1/2 ½ ffi 10:30 Ångström—fluffy? ",
            "Ёлка и Ω αβγ, To, Yo. ‘Tis “quoted” — W. A. V.",
            "A\u{A0}B f\u{AD}f \u{C5}\u{2026} x",
            "he was\u{2060}—so \u{2060}—“V\u{2060}A” f\u{2060}i\u{2060} o",
        ];
        for theme in ["book", "handout"].map(theme) {
            let exceptions = Exceptions::default();
            let fonts =
                Fonts::load(&theme, &exceptions, &mut Sink::default()).ok().unwrap();
            let mut shaper = Shaper::new(&fonts);
            let faces = (0u16..).zip(&theme.faces).map(|(face, _)| FaceId(face));
            for (face, size) in faces.flat_map(|face| [(face, 7), (face, 10)]) {
                let style = Style {
                    face,
                    size: Length::points(size),
                    raise: Length::ZERO,
                    color: Color { r: 0, g: 0, b: 0 },
                    features: FeatureSet::Text,
                    variant: Variant { small_caps: size == 7, ..Variant::default() },
                    strike: false,
                    mark: false,
                    language: Language::new("en"),
                };
                for line in texts.iter().flat_map(|text| text.lines()) {
                    let end = u32::try_from(line.len()).unwrap();
                    let script = Script::from_iso15924_tag(Tag::new(b"Latn"));
                    let latin = (UnicodeScript::Latin, false);
                    let tag = script.unwrap().tag();
                    let features = (style.features, style.variant);
                    let key = (face, features, tag, style.language, false);
                    let whole = shaper.shape_whole(line, 0, (key, script), style.size);
                    for _ in 0..2 {
                        let joined = shaper.shape(line, (0, end), face, latin, &style);
                        assert_eq!(joined, whole, "{line}");
                    }
                }
            }
        }
    }
}
