//! The words of a line, with what they lead to and the languages they are in.

use std::ops::Range;

use crate::ast::{
    AnchorId, Attributes, Direction, Inline, InlineKind, LineCode, LinePicture, RefId,
    inline_units,
};
use crate::math;
use crate::resolve::{Chapter, Citation, CitationOf, Division, Goal, Piece, Raise, Target};
use crate::verify::looks::{Look, Looks};
use crate::verify::markup::means;
use crate::verify::told::{Aim, Item, Kind, Link, mean, plain, unseen};

use super::{Account, Form};

/// A line while it is put together.
#[derive(Debug, Default)]
pub(super) struct Line {
    text: String,
    links: Vec<Link>,
    ids: Vec<String>,
    foreign: Vec<(String, String)>,
    means: Vec<String>,
    /// What looks in some way in print: from where to where.
    looks: Vec<(Range<usize>, Seen)>,
    /// Whether all of it is bold in print.
    pub(super) heavy: bool,
    /// How long the text was behind the last mark of a note.
    note_end: Option<usize>,
    /// How much is told so far, as `ast::units` counts.
    unit: u32,
    /// Where parts of the text begin: in these units and in bytes of `text`.
    points: Vec<(u32, usize)>,
}

impl Line {
    /// Adds words that lead nowhere.
    pub(super) fn words(&mut self, words: &str) {
        self.text.push_str(words);
    }

    /// The next part has so many units.
    pub(super) fn part(&mut self, units: u32) {
        self.points.push((self.unit, self.text.len()));
        self.unit += units;
    }

    /// How long the text is, as it is compared, before so many units; and before the next
    /// place at which a page can be marked, behind a citation or a formula.
    pub(super) fn before(&self, units: u32) -> (usize, usize) {
        let at = self.points.partition_point(|point| point.0 <= units);
        let (unit, start) = at.checked_sub(1).map_or((0, 0), |at| self.points[at]);
        let (next_unit, next) =
            self.points.get(at).copied().unwrap_or((self.unit, self.text.len()));
        let mut end = (start + (units - unit) as usize).min(next);
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        let is_whole = end == start && next_unit == unit + 1;
        let before = |end: usize| plain(&self.text[..end]).len();
        (before(end), before(if is_whole { next } else { end }))
    }

    /// Puts words before all others.
    pub(super) fn lead(&mut self, words: Option<&str>) {
        let words = words.unwrap_or_default();
        self.text.insert_str(0, words);
        self.points.iter_mut().for_each(|point| point.1 += words.len());
        for (range, _) in &mut self.looks {
            *range = range.start + words.len()..range.end + words.len();
        }
    }

    /// Adds an address that stands here.
    pub(super) fn id(&mut self, id: &str) {
        self.ids.push(id.to_owned());
    }

    /// Adds what `inner` adds, which leads somewhere.
    pub(super) fn linked(&mut self, to: Aim, inner: impl FnOnce(&mut Self)) {
        let start = self.text.len();
        let at = self.links.len();
        inner(self);
        let text = plain(&self.text[start..]);
        self.links.insert(at, Link { text, to });
    }

    /// Adds something that the line shows or that is said of it.
    pub(super) fn means(&mut self, what: String) {
        self.means.push(what);
    }

    /// Adds what `inner` adds, of which something is said where that is so.
    pub(super) fn meant(&mut self, what: Option<&str>, inner: impl FnOnce(&mut Self)) {
        let Some(what) = what else { return inner(self) };
        let (start, at) = (self.text.len(), self.means.len());
        inner(self);
        self.means.insert(at, mean(what, &self.text[start..]));
        if let Some(seen) = Seen::of(what) {
            self.looks.push((start..self.text.len(), seen));
        }
    }

    /// Adds what `inner` adds, in a language of its own where it has one.
    pub(super) fn in_language(
        &mut self,
        language: Option<&str>,
        inner: impl FnOnce(&mut Self),
    ) {
        let (start, at) = (self.text.len(), self.foreign.len());
        inner(self);
        if let Some(language) = language {
            let words = plain(&self.text[start..]);
            self.foreign.insert(at, (language.to_owned(), words));
        }
    }

    /// Adds what `inner` adds, which is counted elsewhere.
    pub(super) fn uncounted(&mut self, inner: impl FnOnce(&mut Self)) {
        let (unit, points) = (self.unit, self.points.len());
        inner(self);
        self.unit = unit;
        self.points.truncate(points);
    }

