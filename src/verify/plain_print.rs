//! The proof that a PDF is plain print, as the program writes it: words upright in one
//! colour, rectangles, pictures in their figures, links where their words are.
//!
//! What else a PDF can do (masks, blending, curves, turned pages, actions after actions)
//! could hide or change words in ways that nobody can compute: it is refused.

use std::collections::{BTreeMap, BTreeSet};

use crate::diag::Sink;
use crate::resolve::Book;

use super::account::{self, Form};
use super::pages::Edition;
use super::pdf::{Element, Kid, Mark, Page, Pdf, Rect, What};
use super::report::{Subject, shortened};
use super::told::{Item, plain};

const HELP: &str = "a PDF of this program does not do that: somebody changed the file, which `trifold \
     build` makes anew; else it is a defect of the program";

/// Tells what in a PDF is no plain print.
pub(super) fn check(edition: &Edition<'_>, pdf: &Pdf, subject: &Subject, sink: &mut Sink) {
    let spine = edition.book.spine.iter();
    let told = spine.flat_map(|&one| {
        let told = account::of(edition, one, Form::Tags);
        told.items.into_iter().chain(told.notes.into_iter().flat_map(|note| note.1))
    });
    let told: Vec<Item> = told.collect();
    let mut teller = Teller { edition, pdf, subject, told: &told, sink };
    for index in 0..pdf.pages.len() {
        teller.page(index);
    }
    if let Some(root) = &pdf.structure {
        teller.element(root, None);
        teller.expansions(root);
        teller.pictures(root);
    }
    if pdf.facts.actions.iter().any(|one| one.place == "which runs when it is opened") {
        teller.tell("does something when it is opened", None);
    }
}

struct Teller<'a> {
    edition: &'a Edition<'a>,
    pdf: &'a Pdf,
    subject: &'a Subject,
    told: &'a [Item],
    sink: &'a mut Sink,
}

