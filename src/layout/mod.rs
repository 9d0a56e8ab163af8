//! `Book` and tokens to pages: shape, lines, pages, and the page map.
//!
//! [`Print`] is the typeset edition, with nothing left to decide: every item stands
//! at its place with the structure element it belongs to. A writer only turns it
//! into bytes.
//!
//! The steps: `build` turns the book into a flow of paragraphs, pictures and table
//! rows; `setting` shapes each paragraph and breaks it into `lines`; `rows` and
//! `pages` choose the page breaks; `compose` puts everything at its place. Page
//! numbers in the text (contents list, "cited on page 3") are known only afterwards, so
//! the steps are repeated until they agree.

mod bidi;
mod abbreviations;
mod bands;
mod blocks;
mod breaks;
mod build;
mod callouts;
mod cells;
mod code;
mod columns;
mod compose;
mod contents;
mod definitions;
mod elastic;
mod equations;
mod figures;
mod floats;
mod flow;
mod fonts;
mod forms;
mod furniture;
mod grid;
mod grounds;
mod inline;
mod index;
mod inking;
mod joints;
mod lacking;
mod languages;
mod line_ends;
mod lines;
mod math;
mod notes;
mod notices;
mod outline;
mod overfull;
mod pages;
mod panels;
mod paragraph;
mod references;
mod rows;
mod setting;
mod sheet;
mod states;
mod structure;
mod table_widths;
mod tables;
mod titles;
mod verse;
mod words;

pub use sheet::{
    Artifact, Destination, Element, ElementId, Glyph, Item, ItemKind, Kid, LinkArea,
    LinkTarget, Mark, MarkId, OutlineEntry, PageMap, PageStart, Print, Rect, Role, Run,
    Scope, Sheet,
};

use std::collections::BTreeMap;
use std::sync::Arc;

use build::Labels;
use compose::{Composer, Made};
use elastic::Bent;
use floats::Floats;
use flow::{Flow, Group};
use fonts::{Fonts, Shapers};
use lines::Measured;
use notes::Feet;
use pages::{Choice, Elastic, Frameless, PageRows};
use paragraph::Paragraph;
use rows::Row;
use setting::Line;

use crate::ast::RefKind;
use crate::diag::{Diagnostic, Reported, Sink};
use crate::length::Length;
use crate::par;
use crate::project::{Format, Stamp};
use crate::resolve::{Book, Chapter, Goal, Index, Target};
use crate::theme::{PageSize, Theme};

/// Page numbers are settled after this many rounds or not at all.
const MOST_ROUNDS: usize = 6;
/// Paragraphs set by one call: enough to be worth a thread.
const CHUNK: usize = 32;

