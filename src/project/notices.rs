//! Notices: what they are, and where each stands in which format.

use serde::{Deserialize, Serialize};

use super::editions::FORMATS;
use super::info::strings;
use super::load::Loader;
use super::{Format, TextFile};
use crate::diag::{Diagnostic, Reported, nearest};
use crate::length::Length;
use crate::source::Place;
use crate::tables::{Keys, Table, Text, Value, ValueKind, choose, list};
use crate::theme;

/// No notice is set in smaller type than this where its project does not say more.
const LEAST_SIZE: Length = Length::points(6);

/// The largest `min-size` there is.
const MOST_SIZE: Length = Length::points(72);

/// A notice as the project file declares it.
#[derive(Debug, Clone)]
pub struct NoticeFile {
    /// Its address in all formats: `notice-` and this.
    pub id: String,
    /// What it is.
    pub kind: NoticeKind,
    /// Its heading.
    pub title: String,
    /// Which version of its text it is, as the project says: `2.1`.
    pub version: Option<String>,
    /// No type in it is smaller, but for signs above or below a line.
    pub least_size: Length,
    /// Where it stands unless an edition says otherwise.
    pub places: NoticePlaces,
    /// Where that is written.
    pub placed: Place,
    /// Its text.
    pub text: TextFile,
    /// Where it is declared.
    pub place: Place,
}

/// What a notice is.
#[derive(Debug, Copy, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoticeKind {
    /// What the text does not claim.
    Disclaimer,
    /// What may do harm.
    Warning,
    /// Who holds the rights.
    Copyright,
    /// Who paid.
    Funding,
    /// Interests that compete.
    ConflictOfInterest,
}

/// Where a notice stands, format by format.
#[derive(Debug, Copy, Clone, PartialEq, Eq, Serialize)]
pub struct NoticePlaces {
    /// In the EPUB.
    pub epub: NoticePlace,
    /// In the PDF.
    pub pdf: NoticePlace,
    /// In the single page.
    pub html: NoticePlace,
    /// In the site.
    pub site: NoticePlace,
}

impl NoticePlaces {
    /// The same place in all formats.
    pub const fn all(place: NoticePlace) -> Self {
        Self { epub: place, pdf: place, html: place, site: place }
    }

    /// The place in one format.
    pub const fn of(&self, format: Format) -> NoticePlace {
        match format {
            Format::Epub => self.epub,
            Format::Pdf => self.pdf,
            Format::Html => self.html,
            Format::Site => self.site,
        }
    }

    const fn set(&mut self, format: Format, place: NoticePlace) {
        match format {
            Format::Epub => self.epub = place,
            Format::Pdf => self.pdf = place,
            Format::Html => self.html = place,
            Format::Site => self.site = place,
        }
    }
}

/// Where a notice stands.
#[derive(Debug, Copy, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct NoticePlace {
    /// Where it stands in full.
    pub at: NoticePosition,
    /// Whether nothing else stands on its pages.
    pub own_page: bool,
    /// Whether it is named at the foot of every printed page besides, with its page.
    pub named: bool,
}

impl NoticePlace {
    /// In full at a place, and nothing else of it anywhere.
    pub const fn new(at: NoticePosition) -> Self {
        Self { at, own_page: false, named: false }
    }
}

/// Where a notice stands in full.
#[derive(Debug, Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoticePosition {
    /// On the page with the title.
    FirstPage,
    /// Before the chapters.
    BeforeBody,
    /// After the chapters and the references.
    AfterBody,
    /// At the end of everything.
    LastPage,
    /// At the foot of every page.
    PageFoot,
}

/// A word for a place.
#[derive(Debug, Copy, Clone, PartialEq, Eq)]
enum Word {
    At(NoticePosition),
    OwnPage,
    Foot,
}

const PLACES: [(&str, Word); 6] = [
    ("first-page", Word::At(NoticePosition::FirstPage)),
    ("before-body", Word::At(NoticePosition::BeforeBody)),
    ("after-body", Word::At(NoticePosition::AfterBody)),
    ("last-page", Word::At(NoticePosition::LastPage)),
    ("own-page", Word::OwnPage),
    ("page-foot", Word::Foot),
];

const KINDS: [(&str, NoticeKind); 5] = [
    ("disclaimer", NoticeKind::Disclaimer),
    ("warning", NoticeKind::Warning),
    ("copyright", NoticeKind::Copyright),
    ("funding", NoticeKind::Funding),
    ("conflict-of-interest", NoticeKind::ConflictOfInterest),
];

/// Where a notice stands of which nothing is said.
const DEFAULT: NoticePlaces =
    NoticePlaces::all(NoticePlace::new(NoticePosition::AfterBody));

