//! The manual says what the program does: every key, token, option and message.
//!
//! What there is to say is asked of the program where it tells (a key that nobody knows
//! makes it list those it knows, `--help` lists the options), and else read from `src/`.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use trifold::diag::{Diagnostic, Severity, Sink, to_json};
use trifold::files::Files;
use trifold::parse::parse;
use trifold::project::load;
use trifold::source::{Place, Sources, Span};

/// A key that is in no table and near to none.
const NOBODY: &str = "qqqqqqqqqqqqqqqqqqqqqqqq";

/// A project file with a key in every table that nobody knows.
const PROJECT: &str = "Q = 1\ntitle = 'A'\nlanguage = 'en'\ndate = 2026-01-01\n\
    authors = [{ name = 'A', Q = 1 }]\ncontributors = [{ name = 'A', Q = 1 }]\n\
    series = { title = 'A', Q = 1 }\n\
    [references]\nQ = 1\n[numbers]\nQ = 1\n[accessibility]\nQ = 1\n\
    [[notices]]\nQ = 1\n\
    [[editions]]\nname = 'a'\ntheme = 'own'\nQ = 1\n\
    [editions.pdf]\nQ = 1\n";

/// The same of a theme.
const THEME: &str = "extends = 'book'\nQ = 1\n\
    [page]\nQ = 1\n[features]\nQ = 1\n[features.text]\nQ = 1\n[page.margins]\nQ = 1\n[text]\nQ = 1\n[code]\nQ = 1\n\
    [small]\nQ = 1\n[title]\nQ = 1\n[headings]\nQ = 1\n[headings.h1]\nQ = 1\n\
    [colors]\nQ = 1\n[colors.light]\nQ = 1\n[colors.dark]\nQ = 1\n[fonts]\nQ = 1\n\
    [[fonts.families]]\nname = 'A'\ngeneric = 'serif'\nQ = 1\n\
    faces = [{ weight = 400, file = 'a.ttf', Q = 1 }]\n";

/// Calls with which a message is made, before its code.
const MADE_BY: [&str; 9] = [
    "Diagnostic::new(",
    ".error(",
    ".warn(",
    "problem(",
    "code: ",
    "Fate::Wrong(",
    "Problem::new(",
    "tell(",
    "advise(",
];

#[test]
fn the_manual_names_every_key_of_the_project_file() {
    let (keys, _) = known_keys();
    let inner = ["references.", "notices.", "editions.", "authors."];
    for key in inner {
        assert!(keys.iter().any(|known| known.starts_with(key)), "{keys:?}");
    }
    assert!(keys.len() > 30, "{keys:?}");
    let manual = chapter("05-project-file.md");
    // A key at the top of the file has a heading of its own.
    let (inside, top): (Vec<String>, Vec<String>) =
        keys.into_iter().partition(|key| key.contains('.'));
    let headings: BTreeSet<String> = headings(&manual).into_iter().collect();
    let unsaid: Vec<&String> = top.iter().filter(|key| !headings.contains(*key)).collect();
    assert_eq!(unsaid, Vec::<&String>::new(), "no heading of 05-project-file.md");
    assert_eq!(unnamed(&inside, &manual), Vec::<String>::new());
}

#[test]
fn the_manual_names_every_token_of_a_theme() {
    let (_, tokens) = known_keys();
    let tables: BTreeSet<&str> =
        tokens.iter().filter_map(|token| Some(token.rsplit_once('.')?.0)).collect();
    // A table is told about by its keys.
    let keys: Vec<String> = tokens
        .iter()
        .filter(|token| !tables.contains(token.as_str()) || token.contains("faces"))
        .cloned()
        .collect();
    assert!(keys.len() > 60, "{keys:?}");
    for token in ["extends", "page.margins.outer", "headings.h6", "colors.dark.tint"] {
        assert!(keys.iter().any(|key| key == token), "{token} is not in {keys:?}");
    }
    let manual = chapter("07-themes.md");
    let keys: Vec<String> = keys.into_iter().filter(|key| key != "headings.h1").collect();
    assert_eq!(unnamed(&keys, &manual), Vec::<String>::new());
}

