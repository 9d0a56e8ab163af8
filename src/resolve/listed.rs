//! References that the manuscript lists itself, and the marks in the text that lead to
//! them: `references.inline = true`.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::ast::{CiteId, Document, Listed, ListedReferences, ReferenceMark};
use crate::cite::{self, Goal, Library, Piece, PieceStyle, ReferenceId};
use crate::diag::{Diagnostic, Sink, nearest};
use crate::project::{Edition, Project};
use crate::source::{Place, SourceId, Sources};

use super::citations::{Citations, Places, cross_references, not_in_notice};
use super::crossrefs::CrossRefs;
use super::reference_lists;
use super::{Citation, CitationOf, CitedFrom, Division, Reference, words};

/// The list of an edition, taken out of its chapters.
pub(super) struct Listing {
    /// The words of its heading.
    pub title: Option<String>,
    references: Vec<Reference>,
    by_number: BTreeMap<u32, usize>,
    /// Of each chapter, what its marks are made of.
    marks: Vec<BTreeMap<CiteId, ReferenceMark>>,
    whole: bool,
}

/// An edition without its list.
type Without<'a> = (Cow<'a, Edition>, Vec<Cow<'a, Document>>, Option<Listing>);

/// Takes the list of references out of the chapters and makes citations of the marks in
/// the text, if the project asks for it. A chapter that holds nothing else is gone.
pub(super) fn take<'a>(
    project: &Project,
    sources: &Sources,
    edition: &'a Edition,
    mut chapters: Vec<Cow<'a, Document>>,
    sink: &mut Sink,
) -> Without<'a> {
    let Some(asked) = project.references.inline else {
        return (Cow::Borrowed(edition), chapters, None);
    };
    let language = &project.info.language;
    let words = words::of(language, project.manifest, sources, &mut Sink::default());
    let wanted = project.references_title.as_deref().unwrap_or(words.references);
    let is = |title: &str| title.to_lowercase() == wanted.to_lowercase();
    let whole = edition.chapters.len() == project.chapters.len()
        && !chapters.iter().any(|chapter| chapter.shortened);
    let mut listing = Listing {
        title: None,
        references: Vec::new(),
        by_number: BTreeMap::new(),
        marks: Vec::new(),
        whole,
    };
    let mut found: Option<Place> = None;
    let mut own = edition.clone();
    let mut gone: BTreeSet<usize> = BTreeSet::new();
    for (number, (chapter, &file)) in chapters.iter_mut().zip(&edition.chapters).enumerate()
    {
        let source = project.chapters[file].text.source;
        for list in chapter.listed_references(&is) {
            let place = Place { source, span: list.span };
            if let Some(before) = found {
                let diagnostic = Diagnostic::new(
                    "bad-reference-list",
                    "there are two lists of references",
                )
                .label(place, "again here")
                .label(before, "first here")
                .help("put all references of the book into one of them");
                sink.error(diagnostic);
                continue;
            }
            found = Some(place);
            listing.read(source, &list, chapter, sink);
            let document = chapter.to_mut();
            document.without_section(list.span);
            if document.blocks.is_empty() {
                gone.insert(number);
            }
        }
    }
    for (chapter, &file) in chapters.iter_mut().zip(&edition.chapters) {
        let source = project.chapters[file].text.source;
        let marks = chapter.to_mut().cite_marks(&sources.get(source).text);
        listing.marks.push(marks.into_iter().map(|mark| (mark.cite, mark)).collect());
    }
    let marked = listing.marks.iter().any(|marks| !marks.is_empty());
    if found.is_none() && marked && whole {
        let message = format!("no section has the heading `{wanted}`");
        let help = format!(
            "write `# {wanted}` and below it the entries, each beginning with `[1]`; another \
             heading name in `references.title`"
        );
        let diagnostic = Diagnostic::new("bad-reference-list", message);
        sink.error(diagnostic.at(asked).help(help));
    }
    own.chapters = kept(own.chapters, &gone);
    listing.marks = kept(listing.marks, &gone);
    (Cow::Owned(own), kept(chapters, &gone), Some(listing))
}

/// What is left of a list without some of its places.
fn kept<T>(all: Vec<T>, gone: &BTreeSet<usize>) -> Vec<T> {
    (0..).zip(all).filter(|(at, _)| !gone.contains(at)).map(|(_, one)| one).collect()
}

impl Listing {
    /// Reads the entries of a list.
    fn read(
        &mut self,
        source: SourceId,
        list: &ListedReferences,
        document: &Document,
        sink: &mut Sink,
    ) {
        self.title = Some(list.title.clone());
        for span in &list.others {
            let message = "something in the list of references is no entry";
            let help = "begin each entry with its number in brackets, `[1] …`, or write an \
                        ordered list; give what follows a heading of its own";
            let diagnostic = Diagnostic::new("bad-reference-list", message);
            sink.error(diagnostic.at(Place { source, span: *span }).help(help));
        }
        for entry in &list.entries {
            self.entry(source, entry, document, sink);
        }
    }