/// Typesets a book as print shows it.
///
/// # Errors
/// `missing-glyph` for a character that no face of the theme has, `bad-font` for a file
/// that is no font.
pub fn layout(
    book: &Book,
    theme: &Theme,
    page: &PageSize,
    stamp: Stamp,
    sink: &mut Sink,
) -> Result<Print, Reported> {
    let book = &book.in_format(Format::Pdf);
    let fonts = Fonts::load(theme, &book.hyphenation, sink)?;
    let block = text_block(theme, page, sink)?;
    let shapers = Shapers::new(&fonts);
    let mut labels = Labels::new();
    let mut known: Vec<(Paragraph, Set)> = Vec::new();
    let mut foot = Length::ZERO;
    for round in 1.. {
        let block = Rect { height: block.height - foot, ..block };
        let flow =
            build::flow(book, theme, &fonts, (block.width, block.height), (stamp, &labels));
        let mut set = set_all(&flow, &shapers, known);
        let lines = |number: usize| set[number].lines(0);
        let room = notices::room((book, theme), &flow, lines, (block, foot), sink)?;
        if room != foot {
            foot = room;
            known = flow.paragraphs.into_iter().zip(set).collect();
            continue;
        }
        let (groups, bent) = paginate(&flow, &shapers, &mut set, theme, block);
        let lines = lines_of(&set, &bent);
        let composed = |bare: bool| {
            let place = (block, foot, page.width);
            compose(&flow, &lines, &groups, (theme, &fonts), place, bare)
        };
        // page numbers that are not known yet will hardly be right
        let bare = labels.is_empty();
        let mut made = composed(bare);
        let found = folios(&made);
        let settled = found == labels || round >= MOST_ROUNDS;
        if settled && bare {
            made = composed(false);
        }
        if settled {
            let mut told = Sink::default();
            for paragraph in &set {
                told.absorb(paragraph.messages.clone());
            }
            told.absorb(flow.messages.clone());
            told.drop_echoes();
            told.keep_first("lent-letters");
            sink.absorb(told);
            sink.checkpoint()?;
            let cuts = groups.iter().map(|(cut, _)| cut);
            floats::report_high(&flow, cuts, block.height, sink);
            sink.checkpoint()?;
            overfull::report_lines(&flow, &lines, &groups, &made.sheets, sink);
            overfull::report_pages(&flow, &groups, &made, sink);
            overfull::report_off_page(&flow, &made, (page, &fonts), sink);
            sink.checkpoint()?;
            if found != labels {
                report_unsettled(sink);
            }
            let Parts { sheets, marks, links, bounds, mut destinations, mut page_map } =
                made;
            page_map.folios = indexed(book, &found);
            let outline = outline::tree(&flow.outline);
            let mut structure = flow.structure;
            for (element, sheet, rect) in bounds {
                structure.get_mut(element).bounds = Some((sheet, rect));
            }
            let structure = structure.finish(&marks, &links);
            for place in &mut destinations {
                place.element = structure::target(&structure, place.element);
            }
            par::discard((flow.paragraphs, flow.groups, set, groups));
            let size = page.clone();
            return Ok(Print { size, sheets, structure, outline, destinations, page_map });
        }
        labels = found;
        known = flow.paragraphs.into_iter().zip(set).collect();
    }
    crate::bug!("the rounds of page numbers did not end")
}

fn report_unsettled(sink: &mut Sink) {
    sink.warn(
        Diagnostic::new("unsettled-pages", "page numbers in the text do not settle")
            .help("a line more or less before the contents list will settle them"),
    );
}

/// Where the text lies on a right-hand page.
fn text_block(theme: &Theme, page: &PageSize, sink: &mut Sink) -> Result<Rect, Reported> {
    let margins = theme.tokens.margins;
    let block = Rect {
        x: margins.inner,
        y: margins.top,
        width: page.width - margins.inner - margins.outer,
        height: whole_lines(page.height - margins.top - margins.bottom, theme),
    };
    if block.width.0 <= 0 || block.height.0 <= 0 {
        let message =
            format!("the margins of `{}` leave no room on {}", theme.name, page.name);
        return Err(sink.error(
            Diagnostic::new("no-text-block", message)
                .help("choose a larger page or smaller margins"),
        ));
    }
    Ok(block)
}

/// The text block holds whole lines.
fn whole_lines(height: Length, theme: &Theme) -> Length {
    let leading = theme.tokens.text.leading;
    if leading.0 <= 0 { height } else { Length(height.0 / leading.0 * leading.0) }
}

/// A paragraph's lines, and what there is to say about them.
#[derive(Debug, Clone)]
struct Set {
    lines: Arc<Vec<Line>>,
    messages: Sink,
    /// How it was measured, until the first pages are chosen.
    measured: Option<Arc<Measured>>,
    /// With a line less and with a line more, where that was asked for.
    bent: Option<Arc<Bent>>,
}

impl Set {
    /// The lines of the paragraph that has so many more than it has by itself.
    fn lines(&self, gain: i8) -> &[Line] {
        let bent = self.bent.as_ref().filter(|_| gain != 0);
        bent.and_then(|bent| bent.lines(gain)).unwrap_or(&self.lines)
    }
}

