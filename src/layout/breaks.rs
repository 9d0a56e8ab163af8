//! Where the lines of a paragraph may end.
//!
//! Opportunities follow Unicode Standard Annex 14; words are hyphenated after the
//! patterns of their language. On top of both stand a typesetter's habits: a number
//! stays with its unit, a citation with its word, a dash with what it follows, and an
//! address breaks at its joints without a hyphen.

use std::ops::Range;

use unicode_linebreak::BreakOpportunity;

use super::languages::Language;
use super::paragraph::{Paragraph, SpanKind};
use super::words::{Lexicon, Part, Word};
use crate::hyphenation::{self, Exceptions};

/// A place where a line may end.
#[derive(Debug, Copy, Clone, PartialEq, Eq)]
pub(super) struct Break {
    /// Where the line's text ends: spaces at the line end are left out.
    pub(super) end: u32,
    /// Where the next line's text begins.
    pub(super) next: u32,
    /// How unwelcome the break is; 0 for a space.
    pub(super) penalty: i16,
    /// What the line ends with.
    pub(super) kind: BreakKind,
}

/// What a line ends with at a [`Break`].
#[derive(Debug, Copy, Clone, PartialEq, Eq)]
pub(super) enum BreakKind {
    /// A space, or a joint that shows nothing.
    Plain,
    /// A hyphen that was written.
    Written,
    /// A hyphen that is added.
    Added,
    /// The author's line break.
    Forced,
    /// The end of the paragraph.
    End,
}

impl BreakKind {
    /// Whether the line ends in a hyphen for the eye.
    pub(super) const fn is_hyphen(self) -> bool {
        matches!(self, Self::Written | Self::Added)
    }
}

/// What a break costs after a hyphen that was written.
const WRITTEN_HYPHEN: i16 = 40;
/// What a break costs where a hyphen is added.
const ADDED_HYPHEN: i16 = 70;
/// The same in a part of a compound that has a hyphen already.
const COMPOUND_HYPHEN: i16 = 400;
/// What a break costs at a joint of an address.
const ADDRESS_JOINT: i16 = 60;
/// What a break costs in the middle of code or of a word without end: all but the last
/// resort, better only than running off the page.
const ANYWHERE: i16 = 9_000;
/// Words of code longer than this many characters may break anywhere.
const LONGEST_CODE: usize = 16;
/// Words of text longer than this may.
const LONGEST_WORD: usize = 45;
/// Words shorter than this many letters are not hyphenated.
const SHORTEST_WORD: usize = 5;

/// Units that stay with the number before them.
const UNITS: [&str; 26] = [
    "mg", "g", "kg", "mcg", "µg", "μg", "ng", "ml", "mL", "l", "L", "dl", "dL", "mm", "cm",
    "m", "km", "mmol", "mol", "IU", "kcal", "kJ", "%", "°C", "°F", "mmHg",
];

/// All places where lines of a paragraph may end, in order; the last is its end. Words
/// that the project names are divided as it says or not at all, others where `syllables`
/// gives something; without it there is no hyphen.
///
/// Takes time in proportion to the text, whatever it is.
pub(super) fn opportunities(
    paragraph: &Paragraph,
    exceptions: &Exceptions,
    mut syllables: Option<&mut Syllables>,
) -> Vec<Break> {
    let text = paragraph.text.as_str();
    let mut breaks = Vec::with_capacity(text.len() / 4 + 2);
    let mut words = Words { text, start: 0, end: 0 };
    let mut in_address = false;
    for (next, opportunity) in unicode_linebreak::linebreaks(text) {
        while words.end < next {
            let word = words.advance();
            if let Some(syllables) = &mut syllables
                && divide(
                    paragraph,
                    words.start,
                    word,
                    (exceptions, &mut **syllables),
                    &mut breaks,
                )
            {
                in_address = false;
                continue;
            }
            in_address = is_address(word);
            if in_address {
                address_joints(words.start, word, &mut breaks);
            } else if syllables.is_some() {
                hyphenate(paragraph, words.start, word, exceptions, &mut breaks);
            }
        }
        if next == text.len() {
            break;
        }
        let end = trimmed(&text.as_bytes()[..next]);
        let spaced = end < next;
        if opportunity == BreakOpportunity::Mandatory {
            breaks.push(at(end, next, 0, BreakKind::Forced));
        } else if spaced {
            if !bound(paragraph, end, next) {
                let penalty = penalty_at(paragraph, end);
                breaks.push(at(end, next, penalty, BreakKind::Plain));
            }
        } else if !in_address && !text[end..].starts_with('—') {
            // an address breaks at its joints only; a dash never begins a line
            breaks.push(unspaced(text, end));
        }
    }
    dashes(text, &mut breaks);
    let end = text.trim_end_matches([' ', '\n']).len();
    breaks.push(at(end, text.len(), 0, BreakKind::End));
    breaks.sort_by_key(|b| (b.next, b.end, b.penalty));
    breaks.dedup_by_key(|b| b.next);
    let found = breaks.len();
    for place in 0..found {
        let start = place.checked_sub(1).map_or(0, |before| breaks[before].next);
        let word = start as usize..breaks[place].end as usize;
        // shorter in bytes is shorter in characters
        if word.len() > LONGEST_CODE {
            anywhere(paragraph, word, exceptions, &mut breaks);
        }
    }
    if breaks.len() > found {
        breaks.sort_by_key(|b| b.next);
    }
    breaks
}

