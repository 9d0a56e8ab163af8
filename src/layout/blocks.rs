//! Blocks of a chapter to items of the flow.

use super::build::{Builder, Spot};
use super::flow::{Content, Frame, TextBlock};
use super::fonts::{FeatureSet, Style};
use super::inline::{Gather, Type, code_type};
use super::paragraph::{Form, Paragraph};
use super::sheet::{ElementId, Role};
use crate::ast::{AnchorId, Block, BlockId, BlockKind, Definition, Inline, List, Token};
use crate::length::Length;
use crate::resolve::{Chapter, Division};
use crate::source::Span as SourceSpan;
use crate::theme::Align;

/// The marks of items, by the number of lists around theirs.
const BULLETS: [&str; 3] = ["•", "–", "‣"];

/// What stands above a block, for the space and the indent between them.
#[derive(Debug, Copy, Clone, PartialEq, Eq)]
pub(super) enum Above {
    Nothing,
    Paragraph,
    Heading,
    Other,
}

/// Code, its parts, and the number of its first line, if its lines are numbered.
type CodeText<'a> = (&'a str, &'a [Token], Option<u32>);

impl<'a> Builder<'a> {
    /// Prints blocks, one after the other.
    pub(super) fn blocks(&mut self, spot: Spot, chapter: &'a Chapter, blocks: &'a [Block]) {
        self.blocks_after(spot, chapter, blocks, Above::Nothing, false);
    }

    pub(super) fn blocks_after(
        &mut self,
        spot: Spot,
        chapter: &'a Chapter,
        blocks: &'a [Block],
        mut above: Above,
        tight: bool,
    ) -> Above {
        for block in blocks {
            above = self.block(spot, chapter, block, above, tight);
            self.notes_after(spot, chapter);
        }
        above
    }

    fn block(
        &mut self,
        spot: Spot,
        chapter: &'a Chapter,
        block: &'a Block,
        above: Above,
        tight: bool,
    ) -> Above {
        if !block.is_wide() {
            return self.block_here(spot, chapter, block, above, tight);
        }
        self.run_across((spot, chapter, block), |builder, spot| {
            builder.block_here(spot, chapter, block, above, tight)
        })
    }

    fn block_here(
        &mut self,
        spot: Spot,
        chapter: &'a Chapter,
        block: &'a Block,
        above: Above,
        tight: bool,
    ) -> Above {
        let (_, leading) = self.scale();
        match &block.kind {
            BlockKind::Heading { unlisted, .. } => {
                self.heading(spot, chapter, block, unlisted.then_some(above));
                Above::Heading
            }
            BlockKind::Paragraph(text) => {
                let space = (self.space_above(above, tight), above == Above::Paragraph);
                let printed = self.paragraph(spot, chapter, block, text, space);
                if printed { Above::Paragraph } else { above }
            }
            BlockKind::Attribution(text) => {
                self.attribution(spot, chapter, block, text);
                Above::Other
            }
            BlockKind::Stanza(lines) => {
                self.stanza(spot, chapter, (block, lines), above);
                Above::Other
            }
            BlockKind::List(list) => {
                let around = self.space_around(list, above, tight);
                self.flush(|builder| builder.list(spot, chapter, list, around));
                Above::Other
            }
            BlockKind::Quote(blocks) => {
                self.flush(|builder| builder.quote(spot, chapter, blocks, above));
                Above::Other
            }
            BlockKind::Code { text, tokens, anchor, caption, numbers, .. } => {
                let spot = self.listing(spot, chapter, block, (*anchor, caption));
                self.code(spot, chapter, block, (text, tokens, *numbers));
                Above::Other
            }
            BlockKind::Table(table) => {
                let set = |builder: &mut Self| {
                    builder.table(spot, chapter, (table, block.span));
                };
                self.floated(spot, chapter, (block, table.placement), above, set)
            }
            BlockKind::Definitions(all) => self.definition_list(spot, chapter, all, above),
            BlockKind::Callout(callout) => {
                self.callout(spot, chapter, block, callout);
                Above::Other
            }
            BlockKind::Details(details) => {
                self.details(spot, chapter, block, details);
                Above::Other
            }
            BlockKind::Div(div) => self.div(spot, chapter, div, above),
            BlockKind::Equation { anchor, tex, tag } => {
                self.equation(spot, chapter, block, (*anchor, tex, tag.as_ref()));
                Above::Other
            }
            BlockKind::Figure { placement, .. } => {
                let set = |builder: &mut Self| builder.figure_block(spot, chapter, block);
                self.floated(spot, chapter, (block, *placement), above, set)
            }
            BlockKind::Panels(panels) => {
                let set = |builder: &mut Self| {
                    builder.panels(spot, chapter, (block, panels));
                };
                self.floated(spot, chapter, (block, panels.placement), above, set)
            }
            BlockKind::References => {
                self.reference_block(spot, block.id);
                Above::Other
            }
            BlockKind::Rule => {
                self.item(spot, leading / 2, leading / 4, Content::Ornament);
                if let Some(item) = self.last_item() {
                    item.keep_with_next = true;
                }
                self.pending.space = leading / 2;
                Above::Heading
            }
        }
    }

