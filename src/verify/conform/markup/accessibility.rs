//! EPUB Accessibility 1.1: what a book says of itself, that it is true, and its pages.

use std::collections::BTreeSet;

use super::Rule;
use super::page::{Faults, Page};
use crate::verify::markup::container::Epub;
use crate::verify::markup::dom::{Dom, NodeId, Space};
use crate::verify::told::plain;

/// The metadata of accessibility are there, with values of the vocabulary.
pub(super) const METADATA: Rule = Rule {
    name: "accessibility-metadata",
    clause: "EPUB Accessibility 1.1, discovery metadata",
};

/// Each feature that is claimed is there.
pub(super) const FEATURES: Rule = Rule {
    name: "accessibility-features",
    clause: "EPUB Accessibility 1.1, discovery metadata",
};

/// Marks of pages have a role and a name and are listed.
pub(super) const PAGES: Rule =
    Rule { name: "page-marks", clause: "EPUB Accessibility 1.1, page navigation" };

/// Where pages are marked it is said of which edition they are.
pub(super) const SOURCE: Rule =
    Rule { name: "page-source", clause: "EPUB Accessibility 1.1, page navigation" };

/// What is said to be something for readers is so for those who listen.
pub(super) const ROLES: Rule =
    Rule { name: "type-and-role", clause: "EPUB Type to ARIA Role Authoring Guide 1.1" };

/// What a part is called is a word of the vocabulary of structure.
pub(super) const TYPES: Rule =
    Rule { name: "structure-vocabulary", clause: "EPUB 3.3, epub:type; EPUB SSV 1.1" };

const MODES: &str = " auditory chartOnVisual chemOnVisual colorDependent diagramOnVisual \
    mathOnVisual musicOnVisual tactile textOnVisual textual visual ";

const FEATURE_WORDS: &str = " ARIA ChemML MathML alternativeText annotations audioDescription \
    braille captions closedCaptions describedMath displayTransformability fullRubyAnnotations \
    highContrastAudio highContrastDisplay horizontalWriting index largePrint latex \
    latex-chemistry longDescription none openCaptions pageBreakMarkers pageNavigation \
    printPageNumbers readingOrder rubyAnnotations signLanguage structuralNavigation \
    synchronizedAudioText tableOfContents tactileGraphic tactileObject taggedPDF timingControl \
    transcript ttsMarkup unknown unlocked verticalWriting withAdditionalWordSegmentation \
    withoutAdditionalWordSegmentation ";

const HAZARDS: &str = " flashing flashingHazard motionSimulation motionSimulationHazard \
    noFlashingHazard noMotionSimulationHazard noSoundHazard none sound soundHazard unknown \
    unknownFlashingHazard unknownMotionSimulationHazard unknownSoundHazard ";

/// The types of structure that stand for a role of their own (EPUB Type to ARIA Role Authoring Guide 1.1).
const MATCHES: &[(&str, &str)] = &[
    ("acknowledgments", "doc-acknowledgments"),
    ("afterword", "doc-afterword"),
    ("appendix", "doc-appendix"),
    ("backlink", "doc-backlink"),
    ("biblioref", "doc-biblioref"),
    ("bibliography", "doc-bibliography"),
    ("chapter", "doc-chapter"),
    ("colophon", "doc-colophon"),
    ("conclusion", "doc-conclusion"),
    ("cover", "doc-cover"),
    ("credit", "doc-credit"),
    ("credits", "doc-credits"),
    ("dedication", "doc-dedication"),
    ("epigraph", "doc-epigraph"),
    ("epilogue", "doc-epilogue"),
    ("errata", "doc-errata"),
    ("foreword", "doc-foreword"),
    ("glossary", "doc-glossary"),
    ("glossref", "doc-glossref"),
    ("index", "doc-index"),
    ("introduction", "doc-introduction"),
    ("noteref", "doc-noteref"),
    ("notice", "doc-notice"),
    ("page-list", "doc-pagelist"),
    ("pagebreak", "doc-pagebreak"),
    ("part", "doc-part"),
    ("preface", "doc-preface"),
    ("prologue", "doc-prologue"),
    ("pullquote", "doc-pullquote"),
    ("qna", "doc-qna"),
    ("subtitle", "doc-subtitle"),
    ("toc", "doc-toc"),
];

