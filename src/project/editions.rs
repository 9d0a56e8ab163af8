//! The editions of a project: `[[editions]]`.

use super::load::Loader;
use super::plan::{output_name, printer_name, statement_stem};
use super::printing::{self, PdfOptions};
use super::{ChapterFile, Edition, Format, ListKind, NoticeFile, notices};
use crate::diag::{Diagnostic, Reported, nearest};
use crate::length::Length;
use crate::source::Place;
use crate::tables::{Keys, Table, Text, Value, choose};
use crate::theme::{self, CHAPTER_STARTS, PageSize, Theme};

/// What editions refer to.
pub(super) struct Names<'a> {
    /// The beginning of file names.
    pub(super) slug: &'a str,
    pub(super) chapters: &'a [ChapterFile],
    pub(super) notices: &'a [NoticeFile],
    /// The beginning of the project file.
    pub(super) start: Place,
}

/// Formats by the words for them, in the order in which they are reported.
pub const FORMATS: [(&str, Format); 4] = [
    ("epub", Format::Epub),
    ("pdf", Format::Pdf),
    ("html", Format::Html),
    ("site", Format::Site),
];

const LISTS: [(&str, ListKind); 4] = [
    ("figures", ListKind::Figures),
    ("tables", ListKind::Tables),
    ("code", ListKind::Code),
    ("abbreviations", ListKind::Abbreviations),
];

/// The least that is left of a page between its margins, each way.
const LEAST_ROOM: Length = Length::points(144);

/// Reads the editions and the themes they use. Without any there is one, `book`.
pub(super) fn read(
    loader: &mut Loader<'_>,
    tables: Vec<&Table>,
    names: &Names<'_>,
) -> (Vec<Edition>, Vec<Theme>) {
    let mut shelf = Shelf::default();
    let mut editions: Vec<Edition> = Vec::new();
    let mut seen: Vec<Text> = Vec::new();
    if tables.is_empty() {
        let default = Text { text: "book".to_owned(), place: names.start };
        let empty = Written::default_at(names.start);
        editions.extend(edition(loader, default, empty, true, names, &mut shelf));
    }
    for table in tables {
        let mut keys = Keys::new(table, "editions");
        let name = loader.required(&mut keys, "name", "name = \"book\"");
        let name = name.and_then(|name| loader.name(&name).ok().map(|()| name));
        let written = Written::read(loader, keys, table.place);
        let Some(name) = name else {
            // What else is wrong with it is told too.
            let unnamed = Text { text: "unnamed".to_owned(), place: table.place };
            edition(loader, unnamed, written, false, names, &mut shelf);
            continue;
        };
        if let Some(first) = seen.iter().find(|other| other.text == name.text) {
            let message = format!("there are two editions `{}`", name.text);
            loader.sink.error(
                Diagnostic::new("duplicate-name", message)
                    .at(name.place)
                    .label(first.place, "the first is here")
                    .help("give each edition a `name` of its own"),
            );
            continue;
        }
        let first = seen.is_empty();
        seen.push(name.clone());
        editions.extend(edition(loader, name, written, first, names, &mut shelf));
    }
    check_outputs(loader, &editions);
    (editions, shelf.themes)
}

/// The keys of an edition as they are written.
struct Written<'t> {
    place: Place,
    formats: Option<Vec<Text>>,
    theme: Option<Text>,
    pages: Option<Vec<Text>>,
    chapters: Option<Vec<Text>>,
    notices: Option<&'t Value>,
    chapter_start: Option<Text>,
    contents: Option<bool>,
    contents_depth: Option<u8>,
    lists: Option<Vec<Text>>,
    half_title: Option<bool>,
    index: Option<bool>,
    stem: Option<Text>,
    pdf: Result<PdfOptions, Reported>,
}

impl<'t> Written<'t> {
    fn default_at(place: Place) -> Self {
        Self {
            place,
            formats: None,
            theme: None,
            pages: None,
            chapters: None,
            notices: None,
            chapter_start: None,
            contents: None,
            contents_depth: None,
            lists: None,
            half_title: None,
            index: None,
            stem: None,
            pdf: Ok(PdfOptions::default()),
        }
    }

    fn read(loader: &mut Loader<'_>, mut keys: Keys<'t>, place: Place) -> Self {
        let sink = &mut *loader.sink;
        let written = Self {
            place,
            formats: keys.texts("formats", sink),
            theme: keys.text("theme", sink),
            pages: keys.texts("page", sink),
            chapters: keys.texts("chapters", sink),
            notices: keys.value("notices"),
            chapter_start: keys.text("chapter-start", sink),
            contents: keys.boolean("contents", sink),
            contents_depth: keys
                .integer("contents-depth", 1..7, sink)
                .and_then(|depth| u8::try_from(depth).ok()),
            lists: keys.texts("lists", sink),
            half_title: keys.boolean("half-title", sink),
            index: keys.boolean("index", sink),
            stem: keys.text("stem", sink),
            pdf: Ok(PdfOptions::default()),
        };
        let pdf = keys.table("pdf", sink);
        keys.finish(sink);
        let pdf = pdf.map(|keys| printing::read(loader, keys));
        Self { pdf: pdf.unwrap_or_else(|| Ok(PdfOptions::default())), ..written }
    }
}

