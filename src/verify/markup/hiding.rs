//! What style sheets say that can hide, change or add words, and that the proof cannot
//! follow.
//!
//! Nobody can compute all of CSS, so this is a list of what is known to do no harm: any
//! other property, value or kind of rule is in doubt. Selectors are not matched here: what
//! does harm to some element is in doubt wherever it is said.

use std::collections::BTreeMap;

use super::keeping::keeps;
use super::lengths::{OF_TYPE, OF_WIDTH, bounds};
use super::safe::{self, Check};
use super::selector::is_sure;
use super::sheet::selectors;
use super::statements::{Statement, statements};

/// Something in a style sheet that is in doubt.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::verify) struct Doubt {
    /// Its line in the sheet, from 1.
    pub(in crate::verify) line: usize,
    /// What it says: `display: none`.
    pub(in crate::verify) said: String,
    /// Of what: a selector.
    pub(in crate::verify) of: String,
}

/// The values of custom properties by their names: all that somebody says.
type Variables = BTreeMap<String, Vec<String>>;

/// More values than this nobody looks at.
const MOST_VALUES: usize = 64;

/// The style sheets of a page together.
#[derive(Debug, Default)]
pub(in crate::verify) struct Sheets {
    variables: Variables,
}

impl Sheets {
    /// Those with these texts.
    pub(in crate::verify) fn new<'a>(sheets: impl Iterator<Item = &'a str>) -> Self {
        let mut variables = Variables::new();
        for one in sheets.flat_map(statements) {
            if one.name.starts_with("--") {
                let value = one.value.to_ascii_lowercase();
                variables.entry(one.name).or_default().push(value);
            }
        }
        Self { variables }
    }

    /// Everything in one of them that is in doubt.
    pub(in crate::verify) fn doubts(&self, sheet: &str) -> Vec<Doubt> {
        let all = statements(sheet).into_iter();
        let doubtful = all.filter(|one| !is_harmless(one, &self.variables));
        let doubts = doubtful.map(|one| Doubt {
            line: one.line,
            said: match one.value.as_str() {
                "" => one.name,
                value => format!("{}: {value}", one.name),
            },
            of: one.around.last().cloned().unwrap_or_default(),
        });
        doubts.collect()
    }

    /// The same of what an element says of its own style.
    pub(in crate::verify) fn doubts_of(&self, name: &str, style: &str) -> Vec<Doubt> {
        if style.contains(['{', '}']) {
            let of = name.to_owned();
            return vec![Doubt { line: 1, said: style.to_owned(), of }];
        }
        self.doubts(&format!("{name} {{{style}}}"))
    }
}

/// Where a declaration stands.
struct Around<'a> {
    /// The last parts of the selectors.
    lasts: Vec<&'a str>,
    /// The whole selectors.
    whole: Vec<&'a str>,
    /// Whether it is known which elements they mean, and whether they hold.
    sure: bool,
    /// Whether they mean what is made before, after or beside an element.
    made: bool,
}

fn is_harmless(one: &Statement, variables: &Variables) -> bool {
    if one.broken || one.name.contains('\\') || one.value.contains('!') {
        return false;
    }
    if one.around.is_empty() {
        return one.name.starts_with("@charset ");
    }
    let at = |name: &str| one.around.iter().any(|around| at_rule(around) == Some(name));
    if at("font-face") || at("keyframes") || at("-webkit-keyframes") {
        return true;
    }
    if at("page") {
        return one.name != "content" || is_mere_sign(&one.value);
    }
    let mut sure = true;
    let mut lists = Vec::new();
    for around in &one.around {
        match at_rule(around) {
            Some("media") => sure &= is_known_medium(around),
            Some("supports" | "container") => sure = false,
            Some(_) => return false,
            None => lists.push(around.as_str()),
        }
    }
    let Some(innermost) = lists.last() else { return false };
    if lists.iter().any(|list| list.contains('\\') || list.contains('&')) {
        // what stands in a rule is looked at as if it meant everything
        sure = false;
    }
    if lists.iter().any(|list| list.contains('\\')) {
        return false;
    }
    let whole: Vec<&str> = selectors(innermost).into_iter().map(str::trim).collect();
    let lasts: Vec<&str> = whole.iter().map(|one| last(one)).collect();
    sure &= lists.len() == 1 && whole.iter().all(|one| is_sure(one));
    let made = lasts.iter().all(|last| safe::is_made(last));
    let around = Around { lasts, whole, sure, made };
    if one.name.starts_with("--") {
        return variable(one, &around);
    }
    let written = one.value.to_ascii_lowercase();
    let mut values = Vec::new();
    expand(&written, variables, &mut values, 0);
    values.len() <= MOST_VALUES
        && values.iter().all(|value| value_is_safe(one, &around, &written, value))
}

