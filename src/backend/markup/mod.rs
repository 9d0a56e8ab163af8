//! `Book` to HTML and XHTML fragments, shared by the web and the EPUB backend.
//!
//! Knows no pages of a site and no package: where a picture lies and what a link is
//! called, the backend says in [`Writing`]. The structure and the addresses are the
//! same in both languages of markup, and the same as in print.

mod html;
mod pages;
mod abbreviations;
mod contents;
mod inlines;
mod blocks;
mod figures;
mod callouts;
mod notes;
mod notices;
mod tables;
mod references;
mod index;
mod usage;
mod verse;
mod math_table;
pub mod fonts;

pub use contents::{Entry, contents, contents_at, division_name, outline, page_list};
pub use html::{Html, Syntax, display, escape, is_outside};
pub use notices::{NoticeSize, first_notices, is_first, notice_feet, notice_sizes};
pub use pages::{PageMark, PageMarks, free_id};
pub use usage::{faces, features, has_equation_numbers, has_formulas};

use crate::ast::{Block, BlockId, BlockKind, DEEPEST_HEADING, Direction, is_rtl_language};
use crate::diag::{Diagnostic, Reported, Sink};
use crate::project::ListKind;
use crate::resolve::{Book, Chapter, Division, Part, PictureId, Said, Words};

/// How fragments are written, and what only a backend knows.
#[derive(Copy, Clone)]
pub struct Writing<'a> {
    /// The language of markup.
    pub syntax: Syntax,
    /// Added to the level of every heading: 1 where the page's `h1` is the book's title.
    pub heading_shift: u8,
    /// Where a picture lies: its `src`.
    pub picture: &'a dyn Fn(PictureId) -> String,
    /// The `href` of an address that stands in a division.
    pub link: &'a dyn Fn(Division, &str) -> String,
}

/// One part of the reading order as a section, page marks in their places.
///
/// The title page and the contents list are each format's own; of them this gives
/// the page marks alone.
pub fn division(
    book: &Book,
    marks: &PageMarks,
    division: Division,
    writing: &Writing<'_>,
) -> Html {
    let mut writer = Writer::new(book, marks, division, writing);
    match division {
        Division::TitlePage | Division::Contents => {
            for mark in marks.in_division(division) {
                writer.page_mark(mark);
                writer.out.line_end();
            }
        }
        Division::Copyright => writer.copyright(),
        Division::List(ListKind::Abbreviations) => writer.abbreviations(),
        Division::List(kind) => writer.caption_list(kind),
        Division::Part(number) => writer.part(&book.parts[number as usize]),
        Division::Chapter(number) => writer.chapter(&book.chapters[number as usize]),
        Division::References => writer.references(),
        Division::Index => writer.index(),
        Division::Notice(number) => writer.notice(&book.notices[number as usize]),
    }
    writer.out
}

/// The division of a text by the number that citations and addresses carry: chapters
/// first, the bodies of notices after them.
pub(super) fn division_of(book: &Book, number: u32) -> Division {
    match (number as usize).checked_sub(book.chapters.len()) {
        None => Division::Chapter(number),
        Some(_) => {
            let chapters = u32::try_from(book.chapters.len()).unwrap_or(number);
            Division::Notice(number - chapters)
        }
    }
}

/// Writes one division.
struct Writer<'a> {
    book: &'a Book,
    marks: &'a PageMarks,
    division: Division,
    writing: &'a Writing<'a>,
    /// The language of what is being written.
    language: &'a str,
    /// Whether it runs from right to left.
    rtl: bool,
    /// The words the program adds to the division.
    words: &'a Words,
    out: Html,
}

impl<'a> Writer<'a> {
    fn new(
        book: &'a Book,
        marks: &'a PageMarks,
        division: Division,
        writing: &'a Writing<'a>,
    ) -> Self {
        let language = book.language_of(division).unwrap_or(&book.info.language);
        let way = book.direction_of(division);
        let rtl =
            way.map_or_else(|| is_rtl_language(language), |way| way == Direction::Rtl);
        let words = book.text_of(division).map_or(&book.words, |text| book.words_of(text));
        let out = Html::default();
        Self { book, marks, division, writing, language, rtl, words, out }
    }

