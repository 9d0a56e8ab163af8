//! The printer's file: several pages on each side of a sheet.
//!
//! Each page becomes a form that is drawn where its sheet has it. Such a file has an
//! order for folding and cutting and none for reading: it is no tagged PDF, and says so
//! by claiming PDF/A-2b (or PDF/A-4) and no PDF/UA.

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};

use super::content::{Content, to_i64};
use super::inks::Inks;
use super::objects::{catalog, dictionary_mut, packed, reals, reference, references};
use super::paper::Paper;
use crate::bug;
use crate::project::Imposition;

/// Puts the pages of a document on sheets; their lists of links are left out.
pub(super) fn impose(
    document: &mut Document,
    pages: &[ObjectId],
    paper: Paper,
    (imposition, leftward): (Imposition, bool),
    inks: &Inks,
) {
    let forms: Vec<ObjectId> =
        pages.iter().map(|&page| to_form(document, page, paper)).collect();
    let (columns, rows, joined) = match imposition {
        Imposition::Booklet => (2, 1, true),
        Imposition::TwoUp => (2, 1, false),
        Imposition::FourUp => (2, 2, false),
    };
    let sides = sides(imposition, forms.len(), leftward);
    let tree = reference(catalog(document), "Pages");
    let sheet = if joined { paper.times(columns, rows) } else { paper };
    let sheets: Vec<ObjectId> = sides
        .iter()
        .map(|side| {
            let mut content = Content::default();
            let mut names = Dictionary::new();
            for (place, page) in (0i64..).zip(side) {
                let Some(page) = *page else { continue };
                let name = format!("S{page}");
                names.set(name.as_str(), forms[page]);
                let (column, row) = (place % columns, rows - 1 - place / columns);
                content.place(&name, cell(paper, (column, row), joined));
            }
            if joined {
                sheet.mark(&mut content, inks);
            }
            let content = packed(dictionary! {}, &content.finish());
            let content = document.add_object(content);
            let mut keys = dictionary! {
                "Type" => "Page",
                "Parent" => tree,
                "Contents" => content,
                "Resources" => dictionary! { "XObject" => names },
            };
            if joined {
                for (key, value) in sheet.boxes() {
                    keys.set(key, value);
                }
            } else {
                let (width, height) = extent(paper);
                keys.set("MediaBox", reals([0, 0, width * columns, height * rows]));
            }
            document.add_object(keys)
        })
        .collect();
    for &page in pages {
        document.objects.remove(&page);
    }
    let keys = dictionary_mut(document, tree);
    keys.set("Count", to_i64(sheets.len()));
    keys.set("Kids", references(sheets));
}

/// Width and height of all of the paper of a page.
const fn extent(paper: Paper) -> (i64, i64) {
    let [left, bottom, right, top] = paper.media();
    (right - left, top - bottom)
}

/// Where a page's origin comes, and what of the page shows there.
fn cell(paper: Paper, (column, row): (i64, i64), joined: bool) -> ((i64, i64), [i64; 4]) {
    if !joined {
        let (width, height) = extent(paper);
        let [left, bottom, ..] = paper.media();
        return ((column * width - left, row * height - bottom), paper.media());
    }
    let (width, _) = paper.size();
    let [mut left, bottom, mut right, top] = paper.bleed();
    // Nothing bleeds over the fold.
    if column == 0 {
        right = width;
    } else {
        left = 0;
    }
    ((column * width, 0), [left, bottom, right, top])
}

/// Which pages stand on each side, from left to right and from top to bottom.
///
/// A booklet has whole sheets of four pages; the outermost holds the last page and the
/// first. `leftward` is the order of books that are read from right to left.
fn sides(imposition: Imposition, count: usize, leftward: bool) -> Vec<Vec<Option<usize>>> {
    let page = |number: usize| (number < count).then_some(number);
    let mut sides: Vec<Vec<Option<usize>>> = match imposition {
        Imposition::Booklet => {
            let total = count.next_multiple_of(4);
            let sheets = (0..total / 4).map(|sheet| 2 * sheet);
            let numbers = sheets
                .flat_map(|first| {
                    let last = total - 1 - first;
                    [[last, first], [first + 1, last - 1]]
                })
                .map(|side| side.map(page).to_vec());
            numbers.collect()
        }
        Imposition::TwoUp => chunks(count, 2),
        Imposition::FourUp => chunks(count, 4),
    };
    if leftward {
        sides.iter_mut().for_each(|side| side.chunks_mut(2).for_each(<[_]>::reverse));
    }
    sides
}

/// Pages in their order, a side at a time, the last filled up with none.
fn chunks(count: usize, size: usize) -> Vec<Vec<Option<usize>>> {
    let starts = (0..count).step_by(size);
    starts
        .map(|start| {
            (start..start + size).map(|page| (page < count).then_some(page)).collect()
        })
        .collect()
}

/// Turns the content of a page into a form.
fn to_form(document: &mut Document, page: ObjectId, paper: Paper) -> ObjectId {
    let keys = dictionary_mut(document, page);
    let (content, resources) = (reference(keys, "Contents"), reference(keys, "Resources"));
    match document.get_object_mut(content) {
        Ok(Object::Stream(Stream { dict, .. })) => {
            dict.set("Type", "XObject");
            dict.set("Subtype", "Form");
            dict.set("BBox", reals(paper.media()));
            dict.set("Resources", resources);
        }
        Ok(_) | Err(_) => bug!("page {} has no content", page.0),
    }
    content
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(imposition: Imposition, count: usize, leftward: bool) -> String {
        let sides = sides(imposition, count, leftward);
        let side = |side: &Vec<Option<usize>>| {
            let pages = side.iter().map(|page| {
                page.map_or_else(|| "-".to_owned(), |page| (page + 1).to_string())
            });
            pages.collect::<Vec<_>>().join(" ")
        };
        sides.iter().map(side).collect::<Vec<_>>().join(" | ")
    }

    #[test]
    fn a_booklet_is_in_order_when_it_is_folded() {
        let booklet = |count| numbers(Imposition::Booklet, count, false);
        assert_eq!(booklet(8), "8 1 | 2 7 | 6 3 | 4 5");
        assert_eq!(booklet(5), "- 1 | 2 - | - 3 | 4 5");
        assert_eq!(booklet(1), "- 1 | - -");
        assert_eq!(numbers(Imposition::Booklet, 4, true), "1 4 | 3 2");
    }

    #[test]
    fn pages_beside_each_other_are_in_the_order_of_reading() {
        assert_eq!(numbers(Imposition::TwoUp, 3, false), "1 2 | 3 -");
        assert_eq!(numbers(Imposition::FourUp, 6, false), "1 2 3 4 | 5 6 - -");
        assert_eq!(numbers(Imposition::FourUp, 4, true), "2 1 4 3");
    }
}
