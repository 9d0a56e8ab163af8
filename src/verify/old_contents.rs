//! The proof of what leads readers into an EPUB besides its pages: that the contents list
//! is to be seen, and that the list for old readers says the same.

use crate::diag::Sink;

use super::account::unfolded;
use super::markup::container::Epub;
use super::markup::dom::{Dom, NodeId};
use super::markup::publication::joined;
use super::markup::xml;
use super::report::{Subject, shortened};
use super::told::plain;

/// Compares the contents list of the navigation document with that of old readers (NCX;
/// EPUB 3.3, 5.9.4), and tells where it is hidden.
pub(super) fn check(epub: &Epub, navigation: usize, subject: &Subject, sink: &mut Sink) {
    let file = &epub.pages.files[navigation];
    let dom = &file.dom;
    let toc = dom
        .below(Dom::root())
        .into_iter()
        .find(|&id| dom.is(id, "nav") && dom.attribute(id, "epub:type") == Some("toc"));
    let Some(toc) = toc else { return };
    let mut all = std::iter::once(toc).chain(dom.below(toc)).chain(dom.around(toc));
    if all.any(|id| dom.attribute(id, "hidden").is_some()) {
        subject.tell("unseen-text", "hides entries of its contents list", None, sink);
    }
    let links = dom.below(toc).into_iter().filter(|&id| dom.is(id, "a"));
    let wanted: Vec<(String, String)> = links
        .map(|id| {
            let href = dom.attribute(id, "href").unwrap_or_default();
            (unfolded(&title(dom, id)), joined(&file.path, href))
        })
        .collect();
    let Some((path, bytes)) = epub.files.iter().find(|(path, _)| path.ends_with(".ncx"))
    else {
        return;
    };
    let text = String::from_utf8_lossy(bytes);
    // what is no XML is told
    let Ok(ncx) = xml::read(&text) else { return };
    old_pages(epub, (navigation, (path, &ncx)), subject, sink);
    let found = targets(&ncx, path, "navPoint");
    let mut rest = wanted.iter();
    for (words, to) in &found {
        // it has no notices of the title page
        let is_it =
            |one: &(String, String)| !words.is_empty() && one.0 == *words && one.1 == *to;
        if !rest.by_ref().any(is_it) {
            let what = format!(
                "has `{}` in its contents list for old readers, which the contents list has \
                 not there",
                shortened(words)
            );
            return subject.tell("changed-link", &what, None, sink);
        }
    }
    let is_title = |to: &str| to.contains("title-page");
    let least = wanted.iter().filter(|(_, to)| !is_title(to)).count();
    if found.len() < least {
        let what = "lacks entries of its contents list in that for old readers";
        subject.tell("lost-text", what, None, sink);
    }
}

/// Compares the list of pages of the navigation document with that of old readers.
fn old_pages(
    epub: &Epub,
    (navigation, (path, ncx)): (usize, (&str, &Dom)),
    subject: &Subject,
    sink: &mut Sink,
) {
    let file = &epub.pages.files[navigation];
    let dom = &file.dom;
    let list = dom.below(Dom::root()).into_iter().find(|&id| {
        dom.is(id, "nav") && dom.attribute(id, "epub:type") == Some("page-list")
    });
    let links = list.map(|list| dom.below(list)).unwrap_or_default();
    let links = links.into_iter().filter(|&id| dom.is(id, "a"));
    let wanted: Vec<(String, String)> = links
        .map(|id| {
            let href = dom.attribute(id, "href").unwrap_or_default();
            (unfolded(&plain(&dom.text(id))), joined(&file.path, href))
        })
        .collect();
    let found = targets(ncx, path, "pageTarget");
    let wrong = found.iter().zip(&wanted).find(|(one, other)| one != other);
    if let Some(((words, _), _)) = wrong {
        let what = format!(
            "has page `{}` in its list of pages for old readers, which the list of pages has \
             not there",
            shortened(words)
        );
        subject.tell("changed-page-mark", &what, None, sink);
    } else if found.len() != wanted.len() {
        let what = "has other pages in its list of pages for old readers";
        subject.tell("changed-page-mark", what, None, sink);
    }
}

/// The entries of one kind in a list for old readers: what they say, and where they lead.
fn targets(ncx: &Dom, path: &str, name: &str) -> Vec<(String, String)> {
    let points = ncx.below(Dom::root()).into_iter().filter(|&id| ncx.name(id) == name);
    let entry = |id: NodeId| {
        let kid =
            |name: &str| ncx.kids(id).iter().copied().find(|&kid| ncx.name(kid) == name);
        let words = kid("navLabel").map(|label: NodeId| unfolded(&plain(&ncx.text(label))));
        let to = kid("content").and_then(|one| ncx.attribute(one, "src"));
        (words.unwrap_or_default(), joined(path, to.unwrap_or_default()))
    };
    points.map(entry).collect()
}

/// The words of an entry without the names of who wrote what it leads to, which a list for
/// old readers has not.
fn title(dom: &Dom, link: NodeId) -> String {
    let is_by = |id: NodeId| dom.attribute(id, "class") == Some("by");
    let kids = dom.kids(link).iter().filter(|&&id| !is_by(id));
    plain(&kids.map(|&id| dom.text(id)).collect::<String>())
}
