//! References in every notation: the same works are the same references.

use std::collections::BTreeMap;
use std::path::Path;

use trifold::diag::Sink;
use trifold::files::{Files, Limits, read};
use trifold::project::load;
use trifold::source::Sources;

use crate::resolve::{pieces, says, small};

/// The project of the article, as it stands here.
fn article() -> Files {
    let mut sink = Sink::default();
    read(Path::new(env!("CARGO_MANIFEST_DIR")), &Limits::default(), &mut sink).unwrap()
}

/// What a project is built to: the bytes of each file by its path. Certificates name the
/// files that it is made from, and are left out.
#[track_caller]
fn outputs(files: &Files) -> BTreeMap<String, Vec<u8>> {
    let made = crate::verify::made(files);
    let found: Vec<_> = made.iter().flat_map(crate::verify::Finished::found).collect();
    assert!(found.is_empty(), "{found:#?}");
    made.into_iter().flat_map(|one| one.artifact.files.by_path).collect()
}

#[test]
fn the_article_is_the_same_whatever_its_references_are_written_in() {
    let files = article();
    let manifest = String::from_utf8(files.get("trifold.toml").unwrap().to_vec()).unwrap();
    let expected = outputs(&files);
    assert!(expected.len() > 4);
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/references");
    for ending in ["yaml", "json", "ris", "nbib"] {
        let mut own = files.clone();
        let name = format!("article.{ending}");
        let text = std::fs::read(fixtures.join(&name)).unwrap();
        own.insert(format!("manuscript/{name}"), text);
        own.insert("trifold.toml", manifest.replace("references.bib", &name).into_bytes());
        for (name, output) in outputs(&own) {
            assert!(output == expected[&name], "{name} from {ending} is another");
        }
    }
}

/// What a text that cites `key` prints for it in a style, with a bibliography file.
#[track_caller]
fn reference(file: (&str, &str), key: &str, style: &str) -> String {
    let text = format!("[@{key}]\n");
    let mut small = small(&[("a.md", &text), file]);
    let place = small.project.editions[0].place;
    small.project.style = trifold::project::StyleChoice::Bundled(style.to_owned(), place);
    let book = small.resolve().unwrap_or_else(|_| panic!("{:#?}", small.told()));
    assert_eq!(small.told(), Vec::<String>::new());
    let entry = &book.references[0];
    format!("{}{}", entry.label.clone().unwrap_or_default(), pieces(&entry.text))
}

#[test]
fn a_chapter_with_editors_is_read_from_every_notation() {
    let expected = "Ash, A., & van Birch, B. (2021). A chapter. In C. Cedar (Ed.), _A book_ \
                    (pp. 10–20). Press.";
    let bib = "@incollection{x, author = {Ash, Ann and van Birch, Bob}, title = {A chapter}, \
               booktitle = {A book}, editor = {Cedar, Cem}, year = 2021, publisher = {Press}, \
               pages = {10--20}, isbn = {978-0-306-40615-7}}";
    let json = r#"[{"id": "x", "type": "chapter", "title": "A chapter", "author": [
        {"family": "Ash", "given": "Ann"},
        {"family": "Birch", "given": "Bob", "non-dropping-particle": "van"}],
        "editor": [{"family": "Cedar", "given": "Cem"}], "container-title": "A book",
        "issued": {"date-parts": [[2021, 5]]}, "publisher": "Press", "page": "10-20",
        "ISBN": "978-0-306-40615-7"}]"#;
    let ris = "TY  - CHAP\nID  - x\nAU  - Ash, Ann\nAU  - van Birch, Bob\nTI  - A chapter\n\
               ED  - Cedar, Cem\nT2  - A book\nPY  - 2021\nPB  - Press\nSP  - 10\nEP  - 20\n\
               SN  - 978-0-306-40615-7\nER  - \n";
    let yaml = "x:\n  type: chapter\n  title: A chapter\n  author: [\"Ash, Ann\", \"van Birch, Bob\"]\n  \
                date: 2021-05\n  page-range: 10-20\n  parent:\n    title: A book\n    \
                editor: Cedar, Cem\n    publisher: Press\n";
    for file in [("r.bib", bib), ("r.json", json), ("r.ris", ris), ("r.yaml", yaml)] {
        assert_eq!(reference(file, "x", "apa"), expected, "{}", file.0);
    }
    let nbib = "PMID- 123\nFAU - Ash, Ann\nFAU - van Birch, Bob\nTI  - A chapter.\nBTI - A book\n\
                FED - Cedar, Cem\nDP  - 2021 May\nPB  - Press\nPG  - 10-20\n";
    assert_eq!(reference(("r.nbib", nbib), "ash2021", "apa"), expected);
}

