//! The proof of PDFs: their tags, their pages, their destinations.

use std::collections::BTreeMap;

use crate::diag::Sink;
use crate::files::Files;
use crate::par;
use crate::project::ListKind;
use crate::resolve::{Book, Division};
use crate::source::Place;

use super::account::{self, Form, Room};
use super::around;
use super::claims;
use super::compare::{Terms, compare};
use super::conform;
use super::front::{self, Listed};
use super::metadata;
use super::notices::{self, is_rtl};
use super::pages::Edition;
use super::pdf::{self, Element, Kid, Limits, Mark, Page, Pdf, Run, What, Why};
use super::plain_print;
use super::report::{Subject, shortened};
use super::tagged::{Section, sections};
use super::told::{Aim, Group, Item, Kind as ItemKind, Link, Start, Told, loosened, plain};

/// What a PDF cannot say, or says elsewhere.
const TERMS: Terms = Terms { loose_marks: true, no_addresses: true };

/// Less contrast than this between words and what is behind them hides them.
const LEAST_CONTRAST: f64 = 3.0;

/// Smaller type than this nobody reads, in points: that of a sign beside a sign in a note is
/// little larger.
const LEAST_SIZE: f64 = 4.2;

/// The same of a sign beside larger type, above or below its line.
const LEAST_BESIDE: f64 = 3.0;

/// More of a run than this must not be covered, cut off or outside of the page.
const MOST_HIDDEN: f64 = 0.34;

/// As many items stand at most between what a note is noted at and the note: what belongs
/// to the same block.
const NOTES_BEHIND: usize = 2;

/// Proves the PDF of an edition. What is made for the printer besides (the pages of a
/// booklet on sheets) has no tags and is not read.
pub(super) fn pdf(edition: &Edition<'_>, files: &Files, sink: &mut Sink) {
    // the printer's file has a longer name: `book.pdf`, `book-booklet.pdf`
    let own = files.by_path.iter().min_by_key(|(path, _)| path.len());
    if let Some((path, bytes)) = own {
        let subject = Subject { path: path.clone(), part: None };
        match pdf::read(bytes) {
            Ok(pdf) => proven(edition, &subject, &pdf, sink),
            Err(why) => {
                let what = format!("cannot be read: {why}");
                subject.tell("unreadable-output", &what, None, sink);
            }
        }
    }
}

