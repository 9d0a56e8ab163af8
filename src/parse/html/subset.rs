//! The part of HTML that a manuscript may hold: elements, what each may hold, and what
//! may be said of it.

use super::Problem;
use super::attributes::{check_attributes, check_most};
use super::tokens::Tag;
use super::tree::{Element, Item, is_blank, letters_span};
use crate::source::Span;

/// What may stand where text stands.
const IN_LINE: [&str; 20] = [
    "a", "abbr", "b", "br", "code", "del", "em", "i", "img", "ins", "kbd", "mark", "s",
    "span", "strike", "strong", "sub", "sup", "tt", "wbr",
];

/// What may stand where blocks stand.
const BLOCKS: [&str; 18] = [
    "blockquote",
    "details",
    "div",
    "dl",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "img",
    "ol",
    "p",
    "pre",
    "table",
    "ul",
];

/// What has its place in one of those.
const PARTS: [&str; 12] = [
    "caption",
    "dd",
    "dt",
    "figcaption",
    "li",
    "summary",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
];

/// An element that is read as another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::parse) struct Alias {
    /// As it is written, in small letters.
    pub(super) name: String,
    /// Whether it says how its words look and no more: then it is told that it is left out.
    pub(super) is_look: bool,
}

/// The element that another is read as, in small letters: one that means the same, or one
/// that means nothing, for those that say how their words look.
pub(super) fn read_as(name: String) -> (String, Option<Alias>) {
    let (own, is_look) = match name.as_str() {
        "cite" | "dfn" | "var" => ("em", false),
        "samp" => ("code", false),
        "acronym" => ("abbr", false),
        "address" | "article" | "footer" | "header" | "hgroup" | "main" | "section" => {
            ("div", false)
        }
        "bdi" | "big" | "data" | "font" | "nobr" | "small" | "time" | "u" => ("span", true),
        "center" => ("div", true),
        _ => return (name, None),
    };
    (own.to_owned(), Some(Alias { name, is_look }))
}

/// Whether an element is only there for what stands in it: `<picture>` for its `<img>`.
pub(in crate::parse) fn is_around_picture(name: &str) -> bool {
    matches!(name, "picture" | "source")
}

/// That an element is left out.
pub(in crate::parse) fn left_out(name: &str, span: Span) -> Problem {
    let (message, help) = match name {
        "picture" => (
            "`<picture>` is set as its `<img>`".to_owned(),
            "the same picture stands in every format; name `attribute-left-out` in [allow]",
        ),
        "source" => (
            "`<source>` is left out: the `<img>` beside it is set".to_owned(),
            "the same picture stands in every format; name `attribute-left-out` in [allow]",
        ),
        _ => (
            format!("`<{name}>` is set as what it holds"),
            "the theme says how everything looks; remove it, or name `attribute-left-out` \
             in [allow]",
        ),
    };
    Problem { is_element: true, ..Problem::left_out(message, span, help) }
}

/// Whether an element stands among text.
pub(in crate::parse) fn is_in_line(name: &str) -> bool {
    IN_LINE.contains(&name)
}

/// Whether an element stands among blocks; a picture may be either.
pub(super) fn is_block(name: &str) -> bool {
    BLOCKS.contains(&name)
}

/// Whether lines in an element are never more than characters.
pub(super) fn is_code(name: &str) -> bool {
    matches!(name, "pre" | "code" | "textarea" | "script" | "style" | "svg" | "math")
}

/// Whether an element is in the subset.
pub(in crate::parse) fn is_known(name: &str) -> bool {
    is_in_line(name) || is_block(name) || PARTS.contains(&name)
}

/// Whether an element has no end and holds nothing (HTML Standard, section 13.1.2).
pub(in crate::parse) fn is_void(name: &str) -> bool {
    const VOID: [&str; 13] = [
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta",
        "source", "track", "wbr",
    ];
    VOID.contains(&name)
}