impl Teller<'_> {
    fn tell(&mut self, what: &str, words: Option<&str>) {
        let words = words.map(plain).filter(|words| !words.is_empty());
        let item = words
            .and_then(|words| self.told.iter().find(|item| item.text.contains(&words)));
        let place = item.and_then(|item| item.place);
        self.subject.advise("unproven-print", (what, HELP), place, self.sink);
    }

    fn page(&mut self, index: usize) {
        let page = &self.pdf.pages[index];
        let label = self.pdf.labels.get(index).map_or("?", String::as_str);
        let mut odd: Vec<String> = page.means.odd.iter().cloned().collect();
        if page.rotation != 0 {
            odd.push("a turned page".to_owned());
        }
        if page.contexts.iter().any(|own| own.language.is_some() || own.alt.is_some()) {
            odd.push("a language or a description outside of its tags".to_owned());
        }
        if page.runs().any(|(_, run)| !run.level && !run.text.trim().is_empty())
            && page.means.forms.is_empty()
        {
            odd.push("type that does not stand upright".to_owned());
        }
        for annotation in &page.annotations {
            let said = [
                (annotation.kind != "Link", "a mark that is no link"),
                (annotation.appearances.is_some(), "a link that draws something"),
                (annotation.has_more_actions, "a link that does more than lead on"),
                (annotation.actions.len() > 1, "a link that does more than lead on"),
            ];
            odd.extend(said.iter().filter(|one| one.0).map(|one| one.1.to_owned()));
        }
        odd.dedup();
        // what is looked up for a place is the whole book
        if odd.is_empty() {
            return;
        }
        let place = account::place_of_page(self.edition, label);
        for what in odd {
            let what = format!("has {what} on page {label}, which can hide words");
            self.subject.advise("unproven-print", (&what, HELP), place, self.sink);
        }
    }

    /// What the elements of the tags say that they have no reason to say.
    fn element(&mut self, element: &Element, rows: Option<&'static str>) {
        let kind = element.kind.as_str();
        let rows = match kind {
            "THead" => Some("Column"),
            // a body may have heads of columns too
            "TBody" => None,
            _ => rows,
        };
        if let Some(alt) = &element.alt
            && !matches!(kind, "Figure" | "Formula")
        {
            let what = format!("says `{}` in place of a `{kind}`", shortened(alt));
            self.tell(&what, Some(&self.pdf.text_of(element)));
        }
        if kind == "TH"
            && let (Some(said), Some(wanted)) = (element.attributes.scope.as_deref(), rows)
            && said != wanted
            && said != "Both"
        {
            let words = self.pdf.text_of(element);
            let what = format!(
                "says that `{}` is the header of a {}: it is that of a {}",
                shortened(&plain(&words)),
                said.to_lowercase(),
                wanted.to_lowercase()
            );
            self.tell(&what, Some(&words));
        }
        if kind == "Link" {
            self.link(element);
        }
        if kind == "Table" {
            self.table(element);
        }
        for kid in &element.kids {
            if let Kid::Element(inner) = kid {
                self.element(inner, rows);
            }
        }
    }

    /// Links can be pressed where their words are.
    fn link(&mut self, element: &Element) {
        let (mut words, mut boxes) = (Vec::new(), Vec::new());
        parts(element, &mut words, &mut boxes);
        for (page, annotation) in boxes {
            let Some(page_of) = self.pdf.pages.get(page) else { continue };
            let Some(link) = page_of.annotations.get(annotation) else { continue };
            let Some(rect) = link.rect else { continue };
            let own = words.iter().filter(|(other, _)| *other == page);
            let own = own.filter_map(|(_, mark)| around(page_of, *mark));
            let own: Vec<Rect> = own.collect();
            let touches = |one: &Rect| !one.intersection(rect).is_empty();
            if !own.is_empty() && !own.iter().any(touches) {
                let text = self.pdf.text_of(element);
                let what = format!(
                    "has the link `{}` elsewhere than its words",
                    shortened(&plain(&text))
                );
                self.tell(&what, Some(&text));
            }
        }
    }

    /// The cells of a table stand in the order of its tags.
    fn table(&mut self, table: &Element) {
        let mut rows = Vec::new();
        rows_of(table, &mut rows);
        let mut way: Option<bool> = None;
        for row in rows {
            let cells = row.kids.iter().filter_map(|kid| match kid {
                Kid::Element(cell) => Some(&**cell),
                Kid::Marked { .. } | Kid::Object { .. } => None,
            });
            let places = cells.filter_map(|cell| {
                let mut found = Vec::new();
                super::print::marks(cell, &mut found);
                let &(page, mark) = found.first()?;
                let rect = around(self.pdf.pages.get(page)?, mark)?;
                Some((page, rect, cell))
            });
            let places: Vec<(usize, Rect, &Element)> = places.collect();
            for pair in places.windows(2) {
                let [(page, one, cell), (other, next, _)] = pair else { continue };
                if page != other {
                    continue;
                }
                let rightward = one.x1 <= next.x0 + 0.5;
                let leftward = next.x1 <= one.x0 + 0.5;
                let level = (one.y1 - next.y1).abs() <= (one.y1 - one.y0) * 1.6
                    || cell.attributes.row_span.is_some();
                let is_right = level
                    && rightward != leftward
                    && way.is_none_or(|rightwards| rightwards == rightward);
                if !is_right {
                    let words = self.pdf.text_of(cell);
                    let what = format!(
                        "has the cell behind `{}` at another place than in its row",
                        shortened(&plain(&words))
                    );
                    return self.tell(&what, Some(&words));
                }
                way = Some(rightward);
            }
        }
    }

    /// Abbreviations say what they stand for.
    fn expansions(&mut self, root: &Element) {
        let mut found = Vec::new();
        said_long(root, self.pdf, &mut found);
        let wanted: BTreeSet<&str> = self
            .told
            .iter()
            .flat_map(|item| &item.means)
            .filter_map(|mean| mean.strip_prefix("abbreviation of "))
            .collect();
        for (long, short) in &found {
            let said = format!("{long} `{short}`");
            if !wanted.contains(said.as_str()) {
                let what = format!("says that `{short}` stands for `{long}`");
                self.tell(&what, Some(short));
            }
        }
        for said in wanted {
            let known =
                found.iter().any(|(long, short)| format!("{long} `{short}`") == said);
            if !known {
                self.tell(&format!("does not say the words of {said}"), None);
            }
        }
    }

    /// Figures draw the pictures of the book, where they say.
    fn pictures(&mut self, root: &Element) {
        let mut figures = Vec::new();
        figures_of(root, &mut figures);
        let mut sizes: BTreeMap<String, Vec<(i64, i64)>> = BTreeMap::new();
        for (alt, size) in wanted_pictures(self.edition.book, self.told) {
            sizes.entry(alt).or_default().push(size);
        }
        for figure in figures {
            let mut found = Vec::new();
            super::print::marks(figure, &mut found);
            let drawn: Vec<(Rect, Option<(i64, i64)>)> = found
                .iter()
                .filter_map(|(page, mark)| {
                    let page = self.pdf.pages.get(*page)?;
                    let of = |context: usize| page.contexts.get(context)?.mark;
                    let mut drawn = page.means.drawn.iter();
                    let one = drawn.find(|one| of(one.0) == Some(*mark))?;
                    Some((one.1, one.2))
                })
                .collect();
            let alt = plain(figure.alt.as_deref().unwrap_or_default());
            let name = shortened(&alt);
            let Some((rect, size)) = drawn.first() else {
                self.tell(&format!("draws nothing for the picture `{name}`"), Some(&alt));
                continue;
            };
            let said = figure.attributes.bounds;
            if said.is_some_and(|said| !is_same(said, *rect)) {
                let what = format!("says that the picture `{name}` is elsewhere");
                self.tell(&what, Some(&alt));
            }
            let known = sizes.get(&alt);
            if let (Some(size), Some(known)) = (size, known)
                && !known.contains(size)
            {
                let what = format!("draws another picture for `{name}`");
                self.tell(&what, Some(&alt));
            }
        }
    }
}

