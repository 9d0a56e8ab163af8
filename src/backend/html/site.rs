//! The edition as a site: a front page, and a page for each part of the book.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Cover, Facts, Input, Link, Page, fill, marks_of, meta, notices, parts, sealed, style,
};
use crate::backend::markup::{self, Html, PageMarks, Syntax, Writing, escape};
use crate::diag::{Reported, Sink};
use crate::files::Files;
use crate::picture::Picture;
use crate::resolve::{Book, Division, PictureId};

const FRONT: &str = "index.html";

/// Where the edition does not say: levels of headings in the contents list of the front
/// page; beside a chapter only the parts are listed.
const CONTENTS_DEPTH: u8 = 3;

/// The files of the site, by path from its folder.
pub(super) fn render(input: &Input<'_>, sink: &mut Sink) -> Result<Files, Reported> {
    let book = input.book;
    let names = Names::new(book);
    let marks = PageMarks::new(book, &input.print.page_map);
    let mut files = Files::default();

    let fonts = style::font_files(input, sink)?;
    let font_url = |file: &style::FontFile| format!("fonts/{}", file.name);
    let style = style::sheet(input, &fonts, false, font_url, sink)?;
    files.insert("style.css", style.into_bytes());
    for font in fonts {
        files.insert(format!("fonts/{}", font.name), font.bytes);
    }
    let pictures = (0..).map(PictureId).zip(book.pictures.iter().zip(&names.pictures));
    for (_, (picture, name)) in pictures.filter(|(id, _)| !book.left_out.contains(id)) {
        files.insert(name.as_str(), picture.data.clone());
    }

    files.insert(FRONT, sealed(input, front(input, &names, &marks, sink)?));
    let all: Vec<Division> = parts(book).collect();
    for (n, &part) in all.iter().enumerate() {
        let around = Around {
            previous: n.checked_sub(1).map(|before| all[before]),
            next: all.get(n + 1).copied(),
        };
        let page = part_page(input, &names, &marks, part, &around, sink)?;
        files.insert(names.page(part), page);
    }
    if let Some(url) = &book.info.url {
        files.insert("sitemap.xml", sitemap(input, url, &names));
    }
    Ok(files)
}

/// The parts before and after one.
struct Around {
    previous: Option<Division>,
    next: Option<Division>,
}

/// What the files of the site are called.
struct Names {
    pages: BTreeMap<Division, String>,
    pictures: Vec<String>,
}

impl Names {
    fn new(book: &Book) -> Self {
        let mut taken = BTreeSet::from([FRONT.to_owned()]);
        let mut pages = BTreeMap::new();
        for part in parts(book) {
            let mut name = format!("{}.html", book.division_slug(part));
            while !taken.insert(name.to_ascii_lowercase()) {
                name.insert_str(0, "part-");
            }
            pages.insert(part, name);
        }
        let pictures =
            book.pictures.iter().map(|picture| picture_name(picture, &mut taken));
        Self { pictures: pictures.collect(), pages }
    }

    fn page(&self, part: Division) -> &str {
        self.pages.get(&part).map_or(FRONT, String::as_str)
    }

    fn link(&self, from: Option<Division>, to: Division, id: &str) -> String {
        let here = from.map_or(FRONT, |part| self.page(part));
        let there = self.page(to);
        if here == there { format!("#{id}") } else { format!("{there}#{id}") }
    }
}

/// A file name for a picture that needs no escaping in an address.
fn picture_name(picture: &Picture, taken: &mut BTreeSet<String>) -> String {
    let name = picture.path.rsplit('/').next().unwrap_or(&picture.path);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    let mut stem: String = stem.chars().map(plain).collect();
    let ending = picture.kind.ending();
    loop {
        let name = format!("images/{stem}.{ending}");
        if taken.insert(name.to_ascii_lowercase()) {
            return name;
        }
        stem.push_str("-2");
    }
}