/// The vocabulary of structure (EPUB SSV 1.1).
const WORDS: &str = " abstract acknowledgments afterword answer answers antonym-group appendix \
    aside assessment assessments backlink backmatter balloon biblioentry bibliography biblioref \
    bodymatter bridgehead case-study chapter colophon concluding-sentence conclusion condensed-entry \
    contributors copyright-page cover covertitle credit credits dedication def dictentry dictionary \
    division ebook-page endnote endnotes entry epigraph epilogue errata etymology example figure \
    fill-in-the-blank-problem footnote footnotes foreword frontmatter fulltitle \
    general-problem glossary glossdef glossref glossterm gram-info halftitle halftitlepage idiom \
    imprimatur imprint index index-editor-note index-entry index-entry-list index-group \
    index-headnotes index-legend index-locator index-locator-list index-locator-range index-term \
    index-term-categories index-term-category index-xref-preferred index-xref-related introduction \
    keyword keywords label landmarks learning-objective learning-objectives learning-outcome \
    learning-outcomes learning-resource learning-resources learning-standard learning-standards \
    list list-item loa loi lot lov match-problem multiple-choice-problem noteref notice \
    ordinal other-credits page-list pagebreak panel panel-group part part-of-speech \
    part-of-speech-group part-of-speech-list phonetic-transcription phrase-group phrase-list \
    practice practices preamble preface prologue pullquote qna question \
    referrer revision-history sense-group sense-list seriespage sound-area subchapter subtitle \
    synonym-group table table-cell table-row text-area tip title titlepage toc toc-brief \
    topic-sentence tran tran-info true-false-problem volume ";

