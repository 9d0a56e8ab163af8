//! Entries made fit for hayagriva 0.10.1, whatever they were read from.
//!
//! A word with capitals inside keeps them where a style capitalizes titles: `PLoS`, `mRNA`
//! (CSL 1.0.2, "Title Case Conversion": only words in small letters are changed).
//!
//! Who gave a report or a thesis out is its publisher, which is what styles print
//! (`publisher` in CSL 1.0.2, Appendix IV); Hayagriva has it as an organization.
//!
//! A number such as `18-2059` is one, and no range of numbers.

use hayagriva::Entry;
use hayagriva::types::{
    ChunkKind, ChunkedString, EntryType, FormatString, Numeric, NumericValue, Publisher,
    StringChunk,
};

use super::{others, rich};

/// What data are: Hayagriva knows no type for them but that of programs.
pub(super) const DATA_SET: &str = "Data set";

/// Mends an entry and what it stands in.
pub(super) fn mend(entry: &mut Entry) {
    others::mark(entry);
    each(entry);
    carry(entry);
}

fn each(entry: &mut Entry) {
    if let Some(title) = entry.title().map(cased) {
        entry.set_title(title);
    }
    let number = entry.serial_number().and_then(|all| all.0.get("serial")).cloned();
    if let Some(number) = number
        && let Ok(Numeric { value: NumericValue::Set(_), .. }) = number.parse::<Numeric>()
    {
        let at = number.find(['-', '–', ',', '&']).unwrap_or(number.len());
        let whole = format!("{}{}{}", &number[..at], rich::NOTHING, &number[at..]);
        entry.set_keyed_serial_number("serial", whole);
    }
    let mut parents = entry.parents().to_vec();
    parents.iter_mut().for_each(each);
    entry.set_parents(parents);
}

/// Lets who gave a work out be its publisher, where nobody else is.
fn carry(entry: &mut Entry) {
    let legal = matches!(
        entry.entry_type(),
        EntryType::Case | EntryType::Legislation | EntryType::Patent
    );
    let named =
        |one: &Entry| one.publisher().and_then(Publisher::name).is_some().then_some(());
    if legal || entry.map(named).is_some() {
        return;
    }
    let Some(body) = entry.map(Entry::organization).cloned() else { return };
    let place = entry.map(|one| one.publisher().and_then(Publisher::location)).cloned();
    entry.set_publisher(Publisher::new(Some(body), place));
}

fn cased(title: &FormatString) -> FormatString {
    let short = title.short.as_ref().map(|short| Box::new(protected(short)));
    FormatString { value: protected(&title.value), short }
}

/// A text in which words with capitals inside, or with marks of styles, keep their case.
fn protected(text: &ChunkedString) -> ChunkedString {
    let mut chunks: Vec<StringChunk> = Vec::new();
    for chunk in &text.0 {
        if chunk.kind == ChunkKind::Normal {
            rich::words(&chunk.value, &mut chunks);
        } else {
            chunks.push(chunk.clone());
        }
    }
    if chunks.first().is_some_and(|first| first.kind == ChunkKind::Verbatim) {
        // else hayagriva 0.10 trims the space behind it
        chunks.insert(0, StringChunk::normal(""));
    }
    ChunkedString(chunks)
}

/// The same work as one of another type.
pub(super) fn retyped(entry: &Entry, kind: EntryType) -> Entry {
    let mut out = Entry::new(entry.key(), kind);
    macro_rules! copy {
        ($($get:ident $set:ident),+ $(,)?) => {
            $(if let Some(value) = entry.$get() { out.$set(value.to_owned()); })+
        };
    }
    copy!(
        title set_title, authors set_authors, date set_date, editors set_editors,
        affiliated set_affiliated, publisher set_publisher, location set_location,
        organization set_organization, issue set_issue, chapter set_chapter,
        volume set_volume, volume_total set_volume_total, edition set_edition,
        page_range set_page_range, page_total set_page_total, url set_url,
        serial_number set_serial_number, language set_language, archive set_archive,
        archive_location set_archive_location, call_number set_call_number,
        note set_note, genre set_genre,
    );
    out.set_parents(entry.parents().to_vec());
    out
}

/// Whether a word keeps its case: it has small letters, and a capital behind the first.
pub(super) fn is_mixed(word: &str) -> bool {
    let mut letters = word.chars().filter(|c| c.is_alphabetic());
    let _first = letters.next();
    letters.any(char::is_uppercase) && word.chars().any(char::is_lowercase)
}
