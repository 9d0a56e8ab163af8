//! What is done with input that may be anything: nothing may panic, hang or take all
//! memory. Fuzzers call it (`fuzz_targets/`), and so does the test `mutated` of the suite.

use trifold::build::build;
use trifold::diag::{Sink, render, to_json};
use trifold::files::Files;
use trifold::project::{Wishes, load, plan};
use trifold::source::Sources;

/// Of each target its name, what reads it, and the endings of files worth changing.
pub(crate) const TARGETS: [Target; 6] = [
    ("chapter", chapter, &["md", "txt"]),
    ("manifest", manifest, &["toml"]),
    ("theme", theme, &["toml"]),
    ("picture", picture, &["png", "jpg", "jpeg", "svg"]),
    ("bibliography", bibliography, &["bib"]),
    ("style", style, &["csl"]),
];

/// See [`TARGETS`].
pub(crate) type Target = (&'static str, fn(&[u8]), &'static [&'static str]);

const MANIFEST: &str = "title = \"T\"\nlanguage = \"en\"\ndate = 2026-11-28\n";
const CITES: &str = "# T\n\nSaid [@ash, p. 3; @birch].\n";
const WORKS: &str = "@article{ash, author={Ash, Ann}, title={On {Rain}}, journal={Waters}, \
    year={2024}, volume={3}, pages={1--9}, doi={10.1000/1}}\n\
    @book{birch, author={Birch, Ben and Oak, O.}, title={Rivers}, publisher={P}, year=2020}\n";

/// Any text as a chapter.
pub(crate) fn chapter(data: &[u8]) {
    project(&[("trifold.toml", MANIFEST.as_bytes()), ("manuscript/a.md", data)]);
}

/// Any text as the project file.
pub(crate) fn manifest(data: &[u8]) {
    project(&[("trifold.toml", data), ("manuscript/a.md", b"# A\n\nText.\n")]);
}

/// Any text as a theme.
pub(crate) fn theme(data: &[u8]) {
    let settings = format!("{MANIFEST}[[editions]]\nname = \"b\"\ntheme = \"own\"\n");
    let text = "# A\n\nText *with* `code`.\n\n- a\n\n| a |\n|---|\n| b |\n\n> q\n";
    let files = [
        ("trifold.toml", settings.as_bytes()),
        ("themes/own/theme.toml", data),
        ("manuscript/a.md", text.as_bytes()),
    ];
    project(&files);
}

/// Any bytes as a picture.
pub(crate) fn picture(data: &[u8]) {
    let text = b"# A\n\n![b](p.png)\n\nIn ![c](p.png) a line.\n";
    let files = [
        ("trifold.toml", MANIFEST.as_bytes()),
        ("manuscript/a.md", text),
        ("manuscript/p.png", data),
    ];
    project(&files);
}

/// Any text as a bibliography.
pub(crate) fn bibliography(data: &[u8]) {
    let settings = format!("{MANIFEST}[references]\nfiles = [\"r.bib\"]\n");
    let files = [
        ("trifold.toml", settings.as_bytes()),
        ("manuscript/a.md", CITES.as_bytes()),
        ("manuscript/r.bib", data),
    ];
    project(&files);
}

/// Any text as a citation style.
pub(crate) fn style(data: &[u8]) {
    let settings =
        format!("{MANIFEST}[references]\nfiles = [\"r.bib\"]\nstyle = \"s.csl\"\n");
    let files = [
        ("trifold.toml", settings.as_bytes()),
        ("manuscript/a.md", CITES.as_bytes()),
        ("manuscript/r.bib", WORKS.as_bytes()),
        ("manuscript/s.csl", data),
    ];
    project(&files);
}

/// Builds a project in all formats, and makes text of every message.
fn project(of: &[(&str, &[u8])]) {
    let mut files = Files::default();
    for (path, bytes) in of {
        files.insert(*path, *bytes);
    }
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    if let Ok(project) = load(&files, &mut sources, &mut sink)
        && let Ok(plan) = plan(&project, &Wishes::default(), &mut sink)
    {
        build(&project, &sources, &plan, &|_| {}, &mut sink);
    }
    for (severity, message) in sink.messages() {
        render(*severity, message, &sources, true);
        to_json(*severity, message, &sources);
    }
}
