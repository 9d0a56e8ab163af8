//! What PDF 2.0 has and PDF 1.7 has not.

use lopdf::{Dictionary, ObjectId};
use trifold::layout::{LinkTarget, Role};
use trifold::project::{PdfOptions, Standard};

use super::reading::{self, Reader, document_element, text};
use super::sample::{BLACK, DOCUMENT, Maker, sheets, theme};
use super::{write_attached, write_with};

fn options() -> PdfOptions {
    PdfOptions { standard: Standard::Ua2A4, ..PdfOptions::default() }
}

/// All structure elements in reading order.
fn elements(reader: &Reader) -> Vec<(ObjectId, &Dictionary)> {
    let ids = reading::elements(reader, document_element(reader));
    ids.into_iter().map(|id| (id, reader.object(id))).collect()
}

fn sample() -> (Vec<u8>, Reader) {
    let theme = theme();
    let bytes = write_with(&sheets(&theme), &theme, &options()).unwrap();
    let reader = Reader::open(&bytes);
    (bytes, reader)
}

#[test]
fn the_version_and_the_metadata_are_those_of_the_standard() {
    let (bytes, reader) = sample();
    assert!(bytes.starts_with(b"%PDF-2.0\n"));
    assert!(reader.document.trailer.get(b"Info").is_err());
    let xmp = reader.get(reader.catalog(), "Metadata").unwrap().as_stream().unwrap();
    let xmp = String::from_utf8(xmp.content.clone()).unwrap();
    for property in [
        "<pdfaid:part>4</pdfaid:part>\n<pdfaid:rev>2020</pdfaid:rev>",
        "<pdfuaid:part>2</pdfuaid:part>\n<pdfuaid:rev>2024</pdfuaid:rev>",
        "wtpdf#accessibility1.0</pdfd:conformsTo>",
        "wtpdf#reuse1.0</pdfd:conformsTo>",
    ] {
        assert!(xmp.contains(property), "{property} in\n{xmp}");
    }
    assert!(!xmp.contains("pdfaid:conformance") && !xmp.contains("pdfaExtension:schemas"));
}

#[test]
fn every_element_names_the_namespace_of_its_type() {
    let (_, reader) = sample();
    let all = elements(&reader);
    for (_, keys) in &all {
        let kind = keys.get(b"S").unwrap().as_name().unwrap();
        let space = reader.dictionary(keys, "NS").get(b"NS").unwrap().as_str().unwrap();
        let older: [&[u8]; 7] =
            [b"BlockQuote", b"Code", b"Reference", b"BibEntry", b"TOC", b"TOCI", b"Index"];
        let expected: &[u8] = if older.contains(&kind) {
            b"http://iso.org/pdf/ssn"
        } else {
            b"http://iso.org/pdf2/ssn"
        };
        assert_eq!(space, expected, "{}", String::from_utf8_lossy(kind));
        assert_ne!(kind, b"Note");
    }
    assert!(all.len() > 20);
}

#[test]
fn links_and_bookmarks_lead_to_elements() {
    let (_, reader) = sample();
    let mut actions = 0;
    for keys in reader.document.objects.values().filter_map(|object| object.as_dict().ok())
    {
        assert!(keys.get(b"Dest").is_err(), "{keys:?}");
        let Ok(action) = keys.get(b"A").and_then(lopdf::Object::as_dict) else { continue };
        if action
            .get(b"S")
            .is_ok_and(|kind| kind.as_name().is_ok_and(|kind| kind == b"GoTo"))
        {
            actions += 1;
            let place = action.get(b"SD").unwrap().as_array().unwrap();
            let element = reader.object(place[0].as_reference().unwrap());
            assert!(element.get(b"S").is_ok() && element.get(b"P").is_ok());
        }
    }
    assert_eq!(actions, 3 + 4, "bookmarks and links");
    // The first bookmark is of the first heading.
    let outline = reader.dictionary(reader.catalog(), "Outlines");
    let first = reader.dictionary(outline, "First");
    let place = reader.dictionary(first, "A").get(b"SD").unwrap().as_array().unwrap();
    assert_eq!(place[0], *first.get(b"SE").unwrap());
}