#[test]
fn the_manual_names_every_command_and_option() {
    let help = run(&["--help"]).0;
    let commands = listed(&help, "Commands:");
    assert!(commands.contains(&"build".to_owned()), "{commands:?}");
    let mut words = listed(&help, "Options:");
    for command in commands.iter().filter(|command| *command != "help") {
        words.extend(listed(&run(&[command, "--help"]).0, "Options:"));
        words.push(format!("trifold {command}"));
    }
    assert!(words.contains(&"--message-format".to_owned()), "{words:?}");
    let manual = chapter("08-command-line.md");
    let unsaid: Vec<&String> = words.iter().filter(|word| !says(&manual, word)).collect();
    assert_eq!(unsaid, Vec::<&String>::new(), "not in 08-command-line.md");
}

#[test]
fn the_manual_explains_every_message_and_no_other() {
    let codes: BTreeSet<String> =
        program().values().flat_map(|text| codes_in(text)).collect();
    assert!(codes.len() > 85, "only {} codes: {codes:?}", codes.len());
    let explained = headings(&chapter("09-messages.md"));
    let mut sorted = explained.clone();
    sorted.sort();
    assert_eq!(explained, sorted, "the messages are not in the order of the alphabet");
    let explained: BTreeSet<String> = explained.into_iter().collect();
    let unsaid: Vec<&String> = codes.difference(&explained).collect();
    assert_eq!(unsaid, Vec::<&String>::new(), "not in 09-messages.md");
    let gone: Vec<&String> = explained.difference(&codes).collect();
    assert_eq!(gone, Vec::<&String>::new(), "explained, but nobody gives them");
}

#[test]
fn the_manual_names_every_class_and_attribute() {
    let manual = chapter("02-manuscript.md");
    // what blocks in colons are called, as the program lists them
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let text = format!("::: {NOBODY}\nA.\n:::\n");
    let source = sources.add("a.md", text.as_str());
    assert!(parse(source, &text, "en", &mut sink).is_err());
    let known = sink.messages()[0].1.help.clone().unwrap();
    let mut names: BTreeSet<String> = in_backticks(&known).collect();
    assert!(names.len() > 4 && names.contains("callout-note"), "{names:?}");
    // what the attributes of each construct are, as messages say it
    for (path, text) in program().iter().filter(|(path, _)| path.contains("/parse/")) {
        let found = takes(text);
        assert!(found.iter().all(|name| !name.is_empty()), "{path}: {found:?}");
        names.extend(found);
    }
    for name in ["width", ".wide", "lang", ".decorative"] {
        assert!(names.contains(name), "{name} is not in {names:?}");
    }
    let unsaid: Vec<&String> =
        names.iter().filter(|name| !says(&manual, name.trim_start_matches('.'))).collect();
    assert_eq!(unsaid, Vec::<&String>::new(), "not in 02-manuscript.md");
}

/// The attributes in messages that say what a construct takes: `"takes `.wide` and …"`,
/// without their values; addresses are examples.
fn takes(text: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for (at, _) in text.match_indices("\"takes ") {
        let words = text[at + 1..].replace("\\\"", "'");
        let words = words.split('"').next().unwrap();
        for name in in_backticks(words).filter(|name| !name.starts_with(['{', '#', '['])) {
            names.insert(name.split('=').next().unwrap().to_owned());
        }
    }
    names
}

/// What stands as code in a text.
fn in_backticks(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split('`').skip(1).step_by(2).map(str::to_owned)
}

#[test]
fn what_a_construct_takes_is_found() {
    let text = "let t = \"takes an address like `{#a}`, `.wide`, \\\n  `width=60%` and \\\n  `alt=\\\"…\\\"`\";";
    let wanted = [".wide", "alt", "width"].map(str::to_owned);
    assert_eq!(takes(text), BTreeSet::from(wanted));
}

