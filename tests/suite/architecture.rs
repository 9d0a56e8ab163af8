//! The cuts of the program hold: who may use whom, and who owns which dependency.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// For each dependency the folders or files below `src/` that may name it; none for a
/// dependency that everybody may use. A new one needs a row, and so an owner.
const OWNERS: &[(&str, &[&str])] = &[
    ("annotate_snippets", &["diag"]),
    ("anstream", &["cli"]),
    ("base64", &["backend/html"]),
    ("biblatex", &["cite"]),
    ("chrono", &["backend/epub"]),
    ("ciborium", &["cite"]),
    ("clap", &["cli"]),
    ("comrak", &["parse"]),
    ("emojis", &["parse"]),
    ("epub_builder", &["backend/epub"]),
    ("flate2", &["backend/markup", "backend/pdf", "verify/pdf"]),
    ("handlebars", &["theme"]),
    ("harfrust", &["layout"]),
    ("hayagriva", &["cite"]),
    ("hayro_syntax", &["verify/pdf"]),
    ("html5ever", &["verify/markup"]),
    ("html5gum", &["parse/html"]),
    ("hypher", &["hyphenation.rs", "layout"]),
    ("icu_collator", &["resolve"]),
    ("icu_locale_core", &["resolve"]),
    ("icu_normalizer", &["hyphenation.rs", "verify"]),
    ("indicatif", &["cli"]),
    ("lopdf", &["backend/pdf"]),
    ("miniz_oxide", &["verify/markup"]),
    ("moxcms", &["backend/pdf"]),
    ("png", &["picture"]),
    ("avif_parse", &["picture"]),
    ("gif", &["picture"]),
    ("image_webp", &["picture"]),
    ("re_rav1d", &["picture"]),
    ("printpdf", &["backend/pdf"]),
    ("pulldown_latex", &["math"]),
    ("rawzip", &["verify/markup"]),
    ("rayon", &["par.rs"]),
    ("roxmltree", &["verify/markup"]),
    ("saphyr_parser", &["cite/read/yaml.rs", "project/head.rs"]),
    ("serde", &[]),
    ("serde_json", &[]),
    ("sha2", &[]),
    ("similar", &["verify"]),
    ("simplecss", &["verify/markup"]),
    ("skera", &["backend/markup"]),
    ("skrifa", &[]),
    ("subsetter", &["backend/markup", "backend/pdf"]),
    ("svg2pdf", &["picture"]),
    ("usvg", &["picture"]),
    ("syntect", &["highlight"]),
    ("toml", &["tables.rs"]),
    ("two_face", &["highlight"]),
    ("unicode_bidi", &["layout"]),
    ("unicode_linebreak", &["layout"]),
    ("unicode_names2", &["layout"]),
    ("unicode_script", &["layout"]),
    ("unicode_segmentation", &["layout"]),
    ("unicode_width", &["weave", "parse"]),
    ("uuid", &["backend/epub"]),
    ("write_fonts", &["backend/markup"]),
    ("zip", &["backend/epub"]),
    ("zune_jpeg", &["picture"]),
];

/// Parts of the standard library that one module owns.
const STD_OWNERS: &[(&str, &[&str])] =
    &[("std::fs", &["files", "theme/embed.rs"]), ("std::env", &["cli", "theme/embed.rs"])];

/// The text of every file of `src/` by its path from there, without comments and
/// without the tests at its foot, which may use anything.
fn program() -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = BTreeMap::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path: PathBuf = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                let text = text.split("#[cfg(test)]\nmod ").next().unwrap();
                let lines = text.lines().map(|line| line.split("//").next().unwrap());
                let name = path.strip_prefix(&root).unwrap();
                let name = name.to_str().unwrap().replace('\\', "/");
                files.insert(name, lines.collect::<Vec<_>>().join("\n"));
            }
        }
    }
    files
}

/// The modules in the order of `src/lib.rs`.
fn modules(program: &BTreeMap<String, String>) -> Vec<&str> {
    let lines = program["lib.rs"].lines();
    lines.filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';')).collect()
}

