//! Works as bibliographies have them in the wild, and what styles make of them.

use trifold::project::StyleChoice;

use crate::resolve::{Small, pieces, says, small};

/// A chapter and a bibliography in a style.
fn styled(style: &str, text: &str, file: (&str, &str)) -> Small {
    let mut small = small(&[("a.md", text), file]);
    let place = small.project.editions[0].place;
    small.project.style = StyleChoice::Bundled(style.to_owned(), place);
    small
}

/// The citations and the list of references.
#[track_caller]
fn printed(style: &str, text: &str, file: (&str, &str)) -> (Vec<String>, Vec<String>) {
    let mut small = styled(style, text, file);
    let book = small.resolve().unwrap_or_else(|_| panic!("{:#?}", small.told()));
    let plain = |all: &[trifold::cite::Piece]| {
        let text = pieces(all);
        let mut out = String::new();
        let mut rest = text.as_str();
        // links to references say no more than the text
        while let Some(at) = rest.find('<') {
            out.push_str(&rest[..at]);
            let inner = &rest[at + 1..];
            let space = inner.find(' ').unwrap_or(0);
            let end = inner.find('>').unwrap_or(inner.len());
            out.push_str(&inner[space + 1..end]);
            rest = &inner[end + 1..];
        }
        out + rest
    };
    let cited = book.chapters[0].citations.iter().map(|one| plain(&one.text)).collect();
    let listed = book.references.iter().map(|one| plain(&one.text)).collect();
    (cited, listed)
}

/// What a style prints for one work.
#[track_caller]
fn listed(style: &str, file: (&str, &str)) -> String {
    printed(style, "[@x]\n", file).1.remove(0)
}

#[track_caller]
fn bib(style: &str, entry: &str) -> String {
    listed(style, ("r.bib", entry))
}

#[test]
fn a_year_that_is_none_is_told_and_stops_nothing() {
    let entry = "@article{x, author = {Ash, A.}, title = {A}, journal = {J},\n  year = {in press}, \
                 doi = {}, pages = {}}\n";
    says(
        &[("a.md", "[@x]\n"), ("r.bib", entry)],
        &[
            "warning[incomplete-reference] r.bib:1:1: the reference `x` has no year (add \
             `year = {…}`)",
            "warning[unused-field] r.bib:2:11: the field `year` of `x` is not printed (`in \
             press` is not understood: write it another way)",
        ],
    );
    assert_eq!(bib("apa", entry), "Ash, A. (n.d.). A. _J_.");
}

#[test]
fn fields_without_a_value_are_not_there() {
    let entry = "@article{x, author = {Ash, A.}, title = {A}, journal = {J}, year = 2001, \
                 month = {}, volume = {}, number = {}, pages = {}, doi = {}, url = {}}";
    assert_eq!(bib("ieee", entry), "A. Ash, “A,” _J_, 2001.");
    let nobody = "@book{x, author = {}, title = {A}, publisher = {P}, year = 2001}\n";
    says(
        &[("a.md", "[@x]\n"), ("r.bib", nobody)],
        &["warning[incomplete-reference] r.bib:1:1: the reference `x` has no author (add \
           `author = {…}`)"],
    );
}

#[test]
fn others_are_no_name() {
    let file = "@article{x, author = {Smith, J. and others}, title = {A}, journal = {J}, year = 2001}\n\
                @article{y, author = {Smith, J. and Birch, B. and others}, title = {B}, journal = {J}, year = 2002}\n";
    let (cited, list) = printed("apa", "[@x] @y\n", ("r.bib", file));
    assert_eq!(cited, ["(Smith et al., 2001)", "Smith et al. (2002)"]);
    assert_eq!(
        list,
        [
            "Smith, J., et al. (2001). A. _J_.",
            "Smith, J., Birch, B., et al. (2002). B. _J_."
        ]
    );
    assert_eq!(bib("vancouver", file), "Smith J, et al. A. J. 2001.");
    let mut small = styled("apa", "[@x]\n", ("r.bib", file));
    assert_eq!(small.resolve().unwrap().references[0].authors, ["Smith, J."]);
}

