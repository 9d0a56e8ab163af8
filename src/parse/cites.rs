//! Citations in Pandoc's form: `[see @key, p. 3; -@other]` and `@key` in the sentence.
//!
//! Pandoc User's Guide, "Citation syntax".

use crate::ast::{
    CiteId, CiteItem, InlineKind, Locator, WrittenCite, label_of_key, label_prefix,
};
use crate::source::Span;

use super::ideographs::is_unspaced;
use super::inlines::Unit;
use super::marks::Marks;
use super::{Reader, lines, smart};

/// Replaces what is written as a citation by citations.
pub(super) fn find(reader: &mut Reader<'_>, units: Vec<Unit>) -> Vec<Unit> {
    if !units.iter().any(|unit| matches!(unit.syntax(), Some('@' | '^'))) {
        return units;
    }
    let keys = keys(&units, reader.cites);
    let groups = groups(&units, &keys);
    let mut out = Vec::with_capacity(units.len());
    let mut at = 0;
    while at < units.len() {
        let group = groups.get(&at);
        let taken = if let Some(group) = group {
            bracketed(reader, &units, at, group)
        } else if let Some(key) = keys.get(&at) {
            let taken = narrative(&units, at, *key, &groups);
            taken.filter(|(_, items)| !is_word(reader, &units[at..key.after], items))
        } else {
            check_notes(reader, &units, at);
            None
        };
        match taken {
            Some((end, items)) => {
                out.push(cite(reader, &units[at..end], items));
                at = end;
            }
            None => {
                out.push(units[at].clone());
                at += 1;
            }
        }
    }
    out
}

/// Whether `@word` in the sentence is text: there is no bibliography, and it is no label.
/// With a place behind it, or in braces, it can be meant as a citation alone.
fn is_word(reader: &mut Reader<'_>, units: &[Unit], items: &[CiteItem]) -> bool {
    let [item] = items else { return false };
    let braced = units.get(1).and_then(Unit::syntax) == Some('{');
    let label = label_prefix(&label_of_key(&item.key)).is_some();
    if reader.cites || braced || label || item.locator.is_some() {
        return false;
    }
    reader.at_words.entry(item.key.clone()).or_insert_with(|| span_of(units));
    true
}

/// Tells of words behind an `@` that are no citations.
pub(super) fn tell_words(reader: &mut Reader<'_>) {
    for (word, span) in std::mem::take(&mut reader.at_words) {
        let message = format!("`@{word}` is no citation: the book has no bibliography");
        let help = format!(
            "it is text; write `\\@{word}`, or for a citation name a bibliography file in \
             `trifold.toml`"
        );
        reader.warn("no-bibliography", message, span, &help);
    }
}

/// A citation key: where it begins and ends, without `@` and braces, and what follows.
#[derive(Debug, Copy, Clone)]
struct Key {
    start: usize,
    end: usize,
    after: usize,
}

/// Every `@key`, by the place of its `@`.
type Keys = std::collections::BTreeMap<usize, Key>;

/// A pair of brackets that holds keys.
#[derive(Debug, Clone)]
struct Group {
    /// Place of the `]`.
    close: usize,
    /// Places of the `@` in it.
    keys: Vec<usize>,
    /// Whether another group stands in it.
    nested: bool,
}

/// Groups by the place of their `[`.
type Groups = std::collections::BTreeMap<usize, Group>;

fn keys(units: &[Unit], cites: bool) -> Keys {
    let mut found = Keys::new();
    for at in 0..units.len() {
        if units[at].syntax() != Some('@') {
            continue;
        }
        // A letter before it makes it an e-mail address.
        let before = at.checked_sub(1).and_then(|at| units[at].last());
        let before = before.filter(|c| c.is_alphanumeric());
        let fits = |key: &Key| {
            before.is_none_or(|letter| {
                is_beside_words(letter) && is_behind_words(&key_of(units, *key), cites)
            })
        };
        let key = key_at(units, at + 1).filter(fits);
        found.extend(key.map(|key| (at, key)));
    }
    found
}