fn proven(edition: &Edition<'_>, subject: &Subject, pdf: &Pdf, sink: &mut Sink) {
    let book = edition.book;
    let sections = sections(pdf);
    let mut left = sections.iter();
    let mut matched: Vec<(Division, &Section<'_>)> = Vec::new();
    let mut before = String::new();
    let mut unnamed: Vec<&Section<'_>> = Vec::new();
    for &division in book.spine.iter().filter(|&&one| one != Division::TitlePage) {
        let title = plain(book.division_title(division));
        let at = left.as_slice().iter().position(|one| plain(&one.title) == title);
        let Some(at) = at else {
            if division == Division::Contents && book.contents != Some(true) {
                // the theme says whether there is one in print
                continue;
            }
            let wanted = account::of(edition, division, Form::Tags);
            let what = format!("lacks `{title}`");
            subject.tell("lost-text", &what, wanted.items.first(), sink);
            continue;
        };
        for other in left.by_ref().take(at) {
            before.push_str(&words(&other.told));
            unnamed.push(other);
        }
        matched.extend(left.next().map(|section| (division, section)));
    }
    if book.spine.contains(&Division::TitlePage) {
        front::title(book, (&before, TERMS), subject, sink);
    }
    unnamed.extend(left);
    for item in unnamed.iter().flat_map(|section| &section.told.items) {
        if !front::is_of_title(book, &item.text, TERMS) {
            let what = format!("holds `{}`, which nobody wrote", shortened(&item.text));
            subject.tell("added-text", &what, None, sink);
        }
    }
    let compared = par::map_quiet(&matched, |(division, section)| {
        let mut own = Sink::default();
        let places = division_of(edition, subject, pdf, (*division, section), &mut own);
        (places, own)
    });
    let mut places = BTreeMap::new();
    for (found, own) in compared {
        for (element, place) in found {
            places.entry(element).or_insert(place);
        }
        sink.absorb(own);
    }
    notices::print(edition, pdf, subject, &matched, sink);
    around::check(edition, pdf, subject, &matched, sink);
    let told: Vec<Item> = book
        .spine
        .iter()
        .flat_map(|&division| account::of(edition, division, Form::Tags).items)
        .collect();
    sound(pdf, &told, subject, sink);
    plain_print::check(edition, pdf, subject, sink);
    visible(pdf, &told, subject, sink);
    let words = |text: &str| {
        let words = plain(text);
        let item = told.iter().find(|item| !words.is_empty() && item.text.contains(&words));
        item.and_then(|item| item.place)
    };
    conform::pdf::check(pdf, &places, words, subject, sink);
    let bookmarks: Vec<front::Bookmark> = pdf
        .outline
        .iter()
        .map(|one| {
            let page = one.target.as_ref().and_then(|place| place.page);
            (one.level, plain(&one.title), page)
        })
        .collect();
    let page = |id: &str| pdf.destinations.get(id).and_then(|place| place.page);
    front::bookmarks(edition, &bookmarks, &page, subject, sink);
    metadata::print(book, pdf, subject, sink);
    claims::print(edition.claims, pdf.metadata.as_deref(), subject, sink);
}

/// All words of a part.
fn words(told: &Told) -> String {
    told.items.iter().map(|item| format!("{} ", item.text)).collect()
}

fn division_of(
    edition: &Edition<'_>,
    subject: &Subject,
    pdf: &Pdf,
    (division, section): (Division, &Section<'_>),
    sink: &mut Sink,
) -> Vec<(i32, Place)> {
    let book: &Book = edition.book;
    let wanted = account::of(edition, division, Form::Tags);
    let terms = TERMS;
    if division == Division::Contents {
        let found = without_folios(edition, pdf, &section.contents, subject, sink);
        front::contents(edition, (&found, Room::Text, terms), subject, sink);
    } else {
        let differences = compare(&wanted.items, &section.told.items, terms);
        subject.differs(&differences, sink);
        if differences.is_empty() {
            placed(pdf, &wanted.items, section, subject, sink);
            turned(pdf, &wanted, section, subject, sink);
        }
    }
    if let Division::List(kind) = division {
        let found = without_folios(edition, pdf, &section.contents, subject, sink);
        captions(edition, kind, &found, subject, sink);
    }
    cited(book, division, pdf, &section.cited, subject, sink);
    let (notes, found) = (&wanted.notes, &section.told.notes);
    for at in 0..notes.len().max(found.len()) {
        let one: &[Item] = notes.get(at).map_or(&[], |note| note.1.as_slice());
        let other: &[Item] = found.get(at).map_or(&[], |note| note.1.as_slice());
        subject.differs(&compare(one, other, terms), sink);
    }
    noted(&wanted, section, subject, sink);
    places(&wanted, section)
}

/// Proves that notes stand in the tags behind what they are noted at, with their numbers.
fn noted(wanted: &Told, section: &Section<'_>, subject: &Subject, sink: &mut Sink) {
    // the first mark of each note
    let mut marks: BTreeMap<&str, (usize, &str)> = BTreeMap::new();
    // where the tables end that hold the items
    let mut ends = vec![0; wanted.items.len()];
    let (mut depth, mut end) = (0usize, 0);
    for (at, item) in wanted.items.iter().enumerate().rev() {
        if item.kind == ItemKind::Close(Group::Table) {
            end = if depth == 0 { at + 1 } else { end };
            depth += 1;
        }
        ends[at] = if depth > 0 { end.max(at + 1) } else { at + 1 };
        depth -= usize::from(item.kind == ItemKind::Open(Group::Table) && depth > 0);
        for link in &item.links {
            if let Aim::Inside(id) = &link.to {
                marks.insert(id, (at, &link.text));
            }
        }
    }
    for ((id, items), own) in wanted.notes.iter().zip(&section.notes) {
        // one that another note names is marked there
        let Some((at, number)) = marks.get(id.as_str()) else { continue };
        let place = items.iter().find(|item| item.place.is_some());
        let end = ends[*at];
        // it may stand behind all that is one block, but not behind the next heading
        let mut rest = wanted.items.iter().skip(end);
        let heading = rest.position(|one| matches!(one.kind, ItemKind::Heading(_)));
        let last = heading.map_or(wanted.items.len(), |at| end + at.max(NOTES_BEHIND));
        if !(end..=last).contains(&own.before) {
            let what = format!("has the note `#{id}` at another place");
            subject.tell("moved-text", &what, place, sink);
        }
        if own.label != *number {
            let what =
                format!("numbers the note `#{id}` with `{}`: it is {number}", own.label);
            subject.tell("changed-text", &what, place, sink);
        }
    }
}

/// Where the elements of a part were written, by their object numbers: as far as its items
/// are the same from the beginning, and from the end.
fn places(wanted: &Told, section: &Section<'_>) -> Vec<(i32, Place)> {
    let (own, found) = (&wanted.items, &section.told.items);
    let is_same = |pair: &(usize, usize)| own[pair.0].kind == found[pair.1].kind;
    let from_start = (0..own.len()).zip(0..found.len()).take_while(is_same);
    let from_end = (0..own.len()).rev().zip((0..found.len()).rev()).take_while(is_same);
    let items = from_start.chain(from_end).filter_map(|(one, other)| {
        Some((section.elements.get(other).copied()??, own[one].place?))
    });
    let notes = wanted.notes.iter().zip(&section.notes).filter_map(|(note, own)| {
        Some((own.element?, note.1.iter().find_map(|item| item.place)?))
    });
    items.chain(notes).collect()
}

/// The label of the page on which an address stands.
fn folio<'p>(pdf: &'p Pdf, id: &str) -> Option<&'p str> {
    let page = pdf.destinations.get(id)?.page?;
    pdf.labels.get(page).map(String::as_str)
}

