//! Code in a line with a language or an address.

use trifold::ast::{Document, InlineKind, TokenKind};

use crate::parse::{read, told};

/// Every piece of code in a line: its text, its language, its parts.
fn codes(document: &Document) -> Vec<String> {
    let mut out = Vec::new();
    document.visit_inlines(&mut |inline| {
        let InlineKind::Code(code) = &inline.kind else { return };
        let name = code.language.as_ref().map_or("-", |language| &language.name);
        let parts = code.tokens().iter().map(|token| {
            let part = &code.text[token.start as usize..token.end as usize];
            format!("{:?} {part}", token.kind)
        });
        out.push(format!(
            "{} | {name} | {}",
            code.text,
            parts.collect::<Vec<_>>().join(", ")
        ));
    });
    out
}

#[test]
fn code_in_a_line_has_the_parts_of_its_language() {
    let text = "Write `let x = 1;`{.rust}, `let x`, `{.a}`, `if`{.no-such} and\n\
                `# ok`{#see\n.python}; `x` {.rust}.\n";
    let (document, sources, sink) = read(text);
    let braces = "these braces say nothing of what stands before them: they are printed";
    assert_eq!(told(&sources, &sink), [format!("warning[unread-markup] 3:15: {braces}")]);
    let document = document.unwrap();
    assert_eq!(
        codes(&document),
        [
            format!(
                "let x = 1; | rust | {:?} let, {:?} 1",
                TokenKind::Keyword,
                TokenKind::Number
            ),
            "let x | - | ".to_owned(),
            "{.a} | - | ".to_owned(),
            "if | no-such | ".to_owned(),
            format!("# ok | python | {:?} # ok", TokenKind::Comment),
            "x | - | ".to_owned(),
        ]
    );
    assert_eq!(document.anchors.len(), 1);
    assert_eq!(document.anchors[0].id.as_deref(), Some("see"));
}

#[test]
fn code_in_a_line_takes_a_language_and_an_address_alone() {
    let (_, sources, sink) = read("`a`{.rust .wide x=y} `b`{#1}\n");
    assert_eq!(
        told(&sources, &sink),
        [
            "error[unknown-attribute] 1:4: code in a line does not take `x=y`",
            "warning[attribute-left-out] 1:4: code in a line is set without its `.wide`",
        ]
    );
}
