//! What the tags of a PDF tell: its structure elements as items, in reading order.

use std::collections::BTreeMap;

use super::looks::{Look, Looks};
use super::numbering;
use super::pdf::{Element, Kid, Mark, Pdf, Rect, Target, What};
use super::plain_print;
use super::told::{Aim, Group, Item, Kind, Link, Told, plain};

/// A part of the reading order, as the tags have it.
#[derive(Debug, Default)]
pub(super) struct Section<'a> {
    /// Its element.
    pub(super) element: Option<&'a Element>,
    /// Its title in the tags.
    pub(super) title: String,
    /// What it tells.
    pub(super) told: Told,
    /// The page on which each item begins, by its number.
    pub(super) pages: Vec<Option<usize>>,
    /// The object number of the element that says each item, by its number.
    pub(super) elements: Vec<Option<i32>>,
    /// The notes.
    pub(super) notes: Vec<Noted>,
    /// Where items go on: the item, how much of its text stands before, and the page.
    pub(super) turns: Vec<(usize, usize, usize)>,
    /// What is said below entries of references: where they are cited.
    pub(super) cited: Vec<Item>,
    /// The entries of contents lists.
    pub(super) contents: Vec<Link>,
}

/// Where a note stands in the tags.
#[derive(Debug)]
pub(super) struct Noted {
    /// The object number of its element.
    pub(super) element: Option<i32>,
    /// How many items stand before it.
    pub(super) before: usize,
    /// Its number, as it says.
    pub(super) label: String,
}

/// The parts of the reading order.
pub(super) fn sections(pdf: &Pdf) -> Vec<Section<'_>> {
    let mut teller = Teller {
        pdf,
        done: Vec::new(),
        open: vec![Section::default()],
        line: None,
        languages: vec![pdf.language.clone().unwrap_or_default()],
        inside: Vec::new(),
        numbers: Vec::new(),
        lead: None,
        lists: Vec::new(),
        cites: false,
        notes: Vec::new(),
        code: 0,
        rules: BTreeMap::new(),
    };
    if let Some(root) = &pdf.structure {
        teller.kids(root);
        teller.flush();
    }
    let mut sections = teller.done;
    let rest = teller.open.into_iter().filter(|rest| !rest.told.items.is_empty());
    sections.extend(rest);
    sections
}

struct Line {
    kind: Kind,
    text: String,
    links: Vec<Link>,
    foreign: Vec<(String, String)>,
    page: Option<usize>,
    /// The object number of the element that holds it.
    element: Option<i32>,
    /// The pages it goes on to, and how long the text is before.
    turns: Vec<(usize, usize)>,
    looks: Looks,
}

/// A list that is being read.
#[derive(Debug, Copy, Clone)]
struct List {
    /// The number of the next item, where they have numbers.
    next: Option<u32>,
    /// What their numbers are written with.
    kind: numbering::Kind,
    /// Whether it is one of references.
    references: bool,
}

struct Teller<'a> {
    pdf: &'a Pdf,
    /// Sections in the order in which they begin; those that go on are empty here.
    done: Vec<Section<'a>>,
    /// The sections around, by their place in `done`; the first is the document.
    open: Vec<Section<'a>>,
    line: Option<Line>,
    languages: Vec<String>,
    /// The types of the elements around.
    inside: Vec<&'a str>,
    /// The object numbers of the elements around that hold lines.
    numbers: Vec<Option<i32>>,
    /// What the next line begins with: the label of an item.
    lead: Option<String>,
    /// The lists around.
    lists: Vec<List>,
    /// Whether an entry of the references was read in this item.
    cites: bool,
    /// The notes that are being read.
    notes: Vec<Vec<Item>>,
    /// How many elements around are code.
    code: usize,
    /// The thin rules of each page that was looked at.
    rules: BTreeMap<usize, Vec<Rect>>,
}

