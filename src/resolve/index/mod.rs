//! The index: what the texts mark, sorted, and what an entry says.

mod languages;
mod letters;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::ast::{
    BlockId, IndexTerm, Inline, InlineKind, RangeEnd, plain_text, visit_inlines,
};
use crate::diag::{Diagnostic, Sink, nearest};
use crate::source::Place;

use super::{Chapter, Division, Words, names};
pub(super) use letters::Order;

/// The index of a book.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize)]
pub struct Index {
    /// What begins with the same letter, in the order of the language.
    pub groups: Vec<IndexGroup>,
}

/// Entries that begin with the same letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct IndexGroup {
    /// The letter; none for figures, signs and ideographs.
    pub letter: Option<String>,
    /// The block it is: those of the index count from 1, letters and entries alike.
    pub block: BlockId,
    /// What begins with it; never empty.
    pub entries: Vec<IndexEntry>,
}

/// A heading of the index, or one below another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct IndexEntry {
    /// Its words.
    pub heading: String,
    /// The same with their marks, where a text marks words of its own that have some.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub text: Vec<Inline>,
    /// Their language, where that is not the language of the book.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Where it is first marked.
    #[serde(skip)]
    pub marked: Option<Place>,
    /// Its address: `idx-entry-1`.
    pub id: String,
    /// The block it is.
    pub block: BlockId,
    /// Where it leads, in reading order.
    pub places: Vec<IndexPlace>,
    /// What to see instead.
    pub see: Vec<IndexGoal>,
    /// What to see too.
    pub see_also: Vec<IndexGoal>,
    /// What is below it, sorted.
    pub kids: Vec<Self>,
}

/// A place that an entry leads to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct IndexPlace {
    /// The part of the book.
    pub division: Division,
    /// Its address.
    pub id: String,
    /// Where what is said of it ends, if that is another place.
    pub end: Option<String>,
    /// Whether most is said there.
    pub main: bool,
}

/// Another entry that one sends readers to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct IndexGoal {
    /// Its words: `Sleep, deep`.
    pub title: String,
    /// The same with their marks, where the entry has some.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub text: Vec<Inline>,
    /// Their language, where that is not the language of the book and they have one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Its address.
    pub id: String,
}

/// What an entry says, in turn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IndexPiece<'a> {
    /// Its heading.
    Heading {
        /// Its words.
        words: &'a str,
        /// The same with their marks, where they have any.
        text: &'a [Inline],
        /// Its language, where that is not the language of the book.
        language: Option<&'a str>,
    },
    /// A comma, a full stop and the like.
    Between(&'static str),
    /// A page, or several in a row.
    Pages {
        /// `5`, `5–7`.
        text: String,
        /// The first place there.
        place: &'a IndexPlace,
        /// Whether most is said there.
        main: bool,
    },
    /// `See`, `See also`.
    Word(&'static str),
    /// Another entry; `also` if it is to be seen too, else instead.
    Goal {
        /// Which.
        goal: &'a IndexGoal,
        /// Whether it is to be seen too.
        also: bool,
    },
}

impl IndexEntry {
    /// What it says: `Sleep, 3, 5–7. See also Rest`. `folio` gives the page of an
    /// address.
    pub fn pieces<'a>(
        &'a self,
        words: &Words,
        folio: &dyn Fn(&str) -> Option<&'a str>,
    ) -> Vec<IndexPiece<'a>> {
        let mut pieces = vec![IndexPiece::Heading {
            words: &self.heading,
            text: &self.text,
            language: self.language.as_deref(),
        }];
        for pages in pages(&self.places, folio) {
            pieces.push(IndexPiece::Between(words.comma));
            pieces.push(IndexPiece::Pages {
                text: pages.text,
                place: pages.place,
                main: pages.main,
            });
        }
        let goals = [(false, words.see, &self.see), (true, words.see_also, &self.see_also)];
        for (also, word, goals) in goals {
            for (turn, goal) in goals.iter().enumerate() {
                if turn == 0 {
                    pieces.push(IndexPiece::Between(". "));
                    pieces.push(IndexPiece::Word(word));
                }
                let between = if turn == 0 { " " } else { words.semicolon };
                pieces.push(IndexPiece::Between(between));
                pieces.push(IndexPiece::Goal { goal, also });
            }
        }
        pieces
    }
}

