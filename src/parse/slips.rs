//! Signs of markup that stayed text: a slip of the pen, which readers would see.

use crate::source::Span;

use super::inlines::Unit;
use super::{Reader, lines};

/// A beginning of markup, what is said of it, and how to mend it.
struct Slip {
    message: &'static str,
    help: &'static str,
}

const VALUE: Slip = Slip {
    message: "`{{<` begins no value and no include: it is printed",
    help: "end it with `>}}` in the same line; for text write `\\{{<`",
};
const ATTRIBUTES: Slip = Slip {
    message: "these braces say nothing of what stands before them: they are printed",
    help: "they stand right behind a span in brackets, code, a link or a picture, or at the end \
           of a heading behind a space, and end with `}`; for text write a backslash before them",
};
const LINK: Slip = Slip {
    message: "this is no link and no picture: it is printed as it is written",
    help: "write an address with spaces between `<` and `>`; for text write `\\]`",
};
const REFERENCE: Slip = Slip {
    message: "no line says where this link leads: it is printed as it is written",
    help: "add `[name]: address` on a line of its own; for text write `\\]`",
};

const COMMAND: Slip = Slip {
    message: "this command of TeX is printed as it is written",
    help: "write Markdown; for text write `\\\\`",
};
const DASHES: Slip = Slip {
    message: "these dashes are a rule, and no lines of a table",
    help: "write a table with bars, `| a | b |`; for a rule write `---`",
};

/// Commands of TeX that people write into Markdown.
const COMMANDS: [&str; 21] = [
    "newpage",
    "pagebreak",
    "clearpage",
    "cleardoublepage",
    "newline",
    "linebreak",
    "noindent",
    "vspace",
    "hspace",
    "smallskip",
    "medskip",
    "bigskip",
    "begin",
    "end",
    "textbf",
    "textit",
    "emph",
    "cite",
    "footnote",
    "label",
    "ref",
];

/// Keys that nobody writes in braces but to say something of what stands before.
const KEYS: [&str; 12] = [
    "lang", "dir", "width", "height", "id", "class", "title", "alt", "fig-alt", "fig-cap",
    "tbl-cap", "index",
];

impl Reader<'_> {
    /// Warns of the signs of markup that are left among characters; a comment that does
    /// not end is an error, for it is for the author alone.
    pub(super) fn check_slips(&mut self, units: &[Unit]) {
        let mut at = 0;
        while let Some(found) = units[at..]
            .iter()
            .position(|unit| matches!(unit.syntax(), Some('{' | ']' | '<' | '\\')))
        {
            at += found;
            let rest = &units[at..];
            let span = |length: usize| {
                let last = rest[length.min(rest.len()) - 1].end();
                lines::clipped(self.text, rest[0].start(), last)
            };
            match rest[0].syntax() {
                Some('<') if begins(rest, "<!--") => {
                    let span = span("<!--".len());
                    self.unended_comment(span);
                }
                Some('\\') => {
                    let name = word(&rest[1..]);
                    if COMMANDS.contains(&name.as_str()) {
                        let span = span(1 + name.len());
                        self.slip(&COMMAND, span);
                    }
                }
                Some('{') if begins(rest, "{=") => {
                    let name = word(rest.get(2..).unwrap_or_default());
                    let behind = rest.get(2 + name.len()).and_then(Unit::syntax);
                    let code =
                        at.checked_sub(1).is_some_and(|before| units[before].is_code());
                    if behind == Some('}') && code {
                        let span = span(3 + name.len());
                        self.raw_format(&name, span);
                    }
                }
                Some('{') => {
                    if let Some((slip, length)) = braces(rest) {
                        let span = span(length);
                        self.slip(&slip, span);
                        at += length - 1;
                    }
                }
                Some(']') => {
                    if let Some(slip) = brackets(&units[..at], rest) {
                        let span = span(2);
                        self.slip(&slip, span);
                    }
                }
                Some(_) | None => {}
            }
            at += 1;
        }
    }

    /// Refuses code that is meant for one format of another program alone (Pandoc's
    /// `raw_attribute`).
    pub(super) fn raw_format(&mut self, name: &str, span: Span) {
        let message =
            format!("this is meant for `{name}` alone, and would be shown as code");
        let help = "write Markdown; what one format alone is to have stands in \
                    `::: {.content-visible when-format=\"html\"}`";
        self.error("raw-format", message, span, help);
    }

    /// Warns of a rule that was to be a line of a table: Pandoc's `simple_tables`.
    pub(super) fn check_rule(&mut self, span: Span) {
        let mut groups = self.written(span).split_whitespace();
        let is_group =
            |group: &str| group.len() > 1 && group.bytes().all(|one| one == b'-');
        if groups.clone().count() > 1 && groups.all(is_group) {
            self.slip(&DASHES, span);
        }
    }

    fn slip(&mut self, slip: &Slip, span: Span) {
        self.warn("unread-markup", slip.message.to_owned(), span, slip.help);
    }

    fn unended_comment(&mut self, span: Span) {
        let message = "this comment does not end in its paragraph: readers would see it";
        let help = "end it with `-->`; for text write `\\<!--`".to_owned();
        self.refuse("raw-html", message.to_owned(), span, help);
    }
}

/// Whether characters that were not escaped begin with these.
fn begins(units: &[Unit], signs: &str) -> bool {
    let mut units = units.iter();
    signs.chars().all(|sign| units.next().and_then(Unit::syntax) == Some(sign))
}

/// The word at the beginning: letters, digits and hyphens.
fn word(units: &[Unit]) -> String {
    let letters = units.iter().map_while(Unit::syntax);
    letters.take_while(|&c| c.is_ascii_alphanumeric() || c == '-').collect()
}

/// What braces are that begin here, and how many characters show it.
fn braces(rest: &[Unit]) -> Option<(Slip, usize)> {
    if begins(rest, "{{<") {
        return Some((VALUE, 3));
    }
    let sign = rest.get(1)?.syntax()?;
    if matches!(sign, '#' | '.') {
        let name = word(rest.get(2..).unwrap_or_default());
        let named = name.starts_with(|c: char| c.is_ascii_alphabetic());
        return named.then_some((ATTRIBUTES, 2 + name.len()));
    }
    let key = word(&rest[1..]);
    let equal = rest.get(1 + key.len()).and_then(Unit::syntax) == Some('=');
    (equal && KEYS.contains(&key.as_str())).then_some((ATTRIBUTES, 2 + key.len()))
}

/// What a bracket is that ends here and something begins behind.
fn brackets(before: &[Unit], rest: &[Unit]) -> Option<Slip> {
    let opened = || before.iter().rev().take(MOST).any(|unit| unit.syntax() == Some('['));
    match rest.get(1)?.syntax()? {
        '(' => {
            let ends = rest.iter().skip(2).take(MOST).any(|one| one.syntax() == Some(')'));
            (ends && opened()).then_some(LINK)
        }
        '[' => {
            let inner = rest.iter().skip(2).map_while(Unit::syntax);
            let name: String = inner.take(MOST).take_while(|&c| c != ']').collect();
            let named = name.starts_with(char::is_alphabetic);
            let ends = begins(rest.get(2 + name.chars().count()..)?, "]");
            (named && ends && opened()).then_some(REFERENCE)
        }
        _ => None,
    }
}

/// Brackets are not looked for further away than this, in characters.
const MOST: usize = 400;