/// The entries of a contents list without the page that each ends with, which must be the
/// page of what it leads to.
fn without_folios(
    edition: &Edition<'_>,
    pdf: &Pdf,
    links: &[Link],
    subject: &Subject,
    sink: &mut Sink,
) -> Vec<Listed> {
    let mut found = Vec::new();
    for link in links {
        let (words, said) = link.text.rsplit_once(' ').unwrap_or((&link.text, ""));
        if let Aim::Inside(id) = &link.to
            && folio(pdf, id).is_some_and(|page| page != said)
        {
            let page = folio(pdf, id).unwrap_or_default();
            let what =
                format!("says that `{words}` is on page {said}: it is on page {page}");
            let place = account::place_of(edition, id);
            subject.tell_at("changed-page-mark", &what, place, sink);
        }
        found.push(Listed { words: words.to_owned(), to: link.to.clone(), said: None });
    }
    found
}

/// Proves a list of figures, of tables or of code.
fn captions(
    edition: &Edition<'_>,
    kind: ListKind,
    found: &[Listed],
    subject: &Subject,
    sink: &mut Sink,
) {
    let Some(list) = edition.book.lists.iter().find(|list| list.kind == kind) else {
        return;
    };
    let wanted = list.entries.iter().map(|entry| {
        let words = account::of_caption(edition.book, entry).words;
        (words, Aim::Inside(entry.id.clone()))
    });
    let wanted: Vec<(String, Aim)> = wanted.collect();
    let is_same = |at: usize| {
        wanted.get(at).zip(found.get(at)).is_some_and(|(one, other)| {
            one.1 == other.to && loosened(&one.0) == loosened(&other.words)
        })
    };
    let first = (0..wanted.len().max(found.len())).find(|&at| !is_same(at));
    let Some(at) = first else { return };
    let (one, other) = (found.get(at), wanted.get(at));
    let what = format!(
        "has `{}` in a list of captions where it should have `{}`",
        one.map_or("nothing", |one| &one.words),
        other.map_or("nothing", |other| &other.0)
    );
    let entry = list.entries.get(at).or(list.entries.last());
    let place = entry.and_then(|entry| account::place_of(edition, &entry.id));
    subject.tell_at("changed-text", &what, place, sink);
}

