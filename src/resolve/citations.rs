//! Citations of an edition and the list of references.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::ast::{CiteId, Document, WrittenCite};
use crate::cite::{
    self, BibliographyFile, Cited, Goal, Library, Piece, PieceStyle, ReferenceId, Style,
};
use crate::diag::{Diagnostic, Sink, nearest};
use crate::project::{Edition, Project, StyleChoice};
use crate::source::{Place, Sources};
use crate::tables::Text;

use super::crossrefs::CrossRefs;
use super::reference_lists::{self, List};
use super::slug::slug;
use super::{Citation, CitationOf, CitedFrom, Division, Reference, Text as Chapter};

/// What is printed for citations.
#[derive(Default)]
pub(super) struct Citations {
    /// Of each text, its citations.
    pub texts: Vec<Vec<Citation>>,
    /// The list of references.
    pub references: Vec<Reference>,
}

/// The chapters of an edition, in a style that puts citations into notes with a note for
/// each; what is wrong with files or style is told elsewhere.
pub(super) fn in_notes<'a>(
    project: &Project,
    sources: &Sources,
    mut chapters: Vec<Cow<'a, Document>>,
) -> Vec<Cow<'a, Document>> {
    let mut quiet = Sink::default();
    let style = match project.style {
        StyleChoice::Default => return chapters,
        StyleChoice::Bundled(..) | StyleChoice::File(_) => {
            Style::choose(&project.style, sources, &mut quiet)
        }
    };
    if !style.is_ok_and(|style| style.notes) {
        return chapters;
    }
    let Ok(library) = Library::read(&files(project, sources), &mut quiet) else {
        return chapters;
    };
    let is = |written: &WrittenCite| {
        !written.items.is_empty() && !is_cross_reference(written, &library)
    };
    for chapter in chapters.iter_mut().filter(|chapter| chapter.cites.iter().any(is)) {
        chapter.to_mut().cite_in_notes(&is);
    }
    chapters
}

/// The works of a project; what is wrong with them is told elsewhere.
pub(super) fn library(project: &Project, sources: &Sources) -> Option<Library> {
    Library::read(&files(project, sources), &mut Sink::default()).ok()
}

/// Whether a citation is one of works.
pub(super) fn is_of_works(written: &WrittenCite, library: &Library) -> bool {
    !written.items.is_empty() && !is_cross_reference(written, library)
}

/// The bibliography files of a project.
fn files<'a>(project: &'a Project, sources: &'a Sources) -> Vec<BibliographyFile<'a>> {
    let files = project.bibliographies.iter().map(|file| BibliographyFile {
        source: file.source,
        path: &file.path,
        text: &sources.get(file.source).text,
    });
    files.collect()
}

/// Formats every citation and the references they lead to. Tells which keys lead
/// nowhere, and which references nobody cites.
pub(super) fn find(
    project: &Project,
    sources: &Sources,
    edition: &Edition,
    places: &CrossRefs<'_>,
    sink: &mut Sink,
) -> Citations {
    let texts = places.texts;
    // there is no book then, but what is still to be checked looks citations up
    let silent = || Citation { id: String::new(), text: Vec::new(), of: CitationOf::Works };
    let nothing = || Citations {
        texts: texts
            .iter()
            .map(|text| text.document.cites.iter().map(|_| silent()).collect())
            .collect(),
        references: Vec::new(),
    };
    let files = files(project, sources);
    let library = Library::read(&files, sink);
    let style = Style::choose(&project.style, sources, sink);
    let Ok(library) = library else { return nothing() };
    let notes = style.as_ref().is_ok_and(|style| style.notes);
    let groups = groups(texts, &library, (!files.is_empty(), notes), sink);
    let printed = cross_references(places, &library, sink);
    let lists = reference_lists::lists(project, texts, sink);
    let further = further_reading(project, &library, &groups, sink);
    if !texts.iter().any(|text| text.document.shortened) {
        warn_uncited(project, edition, &library, (&groups, &further), sink);
    }
    let (Ok(style), Some(groups)) = (style, groups) else { return nothing() };
    if !style.prints_places {
        warn_places(texts, sink);
    }
    let language = &project.info.language;
    let formatted = lists.iter().map(|list| {
        let groups = groups.get(list.texts.clone()).unwrap_or_default().concat();
        let further = if list.further { further.as_slice() } else { &[] };
        let formatted = if groups.is_empty() && further.is_empty() {
            cite::Formatted::default()
        } else {
            cite::format(&library, &style, language, (&groups, further))
        };
        (list, formatted)
    });
    let formatted: Vec<(&List, cite::Formatted)> = formatted.collect();
    for entry in formatted.iter().flat_map(|(_, formatted)| &formatted.entries) {
        warn_unprinted(library.work(entry.work), entry, sink);
    }
    let own = texts.iter().find(|text| text.language == project.info.language);
    let and = own.or(texts.first()).filter(|_| notes).map(|text| text.words.and);
    assemble((texts, printed), (&library, and), &groups, formatted)
}

