//! Bookmarks as a tree, and roman folios.

use super::sheet::{ElementId, OutlineEntry};

/// Nests bookmarks by their levels.
pub(super) fn tree(flat: &[(u8, String, String, ElementId)]) -> Vec<OutlineEntry> {
    let mut position = 0;
    level(flat, &mut position, 0)
}

fn level(
    flat: &[(u8, String, String, ElementId)],
    position: &mut usize,
    above: u8,
) -> Vec<OutlineEntry> {
    let mut entries = Vec::new();
    while let Some((level_here, title, destination, element)) = flat.get(*position) {
        if *level_here <= above {
            break;
        }
        *position += 1;
        let kids = level(flat, position, *level_here);
        entries.push(OutlineEntry {
            title: title.clone(),
            destination: destination.clone(),
            element: *element,
            kids,
        });
    }
    entries
}

/// A number in lower-case roman digits; 0 gives nothing.
pub(super) fn roman(number: usize) -> String {
    crate::resolve::roman(number).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roman_folios_subtract() {
        assert_eq!([1, 4, 9, 14, 40].map(roman), ["i", "iv", "ix", "xiv", "xl"]);
    }

    #[test]
    fn a_deeper_bookmark_lies_in_the_one_above() {
        let entry =
            |level, name: &str| (level, name.to_owned(), name.to_owned(), ElementId(0));
        let tree = tree(&[
            entry(1, "a"),
            entry(2, "b"),
            entry(3, "c"),
            entry(2, "d"),
            entry(1, "e"),
        ]);
        assert_eq!(tree.len(), 2);
        assert_eq!(tree[0].kids.len(), 2);
        assert_eq!(tree[0].kids[0].kids[0].title, "c");
    }
}