/// A break where there is no space.
fn unspaced(text: &str, end: usize) -> Break {
    let wide = |c: Option<char>| c.is_some_and(is_wide);
    match text[..end].chars().next_back() {
        // between ideographs a line may end anywhere
        Some(c) if wide(Some(c)) || wide(text[end..].chars().next()) => {
            at(end, end, 0, BreakKind::Plain)
        }
        Some('-' | '\u{2010}') => at(end, end, WRITTEN_HYPHEN, BreakKind::Written),
        Some(soft @ '\u{AD}') => {
            at(end - soft.len_utf8(), end, ADDED_HYPHEN, BreakKind::Added)
        }
        Some(_) | None => at(end, end, WRITTEN_HYPHEN, BreakKind::Plain),
    }
}

/// Breaks between a dash and an opening quotation mark: Annex 14 allows none beside a
/// quotation mark (rule LB19), but in prose a dash ends a line as well before `“because`
/// as before `because`.
fn dashes(text: &str, breaks: &mut Vec<Break>) {
    for (before, dash) in text.match_indices('—') {
        let next = before + dash.len();
        if text[next..].starts_with(['“', '‘', '„', '«']) {
            breaks.push(at(next, next, WRITTEN_HYPHEN, BreakKind::Plain));
        }
    }
}

/// Stretches without spaces, one after the other.
struct Words<'t> {
    text: &'t str,
    /// First byte of the word.
    start: usize,
    /// Where the next one is looked for: past the word and the spaces behind it.
    end: usize,
}

impl<'t> Words<'t> {
    /// The next word; empty at the end of the text.
    fn advance(&mut self) -> &'t str {
        let bytes = self.text.as_bytes();
        let skip = |from: usize, spaces: bool| {
            let rest = bytes[from..].iter();
            from + rest.take_while(|&&byte| is_space(byte) == spaces).count()
        };
        self.start = skip(self.end, true);
        let end = skip(self.start, false);
        self.end = skip(end, true);
        &self.text[self.start..end]
    }
}

/// Whether a byte is a space or a line break that must be.
const fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n')
}

/// The length of a text without the spaces at its end.
fn trimmed(text: &[u8]) -> usize {
    text.iter().rposition(|&byte| !is_space(byte)).map_or(0, |last| last + 1)
}

#[expect(clippy::cast_possible_truncation, reason = "paragraphs are below 4 GiB")]
fn at(end: usize, next: usize, penalty: i16, kind: BreakKind) -> Break {
    Break { end: end as u32, next: next as u32, penalty, kind }
}

/// How unwelcome a break at a space is: more so inside of a formula.
fn penalty_at(paragraph: &Paragraph, end: usize) -> i16 {
    #[expect(clippy::cast_possible_truncation, reason = "paragraphs are below 4 GiB")]
    match paragraph.spans[paragraph.span_at(end as u32)].kind {
        SpanKind::Formula(penalty) => i16::try_from(penalty).unwrap_or(ANYWHERE),
        SpanKind::Text | SpanKind::Verbatim | SpanKind::Citation => 0,
    }
}

