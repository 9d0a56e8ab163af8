//! Which glyphs an edition uses, and which text each of them stands for.
//!
//! A font of a PDF says once for each glyph what text it stands for. A glyph may stand
//! for several (a hyphen also for U+00AD), so the most frequent is chosen for the
//! whole edition; where it stands for another, the page itself says so.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use skrifa::{FontRef, MetadataProvider};

use crate::bug;
use crate::diag::{Diagnostic, Reported, Sink};
use crate::layout::{Glyph, Item, ItemKind, Print, Run, Sheet};
use crate::par;
use crate::theme::{Face, FaceId, Theme};

/// The glyphs used of a face, with the text each stands for most often; it is empty
/// for a glyph that stands for some text only together with others.
pub(super) type Used<'a> = BTreeMap<u16, &'a str>;

/// Pages counted by one thread at a time.
const SHEETS_AT_ONCE: usize = 16;

/// The number of the glyph that means "there is none".
const NOTDEF: u16 = 0;

/// The glyphs used of every face, by [`FaceId`].
///
/// # Errors
/// When a face has no glyph for some text: nothing is printed as an empty box.
pub(super) fn used<'a>(
    print: &'a Print,
    theme: &Theme,
    forms: &'a [Forms],
    sink: &mut Sink,
) -> Result<Vec<Used<'a>>, Reported> {
    let sheets: Vec<(usize, &Sheet)> = print.sheets.iter().enumerate().collect();
    let parts: Vec<_> = sheets.chunks(SHEETS_AT_ONCE).collect();
    let mut total = Counts::new(theme.faces.len());
    for counts in par::map_quiet(&parts, |part| count(part, forms)) {
        total.add(counts);
    }
    let mut refused = Ok(());
    for ((face, text), sheet) in total.missing {
        let file = &theme.get(face).file;
        let label = &print.sheets[sheet].label;
        refused = Err(sink.error(
            Diagnostic::new(
                "missing-glyph",
                format!("`{file}` has no glyph for `{text}` on page {label}"),
            )
            .help("name a family that has it under `fallback` in `theme.toml`"),
        ));
    }
    refused.map(|()| total.faces.into_iter().map(most_frequent).collect())
}

/// The text that a glyph and the others of its cluster stand for.
pub(super) fn cluster_text<'a>(run: &'a Run, glyph: &Glyph) -> &'a str {
    let start = glyph.start as usize;
    run.text.get(start..start + glyph.len as usize).unwrap_or_else(|| {
        bug!("a cluster at byte {start} lies outside of its run `{}`", run.text)
    })
}

/// Whether two short texts are the same: nearly all are a letter, and to compare a byte
/// takes a fraction of a call.
#[inline]
pub(super) fn is_same(one: &str, other: &str) -> bool {
    match (one.as_bytes(), other.as_bytes()) {
        ([one], [other]) => one == other,
        (one, other) => one.len() == other.len() && one == other,
    }
}

/// The clusters of a run, from left to right.
pub(super) fn clusters(run: &Run) -> impl Iterator<Item = &[Glyph]> {
    run.glyphs.chunk_by(|one, next| one.start == next.start)
}

/// The texts that a glyph stands for, with their number.
type Readings<'a> = Vec<(&'a str, u32)>;

/// What some sheets use.
struct Counts<'a> {
    /// By face and glyph.
    faces: Vec<Vec<Readings<'a>>>,
    /// Text without a glyph, with the first sheet it is on.
    missing: BTreeMap<(FaceId, &'a str), usize>,
}

impl<'a> Counts<'a> {
    fn new(faces: usize) -> Self {
        Self { faces: vec![Vec::new(); faces], missing: BTreeMap::new() }
    }

    fn record(&mut self, face: FaceId, glyph: u16, text: &'a str, times: u32) {
        let glyphs = &mut self.faces[usize::from(face.0)];
        let glyph = usize::from(glyph);
        if glyphs.len() <= glyph {
            glyphs.resize(glyph + 1, Vec::new());
        }
        let readings = &mut glyphs[glyph];
        match readings.iter_mut().find(|(known, _)| is_same(known, text)) {
            Some((_, count)) => *count += times,
            None => readings.push((text, times)),
        }
    }

    /// Adds what comes after.
    fn add(&mut self, later: Self) {
        for (place, sheet) in later.missing {
            self.missing.entry(place).or_insert(sheet);
        }
        for (face, glyphs) in (0u16..).zip(later.faces) {
            for (glyph, readings) in (0u16..).zip(glyphs) {
                for (text, times) in readings {
                    self.record(FaceId(face), glyph, text, times);
                }
            }
        }
    }
}

fn count<'a>(sheets: &[(usize, &'a Sheet)], forms: &'a [Forms]) -> Counts<'a> {
    let mut counts = Counts::new(forms.len());
    for &(number, sheet) in sheets {
        for run in sheet.items.iter().filter_map(run_of) {
            for cluster in clusters(run) {
                let forms = &forms[usize::from(run.face.0)];
                count_cluster(run, cluster, (number, forms), &mut counts);
            }
        }
    }
    counts
}

fn run_of(item: &Item) -> Option<&Run> {
    match &item.kind {
        ItemKind::Run(run) => Some(run),
        ItemKind::Fill { .. } | ItemKind::Picture { .. } => None,
    }
}