#[test]
fn the_manual_builds_without_a_message() {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().to_str().unwrap();
    let manual = root().join("docs");
    let arguments = ["build", manual.to_str().unwrap(), "--strict", "--output", output];
    let json = ["--message-format", "json"];
    let (told, status) = run(&[&arguments[..], &json[..]].concat());
    assert_eq!(status, 0, "{told}");
    let lines: Vec<serde_json::Value> =
        told.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let mut formats: Vec<&str> = Vec::new();
    for line in &lines {
        assert_eq!(line["type"], "output", "{line}");
        formats.push(line["format"].as_str().unwrap());
        fields_are_named(line);
    }
    assert_eq!(formats, ["epub", "pdf", "html", "site"]);
}

#[test]
fn the_manual_names_every_field_of_a_message() {
    let mut sources = Sources::default();
    let source = sources.add("a.md", "a");
    let place = Place { source, span: Span::new(0, 1) };
    let message = Diagnostic::new("odd-word", "odd").label(place, "here").help("none");
    let json = to_json(Severity::Error, &message, &sources);
    fields_are_named(&json);
    fields_are_named(&json["labels"][0]);
}

#[test]
fn a_code_is_found_in_every_form_it_is_written_in() {
    let text = "fn a() { Diagnostic::new(\n    \"bad-one\", message) }\n\
        reader.error(\"bad-two\", m); self.warn(\"bad-three\", m);\n\
        choose(&word, &WORDS, \"bad-four\", \"a kind\", sink);\n\
        Problem { code: \"bad-five\", message }; problem(\"bad-six\", m);\n\
        let c = match n { 0 => (\n\"bad-seven\", m), _ => (\"bad-eight\", m) };\n\
        Diagnostic::new(c, m); Diagnostic::new(\"bad-9\", m);\n\
        // Diagnostic::new(\"no-code\", m)\n\
        let word = \"no-code-either\";\n\
        #[cfg(test)]\nmod tests { fn b() { Diagnostic::new(\"no-code-here\", m) } }\n";
    let found = codes_in(text);
    let wanted = ["one", "two", "three", "four", "five", "six", "seven", "eight", "9"];
    let wanted: BTreeSet<String> =
        wanted.iter().map(|number| format!("bad-{number}")).collect();
    assert_eq!(found, wanted);
}

#[test]
fn what_the_manual_does_not_name_is_found() {
    let manual =
        "# A\n\n## Options\n\n### title\n\n- `text.size`: a size.\n- `--edition`\n";
    let keys = ["text.size".to_owned(), "text.leading".to_owned(), "text".to_owned()];
    assert_eq!(unnamed(&keys, manual), ["text.leading", "text"]);
    assert_eq!(headings(manual), ["title"]);
    assert!(says(manual, "--edition") && !says(manual, "--edit") && !says(manual, "-e"));
    let help = "Options:\n  -f, --format <FORMAT>\n          Only - this\n\n\
        \x20     --strict\n\nExamples:\n  --no\n";
    assert_eq!(listed(help, "Options:"), ["-f", "--format", "--strict"]);
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn chapter(name: &str) -> String {
    fs::read_to_string(root().join("docs/manuscript").join(name)).unwrap()
}

/// The names of sections of the third level, without their addresses.
fn headings(manual: &str) -> Vec<String> {
    let headings = manual.lines().filter_map(|line| line.strip_prefix("### "));
    headings.map(|heading| heading.split(" {#").next().unwrap().to_owned()).collect()
}

/// Those of `keys` that the manual does not name as code.
fn unnamed(keys: &[String], manual: &str) -> Vec<String> {
    keys.iter().filter(|key| !manual.contains(&format!("`{key}`"))).cloned().collect()
}

/// Whether the manual has a word that is not part of a longer one.
fn says(manual: &str, word: &str) -> bool {
    let ends = |c: Option<char>| !c.is_some_and(|c| c.is_alphanumeric() || c == '-');
    manual.match_indices(word).any(|(at, _)| {
        let (before, after) = (&manual[..at], &manual[at + word.len()..]);
        ends(before.chars().next_back()) && ends(after.chars().next())
    })
}

/// Tells when the manual does not name a field of an object.
fn fields_are_named(object: &serde_json::Value) {
    let fields: Vec<String> = object.as_object().unwrap().keys().cloned().collect();
    assert!(fields.len() > 4, "{object}");
    assert_eq!(unnamed(&fields, &chapter("08-command-line.md")), Vec::<String>::new());
}

/// The keys that the program knows: of the project file and of a theme.
fn known_keys() -> (Vec<String>, Vec<String>) {
    let mut files = Files::default();
    files.insert("trifold.toml", PROJECT.replace('Q', NOBODY));
    files.insert("manuscript/a.md", "A.\n");
    files.insert("themes/own/theme.toml", THEME.replace('Q', NOBODY));
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    assert!(load(&files, &mut sources, &mut sink).is_err());
    let mut keys: [BTreeSet<String>; 2] = Default::default();
    let mut told = 0;
    for (_, message) in sink.messages() {
        if message.code.0 != "unknown-key" {
            continue;
        }
        told += 1;
        let place = message.labels[0].place;
        let of = usize::from(sources.get(place.source).path != "trifold.toml");
        // "`page` has no key `…`"
        let table = message.message.strip_prefix('`').and_then(|rest| rest.split_once('`'));
        let help = message.help.as_deref().unwrap();
        let listed = help.strip_prefix("the keys here are").unwrap();
        for key in listed.split('`').skip(1).step_by(2) {
            keys[of].insert(match table {
                Some((table, _)) => format!("{table}.{key}"),
                None => key.to_owned(),
            });
        }
    }
    let planted = PROJECT.matches('Q').count() + THEME.matches('Q').count();
    assert_eq!(told, planted, "{:#?}", sink.messages());
    keys.map(|keys| keys.into_iter().collect()).into()
}

/// What the program prints and how it ends.
fn run(arguments: &[&str]) -> (String, i32) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_trifold"));
    command.args(arguments).env_remove("SOURCE_DATE_EPOCH");
    let Output { status, stdout, stderr } = command.output().unwrap();
    let text = String::from_utf8(stdout).unwrap() + &String::from_utf8(stderr).unwrap();
    (text, status.code().unwrap())
}

