//! `[hyphenation]`: words that are divided otherwise than patterns say.

use crate::diag::{Diagnostic, Sink, nearest};
use crate::hyphenation::{self, Exceptions, Fault};
use crate::tables::Text;

use super::is_language_tag;

/// Reads the words of every language; what is wrong with one is told where it stands.
pub(super) fn read(languages: Vec<(Text, Vec<Text>)>, sink: &mut Sink) -> Exceptions {
    let mut exceptions = Exceptions::default();
    for (language, words) in languages {
        let tag = &language.text;
        if !is_language_tag(tag) || hyphenation::patterns(tag.as_bytes()).is_none() {
            unknown_language(&language, sink);
            continue;
        }
        for word in words {
            if let Err(fault) = exceptions.add(tag, &word.text) {
                bad_word(&word, tag, fault, sink);
            }
        }
    }
    exceptions
}

fn unknown_language(language: &Text, sink: &mut Sink) {
    let known = hyphenation::languages();
    let near = nearest(&language.text, known.iter().map(String::as_str));
    let help = match near {
        Some(near) if near.len() < language.text.len() => {
            format!("write `{near}`, or one of {}", known.join(", "))
        }
        Some(_) | None => format!("write one of {}", known.join(", ")),
    };
    let message = format!("there is no hyphenation for the language `{}`", language.text);
    sink.error(Diagnostic::new("no-hyphenation", message).at(language.place).help(help));
}

fn bad_word(word: &Text, language: &str, fault: Fault, sink: &mut Sink) {
    let text = &word.text;
    let (message, help) = match fault {
        Fault::Empty => (
            "a word of `[hyphenation]` has no letters".to_owned(),
            "write a word, with `-` where it may be divided",
        ),
        Fault::Character(c) => (
            format!("`{text}` is no word: {} is no letter", shown(c)),
            "write one word of letters, with `-` where it may be divided",
        ),
        Fault::Hyphen => (
            format!("`{text}` has a hyphen without letters beside it"),
            "write `-` between two letters, where the word may be divided",
        ),
        Fault::Twice => {
            (format!("`{language}` has `{text}` twice"), "name each word once, in any case")
        }
    };
    sink.error(Diagnostic::new("bad-hyphenation", message).at(word.place).help(help));
}

/// A character so that one can see it.
fn shown(c: char) -> String {
    match c {
        ' ' => "a space".to_owned(),
        _ if c.is_control() || c.is_whitespace() || c == '\u{AD}' => {
            format!("U+{:04X}", u32::from(c))
        }
        _ => format!("`{c}`"),
    }
}
