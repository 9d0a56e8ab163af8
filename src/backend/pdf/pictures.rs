//! Pictures as objects that pages draw: pixels as images, drawings as forms
//! (ISO 32000-1, 8.9 and 8.10).
//!
//! Every picture is one unit wide and high, and is embedded once.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;

use lopdf::{Dictionary, Document, Object, ObjectId};
use png::{ColorType, Transformations};
use printpdf::{DictItem, ExternalStream, ExternalXObject, XObject};

use super::objects::{deflate, dictionary_mut, packed, reference};
use crate::bug;
use crate::diag::{Diagnostic, Reported, Sink};
use crate::layout::{ItemKind, Print};
use crate::par;
use crate::picture::{Picture, PictureKind};
use crate::resolve::{Book, PictureId};

/// The name by which content streams draw a picture.
pub(super) fn picture_name(picture: PictureId) -> String {
    format!("P{}", picture.0)
}

/// A picture, ready to be embedded.
pub(super) struct Prepared {
    /// Its name in content streams.
    pub(super) name: String,
    /// The picture.
    pub(super) object: XObject,
    /// Where the rest of a drawing is: its colours, patterns, groups.
    pub(super) drawing: Option<Drawing>,
}

/// A drawing as a document of one page.
pub(super) struct Drawing {
    document: Document,
    page: ObjectId,
}

/// Prepares every picture that stands on a page.
///
/// # Errors
/// When a picture cannot be read or may not stand in an archive.
pub(super) fn prepare(
    print: &Print,
    book: &Book,
    sink: &mut Sink,
) -> Result<Vec<Prepared>, Reported> {
    let items = print.sheets.iter().flat_map(|sheet| &sheet.items);
    let used: BTreeSet<PictureId> = items
        .filter_map(|item| match item.kind {
            ItemKind::Picture { picture, .. } => Some(picture),
            ItemKind::Run(_) | ItemKind::Fill { .. } => None,
        })
        .collect();
    let used: Vec<PictureId> = used.into_iter().collect();
    let prepared = par::map(&used, sink, |&id, sink| {
        let picture = book.picture(id);
        let made = match picture.kind {
            PictureKind::Png => pixels(picture).map(|object| (object, None)),
            PictureKind::Jpeg => photograph(picture).map(|object| (object, None)),
            PictureKind::Svg => drawing(picture),
        };
        match made {
            Ok((object, drawing)) => {
                Ok(Prepared { name: picture_name(id), object, drawing })
            }
            Err(error) => Err(sink.error(error)),
        }
    });
    prepared.into_iter().collect()
}

fn pixels(picture: &Picture) -> Result<XObject, Diagnostic> {
    let (width, height, channels, bytes) = decode(picture).map_err(|error| {
        Diagnostic::new("bad-picture", format!("cannot read `{}`: {error}", picture.path))
    })?;
    let (color, alpha): (&[usize], Option<usize>) = match channels {
        1 => (&[0], None),
        2 => (&[0], Some(1)),
        3 => (&[0, 1, 2], None),
        4 => (&[0, 1, 2], Some(3)),
        _ => bug!("a picture of {channels} channels"),
    };
    let only = |wanted: &[usize]| -> Vec<u8> {
        if wanted.len() == channels {
            return deflate(&bytes);
        }
        let points = bytes.chunks_exact(channels);
        deflate(
            &points
                .flat_map(|point| wanted.iter().map(|&at| point[at]))
                .collect::<Vec<_>>(),
        )
    };
    let space = if color.len() == 1 { "DeviceGray" } else { "DeviceRGB" };
    let mut keys = image(width, height, space, "FlateDecode");
    if let Some(alpha) = alpha {
        let mask = image(width, height, "DeviceGray", "FlateDecode");
        let stream = external(mask, only(&[alpha]));
        keys.insert("SMask".into(), DictItem::Stream { stream });
    }
    Ok(x_object(keys, only(color)))
}

/// Width, height, channels and the bytes of a PNG.
type Pixels = (u32, u32, usize, Vec<u8>);

fn decode(picture: &Picture) -> Result<Pixels, String> {
    let mut decoder = png::Decoder::new(Cursor::new(&picture.data));
    decoder.set_transformations(Transformations::EXPAND | Transformations::STRIP_16);
    let mut reader = decoder.read_info().map_err(|error| error.to_string())?;
    let size = reader.output_buffer_size().ok_or("it is too large")?;
    let mut bytes = vec![0; size];
    let frame = reader.next_frame(&mut bytes).map_err(|error| error.to_string())?;
    bytes.truncate(frame.buffer_size());
    let channels = match frame.color_type {
        ColorType::Grayscale | ColorType::Indexed => 1,
        ColorType::GrayscaleAlpha => 2,
        ColorType::Rgb => 3,
        ColorType::Rgba => 4,
    };
    Ok((frame.width, frame.height, channels, bytes))
}

