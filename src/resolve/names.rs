//! What headings are called where they are named elsewhere: in contents lists, running
//! heads, references and links to them. Marks stay, and what leads elsewhere does not.

use crate::ast::{
    BlockKind, Callout, CiteId, Inline, InlineKind, flat, legible_text, visit_inlines,
};
use crate::diag::{Diagnostic, Sink};
use crate::parse::{self, typeset};
use crate::project::PartTitle;
use crate::source::Span;

use super::{Anchor, Book, Chapter, Division, Text, Words};

/// What something is called.
#[derive(Debug, Copy, Clone)]
pub struct Name<'a> {
    /// Its words, for where no marks can be.
    pub plain: &'a str,
    /// The same with its marks, where it has any, and a text that they may be written for:
    /// they hold nothing that leads elsewhere.
    pub marked: Option<(&'a Chapter, &'a [Inline])>,
}

impl<'a> From<&'a str> for Name<'a> {
    fn from(plain: &'a str) -> Self {
        Self { plain, marked: None }
    }
}

impl Name<'_> {
    /// Its marked words as inlines of which the words say all.
    pub fn flat(&self) -> Vec<Inline> {
        self.marked.map(|(_, text)| flat(text)).unwrap_or_default()
    }
}

impl Book {
    /// What a division is called in contents lists, with its marks.
    pub fn division_name(&self, division: Division) -> Name<'_> {
        let plain = self.division_title(division);
        match division {
            Division::Part(number) => {
                let text = self.parts[number as usize].text.as_slice();
                let any = self.any_text().filter(|_| !text.is_empty());
                Name { plain, marked: any.map(|any| (any, text)) }
            }
            Division::Chapter(number) => self.chapters[number as usize].name(),
            Division::TitlePage
            | Division::Copyright
            | Division::Contents
            | Division::List(_)
            | Division::References
            | Division::Notice(_)
            | Division::Index => plain.into(),
        }
    }
}

impl Book {
    /// A text that words may be written for which hold nothing that leads elsewhere.
    pub fn any_text(&self) -> Option<&Chapter> {
        self.chapters.first().or_else(|| self.notices.first().map(|notice| &notice.body))
    }
}

impl Chapter {
    /// What it is called.
    pub fn name(&self) -> Name<'_> {
        match self.title_anchor.map(|anchor| self.anchor(anchor)) {
            Some(anchor) if anchor.title == self.title => self.name_of(anchor),
            Some(_) | None => self.title.as_str().into(),
        }
    }

    /// What one of its places is called.
    pub fn name_of<'a>(&'a self, anchor: &'a Anchor) -> Name<'a> {
        let text = anchor.text.as_slice();
        Name { plain: &anchor.title, marked: (!text.is_empty()).then_some((self, text)) }
    }
}