/// A page or several in a row.
struct Pages<'a> {
    text: String,
    place: &'a IndexPlace,
    main: bool,
}

/// A page as far as it can be counted: roman folios come before arabic ones.
type Folio<'a> = (&'a str, Option<(bool, u32)>);

/// The pages of places: each once, three in a row or more as one, as a range is.
fn pages<'a>(
    places: &'a [IndexPlace],
    folio: &dyn Fn(&str) -> Option<&'a str>,
) -> Vec<Pages<'a>> {
    let of = |id: &str| {
        let label = folio(id).unwrap_or("0");
        (label, counted(label))
    };
    let mut found: Vec<(Folio<'a>, Folio<'a>, &'a IndexPlace)> = places
        .iter()
        .map(|place| {
            let first = of(&place.id);
            let last = place.end.as_deref().map_or(first, of);
            // a range that ends before it begins, as in a note, is one page
            let last = if last.1 < first.1 { first } else { last };
            (first, last, place)
        })
        .collect();
    // notes and notices stand elsewhere than they are read
    found.sort_by_key(|(first, last, place)| {
        (first.1, std::cmp::Reverse(last.1), !place.main)
    });
    let mut runs: Vec<Run<'a>> = Vec::new();
    for (first, last, place) in found {
        if let Some(run) = runs.last_mut() {
            let known = last.0 == run.last.0 || (last.1.is_some() && last.1 <= run.last.1);
            // a page is said once, and most strongly
            if known && (run.main || !place.main) {
                continue;
            }
            let next = run.last.1.map(|(arabic, number)| (arabic, number + 1));
            let follows = first.1.is_some() && (first.1 == next || first.1 == run.last.1);
            if follows && run.main == place.main {
                run.range |= first.0 != last.0;
                run.last = last;
                run.pages.push((first.0, place));
                continue;
            }
        }
        let (main, range) = (place.main, first.0 != last.0);
        runs.push(Run { last, main, range, pages: vec![(first.0, place)] });
    }
    runs.iter().flat_map(Run::written).collect()
}

/// Pages that follow each other.
struct Run<'a> {
    last: Folio<'a>,
    main: bool,
    /// Whether a range is among them.
    range: bool,
    /// Their folios and the first place on each; of a range its first page.
    pages: Vec<(&'a str, &'a IndexPlace)>,
}

impl<'a> Run<'a> {
    /// As it is written: two pages that only follow each other stay apart.
    fn written(&self) -> Vec<Pages<'a>> {
        let main = self.main;
        match self.pages.as_slice() {
            [] => Vec::new(),
            &[(first, place), ..] if self.range || self.pages.len() > 2 => {
                vec![Pages { text: format!("{first}–{}", self.last.0), place, main }]
            }
            pages => pages
                .iter()
                .map(|&(page, place)| Pages { text: page.to_owned(), place, main })
                .collect(),
        }
    }
}

/// What a folio counts.
fn counted(label: &str) -> Option<(bool, u32)> {
    if let Ok(number) = label.parse() {
        return Some((true, number));
    }
    let value = |c| match c {
        'i' => Some(1),
        'v' => Some(5),
        'x' => Some(10),
        'l' => Some(50),
        'c' => Some(100),
        'd' => Some(500),
        'm' => Some(1000),
        _ => None,
    };
    let digits: Option<Vec<u32>> = label.chars().map(value).collect();
    let digits = digits.filter(|digits| !digits.is_empty())?;
    let after = digits.iter().skip(1).copied().chain([0]);
    let number = digits.iter().zip(after).fold(0i64, |sum, (&digit, next)| {
        sum + if digit < next { -i64::from(digit) } else { i64::from(digit) }
    });
    u32::try_from(number).ok().map(|number| (false, number))
}

