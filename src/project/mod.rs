//! `trifold.toml`: what is built, from what.
//!
//! Arguments, environment and the project file are merged once, before work
//! begins; after that nobody asks what the user meant.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

mod abbreviations;
mod accessibility;
mod allowed;
mod chapters;
mod editions;
mod exceptions;
mod head;
mod info;
mod load;
mod lock;
mod notices;
mod people;
mod plan;
mod icc;
mod printing;
mod references;
mod series;
mod summary;
mod variables;

pub use abbreviations::Abbreviation;
pub use accessibility::{Accessibility, StatementChapter};
pub use editions::FORMATS;
pub use head::has_metadata;
pub use info::is_language_tag;
pub use load::{Rest, load, load_or_rest};
pub use lock::{Entry as LockEntry, LOCK, Lock, Status};
pub use notices::{NoticeFile, NoticeKind, NoticePlace, NoticePlaces, NoticePosition};
pub use people::{PERSON_ROLES, Person, PersonRole, is_orcid};
pub use plan::{Wishes, output_name, output_stem, plan, printer_name, statement_stem};
pub use printing::{Imposition, PdfColor, PdfOptions, Press, Resolution, Standard};
pub use references::References;
pub use series::Series;
pub use summary::SUMMARY;

use crate::ast::{Direction, Formats};
use crate::diag::Allowed;
use crate::files::Files;
use crate::hyphenation::Exceptions;
use crate::source::{Place, SourceId};
use crate::tables::Text;
use crate::theme::{ChapterStart, PageSize, Theme};

/// A project, complete and checked, with every byte it needs.
#[derive(Clone)]
pub struct Project {
    /// The project file.
    pub manifest: SourceId,
    /// What the publication is.
    pub info: BookInfo,
    /// What the project file says that is printed, and where: for messages.
    pub said: Vec<Text>,
    /// The day of the edition; `SOURCE_DATE_EPOCH` stands in for it.
    pub date: Option<Stamp>,
    /// The chapter files, in order.
    pub chapters: Vec<ChapterFile>,
    /// What it says of accessibility.
    pub accessibility: Accessibility,
    /// The accessibility statement, where editions have it in them: a chapter that is the
    /// last of all.
    pub statement: Option<StatementChapter>,
    /// The parts that hold some of them, in order.
    pub parts: Vec<PartTitle>,
    /// The notices.
    pub notices: Vec<NoticeFile>,
    /// What abbreviations are short for in all chapters.
    pub abbreviations: Vec<Abbreviation>,
    /// Warnings that are right as they are.
    pub allowed: Vec<Allowed>,
    /// Bibliography files.
    pub bibliographies: Vec<TextFile>,
    /// The citation style: a CSL file, or the name of a bundled style.
    pub style: StyleChoice,
    /// What else is said of the references.
    pub references: References,
    /// Heading of the references in place of the language's own word.
    pub references_title: Option<String>,
    /// What becomes of HTML that is not part of what a manuscript may hold.
    pub html: ForeignHtml,
    /// What a picture with an empty alternative text is.
    pub empty_alt: EmptyAlt,
    /// What is numbered.
    pub numbers: Numbers,
    /// Words that are divided otherwise than the patterns of their language say.
    pub hyphenation: Exceptions,
    /// The cover picture, as a path in `files`.
    pub cover: Option<(String, Place)>,
    /// What is made of it.
    pub editions: Vec<Edition>,
    /// The themes that the editions use.
    pub themes: Vec<Arc<Theme>>,
    /// Every file of the manuscript folder, by path from the manuscript folder.
    pub files: Arc<Files>,
}

/// What becomes of HTML that is not part of what a manuscript may hold.
#[derive(Debug, Default, Copy, Clone, PartialEq, Eq)]
pub enum ForeignHtml {
    /// It is an error.
    #[default]
    Refused,
    /// Readers see it as it is written.
    Text,
}

/// What a picture in brackets without words is: `![](plate.png)`.
#[derive(Debug, Default, Copy, Clone, PartialEq, Eq)]
pub enum EmptyAlt {
    /// An error: its alternative text was forgotten.
    #[default]
    Refused,
    /// Decorative, as HTML has it (HTML Living Standard, 4.8.4.4.4): it says nothing that
    /// the text does not say.
    Decorative,
}

