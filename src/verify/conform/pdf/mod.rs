//! PDF/UA-1 by the conditions of the Matterhorn Protocol 1.1 that a program decides, and
//! PDF/A-2a, on the file as it was read back.
//!
//! Many conditions cannot be broken by what is read at all: a file that is encrypted is
//! refused, no form fields and no media are written, all fonts are composite. The manual
//! lists them (`12-conformance.md`). Of PDF/UA-2 and PDF/A-4 is checked what they have in
//! common with the older ones.

mod annotations;
mod file;
mod fonts;
mod graphics;
mod headings;
mod languages;
mod metadata;
mod nesting;
mod tables;
mod tags;
mod tree;

use std::collections::BTreeMap;

use crate::diag::Sink;
use crate::source::Place;

use super::{Breach, Rule};
use crate::verify::pdf::Pdf;
use crate::verify::report::Subject;
use tree::Tree;

/// The rules that a PDF is held against.
#[allow(dead_code, reason = "a certificate says what was held")]
pub(crate) const RULES: &[Rule] = &[
    tags::ARTIFACT_INSIDE,
    tags::TAGGED_ARTIFACT,
    tags::UNTAGGED,
    tags::SUSPECTS,
    tags::NOT_STANDARD,
    tags::CIRCULAR,
    tags::REMAPPED,
    metadata::PACKET,
    metadata::IDENTIFIER,
    metadata::TITLE,
    file::TITLE_UNSAID,
    file::TITLE_HIDDEN,
    nesting::TABLE,
    nesting::LIST,
    nesting::CONTENTS,
    nesting::RUBY,
    nesting::WARICHU,
    fonts::UNMAPPED,
    languages::TEXT,
    languages::ALTERNATIVES,
    languages::OUTLINE,
    languages::ANNOTATIONS,
    languages::METADATA,
    tags::FIGURE,
    headings::FIRST,
    headings::SKIPPED,
    headings::SEVERAL,
    headings::MIXED,
    tables::SCOPE,
    tags::FORMULA,
    tags::NOTE,
    tags::NOTE_TWICE,
    file::OTHER_LAYERS,
    file::LAYERS,
    file::AUTOMATIC_LAYERS,
    file::EMBEDDED,
    file::FORM,
    annotations::UNTAGGED,
    annotations::UNSAID,
    annotations::TRAP,
    annotations::NO_TABS,
    annotations::TABS,
    annotations::WIDGET,
    annotations::LINK,
    annotations::CONTENTS,
    annotations::PRINTER,
    graphics::REFERENCE,
    graphics::DRAWN_TWICE,
    fonts::MAP_OTHER,
    fonts::MAP_UNSAID,
    fonts::ABSENT,
    fonts::GLYPHS,
    fonts::LIST_SHORT,
    fonts::WIDTHS,
    fonts::TEXTS,
    fonts::ZERO,
    fonts::ORDER_MARKS,
    fonts::MISSING,
    tags::MARKED,
    tags::TREE,
    tags::PARENT,
    languages::SYNTAX,
    tables::GRID,
    file::HEAD,
    file::TRAILER,
    file::ELSEWHERE,
    file::FILTERS,
    file::LIMITS,
    graphics::OPERATORS,
    graphics::INTENT,
    graphics::DEVICES,
    graphics::STATES,
    graphics::RENDERING,
    graphics::IMAGES,
    graphics::FORMS,
    graphics::BLENDING,
    fonts::DICTIONARY,
    fonts::PRIVATE,
    annotations::KINDS,
    annotations::FLAGS,
    annotations::APPEARANCE,
    annotations::ACTIONS,
    annotations::MORE_ACTIONS,
    metadata::STREAM,
    metadata::SCHEMAS,
    metadata::EXTENSIONS,
    metadata::AGREEMENT,
    metadata::ARCHIVE,
    file::ATTACHED,
    file::PRESENTATION,
    file::REQUIREMENTS,
];

/// Where something stands that breaks a rule.
enum Site {
    /// In the file as a whole.
    File,
    /// At the element with this object number.
    Element(Option<i32>),
    /// At these words.
    Words(String),
}

/// What is found in a file.
struct Findings<'a> {
    pdf: &'a Pdf,
    tree: Tree<'a>,
    /// Whether it is a PDF 2.0, which is to keep PDF/UA-2 and PDF/A-4.
    is_newer: bool,
    found: Vec<(&'static Rule, String, Site)>,
}

impl Findings<'_> {
    /// Adds a breach; `what` goes on from the name of the file.
    fn add(&mut self, rule: &'static Rule, what: impl Into<String>, site: Site) {
        self.found.push((rule, what.into(), site));
    }

    /// Adds a breach by the file as a whole.
    fn add_of_file(&mut self, rule: &'static Rule, what: impl Into<String>) {
        self.add(rule, what, Site::File);
    }

    /// The label of a page, as viewers show it.
    fn label(&self, page: usize) -> String {
        let label = self.pdf.labels.get(page).cloned();
        label.unwrap_or_else(|| (page + 1).to_string())
    }
}

/// Holds a file against the rules and tells what breaks them. `places` gives where an
/// element was written by its object number, `words` where some words were.
pub(in crate::verify) fn check(
    pdf: &Pdf,
    places: &BTreeMap<i32, Place>,
    words: impl Fn(&str) -> Option<Place>,
    subject: &Subject,
    sink: &mut Sink,
) {
    let mut findings = Findings {
        pdf,
        tree: Tree::of(pdf),
        is_newer: pdf.facts.syntax.version.starts_with('2'),
        found: Vec::new(),
    };
    file::check(&mut findings);
    metadata::check(&mut findings);
    languages::check(&mut findings);
    tags::check(&mut findings);
    headings::check(&mut findings);
    nesting::check(&mut findings);
    tables::check(&mut findings);
    annotations::check(&mut findings);
    graphics::check(&mut findings);
    fonts::check(&mut findings);
    let Findings { tree, found, .. } = findings;
    for (rule, what, site) in found {
        let place = match site {
            Site::File => None,
            Site::Element(number) => number.and_then(|number| tree.place(number, places)),
            Site::Words(text) => words(&text),
        };
        Breach { rule, what, place }.tell(subject, sink);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rule_has_a_name_of_its_own() {
        let mut names: Vec<&str> = RULES.iter().map(|rule| rule.name).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
    }

    #[test]
    fn the_manual_has_every_rule_and_no_other() {
        let manual = include_str!("../../../../docs/manuscript/12-conformance.md");
        let section = manual.split("\n## PDF").nth(1).unwrap();
        let section = section.split("\n## ").next().unwrap();
        let rows = section.lines().filter_map(|line| line.strip_prefix("| `"));
        let rows: Vec<&str> = rows.filter_map(|row| Some(row.split_once('`')?.0)).collect();
        let mut rules: Vec<&str> = RULES.iter().map(|rule| rule.name).collect();
        let mut sorted = rows.clone();
        sorted.sort_unstable();
        rules.sort_unstable();
        assert_eq!(sorted, rules);
    }
}
