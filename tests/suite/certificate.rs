//! The certificate in every output, and what `trifold verify` says of a file.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use sha2::{Digest, Sha256};

use super::cli::{Ran, change, new_project, trifold};

/// The outputs of a new project, one in each format.
const OUTPUTS: [&str; 4] = ["walking.epub", "walking.pdf", "walking.html", "walking-site"];

/// A new project that was built, in all formats or in one.
fn built(formats: &[&str]) -> tempfile::TempDir {
    let folder = new_project();
    build(folder.path(), formats);
    folder
}

fn build(folder: &Path, formats: &[&str]) {
    let formats = formats.iter().flat_map(|format| ["-f", format]);
    let arguments = ["build", "walking", "--quiet", "-e", "book"];
    let arguments: Vec<&str> = arguments.into_iter().chain(formats).collect();
    let ran = trifold(folder, &arguments);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
}

fn output(folder: &Path, name: &str) -> PathBuf {
    folder.join("walking/output").join(name)
}

/// What is said of a file: the state, and everything else.
fn verdict(folder: &Path, file: &str, more: &[&str]) -> (String, Ran) {
    let arguments: Vec<&str> = ["verify", file].iter().chain(more).copied().collect();
    let ran = trifold(folder, &arguments);
    let first = ran.out.lines().next().unwrap_or_default();
    let state = first.rsplit(": ").next().unwrap_or_default().to_owned();
    (state, ran)
}

/// The state of an output, which must be told with this code.
fn expect(folder: &Path, name: &str, state: &str, code: &str) -> String {
    let (found, ran) = verdict(folder, &format!("walking/output/{name}"), &[]);
    assert_eq!(found, state, "{name}: {}{}", ran.out, ran.err);
    assert_eq!(ran.status, i32::from(!code.is_empty()), "{}", ran.err);
    assert!(code.is_empty() || ran.err.contains(&format!("error[{code}]")), "{}", ran.err);
    ran.err
}

#[test]
fn an_output_is_current_wherever_it_lies_and_whatever_it_is_called() {
    let folder = built(&[]);
    for name in OUTPUTS {
        expect(folder.path(), name, "current", "");
    }
    fs::create_dir(folder.path().join("far")).unwrap();
    let moved = folder.path().join("far/hut.bin");
    fs::copy(output(folder.path(), "walking.pdf"), &moved).unwrap();
    let (state, ran) = verdict(folder.path(), "far/hut.bin", &["--project", "walking"]);
    assert_eq!((state.as_str(), ran.status), ("current", 0), "{}", ran.err);
    let (state, ran) = verdict(folder.path(), "far/hut.bin", &[]);
    assert_eq!((state.as_str(), ran.status), ("unaltered", 0), "{}", ran.err);
}

#[test]
fn a_certificate_says_what_an_output_is_made_from_and_what_was_proven() {
    let folder = built(&[]);
    let mut words = Vec::new();
    for name in OUTPUTS {
        let path = output(folder.path(), &format!("{name}.certificate.json"));
        let beside: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
        let sources = beside["sources"].as_object().unwrap();
        let file = fs::read(folder.path().join("walking/manuscript/01-start.md")).unwrap();
        let hash = hexadecimal(&file);
        assert_eq!(sources["manuscript/01-start.md"], hash.as_str());
        assert!(sources.contains_key("trifold.toml"), "{sources:?}");
        words.push(beside["words"].as_str().unwrap().to_owned());
        let proven = beside["proven"].as_array().unwrap();
        assert!(proven.contains(&"words".into()) && proven.contains(&"claims".into()));
        for file in beside["files"].as_array().unwrap() {
            let path = output(folder.path(), file["path"].as_str().unwrap());
            assert_eq!(file["sha256"], hexadecimal(&fs::read(path).unwrap()).as_str());
        }
        // the same as in the file itself
        let arguments = ["verify", &format!("walking/output/{name}")];
        let json = ["--message-format", "json"];
        let ran = trifold(folder.path(), &[&arguments[..], &json].concat());
        let said: Value = serde_json::from_str(ran.out.lines().last().unwrap()).unwrap();
        assert_eq!((&said["type"], &said["state"]), (&"verdict".into(), &"current".into()));
        for (key, value) in said["certificate"].as_object().unwrap() {
            assert_eq!(&beside[key], value, "{name}: {key}");
        }
    }
    words.dedup();
    assert_eq!(words.len(), 1, "the formats hold the same words");
}

