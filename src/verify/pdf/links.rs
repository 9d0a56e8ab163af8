//! Annotations and destinations (ISO 32000-1, 12.3 and 12.5).

use std::collections::BTreeMap;

use hayro_syntax::object::{Array, Dict, MaybeRef, Object};

use super::facts;
use super::file::{File, name_text, number_of};
use super::geometry::Rect;
use super::model::{Annotation, Destination, Target};
use super::objects::items;

/// The index of each page by its object number.
pub(super) type PageNumbers = BTreeMap<i32, usize>;

/// More annotations than this are not read of a page.
const MOST_ANNOTATIONS: usize = 1 << 16;

/// The annotations of a page. `owners` tells the element of an annotation by its key
/// (`StructParent`).
pub(super) fn annotations<'a>(
    file: &'a File<'a>,
    page: &Dict<'a>,
    pages: &PageNumbers,
    owners: &BTreeMap<i64, i32>,
) -> Vec<Annotation> {
    let read = |object: MaybeRef<Object<'a>>| {
        let dict = file.resolve(object).and_then(Object::into_dict).unwrap_or_default();
        let owner = file.get::<i64>(&dict, "StructParent");
        let mut actions = Vec::new();
        if let Some(action) = file.get(&dict, "A") {
            facts::chain(file, action, "at a link", &mut actions);
        }
        let appearances = file.get::<Dict<'a>>(&dict, "AP");
        Annotation {
            kind: file.name(&dict, "Subtype").unwrap_or_default(),
            rect: file.rect(&dict, "Rect"),
            quads: quads(file, &dict),
            target: target(file, &dict, pages),
            contents: file.text(&dict, "Contents"),
            element: owner.and_then(|key| owners.get(&key).copied()),
            flags: file.get(&dict, "F"),
            appearances: appearances
                .map(|own| own.keys().map(|key| name_text(&key)).collect()),
            actions,
            has_more_actions: dict.contains_key("AA"),
        }
    };
    file.items(page, "Annots").take(MOST_ANNOTATIONS).map(read).collect()
}

/// The numbers of the objects of a page's annotations.
pub(super) fn annotation_numbers<'a>(
    file: &'a File<'a>,
    page: &Dict<'a>,
) -> impl Iterator<Item = Option<i32>> {
    file.items(page, "Annots").take(MOST_ANNOTATIONS).map(|object| number_of(&object))
}

fn quads<'a>(file: &'a File<'a>, dict: &Dict<'a>) -> Vec<Rect> {
    let corners = |quad: &[f64; 8]| {
        let points = quad.as_chunks::<2>().0;
        points.iter().fold(Rect::NOTHING, |rect, &[x, y]| rect.with((x, y)))
    };
    file.numbers(dict, "QuadPoints").as_chunks::<8>().0.iter().map(corners).collect()
}

/// Where an annotation or a bookmark leads.
pub(super) fn target<'a>(
    file: &'a File<'a>,
    dict: &Dict<'a>,
    pages: &PageNumbers,
) -> Option<Target> {
    if let Some(place) = file.get::<Object<'a>>(dict, "Dest") {
        return place_of(file, place, pages);
    }
    let action = file.get::<Dict<'a>>(dict, "A")?;
    match file.name(&action, "S").as_deref() {
        // an address is in ASCII; what is not is kept
        Some("URI") => file.text(&action, "URI").map(Target::Uri),
        Some("GoTo") => place_of(file, file.get::<Object<'a>>(&action, "D")?, pages),
        Some(_) | None => None,
    }
}

fn place_of<'a>(
    file: &'a File<'a>,
    place: Object<'a>,
    pages: &PageNumbers,
) -> Option<Target> {
    match place {
        Object::Name(name) => Some(Target::Named(name_text(&name))),
        // the names are bytes to compare, not text (ISO 32000-1, 12.3.2.3)
        Object::String(name) => Some(Target::Named(name_text(&name))),
        Object::Array(array) => Some(Target::Place(destination(&array, pages))),
        // what a name stands for may have a dictionary around it
        Object::Dict(dict) => {
            let array = file.get::<Array<'a>>(&dict, "D")?;
            Some(Target::Place(destination(&array, pages)))
        }
        Object::Null(_) | Object::Boolean(_) | Object::Number(_) | Object::Stream(_) => {
            None
        }
    }
}

/// A destination as it is written (ISO 32000-1, table 151).
fn destination(array: &Array<'_>, pages: &PageNumbers) -> Destination {
    let mut parts = items(array);
    let page = parts.next().and_then(|page| match page {
        MaybeRef::Ref(reference) => pages.get(&reference.obj_number).copied(),
        MaybeRef::NotRef(object) => {
            let index = usize::try_from(object.into_number()?.as_i64()).ok()?;
            (index < pages.len()).then_some(index)
        }
    });
    let mut rest = parts.filter_map(|part| match part {
        MaybeRef::NotRef(object) => Some(object),
        MaybeRef::Ref(_) => None,
    });
    let fit = rest.next().and_then(Object::into_name);
    let mut number =
        || rest.next().and_then(Object::into_number).map(|number| number.as_f64());
    let (x, y) = match fit.as_deref() {
        Some(b"XYZ") => (number(), number()),
        Some(b"FitH" | b"FitBH") => (None, number()),
        Some(b"FitV" | b"FitBV") => (number(), None),
        Some(b"FitR") => {
            let left = number();
            let _bottom_and_right = (number(), number());
            (left, number())
        }
        Some(_) | None => (None, None),
    };
    Destination { page, x, y }
}

/// The named destinations.
pub(super) fn named<'a>(
    file: &'a File<'a>,
    pages: &PageNumbers,
) -> BTreeMap<String, Destination> {
    let catalog = file.catalog();
    let mut places = BTreeMap::new();
    let mut add = |name: String, object: MaybeRef<Object<'a>>| {
        let place = file.resolve(object).and_then(|object| place_of(file, object, pages));
        if let Some(Target::Place(place)) = place {
            places.insert(name, place);
        }
    };
    let old: Dict<'a> = file.get(&catalog, "Dests").unwrap_or_default();
    for name in old.keys() {
        if let Some(object) = old.get_raw(&*name) {
            add(name_text(&name), object);
        }
    }
    let names: Dict<'a> = file.get(&catalog, "Names").unwrap_or_default();
    if let Some(root) = file.get(&names, "Dests") {
        file.name_tree(root, |name, object| add(name_text(&name), object));
    }
    places
}
