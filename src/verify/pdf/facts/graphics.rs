//! What pages may draw or set by name: graphics states, forms, pictures
//! (ISO 32000-1, 8.4.5, 8.9, 8.10).

use std::collections::BTreeSet;

use hayro_syntax::object::{Dict, Object};

use super::super::file::{File, reference};
use super::super::pages::Sheet;
use super::catalog::keys;

/// More are not looked at.
const MOST: usize = 1 << 20;

/// Something that a name of the resources of a page, or of a form on it, stands for.
#[derive(Debug, PartialEq)]
pub(crate) struct Named {
    /// The index of the first page that has it.
    pub(crate) page: usize,
    /// What it is.
    pub(crate) kind: NamedKind,
    /// The keys of its dictionary.
    pub(crate) keys: Vec<String>,
    /// A blend mode (`BM`), a transfer function (`TR2`), a rendering intent (`RI`,
    /// `Intent`) that is a name: the key and the name.
    pub(crate) names: Vec<(&'static str, String)>,
    /// The bits of a sample of a picture.
    pub(crate) bits: Option<i64>,
    /// Whether a picture is smoothed (`Interpolate`).
    pub(crate) is_smoothed: bool,
}

/// What a name stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum NamedKind {
    /// A graphics state.
    State,
    /// A form.
    Form,
    /// A picture.
    Image,
    /// A picture of one bit, through which a colour is put on.
    Mask,
    /// Another external object.
    Other(String),
}

pub(super) fn read<'a>(file: &'a File<'a>, sheets: &[Sheet<'a>]) -> Vec<Named> {
    let mut walk = Walk { file, known: BTreeSet::new(), found: Vec::new(), page: 0 };
    for (page, sheet) in sheets.iter().enumerate() {
        walk.page = page;
        if let Some(number) = sheet.resources_number()
            && !walk.known.insert(number)
        {
            continue;
        }
        walk.resources(sheet.resources());
    }
    walk.found
}

struct Walk<'a> {
    file: &'a File<'a>,
    /// The numbers of what was looked at.
    known: BTreeSet<i32>,
    found: Vec<Named>,
    page: usize,
}

impl<'a> Walk<'a> {
    fn resources(&mut self, first: Dict<'a>) {
        let mut left = vec![first];
        while let Some(resources) = left.pop() {
            let file = self.file;
            let states: Dict<'a> = file.get(&resources, "ExtGState").unwrap_or_default();
            for name in states.keys() {
                if self.is_new(&states, &name) {
                    let state: Dict<'a> = file.get(&states, &*name).unwrap_or_default();
                    self.found.push(self.state(&state));
                    let mask: Dict<'a> = file.get(&state, "SMask").unwrap_or_default();
                    let form: Dict<'a> = file.get(&mask, "G").unwrap_or_default();
                    left.extend(file.get::<Dict<'a>>(&form, "Resources"));
                }
            }
            let objects: Dict<'a> = file.get(&resources, "XObject").unwrap_or_default();
            for name in objects.keys() {
                if self.is_new(&objects, &name)
                    && let Some(object) = file.get::<Dict<'a>>(&objects, &*name)
                {
                    let own = self.object(&object);
                    if own.kind == NamedKind::Form {
                        left.extend(file.get::<Dict<'a>>(&object, "Resources"));
                    }
                    self.found.push(own);
                    let mask = file.get::<Dict<'a>>(&object, "SMask");
                    self.found.extend(mask.map(|mask| self.object(&mask)));
                }
            }
            let patterns: Dict<'a> = file.get(&resources, "Pattern").unwrap_or_default();
            for name in patterns.keys() {
                if self.is_new(&patterns, &name)
                    && let Some(pattern) = file.get::<Dict<'a>>(&patterns, &*name)
                {
                    left.extend(file.get::<Dict<'a>>(&pattern, "Resources"));
                }
            }
        }
    }

    fn is_new(&mut self, dict: &Dict<'a>, name: &[u8]) -> bool {
        self.found.len() < MOST
            && reference(dict, name).is_none_or(|number| self.known.insert(number))
    }

    fn state(&self, dict: &Dict<'a>) -> Named {
        let mut names = self.names(dict, &["TR2", "RI"]);
        match self.file.get::<Object<'a>>(dict, "BM") {
            Some(Object::Array(modes)) => {
                let modes = super::super::objects::items(&modes);
                let modes = modes.filter_map(|mode| self.file.resolve(mode)?.into_name());
                names
                    .extend(modes.map(|mode| ("BM", super::super::file::name_text(&mode))));
            }
            Some(_) | None => names.extend(self.names(dict, &["BM"])),
        }
        Named { names, ..self.named(dict, NamedKind::State) }
    }

    fn object(&self, dict: &Dict<'a>) -> Named {
        let is_mask = self.file.get::<bool>(dict, "ImageMask").unwrap_or(false);
        let kind = match self.file.name(dict, "Subtype").as_deref() {
            Some("Form") => NamedKind::Form,
            Some("Image") if is_mask => NamedKind::Mask,
            Some("Image") => NamedKind::Image,
            other => NamedKind::Other(other.unwrap_or_default().to_owned()),
        };
        Named { names: self.names(dict, &["Intent"]), ..self.named(dict, kind) }
    }

    fn named(&self, dict: &Dict<'a>, kind: NamedKind) -> Named {
        Named {
            page: self.page,
            kind,
            keys: keys(dict),
            names: Vec::new(),
            bits: self.file.get(dict, "BitsPerComponent"),
            is_smoothed: self.file.get(dict, "Interpolate").unwrap_or(false),
        }
    }

    fn names(
        &self,
        dict: &Dict<'a>,
        wanted: &[&'static str],
    ) -> Vec<(&'static str, String)> {
        let named = wanted.iter().map(|key| Some((*key, self.file.name(dict, key)?)));
        named.flatten().collect()
    }
}
