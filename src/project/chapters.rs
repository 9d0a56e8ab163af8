//! `chapters` in the project file: files, what they are in the book, parts.

use super::head::Head;
use super::info::{name, required};
use super::load::Loader;
use super::summary::{self, SUMMARY};
use super::{ChapterFile, ChapterRole, Matter, NoticeFile, PartTitle, TextFile, Titles};
use crate::diag::{Diagnostic, Sink};
use crate::source::{Place, Span};
use crate::tables::{Keys, Text, Value, ValueKind, as_text, choose};

/// An entry of the list as written.
pub(super) struct Entry {
    pub(super) file: Text,
    pub(super) role: Option<Text>,
    pub(super) part: Option<usize>,
    /// The title of a file that has none.
    pub(super) title: Option<Text>,
    /// Whether it has no number where others have.
    pub(super) unnumbered: bool,
}

impl Entry {
    const fn of(file: Text, role: Option<Text>, part: Option<usize>) -> Self {
        Self { file, role, part, title: None, unnumbered: false }
    }
}

/// What the files of a book are.
#[derive(Debug, Copy, Clone, PartialEq, Eq)]
pub(super) enum OfFiles {
    /// `SUMMARY.md` lists them: each is a chapter.
    Listed,
    /// It is the only one.
    Alone,
    /// There are several.
    Several,
}

impl OfFiles {
    const fn of(summary: bool, listed: &Listed) -> Self {
        match (summary, listed.entries.len()) {
            (true, _) => Self::Listed,
            (false, 1) => Self::Alone,
            (false, _) => Self::Several,
        }
    }
}

/// The list as written.
#[derive(Default)]
pub(super) struct Listed {
    pub(super) entries: Vec<Entry>,
    pub(super) parts: Vec<PartTitle>,
    /// Whether a chapter without a file stands in it.
    pub(super) drafts: bool,
    /// Whether something in it could not be read.
    pub(super) damaged: bool,
}

/// Reads `chapters`; without it all files at the top of the manuscript folder that are no
/// notices, or what `SUMMARY.md` names if that is there. Gives the chapters and the parts.
pub(super) fn read(
    loader: &mut Loader<'_>,
    written: Option<&Value>,
    notices: &[NoticeFile],
    start: Place,
) -> (Vec<ChapterFile>, Vec<PartTitle>) {
    let is_notice = |path: &str| notices.iter().any(|notice| notice.text.path == path);
    let mut unlisted: Vec<String> = loader.manuscript.by_path.keys().cloned().collect();
    unlisted
        .retain(|path| path.ends_with(".md") && !path.contains('/') && !is_notice(path));
    // as in Quarto, what begins with `_` is a part of other files
    unlisted.retain(|path| !path.starts_with('_'));
    let mut listed = Listed::default();
    let mut place = start;
    let mut is_list = written.is_some();
    let summary = summary_of(loader, written, start);
    if let Some(summary) = &summary {
        unlisted.retain(|path| path != SUMMARY);
        is_list = true;
        (listed, place) = read_summary(loader, summary);
    } else if let Some(value) = written {
        place = value.place;
        list(loader, value, None, &mut listed);
        place = listed.entries.first().map_or(place, |first| first.file.place);
    } else {
        listed.entries.extend(
            unlisted.iter().map(|path| {
                Entry::of(Text { text: path.clone(), place: start }, None, None)
            }),
        );
    }
    if listed.entries.is_empty() && !listed.damaged && !listed.drafts {
        let help = "put a Markdown file into `manuscript/`, or name some: \
                    `chapters = [\"01-start.md\"]`";
        let diagnostic = Diagnostic::new("missing-key", "there is no chapter");
        loader.sink.error(diagnostic.at(place).help(help));
    }
    let mut complete = is_list && !listed.damaged;
    let mut chapters: Vec<ChapterFile> = Vec::new();
    let mut drafts = listed.drafts;
    let files = OfFiles::of(summary.is_some(), &listed);
    for entry in listed.entries {
        let role = entry.role.as_ref().and_then(|role| role_of(loader, role));
        let read = loader.chapter(&entry.file, entry.title.as_ref(), files);
        let Ok((text, head, titles)) = read else {
            complete = false;
            continue;
        };
        unlisted.retain(|path| *path != text.path);
        if let Some(draft) = head.draft {
            let message = format!("`{}` is a draft and left out", text.path);
            let diagnostic = Diagnostic::new("draft-chapter", message).at(draft);
            loader.sink.warn(diagnostic.help("take `draft` out of its head to publish it"));
            drafts = true;
            continue;
        }
        let same = chapters.iter().find(|other| other.text.path == text.path);
        if let Some(first) = same {
            tell_twice(loader, &first.text, entry.file.place);
            continue;
        }
        let role =
            role.or_else(|| head.role.as_ref().and_then(|role| role_of(loader, role)));
        let role = role.unwrap_or(ChapterRole::Chapter);
        let (part, unnumbered) = (entry.part, entry.unnumbered);
        chapters.push(chapter(loader, text, head, (role, part, unnumbered), titles));
    }
    if chapters.is_empty() && drafts {
        loader.sink.error(
            Diagnostic::new("missing-key", "every chapter is a draft")
                .at(place)
                .help("take `draft` out of the head of one"),
        );
    }
    unlisted.retain(|path| !loader.weaver.included.contains_key(path));
    if complete {
        tell_unlisted(loader, &unlisted, place);
    }
    check_order(loader, &chapters);
    (chapters, listed.parts)
}