/// The name of a rule that begins with it.
fn at_rule(prelude: &str) -> Option<&str> {
    let name = prelude.strip_prefix('@')?;
    Some(name.split([' ', '(', ':']).next().unwrap_or(name))
}

/// Whether a rule holds on paper or in the dark: both are looked at.
fn is_known_medium(prelude: &str) -> bool {
    super::sheet::is_known(prelude.trim_start_matches("@media").trim())
}

/// The last part of a selector.
fn last(selector: &str) -> &str {
    let mut depth = 0usize;
    let mut start = 0;
    for (at, c) in selector.char_indices() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            ' ' | '>' | '+' | '~' if depth == 0 => start = at + 1,
            _ => {}
        }
    }
    &selector[start..]
}

/// Custom properties hold for whole pages; a colour of one in every case.
fn variable(one: &Statement, around: &Around<'_>) -> bool {
    let whole = around.whole.iter().all(|one| matches!(*one, ":root" | "html" | "body"));
    let is_colour = is_colour(&one.value.to_ascii_lowercase());
    whole && (around.sure || !is_colour) && !one.value.contains('{')
}

/// A value with every value that its custom properties may have.
fn expand(value: &str, variables: &Variables, found: &mut Vec<String>, depth: usize) {
    if found.len() > MOST_VALUES {
        return;
    }
    let Some(start) = value.find("var(") else {
        return found.push(value.to_owned());
    };
    let inner = &value[start + 4..];
    let mut open = 1usize;
    let end = inner.find(|c| {
        match c {
            '(' => open += 1,
            ')' => open -= 1,
            _ => {}
        }
        open == 0
    });
    let Some(end) = end.filter(|_| depth < 8) else {
        return found.push("\\".to_owned());
    };
    let (name, other) = match inner[..end].split_once(',') {
        Some((name, other)) => (name.trim(), Some(other.trim())),
        None => (inner[..end].trim(), None),
    };
    let known = variables.get(name).map_or(&[][..], Vec::as_slice);
    let known = known.iter().map(String::as_str).chain(other);
    let mut all: Vec<&str> = known.collect();
    all.dedup();
    if all.is_empty() {
        all.push("unset");
    }
    for one in all {
        let whole = format!("{}{one}{}", &value[..start], &inner[end + 1..]);
        expand(&whole, variables, found, depth + 1);
    }
}

/// Words that leave a property as it is around an element, or as it is by itself.
fn is_keeping(value: &str) -> bool {
    matches!(value, "inherit" | "unset" | "revert")
}

