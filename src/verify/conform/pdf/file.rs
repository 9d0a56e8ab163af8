//! The file and its catalog: head and end, streams, limits, layers, files in it
//! (ISO 14289-1, 7; ISO 19005-2, 6.1 and 6.8 to 6.11).

use super::{Findings, Rule, Site};
use crate::verify::pdf::{Attachment, Rect};

pub(super) const TITLE_UNSAID: Rule =
    Rule { name: "Matterhorn 07-001", clause: "ISO 14289-1, 7.1; ISO 14289-2, 8.11.2" };
pub(super) const TITLE_HIDDEN: Rule =
    Rule { name: "Matterhorn 07-002", clause: "ISO 14289-1, 7.1; ISO 14289-2, 8.11.2" };
pub(super) const OTHER_LAYERS: Rule =
    Rule { name: "Matterhorn 20-001", clause: "ISO 14289-1, 7.10; ISO 14289-2, 8.7" };
pub(super) const LAYERS: Rule =
    Rule { name: "Matterhorn 20-002", clause: "ISO 14289-1, 7.10; ISO 14289-2, 8.7" };
pub(super) const AUTOMATIC_LAYERS: Rule =
    Rule { name: "Matterhorn 20-003", clause: "ISO 14289-1, 7.10; ISO 14289-2, 8.7" };
pub(super) const EMBEDDED: Rule =
    Rule { name: "Matterhorn 21-001", clause: "ISO 14289-1, 7.11; ISO 19005-3, 6.8" };
pub(super) const FORM: Rule =
    Rule { name: "PDF/A 6.4.2", clause: "ISO 19005-2, 6.4.2; ISO 14289-1, 7.15" };
pub(super) const HEAD: Rule =
    Rule { name: "PDF/A 6.1.2", clause: "ISO 19005-2, 6.1.2; ISO 14289-1, 6.1" };
pub(super) const TRAILER: Rule = Rule { name: "PDF/A 6.1.3", clause: "ISO 19005-2, 6.1.3" };
pub(super) const ELSEWHERE: Rule =
    Rule { name: "PDF/A 6.1.7.1", clause: "ISO 19005-2, 6.1.7.1" };
pub(super) const FILTERS: Rule =
    Rule { name: "PDF/A 6.1.7.2", clause: "ISO 19005-2, 6.1.7.2" };
pub(super) const LIMITS: Rule =
    Rule { name: "PDF/A 6.1.13", clause: "ISO 19005-2, 6.1.13" };
pub(super) const ATTACHED: Rule =
    Rule { name: "PDF/A 6.8", clause: "ISO 19005-2, 6.8; ISO 19005-3, 6.8" };
pub(super) const PRESENTATION: Rule =
    Rule { name: "PDF/A 6.10", clause: "ISO 19005-2, 6.10" };
pub(super) const REQUIREMENTS: Rule =
    Rule { name: "PDF/A 6.11", clause: "ISO 19005-2, 6.11" };

/// The filters that an archive may use.
const ALLOWED: [&str; 8] = [
    "ASCIIHexDecode",
    "ASCII85Decode",
    "FlateDecode",
    "RunLengthDecode",
    "CCITTFaxDecode",
    "JBIG2Decode",
    "DCTDecode",
    "JPXDecode",
];

/// Text strings, in bytes.
const MOST_TEXT: usize = 32767;
/// Objects.
const MOST_OBJECTS: usize = 8_388_607;
/// Graphics states in each other.
const MOST_STATES: usize = 28;
/// The sides of a page, in its units.
const SIDES: std::ops::RangeInclusive<f64> = 3.0..=14400.0;

/// Holds the file against the rules.
pub(super) fn check(findings: &mut Findings<'_>) {
    let facts = &findings.pdf.facts;
    match facts.marks.shows_title {
        Some(true) => {}
        Some(false) => {
            findings.add_of_file(&TITLE_HIDDEN, "shows its name in place of its title");
        }
        None => findings.add_of_file(&TITLE_UNSAID, "does not say that its title is shown"),
    }
    syntax(findings);
    limits(findings);
    layers(findings);
    attachments(findings);
    let form = facts.form.iter().flatten().any(|key| key == "XFA");
    if form || facts.marks.needs_rendering {
        findings.add_of_file(&FORM, "has a form that a program makes when it is opened");
    }
    let has = |key: &str| facts.catalog.iter().any(|known| known == key);
    let requires = has("Requirements");
    let presents = facts.names.iter().any(|key| key == "AlternatePresentations")
        || findings.pdf.pages.iter().any(|page| page.has_steps);
    if presents {
        findings.add_of_file(&PRESENTATION, "is shown in steps");
    }
    if requires {
        findings.add_of_file(&REQUIREMENTS, "wants more of a viewer than to show it");
    }
}

