//! Small files written by hand, and what is read of them.

use std::collections::BTreeMap;

use super::*;

/// The objects of a file by number.
type Objects = BTreeMap<u32, String>;

/// A page of 200 by 100 points with a content, which the mark 0 of a paragraph holds.
/// `/F` is a font of one byte a code, all glyphs half as wide as the size of type.
fn objects(content: &str) -> Objects {
    let map = "1 beginbfchar <0001> <0041> endbfchar
        2 beginbfrange <0002><0003> <0066> <0004><0005>[<00660069> <D83DDE00>] endbfrange";
    [
        (
            1,
            "<</Type/Catalog/Pages 2 0 R/StructTreeRoot 6 0 R/Lang(en)
             /MarkInfo<</Marked true>>/ViewerPreferences<</DisplayDocTitle true>>>>",
        ),
        (
            2,
            "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 200 100]
             /Resources<</Font<</F 5 0 R/T 9 0 R>>/XObject<</X 13 0 R>>
             /ExtGState<</Thin<</ca 0.3>>>>/Properties<</Own<</MCID 0>>>>>>>>",
        ),
        (3, "<</Type/Page/Parent 2 0 R/Contents 4 0 R/StructParents 0>>"),
        (4, &stream("", content)),
        (5, "<</Type/Font/Subtype/TrueType/BaseFont/X/Encoding/WinAnsiEncoding>>"),
        (6, "<</Type/StructTreeRoot/K 7 0 R/ParentTree 8 0 R/RoleMap<</Story/Para/Para/P>>>>"),
        (7, "<</S/Document/P 6 0 R/K[10 0 R]>>"),
        (8, "<</Nums[0[10 0 R]]>>"),
        (
            9,
            "<</Type/Font/Subtype/Type0/BaseFont/Y/Encoding/Identity-H/ToUnicode 11 0 R
             /DescendantFonts[12 0 R]>>",
        ),
        (10, "<</S/Story/P 7 0 R/Pg 3 0 R/K 0>>"),
        (11, &stream("", map)),
        (12, "<</Type/Font/Subtype/CIDFontType2/DW 700/W[1[600] 2 4 300]>>"),
        (13, &stream("/Subtype/Form/BBox[0 0 50 50]/Matrix[2 0 0 2 10 0]", "BT ET")),
    ]
    .into_iter()
    .map(|(number, object)| (number, object.to_owned()))
    .collect()
}

fn stream(keys: &str, bytes: &str) -> String {
    format!("<<{keys}/Length {}>>stream\n{bytes}\nendstream", bytes.len())
}

/// The file of some objects; the catalog is number 1.
fn file(objects: &Objects) -> Vec<u8> {
    let mut bytes = String::from("%PDF-1.7\n");
    let mut table = String::new();
    for (number, object) in objects {
        table += &format!("{number} 1\n{:010} 00000 n \n", bytes.len());
        bytes += &format!("{number} 0 obj\n{object}\nendobj\n");
    }
    let start = bytes.len();
    bytes += &format!("xref\n0 1\n0000000000 65535 f \n{table}");
    bytes += &format!("trailer\n<</Root 1 0 R/Size 99>>\nstartxref\n{start}\n%%EOF\n");
    bytes.into_bytes()
}

fn read_objects(objects: &Objects) -> Pdf {
    read(&file(objects)).unwrap_or_else(|reason| panic!("{reason}"))
}

/// A file with some objects changed.
fn changed(content: &str, changes: &[(u32, &str)]) -> Pdf {
    let mut objects = objects(content);
    for (number, object) in changes {
        objects.insert(*number, (*object).to_owned());
    }
    read_objects(&objects)
}

/// The content, in the mark of the paragraph.
fn paragraph(content: &str) -> Pdf {
    changed(&format!("/P<</MCID 0>>BDC {content} EMC"), &[])
}

fn only_run(pdf: &Pdf) -> Run {
    let runs: Vec<&Run> = pdf.pages[0].runs().map(|(_, run)| run).collect();
    assert_eq!(runs.len(), 1, "{runs:#?}");
    runs[0].clone()
}

fn texts(pdf: &Pdf) -> Vec<&str> {
    pdf.pages[0].runs().map(|(_, run)| &*run.text).collect()
}

