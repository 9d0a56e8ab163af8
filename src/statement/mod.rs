//! The accessibility statement of a publication, as a text in its language.
//!
//! What it says is what the outputs claim and what was proven of them; whether there are
//! pictures or formulas is known when the manuscript is read, so each feature is an item of
//! a list that can be taken out.

mod eastern;
mod european;
mod germanic;
mod leftward;
mod romance;

use crate::ast::{Block, BlockKind, Document, InlineKind};

/// What a statement says in one language. In `{}` names are put.
pub(crate) struct Sentences {
    title: &'static str,
    intro: &'static str,
    structure: &'static str,
    navigation: &'static str,
    pages: &'static str,
    pictures: &'static str,
    formulas: &'static str,
    languages: &'static str,
    display: &'static str,
    pdf: &'static str,
    screens: &'static str,
    checked: &'static str,
    limits: &'static str,
    contact: &'static str,
}

/// What a publication has for those who read it by other means.
#[derive(Debug, Copy, Clone, PartialEq, Eq)]
pub enum Feature {
    /// Structure that assistive technology can tell.
    Structure,
    /// Lists that lead to every part.
    Navigation,
    /// Marks of the pages of print.
    Pages,
    /// Words in place of pictures; only where there are some.
    Pictures,
    /// Formulas that can be read; only where there are some.
    Formulas,
    /// Marks of languages.
    Languages,
    /// Type and colours that readers choose.
    Display,
}

/// What is known of a publication before its manuscript is read.
#[derive(Debug, Default)]
pub struct Publication<'a> {
    /// Its language (BCP 47).
    pub language: &'a str,
    /// The standards that its PDFs claim, each once; none where there is no PDF.
    pub pdf: Vec<&'static str>,
    /// Whether there is an EPUB or a page of the web.
    pub screens: bool,
    /// Barriers that its publisher knows of, as Markdown on one line each.
    pub limits: Vec<&'a str>,
    /// Where readers can turn to: an address of mail or of a page.
    pub contact: Option<&'a str>,
    /// Names of files, and what each of them claims: `accessibilityHazard: none`.
    pub files: Vec<(String, Vec<String>)>,
}

/// A statement: Markdown, and what each item of its first list is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The text, with a heading.
    pub text: String,
    /// The features, in the order of the list.
    pub features: Vec<Feature>,
}

/// What EPUB and pages of the web are made to meet.
const SCREENS: &str = "EPUB Accessibility 1.1, WCAG 2.2 AA";

/// Writes the statement of a publication.
pub fn write(publication: &Publication<'_>) -> Statement {
    let words = sentences(publication.language);
    let mut features = vec![
        (Feature::Structure, words.structure),
        (Feature::Navigation, words.navigation),
    ];
    if publication.screens {
        features.push((Feature::Pages, words.pages));
    }
    features.push((Feature::Pictures, words.pictures));
    features.push((Feature::Formulas, words.formulas));
    features.push((Feature::Languages, words.languages));
    if publication.screens {
        features.push((Feature::Display, words.display));
    }
    let items = features.iter().map(|(_, words)| format!("- {words}\n"));
    let items: String = items.collect();
    let mut text = format!("# {}\n\n{}\n\n{items}\n", words.title, words.intro);
    let mut say = |sentence: &str| text.push_str(&format!("{sentence}\n\n"));
    if !publication.pdf.is_empty() {
        say(&words.pdf.replace("{}", &publication.pdf.join("; ")));
    }
    if publication.screens {
        say(&words.screens.replace("{}", SCREENS));
    }
    say(words.checked);
    let files = publication.files.iter().map(|(name, claims)| {
        // in code they are of no language
        let claims = claims.iter().map(|claim| format!("  - `{claim}`\n"));
        format!("- `{name}`\n{}", claims.collect::<String>())
    });
    let files: String = files.collect();
    if !files.is_empty() {
        say(&files);
    }
    if !publication.limits.is_empty() {
        say(words.limits);
        let limits = publication.limits.iter().map(|limit| format!("- {limit}\n"));
        say(&limits.collect::<String>());
    }
    if let Some(contact) = publication.contact {
        let address = match contact.contains("://") {
            true => format!("<{contact}>"),
            false => format!("[{contact}](mailto:{contact})"),
        };
        say(&words.contact.replace("{}", &address));
    }
    Statement { text, features: features.into_iter().map(|(feature, _)| feature).collect() }
}

