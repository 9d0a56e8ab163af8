//! The catalog: tags, intents, actions, layers, forms (ISO 32000-1, 7.7.2).

use std::collections::BTreeSet;

use hayro_syntax::object::{Dict, Name, Object};

use super::super::file::{File, name_text, reference};
use super::super::objects::items;

/// Actions are not followed farther, nor are lists of configurations.
const MOST: usize = 64;

/// What a file says of its tags (`MarkInfo`, `ViewerPreferences`).
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Marks {
    /// Whether it says that its tags may be wrong.
    pub(crate) suspects: bool,
    /// What it says about showing its title.
    pub(crate) shows_title: Option<bool>,
    /// Whether it says that a program has to make its pages.
    pub(crate) needs_rendering: bool,
}

/// An output intent.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Intent {
    /// Its subtype: `GTS_PDFA1`.
    pub(crate) kind: String,
    /// The number of its profile, if it has one.
    pub(crate) profile: Option<i32>,
    /// The class of the profile, its colours and its version (ICC.1, 7.2): `mntr`,
    /// `RGB `, 4; `None` if it cannot be read.
    pub(crate) header: Option<(String, String, u8)>,
}

/// An action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Action {
    /// What it does: `GoTo`, `URI`, `JavaScript`, …
    pub(crate) kind: String,
    /// Which it is, if it is `Named`.
    pub(crate) name: Option<String>,
    /// Where it is.
    pub(crate) place: &'static str,
}

/// A configuration of layers.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Layers {
    /// Its name.
    pub(crate) name: Option<String>,
    /// Whether viewers change it by themselves (`AS`).
    pub(crate) is_automatic: bool,
}

/// The keys of a dictionary.
pub(super) fn keys(dict: &Dict<'_>) -> Vec<String> {
    dict.keys().map(|key| name_text(&key)).collect()
}

/// The texts of a dictionary, by key.
pub(super) fn texts<'a>(file: &'a File<'a>, dict: &Dict<'a>) -> Vec<(String, String)> {
    let keys = keys(dict).into_iter();
    keys.filter_map(|key| Some((key.clone(), file.text(dict, &key)?))).collect()
}

/// The keys of the metadata stream, and whether it is UTF-8.
pub(super) fn metadata(file: &File<'_>) -> (Vec<String>, bool) {
    let Some(stream) = file.stream_of(&file.catalog(), "Metadata") else {
        return (Vec::new(), false);
    };
    let bytes = stream.decoded();
    (keys(&stream.dict), bytes.is_some_and(|bytes| std::str::from_utf8(&bytes).is_ok()))
}

pub(super) fn marks<'a>(file: &'a File<'a>) -> Marks {
    let catalog = file.catalog();
    let marks: Dict<'a> = file.get(&catalog, "MarkInfo").unwrap_or_default();
    let viewer: Dict<'a> = file.get(&catalog, "ViewerPreferences").unwrap_or_default();
    Marks {
        suspects: file.get(&marks, "Suspects").unwrap_or(false),
        shows_title: file.get(&viewer, "DisplayDocTitle"),
        needs_rendering: file.get(&catalog, "NeedsRendering").unwrap_or(false),
    }
}

/// The role map.
pub(super) fn roles<'a>(file: &'a File<'a>) -> Vec<(String, String)> {
    let root: Dict<'a> = file.get(&file.catalog(), "StructTreeRoot").unwrap_or_default();
    let map: Dict<'a> = file.get(&root, "RoleMap").unwrap_or_default();
    let roles = map.keys().filter_map(|name| {
        Some((name_text(&name), name_text(&file.get::<Name<'a>>(&map, &*name)?)))
    });
    roles.collect()
}

pub(super) fn intents<'a>(file: &'a File<'a>) -> Vec<Intent> {
    let intents = file.items(&file.catalog(), "OutputIntents").take(MOST);
    let intents = intents.filter_map(|intent| file.resolve(intent)?.into_dict());
    intents
        .map(|dict| {
            let profile = file.stream_of(&dict, "DestOutputProfile");
            Intent {
                kind: file.name(&dict, "S").unwrap_or_default(),
                profile: reference(&dict, "DestOutputProfile"),
                header: profile.and_then(|profile| header(&profile.decoded()?)),
            }
        })
        .collect()
}

/// Class, colours and version of a profile.
fn header(profile: &[u8]) -> Option<(String, String, u8)> {
    let sign = profile.get(36..40)?;
    let (version, class, colours) =
        (*profile.get(8)?, profile.get(12..16)?, profile.get(16..20)?);
    (sign == b"acsp").then(|| (name_text(class), name_text(colours), version))
}

/// The actions of the catalog and of bookmarks.
pub(super) fn actions<'a>(file: &'a File<'a>) -> Vec<Action> {
    let catalog = file.catalog();
    let mut actions = Vec::new();
    if let Some(open) = file.get::<Dict<'a>>(&catalog, "OpenAction") {
        chain(file, open, "which runs when it is opened", &mut actions);
    }
    let names: Dict<'a> = file.get(&catalog, "Names").unwrap_or_default();
    if let Some(scripts) = file.get::<Dict<'a>>(&names, "JavaScript") {
        file.name_tree(scripts, |_, script| {
            if let Some(script) = file.resolve(script).and_then(Object::into_dict) {
                chain(file, script, "which runs when it is opened", &mut actions);
            }
        });
    }
    let root: Dict<'a> = file.get(&catalog, "Outlines").unwrap_or_default();
    let mut known = BTreeSet::new();
    let mut left = vec![reference(&root, "First")];
    while let Some(next) = left.pop() {
        let next = next.filter(|next| known.insert(*next));
        let Some(dict) = next.and_then(|number| file.dict(number)) else { continue };
        if let Some(action) = file.get(&dict, "A") {
            chain(file, action, "at a bookmark", &mut actions);
        }
        left.extend([reference(&dict, "Next"), reference(&dict, "First")]);
    }
    actions
}

/// An action and those that follow it.
pub(in crate::verify::pdf) fn chain<'a>(
    file: &'a File<'a>,
    first: Dict<'a>,
    place: &'static str,
    actions: &mut Vec<Action>,
) {
    let mut left = vec![first];
    for _ in 0..MOST {
        let Some(dict) = left.pop() else { return };
        let kind = file.name(&dict, "S").unwrap_or_default();
        let name = file.name(&dict, "N").filter(|_| kind == "Named");
        actions.push(Action { kind, name, place });
        match file.get::<Object<'a>>(&dict, "Next") {
            Some(Object::Dict(next)) => left.push(next),
            Some(Object::Array(all)) => {
                let all = items(&all).take(MOST);
                left.extend(all.filter_map(|next| file.resolve(next)?.into_dict()));
            }
            Some(_) | None => {}
        }
    }
}

pub(super) fn layers<'a>(file: &'a File<'a>) -> Vec<Layers> {
    let Some(all) = file.get::<Dict<'a>>(&file.catalog(), "OCProperties") else {
        return Vec::new();
    };
    let first: Dict<'a> = file.get(&all, "D").unwrap_or_default();
    let others = file.items(&all, "Configs").take(MOST);
    let others = others.filter_map(|own| file.resolve(own)?.into_dict());
    std::iter::once(first)
        .chain(others)
        .map(|own| Layers {
            name: file.text(&own, "Name"),
            is_automatic: own.contains_key("AS"),
        })
        .collect()
}

pub(super) fn form<'a>(file: &'a File<'a>) -> Option<Vec<String>> {
    Some(keys(&file.get::<Dict<'a>>(&file.catalog(), "AcroForm")?))
}