/// Whether the space `end..next` holds what stands around it together.
fn bound(paragraph: &Paragraph, end: usize, next: usize) -> bool {
    let text = paragraph.text.as_str();
    let after = &text[next..];
    #[expect(clippy::cast_possible_truncation, reason = "paragraphs are below 4 GiB")]
    let kind = paragraph.spans[paragraph.span_at(next as u32)].kind;
    if kind == SpanKind::Citation {
        #[expect(clippy::cast_possible_truncation, reason = "paragraphs are below 4 GiB")]
        let before = paragraph.spans[paragraph.span_at(end.saturating_sub(1) as u32)].kind;
        return before != SpanKind::Citation || after.len() < 4;
    }
    if after.starts_with(['–', '—']) {
        return true;
    }
    let word = after.split([' ', '\n']).next().unwrap_or("");
    let word = word.trim_end_matches(['.', ',', ';', ':', ')', '!', '?']);
    text[..end].ends_with(|c: char| c.is_ascii_digit()) && UNITS.contains(&word)
}

fn is_address(word: &str) -> bool {
    word.contains("://")
        || word.starts_with("www.")
        || word.starts_with("10.") && word.contains('/')
}

/// Every place between two breaks that are too far apart for most lines, but for words
/// of the project.
fn anywhere(
    paragraph: &Paragraph,
    place: Range<usize>,
    exceptions: &Exceptions,
    breaks: &mut Vec<Break>,
) {
    let (start, word) = (place.start, &paragraph.text[place]);
    #[expect(clippy::cast_possible_truncation, reason = "paragraphs are below 4 GiB")]
    let kind = paragraph.spans[paragraph.span_at(start as u32)].kind;
    let longest = match kind {
        SpanKind::Text | SpanKind::Citation | SpanKind::Formula(_) => LONGEST_WORD,
        SpanKind::Verbatim => LONGEST_CODE,
    };
    if word.chars().count() <= longest || word.chars().any(is_wide) {
        return;
    }
    let named = if kind == SpanKind::Text {
        named(paragraph, start, word, exceptions)
    } else {
        Vec::new()
    };
    let inside = |offset| named.iter().any(|own| own.start <= offset && offset <= own.end);
    let others = word.char_indices().filter(|&(offset, _)| !inside(offset)).count();
    // what stands around such a word is no reason to divide it
    if !named.is_empty() && others <= longest {
        return;
    }
    let places = word.char_indices().skip(3).map(|(offset, _)| offset);
    let places = places.filter(|&offset| !inside(offset)).map(|offset| start + offset);
    breaks.extend(places.map(|place| at(place, place, ANYWHERE, BreakKind::Plain)));
}

/// The stretches of letters in a word of which the project says how they are divided.
fn named(
    paragraph: &Paragraph,
    start: usize,
    word: &str,
    exceptions: &Exceptions,
) -> Vec<Range<usize>> {
    if exceptions.is_empty() {
        return Vec::new();
    }
    letters(word)
        .filter(|part| {
            #[expect(
                clippy::cast_possible_truncation,
                reason = "paragraphs are below 4 GiB"
            )]
            let place = (start + part.start) as u32;
            let language = paragraph.spans[paragraph.span_at(place)].style.language;
            exceptions.find(language.tag(), &word[part.clone()]).is_some()
        })
        .collect()
}

/// The stretches of letters in a word, with the soft hyphens among them.
fn letters(word: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let ends = |c: char| !hyphenation::is_of_word(c) && c != '\u{AD}';
    let mut from = 0;
    std::iter::from_fn(move || {
        let first = from + word[from..].find(|c: char| c.is_alphabetic())?;
        let last = word[first..].find(ends).map_or(word.len(), |at| first + at);
        from = last;
        Some(first..last)
    })
}