impl Statement {
    /// Takes out of the statement, as it was parsed, the features that an edition of these
    /// texts has no use for.
    pub fn prune<'d>(
        &self,
        statement: &mut Document,
        texts: impl Iterator<Item = &'d Document>,
    ) {
        let (mut pictures, mut formulas) = (false, false);
        for text in texts {
            text.visit(&mut |block| {
                pictures |= shows(block);
                formulas |= matches!(block.kind, BlockKind::Equation { .. });
            });
            text.visit_inlines(&mut |inline| {
                formulas |= matches!(inline.kind, InlineKind::Math(_));
            });
        }
        let mut lists = statement.blocks.iter_mut();
        let first = lists.find_map(|block| {
            if let BlockKind::List(list) = &mut block.kind { Some(list) } else { None }
        });
        let Some(list) = first else { return };
        let mut features = self.features.iter();
        list.items.retain(|_| match features.next() {
            Some(Feature::Pictures) => pictures,
            Some(Feature::Formulas) => formulas,
            Some(
                Feature::Structure
                | Feature::Navigation
                | Feature::Pages
                | Feature::Languages
                | Feature::Display,
            )
            | None => true,
        });
    }
}

fn shows(block: &Block) -> bool {
    matches!(block.kind, BlockKind::Figure { decorative: false, .. })
}

/// The heading of the statement in a language.
pub fn title(language: &str) -> &'static str {
    sentences(language).title
}

/// The language of a statement: that of the book, or English where there are no words in
/// that.
pub fn language(of_book: &str) -> &str {
    let is_english = of_book.split(['-', '_']).next().is_some_and(|own| own == "en");
    let in_english = sentences(of_book).title == germanic::ENGLISH.title;
    if in_english && !is_english { "en" } else { of_book }
}

/// The sentences of a language; English ones of one that has none.
fn sentences(language: &str) -> &'static Sentences {
    let tag = language.to_ascii_lowercase();
    let mut parts = tag.split(['-', '_']);
    match parts.next().unwrap_or_default() {
        "ar" => &leftward::ARABIC,
        "ca" => &romance::CATALAN,
        "cs" => &european::CZECH,
        "da" => &germanic::DANISH,
        "de" => &germanic::GERMAN,
        "el" => &european::GREEK,
        "es" => &romance::SPANISH,
        "fa" => &leftward::PERSIAN,
        "fi" => &european::FINNISH,
        "fr" => &romance::FRENCH,
        "he" | "iw" => &leftward::HEBREW,
        "hu" => &european::HUNGARIAN,
        "it" => &romance::ITALIAN,
        "ja" => &eastern::JAPANESE,
        "ko" => &eastern::KOREAN,
        "nb" | "no" => &germanic::BOKMAL,
        "nl" => &germanic::DUTCH,
        "nn" => &germanic::NYNORSK,
        "pl" => &european::POLISH,
        "pt" => &romance::PORTUGUESE,
        "ro" => &romance::ROMANIAN,
        "ru" => &european::RUSSIAN,
        "sk" => &european::SLOVAK,
        "sv" => &germanic::SWEDISH,
        "tr" => &european::TURKISH,
        "uk" => &european::UKRAINIAN,
        "vi" => &eastern::VIETNAMESE,
        "zh" if parts.any(|part| matches!(part, "hant" | "tw" | "hk" | "mo")) => {
            &eastern::TRADITIONAL_CHINESE
        }
        "zh" => &eastern::SIMPLIFIED_CHINESE,
        _ => &germanic::ENGLISH,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LANGUAGES: &str = "ar ca cs da de el en es fa fi fr he hu it ja ko nb nl nn pl pt \
                             ro ru sk sv tr uk vi zh zh-Hant";

    #[test]
    fn every_language_says_the_same_things() {
        let mut titles: Vec<&str> = Vec::new();
        for language in LANGUAGES.split(' ') {
            let words = sentences(language);
            for holed in [words.pdf, words.screens, words.contact] {
                assert_eq!(holed.matches("{}").count(), 1, "{language}: {holed}");
            }
            let pdf = vec!["PDF/UA-1"];
            let contact = Some("a@example.org");
            let publication = Publication {
                language,
                pdf,
                screens: true,
                limits: vec!["x"],
                contact,
                files: Vec::new(),
            };
            let statement = write(&publication);
            assert!(!statement.text.contains("{}"), "{language}");
            assert_eq!(statement.features.len(), 7);
            titles.push(words.title);
        }
        let all = titles.len();
        titles.sort_unstable();
        titles.dedup();
        // Danish, Norwegian and the like may share words, but not many languages
        assert!(titles.len() + 3 >= all, "{titles:?}");
    }

    #[test]
    fn a_publication_without_screens_says_nothing_of_them() {
        let publication = Publication { language: "en", ..Publication::default() };
        let statement = write(&publication);
        assert!(!statement.text.contains("e-book") && !statement.text.contains("PDF"));
        assert!(!statement.features.contains(&Feature::Display));
    }
}
