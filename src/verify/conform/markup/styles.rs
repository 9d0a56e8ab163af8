//! The style sheets of an EPUB, and the fonts and pictures that they name.

use super::Rule;
use super::media;
use super::page::Faults;
use super::scripts::{REMOTE, is_elsewhere};
use crate::verify::markup::container::Epub;
use crate::verify::markup::dom::{Dom, NodeId};
use crate::verify::markup::publication::{Publication, joined};
use crate::verify::markup::sheet;

/// No property turns the direction of writing, which markup says.
pub(super) const DIRECTION: Rule =
    Rule { name: "css-direction", clause: "EPUB 3.3, 6.3.1" };

/// Nothing is fixed to a place of the page.
pub(super) const FIXED: Rule = Rule { name: "css-fixed", clause: "EPUB 3.3, 6.3.1" };

/// A style sheet can be read: its brackets and strings are closed.
pub(super) const SYNTAX: Rule =
    Rule { name: "css-syntax", clause: "CSS Syntax Level 3, 5; EPUB 3.3, 6.3.1" };

/// What a style sheet names is in the book.
pub(super) const RESOURCES: Rule =
    Rule { name: "css-resources", clause: "EPUB 3.3, 3.6, 5.6 and 6.3.1" };

/// Fonts are of a kind that readers know.
pub(super) const FONTS: Rule = Rule { name: "css-fonts", clause: "EPUB 3.3, 3.2" };

/// A drawing is whole, runs nothing and asks for nothing.
pub(super) const DRAWINGS: Rule =
    Rule { name: "svg-documents", clause: "EPUB 3.3, 3.6 and 6.2; SVG 2" };

/// Holds the style sheets and the drawings of an EPUB against their rules.
pub(super) fn check(epub: &Epub, faults: &mut Faults) {
    for (path, bytes) in &epub.files {
        if path.ends_with(".css") {
            match std::str::from_utf8(bytes) {
                Ok(text) => sheet_of(epub, path, text, faults),
                Err(_) => {
                    faults.file(&SYNTAX, Some(path), "is no UTF-8".to_owned());
                }
            }
        }
        if media::kinds(bytes) == ["image/svg+xml"] {
            drawing(path, bytes, faults);
        }
    }
    for file in &epub.pages.files {
        for id in file.dom.below(Dom::root()) {
            let own = file.dom.attribute(id, "style");
            if let Some(own) = own {
                declarations(&file.path, &sheet::declarations(own), faults);
            }
            if file.dom.is(id, "style") {
                sheet_of(epub, &file.path, &file.dom.text(id), faults);
            }
        }
    }
}

/// Holds the style sheets of web pages against what is promised: that they ask for nothing
/// from elsewhere.
pub(super) fn remote(pages: &Publication, sheets: &[(&str, &str)], faults: &mut Faults) {
    let own = pages.files.iter().flat_map(|file| {
        let below = file.dom.below(Dom::root()).into_iter();
        let all = below.filter_map(|id| match file.dom.is(id, "style") {
            true => Some(file.dom.text(id)),
            false => file.dom.attribute(id, "style").map(str::to_owned),
        });
        all.map(|text| (file.path.as_str(), text)).collect::<Vec<_>>()
    });
    let named_by = |path: &str, text: &str, faults: &mut Faults| {
        for (target, _) in
            named(text).into_iter().filter(|(target, _)| is_elsewhere(target))
        {
            let what = format!("asks for `{target}`, which is elsewhere");
            faults.file(&REMOTE, Some(path), what);
        }
    };
    own.for_each(|(path, text)| named_by(path, &text, faults));
    sheets.iter().for_each(|(path, text)| named_by(path, text, faults));
}

fn sheet_of(epub: &Epub, path: &str, text: &str, faults: &mut Faults) {
    if let Some(why) = unclosed(text) {
        faults.file(&SYNTAX, Some(path), why.to_owned());
    }
    for rule in sheet::rules(text) {
        declarations(path, &rule.declarations, faults);
    }
    for (target, font) in named(text) {
        if target.starts_with("data:") || target.starts_with('#') {
            continue;
        }
        let full = joined(path, target.split(['#', '?']).next().unwrap_or_default());
        if is_elsewhere(&target) {
            let what = format!("asks for `{target}`, which is not in the book");
            faults.file(&RESOURCES, Some(path), what);
        } else if let Some(bytes) = epub.files.get(&full) {
            let kinds = media::kinds(bytes);
            if font && !kinds.iter().any(|kind| kind.starts_with("font/")) {
                let what = format!("names `{target}` as a font, which is none");
                faults.file(&FONTS, Some(path), what);
            }
        } else {
            let what = format!("names `{target}`, which is nowhere");
            faults.file(&RESOURCES, Some(path), what);
        }
    }
}