#[test]
fn authors_of_one_family_name_are_told_apart() {
    let file = "@article{x, author = {Miranda, Carla}, title = {One}, journal = {J}, year = 2019}\n\
                @article{y, author = {Miranda, Dora}, title = {Two}, journal = {J}, year = 2019}\n\
                @article{z, author = {Miranda, Dora}, title = {Three}, journal = {J}, year = 2018}\n";
    let (cited, list) = printed("apa", "[@x; @y] @z\n", ("r.bib", file));
    assert_eq!(cited, ["(C. Miranda, 2019; D. Miranda, 2019)", "D. Miranda (2018)"]);
    assert_eq!(
        list,
        [
            "Miranda, C. (2019). One. _J_.",
            "Miranda, D. (2018). Three. _J_.",
            "Miranda, D. (2019). Two. _J_."
        ]
    );
    let (cited, list) = printed("chicago-author-date", "[@x; @y; @z]\n", ("r.bib", file));
    assert_eq!(cited, ["(C. Miranda 2019; D. Miranda 2019, 2018)"]);
    assert_eq!(list[0], "Miranda, Carla. 2019. “One.” _J_.");
    // who cites one of them only is not troubled
    assert_eq!(printed("apa", "[@x]\n", ("r.bib", file)).0, ["(Miranda, 2019)"]);
}

#[test]
fn who_gave_a_work_out_is_printed_from_every_notation() {
    let thesis = "Ash, A. (2001). _A_ [Doctoral dissertation]. A University.";
    let entry = "@phdthesis{x, author = {Ash, A.}, title = {A}, school = {A University}, year = 2001}";
    assert_eq!(bib("apa", entry), thesis);
    let report = "Ash, A. (2001). _A_. A Ministry.";
    let entry = "@report{x, author = {Ash, A.}, title = {A}, institution = {A Ministry}, year = 2001}";
    let json = r#"[{"id": "x", "type": "report", "title": "A", "publisher": "A Ministry",
        "author": [{"family": "Ash", "given": "A."}], "issued": {"date-parts": [[2001]]}}]"#;
    let ris = "TY  - RPRT\nID  - x\nAU  - Ash, A.\nTI  - A\nPB  - A Ministry\nPY  - 2001\nER  - \n";
    let yaml = "x:\n  type: report\n  title: A\n  author: Ash, A.\n  organization: A Ministry\n  date: 2001\n";
    for file in [("r.bib", entry), ("r.json", json), ("r.ris", ris), ("r.yaml", yaml)] {
        assert_eq!(listed("apa", file), report, "{}", file.0);
    }
}

#[test]
fn a_paper_keeps_its_pages_and_its_publisher() {
    let expected = "Ash, A. (2003). A. In B. Birch (Ed.), _Proceedings_ (pp. 10–20). ACM.";
    let entry = "@inproceedings{x, author = {Ash, A.}, title = {A}, booktitle = {Proceedings}, \
                 editor = {Birch, B.}, pages = {10--20}, publisher = {ACM}, year = 2003}";
    assert_eq!(bib("apa", entry), expected);
    let ris = "TY  - CONF\nID  - x\nAU  - Ash, A.\nED  - Birch, B.\nTI  - A\nT2  - Proceedings\n\
               SP  - 10\nEP  - 20\nPB  - ACM\nPY  - 2003\nER  - \n";
    assert_eq!(listed("apa", ("r.ris", ris)), expected);
}

#[test]
fn numbers_of_articles_and_ways_of_publishing_are_printed() {
    let entry = "@article{x, author = {Ash, A.}, title = {A}, journal = {J}, volume = 3, \
                 eid = {e1234}, year = 2004}";
    assert_eq!(bib("apa", entry), "Ash, A. (2004). A. _J_, _3_, e1234.");
    let entry = "@misc{x, author = {Ash, A.}, title = {A}, howpublished = {A leaflet}, year = 2005}";
    assert_eq!(bib("apa", entry), "Ash, A. (2005). _A_. A leaflet.");
}

