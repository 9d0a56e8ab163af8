//! What does not fit: lines wider than their measure, named with their page.

use super::Cut;
use super::flow::{Content, Flow};
use super::pages::PageRows;
use super::paragraph::Paragraph;
use super::rows::RowKind;
use super::setting::Line;
use super::sheet::Sheet;
use crate::diag::{Diagnostic, Sink};

/// Most characters of a line that a message shows.
const SHOWN: usize = 60;

/// Warns of lines that are wider than their measure (`overfull-line`): one message for a
/// paragraph, with the page its first such line stands on.
pub(super) fn report_lines(
    flow: &Flow,
    lines: &[&[Line]],
    groups: &[(Cut, Vec<PageRows>)],
    sheets: &[Sheet],
    sink: &mut Sink,
) {
    for (number, (paragraph, lines)) in flow.paragraphs.iter().zip(lines).enumerate() {
        let Some(first) = lines.iter().position(|line| line.overfull) else { continue };
        let page = page(flow, groups, sheets, (number, first));
        report(paragraph, lines, first, (flow, page), sink);
    }
}

fn report(
    paragraph: &Paragraph,
    lines: &[Line],
    first: usize,
    (flow, page): (&Flow, Option<&str>),
    sink: &mut Sink,
) {
    let start = lines[first].start as usize;
    let end = lines.get(first + 1).map_or(paragraph.text.len(), |line| line.start as usize);
    let (text, formula) = words(paragraph, (start, end.max(start)), flow);
    let text = text.trim();
    let mut shown: String = text.chars().take(SHOWN).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    let place = page.map_or_else(String::new, |page| format!(" on page {page}"));
    let more = match lines.iter().filter(|line| line.overfull).count() {
        0 | 1 => String::new(),
        2 => ", and so is another line of this paragraph".to_owned(),
        count => format!(", and so are {} more of this paragraph", count - 1),
    };
    let message = format!("`{shown}` is wider than its line{place}{more}");
    let diagnostic = Diagnostic::new("overfull-line", message).help(if formula {
        "divide it into lines: `\\begin{aligned} … \\\\ … \\end{aligned}`"
    } else {
        "shorten it, add a soft hyphen (U+00AD), or let the theme use smaller type"
    });
    sink.warn(match paragraph.place {
        Some(place) => diagnostic.at(place),
        None => diagnostic,
    });
}

/// What a range of a paragraph says, with formulas in words, and whether there are any.
fn words(
    paragraph: &Paragraph,
    (start, end): (usize, usize),
    flow: &Flow,
) -> (String, bool) {
    let (mut out, mut formula, mut last) = (String::new(), false, None);
    for span in &paragraph.spans {
        let from = start.max(span.start as usize);
        let to = end.min(span.end as usize);
        if from >= to {
            continue;
        }
        if span.formula.is_none() {
            out.push_str(&paragraph.text[from..to]);
            continue;
        }
        formula |= !span.formula.as_ref().is_some_and(|part| part.is_picture());
        if last != Some(span.element) {
            out.push_str(flow.structure.alternative(span.element));
        }
        last = Some(span.element);
    }
    (out, formula)
}

/// The label of the page that a line of a paragraph stands on. A page has one sheet that
/// shows something; the others are blank.
fn page<'s>(
    flow: &Flow,
    groups: &[(Cut, Vec<PageRows>)],
    sheets: &'s [Sheet],
    line: (usize, usize),
) -> Option<&'s str> {
    let mut shown = sheets.iter().filter(|sheet| !sheet.items.is_empty());
    for (group, (cut, pages)) in flow.groups.iter().zip(groups) {
        for page in pages {
            let sheet = shown.next()?;
            let here = cut.rows[page.rows.clone()].iter().any(|row| {
                match (&group.items[row.item].content, row.kind) {
                    (Content::Text(block), RowKind::Line(turn)) => {
                        (block.paragraph, turn) == line
                    }
                    _ => row.cells.iter().any(|cell| (cell.paragraph, cell.line) == line),
                }
            });
            if here {
                return Some(&sheet.label);
            }
        }
    }
    None
}