/// Names the headings of texts, and what has a caption; `anchors` are theirs.
pub(super) fn give(texts: &[Text<'_>], anchors: &mut [Vec<Anchor>]) {
    let none = |_: CiteId| String::new();
    for (text, own) in texts.iter().zip(anchors) {
        text.document.visit(&mut |block| {
            if let BlockKind::Callout(callout) = &block.kind {
                return name_callout(text, callout, own);
            }
            let (anchor, words, repeats) = match &block.kind {
                BlockKind::Heading { anchor, text, .. } => (Some(*anchor), text, true),
                BlockKind::Figure { anchor, caption, .. } => {
                    (Some(*anchor), caption, false)
                }
                BlockKind::Code { anchor, caption, .. } => (*anchor, caption, false),
                BlockKind::Table(table) => {
                    let Some(caption) = &table.caption else { return };
                    (table.anchor, &caption.text, false)
                }
                BlockKind::Panels(panels) => {
                    let Some(caption) = &panels.caption else { return };
                    (panels.anchor, &caption.text, false)
                }
                BlockKind::Paragraph(_)
                | BlockKind::Attribution(_)
                | BlockKind::Stanza(_)
                | BlockKind::List(_)
                | BlockKind::Quote(_)
                | BlockKind::Rule
                | BlockKind::References
                | BlockKind::Definitions(_)
                | BlockKind::Callout(_)
                | BlockKind::Div(_)
                | BlockKind::Details(_)
                | BlockKind::Equation { .. } => return,
            };
            let Some(anchor) = anchor.filter(|_| has_marks(words)) else { return };
            let anchor = &mut own[anchor.0 as usize];
            anchor.title = legible_text(words, &none).trim().to_owned();
            if repeats {
                anchor.text = marked(words, &none);
            }
        });
    }
}

/// Names a callout that has an address: by its title, or else by the word for its kind.
fn name_callout(text: &Text<'_>, callout: &Callout, anchors: &mut [Anchor]) {
    let Some(anchor) = callout.anchor else { return };
    let none = |_: CiteId| String::new();
    let anchor = &mut anchors[anchor.0 as usize];
    let title = legible_text(&callout.title, &none).trim().to_owned();
    (anchor.title, anchor.text) = match title.is_empty() {
        true => (text.words.callout(callout.kind).to_owned(), Vec::new()),
        false => (title, marked(&callout.title, &none)),
    };
}

/// The name of a part as the project has it, and the same with its marks where it has any:
/// in `SUMMARY.md` it is Markdown.
pub(super) fn of_part(
    part: &PartTitle,
    language: &str,
    sink: &mut Sink,
) -> (String, Vec<Inline>) {
    let PartTitle { title, markdown, .. } = part;
    if !markdown {
        return (typeset(&title.text, language), Vec::new());
    }
    let none = |_: CiteId| String::new();
    let Some(text) = parse::heading(&title.text, language) else {
        let message = format!("`{}` is no name of a part", title.text);
        let help = "it may hold words and what marks them: no pictures, notes and HTML";
        sink.error(Diagnostic::new("bad-summary", message).at(title.place).help(help));
        return (title.text.clone(), Vec::new());
    };
    (legible_text(&text, &none).trim().to_owned(), marked(&text, &none))
}

/// Puts words of the program before the name of a place: its number.
pub(super) fn lead(anchor: &mut Anchor, lead: &str) {
    anchor.title.insert_str(0, lead);
    lead_text(&mut anchor.text, lead);
}

/// Puts words before marked ones.
pub(super) fn lead_text(text: &mut Vec<Inline>, lead: &str) {
    if let Some(first) = text.first() {
        let span = Span::new(first.span.start, first.span.start);
        text.insert(0, Inline { span, kind: InlineKind::Text(lead.to_owned()) });
    }
}

/// Puts the words of cross references into the names of headings: they are known only
/// when all is numbered, and `parse` left them out.
pub(super) fn say_references(chapter: &mut Chapter, words: &Words) {
    let mut named = Vec::new();
    chapter.document.visit(&mut |block| {
        let BlockKind::Heading { anchor, text, .. } = &block.kind else { return };
        let mut refers = false;
        visit_inlines(text, &mut |inline| {
            refers |= matches!(&inline.kind, InlineKind::Cite(id)
                if !chapter.reference_words(*id).is_empty());
        });
        if refers {
            let said = |id| chapter.reference_words(id);
            let number = chapter.anchor(*anchor).number.as_ref();
            let own = number.and_then(|number| words.heading_lead(number));
            let own = own.unwrap_or_default();
            let title = own.clone() + legible_text(text, &said).trim();
            let mut marked = marked(text, &said);
            lead_text(&mut marked, &own);
            named.push((*anchor, title, marked));
        }
    });
    for (anchor, title, text) in named {
        if chapter.title_anchor == Some(anchor) {
            chapter.title.clone_from(&title);
        }
        let anchor = &mut chapter.anchors[anchor.0 as usize];
        (anchor.title, anchor.text) = (title, text);
    }
}

/// Whether words are more than plain text.
fn has_marks(text: &[Inline]) -> bool {
    let plain = |inline: &Inline| {
        matches!(inline.kind, InlineKind::Text(_) | InlineKind::SoftBreak)
    };
    !text.iter().all(plain)
}

/// The words of a heading or a caption with their marks, without what leads elsewhere or
/// is led to; nothing where they have none. `said` gives the words of citations.
pub(super) fn marked(text: &[Inline], said: &impl Fn(CiteId) -> String) -> Vec<Inline> {
    let mut out = if has_marks(text) { without_ways(text, said) } else { Vec::new() };
    trim(&mut out);
    if has_marks(&out) { out } else { Vec::new() }
}

/// Inlines without what leads elsewhere or is led to.
pub(super) fn without_ways(
    inlines: &[Inline],
    said: &impl Fn(CiteId) -> String,
) -> Vec<Inline> {
    let inner = |inlines: &[Inline]| without_ways(inlines, said);
    let mut out = Vec::new();
    for inline in inlines {
        let kind = match &inline.kind {
            InlineKind::Note(_) => continue,
            InlineKind::Cite(id) => match said(*id) {
                words if words.is_empty() => continue,
                words => InlineKind::Text(words),
            },
            InlineKind::Link { text, .. } => {
                out.extend(inner(text));
                continue;
            }
            InlineKind::Span { attributes, text } => {
                let mut attributes = attributes.clone();
                attributes.anchor = None;
                attributes.index.clear();
                if *attributes == crate::ast::Attributes::default() {
                    out.extend(inner(text));
                    continue;
                }
                InlineKind::Span { attributes, text: inner(text) }
            }
            InlineKind::Emph(text) => InlineKind::Emph(inner(text)),
            InlineKind::Strong(text) => InlineKind::Strong(inner(text)),
            InlineKind::Strike(text) => InlineKind::Strike(inner(text)),
            InlineKind::Insert(text) => InlineKind::Insert(inner(text)),
            InlineKind::Keys(text) => InlineKind::Keys(inner(text)),
            InlineKind::Superscript(text) => InlineKind::Superscript(inner(text)),
            InlineKind::Subscript(text) => InlineKind::Subscript(inner(text)),
            InlineKind::HardBreak => InlineKind::SoftBreak,
            InlineKind::Picture(picture) => InlineKind::Text(picture.alt.clone()),
            kind @ (InlineKind::Text(_)
            | InlineKind::Code(_)
            | InlineKind::Math(_)
            | InlineKind::SoftBreak) => kind.clone(),
        };
        out.push(Inline { span: inline.span, kind });
    }
    out
}

/// Takes away the space that was before a mark at the end.
pub(super) fn trim(text: &mut Vec<Inline>) {
    while let Some(last) = text.last_mut() {
        match &mut last.kind {
            InlineKind::SoftBreak => {}
            InlineKind::Text(words) => {
                words.truncate(words.trim_end().len());
                if !words.is_empty() {
                    return;
                }
            }
            InlineKind::Emph(_)
            | InlineKind::Strong(_)
            | InlineKind::Strike(_)
            | InlineKind::Insert(_)
            | InlineKind::Superscript(_)
            | InlineKind::Keys(_)
            | InlineKind::Subscript(_)
            | InlineKind::Code(_)
            | InlineKind::Link { .. }
            | InlineKind::Cite(_)
            | InlineKind::Span { .. }
            | InlineKind::Note(_)
            | InlineKind::Math(_)
            | InlineKind::Picture(_)
            | InlineKind::HardBreak => return,
        }
        text.pop();
    }
}