/// The commands or options under a heading of a help text.
fn listed(help: &str, heading: &str) -> Vec<String> {
    let lines = help.lines().skip_while(|line| *line != heading).skip(1);
    let lines = lines.take_while(|line| line.is_empty() || line.starts_with(' '));
    let mut words = Vec::new();
    for line in lines {
        // Explanations are set in further.
        let depth = line.len() - line.trim_start().len();
        if line.is_empty() || depth > 6 {
            continue;
        }
        if heading == "Commands:" {
            words.extend(line.split_whitespace().next().map(str::to_owned));
        } else {
            let options = line.split_whitespace().map(|word| word.trim_end_matches(','));
            words.extend(
                options.take_while(|word| word.starts_with('-')).map(str::to_owned),
            );
        }
    }
    words
}

/// The text of every file of `src/`, by its path from there.
fn program() -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let mut folders = vec![root().join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                files.insert(path.display().to_string(), text);
            }
        }
    }
    files
}

/// The codes of the messages that a file of the program makes.
fn codes_in(text: &str) -> BTreeSet<String> {
    let text = text.split("#[cfg(test)]\nmod tests").next().unwrap();
    let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    let text: String = lines.map(|line| format!("{line}\n")).collect();
    let after = |call: &'static str| {
        text.match_indices(call).map(|(at, _)| text[at + call.len()..].trim_start())
    };
    let first = |rest: &str| rest.strip_prefix('"')?.split('"').next().map(str::to_owned);

    let mut codes: BTreeSet<String> =
        MADE_BY.into_iter().flat_map(after).filter_map(first).collect();
    // `choose(&word, &WORDS, "unknown-word", …)`
    let choices = after("choose(").filter_map(|rest| first(&rest[rest.find('"')?..]));
    codes.extend(choices);
    // A file that hands a code on in a variable gives it in a tuple: `0 => ("code", …)`.
    let in_variable = after("Diagnostic::new(").any(|rest| !rest.starts_with('"'));
    if in_variable {
        codes.extend(after("=> (").chain(after("=> ")).filter_map(first));
    }
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    codes.retain(|code| code.contains('-') && code.chars().all(fits));
    codes
}
