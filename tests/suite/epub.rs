//! The EPUB, read back with the `zip` crate and an XML parser.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

use roxmltree::{Document, Node, ParsingOptions};
use trifold::backend::epub::Epub;
use trifold::backend::{Backend, Input};
use trifold::diag::Sink;
use trifold::files::Files;
use trifold::layout::{PageMap, Print, layout};
use trifold::par;
use trifold::picture::{Picture, PictureKind};
use trifold::project::{PdfOptions, Person, PersonRole, Series, Stamp};
use trifold::resolve::{Book, Division, PictureId};
use trifold::source::Sources;
use trifold::theme;

use crate::support::{nowhere, small_book, small_pages};

const OPS: &str = "http://www.idpf.org/2007/ops";

/// The bytes of an EPUB; a message is a failure.
fn build(book: &Book, page_map: PageMap) -> Vec<u8> {
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let files = Files::default();
    let theme = theme::load("book", nowhere(), &files, &mut sources, &mut sink).unwrap();
    let print = Print {
        size: theme.tokens.page.clone(),
        sheets: vec![],
        structure: vec![],
        outline: vec![],
        destinations: vec![],
        page_map,
    };
    let stamp = Stamp::from_date(2026, 11, 23);
    let input = Input {
        book,
        print: &print,
        theme: &theme,
        stamp,
        pdf: &PdfOptions::default(),
        attached: &[],
        stem: "rain-book",
        certificate: None,
    };
    let artifact = Epub.render(&input, &mut sink);
    assert_eq!(sink.messages(), []);
    let files = artifact.unwrap().files;
    assert_eq!(files.by_path.len(), 1);
    files.get("rain-book.epub").unwrap().to_vec()
}

/// An EPUB taken apart.
struct Publication {
    /// Every file, by path in the container.
    files: BTreeMap<String, Vec<u8>>,
}

impl Publication {
    fn of(book: &Book) -> Self {
        Self::read(build(book, small_pages()))
    }

    fn read(bytes: Vec<u8>) -> Self {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut files = BTreeMap::new();
        for number in 0..archive.len() {
            let mut file = archive.by_index(number).unwrap();
            let mut data = Vec::new();
            file.read_to_end(&mut data).unwrap();
            assert!(files.insert(file.name().to_owned(), data).is_none());
        }
        Self { files }
    }

    fn text(&self, name: &str) -> &str {
        let data = self.files.get(&format!("OEBPS/{name}"));
        std::str::from_utf8(data.unwrap_or_else(|| panic!("no {name}"))).unwrap()
    }

    fn parse(&self, name: &str) -> Document<'_> {
        let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
        Document::parse_with_options(self.text(name), options).unwrap()
    }

    /// The names of all pages, the navigation document among them.
    fn pages(&self) -> Vec<&str> {
        let names = self.files.keys().filter_map(|path| path.strip_prefix("OEBPS/"));
        names.filter(|name| name.ends_with(".xhtml")).collect()
    }

    /// The file names of the reading order.
    fn spine(&self) -> Vec<String> {
        let opf = self.parse("content.opf");
        let href = |id| all(&opf, "item").find(|item| item.attribute("id") == Some(id));
        all(&opf, "itemref")
            .map(|item| href(item.attribute("idref").unwrap()).unwrap())
            .map(|item| item.attribute("href").unwrap().to_owned())
            .collect()
    }

    /// Every address a link may lead to: each page, and each id in it.
    fn addresses(&self) -> BTreeSet<String> {
        let mut addresses = BTreeSet::new();
        for name in self.pages() {
            addresses.insert(name.to_owned());
            for node in self.parse(name).descendants() {
                if let Some(id) = node.attribute("id") {
                    assert!(addresses.insert(format!("{name}#{id}")), "{name}#{id} twice");
                }
            }
        }
        addresses
    }

    /// The links of one list of the navigation document: text and address.
    fn list(&self, kind: &str) -> Vec<(String, String)> {
        let document = self.parse("nav.xhtml");
        let list =
            all(&document, "nav").find(|nav| nav.attribute((OPS, "type")) == Some(kind));
        list.into_iter().flat_map(links).collect()
    }
}

fn all<'a>(
    document: &'a Document<'a>,
    name: &'static str,
) -> impl Iterator<Item = Node<'a, 'a>> {
    document.descendants().filter(move |node| node.tag_name().name() == name)
}

