//! What TeX writes in titles: `\emph{…}`, `\ldots`, quotation marks, simple formulas.
//!
//! The parser of BibTeX reads accents and letters; commands that it does not know it leaves
//! as they are written.

use biblatex::{Chunk, Chunks};

use crate::cite::rich::{Mark, marked};

/// Commands with an argument, and what they make of it.
const WITH: [(&str, Option<Mark>); 22] = [
    ("textit", Some(Mark::Italic)),
    ("emph", Some(Mark::Italic)),
    ("textsl", Some(Mark::Italic)),
    ("textbf", Some(Mark::Bold)),
    ("textsc", Some(Mark::SmallCaps)),
    ("textsuperscript", Some(Mark::Super)),
    ("textsubscript", Some(Mark::Sub)),
    ("mkbibemph", Some(Mark::Italic)),
    ("mkbibitalic", Some(Mark::Italic)),
    ("mkbibbold", Some(Mark::Bold)),
    ("mkbibsuperscript", Some(Mark::Super)),
    ("mkbibsubscript", Some(Mark::Sub)),
    ("texttt", None),
    ("textrm", None),
    ("textsf", None),
    ("textup", None),
    ("textmd", None),
    ("textnormal", None),
    ("text", None),
    ("mbox", None),
    ("url", None),
    ("uppercase", None),
];

/// Commands that hold until their group ends.
const UNTIL_END: [(&str, Option<Mark>); 14] = [
    ("it", Some(Mark::Italic)),
    ("itshape", Some(Mark::Italic)),
    ("em", Some(Mark::Italic)),
    ("sl", Some(Mark::Italic)),
    ("slshape", Some(Mark::Italic)),
    ("bf", Some(Mark::Bold)),
    ("bfseries", Some(Mark::Bold)),
    ("sc", Some(Mark::SmallCaps)),
    ("scshape", Some(Mark::SmallCaps)),
    ("tt", None),
    ("ttfamily", None),
    ("rm", None),
    ("sf", None),
    ("normalfont", None),
];

/// Commands that are characters.
const CHARACTERS: [(&str, &str); 14] = [
    ("ldots", "…"),
    ("dots", "…"),
    ("textellipsis", "…"),
    ("textendash", "–"),
    ("textemdash", "—"),
    ("textquoteleft", "‘"),
    ("textquoteright", "’"),
    ("textquotedblleft", "“"),
    ("textquotedblright", "”"),
    ("textdegree", "°"),
    ("textregistered", "®"),
    ("texttrademark", "™"),
    ("LaTeX", "LaTeX"),
    ("TeX", "TeX"),
];

/// The commands of formulas that are characters.
const SYMBOLS: [(&str, &str); 30] = [
    ("alpha", "α"),
    ("beta", "β"),
    ("gamma", "γ"),
    ("delta", "δ"),
    ("epsilon", "ε"),
    ("varepsilon", "ε"),
    ("zeta", "ζ"),
    ("eta", "η"),
    ("theta", "θ"),
    ("kappa", "κ"),
    ("lambda", "λ"),
    ("mu", "μ"),
    ("nu", "ν"),
    ("pi", "π"),
    ("rho", "ρ"),
    ("sigma", "σ"),
    ("tau", "τ"),
    ("phi", "φ"),
    ("chi", "χ"),
    ("psi", "ψ"),
    ("omega", "ω"),
    ("Delta", "Δ"),
    ("Omega", "Ω"),
    ("times", "×"),
    ("pm", "±"),
    ("leq", "≤"),
    ("geq", "≥"),
    ("infty", "∞"),
    ("to", "→"),
    ("circ", "°"),
];

/// Reads a value; the first command in it that is not known.
pub(super) fn read(chunks: &mut Chunks) -> Option<String> {
    let mut unknown = None;
    for chunk in chunks {
        match &mut chunk.v {
            Chunk::Normal(text) | Chunk::Verbatim(text) => {
                *text = words(text, &mut unknown);
            }
            Chunk::Math(text) => {
                let mut own = None;
                let read = formula(text, &mut own);
                if own.is_none() {
                    chunk.v = Chunk::Verbatim(read);
                } else {
                    unknown = unknown.or(own);
                }
            }
        }
    }
    unknown
}

fn words(text: &str, unknown: &mut Option<String>) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        if let Some(after) = rest.strip_prefix("``") {
            out.push('“');
            rest = after;
        } else if let Some(after) = rest.strip_prefix("''") {
            out.push('”');
            rest = after;
        } else if c == '~' {
            out.push('\u{a0}');
            rest = &rest[1..];
        } else if c == '\\' {
            rest = command(&rest[1..], &mut out, unknown);
        } else {
            out.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    out
}

