//! What is tagged, with which types, and what figures, formulas and notes say.

use std::collections::{BTreeMap, BTreeSet};

use super::{Findings, Rule, Site};
use crate::verify::pdf::{Element, Fault, What};
use crate::verify::report::shortened;

pub(super) const ARTIFACT_INSIDE: Rule =
    Rule { name: "Matterhorn 01-003", clause: "ISO 14289-1, 7.1" };
pub(super) const TAGGED_ARTIFACT: Rule =
    Rule { name: "Matterhorn 01-004", clause: "ISO 14289-1, 7.1" };
pub(super) const UNTAGGED: Rule =
    Rule { name: "Matterhorn 01-005", clause: "ISO 14289-1, 7.1; ISO 14289-2, 8.2.2" };
pub(super) const SUSPECTS: Rule =
    Rule { name: "Matterhorn 01-007", clause: "ISO 14289-1, 7.1" };
pub(super) const NOT_STANDARD: Rule =
    Rule { name: "Matterhorn 02-001", clause: "ISO 14289-1, 7.1; ISO 14289-2, 8.2.4" };
pub(super) const CIRCULAR: Rule =
    Rule { name: "Matterhorn 02-003", clause: "ISO 14289-1, 7.1; ISO 14289-2, 8.2.4" };
pub(super) const REMAPPED: Rule =
    Rule { name: "Matterhorn 02-004", clause: "ISO 14289-1, 7.1" };
pub(super) const FIGURE: Rule =
    Rule { name: "Matterhorn 13-004", clause: "ISO 14289-1, 7.3; ISO 14289-2, 8.2.5.28" };
pub(super) const FORMULA: Rule =
    Rule { name: "Matterhorn 17-002", clause: "ISO 14289-1, 7.7" };
pub(super) const NOTE: Rule =
    Rule { name: "Matterhorn 19-003", clause: "ISO 14289-1, 7.9" };
pub(super) const NOTE_TWICE: Rule =
    Rule { name: "Matterhorn 19-004", clause: "ISO 14289-1, 7.9" };
pub(super) const MARKED: Rule =
    Rule { name: "PDF/UA 6.2", clause: "ISO 14289-1, 6.2; ISO 19005-2, 6.7.2.2" };
pub(super) const TREE: Rule = Rule {
    name: "PDF/UA 7.1 structure tree",
    clause: "ISO 14289-1, 7.1; ISO 14289-2, 8.2.1; ISO 19005-2, 6.7.3.3",
};
pub(super) const PARENT: Rule = Rule {
    name: "PDF/UA 7.1 parent",
    clause: "ISO 14289-1, 7.1; ISO 14289-2, 8.2.1; ISO 32000-1, 14.7.2",
};

/// The standard structure types of PDF 1.7 (ISO 32000-1, 14.8.4).
const STANDARD: [&str; 49] = [
    "Document",
    "Part",
    "Art",
    "Sect",
    "Div",
    "BlockQuote",
    "Caption",
    "TOC",
    "TOCI",
    "Index",
    "NonStruct",
    "Private",
    "P",
    "H",
    "H1",
    "H2",
    "H3",
    "H4",
    "H5",
    "H6",
    "L",
    "LI",
    "Lbl",
    "LBody",
    "Table",
    "TR",
    "TH",
    "TD",
    "THead",
    "TBody",
    "TFoot",
    "Span",
    "Quote",
    "Note",
    "Reference",
    "BibEntry",
    "Code",
    "Link",
    "Annot",
    "Ruby",
    "RB",
    "RT",
    "RP",
    "Warichu",
    "WT",
    "WP",
    "Figure",
    "Formula",
    "Form",
];

/// Those that PDF 2.0 has besides (ISO 32000-2, 14.8.4), without the deeper headings.
const NEWER: [&str; 8] =
    ["DocumentFragment", "Aside", "Title", "FENote", "Sub", "Em", "Strong", "Artifact"];

