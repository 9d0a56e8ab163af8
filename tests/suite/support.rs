//! A small book made by hand, with one of everything a backend must show.

use trifold::ast::{
    Alignment, AnchorId, Block, BlockId, BlockKind, Cell, CellContent, CiteId, Document,
    Inline, InlineKind, List, ListItem, Numbering, Placement, RefId, Table,
};
use trifold::hyphenation::Exceptions;
use trifold::layout::{PageMap, PageStart};
use trifold::length::Length;
use trifold::picture::{Picture, PictureKind};
use trifold::project::{
    BookInfo, ChapterRole, Matter, NoticeKind, NoticePlace, NoticePlaces, NoticePosition,
    Person, PersonRole,
};
use trifold::resolve::{
    Anchor, Book, Chapter, Citation, CitationOf, CitedFrom, Division, Goal, Notice,
    PictureId, Piece, PieceStyle, Position, Reference, ReferenceId, Target, Words,
};
use trifold::source::{Place, SourceId, Span};

/// An inline that stands nowhere in particular.
pub(crate) fn inline(kind: InlineKind) -> Inline {
    Inline { span: Span::default(), kind }
}

/// Plain text.
pub(crate) fn text(words: &str) -> Inline {
    inline(InlineKind::Text(words.to_owned()))
}

/// A block that stands nowhere in particular.
pub(crate) fn block(id: u32, kind: BlockKind) -> Block {
    Block::new(BlockId(id), Span::default(), kind)
}

/// A paragraph.
pub(crate) fn paragraph(id: u32, inlines: Vec<Inline>) -> Block {
    block(id, BlockKind::Paragraph(inlines))
}

/// A heading.
pub(crate) fn heading(id: u32, level: u8, anchor: u32, words: &str) -> Block {
    let anchor = AnchorId(anchor);
    block(
        id,
        BlockKind::Heading {
            level,
            anchor,
            text: vec![text(words)],
            wide: false,
            unnumbered: false,
            unlisted: false,
        },
    )
}

/// A piece of formatted text.
pub(crate) fn piece(words: &str, to: Option<Goal>) -> Piece {
    Piece { text: words.to_owned(), style: PieceStyle::default(), to }
}

/// The address and title of a heading or figure.
pub(crate) fn anchor(id: &str, title: &str) -> Anchor {
    Anchor { id: id.to_owned(), title: title.to_owned(), number: None }
}

/// The beginning of a page.
pub(crate) fn page(label: &str, division: Division, block: u32, offset: u32) -> PageStart {
    let at = Position { division, block: BlockId(block), offset };
    PageStart { label: label.to_owned(), at }
}

/// Where a thing made by hand stands.
pub(crate) fn nowhere() -> Place {
    Place { source: SourceId(0), span: Span::default() }
}

/// English words.
pub(crate) fn words() -> Words {
    Words {
        contents: "Contents",
        list_of_figures: "List of figures",
        list_of_tables: "List of tables",
        list_of_code: "List of listings",
        list_of_abbreviations: "List of abbreviations",
        references: "References",
        cover: "Cover",
        title_page: "Title page",
        copyright_page: "Copyright page",
        dedication: "Dedication",
        epigraph: "Epigraph",
        page: "Page",
        page_list: "List of pages",
        landmarks: "Landmarks",
        start: "Start of text",
        cited_on_page: "Cited on page",
        cited_on_pages: "Cited on pages",
        and: "and",
        back_to_citation: "Back to citation",
        note: "Note",
        notes: "Notes",
        back_to_mark: "Back to the mark of note",
        skip: "Skip to content",
        previous: "Previous",
        next: "Next",
        see: "See",
        see_also: "See also",
        index: "Index",
        page_in_text: "page",
        keywords: "Keywords",
        edition_of: "Edition of",
        callouts: ["Note", "Tip", "Important", "Warning", "Caution"],
        roles: [
            "Edited by {}",
            "Translated by {}",
            "Illustrated by {}",
            "Compiled by {}",
            "Foreword by {}",
            "Afterword by {}",
            "With contributions by {}",
            "Photographs by {}",
            "Maps by {}",
            "Cover design by {}",
            "Book design by {}",
            "Reviewed by {}",
            "Proofread by {}",
        ],
        numbered: [
            "Figure {}",
            "Table {}",
            "Equation {}",
            "Listing {}",
            "Section {}",
            "Chapter {}",
            "Appendix {}",
        ],
        panel_letters: "abcdefghijklmnopqrstuvwxyz",
        panel_lead: "({})\u{a0}",
        panel_number: "{}{}",
        part: "Part {}",
        numbered_small: false,
        colon: ": ",
        comma: ", ",
        semicolon: "; ",
    }
}

/// Somebody who wrote a book.
fn author(name: &str) -> Person {
    let roles = vec![PersonRole::Author];
    Person { name: name.to_owned(), roles, ..Person::default() }
}

