//! Text to glyphs; shapers keep what they learn.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use harfrust::{
    Buffer, BufferFlags, Language as ShapingLanguage, Script, ShapeOptions, ShaperFont, Tag,
};
use unicode_script::Script as UnicodeScript;

use super::{
    FeatureSet, Fonts, Plan, PlanKey, Segment, ShapedGlyph, Style, Variant, WordsKey,
    direction, is_ignorable, parts, script_of,
};
use crate::hyphenation::Exceptions;
use crate::layout::bidi;
use crate::layout::breaks::Syllables;
use crate::layout::languages::Language;
use crate::layout::words::{self, Gap, Unknown, Words};
use crate::length::{Length, Short};
use crate::theme::FaceId;

/// Lends shapers and keeps what they learn.
pub(in crate::layout) struct Shapers<'f> {
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
    pub(in crate::layout) fn new(fonts: &'f Fonts<'f>) -> Self {
        Self { fonts, idle: Mutex::default() }
    }

    /// Lends a shaper that knows what one before it learned.
    pub(in crate::layout) fn with<R>(&self, work: impl FnOnce(&mut Shaper<'f>) -> R) -> R {
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
pub(in crate::layout) struct Shaper<'f> {
    pub(in crate::layout) fonts: &'f Fonts<'f>,
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
    pub(in crate::layout) fn new(fonts: &'f Fonts<'f>) -> Self {
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
    pub(in crate::layout) fn hyphens(&mut self) -> (&'f Exceptions, &mut Syllables) {
        (self.fonts.exceptions, &mut self.known.syllables)
    }

    /// Cuts a span into stretches of one face and script and shapes each.
    ///
    /// Gives the characters no face has to `missing`, with their place in `text`.
    pub(in crate::layout) fn span(
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
            let rest = &text[end as usize..range.1 as usize];
            let face = self.fonts.emoji_face(character, rest);
            let last =
                segments.last_mut().filter(|last| face.is_none_or(|face| face == last.2));
            // what has no script of its own stays with what stands before it
            if let Some((_, last_end, face, last_script)) = last
                && (is_ignorable(character)
                    // what is joined is one picture
                    || text[..at as usize].ends_with('\u{200d}')
                        && self.fonts.is_emoji_face(*face)
                        && self.fonts.has(*face, character)
                    || (neutral
                        || *last_script == script
                        || *last_script == UnicodeScript::Common)
                        && self.fonts.has(*face, character)
                        && (*face == style.face
                            || script == UnicodeScript::Inherited
                            // a space of another face would cut the run for readers
                            || neutral
                                && bidi::is_rtl(level)
                                && !self.fonts.is_emoji_face(*face)
                            || !self.fonts.has(style.face, character)))
            {
                *last_end = end;
                if *last_script == UnicodeScript::Common && !neutral {
                    *last_script = script;
                }
                continue;
            }
            // behind a picture as before it: the spaces of emoji are far wider
            let before = || {
                let mut faces = segments.iter().rev().map(|&(_, _, face, _)| face);
                let face = faces.find(|&face| !self.fonts.is_emoji_face(face))?;
                (neutral && bidi::is_rtl(level) && self.fonts.has(face, character))
                    .then_some(face)
            };
            let face =
                face.or_else(before).or_else(|| self.fonts.face_for(style.face, character));
            let face = face.unwrap_or_else(|| {
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
    pub(in crate::layout) fn again(
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
    pub(in crate::layout) fn stays_small(
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
    pub(in crate::layout) fn advance(&mut self, character: char, style: &Style) -> Length {
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
    pub(in crate::layout) fn hyphen(&mut self, style: &Style) -> Option<ShapedGlyph> {
        let text = if self.fonts.has(style.face, '\u{2010}') { "\u{2010}" } else { "-" };
        self.end_of_line(text, style)
    }

    /// The glyph of a space.
    pub(in crate::layout) fn space(&mut self, style: &Style) -> Option<ShapedGlyph> {
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
    pub(in crate::layout) fn learn<'t>(
        &mut self,
        texts: impl Iterator<Item = (&'t str, &'t Style)>,
    ) {
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
        // a selector beside a picture would be a gap to those who read glyphs
        buffer.set_flags(if fonts.is_emoji_face(face) {
            BufferFlags::REMOVE_DEFAULT_IGNORABLES
        } else {
            BufferFlags::default()
        });
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
    use crate::diag::Sink;
    use crate::files::Files;
    use crate::source::{Place, SourceId, Sources, Span};
    use crate::theme::{Color, Theme};

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
                "../../../manuscript/01-understanding-emotional-regulation-and-empathy.md"
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
                    underline: false,
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
