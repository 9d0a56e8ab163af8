//! What does not fit: lines wider than their measure, pages too full, words beside the
//! paper; each named with its page and where it is written.

use super::flow::{Content, Flow, FlowItem, Group};
use super::fonts::Fonts;
use super::pages::PageRows;
use super::paragraph::Paragraph;
use super::rows::{Row, RowKind};
use super::setting::Line;
use super::sheet::{Artifact, ElementId, ItemKind, Mark, Run, Sheet};
use super::{Cut, Parts};
use crate::diag::{Diagnostic, Sink};
use crate::length::Length;
use crate::source::Place;
use crate::theme::PageSize;

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

/// Reports pages whose rows do not fit (`overfull-page`), at the highest of them.
pub(super) fn report_pages(
    flow: &Flow,
    groups: &[(Cut, Vec<PageRows>)],
    made: &Parts,
    sink: &mut Sink,
) {
    let mut shown = made.sheets.iter().filter(|sheet| !sheet.items.is_empty());
    for (number, (cut, pages)) in groups.iter().enumerate() {
        for page in pages {
            let label = shown.next().map_or("", |sheet| sheet.label.as_str());
            if page.overfull {
                let highest = highest(flow, number, cut, page);
                let help = highest.map_or(TOGETHER, |(item, row)| help(flow, item, row));
                let place = highest.and_then(|(item, _)| place(flow, item));
                let message = format!("page {label} is too full");
                let diagnostic = Diagnostic::new("overfull-page", message).help(help);
                sink.error(at(diagnostic, place));
            }
        }
    }
}

fn at(diagnostic: Diagnostic, place: Option<Place>) -> Diagnostic {
    match place {
        Some(place) => diagnostic.at(place),
        None => diagnostic,
    }
}

/// The highest of what stands on a page: text, notes and floats.
fn highest<'f>(
    flow: &'f Flow,
    number: usize,
    cut: &'f Cut,
    page: &PageRows,
) -> Option<(&'f FlowItem, &'f Row)> {
    let group = &flow.groups[number];
    let text = cut.rows[page.rows.clone()].iter().map(|row| (&group.items[row.item], row));
    let notes = flow.notes.groups.get(&number).into_iter().flat_map(|notes| {
        let rows = cut.feet.rows[page.notes.clone()].iter();
        rows.map(|row| (&notes.items[row.item], row))
    });
    let floats = flow.floats.get(&number).map_or(&[][..], Vec::as_slice);
    let floats = page.floats.clone().flat_map(|float| {
        let rows = cut.floats.rows[float].iter();
        rows.map(move |row| (&floats[float].group.items[row.item], row))
    });
    // of several the first
    let mut all: Vec<(&FlowItem, &Row)> = text.chain(notes).chain(floats).collect();
    all.reverse();
    all.into_iter().max_by_key(|(_, row)| row.height)
}

const TOGETHER: &str = "what stands here is never parted: make it shorter";

/// What to do about something that is too high.
fn help(flow: &Flow, item: &FlowItem, row: &Row) -> &'static str {
    match &item.content {
        Content::Band(band) if band.is_head => {
            "the heading row of a table stands on one page: shorten its words"
        }
        Content::Band(_) => {
            "a row of a table and the heading row above it are higher than the page: \
             shorten their words"
        }
        Content::Beside(_) => {
            "tables, code and pictures beside one another stand on one page: make them \
             shorter, or set them one below the other"
        }
        Content::Picture(_) | Content::Panels(_) => {
            "a picture and its caption are higher than the page: make the picture smaller"
        }
        Content::Text(block) => {
            let line = match row.kind {
                RowKind::Line(line) => line,
                RowKind::Whole | RowKind::Slice { .. } => 0,
            };
            let formula = flow.paragraphs[block.paragraph].spans.iter();
            if line == 0 && formula.into_iter().any(|span| span.formula.is_some()) {
                "a formula is higher than the page: make two of it"
            } else {
                TOGETHER
            }
        }
        Content::Ornament => TOGETHER,
    }
}