#[test]
fn a_contents_entry_names_what_it_is_the_entry_of() {
    let (_, reader) = sample();
    let all = elements(&reader);
    let entries = all
        .iter()
        .filter(|(_, keys)| keys.get(b"S").unwrap().as_name().unwrap() == b"TOCI");
    let targets: Vec<&[u8]> = entries
        .map(|(_, keys)| {
            let refs = keys.get(b"Ref").unwrap().as_array().unwrap();
            let target = reader.object(refs[0].as_reference().unwrap());
            target.get(b"S").unwrap().as_name().unwrap()
        })
        .collect();
    assert_eq!(targets, [b"H1", b"H1"]);
}

#[test]
fn a_note_and_what_refers_to_it_name_each_other() {
    let theme = theme();
    let mut maker = Maker::new(&theme);
    maker.sheet("1");
    let paragraph = maker.element(DOCUMENT, Role::P);
    maker.line(paragraph, 10.0, "Rain");
    let reference = maker.element(paragraph, Role::Reference);
    let link = maker.element(reference, Role::Link);
    let rect = maker.more(link, 10.0, 120.0, "1", BLACK);
    maker.link(link, vec![rect], LinkTarget::Destination("note-1".into()));
    maker.destination("note-1");
    let note = maker.element(DOCUMENT, Role::Note);
    maker.line(note, 8.0, "Much of it.");
    let print = maker.print;

    let bytes = write_with(&print, &theme, &options()).unwrap();
    let reader = Reader::open(&bytes);
    let all = elements(&reader);
    let of = |kind: &[u8]| {
        let found =
            all.iter().find(|(_, keys)| keys.get(b"S").unwrap().as_name().unwrap() == kind);
        let (id, keys) = found.unwrap();
        let refs = keys.get(b"Ref").unwrap().as_array().unwrap();
        (*id, refs.iter().map(|id| id.as_reference().unwrap()).collect::<Vec<_>>())
    };
    let ((note, of_note), (reference, of_reference)) = (of(b"FENote"), of(b"Reference"));
    assert_eq!((of_note, of_reference), (vec![reference], vec![note]));
}

#[test]
fn the_manuscript_is_attached_as_it_is() {
    use trifold::source::Sources;
    let mut sources = Sources::default();
    let chapter = sources.add("manuscript/01-räin.md", "# Rain\n\nIt *rains*.\n");
    let theme = theme();
    let attached = [sources.get(chapter)];
    let bytes = write_attached(&sheets(&theme), &theme, &options(), &attached).unwrap();
    let reader = Reader::open(&bytes);
    let names = reader.dictionary(reader.catalog(), "Names");
    let files = reader.tree(reader.dictionary(names, "EmbeddedFiles"), "Names");
    let [(name, file)] = files[..] else { panic!("{files:?}") };
    assert_eq!(text(name), "manuscript/01-räin.md");
    let listed = reader.get(reader.catalog(), "AF").unwrap().as_array().unwrap();
    assert_eq!(listed[0], *file);
    let file = reader.object(file.as_reference().unwrap());
    assert_eq!(file.get(b"AFRelationship").unwrap().as_name().unwrap(), b"Source");
    let stream = reader.get(reader.dictionary(file, "EF"), "UF").unwrap();
    let stream = stream.as_stream().unwrap();
    assert_eq!(stream.decompressed_content().unwrap(), b"# Rain\n\nIt *rains*.\n");
    assert_eq!(stream.dict.get(b"Subtype").unwrap().as_name().unwrap(), b"text/markdown");
    let xmp = reader.get(reader.catalog(), "Metadata").unwrap().as_stream().unwrap();
    let xmp = String::from_utf8(xmp.content.clone()).unwrap();
    assert!(xmp.contains("<pdfaid:conformance>F</pdfaid:conformance>"));
}
