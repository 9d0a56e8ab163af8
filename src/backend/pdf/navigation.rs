//! Finding one's way: bookmarks, named destinations, page labels
//! (ISO 32000-1, 12.3 and 12.4.2).

use std::collections::BTreeMap;

use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};

use super::content::{hundredths, to_i64};
use super::objects::{catalog, literal, real, text};
use super::structure::ElementIds;
use super::tree::{self, Tree};
use crate::bug;
use crate::layout::{Destination, LinkTarget, OutlineEntry, Print, Sheet};

/// Where names lead to.
pub(super) struct Places<'a> {
    print: &'a Print,
    pages: &'a [ObjectId],
    /// In PDF 2.0, where a link leads to an element and not only to a page
    /// (ISO 14289-2, 8.8).
    elements: Option<ElementIds>,
    by_name: BTreeMap<&'a str, &'a Destination>,
}

impl<'a> Places<'a> {
    /// The destinations of an edition.
    pub(super) fn of(
        print: &'a Print,
        pages: &'a [ObjectId],
        elements: Option<ElementIds>,
    ) -> Self {
        check_names(print);
        let places = print.destinations.iter();
        let by_name = places.map(|place| (&*place.name, place)).collect();
        Self { print, pages, elements, by_name }
    }

    /// Gives an annotation or bookmark the place it leads to. In PDF 2.0 that is an
    /// action, which says it twice: by its name, and for readers of tags.
    pub(super) fn lead(&self, keys: &mut Dictionary, name: &str) {
        let Some(place) = self.by_name.get(name) else {
            bug!("no destination has the name `{name}`")
        };
        match self.elements {
            None => keys.set("Dest", literal(name)),
            Some(elements) => {
                let action = dictionary! {
                    "S" => "GoTo",
                    "D" => literal(name),
                    "SD" => self.place(elements.get(place.element), place),
                };
                keys.set("A", action);
            }
        }
    }

    fn place(&self, target: ObjectId, place: &Destination) -> Object {
        let y = self.print.size.height - place.y;
        let (x, y) = (real(hundredths(place.x)), real(hundredths(y)));
        Object::Array(vec![target.into(), "XYZ".into(), x, y, Object::Null])
    }
}

/// Adds every destination by its name.
pub(super) fn add_destinations(document: &mut Document, places: &Places<'_>) {
    let entries = places.print.destinations.iter().map(|place| {
        let target = places.place(places.pages[place.sheet as usize], place);
        let target = match places.elements {
            None => target,
            Some(elements) => Object::Dictionary(dictionary! {
                "D" => target,
                "SD" => places.place(elements.get(place.element), place),
            }),
        };
        (literal(&place.name), target)
    });
    let names = tree::add(document, Tree::Names, entries.collect());
    catalog(document).set("Names", dictionary! { "Dests" => names });
}

/// Every link leads to one place.
fn check_names(print: &Print) {
    let mut names: Vec<&str> =
        print.destinations.iter().map(|place| place.name.as_str()).collect();
    names.sort_unstable();
    if let Some(pair) = names.windows(2).find(|pair| pair[0] == pair[1]) {
        bug!("two destinations have the name `{}`", pair[0]);
    }
    for link in print.sheets.iter().flat_map(|sheet| &sheet.links) {
        if let LinkTarget::Destination(name) = &link.target
            && names.binary_search(&name.as_str()).is_err()
        {
            bug!("no destination has the name `{name}`");
        }
    }
}

/// Adds the bookmarks, which viewers are asked to show.
pub(super) fn add_outline(
    document: &mut Document,
    outline: &[OutlineEntry],
    elements: ElementIds,
    places: &Places<'_>,
) {
    if outline.is_empty() {
        return;
    }
    let root = document.new_object_id();
    let mut keys = dictionary! { "Type" => "Outlines", "Count" => to_i64(outline.len()) };
    add_level(document, outline, (root, &mut keys), elements, places);
    document.set_object(root, keys);
    let catalog = catalog(document);
    catalog.set("Outlines", root);
    catalog.set("PageMode", "UseOutlines");
}

/// Adds the entries below a bookmark and what the bookmark itself says about them.
fn add_level(
    document: &mut Document,
    entries: &[OutlineEntry],
    (parent, parent_keys): (ObjectId, &mut Dictionary),
    elements: ElementIds,
    places: &Places<'_>,
) {
    let ids: Vec<ObjectId> = entries.iter().map(|_| document.new_object_id()).collect();
    for (at, entry) in entries.iter().enumerate() {
        let mut keys = dictionary! {
            "Title" => text(&entry.title),
            "Parent" => parent,
            "SE" => elements.get(entry.element),
        };
        places.lead(&mut keys, &entry.destination);
        if at > 0 {
            keys.set("Prev", ids[at - 1]);
        }
        if let Some(&next) = ids.get(at + 1) {
            keys.set("Next", next);
        }
        if !entry.kids.is_empty() {
            // Below zero: what is below is not shown at first.
            keys.set("Count", -to_i64(entry.kids.len()));
            add_level(document, &entry.kids, (ids[at], &mut keys), elements, places);
        }
        document.set_object(ids[at], keys);
    }
    parent_keys.set("First", ids[0]);
    parent_keys.set("Last", ids[ids.len() - 1]);
}

