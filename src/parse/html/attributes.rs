//! What may be said of an element of HTML: what has a meaning here, what is left out with a
//! warning since it has none, and what is refused since words would be lost by it.

use crate::ast::{CalloutKind, Direction, Numbering};
use crate::parse::admonitions;
use crate::project::is_language_tag;

use super::Problem;
use super::subset::{self, is_void};
use super::tokens::{Attribute, Tag};

/// Classes of text in a line, as braces behind brackets have them.
const SPAN_CLASSES: [&str; 5] = ["smallcaps", "mark", "oldstyle", "lining", "frac"];

/// What is said of parts of tables that hold no text themselves.
const ROWS: [&str; 4] = ["thead", "tbody", "tfoot", "tr"];

/// What may be said of an element, but for `id`, `lang` and `dir`, and for classes.
fn takes(name: &str) -> &'static [&'static str] {
    match name {
        "a" => &["href", "title", "name"],
        "abbr" => &["title"],
        // nothing ever stands beside the lines
        "br" => &["clear"],
        "img" => &["src", "alt", "title", "width", "height"],
        "ol" => &["start", "type"],
        "li" => &["value"],
        "details" => &["open"],
        "td" => &["colspan", "rowspan", "align"],
        "th" => &["colspan", "rowspan", "align", "scope"],
        _ => &[],
    }
}

/// Whether an element takes an attribute that all have.
fn takes_too(name: &str, attribute: &str) -> bool {
    match attribute {
        "id" => {
            !matches!(name, "br" | "wbr") && !matches!(name, "thead" | "tbody" | "tfoot")
        }
        "lang" | "dir" => !is_void(name) && !ROWS.contains(&name),
        _ => false,
    }
}

/// What is wrong with the attributes of an element.
pub(super) fn check_attributes(tag: &Tag, wrong: &mut impl FnMut(Problem)) {
    check_most(tag, &[], wrong);
}

/// The same but for attributes that are seen to elsewhere.
pub(super) fn check_most(tag: &Tag, but: &[&str], wrong: &mut impl FnMut(Problem)) {
    let alias = tag.alias.as_ref();
    let name = alias.map_or(&tag.name, |alias| &alias.name);
    let is_look = alias.is_some_and(|alias| alias.is_look);
    if is_look {
        wrong(subset::left_out(name, tag.span));
    }
    let mut left_out: Vec<&Attribute> = Vec::new();
    for attribute in &tag.attributes {
        match fate(tag, attribute) {
            Fate::Kept => {}
            Fate::LeftOut if is_look || but.contains(&attribute.name.as_str()) => {}
            Fate::LeftOut => left_out.push(attribute),
            Fate::Wrong(code, message, help) => {
                wrong(Problem::new(code, message, attribute.span, help));
            }
        }
    }
    if let Some(first) = left_out.iter().min_by_key(|one| one.span.start) {
        let names: Vec<&str> = left_out.iter().map(|one| one.name.as_str()).collect();
        let message = format!("`<{name}>` is set without its `{}`", names.join("`, `"));
        let help = if names.contains(&"markdown") {
            "leave a line empty behind the tag, and what follows is Markdown"
        } else {
            "the theme says how everything looks; remove it, or name \
             `attribute-left-out` in [allow]"
        };
        wrong(Problem::left_out(message, first.span, help));
    }
    let needed = match tag.name.as_str() {
        // without an address it is one itself
        "a" if tag.get("id").or_else(|| tag.get("name")).is_none() => "href",
        "img" => "src",
        "abbr" => "title",
        _ => return,
    };
    if tag.get(needed).is_none_or(|value| value.trim().is_empty()) {
        let message = format!("`<{name}>` has no `{needed}`");
        let (code, help) = match needed {
            "href" => (
                "raw-html",
                "write the address: `<a href=\"…\">`, or `id` for an address of its own",
            ),
            "title" => (
                "bad-abbreviation",
                "write `<abbr title=\"Hyper Text Markup Language\">HTML</abbr>`",
            ),
            _ => (
                "raw-html",
                "write where the picture is: `<img src=\"images/picture.png\" alt=\"…\">`",
            ),
        };
        wrong(Problem::new(code, message, tag.span, help));
    }
}

/// What becomes of an attribute.
enum Fate {
    /// It has a meaning.
    Kept,
    /// It has none, and nothing is lost without it.
    LeftOut,
    /// Code, message, help.
    Wrong(&'static str, String, &'static str),
}

