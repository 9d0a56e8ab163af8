//! Which characters of a book are set in which face.

use std::collections::{BTreeMap, BTreeSet};

use skrifa::MetadataProvider;
use skrifa::raw::FontRef;

use crate::ast::{
    AnchorId, Block, BlockKind, Cell, Inline, InlineKind, Panels, Table, Token, TokenKind,
    visit_inlines,
};
use crate::math;
use crate::project::ListKind;
use crate::resolve::{Book, Chapter, Division, Goal, Index, Piece, Words};
use crate::theme::{
    EMOJI_FAMILY, FaceId, FeatureTokens, HeadingTokens, Theme, is_pictograph,
};

const REGULAR: u16 = 400;
const BOLD: u16 = 700;

/// How a stretch of text is set: family, weight, whether italic.
type Cut<'a> = (&'a str, u16, bool);

/// The faces an edition for the screen needs, and the characters needed of each.
///
/// `furniture` is what the format itself adds in running text. A character that its
/// face lacks is taken from the first fallback family of the theme that has it; one
/// that no face has is left to the reader's own fonts.
pub fn faces(
    book: &Book,
    theme: &Theme,
    furniture: &str,
) -> BTreeMap<FaceId, BTreeSet<char>> {
    let words = &book.words;
    let mut usage =
        Usage { theme, words, by_cut: BTreeMap::new(), of_emoji: BTreeSet::new() };
    let text = (theme.tokens.text.family.as_str(), REGULAR, false);
    usage.add(text, furniture);
    // What browsers add (list numbers, hyphens) and what a reader may look for.
    usage.add(text, "0123456789.-‐–—“”‘’");
    let bold = (theme.tokens.text.family.as_str(), BOLD, false);
    if has_callouts(book) {
        let all = book.chapters.iter().filter_map(|one| one.words.as_deref());
        for words in all.chain([&book.words]) {
            for word in words.callouts.iter().chain([&words.colon]) {
                usage.add(bold, word);
            }
        }
    }
    usage.add(heading_cut(&theme.tokens.title_heading), &book.info.title);
    for &division in &book.spine {
        usage.add(heading_cut(&theme.tokens.headings[0]), book.division_title(division));
        usage.add(text, book.division_title(division));
        if let Some((chapter, name)) = book.division_name(division).marked {
            usage.inlines(chapter, name, heading_cut(&theme.tokens.headings[0]));
            usage.inlines(chapter, name, text);
        }
        if let Some(names) = book.byline(division) {
            usage.add(text, &names);
            // in the contents list
            usage.add((text.0, text.1, true), &names);
        }
        if division == Division::List(ListKind::Abbreviations) {
            for entry in &book.abbreviations {
                usage.add(bold, &entry.short);
                entry.long.iter().for_each(|long| usage.add(text, &long.text));
            }
        }
        if let Some(chapter) = book.text_of(division) {
            usage.words = book.words_of(chapter);
            usage.blocks(chapter, &chapter.document.blocks, text);
            for anchor in chapter.anchors.iter().filter(|one| !one.text.is_empty()) {
                // in the contents list
                usage.add(text, &anchor.title);
                usage.inlines(chapter, &anchor.text, text);
            }
            for note in &chapter.document.notes {
                usage.blocks(chapter, &note.blocks, text);
            }
        }
        if division == Division::Copyright {
            let lines = book.copyright();
            lines.iter().flatten().for_each(|said| usage.add(text, said.words()));
        }
        if let (Division::Index, Some(index)) = (division, &book.index) {
            usage.index(book, index, text);
        }
        for reference in book.references_in(division) {
            usage.add(text, reference.label.as_deref().unwrap_or_default());
            if let Some(any) = book.any_text() {
                usage.pieces(any, &reference.text, text);
            }
        }
    }
    let mut faces = usage.resolve();
    let formulas = formula_characters(book);
    if !formulas.is_empty() {
        faces.entry(theme.math).or_default().extend(formulas);
    }
    faces
}

