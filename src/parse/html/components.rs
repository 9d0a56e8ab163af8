//! Components: a chapter in MDX holds parts of programs, `<Tabs items={…}>`, `import`, which
//! only the site that it was written for can run. It is refused with one message, for all
//! that is said of its parts follows from what it is.

use crate::project::ForeignHtml;
use crate::source::Span;

use super::Problem;
use super::subset;
use crate::parse::{Reader, lines};

/// What is wrong with HTML of a chapter, until it is known whether it is HTML.
#[derive(Default)]
pub(in crate::parse) struct Components {
    /// What says that it is none: where it stands, and what is written there.
    found: Vec<(Span, String)>,
    /// What is told where all of it is HTML.
    others: Vec<Problem>,
}

impl Reader<'_> {
    /// Tells what is wrong with HTML, or keeps it until the whole chapter is read.
    pub(in crate::parse) fn refuse(
        &mut self,
        code: &'static str,
        message: String,
        span: Span,
        help: String,
    ) {
        let problem = Problem::new(code, message, span, help);
        if !matches!(code, "raw-html" | "unknown-attribute") {
            return self.error(code, problem.message, span, &problem.help);
        }
        let written = self.written(span);
        match component(written) {
            Some(name) => self.components.found.push((span, name)),
            None => self.components.others.push(problem),
        }
    }

    /// Finds the lines `import … from "…"` and `export …` that a chapter in MDX begins with.
    pub(in crate::parse) fn check_imports(&mut self) {
        if self.foreign != ForeignHtml::Refused {
            return;
        }
        let mut at = self.lines.base;
        let text = self.text.get(at..).unwrap_or_default();
        let mut lines_of = text.split_inclusive('\n').peekable();
        if lines_of.next_if(|line| line.trim_end() == "---").is_some() {
            at += "---".len() + usize::from(text.as_bytes().get(3) == Some(&b'\r')) + 1;
            for line in lines_of.by_ref() {
                at += line.len();
                if line.trim_end() == "---" {
                    break;
                }
            }
        }
        for line in lines_of {
            let own = line.trim_end();
            if is_import(own) {
                let span = lines::span(at, at + own.len());
                let word = own.split(' ').next().unwrap_or_default().to_owned();
                self.components.found.push((span, word));
            } else if !own.is_empty() {
                break;
            }
            at += line.len();
        }
    }

    /// Tells what was kept: that the chapter holds components, or what is wrong with each
    /// piece of HTML.
    pub(in crate::parse) fn tell_components(&mut self) {
        let Components { mut found, others } = std::mem::take(&mut self.components);
        found.sort_by_key(|(span, _)| span.start);
        for Problem { code, message, span, help, .. } in others {
            // with components the rest of its tags is none of HTML either
            if found.is_empty() || !follows(code, &message) {
                self.error(code, message, span, &help);
            }
        }
        let Some((span, first)) = found.first().cloned() else { return };
        let message = match found.len() {
            1 => format!("`{first}` is a part of a program, as in MDX"),
            2 => format!("`{first}` is a part of a program, as in MDX, and so is one more"),
            count => {
                format!(
                    "`{first}` is a part of a program, as in MDX, and so are {} more",
                    count - 1
                )
            }
        };
        let help = "only the site that the chapter was written for knows what it shows: write \
                    that in Markdown, or leave the chapter out; for `<` as a plain sign write \
                    `\\<`";
        self.error("raw-html", message, span, help);
    }
}

/// Whether what is said of a piece of HTML may come from components around it.
fn follows(code: &str, message: &str) -> bool {
    let said = [
        "stands twice",
        "closes nothing",
        "is not closed",
        "does not end",
        "has no meaning",
    ];
    code == "unknown-attribute" || said.iter().any(|words| message.contains(words))
}

/// The component that something written is: an element with a capital that HTML does not
/// have, `</Tabs>`, or one with braces for a value, `<p style={…}>`.
fn component(written: &str) -> Option<String> {
    let name = written.trim_start().trim_start_matches(['<', '/']);
    let end = name.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '_')));
    let name = &name[..end.unwrap_or(name.len())];
    let plain = name.to_ascii_lowercase();
    let capital = written.starts_with('<')
        && name.starts_with(|c: char| c.is_ascii_uppercase())
        && name.contains(|c: char| c.is_ascii_lowercase())
        && !subset::is_known(&subset::read_as(plain).0);
    let braces = written.contains("={");
    if capital {
        return Some(format!("<{name}>"));
    }
    braces.then(|| written.lines().next().unwrap_or_default().trim_end().to_owned())
}

/// Whether a line puts in a part of a program.
fn is_import(line: &str) -> bool {
    let line = line.trim_end_matches(';');
    let quoted = line.ends_with(['"', '\'']);
    line.starts_with("import ")
        && quoted
        && (line.contains(" from ") || line.matches(' ').count() == 1)
        || ["export const ", "export default ", "export function "]
            .iter()
            .any(|begins| line.starts_with(begins))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn components_are_told_from_elements() {
        for (written, name) in [
            ("<Tabs>", Some("<Tabs>")),
            ("</Tabs.Item>", Some("<Tabs.Item>")),
            ("style={{ a: 1 }}", Some("style={{ a: 1 }}")),
            ("<P>", None),
            ("<DIV>", None),
            ("<Div>", None),
            ("<Font>", None),
            ("<foo>", None),
            ("@click=\"a\"", None),
        ] {
            assert_eq!(component(written).as_deref(), name, "{written}");
        }
    }

    #[test]
    fn imports_are_told_from_sentences() {
        assert!(is_import("import Tabs from '@theme/Tabs';"));
        assert!(is_import("import { a, b } from \"c\""));
        assert!(is_import("import './style.css'"));
        assert!(is_import("export const a = 1"));
        assert!(!is_import("import duties are paid at the border"));
        assert!(!is_import("import what you need from 'a' to 'b' or 'c'."));
    }
}
