//! The order of an index, after the language of the book, and its letters.

use std::cmp::Ordering;

use icu_collator::options::{CollatorOptions, Strength};
use icu_collator::{Collator, CollatorBorrowed, CollatorPreferences};
use icu_locale_core::Locale;

/// The letters under which others stand that differ in marks alone.
const LETTERS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ\
                       ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ\
                       АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ";

/// How a language sorts: Unicode Technical Standard 10 with the tailorings of CLDR.
/// A space comes before letters, so that headings are sorted word by word.
pub(in crate::resolve) struct Order {
    full: CollatorBorrowed<'static>,
    letters: CollatorBorrowed<'static>,
}

impl Order {
    /// The order of a language (BCP 47); of one that is not known, that of the root.
    pub(in crate::resolve) fn of(language: &str) -> Self {
        let locale = language.parse::<Locale>().unwrap_or(Locale::UNKNOWN);
        let with = |strength| {
            let mut options = CollatorOptions::default();
            options.strength = Some(strength);
            Collator::try_new(CollatorPreferences::from(&locale), options)
                .or_else(|_| Collator::try_new(CollatorPreferences::default(), options))
        };
        match (with(Strength::Tertiary), with(Strength::Primary)) {
            (Ok(full), Ok(letters)) => Self { full, letters },
            (Err(error), _) | (_, Err(error)) => {
                crate::bug!("the order of no language is known: {error}")
            }
        }
    }

    /// Which heading stands first; never equal for two that differ.
    pub(in crate::resolve) fn compare(&self, one: &str, other: &str) -> Ordering {
        self.full.compare(one, other).then_with(|| one.cmp(other))
    }

    /// The letter a heading stands under: `Ä` stands under A in German, and for itself in
    /// Swedish. Figures, signs and ideographs stand under none.
    pub(super) fn letter(&self, heading: &str) -> Option<String> {
        let first = heading.chars().find(|c| c.is_alphanumeric())?;
        let ideograph = matches!(u32::from(first), 0x2E80..=0x2FDF | 0x3400..=0x9FFF
            | 0xF900..=0xFAFF | 0x20000..=0x3FFFF);
        if !first.is_alphabetic() || ideograph {
            return None;
        }
        // what stands before it, a quotation mark, sorts it among the signs
        if !heading.starts_with(first) {
            return None;
        }
        let own = first.to_string();
        let alike = |letters: &str| self.letters.compare(letters, &own) == Ordering::Equal;
        let base = LETTERS.chars().find(|letter| alike(&letter.to_string()));
        // a ligature stands under the first of its letters
        let base = base.or_else(|| {
            let second = |one: char| ('A'..='Z').any(|two| alike(&format!("{one}{two}")));
            ('A'..='Z').find(|&one| second(one))
        });
        Some(base.map_or_else(|| first.to_uppercase().collect(), String::from))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_and_order_are_those_of_the_language() {
        let mut words = ["Zebra", "Apfel", "Äpfel", "öde", "Ofen"];
        let german = Order::of("de-AT");
        words.sort_by(|one, other| german.compare(one, other));
        assert_eq!(words, ["Apfel", "Äpfel", "öde", "Ofen", "Zebra"]);
        assert_eq!(german.letter("äpfel").as_deref(), Some("A"));
        let swedish = Order::of("sv");
        words.sort_by(|one, other| swedish.compare(one, other));
        assert_eq!(words, ["Apfel", "Ofen", "Zebra", "Äpfel", "öde"]);
        assert_eq!(swedish.letter("äpfel").as_deref(), Some("Ä"));
        assert_eq!(german.letter("Œdipus").as_deref(), Some("O"));
        assert_eq!(german.letter("7 signs"), None);
        assert_eq!(german.letter("眠り"), None);
        assert_eq!(german.letter("ῥόδον").as_deref(), Some("Ρ"));
    }
}