/// A JPEG, as it is.
fn photograph(picture: &Picture) -> Result<XObject, Diagnostic> {
    let space = match jpeg_channels(&picture.data) {
        Some(1) => "DeviceGray",
        Some(3) => "DeviceRGB",
        Some(_) => {
            return Err(Diagnostic::new(
                "picture-colors",
                format!("`{}` has colours for a printing press, not RGB", picture.path),
            )
            .help("convert it to sRGB"));
        }
        None => {
            let message = format!("`{}` has no frame that can be read", picture.path);
            return Err(Diagnostic::new("bad-picture", message));
        }
    };
    let keys = image(picture.width, picture.height, space, "DCTDecode");
    Ok(x_object(keys, picture.data.clone()))
}

/// Colour channels of a JPEG, from its frame header (ISO 10918-1, B.2.2).
fn jpeg_channels(bytes: &[u8]) -> Option<u8> {
    let mut rest = bytes.strip_prefix(&[0xFF, 0xD8])?;
    loop {
        let [0xFF, marker, after @ ..] = rest else { return None };
        rest = match marker {
            // Fill bytes and markers that stand alone.
            0xFF => &rest[1..],
            0x01 | 0xD0..=0xD8 => after,
            0xC0..=0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF => {
                // Length (2), precision (1), height (2), width (2), channels.
                return after.get(7).copied();
            }
            _ => {
                let length = u16::from_be_bytes([*after.first()?, *after.get(1)?]);
                after.get(usize::from(length)..)?
            }
        };
    }
}

fn image(width: u32, height: u32, space: &str, filter: &str) -> BTreeMap<String, DictItem> {
    let keys = [
        ("Type", name("XObject")),
        ("Subtype", name("Image")),
        ("Width", DictItem::Int(width.into())),
        ("Height", DictItem::Int(height.into())),
        ("ColorSpace", name(space)),
        ("BitsPerComponent", DictItem::Int(8)),
        ("Filter", name(filter)),
    ];
    keys.map(|(key, value)| (key.into(), value)).into()
}

/// A drawing's page as a form; what it uses is added by [`Drawing::add_to`].
fn drawing(picture: &Picture) -> Result<(XObject, Option<Drawing>), Diagnostic> {
    let refuse = |error: String| {
        Diagnostic::new("bad-picture", format!("cannot draw `{}`: {error}", picture.path))
    };
    let bytes = vector(picture).map_err(refuse)?;
    let document = Document::load_mem(&bytes).map_err(|error| refuse(error.to_string()))?;
    let Some(&page) = document.get_pages().get(&1) else {
        return Err(refuse("it has no page".into()));
    };
    let content = document.get_page_content(page);
    let size = media_box(&document, page).map_err(|error| refuse(error.to_string()))?;
    let keys = [
        ("Type", name("XObject")),
        ("Subtype", name("Form")),
        ("Filter", name("FlateDecode")),
        ("BBox", DictItem::Array([0.0, 0.0, size[0], size[1]].map(DictItem::Real).into())),
        (
            "Matrix",
            DictItem::Array(
                [1.0 / size[0], 0.0, 0.0, 1.0 / size[1], 0.0, 0.0]
                    .map(DictItem::Real)
                    .into(),
            ),
        ),
    ];
    let keys = keys.map(|(key, value)| (key.into(), value)).into();
    Ok((x_object(keys, deflate(&content)), Some(Drawing { document, page })))
}

fn vector(picture: &Picture) -> Result<Vec<u8>, String> {
    let tree =
        svg2pdf::usvg::Tree::from_data(&picture.data, &svg2pdf::usvg::Options::default())
            .map_err(|error| error.to_string())?;
    let options = svg2pdf::ConversionOptions {
        compress: false,
        embed_text: false,
        pdfa: true,
        ..svg2pdf::ConversionOptions::default()
    };
    svg2pdf::to_pdf(&tree, options, svg2pdf::PageOptions::default())
        .map_err(|error| error.to_string())
}

/// Width and height of a page.
fn media_box(document: &Document, page: ObjectId) -> lopdf::Result<[f32; 2]> {
    let corners = document.get_dictionary(page)?.get(b"MediaBox")?.as_array()?;
    let corner = |at: usize| corners.get(at).map_or(Ok(1.0), Object::as_float);
    Ok([corner(2)? - corner(0)?, corner(3)? - corner(1)?])
}