fn tagged_text(pdf: &Pdf) -> String {
    pdf.text_of(pdf.structure.as_ref().unwrap())
}

fn faults(pdf: &Pdf) -> Vec<Fault> {
    pdf.findings.iter().map(|finding| finding.fault.clone()).collect()
}

/// The ways in which the content is hidden.
fn hidden(content: &str) -> Vec<Why> {
    let limits = Limits { contrast: 4.5, size: 5.0, share: 0.2 };
    let hidden = paragraph(content).hidden(&limits);
    hidden.into_iter().map(|hidden| hidden.why).collect()
}

const MARK: Mark = Mark { form: None, mcid: 0 };

#[test]
fn a_good_file_holds_together() {
    let pdf = paragraph("BT /F 10 Tf 20 30 Td (Word) Tj ET");
    assert_eq!(faults(&pdf), []);
    assert_eq!(tagged_text(&pdf), "Word");
    assert_eq!(pdf.language.as_deref(), Some("en"));
    assert!(pdf.claims.marked && pdf.claims.shows_title);
    let limits = Limits { contrast: 4.5, size: 5.0, share: 0.0 };
    assert_eq!(pdf.hidden(&limits), []);
}

#[test]
fn a_run_stands_where_all_matrices_put_it() {
    let pdf =
        paragraph("q 2 0 0 2 10 5 cm BT /F 10 Tf 20 Tz 3 Ts 1 0 0 1 5 5 Tm (abcd) Tj ET Q");
    let run = only_run(&pdf);
    let near = |one: f64, other: f64| assert!((one - other).abs() < 1e-6, "{run:?}");
    near(run.x0, 20.0);
    // four glyphs of half of 10, a fifth as wide, twice as large
    near(run.x1, 20.0 + 4.0 * 5.0 * 0.2 * 2.0);
    near(run.baseline, 15.0);
    near(run.rise, 6.0);
    near(run.size, 20.0);
    assert!(run.level);
}

#[test]
fn spacing_and_displacements_move_what_follows() {
    let pdf = paragraph("BT /F 10 Tf 1 Tc 2 Tw [(a b)-500<63>] TJ ET");
    let run = only_run(&pdf);
    assert_eq!((&*run.text, &*run.gaps), ("a bc", &[(3, 0.5)][..]));
    assert!((run.x1 - (4.0 * 6.0 + 2.0 + 5.0)).abs() < 1e-6, "{run:?}");
}

#[test]
fn lines_of_text_move_down() {
    let content = "BT /F 10 Tf 14 TL 20 80 Td (one) Tj T* (two) Tj 0 -20 TD (three) Tj
        T* (four) Tj (five) ' 1 2 (six) \" ET";
    let pdf = paragraph(content);
    let lines: Vec<f64> = pdf.pages[0].runs().map(|(_, run)| run.baseline).collect();
    assert_eq!(lines, [80.0, 66.0, 46.0, 26.0, 6.0, -14.0]);
    assert_eq!(texts(&pdf), ["one", "two", "three", "four", "five", "six"]);
}

#[test]
fn codes_of_two_bytes_mean_what_their_map_says() {
    let pdf = paragraph("BT /T 10 Tf <000100020003000400050006> Tj ET");
    let run = only_run(&pdf);
    assert_eq!(run.text, "Afgfi😀\u{FFFD}");
    assert_eq!((run.unmapped, run.missing), (1, 0));
    assert!((run.x1 - (6.0 + 3.0 * 3.0 + 2.0 * 7.0)).abs() < 1e-4, "{run:?}");
    assert_eq!(faults(&pdf), [Fault::GlyphsWithoutText(0)]);
    let missing = paragraph("BT /T 10 Tf <0000> Tj ET");
    assert!(faults(&missing).contains(&Fault::MissingGlyphs(0)));
}

#[test]
fn a_replacement_text_is_said_once() {
    let pdf = paragraph(
        "BT /F 10 Tf (a) Tj /Span<</ActualText<FEFF00DF>>>BDC (s) Tj
         /Span<</ActualText(x)>>BDC (s) Tj EMC (!) Tj EMC (e) Tj ET",
    );
    assert_eq!(tagged_text(&pdf), "aße");
    assert_eq!(pdf.pages[0].replacements, ["ß"]);
    assert_eq!(pdf.pages[0].replaced()[0].shown, "ss!");
    let lines = pdf.pages[0].lines();
    assert_eq!((lines.len(), &*lines[0].text), (1, "aße"));
}

