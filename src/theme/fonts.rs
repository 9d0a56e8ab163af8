//! The font files of a theme: the list in `theme.toml`, and reading them.

use std::borrow::Cow;

use skrifa::raw::{FontRef, TableProvider};

use super::read::{chosen, required, weight};
use super::{Face, Family, Generic};
use crate::diag::{Diagnostic, Reported, Sink, nearest};
use crate::tables::{Keys, Text, list};

/// A family as `theme.toml` lists it.
pub(super) struct FamilyEntry {
    pub(super) name: Text,
    pub(super) generic: Generic,
    pub(super) faces: Vec<FaceEntry>,
}

/// A font file as `theme.toml` lists it.
pub(super) struct FaceEntry {
    pub(super) weight: u16,
    pub(super) italic: bool,
    pub(super) file: Text,
}

const GENERICS: [(&str, Generic); 3] = [
    ("serif", Generic::Serif),
    ("sans-serif", Generic::SansSerif),
    ("monospace", Generic::Monospace),
];

/// The families of `[fonts]`; what is wrong has been told.
pub(super) fn families(fonts: &mut Keys<'_>, sink: &mut Sink) -> Vec<FamilyEntry> {
    let tables = fonts.tables("families", sink);
    if tables.is_empty() {
        fonts.missing("families", "[[fonts.families]]", sink);
    }
    let mut families: Vec<FamilyEntry> = Vec::new();
    for table in tables {
        let mut keys = Keys::new(table, "fonts.families");
        let name = required(&mut keys, "name", "\"Libertinus Serif\"", sink, Keys::text);
        let generic = chosen(&mut keys, "generic", &GENERICS, sink);
        let faces = keys.tables("faces", sink);
        if faces.is_empty() {
            let form = "faces = [{ weight = 400, file = \"Name-Regular.otf\" }]";
            keys.missing("faces", form, sink);
        }
        let faces = faces.into_iter().filter_map(|face| {
            let mut keys = Keys::new(face, "fonts.families.faces");
            let weight = required(&mut keys, "weight", "400", sink, weight);
            let italic = keys.boolean("italic", sink).unwrap_or(false);
            let file =
                required(&mut keys, "file", "\"Name-Regular.otf\"", sink, Keys::text);
            keys.finish(sink);
            Some(FaceEntry { weight: weight?, italic, file: file? })
        });
        let faces: Vec<FaceEntry> = faces.collect();
        keys.finish(sink);
        if let (Some(name), Some(generic)) = (name, generic) {
            check_first(&name, &families, sink);
            families.push(FamilyEntry { name, generic, faces });
        }
    }
    families
}

/// Tells when a family is listed twice.
fn check_first(name: &Text, families: &[FamilyEntry], sink: &mut Sink) {
    if let Some(first) = families.iter().find(|other| other.name.text == name.text) {
        let message = format!("there are two families `{}`", name.text);
        sink.error(
            Diagnostic::new("duplicate-name", message)
                .at(name.place)
                .label(first.name.place, "the first is here")
                .help("put all faces of a family under one name"),
        );
    }
}

/// Tells when a family is not in the list of fonts.
pub(super) fn known_family(name: &Text, families: &[FamilyEntry], sink: &mut Sink) {
    let names: Vec<&str> =
        families.iter().map(|family| family.name.text.as_str()).collect();
    if names.contains(&name.text.as_str()) {
        return;
    }
    let help = match nearest(&name.text, names.iter().copied()) {
        Some(near) => format!("the nearest is `{near}`"),
        None => format!("`[[fonts.families]]` has {}", list(&names)),
    };
    let message = format!("the theme has no family `{}`", name.text);
    sink.error(Diagnostic::new("unknown-family", message).at(name.place).help(help));
}

/// Reads every font file; `find` gives the bytes of a file of the theme folder.
///
/// # Errors
/// When one is missing or is no OpenType font; every such file is told.
pub(super) fn load(
    families: &[FamilyEntry],
    find: impl Fn(&str) -> Option<Cow<'static, [u8]>>,
    sink: &mut Sink,
) -> Result<(Vec<Family>, Vec<Face>), Reported> {
    let (mut listed, mut faces, mut outcome) = (Vec::new(), Vec::new(), Ok(()));
    for family in families {
        let (name, generic) = (family.name.text.clone(), family.generic);
        for face in &family.faces {
            match face_data(&face.file, &find, sink) {
                Ok(data) => faces.push(Face {
                    family: name.clone(),
                    weight: face.weight,
                    italic: face.italic,
                    file: face.file.text.clone(),
                    data,
                }),
                Err(reported) => outcome = Err(reported),
            }
        }
        listed.push(Family { name, generic });
    }
    outcome.map(|()| (listed, faces))
}

fn face_data(
    file: &Text,
    find: impl Fn(&str) -> Option<Cow<'static, [u8]>>,
    sink: &mut Sink,
) -> Result<Cow<'static, [u8]>, Reported> {
    let Some(data) = find(&format!("fonts/{}", file.text)) else {
        let message = format!("the theme has no file `fonts/{}`", file.text);
        return Err(sink.error(
            Diagnostic::new("missing-file", message)
                .at(file.place)
                .help("put the font into the folder `fonts` of the theme"),
        ));
    };
    if !is_font(&data) {
        let message = format!("`fonts/{}` is no OpenType font", file.text);
        return Err(sink.error(
            Diagnostic::new("bad-font", message)
                .at(file.place)
                .help("take a `.ttf` or `.otf` file; web fonts and collections do not do"),
        ));
    }
    Ok(data)
}

/// Whether bytes are one font with the tables that every stage needs.
fn is_font(data: &[u8]) -> bool {
    let Ok(font) = FontRef::new(data) else { return false };
    font.head().is_ok() && font.hmtx().is_ok() && font.cmap().is_ok() && font.os2().is_ok()
}
