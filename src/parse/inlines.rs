//! Text in a line: comrak's inline nodes to ours.
//!
//! The text of a block is first laid out as [`Unit`]s, one for each character, with
//! everything that is not text as a unit of its own. Citations and typographic marks
//! are found on that row, however comrak cut the text; then it is joined again.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "comrak has many kinds of nodes; what is not named is refused, never dropped"
)]

use std::ops::Range;

use comrak::nodes::{Node, NodeLink, NodeValue};

use crate::ast::{Attributes, Inline, InlineKind, RefId, RefKind, WrittenRef, plain_text};
use crate::source::Span;

use super::align::{Written, align};
use super::marks::Marks;
use super::{
    Reader, cites, emoji, html, ideographs, is_forbidden, lines, raised, smart, spans,
};

/// One character of a run of text, or something else that stands in the line.
#[derive(Debug, Clone)]
pub(super) enum Unit {
    /// A character.
    Char {
        /// The character.
        c: char,
        /// First byte of what was written for it.
        start: usize,
        /// One past the last.
        end: usize,
        /// Whether it was escaped, so that it is never syntax.
        literal: bool,
    },
    /// Anything else, line ends included. It is rare, and would make all characters as
    /// large as itself.
    Node(Box<Inline>),
}

impl Unit {
    /// Something that is no character.
    pub(super) fn node(span: Span, kind: InlineKind) -> Self {
        Self::Node(Box::new(Inline { span, kind }))
    }

    /// The character, unless it was escaped.
    pub(super) fn syntax(&self) -> Option<char> {
        match self {
            Self::Char { c, literal: false, .. } => Some(*c),
            Self::Char { .. } | Self::Node(_) => None,
        }
    }

    /// Whether it is code.
    pub(super) fn is_code(&self) -> bool {
        matches!(self, Self::Node(inline) if matches!(inline.kind, InlineKind::Code(_)))
    }

    /// The first character to be seen.
    #[inline]
    pub(super) fn first(&self) -> Option<char> {
        match self {
            Self::Char { c, .. } => Some(*c),
            Self::Node(inline) if is_break(inline) => Some(' '),
            Self::Node(inline) => seen(inline).chars().next(),
        }
    }

    /// The last character to be seen.
    #[inline]
    pub(super) fn last(&self) -> Option<char> {
        match self {
            Self::Char { c, .. } => Some(*c),
            Self::Node(inline) if is_break(inline) => Some(' '),
            Self::Node(inline) => seen(inline).chars().next_back(),
        }
    }

    /// Whether a word goes on with it: the mark of a note, a citation and a picture stand
    /// behind a word.
    pub(super) fn goes_on(&self) -> bool {
        let apart = matches!(
            self,
            Self::Node(inline) if matches!(
                inline.kind,
                InlineKind::Note(_) | InlineKind::Cite(_) | InlineKind::Picture(_)
            )
        );
        !apart && self.first().is_some_and(char::is_alphanumeric)
    }

    /// First byte.
    pub(super) fn start(&self) -> usize {
        match self {
            Self::Char { start, .. } => *start,
            Self::Node(inline) => inline.span.start as usize,
        }
    }

    /// One past the last byte.
    pub(super) fn end(&self) -> usize {
        match self {
            Self::Char { end, .. } => *end,
            Self::Node(inline) => inline.span.end as usize,
        }
    }

    /// Whether white space, a line end included, is all that is to be seen.
    pub(super) fn is_space(&self) -> bool {
        match self {
            Self::Char { c, .. } => c.is_whitespace(),
            // emphasis that begins with a space or with a formula has more in it
            Self::Node(inline) => is_break(inline) || is_blank(inline),
        }
    }
}

/// Whether an inline is a line end, which is a space to its neighbours.
const fn is_break(inline: &Inline) -> bool {
    matches!(inline.kind, InlineKind::SoftBreak | InlineKind::HardBreak)
}

/// Whether an inline is text of nothing but white space.
fn is_blank(inline: &Inline) -> bool {
    matches!(&inline.kind, InlineKind::Text(text) if text.chars().all(char::is_whitespace))
}