/// Reads a command behind its backslash; what follows it.
fn command<'t>(text: &'t str, out: &mut String, unknown: &mut Option<String>) -> &'t str {
    let length = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (name, after) = text.split_at(length);
    if let Some((_, mark)) = WITH.iter().find(|(known, _)| *known == name)
        && let Some((inner, after)) = argument(after)
    {
        let inner = words(inner, unknown);
        out.push_str(&mark.map_or(inner.clone(), |mark| marked(mark, &inner)));
        return after;
    }
    if let Some((_, mark)) = UNTIL_END.iter().find(|(known, _)| *known == name) {
        let inner = words(after.trim_start(), unknown);
        out.push_str(&mark.map_or(inner.clone(), |mark| marked(mark, &inner)));
        return "";
    }
    let character = CHARACTERS.iter().find(|(known, _)| *known == name);
    if let Some((_, character)) = character {
        out.push_str(character);
        return after.strip_prefix("{}").unwrap_or(after);
    }
    if name.is_empty() {
        // a thin space, a break that may be
        return match text.chars().next() {
            Some(c @ (' ' | ',')) => {
                out.push(if c == ' ' { ' ' } else { '\u{202f}' });
                &text[1..]
            }
            Some('/' | '-') => &text[1..],
            Some(_) | None => {
                out.push('\\');
                text
            }
        };
    }
    if unknown.is_none() {
        *unknown = Some(format!("\\{name}"));
    }
    out.push('\\');
    out.push_str(name);
    after
}

/// What stands in braces at the beginning of a text, and what follows.
fn argument(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_prefix('{')?;
    let mut depth = 1;
    for (at, c) in inner.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some((&inner[..at], &inner[at + 1..]));
        }
    }
    None
}

/// A formula that letters, figures, and what is raised or lowered can say.
fn formula(text: &str, unknown: &mut Option<String>) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        match c {
            '^' | '_' => {
                let mark = if c == '^' { Mark::Super } else { Mark::Sub };
                let (inner, after) = argument(rest).unwrap_or_else(|| {
                    let command = usize::from(rest.starts_with('\\'));
                    let letters =
                        rest.bytes().skip(1).take_while(u8::is_ascii_alphabetic).count();
                    let first = rest.chars().next().map_or(0, char::len_utf8);
                    rest.split_at(if command == 1 { 1 + letters } else { first })
                });
                out.push_str(&marked(mark, &formula(inner, unknown)));
                rest = after;
            }
            '\\' => {
                let length = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
                let (name, after) = rest.split_at(length);
                let symbol = SYMBOLS.iter().find(|(known, _)| *known == name);
                if let Some((_, symbol)) = symbol {
                    out.push_str(symbol);
                    rest = after.trim_start();
                } else if let Some((_, mark)) = WITH
                    .iter()
                    .chain(&[("mathrm", None), ("mathit", None)])
                    .find(|(known, _)| *known == name)
                    && let Some((inner, after)) = argument(after)
                {
                    let inner = formula(inner, unknown);
                    out.push_str(&mark.map_or(inner.clone(), |mark| marked(mark, &inner)));
                    rest = after;
                } else {
                    *unknown = unknown.take().or_else(|| Some(format!("\\{name}")));
                    rest = after;
                }
            }
            '{' | '}' => {}
            '-' => out.push('−'),
            // variables are italic, ISO 80000-2, 4
            c if c.is_ascii_alphabetic() => {
                out.push_str(&marked(Mark::Italic, &c.to_string()));
            }
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cite::rich::plain;

    #[test]
    fn commands_are_read_and_others_told() {
        let mut unknown = None;
        let read = words(
            r"On \emph{E. coli}\ldots{} ``so'' a~b \textsuperscript{2} \foo{x}",
            &mut unknown,
        );
        assert_eq!(plain(&read), "On E. coli… “so” a\u{a0}b 2 \\foo{x}");
        assert_eq!(unknown.as_deref(), Some("\\foo"));
        let mut unknown = None;
        assert_eq!(plain(&formula(r"x^2 \alpha_{12}", &mut unknown)), "x2 α12");
        assert_eq!(unknown, None);
        formula(r"\frac{1}{2}", &mut unknown);
        assert_eq!(unknown.as_deref(), Some("\\frac"));
    }
}