/// Reads `[[notices]]`.
pub(super) fn read(
    loader: &mut Loader<'_>,
    tables: Vec<&Table>,
    said: &mut Vec<Text>,
) -> Vec<NoticeFile> {
    let mut notices: Vec<NoticeFile> = Vec::new();
    for table in tables {
        let mut keys = Keys::new(table, "notices");
        let place = table.place;
        let id = loader.required(&mut keys, "id", "id = \"disclaimer\"");
        let kind = loader.required(&mut keys, "kind", "kind = \"disclaimer\"");
        let title = loader.required(&mut keys, "title", "title = \"Disclaimer\"");
        let file = loader.required(&mut keys, "file", "file = \"notices/disclaimer.md\"");
        let version = keys.text("version", loader.sink);
        let least_size = keys.text("min-size", loader.sink);
        let placed = keys.value("place");
        keys.finish(loader.sink);
        let kind = kind.and_then(|kind| {
            choose(&kind, &KINDS, "unknown-notice-kind", "kind of notice", loader.sink).ok()
        });
        let file = file.and_then(|file| loader.chapter_file(&file).ok());
        let least_size = match least_size {
            None => Some(LEAST_SIZE),
            Some(written) => least(loader, &written),
        };
        let id = id.and_then(|id| loader.name(&id).ok().map(|()| id));
        let Some(id) = id else { continue };
        let written = placed.map_or(place, |value| value.place);
        let places = match placed {
            None => Some(DEFAULT),
            Some(value) => places(loader, (&id.text, "place"), value, DEFAULT),
        };
        if let Some(first) = notices.iter().find(|other| other.id == id.text) {
            let message = format!("there are two notices `{}`", id.text);
            loader.sink.error(
                Diagnostic::new("duplicate-name", message)
                    .at(id.place)
                    .label(first.place, "the first is here")
                    .help("give each notice an `id` of its own"),
            );
            continue;
        }
        said.extend(title.clone());
        let version = match version {
            None => Some(None),
            Some(version) => is_version(loader, &version).then_some(Some(version.text)),
        };
        if let (Some(kind), Some(title), Some(text)) = (kind, title, file)
            && let (Some(least_size), Some(places)) = (least_size, places)
            && let Some(version) = version
        {
            let (id, title) = (id.text, title.text);
            notices.push(NoticeFile {
                id,
                kind,
                title,
                version,
                least_size,
                places,
                placed: written,
                text,
                place,
            });
        }
    }
    notices
}

/// Whether what is written is a version: words that can be seen.
fn is_version(loader: &mut Loader<'_>, version: &Text) -> bool {
    let words = version.text.trim();
    let good = !words.is_empty() && !words.chars().any(char::is_control);
    if !good {
        let message = match words.is_empty() {
            true => "the version of a notice is empty".to_owned(),
            false => format!("the version {words:?} has a control character"),
        };
        let help =
            "write words on one line, such as `version = \"2.1\"`, or take the key out";
        let diagnostic = Diagnostic::new("bad-version", message);
        loader.sink.error(diagnostic.at(version.place).help(help));
    }
    good
}

/// The least size of type in a notice.
fn least(loader: &mut Loader<'_>, written: &Text) -> Option<Length> {
    let size = theme::length(written, loader.sink).ok()?;
    if (LEAST_SIZE..=MOST_SIZE).contains(&size) {
        return Some(size);
    }
    let message = format!("`{}` is no size of type for a notice", written.text);
    loader.sink.error(
        Diagnostic::new("bad-length", message)
            .at(written.place)
            .help("write from `6pt` to `72pt`; smaller than `6pt` no notice is ever set"),
    );
    None
}

/// Where each notice stands in an edition: where the notice says unless the edition does.
///
/// In `formats` no two of them want what only one can have.
pub(super) fn in_edition(
    loader: &mut Loader<'_>,
    written: Option<&Value>,
    notices: &[NoticeFile],
    formats: &[Format],
) -> Option<Vec<(usize, NoticePlaces)>> {
    let mut placed: Vec<NoticePlaces> = notices.iter().map(|one| one.places).collect();
    let mut said: Vec<Place> = notices.iter().map(|one| one.placed).collect();
    let mut good = true;
    let table = match written.map(|value| (table_of(value), value.place)) {
        None => None,
        Some((Some(table), _)) => Some(table),
        Some((None, place)) => {
            loader.sink.error(
                Diagnostic::new("wrong-type", "`editions.notices` is a table")
                    .at(place)
                    .help("write `notices = { disclaimer = [\"after-body\"] }`"),
            );
            return None;
        }
    };
    for (id, place, value) in table.iter().flat_map(|table| table.entries()) {
        let known: Vec<&str> = notices.iter().map(|notice| notice.id.as_str()).collect();
        let Some(index) = known.iter().position(|known| *known == id) else {
            let help = match nearest(id, known.iter().copied()) {
                Some(near) => format!("the nearest is `{near}`"),
                None => format!("the project declares {}", list(&known)),
            };
            let message = format!("there is no notice `{id}`");
            loader
                .sink
                .error(Diagnostic::new("unknown-notice", message).at(place).help(help));
            good = false;
            continue;
        };
        match places(loader, (id, id), value, placed[index]) {
            Some(found) => (placed[index], said[index]) = (found, value.place),
            None => good = false,
        }
    }
    if good && formats.contains(&Format::Pdf) {
        good = share_last_page(loader, notices, (&placed, &said));
    }
    good.then(|| placed.into_iter().enumerate().collect())
}