#[test]
fn reversed_characters_are_turned_around() {
    let pdf = paragraph("BT /F 10 Tf /ReversedChars BMC [(cb)10(a)] TJ EMC (d) Tj ET");
    assert_eq!(tagged_text(&pdf), "abcd");
}

#[test]
fn parts_from_right_to_left_are_read_in_their_order_and_found() {
    let parts = "/ReversedChars BMC (fe) Tj 3 Ts (d) Tj 0 Ts (cb) Tj EMC";
    let pdf = paragraph(&format!("BT /F 10 Tf (a) Tj {parts} (g) Tj ET"));
    assert_eq!(tagged_text(&pdf), "abcdefg");
    assert_eq!(faults(&pdf), [Fault::ReversedOutOfOrder(1), Fault::ReversedOutOfOrder(2)]);
    // as the standard wants it: each part to the left of that before
    let parts = "/ReversedChars BMC (cb) Tj -20 0 Td (fed) Tj EMC";
    let pdf = paragraph(&format!("BT /F 10 Tf 80 0 Td {parts} ET"));
    assert_eq!((tagged_text(&pdf), faults(&pdf)), ("bcdef".to_owned(), vec![]));
}

#[test]
fn properties_may_have_a_name() {
    let pdf = changed("/P/Own BDC BT /F 10 Tf (x) Tj ET EMC", &[]);
    assert_eq!((tagged_text(&pdf), faults(&pdf)), ("x".to_owned(), vec![]));
}

#[test]
fn forms_are_drawn_in_a_space_of_their_own() {
    let form = stream(
        "/Subtype/Form/BBox[0 0 50 50]/Matrix[2 0 0 2 10 0]",
        "BT /F 4 Tf 5 5 Td (in) Tj ET",
    );
    let pdf = changed("/P<</MCID 0>>BDC 1 0 0 1 1 1 cm /X Do EMC", &[(13, &form)]);
    let run = only_run(&pdf);
    assert_eq!((run.x0, run.baseline, run.size), (21.0, 11.0, 8.0));
    assert_eq!(run.clip, Rect::new(11.0, 1.0, 111.0, 101.0));
    assert_eq!(tagged_text(&pdf), "in");
}

#[test]
fn forms_may_number_their_marks_themselves() {
    let form = stream(
        "/Subtype/Form/BBox[0 0 9 9]/StructParents 1",
        "/P<</MCID 0>>BDC BT /F 4 Tf (in) Tj ET EMC",
    );
    let changes = [
        (13, &*form),
        (8, "<</Nums[0[] 1[10 0 R]]>>"),
        (10, "<</S/P/P 7 0 R/Pg 3 0 R/K<</Type/MCR/Stm 13 0 R/MCID 0>>>>"),
    ];
    let pdf = changed("/X Do", &changes);
    assert_eq!((tagged_text(&pdf), faults(&pdf)), ("in".to_owned(), vec![]));
}

#[test]
fn a_form_in_itself_is_refused() {
    let mut objects = objects("/X Do");
    objects.insert(13, stream("/Subtype/Form/BBox[0 0 9 9]", "/X Do"));
    assert_eq!(
        read(&file(&objects)).err().as_deref(),
        Some("page 1: forms lie in each other too deep")
    );
}

#[test]
fn content_is_read_to_its_end_or_refused() {
    for content in ["BT (never closed Tj ET", "1 2 3 4 5 6 7 8 9 10 11 12 m", "[[[[[(a"] {
        let result = read(&file(&objects(content)));
        let reason = result.map(|pdf| format!("{:?}", pdf.pages[0].painted));
        assert_eq!(
            reason.err().as_deref(),
            Some("page 1: a content stream cannot be read to its end")
        );
    }
    let deep = "[".repeat(100_000);
    assert!(read(&file(&objects(&deep))).is_err());
}