#[test]
fn a_changed_byte_is_found_wherever_it_stands() {
    let folder = built(&[]);
    for name in ["walking.epub", "walking.pdf", "walking.html", "walking-site/style.css"] {
        let path = output(folder.path(), name);
        let good = fs::read(&path).unwrap();
        let sealed = name.split('/').next().unwrap();
        for at in [good.len() / 3, good.len() / 2, good.len() * 4 / 5] {
            let mut bad = good.clone();
            bad[at] ^= 1;
            fs::write(&path, bad).unwrap();
            expect(folder.path(), sealed, "altered", "altered-output");
        }
        fs::write(&path, good).unwrap();
        expect(folder.path(), sealed, "current", "");
    }
    // a page more, and bytes behind the end
    let more = output(folder.path(), "walking-site/more.html");
    fs::write(&more, "<!DOCTYPE html><html lang=\"en\"><title>x</title><p>x</html>")
        .unwrap();
    expect(folder.path(), "walking-site", "altered", "altered-output");
    for name in ["walking.epub", "walking.pdf", "walking.html"] {
        let path = output(folder.path(), name);
        let mut bytes = fs::read(&path).unwrap();
        bytes.push(b'\n');
        fs::write(&path, bytes).unwrap();
        expect(folder.path(), name, "altered", "altered-output");
    }
}

#[test]
fn what_was_altered_is_told_at_its_place() {
    let folder = built(&["html"]);
    let path = output(folder.path(), "walking.html");
    let page = fs::read_to_string(&path).unwrap();
    let start = page.find("<main").unwrap();
    let at = start + page[start..].find("the ").unwrap();
    let bad = format!("{}not {}", &page[..at], &page[at..]);
    fs::write(&path, &bad).unwrap();
    let told = expect(folder.path(), "walking.html", "altered", "altered-output");
    assert!(told.contains("error[changed-text]"), "{told}");
    assert!(told.contains("--> manuscript/"), "{told}");

    // somebody seals it anew
    let before = "name=\"trifold-seal\" content=\"sha256:";
    let digits = bad.find(before).unwrap() + before.len();
    let blank = format!("{}{}{}", &bad[..digits], "0".repeat(64), &bad[digits + 64..]);
    let sealed = blank.replacen(&"0".repeat(64), &hexadecimal(blank.as_bytes()), 1);
    fs::write(&path, sealed).unwrap();
    let told = expect(folder.path(), "walking.html", "altered", "altered-output");
    assert!(told.contains("changed-text") && told.contains("sealed anew"), "{told}");
}

#[test]
fn a_newer_manuscript_supersedes_an_output_and_is_named() {
    let folder = built(&["epub", "pdf", "html"]);
    // only a space: the words stay
    let file = folder.path().join("walking/manuscript/01-start.md");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, format!("{text}\n")).unwrap();
    for name in ["walking.epub", "walking.pdf", "walking.html"] {
        let told = expect(folder.path(), name, "superseded", "superseded-output");
        assert!(told.contains("`manuscript/01-start.md` has changed"), "{told}");
        assert!(told.contains("its words are the same"), "{told}");
    }
    fs::write(&file, format!("{text}\nOne more sentence.\n")).unwrap();
    let told = expect(folder.path(), "walking.pdf", "superseded", "superseded-output");
    assert!(!told.contains("words are the same"), "{told}");
    fs::write(&file, text).unwrap();
    expect(folder.path(), "walking.pdf", "current", "");
    change(folder.path(), "trifold.toml", "2026-01-01", "2026-01-02");
    let told = expect(folder.path(), "walking.pdf", "superseded", "superseded-output");
    assert!(told.contains("its date was"), "{told}");
}

/// Gives the book of a new project a theme of its own.
fn own_theme(folder: &Path, files: &[(&str, &str)]) {
    let theme = folder.join("walking/themes/own");
    fs::create_dir_all(theme.join("html")).unwrap();
    fs::write(theme.join("theme.toml"), "extends = \"book\"\n").unwrap();
    for (path, text) in files {
        fs::write(theme.join(path), text).unwrap();
    }
    change(folder, "trifold.toml", "theme = \"book\"", "theme = \"own\"");
}

