//! Figures within a figure: `::: {#fig-way layout-ncol=2}` around pictures, as Quarto has
//! it ("Figures", "Subfigures").

use comrak::nodes::{Attributes, Node, NodeValue};

use crate::ast::{
    Arrangement, Block, BlockKind, Caption, Div, DivForm, Inline, Panels, Placement,
    plain_text,
};
use crate::source::Span;

use super::Reader;
use super::attributes::{Braces, take};
use super::figures::take_float;

/// What says how pictures share lines.
const LAYOUT: [&str; 3] = ["layout", "layout-ncol", "layout-nrow"];
/// The most panels beside one another, and the greatest width of one in proportion.
const MOST: u16 = 1000;
/// How pictures are written in a block that sets them beside one another.
const PICTURES: &str = "put only pictures, tables and code into it, each picture in a \
                        paragraph of its own, and last a paragraph as the caption of the \
                        whole";

/// How panels are to share lines, before they are counted.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Layout {
    Columns(u16),
    Lines(u16),
    Rows(Vec<Vec<u16>>),
}

impl Reader<'_> {
    /// Whether a block in colons may hold pictures that belong together.
    pub(super) fn may_be_panels(attributes: &Attributes) -> bool {
        let named = attributes.id.as_ref().is_some_and(|id| id.starts_with("fig-"));
        let classed = attributes.classes.iter().any(|class| class != "float");
        named && !classed
            || attributes.pairs.iter().any(|(key, _)| LAYOUT.contains(&key.as_str()))
    }

    /// A block in colons with `layout-ncol`, `layout-nrow` or `layout`, or with the label of
    /// a figure; the latter is a plain block where it holds other things than pictures.
    pub(super) fn panels<'n>(
        &mut self,
        node: Node<'n>,
        (mut braces, wide): (Braces, bool),
        info: Span,
        depth: usize,
    ) -> Option<BlockKind> {
        let id = braces.attributes.id.clone();
        braces.attributes.id = None;
        let placement = take_float(&mut braces.attributes);
        let start = info.start as usize;
        let mut attributes = braces.attributes.clone();
        take(&mut attributes, "fig-cap");
        let layout = self.layout(&mut attributes, info);
        let outer = self.beside_depth.replace(depth + 1);
        let div = if layout.is_some() {
            let takes = "takes an address like `{#fig-way}`, `.float`, `.wide`, \
                         `layout-ncol=2`, `layout-nrow=2` or `layout=\"[[2,1],[1]]\"`, and \
                         `fig-cap=\"…\"`";
            self.unknown_attributes(&attributes, "a block of pictures", takes, info);
            let blocks = self.div_blocks(node, depth);
            Div { wide, blocks, ..Div::default() }
        } else {
            let braces = Braces { attributes, ..Braces::default() };
            self.plain_div(node, (braces, wide, DivForm::Plain), info, depth)
        };
        self.beside_depth = outer;
        // read behind what stands above it
        let keys = (["fig-cap"].as_slice(), "a figure");
        let mut named = braces.attributes.clone();
        let given = self.caption_value(&mut named, keys, (&braces, start), depth);
        let own = (id, placement, given);
        match layout {
            Some(layout) => self.laid_out(div.blocks, (own, wide), layout?, info),
            None => Some(self.labelled(div, own, info)),
        }
    }

    /// Pictures that a layout sets beside one another.
    fn laid_out(
        &mut self,
        mut blocks: Vec<Block>,
        ((id, placement, given), wide): ((Option<String>, Placement, Vec<Inline>), bool),
        layout: Layout,
        info: Span,
    ) -> Option<BlockKind> {
        let caption = self.panels_caption(&mut blocks, given, info);
        if blocks.is_empty() {
            let message = "a layout holds nothing".to_owned();
            self.error("bad-layout", message, info, PICTURES);
            return None;
        }
        let mut fits = true;
        for block in &blocks {
            fits &= self.check_panel(block);
        }
        let arrangement = self.arrangement(layout, blocks.len(), info);
        let anchor = id.map(|id| {
            let text = caption.as_ref().map(|caption| plain_text(&caption.text));
            let text = text.unwrap_or_else(|| id.clone());
            self.anchor(info, Some(id), text)
        });
        let arrangement = arrangement.filter(|_| fits)?;
        let panels = blocks;
        let made = Panels { anchor, arrangement, panels, caption, placement, wide };
        Some(BlockKind::Panels(made))
    }

    /// A block with the label of a figure and without a layout: one picture with the caption
    /// below it is that figure, several stand one below the other.
    fn labelled(
        &mut self,
        mut div: Div,
        (id, placement, given): (Option<String>, Placement, Vec<Inline>),
        info: Span,
    ) -> BlockKind {
        let pictures = div
            .blocks
            .iter()
            .take_while(|block| matches!(block.kind, BlockKind::Figure { .. }))
            .count();
        let rest = div.blocks.get(pictures..).unwrap_or_default();
        let captioned = match rest {
            [] => true,
            [last] => matches!(last.kind, BlockKind::Paragraph(_)),
            [..] => false,
        };
        let plain = div.language.is_none() && div.direction.is_none() && div.looseness == 0;
        if pictures == 0 || !captioned || !plain {
            if placement == Placement::Float || !given.is_empty() {
                let message =
                    "a block with the label of a figure holds no picture".to_owned();
                self.error("bad-layout", message, info, PICTURES);
            }
            let text = id.clone().unwrap_or_default();
            div.anchor = id.map(|id| self.anchor(info, Some(id), text));
            return BlockKind::Div(div);
        }
        let (wide, blocks) = (div.wide, div.blocks);
        if pictures == 1 && self.is_bare(&blocks[0]) {
            return self.only_picture(blocks, (id, placement, given), (wide, info));
        }
        let own = ((id, placement, given), wide);
        let made = self.laid_out(blocks, own, Layout::Columns(1), info);
        made.unwrap_or(BlockKind::Rule)
    }

    /// Whether a picture has neither a label nor a caption of its own.
    fn is_bare(&self, block: &Block) -> bool {
        let BlockKind::Figure { anchor, caption, placement, wide, .. } = &block.kind else {
            return false;
        };
        let id = &self.document.anchors[anchor.0 as usize].id;
        id.is_none() && caption.is_empty() && *placement == Placement::Here && !wide
    }

    /// One picture and the caption below it.
    fn only_picture(
        &mut self,
        mut blocks: Vec<Block>,
        (id, placement, given): (Option<String>, Placement, Vec<Inline>),
        (wide, info): (bool, Span),
    ) -> BlockKind {
        let said = self.panels_caption(&mut blocks, given, info);
        // its number is that of the block
        self.last_id = blocks[0].id.0 - 1;
        let mut kind = blocks.swap_remove(0).kind;
        if let BlockKind::Figure { anchor, caption, placement: own, wide: across, .. } =
            &mut kind
        {
            let written = &mut self.document.anchors[anchor.0 as usize];
            written.id = id;
            if let Some(said) = said {
                written.text = plain_text(&said.text);
                *caption = said.text;
            }
            (*own, *across) = (placement, wide);
        }
        kind
    }

    /// Takes the caption of the whole: its last paragraph, or that which was given.
    fn panels_caption(
        &mut self,
        blocks: &mut Vec<Block>,
        given: Vec<Inline>,
        info: Span,
    ) -> Option<Caption> {
        let last = blocks.pop_if(|block| {
            matches!(block.kind, BlockKind::Paragraph(_)) && block.when.is_empty()
        });
        if given.is_empty() {
            let Block { id, span, kind, .. } = last?;
            let BlockKind::Paragraph(text) = kind else { return None };
            return Some(Caption { id, span, text });
        }
        if last.is_some() {
            let message = "a figure has two captions".to_owned();
            let help = "remove `fig-cap`, or the paragraph below the pictures";
            self.error("two-captions", message, info, help);
        }
        let id = self.next_id();
        Some(Caption { id, span: info, text: given })
    }

    /// Whether a block is fit to stand beside others.
    fn check_panel(&mut self, block: &Block) -> bool {
        let placed = match &block.kind {
            BlockKind::Figure { placement, wide, .. } => Some((*placement, *wide)),
            BlockKind::Table(table) => Some((table.placement, table.wide)),
            BlockKind::Code { wide, .. } => Some((Placement::Here, *wide)),
            BlockKind::Heading { .. }
            | BlockKind::Paragraph(_)
            | BlockKind::Attribution(_)
            | BlockKind::Stanza(_)
            | BlockKind::List(_)
            | BlockKind::Quote(_)
            | BlockKind::Definitions(_)
            | BlockKind::Callout(_)
            | BlockKind::Details(_)
            | BlockKind::Div(_)
            | BlockKind::Equation { .. }
            | BlockKind::Panels(_)
            | BlockKind::Rule
            | BlockKind::References => None,
        };
        let Some((placement, wide)) = placed else {
            let message =
                "only pictures, tables and code can be set beside one another".to_owned();
            self.error("bad-layout", message, block.span, PICTURES);
            return false;
        };
        if !block.when.is_empty() {
            let message = "what stands beside others stands under a condition".to_owned();
            let help = "put the condition around the whole block, or write two of them";
            self.error("bad-layout", message, block.span, help);
            return false;
        }
        if placement == Placement::Float || wide {
            let message = "what stands beside others has no place of its own".to_owned();
            let help = "write `.float` or `.wide` in the braces of the block around it";
            self.error("bad-layout", message, block.span, help);
            return false;
        }
        true
    }

    /// Takes what is said of a layout, if anything is; nothing in it where that is wrong.
    fn layout(
        &mut self,
        attributes: &mut Attributes,
        info: Span,
    ) -> Option<Option<Layout>> {
        let [rows, columns, lines] = LAYOUT.map(|key| take(attributes, key));
        let count = [&rows, &columns, &lines].into_iter().flatten().count();
        if count == 0 {
            return None;
        }
        let number = |text: &str| text.parse().ok().filter(|n| (1..=MOST).contains(n));
        let read = match (&rows, &columns, &lines) {
            (Some(rows), None, None) => read_rows(rows).map(Layout::Rows),
            (None, Some(columns), None) => number(columns).map(Layout::Columns),
            (None, None, Some(lines)) => number(lines).map(Layout::Lines),
            _ => None,
        };
        if read.is_none() {
            let written: Vec<String> =
                [rows, columns, lines].into_iter().flatten().collect();
            let message = format!("`{}` is no layout", written.join("`, `"));
            let help = "write one of `layout-ncol=2`, `layout-nrow=2` and \
                        `layout=\"[[2,1],[1]]\"`: how wide the pictures of each row are in \
                        proportion to one another";
            self.error("bad-layout", message, info, help);
        }
        Some(read)
    }

    /// A layout for so many panels.
    fn arrangement(
        &mut self,
        layout: Layout,
        panels: usize,
        info: Span,
    ) -> Option<Arrangement> {
        let columns = |count: usize| {
            Arrangement::Columns(u16::try_from(count.clamp(1, panels)).unwrap_or(MOST))
        };
        match layout {
            Layout::Columns(count) => Some(columns(usize::from(count))),
            Layout::Lines(count) => Some(columns(panels.div_ceil(usize::from(count)))),
            Layout::Rows(rows) => {
                let places: usize = rows.iter().map(Vec::len).sum();
                if places == panels {
                    return Some(Arrangement::Rows(rows));
                }
                let message =
                    format!("a layout has {places} places, and the block holds {panels}");
                let help = "write as many numbers as there are pictures";
                self.error("bad-layout", message, info, help);
                None
            }
        }
    }

    /// The pictures of a paragraph that holds nothing else, where pictures are set beside
    /// one another.
    pub(super) fn beside<'n>(
        &mut self,
        node: Node<'n>,
        depth: usize,
    ) -> Option<Vec<Block>> {
        if self.beside_depth != Some(depth)
            || !matches!(node.data().value, NodeValue::Paragraph)
        {
            return None;
        }
        let mut pictures = Vec::new();
        for child in node.children() {
            let data = child.data();
            let breaks = matches!(data.value, NodeValue::SoftBreak | NodeValue::LineBreak);
            let blank =
                matches!(&data.value, NodeValue::Text(text) if text.trim().is_empty());
            if matches!(data.value, NodeValue::Image(_)) {
                pictures.push(child);
            } else if !breaks && !blank {
                return None;
            }
        }
        if pictures.len() < 2 {
            return None;
        }
        let mut blocks = Vec::new();
        for picture in pictures {
            let id = self.next_id();
            let span = self.lines.span(self.text, picture.data().sourcepos);
            let kind = self.figure(picture, span, depth);
            blocks.push(Block::new(id, span, kind));
        }
        Some(blocks)
    }
}

