//! Messages about letters that a face has not: they are never made up.

use std::collections::{BTreeMap, BTreeSet};

use unicode_script::UnicodeScript;
use unicode_segmentation::UnicodeSegmentation;

use super::fonts::{Fonts, Segment, Shaper};
use super::paragraph::Paragraph;
use crate::diag::{Diagnostic, Sink};
use crate::source::{Place, Span as SourceSpan};
use crate::theme::FaceId;

/// More characters of one script are told of together.
const MOST_APART: usize = 3;

const NAME_A_FONT: &str = "name a font file that has it in `trifold.toml`: `[fonts] files = \
                           [\"fonts/Name-Regular.ttf\"]`";

/// Warns of prose whose letters are those of a family for code, since no other has them.
pub(super) fn report_lent(
    paragraph: &Paragraph,
    segments: &[Segment],
    fonts: &Fonts<'_>,
    sink: &mut Sink,
) {
    for segment in segments {
        let wanted = paragraph.spans[segment.span as usize].style.face;
        if segment.face == wanted {
            continue;
        }
        let text = &paragraph.text[segment.start as usize..segment.end as usize];
        let lent = |c: &char| !fonts.becomes(segment.face, wanted, *c);
        let Some(letter) = text.chars().find(lent) else { continue };
        let (script, file) = (letter.script().full_name(), fonts.file(segment.face));
        let message = format!(
            "no family for text has the {script} letters: they are those of `{file}`, which \
             is for code"
        );
        let diagnostic = Diagnostic::new("lent-letters", message).help(NAME_A_FONT);
        sink.warn(placed(diagnostic, paragraph, segment.start));
    }
}

/// Warns where the author asks for letters that a face has not: they are not made up.
pub(super) fn report_features(
    paragraph: &Paragraph,
    segments: &[Segment],
    fonts: &Fonts<'_>,
    sink: &mut Sink,
) {
    let mut told = BTreeSet::new();
    for segment in segments {
        let variant = paragraph.spans[segment.span as usize].style.variant;
        let text = &paragraph.text[segment.start as usize..segment.end as usize];
        for (tag, name) in variant.needs(text) {
            let Some(file) = fonts.lacks(segment.face, tag) else { continue };
            if told.insert((segment.face, tag)) {
                let message = format!("`{file}` has no {name} for `{}`", text.trim());
                let help = "take out the class, or set the text in a family that has them";
                let diagnostic = Diagnostic::new("missing-feature", message).help(help);
                sink.warn(placed(diagnostic, paragraph, segment.start));
            }
        }
    }
}

/// Warns of letters that stay as they are in small capitals: their face has such for
/// other letters only. They are not made of capitals, whose strokes would be too thin.
pub(super) fn report_small_capitals(
    paragraph: &Paragraph,
    segments: &[Segment],
    shaper: &mut Shaper<'_>,
    sink: &mut Sink,
) {
    let mut lacking: BTreeMap<FaceId, (u32, Vec<&str>)> = BTreeMap::new();
    for segment in segments {
        let style = &paragraph.spans[segment.span as usize].style;
        let fonts = shaper.fonts;
        if !fonts.small_capitals(style) {
            continue;
        }
        // that a face has none at all is told already
        if style.variant.small_caps && fonts.lacks(segment.face, "smcp").is_some() {
            continue;
        }
        let text = &paragraph.text[segment.start as usize..segment.end as usize];
        for (offset, letter) in text.grapheme_indices(true) {
            let start = segment.start + u32::try_from(offset).unwrap_or_default();
            let small = letter.chars().next().is_some_and(has_capital);
            if !small || !shaper.stays_small(letter, segment.face, style) {
                continue;
            }
            let (_, letters) = lacking.entry(segment.face).or_insert((start, Vec::new()));
            if !letters.contains(&letter) {
                letters.push(letter);
            }
        }
    }
    for (face, (at, letters)) in lacking {
        let file = shaper.fonts.file(face);
        let letters = letters.iter().map(|letter| format!("`{letter}`"));
        let letters = letters.collect::<Vec<_>>().join(", ");
        let message = format!("`{file}` has no small capitals for {letters}");
        let help = "write capitals, take the small capitals away, or set the text in a \
                    family that has them";
        let diagnostic = Diagnostic::new("missing-small-capitals", message).help(help);
        sink.warn(placed(diagnostic, paragraph, at));
    }
}

/// Whether a character is a small letter that has a capital.
fn has_capital(c: char) -> bool {
    c.is_lowercase() && !c.to_uppercase().eq([c])
}

/// Tells of the characters of a paragraph that no face has, with their bytes: each once,
/// and together those of a script of which more are lacking than one reads.
pub(super) fn report_missing(
    paragraph: &Paragraph,
    mut missing: Vec<(u32, char)>,
    sink: &mut Sink,
) {
    missing.sort_by_key(|&(at, character)| (character, at));
    missing.dedup_by_key(|&mut (_, character)| character);
    missing.sort_unstable();
    let mut scripts: BTreeMap<&str, Vec<(u32, char)>> = BTreeMap::new();
    for one in missing {
        scripts.entry(one.1.script().full_name()).or_default().push(one);
    }
    for (script, found) in scripts {
        if found.len() <= MOST_APART {
            for (at, character) in found {
                sink.error(placed(no_glyph(character), paragraph, at));
            }
            continue;
        }
        let some = found[..MOST_APART].iter().map(|(_, c)| format!("`{c}`"));
        let some = some.collect::<Vec<_>>().join(", ");
        let more = found.len() - MOST_APART;
        let letters = match script {
            "Common" | "Inherited" => "characters".to_owned(),
            script => format!("{script} letters"),
        };
        let message =
            format!("no font has the {letters} {some} and {more} more of this text");
        let diagnostic = Diagnostic::new("missing-glyph", message).help(NAME_A_FONT);
        sink.error(placed(diagnostic, paragraph, found[0].0));
    }
}

/// What is said of a character that no face has.
pub(super) fn no_glyph(character: char) -> Diagnostic {
    let code = u32::from(character);
    Diagnostic::new(
        "missing-glyph",
        match unicode_names2::name(character) {
            Some(name) => format!("no font has `{character}` (U+{code:04X}, {name})"),
            None => format!("no font has `{character}` (U+{code:04X})"),
        },
    )
    .help(NAME_A_FONT)
}

/// A message with the place of a byte of the paragraph's text.
pub(super) fn placed(diagnostic: Diagnostic, paragraph: &Paragraph, at: u32) -> Diagnostic {
    if let Some(Place { source, span }) = paragraph.place {
        let own = &paragraph.spans[paragraph.span_at(at)];
        // a span follows its source closely enough to point into it
        let base = own.written.map(|written| written + (at - own.start));
        let alone = (paragraph.spans.len() == 1).then_some(span.start + at);
        let start = base.or(alone).filter(|start| (span.start..span.end).contains(start));
        let span = start.map_or(span, |start| SourceSpan::new(start, span.end));
        return diagnostic.at(Place { source, span });
    }
    diagnostic
}
