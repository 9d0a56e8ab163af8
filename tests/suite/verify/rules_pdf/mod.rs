//! Finished PDFs that break one condition of a standard each: the condition is named, and
//! outside validators may look at the same files (`tests/conformance/agreements_pdf.py`).

mod archive;
mod planting;
mod tags;
mod type_and_text;

use std::path::Path;

use trifold::diag::Sink;
use trifold::project::Format;
use trifold::verify::verify;

use super::{Finished, sink_book};

/// A file that breaks a rule.
pub(super) struct Planted {
    /// The name of the rule.
    rule: &'static str,
    /// What is done to the file, in a word or two.
    name: &'static str,
    /// Does it.
    act: fn(&mut Finished),
}

/// A defect.
const fn planted(
    rule: &'static str,
    name: &'static str,
    act: fn(&mut Finished),
) -> Planted {
    Planted { rule, name, act }
}

/// The names of the rules that a file is told to break.
fn broken(one: &Finished) -> Vec<String> {
    let mut sink = Sink::default();
    verify(&one.book, &one.print, &one.artifact, &mut sink);
    let told = sink.messages().iter().filter(|(_, one)| one.code.0 == "breaks-standard");
    let helps = told.filter_map(|(_, one)| one.help.as_deref());
    let names =
        helps.filter_map(|help| help.strip_prefix("this breaks ")?.split_once(" ("));
    names.map(|(name, _)| name.to_owned()).collect()
}

fn all() -> Vec<&'static Planted> {
    tags::ALL.iter().chain(type_and_text::ALL).chain(archive::ALL).collect()
}

/// The names in the first column of the table of the manual.
fn documented() -> Vec<String> {
    let manual = include_str!("../../../../docs/manuscript/12-conformance.md");
    let section = manual.split("\n## PDF").nth(1).unwrap();
    let section = section.split("\n## ").next().unwrap();
    let rows = section.lines().filter_map(|line| line.strip_prefix("| `"));
    rows.filter_map(|row| Some(row.split_once('`')?.0.to_owned())).collect()
}

#[test]
fn every_rule_for_pdf_is_seen_to_fail() {
    let folder = std::env::var("TRIFOLD_PLANTED").ok();
    let keep = |name: &str, one: &Finished| {
        if let Some(folder) = &folder {
            let bytes = one.artifact.files.by_path.values().next().unwrap();
            std::fs::create_dir_all(folder).unwrap();
            std::fs::write(Path::new(folder).join(name), bytes).unwrap();
        }
    };
    let mut clean = sink_book(Format::Pdf);
    planting::change(&mut clean, |_| {});
    assert_eq!(broken(&clean), [""; 0]);
    keep("clean.pdf", &clean);

    let mut missed = Vec::new();
    let mut list = String::new();
    for (number, defect) in all().iter().enumerate() {
        let mut one = sink_book(Format::Pdf);
        (defect.act)(&mut one);
        let found = broken(&one);
        if !found.iter().any(|name| name == defect.rule) {
            missed.push(format!("{} ({}): {found:?}", defect.rule, defect.name));
        }
        let file = format!("{number:03}.pdf");
        keep(&file, &one);
        list += &format!("{file}\t{}\t{}\n", defect.rule, defect.name);
    }
    if let Some(folder) = &folder {
        std::fs::write(Path::new(folder).join("planted.tsv"), list).unwrap();
    }
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn every_rule_in_the_manual_has_a_planted_defect() {
    let planted: Vec<&str> = all().iter().map(|defect| defect.rule).collect();
    let documented = documented();
    assert!(documented.len() > 80, "{documented:?}");
    let without: Vec<&String> =
        documented.iter().filter(|rule| !planted.contains(&rule.as_str())).collect();
    assert!(without.is_empty(), "no defect is planted for {without:?}");
    let unknown: Vec<&&str> =
        planted.iter().filter(|rule| !documented.iter().any(|own| own == *rule)).collect();
    assert!(unknown.is_empty(), "the manual does not have {unknown:?}");
}

#[test]
fn a_broken_rule_is_told_where_the_words_were_written() {
    let mut one = sink_book(Format::Pdf);
    planting::change(&mut one, |document| {
        let figure = planting::element(document, "Figure", 0);
        planting::keys(document, figure).remove(b"Alt");
        let header = planting::element(document, "TH", 0);
        planting::keys(document, header).remove(b"A");
    });
    let mut sink = Sink::default();
    verify(&one.book, &one.print, &one.artifact, &mut sink);
    let told = sink.messages().iter().filter(|(_, one)| one.code.0 == "breaks-standard");
    let placed: Vec<bool> = told.map(|(_, one)| !one.labels.is_empty()).collect();
    assert_eq!(placed, [true, true]);
}
