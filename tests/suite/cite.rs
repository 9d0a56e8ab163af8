//! Citations and references as styles print them.

use trifold::project::StyleChoice;

use crate::resolve::{LI, Small, book, pieces, says, small};

const BIB: &str = "\
@article{li2024,
  author = {Li, L. J. and Shi, Z. M.},
  title = {Psilocybin for major depressive disorder},
  journal = {Frontiers in Psychiatry},
  year = {2024},
  volume = {15},
  doi = {https://doi.org/10.3389/fpsyt.2024.1416420},
}
@book{doe1999,
  author = {Doe, Jane},
  title = {A book},
  subtitle = {And more},
  publisher = {Press},
  year = {1999},
}
@online{roe2001,
  author = {Roe, Richard},
  title = {A page},
  year = {2001},
  url = {https://example.org/a page},
}
";

/// A chapter that cites, with a bundled style.
fn styled(style: &str, text: &str) -> Small {
    let mut small = small(&[("a.md", text), ("r.bib", BIB)]);
    let place = small.project.editions[0].place;
    small.project.style = StyleChoice::Bundled(style.to_owned(), place);
    small
}

/// What a style prints for the citations of a chapter. Links are marked `<reference …>`.
#[track_caller]
fn prints(style: &str, text: &str, expected: &[&str]) {
    let mut small = styled(style, text);
    let book = small.resolve().unwrap();
    let shown: Vec<String> =
        book.chapters[0].citations.iter().map(|one| pieces(&one.text)).collect();
    assert_eq!(shown, expected, "{style}");
}

const ALL: &str = "A [@li2024], [see @doe1999, p. 3; @li2024], @doe1999 [p. 2], \
                   [@doe1999, pp. 3--5 and more], [-@li2024], [-@li2024; @doe1999].";

#[test]
fn a_numeric_style_numbers_by_first_citation() {
    prints(
        "ieee",
        ALL,
        &[
            "<0 [1]>",
            "<0 [1]>, see <1 [2, p. 3]>",
            "<1 Doe [2, p. 2]>",
            "<1 [2, pp. 3–5]> and more",
            "<0 [1]>",
            "<0 [1]>, <1 [2]>",
        ],
    );
}

#[test]
fn an_author_date_style_names_authors_unless_told_not_to() {
    prints(
        "apa",
        ALL,
        &[
            "(<1 Li & Shi, 2024>)",
            "(see <0 Doe, 1999, p. 3>; <1 Li & Shi, 2024>)",
            "<0 Doe (1999, p. 2)>",
            "(<0 Doe, 1999, pp. 3–5> and more)",
            "(<1 2024>)",
            "(<0 Doe, 1999>; <1 2024>)",
        ],
    );
}

#[test]
fn a_style_without_years_never_prints_nothing() {
    let text = "@doe1999 and [-@li2024]";
    prints("modern-language-association", text, &["<0 Doe>", "(<1 Li and Shi>)"]);
}

#[test]
fn an_item_with_a_page_never_hides_in_a_range() {
    let plain = "[@li2024; @doe1999; @roe2001]";
    prints("vancouver", plain, &["(<0 1>–<2 3>)"]);
    let page = "[@li2024; see @doe1999; @roe2001]";
    prints("vancouver", page, &["(<0 1>, see <1 2>,<2 3>)"]);
}

#[test]
fn a_style_that_prints_no_pages_is_told() {
    let mut small = styled("nature", "[@li2024; @roe2001] [@doe1999, p. 7]\n");
    small.resolve().unwrap();
    assert_eq!(
        small.told(),
        ["warning[unused-locator] a.md:1:22: the citation style does not print `page 7` \
          (choose another style, or write it in the sentence)"]
    );
    let mut small = styled("ieee", "[@li2024; @roe2001] [@doe1999, p. 7]\n");
    small.resolve().unwrap();
    assert_eq!(small.told(), Vec::<String>::new());
}

#[test]
fn references_are_printed_whole_with_their_links() {
    let mut small = styled("ieee", "[@roe2001; @li2024; @doe1999]");
    let book = small.resolve().unwrap();
    let shown: Vec<String> = book.references.iter().map(|one| pieces(&one.text)).collect();
    assert_eq!(
        shown[1..],
        [
            "L. J. Li and Z. M. Shi, “Psilocybin for major depressive disorder,” \
             _Frontiers in Psychiatry_, vol. 15, 2024, doi: \
             <https://doi.org/10.3389/fpsyt.2024.1416420 10.3389/fpsyt.2024.1416420>.",
            "J. Doe, _A book: And more_. Press, 1999.",
        ]
    );
    assert!(
        shown[0].contains("<https://example.org/a%20page https://example.org/a%20page>")
    );
    let article = &book.references[1];
    assert_eq!(article.label.as_deref(), Some("[2]"));
    assert_eq!(article.id, "ref-li2024");
    assert_eq!(article.doi.as_deref(), Some("10.3389/fpsyt.2024.1416420"));
    assert_eq!(article.authors, ["Li, L. J.", "Shi, Z. M."]);
    assert_eq!(article.title, "Psilocybin for major depressive disorder");
    assert_eq!(article.year, Some(2024));
    assert_eq!(article.container.as_deref(), Some("Frontiers in Psychiatry"));
}

#[test]
fn each_reference_leads_back_to_each_citation() {
    let book = book(&[
        ("a.md", "[@li2024] and [@li2024; @li2024]\n"),
        ("b.md", "[@li2024]\n"),
        ("r.bib", LI),
    ]);
    let from: Vec<_> = book.references[0]
        .cited_from
        .iter()
        .map(|from| book.chapters[from.chapter as usize].citation(from.cite).id.as_str())
        .collect();
    assert_eq!(from, ["cite-1", "cite-2", "cite-3"]);
}

#[test]
fn every_bundled_style_prints_authors_and_links() {
    for style in hayagriva_styles() {
        let mut small = styled(style, "[@li2024] and [@doe1999, p. 7] and @doe1999\n");
        let Ok(book) = small.resolve() else {
            let told = small.told();
            let known = ["footnotes", "has no list of references"];
            assert!(known.iter().any(|why| told[0].contains(why)), "{style}: {told:?}");
            continue;
        };
        for citation in &book.chapters[0].citations {
            let text = pieces(&citation.text);
            assert!(text.contains('<') && text.contains(char::is_alphanumeric), "{style}");
        }
        for reference in &book.references {
            let text = pieces(&reference.text).to_lowercase();
            let author = if reference.key == "doe1999" { "doe" } else { "li" };
            assert!(text.contains(author), "{style}: {text}");
        }
    }
}

/// Styles of each kind among those that hayagriva brings.
fn hayagriva_styles() -> [&'static str; 24] {
    [
        "alphanumeric",
        "american-chemical-society",
        "american-medical-association",
        "american-psychological-association",
        "american-sociological-association",
        "association-for-computing-machinery",
        "british-medical-journal",
        "cell",
        "chicago-author-date",
        "chicago-notes",
        "deutsche-sprache",
        "elsevier-harvard",
        "elsevier-vancouver",
        "frontiers",
        "gb-7714-2015-numeric",
        "harvard-cite-them-right",
        "ieee",
        "iso-690-numeric",
        "modern-language-association",
        "nature",
        "nlm-citation-sequence",
        "plos",
        "springer-basic",
        "vancouver",
    ]
}

#[test]
fn citations_of_nothing_are_told_with_the_nearest_key() {
    says(
        &[("a.md", "[@li2042] [see @li2024; @other]\n"), ("r.bib", LI)],
        &[
            "error[missing-reference] a.md:1:2: no reference has the key `li2042` (the \
             nearest is `li2024`)",
            "error[missing-reference] a.md:1:25: no reference has the key `other` (add it \
             to a bibliography file; for an `@` that is text write `\\@`)",
        ],
    );
    says(
        &[("a.md", "Hello @there\n")],
        &["error[missing-reference] a.md:1:7: no reference has the key `there` (name a \
           bibliography file in `trifold.toml`; for an `@` that is text write `\\@`)"],
    );
}

#[test]
fn references_that_nobody_cites_are_told_and_not_printed() {
    let files = [("a.md", "Text\n"), ("r.bib", LI)];
    says(
        &files,
        &[
            "warning[uncited-reference] r.bib:1:1: nobody cites `li2024`: it is not printed \
           (cite it: `[@li2024]`, name it in `references.further-reading`, or \
             remove it)",
        ],
    );
    assert_eq!(small(&files).resolve().unwrap().references.len(), 0);
}

#[test]
fn broken_bibliographies_are_told_with_their_places() {
    says(
        &[("a.md", "[@a]\n"), ("r.bib", "@book{a, title = {A}}\n@book{a, title = {B}}\n")],
        &["error[duplicate-reference] r.bib:2:7: two references have the key `a` (remove \
           one of them, or give it another key)"],
    );
    let comma = "each field ends with a comma, each brace is closed: `title = {…},`";
    says(
        &[("a.md", "[@a]\n"), ("r.bib", "@book{a,\n  title = {A}\n  year = 2000,\n}\n")],
        &[&format!("error[bad-bibliography] r.bib:3:3: a comma is missing here ({comma})")],
    );
    says(
        &[("a.md", "[@a]\n"), ("r.bib", "@book{a,\n  title = {A},\n")],
        &[&format!(
            "error[bad-bibliography] r.bib:3:1: the file ends inside an entry ({comma})"
        )],
    );
    let volumes = "@inbook{a,\n  title = {A},\n  volumes = {many},\n  maintitle = {M},\n  volume = {1}}";
    says(
        &[("a.md", "[@a]\n"), ("r.bib", volumes)],
        &[
            "error[bad-reference] r.bib:3:14: a field of the reference `a` is wrong: invalid \
           number (correct the field)",
        ],
    );
    says(
        &[("a.md", "[@a]\n"), ("r.bib", "@misc{a,\n  title = {A},\n  doi = {10.x},\n}\n")],
        &["error[bad-doi] r.bib:3:10: `10.x` is no DOI (a DOI is written like \
           `10.1000/182`)"],
    );
    says(
        &[
            ("a.md", "[@a]\n"),
            ("r.bib", "@misc{a,\n  url = {www.x.org},\n  year = 1999,\n}\n"),
        ],
        &[
            "warning[untitled-reference] r.bib:1:1: the reference `a` has no title (add \
             `title = {…}`)",
            "error[bad-url] r.bib:2:10: `www.x.org` is no address on the web (write it in \
             full: `https://…`)",
        ],
    );
}

#[test]
fn fields_that_are_not_printed_are_told() {
    let bib = "@misc{a,\n  title = {A},\n  date = {in press},\n  urldate = {2000-13},\n  \
               url = {http://x.org},\n}\n";
    says(
        &[("a.md", "[@a]\n"), ("r.bib", bib)],
        &[
            "warning[unused-field] r.bib:3:11: the field `date` of `a` is not printed \
             (`in press` is not understood: write it another way)",
            "warning[unused-field] r.bib:4:14: the field `urldate` of `a` is not printed \
             (`2000-13` is not understood: write it another way)",
        ],
    );
}

#[test]
fn two_files_may_not_share_a_key() {
    says(
        &[("a.md", "[@li2024]\n"), ("r.bib", LI), ("s.bib", LI)],
        &["error[duplicate-reference] s.bib:1:7: two references have the key `li2024` \
           (remove one of them, or give it another key)"],
    );
}

#[test]
fn styles_that_are_none_are_told() {
    let check = |style: &str, expected: &str| {
        let mut small = styled(style, "Text\n");
        assert!(small.resolve().is_err());
        assert!(small.told().iter().any(|told| told == expected), "{:?}", small.told());
    };
    check(
        "iee",
        "error[missing-style] trifold.toml:1:1: no citation style is called `iee` (did you \
         mean `ieee`?)",
    );
    says(
        &[("a.md", "[@li2024]\n"), ("r.bib", LI), ("s.csl", "<style>\n  <info></style>")],
        &["error[bad-style] s.csl:2:9: the citation style is not well-formed: expected \
           'info' tag, not 'style' (correct the file, or fetch it again)"],
    );
    says(
        &[
            ("a.md", "[@li2024]\n"),
            ("r.bib", LI),
            ("s.csl", "<style>\n  <info/>\n</style>"),
        ],
        &[
            "error[bad-style] s.csl:2:3: this is no citation style that can be used: missing \
           field `id` (use a style in CSL 1.0, such as those of the Zotero style \
           repository)",
        ],
    );
}

#[test]
fn terms_are_in_the_language_of_the_book() {
    let mut small = styled("apa", "[@doe1999, p. 3] [@li2024, chap. 2]\n");
    small.project.info.language = "de-CH".to_owned();
    let book = small.resolve().unwrap();
    let shown = pieces(&book.chapters[0].citations[1].text);
    assert_eq!(shown, "(<1 Li & Shi, 2024, Kapitel 2>)");
}

#[test]
fn a_style_with_notes_puts_citations_into_them() {
    let text = "First [see @doe1999, p. 3]. Then @li2024 [p. 2] said[^n] so [@doe1999]; and \
                [@doe1999, p. 9].\n\n[^n]: A note [@roe2001].\n";
    let mut small = styled("chicago-notes", text);
    let book = small.resolve().unwrap_or_else(|_| panic!("{:?}", small.told()));
    assert_eq!(small.told(), Vec::<String>::new());
    let chapter = &book.chapters[0];
    let text = trifold::ast::plain_text(paragraph(&chapter.document.blocks[0]));
    assert_eq!(text, "First. Then  said so; and.");
    let notes: Vec<String> = chapter
        .document
        .notes
        .iter()
        .map(|note| {
            trifold::ast::plain_text_with(paragraph(&note.blocks[0]), &|cite| {
                pieces(&chapter.citation(cite).text)
            })
        })
        .collect();
    assert_eq!(
        notes,
        [
            "See <0 Jane Doe, >_A Book: And More_ (Press, 1999), 3.",
            "<1 L. J. Li and Z. M. Shi, “Psilocybin for Major Depressive Disorder,” >_Frontiers in \
             Psychiatry_ 15 (2024): 2, <https://doi.org/10.3389/fpsyt.2024.1416420 \
             https://doi.org/10.3389/fpsyt.2024.1416420>.",
            "A note <2 Richard Roe, “A Page,” 2001, ><https://example.org/a%20page \
             https://example.org/a%20page>.",
            "<0 Doe, >_A Book: And More_.",
            "<0 Doe, >_A Book: And More_, 9.",
        ]
    );
    let names: Vec<String> =
        chapter.citations.iter().map(|one| pieces(&one.text)).collect();
    assert_eq!(names.last().unwrap(), "<1 Li and Shi>");
    let from: Vec<usize> = book.references.iter().map(|one| one.cited_from.len()).collect();
    assert_eq!(from, [3, 1, 1]);
}

fn paragraph(block: &trifold::ast::Block) -> &[trifold::ast::Inline] {
    match &block.kind {
        trifold::ast::BlockKind::Paragraph(text) => text,
        other => panic!("{other:?}"),
    }
}