/// The pictures of a book by their alternative texts, with their sizes in points of their
/// own.
fn wanted_pictures(book: &Book, told: &[Item]) -> Vec<(String, (i64, i64))> {
    let mut found = Vec::new();
    for item in told {
        let pictures = item.means.iter().filter(|mean| mean.starts_with("picture "));
        let numbers = pictures.filter_map(|mean| {
            let number = mean.split(' ').nth(1)?.parse::<usize>().ok()?;
            book.pictures.get(number)
        });
        let mut alts: Vec<String> = item
            .text
            .split('⟦')
            .skip(1)
            .filter_map(|part| part.split_once('⟧'))
            .map(|(alt, _)| alt.to_owned())
            .collect();
        alts.push(item.text.clone());
        for picture in numbers {
            let size = (i64::from(picture.width), i64::from(picture.height));
            found.extend(alts.iter().map(|alt| (alt.clone(), size)));
        }
    }
    found
}

/// Whether two rectangles are the same, give or take a point.
fn is_same(one: Rect, other: Rect) -> bool {
    let edges = |of: Rect| [of.x0, of.y0, of.x1, of.y1];
    edges(one).into_iter().zip(edges(other)).all(|(a, b)| (a - b).abs() <= 1.5)
}

/// What is around the words of a marked content.
fn around(page: &Page, mark: Mark) -> Option<Rect> {
    let painted = page.marks.get(&mark)?.iter();
    let rects = painted.filter_map(|&at| match &page.painted.get(at)?.what {
        What::Text(run) if !run.text.trim().is_empty() => Some(run.bounds),
        What::Text(_) | What::Area(_) => None,
        What::Image(image) => Some(image.bounds),
    });
    rects.reduce(|one, other| Rect {
        x0: one.x0.min(other.x0),
        y0: one.y0.min(other.y0),
        x1: one.x1.max(other.x1),
        y1: one.y1.max(other.y1),
    })
}

/// The marks and the annotations that an element holds.
fn parts(
    element: &Element,
    words: &mut Vec<(usize, Mark)>,
    boxes: &mut Vec<(usize, usize)>,
) {
    for kid in &element.kids {
        match kid {
            Kid::Element(inner) => parts(inner, words, boxes),
            Kid::Marked { page: Some(page), mark } => words.push((*page, *mark)),
            Kid::Object { page: Some(page), annotation: Some(annotation) } => {
                boxes.push((*page, *annotation));
            }
            Kid::Marked { page: None, .. } | Kid::Object { .. } => {}
        }
    }
}

fn rows_of<'e>(element: &'e Element, rows: &mut Vec<&'e Element>) {
    for kid in &element.kids {
        match kid {
            Kid::Element(inner) if inner.kind == "TR" => rows.push(inner),
            Kid::Element(inner) if matches!(inner.kind.as_str(), "THead" | "TBody") => {
                rows_of(inner, rows);
            }
            Kid::Element(_) | Kid::Marked { .. } | Kid::Object { .. } => {}
        }
    }
}

fn said_long(element: &Element, pdf: &Pdf, found: &mut Vec<(String, String)>) {
    if let Some(long) = &element.expansion {
        found.push((plain(long), plain(&pdf.text_of(element))));
    }
    for kid in &element.kids {
        if let Kid::Element(inner) = kid {
            said_long(inner, pdf, found);
        }
    }
}

fn figures_of<'e>(element: &'e Element, figures: &mut Vec<&'e Element>) {
    if element.kind == "Figure" {
        return figures.push(element);
    }
    for kid in &element.kids {
        if let Kid::Element(inner) = kid {
            figures_of(inner, figures);
        }
    }
}