/// Themes that were loaded, each once; `None` for one that failed.
#[derive(Default)]
struct Shelf {
    themes: Vec<Theme>,
    by_name: Vec<(String, Option<usize>)>,
}

impl Shelf {
    fn take(&mut self, loader: &mut Loader<'_>, name: &Text) -> Option<usize> {
        if let Some((_, known)) = self.by_name.iter().find(|(known, _)| *known == name.text)
        {
            return *known;
        }
        let theme =
            theme::load(&name.text, name.place, loader.files, loader.sources, loader.sink);
        let index = theme.ok().map(|theme| {
            self.themes.push(theme);
            self.themes.len() - 1
        });
        self.by_name.push((name.text.clone(), index));
        index
    }
}

fn edition(
    loader: &mut Loader<'_>,
    name: Text,
    written: Written<'_>,
    first: bool,
    names: &Names<'_>,
    shelf: &mut Shelf,
) -> Option<Edition> {
    let place = written.place;
    let formats = formats(loader, written.formats, place);
    let theme = written
        .theme
        .unwrap_or_else(|| Text { text: "book".to_owned(), place: name.place });
    let theme = shelf.take(loader, &theme);
    let loaded = theme.map(|theme| &shelf.themes[theme]);
    let pages = pages(loader, written.pages, loaded, place);
    let chapters = chapters(loader, written.chapters, names);
    let notices = {
        let formats = formats.as_deref().unwrap_or_default();
        notices::in_edition(loader, written.notices, names.notices, formats)
    };
    let chapter_start = match written.chapter_start {
        None => Some(None),
        Some(word) => {
            let what = "`chapter-start`";
            choose(&word, &CHAPTER_STARTS, "unknown-value", what, loader.sink)
                .ok()
                .map(Some)
        }
    };
    let lists = lists(loader, written.lists.unwrap_or_default());
    let stem = match written.stem {
        Some(stem) => loader.name(&stem).ok().map(|()| stem.text),
        None if first => Some(names.slug.to_owned()),
        None => Some(format!("{}-{}", names.slug, name.text)),
    };
    Some(Edition {
        name: name.text,
        stem: stem?,
        formats: formats?,
        theme: theme?,
        pages: pages?,
        chapters,
        notices: notices?,
        chapter_start: chapter_start?,
        contents: written.contents,
        contents_depth: written.contents_depth,
        lists: lists?,
        half_title: written.half_title.unwrap_or(false),
        index: written.index,
        pdf: written.pdf.ok()?,
        place,
    })
}

/// The lists that follow the contents, each once.
fn lists(loader: &mut Loader<'_>, written: Vec<Text>) -> Option<Vec<(ListKind, Place)>> {
    let mut lists: Vec<(ListKind, Place)> = Vec::new();
    let mut good = true;
    for word in written {
        match choose(&word, &LISTS, "unknown-value", "`lists`", loader.sink) {
            Ok(kind) if lists.iter().any(|&(known, _)| known == kind) => {}
            Ok(kind) => lists.push((kind, word.place)),
            Err(Reported { .. }) => good = false,
        }
    }
    good.then_some(lists)
}

fn formats(
    loader: &mut Loader<'_>,
    written: Option<Vec<Text>>,
    place: Place,
) -> Option<Vec<Format>> {
    let Some(written) = written else {
        return Some(FORMATS.iter().map(|(_, format)| *format).collect());
    };
    if written.is_empty() {
        loader.sink.error(
            Diagnostic::new("empty-value", "the edition has no format").at(place).help(
                "write `formats = [\"epub\", \"pdf\", \"html\", \"site\"]`, or some of them",
            ),
        );
        return None;
    }
    let chosen: Vec<Result<Format, Reported>> = written
        .iter()
        .map(|word| choose(word, &FORMATS, "unknown-format", "format", loader.sink))
        .collect();
    let mut formats = chosen.into_iter().collect::<Result<Vec<_>, _>>().ok()?;
    formats.sort();
    formats.dedup();
    Some(formats)
}

