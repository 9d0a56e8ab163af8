//! Annotations and destinations (ISO 32000-1, 12.3 and 12.5).

use std::collections::BTreeMap;

use hayro_syntax::object::{Array, Dict, MaybeRef, Object};

use super::file::{File, name_of, name_text, name_tree, number_of, rect_of, text_of};
use super::geometry::Rect;
use super::model::{Annotation, Destination, Target};

/// The index of each page by its object number.
pub(super) type PageNumbers = BTreeMap<i32, usize>;

/// More annotations than this are not read of a page.
const MOST_ANNOTATIONS: usize = 1 << 16;

/// The annotations of a page. `owners` tells the element of an annotation by its key
/// (`StructParent`).
pub(super) fn annotations<'a>(
    file: &'a File,
    page: &Dict<'a>,
    pages: &PageNumbers,
    owners: &BTreeMap<i64, i32>,
) -> Vec<Annotation> {
    let Some(array) = page.get::<Array<'_>>("Annots") else { return Vec::new() };
    let read = |object: MaybeRef<Object<'a>>| {
        let number = number_of(&object);
        let dict = file.resolve(object).and_then(Object::into_dict).unwrap_or_default();
        Annotation {
            kind: name_of(&dict, "Subtype").unwrap_or_default(),
            rect: rect_of(&dict, "Rect"),
            quads: quads(&dict),
            target: target(&dict, pages),
            contents: text_of(&dict, "Contents"),
            element: dict
                .get::<i64>("StructParent")
                .and_then(|key| owners.get(&key).copied()),
            object: number,
        }
    };
    array.raw_iter().take(MOST_ANNOTATIONS).map(read).collect()
}

/// The numbers of the objects of a page's annotations.
pub(super) fn annotation_numbers(page: &Dict<'_>) -> Vec<Option<i32>> {
    let array = page.get::<Array<'_>>("Annots");
    let objects = array.iter().flat_map(|array| array.raw_iter().take(MOST_ANNOTATIONS));
    objects.map(|object| number_of(&object)).collect()
}

fn quads(dict: &Dict<'_>) -> Vec<Rect> {
    let Some(array) = dict.get::<Array<'_>>("QuadPoints") else { return Vec::new() };
    let numbers: Vec<f64> = array.iter::<f64>().take(8 * 1024).collect();
    let corners = |quad: &[f64; 8]| {
        let points = quad.as_chunks::<2>().0;
        points.iter().fold(Rect::NOTHING, |rect, &[x, y]| rect.with((x, y)))
    };
    numbers.as_chunks::<8>().0.iter().map(corners).collect()
}

/// Where an annotation or a bookmark leads.
pub(super) fn target(dict: &Dict<'_>, pages: &PageNumbers) -> Option<Target> {
    if let Some(place) = dict.get::<Object<'_>>("Dest") {
        return place_of(place, pages);
    }
    let action = dict.get::<Dict<'_>>("A")?;
    match name_of(&action, "S").as_deref() {
        // an address is in ASCII; what is not is kept
        Some("URI") => text_of(&action, "URI").map(Target::Uri),
        Some("GoTo") => place_of(action.get::<Object<'_>>("D")?, pages),
        Some(_) | None => None,
    }
}

fn place_of(place: Object<'_>, pages: &PageNumbers) -> Option<Target> {
    match place {
        Object::Name(name) => Some(Target::Named(name_text(&name))),
        // the names are bytes to compare, not text (ISO 32000-1, 12.3.2.3)
        Object::String(name) => Some(Target::Named(name_text(&name))),
        Object::Array(array) => Some(Target::Place(destination(&array, pages))),
        // what a name stands for may have a dictionary around it
        Object::Dict(dict) => {
            let array = dict.get::<Array<'_>>("D")?;
            Some(Target::Place(destination(&array, pages)))
        }
        Object::Null(_) | Object::Boolean(_) | Object::Number(_) | Object::Stream(_) => {
            None
        }
    }
}

/// A destination as it is written (ISO 32000-1, table 151).
fn destination(array: &Array<'_>, pages: &PageNumbers) -> Destination {
    let mut parts = array.raw_iter();
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
pub(super) fn named(file: &File, pages: &PageNumbers) -> BTreeMap<String, Destination> {
    let catalog = file.catalog();
    let mut places = BTreeMap::new();
    let mut add = |name: String, object: Object<'_>| {
        if let Some(Target::Place(place)) = place_of(object, pages) {
            places.insert(name, place);
        }
    };
    if let Some(old) = catalog.get::<Dict<'_>>("Dests") {
        for (name, object) in old.entries() {
            if let Some(object) = file.resolve(object) {
                add(name_text(&name), object);
            }
        }
    }
    let names = catalog.get::<Dict<'_>>("Names").and_then(|names| names.get("Dests"));
    if let Some(root) = names {
        name_tree(file, root, |name, object| {
            if let Some(object) = file.resolve(object) {
                add(name_text(&name), object);
            }
        });
    }
    places
}