/// The features that the font files of an edition keep beside those of every text: those
/// the theme names, and small capitals, which double the glyphs, where there are any.
pub fn features(book: &Book, theme: &Theme) -> BTreeSet<String> {
    let kinds = &theme.tokens.features;
    let switches =
        [&kinds.text, &kinds.headings, &kinds.tables].map(FeatureTokens::switches);
    let wanted = switches.iter().flatten().filter(|(_, value)| *value > 0);
    let small_caps = has_small_caps(book).then_some("smcp");
    wanted.map(|(tag, _)| *tag).chain(small_caps).map(str::to_owned).collect()
}

/// Whether any text of the book is in small capitals.
fn has_small_caps(book: &Book) -> bool {
    let chapters = book.spine.iter().filter_map(|&division| book.text_of(division));
    let citations = chapters.flat_map(|chapter| &chapter.citations);
    let pieces = citations
        .flat_map(|citation| &citation.text)
        .chain(book.references.iter().flat_map(|reference| &reference.text));
    pieces.into_iter().any(|piece| piece.style.small_caps) || has_small_caps_span(book)
}

fn has_small_caps_span(book: &Book) -> bool {
    let mut found = false;
    for chapter in book.spine.iter().filter_map(|&division| book.text_of(division)) {
        chapter.document.visit_inlines(&mut |inline| {
            if let InlineKind::Span { attributes, .. } = &inline.kind {
                found |= attributes.small_caps;
            }
        });
    }
    for part in &book.parts {
        visit_inlines(&part.text, &mut |inline| {
            if let InlineKind::Span { attributes, .. } = &inline.kind {
                found |= attributes.small_caps;
            }
        });
    }
    found
}

/// Whether a text of the book has a formula.
pub fn has_formulas(book: &Book) -> bool {
    !formulas(book).is_empty()
}

/// Whether a displayed formula of the book has a number.
pub fn has_equation_numbers(book: &Book) -> bool {
    let mut found = false;
    for chapter in book.spine.iter().filter_map(|&division| book.text_of(division)) {
        chapter.document.visit(&mut |block| {
            if let BlockKind::Equation { anchor, tag, .. } = &block.kind {
                found |= chapter.equation_number(*anchor, tag.as_ref()).is_some();
            }
        });
    }
    found
}

/// The characters that the formulas of the book are set with.
fn formula_characters(book: &Book) -> BTreeSet<char> {
    let rows = formulas(book).into_iter().filter_map(|tex| math::read(tex).ok());
    rows.flat_map(|row| math::characters(&row)).collect()
}

/// The formulas in the texts of the book.
fn formulas(book: &Book) -> Vec<&str> {
    let mut found = Vec::new();
    for chapter in book.spine.iter().filter_map(|&division| book.text_of(division)) {
        chapter.document.visit(&mut |block| {
            if let BlockKind::Equation { tex, .. } = &block.kind {
                found.push(tex.as_str());
            }
        });
        chapter.document.visit_inlines(&mut |inline| {
            if let InlineKind::Math(tex) = &inline.kind {
                found.push(tex.as_str());
            }
        });
    }
    for part in &book.parts {
        visit_inlines(&part.text, &mut |inline| {
            if let InlineKind::Math(tex) = &inline.kind {
                found.push(tex.as_str());
            }
        });
    }
    found
}

/// Whether a text of the book has a callout.
fn has_callouts(book: &Book) -> bool {
    let mut found = false;
    for chapter in book.spine.iter().filter_map(|&division| book.text_of(division)) {
        chapter.document.visit(&mut |block| {
            found |= matches!(block.kind, BlockKind::Callout(_));
        });
    }
    found
}

struct Usage<'a> {
    theme: &'a Theme,
    words: &'a Words,
    by_cut: BTreeMap<Cut<'a>, BTreeSet<char>>,
    /// What emoji of several characters are made of.
    of_emoji: BTreeSet<char>,
}

