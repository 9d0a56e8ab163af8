//! The whole edition as one page that needs no other file.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::{Facts, Input, Page, fill, marks_of, meta, notices, parts, style};
use crate::backend::markup::{self, Html, PageMarks, Syntax, Writing};
use crate::diag::{Reported, Sink};
use crate::resolve::{Division, PictureId};

/// Where the edition does not say: levels of headings in the contents list.
const CONTENTS_DEPTH: u8 = 3;

/// The page.
pub(super) fn render(input: &Input<'_>, sink: &mut Sink) -> Result<String, Reported> {
    let book = input.book;
    let marks = PageMarks::new(book, &input.print.page_map);
    let picture = |id: PictureId| {
        let picture = book.picture(id);
        data_url(picture.kind.media_type(), &picture.data)
    };
    let link = |_: Division, id: &str| format!("#{id}");
    let writing =
        Writing { syntax: Syntax::Html, heading_shift: 1, picture: &picture, link: &link };

    let fonts = style::font_files(input, sink)?;
    let font_url = |file: &style::FontFile| data_url("font/woff", &file.bytes);
    let style = style::sheet(input, &fonts, true, font_url, sink)?;

    let mut main = Html::default();
    for part in parts(book) {
        main.append(&markup::division(book, &marks, part, &writing));
    }
    let url = book.info.url.as_ref().map(|url| format!("{url}{}.html", input.stem));
    let page = Page {
        book: Facts::new(input),
        title: book.info.title.clone(),
        meta: meta::whole(input, url.as_deref(), None),
        style: Some(&style),
        front: true,
        heading: Some(markup::display(&book.info.title)),
        title_marks: marks_of(book, &marks, Division::TitlePage),
        contents_marks: marks_of(book, &marks, Division::Contents),
        contents: markup::contents(
            book,
            book.contents_depth.unwrap_or(CONTENTS_DEPTH),
            &writing,
        ),
        main,
        text_id: markup::free_id(book, "text"),
        notices: notices(book, &writing),
        first_notices: markup::first_notices(book, &marks, &writing),
        feet: Html::default(),
        cover: None,
        previous: None,
        next: None,
    };
    fill(input, "html/page", &page, sink)
}

fn data_url(media_type: &str, bytes: &[u8]) -> String {
    format!("data:{media_type};base64,{}", STANDARD.encode(bytes))
}
