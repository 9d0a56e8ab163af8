//! The program as people run it: arguments, outputs, exit status.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

/// What a run of the program said, and how it ended.
pub(super) struct Ran {
    pub(super) status: i32,
    pub(super) out: String,
    pub(super) err: String,
}

pub(super) fn trifold(folder: &Path, arguments: &[&str]) -> Ran {
    with_epoch(folder, arguments, None)
}

fn with_epoch(folder: &Path, arguments: &[&str], epoch: Option<&str>) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_trifold"));
    command.current_dir(folder).args(arguments).env_remove("SOURCE_DATE_EPOCH");
    if let Some(epoch) = epoch {
        command.env("SOURCE_DATE_EPOCH", epoch);
    }
    let Output { status, stdout, stderr } = command.output().unwrap();
    Ran {
        status: status.code().expect("the program was killed"),
        out: String::from_utf8(stdout).unwrap(),
        err: String::from_utf8(stderr).unwrap(),
    }
}

/// A folder with a new project `walking` in it.
pub(super) fn new_project() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let ran = trifold(folder.path(), &["new", "walking", "--quiet"]);
    assert_eq!((ran.status, ran.out.as_str(), ran.err.as_str()), (0, "", ""));
    folder
}

/// Puts another text in place of a stretch of a file of the project.
pub(super) fn change(folder: &Path, file: &str, from: &str, to: &str) {
    let path = folder.join("walking").join(file);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{from:?} is not in {file}");
    fs::write(path, text.replacen(from, to, 1)).unwrap();
}

/// Every file below a folder, by its path.
fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().display().to_string();
                files.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    files
}

fn outputs(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    contents(&folder.join("walking/output"))
}

#[test]
fn a_new_project_builds_at_once() {
    let folder = new_project();
    let ran = trifold(folder.path(), &["build", "walking", "--strict"]);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    let names: Vec<&str> =
        ran.out.lines().map(|line| line.split_whitespace().next().unwrap()).collect();
    assert_eq!(
        names,
        [
            "walking/output/walking.epub",
            "walking/output/walking.pdf",
            "walking/output/walking.html",
            "walking/output/walking-site/",
            "walking/output/walking-handout-a4.pdf",
            "walking/output/walking-handout-letter.pdf",
        ]
    );
    assert!(ran.out.lines().nth(1).unwrap().ends_with(" pages"), "{}", ran.out);
    let outputs = outputs(folder.path());
    assert!(outputs["walking.pdf"].starts_with(b"%PDF-"));
    assert!(outputs["walking.epub"].starts_with(b"PK"));
    assert!(outputs["walking.html"].starts_with(b"<!DOCTYPE html>"));
    assert!(outputs.contains_key("walking-site/index.html"));
    assert!(outputs.keys().all(|name| !name.contains("trifold")), "{:?}", outputs.keys());
}

#[test]
fn the_project_of_this_repository_has_nothing_wrong() {
    let ran = trifold(Path::new(env!("CARGO_MANIFEST_DIR")), &["check", "--strict"]);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    assert_eq!(ran.out, "nothing is wrong\n");
}

#[test]
fn builds_agree_whatever_the_day_and_the_number_of_threads() {
    let folder = new_project();
    let build = ["build", "walking", "--quiet", "--jobs"];
    let ran = trifold(folder.path(), &[&build[..], &["1"]].concat());
    assert_eq!((ran.status, ran.out.as_str()), (0, ""));
    let one = outputs(folder.path());
    assert_eq!(trifold(folder.path(), &[&build[..], &["8"]].concat()).status, 0);
    assert!(one == outputs(folder.path()), "one thread and eight differ");
}

