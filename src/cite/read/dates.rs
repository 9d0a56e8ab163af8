//! Dates, as line formats write them.

use hayagriva::citationberg::taxonomy::Season;
use hayagriva::types::Date;

/// A date, and whether it was written as a range of which it is the beginning.
#[derive(Debug, Copy, Clone, PartialEq)]
pub(super) struct Read {
    pub(super) date: Date,
    pub(super) ranged: bool,
}

/// A date of numbers: `2024`, `2024-09-12`, `2024/09/12/`, `2024/09//Spring`; a range has
/// a second date behind `/` or `--`, as ISO 8601-2 and BibLaTeX write it.
pub(super) fn numeric(written: &str) -> Option<Read> {
    let written = written.trim();
    let (written, approximate) = match written.strip_prefix('~') {
        Some(rest) => (rest, true),
        None => (written.trim_end_matches(['~', '?']), written.ends_with(['~', '?'])),
    };
    let mut parts = written.split(['/', '-', '.']).map(str::trim);
    let year = parts.next()?;
    let well = (3..=5).contains(&year.len()) && year.chars().all(|c| c.is_ascii_digit());
    let year: i32 = year.parse().ok().filter(|_| well)?;
    let mut date = Date { approximate, ..Date::from_year(year) };
    let mut ranged = false;
    for (number, part) in parts.enumerate() {
        match (number, part.parse::<u8>()) {
            (0, Ok(month @ 1..=12)) => date.month = Some(month - 1),
            // ISO 8601-2, 4.8: 21 is spring, 24 is winter
            (0, Ok(season @ 21..=24)) => date.season = season_of(season - 20),
            (1, Ok(day @ 1..=31)) if date.month.is_some() => date.day = Some(day - 1),
            _ if part.is_empty() => {}
            (0 | 1, Err(_)) if month(part).is_some() => {
                date.month = month(part).map(|month| month - 1);
            }
            (_, Err(_)) if named_season(part).is_some() => date.season = named_season(part),
            (_, Ok(_)) if number > 1 => ranged = true,
            (_, Err(_)) if part.len() == 4 => ranged = part.parse::<u16>().is_ok(),
            _ => return None,
        }
    }
    Some(Read { date, ranged })
}

/// A date of words as PubMed has it: `2024 Sep 12`, `2024 Mar-Apr`, `2019 Dec-2020 Jan`,
/// `2024 Spring`, `2020-2021`.
pub(super) fn worded(written: &str) -> Option<Read> {
    let (first, rest) = match written.split_once('-') {
        Some((first, _)) => (first, true),
        None => (written, false),
    };
    let mut words = first.split_whitespace();
    let year = words.next().filter(|word| word.len() == 4)?.parse().ok()?;
    let mut date = Date::from_year(year);
    for word in words {
        if let Some(found) = month(word) {
            date.month = Some(found - 1);
        } else if let Some(found) = named_season(word) {
            date.season = Some(found);
        } else {
            let day: u8 = word.parse().ok().filter(|day| (1..=31).contains(day))?;
            date.month?;
            date.day = Some(day - 1);
        }
    }
    Some(Read { date, ranged: rest })
}

/// A season by its number in CSL, 1 to 4.
pub(super) fn season_of(number: u8) -> Option<Season> {
    Season::try_from_csl_number(number).ok()
}

/// A season by its English name.
pub(super) fn named_season(word: &str) -> Option<Season> {
    match word.to_ascii_lowercase().as_str() {
        "spring" => Some(Season::Spring),
        "summer" => Some(Season::Summer),
        "autumn" | "fall" => Some(Season::Autumn),
        "winter" => Some(Season::Winter),
        _ => None,
    }
}

/// A month by its English name or the first letters of it, 1 to 12.
pub(super) fn month(word: &str) -> Option<u8> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let word = word.trim_end_matches('.').to_ascii_lowercase();
    let found = MONTHS.iter().position(|month| word.len() >= 3 && month.starts_with(&word));
    found.and_then(|at| u8::try_from(at + 1).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(read: Option<Read>) -> Option<(i32, Option<u8>, Option<u8>)> {
        read.map(|Read { date, .. }| {
            (date.year, date.month.map(|m| m + 1), date.day.map(|d| d + 1))
        })
    }

    #[test]
    fn dates_of_numbers_are_read() {
        assert_eq!(parts(numeric("2024")), Some((2024, None, None)));
        assert_eq!(parts(numeric("2024-09-12")), Some((2024, Some(9), Some(12))));
        assert_eq!(parts(numeric("2024/09/12/")), Some((2024, Some(9), Some(12))));
        assert_eq!(parts(numeric("2024///")), Some((2024, None, None)));
        assert_eq!(numeric("2024/09//Spring").unwrap().date.season, Some(Season::Spring));
        assert_eq!(numeric("2024-22").unwrap().date.season, Some(Season::Summer));
        assert!(numeric("2024-09/2024-10").unwrap().ranged);
        assert!(numeric("1999~").unwrap().date.approximate);
        for wrong in ["", "in press", "2024-13", "24", "2024-02-40"] {
            assert_eq!(parts(numeric(wrong)), None, "{wrong}");
        }
    }

    #[test]
    fn dates_of_words_are_read() {
        assert_eq!(parts(worded("2024 Sep 12")), Some((2024, Some(9), Some(12))));
        let range = worded("2019 Dec-2020 Jan");
        assert!(range.unwrap().ranged);
        assert_eq!(parts(range), Some((2019, Some(12), None)));
        assert_eq!(worded("2024 Fall").unwrap().date.season, Some(Season::Autumn));
        assert_eq!(parts(worded("Sep 2024")), None);
    }
}