#[test]
fn text_outside_of_marks_is_found() {
    let pdf = changed("/P<</MCID 0>>BDC EMC BT /F 10 Tf (x) Tj ET 0 0 9 9 re f", &[]);
    assert_eq!(faults(&pdf), [Fault::UntaggedText(0), Fault::UntaggedPaint(1)]);
    let artifact = "/P<</MCID 0>>BDC EMC /Artifact<</Type/Pagination/Subtype/Footer>>BDC
        BT /F 10 Tf (1) Tj ET EMC";
    let pdf = changed(artifact, &[]);
    assert_eq!(faults(&pdf), []);
    let found = pdf.pages[0].lines()[0].artifact.clone().unwrap();
    assert_eq!(found.subtype.as_deref(), Some("Footer"));
}

#[test]
fn marks_without_their_element_are_found() {
    let pdf =
        changed("/P<</MCID 0>>BDC EMC /P<</MCID 7>>BDC BT /F 9 Tf (x) Tj ET EMC", &[]);
    assert_eq!(faults(&pdf), [Fault::MarkWithoutElement(Mark { form: None, mcid: 7 })]);
    let pdf = changed("/P<</MCID 1>>BDC EMC", &[]);
    let other = Mark { form: None, mcid: 1 };
    let expected = [
        Fault::MarkWithoutElement(other),
        Fault::OtherParent(MARK, Some(10)),
        Fault::ElementWithoutMark(MARK),
    ];
    assert_eq!(faults(&pdf), expected);
}

#[test]
fn findings_are_told_in_words() {
    let pdf = changed("/P<</MCID 7>>BDC BT /F 9 Tf (some words) Tj ET EMC", &[]);
    let told: Vec<String> = pdf.findings.iter().map(|found| pdf.told(found)).collect();
    let expected = [
        "has no element for the marked content 7, `some words`",
        "names another parent of the marked content 0 than the element that holds it: the object 10",
        "has an element for the marked content 0, which is not there",
    ];
    assert_eq!(told, expected);
}

#[test]
fn marks_that_are_there_twice_are_found() {
    let pdf = changed("/P<</MCID 0>>BDC EMC /P<</MCID 0>>BDC EMC", &[]);
    assert_eq!(faults(&pdf), [Fault::MarkTwice(MARK)]);
    let pdf = changed("/P<</MCID 0>>BDC EMC", &[(10, "<</S/P/P 7 0 R/Pg 3 0 R/K[0 0]>>")]);
    assert_eq!(faults(&pdf), [Fault::HeldTwice(MARK)]);
}

#[test]
fn marks_that_do_not_close_are_found() {
    for content in ["/P<</MCID 0>>BDC", "/P<</MCID 0>>BDC EMC EMC"] {
        assert_eq!(faults(&changed(content, &[])), [Fault::UnbalancedMarks]);
    }
    let mixed = "/P<</MCID 0>>BDC /Artifact BMC EMC EMC";
    assert_eq!(faults(&changed(mixed, &[])), [Fault::MarkedArtifact(2)]);
}

#[test]
fn parents_that_disagree_are_found() {
    let content = "/P<</MCID 0>>BDC EMC";
    let pdf = changed(content, &[(8, "<</Nums[0[7 0 R]]>>")]);
    assert_eq!(faults(&pdf), [Fault::OtherParent(MARK, Some(7))]);
    let pdf = changed(content, &[(8, "<</Nums[0[10 0 R 7 0 R]]>>")]);
    let next = Mark { form: None, mcid: 1 };
    assert_eq!(faults(&pdf), [Fault::OtherParent(next, Some(7))]);
    let pdf = changed(content, &[(10, "<</S/P/P 6 0 R/Pg 3 0 R/K 0>>")]);
    assert_eq!(faults(&pdf), [Fault::OtherElementParent(Some(6))]);
}