    /// Its words, what is said of some of them, and those in other languages.
    pub(super) fn told(self) -> (String, Vec<String>, Vec<(String, String)>) {
        (plain(&self.text), self.means, self.foreign)
    }

    /// Adds formatted words.
    fn styled(&mut self, piece: &Piece) {
        let style = piece.style;
        self.meant(style.italic.then_some("italic"), |line| {
            line.meant(style.bold.then_some("bold"), |line| {
                let raised = match style.raise {
                    Raise::None => None,
                    Raise::Super => Some("raised"),
                    Raise::Sub => Some("lowered"),
                };
                line.meant(raised, |line| line.words(&piece.text));
            });
        });
    }

    /// Adds words that are bold in print.
    pub(super) fn bold(&mut self, words: &str) {
        let start = self.text.len();
        self.words(words);
        self.looks.push((start..self.text.len(), Seen::Bold));
    }

    /// Adds what stands in the place of a picture or a formula.
    fn instead(&mut self, words: &str) {
        let start = self.text.len();
        self.words(&instead(words));
        self.looks.push((start..self.text.len(), Seen::Apart));
    }

    /// How the text looks in print.
    fn looks(&self, heavy: bool) -> Looks {
        let mut looks = Looks::default();
        looks.heavy = self.heavy || heavy;
        if self.looks.is_empty() {
            looks.add(&self.text, Look::default());
            return looks;
        }
        // where something begins or ends
        let mut edges: Vec<usize> = vec![0, self.text.len()];
        edges.extend(self.looks.iter().flat_map(|(range, _)| [range.start, range.end]));
        edges.sort_unstable();
        edges.dedup();
        for pair in edges.windows(2) {
            let [start, end] = pair else { continue };
            let around = self
                .looks
                .iter()
                .filter(|(range, _)| range.start <= *start && *end <= range.end);
            let (mut look, mut is_apart) = (Look::default(), false);
            for (_, seen) in around {
                match seen {
                    // emphasis in emphasis is upright again
                    Seen::Italic => look.italic = !look.italic,
                    Seen::Bold => look.bold = true,
                    Seen::Struck => look.struck = true,
                    Seen::Apart => is_apart = true,
                }
            }
            if !is_apart {
                looks.add(self.text.get(*start..*end).unwrap_or_default(), look);
            }
        }
        looks
    }

    /// The item.
    pub(super) fn item(self, kind: Kind, account: &Account<'_>) -> Item {
        let looks = match account.form {
            Form::Tags => self.looks(account.heavy),
            Form::Pages => Looks::default(),
        };
        Item {
            looks,
            text: plain(&self.text),
            links: self.links,
            ids: self.ids,
            foreign: self.foreign,
            means: self.means.into_iter().chain(unseen(&self.text)).collect(),
            language: account.language.clone(),
            rtl: account.rtl,
            ..Item::mark(kind, account.place)
        }
    }
}

/// How some words look in print.
#[derive(Debug, Copy, Clone, PartialEq, Eq)]
enum Seen {
    Italic,
    Bold,
    Struck,
    /// They are no words of the line: code, a picture, a formula.
    Apart,
}

impl Seen {
    /// How words look of which something is said.
    fn of(what: &str) -> Option<Self> {
        Some(match what {
            "emphasis" | "italic" => Self::Italic,
            "strong emphasis" | "bold" => Self::Bold,
            "struck" => Self::Struck,
            "code" | "keys" => Self::Apart,
            _ => return None,
        })
    }
}

/// What stands in a line in the place of a picture or a formula.
pub(super) fn instead(words: &str) -> String {
    format!("⟦{}⟧", plain(words))
}

/// A formula as it is said.
pub(super) fn said(tex: &str) -> String {
    math::read(tex).map(|row| math::words(&row)).unwrap_or_default()
}

/// What a mean calls the end of a line.
pub(super) const BREAK: &str = "line break";

/// A formula as markup has it.
pub(super) fn formula(tex: &str, display: bool) -> String {
    let row = math::read(tex).unwrap_or_default();
    let markup = math::mathml(&row, display, "");
    format!("formula {}", means::of_formula(&markup).unwrap_or_default())
}