/// Sets every paragraph. One that has not changed since the last round is kept, and what
/// is said more than once (rows of tables, standing phrases) is set once.
fn set_all(flow: &Flow, shapers: &Shapers<'_>, known: Vec<(Paragraph, Set)>) -> Vec<Set> {
    let mut known = known.into_iter();
    let mut sets: Vec<Option<Set>> = flow
        .paragraphs
        .iter()
        .map(|paragraph| {
            let kept = known.next().filter(|(before, _)| before == paragraph);
            kept.map(|(_, set)| set)
        })
        .collect();
    let mut firsts: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let mut new = Vec::new();
    let mut repeated = Vec::new();
    for (number, paragraph) in flow.paragraphs.iter().enumerate() {
        if sets[number].is_some() {
            continue;
        }
        let same_text = firsts.entry(&paragraph.text).or_default();
        let alike = |&&first: &&usize| flow.paragraphs[first].is_set_like(paragraph);
        if let Some(&first) = same_text.iter().find(alike) {
            repeated.push((number, first));
        } else {
            same_text.push(number);
            new.push(number);
        }
    }
    set_some(&new, flow, shapers, &mut sets);
    // each place of what has to be said about is told
    let (silent, told): (Vec<_>, Vec<_>) = repeated.into_iter().partition(|(_, first)| {
        sets[*first].as_ref().is_some_and(|set| set.messages.messages().is_empty())
    });
    for (number, first) in silent {
        sets[number] = sets[first].clone();
    }
    let told: Vec<usize> = told.into_iter().map(|(number, _)| number).collect();
    set_some(&told, flow, shapers, &mut sets);
    sets.into_iter().flatten().collect()
}

/// Sets the paragraphs with these numbers.
fn set_some(
    numbers: &[usize],
    flow: &Flow,
    shapers: &Shapers<'_>,
    sets: &mut [Option<Set>],
) {
    let chunks: Vec<_> = numbers.chunks(CHUNK).collect();
    let set = par::map_quiet(&chunks, |chunk| {
        shapers.with(|shaper| {
            let paragraphs = chunk.iter().map(|&number| &flow.paragraphs[number]);
            shaper.learn(paragraphs.flat_map(Paragraph::texts));
            let set = |&number: &usize| {
                let mut messages = Sink::default();
                let paragraph = &flow.paragraphs[number];
                let (lines, measured) = setting::set(paragraph, shaper, &mut messages);
                let measured = measured
                    .filter(|_| elastic::likely(&paragraph.form, &lines))
                    .map(Arc::new);
                Set { lines: Arc::new(lines), messages, measured, bent: None }
            };
            chunk.iter().map(set).collect::<Vec<_>>()
        })
    });
    for (&number, set) in numbers.iter().zip(set.into_iter().flatten()) {
        sets[number] = Some(set);
    }
}

/// A group cut into what is never split: its text and its notes.
struct Cut {
    rows: Vec<Row>,
    feet: Feet,
    floats: Floats,
}

/// A group whose pages are being chosen.
struct Draft {
    cut: Cut,
    /// The paragraphs that can be set otherwise, where somebody asked.
    elastic: Option<Vec<(usize, Elastic)>>,
    /// The pages, and whether the first is a left-hand page.
    chosen: Option<(bool, Choice)>,
    /// About how many pages there are.
    count: usize,
}

/// The lines of every paragraph that has so many more than it has by itself.
fn lines_of<'s>(set: &'s [Set], bent: &[i8]) -> Vec<&'s [Line]> {
    set.iter().zip(bent).map(|(set, &gain)| set.lines(gain)).collect()
}