/// The page sizes; without any that of the theme.
fn pages(
    loader: &mut Loader<'_>,
    written: Option<Vec<Text>>,
    theme: Option<&Theme>,
    place: Place,
) -> Option<Vec<PageSize>> {
    let mut pages: Vec<(PageSize, Place)> = Vec::new();
    match written.filter(|written| !written.is_empty()) {
        None => pages.push((theme?.tokens.page.clone(), place)),
        Some(written) => {
            let sizes: Vec<Result<(PageSize, Place), Reported>> = written
                .iter()
                .map(|word| {
                    theme::page_size(word, loader.sink).map(|page| (page, word.place))
                })
                .collect();
            pages.extend(sizes.into_iter().collect::<Result<Vec<_>, _>>().ok()?);
        }
    }
    for (page, place) in theme.iter().flat_map(|_| &pages) {
        let margins = theme?.tokens.margins;
        let width = page.width - margins.inner - margins.outer;
        let height = page.height - margins.top - margins.bottom;
        if width < LEAST_ROOM || height < LEAST_ROOM {
            let message = format!(
                "the margins of the theme leave no room on a page of `{}`",
                page.name
            );
            loader.sink.error(
                Diagnostic::new("no-room", message)
                    .at(*place)
                    .help("choose a larger page, or a theme with smaller margins"),
            );
        } else if let Some((side, words)) = narrow_margin(theme?, page) {
            let message = format!(
                "{words} would stand beside a page of `{}`: the {side} margin is too small",
                page.name
            );
            loader.sink.error(
                Diagnostic::new("no-room", message)
                    .at(*place)
                    .help(format!("give the theme a larger `page.margins.{side}`")),
            );
        } else if narrow_columns(theme?, width) {
            let message =
                format!("two columns are too narrow on a page of `{}`", page.name);
            loader.sink.error(
                Diagnostic::new("narrow-columns", message)
                    .at(*place)
                    .help("choose a larger page, or a theme with one column"),
            );
        }
    }
    let mut sizes: Vec<PageSize> = Vec::new();
    for (page, _) in pages {
        if !sizes.contains(&page) {
            sizes.push(page);
        }
    }
    Some(sizes)
}

/// The margin that has no room for what stands in it, and what that is.
fn narrow_margin(theme: &Theme, page: &PageSize) -> Option<(&'static str, &'static str)> {
    let tokens = &theme.tokens;
    let (size, leading) = (tokens.small_size, tokens.small_leading);
    // as `layout` sets them: seven tenths of the size of type is the height of its letters
    if tokens.facing && tokens.margins.top < leading + size.scale(7, 10) {
        return Some(("top", "running heads"));
    }
    let height = page.height - tokens.margins.top - tokens.margins.bottom;
    let step = tokens.text.leading.0.max(1);
    let block = Length(height.0 / step * step);
    let left = page.height - tokens.margins.top - block;
    (left < leading * 2).then_some(("bottom", "page numbers"))
}

/// Whether chapters are set in columns that have no room for words.
fn narrow_columns(theme: &Theme, width: Length) -> bool {
    let tokens = &theme.tokens;
    tokens.columns > 1 && (width - tokens.column_gap) / 2 < tokens.text.size * 12
}

/// The chapters of the edition; without any named, all.
fn chapters(
    loader: &mut Loader<'_>,
    written: Option<Vec<Text>>,
    names: &Names<'_>,
) -> Vec<usize> {
    let Some(written) = written else { return (0..names.chapters.len()).collect() };
    let mut chapters = Vec::new();
    for path in written {
        let found =
            names.chapters.iter().position(|chapter| chapter.text.path == path.text);
        let Some(index) = found else {
            let known: Vec<&str> =
                names.chapters.iter().map(|chapter| chapter.text.path.as_str()).collect();
            let help = match nearest(&path.text, known.iter().copied()) {
                Some(near) => format!("the nearest is `{near}`"),
                None => "name it in `chapters` at the top of the file first".to_owned(),
            };
            let message = format!("the project has no chapter `{}`", path.text);
            loader.sink.error(
                Diagnostic::new("unknown-chapter", message).at(path.place).help(help),
            );
            continue;
        };
        if chapters.contains(&index) {
            let message = format!("the chapter `{}` is named twice", path.text);
            loader.sink.error(
                Diagnostic::new("duplicate-name", message)
                    .at(path.place)
                    .help("remove one of the two"),
            );
            continue;
        }
        chapters.push(index);
    }
    chapters
}

/// Tells when two outputs would have one name.
fn check_outputs(loader: &mut Loader<'_>, editions: &[Edition]) {
    // the page with the accessibility statement is one for all that begin alike
    let page = |edition| (format!("{}.html", statement_stem(edition)), edition);
    let mut seen: Vec<(String, &Edition)> = editions.iter().map(page).collect();
    for edition in editions {
        for &format in &edition.formats {
            let pages = if format == Format::Pdf { edition.pages.len() } else { 1 };
            for page in 0..pages {
                let names = std::iter::once(output_name(edition, page, format));
                for name in names.chain(printer_name(edition, page, format)) {
                    if let Some((_, first)) = seen.iter().find(|(other, _)| *other == name)
                    {
                        let message = format!("two outputs have the name `{name}`");
                        loader.sink.error(
                            Diagnostic::new("duplicate-output", message)
                                .at(edition.place)
                                .label(first.place, "the first belongs to this edition")
                                .help("give one of the editions another `stem`"),
                        );
                    }
                    seen.push((name, edition));
                }
            }
        }
    }
}
