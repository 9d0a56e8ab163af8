//! The PDF, read back.

mod pdf_2;
mod printing;
pub(crate) mod reading;
mod sample;

use std::collections::BTreeMap;
use std::sync::Arc;

use lopdf::{Object, ObjectId};
use trifold::backend::pdf::Pdf;
use trifold::backend::{Backend, Input};
use trifold::diag::Sink;
use trifold::layout::{ItemKind, Mark, Print, Role};
use trifold::length::Length;
use trifold::par;
use trifold::project::{PdfOptions, Stamp};
use trifold::source::Source;
use trifold::theme::Theme;

use self::reading::{Kid, Reader, document_element, elements, kids, tell, text};
use self::sample::{BLACK, DOCUMENT, Maker, long, sheets, theme};

/// The bytes of a PDF, or the messages.
fn try_write(print: &Print, theme: &Theme) -> Result<Vec<u8>, Vec<String>> {
    write_with(print, theme, &PdfOptions::default())
}

fn write_with(
    print: &Print,
    theme: &Theme,
    pdf: &PdfOptions,
) -> Result<Vec<u8>, Vec<String>> {
    write_attached(print, theme, pdf, &[])
}

fn write_attached(
    print: &Print,
    theme: &Theme,
    pdf: &PdfOptions,
    attached: &[&Source],
) -> Result<Vec<u8>, Vec<String>> {
    let files = write_files(print, theme, pdf, attached)?;
    Ok(files.into_iter().find(|(name, _)| name == "rain.pdf").unwrap().1)
}

/// All files of the output, by name.
fn write_files(
    print: &Print,
    theme: &Theme,
    pdf: &PdfOptions,
    attached: &[&Source],
) -> Result<Vec<(String, Vec<u8>)>, Vec<String>> {
    let book = sample::book();
    let stamp = Stamp::from_date(2026, 11, 23);
    let (stem, certificate) = ("rain", None);
    let input =
        Input { book: &book, print, theme, stamp, pdf, attached, stem, certificate };
    let mut sink = Sink::default();
    match Pdf.render(&input, &mut sink) {
        Ok(artifact) => {
            let (names, files) = (artifact.files.top_level(), &artifact.files);
            let bytes = |name: &str| files.get(name).unwrap().to_vec();
            Ok(names.into_iter().map(|name| (name.to_owned(), bytes(name))).collect())
        }
        Err(_) => {
            let messages = sink.messages().iter();
            Err(messages.map(|(_, message)| message.message.clone()).collect())
        }
    }
}

fn write(print: &Print, theme: &Theme) -> Vec<u8> {
    try_write(print, theme).unwrap_or_else(|messages| panic!("{messages:?}"))
}

fn sample() -> (Print, Reader) {
    let theme = theme();
    let print = sheets(&theme);
    let reader = Reader::open(&write(&print, &theme));
    (print, reader)
}

