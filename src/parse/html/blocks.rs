//! Blocks of HTML to ours. What may stand where is checked already, by `subset`.

use comrak::nodes::Node;

use crate::ast::{
    Arrangement, Block, BlockKind, Callout, CalloutKind, Caption, Definition, Details, Div,
    Inline, List, ListItem, Panels, Placement, RefKind, Term, plain_text,
};
use crate::highlight;
use crate::parse::inlines::Surroundings;
use crate::parse::{Reader, smart};
use crate::source::Span;

use super::attributes::{
    callout, direction, has_class, is_callout_title, language_of, numbering,
};
use super::inlines::{height, inner_marks, width};
use super::subset::{self, lone_picture};
use super::tokens::Tag;
use super::tree::{Element, Item, is_blank};

impl Reader<'_> {
    /// Pieces of HTML that stand among blocks. Text without an element of its own is a
    /// paragraph.
    pub(super) fn html_items<'n>(
        &mut self,
        items: &[Item<'n>],
        depth: usize,
    ) -> Vec<Block> {
        let mut out = Vec::new();
        for run in items.chunk_by(|a, b| sort(a) == sort(b)) {
            match sort_of(run) {
                Sort::Text => out.extend(self.loose(run, depth)),
                Sort::Markdown => {
                    let nodes: Vec<Node<'n>> = run.iter().filter_map(markdown).collect();
                    out.extend(self.markdown_blocks(&nodes, depth));
                }
                Sort::Block => {
                    for element in run.iter().filter_map(element) {
                        out.extend(self.html_block(element, depth));
                    }
                }
            }
        }
        out
    }

    /// Text that stands among blocks: a paragraph, or a picture alone.
    fn loose(&mut self, run: &[Item<'_>], depth: usize) -> Option<Block> {
        let mut seen = run.iter().filter(|item| !is_blank_item(item));
        let first = seen.next()?;
        let more = seen.next().is_some();
        if let Some(picture) = element(first).filter(|one| one.name() == "img" && !more) {
            let id = self.next_id();
            let kind =
                self.html_figure(&picture.tag, &picture.tag, None, (picture.span, depth));
            return Some(Block { id, span: picture.span, kind, when: Vec::new() });
        }
        let known = self.last_id;
        let id = self.next_id();
        let text = self.phrasing(run, Surroundings::block(depth + 1));
        if text.is_empty() {
            self.last_id = known;
        }
        let (start, end) = (text.first()?.span.start, text.last()?.span.end);
        let span = Span::new(start, end.max(start));
        Some(Block { id, span, kind: BlockKind::Paragraph(text), when: Vec::new() })
    }

    fn html_block(&mut self, element: &Element<'_>, depth: usize) -> Option<Block> {
        let span = element.span;
        if self.too_deep(depth + 1, span) {
            return None;
        }
        let tag = &element.tag;
        let empties = matches!(element.name(), "div" | "p" | "blockquote");
        if empties && element.items.iter().all(is_blank_item) {
            let place = self.place_of(tag)?;
            let kind = BlockKind::Paragraph(vec![place]);
            return Some(Block::new(self.next_id(), span, kind));
        }
        let id = self.next_id();
        if let Some(kind) = callout(tag) {
            let kind = self.html_callout(element, kind, depth);
            return Some(Block { id, span, kind, when: Vec::new() });
        }
        if is_said(tag) {
            let kind = self.html_div(tag, span, |reader| {
                let id = reader.next_id();
                let kind = reader.html_kind(element, depth + 1)?;
                Some(vec![Block { id, span, kind, when: Vec::new() }])
            });
            return Some(Block { id, span, kind: kind?, when: Vec::new() });
        }
        let kind = self.html_kind(element, depth)?;
        Some(Block { id, span, kind, when: Vec::new() })
    }

    /// What an element among blocks is, without what is said of it with its address, its
    /// language and its direction.
    fn html_kind(&mut self, element: &Element<'_>, depth: usize) -> Option<BlockKind> {
        let (tag, span, items) = (&element.tag, element.span, element.items.as_slice());
        Some(match element.name() {
            "p" if lone_picture(element).is_some() => {
                let picture = lone_picture(element)?;
                self.html_figure(&picture.tag, &picture.tag, None, (span, depth))
            }
            "div" => {
                return self.html_div(tag, span, |reader| {
                    Some(reader.html_items(items, depth + 1))
                });
            }
            "hr" => BlockKind::Rule,
            "ul" | "ol" => self.html_list(element, depth),
            "dl" => self.html_definitions(element, depth),
            "pre" => self.html_code(element),
            "table" => self.html_table(element, depth),
            "figure" => {
                let caption = child(element, "figcaption");
                let parts = panels(element);
                if parts.len() != 1 || parts.iter().any(|part| part.name() == "figure") {
                    return Some(self.html_panels(element, depth));
                }
                let picture = child(element, "img")?;
                self.html_figure(&picture.tag, tag, caption, (span, depth))
            }
            "details" => {
                let summary = child(element, "summary")?;
                let around = Surroundings::block(depth + 1);
                let summary = self.text_of(summary, around);
                let open = tag.get("open").is_some();
                let rest = items.iter().position(|item| element_named(item, "summary"));
                let rest = items.get(rest.map_or(0, |at| at + 1)..).unwrap_or_default();
                let blocks = self.html_items(rest, depth + 1);
                BlockKind::Details(Details { open, summary, blocks })
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.html_heading(element, depth),
            _ => self.simple(element, depth),
        })
    }

    /// A callout: an element with the class of one. Its title may be its first element.
    fn html_callout(
        &mut self,
        element: &Element<'_>,
        kind: CalloutKind,
        depth: usize,
    ) -> BlockKind {
        let (tag, span) = (&element.tag, element.span);
        let id = tag.get("id").map(str::to_owned);
        let anchor = id.map(|id| self.anchor(span, Some(id.clone()), id));
        let named = |item: &Item<'_>| {
            self::element(item).is_some_and(|first| is_callout_title(&first.tag))
        };
        let at = element.items.iter().position(|item| !is_blank_item(item));
        let at = at.filter(|&at| element.items.get(at).is_some_and(named));
        let title = at.and_then(|at| self::element(element.items.get(at)?));
        let around = Surroundings::block(depth + 1);
        let said = tag.with_only(&["lang", "dir"]);
        let title =
            title.map_or_else(Vec::new, |title| self.said_text(&said, title, around));
        let rest = element.items.get(at.map_or(0, |at| at + 1)..).unwrap_or_default();
        let blocks = if tag.get("lang").or_else(|| tag.get("dir")).is_some() {
            let id = self.next_id();
            let inner = self
                .html_div(&said, span, |reader| Some(reader.html_items(rest, depth + 2)));
            inner.map(|kind| Block::new(id, span, kind)).into_iter().collect()
        } else {
            self.html_items(rest, depth + 1)
        };
        if blocks.is_empty() {
            let message = "a callout has no text".to_owned();
            self.error("empty-callout", message, span, "write its text, or remove it");
        }
        BlockKind::Callout(Callout { kind, anchor, wide: false, title, blocks })
    }

    /// A paragraph or a quotation.
    fn simple(&mut self, element: &Element<'_>, depth: usize) -> BlockKind {
        if element.name() == "blockquote" {
            let mut blocks = self.html_items(&element.items, depth + 1);
            self.attribute(&mut blocks);
            return BlockKind::Quote(blocks);
        }
        BlockKind::Paragraph(self.phrasing(&element.items, Surroundings::block(depth + 1)))
    }

    /// Blocks with an address, a language or a direction.
    fn html_div(
        &mut self,
        tag: &Tag,
        span: Span,
        blocks: impl FnOnce(&mut Self) -> Option<Vec<Block>>,
    ) -> Option<BlockKind> {
        let id = tag.get("id").filter(|_| !has_own_address(&tag.name));
        let anchor = id.map(|id| self.anchor(span, Some(id.to_owned()), id.to_owned()));
        let outer = self.marks;
        self.marks = inner_marks(tag).unwrap_or(outer);
        let tongue = self.speak(tag.get("lang"));
        let blocks = blocks(self);
        self.marks = outer;
        self.tongue = tongue;
        Some(BlockKind::Div(Div {
            anchor,
            language: tag.get("lang").map(str::to_owned),
            direction: tag.get("dir").and_then(direction),
            wide: tag.name == "div" && has_class(tag, "wide"),
            blocks: blocks?,
            ..Div::default()
        }))
    }

    /// The blocks of an element that is part of another, such as an item of a list, with
    /// what is said of it.
    fn part_blocks(&mut self, part: &Element<'_>, depth: usize) -> Vec<Block> {
        let (tag, span) = (&part.tag, part.span);
        let items = part.items.as_slice();
        if tag.get("lang").or_else(|| tag.get("dir")).is_some() {
            let id = self.next_id();
            let kind = self
                .html_div(tag, span, |reader| Some(reader.html_items(items, depth + 1)));
            return kind.map(|kind| Block::new(id, span, kind)).into_iter().collect();
        }
        let place = self.place_of(tag);
        let mut blocks = self.html_items(items, depth);
        let Some(place) = place else { return blocks };
        match blocks.first_mut().map(|first| &mut first.kind) {
            Some(BlockKind::Paragraph(text)) => text.insert(0, place),
            Some(_) | None => {
                let id = self.next_id();
                blocks.insert(
                    0,
                    Block::new(id, place.span, BlockKind::Paragraph(vec![place])),
                );
            }
        }
        blocks
    }

    fn html_heading(&mut self, element: &Element<'_>, depth: usize) -> BlockKind {
        let span = element.span;
        self.check_heading(span);
        let said = element.tag.with_only(&["lang", "dir"]);
        let text = self.said_text(&said, element, Surroundings::block(depth + 1));
        let level = element.name().bytes().last().map_or(1, |digit| digit - b'0');
        let id = element.tag.get("id").map(str::to_owned);
        let anchor = self.anchor(span, id, plain_text(&text).trim().to_owned());
        let (wide, unnumbered, unlisted) = (false, false, false);
        BlockKind::Heading { level, anchor, text, wide, unnumbered, unlisted }
    }

    fn html_list(&mut self, element: &Element<'_>, depth: usize) -> BlockKind {
        let first = element.items.iter().find_map(self::element);
        let first = first.and_then(|item| item.tag.get("value"));
        let start = first.or_else(|| element.tag.get("start"));
        let start = (element.name() == "ol")
            .then(|| start.and_then(|start| start.parse().ok()).unwrap_or(1));
        let tight = !element.items.iter().filter_map(self::element).any(has_paragraph);
        let items = element.items.iter().filter_map(self::element).map(|item| {
            let blocks = self.part_blocks(item, depth + 1);
            ListItem { span: item.span, task: None, blocks }
        });
        let items = items.collect();
        let numbering = numbering(&element.tag);
        BlockKind::List(List { start, numbering, tight, steps: false, items })
    }

    fn html_definitions(&mut self, element: &Element<'_>, depth: usize) -> BlockKind {
        let parts: Vec<&Element<'_>> =
            element.items.iter().filter_map(self::element).collect();
        let mut list: Vec<Definition> = Vec::new();
        for part in parts {
            let last = list
                .last_mut()
                .filter(|last| part.name() == "dd" || last.details.is_empty());
            if part.name() == "dt" {
                let id = self.next_id();
                let text = self.text_of(part, Surroundings::block(depth + 1));
                let term = Term { id, span: part.span, anchor: None, text };
                match last {
                    Some(last) => last.terms.push(term),
                    None => list.push(Definition {
                        terms: vec![term],
                        tight: true,
                        details: Vec::new(),
                    }),
                }
            } else if let Some(last) = last {
                last.tight &= !has_paragraph(part);
                let blocks = self.part_blocks(part, depth + 1);
                last.details.push(blocks);
            }
        }
        BlockKind::Definitions(list)
    }

    /// A figure of several pictures: HTML does not say how they share lines.
    fn html_panels(&mut self, figure: &Element<'_>, depth: usize) -> BlockKind {
        let parts = panels(figure);
        let mut blocks = Vec::new();
        for part in &parts {
            let id = self.next_id();
            let picture = match part.name() {
                "img" => Some(*part),
                _ => child(part, "img"),
            };
            let Some(picture) = picture else { continue };
            let caption = child(part, "figcaption");
            let place = (part.span, depth + 1);
            let kind = self.html_figure(&picture.tag, &part.tag, caption, place);
            blocks.push(Block::new(id, part.span, kind));
        }
        let caption = child(figure, "figcaption").map(|caption| {
            let id = self.next_id();
            let text = self.phrasing(&caption.items, Surroundings::block(depth + 1));
            Caption { id, span: caption.span, text }
        });
        let anchor = figure.tag.get("id").map(|id| {
            let text = caption.as_ref().map(|caption| plain_text(&caption.text));
            let text = text.unwrap_or_else(|| id.to_owned());
            self.anchor(figure.span, Some(id.to_owned()), text)
        });
        let columns = match blocks.len() {
            4 => 2,
            count => u16::try_from(count.clamp(1, 3)).unwrap_or(1),
        };
        BlockKind::Panels(Panels {
            anchor,
            arrangement: Arrangement::Columns(columns),
            panels: blocks,
            caption,
            placement: Placement::Here,
            wide: false,
        })
    }

    /// A picture. The address is that of `holder`: the figure, or the picture itself.
    fn html_figure(
        &mut self,
        picture: &Tag,
        holder: &Tag,
        caption: Option<&Element<'_>>,
        (span, depth): (Span, usize),
    ) -> BlockKind {
        let (alt, decorative) = self.html_alt(picture);
        let address = picture.get("src").unwrap_or_default();
        let image = self.reference(picture.span, address, RefKind::Picture);
        let around = Surroundings::block(depth + 1);
        let title = picture.get("title").filter(|title| !title.is_empty());
        let caption: Vec<Inline> = match (caption, title) {
            (Some(caption), _) => self.text_of(caption, around),
            (None, Some(title)) => {
                let kind = crate::ast::InlineKind::Text(smart::text(title, self.marks));
                vec![Inline { span: picture.span, kind }]
            }
            (None, None) => Vec::new(),
        };
        let words = plain_text(&caption);
        let text = if words.is_empty() { alt.clone() } else { words };
        let id = holder.get("id").or_else(|| picture.get("id")).map(str::to_owned);
        BlockKind::Figure {
            anchor: self.anchor(span, id, text),
            image,
            alt,
            decorative,
            caption,
            placement: Placement::Here,
            wide: has_class(holder, "wide"),
            width: picture.get("width").and_then(width),
            height: picture.get("height").and_then(height),
        }
    }

    /// Code: the first line end after `<pre>` is not part of it (HTML Standard, section
    /// 13.1.2.5).
    fn html_code(&mut self, element: &Element<'_>) -> BlockKind {
        let code = child(element, "code");
        let language = code.and_then(|code| language_of(&code.tag));
        let inner = code.and_then(|code| code.tag.get("id"));
        let id = element.tag.get("id").or(inner).map(str::to_owned);
        let anchor = id.map(|id| self.anchor(element.span, Some(id.clone()), id));
        let mut text = String::new();
        for item in &code.unwrap_or(element).items {
            if let Item::Text(letters, _) = item {
                text.extend(letters.iter().map(|letter| letter.c).filter(|&c| c != '\r'));
            }
        }
        if code.is_none() && text.starts_with('\n') {
            text.remove(0);
        }
        if !text.ends_with('\n') {
            text.push('\n');
        }
        let tokens =
            language.map(|name| highlight::tokens(name, &text)).unwrap_or_default();
        BlockKind::Code {
            language: language.map(str::to_owned),
            text,
            tokens,
            wide: false,
            numbers: None,
            anchor,
            caption: Vec::new(),
        }
    }
}

