//! The address of every heading, figure and chapter; unique in the book.

use std::collections::{BTreeMap, BTreeSet};

use crate::ast::{
    AnchorId, BlockKind, InlineKind, Panels, Table, WrittenAnchor, label_prefix,
};
use crate::diag::{Diagnostic, Sink};
use crate::parse::is_fit_id;
use crate::project::Project;
use crate::source::{Place, SourceId};

use super::slug::{id as fit, short, slug};
use super::{Anchor, Part, Text};

/// Ids that the program gives to parts of the book.
const RESERVED: [&str; 13] = [
    "list-of-figures",
    "list-of-tables",
    "list-of-code",
    "list-of-abbreviations",
    "title-page",
    "copyright-page",
    "contents",
    "references",
    "book-index",
    "cover",
    "toc",
    "landmarks",
    "page-list",
];

/// Names of files that the program writes beside the chapters.
const FILES: [&str; 9] = [
    "list-of-figures",
    "list-of-tables",
    "list-of-code",
    "list-of-abbreviations",
    "index",
    "book-index",
    "nav",
    "package",
    "style",
];

/// Beginnings of ids that the program makes of words or counts.
const MADE: [&str; 5] = ["page-", "ref-", "notice-", "callout-", "idx-"];
/// Beginnings of ids behind which it puts numbers alone.
const COUNTED: [&str; 3] = ["cite-", "fn-", "fnref-"];

/// Every address of the book.
pub(super) struct Addresses {
    /// Of each text, its anchors.
    pub anchors: Vec<Vec<Anchor>>,
    /// Of each text, its own address and file name.
    pub slugs: Vec<String>,
    /// Of each text, the addresses an author may expect in it: as GitHub makes them.
    pub expected: Vec<BTreeMap<String, AnchorId>>,
    /// Where each id of the book leads: the number of the text, and the anchor.
    pub ids: BTreeMap<String, (usize, AnchorId)>,
}

/// Gives out ids, each once. Two that differ only in case are alike: some file systems
/// and readers do not tell them apart.
#[derive(Default)]
struct Taken {
    small: BTreeSet<String>,
}

impl Taken {
    fn is_free(&self, id: &str) -> bool {
        let small = id.to_lowercase();
        !is_reserved(&small) && !self.small.contains(&small)
    }

    fn take(&mut self, id: &str) {
        self.small.insert(id.to_lowercase());
    }

    /// An id for a title: its slug, or else that with the first free number: `summary-1`.
    /// `instead` stands for a title without letters, and before one that could be taken
    /// for an id of the program: `section-page-7`.
    fn unique(
        &mut self,
        title: &str,
        instead: &str,
        next: &mut BTreeMap<String, u32>,
    ) -> String {
        let mut wanted = fit(&slug(title), instead);
        if is_made(&wanted.to_lowercase()) {
            wanted = format!("{instead}-{wanted}");
        }
        if !self.is_free(&wanted) && is_made(&format!("{}-1", wanted.to_lowercase())) {
            // `page-1` and all after it are those of the program
            wanted = format!("{instead}-{wanted}");
        }
        let mut id = wanted.clone();
        while !self.is_free(&id) {
            // Remembered, so that a thousand equal headings are not a million tries.
            let number = next.entry(wanted.to_lowercase()).or_insert(0);
            *number += 1;
            id = format!("{wanted}-{number}");
        }
        self.take(&id);
        id
    }
}

fn is_reserved(small: &str) -> bool {
    RESERVED.contains(&small) || is_made(small)
}

/// Whether an id could be one that the program makes or counts.
fn is_made(small: &str) -> bool {
    let number = |rest: &str| rest.chars().all(|c| c.is_ascii_digit() || c == '-');
    let counted = |prefix: &str| small.strip_prefix(prefix).is_some_and(number);
    MADE.iter().any(|prefix| small.starts_with(prefix))
        || COUNTED.iter().any(|prefix| counted(prefix))
}

