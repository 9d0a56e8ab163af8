//! The font files of a theme: the list in `theme.toml`, and reading them.

use std::borrow::Cow;

use skrifa::MetadataProvider;
use skrifa::attribute::Style;
use skrifa::raw::{FontRef, TableProvider};
use skrifa::string::StringId;

use super::read::{chosen, required, weight};
use super::{Face, Family, Generic};
use crate::diag::{Diagnostic, Reported, Sink, nearest};
use crate::source::Place;
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

/// A font file of the project as a face; of a collection the first font is taken.
///
/// # Errors
/// `bad-font` when it is no OpenType font.
pub fn face(
    path: &str,
    named: Place,
    data: &[u8],
    sink: &mut Sink,
) -> Result<Face, Reported> {
    let bad = |sink: &mut Sink| {
        sink.error(
            Diagnostic::new("bad-font", format!("`{path}` is no OpenType font"))
                .at(named)
                .help("take a `.ttf`, `.otf` or `.ttc` file; web fonts do not do"),
        )
    };
    let Ok(font) = FontRef::from_index(data, 0) else { return Err(bad(sink)) };
    let data = if data.starts_with(b"ttcf") { single(&font) } else { data.to_vec() };
    if !is_font(&data) {
        return Err(bad(sink));
    }
    let name = |id: StringId| {
        let names = font.localized_strings(id).english_or_first();
        names.map(|name| name.chars().collect::<String>()).filter(|name| !name.is_empty())
    };
    let file = path.rsplit('/').next().unwrap_or(path).to_owned();
    let family =
        name(StringId::TYPOGRAPHIC_FAMILY_NAME).or_else(|| name(StringId::FAMILY_NAME));
    let attributes = font.attributes();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "held between 1 and 1000"
    )]
    let weight = attributes.weight.value().round().clamp(1.0, 1000.0) as u16;
    Ok(Face {
        family: family.unwrap_or_else(|| file.clone()),
        weight,
        italic: attributes.style != Style::Normal,
        file: file.replace(".ttc", ".otf"),
        data: Cow::Owned(data),
    })
}

/// One font of a collection as a file of its own (OpenType 1.9.1, "Organization of an
/// OpenType Font").
fn single(font: &FontRef<'_>) -> Vec<u8> {
    let records = font.table_directory().table_records();
    let tables: Vec<_> = records
        .iter()
        .filter_map(|record| Some((record, font.table_data(record.tag())?)))
        .collect();
    let count = u16::try_from(tables.len()).unwrap_or(u16::MAX);
    let power = count.max(1).ilog2();
    let range = 16 * (1u16 << power);
    let mut out = font.table_directory().sfnt_version().to_be_bytes().to_vec();
    let power = u16::try_from(power).unwrap_or_default();
    for number in [count, range, power, (count * 16).saturating_sub(range)] {
        out.extend(number.to_be_bytes());
    }
    let mut at = 12 + 16 * tables.len();
    for (record, table) in &tables {
        out.extend(record.tag().to_be_bytes());
        for number in [record.checksum(), size(at), size(table.len())] {
            out.extend(number.to_be_bytes());
        }
        at += table.len().next_multiple_of(4);
    }
    for (_, table) in &tables {
        out.extend_from_slice(table.as_bytes());
        out.resize(out.len().next_multiple_of(4), 0);
    }
    out
}

fn size(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}

/// Whether bytes are one font with the tables that every stage needs.
fn is_font(data: &[u8]) -> bool {
    let Ok(font) = FontRef::new(data) else { return false };
    font.head().is_ok() && font.hmtx().is_ok() && font.cmap().is_ok() && font.os2().is_ok()
}