impl<'a> Teller<'a> {
    fn kids(&mut self, element: &'a Element) {
        if let Some(actual) = &element.actual {
            // it stands for all that is in the element
            return self.words(actual, first_page(element));
        }
        for kid in &element.kids {
            match kid {
                Kid::Element(inner) => self.element(inner),
                Kid::Marked { page, mark } => {
                    let text = page
                        .and_then(|page| self.pdf.pages.get(page))
                        .map(|page| page.text_of(*mark));
                    self.words(&text.unwrap_or_default(), *page);
                    if let Some(page) = *page {
                        self.look(page, *mark);
                    }
                }
                Kid::Object { .. } => {}
            }
        }
    }

    fn element(&mut self, element: &'a Element) {
        if let Some(language) = &element.language
            && !is_inline(element)
        {
            self.languages.push(language.clone());
            self.one(element);
            self.languages.pop();
        } else {
            self.one(element);
        }
    }

    fn one(&mut self, element: &'a Element) {
        let kind = element.kind.as_str();
        let within = |name: &str| self.inside.contains(&name);
        match kind {
            "Sect" | "Part" if !within("TD") && !within("TH") => {
                return self.section(element);
            }
            "Note" | "FENote" => return self.note(element),
            "Lbl" if self.inside.last() == Some(&"LI") => return self.label(element),
            // the number of a note is generated, and its mark says it too
            "Lbl" if within("Note") || within("FENote") => return,
            "Figure" => return self.figure(element),
            "Formula" => return self.formula(element),
            "TOCI" => return self.contents_entry(element),
            "P" if self.cites => return self.cited(element),
            "BibEntry" => {
                self.flush();
                self.kids(element);
                self.flush();
                self.cites = true;
                return;
            }
            _ => {}
        }
        if is_inline(element) {
            return self.inline(element);
        }
        self.flush();
        self.inside.push(kind);
        self.numbers.push(element.object);
        let group = group(element, self.pdf);
        let mut opening = group.map(|group| Item::mark(Kind::Open(group), None));
        if let Some(Group::List { ordered }) = group {
            let references = has(element, "BibEntry");
            let first = first_label(element).map(|label| self.pdf.text_of(label));
            let kind = numbering::of_list(element.attributes.numbering.as_deref());
            let kind = kind.unwrap_or(numbering::DIGITS);
            let first = first.and_then(|label| number(kind, &label)).unwrap_or(1);
            let next = ordered.then_some(first);
            self.lists.push(List { next, kind, references });
            if let Some(item) = opening.as_mut().filter(|_| !references) {
                item.text = numbering::beginning(kind, next);
            }
        }
        match group.zip(opening) {
            Some((group, opening)) => {
                self.push(opening, None, element.object);
                self.cites = false;
                self.kids(element);
                self.flush();
                self.lead = None;
                self.cites = false;
                self.push(Item::mark(Kind::Close(group), None), None, element.object);
                if matches!(group, Group::List { .. }) {
                    self.lists.pop();
                }
            }
            None => {
                self.kids(element);
                self.flush();
            }
        }
        self.inside.pop();
        self.numbers.pop();
    }

    fn section(&mut self, element: &'a Element) {
        self.flush();
        let section = Section {
            element: Some(element),
            title: element.title.clone().unwrap_or_default(),
            ..Section::default()
        };
        let at = self.done.len();
        self.done.push(Section::default());
        self.open.push(section);
        self.kids(element);
        self.flush();
        if let Some(section) = self.open.pop() {
            self.done[at] = section;
        }
    }

    /// A note stands apart.
    fn note(&mut self, element: &'a Element) {
        let line = self.line.take();
        let label = label_of(element).map(|label| plain(&self.pdf.text_of(label)));
        self.notes.push(Vec::new());
        self.inside.push("Note");
        self.kids(element);
        self.flush();
        self.inside.pop();
        let items = self.notes.pop().unwrap_or_default();
        self.line = line;
        if let Some(section) = self.open.last_mut() {
            section.told.notes.push((String::new(), items));
            let before = section.told.items.len();
            let label = label.unwrap_or_default();
            section.notes.push(Noted { element: element.object, before, label });
        }
    }

