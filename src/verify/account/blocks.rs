//! The blocks of a text, as items.

use crate::ast::{
    Block, BlockKind, Callout, Cell, CellContent, Definition, Direction, Div, DivForm,
    List, Numbering, Panels, Table,
};
use crate::resolve::{Chapter, Number, NumberKind};
use crate::verify::numbering;
use crate::verify::told::{Group, Item, Kind, plain};

use super::line::{BREAK, Line, formula, id_of, said};
use super::{Account, Form};

impl<'a> Account<'a> {
    pub(super) fn blocks(&mut self, chapter: &'a Chapter, blocks: &'a [Block]) {
        for block in blocks {
            self.block(chapter, block);
        }
    }

    fn block(&mut self, chapter: &'a Chapter, block: &'a Block) {
        self.place = Some(chapter.place(block.span));
        self.begin(block.id);
        match &block.kind {
            BlockKind::Heading { level, anchor, text, .. } => {
                let anchor = chapter.anchor(*anchor);
                let mut line = Line::default();
                line.id(&anchor.id);
                let number = anchor.number.as_ref();
                let lead = number.and_then(|one| self.words.heading_lead(one));
                line.words(&lead.unwrap_or_default());
                self.add(chapter, text, &mut line);
                self.line(Kind::Heading(*level), line);
            }
            BlockKind::Paragraph(text) | BlockKind::Attribution(text) => {
                let mut line = self.inlines(chapter, text);
                line.lead(self.lead.take());
                self.line(Kind::Paragraph, line);
            }
            BlockKind::Stanza(lines) => {
                let mut all = Line::default();
                for (turn, line) in lines.iter().enumerate() {
                    self.add(chapter, &line.text, &mut all);
                    if turn + 1 < lines.len() {
                        all.means(BREAK.to_owned());
                    }
                    all.part(1);
                    all.words(" ");
                }
                self.line(Kind::Paragraph, all);
            }
            BlockKind::List(list) => self.list(chapter, list),
            BlockKind::Quote(blocks) => self.quotation(chapter, blocks),
            BlockKind::Code { .. } => self.code(chapter, block),
            BlockKind::Table(table) => self.table(chapter, table),
            BlockKind::Figure { .. } => self.figure(chapter, block),
            BlockKind::Panels(panels) => self.panels(chapter, panels),
            BlockKind::Div(div) => self.div(chapter, div),
            BlockKind::Definitions(definitions) => {
                let group = match self.form {
                    Form::Pages => Group::Definitions,
                    Form::Tags => Group::List { ordered: false },
                };
                self.group(group, |account| {
                    account.definitions(chapter, definitions);
                });
            }
            BlockKind::Callout(callout) => self.callout(chapter, callout),
            BlockKind::Details(details) => {
                let mut line = self.inlines(chapter, &details.summary);
                line.heavy = true;
                self.line(Kind::Paragraph, line);
                self.blocks(chapter, &details.blocks);
            }
            BlockKind::Equation { anchor, tex, tag } => {
                self.waiting.extend(anchor.map(|anchor| id_of(chapter, anchor)));
                self.instead(Kind::Formula, plain(&said(tex)));
                self.shows(Some(formula(tex, true)));
                if let Some(number) = chapter.equation_number(*anchor, tag.as_ref()) {
                    let mut line = Line::default();
                    line.words(&number);
                    self.line(Kind::Paragraph, line);
                }
            }
            BlockKind::Rule => {}
            BlockKind::References => self.reference_block(block.id),
        }
    }

    /// Code with its caption, and where pages begin in it.
    fn code(&mut self, chapter: &'a Chapter, block: &'a Block) {
        let BlockKind::Code { text, anchor, caption, .. } = &block.kind else { return };
        self.waiting.extend(anchor.map(|anchor| id_of(chapter, anchor)));
        // pages begin in the code, not in its caption
        self.block = None;
        if !caption.is_empty() {
            let line = self.captioned(chapter, *anchor, caption);
            self.line(self.of_form(Kind::Caption), line);
        }
        let text = text.trim_end_matches('\n');
        for (offset, label) in self.starts_in(block.id) {
            let before = text.get(..(offset as usize).min(text.len())).unwrap_or_default();
            let offset = match self.form {
                Form::Pages => before.len(),
                Form::Tags => plain(before).len(),
            };
            self.start(label, (offset, offset));
        }
        match self.form {
            Form::Pages => self.instead(Kind::Code, text.to_owned()),
            // print has nothing where there is no character
            Form::Tags if plain(text).is_empty() => {}
            Form::Tags => self.instead(Kind::Paragraph, plain(text)),
        }
        self.block = None;
    }

