//! Styles against the examples that their manuals publish.

use trifold::ast::{BlockKind, plain_text_with};
use trifold::project::StyleChoice;
use trifold::resolve::Chapter;

use crate::resolve::{pieces, small};

/// The list of references that a style prints for all entries of a bibliography, in the
/// order of the bibliography; labels are left out.
#[track_caller]
fn prints(style: &str, bib: &str, expected: &[&str]) {
    let heads = bib.lines().filter(|line| line.starts_with('@'));
    let keys: Vec<&str> =
        heads.filter_map(|line| line.split_once('{')?.1.strip_suffix(',')).collect();
    let cites: Vec<String> = keys.iter().map(|key| format!("@{key}")).collect();
    let text = format!("[{}]\n", cites.join("; "));
    let mut small = small(&[("a.md", &text), ("r.bib", bib)]);
    let place = small.project.editions[0].place;
    small.project.style = StyleChoice::Bundled(style.to_owned(), place);
    let book = small.resolve().unwrap_or_else(|_| panic!("{:#?}", small.told()));
    let shown: Vec<String> = keys
        .iter()
        .map(|key| {
            let found = book.references.iter().find(|one| one.key == *key).unwrap();
            let text =
                found.text.iter().map(|piece| piece.text.as_str()).collect::<String>();
            assert!(pieces(&found.text).len() >= text.len());
            text
        })
        .collect();
    assert_eq!(shown, expected, "{style}");
}

/// Examples of <https://apastyle.apa.org/style-grammar-guidelines/references/examples>, after
/// the Publication Manual, 7th edition, chapter 10.
const APA: &str = "\
@article{grady,
  author = {Grady, Jessica S. and Her, Mai and Moreno, Geena and Perez, Christian and Yelinek, Jessica},
  year = {2019}, title = {{Emotions in storybooks: A comparison of storybooks that represent ethnic and racial groups in the United States}},
  journal = {Psychology of Popular Media Culture}, volume = {8}, number = {3}, pages = {207--217}, doi = {10.1037/ppm0000185}}
@book{jackson,
  author = {Jackson, L. M.}, year = {2019}, edition = {2}, title = {{The psychology of prejudice: From attitudes to social action}},
  publisher = {American Psychological Association}, doi = {10.1037/0000168-000}}
@incollection{aron,
  author = {Aron, L. and Botella, M. and Lubart, T.}, year = {2019}, title = {{Culinary arts: Talent and their development}},
  booktitle = {{The psychology of high performance: Developing human potential into domain-specific talent}},
  editor = {Subotnik, R. F. and Olszewski-Kubilius, P. and Worrell, F. C.}, pages = {345--359},
  publisher = {American Psychological Association}, doi = {10.1037/0000120-016}}
