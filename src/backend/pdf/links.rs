//! Link annotations: what `printpdf` cannot say about them (ISO 32000-1, 12.5.6.5).

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::content::to_i64;
use super::navigation::Places;
use super::objects::{dictionary_mut, reals, text};
use super::paint::{around, corners};
use super::structure::annotation_keys;
use crate::bug;
use crate::layout::{LinkArea, LinkTarget, Print};

/// The flag that an annotation is printed too, which archives ask for.
const PRINT: i64 = 4;

/// Completes the annotations of all pages; gives them by sheet and link.
pub(super) fn complete(
    document: &mut Document,
    print: &Print,
    pages: &[ObjectId],
    places: &Places<'_>,
) -> Vec<Vec<ObjectId>> {
    let keys = annotation_keys(print);
    let sheets = print.sheets.iter().zip(pages).zip(keys);
    sheets
        .map(|((sheet, &page), key)| {
            let made = dictionary_mut(document, page).remove(b"Annots");
            if sheet.links.is_empty() {
                return Vec::new();
            }
            let Some(Object::Array(made)) = made else {
                bug!("printpdf made no annotations on page `{}`", sheet.label)
            };
            let ids: Vec<ObjectId> = made
                .into_iter()
                .zip(&sheet.links)
                .zip(key..)
                .map(|((made, link), key)| {
                    let Object::Dictionary(mut keys) = made else {
                        bug!("printpdf made an annotation that is no dictionary")
                    };
                    complete_one(&mut keys, link, print, places);
                    keys.set("P", page);
                    keys.set("StructParent", to_i64(key));
                    document.add_object(keys)
                })
                .collect();
            let list = ids.iter().copied().map(Object::Reference).collect::<Vec<_>>();
            dictionary_mut(document, page).set("Annots", list);
            ids
        })
        .collect()
}

fn complete_one(
    keys: &mut Dictionary,
    link: &LinkArea,
    print: &Print,
    places: &Places<'_>,
) {
    keys.remove(b"C");
    keys.set("F", PRINT);
    keys.set("Contents", text(&link.contents));
    if let LinkTarget::Destination(name) = &link.target {
        keys.remove(b"A");
        places.lead(keys, name);
    }
    if link.rects.len() > 1 {
        let height = print.size.height;
        let points = link.rects.iter().flat_map(|rect| {
            let [left, bottom, right, top] = corners(rect, height);
            [left, bottom, right, bottom, right, top, left, top]
        });
        keys.set("QuadPoints", reals(points));
        // The areas must lie within; `printpdf` adds its corners up in f32.
        keys.set("Rect", reals(corners(&around(&link.rects), height)));
    }
}
