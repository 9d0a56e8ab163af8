//! A page: its boxes, its content, its annotations.

use hayro_syntax::object::{Array, Object, Stream};
use hayro_syntax::page::{Page as Sheet, Rotation};

use super::content::Reader;
use super::file::{File, decoded, rect_of};
use super::fonts::Fonts;
use super::geometry::Rect;
use super::links::{PageNumbers, annotations};
use super::model::Page;
use super::structure::Parents;

/// The content of a page is not longer than this, in bytes.
const MOST_CONTENT: usize = 1 << 28;

/// Reads a page.
///
/// # Errors
/// In words, when its content cannot be read to its end.
pub(super) fn read<'a>(
    file: &'a File,
    fonts: &Fonts,
    sheet: &Sheet<'a>,
    pages: &PageNumbers,
    parents: &Parents,
) -> Result<Page, String> {
    let dict = sheet.raw();
    let rect = |own: hayro_syntax::object::Rect| Rect::new(own.x0, own.y0, own.x1, own.y1);
    let media = rect(sheet.media_box());
    let page = Page {
        media: Some(media),
        crop: Some(rect(sheet.crop_box()).intersection(media)),
        trim: rect_of(dict, "TrimBox"),
        rotation: match sheet.rotation() {
            Rotation::None => 0,
            Rotation::Horizontal => 90,
            Rotation::Flipped => 180,
            Rotation::FlippedHorizontal => 270,
        },
        annotations: annotations(file, dict, pages, &parents.objects),
        keys: dict.get::<i64>("StructParents").map(|key| (None, key)).into_iter().collect(),
        ..Page::default()
    };
    let mut reader = Reader::new(file, fonts, page);
    let content = content(dict.get::<Object<'_>>("Contents"))?;
    reader.read(content, sheet.resources().clone())?;
    Ok(reader.page)
}

/// The content of a page: a stream or several, one after the other.
fn content(object: Option<Object<'_>>) -> Result<Vec<u8>, String> {
    let unreadable = || "a content stream cannot be decompressed".to_owned();
    match object {
        None => Ok(Vec::new()),
        Some(Object::Stream(stream)) => {
            Ok(decoded(&stream).ok_or_else(unreadable)?.into_owned())
        }
        Some(Object::Array(array)) => joined(&array).ok_or_else(unreadable),
        Some(
            Object::Null(_)
            | Object::Boolean(_)
            | Object::Number(_)
            | Object::String(_)
            | Object::Name(_)
            | Object::Dict(_),
        ) => Err("the content is not a stream".to_owned()),
    }
}

fn joined(array: &Array<'_>) -> Option<Vec<u8>> {
    let mut all = Vec::new();
    let mut streams = 0;
    for stream in array.iter::<Stream<'_>>() {
        all.extend_from_slice(&decoded(&stream)?);
        all.push(b'\n');
        streams += 1;
        if all.len() > MOST_CONTENT {
            return None;
        }
    }
    (streams == array.raw_iter().count()).then_some(all)
}