/// The pictures and figures that a figure holds.
fn panels<'a, 'n>(of: &'a Element<'n>) -> Vec<&'a Element<'n>> {
    let parts = of.items.iter().filter_map(element);
    parts.filter(|part| matches!(part.name(), "img" | "figure")).collect()
}

/// Whether what is said of an element among blocks needs a block around it.
fn is_said(tag: &Tag) -> bool {
    let own = has_own_address(&tag.name);
    let said = |name: &str| tag.get(name).is_some();
    let heading = tag.name.len() == 2 && tag.name.starts_with('h') && tag.name != "hr";
    tag.name != "div" && !heading && (said("id") && !own || said("lang") || said("dir"))
}

/// Whether what an element becomes has an address of its own.
fn has_own_address(name: &str) -> bool {
    matches!(
        name,
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "table" | "figure" | "pre" | "img"
    )
}

/// Whether items are text, and what stands among it.
pub(super) fn is_text(items: &[Item<'_>]) -> bool {
    items.iter().all(|item| sort(item) == Sort::Text)
}

/// How a piece is read.
#[derive(PartialEq, Eq)]
enum Sort {
    Text,
    Markdown,
    Block,
}

fn sort(item: &Item<'_>) -> Sort {
    match item {
        Item::Markdown(_) => Sort::Markdown,
        Item::Element(element) if !subset::is_in_line(element.name()) => Sort::Block,
        Item::Text(..) | Item::Element(_) => Sort::Text,
    }
}

fn sort_of(run: &[Item<'_>]) -> Sort {
    run.first().map_or(Sort::Text, sort)
}

fn markdown<'n>(item: &Item<'n>) -> Option<Node<'n>> {
    match item {
        Item::Markdown(node) => Some(*node),
        Item::Text(..) | Item::Element(_) => None,
    }
}

/// The element that an item is.
pub(super) fn element<'a, 'n>(item: &'a Item<'n>) -> Option<&'a Element<'n>> {
    match item {
        Item::Element(element) => Some(element),
        Item::Text(..) | Item::Markdown(_) => None,
    }
}

fn element_named(item: &Item<'_>, name: &str) -> bool {
    element(item).is_some_and(|element| element.name() == name)
}

/// The first element of a name in another.
pub(super) fn child<'a, 'n>(of: &'a Element<'n>, name: &str) -> Option<&'a Element<'n>> {
    of.items.iter().filter_map(element).find(|element| element.name() == name)
}

fn is_blank_item(item: &Item<'_>) -> bool {
    matches!(item, Item::Text(letters, _) if is_blank(letters))
}

/// Whether an item of a list holds paragraphs and not text alone.
fn has_paragraph(item: &Element<'_>) -> bool {
    item.items.iter().any(|item| match item {
        Item::Element(element) => element.name() == "p",
        Item::Markdown(node) => super::is_paragraph(node),
        Item::Text(..) => false,
    })
}