#[test]
fn a_body_a_day_and_an_address_are_read_from_every_notation() {
    let expected = "[1]World Health Organization, “Depression.” Accessed: Jun. 01, 2024. \
                    [Online]. Available: <https://who.int/depression \
                    https://who.int/depression>";
    let bib = "@online{x, author = {{World Health Organization}}, title = {Depression}, \
               date = {2023-03-31}, url = {https://who.int/depression}, urldate = {2024-06-01}}";
    let json = r#"{"id": "x", "type": "webpage", "title": "Depression", "author": [
        {"literal": "World Health Organization"}], "issued": {"raw": "2023-03-31"},
        "URL": "https://who.int/depression", "accessed": {"date-parts": [["2024", "6", "1"]]}}"#;
    let ris = "TY  - ELEC\r\nID  - x\r\nAU  - World Health Organization\r\nTI  - Depression\r\n\
               PY  - 2023\r\nDA  - 2023/03/31/\r\nY2  - 2024/06/01/\r\n\
               UR  - https://who.int/depression\r\nER  - \r\n";
    let yaml = "x:\n  type: web\n  title: Depression\n  author: {name: World Health Organization}\n  \
                date: 2023-03-31\n  url:\n    value: https://who.int/depression\n    date: 2024-06-01\n";
    for file in [("r.bib", bib), ("r.json", json), ("r.ris", ris), ("r.yaml", yaml)] {
        assert_eq!(reference(file, "x", "ieee"), expected, "{}", file.0);
    }
}

#[test]
fn italics_and_small_figures_in_a_title_stay() {
    let json = r#"[{"id": "x", "type": "article-journal", "title": "On <i>E. coli</i> at CO<sub>2</sub>",
        "author": [{"family": "Ash"}], "container-title": "J", "issued": "2020"}]"#;
    let shown = reference(("r.json", json), "x", "apa");
    assert_eq!(shown, "Ash. (2020). On _E. coli_ at CO2. _J_.");
    // a note prints the title too
    let mut small = small(&[("a.md", "[@x]\n"), ("r.json", json)]);
    let place = small.project.editions[0].place;
    let notes = "chicago-notes".to_owned();
    small.project.style = trifold::project::StyleChoice::Bundled(notes, place);
    let book = small.resolve().unwrap();
    let shown = pieces(&book.chapters[0].citations[0].text);
    assert_eq!(shown, "<0 Ash, “On >_E. coli_ at CO2,” _J_, 2020.");
}

#[test]
fn a_number_of_pubmed_leads_there() {
    let nbib =
        "PMID- 39351327\nFAU - Li, Li Juan\nTI  - A title.\nJT  - J\nDP  - 2024 Sep 12\n";
    let shown = reference(("r.nbib", nbib), "li2024", "nlm-citation-sequence");
    assert!(
        shown.contains("PMID: <https://pubmed.ncbi.nlm.nih.gov/39351327/ 39351327>"),
        "{shown}"
    );
}

#[test]
fn files_of_several_notations_are_one_bibliography() {
    let json = r#"[{"id": "a", "type": "document", "title": "A"}]"#;
    let ris = "TY  - GEN\nID  - a\nTI  - B\nER  - \n";
    let yaml = "b:\n  type: misc\n  title: C\nb:\n  type: misc\n  title: D\n";
    says(
        &[("a.md", "[@a] [@b]\n"), ("r.json", json), ("r.ris", ris), ("r.yaml", yaml)],
        &[
            "error[duplicate-reference] r.ris:2:7: two references have the key `a` (remove \
             one of them, or give it another key)",
            "error[duplicate-reference] r.yaml:4:1: two references have the key `b` (remove \
             one of them, or give it another key)",
        ],
    );
}

