//! Style sheets as rules (CSS Syntax Level 3): what is selected, and what is said of it.

/// When a rule holds.
#[derive(Debug, Copy, Clone, PartialEq, Eq)]
pub(in crate::verify) enum Medium {
    /// Always.
    Any,
    /// Under a condition that some readers meet.
    Some,
    /// Where readers want light on dark.
    Dark,
    /// On paper.
    Print,
}

/// A rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::verify) struct Rule {
    /// One selector of its list.
    pub(in crate::verify) selector: String,
    /// Its declarations: property, value, and whether it is important.
    pub(in crate::verify) declarations: Vec<(String, String, bool)>,
    /// When it holds.
    pub(in crate::verify) medium: Medium,
}

/// The rules of a style sheet, in order.
pub(in crate::verify) fn rules(sheet: &str) -> Vec<Rule> {
    let mut rules = Vec::new();
    collect(&without_comments(sheet), Medium::Any, &mut rules);
    rules
}

fn without_comments(sheet: &str) -> String {
    let mut out = String::with_capacity(sheet.len());
    let mut rest = sheet;
    while let Some((before, after)) = rest.split_once("/*") {
        out.push_str(before);
        out.push(' ');
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    out + rest
}

fn collect(sheet: &str, medium: Medium, rules: &mut Vec<Rule>) {
    let mut rest = sheet;
    while let Some((prelude, block, after)) = next_block(rest) {
        rest = after;
        // what ends with a semicolon before it is a rule without a block: `@import`
        let prelude = prelude.rsplit(';').next().unwrap_or_default().trim();
        let Some(at) = prelude.strip_prefix('@') else {
            let declarations = declarations(block);
            for selector in selectors(prelude) {
                let selector = selector.trim().to_owned();
                let declarations = declarations.clone();
                rules.push(Rule { selector, declarations, medium });
            }
            continue;
        };
        let (name, condition) = at.split_once([' ', '(']).unwrap_or((at, ""));
        match name {
            "media" => collect(block, held(condition, medium), rules),
            "supports" | "layer" | "container" | "scope" => {
                collect(block, Medium::Some, rules);
            }
            _ => {}
        }
    }
}

/// When a rule holds that is in a rule of media.
fn held(condition: &str, around: Medium) -> Medium {
    match condition.trim().trim_start_matches('(').trim_end_matches(')') {
        "prefers-color-scheme: dark" | "screen and (prefers-color-scheme: dark"
            if around == Medium::Any =>
        {
            Medium::Dark
        }
        "print" if around == Medium::Any => Medium::Print,
        _ => Medium::Some,
    }
}

/// Whether a rule of media holds in the dark or on paper, and nowhere else.
pub(super) fn is_known(condition: &str) -> bool {
    matches!(held(condition, Medium::Any), Medium::Dark | Medium::Print)
}

/// What stands before the next block, in it, and after it.
fn next_block(sheet: &str) -> Option<(&str, &str, &str)> {
    let start = outside(sheet, |c| c == '{')?;
    let mut depth = 1usize;
    let body = &sheet[start + 1..];
    let end = outside(body, |c| {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        depth == 0
    });
    let end = end.unwrap_or(body.len());
    Some((&sheet[..start], &body[..end], body.get(end + 1..).unwrap_or_default()))
}

/// The first byte outside of strings for which `wanted` holds.
fn outside(text: &str, mut wanted: impl FnMut(char) -> bool) -> Option<usize> {
    let mut quote: Option<char> = None;
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        if escaped {
            escaped = false;
            continue;
        }
        match quote {
            _ if c == '\\' => escaped = true,
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if c == '"' || c == '\'' => quote = Some(c),
            None if wanted(c) => return Some(at),
            None => {}
        }
    }
    None
}

/// The selectors of a list, parted at commas outside of brackets.
pub(super) fn selectors(list: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut depth, mut start) = (0i32, 0);
    for (at, c) in list.char_indices() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&list[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&list[start..]);
    parts
}

/// The declarations of a block: property, value, whether it is important.
pub(in crate::verify) fn declarations(block: &str) -> Vec<(String, String, bool)> {
    let mut found = Vec::new();
    let mut rest = block;
    while !rest.is_empty() {
        let end = outside(rest, |c| c == ';').unwrap_or(rest.len());
        let one = &rest[..end];
        rest = rest.get(end + 1..).unwrap_or_default();
        // a rule inside a rule is none of its declarations
        let one = one.rsplit(['}', '{']).next().unwrap_or_default();
        let Some((name, value)) = one.split_once(':') else { continue };
        let value = value.trim();
        let important = value.ends_with("!important");
        let value = value.trim_end_matches("!important").trim().to_ascii_lowercase();
        found.push((name.trim().to_ascii_lowercase(), value, important));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_found_inside_other_rules() {
        let sheet = "@import 'x.css'; a, b:not(c, d) { color: red } /* e { } */\n\
             @media print { f { display: none !important; } }\n\
             @media screen and (prefers-color-scheme: dark) { :root { --x: \"}\" } }\n\
             @font-face { src: url(x) } @supports (display: grid) { g { color: #FFF } }";
        let rules = rules(sheet);
        let seen: Vec<(&str, Medium)> =
            rules.iter().map(|rule| (rule.selector.as_str(), rule.medium)).collect();
        let wanted = [
            ("a", Medium::Any),
            ("b:not(c, d)", Medium::Any),
            ("f", Medium::Print),
            (":root", Medium::Dark),
            ("g", Medium::Some),
        ];
        assert_eq!(seen, wanted);
        assert_eq!(rules[2].declarations, [("display".into(), "none".into(), true)]);
        assert_eq!(rules[4].declarations, [("color".into(), "#fff".into(), false)]);
    }
}
