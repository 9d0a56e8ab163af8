//! The proof of notices: each stands where its rule says, as often as it says, in the
//! words that were written, and nowhere in smaller type.
//!
//! That a notice is a part of the reading order, complete and to be seen, is proven with
//! all other parts; here is what its project asks for besides.

use std::collections::BTreeSet;

use crate::ast::is_rtl_language;
use crate::diag::Sink;
use crate::project::{Format, Matter, NoticePosition};
use crate::resolve::{Book, Division, Notice};

use super::account::{self, Form};
use super::markup::dom::{Dom, NodeId, NodeKind};
use super::markup::publication::Publication;
use super::markup::style::Style;
use super::markup::tell::{Reading, tell};
use super::pages::Edition;
use super::pdf::{Element, Kid, Mark, Page, Pdf, Run, What};
use super::print::marks;
use super::report::{Subject, shortened};
use super::tagged::Section;
use super::told::{Aim, Item, loosened, plain};

/// Sizes that differ by less, in points, are the same.
const SAME_SIZE: f64 = 0.06;

/// CSS pixels in a point.
const PIXELS: f64 = 4.0 / 3.0;

/// As many letters of a notice are enough to know it by.
const KNOWN_BY: usize = 16;

/// A notice and what it must tell.
struct Wanted<'b> {
    notice: &'b Notice,
    /// Its first item, for the place in messages.
    item: Option<Item>,
    /// All its letters, without spaces.
    letters: String,
}

impl<'b> Wanted<'b> {
    fn new(edition: &Edition<'b>, number: u32, form: Form) -> Self {
        let told = account::of(edition, Division::Notice(number), form);
        let letters = told.items.iter().map(|item| letters(&item.text, form)).collect();
        let mut written = told.items.into_iter();
        let item = written.find(|item| item.place.is_some());
        Self { notice: &edition.book.notices[number as usize], item, letters }
    }

    fn title(&self) -> String {
        shortened(&self.notice.body.title)
    }

    /// Tells that it is set in smaller type than it may be.
    fn small(&self, subject: &Subject, words: &str, size: f64, sink: &mut Sink) {
        let least = self.notice.least_size.to_points();
        let what = format!(
            "sets `{}` of the notice `{}` in type of {size:.1} points, where its least is \
             {least:.1}",
            shortened(&plain(words)),
            self.title()
        );
        subject.tell("small-notice", &what, self.item.as_ref(), sink);
    }

    /// Tells that it says to be another version.
    fn version(&self, subject: &Subject, found: Option<&str>, sink: &mut Sink) {
        let wanted = self.notice.version.as_deref();
        if found != wanted {
            let said = |version: Option<&str>| {
                version.map_or_else(|| "none".to_owned(), |one| format!("`{one}`"))
            };
            let what = format!(
                "says that the notice `{}` is of version {}: it is {}",
                self.title(),
                said(found),
                said(wanted)
            );
            subject.tell("changed-notice", &what, self.item.as_ref(), sink);
        }
    }

    /// Tells that it stands elsewhere than its rule says.
    fn misplaced(&self, subject: &Subject, rule: &str, sink: &mut Sink) {
        let what = format!("has the notice `{}` not {rule}", self.title());
        let help = "where it does not fit, shorten it or give it another `place`; a template \
                    of the theme may do this too, or somebody who changed the file";
        let place = self.item.as_ref().and_then(|item| item.place);
        subject.advise("misplaced-notice", (&what, help), place, sink);
    }
}

/// A marked content and the page it is on.
type Marked = (usize, Mark);

/// What is wrong with the words of a notice that should be said again somewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wrong {
    Lost,
    Changed,
}

/// The letters of a text, without spaces and what nobody sees.
pub(super) fn letters(text: &str, form: Form) -> String {
    let text = plain(text);
    let text = match form {
        Form::Tags => loosened(&text),
        Form::Pages => text.as_str().into(),
    };
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn numbered(book: &Book) -> impl Iterator<Item = u32> + '_ {
    (0u32..).zip(&book.notices).map(|(number, _)| number)
}

/// In words, where a notice stands.
const fn rule(at: NoticePosition) -> &'static str {
    match at {
        NoticePosition::FirstPage => "on the page with the title",
        NoticePosition::BeforeBody => "before the chapters",
        NoticePosition::AfterBody => "after the chapters",
        NoticePosition::LastPage => "on the last page",
        NoticePosition::PageFoot => "at the foot of the pages",
    }
}