#[test]
fn identifiers_are_checked_in_every_notation() {
    let json = r#"[{"id": "a", "type": "document", "title": "A", "DOI": "11.1/x", "PMID": "PMC12",
 "ISBN": "978-0-306-40615-8"}]"#;
    let yaml = "b:\n  type: misc\n  title: B\n  serial-number:\n    issn: 1664-0641\n    doi: 10.1000/a b\n";
    let bib = "@misc{c, title = {C}, pmid = {0}, issn = {1664-0640}}\n\
               @misc{d, title = {D}, doi = {10.1000/182}}\n@misc{e, title = {E}, doi = {10.1000/182}}\n";
    says(
        &[
            ("a.md", "[@a; @b; @c; @d; @e]\n"),
            ("r.json", json),
            ("r.yaml", yaml),
            ("r.bib", bib),
        ],
        &[
            "error[bad-doi] r.json:1:55: `11.1/x` is no DOI (a DOI is written like `10.1000/182`)",
            "error[bad-pmid] r.json:1:73: `PMC12` is no number of PubMed (a PMID is 1 to 8 digits: `39351327`)",
            "warning[wrong-isbn] r.json:2:10: `978-0-306-40615-8` is no ISBN: its check digit or its length is wrong (compare it with the work itself)",
            "warning[wrong-issn] r.yaml:5:11: `1664-0641` is no ISSN: its check digit or its length is wrong (compare it with the work itself)",
            "error[bad-doi] r.yaml:6:10: `10.1000/a b` is no DOI (a DOI is written like `10.1000/182`)",
            "error[bad-pmid] r.bib:1:31: `0` is no number of PubMed (a PMID is 1 to 8 digits: `39351327`)",
            "warning[duplicate-work] r.bib:3:1: `d` and `e` have the same DOI (cite one of them and remove the other, or correct the DOI)",
        ],
    );
}

#[test]
fn what_a_type_asks_for_is_told() {
    let bib = "@article{a, title = {A}}\n@book{b, title = {B}, author = {Ash, A.}}\n";
    let ris = "TY  - THES\nID  - c\nTI  - C\nER  - \n";
    let json = r#"[{"id": "d", "type": "webpage", "title": "D"}]"#;
    says(
        &[("a.md", "[@a; @b; @c; @d]\n"), ("r.bib", bib), ("r.ris", ris), ("r.json", json)],
        &[
            "warning[incomplete-reference] r.bib:1:1: the reference `a` has no author and no journal and no year (add `author = {…}`, `journal = {…}`, `year = {…}`)",
            "warning[incomplete-reference] r.bib:2:1: the reference `b` has no publisher and no year (add `publisher = {…}`, `year = {…}`)",
            "warning[incomplete-reference] r.ris:1:1: the reference `c` has no author and no school and no year (add `AU  - …`, `PB  - …`, `PY  - …`)",
            "warning[incomplete-reference] r.json:1:2: the reference `d` has no address (add `\"URL\": …`)",
        ],
    );
}

#[test]
fn types_and_fields_that_are_none_are_told_with_the_nearest() {
    let bib = "@artcle{a, title = {A}}\n";
    let ris = "TY  - JUOR\nID  - b\nTI  - B\nXX  - C\nPY  - in press\nER  - \n";
    let json = r#"[{"id": "c", "type": "boook", "titel": "C", "title": "C"}]"#;
    let yaml = "d:\n  type: misc\n  title: D\n  pblisher: P\ne:\n  type: artikle\n  title: E\nf:\n  \
                type: misc\n  title: F\n  date: [x]\n";
    let nbib = "PMID- 1\nTI  - G\nFAU - Gum, G\nJT  - J\nDP  - some day\nQQ  - x\n";
    says(
        &[
            ("a.md", "[@a; @b; @c; @d; @e; @gum]\n"),
            ("r.bib", bib),
            ("r.ris", ris),
            ("r.json", json),
            ("r.yaml", yaml),
            ("r.nbib", nbib),
        ],
        &[
            "warning[unknown-type] r.bib:1:2: `artcle` is no type of work: `a` is printed as any work (did you mean `article`?)",
            "warning[unknown-type] r.ris:1:7: `JUOR` is no type of work: `b` is printed as any work (did you mean `JOUR`?)",
            "warning[unused-field] r.ris:4:1: the field `XX` of `b` is not printed (no field has this name: take it out, or say it in another)",
            "warning[unused-field] r.ris:5:7: the field `PY` of `b` is not printed (`in press` is not understood: write it another way)",
            "warning[unknown-type] r.json:1:22: `boook` is no type of work: `c` is printed as any work (did you mean `book`?)",
            "warning[unused-field] r.json:1:31: the field `titel` of `c` is not printed (did you mean `title`?)",
            "warning[unused-field] r.yaml:4:3: the field `pblisher` of `d` is not printed (did you mean `publisher`?)",
            "error[bad-reference] r.yaml:6:9: `artikle` is no type of work (did you mean `article`?)",
            "error[bad-reference] r.yaml:11:9: a field of the reference `f` is wrong: f.date: invalid type: sequence, expected a date in the format YYYY-MM-DD (correct the field)",
            "warning[incomplete-reference] r.nbib:1:1: the reference `gum` has no year (add `DP  - …`)",
            "warning[unused-field] r.nbib:5:7: the field `DP` of `1` is not printed (`some day` is not understood: write it another way)",
            "warning[unused-field] r.nbib:6:1: the field `QQ` of `1` is not printed (no field has this name: take it out, or say it in another)",
        ],
    );
}