/// What is to be seen of an inline, as far as its neighbours care.
fn seen(inline: &Inline) -> String {
    match &inline.kind {
        InlineKind::Cite(_)
        | InlineKind::Note(_)
        | InlineKind::Math(_)
        | InlineKind::Picture(_) => "x".to_owned(),
        InlineKind::Text(_)
        | InlineKind::Emph(_)
        | InlineKind::Strong(_)
        | InlineKind::Strike(_)
        | InlineKind::Insert(_)
        | InlineKind::Superscript(_)
        | InlineKind::Keys(_)
        | InlineKind::Subscript(_)
        | InlineKind::Code(_)
        | InlineKind::Link { .. }
        | InlineKind::Span { .. }
        | InlineKind::SoftBreak
        | InlineKind::HardBreak => plain_text(std::slice::from_ref(inline)),
    }
}

/// Where a run of text stands.
#[derive(Debug, Copy, Clone)]
pub(super) struct Surroundings {
    /// How deeply nested.
    pub depth: usize,
    /// Whether it is the text of a link: nothing in it is a citation.
    pub in_link: bool,
    /// Whether it is an address that is its own link: nothing in it is a mark.
    pub verbatim: bool,
    /// The character before the run, if any.
    pub before: Option<char>,
    /// The quotation mark around the attribute that it is the value of: behind a
    /// backslash it is a mark of the text like any other.
    pub quoted: Option<char>,
}

impl Surroundings {
    /// The text of a block.
    pub(super) fn block(depth: usize) -> Self {
        Self { depth, in_link: false, verbatim: false, before: None, quoted: None }
    }
}