/// Adds the folios: what viewers show in place of the number of the page.
pub(super) fn add_labels(document: &mut Document, sheets: &[Sheet]) {
    let mut entries = Vec::new();
    let mut before: Option<Label<'_>> = None;
    for (number, sheet) in sheets.iter().enumerate() {
        let label = Label::of(&sheet.label);
        if before.is_none_or(|before| !before.goes_on_with(label)) {
            entries.push((to_i64(number).into(), label.to_object()));
        }
        before = Some(label);
    }
    let labels = tree::add(document, Tree::Numbers, entries);
    catalog(document).set("PageLabels", labels);
}

/// A folio, taken apart.
#[derive(Debug, Copy, Clone, PartialEq, Eq)]
enum Label<'a> {
    /// `12`.
    Decimal(i64),
    /// `xii`.
    Roman(i64),
    /// `XII`.
    UpperRoman(i64),
    /// What counts in no way we know.
    Text(&'a str),
}

impl<'a> Label<'a> {
    fn of(label: &'a str) -> Self {
        if let Ok(number) = label.parse::<i64>()
            && number > 0
            && number.to_string() == label
        {
            return Self::Decimal(number);
        }
        match from_roman(label) {
            Some(number) if to_roman(number) == label => Self::Roman(number),
            Some(number) if to_roman(number).to_uppercase() == label => {
                Self::UpperRoman(number)
            }
            Some(_) | None => Self::Text(label),
        }
    }

    fn goes_on_with(self, next: Self) -> bool {
        match (self, next) {
            (Self::Decimal(number), Self::Decimal(next))
            | (Self::Roman(number), Self::Roman(next))
            | (Self::UpperRoman(number), Self::UpperRoman(next)) => next == number + 1,
            // A label without a number would count on as the same text on every page.
            (Self::Text(label), Self::Text(next)) => label == next,
            (
                Self::Decimal(_) | Self::Roman(_) | Self::UpperRoman(_) | Self::Text(_),
                _,
            ) => false,
        }
    }

    fn to_object(self) -> Object {
        let mut keys = Dictionary::new();
        let (style, start) = match self {
            Self::Decimal(number) => ("D", number),
            Self::Roman(number) => ("r", number),
            Self::UpperRoman(number) => ("R", number),
            Self::Text(label) => {
                keys.set("P", text(label));
                return Object::Dictionary(keys);
            }
        };
        keys.set("S", style);
        if start != 1 {
            keys.set("St", start);
        }
        Object::Dictionary(keys)
    }
}

/// Values of the letters and pairs of Roman numerals, greatest first.
const ROMAN: [(i64, &str); 13] = [
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
];

fn to_roman(mut number: i64) -> String {
    let mut numeral = String::new();
    for (value, letters) in ROMAN {
        while number >= value {
            number -= value;
            numeral += letters;
        }
    }
    numeral
}

/// The value of what may be a Roman numeral; that of a well-formed one is right.
fn from_roman(numeral: &str) -> Option<i64> {
    let numeral = numeral.to_ascii_lowercase();
    let mut rest = numeral.as_str();
    let mut number = 0;
    for (value, letters) in ROMAN {
        while let Some(after) = rest.strip_prefix(letters) {
            rest = after;
            number += value;
        }
    }
    (rest.is_empty() && number > 0).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folios_are_taken_apart() {
        assert_eq!(Label::of("12"), Label::Decimal(12));
        assert_eq!(Label::of("xiv"), Label::Roman(14));
        assert_eq!(Label::of("MCMXC"), Label::UpperRoman(1990));
        for text in ["", "A-1", "iiii", "Iv", "012", "+1", "0", "-3"] {
            assert_eq!(Label::of(text), Label::Text(text));
        }
    }

    #[test]
    fn page_labels_are_ranges() {
        let labels = ["", "ii", "iii", "1", "2", "2", "A", "A", "7"];
        let sheets = labels.map(|label| Sheet { label: label.into(), ..Sheet::default() });
        let mut document = Document::with_version("1.7");
        let root = document.add_object(Dictionary::new());
        document.trailer.set("Root", root);
        add_labels(&mut document, &sheets);
        let tree = document.get_dictionary((2, 0)).unwrap();
        let starts: Vec<i64> = tree.get(b"Nums").unwrap().as_array().unwrap()[..]
            .chunks(2)
            .map(|pair| pair[0].as_i64().unwrap())
            .collect();
        assert_eq!(starts, [0, 1, 3, 5, 6, 8]);
    }
}
