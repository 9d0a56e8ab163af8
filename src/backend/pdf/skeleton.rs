//! The document as `printpdf` makes it: pages, their boxes, their links, pictures.
//!
//! `printpdf` 0.12.8 gives new fonts and pictures names from a counter of the whole
//! process; we give our own, or a second book would get other bytes. Its bookmarks,
//! conformance levels and image optimisation are not used: they are not what PDF/A and
//! PDF/UA ask for.

use lopdf::ObjectId;
use printpdf::{
    Actions, BorderArray, ColorArray, LinkAnnotation, Mm, Op, PdfDocument, PdfPage,
    PdfSaveOptions, Pt, XObject, XObjectId,
};

use super::paint::{around, corners};
use super::pictures::{self, Prepared};
use crate::bug;
use crate::layout::{LinkArea, LinkTarget, Print, Rect, Sheet};
use crate::length::Length;

/// Makes a document of empty pages with links and pictures; gives its pages too.
pub(super) fn with_pictures(
    print: &Print,
    pictures: Vec<Prepared>,
) -> (lopdf::Document, Vec<ObjectId>) {
    let (objects, drawings): (Vec<_>, Vec<_>) = pictures
        .into_iter()
        .map(|picture| {
            ((picture.name.clone(), picture.object), (picture.name, picture.drawing))
        })
        .unzip();
    let mut document = make(print, objects);
    let pages: Vec<ObjectId> = document.get_pages().into_values().collect();
    let Some(&first) = pages.first() else { bug!("an edition without a page") };
    for (name, drawing) in drawings {
        if let Some(drawing) = drawing {
            let form = pictures::object_of(&mut document, first, &name);
            drawing.add_to(&mut document, form);
        }
    }
    (document, pages)
}

/// Makes a document of empty pages with links, and with the pictures by their names.
fn make(print: &Print, pictures: Vec<(String, XObject)>) -> lopdf::Document {
    let mut document = PdfDocument::new("");
    for (name, picture) in pictures {
        document.resources.xobjects.map.insert(XObjectId(name), picture);
    }
    document.pages = print.sheets.iter().map(|sheet| page(sheet, print)).collect();
    let options = PdfSaveOptions {
        optimize: false,
        subset_fonts: false,
        secure: false,
        image_optimization: None,
    };
    let mut warnings = Vec::new();
    let made = document.to_lopdf_document(&options, &mut warnings);
    if let Some(warning) = warnings.first() {
        bug!("printpdf on page {}: {}", warning.page, warning.msg);
    }
    made
}

fn page(sheet: &Sheet, print: &Print) -> PdfPage {
    let links = sheet.links.iter();
    let links = links.map(|link| Op::LinkAnnotation { link: annotation(link, print) });
    let mut page = PdfPage::new(Mm(0.0), Mm(0.0), links.collect());
    let whole = Rect {
        x: Length::ZERO,
        y: Length::ZERO,
        width: print.size.width,
        height: print.size.height,
    };
    page.media_box = rectangle(&whole, print);
    page.trim_box = page.media_box.clone();
    page.crop_box = page.media_box.clone();
    page
}

fn annotation(link: &LinkArea, print: &Print) -> LinkAnnotation {
    let action = match &link.target {
        LinkTarget::Url(url) => Actions::uri(ascii_url(url)),
        // `printpdf` has no named destinations: `links` puts the name in its place.
        LinkTarget::Destination(_) => Actions::uri(String::new()),
    };
    let invisible = Some(BorderArray::Solid([0.0; 3]));
    let rect = rectangle(&around(&link.rects), print);
    LinkAnnotation::new(rect, action, invisible, Some(ColorArray::Transparent), None)
}

fn rectangle(rect: &Rect, print: &Print) -> printpdf::Rect {
    let [left, bottom, right, top] = corners(rect, print.size.height);
    printpdf::Rect::from_xywh(
        points(left),
        points(bottom),
        points(right - left),
        points(top - bottom),
    )
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "printpdf counts in f32, which holds seven digits"
)]
fn points(hundredths: i64) -> Pt {
    Pt((hundredths as f64 / 100.0) as f32)
}

/// An address in ASCII, as a link of a PDF must be (ISO 32000-1, 12.6.4.7).
fn ascii_url(url: &str) -> String {
    let mut escaped = String::with_capacity(url.len());
    for byte in url.bytes() {
        if byte.is_ascii_graphic() {
            escaped.push(char::from(byte));
        } else {
            escaped += &format!("%{byte:02X}");
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_written_in_ascii() {
        assert_eq!(ascii_url("https://a.org/ä b"), "https://a.org/%C3%A4%20b");
        assert_eq!(ascii_url("https://a.org/%C3?q=1#x"), "https://a.org/%C3?q=1#x");
    }
}
