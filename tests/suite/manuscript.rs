//! The manuscript says what the source article says: every word, in order.
//!
//! Nothing of Trifold is used here: what reads the manuscript wrongly cannot also
//! excuse it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Stands between two paragraphs in a list of words.
const BREAK: &str = "¶";

/// A word and the line it stands on.
#[derive(Debug, Clone)]
struct Word {
    text: String,
    place: String,
}

#[test]
fn every_word_of_the_source_is_in_the_manuscript_in_order() {
    let (source, manuscript) = (source(), manuscript());
    assert!(source.len() > 2_700, "the source has only {} words", source.len());
    if let Err(difference) = compare(&source, &manuscript) {
        panic!("{difference}");
    }
}

#[test]
fn headings_are_the_paragraphs_without_a_full_stop() {
    let article = read("tests/fixtures/source-article.txt");
    let (body, _) = article.split_once("\nReferences\n").unwrap();
    let unpunctuated: Vec<&str> = body
        .lines()
        .filter(|line| !line.is_empty() && !line.trim_end().ends_with('.'))
        .skip(2) // the banner picture, the title
        .collect();
    let mut headings = Vec::new();
    for (path, text) in chapters() {
        for (number, line) in text.lines().enumerate() {
            if let Some(heading) = line.strip_prefix("# ") {
                assert_eq!(number, 0, "{path} does not begin with its heading");
                headings.push(heading.to_owned());
            }
        }
    }
    assert_eq!(headings, unpunctuated);
}

#[test]
fn the_banner_picture_comes_first() {
    let article = read("tests/fixtures/source-article.txt");
    assert_eq!(article.lines().next(), Some("banner image"));
    let (path, opening) = chapters().remove(0);
    let (banner, _) = opening.split_once('\n').unwrap();
    let (alternative, address) = picture(banner)
        .unwrap_or_else(|| panic!("{path} begins with `{banner}`, not with a picture"));
    assert_eq!(address, "images/banner.svg");
    assert!((20..=150).contains(&alternative.len()), "{alternative}");
}

#[test]
fn the_metadata_take_their_words_from_the_source() {
    let article = read("tests/fixtures/source-article.txt");
    let project = project();
    let description = project["description"].as_str().unwrap();
    assert!(article.contains(description), "{description}");
    let article = article.to_lowercase();
    for subject in project["subjects"].as_array().unwrap() {
        let subject = subject.as_str().unwrap();
        assert!(article.contains(&subject.to_lowercase()), "{subject}");
    }
    for unknown in ["author", "authors", "publisher", "rights"] {
        assert!(project.get(unknown).is_none(), "the source names no {unknown}");
    }
}

#[test]
fn pictures_are_plain_drawings() {
    let plain = "svg defs linearGradient stop g path circle ellipse !--";
    for name in ["banner.svg", "cover.svg"] {
        let drawing = read(&format!("manuscript/images/{name}"));
        for tag in drawing.split('<').skip(1).filter(|tag| !tag.starts_with('/')) {
            let element = tag.split([' ', '>', '/']).next().unwrap();
            assert!(plain.split(' ').any(|known| known == element), "{name}: <{element}>");
        }
        assert!(!drawing.contains("href") && !drawing.contains("style="), "{name}");
    }
    assert!(read("manuscript/images/banner.svg").len() <= 30_000);
}

#[test]
fn the_cover_is_a_picture_of_1600_by_2400() {
    let cover = fs::read(root().join("manuscript/images/cover.png")).unwrap();
    assert!(cover.len() <= 250_000, "{} bytes", cover.len());
    assert_eq!(&cover[..8], b"\x89PNG\r\n\x1a\n");
    let number = |at: usize| u32::from_be_bytes(cover[at..at + 4].try_into().unwrap());
    assert_eq!((number(16), number(20)), (1600, 2400));
    assert_eq!(cover[24..26], [8, 2], "eight bits of red, green and blue");
}

#[test]
fn a_dropped_word_is_found() {
    let mut manuscript = words("m", "One two three.\n\nFour five six.");
    manuscript.remove(5);
    check_difference(
        "One two three.\n\nFour five six.",
        manuscript,
        "s:3 has `five`, m:3 has `six.` (after `two three. ¶ Four`)",
    );
}

#[test]
fn swapped_sentences_are_found() {
    check_difference(
        "It is so. We know it. They do not.",
        words("m", "It is so.\nThey do not.\nWe know it."),
        "s:1 has `We`, m:2 has `They` (after `It is so.`)",
    );
}

