//! What a page says of those who made the book, and of the series it stands in.

use serde_json::{Map, Value, json};

use crate::project::{BookInfo, Person, PersonRole};

/// The names that a page gives as its authors: of a book that nobody wrote alone, of
/// those on its cover.
pub(super) fn names(info: &BookInfo) -> impl Iterator<Item = &String> {
    foremost(info).map(|person| &person.name)
}

fn foremost(info: &BookInfo) -> impl Iterator<Item = &Person> {
    let written = info.authors.iter().any(Person::is_author);
    info.authors.iter().filter(move |person| !written || person.is_author())
}

/// The same for Google Scholar and reference managers, and the ISSN of the series.
pub(super) fn highwire(info: &BookInfo) -> impl Iterator<Item = (&'static str, &String)> {
    let people = foremost(info).flat_map(|person| {
        let name = person.sort.as_ref().unwrap_or(&person.name);
        let place = person.affiliation.as_ref();
        let orcid = person.orcid.as_ref();
        let details = [
            place.map(|place| ("citation_author_institution", place)),
            orcid.map(|orcid| ("citation_author_orcid", orcid)),
        ];
        [Some(("citation_author", name))].into_iter().chain(details).flatten()
    });
    let issn = info.series.as_ref().and_then(|series| series.issn.as_ref());
    people.chain(issn.map(|issn| ("citation_issn", issn)))
}

/// Who did what, and the series, as linked data (<https://schema.org/CreativeWork>).
pub(super) fn linked(info: &BookInfo) -> Map<String, Value> {
    let mut data = Map::new();
    for (key, person) in info.people().flat_map(|person| {
        let mut keys: Vec<&'static str> = Vec::new();
        for key in person.roles.iter().map(|role| property(*role)) {
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
        keys.into_iter().map(move |key| (key, person))
    }) {
        let list = data.entry(key).or_insert_with(|| json!([]));
        if let Value::Array(list) = list {
            list.push(of(person));
        }
    }
    if let Some(series) = &info.series {
        let mut whole = Map::new();
        whole.insert("@type".to_owned(), json!("CreativeWorkSeries"));
        whole.insert("name".to_owned(), json!(series.title));
        if let Some(issn) = &series.issn {
            whole.insert("issn".to_owned(), json!(issn));
        }
        data.insert("isPartOf".to_owned(), Value::Object(whole));
        if let Some(number) = &series.number {
            data.insert("position".to_owned(), json!(number));
        }
    }
    data
}

/// What schema.org calls a role; it has no word of its own for most.
const fn property(role: PersonRole) -> &'static str {
    match role {
        PersonRole::Author => "author",
        PersonRole::Editor => "editor",
        PersonRole::Translator => "translator",
        PersonRole::Illustrator
        | PersonRole::Compiler
        | PersonRole::Foreword
        | PersonRole::Afterword
        | PersonRole::Contributor
        | PersonRole::Photographer
        | PersonRole::Cartographer
        | PersonRole::CoverDesigner
        | PersonRole::Designer
        | PersonRole::Reviewer
        | PersonRole::Proofreader => "contributor",
    }
}

fn of(person: &Person) -> Value {
    let mut data = Map::new();
    data.insert("@type".to_owned(), json!("Person"));
    data.insert("name".to_owned(), json!(person.name));
    if let Some(orcid) = &person.orcid {
        data.insert("sameAs".to_owned(), json!(orcid));
    }
    if let Some(url) = &person.url {
        data.insert("url".to_owned(), json!(url));
    }
    if let Some(affiliation) = &person.affiliation {
        let place = json!({ "@type": "Organization", "name": affiliation });
        data.insert("affiliation".to_owned(), place);
    }
    Value::Object(data)
}