impl Reader<'_> {
    /// The inlines in a node, with citations and typographic marks in place.
    pub(super) fn inlines<'n>(
        &mut self,
        node: Node<'n>,
        around: Surroundings,
    ) -> Vec<Inline> {
        self.inlines_within(node, around, 0..usize::MAX)
    }

    /// The same of what stands in a part of the source.
    pub(super) fn inlines_within<'n>(
        &mut self,
        node: Node<'n>,
        around: Surroundings,
        part: Range<usize>,
    ) -> Vec<Inline> {
        let span = self.node_span(node);
        if self.too_deep(around.depth, span) {
            return Vec::new();
        }
        let mut cursor = span.start as usize;
        let children: Vec<Node<'n>> = node.children().collect();
        let mut units = self.row(&children, around, &mut cursor);
        units.retain(|unit| part.start <= unit.start() && unit.end() <= part.end);
        self.finish(units, around)
    }

    /// Finds citations and typographic marks in a row of units and joins it to inlines.
    pub(super) fn finish(&mut self, units: Vec<Unit>, around: Surroundings) -> Vec<Inline> {
        let units = spans::find(self, units, around);
        self.set(units, around)
    }

    /// The same for a row in which spans are found already.
    pub(super) fn set(&mut self, units: Vec<Unit>, around: Surroundings) -> Vec<Inline> {
        if around.verbatim {
            return join(self.text, units);
        }
        self.check_dollars(&units);
        let units = self.inline_notes(units, around);
        let units = raised::find(self, units, around);
        let units = if around.in_link { units } else { cites::find(self, units) };
        self.check_slips(&units);
        let units = emoji::find(units, around.before);
        let units = self.abbreviated(units, around.before);
        let units = ideographs::joined(units, around.before);
        join(self.text, smart::set(without_doubled_space(units), around.before, self.marks))
    }

    pub(super) fn inline<'n>(
        &mut self,
        node: Node<'n>,
        around: Surroundings,
        cursor: &mut usize,
        units: &mut Vec<Unit>,
    ) {
        let data = node.data();
        let span = self.node_span(node);
        let before = units.last().map_or(around.before, Unit::last);
        let inner = Surroundings { depth: around.depth + 1, before, ..around };
        let push = |units: &mut Vec<Unit>, span, kind| {
            units.push(Unit::node(span, kind));
        };
        match &data.value {
            NodeValue::Text(text) => self.text(text, span, *cursor, units),
            NodeValue::Escaped => {
                let c = node.first_child().and_then(|child| {
                    child.data().value.text().and_then(|text| text.chars().next())
                });
                units.extend(c.map(|c| self.escaped(c, span, around, *cursor)));
            }
            NodeValue::SoftBreak => {
                push(units, self.line_end(*cursor), InlineKind::SoftBreak)
            }
            NodeValue::LineBreak => {
                push(units, self.line_end(*cursor), InlineKind::HardBreak)
            }
            NodeValue::Code(code) => {
                self.check_text(&code.literal, span);
                let has_braces = data.attrs.is_some();
                push(units, span, self.line_code(&code.literal, span, has_braces));
            }
            NodeValue::Emph => {
                let text = self.inlines(node, inner);
                push(units, around_all(span, &text), InlineKind::Emph(text));
            }
            NodeValue::Strong => {
                let text = self.inlines(node, inner);
                push(units, around_all(span, &text), InlineKind::Strong(text));
            }
            NodeValue::Strikethrough if !self.written(span).starts_with("~~") => {
                self.untaken(node, "~", (span, inner), units);
            }
            NodeValue::Strikethrough => {
                let text = self.inlines(node, inner);
                push(units, around_all(span, &text), InlineKind::Strike(text));
            }
            NodeValue::Highlight if !self.is_highlight(span) => {
                self.untaken(node, "==", (span, inner), units);
            }
            NodeValue::Highlight => push(units, span, marked(self.inlines(node, inner))),
            // `<a>` around an address that is bare
            NodeValue::Link(_)
                if around.in_link && !self.written(span).starts_with(['[', '<']) =>
            {
                for child in node.children() {
                    self.inline(child, around, cursor, units);
                }
            }
            NodeValue::Link(link) if self.is_bare_file(link, span) => {
                for child in node.children() {
                    self.inline(child, around, cursor, units);
                }
            }
            NodeValue::Link(link) => self.links(node, link, (span, inner), units),
            NodeValue::Image(link) => {
                let picture = self.line_picture(node, link, span, inner);
                push(units, span, InlineKind::Picture(Box::new(picture)));
            }
            NodeValue::HtmlInline(html) => self.html(html, span, units),
            NodeValue::FootnoteReference(reference) => {
                if let Some(kind) = self.note_mark(&reference.name, span, around) {
                    push(units, span, kind);
                }
            }
            NodeValue::Math(math) => {
                if let Some(kind) = self.formula(math, span, around.depth) {
                    push(units, span, kind);
                }
            }
            NodeValue::TaskItem(_) => {}
            // Blocks are never among inlines, and the other kinds are switched off.
            other => {
                let name = other.xml_node_name().replace('_', " ");
                self.unsupported(&format!("`{name}`"), span, "write it another way");
            }
        }
    }

    /// A character behind a backslash.
    fn escaped(&self, c: char, span: Span, around: Surroundings, cursor: usize) -> Unit {
        let start = self.escape(c, span.start as usize, cursor);
        let end = start + 1 + c.len_utf8();
        Unit::Char { c, start, end, literal: around.quoted != Some(c) }
    }

    /// Whether `==` around a span marks it: `a==b` in one word compares.
    fn is_highlight(&self, span: Span) -> bool {
        let of_word = |c: char| c.is_alphanumeric() && !ideographs::is_unspaced(c);
        let before = self.text[..span.start as usize].chars().next_back();
        let after = self.text[span.end as usize..].chars().next();
        !before.into_iter().chain(after).any(of_word)
    }

    /// Puts back two marks that comrak took for others: `~` for those of GitHub's
    /// strikethrough, which are marks of a subscript or text, and `==` that compares.
    fn untaken<'n>(
        &mut self,
        node: Node<'n>,
        mark: &str,
        (span, inner): (Span, Surroundings),
        units: &mut Vec<Unit>,
    ) {
        let (start, end) = (span.start as usize, span.end as usize);
        let put = |units: &mut Vec<Unit>, from: usize| {
            units.extend(mark.char_indices().map(|(at, c)| {
                let at = from + at;
                Unit::Char { c, start: at, end: at + c.len_utf8(), literal: false }
            }));
        };
        put(units, start);
        let mut cursor = start + mark.len();
        for child in node.children() {
            self.inline(child, inner, &mut cursor, units);
            cursor = units.last().map_or(cursor, |unit: &Unit| cursor.max(unit.end()));
        }
        put(units, end.saturating_sub(mark.len()).max(cursor));
    }

    /// Where a node stands.
    ///
    /// comrak 0.59 counts the columns of what a table cell holds after it removed the
    /// backslashes of `\|`; they are counted in again.
    pub(super) fn node_span<'n>(&self, node: Node<'n>) -> Span {
        let position = node.data().sourcepos;
        if self.bars.is_empty() || node.data().value.block() {
            return self.lines.span(self.text, position);
        }
        let (start, end) = self.lines.offsets(position);
        let shifted = |place: usize| {
            let line = self.lines.start_of(place);
            let bars = self.bars.iter().skip_while(|&&at| at < line).enumerate();
            place + bars.take_while(|(removed, at)| *at - removed < place).count()
        };
        lines::clipped(self.text, shifted(start), shifted(end))
    }

    /// Notes where `\|` stands in a span, while a table cell is read.
    pub(super) fn note_bars(&mut self, span: Span) {
        let start = span.start as usize;
        let bars = self.written(span).match_indices("\\|");
        self.bars = bars.map(|(at, _)| start + at).collect();
    }

    /// The characters of a text node.
    fn text(&mut self, text: &str, span: Span, cursor: usize, units: &mut Vec<Unit>) {
        self.check_text(text, span);
        let aligned = align(self.text, text, span.start as usize, cursor);
        match aligned {
            Some(written) => units.extend(written.into_iter().map(
                |Written { c, start, end, literal }| Unit::Char { c, start, end, literal },
            )),
            // Nowhere to be found: the words are kept, their place is comrak's.
            None => units.extend(text.chars().map(|c| Unit::Char {
                c,
                start: span.start as usize,
                end: span.end as usize,
                literal: false,
            })),
        }
    }

    /// Where an escape stands: comrak's place if it is one, else the next one.
    fn escape(&self, c: char, start: usize, cursor: usize) -> usize {
        let is_escape = |at: usize| {
            let rest = self.text.get(at..).and_then(|rest| rest.strip_prefix('\\'));
            rest.is_some_and(|rest| rest.starts_with(c))
        };
        if start >= cursor && is_escape(start) {
            return start;
        }
        let rest = self.text.get(cursor..).unwrap_or_default();
        let next = rest.match_indices('\\').take(64).map(|(at, _)| cursor + at);
        next.into_iter().find(|&at| is_escape(at)).unwrap_or(start)
    }

    /// The line end at or after a place, with what was written to make it a hard break.
    fn line_end(&self, cursor: usize) -> Span {
        let rest = self.text.get(cursor..).unwrap_or_default();
        let length = rest.find(['\n', '\r']).unwrap_or(rest.len());
        let end = &rest[length..];
        let ending = if end.starts_with("\r\n") { 2 } else { end.len().min(1) };
        let start = rest[..length].trim_end_matches([' ', '\t', '\\']).len();
        lines::span(cursor + start, cursor + length + ending)
    }

    /// Notes an address.
    pub(super) fn reference(&mut self, span: Span, address: &str, of: RefKind) -> RefId {
        let refs = &mut self.document.refs;
        refs.push(WrittenRef { span, address: address.to_owned(), of });
        #[expect(clippy::cast_possible_truncation, reason = "sources are below 4 GiB")]
        RefId(refs.len() as u32 - 1)
    }

    /// Forgets the addresses in the words of a picture: they are its alternative text,
    /// in which links are words (`CommonMark` 0.31.2, section 6.4).
    pub(super) fn forget_links(&mut self, image: RefId) {
        self.document.refs.truncate(image.0 as usize + 1);
    }

    fn link<'n>(
        &mut self,
        node: Node<'n>,
        link: &NodeLink,
        span: Span,
        inner: Surroundings,
    ) -> Unit {
        if inner.in_link {
            self.link_in_link(span);
        }
        let said = node.data().attrs.as_ref().and_then(|_| spans::at_end(self.text, span));
        let outer = self.marks;
        let tag = said.as_ref().and_then(|(braces, _)| braces.language());
        self.marks = tag.map_or(outer, Marks::of);
        let to = self.reference(span, &link.url, RefKind::Link);
        let title = self.link_title(&link.title, span);
        // an address that is its own text, in angle brackets or bare
        let verbatim = !self.written(span).starts_with('[');
        let inner = Surroundings { in_link: true, verbatim, ..inner };
        let text = self.inlines(node, inner);
        self.marks = outer;
        let text = self.link_words(text, &link.url, span);
        let span = around_all(span, &text);
        let kind = InlineKind::Link { to, text, title };
        let Some((mut braces, place)) = said else { return Unit::node(span, kind) };
        self.foreign_link_classes(&mut braces.attributes, place);
        let own = Span::new(span.start, place.start);
        let text = vec![Inline { span: own, kind }];
        let attributes = Box::new(self.span_attributes(braces, place, span, &text));
        Unit::node(span, InlineKind::Span { attributes, text })
    }

    /// The words of a link. One without any could not be seen or pressed: it shows the
    /// address; one into the book is given the title of what it leads to when that is known.
    pub(super) fn link_words(
        &mut self,
        text: Vec<Inline>,
        address: &str,
        span: Span,
    ) -> Vec<Inline> {
        let scheme = address.find(':').map(|at| &address[..at]);
        let outside = scheme.is_some_and(|scheme| {
            scheme.chars().all(|c| c.is_ascii_alphanumeric()) && !scheme.is_empty()
        });
        if !text.is_empty() || !outside {
            return text;
        }
        let message = "a link has no words: its address is shown".to_owned();
        let help = "write the words that readers are to press into the brackets";
        self.warn("empty-link", message, span, help);
        vec![Inline { span, kind: InlineKind::Text(address.to_owned()) }]
    }

    /// A link, and the marks of notes that comrak takes for a part of it.
    fn links<'n>(
        &mut self,
        node: Node<'n>,
        link: &NodeLink,
        (span, inner): (Span, Surroundings),
        units: &mut Vec<Unit>,
    ) {
        match self.mark_in_address(span) {
            Some(at) => self.address_before_mark(link, (span, at), units),
            None => units.push(self.link(node, link, span, inner)),
        }
    }

    /// Where the mark of a note begins in an address that stands bare: comrak takes it
    /// for a part of the address.
    fn mark_in_address(&self, span: Span) -> Option<usize> {
        let written = self.written(span);
        let bare = !written.starts_with(['[', '<', '!']);
        let at = written.find("[^").filter(|&at| bare && at > 0)?;
        written[at..].contains(']').then_some(at)
    }

    /// A bare address that ends before the mark of a note, and what stands behind it.
    fn address_before_mark(
        &mut self,
        link: &NodeLink,
        (span, at): (Span, usize),
        units: &mut Vec<Unit>,
    ) {
        let written = self.written(span).to_owned();
        let (own, rest) = written.split_at(at);
        let address =
            link.url.find(own).map_or(&*link.url, |start| &link.url[..start + at]);
        let middle = span.start as usize + at;
        let own = lines::span(span.start as usize, middle);
        let to = self.reference(own, address, RefKind::Link);
        let text =
            vec![Inline { span: own, kind: InlineKind::Text(written[..at].to_owned()) }];
        let kind = InlineKind::Link { to, text, title: None };
        units.push(Unit::node(own, kind));
        self.text(rest, lines::span(middle, span.end as usize), middle, units);
    }

    pub(super) fn link_in_link(&mut self, span: Span) {
        let message = "a link stands in a link".to_owned();
        self.error("raw-html", message, span, "end the one before the other begins");
    }

    /// Whether an address stands bare in the text that leads to files: it is no link, for
    /// readers of books do not follow it.
    fn is_bare_file(&self, link: &NodeLink, span: Span) -> bool {
        link.url.starts_with("ftp:") && self.written(span).starts_with("ftp:")
    }

    /// The title of a link or picture.
    pub(super) fn link_title(&mut self, title: &str, span: Span) -> Option<String> {
        self.check_text(title, span);
        (!title.is_empty()).then(|| smart::text(title, self.marks))
    }

    /// Refuses HTML or keeps it as it is written, but lets comments go.
    fn html(&mut self, html: &str, span: Span, units: &mut Vec<Unit>) {
        if without_comments(html).trim().is_empty() {
            return;
        }
        if self.keeps_html() {
            self.html_as_written(html, span, units);
            return;
        }
        let shown = html.trim().lines().next().unwrap_or_default();
        let inner = shown.trim_start_matches('<');
        let name: String = inner
            .chars()
            .skip_while(|&c| c == '/')
            .take_while(char::is_ascii_alphanumeric)
            .collect::<String>()
            .to_ascii_lowercase();
        let closes = inner.starts_with('/');
        let known = !self.told_tags.insert(name.clone());
        if closes && known {
            return;
        }
        let in_line = html::is_in_line(&name);
        let help = if closes && in_line {
            "begin it in the same paragraph and the same marks, or remove it".to_owned()
        } else if in_line {
            "it stands in the line with its text, and its end with it".to_owned()
        } else if html::is_known(&name) {
            "it stands among blocks: begin a line with it, behind an empty line".to_owned()
        } else {
            html::advice(&name)
        };
        let message = if closes && html::is_known(&name) {
            format!("`{shown}` closes nothing")
        } else if html::is_known(&name) && !in_line {
            format!("`{shown}` cannot stand in a line")
        } else {
            format!("HTML has no meaning in print: `{shown}`")
        };
        self.refuse("raw-html", message, span, help);
    }

    /// HTML in a line as the text it is written with.
    fn html_as_written(&mut self, html: &str, span: Span, units: &mut Vec<Unit>) {
        let exact = self.written(span) == html;
        for (at, c) in html.char_indices() {
            let start = if exact { span.start as usize + at } else { span.start as usize };
            let end = if exact { start + c.len_utf8() } else { span.end as usize };
            if matches!(c, '\n' | '\r') {
                let span = lines::clipped(self.text, start, end);
                units.push(Unit::node(span, InlineKind::SoftBreak));
            } else {
                units.push(Unit::Char { c, start, end, literal: true });
            }
        }
    }

    /// Refuses control characters that were written as entities.
    fn check_text(&mut self, text: &str, span: Span) {
        if let Some(c) = text.chars().find(|&c| is_forbidden(c))
            && !self.written(span).contains(c)
        {
            self.forbidden_character(c, span);
        }
    }
}

