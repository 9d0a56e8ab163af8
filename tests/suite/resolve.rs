//! What an edition becomes: addresses, citations, pictures, notices, reading order.

use std::sync::Arc;

use trifold::ast::Document;
use trifold::diag::{Reported, Severity, Sink};
use trifold::files::Files;
use trifold::length::Length;
use trifold::parse::parse;
use trifold::project::{
    BookInfo, ChapterFile, ChapterRole, Edition, NoticeFile, NoticeKind, NoticePlace,
    NoticePlaces, NoticePosition, PdfOptions, Project, StyleChoice, TextFile, Titles,
};
use trifold::resolve::{Book, Division, Goal, Piece, Target, resolve};
use trifold::source::{Place, SourceId, Sources, Span};

const MANIFEST: &str = "title = \"Test\"\nlanguage = \"xx\"\ncover = \"cover.png\"\n";

/// A project of a few files: `.md` are chapters in the order given, or notices where
/// their name begins with `notice-`; `.bib` are bibliographies, `.csl` is the style.
pub(crate) struct Small {
    pub(crate) project: Project,
    sources: Sources,
    chapters: Vec<Document>,
    notices: Vec<Document>,
    sink: Sink,
}

pub(crate) fn small(files: &[(&str, &str)]) -> Small {
    let mut sources = Sources::default();
    let manifest = sources.add("trifold.toml", MANIFEST);
    let named = Place { source: manifest, span: Span::new(0, 5) };
    let mut project = empty_project(manifest, named);
    let mut sink = Sink::default();
    let (mut chapters, mut notices) = (Vec::new(), Vec::new());
    for (path, text) in files {
        Arc::make_mut(&mut project.files).insert(*path, text.as_bytes());
        let source = sources.add(format!("manuscript/{path}"), *text);
        let file = TextFile { path: (*path).to_owned(), source, named };
        if let Some(name) = path.strip_prefix("notice-") {
            notices.push(parse(source, text, "en", &mut sink).unwrap());
            let number = project.notices.len();
            let places = everywhere(NoticePosition::AfterBody);
            project.editions[0].notices.push((number, places));
            project.notices.push(NoticeFile {
                id: name.trim_end_matches(".md").to_owned(),
                kind: NoticeKind::Disclaimer,
                title: "A notice".to_owned(),
                version: None,
                least_size: Length::points(6),
                places,
                placed: named,
                text: file,
                place: named,
            });
        } else if path.ends_with(".md") {
            chapters.push(parse(source, text, "en", &mut sink).unwrap());
            project.editions[0].chapters.push(project.chapters.len());
            let (role, part) = (ChapterRole::Chapter, None);
            project.chapters.push(ChapterFile {
                text: file,
                titles: Titles::One,
                among: false,
                role,
                part,
                unnumbered: false,
                authors: Vec::new(),
                short_title: None,
                language: None,
                direction: None,
                description: None,
            });
        } else if [".bib", ".yaml", ".json", ".ris", ".nbib"]
            .iter()
            .any(|ending| path.ends_with(ending))
        {
            project.bibliographies.push(file);
        } else if path.ends_with(".csl") {
            project.style = StyleChoice::File(file);
        }
    }
    assert_eq!(sink.messages(), [], "the texts are good Markdown");
    Small { project, sources, chapters, notices, sink }
}

/// A project of one chapter that was read already, with files beside it.
pub(crate) fn one_chapter(text: &str, document: Document, files: &[(&str, &str)]) -> Small {
    let mut small = small(&[]);
    let source = small.sources.add("manuscript/a.md", text);
    let file = TextFile {
        path: "a.md".to_owned(),
        source,
        named: small.project.editions[0].place,
    };
    small.project.editions[0].chapters.push(0);
    let (role, part) = (ChapterRole::Chapter, None);
    small.project.chapters.push(ChapterFile {
        text: file,
        titles: Titles::One,
        among: false,
        role,
        part,
        unnumbered: false,
        authors: Vec::new(),
        short_title: None,
        language: None,
        direction: None,
        description: None,
    });
    small.chapters.push(document);
    for (path, bytes) in files {
        Arc::make_mut(&mut small.project.files).insert(*path, bytes.as_bytes());
    }
    small
}

