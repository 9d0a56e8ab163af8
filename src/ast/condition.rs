//! Text that only some formats or editions show.

use serde::{Deserialize, Serialize};

use crate::source::Span;

/// A set of output formats.
#[derive(Debug, Copy, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Formats(u8);

impl Formats {
    /// None of them.
    pub const NONE: Self = Self(0);
    /// The e-book.
    pub const EPUB: Self = Self(1);
    /// Print.
    pub const PDF: Self = Self(2);
    /// The web page.
    pub const HTML: Self = Self(4);
    /// The web site.
    pub const SITE: Self = Self(8);
    /// All of them.
    pub const ALL: Self = Self(15);

    /// Those of both sets.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Those of either set.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Those that are not in the set.
    #[must_use]
    pub const fn others(self) -> Self {
        Self(Self::ALL.0 & !self.0)
    }

    /// Whether it has none.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Their names, as the project file has them.
    pub fn names(self) -> Vec<&'static str> {
        let all = [
            (Self::EPUB, "epub"),
            (Self::PDF, "pdf"),
            (Self::HTML, "html"),
            (Self::SITE, "site"),
        ];
        let held = all.into_iter().filter(|(one, _)| !self.and(*one).is_empty());
        held.map(|(_, name)| name).collect()
    }
}

impl Default for Formats {
    fn default() -> Self {
        Self::ALL
    }
}

/// When text is shown: `.content-visible` or `.content-hidden` with what is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Condition {
    /// Where it stands.
    pub span: Span,
    /// Whether the text is hidden where all questions are answered with yes, else it is
    /// shown there.
    pub hidden: bool,
    /// What is asked; never empty.
    pub questions: Vec<Question>,
}

/// What a condition asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Question {
    /// Whether one of these formats is written.
    Formats(Formats),
    /// Whether one of these editions is made.
    Editions(Vec<String>),
    /// Whether none of these editions is made.
    OtherEditions(Vec<String>),
}

impl Condition {
    /// One that shows text in some formats.
    pub fn of(formats: Formats, span: Span) -> Self {
        Self { span, hidden: false, questions: vec![Question::Formats(formats)] }
    }

    /// In which formats of an edition the text is shown.
    pub fn shown(&self, edition: &str) -> Formats {
        let whole = |yes: bool| if yes { Formats::ALL } else { Formats::NONE };
        let named = |names: &[String]| names.iter().any(|name| name == edition);
        let answers = self.questions.iter().map(|question| match question {
            Question::Formats(formats) => *formats,
            Question::Editions(names) => whole(named(names)),
            Question::OtherEditions(names) => whole(!named(names)),
        });
        let yes = answers.fold(Formats::ALL, Formats::and);
        if self.hidden { yes.others() } else { yes }
    }

    /// The names of editions that it asks for.
    pub fn editions(&self) -> impl Iterator<Item = &str> {
        let names = self.questions.iter().flat_map(|question| match question {
            Question::Formats(_) => &[],
            Question::Editions(names) | Question::OtherEditions(names) => names.as_slice(),
        });
        names.map(String::as_str)
    }
}

/// In which formats of an edition text is shown that stands under some conditions.
pub(super) fn shown(conditions: &[Condition], edition: &str) -> Formats {
    let each = conditions.iter().map(|condition| condition.shown(edition));
    each.fold(Formats::ALL, Formats::and)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn condition(hidden: bool, questions: Vec<Question>) -> Condition {
        Condition { span: Span::new(0, 1), hidden, questions }
    }

    #[test]
    fn all_questions_of_a_condition_are_asked() {
        let asked = vec![
            Question::Formats(Formats::PDF.or(Formats::EPUB)),
            Question::Editions(vec!["handout".to_owned()]),
        ];
        let visible = condition(false, asked.clone());
        assert_eq!(visible.shown("handout").names(), ["epub", "pdf"]);
        assert_eq!(visible.shown("book"), Formats::NONE);
        let hidden = condition(true, asked);
        assert_eq!(hidden.shown("handout").names(), ["html", "site"]);
        assert_eq!(hidden.shown("book"), Formats::ALL);
    }

    #[test]
    fn text_under_two_conditions_keeps_both() {
        let print = Condition::of(Formats::PDF, Span::new(0, 1));
        let other = condition(false, vec![Question::OtherEditions(vec!["a".to_owned()])]);
        assert_eq!(shown(&[print.clone(), other.clone()], "b"), Formats::PDF);
        assert_eq!(shown(&[print, other], "a"), Formats::NONE);
    }
}
