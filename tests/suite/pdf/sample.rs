//! Sheets made by hand, with one of everything a page can hold.

use std::collections::BTreeMap;
use std::sync::Arc;

use harfrust::{Buffer, Direction, Font, ShapeOptions, ShaperFont};
use trifold::diag::Sink;
use trifold::files::Files;
use trifold::layout::{
    Artifact, Destination, Element, ElementId, Glyph, Item, ItemKind, Kid, LinkArea,
    LinkTarget, Mark, MarkId, OutlineEntry, PageMap, Print, Rect, Role, Run, Scope, Sheet,
};
use trifold::length::Length;
use trifold::picture::{Lettering, Picture};
use trifold::resolve::{Book, PictureId};
use trifold::source::Sources;
use trifold::theme::{self, Color, FaceId, PageSize, Theme};

use crate::support::{nowhere, small_book};

pub(super) const BLACK: Color = Color { r: 0, g: 0, b: 0 };
const BLUE: Color = Color { r: 0, g: 60, b: 160 };
const GREY: Color = Color { r: 90, g: 90, b: 90 };

/// The theme of the book.
pub(super) fn theme() -> Theme {
    let mut sink = Sink::default();
    let files = Files::default();
    theme::load("book", nowhere(), &files, &mut Sources::default(), &mut sink)
        .unwrap_or_else(|_| panic!("the theme is broken: {:?}", sink.messages()))
}

/// A book with the pictures of the sheets.
pub(super) fn book() -> Book {
    let picture = |path: &str, bytes: &[u8]| {
        Picture::read(path, bytes, &Lettering::default()).unwrap()
    };
    let drawing = br##"<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100">
        <defs><linearGradient id="g"><stop stop-color="#06a"/><stop offset="1"
        stop-color="#fc0"/></linearGradient></defs>
        <rect width="200" height="100" fill="url(#g)"/>
        <circle cx="60" cy="50" r="30" fill="#c00" opacity="0.5"/>
        <path d="M90 90 L120 10 L150 90 Z" fill="none" stroke="#fff" stroke-width="4"/>
        </svg>"##;
    let mut book = small_book();
    book.pictures = vec![
        picture("images/dots.png", &png()),
        picture("images/river.svg", drawing),
        picture("images/fog.jpg", &jpeg()),
        picture("images/unused.svg", drawing),
    ];
    book
}

/// One grey point (ITU-T T.81, annex B): each table has one code, of one bit.
fn jpeg() -> Vec<u8> {
    let quantisation = [&[0xFF, 0xDB, 0, 67, 0][..], &[1; 64]].concat();
    let frame = [0xFF, 0xC0, 0, 11, 8, 0, 1, 0, 1, 1, 1, 0x11, 0];
    let table = |class| [&[0xFF, 0xC4, 0, 20, class, 1][..], &[0; 16]].concat();
    let scan = [0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 63, 0, 0b0011_1111];
    let (first, rest) = (table(0x00), table(0x10));
    [&[0xFF, 0xD8], &quantisation[..], &frame, &first, &rest, &scan, &[0xFF, 0xD9]].concat()
}

/// Eight by four points, more and more transparent from left to right.
fn png() -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 8, 4);
    encoder.set_color(png::ColorType::Rgba);
    let points = (0..32u8).flat_map(|at| [at * 8, 200, 255 - at * 8, 255 - at % 8 * 30]);
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&points.collect::<Vec<u8>>()).unwrap();
    writer.finish().unwrap();
    bytes
}

/// Sheets in the making.
pub(super) struct Maker {
    pub(super) print: Print,
    fonts: BTreeMap<FaceId, Font>,
    regular: FaceId,
    sheet: usize,
    baseline: Length,
    next_mark: u32,
}

const LEFT: f64 = 54.0;

