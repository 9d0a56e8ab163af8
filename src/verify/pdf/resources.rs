//! What content streams may name: fonts, pictures, states, colours, properties
//! (ISO 32000-1, 7.8.3).

use std::collections::BTreeMap;
use std::sync::Arc;

use hayro_syntax::object::{Dict, Object};

use super::file::{File, reference};
use super::fonts::{Font, Fonts};

/// The resources of a content stream.
pub(super) struct Resources<'a> {
    file: &'a File<'a>,
    pub(super) dict: Dict<'a>,
    fonts: BTreeMap<Vec<u8>, Option<Arc<Font>>>,
}

impl<'a> Resources<'a> {
    pub(super) fn new(file: &'a File<'a>, dict: Dict<'a>) -> Self {
        Self { file, dict, fonts: BTreeMap::new() }
    }

    /// The object of this name and category, and its number if it has one.
    pub(super) fn find(
        &self,
        category: &str,
        name: &[u8],
    ) -> Option<(Option<i32>, Object<'a>)> {
        let all = self.file.get::<Dict<'a>>(&self.dict, category)?;
        let object = self.file.resolve(all.get_raw(name)?)?;
        Some((reference(&all, name), object))
    }

    /// The dictionary of this name and category.
    pub(super) fn dict(&self, category: &str, name: &[u8]) -> Option<Dict<'a>> {
        self.find(category, name)?.1.into_dict()
    }

    /// The font of this name.
    pub(super) fn font(&mut self, name: &[u8], fonts: &Fonts) -> Option<Arc<Font>> {
        if let Some(font) = self.fonts.get(name) {
            return font.clone();
        }
        let found = self.find("Font", name);
        let font = found
            .and_then(|(number, font)| fonts.get(self.file, number, &font.into_dict()?));
        self.fonts.insert(name.to_vec(), font.clone());
        font
    }
}
