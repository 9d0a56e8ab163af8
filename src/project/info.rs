//! What the publication is: the keys at the top of `trifold.toml`.

use sha2::{Digest, Sha256};

use super::people::{self, List};
use super::{BookInfo, Stamp, series};
use crate::diag::{Diagnostic, Reported, Sink};
use crate::source::Place;
use crate::tables::{Keys, Text, Value, ValueKind, as_text};

/// Reads the metadata; `None` where something was wrong and has been told. What is
/// printed of it is added to `said`.
pub(super) fn read(
    keys: &mut Keys<'_>,
    said: &mut Vec<Text>,
    sink: &mut Sink,
) -> Option<BookInfo> {
    let title = required(keys, "title", "title = \"…\"", sink);
    let subtitle = filled(keys, "subtitle", sink);
    let short_title = filled(keys, "short-title", sink);
    let authors = people::read(keys, List::Authors, said, sink);
    let contributors = people::read(keys, List::Contributors, said, sink);
    let series = series::read(keys, said, sink);
    let language = required(keys, "language", "language = \"en\"", sink);
    let language = language.and_then(|tag| language_tag(tag, sink).ok());
    let identifier = filled(keys, "identifier", sink).map(|text| identifier(text, sink));
    let description = filled(keys, "description", sink);
    let publisher = filled(keys, "publisher", sink);
    let rights = filled(keys, "rights", sink);
    let edition = filled(keys, "edition", sink);
    let credits = keys.texts("credits", sink).unwrap_or_default();
    let isbn = isbn(keys, sink);
    let subjects = keys.texts("subjects", sink).unwrap_or_default();
    let url = filled(keys, "url", sink).map(|text| web_address(text, sink));
    let slug = filled(keys, "slug", sink);
    let printed = [&title, &subtitle, &short_title, &publisher, &rights, &edition];
    said.extend(printed.into_iter().flatten().chain(&credits).cloned());
    let (title, language) = (title?.text, language?);
    let identifier = match identifier {
        Some(identifier) => identifier.ok()?,
        None => made_identifier(&title, &language),
    };
    let slug = match slug {
        Some(slug) => name(&slug, sink).ok().map(|()| slug.text)?,
        None => slug_of(&title),
    };
    let text = |text: Option<Text>| text.map(|text| text.text);
    Some(BookInfo {
        subtitle: text(subtitle),
        short_title: text(short_title),
        authors,
        contributors,
        series,
        identifier,
        description: text(description),
        publisher: text(publisher),
        rights: text(rights),
        edition: text(edition),
        credits: credits.into_iter().map(|line| line.text).collect(),
        isbn: isbn?,
        subjects: subjects.into_iter().map(|subject| subject.text).collect(),
        url: url.transpose().ok()?,
        slug,
        title,
        language,
    })
}

/// The words before an ISBN, and the keys for them.
const ISBN: [(&str, &str); 4] =
    [("epub", "EPUB"), ("pdf", "PDF"), ("print", "print"), ("html", "HTML")];

/// The ISBN of each format: `isbn = { epub = "978-…" }`.
fn isbn(keys: &mut Keys<'_>, sink: &mut Sink) -> Option<Vec<(String, String)>> {
    let Some(mut table) = keys.table("isbn", sink) else { return Some(Vec::new()) };
    let mut found = Some(Vec::new());
    for (key, word) in ISBN {
        let Some(number) = filled(&mut table, key, sink) else { continue };
        if is_isbn(&number.text) {
            found
                .iter_mut()
                .for_each(|all| all.push((word.to_owned(), number.text.clone())));
            continue;
        }
        found = None;
        let message = format!("`{}` is no ISBN: its last digit does not fit", number.text);
        sink.error(
            Diagnostic::new("bad-isbn", message)
                .at(number.place)
                .help("write all 13 digits as they were given out, `978-1-4028-9462-6`"),
        );
    }
    table.finish(sink);
    found
}

/// Whether thirteen digits, with hyphens or spaces between them, are an ISBN (ISO 2108,
/// annex C).
fn is_isbn(number: &str) -> bool {
    let digits: Option<Vec<u32>> = number
        .chars()
        .filter(|c| !matches!(c, '-' | ' '))
        .map(|c| c.to_digit(10))
        .collect();
    let Some(digits) = digits.filter(|digits| digits.len() == 13) else { return false };
    let weighed = digits.iter().zip([1, 3].into_iter().cycle());
    weighed.map(|(digit, weight)| digit * weight).sum::<u32>() % 10 == 0
}