fn declarations(path: &str, said: &[(String, String, bool)], faults: &mut Faults) {
    for (name, value, _) in said {
        if matches!(name.as_str(), "direction" | "unicode-bidi") {
            let what = format!("says `{name}: {value}`, which markup is to say (`dir`)");
            faults.file(&DIRECTION, Some(path), what);
        }
        if name == "position" && value == "fixed" {
            let what = "says `position: fixed`, which few readers can show".to_owned();
            faults.file(&FIXED, Some(path), what);
        }
    }
}

/// What is not closed in a style sheet.
fn unclosed(text: &str) -> Option<&'static str> {
    let mut open: Vec<char> = Vec::new();
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '/' if rest.peek() == Some(&'*') => {
                let mut before = ' ';
                rest.next();
                let closed = rest.by_ref().any(|c| {
                    let end = before == '*' && c == '/';
                    before = c;
                    end
                });
                if !closed {
                    return Some("has a comment that does not end");
                }
            }
            '\\' => {
                rest.next();
            }
            '"' | '\'' => {
                let mut escaped = false;
                let closed = rest.by_ref().any(|next| {
                    let end = next == c && !escaped;
                    escaped = next == '\\' && !escaped;
                    end || next == '\n'
                });
                if !closed {
                    return Some("has a string that does not end");
                }
            }
            '{' | '(' | '[' => open.push(c),
            '}' | ')' | ']' => {
                let wanted = match c {
                    '}' => '{',
                    ')' => '(',
                    _ => '[',
                };
                if open.pop() != Some(wanted) {
                    return Some("closes a bracket that is not open");
                }
            }
            _ => {}
        }
    }
    (!open.is_empty()).then_some("has a bracket that is not closed")
}

/// What a style sheet names, and whether as a font.
fn named(text: &str) -> Vec<(String, bool)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(next) = text[at..].find("url(") {
        let start = at + next + 4;
        let Some(length) = text[start..].find(')') else { break };
        let target = text[start..start + length].trim().trim_matches(['"', '\'']);
        let block = text[..start].rfind('{').map(|open| text[..open].trim_end());
        let font = block.is_some_and(|before| before.ends_with("@font-face"));
        found.push((target.to_owned(), font));
        at = start + length;
    }
    for rest in text.split("@import").skip(1) {
        let target = rest.trim_start();
        if let Some(quote) = target.chars().next().filter(|c| matches!(c, '"' | '\'')) {
            let target = target[1..].split(quote).next().unwrap_or_default();
            found.push((target.to_owned(), false));
        }
    }
    found
}

fn drawing(path: &str, bytes: &[u8], faults: &mut Faults) {
    let mut tell = |what: String| faults.file(&DRAWINGS, Some(path), what);
    let text = std::str::from_utf8(bytes).unwrap_or_default();
    let dom = match crate::verify::markup::xml::read(text) {
        Ok(dom) => dom,
        Err(why) => return tell(format!("is no XML: {why}")),
    };
    let mut ids = std::collections::BTreeSet::new();
    for id in dom.below(Dom::root()) {
        if let Some(why) = wrong_in_drawing(&dom, id) {
            tell(why);
        }
        if let Some(address) = dom.attribute(id, "id")
            && !ids.insert(address)
        {
            tell(format!("has the address `{address}` twice"));
        }
    }
}

fn wrong_in_drawing(dom: &Dom, id: NodeId) -> Option<String> {
    let element = dom.element(id)?;
    if element.name == "script" {
        return Some("has a script".to_owned());
    }
    for (name, value) in &element.attributes {
        if super::scripts::is_handler(name) {
            return Some(format!("runs a script (`{name}`)"));
        }
        let asks = matches!(name.as_str(), "href" | "src") && element.name != "a";
        if asks && is_elsewhere(value) {
            return Some(format!("asks for `{value}`"));
        }
    }
    None
}
