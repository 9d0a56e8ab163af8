//! Names of persons and bodies, as line formats write them.

use hayagriva::Entry;
use hayagriva::types::{Person, PersonsWithRoles};

/// Puts particles such as `van` before the family names of an entry, where styles look for
/// what belongs to a name: Hayagriva 0.10 takes the `von` of BibTeX for a particle that
/// is dropped, and prints `Birch, B. van` in styles that want `van Birch, B.`.
pub(super) fn keep_particles(entry: &mut Entry) {
    let kept = |persons: &[Person]| persons.iter().map(with_particle).collect::<Vec<_>>();
    if let Some(persons) = entry.authors().map(kept) {
        entry.set_authors(persons);
    }
    if let Some(persons) = entry.editors().map(kept) {
        entry.set_editors(persons);
    }
    let others = entry.affiliated().map(|all| {
        let own = |one: &PersonsWithRoles| PersonsWithRoles {
            names: kept(&one.names),
            role: one.role.clone(),
        };
        all.iter().map(own).collect::<Vec<_>>()
    });
    if let Some(others) = others {
        entry.set_affiliated(others);
    }
    let mut parents = entry.parents().to_vec();
    parents.iter_mut().for_each(keep_particles);
    entry.set_parents(parents);
}

fn with_particle(person: &Person) -> Person {
    match &person.prefix {
        Some(prefix) => Person {
            name: format!("{prefix} {}", person.name),
            prefix: None,
            ..person.clone()
        },
        None => person.clone(),
    }
}

/// A name as RIS has it: `Family, Given, Suffix`; without a comma it is that of a body.
pub(super) fn with_commas(written: &str) -> Option<Person> {
    let parts: Vec<&str> = written.split(',').map(str::trim).collect();
    let (family, given, suffix) = match parts[..] {
        [family] => (family, "", ""),
        [family, given] => (family, given, ""),
        [family, given, suffix, ..] => (family, given, suffix),
        [] => return None,
    };
    if family.is_empty() {
        return None;
    }
    let mut person = match Person::from_strings(vec![family, given]) {
        Ok(person) if !given.is_empty() => person,
        Ok(_) | Err(_) => body(family),
    };
    person.suffix = Some(suffix.to_owned()).filter(|suffix| !suffix.is_empty());
    Some(person)
}

/// The name of a body, which is not taken apart.
pub(super) fn body(name: &str) -> Person {
    Person {
        name: name.to_owned(),
        given_name: None,
        prefix: None,
        suffix: None,
        comma_suffix: false,
        alias: None,
    }
}

/// What stands behind a name and is none: `Smith, John A Jr`.
const SUFFIXES: [&str; 8] = ["Jr", "Sr", "2nd", "3rd", "4th", "II", "III", "IV"];

/// A full name as PubMed has it: `Family, Given Jr`.
pub(super) fn full(written: &str) -> Option<Person> {
    let (family, given) = written.split_once(',').unwrap_or((written, ""));
    let (given, suffix) = cut_suffix(given.trim());
    let mut person = with_commas(&format!("{}, {given}", family.trim()))?;
    person.suffix = suffix;
    Some(person)
}

/// A short name as PubMed has it: `Family AB Jr`.
pub(super) fn short(written: &str) -> Option<Person> {
    let (rest, suffix) = cut_suffix(written.trim());
    let (family, initials) = rest.rsplit_once(' ').unwrap_or((rest, ""));
    let capitals = initials.chars().all(|c| c.is_uppercase() || c == '-');
    if initials.is_empty() || !capitals {
        return full(rest);
    }
    let spaced: Vec<String> =
        initials.chars().filter(|c| *c != '-').map(|c| format!("{c}.")).collect();
    let mut person = with_commas(&format!("{family}, {}", spaced.join(" ")))?;
    person.suffix = suffix;
    Some(person)
}

fn cut_suffix(given: &str) -> (&str, Option<String>) {
    match given.rsplit_once(' ') {
        Some((before, last)) if SUFFIXES.contains(&last) => {
            (before.trim_end(), Some(last.to_owned()))
        }
        Some(_) | None => (given, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(person: Option<Person>) -> String {
        let person = person.unwrap();
        let part = |part: Option<String>| part.unwrap_or_default();
        format!(
            "{}|{}|{}|{}",
            part(person.prefix),
            person.name,
            part(person.given_name),
            part(person.suffix)
        )
    }

    #[test]
    fn names_are_taken_apart() {
        assert_eq!(shown(with_commas("Li, L. J.")), "|Li|L. J.|");
        assert_eq!(shown(with_commas("van der Berg, Anna, Jr.")), "van der|Berg|Anna|Jr.");
        assert_eq!(
            shown(with_commas("World Health Organization")),
            "|World Health Organization||"
        );
        assert_eq!(shown(full("Smith, John A Jr")), "|Smith|John A|Jr");
        assert_eq!(shown(short("Li LJ")), "|Li|L. J.|");
        assert_eq!(shown(short("de la Cruz MA 3rd")), "de la|Cruz|M. A.|3rd");
        assert!(with_commas("").is_none());
    }
}
