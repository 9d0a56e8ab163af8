//! What always holds: every word that is written is in every output, in its order.
//!
//! Random manuscripts are written with every construct there is, and words that are all
//! different (`author`, `line`, `blocks`, `tables`, `manuscript`). They are built in
//! memory, and the finished bytes are read with parsers that share nothing with the
//! writers (`markup`, `print`). The order is that of reading: captions of tables and code
//! stand before what they name, those of pictures after it; notes have an order of their
//! own, that of their first marks; the index, the references and the list of abbreviations
//! are sets; text under conditions is in the formats that show it.
//!
//! `TRIFOLD_CASES` sets the number of cases, `TRIFOLD_SEED` the first. A case that fails
//! is made as short as can be (`TRIFOLD_TRIES` times at most) and written into a temporary
//! folder, to be built by hand.

mod asides;
mod author;
mod blocks;
mod choices;
mod html;
mod line;
mod manuscript;
mod markup;
mod print;
mod tables;

use trifold::build::{Built, build};
use trifold::diag::{Severity, Sink, render};
use trifold::files::Files;
use trifold::project::{Format, Wishes, load, plan};
use trifold::source::Sources;

use self::author::Said;
use self::choices::shortest;
pub(crate) use self::choices::{Choices, random_bytes};
use self::manuscript::{Manuscript, manuscript};
use self::markup::{Reading, read_epub, read_html};
use self::print::read_pdf;

/// What is refused only where there is no room for it on the page: a manuscript that is
/// told so is good.
const NO_ROOM: [&str; 3] = ["wide-table", "high-float", "off-page"];

/// Builds a manuscript in memory; nothing, if there is no room for it.
fn built(manuscript: &Manuscript) -> Result<Vec<Built>, String> {
    let mut files = Files::default();
    for (path, bytes) in &manuscript.files {
        files.insert(path.clone(), bytes.clone());
    }
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let made = load(&files, &mut sources, &mut sink).and_then(|project| {
        // the first edition
        let wishes = Wishes { editions: vec![0], ..Wishes::default() };
        let plan = plan(&project, &wishes, &mut sink)?;
        Ok(build(&project, &sources, &plan, &|_| {}, &mut sink))
    });
    let errors =
        sink.messages().iter().filter(|(severity, _)| *severity == Severity::Error);
    let errors: Vec<String> = errors
        .map(|(severity, message)| render(*severity, message, &sources, false))
        .collect();
    let told = sink.messages().iter().filter(|(severity, _)| *severity == Severity::Error);
    if told.clone().count() > 0 && told.clone().all(|(_, m)| NO_ROOM.contains(&m.code.0)) {
        return Ok(Vec::new());
    }
    match made {
        Ok(built) if errors.is_empty() && built.len() == 4 => Ok(built),
        _ => Err(format!("it was not built:\n{}", errors.join("\n"))),
    }
}

/// What is wrong with the outputs of a manuscript; nothing, if all is well.
pub(crate) fn wrong(bytes: &[u8]) -> Option<String> {
    let manuscript = manuscript(bytes);
    let outputs = match built(&manuscript) {
        Ok(outputs) => outputs,
        Err(told) => return Some(told),
    };
    let words = manuscript.said.words();
    let known = |word: &str| words.contains(word);
    outputs.iter().find_map(|output| {
        let read = read(output, &known);
        let format = output.job.format;
        differs(&read, &manuscript.said.in_format(format))
            .map(|told| format!("{format:?}: {told}"))
    })
}

/// What stands in a finished output.
fn read(output: &Built, known: &dyn Fn(&str) -> bool) -> Said {
    let files = &output.artifact.files;
    let mut reading = Reading::default();
    match output.job.format {
        Format::Pdf => {
            let bytes = files.by_path.iter().find(|(path, _)| path.ends_with(".pdf"));
            return read_pdf(bytes.expect("a PDF").1, known);
        }
        Format::Epub => {
            files.by_path.values().for_each(|epub| read_epub(epub, &mut reading))
        }
        Format::Html => files.by_path.values().for_each(|page| {
            read_html(std::str::from_utf8(page).expect("UTF-8"), &mut reading);
        }),
        Format::Site => {
            let mut pages = site_pages(files);
            pages.sort_by_key(|(rank, _)| *rank);
            pages.iter().for_each(|(_, page)| read_html(page, &mut reading));
        }
    }
    reading.said(known)
}

