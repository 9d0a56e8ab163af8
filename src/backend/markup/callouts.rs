//! Callouts, lists of definitions, and blocks that share a language or an address.

use crate::ast::{
    Block, BlockId, BlockKind, Callout, CalloutKind, Definition, Details, Direction, Div,
    DivForm, Term,
};
use crate::project::ChapterRole;
use crate::resolve::{Chapter, Division};

use super::Writer;
use super::inlines::direction_name;

impl<'a> Writer<'a> {
    /// An `aside` that is named by its own title.
    pub(super) fn callout(
        &mut self,
        chapter: &'a Chapter,
        block: BlockId,
        callout: &'a Callout,
    ) {
        let class = match callout.kind {
            CalloutKind::Note => "callout callout-note",
            CalloutKind::Tip => "callout callout-tip",
            CalloutKind::Important => "callout callout-important",
            CalloutKind::Warning => "callout callout-warning",
            CalloutKind::Caution => "callout callout-caution",
        };
        let title = format!("callout-{}-{}", chapter.slug, block.0);
        let id = callout.anchor.map(|anchor| chapter.anchor(anchor).id.as_str());
        self.out.open(
            "aside",
            &[
                ("id", id),
                ("class", Some(class)),
                ("role", Some("note")),
                ("aria-labelledby", Some(&title)),
            ],
        );
        self.out.line_end();
        self.out.open("p", &[("class", Some("callout-title")), ("id", Some(&title))]);
        let number = callout.anchor.and_then(|at| chapter.anchor(at).number.as_ref());
        let words = self.words;
        match number {
            Some(number) => self.out.text(&words.numbered(number)),
            None => self.out.text(words.callout(callout.kind)),
        }
        if !callout.title.is_empty() {
            self.out.text(words.colon);
            let marks = self.marks_inside(block);
            self.text(chapter, &callout.title, marks);
        }
        self.out.close("p");
        self.out.line_end();
        self.blocks(chapter, &callout.blocks);
        self.out.close("aside");
    }

    /// Blocks that a web page may fold away. In a book nothing is hidden: not every reading
    /// system has a widget to show it. Nor is a notice.
    pub(super) fn details(
        &mut self,
        chapter: &'a Chapter,
        block: BlockId,
        details: &'a Details,
    ) {
        let in_notice = matches!(self.division, Division::Notice(_));
        let open = details.open || in_notice || self.epub("").is_some();
        self.out.open("details", &[("open", open.then_some("open"))]);
        self.out.line_end();
        self.out.open("summary", &[]);
        let marks = self.marks_inside(block);
        self.text(chapter, &details.summary, marks);
        self.out.close("summary");
        self.out.line_end();
        self.blocks(chapter, &details.blocks);
        self.out.close("details");
    }

    /// Blocks that share a language or an address.
    pub(super) fn div(&mut self, chapter: &'a Chapter, div: &'a Div) {
        let id = div.anchor.map(|anchor| chapter.anchor(anchor).id.as_str());
        let language = div.language.as_deref();
        let direction = div.way().map(direction_name);
        // XHTML 1.1 readers know `xml:lang`; both must say the same
        let xml = language.filter(|_| self.epub("").is_some());
        let (name, class, role, kind) = match div.form {
            DivForm::Plain => ("div", None, None, None),
            DivForm::Epigraph => {
                ("div", Some("epigraph"), Some("doc-epigraph"), self.epub("epigraph"))
            }
            DivForm::Verse => ("div", Some("verse"), None, None),
            DivForm::Aside => ("aside", Some("aside"), Some("note"), None),
            // a chapter that is a glossary says so itself
            DivForm::Glossary { .. } if chapter.role == ChapterRole::Glossary => {
                ("div", Some("glossary"), None, None)
            }
            DivForm::Glossary { .. } => {
                let kind = self.epub("glossary");
                ("div", Some("glossary"), Some("doc-glossary"), kind)
            }
        };
        self.out.open(
            name,
            &[
                ("id", id),
                ("class", class),
                ("role", role),
                ("epub:type", kind),
                ("lang", language),
                ("xml:lang", xml),
                ("dir", direction),
            ],
        );
        self.out.line_end();
        let around = (self.language, self.rtl);
        self.language = language.unwrap_or(around.0);
        self.rtl = div.way().map_or(around.1, |way| way == Direction::Rtl);
        self.div_blocks(chapter, div);
        (self.language, self.rtl) = around;
        self.out.close(name);
    }

    /// A list of definitions.
    pub(super) fn definitions(
        &mut self,
        chapter: &'a Chapter,
        definitions: &'a [Definition],
    ) {
        self.out.open("dl", &[]);
        self.out.line_end();
        for definition in definitions {
            for term in &definition.terms {
                self.term(chapter, term);
                self.out.line_end();
            }
            for blocks in &definition.details {
                let kind = self.epub("glossdef").filter(|_| is_glossary(definition));
                self.out.open("dd", &[("epub:type", kind)]);
                self.detail(chapter, blocks, definition.tight);
                self.out.close("dd");
                self.out.line_end();
            }
        }
        self.out.close("dl");
    }

    /// A term; one of a glossary has an address, and is what its entry defines.
    fn term(&mut self, chapter: &'a Chapter, term: &'a Term) {
        let id = term.anchor.map(|anchor| chapter.anchor(anchor).id.as_str());
        let kind = self.epub("glossterm").filter(|_| id.is_some());
        self.out.open("dt", &[("epub:type", kind)]);
        self.marks_before(term.id);
        if id.is_some() {
            self.out.open("dfn", &[("id", id)]);
        }
        let marks = self.marks_inside(term.id);
        self.text(chapter, &term.text, marks);
        if id.is_some() {
            self.out.close("dfn");
        }
        self.out.close("dt");
    }

    fn detail(&mut self, chapter: &'a Chapter, blocks: &'a [Block], tight: bool) {
        // two paragraphs would be one line of text without their elements
        let is_text = |block: &&Block| matches!(block.kind, BlockKind::Paragraph(_));
        let tight = tight && blocks.iter().filter(is_text).count() < 2;
        for block in blocks {
            let tight = Some(&block.kind).filter(|_| tight);
            let Some(BlockKind::Paragraph(text)) = tight else {
                self.block(chapter, block);
                continue;
            };
            self.marks_before(block.id);
            let marks = self.marks_inside(block.id);
            self.text(chapter, text, marks);
            if blocks.len() > 1 {
                self.out.line_end();
            }
        }
    }
}

/// Whether a definition is one of a glossary.
fn is_glossary(definition: &Definition) -> bool {
    definition.terms.iter().any(|term| term.anchor.is_some())
}
