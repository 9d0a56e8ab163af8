//! Fonts: programs, widths, and which characters their codes are
//! (ISO 14289-1, 7.21; ISO 19005-2, 6.2.11).

use super::{Findings, Rule};
use crate::verify::pdf::{FontFacts, GlyphMap, Program};

pub(super) const UNMAPPED: Rule =
    Rule { name: "Matterhorn 10-001", clause: "ISO 14289-1, 7.2; ISO 19005-2, 6.2.11.7.2" };
pub(super) const MAP_OTHER: Rule =
    Rule { name: "Matterhorn 31-004", clause: "ISO 14289-1, 7.21.3.2" };
pub(super) const MAP_UNSAID: Rule =
    Rule { name: "Matterhorn 31-005", clause: "ISO 14289-1, 7.21.3.2" };
pub(super) const ABSENT: Rule = Rule {
    name: "Matterhorn 31-009",
    clause: "ISO 14289-1, 7.21.4.1; ISO 19005-2, 6.2.11.4.1",
};
pub(super) const GLYPHS: Rule = Rule {
    name: "Matterhorn 31-011",
    clause: "ISO 14289-1, 7.21.4.1; ISO 19005-2, 6.2.11.4.1",
};
pub(super) const LIST_SHORT: Rule = Rule {
    name: "Matterhorn 31-014 and 31-015",
    clause: "ISO 14289-1, 7.21.4.2; ISO 19005-2, 6.2.11.4.2",
};
pub(super) const WIDTHS: Rule = Rule {
    name: "Matterhorn 31-016",
    clause: "ISO 14289-1, 7.21.5; ISO 19005-2, 6.2.11.5",
};
pub(super) const TEXTS: Rule =
    Rule { name: "Matterhorn 31-027", clause: "ISO 14289-1, 7.21.7" };
pub(super) const ZERO: Rule =
    Rule { name: "Matterhorn 31-028", clause: "ISO 14289-1, 7.21.7" };
pub(super) const ORDER_MARKS: Rule =
    Rule { name: "Matterhorn 31-029", clause: "ISO 14289-1, 7.21.7" };
pub(super) const MISSING: Rule = Rule {
    name: "Matterhorn 31-030",
    clause: "ISO 14289-1, 7.21.8; ISO 19005-2, 6.2.11.8",
};
pub(super) const DICTIONARY: Rule =
    Rule { name: "PDF/A 6.2.11.2", clause: "ISO 19005-2, 6.2.11.2" };
pub(super) const PRIVATE: Rule =
    Rule { name: "PDF/A 6.2.11.7.3", clause: "ISO 19005-2, 6.2.11.7.3" };

/// Holds the fonts against the rules.
pub(super) fn check(findings: &mut Findings<'_>) {
    for font in findings.pdf.facts.fonts.iter().filter(|font| font.used > 0) {
        dictionary(font, findings);
        program(font, findings);
        codes(font, findings);
    }
    for (index, page) in findings.pdf.pages.iter().enumerate() {
        if page.means.private > 0 {
            let label = findings.label(index);
            let what = format!(
                "shows characters for private use on page {label}, which no text explains"
            );
            findings.add_of_file(&PRIVATE, what);
        }
    }
}

fn dictionary(font: &FontFacts, findings: &mut Findings<'_>) {
    let name = &font.name;
    let known = ["Type1", "MMType1", "TrueType", "Type3", "Type0"];
    let below = font.below.as_deref();
    let is_right = font.is_font
        && known.contains(&font.kind.as_str())
        && (font.kind != "Type0" || matches!(below, Some("CIDFontType0" | "CIDFontType2")))
        && (font.kind == "Type3" || !name.is_empty())
        && matches!(
            font.program_kind.as_deref(),
            None | Some("Type1C" | "CIDFontType0C" | "OpenType")
        );
    if !is_right {
        let what = format!("has the font `{name}`, whose dictionary is none of a font");
        findings.add_of_file(&DICTIONARY, what);
    }
    if below == Some("CIDFontType2") && !matches!(font.program, Program::Absent) {
        match font.map {
            GlyphMap::Unsaid => {
                let what = format!("does not say which glyphs the codes of `{name}` are");
                findings.add_of_file(&MAP_UNSAID, what);
            }
            GlyphMap::Other => {
                let what =
                    format!("says by no table which glyphs the codes of `{name}` are");
                findings.add_of_file(&MAP_OTHER, what);
            }
            GlyphMap::Identity | GlyphMap::Table(_) => {}
        }
    }
}

fn program(font: &FontFacts, findings: &mut Findings<'_>) {
    let name = &font.name;
    match font.program {
        Program::Absent if font.kind != "Type3" => {
            let what = format!("does not hold the font `{name}`");
            findings.add_of_file(&ABSENT, what);
        }
        Program::Broken => {
            let what = format!("holds a font `{name}` that cannot be read");
            findings.add_of_file(&GLYPHS, what);
        }
        Program::Absent | Program::Unread | Program::Known { .. } => {}
    }
    if let Some(code) = font.absent.first() {
        let what = format!("holds the font `{name}` without the glyph of the code {code}");
        findings.add_of_file(&GLYPHS, what);
    }
    if let Some((code, said, own)) = font.off.first() {
        let what = format!(
            "says that the code {code} of the font `{name}` is {said:.0} thousandths wide: \
             it is {own:.0}"
        );
        findings.add_of_file(&WIDTHS, what);
    }
    if font.lists_all == Some(false) {
        let what = format!("lists other glyphs of the font `{name}` than it has");
        findings.add_of_file(&LIST_SHORT, what);
    }
}

fn codes(font: &FontFacts, findings: &mut Findings<'_>) {
    let name = &font.name;
    if font.kind == "Type0" && !font.has_texts {
        let what = format!("does not say which characters the codes of `{name}` are");
        findings.add_of_file(&TEXTS, what);
    } else if let Some(code) = font.unmapped.first() {
        let what = format!("does not say which character the code {code} of `{name}` is");
        findings.add_of_file(&UNMAPPED, what);
    }
    for (codes, rule, which) in [
        (&font.zero, &ZERO, "U+0000"),
        (&font.order_marks, &ORDER_MARKS, "U+FEFF or U+FFFE"),
    ] {
        if let Some(code) = codes.first() {
            let what = format!("says that the code {code} of the font `{name}` is {which}");
            findings.add_of_file(rule, what);
        }
    }
    // what a program does not have is shown as what it has none for
    let is_beyond = !font.absent.is_empty() && !matches!(font.map, GlyphMap::Table(_));
    if !font.missing.is_empty() || is_beyond {
        let what = format!("shows the glyph for what the font `{name}` does not have");
        findings.add_of_file(&MISSING, what);
    }
}