fn fate(tag: &Tag, attribute: &Attribute) -> Fate {
    let name = tag.name.as_str();
    let (own, value) = (attribute.name.as_str(), attribute.value.as_str());
    if own.starts_with("on") {
        let help = "remove it: nothing that is published here runs scripts";
        return Fate::Wrong("raw-html", format!("`<{name}>` does not take `{own}`"), help);
    }
    if !is_fit_name(own) || value.starts_with('{') {
        let help = "it is written for a program, not for a reader: write what the program \
                    makes of it, or remove it";
        let message = format!("`<{name}>` does not take `{own}`");
        return Fate::Wrong("unknown-attribute", message, help);
    }
    if hides(own, value) {
        let message = format!("`{own}` would hide what `<{name}>` holds");
        let help = "remove it if readers are to see the words, or else remove the words; \
                    what one format alone shows stands in `::: {.content-visible …}`";
        return Fate::Wrong("hidden-text", message, help);
    }
    let known = match own {
        "class" => {
            !classes(tag).is_empty() || language_of(tag).is_some() || is_callout_title(tag)
        }
        "reversed" if name == "ol" => {
            let message = "a list of HTML counts backwards".to_owned();
            let help = "write it in the order in which it counts, or its numbers as text";
            return Fate::Wrong("raw-html", message, help);
        }
        _ => takes(name).contains(&own) || takes_too(name, own),
    };
    if known { wrong_value(tag, attribute) } else { Fate::LeftOut }
}

/// Whether an attribute has a name that HTML gives: no `@click`, `v-if` or `}}`.
fn is_fit_name(name: &str) -> bool {
    let fit = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | ':');
    name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.chars().all(fit)
        && !name.starts_with("v-")
}

/// Whether words would not be seen with an attribute.
pub(in crate::parse) fn hides(name: &str, value: &str) -> bool {
    match name {
        "hidden" => true,
        "class" => {
            let mut words = value.split_whitespace();
            words.any(|word| matches!(word, "content-visible" | "content-hidden"))
        }
        "style" => declarations(value).any(|(property, value)| {
            let number = value.find(|c: char| !(c.is_ascii_digit() || "-+.".contains(c)));
            let number = value[..number.unwrap_or(value.len())].parse::<f64>();
            let nothing = number.as_ref().is_ok_and(|number| number.abs() < 1e-9);
            let far = number.is_ok_and(|number| number <= -99.0);
            match property.as_str() {
                "display" => value == "none",
                "visibility" | "content-visibility" => {
                    matches!(value.as_str(), "hidden" | "collapse")
                }
                "color" => value == "transparent",
                "opacity" | "font-size" | "width" | "height" | "max-width"
                | "max-height" | "zoom" => nothing,
                "text-indent" | "left" | "right" | "top" | "bottom" | "margin-left"
                | "margin-top" => far,
                "clip" | "clip-path" => value != "auto" && value != "none",
                "font" => value.starts_with("0/") || value.starts_with("0 "),
                "transform" => value.starts_with("scale(0"),
                _ => false,
            }
        }),
        _ => false,
    }
}

