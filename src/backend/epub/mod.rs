//! EPUB 3.3: pages, navigation, package.
//!
//! `pages` makes an XHTML file of every part of the book, `navigation` the lists that
//! lead to them, `metadata` what the publication says of itself; `package` hands it all
//! to `epub_builder` and packs what comes back.

mod container;
mod reading_order;
mod opf;
mod ncx;
mod metadata;
mod package;
mod names;
mod navigation;
mod fonts;
mod style;
mod cover;
mod pages;

use crate::backend::markup::{self, PageMarks};
use crate::backend::{Artifact, Backend, Input};
use crate::diag::{Diagnostic, Reported, Sink};
use crate::files::Files;
use crate::par;
use crate::picture::{Picture, PictureKind};
use crate::project::Format;
use crate::resolve::{Book, PictureId};

use names::Names;
use navigation::Navigation;
use package::{File, FileKind, Publication, STYLE};
use pages::Pages;

/// Writes `stem.epub`.
pub struct Epub;

impl Backend for Epub {
    fn render(&self, input: &Input<'_>, sink: &mut Sink) -> Result<Artifact, Reported> {
        let book = input.book;
        let marks = PageMarks::new(book, &input.print.page_map);
        let drawn = match book.cover {
            Some(_) => None,
            None => cover::draw(input),
        };
        let names = Names::new(book, drawn.is_some());
        let navigation = Navigation::new(book, &marks, &names);
        let pages = Pages { input, marks: &marks, names: &names, navigation: &navigation };

        let mut files = pages.write(sink)?;
        let texts = files.iter().filter_map(|file| std::str::from_utf8(&file.data).ok());
        markup::check_kept(book, &input.theme.name, texts, sink)?;
        let fonts = fonts::embed(input, sink)?;
        let style = style::sheet(input, &fonts, sink)?;
        files.push(File {
            href: STYLE.to_owned(),
            data: style.into_bytes(),
            kind: FileKind::Style,
        });
        files.extend(pictures(book, &names, sink)?);
        files.extend(drawn.zip(names.cover()).map(|(svg, href)| File {
            href: href.to_owned(),
            data: svg.into_bytes(),
            kind: FileKind::CoverPicture(PictureKind::Svg.media_type()),
        }));
        files.extend(fonts.into_iter().map(|font| File {
            href: font.href,
            data: font.data,
            kind: FileKind::Resource(font.media_type),
        }));

        let languages = input.book.other_languages();
        let publication = Publication {
            info: &book.info,
            languages: &languages,
            words: &book.words,
            stamp: input.stamp,
            metadata: &metadata::of(input),
            navigation: &navigation,
            files,
            sealed: input.certificate.is_some(),
        };
        let epub = package::pack(publication).map_err(|words| {
            let message = format!("the EPUB cannot be packed: {words}");
            sink.error(Diagnostic::new("epub-package", message))
        })?;
        let mut files = Files::default();
        files.insert(format!("{}.epub", input.stem), epub);
        Ok(Artifact { format: Format::Epub, files })
    }
}

/// The pictures in use; one of them may be the cover.
fn pictures(book: &Book, names: &Names, sink: &mut Sink) -> Result<Vec<File>, Reported> {
    let pictures = (0..).map(PictureId).zip(&book.pictures);
    let pictures: Vec<(PictureId, &Picture)> =
        pictures.filter(|(id, _)| !book.left_out.contains(id)).collect();
    let files = par::map(&pictures, sink, |&(id, picture), sink| {
        let data = picture.for_epub().map_err(|problem| {
            let message = format!("`{}` {}", picture.path, problem.message);
            sink.error(Diagnostic::new(problem.code, message).help(problem.help))
        })?;
        let media_type = picture.kind.in_epub().media_type();
        let kind = if book.cover == Some(id) {
            FileKind::CoverPicture(media_type)
        } else {
            FileKind::Resource(media_type)
        };
        Ok(File { href: names.picture(id).to_owned(), data: data.into_owned(), kind })
    });
    files.into_iter().collect()
}