/// What is said of words that stand in something.
pub(super) const fn said_of(kind: &InlineKind) -> Option<&'static str> {
    match kind {
        InlineKind::Emph(_) => Some("emphasis"),
        InlineKind::Strong(_) => Some("strong emphasis"),
        InlineKind::Strike(_) => Some("struck"),
        InlineKind::Insert(_) => Some("inserted"),
        InlineKind::Keys(_) => Some("keys"),
        InlineKind::Superscript(_) => Some("raised"),
        InlineKind::Subscript(_) => Some("lowered"),
        InlineKind::Text(_)
        | InlineKind::Code(_)
        | InlineKind::Link { .. }
        | InlineKind::Cite(_)
        | InlineKind::Span { .. }
        | InlineKind::Note(_)
        | InlineKind::Math(_)
        | InlineKind::Picture(_)
        | InlineKind::SoftBreak
        | InlineKind::HardBreak => None,
    }
}

impl<'a> Account<'a> {
    /// A picture, by its number: of several that are the same the first.
    pub(super) fn picture(&self, chapter: &Chapter, image: RefId) -> Option<String> {
        let Target::Picture(id) = chapter.target(image) else { return None };
        let picture = self.book.picture(*id);
        let mut same = self.book.pictures.iter();
        let number = same.position(|other| other.data == picture.data)?;
        Some(means::of_picture(
            &number.to_string(),
            &picture.width.to_string(),
            &picture.height.to_string(),
        ))
    }

    /// The words of inlines.
    pub(super) fn inlines(&self, chapter: &'a Chapter, inlines: &'a [Inline]) -> Line {
        let mut line = Line::default();
        self.add(chapter, inlines, &mut line);
        line
    }

    /// Adds inlines to a line.
    pub(super) fn add(&self, chapter: &'a Chapter, inlines: &'a [Inline], line: &mut Line) {
        for inline in inlines {
            self.add_one(chapter, inline, line);
        }
    }

    fn add_one(&self, chapter: &'a Chapter, inline: &'a Inline, line: &mut Line) {
        match &inline.kind {
            InlineKind::Text(text) => {
                line.part(inline_units(inline));
                line.words(text);
            }
            InlineKind::Code(LineCode { text, .. }) => {
                line.part(inline_units(inline));
                line.meant(Some("code"), |line| line.words(text));
            }
            InlineKind::Emph(inner)
            | InlineKind::Strong(inner)
            | InlineKind::Strike(inner)
            | InlineKind::Insert(inner)
            | InlineKind::Keys(inner)
            | InlineKind::Superscript(inner)
            | InlineKind::Subscript(inner) => {
                line.meant(said_of(&inline.kind), |line| self.add(chapter, inner, line));
            }
            InlineKind::Link { to, text, title } => {
                let target = chapter.target(*to);
                line.means.extend(title.iter().map(|title| mean("title", title)));
                line.linked(self.aim(target), |line| {
                    self.add(chapter, text, line);
                    if chapter.term(*to) == Some(true)
                        && let Aim::Inside(id) = self.aim(target)
                    {
                        self.page(&id, line);
                    }
                });
            }
            InlineKind::Cite(id) => {
                line.part(1);
                self.citation(chapter.citation(*id), line);
            }
            InlineKind::Span { attributes, .. } if attributes.left_out > 0 => {
                line.part(attributes.left_out);
            }
            InlineKind::Span { attributes, text } => {
                self.span(chapter, attributes, text, line);
            }
            InlineKind::Note(mark) => {
                line.part(1);
                if line.note_end == Some(line.text.len()) && self.form == Form::Tags {
                    // marks that stand together are parted in print
                    line.words(",");
                }
                line.id(&chapter.mark_id(*mark));
                let to = Aim::Inside(chapter.note_id(mark.note));
                line.meant(Some("raised"), |line| {
                    line.linked(to, |line| line.words(&(mark.note.0 + 1).to_string()));
                });
                line.note_end = Some(line.text.len());
            }
            InlineKind::Math(tex) => {
                line.part(1);
                line.instead(&said(tex));
                line.means(formula(tex, false));
            }
            InlineKind::Picture(picture) => self.line_picture(chapter, picture, line),
            InlineKind::SoftBreak => {
                line.part(1);
                line.words(" ");
            }
            InlineKind::HardBreak => {
                line.part(1);
                line.words(" ");
                line.means(BREAK.to_owned());
            }
        }
    }

    /// A picture in a line.
    fn line_picture(
        &self,
        chapter: &'a Chapter,
        picture: &'a LinePicture,
        line: &mut Line,
    ) {
        line.part(1);
        if self.form == Form::Pages || !picture.decorative {
            line.instead(&picture.alt);
        }
        if self.form == Form::Pages || !picture.decorative {
            line.means.extend(self.picture(chapter, picture.image));
        }
        let title = picture.title.iter().map(|title| mean("title", title));
        line.means.extend(title);
    }