/// A text of the manuscript.
#[derive(Debug, Clone)]
pub struct TextFile {
    /// Path from the manuscript folder.
    pub path: String,
    /// Its text.
    pub source: SourceId,
    /// Where the project file names it.
    pub named: Place,
}

/// A part as the project file names it.
#[derive(Debug, Clone)]
pub struct PartTitle {
    /// Its name.
    pub title: Text,
    /// Whether that is Markdown: it stands in `SUMMARY.md`.
    pub markdown: bool,
    /// The label that cross references name it by: `sec-high`.
    pub id: Option<Text>,
}

/// A chapter as the project file lists it.
#[derive(Debug, Clone)]
pub struct ChapterFile {
    /// Its text.
    pub text: TextFile,
    /// What the headings of level 1 in it are.
    pub titles: Titles,
    /// Whether other chapters stand in the same file.
    pub among: bool,
    /// What it is in the book.
    pub role: ChapterRole,
    /// The part that holds it: number in [`Project::parts`].
    pub part: Option<usize>,
    /// Whether it has no number where others have.
    pub unnumbered: bool,
    /// Who wrote it, where its head names them.
    pub authors: Vec<Text>,
    /// Its title in running heads, where its head has one.
    pub short_title: Option<Text>,
    /// Its language (BCP 47), where that is not the language of the book.
    pub language: Option<Text>,
    /// The direction of its text, where its head says it.
    pub direction: Option<Direction>,
    /// What it is about, where its head says it.
    pub description: Option<Text>,
}

impl ChapterFile {
    /// What the program writes behind the text: without a number and makers of its own.
    pub fn colophon(text: TextFile) -> Self {
        Self {
            text,
            titles: Titles::One,
            among: false,
            role: ChapterRole::Colophon,
            part: None,
            unnumbered: true,
            authors: Vec::new(),
            short_title: None,
            language: None,
            direction: None,
            description: None,
        }
    }
}

/// What the headings of level 1 in a file are.
#[derive(Debug, Default, Copy, Clone, PartialEq, Eq)]
pub enum Titles {
    /// The first is the title of the chapter, and others are told and set as sections.
    #[default]
    One,
    /// Each is the title of a chapter.
    Each,
    /// The first, which the head of the file gives, is the title of the chapter, and the
    /// others are its sections.
    Sections,
}

/// What a chapter is in the book; the names are those of the EPUB 3 Structural Semantics
/// Vocabulary 1.1.
#[derive(Debug, Copy, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChapterRole {
    /// To whom the book is dedicated.
    Dedication,
    /// A quotation at the head of the book.
    Epigraph,
    /// What somebody else says of it.
    Foreword,
    /// What its authors say of it.
    Preface,
    /// Thanks; before the chapters or after them.
    Acknowledgments,
    /// What leads into the matter: the first pages of the text.
    Introduction,
    /// A part of the story before it begins.
    Prologue,
    /// A chapter.
    Chapter,
    /// A part of the story after its end.
    Epilogue,
    /// What the chapters come to.
    Conclusion,
    /// What is to be said when all is said.
    Afterword,
    /// What supports the text.
    Appendix,
    /// The words of the subject.
    Glossary,
    /// How the book was made.
    Colophon,
}

/// A third of a book.
#[derive(Debug, Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Matter {
    /// Before the text; its pages have roman folios.
    Front,
    /// The text.
    Body,
    /// After the text.
    Back,
}

impl ChapterRole {
    /// All of them.
    pub const ALL: [Self; 14] = [
        Self::Dedication,
        Self::Epigraph,
        Self::Foreword,
        Self::Preface,
        Self::Acknowledgments,
        Self::Introduction,
        Self::Prologue,
        Self::Chapter,
        Self::Epilogue,
        Self::Conclusion,
        Self::Afterword,
        Self::Appendix,
        Self::Glossary,
        Self::Colophon,
    ];

    /// Where it belongs; `None` where both front and back will do.
    pub const fn matter(self) -> Option<Matter> {
        match self {
            Self::Dedication | Self::Epigraph | Self::Foreword | Self::Preface => {
                Some(Matter::Front)
            }
            Self::Acknowledgments => None,
            Self::Introduction
            | Self::Prologue
            | Self::Chapter
            | Self::Epilogue
            | Self::Conclusion => Some(Matter::Body),
            Self::Afterword | Self::Appendix | Self::Glossary | Self::Colophon => {
                Some(Matter::Back)
            }
        }
    }