impl Maker {
    pub(super) fn new(theme: &Theme) -> Self {
        let fonts = (0u16..).zip(&theme.faces);
        let fonts = fonts.map(|(id, face)| {
            (FaceId(id), Font::new(face.data.to_vec(), 0).expect("a font"))
        });
        let document = Element {
            role: Role::Document,
            parent: None,
            kids: vec![],
            alt: None,
            expansion: None,
            language: None,
            title: None,
            version: None,
            bounds: None,
            spans: (1, 1),
            headers: Vec::new(),
            refs: Vec::new(),
            mathml: None,
            in_line: false,
        };
        Self {
            print: Print {
                size: PageSize {
                    name: "trade".into(),
                    width: Length::from_inches(6.0),
                    height: Length::from_inches(9.0),
                },
                sheets: vec![],
                structure: vec![document],
                outline: vec![],
                destinations: vec![],
                page_map: PageMap::default(),
            },
            fonts: fonts.collect(),
            regular: theme.face("Libertinus Serif", 400, false).expect("a regular face"),
            sheet: 0,
            baseline: Length::ZERO,
            next_mark: 0,
        }
    }

    /// Begins a sheet with a running head and a folio.
    pub(super) fn sheet(&mut self, label: &str) {
        self.print.sheets.push(Sheet { label: label.into(), ..Sheet::default() });
        self.sheet = self.print.sheets.len() - 1;
        self.baseline = Length::points(36);
        let run = self.run("A running head", 8.0, 54.0, GREY);
        self.put(Mark::Artifact(Artifact::Header), ItemKind::Run(run));
        let rule = self.rect(54.0, 42.0, 324.0, 0.5);
        let fill = ItemKind::Fill { rect: rule, color: GREY };
        self.put(Mark::Artifact(Artifact::Layout), fill);
        self.baseline = Length::points(620);
        let run = self.run(label, 8.0, 216.0, GREY);
        self.put(Mark::Artifact(Artifact::Footer), ItemKind::Run(run));
        self.baseline = Length::points(60);
    }

    /// Adds an element below another.
    pub(super) fn element(&mut self, parent: ElementId, role: Role) -> ElementId {
        let id = ElementId(u32::try_from(self.print.structure.len()).unwrap());
        self.print.structure.push(Element {
            role,
            parent: Some(parent),
            kids: vec![],
            alt: None,
            expansion: None,
            language: None,
            title: None,
            version: None,
            bounds: None,
            spans: (1, 1),
            headers: Vec::new(),
            refs: Vec::new(),
            mathml: None,
            in_line: false,
        });
        self.get(parent).kids.push(Kid::Element(id));
        id
    }

    pub(super) fn get(&mut self, id: ElementId) -> &mut Element {
        &mut self.print.structure[id.0 as usize]
    }

    /// Adds a line of text that belongs to an element, at the left margin.
    pub(super) fn line(&mut self, element: ElementId, size: f64, words: &str) -> Rect {
        self.baseline += Length::points(18);
        self.more(element, size, LEFT, words, BLACK)
    }

    /// Adds text on the line begun.
    pub(super) fn more(
        &mut self,
        element: ElementId,
        size: f64,
        x: f64,
        words: &str,
        color: Color,
    ) -> Rect {
        let run = self.run(words, size, x, color);
        let width = run.glyphs.iter().map(|glyph| glyph.advance).sum();
        let mark = self.mark(element);
        let height = Length::from_points(size);
        let rect = Rect { x: run.x, y: run.y - height, width, height };
        self.put(mark, ItemKind::Run(run));
        rect
    }

    /// A new mark of an element.
    pub(super) fn mark(&mut self, element: ElementId) -> Mark {
        let mark = MarkId(self.next_mark);
        self.next_mark += 1;
        self.get(element).kids.push(Kid::Mark(mark));
        Mark::Content(mark)
    }

    pub(super) fn put(&mut self, mark: Mark, kind: ItemKind) {
        self.print.sheets[self.sheet].items.push(Item { mark, kind });
    }

    pub(super) fn rect(&self, x: f64, y: f64, width: f64, height: f64) -> Rect {
        Rect {
            x: Length::from_points(x),
            y: Length::from_points(y),
            width: Length::from_points(width),
            height: Length::from_points(height),
        }
    }