#[test]
fn elements_are_read_with_all_they_say() {
    let cell = "<</S/TH/P 7 0 R/Pg 3 0 R/K 0/Alt(a)/ActualText(b)/E(c)/Lang(de)/T(d)/ID(e)
        /C/Wide/A[<</O/Table/Scope/Row/ColSpan 3/Headers[(f)(g)]>> 0
        <</O/Layout/BBox[1 2 3 4]>>]>>";
    let changes = [
        (10, cell),
        (
            6,
            "<</K 7 0 R/ParentTree 8 0 R/ClassMap<</Wide<</O/Table/RowSpan 2/ColSpan 9>>>>>>",
        ),
    ];
    let pdf = changed("/P<</MCID 0>>BDC BT /F 9 Tf (x) Tj ET EMC", &changes);
    let root = pdf.structure.as_ref().unwrap();
    let Kid::Element(cell) = &root.kids[0] else { panic!("{root:#?}") };
    let said =
        [&cell.alt, &cell.actual, &cell.expansion, &cell.language, &cell.title, &cell.id];
    let said: Vec<&str> = said.iter().map(|said| said.as_deref().unwrap()).collect();
    assert_eq!(said, ["a", "b", "c", "de", "d", "e"]);
    let attributes = Attributes {
        scope: Some("Row".to_owned()),
        row_span: Some(2),
        column_span: Some(3),
        headers: vec!["f".to_owned(), "g".to_owned()],
        bounds: Some(Rect::new(1.0, 2.0, 3.0, 4.0)),
        ..Attributes::default()
    };
    assert_eq!(cell.attributes, attributes);
    assert_eq!(tagged_text(&pdf), "b");
}

#[test]
fn types_are_those_of_the_role_map() {
    let pdf = paragraph("");
    let root = pdf.structure.as_ref().unwrap();
    let Kid::Element(story) = &root.kids[0] else { panic!("{root:#?}") };
    assert_eq!((&*story.name, &*story.kind), ("Story", "P"));
}

#[test]
fn elements_in_a_ring_are_read_once() {
    let pdf = changed("", &[(10, "<</S/P/P 7 0 R/K[7 0 R 10 0 R]>>")]);
    let rings = faults(&pdf).iter().filter(|fault| **fault == Fault::ElementTwice).count();
    assert_eq!(rings, 2, "{:?}", pdf.findings);
}

#[test]
fn a_tree_without_end_is_cut() {
    let mut deep = objects("");
    for number in 100..2000 {
        let next = number + 1;
        deep.insert(number, format!("<</S/P/P {} 0 R/K {next} 0 R>>", number - 1));
    }
    deep.insert(10, "<</S/P/P 7 0 R/K 100 0 R>>".to_owned());
    assert!(faults(&read_objects(&deep)).contains(&Fault::BrokenElement));
    let ring = [(2, "<</Type/Pages/Kids[2 0 R]/MediaBox[0 0 9 9]>>".to_owned())];
    let mut objects = objects("");
    objects.extend(ring);
    assert_eq!(read(&file(&objects)).err().as_deref(), Some("the tree of pages is broken"));
}

