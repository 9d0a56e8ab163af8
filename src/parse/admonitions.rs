//! Callouts as Docusaurus, `VitePress` and `MyST` write them: `:::note[Title]`,
//! `::: warning Title`, `:::{tip}`.

use std::ops::Range;

use comrak::nodes::Attributes;

use crate::ast::CalloutKind;

use super::attributes::Braces;

/// What those tools call callouts, and what they are here.
const NAMES: [(&str, &str); 11] = [
    ("note", "callout-note"),
    ("info", "callout-note"),
    ("seealso", "callout-note"),
    ("tip", "callout-tip"),
    ("hint", "callout-tip"),
    ("important", "callout-important"),
    ("warning", "callout-warning"),
    ("attention", "callout-warning"),
    ("caution", "callout-caution"),
    ("danger", "callout-caution"),
    ("error", "callout-caution"),
];

/// The callout that a name stands for.
pub(super) fn kind(name: &str) -> Option<CalloutKind> {
    let class = NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))?.1;
    match class {
        "callout-tip" => Some(CalloutKind::Tip),
        "callout-important" => Some(CalloutKind::Important),
        "callout-warning" => Some(CalloutKind::Warning),
        "callout-caution" => Some(CalloutKind::Caution),
        _ => Some(CalloutKind::Note),
    }
}

/// What stands behind the colons of such a callout, as if it were written in braces.
pub(super) fn braces(written: &str) -> Option<Braces> {
    let trimmed = written.trim_end();
    let (open, rest) = match trimmed.strip_prefix('{') {
        Some(rest) => (1, rest),
        None => (0, trimmed),
    };
    let end = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
    let (name, after) = rest.split_at(end);
    let class = NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))?.1;
    let after = if open == 1 { after.strip_prefix('}')? } else { after };
    let start = trimmed.len() - after.len();
    let title = title(after)?;
    let mut found = Braces {
        attributes: Attributes { classes: vec![class.to_owned()], ..Attributes::default() },
        values: Vec::new(),
        length: written.len(),
    };
    if !title.is_empty() {
        found.attributes.pairs.push(("title".to_owned(), after[title.clone()].to_owned()));
        found.values.push(start + title.start..start + title.end);
    }
    Some(found)
}

/// Where the title stands in what follows the name; empty where there is none.
fn title(after: &str) -> Option<Range<usize>> {
    if after.is_empty() {
        return Some(0..0);
    }
    if after.starts_with('[') {
        return after.ends_with(']').then(|| 1..after.len() - 1);
    }
    // braces behind a name are those of Pandoc, which names classes with a point
    let space = after.len() - after.trim_start().len();
    (space > 0 && !after[space..].starts_with('{')).then_some(space..after.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(written: &str) -> Option<(String, Option<&str>)> {
        let found = braces(written)?;
        let title = found.values.first().map(|at| &written[at.clone()]);
        Some((found.attributes.classes.join(" "), title))
    }

    #[test]
    fn callouts_of_other_tools_are_known() {
        let note = |title| Some(("callout-note".to_owned(), title));
        assert_eq!(read("note"), note(None));
        assert_eq!(read("info[A *b*]"), note(Some("A *b*")));
        assert_eq!(read("{note} A b "), note(Some("A b")));
        assert_eq!(read("Note A b"), note(Some("A b")));
        assert_eq!(read("danger"), Some(("callout-caution".to_owned(), None)));
        for other in ["notes", "note-x", "note {.b}", "{note", "note[a", "{.note}", "aside"]
        {
            assert_eq!(read(other), None, "{other}");
        }
    }
}