/// The text of its notice.
fn notice() -> Chapter {
    Chapter {
        source: SourceId(3),
        slug: "notice-disclaimer".to_owned(),
        title: "Disclaimer".to_owned(),
        title_anchor: None,
        document: Document {
            blocks: vec![paragraph(1, vec![text("Rain is not medicine.")])],
            ..Document::default()
        },
        anchors: vec![],
        targets: vec![],
        citations: vec![],
        notes_before: 0,
        role: ChapterRole::Chapter,
        matter: Matter::Body,
        authors: vec![],
        short_title: None,
        language: None,
        direction: None,
        description: None,
        words: None,
        part: None,
    }
}

/// Two chapters, the first without a title of its own; two references; a disclaimer.
pub(crate) fn small_book() -> Book {
    Book {
        info: BookInfo {
            title: "Rain & <River>".to_owned(),
            subtitle: Some("A small study".to_owned()),
            short_title: None,
            authors: vec![author("Ann Ash")],
            contributors: vec![],
            series: None,
            language: "en-GB".to_owned(),
            identifier: "urn:uuid:7a6f7e3c-5b0e-4a54-9d5a-8f6a1b0c2d3e".to_owned(),
            description: Some("How rain & rivers </script> meet.".to_owned()),
            publisher: None,
            rights: None,
            edition: None,
            credits: vec![],
            isbn: vec![],
            subjects: vec!["Water".to_owned()],
            url: None,
            slug: "rain".to_owned(),
        },
        said: vec![],
        spine: vec![
            Division::TitlePage,
            Division::Contents,
            Division::Chapter(0),
            Division::Chapter(1),
            Division::References,
            Division::Notice(0),
        ],
        chapters: vec![opening(), river()],
        parts: vec![],
        references: vec![
            reference("ash", "[1]", &[(0, 0), (1, 0)]),
            reference("birch", "[2]", &[(1, 0)]),
        ],
        references_title: "References".to_owned(),
        notices: vec![Notice {
            id: "notice-disclaimer".to_owned(),
            kind: NoticeKind::Disclaimer,
            version: None,
            least_size: Length::points(6),
            places: NoticePlaces::all(NoticePlace::new(NoticePosition::AfterBody)),
            place: NoticePlace::new(NoticePosition::AfterBody),
            body: notice(),
        }],
        left_out: Vec::new(),
        pictures: vec![Picture {
            path: "images/river.svg".to_owned(),
            kind: PictureKind::Svg,
            width: 8,
            height: 4,
            data: b"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"8\" height=\"4\"/>"
                .to_vec(),
        }],
        cover: None,
        chapter_start: None,
        contents: None,
        contents_depth: None,
        half_title: false,
        index: None,
        statement: None,
        lists: Vec::new(),
        abbreviations: Vec::new(),
        hyphenation: Exceptions::default(),
        words: words(),
    }
}

fn opening() -> Chapter {
    let figure = BlockKind::Figure {
        anchor: AnchorId(0),
        image: RefId(0),
        alt: "A river in the rain".to_owned(),
        decorative: false,
        caption: vec![text("The river")],
        wide: false,
        placement: Placement::Here,
        width: None,
        height: None,
    };
    let blocks = vec![
        block(1, figure),
        paragraph(
            2,
            vec![
                text("Rain falls "),
                inline(InlineKind::Emph(vec![text("softly and long")])),
                text(" on it "),
                inline(InlineKind::Cite(CiteId(0))),
                text("."),
            ],
        ),
        paragraph(3, vec![text("It is <b>wet</b> & \"cold\".")]),
    ];
    Chapter {
        source: SourceId(1),
        slug: "00-opening".to_owned(),
        title: "Rain & <River>".to_owned(),
        title_anchor: None,
        document: Document { blocks, ..Document::default() },
        anchors: vec![anchor("the-river", "The river")],
        targets: vec![Target::Picture(PictureId(0))],
        citations: vec![Citation {
            id: "cite-1".to_owned(),
            text: vec![
                piece("[", None),
                piece("1", Some(Goal::Reference(ReferenceId(0)))),
                piece("]", None),
            ],
            of: CitationOf::Works,
        }],
        notes_before: 0,
        role: ChapterRole::Chapter,
        matter: Matter::Body,
        authors: vec![],
        short_title: None,
        language: None,
        direction: None,
        description: None,
        words: None,
        part: None,
    }
}