@online{who,
  author = {{World Health Organization}}, date = {2018-03}, title = {{Questions and answers on immunization and vaccine safety}},
  url = {https://www.who.int/features/qa/84/en/}}
";

#[test]
fn apa_prints_the_examples_of_its_manual() {
    prints(
        "apa",
        APA,
        &[
            "Grady, J. S., Her, M., Moreno, G., Perez, C., & Yelinek, J. (2019). Emotions in \
             storybooks: A comparison of storybooks that represent ethnic and racial groups in \
             the United States. Psychology of Popular Media Culture, 8(3), 207–217. \
             https://doi.org/10.1037/ppm0000185",
            "Jackson, L. M. (2019). The psychology of prejudice: From attitudes to social action \
             (2nd ed.). American Psychological Association. https://doi.org/10.1037/0000168-000",
            "Aron, L., Botella, M., & Lubart, T. (2019). Culinary arts: Talent and their \
             development. In R. F. Subotnik, P. Olszewski-Kubilius, & F. C. Worrell (Eds.), The \
             psychology of high performance: Developing human potential into domain-specific \
             talent (pp. 345–359). American Psychological Association. \
             https://doi.org/10.1037/0000120-016",
            "World Health Organization. (2018, March). Questions and answers on immunization and \
             vaccine safety. https://www.who.int/features/qa/84/en/",
        ],
    );
}

/// Examples of the recommendations of the International Committee of Medical Journal
/// Editors, "Samples of Formatted References", after "Citing Medicine".
const MEDICAL: &str = "\
@article{halpern,
  author = {Halpern, S. D. and Ubel, P. A. and Caplan, A. L.}, date = {2002-07-25},
  title = {{Solid-organ transplantation in HIV-infected patients}}, journal = {N Engl J Med},
  volume = {347}, number = {4}, pages = {284--287}}
@book{murray,
  author = {Murray, P. R. and Rosenthal, K. S. and Kobayashi, G. S. and Pfaller, M. A.}, year = {2002},
  title = {{Medical microbiology}}, edition = {4}, location = {St. Louis}, publisher = {Mosby}}
@incollection{meltzer,
  author = {Meltzer, P. S. and Kallioniemi, A. and Trent, J. M.}, year = {2002},
  title = {{Chromosome alterations in human solid tumors}}, booktitle = {{The genetic basis of human cancer}},
  editor = {Vogelstein, B. and Kinzler, K. W.}, location = {New York}, publisher = {McGraw-Hill}, pages = {93--113}}
@online{cancer,
  title = {{Cancer-Pain.org}}, author = {{Association of Cancer Online Resources}}, date = {2002-05-16},
  url = {http://www.cancer-pain.org/}, urldate = {2002-07-09}}
";

#[test]
fn vancouver_prints_the_samples_of_the_medical_editors() {
    prints(
        "nlm-citation-sequence",
        MEDICAL,
        &[
            // the manual has hyphens between pages: the style, and Zotero with it, has dashes
            "Halpern SD, Ubel PA, Caplan AL. Solid-organ transplantation in HIV-infected \
             patients. N Engl J Med. 2002 Jul 25;347(4):284–7.",
            "Murray PR, Rosenthal KS, Kobayashi GS, Pfaller MA. Medical microbiology. 4th ed. St. \
             Louis: Mosby; 2002.",
            "Meltzer PS, Kallioniemi A, Trent JM. Chromosome alterations in human solid tumors. \
             In: Vogelstein B, Kinzler KW, editors. The genetic basis of human cancer. New York: \
             McGraw-Hill; 2002. p. 93–113.",
            // wrong: the sample has the day of the last change in the brackets, too
            "Association of Cancer Online Resources. Cancer-Pain.org [Internet]. 2002 [cited 2002 \
             Jul 9]. Available from: http://www.cancer-pain.org/",
        ],
    );
}

#[test]
fn vancouver_prints_them_too() {
    prints(
        "vancouver",
        MEDICAL,
        &[
            "Halpern SD, Ubel PA, Caplan AL. Solid-organ transplantation in HIV-infected \
             patients. N Engl J Med. 2002 Jul 25;347(4):284–7.",
            "Murray PR, Rosenthal KS, Kobayashi GS, Pfaller MA. Medical microbiology. 4th ed. St. \
             Louis: Mosby; 2002.",
            "Meltzer PS, Kallioniemi A, Trent JM. Chromosome alterations in human solid tumors. \
             In: Vogelstein B, Kinzler KW, editors. The genetic basis of human cancer. New York: \
             McGraw-Hill; 2002. p. 93–113.",
            // wrong: the sample has the day of the last change in the brackets, too
            "Association of Cancer Online Resources. Cancer-Pain.org [Internet]. 2002 [cited 2002 \
             Jul 9]. Available from: http://www.cancer-pain.org/",
        ],
    );
}

#[test]
fn ama_prints_them_in_its_way() {
    prints(
        "american-medical-association",
        MEDICAL,
        &[
            "Halpern SD, Ubel PA, Caplan AL. Solid-organ transplantation in HIV-infected \
             patients. N Engl J Med. 2002;347(4):284-287.",
            "Murray PR, Rosenthal KS, Kobayashi GS, Pfaller MA. Medical microbiology. 4th ed. \
             Mosby; 2002.",
            "Meltzer PS, Kallioniemi A, Trent JM. Chromosome alterations in human solid tumors. \
             In: Vogelstein B, Kinzler KW, eds. The genetic basis of human cancer. McGraw-Hill; \
             2002:93-113.",
            "Association of Cancer Online Resources. Cancer-Pain.org. May 16, 2002. Accessed July \
             9, 2002. http://www.cancer-pain.org/",
        ],
    );
}

/// Examples of the AMA Manual of Style, 11th edition, 3.12.2 and 3.13.1.
const PHYSICIANS: &str = "\
@book{etzel,
  editor = {Etzel, Ruth A. and Balk, Sophie J.}, year = {2011}, title = {{Pediatric Environmental Health}},
  publisher = {American Academy of Pediatrics}}
@book{sacks,
  author = {Sacks, Oliver}, year = {2012}, title = {{Hallucinations}}, publisher = {Alfred A Knopf}}
@book{patterson,
  author = {Patterson, James W.}, year = {2016}, edition = {4}, title = {{Weedon’s Skin Pathology}},
  publisher = {Churchill Livingstone}}
";

#[test]
fn ama_prints_the_books_of_its_manual() {
    prints(
        "american-medical-association",
        PHYSICIANS,
        &[
            "Etzel RA, Balk SJ, eds. Pediatric Environmental Health. American Academy of \
             Pediatrics; 2011.",
            "Sacks O. Hallucinations. Alfred A Knopf; 2012.",
            "Patterson JW. Weedon’s Skin Pathology. 4th ed. Churchill Livingstone; 2016.",
        ],
    );
}

/// A sample of the medical editors with more than six authors.
const MANY: &str = "\
@article{rose,
  author = {Rose, M. E. and Huerbin, M. B. and Melick, J. and Marion, D. W. and Palmer, A. M. and Schiding, J. K. and Kochanek, P. M. and Graham, S. H.},
  year = {2002}, journal = {Brain Res}, volume = {935}, number = {1--2}, pages = {40--46},
  title = {{Regulation of interstitial excitatory amino acid concentrations after cortical contusion injury}}}
";

#[test]
fn many_authors_are_shortened_as_the_manuals_say() {
    prints(
        "vancouver",
        MANY,
        &[
            "Rose ME, Huerbin MB, Melick J, Marion DW, Palmer AM, Schiding JK, et al. Regulation \
             of interstitial excitatory amino acid concentrations after cortical contusion \
             injury. Brain Res. 2002;935(1–2):40–6.",
        ],
    );
    prints(
        "american-medical-association",
        MANY,
        &[
            "Rose ME, Huerbin MB, Melick J, et al. Regulation of interstitial excitatory amino \
             acid concentrations after cortical contusion injury. Brain Res. \
             2002;935(1–2):40-46.",
        ],
    );
}

/// Examples of the IEEE Reference Guide (2023).
const ENGINEERS: &str = "\
@article{chiampi,
  author = {Chiampi, M. and Zilberti, L.}, date = {2011-10},
  title = {{Induction of electric field in human bodies moving near MRI: An efficient BEM computational procedure}},
  journal = {IEEE Trans. Biomed. Eng.}, volume = {58}, number = {10}, pages = {2787--2793}, doi = {10.1109/TBME.2011.2158315}}