fn count_cluster<'a>(
    run: &'a Run,
    cluster: &[Glyph],
    (sheet, forms): (usize, &'a Forms),
    counts: &mut Counts<'a>,
) {
    let text = cluster_text(run, &cluster[0]);
    if cluster.iter().any(|glyph| glyph.id == NOTDEF) {
        counts.missing.entry((run.face, text)).or_insert(sheet);
    }
    if run.rtl && text.chars().nth(cluster.len()).is_some() {
        count_composed(run, cluster, forms, counts);
        return;
    }
    if let [glyph] = cluster {
        counts.record(run.face, glyph.id, text, 1);
        return;
    }
    // A base and its marks: as many glyphs as characters, most likely one for one.
    let one_for_one = text.chars().count() == cluster.len();
    let mut rest = text;
    for at in 0..cluster.len() {
        let glyph = &cluster[if run.rtl { cluster.len() - 1 - at } else { at }];
        let length = rest.chars().next().map_or(0, char::len_utf8);
        let (character, after) = rest.split_at(length);
        rest = after;
        counts.record(run.face, glyph.id, if one_for_one { character } else { "" }, 1);
    }
}

/// Counts a cluster of fewer glyphs than characters that runs from right to left.
///
/// Readers turn such text around character by character, and with it what one glyph
/// stands for: each glyph is to stand for one character, such as U+FB31.
fn count_composed<'a>(
    run: &'a Run,
    cluster: &[Glyph],
    forms: &'a Forms,
    counts: &mut Counts<'a>,
) {
    let text = cluster_text(run, &cluster[0]);
    let base = &text[..text.chars().next().map_or(0, char::len_utf8)];
    let bare = cluster.iter().filter(|glyph| !forms.contains_key(&glyph.id)).count();
    for glyph in cluster {
        let own = match forms.get(&glyph.id) {
            Some(form) => form.as_str(),
            None if cluster.len() == 1 => text,
            None if bare == 1 => base,
            None => "",
        };
        counts.record(run.face, glyph.id, own, 1);
    }
}

/// The glyphs of a face that are composed letters or marks of text from right to left,
/// each with its character.
pub(super) type Forms = BTreeMap<u16, String>;

/// The points of Hebrew and Arabic, and the letters composed with them.
const FORMS: [std::ops::RangeInclusive<char>; 5] = [
    '\u{591}'..='\u{5C7}',
    '\u{64B}'..='\u{65F}',
    '\u{FB1D}'..='\u{FB4F}',
    '\u{FB50}'..='\u{FDFF}',
    '\u{FE70}'..='\u{FEFC}',
];

/// The [`Forms`] of every face; none where nothing runs from right to left.
pub(super) fn forms(print: &Print, theme: &Theme) -> Vec<Forms> {
    let items = print.sheets.iter().flat_map(|sheet| &sheet.items);
    let needed = items.filter_map(run_of).any(|run| run.rtl);
    let of_face = |face: &Face| {
        let font = FontRef::new(&face.data).ok().filter(|_| needed)?;
        let characters = FORMS.iter().cloned().flatten();
        let mut forms = Forms::new();
        for character in characters {
            let glyph = font.charmap().map(character);
            if let Some(glyph) = glyph.and_then(|glyph| u16::try_from(glyph.to_u32()).ok())
            {
                forms.entry(glyph).or_insert_with(|| character.to_string());
            }
        }
        Some(forms)
    };
    theme.faces.iter().map(|face| of_face(face).unwrap_or_default()).collect()
}

/// Whether the texts of glyphs from right to left, one of them a composed letter, are
/// those of a cluster. A ligature of two letters with a point of the first is not: the
/// point stands between them.
pub(super) fn are_composed<'t>(
    mut texts: impl Iterator<Item = &'t str>,
    whole: &str,
) -> bool {
    let one_of = |text: &str, range: std::ops::RangeInclusive<char>| {
        text.chars().count() == 1 && text.chars().all(|c| range.contains(&c))
    };
    let (Some(first), second) = (texts.next(), texts.next()) else { return false };
    let Some(second) = second else { return one_of(first, '\u{FB1D}'..='\u{FEFC}') };
    let mut composed = 0;
    let known = [first, second].into_iter().chain(texts).all(|text| {
        let letter = one_of(text, '\u{FB1D}'..='\u{FB4F}');
        composed += usize::from(letter);
        letter || !text.is_empty() && whole.contains(text)
    });
    known && composed == 1
}

fn most_frequent<'a>(glyphs: Vec<Readings<'a>>) -> Used<'a> {
    let best = |readings: Readings<'a>| {
        let some = readings.iter().filter(|(text, _)| !text.is_empty());
        let best = some.max_by_key(|&&(text, times)| (times, Reverse(text)));
        best.map_or("", |(text, _)| *text)
    };
    let used = (0u16..).zip(glyphs).filter(|(_, readings)| !readings.is_empty());
    used.map(|(glyph, readings)| (glyph, best(readings))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_composed_with_a_point_stands_for_both() {
        let whole = "\u{5D1}\u{5B0}\u{5BC}";
        assert!(are_composed(["\u{5B0}", "\u{FB31}"].into_iter(), whole));
        assert!(!are_composed(["\u{5B0}", "\u{5D1}"].into_iter(), whole));
        assert!(!are_composed(["", "\u{FB31}"].into_iter(), whole));
    }

    #[test]
    fn a_ligature_with_a_point_between_its_letters_is_not_composed() {
        assert!(are_composed(["\u{FEFB}"].into_iter(), "\u{644}\u{627}"));
        let whole = "\u{644}\u{64B}\u{627}";
        assert!(!are_composed(["\u{64B}", "\u{FEFB}"].into_iter(), whole));
    }
}