/// The declarations of a `style`: property and value in small letters.
fn declarations(style: &str) -> impl Iterator<Item = (String, String)> {
    let mut plain = String::new();
    let mut rest = style;
    while let Some((before, after)) = rest.split_once("/*") {
        plain.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    plain.push_str(rest);
    let all: Vec<(String, String)> = plain
        .to_ascii_lowercase()
        .split(';')
        .filter_map(|one| one.split_once(':'))
        .map(|(property, value)| {
            let value = value.trim().trim_end_matches("!important").trim();
            (property.trim().to_owned(), value.to_owned())
        })
        .collect();
    all.into_iter()
}

/// What `style` says that an attribute says too is said with that: `text-align` of cells,
/// `width` and `height` of pictures.
pub(super) fn with_style_as_attributes(tag: &mut Tag) {
    let same: &[(&str, &str)] = match tag.name.as_str() {
        "td" | "th" => &[("text-align", "align")],
        "img" => &[("width", "width"), ("height", "height")],
        _ => return,
    };
    let Some(at) = tag.attributes.iter().position(|one| one.name == "style") else {
        return;
    };
    let (span, value) = (tag.attributes[at].span, tag.attributes[at].value.clone());
    if hides("style", &value) {
        return;
    }
    let mut all = true;
    for (property, value) in declarations(&value) {
        let named = same.iter().find(|(own, _)| *own == property).map(|(_, name)| *name);
        match named.filter(|name| tag.get(name).is_none()) {
            Some(name) => {
                tag.attributes.push(Attribute { name: name.to_owned(), value, span });
            }
            None => all = false,
        }
    }
    if all {
        tag.attributes.remove(at);
    }
}

/// What is wrong with what an attribute says, or that it says nothing here.
fn wrong_value(tag: &Tag, attribute: &Attribute) -> Fate {
    let value = attribute.value.as_str();
    let number = || value.parse().is_ok_and(|count: u16| count > 0 && count <= 1000);
    let left_out_unless = |fits: bool| if fits { Fate::Kept } else { Fate::LeftOut };
    match attribute.name.as_str() {
        "lang" if !is_language_tag(value) => Fate::Wrong(
            "bad-language",
            format!("`{value}` is no language tag"),
            "write a tag of BCP 47: `en`, `en-US`, `de-CH`, `zh-Hans`",
        ),
        "dir" if direction(value).is_none() && value != "auto" => Fate::Wrong(
            "bad-direction",
            format!("`{value}` is no direction"),
            "write `dir=\"ltr\"` or `dir=\"rtl\"`",
        ),
        "start" | "value" if value.parse::<u32>().is_err() => Fate::Wrong(
            "raw-html",
            format!("a list cannot begin with `{value}`"),
            "write a whole number from 0 on",
        ),
        "colspan" | "rowspan" if !number() => Fate::Wrong(
            "bad-cell-span",
            format!("`{value}` is no number of cells"),
            "write a whole number from 1 to 1000",
        ),
        "id" => left_out_unless(!value.trim().is_empty()),
        "name" => left_out_unless(tag.get("id").is_none_or(|id| id == value)),
        "align" => left_out_unless(matches!(value, "left" | "center" | "right")),
        "scope" => left_out_unless(matches!(value, "row" | "col")),
        "type" => left_out_unless(matches!(value, "1" | "a" | "A" | "i" | "I")),
        "width" => left_out_unless(super::inlines::width(value).is_some()),
        "height" => left_out_unless(super::inlines::height(value).is_some()),
        _ => Fate::Kept,
    }
}

/// What the items of a list are numbered with, as its tag says it.
pub(in crate::parse) fn numbering(tag: &Tag) -> Numbering {
    match tag.get("type") {
        Some("a") => Numbering::LowerLetters,
        Some("A") => Numbering::UpperLetters,
        Some("i") => Numbering::LowerRoman,
        Some("I") => Numbering::UpperRoman,
        Some(_) | None => Numbering::Decimal,
    }
}

/// The direction that a value of `dir` names.
pub(super) fn direction(value: &str) -> Option<Direction> {
    match value {
        "ltr" => Some(Direction::Ltr),
        "rtl" => Some(Direction::Rtl),
        _ => None,
    }
}

/// The classes of an element, if all of them have a meaning.
pub(super) fn classes(tag: &Tag) -> Vec<&str> {
    let written = tag.get("class").unwrap_or_default();
    let words: Vec<&str> = written.split_whitespace().collect();
    let known = match tag.name.as_str() {
        "div" | "p" => callout(tag).is_some() || words == ["wide"],
        "figure" | "table" => words == ["wide"],
        "span" => words.iter().all(|word| SPAN_CLASSES.contains(word)),
        _ => false,
    };
    if known { words } else { Vec::new() }
}

/// Whether an element has a class, and no other without a meaning.
pub(super) fn has_class(tag: &Tag, class: &str) -> bool {
    classes(tag).contains(&class)
}

/// The callout that an element is by its class: `note`, `admonition warning`, as mdBook,
/// Docutils and others write it.
pub(super) fn callout(tag: &Tag) -> Option<CalloutKind> {
    if !matches!(tag.name.as_str(), "div" | "p") {
        return None;
    }
    let mut words = tag.get("class").unwrap_or_default().split_whitespace();
    words.find_map(|word| {
        let word = word.strip_prefix("callout-").unwrap_or(word);
        admonitions::kind(word.strip_prefix("alert-").unwrap_or(word))
    })
}

/// Whether an element is the title of a callout by its class.
pub(super) fn is_callout_title(tag: &Tag) -> bool {
    let mut words = tag.get("class").unwrap_or_default().split_whitespace();
    tag.name == "p"
        && words.any(|word| matches!(word, "admonition-title" | "callout-title"))
}

/// The language of code, by its class.
pub(super) fn language_of(tag: &Tag) -> Option<&str> {
    let mut words = tag.get("class").filter(|_| tag.name == "code")?.split_whitespace();
    let language = words.find_map(|word| {
        word.strip_prefix("language-").or_else(|| word.strip_prefix("lang-"))
    });
    language.filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_that_hide_words_are_known() {
        for style in [
            "display:none",
            "color: red; DISPLAY : None !important",
            "visibility: hidden",
            "font-size:0",
            "font-size: 0px;",
            "opacity: 0.0",
            "position:absolute;left:-9999px",
            "/* a */display/* b */: /* c */none",
            "max-height: 0; overflow: hidden",
            "clip: rect(0 0 0 0)",
        ] {
            assert!(hides("style", style), "{style}");
        }
        for style in [
            "display: block",
            "font-size: 0.8em",
            "color: red",
            "margin-left: -2px",
            "width: 100%; height: 3px",
            "opacity: 0.5",
            "",
            "none",
        ] {
            assert!(!hides("style", style), "{style}");
        }
    }
}
