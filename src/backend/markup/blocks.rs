//! Blocks: paragraphs, lists, tables, figures.

use crate::ast::{
    AnchorId, Block, BlockId, BlockKind, LinePicture, List, ListItem, Numbering, RefId,
    Size, Tag,
};
use crate::length::Length;
use crate::math;
use crate::picture::Picture;
use crate::resolve::{Chapter, Target};

use super::Writer;
use super::inlines::Marks;
use super::pages::PageMark;

impl<'a> Writer<'a> {
    pub(super) fn blocks(&mut self, chapter: &'a Chapter, blocks: &'a [Block]) {
        for block in blocks {
            self.block(chapter, block);
        }
    }

    /// The marks of pages that begin with a block.
    pub(super) fn marks_before(&mut self, block: BlockId) {
        for mark in self.marks.in_block(self.division, block) {
            if mark.offset == 0 {
                self.page_mark(mark);
                self.out.line_end();
            }
        }
    }

    /// The marks of pages that begin so far into a block.
    pub(super) fn marks_at(&self, block: BlockId, offset: u32) -> &'a [PageMark] {
        let all = self.marks.in_block(self.division, block);
        let first = all.partition_point(|mark| mark.offset < offset);
        let last = all.partition_point(|mark| mark.offset <= offset);
        &all[first..last]
    }

    /// The marks of pages that begin inside a block's text.
    pub(super) fn marks_inside(&self, block: BlockId) -> Marks<'a> {
        Marks::inside(self.marks.in_block(self.division, block))
    }

    pub(super) fn block(&mut self, chapter: &'a Chapter, block: &'a Block) {
        self.marks_before(block.id);
        match &block.kind {
            BlockKind::Heading { level, anchor, text, .. } => {
                let marks = self.marks_inside(block.id);
                let anchor = chapter.anchor(*anchor);
                self.heading(*level, &anchor.id, |writer| {
                    let number = anchor.number.as_ref();
                    let words = writer.words;
                    if let Some(lead) = number.and_then(|one| words.heading_lead(one)) {
                        writer.out.open("span", &[("class", Some("heading-number"))]);
                        writer.out.text(&lead);
                        writer.out.close("span");
                    }
                    writer.text(chapter, text, marks);
                });
            }
            BlockKind::Paragraph(text) => {
                self.out.open("p", &[]);
                let marks = self.marks_inside(block.id);
                self.text(chapter, text, marks);
                self.out.close("p");
            }
            BlockKind::Attribution(text) => {
                self.out.open("p", &[("class", Some("attribution"))]);
                let marks = self.marks_inside(block.id);
                self.text(chapter, text, marks);
                self.out.close("p");
            }
            BlockKind::Stanza(lines) => self.stanza(chapter, block.id, lines),
            BlockKind::List(list) => self.list(chapter, list),
            BlockKind::Quote(blocks) => self.quotation(chapter, blocks),
            BlockKind::Code { .. } => self.code_block(chapter, block),
            BlockKind::Table(table) => self.table(chapter, table),
            BlockKind::Figure { .. } => self.figure(chapter, block, None),
            BlockKind::Panels(panels) => self.panels(chapter, panels),
            BlockKind::Definitions(definitions) => self.definitions(chapter, definitions),
            BlockKind::Callout(callout) => self.callout(chapter, block.id, callout),
            BlockKind::Details(details) => self.details(chapter, block.id, details),
            BlockKind::Div(div) => self.div(chapter, div),
            BlockKind::Equation { anchor, tex, tag } => {
                self.equation(chapter, block.id, (*anchor, tex, tag.as_ref()));
            }
            BlockKind::Rule => self.out.void(self.writing.syntax, "hr", &[]),
            BlockKind::References => self.reference_block(block.id),
        }
        self.out.line_end();
    }

    /// Code, and its caption above it.
    fn code_block(&mut self, chapter: &'a Chapter, block: &'a Block) {
        let BlockKind::Code { language, text, tokens, anchor, caption, numbers, .. } =
            &block.kind
        else {
            return;
        };
        let id = anchor.map(|anchor| chapter.anchor(anchor).id.as_str());
        let pre = id.filter(|_| caption.is_empty());
        if !caption.is_empty() {
            self.out.open("figure", &[("id", id), ("class", Some("listing"))]);
            self.out.open("figcaption", &[]);
            self.caption_lead(chapter, *anchor);
            self.text(chapter, caption, Marks::inside(&[]));
            self.out.close("figcaption");
            self.out.line_end();
        }
        let class = language.as_ref().map(|name| format!("language-{name}"));
        let numbered = numbers.map(|_| "numbered");
        let direction = ("dir", self.left_to_right());
        self.out.open("pre", &[("id", pre), ("class", numbered), direction]);
        self.out.open("code", &[("class", class.as_deref())]);
        // A line end right after `<pre>` is dropped by HTML; here the code
        // element stands between.
        let marks = self.marks_inside(block.id);
        self.code(text, tokens, *numbers, marks);
        self.out.close("code");
        self.out.close("pre");
        if !caption.is_empty() {
            self.out.close("figure");
        }
    }

    /// What a caption begins with, where it has a number.
    pub(super) fn caption_lead(&mut self, chapter: &Chapter, anchor: Option<AnchorId>) {
        let number = anchor.and_then(|anchor| chapter.anchor(anchor).number.as_ref());
        if let Some(number) = number {
            self.out.open("b", &[("class", Some("caption-label"))]);
            self.out.text(&self.words.caption_lead(number));
            self.out.close("b");
        }
    }

    /// A displayed formula, and its number beside it.
    fn equation(
        &mut self,
        chapter: &'a Chapter,
        block: BlockId,
        (anchor, tex, tag): (Option<AnchorId>, &str, Option<&Tag>),
    ) {
        let number = chapter.equation_number(anchor, tag);
        let anchor = anchor.map(|anchor| chapter.anchor(anchor));
        if number.is_some() {
            self.out.open("div", &[("class", Some("numbered-equation"))]);
        }
        // It scrolls where it is wider than the page: see the tables.
        let said = math::read(tex).map(|row| math::words(&row)).unwrap_or_default();
        let attributes = [
            ("class", Some("equation")),
            ("id", anchor.map(|anchor| anchor.id.as_str())),
            ("role", Some("group")),
            ("tabindex", Some("0")),
            ("aria-label", Some(said.as_str())),
        ];
        self.out.open("div", &attributes);
        let marks = self.marks_inside(block);
        self.text(chapter, &[], marks);
        self.out.formula(tex, true, self.writing.syntax);
        self.out.close("div");
        if let Some(number) = number {
            self.out.open("span", &[("class", Some("equation-number"))]);
            self.out.text(&number);
            self.out.close("span");
            self.out.close("div");
        }
    }

    pub(super) fn image(
        &mut self,
        chapter: &'a Chapter,
        image: RefId,
        alt: &str,
        (width, height): (Option<Size>, Option<Length>),
    ) {
        let Target::Picture(id) = chapter.target(image) else {
            crate::bug!("a figure of {} leads to no picture", chapter.slug)
        };
        let picture = self.book.picture(*id);
        let source = (self.writing.picture)(*id);
        let style = picture_style(picture, width, height);
        self.out.void(
            self.writing.syntax,
            "img",
            &[
                ("src", Some(&source)),
                ("alt", Some(alt)),
                ("width", Some(&picture.width.to_string())),
                ("height", Some(&picture.height.to_string())),
                ("style", style.as_deref()),
            ],
        );
    }

    /// A picture in a line: as high as the line at most, unless its width is said.
    pub(super) fn line_picture(&mut self, chapter: &Chapter, written: &LinePicture) {
        let Target::Picture(id) = chapter.target(written.image) else {
            crate::bug!("a picture of {} leads to no picture", chapter.slug)
        };
        let picture = self.book.picture(*id);
        let style = picture_style(picture, written.width.map(Size::Length), written.height);
        let class = if style.is_some() { "in-line sized" } else { "in-line" };
        self.out.void(
            self.writing.syntax,
            "img",
            &[
                ("class", Some(class)),
                ("src", Some(&(self.writing.picture)(*id))),
                ("alt", Some(if written.decorative { "" } else { &written.alt })),
                ("title", written.title.as_deref()),
                ("width", Some(&picture.width.to_string())),
                ("height", Some(&picture.height.to_string())),
                ("style", style.as_deref()),
            ],
        );
    }

    fn list(&mut self, chapter: &'a Chapter, list: &'a List) {
        // those of a numbered list keep their numbers
        let boxes = list.start.is_none();
        let tasks = boxes && list.items.iter().all(|item| item.task.is_some());
        let class = match (tasks, list.steps) {
            (true, _) => Some("tasks"),
            (false, true) => Some("steps"),
            (false, false) => None,
        };
        // what is drawn for steps is counted by the style sheet
        let count = list.start.filter(|&start| list.steps && start != 1);
        let count =
            count.map(|start| format!("counter-reset: step {}", i64::from(start) - 1));
        let start = list.start.filter(|&start| start != 1).map(|start| start.to_string());
        let name = if list.start.is_some() { "ol" } else { "ul" };
        let numbering = match list.numbering {
            Numbering::Decimal => None,
            Numbering::LowerLetters => Some("a"),
            Numbering::UpperLetters => Some("A"),
            Numbering::LowerRoman => Some("i"),
            Numbering::UpperRoman => Some("I"),
        };
        let start = [("start", start.as_deref()), ("type", numbering)];
        self.out.open(
            name,
            &[("class", class), start[0], start[1], ("style", count.as_deref())],
        );
        self.out.line_end();
        for item in &list.items {
            self.item(chapter, item, (list.tight, boxes));
        }
        self.out.close(name);
    }

    /// An item, whose lines are close together or not; a box stands in place of its bullet.
    fn item(
        &mut self,
        chapter: &'a Chapter,
        item: &'a ListItem,
        (tight, boxes): (bool, bool),
    ) {
        let class = item.task.filter(|_| boxes).map(|_| "task");
        self.out.open("li", &[("class", class)]);
        // Real characters: the same in every format, and they can be read aloud.
        let mut task = item.task.map(|done| if done { "☑ " } else { "☐ " });
        if !tight || item.blocks.len() > 1 {
            self.out.line_end();
        }
        for block in &item.blocks {
            let BlockKind::Paragraph(text) = &block.kind else {
                self.block(chapter, block);
                continue;
            };
            self.marks_before(block.id);
            if !tight {
                self.out.open("p", &[]);
            }
            self.out.text(task.take().unwrap_or_default());
            let marks = self.marks_inside(block.id);
            self.text(chapter, text, marks);
            if !tight {
                self.out.close("p");
            }
            if !tight || item.blocks.len() > 1 {
                self.out.line_end();
            }
        }
        self.out.close("li");
        self.out.line_end();
    }
}

/// The size of a picture as a style. Its width alone is said, so that it is never
/// distorted: a height is that width with which it is as high.
fn picture_style(
    picture: &Picture,
    width: Option<Size>,
    height: Option<Length>,
) -> Option<String> {
    let (own, high) = picture.printed();
    let most = height.map(|height| own.scale(height.0, high.0.max(1)));
    let points = |length: Length| format!("{:.2}pt", length.to_points());
    match (width, most) {
        (None, None) => None,
        (None, Some(most)) => Some(format!("width: {}", points(most))),
        (Some(Size::Length(width)), most) => {
            let width = most.map_or(width, |most| width.min(most));
            Some(format!("width: {}", points(width)))
        }
        (Some(Size::Share(share)), most) => {
            let width = format!("width: {}.{}%", share / 10, share % 10);
            let most = most.map(|most| format!("; max-width: {}", points(most)));
            Some(width + &most.unwrap_or_default())
        }
    }
}