impl Addresses {
    /// Gives every place an address: first those that authors chose, then the others.
    pub(super) fn find(project: &Project, texts: &[Text<'_>], sink: &mut Sink) -> Self {
        let mut taken = Taken::default();
        let mut next = BTreeMap::new();
        let kept = check_chosen(project, texts, &mut taken, sink);
        let slugs = file_names(project, texts, &mut taken);
        let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
        let mut ids = BTreeMap::new();
        let mut anchors = Vec::new();
        let (mut expected, mut seen) = (Vec::new(), BTreeMap::new());
        for (number, text) in texts.iter().enumerate() {
            let written = &text.document.anchors;
            let counted = counted_anchors(text);
            let mut own = Vec::new();
            for (at, anchor) in written.iter().enumerate() {
                let id = if let Some(id) = &anchor.id {
                    match kept.contains(&(number, at)) {
                        true => id.clone(),
                        false => taken.unique(id, "section", &mut next),
                    }
                } else if let Some(kind) = counted[at] {
                    let count = counts.entry(kind).or_insert(0);
                    *count += 1;
                    if kind == TERM {
                        let words = format!("{kind} {}", anchor.text);
                        taken.unique(&words, kind, &mut next)
                    } else if kind == INDEX {
                        format!("{INDEX}-{count}")
                    } else {
                        taken.unique(&format!("{kind} {count}"), kind, &mut next)
                    }
                } else {
                    taken.unique(&anchor.text, "section", &mut next)
                };
                ids.entry(id.clone()).or_insert((number, anchor_id(at)));
                own.push(Anchor {
                    id,
                    title: anchor.text.clone(),
                    text: Vec::new(),
                    number: None,
                });
            }
            if !text.among || number > 0 && texts[number - 1].path != text.path {
                seen.clear();
            }
            expected.push(expected_in(written, &counted, &mut seen));
            anchors.push(own);
        }
        Self { anchors, slugs, expected, ids }
    }
}

impl Addresses {
    /// The address of a part, which no text, no place and no part before it has.
    pub(super) fn part(&self, title: &str, before: &[Part]) -> String {
        let wanted = format!("part-{}", fit(short(&slug(title)), "of-the-book"));
        let is_taken = |id: &String| {
            let small = id.to_lowercase();
            let slugs = self.slugs.iter().chain(self.ids.keys());
            let mut all = slugs.chain(before.iter().map(|part| &part.id));
            all.any(|other| other.to_lowercase() == small)
        };
        let numbered = (2..).map(|number| format!("{wanted}-{number}"));
        let mut all = std::iter::once(wanted.clone()).chain(numbered);
        all.find(|id| !is_taken(id)).unwrap_or(wanted.clone())
    }
}

/// The file name of each text, unique, and not too long for a file. It is the address of a chapter without a title
/// too; with one, both may be the same.
fn file_names(project: &Project, texts: &[Text<'_>], ids: &mut Taken) -> Vec<String> {
    let mut files = Taken::default();
    FILES.iter().for_each(|name| files.take(name));
    let parts = project.parts.iter().filter_map(|part| part.id.as_ref());
    parts.for_each(|id| files.take(&id.text));
    let mut next = BTreeMap::new();
    let mut names = Vec::new();
    for text in texts {
        let title = title_of(text).filter(|_| text.among);
        let wanted = slug(title.unwrap_or(stem(text.path)));
        let wanted = short(&wanted);
        let name = match text.notice {
            Some(notice) => format!("notice-{}", project.notices[notice].id),
            None if text.among || text.has_title() => {
                files.unique(wanted, "chapter", &mut next)
            }
            None => {
                let mut name = files.unique(wanted, "chapter", &mut next);
                while !ids.is_free(&name) {
                    name = files.unique(wanted, "chapter", &mut next);
                }
                ids.take(&name);
                name
            }
        };
        names.push(name);
    }
    names
}

/// What names the address of a title: the id that its author chose, else its words.
fn title_of<'t>(text: &Text<'t>) -> Option<&'t str> {
    let anchor = text.document.anchors.get(text.title()?.0 as usize)?;
    Some(anchor.id.as_deref().unwrap_or(&anchor.text))
}

#[expect(clippy::cast_possible_truncation, reason = "sources are below 4 GiB")]
fn anchor_id(number: usize) -> AnchorId {
    AnchorId(number as u32)
}

/// Beginning of the addresses that the index leads to.
const INDEX: &str = "idx";
/// Beginning of the addresses of the terms of a glossary; their words follow.
const TERM: &str = "term";