/// Of each text, the works of each citation.
type Groups<'a> = Vec<Vec<Vec<Cited<'a>>>>;

/// Whether a citation names the author in the sentence; in a style with notes it says no
/// more.
fn is_name(written: &WrittenCite) -> bool {
    written.items.iter().any(|item| item.narrative)
}

/// Of each text, the works that each citation leads to, in reading order; nothing if one
/// leads nowhere.
fn groups<'a>(
    texts: &[Chapter<'a>],
    library: &Library,
    (files, notes): (bool, bool),
    sink: &mut Sink,
) -> Option<Groups<'a>> {
    let mut all = Vec::new();
    let mut alright = true;
    for text in texts {
        let mut groups = Vec::new();
        for written in &text.document.cites {
            if is_cross_reference(written, library) || notes && is_name(written) {
                continue;
            }
            if text.notice.is_some() {
                not_in_notice(Place { source: text.source, span: written.span }, sink);
                alright = false;
                continue;
            }
            if written.page {
                let place = Place { source: text.source, span: written.span };
                let message = "`.page` stands behind a citation of a work".to_owned();
                let help = "it is for cross references: `[@fig-map]{.page}`";
                let diagnostic = Diagnostic::new("bad-cross-reference", message);
                sink.error(diagnostic.at(place).help(help));
                alright = false;
            }
            let mut group = Vec::new();
            for item in &written.items {
                if let Some(work) = library.find(&item.key) {
                    group.push(Cited { work, item });
                    continue;
                }
                if CrossRefs::is_label(&item.key) {
                    let place = Place { source: text.source, span: item.span };
                    let message = "a cross reference stands among citations".to_owned();
                    let help = "give each brackets of its own";
                    let diagnostic = Diagnostic::new("bad-cross-reference", message);
                    sink.error(diagnostic.at(place).help(help));
                    alright = false;
                    continue;
                }
                let place = Place { source: text.source, span: item.span };
                let message = format!("no reference has the key `{}`", item.key);
                let keys = library.works().iter().map(|work| work.key.as_str());
                let help = match nearest(&item.key, keys) {
                    Some(close) => format!("the nearest is `{close}`"),
                    None if !files => "name a bibliography file in `trifold.toml`; \
                         for an `@` that is text write `\\@`"
                        .to_owned(),
                    None => "add it to a bibliography file; \
                             for an `@` that is text write `\\@`"
                        .to_owned(),
                };
                let diagnostic = Diagnostic::new("missing-reference", message);
                sink.error(diagnostic.at(place).help(help));
                alright = false;
            }
            groups.push(group);
        }
        all.push(groups);
    }
    alright.then_some(all)
}

/// Refuses a citation in a notice.
pub(super) fn not_in_notice(place: Place, sink: &mut Sink) {
    let message = "a citation in a notice cannot be set yet";
    let help = "move it to a chapter for now";
    let diagnostic = Diagnostic::new("not-supported-yet", message);
    sink.error(diagnostic.at(place).help(help));
}