    /// Its name in the EPUB 3 Structural Semantics Vocabulary 1.1.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Dedication => "dedication",
            Self::Epigraph => "epigraph",
            Self::Foreword => "foreword",
            Self::Preface => "preface",
            Self::Acknowledgments => "acknowledgments",
            Self::Introduction => "introduction",
            Self::Prologue => "prologue",
            Self::Chapter => "chapter",
            Self::Epilogue => "epilogue",
            Self::Conclusion => "conclusion",
            Self::Afterword => "afterword",
            Self::Appendix => "appendix",
            Self::Glossary => "glossary",
            Self::Colophon => "colophon",
        }
    }

    /// What a word names: of a role, or of the structural semantics of a heading.
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.word() == word)
    }

    /// Whether it has a page of its own that needs no name and stands in no contents
    /// list.
    pub const fn is_displayed(self) -> bool {
        matches!(self, Self::Dedication | Self::Epigraph)
    }
}

/// What is numbered beside what has a label.
#[derive(Debug, Default, Copy, Clone, PartialEq, Eq)]
pub struct Numbers {
    /// Whether parts have numbers.
    pub parts: bool,
    /// Whether chapters have numbers, and appendices letters.
    pub chapters: bool,
    /// How many levels of sections below chapters have numbers: 0 to 5.
    pub sections: u8,
}

/// A citation style.
#[derive(Debug, Clone)]
pub enum StyleChoice {
    /// A CSL file of the project.
    File(TextFile),
    /// A style that comes with Trifold, by its CSL name: `ieee`.
    Bundled(String, Place),
    /// The project names none: the bundled numeric style.
    Default,
}

/// What the publication is: metadata, never made up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BookInfo {
    /// Title.
    pub title: String,
    /// Subtitle.
    pub subtitle: Option<String>,
    /// The title in running heads.
    pub short_title: Option<String>,
    /// Who stands on the cover, in order; may be empty.
    pub authors: Vec<Person>,
    /// Who else made it, in order.
    pub contributors: Vec<Person>,
    /// The series that it stands in.
    pub series: Option<Series>,
    /// BCP 47 tag.
    pub language: String,
    /// A URI that never changes: `urn:uuid:…`, `urn:isbn:…`.
    pub identifier: String,
    /// What it is about.
    pub description: Option<String>,
    /// Who publishes it.
    pub publisher: Option<String>,
    /// Rights.
    pub rights: Option<String>,
    /// Which edition it is: `Second edition`.
    pub edition: Option<String>,
    /// Who made what: a line each.
    pub credits: Vec<String>,
    /// Formats and their ISBN.
    pub isbn: Vec<(String, String)>,
    /// Subjects.
    pub subjects: Vec<String>,
    /// Where the web edition will stand, with a final `/`.
    pub url: Option<String>,
    /// File names begin with it.
    pub slug: String,
}

impl BookInfo {
    /// All who made the book: authors, then contributors.
    pub fn people(&self) -> impl Iterator<Item = &Person> {
        self.authors.iter().chain(&self.contributors)
    }

    /// Whether there is something to say on a copyright page.
    pub fn has_copyright_page(&self) -> bool {
        let said = self.rights.is_some() || self.edition.is_some() || self.series.is_some();
        let listed = !self.credits.is_empty() || !self.isbn.is_empty();
        let people = self.people().any(|person| {
            let mut roles = person.roles.iter();
            person.has_details() || roles.any(|role| !role.is_on_title_page())
        });
        said || listed || people
    }
}