    /// The direction of what runs from left to right in every language, where it stands
    /// among what does not.
    fn left_to_right(&self) -> Option<&'static str> {
        self.rtl.then_some("ltr")
    }

    /// A value for XHTML alone.
    fn epub(&self, value: &'static str) -> Option<&'static str> {
        match self.writing.syntax {
            Syntax::Html => None,
            Syntax::Xhtml => Some(value),
        }
    }

    fn chapter(&mut self, chapter: &'a Chapter) {
        // A section without a heading would be a hole in the page's outline. On the web
        // the opening chapter stands under the book's own `h1`, which is its name; an
        // EPUB needs the name at the chapter.
        let titled = chapter.title_anchor.is_some();
        let displayed = chapter.role.is_displayed();
        let named = !titled && (displayed || self.writing.syntax == Syntax::Xhtml);
        let role = (titled || named).then(|| format!("doc-{}", chapter.role.word()));
        let class = if displayed { "chapter displayed" } else { "chapter" };
        let name = if titled { "section" } else { "div" };
        let language = chapter.language.as_deref();
        self.out.open(
            name,
            &[
                ("id", (!titled).then_some(chapter.id())),
                ("lang", language),
                ("xml:lang", language.filter(|_| self.writing.syntax == Syntax::Xhtml)),
                ("dir", chapter.direction.map(inlines::direction_name)),
                ("class", Some(class)),
                ("role", role.as_deref()),
                ("epub:type", self.epub(chapter.role.word())),
                ("aria-label", named.then_some(chapter.title.as_str())),
                ("aria-labelledby", titled.then_some(chapter.id())),
            ],
        );
        self.out.line_end();
        self.head_marks();
        let title =
            |block: &Block| matches!(block.kind, BlockKind::Heading { level: 1, .. });
        let blocks = &chapter.document.blocks;
        let opening = blocks.iter().position(title).map_or(0, |at| at + 1);
        let (head, text) = blocks.split_at(opening);
        self.blocks(chapter, head);
        if let Some(names) = self.book.byline(self.division) {
            self.out.open("p", &[("class", Some("byline"))]);
            self.out.text(&names);
            self.out.close("p");
            self.out.line_end();
        }
        self.blocks(chapter, text);
        self.notes(chapter);
        self.out.close(name);
        self.out.line_end();
    }

    /// Who holds the rights, and what this edition is.
    fn copyright(&mut self) {
        let label = self.book.words.copyright_page;
        self.out.open(
            "section",
            &[
                ("id", Some("copyright-page")),
                ("class", Some("copyright")),
                ("epub:type", self.epub("copyright-page")),
                ("aria-label", Some(label)),
            ],
        );
        self.out.line_end();
        self.head_marks();
        for line in self.book.copyright() {
            self.out.open("p", &[]);
            for said in &line {
                match said {
                    Said::Text(words) => self.out.text(words),
                    Said::Link(url) => {
                        let way = self.rtl.then_some("ltr");
                        self.out.open("a", &[("href", Some(url)), ("dir", way)]);
                        self.out.text(url);
                        self.out.close("a");
                    }
                }
            }
            self.out.close("p");
            self.out.line_end();
        }
        self.out.close("section");
        self.out.line_end();
    }

    /// The name of a part; its chapters are divisions of their own.
    fn part(&mut self, part: &Part) {
        self.out.open(
            "section",
            &[
                ("class", Some("part")),
                ("role", Some("doc-part")),
                ("epub:type", self.epub("part")),
                ("aria-labelledby", Some(&part.id)),
            ],
        );
        self.out.line_end();
        self.head_marks();
        self.heading(1, &part.id, |writer| {
            writer.name(writer.book.division_name(writer.division));
        });
        self.out.close("section");
        self.out.line_end();
    }

    /// The marks of pages that begin with the division itself.
    fn head_marks(&mut self) {
        self.marks_before(BlockId(0));
    }

    fn heading(&mut self, level: u8, id: &str, text: impl FnOnce(&mut Self)) {
        let level = level.saturating_add(self.writing.heading_shift);
        // HTML has six, and ARIA in HTML says of the last of them how deep it lies
        let deep = (level > DEEPEST_HEADING).then(|| level.to_string());
        let name = match level {
            0 | 1 => "h1",
            2 => "h2",
            3 => "h3",
            4 => "h4",
            5 => "h5",
            6.. => "h6",
        };
        self.out.open(name, &[("id", Some(id)), ("aria-level", deep.as_deref())]);
        text(self);
        self.out.close(name);
    }

    /// An empty span: the number is shown by the style sheet and told by its name, so
    /// that it is no word of the sentence it stands in.
    fn page_mark(&mut self, mark: &PageMark) {
        let name = format!("{} {}", self.words.page, mark.label);
        // On the web `title` names it: axe 4.14 does not know the role here and takes
        // an `aria-label` for one on a plain span. EPUB readers expect `aria-label`.
        let (label, title) = match self.writing.syntax {
            Syntax::Html => (None, Some(name.as_str())),
            Syntax::Xhtml => (Some(name.as_str()), None),
        };
        self.out.open(
            "span",
            &[
                ("class", Some("page")),
                ("id", Some(&mark.id)),
                ("role", Some("doc-pagebreak")),
                ("epub:type", self.epub("pagebreak")),
                ("aria-label", label),
                ("title", title),
                ("data-page", self.web(&mark.label)),
            ],
        );
        self.out.close("span");
    }

    /// A value for HTML alone.
    fn web<'b>(&self, value: &'b str) -> Option<&'b str> {
        match self.writing.syntax {
            Syntax::Html => Some(value),
            Syntax::Xhtml => None,
        }
    }
}

/// Makes sure that the pages a theme's templates gave still have every reference,
/// every note, every notice and the index in them.
///
/// # Errors
/// `theme-drops-text` for the first that is in no page.
pub fn check_kept<'p>(
    book: &Book,
    theme: &str,
    pages: impl Iterator<Item = &'p str> + Clone,
    sink: &mut Sink,
) -> Result<(), Reported> {
    let references = book.references.iter().map(|reference| reference.id.as_str());
    let notices = book.notices.iter().map(|notice| notice.id.as_str());
    let parts = book.parts.iter().map(|part| part.id.as_str());
    let chapters = book.chapters.iter().map(|chapter| chapter.id());
    let texts = book.spine.iter().filter_map(|&division| book.text_of(division));
    let notes: Vec<String> = texts.flat_map(notes::ids).collect();
    let notes = notes.iter().map(String::as_str);
    let copyright = book.spine.contains(&Division::Copyright).then_some("copyright-page");
    let index = book.spine.contains(&Division::Index);
    let index = index.then(|| book.division_id(Division::Index));
    for id in copyright
        .into_iter()
        .chain(parts)
        .chain(chapters)
        .chain(references)
        .chain(notices)
        .chain(notes)
        .chain(index)
    {
        let mark = format!("id=\"{id}\"");
        if !pages.clone().any(|page| page.contains(&mark)) {
            let message = format!("the templates of the theme `{theme}` leave out `#{id}`");
            return Err(sink.error(
                Diagnostic::new("theme-drops-text", message)
                    .help("print the body of every page: `{{{body}}}`"),
            ));
        }
    }
    Ok(())
}