/// Proves what is said below the references: on which pages each is cited.
fn cited(
    book: &Book,
    division: Division,
    pdf: &Pdf,
    found: &[Item],
    subject: &Subject,
    sink: &mut Sink,
) {
    let words = book.text_of(division).map_or(&book.words, |text| book.words_of(text));
    let mut found = found.iter();
    let references = book.references_in(division);
    for reference in references.filter(|one| !one.cited_from.is_empty()) {
        let ids = reference.cited_from.iter().filter_map(|from| {
            let chapter = book.chapters.get(from.chapter as usize)?;
            Some(chapter.citation(from.cite).id.as_str())
        });
        let mut pages: Vec<(&str, &str)> =
            ids.map(|id| (folio(pdf, id).unwrap_or("?"), id)).collect();
        pages.dedup_by_key(|page| page.0);
        let mut line = match pages.len() {
            1 => words.cited_on_page.to_owned(),
            _ => words.cited_on_pages.to_owned(),
        };
        for (turn, (page, _)) in pages.iter().enumerate() {
            line += match turn {
                0 => " ".to_owned(),
                _ if turn + 1 == pages.len() => format!(" {} ", words.and),
                _ => words.comma.to_owned(),
            }
            .as_str();
            line += page;
        }
        let wanted = plain(&(line + "."));
        let item = found.next();
        let said = item.map_or("", |item| item.text.as_str());
        let links = item.map(|item| item.links.as_slice()).unwrap_or_default();
        let right = links.iter().map(|link| &link.to).eq(pages
            .iter()
            .map(|(_, id)| Aim::Inside((*id).to_owned()))
            .collect::<Vec<_>>()
            .iter());
        if loosened(said) != loosened(&wanted) {
            let what =
                format!("says `{said}` of the reference `{}`: `{wanted}`", reference.key);
            subject.tell_at("changed-page-mark", &what, Some(reference.place), sink);
        } else if !right {
            let what = format!(
                "leads elsewhere from the pages of the reference `{}`",
                reference.key
            );
            subject.tell_at("changed-link", &what, Some(reference.place), sink);
        }
    }
    if let Some(more) = found.next() {
        let what = format!("says `{}` of a reference, which nobody cites", more.text);
        subject.tell("added-text", &what, None, sink);
    }
}

/// Proves that the addresses of a part stand on the pages on which their items begin; what
/// it tells is proven before.
fn placed(
    pdf: &Pdf,
    wanted: &[Item],
    section: &Section<'_>,
    subject: &Subject,
    sink: &mut Sink,
) {
    let mut row = None;
    for (at, item) in wanted.iter().enumerate() {
        // a group begins where the first of it does
        let page = section.pages[at..].iter().find_map(|page| *page);
        if item.kind == ItemKind::Open(Group::Row) {
            row = page;
        } else if item.kind == ItemKind::Close(Group::Row) {
            row = None;
        }
        // an address in a cell stands where the row begins, which may go on
        let page = row.or(page);
        let turns = section.turns.iter().filter(|turn| turn.0 == at);
        let last = turns.map(|turn| turn.2).max();
        for id in &item.ids {
            match pdf.destinations.get(id).and_then(|place| place.page) {
                None => {
                    let what = format!("lacks the address `#{id}`");
                    subject.tell("changed-link", &what, Some(item), sink);
                }
                // it may stand in the middle of a long paragraph
                Some(to)
                    if page.is_some_and(|page| {
                        to < page || to > last.unwrap_or(0).max(page + 2)
                    }) =>
                {
                    let what = format!("has the address `#{id}` on another page");
                    subject.tell("changed-link", &what, Some(item), sink);
                }
                Some(_) => {}
            }
        }
    }
}