#[test]
fn the_environment_may_set_the_day() {
    let folder = new_project();
    let build = ["build", "walking", "--format", "html"];
    trifold(folder.path(), &build);
    let html = String::from_utf8(outputs(folder.path())["walking.html"].clone()).unwrap();
    assert!(html.contains("2026-01-01"));
    // The first second of 2000.
    assert_eq!(with_epoch(folder.path(), &build, Some("946684800")).status, 0);
    let html = String::from_utf8(outputs(folder.path())["walking.html"].clone()).unwrap();
    assert!(html.contains("2000-01-01") && !html.contains("2026-01-01"));

    let ran = with_epoch(folder.path(), &build, Some("yesterday"));
    assert_eq!(ran.status, 2);
    assert!(ran.err.starts_with("error[bad-date]"), "{}", ran.err);
}

#[test]
fn a_wrong_manuscript_leaves_the_last_output() {
    let folder = new_project();
    assert_eq!(trifold(folder.path(), &["build", "walking"]).status, 0);
    let before = outputs(folder.path());
    for (file, from, to, code) in [
        ("trifold.toml", "language", "lanugage", "unknown-key"),
        ("trifold.toml", "= \"en\"", "= \"en", "bad-toml"),
        ("manuscript/01-start.md", "fold.svg", "flod.svg", "missing-picture"),
        ("manuscript/01-start.md", "@knuth-plass", "@knuth", "missing-reference"),
        ("manuscript/references.bib", "year = {1981},", "year = {1981", "bad-bibliography"),
        ("manuscript/images/fold.svg", "<svg", "<sgv", "bad-picture"),
    ] {
        change(folder.path(), file, from, to);
        let ran = trifold(folder.path(), &["build", "walking"]);
        change(folder.path(), file, to, from);
        assert_eq!((ran.status, ran.out.as_str()), (1, ""), "{code}");
        assert!(ran.err.contains(&format!("error[{code}]")), "{code}: {}", ran.err);
        assert!(ran.err.contains("--> "), "{code}: {}", ran.err);
        assert!(ran.err.contains("= help: "), "{code}: {}", ran.err);
        assert!(ran.err.contains("the last output is as it was"), "{}", ran.err);
        assert!(before == outputs(folder.path()), "{code} changed the output");
    }
}

#[test]
fn a_format_that_fails_stops_only_itself() {
    let folder = new_project();
    let theme = folder.path().join("walking/themes/own");
    fs::create_dir_all(theme.join("html")).unwrap();
    fs::write(theme.join("theme.toml"), "extends = \"book\"\n").unwrap();
    fs::write(theme.join("html/site.hbs"), "<p>{{nobody}}</p>\n").unwrap();
    change(folder.path(), "trifold.toml", "theme = \"book\"", "theme = \"own\"");
    let ran = trifold(folder.path(), &["build", "walking", "--edition", "book"]);
    assert_eq!(ran.status, 1);
    assert!(ran.err.starts_with("error[bad-template]"), "{}", ran.err);
    assert!(ran.err.contains("--> themes/own/html/site.hbs:1:"), "{}", ran.err);
    assert!(ran.err.contains("3 of 4 outputs written"), "{}", ran.err);
    let names = outputs(folder.path()).into_keys();
    let names: Vec<String> = names.filter(|name| !name.ends_with(".json")).collect();
    assert_eq!(names, ["walking.epub", "walking.html", "walking.pdf"]);
}

#[test]
fn a_check_writes_nothing() {
    let folder = new_project();
    let before = contents(folder.path());
    let ran = trifold(folder.path(), &["check", "walking"]);
    assert_eq!((ran.status, ran.out.as_str()), (0, "nothing is wrong\n"));
    assert!(before == contents(folder.path()));
}

