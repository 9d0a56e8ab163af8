//! Links and other annotations, and what is done when they are pressed
//! (ISO 14289-1, 7.18; ISO 19005-2, 6.3 and 6.5).

use super::{Findings, Rule, Site};
use crate::verify::pdf::{Action, Annotation, Page};

pub(super) const UNTAGGED: Rule =
    Rule { name: "Matterhorn 28-002", clause: "ISO 14289-1, 7.18.1" };
pub(super) const UNSAID: Rule =
    Rule { name: "Matterhorn 28-004", clause: "ISO 14289-1, 7.18.1" };
pub(super) const TRAP: Rule =
    Rule { name: "Matterhorn 28-007", clause: "ISO 14289-1, 7.18.2" };
pub(super) const NO_TABS: Rule =
    Rule { name: "Matterhorn 28-008", clause: "ISO 14289-1, 7.18.3; ISO 14289-2, 8.9.3.3" };
pub(super) const TABS: Rule =
    Rule { name: "Matterhorn 28-009", clause: "ISO 14289-1, 7.18.3; ISO 14289-2, 8.9.3.3" };
pub(super) const WIDGET: Rule =
    Rule { name: "Matterhorn 28-010", clause: "ISO 14289-1, 7.18.4" };
pub(super) const LINK: Rule = Rule {
    name: "Matterhorn 28-011",
    clause: "ISO 14289-1, 7.18.5; ISO 14289-2, 8.2.5.20",
};
pub(super) const CONTENTS: Rule =
    Rule { name: "Matterhorn 28-012", clause: "ISO 14289-1, 7.18.5" };
pub(super) const PRINTER: Rule =
    Rule { name: "Matterhorn 28-017", clause: "ISO 14289-1, 7.18.8" };
pub(super) const KINDS: Rule = Rule { name: "PDF/A 6.3.1", clause: "ISO 19005-2, 6.3.1" };
pub(super) const FLAGS: Rule = Rule { name: "PDF/A 6.3.2", clause: "ISO 19005-2, 6.3.2" };
pub(super) const APPEARANCE: Rule =
    Rule { name: "PDF/A 6.3.3", clause: "ISO 19005-2, 6.3.3" };
pub(super) const ACTIONS: Rule = Rule { name: "PDF/A 6.5.1", clause: "ISO 19005-2, 6.5.1" };
pub(super) const MORE_ACTIONS: Rule =
    Rule { name: "PDF/A 6.5.2", clause: "ISO 19005-2, 6.4.1 and 6.5.2" };

/// The annotations that an archive may have.
const ALLOWED: [&str; 22] = [
    "Text",
    "Link",
    "FreeText",
    "Line",
    "Square",
    "Circle",
    "Polygon",
    "PolyLine",
    "Highlight",
    "Underline",
    "Squiggly",
    "StrikeOut",
    "Stamp",
    "Caret",
    "Ink",
    "Popup",
    "FileAttachment",
    "Widget",
    "PrinterMark",
    "TrapNet",
    "Watermark",
    "Redact",
];

/// Flags of annotations (ISO 32000-1, table 165).
const INVISIBLE: i64 = 1;
const HIDDEN: i64 = 1 << 1;
const PRINT: i64 = 1 << 2;
const NO_VIEW: i64 = 1 << 5;
const TOGGLE_NO_VIEW: i64 = 1 << 8;

/// Holds the annotations and actions against the rules.
pub(super) fn check(findings: &mut Findings<'_>) {
    let pdf = findings.pdf;
    for action in &pdf.facts.actions {
        act(action, Site::File, findings);
    }
    if pdf.facts.catalog.iter().any(|key| key == "AA") {
        findings.add_of_file(&MORE_ACTIONS, "runs something when it is printed or closed");
    }
    for (index, page) in pdf.pages.iter().enumerate() {
        let label = findings.label(index);
        if page.has_actions {
            let what = format!("runs something when page {label} is shown or left");
            findings.add_of_file(&MORE_ACTIONS, what);
        }
        if !page.annotations.is_empty() {
            match page.tabs.as_deref() {
                Some("S") => {}
                Some("A" | "W") if findings.is_newer => {}
                None => {
                    let what = format!(
                        "does not say in which order the links of page {label} come"
                    );
                    findings.add_of_file(&NO_TABS, what);
                }
                Some(_) => {
                    let what = format!(
                        "has the links of page {label} in another order than its tags"
                    );
                    findings.add_of_file(&TABS, what);
                }
            }
        }
        for annotation in &page.annotations {
            tagged(annotation, page, &label, findings);
            archived(annotation, &label, findings);
        }
    }
}

