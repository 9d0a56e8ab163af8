//! The proof of claims: a file says of itself only what its certificate names, and what
//! is to be seen in it.
//!
//! A claim may stand in the package document, in the metadata of a PDF, in elements and
//! in linked data of pages: a template of a theme can add some.

use serde_json::Value;

use crate::certificate::Claim;
use crate::diag::Sink;

use super::markup::dom::{Dom, NodeId};
use super::markup::publication::Publication;
use super::markup::xml;
use super::report::{Subject, shortened};
use super::told::plain;

/// Properties that claim something, without prefix.
const PROPERTIES: [&str; 13] = [
    "conformsTo",
    "certifiedBy",
    "certifierCredential",
    "certifierReport",
    "exemption",
    "accessMode",
    "accessModeSufficient",
    "accessibilityFeature",
    "accessibilityHazard",
    "accessibilityAPI",
    "accessibilityControl",
    "accessibilitySummary",
    "assessment",
];

/// The name of a property without what stands before it; nothing of one that claims nothing.
fn property(name: &str) -> Option<&'static str> {
    let local = name.trim().rsplit([':', '/', '#']).next().unwrap_or_default();
    PROPERTIES.into_iter().find(|known| known.eq_ignore_ascii_case(local))
}

/// Proves the claims of the package document of an EPUB.
pub(super) fn package(
    allowed: Option<&[Claim]>,
    (package, pages): (&Dom, &Publication),
    subject: &Subject,
    sink: &mut Sink,
) {
    let found = elements(package);
    listed(allowed, &found, subject, sink);
    backed(&found, pages, subject, sink);
}

/// Proves the claims of the pages of an edition: of an EPUB too, whose pages make none.
pub(super) fn pages(
    allowed: Option<&[Claim]>,
    pages: &Publication,
    subject: &Subject,
    sink: &mut Sink,
) {
    for file in &pages.files {
        let mut found = elements(&file.dom);
        found.extend(linked(&file.dom));
        listed(allowed, &found, subject, sink);
        backed(&found, pages, subject, sink);
    }
}

/// Proves the claims of the metadata of a PDF.
pub(super) fn print(
    allowed: Option<&[Claim]>,
    packet: Option<&str>,
    subject: &Subject,
    sink: &mut Sink,
) {
    let properties = packet.and_then(|packet| xml::properties(packet).ok());
    let claims =
        properties.unwrap_or_default().into_iter().filter_map(|(space, name, value)| {
            let claim = Claim::new(format!("{}:{name}", prefix(&space, &name)?), value);
            Some(claim)
        });
    let found: Vec<Claim> = claims.collect();
    listed(allowed, &found, subject, sink);
}

/// The prefix under which a property of a PDF is a claim.
fn prefix(space: &str, name: &str) -> Option<&'static str> {
    match space {
        "http://www.aiim.org/pdfa/ns/id/" => Some("pdfaid"),
        "http://www.aiim.org/pdfua/ns/id/" => Some("pdfuaid"),
        "http://www.aiim.org/pdfe/ns/id/" => Some("pdfe"),
        "http://www.npes.org/pdfx/ns/id/" => Some("pdfxid"),
        "http://www.npes.org/pdfvt/ns/id/" => Some("pdfvtid"),
        "http://pdfa.org/declarations/" if name == "conformsTo" => Some("pdfd"),
        "http://purl.org/dc/terms/" if name == "conformsTo" => Some("dcterms"),
        _ => None,
    }
}

/// The claims in the elements of a page or a package document.
fn elements(dom: &Dom) -> Vec<Claim> {
    let mut found = Vec::new();
    for id in dom.below(Dom::root()) {
        let value =
            ["content", "href"].into_iter().find_map(|name| dom.attribute(id, name));
        let named = ["property", "name", "itemprop", "rel"];
        let names = named.into_iter().filter_map(|name| dom.attribute(id, name));
        let names = names.flat_map(str::split_ascii_whitespace);
        let own = names.chain(std::iter::once(dom.name(id)));
        for property in own.filter_map(property) {
            let value = value.map_or_else(|| dom.text(id), str::to_owned);
            found.push(Claim::new(property, plain(&value)));
        }
    }
    found
}