/// Where an item is written.
fn place(flow: &Flow, item: &FlowItem) -> Option<Place> {
    match &item.content {
        Content::Text(block) => flow.paragraphs[block.paragraph].place,
        Content::Band(band) => {
            band.texts.iter().find_map(|text| flow.paragraphs[text.paragraph].place)
        }
        Content::Picture(picture) => Some(picture.place),
        Content::Panels(line) => line.cells.first().map(|cell| cell.picture.place),
        Content::Beside(panels) => {
            panels.iter().flat_map(|panel| &panel.items).find_map(|item| place(flow, item))
        }
        Content::Ornament => None,
    }
}

/// Reports words beside the paper (`off-page`): one message for a page, and one for what
/// the program prints around the text.
pub(super) fn report_off_page(
    flow: &Flow,
    made: &Parts,
    (page, fonts): (&PageSize, &Fonts<'_>),
    sink: &mut Sink,
) {
    let mut around = false;
    for sheet in &made.sheets {
        let lost = sheet.items.iter().find_map(|item| match (&item.mark, &item.kind) {
            (Mark::Content(mark), ItemKind::Run(run)) if runs_off(run, page.width) => {
                Some((run.text.trim(), made.marks[mark.0 as usize].0))
            }
            _ => None,
        });
        if let Some((text, element)) = lost {
            let message = format!("`{}` runs off page {}", shortened(text), sheet.label);
            let (place, help) = written(flow, element);
            sink.error(at(Diagnostic::new("off-page", message).help(help), place));
        }
        let beside = sheet.items.iter().find_map(|item| match (&item.mark, &item.kind) {
            (Mark::Artifact(Artifact::Header | Artifact::Footer), ItemKind::Run(run))
                if stands_off(run, page.height, fonts) =>
            {
                Some(run.text.trim())
            }
            _ => None,
        });
        if let Some(text) = beside.filter(|_| !around) {
            around = true;
            let message = format!(
                "`{}` above or below the text stands beside page {}",
                shortened(text),
                sheet.label
            );
            sink.error(Diagnostic::new("off-page", message).help(
                "give the theme a larger margin there, or name fewer notices at the foot \
                 of pages",
            ));
        }
    }
}

fn shortened(text: &str) -> String {
    text.chars().take(40).collect()
}

/// Whether a run ends to the right of the paper.
fn runs_off(run: &Run, width: Length) -> bool {
    // nearly always
    let most = run.glyphs.iter().map(|glyph| glyph.advance.long().0.max(0));
    if run.x.0 + most.sum::<i64>() <= width.0 {
        return false;
    }
    let glyphs =
        run.glyphs.iter().filter(|glyph| run.text.get(glyph.start as usize..) != Some(" "));
    run.x + glyphs.map(|glyph| glyph.advance).sum::<Length>() > width
}

/// Whether small letters of a run would be cut at the upper or the lower edge of the paper.
fn stands_off(run: &Run, height: Length, fonts: &Fonts<'_>) -> bool {
    let descent = fonts.descent(run.face, run.size);
    run.y - run.size.scale(7, 10) < Length::ZERO || run.y + descent > height
}

/// Where an element is written, and what to do where it is too wide.
fn written(flow: &Flow, element: ElementId) -> (Option<Place>, &'static str) {
    let holds = |paragraph: &Paragraph| {
        paragraph.spans.iter().find(|span| span.element == element).is_some()
    };
    let Some(number) = flow.paragraphs.iter().position(holds) else {
        return (None, WORDS);
    };
    let paragraph = &flow.paragraphs[number];
    let formula = paragraph.spans.iter().any(|span| span.formula.is_some());
    let cell = flow.groups.iter().any(|group| in_cell(group, number));
    let help = match (cell, formula) {
        (true, _) => "make the table narrower, or its longest words shorter",
        (false, true) => "divide it into lines: `\\begin{aligned} … \\\\ … \\end{aligned}`",
        (false, false) => WORDS,
    };
    (paragraph.place, help)
}

/// Whether a paragraph stands in a cell of a table.
fn in_cell(group: &Group, paragraph: usize) -> bool {
    group.items.iter().any(|item| match &item.content {
        Content::Band(band) => band.texts.iter().any(|text| text.paragraph == paragraph),
        Content::Beside(panels) => panels.iter().any(|panel| in_cell(panel, paragraph)),
        Content::Text(_) | Content::Picture(_) | Content::Panels(_) | Content::Ornament => {
            false
        }
    })
}

const WORDS: &str = "make the list less deep or the words shorter";