/// Holds the tags against the rules.
pub(super) fn check(findings: &mut Findings<'_>) {
    let pdf = findings.pdf;
    if pdf.structure.is_none() {
        findings.add_of_file(&TREE, "has no tags");
    }
    if !pdf.claims.marked {
        findings.add_of_file(&MARKED, "does not say that it is tagged");
    }
    if pdf.facts.marks.suspects {
        findings.add_of_file(&SUSPECTS, "says that its tags may be wrong");
    }
    content(findings);
    roles(findings);
    let mut notes: BTreeSet<&str> = BTreeSet::new();
    for index in 0..findings.tree.nodes.len() {
        let element = findings.tree.nodes[index].element;
        let site = || Site::Element(element.object);
        let is_said =
            |text: &Option<String>| text.as_ref().is_some_and(|own| !own.is_empty());
        let has_alternative = is_said(&element.alt) || element.actual.is_some();
        match element.kind.as_str() {
            "Figure" if !has_alternative => {
                findings.add(&FIGURE, "has a figure without an alternative text", site());
            }
            "Formula" if !has_alternative => {
                findings.add(&FORMULA, "has a formula without an alternative text", site());
            }
            "Note" => match element.id.as_deref().filter(|id| !id.is_empty()) {
                None => findings.add(&NOTE, "has a note without an identifier", site()),
                Some(id) if !notes.insert(id) => {
                    let what = format!("has two notes with the identifier `{id}`");
                    findings.add(&NOTE_TWICE, what, site());
                }
                Some(_) => {}
            },
            _ => {}
        }
    }
}

/// What is painted without tags, or with tags that do not fit it.
fn content(findings: &mut Findings<'_>) {
    let pdf = findings.pdf;
    for finding in &pdf.findings {
        let page = finding.page.unwrap_or_default();
        match finding.fault {
            Fault::UntaggedText(index) | Fault::UntaggedPaint(index) => {
                let what =
                    format!("{} on page {}", pdf.told(finding), findings.label(page));
                let painted = pdf.pages.get(page).and_then(|page| page.painted.get(index));
                let words = match painted.map(|painted| &painted.what) {
                    Some(What::Text(run)) => run.text.clone(),
                    Some(What::Area(_) | What::Image(_)) | None => String::new(),
                };
                findings.add(&UNTAGGED, what, Site::Words(words));
            }
            Fault::OtherElementParent(None) => {
                let what = "has an element that does not name what holds it";
                findings.add(&PARENT, what, Site::Element(finding.element));
            }
            Fault::MarkWithoutElement(_)
            | Fault::ElementWithoutMark(_)
            | Fault::MarkTwice(_)
            | Fault::HeldTwice(_)
            | Fault::OtherParent(..)
            | Fault::OtherAnnotationParent(..)
            | Fault::OtherElementParent(Some(_))
            | Fault::ElementTwice
            | Fault::BrokenElement
            | Fault::MarkedArtifact(_)
            | Fault::ReversedOutOfOrder(_)
            | Fault::UnbalancedMarks
            | Fault::GlyphsWithoutText(_)
            | Fault::MissingGlyphs(_)
            | Fault::Layers
            | Fault::BrokenResource(_) => {}
        }
    }
    if pdf.structure.is_none() {
        return;
    }
    for (index, page) in pdf.pages.iter().enumerate() {
        let label = findings.label(index);
        if page.means.artifacts_inside > 0 {
            let what = format!("has an artifact inside of tagged content on page {label}");
            findings.add_of_file(&ARTIFACT_INSIDE, what);
        }
        if page.means.marks_inside > 0 {
            let what = format!("has tagged content inside of an artifact on page {label}");
            findings.add_of_file(&TAGGED_ARTIFACT, what);
        }
    }
}

/// Whether a type is a standard one, after the role map.
fn is_standard(element: &Element) -> bool {
    let kind = element.kind.as_str();
    let is_newer = element.namespace.is_some()
        && (NEWER.contains(&kind)
            || kind.strip_prefix('H').is_some_and(|level| level.parse::<u32>().is_ok()));
    STANDARD.contains(&kind) || is_newer || kind == "StructTreeRoot"
}

fn roles(findings: &mut Findings<'_>) {
    let roles = &findings.pdf.facts.roles;
    let map: BTreeMap<&str, &str> =
        roles.iter().map(|(from, to)| (from.as_str(), to.as_str())).collect();
    for (&from, &to) in &map {
        if STANDARD.contains(&from) {
            let what = format!("takes the standard type `{from}` for `{to}`");
            findings.add_of_file(&REMAPPED, what);
        }
        let mut next = to;
        let mut steps = 0;
        while let Some(&other) = map.get(next).filter(|_| next != from) {
            next = other;
            steps += 1;
            if steps > map.len() {
                break;
            }
        }
        if next == from {
            let what = format!("takes the type `{from}` for itself in the end");
            findings.add_of_file(&CIRCULAR, what);
        }
    }
    // a book has many elements of few types
    let mut known: BTreeSet<(&str, bool)> = BTreeSet::new();
    for index in 0..findings.tree.nodes.len() {
        let element = findings.tree.nodes[index].element;
        let is_new = known.insert((&element.name, element.namespace.is_some()));
        if is_new && !is_standard(element) {
            let what = format!(
                "has an element of the type `{}`, which stands for no standard type",
                shortened(&element.name)
            );
            findings.add(&NOT_STANDARD, what, Site::Element(element.object));
        }
    }
}