fn empty_project(manifest: SourceId, place: Place) -> Project {
    Project {
        statement: None,
        accessibility: trifold::project::Accessibility {
            page: false,
            contact: None,
            limits: Vec::new(),
            place,
        },
        html: trifold::project::ForeignHtml::Refused,
        empty_alt: Default::default(),
        hyphenation: Default::default(),
        numbers: Default::default(),
        manifest,
        info: BookInfo {
            title: "Test".to_owned(),
            subtitle: None,
            short_title: None,
            authors: Vec::new(),
            contributors: Vec::new(),
            series: None,
            language: "en".to_owned(),
            identifier: "urn:x".to_owned(),
            description: None,
            publisher: None,
            rights: None,
            edition: None,
            credits: Vec::new(),
            isbn: Vec::new(),
            subjects: Vec::new(),
            url: None,
            slug: "test".to_owned(),
        },
        said: Vec::new(),
        chapters: Vec::new(),
        parts: Vec::new(),
        notices: Vec::new(),
        abbreviations: Vec::new(),
        allowed: Vec::new(),
        bibliographies: Vec::new(),
        style: StyleChoice::Default,
        references: Default::default(),
        references_title: None,
        cover: None,
        editions: vec![Edition {
            pdf: PdfOptions::default(),
            name: "book".to_owned(),
            stem: "test".to_owned(),
            formats: Vec::new(),
            theme: 0,
            pages: Vec::new(),
            chapters: Vec::new(),
            notices: Vec::new(),
            chapter_start: None,
            contents: None,
            contents_depth: None,
            lists: Vec::new(),
            half_title: false,
            index: None,
            place,
        }],
        themes: Vec::new(),
        date: None,
        files: Arc::default(),
    }
}

impl Small {
    pub(crate) fn resolve(&mut self) -> Result<Book, Reported> {
        resolve(
            &self.project,
            &self.sources,
            &self.project.editions[0],
            &self.chapters,
            &self.notices,
            &mut self.sink,
        )
    }

    /// Leaves the last chapter out of the edition.
    pub(crate) fn without_last_chapter(&mut self) {
        self.project.editions[0].chapters.pop();
        self.chapters.pop();
    }

    pub(crate) fn sink(&self) -> &Sink {
        &self.sink
    }

    /// Messages as `error[code] file:line:column: message (help)`.
    pub(crate) fn told(&self) -> Vec<String> {
        self.sink
            .messages()
            .iter()
            .map(|(severity, message)| {
                let place = message.labels[0].place;
                let at = self.sources.line_column(place);
                let severity = match severity {
                    Severity::Warning => "warning",
                    Severity::Error => "error",
                };
                format!(
                    "{severity}[{}] {}:{}:{}: {} ({})",
                    message.code.0,
                    self.sources.get(place.source).path.trim_start_matches("manuscript/"),
                    at.line,
                    at.column,
                    message.message,
                    message.help.as_deref().unwrap_or_default()
                )
            })
            .collect()
    }
}

/// Resolves files without a message.
#[track_caller]
pub(crate) fn book(files: &[(&str, &str)]) -> Book {
    let mut small = small(files);
    let book = small.resolve();
    assert_eq!(small.told(), Vec::<String>::new());
    book.unwrap()
}

/// Checks the messages that files give.
#[track_caller]
pub(crate) fn says(files: &[(&str, &str)], expected: &[&str]) {
    let mut small = small(files);
    let result = small.resolve();
    assert_eq!(small.told(), expected);
    let errors = expected.iter().any(|message| message.starts_with("error"));
    assert_eq!(result.is_err(), errors);
}

/// Pieces as text; what leads somewhere in `<goal text>`.
pub(crate) fn pieces(pieces: &[Piece]) -> String {
    pieces
        .iter()
        .map(|piece| {
            let mut text = piece.text.clone();
            if piece.style.italic {
                text = format!("_{text}_");
            }
            match &piece.to {
                None => text,
                Some(Goal::Reference(id)) => format!("<{} {text}>", id.0),
                Some(Goal::Url(url)) => format!("<{url} {text}>"),
                Some(Goal::Place { id, page, .. }) => {
                    format!("<#{id} {text}{}>", if *page { ", page" } else { "" })
                }
            }
        })
        .collect()
}

