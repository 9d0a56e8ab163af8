//! Who made the book: `authors` and `contributors` in the project file.

use serde::Serialize;

use super::info::{filled, is_web_address, required};
use crate::diag::{Diagnostic, Sink};
use crate::tables::{Keys, Table, Text, Value, ValueKind, choose};

/// A person or a body that made the book, or a part of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Person {
    /// Name as printed.
    pub name: String,
    /// Name as sorted.
    pub sort: Option<String>,
    /// What they did; never empty in what is read.
    pub roles: Vec<PersonRole>,
    /// Their ORCID iD, as an address: `https://orcid.org/0000-0002-1825-0097`.
    pub orcid: Option<String>,
    /// Where they work.
    pub affiliation: Option<String>,
    /// Their own web page.
    pub url: Option<String>,
}

impl Person {
    /// Whether they wrote the book.
    pub fn is_author(&self) -> bool {
        self.roles.contains(&PersonRole::Author)
    }

    /// What else they did.
    pub fn other_roles(&self) -> impl Iterator<Item = PersonRole> + '_ {
        self.roles.iter().copied().filter(|role| *role != PersonRole::Author)
    }

    /// Whether more is known of them than names and roles.
    pub const fn has_details(&self) -> bool {
        self.orcid.is_some() || self.affiliation.is_some() || self.url.is_some()
    }
}

/// What somebody did for a book; in the order in which it is printed.
#[derive(Debug, Copy, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PersonRole {
    /// Wrote it.
    Author,
    /// Brought together what others wrote.
    Editor,
    /// Put it into this language.
    Translator,
    /// Drew its pictures.
    Illustrator,
    /// Chose what stands in it.
    Compiler,
    /// Wrote the foreword.
    Foreword,
    /// Wrote the afterword.
    Afterword,
    /// Wrote parts of it.
    Contributor,
    /// Took its photographs.
    Photographer,
    /// Drew its maps.
    Cartographer,
    /// Made its cover.
    CoverDesigner,
    /// Designed its pages.
    Designer,
    /// Judged whether what it says is right.
    Reviewer,
    /// Corrected its proofs.
    Proofreader,
}

/// All there are, in the order in which they are printed.
pub const PERSON_ROLES: [PersonRole; 14] = [
    PersonRole::Author,
    PersonRole::Editor,
    PersonRole::Translator,
    PersonRole::Illustrator,
    PersonRole::Compiler,
    PersonRole::Foreword,
    PersonRole::Afterword,
    PersonRole::Contributor,
    PersonRole::Photographer,
    PersonRole::Cartographer,
    PersonRole::CoverDesigner,
    PersonRole::Designer,
    PersonRole::Reviewer,
    PersonRole::Proofreader,
];

impl PersonRole {
    /// Its word in the project file.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Author => "author",
            Self::Editor => "editor",
            Self::Translator => "translator",
            Self::Illustrator => "illustrator",
            Self::Compiler => "compiler",
            Self::Foreword => "foreword",
            Self::Afterword => "afterword",
            Self::Contributor => "contributor",
            Self::Photographer => "photographer",
            Self::Cartographer => "cartographer",
            Self::CoverDesigner => "cover-designer",
            Self::Designer => "designer",
            Self::Reviewer => "reviewer",
            Self::Proofreader => "proofreader",
        }
    }

    /// Its code in MARC 21 (<https://www.loc.gov/marc/relators/>).
    pub const fn marc(self) -> &'static str {
        match self {
            Self::Author => "aut",
            Self::Editor => "edt",
            Self::Translator => "trl",
            Self::Illustrator => "ill",
            Self::Compiler => "com",
            Self::Foreword => "aui",
            Self::Afterword => "aft",
            Self::Contributor => "ctb",
            Self::Photographer => "pht",
            Self::Cartographer => "ctg",
            Self::CoverDesigner => "cov",
            Self::Designer => "bkd",
            Self::Reviewer => "rev",
            Self::Proofreader => "pfr",
        }
    }

    /// Whether title pages name it; the others are named on the copyright page.
    pub const fn is_on_title_page(self) -> bool {
        match self {
            Self::Author
            | Self::Editor
            | Self::Translator
            | Self::Illustrator
            | Self::Compiler
            | Self::Foreword
            | Self::Afterword
            | Self::Contributor => true,
            Self::Photographer
            | Self::Cartographer
            | Self::CoverDesigner
            | Self::Designer
            | Self::Reviewer
            | Self::Proofreader => false,
        }
    }
}

/// One of the two lists of people.
#[derive(Copy, Clone, PartialEq, Eq)]
pub(super) enum List {
    Authors,
    Contributors,
}

impl List {
    const fn key(self) -> &'static str {
        match self {
            Self::Authors => "authors",
            Self::Contributors => "contributors",
        }
    }

    /// What somebody is of whom nothing else is said.
    const fn role(self) -> PersonRole {
        match self {
            Self::Authors => PersonRole::Author,
            Self::Contributors => PersonRole::Contributor,
        }
    }
}

/// Reads a list of people; what is printed of it is added to `said`.
pub(super) fn read(
    keys: &mut Keys<'_>,
    list: List,
    said: &mut Vec<Text>,
    sink: &mut Sink,
) -> Vec<Person> {
    let Some(value) = keys.value(list.key()) else { return Vec::new() };
    let ValueKind::Array(items) = &value.kind else {
        wrong_type(list, value, sink);
        return Vec::new();
    };
    let mut people = Vec::new();
    for item in items {
        match &item.kind {
            ValueKind::String(name) => {
                said.push(Text { text: name.clone(), place: item.place });
                let roles = vec![list.role()];
                people.push(Person { name: name.clone(), roles, ..Person::default() });
            }
            ValueKind::Table(table) => people.extend(person(table, list, said, sink)),
            ValueKind::Integer(_)
            | ValueKind::Float(_)
            | ValueKind::Boolean(_)
            | ValueKind::Date(_)
            | ValueKind::Array(_) => wrong_type(list, item, sink),
        }
    }
    let names: Vec<&str> = people.iter().map(|person| person.name.as_str()).collect();
    said.push(Text { text: names.join(", "), place: value.place });
    people
}

