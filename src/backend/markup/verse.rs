//! Epigraphs, verse, asides, and who said what stands before their names.

use crate::ast::{Block, BlockId, BlockKind, Div, DivForm, VerseLine};
use crate::resolve::Chapter;

use super::Writer;

/// What turns over in verse is moved in by this much more, in sizes of type.
const HANG: f64 = 2.0;

impl<'a> Writer<'a> {
    /// A quotation. Who said it stands below it and is no part of it (HTML, 4.4.4).
    pub(super) fn quotation(&mut self, chapter: &'a Chapter, blocks: &'a [Block]) {
        let (said, name) = without_name(blocks);
        if name.is_some() {
            self.out.open("div", &[("class", Some("quotation"))]);
            self.out.line_end();
        }
        self.out.open("blockquote", &[]);
        self.out.line_end();
        self.blocks(chapter, said);
        self.out.close("blockquote");
        if let Some(name) = name {
            self.out.line_end();
            self.block(chapter, name);
            self.out.close("div");
        }
    }

    /// What a division holds, by what it is.
    pub(super) fn div_blocks(&mut self, chapter: &'a Chapter, div: &'a Div) {
        match div.form {
            DivForm::Plain | DivForm::Verse | DivForm::Aside | DivForm::Glossary { .. } => {
                self.blocks(chapter, &div.blocks);
            }
            DivForm::Epigraph => {
                let (said, name) = without_name(&div.blocks);
                self.out.open("blockquote", &[]);
                self.out.line_end();
                self.blocks(chapter, said);
                self.out.close("blockquote");
                self.out.line_end();
                if let Some(name) = name {
                    self.block(chapter, name);
                }
            }
        }
    }

    /// Lines of verse. Each ends in a line break, so that they stay lines where there is
    /// no style sheet; one that turns over goes on further in.
    pub(super) fn stanza(
        &mut self,
        chapter: &'a Chapter,
        block: BlockId,
        lines: &'a [VerseLine],
    ) {
        self.out.open("p", &[("class", Some("stanza"))]);
        self.out.line_end();
        let mut marks = self.marks_inside(block);
        let side = if self.rtl { "right" } else { "left" };
        for (turn, line) in lines.iter().enumerate() {
            let style = (line.indent > 0).then(|| {
                let padding = HANG + f64::from(line.indent) / 2.0;
                format!("padding-{side}: {padding}em")
            });
            let attributes = [("class", Some("line")), ("style", style.as_deref())];
            self.out.open("span", &attributes);
            self.inlines(chapter, &line.text, &mut marks);
            if turn + 1 < lines.len() {
                self.out.void(self.writing.syntax, "br", &[]);
                marks.at += 1;
            }
            self.out.close("span");
            self.out.line_end();
        }
        self.rest_of(marks);
        self.out.close("p");
    }
}

/// What is said, and the name of who said it, if that is the last of some blocks.
fn without_name(blocks: &[Block]) -> (&[Block], Option<&Block>) {
    match blocks.split_last() {
        Some((name, said)) if matches!(name.kind, BlockKind::Attribution(_)) => {
            (said, Some(name))
        }
        Some(_) | None => (blocks, None),
    }
}