/// What is found of one heading.
#[derive(Default)]
struct Found {
    /// Where it is first marked.
    marked: Option<Place>,
    /// In which language, where that is not the language of the book.
    language: Option<String>,
    /// Its words with their marks, where a text marks words of its own that have some.
    text: Vec<Inline>,
    places: Vec<IndexPlace>,
    see: Vec<(String, Place)>,
    see_also: Vec<(String, Place)>,
    kids: BTreeMap<String, Self>,
}

impl Found {
    fn at(
        &mut self,
        path: &[String],
        (place, language): (Place, Option<&str>),
    ) -> &mut Self {
        path.iter().fold(self, |entry, heading| {
            let kid = entry.kids.entry(heading.clone()).or_default();
            if kid.marked.is_none() {
                kid.marked = Some(place);
                kid.language = language.map(str::to_owned);
            }
            kid
        })
    }

    /// Keeps the words of an entry as they are marked, with their marks. What counts as one
    /// sign in a line is said in words.
    fn show(&mut self, path: &[String], words: &[Inline]) {
        let mut text = names::marked(words, &|_| String::new());
        let mut spoken = false;
        visit_inlines(&text, &mut |inline| {
            spoken |= matches!(inline.kind, InlineKind::Math(_));
        });
        if spoken || plain_text(&text) != path.concat() {
            text.clear();
        }
        let entry =
            path.iter().fold(self, |entry, own| entry.kids.entry(own.clone()).or_default());
        if entry.text.is_empty() {
            entry.text = text;
        }
    }

    /// The words of an entry with their marks.
    fn text_of(&self, path: &[String]) -> Vec<Inline> {
        let [heading] = path else { return Vec::new() };
        self.kids.get(heading).map(|entry| entry.text.clone()).unwrap_or_default()
    }

    /// The language of several headings, where they have one.
    fn language_of(&self, path: &[String]) -> Option<&str> {
        let mut entry = self;
        let mut all = Vec::new();
        for heading in path {
            entry = entry.kids.get(heading)?;
            all.push(entry.language.as_deref());
        }
        all.dedup();
        if let [one] = all.as_slice() { *one } else { None }
    }

    fn has(&self, path: &[&str]) -> bool {
        let mut entry = Some(self);
        for heading in path {
            entry = entry.and_then(|entry| entry.kids.get(*heading));
        }
        entry.is_some()
    }
}

/// Makes the index of what the texts mark; nothing where nothing is marked.
///
/// In an edition that leaves chapters out (`whole` is false) an entry that sends readers
/// to one that is not there sends them nowhere.
pub(super) fn find(
    texts: &[(Division, &Chapter)],
    language: &str,
    whole: bool,
    sink: &mut Sink,
) -> Option<Index> {
    let mut root = Found::default();
    let mut open: BTreeMap<Vec<String>, (Place, usize)> = BTreeMap::new();
    for &(division, chapter) in texts {
        let languages = languages::Languages::of(chapter, language);
        chapter.document.visit_inlines(&mut |inline| {
            let InlineKind::Span { attributes, text } = &inline.kind else { return };
            let Some(anchor) = attributes.anchor else { return };
            let (id, place) = (&chapter.anchor(anchor).id, chapter.place(inline.span));
            for term in &attributes.index {
                let own = [plain_text(text)] == *term.path;
                let marked = (place, languages.at(inline.span, own));
                if own {
                    root.show(&term.path, text);
                }
                mark(&mut root, &mut open, term, (division, id, marked), sink);
            }
        });
    }
    for (path, (place, _)) in open {
        let message = format!("the range of `{}` has no end", path.join("!"));
        let help =
            format!("mark where it ends: `[]{{.index-end index=\"{}\"}}`", path.join("!"));
        sink.error(Diagnostic::new("index-range", message).at(place).help(help));
    }
    if root.kids.is_empty() {
        return None;
    }
    check_see(&root, &root, whole, sink);
    Some(Numbered::of(root, language))
}