#[test]
fn broken_files_are_told_with_their_places() {
    let ris = "AU  - Ash\nTY  - BOOK\nTI: A\nTY  - BOOK\nTI  - B\nER  - \n";
    let json = "[\n  {\"id\": \"a\" \"type\": 1}\n]";
    let yaml = "a:\n  title: \"A\n  type: misc\n";
    let nbib = "PMID- 1\nTI: A title\n";
    says(
        &[
            ("a.md", "[@a]\n"),
            ("r.ris", ris),
            ("r.json", json),
            ("s.json", "[1, {\"type\": \"book\"}]"),
            ("r.yaml", yaml),
            ("s.yaml", "- a\n"),
            ("r.nbib", nbib),
        ],
        &[
            "error[bad-bibliography] r.ris:1:1: `AU` stands in no entry (begin an entry with a line `TY  - JOUR`)",
            "error[bad-bibliography] r.ris:2:1: an entry has no end (end it with a line `ER  - `)",
            "error[bad-bibliography] r.ris:3:1: this is no line of RIS (write a tag of two characters, two spaces, a hyphen and a space: `TI  - A title`)",
            "error[bad-bibliography] r.ris:4:1: a reference has no key (add a line `ID  - smith2020`; else it is made of the family name of the first author and the year)",
            "error[bad-bibliography] r.json:2:14: the file is no JSON: expected `,` or `}` (write an array of objects: `[{\"id\": \"smith2020\", …}]`)",
            "error[bad-bibliography] s.json:1:2: this is no work in CSL-JSON (write an object for each work: `{\"id\": \"smith2020\", \"type\": \"book\", …}`)",
            "error[bad-bibliography] s.json:1:5: a reference has no key (add `\"id\": \"smith2020\"`)",
            "error[bad-bibliography] r.yaml:2:10: the file is no YAML: invalid indentation in quoted scalar (write `key:` and below it, indented, `field: value`; quote values that hold `: ` or begin with a mark)",
            "error[bad-bibliography] s.yaml:1:1: the file holds no entries (write a key for each work, and below it, indented, its fields)",
            "error[bad-bibliography] r.nbib:1:1: a reference has no key (a key is made of the family name of the first author and the year: add `FAU - Smith, Ann` or `CN  - A society`)",
            "error[bad-bibliography] r.nbib:2:1: this is no line of an `.nbib` file (write a tag, spaces up to four characters, a hyphen and a space: `TI  - A title`; what goes on begins with spaces)",
        ],
    );
}

/// The article with the references as the source has them: a list below a heading.
fn with_inline_list() -> Files {
    let mut files = article();
    let manifest = String::from_utf8(files.get("trifold.toml").unwrap().to_vec()).unwrap();
    let manifest = manifest
        .replace("files = [\"references.bib\"]\nstyle = \"numbered.csl\"", "inline = true")
        .replace("  \"06-prep", "  \"07-references.md\",\n  \"06-prep");
    assert!(manifest.contains("inline = true") && manifest.contains("07-references"));
    files.insert("trifold.toml", manifest.into_bytes());
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let source = std::fs::read_to_string(root.join("tests/fixtures/source-article.txt"));
    let source = source.unwrap();
    let (_, list) = source.split_once("\nReferences\n").unwrap();
    let (list, _) = list.split_once("\nDisclaimer").unwrap();
    let list = format!("# References\n{list}\n");
    files.insert("manuscript/07-references.md", list.into_bytes());
    let chapters: Vec<String> =
        files.by_path.keys().filter(|path| path.ends_with(".md")).cloned().collect();
    for path in chapters.iter().filter(|path| path.starts_with("manuscript/0")) {
        let text = String::from_utf8(files.get(path).unwrap().to_vec()).unwrap();
        let text = text.replace("@li2024; @wolfgang2025", "1, 2");
        let text = text.replace("@li2024", "1").replace("@wolfgang2025", "2");
        files.insert(path.clone(), text.into_bytes());
    }
    files
}

