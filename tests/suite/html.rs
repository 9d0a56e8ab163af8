//! The web edition, and the markup it shares with the EPUB.

use std::collections::BTreeSet;

use trifold::ast::BlockId;
use trifold::backend::html::{SinglePage, Site};
use trifold::backend::markup::{PageMarks, Syntax, Writing, contents, division};
use trifold::backend::{Backend, Input};
use trifold::diag::Sink;
use trifold::files::Files;
use trifold::layout::{PageMap, Print};
use trifold::project::{PdfOptions, Stamp};
use trifold::resolve::{Book, Division, PictureId};
use trifold::source::Sources;
use trifold::theme::{self, Theme};

use crate::support::{nowhere, page, small_book, small_pages};

const CHAPTER: Division = Division::Chapter(0);

fn markup(book: &Book, part: Division, syntax: Syntax) -> String {
    marked(book, &small_pages(), part, syntax)
}

fn marked(book: &Book, pages: &PageMap, part: Division, syntax: Syntax) -> String {
    let marks = PageMarks::new(book, pages);
    let picture = |id: PictureId| book.picture(id).path.clone();
    let link = |to: Division, id: &str| format!("{}.html#{id}", book.division_slug(to));
    let writing = Writing { syntax, heading_shift: 0, picture: &picture, link: &link };
    division(book, &marks, part, &writing).into_string()
}

