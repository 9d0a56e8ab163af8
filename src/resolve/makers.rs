//! Who made the book, as its title page and the page behind it say it.

use super::{Book, Division};
use crate::project::{PERSON_ROLES, Person, PersonRole, Series};

/// A part of a line of the copyright page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// Words.
    Text(String),
    /// An address, which is its own words.
    Link(String),
}

impl Said {
    /// What is to be read.
    pub fn words(&self) -> &str {
        match self {
            Self::Text(words) | Self::Link(words) => words,
        }
    }
}

impl Book {
    /// The names of those who wrote the book.
    pub fn authors(&self) -> Vec<&str> {
        let authors = self.info.authors.iter().filter(|person| person.is_author());
        authors.map(|person| person.name.as_str()).collect()
    }

    /// Who else made it, a line for each role that title pages name: `Edited by A, B`.
    pub fn makers(&self) -> Vec<String> {
        self.roles(true).into_iter().map(|(_, line)| line).collect()
    }

    /// Those of these lines that covers leave out: nobody in them is an author.
    pub fn makers_inside(&self) -> Vec<String> {
        let covered = |role: &PersonRole| {
            self.info.authors.iter().any(|person| person.roles.contains(role))
        };
        let lines = self.roles(true).into_iter().filter(|(role, _)| !covered(role));
        lines.map(|(_, line)| line).collect()
    }

    /// Who wrote a chapter, where that says so: what stands below its title.
    pub fn byline(&self, division: Division) -> Option<String> {
        let Division::Chapter(number) = division else { return None };
        let chapter = &self.chapters[number as usize];
        let comma = self.words_of(chapter).comma;
        (!chapter.authors.is_empty()).then(|| chapter.authors.join(comma))
    }

    /// Where the project file names somebody of whom a line tells.
    pub fn place_of_maker(&self, line: &str) -> Option<crate::source::Place> {
        let mut people = self.info.people().filter(|person| line.contains(&person.name));
        people.find_map(|person| self.place_of(&person.name))
    }

    /// Where the project file says a line of the title page or of the page behind it: as it
    /// stands, or the longest of what it is made from.
    pub fn place_of_line(&self, line: &str) -> Option<crate::source::Place> {
        let whole = self.place_of(line).or_else(|| self.place_of_maker(line));
        whole.or_else(|| self.place_of_part(line))
    }

    /// A line for each role that title pages name, or do not.
    fn roles(&self, on_title_page: bool) -> Vec<(PersonRole, String)> {
        let others = PERSON_ROLES.iter().skip(1).zip(self.words.roles);
        let lines = others.filter_map(|(&role, form)| {
            let people = self.info.people().filter(|person| person.roles.contains(&role));
            let names: Vec<&str> = people.map(|person| person.name.as_str()).collect();
            let wanted = role.is_on_title_page() == on_title_page && !names.is_empty();
            wanted.then(|| (role, form.replace("{}", &names.join(self.words.comma))))
        });
        lines.collect()
    }

    /// The lines of the copyright page, in all formats the same.
    pub fn copyright(&self) -> Vec<Vec<Said>> {
        let info = &self.info;
        let series = info.series.as_ref().map(|series| self.series_line(series));
        let first = [
            Some(&info.title),
            series.as_ref(),
            info.rights.as_ref(),
            info.edition.as_ref(),
            info.publisher.as_ref(),
        ];
        let mut lines: Vec<String> = first.into_iter().flatten().cloned().collect();
        lines.extend(self.roles(false).into_iter().map(|(_, line)| line));
        lines.extend(info.credits.iter().cloned());
        let mut lines: Vec<Vec<Said>> =
            lines.into_iter().map(|line| vec![Said::Text(line)]).collect();
        let detailed = info.people().filter(|person| person.has_details());
        lines.extend(detailed.map(|person| self.details(person)));
        let isbn =
            info.isbn.iter().map(|(format, number)| format!("ISBN {number} ({format})"));
        lines.extend(isbn.map(|line| vec![Said::Text(line)]));
        lines
    }

    /// The series, which volume of it this is, and its number.
    pub fn series_line(&self, series: &Series) -> String {
        let mut line = series.title.clone();
        if let Some(number) = &series.number {
            line = format!("{line}{}{number}", self.words.comma);
        }
        if let Some(issn) = &series.issn {
            line = format!("{line} (ISSN {issn})");
        }
        line
    }

    /// Where somebody works and is to be found.
    fn details(&self, person: &Person) -> Vec<Said> {
        let mut line = person.name.clone();
        if let Some(affiliation) = &person.affiliation {
            line = format!("{line}{}{affiliation}", self.words.comma);
        }
        let mut parts = vec![Said::Text(line)];
        for address in [&person.orcid, &person.url].into_iter().flatten() {
            parts.push(Said::Text(self.words.comma.to_owned()));
            parts.push(Said::Link(address.clone()));
        }
        parts
    }
}
