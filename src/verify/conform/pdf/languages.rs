//! The language of all that is said (ISO 14289-1, 7.2).

use std::collections::BTreeSet;

use super::{Findings, Rule, Site};
use crate::verify::markup::packet;
use crate::verify::pdf::{Element, Kid, Mark, What};
use crate::verify::report::shortened;

pub(super) const TEXT: Rule =
    Rule { name: "Matterhorn 11-001", clause: "ISO 14289-1, 7.2; ISO 14289-2, 8.4.4" };
pub(super) const ALTERNATIVES: Rule =
    Rule { name: "Matterhorn 11-002", clause: "ISO 14289-1, 7.2" };
pub(super) const OUTLINE: Rule =
    Rule { name: "Matterhorn 11-003", clause: "ISO 14289-1, 7.2" };
pub(super) const ANNOTATIONS: Rule =
    Rule { name: "Matterhorn 11-004", clause: "ISO 14289-1, 7.2" };
pub(super) const METADATA: Rule =
    Rule { name: "Matterhorn 11-006", clause: "ISO 14289-1, 7.2" };
pub(super) const SYNTAX: Rule = Rule {
    name: "PDF/UA 7.2 language tags",
    clause: "ISO 14289-1, 7.2; ISO 14289-2, 8.4.4; ISO 19005-2, 6.7.4",
};

/// Holds the languages against the rules.
pub(super) fn check(findings: &mut Findings<'_>) {
    syntax(findings);
    let pdf = findings.pdf;
    if pdf.language.as_ref().is_some_and(|language| !language.is_empty()) {
        return;
    }
    let mut walk = Walk::default();
    if let Some(root) = &pdf.structure {
        walk.element(root, false);
    }
    if let Some((words, place)) = walk.unsaid {
        let what = format!("does not say in which language `{}` is", shortened(&words));
        findings.add(&ALTERNATIVES, what, Site::Element(place));
    }
    let unsaid = (0..).zip(&pdf.pages).find_map(|(index, page)| {
        page.painted.iter().find_map(|painted| {
            let What::Text(run) = &painted.what else { return None };
            let context = page.contexts.get(painted.context)?;
            let is_said = context.language.is_some()
                || context.mark.is_some_and(|mark| walk.said.contains(&(index, mark)));
            (!is_said).then(|| run.text.clone())
        })
    });
    if let Some(words) = unsaid {
        let what = format!("does not say in which language `{}` is", shortened(&words));
        findings.add(&TEXT, what, Site::Words(words));
    }
    if let Some(first) = pdf.outline.first() {
        let words = shortened(&first.title);
        let what = format!("does not say in which language the bookmark `{words}` is");
        findings.add_of_file(&OUTLINE, what);
    }
    let contents = pdf.pages.iter().flat_map(|page| &page.annotations);
    let contents = contents.filter_map(|own| Some((own.contents.as_ref()?, own.element)));
    if let Some((words, element)) = contents.into_iter().next() {
        let what = format!(
            "does not say in which language the description `{}` is",
            shortened(words)
        );
        findings.add(&ANNOTATIONS, what, Site::Element(element));
    }
    let packet = pdf.metadata.as_deref().and_then(|text| packet::read(text).ok());
    let properties = packet.into_iter().flat_map(|packet| packet.properties);
    let mut items = properties.flat_map(|property| property.items);
    if items.any(|item| item.0.as_deref() == Some("x-default")) {
        findings.add_of_file(&METADATA, "does not say in which language its metadata are");
    }
}

/// What has a language by the elements around it.
#[derive(Default)]
struct Walk {
    said: BTreeSet<(usize, Mark)>,
    /// The first text of an element that has none, and the number of the element.
    unsaid: Option<(String, Option<i32>)>,
}

impl Walk {
    fn element(&mut self, element: &Element, is_said: bool) {
        let is_said = is_said || element.language.is_some();
        let texts = [&element.alt, &element.actual, &element.expansion];
        if let Some(text) = texts.into_iter().flatten().next()
            && !is_said
            && self.unsaid.is_none()
        {
            self.unsaid = Some((text.clone(), element.object));
        }
        for kid in &element.kids {
            match kid {
                Kid::Element(inner) => self.element(inner, is_said),
                Kid::Marked { page: Some(page), mark } if is_said => {
                    self.said.insert((*page, *mark));
                }
                Kid::Marked { .. } | Kid::Object { .. } => {}
            }
        }
    }
}

/// Whether a language is written as languages are (RFC 3066, 2.1).
fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let first = parts.next().unwrap_or_default();
    let right = |part: &str| (1..=8).contains(&part.len());
    right(first)
        && first.bytes().all(|byte| byte.is_ascii_alphabetic())
        && parts.all(|part| right(part) && part.bytes().all(|b| b.is_ascii_alphanumeric()))
}

fn syntax(findings: &mut Findings<'_>) {
    let pdf = findings.pdf;
    let mut told: BTreeSet<&str> = BTreeSet::new();
    let mut wrong = Vec::new();
    let elements = findings.tree.nodes.iter().map(|node| node.element);
    let elements =
        elements.filter_map(|own| Some((own.language.as_deref()?, Some(own.object))));
    let contexts = pdf.pages.iter().flat_map(|page| &page.contexts);
    let contexts = contexts.filter_map(|own| Some((own.language.as_deref()?, None)));
    let own = pdf.language.as_deref().map(|language| (language, None));
    for (language, element) in own.into_iter().chain(elements).chain(contexts) {
        if !is_language(language) && told.insert(language) {
            wrong.push((language, element));
        }
    }
    for (language, element) in wrong {
        let what = format!("names a language in a way that is none: `{language}`");
        findings.add(&SYNTAX, what, element.map_or(Site::File, Site::Element));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_written_as_languages_are() {
        for right in ["de", "de-AT", "zh-Hant-TW", "x-own1"] {
            assert!(is_language(right), "{right}");
        }
        for wrong in ["", "de_AT", "de-", "1a", "abcdefghi", "ü"] {
            assert!(!is_language(wrong), "{wrong}");
        }
    }
}
