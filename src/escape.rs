//! Text as it is written in markup, in HTML and in XML.

/// A text as the content of an element or the value of an attribute in double quotes.
///
/// ```
/// # use trifold::escape::escape;
/// assert_eq!(escape("a < b & \"c\""), "a &lt; b &amp; &quot;c&quot;");
/// ```
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    text.chars().for_each(|c| push_escaped(c, &mut out));
    out
}

/// Adds a character of such a text.
// HTML and XML forbid most control characters even when written as references
// (HTML Living Standard, 13.2.3.5; XML 1.0, 2.2); the replacement character says
// that one stood here.
pub fn push_escaped(c: char, out: &mut String) {
    match c {
        '&' => out.push_str("&amp;"),
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        '"' => out.push_str("&quot;"),
        '\t' | '\n' => out.push(c),
        _ if c.is_control() || is_noncharacter(c) => out.push('\u{FFFD}'),
        _ => out.push(c),
    }
}

fn is_noncharacter(c: char) -> bool {
    let code = u32::from(c);
    code & 0xFFFE == 0xFFFE || (0xFDD0..=0xFDEF).contains(&code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_that_markup_forbids_are_replaced() {
        assert_eq!(escape("a\u{0}b\u{85}c\u{FFFF}"), "a\u{FFFD}b\u{FFFD}c\u{FFFD}");
    }
}