fn key_at(units: &[Unit], start: usize) -> Option<Key> {
    if units.get(start)?.syntax() == Some('{') {
        let length = units[start + 1..]
            .iter()
            .take_while(|unit| {
                unit.syntax().is_some_and(|c| c != '}' && !c.is_whitespace())
            })
            .count();
        let end = start + 1 + length;
        let closed = units.get(end).and_then(Unit::syntax) == Some('}');
        return (closed && length > 0).then_some(Key {
            start: start + 1,
            end,
            after: end + 1,
        });
    }
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    if !units[start].syntax().is_some_and(is_word) {
        return None;
    }
    let mut end = start;
    while let Some(c) = units.get(end).and_then(Unit::syntax) {
        // A comment ends a key.
        if end > start && units[end].start() != units[end - 1].end() {
            break;
        }
        if end > start && ends_before(units, (start, end), c) {
            break;
        }
        // One mark between letters belongs to the key, at its end it does not.
        let joins = ":.#$%&-+?<>~/".contains(c)
            && units.get(end + 1).and_then(Unit::syntax).is_some_and(is_word);
        if !is_word(c) && !joins {
            break;
        }
        end += 1;
    }
    Some(Key { start, end, after: end })
}

/// Whether a key ends before a letter of a script that is written without spaces, as in
/// `@fig-map所示`: one that does not begin with such letters, and has another letter or a
/// digit at its end so far.
fn ends_before(units: &[Unit], (start, end): (usize, usize), c: char) -> bool {
    if !is_beside_words(c) || !c.is_alphanumeric() {
        return false;
    }
    let other = |c: char| c.is_alphanumeric() && !is_beside_words(c);
    // what begins a label is short
    let begin = Key { start, end: end.min(start + 8), after: end };
    let begin = key_of(units, begin);
    let label = label_prefix(&label_of_key(&begin)).map_or(0, str::len);
    units[end - 1].syntax().is_some_and(other)
        && !begin[label..].starts_with(is_beside_words)
}

/// Whether words of this letter's script may stand right before and behind a citation:
/// they have no spaces between them, or as in Korean endings without one.
const fn is_beside_words(c: char) -> bool {
    is_unspaced(c)
        || matches!(
            c,
            '\u{0E00}'..='\u{0EFF}' // Thai, Lao
                | '\u{1000}'..='\u{109F}' // Burmese
                | '\u{1780}'..='\u{17FF}' // Khmer
                | '\u{1100}'..='\u{11FF}' // Hangul
                | '\u{3130}'..='\u{318F}'
                | '\u{AC00}'..='\u{D7A3}'
        )
}

/// Whether a key right behind such a letter is one: a label, or a key of the bibliography
/// and no host of an address, `用户@example.org`, nor the name of somebody.
fn is_behind_words(key: &str, cites: bool) -> bool {
    let plain = cites && key.starts_with(|c: char| c.is_ascii_alphanumeric());
    label_prefix(&label_of_key(key)).is_some() || plain && !key.contains('.')
}

/// The key itself.
fn key_of(units: &[Unit], key: Key) -> String {
    units[key.start..key.end].iter().filter_map(Unit::syntax).collect()
}

/// The innermost brackets around each key. A pair that is never closed is none.
fn groups(units: &[Unit], keys: &Keys) -> Groups {
    struct Open {
        at: usize,
        keys: Vec<usize>,
        nested: bool,
    }
    let mut found = Groups::new();
    let mut open: Vec<Open> = Vec::new();
    let mut at = 0;
    while at < units.len() {
        if let Some(key) = keys.get(&at) {
            if let Some(innermost) = open.last_mut() {
                innermost.keys.push(at);
            }
            at = key.after;
            continue;
        }
        match units[at].syntax() {
            Some('[') => open.push(Open { at, keys: Vec::new(), nested: false }),
            Some(']') => {
                if let Some(Open { at: start, keys, nested }) = open.pop() {
                    let is_group = !keys.is_empty();
                    if let Some(outer) = open.last_mut() {
                        outer.nested |= is_group || nested;
                    }
                    if is_group {
                        found.insert(start, Group { close: at, keys, nested });
                    }
                }
            }
            Some(_) | None => {}
        }
        at += 1;
    }
    found
}

type Taken = Option<(usize, Vec<CiteItem>)>;

