//! The style sheet: the theme's tokens in units that respect the reader's settings.
//!
//! Every length is relative to the size of type that the reader has chosen, and no
//! text, ground or link has a colour of ours: reading systems have their own for
//! daylight and night.

use serde::Serialize;

use crate::ast::{BlockKind, Direction, is_rtl_language};
use crate::backend::{Input, markup};
use crate::diag::{Reported, Sink};
use crate::length::Length;
use crate::resolve::Book;
use crate::theme::{Align, FeatureRules, HeadingTokens, Theme};

use super::fonts::Font;

/// `epub/style.css.hbs`.
#[derive(Serialize)]
struct Sheet {
    faces: Vec<FontFace>,
    text: Text,
    features: Rules,
    code: Code,
    title: Heading,
    title_narrow: String,
    headings: Vec<Heading>,
    small: String,
    /// The edge where lines begin, and the other.
    start: &'static str,
    end: &'static str,
    /// Whether a displayed formula has a number.
    equation_numbers: bool,
    /// The sizes of notices that want larger type.
    notice_sizes: Vec<markup::NoticeSize>,
    /// Whether something runs the other way than the book, and which way that is.
    both: bool,
    other: &'static str,
}

/// The features of kinds of text.
#[derive(Serialize)]
struct Rules {
    text: FeatureRules,
    headings: FeatureRules,
    tables: FeatureRules,
}

#[derive(Serialize)]
struct FontFace {
    family: String,
    weight: u16,
    style: &'static str,
    href: String,
}

#[derive(Serialize)]
struct Text {
    family: String,
    line_height: String,
    indent: String,
    space: String,
    align: Option<&'static str>,
    hyphens: &'static str,
}

#[derive(Serialize)]
struct Code {
    family: String,
    size: String,
}

#[derive(Serialize)]
struct Heading {
    name: String,
    family: String,
    size: String,
    line_height: String,
    weight: u16,
    style: &'static str,
    before: String,
    after: String,
    align: &'static str,
}

/// The style sheet of an edition with these fonts.
pub(super) fn sheet(
    input: &Input<'_>,
    fonts: &[Font],
    sink: &mut Sink,
) -> Result<String, Reported> {
    let theme = input.theme;
    let tokens = &theme.tokens;
    let base = tokens.text.size;
    let rtl = is_rtl_language(&input.book.info.language);
    let (start, end) = edges(rtl);
    let sheet = Sheet {
        faces: fonts.iter().map(|font| font_face(theme, font)).collect(),
        text: Text {
            family: theme.family_list(&tokens.text.family),
            line_height: ratio(tokens.text.leading, base),
            indent: ems(tokens.text.indent, base),
            space: ems(tokens.text.paragraph_space, base),
            // Straight edges or not is the reader's choice, and on a small screen without
            // hyphenation a good one only if it is not ours.
            align: match tokens.text.align {
                Align::Justify => None,
                Align::Left | Align::Right | Align::Center => {
                    Some(align(tokens.text.align, rtl))
                }
            },
            hyphens: if tokens.text.hyphenate { "auto" } else { "manual" },
        },
        features: Rules {
            text: tokens.features.text.rules(),
            headings: tokens.features.headings.rules(),
            tables: tokens.features.tables.rules(),
        },
        code: Code {
            family: theme.family_list(&tokens.code_family),
            size: thousandths(i64::from(tokens.code_scale)),
        },
        title: heading(theme, "h1".to_owned(), &tokens.title_heading, rtl),
        title_narrow: ems(tokens.title_heading.size.scale(4, 5), base),
        headings: (1..)
            .zip(&tokens.headings)
            .map(|(level, tokens)| heading(theme, format!("h{level}"), tokens, rtl))
            .collect(),
        small: ems(tokens.small_size, base),
        start,
        end,
        equation_numbers: markup::has_equation_numbers(input.book),
        notice_sizes: markup::notice_sizes(input.book),
        both: runs_both_ways(input.book, rtl),
        other: if rtl { "ltr" } else { "rtl" },
    };
    theme.render("epub/style.css", &sheet).map_err(|message| sink.error(message))
}

fn font_face(theme: &Theme, font: &Font) -> FontFace {
    let face = theme.get(font.face);
    FontFace {
        family: quoted(&face.family),
        weight: face.weight,
        style: slant(face.italic),
        href: quoted(&font.href),
    }
}

/// The edge where lines begin, and the other. Old reading systems know no logical
/// properties, so that the sides are named.
const fn edges(rtl: bool) -> (&'static str, &'static str) {
    if rtl { ("right", "left") } else { ("left", "right") }
}

/// Whether some block or reference of a book runs the other way than the book.
fn runs_both_ways(book: &Book, rtl: bool) -> bool {
    let other =
        |way: Option<Direction>| way.is_some_and(|way| (way == Direction::Rtl) != rtl);
    let mut found = book.references.iter().any(|entry| other(entry.direction()));
    for chapter in book.spine.iter().filter_map(|&division| book.text_of(division)) {
        chapter.document.visit(&mut |block| {
            if let BlockKind::Div(div) = &block.kind {
                found |= other(div.way());
            }
        });
    }
    found
}

fn heading(theme: &Theme, name: String, tokens: &HeadingTokens, rtl: bool) -> Heading {
    Heading {
        name,
        family: theme.family_list(&tokens.family),
        size: ems(tokens.size, theme.tokens.text.size),
        line_height: ratio(tokens.leading, tokens.size),
        weight: tokens.weight,
        style: slant(tokens.italic),
        // Margins count in the size of the heading itself.
        before: ems(tokens.before, tokens.size),
        after: ems(tokens.after, tokens.size),
        align: align(tokens.align, rtl),
    }
}

/// A string of CSS.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            _ if c.is_control() => out.push_str(&format!("\\{:x} ", u32::from(c))),
            _ => out.push(c),
        }
    }
    out.push('"');
    out
}

fn slant(italic: bool) -> &'static str {
    if italic { "italic" } else { "normal" }
}

fn align(align: Align, rtl: bool) -> &'static str {
    let (start, end) = edges(rtl);
    match align {
        Align::Justify => "justify",
        Align::Left => start,
        Align::Center => "center",
        Align::Right => end,
    }
}

fn ems(length: Length, base: Length) -> String {
    match ratio(length, base).as_str() {
        "0" => "0".to_owned(),
        number => format!("{number}em"),
    }
}

/// `length / base` to the thousandth.
fn ratio(length: Length, base: Length) -> String {
    let base = if base == Length::ZERO { Length(1) } else { base };
    thousandths(length.scale(1000, base.0).0)
}

/// `1250` as `1.25`.
fn thousandths(number: i64) -> String {
    let sign = if number < 0 { "-" } else { "" };
    let (whole, part) = (number.abs() / 1000, number.abs() % 1000);
    let text = format!("{sign}{whole}.{part:03}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_told_in_the_size_of_type() {
        assert_eq!(ems(Length::points(15), Length::points(12)), "1.25em");
        assert_eq!(ems(Length::ZERO, Length::points(12)), "0");
        assert_eq!(ratio(Length::points(14), Length::points(11)), "1.273");
        assert_eq!(thousandths(-40), "-0.04");
    }

    #[test]
    fn a_family_cannot_leave_its_string() {
        assert_eq!(quoted("a\"; } \\"), "\"a\\\"; } \\\\\"");
    }
}