/// Holds what a book says of its accessibility against its rules.
pub(super) fn check(epub: &Epub, pages: &[Page<'_>], faults: &mut Faults) {
    let dom = &epub.package;
    let all: Vec<NodeId> = dom.below(Dom::root());
    let said = |property: &str| -> Vec<String> {
        let wanted = format!("schema:{property}");
        let found =
            all.iter().filter(|&&id| dom.attribute(id, "property") == Some(&*wanted));
        found.map(|&id| plain(&dom.text(id))).collect()
    };
    let root = Some(epub.root.as_str());
    let lists = [
        ("accessMode", MODES),
        ("accessModeSufficient", MODES),
        ("accessibilityFeature", FEATURE_WORDS),
        ("accessibilityHazard", HAZARDS),
        ("accessibilitySummary", ""),
    ];
    for (property, words) in lists {
        let values = said(property);
        if values.is_empty() || values.iter().any(String::is_empty) {
            let what = format!("says nothing of its `{property}`");
            faults.file(&METADATA, root, what);
        }
        let parts = values.iter().flat_map(|value| value.split(',')).map(str::trim);
        for part in parts.filter(|_| !words.is_empty()) {
            if !words.contains(&format!(" {part} ")) {
                let what =
                    format!("says `{part}` of its `{property}`, which is no word for it");
                faults.file(&METADATA, root, what);
            }
        }
    }
    let hazards = said("accessibilityHazard");
    if hazards.len() > 1 && hazards.iter().any(|one| one == "none" || one == "unknown") {
        let what = "says that it has no hazards, and names some";
        faults.file(&METADATA, root, what.to_owned());
    }
    features(epub, pages, &said("accessibilityFeature"), faults);
    page_marks(epub, pages, &all, faults);
}

fn features(epub: &Epub, pages: &[Page<'_>], features: &[String], faults: &mut Faults) {
    let any = |wanted: &dyn Fn(&Page<'_>, NodeId) -> bool| {
        pages.iter().any(|page| page.elements.iter().any(|&id| wanted(page, id)))
    };
    let list = |kind: &str| {
        any(&|page, id| {
            page.dom.is(id, "nav") && page.dom.attribute(id, "epub:type") == Some(kind)
        })
    };
    let role = |role: &str| any(&|page, id| page.role(id) == Some(role));
    for feature in features {
        let there = match feature.as_str() {
            "MathML" => any(&|page, id| {
                page.dom.element(id).is_some_and(|one| one.space == Space::Math)
            }),
            "alternativeText" => {
                any(&|page, id| page.dom.name(id) == "img" && !page.label(id).is_empty())
            }
            "ARIA" => any(&|page, id| page.role(id).is_some()),
            "pageNavigation" => list("page-list"),
            "pageBreakMarkers" => role("doc-pagebreak"),
            "tableOfContents" => list("toc"),
            "index" => role("doc-index"),
            "structuralNavigation" => any(&|page, id| {
                matches!(page.dom.name(id), "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
            }),
            _ => true,
        };
        if !there {
            let what = format!("claims to have `{feature}`, and has none");
            faults.file(&FEATURES, Some(&epub.root), what);
        }
    }
}

fn page_marks(epub: &Epub, pages: &[Page<'_>], package: &[NodeId], faults: &mut Faults) {
    let mut marks = BTreeSet::new();
    for page in pages {
        let dom = page.dom;
        for &id in &page.elements {
            let kind = dom.attribute(id, "epub:type").unwrap_or_default();
            let is_mark = page.role(id) == Some("doc-pagebreak")
                || kind.split_whitespace().any(|one| one == "pagebreak");
            if !is_mark {
                continue;
            }
            if page.label(id).is_empty() {
                faults.element(&PAGES, page, id, "which does not say which page begins");
            }
            match dom.attribute(id, "id") {
                Some(address) => {
                    marks.insert(format!(
                        "{}#{address}",
                        epub.pages.files[page.number].path
                    ));
                }
                None => faults.element(&PAGES, page, id, "to which nothing can lead"),
            }
        }
    }
    if marks.is_empty() {
        return;
    }
    let dom = &epub.package;
    let source = package.iter().any(|&id| {
        matches!(
            dom.attribute(id, "property"),
            Some("pageBreakSource" | "schema:pageBreakSource")
        ) || dom.name(id) == "source"
    });
    if !source {
        let what = "does not say of which edition its pages are (`pageBreakSource`)";
        faults.file(&SOURCE, Some(&epub.root), what.to_owned());
    }
    let Some(page) = epub.navigation.and_then(|number| pages.get(number)) else { return };
    let mut navs = page.named(&["nav"]);
    let list = navs.find(|&id| page.dom.attribute(id, "epub:type") == Some("page-list"));
    let Some(list) = list else {
        return faults.page(&PAGES, page, "has no list of the pages that are marked");
    };
    for id in page.dom.below(list) {
        let Some(href) = page.dom.attribute(id, "href") else { continue };
        let own = &epub.pages.files[page.number].path;
        let path = match href.strip_prefix('#') {
            Some(address) => format!("{own}#{address}"),
            None => crate::verify::markup::publication::joined(own, href),
        };
        if !marks.contains(&path) {
            faults.element(&PAGES, page, id, "which leads to no mark of a page");
        }
        marks.remove(&path);
    }
    if let Some(lost) = marks.first() {
        let what = format!("does not list the page that begins at `{lost}`");
        faults.page(&PAGES, page, &what);
    }
}

/// Holds the types of structure on a page against their rules.
pub(super) fn types(page: &Page<'_>, faults: &mut Faults) {
    let dom = page.dom;
    for &id in &page.elements {
        let Some(types) = dom.attribute(id, "epub:type") else { continue };
        if types.trim().is_empty()
            || matches!(dom.name(id), "head" | "meta" | "title" | "link")
        {
            faults.element(&TYPES, page, id, "with an `epub:type` that says nothing");
        }
        let known = |one: &str| one.contains(':') || WORDS.contains(&format!(" {one} "));
        if let Some(other) = types.split_whitespace().find(|one| !known(one)) {
            let what = format!("of the type `{other}`, which no vocabulary has");
            faults.element(&TYPES, page, id, &what);
        }
        let in_nav = dom.is(id, "a")
            && dom
                .around(id)
                .any(|one| dom.attribute(one, "epub:type") == Some("landmarks"));
        let wanted = MATCHES
            .iter()
            .find(|(kind, _)| types.split_whitespace().any(|one| one == *kind));
        if let Some((kind, role)) = wanted.filter(|_| !in_nav && !dom.is(id, "body"))
            && page.role(id).is_none()
        {
            let what = format!("of the type `{kind}` without the role `{role}`");
            faults.element(&ROLES, page, id, &what);
        }
    }
}
