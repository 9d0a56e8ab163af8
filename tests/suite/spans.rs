//! Whatever is written, every node knows where it stands.

use trifold::ast::{Block, BlockKind, Document, Inline, InlineKind};
use trifold::source::Span;

use crate::parse::read;

/// Checks that every span lies in its parent, after the one before it, and cuts out what
/// was written.
fn check_spans(text: &str, document: &Document) {
    let whole = Span::new(0, u32::try_from(text.len()).unwrap());
    let mut ids = 0;
    all(text, document, whole, &document.blocks, &mut ids);
    for note in &document.notes {
        assert!(note.marks > 0 && !note.blocks.is_empty(), "{text:?}");
        all(text, document, note.span, &note.blocks, &mut ids);
    }
}

fn inside(outer: Span, inner: Span) -> bool {
    outer.start <= inner.start && inner.start <= inner.end && inner.end <= outer.end
}
fn line(text: &str, document: &Document, outer: Span, inlines: &[Inline]) {
    let mut last = outer.start;
    for inline in inlines {
        let span = inline.span;
        let written = &text[span.start as usize..span.end as usize];
        assert!(inside(outer, span), "{inline:?} leaves {outer:?} in {text:?}");
        assert!(last <= span.start, "{inline:?} begins before {last} in {text:?}");
        last = span.end;
        match &inline.kind {
            InlineKind::Text(shown) => {
                let plain = |text: &str| {
                    text.chars().filter(char::is_ascii_alphabetic).collect::<String>()
                };
                if !written.contains(['&', '\\']) && !written.contains("<!--") {
                    assert_eq!(plain(shown), plain(written), "{text:?}");
                }
            }
            InlineKind::Emph(inner) => {
                assert!(written.starts_with(['*', '_']), "{written:?} in {text:?}");
                assert!(written.ends_with(['*', '_']), "{written:?} in {text:?}");
                line(text, document, span, inner);
            }
            InlineKind::Strong(inner) => {
                assert!(written.starts_with("**") || written.starts_with("__"));
                assert!(written.ends_with("**") || written.ends_with("__"));
                line(text, document, span, inner);
            }
            InlineKind::Strike(inner) => {
                assert!(written.starts_with("~~") && written.ends_with("~~"));
                line(text, document, span, inner);
            }
            InlineKind::Superscript(inner)
            | InlineKind::Insert(inner)
            | InlineKind::Keys(inner)
            | InlineKind::Subscript(inner)
            | InlineKind::Span { text: inner, .. } => {
                line(text, document, span, inner);
            }
            InlineKind::Code(_) => {
                assert!(
                    written.starts_with('`') && written.ends_with(['`', '}']),
                    "{text:?}"
                );
            }
            InlineKind::Link { to, text: inner, .. } => {
                // or it is its own address
                let bare = document.refs[to.0 as usize].address.ends_with(written);
                assert!(bare || written.starts_with(['[', '<']), "{written:?} in {text:?}");
                assert!(
                    bare || written.ends_with([']', ')', '>']),
                    "{written:?} in {text:?}"
                );
                line(text, document, span, inner);
            }
            InlineKind::Note(mark) => {
                assert!(written.starts_with("[^") || written.starts_with("^["), "{text:?}");
                assert!(written.ends_with(']'), "{written:?} in {text:?}");
                let note = &document.notes[mark.note.0 as usize];
                assert!((1..=note.marks).contains(&mark.turn), "{text:?}");
            }
            InlineKind::Math(_) => {}
            InlineKind::Picture(_) => {
                assert!(written.starts_with(['!', '<']), "{written:?} in {text:?}");
            }
            InlineKind::Cite(id) => {
                let cite = &document.cites[id.0 as usize];
                assert_eq!(cite.span, span);
                assert!(!cite.items.is_empty());
                for item in &cite.items {
                    assert!(inside(span, item.span));
                    let key = &text[item.span.start as usize..item.span.end as usize];
                    assert_eq!(key.trim_matches(['@', '{', '}']), item.key);
                }
            }
            InlineKind::SoftBreak | InlineKind::HardBreak => {
                assert!(written.contains(['\n', '\r']), "{written:?} in {text:?}");
            }
        }
    }
}
fn all(text: &str, document: &Document, outer: Span, blocks: &[Block], ids: &mut u32) {
    for block in blocks {
        *ids += 1;
        assert_eq!(block.id.0, *ids, "{text:?}");
        assert!(inside(outer, block.span), "{block:?} leaves {outer:?} in {text:?}");
        let written = &text[block.span.start as usize..block.span.end as usize];
        match &block.kind {
            BlockKind::Heading { text: inlines, .. }
            | BlockKind::Paragraph(inlines)
            | BlockKind::Attribution(inlines) => {
                line(text, document, block.span, inlines);
            }
            BlockKind::Stanza(lines) => {
                for one in lines {
                    line(text, document, block.span, &one.text);
                }
            }
            BlockKind::Quote(inner) => {
                assert!(written.starts_with(['>', '<']), "{written:?} in {text:?}");
                all(text, document, block.span, inner, ids);
            }
            BlockKind::List(list) => {
                for item in &list.items {
                    assert!(inside(block.span, item.span), "{item:?} in {text:?}");
                    all(text, document, item.span, &item.blocks, ids);
                }
            }
            BlockKind::Table(table) => {
                for cell in table.head.iter().chain(&table.rows).flatten() {
                    *ids += 1;
                    assert_eq!(cell.id.0, *ids);
                    assert!(inside(block.span, cell.span), "{cell:?} in {text:?}");
                    line(text, document, cell.span, cell.text());
                    all(text, document, cell.span, cell.blocks(), ids);
                }
            }
            BlockKind::Figure { .. } => {
                assert!(written.starts_with(['!', '<', ':']), "{written:?} in {text:?}");
            }
            BlockKind::Panels(panels) => {
                all(text, document, block.span, &panels.panels, ids);
                if let Some(caption) = &panels.caption {
                    *ids += 1;
                    assert_eq!(caption.id.0, *ids);
                    line(text, document, block.span, &caption.text);
                }
            }
            BlockKind::Definitions(definitions) => {
                for one in definitions {
                    for term in &one.terms {
                        *ids += 1;
                        assert_eq!(term.id.0, *ids);
                        line(text, document, term.span, &term.text);
                    }
                    for details in &one.details {
                        all(text, document, block.span, details, ids);
                    }
                }
            }
            BlockKind::Callout(callout) => {
                line(text, document, block.span, &callout.title);
                all(text, document, block.span, &callout.blocks, ids);
            }
            BlockKind::Details(details) => {
                line(text, document, block.span, &details.summary);
                all(text, document, block.span, &details.blocks, ids);
            }
            BlockKind::Div(div) => all(text, document, block.span, &div.blocks, ids),
            BlockKind::Code { .. }
            | BlockKind::Rule
            | BlockKind::References
            | BlockKind::Equation { .. } => {}
        }
    }
}