/// Proves the notices of a PDF.
pub(super) fn print(
    edition: &Edition<'_>,
    pdf: &Pdf,
    subject: &Subject,
    matched: &[(Division, &Section<'_>)],
    sink: &mut Sink,
) {
    let body = body_pages(edition.book, matched);
    let everywhere = everywhere(edition.book, matched);
    for number in numbered(edition.book) {
        let wanted = Wanted::new(edition, number, Form::Tags);
        let of = matched.iter().find(|(one, _)| *one == Division::Notice(number));
        // what is lost is told
        let Some(element) = of.and_then(|(_, section)| section.element) else { continue };
        wanted.version(subject, element.attributes.version.as_deref(), sink);
        let mut own = Vec::new();
        marks(element, &mut own);
        placed(&wanted, pdf, subject, (&own, body, &everywhere), sink);
        // one is told
        // a formula has signs of its own sizes
        let mut formulas = Vec::new();
        of_formulas(element, &mut formulas);
        let words = own.iter().filter(|mark| !formulas.contains(mark));
        let _small = words.copied().any(|(page, mark)| {
            let Some(page) = pdf.pages.get(page) else { return false };
            let painted = page.marks.get(&mark).map_or(&[][..], Vec::as_slice);
            sizes(&wanted, page, painted, subject, sink)
        });
        if wanted.notice.place.at == NoticePosition::PageFoot {
            let last = own.first().map_or(usize::MAX, |(page, _)| *page);
            feet(&wanted, edition.book, pdf, (subject, last), sink);
        }
    }
}

/// The marks of the formulas in an element.
fn of_formulas(element: &Element, found: &mut Vec<Marked>) {
    if element.kind == "Formula" {
        return marks(element, found);
    }
    for kid in &element.kids {
        if let Kid::Element(inner) = kid {
            of_formulas(inner, found);
        }
    }
}

/// What notices hold that stand on every page.
fn everywhere(book: &Book, matched: &[(Division, &Section<'_>)]) -> Vec<Marked> {
    let mut found = Vec::new();
    for (division, section) in matched {
        let Division::Notice(number) = division else { continue };
        let at = book.notices[*number as usize].place.at;
        if let Some(element) = section.element
            && at == NoticePosition::PageFoot
        {
            marks(element, &mut found);
        }
    }
    found
}

/// The first and the last page of the chapters of a book.
fn body_pages(book: &Book, matched: &[(Division, &Section<'_>)]) -> Option<(usize, usize)> {
    let pages = matched.iter().filter_map(|(division, section)| {
        let Division::Chapter(number) = division else { return None };
        let front = book.chapters[*number as usize].matter == Matter::Front;
        let outside = front || book.statement == Some(*division);
        (!outside).then_some(section.pages.iter().flatten().copied())
    });
    let pages: Vec<usize> = pages.flatten().collect();
    Some((*pages.iter().min()?, *pages.iter().max()?))
}

/// Proves that a notice stands on the pages that its rule says.
fn placed(
    wanted: &Wanted<'_>,
    pdf: &Pdf,
    subject: &Subject,
    (own, body, everywhere): (&[Marked], Option<(usize, usize)>, &[Marked]),
    sink: &mut Sink,
) {
    let place = wanted.notice.place;
    let on = |page: usize| own.iter().all(|(other, _)| *other == page);
    let last = pdf.pages.len().saturating_sub(1);
    let right = match place.at {
        NoticePosition::FirstPage => {
            let title = pdf.destinations.get("title-page").and_then(|place| place.page);
            on(title.unwrap_or(0))
        }
        NoticePosition::LastPage if place.own_page => {
            own.iter().any(|(page, _)| *page == last)
        }
        NoticePosition::LastPage | NoticePosition::PageFoot => on(last),
        NoticePosition::BeforeBody => {
            body.is_none_or(|(first, _)| own.iter().all(|(page, _)| *page <= first))
        }
        NoticePosition::AfterBody => {
            body.is_none_or(|(_, last)| own.iter().all(|(page, _)| *page >= last))
        }
    };
    if !right {
        wanted.misplaced(subject, rule(place.at), sink);
    }
    if place.own_page {
        let marks: BTreeSet<Marked> = own.iter().chain(everywhere).copied().collect();
        let pages: BTreeSet<usize> = own.iter().map(|(page, _)| *page).collect();
        let shared = pages.iter().any(|&number| {
            let Some(page) = pdf.pages.get(number) else { return false };
            let strange = |mark: &Mark| !marks.contains(&(number, *mark));
            page.marks.keys().any(strange)
        });
        if shared {
            wanted.misplaced(subject, "on a page of its own", sink);
        }
    }
}

/// Proves that no type of a notice is too small, but for signs beside larger type; gives
/// whether some is, which is told.
fn sizes(
    wanted: &Wanted<'_>,
    page: &Page,
    painted: &[usize],
    subject: &Subject,
    sink: &mut Sink,
) -> bool {
    let least = wanted.notice.least_size.to_points() - SAME_SIZE;
    let run = |at: &usize| match page.painted.get(*at).map(|one| &one.what) {
        Some(What::Text(run)) => Some(run),
        Some(What::Area(_) | What::Image(_)) | None => None,
    };
    let size = |run: &Run| run.size * page.unit;
    let runs: Vec<&Run> = painted.iter().filter_map(run).collect();
    let beside = |run: &Run| {
        let mut others = page.runs().map(|(_, other)| other);
        others.any(|other| {
            let apart = (other.baseline - run.baseline).abs();
            // how far above or below a line a sign stands, goes by the size of the line
            let gap = (other.x0 - run.x1).max(run.x0 - other.x1);
            let most = if gap < least / 2.0 { size(other) } else { least } / 2.0;
            size(other) >= least && apart > 0.1 && apart < most
        })
    };
    let small = runs
        .into_iter()
        .find(|run| !run.text.trim().is_empty() && size(run) < least && !beside(run));
    if let Some(run) = small {
        wanted.small(subject, &run.text, size(run), sink);
    }
    small.is_some()
}

/// Proves that every page has a notice at its foot, but for that on which it is read and
/// those on which nothing stands.
fn feet(
    wanted: &Wanted<'_>,
    book: &Book,
    pdf: &Pdf,
    (subject, last): (&Subject, usize),
    sink: &mut Sink,
) {
    let rtl = is_rtl_language(&book.info.language) || wanted.letters.chars().any(is_rtl);
    let mut wrong: Vec<(usize, Wrong)> = Vec::new();
    let mut small = false;
    for (number, page) in pdf.pages.iter().enumerate() {
        let empty = page.runs().all(|(_, run)| run.text.trim().is_empty());
        if number == last || empty {
            continue;
        }
        let label = pdf.labels.get(number).map_or("", String::as_str);
        match foot(wanted, page, rtl, label) {
            Ok(painted) => {
                small = small || sizes(wanted, page, &painted, subject, sink);
            }
            Err(why) => wrong.push((number, why)),
        }
    }
    let Some(&(page, why)) = wrong.first() else { return };
    let label = pdf.labels.get(page).map_or("?", String::as_str);
    let others = match wrong.len() - 1 {
        0 => String::new(),
        1 => " and of another".to_owned(),
        more => format!(" and of {more} others"),
    };
    let title = wanted.title();
    let item = wanted.item.as_ref();
    let on = format!("at the foot of page {label}{others}");
    match why {
        Wrong::Lost => {
            let what = format!("lacks the notice `{title}` {on}");
            subject.tell("lost-notice", &what, item, sink);
        }
        Wrong::Changed => {
            let what = format!("has other words in the notice `{title}` {on}");
            subject.tell("changed-notice", &what, item, sink);
        }
    }
}

/// The runs of a notice at the foot of a page.
fn foot(
    wanted: &Wanted<'_>,
    page: &Page,
    rtl: bool,
    folio: &str,
) -> Result<Vec<usize>, Wrong> {
    let mut said = String::new();
    // the run of each letter
    let mut runs: Vec<usize> = Vec::new();
    for (at, run) in page.runs() {
        let context = page.painted.get(at).and_then(|one| page.contexts.get(one.context));
        let artifact = context.and_then(|context| context.artifact.as_ref());
        let at_foot = artifact.is_some_and(|own| own.subtype.as_deref() == Some("Footer"));
        if at_foot {
            let own = letters(&run.text, Form::Tags);
            runs.extend(std::iter::repeat_n(at, own.len()));
            said.push_str(&own);
        }
    }
    let own = |from: usize, to: usize| {
        let mut own = runs.get(from..to).unwrap_or_default().to_vec();
        own.dedup();
        own
    };
    if let Some(start) = said.find(&wanted.letters) {
        return Ok(own(start, start + wanted.letters.len()));
    }
    // runs of text from right to left stand in the order in which they are seen
    if rtl && holds_all(&said, &wanted.letters) {
        let mut all = own(0, runs.len());
        all.retain(|&at| match page.painted.get(at).map(|one| &one.what) {
            Some(What::Text(run)) => letters(&run.text, Form::Tags) != folio,
            Some(What::Area(_) | What::Image(_)) | None => true,
        });
        return Ok(all);
    }
    let end = wanted.letters.char_indices().nth(KNOWN_BY);
    let known = &wanted.letters[..end.map_or(wanted.letters.len(), |(at, _)| at)];
    let tail = wanted.letters.char_indices().rev().nth(KNOWN_BY);
    let tail = &wanted.letters[tail.map_or(0, |(at, _)| at)..];
    let changed = said.contains(known) || said.contains(tail);
    Err(if changed { Wrong::Changed } else { Wrong::Lost })
}

/// Whether a letter is one of Hebrew, Arabic or their kin.
pub(super) const fn is_rtl(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
}

/// Whether a text has every letter of another as often.
fn holds_all(text: &str, wanted: &str) -> bool {
    let mut left: Vec<char> = text.chars().collect();
    wanted.chars().all(|c| match left.iter().position(|other| *other == c) {
        Some(at) => {
            left.swap_remove(at);
            true
        }
        None => false,
    })
}

/// The pages that are proven.
pub(super) struct Pages<'a> {
    pub(super) publication: &'a Publication,
    /// By the number of the page.
    pub(super) styles: &'a [&'a Style<'a>],
    pub(super) format: Format,
}

/// Proves the notices of web pages or of an EPUB.
pub(super) fn markup(
    edition: &Edition<'_>,
    subject: &Subject,
    pages: &Pages<'_>,
    sink: &mut Sink,
) {
    let book = edition.book;
    for number in numbered(book) {
        let wanted = Wanted::new(edition, number, Form::Pages);
        let division = Division::Notice(number);
        let part = pages.publication.part(book.division_id(division));
        // what is lost is told
        let Some((page, element)) = part else { continue };
        let dom = &pages.publication.files[page].dom;
        wanted.version(subject, dom.attribute(element, "data-version"), sink);
        type_sizes(&wanted, pages.styles[page], (dom, element), subject, sink);
        if !in_place(book, &wanted, pages, (division, page, element)) {
            wanted.misplaced(subject, rule(wanted.notice.place.at), sink);
        }
        if wanted.notice.place.own_page && pages.format != Format::Html {
            let shared = book.spine.iter().any(|&other| {
                other != division
                    && pages.publication.part(book.division_id(other)).map(|one| one.0)
                        == Some(page)
            });
            if shared {
                wanted.misplaced(subject, "on a page of its own", sink);
            }
        }
        if wanted.notice.place.at == NoticePosition::PageFoot
            && pages.format != Format::Html
        {
            said_again(book, &wanted, pages, (subject, page), sink);
        }
    }
}

/// Whether a notice stands where its rule says among the parts of the reading order.
fn in_place(
    book: &Book,
    wanted: &Wanted<'_>,
    pages: &Pages<'_>,
    (division, page, element): (Division, usize, NodeId),
) -> bool {
    let publication = pages.publication;
    let at = |page: usize, element: NodeId| {
        let order = publication.files[page].dom.below(Dom::root());
        (page, order.iter().position(|&one| one == element))
    };
    let own = at(page, element);
    let others = book.spine.iter().filter(|&&one| one != division);
    let place = |one: Division| {
        let (page, element) = publication.part(book.division_id(one))?;
        Some(at(page, element))
    };
    let rank = |one: Division| book.spine.iter().position(|&other| other == one);
    let path = publication.files[page].path.as_str();
    match (pages.format, wanted.notice.place.at) {
        (Format::Site, NoticePosition::FirstPage) => path.ends_with("/index.html"),
        (Format::Epub, NoticePosition::FirstPage) => {
            place(Division::TitlePage).is_none_or(|title| title.0 == page && title < own)
        }
        (Format::Site, NoticePosition::LastPage | NoticePosition::PageFoot) => {
            let dom = &publication.files[page].dom;
            // the last of several has nothing behind it
            let last = book.spine.last() == Some(&division);
            let next = dom
                .below(Dom::root())
                .into_iter()
                .any(|id| dom.name(id) == "a" && dom.attribute(id, "rel") == Some("next"));
            !(last && next)
        }
        // the order of a site is that of its contents list, which is proven, and that in
        // which one turns its pages
        (Format::Site, NoticePosition::BeforeBody | NoticePosition::AfterBody) => {
            others.into_iter().all(|&other| {
                let there = publication.part(book.division_id(other)).map(|part| part.0);
                let Some(there) = there.filter(|&there| there != page) else { return true };
                let before = rank(other) < rank(division);
                let turn = if before { "next" } else { "prev" };
                !leads(publication, page, turn, there)
            })
        }
        // print is proven by its pages
        (Format::Pdf, _) => true,
        (Format::Epub | Format::Html, _) => others.into_iter().all(|&other| {
            let skipped = pages.format == Format::Html
                && matches!(other, Division::TitlePage | Division::Contents);
            let Some(there) = place(other).filter(|_| !skipped) else { return true };
            (rank(other) < rank(division)) == (there < own)
        }),
    }
}

/// Whether a page says of another that it is the next or the one before (`rel`).
fn leads(publication: &Publication, page: usize, rel: &str, to: usize) -> bool {
    let dom = &publication.files[page].dom;
    let mut links = dom.below(Dom::root()).into_iter().filter(|&id| {
        matches!(dom.name(id), "a" | "link") && dom.attribute(id, "rel") == Some(rel)
    });
    links.any(|id| {
        let href = dom.attribute(id, "href").unwrap_or_default();
        let path = href.split('#').next().unwrap_or_default();
        publication.page(page, path) == Some(to)
    })
}

/// Proves that no type of a notice is too small, but for signs above or below a line.
fn type_sizes(
    wanted: &Wanted<'_>,
    style: &Style<'_>,
    (dom, element): (&Dom, NodeId),
    subject: &Subject,
    sink: &mut Sink,
) {
    let least = wanted.notice.least_size.to_points() - SAME_SIZE;
    let sizes = style.sizes(dom, element);
    let beside = |id: NodeId| {
        let mut at = Some(id);
        while let Some(id) = at.filter(|&id| id != element) {
            if matches!(dom.name(id), "sup" | "sub") {
                return true;
            }
            at = dom.parent(id);
        }
        false
    };
    for id in dom.below(element) {
        let NodeKind::Text(words) = dom.kind(id) else { continue };
        let Some(holder) = dom.parent(id) else { continue };
        let size = sizes.get(&holder).map(|pixels| pixels / PIXELS);
        if let Some(size) = size
            && size < least
            && !words.trim().is_empty()
            && !beside(holder)
        {
            return wanted.small(subject, words, size, sink);
        }
    }
}

/// Proves that a notice is said again at the foot of every page, but for its own and those
/// on which there are no words.
fn said_again(
    book: &Book,
    wanted: &Wanted<'_>,
    pages: &Pages<'_>,
    (subject, own): (&Subject, usize),
    sink: &mut Sink,
) {
    let publication = pages.publication;
    for (number, file) in publication.files.iter().enumerate() {
        let dom = &file.dom;
        let body = dom.find("body").unwrap_or_else(Dom::root);
        if number == own || dom.text(body).trim().is_empty() {
            continue;
        }
        let subject = Subject { part: Some(file.path.clone()), ..subject.clone() };
        let all = dom.below(body);
        let is_it =
            |id: &&NodeId| dom.attribute(**id, "data-notice") == Some(&wanted.notice.id);
        let Some(&again) = all.iter().find(is_it) else {
            let what = format!("lacks the notice `{}` at its foot", wanted.title());
            subject.tell("lost-notice", &what, wanted.item.as_ref(), sink);
            continue;
        };
        let hidden = pages.styles[number].seen(dom, again, &BTreeSet::new()).hidden;
        let reading = Reading {
            dom,
            shift: 0,
            language: String::new(),
            aim: &|href| Aim::Nowhere(href.to_owned()),
            hides: &|id| hidden.get(&id).cloned(),
            picture: &|_| None,
        };
        let page = tell(&reading, again);
        let said: String =
            page.told.items.iter().map(|item| letters(&item.text, Form::Pages)).collect();
        if said != wanted.letters {
            let title = wanted.title();
            let what = format!("has other words in the notice `{title}` at its foot");
            subject.tell("changed-notice", &what, wanted.item.as_ref(), sink);
        }
        for (why, words) in &page.hidden {
            let what = format!("hides `{}` with {why}", shortened(words));
            subject.tell("unseen-text", &what, wanted.item.as_ref(), sink);
        }
        wanted.version(&subject, dom.attribute(again, "data-version"), sink);
        type_sizes(wanted, pages.styles[number], (dom, again), &subject, sink);
        let order = |id: NodeId| all.iter().position(|&one| one == id);
        let above = book.spine.iter().any(|&one| {
            let part = publication.part(book.division_id(one));
            part.is_some_and(|(page, element)| {
                page == number && order(again) < order(element)
            })
        });
        if above {
            wanted.misplaced(&subject, "at its foot", sink);
        }
    }
}