/// Whether a character makes one emoji of those beside it: a selector, a joiner, a colour
/// of skin, the frame of a keycap (Unicode Technical Standard 51, 1.4).
const fn joins(c: char) -> bool {
    matches!(c, '\u{fe0f}' | '\u{200d}' | '\u{20e3}' | '\u{1f3fb}'..='\u{1f3ff}')
}

fn heading_cut(tokens: &HeadingTokens) -> Cut<'_> {
    (&tokens.family, tokens.weight, tokens.italic)
}

impl<'a> Usage<'a> {
    fn add(&mut self, cut: Cut<'a>, text: &str) {
        let visible = text.chars().filter(|c| !c.is_control());
        self.by_cut.entry(cut).or_default().extend(visible);
        if text.contains(joins) {
            let pairs = text.chars().zip(text.chars().skip(1));
            let pairs = pairs.filter(|&(first, second)| joins(first) || joins(second));
            self.of_emoji.extend(pairs.flat_map(|(first, second)| [first, second]));
        }
    }

    fn index(&mut self, book: &'a Book, index: &Index, text: Cut<'a>) {
        let words = &book.words;
        let (family, weight, italic) = text;
        for letter in index.groups.iter().filter_map(|group| group.letter.as_deref()) {
            self.add(heading_cut(&self.theme.tokens.headings[1]), letter);
        }
        // `See` is in italics, the pages of most weight are bold
        self.add((family, weight, true), words.see);
        self.add((family, weight, true), words.see_also);
        self.add((family, BOLD, italic), "0123456789–ivxlcdm");
        for entry in index.entries() {
            self.add(text, &entry.heading);
            if let Some(any) = book.any_text() {
                self.inlines(any, &entry.text, text);
            }
            for goal in entry.see.iter().chain(&entry.see_also) {
                self.add(text, &goal.title);
            }
        }
        self.add(text, ".–ivxlcdm");
        self.add(text, words.comma);
        self.add(text, words.semicolon);
    }

    fn code(&mut self, (_, weight, italic): Cut<'a>, text: &str) {
        self.add((&self.theme.tokens.code_family, weight, italic), text);
    }

    /// Parts of code that are set in a face of their own.
    fn tokens(&mut self, text: &str, tokens: &[Token], (family, weight, italic): Cut<'a>) {
        for token in tokens {
            let (start, end) = (token.start as usize, token.end as usize);
            let part = text.get(start..end).unwrap_or_default();
            match token.kind {
                TokenKind::Keyword => self.code((family, BOLD, italic), part),
                TokenKind::Comment => self.code((family, weight, true), part),
                TokenKind::String
                | TokenKind::Number
                | TokenKind::Function
                | TokenKind::Type => {}
            }
        }
    }