#[test]
fn strict_takes_warnings_as_errors() {
    let folder = new_project();
    change(folder.path(), "trifold.toml", ", \"02-next.md\"", "");
    change(folder.path(), "manuscript/01-start.md", "(02-next.md)", "(#start)");
    let ran = trifold(folder.path(), &["build", "walking", "-f", "epub"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(ran.err.starts_with("warning[unlisted-chapter]"), "{}", ran.err);
    let before = outputs(folder.path());
    for command in ["build", "check"] {
        let ran = trifold(folder.path(), &[command, "walking", "--strict"]);
        assert_eq!((ran.status, ran.out.as_str()), (1, ""), "{command}: {}", ran.err);
    }
    assert!(before == outputs(folder.path()));
}

#[test]
fn messages_and_outputs_can_be_json() {
    let folder = new_project();
    let json = ["build", "walking", "--message-format", "json"];
    let ran = trifold(folder.path(), &json);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    let first: serde_json::Value =
        serde_json::from_str(ran.out.lines().next().unwrap()).unwrap();
    assert_eq!((&first["type"], &first["format"]), (&"output".into(), &"epub".into()));

    change(folder.path(), "manuscript/01-start.md", "(02-next.md)", "(03-next.md)");
    let ran = trifold(folder.path(), &json);
    assert_eq!((ran.status, ran.err.as_str()), (1, ""));
    let lines: Vec<serde_json::Value> =
        ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 1, "{}", ran.out);
    assert_eq!(lines[0]["severity"], "error");
    let label = &lines[0]["labels"][0];
    assert_eq!(
        (&label["file"], &label["line"]),
        (&"manuscript/01-start.md".into(), &12.into())
    );
    let (start, end) = (label["byte_start"].as_u64(), label["byte_end"].as_u64());
    assert!(start < end, "{label}");
}

#[test]
fn one_edition_and_one_format_can_be_chosen() {
    let folder = new_project();
    let arguments = ["build", "walking", "-e", "handout", "-f", "pdf", "-o", "elsewhere"];
    let ran = trifold(folder.path(), &arguments);
    assert_eq!(ran.status, 0, "{}", ran.err);
    let names: Vec<String> =
        contents(&folder.path().join("elsewhere")).into_keys().collect();
    assert_eq!(
        names,
        [
            "walking-handout-a4.pdf",
            "walking-handout-a4.pdf.certificate.json",
            "walking-handout-letter.pdf",
            "walking-handout-letter.pdf.certificate.json",
            "walking-handout.accessibility.html",
        ]
    );
    assert!(!folder.path().join("walking/output").exists());
}

#[test]
fn what_cannot_run_ends_with_two_and_says_why() {
    let folder = new_project();
    fs::write(folder.path().join("file"), "").unwrap();
    for (arguments, code) in [
        (&["build", "nowhere"][..], "error[no-project]"),
        (&["build", "file"], "error[no-project]"),
        (&["build", "walking", "-e", "bok"], "error[unknown-edition]"),
        (&["build", "walking", "-e", "handout", "-f", "epub"], "error[nothing-to-do]"),
        (&["build", "walking", "-f", "docx"], "error: invalid value"),
        (&["build", "walking", "-o", "file"], "error[not-written]"),
        (&["new", "walking"], "error[already-there]"),
        (&["ast", "walking", "-e", "bok"], "error[unknown-edition]"),
        (&["bild"], "error: unrecognized subcommand"),
    ] {
        let ran = trifold(folder.path(), arguments);
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{arguments:?}");
        assert!(ran.err.starts_with(code), "{arguments:?}: {}", ran.err);
    }
    assert_eq!(fs::read(folder.path().join("file")).unwrap(), b"");
}

#[test]
fn warnings_can_be_allowed_with_a_reason() {
    let folder = new_project();
    fs::write(folder.path().join("walking/manuscript/extra.md"), "Extra.\n").unwrap();
    let ran = trifold(folder.path(), &["check", "walking", "--strict"]);
    assert_eq!(ran.status, 1, "{}", ran.err);
    assert!(
        ran.err.contains("`trifold explain unlisted-chapter` says more"),
        "{}",
        ran.err
    );

    let file = folder.path().join("walking/trifold.toml");
    let before = fs::read_to_string(&file).unwrap();
    let allowed = format!("{before}\n[allow]\nunlisted-chapter = 'A draft.'\n");
    fs::write(&file, allowed).unwrap();
    let ran = trifold(folder.path(), &["check", "walking", "--strict"]);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    assert_eq!(
        ran.out,
        "1 warning [unlisted-chapter] allowed: A draft.\nnothing is wrong\n"
    );
    let json = ["check", "walking", "--message-format", "json"];
    let line: serde_json::Value =
        serde_json::from_str(trifold(folder.path(), &json).out.trim()).unwrap();
    assert_eq!((&line["type"], &line["count"]), (&"allowed".into(), &1.into()));

    for (entry, told) in [
        ("missing-target = 'x'", "is an error: it cannot be allowed"),
        ("unlisted-chapter = ''", "is allowed without a reason"),
        ("unlisted-chaptre = 'x'", "the nearest is `unlisted-chapter`"),
    ] {
        fs::write(&file, format!("{before}\n[allow]\n{entry}\n")).unwrap();
        let ran = trifold(folder.path(), &["check", "walking"]);
        assert_eq!(ran.status, 1, "{}", ran.err);
        assert!(
            ran.err.contains("error[bad-allow]") && ran.err.contains(told),
            "{}",
            ran.err
        );
    }
}

#[test]
fn a_picture_with_too_few_points_for_print_is_told() {
    let folder = new_project();
    let picture = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/books/media/manuscript/images/quarters.webp"
    );
    let walking = folder.path().join("walking");
    fs::copy(picture, walking.join("manuscript/images/quarters.webp")).unwrap();
    let chapter = walking.join("manuscript/02-next.md");
    let text = fs::read_to_string(&chapter).unwrap();
    let with = |width: &str| {
        let line = format!("\n![Quarters](images/quarters.webp){{width={width}}}\n");
        fs::write(&chapter, text.clone() + &line).unwrap();
        trifold(
            folder.path(),
            &["check", "walking", "--format", "pdf", "--edition", "book"],
        )
    };
    // 240 points: 150 to the inch are 40.64 mm
    let ran = with("40mm");
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    let ran = with("80mm");
    assert!(ran.err.contains("warning[low-resolution]"), "{}", ran.err);
    assert!(ran.err.contains("with 76 points to the inch on page"), "{}", ran.err);
    assert!(ran.err.contains("manuscript/02-next.md:"), "{}", ran.err);
    let name = "name = \"book\"";
    change(folder.path(), "trifold.toml", name, &format!("{name}\npdf.resolution = 76"));
    assert_eq!(with("80mm").err, "");
}

