//! All documents of an edition to one [`Book`]: addresses, citations, references,
//! notices, pictures. Knows no format.

mod abbreviations;
mod addresses;
mod appendices;
mod book;
mod citations;
mod glossary;
mod index;
mod crossrefs;
mod listed;
mod lists;
mod makers;
mod names;
mod notices;
mod numbers;
mod panels;
mod pictures;
mod reference_lists;
mod shown;
mod slug;
mod spine;
mod status;
mod targets;
mod unlisted;
mod unnamed;
mod words;

pub use crate::ast::roman;
pub use abbreviations::{Expansion, ListedAbbreviation};
pub use book::{
    Anchor, Book, Chapter, Citation, CitationOf, CitedFrom, Division, Notice, Number,
    NumberKind, Part, PictureId, Position, Reference, Target,
};
pub use index::{Index, IndexEntry, IndexGoal, IndexGroup, IndexPiece, IndexPlace};
pub use lists::{CaptionList, ListEntry};
pub use makers::Said;
pub use names::Name;
pub use panels::{PanelRow, panel_rows};
pub use slug::slug;
pub use words::DateForm;
pub use words::Words;

use std::borrow::{Borrow, Cow};

use crate::ast::{AnchorId, BlockKind, Document, direction_of};
// The parts of formatted text belong to the book, whoever made them.
pub use crate::cite::{Goal, Home, Piece, PieceStyle, Raise, ReferenceId};
use crate::diag::{Diagnostic, Reported, Severity, Sink};
use crate::parse::typeset;
use crate::project::{
    BookInfo, ChapterFile, ChapterRole, Edition, Format, ListKind, Matter, PartTitle,
    Project, Series,
};
use crate::source::{Place, SourceId, Sources, Span};
use crate::tables;

use addresses::Addresses;
use crossrefs::CrossRefs;
use listed::Listing;
use pictures::Pictures;

/// A text of the edition while it is resolved: a chapter, or a notice after them.
struct Text<'a> {
    /// Path of its file from the manuscript folder.
    path: &'a str,
    source: SourceId,
    document: &'a Document,
    /// The number of the notice, if it is one.
    notice: Option<usize>,
    /// Whether other chapters stand in its file.
    among: bool,
    /// The words the program adds to it, and their language.
    words: &'a Words,
    language: &'a str,
}

impl Text<'_> {
    /// Its first heading of level 1.
    fn title(&self) -> Option<AnchorId> {
        let mut kinds = self.document.blocks.iter().map(|block| &block.kind);
        kinds.find_map(|kind| {
            let BlockKind::Heading { level: 1, anchor, .. } = kind else { return None };
            Some(*anchor)
        })
    }

    fn has_title(&self) -> bool {
        self.title().is_some()
    }
}

/// Resolves one edition: every address, number and picture is known afterwards.
///
/// `chapters` are the documents of the edition in its order, `notices` those of
/// [`Project::notices`]. All problems are told, in the order of the manuscript.
///
/// # Errors
/// When an address, a picture or a citation names nothing, or another problem would
/// leave the book incomplete.
pub fn resolve(
    project: &Project,
    sources: &Sources,
    edition: &Edition,
    chapters: &[impl Borrow<Document>],
    notices: &[Document],
    sink: &mut Sink,
) -> Result<Book, Reported> {
    let mut own = Sink::default();
    let chapters = glossary::documents(project, edition, chapters);
    let chapters = citations::in_notes(project, sources, chapters);
    let chapters = reference_lists::in_chapters(project, sources, edition, chapters);
    let (resolved, chapters, listing) =
        listed::take(project, sources, edition, chapters, &mut own);
    let texts = (chapters.as_slice(), notices);
    let book = resolve_all(project, sources, &resolved, texts, listing, &mut own);
    status::check(project, &book, &mut own);
    let result = own.checkpoint();
    in_order(project, edition, own, sink);
    result?;
    Ok(book)
}

