//! Faces, metrics, fallback, features. With [`shaper`] the only user of `harfrust`.

mod shaper;

pub(super) use shaper::{Shaper, Shapers};

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use harfrust::{
    Direction, Feature, Font, Language as ShapingLanguage, Script, ShapePlan, Tag,
};
use unicode_script::{Script as UnicodeScript, UnicodeScript as _};

use crate::diag::{Diagnostic, Reported, Sink};
use crate::hyphenation::Exceptions;
use crate::length::{Length, Short};
use crate::theme::{
    Color, EMOJI_FAMILY, Face, FaceId, FeatureTokens, Figures, Generic, SmallCapitals,
    Theme, is_pictograph,
};

use super::joints;
use super::languages::Language;

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
    /// Whether a line stands below it.
    pub(super) underline: bool,
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
        let emoji = is_pictograph(character).then_some(EMOJI_FAMILY);
        let others = self.theme.fallback.iter().map(String::as_str);
        std::iter::once(family.as_str())
            .chain(emoji)
            .chain(others)
            .flat_map(|family| self.theme.nearest(family, *weight, *italic))
            .find(|&id| self.has(id, character))
    }

    /// Whether a face may stand in for another: letters of one width for all are no prose
    /// in scripts that join their letters or set them in widths of their own.
    pub(super) fn becomes(&self, face: FaceId, wanted: FaceId, character: char) -> bool {
        let are_fixed = |face: FaceId| {
            let own = &self.theme.get(face).family;
            let mut families = self.theme.families.iter();
            families.any(|one| one.name == *own && one.generic == Generic::Monospace)
        };
        let kin = matches!(
            script_of(character),
            UnicodeScript::Common
                | UnicodeScript::Inherited
                | UnicodeScript::Latin
                | UnicodeScript::Greek
                | UnicodeScript::Cyrillic
        );
        kin || !are_fixed(face) || are_fixed(wanted)
    }

    /// Whether a face is that of emoji.
    pub(super) fn is_emoji_face(&self, face: FaceId) -> bool {
        self.theme.get(face).family == EMOJI_FAMILY
    }

    /// The face of emoji, for a character that what follows makes one: a variation selector
    /// or a colour of skin (Unicode Technical Standard 51, 1.4), or the keycap around it.
    pub(super) fn emoji_face(&self, character: char, rest: &str) -> Option<FaceId> {
        let asked = rest.starts_with(|c: char| {
            matches!(c, '\u{fe0f}' | '\u{20e3}' | '\u{1f3fb}'..='\u{1f3ff}')
        });
        if !asked {
            return None;
        }
        let face = self.theme.face(EMOJI_FAMILY, 400, false)?;
        self.has(face, character).then_some(face)
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

    /// Whether the features of a style change every character of a text: give other glyphs
    /// than the face has for it without any.
    pub(super) fn drawn(&self, text: &str, style: &Style) -> bool {
        let mut shaper = Shaper::new(self);
        let mut buffer = [0; 4];
        let charmap = self.get(style.face).font.charmap();
        text.chars().all(|c| {
            let own: &str = c.encode_utf8(&mut buffer);
            let end = u32::try_from(own.len()).unwrap_or(4);
            let glyphs = shaper.again(own, (0, end), style.face, (style, false));
            let ids: Vec<u32> = glyphs.iter().map(|glyph| u32::from(glyph.id)).collect();
            let plain = charmap.map_unicode(c).map(|glyph| glyph.to_u32());
            !ids.contains(&0) && (ids.len() != 1 || ids.first().copied() != plain)
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

const fn direction(rtl: bool) -> Direction {
    if rtl { Direction::RightToLeft } else { Direction::LeftToRight }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frequent_characters_stand_at_their_places_and_have_their_scripts() {
        for (at, character) in FREQUENT.into_iter().flatten().enumerate() {
            assert_eq!(place(character), Some(at), "{character:?}");
            assert_eq!(script_of(character), character.script(), "{character:?}");
        }
        assert_eq!(place('\u{250}'), None);
        assert_eq!(place('\u{2040}'), None);
    }
}