/// The claims in the linked data of a page.
fn linked(dom: &Dom) -> Vec<Claim> {
    let mut found = Vec::new();
    let is_linked = |id: &NodeId| {
        dom.name(*id) == "script"
            && dom.attribute(*id, "type") == Some("application/ld+json")
    };
    for id in dom.below(Dom::root()).iter().filter(|id| is_linked(id)) {
        if let Ok(data) = serde_json::from_str::<Value>(&dom.text(*id)) {
            let mut left = vec![&data];
            while let Some(value) = left.pop() {
                if let Some(keys) = value.as_object() {
                    for (key, value) in keys {
                        match property(key) {
                            Some(property) => values(property, value, &mut found),
                            None => left.push(value),
                        }
                    }
                }
                left.extend(value.as_array().into_iter().flatten());
            }
        }
    }
    found
}

/// Every text below a value, as a claim; types say nothing.
fn values(property: &str, value: &Value, found: &mut Vec<Claim>) {
    let mut left = vec![value];
    while let Some(value) = left.pop() {
        if let Some(text) = value.as_str() {
            found.push(Claim::new(property, plain(text)));
        }
        left.extend(value.as_array().into_iter().flatten());
        let keys = value.as_object().into_iter().flatten();
        left.extend(keys.filter(|(key, _)| *key != "@type").map(|(_, value)| value));
    }
}

/// Tells claims that are not on the list of those that were proven.
fn listed(allowed: Option<&[Claim]>, found: &[Claim], subject: &Subject, sink: &mut Sink) {
    let Some(allowed) = allowed else { return };
    for claim in found.iter().filter(|claim| !allowed.contains(claim)) {
        unproven(claim, "which nobody proved", subject, sink);
    }
}

fn unproven(claim: &Claim, why: &str, subject: &Subject, sink: &mut Sink) {
    let Claim { property, value } = claim;
    let what = format!("claims `{property}` of `{}`, {why}", shortened(value));
    subject.tell("unproven-claim", &what, None, sink);
}

/// Tells claims of features that are not to be seen in the pages.
fn backed(found: &[Claim], pages: &Publication, subject: &Subject, sink: &mut Sink) {
    if found.is_empty() {
        return;
    }
    let seen = Seen::of(pages);
    for claim in found {
        let holds = match (claim.property.as_str(), claim.value.as_str()) {
            ("accessibilityFeature", "MathML") => seen.formulas,
            ("accessibilityFeature", "alternativeText") => seen.described && !seen.silent,
            ("accessibilityFeature", "pageBreakMarkers") => seen.page_marks,
            ("accessibilityFeature", "pageNavigation") => seen.page_list,
            ("accessibilityFeature", "structuralNavigation") => seen.headings,
            ("accessibilityFeature", "tableOfContents") => seen.lists,
            ("accessibilityFeature", "ARIA") => seen.roles,
            ("accessMode", "visual") => seen.described,
            ("accessModeSufficient", "textual") => !seen.silent && !seen.moving,
            ("accessibilityHazard", "none") => !seen.moving,
            // the text is text, all of it is read in order, and nothing is locked: that is
            // what the rest of the proof shows
            _ => true,
        };
        if !holds {
            unproven(claim, "and it is not so", subject, sink);
        }
    }
}

/// What is to be seen in some pages.
#[derive(Debug, Default)]
struct Seen {
    formulas: bool,
    /// A picture with words in its place.
    described: bool,
    /// A picture that has no word for what it has in its place.
    silent: bool,
    /// Film, sound or what a script may do.
    moving: bool,
    page_marks: bool,
    page_list: bool,
    headings: bool,
    lists: bool,
    roles: bool,
}

