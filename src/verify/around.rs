//! The proof of what pages of print show and nobody reads: running heads, folios, notices
//! that are said again, dots of contents lists, numbers of lines, heads of tables that go on.
//!
//! None of it is a part of the tags. It may say nothing but what the book says there, so that
//! nobody reads words on a page that no reader of tags hears.

use std::collections::BTreeSet;

use crate::ast::is_rtl_language;
use crate::diag::Sink;
use crate::project::NoticePosition;
use crate::resolve::{Book, Division};

use super::account::{self, Form, Room};
use super::notices::{is_rtl, letters};
use super::pages::Edition;
use super::pdf::{Element, Kid, Mark, Page, Pdf, Run, What};
use super::print::marks;
use super::report::{Subject, shortened};
use super::tagged::Section;
use super::told::plain;

/// Parts of the reading order with what the tags have of them.
type Matched<'m, 'p> = &'m [(Division, &'m Section<'p>)];

/// Proves what stands around the text of the pages.
pub(super) fn check(
    edition: &Edition<'_>,
    pdf: &Pdf,
    subject: &Subject,
    matched: Matched<'_, '_>,
    sink: &mut Sink,
) {
    let parts = Parts::new(edition, pdf, matched);
    for (number, page) in pdf.pages.iter().enumerate() {
        let said = Said::of(page);
        let label = pdf.labels.get(number).map_or("", String::as_str);
        let mut wrong = Vec::new();
        if !said.head.is_empty()
            && !parts.heads(number).iter().any(|one| said.head_is(one, parts.rtl))
        {
            wrong.push(format!("`{}` above its text", shortened(&said.head)));
        }
        match parts.at_foot(number, label, &said.foot) {
            Some(words) if words.is_empty() => {
                let what = format!("has no number on page {label}");
                let place = account::place_of_page(edition, label);
                subject.tell_at("lost-text", &what, place, sink);
            }
            Some(words) => wrong.push(format!("`{}` below its text", shortened(&words))),
            None => {}
        }
        if let Some(words) = parts.beside(number, page, &said.rest) {
            wrong.push(format!("`{}` beside its text", shortened(&words)));
        }
        if !said.other.is_empty() {
            wrong.push(format!("`{}` outside of its text", shortened(&said.other)));
        }
        if parts.has_strange_picture(edition, page) {
            wrong.push("a picture outside of its text".to_owned());
        }
        for what in wrong {
            let what =
                format!("has {what} on page {label}, which the book does not say there");
            let place = account::place_of_page(edition, label);
            subject.tell_at("added-text", &what, place, sink);
        }
    }
}

/// What a page says outside of its tags.
#[derive(Default)]
struct Said {
    head: String,
    foot: String,
    /// By the numbers of the runs.
    rest: Vec<(usize, String)>,
    other: String,
}

impl Said {
    fn of(page: &Page) -> Self {
        let mut said = Self::default();
        let mut last = None;
        for (at, run) in page.runs() {
            let context = page.painted.get(at).map_or(0, |painted| painted.context);
            let Some(context) = page.contexts.get(context) else { continue };
            let Some(artifact) = &context.artifact else { continue };
            let actual = context.actual;
            let text = match actual.and_then(|at| page.replacements.get(at)) {
                // what one text stands for is said once
                Some(_) if last == actual => "",
                Some(text) => text.as_str(),
                None => run.text.as_str(),
            };
            last = actual;
            if text.trim().is_empty() {
                continue;
            }
            match (artifact.kind.as_deref(), artifact.subtype.as_deref()) {
                (Some("Pagination"), Some("Header")) => said.head.push_str(text),
                (Some("Pagination"), Some("Footer")) => said.foot.push_str(text),
                (Some("Layout"), None) => said.rest.push((at, text.to_owned())),
                _ => said.other.push_str(text),
            }
        }
        said
    }

