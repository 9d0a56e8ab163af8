//! What of a file is wanted, as in mdBook: `2:10`, `:10`, `name`; and what a line names.

use crate::diag::nearest;

use super::{From, Job, Woven};

/// Why nothing can be chosen.
pub(super) struct Wrong {
    /// What is said of the file.
    pub(super) message: String,
    /// What to do.
    pub(super) help: String,
}

/// The parts of a text that are wanted, in bytes: lines by number from 1, or what stands
/// between `ANCHOR: name` and `ANCHOR_END: name`.
pub(super) fn choose(text: &str, wanted: &str) -> Result<Vec<(usize, usize)>, Wrong> {
    let (first, last) = match wanted.split_once(':') {
        Some((first, last)) => (first, Some(last)),
        None => (wanted, None),
    };
    let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(first) || last.is_some_and(|last| !is_number(last)) {
        return anchored(text, wanted);
    }
    let ends: Vec<usize> = text.split_inclusive('\n').map(str::len).collect();
    let count = ends.len();
    let number = |part: &str, instead: usize| part.parse().unwrap_or(instead);
    let from = if first.is_empty() { 1 } else { number(first, 0) };
    let to = match last {
        None => from,
        Some("") => count,
        Some(last) => number(last, 0),
    };
    if from == 0 || to < from || to > count {
        return Err(Wrong {
            message: format!("has no lines `{wanted}`"),
            help: format!("write two of its {count} lines, as in `file.rs:2:10`"),
        });
    }
    let start: usize = ends[..from - 1].iter().sum();
    let end: usize = ends[..to].iter().sum();
    Ok(vec![(start, end)])
}

fn anchored(text: &str, name: &str) -> Result<Vec<(usize, usize)>, Wrong> {
    let (mut parts, mut names) = (Vec::new(), Vec::new());
    let (mut at, mut inside, mut found) = (0, false, false);
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        if let Some(end) = marked(line, "ANCHOR_END:") {
            inside &= end != name;
        } else if let Some(begin) = marked(line, "ANCHOR:") {
            names.push(begin);
            inside |= begin == name;
            found |= begin == name;
        } else if inside {
            parts.push((start, at));
        }
    }
    if found {
        return Ok(parts);
    }
    let help = match nearest(name, names.iter().copied()) {
        Some(near) => format!("the nearest is `{near}`"),
        None => format!("mark a part of it: `// ANCHOR: {name}` … `// ANCHOR_END: {name}`"),
    };
    Err(Wrong { message: format!("has no part `{name}`"), help })
}

/// The name behind a mark.
fn marked<'t>(line: &'t str, mark: &str) -> Option<&'t str> {
    let (before, after) = line.split_once(mark)?;
    let apart = !before.ends_with(|c: char| c.is_alphanumeric() || c == '_');
    let after = after.trim_start();
    let end = after.find(|c: char| !(c.is_alphanumeric() || "_-".contains(c)));
    let name = &after[..end.unwrap_or(after.len())];
    (apart && !name.is_empty()).then_some(name)
}

impl Job<'_, '_> {
    /// Puts in what a line names.
    pub(super) fn line(
        &mut self,
        from: From<'_>,
        (start, end): (usize, usize),
        code: bool,
        out: &mut Woven,
    ) {
        let line = &from.text[start..end];
        let whole = line.trim();
        let indent = &line[..line.len() - line.trim_start().len()];
        let at = from.place(start + indent.len(), start + indent.len() + whole.len());
        let mdbook = whole.strip_prefix("{{#").and_then(|inner| inner.strip_suffix("}}"));
        let named = mdbook.and_then(|inner| inner.split_once(char::is_whitespace));
        let named =
            named.filter(|(word, _)| matches!(*word, "include" | "rustdoc_include"));
        let quarto = whole.strip_prefix("{{<").and_then(|inner| inner.strip_suffix(">}}"));
        let quarto = quarto.filter(|inner| !inner.contains("{{<"));
        let file = quarto.and_then(|inner| inner.trim().split_once(char::is_whitespace));
        let file = file.filter(|(word, _)| *word == "include");
        if let Some((_, path)) = named.or(file) {
            out.copy(from, start, start + indent.len());
            let path = path.trim().trim_matches('"');
            self.include(from, (path, at), named.is_some(), indent, out);
            out.copy(from, start + line.trim_end().len(), end);
            return;
        }
        self.names_in(from, (start, end), code, out);
    }
}