    fn blocks(&mut self, chapter: &Chapter, blocks: &[Block], cut: Cut<'a>) {
        for block in blocks {
            match &block.kind {
                BlockKind::Heading { level, anchor, text, .. } => {
                    let level = usize::from(level.clamp(&1, &6) - 1);
                    let cut = heading_cut(&self.theme.tokens.headings[level]);
                    self.lead(chapter, *anchor, cut);
                    self.inlines(chapter, text, cut);
                }
                BlockKind::Paragraph(text) | BlockKind::Attribution(text) => {
                    self.inlines(chapter, text, cut);
                }
                BlockKind::Stanza(lines) => {
                    for line in lines {
                        self.inlines(chapter, &line.text, cut);
                    }
                }
                BlockKind::Figure { caption, anchor, .. } => {
                    self.lead(chapter, *anchor, cut);
                    self.inlines(chapter, caption, cut);
                }
                BlockKind::Panels(panels) => self.panels(chapter, panels, cut),
                BlockKind::List(list) => {
                    if list.steps {
                        self.add((cut.0, BOLD, cut.2), "0123456789");
                    }
                    for item in &list.items {
                        if item.task.is_some() {
                            self.add(cut, "☐☑");
                        }
                        self.blocks(chapter, &item.blocks, cut);
                    }
                }
                BlockKind::Quote(inner) => self.blocks(chapter, inner, cut),
                BlockKind::Code { text, tokens, anchor, caption, numbers, .. } => {
                    if numbers.is_some() {
                        self.code(cut, "0123456789");
                    }
                    if let Some(anchor) = *anchor {
                        self.lead(chapter, anchor, cut);
                    }
                    self.inlines(chapter, caption, cut);
                    self.code(cut, text);
                    self.tokens(text, tokens, cut);
                }
                BlockKind::Table(table) => self.table(chapter, table, cut),
                BlockKind::Definitions(definitions) => {
                    for one in definitions {
                        for term in &one.terms {
                            let (family, _, italic) = cut;
                            self.inlines(chapter, &term.text, (family, BOLD, italic));
                        }
                        for details in &one.details {
                            self.blocks(chapter, details, cut);
                        }
                    }
                }
                BlockKind::Callout(callout) => {
                    callout.anchor.into_iter().for_each(|own| self.lead(chapter, own, cut));
                    self.titled(chapter, (&callout.title, &callout.blocks), cut);
                }
                BlockKind::Details(details) => {
                    self.titled(chapter, (&details.summary, &details.blocks), cut);
                }
                BlockKind::Div(div) => self.blocks(chapter, &div.blocks, cut),
                BlockKind::Equation { anchor, tag, .. } => {
                    if let Some(number) = chapter.equation_number(*anchor, tag.as_ref()) {
                        self.add(cut, &number);
                    }
                }
                // the lists of a division are seen with it
                BlockKind::Rule | BlockKind::References => {}
            }
        }
    }

    fn table(&mut self, chapter: &Chapter, table: &Table, cut: Cut<'a>) {
        if let Some(anchor) = table.anchor {
            self.lead(chapter, anchor, cut);
        }
        if let Some(caption) = &table.caption {
            self.inlines(chapter, &caption.text, cut);
        }
        self.blocks(chapter, &table.notes, cut);
        let (family, _, italic) = cut;
        for cell in table.head.iter().flatten() {
            self.cell(chapter, cell, (family, BOLD, italic));
        }
        for row in &table.rows {
            // a row whose first cell comes from above has no header here;
            // a few characters too many do no harm
            if let Some(cell) = row.first().filter(|_| table.row_headers) {
                self.cell(chapter, cell, (family, BOLD, italic));
            }
            for cell in row {
                self.cell(chapter, cell, cut);
            }
        }
    }

    fn cell(&mut self, chapter: &Chapter, cell: &Cell, cut: Cut<'a>) {
        self.inlines(chapter, cell.text(), cut);
        self.blocks(chapter, cell.blocks(), cut);
    }

    fn panels(&mut self, chapter: &Chapter, panels: &Panels, cut: Cut<'a>) {
        self.blocks(chapter, &panels.panels, cut);
        if let Some(anchor) = panels.anchor {
            self.lead(chapter, anchor, cut);
        }
        if let Some(caption) = &panels.caption {
            self.inlines(chapter, &caption.text, cut);
        }
    }

    /// Blocks below a line of bold text.
    fn titled(
        &mut self,
        chapter: &Chapter,
        (title, blocks): (&[Inline], &[Block]),
        cut: Cut<'a>,
    ) {
        self.inlines(chapter, title, (cut.0, BOLD, cut.2));
        self.blocks(chapter, blocks, cut);
    }

    /// The number before a heading or a caption; that is bold.
    fn lead(&mut self, chapter: &Chapter, anchor: AnchorId, cut: Cut<'a>) {
        let Some(number) = &chapter.anchor(anchor).number else { return };
        match self.words.heading_lead(number) {
            Some(lead) => self.add(cut, &lead),
            None => self.add((cut.0, BOLD, cut.2), &self.words.caption_lead(number)),
        }
    }