/// Rows of numbers as Quarto writes them: `[[2,1],[1]]`, or `[2,1]` for one row.
fn read_rows(written: &str) -> Option<Vec<Vec<u16>>> {
    let text: String = written.chars().filter(|c| !c.is_whitespace()).collect();
    let inner = text.strip_prefix('[')?.strip_suffix(']')?;
    let numbers = |row: &str| -> Option<Vec<u16>> {
        let number = |text: &str| text.parse().ok().filter(|n| (1..=MOST).contains(n));
        row.split(',').map(number).collect()
    };
    if !inner.starts_with('[') {
        return Some(vec![numbers(inner)?]);
    }
    let inner = inner.strip_prefix('[')?.strip_suffix(']')?;
    inner.split("],[").map(numbers).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_read_as_quarto_writes_them() {
        assert_eq!(read_rows("[[1,1],[1]]"), Some(vec![vec![1, 1], vec![1]]));
        assert_eq!(read_rows("[ [ 70, 30 ] ]"), Some(vec![vec![70, 30]]));
        assert_eq!(read_rows("[2,1]"), Some(vec![vec![2, 1]]));
        for wrong in ["", "2", "[]", "[[]]", "[[1,-1]]", "[[1],2]", "[0]", "[[1,1],[1]"] {
            assert_eq!(read_rows(wrong), None, "{wrong}");
        }
    }
}
