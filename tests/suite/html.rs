//! The web edition, and the markup it shares with the EPUB.

use trifold::backend::markup::{PageMarks, Syntax, Writing, contents, division};
use trifold::resolve::{Book, Division, PictureId};

use crate::support::{small_book, small_pages};

fn markup(book: &Book, part: Division, syntax: Syntax) -> String {
    let marks = PageMarks::new(book, &small_pages());
    let picture = |id: PictureId| book.picture(id).path.clone();
    let link = |to: Division, id: &str| format!("{}.html#{id}", book.division_slug(to));
    let writing = Writing { syntax, heading_shift: 0, picture: &picture, link: &link };
    division(book, &marks, part, &writing).into_string()
}

#[test]
fn a_chapter_without_a_title_stands_under_the_title_of_the_book() {
    insta::assert_snapshot!(markup(&small_book(), Division::Chapter(0), Syntax::Html), @r#"
    <div id="00-opening" class="chapter" role="doc-chapter" aria-label="Rain &amp; &lt;River&gt;">
    <span class="page" id="page-1" role="doc-pagebreak" aria-label="Page 1" data-page="1"></span>
    <figure id="the-river" class="figure"><img src="images/river.svg" alt="A river in the rain" width="8" height="4"><figcaption>The <span class="page" id="page-2" role="doc-pagebreak" aria-label="Page 2" data-page="2"></span>river</figcaption></figure>
    <p>Rain falls <em>softly <span class="page" id="page-3" role="doc-pagebreak" aria-label="Page 3" data-page="3"></span>and long</em> on it<span class="page" id="page-4" role="doc-pagebreak" aria-label="Page 4" data-page="4"></span> <a class="citation" id="cite-1" role="doc-biblioref" href="references.html#ref-ash">[1]</a>.</p>
    <p>It is &lt;b&gt;wet&lt;/b&gt; &amp; &quot;cold&quot;.</p>
    </div>
    "#);
}

#[test]
fn every_kind_of_block_is_written() {
    insta::assert_snapshot!(markup(&small_book(), Division::Chapter(1), Syntax::Xhtml), @r#"
    <section class="chapter" role="doc-chapter" epub:type="chapter" aria-labelledby="the-river-2">
    <span class="page" id="page-5" role="doc-pagebreak" epub:type="pagebreak" aria-label="Page 5"></span>
    <h1 id="the-river-2">The river</h1>
    <p>See <a href="00-opening.html#the-river">the picture</a>
    and <span class="citation" id="cite-2">[<a role="doc-biblioref" epub:type="biblioref" href="references.html#ref-ash">1</a>, <a role="doc-biblioref" epub:type="biblioref" href="references.html#ref-birch">2</a>]</span><br/>
    <code>a &lt; b</code></p>
    <h2 id="depths">Depths</h2>
    <ol start="3">
    <li>Ford</li>
    <li>Pool</li>
    </ol>
    <ul class="tasks">
    <li>
    <p>☑ Measured</p>
    </li>
    </ul>
    <blockquote>
    <p>Still waters</p>
    </blockquote>
    <table>
    <thead><tr><td></td><th scope="col" class="end">Depth</th></tr></thead>
    <tbody>
    <tr><td>Ford</td><td class="end">0.4 m</td></tr>
    </tbody>
    </table>
    <pre><code class="language-toml">depth = 4
    <span class="page" id="page-6" role="doc-pagebreak" epub:type="pagebreak" aria-label="Page 6"></span>width = 9
    </code></pre>
    <hr/>
    <p><a href="https://example.org/tides?a=1&amp;b=2">Tides</a></p>
    </section>
    "#);
}

#[test]
fn a_reference_leads_out_and_back_to_each_citation() {
    insta::assert_snapshot!(markup(&small_book(), Division::References, Syntax::Html), @r#"
    <section class="references" role="doc-bibliography" aria-labelledby="references">
    <h1 id="references">References</h1>
    <ul class="reference-list">
    <li id="ref-ash"><span class="label">[1]</span> <span class="entry">Ash, A. (2024). On rain. <i>Waters</i>, 15. <a href="https://doi.org/10.1000/ash">https://doi.org/10.1000/ash</a> <a class="backlink" role="doc-backlink" href="00-opening.html#cite-1" aria-label="Back to citation 1">↑1</a> <a class="backlink" role="doc-backlink" href="01-river.html#cite-2" aria-label="Back to citation 2">↑2</a></span></li>
    <li id="ref-birch"><span class="label">[2]</span> <span class="entry">Ash, A. (<span class="page" id="page-7" role="doc-pagebreak" aria-label="Page 7" data-page="7"></span>2024). On rain. <i>Waters</i>, 15. <a href="https://doi.org/10.1000/birch">https://doi.org/10.1000/birch</a> <a class="backlink" role="doc-backlink" href="01-river.html#cite-2" aria-label="Back to citation 2">↑2</a></span></li>
    </ul>
    </section>
    "#);
}

#[test]
fn a_notice_is_a_section_with_its_role() {
    insta::assert_snapshot!(markup(&small_book(), Division::Notice(0), Syntax::Xhtml), @r#"
    <section class="notice disclaimer" role="doc-notice" epub:type="notice" aria-labelledby="notice-disclaimer">
    <span class="page" id="page-8" role="doc-pagebreak" epub:type="pagebreak" aria-label="Page 8"></span>
    <h1 id="notice-disclaimer">Disclaimer</h1>
    <p>Rain is not medicine.</p>
    </section>
    "#);
}

#[test]
fn contents_nest_by_level() {
    let book = small_book();
    let picture = |_: PictureId| String::new();
    let link = |_: Division, id: &str| format!("#{id}");
    let writing =
        Writing { syntax: Syntax::Html, heading_shift: 0, picture: &picture, link: &link };
    insta::assert_snapshot!(contents(&book, 3, &writing).into_string(), @r##"
    <ol>
    <li><a href="#00-opening">Rain &amp; &lt;River&gt;</a></li>
    <li><a href="#the-river-2">The river</a>
    <ol>
    <li><a href="#depths">Depths</a></li>
    </ol>
    </li>
    <li><a href="#references">References</a></li>
    <li><a href="#notice-disclaimer">Disclaimer</a></li>
    </ol>
    "##);
}