fn value_is_safe(one: &Statement, around: &Around<'_>, written: &str, value: &str) -> bool {
    if value.contains('\\') && one.name != "content" && one.name != "font-family" {
        return false;
    }
    let name = one.name.as_str();
    if let Some(kept) = keeps(name, &around.lasts, value) {
        return kept;
    }
    let is_last = |names: &[&str]| {
        around.lasts.iter().all(|last| names.iter().any(|name| safe::may_be(last, name)))
    };
    match safe::check(name) {
        Check::Any => true,
        Check::Words(words) => {
            is_keeping(value) || value.split([' ', ',']).all(|one| words.contains(&one))
        }
        Check::Lengths { least, most, percent } => {
            around.made && safe::moves_what_is_made(name)
                || is_last(&[".skip"])
                || lengths(value, (least, most), percent)
        }
        Check::Room(least) => {
            let picture = is_last(&["img", "svg", "col", "hr", ".cover"]);
            let least = if picture { 0.3 } else { least };
            let scrolls = is_last(&[".contents"]) && name.starts_with("max-");
            around.made || scrolls || has_room(value, least)
        }
        Check::Type => {
            // these do not stand in one another
            let once =
                is_last(&["table", "caption", "th", "td", "pre", "figcaption", "h1"]);
            let least = if around.sure || around.made || once { 0.6 } else { 0.95 };
            is_keeping(value)
                || matches!(value, "small" | "medium" | "large" | "larger" | "smaller")
                || bounds(value, OF_TYPE)
                    .is_some_and(|(low, high)| low >= least && high <= 10.0)
        }
        Check::Leading => {
            let beside = is_last(&["sup", "sub"]);
            is_keeping(value)
                || value == "normal"
                || bounds(value, OF_TYPE)
                    .is_some_and(|(low, _)| low >= 0.8 || beside && low >= 0.0)
        }
        Check::Colour => match around.sure {
            true => is_keeping(value) || is_colour(value) || value == "currentcolor",
            false => is_keeping(value) || safe::is_colour_of_text(written),
        },
        Check::Ground => ground(around, written, value),
        Check::Display => display(around, written, value),
        Check::Content => {
            matches!(value, "none" | "normal") || around.made && is_sign(around, &one.value)
        }
        Check::Position => match value {
            "static" | "relative" | "sticky" => true,
            "absolute" => around.made || is_last(&[".skip"]),
            _ => is_keeping(value),
        },
        Check::Markers => markers(around, value),
        Check::Spaces => match value {
            "pre" | "pre-wrap" | "break-spaces" => true,
            _ => {
                is_keeping(value) || around.lasts.iter().all(|last| safe::is_no_code(last))
            }
        },
        Check::On(names, words) => {
            is_keeping(value) || words.contains(&value) || is_last(names)
        }
        Check::Share => value.parse::<f64>().is_ok_and(|share| share >= 0.6),
        Check::Count(most) => are_few(value, most),
        Check::Light => is_light(value),
        Check::Never => false,
    }
}

/// Whether numbers of columns and the like are few, and lengths beside them large.
fn are_few(value: &str, most: u32) -> bool {
    value.split(' ').all(|one| {
        one == "auto"
            || one.parse::<u32>().is_ok_and(|count| count <= most)
            || one.parse::<u32>().is_err()
                && bounds(one, OF_WIDTH).is_some_and(|(low, _)| low >= 8.0)
    })
}

/// Whether a filter changes the light a little and nothing else.
fn is_light(value: &str) -> bool {
    let number = value.strip_prefix("brightness(").and_then(|v| v.strip_suffix(')'));
    let light = number.and_then(|number| number.parse::<f64>().ok());
    value == "none" || light.is_some_and(|light| (0.75..=1.25).contains(&light))
}

/// Whether the marks of lists do no harm: numbers stay numbers.
fn markers(around: &Around<'_>, value: &str) -> bool {
    let words = ["none", "disc", "circle", "square"];
    let nothing = value.split(' ').any(|one| words.contains(&one));
    let drawn = value.contains(['"', '\'']);
    let counted = around.whole.iter().any(|one| safe::may_be_numbered(one));
    !value.contains('(')
        && (!drawn || is_mere_sign(value))
        && !(counted && (nothing || drawn))
}

/// Whether every length of a value lies between bounds, in sizes of type.
fn lengths(value: &str, (least, most): (f64, f64), percent: bool) -> bool {
    let of = if percent { OF_WIDTH } else { OF_TYPE };
    parts(value).into_iter().all(|one| {
        is_keeping(one)
            || safe::is_word_of_lengths(one)
            || is_colour(one)
            || one.starts_with("color-mix(")
            || bounds(one, of).is_some_and(|(low, high)| low >= least && high <= most)
    })
}

