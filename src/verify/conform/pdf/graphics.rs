//! What pages are painted with: operators, colours, states, pictures, forms
//! (ISO 19005-2, 6.2; ISO 14289-1, 7.20).

use std::collections::{BTreeMap, BTreeSet};

use super::{Findings, Rule};
use crate::verify::pdf::{Named, NamedKind};

pub(super) const REFERENCE: Rule =
    Rule { name: "Matterhorn 30-001", clause: "ISO 14289-1, 7.20; ISO 19005-2, 6.2.9" };
pub(super) const DRAWN_TWICE: Rule =
    Rule { name: "Matterhorn 30-002", clause: "ISO 14289-1, 7.20" };
pub(super) const OPERATORS: Rule =
    Rule { name: "PDF/A 6.2.2", clause: "ISO 19005-2, 6.2.2" };
pub(super) const INTENT: Rule = Rule { name: "PDF/A 6.2.3", clause: "ISO 19005-2, 6.2.3" };
pub(super) const DEVICES: Rule =
    Rule { name: "PDF/A 6.2.4.3", clause: "ISO 19005-2, 6.2.4.3" };
pub(super) const STATES: Rule = Rule { name: "PDF/A 6.2.5", clause: "ISO 19005-2, 6.2.5" };
pub(super) const RENDERING: Rule =
    Rule { name: "PDF/A 6.2.6", clause: "ISO 19005-2, 6.2.6" };
pub(super) const IMAGES: Rule = Rule { name: "PDF/A 6.2.8", clause: "ISO 19005-2, 6.2.8" };
pub(super) const FORMS: Rule = Rule { name: "PDF/A 6.2.9", clause: "ISO 19005-2, 6.2.9" };
pub(super) const BLENDING: Rule =
    Rule { name: "PDF/A 6.2.10", clause: "ISO 19005-2, 6.2.10" };

/// The rendering intents (ISO 32000-1, table 70).
const INTENTS: [&str; 4] =
    ["RelativeColorimetric", "AbsoluteColorimetric", "Perceptual", "Saturation"];

/// The blend modes (ISO 32000-1, tables 136 and 137).
const MODES: [&str; 17] = [
    "Normal",
    "Compatible",
    "Multiply",
    "Screen",
    "Overlay",
    "Darken",
    "Lighten",
    "ColorDodge",
    "ColorBurn",
    "HardLight",
    "SoftLight",
    "Difference",
    "Exclusion",
    "Hue",
    "Saturation",
    "Color",
    "Luminosity",
];

/// Holds what is painted against the rules.
pub(super) fn check(findings: &mut Findings<'_>) {
    intents(findings);
    pages(findings);
    for own in &findings.pdf.facts.named {
        named(own, findings);
    }
}

fn intents(findings: &mut Findings<'_>) {
    let intents = &findings.pdf.facts.intents;
    for intent in intents {
        let is_right = intent.header.as_ref().is_some_and(|(class, colours, version)| {
            matches!(class.as_str(), "prtr" | "mntr")
                && matches!(colours.as_str(), "RGB " | "CMYK" | "GRAY")
                && *version < 5
        });
        if !is_right {
            let what = "names colours that it shows by no profile of a printer or a screen";
            findings.add_of_file(&INTENT, what);
        }
    }
    let profiles: BTreeSet<Option<i32>> = intents.iter().map(|own| own.profile).collect();
    if profiles.len() > 1 {
        findings.add_of_file(&INTENT, "shows its colours by several profiles");
    }
}

fn pages(findings: &mut Findings<'_>) {
    let pdf = findings.pdf;
    let intents = pdf.facts.intents.iter();
    let mut profiles = intents.filter(|own| own.kind == "GTS_PDFA1");
    let colours = profiles.find_map(|own| Some(own.header.as_ref()?.1.as_str()));
    let mut drawn: BTreeMap<i32, (usize, bool)> = BTreeMap::new();
    for (index, page) in pdf.pages.iter().enumerate() {
        let label = findings.label(index);
        let [gray, rgb, cmyk] = page.means.devices;
        let wrong = (gray && colours.is_none())
            || (rgb && colours != Some("RGB "))
            || (cmyk && colours != Some("CMYK"));
        if wrong {
            let what = format!("does not say what the colours of page {label} are");
            findings.add_of_file(&DEVICES, what);
        }
        if let Some(operator) = page.means.unknown.first() {
            let what =
                format!("has the operator `{operator}` on page {label}, which is none");
            findings.add_of_file(&OPERATORS, what);
        }
        let intent = page.means.intents.iter().find(|own| !INTENTS.contains(&own.as_str()));
        if let Some(intent) = intent {
            let what = format!("has the rendering intent `{intent}` on page {label}");
            findings.add_of_file(&RENDERING, what);
        }
        for (form, (times, has_marks)) in &page.means.forms {
            let all = drawn.entry(*form).or_default();
            *all = (all.0 + times, all.1 || *has_marks);
        }
    }
    if drawn.values().any(|own| own.0 > 1 && own.1) {
        findings
            .add_of_file(&DRAWN_TWICE, "draws a form with tagged content several times");
    }
}

fn named(own: &Named, findings: &mut Findings<'_>) {
    let label = findings.label(own.page);
    let has = |wanted: &[&str]| own.keys.iter().any(|key| wanted.contains(&key.as_str()));
    for (key, name) in &own.names {
        let (rule, is_right) = match *key {
            "BM" => (&BLENDING, MODES.contains(&name.as_str())),
            "TR2" => (&STATES, name == "Default"),
            _ => (&RENDERING, INTENTS.contains(&name.as_str())),
        };
        if !is_right {
            let what = format!("has `{key}` as `{name}` on page {label}");
            findings.add_of_file(rule, what);
        }
    }
    match &own.kind {
        NamedKind::State => {
            let names_transfer = own.names.iter().any(|name| name.0 == "TR2");
            if has(&["TR", "HTP"]) || (has(&["TR2"]) && !names_transfer) {
                let what = format!("has a graphics state of a device on page {label}");
                findings.add_of_file(&STATES, what);
            }
        }
        NamedKind::Form => {
            if has(&["Ref"]) {
                let what = format!("draws a page of another file on page {label}");
                findings.add_of_file(&REFERENCE, what);
            }
            if has(&["OPI", "PS"]) {
                let what = format!("has a form for a printer on page {label}");
                findings.add_of_file(&FORMS, what);
            }
        }
        NamedKind::Image | NamedKind::Mask => {
            let bits = match own.kind {
                NamedKind::Mask => own.bits.is_none_or(|bits| bits == 1),
                NamedKind::Image | NamedKind::State | NamedKind::Form => {
                    own.bits.is_none_or(|bits| matches!(bits, 1 | 2 | 4 | 8 | 16))
                }
                NamedKind::Other(_) => true,
            };
            if has(&["Alternates", "OPI"]) || own.is_smoothed || !bits {
                let what = format!(
                    "has a picture on page {label} that may look different elsewhere"
                );
                findings.add_of_file(&IMAGES, what);
            }
        }
        NamedKind::Other(kind) => {
            let what = format!("has an object `{kind}` on page {label}");
            findings.add_of_file(&FORMS, what);
        }
    }
}