    fn head_is(&self, wanted: &str, rtl: bool) -> bool {
        let head = letters(&self.head, Form::Tags);
        let mut parts = wanted.split(['⟦', '⟧']).map(|part| letters(part, Form::Tags));
        let first = parts.next().unwrap_or_default();
        if !wanted.contains('⟦') {
            return same(&head, &first, rtl);
        }
        // a formula is painted with signs of its own
        let Some(mut rest) = head.strip_prefix(first.as_str()) else { return rtl };
        let words: Vec<String> = parts.skip(1).step_by(2).collect();
        for part in &words {
            let Some(at) = rest.find(part.as_str()) else { return false };
            rest = &rest[at + part.len()..];
        }
        words.last().is_none_or(|last| last.is_empty() || head.ends_with(last.as_str()))
    }
}

/// Whether two texts have the same letters. Parts of a line from right to left are painted
/// in the order in which they stand.
fn same(one: &str, other: &str, rtl: bool) -> bool {
    one == other || (rtl || other.contains(is_rtl)) && sorted(one) == sorted(other)
}

fn sorted(text: &str) -> Vec<char> {
    let mut all: Vec<char> = text.chars().collect();
    all.sort_unstable();
    all
}

/// What the book says around the text of its pages.
struct Parts<'a> {
    book: &'a Book,
    /// Whether the book, or a part of it, is read from right to left.
    rtl: bool,
    /// What is read, and its first and its last page.
    ranges: Vec<(Division, (usize, usize))>,
    /// What stands at the foot of every page, as letters.
    notices: Vec<String>,
    /// The tables: the letters of their heads, and their first and last page.
    tables: Vec<(String, (usize, usize))>,
    /// The marked contents that are code, by their page.
    code: BTreeSet<(usize, Mark)>,
}

impl<'a> Parts<'a> {
    fn new(edition: &Edition<'a>, pdf: &Pdf, matched: Matched<'_, '_>) -> Self {
        let book = edition.book;
        let mut own = Self {
            book,
            rtl: is_rtl_language(&book.info.language)
                || book.other_languages().into_iter().any(is_rtl_language),
            ranges: Vec::new(),
            notices: Vec::new(),
            tables: Vec::new(),
            code: BTreeSet::new(),
        };
        for (division, section) in matched {
            let Some(element) = section.element else { continue };
            let mut all = Vec::new();
            marks(element, &mut all);
            own.ranges.extend(range(&all).map(|pages| (*division, pages)));
        }
        if let Some(root) = &pdf.structure {
            own.gather(root, pdf);
        }
        let mut named: Vec<String> = Vec::new();
        for (number, notice) in (0u32..).zip(&book.notices) {
            if notice.place.at == NoticePosition::PageFoot {
                let told = account::of(edition, Division::Notice(number), Form::Tags);
                let words = told.items.iter().map(|item| letters(&item.text, Form::Tags));
                own.notices.push(words.collect());
            }
            if notice.place.named {
                let page = pdf.destinations.get(&notice.id).and_then(|place| place.page);
                let page = page.and_then(|page| pdf.labels.get(page)).map_or("", |one| one);
                let (see, on) = (book.words.see.to_lowercase(), book.words.page_in_text);
                named.push(format!("{}: {see} {on} {page}", notice.body.title));
            }
        }
        if !named.is_empty() {
            own.notices.push(letters(&named.join(" · "), Form::Tags));
        }
        own
    }

    /// Looks for tables and for code.
    fn gather(&mut self, element: &Element, pdf: &Pdf) {
        for kid in &element.kids {
            let Kid::Element(kid) = kid else { continue };
            let mut all = Vec::new();
            match kid.kind.as_str() {
                "Code" => {
                    marks(kid, &mut all);
                    self.code.extend(all);
                }
                "Table" => {
                    marks(kid, &mut all);
                    if let Some((pages, head)) = range(&all).zip(head_of(kid)) {
                        self.tables.push((letters(&shown(head, pdf), Form::Tags), pages));
                    }
                    self.gather(kid, pdf);
                }
                _ => self.gather(kid, pdf),
            }
        }
    }