    /// The label of an item: a box, the label of a reference, a term; bullets and numbers
    /// are generated.
    fn label(&mut self, element: &'a Element) {
        let whole = plain(&self.pdf.text_of(element));
        // the box of a numbered task stands behind its number
        let (text, task) = without_box(&whole);
        let mut none = List { next: None, kind: numbering::DIGITS, references: false };
        let list = self.lists.last_mut().unwrap_or(&mut none);
        let references = list.references;
        let numbered = list.next.is_some();
        let is_number = numbered && list.next == number(list.kind, text);
        list.next = list.next.map(|next| next.saturating_add(1));
        let bullet =
            matches!(text, "•" | "–" | "◦" | "▪" | "‣") || !speaks(element, self.pdf);
        // the number of a reference is a part of it
        if (is_number && !references) || bullet {
            self.lead = task.map(|task| format!("{task} "));
            return;
        }
        // a number that is another is told
        let lettered = list.kind != numbering::DIGITS;
        let is_other = numbered && (lettered || number(list.kind, text).is_some());
        if is_box(&whole) || references || is_other {
            self.lead = Some(format!("{whole} "));
            return;
        }
        self.flush();
        self.inside.push("Term");
        self.kids(element);
        self.flush();
        self.inside.pop();
    }

    fn figure(&mut self, element: &'a Element) {
        let alt = plain(element.alt.as_deref().unwrap_or_default());
        if element.attributes.placement.as_deref() == Some("Inline") {
            return self.words(&format!("⟦{alt}⟧"), first_page(element));
        }
        self.flush();
        let page = first_page(element);
        let item = Item { text: alt, ..Item::mark(Kind::Picture, None) };
        self.push(item, page, element.object);
        self.inside.push("Figure");
        for kid in &element.kids {
            if let Kid::Element(inner) = kid {
                self.element(inner);
            }
        }
        self.flush();
        self.inside.pop();
    }

    fn formula(&mut self, element: &'a Element) {
        let alt = plain(element.alt.as_deref().unwrap_or_default());
        let in_line = element.attributes.placement.as_deref() != Some("Block");
        if in_line {
            return self.words(&format!("⟦{alt}⟧"), first_page(element));
        }
        self.flush();
        let page = first_page(element);
        let item = Item { text: alt, ..Item::mark(Kind::Formula, None) };
        self.push(item, page, element.object);
    }

    /// The pages on which a reference is cited.
    fn cited(&mut self, element: &'a Element) {
        self.flush();
        self.kids(element);
        let Some(line) = self.line.take() else { return };
        let item = Item {
            text: plain(&line.text),
            links: line.links,
            ..Item::mark(Kind::Paragraph, None)
        };
        if let Some(section) = self.open.last_mut() {
            section.cited.push(item);
        }
    }

    fn contents_entry(&mut self, element: &'a Element) {
        self.flush();
        self.inside.push("TOCI");
        self.kids(element);
        self.inside.pop();
        let Some(line) = self.line.take() else { return };
        let words = plain(&line.text);
        let own: Vec<&str> = line.links.iter().map(|link| link.text.as_str()).collect();
        // what leads nowhere is told as an entry that does
        let rest = (plain(&own.join(" ")) != words)
            .then(|| Link { text: words, to: Aim::Nowhere("nothing".to_owned()) });
        let links =
            line.links.into_iter().map(|link| Link { text: plain(&link.text), ..link });
        let links = links.chain(rest);
        if let Some(section) = self.open.last_mut() {
            section.contents.extend(links);
        }
    }

    fn inline(&mut self, element: &'a Element) {
        let kind = element.kind.as_str();
        self.current(None);
        let (start, link, foreign) = match &self.line {
            Some(line) => (line.text.len(), line.links.len(), line.foreign.len()),
            None => (0, 0, 0),
        };
        self.code += usize::from(kind == "Code");
        self.kids(element);
        self.code -= usize::from(kind == "Code");
        let aim = (kind == "Link").then(|| self.aim(element));
        let Some(line) = &mut self.line else { return };
        let text = plain(line.text.get(start..).unwrap_or_default());
        if let Some(to) = aim {
            line.links.insert(link.min(line.links.len()), Link { text: text.clone(), to });
        }
        if let Some(language) = &element.language {
            let at = foreign.min(line.foreign.len());
            line.foreign.insert(at, (language.clone(), text));
        }
    }