/// Joints of an address: after a slash, before a full stop and the like.
fn address_joints(start: usize, word: &str, breaks: &mut Vec<Break>) {
    let mut before = ' ';
    for (offset, character) in word.char_indices() {
        let joint = match character {
            '.' | '_' | '-' | '?' | '&' | '=' | '#' | '%' => before.is_alphanumeric(),
            _ => before == '/' && character != '/',
        };
        if joint && offset > 3 && word.len() - offset > 2 {
            let place = start + offset;
            breaks.push(at(place, place, ADDRESS_JOINT, BreakKind::Plain));
        }
        before = character;
    }
}

/// Adds the places where a word of plain text may be divided; false for all else. They
/// are looked up once: a text has few words, and patterns take longer than all else that
/// is done to find breaks.
fn divide(
    paragraph: &Paragraph,
    start: usize,
    word: &str,
    (exceptions, syllables): (&Exceptions, &mut Syllables),
    breaks: &mut Vec<Break>,
) -> bool {
    #[expect(clippy::cast_possible_truncation, reason = "paragraphs are below 4 GiB")]
    let span = &paragraph.spans[paragraph.span_at(start as u32)];
    let whole = start + word.len() <= span.end as usize;
    let Some(key) = Word::new(word).filter(|_| whole && span.kind == SpanKind::Text) else {
        return false;
    };
    let known = syllables.of(span.style.language);
    if let Some(divisions) = known.find(&key) {
        breaks.extend(divisions.iter().map(|division| division.at(start)));
        return true;
    }
    if is_address(word) {
        return false;
    }
    let first = breaks.len();
    hyphenate(paragraph, start, word, exceptions, breaks);
    known.add(key, start, &breaks[first..]);
    true
}

fn hyphenate(
    paragraph: &Paragraph,
    start: usize,
    word: &str,
    exceptions: &Exceptions,
    breaks: &mut Vec<Break>,
) {
    let compound = word.contains(['-', '\u{2010}']);
    let last_number = word.rfind(is_digit_or_at);
    for Range { start: first, end: last } in letters(word) {
        let part = &word[first..last];
        let place = start + first;
        #[expect(clippy::cast_possible_truncation, reason = "paragraphs are below 4 GiB")]
        let span = &paragraph.spans[paragraph.span_at(place as u32)];
        if span.kind != SpanKind::Text {
            continue;
        }
        if part.contains('\u{AD}') {
            for (offset, _) in part.match_indices('\u{AD}') {
                let end = place + offset;
                breaks.push(at(
                    end,
                    end + '\u{AD}'.len_utf8(),
                    ADDED_HYPHEN,
                    BreakKind::Added,
                ));
            }
            continue;
        }
        if last_number.is_some_and(|number| number > first) {
            continue;
        }
        let penalty = if compound { COMPOUND_HYPHEN } else { ADDED_HYPHEN };
        let mut divided = false;
        let mut add = |offset: usize| {
            divided = true;
            breaks.push(at(place + offset, place + offset, penalty, BreakKind::Added));
        };
        if let Some(divisions) = exceptions.find(span.style.language.tag(), part) {
            divisions.into_iter().for_each(add);
            continue;
        }
        let Some(language) = span.style.language.patterns() else { continue };
        if part.chars().count() < SHORTEST_WORD {
            continue;
        }
        hyphenation::divisions(part, language, None).into_iter().for_each(&mut add);
        if !divided {
            ending(place, part, &word[last..], language, breaks);
        }
    }
}

/// Where words may be divided, as far as it was looked up.
#[derive(Debug, Default)]
pub(super) struct Syllables {
    /// A text has few languages.
    languages: Vec<(Language, Divided)>,
}

/// Words of a language and where they may be divided.
#[derive(Debug, Default)]
struct Divided {
    lexicon: Lexicon,
    divisions: Vec<Division>,
}

/// A place where a hyphen is added, in bytes from the beginning of its word.
#[derive(Debug, Copy, Clone)]
struct Division {
    end: u8,
    next: u8,
    penalty: i16,
}

impl Syllables {
    /// The words of a language.
    fn of(&mut self, language: Language) -> &mut Divided {
        let known = self.languages.iter().position(|(known, _)| *known == language);
        let at = known.unwrap_or_else(|| {
            self.languages.push((language, Divided::default()));
            self.languages.len() - 1
        });
        &mut self.languages[at].1
    }
}