    fn entry(
        &mut self,
        source: SourceId,
        entry: &Listed,
        document: &Document,
        sink: &mut Sink,
    ) {
        let place = Place { source, span: entry.span };
        let number = entry.number;
        if let Some(&before) = self.by_number.get(&number) {
            let before = self.references[before].place;
            let message = format!("two references have the number {number}");
            let diagnostic = Diagnostic::new("duplicate-reference", message)
                .label(place, "again here")
                .label(before, "first here")
                .help("give one of them another number");
            sink.error(diagnostic);
            return;
        }
        let address = |to: crate::ast::RefId| {
            document.refs.get(to.0 as usize).map_or("", |one| one.address.as_str())
        };
        let written = match cite::written(&entry.text, &address) {
            Ok(written) => written,
            Err(span) => {
                let message = "this cannot stand in a reference";
                let help = "an entry holds text, emphasis and links to the web";
                let diagnostic = Diagnostic::new("bad-reference-list", message);
                sink.error(diagnostic.at(Place { source, span }).help(help));
                return;
            }
        };
        self.by_number.insert(number, self.references.len());
        self.references.push(Reference {
            key: number.to_string(),
            home: Division::References,
            id: format!("ref-{number}"),
            label: Some(entry.label.clone()),
            text: written.text,
            cited_from: Vec::new(),
            doi: written.doi,
            place,
            title: written.title,
            authors: written.authors,
            year: written.year,
            container: written.container,
        });
    }

    /// The citations of all texts, and the references they lead to. Tells which marks
    /// lead nowhere and which references nobody cites.
    pub(super) fn citations(
        mut self,
        project: &Project,
        places: &CrossRefs<'_>,
        sink: &mut Sink,
    ) -> Citations {
        let printed: Places = cross_references(places, &Library::default(), sink);
        let mut count = 0;
        let mut texts = Vec::new();
        for (chapter, (text, printed)) in (0..).zip(places.texts.iter().zip(printed)) {
            let mut own = Vec::new();
            let cites = (0..).map(CiteId).zip(&text.document.cites);
            for ((cite, written), place) in cites.zip(printed) {
                if let Some(text) = place {
                    own.push(Citation { id: String::new(), text, of: CitationOf::Places });
                    continue;
                }
                let mark = self.marks.get(chapter as usize).and_then(|all| all.get(&cite));
                let mark = mark.cloned();
                let at = Place { source: text.source, span: written.span };
                if text.notice.is_some() {
                    not_in_notice(at, sink);
                }
                let mut numbers: BTreeSet<usize> = BTreeSet::new();
                for item in &written.items {
                    let number = item.key.parse().ok().filter(|_| mark.is_some());
                    let found = number.and_then(|number: u32| self.by_number.get(&number));
                    match found {
                        Some(&found) => {
                            numbers.insert(found);
                        }
                        // that there is no list is told already
                        None if mark.is_some() && self.title.is_none() && self.whole => {}
                        None => self.missing(&item.key, mark.is_some(), at, sink),
                    }
                }
                count += 1;
                for number in numbers {
                    self.references[number].cited_from.push(CitedFrom { chapter, cite });
                }
                let text = mark.map(|mark| self.pieces(&mark)).unwrap_or_default();
                let id = format!("cite-{count}");
                own.push(Citation { id, text, of: CitationOf::Works });
            }
            texts.push(own);
        }
        self.warn_uncited(sink);
        let homes = reference_lists::lists(project, places.texts, sink);
        let home = homes.first().map_or(Division::References, |list| list.home);
        self.references.iter_mut().for_each(|one| one.home = home);
        Citations { texts, references: self.references }
    }

    /// The text of a mark: each number leads to its reference.
    fn pieces(&self, mark: &ReferenceMark) -> Vec<Piece> {
        let goal = |number: u32| {
            let at = *self.by_number.get(&number)?;
            Some(Goal::Reference(ReferenceId(u32::try_from(at).ok()?)))
        };
        let piece = |text: String, to| Piece { text, style: PieceStyle::default(), to };
        let parts = mark.parts.iter();
        parts.map(|(text, number)| piece(text.clone(), number.and_then(goal))).collect()
    }

    fn missing(&self, key: &str, is_mark: bool, place: Place, sink: &mut Sink) {
        let (message, help) = if is_mark {
            let help = format!(
                "add `[{key}] …` to the list of references; for brackets that are text write \
                 `\\[{key}\\]`"
            );
            (format!("no reference has the number {key}"), help)
        } else {
            let keys = self.references.iter().map(|one| one.key.as_str());
            let help = match nearest(key, keys) {
                Some(close) => format!("write `[{close}]`"),
                None => {
                    "the references of this book are cited by their numbers, `[1]`; for \
                         an `@` that is text write `\\@`"
                        .to_owned()
                }
            };
            (format!("no reference has the key `{key}`"), help)
        };
        sink.error(Diagnostic::new("missing-reference", message).at(place).help(help));
    }

    fn warn_uncited(&self, sink: &mut Sink) {
        if !self.whole {
            return;
        }
        for reference in self.references.iter().filter(|one| one.cited_from.is_empty()) {
            let key = &reference.key;
            let message = format!("nobody cites reference {key}");
            let help =
                format!("write `[{key}]` where it is used, or take it out of the list");
            let diagnostic = Diagnostic::new("uncited-reference", message);
            sink.warn(diagnostic.at(reference.place).help(help));
        }
    }
}