/// The day of the edition, if there is one: a TOML date or `"2026-11-23"`.
pub(super) fn date(keys: &mut Keys<'_>, sink: &mut Sink) -> Option<Stamp> {
    let value = keys.value("date")?;
    let written = match &value.kind {
        ValueKind::Date(date) | ValueKind::String(date) => parse_date(date),
        ValueKind::Integer(_)
        | ValueKind::Float(_)
        | ValueKind::Boolean(_)
        | ValueKind::Array(_)
        | ValueKind::Table(_) => None,
    };
    if written.is_none() {
        sink.error(
            Diagnostic::new("bad-date", "`date` is no day of the calendar")
                .at(value.place)
                .help("write year, month and day: `date = 2026-11-23`"),
        );
    }
    written
}

pub(super) fn parse_date(text: &str) -> Option<Stamp> {
    let mut parts = text.split('-');
    let mut number = |digits: usize| {
        let part = parts.next()?;
        let plain = part.len() == digits && part.bytes().all(|b| b.is_ascii_digit());
        plain.then(|| part.parse::<i64>().ok())?
    };
    let (year, month, day) = (number(4)?, number(2)?, number(2)?);
    if parts.next().is_some() || !(1..=12).contains(&month) || year == 0 {
        return None;
    }
    let stamp = Stamp::from_date(year, month, day);
    let (same_year, same_month, same_day, ..) = stamp.civil();
    ((year, month, day) == (same_year, same_month, same_day)).then_some(stamp)
}

/// Checks that a language tag is well formed (RFC 5646, 2.1): `en-US`, `zh-Hans`.
fn language_tag(tag: Text, sink: &mut Sink) -> Result<String, Reported> {
    if is_language_tag(&tag.text) {
        return Ok(tag.text);
    }
    Err(sink.error(
        Diagnostic::new("bad-language", format!("`{}` is no language tag", tag.text))
            .at(tag.place)
            .help("write a tag of BCP 47: `en`, `en-US`, `de-CH`, `zh-Hans`"),
    ))
}

/// Whether a language tag is well formed (RFC 5646, 2.1): `en-US`, `zh-Hans`.
pub fn is_language_tag(tag: &str) -> bool {
    let letters = |part: &str| part.bytes().all(|b| b.is_ascii_alphabetic());
    let known = |part: &str| part.bytes().all(|b| b.is_ascii_alphanumeric());
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let mut parts = tag.split('-').peekable();
    let language = parts.next().unwrap_or_default();
    // four letters are reserved, and no language with more is registered
    if !(2..=3).contains(&language.len()) || !letters(language) {
        return false;
    }
    for _ in 0..3 {
        parts.next_if(|part| part.len() == 3 && letters(part));
    }
    parts.next_if(|part| part.len() == 4 && letters(part));
    parts.next_if(|part| match part.len() {
        // the registry has `GB`
        2 => letters(part) && !part.eq_ignore_ascii_case("uk"),
        3 => digits(part),
        _ => false,
    });
    while parts
        .next_if(|part| match part.len() {
            4 => known(part) && part.as_bytes()[0].is_ascii_digit(),
            5..=8 => known(part),
            _ => false,
        })
        .is_some()
    {}
    while let Some(singleton) = parts.next() {
        let shortest = if singleton.eq_ignore_ascii_case("x") { 1 } else { 2 };
        let mut values = 0;
        while parts
            .next_if(|part| (shortest..=8).contains(&part.len()) && known(part))
            .is_some()
        {
            values += 1;
        }
        if singleton.len() != 1 || !known(singleton) || values == 0 {
            return false;
        }
    }
    true
}

fn identifier(text: Text, sink: &mut Sink) -> Result<String, Reported> {
    let scheme = text.text.split_once(':').map(|(scheme, _)| scheme).unwrap_or_default();
    let is_uri = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b))
        && text.text.len() > scheme.len() + 1
        && !text.text.contains(char::is_whitespace);
    if is_uri {
        return Ok(text.text);
    }
    let message = format!("`{}` is no address that never changes", text.text);
    Err(sink.error(Diagnostic::new("bad-identifier", message).at(text.place).help(
        "write a URI: `urn:isbn:9781234567897`, `urn:uuid:…`, `https://doi.org/…`; \
         or leave it out, and one is made from title and language",
    )))
}

/// A UUID of version 8 (RFC 9562, 5.8), the same for the same title and language.
fn made_identifier(title: &str, language: &str) -> String {
    let hash = Sha256::digest(format!("trifold\n{title}\n{language}\n"));
    let mut bytes: [u8; 16] = std::array::from_fn(|index| hash[index]);
    bytes[6] = bytes[6] & 0x0f | 0x80;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let [a, b, c, d, e] = [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]];
    format!("urn:uuid:{a}-{b}-{c}-{d}-{e}")
}

fn web_address(text: Text, sink: &mut Sink) -> Result<String, Reported> {
    if is_web_address(&text.text) && !text.text.contains(['#', '?']) {
        return Ok(format!("{}/", text.text.trim_end_matches('/')));
    }
    let message = format!("`{}` is no address of a web site", text.text);
    Err(sink.error(
        Diagnostic::new("bad-url", message)
            .at(text.place)
            .help("write the whole address: `https://example.org/book/`"),
    ))
}