    /// What may stand above the text of a page.
    fn heads(&self, page: usize) -> Vec<String> {
        let book = self.book;
        let mut heads = Vec::new();
        let of_book = book.info.short_title.as_ref().unwrap_or(&book.info.title);
        let is_on = |(_, (first, last)): &&(Division, (usize, usize))| {
            (*first..=*last).contains(&page)
        };
        // what was put off to a later page stands below the last title before it
        let begun = self.ranges.iter().rev().find(|(_, (first, _))| *first <= page);
        let on = self.ranges.iter().filter(is_on).chain(begun);
        let mut is_alone = true;
        // pages on the right name what they hold, those on the left the book or its part
        for (division, _) in on {
            is_alone = false;
            if page % 2 == 1 {
                let part = self.part_of(*division);
                heads.push(part.unwrap_or_else(|| of_book.clone()));
                continue;
            }
            let short = match division {
                Division::Chapter(number) => {
                    book.chapters[*number as usize].short_title.as_deref()
                }
                Division::TitlePage
                | Division::Copyright
                | Division::Contents
                | Division::List(_)
                | Division::Part(_)
                | Division::References
                | Division::Notice(_)
                | Division::Index => None,
            };
            heads.push(match short {
                Some(short) => short.to_owned(),
                None => account::of_division(book, *division, Room::Text).words,
            });
        }
        if page % 2 == 1 && heads.is_empty() || is_alone {
            heads.push(of_book.clone());
        }
        heads
    }

    /// What the part is called that holds a chapter.
    fn part_of(&self, division: Division) -> Option<String> {
        let Division::Chapter(number) = division else { return None };
        let part = self.book.chapters.get(number as usize)?.part?;
        Some(account::of_division(self.book, Division::Part(part), Room::Text).words)
    }

    /// What stands at the foot of a page and should not; nothing where there is too little.
    fn at_foot(&self, page: usize, folio: &str, said: &str) -> Option<String> {
        let found = letters(said, Form::Tags);
        let folio = letters(folio, Form::Tags);
        let mut rest = found.clone();
        let mut all = folio.clone();
        for notice in &self.notices {
            all.push_str(notice);
            if let Some(at) = rest.find(notice.as_str()).filter(|_| !notice.is_empty()) {
                rest.replace_range(at..at + notice.len(), "");
            }
        }
        let is_right = rest == folio || same(&found, &all, self.rtl);
        let is_numbered = self.ranges.iter().any(|(division, (first, last))| {
            let counts = match division {
                Division::Chapter(number) => {
                    !self.book.chapters[*number as usize].role.is_displayed()
                }
                Division::Contents
                | Division::List(_)
                | Division::References
                | Division::Index => true,
                // on the first pages, or alone
                Division::TitlePage
                | Division::Copyright
                | Division::Part(_)
                | Division::Notice(_) => false,
            };
            counts && (*first..=*last).contains(&page)
        });
        let alone = self.notices.concat();
        let is_blind = !is_numbered && (rest.is_empty() || same(&found, &alone, self.rtl));
        (!is_right && !is_blind).then(|| plain(said))
    }

