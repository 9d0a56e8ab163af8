//! What a page says about itself to search engines, reference managers and readers.
//!
//! Nothing is made up: what the project file does not say is left out.

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::{Input, people};
use crate::certificate::claims::{self, Content};
use crate::project::Format;
use crate::resolve::{Division, Reference};

/// Metadata of one page.
#[derive(Serialize)]
pub(super) struct Meta {
    /// `meta` elements with a `name`.
    names: Vec<Item>,
    /// Open Graph: `meta` elements with a `property`.
    properties: Vec<Item>,
    /// Where the page stands.
    canonical: Option<String>,
    /// Linked data, fit for a `script` element.
    json_ld: String,
}

#[derive(Serialize)]
struct Item {
    key: &'static str,
    content: String,
}

fn item(key: &'static str, content: impl Into<String>) -> Item {
    Item { key, content: content.into() }
}

/// Metadata of a page that stands for the whole publication.
pub(super) fn whole(input: &Input<'_>, url: Option<&str>, image: Option<&str>) -> Meta {
    let info = &input.book.info;
    let mut names = Vec::new();
    names.extend(info.description.iter().map(|text| item("description", text)));
    names.extend(people::names(info).map(|name| item("author", name)));
    if !info.subjects.is_empty() {
        names.push(item("keywords", info.subjects.join(", ")));
    }
    names.extend(highwire(input));
    let (description, language) = (info.description.as_deref(), &info.language);
    let about = About { title: &info.title, description, language };
    Meta {
        names,
        properties: open_graph(input, &about, url, image),
        canonical: url.map(str::to_owned),
        json_ld: script(&publication(input, url, image)),
    }
}

/// Metadata of a page that holds one part.
pub(super) fn part(input: &Input<'_>, part: Division, url: Option<&str>) -> Meta {
    let info = &input.book.info;
    let title = input.book.division_title(part);
    let language = input.book.language_of(part).unwrap_or(&info.language);
    let mut data = linked("WebPage");
    data.insert("name".to_owned(), json!(title));
    data.insert("inLanguage".to_owned(), json!(language));
    data.insert("dateModified".to_owned(), json!(input.stamp.date()));
    put(&mut data, "url", url);
    let text = input.book.text_of(part);
    let own: &[String] = text.map_or(&[], |text| &text.authors);
    let description = text.and_then(|text| text.description.as_deref());
    put(&mut data, "description", description);
    if !own.is_empty() {
        let people = own.iter().map(|name| json!({ "@type": "Person", "name": name }));
        data.insert("author".to_owned(), people.collect());
    }
    let names: Vec<&String> =
        if own.is_empty() { people::names(info).collect() } else { own.iter().collect() };
    let whole_of = info.description.as_deref();
    let mut whole = Map::new();
    whole.insert("@type".to_owned(), json!("Article"));
    whole.insert("name".to_owned(), json!(info.title));
    whole.insert("identifier".to_owned(), json!(info.identifier));
    put(&mut whole, "url", info.url.as_deref());
    data.insert("isPartOf".to_owned(), Value::Object(whole));
    let names = names.into_iter().map(|name| item("author", name));
    let described = description.map(|text| item("description", text));
    let about = About { title, description: description.or(whole_of), language };
    Meta {
        names: described.into_iter().chain(names).collect(),
        properties: open_graph(input, &about, url, None),
        canonical: url.map(str::to_owned),
        json_ld: script(&Value::Object(data)),
    }
}

/// What a page is about.
struct About<'a> {
    title: &'a str,
    description: Option<&'a str>,
    language: &'a str,
}

/// <https://ogp.me/>
fn open_graph(
    input: &Input<'_>,
    about: &About<'_>,
    url: Option<&str>,
    image: Option<&str>,
) -> Vec<Item> {
    let info = &input.book.info;
    let mut out = vec![item("og:type", "article"), item("og:title", about.title)];
    out.extend(about.description.map(|text| item("og:description", text)));
    out.push(item("og:locale", about.language.replace('-', "_")));
    out.extend(url.map(|url| item("og:url", url)));
    out.extend(image.map(|image| item("og:image", image)));
    out.extend(info.publisher.iter().map(|name| item("og:site_name", name)));
    out.push(item("article:published_time", input.stamp.timestamp()));
    out
}

/// The tags that Google Scholar and reference managers read
/// (<https://scholar.google.com/intl/en/scholar/inclusion.html#indexing>).
fn highwire(input: &Input<'_>) -> Vec<Item> {
    let info = &input.book.info;
    let mut out = vec![item("citation_title", &info.title)];
    out.extend(people::highwire(info).map(|(key, value)| item(key, value)));
    out.push(item("citation_publication_date", input.stamp.date().replace('-', "/")));
    out.push(item("citation_language", &info.language));
    out.extend(info.publisher.iter().map(|name| item("citation_publisher", name)));
    out.extend(info.subjects.iter().map(|subject| item("citation_keywords", subject)));
    let references = input.book.references.iter();
    out.extend(references.map(|reference| item("citation_reference", cited(reference))));
    out
}

