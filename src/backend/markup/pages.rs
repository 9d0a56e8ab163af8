//! Where the pages of the print edition begin, for page marks and page lists.

use std::collections::{BTreeMap, BTreeSet};

use crate::ast::BlockId;
use crate::layout::{PageMap, PageStart};
use crate::resolve::{Book, Division, Position};

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
        let pages = map.starts_in(book);
        for (page, at) in pages.iter().zip(shown(book, &pages)) {
            let id = page_id(&page.label, &mut taken);
            let key = (at.division, at.block);
            let list = marks.by_block.entry(key).or_default();
            marks.order.push((key.0, key.1, list.len()));
            list.push(PageMark {
                offset: at.offset,
                label: page.label.clone(),
                id,
                division: at.division,
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

/// Where the pages of print begin in a format that may leave out what they begin with: at
/// what follows next of what it shows.
fn shown(book: &Book, pages: &[PageStart]) -> Vec<Position> {
    let mut held: BTreeMap<Division, BTreeSet<BlockId>> = BTreeMap::new();
    for &division in &book.spine {
        let document = book.text_of(division).map(|text| &text.document);
        if let Some(document) = document.filter(|document| document.conditional) {
            held.insert(division, document.held().blocks);
        }
    }
    let mut all: Vec<Position> = Vec::with_capacity(pages.len());
    let mut after: Option<Position> = None;
    for page in pages.iter().rev() {
        let at = if book.spine.contains(&page.at.division) {
            let blocks = held.get(&page.at.division);
            blocks.map_or(Some(page.at), |blocks| next_shown(book, blocks, page.at))
        } else {
            after
        };
        // what ends the book stands behind all that is shown
        let at = at.or(after).unwrap_or_else(|| last_of(book, &held, page.at));
        after = Some(at);
        all.push(at);
    }
    all.reverse();
    all
}

/// A position, or the next that stands in one of some blocks or in the next division.
fn next_shown(book: &Book, blocks: &BTreeSet<BlockId>, at: Position) -> Option<Position> {
    if at.block == BlockId(0) || blocks.contains(&at.block) {
        return Some(at);
    }
    if let Some(&block) = blocks.range(at.block..).next() {
        return Some(Position { block, offset: 0, ..at });
    }
    let place = book.spine.iter().position(|&one| one == at.division)?;
    let division = *book.spine.get(place + 1)?;
    Some(Position { division, block: BlockId(0), offset: 0 })
}

/// The end of the last block before a position.
fn last_of(
    book: &Book,
    held: &BTreeMap<Division, BTreeSet<BlockId>>,
    at: Position,
) -> Position {
    let division = book.spine.last().copied().unwrap_or(at.division);
    let block = held.get(&division).and_then(|blocks| blocks.last()).copied();
    Position { division, block: block.unwrap_or(BlockId(0)), offset: 0 }
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
