//! Books of the test suite, built, read back and compared with the sheets they were made
//! of; then damaged on purpose.

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::path::Path;

    use lopdf::{Document, Object, ObjectId};

    use super::super::*;
    use crate::build::{books, build};
    use crate::diag::Sink;
    use crate::layout::{self, ElementId, ItemKind, Print, Sheet, layout};
    use crate::project::{Format, Wishes, load, plan};
    use crate::source::Sources;

    const LIMITS: Limits = Limits { contrast: 4.5, size: 5.0, share: 0.25 };

    /// The PDF files of a folder with the sheets they were made of.
    fn built(folder: &str) -> Vec<(Vec<u8>, Print)> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        let (mut sources, mut sink) = (Sources::default(), Sink::default());
        let files =
            crate::files::read(&folder, &crate::files::Limits::default(), &mut sink);
        let project = load(&files.unwrap(), &mut sources, &mut sink).unwrap();
        let wishes = Wishes { formats: vec![Format::Pdf], ..Wishes::default() };
        let plan = plan(&project, &wishes, &mut sink).unwrap();
        let all = build(&project, &sources, &plan, &|_| {}, &mut sink);
        assert!(!all.is_empty(), "{:#?}", sink.messages());
        let make = |built: crate::build::Built| {
            let job = built.job;
            let made =
                books(&project, &sources, &[job.edition], &|_| {}, &mut sink).unwrap();
            let edition = &project.editions[job.edition];
            let (theme, size) = (&project.themes[edition.theme], &edition.pages[job.page]);
            let print = layout(&made[0], theme, size, plan.stamp, &mut sink).unwrap();
            // what is made for the printer besides has a longer name
            let files = built.artifact.files.by_path.into_iter();
            let own = files.min_by_key(|(path, _)| path.len());
            (own.unwrap().1, print)
        };
        all.into_iter().map(make).collect()
    }

    /// The first file of a folder, to be damaged.
    fn one(folder: &str) -> (Vec<u8>, Print) {
        built(folder).remove(0)
    }

    /// The text of an element of the sheets, in reading order.
    fn text_of(print: &Print, element: ElementId, marks: &BTreeMap<u32, String>) -> String {
        let kids = &print.structure[element.0 as usize].kids;
        kids.iter()
            .map(|kid| match kid {
                layout::Kid::Element(inner) => text_of(print, *inner, marks),
                layout::Kid::Mark(mark) => marks.get(&mark.0).cloned().unwrap_or_default(),
                layout::Kid::Link { .. } => String::new(),
            })
            .collect()
    }

    /// The text of every element of the sheets, in the order of the tags.
    fn printed_texts(print: &Print) -> Vec<String> {
        let mut marks: BTreeMap<u32, String> = BTreeMap::new();
        for item in print.sheets.iter().flat_map(|sheet| &sheet.items) {
            if let (layout::Mark::Content(mark), ItemKind::Run(run)) =
                (item.mark, &item.kind)
            {
                *marks.entry(mark.0).or_default() += &run.text;
            }
        }
        let mut texts = Vec::new();
        let mut elements = vec![ElementId(0)];
        while let Some(element) = elements.pop() {
            texts.push(text_of(print, element, &marks));
            let kids = print.structure[element.0 as usize].kids.iter().rev();
            elements.extend(kids.filter_map(|kid| match kid {
                layout::Kid::Element(inner) => Some(*inner),
                layout::Kid::Mark(_) | layout::Kid::Link { .. } => None,
            }));
        }
        texts
    }

    /// The text of every element read, in the order of the tags.
    fn read_texts(pdf: &Pdf) -> Vec<String> {
        let mut texts = Vec::new();
        let mut elements: Vec<&Element> = pdf.structure.iter().collect();
        while let Some(element) = elements.pop() {
            texts.push(pdf.text_of(element));
            elements.extend(element.kids.iter().rev().filter_map(|kid| match kid {
                Kid::Element(inner) => Some(&**inner),
                Kid::Marked { .. } | Kid::Object { .. } => None,
            }));
        }
        texts
    }

    /// Every run of a sheet was read at its place, in its size and colour.
    fn check_places(page: &Page, sheet: &Sheet) {
        for item in &sheet.items {
            let ItemKind::Run(run) = &item.kind else { continue };
            // the sheet lies on the paper, with room around it for what is cut off
            let sheet = page.trim.unwrap_or(page.media);
            let (x, size) = (sheet.x0 + run.x.to_points(), run.size.to_points());
            let baseline = sheet.y1 - run.y.to_points();
            let [red, green, blue] = [run.color.r, run.color.g, run.color.b];
            let is_read = page.runs().any(|(_, read)| {
                let near = |one: f64, other: f64| (one - other).abs() < 0.02;
                near(read.x0, x)
                    && near(read.baseline, baseline)
                    && near(read.size, size)
                    && read.colour.is_some_and(|own| {
                        own.iter()
                            .zip([red, green, blue])
                            .all(|(own, it)| own.abs_diff(it) < 2)
                    })
            });
            assert!(is_read, "`{}` at {x} {baseline}, {size} pt", run.text);
        }
    }

    /// The characters of a text, taken apart; their glyphs may be of the same in one.
    fn apart(text: &str) -> String {
        icu_normalizer::DecomposingNormalizerBorrowed::new_nfd()
            .normalize(text)
            .into_owned()
    }

    fn check_book(folder: &str) {
        for (bytes, print) in built(folder) {
            let pdf = read(&bytes).unwrap();
            assert_eq!(pdf.findings, [], "{folder}");
            assert_eq!(pdf.pages.len(), print.sheets.len(), "{folder}");
            let labels: Vec<&str> =
                print.sheets.iter().map(|sheet| &*sheet.label).collect();
            assert!(pdf.labels == labels || pdf.labels.is_empty(), "{:?}", pdf.labels);
            for (page, sheet) in pdf.pages.iter().zip(&print.sheets) {
                check_places(page, sheet);
                let links: usize = sheet.links.len();
                assert!(page.annotations.len() >= links, "{folder}");
            }
            let (printed, read) = (printed_texts(&print), read_texts(&pdf));
            // from the smallest element, to see where
            let mut pairs: Vec<_> = printed.iter().zip(&read).collect();
            pairs.sort_by_key(|pair| pair.0.len());
            for (one, other) in pairs {
                assert_eq!(apart(one), apart(other), "{folder}");
            }
            assert_eq!(printed.len(), read.len(), "{folder}");
        }
    }

    #[test]
    fn what_is_read_of_books_is_what_was_set() {
        for folder in
            ["", "tests/books/sink", "tests/books/scripts", "tests/books/leftward"]
        {
            check_book(folder);
        }
    }

    #[test]
    fn nothing_in_the_article_is_hidden() {
        for (bytes, _) in built("") {
            assert_eq!(read(&bytes).unwrap().hidden(&LIMITS), []);
        }
    }

    /// Changes the content of a page.
    fn with_content(
        bytes: &[u8],
        page: u32,
        change: impl Fn(&str) -> String,
    ) -> Result<Pdf, String> {
        let mut document = Document::load_mem(bytes).unwrap();
        let page = document.get_pages()[&page];
        let content: Vec<u8> = document.get_page_content(page);
        // every byte a character, and back
        let text: String = content.iter().map(|&byte| char::from(byte)).collect();
        let changed = change(&text);
        assert_ne!(text, changed, "nothing was changed");
        let changed: Vec<u8> =
            changed.chars().map(|own| u8::try_from(own).unwrap()).collect();
        document.change_page_content(page, changed).unwrap();
        saved(document)
    }

    fn saved(mut document: Document) -> Result<Pdf, String> {
        let mut bytes = Vec::new();
        document.save_to(&mut bytes).unwrap();
        read(&bytes)
    }

    /// In what ways something is hidden after a change to the first page of text.
    fn hidden_after(change: impl Fn(&str) -> String) -> Vec<Why> {
        let (bytes, _) = one("");
        let pdf = with_content(&bytes, 3, change).unwrap();
        pdf.hidden(&LIMITS).into_iter().map(|hidden| hidden.why).collect()
    }

    /// The content with what stands first after `after` replaced.
    fn replaced(content: &str, after: &str, from: &str, to: &str) -> String {
        let (before, rest) = content.split_once(after).unwrap();
        format!("{before}{after}{}", rest.replacen(from, to, 1))
    }

    #[test]
    fn text_that_was_hidden_on_purpose_is_found() {
        let white =
            hidden_after(|own| replaced(own, "/MCID 1>>BDC", " Td\n", " Td\n1 g\n"));
        assert!(
            matches!(white[..], [Why::Contrast { ratio, .. }, ..] if ratio < 1.1),
            "{white:?}"
        );
        let small = hidden_after(|own| {
            replaced(own, "/MCID 1>>BDC", "BT\n", "BT\n.2 0 0 .2 60 90 Tm\n")
        });
        assert!(matches!(small[..], [Why::Small(_), ..]), "{small:?}");
        let away = hidden_after(|own| {
            replaced(own, "/MCID 1>>BDC", "BT\n", "BT\n1 0 0 1 900 0 Tm\n")
        });
        assert!(away.contains(&Why::Outside(1.0)), "{away:?}");
        let covered =
            hidden_after(|own| format!("{own}\n/Artifact BMC 1 g 0 0 600 900 re f EMC"));
        assert!(
            covered.iter().any(|why| matches!(why, Why::Covered { certain: true, .. })),
            "{covered:?}"
        );
        let invisible =
            hidden_after(|own| replaced(own, "/MCID 1>>BDC", "BT\n", "BT\n3 Tr\n"));
        assert!(invisible.contains(&Why::Invisible), "{invisible:?}");
        let clipped = hidden_after(|own| format!("0 0 9 9 re W n {own}"));
        assert!(clipped.contains(&Why::Clipped(1.0)), "{clipped:?}");
    }

    #[test]
    fn a_mark_that_was_moved_is_found() {
        let (bytes, print) = one("");
        let lost = with_content(&bytes, 3, |own| own.replace("/MCID 1>>", "/MCID 99>>"));
        let faults: Vec<Fault> =
            lost.unwrap().findings.into_iter().map(|found| found.fault).collect();
        let mark = |mcid| Mark { form: None, mcid };
        assert!(faults.contains(&Fault::MarkWithoutElement(mark(99))), "{faults:?}");
        assert!(faults.contains(&Fault::ElementWithoutMark(mark(1))), "{faults:?}");
        let swapped = with_content(&bytes, 3, |own| {
            let own =
                own.replace("/MCID 1>>", "/MCID x>>").replace("/MCID 0>>", "/MCID 1>>");
            own.replace("/MCID x>>", "/MCID 0>>")
        });
        assert_ne!(printed_texts(&print), read_texts(&swapped.unwrap()));
    }

    /// Changes the first stream that holds some bytes.
    fn with_stream(bytes: &[u8], from: &str, to: &str) -> Pdf {
        let mut document = Document::load_mem(bytes).unwrap();
        let numbers: Vec<ObjectId> = document.objects.keys().copied().collect();
        for number in numbers {
            let Ok(Object::Stream(stream)) = document.get_object_mut(number) else {
                continue;
            };
            let Ok(content) = stream.decompressed_content() else { continue };
            let Ok(content) = String::from_utf8(content) else { continue };
            if content.contains(from) {
                stream.dict.remove(b"Filter");
                stream.set_plain_content(content.replacen(from, to, 1).into_bytes());
                return saved(document).unwrap();
            }
        }
        panic!("no stream holds `{from}`")
    }

    #[test]
    fn a_character_that_means_another_is_found() {
        let (bytes, print) = one("");
        // the first map that has an `e`
        let pdf = with_stream(&bytes, "<0065>", "<0078>");
        assert_ne!(printed_texts(&print), read_texts(&pdf));
    }
}