/// Takes up one entry at one place.
fn mark(
    root: &mut Found,
    open: &mut BTreeMap<Vec<String>, (Place, usize)>,
    term: &IndexTerm,
    (division, id, marked): (Division, &str, (Place, Option<&str>)),
    sink: &mut Sink,
) {
    let place = marked.0;
    let shown = term.path.join("!");
    if term.range == Some(RangeEnd::End) {
        let Some((_, number)) = open.remove(&term.path) else {
            let message = format!("the range of `{shown}` ends and has not begun");
            let help =
                format!("mark where it begins: `[]{{.index-start index=\"{shown}\"}}`");
            sink.error(Diagnostic::new("index-range", message).at(place).help(help));
            return;
        };
        if let Some(begun) = root.at(&term.path, marked).places.get_mut(number) {
            begun.end = Some(id.to_owned());
        }
        return;
    }
    let entry = root.at(&term.path, marked);
    let named = |see: &Option<String>| -> Vec<(String, Place)> {
        let names = see.iter().flat_map(|see| see.split(';'));
        names.map(|name| (path(name).join("!"), place)).collect()
    };
    entry.see.extend(named(&term.see));
    entry.see_also.extend(named(&term.see_also));
    if term.see.is_some() {
        return;
    }
    if term.range == Some(RangeEnd::Start) {
        if let Some((before, _)) = open.get(&term.path) {
            let message = format!("the range of `{shown}` begins again before it ends");
            sink.error(
                Diagnostic::new("index-range", message)
                    .label(place, "again here")
                    .label(*before, "first here")
                    .help("mark where the first ends with `.index-end`"),
            );
            return;
        }
        open.insert(term.path.clone(), (place, entry.places.len()));
    }
    let (id, main) = (id.to_owned(), term.main);
    entry.places.push(IndexPlace { division, id, end: None, main });
}

/// `Sleep!deep` as headings.
fn path(written: &str) -> Vec<&str> {
    written.split('!').map(str::trim).collect()
}

/// Every entry that another names is there.
fn check_see(root: &Found, entry: &Found, whole: bool, sink: &mut Sink) {
    for (name, place) in entry.see.iter().chain(&entry.see_also) {
        if whole && !root.has(&path(name)) {
            let message = format!("the index has no entry `{name}` to see");
            let known = root.kids.keys().map(String::as_str);
            let help = match nearest(name, known) {
                Some(near) => format!("the nearest is `{near}`"),
                None => "mark a place for it, or name another entry".to_owned(),
            };
            sink.error(Diagnostic::new("index-see", message).at(*place).help(help));
        }
    }
    for kid in entry.kids.values() {
        check_see(root, kid, whole, sink);
    }
}

/// What is known of an entry before its turn.
#[derive(Clone, Default)]
struct Known {
    id: String,
    language: Option<String>,
    text: Vec<Inline>,
}

/// Entries with their addresses.
struct Numbered {
    order: Order,
    /// The entries by their headings.
    ids: BTreeMap<Vec<String>, Known>,
    blocks: u32,
}

impl Numbered {
    fn of(root: Found, language: &str) -> Index {
        let mut numbered =
            Self { order: Order::of(language), ids: BTreeMap::new(), blocks: 0 };
        numbered.number(&root, &root, &mut Vec::new());
        let mut groups: Vec<IndexGroup> = Vec::new();
        for (heading, found) in numbered.sorted(root.kids) {
            let letter = numbered.order.letter(&heading);
            if groups.last().is_none_or(|group| group.letter != letter) {
                let block = numbered.block();
                groups.push(IndexGroup { letter, block, entries: Vec::new() });
            }
            let entry = numbered.entry(vec![heading], found);
            if let Some(group) = groups.last_mut() {
                group.entries.push(entry);
            }
        }
        Index { groups }
    }

    fn number(&mut self, root: &Found, entry: &Found, path: &mut Vec<String>) {
        for (heading, kid) in &entry.kids {
            path.push(heading.clone());
            let id = format!("idx-entry-{}", self.ids.len() + 1);
            let language = root.language_of(path).map(str::to_owned);
            let text = root.text_of(path);
            self.ids.insert(path.clone(), Known { id, language, text });
            self.number(root, kid, path);
            path.pop();
        }
    }