impl Divided {
    fn find(&self, word: &Word) -> Option<&[Division]> {
        Some(self.lexicon.find(word)?.of(&self.divisions))
    }

    /// Keeps a word that begins at a byte, with its breaks.
    fn add(&mut self, word: Word, start: usize, breaks: &[Break]) {
        if self.lexicon.is_full() {
            *self = Self::default();
        }
        let relative = |place: u32| u8::try_from(place as usize - start).unwrap_or(u8::MAX);
        let first = self.divisions.len();
        self.divisions.extend(breaks.iter().map(|place| Division {
            end: relative(place.end),
            next: relative(place.next),
            penalty: place.penalty,
        }));
        self.lexicon.add(word, Part::new(first..self.divisions.len()));
    }
}

impl Division {
    /// The break of a word that begins at a byte.
    fn at(self, start: usize) -> Break {
        let (end, next) = (start + usize::from(self.end), start + usize::from(self.next));
        at(end, next, self.penalty, BreakKind::Added)
    }
}

/// A hyphen before the last two letters of a word with an apostrophe and more behind it
/// (`Dar-cy’s`), where patterns know no other: what goes to the next line is long enough.
fn ending(
    place: usize,
    part: &str,
    after: &str,
    language: hypher::Lang,
    breaks: &mut Vec<Break>,
) {
    let apostrophe = after.strip_prefix(['’', '\'']);
    if apostrophe.is_none_or(|rest| !rest.starts_with(char::is_alphabetic)) {
        return;
    }
    for offset in hyphenation::divisions(part, language, Some(2)) {
        let here = place + offset;
        breaks.push(at(here, here, COMPOUND_HYPHEN, BreakKind::Added));
    }
}

/// Whether a character belongs to a script that parts words by no space, and is set on
/// a square: ideographs, kana, their punctuation and full width forms.
pub(super) const fn is_wide(c: char) -> bool {
    matches!(
        c,
        '\u{2E80}'..='\u{312F}'
            | '\u{3190}'..='\u{4DBF}'
            | '\u{4E00}'..='\u{A4CF}'
            | '\u{F900}'..='\u{FAFF}'
            | '\u{FE30}'..='\u{FE4F}'
            | '\u{FF01}'..='\u{FF60}'
            | '\u{1B000}'..='\u{1B16F}'
            | '\u{1F200}'..='\u{1F2FF}'
            | '\u{20000}'..='\u{3FFFD}'
    )
}