fn front(
    input: &Input<'_>,
    names: &Names,
    marks: &PageMarks,
    sink: &mut Sink,
) -> Result<String, Reported> {
    let book = input.book;
    let picture = |id: PictureId| names.pictures[id.0 as usize].clone();
    let link = |to: Division, id: &str| names.link(None, to, id);
    let writing =
        Writing { syntax: Syntax::Html, heading_shift: 0, picture: &picture, link: &link };
    // below the title of the book
    let below = Writing { heading_shift: 1, ..writing };
    let url = book.info.url.as_deref();
    let cover = book.cover.map(|id| Cover {
        src: picture(id),
        alt: format!("{}: {}", book.words.cover, book.info.title),
        width: book.picture(id).width,
        height: book.picture(id).height,
    });
    let image = url.zip(cover.as_ref()).map(|(url, cover)| format!("{url}{}", cover.src));
    let page = Page {
        book: Facts::new(input),
        title: book.info.title.clone(),
        meta: meta::whole(input, url, image.as_deref()),
        style: None,
        front: true,
        heading: Some(markup::display(&book.info.title)),
        title_marks: marks_of(book, marks, Division::TitlePage),
        contents_marks: marks_of(book, marks, Division::Contents),
        contents: markup::contents(
            book,
            book.contents_depth.unwrap_or(CONTENTS_DEPTH),
            &writing,
        ),
        main: Html::default(),
        text_id: markup::free_id(book, "text"),
        notices: notices(book, &writing),
        first_notices: markup::first_notices(book, marks, &below),
        feet: markup::notice_feet(book, None, &writing),
        cover,
        previous: None,
        next: parts(book).next().map(|part| page_link(book, names, part, &writing)),
    };
    fill(input, "html/site", &page, sink)
}

fn part_page(
    input: &Input<'_>,
    names: &Names,
    marks: &PageMarks,
    part: Division,
    around: &Around,
    sink: &mut Sink,
) -> Result<String, Reported> {
    let book = input.book;
    let picture = |id: PictureId| names.pictures[id.0 as usize].clone();
    let link = |to: Division, id: &str| names.link(Some(part), to, id);
    let writing =
        Writing { syntax: Syntax::Html, heading_shift: 0, picture: &picture, link: &link };
    let title = book.division_title(part);
    let url = book.info.url.as_ref().map(|url| format!("{url}{}", names.page(part)));
    let untitled = book.text_of(part).is_some_and(|text| text.title_anchor.is_none())
        && matches!(part, Division::Chapter(_));
    let unheaded = untitled || part == Division::Copyright;
    let index = Link {
        href: FRONT.to_owned(),
        title: book.info.title.clone(),
        name: escape(&book.info.title),
        language: None,
    };
    let page = Page {
        book: Facts::new(input),
        title: if title == book.info.title {
            title.to_owned()
        } else {
            format!("{title} – {}", book.info.title)
        },
        meta: meta::part(input, part, url.as_deref()),
        style: None,
        front: false,
        heading: unheaded.then(|| markup::display(title)),
        title_marks: Html::default(),
        contents_marks: Html::default(),
        contents: markup::contents_at(book, 1, Some(part), &writing),
        main: markup::division(book, marks, part, &writing),
        text_id: markup::free_id(book, "text"),
        notices: notices(book, &writing)
            .into_iter()
            .filter(|notice| !notice.href.starts_with('#'))
            .collect(),
        first_notices: Html::default(),
        feet: markup::notice_feet(book, Some(part), &writing),
        cover: None,
        previous: Some(
            around
                .previous
                .map_or(index, |before| page_link(book, names, before, &writing)),
        ),
        next: around.next.map(|after| page_link(book, names, after, &writing)),
    };
    fill(input, "html/site", &page, sink)
}

fn page_link(book: &Book, names: &Names, part: Division, writing: &Writing<'_>) -> Link {
    let language = book.language_of(part).map(str::to_owned);
    let name = markup::division_name(book, part, writing);
    let title = book.division_title(part).to_owned();
    Link { href: names.page(part).to_owned(), title, name, language }
}

/// <https://www.sitemaps.org/protocol.html>
fn sitemap(input: &Input<'_>, url: &str, names: &Names) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    let pages = parts(input.book).map(|part| names.page(part));
    for page in std::iter::once("").chain(pages) {
        let address = escape(&format!("{url}{page}"));
        let day = input.stamp.date();
        out.push_str("<url><loc>");
        out.push_str(address.as_str());
        out.push_str("</loc><lastmod>");
        out.push_str(&day);
        out.push_str("</lastmod></url>\n");
    }
    out + "</urlset>\n"
}
