//! What is said about a project that cannot be built.

use std::collections::BTreeMap;

use trifold::build::build;
use trifold::diag::{Sink, render};
use trifold::files::Files;
use trifold::project::{Format, Project, Wishes, load, plan};
use trifold::source::Sources;

/// A project in which nothing is wrong, before a test changes something.
fn good() -> BTreeMap<&'static str, String> {
    let manifest = r#"title = "Walking"
language = "en"
date = 2026-11-23
chapters = ["01-start.md", "02-way.md"]

[references]
files = ["references.bib"]

[[notices]]
id = "disclaimer"
kind = "disclaimer"
title = "Disclaimer"
file = "notices/disclaimer.md"

[[editions]]
name = "book"
"#;
    [
        ("trifold.toml", manifest),
        ("manuscript/01-start.md", "# Start\n\nText [@a].\n"),
        ("manuscript/02-way.md", "# Way\n\nText.\n"),
        ("manuscript/references.bib", "@misc{a, title = {A}, year = {2020}}\n"),
        ("manuscript/notices/disclaimer.md", "No advice.\n"),
    ]
    .map(|(path, text)| (path, text.to_owned()))
    .into()
}

/// A good project in which one stretch of one file was replaced.
fn changed(path: &'static str, from: &str, to: &str) -> BTreeMap<&'static str, String> {
    let mut project = good();
    let text = project.get_mut(path).unwrap();
    assert!(text.contains(from), "{from:?} is not in {path}");
    *text = text.replacen(from, to, 1);
    project
}

fn in_manifest(from: &str, to: &str) -> BTreeMap<&'static str, String> {
    changed("trifold.toml", from, to)
}

/// Loads a project and plans everything; gives it with what was said.
fn load_and_tell(project: &BTreeMap<&'static str, String>) -> (Option<Project>, String) {
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let loaded = load(&files(project), &mut sources, &mut sink);
    let planned = loaded
        .and_then(|project| plan(&project, &Wishes::default(), &mut sink).map(|_| project));
    assert_eq!(planned.is_err(), sink.checkpoint().is_err());
    let told = sink.messages().iter();
    let told = told.map(|(severity, message)| render(*severity, message, &sources, false));
    (planned.ok(), told.collect::<Vec<_>>().join("\n"))
}

/// What is said about a project.
fn told(project: &BTreeMap<&'static str, String>) -> String {
    load_and_tell(project).1
}

/// What is said when a project is built; nothing must come of it.
fn told_by_build(files: &Files) -> String {
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let project = load(files, &mut sources, &mut sink).unwrap();
    let plan = plan(&project, &Wishes::default(), &mut sink).unwrap();
    let built = build(&project, &sources, &plan, &|_| {}, &mut sink);
    assert!(built.is_empty());
    let told = sink.messages().iter();
    let told = told.map(|(severity, message)| render(*severity, message, &sources, false));
    told.collect::<Vec<_>>().join("\n")
}

/// What is said when a project with another second chapter is built.
fn told_about(chapter: &str) -> String {
    let mut files = files(&good());
    files.insert("manuscript/02-way.md", chapter);
    files.insert("manuscript/images/no-picture.png", "This is no picture.\n");
    told_by_build(&files)
}

fn files(project: &BTreeMap<&'static str, String>) -> Files {
    let mut files = Files::default();
    for (path, text) in project {
        files.insert(*path, text.as_str());
    }
    files
}

#[test]
fn nothing_is_said_about_a_good_project() {
    let (project, told) = load_and_tell(&good());
    assert_eq!(told, "");
    let project = project.unwrap();
    assert_eq!(project.info.slug, "walking");
    assert!(project.info.identifier.starts_with("urn:uuid:"));
    assert_eq!(project.editions[0].pages[0].name, "trade");
    assert_eq!(project.editions[0].formats.len(), 4);
}