/// Reads a group in brackets. Tells the author when it is none after all.
fn bracketed(reader: &mut Reader<'_>, units: &[Unit], at: usize, group: &Group) -> Taken {
    // `@key [p. 3]` is read with its key.
    let inside = &units[at + 1..group.close];
    let span = span_of(&units[at..=group.close]);
    let plain = inside.iter().all(|unit| match unit {
        Unit::Char { .. } => true,
        Unit::Node(inline) => matches!(inline.kind, InlineKind::SoftBreak),
    });
    let help = "a citation is written `[see @key, p. 3; @other]`; \
                for an `@` that is text write `\\@`";
    if !plain || group.nested {
        let message = "a citation holds more than plain words".to_owned();
        reader.error("bad-citation", message, span, help);
        return Some((group.close + 1, Vec::new()));
    }
    let mut items = Vec::new();
    let mut start = at + 1;
    for end in ends(units, at + 1, group.close) {
        let keys: Vec<usize> =
            group.keys.iter().copied().filter(|key| (start..end).contains(key)).collect();
        let [key] = keys[..] else {
            let message = if keys.is_empty() {
                "a part of a citation has no key".to_owned()
            } else {
                "two keys of a citation are not parted by `;`".to_owned()
            };
            let part = span_of(&units[start.min(end - 1).max(at)..end]);
            let part = if keys.is_empty() { span } else { part };
            reader.error("bad-citation", message, part, help);
            return Some((group.close + 1, Vec::new()));
        };
        items.push(item(units, start, key, end));
        start = end + 1;
    }
    Some((group.close + 1, items))
}

/// Where the parts of a group end: at each `;` and at the bracket.
fn ends(units: &[Unit], start: usize, close: usize) -> Vec<usize> {
    (start..close)
        .filter(|&at| units[at].syntax() == Some(';'))
        .chain(std::iter::once(close))
        .collect()
}

/// Reads `@key` in the sentence, with a place in brackets after it if there is one.
fn narrative(units: &[Unit], at: usize, key: Key, groups: &Groups) -> Taken {
    let mut item = CiteItem { narrative: true, ..item(units, at, at, key.after) };
    let space = units.get(key.after).is_some_and(Unit::is_space);
    let open = key.after + usize::from(space);
    if units.get(open).and_then(Unit::syntax) == Some('[')
        && !groups.contains_key(&open)
        && let Some(close) = close_of(units, open)
    {
        let (locator, suffix) = locator(&units[open + 1..close]);
        if locator.is_some() {
            item.locator = locator;
            item.suffix = suffix;
            return Some((close + 1, vec![item]));
        }
    }
    Some((key.after, vec![item]))
}

/// The `]` that ends a short text in brackets without others in it.
fn close_of(units: &[Unit], open: usize) -> Option<usize> {
    let mut at = open + 1;
    while let Some(Unit::Char { .. }) = units.get(at) {
        match units[at].syntax() {
            Some(']') => return Some(at),
            Some('[') => return None,
            Some(_) | None => at += 1,
        }
    }
    None
}

/// One part of a group: `see -@key, p. 3 and more`.
fn item(units: &[Unit], start: usize, at: usize, end: usize) -> CiteItem {
    let suppress_author = at > start
        && units[at - 1].syntax() == Some('-')
        && (at - 1 == start || units[at - 2].is_space());
    let before = if suppress_author { at - 1 } else { at };
    let key = key_at(units, at + 1).unwrap_or(Key { start: at, end: at, after: at });
    let (locator, suffix) = locator(&units[key.after.min(end)..end]);
    CiteItem {
        span: span_of(&units[at..key.after.max(at + 1)]),
        key: key_of(units, key),
        prefix: words(&units[start..before]),
        locator,
        suffix,
        suppress_author,
        narrative: false,
    }
}

/// The words of a run, with typographic marks, trimmed.
fn words(units: &[Unit]) -> String {
    let set = smart::set(units.to_vec(), None, Marks::of("en"));
    let text: String = set.iter().filter_map(Unit::first).collect();
    text.trim().to_owned()
}

fn span_of(units: &[Unit]) -> Span {
    let start = units.first().map_or(0, Unit::start);
    let end = units.last().map_or(start, Unit::end);
    lines::span(start, end)
}

