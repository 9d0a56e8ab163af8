//! A work field by field, and the entry that styles print.

use hayagriva::Entry;
use hayagriva::types::{
    Date, EntryType, FormatString, MaybeTyped, Numeric, PageRanges, Person, PersonRole,
    PersonsWithRoles, Publisher, QualifiedUrl,
};

use crate::cite::rich;

/// What a line format or CSL-JSON says of a work. Empty texts say nothing.
#[derive(Debug, Default)]
pub(super) struct Record {
    pub(super) title: String,
    pub(super) short_title: String,
    pub(super) authors: Vec<Person>,
    pub(super) editors: Vec<Person>,
    pub(super) translators: Vec<Person>,
    /// Others, by what they did.
    pub(super) others: Vec<(PersonRole, Person)>,
    /// Title of the journal, the book or the site it stands in.
    pub(super) container: String,
    pub(super) container_short: String,
    pub(super) container_authors: Vec<Person>,
    pub(super) series: String,
    pub(super) series_number: String,
    /// The meeting of a paper.
    pub(super) event: String,
    pub(super) event_place: String,
    pub(super) volume: String,
    pub(super) issue: String,
    pub(super) number: String,
    pub(super) edition: String,
    pub(super) pages: String,
    pub(super) page_total: String,
    pub(super) chapter: String,
    pub(super) publisher: String,
    pub(super) publisher_place: String,
    pub(super) organization: String,
    pub(super) date: Option<Date>,
    pub(super) accessed: Option<Date>,
    pub(super) url: String,
    /// Serial numbers by what Hayagriva calls them: `doi`, `pmid`, `isbn`.
    pub(super) serials: Vec<(&'static str, String)>,
    pub(super) language: String,
    pub(super) genre: String,
    pub(super) note: String,
    pub(super) archive: String,
    pub(super) archive_location: String,
    pub(super) call_number: String,
    pub(super) version: String,
}

/// What a work is, and what it stands in.
#[derive(Debug, Copy, Clone, PartialEq, Eq)]
pub(super) struct Kind {
    pub(super) own: EntryType,
    pub(super) container: Option<EntryType>,
}

impl Kind {
    /// A work that stands in another.
    pub(super) const fn within(own: EntryType, container: EntryType) -> Self {
        Self { own, container: Some(container) }
    }

