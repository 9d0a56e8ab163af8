//! Each rule of the standards is seen to be broken by a defect that is planted.
//!
//! The defects are those on which `tests/conformance/agreements_web.py` asks the outside
//! checkers.

use std::collections::BTreeSet;
use std::path::Path;

use serde::Deserialize;
use trifold::diag::Sink;
use trifold::project::Format;
use trifold::verify::verify;

use super::pages::repacked;
use super::{Finished, sink_book};

/// All defects.
#[derive(Deserialize)]
struct Table {
    planted: Vec<Planted>,
}

/// A defect.
#[derive(Deserialize)]
struct Planted {
    rule: String,
    what: String,
    format: String,
    /// How the path of the file ends that it stands in; the first that has `from` otherwise.
    file: Option<String>,
    from: Option<String>,
    to: Option<String>,
    /// A file that is packed, and should not be.
    packed: Option<String>,
    /// A file that is added: its path, and what it holds.
    added: Option<[String; 2]>,
}

fn table() -> Vec<Planted> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let path = root.join("tests/conformance/agreements_web.toml");
    let text = std::fs::read_to_string(path).unwrap();
    toml::from_str::<Table>(&text).unwrap().planted
}

impl Planted {
    /// Puts the defect in a file of an edition; gives back whether it was put anywhere.
    fn put(&self, one: &mut Finished) -> bool {
        let mut done = self.packed.is_some() || self.added.is_some();
        let mut change = |path: &str, bytes: &mut Vec<u8>| {
            let (Some(from), Some(to)) = (&self.from, &self.to) else { return };
            let here = match &self.file {
                Some(end) => path.ends_with(end),
                None => path.ends_with(".xhtml") || path.ends_with(".html"),
            };
            let text = std::str::from_utf8(bytes).ok().filter(|_| here && !done);
            if let Some(text) = text.filter(|text| text.contains(from)) {
                *bytes = text.replacen(from, to, 1).into_bytes();
                done = true;
            }
        };
        for (path, bytes) in &mut one.artifact.files.by_path {
            if path.ends_with(".epub") {
                let added = self.added.as_ref().map(|[path, text]| (&**path, &**text));
                *bytes = repacked(bytes, self.packed.as_deref(), added, &mut change);
            } else {
                change(path, bytes);
            }
        }
        done
    }
}

/// The rules that are named to be broken in an edition.
fn broken(one: &Finished) -> (BTreeSet<String>, Vec<String>) {
    let mut sink = Sink::default();
    verify(&one.book, &one.print, &one.artifact, &mut sink);
    let all = sink.messages().iter();
    let told =
        all.map(|(_, one)| (one.message.clone(), one.help.clone().unwrap_or_default()));
    let mut rules = BTreeSet::new();
    let mut messages = Vec::new();
    for (message, help) in told {
        let rule =
            help.strip_prefix("this breaks ").and_then(|rest| rest.split(' ').next());
        rules.extend(rule.map(str::to_owned));
        messages.push(format!("{message} [{help}]"));
    }
    (rules, messages)
}

fn format_of(name: &str) -> Format {
    match name {
        "epub" => Format::Epub,
        "html" => Format::Html,
        other => panic!("no format `{other}`"),
    }
}

fn planted_in(name: &str) {
    let mut missed = Vec::new();
    let sound = sink_book(format_of(name));
    for planted in table().into_iter().filter(|one| one.format == name) {
        let mut one = sound.clone();
        let Planted { rule, what, .. } = &planted;
        if !planted.put(&mut one) {
            missed.push(format!("{rule} ({what}) cannot be planted"));
            continue;
        }
        let (rules, messages) = broken(&one);
        if !rules.contains(rule) {
            missed.push(format!("{rule} ({what}): {messages:#?}"));
        }
    }
    assert!(missed.is_empty(), "{name}: {} missed: {missed:#?}", missed.len());
}

#[test]
fn every_rule_is_seen_to_be_broken_in_an_epub() {
    planted_in("epub");
}

#[test]
fn every_rule_is_seen_to_be_broken_in_a_page() {
    planted_in("html");
}

#[test]
fn nothing_is_broken_that_is_sound() {
    for format in [Format::Epub, Format::Html, Format::Site] {
        assert_eq!(broken(&sink_book(format)).1, Vec::<String>::new());
    }
}

/// The names of the rules, as the program has them.
fn rules() -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/verify/conform/markup");
    let mut names = BTreeSet::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        for rest in text.split(": Rule =").skip(1) {
            names.extend(rest.split('"').nth(1).map(str::to_owned));
        }
    }
    names
}

#[test]
fn every_rule_has_a_defect() {
    let planted: BTreeSet<String> = table().into_iter().map(|one| one.rule).collect();
    assert_eq!(planted, rules());
}

#[test]
fn a_broken_rule_is_told_where_its_words_were_written() {
    let mut one = sink_book(Format::Epub);
    let planted = Planted {
        rule: "known-attribute".to_owned(),
        what: "hidden words with an attribute that is none".to_owned(),
        format: "epub".to_owned(),
        file: None,
        from: Some("<p>Nobody paid for this.</p>".to_owned()),
        to: Some(
            "<p hidden=\"hidden\" align=\"left\">Nobody paid for this.</p>".to_owned(),
        ),
        packed: None,
        added: None,
    };
    assert!(planted.put(&mut one));
    let mut sink = Sink::default();
    verify(&one.book, &one.print, &one.artifact, &mut sink);
    let place = |code: &str| {
        let mut all = sink.messages().iter().filter(|(_, one)| one.code.0 == code);
        all.next().and_then(|(_, one)| one.labels.first()).map(|label| label.place)
    };
    assert!(place("breaks-standard").is_some(), "{:#?}", sink.messages());
    assert_eq!(place("breaks-standard"), place("unseen-text"));
}