/// Chooses the pages of every group, and for every paragraph whether it is set with a
/// line more or less than is best for it alone.
fn paginate(
    flow: &Flow,
    shapers: &Shapers<'_>,
    set: &mut [Set],
    theme: &Theme,
    block: Rect,
) -> (Vec<(Cut, Vec<PageRows>)>, Vec<i8>) {
    let leading = theme.tokens.text.leading;
    let cut = |number: usize, lines: &[&[Line]]| {
        let group = &flow.groups[number];
        let mut rows = rows::rows(group, flow, lines);
        if theme.tokens.baseline_grid && !group.kind.is_blind() {
            grid::snap(&mut rows, group, flow, leading);
        }
        let feet = Feet::new(&rows, (number, group), flow, lines, leading);
        let floats = Floats::new(&rows, number, flow, lines, (leading, block.height));
        Cut { rows, feet, floats }
    };
    let mut bent = vec![0; set.len()];
    let lines = lines_of(set, &bent);
    let numbers: Vec<usize> = (0..flow.groups.len()).collect();
    let mut drafts = par::map_quiet(&numbers, |&number| {
        let cut = cut(number, &lines);
        let height: Length = cut.rows.iter().map(|row| row.space + row.height).sum();
        let count = usize::try_from(height.0 / block.height.0).unwrap_or(0) + 1;
        Draft { cut, elastic: None, chosen: None, count }
    });
    loop {
        choose_all(flow, &mut drafts, theme, block);
        let troubled = |draft: &&mut Draft| {
            let trouble = draft.chosen.as_ref().is_some_and(|(_, choice)| choice.trouble);
            trouble && draft.elastic.is_none()
        };
        let asked: Vec<(&Group, &mut Draft)> = flow
            .groups
            .iter()
            .zip(&mut drafts)
            .filter(|(_, draft)| troubled(draft))
            .collect();
        if asked.is_empty() {
            break;
        }
        elastic::find(asked, flow, shapers, set, leading);
    }
    for draft in &mut drafts {
        let (Some(elastic), Some((_, choice))) = (&draft.elastic, &mut draft.chosen) else {
            continue;
        };
        for &(number, gain) in &choice.bent {
            bent[elastic[number].0] = gain;
        }
        elastic::recount(choice, elastic);
    }
    for set in &mut *set {
        set.measured = None;
    }
    elastic::set(flow, shapers, set, &bent);
    let lines = lines_of(set, &bent);
    let made = drafts.into_iter().enumerate().map(|(number, draft)| {
        let choice = draft.chosen.map(|(_, choice)| choice).unwrap_or_default();
        let cut = if choice.bent.is_empty() { draft.cut } else { cut(number, &lines) };
        (cut, choice.pages)
    });
    (made.collect(), bent)
}

/// Chooses the pages of the groups that have none, or begin on another side than they did.
///
/// On which side a group begins depends on all before it. So that they can be chosen at
/// the same time, their pages are guessed, and what began on the wrong side is chosen
/// again.
fn choose_all(flow: &Flow, drafts: &mut [Draft], theme: &Theme, block: Rect) {
    let facing = theme.tokens.facing;
    loop {
        let mut count = 0usize;
        let mut wrong: Vec<(usize, bool)> = Vec::new();
        for (number, (group, draft)) in flow.groups.iter().zip(&*drafts).enumerate() {
            if facing && group.kind.is_recto() {
                count += count % 2;
            }
            let left = facing && count % 2 == 1;
            if draft.chosen.as_ref().is_none_or(|&(known, _)| known != left) {
                wrong.push((number, left));
            }
            count += draft.count;
        }
        if wrong.is_empty() {
            return;
        }
        let choices = par::map_quiet(&wrong, |&(number, left)| {
            choose(&flow.groups[number], &drafts[number], left, (theme, block))
        });
        for ((number, left), choice) in wrong.into_iter().zip(choices) {
            drafts[number].count = choice.pages.len();
            drafts[number].chosen = Some((left, choice));
        }
    }
}

/// Chooses the pages of a group.
fn choose(
    group: &Group,
    draft: &Draft,
    left: bool,
    (theme, block): (&Theme, Rect),
) -> Choice {
    let form = Frameless {
        height: block.height,
        sink: group.sink,
        leading: theme.tokens.text.leading,
        starts_left: theme.tokens.facing.then_some(left),
    };
    let elastic: Vec<Elastic> =
        draft.elastic.iter().flatten().map(|&(_, one)| one).collect();
    let Cut { rows, feet, floats } = &draft.cut;
    if group.columns.is_some() {
        let grid = theme.tokens.baseline_grid;
        let pages = columns::choose(group, rows, (feet, floats), form, grid);
        return Choice { pages, ..Choice::default() };
    }
    pages::choose(rows, (feet, floats), &elastic, form)
}

