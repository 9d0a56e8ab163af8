//! Labels: addresses that say what they are the address of.

/// What labels begin with, as in Quarto and pandoc-crossref: `fig-map`, `sec-measures`.
const PREFIXES: [&str; 10] =
    ["fig-", "tbl-", "eq-", "lst-", "sec-", "nte-", "tip-", "imp-", "wrn-", "cau-"];

/// What a label begins with; none if an address or a key is no label.
pub fn label_prefix(label: &str) -> Option<&'static str> {
    let begins =
        |prefix: &&&str| label.strip_prefix(**prefix).is_some_and(|rest| !rest.is_empty());
    PREFIXES.iter().find(begins).copied()
}

/// The label that a key names: `@Fig-map` begins a sentence.
pub fn label_of_key(key: &str) -> String {
    let mut letters = key.chars();
    let first = letters.next().map(|first| first.to_ascii_lowercase());
    first.into_iter().chain(letters).collect()
}
