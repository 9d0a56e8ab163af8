//! The proof of metadata: what a file says of the book that it holds.

use crate::diag::Sink;
use crate::resolve::Book;

use super::markup::dom::Dom;
use super::markup::xml;
use super::pdf::Pdf;
use super::report::Subject;
use super::told::plain;

/// Proves the metadata of an EPUB.
pub(super) fn package(book: &Book, package: &Dom, subject: &Subject, sink: &mut Sink) {
    let all = |name: &str| -> Vec<String> {
        let below = package.below(Dom::root()).into_iter();
        let named = below.filter(|&id| package.name(id) == name);
        named.map(|id| plain(&package.text(id))).collect()
    };
    let info = &book.info;
    expect(book, "title", &[plain(&info.title)], &all("title"), subject, sink);
    expect(
        book,
        "language",
        std::slice::from_ref(&info.language),
        &all("language"),
        subject,
        sink,
    );
    let authors: Vec<String> = book.authors().into_iter().map(plain).collect();
    expect(book, "author", &authors, &all("creator"), subject, sink);
    let rights: Vec<String> = info.rights.iter().map(|rights| plain(rights)).collect();
    expect(book, "rights", &rights, &all("rights"), subject, sink);
    for (name, value) in renditions(package) {
        let message =
            format!("says `{name}` of `{value}`, and its pages are not fixed in any way");
        subject.tell("changed-metadata", &message, None, sink);
    }
}

/// What a package says of how its pages are set beside that they flow (EPUB 3.3, 8.2 and
/// appendix D.4): with each property its value.
fn renditions(package: &Dom) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for id in package.below(Dom::root()) {
        let said = |name: &str| package.attribute(id, name).unwrap_or_default().trim();
        let value = plain(&package.text(id));
        let property = said("property");
        if property.contains("rendition:") && !matches!(&*value, "reflowable" | "auto") {
            found.push((property.to_owned(), value));
        }
        let of_page = said("properties").split_ascii_whitespace();
        let of_page = of_page.filter(|one| one.starts_with("rendition:"));
        found.extend(of_page.map(|one| (one.to_owned(), said("idref").to_owned())));
        // what readers knew before EPUB 3
        let old =
            ["fixed-layout", "original-resolution", "book-type", "RegionMagnification"];
        if old.contains(&said("name")) {
            found.push((said("name").to_owned(), said("content").to_owned()));
        }
    }
    found
}

/// Proves the metadata of a page of the web.
pub(super) fn page(book: &Book, dom: &Dom, subject: &Subject, sink: &mut Sink) {
    let below = dom.below(Dom::root());
    let titles: Vec<String> = below
        .iter()
        .filter(|&&id| dom.name(id) == "title")
        .filter(|&&id| dom.parent(id).is_some_and(|parent| dom.name(parent) == "head"))
        .map(|&id| plain(&dom.text(id)))
        .collect();
    expect(book, "title", &[plain(&book.info.title)], &titles, subject, sink);
    let meta = |name: &str| -> Vec<String> {
        let named = below.iter().filter(|&&id| dom.attribute(id, "name") == Some(name));
        named.map(|&id| plain(dom.attribute(id, "content").unwrap_or_default())).collect()
    };
    let authors: Vec<String> = book.authors().into_iter().map(plain).collect();
    expect(book, "author", &authors, &meta("author"), subject, sink);
    let html = dom.find("html").and_then(|id| dom.attribute(id, "lang"));
    let language = [html.unwrap_or_default().to_owned()];
    expect(
        book,
        "language",
        std::slice::from_ref(&book.info.language),
        &language,
        subject,
        sink,
    );
}

/// Proves the metadata of a PDF.
pub(super) fn print(book: &Book, pdf: &Pdf, subject: &Subject, sink: &mut Sink) {
    let said = |value: &Option<String>| -> Vec<String> {
        value.iter().map(|one| plain(one)).collect()
    };
    // newer files say it in their metadata alone
    let packet = pdf.metadata.as_deref().and_then(|xmp| xml::read(xmp).ok());
    let titles = packet.map(|dom| titles(&dom)).unwrap_or_default();
    let titles: Vec<String> = titles.into_iter().chain(said(&pdf.title)).collect();
    expect(book, "title", &[plain(&book.info.title)], &titles, subject, sink);
    expect(
        book,
        "language",
        std::slice::from_ref(&book.info.language),
        &said(&pdf.language),
        subject,
        sink,
    );
    let claims = &pdf.claims;
    for (held, what) in [
        (claims.marked, "does not say that it is tagged"),
        (claims.shows_title, "does not show its title"),
        (claims.ua_part.is_some(), "does not claim to be PDF/UA"),
    ] {
        if !held {
            subject.tell("changed-metadata", what, None, sink);
        }
    }
}

/// The titles in a packet of metadata (`dc:title`).
fn titles(packet: &Dom) -> Vec<String> {
    let below = packet.below(Dom::root()).into_iter();
    let named = below.filter(|&id| packet.name(id) == "title");
    named.map(|id| plain(&packet.text(id))).collect()
}

/// Tells the first of some values that a file does not say.
fn expect(
    book: &Book,
    what: &str,
    wanted: &[String],
    found: &[String],
    subject: &Subject,
    sink: &mut Sink,
) {
    for value in wanted.iter().filter(|value| !found.contains(value)) {
        let said = found.first().map_or("nothing", String::as_str);
        let message = format!("says `{said}` as its {what}, and not `{value}`");
        subject.tell_at("changed-metadata", &message, book.place_of(value), sink);
    }
}