    /// What stands beside the text of a page and should not.
    fn beside(
        &self,
        number: usize,
        page: &Page,
        said: &[(usize, String)],
    ) -> Option<String> {
        let mut words = String::new();
        for (at, text) in said {
            let run = match page.painted.get(*at).map(|one| &one.what) {
                Some(What::Text(run)) => run,
                Some(What::Area(_) | What::Image(_)) | None => continue,
            };
            let is_number = text.trim().bytes().all(|byte| byte.is_ascii_digit());
            if is_number && self.is_of_code(number, page, run) {
                continue;
            }
            words.push_str(&letters(text, Form::Tags));
        }
        // dots that lead to a number
        let mut words: String = words.chars().filter(|&c| c != '.').collect();
        let going_on = self
            .tables
            .iter()
            .filter(|(_, (first, last))| (*first..=*last).contains(&number));
        let without_dots = |head: &String| head.chars().filter(|&c| c != '.').collect();
        let mut heads: Vec<String> = going_on.map(|(head, _)| without_dots(head)).collect();
        heads.retain(|head| !head.is_empty());
        // one may begin as another does
        heads.sort_by_key(|head| std::cmp::Reverse(head.len()));
        let next = |words: &str| {
            let is_it = |head: &&String| {
                words.starts_with(head.as_str()) || same(words, head, self.rtl)
            };
            heads.iter().find(is_it).map(|head| head.len().min(words.len()))
        };
        while let Some(length) = next(&words) {
            words.replace_range(..length, "");
        }
        (!words.is_empty()).then_some(words)
    }

    /// Whether a run stands before a line of code.
    fn is_of_code(&self, number: usize, page: &Page, run: &Run) -> bool {
        page.runs().any(|(at, other)| {
            let is_level = (other.baseline - run.baseline).abs() < 0.1 * run.size;
            let context =
                page.painted.get(at).and_then(|one| page.contexts.get(one.context));
            let mark = context.and_then(|context| context.mark);
            is_level
                && other.x0 >= run.x1
                && mark.is_some_and(|mark| self.code.contains(&(number, mark)))
        })
    }

    /// Whether a page draws a picture outside of its text that is none of the book.
    fn has_strange_picture(&self, edition: &Edition<'_>, page: &Page) -> bool {
        let is_outside = |context: usize| {
            page.contexts.get(context).is_some_and(|own| own.artifact.is_some())
        };
        let mut outside =
            page.means.drawn.iter().filter(|one| is_outside(one.0)).peekable();
        if outside.peek().is_none() {
            return false;
        }
        let spine = edition.book.spine.iter();
        let numbers = spine.flat_map(|&one| {
            let told = account::of(edition, one, Form::Pages);
            let notes = told.notes.into_iter().flat_map(|note| note.1);
            let items = told.items.into_iter().chain(notes);
            let means = items.flat_map(|item| item.means);
            let said = means.filter_map(|mean| {
                mean.strip_prefix("picture ")?.split(' ').next()?.parse::<usize>().ok()
            });
            said.collect::<Vec<usize>>()
        });
        let numbers: BTreeSet<usize> = numbers.collect();
        let pictures = numbers.iter().filter_map(|&at| edition.book.pictures.get(at));
        let sizes: BTreeSet<(i64, i64)> = pictures
            .map(|picture| (i64::from(picture.width), i64::from(picture.height)))
            .collect();
        // a drawing says no size of its own
        outside.any(|one| one.2.is_some_and(|size| !sizes.contains(&size)))
    }
}

/// The first and the last page of some marked contents.
fn range(all: &[(usize, Mark)]) -> Option<(usize, usize)> {
    let pages = || all.iter().map(|own| own.0);
    pages().min().zip(pages().max())
}

/// The head of a table.
fn head_of(table: &Element) -> Option<&Element> {
    table.kids.iter().find_map(|kid| match kid {
        Kid::Element(kid) if kid.kind == "THead" => Some(&**kid),
        Kid::Element(_) | Kid::Marked { .. } | Kid::Object { .. } => None,
    })
}

/// What an element shows, in the order in which it is painted.
fn shown(element: &Element, pdf: &Pdf) -> String {
    let mut all = Vec::new();
    marks(element, &mut all);
    let first = |&(page, mark): &(usize, Mark)| {
        let page = pdf.pages.get(page)?;
        page.marks.get(&mark)?.first().copied()
    };
    all.sort_by_key(|own| (own.0, first(own)));
    let texts = all
        .iter()
        .filter_map(|(page, mark)| pdf.pages.get(*page).map(|page| page.text_of(*mark)));
    texts.collect()
}
