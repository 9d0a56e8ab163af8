//! Tables and code in blocks in colons that name them: `::: {#tbl-depths tbl-cap="…"}`,
//! as Quarto has them ("Cross-Reference Divs").

use comrak::nodes::{Attributes, Node};

use crate::ast::{
    AnchorId, Block, BlockId, BlockKind, Caption, Div, DivForm, Inline, Placement, each_id,
    plain_text,
};
use crate::source::Span;

use super::Reader;
use super::attributes::{Braces, take};
use super::figures::take_float;

/// What is named, by what its label begins with and by what says its caption.
#[derive(Debug, Copy, Clone, PartialEq, Eq)]
enum Named {
    Table,
    Code,
}

const NAMED: [(&str, &str, Named); 2] =
    [("tbl-", "tbl-cap", Named::Table), ("lst-", "lst-cap", Named::Code)];

/// What the braces say of what the block holds.
struct Said {
    id: Option<String>,
    caption: Vec<Inline>,
    placement: Placement,
    wide: bool,
}

/// What a block in colons names, by its braces.
fn named(attributes: &Attributes) -> Option<(&'static str, Named)> {
    let id = attributes.id.as_deref().unwrap_or_default();
    let has = |key: &str| attributes.pairs.iter().any(|(own, _)| own == key);
    let plain = attributes.classes.iter().all(|class| class == "float");
    let is = |(prefix, key, _): &&(&str, &str, Named)| {
        plain && id.starts_with(prefix) || has(key)
    };
    NAMED.iter().find(is).map(|&(_, key, named)| (key, named))
}

impl Reader<'_> {
    /// Whether a block in colons may name the table or the code that it holds.
    pub(super) fn may_be_labelled(attributes: &Attributes) -> bool {
        named(attributes).is_some()
    }

    /// A block in colons with the label or the caption of a table or of code; a plain one
    /// where it holds something else.
    pub(super) fn labelled_div<'n>(
        &mut self,
        node: Node<'n>,
        (mut braces, wide): (Braces, bool),
        info: Span,
        depth: usize,
    ) -> BlockKind {
        let Some((key, named)) = named(&braces.attributes) else {
            return BlockKind::Rule;
        };
        let id = braces.attributes.id.take();
        let placement = match named {
            Named::Table => take_float(&mut braces.attributes),
            Named::Code => Placement::Here,
        };
        let mut own = braces.attributes.clone();
        let mut rest = braces.attributes.clone();
        while take(&mut rest, key).is_some() {}
        let rest = Braces { attributes: rest, ..Braces::default() };
        let mut div = self.plain_div(node, (rest, wide, DivForm::Plain), info, depth);
        let of = if named == Named::Table { "a table" } else { "code" };
        let start = info.start as usize;
        let keys = [key];
        let caption = self.caption_value(&mut own, (&keys, of), (&braces, start), depth);
        let said = Said { id, caption, placement, wide };
        if self.is_of(&div, named) {
            return self.name(div, (said, of), info);
        }
        if placement == Placement::Float || !said.caption.is_empty() {
            let message = format!("a block with the caption of {of} holds something else");
            let help = "put one table or one block of code into it, and last a paragraph \
                        if that is the caption";
            self.error("bad-layout", message, info, help);
        }
        let text = said.id.clone().unwrap_or_default();
        div.anchor = said.id.map(|id| self.anchor(info, Some(id), text));
        BlockKind::Div(div)
    }

    /// Whether a block holds what it names, and nothing besides but a caption.
    fn is_of(&self, div: &Div, named: Named) -> bool {
        let plain = div.language.is_none() && div.direction.is_none() && div.looseness == 0;
        let (first, rest) = match div.blocks.split_first() {
            Some((first, rest)) if plain && first.when.is_empty() => (first, rest),
            Some(_) | None => return false,
        };
        let captioned = match rest {
            [] => true,
            [last] => matches!(last.kind, BlockKind::Paragraph(_)) && last.when.is_empty(),
            [..] => false,
        };
        let anchor = if let (BlockKind::Table(table), Named::Table) = (&first.kind, named) {
            table.anchor
        } else if let (BlockKind::Code { anchor, .. }, Named::Code) = (&first.kind, named) {
            *anchor
        } else {
            return false;
        };
        let own =
            anchor.and_then(|anchor| self.document.anchors[anchor.0 as usize].id.as_ref());
        captioned && own.is_none()
    }

    /// Gives a table or code the name and the caption of the block around it.
    fn name(&mut self, div: Div, (said, of): (Said, &str), info: Span) -> BlockKind {
        let Said { id, caption: given, placement, wide } = said;
        let mut blocks = div.blocks;
        let below = if blocks.len() > 1 { blocks.pop() } else { None };
        let mut block = blocks.swap_remove(0);
        let caption = match below {
            Some(Block { id, span, kind: BlockKind::Paragraph(text), .. }) => {
                if !given.is_empty() {
                    self.two_captions_of(of, span);
                }
                Some(Caption { id, span, text })
            }
            Some(_) | None => (!given.is_empty()).then(|| {
                let (id, span) = (self.next_id(), info);
                Caption { id, span, text: given }
            }),
        };
        // the number of the block is that of what it holds
        let first = block.id.0 - 1;
        let title = caption.as_ref().map(|caption| plain_text(&caption.text));
        let titled = (id.is_some() || title.is_some())
            .then(|| self.anchor(info, id, title.unwrap_or_default()));
        if let BlockKind::Table(table) = &mut block.kind {
            match (caption, &table.caption) {
                (Some(caption), Some(_)) => self.two_captions_of(of, caption.span),
                (Some(caption), None) => table.caption = Some(caption),
                (None, _) => {}
            }
            self.rename(&mut table.anchor, titled);
            if placement == Placement::Float {
                table.placement = placement;
            }
            table.wide |= wide;
        } else if let BlockKind::Code { anchor, caption: own, wide: across, .. } =
            &mut block.kind
        {
            match caption {
                Some(caption) if own.is_empty() => *own = caption.text,
                Some(caption) => self.two_captions_of(of, caption.span),
                None => {}
            }
            self.rename(anchor, titled);
            *across |= wide;
        }
        let mut last = first;
        let mut block = [Block { id: BlockId(first), ..block }];
        each_id(&mut block, &mut |id| {
            *id = BlockId(last);
            last += 1;
        });
        self.last_id = last - 1;
        let [Block { kind, .. }] = block;
        kind
    }

    fn two_captions_of(&mut self, of: &str, span: Span) {
        let message = format!("{of} has two captions");
        self.error("two-captions", message, span, "remove one of them");
    }

    /// Puts an address in the place of one that nobody chose, whose words it keeps where it
    /// has none.
    fn rename(&mut self, own: &mut Option<AnchorId>, new: Option<AnchorId>) {
        let Some(new) = new else { return };
        if let Some(old) = *own {
            let anchors = &mut self.document.anchors;
            let text = anchors[old.0 as usize].text.clone();
            let made = anchors.pop();
            if let Some(made) = made {
                let old = &mut anchors[old.0 as usize];
                old.id = made.id;
                old.text = if made.text.is_empty() { text } else { made.text };
            }
        } else {
            *own = Some(new);
        }
    }
}