    /// Words with attributes.
    fn span(
        &self,
        chapter: &'a Chapter,
        attributes: &Attributes,
        text: &'a [Inline],
        line: &mut Line,
    ) {
        line.ids.extend(attributes.anchor.map(|at| id_of(chapter, at)));
        let start = line.text.len();
        let at = line.foreign.len();
        let way = attributes.direction.map(|way| match way {
            Direction::Ltr => "direction ltr",
            Direction::Rtl => "direction rtl",
        });
        let long = attributes.expansion.as_ref();
        let long = long.map(|long| format!("abbreviation of {}", plain(long)));
        let mark = (long.is_none() && attributes.mark).then_some("marked");
        line.meant(way, |line| {
            line.meant(long.as_deref().or(mark), |line| {
                self.add(chapter, text, line);
            });
        });
        if let Some(language) = &attributes.language {
            let words = plain(&line.text[start..]);
            line.foreign.insert(at, (language.clone(), words));
        }
    }

    /// A citation group: on pages of the web one link where it leads to one reference alone.
    fn citation(&self, citation: &'a Citation, line: &mut Line) {
        if citation.of == CitationOf::Works {
            line.id(&citation.id);
        }
        let mut goals = citation.text.iter().filter_map(|piece| piece.to.as_ref());
        if self.form == Form::Pages
            && let (CitationOf::Works, Some(goal @ Goal::Reference(_)), None) =
                (citation.of, goals.next(), goals.next())
        {
            line.linked(self.goal(goal), |line| {
                citation.text.iter().for_each(|piece| line.styled(piece));
            });
            return;
        }
        self.pieces(&citation.text, line);
    }

    /// Formatted text, each piece with what it leads to.
    pub(super) fn pieces(&self, pieces: &'a [Piece], line: &mut Line) {
        for piece in pieces {
            let Some(goal) = &piece.to else {
                line.styled(piece);
                continue;
            };
            line.linked(self.goal(goal), |line| {
                let Goal::Place { id, page, words, .. } = goal else {
                    return line.styled(piece);
                };
                match self.book.any_text().filter(|_| !words.is_empty()) {
                    Some(any) => line.uncounted(|line| self.add(any, words, line)),
                    None => line.styled(piece),
                }
                if *page {
                    self.page(id, line);
                }
            });
        }
    }

    /// The same of an entry of the references, whose bytes are counted.
    pub(super) fn entry_pieces(&self, pieces: &'a [Piece], line: &mut Line) {
        for piece in pieces {
            line.part(u32::try_from(piece.text.len()).unwrap_or(u32::MAX));
            self.pieces(std::slice::from_ref(piece), line);
        }
    }

    /// The page of an address, where it is named.
    fn page(&self, id: &str, line: &mut Line) {
        if let Some(folio) = self.folios.get(id) {
            line.words(&self.words.on_page(folio));
        }
    }

    fn goal(&self, goal: &Goal) -> Aim {
        match goal {
            Goal::Reference(id) => Aim::Inside(self.book.reference(*id).id.clone()),
            Goal::Url(url) => Aim::Outside(url.clone()),
            Goal::Place { id, .. } => Aim::Inside(id.clone()),
        }
    }

    /// Where a link of a text leads.
    fn aim(&self, target: &Target) -> Aim {
        match target {
            Target::Anchor { chapter, anchor } => {
                let text = self.book.text_of(self.division_of(*chapter));
                text.map_or(Aim::File, |text| Aim::Inside(id_of(text, *anchor)))
            }
            Target::Division(division) => {
                Aim::Inside(self.book.division_id(*division).to_owned())
            }
            Target::Url(url) => Aim::Outside(url.clone()),
            Target::Picture(_) => Aim::File,
        }
    }

    /// The division of a text, by the number that addresses carry: chapters first, then
    /// notices.
    pub(super) fn division_of(&self, text: u32) -> Division {
        let chapters = u32::try_from(self.book.chapters.len()).unwrap_or(u32::MAX);
        text.checked_sub(chapters).map_or(Division::Chapter(text), Division::Notice)
    }
}

/// An address of a text.
pub(super) fn id_of(chapter: &Chapter, anchor: AnchorId) -> String {
    chapter.anchor(anchor).id.clone()
}