#[test]
fn a_chapter_without_a_title_stands_under_the_title_of_the_book() {
    insta::assert_snapshot!(markup(&small_book(), Division::Chapter(0), Syntax::Html), @r#"
    <div id="00-opening" class="chapter">
    <span class="page" id="page-1" role="doc-pagebreak" title="Page 1" data-page="1"></span>
    <figure id="the-river" class="figure"><img src="images/river.svg" alt="A river in the rain" width="8" height="4"><figcaption>The <span class="page" id="page-2" role="doc-pagebreak" title="Page 2" data-page="2"></span>river</figcaption></figure>
    <p>Rain falls <em>softly <span class="page" id="page-3" role="doc-pagebreak" title="Page 3" data-page="3"></span>and long</em> on it<span class="page" id="page-4" role="doc-pagebreak" title="Page 4" data-page="4"></span> <a class="citation" id="cite-1" role="doc-biblioref" href="references.html#ref-ash">[1]</a>.</p>
    <p>It is &lt;b&gt;wet&lt;/b&gt; &amp; &quot;cold&quot;.</p>
    </div>
    "#);
}

#[test]
fn every_kind_of_block_is_written() {
    insta::assert_snapshot!(markup(&small_book(), Division::Chapter(1), Syntax::Xhtml), @r#"
    <section class="chapter" role="doc-chapter" epub:type="chapter" aria-labelledby="the-river-2">
    <span class="page" id="page-5" role="doc-pagebreak" epub:type="pagebreak" aria-label="Page 5"></span>
    <h1 id="the-river-2">The river</h1>
    <p>See <a href="00-opening.html#the-river">the picture</a>
    and <span class="citation" id="cite-2">[<a role="doc-biblioref" epub:type="biblioref" href="references.html#ref-ash">1</a>, <a role="doc-biblioref" epub:type="biblioref" href="references.html#ref-birch">2</a>]</span><br/>
    <code>a &lt; b</code></p>
    <h2 id="depths">Depths</h2>
    <ol start="3">
    <li>Ford</li>
    <li>Pool</li>
    </ol>
    <ul class="tasks">
    <li class="task">
    <p>☑ Measured</p>
    </li>
    </ul>
    <blockquote>
    <p>Still waters</p>
    </blockquote>
    <table>
    <thead><tr><td></td><th scope="col" class="end">Depth</th></tr></thead>
    <tbody>
    <tr><td>Ford</td><td class="end">0.4 m</td></tr>
    </tbody>
    </table>
    <pre><code class="language-toml">depth = 4
    <span class="page" id="page-6" role="doc-pagebreak" epub:type="pagebreak" aria-label="Page 6"></span>width = 9
    </code></pre>
    <hr/>
    <p><a href="https://example.org/tides?a=1&amp;b=2">Tides</a></p>
    </section>
    "#);
}

#[test]
fn a_reference_leads_out_and_back_to_each_citation() {
    insta::assert_snapshot!(markup(&small_book(), Division::References, Syntax::Html), @r#"
    <section class="references" role="doc-bibliography" aria-labelledby="references">
    <h1 id="references">References</h1>
    <ul class="reference-list">
    <li id="ref-ash"><span class="label">[1]</span> <span class="entry">Ash, A. (2024). On rain. <i>Waters</i>, 15. <a href="https://doi.org/10.1000/ash">https://doi.org/10.1000/ash</a> <a class="backlink" role="doc-backlink" href="00-opening.html#cite-1" aria-label="Back to citation 1">↑1</a> <a class="backlink" role="doc-backlink" href="01-river.html#cite-2" aria-label="Back to citation 2">↑2</a></span></li>
    <li id="ref-birch"><span class="label">[2]</span> <span class="entry">Ash, A. (<span class="page" id="page-7" role="doc-pagebreak" title="Page 7" data-page="7"></span>2024). On rain. <i>Waters</i>, 15. <a href="https://doi.org/10.1000/birch">https://doi.org/10.1000/birch</a> <a class="backlink" role="doc-backlink" href="01-river.html#cite-2" aria-label="Back to citation 2">↑2</a></span></li>
    </ul>
    </section>
    "#);
}

#[test]
fn a_notice_is_a_section_with_its_role() {
    insta::assert_snapshot!(markup(&small_book(), Division::Notice(0), Syntax::Xhtml), @r#"
    <section class="notice disclaimer" role="doc-notice" epub:type="notice" aria-labelledby="notice-disclaimer">
    <span class="page" id="page-8" role="doc-pagebreak" epub:type="pagebreak" aria-label="Page 8"></span>
    <h1 id="notice-disclaimer">Disclaimer</h1>
    <p>Rain is not medicine.</p>
    </section>
    "#);
}

#[test]
fn contents_nest_by_level() {
    let book = small_book();
    let picture = |_: PictureId| String::new();
    let link = |_: Division, id: &str| format!("#{id}");
    let writing =
        Writing { syntax: Syntax::Html, heading_shift: 0, picture: &picture, link: &link };
    insta::assert_snapshot!(contents(&book, 3, &writing).into_string(), @r##"
    <ol>
    <li><a href="#00-opening">Rain &amp; &lt;River&gt;</a></li>
    <li><a href="#the-river-2">The river</a>
    <ol>
    <li><a href="#depths">Depths</a></li>
    </ol>
    </li>
    <li><a href="#references">References</a></li>
    <li><a href="#notice-disclaimer">Disclaimer</a></li>
    </ol>
    "##);
}

#[test]
fn wherever_a_page_begins_its_mark_changes_no_word() {
    let book = small_book();
    let unmarked = marked(&book, &PageMap::default(), CHAPTER, Syntax::Html);
    for (block, last) in [(1, 12), (2, 40), (3, 30)] {
        for offset in 0..last {
            let pages = PageMap {
                pages: vec![page("9", CHAPTER, block, offset)],
                ..PageMap::default()
            };
            let html = marked(&book, &pages, CHAPTER, Syntax::Html);
            let (before, rest) = html.split_once("<span class=\"page\"").unwrap();
            let (_, after) = rest.split_once("</span>").unwrap();
            let without = format!("{before}{after}").replace("\n\n", "\n");
            assert_eq!(without, unmarked, "block {block}, offset {offset}");
        }
    }
}

#[test]
fn a_page_begins_between_the_same_words_as_in_print() {
    let book = small_book();
    let pages = PageMap { pages: vec![page("9", CHAPTER, 2, 18)], ..PageMap::default() };
    let html = marked(&book, &pages, CHAPTER, Syntax::Html);
    let (before, after) = html.split_once("<span class=\"page\"").unwrap();
    assert!(before.ends_with("<p>Rain falls <em>softly "));
    assert!(after.contains("></span>and long</em> on it"));
}

#[test]
fn a_page_mark_takes_no_address_from_a_heading() {
    let mut book = small_book();
    book.chapters[1].anchors[1].id = "page-2".to_owned();
    let marks = PageMarks::new(&book, &small_pages());
    let ids: Vec<&str> = marks.all().map(|mark| mark.id.as_str()).collect();
    assert_eq!(ids[..4], ["page-i", "page-ii", "page-1", "page-2-print"]);
    assert_eq!(marks.in_block(CHAPTER, BlockId(1))[1].label, "2");
}

fn book_theme() -> Theme {
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let theme = theme::load("book", nowhere(), &Files::default(), &mut sources, &mut sink);
    theme.unwrap_or_else(|_| panic!("{:?}", sink.messages()))
}

fn render(backend: &dyn Backend, book: &Book) -> Files {
    let theme = book_theme();
    let print = Print {
        size: theme.tokens.page.clone(),
        sheets: vec![],
        structure: vec![],
        outline: vec![],
        destinations: vec![],
        page_map: small_pages(),
    };
    let stamp = Stamp::from_date(2026, 11, 23);
    let input = Input {
        book,
        print: &print,
        theme: &theme,
        stamp,
        pdf: &PdfOptions::default(),
        attached: &[],
        stem: "rain",
        certificate: None,
    };
    let mut sink = Sink::default();
    let artifact = backend.render(&input, &mut sink);
    assert!(sink.messages().is_empty(), "{:?}", sink.messages());
    artifact.unwrap().files
}

fn single(book: &Book) -> String {
    let files = render(&SinglePage, book);
    String::from_utf8(files.get("rain.html").unwrap().to_vec()).unwrap()
}

/// The HTML pages of the site by path from its folder.
fn site(book: &Book) -> Vec<(String, String)> {
    let files = render(&Site, book);
    files
        .by_path
        .into_iter()
        .filter(|(path, _)| path.ends_with(".html"))
        .map(|(path, bytes)| {
            let path = path.strip_prefix("rain-site/").unwrap().to_owned();
            (path, String::from_utf8(bytes).unwrap())
        })
        .collect()
}

/// Both editions as pages: path and text.
fn pages(book: &Book) -> Vec<(String, String)> {
    let mut pages = site(book);
    pages.push(("rain.html".to_owned(), single(book)));
    pages
}

/// The values of an attribute, in order.
fn values<'a>(html: &'a str, attribute: &str) -> Vec<&'a str> {
    let start = format!(" {attribute}=\"");
    html.split(&start).skip(1).map(|rest| rest.split('"').next().unwrap()).collect()
}

#[test]
fn every_address_is_given_once_and_every_link_finds_one() {
    let book = small_book();
    let all = pages(&book);
    let mut addresses = BTreeSet::new();
    for (path, html) in &all {
        addresses.insert(path.clone());
        for id in values(html, "id") {
            assert!(addresses.insert(format!("{path}#{id}")), "{path} has two #{id}");
        }
    }
    for (path, html) in &all {
        for href in values(html, "href") {
            if href.starts_with("https://") || href == "style.css" {
                continue;
            }
            let full = match href.strip_prefix('#') {
                Some(id) => format!("{path}#{id}"),
                None => href.to_owned(),
            };
            assert!(addresses.contains(&full), "{path}: {href} leads nowhere");
        }
    }
}

#[test]
fn the_whole_book_has_every_page_mark_once() {
    let book = small_book();
    let expected = small_pages().pages.len();
    assert_eq!(values(&single(&book), "data-page").len(), expected);
    let site: usize =
        site(&book).iter().map(|(_, html)| values(html, "data-page").len()).sum();
    assert_eq!(site, expected);
}

#[test]
fn citations_and_references_lead_to_each_other() {
    let html = single(&small_book());
    for link in [
        "id=\"cite-1\" role=\"doc-biblioref\" href=\"#ref-ash\"",
        "id=\"cite-2\">[<a role=\"doc-biblioref\" href=\"#ref-ash\"",
        "href=\"#cite-1\" aria-label=\"Back to citation 1\"",
        "href=\"#cite-2\" aria-label=\"Back to citation 2\"",
        "<a href=\"https://doi.org/10.1000/birch\">",
    ] {
        assert!(html.contains(link), "{link}");
    }
}

#[test]
fn the_disclaimer_stands_in_full_and_is_named_at_the_head_of_every_page() {
    let book = small_book();
    let html = single(&book);
    let main = html.split_once("<main").unwrap().1;
    assert!(main.contains("role=\"doc-notice\""));
    assert!(main.contains("<p>Rain is not medicine.</p>"));
    for (path, html) in pages(&book) {
        let link = "notice-disclaimer\">Disclaimer</a>";
        assert!(html.contains(link) || path == "notice-disclaimer.html", "{path}");
        assert!(!html.contains("<details") && !html.contains(" hidden"), "{path}");
    }
}

#[test]
fn no_word_becomes_a_tag_and_nothing_is_run() {
    for (path, html) in pages(&small_book()) {
        assert!(!html.contains("<River>"), "{path}");
        assert!(!html.contains("<b>wet"), "{path}");
        let scripts: Vec<&str> = html
            .match_indices("<script")
            .map(|(at, _)| html[at..].split('>').next().unwrap())
            .collect();
        assert_eq!(scripts, ["<script type=\"application/ld+json\""], "{path}");
        assert_eq!(html.matches("</script").count(), 1, "{path}");
        assert!(!html.contains("javascript:"), "{path}");
    }
}

#[test]
fn the_single_page_needs_no_other_file() {
    let html = single(&small_book());
    assert!(!html.contains("<link"));
    assert!(!html.contains("@import"));
    for source in values(&html, "src") {
        assert!(source.starts_with("data:"), "{source}");
    }
    for rest in html.split("url(").skip(1) {
        assert!(rest.starts_with("\"data:font/woff;base64,"));
    }
}

#[test]
fn metadata_says_what_is_known_and_no_more() {
    let html = single(&small_book());
    assert!(html.contains("<meta name=\"citation_author\" content=\"Ann Ash\">"));
    assert!(html.contains("citation_doi=10.1000/ash"));
    let script = html.split_once("ld+json\">").unwrap().1.split("</script").next().unwrap();
    let data: serde_json::Value = serde_json::from_str(script).unwrap();
    assert_eq!(data["headline"], "Rain & <River>");
    assert_eq!(data["datePublished"], "2026-11-23");
    assert_eq!(data["citation"][0]["sameAs"], "https://doi.org/10.1000/ash");

    let mut book = small_book();
    book.info.authors.clear();
    for reference in &mut book.references {
        reference.authors.clear();
    }
    for (path, html) in pages(&book) {
        assert!(!html.contains("author"), "{path}");
        assert!(!html.contains("canonical") && !html.contains("og:url"), "{path}");
    }
}

#[test]
fn a_site_with_an_address_names_it_on_every_page() {
    let mut book = small_book();
    assert!(render(&Site, &book).get("rain-site/sitemap.xml").is_none());
    book.info.url = Some("https://example.org/rain/".to_owned());
    assert!(render(&Site, &book).get("rain-site/sitemap.xml").is_some());
    for (path, html) in site(&book) {
        let page = if path == "index.html" { "" } else { &path };
        let link =
            format!("<link rel=\"canonical\" href=\"https://example.org/rain/{page}\">");
        assert!(html.contains(&link), "{path}");
    }
}

#[test]
fn a_chapter_called_index_does_not_take_the_place_of_the_front_page() {
    let mut book = small_book();
    book.chapters[1].slug = "index".to_owned();
    let site = site(&book);
    let paths: Vec<&str> = site.iter().map(|(path, _)| path.as_str()).collect();
    assert!(paths.contains(&"index.html") && paths.contains(&"part-index.html"));
}

#[test]
fn the_same_book_gives_the_same_bytes() {
    let book = small_book();
    assert_eq!(render(&SinglePage, &book), render(&SinglePage, &book));
    assert_eq!(render(&Site, &book), render(&Site, &book));
}

#[test]
fn a_book_from_right_to_left_says_so_and_keeps_code_as_it_is() {
    let mut book = small_book();
    assert!(!single(&book).contains(" dir="));
    book.info.language = "ar".to_owned();
    for (path, page) in pages(&book) {
        assert!(page.contains("<html lang=\"ar\" dir=\"rtl\">"), "{path}");
        for code in page.split("<pre").skip(1) {
            assert!(code.starts_with(" dir=\"ltr\">"), "{path}");
        }
        // no side is named where the other would be meant
        for side in ["-left:", "-right:", "align: left", "align: right", "float:"] {
            let named = page.split("<style>").nth(1).unwrap_or_default();
            let named = named.split("</style>").next().unwrap_or_default();
            assert!(!named.contains(side), "{path}: {side}");
        }
    }
}
