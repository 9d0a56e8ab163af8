//! The chapters of files that hold several, and what their headings say they are.

use std::borrow::Cow;

use crate::ast::{Document, begins_chapter};
use crate::diag::{Diagnostic, Reported, Sink};
use crate::parse::Parsed;
use crate::project::{ChapterFile, Edition, Matter, Project};
use crate::source::Place;

/// The project with an entry for each chapter of each file, and the chapters. `read` holds
/// the chapters of each of its files.
///
/// # Errors
/// When a chapter cannot stand where it does.
pub(super) fn each<'p>(
    project: &'p Project,
    read: Vec<Vec<Parsed>>,
    sink: &mut Sink,
) -> Result<(Cow<'p, Project>, Vec<Document>), Reported> {
    let as_listed = read.iter().all(|parsed| parsed.len() == 1 && parsed[0].role.is_none());
    if as_listed {
        let documents = read.into_iter().flatten().map(|one| one.document);
        return Ok((Cow::Borrowed(project), documents.collect()));
    }
    let mut own = Sink::default();
    let (mut chapters, mut documents, mut numbers) = (Vec::new(), Vec::new(), Vec::new());
    for (file, parsed) in project.chapters.iter().zip(read) {
        let (start, several) = (chapters.len(), parsed.len() > 1);
        if several {
            tell_unused(project, file, &mut own);
        }
        for one in parsed {
            chapters.push(chapter(file, &one, several));
            documents.push(one.document);
        }
        numbers.push(start..chapters.len());
    }
    check_order(&chapters, &mut own);
    let result = own.checkpoint();
    sink.absorb(own);
    result?;
    let of = |edition: &Edition| {
        let files = edition.chapters.iter().filter_map(|&file| numbers.get(file));
        Edition { chapters: files.cloned().flatten().collect(), ..edition.clone() }
    };
    let editions = project.editions.iter().map(of).collect();
    let mut own = Project { chapters, editions, ..project.clone() };
    if let Some(statement) = &mut own.statement {
        let new = numbers.get(statement.chapter).map(|range| range.start);
        statement.chapter = new.unwrap_or(statement.chapter);
    }
    Ok((Cow::Owned(own), documents))
}

/// The texts of notices, whose titles cannot say that they are chapters: that is told.
pub(super) fn of_notices(
    project: &Project,
    read: impl Iterator<Item = Parsed>,
    sink: &mut Sink,
) -> Vec<Document> {
    let notices = project.notices.iter().zip(read).map(|(notice, parsed)| {
        if let Some((role, span)) = parsed.role {
            let word = role.word();
            let message = format!("a notice is set without its `{word}`: it is no chapter");
            let place = Place { source: notice.text.source, span };
            let diagnostic = Diagnostic::new("attribute-left-out", message).at(place);
            sink.warn(diagnostic.help("take the word out of the braces"));
        }
        parsed.document
    });
    notices.collect()
}

/// One chapter of a file.
fn chapter(file: &ChapterFile, parsed: &Parsed, several: bool) -> ChapterFile {
    let mut own = file.clone();
    own.among = several;
    if several {
        own.authors.clear();
        (own.short_title, own.description) = (None, None);
        if let Some(title) = parsed.document.blocks.iter().find(|one| begins_chapter(one)) {
            own.text.named = Place { source: file.text.source, span: title.span };
        }
    }
    if let Some((role, span)) = parsed.role {
        own.role = role;
        own.text.named = Place { source: file.text.source, span };
    }
    own
}

/// Tells what at the head of a file is for a file of one chapter, but for what the project
/// file says of the book too.
fn tell_unused(project: &Project, file: &ChapterFile, sink: &mut Sink) {
    let info = &project.info;
    let is_author = |name: &str| info.authors.iter().any(|author| author.name == name);
    let authors = file.authors.iter().find(|author| !is_author(&author.text));
    let short = file.short_title.as_ref();
    let short = short.filter(|one| info.short_title.as_ref() != Some(&one.text));
    let about = file.description.as_ref();
    let about = about.filter(|one| info.description.as_ref() != Some(&one.text));
    let found =
        [("author", authors), ("short-title", short), ("description", about)].into_iter();
    for (key, value) in found.filter_map(|(key, value)| Some((key, value?))) {
        let message =
            format!("`{key}` at the head of a file with several chapters is not used");
        let help = "it is for a file with one: say it of the book in `trifold.toml`, or \
                    give the chapter a file of its own";
        let diagnostic = Diagnostic::new("unused-metadata", message);
        sink.warn(diagnostic.at(value.place).help(help));
    }
}

/// Front matter stands before the text and back matter after it, within files too.
fn check_order(chapters: &[ChapterFile], sink: &mut Sink) {
    let mut reached = Matter::Front;
    for chapter in chapters {
        let Some(matter) = chapter.role.matter() else { continue };
        let help = match matter {
            Matter::Front if chapter.part.is_some() => {
                Some("a part cannot hold it: put it before the first part")
            }
            Matter::Front | Matter::Body | Matter::Back if matter >= reached => None,
            Matter::Front => Some("put it before the first chapter"),
            Matter::Body | Matter::Back => Some("put it before the back matter"),
        };
        reached = reached.max(matter);
        if let Some(help) = help {
            let message = format!(
                "a chapter of `{}` is out of place as {}",
                chapter.text.path,
                chapter.role.word()
            );
            let diagnostic = Diagnostic::new("misplaced-chapter", message);
            sink.error(diagnostic.at(chapter.text.named).help(help));
        }
    }
}
