//! Bleed, crop marks and imposed sheets.

use trifold::length::Length;
use trifold::project::{Imposition, PdfOptions};

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
    assert!(text.contains("<pdfaid:conformance>B<") && !text.contains("pdfuaid:part"));
}
