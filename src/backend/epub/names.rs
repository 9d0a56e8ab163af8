//! File names in the publication, and addresses made of them.

use std::collections::{BTreeMap, BTreeSet};

use crate::backend::markup::is_first;
use crate::picture::Picture;
use crate::resolve::{Book, Division, PictureId};

use super::package::{NAVIGATION, STYLE};

/// The page that shows the cover.
pub(super) const COVER: &str = "cover.xhtml";

/// The cover of a book that brings none.
const DRAWN_COVER: &str = "images/cover.svg";

/// The name of every page and picture; no two differ only in case or in marks
/// (EPUB 3.3, section 4.2.3).
pub(super) struct Names {
    pages: BTreeMap<Division, String>,
    pictures: Vec<String>,
    cover: Option<String>,
}

impl Names {
    /// Names for the parts and pictures of a book, and for a cover if one is drawn.
    pub(super) fn new(book: &Book, drawn_cover: bool) -> Self {
        let mut taken: BTreeSet<String> =
            [NAVIGATION, STYLE, COVER, DRAWN_COVER].into_iter().map(key).collect();
        let mut title = String::new();
        let pages = book.spine.iter().map(|&division| {
            let name = match division {
                Division::Contents => NAVIGATION.to_owned(),
                Division::Notice(_) if is_first(book, division) => title.clone(),
                Division::TitlePage
                | Division::Copyright
                | Division::List(_)
                | Division::Part(_)
                | Division::Chapter(_)
                | Division::References
                | Division::Index
                | Division::Notice(_) => {
                    unique(book.division_slug(division), "xhtml", &mut taken)
                }
            };
            if division == Division::TitlePage {
                title.clone_from(&name);
            }
            (division, name)
        });
        let pages = pages.collect();
        let pictures = book.pictures.iter();
        let pictures: Vec<String> =
            pictures.map(|picture| picture_name(picture, &mut taken)).collect();
        let cover = match book.cover {
            Some(id) => pictures.get(id.0 as usize).cloned(),
            None => drawn_cover.then(|| DRAWN_COVER.to_owned()),
        };
        Self { pages, pictures, cover }
    }

    /// The file of a part.
    pub(super) fn page(&self, division: Division) -> &str {
        match self.pages.get(&division) {
            Some(name) => name,
            None => crate::bug!("{division:?} is linked and not in the reading order"),
        }
    }

    /// The file of a picture.
    pub(super) fn picture(&self, id: PictureId) -> &str {
        &self.pictures[id.0 as usize]
    }

    /// The file of the cover picture.
    pub(super) fn cover(&self) -> Option<&str> {
        self.cover.as_deref()
    }

    /// The address of a place; of a part as a whole it is that of its file.
    pub(super) fn link(&self, book: &Book, division: Division, id: &str) -> String {
        let page = self.page(division);
        if id == book.division_id(division) && !is_first(book, division) {
            page.to_owned()
        } else {
            format!("{page}#{id}")
        }
    }
}

fn picture_name(picture: &Picture, taken: &mut BTreeSet<String>) -> String {
    let ending = picture.kind.in_epub().ending();
    let file = picture.path.rsplit('/').next().unwrap_or(&picture.path);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let stem: String = stem.chars().map(|c| if plain(c) { c } else { '-' }).collect();
    unique(&format!("images/{stem}"), ending, taken)
}

/// A name nothing else has, numbered if it must be.
fn unique(stem: &str, ending: &str, taken: &mut BTreeSet<String>) -> String {
    let mut name = format!("{stem}.{ending}");
    let mut number = 1;
    while !taken.insert(key(&name)) {
        number += 1;
        name = format!("{stem}-{number}.{ending}");
    }
    name
}

/// What must differ: the file name in lower case, and the id that the manifest makes
/// of it by dropping marks.
fn key(name: &str) -> String {
    name.to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { '_' }).collect()
}

fn plain(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_differ_in_more_than_case_and_marks() {
        let mut taken = BTreeSet::from([key("nav.xhtml")]);
        assert_eq!(unique("Nav", "xhtml", &mut taken), "Nav-2.xhtml");
        assert_eq!(unique("a b", "xhtml", &mut taken), "a b.xhtml");
        assert_eq!(unique("a_b", "xhtml", &mut taken), "a_b-2.xhtml");
    }
}
