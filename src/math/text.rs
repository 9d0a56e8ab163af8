//! Words inside formulas: `\text{if } x > 0`.

use super::read::nested;
use super::{Node, Problem, TextStyle};

/// What the argument of `\text` holds; formulas between dollar signs are formulas again.
pub(super) fn text(written: &str, style: TextStyle, depth: usize) -> Result<Node, Problem> {
    if written == "&nbsp;" {
        // how `pulldown-latex` gives a space that was escaped
        return Ok(Node::Space(250));
    }
    let mut row = Vec::new();
    for (number, part) in divided(written).into_iter().enumerate() {
        if part.is_empty() {
            continue;
        }
        if number % 2 == 0 {
            row.push(Node::Text(plain(&part)?, style));
        } else {
            row.push(Node::Group(nested(&part, depth + 1)?));
        }
    }
    Ok(match row.len() {
        1 => row.remove(0),
        _ => Node::Group(row),
    })
}

/// A word that is an operator, without what only spaces it.
pub(super) fn operator(written: &str) -> Result<String, Problem> {
    let spaced = written.replace("\\,", "\u{2009}").replace("\\ ", "\u{A0}");
    plain(&spaced.replace("\\mathrm", "").replace("\\text", ""))
}

/// Cuts a text at its dollar signs: words, formula, words, …
fn divided(written: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut escaped = false;
    for c in written.chars() {
        if c == '$' && !escaped {
            parts.push(String::new());
        } else if let Some(part) = parts.last_mut() {
            part.push(c);
        }
        escaped = c == '\\' && !escaped;
    }
    parts
}

/// The text that words of LaTeX stand for.
fn plain(written: &str) -> Result<String, Problem> {
    let mut out = String::new();
    let mut characters = written.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '\\' => match characters.next() {
                Some(c @ ('%' | '&' | '$' | '#' | '_' | '{' | '}' | ' ')) => out.push(c),
                Some(',') => out.push('\u{2009}'),
                Some(other) => {
                    let rest: String =
                        characters.by_ref().take_while(char::is_ascii_alphabetic).collect();
                    return Err(Problem {
                        message: format!(
                            "words in a formula hold no command `\\{other}{rest}`"
                        ),
                        help: "end the words before it, or put it between dollar signs"
                            .to_owned(),
                        part: None,
                    });
                }
                None => {}
            },
            '{' | '}' => {}
            '~' => out.push('\u{A0}'),
            '`' if characters.next_if_eq(&'`').is_some() => out.push('“'),
            '`' => out.push('‘'),
            '\'' if characters.next_if_eq(&'\'').is_some() => out.push('”'),
            '\'' => out.push('’'),
            '-' if characters.next_if_eq(&'-').is_some() => out.push('–'),
            '\n' | '\r' => out.push(' '),
            other => out.push(other),
        }
    }
    Ok(out)
}