/// The module that a file belongs to.
fn module_of(file: &str) -> &str {
    file.split(['/', '.']).next().unwrap()
}

/// The first names of all paths that begin with `crate::` in a text.
fn crate_paths(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    for rest in text.split("crate::").skip(1) {
        match rest.strip_prefix('{') {
            None => names.push(first_name(rest)),
            Some(group) => {
                let mut depth = 0;
                for part in group.split_inclusive(['{', '}', ',']) {
                    let name = first_name(part.trim_start());
                    if depth == 0 && !name.is_empty() {
                        names.push(name);
                    }
                    if part.ends_with('{') {
                        depth += 1;
                    } else if part.ends_with('}') {
                        if depth == 0 {
                            break;
                        }
                        depth -= 1;
                    }
                }
            }
        }
    }
    names
}

fn first_name(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

/// Whether a text names a path that begins with `name`.
fn names_path(text: &str, name: &str) -> bool {
    let begins = |at: usize| {
        !text[..at].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | ':'))
    };
    text.match_indices(&format!("{name}::")).any(|(at, _)| begins(at))
        || text.match_indices(&format!("use {name};")).any(|(at, _)| begins(at))
}

fn owns(owners: &[&str], file: &str) -> bool {
    owners.is_empty()
        || owners.iter().any(|&owner| {
            file == owner
                || file.strip_prefix(owner).is_some_and(|rest| rest.starts_with('/'))
        })
}

#[test]
fn a_module_uses_only_those_above_it() {
    let program = program();
    let modules = modules(&program);
    assert!(modules.len() > 8, "the modules were not found: {modules:?}");
    let rank = |name: &str| modules.iter().position(|module| *module == name);
    let mut wrong = Vec::new();
    for (file, text) in &program {
        let Some(own) = rank(module_of(file)) else { continue };
        for name in crate_paths(text) {
            if rank(&name).is_some_and(|other| other > own) {
                wrong.push(format!("src/{file} uses `{name}`, which stands below it"));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn formats_do_not_know_each_other() {
    let formats = ["epub", "html", "pdf"];
    let mut wrong = Vec::new();
    for (file, text) in &program() {
        for own in formats {
            if !file.starts_with(&format!("backend/{own}/")) {
                continue;
            }
            for other in formats.iter().filter(|other| **other != own) {
                for path in [format!("backend::{other}::"), format!("super::{other}::")] {
                    if text.contains(&path) {
                        wrong.push(format!("src/{file} names `{path}`"));
                    }
                }
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn a_dependency_is_named_only_by_its_owner() {
    let mut wrong = Vec::new();
    for (file, text) in &program() {
        for (name, owners) in OWNERS.iter().chain(STD_OWNERS) {
            if names_path(text, name) && !owns(owners, file) {
                wrong.push(format!("src/{file} names `{name}`, which {owners:?} owns"));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

#[test]
fn every_dependency_has_an_owner() {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
    let manifest = fs::read_to_string(manifest).unwrap();
    let list = manifest.split("[dependencies]\n").nth(1).unwrap();
    let list = list.split("\n[").next().unwrap();
    let names = list.lines().filter_map(|line| line.split(" =").next());
    let missing: Vec<String> = names
        .filter(|name| !name.is_empty() && !name.starts_with('#'))
        .map(|name| name.replace('-', "_"))
        .filter(|name| OWNERS.iter().all(|(owned, _)| owned != name))
        .collect();
    assert_eq!(missing, Vec::<String>::new());
}

#[test]
fn paths_are_found_in_groups_too() {
    let text = "use crate::{ast::Block, diag::{Sink, Code}, par};\ncrate::bug!()";
    assert_eq!(crate_paths(text), ["ast", "diag", "par", "bug"]);
    assert!(names_path("use rayon::prelude;", "rayon"));
    assert!(!names_path("crate::rayon::x", "rayon"));
}
