//! Defects planted in finished pages: of an EPUB, of a site, in the single page.

use std::io::{Cursor, Read, Write};

use trifold::project::Format;

use super::{Finished, expect, expect_at, sink_book};

/// A defect: what it is, what stands for it, what is put there, and what must be told.
struct Planted(&'static str, &'static str, &'static str, &'static str);

/// Defects of the text, the same in HTML and XHTML.
const TEXT: &[Planted] = &[
    Planted("a changed word", "Weather changes.", "Weather never changes.", "changed-text"),
    Planted("a lost paragraph", "<p>Ink freezes.</p>", "", "lost-text"),
    Planted(
        "paragraphs in another order",
        "<p>Ink freezes.</p>\n</aside>",
        "</aside>\n<p>Ink freezes.</p>",
        "",
    ),
    Planted(
        "an item twice",
        "<li>four</li>",
        "<li>four</li>\n<li>four</li>",
        "repeated-text",
    ),
    Planted("a lost item", "<li>five</li>", "", "lost-text"),
    Planted(
        "items in another order",
        "<li>four</li>\n<li>five</li>",
        "<li>five</li>\n<li>four</li>",
        "changed-text",
    ),
    Planted("a lost cell", "<td>Attic</td>", "", "lost-text"),
    Planted(
        "a cell in two columns",
        "<td>Attic</td>",
        "<td colspan=\"2\">Attic</td>",
        "changed-structure",
    ),
    Planted(
        "a header that is none",
        "<th scope=\"row\">Summer</th>",
        "<td>Summer</td>",
        "changed-structure",
    ),
    Planted("a digit of a DOI", ">10.1000/182</a>", ">10.1000/183</a>", "changed-text"),
    Planted(
        "the link of a DOI",
        "href=\"https://doi.org/10.1000/182\"",
        "href=\"https://doi.org/10.1000/183\"",
        "changed-link",
    ),
    Planted(
        "a shortened notice",
        "Weather changes. This book is no guide.",
        "Weather changes.",
        "changed-text",
    ),
    Planted("a lost notice", "<p>Nobody paid for this.</p>", "", "lost-text"),
    Planted(
        "a hidden notice",
        "<p>Nobody paid",
        "<p hidden=\"hidden\">Nobody paid",
        "unseen-text",
    ),
    Planted(
        "a notice nobody hears",
        "<p>Nobody paid",
        "<p aria-hidden=\"true\">Nobody paid",
        "unseen-text",
    ),
    Planted(
        "a white notice",
        "<p>Nobody paid",
        "<p style=\"color: #fff\">Nobody paid",
        "unseen-text",
    ),
    Planted(
        "a notice of four points",
        "<p>Nobody paid",
        "<p style=\"font-size: 4pt\">Nobody paid",
        "unseen-text",
    ),
    Planted(
        "a notice off the page",
        "<p>Nobody paid",
        "<p style=\"position: absolute; left: -9999px\">Nobody paid",
        "unseen-text",
    ),
    Planted(
        "a notice that lets all through",
        "<p>Nobody paid",
        "<p style=\"opacity: 0\">Nobody paid",
        "unseen-text",
    ),
    Planted(
        "a notice cut off",
        "<p>Nobody paid",
        "<p style=\"height: 0; overflow: hidden\">Nobody paid",
        "unseen-text",
    ),
    Planted(
        "words nobody wrote",
        "<p>Nobody paid",
        "<p>Buy now.</p>\n<p>Nobody paid",
        "added-text",
    ),
    Planted(
        "another alternative text",
        "alt=\"The roof\"",
        "alt=\"The door\"",
        "changed-text",
    ),
    Planted("no alternative text", "alt=\"The roof\"", "alt=\"\"", "lost-text"),
    Planted(
        "another number of a caption",
        "Figure\u{a0}4.2: ",
        "Figure\u{a0}4.3: ",
        "changed-text",
    ),
    Planted("a term that is none", "<dt>Névé</dt>", "<dd>Névé</dd>", ""),
    Planted(
        "the language of a word",
        "is <span lang=\"fr\"",
        "is <span lang=\"de\"",
        "changed-language",
    ),
    Planted("the language of a part", "lang=\"he\"", "lang=\"ar\"", "changed-language"),
    Planted("a lost mark of a note", "fnref-1\"", "fnref-9\"", "changed-link"),
    Planted(
        "a changed note",
        "<p>With sheets.</p>",
        "<p>Without sheets.</p>",
        "changed-text",
    ),
    Planted("a lost note", "<p>With sheets.</p>", "", "lost-text"),
    Planted(
        "a quotation that is none",
        "<blockquote>\n<p>As it was said.</p>\n</blockquote>",
        "<p>As it was said.</p>",
        "lost-text",
    ),
    Planted("changed code", "plain&quot;", "plane&quot;", "changed-text"),
    Planted(
        "a changed formula",
        "alttext=\"Q = mcΔT\"",
        "alttext=\"Q = mcT\"",
        "changed-text",
    ),
    Planted("a list that begins elsewhere", "<ol start=\"4\">", "<ol>", "changed-text"),
    Planted("letters of a list lost", "<ol type=\"a\">", "<ol>", "lost-text"),
    Planted("other letters", "<ol type=\"a\">", "<ol type=\"A\">", "changed-text"),
    Planted(
        "a list of other numbers",
        "<ol start=\"4\">",
        "<ol start=\"5\">",
        "changed-text",
    ),
    Planted(
        "a page mark that is lost",
        "id=\"page-7\" role=\"doc-pagebreak\"",
        "id=\"page-7\"",
        "changed-page-mark",
    ),
    Planted("a page mark of another name", "Page 8\"", "Page 88\"", "changed-page-mark"),
    Planted(
        "a citation of another work",
        "#ref-ash2020\">[1]",
        "#ref-birch2021\">[1]",
        "changed-link",
    ),
    Planted(
        "a link to nowhere",
        "href=\"https://example.org/map\"",
        "href=\"#nowhere\"",
        "changed-link",
    ),
    Planted("an address that is lost", "id=\"fig-roof\"", "", "changed-link"),
    Planted(
        "an address twice",
        "<p>Ink",
        "<p id=\"fig-roof\">Ink freezes.</p><p id=\"fig-roof\"></p><p>Ink",
        "breaks-standard",
    ),
];