/// The first edition of a project.
#[track_caller]
fn first_book(files: &Files) -> (trifold::resolve::Book, Vec<String>) {
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let project = load(files, &mut sources, &mut sink)
        .unwrap_or_else(|_| panic!("{:#?}", sink.messages()));
    let books = trifold::build::books(&project, &sources, &[0], &|_| {}, &mut sink);
    let book = books.unwrap_or_else(|_| panic!("{:#?}", sink.messages())).remove(0);
    let told = sink.messages().iter().map(|(_, one)| one.message.clone()).collect();
    (book, told)
}

#[test]
fn a_list_in_the_manuscript_is_the_same_references() {
    let (expected, _) = first_book(&article());
    let (found, told) = first_book(&with_inline_list());
    assert_eq!(told, Vec::<String>::new());
    assert_eq!(found.references_title, "References");
    assert_eq!(found.chapters.len(), expected.chapters.len());
    assert_eq!(found.spine, expected.spine);
    for (own, other) in found.references.iter().zip(&expected.references) {
        // the source writes a hyphen between pages; the journal is not in italics
        let plain = |pieces: &[trifold::resolve::Piece]| {
            let text: String = pieces.iter().map(|piece| piece.text.as_str()).collect();
            text.replace('–', "-")
        };
        assert_eq!(plain(&own.text), plain(&other.text));
        let links = |pieces: &[trifold::resolve::Piece]| {
            pieces.iter().filter_map(|piece| piece.to.clone()).collect::<Vec<_>>()
        };
        assert_eq!(links(&own.text), links(&other.text));
        assert_eq!(own.cited_from, other.cited_from);
        assert_eq!(
            (&own.label, &own.doi, &own.title, &own.authors, own.year, &own.container),
            (
                &other.label,
                &other.doi,
                &other.title,
                &other.authors,
                other.year,
                &other.container
            )
        );
    }
    for (own, other) in found.chapters.iter().zip(&expected.chapters) {
        let shown = |chapter: &trifold::resolve::Chapter| {
            chapter.citations.iter().map(|one| pieces(&one.text)).collect::<Vec<_>>()
        };
        assert_eq!(shown(own), shown(other));
    }
    // every format writes it, with all its checks
    // it needs no italics
    let names = |files: &Files| {
        let all = outputs(files).into_keys();
        all.filter(|name| !name.contains("/fonts/")).collect::<Vec<_>>()
    };
    assert_eq!(names(&with_inline_list()), names(&article()));
}

/// What is told of a chapter whose references stand in it.
#[track_caller]
fn inline_says(text: &str, expected: &[&str]) {
    let mut small = small(&[("a.md", text)]);
    small.project.references.inline = Some(small.project.editions[0].place);
    let result = small.resolve();
    assert_eq!(small.told(), expected);
    assert_eq!(result.is_err(), expected.iter().any(|one| one.starts_with("error")));
}

#[test]
fn marks_and_entries_that_do_not_meet_are_told() {
    inline_says(
        "# A\n\nText [1], [3], [1--3], \\[4\\] and `[5]`, [6](https://x.org).\n\n## References\n\n\
         [1] Ash. A title.\n[2] Birch.\n\n[2] Cedar.\n\n[7] Nobody.\n",
        &[
            "error[missing-reference] a.md:3:11: no reference has the number 3 (add `[3] …` to \
             the list of references; for brackets that are text write `\\[3\\]`)",
            "error[missing-reference] a.md:3:16: no reference has the number 3 (add `[3] …` to \
             the list of references; for brackets that are text write `\\[3\\]`)",
            "error[duplicate-reference] a.md:10:1: two references have the number 2 (give one \
             of them another number)",
            "warning[uncited-reference] a.md:12:1: nobody cites reference 7 (write `[7]` where \
             it is used, or take it out of the list)",
        ],
    );
}

#[test]
fn marks_without_a_list_are_told_once() {
    inline_says(
        "# A\n\nText [1] [2].\n",
        &[
            "error[bad-reference-list] trifold.toml:1:1: no section has the heading `References` \
        (write `# References` and below it the entries, each beginning with `[1]`; another \
        heading name in `references.title`)",
        ],
    );
}