#[test]
#[expect(clippy::too_many_lines, reason = "the tree is shown whole")]
fn the_structure_tells_everything_in_reading_order() {
    let (_, reader) = sample();
    let mut told = String::new();
    tell(&reader, document_element(&reader), 0, &mut told);
    insta::assert_snapshot!(told, @r#"
    Document
      Title
        "Rain & <River>"
      TOC
        TOCI
          Link
            "Affinität"
            -> #affinity
        TOCI
          Link
            "References"
            -> #references
      Sect
        H1 T=Affinität
          "Affinität"
        P
          "The office is affluent, x\u{302} and fluffy: "
          Link
            "a link over"
            "two lines"
            -> https://example.org/%C3%A4?a=1&b=(2)
          " then "
          Strong
            "strong words"
          Reference
            Link
              "[1]"
              -> #ref-ash
          "so that all of it is well-known compas\u{ad}"
          "sion."
        BlockQuote
          P E=what flows Lang=grc
            "Ἐν ἀρχῇ ἦν ὁ λόγος"
      Sect
        H2
          "Lists & tables"
        L ListNumbering=/Decimal
          LI
            Lbl
              "1."
            LBody
              "First"
          LI
            Lbl
              "2."
            LBody
              "Second"
        Table
          Caption
            "Table 1. Depths"
          THead
            TR
              TH Scope=/Column
                "Place"
              TH Scope=/Column
                "Depth"
          TBody
            TR
              TD
                "Ford"
              TD
                "0.4 m"
        Figure Alt=Dots Placement=/Block BBox=[54 354 214 434]
          picture P0
          Caption
            "Dots"
        Figure Alt=A river — drawn Placement=/Block BBox=[54 246 214 326]
          picture P1
          Caption
            "A river — drawn"
        Figure Alt=Fog Placement=/Block BBox=[54 198 214 218]
          picture P2
          Caption
            "Fog"
        Note
          Lbl
            "*"
          P
            "A note."
      Sect
        H1
          "References"
        L ListNumbering=/Decimal
          LI
            Lbl
              "[1]"
            LBody
              BibEntry
                "Ash, A. (2024). On rain. "
                Link
                  "Cited on page 1"
                  -> #cite-1
    "#);
}

#[test]
fn every_marked_content_belongs_to_one_element_and_its_page_knows_which() {
    let (_, reader) = sample();
    let mut claims: BTreeMap<(ObjectId, i64), Vec<ObjectId>> = BTreeMap::new();
    for element in elements(&reader, document_element(&reader)) {
        for kid in kids(reader.object(element)) {
            if let Kid::Marked(page, number) = kid {
                claims.entry((page, number)).or_default().push(element);
            }
        }
    }
    let parents: BTreeMap<i64, &Object> = reader
        .tree(reader.dictionary(reader.root(), "ParentTree"), "Nums")
        .into_iter()
        .map(|(key, value)| (key.as_i64().unwrap(), value))
        .collect();
    for (&page, contents) in reader.pages.iter().zip(&reader.contents) {
        let key = reader.object(page).get(b"StructParents").unwrap().as_i64().unwrap();
        let (_, owners) = reader.document.dereference(parents[&key]).unwrap();
        let owners = owners.as_array().unwrap();
        let numbers: Vec<i64> =
            contents.iter().filter_map(|marked| marked.number).collect();
        assert_eq!(numbers, (0..).take(owners.len()).collect::<Vec<i64>>());
        for (number, owner) in numbers.into_iter().zip(owners) {
            let claim = claims.remove(&(page, number)).unwrap_or_default();
            assert_eq!(claim, [owner.as_reference().unwrap()]);
        }
    }
    assert!(claims.is_empty(), "claimed and not there: {claims:?}");
}

#[test]
fn links_can_be_printed_named_and_followed() {
    let (print, reader) = sample();
    let names = reader.dictionary(reader.dictionary(reader.catalog(), "Names"), "Dests");
    let names = reader.tree(names, "Names");
    let keys: Vec<&[u8]> = names.iter().map(|(name, _)| name.as_str().unwrap()).collect();
    assert!(keys.is_sorted(), "{keys:?}");
    let parents = reader.tree(reader.dictionary(reader.root(), "ParentTree"), "Nums");
    let mut seen = 0;
    for &page in &reader.pages {
        let Some(annotations) = reader.get(reader.object(page), "Annots") else { continue };
        for annotation in annotations.as_array().unwrap() {
            seen += 1;
            let id = annotation.as_reference().unwrap();
            let keys_of_link = reader.object(id);
            assert_eq!(keys_of_link.get(b"F").unwrap().as_i64().unwrap(), 4);
            assert_eq!(text(keys_of_link.get(b"Contents").unwrap()), "Follow — this");
            assert_eq!(keys_of_link.get(b"P").unwrap().as_reference().unwrap(), page);
            if let Ok(name) = keys_of_link.get(b"Dest") {
                assert!(keys.contains(&name.as_str().unwrap()));
            }
            let key = keys_of_link.get(b"StructParent").unwrap();
            let owner = parents.iter().find(|(number, _)| *number == key).unwrap().1;
            let owner = reader.object(owner.as_reference().unwrap());
            assert_eq!(owner.get(b"S").unwrap().as_name().unwrap(), b"Link");
            let back = kids(owner);
            assert!(back.iter().any(|kid| matches!(kid, Kid::Annotation(it) if *it == id)));
        }
    }
    let links: usize = print.sheets.iter().map(|sheet| sheet.links.len()).sum();
    assert_eq!(seen, links);
}

#[test]
fn a_link_over_two_lines_has_two_areas() {
    let (_, reader) = sample();
    let annotations = reader.get(reader.object(reader.pages[1]), "Annots").unwrap();
    let first = &annotations.as_array().unwrap()[0];
    let keys = reader.object(first.as_reference().unwrap());
    let numbers = |key: &[u8]| -> Vec<f32> {
        let list = keys.get(key).unwrap().as_array().unwrap().iter();
        list.map(|number| number.as_float().unwrap()).collect()
    };
    assert_eq!(numbers(b"QuadPoints").len(), 16);
    let [left, bottom, right, top] = numbers(b"Rect")[..] else { panic!() };
    for point in numbers(b"QuadPoints").chunks(2) {
        assert!((left..=right).contains(&point[0]) && (bottom..=top).contains(&point[1]));
    }
    let url = reader.dictionary(keys, "A").get(b"URI").unwrap();
    assert_eq!(text(url), "https://example.org/%C3%A4?a=1&b=(2)");
}

#[test]
fn every_glyph_stands_where_the_sheet_says() {
    let theme = theme();
    let mut maker = Maker::new(&theme);
    maker.sheet("1");
    let paragraph = maker.element(DOCUMENT, Role::P);
    for stretch in [1000, 985, 1020] {
        let mark = maker.mark(paragraph);
        let mut run =
            maker.run("Wide words, x\u{302}y, AVATAR (one \\ two)", 9.37, 54.3, BLACK);
        run.stretch = stretch;
        for (at, glyph) in (0i64..).zip(Arc::make_mut(&mut run.glyphs)) {
            let advance = glyph.advance.long().scale(stretch.into(), 1000);
            glyph.advance = (advance + Length(at * 977)).into();
            glyph.dx = (glyph.dx.long() + Length(at % 3 * 30_000)).into();
            glyph.dy = (glyph.dy.long() + Length(at % 5 * 20_000)).into();
        }
        maker.put(mark, ItemKind::Run(run));
    }
    let print = maker.print;
    let reader = Reader::open(&write(&print, &theme));
    let height = print.size.height;
    let mut wanted = Vec::new();
    for item in &print.sheets[0].items {
        let ItemKind::Run(run) = &item.kind else { continue };
        let mut x = run.x;
        for glyph in run.glyphs.iter() {
            wanted.push((x + glyph.dx, height - run.y + glyph.dy));
            x += glyph.advance;
        }
    }
    let shown = reader.contents[0].iter().flat_map(|marked| &marked.glyphs);
    assert_eq!(shown.clone().count(), wanted.len());
    for (shown, (x, y)) in shown.zip(wanted) {
        let off = (shown.x - x.to_points()).abs().max((shown.y - y.to_points()).abs());
        assert!(off < 0.04, "a glyph is {off} pt from its place");
    }
}

#[test]
fn text_that_the_glyphs_do_not_tell_is_told_beside_them() {
    let theme = theme();
    let mut maker = Maker::new(&theme);
    maker.sheet("1");
    let paragraph = maker.element(DOCUMENT, Role::P);
    let words =
        ["well-known", "non\u{A0}stop", "a b c", "offi\u{AD}", "x\u{302}", "\u{E000}"];
    for words in words.iter().filter(|words| **words != "\u{E000}") {
        maker.line(paragraph, 10.0, words);
    }
    // Right to left: the glyphs stand against the order of the text, and are marked so.
    let mark = maker.mark(paragraph);
    let mut run = maker.run("abc", 10.0, 54.0, BLACK);
    run.rtl = true;
    Arc::make_mut(&mut run.glyphs).reverse();
    maker.put(mark, ItemKind::Run(run));
    // A glyph that stands for a character of private meaning.
    let mark = maker.mark(paragraph);
    let mut run = maker.run("Q", 10.0, 54.0, BLACK);
    run.text = words[5].into();
    Arc::make_mut(&mut run.glyphs)[0].len = u32::try_from(run.text.len()).unwrap();
    maker.put(mark, ItemKind::Run(run));

    let reader = Reader::open(&write(&maker.print, &theme));
    let told: Vec<&str> = reader.contents[0]
        .iter()
        .filter(|marked| marked.number.is_some())
        .map(|marked| marked.text.as_str())
        .collect();
    let expected = [words[0], words[1], words[2], words[3], words[4], "abc", words[5]];
    assert_eq!(told, expected);
}

#[test]
fn the_file_is_the_same_again_and_with_any_number_of_threads() {
    let theme = theme();
    let print = long(&sheets(&theme), 20);
    let once = write(&print, &theme);
    assert!(once == write(&print, &theme), "the second file differs");
    for jobs in [1, 8] {
        let again = par::with_jobs(jobs, || write(&print, &theme)).unwrap();
        assert!(once == again, "the file differs with {jobs} threads");
    }
}

#[test]
fn a_long_book_is_written_whole() {
    let theme = theme();
    let print = long(&sheets(&theme), 130);
    let reader = Reader::open(&write(&print, &theme));
    assert_eq!(reader.pages.len(), 520);
    let names = reader.dictionary(reader.dictionary(reader.catalog(), "Names"), "Dests");
    let names = reader.tree(names, "Names");
    let names: Vec<&[u8]> = names.iter().map(|(name, _)| name.as_str().unwrap()).collect();
    assert_eq!(names.len(), print.destinations.len());
    assert!(names.is_sorted_by(|one, next| one < next), "every name is there once");
    let mut found = elements(&reader, document_element(&reader));
    assert_eq!(found.len(), print.structure.len());
    found.sort_unstable();
    found.dedup();
    assert_eq!(found.len(), print.structure.len());
    let ids = reader.tree(reader.dictionary(reader.root(), "IDTree"), "Names");
    assert_eq!(ids.len(), 130);
}

#[test]
fn viewers_find_title_language_labels_and_bookmarks() {
    let (_, reader) = sample();
    let catalog = reader.catalog();
    assert_eq!(text(catalog.get(b"Lang").unwrap()), "en-GB");
    let preferences = reader.dictionary(catalog, "ViewerPreferences");
    assert!(preferences.get(b"DisplayDocTitle").unwrap().as_bool().unwrap());
    assert!(
        reader.dictionary(catalog, "MarkInfo").get(b"Marked").unwrap().as_bool().unwrap()
    );
    let labels = reader.tree(reader.dictionary(catalog, "PageLabels"), "Nums");
    assert_eq!(format!("{labels:?}"), "[(0, <</S /r>>), (1, <</S /D>>)]");
    let outline = reader.dictionary(catalog, "Outlines");
    let first = reader.dictionary(outline, "First");
    assert_eq!(text(first.get(b"Title").unwrap()), "Affinität");
    let below = reader.dictionary(first, "First");
    assert_eq!(text(below.get(b"Title").unwrap()), "Lists & tables");
    let heading = reader.dictionary(below, "SE");
    assert_eq!(heading.get(b"S").unwrap().as_name().unwrap(), b"H2");
    let last = reader.dictionary(first, "Next");
    assert_eq!(text(last.get(b"Dest").unwrap()), "references");
    assert!(last.get(b"Next").is_err());
}

#[test]
fn the_metadata_says_the_same_twice() {
    let (_, reader) = sample();
    let xmp = reader.get(reader.catalog(), "Metadata").unwrap().as_stream().unwrap();
    let xmp = String::from_utf8(xmp.content.clone()).unwrap();
    let info = reader.document.trailer.get(b"Info").unwrap().as_reference().unwrap();
    let info = reader.object(info);
    for (key, property) in [
        ("Title", "<rdf:li xml:lang=\"x-default\">Rain &amp; &lt;River&gt;</rdf:li>"),
        ("Author", "<dc:creator><rdf:Seq><rdf:li>Ann Ash</rdf:li>"),
        ("Keywords", "<pdf:Keywords>Water</pdf:Keywords>"),
        ("Producer", concat!("<pdf:Producer>Trifold ", env!("CARGO_PKG_VERSION"), "<")),
        ("Subject", "How rain &amp; rivers &lt;/script&gt; meet."),
    ] {
        let value = text(info.get(key.as_bytes()).unwrap());
        let escaped = value.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        assert!(property.contains(&escaped) && xmp.contains(property), "{key} in\n{xmp}");
    }
    assert_eq!(text(info.get(b"CreationDate").unwrap()), "D:20261123000000Z");
    assert!(xmp.contains("<xmp:CreateDate>2026-11-23T00:00:00Z</xmp:CreateDate>"));
    assert!(xmp.contains("<pdfaid:part>2</pdfaid:part>\n<pdfaid:conformance>A</"));
    assert!(xmp.contains("<pdfuaid:part>1</pdfuaid:part>"));
}

#[test]
fn a_picture_is_embedded_once_and_only_if_it_is_shown() {
    let theme = theme();
    let print = long(&sheets(&theme), 3);
    let bytes = write(&print, &theme);
    let reader = Reader::open(&bytes);
    let resources = reader.dictionary(reader.object(reader.pages[0]), "Resources");
    let pictures = reader.dictionary(resources, "XObject");
    assert_eq!(pictures.len(), 3);
    // At another size the gradients of the drawing are wrong.
    let drawing = reader.get(pictures, "P1").unwrap().as_stream().unwrap();
    assert_eq!(format!("{:?}", drawing.dict.get(b"BBox").unwrap()), "[0 0 200 100]");
    let streams =
        reader.document.objects.values().filter_map(|object| object.as_stream().ok());
    let images = streams.filter(|stream| {
        stream.dict.get(b"Subtype").is_ok_and(|kind| kind.as_name().unwrap() == b"Image")
    });
    assert_eq!(images.count(), 3, "the points, how transparent they are, the photograph");
}

#[test]
fn text_without_a_glyph_is_refused() {
    let theme = theme();
    let mut print = sheets(&theme);
    let item = print.sheets[1].items.iter_mut().find(|item| {
        matches!((&item.mark, &item.kind), (Mark::Content(_), ItemKind::Run(_)))
    });
    let ItemKind::Run(run) = &mut item.unwrap().kind else { panic!() };
    Arc::make_mut(&mut run.glyphs)[0].id = 0;
    let messages = try_write(&print, &theme).unwrap_err();
    assert_eq!(messages, ["`LibertinusSerif-Regular.otf` has no glyph for `A` on page 1"]);
}