fn syntax(findings: &mut Findings<'_>) {
    let syntax = &findings.pdf.facts.syntax;
    let version = syntax.version.as_str();
    let is_known = match version.split_once('.') {
        Some(("1", minor)) => matches!(minor.as_bytes(), [b'0'..=b'7']),
        Some(("2", minor)) => matches!(minor.as_bytes(), [b'0'..=b'9']),
        Some(_) | None => false,
    };
    if !is_known {
        let what = format!("begins as a PDF of the version `{version}`");
        findings.add_of_file(&HEAD, what);
    } else if !syntax.is_binary {
        findings.add_of_file(&HEAD, "begins as a text does");
    }
    if !syntax.has_id {
        findings.add_of_file(&TRAILER, "has no identifier");
    } else if syntax.goes_on {
        findings.add_of_file(&TRAILER, "goes on after its end");
    }
    if let Some(number) = syntax.elsewhere.first() {
        let what = format!("holds the object {number} in another file");
        findings.add_of_file(&ELSEWHERE, what);
    }
    let filter = syntax.filters.iter().find(|own| !ALLOWED.contains(&own.as_str()));
    if let Some(filter) = filter {
        let what = format!("is packed with `{filter}`");
        findings.add_of_file(&FILTERS, what);
    }
}

fn limits(findings: &mut Findings<'_>) {
    if findings.is_newer {
        // PDF/A-4 has none of these
        return;
    }
    let (pdf, syntax) = (findings.pdf, &findings.pdf.facts.syntax);
    if syntax.longest_text > MOST_TEXT {
        let what = format!("has a text of {} bytes in one string", syntax.longest_text);
        findings.add_of_file(&LIMITS, what);
    }
    if syntax.objects > MOST_OBJECTS {
        findings.add_of_file(&LIMITS, format!("has {} objects", syntax.objects));
    }
    for (index, page) in pdf.pages.iter().enumerate() {
        let is_sheet = |rect: &Rect| {
            SIDES.contains(&(rect.x1 - rect.x0)) && SIDES.contains(&(rect.y1 - rect.y0))
        };
        let boxes = [Some(page.media), Some(page.crop), page.trim];
        let label = findings.label(index);
        if !boxes.iter().flatten().all(is_sheet) {
            let what = format!("has a page {label} that is too small or too large");
            findings.add_of_file(&LIMITS, what);
        }
        if page.means.depth > MOST_STATES {
            let what = format!(
                "saves {} graphics states in each other on page {label}",
                page.means.depth
            );
            findings.add_of_file(&LIMITS, what);
        }
    }
}

fn layers(findings: &mut Findings<'_>) {
    for (index, layers) in findings.pdf.facts.layers.iter().enumerate() {
        if layers.name.as_ref().is_none_or(String::is_empty) {
            let rule = if index == 0 { &LAYERS } else { &OTHER_LAYERS };
            findings.add_of_file(rule, "has layers without a name");
        }
        if layers.is_automatic {
            let what = "has layers that a viewer shows by itself";
            findings.add_of_file(&AUTOMATIC_LAYERS, what);
        }
    }
}

fn attachments(findings: &mut Findings<'_>) {
    let pdf = findings.pdf;
    let of_elements =
        findings.tree.nodes.iter().flat_map(|node| {
            node.element.files.iter().map(|file| (file, node.element.object))
        });
    let all: Vec<(&Attachment, Option<i32>)> =
        pdf.attachments.iter().map(|file| (file, None)).chain(of_elements).collect();
    let holds_any = pdf.claims.a_part.as_deref() != Some("2");
    for (file, element) in all {
        let site = || element.map_or(Site::File, |number| Site::Element(Some(number)));
        let name = &file.name;
        if !file.is_named_twice {
            let what = format!("holds a file `{name}` that is not named in both ways");
            findings.add(&EMBEDDED, what, site());
        }
        if !holds_any && !file.bytes.starts_with(b"%PDF-1.") {
            let what = format!("holds a file `{name}` that is no archive itself");
            findings.add(&ATTACHED, what, site());
        } else if file.relation.is_none() || file.media_type.is_none() {
            let what = format!("does not say what the file `{name}` in it is");
            findings.add(&ATTACHED, what, site());
        }
    }
}