/// The parts of a value, parted by spaces, commas and slashes outside of brackets.
fn parts(value: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut depth, mut start) = (0usize, 0);
    for (at, c) in value.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            ' ' | ',' | '/' if depth == 0 => {
                parts.push(&value[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&value[start..]);
    parts.retain(|one| !one.is_empty());
    parts
}

/// Whether there is room for words in a width or a height.
fn has_room(value: &str, least: f64) -> bool {
    if is_keeping(value) || value.starts_with("fit-content") {
        return true;
    }
    if matches!(value, "auto" | "none" | "min-content" | "max-content") {
        return true;
    }
    let share = value.strip_suffix('%').and_then(|share| share.parse::<f64>().ok());
    if let Some(share) = share {
        let low = if least < 1.0 { 4.0 } else { 15.0 };
        return share >= low && share <= 120.0 && least < 100.0;
    }
    bounds(value, OF_WIDTH).is_some_and(|(low, high)| low >= least && high <= 130.0)
}

/// Whether a value is a colour that is understood, and one that nothing shows through.
fn is_colour(value: &str) -> bool {
    if let Some(hex) = value.strip_prefix('#') {
        let digits = hex.chars().all(|c| c.is_ascii_hexdigit());
        return digits && matches!(hex.len(), 3 | 6);
    }
    let inner = value.strip_prefix("rgb(").and_then(|rest| rest.strip_suffix(')'));
    let numbers = inner.map(|inner| {
        let numbers = inner.split([',', ' ']).filter(|one| !one.is_empty());
        numbers.map(|one| one.parse::<u8>().is_ok()).collect::<Vec<_>>()
    });
    numbers.is_some_and(|all| all.len() == 3 && all.iter().all(|one| *one))
        || safe::COLOURS.contains(&value)
}

/// A ground: one colour, or lines that are thinner than letters.
fn ground(around: &Around<'_>, written: &str, value: &str) -> bool {
    if is_keeping(value) || matches!(value, "none" | "transparent") {
        return true;
    }
    if around.made {
        return false;
    }
    if value.contains("gradient(") {
        let sized = value.rsplit_once('/').map(|(_, sizes)| sizes.trim());
        let thin = sized.and_then(|sizes| sizes.split(' ').nth(1));
        let thin = thin.and_then(|one| bounds(one, OF_WIDTH));
        return value.contains("no-repeat")
            && value.matches("gradient(").count() == 1
            && !value.contains("url(")
            && thin.is_some_and(|(_, high)| high <= 0.2);
    }
    if !around.sure {
        return matches!(written, "var(--color-background)" | "var(--color-tint)");
    }
    is_colour(value)
}

fn display(around: &Around<'_>, written: &str, value: &str) -> bool {
    let can = |names: &[&str]| {
        around.lasts.iter().any(|last| names.iter().any(|name| safe::might_be(last, name)))
    };
    match value {
        // the proof sees what is left out, and tells which words it is
        "none" => around.made || around.sure && !written.contains("var("),
        "block" | "flow-root" | "list-item" | "flex" | "grid" | "table" | "table-cell"
        | "table-row" | "table-row-group" | "table-caption" => true,
        "inline" | "inline-block" | "inline-flex" | "inline-grid" | "inline-table" => {
            // what ends a line keeps doing so
            around.made || !can(&[".line", "div", "p", "li", "br"])
        }
        _ => is_keeping(value),
    }
}

/// Signs that say nothing: bullets, brackets, quotation marks.
fn is_mere_sign(value: &str) -> bool {
    let inner = value.trim().trim_matches(['"', '\'']);
    let is_mere = |c: char| " \u{a0}()[]{}•·‣▪▫◦■□●○«»„“”‚‘’–—→←↩*†‡§¶❧".contains(c);
    matches!(value, "none" | "normal") || inner.chars().all(is_mere)
}

/// What is drawn before or behind an element: signs, and what our own themes draw.
fn is_sign(around: &Around<'_>, value: &str) -> bool {
    let comma = around.whole.iter().all(|one| *one == ".after-note::before");
    let mut rest = value;
    while !rest.trim_start().is_empty() {
        rest = rest.trim_start();
        let known =
            ["attr(data-line)", "attr(data-page)", "attr(href)", "counter(step)", "/"];
        if let Some(after) = known.iter().find_map(|one| rest.strip_prefix(one)) {
            rest = after;
            continue;
        }
        let Some(open) = rest.chars().next().filter(|c| matches!(c, '"' | '\'')) else {
            return false;
        };
        let Some(end) = rest[1..].find(open) else { return false };
        let said = &rest[1..=end];
        if !(is_mere_sign(said) || comma && said == ",") {
            return false;
        }
        rest = &rest[end + 2..];
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASE: &str = ":root { --color-text: #111; --color-tint: #eee } ";

    fn found(sheet: &str) -> usize {
        let sheet = format!("{BASE}{sheet}");
        Sheets::new(std::iter::once(sheet.as_str())).doubts(&sheet).len()
    }

    #[test]
    fn what_can_hide_or_add_words_is_in_doubt() {
        for sheet in [
            ".notice:not(.x) { display: none }",
            ".n\\6ftice { display: none }",
            "section:has(> h2#x) { display: none }",
            ".notice p:first-of-type { display: none }",
            "SECTION.notice { display: none }",
            "p:lang(en) { display: none }",
            ".notice { font-size: 0 }",
            ".notice { scale: 0 }",
            ".notice { letter-spacing: -1em }",
            ".notice { line-height: 0 }",
            ".notice { translate: -200vw }",
            ".notice { zoom: .01 }",
            ".notice { filter: opacity(0) }",
            ".notice { mask-image: linear-gradient(transparent, transparent) }",
            ".notice { animation: a 1s forwards } @keyframes a { to { opacity: 0 } }",
            ".notice { & p { display: none } }",
            ".notice { p { display: none } }",
            ".notice { --h: none; display: var(--h) }",
            ":root { --h: none } .notice { display: var(--h) }",
            ".notice { margin-top: -100em }",
            ".notice { position: relative; left: 100vw }",
            ".notice { position: fixed }",
            ".notice { text-decoration: line-through }",
            ".notice { transform: rotate(180deg) }",
            ".notice { flex-direction: column-reverse }",
            ".notice { border-top: 4000px solid }",
            ".notice { overflow: hidden; }",
            ".notice { height: 1px }",
            ".notice { width: 1px }",
            ".notice { color: hsl(0 0% 100%) }",
            ".notice { color: #ffff }",
            ".notice { background: url(x.png) }",
            ".notice { unicode-bidi: bidi-override }",
            ".notice { text-shadow: 0 0 9px #000 }",
            ".notice { all: unset }",
            ".notice { font: 0/0 a }",
            "p::before { content: \"No longer true: \" }",
            "strong::before { content: \"do not \" }",
            "strong::before { content: \"\\2212\" }",
            "strong::before { content: attr(class) }",
            "p::after { content: \"\"; position: absolute; background: #fff }",
            "p::first-line { color: #fff }",
            ".notice:hover { color: #fff }",
            "pre { white-space: normal }",
            "ol { list-style: none }",
            "li { list-style-type: \"\" }",
            "ol { counter-reset: list-item 4 }",
            "@media (min-width: 1px) { .notice { display: none } }",
            "@media not print { .notice { display: none } }",
            "@supports (display: grid) { .notice { display: none } }",
            "@layer a { .notice { color: #111 } }",
            "@import 'x.css';",
            "@page { @top-left { content: \"Draft\" } }",
            "@counter-style decimal { system: cyclic; symbols: x }",
            "p { color: #111 ! x }",
            "p::before { content: \"a\nb } .notice { display: none }",
            ".stanza > .line { display: inline }",
            "tr { display: flex; flex-direction: row-reverse }",
        ] {
            assert!(found(sheet) > 0, "{sheet}");
        }
    }

    #[test]
    fn what_does_no_harm_is_not() {
        for sheet in [
            "",
            "@charset \"UTF-8\"; p { margin: 0 auto !important }",
            ".notice { color: #123; background: var(--color-tint); padding: 1rem 2px }",
            // the proof sees this, and says which words it hides
            ".notice { display: none }",
            "@media print { .x { display: none } }",
            "a:hover { color: var(--color-text); text-decoration: none }",
            "p:not(.x) { text-indent: 1em; margin-block: calc(2 * 0.5rem) }",
            "/* { */ h1 { font-size: clamp(1.2rem, 1rem + 2vw, 3rem); line-height: 1.1 }",
            "ul { list-style: none } li::before { content: \"• \"; position: absolute }",
            "@media (max-width: 30em) { main { padding: 1em } p { font-size: 1rem } }",
            "@font-face { font-family: x; src: url(x.woff) }",
            "img { max-width: 100%; height: auto; border-radius: 50% }",
        ] {
            assert_eq!(found(sheet), 0, "{sheet}");
        }
    }

    #[test]
    fn doubts_have_their_line() {
        let sheet =
            "p { margin: 0 }\n/* x\n */\n.a,\n.b:not(p) {\n  color: #111;\n  zoom: 0;\n}";
        let all = Sheets::new(std::iter::once(sheet)).doubts(sheet);
        let said: Vec<_> =
            all.iter().map(|one| (one.line, one.said.as_str(), one.of.as_str())).collect();
        let of = ".a, .b:not(p)";
        assert_eq!(said, [(6, "color: #111", of), (7, "zoom: 0", of)]);
    }
}