/// What the composer leaves.
struct Parts {
    sheets: Vec<Sheet>,
    marks: Vec<(ElementId, structure::Sequence)>,
    links: Vec<(ElementId, Kid)>,
    bounds: Vec<(ElementId, u32, Rect)>,
    destinations: Vec<Destination>,
    page_map: PageMap,
}

/// Puts everything at its place, or with `bare` only the addresses. Front matter has roman folios; the text begins with 1.
fn compose(
    flow: &Flow,
    lines: &[&[Line]],
    groups: &[(Cut, Vec<PageRows>)],
    (theme, fonts): (&Theme, &Fonts<'_>),
    place: (Rect, Length, Length),
    bare: bool,
) -> Parts {
    let mut composer = Composer::new(flow, lines, theme, fonts, place);
    composer.bare = bare;
    let mut front = 0usize;
    let mut body = 0usize;
    let mut started = false;
    let mut left: usize = groups.iter().map(|(_, pages)| pages.len()).sum();
    for (number, (group, (cut, pages))) in flow.groups.iter().zip(groups).enumerate() {
        let in_front = group.kind.is_front();
        let mut label = |in_front: bool| {
            let count = if in_front { &mut front } else { &mut body };
            *count += 1;
            if in_front { outline::roman(*count) } else { count.to_string() }
        };
        let recto = group.kind.is_recto() && theme.tokens.facing;
        if recto && composer.sheets.len() % 2 == 1 {
            // the blank page belongs to what stands before it
            composer.blank(label(!started));
        }
        started |= !in_front;
        let notes = flow.notes.groups.get(&number);
        let floats = flow.floats.get(&number).map_or(&[][..], Vec::as_slice);
        let made = Made { group, cut, notes, floats, pages };
        for number in 0..pages.len() {
            left -= 1;
            composer.page(&made, (number, left == 0), label(in_front));
        }
    }
    Parts {
        sheets: composer.sheets,
        marks: composer.marks,
        links: composer.links,
        bounds: composer.bounds,
        destinations: composer.destinations,
        page_map: composer.page_map,
    }
}

/// The folio of every address.
fn folios(parts: &Parts) -> Labels {
    parts
        .destinations
        .iter()
        .map(|place| (place.name.clone(), parts.sheets[place.sheet as usize].label.clone()))
        .collect()
}

/// The folio of every address that the index leads to, or what is to name its page.
fn indexed(book: &Book, labels: &Labels) -> Labels {
    let entries = book.index.iter().flat_map(Index::entries);
    let places = entries.flat_map(|entry| &entry.places);
    let texts = book.spine.iter().filter_map(|&division| book.text_of(division));
    let pieces = texts.flat_map(|text| &text.citations).flat_map(|one| &one.text);
    let referred = pieces.filter_map(|piece| match &piece.to {
        Some(Goal::Place { id, page: true, .. }) => Some(id),
        Some(Goal::Place { .. } | Goal::Reference(_) | Goal::Url(_)) | None => None,
    });
    let texts = book.spine.iter().filter_map(|&division| book.text_of(division));
    let terms = texts.flat_map(|text| terms_with_page(book, text));
    places
        .flat_map(|place| std::iter::once(&place.id).chain(&place.end))
        .chain(referred)
        .chain(terms)
        .filter_map(|id| Some((id.clone(), labels.get(id)?.clone())))
        .collect()
}

/// The addresses of terms whose page a text is to name.
fn terms_with_page<'a>(book: &'a Book, text: &'a Chapter) -> Vec<&'a String> {
    let targets = text.document.refs.iter().zip(&text.targets);
    let named = targets.filter(|(written, _)| written.of == RefKind::Term { page: true });
    named
        .filter_map(|(_, target)| match target {
            Target::Anchor { chapter, anchor } => {
                Some(&book.chapters[*chapter as usize].anchor(*anchor).id)
            }
            Target::Division(_) | Target::Url(_) | Target::Picture(_) => None,
        })
        .collect()
}
