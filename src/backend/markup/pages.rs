//! Where the pages of the print edition begin, for page marks and page lists.

use std::collections::{BTreeMap, BTreeSet};

use crate::ast::BlockId;
use crate::layout::PageMap;
use crate::resolve::{Book, Division};

/// The beginning of a printed page inside a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageMark {
    /// How much of the block's text stands before; see [`crate::resolve::Position`].
    pub offset: u32,
    /// The folio.
    pub label: String,
    /// The address of the mark, unique in the book: `page-12`.
    pub id: String,
    /// The part of the book it stands in.
    pub division: Division,
}

/// All page marks of a book, by the block they stand in.
#[derive(Debug, Default, Clone)]
pub struct PageMarks {
    by_block: BTreeMap<(Division, BlockId), Vec<PageMark>>,
    order: Vec<(Division, BlockId, usize)>,
    /// See [`PageMap::folios`].
    folios: BTreeMap<String, String>,
}

impl PageMarks {
    /// The marks of a page map, with addresses that nothing else in the book has.
    pub fn new(book: &Book, map: &PageMap) -> Self {
        let mut taken = addresses(book);
        let mut marks = Self { folios: map.folios.clone(), ..Self::default() };
        for page in &map.pages {
            let id = page_id(&page.label, &mut taken);
            let key = (page.at.division, page.at.block);
            let list = marks.by_block.entry(key).or_default();
            marks.order.push((key.0, key.1, list.len()));
            list.push(PageMark {
                offset: page.at.offset,
                label: page.label.clone(),
                id,
                division: page.at.division,
            });
        }
        marks
    }

    /// The marks in a block, in page order.
    pub fn in_block(&self, division: Division, block: BlockId) -> &[PageMark] {
        self.by_block.get(&(division, block)).map_or(&[], Vec::as_slice)
    }

    /// The page of an address that the index leads to.
    pub fn folio(&self, id: &str) -> Option<&str> {
        self.folios.get(id).map(String::as_str)
    }

    /// All marks of a division, in page order.
    pub fn in_division(&self, division: Division) -> impl Iterator<Item = &PageMark> {
        self.all().filter(move |mark| mark.division == division)
    }

    /// All marks, in page order.
    pub fn all(&self) -> impl Iterator<Item = &PageMark> {
        self.order
            .iter()
            .map(|(division, block, n)| &self.by_block[&(*division, *block)][*n])
    }
}

/// An address like `wanted` that nothing in the book has: for what a page adds.
pub fn free_id(book: &Book, wanted: &str) -> String {
    let taken = addresses(book);
    let mut id = wanted.to_owned();
    while taken.contains(&id) {
        id.push_str("-of-page");
    }
    id
}

fn page_id(label: &str, taken: &mut BTreeSet<String>) -> String {
    let mut id = String::from("page-");
    for c in label.chars() {
        if c.is_ascii_alphanumeric() || c == '-' {
            id.push(c);
        } else {
            id.push_str(&format!("_{:x}", u32::from(c)));
        }
    }
    while !taken.insert(id.clone()) {
        id.push_str("-print");
    }
    id
}

/// Every address of the book that is no page mark.
fn addresses(book: &Book) -> BTreeSet<String> {
    let mut taken: BTreeSet<String> =
        book.spine.iter().map(|&division| book.division_id(division).to_owned()).collect();
    let texts = book.spine.iter().filter_map(|&division| book.text_of(division));
    for text in texts {
        taken.extend(text.anchors.iter().map(|anchor| anchor.id.clone()));
        taken.extend(text.citations.iter().map(|citation| citation.id.clone()));
    }
    taken.extend(book.references.iter().map(|reference| reference.id.clone()));
    taken
}