/// Proves that pages begin where the pages of an EPUB are marked.
fn turned(
    pdf: &Pdf,
    wanted: &Told,
    section: &Section<'_>,
    subject: &Subject,
    sink: &mut Sink,
) {
    let starts: Vec<&Start> =
        wanted.starts.iter().filter(|start| start.note.is_none()).collect();
    // of several that begin at one place all but one have no running text: notes or
    // pictures alone
    let same =
        |one: &&Start, next: &&Start| (one.item, one.offset) == (next.item, next.offset);
    for group in starts.chunk_by(same) {
        let start = group[0];
        let Some(item) = wanted.items.get(start.item) else { continue };
        // these stand where there is room for them
        if matches!(item.kind, ItemKind::Picture | ItemKind::Open(Group::Table)) {
            continue;
        }
        // parts of a line that runs both ways stand in the tags one by one
        if item.text.chars().any(|c| matches!(c, '\u{590}'..='\u{8ff}')) {
            continue;
        }
        let begins = section.pages.get(start.item..).unwrap_or_default();
        let begins = begins.iter().find_map(|page| *page);
        let turns = section.turns.iter().filter(|turn| turn.0 == start.item);
        let right = group.iter().any(|start| {
            let page = pdf.labels.iter().position(|label| *label == start.label);
            (start.offset == 0 && begins == page)
                || turns.clone().any(|turn| {
                    let found = section.told.items.get(turn.0);
                    let found = found.map_or("", |one| one.text.as_str());
                    page == Some(turn.2) && begins_at(item, start, found, turn.1)
                })
        });
        if !right {
            let rest = item.text.get(start.offset..).unwrap_or_default();
            let on =
                begins.and_then(|page| pdf.labels.get(page)).map_or("?", String::as_str);
            let what = format!(
                "has `{}` on page `{on}`, and not where page `{}` begins",
                shortened(rest.trim()),
                start.label
            );
            subject.tell("changed-page-mark", &what, Some(item), sink);
        }
    }
}

/// Whether a page begins in an item where it should: so much of what was found of it stands
/// before.
fn begins_at(item: &Item, start: &Start, found: &str, turn: usize) -> bool {
    // in words, give or take one: a font may have several letters in one
    let words =
        |text: &str, end: usize| text.get(..end).unwrap_or(text).split_whitespace().count();
    let (first, last) = (words(&item.text, start.offset), words(&item.text, start.latest));
    (first.saturating_sub(1)..=last + 1).contains(&words(found, turn))
}

/// Proves that the words are to be seen.
fn visible(pdf: &Pdf, told: &[Item], subject: &Subject, sink: &mut Sink) {
    let limits = Limits { contrast: LEAST_CONTRAST, size: LEAST_SIZE, share: MOST_HIDDEN };
    for hidden in pdf.hidden(&limits) {
        let Some(page) = pdf.pages.get(hidden.page) else { continue };
        let painted = page.painted.get(hidden.run);
        let context = painted.and_then(|one| page.contexts.get(one.context));
        let Some(What::Text(run)) = painted.map(|one| &one.what) else { continue };
        let words = plain(&run.text);
        // what stands at the foot may be a notice
        let is_artifact = context
            .and_then(|own| own.artifact.as_ref())
            .is_some_and(|artifact| artifact.subtype.as_deref() != Some("Footer"));
        let why = match hidden.why {
            Why::Outside(_) | Why::Trimmed(_) if is_artifact => continue,
            Why::UnknownContrast => continue,
            // what a picture draws of its own words
            Why::Covered { certain: false, by, .. }
                if is_one_picture(page, by, hidden.run) =>
            {
                continue;
            }
            Why::Outside(share) => format!("outside of the page ({:.0} %)", share * 100.0),
            Why::Trimmed(share) => {
                format!("outside of the trimmed page ({:.0} %)", share * 100.0)
            }
            Why::Clipped(share) => format!("cut off ({:.0} %)", share * 100.0),
            Why::Invisible => "in a mode that draws nothing".to_owned(),
            Why::Transparent(alpha) if alpha > 0.5 => continue,
            Why::Transparent(alpha) => format!("with {:.0} % of its paint", alpha * 100.0),
            Why::Small(size) if size >= LEAST_BESIDE && is_beside(page, run) => continue,
            Why::Small(size) => format!("in type of {size:.1} points"),
            Why::Contrast { ratio, .. } => format!("with a contrast of {ratio:.1} to 1"),
            Why::Covered { share, .. } => {
                format!("under something ({:.0} %)", share * 100.0)
            }
            Why::Unchecked => "among too much to look at".to_owned(),
        };
        let label = pdf.labels.get(hidden.page).map_or("?", String::as_str);
        let what = format!("hides `{}` on page {label}: it is {why}", shortened(&words));
        let item = told.iter().find(|item| !words.is_empty() && item.text.contains(&words));
        subject.tell("unseen-text", &what, item, sink);
    }
}

/// Whether two things are painted in one marked content: by one picture.
fn is_one_picture(page: &Page, one: usize, other: usize) -> bool {
    let mark = |at: usize| {
        let context = page.painted.get(at).map(|painted| painted.context)?;
        page.contexts.get(context).map(|own| (own.mark, own.artifact.is_some()))
    };
    mark(one) == mark(other)
}

