//! The levels of headings (ISO 14289-1, 7.4).

use super::tree::elements;
use super::{Findings, Rule, Site};

pub(super) const FIRST: Rule =
    Rule { name: "Matterhorn 14-002", clause: "ISO 14289-1, 7.4.2" };
pub(super) const SKIPPED: Rule =
    Rule { name: "Matterhorn 14-003", clause: "ISO 14289-1, 7.4.2" };
pub(super) const SEVERAL: Rule =
    Rule { name: "Matterhorn 14-006", clause: "ISO 14289-1, 7.4.4" };
pub(super) const MIXED: Rule =
    Rule { name: "Matterhorn 14-007", clause: "ISO 14289-1, 7.4.4" };

/// Holds the headings against the rules.
pub(super) fn check(findings: &mut Findings<'_>) {
    let mut last: Option<u32> = None;
    let mut without = None;
    for index in 0..findings.tree.nodes.len() {
        let element = findings.tree.nodes[index].element;
        let site = || Site::Element(element.object);
        let plain = elements(element).filter(|kid| kid.kind == "H").count();
        if plain > 1 {
            findings.add(
                &SEVERAL,
                "has an element with two headings without level",
                site(),
            );
        }
        if element.kind == "H" {
            without = without.or(Some(element.object));
        }
        let level = element.kind.strip_prefix('H').and_then(|level| level.parse().ok());
        let Some(level): Option<u32> = level else { continue };
        match last {
            // PDF/UA-2 has no such rule
            None if level != 1 && !findings.is_newer => {
                let what = format!("begins with a heading of level {level}");
                findings.add(&FIRST, what, site());
            }
            Some(last) if level > last + 1 => {
                let what = format!("goes from a heading of level {last} to level {level}");
                findings.add(&SKIPPED, what, site());
            }
            Some(_) | None => {}
        }
        last = Some(level);
    }
    if let (Some(heading), Some(_)) = (without, last) {
        let what = "has headings with a level and headings without";
        findings.add(&MIXED, what, Site::Element(heading));
    }
}
