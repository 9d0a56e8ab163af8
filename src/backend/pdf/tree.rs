//! Name trees and number trees (ISO 32000-1, 7.9.6 and 7.9.7).

use lopdf::{Document, Object, ObjectId, dictionary};

use super::objects::references;

/// What a tree is sorted by.
#[derive(Debug, Copy, Clone, PartialEq, Eq)]
pub(super) enum Tree {
    /// By strings.
    Names,
    /// By whole numbers.
    Numbers,
}

/// Entries in one node. A reader of the file searches the nodes and reads one.
const ENTRIES: usize = 64;

/// Adds a tree with these entries, which are sorted here.
pub(super) fn add(
    document: &mut Document,
    kind: Tree,
    mut entries: Vec<(Object, Object)>,
) -> ObjectId {
    let list = match kind {
        Tree::Names => {
            entries.sort_by(|(one, _), (other, _)| bytes(one).cmp(bytes(other)));
            "Names"
        }
        Tree::Numbers => {
            entries.sort_by_key(|(key, _)| key.as_i64().unwrap_or_default());
            "Nums"
        }
    };
    if entries.len() <= ENTRIES {
        return document.add_object(dictionary! { list => flat(&entries) });
    }
    let leaves: Vec<ObjectId> = entries
        .chunks(ENTRIES)
        .map(|part| {
            let (first, last) = (&part[0].0, &part[part.len() - 1].0);
            document.add_object(dictionary! {
                "Limits" => vec![first.clone(), last.clone()],
                list => flat(part),
            })
        })
        .collect();
    document.add_object(dictionary! { "Kids" => references(leaves) })
}

fn flat(entries: &[(Object, Object)]) -> Object {
    let pairs = entries.iter().flat_map(|(key, value)| [key.clone(), value.clone()]);
    Object::Array(pairs.collect())
}

fn bytes(key: &Object) -> &[u8] {
    key.as_str().unwrap_or_default()
}