/// Whether larger type stands beside a run, in points no farther above or below than a line.
fn is_beside(page: &Page, run: &Run) -> bool {
    let mut others = page.runs().map(|(_, other)| other);
    others.any(|other| {
        other.size >= LEAST_SIZE && (other.baseline - run.baseline).abs() < LEAST_SIZE
    })
}

/// Proves that tags and pages hold the same, in the same order.
fn sound(pdf: &Pdf, told: &[Item], subject: &Subject, sink: &mut Sink) {
    for finding in &pdf.findings {
        let what = format!("has tags that do not fit its pages: {}", pdf.told(finding));
        subject.tell("changed-structure", &what, None, sink);
    }
    let mut blocks = Vec::new();
    if let Some(root) = &pdf.structure {
        text_blocks(root, &mut blocks);
    }
    let mut before: Option<(usize, usize)> = None;
    // on one line of text from right to left what is read first is painted last
    let side_by_side = |page: usize, one: usize, other: usize| {
        let run = |at: usize| match &pdf.pages.get(page)?.painted.get(at)?.what {
            What::Text(run) => Some(run),
            What::Area(_) | What::Image(_) => None,
        };
        let runs = run(one).zip(run(other));
        runs.is_some_and(|(one, other)| {
            let apart = (one.baseline - other.baseline).abs();
            let is_level = apart < one.size.max(other.size) / 2.0;
            is_level && (one.text.contains(is_rtl) || other.text.contains(is_rtl))
        })
    };
    for block in blocks {
        let mut all = Vec::new();
        marks(block, &mut all);
        let Some((page, first)) = all.first().copied() else { continue };
        let painted = pdf.pages.get(page).and_then(|page| page.marks.get(&first)?.first());
        let Some(&painted) = painted else { continue };
        let is_wrong = before.is_some_and(|(last, at)| {
            let is_before = page == last && painted < at;
            page < last || is_before && !side_by_side(page, painted, at)
        });
        if is_wrong {
            let label = pdf.labels.get(page).map_or("?", String::as_str);
            let words = plain(&pdf.text_of(block));
            let what = format!(
                "reads `{}` on page {label} after what is painted behind it",
                shortened(&words)
            );
            let item = told.iter().find(|item| item.text == words);
            subject.tell("changed-structure", &what, item, sink);
        }
        before = Some((page, painted));
    }
}

/// The elements of running text, in the order of the tags: without notes, figures and tables,
/// which stand where there is room for them.
fn text_blocks<'e>(element: &'e Element, blocks: &mut Vec<&'e Element>) {
    // pictures with a caption of the whole, which stands where they stand
    let kinds = element.kids.iter().filter_map(|kid| match kid {
        Kid::Element(inner) => Some(inner.kind.as_str()),
        Kid::Marked { .. } | Kid::Object { .. } => None,
    });
    let mut held = kinds.clone().take(kinds.count().saturating_sub(1));
    if element.kind == "Div"
        && held.clone().next().is_some()
        && held.all(|kind| kind == "Figure")
    {
        return;
    }
    // what follows a table may be its notes, which stand where it stands
    let mut after_table = false;
    for kid in &element.kids {
        let Kid::Element(kid) = kid else { continue };
        after_table = match kid.kind.as_str() {
            "Table" => true,
            "P" => after_table,
            _ => false,
        };
        match kid.kind.as_str() {
            "Note" | "FENote" | "Table" | "Figure" | "Caption" | "TOC" | "Lbl" => {}
            "P" if after_table => {}
            "P" | "H1" | "H2" | "H3" | "H4" | "H5" | "H6" | "BibEntry" => blocks.push(kid),
            _ => text_blocks(kid, blocks),
        }
    }
}

/// The marks of an element and the pages they are on, in the order of the tags.
pub(super) fn marks(element: &Element, found: &mut Vec<(usize, Mark)>) {
    for kid in &element.kids {
        match kid {
            Kid::Element(inner) => marks(inner, found),
            Kid::Marked { page: Some(page), mark } => found.push((*page, *mark)),
            Kid::Marked { page: None, .. } | Kid::Object { .. } => {}
        }
    }
}