    /// A work of its own.
    pub(super) const fn alone(own: EntryType) -> Self {
        Self { own, container: None }
    }
}

impl Record {
    /// The entry, in the form that Hayagriva gives those of BibTeX: what a journal or a
    /// book has, its volume, issue and publisher, stands in the parent.
    pub(super) fn entry(&self, key: &str, kind: Kind) -> Entry {
        let mut entry = Entry::new(key, kind.own);
        let mut parent = kind.container.map(|kind| Entry::new(key, kind));
        if let Some(title) = titled(&self.title, &self.short_title) {
            entry.set_title(title);
        }
        put(self.authors.clone(), |all| entry.set_authors(all));
        put(self.editors.clone(), |all| entry.set_editors(all));
        let translators =
            self.translators.iter().cloned().map(|one| (PersonRole::Translator, one));
        put(affiliated(self.others.iter().cloned().chain(translators)), |all| {
            entry.set_affiliated(all);
        });
        if let Some(date) = self.date {
            entry.set_date(date);
        }
        let holder = parent.as_mut().unwrap_or(&mut entry);
        put(self.container_authors.clone(), |all| holder.set_authors(all));
        if kind.container.is_some()
            && let Some(title) = titled(&self.container, &self.container_short)
        {
            holder.set_title(title);
        }
        text(&self.volume, |value| holder.set_volume(numeric(value)));
        text(&self.issue, |value| holder.set_issue(numeric(value)));
        text(&self.edition, |value| holder.set_edition(numeric(value)));
        text(&self.organization, |value| holder.set_organization(words(value)));
        if !self.publisher.is_empty() || !self.publisher_place.is_empty() {
            let (name, place) = (some(&self.publisher), some(&self.publisher_place));
            holder.set_publisher(Publisher::new(name, place));
        }
        if let Some(total) =
            self.page_total.parse::<Numeric>().ok().filter(|_| !self.page_total.is_empty())
        {
            holder.set_page_total(total);
        }
        if !self.series.is_empty() {
            let own = kind.container.unwrap_or(kind.own);
            let mut series = Entry::new(key, own);
            series.set_title(words(&self.series));
            text(&self.series_number, |value| series.set_volume(numeric(value)));
            let holder = parent.as_mut().unwrap_or(&mut entry);
            holder.set_parents(vec![series]);
        }
        let mut parents: Vec<Entry> = entry.parents().to_vec();
        parents.extend(parent);
        if !self.event.is_empty() {
            let mut event = Entry::new(key, EntryType::Conference);
            event.set_title(words(&self.event));
            text(&self.event_place, |value| event.set_location(words(value)));
            parents.push(event);
        }
        entry.set_parents(parents);
        let page_range = |value: &str| {
            let ranges: Result<PageRanges, _> = value.parse();
            ranges.map_or_else(|_| MaybeTyped::String(value.to_owned()), MaybeTyped::Typed)
        };
        text(&self.pages, |value| entry.set_page_range(page_range(value)));
        text(&self.chapter, |value| entry.set_chapter(numeric(value)));
        if let Ok(url) = self.url.parse::<QualifiedUrl>() {
            entry.set_url(QualifiedUrl::new(url.value, self.accessed));
        }
        for (name, value) in &self.serials {
            entry.set_keyed_serial_number(name, value.clone());
        }
        text(&self.number, |value| {
            entry.set_keyed_serial_number("serial", value.to_owned())
        });
        text(&self.version, |value| {
            entry.set_keyed_serial_number("version", value.to_owned());
        });
        if !self.language.is_empty()
            && let Ok(language) = self.language.parse()
        {
            entry.set_language(language);
        }
        self.rest(&mut entry);
        entry
    }

    /// What says where a work is kept, and what else is said of it.
    fn rest(&self, entry: &mut Entry) {
        text(&self.genre, |value| entry.set_genre(words(value)));
        text(&self.note, |value| entry.set_note(words(value)));
        text(&self.archive, |value| entry.set_archive(words(value)));
        text(&self.archive_location, |value| entry.set_archive_location(words(value)));
        text(&self.call_number, |value| entry.set_call_number(words(value)));
    }
}

fn text(value: &str, set: impl FnOnce(&str)) {
    if !value.is_empty() {
        set(value);
    }
}

fn put<T>(all: Vec<T>, set: impl FnOnce(Vec<T>)) {
    if !all.is_empty() {
        set(all);
    }
}

fn some(value: &str) -> Option<FormatString> {
    (!value.is_empty()).then(|| words(value))
}

fn words(value: &str) -> FormatString {
    rich::encode(value)
}

fn titled(title: &str, short: &str) -> Option<FormatString> {
    match (title.is_empty(), short.is_empty()) {
        (true, true) => None,
        (true, false) => Some(words(short)),
        (false, true) => Some(words(title)),
        (false, false) => {
            let short = Some(Box::new(words(short).value));
            Some(FormatString { short, ..words(title) })
        }
    }
}

fn numeric(value: &str) -> MaybeTyped<Numeric> {
    value.parse().map_or_else(|_| MaybeTyped::String(value.to_owned()), MaybeTyped::Typed)
}

/// Persons by what they did, each role once.
fn affiliated(all: impl Iterator<Item = (PersonRole, Person)>) -> Vec<PersonsWithRoles> {
    let mut found: Vec<PersonsWithRoles> = Vec::new();
    for (role, person) in all {
        match found.iter_mut().find(|one| one.role == role) {
            Some(one) => one.names.push(person),
            None => found.push(PersonsWithRoles::new(vec![person], role)),
        }
    }
    found
}
