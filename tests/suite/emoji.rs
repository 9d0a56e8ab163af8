//! Emoji: their names in the manuscript and their pictures in print.

use std::collections::BTreeMap;

use trifold::layout::ItemKind;
use trifold::length::Length;

use crate::blocks::becomes;
use crate::layout::{book_with, theme_named, typeset};
use crate::support::{paragraph, text};
use crate::typography::{ENGLISH, print, project};

#[test]
fn names_between_colons_are_emoji_where_github_knows_them() {
    becomes("so :smile: and :+1:.\n", "so 😄 and 👍.");
    becomes(":de::flag_x: (:heart:)\n", "🇩🇪:flag_x: (❤️)");
    becomes(":smile:^[n] :x: :heart:[^m]\n\n[^m]: o\n", "😄 ❌ ❤️");
    for plain in
        ["10:100:20", "a:smile:b", "\\:smile:", "`:smile:`", "::smile", ": smile :"]
    {
        becomes(&format!("x {plain}\n"), &format!("x {}", plain.trim_matches(['`', '\\'])));
    }
}

/// Every emoji that GitHub names, with its glyphs that take room.
fn glyphs() -> BTreeMap<String, usize> {
    let named = emojis::iter().filter(|emoji| emoji.shortcodes().next().is_some());
    let all: Vec<&str> = named
        .flat_map(|emoji| emoji.skin_tones().into_iter().flatten().chain([emoji]))
        .map(emojis::Emoji::as_str)
        .collect();
    let blocks = (1..).zip(&all).map(|(id, emoji)| paragraph(id, vec![text(emoji)]));
    let (print, _) = typeset(&book_with(blocks.collect()), &theme_named("book"));
    let mut found: BTreeMap<String, usize> = BTreeMap::new();
    for item in print.sheets.iter().flat_map(|sheet| &sheet.items) {
        let ItemKind::Run(run) = &item.kind else { continue };
        let shown = run
            .glyphs
            .iter()
            .filter(|glyph| Length::from(glyph.advance) > Length::ZERO)
            .count();
        *found.entry(run.text.clone()).or_default() = shown;
    }
    assert!(all.len() > 1_800);
    all.into_iter()
        .map(|emoji| (emoji.to_owned(), found.get(emoji).copied().unwrap_or_default()))
        .collect()
}

#[test]
fn every_emoji_that_github_names_is_one_picture() {
    let parted: Vec<(String, usize)> =
        glyphs().into_iter().filter(|&(_, count)| count != 1).collect();
    assert_eq!(parted, Vec::new());
}

#[test]
fn spaces_beside_emoji_are_those_of_the_text_in_lines_from_right_to_left() {
    let chapter =
        "[\u{5dc}\u{5d7} :bread: \u{5d5}\u{5e2} :bread::heart: 7]{lang=he dir=rtl}\n";
    let print = print(&project((ENGLISH, ""), chapter));
    let emoji: Vec<&str> = print
        .sheets
        .iter()
        .flat_map(|sheet| &sheet.items)
        .filter_map(|item| match &item.kind {
            ItemKind::Run(run) if run.text.contains('\u{1f35e}') => Some(&*run.text),
            _ => None,
        })
        .collect();
    assert_eq!(emoji, ["\u{1f35e}", "\u{1f35e}\u{2764}\u{fe0f}"]);
}

#[test]
fn pictographs_are_those_of_one_font_though_another_has_some() {
    let theme = theme_named("book");
    let blocks = vec![paragraph(1, vec![text("☕ ✅ ⭐ ❄\u{fe0f} ☑")])];
    let (print, _) = typeset(&book_with(blocks), &theme);
    let mut families: BTreeMap<String, String> = BTreeMap::new();
    for item in print.sheets.iter().flat_map(|sheet| &sheet.items) {
        let ItemKind::Run(run) = &item.kind else { continue };
        for one in run.text.split_whitespace() {
            families.insert(one.to_owned(), theme.get(run.face).family.clone());
        }
    }
    for emoji in ["☕", "✅", "⭐", "❄\u{fe0f}"] {
        assert_eq!(families.get(emoji).map(String::as_str), Some("Noto Emoji"), "{emoji}");
    }
    // a box of a list of tasks is like the empty one
    assert_eq!(families.get("☑").map(String::as_str), Some("DejaVu Sans Mono"));
}

#[test]
fn the_font_of_emoji_on_screens_has_no_box_of_a_task() {
    let theme = theme_named("book");
    let blocks = vec![paragraph(1, vec![text("☑ ❄\u{fe0f} 1\u{fe0f}\u{20e3}")])];
    let faces = trifold::backend::markup::faces(&book_with(blocks), &theme, "");
    let of = |family: &str| {
        let own = faces.iter().filter(|(id, _)| theme.get(**id).family == family);
        own.flat_map(|(_, characters)| characters.iter().copied()).collect::<String>()
    };
    let emoji = of("Noto Emoji");
    assert!(emoji.contains('❄') && emoji.contains('1'), "{emoji}");
    assert!(!emoji.contains('☑') && of("DejaVu Sans Mono").contains('☑'), "{emoji}");
}