    /// Words as glyphs, on the line begun.
    pub(super) fn run(&self, words: &str, size: f64, x: f64, color: Color) -> Run {
        let size = Length::from_points(size);
        let font = &self.fonts[&self.regular];
        // A hyphen made at a line end: shaped as a hyphen, stands for U+00AD.
        let shown = words.replace('\u{AD}', "\u{2010}");
        let mut buffer = Buffer::new();
        buffer.push_str(&shown);
        buffer.guess_segment_properties();
        buffer.set_direction(Direction::LeftToRight);
        harfrust::shape(&ShaperFont::new(font), &mut buffer, ShapeOptions::new()).unwrap();
        let em = i64::from(font.units_per_em());
        let length = |units: i32| size.scale(i64::from(units), em);
        let infos = buffer.glyph_infos();
        let glyphs = infos.iter().zip(buffer.glyph_positions()).map(|(info, position)| {
            let next = infos.iter().map(|other| other.cluster);
            let end = next.filter(|&start| start > info.cluster).min();
            // U+00AD has one byte less than U+2010; there is one at most, at the end.
            let end = end.map_or(words.len(), |end| end as usize);
            Glyph {
                id: u16::try_from(info.glyph_id).unwrap(),
                advance: length(position.x_advance).into(),
                dx: length(position.x_offset).into(),
                dy: length(position.y_offset).into(),
                start: info.cluster,
                len: u32::try_from(end).unwrap() - info.cluster,
            }
        });
        Run {
            face: self.regular,
            size,
            stretch: 1000,
            x: Length::from_points(x),
            y: self.baseline,
            color,
            rtl: false,
            text: words.to_owned(),
            glyphs: Arc::new(glyphs.collect()),
        }
    }

    /// Adds the clickable area of a `Link` element on this sheet.
    pub(super) fn link(
        &mut self,
        element: ElementId,
        rects: Vec<Rect>,
        target: LinkTarget,
    ) {
        let links = &mut self.print.sheets[self.sheet].links;
        let link = u32::try_from(links.len()).unwrap();
        links.push(LinkArea { element, rects, target, contents: "Follow — this".into() });
        let sheet = u32::try_from(self.sheet).unwrap();
        self.get(element).kids.push(Kid::Link { sheet, link });
    }

    /// Names the place below the last line.
    pub(super) fn destination(&mut self, name: &str) {
        let sheet = u32::try_from(self.sheet).unwrap();
        let (x, y) = (Length::from_points(LEFT), self.baseline);
        self.print.destinations.push(Destination {
            name: name.into(),
            sheet,
            x,
            y,
            element: ElementId(u32::try_from(self.print.structure.len()).unwrap()),
        });
    }

    fn picture(&mut self, figure: ElementId, picture: u32, height: f64) {
        let top = self.baseline.to_points() + 10.0;
        let rect = self.rect(LEFT, top, 160.0, height);
        let mark = self.mark(figure);
        self.put(mark, ItemKind::Picture { picture: PictureId(picture), rect });
        let sheet = u32::try_from(self.sheet).unwrap();
        self.get(figure).bounds = Some((sheet, rect));
        self.baseline += Length::from_points(height + 10.0);
    }
}

/// The root of the structure.
pub(super) const DOCUMENT: ElementId = ElementId(0);

/// Four sheets.
pub(super) fn sheets(theme: &Theme) -> Print {
    let mut maker = Maker::new(theme);
    front(&mut maker);
    first_page(&mut maker);
    second_page(&mut maker);
    references(&mut maker);
    let entry = |title: &str, destination: &str, element, kids| OutlineEntry {
        title: title.into(),
        destination: destination.into(),
        element,
        kids,
    };
    let headings: Vec<ElementId> = (0..)
        .zip(&maker.print.structure)
        .filter(|(_, element)| matches!(element.role, Role::Heading(_)))
        .map(|(id, _)| ElementId(id))
        .collect();
    maker.print.outline = vec![
        entry(
            "Affinität",
            "affinity",
            headings[0],
            vec![entry("Lists & tables", "lists", headings[1], vec![])],
        ),
        entry("References", "references", headings[2], vec![]),
    ];
    maker.print
}

