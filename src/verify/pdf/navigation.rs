//! Bookmarks, page labels, claims and attached files (ISO 32000-1, 12.3.3, 12.4.2, 7.11).

use std::collections::BTreeSet;

use hayro_syntax::object::{Dict, Object};

use super::file::{File, number_of, reference};
use super::links::{PageNumbers, target};
use super::model::{Attachment, Bookmark, Claims, Destination, Target};
use crate::verify::numbering::roman;

/// Bookmarks are not read deeper than this.
const MOST_LEVELS: usize = 64;

/// The bookmarks, in order; `find` looks up a named destination.
pub(super) fn outline<'a>(
    file: &'a File<'a>,
    pages: &PageNumbers,
    find: impl Fn(&str) -> Option<Destination>,
) -> Vec<Bookmark> {
    let mut bookmarks = Vec::new();
    let Some(root) = file.get::<Dict<'a>>(&file.catalog(), "Outlines") else {
        return bookmarks;
    };
    let mut known = BTreeSet::new();
    // what follows at each level, from the outermost
    let mut following = vec![reference(&root, "First")];
    while let Some(next) = following.pop() {
        let Some(dict) = next.filter(|next| known.insert(*next)).and_then(|n| file.dict(n))
        else {
            continue;
        };
        let level = following.len() + 1;
        let target = target(file, &dict, pages).and_then(|target| match target {
            Target::Place(place) => Some(place),
            Target::Named(name) => find(&name),
            Target::Uri(_) => None,
        });
        let title = file.text(&dict, "Title").unwrap_or_default();
        bookmarks.push(Bookmark { level, title, target });
        following.push(reference(&dict, "Next"));
        if let Some(first) = reference(&dict, "First").filter(|_| level < MOST_LEVELS) {
            following.push(Some(first));
        }
    }
    bookmarks
}

/// The label of each of so many pages; none if the file has no labels.
pub(super) fn labels<'a>(file: &'a File<'a>, pages: usize) -> Vec<String> {
    let Some(root) = file.get::<Dict<'a>>(&file.catalog(), "PageLabels") else {
        return Vec::new();
    };
    let mut ranges: Vec<(usize, Option<String>, String, i64)> = Vec::new();
    file.number_tree(root, |first, range| {
        let range = file.resolve(range).and_then(Object::into_dict).unwrap_or_default();
        if let Ok(first) = usize::try_from(first) {
            let prefix = file.text(&range, "P").unwrap_or_default();
            let start = file.get::<i64>(&range, "St").unwrap_or(1);
            ranges.push((first, file.name(&range, "S"), prefix, start));
        }
    });
    ranges.sort_by_key(|range| range.0);
    let label = |page: usize| {
        let after = ranges.partition_point(|range| range.0 <= page);
        let range = after.checked_sub(1).and_then(|at| ranges.get(at));
        let Some((first, style, prefix, start)) = range else {
            return (page + 1).to_string();
        };
        let number = start.saturating_add(i64::try_from(page - first).unwrap_or(i64::MAX));
        format!(
            "{prefix}{}",
            style.as_deref().map_or(String::new(), |own| numeral(own, number))
        )
    };
    (0..pages).map(label).collect()
}

/// A number in one of the styles of page labels.
fn numeral(style: &str, number: i64) -> String {
    match style {
        "D" => number.to_string(),
        "R" => roman(number).to_uppercase(),
        "r" => roman(number),
        "A" => letters(number).to_uppercase(),
        "a" => letters(number),
        _ => String::new(),
    }
}

/// a to z, then aa to zz.
fn letters(number: i64) -> String {
    let index = number.saturating_sub(1);
    let letter = u8::try_from(index.rem_euclid(26)).map_or('a', |at| char::from(b'a' + at));
    let times = usize::try_from(index / 26 + 1).unwrap_or(1).min(100);
    std::iter::repeat_n(letter, times).collect()
}

/// The XMP packet.
pub(super) fn metadata(file: &File<'_>) -> Option<String> {
    let stream = file.stream_of(&file.catalog(), "Metadata")?;
    Some(String::from_utf8_lossy(&stream.decoded()?).into_owned())
}