/// Words that are marked as with a pen.
fn marked(text: Vec<Inline>) -> InlineKind {
    let attributes = Attributes { mark: true, ..Attributes::default() };
    InlineKind::Span { attributes: Box::new(attributes), text }
}

/// HTML without its comments.
pub(super) fn without_comments(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some(start) = rest.find("<!--") {
        out.push_str(&rest[..start]);
        let inner = &rest[start + 4..];
        // `<!-->` and `<!--->` are whole comments (`CommonMark` 6.6).
        rest = if let Some(after) = inner.strip_prefix('>') {
            after
        } else if let Some(after) = inner.strip_prefix("->") {
            after
        } else {
            inner.split_once("-->").map_or("", |(_, after)| after)
        };
    }
    out.push_str(rest);
    out
}

/// A dropped comment leaves the space before and the one after it: one is enough.
fn without_doubled_space(units: Vec<Unit>) -> Vec<Unit> {
    let doubled = |last: &Unit, unit: &Unit| {
        last.end() < unit.start() && [last, unit].iter().all(|u| u.syntax() == Some(' '))
    };
    if !units.windows(2).any(|pair| doubled(&pair[0], &pair[1])) {
        return units;
    }
    let mut out: Vec<Unit> = Vec::with_capacity(units.len());
    for unit in units {
        if !out.last().is_some_and(|last| doubled(last, &unit)) {
            out.push(unit);
        }
    }
    out
}

/// A span that also holds all of its inlines.
fn around_all(span: Span, inlines: &[Inline]) -> Span {
    let start = inlines.first().map_or(span.start, |first| first.span.start);
    let end = inlines.last().map_or(span.end, |last| last.span.end);
    Span::new(span.start.min(start), span.end.max(end))
}

/// Joins characters to texts.
pub(super) fn join(source: &str, units: Vec<Unit>) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::new();
    let mut open = false;
    for unit in units {
        match unit {
            Unit::Char { c, start, end, .. } => {
                if let Some(Inline { span, kind: InlineKind::Text(text) }) = out.last_mut()
                    && open
                {
                    text.push(c);
                    span.end = lines::clipped(source, start, end).end.max(span.end);
                } else {
                    let span = lines::clipped(source, start, end);
                    out.push(Inline { span, kind: InlineKind::Text(c.to_string()) });
                }
                open = true;
            }
            Unit::Node(inline) => {
                out.push(*inline);
                open = false;
            }
        }
    }
    out
}