#[test]
fn a_newer_theme_supersedes_an_output_and_is_named() {
    let folder = new_project();
    own_theme(folder.path(), &[]);
    build(folder.path(), &["html"]);
    expect(folder.path(), "walking.html", "current", "");
    let file = folder.path().join("walking/themes/own/theme.toml");
    fs::write(file, "extends = \"book\"\n# lighter\n").unwrap();
    let told = expect(folder.path(), "walking.html", "superseded", "superseded-output");
    assert!(told.contains("`themes/own/theme.toml` has changed"), "{told}");
}

#[test]
fn a_file_without_a_certificate_is_unknown_and_one_of_another_book_too() {
    let folder = built(&["html", "pdf"]);
    let path = output(folder.path(), "walking.html");
    let page = fs::read_to_string(&path).unwrap();
    let without = |page: &str, name: &str| -> String {
        let lines = page.lines().filter(|line| !line.contains(&format!("name=\"{name}\"")));
        lines.flat_map(|line| [line, "\n"]).collect()
    };
    let record = without(&page, "trifold-certificate");
    fs::write(&path, &record).unwrap();
    expect(folder.path(), "walking.html", "altered", "altered-output");
    fs::write(&path, without(&record, "trifold-seal")).unwrap();
    // what lies beside it knows it
    let told = expect(folder.path(), "walking.html", "altered", "altered-output");
    assert!(told.contains("no certificate") && told.contains("another hash"), "{told}");
    fs::remove_file(output(folder.path(), "walking.html.certificate.json")).unwrap();
    expect(folder.path(), "walking.html", "unknown", "unknown-output");
    fs::write(&path, "").unwrap();
    expect(folder.path(), "walking.html", "unknown", "unknown-output");

    let other = new_project();
    let file = other.path().join("walking/trifold.toml");
    let text = fs::read_to_string(&file).unwrap();
    let title = text.lines().find(|line| line.starts_with("title")).unwrap();
    fs::write(&file, text.replacen(title, "title = \"Elsewhere\"", 1)).unwrap();
    for name in ["01-start.md", "02-next.md"] {
        let file = other.path().join("walking/manuscript").join(name);
        let text = fs::read_to_string(&file).unwrap();
        fs::write(&file, format!("{text}\n\nElsewhere.\n")).unwrap();
    }
    let pdf = output(folder.path(), "walking.pdf");
    let project = other.path().join("walking").display().to_string();
    let pdf = pdf.display().to_string();
    let (state, ran) = verdict(folder.path(), &pdf, &["--project", &project]);
    let known = ran.err.contains("another publication") || state == "superseded";
    assert!(known && ran.status == 1, "{}{}", ran.out, ran.err);

    // the certificate of that book pasted into this
    fs::write(&path, &page).unwrap();
    let line = |page: &str| -> String {
        let mut lines = page.lines();
        lines.find(|line| line.contains("name=\"trifold-certificate\"")).unwrap().to_owned()
    };
    let pasted = page.replace(&line(&page), &line(&page).replace("walking", "elsewhere"));
    fs::write(&path, pasted.replace("\"title\":\"", "\"title\":\"Not ")).unwrap();
    expect(folder.path(), "walking.html", "altered", "altered-output");
}

#[test]
fn a_claim_that_a_template_adds_is_refused() {
    let head = include_str!("../../themes/book/html/head.hbs");
    for claim in [
        "<link rel=\"dcterms:conformsTo\" href=\"https://www.w3.org/TR/WCAG22/\">",
        "<meta property=\"a11y:certifiedBy\" content=\"Nobody\">",
        "<script type=\"application/ld+json\">{\"@context\": \"https://schema.org\", \
         \"@type\": \"Article\", \"accessibilityFeature\": [\"signLanguage\"]}</script>",
    ] {
        let folder = new_project();
        let own = format!("{head}{claim}\n");
        own_theme(folder.path(), &[("html/head.hbs", &own)]);
        let ran = trifold(folder.path(), &["build", "walking", "-e", "book", "-f", "html"]);
        assert_eq!(ran.status, 1, "{claim}: {}", ran.out);
        assert!(ran.err.contains("error[unproven-claim]"), "{claim}: {}", ran.err);
        assert!(!output(folder.path(), "walking.html").exists());
    }
}