#[test]
fn an_added_sentence_is_found() {
    check_difference(
        "It is so.",
        words("m", "It is so.\nTruly."),
        "the source ends, m:2 has `Truly.` (after `It is so.`)",
    );
}

#[test]
fn a_missing_end_is_found() {
    check_difference(
        "It is so. Truly.",
        words("m", "It is so."),
        "s:1 has `Truly.`, the manuscript ends (after `It is so.`)",
    );
}

#[test]
fn joined_paragraphs_are_found() {
    check_difference(
        "It was.It is.",
        words("m", "It was.\nIt is."),
        "s:1 has `¶`, m:2 has `It` (after `It was.`)",
    );
}

#[test]
fn a_corrected_reference_is_found() {
    let entry = "@article{k, author={A, B. and C, D.}, year={2024}, title={{T: u}}, \
                 journal={J}, volume={1}, number={2}, pages={3-4}, doi={10.1/x}}";
    let given = "A, B., & C, D. (2024). T: u. J, 1(2), 3-4. https://doi.org/10.1/x";
    let printed = |entry: &str| reference(&bibliography(entry)["k"]);
    assert_eq!(printed(entry), given);
    assert_ne!(printed(&entry.replace("3-4", "3-5")), given);
    assert_ne!(printed(&entry.replace(" and C, D.", "")), given);
}

/// Asserts that comparing `source` with `manuscript` reports `expected`.
fn check_difference(source: &str, manuscript: Vec<Word>, expected: &str) {
    assert_eq!(compare(&words("s", source), &manuscript), Err(expected.to_owned()));
}

/// Finds the first difference, and says where it is and what stands before it.
fn compare(source: &[Word], manuscript: &[Word]) -> Result<(), String> {
    let same = source.iter().zip(manuscript).take_while(|(a, b)| a.text == b.text).count();
    if same == source.len() && same == manuscript.len() {
        return Ok(());
    }
    let show = |word: Option<&Word>, name: &str| match word {
        Some(word) => format!("{} has `{}`", word.place, word.text),
        None => format!("the {name} ends"),
    };
    let before: Vec<&str> =
        source[same.saturating_sub(4)..same].iter().map(|word| &*word.text).collect();
    Err(format!(
        "{}, {} (after `{}`)",
        show(source.get(same), "source"),
        show(manuscript.get(same), "manuscript"),
        before.join(" "),
    ))
}

/// The words of a text, with a [`BREAK`] between paragraphs.
///
/// The source runs some paragraphs together: there a full stop is followed by a
/// capital without a space, and that is a break too.
fn words(name: &str, text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut pending = false;
    for (number, line) in text.lines().enumerate() {
        let place = format!("{name}:{}", number + 1);
        let mut push =
            |text: &str| words.push(Word { text: text.into(), place: place.clone() });
        if line.trim().is_empty() {
            pending = true;
            continue;
        }
        if std::mem::take(&mut pending) {
            push(BREAK);
        }
        for word in line.split_whitespace() {
            match run_together(word) {
                Some((end, start)) => [end, BREAK, start].into_iter().for_each(&mut push),
                None => push(word),
            }
        }
    }
    if words.first().is_some_and(|word| word.text == BREAK) {
        words.remove(0);
    }
    words
}

/// Splits `decades.Self-compassion` after its full stop.
fn run_together(word: &str) -> Option<(&str, &str)> {
    let at = word.as_bytes().windows(3).position(|three| {
        three[0].is_ascii_lowercase() && three[1] == b'.' && three[2].is_ascii_uppercase()
    })?;
    Some(word.split_at(at + 2))
}

/// The words of the source after the banner picture.
fn source() -> Vec<Word> {
    let mut words = words("source", &read("tests/fixtures/source-article.txt"));
    let skipped: Vec<String> = words.drain(..3).map(|word| word.text).collect();
    assert_eq!(skipped, ["banner", "image", BREAK]);
    words
}

/// The words of the manuscript in the form of the source: the title, the chapters
/// with numbers for citations, the references written out, the disclaimer.
fn manuscript() -> Vec<Word> {
    let project = project();
    let mut parts = vec![words("trifold.toml", project["title"].as_str().unwrap())];
    let mut cited = Vec::new();
    for (path, text) in chapters() {
        let lines: Vec<String> =
            text.lines().map(|line| plain(line, &path, &mut cited)).collect();
        parts.push(words(&path, &lines.join("\n")));
    }
    parts.push(words("trifold.toml", "References"));
    let entries = bibliography(&read("manuscript/references.bib"));
    assert_eq!(entries.len(), cited.len(), "entries and cited keys");
    for (number, key) in cited.iter().enumerate() {
        let entry = entries.get(key).unwrap_or_else(|| panic!("no entry `{key}`"));
        let text = format!("[{}] {}", number + 1, reference(entry));
        parts.push(words(&format!("references.bib, {key}"), &text));
    }
    for notice in project["notices"].as_array().unwrap() {
        let path = notice["file"].as_str().unwrap();
        let title = notice["title"].as_str().unwrap();
        let text = read(&format!("manuscript/{path}"));
        parts.push(words(path, &format!("{title}: {text}")));
    }
    let mut all: Vec<Word> = Vec::new();
    for part in parts {
        if let Some(last) = all.last() {
            all.push(Word { text: BREAK.into(), place: last.place.clone() });
        }
        all.extend(part);
    }
    all
}