/// Whether the end of an element may be left out before that of what is around it (HTML
/// Standard, section 13.1.2.4).
pub(super) fn may_stay_open(name: &str) -> bool {
    matches!(
        name,
        "li" | "dt" | "dd" | "p" | "tr" | "td" | "th" | "thead" | "tbody" | "tfoot"
    )
}

/// Whether an element that is open ends where another begins.
pub(super) fn ends(open: &str, begins: &str) -> bool {
    match open {
        "p" => (is_block(begins) && begins != "img") || PARTS.contains(&begins),
        "li" => begins == "li",
        "dt" | "dd" => matches!(begins, "dt" | "dd"),
        "td" | "th" => matches!(begins, "td" | "th" | "tr" | "tbody" | "tfoot" | "thead"),
        "tr" => matches!(begins, "tr" | "tbody" | "tfoot" | "thead"),
        "thead" | "tbody" | "tfoot" => matches!(begins, "tbody" | "tfoot" | "thead"),
        _ => false,
    }
}

/// What to write in place of an element that is not in the subset.
pub(in crate::parse) fn advice(name: &str) -> String {
    let advice = match name {
        "q" => "write quotation marks: they become those of the language",
        "bdo" => "write `<span dir=\"rtl\">`",
        "nav" => "write the links in a list; contents lists are made",
        "aside" => "write a callout: `> [!NOTE]`",
        "ruby" | "rt" | "rp" | "rb" | "rtc" => {
            "write the reading in brackets behind the word"
        }
        "script" | "noscript" | "template" => "nothing that is published here runs scripts",
        "style" | "link" => "the theme says how everything looks",
        "iframe" | "object" | "embed" | "video" | "audio" | "source" | "track"
        | "canvas" | "map" | "area" | "frame" | "frameset" => {
            "print cannot show it: put in a picture and a link"
        }
        "svg" => "save it as a file and put it in as a picture",
        "math" => "write the formula in TeX notation: `$…$`",
        "form" | "input" | "button" | "select" | "option" | "textarea" | "label"
        | "fieldset" => "print cannot be filled in; a task is written `- [ ] words`",
        "col" | "colgroup" => {
            "the theme says how wide columns are; `align` of their cells aligns them"
        }
        "html" | "head" | "body" | "title" | "meta" | "base" => {
            "a manuscript is no page: write what stands in its body"
        }
        _ => return format!("write it in Markdown, or `\\<` for a plain `<`; {}", known()),
    };
    advice.to_owned()
}

fn known() -> String {
    format!(
        "of HTML there may be `<{}>` in a line, and `<{}>`",
        IN_LINE.join(">`, `<"),
        BLOCKS.join(">`, `<")
    )
}

/// What an element is to hold.
#[derive(Copy, Clone, PartialEq, Eq)]
enum Holds {
    /// Blocks, or text.
    Blocks,
    /// Text, and what may stand among it.
    Text,
    /// Text, or one paragraph.
    Paragraph,
    /// Characters alone.
    Characters,
    /// These elements alone.
    Only(&'static [&'static str]),
    /// Nothing.
    Nothing,
}

fn holds(name: &str) -> Holds {
    match name {
        "div" | "blockquote" | "li" | "dd" | "details" | "td" | "th" => Holds::Blocks,
        "summary" | "figcaption" | "caption" => Holds::Paragraph,
        "pre" => Holds::Characters,
        "ul" | "ol" => Holds::Only(&["li"]),
        "dl" => Holds::Only(&["dt", "dd"]),
        "table" => Holds::Only(&["caption", "thead", "tbody", "tfoot", "tr"]),
        "thead" | "tbody" | "tfoot" => Holds::Only(&["tr"]),
        "tr" => Holds::Only(&["td", "th"]),
        "figure" => Holds::Only(&["img", "figure", "figcaption"]),
        "br" | "hr" | "img" | "wbr" => Holds::Nothing,
        _ => Holds::Text,
    }
}