    /// Where the annotation of a link leads.
    fn aim(&self, element: &Element) -> Aim {
        let annotations = element.kids.iter().filter_map(|kid| match kid {
            Kid::Object { page: Some(page), annotation: Some(at) } => {
                self.pdf.pages.get(*page)?.annotations.get(*at)
            }
            Kid::Object { .. } | Kid::Element(_) | Kid::Marked { .. } => None,
        });
        let mut targets = annotations.map(|annotation| annotation.target.as_ref());
        let first = targets.next().flatten();
        if targets.any(|other| other != first) {
            return Aim::Nowhere("several places".to_owned());
        }
        match first {
            Some(Target::Uri(uri)) => Aim::Outside(uri.clone()),
            Some(Target::Named(name)) => match self.pdf.destinations.get(name) {
                Some(place) if place.page.is_some() => Aim::Inside(name.clone()),
                Some(_) | None => Aim::Nowhere(name.clone()),
            },
            Some(Target::Place(_)) | None => Aim::Nowhere("an unnamed place".to_owned()),
        }
    }

    fn current(&mut self, page: Option<usize>) -> &mut Line {
        let kind = match self.inside.last().copied() {
            Some("Caption") => Kind::Caption,
            Some("Term") => Kind::Term,
            Some(name) => match name.strip_prefix('H').map(str::parse) {
                Some(Ok(level)) => Kind::Heading(level),
                Some(Err(_)) | None => Kind::Paragraph,
            },
            None => Kind::Paragraph,
        };
        let element = self.numbers.last().copied().flatten();
        let lead = &mut self.lead;
        self.line.get_or_insert_with(|| Line {
            kind,
            text: lead.take().unwrap_or_default(),
            links: Vec::new(),
            foreign: Vec::new(),
            page,
            element,
            turns: Vec::new(),
            looks: Looks::default(),
        })
    }

    fn words(&mut self, words: &str, page: Option<usize>) {
        let line = self.current(page);
        line.page = line.page.or(page);
        let last = line.turns.last().map(|turn| turn.1).or(line.page);
        if let Some(page) = page.filter(|page| last.is_some_and(|last| last != *page)) {
            line.turns.push((line.text.len(), page));
        }
        line.text.push_str(words);
    }

    /// Notes how the words of a marked content look.
    fn look(&mut self, number: usize, mark: Mark) {
        let Some(page) = self.pdf.pages.get(number) else { return };
        let Some(line) = self.line.as_mut().filter(|_| self.code == 0) else { return };
        let rules =
            self.rules.entry(number).or_insert_with(|| plain_print::thin_rules(page));
        let mut last = None;
        for &at in page.marks.get(&mark).map_or(&[][..], Vec::as_slice) {
            let Some(painted) = page.painted.get(at) else { continue };
            let What::Text(run) = &painted.what else { continue };
            let actual = page.contexts.get(painted.context).and_then(|own| own.actual);
            let text = match actual.and_then(|at| page.replacements.get(at)) {
                Some(_) if last == actual => "",
                Some(text) => text.as_str(),
                None => run.text.as_str(),
            };
            last = actual;
            let struck = plain_print::is_struck(run, rules);
            line.looks.add(text, Look { italic: run.italic, bold: run.bold, struck });
        }
    }

    fn flush(&mut self) {
        let Some(line) = self.line.take() else { return };
        let text = plain(&line.text);
        if text.is_empty() {
            return;
        }
        if let Some(section) = self.open.last_mut()
            && self.notes.is_empty()
        {
            let at = section.told.items.len();
            let before = |raw: usize| plain(line.text.get(..raw).unwrap_or_default()).len();
            let turns = line.turns.iter().map(|&(raw, page)| (at, before(raw), page));
            section.turns.extend(turns);
        }
        let item = Item {
            text,
            links: line.links,
            foreign: line.foreign,
            looks: line.looks,
            language: self.languages.last().cloned().unwrap_or_default(),
            ..Item::mark(line.kind, None)
        };
        self.push(item, line.page, line.element);
    }