/// Somebody in the long form.
fn person(
    table: &Table,
    list: List,
    said: &mut Vec<Text>,
    sink: &mut Sink,
) -> Option<Person> {
    let mut keys = Keys::new(table, list.key());
    let name = required(&mut keys, "name", "name = \"…\"", sink);
    let sort = keys.text("sort", sink).map(|sort| sort.text);
    let words: Vec<(&str, PersonRole)> =
        PERSON_ROLES.iter().map(|role| (role.word(), *role)).collect();
    let mut roles: Vec<PersonRole> = Vec::new();
    for written in keys.texts("roles", sink).unwrap_or_default() {
        let role = choose(&written, &words, "unknown-role", "role of a person", sink);
        let Ok(role) = role else { continue };
        if role == PersonRole::Author && list == List::Contributors {
            let message = "an author is no contributor";
            let help = "name them in `authors`, which stand on the cover too";
            let diagnostic = Diagnostic::new("unknown-role", message);
            sink.error(diagnostic.at(written.place).help(help));
        } else if !roles.contains(&role) {
            roles.push(role);
        }
    }
    if roles.is_empty() {
        roles.push(list.role());
    }
    let orcid = filled(&mut keys, "orcid", sink).and_then(|text| orcid(&text, sink));
    let affiliation = filled(&mut keys, "affiliation", sink);
    let url = filled(&mut keys, "url", sink).and_then(|text| address(text, sink));
    keys.finish(sink);
    said.extend([&name, &affiliation, &url].into_iter().flatten().cloned());
    let (name, affiliation) = (name?.text, affiliation.map(|text| text.text));
    Some(Person { name, sort, roles, orcid, affiliation, url: url.map(|url| url.text) })
}

fn wrong_type(list: List, value: &Value, sink: &mut Sink) {
    let (key, help) = match list {
        List::Authors => (
            "authors",
            "write `authors = [\"Ada Lovelace\"]` or \
             `authors = [{ name = \"Ada Lovelace\", sort = \"Lovelace, Ada\" }]`",
        ),
        List::Contributors => (
            "contributors",
            "write `contributors = [{ name = \"Ada Lovelace\", roles = [\"translator\"] }]`",
        ),
    };
    let diagnostic = Diagnostic::new("wrong-type", format!("`{key}` is a list of names"));
    sink.error(diagnostic.at(value.place).help(help));
}

/// An ORCID iD as its address, from that or from the bare number.
fn orcid(written: &Text, sink: &mut Sink) -> Option<String> {
    let text = written.text.trim_end_matches('/');
    let number = ["https://orcid.org/", "http://orcid.org/"]
        .iter()
        .find_map(|start| text.strip_prefix(start))
        .unwrap_or(text);
    if is_orcid(number) {
        return Some(format!("https://orcid.org/{number}"));
    }
    let message = format!("`{text}` is no ORCID iD: its last character does not fit");
    sink.error(
        Diagnostic::new("bad-orcid", message)
            .at(written.place)
            .help("write all 16 characters with their hyphens, `0000-0002-1825-0097`"),
    );
    None
}

/// Whether four groups of four characters are an ORCID iD: the last is a check character
/// (ISO/IEC 7064, MOD 11-2).
pub fn is_orcid(number: &str) -> bool {
    let groups: Vec<&str> = number.split('-').collect();
    if groups.len() != 4 || groups.iter().any(|group| group.len() != 4) {
        return false;
    }
    let characters: Vec<char> = groups.concat().chars().collect();
    let Some((check, digits)) = characters.split_last() else { return false };
    let mut total = 0;
    for digit in digits {
        let Some(digit) = digit.to_digit(10) else { return false };
        total = (total + digit) * 2 % 11;
    }
    let wanted = (12 - total) % 11;
    char::from_digit(wanted, 10).unwrap_or('X') == *check
}

/// The address of a person's page.
fn address(written: Text, sink: &mut Sink) -> Option<Text> {
    if is_web_address(&written.text) {
        return Some(written);
    }
    let message = format!("`{}` is no address of a web page", written.text);
    sink.error(
        Diagnostic::new("bad-url", message)
            .at(written.place)
            .help("write the whole address: `https://example.org/ada`"),
    );
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_character_of_an_orcid_follows_from_the_others() {
        for right in ["0000-0002-1825-0097", "0000-0001-5109-3700", "0000-0002-1694-233X"] {
            assert!(is_orcid(right), "{right}");
        }
        for wrong in [
            "0000-0002-1825-0079",
            "0000-0002-1694-2330",
            "0000000218250097",
            "0000-0002-1825-009é",
            "",
        ] {
            assert!(!is_orcid(wrong), "{wrong}");
        }
    }

    #[test]
    fn every_role_has_a_code_of_its_own() {
        let codes: std::collections::BTreeSet<&str> =
            PERSON_ROLES.iter().map(|role| role.marc()).collect();
        assert_eq!(codes.len(), PERSON_ROLES.len());
        assert!(PERSON_ROLES.is_sorted());
    }
}