/// Which anchors of a text are figures, tables or what the index leads to: their
/// addresses are counted.
fn counted_anchors(text: &Text<'_>) -> Vec<Option<&'static str>> {
    let mut counted = vec![None; text.document.anchors.len()];
    text.document.visit(&mut |block| match &block.kind {
        BlockKind::Figure { anchor, .. } => counted[anchor.0 as usize] = Some("figure"),
        BlockKind::Panels(Panels { anchor: Some(anchor), .. }) => {
            counted[anchor.0 as usize] = Some("figure");
        }
        BlockKind::Table(Table { anchor: Some(anchor), .. }) => {
            counted[anchor.0 as usize] = Some("table");
        }
        BlockKind::Definitions(list) => {
            for anchor in
                list.iter().flat_map(|one| &one.terms).filter_map(|one| one.anchor)
            {
                counted[anchor.0 as usize] = Some(TERM);
            }
        }
        BlockKind::Heading { .. }
        | BlockKind::Paragraph(_)
        | BlockKind::Attribution(_)
        | BlockKind::Stanza(_)
        | BlockKind::List(_)
        | BlockKind::Quote(_)
        | BlockKind::Code { .. }
        | BlockKind::Table(_)
        | BlockKind::Panels(_)
        | BlockKind::Rule
        | BlockKind::References
        | BlockKind::Callout(_)
        | BlockKind::Details(_)
        | BlockKind::Div(_)
        | BlockKind::Equation { .. } => {}
    });
    text.document.visit_inlines(&mut |inline| {
        if let InlineKind::Span { attributes, .. } = &inline.kind
            && let Some(anchor) = attributes.anchor
            && !attributes.index.is_empty()
        {
            counted[anchor.0 as usize] = Some(INDEX);
        }
    });
    counted
}

/// The addresses of headings as GitHub counts them in their file: `summary`, `summary-1`.
/// `seen` counts those before them in it.
fn expected_in(
    written: &[WrittenAnchor],
    counted: &[Option<&str>],
    seen: &mut BTreeMap<String, u32>,
) -> BTreeMap<String, AnchorId> {
    let mut out = BTreeMap::new();
    for (at, anchor) in written.iter().enumerate() {
        if let Some(id) = &anchor.id {
            out.insert(id.clone(), anchor_id(at));
        } else if counted[at].is_none() {
            let base = slug(&anchor.text);
            let count = seen.entry(base.clone()).or_insert(0);
            let address = if *count == 0 { base } else { format!("{base}-{count}") };
            *count += 1;
            out.entry(address).or_insert(anchor_id(at));
        }
    }
    out
}

/// Places whose addresses stay as their authors chose them: text and anchor.
type Kept = BTreeSet<(usize, usize)>;

/// Takes the ids that authors chose; tells which cannot be, and which places get another.
fn check_chosen(
    project: &Project,
    texts: &[Text<'_>],
    taken: &mut Taken,
    sink: &mut Sink,
) -> Kept {
    let mut kept = Kept::new();
    let mut first: BTreeMap<String, (Place, Option<usize>)> = BTreeMap::new();
    let mut written: BTreeSet<(usize, &String)> = BTreeSet::new();
    for id in project.parts.iter().filter_map(|part| part.id.as_ref()) {
        match first.get(&id.text.to_lowercase()) {
            Some((before, _)) => tell_duplicate(&id.text, id.place, *before, sink),
            None => {
                first.insert(id.text.to_lowercase(), (id.place, None));
                taken.take(&id.text);
            }
        }
    }
    let mut file = 0;
    for (number, text) in texts.iter().enumerate() {
        // the chapters of one file are one to those who write addresses
        if number == 0 || !text.among || texts[number - 1].path != text.path {
            file = number;
        }
        for (at, anchor) in text.document.anchors.iter().enumerate() {
            let Some(id) = &anchor.id else { continue };
            let (place, small) = (place(text.source, anchor), id.to_lowercase());
            match first.get(&small) {
                // each is known where it stands: `other.md#words`
                Some((before, Some(of)))
                    if label_prefix(&small).is_none() && written.insert((file, id)) =>
                {
                    tell_again((id, *of == file), place, *before, sink);
                    continue;
                }
                Some((before, _)) => {
                    tell_duplicate(id, place, *before, sink);
                    continue;
                }
                None => first.insert(small.clone(), (place, Some(file))),
            };
            written.insert((file, id));
            if !is_fit_id(id) {
                let message =
                    format!("`{id}` cannot be an address: the place gets another");
                sink.warn(Diagnostic::new("bad-id", message).at(place).help(
                    "links in the book lead there all the same; an address begins with a \
                     letter and goes on with letters of the English alphabet, digits, `-`, \
                     `_` and `.`",
                ));
            } else if is_reserved(&small) {
                let message = format!(
                    "the address `{id}` belongs to the program: the place gets another"
                );
                sink.warn(Diagnostic::new("reserved-id", message).at(place).help(OTHER));
            } else {
                taken.take(id);
                kept.insert((number, at));
            }
        }
    }
    kept
}

/// Tells that an address is that of a place in another chapter, or differs from one in the
/// same chapter in capitals alone.
fn tell_again((id, same): (&str, bool), again: Place, first: Place, sink: &mut Sink) {
    let message = if same {
        format!(
            "`{id}` differs from another address in capitals alone: the place gets another"
        )
    } else {
        format!("two chapters have the address `{id}`: the place gets another")
    };
    let diagnostic = Diagnostic::new("duplicate-id", message)
        .label(again, "again here")
        .label(first, "first here")
        .help(OTHER);
    sink.warn(diagnostic);
}

/// What to do about a place that gets another address.
const OTHER: &str = "links in its chapter and from others lead there all the same; choose \
                     another address if it is to be known outside";

fn tell_duplicate(id: &str, again: Place, first: Place, sink: &mut Sink) {
    let message = format!("two places have the address `{id}`");
    let diagnostic = Diagnostic::new("duplicate-id", message)
        .label(again, "again here")
        .label(first, "first here")
        .help("choose another for one of them; capital letters do not count");
    sink.error(diagnostic);
}

fn place(source: SourceId, anchor: &WrittenAnchor) -> Place {
    Place { source, span: anchor.span }
}

/// The file name without folder and ending.
fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}
