//! Text in a line, citations, formatted pieces, and page marks among them.

use crate::ast::{
    Attributes, Direction, Figures, Inline, InlineKind, LineCode, Token, TokenKind,
    inline_units, plain_text,
};
use crate::hyphenation::is_of_word;
use crate::resolve::{
    Chapter, Citation, CitationOf, Division, Goal, Home, Name, Piece, Raise, Target,
};

use super::{PageMark, Syntax, Writer, division_of, is_outside};

/// The page marks of one block that are still to come, and how far it is written.
pub(super) struct Marks<'a> {
    coming: &'a [PageMark],
    pub(super) at: u32,
}

impl<'a> Marks<'a> {
    /// Marks inside a block's text: those at its very beginning stand before it.
    pub(super) fn inside(marks: &'a [PageMark]) -> Self {
        let first = marks.iter().position(|mark| mark.offset > 0).unwrap_or(marks.len());
        Self { coming: &marks[first..], at: 0 }
    }

    /// Marks inside one of several parts of a block: those at its beginning stand before.
    pub(super) fn between(marks: &'a [PageMark], (start, end): (u32, u32)) -> Self {
        let first = marks.partition_point(|mark| mark.offset <= start);
        let last = marks.partition_point(|mark| mark.offset < end).max(first);
        Self { coming: &marks[first..last], at: start }
    }

    fn next_until(&mut self, end: u32) -> Option<&'a PageMark> {
        let (first, rest) = self.coming.split_first()?;
        if first.offset > end {
            return None;
        }
        self.coming = rest;
        Some(first)
    }
}

impl<'a> Writer<'a> {
    /// The inlines of one block, with its page marks.
    pub(super) fn text(
        &mut self,
        chapter: &'a Chapter,
        inlines: &'a [Inline],
        mut marks: Marks<'a>,
    ) {
        self.inlines(chapter, inlines, &mut marks);
        self.rest_of(marks);
    }

    /// Code, each of its parts with the class of what it is.
    ///
    /// Where its lines are numbered each begins with an empty element that holds its number
    /// as an attribute: the style sheet draws it, and nobody copies it.
    pub(super) fn code(
        &mut self,
        text: &str,
        tokens: &[Token],
        numbers: Option<u32>,
        mut marks: Marks<'a>,
    ) {
        self.code_parts(text, tokens, numbers, &mut marks);
        self.rest_of(marks);
    }

    fn code_parts(
        &mut self,
        text: &str,
        tokens: &[Token],
        numbers: Option<u32>,
        marks: &mut Marks<'a>,
    ) {
        let mut at = 0;
        let mut numbers = numbers;
        self.line_number(numbers.filter(|_| !text.is_empty()));
        for token in tokens {
            let (start, end) = (token.start as usize, token.end as usize);
            let plain = text.get(at..start).unwrap_or_default();
            self.code_lines(plain, text.len() - start, &mut numbers, marks);
            let class = match token.kind {
                TokenKind::Keyword => "tok-keyword",
                TokenKind::String => "tok-string",
                TokenKind::Comment => "tok-comment",
                TokenKind::Number => "tok-number",
                TokenKind::Function => "tok-function",
                TokenKind::Type => "tok-type",
            };
            self.out.open("span", &[("class", Some(class))]);
            let part = text.get(start..end).unwrap_or_default();
            self.code_lines(part, text.len() - end, &mut numbers, marks);
            self.out.close("span");
            at = end;
        }
        let rest = text.get(at..).unwrap_or_default();
        self.code_lines(rest, 0, &mut numbers, marks);
    }

    /// A part of code before so many more bytes, with a number at the head of each line.
    fn code_lines(
        &mut self,
        part: &str,
        more: usize,
        number: &mut Option<u32>,
        marks: &mut Marks<'a>,
    ) {
        let Some(count) = number else { return self.bytes(part, marks) };
        let mut left = part.len() + more;
        for line in part.split_inclusive('\n') {
            self.bytes(line, marks);
            left -= line.len();
            if line.ends_with('\n') && left > 0 {
                *count += 1;
                self.line_number(Some(*count));
            }
        }
    }

    fn line_number(&mut self, number: Option<u32>) {
        let Some(number) = number.map(|number| number.to_string()) else { return };
        let attributes = [("class", Some("line-number")), ("data-line", Some(&*number))];
        self.out.open("span", &attributes);
        self.out.close("span");
    }

    /// The pieces of a reference entry, with its page marks.
    pub(super) fn entry(&mut self, pieces: &'a [Piece], mut marks: Marks<'a>) {
        for piece in pieces {
            self.piece(piece, &mut marks, true);
        }
        self.rest_of(marks);
    }