#[test]
fn what_is_no_entry_is_told() {
    inline_says(
        "# References\n\n1. Ash.\n2. Birch.\n\n   More.\n\nWords.\n\n## More\n\n3. Cedar `code`.\n",
        &[
            "warning[uncited-reference] a.md:3:4: nobody cites reference 1 (write `[1]` where it \
             is used, or take it out of the list)",
            "error[bad-reference-list] a.md:4:4: something in the list of references is no entry (begin each entry with its number in \
             brackets, `[1] …`, or write an ordered list; give what follows a heading of its own)",
            "error[bad-reference-list] a.md:8:1: something in the list of references is no entry (begin each entry with its number in \
             brackets, `[1] …`, or write an ordered list; give what follows a heading of its own)",
            "error[bad-reference-list] a.md:10:1: something in the list of references is no entry (begin each entry with its number in \
             brackets, `[1] …`, or write an ordered list; give what follows a heading of its own)",
            "error[bad-reference-list] a.md:12:10: this cannot stand in a reference (an entry \
             holds text, emphasis and links to the web)",
        ],
    );
    let text = "# A\n\n[1] [@x]\n\n## References\n\n[1] A.\n\n## References\n\n[1] B.\n";
    inline_says(
        text,
        &[
            "error[missing-reference] a.md:3:5: no reference has the key `x` (write `[1]`)",
            "error[bad-reference-list] a.md:9:1: there are two lists of references (put all \
             references of the book into one of them)",
        ],
    );
}

#[test]
fn numbers_in_brackets_stay_text_unless_the_project_says_otherwise() {
    let book = crate::resolve::book(&[(
        "a.md",
        "# A\n\nText [1] and [2].\n\n## References\n\n[1] Ash.\n\n[2] Birch.\n",
    )]);
    assert!(book.references.is_empty() && book.chapters[0].citations.is_empty());
}

#[test]
fn a_group_of_marks_leads_to_each_reference() {
    let text = "# A\n\nText [1,3], *[1–3]*[^n] and **[2]**.\n\n[^n]: Note [2].\n\n## References\n\n\
                1. Ash. *A Journal*. PMID: 123. <https://x.org/a>\n2. Birch. doi:10.1000/182.\n3. Cedar.\n";
    let mut small = small(&[("a.md", text)]);
    small.project.references.inline = Some(small.project.editions[0].place);
    let book = small.resolve().unwrap();
    assert_eq!(small.told(), Vec::<String>::new());
    let shown: Vec<String> =
        book.chapters[0].citations.iter().map(|one| pieces(&one.text)).collect();
    assert_eq!(shown, ["[<0 1>,<2 3>]", "[<0 1>–<2 3>]", "[<1 2>]", "[<1 2>]"]);
    let entries: Vec<String> =
        book.references.iter().map(|one| pieces(&one.text)).collect();
    assert_eq!(
        entries,
        [
            "Ash. _A Journal_. PMID: <https://pubmed.ncbi.nlm.nih.gov/123/ 123>. \
             <https://x.org/a https://x.org/a>",
            "Birch. doi:<https://doi.org/10.1000/182 10.1000/182>.",
            "Cedar.",
        ]
    );
    let from: Vec<usize> = book.references.iter().map(|one| one.cited_from.len()).collect();
    assert_eq!(from, [2, 3, 2]);
}

#[test]
fn further_reading_is_listed_though_nobody_cites_it() {
    let bib = "@misc{a, title = {A}}\n@misc{b, title = {B}}\n@misc{c, title = {C}}\n";
    let further = |keys: &[&str]| {
        let mut small = small(&[("a.md", "Text [@b]\n"), ("r.bib", bib)]);
        let place = small.project.editions[0].place;
        let text = |key: &&str| trifold::tables::Text { text: (*key).to_owned(), place };
        small.project.references.further_reading = keys.iter().map(text).collect();
        let book = small.resolve();
        let keys = book.map(|book| {
            let labels = book.references.iter();
            labels
                .map(|one| format!("{} {}", one.label.as_deref().unwrap(), one.key))
                .collect()
        });
        (keys.unwrap_or_default(), small.told())
    };
    let (all, told): (Vec<String>, _) = further(&["*"]);
    assert_eq!(
        (all, told.len()),
        (vec!["[1] b".to_owned(), "[2] a".into(), "[3] c".into()], 0)
    );
    let (some, told) = further(&["c"]);
    assert_eq!((some.len(), told.len()), (2, 1));
    let (_, told) = further(&["a", "d"]);
    assert!(
        told.iter().any(|one| one.contains("error[missing-reference] trifold.toml")),
        "{told:?}"
    );
}