fn cite(reader: &mut Reader<'_>, units: &[Unit], items: Vec<CiteItem>) -> Unit {
    let span = span_of(units);
    let cites = &mut reader.document.cites;
    cites.push(WrittenCite { span, items, page: false });
    #[expect(clippy::cast_possible_truncation, reason = "sources are below 4 GiB")]
    let id = CiteId(cites.len() as u32 - 1);
    Unit::node(span, InlineKind::Cite(id))
}

/// The words for kinds of places, longest first where one begins another, and their
/// CSL names; behind the English ones those of other languages.
const KINDS: &[(&str, &str)] = &[
    ("appendices", "appendix"),
    ("appendix", "appendix"),
    ("app.", "appendix"),
    ("books", "book"),
    ("book", "book"),
    ("bks.", "book"),
    ("bk.", "book"),
    ("chapters", "chapter"),
    ("chapter", "chapter"),
    ("chaps.", "chapter"),
    ("chap.", "chapter"),
    ("ch.", "chapter"),
    ("columns", "column"),
    ("column", "column"),
    ("cols.", "column"),
    ("col.", "column"),
    ("equations", "equation"),
    ("equation", "equation"),
    ("eqs.", "equation"),
    ("eq.", "equation"),
    ("figures", "figure"),
    ("figure", "figure"),
    ("figs.", "figure"),
    ("fig.", "figure"),
    ("folios", "folio"),
    ("folio", "folio"),
    ("fols.", "folio"),
    ("fol.", "folio"),
    ("issues", "issue"),
    ("issue", "issue"),
    ("lines", "line"),
    ("line", "line"),
    ("notes", "note"),
    ("note", "note"),
    ("nn.", "note"),
    ("n.", "note"),
    ("numbers", "issue"),
    ("number", "issue"),
    ("nos.", "issue"),
    ("no.", "issue"),
    ("opera", "opus"),
    ("opus", "opus"),
    ("op.", "opus"),
    ("pages", "page"),
    ("page", "page"),
    ("pp.", "page"),
    ("p.", "page"),
    ("paragraphs", "paragraph"),
    ("paragraph", "paragraph"),
    ("paras.", "paragraph"),
    ("para.", "paragraph"),
    ("¶¶", "paragraph"),
    ("¶", "paragraph"),
    ("parts", "part"),
    ("part", "part"),
    ("pts.", "part"),
    ("pt.", "part"),
    ("sections", "section"),
    ("section", "section"),
    ("secs.", "section"),
    ("sec.", "section"),
    ("§§", "section"),
    ("§", "section"),
    ("tables", "table"),
    ("table", "table"),
    ("sub verbo", "sub-verbo"),
    ("s.v.", "sub-verbo"),
    ("verses", "verse"),
    ("verse", "verse"),
    ("vv.", "verse"),
    ("v.", "verse"),
    ("volumes", "volume"),
    ("volume", "volume"),
    ("vols.", "volume"),
    ("vol.", "volume"),
    ("seiten", "page"),
    ("seite", "page"),
    ("s.", "page"),
    ("kapitel", "chapter"),
    ("kap.", "chapter"),
    ("abbildung", "figure"),
    ("abb.", "figure"),
    ("tabelle", "table"),
    ("tab.", "table"),
    ("abschnitt", "section"),
    ("abschn.", "section"),
    ("absatz", "paragraph"),
    ("abs.", "paragraph"),
    ("bände", "volume"),
    ("bd.", "volume"),
    ("teil", "part"),
    ("zeile", "line"),
    ("anm.", "note"),
    ("nr.", "issue"),
    ("chapitre", "chapter"),
    ("capítulo", "chapter"),
    ("capitolo", "chapter"),
    ("hoofdstuk", "chapter"),
    ("cap.", "chapter"),
    ("hfdst.", "chapter"),
    ("página", "page"),
    ("pagina", "page"),
    ("págs.", "page"),
    ("pág.", "page"),
    ("pagg.", "page"),
    ("pag.", "page"),
    ("págs", "page"),
    ("blz.", "page"),
    ("figura", "figure"),
    ("afb.", "figure"),
    ("tableau", "table"),
    ("tabla", "table"),
    ("sección", "section"),
    ("sezione", "section"),
    ("ligne", "line"),
    ("línea", "line"),
    ("riga", "line"),
    ("deel", "volume"),
];