    /// No mark is ever lost, even if it claims to stand beyond its block.
    pub(super) fn rest_of(&mut self, mut marks: Marks<'a>) {
        while let Some(mark) = marks.next_until(u32::MAX) {
            self.page_mark(mark);
        }
    }

    /// What something is called that is named here.
    pub(super) fn name(&mut self, name: Name<'a>) {
        match name.marked {
            Some((chapter, text)) => self.text(chapter, text, Marks::inside(&[])),
            None => self.out.text(name.plain),
        }
    }

    pub(super) fn inlines(
        &mut self,
        chapter: &'a Chapter,
        inlines: &'a [Inline],
        marks: &mut Marks<'a>,
    ) {
        let mut after_note = false;
        for inline in inlines {
            while let Some(mark) = marks.next_until(marks.at) {
                self.page_mark(mark);
            }
            self.inline(chapter, inline, after_note, marks);
            after_note = matches!(inline.kind, InlineKind::Note(_));
        }
    }

    fn inline(
        &mut self,
        chapter: &'a Chapter,
        inline: &'a Inline,
        after_note: bool,
        marks: &mut Marks<'a>,
    ) {
        let mut inside = |writer: &mut Self, name, inner| {
            writer.out.open(name, &[]);
            writer.inlines(chapter, inner, marks);
            writer.out.close(name);
        };
        match &inline.kind {
            InlineKind::Text(text) => self.words(text, marks),
            InlineKind::Emph(inner) => inside(self, "em", inner),
            InlineKind::Strong(inner) => inside(self, "strong", inner),
            InlineKind::Strike(inner) => inside(self, "s", inner),
            InlineKind::Insert(inner) => inside(self, "ins", inner),
            InlineKind::Keys(inner) => inside(self, "kbd", inner),
            InlineKind::Superscript(inner) => self.moved("sup", chapter, inner, marks),
            InlineKind::Subscript(inner) => self.moved("sub", chapter, inner, marks),
            InlineKind::Code(code) => self.line_code(code, marks),
            InlineKind::Link { to, text, title } => {
                let href = self.href(chapter.target(*to));
                let term = chapter.term(*to);
                let shown = shows_address(chapter.target(*to), text).then_some("url");
                let attributes = [
                    ("class", term.map(|_| "term").or(shown)),
                    ("role", term.map(|_| "doc-glossref")),
                    ("epub:type", self.epub("glossref").filter(|_| term.is_some())),
                    ("href", href.as_deref()),
                    ("title", title.as_deref()),
                ];
                if href.is_some() {
                    self.out.open("a", &attributes);
                }
                self.inlines(chapter, text, marks);
                if term == Some(true) {
                    self.page_of(chapter.target(*to));
                }
                if href.is_some() {
                    self.out.close("a");
                }
            }
            InlineKind::Cite(id) => {
                self.citation(chapter.citation(*id));
                marks.at += inline_units(inline);
            }
            InlineKind::Span { attributes, .. } if attributes.left_out > 0 => {
                marks.at += attributes.left_out;
            }
            InlineKind::Span { attributes, text } => {
                let name = self.open_span(chapter, attributes);
                let language = attributes.language.as_deref();
                let around = (self.language, self.rtl);
                self.language = language.unwrap_or(around.0);
                let direction = attributes.direction;
                self.rtl = direction.map_or(around.1, |way| way == Direction::Rtl);
                self.inlines(chapter, text, marks);
                (self.language, self.rtl) = around;
                self.out.close(name);
            }
            InlineKind::Note(mark) => {
                self.note_mark(chapter, *mark, after_note);
                marks.at += inline_units(inline);
            }
            InlineKind::Math(tex) => {
                self.out.formula(tex, false, self.writing.syntax);
                marks.at += inline_units(inline);
            }
            InlineKind::Picture(picture) => {
                self.line_picture(chapter, picture);
                marks.at += inline_units(inline);
            }
            InlineKind::SoftBreak => {
                self.out.text("\n");
                marks.at += inline_units(inline);
            }
            InlineKind::HardBreak => {
                self.out.void(self.writing.syntax, "br", &[]);
                self.out.line_end();
                marks.at += inline_units(inline);
            }
        }
    }

    /// Raised or lowered words. Browsers end lines behind a hyphen before a figure, which
    /// is a minus there.
    fn moved(
        &mut self,
        name: &'static str,
        chapter: &'a Chapter,
        inner: &'a [Inline],
        marks: &mut Marks<'a>,
    ) {
        let words = plain_text(inner);
        let is_one = words.contains('-') && !words.contains(char::is_whitespace);
        self.out.open(name, &[("class", is_one.then_some("unbroken"))]);
        self.inlines(chapter, inner, marks);
        self.out.close(name);
    }