/// What Crossref says: a retraction by the work itself, a correction by its notice, and a
/// new version, which is nothing.
const CROSSREF: &str = r#"{"status": "ok", "message": {"items": [
  {"DOI": "10.3389/fpsyt.2024.1416420", "indexed": {"date-parts": [[2026, 1, 5]]},
   "updated-by": [
     {"DOI": "10.1000/n1", "type": "correction", "updated": {"date-parts": [[2024, 11, 2]]}},
     {"DOI": "10.1000/n2", "type": "retraction", "source": "retraction-watch",
      "updated": {"date-parts": [[2025, 3, 1]]}}]},
  {"DOI": "10.1000/n3", "indexed": {"date-parts": [[2026, 1, 6]]},
   "update-to": [{"DOI": "10.1176/APPI.AJP.20230681", "type": "erratum", "source": "publisher",
      "updated": {"date-parts": [[2025, 6, 7]]}}]},
  {"DOI": "10.1000/n4", "update-to": [{"DOI": "10.9999/x", "type": "new_version"}]}
]}}"#;

/// The article in a folder of its own, to run the program on.
fn on_disk() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let files = article();
    for (path, bytes) in &files.by_path {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    folder
}

fn trifold(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_trifold"));
    command.current_dir(folder).args(arguments).env_remove("SOURCE_DATE_EPOCH");
    let output = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[test]
fn a_retracted_work_stops_the_build_and_a_corrected_one_warns() {
    let folder = on_disk();
    std::fs::write(folder.path().join("crossref.json"), CROSSREF).unwrap();
    let update = ["references", "update", "--from", "crossref.json"];
    let (status, out, err) = trifold(folder.path(), &update);
    assert_eq!((status, err.as_str()), (0, ""), "{out}");
    let lock = folder.path().join("manuscript/references.lock");
    let written = std::fs::read_to_string(&lock).unwrap();
    insta::assert_snapshot!(written, @r#"
    # What became of the works that are cited. Written by
    # `trifold references update`; keep it with the manuscript.

    [[reference]]
    doi = "10.1176/appi.ajp.20230681"
    status = "corrected"
    source = "publisher"
    date = "2025-06-07"
    notice = "10.1000/n3"
    checked = "2026-01-06"

    [[reference]]
    doi = "10.3389/fpsyt.2024.1416420"
    status = "retracted"
    source = "retraction-watch"
    date = "2025-03-01"
    notice = "10.1000/n2"
    checked = "2026-01-05"
    "#);
    let (status, _, err) = trifold(folder.path(), &["check"]);
    assert_eq!(status, 1);
    insta::assert_snapshot!(err, @r#"
    error[retracted-reference]: `li2024` was retracted on 2025-03-01 (retraction-watch, 10.1000/n2)
     --> manuscript/02-how-psychedelic-therapy-affects-emotional-processing.md:4:236
      |
    4 | ...ing, rumination, and the maintenance of ego boundaries [@li2024].
      |                                                           ^^^^^^^^^ cited here
      |
     ::: manuscript/03-research-on-mindfulness-and-compassion-enhancement.md:4:228
      |
    4 | ...athy, and self-acceptance following treatment sessions [@li2024].
      |                                                           --------- cited here
      |
     ::: manuscript/references.bib:1:1
      |
    1 | @article{li2024,
      | ---------------- the entry
      |
      = help: cite another work; what rests on this one needs to be written anew

    warning[corrected-reference]: `wolfgang2025` was corrected on 2025-06-07 (publisher, 10.1000/n3)
      --> manuscript/02-how-psychedelic-therapy-affects-emotional-processing.md:13:204
       |
    13 | ...iated with bonding, trust, and nurturing behaviors [@wolfgang2025].
       |                                                       ^^^^^^^^^^^^^^^ cited here
       |
      ::: manuscript/03-research-on-mindfulness-and-compassion-enhancement.md:8:273
       |
     8 | ...achieve through traditional therapeutic approaches [@wolfgang2025].
       |                                                       --------------- cited here
       |
      ::: manuscript/references.bib:12:1
       |
    12 | @article{wolfgang2025,
       | ---------------------- the entry
       |
       = help: read the correction, and see whether the text still holds

    1 error, 1 warning: nothing was written, this was a check
    `trifold explain retracted-reference` says more
    "#);
    // it stays what it is, whether the project can be built or not
    assert_eq!(trifold(folder.path(), &update).0, 0);
    assert_eq!(std::fs::read_to_string(&lock).unwrap(), written);
    // what Crossref does not know any more stays as it was
    std::fs::write(folder.path().join("crossref.json"), r#"{"DOI": "10.1000/other"}"#)
        .unwrap();
    let (status, out, _) = trifold(folder.path(), &update);
    assert_eq!((status, std::fs::read_to_string(&lock).unwrap()), (0, written));
    assert!(out.contains("does not have: 2"), "{out}");
    std::fs::write(folder.path().join("crossref.json"), "[1]").unwrap();
    let (status, _, err) = trifold(folder.path(), &update);
    assert!(status == 1 && err.contains("error[bad-crossref]"), "{status} {err}");
}

#[test]
fn kinds_of_updates_are_never_passed_over() {
    let crossref = |kind: &str| {
        format!(
            r#"{{"DOI": "10.3389/fpsyt.2024.1416420", "updated-by": [{{"DOI": "10.1000/n1",
               "type": "{kind}", "updated": {{"date-parts": [[2024, 5]]}}}}]}}"#
        )
    };
    for (kind, status, told) in [
        ("Retraction", "retracted", false),
        ("retraction_and_replacement", "retracted", false),
        ("Removal", "retracted", false),
        ("withdrawal", "retracted", false),
        ("concern", "expression-of-concern", false),
        ("Expression of concern", "expression-of-concern", false),
        ("new_version", "current", false),
        ("rectraction", "corrected", true),
    ] {
        let folder = on_disk();
        std::fs::write(folder.path().join("crossref.json"), crossref(kind)).unwrap();
        let update = ["references", "update", "--from", "crossref.json"];
        let (code, _, err) = trifold(folder.path(), &update);
        let lock = folder.path().join("manuscript/references.lock");
        let written = std::fs::read_to_string(lock).unwrap();
        assert!(written.contains(&format!("status = \"{status}\"")), "{kind}: {written}");
        assert_eq!(err.contains("warning[unknown-update]"), told, "{kind} {code}: {err}");
        // a month is no day
        assert!(!written.contains("\ndate = "), "{written}");
    }
}

#[test]
fn what_was_asked_long_ago_is_told_by_the_date_of_the_project() {
    let lock = |checked: &str| {
        let mut files = article();
        let entry = |doi: &str| {
            format!(
                "[[reference]]\ndoi = \"{doi}\"\nstatus = \"current\"\nchecked = \"{checked}\"\n"
            )
        };
        let text = entry("10.3389/FPSYT.2024.1416420");
        files.insert("manuscript/references.lock", text.into_bytes());
        first_book(&files).1
    };
    let unknown = "`references.lock` knows nothing of `10.1176/appi.ajp.20230681`";
    assert_eq!(lock("2026-11-23"), [unknown]);
    assert_eq!(lock("2025-11-23"), [unknown]);
    assert_eq!(
        lock("2025-11-22"),
        ["what became of `li2024` was asked on 2025-11-22, 366 days before", unknown]
    );
}

#[test]
fn a_lock_that_cannot_be_is_told_with_its_places() {
    let mut files = article();
    let text = "[[reference]]\ndoi = \"10.1000/1\"\nstatus = \"fine\"\nchecked = \"today\"\n\
                [[reference]]\ndoi = \"10.1000/2\"\nstatus = \"current\"\nchecked = \"2026-01-01\"\n\
                [[reference]]\ndoi = \"10.1000/2\"\nstatus = \"current\"\nchecked = \"2026-01-01\"\nx = 1\n";
    files.insert("manuscript/references.lock", text.as_bytes());
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    assert!(load(&files, &mut sources, &mut sink).is_err());
    let told: Vec<String> = sink
        .messages()
        .iter()
        .map(|(_, one)| {
            let at = sources.line_column(one.labels[0].place);
            format!("{} {}: {}", one.code.0, at.line, one.message)
        })
        .collect();
    assert_eq!(
        told,
        [
            "bad-lock 3: `fine` is no status",
            "bad-lock 4: `checked` is no day of the calendar",
            "bad-lock 9: two entries have the DOI `10.1000/2`",
            "unknown-key 13: `reference` has no key `x`",
        ]
    );
}