/// The place in a work that follows its key, and the other words.
fn locator(units: &[Unit]) -> (Option<Locator>, String) {
    let text = words(units);
    let rest = text.strip_prefix(',').unwrap_or(&text).trim_start();
    let named = KINDS.iter().find_map(|(word, kind)| {
        let after = strip_prefix_ignoring_case(rest, word)?;
        // `no.` is a word, `nothing` is not; `p. 3`, `p.3` and `§3` all are.
        let parted = !word.ends_with(char::is_alphabetic) || after.starts_with(' ');
        parted.then(|| (*kind, after.trim_start()))
    });
    let (kind, value) = named.unwrap_or(("page", rest));
    let length = value_length(value);
    if length == 0 {
        return (None, text);
    }
    let locator = Locator { kind: kind.to_owned(), value: value[..length].to_owned() };
    (Some(locator), value[length..].trim().to_owned())
}

fn strip_prefix_ignoring_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let head = text.get(..prefix.len())?;
    (head.to_lowercase() == prefix).then(|| &text[prefix.len()..])
}

/// How much of `text` is numbers: `12`, `iv–x`, `33-35, 38 & 40`.
fn value_length(text: &str) -> usize {
    let mut length = 0;
    let mut at = 0;
    loop {
        let word: usize = text[at..]
            .chars()
            .take_while(|&c| c.is_alphanumeric() || ".-–—:/".contains(c))
            .map(char::len_utf8)
            .sum();
        let written = &text[at..at + word];
        let written = written.trim_end_matches(['.', ':', '/', '-', '–', '—']);
        if !is_number(written) {
            return length;
        }
        length = at + written.len();
        if written.len() < word {
            return length;
        }
        let rest = &text[length..];
        let Some(joint) =
            [", ", " & ", ",", "&"].into_iter().find(|joint| rest.starts_with(joint))
        else {
            return length;
        };
        at = length + joint.len();
    }
}

/// Whether a word is a number or range: it holds a digit, or is a Roman numeral.
fn is_number(word: &str) -> bool {
    let roman =
        |part: &str| !part.is_empty() && part.chars().all(|c| "ivxlcdmIVXLCDM".contains(c));
    word.contains(|c: char| c.is_ascii_digit())
        || !word.is_empty() && word.split(['-', '–', '—']).all(roman)
}

/// Tells of marks of notes that would be printed as they are.
fn check_notes(reader: &mut Reader<'_>, units: &[Unit], at: usize) {
    if units[at].syntax() == Some('^')
        && at > 0
        && units[at - 1].syntax() == Some('[')
        && let Some(close) = close_of(units, at - 1)
        && close > at + 1
    {
        reader.missing_note(span_of(&units[at - 1..=close]));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn locator_of(text: &str) -> (Option<Locator>, String) {
        let units: Vec<Unit> = text
            .char_indices()
            .map(|(start, c)| Unit::Char {
                c,
                start,
                end: start + c.len_utf8(),
                literal: false,
            })
            .collect();
        locator(&units)
    }

    fn check(text: &str, kind: &str, value: &str, suffix: &str) {
        let (found, rest) = locator_of(text);
        let found = found.unwrap();
        assert_eq!((found.kind.as_str(), found.value.as_str()), (kind, value), "{text}");
        assert_eq!(rest, suffix, "{text}");
    }

    #[test]
    fn locators_are_known_by_their_words() {
        check(", p. 3", "page", "3", "");
        check(", pp. 12--15, 18", "page", "12–15, 18", "");
        check(" ch. iv", "chapter", "iv", "");
        check(", § 4.2 and more", "section", "4.2", "and more");
        check(", Fig. 3b", "figure", "3b", "");
        check(", 33-35", "page", "33-35", "");
        check(", p. 3, and passim", "page", "3", ", and passim");
        check(", vol. 2.", "volume", "2", ".");
        check(", S. 3--5", "page", "3–5", "");
        check(", Kap. 2", "chapter", "2", "");
        check(", pág. 9", "page", "9", "");
    }

    #[test]
    fn words_are_no_locators() {
        assert_eq!(locator_of(", passim"), (None, ", passim".to_owned()));
        assert_eq!(locator_of(" and nothing"), (None, "and nothing".to_owned()));
        assert_eq!(locator_of(""), (None, String::new()));
    }
}
