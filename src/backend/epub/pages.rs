//! The pages: cover, title page, contents, and every part of the book.

use serde::Serialize;

use crate::ast::{Direction, is_rtl_language};
use crate::backend::Input;
use crate::backend::markup::{self, Html, PageMarks, Syntax, Writing, escape};
use crate::diag::{Reported, Sink};
use crate::par;
use crate::project::Matter;
use crate::resolve::Division;

use super::names::{COVER, Names};
use super::navigation::{DEPTH, Landmark, Navigation, start};
use super::package::{File, FileKind, NAVIGATION, PageKind, STYLE};

/// What all pages are made from.
#[derive(Copy, Clone)]
pub(super) struct Pages<'a> {
    /// The edition.
    pub(super) input: &'a Input<'a>,
    /// Where its pages begin.
    pub(super) marks: &'a PageMarks,
    /// What its files are called.
    pub(super) names: &'a Names,
    /// What leads to them.
    pub(super) navigation: &'a Navigation,
}

/// A page of the publication.
#[derive(Copy, Clone)]
enum Page<'a> {
    /// The cover, by the file of its picture.
    Cover(&'a str),
    Part(Division),
    /// The navigation document outside the reading order.
    Navigation,
}

/// What every page says at its head.
#[derive(Serialize)]
struct Head {
    language: Html,
    rtl: bool,
    title: Html,
    style: &'static str,
}

/// `epub/cover.hbs`.
#[derive(Serialize)]
struct CoverPage {
    head: Head,
    picture: Html,
    alt: Html,
}

/// `epub/title.hbs`.
#[derive(Serialize)]
struct TitlePage {
    head: Head,
    page_marks: Html,
    title: Html,
    subtitle: Option<Html>,
    authors: Vec<Html>,
    /// Who else made it, a line for each role.
    makers: Vec<Html>,
    publisher: Option<Html>,
    edition_of: Html,
    /// The day of the edition, for programs and in words.
    date: String,
    day: Html,
    /// Whether the words run from left to right in a book that runs the other way.
    day_ltr: bool,
    /// Notices in full that stand on this page.
    notices: Html,
    /// What notices say at the foot of every page.
    feet: Html,
}

/// `epub/chapter.hbs`.
#[derive(Serialize)]
struct ChapterPage {
    head: Head,
    /// The third of the book it stands in: `bodymatter`.
    matter: &'static str,
    content: Html,
}

/// `epub/nav.hbs`.
#[derive(Serialize)]
struct NavigationPage<'a> {
    head: Head,
    page_marks: Html,
    contents: Html,
    landmarks_title: Html,
    landmarks: &'a [Landmark],
    pages_title: Html,
    pages: Html,
    /// What notices say at the foot of every page.
    feet: Html,
}

