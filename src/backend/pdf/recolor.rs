//! Drawings in the colours of the file. `svg2pdf` 0.13 writes all of them in sRGB: as
//! operands of `sc` and `scn`, and at the ends of gradients.

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId};

use super::inks::{Ink, Inks};
use crate::bug;
use crate::theme::Color;

/// Writes every colour of a drawing anew.
pub(super) fn recolor(document: &mut Document, inks: &Inks) {
    if inks.space() == "DeviceRGB" {
        return;
    }
    let profiles: Vec<ObjectId> = document
        .objects
        .iter()
        .filter(|(_, object)| is_profile(object))
        .map(|(&id, _)| id)
        .collect();
    let pages: Vec<ObjectId> = document.get_pages().into_values().collect();
    let contents: Vec<ObjectId> =
        pages.iter().flat_map(|&page| document.get_page_contents(page)).collect();
    for (id, object) in &mut document.objects {
        rename(object, &profiles, inks);
        if let Object::Stream(stream) = object {
            let draws = contents.contains(id)
                || stream.dict.has_type(b"Pattern")
                || stream.dict.get(b"PatternType").is_ok()
                || stream.dict.get(b"Subtype").and_then(Object::as_name).ok()
                    == Some(b"Form");
            if draws {
                stream.set_content(operators(&stream.content, inks));
            }
        } else if let Object::Dictionary(keys) = object {
            gradient(keys, inks);
        }
    }
}

/// Whether an object is a profile of three colours: sRGB.
fn is_profile(object: &Object) -> bool {
    let keys = object.as_stream().map(|stream| &stream.dict);
    let colors = keys.and_then(|keys| keys.get(b"N")?.as_i64());
    colors.is_ok_and(|colors| colors == 3)
}

/// Names the colours of the file wherever `[/ICCBased profile]` stands.
fn rename(object: &mut Object, profiles: &[ObjectId], inks: &Inks) {
    match object {
        Object::Array(items) => {
            if let [Object::Name(_), Object::Reference(profile)] = &items[..]
                && profiles.contains(profile)
            {
                *object = Object::Name(inks.space().into());
                return;
            }
            items.iter_mut().for_each(|item| rename(item, profiles, inks));
        }
        Object::Dictionary(keys) => {
            keys.iter_mut().for_each(|(_, value)| rename(value, profiles, inks));
        }
        Object::Stream(stream) => {
            let keys = stream.dict.iter_mut();
            keys.for_each(|(_, value)| rename(value, profiles, inks));
        }
        Object::Null
        | Object::Boolean(_)
        | Object::Integer(_)
        | Object::Real(_)
        | Object::Name(_)
        | Object::String(..)
        | Object::Reference(_) => {}
    }
}

fn operators(content: &[u8], inks: &Inks) -> Vec<u8> {
    let mut content = Content::decode(content)
        .unwrap_or_else(|error| bug!("a drawing has no operators: {error}"));
    for operation in &mut content.operations {
        if matches!(&*operation.operator, "sc" | "scn" | "SC" | "SCN")
            && let Some(color) = color(&operation.operands)
        {
            operation.operands = shares(inks.ink(color));
        }
    }
    content.encode().unwrap_or_else(|error| bug!("operators cannot be written: {error}"))
}

/// A function between two colours, or one of several such.
fn gradient(keys: &mut Dictionary, inks: &Inks) {
    for end in [&b"C0"[..], b"C1"] {
        let here = keys.get(end).and_then(Object::as_array).ok();
        if let Some(color) = here.and_then(|shares| color(shares)) {
            keys.set(end, shares(inks.ink(color)));
        }
    }
    let range = keys.get(b"Range").and_then(Object::as_array).map_or(0, Vec::len);
    if keys.has(b"FunctionType") && range == 6 {
        let count = shares(inks.ink(Color { r: 0, g: 0, b: 0 })).len();
        let range = [0, 1].repeat(count).into_iter().map(Object::Integer);
        keys.set("Range", range.collect::<Vec<_>>());
    }
}

/// Three numbers as a colour.
fn color(operands: &[Object]) -> Option<Color> {
    let [r, g, b] = operands else { return None };
    let part = |operand: &Object| {
        let share = operand.as_float().ok()?;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "held between 0 and 255"
        )]
        Some((share.clamp(0.0, 1.0) * 255.0).round() as u8)
    };
    Some(Color { r: part(r)?, g: part(g)?, b: part(b)? })
}

fn shares(ink: Ink) -> Vec<Object> {
    let shares: &[u16] = match &ink {
        Ink::Gray(shade) => std::slice::from_ref(shade),
        Ink::Rgb(shares) => shares,
        Ink::Cmyk(shares) => shares,
    };
    shares.iter().map(|&share| Object::Real(f32::from(share) / 1000.0)).collect()
}