    fn line_code(&mut self, code: &LineCode, marks: &mut Marks<'a>) {
        let language = code.language.as_ref();
        let class = language.map(|language| format!("language-{}", language.name));
        let direction = ("dir", self.left_to_right());
        self.out.open("code", &[("class", class.as_deref()), direction]);
        self.code_parts(&code.text, code.tokens(), None, marks);
        self.out.close("code");
    }

    /// Opens the element for text with attributes and gives its name.
    fn open_span(&mut self, chapter: &Chapter, attributes: &Attributes) -> &'static str {
        let name = match (attributes.mark, &attributes.expansion) {
            (true, _) => "mark",
            (false, Some(_)) => "abbr",
            (false, None) => "span",
        };
        let id = attributes.anchor.map(|anchor| chapter.anchor(anchor).id.as_str());
        let classes = [
            attributes.small_caps.then_some("small-caps"),
            attributes.figures.map(|figures| match figures {
                Figures::OldStyle => "oldstyle",
                Figures::Lining => "lining",
            }),
            attributes.fraction.then_some("frac"),
        ];
        let classes: Vec<&str> = classes.into_iter().flatten().collect();
        let classes = classes.join(" ");
        let class = (!classes.is_empty()).then_some(classes.as_str());
        let language = attributes.language.as_deref();
        let direction = attributes.direction.map(direction_name);
        let xml = language.filter(|_| self.writing.syntax == Syntax::Xhtml);
        self.out.open(
            name,
            &[
                ("id", id),
                ("class", class),
                ("lang", language),
                ("xml:lang", xml),
                ("dir", direction),
                ("title", attributes.expansion.as_deref()),
            ],
        );
        name
    }

    /// The page of a place, where there are pages.
    fn page_of(&mut self, target: &Target) {
        let Target::Anchor { chapter, anchor } = target else { return };
        let text = self.book.text_of(division_of(self.book, *chapter));
        let id = text.map(|text| text.anchor(*anchor).id.as_str());
        if let Some(folio) = id.and_then(|id| self.marks.folio(id)) {
            self.out.text(&self.words.on_page(folio));
        }
    }

    /// Where a link of the text leads; nothing for an address that is not allowed.
    fn href(&self, target: &Target) -> Option<String> {
        match target {
            Target::Anchor { chapter, anchor } => {
                let division = division_of(self.book, *chapter);
                let text = self.book.text_of(division)?;
                Some((self.writing.link)(division, &text.anchor(*anchor).id))
            }
            Target::Division(division) => {
                let id = self.book.division_id(*division);
                Some((self.writing.link)(*division, id))
            }
            Target::Url(url) => is_outside(url).then(|| url.clone()),
            Target::Picture(picture) => Some((self.writing.picture)(*picture)),
        }
    }

    /// Text with the page marks that fall inside it. A word that the project divides in
    /// its own way stays whole: the only mark for such a place that a browser knows is a
    /// character, which would be found by who searches and copied by who copies.
    fn words(&mut self, text: &str, marks: &mut Marks<'a>) {
        let exceptions = &self.book.hyphenation;
        let inside = |c: char| is_of_word(c) || c == '\u{AD}';
        let mut written = 0;
        let mut at = 0;
        while !exceptions.is_empty()
            && let Some(start) = text[at..].find(inside).map(|start| at + start)
        {
            let word = &text[start..];
            let word = &word[..word.find(|c| !inside(c)).unwrap_or(word.len())];
            at = start + word.len();
            if exceptions.find(self.language.as_bytes(), word).is_some() {
                self.bytes(&text[written..start], marks);
                self.out.open("span", &[("class", Some("whole-word"))]);
                self.bytes(word, marks);
                self.out.close("span");
                written = at;
            }
        }
        self.bytes(&text[written..], marks);
    }

    /// Text with the page marks that fall inside it.
    pub(super) fn bytes(&mut self, text: &str, marks: &mut Marks<'a>) {
        let length = u32::try_from(text.len()).unwrap_or(u32::MAX);
        let end = marks.at.saturating_add(length);
        let mut written = 0;
        while let Some(mark) = marks.next_until(end.saturating_sub(1)) {
            let at = boundary(text, mark.offset.saturating_sub(marks.at)).max(written);
            self.out.text(&text[written..at]);
            self.page_mark(mark);
            written = at;
        }
        self.out.text(&text[written..]);
        marks.at = end;
    }

    /// A citation group: one link where it leads to one reference, else a span that
    /// holds the links, so that its address is always there.
    fn citation(&mut self, citation: &'a Citation) {
        if citation.of == CitationOf::Places {
            let mut none = Marks::inside(&[]);
            for piece in &citation.text {
                self.piece(piece, &mut none, true);
            }
            return;
        }
        let mut goals = citation.text.iter().filter_map(|piece| piece.to.as_ref());
        let (first, more) = (goals.next(), goals.next().is_some());
        let mut none = Marks::inside(&[]);
        match first {
            Some(Goal::Reference(id)) if !more => {
                let reference = self.book.reference(*id);
                let href = (self.writing.link)(reference.home, &reference.id);
                self.biblioref(Some(&citation.id), &href, |writer| {
                    for piece in &citation.text {
                        writer.piece(piece, &mut none, false);
                    }
                });
            }
            Some(Goal::Reference(_) | Goal::Url(_) | Goal::Place { .. }) | None => {
                let attributes =
                    [("class", Some("citation")), ("id", Some(citation.id.as_str()))];
                self.out.open("span", &attributes);
                for piece in &citation.text {
                    self.piece(piece, &mut none, true);
                }
                self.out.close("span");
            }
        }
    }

    fn biblioref(&mut self, id: Option<&str>, href: &str, text: impl FnOnce(&mut Self)) {
        self.out.open(
            "a",
            &[
                ("class", id.and(Some("citation"))),
                ("id", id),
                ("role", Some("doc-biblioref")),
                ("epub:type", self.epub("biblioref")),
                ("href", Some(href)),
            ],
        );
        text(self);
        self.out.close("a");
    }

    fn piece(&mut self, piece: &'a Piece, marks: &mut Marks<'a>, linked: bool) {
        while let Some(mark) = marks.next_until(marks.at) {
            self.page_mark(mark);
        }
        match &piece.to {
            Some(Goal::Reference(id)) if linked => {
                let reference = self.book.reference(*id);
                let href = (self.writing.link)(reference.home, &reference.id);
                self.biblioref(None, &href, |writer| writer.styled(piece, marks));
            }
            Some(Goal::Url(url)) if linked && is_outside(url) => {
                self.out.open("a", &[("href", Some(url))]);
                self.styled(piece, marks);
                self.out.close("a");
            }
            Some(Goal::Place { home, id, page, words }) if linked => {
                let division = match home {
                    Home::Text(text) => division_of(self.book, *text),
                    Home::Part(number) => Division::Part(*number),
                };
                let href = (self.writing.link)(division, id);
                let attributes =
                    [("class", Some("cross-reference")), ("href", Some(href.as_str()))];
                self.out.open("a", &attributes);
                match self.book.any_text().filter(|_| !words.is_empty()) {
                    Some(text) => self.inlines(text, words, &mut Marks::inside(&[])),
                    None => self.styled(piece, marks),
                }
                let folio = self.marks.folio(id).filter(|_| *page);
                if let Some(folio) = folio {
                    self.out.text(&self.words.on_page(folio));
                }
                self.out.close("a");
            }
            Some(Goal::Reference(_) | Goal::Url(_) | Goal::Place { .. }) | None => {
                self.styled(piece, marks);
            }
        }
    }

    fn styled(&mut self, piece: &Piece, marks: &mut Marks<'a>) {
        let style = piece.style;
        let names = [
            (style.italic, "i", None),
            (style.bold, "b", None),
            (style.small_caps, "span", Some("small-caps")),
            (style.raise == Raise::Super, "sup", None),
            (style.raise == Raise::Sub, "sub", None),
        ];
        for (_, name, class) in names.iter().filter(|(wanted, ..)| *wanted) {
            self.out.open(name, &[("class", *class)]);
        }
        self.bytes(&piece.text, marks);
        for (_, name, _) in names.iter().rev().filter(|(wanted, ..)| *wanted) {
            self.out.close(name);
        }
    }
}

/// The value of the attribute `dir`.
pub(super) const fn direction_name(direction: Direction) -> &'static str {
    match direction {
        Direction::Ltr => "ltr",
        Direction::Rtl => "rtl",
    }
}

/// The last boundary between characters that is not beyond `at`.
fn boundary(text: &str, at: u32) -> usize {
    let mut at = (at as usize).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Whether a link shows the address it leads to: on paper that need not be said again.
fn shows_address(target: &Target, text: &[Inline]) -> bool {
    /// An address as people write it.
    fn bare(address: &str) -> &str {
        let schemes = ["https://", "http://"];
        let rest = schemes.iter().find_map(|scheme| address.strip_prefix(scheme));
        rest.unwrap_or(address).trim_end_matches('/')
    }
    match target {
        Target::Url(url) => bare(url) == bare(plain_text(text).trim()),
        Target::Anchor { .. } | Target::Division(_) | Target::Picture(_) => false,
    }
}