#[test]
fn editors_stand_in_for_authors_as_authors_are_set() {
    let entry = "@book{x, editor = {Rivers, Rae and Stone, Sam}, title = {A}, publisher = {P}, \
                 year = 2006}";
    let chicago = "Rivers, Rae, and Sam Stone, eds. 2006. _A_. P.";
    assert_eq!(bib("chicago-author-date", entry), chicago);
    assert_eq!(bib("nature", entry), "Rivers, R. & Stone, S. _A_. (P, 2006).");
}

#[test]
fn every_work_is_printed_in_every_style() {
    let entry = "@misc{x, author = {Ash, Ann}, title = {Known}, year = 2009}";
    assert_eq!(bib("chicago-notes", entry), "Ash, Ann. _Known_. 2009.");
}

#[test]
fn slips_in_names_of_fields_are_told() {
    let entry = "@misc{x, titel = {A},\n  journla = {B}, title = {A}, mendeley-tags = {C}, x-own = {D}}\n";
    says(
        &[("a.md", "[@x]\n"), ("r.bib", entry)],
        &[
            "warning[unused-field] r.bib:1:10: the field `titel` of `x` is not printed (did \
             you mean `title`?)",
            "warning[unused-field] r.bib:2:3: the field `journla` of `x` is not printed (did \
             you mean `journal`?)",
        ],
    );
}

#[test]
fn commands_of_tex_are_set() {
    let entry = r"@article{x, author = {Ash, A.}, title = {On \textit{E. coli} and {\it a}: ``so''~b
      \texttt{code}\ldots{} x\textsuperscript{2} $y^2$}, journal = {J}, year = 2001}";
    assert_eq!(
        bib("apa", entry),
        "Ash, A. (2001). On _E. coli_ and _a_: “so”\u{a0}b code… x2 _y_2. _J_."
    );
    let entry = "@misc{x, author = {Ash, A.}, title = {A \\foo{b}}, year = 2001}\n";
    says(
        &[("a.md", "[@x]\n"), ("r.bib", entry)],
        &["warning[unused-field] r.bib:1:39: `\\foo` in `title` of `x` is printed as it \
           stands (write the characters themselves: this command of TeX is not known)"],
    );
}

#[test]
fn what_is_written_is_not_changed() {
    let entry = "@article{x, author = {Ash, A.}, title = {The mRNA-based EuroGP}, \
                 journal = {PLoS ONE}, year = 2001}";
    assert_eq!(
        bib("chicago-author-date", entry),
        "Ash, A. 2001. “The mRNA-Based EuroGP.” _PLoS ONE_."
    );
    let entry = "@techreport{x, author = {Ash, A.}, title = {A}, institution = {I}, \
                 number = {18-2059}, year = 2002}";
    assert_eq!(bib("apa", entry), "Ash, A. (2002). _A_ (Technical Report 18-2059). I.");
    let entry = "@thesis{x, author = {Ash, A.}, title = {A}, institution = {U}, type = {phdthesis}, \
                 year = 2002}";
    assert_eq!(bib("apa", entry), "Ash, A. (2002). _A_ [Doctoral dissertation]. U.");
    let entry =
        "@dataset{x, author = {Ash, A.}, title = {A}, publisher = {Z}, year = 2002}";
    assert_eq!(bib("apa", entry), "Ash, A. (2002). _A_ [Data set]. Z.");
    let json = r#"[{"id": "x", "type": "book", "title": "A", "author": [{"family": "Plato"}],
        "issued": {"date-parts": [[-380]]}, "publisher": "P"}]"#;
    assert_eq!(listed("chicago-author-date", ("r.json", json)), "Plato. 380 BC. _A_. P.");
}

#[test]
fn no_marks_are_left_of_what_is_not_there() {
    let entry = "@misc{x, author = {Ash, A.}, title = {A}, year = 2001}";
    assert_eq!(bib("apa", entry), "Ash, A. (2001). _A_.");
    assert_eq!(bib("chicago-author-date", entry), "Ash, A. 2001. “A.”");
}

