//! `[abbreviations]`: what abbreviations are short for in the whole book.

use crate::diag::{Diagnostic, Sink};
use crate::source::Place;
use crate::tables::Text;

/// An abbreviation of the whole book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Abbreviation {
    /// As it stands in the text: `WHO`.
    pub short: String,
    /// What it is short for.
    pub long: String,
    /// Where the project file says so.
    pub place: Place,
}

/// Reads the abbreviations; what is wrong with one is told where it stands.
pub(super) fn read(written: Vec<(Text, Vec<Text>)>, sink: &mut Sink) -> Vec<Abbreviation> {
    let mut all = Vec::new();
    for (short, long) in written {
        let [long] = long.as_slice() else {
            let message = format!("`{}` is short for one thing", short.text);
            let help = format!("write `{} = \"…\"`", short.text);
            let diagnostic = Diagnostic::new("bad-abbreviation", message);
            sink.error(diagnostic.at(short.place).help(help));
            continue;
        };
        let words = long.text.split_whitespace().collect::<Vec<_>>().join(" ");
        if short.text.trim().is_empty() || words.is_empty() {
            let diagnostic =
                Diagnostic::new("bad-abbreviation", "an abbreviation has no words");
            let help = "write `WHO = \"World Health Organization\"`";
            sink.error(diagnostic.at(short.place).help(help));
            continue;
        }
        all.push(Abbreviation { short: short.text, long: words, place: long.place });
    }
    all
}