/// Whether all notices that are to stand on the last page of print can: of several none
/// has it to itself.
fn share_last_page(
    loader: &mut Loader<'_>,
    notices: &[NoticeFile],
    (placed, said): (&[NoticePlaces], &[Place]),
) -> bool {
    let on_last = |&number: &usize| placed[number].pdf.at == NoticePosition::LastPage;
    let last: Vec<usize> = (0..notices.len()).filter(on_last).collect();
    let mut alone = last.iter().filter(|&&number| placed[number].pdf.own_page);
    let Some(&alone) = alone.next() else { return true };
    let Some(&other) = last.iter().find(|&&number| number != alone) else { return true };
    let message = format!(
        "the notice `{}` cannot have the last page to itself: `{}` stands there too",
        notices[alone].id, notices[other].id
    );
    let help = "take `own-page` out, or place one of them `after-body`";
    loader.sink.error(
        Diagnostic::new("notice-places-clash", message)
            .at(said[alone])
            .label(said[other], "the other is placed here")
            .help(help),
    );
    false
}

/// The table that a value is.
fn table_of(value: &Value) -> Option<&Table> {
    match &value.kind {
        ValueKind::Table(table) => Some(table),
        ValueKind::String(_)
        | ValueKind::Integer(_)
        | ValueKind::Float(_)
        | ValueKind::Boolean(_)
        | ValueKind::Date(_)
        | ValueKind::Array(_) => None,
    }
}

/// Where one notice stands: a word, a list of words, or a table of them by format.
fn places(
    loader: &mut Loader<'_>,
    (id, key): (&str, &str),
    value: &Value,
    default: NoticePlaces,
) -> Option<NoticePlaces> {
    let Some(table) = table_of(value) else {
        return one(loader, (id, key), value).ok().map(NoticePlaces::all);
    };
    let mut found = default;
    let mut good = true;
    for (word, place, value) in table.entries() {
        let word = Text { text: word.to_owned(), place };
        let format = choose(&word, &FORMATS, "unknown-format", "format", loader.sink);
        let placed = one(loader, (id, &word.text), value);
        match (format, placed) {
            (Ok(format), Ok(placed)) => found.set(format, placed),
            _ => good = false,
        }
    }
    good.then_some(found)
}

/// Where one notice stands in one format. A notice is an invariant: it stands in full, at
/// one place or on every page.
fn one(
    loader: &mut Loader<'_>,
    (id, key): (&str, &str),
    value: &Value,
) -> Result<NoticePlace, Reported> {
    let place = value.place;
    let words = strings(value).map_err(|place| {
        let message = format!("where `{id}` stands is a word or a list of words");
        loader.sink.error(
            Diagnostic::new("wrong-type", message)
                .at(place)
                .help(format!("write `{key} = \"after-body\"`")),
        )
    })?;
    let mut chosen = Vec::new();
    let mut outcome = Ok(());
    for word in &words {
        match choose(word, &PLACES, "unknown-placement", "place", loader.sink) {
            Ok(one) if chosen.contains(&one) => {}
            Ok(one) => chosen.push(one),
            Err(reported) => outcome = Err(reported),
        }
    }
    outcome?;
    let full: Vec<NoticePosition> = chosen
        .iter()
        .filter_map(|word| match word {
            Word::At(at) => Some(*at),
            Word::OwnPage | Word::Foot => None,
        })
        .collect();
    let own_page = chosen.contains(&Word::OwnPage);
    let foot = chosen.contains(&Word::Foot);
    let (code, message, help) = match (full.as_slice(), own_page, foot) {
        ([NoticePosition::FirstPage], true, _) => (
            "notice-placed-twice",
            format!("the notice `{id}` cannot have the first page to itself"),
            "the title stands there: keep one of `first-page` and `own-page`",
        ),
        ([at], own_page, named) => {
            return Ok(NoticePlace { at: *at, own_page, named });
        }
        ([], true, named) => {
            let at = NoticePosition::AfterBody;
            return Ok(NoticePlace { at, own_page, named });
        }
        ([], false, true) => return Ok(NoticePlace::new(NoticePosition::PageFoot)),
        ([], false, false) => (
            "notice-not-placed",
            format!("the notice `{id}` stands nowhere"),
            "write a place, such as `after-body`; a notice is in every edition",
        ),
        _ => (
            "notice-placed-twice",
            format!("the notice `{id}` stands in full twice"),
            "keep one of `first-page`, `before-body`, `after-body` and `last-page`",
        ),
    };
    Err(loader.sink.error(Diagnostic::new(code, message).at(place).help(help)))
}
