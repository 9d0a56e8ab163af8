//! The index: what texts mark, and what is made of it.

use std::collections::BTreeMap;

use trifold::backend::markup::{PageMarks, Syntax, Writing, division};
use trifold::layout::PageMap;
use trifold::resolve::{Book, Division, Index};

use crate::resolve::{book, says};

const TEXT: &str = "# A\n\n[Sleep]{.index} is [rest]{index=\"Sleep!deep; Rest\"}.\n\n\
    [Work]{.index-start} and []{index=\"Naps\" see=\"Sleep!deep\"}\
    [more]{.index-main index=\"Sleep\"}.\n";

const END: &str =
    "# B\n\nEnd.[]{.index-end index=\"Work\"} [Über]{.index seealso=\"Rest\"}\n";

fn small() -> Book {
    book(&[("a.md", TEXT), ("b.md", END)])
}

/// Page marks with a page for each address, those given or else 1.
fn folios(index: &Index, pages: &[(&str, &str)]) -> PageMap {
    let mut folios = BTreeMap::new();
    for place in index.entries().iter().flat_map(|entry| &entry.places) {
        for id in std::iter::once(&place.id).chain(&place.end) {
            let page = pages.iter().find(|(known, _)| known == id);
            folios.insert(id.clone(), page.map_or("1", |(_, page)| page).to_owned());
        }
    }
    PageMap { folios, ..PageMap::default() }
}

#[test]
fn an_index_is_made_of_what_texts_mark() {
    let book = small();
    assert_eq!(book.spine.last(), Some(&Division::Index));
    let map = folios(book.index.as_ref().unwrap(), &[("idx-5", "3"), ("idx-6", "4")]);
    let marks = PageMarks::new(&book, &map);
    let link = |to: Division, id: &str| format!("{}#{id}", book.division_slug(to));
    let picture = |_| String::new();
    let writing =
        Writing { syntax: Syntax::Xhtml, heading_shift: 0, picture: &picture, link: &link };
    insta::assert_snapshot!(division(&book, &marks, Division::Index, &writing).into_string(), @r##"
    <section class="book-index" role="doc-index" epub:type="index" aria-labelledby="book-index">
    <h1 id="book-index">Index</h1>
    <div class="index-group" epub:type="index-group">
    <h2 id="idx-letter-1">N</h2>
    <ul class="index-list" epub:type="index-entry-list">
    <li id="idx-entry-1" epub:type="index-entry"><span epub:type="index-term">Naps</span>. <i>See</i> <a epub:type="index-xref-preferred" href="book-index#idx-entry-4">Sleep, deep</a></li>
    </ul>
    </div>
    <div class="index-group" epub:type="index-group">
    <h2 id="idx-letter-3">R</h2>
    <ul class="index-list" epub:type="index-entry-list">
    <li id="idx-entry-2" epub:type="index-entry"><span epub:type="index-term">Rest</span>, <a epub:type="index-locator" href="a#idx-2">1</a></li>
    </ul>
    </div>
    <div class="index-group" epub:type="index-group">
    <h2 id="idx-letter-5">S</h2>
    <ul class="index-list" epub:type="index-entry-list">
    <li id="idx-entry-3" epub:type="index-entry"><span epub:type="index-term">Sleep</span>, <a epub:type="index-locator" href="a#idx-1">1</a>, <a epub:type="index-locator" href="a#idx-5"><strong>3</strong></a>
    <ul class="index-list" epub:type="index-entry-list">
    <li id="idx-entry-4" epub:type="index-entry"><span epub:type="index-term">deep</span>, <a epub:type="index-locator" href="a#idx-2">1</a></li>
    </ul>
    </li>
    </ul>
    </div>
    <div class="index-group" epub:type="index-group">
    <h2 id="idx-letter-8">U</h2>
    <ul class="index-list" epub:type="index-entry-list">
    <li id="idx-entry-6" epub:type="index-entry"><span epub:type="index-term">Über</span>, <a epub:type="index-locator" href="b#idx-7">1</a>. <i>See also</i> <a epub:type="index-xref-related" href="book-index#idx-entry-2">Rest</a></li>
    </ul>
    </div>
    <div class="index-group" epub:type="index-group">
    <h2 id="idx-letter-10">W</h2>
    <ul class="index-list" epub:type="index-entry-list">
    <li id="idx-entry-5" epub:type="index-entry"><span epub:type="index-term">Work</span>, <a epub:type="index-locator" href="a#idx-3">1–4</a></li>
    </ul>
    </div>
    </section>
    "##);
}

#[test]
fn a_text_without_marks_has_no_index() {
    assert!(book(&[("a.md", "# A\n\n[x]{.mark}\n")]).index.is_none());
}

#[test]
fn entries_to_see_must_be_there() {
    says(
        &[("a.md", "[Sleep]{.index} []{index=Naps see=Sleeep}\n")],
        &["error[index-see] a.md:1:17: the index has no entry `Sleeep` to see \
           (the nearest is `Sleep`)"],
    );
}

#[test]
fn ranges_begin_and_end() {
    says(
        &[(
            "a.md",
            "[A]{.index-start} [A]{.index-start} [B]{.index-end} [C]{.index-start}\n\n\
             [A]{.index-end}\n",
        )],
        &[
            "error[index-range] a.md:1:19: the range of `A` begins again before it ends \
             (mark where the first ends with `.index-end`)",
            "error[index-range] a.md:1:37: the range of `B` ends and has not begun \
             (mark where it begins: `[]{.index-start index=\"B\"}`)",
            "error[index-range] a.md:1:53: the range of `C` has no end \
             (mark where it ends: `[]{.index-end index=\"C\"}`)",
        ],
    );
}

#[test]
fn headings_are_in_the_language_of_the_words() {
    let book = book(&[(
        "a.md",
        "# A\n\n[Wald]{.index lang=de} and [Holz]{index=\"Wood!of trees\" lang=de}.\n\n\
         ::: {lang=fr}\nUn [bois]{.index} et [mot]{index=\"Arbre; Feu\" see=\"Wald\"}.\n:::\n",
    )]);
    let index = book.index.as_ref().unwrap();
    let entries = index.entries();
    let said: Vec<(&str, Option<&str>)> =
        entries.iter().map(|one| (one.heading.as_str(), one.language.as_deref())).collect();
    assert_eq!(
        said,
        [
            ("Arbre", Some("fr")),
            ("bois", Some("fr")),
            ("Feu", Some("fr")),
            ("Wald", Some("de")),
            ("Wood", None),
            ("of trees", None),
        ]
    );
    assert_eq!(entries[0].see[0].language.as_deref(), Some("de"));
    let map = folios(index, &[]);
    let marks = PageMarks::new(&book, &map);
    let link = |_: Division, id: &str| format!("#{id}");
    let picture = |_| String::new();
    let writing =
        Writing { syntax: Syntax::Xhtml, heading_shift: 0, picture: &picture, link: &link };
    let page = division(&book, &marks, Division::Index, &writing).into_string();
    let term = "<span epub:type=\"index-term\" lang=\"fr\" xml:lang=\"fr\">bois</span>";
    assert!(page.contains(term), "{page}");
    assert!(page.contains("<span lang=\"de\" xml:lang=\"de\">Wald</span></a>"), "{page}");
}
