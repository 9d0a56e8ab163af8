//! The proof that a PDF is plain print, as the program writes it: words upright in one
//! colour, rectangles, pictures in their figures, links where their words are.
//!
//! What else a PDF can do (masks, blending, curves, turned pages, actions after actions)
//! could hide or change words in ways that nobody can compute: it is refused.

use std::collections::{BTreeMap, BTreeSet};

use icu_normalizer::DecomposingNormalizerBorrowed;

use crate::diag::Sink;
use crate::resolve::Book;

use super::account::{self, Form};
use super::notices::letters;
use super::pages::Edition;
use super::pdf::{Element, Kid, Mark, Page, Pdf, Rect, Run, What};
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
        teller.formulas(root);
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
        if (page.unit - 1.0).abs() > 1e-9 {
            odd.push("a unit of its own".to_owned());
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
        for replaced in page.replaced() {
            if !shows(&replaced.shown, &replaced.text) {
                let (shown, read) = (plain(&replaced.shown), plain(&replaced.text));
                let (shown, read) = (shortened(&shown), shortened(&read));
                odd.push(format!("`{shown}` where `{read}` is read"));
            }
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
            "TBody" => Some("Row"),
            // heads alone stand where others have rows
            "TR" if rows == Some("Row") && is_of_heads(element) => None,
            _ => rows,
        };
        if let Some(actual) = &element.actual {
            let what = format!("says `{}` in place of a `{kind}`", shortened(actual));
            self.tell(&what, Some(actual));
        }
        if let Some(alt) = &element.alt
            && !matches!(kind, "Figure" | "Formula")
        {
            let what = format!("says `{}` in place of a `{kind}`", shortened(alt));
            self.tell(&what, Some(&self.pdf.text_of(element)));
        }
        if kind == "TH"
            && let (said, Some(wanted)) = (element.attributes.scope.as_deref(), rows)
            && said != Some(wanted)
        {
            let words = self.pdf.text_of(element);
            let what = format!(
                "says that `{}` is the header of a {}: it is that of a {}",
                shortened(&plain(&words)),
                said.unwrap_or("thing").to_lowercase(),
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

    /// Links can be pressed where their words are, and nowhere else.
    fn link(&mut self, element: &Element) {
        let (mut words, mut boxes) = (Vec::new(), Vec::new());
        parts(element, &mut words, &mut boxes);
        // its signs are higher than the box around it, or lie beside it
        let mut formulas = Vec::new();
        of_kind(element, "Formula", &mut formulas);
        let has_formula = !formulas.is_empty();
        for (page, annotation) in boxes {
            let Some(page_of) = self.pdf.pages.get(page) else { continue };
            let Some(link) = page_of.annotations.get(annotation) else { continue };
            let Some(rect) = link.rect else { continue };
            let parts = match link.quads.as_slice() {
                [] => std::slice::from_ref(&rect),
                quads => quads,
            };
            let is_around = parts.iter().all(|part| is_same(joined(*part, rect), rect));
            let own = words.iter().filter(|(other, _)| *other == page);
            let all = own.clone().flat_map(|(_, mark)| parts_of(page_of, *mark, true));
            let all: Vec<Rect> = all.collect();
            let own: Vec<Rect> =
                own.flat_map(|(_, mark)| parts_of(page_of, *mark, false)).collect();
            let covers = |rect: &Rect| {
                let height = f64::midpoint(rect.y0, rect.y1);
                [0.1, 0.5, 0.9].iter().all(|share| {
                    let point = (rect.x0 + (rect.x1 - rect.x0) * share, height);
                    parts.iter().any(|part| part.holds(point))
                })
            };
            // a part that can be pressed has words of the link from one end to the other
            let fits = |part: &Rect| {
                let height = |rect: &Rect| f64::midpoint(rect.y0, rect.y1);
                let on =
                    all.iter().filter(|rect| (part.y0..part.y1).contains(&height(rect)));
                let on = on.copied().reduce(joined);
                on.is_some_and(|on| {
                    let slack = 0.5 * (on.y1 - on.y0);
                    on.x0 - slack <= part.x0
                        && part.x1 <= on.x1 + slack
                        && part.y1 - part.y0 <= 2.0 * (on.y1 - on.y0)
                })
            };
            // or it is a picture, or room, and no other words
            let strange = |part: &Rect| {
                page_of.runs().any(|(at, run)| {
                    let context = page_of.painted.get(at).map(|one| one.context);
                    let context = context.and_then(|at| page_of.contexts.get(at));
                    let mark = context.and_then(|own| own.mark);
                    let is_own = mark.is_some_and(|mark| words.contains(&(page, mark)));
                    let over = run.bounds.x1.min(part.x1) - run.bounds.x0.max(part.x0);
                    let height = f64::midpoint(run.bounds.y0, run.bounds.y1);
                    let is_in = over > 2.0 && (part.y0..part.y1).contains(&height);
                    is_in && !is_own && !run.text.trim().is_empty()
                })
            };
            let has_own = |part: &Rect| {
                let middle = |own: &Rect| {
                    (f64::midpoint(own.x0, own.x1), f64::midpoint(own.y0, own.y1))
                };
                all.iter().any(|own| part.holds(middle(own)))
            };
            // the room before a picture of the link belongs to its words
            let goes_on = |part: &Rect| {
                let beside = |other: &Rect| {
                    let near = (other.x0 - part.x1).abs().min((other.x1 - part.x0).abs());
                    near < 0.05 && other.y0 < part.y1 && part.y0 < other.y1
                };
                parts.iter().any(|other| other != part && beside(other))
            };
            let may_be = |part: &Rect| {
                (!has_own(part) || goes_on(part) || has_formula) && !strange(part)
            };
            let is_right = is_around
                && (has_formula || own.iter().all(covers))
                && parts.iter().all(|part| fits(part) || may_be(part));
            if !own.is_empty() && !is_right {
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
        let mut above: Option<(usize, Rect)> = None;
        for row in rows {
            let cells = row.kids.iter().filter_map(|kid| match kid {
                Kid::Element(cell) => Some(&**cell),
                Kid::Marked { .. } | Kid::Object { .. } => None,
            });
            let places = cells.filter_map(|cell| {
                let mut found = Vec::new();
                super::print::marks(cell, &mut found);
                let &(page, mark) = found.first()?;
                let on = self.pdf.pages.get(page)?;
                let rect = around(on, mark)?;
                let own = found.iter().filter(|(other, _)| *other == page);
                let whole = own.filter_map(|(_, mark)| around(on, *mark)).reduce(joined);
                Some((page, rect, whole.unwrap_or(rect), cell))
            });
            let places: Vec<(usize, Rect, Rect, &Element)> = places.collect();
            let whole = places.first().map(|&(page, ..)| {
                let on = places.iter().filter(|own| own.0 == page).map(|own| own.1);
                (page, on.reduce(joined).unwrap_or_default())
            });
            let is_below = above.zip(whole).is_none_or(|((page, one), (other, next))| {
                let in_next_column = one.x1 <= next.x0 || next.x1 <= one.x0;
                page < other || page == other && (next.y1 < one.y1 || in_next_column)
            });
            if let (false, Some((.., cell))) = (is_below, places.first()) {
                let words = self.pdf.text_of(cell);
                let what = format!(
                    "has the row of `{}` above the row that is before it",
                    shortened(&plain(&words))
                );
                return self.tell(&what, Some(&words));
            }
            above = whole.or(above);
            for pair in places.windows(2) {
                let [(page, one, whole, cell), (other, next, all, _)] = pair else {
                    continue;
                };
                if page != other {
                    continue;
                }
                let rightward = one.x1 <= next.x0 + 0.5;
                let leftward = next.x1 <= one.x0 + 0.5;
                // cells of heads stand on one line at their foot, others at their head
                let level = whole.y0 < all.y1 && all.y0 < whole.y1
                    || (one.y1 - next.y1).abs() <= (one.y1 - one.y0) * 1.6
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

    /// Formulas show the signs that were written.
    fn formulas(&mut self, root: &Element) {
        let mut wanted: BTreeMap<String, Vec<Vec<char>>> = BTreeMap::new();
        for item in self.told {
            let mut alts: Vec<&str> = apart(&item.text).collect();
            alts.push(&item.text);
            for mean in &item.means {
                let Some(markup) = mean.strip_prefix("formula ") else { continue };
                let signs = signs(&text_of_markup(markup));
                for alt in &alts {
                    wanted.entry((*alt).to_owned()).or_default().push(signs.clone());
                }
            }
        }
        let mut formulas = Vec::new();
        of_kind(root, "Formula", &mut formulas);
        for formula in formulas {
            let alt = plain(formula.alt.as_deref().unwrap_or_default());
            let shown = self.pdf.text_of(formula);
            let found = signs(&shown);
            let known = wanted.get(&alt).is_some_and(|known| known.contains(&found));
            if !known {
                let name = shortened(&alt);
                let what =
                    format!("shows `{}` for the formula `{name}`", shortened(&shown));
                self.tell(&what, Some(&alt));
            }
        }
    }

    /// Figures draw the pictures of the book, where they say.
    fn pictures(&mut self, root: &Element) {
        let mut figures = Vec::new();
        of_kind(root, "Figure", &mut figures);
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
            // words of drawings are outlines
            let own = figure.kids.iter().filter_map(|kid| match kid {
                Kid::Marked { page: Some(page), mark } => {
                    Some((self.pdf.pages.get(*page)?, *mark))
                }
                Kid::Marked { page: None, .. } | Kid::Element(_) | Kid::Object { .. } => {
                    None
                }
            });
            let words: String = own.map(|(page, mark)| page.text_of(mark)).collect();
            if !words.trim().is_empty() {
                let words = shortened(&plain(&words));
                self.tell(
                    &format!("has the words `{words}` on the picture `{name}`"),
                    Some(&alt),
                );
            }
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
        let mut alts: Vec<String> = apart(&item.text).map(str::to_owned).collect();
        alts.push(item.text.clone());
        for picture in numbers {
            let size = (i64::from(picture.width), i64::from(picture.height));
            found.extend(alts.iter().map(|alt| (alt.clone(), size)));
        }
    }
    found
}

/// The thin rules of a page: those that can cross words out.
pub(super) fn thin_rules(page: &Page) -> Vec<Rect> {
    let areas = page.painted.iter().filter_map(|painted| match &painted.what {
        What::Area(area) if area.alpha > 0.0 => Some(area.bounds),
        What::Area(_) | What::Text(_) | What::Image(_) => None,
    });
    areas.filter(|rect| rect.y1 - rect.y0 < THIN_RULE && rect.x1 - rect.x0 > 1.0).collect()
}

/// Higher areas than this are no rules, in points.
const THIN_RULE: f64 = 8.0;

/// Whether a rule crosses words out: it runs through the middle of their small letters.
pub(super) fn is_struck(run: &Run, rules: &[Rect]) -> bool {
    let foot = run.baseline + run.rise;
    let (low, high) = (foot + 0.08 * run.size, foot + 0.42 * run.size);
    rules.iter().any(|rule| {
        let middle = f64::midpoint(rule.y0, rule.y1);
        let over = rule.x1.min(run.bounds.x1) - rule.x0.max(run.bounds.x0);
        rule.y1 - rule.y0 < 0.3 * run.size && (low..high).contains(&middle) && over > 1.0
    })
}

/// Whether two rectangles are the same, give or take a point.
fn is_same(one: Rect, other: Rect) -> bool {
    let edges = |of: Rect| [of.x0, of.y0, of.x1, of.y1];
    edges(one).into_iter().zip(edges(other)).all(|(a, b)| (a - b).abs() <= 1.5)
}

/// What is around the words of a marked content.
fn around(page: &Page, mark: Mark) -> Option<Rect> {
    parts_of(page, mark, false).into_iter().reduce(joined)
}

/// Where the words of a marked content stand, its spaces if they count, and its pictures of
/// points.
fn parts_of(page: &Page, mark: Mark, spaces: bool) -> Vec<Rect> {
    let painted = page.marks.get(&mark).map_or(&[][..], Vec::as_slice).iter();
    let rects = painted.filter_map(|&at| match &page.painted.get(at)?.what {
        What::Text(run) if spaces || !run.text.trim().is_empty() => {
            // spaces at the ends are no ink
            Some(match spaces {
                true => {
                    Rect { x0: run.x0.min(run.x1), x1: run.x0.max(run.x1), ..run.bounds }
                }
                false => run.bounds,
            })
        }
        What::Text(_) | What::Area(_) => None,
        What::Image(image) => Some(image.bounds),
    });
    rects.collect()
}

/// What is around two rectangles.
const fn joined(one: Rect, other: Rect) -> Rect {
    Rect {
        x0: one.x0.min(other.x0),
        y0: one.y0.min(other.y0),
        x1: one.x1.max(other.x1),
        y1: one.y1.max(other.y1),
    }
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

fn of_kind<'e>(element: &'e Element, kind: &str, found: &mut Vec<&'e Element>) {
    if element.kind == kind {
        return found.push(element);
    }
    for kid in &element.kids {
        if let Kid::Element(inner) = kid {
            of_kind(inner, kind, found);
        }
    }
}

/// What stands in a text in the place of pictures and formulas.
fn apart(text: &str) -> impl Iterator<Item = &str> {
    text.split('⟦').skip(1).filter_map(|part| part.split_once('⟧')).map(|(alt, _)| alt)
}

/// The words of the markup of a formula that are to be seen.
fn text_of_markup(markup: &str) -> String {
    let mut text = String::new();
    let mut rest = markup;
    // how deep the text lies, and how deep what leaves its place free
    let (mut depth, mut free) = (0usize, usize::MAX);
    while let Some((before, tag)) = rest.split_once('<') {
        if depth < free {
            text.push_str(before);
        }
        // a sign of its own is no tag
        let is_tag = tag.starts_with(|c: char| c == '/' || c.is_ascii_alphabetic());
        let after = tag.split_once('>').filter(|_| is_tag);
        rest = after.map_or(tag, |(_, after)| after);
        if after.is_none() {
            text.push('<');
        } else if tag.starts_with('/') {
            depth = depth.saturating_sub(1);
            free = if depth < free { usize::MAX } else { free };
        } else {
            depth += 1;
            if tag.starts_with("mphantom") {
                free = free.min(depth);
            }
        }
    }
    text + rest
}

/// The signs of a formula, in no order: what is set above is read before what it is above,
/// or behind it.
fn signs(text: &str) -> Vec<char> {
    let text = DecomposingNormalizerBorrowed::new_nfkd().normalize(text);
    let one = |c| match c {
        '-' => '−',
        '*' => '∗',
        '\'' => '′',
        _ => c,
    };
    // but for what is not seen or grows with what it is around: that is drawn of parts that
    // are no characters
    let counts = |c: &char| {
        c.is_alphanumeric()
            || *c == '\u{338}'
            || "=<>+−±×÷∗·≤≥≈∼∈⊂∪∩∧∨∀∃∂∇∞%!,;:.".contains(*c)
    };
    let mut all: Vec<char> = text.chars().map(one).filter(counts).collect();
    all.sort_unstable();
    all
}

/// Whether some glyphs show what is read in their stead.
fn shows(glyphs: &str, text: &str) -> bool {
    let of = |text: &str| {
        // a sign above the line may be one of its own or a letter that is raised
        let text = text.replace(['\u{207b}', '\u{208b}'], "-");
        let text = DecomposingNormalizerBorrowed::new_nfkd().normalize(&text);
        let text = letters(&text, Form::Tags).to_lowercase();
        // fonts have marks on letters with their letters or for themselves
        let is_mark = |c: &char| {
            matches!(c, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}'
                | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6ed}')
        };
        let is_none = |c: &char| matches!(c, '\u{fffd}' | '-' | '‐') || is_mark(c);
        let own = text.chars().filter(|c| !is_none(c));
        // brackets are turned around where text runs from right to left
        let turned = own.map(|c| match c {
            ')' => '(',
            ']' => '[',
            '}' => '{',
            '>' => '<',
            '»' => '«',
            '›' => '‹',
            '⟩' => '⟨',
            _ => c,
        });
        let mut all: Vec<char> = turned.collect();
        all.sort_unstable();
        all
    };
    let (shown, read) = (of(glyphs), of(text));
    // signs of formulas are put together of parts that are no characters
    let is_drawn = shown.is_empty() && !read.iter().any(|c| c.is_alphanumeric());
    shown == read || is_drawn
}

/// Whether all cells of a row are heads.
fn is_of_heads(row: &Element) -> bool {
    row.kids.iter().all(|kid| match kid {
        Kid::Element(cell) => cell.kind == "TH",
        Kid::Marked { .. } | Kid::Object { .. } => true,
    })
}