/// A line of Markdown without its marks: no picture, no heading sign, numbers for
/// citations. Any other mark is left as it is, and so is a difference.
fn plain(line: &str, path: &str, cited: &mut Vec<String>) -> String {
    if picture(line).is_some() {
        return String::new();
    }
    let mut rest = line.strip_prefix("# ").unwrap_or(line);
    let mut text = String::new();
    while let Some((before, after)) = rest.split_once("[@") {
        let (key, after) =
            after.split_once(']').unwrap_or_else(|| panic!("{path}: open citation"));
        let number = cited.iter().position(|known| known == key).unwrap_or_else(|| {
            cited.push(key.to_owned());
            cited.len() - 1
        });
        text += &format!("{before}[{}]", number + 1);
        rest = after;
    }
    text + rest
}

/// The alternative text and the address, if the line is a picture and nothing else.
fn picture(line: &str) -> Option<(&str, &str)> {
    line.strip_prefix("![")?.strip_suffix(')')?.split_once("](")
}

/// A reference as the source writes it, with every fact of the entry.
fn reference(entry: &BTreeMap<String, String>) -> String {
    let known = "author year title journal volume number pages doi";
    for field in entry.keys() {
        assert!(known.split(' ').any(|name| name == field), "the source gives no {field}");
    }
    let mut authors: Vec<&str> = entry["author"].split(" and ").collect();
    let last = authors.pop().unwrap();
    let authors = if authors.is_empty() {
        last.to_owned()
    } else {
        format!("{}, & {last}", authors.join(", "))
    };
    let field = |name: &str, before: &str, after: &str| {
        entry.get(name).map(|value| format!("{before}{value}{after}")).unwrap_or_default()
    };
    format!(
        "{authors} ({}). {}. {}, {}{}{}. https://doi.org/{}",
        entry["year"],
        entry["title"],
        entry["journal"],
        entry["volume"],
        field("number", "(", ")"),
        field("pages", ", ", ""),
        entry["doi"],
    )
}

/// The entries of a BibTeX file: fields by name, by key. Every value is in braces.
fn bibliography(text: &str) -> BTreeMap<String, BTreeMap<String, String>> {
    let mut entries = BTreeMap::new();
    for entry in text.split('@').skip(1) {
        let (_, inside) = entry.split_once('{').unwrap();
        let (key, mut rest) = inside.split_once(',').unwrap();
        let mut fields = BTreeMap::new();
        while let Some((name, after)) = rest.split_once('=') {
            let after = after.trim_start();
            let end = closing_brace(after).unwrap_or_else(|| panic!("`{key}`: braces"));
            let value = after[..end].replace(['{', '}'], "");
            let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
            let name = name.trim().to_owned();
            assert!(fields.insert(name.clone(), value).is_none(), "`{key}`: two {name}");
            rest = after[end + 1..].trim_start_matches([',', ' ', '\n']);
        }
        assert!(entries.insert(key.to_owned(), fields).is_none(), "two entries `{key}`");
    }
    entries
}

/// Where the brace is closed that `text` begins with.
fn closing_brace(text: &str) -> Option<usize> {
    let mut depth = 0_i32;
    for (at, sign) in text.char_indices() {
        depth += match sign {
            '{' => 1,
            '}' => -1,
            _ => 0,
        };
        if depth == 0 {
            return (sign == '}').then_some(at);
        }
    }
    None
}

/// Path and text of the chapters, in the order of the project file.
fn chapters() -> Vec<(String, String)> {
    let project = project();
    let paths = project["chapters"].as_array().unwrap();
    paths
        .iter()
        .map(|path| {
            let path = path.as_str().unwrap().to_owned();
            let text = read(&format!("manuscript/{path}"));
            (path, text)
        })
        .collect()
}

fn project() -> toml::Table {
    read("trifold.toml").parse().unwrap()
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}
