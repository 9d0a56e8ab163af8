//! HTML among text: what stands in a line of a block of HTML, and what an element is.

use crate::ast::{
    Attributes, Figures, Inline, InlineKind, LineCode, LineLanguage, LinePicture, RefKind,
    Size, plain_text,
};
use crate::highlight;
use crate::length::Length;
use crate::parse::inlines::{Surroundings, Unit, join};
use crate::parse::marks::Marks;
use crate::parse::{Reader, ideographs, lines, smart};
use crate::project::ForeignHtml;
use crate::source::Span;

use super::Problem;
use super::attributes::{check_attributes, direction, has_class, language_of};
use super::tokens::{Letter, Places, Tag, Token, tokens};
use super::tree::{Element, Item, is_space};

/// A tag among text.
pub(in crate::parse) enum Piece {
    /// It begins an element.
    Open(Tag),
    /// It ends one.
    Close(String),
}

/// The width that a picture is given in HTML: pixels, of which 96 make an inch (CSS Values
/// and Units 4, section 6.2), or a part of the line.
pub(super) fn width(value: &str) -> Option<Size> {
    if let Some(share) = value.strip_suffix('%') {
        let share: u16 = share.parse().ok().filter(|share| (1..=100).contains(share))?;
        return Some(Size::Share(share * 10));
    }
    let pixels = value.strip_suffix("px").unwrap_or(value);
    let pixels: u16 = pixels.parse().ok().filter(|&pixels| pixels > 0)?;
    Some(Size::Length(Length::from_points(f64::from(pixels) * 0.75)))
}

/// The height that a picture is given in HTML, in pixels.
pub(super) fn height(value: &str) -> Option<Length> {
    match width(value)? {
        Size::Length(length) => Some(length),
        Size::Share(_) => None,
    }
}

/// What stands in a row of text, and whether a space would be seen at its end.
struct Row {
    units: Vec<Unit>,
    spaced: bool,
}