/// A reference as `key=value` pairs with `; ` between, so no value may have a `;`.
fn cited(reference: &Reference) -> String {
    let mut pairs = vec![("citation_title", reference.title.clone())];
    let authors = reference.authors.iter();
    pairs.extend(authors.map(|author| ("citation_author", author.clone())));
    let year = reference.year.map(|year| year.to_string());
    pairs.extend(year.map(|year| ("citation_publication_date", year)));
    let container = reference.container.clone();
    pairs.extend(container.map(|title| ("citation_journal_title", title)));
    pairs.extend(reference.doi.clone().map(|doi| ("citation_doi", doi)));
    let pairs: Vec<String> = pairs
        .into_iter()
        .map(|(key, value)| format!("{key}={}", value.replace(';', ",")))
        .collect();
    pairs.join("; ")
}

fn publication(input: &Input<'_>, url: Option<&str>, image: Option<&str>) -> Value {
    let book = input.book;
    let info = &book.info;
    let date = input.stamp.date();
    let mut data = linked("Article");
    data.insert("headline".to_owned(), json!(info.title));
    put(&mut data, "alternativeHeadline", info.subtitle.as_deref());
    put(&mut data, "description", info.description.as_deref());
    data.insert("inLanguage".to_owned(), json!(info.language));
    data.insert("identifier".to_owned(), json!(info.identifier));
    data.insert("datePublished".to_owned(), json!(date));
    data.insert("dateModified".to_owned(), json!(date));
    data.extend(people::linked(info));
    if let Some(name) = &info.publisher {
        let publisher = json!({ "@type": "Organization", "name": name });
        data.insert("publisher".to_owned(), publisher);
    }
    if !info.subjects.is_empty() {
        data.insert("keywords".to_owned(), json!(info.subjects));
    }
    put(&mut data, "copyrightNotice", info.rights.as_deref());
    put(&mut data, "url", url);
    put(&mut data, "image", image);
    let all = book.references.iter().enumerate();
    // a work of several lists is one
    let works = all.filter(|(at, one)| {
        book.references[..*at].iter().all(|before| before.key != one.key)
    });
    let citations: Vec<Value> = works.map(|(_, one)| citation(one)).collect();
    if !citations.is_empty() {
        data.insert("citation".to_owned(), json!(citations));
    }
    accessibility(input, &mut data);
    Value::Object(data)
}

fn citation(reference: &Reference) -> Value {
    let mut data = Map::new();
    data.insert("@type".to_owned(), json!("CreativeWork"));
    data.insert("name".to_owned(), json!(reference.title));
    let authors: Vec<Value> = reference
        .authors
        .iter()
        .map(|name| json!({ "@type": "Person", "name": name }))
        .collect();
    if !authors.is_empty() {
        data.insert("author".to_owned(), json!(authors));
    }
    let year = reference.year.map(|year| year.to_string());
    put(&mut data, "datePublished", year.as_deref());
    if let Some(title) = &reference.container {
        let container = json!({ "@type": "CreativeWork", "name": title });
        data.insert("isPartOf".to_owned(), container);
    }
    if let Some(doi) = &reference.doi {
        let id = format!("https://doi.org/{doi}");
        let property =
            json!({ "@type": "PropertyValue", "propertyID": "doi", "value": doi });
        data.insert("identifier".to_owned(), property);
        put(&mut data, "sameAs", Some(&id));
    }
    Value::Object(data)
}

/// The schema.org accessibility properties.
fn accessibility(input: &Input<'_>, data: &mut Map<String, Value>) {
    let claims = claims::pages(Format::Html, Content::of(input.book, input.print));
    let of = |property: &str| -> Vec<&str> {
        let own = claims.iter().filter(|claim| claim.property == property);
        own.map(|claim| claim.value.as_str()).collect()
    };
    data.insert("accessMode".to_owned(), json!(of("accessMode")));
    let sufficient = of("accessModeSufficient");
    let sufficient = json!([{ "@type": "ItemList", "itemListElement": sufficient }]);
    data.insert("accessModeSufficient".to_owned(), sufficient);
    data.insert("accessibilityFeature".to_owned(), json!(of("accessibilityFeature")));
    data.insert("accessibilityHazard".to_owned(), json!(of("accessibilityHazard")));
}

fn linked(kind: &str) -> Map<String, Value> {
    let mut data = Map::new();
    data.insert("@context".to_owned(), json!("https://schema.org"));
    data.insert("@type".to_owned(), json!(kind));
    data
}

fn put(data: &mut Map<String, Value>, key: &str, value: Option<&str>) {
    if let Some(value) = value {
        data.insert(key.to_owned(), json!(value));
    }
}

/// JSON that no HTML parser can mistake for the end of the script or a comment.
fn script(data: &Value) -> String {
    let json = serde_json::to_string_pretty(data).unwrap_or_default();
    json.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn linked_data_cannot_end_its_script() {
        let text = script(&json!({ "name": "</script><!-- & -->" }));
        assert!(!text.contains('<') && !text.contains('>') && !text.contains('&'));
        let back: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(back["name"], "</script><!-- & -->");
    }
}
