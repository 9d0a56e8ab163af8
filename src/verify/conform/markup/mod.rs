//! EPUB 3.3, EPUB Accessibility 1.1, HTML, ARIA and WCAG 2.2 in the pages of an EPUB, of a
//! site, and in the single page.
//!
//! What the writers always do right is held all the same: a theme has templates and style
//! sheets of its own, and a finished file may be changed by anybody.

mod accessibility;
mod aria;
mod container;
mod content;
mod contrast;
mod head;
mod language;
mod media;
mod names;
mod navigation;
mod package;
mod page;
mod places;
mod scripts;
mod structure;
mod styles;
mod tables;
mod touch;
mod vocabulary;

use std::collections::{BTreeMap, BTreeSet};

use super::{Breach, Rule};
use crate::diag::Sink;
use crate::par;
use crate::verify::markup::container::Epub;
use crate::verify::markup::dom::{Dom, NodeId};
use crate::verify::markup::publication::Publication;
use crate::verify::markup::style::{Pale, Style};
use crate::verify::pages::Edition;
use crate::verify::report::Subject;
use page::{Fault, Faults, Medium, Page};
use places::Places;

/// The rules that an EPUB is held against besides those of its pages.
#[allow(dead_code, reason = "the certificate tells them")]
pub(crate) const EPUB_RULES: &[Rule] = &[
    container::MIMETYPE,
    container::FILE_NAMES,
    container::DISTINCT_NAMES,
    container::CONTAINER,
    package::VERSION,
    package::IDENTIFIER,
    package::METADATA,
    package::REFINES,
    package::PROPERTY,
    package::IDS,
    package::MANIFEST,
    package::MEDIA_TYPE,
    package::CORE_TYPE,
    package::PROPERTIES,
    package::NAVIGATION,
    package::COVER,
    package::SPINE,
    package::NCX,
    navigation::LISTS,
    navigation::MODEL,
    navigation::WORDS,
    navigation::KINDS,
    navigation::TARGETS,
    navigation::ORDER,
    styles::DIRECTION,
    styles::FIXED,
    styles::SYNTAX,
    styles::RESOURCES,
    styles::FONTS,
    styles::DRAWINGS,
    accessibility::METADATA,
    accessibility::FEATURES,
    accessibility::PAGES,
    accessibility::SOURCE,
    accessibility::ROLES,
    accessibility::TYPES,
];

/// The rules that all pages are held against.
#[allow(dead_code, reason = "the certificate tells them")]
pub(crate) const RULES: &[Rule] = &[
    content::ELEMENT,
    content::ATTRIBUTE,
    content::VALUE,
    content::CONTENT_MODEL,
    content::NESTED,
    content::PARTS,
    content::ID,
    content::REFERENCE,
    scripts::SCRIPTS,
    scripts::REMOTE,
    scripts::URLS,
    head::TITLE,
    head::ZOOM,
    head::REFRESH,
    head::CHARSET,
    language::PAGE_LANGUAGE,
    language::VALID_LANGUAGE,
    language::SAME_LANGUAGE,
    structure::EMPTY_HEADING,
    structure::HEADING_ORDER,
    names::IMAGE,
    names::LINK,
    names::CONTROL,
    names::LABEL_IN_NAME,
    names::TAB_ORDER,
    names::FOCUS,
    names::HIDDEN_FOCUS,
    names::MEDIA,
    tables::GRID,
    tables::SCOPE,
    tables::HEADERS,
    tables::SPAN,
    aria::ROLE,
    aria::ALLOWED_ROLE,
    aria::ATTRIBUTE,
    aria::VALUE,
    aria::ALLOWED,
    aria::NAMING,
    aria::REQUIRED,
    aria::CONTEXT,
    contrast::TEXT,
    contrast::LINKS,
];

/// The rules that pages of the web are held against besides.
#[allow(dead_code, reason = "the certificate tells them")]
pub(crate) const WEB_RULES: &[Rule] = &[
    head::VIEWPORT,
    structure::MAIN,
    structure::LANDMARKS,
    structure::BANNERS,
    structure::REGIONS,
    structure::FIRST_HEADING,
    structure::SKIP_LINK,
    touch::SIZE,
    touch::FOCUS,
    touch::OUTLINE,
];

/// As many elements of one kind are told by themselves that break a rule in one way.
const TOLD: usize = 3;

/// The pages of an edition, and what is known of how they look.
pub(in crate::verify) struct Held<'a> {
    /// The edition.
    pub(in crate::verify) edition: &'a Edition<'a>,
    /// The file, or the folder.
    pub(in crate::verify) subject: &'a Subject,
    /// Its pages.
    pub(in crate::verify) pages: &'a Publication,
    /// How each of them looks.
    pub(in crate::verify) styles: &'a [&'a Style<'a>],
    /// The parts of the text that have been looked at, by their pages, and the words in
    /// them that are hard to see.
    pub(in crate::verify) seen: &'a [(usize, NodeId, Vec<Pale>)],
}