impl Pages<'_> {
    /// All pages in reading order, and the navigation document.
    ///
    /// Where the reading order has no contents list, the navigation document stands
    /// outside it: a reading system needs one in any case.
    pub(super) fn write(&self, sink: &mut Sink) -> Result<Vec<File>, Reported> {
        let book = self.input.book;
        let cover = self.names.cover().map(Page::Cover);
        let mut pages: Vec<Page<'_>> = cover.into_iter().collect();
        let parts = book.spine.iter().filter(|&&one| !markup::is_first(book, one));
        pages.extend(parts.map(|&division| Page::Part(division)));
        if !book.spine.contains(&Division::Contents) {
            pages.push(Page::Navigation);
        }
        let files = par::map(&pages, sink, |page, sink| self.page(*page, sink));
        files.into_iter().collect()
    }

    fn page(&self, page: Page<'_>, sink: &mut Sink) -> Result<File, Reported> {
        let (href, kind, text) = match page {
            Page::Cover(picture) => {
                (COVER, FileKind::Page(PageKind::Cover), self.cover(picture, sink)?)
            }
            Page::Part(division) => {
                let kind = match division {
                    Division::Contents => FileKind::Navigation { read: true },
                    Division::TitlePage => FileKind::Page(PageKind::Title),
                    Division::References => FileKind::Page(PageKind::References),
                    Division::Index => FileKind::Page(PageKind::Index),
                    Division::Part(_) | Division::Chapter(_)
                        if Some(division) == start(self.input.book) =>
                    {
                        FileKind::Page(PageKind::Start)
                    }
                    Division::Copyright
                    | Division::List(_)
                    | Division::Part(_)
                    | Division::Chapter(_)
                    | Division::Notice(_) => FileKind::Page(PageKind::Plain),
                };
                (self.names.page(division), kind, self.part(division, sink)?)
            }
            Page::Navigation => {
                (NAVIGATION, FileKind::Navigation { read: false }, self.contents(sink)?)
            }
        };
        Ok(File { href: href.to_owned(), data: text.into_bytes(), kind })
    }

    fn part(&self, division: Division, sink: &mut Sink) -> Result<String, Reported> {
        match division {
            Division::TitlePage => self.title_page(sink),
            Division::Contents => self.contents(sink),
            Division::Copyright | Division::List(_) => {
                self.chapter(division, "frontmatter", sink)
            }
            Division::Part(_) => self.chapter(division, "bodymatter", sink),
            Division::Chapter(number) => {
                let matter = match self.input.book.chapters[number as usize].matter {
                    Matter::Front => "frontmatter",
                    Matter::Body => "bodymatter",
                    Matter::Back => "backmatter",
                };
                self.chapter(division, matter, sink)
            }
            Division::References | Division::Index => {
                self.chapter(division, "backmatter", sink)
            }
            Division::Notice(_) => {
                let mut before =
                    self.input.book.spine.iter().take_while(|&&other| other != division);
                let start = start(self.input.book);
                let started = before.any(|&other| Some(other) == start);
                let matter = if started { "backmatter" } else { "frontmatter" };
                self.chapter(division, matter, sink)
            }
        }
    }

    fn cover(&self, picture: &str, sink: &mut Sink) -> Result<String, Reported> {
        let book = self.input.book;
        let alt = format!("{}: {}", book.words.cover, book.info.title);
        let page = CoverPage {
            head: self.head(book.words.cover),
            picture: escape(picture),
            alt: escape(&alt),
        };
        self.render("epub/cover", &page, sink)
    }

    /// The navigation document: contents to read, landmarks and pages to go to.
    fn contents(&self, sink: &mut Sink) -> Result<String, Reported> {
        let book = self.input.book;
        let (contents, pages) = self.writing(|writing| {
            let contents =
                markup::contents(book, book.contents_depth.unwrap_or(DEPTH), writing);
            (contents, markup::page_list(book, self.marks, writing))
        });
        let page = NavigationPage {
            head: self.head(book.words.contents),
            page_marks: self.markup(Division::Contents),
            contents,
            landmarks_title: escape(book.words.landmarks),
            landmarks: &self.navigation.landmarks,
            pages_title: escape(book.words.page_list),
            pages,
            feet: self.feet(Division::Contents),
        };
        self.render("epub/nav", &page, sink)
    }

    fn title_page(&self, sink: &mut Sink) -> Result<String, Reported> {
        let book = self.input.book;
        let day = book.words.date.words(self.input.stamp);
        let page = TitlePage {
            head: self.head(&book.info.title),
            page_marks: self.markup(Division::TitlePage),
            title: escape(&book.info.title),
            subtitle: book.info.subtitle.as_deref().map(escape),
            authors: book.authors().into_iter().map(escape).collect(),
            makers: book.makers().iter().map(|line| escape(line)).collect(),
            publisher: book.info.publisher.as_deref().map(escape),
            edition_of: escape(book.words.edition_of),
            date: self.input.stamp.date(),
            day_ltr: book.is_against(&day),
            day: escape(&day),
            notices: self
                .writing(|writing| markup::first_notices(book, self.marks, writing)),
            feet: self.feet(Division::TitlePage),
        };
        self.render("epub/title", &page, sink)
    }

    fn chapter(
        &self,
        division: Division,
        matter: &'static str,
        sink: &mut Sink,
    ) -> Result<String, Reported> {
        let book = self.input.book;
        let mut head = self.head(book.division_title(division));
        if let Some(language) = book.language_of(division) {
            head.language = escape(language);
        }
        if let Some(direction) = book.direction_of(division) {
            head.rtl = direction == Direction::Rtl;
        }
        let mut content = self.markup(division);
        content.append(&self.feet(division));
        let page = ChapterPage { head, matter, content };
        self.render("epub/chapter", &page, sink)
    }

    fn render<T: Serialize>(
        &self,
        template: &str,
        page: &T,
        sink: &mut Sink,
    ) -> Result<String, Reported> {
        self.input.theme.render(template, page).map_err(|message| sink.error(message))
    }

    fn head(&self, title: &str) -> Head {
        let tag = &self.input.book.info.language;
        let (language, rtl) = (escape(tag), is_rtl_language(tag));
        Head { language, rtl, title: escape(title), style: STYLE }
    }

    fn markup(&self, division: Division) -> Html {
        self.writing(|writing| {
            markup::division(self.input.book, self.marks, division, writing)
        })
    }

    fn feet(&self, page: Division) -> Html {
        let book = self.input.book;
        self.writing(|writing| markup::notice_feet(book, Some(page), writing))
    }

    fn writing<R>(&self, work: impl FnOnce(&Writing<'_>) -> R) -> R {
        let (book, names) = (self.input.book, self.names);
        work(&Writing {
            syntax: Syntax::Xhtml,
            heading_shift: 0,
            picture: &|id| names.picture(id).to_owned(),
            link: &|division, id| names.link(book, division, id),
        })
    }
}
