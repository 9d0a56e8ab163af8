//! Block comments of JavaScript and its kin, found without a grammar.
//!
//! Two rules of the grammar hand `x /*` back and forth forever where the comment goes on
//! in the next line, and `syntect` 5.3 does not see it
//! (<https://github.com/trishume/syntect/issues/460>). So these grammars never see `/*`.

use std::ops::Range;

/// Code without block comments, byte for byte as long, and where they stood.
///
/// Their bytes are spaces; line ends stay. A `/*` in a string is no comment and stands
/// there as `/ `, which makes no difference to what a string is.
pub(super) fn blanked(code: &str) -> (String, Vec<Range<usize>>) {
    let bytes = code.as_bytes();
    let mut comments = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let rest = &code[at..];
        let length = match bytes[at] {
            b'/' if rest.starts_with("/*") => {
                let length = rest[2..].find("*/").map_or(rest.len(), |end| end + 4);
                comments.push(at..at + length);
                length
            }
            b'/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            quote @ (b'"' | b'\'' | b'`') => string(rest, quote),
            _ => 1,
        };
        at += length;
        while !code.is_char_boundary(at) {
            at += 1;
        }
    }
    let mut out = String::with_capacity(code.len());
    let mut end = 0;
    for comment in &comments {
        out.push_str(&code[end..comment.start]);
        let blank =
            |byte: &u8| if matches!(byte, b'\n' | b'\r') { *byte as char } else { ' ' };
        out.extend(bytes[comment.clone()].iter().map(blank));
        end = comment.end;
    }
    out.push_str(&code[end..]);
    (out.replace("/*", "/ "), comments)
}

/// The length of a string that begins with `quote`; one in `'` or `"` ends with its line.
fn string(text: &str, quote: u8) -> usize {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'\n' if quote != b'`' => return at,
            _ if byte == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_blanked_and_strings_are_not() {
        let code = "a /* b\né */ c // d /* e\n'f /* g' `h\n/* i` \"\\\" /*\" j /* k";
        let (plain, comments) = blanked(code);
        assert_eq!(plain.len(), code.len());
        assert_eq!(
            plain,
            "a     \n      c // d /  e\n'f /  g' `h\n/  i` \"\\\" / \" j     "
        );
        let texts: Vec<&str> = comments.iter().map(|own| &code[own.clone()]).collect();
        assert_eq!(texts, ["/* b\né */", "/* k"]);
    }
}