impl Reader<'_> {
    /// The tag that HTML in a line is.
    pub(in crate::parse) fn piece(&self, html: &str, span: Span) -> Option<Piece> {
        let exact = self.written(span) == html;
        let places = if exact { vec![(0, span.start as usize)] } else { Vec::new() };
        let mut found = tokens(html, &Places::new(places)).into_iter();
        match (found.next()?, found.next()) {
            (Token::Open(tag), None) => {
                let attributes = tag.attributes.into_iter();
                let attributes = attributes
                    .map(|mut own| {
                        own.span = if exact { own.span } else { span };
                        own
                    })
                    .collect();
                Some(Piece::Open(Tag { span, attributes, ..tag }))
            }
            (Token::Close(name, _), None) => Some(Piece::Close(name)),
            _ => None,
        }
    }

    /// Whether nothing is wrong with what a tag among text says; tells it if it is to be
    /// told.
    pub(in crate::parse) fn check_tag(&mut self, tag: &Tag) -> bool {
        let mut wrong: Vec<Problem> = Vec::new();
        check_attributes(tag, &mut |problem| wrong.push(problem));
        !self.tell(wrong)
    }

    /// Whether HTML that is not understood stays as it is written.
    pub(in crate::parse) fn keeps_html(&self) -> bool {
        self.foreign == ForeignHtml::Text
    }

    /// Text and what stands among it, with typographic marks in place. Nothing in it is
    /// Markdown.
    pub(super) fn phrasing(
        &mut self,
        items: &[Item<'_>],
        around: Surroundings,
    ) -> Vec<Inline> {
        let mut row = Row { units: Vec::new(), spaced: true };
        self.phrase(items, around, &mut row);
        while row.units.last().is_some_and(Unit::is_space) {
            row.units.pop();
        }
        let mut text = self.set_plain(row.units, around.before);
        trim_end(&mut text);
        text
    }

    /// Typographic marks in a row that is not Markdown.
    fn set_plain(&self, units: Vec<Unit>, before: Option<char>) -> Vec<Inline> {
        let units = self.abbreviated(ideographs::joined(units, before), before);
        join(self.text, smart::set(units, before, self.marks))
    }

    fn phrase(&mut self, items: &[Item<'_>], around: Surroundings, row: &mut Row) {
        for item in items {
            match item {
                Item::Text(letters, _) => self.letters(letters, row),
                Item::Element(element) if element.name() == "p" => {
                    self.phrase(&element.items, around, row);
                }
                Item::Element(element) => self.phrase_element(element, around, row),
                // one paragraph, as `subset` says
                Item::Markdown(node) => {
                    let text = self.inlines(node, around);
                    row.units.extend(text.into_iter().map(|one| Unit::Node(Box::new(one))));
                }
            }
        }
    }

    /// Letters, white space as HTML sees it.
    fn letters(&mut self, letters: &[Letter], row: &mut Row) {
        let same = |a: &Letter, b: &Letter| is_space(a.c) && is_space(b.c);
        for run in letters.chunk_by(same) {
            let [first, .., last] = run else {
                let Some(&Letter { c, start, end }) = run.first() else { continue };
                if is_space(c) {
                    self.space(run, (start, end), row);
                } else {
                    self.check_letter(c, start, end);
                    let literal = end - start != c.len_utf8();
                    row.units.push(Unit::Char { c, start, end, literal });
                    row.spaced = false;
                }
                continue;
            };
            self.space(run, (first.start, last.end), row);
        }
    }

    fn space(&self, run: &[Letter], (start, end): (usize, usize), row: &mut Row) {
        if std::mem::replace(&mut row.spaced, true) {
            return;
        }
        row.units.push(if run.iter().any(|letter| letter.c == '\n') {
            Unit::node(lines::clipped(self.text, start, end), InlineKind::SoftBreak)
        } else {
            Unit::Char { c: ' ', start, end, literal: false }
        });
    }

    fn check_letter(&mut self, c: char, start: usize, end: usize) {
        let span = lines::clipped(self.text, start, end);
        if crate::parse::is_forbidden(c) && !self.written(span).contains(c) {
            self.forbidden_character(c, span);
        }
    }

    fn phrase_element(
        &mut self,
        element: &Element<'_>,
        around: Surroundings,
        row: &mut Row,
    ) {
        let name = element.name();
        if name == "br" {
            while row.units.last().is_some_and(|unit| unit.is_space()) {
                row.units.pop();
            }
        }
        // without `href` it is an address, which may stand in a link
        let is_link = name == "a" && element.tag.get("href").is_some();
        if is_link && around.in_link {
            self.link_in_link(element.tag.span);
        }
        let before = row.units.last().map_or(around.before, Unit::last);
        let in_link = around.in_link || is_link;
        let inner = Surroundings { depth: around.depth + 1, before, in_link, ..around };
        if self.too_deep(inner.depth, element.span) {
            return;
        }
        let outer = self.marks;
        self.marks = inner_marks(&element.tag).unwrap_or(outer);
        let is_code = matches!(name, "code" | "tt");
        let characters = is_code && element.items.iter().all(is_characters);
        // what it is short for is said, or it is no word
        let known =
            (name == "abbr" || is_code).then(|| std::mem::take(&mut self.abbreviations));
        let text = if characters {
            Vec::new()
        } else {
            let mut own = Row { units: Vec::new(), spaced: row.spaced };
            self.phrase(&element.items, inner, &mut own);
            row.spaced = own.spaced;
            self.set_plain(own.units, before)
        };
        self.marks = outer;
        if let Some(known) = known {
            self.abbreviations = known;
        }
        let said = ["id", "name", "href"].iter().any(|own| element.tag.get(own).is_some());
        if text.is_empty() && !said && !characters && !matches!(name, "br" | "img" | "wbr")
        {
            return;
        }
        let kind = if characters {
            self.html_line_code(&element.tag, collapsed(&element.items))
        } else if is_code {
            self.marked_code(&element.tag, text)
        } else {
            self.inline_kind(&element.tag, text)
        };
        row.spaced = match name {
            "br" => true,
            "img" | "code" | "tt" => false,
            _ => row.spaced,
        };
        row.units.push(Unit::node(element.span, kind));
    }

    /// What an element among text is in our document, with what is said of it.
    pub(in crate::parse) fn inline_kind(
        &mut self,
        tag: &Tag,
        text: Vec<Inline>,
    ) -> InlineKind {
        let kind = match tag.name.as_str() {
            "sub" => InlineKind::Subscript(text),
            "sup" => InlineKind::Superscript(text),
            "em" | "i" => InlineKind::Emph(text),
            "strong" | "b" => InlineKind::Strong(text),
            "kbd" => InlineKind::Keys(text),
            "s" | "del" | "strike" => InlineKind::Strike(text),
            "ins" => InlineKind::Insert(text),
            "br" => InlineKind::HardBreak,
            // a line may end here
            "wbr" => InlineKind::Text("\u{200b}".to_owned()),
            "a" if tag.get("href").is_some() => {
                let to = self.reference(
                    tag.span,
                    tag.get("href").unwrap_or_default(),
                    RefKind::Link,
                );
                let title = self.link_title(tag.get("title").unwrap_or_default(), tag.span);
                let address = tag.get("href").unwrap_or_default();
                let text = self.link_words(text, address, tag.span);
                InlineKind::Link { to, text, title }
            }
            "img" => InlineKind::Picture(Box::new(self.html_picture(tag))),
            // a span of its own: `<a id="weir">`, `<mark>`, `<abbr>`, `<span>`
            name => {
                let expansion = tag.get("title").filter(|_| name == "abbr");
                let figures = if has_class(tag, "oldstyle") {
                    Some(Figures::OldStyle)
                } else {
                    has_class(tag, "lining").then_some(Figures::Lining)
                };
                let attributes = Attributes {
                    expansion: expansion.map(|title| smart::text(title, self.marks)),
                    mark: name == "mark" || has_class(tag, "mark"),
                    small_caps: has_class(tag, "smallcaps"),
                    fraction: has_class(tag, "frac"),
                    figures,
                    ..self.said_of(tag, &text)
                };
                return InlineKind::Span { attributes: Box::new(attributes), text };
            }
        };
        self.with_attributes(tag, kind)
    }

    /// Code in a line, with what is said of it.
    pub(in crate::parse) fn html_line_code(
        &mut self,
        tag: &Tag,
        text: String,
    ) -> InlineKind {
        let language = language_of(tag).map(|name| {
            let (name, tokens) = (name.to_owned(), highlight::tokens(name, &text));
            Box::new(LineLanguage { name, tokens })
        });
        self.with_attributes(tag, InlineKind::Code(LineCode { text, language }))
    }

    /// Code in a line with emphasis or links in it: each stretch of it is code.
    pub(in crate::parse) fn marked_code(
        &mut self,
        tag: &Tag,
        mut text: Vec<Inline>,
    ) -> InlineKind {
        code_in(&mut text);
        let attributes = Box::new(self.said_of(tag, &text));
        InlineKind::Span { attributes, text }
    }

    /// What is said of an element with its address, its language and its direction.
    fn with_attributes(&mut self, tag: &Tag, kind: InlineKind) -> InlineKind {
        let text = vec![Inline { span: tag.span, kind }];
        let attributes = self.said_of(tag, &text);
        let mut text = text;
        match text.pop() {
            Some(only) if attributes == Attributes::default() => only.kind,
            only => {
                let attributes = Box::new(attributes);
                InlineKind::Span { attributes, text: only.into_iter().collect() }
            }
        }
    }

    /// The address, the language and the direction of an element with this text.
    pub(super) fn said_of(&mut self, tag: &Tag, text: &[Inline]) -> Attributes {
        let name = tag.get("name").filter(|_| tag.name == "a");
        let id = tag.get("id").or(name).filter(|id| tag.name != "br" && !id.is_empty());
        let id = id.map(str::to_owned);
        Attributes {
            anchor: id.map(|id| self.anchor(tag.span, Some(id), plain_text(text))),
            language: tag.get("lang").map(str::to_owned),
            direction: tag.get("dir").and_then(direction),
            ..Attributes::default()
        }
    }

    /// The text of an element that is no text itself, such as a cell, with what is said of
    /// it.
    pub(super) fn text_of(
        &mut self,
        element: &Element<'_>,
        around: Surroundings,
    ) -> Vec<Inline> {
        self.said_text(&element.tag, element, around)
    }

    /// The same with what a tag says.
    pub(super) fn said_text(
        &mut self,
        tag: &Tag,
        element: &Element<'_>,
        around: Surroundings,
    ) -> Vec<Inline> {
        let outer = self.marks;
        self.marks = inner_marks(tag).unwrap_or(outer);
        let text = self.phrasing(&element.items, around);
        self.marks = outer;
        let attributes = self.said_of(tag, &text);
        if attributes == Attributes::default() {
            return text;
        }
        let kind = InlineKind::Span { attributes: Box::new(attributes), text };
        vec![Inline { span: element.span, kind }]
    }

    /// An address alone, for a place that holds no text itself.
    pub(super) fn place_of(&mut self, tag: &Tag) -> Option<Inline> {
        let id = tag.get("id")?.to_owned();
        let anchor = Some(self.anchor(tag.span, Some(id.clone()), id));
        let attributes = Box::new(Attributes { anchor, ..Attributes::default() });
        let span = Span::new(tag.span.start, tag.span.start);
        Some(Inline { span, kind: InlineKind::Span { attributes, text: Vec::new() } })
    }

    /// A picture in a line.
    fn html_picture(&mut self, tag: &Tag) -> LinePicture {
        let width = match tag.get("width").and_then(width) {
            Some(Size::Length(length)) => Some(length),
            Some(Size::Share(_)) => {
                let message = "a picture in a line is no part of the line wide".to_owned();
                let help = "write pixels, such as `width=\"24\"`, or put the picture in a \
                            block of its own";
                self.tell(vec![Problem::left_out(message, tag.span, help)]);
                None
            }
            None => None,
        };
        let (alt, decorative) = self.html_alt(tag);
        let image =
            self.reference(tag.span, tag.get("src").unwrap_or_default(), RefKind::Picture);
        let title = self.link_title(tag.get("title").unwrap_or_default(), tag.span);
        let height = tag.get("height").and_then(height);
        LinePicture { image, alt, decorative, title, width, height }
    }

    /// The alternative text of a picture, and whether it is decorative: its text is there
    /// and empty.
    pub(super) fn html_alt(&mut self, tag: &Tag) -> (String, bool) {
        let alt = tag.get("alt").map(|alt| smart::text(alt.trim(), self.marks));
        let decorative = alt.as_deref() == Some("");
        let alt = alt.unwrap_or_default();
        if !decorative && alt.is_empty() {
            let message = "a picture has no alternative text".to_owned();
            let help = "say what it shows, for those who cannot see it: `alt=\"…\"`; if it \
                        says nothing, write `alt=\"\"`";
            self.error("missing-alt", message, tag.span, help);
        }
        (alt, decorative)
    }
}

/// The punctuation of what an element holds, if it is not that of what is around it: what
/// is typed keeps its marks.
pub(in crate::parse) fn inner_marks(tag: &Tag) -> Option<Marks> {
    let typed = matches!(tag.name.as_str(), "kbd" | "code" | "tt").then_some("zxx");
    tag.get("lang").or(typed).map(Marks::of)
}

/// Makes code of text, in whatever it stands.
fn code_in(text: &mut Vec<Inline>) {
    for inline in text {
        match &mut inline.kind {
            InlineKind::Text(own) => {
                inline.kind = InlineKind::Code(std::mem::take(own).into());
            }
            InlineKind::SoftBreak => {
                inline.kind = InlineKind::Code(" ".to_owned().into());
            }
            InlineKind::Emph(inner)
            | InlineKind::Strong(inner)
            | InlineKind::Strike(inner)
            | InlineKind::Insert(inner)
            | InlineKind::Superscript(inner)
            | InlineKind::Keys(inner)
            | InlineKind::Subscript(inner)
            | InlineKind::Link { text: inner, .. }
            | InlineKind::Span { text: inner, .. } => code_in(inner),
            InlineKind::Code(_)
            | InlineKind::Cite(_)
            | InlineKind::Note(_)
            | InlineKind::Math(_)
            | InlineKind::Picture(_)
            | InlineKind::HardBreak => {}
        }
    }
}

/// Whether an item is characters alone.
const fn is_characters(item: &Item<'_>) -> bool {
    matches!(item, Item::Text(..))
}

/// Takes away white space at the end of text: it is not seen there, in whatever element
/// it stands.
fn trim_end(inlines: &mut Vec<Inline>) {
    while let Some(last) = inlines.last_mut() {
        match &mut last.kind {
            InlineKind::Text(text) => {
                let seen = text.trim_end_matches(is_space).len();
                text.truncate(seen);
                if seen > 0 {
                    return;
                }
            }
            InlineKind::SoftBreak => {}
            InlineKind::Emph(inner)
            | InlineKind::Strong(inner)
            | InlineKind::Strike(inner)
            | InlineKind::Insert(inner)
            | InlineKind::Keys(inner)
            | InlineKind::Superscript(inner)
            | InlineKind::Subscript(inner)
            | InlineKind::Link { text: inner, .. }
            | InlineKind::Span { text: inner, .. } => return trim_end(inner),
            InlineKind::Code(_)
            | InlineKind::Cite(_)
            | InlineKind::Note(_)
            | InlineKind::Math(_)
            | InlineKind::Picture(_)
            | InlineKind::HardBreak => return,
        }
        inlines.pop();
    }
}

/// The characters of code in a line, white space as HTML sees it.
fn collapsed(items: &[Item<'_>]) -> String {
    let mut out = String::new();
    for item in items {
        let Item::Text(letters, _) = item else { continue };
        for letter in letters {
            if !is_space(letter.c) {
                out.push(letter.c);
            } else if !out.ends_with(' ') {
                out.push(' ');
            }
        }
    }
    out.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_width_is_pixels_or_a_part_of_the_line() {
        assert_eq!(width("60%"), Some(Size::Share(600)));
        assert_eq!(width("96"), Some(Size::Length(Length::points(72))));
        assert_eq!(width("96px"), Some(Size::Length(Length::points(72))));
        for wrong in ["0", "0%", "101%", "5em", "", "auto", "-3"] {
            assert_eq!(width(wrong), None, "{wrong}");
        }
    }
}