fn front(maker: &mut Maker) {
    maker.sheet("i");
    let title = maker.element(DOCUMENT, Role::Title);
    maker.line(title, 20.0, "Rain & <River>");
    let contents = maker.element(DOCUMENT, Role::Toc);
    for (name, words) in [("affinity", "Affinität"), ("references", "References")] {
        let entry = maker.element(contents, Role::Toci);
        let link = maker.element(entry, Role::Link);
        let rect = maker.line(link, 10.0, words);
        maker.link(link, vec![rect], LinkTarget::Destination(name.into()));
    }
}

fn first_page(maker: &mut Maker) {
    maker.sheet("1");
    let section = maker.element(DOCUMENT, Role::Sect);
    maker.destination("affinity");
    let heading = maker.element(section, Role::Heading(1));
    maker.get(heading).title = Some("Affinität".into());
    maker.line(heading, 16.0, "Affinität");

    let paragraph = maker.element(section, Role::P);
    maker.line(paragraph, 10.5, "The office is affluent, x\u{302} and fluffy: ");
    let link = maker.element(paragraph, Role::Link);
    let first = maker.more(link, 10.5, 280.0, "a link over", BLUE);
    let second = maker.line(link, 10.5, "two lines");
    let url = LinkTarget::Url("https://example.org/ä?a=1&b=(2)".into());
    maker.link(link, vec![first, second], url);
    maker.more(paragraph, 10.5, 110.0, " then ", BLACK);
    let strong = maker.element(paragraph, Role::Strong);
    maker.more(strong, 10.5, 150.0, "strong words", BLACK);
    let reference = maker.element(paragraph, Role::Reference);
    let link = maker.element(reference, Role::Link);
    let rect = maker.more(link, 10.5, 230.0, "[1]", BLUE);
    maker.link(link, vec![rect], LinkTarget::Destination("ref-ash".into()));
    maker.destination("cite-1");
    maker.line(paragraph, 10.5, "so that all of it is well-known compas\u{AD}");
    // The same paragraph on the next sheet.
    maker.sheet("2");
    maker.line(paragraph, 10.5, "sion.");

    let quote = maker.element(section, Role::BlockQuote);
    let greek = maker.element(quote, Role::P);
    maker.get(greek).language = Some("grc".into());
    maker.get(greek).expansion = Some("what flows".into());
    maker.line(greek, 10.5, "Ἐν ἀρχῇ ἦν ὁ λόγος");
}

fn second_page(maker: &mut Maker) {
    let section = maker.element(DOCUMENT, Role::Sect);
    maker.destination("lists");
    let heading = maker.element(section, Role::Heading(2));
    maker.line(heading, 13.0, "Lists & tables");
    let list = maker
        .element(section, Role::L { numbering: Some(trifold::ast::Numbering::Decimal) });
    for (label, words) in [("1.", "First"), ("2.", "Second")] {
        let item = maker.element(list, Role::LI);
        let mark = maker.element(item, Role::Lbl);
        maker.line(mark, 10.5, label);
        let body = maker.element(item, Role::LBody);
        maker.more(body, 10.5, 72.0, words, BLACK);
    }

    let table = maker.element(section, Role::Table);
    let caption = maker.element(table, Role::Caption);
    maker.line(caption, 9.0, "Table 1. Depths");
    for (part, role, cells) in [
        (Role::THead, Role::TH(Scope::Column), ["Place", "Depth"]),
        (Role::TBody, Role::TD, ["Ford", "0.4 m"]),
    ] {
        let part = maker.element(table, part);
        let row = maker.element(part, Role::TR);
        let first = maker.element(row, role);
        maker.line(first, 10.5, cells[0]);
        let second = maker.element(row, role);
        maker.more(second, 10.5, 150.0, cells[1], BLACK);
    }

    for (picture, height, alt) in
        [(0, 80.0, "Dots"), (1, 80.0, "A river — drawn"), (2, 20.0, "Fog")]
    {
        let figure = maker.element(section, Role::Figure);
        maker.get(figure).alt = Some(alt.into());
        maker.picture(figure, picture, height);
        let caption = maker.element(figure, Role::Caption);
        maker.line(caption, 9.0, alt);
    }
    let note = maker.element(section, Role::Note);
    let mark = maker.element(note, Role::Lbl);
    maker.line(mark, 8.0, "*");
    let text = maker.element(note, Role::P);
    maker.more(text, 8.0, 60.0, "A note.", BLACK);
}

