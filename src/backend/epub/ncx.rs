//! Completes the NCX, the navigation of EPUB 2, on its way to the container.
//!
//! Old reading systems know no other. `epub_builder` (0.8.3) writes its contents from
//! the tree it is given; the title of the book, the depth, the list of pages and an
//! order of play that counts both (ANSI/NISO Z39.86-2005, section 8.4.1) are put
//! beside it here.

use std::collections::{BTreeMap, BTreeSet};

use crate::backend::markup::escape;
use crate::bug;

use super::navigation::PageEntry;
use super::opf::{content, once};

/// What the NCX says beyond `epub_builder`.
pub(super) struct Completion<'a> {
    /// Title of the book.
    pub(super) title: &'a str,
    /// Identifier, as in the package document.
    pub(super) identifier: &'a str,
    /// Its language.
    pub(super) language: &'a str,
    /// Levels of the contents.
    pub(super) depth: usize,
    /// Heading of the list of pages.
    pub(super) page_list: &'a str,
    /// The pages.
    pub(super) pages: &'a [PageEntry],
    /// Every address that can be a target, in reading order.
    pub(super) reading_order: &'a [String],
}

/// The NCX, complete.
pub(super) fn complete(ncx: &str, with: &Completion<'_>) -> String {
    let mut ncx = ncx.to_owned();
    let numbers = with.pages.iter().filter_map(|page| page.label.parse::<u32>().ok());
    let head = [
        ("depth", "1", with.depth),
        ("totalPageCount", "0", with.pages.len()),
        ("maxPageNumber", "0", numbers.max().unwrap_or(0) as usize),
    ];
    for (name, old, new) in head {
        let meta = format!("<meta name=\"dtb:{name}\" content=\"");
        once(&mut ncx, &format!("{meta}{old}\""), &format!("{meta}{new}\""));
    }
    once(
        &mut ncx,
        "<head>\n",
        &format!(
            "<head>\n    <meta name=\"dtb:uid\" content=\"{}\" />\n",
            escape(with.identifier).as_str()
        ),
    );
    once(
        &mut ncx,
        "<ncx version=\"2005-1\"",
        &format!("<ncx version=\"2005-1\" xml:lang=\"{}\"", escape(with.language).as_str()),
    );
    content(&mut ncx, "<docTitle>\n    <text>", escape(with.title).as_str());
    if !with.pages.is_empty() {
        once(&mut ncx, "</ncx>", &format!("{}</ncx>", page_list(with)));
    }
    play_order(&ncx, with.reading_order)
}

/// The list of pages; its order of play is given by [`play_order`].
fn page_list(with: &Completion<'_>) -> String {
    let mut out = format!(
        "  <pageList>\n    <navLabel><text>{}</text></navLabel>\n",
        escape(with.page_list).as_str()
    );
    for (number, page) in with.pages.iter().enumerate() {
        let (kind, value) = page_number(&page.label);
        let value = value.map(|value| format!(" value=\"{value}\"")).unwrap_or_default();
        out.push_str(&format!(
            "    <pageTarget playOrder=\"0\" id=\"pageTarget-{}\" type=\"{kind}\"{value}>\n      \
             <navLabel><text>{}</text></navLabel>\n      <content src=\"{}\"/>\n    \
             </pageTarget>\n",
            number + 1,
            escape(&page.label).as_str(),
            escape(&page.href).as_str(),
        ));
    }
    out.push_str("  </pageList>\n");
    out
}

/// What kind of page a label names, and its number among them.
fn page_number(label: &str) -> (&'static str, Option<u32>) {
    if let Ok(number) = label.parse() {
        return ("normal", Some(number));
    }
    match roman(label) {
        Some(number) => ("front", Some(number)),
        None => ("special", None),
    }
}

/// The value of a lower-case Roman number.
fn roman(label: &str) -> Option<u32> {
    let mut total = 0;
    let mut next = 0;
    for letter in label.chars().rev() {
        let value = match letter {
            'i' => 1,
            'v' => 5,
            'x' => 10,
            'l' => 50,
            'c' => 100,
            'd' => 500,
            'm' => 1000,
            _ => return None,
        };
        total = if value < next { u32::checked_sub(total, value)? } else { total + value };
        next = value.max(next);
    }
    (total > 0).then_some(total)
}

/// Numbers all targets in reading order; equal addresses get equal numbers.
fn play_order(ncx: &str, reading_order: &[String]) -> String {
    const SOURCE: &str = "content src=\"";
    let ranks: BTreeMap<String, usize> = reading_order
        .iter()
        .enumerate()
        .map(|(rank, href)| (escape(href).into_string(), rank))
        .collect();
    let tags: Vec<&str> = ncx.split('<').collect();
    // The address of a target stands in the first `content` after it.
    let rank_of = |at: usize| -> usize {
        let source = tags[at..].iter().find_map(|tag| tag.strip_prefix(SOURCE));
        let href = source.and_then(|rest| rest.split_once('"')).map(|(href, _)| href);
        match href.and_then(|href| ranks.get(href)) {
            Some(&rank) => rank,
            None => bug!("the NCX leads to `{href:?}`, which stands in no page"),
        }
    };
    let targets: BTreeMap<usize, usize> = (0..tags.len())
        .filter(|&at| before_order(tags[at]).is_some())
        .map(|at| (at, rank_of(at)))
        .collect();
    let used: BTreeSet<usize> = targets.values().copied().collect();
    let place: BTreeMap<usize, usize> = used.into_iter().zip(1..).collect();
    let numbered = tags.iter().enumerate().map(|(at, tag)| {
        match (before_order(tag), targets.get(&at)) {
            (Some((name, rest)), Some(rank)) => {
                format!("{name}{}\"{rest}", place[rank])
            }
            (None, _) | (_, None) => (*tag).to_owned(),
        }
    });
    numbered.collect::<Vec<_>>().join("<")
}

/// The parts of the tag of a target before and after its order of play.
fn before_order(tag: &str) -> Option<(&'static str, &str)> {
    ["navPoint playOrder=\"", "pageTarget playOrder=\""].into_iter().find_map(|start| {
        let (_, rest) = tag.strip_prefix(start)?.split_once('"')?;
        Some((start, rest))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_tells_what_kind_of_page_it_is() {
        assert_eq!(page_number("12"), ("normal", Some(12)));
        assert_eq!(page_number("xiv"), ("front", Some(14)));
        assert_eq!(page_number("A-1"), ("special", None));
    }

    fn before_order_number(tag: &str) -> Option<&str> {
        let (start, _) = before_order(tag)?;
        Some(tag.strip_prefix(start)?.split_once('"')?.0)
    }

    #[test]
    fn contents_and_pages_are_counted_together() {
        let ncx = "<navPoint playOrder=\"1\"><content src=\"one.xhtml\"/>\
                   <navPoint playOrder=\"2\">in one playOrder=\"\
                   <content src=\"two.xhtml\"/></navPoint></navPoint>\
                   <pageTarget playOrder=\"0\"><content src=\"one.xhtml#p\"/></pageTarget>\
                   <pageTarget playOrder=\"0\"><content src=\"two.xhtml\"/></pageTarget>";
        let order = ["one.xhtml", "one.xhtml#p", "two.xhtml", "two.xhtml#q"];
        let ordered = play_order(ncx, &order.map(str::to_owned));
        let numbers: Vec<&str> =
            ordered.split('<').filter_map(before_order_number).collect();
        assert_eq!(numbers, ["1", "3", "2", "3"]);
    }
}