    /// A picture and its caption.
    fn figure(&mut self, chapter: &'a Chapter, block: &'a Block) {
        let BlockKind::Figure { anchor, alt, decorative, caption, image, .. } = &block.kind
        else {
            return;
        };
        let shown = self.form == Form::Pages || !*decorative;
        if shown || !caption.is_empty() {
            self.waiting.push(id_of(chapter, *anchor));
        }
        if shown {
            let alt = if *decorative { "" } else { alt };
            self.instead(Kind::Picture, plain(alt));
            let picture = self.picture(chapter, *image);
            self.shows(picture);
        }
        let number = chapter.anchor(*anchor).number.as_ref();
        let panel = |one: &Number| matches!(one.kind, NumberKind::Panel(_));
        if !caption.is_empty() || number.is_some_and(panel) {
            let line = self.captioned(chapter, Some(*anchor), caption);
            self.line(Kind::Caption, line);
        }
    }

    fn panels(&mut self, chapter: &'a Chapter, panels: &'a Panels) {
        self.waiting.extend(panels.anchor.map(|anchor| id_of(chapter, anchor)));
        self.blocks(chapter, &panels.panels);
        if let Some(caption) = &panels.caption {
            self.place = Some(chapter.place(caption.span));
            self.begin(caption.id);
            let line = self.captioned(chapter, panels.anchor, &caption.text);
            self.line(self.of_form(Kind::Caption), line);
        }
    }

    fn div(&mut self, chapter: &'a Chapter, div: &'a Div) {
        self.waiting.extend(div.anchor.map(|anchor| id_of(chapter, anchor)));
        let language = div.language.clone().unwrap_or(self.language.clone());
        let around = std::mem::replace(&mut self.language, language);
        let rtl = div.way().map_or(self.rtl, |way| way == Direction::Rtl);
        let way = std::mem::replace(&mut self.rtl, rtl);
        match div.form {
            DivForm::Epigraph => self.quotation(chapter, &div.blocks),
            DivForm::Aside => self.aside(|account| account.blocks(chapter, &div.blocks)),
            DivForm::Plain | DivForm::Verse | DivForm::Glossary { .. } => {
                self.blocks(chapter, &div.blocks);
            }
        }
        (self.language, self.rtl) = (around, way);
    }

    /// What the tags of a PDF have in the place of a kind of item.
    fn of_form(&self, kind: Kind) -> Kind {
        if self.form == Form::Tags { Kind::Paragraph } else { kind }
    }

    /// What stands in the place of a picture or a formula, or code: words as they are.
    fn instead(&mut self, kind: Kind, text: String) {
        // code runs from left to right
        let rtl = self.rtl && kind != Kind::Code;
        let mut item = Item { text, rtl, ..Item::mark(kind, self.place) };
        item.language.clone_from(&self.language);
        self.push(item);
    }

    /// The last item shows something.
    fn shows(&mut self, what: Option<String>) {
        if let Some(item) = self.items.last_mut() {
            item.means.extend(what);
        }
    }

    /// A caption, with its number where it has one.
    fn captioned(
        &self,
        chapter: &'a Chapter,
        anchor: Option<crate::ast::AnchorId>,
        text: &'a [crate::ast::Inline],
    ) -> Line {
        let mut line = Line::default();
        let number = anchor.and_then(|anchor| chapter.anchor(anchor).number.as_ref());
        let lead = number.map(|number| self.words.caption_lead(number));
        line.bold(&lead.unwrap_or_default());
        self.add(chapter, text, &mut line);
        line
    }

    /// A quotation; whose it is stands below it.
    fn quotation(&mut self, chapter: &'a Chapter, blocks: &'a [Block]) {
        let (said, name) = match blocks.split_last() {
            Some((name, said)) if matches!(name.kind, BlockKind::Attribution(_)) => {
                (said, Some(name))
            }
            Some(_) | None => (blocks, None),
        };
        self.group(Group::Quote, |account| account.blocks(chapter, said));
        if let Some(name) = name {
            self.block(chapter, name);
        }
    }

    fn list(&mut self, chapter: &'a Chapter, list: &'a List) {
        let ordered = list.start.is_some();
        let kind = match list.numbering {
            Numbering::Decimal => numbering::DIGITS,
            Numbering::LowerLetters => 'a',
            Numbering::UpperLetters => 'A',
            Numbering::LowerRoman => 'i',
            Numbering::UpperRoman => 'I',
        };
        let opening = self.items.len();
        self.group(Group::List { ordered }, |account| {
            account.items[opening].text = numbering::beginning(kind, list.start);
            for item in &list.items {
                account.place = Some(chapter.place(item.span));
                account.lead = item.task.map(|done| if done { "☑ " } else { "☐ " });
                account
                    .group(Group::Entry, |account| account.blocks(chapter, &item.blocks));
                account.lead = None;
            }
        });
    }