#[test]
fn what_nobody_compares_word_by_word_cannot_be_changed_and_sealed_anew() {
    let folder = built(&["html"]);
    let page = output(folder.path(), "walking.html");
    let text = fs::read_to_string(&page).unwrap();
    let said = "p::before { content: \"Not \" }</style>";
    let text = text.replacen("</style>", said, 1);
    let at = text.find("sha256:").unwrap() + "sha256:".len();
    let blank = format!("{}{}{}", &text[..at], "0".repeat(64), &text[at + 64..]);
    let sealed = blank.replacen(&"0".repeat(64), &hexadecimal(blank.as_bytes()), 1);
    fs::write(&page, sealed).unwrap();
    let told = expect(folder.path(), "walking.html", "altered", "altered-output");
    assert!(told.contains("sealed anew"), "{told}");
    let ran = trifold(folder.path(), &["verify", "walking", "-e", "book", "-f", "html"]);
    assert_eq!(ran.status, 1, "{}", ran.out);
}

#[test]
fn a_file_more_in_a_site_is_found_also_where_its_name_begins_with_a_dot() {
    for name in [".htaccess", "more.js", "a\n0000  b"] {
        let folder = built(&["site"]);
        fs::write(output(folder.path(), "walking-site").join(name), "x").unwrap();
        expect(folder.path(), "walking-site", "altered", "altered-output");
    }
}

#[test]
fn a_folder_of_outputs_is_no_output() {
    let folder = built(&["html", "pdf"]);
    let ran = trifold(folder.path(), &["verify", "walking/output"]);
    assert_eq!(ran.status, 1, "{}", ran.out);
    assert!(ran.err.contains("error[unknown-output]"), "{}", ran.err);
    assert!(ran.out.is_empty(), "{}", ran.out);
}

#[test]
fn a_file_that_is_named_from_where_it_lies_is_compared_with_its_project() {
    let folder = built(&["html", "site"]);
    let outputs = folder.path().join("walking/output");
    for name in ["walking.html", "./walking.html", "walking-site"] {
        let (state, ran) = verdict(&outputs, name, &[]);
        assert_eq!((state.as_str(), ran.status), ("current", 0), "{name}: {}", ran.err);
    }
    let (state, _) = verdict(&outputs.join("walking-site"), ".", &[]);
    assert_eq!(state, "current");
}

#[test]
fn a_picture_may_have_metadata_and_words_like_those_of_a_seal() {
    let folder = new_project();
    let picture = include_bytes!("../books/production/manuscript/images/evening.jpg");
    let said = b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\
        <certificate/>trifold-seal sha256:0000</x:xmpmeta>";
    let length = u16::try_from(said.len() + 2).unwrap().to_be_bytes();
    let parts: [&[u8]; 5] = [&picture[..2], &[0xff, 0xe1], &length, said, &picture[2..]];
    let images = folder.path().join("walking/manuscript/images");
    fs::create_dir_all(&images).unwrap();
    fs::write(images.join("own.jpg"), parts.concat()).unwrap();
    let chapters = folder.path().join("walking/manuscript");
    let first = fs::read_dir(&chapters).unwrap().map(|entry| entry.unwrap().path());
    let first =
        first.filter(|path| path.extension().is_some_and(|one| one == "md")).min().unwrap();
    let text =
        fs::read_to_string(&first).unwrap() + "\n![Light](images/own.jpg){width=1cm}\n";
    fs::write(first, text).unwrap();
    build(folder.path(), &[]);
    for name in OUTPUTS {
        expect(folder.path(), name, "current", "");
    }
}

#[test]
fn a_style_sheet_of_a_web_page_that_asks_for_something_elsewhere_is_refused() {
    for said in [
        "@import \"https://example.org/x.css\";",
        "body { background: url(//example.org/y) }",
    ] {
        let folder = new_project();
        let own =
            format!("{}\n{said}\n", include_str!("../../themes/book/html/style.css.hbs"));
        own_theme(folder.path(), &[("html/style.css.hbs", &own)]);
        for format in ["html", "site"] {
            let ran =
                trifold(folder.path(), &["build", "walking", "-e", "book", "-f", format]);
            assert_eq!(ran.status, 1, "{said}: {}", ran.out);
            assert!(ran.err.contains("error[breaks-standard]"), "{said}: {}", ran.err);
        }
    }
}

#[cfg(unix)]
#[test]
fn a_link_that_lies_where_a_file_is_made_is_not_followed() {
    let folder = built(&["html"]);
    let other = folder.path().join("other");
    fs::write(&other, "mine").unwrap();
    let beside = output(folder.path(), ".walking.html.tmp-trifold");
    std::os::unix::fs::symlink(&other, beside).unwrap();
    build(folder.path(), &["html"]);
    assert_eq!(fs::read_to_string(other).unwrap(), "mine");
    expect(folder.path(), "walking.html", "current", "");
}