/// Whether a text is the whole address of something on the web.
pub(super) fn is_web_address(text: &str) -> bool {
    let rest = ["https://", "http://"].iter().find_map(|start| text.strip_prefix(start));
    rest.is_some_and(|rest| {
        !rest.is_empty()
            && !rest.contains(|c: char| c.is_whitespace() || "\"<>".contains(c))
    })
}

/// A text that must be there, with something in it.
pub(super) fn required(
    keys: &mut Keys<'_>,
    key: &'static str,
    form: &str,
    sink: &mut Sink,
) -> Option<Text> {
    if keys.value(key).is_none() {
        keys.missing(key, form, sink);
        return None;
    }
    filled(keys, key, sink)
}

/// A text that may be left out, but not be empty.
pub(super) fn filled(
    keys: &mut Keys<'_>,
    key: &'static str,
    sink: &mut Sink,
) -> Option<Text> {
    let text = keys.text(key, sink)?;
    if text.text.trim().is_empty() {
        sink.error(
            Diagnostic::new("empty-value", format!("`{}` is empty", keys.full(key)))
                .at(text.place)
                .help("write something, or remove the line"),
        );
        return None;
    }
    Some(text)
}

/// Checks a name that becomes a part of addresses and file names.
pub(super) fn name(name: &Text, sink: &mut Sink) -> Result<(), Reported> {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    let good = name.text.chars().all(fits)
        && name.text.starts_with(char::is_alphanumeric)
        && name.text.len() <= 100;
    if good {
        return Ok(());
    }
    let message = format!("`{}` cannot be part of a file name", name.text);
    Err(sink.error(
        Diagnostic::new("bad-name", message)
            .at(name.place)
            .help("write letters, digits, `-`, `_` and `.`, a letter or digit first"),
    ))
}

/// A title as part of a file name: at most about 60 letters, whole words.
fn slug_of(title: &str) -> String {
    let mut slug = String::new();
    let lower = title.to_lowercase().replace(['\'', '’'], "");
    for word in lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
    {
        if !slug.is_empty() && slug.len() + word.len() > 60 {
            break;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.extend(word.chars().take(60));
    }
    if slug.is_empty() { "book".to_owned() } else { slug }
}

/// Texts of an array of strings in a value, without messages.
pub(super) fn strings(value: &Value) -> Result<Vec<Text>, Place> {
    match &value.kind {
        ValueKind::Array(items) => {
            items.iter().map(|item| as_text(item).ok_or(item.place)).collect()
        }
        ValueKind::String(_)
        | ValueKind::Integer(_)
        | ValueKind::Float(_)
        | ValueKind::Boolean(_)
        | ValueKind::Date(_)
        | ValueKind::Table(_) => as_text(value).map(|text| vec![text]).ok_or(value.place),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn language_tags_are_those_of_bcp_47() {
        for tag in ["en", "en-US", "zh-Hans-CN", "de-1996", "es-419", "sl-rozaj-biske"] {
            assert!(is_language_tag(tag), "{tag}");
        }
        for tag in ["zh-yue", "en-x-own", "de-u-co-phonebk", "de-CH-1901"] {
            assert!(is_language_tag(tag), "{tag}");
        }
        for tag in [
            "",
            "e",
            "en_US",
            "en-",
            "english language",
            "en-US-x",
            "1n",
            "en-toolongpart",
            "english",
            "en-UK",
        ] {
            assert!(!is_language_tag(tag), "{tag}");
        }
    }

    #[test]
    fn a_date_is_a_day_of_the_calendar() {
        assert_eq!(parse_date("2024-02-29"), Some(Stamp::from_date(2024, 2, 29)));
        for wrong in
            ["2023-02-29", "2024-13-01", "24-01-01", "2024-1-1", "2024-01-01T00:00"]
        {
            assert_eq!(parse_date(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn an_identifier_stays_the_same_and_is_a_uuid() {
        let made = made_identifier("Walking", "en");
        assert_eq!(made, made_identifier("Walking", "en"));
        assert_ne!(made, made_identifier("Walking", "de"));
        assert_eq!(made.len(), "urn:uuid:".len() + 36);
        assert_eq!(made.as_bytes()["urn:uuid:".len() + 14], b'8');
    }

    #[test]
    fn a_slug_has_whole_words() {
        assert_eq!(slug_of("Don’t walk: run!"), "dont-walk-run");
        assert_eq!(slug_of("…"), "book");
        let long = slug_of(&"word ".repeat(40));
        assert!(long.len() <= 60 && long.ends_with("word"), "{long}");
    }
}
