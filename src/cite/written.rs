//! References that are written out in the manuscript: their text as it stands, and what
//! can be told of them.

use crate::ast::{Inline, InlineKind, RefId, legible_text};
use crate::source::Span;

use super::format::{link, link_pmid};
use super::identifiers;
use super::piece::{self, Goal, Piece, PieceStyle, Raise};

/// A reference that is written out.
#[derive(Debug)]
pub struct Written {
    /// The text, as it stands, with its links.
    pub text: Vec<Piece>,
    /// The bare DOI.
    pub doi: Option<String>,
    /// Title of the work, plain; of an entry that is not written as the style of the
    /// American Psychological Association has it, the whole of the text.
    pub title: String,
    /// Authors as `Family, Given`, plain.
    pub authors: Vec<String>,
    /// Year of publication.
    pub year: Option<i32>,
    /// Title of the journal it stands in.
    pub container: Option<String>,
}

/// Reads an entry. `address` gives where a link leads.
///
/// # Errors
/// Where something stands that an entry cannot hold: a picture, a formula, a note.
pub fn written<'a>(
    text: &[Inline],
    address: &dyn Fn(RefId) -> &'a str,
) -> Result<Written, Span> {
    let mut pieces = Vec::new();
    collect(text, PieceStyle::default(), None, address, &mut pieces)?;
    piece::trim(&mut pieces);
    let whole = piece::text(&pieces);
    let doi = pieces
        .iter()
        .find_map(|piece| match &piece.to {
            Some(Goal::Url(url)) => identifiers::doi(url),
            Some(_) | None => None,
        })
        .or_else(|| doi_in(&whole));
    link(&mut pieces, doi.as_deref());
    link_pmid(&mut pieces, pmid_in(&whole));
    let (authors, year, title, container) = facts(&whole);
    let title =
        title.unwrap_or_else(|| legible_text(text, &|_| String::new()).trim().to_owned());
    Ok(Written { text: pieces, doi, title, authors, year, container })
}

fn collect<'a>(
    text: &[Inline],
    style: PieceStyle,
    to: Option<&Goal>,
    address: &dyn Fn(RefId) -> &'a str,
    out: &mut Vec<Piece>,
) -> Result<(), Span> {
    for inline in text {
        let mut add = |text: &str| {
            piece::push(out, Piece { text: text.to_owned(), style, to: to.cloned() });
        };
        match &inline.kind {
            InlineKind::Text(text) => add(text),
            InlineKind::SoftBreak | InlineKind::HardBreak => add(" "),
            InlineKind::Emph(inner) => {
                let style = PieceStyle { italic: !style.italic, ..style };
                collect(inner, style, to, address, out)?;
            }
            InlineKind::Strong(inner) => {
                collect(inner, PieceStyle { bold: true, ..style }, to, address, out)?;
            }
            InlineKind::Superscript(inner) => {
                let style = PieceStyle { raise: Raise::Super, ..style };
                collect(inner, style, to, address, out)?;
            }
            InlineKind::Subscript(inner) => {
                let style = PieceStyle { raise: Raise::Sub, ..style };
                collect(inner, style, to, address, out)?;
            }
            InlineKind::Link { to, text, .. } => {
                let url = address(*to);
                let url = identifiers::url(url).ok_or(inline.span)?;
                collect(text, style, Some(&Goal::Url(url)), address, out)?;
            }
            InlineKind::Span { attributes, text } => {
                let plain = attributes.anchor.is_none() && attributes.when.is_empty();
                if !plain {
                    return Err(inline.span);
                }
                let small_caps = style.small_caps || attributes.small_caps;
                collect(text, PieceStyle { small_caps, ..style }, to, address, out)?;
            }
            InlineKind::Strike(_)
            | InlineKind::Insert(_)
            | InlineKind::Keys(_)
            | InlineKind::Code(_)
            | InlineKind::Cite(_)
            | InlineKind::Note(_)
            | InlineKind::Math(_)
            | InlineKind::Picture(_) => return Err(inline.span),
        }
    }
    Ok(())
}

/// A DOI in a text: behind `doi:` or `doi.org/`, up to white space.
fn doi_in(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let at = ["doi.org/", "doi:", "doi "]
        .iter()
        .find_map(|mark| Some(lower.find(mark)? + mark.len()))?;
    let rest = text.get(at..)?.trim_start();
    let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
    identifiers::doi(rest[..end].trim_end_matches(['.', ',', ';', ')', ']']))
}

/// The number of PubMed in a text: behind `PMID`.
fn pmid_in(text: &str) -> Option<&str> {
    let rest = text.split_once("PMID")?.1.trim_start_matches([':', ' ', '\u{a0}']);
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    (1..=8).contains(&digits).then(|| &rest[..digits])
}

type Facts = (Vec<String>, Option<i32>, Option<String>, Option<String>);

/// Authors, year, title and journal of an entry in the form `Li, L. J., & Shi, Z. M.
/// (2024). A title. A Journal, 15. https://…`; nothing of any other, rather than something
/// wrong.
fn facts(text: &str) -> Facts {
    let none = || (Vec::new(), None, None, None);
    let Some((before, rest)) = text.split_once(" (") else { return none() };
    let Some((date, rest)) = rest.split_once("). ") else { return none() };
    let year: Option<i32> = date.get(..4).and_then(|year| year.parse().ok());
    let Some(year) = year else { return none() };
    let Some(authors) = authors(before) else { return none() };
    let Some((title, rest)) = rest.split_once(". ") else { return none() };
    let journal = rest
        .split_once(", ")
        .filter(|(_, after)| after.starts_with(|c: char| c.is_ascii_digit()));
    let container = journal.map(|(name, _)| name.to_owned());
    (authors, Some(year), Some(title.to_owned()), container)
}

/// Names in the form `Li, L. J., Shi, Z. M., & Zheng, W.`; nothing where there is another.
fn authors(text: &str) -> Option<Vec<String>> {
    let mut words = text.split(", ");
    let mut found = Vec::new();
    while let Some(family) = words.next() {
        let family = family.strip_prefix("& ").unwrap_or(family);
        let given = words.next()?;
        let initials = given.split([' ', '-', '\u{a0}']).all(|part| {
            part.chars().count() == 2
                && part.ends_with('.')
                && part.starts_with(char::is_uppercase)
        });
        if !initials {
            return None;
        }
        found.push(format!("{family}, {given}"));
    }
    (!found.is_empty()).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_tells_its_facts_or_none() {
        let (authors, year, title, journal) = facts(
            "Li, L. J., & Shi, Z.-M. (2024). A title. A Journal, 15(1), 3. https://x.org",
        );
        assert_eq!(authors, ["Li, L. J.", "Shi, Z.-M."]);
        assert_eq!((year, title.as_deref()), (Some(2024), Some("A title")));
        assert_eq!(journal.as_deref(), Some("A Journal"));
        let (authors, year, title, _) =
            facts("Li LJ, Shi ZM. A title (second part). J. 2024;15:3.");
        assert_eq!((authors.len(), year, title), (0, None, None));
    }

    #[test]
    fn identifiers_are_found() {
        assert_eq!(doi_in("A. doi: 10.1000/182.").as_deref(), Some("10.1000/182"));
        assert_eq!(doi_in("https://doi.org/10.1/x"), None);
        assert_eq!(pmid_in("PMID: 123."), Some("123"));
    }
}
