//! A day in words, by language.
//!
//! After the long forms of the Unicode Common Locale Data Repository 46
//! (`dates/calendars/gregorian`); the names of months as they stand behind a day.

use serde::Serialize;

use crate::project::Stamp;

/// How a language writes a day of the Gregorian calendar.
#[derive(Debug, Copy, Clone, PartialEq, Eq, Serialize)]
pub struct DateForm {
    /// Where the day (`D`), the month in words (`M`) or as a number (`N`) and the year (`Y`)
    /// stand.
    form: &'static str,
    /// The names of the months; empty where they have numbers.
    months: [&'static str; 12],
    /// What stands for the first day of a month.
    first: &'static str,
}

impl Default for DateForm {
    fn default() -> Self {
        ENGLISH
    }
}

impl DateForm {
    const fn new(form: &'static str, months: [&'static str; 12]) -> Self {
        Self { form, months, first: "1" }
    }

    /// The day in words: `29 November 2026`. The month stays in one line with its day.
    pub fn words(self, stamp: Stamp) -> String {
        let (year, month, day, ..) = stamp.civil();
        let name = usize::try_from(month - 1).ok().and_then(|at| self.months.get(at));
        let day = if day == 1 { self.first.to_owned() } else { day.to_string() };
        let mut out = String::new();
        for c in self.form.chars() {
            match c {
                'D' => out.push_str(&day),
                'M' => out.push_str(name.copied().unwrap_or_default()),
                'N' => out.push_str(&month.to_string()),
                'Y' => out.push_str(&year.to_string()),
                other => out.push(other),
            }
        }
        out
    }
}

const NUMBERS: [&str; 12] = [""; 12];

const OF_ENGLISH: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
pub(super) const ENGLISH: DateForm = DateForm::new("D\u{a0}M Y", OF_ENGLISH);
pub(super) const AMERICAN: DateForm = DateForm::new("M\u{a0}D, Y", OF_ENGLISH);

pub(super) const GERMAN: DateForm = DateForm::new(
    "D.\u{a0}M Y",
    [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ],
);

pub(super) const DUTCH: DateForm = DateForm::new(
    "D\u{a0}M Y",
    [
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ],
);

pub(super) const SWEDISH: DateForm = DateForm::new(
    "D\u{a0}M Y",
    [
        "januari",
        "februari",
        "mars",
        "april",
        "maj",
        "juni",
        "juli",
        "augusti",
        "september",
        "oktober",
        "november",
        "december",
    ],
);

pub(super) const DANISH: DateForm = DateForm::new(
    "D.\u{a0}M Y",
    [
        "januar",
        "februar",
        "marts",
        "april",
        "maj",
        "juni",
        "juli",
        "august",
        "september",
        "oktober",
        "november",
        "december",
    ],
);

/// Bokmål and Nynorsk.
pub(super) const NORWEGIAN: DateForm = DateForm::new(
    "D.\u{a0}M Y",
    [
        "januar",
        "februar",
        "mars",
        "april",
        "mai",
        "juni",
        "juli",
        "august",
        "september",
        "oktober",
        "november",
        "desember",
    ],
);

pub(super) const FRENCH: DateForm = DateForm {
    first: "1er",
    ..DateForm::new(
        "D\u{a0}M Y",
        [
            "janvier",
            "février",
            "mars",
            "avril",
            "mai",
            "juin",
            "juillet",
            "août",
            "septembre",
            "octobre",
            "novembre",
            "décembre",
        ],
    )
};

pub(super) const SPANISH: DateForm = DateForm::new(
    "D\u{a0}de M de Y",
    [
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ],
);

pub(super) const CATALAN: DateForm = DateForm::new(
    "D\u{a0}M del Y",
    [
        "de gener",
        "de febrer",
        "de març",
        "d’abril",
        "de maig",
        "de juny",
        "de juliol",
        "d’agost",
        "de setembre",
        "d’octubre",
        "de novembre",
        "de desembre",
    ],
);

pub(super) const ITALIAN: DateForm = DateForm {
    first: "1º",
    ..DateForm::new(
        "D\u{a0}M Y",
        [
            "gennaio",
            "febbraio",
            "marzo",
            "aprile",
            "maggio",
            "giugno",
            "luglio",
            "agosto",
            "settembre",
            "ottobre",
            "novembre",
            "dicembre",
        ],
    )
};

pub(super) const PORTUGUESE: DateForm = DateForm {
    first: "1º",
    ..DateForm::new(
        "D\u{a0}de M de Y",
        [
            "janeiro",
            "fevereiro",
            "março",
            "abril",
            "maio",
            "junho",
            "julho",
            "agosto",
            "setembro",
            "outubro",
            "novembro",
            "dezembro",
        ],
    )
};

pub(super) const ROMANIAN: DateForm = DateForm::new(
    "D\u{a0}M Y",
    [
        "ianuarie",
        "februarie",
        "martie",
        "aprilie",
        "mai",
        "iunie",
        "iulie",
        "august",
        "septembrie",
        "octombrie",
        "noiembrie",
        "decembrie",
    ],
);

pub(super) const POLISH: DateForm = DateForm::new(
    "D\u{a0}M Y",
    [
        "stycznia",
        "lutego",
        "marca",
        "kwietnia",
        "maja",
        "czerwca",
        "lipca",
        "sierpnia",
        "września",
        "października",
        "listopada",
        "grudnia",
    ],
);

