//! The terms of the glossaries of an edition, and what in the text leads to them.

use std::borrow::{Borrow, Cow};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::ast::{
    AnchorId, BlockKind, DivForm, Document, RefKind, Term, WrittenRef, plain_text,
};
use crate::diag::{Diagnostic, Sink, nearest};
use crate::project::{ChapterRole, Edition, Project};
use crate::source::Place;

use super::index::Order;
use super::{Target, Text};

/// The chapters of an edition, in those with a glossary an address for each term, and the
/// terms of one that is sorted in the order of the language of its chapter.
pub(super) fn documents<'a>(
    project: &Project,
    edition: &Edition,
    chapters: &'a [impl Borrow<Document>],
) -> Vec<Cow<'a, Document>> {
    let with_roles = edition.chapters.iter().zip(chapters);
    let documents = with_roles.map(|(&number, document)| {
        let file = &project.chapters[number];
        let own = file.language.as_ref().map(|own| own.text.as_str());
        let language = own.unwrap_or(&project.info.language);
        let order = RefCell::new(None);
        let compare = |one: &str, other: &str| {
            let mut order = order.borrow_mut();
            order.get_or_insert_with(|| Order::of(language)).compare(one, other)
        };
        let whole = file.role == ChapterRole::Glossary;
        document.borrow().with_glossaries(whole, &compare)
    });
    documents.collect()
}

/// A term of a glossary.
struct Defined {
    text: usize,
    anchor: AnchorId,
    place: Place,
    words: String,
}

/// Every term of an edition.
pub(super) struct Terms {
    all: BTreeMap<String, Defined>,
    /// Those that something in the text leads to.
    used: RefCell<BTreeSet<String>>,
}

impl Terms {
    /// Finds the terms; tells which stand in two places, and of glossaries in notices.
    pub(super) fn find(texts: &[Text<'_>], sink: &mut Sink) -> Self {
        let mut all: BTreeMap<String, Defined> = BTreeMap::new();
        for (number, text) in texts.iter().enumerate() {
            if text.notice.is_some() {
                refuse_in_notice(text, sink);
            }
            visit_terms(text.document, &mut |term, anchor| {
                let place = Place { source: text.source, span: term.span };
                let words = plain_text(&term.text);
                let before = all.get(&key(&words));
                if let Some(before) = before {
                    let message = format!("the term `{words}` is defined twice");
                    let diagnostic = Diagnostic::new("duplicate-term", message)
                        .label(place, "again here")
                        .label(before.place, "first here")
                        .help("keep one; capital letters do not count");
                    sink.error(diagnostic);
                    return;
                }
                all.insert(key(&words), Defined { text: number, anchor, place, words });
            });
        }
        Self { all, used: RefCell::default() }
    }

    /// The definition that a use leads to.
    pub(super) fn target(
        &self,
        texts: &[Text<'_>],
        written: &WrittenRef,
    ) -> Result<Target, Diagnostic> {
        let wanted = key(&written.address);
        if let Some(found) = self.all.get(&wanted) {
            self.used.borrow_mut().insert(wanted);
            let chapter = u32::try_from(found.text).unwrap_or(u32::MAX);
            return Ok(Target::Anchor { chapter, anchor: found.anchor });
        }
        let message = format!("no glossary explains `{}`", written.address);
        let diagnostic = Diagnostic::new("missing-term", message);
        let near = nearest(&wanted, self.all.keys().map(String::as_str));
        Err(match near.and_then(|near| self.all.get(near)) {
            Some(near) => {
                let (words, path) = (&near.words, texts[near.text].path);
                let help = format!("the nearest is `{words}` in `{path}`: `term=\"{words}\"`");
                diagnostic.help(help)
            }
            None => diagnostic.help(
                "explain it in a list of definitions in `::: glossary` or in a chapter with \
                 the role `glossary` of this edition",
            ),
        })
    }

    /// Tells of terms that nothing leads to, in a whole book that marks some.
    pub(super) fn check_used(&self, texts: &[Text<'_>], whole: bool, sink: &mut Sink) {
        let mut refs = texts.iter().flat_map(|text| &text.document.refs);
        if !whole || !refs.any(|one| matches!(one.of, RefKind::Term { .. })) {
            return;
        }
        let used = self.used.borrow();
        for (_, term) in self.all.iter().filter(|(key, _)| !used.contains(*key)) {
            let message = format!("nothing leads to the term `{}`", term.words);
            let help = format!(
                "write `[{0}]{{.term}}` or `[…]{{term=\"{0}\"}}` where it is used",
                term.words
            );
            let diagnostic = Diagnostic::new("unused-term", message);
            sink.warn(diagnostic.at(term.place).help(help));
        }
    }
}

/// What terms are compared by: capitals and white space do not count.
fn key(words: &str) -> String {
    let words: Vec<String> = words.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ")
}

/// Calls `seen` for every term of a glossary.
fn visit_terms<'a>(document: &'a Document, seen: &mut impl FnMut(&'a Term, AnchorId)) {
    document.visit(&mut |block| {
        if let BlockKind::Definitions(list) = &block.kind {
            for term in list.iter().flat_map(|one| &one.terms) {
                if let Some(anchor) = term.anchor {
                    seen(term, anchor);
                }
            }
        }
    });
}

fn refuse_in_notice(text: &Text<'_>, sink: &mut Sink) {
    text.document.visit(&mut |block| {
        if let BlockKind::Div(div) = &block.kind
            && matches!(div.form, DivForm::Glossary { .. })
        {
            let message = "a notice cannot hold a glossary";
            let place = Place { source: text.source, span: block.span };
            let diagnostic = Diagnostic::new("bad-glossary", message).at(place);
            sink.error(diagnostic.help("write it in a chapter"));
        }
    });
}