    fn sorted(&self, kids: BTreeMap<String, Found>) -> Vec<(String, Found)> {
        let mut kids: Vec<(String, Found)> = kids.into_iter().collect();
        kids.sort_by(|(one, _), (other, _)| self.order.compare(one, other));
        kids
    }

    fn block(&mut self) -> BlockId {
        self.blocks += 1;
        BlockId(self.blocks)
    }

    fn entry(&mut self, path: Vec<String>, found: Found) -> IndexEntry {
        let block = self.block();
        let goals = |named: Vec<(String, Place)>| {
            let mut goals: Vec<IndexGoal> = Vec::new();
            for (name, _) in named {
                let path: Vec<String> = name.split('!').map(str::to_owned).collect();
                let Some(known) = self.ids.get(&path).cloned() else { continue };
                let Known { id, language, text } = known;
                let goal = IndexGoal { title: path.join(", "), text, language, id };
                if !goals.contains(&goal) {
                    goals.push(goal);
                }
            }
            goals
        };
        let (see, see_also) = (goals(found.see), goals(found.see_also));
        let id = self.ids.get(&path).map(|known| known.id.clone()).unwrap_or_default();
        let kids = self
            .sorted(found.kids)
            .into_iter()
            .map(|(heading, kid)| {
                let path = path.iter().cloned().chain([heading]).collect();
                self.entry(path, kid)
            })
            .collect();
        let heading = path.last().cloned().unwrap_or_default();
        let (language, marked, places) = (found.language, found.marked, found.places);
        let text = found.text;
        IndexEntry {
            heading,
            text,
            language,
            marked,
            id,
            block,
            places,
            see,
            see_also,
            kids,
        }
    }
}

impl Index {
    /// Every entry, those below others too, in order.
    pub fn entries(&self) -> Vec<&IndexEntry> {
        fn add<'a>(entries: &'a [IndexEntry], out: &mut Vec<&'a IndexEntry>) {
            for entry in entries {
                out.push(entry);
                add(&entry.kids, out);
            }
        }
        let mut out = Vec::new();
        for group in &self.groups {
            add(&group.entries, &mut out);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(places: &[(&str, Option<&str>, bool)]) -> String {
        let places: Vec<IndexPlace> = places
            .iter()
            .map(|&(id, end, main)| IndexPlace {
                division: Division::Chapter(0),
                id: id.to_owned(),
                end: end.map(str::to_owned),
                main,
            })
            .collect();
        // the address of a place is its page here
        let pages = pages(&places, &|id| {
            places.iter().find_map(|place| {
                let end = place.end.as_deref().filter(|end| *end == id);
                end.or_else(|| (place.id == id).then_some(place.id.as_str()))
            })
        });
        let pages: Vec<String> =
            pages
                .iter()
                .map(|pages| {
                    if pages.main {
                        format!("*{}*", pages.text)
                    } else {
                        pages.text.clone()
                    }
                })
                .collect();
        pages.join(", ")
    }

    #[test]
    fn pages_stand_once_and_three_in_a_row_are_joined() {
        let plain = |pages: &[&'static str]| {
            let places: Vec<_> = pages.iter().map(|page| (*page, None, false)).collect();
            shown(&places)
        };
        assert_eq!(plain(&["3", "3", "5", "6", "7", "9"]), "3, 5–7, 9");
        assert_eq!(plain(&["5", "6", "9"]), "5, 6, 9");
        assert_eq!(plain(&["12", "iv", "9", "v"]), "iv, v, 9, 12");
        assert_eq!(plain(&["xiv", "ix"]), "ix, xiv");
    }

    #[test]
    fn ranges_take_in_what_lies_in_them() {
        assert_eq!(shown(&[("5", Some("6"), false)]), "5–6");
        assert_eq!(shown(&[("5", Some("8"), false), ("6", None, false)]), "5–8");
        assert_eq!(shown(&[("5", Some("8"), false), ("9", None, false)]), "5–9");
        assert_eq!(shown(&[("5", Some("8"), false), ("6", None, true)]), "5–8, *6*");
        assert_eq!(shown(&[("5", None, false), ("5", None, true)]), "*5*");
    }
}
