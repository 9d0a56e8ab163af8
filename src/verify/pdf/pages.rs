//! The page tree and its pages: boxes, content, annotations (ISO 32000-1, 7.7.3).

use std::collections::BTreeSet;

use hayro_syntax::object::{Dict, MaybeRef, Object};

use super::content::Reader;
use super::file::{File, number_of};
use super::fonts::Fonts;
use super::geometry::Rect;
use super::links::{PageNumbers, annotations};
use super::model::Page;
use super::structure::Parents;

/// More pages are not read.
const MOST_PAGES: usize = 1 << 17;
/// The page tree has no more nodes besides.
const MOST_NODES: usize = 1 << 20;
/// The content of a page is not longer than this, in bytes.
const MOST_CONTENT: usize = 1 << 28;

/// A page of the page tree.
pub(super) struct Sheet<'a> {
    pub(super) number: i32,
    pub(super) dict: Dict<'a>,
    inherited: Inherited<'a>,
}

impl<'a> Sheet<'a> {
    /// What its content may name.
    pub(super) fn resources(&self) -> Dict<'a> {
        self.inherited.resources.clone().unwrap_or_default()
    }

    /// The number of the object that its own resources are.
    pub(super) fn resources_number(&self) -> Option<i32> {
        super::file::reference(&self.dict, "Resources")
    }
}

/// What pages have from the nodes above them, if they do not say it themselves.
#[derive(Clone, Default)]
struct Inherited<'a> {
    resources: Option<Dict<'a>>,
    media: Option<Rect>,
    crop: Option<Rect>,
    rotation: Option<i64>,
}

impl<'a> Inherited<'a> {
    /// What holds for a node below.
    fn with(self, file: &'a File<'a>, dict: &Dict<'a>) -> Self {
        Self {
            resources: file.get(dict, "Resources").or(self.resources),
            media: file.rect(dict, "MediaBox").or(self.media),
            crop: file.rect(dict, "CropBox").or(self.crop),
            rotation: file.get(dict, "Rotate").or(self.rotation),
        }
    }
}

/// The pages, in order.
///
/// # Errors
/// In words, when the page tree is broken.
pub(super) fn sheets<'a>(file: &'a File<'a>) -> Result<Vec<Sheet<'a>>, String> {
    let mut sheets = Vec::new();
    let mut known = BTreeSet::new();
    let root = file.catalog().get_raw::<Object<'a>>("Pages");
    let root = root.and_then(|root| number_of(&root)).ok_or("the file has no pages")?;
    let mut nodes = vec![(root, Inherited::default())];
    while let Some((number, above)) = nodes.pop() {
        let dict = file.dict(number).filter(|_| known.insert(number));
        let dict = dict.ok_or("the tree of pages is broken")?;
        let inherited = above.with(file, &dict);
        match file.name(&dict, "Type").as_deref() {
            Some("Pages") => {
                let start = nodes.len();
                for kid in file.items(&dict, "Kids") {
                    let kid = number_of(&kid).ok_or("the tree of pages is broken")?;
                    nodes.push((kid, inherited.clone()));
                }
                nodes[start..].reverse();
            }
            Some("Page") => sheets.push(Sheet { number, dict, inherited }),
            Some(_) | None => return Err("the tree of pages is broken".to_owned()),
        }
        if sheets.len() > MOST_PAGES || nodes.len() > MOST_NODES {
            return Err(format!("the file has more than {MOST_PAGES} pages"));
        }
    }
    Ok(sheets)
}

/// Reads a page.
///
/// # Errors
/// In words, when its content cannot be read to its end.
pub(super) fn read<'a>(
    file: &'a File<'a>,
    fonts: &'a Fonts,
    sheet: &Sheet<'a>,
    pages: &PageNumbers,
    parents: &Parents,
) -> Result<Page, String> {
    let Sheet { dict, inherited, .. } = sheet;
    let media = inherited.media.ok_or("the page has no size")?;
    let key = file.get::<i64>(dict, "StructParents");
    let page = Page {
        media,
        crop: inherited.crop.unwrap_or(media).intersection(media),
        trim: file.rect(dict, "TrimBox"),
        rotation: u16::try_from(inherited.rotation.unwrap_or(0).rem_euclid(360))
            .unwrap_or(0),
        unit: file.get(dict, "UserUnit").unwrap_or(1.0),
        annotations: annotations(file, dict, pages, &parents.objects),
        keys: key.map(|key| (None, key)).into_iter().collect(),
        tabs: file.name(dict, "Tabs"),
        has_actions: dict.contains_key("AA"),
        has_steps: dict.contains_key("PresSteps"),
        ..Page::default()
    };
    let mut reader = Reader::new(file, fonts, page);
    let content = content(file, dict)?;
    reader.read(content, inherited.resources.clone().unwrap_or_default())?;
    Ok(reader.page)
}

/// The content of a page: a stream or several, one after the other.
fn content<'a>(file: &'a File<'a>, page: &Dict<'a>) -> Result<Vec<u8>, String> {
    let Some(contents) = page.get_raw::<Object<'a>>("Contents") else {
        return Ok(Vec::new());
    };
    let number = number_of(&contents);
    let streams: Vec<MaybeRef<Object<'a>>> = match file.resolve(contents) {
        Some(Object::Array(array)) => super::objects::items(&array).collect(),
        Some(_) | None => Vec::new(),
    };
    let numbers = match number {
        Some(number) if streams.is_empty() => vec![Some(number)],
        Some(_) | None => streams.iter().map(number_of).collect(),
    };
    let mut all = Vec::new();
    for number in numbers {
        let stream = number.and_then(|number| file.stream(number));
        let bytes = stream.as_ref().and_then(super::file::Stream::decoded);
        all.extend_from_slice(&bytes.ok_or("a content stream cannot be decompressed")?);
        all.push(b'\n');
        if all.len() > MOST_CONTENT {
            return Err(format!("the content is longer than {MOST_CONTENT} bytes"));
        }
    }
    Ok(all)
}