/// A page with another certificate, sealed anew.
fn recertified(page: &str, change: impl FnOnce(&mut Value)) -> String {
    let before = "name=\"trifold-certificate\" content='";
    let start = page.find(before).unwrap() + before.len();
    let end = start + page[start..].find('\'').unwrap();
    let mut said: Value = serde_json::from_str(&page[start..end]).unwrap();
    change(&mut said);
    sealed_anew(&format!("{}{said}{}", &page[..start], &page[end..]))
}

fn sealed_anew(page: &str) -> String {
    let before = "name=\"trifold-seal\" content=\"sha256:";
    let at = page.find(before).unwrap() + before.len();
    let blank = format!("{}{}{}", &page[..at], "0".repeat(64), &page[at + 64..]);
    blank.replacen(&"0".repeat(64), &hexadecimal(blank.as_bytes()), 1)
}

#[test]
fn a_file_of_a_newer_trifold_is_not_called_altered() {
    let folder = built(&["html"]);
    let path = output(folder.path(), "walking.html");
    fs::remove_file(output(folder.path(), "walking.html.certificate.json")).unwrap();
    let page = fs::read_to_string(&path).unwrap();
    let far = folder.path().join("far.html");
    for (change, words) in [
        ((|said| said["certificate"] = 2.into()) as fn(&mut Value), "has the form 2"),
        (|said| said["proven"] = serde_json::json!(["colours"]), "says more than"),
        (|said| said["readers"] = 3.into(), "says more than"),
    ] {
        let newer = recertified(&page, |said| {
            said["program"]["version"] = "99.0.0".into();
            change(said);
        });
        for file in [&path, &far] {
            fs::write(file, &newer).unwrap();
            let (state, ran) = verdict(folder.path(), &file.display().to_string(), &[]);
            assert_eq!((state.as_str(), ran.status), ("unknown", 1), "{}", ran.err);
            assert!(ran.err.contains("of a newer Trifold"), "{}", ran.err);
            assert!(ran.err.contains(words), "{}", ran.err);
            assert!(ran.err.contains("its seal is right"), "{}", ran.err);
        }
        // a form that is known is sealed as it always was
        fs::write(&far, newer.replacen("the ", "thé ", 1)).unwrap();
        let (state, ran) = verdict(folder.path(), "far.html", &[]);
        if words.contains("form") {
            assert_eq!(state, "unknown", "{}", ran.err);
            assert!(ran.err.contains("cannot be told"), "{}", ran.err);
        } else {
            assert_eq!(state, "altered", "{}", ran.err);
        }
    }
    // all of it is known, but not what the newer program would make of the project
    let newer = recertified(&page, |said| said["program"]["version"] = "99.0.0".into());
    fs::write(&path, &newer).unwrap();
    let told = expect(folder.path(), "walking.html", "unknown", "unknown-output");
    assert!(told.contains("by Trifold 99.0.0"), "{told}");
    fs::write(&far, &newer).unwrap();
    let (state, ran) = verdict(folder.path(), "far.html", &[]);
    assert_eq!((state.as_str(), ran.status), ("unaltered", 0), "{}", ran.err);
}

#[test]
fn a_file_is_told_of_where_its_project_has_errors() {
    let folder = built(&["html"]);
    let path = output(folder.path(), "walking.html");
    let page = fs::read_to_string(&path).unwrap();
    let chapter = folder.path().join("walking/manuscript/01-start.md");
    let settings = folder.path().join("walking/trifold.toml");
    for (file, wrong, code) in [
        (&chapter, "\n[x](#nowhere)\n", "missing-target"),
        (&settings, "\nnonsense = 3\n", "unknown-key"),
    ] {
        let text = fs::read_to_string(file).unwrap();
        let at =
            if file == &settings { format!("{wrong}{text}") } else { text.clone() + wrong };
        fs::write(file, at).unwrap();
        let told = expect(folder.path(), "walking.html", "unaltered", "not-compared");
        assert!(told.contains(&format!("error[{code}]")), "{told}");
        assert!(told.contains("is as it was written, but"), "{told}");
        fs::write(&path, page.replacen("the ", "thé ", 1)).unwrap();
        let told = expect(folder.path(), "walking.html", "altered", "not-compared");
        assert!(told.contains("error[altered-output]"), "{told}");
        fs::write(&path, &page).unwrap();
        fs::write(file, text).unwrap();
    }
}

