//! Pictures as objects that pages draw: pixels as images, drawings as forms
//! (ISO 32000-1, 8.9 and 8.10).
//!
//! Every picture is one unit wide and high, and is embedded once.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Document, Object, ObjectId};
use printpdf::{DictItem, ExternalStream, ExternalXObject, XObject};

use super::inks::Inks;
use super::objects::{deflate, dictionary_mut, packed, reference};
use super::recolor;
use crate::bug;
use crate::diag::{Diagnostic, Reported, Sink};
use crate::layout::{ItemKind, Print};
use crate::par;
use crate::picture::{Picture, PictureKind, Pixels, Problem};
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
/// When a drawing cannot be printed.
pub(super) fn prepare(
    print: &Print,
    book: &Book,
    inks: &Inks,
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
            PictureKind::Png | PictureKind::Webp | PictureKind::Gif | PictureKind::Avif => {
                (pixels(picture, inks), None)
            }
            PictureKind::Jpeg => photograph(picture, inks).map_err(|problem| {
                let message = format!("`{}` {}", picture.path, problem.message);
                sink.error(Diagnostic::new(problem.code, message).help(problem.help))
            })?,
            PictureKind::Svg => drawing(picture, inks).map_err(|problem| {
                let message = format!("`{}` {}", picture.path, problem.message);
                sink.error(Diagnostic::new(problem.code, message).help(problem.help))
            })?,
        };
        let (object, drawing) = made;
        Ok(Prepared { name: picture_name(id), object, drawing })
    });
    prepared.into_iter().collect()
}

fn pixels(picture: &Picture, inks: &Inks) -> XObject {
    let Some(pixels) = picture.pixels() else {
        bug!("`{}` was read and cannot be read again", picture.path)
    };
    samples(pixels, inks)
}

/// Points as an image in the colours of the file; a grey one stays grey, which every
/// file may hold and a press prints in black.
fn samples(pixels: Pixels, inks: &Inks) -> XObject {
    let size = (pixels.width, pixels.height);
    let points = if pixels.color { inks.points(&pixels.samples) } else { None };
    let space = if pixels.color { inks.space() } else { "DeviceGray" };
    let mut keys = image(size, space, "FlateDecode");
    if let Some(alpha) = pixels.alpha {
        let mask = image(size, "DeviceGray", "FlateDecode");
        let stream = external(mask, deflate(&alpha));
        keys.insert("SMask".into(), DictItem::Stream { stream });
    }
    x_object(keys, deflate(points.as_ref().unwrap_or(&pixels.samples)))
}

/// A JPEG, as it is where its colours are those of the file, else its points.
fn photograph(
    picture: &Picture,
    inks: &Inks,
) -> Result<(XObject, Option<Drawing>), Problem> {
    let Some(facts) = picture.jpeg() else {
        bug!("`{}` was read and cannot be read again", picture.path)
    };
    if facts.components > 1 && inks.space() != "DeviceRGB" {
        let pixels = picture.photograph();
        let Some(pixels) = pixels else { bug!("`{}` is no JPEG", picture.path) };
        return Ok((samples(pixels?, inks), None));
    }
    let space = if facts.components == 1 { "DeviceGray" } else { "DeviceRGB" };
    let mut keys = image((facts.width, facts.height), space, "DCTDecode");
    if facts.rgb {
        let map = [("ColorTransform".into(), DictItem::Int(0))].into();
        keys.insert("DecodeParms".into(), DictItem::Dict { map });
    }
    Ok((x_object(keys, picture.data.clone()), None))
}

fn image(
    (width, height): (u32, u32),
    space: &str,
    filter: &str,
) -> BTreeMap<String, DictItem> {
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
fn drawing(picture: &Picture, inks: &Inks) -> Result<(XObject, Option<Drawing>), Problem> {
    let Some(bytes) = picture.to_pdf() else { bug!("`{}` is no drawing", picture.path) };
    let mut document = Document::load_mem(&bytes?)
        .unwrap_or_else(|error| bug!("`{}` became no PDF: {error}", picture.path));
    recolor::recolor(&mut document, inks);
    let Some(&page) = document.get_pages().get(&1) else {
        bug!("`{}` became a PDF without a page", picture.path)
    };
    let [width, height] = size(&document, page).unwrap_or_else(|error| {
        bug!("`{}` became a page without a size: {error}", picture.path)
    });
    let numbers = |numbers: &[f32]| {
        DictItem::Array(numbers.iter().copied().map(DictItem::Real).collect())
    };
    let keys = [
        ("Type", name("XObject")),
        ("Subtype", name("Form")),
        ("BBox", numbers(&[0.0, 0.0, width, height])),
        ("Matrix", numbers(&[1.0 / width, 0.0, 0.0, 1.0 / height, 0.0, 0.0])),
        ("Filter", name("FlateDecode")),
    ];
    let keys = keys.map(|(key, value)| (key.into(), value)).into();
    let content = deflate(&document.get_page_content(page));
    Ok((x_object(keys, content), Some(Drawing { document, page })))
}

/// Width and height of a page.
fn size(document: &Document, page: ObjectId) -> lopdf::Result<[f32; 2]> {
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