/// Tells that a file is listed again.
fn tell_twice(loader: &mut Loader<'_>, first: &TextFile, again: Place) {
    let message = format!("the chapter `{}` is named twice", first.path);
    loader.sink.error(
        Diagnostic::new("duplicate-name", message)
            .at(again)
            .label(first.named, "the first is here")
            .help("remove one of the two"),
    );
}

/// A chapter with what its head says of it.
fn chapter(
    loader: &Loader<'_>,
    text: TextFile,
    head: Head,
    (role, part, unnumbered): (ChapterRole, Option<usize>, bool),
    titles: Titles,
) -> ChapterFile {
    let Head { authors, short_title, language, direction, description, .. } = head;
    ChapterFile {
        text,
        titles,
        among: false,
        role,
        part,
        unnumbered,
        authors,
        short_title,
        language: language.filter(|own| !loader.is_language_of_book(&own.text)),
        direction,
        description,
    }
}

/// Where the project names `SUMMARY.md` as the list of its chapters, or has it and names
/// no other.
fn summary_of(loader: &Loader<'_>, written: Option<&Value>, start: Place) -> Option<Text> {
    match written {
        Some(value) => as_text(value).filter(|file| file.text == SUMMARY),
        None => {
            let there = loader.manuscript.contains(SUMMARY);
            there.then(|| Text { text: SUMMARY.to_owned(), place: start })
        }
    }
}

/// What `SUMMARY.md` lists, and where.
fn read_summary(loader: &mut Loader<'_>, named: &Text) -> (Listed, Place) {
    let Ok(file) = loader.text_file(named) else {
        return (Listed { damaged: true, ..Listed::default() }, named.place);
    };
    let text = loader.sources.get(file.source).text.clone();
    let listed = summary::read(file.source, &text, loader.sink);
    (listed, Place { source: file.source, span: Span::default() })
}

/// What a chapter is, by its word; another word is told.
fn role_of(loader: &mut Loader<'_>, role: &Text) -> Option<ChapterRole> {
    let words = ChapterRole::ALL.map(|role| (role.word(), role));
    choose(role, &words, "unknown-value", "kind of chapter", loader.sink).ok()
}

/// Tells of files that look like chapters and are none.
fn tell_unlisted(loader: &mut Loader<'_>, unlisted: &[String], place: Place) {
    for path in unlisted {
        let message = format!("`manuscript/{path}` is in no edition");
        let help = "add it to `chapters`, or move it into a folder of its own";
        let diagnostic = Diagnostic::new("unlisted-chapter", message);
        loader.sink.warn(diagnostic.at(place).help(help));
    }
}