#[test]
fn a_number_names_the_author_in_short() {
    let file = "@book{x, author = {Ash, A. and Birch, B. and Cedar, C.}, title = {A}, publisher = {P}, year = 2001}\n\
                @misc{y, title = {Untold}, year = 2003}\n";
    let text = "@x and @y\n";
    let (cited, _) = printed("vancouver", text, ("r.bib", file));
    assert_eq!(cited, ["Ash et al. (1)", "Untold (2)"]);
    let (cited, _) = printed("ieee", text, ("r.bib", file));
    assert_eq!(cited, ["Ash et al. [1]", "Untold [2]"]);
    let (cited, _) = printed("apa", text, ("r.bib", file));
    assert_eq!(cited, ["Ash et al. (2001)", "Untold (2003)"]);
}

#[test]
fn an_entry_that_another_leans_on_is_used() {
    let file = "@proceedings{p, title = {P}, year = 2001}\n\
                @inproceedings{x, crossref = {p}, author = {Ash, A.}, title = {A}, booktitle = {P}}\n";
    says(&[("a.md", "[@x]\n"), ("r.bib", file)], &[]);
}

#[test]
fn a_mark_stands_behind_the_word_that_a_name_is_in() {
    let entry = "@book{x, author = {Ash, A.}, title = {A}, publisher = {P}, year = 2001}";
    let mut small = styled("chicago-notes", "In @x's book.\n", ("r.bib", entry));
    let book = small.resolve().unwrap();
    let trifold::ast::BlockKind::Paragraph(text) =
        &book.chapters[0].document.blocks[0].kind
    else {
        panic!("no paragraph")
    };
    let at = text
        .iter()
        .position(|one| matches!(one.kind, trifold::ast::InlineKind::Note(_)))
        .unwrap();
    assert_eq!(trifold::ast::plain_text(&text[..at]), "In ’s");
}

#[test]
fn what_a_style_does_not_print_is_told() {
    let entry = "@report{x, author = {Ash, A.}, title = {A}, institution = {A Ministry},\n  \
                 note = {Second printing}, year = 2001}\n";
    let mut small = styled("nature", "[@x]\n", ("r.bib", entry));
    small.resolve().unwrap();
    let help = "(say it in the title or in the sentence, or choose another style)";
    assert_eq!(
        small.told(),
        [
            format!(
                "warning[unused-field] r.bib:1:60: the citation style does not print \
                 `institution` of `x` {help}"
            ),
            format!(
                "warning[unused-field] r.bib:2:11: the citation style does not print `note` \
                 of `x` {help}"
            ),
        ]
    );
}

#[test]
fn a_wrong_orcid_is_told() {
    let entry = "@misc{x, author = {Ash, A.}, title = {A}, year = 2001,\n  \
                 author+an:orcid = {1=\"0000-0002-1825-0098\"}, orcid = {0000-0002-1825-0097}}\n";
    says(
        &[("a.md", "[@x]\n"), ("r.bib", entry)],
        &[
            "warning[wrong-orcid] r.bib:2:22: `0000-0002-1825-0098` is no ORCID iD: its last \
           character does not fit (copy it from the page of the person at orcid.org)",
        ],
    );
}

#[test]
fn marks_side_by_side_are_two_numbers() {
    let entry = "@book{x, author = {Ash, A.}, title = {A}, publisher = {P}, year = 2001}";
    let text = "Body[@x]^[A note.] and^[Another.][@x].\n";
    let (cited, _) = printed("nature", text, ("r.bib", entry));
    assert_eq!(cited, ["1,", ",1"]);
    let mut small = styled("chicago-notes", text, ("r.bib", entry));
    let book = small.resolve().unwrap();
    let trifold::ast::BlockKind::Paragraph(text) =
        &book.chapters[0].document.blocks[0].kind
    else {
        panic!("no paragraph")
    };
    assert_eq!(trifold::ast::plain_text(text), "Body, and.");
}