    /// The space above a paragraph; none where paragraphs of an item are set close.
    fn space_above(&self, above: Above, tight: bool) -> Length {
        match above {
            Above::Paragraph if tight => Length::ZERO,
            Above::Paragraph if self.cell.is_some() => self.scale().1 / 3,
            Above::Paragraph => self.theme.tokens.text.paragraph_space,
            Above::Other => self.scale().1 / 2,
            Above::Nothing | Above::Heading => Length::ZERO,
        }
    }

    /// The space above and below a list.
    fn space_around(&self, list: &List, above: Above, tight: bool) -> (Length, Length) {
        let (_, leading) = self.scale();
        let after = match (list.steps, tight) {
            (true, _) => leading * 3 / 4,
            // a list in an item whose text is set close follows it closely
            (false, true) => Length::ZERO,
            (false, false) => leading / 2,
        };
        let before = match (above, list.steps) {
            // the large figures of steps reach above the line
            (Above::Nothing, true) => leading / 2,
            (Above::Nothing, false) => Length::ZERO,
            (Above::Paragraph | Above::Heading | Above::Other, _) => after,
        };
        (before, after)
    }

    /// A heading. `unlisted` says what stands above it where it is no part of the outline.
    fn heading(
        &mut self,
        spot: Spot,
        chapter: &'a Chapter,
        block: &'a Block,
        unlisted: Option<Above>,
    ) {
        let BlockKind::Heading { level, anchor, text, .. } = &block.kind else { return };
        let (level, anchor) = (*level, *anchor);
        let number = usize::from(level.clamp(1, 6)) - 1;
        let heading = self.theme.tokens.headings[number].clone();
        let element = self.structure.add(spot.element, Role::Heading(level));
        let kind = self.heading_type(&heading);
        let form = self.heading_form(&heading, spot.width, heading.align);
        let (block, own) = ((block.id, block.span), (element, spot.division));
        let titles = chapter.title_anchor == Some(anchor);
        let listed = unlisted.is_none() && (titles || self.book.is_listed(spot.division));
        let anchor = chapter.anchor(anchor);
        let number = anchor.number.as_ref();
        let lead = number.and_then(|number| self.words.heading_lead(number));
        let lead = (lead.unwrap_or_default(), kind.clone());
        let paragraph = self.led_paragraph(chapter, block, (lead, text), &kind, own, form);
        self.pending.anchors.push(anchor.id.clone());
        if listed {
            let level = level + self.below_part();
            self.outline.push((level, anchor.title.clone(), anchor.id.clone(), element));
        }
        // where it opens a quotation or an item, there is space enough
        let opens = unlisted == Some(Above::Nothing);
        let before = if opens { Length::ZERO } else { heading.before };
        self.text(spot, paragraph, before, true);
        self.pending.space = heading.after;
    }

    /// A paragraph; gives whether anything of it is printed. One that holds an address
    /// alone stays with what follows, or a heading above it would stand at the foot of a
    /// page.
    fn paragraph(
        &mut self,
        spot: Spot,
        chapter: &'a Chapter,
        block: &'a Block,
        text: &'a [Inline],
        (space, indented): (Length, bool),
    ) -> bool {
        let element = self.structure.add(spot.element, Role::P);
        let indent = match self.cell {
            None if indented => self.theme.tokens.text.indent,
            None | Some(_) => Length::ZERO,
        };
        let looseness = self.looseness;
        let form = Form { indent, looseness, ..self.text_form(spot.width) };
        let kind = self.text_type();
        let (block, own) = ((block.id, block.span), (element, spot.division));
        let paragraph = self.inline_paragraph(chapter, block, text, &kind, own, form);
        let printed = !paragraph.spans.is_empty();
        self.text(spot, paragraph, space, false);
        if !printed && let Some(item) = self.last_item() {
            // its address stands where what follows does
            item.keep_with_next = true;
        }
        printed
    }

    fn definition_list(
        &mut self,
        spot: Spot,
        chapter: &'a Chapter,
        definitions: &'a [Definition],
        above: Above,
    ) -> Above {
        let (_, leading) = self.scale();
        let outer = if above == Above::Nothing { Length::ZERO } else { leading / 2 };
        self.flush(|builder| builder.definitions(spot, chapter, definitions, outer));
        Above::Other
    }