/// What accessibility wants of an annotation.
fn tagged(annotation: &Annotation, page: &Page, label: &str, findings: &mut Findings<'_>) {
    let kind = annotation.kind.as_str();
    let flags = annotation.flags.unwrap_or(0);
    let is_outside = annotation
        .rect
        .is_some_and(|rect| !rect.is_empty() && rect.intersection(page.crop).is_empty());
    if flags & HIDDEN != 0 || is_outside {
        return;
    }
    let element = annotation.element.and_then(|number| findings.tree.find(number));
    let holder = element.map_or("", |element| &element.kind);
    let site = || Site::Element(annotation.element);
    let is_said = |text: Option<&String>| text.is_some_and(|text| !text.is_empty());
    let rule = match kind {
        "Link" => (&LINK, holder == "Link" || (findings.is_newer && holder == "Reference")),
        "Widget" => (&WIDGET, holder == "Form"),
        "PrinterMark" => (&PRINTER, annotation.element.is_none()),
        "TrapNet" => (&TRAP, false),
        _ => (&UNTAGGED, holder == "Annot"),
    };
    if !rule.1 {
        let what = match kind {
            "PrinterMark" => {
                format!("has a mark for the printer among the tags of page {label}")
            }
            "TrapNet" => format!("has a network of traps on page {label}"),
            "Link" => format!("has a link on page {label} that no tag `Link` holds"),
            "Widget" => format!("has a field on page {label} that no tag `Form` holds"),
            other => format!("has a `{other}` on page {label} that no tag `Annot` holds"),
        };
        findings.add(rule.0, what, site());
    }
    if kind == "Link" && !is_said(annotation.contents.as_ref()) {
        let what = format!("has a link on page {label} without a description");
        findings.add(&CONTENTS, what, site());
    }
    let alternative = element.and_then(|element| element.alt.as_ref());
    if kind != "Widget" && !is_said(annotation.contents.as_ref().or(alternative)) {
        let what = format!("has a `{kind}` on page {label} that nothing describes");
        findings.add(&UNSAID, what, site());
    }
}

/// What an archive wants of an annotation.
fn archived(annotation: &Annotation, label: &str, findings: &mut Findings<'_>) {
    let kind = annotation.kind.as_str();
    let site = || Site::Element(annotation.element);
    if !ALLOWED.contains(&kind) {
        let what = format!("has a `{kind}` on page {label}");
        findings.add(&KINDS, what, site());
    }
    if kind != "Popup" {
        let hides = INVISIBLE | HIDDEN | NO_VIEW | TOGGLE_NO_VIEW;
        let is_right =
            annotation.flags.is_some_and(|own| own & hides == 0 && own & PRINT != 0);
        if !is_right {
            let what =
                format!("has a `{kind}` on page {label} that is not printed or hidden");
            findings.add(&FLAGS, what, site());
        }
    }
    let has_size = annotation.rect.is_some_and(|rect| !rect.is_empty());
    let is_wrong = match &annotation.appearances {
        None => has_size && !matches!(kind, "Popup" | "Link"),
        Some(keys) => *keys != ["N"],
    };
    if is_wrong {
        let what = format!("has a `{kind}` on page {label} without one fixed appearance");
        findings.add(&APPEARANCE, what, site());
    }
    if kind == "Widget" && (annotation.has_more_actions || !annotation.actions.is_empty()) {
        let what = format!("has a field on page {label} that runs something");
        findings.add(&MORE_ACTIONS, what, site());
    }
    for action in &annotation.actions {
        act(action, site(), findings);
    }
}

/// An action is one of those that lead somewhere.
fn act(action: &Action, site: Site, findings: &mut Findings<'_>) {
    let is_right = match action.kind.as_str() {
        "GoTo" | "GoToR" | "GoToE" | "Thread" | "URI" | "SubmitForm" => true,
        "Named" => matches!(
            action.name.as_deref(),
            Some("NextPage" | "PrevPage" | "FirstPage" | "LastPage")
        ),
        _ => false,
    };
    if !is_right {
        let what = format!("has an action `{}` {}", action.kind, action.place);
        findings.add(&ACTIONS, what, site);
    }
}