/// Numbers that look random and are the same on every run (xorshift).
struct Dice(pub(crate) u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % sides as u64).unwrap()
    }
}

#[test]
fn spans_cut_out_what_was_written() {
    const WORDS: &[&str] = &[
        "word",
        " ",
        " ",
        "é",
        "好",
        "*",
        "**",
        "_",
        "`",
        "~~",
        "[",
        "](u)",
        "]",
        "@key",
        "[@k]",
        "[see @a, p. 3; @b]",
        "\n",
        "\n",
        "\r\n",
        "\n\n",
        "\n> ",
        "\n- ",
        "\n1. ",
        "\n  ",
        "\n    ",
        "\n# H\n\n",
        "\t",
        "\\*",
        "\\|",
        "&amp;",
        "\"",
        "'",
        "--",
        "...",
        "  \n",
        "\\\n",
        "|",
        "\n\n| a | b |\n|---|---|\n| ",
        " | ",
        "![x](y.png)",
        "\n\n![x](y.png)\n\n",
        "<https://a.b>",
        "<!-- c -->",
        "{#id}",
        "\n***\n",
        "\n```\n",
        "\u{a0}",
        "-",
        "[^n]",
        "^[",
        "\n\n[^n]: ",
        "$",
    ];
    let mut dice = Dice(0x2545_f491_4f6c_dd1d);
    let mut good = 0;
    for _ in 0..20_000 {
        let count = 1 + dice.roll(24);
        let text: String = (0..count).map(|_| WORDS[dice.roll(WORDS.len())]).collect();
        let (document, _, sink) = read(&text);
        assert_eq!(document.is_err(), sink.checkpoint().is_err());
        if let Ok(document) = document {
            good += 1;
            check_spans(&text, &document);
        }
    }
    assert!(good > 5_000, "only {good} texts were good Markdown");
}

#[test]
fn any_text_parses_without_panic() {
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    for _ in 0..3_000 {
        let count = dice.roll(60);
        let text: String = (0..count)
            .filter_map(|_| {
                let plane = if dice.roll(4) == 0 { 0x11_0000 } else { 0x80 };
                char::from_u32(u32::try_from(dice.roll(plane)).unwrap())
            })
            .collect();
        let (document, _, sink) = read(&text);
        assert_eq!(document.is_err(), sink.checkpoint().is_err(), "{text:?}");
    }
}