#[test]
fn links_lead_to_addresses_names_and_places() {
    let link = "<</Subtype/Link/Rect[0 0 10 10]/StructParent 1/Contents(go)
        /A<</S/URI/URI(https://example.org)>>/QuadPoints[0 0 5 0 0 5 5 5]>>";
    let changes = [
        (3, "<</Type/Page/Parent 2 0 R/Annots[20 0 R 21 0 R 22 0 R]>>"),
        (8, "<</Nums[1 10 0 R]>>"),
        (10, "<</S/Link/P 7 0 R/K<</Type/OBJR/Obj 20 0 R/Pg 3 0 R>>>>"),
        (20, link),
        (21, "<</Subtype/Link/Rect[0 0 9 9]/A<</S/GoTo/D(a)>>>>"),
        (22, "<</Subtype/Link/Rect[0 0 9 9]/Dest[3 0 R/FitH 30]>>"),
    ];
    let pdf = changed("", &changes);
    let targets: Vec<_> =
        pdf.pages[0].annotations.iter().map(|own| own.target.clone()).collect();
    let place = Destination { page: Some(0), x: None, y: Some(30.0) };
    let expected = [
        Some(Target::Uri("https://example.org".to_owned())),
        Some(Target::Named("a".to_owned())),
        Some(Target::Place(place)),
    ];
    assert_eq!(targets, expected);
    let link = &pdf.pages[0].annotations[0];
    assert_eq!(
        (link.element, &*link.quads),
        (Some(10), &[Rect::new(0.0, 0.0, 5.0, 5.0)][..])
    );
    assert_eq!(faults(&pdf), []);
    let mut wrong = changes;
    wrong[1].1 = "<</Nums[1 7 0 R]>>";
    assert_eq!(faults(&changed("", &wrong)), [Fault::OtherAnnotationParent(0, Some(10))]);
}

#[test]
fn bookmarks_names_labels_and_files_are_read() {
    let catalog = "<</Type/Catalog/Pages 2 0 R/Outlines 30 0 R
        /PageLabels<</Nums[0<</S/r/St 4/P(p-)>>]>>/Metadata 36 0 R
        /Names<</Dests 34 0 R/EmbeddedFiles<</Names[(f)37 0 R]>>>>>>";
    let changes = [
        (1, catalog),
        (30, "<</First 31 0 R>>"),
        (31, "<</Title(One)/Dest(a)/First 32 0 R/Next 33 0 R>>"),
        (32, "<</Title(In)/Dest[3 0 R/XYZ 1 2 0]>>"),
        (33, "<</Title(Two)/A<</S/GoTo/D(gone)>>/Next 31 0 R>>"),
        (34, "<</Kids[35 0 R]>>"),
        (35, "<</Names[(a)[3 0 R/XYZ null 50 0]]>>"),
        (36, &stream("", "<pdfaid:part>2</pdfaid:part>")),
        (37, "<</UF(f.txt)/EF<</F 38 0 R>>/AFRelationship/Source>>"),
        (38, &stream("/Subtype/text#2Fplain", "hi")),
    ];
    let pdf = changed("", &changes);
    let place = |x, y| Some(Destination { page: Some(0), x, y });
    let outline: Vec<_> = pdf
        .outline
        .iter()
        .map(|own| (own.level, &*own.title, own.target.clone()))
        .collect();
    let expected = [
        (1, "One", place(None, Some(50.0))),
        (2, "In", place(Some(1.0), Some(2.0))),
        (1, "Two", None),
    ];
    assert_eq!(outline, expected);
    assert_eq!(pdf.labels, ["p-iv"]);
    assert_eq!(pdf.claims.a_part.as_deref(), Some("2"));
    let file = &pdf.attachments[0];
    assert_eq!((&*file.name, &*file.bytes), ("f.txt", &b"hi"[..]));
    assert_eq!(file.media_type.as_deref(), Some("text/plain"));
}

#[test]
fn hidden_text_is_found_and_shown_text_is_not() {
    let text = "BT /F 10 Tf 20 30 Td (Word) Tj ET";
    assert_eq!(hidden(text), []);
    assert_eq!(hidden(&format!("0 0 200 100 re 1 0.9 0.5 rg f 0 g {text}")), []);
    assert_eq!(hidden(&format!("{text} 20 29 20 0.6 re f")), [], "a line under the text");
    assert_eq!(hidden("BT 3 Tr /F 10 Tf 20 30 Td (Word) Tj ET"), [Why::Invisible]);
    assert_eq!(hidden("BT /F 4 Tf 20 30 Td (Word) Tj ET"), [Why::Small(4.0)]);
    let page = "<</Type/Page/Parent 2 0 R/Contents 4 0 R/StructParents 0/UserUnit 0.4>>";
    let limits = Limits { contrast: 4.5, size: 5.0, share: 0.2 };
    let shrunk = changed(text, &[(3, page)]).hidden(&limits);
    assert!(
        matches!(shrunk[..], [hidden::Hidden { why: Why::Small(_), .. }]),
        "{shrunk:?}"
    );
    assert_eq!(hidden("BT /F 10 Tf 500 30 Td (Word) Tj ET"), [Why::Outside(1.0)]);
    let half = hidden("BT /F 10 Tf 190 30 Td (Word) Tj ET");
    assert!(
        matches!(half[..], [Why::Outside(share)] if (share - 0.5).abs() < 1e-9),
        "{half:?}"
    );
    assert_eq!(hidden(&format!("0 0 9 9 re W n {text}")), [Why::Clipped(1.0)]);
    assert_eq!(
        hidden(&format!("{text} 1 g 0 0 200 100 re f")),
        [Why::Covered { by: 1, share: 1.0, certain: true }]
    );
    let image = format!("{text} q 200 0 0 100 0 0 cm BI /W 1 /H 1 /BPC 8 /CS /G ID x EI Q");
    let covered = hidden(&image);
    assert!(
        matches!(covered[..], [Why::Covered { by: 1, certain: false, .. }]),
        "{covered:?}"
    );
}

#[test]
fn low_contrast_is_found_whatever_the_ground() {
    let text = "BT /F 10 Tf 20 30 Td (Word) Tj ET";
    let white = |why: Vec<Why>| match why[..] {
        [Why::Contrast { ratio, text, ground }] => (ratio < 1.01, text, ground),
        _ => panic!("{why:?}"),
    };
    assert_eq!(white(hidden(&format!("1 g {text}"))), (true, [255; 3], [255; 3]));
    let on_black = hidden(&format!("0 g 0 0 200 100 re f {text}"));
    assert_eq!(white(on_black), (true, [0; 3], [0; 3]));
    assert_eq!(hidden(&format!("0 0 0 0 k {text}")).len(), 1);
    let thin = hidden(&format!("/Thin gs {text}"));
    assert!(matches!(thin[..], [Why::Transparent(_), Why::Contrast { .. }]), "{thin:?}");
    // the right half stands on black
    let half = hidden(&format!("30 0 170 100 re f {text}"));
    assert!(matches!(half[..], [Why::Contrast { .. }]), "{half:?}");
    let pattern = hidden(&format!("/Pattern cs /P scn {text}"));
    assert_eq!(pattern, [Why::UnknownContrast]);
}

/// A file whose catalog and what else has a number below 50 lie in the object stream 50,
/// and whose places are told by the stream 60; these objects are in the file itself.
fn packed(objects: &Objects, outside: &[u32]) -> Vec<u8> {
    let mut bytes = String::from("%PDF-1.7\n");
    let (mut head, mut body, mut count) = (String::new(), String::new(), 0);
    let mut rows = vec![0u8, 0, 0, 0];
    for number in 1..50 {
        match objects.get(&number) {
            Some(object) if outside.contains(&number) => {
                let at = u16::try_from(bytes.len()).unwrap().to_be_bytes();
                rows.extend([1, at[0], at[1], 0]);
                bytes += &format!("{number} 0 obj\n{object}\nendobj\n");
            }
            Some(object) => {
                head += &format!("{number} {} ", body.len());
                body += &format!("{object}\n");
                rows.extend([2, 0, 50, count]);
                count += 1;
            }
            None => rows.extend([0; 4]),
        }
    }
    let at = u16::try_from(bytes.len()).unwrap().to_be_bytes();
    rows.extend([1, at[0], at[1], 0]);
    let first = head.len();
    let mut pack =
        stream(&format!("/Type/ObjStm/N {count}/First {first}"), &(head + &body));
    if objects.contains_key(&40) {
        // the length is an object
        let (keys, rest) = pack.split_once("/Length ").unwrap();
        let (_, rest) = rest.split_once(">>").unwrap();
        pack = format!("{keys}/Length 40 0 R>>{rest}");
    }
    bytes += &format!("50 0 obj\n{pack}\nendobj\n");
    let start = bytes.len();
    let rows: String = rows.iter().map(|byte| format!("{byte:02x}")).collect();
    let places = "/Type/XRef/W[1 2 1]/Size 51/Root 1 0 R/Filter/ASCIIHexDecode";
    bytes += &format!("60 0 obj\n{}\nendobj\n", stream(places, &rows));
    bytes += &format!("startxref\n{start}\n%%EOF\n");
    bytes.into_bytes()
}

#[test]
fn objects_in_streams_are_read() {
    let objects = objects("/P<</MCID 0>>BDC BT /T 10 Tf <0001> Tj ET EMC");
    let pdf = read(&packed(&objects, &[4, 11, 13])).unwrap();
    assert_eq!((tagged_text(&pdf), faults(&pdf)), ("A".to_owned(), vec![]));
}

#[test]
fn object_streams_that_need_themselves_are_refused() {
    let mut objects = objects("");
    objects.insert(40, "9".to_owned());
    let pdf = read(&packed(&objects, &[4, 11, 13]));
    assert_eq!(pdf.err().as_deref(), Some("the file has no pages"));
    objects.remove(&40);
    objects.insert(41, format!("{}{}", "[".repeat(5000), "]".repeat(5000)));
    assert!(read(&packed(&objects, &[4, 11, 13])).is_err());
    objects.remove(&41);
    objects.insert(2, "<</Type/Pages/Kids[2 0 R]/MediaBox[0 0 9 9]>>".to_owned());
    let ring = read(&packed(&objects, &[4, 11, 13]));
    assert_eq!(ring.err().as_deref(), Some("the tree of pages is broken"));
}

/// A file with a part added that changes objects, as editors do.
fn updated(objects: &Objects, changes: &str) -> Vec<u8> {
    let mut bytes = String::from_utf8(file(objects)).unwrap();
    let before = bytes.rfind("xref\n0 1").unwrap();
    let at = bytes.len();
    bytes += changes;
    let start = bytes.len();
    bytes += &format!("xref\n4 2\n{at:010} 00000 n \n0000000000 00001 f \n");
    bytes +=
        &format!("trailer\n<</Root 1 0 R/Prev {before}>>\nstartxref\n{start}\n%%EOF\n");
    bytes.into_bytes()
}

#[test]
fn the_newest_version_of_an_object_is_read() {
    let content =
        stream("", "/P<</MCID 0>>BDC BT /T 10 Tf <0001> Tj /F 9 Tf (x) Tj ET EMC");
    let bytes = updated(&objects("old"), &format!("4 0 obj\n{content}\nendobj\n"));
    let pdf = read(&bytes).unwrap();
    assert_eq!(texts(&pdf), ["A"]);
    // object 5 is free now
    assert_eq!(
        faults(&pdf),
        [Fault::BrokenResource("F".to_owned()), Fault::BrokenResource("Font".to_owned())]
    );
    let ring = String::from_utf8(bytes).unwrap();
    let start = ring.rfind("xref\n4 2").unwrap();
    let before = ring.rfind("/Prev ").unwrap() + "/Prev ".len();
    let end = before + ring[before..].find('>').unwrap();
    let ring = format!("{}{start}{}", &ring[..before], &ring[end..]);
    assert_eq!(
        read(ring.as_bytes()).err().as_deref(),
        Some("the table of its objects is broken")
    );
}

#[test]
fn streams_that_grow_without_bound_are_refused() {
    use std::io::Write;
    let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    zlib.write_all(&vec![b' '; 1 << 20]).unwrap();
    let small = zlib.finish().unwrap();
    let hex: String = small.iter().map(|byte| format!("{byte:02x}")).collect();
    // two filters are not read: no reason to write them
    let content = stream("/Filter[/ASCIIHexDecode/FlateDecode]", &hex);
    let mut objects = objects("");
    objects.insert(4, content);
    assert_eq!(
        read(&file(&objects)).err().as_deref(),
        Some("page 1: a content stream cannot be decompressed")
    );
}

#[test]
fn broken_files_are_told_in_words() {
    let good = file(&objects("BT /F 10 Tf (x) Tj ET"));
    assert_eq!(read(b"").err().as_deref(), Some("the file is not a PDF"));
    let encrypted = String::from_utf8(good.clone()).unwrap();
    let encrypted = encrypted.replace("/Size 99", "/Encrypt 1 0 R");
    assert_eq!(read(encrypted.as_bytes()).err().as_deref(), Some("the file is encrypted"));
    for length in 0..good.len() - 8 {
        assert!(read(&good[..length]).is_err(), "{length} bytes");
    }
}

/// Every byte changed in several ways: whatever is read, nothing is a panic and nothing
/// goes on for ever.
#[test]
fn no_byte_can_break_the_reader() {
    let good =
        file(&objects("/P<</MCID 0>>BDC BT /T 10 Tf [<0001>9<0004>] TJ ET EMC /X Do"));
    let limits = Limits { contrast: 4.5, size: 5.0, share: 0.0 };
    for at in 0..good.len() {
        for byte in [b'9', b'[', b'(', b' ', good[at] ^ 1] {
            let mut bad = good.clone();
            bad[at] = byte;
            if let Ok(pdf) = read(&bad) {
                pdf.hidden(&limits);
            }
        }
    }
}