    /// What an author wrote as a paragraph; addresses of what prints nothing go to the
    /// next item.
    pub(super) fn inline_paragraph(
        &mut self,
        chapter: &Chapter,
        (block, span): (BlockId, SourceSpan),
        text: &[Inline],
        kind: &Type<'a>,
        own: (ElementId, Division),
        form: Form,
    ) -> Paragraph {
        let lead = (String::new(), kind.clone());
        self.led_paragraph(chapter, (block, span), (lead, text), kind, own, form)
    }

    /// The same behind words that the program made, in a type of their own.
    pub(super) fn led_paragraph(
        &mut self,
        chapter: &Chapter,
        (block, span): (BlockId, SourceSpan),
        ((lead, lead_kind), text): ((String, Type<'a>), &[Inline]),
        kind: &Type<'a>,
        (element, division): (ElementId, Division),
        form: Form,
    ) -> Paragraph {
        let mut gather = self.gather();
        gather.push_made(&lead, lead_kind.style(gather.theme), element);
        gather.inlines(chapter, text, kind, element);
        let left = gather.end();
        let Gather { text, spans, .. } = gather;
        self.pending.anchors.extend(left);
        let place = Some(Self::place(chapter.source, span));
        Paragraph { text, spans, form, block: Some((division, block)), place }
    }

    fn list(
        &mut self,
        spot: Spot,
        chapter: &'a Chapter,
        list: &'a List,
        (outer, after): (Length, Length),
    ) {
        let (size, leading) = self.scale();
        let between = match (list.steps, list.tight) {
            (true, _) => leading * 3 / 4,
            (false, true) => Length::ZERO,
            (false, false) => leading / 2,
        };
        let numbering = list.start.map(|_| list.numbering);
        let element = self.structure.add(spot.element, Role::L { numbering });
        let kind = self.label_type(list.steps);
        let style = kind.style(self.theme);
        let bullet = usize::from(spot.bullets) % BULLETS.len();
        let bullets = spot.bullets + u8::from(list.start.is_none());
        let labels: Vec<String> = (0u32..)
            .zip(&list.items)
            .map(|(turn, item)| {
                let task = item.task.map(|done| if done { "☑" } else { "☐" });
                let number = list.start.map(|start| start.saturating_add(turn));
                let number = number.map(|number| match list.steps {
                    true => number.to_string(),
                    false => format!("{}.", list.numbering.label(number)),
                });
                match (number, task) {
                    (Some(number), Some(task)) => format!("{number} {task}"),
                    (Some(number), None) => number,
                    (None, Some(task)) => task.to_owned(),
                    (None, None) => BULLETS[bullet].to_owned(),
                }
            })
            .collect();
        let widths: Vec<Length> = labels
            .iter()
            .map(|label| label.chars().map(|c| self.shaper.advance(c, &style)).sum())
            .collect();
        let widest = widths.iter().copied().max().unwrap_or(Length::ZERO);
        // how wide a cell is is not known yet
        let room = match self.cell {
            Some(_) => size,
            None => (spot.width - size * 8).max(Length::ZERO),
        };
        let least = widest + if list.steps { size } else { size / 2 };
        let usual = if list.steps { size * 5 / 2 } else { size * 3 / 2 };
        let hang = least.max(usual.min(room));
        for (turn, item) in list.items.iter().enumerate() {
            let entry = self.structure.add(element, Role::LI);
            let own = self.structure.add(entry, Role::Lbl);
            let mut gather = self.gather();
            gather.push_made(&labels[turn], style, own);
            let (text, spans) = (gather.text, gather.spans);
            let form = Form {
                align: Align::Left,
                hyphenate: false,
                protrusion: false,
                ..self.text_form(hang)
            };
            let label = self.add(Paragraph { text, spans, form, block: None, place: None });
            let body = self.structure.add(entry, Role::LBody);
            // labels stand flush right against the text, a gap before it
            let x = if list.steps {
                // large figures stand at the edge
                spot.x
            } else {
                spot.x + hang - size / 2 - widths[turn]
            };
            let (x_inner, width) = (spot.x + hang, spot.width - hang);
            let inner = Spot { x: x_inner, width, element: body, bullets, ..spot };
            self.pending.space =
                self.pending.space.max(if turn == 0 { outer } else { between });
            let before = self.groups.last().map_or(0, |group| group.items.len());
            self.blocks_after(inner, chapter, &item.blocks, Above::Nothing, list.tight);
            self.set_label(before, label, inner, x);
        }
        self.pending.space = self.pending.space.max(after);
    }

    /// The type of the labels of a list: the numbers of steps are large.
    fn label_type(&self, steps: bool) -> Type<'a> {
        let kind = Type { features: FeatureSet::Tabular, ..self.text_type() };
        if !steps {
            return kind;
        }
        let color = self.theme.tokens.light.accent;
        Type { size: kind.size * 8 / 5, weight: 700, color, ..kind }
    }

    /// The room that the numbers of lines of code take, with the gap behind them.
    fn number_margin(&mut self, first: u32, lines: usize, style: &Style) -> Length {
        let last = u64::from(first) + lines as u64;
        let digit = self.shaper.advance('0', style);
        digit * i64::try_from(last.to_string().len() + 2).unwrap_or(2)
    }

    /// Puts a label beside what was printed first since the group had `before` items; an
    /// item in which nothing stands gets a line for its label.
    pub(super) fn set_label(&mut self, before: usize, label: usize, spot: Spot, x: Length) {
        let first = self.groups.last_mut().and_then(|group| group.items.get_mut(before));
        if let Some(item) = first {
            // the label of an outer list is read before that of an inner one
            item.labels.insert(0, (label, x));
            return;
        }
        let block = TextBlock { paragraph: label, together: true, tail: None };
        self.item(Spot { x, ..spot }, Length::ZERO, Length::ZERO, Content::Text(block));
    }

    /// The caption of code, above it; gives where the code stands. Both are in one
    /// division: a `Caption` is for figures, tables and lists (ISO 32000-1, 14.8.4.3).
    fn listing(
        &mut self,
        spot: Spot,
        chapter: &'a Chapter,
        block: &'a Block,
        (anchor, caption): (Option<AnchorId>, &'a [Inline]),
    ) -> Spot {
        if let Some(anchor) = anchor {
            self.pending.anchors.push(chapter.anchor(anchor).id.clone());
        }
        if caption.is_empty() {
            return spot;
        }
        let leading = self.theme.tokens.text.leading;
        let division = self.structure.add(spot.element, Role::Div);
        let element = self.structure.add(division, Role::P);
        let kind = self.small_type();
        let form = Form { align: Align::Left, ..self.small_form(spot.width) };
        let text = (self.caption_lead(chapter, anchor), caption);
        let (place, own) = ((block.id, block.span), (element, spot.division));
        let mut paragraph = self.led_paragraph(chapter, place, text, &kind, own, form);
        // places in the block are those in its code
        paragraph.block = None;
        let paragraph = self.add(paragraph);
        let text = TextBlock { paragraph, together: true, tail: None };
        self.item(spot, leading, leading / 2, Content::Text(text));
        if let Some(item) = self.last_item() {
            item.keep_with_next = true;
        }
        Spot { element: division, ..spot }
    }

    fn code(
        &mut self,
        spot: Spot,
        chapter: &'a Chapter,
        block: &'a Block,
        code: CodeText<'a>,
    ) {
        // code runs from left to right in every language
        let rtl = self.rtl;
        let spot = self.turned(spot, false);
        self.left_to_right_code(spot, chapter, block, code);
        self.rtl = rtl;
    }

    fn left_to_right_code(
        &mut self,
        spot: Spot,
        chapter: &'a Chapter,
        block: &'a Block,
        (code, tokens, numbers): CodeText<'a>,
    ) {
        let theme = &self.theme.tokens;
        let (size, between) = self.scale();
        let leading = between.scale(9, 10);
        let padding = between / 3;
        let inset = size * 2 / 3;
        self.frames.push(Frame {
            parent: spot.frame,
            x: spot.x,
            width: spot.width,
            rtl: self.rtl,
            padding,
            tint: Some(theme.light.tint),
            rule: None,
        });
        let frame = Some(self.frames.len() - 1);
        // code is a part of a line (ISO 32000-1, 14.8.4.4): a block of it needs a block around
        let around = self.structure.add(spot.element, Role::P);
        let element = self.structure.add(around, Role::Code);
        let kind = code_type(self.theme, &self.text_type());
        let style = kind.style(self.theme);
        let mut gather = self.gather();
        gather.verbatim();
        let code = code.trim_end_matches('\n');
        gather.code(code, tokens, &kind, element);
        let (text, spans) = (gather.text, gather.spans);
        let margin = numbers.map_or(Length::ZERO, |first| {
            let lines = text.bytes().filter(|&byte| byte == b'\n').count();
            self.number_margin(first, lines, &style)
        });
        let form = Form {
            align: Align::Left,
            hyphenate: false,
            marked: true,
            numbers,
            leading,
            baseline: self.fonts.baseline(style.face, style.size, leading),
            ..self.text_form(spot.width - inset * 2 - margin)
        };
        let paragraph = Paragraph {
            text,
            spans,
            form,
            block: Some((spot.division, block.id)),
            place: Some(Self::place(chapter.source, block.span)),
        };
        let outer = between / 2;
        let inner = Spot {
            x: spot.x + inset + margin,
            width: spot.width - inset * 2 - margin,
            frame,
            ..spot
        };
        self.pending.padding += padding;
        self.text(inner, paragraph, outer, false);
        self.pending.space = outer;
        self.pending.padding += padding;
    }
}