    fn callout(&mut self, chapter: &'a Chapter, callout: &'a Callout) {
        let anchor = callout.anchor.map(|anchor| chapter.anchor(anchor));
        self.waiting.extend(anchor.map(|anchor| anchor.id.clone()));
        let words = &self.words;
        let number = anchor.and_then(|anchor| anchor.number.as_ref());
        let mut line = Line::default();
        line.heavy = true;
        match number {
            Some(number) => line.words(&words.numbered(number)),
            None => line.words(words.callout(callout.kind)),
        }
        if !callout.title.is_empty() {
            line.words(words.colon);
            self.add(chapter, &callout.title, &mut line);
        }
        self.aside(|account| {
            account.line(Kind::Paragraph, line);
            account.blocks(chapter, &callout.blocks);
        });
    }

    /// What stands beside the text; the tags of a PDF have no element for it.
    fn aside(&mut self, inner: impl FnOnce(&mut Self)) {
        match self.form {
            Form::Pages => self.group(Group::Aside, inner),
            Form::Tags => inner(self),
        }
    }

    fn definitions(&mut self, chapter: &'a Chapter, definitions: &'a [Definition]) {
        for definition in definitions {
            match self.form {
                Form::Pages => {
                    self.terms(chapter, definition);
                    for blocks in &definition.details {
                        self.group(Group::Meaning, |account| {
                            account.blocks(chapter, blocks)
                        });
                    }
                }
                Form::Tags => self.group(Group::Entry, |account| {
                    account.terms(chapter, definition);
                    for blocks in &definition.details {
                        account.blocks(chapter, blocks);
                    }
                }),
            }
        }
    }

    fn terms(&mut self, chapter: &'a Chapter, definition: &'a Definition) {
        for term in &definition.terms {
            self.place = Some(chapter.place(term.span));
            self.begin(term.id);
            let mut line = Line::default();
            term.anchor.iter().for_each(|&anchor| line.id(&id_of(chapter, anchor)));
            self.add(chapter, &term.text, &mut line);
            self.line(Kind::Term, line);
        }
    }

    fn table(&mut self, chapter: &'a Chapter, table: &'a Table) {
        self.waiting.extend(table.anchor.map(|anchor| id_of(chapter, anchor)));
        self.group(Group::Table, |account| {
            if let Some(caption) = &table.caption {
                account.place = Some(chapter.place(caption.span));
                account.begin(caption.id);
                let line = account.captioned(chapter, table.anchor, &caption.text);
                account.line(Kind::Caption, line);
            }
            for (rows, head) in [(&table.head, true), (&table.rows, false)] {
                let mut taken = vec![0; table.columns.len()];
                for row in rows {
                    account.row(chapter, (table, row, head), &mut taken);
                }
            }
        });
        self.blocks(chapter, &table.notes);
    }

    /// A row; `taken` says how many rows the cells above still reach down, by column.
    fn row(
        &mut self,
        chapter: &'a Chapter,
        (table, row, head): (&'a Table, &'a [Cell], bool),
        taken: &mut [u16],
    ) {
        self.group(Group::Row, |account| {
            let mut column = 0;
            for cell in row {
                while taken.get(column).is_some_and(|&rows| rows > 0) {
                    column += 1;
                }
                let names_row = table.row_headers && column == 0;
                let group = Group::Cell {
                    header: (head || names_row) && !cell.is_empty(),
                    columns: cell.columns,
                    rows: cell.rows,
                };
                account.place = Some(chapter.place(cell.span));
                account.heavy = head || names_row;
                account.cell(group, |account| {
                    account.begin(cell.id);
                    match &cell.content {
                        CellContent::Text(text) => {
                            let line = account.inlines(chapter, text);
                            account.line(Kind::Paragraph, line);
                        }
                        CellContent::Blocks(blocks) => {
                            account.blocks(chapter, blocks.as_slice());
                        }
                    }
                });
                account.heavy = false;
                let end = column + usize::from(cell.columns);
                for slot in taken.iter_mut().take(end).skip(column) {
                    *slot = cell.rows;
                }
                column = end;
            }
        });
        taken.iter_mut().for_each(|rows| *rows = rows.saturating_sub(1));
    }
}