    fn inlines(&mut self, chapter: &Chapter, inlines: &[Inline], cut: Cut<'a>) {
        let (family, weight, italic) = cut;
        for inline in inlines {
            match &inline.kind {
                InlineKind::Text(text) => self.add(cut, text),
                InlineKind::Code(code) => {
                    self.code(cut, &code.text);
                    self.tokens(&code.text, code.tokens(), cut);
                }
                InlineKind::Keys(inner) => {
                    let family = &self.theme.tokens.code_family;
                    self.inlines(chapter, inner, (family, weight, italic));
                }
                InlineKind::Emph(inner) => {
                    self.inlines(chapter, inner, (family, weight, true));
                }
                InlineKind::Strong(inner) => {
                    self.inlines(chapter, inner, (family, weight.max(BOLD), italic));
                }
                InlineKind::Strike(inner)
                | InlineKind::Insert(inner)
                | InlineKind::Superscript(inner)
                | InlineKind::Subscript(inner)
                | InlineKind::Link { text: inner, .. }
                | InlineKind::Span { text: inner, .. } => {
                    self.inlines(chapter, inner, cut);
                }
                InlineKind::Cite(id) => {
                    self.pieces(chapter, &chapter.citation(*id).text, cut)
                }
                InlineKind::Note(mark) => {
                    self.add(cut, &format!("{},", mark.note.0 + 1));
                }
                InlineKind::Math(_) | InlineKind::Picture(_) => {}
                InlineKind::SoftBreak | InlineKind::HardBreak => self.add(cut, " "),
            }
        }
    }

    fn pieces(
        &mut self,
        chapter: &Chapter,
        pieces: &[Piece],
        (family, weight, italic): Cut<'a>,
    ) {
        for piece in pieces {
            let weight = if piece.style.bold { weight.max(BOLD) } else { weight };
            let cut = (family, weight, italic || piece.style.italic);
            self.add(cut, &piece.text);
            let Some(Goal::Place { page, words, .. }) = &piece.to else { continue };
            self.inlines(chapter, words, cut);
            if *page {
                self.add(cut, &self.words.on_page("0123456789ivxlcdm"));
            }
        }
    }

    /// Gives the face of emoji what they are made of and another face may have too: joiners,
    /// selectors, the signs that are joined, and the digits of keycaps.
    fn parts_of_emoji(&self, out: &mut BTreeMap<FaceId, BTreeSet<char>>) {
        let Some(id) = self.theme.face(EMOJI_FAMILY, 400, false) else { return };
        let Ok(font) = FontRef::new(&self.theme.get(id).data) else { return };
        let charmap = font.charmap();
        let parts = self.of_emoji.iter().filter(|&&c| charmap.map(c).is_some());
        let parts: Vec<char> = parts.copied().filter(|c| !c.is_whitespace()).collect();
        // a selector behind what is no emoji makes none
        if parts.iter().any(|&c| !joins(c)) {
            out.entry(id).or_default().extend(parts);
        }
    }

    /// The face for each character of each cut.
    fn resolve(self) -> BTreeMap<FaceId, BTreeSet<char>> {
        let mut out: BTreeMap<FaceId, BTreeSet<char>> = BTreeMap::new();
        for ((family, weight, italic), characters) in &self.by_cut {
            let families = std::iter::once(*family)
                .chain(self.theme.fallback.iter().map(String::as_str));
            let faces: Vec<(FaceId, FontRef<'_>)> = families
                .filter_map(|family| self.theme.face(family, *weight, *italic))
                .filter_map(|id| {
                    FontRef::new(&self.theme.get(id).data).ok().map(|font| (id, font))
                })
                .collect();
            for &c in characters {
                let has =
                    |(_, font): &&(FaceId, FontRef<'_>)| font.charmap().map(c).is_some();
                let emoji = |(id, _): &&(FaceId, FontRef<'_>)| {
                    is_pictograph(c) && self.theme.get(*id).family == EMOJI_FAMILY
                };
                let own = faces.first().filter(|face| has(face));
                let found = own.or_else(|| faces.iter().filter(emoji).find(has));
                if let Some((id, _)) = found.or_else(|| faces.iter().find(has)) {
                    out.entry(*id).or_default().insert(c);
                }
            }
        }
        self.parts_of_emoji(&mut out);
        out
    }
}