/// One reference.
pub(crate) const LI: &str = "@misc{li2024, title = {A title}, year = {2024}}";

const PNG: &[u8] = include_bytes!("../../manuscript/images/cover.png");

const SVG: &str = "<svg xmlns='http://www.w3.org/2000/svg' width='4' height='2'>\
                   <rect width='4' height='2'/></svg>";

/// What a link leads to, in a few words.
fn target(book: &Book, chapter: usize, number: usize) -> String {
    match &book.chapters[chapter].targets[number] {
        Target::Anchor { chapter, anchor } => {
            format!("{chapter} #{}", book.chapters[*chapter as usize].anchor(*anchor).id)
        }
        Target::Division(Division::Chapter(number)) => format!("chapter {number}"),
        Target::Division(division) => book.division_id(*division).to_owned(),
        Target::Url(url) => url.clone(),
        Target::Picture(id) => book.picture(*id).path.clone(),
    }
}

#[test]
fn addresses_are_made_from_titles_and_unique_in_the_book() {
    let book = book(&[
        ("01-start.md", "# Start\n\n## Summary\n\n## Summary\n\n## 2 ways\n\n## Page 7\n"),
        ("02-way.md", "# Way\n\n## Summary {#end}\n\n## Summary\n\n## Contents\n\n## !\n"),
        ("way.md", "## Cite 1\n\n## END\n"),
    ]);
    let ids = |chapter: usize| {
        let anchors = book.chapters[chapter].anchors.iter();
        anchors.map(|anchor| anchor.id.as_str()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(ids(0), "start summary summary-1 section-2-ways section-page-7");
    assert_eq!(ids(1), "way-1 end summary-2 contents-1 section");
    assert_eq!(ids(2), "section-cite-1 end-1");
    let slugs: Vec<&str> = book.chapters.iter().map(|one| one.slug.as_str()).collect();
    assert_eq!(slugs, ["chapter-01-start", "chapter-02-way", "way"]);
    assert_eq!(book.chapters[2].title, "Test");
    assert_eq!(book.chapters[2].id(), "way");
    assert_eq!(book.chapters[1].id(), "way-1");
}

#[test]
fn links_lead_into_other_chapters() {
    let book = book(&[
        (
            "a/one.md",
            "# One\n\n[a](#one) [b](#the-map) [c](../two.md) [d](../two.md#summary) \
             [e](#summary) [f](../two.md#plan) [g](one.md#summary) [h](#two)\n\n## Summary\n",
        ),
        (
            "two.md",
            "# Two\n\n## Summary\n\n## The map\n\n[y](#summary)\n\n\
             ![Alt](p.svg){#plan}\n\n[z](./a/one.md)\n",
        ),
        ("p.svg", SVG),
    ]);
    let targets: Vec<String> = (0..8).map(|number| target(&book, 0, number)).collect();
    assert_eq!(
        targets,
        [
            "0 #one",
            "1 #the-map",
            "chapter 1",
            "1 #summary-1",
            "0 #summary",
            "1 #plan",
            "0 #summary",
            "1 #two",
        ]
    );
    // In its own chapter an address means what its author expects.
    assert_eq!(target(&book, 1, 0), "1 #summary-1");
    assert_eq!(target(&book, 1, 1), "p.svg");
    assert_eq!(target(&book, 1, 2), "chapter 0");
}

#[test]
fn links_lead_out_of_the_book() {
    let book = book(&[(
        "a.md",
        "[a](https://example.org/ä?b=c#d) [b](HTTP://example.org) <me@example.org> \
         <https://example.org/100%25>\n",
    )]);
    assert_eq!(target(&book, 0, 0), "https://example.org/%C3%A4?b=c#d");
    assert_eq!(target(&book, 0, 1), "HTTP://example.org");
    assert_eq!(target(&book, 0, 2), "mailto:me@example.org");
    assert_eq!(target(&book, 0, 3), "https://example.org/100%25");
}

#[test]
fn links_to_nowhere_are_told_with_the_nearest_address() {
    says(
        &[
            ("one.md", "# Install\n\n[a](#instal)\n[b](tow.md)\n[c](two.md#mpa)\n[d]()\n"),
            (
                "two.md",
                "# Map\n\n[e](#nothing-like-it)\n[f](www.example.org)\n[g](https:)\n",
            ),
        ],
        &[
            "error[missing-target] one.md:3:1: no heading or figure has the address \
             `#instal` (the nearest is `#install` in `one.md`)",
            "error[missing-target] one.md:4:1: no chapter has the address `tow.md` \
             (the nearest is `two.md`)",
            "error[missing-target] one.md:5:1: no heading or figure in `two.md` has the \
             address `#mpa` (the nearest is `#map`)",
            "error[missing-target] one.md:6:1: a link has no address (write it in the \
             parentheses: `[text](#heading)`)",
            "error[missing-target] two.md:3:1: no heading or figure has the address \
             `#nothing-like-it` (give the heading an address: `## The map {#the-map}`)",
            "error[missing-target] two.md:4:1: no chapter has the address \
             `www.example.org` (links lead to `#heading`, `chapter.md`, `https://…` or \
             `mailto:…`)",
            "error[missing-target] two.md:5:1: `https:` is no whole address (write it like \
             `https://example.org/page` or `mailto:a@example.org`)",
        ],
    );
}

#[test]
fn unsafe_addresses_are_refused() {
    let help = "use `https:`, `http:` or `mailto:`";
    says(
        &[(
            "a.md",
            "[a](javascript:alert)\n[b](<JavaScript :x>)\n[c](data:text/html,x)\n\
             [d](file:///etc)\n[e](//example.org)\n",
        )],
        &[
            &format!(
                "error[unsafe-address] a.md:1:1: a link with `javascript:` is not safe in \
                 every reader ({help})"
            ),
            &format!(
                "error[unsafe-address] a.md:2:1: a link with `javascript:` is not safe in \
                 every reader ({help})"
            ),
            &format!(
                "error[unsafe-address] a.md:3:1: a link with `data:` is not safe in every \
                 reader ({help})"
            ),
            &format!(
                "error[unsafe-address] a.md:4:1: a link with `file:` is not safe in every \
                 reader ({help})"
            ),
            "error[missing-target] a.md:5:1: `//example.org` is no whole address (write \
             `https://example.org`)",
        ],
    );
}

#[test]
fn a_link_to_a_chapter_of_another_edition_is_told() {
    let mut small = small(&[("a.md", "[b](b.md)\n"), ("b.md", "Text\n")]);
    small.project.editions[0].chapters.pop();
    small.chapters.pop();
    assert!(small.resolve().is_err());
    assert_eq!(
        small.told(),
        [
            "error[missing-target] a.md:1:1: the chapter `b.md` is not in the edition `book` \
          (add it to the edition in `trifold.toml`, or remove the link)"
        ]
    );
}

#[test]
fn addresses_that_clash_are_told() {
    let other = "links in its chapter and from others lead there all the same; choose another \
                 address if it is to be known outside";
    says(
        &[
            ("a.md", "# A {#map}\n\n## B {#contents}\n\n## C {#cite-3}\n"),
            ("b.md", "# D {#Map}\n\n## E {#1a}\n"),
        ],
        &[
            &format!(
                "warning[reserved-id] a.md:3:1: the address `contents` belongs to the \
                 program: the place gets another ({other})"
            ),
            &format!(
                "warning[reserved-id] a.md:5:1: the address `cite-3` belongs to the program: \
                 the place gets another ({other})"
            ),
            &format!(
                "warning[duplicate-id] b.md:1:1: two chapters have the address `Map`: the \
                 place gets another ({other})"
            ),
            "warning[bad-id] b.md:3:1: `1a` cannot be an address: the place gets another \
             (links in the book lead there all the same; an address begins with a letter and \
             goes on with letters of the English alphabet, digits, `-`, `_` and `.`)",
        ],
    );
    for text in ["# A {#map}\n\n## B {#map}\n", "# A\n\n$$a$$ {#eq-a} $$b$$ {#eq-a}\n"] {
        let mut small = small(&[("a.md", text)]);
        assert!(small.resolve().is_err());
        assert!(small.told()[0].starts_with("error[duplicate-id]"), "{:?}", small.told());
    }
    let label = "# A\n\n$$a$$ {#eq-a}\n";
    let mut small = small(&[("a.md", label), ("b.md", label)]);
    assert!(small.resolve().is_err());
}

#[test]
fn words_that_the_program_counts_too_may_be_headings_twice() {
    let text = "# A\n\n## Page\n\n## Page\n\n## Page\n\n## Fn\n\n## Fn\n\n## References\n";
    let book = book(&[("a.md", text)]);
    let ids: Vec<&str> =
        book.chapters[0].anchors.iter().map(|anchor| anchor.id.as_str()).collect();
    assert_eq!(
        ids,
        ["a", "page", "section-page", "section-page-1", "fn", "section-fn", "references-1"]
    );
}

#[test]
fn a_place_whose_address_is_taken_gets_another_and_is_found() {
    let text = "# A\n\n[b](#fn-3) [c](#fn-change) [d](a.md#contents) [e](#@x/y)\n\n\
                ## B {#fn-3}\n\n## C {#fn-change}\n\n## D {#contents}\n\n## <a id=\"@x/y\"></a>E\n\n\
                [f](b.md#map) ## F {#map}\n";
    let other =
        "# G\n\n[g](#map) [h](a.html#map) [i](#MAP)\n\n## H {#map}\n\n## I {#MAP}\n";
    let text = text.replace("[f](b.md#map) ##", "[f](b.md#map)\n\n##");
    let mut small = small(&[("a.md", &text), ("b.md", other)]);
    let book = small.resolve().unwrap();
    let told = small.told();
    assert_eq!(told.len(), 5, "{told:?}");
    assert!(told.iter().all(|one| one.starts_with("warning[")), "{told:?}");
    let ids = |chapter: usize| -> Vec<&str> {
        book.chapters[chapter].anchors.iter().map(|anchor| anchor.id.as_str()).collect()
    };
    assert_eq!(ids(0), ["a", "section-fn-3", "fn-change", "contents-1", "xy", "e", "map"]);
    assert_eq!(ids(1), ["g", "map-1", "map-2"]);
    let to = |target: &Target| match target {
        Target::Anchor { chapter, anchor } => {
            book.chapters[*chapter as usize].anchors[anchor.0 as usize].id.clone()
        }
        other => panic!("{other:?}"),
    };
    let all: Vec<String> =
        book.chapters.iter().flat_map(|chapter| chapter.targets.iter().map(to)).collect();
    let expected =
        ["section-fn-3", "fn-change", "contents-1", "xy", "map-1", "map-1", "map", "map-2"];
    assert_eq!(all, expected);
}

#[test]
fn pictures_are_found_from_the_chapter_and_read_once() {
    let mut small = small(&[
        (
            "a/one.md",
            "![x](../images/a%20b.svg)\n\n![y](../images/a%20b.svg)\n\n![z](p.png)\n",
        ),
        ("images/a b.svg", SVG),
    ]);
    Arc::make_mut(&mut small.project.files).insert("a/p.png", PNG);
    small.project.cover = Some(("a/p.png".to_owned(), small.project.editions[0].place));
    let book = small.resolve().unwrap();
    assert_eq!(small.told(), Vec::<String>::new());
    assert_eq!(book.pictures.len(), 2);
    assert_eq!(target(&book, 0, 1), "images/a b.svg");
    assert_eq!(book.picture(book.cover.unwrap()).path, "a/p.png");
    let ids: Vec<&str> =
        book.chapters[0].anchors.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(ids, ["figure-1", "figure-2", "figure-3"]);
}

#[test]
fn pictures_that_are_none_are_told() {
    let mut small = small(&[
        (
            "a.md",
            "![x](images/bridg.svg)\n\n![x](bridge.svg)\n\n![x](../../etc/x.png)\n\n\
             ![x](https://example.org/x.png)\n\n![x](text.png)\n\n![x](text.png)\n\n\
             ![x](words.svg)\n",
        ),
        ("images/bridge.svg", SVG),
        ("text.png", "no picture"),
        ("words.svg", "<svg xmlns='http://www.w3.org/2000/svg'>\n<text>x</text></svg>"),
    ]);
    small.project.cover = Some(("cover.png".to_owned(), small.project.editions[0].place));
    assert!(small.resolve().is_err());
    assert_eq!(
        small.told(),
        [
            "error[missing-picture] trifold.toml:1:1: there is no picture `cover.png` \
             (paths begin at the chapter file: `images/picture.png`)",
            "error[missing-picture] a.md:1:1: there is no picture `images/bridg.svg` (the \
             nearest file is `images/bridge.svg`)",
            "error[missing-picture] a.md:3:1: there is no picture `bridge.svg` (the \
             nearest file is `images/bridge.svg`)",
            "error[missing-picture] a.md:5:1: the picture `../../etc/x.png` is outside of \
             the manuscript folder (move it into the folder, next to the chapters)",
            "error[missing-picture] a.md:7:1: the picture `https://example.org/x.png` is \
             not in the manuscript folder (save it there and write its path: \
             `images/picture.png`)",
            "error[bad-picture] a.md:9:1: `text.png` is no picture that can be used (use a \
             PNG, JPEG, WebP, GIF, AVIF or SVG file)",
            "error[svg-text] a.md:13:1: `words.svg` has `x`, which no font has (line 2) \
             (name a font file that has it under `[fonts]` in trifold.toml, or turn the \
             words into outlines (paths) in the drawing program)",
        ]
    );
}

/// The same place in every format.
fn everywhere(at: NoticePosition) -> NoticePlaces {
    NoticePlaces::all(NoticePlace::new(at))
}

#[test]
fn the_reading_order_is_the_same_in_every_edition() {
    let files = [
        ("a.md", "# A\n\n[@li2024]\n"),
        ("r.bib", LI),
        ("notice-one.md", "First.\n"),
        ("notice-two.md", "Second.\n"),
        ("notice-three.md", "Third.\n"),
    ];
    let mut small = small(&files);
    let edition = &mut small.project.editions[0];
    edition.notices[1].1 = everywhere(NoticePosition::BeforeBody);
    edition.notices[2].1 = everywhere(NoticePosition::PageFoot);
    let book = small.resolve().unwrap();
    assert_eq!(
        book.spine,
        [
            Division::TitlePage,
            Division::Contents,
            Division::Notice(1),
            Division::Chapter(0),
            Division::References,
            Division::Notice(0),
            Division::Notice(2),
        ]
    );
    assert_eq!(book.notices[1].id, "notice-two");
    assert_eq!(book.notices[1].body.title, "A notice");
    assert_eq!(book.division_id(Division::Notice(1)), "notice-two");
    assert_eq!(book.references_title, "References");
}

#[test]
fn a_list_of_references_has_one_place() {
    let refs = "::: {#refs}\n:::\n";
    says(
        &[
            ("a.md", &format!("# A\n\n[@li2024]\n\n{refs}")),
            ("b.md", &format!("# B\n\n{refs}\n> Q\n>\n> ::: references\n> :::\n")),
            ("notice-x.md", &format!("Text.\n\n{refs}")),
            ("r.bib", LI),
        ],
        &[
            "error[bad-reference-list] b.md:3:1: there are two places for the list of \
             references (keep one in the book, or say `references.per-chapter = true`)",
            "error[bad-reference-list] b.md:8:3: a list of references cannot stand here \
             (write `::: {#refs}` in a chapter, in no other block and under no condition)",
            "error[bad-reference-list] notice-x.md:3:1: a list of references cannot stand \
             here (write `::: {#refs}` in a chapter, in no other block and under no \
             condition)",
        ],
    );
    let mut small =
        small(&[("a.md", &format!("# A\n\n[@li2024]\n\n{refs}")), ("r.bib", LI)]);
    let book = small.resolve().unwrap();
    assert_eq!(book.references[0].home, Division::Chapter(0));
    assert!(!book.spine.contains(&Division::References));
}

#[test]
fn notices_hold_neither_headings_nor_citations() {
    says(
        &[("notice-x.md", "Text [@li2024].\n\n## Heading\n"), ("r.bib", LI)],
        &[
            "error[not-supported-yet] notice-x.md:1:6: a citation in a notice cannot be \
             set yet (move it to a chapter for now)",
            "error[heading-in-notice] notice-x.md:3:1: a notice cannot hold headings (its \
             heading is the `title` in `trifold.toml`; write others as bold words)",
        ],
    );
}

#[test]
fn a_language_without_words_takes_english_ones() {
    let mut small = small(&[("a.md", "Text\n")]);
    small.project.info.language = "xx".to_owned();
    let book = small.resolve().unwrap();
    assert_eq!(book.words.contents, "Contents");
    assert_eq!(
        small.told(),
        ["warning[no-words-for-language] trifold.toml:2:13: Trifold has no words for the \
          language `xx`: it takes English ones (known are ar, ca, cs, da, de, el, en, es, \
          fa, fi, fr, he, hu, it, ja, ko, nb, nl, nn, no, pl, pt, ro, ru, sk, sv, tr, uk, vi \
          and zh)"]
    );
    small.project.info.language = "de-AT".to_owned();
    assert_eq!(small.resolve().unwrap().references_title, "Literatur");
}

#[test]
fn the_article_resolves() {
    let (book, sources) = article();
    assert_eq!(book.chapters.len(), 7);
    assert_eq!(book.notices.len(), 1);
    assert_eq!(book.references.len(), 2);
    for chapter in &book.chapters {
        assert_eq!(chapter.document.cites.len(), chapter.citations.len());
        let text = &sources.get(chapter.source).text;
        for (cite, citation) in chapter.document.cites.iter().zip(&chapter.citations) {
            let written = &text[cite.span.start as usize..cite.span.end as usize];
            assert!(written.starts_with("[@") && written.ends_with(']'), "{written}");
            let shown = pieces(&citation.text);
            assert!(shown == "[<0 1>]" || shown == "[<1 2>]", "{shown}");
        }
    }
    let labels: Vec<_> = book.references.iter().map(|one| one.label.as_deref()).collect();
    assert_eq!(labels, [Some("[1]"), Some("[2]")]);
    assert!(book.references.iter().all(|one| one.cited_from.len() == 2));
    let second = pieces(&book.references[1].text);
    assert!(
        second.ends_with(
            "(2025). MDMA and MDMA-Assisted Therapy. _American Journal of Psychiatry_, \
         _182_(1), 79–103. <https://doi.org/10.1176/appi.ajp.20230681 \
         https://doi.org/10.1176/appi.ajp.20230681>"
        ),
        "{second}"
    );
}

/// The book of the article this program was made for, without a message.
fn article() -> (Book, Sources) {
    let mut files = Files::default();
    read_folder(std::path::Path::new("."), "manuscript", &mut files);
    read_folder(std::path::Path::new("."), "themes", &mut files);
    files.insert("trifold.toml", std::fs::read("trifold.toml").unwrap());
    let mut sources = Sources::default();
    let mut sink = Sink::default();
    let project = trifold::project::load(&files, &mut sources, &mut sink).unwrap();
    let mut read = |files: Vec<&TextFile>| -> Vec<Document> {
        let read = |file: &TextFile| {
            parse(file.source, &sources.get(file.source).text, "en", &mut sink).unwrap()
        };
        files.into_iter().map(read).collect()
    };
    let chapters = read(project.chapters.iter().map(|chapter| &chapter.text).collect());
    let notices = read(project.notices.iter().map(|notice| &notice.text).collect());
    let edition = &project.editions[0];
    let book =
        resolve(&project, &sources, edition, &chapters, &notices, &mut sink).unwrap();
    assert_eq!(sink.messages(), []);
    (book, sources)
}

fn read_folder(root: &std::path::Path, path: &str, files: &mut Files) {
    for entry in std::fs::read_dir(root.join(path)).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let inner = format!("{path}/{name}");
        if root.join(&inner).is_dir() {
            read_folder(root, &inner, files);
        } else {
            files.insert(inner.clone(), std::fs::read(root.join(&inner)).unwrap());
        }
    }
}
