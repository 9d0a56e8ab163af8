//! What a file says besides its text and its tags, as far as standards put conditions on
//! it: plain data, without any judgement.

mod catalog;
mod compact;
mod fonts;
mod graphics;
mod outlines;
mod syntax;

use super::file::File;
use super::fonts::Fonts;
use super::pages::Sheet;

pub(super) use catalog::chain;
pub(crate) use catalog::{Action, Intent, Layers, Marks};
pub(crate) use fonts::{FontFacts, GlyphMap, Program};
pub(crate) use graphics::{Named, NamedKind};
pub(crate) use syntax::Syntax;

/// What a file says besides.
#[derive(Debug, Default)]
pub(crate) struct Facts {
    /// Its bytes, before any meaning.
    pub(crate) syntax: Syntax,
    /// The keys of the catalog.
    pub(crate) catalog: Vec<String>,
    /// The keys of its trees of names.
    pub(crate) names: Vec<String>,
    /// The values of the document information dictionary that are texts, by key.
    pub(crate) information: Vec<(String, String)>,
    /// The keys of the dictionary of the metadata stream.
    pub(crate) metadata_keys: Vec<String>,
    /// Whether the bytes of the metadata are UTF-8.
    pub(crate) metadata_is_utf8: bool,
    /// What it says of its tags.
    pub(crate) marks: Marks,
    /// Which type of element stands for which, outside of namespaces.
    pub(crate) roles: Vec<(String, String)>,
    /// Which colours its colours are.
    pub(crate) intents: Vec<Intent>,
    /// What is done when it is opened, or a bookmark is followed.
    pub(crate) actions: Vec<Action>,
    /// The configurations of its layers, the one that holds at first first.
    pub(crate) layers: Vec<Layers>,
    /// The keys of its interactive form, if it has one.
    pub(crate) form: Option<Vec<String>>,
    /// The fonts that its pages use.
    pub(crate) fonts: Vec<FontFacts>,
    /// What its pages may draw or set by name.
    pub(crate) named: Vec<Named>,
}

/// Reads all of it, after the pages.
pub(super) fn read<'a>(file: &'a File<'a>, sheets: &[Sheet<'a>], used: &Fonts) -> Facts {
    let catalog = file.catalog();
    let (metadata_keys, metadata_is_utf8) = catalog::metadata(file);
    Facts {
        syntax: syntax::read(file),
        names: catalog::keys(&file.get(&catalog, "Names").unwrap_or_default()),
        information: catalog::texts(file, &file.information()),
        metadata_keys,
        metadata_is_utf8,
        marks: catalog::marks(file),
        roles: catalog::roles(file),
        intents: catalog::intents(file),
        actions: catalog::actions(file),
        layers: catalog::layers(file),
        form: catalog::form(file),
        fonts: fonts::read(file, used),
        named: graphics::read(file, sheets),
        catalog: catalog::keys(&catalog),
    }
}