/// The works that are listed although nobody cites them. Tells which keys name none, and
/// which are cited after all.
fn further_reading(
    project: &Project,
    library: &Library,
    groups: &Option<Groups<'_>>,
    sink: &mut Sink,
) -> Vec<usize> {
    let cited: BTreeSet<usize> =
        groups.iter().flatten().flatten().flatten().map(|cited| cited.work).collect();
    let mut found = Vec::new();
    for Text { text: key, place } in &project.references.further_reading {
        if key == "*" {
            let all = 0..library.works().len();
            found.extend(all.filter(|work| !cited.contains(work)));
            continue;
        }
        let key = key.strip_prefix('@').unwrap_or(key);
        match library.find(key) {
            Some(work) if cited.contains(&work) => {}
            Some(work) => found.push(work),
            None => {
                let message = format!("no reference has the key `{key}`");
                let keys = library.works().iter().map(|work| work.key.as_str());
                let help = match nearest(key, keys) {
                    Some(close) => format!("the nearest is `{close}`"),
                    None => "add it to a bibliography file".to_owned(),
                };
                let diagnostic = Diagnostic::new("missing-reference", message);
                sink.error(diagnostic.at(*place).help(help));
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// Warns of references that nobody cites, where the edition has all chapters.
fn warn_uncited(
    project: &Project,
    edition: &Edition,
    library: &Library,
    (groups, further): (&Option<Groups<'_>>, &[usize]),
    sink: &mut Sink,
) {
    let Some(groups) = groups else { return };
    let chapters: BTreeSet<usize> = edition.chapters.iter().copied().collect();
    if chapters.len() < project.chapters.len() {
        return;
    }
    let cited = groups.iter().flatten().flatten().map(|cited| cited.work);
    let cited: BTreeSet<usize> = cited.collect();
    let used = cited.iter().chain(further);
    let leant_on: BTreeSet<&str> = used
        .flat_map(|work| library.work(*work).leans_on.iter().map(String::as_str))
        .collect();
    for (number, work) in library.works().iter().enumerate() {
        let used = cited.contains(&number)
            || further.contains(&number)
            || leant_on.contains(work.key.as_str());
        if !used {
            let key = &work.key;
            let message = format!("nobody cites `{key}`: it is not printed");
            let help = format!(
                "cite it: `[@{key}]`, name it in `references.further-reading`, or remove it"
            );
            let diagnostic = Diagnostic::new("uncited-reference", message);
            sink.warn(diagnostic.at(work.place).help(help));
        }
    }
}

/// Warns of fields that the style does not print, and nothing else says.
fn warn_unprinted(work: &cite::Work, entry: &cite::Entry, sink: &mut Sink) {
    for (field, place) in cite::unprinted(work, entry) {
        let message =
            format!("the citation style does not print `{field}` of `{}`", work.key);
        let help = "say it in the title or in the sentence, or choose another style";
        let diagnostic = Diagnostic::new("unused-field", message);
        sink.warn(diagnostic.at(place).help(help));
    }
}

/// Warns of places in works that the style does not print.
fn warn_places(texts: &[Chapter<'_>], sink: &mut Sink) {
    for text in texts {
        for item in text.document.cites.iter().flat_map(|written| &written.items) {
            let Some(locator) = &item.locator else { continue };
            let place = Place { source: text.source, span: item.span };
            let (kind, value) = (&locator.kind, &locator.value);
            let message = format!("the citation style does not print `{kind} {value}`");
            let help = "choose another style, or write it in the sentence";
            let diagnostic = Diagnostic::new("unused-locator", message);
            sink.warn(diagnostic.at(place).help(help));
        }
    }
}

/// Whether all keys of a group are labels, and no work of the bibliography has one.
fn is_cross_reference(written: &WrittenCite, library: &Library) -> bool {
    let mut items = written.items.iter();
    !written.items.is_empty()
        && items
            .all(|item| CrossRefs::is_label(&item.key) && library.find(&item.key).is_none())
}

/// Of each text, what is printed for each group that is a cross reference.
pub(super) type Places = Vec<Vec<Option<Vec<Piece>>>>;

/// What is printed for every group of every text that is a cross reference.
pub(super) fn cross_references(
    places: &CrossRefs<'_>,
    library: &Library,
    sink: &mut Sink,
) -> Places {
    let mut all = Vec::new();
    for text in places.texts {
        let own = text.document.cites.iter().map(|written| {
            is_cross_reference(written, library).then(|| places.pieces(text, written, sink))
        });
        all.push(own.collect());
    }
    all
}

fn assemble(
    (texts, places): (&[Chapter<'_>], Places),
    (library, and): (&Library, Option<&str>),
    groups: &Groups<'_>,
    formatted: Vec<(&List, cite::Formatted)>,
) -> Citations {
    let mut ids = BTreeSet::new();
    let mut references = Vec::new();
    let mut count = 0;
    let mut out = Vec::new();
    let mut places = places.into_iter();
    for (list, formatted) in formatted {
        let first = references.len();
        let mut number_of = vec![None; library.works().len()];
        for entry in formatted.entries {
            number_of[entry.work] = Some(references.len());
            references.push(listed(library.work(entry.work), list.home, entry, &mut ids));
        }
        let own = groups.get(list.texts.clone()).unwrap_or_default();
        let mut printed = formatted.citations.into_iter().zip(own.iter().flatten());
        for (at, places) in list.texts.clone().zip(places.by_ref()) {
            let text = &texts[at];
            let chapter = u32::try_from(at).unwrap_or(u32::MAX);
            let mut own = Vec::new();
            let alone = and.map(|_| text.document.cites_alone()).unwrap_or_default();
            let marks = text.document.cites_beside_marks();
            let cites = (0..).take(text.document.cites.len()).map(CiteId);
            for (cite, place) in cites.zip(places) {
                if let Some(text) = place {
                    let (id, of) = (String::new(), CitationOf::Places);
                    own.push(Citation { id, text, of });
                    continue;
                }
                count += 1;
                let (id, of) = (format!("cite-{count}"), CitationOf::Works);
                let written = &text.document.cites[cite.0 as usize];
                if let Some(and) = and.filter(|_| is_name(written)) {
                    let works =
                        written.items.iter().filter_map(|item| library.find(&item.key));
                    let text = works.map(|work| name(library, work, number_of[work], and));
                    own.push(Citation { id, text: text.collect(), of });
                    continue;
                }
                let Some((mut text, group)) = printed.next() else { break };
                in_list(&mut text, first);
                if and.is_some() && !alone.contains(&cite) {
                    cite::without_stop(&mut text);
                }
                cite::part_from_marks(
                    &mut text,
                    marks.each_ref().map(|all| all.contains(&cite)),
                );
                own.push(Citation { id, text, of });
                let works: BTreeSet<usize> = group.iter().map(|cited| cited.work).collect();
                for number in works.into_iter().filter_map(|work| number_of[work]) {
                    references[number].cited_from.push(CitedFrom { chapter, cite });
                }
            }
            out.push(own);
        }
    }
    Citations { texts: out, references }
}

/// A reference of a list, which nothing leads to yet.
fn listed(
    work: &cite::Work,
    home: Division,
    entry: cite::Entry,
    ids: &mut BTreeSet<String>,
) -> Reference {
    Reference {
        key: work.key.clone(),
        home,
        id: reference_id(&work.key, ids),
        label: entry.label,
        text: entry.text,
        cited_from: Vec::new(),
        doi: work.doi.clone(),
        place: work.place,
        title: entry.title,
        authors: entry.authors,
        year: entry.year,
        container: entry.container,
    }
}

/// Counts the references that pieces lead to from the first of all lists.
fn in_list(pieces: &mut [Piece], first: usize) {
    let first = u32::try_from(first).unwrap_or(u32::MAX);
    for piece in pieces {
        if let Some(Goal::Reference(ReferenceId(number))) = &mut piece.to {
            *number = number.saturating_add(first);
        }
    }
}

/// The author of a work as a sentence names it.
fn name(library: &Library, work: usize, reference: Option<usize>, and: &str) -> Piece {
    let to = reference.and_then(|number| u32::try_from(number).ok());
    Piece {
        text: cite::named(library.work(work), and),
        style: PieceStyle::default(),
        to: to.map(|number| Goal::Reference(ReferenceId(number))),
    }
}

/// `ref-` and the key made fit for an id, unique.
fn reference_id(key: &str, taken: &mut BTreeSet<String>) -> String {
    let fit: String = key
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || c == '-' || c == '_' { c } else { '-' })
        .collect();
    let base = format!("ref-{}", if slug(&fit).is_empty() { "x" } else { &fit });
    let mut id = base.clone();
    let mut number = 1;
    while !taken.insert(id.to_ascii_lowercase()) {
        number += 1;
        id = format!("{base}-{number}");
    }
    id
}
