//! The table `[references]` of the project file.

use super::load::Loader;
use super::lock::{self, LOCK, Lock};
use super::{StyleChoice, TextFile};
use crate::diag::Diagnostic;
use crate::files::text;
use crate::source::Place;
use crate::tables::{Keys, Text};

/// What the project file says of the references, besides their files and their style.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct References {
    /// Where it says that the manuscript lists its references itself.
    pub inline: Option<Place>,
    /// Whether each chapter has a list of its own.
    pub per_chapter: Option<Place>,
    /// The keys of works that are listed although nobody cites them; `*` is all of them.
    pub further_reading: Vec<Text>,
    /// What became of the works, if that was asked.
    pub lock: Option<Lock>,
    /// How many days before the date of the project that may have been asked.
    pub status_days: i64,
}

impl Default for References {
    fn default() -> Self {
        let further_reading = Vec::new();
        Self {
            inline: None,
            per_chapter: None,
            further_reading,
            lock: None,
            status_days: STATUS_DAYS,
        }
    }
}

/// A year.
const STATUS_DAYS: i64 = 365;

/// What `[references]` says.
pub(super) struct Read {
    pub(super) files: Vec<TextFile>,
    /// None where it cannot be used.
    pub(super) style: Option<StyleChoice>,
    pub(super) title: Option<Text>,
    pub(super) rest: References,
}

/// Reads `[references]`.
pub(super) fn read(loader: &mut Loader<'_>, keys: Option<Keys<'_>>) -> Read {
    let lock = read_lock(loader);
    let Some(mut keys) = keys else {
        return Read {
            files: Vec::new(),
            style: Some(StyleChoice::Default),
            title: None,
            rest: References { lock, ..References::default() },
        };
    };
    let files = keys.texts("files", loader.sink).unwrap_or_default();
    let style = keys.text("style", loader.sink);
    let title = keys.text("title", loader.sink);
    let inline_place = keys.value("inline").map(|value| value.place);
    let inline = keys.boolean("inline", loader.sink).unwrap_or_default();
    let per_chapter_place = keys.value("per-chapter").map(|value| value.place);
    let per_chapter = keys.boolean("per-chapter", loader.sink).unwrap_or_default();
    let per_chapter = per_chapter_place.filter(|_| per_chapter);
    let further = keys.texts("further-reading", loader.sink).unwrap_or_default();
    let status_days = keys.integer("status-days", 1..100_000, loader.sink);
    keys.finish(loader.sink);
    let inline = inline_place.filter(|_| inline);
    let others = files.first().or(style.as_ref()).or(further.first());
    if let (Some(place), Some(other)) = (inline, others) {
        let message = "the references stand in the manuscript, and come from files too";
        let diagnostic = Diagnostic::new("bad-reference-list", message)
            .at(other.place)
            .label(place, "here the manuscript lists them")
            .help("leave out `inline`, or `files`, `style` and `further-reading`");
        loader.sink.error(diagnostic);
    }
    if let (Some(place), Some(other)) = (inline, per_chapter) {
        let message =
            "the references stand in the manuscript, and are to be listed by chapter";
        let diagnostic = Diagnostic::new("bad-reference-list", message)
            .at(other)
            .label(place, "here the manuscript lists them")
            .help("leave out `inline` or `per-chapter`");
        loader.sink.error(diagnostic);
    }
    let files = files.iter().filter_map(|path| loader.text_file(path).ok()).collect();
    let style = match style {
        None => Some(StyleChoice::Default),
        Some(style) if style.text.ends_with(".csl") => {
            loader.text_file(&style).ok().map(StyleChoice::File)
        }
        Some(style) => Some(StyleChoice::Bundled(style.text, style.place)),
    };
    let status_days = status_days.unwrap_or(STATUS_DAYS);
    let further_reading = further;
    let rest = References { inline, per_chapter, further_reading, lock, status_days };
    Read { files, style, title, rest }
}

/// The file that says what became of the works, if it is there.
fn read_lock(loader: &mut Loader<'_>) -> Option<Lock> {
    let bytes = loader.manuscript.get(LOCK)?;
    let shown = format!("manuscript/{LOCK}");
    match text(bytes) {
        Ok(text) => {
            let source = loader.sources.add(shown, text.as_str());
            lock::read(source, &text, loader.sink)
        }
        Err(not_utf8) => {
            not_utf8.tell(shown, loader.sources, loader.sink);
            None
        }
    }
}