fn resolve_all(
    project: &Project,
    sources: &Sources,
    edition: &Edition,
    (chapters, notices): (&[Cow<'_, Document>], &[Document]),
    listing: Option<Listing>,
    sink: &mut Sink,
) -> Book {
    let words = words::of(&project.info.language, project.manifest, sources, sink);
    let words_of: Vec<Option<Words>> = edition
        .chapters
        .iter()
        .map(|&number| project.chapters[number].language.as_ref())
        .map(|language| language.and_then(|own| words::of_chapter(own, sink)))
        .collect();
    let texts = texts(project, edition, (chapters, notices), (&words, &words_of));
    let mut addresses = Addresses::find(project, &texts, sink);
    names::give(&texts, &mut addresses.anchors);
    numbers::give(project, edition, &texts, &mut addresses.anchors);
    let lettering =
        project.themes.get(edition.theme).map(|theme| pictures::lettering(theme));
    let mut pictures = Pictures::new(&project.files, lettering.unwrap_or_default());
    let (own, addresses) = (texts.as_slice(), &addresses);
    let (parts, part_of) = parts(project, edition, (addresses, &words), sink);
    let known = (addresses, parts.as_slice());
    let targets = targets::find(project, edition, own, known, &mut pictures, sink);
    let cover = pictures.cover(project, sink);
    let places = CrossRefs { texts: own, addresses, parts: &parts };
    let references_title = references_title(project, listing.as_ref(), &words);
    let mut citations = match listing {
        Some(listing) => listing.citations(project, &places, sink),
        None => citations::find(project, sources, edition, &places, sink),
    };
    notices::check(project, edition, &texts, sink);
    shown::check(edition, own, (addresses, &targets, &citations), sink);

    let targeted = (targets.as_slice(), std::mem::take(&mut citations.texts));
    let mut bodies = bodies((project, edition), own, addresses, targeted);
    place(project, edition, part_of, &mut bodies);
    let notices = notices_of(project, edition, &texts, &mut bodies);
    if is_whole(project, edition, &texts) {
        let notices = notices.iter().map(|notice| &notice.body);
        abbreviations::check_used(project, bodies.iter().chain(notices), sink);
    }
    let index = index_of(project, edition, (&bodies, &notices), sink);
    let mut spine = spine::of(&project.info, &bodies, &citations.references, &notices);
    let (lists, abbreviations) =
        lists_of((project, edition), &spine, (&bodies, &notices), sink);
    list(&mut spine, edition, &lists, !abbreviations.is_empty());
    spine::add_last(&mut spine, &notices, index.as_ref().map(|_| Division::Index));
    let statement = statement_of(project, edition);
    spine.retain(|&division| Some(division) != statement);
    spine::add_last(&mut spine, &notices, statement);
    let mut book = Book {
        info: info(&project.info),
        said: said(project, sources),
        spine,
        chapters: bodies,
        parts,
        references: citations.references,
        references_title,
        notices,
        index,
        statement,
        lists,
        abbreviations,
        pictures: pictures.all,
        left_out: Vec::new(),
        cover,
        chapter_start: edition.chapter_start,
        contents: edition.contents,
        contents_depth: edition.contents_depth,
        half_title: edition.half_title,
        hyphenation: project.hyphenation.clone(),
        words: words.clone(),
    };
    unlisted::list(&mut book, sink);
    unnamed::name(&mut book);
    targets::check_made((project, edition), (&texts, &targets), &book, sink);
    book
}

/// The texts with all that was found of them: chapters, then notices.
fn bodies(
    (project, edition): (&Project, &Edition),
    texts: &[Text<'_>],
    addresses: &Addresses,
    (targets, citations): (&[Vec<Target>], Vec<Vec<Citation>>),
) -> Vec<Chapter> {
    let mut bodies: Vec<Chapter> = Vec::new();
    let mut notes_before = 0;
    for ((number, text), citations) in texts.iter().enumerate().zip(citations) {
        let file =
            text.notice.is_none().then(|| &project.chapters[edition.chapters[number]]);
        let role = file.map_or(ChapterRole::Chapter, |file| file.role);
        let anchors = &addresses.anchors[number];
        let title = title(project, text, anchors, role);
        let set = |words: &tables::Text| typeset(&words.text, text.language);
        let language = file.and_then(|file| file.language.as_ref());
        let own_way = file.and_then(|file| file.direction);
        let mut body = Chapter {
            source: text.source,
            slug: addresses.slugs[number].clone(),
            title,
            title_anchor: text.title(),
            document: text.document.clone(),
            anchors: anchors.clone(),
            targets: targets[number].clone(),
            citations,
            notes_before,
            role,
            matter: Matter::Body,
            part: None,
            authors: file.map(names).unwrap_or_default(),
            short_title: file.and_then(|file| file.short_title.as_ref()).map(set),
            language: language.map(|own| own.text.clone()),
            direction: own_way.or_else(|| language.map(|own| direction_of(&own.text))),
            description: file.and_then(|file| file.description.as_ref()).map(set),
            words: language.map(|_| Box::new(text.words.clone())),
        };
        names::say_references(&mut body, text.words);
        bodies.push(body);
        notes_before += u32::try_from(text.document.notes.len()).unwrap_or_default();
    }
    bodies
}

/// Puts the lists that the edition wants behind the contents.
fn list(
    spine: &mut Vec<Division>,
    edition: &Edition,
    lists: &[CaptionList],
    abbreviations: bool,
) {
    let kinds = edition.lists.iter().map(|&(kind, _)| kind);
    let there = kinds.filter(|&wanted| match wanted {
        ListKind::Abbreviations => abbreviations,
        ListKind::Figures | ListKind::Tables | ListKind::Code => {
            lists.iter().any(|list| list.kind == wanted)
        }
    });
    let after = spine.iter().position(|&one| one == Division::Contents);
    let after = after.map_or(0, |at| at + 1);
    spine.splice(after..after, there.map(Division::List));
}

/// Whether an edition has all that is written.
fn is_whole(project: &Project, edition: &Edition, texts: &[Text<'_>]) -> bool {
    edition.chapters.len() == project.chapters.len()
        && texts.iter().all(|text| !text.document.shortened)
}

/// The heading of the references.
fn references_title(project: &Project, listing: Option<&Listing>, words: &Words) -> String {
    let language = project.info.language.as_str();
    let title = project.references_title.as_ref();
    let title = title.map(|title| typeset(title, language));
    let own = listing.and_then(|listing| listing.title.clone()).or(title);
    own.unwrap_or_else(|| words.references.to_owned())
}

/// Who wrote a chapter. Names stay as they are written.
fn names(file: &ChapterFile) -> Vec<String> {
    file.authors.iter().map(|name| name.text.clone()).collect()
}

/// The notices of the edition, whose bodies stand behind those of the chapters.
fn notices_of(
    project: &Project,
    edition: &Edition,
    texts: &[Text<'_>],
    bodies: &mut Vec<Chapter>,
) -> Vec<Notice> {
    let chapters = texts.iter().filter(|text| text.notice.is_none()).count();
    let notices = edition.notices.iter().zip(bodies.split_off(chapters));
    notices
        .map(|(&(number, places), body)| {
            let file = &project.notices[number];
            Notice {
                id: body.slug.clone(),
                kind: file.kind,
                version: file.version.clone(),
                least_size: file.least_size,
                places,
                place: places.of(Format::Pdf),
                body,
            }
        })
        .collect()
}

/// What the publication is, with the marks of its language. Names stay as they are
/// written, so that who looks for them finds them.
fn info(written: &BookInfo) -> BookInfo {
    let set = |words: &String| typeset(words, &written.language);
    BookInfo {
        title: set(&written.title),
        subtitle: written.subtitle.as_ref().map(set),
        short_title: written.short_title.as_ref().map(set),
        description: written.description.as_ref().map(set),
        rights: written.rights.as_ref().map(set),
        edition: written.edition.as_ref().map(set),
        credits: written.credits.iter().map(set).collect(),
        series: written
            .series
            .as_ref()
            .map(|series| Series { title: set(&series.title), ..series.clone() }),
        ..written.clone()
    }
}

/// What the project file says that is printed, as it is printed, and where its words begin.
fn said(project: &Project, sources: &Sources) -> Vec<(String, Place)> {
    let language = &project.info.language;
    let places = project.said.iter().flat_map(|said| {
        let Place { source, span } = said.place;
        let written = &sources.get(source).text;
        let written = written.get(span.start as usize..).unwrap_or_default();
        let quoted = written.starts_with(['"', '\'']);
        let span = Span::new(span.start + u32::from(quoted), span.end);
        let place = Place { source, span };
        // names are printed as they are
        [(typeset(&said.text, language), place), (said.text.clone(), place)]
    });
    places.collect()
}

/// What a text is called in contents lists.
fn title(
    project: &Project,
    text: &Text<'_>,
    anchors: &[Anchor],
    role: ChapterRole,
) -> String {
    match (text.notice, text.title(), role) {
        (Some(notice), ..) => {
            typeset(&project.notices[notice].title, &project.info.language)
        }
        (None, Some(anchor), _) => anchors[anchor.0 as usize].title.clone(),
        (None, None, ChapterRole::Dedication) => text.words.dedication.to_owned(),
        (None, None, ChapterRole::Epigraph) => text.words.epigraph.to_owned(),
        (
            None,
            None,
            ChapterRole::Foreword
            | ChapterRole::Preface
            | ChapterRole::Acknowledgments
            | ChapterRole::Introduction
            | ChapterRole::Prologue
            | ChapterRole::Chapter
            | ChapterRole::Epilogue
            | ChapterRole::Conclusion
            | ChapterRole::Afterword
            | ChapterRole::Appendix
            | ChapterRole::Glossary
            | ChapterRole::Colophon,
        ) => typeset(&project.info.title, &project.info.language),
    }
}

/// The lists of what has a caption, in reading order, and that of abbreviations.
fn lists_of(
    (project, edition): (&Project, &Edition),
    spine: &[Division],
    (chapters, notices): (&[Chapter], &[Notice]),
    sink: &mut Sink,
) -> (Vec<CaptionList>, Vec<ListedAbbreviation>) {
    let mut texts: Vec<(Division, &Chapter)> = Vec::new();
    for &division in spine {
        match division {
            Division::Chapter(at) => texts.push((division, &chapters[at as usize])),
            Division::Notice(at) => texts.push((division, &notices[at as usize].body)),
            Division::TitlePage
            | Division::Copyright
            | Division::Contents
            | Division::List(_)
            | Division::Part(_)
            | Division::References
            | Division::Index => {}
        }
    }
    let wanted = edition.lists.iter().find(|(kind, _)| *kind == ListKind::Abbreviations);
    let abbreviations = wanted.map_or_else(Vec::new, |&(_, place)| {
        let found = abbreviations::find(project, texts.iter().map(|&(_, text)| text));
        if found.is_empty() {
            let message = "the edition has no abbreviation to be listed";
            let help = "say what one is short for in `[abbreviations]`, or take the list out \
                        of `lists`";
            sink.warn(Diagnostic::new("empty-list", message).at(place).help(help));
        }
        found
    });
    (lists::find(edition, &texts, sink), abbreviations)
}

/// The accessibility statement, if the edition has it.
fn statement_of(project: &Project, edition: &Edition) -> Option<Division> {
    let statement = project.statement.as_ref()?.chapter;
    let at = edition.chapters.iter().position(|&chapter| chapter == statement)?;
    u32::try_from(at).ok().map(Division::Chapter)
}

/// The index of the edition, if it is to have one.
fn index_of(
    project: &Project,
    edition: &Edition,
    (chapters, notices): (&[Chapter], &[Notice]),
    sink: &mut Sink,
) -> Option<Index> {
    let chapters = (0..).map(Division::Chapter).zip(chapters);
    let notices = (0..).map(Division::Notice).zip(notices.iter().map(|one| &one.body));
    let texts: Vec<(Division, &Chapter)> = chapters.chain(notices).collect();
    let whole = edition.chapters.len() == project.chapters.len();
    let language = &project.info.language;
    let index = index::find(&texts, language, whole, sink);
    index.filter(|_| edition.index.unwrap_or(true))
}

/// The texts of the edition: its chapters, then its notices.
fn texts<'a>(
    project: &'a Project,
    edition: &Edition,
    (chapters, notices): (&'a [Cow<'_, Document>], &'a [Document]),
    (words, words_of): (&'a Words, &'a [Option<Words>]),
) -> Vec<Text<'a>> {
    let language = project.info.language.as_str();
    let chapters = edition.chapters.iter().zip(chapters).zip(words_of);
    let chapters = chapters.map(|((&number, document), own)| {
        let ChapterFile { text: file, language: other, among, .. } =
            &project.chapters[number];
        Text {
            path: &file.path,
            source: file.source,
            document,
            notice: None,
            among: *among,
            words: own.as_ref().unwrap_or(words),
            language: other.as_ref().map_or(language, |other| other.text.as_str()),
        }
    });
    let notices = edition.notices.iter().map(|&(number, _)| {
        let file = &project.notices[number].text;
        let document = &notices[number];
        let (path, source) = (file.path.as_str(), file.source);
        let notice = Some(number);
        Text { path, source, document, notice, among: false, words, language }
    });
    chapters.chain(notices).collect()
}

/// The parts of the edition, and which of them holds each chapter.
fn parts(
    project: &Project,
    edition: &Edition,
    (addresses, words): (&Addresses, &Words),
    sink: &mut Sink,
) -> (Vec<Part>, Vec<Option<u32>>) {
    let mut parts: Vec<Part> = Vec::new();
    let mut last: Option<usize> = None;
    let mut of = Vec::new();
    for &number in &edition.chapters {
        let written = project.chapters[number].part;
        if let Some(written) = written.filter(|_| last != written) {
            let PartTitle { title, id, .. } = &project.parts[written];
            let own = id.as_ref().map(|id| id.text.clone());
            let own = own.filter(|id| parts.iter().all(|part| part.id != *id));
            let id = own.unwrap_or_else(|| addresses.part(&title.text, &parts));
            let (mut name, mut marked) =
                names::of_part(&project.parts[written], &project.info.language, sink);
            let number = project.numbers.parts.then(|| roman(parts.len() + 1));
            if let Some(number) = &number {
                let lead = words.part_lead(number);
                name.insert_str(0, &lead);
                names::lead_text(&mut marked, &lead);
            }
            let number = number.map(|text| Number { kind: NumberKind::Part, text });
            parts.push(Part { id, title: name, text: marked, number, place: title.place });
        }
        of.push(written.and_then(|_| u32::try_from(parts.len() - 1).ok()));
        last = written;
    }
    (parts, of)
}

/// Tells chapters which third of the book they stand in, and which part.
fn place(
    project: &Project,
    edition: &Edition,
    parts: Vec<Option<u32>>,
    bodies: &mut [Chapter],
) {
    let mut reached = Matter::Front;
    for ((&number, part), body) in edition.chapters.iter().zip(parts).zip(bodies) {
        let matter = project.chapters[number].role.matter().unwrap_or(match reached {
            Matter::Front => Matter::Front,
            Matter::Body | Matter::Back => Matter::Back,
        });
        reached = reached.max(matter);
        (body.matter, body.part) = (matter, part);
    }
}

/// Passes messages on in the order of the manuscript: project file, chapters, notices,
/// then everything else.
fn in_order(project: &Project, edition: &Edition, found: Sink, sink: &mut Sink) {
    let chapters =
        edition.chapters.iter().map(|&number| project.chapters[number].text.source);
    let notices =
        edition.notices.iter().map(|&(number, _)| project.notices[number].text.source);
    let order: Vec<SourceId> =
        std::iter::once(project.manifest).chain(chapters).chain(notices).collect();
    let mut messages = found.messages().to_vec();
    messages.sort_by_key(|(_, message)| {
        let place = message.labels.first().map(|label| label.place);
        place.map(|place| {
            let known = order.iter().position(|&source| source == place.source);
            (known.unwrap_or(order.len()), place.source, place.span.start)
        })
    });
    for (severity, message) in messages {
        match severity {
            Severity::Warning => sink.warn(message),
            Severity::Error => {
                sink.error(message);
            }
        }
    }
}