/// Holds an EPUB against the rules.
pub(in crate::verify) fn epub(held: &Held<'_>, bytes: &[u8], epub: &Epub, sink: &mut Sink) {
    let mut faults = Faults::default();
    container::check(bytes, epub, &mut faults);
    package::check(epub, &mut faults);
    styles::check(epub, &mut faults);
    let read = read(held, Medium::Epub);
    accessibility::check(epub, &read, &mut faults);
    if let Some(page) = epub.navigation.and_then(|number| read.get(number)) {
        navigation::check(page, epub, &mut faults);
    }
    each(held, &read, &mut faults);
    tell(held, faults, sink);
}

/// Holds the pages of a site, or the single page, against the rules.
///
/// `sheets` are style sheets in files of their own, with their paths.
pub(in crate::verify) fn web(held: &Held<'_>, sheets: &[(&str, &str)], sink: &mut Sink) {
    let mut faults = Faults::default();
    styles::remote(held.pages, sheets, &mut faults);
    let read = read(held, Medium::Web);
    each(held, &read, &mut faults);
    tell(held, faults, sink);
}

fn read<'a>(held: &Held<'a>, medium: Medium) -> Vec<Page<'a>> {
    let files = held.pages.files.iter().enumerate();
    files.map(|(number, file)| Page::new(&file.dom, number, medium)).collect()
}

/// Holds every page against the rules of pages.
fn each(held: &Held<'_>, pages: &[Page<'_>], faults: &mut Faults) {
    let found = par::map_quiet(pages, |page| {
        let mut own = Faults::default();
        content::check(page, &mut own);
        scripts::check(page, &mut own);
        head::check(page, &mut own);
        language::check(page, &mut own);
        structure::check(page, &mut own);
        names::check(page, &mut own);
        tables::check(page, &mut own);
        aria::check(page, &mut own);
        if page.medium == Medium::Epub {
            accessibility::types(page, &mut own);
        }
        for (_, _, pale) in held.seen.iter().filter(|(number, ..)| *number == page.number) {
            contrast::check(page, pale, &mut own);
        }
        let apart: BTreeSet<NodeId> = held
            .seen
            .iter()
            .filter(|(number, ..)| *number == page.number)
            .map(|(_, element, _)| *element)
            .collect();
        let body = page.dom.find("body").unwrap_or_else(Dom::root);
        if !apart.contains(&body) {
            let rest = held.styles[page.number].seen(page.dom, body, &apart);
            contrast::check(page, &rest.pale, &mut own);
        }
        // in an EPUB the reading system says how large type is and where the focus is
        if page.medium == Medium::Web {
            let pressed = held.styles[page.number].touch(page.dom, body);
            touch::check(page, &pressed, &mut own);
        }
        own
    });
    faults.0.extend(found.into_iter().flat_map(|own| own.0));
}

/// Tells what breaks rules: each once, with how often it does so.
fn tell(held: &Held<'_>, faults: Faults, sink: &mut Sink) {
    if faults.0.is_empty() {
        return;
    }
    let places = Places::new(held.edition, held.pages);
    let mut same: BTreeMap<(&str, String), Vec<Fault>> = BTreeMap::new();
    let mut order = Vec::new();
    for fault in faults.0 {
        let tag = fault.what.split(" (`").next().unwrap_or_default().to_owned();
        let key = (fault.rule.name, tag);
        let all = same.entry(key.clone()).or_default();
        if all.is_empty() {
            order.push(key);
        }
        all.push(fault);
    }
    for key in order {
        let Some(all) = same.remove(&key) else { continue };
        let more = all.len().saturating_sub(TOLD);
        let last = all.len().min(TOLD) - 1;
        for (at, fault) in all.into_iter().take(TOLD).enumerate() {
            let mut what = fault.what;
            if at == last && more > 0 {
                what.push_str(&format!("; {more} more are like it"));
            }
            let page = fault.at.map(|(page, _)| page);
            let path = page.and_then(|page| held.pages.files.get(page));
            let several = held.pages.files.len() > 1;
            let part =
                path.filter(|_| several).map(|file| file.path.clone()).or(fault.part);
            let subject = Subject { part, ..held.subject.clone() };
            let place = fault.at.and_then(|(page, element)| places.of(page, element));
            Breach { rule: fault.rule, what, place }.tell(&subject, sink);
        }
    }
}