impl Seen {
    fn of(pages: &Publication) -> Self {
        let mut seen = Self::default();
        for file in &pages.files {
            for id in file.dom.below(Dom::root()) {
                seen.look(&file.dom, id);
            }
        }
        seen
    }

    fn look(&mut self, dom: &Dom, id: NodeId) {
        let attribute = |name| dom.attribute(id, name);
        let role = attribute("role");
        self.roles |= role.is_some();
        self.page_marks |= role == Some("doc-pagebreak");
        match dom.name(id) {
            "math" => self.formulas = true,
            "img" => match attribute("alt") {
                None => self.silent = true,
                Some(words) => self.described |= !words.trim().is_empty(),
            },
            "svg" => self.described |= role == Some("img"),
            "video" | "audio" | "object" | "embed" | "iframe" | "canvas" => {
                self.moving = true;
            }
            "script" => {
                let kind = attribute("type").unwrap_or_default();
                self.moving |= !kind.ends_with("json");
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.headings = true,
            "nav" => {
                self.lists = true;
                self.page_list |= attribute("epub:type") == Some("page-list");
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::markup::html;
    use super::super::markup::publication::File;
    use super::*;

    /// What is told of the claims of a page.
    fn told(allowed: Option<&[Claim]>, page: &str) -> Vec<String> {
        let (dom, _) = html::read(page);
        let file = File { path: "a.html".to_owned(), dom };
        let publication = Publication::new(vec![file], BTreeSet::new());
        let subject = Subject { path: "a.html".to_owned(), part: None };
        let mut sink = Sink::default();
        pages(allowed, &publication, &subject, &mut sink);
        sink.messages().iter().map(|(_, one)| one.message.clone()).collect()
    }

    const FORMULAS: &str = "<script type=\"application/ld+json\">{\"about\": [{\
        \"accessibilityFeature\": [\"MathML\"]}]}</script>";

    #[test]
    fn claims_are_found_however_they_are_written() {
        for claim in [
            "<meta property=\"dcterms:conformsTo\" content=\"x\">",
            "<meta name=\"DC.conformsTo\" property=\"http://purl.org/dc/terms/conformsTo\" \
             content=\"x\">",
            "<link rel=\"dcterms:conformsTo\" href=\"x\">",
            "<p itemprop=\"accessibilityHazard\">x</p>",
            FORMULAS,
        ] {
            let page = format!("{claim}<math></math>");
            assert_eq!(told(Some(&[]), &page).len(), 1, "{claim}");
            assert_eq!(told(None, &page), Vec::<String>::new(), "{claim}");
        }
        let allowed = [Claim::new("accessibilityFeature", "MathML")];
        assert_eq!(told(Some(&allowed), &format!("{FORMULAS}<math></math>")).len(), 0);
    }

    #[test]
    fn a_claim_of_what_is_not_there_is_told() {
        assert_eq!(told(None, FORMULAS).len(), 1);
        let words = "<meta itemprop=\"accessModeSufficient\" content=\"textual\">";
        assert_eq!(told(None, &format!("{words}<img src=\"a\" alt=\"\">")).len(), 0);
        assert_eq!(told(None, &format!("{words}<img src=\"a\">")).len(), 1);
        assert_eq!(told(None, &format!("{words}<video></video>")).len(), 1);
    }

    #[test]
    fn claims_of_a_pdf_are_found_in_elements_and_attributes() {
        let packet = "<r xmlns:a=\"http://www.aiim.org/pdfua/ns/id/\" \
            xmlns:x=\"http://www.npes.org/pdfx/ns/id/\" x:GTS_PDFXVersion=\"PDF/X-4\">\
            <a:part>1</a:part></r>";
        let subject = Subject { path: "a.pdf".to_owned(), part: None };
        let mut sink = Sink::default();
        let allowed = [Claim::new("pdfuaid:part", "1")];
        print(Some(&allowed), Some(packet), &subject, &mut sink);
        let told = sink.messages();
        assert_eq!(told.len(), 1);
        assert!(told[0].1.message.contains("PDF/X-4"), "{told:?}");
    }
}