/// Puts one text in the place of another, where it first stands in the pages; gives back
/// whether it stood there.
pub(super) fn put(one: &mut Finished, from: &str, to: &str) -> bool {
    // what is for old readers comes last
    put_in(one, &[".xhtml", ".html", ".css"], (from, to))
        || put_in(one, &[".ncx"], (from, to))
}

/// The same in files with some endings.
pub(super) fn put_in(one: &mut Finished, ends: &[&str], (from, to): (&str, &str)) -> bool {
    let mut planted = false;
    let mut change = |path: &str, bytes: &mut Vec<u8>| {
        let is_page = ends.iter().any(|end| path.ends_with(end));
        let Some(text) = std::str::from_utf8(bytes).ok().filter(|_| is_page && !planted)
        else {
            return;
        };
        if let Some(at) = text.find(from) {
            let text = format!("{}{to}{}", &text[..at], &text[at + from.len()..]);
            *bytes = text.into_bytes();
            planted = true;
        }
    };
    for (path, bytes) in &mut one.artifact.files.by_path {
        if path.ends_with(".epub") {
            *bytes = repacked(bytes, None, None, &mut change);
        } else {
            change(path, bytes);
        }
    }
    planted
}

/// An EPUB with its files changed. Its `mimetype` stays as it is unless it is to be packed;
/// a file may be added.
pub(super) fn repacked(
    bytes: &[u8],
    packed: Option<&str>,
    added: Option<(&str, &str)>,
    change: &mut dyn FnMut(&str, &mut Vec<u8>),
) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let deflated = zip::write::SimpleFileOptions::default();
    let stored = deflated.compression_method(zip::CompressionMethod::Stored);
    for number in 0..archive.len() {
        let mut file = archive.by_index(number).unwrap();
        let name = file.name().to_owned();
        let mut data = Vec::new();
        file.read_to_end(&mut data).unwrap();
        change(&name, &mut data);
        let as_it_is = name == "mimetype" && packed != Some("mimetype");
        out.start_file(name, if as_it_is { stored } else { deflated }).unwrap();
        out.write_all(&data).unwrap();
    }
    if let Some((path, text)) = added {
        out.start_file(path, deflated).unwrap();
        out.write_all(text.as_bytes()).unwrap();
    }
    out.finish().unwrap().into_inner()
}

