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
    /// Puts in what a line names. In code, which stands in a number of quotations, only
    /// their marks may stand before it.
    pub(super) fn line(
        &mut self,
        from: From<'_>,
        (start, end): (usize, usize),
        (code, outer): (Option<usize>, &str),
        out: &mut Woven,
    ) {
        let line = &from.text[start..end];
        let marks = marks(line);
        let whole = line[marks..].trim_end();
        let fits = code.is_none_or(|quotes| {
            let marks = &line[..marks];
            let alone = marks.chars().all(|c| matches!(c, ' ' | '\t' | '>'));
            alone && marks.matches('>').count() == quotes
        });
        let at = from.place(start + marks, start + marks + whole.len());
        let mdbook = whole.strip_prefix("{{#").and_then(|inner| inner.strip_suffix("}}"));
        let named = mdbook.and_then(|inner| inner.split_once(char::is_whitespace));
        let named =
            named.filter(|(word, _)| matches!(*word, "include" | "rustdoc_include"));
        let quarto = whole.strip_prefix("{{<").and_then(|inner| inner.strip_suffix(">}}"));
        let quarto = quarto.filter(|inner| !inner.contains("{{<"));
        let file = quarto.and_then(|inner| inner.trim().split_once(char::is_whitespace));
        let file = file.filter(|(word, _)| *word == "include");
        if let Some((_, path)) = named.or(file).filter(|_| fits) {
            out.copy(from, start, start + marks);
            let path = path.trim().trim_matches('"');
            let indent = format!("{outer}{}", below(&line[..marks]));
            self.include(from, (path, at), named.is_some(), &indent, out);
            out.copy(from, start + line.trim_end().len(), end);
            return;
        }
        self.names_in(from, (start, end), code.is_some(), out);
    }
}

/// How many bytes of a line are marks of quotations and of items of lists, and space.
pub(super) fn marks(line: &str) -> usize {
    let mut at = 0;
    loop {
        let rest = &line[at..];
        let space = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        let rest = &rest[space..];
        at += space;
        let digits =
            rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let length = match rest[digits..].chars().next() {
            Some('>') if digits == 0 => 1,
            Some('.' | ')') if digits > 0 => digits + 1,
            Some('-' | '+' | '*' | ':') if digits == 0 => 1,
            Some(_) | None => return at,
        };
        let parted = rest[length..].starts_with([' ', '\t']);
        if !parted && !rest.starts_with('>') {
            return at;
        }
        at += length;
    }
}

/// What lines below begin with where the first begins with marks: those of quotations, and
/// space as wide as those of items.
fn below(marks: &str) -> String {
    let space = |c: char| if matches!(c, '>' | ' ' | '\t') { c } else { ' ' };
    marks.chars().map(space).collect()
}