fn river() -> Chapter {
    let see = inline(InlineKind::Link {
        to: RefId(0),
        text: vec![text("the picture")],
        title: None,
    });
    let tides =
        inline(InlineKind::Link { to: RefId(1), text: vec![text("Tides")], title: None });
    let mut blocks = vec![
        heading(1, 1, 0, "The river"),
        paragraph(
            2,
            vec![
                text("See "),
                see,
                inline(InlineKind::SoftBreak),
                text("and "),
                inline(InlineKind::Cite(CiteId(0))),
                inline(InlineKind::HardBreak),
                inline(InlineKind::Code("a < b".to_owned().into())),
            ],
        ),
        heading(3, 2, 1, "Depths"),
    ];
    blocks.extend(depths());
    blocks.push(block(17, BlockKind::Rule));
    blocks.push(paragraph(18, vec![tides]));
    Chapter {
        source: SourceId(2),
        slug: "01-river".to_owned(),
        title: "The river".to_owned(),
        title_anchor: Some(AnchorId(0)),
        document: Document { blocks, ..Document::default() },
        anchors: vec![anchor("the-river-2", "The river"), anchor("depths", "Depths")],
        targets: vec![
            Target::Anchor { chapter: 0, anchor: AnchorId(0) },
            Target::Url("https://example.org/tides?a=1&b=2".to_owned()),
        ],
        citations: vec![Citation {
            id: "cite-2".to_owned(),
            text: vec![
                piece("[", None),
                piece("1", Some(Goal::Reference(ReferenceId(0)))),
                piece(", ", None),
                piece("2", Some(Goal::Reference(ReferenceId(1)))),
                piece("]", None),
            ],
            of: CitationOf::Works,
        }],
        notes_before: 0,
        role: ChapterRole::Chapter,
        matter: Matter::Body,
        authors: vec![],
        short_title: None,
        language: None,
        direction: None,
        description: None,
        words: None,
        part: None,
    }
}

/// Lists, a quotation, a table, code.
fn depths() -> Vec<Block> {
    let cell = |id, words: &str| Cell {
        id: BlockId(id),
        span: Span::default(),
        columns: 1,
        rows: 1,
        content: CellContent::Text(match words {
            "" => vec![],
            words => vec![text(words)],
        }),
    };
    let item = |task, id, words: &str| ListItem {
        span: Span::default(),
        task,
        blocks: vec![paragraph(id, vec![text(words)])],
    };
    let numbered = List {
        start: Some(3),
        numbering: Numbering::Decimal,
        tight: true,
        steps: false,
        items: vec![item(None, 5, "Ford"), item(None, 6, "Pool")],
    };
    let tasks = List {
        start: None,
        numbering: Numbering::Decimal,
        tight: false,
        steps: false,
        items: vec![item(Some(true), 8, "Measured")],
    };
    let table = Table {
        columns: vec![Alignment::Start, Alignment::End],
        head: vec![vec![cell(11, ""), cell(12, "Depth")]],
        rows: vec![vec![cell(13, "Ford"), cell(14, "0.4 m")]],
        ..Table::default()
    };
    let code = BlockKind::Code {
        language: Some("toml".to_owned()),
        text: "depth = 4\nwidth = 9\n".to_owned(),
        tokens: Vec::new(),
        wide: false,
        numbers: None,
        anchor: None,
        caption: Vec::new(),
    };
    vec![
        block(4, BlockKind::List(numbered)),
        block(7, BlockKind::List(tasks)),
        block(9, BlockKind::Quote(vec![paragraph(15, vec![text("Still waters")])])),
        block(10, BlockKind::Table(table)),
        block(16, code),
    ]
}

fn reference(key: &str, label: &str, cited_from: &[(u32, u32)]) -> Reference {
    let doi = format!("10.1000/{key}");
    let url = format!("https://doi.org/{doi}");
    let mut journal = piece("Waters", None);
    journal.style.italic = true;
    Reference {
        key: key.to_owned(),
        home: Division::References,
        id: format!("ref-{key}"),
        label: Some(label.to_owned()),
        text: vec![
            piece("Ash, A. (2024). On rain. ", None),
            journal,
            piece(", 15. ", None),
            piece(&url, Some(Goal::Url(url.clone()))),
        ],
        cited_from: cited_from
            .iter()
            .map(|&(chapter, cite)| CitedFrom { chapter, cite: CiteId(cite) })
            .collect(),
        doi: Some(doi),
        place: nowhere(),
        title: "On rain".to_owned(),
        authors: vec!["Ash, A.".to_owned()],
        year: Some(2024),
        container: Some("Waters".to_owned()),
    }
}

/// Pages of [`small_book`]: page 3 begins inside emphasis, 4 inside a paragraph, 5 with
/// a heading, 6 inside code, 7 inside a reference.
pub(crate) fn small_pages() -> PageMap {
    PageMap {
        folios: Default::default(),
        pages: vec![
            page("i", Division::TitlePage, 0, 0),
            page("ii", Division::Contents, 0, 0),
            page("1", Division::Chapter(0), 1, 0),
            page("2", Division::Chapter(0), 1, 4),
            page("3", Division::Chapter(0), 2, 18),
            page("4", Division::Chapter(0), 2, 32),
            page("5", Division::Chapter(1), 1, 0),
            page("6", Division::Chapter(1), 16, 10),
            page("7", Division::References, 2, 9),
            page("8", Division::Notice(0), 0, 0),
        ],
    }
}
