//! Bleed, crop marks and imposed sheets.

use std::collections::BTreeSet;

use trifold::length::Length;
use trifold::project::{Imposition, PdfColor, PdfOptions, Press};
use trifold::source::{Place, SourceId, Span};

use super::reading::Reader;
use super::sample::{sheets, theme};
use super::write_files;

/// The corners of a box of a page, in points.
fn corners(reader: &Reader, page: usize, key: &str) -> Vec<f32> {
    let list = reader.get(reader.object(reader.pages[page]), key).unwrap();
    list.as_array().unwrap().iter().map(|number| number.as_float().unwrap()).collect()
}

fn written(options: &PdfOptions) -> Vec<(String, Vec<u8>)> {
    let theme = theme();
    write_files(&sheets(&theme), &theme, options, &[]).unwrap()
}

#[test]
fn the_paper_grows_around_the_page_and_nothing_on_it_moves() {
    let plain = Reader::open(&written(&PdfOptions::default())[0].1);
    let options =
        PdfOptions { bleed: Length::points(9), crop_marks: true, ..PdfOptions::default() };
    let marked = Reader::open(&written(&options)[0].1);
    let page = corners(&plain, 0, "MediaBox");
    assert_eq!(corners(&marked, 0, "TrimBox"), page);
    let grown = |by: f32| vec![-by, -by, page[2] + by, page[3] + by];
    assert_eq!(corners(&marked, 0, "BleedBox"), grown(9.0));
    assert_eq!(corners(&marked, 0, "MediaBox"), grown(9.0 + 3.0 + 17.0 + 6.0));
    for (plain, marked) in plain.contents.iter().zip(&marked.contents) {
        let (marks, same) = marked.split_last().unwrap();
        assert_eq!(same, plain);
        assert_eq!((marks.tag.as_str(), marks.number), ("Artifact", None));
    }
}

#[test]
fn a_booklet_has_all_pages_on_sheets_of_four_and_no_tags() {
    let options =
        PdfOptions { imposition: Some(Imposition::Booklet), ..PdfOptions::default() };
    let files = written(&options);
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["rain-booklet.pdf", "rain.pdf"]);
    let document = lopdf::Document::load_mem(&files[0].1).unwrap();
    let pages: Vec<_> = document.get_pages().into_values().collect();
    assert_eq!(pages.len(), 2, "four pages on the two sides of a sheet");
    let size = document.get_dictionary(pages[0]).unwrap().get(b"MediaBox").unwrap();
    let width = size.as_array().unwrap()[2].as_float().unwrap();
    let reader = Reader::open(&files[1].1);
    assert!((width - 2.0 * corners(&reader, 0, "MediaBox")[2]).abs() < 0.01);
    let drawn: Vec<String> = pages
        .iter()
        .map(|&page| String::from_utf8(document.get_page_content(page)).unwrap())
        .collect();
    for (side, names) in drawn.iter().zip([["/S3 Do", "/S0 Do"], ["/S1 Do", "/S2 Do"]]) {
        let [left, right] = names.map(|name| side.find(name).unwrap());
        assert!(left < right, "{side}");
    }
    assert!(document.catalog().unwrap().get(b"StructTreeRoot").is_err());
    let text = String::from_utf8_lossy(&files[0].1);
    // it is not read back, so it claims nothing
    assert!(!text.contains("<pdfaid:") && !text.contains("<pdfuaid:"));
}

/// The operators that set colours in all streams of a file.
fn color_operators(file: &[u8]) -> BTreeSet<String> {
    let mut document = lopdf::Document::load_mem(file).unwrap();
    document.decompress();
    let pages = document.get_pages().into_values();
    let contents = pages.map(|page| document.get_page_content(page));
    let operators = contents
        .flat_map(|content| lopdf::content::Content::decode(&content).unwrap().operations);
    let colors = ["g", "G", "rg", "RG", "k", "K", "sc", "SC", "scn", "SCN"];
    operators
        .map(|operation| operation.operator)
        .filter(|operator| colors.contains(&operator.as_str()))
        .collect()
}

#[test]
fn a_file_for_a_press_has_nothing_but_its_inks() {
    let data = include_bytes!("../../books/production/manuscript/press.icc").to_vec();
    let place = Place { source: SourceId(0), span: Span::new(0, 0) };
    let press = Press {
        path: "press.icc".into(),
        place,
        name: "Inks".into(),
        data: data.clone(),
        limit: 300,
    };
    let crop_marks = true;
    let inks =
        PdfOptions { color: PdfColor::Cmyk(press), crop_marks, ..PdfOptions::default() };
    let file = &written(&inks)[0].1;
    assert_eq!(color_operators(file), BTreeSet::from(["k".to_owned()]));
    let reader = Reader::open(file);
    let intents = reader.get(reader.catalog(), "OutputIntents").unwrap();
    let intent = intents.as_array().unwrap()[0].as_dict().unwrap();
    let profile = reader.get(intent, "DestOutputProfile").unwrap().as_stream().unwrap();
    assert_eq!(profile.dict.get(b"N").unwrap().as_i64().unwrap(), 4);
    assert_eq!(profile.decompressed_content().unwrap(), data);
    let gray = PdfOptions { color: PdfColor::Gray, crop_marks, ..PdfOptions::default() };
    assert_eq!(color_operators(&written(&gray)[0].1), BTreeSet::from(["g".to_owned()]));
    // and screens have light
    assert!(color_operators(&written(&PdfOptions::default())[0].1).contains("rg"));
}
