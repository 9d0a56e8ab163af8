//! Works said in another way, where a style leaves out what they cannot do without.

use hayagriva::Entry;
use hayagriva::types::EntryType;

use super::mend::{self, retyped};
use super::rich;

/// The work in another way, if nothing is printed of it, or if what is printed lacks its
/// editors and it has no author, or the pages or the publisher of a paper: then it is a
/// chapter of a book, as APA says of papers in proceedings (7th edition, 10.5).
pub(super) fn of(entry: &Entry, printed: &str) -> Option<Entry> {
    // some styles have no form for what is neither published nor on the web
    if !printed.contains(char::is_alphanumeric) && *entry.entry_type() == EntryType::Misc {
        return Some(retyped(entry, EntryType::Report));
    }
    let unnamed = entry.authors().is_none_or(<[_]>::is_empty);
    let editors = entry.editors().unwrap_or_default();
    let letters = |text: &str| -> String {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let says = |text: &str| letters(printed).contains(&letters(&rich::plain(text)));
    let titled = entry.title().is_none_or(|title| says(&title.value.to_string()));
    if let Some(first) = editors.first().filter(|_| unnamed)
        && !(says(&first.name) && titled)
    {
        let mut other = entry.clone();
        other.set_authors(editors.to_vec());
        return Some(other);
    }
    let lacks = |one: &Entry| {
        let name = one.publisher().and_then(|publisher| publisher.name());
        name.is_some_and(|name| !printed.contains(&rich::plain(&name.to_string())))
    };
    let data = entry.genre().is_some_and(|genre| genre.to_string() == mend::DATA_SET);
    if *entry.entry_type() == EntryType::Misc && data && lacks(entry) {
        return Some(retyped(entry, EntryType::Repository));
    }
    let at = entry.parents().iter().position(|parent| {
        *entry.entry_type() == EntryType::Article
            && *parent.entry_type() == EntryType::Proceedings
    })?;
    let lacks_publisher = lacks(&entry.parents()[at]);
    let pages = entry.page_range().map(ToString::to_string).unwrap_or_default();
    let first = pages.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    if !lacks_publisher && printed.contains(first) {
        return None;
    }
    let mut other = retyped(entry, EntryType::Chapter);
    let mut parents = entry.parents().to_vec();
    parents[at] = retyped(&parents[at], EntryType::Book);
    other.set_parents(parents);
    Some(other)
}
