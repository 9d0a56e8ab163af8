//! Input that somebody spoilt: nothing may panic, hang or take all memory.
//!
//! The targets are those of the fuzzers (`tests/fuzz`); this needs no fuzzer. Files of this
//! repository are changed at random. `TRIFOLD_INPUTS` sets how many are tried of
//! each target, `TRIFOLD_SEED` another beginning, `TRIFOLD_CORPUS`
//! another folder of files to change.

#[path = "../fuzz/targets.rs"]
mod targets;

use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::Duration;

use self::targets::{TARGETS, Target};
use crate::properties::{Choices, random_bytes, setting};

/// How long one input may take, in a build without optimisation.
const LONGEST: Duration = Duration::from_secs(20);
/// Longer files are cut.
const MOST_BYTES: usize = 16_000;
/// How much memory all of it may take, in kB.
const MOST_MEMORY: u64 = 2_000_000;

/// Pieces that mean something to one of the readers.
const PIECES: [&str; 71] = [
    "*",
    "**",
    "_",
    "~~",
    "`",
    "```",
    "~~~\n",
    "[",
    "]",
    "(",
    ")",
    "![",
    "](",
    "{",
    "}",
    "{#a}",
    "{.index}",
    "[^",
    "^[",
    "[^a]: ",
    "\n\n",
    "\n",
    "> ",
    "> [!NOTE] ",
    "- ",
    "1. ",
    "::: {.callout-tip}\n",
    ":::\n",
    "|",
    "||",
    "|---|\n",
    "| ^^ |",
    "\n\n+---+\n| a |\n+===+\n| b |\n+---+\n\n",
    "\n+---+---+\n",
    "$$",
    "$",
    "\\frac{",
    "\\",
    "<",
    "<br>",
    "<!--",
    "-->",
    "<span lang=\"fr\">",
    "&nbsp;",
    "&#0;",
    "\t",
    "    ",
    "\u{0}",
    "\u{AD}",
    "\u{202E}",
    "\u{301}",
    "\u{1F469}\u{200D}\u{1F469}",
    "שלום",
    "99999999999999999999",
    "-1",
    "1e308",
    "\"",
    "=",
    "[[editions]]\n",
    "{lang=ar dir=rtl}",
    "@fig-a",
    ":   ",
    "\n::: verse\n",
    "\n| ",
    "{.term}",
    "{.content-visible when-format=pdf}",
    "\n*[a]: b\n",
    "{{< include a.md >}}",
    "\\tag{",
    "---\nlang: fr\n---\n",
    "[@ash, p. 3]",
];

/// The files below some folders with one of some endings.
fn corpus(endings: &[&str]) -> Vec<Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = ["tests/books", "tests/fixtures", "docs", "manuscript", "themes"];
    let mut folders: Vec<PathBuf> = folders.iter().map(|name| root.join(name)).collect();
    folders.extend(std::env::var_os("TRIFOLD_CORPUS").map(PathBuf::from));
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path
                .extension()
                .is_some_and(|own| endings.iter().any(|one| own == *one))
            {
                files.push(path);
            }
        }
    }
    files.sort();
    files.iter().map(|path| std::fs::read(path).unwrap()).collect()
}

/// A file with some changes.
fn mutated(files: &[Vec<u8>], choices: &mut Choices<'_>) -> Vec<u8> {
    let some = |choices: &mut Choices<'_>| choices.below(256) * 256 + choices.below(256);
    let Some(file) = files.get(some(choices) % files.len().max(1)) else {
        return Vec::new();
    };
    let start =
        if file.len() > MOST_BYTES { some(choices) % (file.len() - MOST_BYTES) } else { 0 };
    let mut bytes = file[start..(start + MOST_BYTES).min(file.len())].to_vec();
    for _ in 0..=choices.below(8) {
        let at = some(choices) % (bytes.len() + 1);
        let end = (at + some(choices) % 200).min(bytes.len());
        match choices.below(7) {
            0 => drop(bytes.drain(at..end)),
            1 => {
                let piece = bytes[at..end].repeat(1 + choices.below(12));
                bytes.splice(at..at, piece);
            }
            2 => {
                let other = &files[some(choices) % files.len()];
                let from = some(choices) % (other.len() + 1);
                let to = (from + some(choices) % 400).min(other.len());
                bytes.splice(at..at, other[from..to].iter().copied());
            }
            3 if at < bytes.len() => bytes[at] ^= 1 << choices.below(8),
            4 => bytes.truncate(at),
            5 => {
                let piece =
                    PIECES[choices.below(PIECES.len())].repeat(1 + choices.below(200));
                bytes.splice(at..at, piece.into_bytes());
            }
            _ => {
                let piece = PIECES[choices.below(PIECES.len())];
                bytes.splice(at..at, piece.bytes());
            }
        }
    }
    bytes
}

/// The most memory that this program has had, in kB; 0 where the system does not tell.
fn memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}

/// Tries a target for a while; what it does not bear is written into a temporary folder.
fn bears((name, act, endings): Target) -> Vec<String> {
    let files = corpus(endings);
    let (most, first) = (setting("TRIFOLD_INPUTS", 6), setting("TRIFOLD_SEED", 1));
    let mut wrong = Vec::new();
    for tried in 0..most {
        let random = random_bytes(first * 1_000_003 + tried, 400);
        let input = mutated(&files, &mut Choices::new(&random));
        let before = memory();
        let (send, receive) = mpsc::channel();
        let given = input.clone();
        std::thread::Builder::new()
            .stack_size(8 << 20)
            .spawn(move || {
                let done = std::panic::catch_unwind(|| act(&given));
                send.send(done.is_ok()).ok();
            })
            .unwrap();
        let told = match receive.recv_timeout(LONGEST) {
            Ok(true) if memory() < MOST_MEMORY || before >= MOST_MEMORY => continue,
            Ok(true) => "takes too much memory",
            Ok(false) => "panics",
            Err(_) => "does not end",
        };
        let place = std::env::temp_dir().join(format!("trifold-{name}-{first}-{tried}"));
        std::fs::write(&place, &input).unwrap();
        wrong.push(format!("{name} {told}: {}", place.display()));
    }
    wrong
}

#[test]
fn spoilt_input_is_borne() {
    let mut wrong = Vec::new();
    for target in TARGETS {
        wrong.extend(bears(target));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