#[test]
fn what_chooses_among_the_outputs_of_a_project_is_not_for_a_file() {
    let folder = built(&["html"]);
    for option in [["-f", "pdf"], ["-e", "book"], ["-o", "walking/output"]] {
        let ran = trifold(
            folder.path(),
            &[&["verify", "walking/output/walking.html"], &option[..]].concat(),
        );
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{}", ran.err);
        assert!(ran.err.contains("error[project-option]"), "{}", ran.err);
    }
}

#[test]
fn the_file_beside_an_output_is_compared_with_it() {
    let folder = built(&["html", "site"]);
    for (name, project) in
        [("walking.html", true), ("walking-site", true), ("walking.html", false)]
    {
        let (there, file) = if project {
            (folder.path().join("walking/output"), format!("walking/output/{name}"))
        } else {
            fs::create_dir(folder.path().join("far")).unwrap();
            for name in ["walking.html", "walking.html.certificate.json"] {
                fs::copy(output(folder.path(), name), folder.path().join("far").join(name))
                    .unwrap();
            }
            (folder.path().join("far"), format!("far/{name}"))
        };
        let beside = there.join(format!("{name}.certificate.json"));
        let good = fs::read_to_string(&beside).unwrap();
        let said: Value = serde_json::from_str(&good).unwrap();
        let hash = said["files"][0]["sha256"].as_str().unwrap();
        for (bad, how) in [
            (good.replace(hash, &"0".repeat(64)), "another hash of"),
            (good.replace("\"language\"", "\"colours\""), "something else of `proven`"),
            (good.replace("\"words\": \"", "\"words\": \"0"), "something else of `words`"),
            ("{".to_owned(), "cannot be read"),
        ] {
            if bad == good {
                continue;
            }
            fs::write(&beside, bad).unwrap();
            let (state, ran) = verdict(folder.path(), &file, &[]);
            assert_eq!((state.as_str(), ran.status), ("altered", 1), "{how}: {}", ran.err);
            assert!(ran.err.contains(how), "{how}: {}", ran.err);
            assert!(ran.err.contains(".certificate.json`"), "{}", ran.err);
        }
        fs::write(&beside, good).unwrap();
        let (state, _) = verdict(folder.path(), &file, &[]);
        assert_eq!(state, if project { "current" } else { "unaltered" });
    }
    let beside = output(folder.path(), "walking.html.certificate.json");
    let good = fs::read_to_string(&beside).unwrap();
    fs::write(&beside, good.replace("\"words\": \"", "\"words\": \"0")).unwrap();
    let ran = trifold(folder.path(), &["verify", "walking", "-e", "book", "-f", "html"]);
    assert_eq!(ran.status, 1, "{}{}", ran.out, ran.err);
    assert!(ran.err.contains("something else of `words`"), "{}", ran.err);
}

#[test]
fn the_file_for_the_printer_is_known_by_its_hash_and_made_anew() {
    let folder = new_project();
    change(
        folder.path(),
        "trifold.toml",
        "name = \"book\"",
        "name = \"book\"\npdf.imposition = \"booklet\"",
    );
    build(folder.path(), &["pdf"]);
    let name = "walking-booklet.pdf";
    expect(folder.path(), name, "current", "");
    let far = folder.path().join("far");
    fs::create_dir(&far).unwrap();
    for name in [name, "walking.pdf.certificate.json"] {
        fs::copy(output(folder.path(), name), far.join(name)).unwrap();
    }
    let (state, ran) = verdict(folder.path(), "far/walking-booklet.pdf", &[]);
    assert_eq!((state.as_str(), ran.status), ("unaltered", 0), "{}", ran.err);

    let file = folder.path().join("walking/manuscript/01-start.md");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, format!("{text}\n")).unwrap();
    expect(folder.path(), name, "superseded", "superseded-output");
    fs::write(&file, text).unwrap();

    let path = output(folder.path(), name);
    let mut bytes = fs::read(&path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&path, &bytes).unwrap();
    expect(folder.path(), name, "altered", "altered-output");
    let ran = trifold(folder.path(), &["verify", "walking", "-e", "book", "-f", "pdf"]);
    assert_eq!(ran.status, 1, "{}{}", ran.out, ran.err);
    assert!(ran.err.contains("walking-booklet.pdf` is not as it was"), "{}", ran.err);
}

fn hexadecimal(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
