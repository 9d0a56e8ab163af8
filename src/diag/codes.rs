//! What the manual says about each code: `trifold explain`.

/// The chapter of the manual that explains every message.
const MESSAGES: &str = include_str!("../../docs/manuscript/09-messages.md");

/// What the explanation of a message that lets the build go on begins with.
const WARNING: &str = "*Warning.*";

/// Every code that the program gives, in the order of the alphabet.
pub fn codes() -> impl Iterator<Item = &'static str> {
    sections().map(|(code, _)| code)
}

/// What a message means and what to do, as plain text; none if there is no such code.
pub fn explanation(code: &str) -> Option<String> {
    let (_, text) = sections().find(|&(known, _)| known == code)?;
    Some(plain(text))
}

/// Whether a message with this code lets the build go on.
pub fn is_warning(code: &str) -> bool {
    sections().any(|(known, text)| known == code && text.starts_with(WARNING))
}

/// The sections of the chapter: a code and what is said of it.
fn sections() -> impl Iterator<Item = (&'static str, &'static str)> {
    MESSAGES.split("\n### ").skip(1).filter_map(|section| {
        let (heading, text) = section.split_once('\n')?;
        let code = heading.split(" {#").next()?;
        Some((code, text.split("\n## ").next()?.trim()))
    })
}

/// The Markdown of the chapter as it is read on a terminal: links keep their words, and
/// emphasis loses its asterisks. In code everything stays.
fn plain(markdown: &str) -> String {
    let mut out = String::new();
    for (index, part) in markdown.split('`').enumerate() {
        if index > 0 {
            out.push('`');
        }
        let is_code = index % 2 == 1;
        if is_code {
            out.push_str(part);
        } else {
            words(part, &mut out);
        }
    }
    out
}

/// Adds text without code to what is read.
fn words(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("](") {
        out.push_str(&before.replace('*', ""));
        if let Some(open) = out.rfind('[') {
            out.remove(open);
        }
        rest = after.split_once(')').map_or("", |(_, rest)| rest);
    }
    out.push_str(&rest.replace('*', ""));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_explained_in_plain_words() {
        let text = explanation("overfull-line").unwrap();
        assert!(text.starts_with("Warning. A word is wider"), "{text}");
        assert!(!text.contains('#') && !text.contains("overfull-page"), "{text}");
        assert_eq!(explanation("no-such-code"), None);
        assert_eq!(plain("*A* [`b`](c.md#d) `*e*`"), "A `b` `*e*`");
    }

    #[test]
    fn warnings_are_told_from_errors() {
        assert!(is_warning("overfull-line") && !is_warning("missing-target"));
        assert!(!is_warning("no-such-code"));
    }
}