/// One edition: which chapters, formats, theme, pages, notices.
#[derive(Debug, Clone)]
pub struct Edition {
    /// Its name on the command line.
    pub name: String,
    /// File names of this edition begin with it.
    pub stem: String,
    /// What is written.
    pub formats: Vec<Format>,
    /// Number in [`Project::themes`].
    pub theme: usize,
    /// Page sizes; never empty. EPUB and HTML take their page marks from the first.
    pub pages: Vec<PageSize>,
    /// Numbers in [`Project::chapters`].
    pub chapters: Vec<usize>,
    /// For each notice (number in [`Project::notices`]) where it stands.
    pub notices: Vec<(usize, NoticePlaces)>,
    /// In place of the theme's.
    pub chapter_start: Option<ChapterStart>,
    /// In place of the theme's.
    pub contents: Option<bool>,
    /// How deep contents lists go, 1 to 6: 1 is chapters alone, 2 their sections too. By
    /// default 2 in print and 3 on screens.
    pub contents_depth: Option<u8>,
    /// The lists that follow the contents, and where the project file names them.
    pub lists: Vec<(ListKind, Place)>,
    /// Whether a page with the title alone stands before the title page.
    pub half_title: bool,
    /// Whether there is an index; by default where texts mark what belongs in one.
    pub index: Option<bool>,
    /// How the PDF is made.
    pub pdf: PdfOptions,
    /// Where the project file declares it.
    pub place: Place,
}

/// What a list after the contents names.
#[derive(Debug, Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ListKind {
    /// Figures with captions.
    Figures,
    /// Tables with captions.
    Tables,
    /// Code with captions.
    Code,
    /// Abbreviations and what they are short for.
    Abbreviations,
}

/// An output format.
#[derive(
    Debug, Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Format {
    /// An EPUB 3.3 publication.
    Epub,
    /// A tagged, archival PDF.
    Pdf,
    /// One self-contained HTML page.
    Html,
    /// A web site of several pages.
    Site,
}

impl Format {
    /// The set that holds it alone.
    pub const fn set(self) -> Formats {
        match self {
            Self::Epub => Formats::EPUB,
            Self::Pdf => Formats::PDF,
            Self::Html => Formats::HTML,
            Self::Site => Formats::SITE,
        }
    }
}

/// The time printed in every output: seconds since 1970-01-01T00:00:00Z.
///
/// From `trifold.toml` or `SOURCE_DATE_EPOCH`, never from the clock.
#[derive(Debug, Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Stamp(pub i64);

impl Stamp {
    /// Year, month (1–12), day (1–31), hour, minute, second in UTC.
    ///
    /// Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `civil_from_days`.
    pub fn civil(self) -> (i64, i64, i64, i64, i64, i64) {
        let days = self.0.div_euclid(86_400);
        let seconds = self.0.rem_euclid(86_400);
        let shifted = days + 719_468;
        let era = shifted.div_euclid(146_097);
        let day_of_era = shifted.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524
            - day_of_era / 146_096)
            / 365;
        let day_of_year =
            day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
        let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        (year, month, day, seconds / 3600, seconds / 60 % 60, seconds % 60)
    }

    /// Midnight UTC of a day.
    pub fn from_date(year: i64, month: i64, day: i64) -> Self {
        let year = if month <= 2 { year - 1 } else { year };
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let shifted_month = (month + 9) % 12;
        let day_of_year = (153 * shifted_month + 2) / 5 + day - 1;
        let day_of_era =
            year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        Self((era * 146_097 + day_of_era - 719_468) * 86_400)
    }

    /// `2026-11-23`.
    pub fn date(self) -> String {
        let (year, month, day, ..) = self.civil();
        format!("{year:04}-{month:02}-{day:02}")
    }

    /// `2026-11-23T00:00:00Z`.
    pub fn timestamp(self) -> String {
        let (.., hour, minute, second) = self.civil();
        format!("{}T{hour:02}:{minute:02}:{second:02}Z", self.date())
    }
}

/// What one run builds.
#[derive(Debug, Clone)]
pub struct BuildPlan {
    /// In the order of the report.
    pub jobs: Vec<Job>,
    /// The time printed in every output.
    pub stamp: Stamp,
}

/// One output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// Number in [`Project::editions`].
    pub edition: usize,
    /// Number in [`Edition::pages`].
    pub page: usize,
    /// What is written.
    pub format: Format,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_prints_its_day() {
        assert_eq!(Stamp::from_date(2024, 2, 29).timestamp(), "2024-02-29T00:00:00Z");
        assert_eq!(Stamp(0).date(), "1970-01-01");
        assert_eq!(Stamp::from_date(1969, 12, 31), Stamp(-86_400));
    }
}