/// Reads a list: of the book, or of a part.
fn list(loader: &mut Loader<'_>, value: &Value, part: Option<usize>, out: &mut Listed) {
    let items = match &value.kind {
        ValueKind::Array(items) => items.as_slice(),
        ValueKind::String(_)
        | ValueKind::Integer(_)
        | ValueKind::Float(_)
        | ValueKind::Boolean(_)
        | ValueKind::Date(_)
        | ValueKind::Table(_) => std::slice::from_ref(value),
    };
    for item in items {
        if let Some(file) = as_text(item) {
            out.entries.push(Entry::of(file, None, part));
            continue;
        }
        let ValueKind::Table(table) = &item.kind else {
            loader.sink.error(
                Diagnostic::new("wrong-type", "`chapters` is a list of files")
                    .at(item.place)
                    .help("write `chapters = [\"01-start.md\", \"02-next.md\"]`"),
            );
            out.damaged = true;
            continue;
        };
        let mut keys = Keys::new(table, "chapters");
        let title = if part.is_none() { keys.text("part", loader.sink) } else { None };
        if let Some(title) = title {
            let inner = keys.value("chapters");
            let id = keys.text("id", loader.sink);
            let id = id.filter(|id| is_part_label(id, loader.sink));
            keys.finish(loader.sink);
            let count = out.entries.len();
            out.parts.push(PartTitle { title: title.clone(), markdown: false, id });
            let number = out.parts.len() - 1;
            if let Some(inner) = inner {
                list(loader, inner, Some(number), out);
            }
            if out.entries.len() == count && !out.damaged {
                let message = format!("the part `{}` has no chapter", title.text);
                loader.sink.error(
                    Diagnostic::new("missing-key", message)
                        .at(title.place)
                        .help("write `{ part = \"One\", chapters = [\"01-start.md\"] }`"),
                );
                out.damaged = true;
            }
            continue;
        }
        let form = "file = \"preface.md\"";
        let file = required(&mut keys, "file", form, loader.sink);
        let role = keys.text("role", loader.sink);
        keys.finish(loader.sink);
        match file {
            Some(file) => out.entries.push(Entry::of(file, role, part)),
            None => out.damaged = true,
        }
    }
}

/// Whether a part may have this label; what is wrong with it is told.
pub(super) fn is_part_label(id: &Text, sink: &mut Sink) -> bool {
    if name(id, sink).is_err() {
        return false;
    }
    let good = id.text.strip_prefix("sec-").is_some_and(|rest| !rest.is_empty());
    if !good {
        let message = format!("`{}` is no label of a part", id.text);
        let help = format!("begin it with `sec-`: `id = \"sec-{}\"`", id.text);
        let diagnostic = Diagnostic::new("bad-name", message);
        sink.error(diagnostic.at(id.place).help(help));
    }
    good
}

/// Front matter stands before the text, back matter after it, neither in a part.
fn check_order(loader: &mut Loader<'_>, chapters: &[ChapterFile]) {
    let mut reached = Matter::Front;
    for chapter in chapters {
        let path = &chapter.text.path;
        let Some(matter) = chapter.role.matter() else { continue };
        let problem = if chapter.part.is_some() && matter == Matter::Front {
            Some("a part cannot hold it: list it before the first part")
        } else if matter >= reached {
            None
        } else {
            Some(match matter {
                Matter::Front => "list it before the first chapter",
                Matter::Body | Matter::Back => "list it before the back matter",
            })
        };
        reached = reached.max(matter);
        if let Some(help) = problem {
            let message = format!("`{path}` is out of place as {}", chapter.role.word());
            loader.sink.error(
                Diagnostic::new("misplaced-chapter", message)
                    .at(chapter.text.named)
                    .help(help),
            );
        }
    }
}
