//! Languages of pages and of their parts.

use super::Rule;
use super::page::{Faults, Medium, Page};

/// A page says in which language it is.
pub(super) const PAGE_LANGUAGE: Rule =
    Rule { name: "page-language", clause: "WCAG 2.2, 3.1.1; HTML, 3.2.6.2" };

/// Languages are written as RFC 5646 has them.
pub(super) const VALID_LANGUAGE: Rule =
    Rule { name: "valid-language", clause: "WCAG 2.2, 3.1.2; RFC 5646, 2.1" };

/// The two attributes for a language say the same.
pub(super) const SAME_LANGUAGE: Rule =
    Rule { name: "same-language", clause: "HTML, 3.2.6.2; WCAG 2.2, 3.1.1" };

/// Holds the languages of a page against their rules.
pub(super) fn check(page: &Page<'_>, faults: &mut Faults) {
    let dom = page.dom;
    let said = |id| dom.attribute(id, "lang").or_else(|| dom.attribute(id, "xml:lang"));
    let html = dom.find("html");
    if html.and_then(said).is_none_or(|language| language.trim().is_empty()) {
        faults.page(&PAGE_LANGUAGE, page, "does not say in which language it is");
    }
    if page.medium == Medium::Epub
        && html.is_some_and(|id| dom.attribute(id, "xml:lang").is_none())
    {
        faults.page(&PAGE_LANGUAGE, page, "has no `xml:lang`");
    }
    for &id in &page.elements {
        let (one, other) = (dom.attribute(id, "lang"), dom.attribute(id, "xml:lang"));
        if let (Some(one), Some(other)) = (one, other)
            && !one.eq_ignore_ascii_case(other)
        {
            let what = format!("in `{one}` and at once in `{other}`");
            faults.element(&SAME_LANGUAGE, page, id, &what);
        }
        for language in [one, other].into_iter().flatten().filter(|one| !one.is_empty()) {
            if !is_language(language) {
                let what = format!("in `{language}`, which is no language");
                faults.element(&VALID_LANGUAGE, page, id, &what);
                break;
            }
        }
    }
}

/// Whether some words are a language in the form of RFC 5646, 2.1. No language of more
/// than three letters is registered.
pub(super) fn is_language(words: &str) -> bool {
    let mut parts = words.split('-');
    let first = parts.next().unwrap_or_default();
    let letters = first.chars().all(|c| c.is_ascii_alphabetic());
    let rest = |part: &str| {
        (1..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric())
    };
    match first.len() {
        1 => matches!(first, "x" | "i") && parts.clone().count() > 0 && parts.all(rest),
        2 | 3 => letters && parts.all(rest),
        _ => false,
    }
}