/// The pages of a site in the order of the book, with their ranks: each names the next.
fn site_pages(files: &Files) -> Vec<(usize, String)> {
    let page = |path: &str| std::str::from_utf8(files.get(path)?).ok().map(str::to_owned);
    let first = files.by_path.keys().find(|path| path.ends_with("/index.html"));
    let first = first.expect("a first page").clone();
    let folder = first.trim_end_matches("index.html").to_owned();
    let (mut pages, mut path) = (Vec::new(), first);
    while let Some(text) = page(&path) {
        let next = text
            .split("rel=\"next\"")
            .nth(1)
            .and_then(|rest| rest.split("href=\"").nth(1)?.split('"').next())
            .map(|name| format!("{folder}{name}"));
        pages.push((pages.len(), text));
        match next {
            Some(next) if pages.len() < 100 => path = next,
            _ => break,
        }
    }
    pages
}

/// Where what was read first differs from what was said.
fn differs(read: &Said, said: &Said) -> Option<String> {
    let lists = [
        ("text", &read.text, &said.text),
        ("notes", &read.notes, &said.notes),
        ("alternatives", &read.alternatives, &said.alternatives),
        ("index", &read.index, &said.index),
        ("references", &read.references, &said.references),
        ("abbreviations", &read.abbreviations, &said.abbreviations),
    ];
    lists.into_iter().find_map(|(name, read, said)| {
        let at =
            (0..read.len().max(said.len())).find(|&at| read.get(at) != said.get(at))?;
        let from = at.saturating_sub(2);
        let some = |list: &[String]| {
            let end = (at + 4).min(list.len());
            list[from.min(end)..end].join(" ")
        };
        Some(format!(
            "{name}, word {at}: `{}` was written, `{}` is there",
            some(said),
            some(read)
        ))
    })
}

/// A number from the environment.
pub(crate) fn setting(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(otherwise)
}

#[test]
fn every_word_is_in_every_output_in_order() {
    let (cases, first) = (setting("TRIFOLD_CASES", 24), setting("TRIFOLD_SEED", 1));
    for seed in first..first + cases {
        let length = usize::try_from(200 + (seed * 37) % 1200).unwrap();
        let bytes = random_bytes(seed, length);
        if wrong(&bytes).is_none() {
            continue;
        }
        let tries = usize::try_from(setting("TRIFOLD_TRIES", 200)).unwrap();
        let short = shortest(bytes, tries, &|bytes| wrong(bytes).is_some());
        let folder = std::env::temp_dir().join(format!("trifold-case-{seed}"));
        for (path, bytes) in &manuscript(&short).files {
            let place = folder.join(path);
            std::fs::create_dir_all(place.parent().unwrap()).unwrap();
            std::fs::write(place, bytes).unwrap();
        }
        let told = wrong(&short).unwrap_or_default();
        panic!("seed {seed}: {told}\nthe project lies in {}", folder.display());
    }
}

#[test]
fn the_readers_miss_a_word_that_is_lost_or_moved() {
    let list = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect();
    let said = Said { text: list(&["one", "two", "three"]), ..Said::default() };
    let read = |page: &str| {
        let mut reading = Reading::default();
        read_html(page, &mut reading);
        reading.said(&|word| ["one", "two", "three"].contains(&word))
    };
    assert_eq!(differs(&read("<p>one <b>t</b>wo</p><p>three</p>"), &said), None);
    assert!(differs(&read("<p>one two</p>"), &said).is_some(), "one is lost");
    assert!(differs(&read("<p>one three</p><p>two</p>"), &said).is_some(), "one is moved");
    assert!(
        differs(&read("<p>one two</p><p>two three</p>"), &said).is_some(),
        "one is twice"
    );
    assert!(
        differs(&read("<p>one</p><nav>two</nav>three"), &said).is_some(),
        "one is aside"
    );
    assert!(differs(&read("<p>one two</p>twothree"), &said).is_some(), "two are one");
}