/// The words that somebody wrote in a piece of a page: of its text and its labels.
fn words(piece: &str) -> Vec<&str> {
    let parts = piece.split('<').flat_map(|part| match part.split_once('>') {
        Some((tag, text)) => {
            let said = ["alt=\"", "title=\""].into_iter();
            let said = said.filter_map(|name| tag.split_once(name)?.1.split('"').next());
            said.chain([text]).collect()
        }
        None if part.contains(['"', '{']) => Vec::new(),
        None => vec![part],
    });
    let words = parts.flat_map(|part| part.split(|c: char| !c.is_alphanumeric()));
    let is_generated = |word: &str| matches!(word, "Figure" | "References");
    words.filter(|word| word.len() > 3 && !is_generated(word)).collect()
}

fn all(format: Format, planted: &[Planted]) {
    let sound = sink_book(format);
    assert_eq!(sound.found(), [], "nothing is planted yet");
    let mut missed = Vec::new();
    for Planted(name, from, to, code) in planted {
        let mut one = sound.clone();
        if !put(&mut one, from, to) {
            missed.push(format!("{name}: the {format:?} has no {from:?}"));
            continue;
        }
        let words = match *code {
            "unreadable-output" => None,
            // near, where nobody wrote it
            "" | "added-text" | "repeated-text" => Some(Vec::new()),
            _ => Some(words(from)),
        };
        missed.extend(expect_at(&one, name, code, words.as_deref()));
    }
    assert!(missed.is_empty(), "{format:?}: {missed:#?}");
}

#[test]
fn what_is_planted_in_a_page_is_found() {
    all(Format::Html, TEXT);
    all(
        Format::Html,
        &[
            Planted("another title", "<h1>The Hut", "<h1>The Hat", "lost-text"),
            Planted(
                "another author",
                "name=\"author\" content=\"Ann Ash\"",
                "name=\"author\" content=\"Ann Oak\"",
                "changed-metadata",
            ),
            Planted(
                "a heading of another level",
                "<h3 id=\"lists\">",
                "<h4 id=\"lists\">",
                "",
            ),
            Planted("a heading that is none", "<h3 id=\"lists\">", "<p id=\"lists\">", ""),
        ],
    );
}

#[test]
fn what_is_planted_in_an_epub_is_found() {
    all(Format::Epub, TEXT);
    all(
        Format::Epub,
        &[
            Planted(
                "another page in the list of pages",
                ">12</a></li>",
                ">13</a></li>",
                "changed-page-mark",
            ),
            Planted(
                "a page list that leads elsewhere",
                "#page-12\"",
                "#page-13\"",
                "changed-page-mark",
            ),
            Planted(
                "a lost entry of the contents",
                "<li><a href=\"references.xhtml\">References</a></li>\n",
                "",
                "lost-text",
            ),
            Planted(
                "a style sheet that hides a notice",
                "body {",
                ".notice { display: none }\nbody {",
                "unseen-text",
            ),
            Planted(
                "another language of a page",
                "lang=\"en\" xml:lang=\"en\"",
                "lang=\"de\" xml:lang=\"de\"",
                "",
            ),
            Planted(
                "a page that is no XML",
                "<p>Nobody paid",
                "<p>Nobody <br> paid",
                "unreadable-output",
            ),
        ],
    );
}