/// What is wrong with some pieces of HTML that stand among blocks, those inside others
/// too; with the number of the block of HTML.
pub(super) fn check(items: &[Item<'_>], wrong: &mut impl FnMut(usize, Problem)) {
    for item in items {
        if let Item::Element(element) = item {
            let name = element.name();
            if is_block(name) || is_in_line(name) {
                check_element(element, wrong);
            } else {
                misplaced(element, wrong);
            }
        }
    }
}

fn misplaced(element: &Element<'_>, wrong: &mut impl FnMut(usize, Problem)) {
    let name = element.name();
    let place = match name {
        "li" => "a list, `<ul>` or `<ol>`",
        "dt" | "dd" => "a list of definitions, `<dl>`",
        "summary" => "`<details>`, as the first thing in it",
        "figcaption" => "`<figure>`",
        "caption" | "thead" | "tbody" | "tfoot" | "tr" | "td" | "th" => "a `<table>`",
        _ if is_known(name) => "another place",
        _ => {
            let message = format!("HTML has no meaning in print: `<{name}>`");
            wrong(element.first, Problem::raw(message, element.tag.span, advice(name)));
            return;
        }
    };
    let message = format!("`<{name}>` cannot stand here");
    let help = format!("its place is {place}");
    wrong(element.first, Problem::raw(message, element.tag.span, help));
}

fn check_element(element: &Element<'_>, wrong: &mut impl FnMut(usize, Problem)) {
    let (name, first) = (element.name(), element.first);
    let mut own = |problem: Problem| wrong(first, problem);
    // a picture alone stands in the middle as it is
    let centred = matches!(name, "p" | "div")
        && element.tag.get("align") == Some("center")
        && lone_picture(element).is_some();
    check_most(&element.tag, if centred { &["align"] } else { &[] }, &mut own);
    let holds = match name {
        // in a line code is characters; in `<pre>` it is code too
        "pre" => return check_code(element, wrong),
        _ => holds(name),
    };
    check_shape(element, wrong);
    let mut paragraphs = 0;
    for item in &element.items {
        let ok = match (item, holds) {
            (_, Holds::Blocks) | (Item::Text(..), Holds::Text | Holds::Paragraph) => true,
            (Item::Text(..), Holds::Characters) => true,
            (Item::Text(letters, _), Holds::Only(_) | Holds::Nothing) => is_blank(letters),
            (Item::Markdown(node), Holds::Paragraph) => {
                paragraphs += 1;
                super::is_paragraph(node)
            }
            (Item::Markdown(_), _) => false,
            (Item::Element(inner), Holds::Only(names)) => names.contains(&inner.name()),
            (Item::Element(inner), Holds::Paragraph) if inner.name() == "p" => {
                paragraphs += 1;
                // in a cell it is no block of its own
                !["id", "lang", "dir"].iter().any(|name| inner.tag.get(name).is_some())
            }
            (Item::Element(inner), Holds::Text | Holds::Paragraph) => {
                is_in_line(inner.name())
            }
            (Item::Element(_), Holds::Characters | Holds::Nothing) => false,
        };
        if !ok {
            wrong(first, not_held(element, item));
        }
    }
    if paragraphs > 0 && (paragraphs > 1 || has_more_than_paragraphs(element)) {
        let message = format!("`<{name}>` holds more than one paragraph");
        let help = "write one paragraph there; `<br>` breaks a line".to_owned();
        wrong(first, Problem::raw(message, element.tag.span, help));
    }
    for item in &element.items {
        let Item::Element(inner) = item else { continue };
        let own = inner.name();
        match holds {
            Holds::Blocks if is_block(own) || is_in_line(own) => {
                check_element(inner, wrong);
            }
            Holds::Blocks if own == "summary" && name == "details" => {
                check_element(inner, wrong);
            }
            Holds::Blocks => misplaced(inner, wrong),
            Holds::Only(names) if names.contains(&own) => check_element(inner, wrong),
            Holds::Text | Holds::Paragraph if is_in_line(own) => {
                check_element(inner, wrong);
            }
            Holds::Paragraph if own == "p" => check_element(inner, wrong),
            // what may not stand there is told
            Holds::Only(_)
            | Holds::Text
            | Holds::Paragraph
            | Holds::Characters
            | Holds::Nothing => {}
        }
    }
}

/// The picture of an element that holds nothing else.
pub(super) fn lone_picture<'a, 'n>(element: &'a Element<'n>) -> Option<&'a Element<'n>> {
    let blank =
        |item: &&Item<'_>| matches!(item, Item::Text(letters, _) if is_blank(letters));
    let mut seen = element.items.iter().filter(|item| !blank(item));
    let (first, more) = (seen.next()?, seen.next());
    match first {
        Item::Element(inner) if inner.name() == "img" && more.is_none() => Some(inner),
        Item::Element(_) | Item::Text(..) | Item::Markdown(_) => None,
    }
}

/// Whether `<details>` holds something behind its summary.
fn holds_more(element: &Element<'_>) -> bool {
    element.items.iter().any(|item| match item {
        Item::Text(letters, _) => !is_blank(letters),
        Item::Element(inner) => inner.name() != "summary",
        Item::Markdown(_) => true,
    })
}

/// Whether an element holds text beside paragraphs.
fn has_more_than_paragraphs(element: &Element<'_>) -> bool {
    element.items.iter().any(|item| match item {
        Item::Text(letters, _) => !is_blank(letters),
        Item::Element(inner) => inner.name() != "p",
        Item::Markdown(_) => false,
    })
}

/// That an element cannot hold what it holds.
fn not_held(element: &Element<'_>, item: &Item<'_>) -> Problem {
    let name = element.name();
    let (what, span) = match item {
        Item::Text(letters, _) => ("text".to_owned(), letters_span(letters)),
        Item::Element(inner) => (format!("`<{}>`", inner.name()), inner.tag.span),
        Item::Markdown(_) => ("blocks of Markdown".to_owned(), element.tag.span),
    };
    if let Item::Element(inner) = item
        && !is_known(inner.name())
    {
        let message = format!("HTML has no meaning in print: {what}");
        return Problem::raw(message, span, advice(inner.name()));
    }
    let help = match holds(name) {
        Holds::Only(names) => format!("it may hold `<{}>`", names.join(">`, `<")),
        Holds::Characters => "it holds characters alone".to_owned(),
        Holds::Text | Holds::Paragraph => {
            "it holds text; for blocks there is `<div>`".to_owned()
        }
        Holds::Blocks | Holds::Nothing => "it holds nothing".to_owned(),
    };
    Problem::raw(format!("`<{name}>` cannot hold {what}"), span, help)
}

/// What is wrong with `<pre>`: it holds characters, or one `<code>` with characters.
fn check_code(element: &Element<'_>, wrong: &mut impl FnMut(usize, Problem)) {
    let first = element.first;
    let mut codes = 0;
    let mut text = false;
    for item in &element.items {
        match item {
            Item::Text(letters, _) => text |= !is_blank(letters),
            Item::Element(code) if code.name() == "code" => {
                codes += 1;
                check_attributes(&code.tag, &mut |problem| wrong(first, problem));
                for inner in &code.items {
                    if !matches!(inner, Item::Text(..)) {
                        wrong(first, not_held(code, inner));
                    }
                }
            }
            Item::Element(_) | Item::Markdown(_) => wrong(first, not_held(element, item)),
        }
    }
    if codes > 1 || (codes == 1 && text) {
        let message = "`<pre>` holds more than code".to_owned();
        let help = "write `<pre><code>…</code></pre>`".to_owned();
        wrong(first, Problem::raw(message, element.tag.span, help));
    }
}

/// How many figures are in one another, the outermost counted; so many are around it.
fn figures_within(element: &Element<'_>, around: usize) -> usize {
    let several = |name: &str| name == "figure" || name == "img";
    let inner = element.items.iter().filter_map(|item| match item {
        Item::Element(inner) if several(inner.name()) => Some(inner),
        Item::Element(_) | Item::Text(..) | Item::Markdown(_) => None,
    });
    let inner: Vec<&Element<'_>> = inner.collect();
    if inner.len() == 1 && inner.iter().all(|inner| inner.name() == "img") {
        return around + 1;
    }
    let deepest = inner.iter().filter(|inner| inner.name() == "figure");
    let deepest = deepest.map(|inner| figures_within(inner, around + 1)).max();
    deepest.unwrap_or(around + 2)
}

/// What is wrong with the parts of an element, and with one that holds nothing.
fn check_shape(element: &Element<'_>, wrong: &mut impl FnMut(usize, Problem)) {
    let (name, span) = (element.name(), element.tag.span);
    let mut say = |message: String, help: &str| {
        wrong(element.first, Problem::raw(message, span, help.to_owned()));
    };
    let count = |name: &str| {
        let is =
            |item: &&Item<'_>| matches!(item, Item::Element(own) if own.name() == name);
        element.items.iter().filter(is).count()
    };
    let first = element.items.iter().find_map(|item| match item {
        Item::Element(inner) => Some(inner.name()),
        Item::Text(letters, _) if is_blank(letters) => None,
        Item::Text(..) | Item::Markdown(_) => Some(""),
    });
    match name {
        "details" if first != Some("summary") || count("summary") > 1 => say(
            "`<details>` has no summary, or it does not stand first".to_owned(),
            "begin it with `<summary>words</summary>`",
        ),
        "figure" if count("img") + count("figure") == 0 || count("figcaption") > 1 => say(
            "`<figure>` does not hold a picture".to_owned(),
            "write `<img src=\"…\" alt=\"…\">` and `<figcaption>` in it",
        ),
        "figure" if figures_within(element, 0) > 2 => say(
            "a `<figure>` stands in a `<figure>` of another".to_owned(),
            "put the pictures into one `<figure>`, each in a `<figure>` of its own",
        ),
        "details" if !holds_more(element) => say(
            "`<details>` holds nothing but its summary".to_owned(),
            "write what it is to show, or remove it",
        ),
        "dl" if first.is_some_and(|first| first != "dt") || count("dd") == 0 => say(
            "a list of definitions has a term or a meaning without the other".to_owned(),
            "write `<dt>term</dt><dd>meaning</dd>`",
        ),
        "table" if count("caption") > 1 => {
            say("a table has two captions".to_owned(), "remove one of them");
        }
        "ol" => check_numbers(element, &mut say),
        // without text nothing is lost, and an address is kept
        "td" | "th" | "li" | "br" | "hr" | "img" | "div" | "p" | "blockquote" => {}
        _ if is_in_line(name) => {}
        _ if first.is_none() && name != "pre" => {
            say(format!("`<{name}>` is empty"), "write what it is to hold, or remove it");
        }
        _ => {}
    }
}

/// What is wrong with the numbers that items of a list are given.
fn check_numbers(list: &Element<'_>, say: &mut impl FnMut(String, &str)) {
    let number = |tag: &Tag, name| tag.get(name).and_then(|own| own.parse::<u32>().ok());
    let mut next = number(&list.tag, "start").unwrap_or(1);
    let mut first = true;
    for item in &list.items {
        let Item::Element(item) = item else { continue };
        if let Some(own) = number(&item.tag, "value").filter(|own| *own != next) {
            if !first {
                let message = format!("an item of a list has the number {own}, not {next}");
                say(
                    message,
                    "end the list before it, and begin another: `<ol start=\"…\">`",
                );
            }
            next = own;
        }
        (first, next) = (false, next.saturating_add(1));
    }
    if first {
        say("`<ol>` is empty".to_owned(), "write what it is to hold, or remove it");
    }
}
