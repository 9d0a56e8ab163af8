//! The words that the program adds, and the sentences that it makes of them.

use serde::Serialize;

use crate::ast::CalloutKind;
use crate::project::ListKind;
use crate::resolve::{Number, NumberKind};

use super::DateForm;

/// Words the program adds to an edition, in the language of the book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Words {
    /// `Contents`.
    pub contents: &'static str,
    /// `List of figures`.
    pub list_of_figures: &'static str,
    /// `List of tables`.
    pub list_of_tables: &'static str,
    /// "List of listings".
    pub list_of_code: &'static str,
    /// "List of abbreviations".
    pub list_of_abbreviations: &'static str,
    /// `References`.
    pub references: &'static str,
    /// `Cover`.
    pub cover: &'static str,
    /// `Title page`.
    pub title_page: &'static str,
    /// `Copyright page`.
    pub copyright_page: &'static str,
    /// `Dedication`, of one without a heading.
    pub dedication: &'static str,
    /// `Epigraph`, of one without a heading.
    pub epigraph: &'static str,
    /// `Page`, before a number.
    pub page: &'static str,
    /// `List of pages`.
    pub page_list: &'static str,
    /// `Landmarks`.
    pub landmarks: &'static str,
    /// `Start of text`.
    pub start: &'static str,
    /// `Cited on page`, before one number in print.
    pub cited_on_page: &'static str,
    /// `Cited on pages`, before several.
    pub cited_on_pages: &'static str,
    /// `and`, before the last of several.
    pub and: &'static str,
    /// `Back to citation`, before a number.
    pub back_to_citation: &'static str,
    /// `Note`, before a number.
    pub note: &'static str,
    /// `Notes`, of those of a chapter.
    pub notes: &'static str,
    /// `Back to the mark of note`, before a number.
    pub back_to_mark: &'static str,
    /// `Skip to content`.
    pub skip: &'static str,
    /// `Previous`.
    pub previous: &'static str,
    /// `Next`.
    pub next: &'static str,
    /// `See`, before the name of a notice at the page foot.
    pub see: &'static str,
    /// `See also`, before the name of another entry of the index.
    pub see_also: &'static str,
    /// `Index`.
    pub index: &'static str,
    /// `page`, before a number in a sentence.
    pub page_in_text: &'static str,
    /// `Keywords`.
    pub keywords: &'static str,
    /// `Edition of`, before a date.
    pub edition_of: &'static str,
    /// How a day is written in words.
    pub date: DateForm,
    /// `Note`, `Tip`, `Important`, `Warning`, `Caution`: what callouts are called.
    pub callouts: [&'static str; 5],
    /// Who did what for the book, and where the names stand: `Edited by {}`; in the order
    /// of [`PERSON_ROLES`](crate::project::PERSON_ROLES), without authors.
    pub roles: [&'static str; 13],
    /// What is numbered, and where the number stands: `Figure {}`; figures, tables,
    /// equations, listings, sections, chapters, appendices.
    pub numbered: [&'static str; 7],
    /// The letters of the panels of a figure, in order.
    pub panel_letters: &'static str,
    /// What stands before the caption of a panel, around its letter: `({}) `.
    pub panel_lead: &'static str,
    /// How a panel is referred to: the number of the figure and the letter: `{}{}`.
    pub panel_number: &'static str,
    /// The same of parts: `Part {}`.
    pub part: &'static str,
    /// Whether these words begin with a small letter in a sentence.
    pub numbered_small: bool,
    /// What stands between a word of the program and words of the author: `: `.
    pub colon: &'static str,
    /// What stands between the parts of a list: `, `.
    pub comma: &'static str,
    /// What stands between parts that may have commas: `; `.
    pub semicolon: &'static str,
}

impl Words {
    /// The heading of a list.
    pub const fn list(&self, kind: ListKind) -> &'static str {
        match kind {
            ListKind::Figures => self.list_of_figures,
            ListKind::Tables => self.list_of_tables,
            ListKind::Code => self.list_of_code,
            ListKind::Abbreviations => self.list_of_abbreviations,
        }
    }

    /// A number with the word for what has it, on one line: `Figure 2.1`.
    pub fn numbered(&self, number: &Number) -> String {
        let [figure, table, equation, listing, section, chapter, appendix] = self.numbered;
        let pattern = match number.kind {
            NumberKind::Figure | NumberKind::Panel(_) => figure,
            NumberKind::Table => table,
            NumberKind::Equation => equation,
            NumberKind::Listing => listing,
            NumberKind::Section => section,
            NumberKind::Chapter => chapter,
            NumberKind::Appendix => appendix,
            NumberKind::Part => self.part,
            NumberKind::Callout(kind) => {
                return format!("{}\u{a0}{}", self.callout(kind), number.text);
            }
        };
        pattern.replace(' ', "\u{a0}").replace("{}", &number.text)
    }

    /// The same as it stands in a sentence; `capital` where it begins one.
    pub fn referred(&self, number: &Number, capital: bool) -> String {
        let words = self.numbered(number);
        let small = self.numbered_small && !capital;
        match words.chars().next().filter(|_| small) {
            Some(first) => {
                first.to_lowercase().chain(words[first.len_utf8()..].chars()).collect()
            }
            None => words,
        }
    }

    /// What a caption begins with: `Figure 2.1: `.
    pub fn caption_lead(&self, number: &Number) -> String {
        if let NumberKind::Panel(turn) = number.kind {
            return self.panel_lead.replace("{}", &self.panel_letter(turn));
        }
        format!("{}{}", self.numbered(number), self.colon)
    }

    /// The number of a panel, from 0, of a numbered figure: `2.1a`.
    pub fn panel(&self, figure: &str, turn: u32) -> String {
        let pattern = self.panel_number.replacen("{}", figure, 1);
        pattern.replacen("{}", &self.panel_letter(turn), 1)
    }

    /// `a`, `b`, … ; after the last letter of the language `aa`, `ab`.
    fn panel_letter(&self, turn: u32) -> String {
        let letters: Vec<char> = self.panel_letters.chars().collect();
        let count = u32::try_from(letters.len()).unwrap_or(1).max(1);
        let before = (turn / count).checked_sub(1).map(|before| self.panel_letter(before));
        let own = letters.get((turn % count) as usize).copied();
        before
            .into_iter()
            .flat_map(|text| text.chars().collect::<Vec<_>>())
            .chain(own)
            .collect()
    }

    /// What a heading begins with: `2.1 `, `Appendix A: `; nothing for what is no heading.
    pub fn heading_lead(&self, number: &Number) -> Option<String> {
        match number.kind {
            NumberKind::Chapter | NumberKind::Section => {
                Some(format!("{}\u{a0}", number.text))
            }
            NumberKind::Appendix | NumberKind::Part => Some(self.caption_lead(number)),
            NumberKind::Figure
            | NumberKind::Panel(_)
            | NumberKind::Table
            | NumberKind::Equation
            | NumberKind::Listing
            | NumberKind::Callout(_) => None,
        }
    }

    /// What the name of a part begins with: `Part II: `.
    pub fn part_lead(&self, number: &str) -> String {
        let words = self.part.replace(' ', "\u{a0}").replace("{}", number);
        format!("{words}{}", self.colon)
    }

    /// The page of a place behind its name: `, page 57`.
    pub fn on_page(&self, folio: &str) -> String {
        format!("{}{}\u{a0}{folio}", self.comma, self.page_in_text)
    }

    /// What a callout is called.
    pub fn callout(&self, kind: CalloutKind) -> &'static str {
        let [note, tip, important, warning, caution] = self.callouts;
        match kind {
            CalloutKind::Note => note,
            CalloutKind::Tip => tip,
            CalloutKind::Important => important,
            CalloutKind::Warning => warning,
            CalloutKind::Caution => caution,
        }
    }
}