/// What the file claims to be.
pub(super) fn claims<'a>(file: &'a File<'a>, metadata: Option<&str>) -> Claims {
    let catalog = file.catalog();
    let marks: Dict<'a> = file.get(&catalog, "MarkInfo").unwrap_or_default();
    let viewer: Dict<'a> = file.get(&catalog, "ViewerPreferences").unwrap_or_default();
    let property = |name| metadata.and_then(|packet| property(packet, name));
    Claims {
        marked: file.get(&marks, "Marked").unwrap_or(false),
        shows_title: file.get(&viewer, "DisplayDocTitle").unwrap_or(false),
        ua_part: property("pdfuaid:part"),
        a_part: property("pdfaid:part"),
        a_conformance: property("pdfaid:conformance"),
    }
}

/// The value of a simple property, as an element or as an attribute (ISO 16684-1, 7).
fn property(packet: &str, name: &str) -> Option<String> {
    for (at, _) in packet.match_indices(name) {
        let (before, after) = (&packet[..at], &packet[at + name.len()..]);
        let value = if before.ends_with('<') {
            after.split_once('>')?.1.split('<').next()
        } else {
            let after = after.trim_start().strip_prefix('=').map(str::trim_start);
            let quote = after.and_then(|after| after.chars().next());
            let quoted = quote.filter(|quote| matches!(quote, '"' | '\''));
            quoted.zip(after).and_then(|(quote, after)| after.split(quote).nth(1))
        };
        if let Some(value) = value {
            return Some(value.trim().to_owned());
        }
    }
    None
}

/// The files in the file, in the order of their names.
pub(super) fn attachments<'a>(file: &'a File<'a>) -> Vec<Attachment> {
    let mut all = Vec::new();
    let names: Dict<'a> = file.get(&file.catalog(), "Names").unwrap_or_default();
    if let Some(root) = file.get(&names, "EmbeddedFiles") {
        file.name_tree(root, |_, object| {
            let dict = file.resolve(object).and_then(Object::into_dict);
            all.extend(dict.and_then(|dict| attachment(file, &dict)));
        });
    }
    all
}

/// The files that belong to something (`AF`).
pub(super) fn associated<'a>(file: &'a File<'a>, dict: &Dict<'a>) -> Vec<Attachment> {
    let numbers = file.items(dict, "AF").take(1024);
    let numbers = numbers.filter_map(|object| number_of(&object));
    numbers.filter_map(|number| attachment(file, &file.dict(number)?)).collect()
}

fn attachment<'a>(file: &'a File<'a>, dict: &Dict<'a>) -> Option<Attachment> {
    let files: Dict<'a> = file.get(dict, "EF")?;
    let stream = file.stream_of(&files, "UF").or_else(|| file.stream_of(&files, "F"))?;
    Some(Attachment {
        name: file.text(dict, "UF").or_else(|| file.text(dict, "F")).unwrap_or_default(),
        is_named_twice: ["F", "UF"]
            .iter()
            .all(|key| file.text(dict, key).is_some_and(|name| !name.is_empty())),
        media_type: file.name(&stream.dict, "Subtype"),
        relation: file.name(dict, "AFRelationship"),
        bytes: stream.decoded()?.into_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_count_in_five_styles() {
        for (style, number, label) in [
            ("D", 12, "12"),
            ("r", 14, "xiv"),
            ("R", 1990, "MCMXC"),
            ("a", 27, "aa"),
            ("A", 3, "C"),
        ] {
            assert_eq!(numeral(style, number), label);
        }
    }

    #[test]
    fn properties_are_elements_or_attributes() {
        let packet = "<x pdfaid:part=\"2\" a='b'><pdfuaid:part>1</pdfuaid:part></x>";
        assert_eq!(property(packet, "pdfaid:part").as_deref(), Some("2"));
        assert_eq!(property(packet, "pdfuaid:part").as_deref(), Some("1"));
        assert_eq!(property(packet, "pdfaid:conformance"), None);
    }
}