#[test]
fn messages_are_explained() {
    let folder = tempfile::tempdir().unwrap();
    let ran = trifold(folder.path(), &["explain", "error[missing-target]"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(ran.out.starts_with("missing-target\n\nA link"), "{}", ran.out);
    let ran = trifold(folder.path(), &["explain"]);
    assert!(ran.out.contains("error    missing-target\n"), "{}", ran.out);
    assert!(ran.out.contains("warning  unlisted-chapter\n"), "{}", ran.out);
    let ran = trifold(folder.path(), &["explain", "mising-target"]);
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("the nearest is `missing-target`"), "{}", ran.err);
}

#[test]
fn help_teaches_with_examples() {
    let folder = tempfile::tempdir().unwrap();
    for command in [&[][..], &["build"], &["check"], &["ast"], &["new"]] {
        let ran = trifold(folder.path(), &[command, &["--help"]].concat());
        assert_eq!(ran.status, 0);
        assert!(ran.out.contains("Examples:\n  trifold "), "{command:?}: {}", ran.out);
    }
    assert!(trifold(folder.path(), &["--version"]).out.starts_with("trifold "));
}

#[test]
fn the_resolved_book_is_json_with_a_version() {
    let folder = new_project();
    let ran = trifold(folder.path(), &["ast", "walking", "--edition", "handout"]);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    let json: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((&json["version"], &json["edition"]), (&1.into(), &"handout".into()));
    assert_eq!(json["book"]["info"]["title"], "Walking");
    assert_eq!(json["book"]["references"][0]["key"], "knuth-plass");
    assert_eq!(json["book"]["chapters"].as_array().unwrap().len(), 2);
}