    fn push(&mut self, mut item: Item, page: Option<usize>, element: Option<i32>) {
        if matches!(item.kind, Kind::Picture | Kind::Formula) {
            item.language = self.languages.last().cloned().unwrap_or_default();
        }
        if let Some(note) = self.notes.last_mut() {
            return note.push(item);
        }
        if let Some(section) = self.open.last_mut() {
            section.told.items.push(item);
            section.pages.push(page);
            section.elements.push(element);
        }
    }
}

/// The number that a label is.
fn number(kind: numbering::Kind, label: &str) -> Option<u32> {
    numbering::value(kind, without_box(label.trim()).0.trim_end_matches(['.', ')']))
}

/// The label of the first item of a list.
fn first_label(list: &Element) -> Option<&Element> {
    let mut items = list.kids.iter().filter_map(|kid| match kid {
        Kid::Element(inner) if inner.kind == "LI" => Some(inner),
        Kid::Element(_) | Kid::Marked { .. } | Kid::Object { .. } => None,
    });
    label_of(items.next()?)
}

/// The label that an element holds itself.
fn label_of(element: &Element) -> Option<&Element> {
    element.kids.iter().find_map(|kid| match kid {
        Kid::Element(inner) if inner.kind == "Lbl" => Some(&**inner),
        Kid::Element(_) | Kid::Marked { .. } | Kid::Object { .. } => None,
    })
}

/// Whether an element holds one of a kind in its first items.
fn has(element: &Element, kind: &str) -> bool {
    let elements = element.kids.iter().filter_map(|kid| match kid {
        Kid::Element(inner) => Some(inner),
        Kid::Marked { .. } | Kid::Object { .. } => None,
    });
    element.kind == kind || elements.take(3).any(|inner| has(inner, kind))
}

/// The page on which an element begins.
fn first_page(element: &Element) -> Option<usize> {
    element.kids.iter().find_map(|kid| match kid {
        Kid::Element(inner) => first_page(inner),
        Kid::Marked { page, .. } => *page,
        Kid::Object { .. } => None,
    })
}

/// Whether an element stands in a line.
fn is_inline(element: &Element) -> bool {
    matches!(
        element.kind.as_str(),
        "Span"
            | "Em"
            | "Strong"
            | "Sub"
            | "Code"
            | "Link"
            | "Reference"
            | "Quote"
            | "Annot"
            | "Ruby"
            | "Warichu"
            | "Lbl"
    )
}

/// Whether an element holds words, or what has words in its stead.
fn speaks(element: &Element, pdf: &Pdf) -> bool {
    let kids = &mut element.kids.iter();
    let stands = |kid: &Kid| match kid {
        Kid::Element(inner) => speaks(inner, pdf),
        Kid::Marked { .. } | Kid::Object { .. } => false,
    };
    element.alt.is_some() || !plain(&pdf.text_of(element)).is_empty() || kids.any(stands)
}

/// What holds other items.
fn group(element: &Element, pdf: &Pdf) -> Option<Group> {
    let attributes = &element.attributes;
    let count = |count: Option<i64>| count.and_then(|n| u16::try_from(n).ok()).unwrap_or(1);
    Some(match element.kind.as_str() {
        "L" => Group::List {
            ordered: numbering::of_list(attributes.numbering.as_deref()).is_some(),
        },
        "LI" => Group::Entry,
        "BlockQuote" => Group::Quote,
        "Table" => Group::Table,
        "TR" => Group::Row,
        name @ ("TD" | "TH") => Group::Cell {
            // a corner that is empty is the header of nothing
            header: name == "TH" && speaks(element, pdf),
            columns: count(attributes.column_span),
            rows: count(attributes.row_span),
        },
        _ => return None,
    })
}

/// A label in two: what stands before the box of a task, and the box.
fn without_box(label: &str) -> (&str, Option<&str>) {
    match label.rsplit_once(' ') {
        Some((number, task)) if is_box(task) => (number, Some(task)),
        Some(_) | None => (label, None),
    }
}

/// Whether a text is the box of a task.
fn is_box(text: &str) -> bool {
    matches!(text, "☑" | "☐")
}
