//! The web edition: one self-contained page, or a site of several.
//!
//! Both are filled from the theme's templates in `html/`; what they say about
//! themselves (`meta`), how they look (`style`) and their text (`markup`) is the same.

mod meta;
mod style;
mod page;
mod people;
mod site;

use serde::Serialize;

use super::markup::{self, Html, PageMarks, Syntax, Writing, division};
use super::{Artifact, Backend, Input};
use crate::ast::is_rtl_language;
use crate::certificate::{META_NAME, Seal};
use crate::diag::{Reported, Sink};
use crate::files::Files;
use crate::project::Format;
use crate::resolve::{Book, Division, Words};

/// One HTML page with everything in it.
pub struct SinglePage;

impl Backend for SinglePage {
    fn render(&self, input: &Input<'_>, sink: &mut Sink) -> Result<Artifact, Reported> {
        let page = sealed(input, page::render(input, sink)?);
        markup::check_kept(
            input.book,
            &input.theme.name,
            std::iter::once(page.as_str()),
            sink,
        )?;
        let mut files = Files::default();
        files.insert(format!("{}.html", input.stem), page.into_bytes());
        Ok(Artifact { format: Format::Html, files })
    }
}

/// A folder of HTML pages: one for each part of the book, and a front page.
pub struct Site;

impl Backend for Site {
    fn render(&self, input: &Input<'_>, sink: &mut Sink) -> Result<Artifact, Reported> {
        let folder = format!("{}-site", input.stem);
        let mut files = Files::default();
        let site = site::render(input, sink)?;
        let pages = site.by_path.iter().filter(|(path, _)| path.ends_with(".html"));
        let pages = pages.filter_map(|(_, bytes)| std::str::from_utf8(bytes).ok());
        markup::check_kept(input.book, &input.theme.name, pages, sink)?;
        for (path, bytes) in site.by_path {
            files.insert(format!("{folder}/{path}"), bytes);
        }
        Ok(Artifact { format: Format::Site, files })
    }
}

/// A page with what it says of itself at the end of its head, whatever the theme says.
fn sealed(input: &Input<'_>, page: String) -> String {
    let Some(record) = input.certificate else { return page };
    let (json, seal) = (record.to_json(), Seal::of(Format::Html).blank());
    let said = format!("<meta name=\"{META_NAME}\" content='{json}'>\n{seal}\n");
    match page.split_once("</head>") {
        Some((head, rest)) => format!("{head}{said}</head>{rest}"),
        None => page,
    }
}

/// What every template is given.
#[derive(Serialize)]
struct Page<'a> {
    /// The edition.
    book: Facts<'a>,
    /// The `title` of the page.
    title: String,
    /// What it says about itself.
    meta: meta::Meta,
    /// The style sheet itself, in the single page.
    style: Option<&'a str>,
    /// Whether this is the front page of a site.
    front: bool,
    /// The page's `h1`, where its text has none.
    heading: Option<Html>,
    /// Page marks of the title page and of the contents list.
    title_marks: Html,
    contents_marks: Html,
    /// The contents list.
    contents: Html,
    /// The text.
    main: Html,
    /// The address of the text: where the skip link leads.
    text_id: String,
    /// Notices in full, to be named at the head of the page.
    notices: Vec<Link>,
    /// Notices in full that stand on the page with the title.
    first_notices: Html,
    /// What notices say at the foot of every page.
    feet: Html,
    /// The picture of the front page.
    cover: Option<Cover>,
    previous: Option<Link>,
    next: Option<Link>,
}

/// What the templates may say about the edition.
#[derive(Serialize)]
struct Facts<'a> {
    title: &'a str,
    short_title: &'a str,
    subtitle: Option<&'a str>,
    authors: Vec<&'a str>,
    /// Who else made it, a line for each role.
    makers: Vec<String>,
    language: &'a str,
    rtl: bool,
    description: Option<&'a str>,
    publisher: Option<&'a str>,
    rights: Option<&'a str>,
    subjects: String,
    identifier: &'a str,
    /// The day of the edition, for programs: `2026-11-29`.
    date: String,
    /// The same in words.
    day: String,
    /// Whether these run from left to right in a book that runs the other way.
    day_ltr: bool,
    words: &'a Words,
    version: &'static str,
}

/// A link that a template shows.
#[derive(Clone, Serialize)]
struct Link {
    href: String,
    /// Its words, for where no marks can be.
    title: String,
    /// The same with their marks.
    name: Html,
    /// The language of the title, where that is not the language of the book.
    language: Option<String>,
}

/// The picture of a front page.
#[derive(Serialize)]
struct Cover {
    src: String,
    alt: String,
    width: u32,
    height: u32,
}

impl<'a> Facts<'a> {
    fn new(input: &Input<'a>) -> Self {
        let info = &input.book.info;
        let day = input.book.words.date.words(input.stamp);
        Self {
            title: &info.title,
            short_title: info.short_title.as_deref().unwrap_or(&info.title),
            subtitle: info.subtitle.as_deref(),
            authors: input.book.authors(),
            makers: input.book.makers(),
            language: &info.language,
            rtl: is_rtl_language(&info.language),
            description: info.description.as_deref(),
            publisher: info.publisher.as_deref(),
            rights: info.rights.as_deref(),
            subjects: info.subjects.join(", "),
            identifier: &info.identifier,
            date: input.stamp.date(),
            day_ltr: input.book.is_against(&day),
            day,
            words: &input.book.words,
            version: env!("CARGO_PKG_VERSION"),
        }
    }
}

/// The parts of the book that have a page or section of their own, in reading order.
///
/// The title page and the contents list are what a web page has at its head anyway.
fn parts(book: &Book) -> impl Iterator<Item = Division> + '_ {
    book.spine
        .iter()
        .copied()
        .filter(|division| !matches!(division, Division::TitlePage | Division::Contents))
        .filter(|&division| !markup::is_first(book, division))
}

/// The notices that stand in full in this edition.
fn notices(book: &Book, writing: &Writing<'_>) -> Vec<Link> {
    parts(book)
        .filter(|division| matches!(division, Division::Notice(_)))
        .map(|division| Link {
            href: (writing.link)(division, book.division_id(division)),
            title: book.division_title(division).to_owned(),
            name: markup::division_name(book, division, writing),
            language: None,
        })
        .collect()
}

/// Page marks alone: of a part that has no text of its own here.
fn marks_of(book: &Book, marks: &PageMarks, part: Division) -> Html {
    let writing = Writing {
        syntax: Syntax::Html,
        heading_shift: 0,
        picture: &|_| String::new(),
        link: &|_, _| String::new(),
    };
    division(book, marks, part, &writing)
}

/// Fills a template; a theme that fails is told.
fn fill<T: Serialize>(
    input: &Input<'_>,
    template: &str,
    data: &T,
    sink: &mut Sink,
) -> Result<String, Reported> {
    input.theme.render(template, data).map_err(|message| sink.error(message))
}
