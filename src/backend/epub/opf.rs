//! Completes the package document on its way from `epub_builder` to the container.
//!
//! The library's template (0.8.3) has one title, one identifier that is a UUID, no
//! publisher, no language of its own, and never puts the navigation document into the
//! reading order. What it wrote is kept; what it cannot say is put beside it. A place
//! that is not found exactly once means that the template has changed, and stops us.

use super::metadata::contributor_id;
use crate::backend::markup::escape;
use crate::bug;
use crate::certificate::NAMESPACE;
use crate::project::{BookInfo, Stamp};

/// What the package document says beyond `epub_builder`.
pub(super) struct Completion<'a> {
    /// Title, subtitle, short title, identifier, language, publisher.
    pub(super) info: &'a BookInfo,
    /// The languages of chapters in another one.
    pub(super) languages: &'a [&'a str],
    /// The day of the edition.
    pub(super) stamp: Stamp,
    /// Where the navigation document stands in the reading order.
    pub(super) navigation: Navigation,
    /// Titles in the guide of pages that the contents do not name: type, title.
    pub(super) guide: &'a [(&'static str, &'a str)],
    /// Pages that hold formulas.
    pub(super) formulas: &'a [&'a str],
    /// Whether it has a certificate.
    pub(super) sealed: bool,
}

/// Where the navigation document stands in the reading order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Navigation {
    /// Nowhere: it is only for the reading system.
    Outside,
    /// Before the page with this file name.
    Before(String),
    /// At the end.
    Last,
}

/// The package document, complete.
pub(super) fn complete(opf: &str, with: &Completion<'_>) -> String {
    let mut opf = opf.to_owned();
    package(&mut opf, with);
    let identifier = escape(&with.info.identifier);
    content(&mut opf, "<dc:identifier id=\"epub-id-1\">", identifier.as_str());
    titles(&mut opf, with.info);
    // Reading systems show it as it stands.
    content(&mut opf, "<dc:date>", &with.stamp.date());
    // The template counts languages and creators under the same name of id.
    once(&mut opf, "<dc:language id=\"epub-creator-", "<dc:language id=\"language-");
    for language in with.languages {
        let element = format!(
            "    <dc:language>{}</dc:language>\n  </metadata>",
            escape(language).as_str()
        );
        once(&mut opf, "  </metadata>", &element);
    }
    if let Some(publisher) = &with.info.publisher {
        let element = format!(
            "    <dc:publisher>{}</dc:publisher>\n  </metadata>",
            escape(publisher).as_str()
        );
        once(&mut opf, "  </metadata>", &element);
    }
    people(&mut opf, with.info);
    spine(&mut opf, &with.navigation);
    for href in with.formulas {
        // EPUB 3.3, appendix D.6.3
        let id = item_id(&opf, href);
        let end = format!(" id=\"{id}\" href=\"{}\"/>", escape(href).as_str());
        let new = format!("{} properties=\"mathml\"/>", end.trim_end_matches("/>"));
        once(&mut opf, &end, &new);
    }
    for (kind, title) in with.guide {
        let reference = format!("<reference type=\"{kind}\" title=\"");
        let title = escape(title);
        opf = opf.replace(
            &format!("{reference}\""),
            &format!("{reference}{}\"", title.as_str()),
        );
    }
    // The template leaves a blank line for every condition and loop.
    let lines = opf.lines().filter(|line| !line.trim().is_empty());
    lines.flat_map(|line| [line, "\n"]).collect()
}

/// Language of the metadata, and the vocabulary of its properties.
fn package(opf: &mut String, with: &Completion<'_>) {
    let own = if with.sealed { format!(" trifold: {NAMESPACE}") } else { String::new() };
    once(
        opf,
        " unique-identifier=\"epub-id-1\">",
        &format!(
            " unique-identifier=\"epub-id-1\" xml:lang=\"{}\" \
             prefix=\"schema: http://schema.org/{own}\">",
            escape(&with.info.language).as_str(),
        ),
    );
}

/// Says what each title is (EPUB 3.3, appendix D.3.14).
fn titles(opf: &mut String, info: &BookInfo) {
    let others =
        [("subtitle", info.subtitle.as_deref()), ("short", info.short_title.as_deref())];
    let mut all =
        String::from("\n    <meta refines=\"#title\" property=\"title-type\">main</meta>");
    for (kind, title) in others {
        let Some(title) = title.filter(|title| *title != info.title) else { continue };
        all.push_str(&format!(
            "\n    <dc:title id=\"title-{kind}\">{}</dc:title>\n    \
             <meta refines=\"#title-{kind}\" property=\"title-type\">{kind}</meta>",
            escape(title).as_str()
        ));
    }
    once(opf, "<dc:title>", "<dc:title id=\"title\">");
    content(opf, "<dc:title id=\"title\">", escape(&info.title).as_str());
    once(opf, "</dc:title>", &format!("</dc:title>{all}"));
}

/// Names those who made the book and are not on its cover.
fn people(opf: &mut String, info: &BookInfo) {
    // The template takes everybody for an author; `metadata` says what they are.
    for number in 0..info.authors.len() {
        let role = format!(
            "<meta refines=\"#epub-creator-{number}\" property=\"role\" \
             scheme=\"marc:relators\">aut</meta>"
        );
        once(opf, &role, "");
    }
    let mut all = String::new();
    for (number, person) in info.contributors.iter().enumerate() {
        let (id, name) = (contributor_id(number), escape(&person.name));
        let name = name.as_str();
        all.push_str(&format!("    <dc:contributor id=\"{id}\">{name}</dc:contributor>\n"));
    }
    once(opf, "  </metadata>", &format!("{all}  </metadata>"));
}

/// Puts the navigation document into the reading order.
fn spine(opf: &mut String, navigation: &Navigation) {
    const ITEM: &str = "<itemref idref=\"nav\"/>";
    match navigation {
        Navigation::Outside => {}
        Navigation::Before(href) => {
            let next = format!("<itemref idref=\"{}\"/>", item_id(opf, href));
            once(opf, &next, &format!("{ITEM}\n    {next}"));
        }
        Navigation::Last => {
            once(opf, "  </spine>", &format!("    {ITEM}\n  </spine>"));
        }
    }
}

/// The id that a file has in the manifest.
fn item_id(opf: &str, href: &str) -> String {
    let end = format!("\" href=\"{}\"/>", escape(href).as_str());
    let id = opf.split_once(&end).and_then(|(before, _)| before.rsplit_once(" id=\""));
    match id {
        Some((_, id)) => id.to_owned(),
        None => bug!("`{href}` is not in the manifest of `epub_builder`:\n{opf}"),
    }
}

/// Replaces the content of the one element that opens with `open`.
pub(super) fn content(text: &mut String, open: &str, new: &str) {
    let parts = text
        .split_once(open)
        .and_then(|(before, rest)| Some((before, rest.split_once("</")?.1)));
    let Some((before, after)) = parts else {
        bug!("`{open}` does not stand in what `epub_builder` wrote:\n{text}");
    };
    *text = format!("{before}{open}{new}</{after}");
}

/// Replaces what stands in a text exactly once.
pub(super) fn once(text: &mut String, old: &str, new: &str) {
    if text.matches(old).count() != 1 {
        bug!("`{old}` does not stand exactly once in what `epub_builder` wrote:\n{text}");
    }
    *text = text.replacen(old, new, 1);
}