#[test]
fn a_folder_without_a_project_file_is_told_what_makes_one() {
    insta::assert_snapshot!(told(&BTreeMap::new()), @r"
    error[no-project]: there is no `trifold.toml` in this folder
     |
     = help: `trifold new NAME` makes a folder with a small project in it
    ");
}

#[test]
fn an_unknown_key_is_told_with_the_nearest() {
    let project = in_manifest("language =", "lanugage = \"en\"\nlanguage =");
    insta::assert_snapshot!(told(&project), @r#"
    error[unknown-key]: there is no key `lanugage`
     --> trifold.toml:2:1
      |
    2 | lanugage = "en"
      | ^^^^^^^^
      |
      = help: the nearest is `language`
    "#);
}

#[test]
fn missing_keys_are_told_together() {
    let project =
        in_manifest("title = \"Walking\"\nlanguage = \"en\"\ndate = 2026-11-23\n", "");
    insta::assert_snapshot!(told(&project), @r#"
    error[missing-key]: `title` is missing
     --> trifold.toml:1:1
      |
    1 | chapters = ["01-start.md", "02-way.md"]
      | ^
      |
      = help: write `title = "…"`

    error[missing-key]: `language` is missing
     --> trifold.toml:1:1
      |
    1 | chapters = ["01-start.md", "02-way.md"]
      | ^
      |
      = help: write `language = "en"`
    "#);
}

#[test]
fn a_missing_date_is_not_made_up() {
    let project = in_manifest("date = 2026-11-23\n", "");
    insta::assert_snapshot!(told(&project), @r#"
    error[missing-key]: `date` is missing
     --> trifold.toml:1:1
      |
    1 | title = "Walking"
      | ^
      |
      = help: write the day of the edition, `date = 2026-11-23`, or set SOURCE_DATE_EPOCH
    "#);
}

#[test]
fn a_missing_chapter_is_told_with_the_nearest_file() {
    let project = in_manifest("01-start.md", "01-strat.md");
    insta::assert_snapshot!(told(&project), @r#"
    error[missing-file]: there is no file `manuscript/01-strat.md`
     --> trifold.toml:4:13
      |
    4 | chapters = ["01-strat.md", "02-way.md"]
      |             ^^^^^^^^^^^^^
      |
      = help: the nearest is `01-start.md`
    "#);
}

#[test]
fn a_path_that_leaves_the_manuscript_is_refused() {
    let project = in_manifest("01-start.md", "../secret.md");
    insta::assert_snapshot!(told(&project), @r#"
    error[outside-manuscript]: `../secret.md` leaves the manuscript folder
     --> trifold.toml:4:13
      |
    4 | chapters = ["../secret.md", "02-way.md"]
      |             ^^^^^^^^^^^^^^
      |
      = help: write a path from `manuscript/`, with `/` between its parts
    "#);
}

#[test]
fn mistakes_of_grammar_are_shown_where_they_are() {
    let project = in_manifest("language = \"en\"", "language = \"en");
    insta::assert_snapshot!(told(&project), @r#"
    error[bad-toml]: this is no TOML: invalid basic string, expected `"`
     --> trifold.toml:2:15
      |
    2 | language = "en
      |               ^
      |
      = help: a line is `key = "text"`, `key = ["one", "two"]` or `[table]`
    "#);
}

#[test]
fn everything_wrong_with_values_is_told_in_order() {
    let project = in_manifest(
        "language = \"en\"\ndate = 2026-11-23",
        "language = \"english language\"\ndate = \"2026-02-30\"\nidentifier = \"12\"\nurl = \"example.org\"\nsubtitle = \"\"",
    );
    insta::assert_snapshot!(told(&project), @r#"
    error[bad-language]: `english language` is no language tag
     --> trifold.toml:2:12
      |
    2 | language = "english language"
      |            ^^^^^^^^^^^^^^^^^^
      |
      = help: write a tag of BCP 47: `en`, `en-US`, `de-CH`, `zh-Hans`

    error[bad-date]: `date` is no day of the calendar
     --> trifold.toml:3:8
      |
    3 | date = "2026-02-30"
      |        ^^^^^^^^^^^^
      |
      = help: write year, month and day: `date = 2026-11-23`

    error[bad-identifier]: `12` is no address that never changes
     --> trifold.toml:4:14
      |
    4 | identifier = "12"
      |              ^^^^
      |
      = help: write a URI: `urn:isbn:9781234567897`, `urn:uuid:…`, `https://doi.org/…`; or leave it out, and one is made from title and language

    error[bad-url]: `example.org` is no address of a web site
     --> trifold.toml:5:7
      |
    5 | url = "example.org"
      |       ^^^^^^^^^^^^^
      |
      = help: write the whole address: `https://example.org/book/`

    error[empty-value]: `subtitle` is empty
     --> trifold.toml:6:12
      |
    6 | subtitle = ""
      |            ^^
      |
      = help: write something, or remove the line
    "#);
}

#[test]
fn everything_wrong_with_an_edition_is_told() {
    let project = in_manifest(
        "name = \"book\"\n",
        "name = \"book\"\nformats = [\"epbu\", \"pdf\"]\ntheme = \"bok\"\npage = \"A4\"\nchapters = [\"03.md\"]\nchapter-start = \"left\"\nnotices = { disclaim = \"after-body\" }\n\n[[editions]]\nname = \"book\"\n",
    );
    insta::assert_snapshot!(told(&project), @r#"
    error[unknown-format]: there is no format `epbu`
      --> trifold.toml:17:12
       |
    17 | formats = ["epbu", "pdf"]
       |            ^^^^^^
       |
       = help: the nearest is `epub`; there are `epub`, `pdf`, `html` and `site`

    error[unknown-theme]: there is no theme `bok`
      --> trifold.toml:18:9
       |
    18 | theme = "bok"
       |         ^^^^^
       |
       = help: the nearest is `book`; there are `book` and `handout`

    error[unknown-page-size]: there is no page size `A4`
      --> trifold.toml:19:8
       |
    19 | page = "A4"
       |        ^^^^
       |
       = help: the nearest is `a4`; there are `a4`, `a5`, `a6`, `b5`, `crown-quarto`, `digest`, `half-letter`, `legal`, `letter`, `pocket`, `royal` and `trade`; else write `105mm x 148mm`

    error[unknown-chapter]: the project has no chapter `03.md`
      --> trifold.toml:20:13
       |
    20 | chapters = ["03.md"]
       |             ^^^^^^^
       |
       = help: name it in `chapters` at the top of the file first

    error[unknown-value]: there is no `chapter-start` `left`
      --> trifold.toml:21:17
       |
    21 | chapter-start = "left"
       |                 ^^^^^^
       |
       = help: there are `continuous`, `page` and `recto`

    error[unknown-notice]: there is no notice `disclaim`
      --> trifold.toml:22:13
       |
    22 | notices = { disclaim = "after-body" }
       |             ^^^^^^^^
       |
       = help: the nearest is `disclaimer`

    error[duplicate-name]: there are two editions `book`
      --> trifold.toml:25:8
       |
    16 | name = "book"
       |        ------ the first is here
    ...
    25 | name = "book"
       |        ^^^^^^
       |
       = help: give each edition a `name` of its own
    "#);
}

#[test]
fn a_notice_stands_in_full_in_every_edition() {
    for (placement, code) in [
        ("[]", "notice-not-placed"),
        ("[\"first-page\", \"own-page\"]", "notice-placed-twice"),
        ("[\"before-body\", \"last-page\", \"page-foot\"]", "notice-placed-twice"),
        ("{ pdf = \"first-pag\" }", "unknown-placement"),
        ("{ paper = \"first-page\" }", "unknown-format"),
        ("[\"before-body\", \"after-body\"]", "notice-placed-twice"),
        ("[\"everywhere\"]", "unknown-placement"),
        ("3", "wrong-type"),
    ] {
        let notices =
            format!("name = \"book\"\nnotices = {{ disclaimer = {placement} }}\n");
        let told = told(&in_manifest("name = \"book\"\n", &notices));
        assert!(told.starts_with(&format!("error[{code}]")), "{placement}: {told}");
        assert!(told.contains("--> trifold.toml:17:"), "{placement}: {told}");
    }
}

/// What stands in the manifest of the good project where its notice ends.
const FILE: &str = "file = \"notices/disclaimer.md\"\n";

#[test]
fn two_notices_are_told_that_cannot_both_have_the_last_page() {
    let notices = format!(
        "{FILE}place = [\"last-page\", \"own-page\"]\n\n[[notices]]\nid = \"other\"\n\
         kind = \"warning\"\ntitle = \"X\"\n{FILE}place = {{ pdf = \"last-page\" }}\n"
    );
    insta::assert_snapshot!(told(&in_manifest(FILE, &notices)), @r#"
    error[notice-places-clash]: the notice `disclaimer` cannot have the last page to itself: `other` stands there too
      --> trifold.toml:14:9
       |
    14 | place = ["last-page", "own-page"]
       |         ^^^^^^^^^^^^^^^^^^^^^^^^^
    ...
    21 | place = { pdf = "last-page" }
       |         --------------------- the other is placed here
       |
       = help: take `own-page` out, or place one of them `after-body`
    "#);
    let mut screens = in_manifest(FILE, &notices);
    let manifest = screens.get_mut("trifold.toml").unwrap();
    manifest.push_str("formats = [\"epub\", \"html\"]\n");
    assert_eq!(told(&screens), "");
}

#[test]
fn a_version_is_words_that_can_be_seen() {
    for version in ["\"\"", "\" \"", "\"2\\u00011\"", "\"2\\n1\""] {
        let written = format!("{FILE}version = {version}\n");
        let told = told(&in_manifest(FILE, &written));
        assert!(told.starts_with("error[bad-version]"), "{version}: {told}");
        assert!(told.contains("--> trifold.toml:14:"), "{version}: {told}");
    }
}

#[test]
fn two_notices_with_one_name_are_told_with_both_places() {
    let notice = "[[notices]]\nid = \"disclaimer\"\nkind = \"joke\"\ntitle = \"X\"\nfile = \"notices/disclaimer.md\"\n\n[[editions]]";
    let project = in_manifest("[[editions]]", notice);
    insta::assert_snapshot!(told(&project), @r#"
    error[duplicate-name]: there are two notices `disclaimer`
      --> trifold.toml:16:6
       |
     9 | [[notices]]
       | ----------- the first is here
    ...
    16 | id = "disclaimer"
       |      ^^^^^^^^^^^^
       |
       = help: give each notice an `id` of its own

    error[unknown-notice-kind]: there is no kind of notice `joke`
      --> trifold.toml:17:8
       |
    17 | kind = "joke"
       |        ^^^^^^
       |
       = help: there are `disclaimer`, `warning`, `copyright`, `funding` and `conflict-of-interest`
    "#);
}

#[test]
fn two_outputs_never_have_one_name() {
    let second = "name = \"book\"\n\n[[editions]]\nname = \"other\"\nformats = [\"pdf\"]\nstem = \"walking\"\n";
    let project = in_manifest("name = \"book\"\n", second);
    insta::assert_snapshot!(told(&project), @r"
    error[duplicate-output]: two outputs have the name `walking.pdf`
      --> trifold.toml:18:1
       |
    15 | [[editions]]
       | ------------ the first belongs to this edition
    ...
    18 | [[editions]]
       | ^^^^^^^^^^^^
       |
       = help: give one of the editions another `stem`
    ");
}

#[test]
fn a_chapter_nobody_lists_is_worth_a_warning() {
    let mut project = good();
    project.insert("manuscript/03-forgotten.md", "# Forgotten\n".to_owned());
    let (loaded, told) = load_and_tell(&project);
    assert!(loaded.is_some());
    insta::assert_snapshot!(told, @r#"
    warning[unlisted-chapter]: `manuscript/03-forgotten.md` is in no edition
     --> trifold.toml:4:13
      |
    4 | chapters = ["01-start.md", "02-way.md"]
      |             ^^^^^^^^^^^^^
      |
      = help: add it to `chapters`, or move it into a folder of its own
    "#);
}

#[test]
fn a_wrong_unit_in_a_theme_is_shown_in_the_theme() {
    let mut project =
        in_manifest("name = \"book\"\n", "name = \"book\"\ntheme = \"own\"\n");
    let theme = "extends = \"book\"\n\n[text]\nsize = \"11px\"\n";
    project.insert("themes/own/theme.toml", theme.to_owned());
    insta::assert_snapshot!(told(&project), @r#"
    error[bad-length]: `px` is no unit
     --> themes/own/theme.toml:4:8
      |
    4 | size = "11px"
      |        ^^^^^^
      |
      = help: write `10pt`, `3.5mm`, `2cm` or `0.4in`
    "#);
}

#[test]
fn a_template_that_does_not_compile_is_shown() {
    let mut project =
        in_manifest("name = \"book\"\n", "name = \"book\"\ntheme = \"own\"\n");
    project.insert("themes/own/theme.toml", "extends = \"book\"\n".to_owned());
    project.insert("themes/own/html/page.hbs", "<p>\n{{#if}\n</p>\n".to_owned());
    insta::assert_snapshot!(told(&project), @r"
    error[bad-template]: the template does not compile: invalid handlebars syntax: expected identifier, helper_parameter, block_param, or trailing_tilde_to_omit_whitespace
     --> themes/own/html/page.hbs:2:6
      |
    2 | {{#if}
      |      ^
      |
      = help: templates are written in Handlebars: `{{title}}`
    ");
}

#[test]
fn a_page_without_room_for_text_is_refused() {
    let project =
        in_manifest("name = \"book\"\n", "name = \"book\"\npage = \"3in x 9in\"\n");
    insta::assert_snapshot!(told(&project), @r#"
    error[no-room]: the margins of the theme leave no room on a page of `3x9in`
      --> trifold.toml:17:8
       |
    17 | page = "3in x 9in"
       |        ^^^^^^^^^^^
       |
       = help: choose a larger page, or a theme with smaller margins
    "#);
}

#[test]
fn a_file_that_is_no_text_is_told_with_its_line() {
    let mut files = files(&good());
    files.insert("manuscript/02-way.md", b"# Way\n\nna\xefve\n".as_slice());
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    assert!(load(&files, &mut sources, &mut sink).is_err());
    let (severity, message) = &sink.messages()[0];
    insta::assert_snapshot!(render(*severity, message, &sources, false), @r"
    error[not-utf8]: `manuscript/02-way.md` is not UTF-8
     --> manuscript/02-way.md:3:3
      |
    3 | na�ve
      |   ^ this byte begins no character
      |
      = help: save the file as UTF-8
    ");
}

#[test]
fn an_edition_without_a_name_has_its_other_mistakes_told_too() {
    let told = told(&in_manifest("name = \"book\"", "formats = [\"pfd\"]\nnotices = 2"));
    let codes: Vec<&str> = told.lines().filter_map(|line| line.split(':').next()).collect();
    for code in ["error[missing-key]", "error[unknown-format]", "error[wrong-type]"] {
        assert!(codes.contains(&code), "{told}");
    }
}

#[test]
fn a_project_file_cut_off_anywhere_is_an_error_or_a_project() {
    let whole = good()["trifold.toml"].clone();
    for end in (0..whole.len()).step_by(11) {
        let mut project = good();
        project.insert("trifold.toml", whole[..end].to_owned());
        // That an error was told exactly when there is no project is checked in there.
        load_and_tell(&project);
    }
}

#[test]
fn a_missing_picture_is_told_where_it_is_wanted() {
    let told = told_about("# Way\n\n![A map](images/no-pictrue.png)\n");
    insta::assert_snapshot!(told, @r"
    error[missing-picture]: there is no picture `images/no-pictrue.png`
     --> manuscript/02-way.md:3:1
      |
    3 | ![A map](images/no-pictrue.png)
      | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: the nearest file is `images/no-picture.png`
    ");
}

#[test]
fn a_picture_that_is_none_is_told_where_it_is_wanted() {
    let told = told_about("# Way\n\n![A map](images/no-picture.png)\n");
    insta::assert_snapshot!(told, @r"
    error[bad-picture]: `images/no-picture.png` is no picture that can be used
     --> manuscript/02-way.md:3:1
      |
    3 | ![A map](images/no-picture.png)
      | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: use a PNG, JPEG, WebP, GIF, AVIF or SVG file
    ");
}

#[test]
fn a_citation_without_an_entry_is_told_once_for_all_editions() {
    let mut project = good();
    let chapter = "# Way\n\nAs was shown [@b].\n".to_owned();
    project.insert("manuscript/02-way.md", chapter);
    let manifest = project.get_mut("trifold.toml").unwrap();
    manifest.push_str("\n[[editions]]\nname = \"handout\"\ntheme = \"handout\"\n");
    insta::assert_snapshot!(told_by_build(&files(&project)), @r"
    error[missing-reference]: no reference has the key `b`
     --> manuscript/02-way.md:3:15
      |
    3 | As was shown [@b].
      |               ^^
      |
      = help: the nearest is `a`
    ");
}

#[test]
fn a_key_that_two_entries_have_is_told_with_both_places() {
    let second =
        "@misc{a, title = {A}, year = {2020}}\n\n@book{a, title = {B}, year = {2021}}\n";
    let first = "@misc{a, title = {A}, year = {2020}}\n";
    let project = changed("manuscript/references.bib", first, second);
    insta::assert_snapshot!(told_by_build(&files(&project)), @r"
    error[duplicate-reference]: two references have the key `a`
     --> manuscript/references.bib:3:7
      |
    1 | @misc{a, title = {A}, year = {2020}}
      |       - first here
    2 |
    3 | @book{a, title = {B}, year = {2021}}
      |       ^ again here
      |
      = help: remove one of them, or give it another key
    ");
}

#[test]
fn a_bibliography_that_is_not_well_formed_is_shown_where_it_breaks() {
    let project = changed("manuscript/references.bib", "year = {2020}}", "year = {2020}");
    insta::assert_snapshot!(told_by_build(&files(&project)), @r"
    error[bad-bibliography]: the file ends inside an entry
     --> manuscript/references.bib:1:37
      |
    1 | @misc{a, title = {A}, year = {2020}
      | -----------------------------------^
      | |
      | in the entry that begins here
      |
      = help: each field ends with a comma, each brace is closed: `title = {…},`
    ");
}

#[test]
fn a_link_to_nowhere_is_told_with_the_nearest() {
    let told = told_about("# Way\n\nBack to [the start](#strat).\n");
    insta::assert_snapshot!(told, @r"
    error[missing-target]: no heading or figure has the address `#strat`
     --> manuscript/02-way.md:3:9
      |
    3 | Back to [the start](#strat).
      |         ^^^^^^^^^^^^^^^^^^^
      |
      = help: the nearest is `#start` in `01-start.md`
    ");
}

#[test]
fn all_that_is_wrong_in_all_chapters_is_told_in_one_run() {
    let mut files = files(&good());
    files.insert("manuscript/01-start.md", "# Start\n\n[one](#one) and [@two]\n");
    files.insert("manuscript/02-way.md", "# Way\n\n![three](images/three.png)\n");
    let told = told_by_build(&files);
    let places: Vec<&str> = told.lines().filter(|line| line.contains("-->")).collect();
    insta::assert_snapshot!(places.join("\n"), @r"
    --> manuscript/01-start.md:3:1
    --> manuscript/01-start.md:3:18
    --> manuscript/02-way.md:3:1
    ");
}

#[test]
fn a_notice_without_text_is_an_error_at_its_file_name() {
    let mut project = good();
    project.insert("manuscript/notices/disclaimer.md", "<!-- later -->\n".to_owned());
    let told = told_by_build(&files(&project));
    assert!(
        told.contains("error[empty-notice]: the notice `disclaimer` has no text"),
        "{told}"
    );
    assert!(told.contains("trifold.toml:13:8"), "{told}");
}

#[test]
fn a_notice_has_a_size_that_can_be_read() {
    for size in ["5pt", "0.5in2", "80pt", "12"] {
        let kind = "kind = \"disclaimer\"\n";
        let told = told(&in_manifest(kind, &format!("{kind}min-size = \"{size}\"\n")));
        assert!(told.starts_with("error[bad-length]"), "{size}: {told}");
        assert!(told.contains("--> trifold.toml:12:"), "{size}: {told}");
    }
}

#[test]
fn what_stands_at_every_foot_is_short() {
    let foot = |text: String| {
        let kind = "kind = \"disclaimer\"\n";
        let mut project = in_manifest(kind, &format!("{kind}place = \"page-foot\"\n"));
        project.insert("manuscript/notices/disclaimer.md", text);
        told_by_build(&files(&project))
    };
    let told = foot("No advice.\n\n- One\n\nAnother.[^a] $x$\n\n[^a]: Note.\n".to_owned());
    assert_eq!(told.matches("error[bad-foot-notice]").count(), 3, "{told}");
    assert!(told.contains("cannot hold anything but paragraphs"), "{told}");
    assert!(told.contains("--> manuscript/notices/disclaimer.md:3:1"), "{told}");
    let told = foot("Ask somebody who knows, and ask again. ".repeat(60));
    assert!(told.starts_with("error[long-foot-notice]"), "{told}");
}

#[test]
fn a_theme_that_prints_no_text_is_refused() {
    let mut project = in_manifest("name = \"book\"", "name = \"book\"\ntheme = \"mine\"");
    project.insert("themes/mine/theme.toml", "extends = \"book\"\n".to_owned());
    project.insert("themes/mine/html/page.hbs", "<html></html>".to_owned());
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let project = load(&files(&project), &mut sources, &mut sink).unwrap();
    let plan = plan(&project, &Wishes::default(), &mut sink).unwrap();
    let built = build(&project, &sources, &plan, &|_| {}, &mut sink);
    let formats: Vec<Format> = built.iter().map(|built| built.job.format).collect();
    assert_eq!(formats, [Format::Epub, Format::Pdf, Format::Site]);
    let codes: Vec<&str> = sink.messages().iter().map(|(_, m)| m.code.0).collect();
    assert_eq!(codes, ["theme-drops-text"]);
}

/// What is said of a list of chapters, all of them in the files of the good project.
fn of_chapters(list: &str) -> String {
    let files = "chapters = [\"01-start.md\", \"02-way.md\"]";
    load_and_tell(&in_manifest(files, list)).1
}

#[test]
fn front_matter_stands_before_the_text_and_back_matter_after_it() {
    let told = of_chapters(
        "chapters = [\"01-start.md\", { file = \"02-way.md\", role = \"preface\" }]",
    );
    insta::assert_snapshot!(told, @r#"
    error[misplaced-chapter]: `02-way.md` is out of place as preface
     --> trifold.toml:4:37
      |
    4 | chapters = ["01-start.md", { file = "02-way.md", role = "preface" }]
      |                                     ^^^^^^^^^^^
      |
      = help: list it before the first chapter
    "#);
    let told = of_chapters(
        "chapters = [{ file = \"01-start.md\", role = \"appendix\" }, \"02-way.md\"]",
    );
    assert!(told.contains("`02-way.md` is out of place as chapter"), "{told}");
    let told = of_chapters(
        "chapters = [{ part = \"A\", chapters = [{ file = \"01-start.md\", role = \"dedication\" }, \"02-way.md\"] }]",
    );
    assert!(told.contains("a part cannot hold it"), "{told}");
}

#[test]
fn a_part_without_chapters_and_a_kind_of_chapter_nobody_knows_are_told() {
    let told = of_chapters("chapters = [\"01-start.md\", \"02-way.md\", { part = \"A\" }]");
    assert!(told.contains("error[missing-key]: the part `A` has no chapter"), "{told}");
    let told = of_chapters(
        "chapters = [\"01-start.md\", { file = \"02-way.md\", role = \"apendix\" }]",
    );
    assert!(told.contains("error[unknown-value]"), "{told}");
    assert!(told.contains("the nearest is `appendix`"), "{told}");
    let told = of_chapters("chapters = [\"01-start.md\", 2]");
    assert!(told.contains("error[wrong-type]"), "{told}");
}

#[test]
fn an_isbn_with_a_wrong_digit_is_told() {
    let with = |isbn: &str| {
        let line = format!("language = \"en\"\nisbn.epub = \"{isbn}\"");
        load_and_tell(&in_manifest("language = \"en\"", &line)).1
    };
    assert_eq!(with("978-1-4028-9462-6"), "");
    for wrong in ["978-1-4028-9462-7", "1-4028-9462-7", "978-1-4028-9462-x"] {
        assert!(with(wrong).contains("error[bad-isbn]"), "{wrong}");
    }
}

#[test]
fn labels_of_parts_are_told_where_they_cannot_be() {
    let part = |id: &str| {
        format!(
            "chapters = [{{ part = \"P\", id = \"{id}\", chapters = [\"01-start.md\"] }}]"
        )
    };
    for (id, code) in [("high", "bad-name"), ("sec-", "bad-name"), ("sec-a b", "bad-name")]
    {
        let told = of_chapters(&part(id));
        assert!(told.contains(&format!("error[{code}]")), "{id}: {told}");
    }
    assert!(!of_chapters(&part("sec-high")).contains("error"));
}

#[test]
fn what_is_wrong_with_people_and_series_is_told_where_it_stands() {
    let lines = "language = \"en\"\n\
        authors = [{ name = \"A\", orcid = \"0000-0002-1825-0098\", roles = [\"edtor\"] }]\n\
        contributors = [{ name = \"B\", roles = [\"author\"], url = \"b.org\" }, 1]\n\
        series = { title = \"S\", number = 1.5, issn = \"2049-3631\" }";
    let told = load_and_tell(&in_manifest("language = \"en\"", lines)).1;
    let heads: Vec<&str> = told
        .lines()
        .filter(|line| line.starts_with("error") || line.contains("-->"))
        .map(|line| line.trim().trim_start_matches("--> trifold.toml:"))
        .collect();
    let codes = [
        ("unknown-role", "3:66"),
        ("bad-orcid", "3:34"),
        ("unknown-role", "4:40"),
        ("bad-url", "4:57"),
        ("wrong-type", "4:68"),
        ("wrong-type", "5:34"),
        ("bad-issn", "5:46"),
    ];
    for (code, place) in codes {
        let at = heads.iter().position(|line| *line == place);
        let at = at.unwrap_or_else(|| panic!("{place} in {told}"));
        assert!(heads[at - 1].starts_with(&format!("error[{code}]")), "{code}: {told}");
    }
    assert_eq!(heads.len(), 2 * codes.len(), "{told}");
    assert!(told.contains("the nearest is `editor`"), "{told}");
}

#[test]
fn characters_that_no_font_has_are_told_where_they_stand() {
    let told = told_about(
        "# A 漢 word\n\nSome *emphasis and* **bold with 字** in it.\n\n| A |\n|---|\n\
         | *y* 表 |\n\nA mark.[^1]\n\n[^1]: A *note* with 註.\n",
    );
    let places = told
        .lines()
        .filter_map(|line| line.trim().strip_prefix("--> manuscript/02-way.md:"));
    let mut places: Vec<&str> = places.collect();
    places.sort_unstable();
    // the heading is in the contents list too, and is told once
    assert_eq!(places, ["11:21", "1:5", "3:33", "7:7"], "{told}");
    assert_eq!(told.matches("error[missing-glyph]").count(), 4, "{told}");
}

#[test]
fn characters_that_no_font_has_are_told_wherever_they_stand() {
    let places = |files: &BTreeMap<&'static str, String>, chapter: &str| {
        let mut files = self::files(files);
        files.insert("manuscript/02-way.md", chapter);
        let square = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>";
        files.insert("manuscript/square.svg", square);
        let told = told_by_build(&files);
        assert!(told.contains("U+6F22, CJK UNIFIED IDEOGRAPH-6F22"), "{told}");
        let count = told.matches("error[missing-glyph]").count();
        let places = told.lines().filter_map(|line| line.trim().strip_prefix("--> "));
        let places: Vec<String> = places.map(str::to_owned).collect();
        assert_eq!(places.len(), count, "{told}");
        places
    };
    let book = good();
    let way = "# Way\n\nText.\n";
    for (chapter, place) in [
        ("# A *b* 漢\n\nText.\n", "02-way.md:1:9"),
        ("# Way\n\n## A 漢\n\nText.\n", "02-way.md:3:6"),
        ("# Way\n\nText [b]{index=\"漢\"}.\n", "02-way.md:3:6"),
        ("# Way\n\nText [b]{index=\"a!漢\"}.\n", "02-way.md:3:6"),
        ("# Way\n\n| A |\n|---|\n| b^[A 漢.] |\n", "02-way.md:5:8"),
        ("# Way\n\nTable: A 漢.\n\n| A |\n|---|\n| b |\n", "02-way.md:3:10"),
        ("# Way\n\n![A *b* 漢.](square.svg){alt=\"c\"}\n", "02-way.md:3:9"),
        ("# Way\n\nA $x = 漢$ b.\n", "02-way.md:3:3"),
        ("# Way\n\n$$\nx = \\text{漢}\n$$\n", "02-way.md:3:1"),
        ("# Way\n\n> [!NOTE] A 漢\n> Text.\n", "02-way.md:3:13"),
        ("# Way\n\nOne 漢\n: Two.\n", "02-way.md:3:5"),
        ("# Way\n\n```\na 漢\n```\n", "02-way.md:3:3"),
    ] {
        assert_eq!(places(&book, chapter), [format!("manuscript/{place}")], "{chapter}");
    }
    let language = "language = \"en\"";
    for (from, to, place) in [
        ("\"Walking\"", "\"Way 漢\"", "1:14"),
        (language, "language = \"en\"\nsubtitle = \"A 漢\"", "3:15"),
        (language, "language = \"en\"\nshort-title = \"漢\"", "3:16"),
        (language, "language = \"en\"\nrights = \"© 漢\"", "3:13"),
        (language, "language = \"en\"\npublisher = \"漢\"", "3:14"),
        (language, "language = \"en\"\nauthors = [\"A\", \"漢\"]", "3:14"),
        ("[references]", "[references]\ntitle = \"漢\"", "7:10"),
        ("\"Disclaimer\"", "\"A 漢\"", "12:12"),
        ("\"02-way.md\"", "{ part = \"A 漢\", chapters = [\"02-way.md\"] }", "4:40"),
    ] {
        let found = places(&in_manifest(from, to), way);
        assert_eq!(found, [format!("trifold.toml:{place}")], "{to}");
    }
}

#[test]
fn inks_need_the_profile_of_a_press() {
    let pdf = |options: &str| {
        let edition = format!("name = \"book\"\npdf = {{ {options} }}");
        told(&in_manifest("name = \"book\"", &edition))
    };
    let said = pdf("color = \"cmyk\"");
    assert!(said.contains("error[missing-key]: `editions.pdf` has no `profile`"), "{said}");
    let said = pdf("color = \"cmyk\", profile = \"references.bib\"");
    assert!(
        said.contains("error[bad-profile]: `references.bib` is no ICC profile"),
        "{said}"
    );
    let said = pdf("color = \"gray\", ink-limit = 200");
    assert!(said.contains("are for the inks of a press only"), "{said}");
}

/// A good project whose chapters are set in two columns.
fn in_two_columns() -> BTreeMap<&'static str, String> {
    let mut project = in_manifest("name = \"book\"", "name = \"book\"\ntheme = \"two\"");
    let theme = "extends = \"book\"\n[page]\ncolumns = 2\n";
    project.insert("themes/two/theme.toml", theme.to_owned());
    project
}

#[test]
fn what_stands_in_another_block_does_not_run_across_columns() {
    let mut files = files(&in_two_columns());
    files.insert(
        "manuscript/02-way.md",
        "# Way\n\n> Text.\n>\n> ::: wide\n> Wide.\n> :::\n",
    );
    let manifest =
        in_two_columns()["trifold.toml"].replace("\"two\"", "\"two\"\npage = \"a4\"");
    files.insert("trifold.toml", manifest.as_str());
    let told = told_by_build(&files);
    let message =
        "error[nested-wide]: a block inside another cannot run across the columns";
    assert!(told.contains(message), "{told}");
    assert!(told.contains("02-way.md:5:3"), "{told}");
}

#[test]
fn two_columns_have_room_for_words() {
    let mut project = in_two_columns();
    if let Some(manifest) = project.get_mut("trifold.toml") {
        *manifest = manifest.replace("\"two\"", "\"two\"\npage = \"a6\"");
    }
    let told = told(&project);
    let message = "error[narrow-columns]: two columns are too narrow on a page of `a6`";
    assert!(told.contains(message), "{told}");
}

#[test]
fn a_list_without_an_entry_is_left_out_and_told() {
    let project = in_manifest("name = \"book\"", "name = \"book\"\nlists = [\"tables\"]");
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let project = load(&files(&project), &mut sources, &mut sink).unwrap();
    let plan = plan(&project, &Wishes::default(), &mut sink).unwrap();
    assert!(!build(&project, &sources, &plan, &|_| {}, &mut sink).is_empty());
    let told: Vec<String> =
        sink.messages().iter().map(|(_, one)| format!("{one:?}")).collect();
    assert!(told.len() == 1 && told[0].contains("empty-list"), "{told:?}");
}

#[test]
fn lines_that_would_stand_in_one_another_are_told() {
    let own = |theme: &str| {
        let mut project =
            in_manifest("name = \"book\"\n", "name = \"book\"\ntheme = \"own\"\n");
        let theme = format!("extends = \"book\"\n\n{theme}\n");
        project.insert("themes/own/theme.toml", theme);
        told(&project)
    };
    insta::assert_snapshot!(own("[text]\nleading = \"0pt\""), @r#"
    error[bad-length]: lines of 10.50pt that are 0.00pt apart stand in one another
     --> themes/own/theme.toml:4:11
      |
    4 | leading = "0pt"
      |           ^^^^^
      |
      = help: a leading is at least four fifths of the size of the type
    "#);
    for theme in ["[small]\nleading = \"6pt\"", "[headings.h2]\nleading = \"9pt\""] {
        assert!(own(theme).contains("error[bad-length]: lines of"), "{theme}");
    }
    assert_eq!(own("[text]\nleading = \"8.4pt\""), "");
    for side in ["top", "bottom"] {
        let said = own(&format!("[page.margins]\n{side} = \"4pt\""));
        assert!(said.contains("error[no-room]: "), "{said}");
        assert!(said.contains(&format!("give the theme a larger `page.margins.{side}`")));
    }
}