fn is_digit_or_at(c: char) -> bool {
    c.is_ascii_digit() || c == '@'
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::layout::fonts::{FeatureSet, Style, Variant};
    use crate::layout::languages::Language;
    use crate::layout::paragraph::{Form, Span};
    use crate::layout::sheet::ElementId;
    use crate::layout::structure::Structure;
    use crate::length::Length;
    use crate::theme::{Align, Color, FaceId};

    /// The text with `|` where a line may end and `-` where a hyphen is added.
    fn shown(text: &str, kind: SpanKind) -> String {
        shown_with(text, kind, &Exceptions::default())
    }

    fn shown_with(text: &str, kind: SpanKind, exceptions: &Exceptions) -> String {
        let end = u32::try_from(text.len()).unwrap();
        let style = Style {
            face: FaceId(0),
            size: Length::points(10),
            raise: Length::ZERO,
            color: Color { r: 0, g: 0, b: 0 },
            features: FeatureSet::Text,
            variant: Variant::default(),
            strike: false,
            underline: false,
            mark: false,
            language: Language::new("en"),
        };
        let span = Span {
            start: 0,
            end,
            style,
            element: ElementId(0),
            sequence: Structure::new().sequence(),
            link: None,
            unit: 0,
            counted: true,
            kind,
            anchors: Vec::new(),
            after: Vec::new(),
            isolates: Vec::new(),
            formula: None,
            written: None,
        };
        let form = Form {
            align: Align::Justify,
            measure: Length::points(300),
            indent: Length::ZERO,
            leading: Length::points(12),
            baseline: Length::points(10),
            hyphenate: true,
            protrusion: false,
            expansion: 0,
            balance: false,
            rtl: false,
            marked: false,
            numbers: None,
            looseness: 0,
        };
        let paragraph = Paragraph {
            text: text.to_owned(),
            spans: vec![span],
            form,
            block: None,
            place: None,
        };
        let mut out = text.to_owned();
        let mut syllables = Syllables::default();
        let places = opportunities(&paragraph, exceptions, Some(&mut syllables));
        for place in places.iter().rev() {
            let mark = match place.kind {
                BreakKind::Added => "-",
                BreakKind::Plain | BreakKind::Written | BreakKind::Forced => "|",
                BreakKind::End => continue,
            };
            out.insert_str(place.next as usize, mark);
        }
        out
    }

    fn check(text: &str, expected: &str) {
        assert_eq!(shown(text, SpanKind::Text), expected);
    }

    #[test]
    fn a_dash_ends_a_line_before_a_quotation_mark_and_never_begins_one() {
        check("said he—“for me", "said |he—|“for |me");
        check("it is—so", "it |is—|so");
        check("it is — so", "it |is — |so");
    }

    #[test]
    fn an_ellipsis_stays_with_the_word_before_it() {
        check("and so… it is", "and |so… |it |is");
    }

    #[test]
    fn no_break_spaces_and_hyphens_hold() {
        check("Mr.\u{A0}Lee ran", "Mr.\u{A0}Lee |ran");
        check("an x\u{2011}ray", "an |x\u{2011}ray");
        check("up to 5\u{202F}mg", "up |to |5\u{202F}mg");
    }

    #[test]
    fn a_soft_hyphen_says_where_its_word_is_divided() {
        check("a hyphen\u{AD}ation", "a |hyphen\u{AD}-ation");
    }

    #[test]
    fn a_written_hyphen_ends_a_line() {
        check("a two-way or", "a |two-|way |or");
    }

    #[test]
    fn an_address_breaks_at_its_joints_without_a_hyphen() {
        check(
            "see https://example.org/documentation/x",
            "see |https://|example|.org/|documentation/x",
        );
        check("as 10.1000/important.article is", "as |10.1000/|important|.article |is");
    }

    #[test]
    fn a_long_word_with_places_to_break_breaks_at_these_only() {
        let own = "do\u{AD}kumentations\u{AD}verwaltungs\u{AD}system".repeat(2);
        let broken = format!("{own}-{own}—{own}");
        let shown = shown(&broken, SpanKind::Text);
        let plain = shown.split('|').filter(|part| !part.ends_with(['-', '\u{AD}', '—']));
        assert_eq!(plain.count(), 1, "{shown}");
    }

    #[test]
    fn code_is_never_hyphenated() {
        assert_eq!(shown("let documentation", SpanKind::Verbatim), "let |documentation");
    }

    #[test]
    fn a_word_of_the_project_is_divided_as_it_says() {
        let mut own = Exceptions::default();
        own.add("en", "documentation").unwrap();
        own.add("en", "i-deas").unwrap();
        let shown = |text| shown_with(text, SpanKind::Text, &own);
        assert_eq!(shown("the documentation of"), "the |documentation |of");
        assert_eq!(shown("the Documentation’s"), "the |Documentation’s");
        assert_eq!(shown("(IDEAS) documentations"), "(I-DEAS) |doc-u-men-ta-tions");
        assert_eq!(
            shown_with("ideas documentation", SpanKind::Verbatim, &own),
            "ideas |documentation"
        );
        // however long it is, and whatever stands around it
        let long = "Pneumonoultramicroscopicsilicovolcanoconiosis";
        own.add("en", long).unwrap();
        let text = format!("a “{long}”, as");
        assert_eq!(shown_with(&text, SpanKind::Text, &own), format!("a |“{long}”, |as"));
        let shown = |text| shown_with(text, SpanKind::Text, &own);
        // the author's own mark in the text is nearer than the list
        assert_eq!(shown("docu\u{AD}mentation"), "docu\u{AD}-mentation");
    }

    #[test]
    fn a_letter_and_its_mark_are_never_parted() {
        check("the e\u{301}tablissement is", "the |e\u{301}tab-lisse-ment |is");
    }

    #[test]
    fn a_genitive_may_be_divided_before_two_letters() {
        check("Darcy’s way", "Dar-cy’s |way");
        check("Darcy way", "Darcy |way");
    }
}