#[test]
fn what_is_planted_in_a_site_is_found() {
    all(
        Format::Site,
        &[
            Planted(
                "a changed word",
                "Weather changes.",
                "Weather never changes.",
                "changed-text",
            ),
            Planted("a lost paragraph", "<p>Ink freezes.</p>", "", "lost-text"),
            Planted(
                "a dead link",
                "href=\"chapter-02-blocks.html#",
                "href=\"chapter-03-blocks.html#",
                "changed-link",
            ),
            Planted(
                "a style sheet that hides",
                "body {",
                "blockquote { visibility: hidden }\nbody {",
                "unseen-text",
            ),
        ],
    );
}

#[test]
fn a_notice_outside_of_the_spine_is_found() {
    let mut one = sink_book(Format::Epub);
    let itemref = "<itemref idref=\"id_notice-funding.xhtml\"/>";
    for bytes in one.artifact.files.by_path.values_mut() {
        *bytes = repacked(bytes, None, None, &mut |path, data| {
            if path.ends_with(".opf") {
                let text = String::from_utf8(std::mem::take(data)).unwrap();
                assert!(text.contains(itemref));
                *data = text.replace(itemref, "").into_bytes();
            }
        });
    }
    let missed = expect(&one, "outside of the spine", "lost-text");
    assert_eq!(missed, None);
}

#[test]
fn metadata_of_another_book_is_found() {
    for (from, to) in [
        ("<dc:title id=\"title\">The Hut Book<", "<dc:title id=\"title\">Another<"),
        ("<dc:language id=\"language-0\">en<", "<dc:language id=\"language-0\">de<"),
        (">Ann Ash</dc:creator>", ">Ann Oak</dc:creator>"),
    ] {
        let mut one = sink_book(Format::Epub);
        for bytes in one.artifact.files.by_path.values_mut() {
            *bytes = repacked(bytes, None, None, &mut |path, data| {
                if path.ends_with(".opf") {
                    let text = String::from_utf8(std::mem::take(data)).unwrap();
                    assert!(text.contains(from), "{from}");
                    *data = text.replacen(from, to, 1).into_bytes();
                }
            });
        }
        assert_eq!(expect(&one, to, "changed-metadata"), None);
    }
}

#[test]
fn a_file_that_is_cut_off_is_found() {
    for format in [Format::Epub, Format::Pdf] {
        let mut one = sink_book(format);
        for bytes in one.artifact.files.by_path.values_mut() {
            bytes.truncate(bytes.len() / 2);
        }
        assert_eq!(expect(&one, "cut off", "unreadable-output"), None);
    }
}

#[test]
fn differences_in_front_of_the_text_are_told_where_it_was_written() {
    let mut missed = Vec::new();
    for (from, to, code, words) in [
        (
            "<p class=\"maker\">Edited by Cy Cedar</p>",
            "<p class=\"maker\">Edited by Cy</p>",
            "lost-text",
            "Cy Cedar",
        ),
        ("<p>Small Books, 7", "<p>Small Books, 8", "changed-text", "Small Books"),
        ("<dd>Central European Time</dd>", "<dd>Central Time</dd>", "changed-text", "CET"),
        ("<abbr>CET</abbr></dt>", "<abbr>CST</abbr></dt>", "changed-text", "CET"),
    ] {
        let mut one = sink_book(Format::Epub);
        assert!(put(&mut one, from, to), "{from}");
        missed.extend(expect_at(&one, to, code, Some(&[words])));
    }
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn a_page_of_a_stranger_takes_no_longer_than_it_is_long() {
    let deep = "<div>".repeat(20_000);
    let siblings = "<p>x</p>".repeat(20_000);
    let beside =
        format!("<style>{}</style>", "div div div div p + p { color: red }".repeat(9));
    for (to, code) in [
        (format!("<p>Ink freezes.</p>{deep}"), "unreadable-output"),
        (format!("<p>Ink freezes.</p>{siblings}{beside}"), ""),
    ] {
        let mut one = sink_book(Format::Html);
        assert!(put(&mut one, "<p>Ink freezes.</p>", &to));
        // it took minutes
        assert_eq!(expect(&one, "a stranger's", code), None);
    }
}