pub(super) const CZECH: DateForm = DateForm::new(
    "D.\u{a0}M Y",
    [
        "ledna",
        "února",
        "března",
        "dubna",
        "května",
        "června",
        "července",
        "srpna",
        "září",
        "října",
        "listopadu",
        "prosince",
    ],
);

pub(super) const SLOVAK: DateForm = DateForm::new(
    "D.\u{a0}M Y",
    [
        "januára",
        "februára",
        "marca",
        "apríla",
        "mája",
        "júna",
        "júla",
        "augusta",
        "septembra",
        "októbra",
        "novembra",
        "decembra",
    ],
);

pub(super) const RUSSIAN: DateForm = DateForm::new(
    "D\u{a0}M Y\u{a0}г.",
    [
        "января",
        "февраля",
        "марта",
        "апреля",
        "мая",
        "июня",
        "июля",
        "августа",
        "сентября",
        "октября",
        "ноября",
        "декабря",
    ],
);

pub(super) const UKRAINIAN: DateForm = DateForm::new(
    "D\u{a0}M Y\u{a0}р.",
    [
        "січня",
        "лютого",
        "березня",
        "квітня",
        "травня",
        "червня",
        "липня",
        "серпня",
        "вересня",
        "жовтня",
        "листопада",
        "грудня",
    ],
);

pub(super) const GREEK: DateForm = DateForm::new(
    "D\u{a0}M Y",
    [
        "Ιανουαρίου",
        "Φεβρουαρίου",
        "Μαρτίου",
        "Απριλίου",
        "Μαΐου",
        "Ιουνίου",
        "Ιουλίου",
        "Αυγούστου",
        "Σεπτεμβρίου",
        "Οκτωβρίου",
        "Νοεμβρίου",
        "Δεκεμβρίου",
    ],
);

pub(super) const FINNISH: DateForm = DateForm::new(
    "D.\u{a0}M Y",
    [
        "tammikuuta",
        "helmikuuta",
        "maaliskuuta",
        "huhtikuuta",
        "toukokuuta",
        "kesäkuuta",
        "heinäkuuta",
        "elokuuta",
        "syyskuuta",
        "lokakuuta",
        "marraskuuta",
        "joulukuuta",
    ],
);

pub(super) const HUNGARIAN: DateForm = DateForm::new(
    "Y. M\u{a0}D.",
    [
        "január",
        "február",
        "március",
        "április",
        "május",
        "június",
        "július",
        "augusztus",
        "szeptember",
        "október",
        "november",
        "december",
    ],
);

pub(super) const TURKISH: DateForm = DateForm::new(
    "D\u{a0}M Y",
    [
        "Ocak", "Şubat", "Mart", "Nisan", "Mayıs", "Haziran", "Temmuz", "Ağustos", "Eylül",
        "Ekim", "Kasım", "Aralık",
    ],
);

/// Chinese and Japanese.
pub(super) const IDEOGRAPHS: DateForm = DateForm::new("Y年N月D日", NUMBERS);
pub(super) const KOREAN: DateForm = DateForm::new("Y년 N월\u{a0}D일", NUMBERS);
pub(super) const VIETNAMESE: DateForm = DateForm::new("D tháng N năm Y", NUMBERS);

pub(super) const ARABIC: DateForm = DateForm::new(
    "D\u{a0}M Y",
    [
        "يناير",
        "فبراير",
        "مارس",
        "أبريل",
        "مايو",
        "يونيو",
        "يوليو",
        "أغسطس",
        "سبتمبر",
        "أكتوبر",
        "نوفمبر",
        "ديسمبر",
    ],
);

pub(super) const PERSIAN: DateForm = DateForm::new(
    "D\u{a0}M Y",
    [
        "ژانویه",
        "فوریه",
        "مارس",
        "آوریل",
        "مه",
        "ژوئن",
        "ژوئیه",
        "اوت",
        "سپتامبر",
        "اکتبر",
        "نوامبر",
        "دسامبر",
    ],
);

pub(super) const HEBREW: DateForm = DateForm::new(
    "D\u{a0}בM Y",
    [
        "ינואר",
        "פברואר",
        "מרץ",
        "אפריל",
        "מאי",
        "יוני",
        "יולי",
        "אוגוסט",
        "ספטמבר",
        "אוקטובר",
        "נובמבר",
        "דצמבר",
    ],
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_written_as_its_language_writes_it() {
        let day = Stamp::from_date(2026, 11, 29);
        for (form, expected) in [
            (ENGLISH, "29\u{a0}November 2026"),
            (AMERICAN, "November\u{a0}29, 2026"),
            (GERMAN, "29.\u{a0}November 2026"),
            (FRENCH, "29\u{a0}novembre 2026"),
            (SPANISH, "29\u{a0}de noviembre de 2026"),
            (HUNGARIAN, "2026. november\u{a0}29."),
            (RUSSIAN, "29\u{a0}ноября 2026\u{a0}г."),
            (IDEOGRAPHS, "2026年11月29日"),
            (KOREAN, "2026년 11월\u{a0}29일"),
            (VIETNAMESE, "29 tháng 11 năm 2026"),
            (HEBREW, "29\u{a0}בנובמבר 2026"),
        ] {
            assert_eq!(form.words(day), expected);
        }
        let first = Stamp::from_date(2026, 4, 1);
        assert_eq!(FRENCH.words(first), "1er\u{a0}avril 2026");
        assert_eq!(CATALAN.words(first), "1\u{a0}d’abril del 2026");
    }
}