impl Drawing {
    /// Adds what the drawing uses to the document that has its form.
    pub(super) fn add_to(&self, document: &mut Document, form: ObjectId) {
        let Ok(page) = self.document.get_dictionary(self.page) else { return };
        let mut grafted = BTreeMap::new();
        for key in [&b"Resources"[..], b"Group"] {
            if let Ok(value) = page.get(key) {
                let value = self.graft(value, document, &mut grafted);
                form_mut(document, form).set(key, value);
            }
        }
    }

    /// An object of the drawing with all it refers to, in another document.
    ///
    /// Keys are sorted: `svg2pdf` 0.13 lists them in the order of a hash table, another
    /// one in every run.
    fn graft(
        &self,
        object: &Object,
        document: &mut Document,
        grafted: &mut BTreeMap<ObjectId, ObjectId>,
    ) -> Object {
        match object {
            Object::Reference(id) => {
                if let Some(known) = grafted.get(id) {
                    return Object::Reference(*known);
                }
                let new = document.new_object_id();
                grafted.insert(*id, new);
                let target = self.document.get_object(*id).unwrap_or(&Object::Null);
                let target = self.graft(target, document, grafted);
                document.set_object(new, target);
                Object::Reference(new)
            }
            Object::Array(items) => {
                let items = items.iter().map(|item| self.graft(item, document, grafted));
                Object::Array(items.collect())
            }
            Object::Dictionary(keys) => {
                Object::Dictionary(self.graft_keys(keys, document, grafted))
            }
            Object::Stream(stream) => {
                let keys = self.graft_keys(&stream.dict, document, grafted);
                if keys.has(b"Filter") {
                    return Object::Stream(lopdf::Stream::new(
                        keys,
                        stream.content.clone(),
                    ));
                }
                Object::Stream(packed(keys, &stream.content))
            }
            Object::Null
            | Object::Boolean(_)
            | Object::Integer(_)
            | Object::Real(_)
            | Object::Name(_)
            | Object::String(..) => object.clone(),
        }
    }

    fn graft_keys(
        &self,
        keys: &Dictionary,
        document: &mut Document,
        grafted: &mut BTreeMap<ObjectId, ObjectId>,
    ) -> Dictionary {
        let sorted: BTreeMap<&[u8], &Object> =
            keys.iter().map(|(key, value)| (key.as_slice(), value)).collect();
        let mut done = Dictionary::new();
        for (key, value) in sorted {
            let value = self.graft(value, document, grafted);
            done.set(key, value);
        }
        done
    }
}

/// The objects of the pictures in a document, by their names.
pub(super) fn object_of(document: &mut Document, page: ObjectId, name: &str) -> ObjectId {
    let resources = reference(dictionary_mut(document, page), "Resources");
    let pictures = reference(dictionary_mut(document, resources), "XObject");
    reference(dictionary_mut(document, pictures), name)
}

fn form_mut(document: &mut Document, form: ObjectId) -> &mut Dictionary {
    match document.get_object_mut(form).and_then(Object::as_stream_mut) {
        Ok(stream) => &mut stream.dict,
        Err(error) => bug!("a drawing is no stream: {error}"),
    }
}

fn name(text: &str) -> DictItem {
    DictItem::Name(text.as_bytes().to_vec())
}

fn external(dict: BTreeMap<String, DictItem>, content: Vec<u8>) -> ExternalStream {
    ExternalStream { dict, content, compress: false }
}

fn x_object(dict: BTreeMap<String, DictItem>, content: Vec<u8>) -> XObject {
    let stream = external(dict, content);
    XObject::External(ExternalXObject { stream, width: None, height: None, dpi: None })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_channels_of_a_photograph_are_in_its_frame_header() {
        let jpeg = |marker, channels| {
            let start = [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2, 0xFF];
            let frame = [0xFF, marker, 0, 11, 8, 0, 1, 0, 1, channels, 1, 0x11, 0];
            jpeg_channels(&[&start[..], &frame].concat())
        };
        assert_eq!(jpeg(0xC0, 1), Some(1));
        assert_eq!(jpeg(0xC2, 3), Some(3));
        assert_eq!(jpeg(0xC0, 4), Some(4));
        assert_eq!(jpeg(0xD9, 3), None, "the end comes before a frame");
        assert_eq!(jpeg_channels(b"GIF89a"), None);
    }
}