@book{klaus,
  author = {Klaus, B. and Horn, P.}, year = {1986}, title = {{Robot Vision}}, location = {Cambridge, MA, USA}, publisher = {MIT Press}}
@incollection{stein,
  author = {Stein, L.}, year = {1994}, title = {{Random patterns}}, booktitle = {{Computers and You}}, editor = {Brake, J. S.},
  location = {New York, NY, USA}, publisher = {Wiley}, pages = {55--70}}
";

#[test]
fn ieee_prints_the_examples_of_its_guide() {
    prints(
        "ieee",
        ENGINEERS,
        &[
            "M. Chiampi and L. Zilberti, “Induction of electric field in human bodies moving near \
             MRI: An efficient BEM computational procedure,” IEEE Trans. Biomed. Eng., vol. 58, \
             no. 10, pp. 2787–2793, Oct. 2011, doi: 10.1109/TBME.2011.2158315.",
            "B. Klaus and P. Horn, Robot Vision. Cambridge, MA, USA: MIT Press, 1986.",
            // wrong: the guide has a full stop alone behind the editor, `J. S. Brake, Ed. New`
            "L. Stein, “Random patterns,” in Computers and You, J. S. Brake, Ed., New York, NY, \
             USA: Wiley, 1994, pp. 55–70.",
        ],
    );
}

/// Examples of the Chicago Manual of Style, 18th edition, "Sample Citations".
const CHICAGO: &str = "\
@article{keng,
  author = {Keng, Shao-Hsun and Lin, Chun-Hung and Orazem, Peter F.}, year = {2017},
  title = {{Expanding College Access in Taiwan, 1978–2014: Effects on Graduate Quality and Income Inequality}}, shorttitle = {{Expanding College Access}},
  journal = {Journal of Human Capital}, volume = {11}, number = {1}, pages = {1--34}, doi = {10.1086/690235}}
@book{smith,
  author = {Smith, Zadie}, year = {2016}, title = {{Swing Time}}, location = {New York}, publisher = {Penguin Press}}
@incollection{thoreau,
  author = {Thoreau, Henry David}, year = {2016}, title = {{Walking}}, booktitle = {{The Making of the American Essay}},
  editor = {D’Agata, John}, pages = {167--195}, location = {Minneapolis}, publisher = {Graywolf Press}}
