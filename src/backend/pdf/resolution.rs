//! Whether pictures have points enough for the size they are printed in.

use std::collections::BTreeMap;

use crate::backend::Input;
use crate::diag::{Diagnostic, Sink};
use crate::layout::ItemKind;
use crate::length::Length;
use crate::picture::PictureKind;
use crate::project::Resolution;
use crate::resolve::{Book, PictureId, Target};
use crate::source::Place;

/// Warns of pictures that are printed larger than their points allow (`low-resolution`):
/// one message for a picture, with the page where it is largest.
pub(super) fn report(input: &Input<'_>, sink: &mut Sink) {
    let Resolution(least) = input.pdf.resolution;
    let mut lowest: BTreeMap<PictureId, (i64, &str)> = BTreeMap::new();
    for sheet in &input.print.sheets {
        for item in &sheet.items {
            let ItemKind::Picture { picture, rect } = item.kind else { continue };
            let points = input.book.picture(picture);
            if points.kind == PictureKind::Svg || rect.width.0 <= 0 {
                continue;
            }
            // 72 points are an inch
            let inch = Length::points(72).0;
            let width = rect.width.0;
            let found = (i64::from(points.width) * inch + width / 2) / width;
            let known = lowest.entry(picture).or_insert((found, &sheet.label));
            if found < known.0 {
                *known = (found, &sheet.label);
            }
        }
    }
    for (id, (found, page)) in lowest {
        if found >= i64::from(least) {
            continue;
        }
        let path = &input.book.picture(id).path;
        let message = format!(
            "`{path}` is printed with {found} points to the inch on page {page}, \
             {least} are wanted"
        );
        let diagnostic = Diagnostic::new("low-resolution", message)
            .help("take a larger picture, or make it smaller in print: `{width=…}`");
        sink.warn(match place(input.book, id) {
            Some(place) => diagnostic.at(place),
            None => diagnostic,
        });
    }
}

/// Where a picture is written first.
fn place(book: &Book, id: PictureId) -> Option<Place> {
    book.chapters.iter().find_map(|chapter| {
        let at =
            chapter.targets.iter().position(|target| *target == Target::Picture(id))?;
        let span = chapter.document.refs.get(at)?.span;
        Some(Place { source: chapter.source, span })
    })
}