fn links(node: Node<'_, '_>) -> Vec<(String, String)> {
    let links = node.descendants().filter(|node| node.tag_name().name() == "a");
    links.map(|a| (words(a), a.attribute("href").unwrap().to_owned())).collect()
}

/// The text of an element, white space as one blank.
fn words(node: Node<'_, '_>) -> String {
    let texts = node.descendants().filter(Node::is_text);
    let text: String = texts.filter_map(|node| node.text()).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The small book with a cover.
fn covered_book() -> Book {
    let mut book = small_book();
    let data = std::fs::read("manuscript/images/cover.png").unwrap();
    let path = "images/cover.png".to_owned();
    book.cover = Some(PictureId(1));
    book.pictures.push(Picture { path, kind: PictureKind::Png, width: 1, height: 1, data });
    book
}

#[test]
fn the_container_begins_with_its_type() {
    let bytes = build(&small_book(), small_pages());
    assert_eq!(&bytes[30..58], b"mimetypeapplication/epub+zip");
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let first = archive.by_index(0).unwrap();
    assert_eq!(first.compression(), zip::CompressionMethod::Stored);
}

#[test]
fn the_manifest_names_every_file_and_no_other() {
    let epub = Publication::of(&covered_book());
    let opf = epub.parse("content.opf");
    let named: BTreeSet<&str> =
        all(&opf, "item").map(|item| item.attribute("href").unwrap()).collect();
    let files = epub.files.keys().filter_map(|path| path.strip_prefix("OEBPS/"));
    let files: BTreeSet<&str> = files.filter(|name| *name != "content.opf").collect();
    assert_eq!(named, files);
    let outside: Vec<&String> =
        epub.files.keys().filter(|path| !path.starts_with("OEBPS/")).collect();
    assert_eq!(
        outside,
        [
            "META-INF/com.apple.ibooks.display-options.xml",
            "META-INF/container.xml",
            "mimetype"
        ]
    );
}

#[test]
fn the_reading_order_is_that_of_the_book() {
    assert_eq!(
        Publication::of(&covered_book()).spine(),
        [
            "cover.xhtml",
            "title-page.xhtml",
            "nav.xhtml",
            "00-opening.xhtml",
            "01-river.xhtml",
            "references.xhtml",
            "notice-disclaimer.xhtml"
        ]
    );
}

#[test]
fn a_book_without_a_contents_list_is_still_navigable() {
    let mut book = small_book();
    book.spine.retain(|division| *division != Division::Contents);
    let mut pages = small_pages();
    pages.pages.retain(|page| page.at.division != Division::Contents);
    let epub = Publication::read(build(&book, pages));
    assert!(!epub.spine().contains(&"nav.xhtml".to_owned()));
    assert_eq!(epub.list("toc").len(), 5);
}

#[test]
fn every_link_leads_somewhere() {
    let epub = Publication::of(&covered_book());
    let addresses = epub.addresses();
    for name in epub.pages() {
        let document = epub.parse(name);
        for (text, href) in links(document.root()) {
            let inside = !href.starts_with("https:");
            assert!(!inside || addresses.contains(&href), "{name}: {text} to {href}");
        }
        let sources = all(&document, "img").map(|img| img.attribute("src").unwrap());
        for source in sources {
            assert!(epub.files.contains_key(&format!("OEBPS/{source}")), "{source}");
        }
    }
    let ncx = epub.parse("toc.ncx");
    for content in all(&ncx, "content") {
        let source = content.attribute("src").unwrap();
        assert!(addresses.contains(source), "{source}");
    }
}

#[test]
fn contents_and_landmarks_lead_through_the_book() {
    let epub = Publication::of(&covered_book());
    let toc = epub.list("toc");
    let toc: Vec<(&str, &str)> =
        toc.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    assert_eq!(
        toc,
        [
            ("Rain & <River>", "00-opening.xhtml"),
            ("The river", "01-river.xhtml"),
            ("Depths", "01-river.xhtml#depths"),
            ("References", "references.xhtml"),
            ("Disclaimer", "notice-disclaimer.xhtml"),
        ]
    );
    let document = epub.parse("nav.xhtml");
    let kinds = all(&document, "a").filter_map(|a| a.attribute((OPS, "type")));
    assert_eq!(
        kinds.collect::<Vec<_>>(),
        ["cover", "titlepage", "toc", "bodymatter", "bibliography", "notice"]
    );
}

#[test]
fn the_ncx_says_the_same_as_the_contents() {
    let epub = Publication::of(&small_book());
    let ncx = epub.parse("toc.ncx");
    let entries = |kind| {
        let targets = all(&ncx, kind).map(|target| {
            let text = target.descendants().find(|node| node.tag_name().name() == "text");
            let content =
                target.children().find(|node| node.tag_name().name() == "content");
            let source = content.unwrap().attribute("src").unwrap().to_owned();
            (words(text.unwrap()), source)
        });
        targets.collect::<Vec<_>>()
    };
    assert_eq!(entries("navPoint"), epub.list("toc"));
    assert_eq!(entries("pageTarget"), epub.list("page-list"));
    let title = all(&ncx, "docTitle").next().unwrap();
    assert_eq!(words(title), "Rain & <River>");
    let depth = all(&ncx, "meta").find(|meta| meta.attribute("name") == Some("dtb:depth"));
    assert_eq!(depth.unwrap().attribute("content"), Some("2"));
}

#[test]
fn the_ncx_counts_contents_and_pages_together_in_reading_order() {
    let epub = Publication::of(&small_book());
    let ncx = epub.parse("toc.ncx");
    let mut order: Vec<(u32, &str)> = ncx
        .descendants()
        .filter_map(|node| {
            let place = node.attribute("playOrder")?.parse().unwrap();
            let content = node.children().find(|node| node.tag_name().name() == "content");
            Some((place, content.unwrap().attribute("src").unwrap()))
        })
        .collect();
    order.sort_unstable();
    let sources: Vec<&str> = order.iter().map(|(_, source)| *source).collect();
    assert_eq!(order.iter().map(|(place, _)| *place).collect::<Vec<_>>(), {
        let places: Vec<u32> = (1..=15).collect();
        places
    });
    assert_eq!(
        sources[..6],
        [
            "title-page.xhtml#page-i",
            "nav.xhtml#page-ii",
            "00-opening.xhtml",
            "00-opening.xhtml#page-1",
            "00-opening.xhtml#page-2",
            "00-opening.xhtml#page-3",
        ]
    );
}

#[test]
fn the_page_list_is_the_page_map_and_every_mark_is_in_it() {
    let epub = Publication::of(&small_book());
    let list = epub.list("page-list");
    let labels: Vec<&str> = list.iter().map(|(label, _)| label.as_str()).collect();
    let map = small_pages();
    let wanted: Vec<&str> = map.pages.iter().map(|page| page.label.as_str()).collect();
    assert_eq!(labels, wanted);
    let mut marks = BTreeSet::new();
    for name in epub.pages() {
        for node in epub.parse(name).descendants() {
            if node.attribute("role") == Some("doc-pagebreak") {
                marks.insert(format!("{name}#{}", node.attribute("id").unwrap()));
            }
        }
    }
    assert_eq!(marks, list.into_iter().map(|(_, href)| href).collect());
}

#[test]
fn references_and_notices_stand_in_full() {
    let epub = Publication::of(&small_book());
    let references = epub.parse("references.xhtml");
    let entries: Vec<String> = all(&references, "li").map(words).collect();
    assert_eq!(
        entries,
        [
            "[1] Ash, A. (2024). On rain. Waters, 15. https://doi.org/10.1000/ash ↑1 ↑2",
            "[2] Ash, A. (2024). On rain. Waters, 15. https://doi.org/10.1000/birch ↑2",
        ]
    );
    let notice = epub.parse("notice-disclaimer.xhtml");
    let section = all(&notice, "section").next().unwrap();
    assert_eq!(section.attribute("role"), Some("doc-notice"));
    assert_eq!(section.attribute((OPS, "type")), Some("notice"));
    assert_eq!(words(section), "Disclaimer Rain is not medicine.");
}

#[test]
fn citations_lead_to_references_and_back() {
    let epub = Publication::of(&small_book());
    let mut there = BTreeSet::new();
    let mut back = BTreeSet::new();
    for name in epub.pages() {
        let document = epub.parse(name);
        for a in all(&document, "a") {
            let href = a.attribute("href").unwrap().to_owned();
            let id = |node: Node<'_, '_>| {
                let mut around = node.ancestors();
                let owner = around.find_map(|node| node.attribute("id")).unwrap();
                format!("{name}#{owner}")
            };
            match a.attribute("role") {
                Some("doc-biblioref") => drop(there.insert((id(a), href))),
                Some("doc-backlink") => drop(back.insert((href, id(a)))),
                _ => {}
            }
        }
    }
    assert_eq!(there.len(), 3);
    assert_eq!(there, back);
}

#[test]
fn the_package_document_says_what_the_book_is() {
    let mut book = small_book();
    book.info.identifier = "urn:isbn:9780000000002".to_owned();
    book.info.short_title = Some("Rain".to_owned());
    book.info.publisher = Some("Ash & Sons".to_owned());
    book.info.rights = Some("CC BY".to_owned());
    book.info.authors[0].sort = Some("Ash, Ann".to_owned());
    book.info.contributors = vec![Person {
        name: "Ed <Elm>".to_owned(),
        sort: Some("Elm, Ed".to_owned()),
        roles: vec![PersonRole::Translator, PersonRole::Editor],
        ..Person::default()
    }];
    book.info.series = Some(Series {
        title: "Rivers".to_owned(),
        number: Some("3".to_owned()),
        issn: Some("2049-3630".to_owned()),
    });
    let epub = Publication::of(&book);
    let opf = epub.parse("content.opf");
    let said: Vec<String> = all(&opf, "metadata")
        .flat_map(|metadata| metadata.children())
        .filter(Node::is_element)
        .filter(|node| {
            !node.attribute("property").unwrap_or_default().starts_with("schema:")
        })
        .map(|node| {
            let name = node.attribute("property").unwrap_or(node.tag_name().name());
            let of = node.attribute("refines").unwrap_or_default();
            format!("{name}{of}: {}", words(node))
        })
        .collect();
    insta::assert_snapshot!(said.join("\n"), @r"
    identifier: urn:isbn:9780000000002
    title: Rain & <River>
    title-type#title: main
    title: A small study
    title-type#title-subtitle: subtitle
    title: Rain
    title-type#title-short: short
    date: 2026-11-23
    language: en-GB
    creator: Ann Ash
    dcterms:modified: 2026-11-23T00:00:00Z
    description: How rain & rivers </script> meet.
    subject: Water
    rights: CC BY
    role#epub-creator-0: aut
    file-as#epub-creator-0: Ash, Ann
    role#contributor-0: trl
    role#contributor-0: edt
    file-as#contributor-0: Elm, Ed
    belongs-to-collection: Rivers
    collection-type#series: series
    group-position#series: 3
    dcterms:identifier#series: urn:issn:2049-3630
    pageBreakSource: Rain & <River>, PDF edition of 2026-11-23, pages of 152.4 × 228.6 mm
    publisher: Ash & Sons
    contributor: Ed <Elm>
    ");
    let package = opf.root_element();
    let language = package.attribute(("http://www.w3.org/XML/1998/namespace", "lang"));
    assert_eq!(language, Some("en-GB"));
    let ids: Vec<&str> =
        opf.descendants().filter_map(|node| node.attribute("id")).collect();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
}

#[test]
fn accessibility_is_told_as_it_is() {
    let mut book = small_book();
    let told = |epub: &Publication| {
        let opf = epub.parse("content.opf");
        let meta = all(&opf, "meta").filter_map(|meta| {
            let property = meta.attribute("property")?.strip_prefix("schema:")?;
            (property != "accessibilitySummary")
                .then(|| format!("{property} {}", words(meta)))
        });
        meta.collect::<Vec<_>>().join("\n")
    };
    insta::assert_snapshot!(told(&Publication::of(&book)), @r"
    accessMode textual
    accessMode visual
    accessModeSufficient textual
    accessibilityFeature ARIA
    accessibilityFeature alternativeText
    accessibilityFeature displayTransformability
    accessibilityFeature pageBreakMarkers
    accessibilityFeature pageNavigation
    accessibilityFeature readingOrder
    accessibilityFeature structuralNavigation
    accessibilityFeature tableOfContents
    accessibilityFeature unlocked
    accessibilityHazard none
    ");
    book.chapters[0].document.blocks.remove(0);
    let plain = told(&Publication::read(build(&book, PageMap::default())));
    for absent in ["visual", "alternativeText", "pageBreakMarkers", "pageNavigation"] {
        assert!(!plain.contains(absent), "{plain}");
    }
}

#[test]
fn a_book_without_a_cover_gets_its_title_drawn() {
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let files = Files::default();
    let theme = theme::load("book", nowhere(), &files, &mut sources, &mut sink).unwrap();
    let book = small_book();
    let stamp = Stamp::from_date(2026, 11, 23);
    let print = layout(&book, &theme, &theme.tokens.page, stamp, &mut sink).unwrap();
    let input = Input {
        book: &book,
        print: &print,
        theme: &theme,
        stamp,
        pdf: &PdfOptions::default(),
        attached: &[],
        stem: "x",
        certificate: None,
    };
    let artifact = Epub.render(&input, &mut sink).unwrap();
    let epub = Publication::read(artifact.files.get("x.epub").unwrap().to_vec());
    assert_eq!(epub.spine()[0], "cover.xhtml");
    let opf = epub.parse("content.opf");
    let cover = all(&opf, "item").find(|item| item.attribute("id") == Some("cover-image"));
    let cover = cover.unwrap();
    assert_eq!(cover.attribute("properties"), Some("cover-image"));
    let svg = epub.parse(cover.attribute("href").unwrap());
    // Ground, rule, and an outline for each letter of title, subtitle and author; the
    // date of the edition is not on it.
    let letters = "Rain&<River>AsmallstudyAnnAsh".len();
    assert_eq!(all(&svg, "path").count(), 2 + letters);
}

#[test]
fn files_with_equal_names_are_told_apart() {
    let mut book = covered_book();
    book.pictures[1].path = "drawings/river.svg".to_owned();
    book.pictures[1].kind = PictureKind::Svg;
    book.pictures[1].data = book.pictures[0].data.clone();
    book.chapters[1].slug = "cover".to_owned();
    let epub = Publication::of(&book);
    assert!(epub.files.contains_key("OEBPS/images/river.svg"));
    assert!(epub.files.contains_key("OEBPS/images/river-2.svg"));
    assert_eq!(epub.spine()[4], "cover-2.xhtml");
}

#[test]
fn words_cannot_become_markup() {
    let mut book = small_book();
    let evil = "\u{1}playOrder=\"9\" </metadata><x> & \"q\" </spine>";
    book.info.title = evil.to_owned();
    book.info.subtitle = Some(evil.to_owned());
    book.info.publisher = Some(evil.to_owned());
    book.info.description = Some(evil.to_owned());
    book.info.subjects = vec![evil.to_owned()];
    book.info.authors[0].name = evil.to_owned();
    book.chapters[1].title = evil.to_owned();
    book.words.contents = "</text> \" playOrder=\"1\"";
    let epub = Publication::of(&book);
    for name in epub.pages().into_iter().chain(["content.opf", "toc.ncx"]) {
        assert_eq!(all(&epub.parse(name), "x").count(), 0);
    }
}

#[test]
fn the_bytes_do_not_depend_on_the_number_of_threads() {
    let book = covered_book();
    let once = |jobs| par::with_jobs(jobs, || build(&book, small_pages())).unwrap();
    let bytes = once(1);
    assert!(bytes == once(8), "one thread and eight differ");
    assert!(bytes == once(1), "two builds differ");
}

#[test]
fn a_book_from_right_to_left_turns_its_pages_to_the_right() {
    let mut book = small_book();
    let plain = Publication::of(&book);
    assert!(!plain.text("content.opf").contains("page-progression-direction=\"rtl\""));
    assert!(plain.text("stylesheet.css").contains("float: left"));
    book.info.language = "he".to_owned();
    let epub = Publication::of(&book);
    assert!(epub.text("content.opf").contains("page-progression-direction=\"rtl\""));
    for page in epub.pages() {
        assert!(epub.text(page).contains(" dir=\"rtl\">"), "{page}");
    }
    let style = epub.text("stylesheet.css");
    assert!(style.contains("float: right"), "{style}");
    assert!(!style.contains("padding-left: 1.8em;\n}\nli"), "{style}");
    // its references are in English, and run from left to right
    assert!(style.contains(".references li[dir=\"ltr\"]"), "{style}");
    let references = epub
        .pages()
        .into_iter()
        .find(|page| epub.text(page).contains("class=\"references\""));
    let references = epub.text(references.unwrap());
    assert!(references.contains("<li id=\"ref-") && references.contains("dir=\"ltr\""));
    // and so does code
    let code = epub.pages().into_iter().filter(|page| epub.text(page).contains("<pre"));
    for page in code {
        assert!(epub.text(page).contains("<pre dir=\"ltr\">"), "{page}");
    }
}
