//! `[accessibility]`: the accessibility statement of the publication.

use super::load::Loader;
use super::{ChapterFile, Edition, Format, Standard, TextFile};
use crate::diag::Diagnostic;
use crate::source::Place;
use crate::statement::{self, Publication, Statement};
use crate::tables::{Keys, Text};

/// The name of the statement where chapters have the names of their files.
const FILE: &str = "accessibility-statement.md";

/// The statement as a chapter of the project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementChapter {
    /// Its number in [`Project::chapters`](super::Project::chapters).
    pub chapter: usize,
    /// What it says.
    pub statement: Statement,
}

/// What the project file says of accessibility.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accessibility {
    /// Whether the statement stands beside the outputs as a page of its own.
    pub page: bool,
    /// Where readers who meet a barrier can write to.
    pub contact: Option<Text>,
    /// Barriers that are known, as Markdown on one line each.
    pub limits: Vec<Text>,
    /// Where that is said; else the beginning of the project file.
    pub place: Place,
}

/// The table as it is written.
pub(super) struct Wanted {
    said: Accessibility,
    /// The names of the editions that have the statement in them.
    editions: Option<Vec<Text>>,
    /// Whether there is a table at all.
    written: bool,
}

/// Reads the table. Without one the statement is a page beside the outputs.
pub(super) fn read(
    loader: &mut Loader<'_>,
    keys: Option<Keys<'_>>,
    start: Place,
) -> Wanted {
    let Some(mut keys) = keys else {
        let (contact, limits) = (None, Vec::new());
        let said = Accessibility { page: true, contact, limits, place: start };
        return Wanted { said, editions: None, written: false };
    };
    let place = keys.place();
    let page = keys.boolean("page", loader.sink).unwrap_or(true);
    let contact = keys.text("contact", loader.sink);
    let limits = keys.texts("limits", loader.sink).unwrap_or_default();
    let editions = keys.texts("editions", loader.sink);
    keys.finish(loader.sink);
    if let Some(contact) = contact.as_ref().filter(|own| !is_contact(&own.text)) {
        let message = format!("`{}` is no address that readers can write to", contact.text);
        let diagnostic = Diagnostic::new("bad-contact", message).at(contact.place);
        let help = "write an address of mail, `access@example.org`, or of a page, \
                    `https://example.org/access`";
        loader.sink.error(diagnostic.help(help));
    }
    let said = Accessibility { page, contact, limits, place };
    Wanted { said, editions, written: true }
}

/// Whether readers can turn to an address.
fn is_contact(contact: &str) -> bool {
    let is_page = ["https://", "http://"].iter().any(|scheme| contact.starts_with(scheme));
    let is_mail = contact.split('@').filter(|part| !part.is_empty()).count() == 2
        && contact.matches('@').count() == 1;
    (is_page || is_mail)
        && !contact.contains(|c: char| c.is_whitespace() || "<>()[]".contains(c))
}

/// Writes the statement and makes it a chapter of the editions that want one; gives what
/// is said of accessibility besides.
pub(super) fn add(
    loader: &mut Loader<'_>,
    wanted: Wanted,
    language: &str,
    chapters: &mut Vec<ChapterFile>,
    editions: &mut [Edition],
) -> (Accessibility, Option<StatementChapter>) {
    let Wanted { said, editions: names, written } = wanted;
    let chapter = written
        .then(|| chapter(loader, (&said, names), language, chapters, editions))
        .flatten();
    (said, chapter)
}

fn chapter(
    loader: &mut Loader<'_>,
    (said, names): (&Accessibility, Option<Vec<Text>>),
    language: &str,
    chapters: &mut Vec<ChapterFile>,
    editions: &mut [Edition],
) -> Option<StatementChapter> {
    let Accessibility { contact, limits, place, .. } = said;
    for name in names.iter().flatten() {
        if !editions.iter().any(|edition| edition.name == name.text) {
            let message = format!("there is no edition `{}`", name.text);
            let known: Vec<&str> = editions.iter().map(|one| one.name.as_str()).collect();
            let help = format!("there are `{}`", known.join("`, `"));
            let diagnostic = Diagnostic::new("unknown-edition", message);
            loader.sink.error(diagnostic.at(name.place).help(help));
        }
    }
    let has = |edition: &Edition| {
        let named = names.as_ref();
        named.is_none_or(|names| names.iter().any(|name| name.text == edition.name))
    };
    let mut own: Vec<&mut Edition> = editions.iter_mut().filter(|one| has(one)).collect();
    if own.is_empty() {
        return None;
    }
    let mut pdf = Vec::new();
    for edition in own.iter().filter(|one| one.formats.contains(&Format::Pdf)) {
        let names = edition.pdf.standard.statement();
        if !pdf.contains(&names) {
            pdf.push(names);
        }
    }
    let screens =
        own.iter().any(|one| one.formats.iter().any(|&format| format != Format::Pdf));
    let statement = statement::write(&Publication {
        language,
        pdf,
        screens,
        limits: limits.iter().map(|limit| limit.text.as_str()).collect(),
        contact: contact.as_ref().map(|contact| contact.text.as_str()),
        files: Vec::new(),
    });
    let source = loader.sources.add(format!("(trifold)/{FILE}"), statement.text.as_str());
    let chapter = chapters.len();
    let text = TextFile { path: FILE.to_owned(), source, named: *place };
    chapters.push(ChapterFile::colophon(text));
    own.iter_mut().for_each(|edition| edition.chapters.push(chapter));
    Some(StatementChapter { chapter, statement })
}

impl Standard {
    /// What a PDF says that it conforms to.
    pub const fn statement(self) -> &'static str {
        match self {
            Self::Ua1A2a => "PDF/UA-1 (ISO 14289-1), PDF/A-2a (ISO 19005-2)",
            Self::Ua1A3a => "PDF/UA-1 (ISO 14289-1), PDF/A-3a (ISO 19005-3)",
            Self::Ua2A4 => "PDF/UA-2 (ISO 14289-2), PDF/A-4 (ISO 19005-4)",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readers_can_write_to_an_address_of_mail_or_of_a_page() {
        for good in ["a@example.org", "https://example.org/a?b=c"] {
            assert!(is_contact(good), "{good}");
        }
        for bad in ["example.org", "a@", "a@b@c", "a b@example.org", "javascript:x", ""] {
            assert!(!is_contact(bad), "{bad}");
        }
    }
}