fn references(maker: &mut Maker) {
    maker.sheet("3");
    let section = maker.element(DOCUMENT, Role::Sect);
    maker.destination("references");
    let heading = maker.element(section, Role::Heading(1));
    maker.line(heading, 16.0, "References");
    let list = maker
        .element(section, Role::L { numbering: Some(trifold::ast::Numbering::Decimal) });
    let item = maker.element(list, Role::LI);
    maker.destination("ref-ash");
    let label = maker.element(item, Role::Lbl);
    maker.line(label, 10.0, "[1]");
    let body = maker.element(item, Role::LBody);
    let entry = maker.element(body, Role::BibEntry);
    maker.more(entry, 10.0, 80.0, "Ash, A. (2024). On rain. ", BLACK);
    let link = maker.element(entry, Role::Link);
    let rect = maker.more(link, 10.0, 240.0, "Cited on page 1", BLUE);
    maker.link(link, vec![rect], LinkTarget::Destination("cite-1".into()));
}

/// The same sheets many times over, with new marks, elements and names.
pub(super) fn long(print: &Print, times: u32) -> Print {
    let mut long = print.clone();
    let elements = u32::try_from(print.structure.len()).unwrap() - 1;
    let sheets = u32::try_from(print.sheets.len()).unwrap();
    let marks = print.structure.iter().flat_map(|element| &element.kids);
    let marks = marks.filter(|kid| matches!(kid, Kid::Mark(_))).count();
    let marks = u32::try_from(marks).unwrap();
    for turn in 1..times {
        let element = |id: ElementId| match id {
            DOCUMENT => DOCUMENT,
            ElementId(id) => ElementId(id + turn * elements),
        };
        let kid = |kid: &Kid| match *kid {
            Kid::Element(id) => Kid::Element(element(id)),
            Kid::Mark(mark) => Kid::Mark(MarkId(mark.0 + turn * marks)),
            Kid::Link { sheet, link } => Kid::Link { sheet: sheet + turn * sheets, link },
        };
        let name = |name: &str| format!("{name}-{turn}");
        for old in &print.structure {
            let kids: Vec<Kid> = old.kids.iter().map(kid).collect();
            match old.parent {
                None => long.structure[0].kids.extend(kids),
                Some(parent) => {
                    let parent = Some(element(parent));
                    long.structure.push(Element { kids, parent, ..old.clone() });
                }
            }
        }
        for old in &print.sheets {
            let mut sheet = old.clone();
            for item in &mut sheet.items {
                if let Mark::Content(mark) = &mut item.mark {
                    mark.0 += turn * marks;
                }
            }
            for link in &mut sheet.links {
                link.element = element(link.element);
                if let LinkTarget::Destination(to) = &mut link.target {
                    *to = name(to);
                }
            }
            long.sheets.push(sheet);
        }
        long.destinations.extend(print.destinations.iter().map(|old| Destination {
            name: name(&old.name),
            sheet: old.sheet + turn * sheets,
            element: element(old.element),
            ..*old
        }));
        long.outline.extend(print.outline.iter().map(|old| OutlineEntry {
            destination: name(&old.destination),
            element: element(old.element),
            kids: vec![],
            ..old.clone()
        }));
    }
    long
}