@online{google,
  author = {{Google}}, date = {2017-04-17}, title = {{Privacy Policy}}, url = {https://www.google.com/policies/privacy/}}
";

#[test]
fn chicago_prints_the_examples_of_its_manual_with_years() {
    prints(
        "chicago-author-date",
        CHICAGO,
        &[
            "Keng, Shao-Hsun, Chun-Hung Lin, and Peter F. Orazem. 2017. “Expanding College Access \
             in Taiwan, 1978–2014: Effects on Graduate Quality and Income Inequality.” Journal of \
             Human Capital 11 (1): 1–34. https://doi.org/10.1086/690235.",
            "Smith, Zadie. 2016. Swing Time. Penguin Press.",
            "Thoreau, Henry David. 2016. “Walking.” In The Making of the American Essay, edited by \
             John D’Agata. Graywolf Press.",
            "Google. 2017. “Privacy Policy.” April 17. https://www.google.com/policies/privacy/.",
        ],
    );
}

#[test]
fn chicago_prints_the_examples_of_its_manual_with_notes() {
    prints(
        "chicago-notes",
        CHICAGO,
        &[
            "Keng, Shao-Hsun, Chun-Hung Lin, and Peter F. Orazem. “Expanding College Access in \
             Taiwan, 1978–2014: Effects on Graduate Quality and Income Inequality.” Journal of \
             Human Capital 11, no. 1 (2017): 1–34. https://doi.org/10.1086/690235.",
            "Smith, Zadie. Swing Time. Penguin Press, 2016.",
            "Thoreau, Henry David. “Walking.” In The Making of the American Essay, edited by John \
             D’Agata. Graywolf Press, 2016.",
            "Google. “Privacy Policy.” April 17, 2017. https://www.google.com/policies/privacy/.",
        ],
    );
}

/// The notes that Chicago makes of the citations of some texts, with a list of references
/// for each of them or without.
fn notes(texts: &[(&str, &str)], per_chapter: bool) -> Vec<String> {
    let files: Vec<(&str, &str)> =
        texts.iter().copied().chain([("r.bib", CHICAGO)]).collect();
    let mut small = small(&files);
    let place = small.project.editions[0].place;
    small.project.style = StyleChoice::Bundled("chicago-notes".to_owned(), place);
    small.project.references.per_chapter = per_chapter.then_some(place);
    let book = small.resolve().unwrap_or_else(|_| panic!("{:#?}", small.told()));
    book.chapters.iter().flat_map(notes_of).collect()
}

fn notes_of(chapter: &Chapter) -> Vec<String> {
    let notes = chapter.document.notes.iter();
    notes
        .map(|note| match &note.blocks[0].kind {
            BlockKind::Paragraph(text) => plain_text_with(text, &|cite| {
                let pieces = &chapter.citation(cite).text;
                pieces.iter().map(|piece| piece.text.as_str()).collect()
            }),
            other => panic!("{other:?}"),
        })
        .collect()
}

#[test]
fn chicago_prints_the_notes_of_its_manual() {
    let text = "One [@smith, pp. 315-16] two [@smith, p. 320] three [@thoreau, pp. 177-78] \
                four [@thoreau, p. 182] five [@keng, pp. 9-10] six [@keng, p. 23] seven [@google].\n";
    assert_eq!(
        notes(&[("a.md", text)], false),
        [
            "Zadie Smith, Swing Time (Penguin Press, 2016), 315–16.",
            "Smith, Swing Time, 320.",
            "Henry David Thoreau, “Walking,” in The Making of the American Essay, ed. John D’Agata \
             (Graywolf Press, 2016), 177–78.",
            "Thoreau, “Walking,” 182.",
            "Shao-Hsun Keng et al., “Expanding College Access in Taiwan, 1978–2014: Effects on \
             Graduate Quality and Income Inequality,” Journal of Human Capital 11, no. 1 (2017): \
             9–10, https://doi.org/10.1086/690235.",
            "Keng et al., “Expanding College Access,” 23.",
            "Google, “Privacy Policy,” April 17, 2017, https://www.google.com/policies/privacy/.",
        ]
    );
}

#[test]
fn a_chapter_with_references_of_its_own_names_each_work_whole_again() {
    let texts = [("a.md", "One [@smith] two [@smith].\n"), ("b.md", "Three [@smith].\n")];
    let whole = "Zadie Smith, Swing Time (Penguin Press, 2016).";
    assert_eq!(notes(&texts, true), [whole, "Smith, Swing Time.", whole]);
    assert_eq!(notes(&texts, false), [whole, "Smith, Swing Time.", "Smith, Swing Time."]);
}
