//! Which elements may hold which: tables, lists, contents, ruby (ISO 32000-1, 14.8.4).

use super::tree::elements;
use super::{Findings, Rule, Site};

pub(super) const TABLE: Rule =
    Rule { name: "Matterhorn 09-004", clause: "ISO 14289-1, 7.2; ISO 32000-1, table 337" };
pub(super) const LIST: Rule =
    Rule { name: "Matterhorn 09-005", clause: "ISO 14289-1, 7.2; ISO 32000-1, table 336" };
pub(super) const CONTENTS: Rule =
    Rule { name: "Matterhorn 09-006", clause: "ISO 14289-1, 7.2; ISO 32000-1, table 333" };
pub(super) const RUBY: Rule =
    Rule { name: "Matterhorn 09-007", clause: "ISO 14289-1, 7.2; ISO 32000-1, table 338" };
pub(super) const WARICHU: Rule =
    Rule { name: "Matterhorn 09-008", clause: "ISO 14289-1, 7.2; ISO 32000-1, table 338" };

/// A rule, a type, what may hold it (anything, if nothing is named), what it may hold
/// (the same).
type Row = (&'static Rule, &'static str, &'static [&'static str], &'static [&'static str]);

const ROWS: [Row; 19] = [
    (&TABLE, "Table", &[], &["TR", "THead", "TBody", "TFoot", "Caption"]),
    (&TABLE, "TR", &["Table", "THead", "TBody", "TFoot"], &["TH", "TD"]),
    (&TABLE, "THead", &["Table"], &["TR"]),
    (&TABLE, "TBody", &["Table"], &["TR"]),
    (&TABLE, "TFoot", &["Table"], &["TR"]),
    (&TABLE, "TH", &["TR"], &[]),
    (&TABLE, "TD", &["TR"], &[]),
    (&LIST, "L", &[], &["L", "LI", "Caption"]),
    (&LIST, "LI", &["L"], &["Lbl", "LBody"]),
    (&LIST, "LBody", &["LI"], &[]),
    (&CONTENTS, "TOC", &[], &["TOC", "TOCI", "Caption"]),
    (&CONTENTS, "TOCI", &["TOC"], &[]),
    (&RUBY, "Ruby", &[], &["RB", "RT", "RP"]),
    (&RUBY, "RB", &["Ruby"], &[]),
    (&RUBY, "RT", &["Ruby"], &[]),
    (&RUBY, "RP", &["Ruby"], &[]),
    (&WARICHU, "Warichu", &[], &["WT", "WP"]),
    (&WARICHU, "WT", &["Warichu"], &[]),
    (&WARICHU, "WP", &["Warichu"], &[]),
];

/// Holds the nesting of elements against the rules.
pub(super) fn check(findings: &mut Findings<'_>) {
    for index in 0..findings.tree.nodes.len() {
        let element = findings.tree.nodes[index].element;
        let kind = element.kind.as_str();
        let Some((rule, _, holders, kids)) = ROWS.iter().find(|row| row.1 == kind) else {
            continue;
        };
        let site = || Site::Element(element.object);
        let holder = findings.tree.holder(index).map_or("StructTreeRoot", |own| &own.kind);
        if !holders.is_empty() && !holders.contains(&holder) {
            let what = format!("has an element `{kind}` in an element `{holder}`");
            findings.add(rule, what, site());
        }
        let own: Vec<&str> = elements(element).map(|kid| kid.kind.as_str()).collect();
        let wrong = own.iter().find(|kid| !kids.is_empty() && !kids.contains(kid));
        if let Some(wrong) = wrong {
            let what = format!("has an element `{wrong}` in an element `{kind}`");
            findings.add(rule, what, site());
        }
        if let Some(what) = order(kind, &own) {
            findings.add(rule, what, site());
        }
    }
}

/// What is wrong with the order or the number of what an element holds.
fn order(kind: &str, kids: &[&str]) -> Option<&'static str> {
    let count = |name: &str| kids.iter().filter(|kid| **kid == name).count();
    let caption_at = |at: usize| kids.get(at).is_some_and(|kid| *kid == "Caption");
    let captions = count("Caption");
    match kind {
        "Table" => {
            let at_end = caption_at(0) || kids.last().is_some_and(|kid| *kid == "Caption");
            if captions > 1 || (captions == 1 && !at_end) {
                Some("has a table whose caption is neither its first nor its last")
            } else if count("THead") > 1 || count("TFoot") > 1 {
                Some("has a table with two heads or feet")
            } else if count("THead") + count("TFoot") > 0 && count("TBody") == 0 {
                Some("has a table with a head or a foot and without a body")
            } else {
                None
            }
        }
        "L" | "TOC" if captions > usize::from(caption_at(0)) => {
            Some("has a list whose caption is not its first")
        }
        "Ruby" if !matches!(kids, ["RB", "RT"] | ["RB", "RP", "RT", "RP"]) => {
            Some("has a ruby whose parts are in another order")
        }
        "Warichu" if *kids != ["WP", "WT", "WP"] => {
            Some("has a warichu whose parts are in another order")
        }
        _ => None,
    }
}
