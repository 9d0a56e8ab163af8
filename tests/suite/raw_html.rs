//! HTML in a manuscript: what of it becomes part of the document, what is refused, and
//! what stays as it is written.

use std::collections::BTreeSet;

use trifold::ast::{Attributes, BlockKind, CalloutKind, InlineKind, plain_text};
use trifold::diag::Sink;
use trifold::parse::{Reading, parse_with};
use trifold::project::ForeignHtml;
use trifold::source::Sources;

use crate::parse::{becomes, read, says, shape, told};

/// The document where foreign HTML is text.
fn kept(text: &str) -> String {
    let mut sources = Sources::default();
    let source = sources.add("a.md", text);
    let mut sink = Sink::default();
    let foreign = ForeignHtml::Text;
    let reading = Reading { language: "en", foreign, cites: true, ..Reading::default() };
    let document = parse_with(source, text, &reading, &mut sink);
    match document {
        Ok(document) => shape(&document).trim_end().to_owned(),
        Err(_) => told(&sources, &sink).join("\n"),
    }
}

#[test]
fn blocks_of_html_are_those_of_markdown() {
    becomes(
        "<p>One &amp; *two*,\n  \"three\" <b>four </b> five<br>\n six</p>\n\n\
         <blockquote><p>a<p>b</blockquote>\n\n<hr>\n\n\
         <pre><code class=\"language-x\">a  &lt;b\n\n  c</code></pre>\n",
        "1 p One & *two*,~“three” <strong four >five<br>six\n2 quote\n  3 p a\n  4 p b\n\
         5 rule\n6 code Some(\"x\") \"a  <b\\n\\n  c\\n\"",
    );
}

#[test]
fn who_said_what_a_quotation_of_html_says_stands_below_it() {
    let quote = "<blockquote><p>a</p>\n<p>&mdash; Ann</p></blockquote>\n";
    becomes(quote, "1 quote\n  2 p a\n  3 by — Ann");
}

#[test]
fn lists_of_html_are_lists() {
    becomes(
        "<ul>\n<li>a <em>b</em>\n<li>c\n <ol start=\"3\"><li><p>d</p></li></ol></li>\n</ul>\n\n\
         <dl><dt>e</dt><dd>f</dd><dt>g<dt>h<dd><p>i<dd>j</dl>\n",
        "1 list start=None tight=true\n  item task=None\n    2 p a <em b>\n  item task=None\n    \
         3 p c\n    4 list start=Some(3) tight=false\n      item task=None\n        5 p d\n\
         6 definitions\n  7 term e\n  details\n    8 p f\n  9 term g\n  10 term h\n  details\n    \
         11 p i\n  details\n    12 p j",
    );
}

#[test]
fn markdown_stands_between_blocks_of_html() {
    becomes(
        "<details open>\n<summary>More <i>of</i> it</summary>\n\n*a*\n\n- b\n\n</details>\n\n\
         > <div lang=\"fr\">\n>\n> \"c\"\n>\n> </div>\n",
        "1 details open=true More <em of> it\n  2 p <em a>\n  3 list start=None tight=true\n    \
         item task=None\n      4 p b\n5 quote\n  \
         6 div lang=Some(\"fr\") dir=None\n    7 p «\u{202f}c\u{202f}»",
    );
}

#[test]
fn tables_of_html_are_tables() {
    becomes(
        "<table>\n<caption>Depths</caption>\n<thead><tr><th>a<th align=\"right\">b</tr></thead>\n\
         <tfoot><tr><td colspan=\"2\">z</td></tr></tfoot>\n\
         <tbody><tr><td rowspan=\"2\">c</td><td align=\"right\">1</td></tr>\n\
         <tr><td align=\"right\"><p>2</p></td></tr></tbody>\n</table>\n",
        "1 table <>\n  3 a | 4 b\n  5 c | 6 1\n  7 2\n  8 z",
    );
    becomes(
        "<table><tr><th>a</th><th>b</th></tr><tr><th scope=\"row\">c</th>\
         <td>\n\n*d*\n\n</td></tr></table>\n",
        "1 table <<\n  2 a | 3 b\n  4 c | 5 <em d>",
    );
}

#[test]
fn tables_that_do_not_fit_are_told() {
    says(
        "<table>\n<tr><td colspan=\"0\">a</td></tr>\n</table>\n\n\
         <table>\n<tr><td rowspan=\"3\">a</td></tr><tr><td>b</td></tr>\n</table>\n\n\
         <table>\n<tr><td align=\"left\">a</td></tr><tr><td align=\"right\">b</td></tr>\n</table>\n\n\
         <table>\n<tr><td>a</td><th>b</th></tr>\n</table>\n\n\
         <table>\n<tr><td><p>a</p><hr></td></tr>\n</table>\n",
        &[
            "error[bad-cell-span] 2:9: `0` is no number of cells",
            "error[bad-cell-span] 6:5: a cell reaches below the last row of its part of the table",
            "warning[attribute-left-out] 10:37: a cell is aligned as the first of its column",
            "error[raw-html] 14:15: a header cell stands where it is read for no row or column",
            "error[cell-block] 18:17: a line across the page cannot stand in a cell",
        ],
    );
}

#[test]
fn pictures_of_html_are_figures_and_pictures() {
    becomes(
        "<figure id=\"fig-a\">\n<img src=\"a.png\" alt=\"A &quot;b&quot;\" width=\"50%\">\n\
         <figcaption>C <b>d</b></figcaption>\n</figure>\n\n<img src=\"b.png\" alt=\"\" title=\"E\">\n\n\
         <p>f <img src=\"c.png\" alt=\"g\"></p>\n",
        "1 figure a.png alt=\"A “b”\" decorative=false id=Some(\"fig-a\") C <strong d>\n\
         2 figure b.png alt=\"\" decorative=true id=None E\n\
         3 p f <picture c.png \"g\" None false>",
    );
}

#[test]
fn what_html_must_not_say_is_told_with_its_place() {
    says(
        "<div class=\"x\" onclick=\"y()\">\na\n</div>\n\n<script>\nalert('<b>')\n</script>\n\n\
         <iframe src=\"x\"></iframe>\n\n> <p style=\"color:red\">b</p>\n\n\
         <a>c</a> <u>d</u> <img src=\"e.png\" alt=\"f\" width=\"1em\"> <a href=\"g\" on=\"\">h</a>\n",
        &[
            "warning[attribute-left-out] 1:6: `<div>` is set without its `class`",
            "error[raw-html] 1:16: `<div>` does not take `onclick`",
            "error[raw-html] 5:1: HTML has no meaning in print: `<script>`",
            "error[raw-html] 9:1: HTML has no meaning in print: `<iframe>`",
            "warning[attribute-left-out] 11:6: `<p>` is set without its `style`",
            "error[raw-html] 13:1: `<a>` has no `href`",
            "warning[attribute-left-out] 13:10: `<u>` is set as what it holds",
            "warning[attribute-left-out] 13:44: `<img>` is set without its `width`",
            "error[raw-html] 13:69: `<a>` does not take `on`",
        ],
    );
}

#[test]
fn elements_that_do_not_end_or_stand_wrongly_are_told() {
    says(
        "<div>\n<p>a <b>b</p>\n</div></section>\n\n<li>c</li>\n\n<ul>d<li>e</li></ul>\n\n\
         <ul>\n\nf\n\n</ul>\n\n<b>\n\ng\n\n</b>\n\n<div/>\n\n<p>h<!doctype html><div i\n\n<div>\n\nj\n",
        &[
            "error[raw-html] 2:6: `<b>` is not closed",
            "error[raw-html] 3:7: `</section>` closes nothing",
            "error[raw-html] 5:1: `<li>` cannot stand here",
            "error[raw-html] 7:5: `<ul>` cannot hold text",
            "error[raw-html] 9:1: `<ul>` cannot hold blocks of Markdown",
            "error[raw-html] 15:1: `<b>` cannot hold blocks of Markdown",
            "error[raw-html] 21:1: `<div/>` does not end in HTML, whatever its slash says",
            "error[raw-html] 23:5: HTML has a declaration",
            "error[raw-html] 23:20: HTML has a tag that does not end",
            "error[raw-html] 25:1: `<div>` is not closed",
        ],
    );
}

#[test]
fn headings_of_html_are_headings_and_obey_their_order() {
    becomes("<h1 id=\"a\">One</h1>\n\n<h2>Two</h2>\n", "1 h1 #a One\n2 h2 Two");
    says(
        "<table><tr><td><h2>a</h2></td></tr></table>\n\n<h4>b</h4>\n",
        &[
            "error[nested-heading] 1:16: a heading cannot stand in a cell",
            "warning[heading-gap] 3:1: a heading of level 4 follows one of level 1, and is \
             set as one of level 2",
        ],
    );
}

#[test]
fn links_and_code_of_html_stand_in_a_line() {
    becomes(
        "a <a href=\"https://b.org/?c&amp;d\" title=\"e\">https://b.org *f*</a> <code>g\\*</code>\n\
         <img src=\"h.png\" alt=\"i\" width=\"24\"> j\n",
        "1 p a <link https://b.org/?c&d \"e\" https://b.org <em f>> <code g*>~\
         <picture h.png \"i\" None false 18pt> j",
    );
    says("<a href=\"b\">[c](d)</a>\n", &["error[raw-html] 1:13: a link stands in a link"]);
}

#[test]
fn code_of_html_holds_emphasis_and_links_that_are_code_too() {
    for text in [
        "<code>cp -r \"*from* [to](https://b.org)\"</code>\n",
        "<p><code>cp -r \"<em>from</em> <a href=\"https://b.org\">to</a>\"</code></p>\n",
    ] {
        let none = format!("{:?}", Attributes::default());
        let held = "<code cp -r \"><em <code from>><code  ><link https://b.org <code to>>\
                    <code \">";
        becomes(text, &format!("1 p <span {none} {held}>"));
    }
}

#[test]
fn foreign_html_is_kept_as_text_where_that_is_wanted() {
    assert_eq!(
        kept("a <u>b</u> <sub>c</sub> <b class=x>d</b> <b hidden>e</b> <i>f\n"),
        "1 p a <u>b</u> <sub c> <strong d> <b hidden>e</b> <i>f"
    );
    assert_eq!(
        kept("<nav>\n\n*a*\n\n<div>b</div>\n</nav>\n\n<div>\n\nc\n\n</div>\n"),
        "1 p <nav>\n2 p <em a>\n3 p <div>b</div><br></nav>\n\
         4 div lang=None dir=None\n  5 p c"
    );
    assert_eq!(
        kept("<script>\n  alert(\"a\") // &lt;\n</script>\n<!-- b -->\n"),
        "1 p <script><br>alert(\"a\") // &lt;<br></script>"
    );
    assert_eq!(kept("<div>\n\na\n\n<p>b</p>\n"), "1 p <div>\n2 p a\n3 p b");
}

#[test]
fn attributes_without_a_meaning_are_told_once_for_a_chapter() {
    let text = "<p class=\"a\" style=\"color:red\">a</p>\n\n<p class=\"b\" style=\"\">b</p>\n\n\
                <table border=\"1\"><tr valign=top><td bgcolor=red align=center>c</td></tr></table>\n\n\
                d <b data-x=1 aria-label=\"y\" class=z>e</b> <a href=\"https://f.org\" \
                target=_blank rel=noopener>f</a><br clear=all>g\n\n\
                <div markdown=\"1\">h</div>\n\n<p align=\"center\"><img src=i.png alt=j></p>\n";
    says(
        text,
        &[
            "warning[attribute-left-out] 1:4: `<p>` is set without its `class`, `style`, here \
             and once more in this chapter",
            "warning[attribute-left-out] 5:8: `<table>` is set without its `border`",
            "warning[attribute-left-out] 5:23: `<tr>` is set without its `valign`",
            "warning[attribute-left-out] 5:38: `<td>` is set without its `bgcolor`",
            "warning[attribute-left-out] 7:6: `<b>` is set without its `aria-label`, `class`, \
             `data-x`",
            "warning[attribute-left-out] 7:68: `<a>` is set without its `rel`, `target`",
            "warning[attribute-left-out] 9:6: `<div>` is set without its `markdown`",
        ],
    );
}

#[test]
fn what_hides_words_or_is_written_for_a_program_is_refused() {
    says(
        "<p hidden>a</p>\n\n<div style=\"color:red;display:none\">b</div>\n\n\
         c <span style='visibility: hidden'>d</span> <b v-if=\"x\">e</b>\n\n\
         <div :style=\"a\">f</div>\n\n<p @click=\"x\">g</p>\n\n\
         <div class=\"content-hidden\">h</div>\n\n<ol reversed><li>i</ol>\n\n\
         <ol><li>j<li value=5>k</ol>\n",
        &[
            "error[hidden-text] 1:4: `hidden` would hide what `<p>` holds",
            "error[hidden-text] 3:6: `style` would hide what `<div>` holds",
            "error[hidden-text] 5:9: `style` would hide what `<span>` holds",
            "error[unknown-attribute] 5:48: `<b>` does not take `v-if`",
            "error[unknown-attribute] 7:6: `<div>` does not take `:style`",
            "error[unknown-attribute] 9:4: `<p>` does not take `@click`",
            "error[hidden-text] 11:6: `class` would hide what `<div>` holds",
            "error[raw-html] 13:5: a list of HTML counts backwards",
            "error[raw-html] 15:1: an item of a list has the number 5, not 2",
        ],
    );
}

#[test]
fn classes_of_callouts_and_of_text_have_their_meaning() {
    let callout = "<div class=\"warning\" id=\"w\">\n\nA *b*\n\n</div>\n\n\
                   <p class=\"admonition note\">c</p>\n\n\
                   <div class=\"admonition tip\">\n<p class=\"admonition-title\">D</p>\n<p>e</p>\n</div>\n";
    let (document, sources, sink) = read(callout);
    assert_eq!(told(&sources, &sink), Vec::<String>::new());
    let document = document.unwrap();
    let callouts: Vec<(CalloutKind, bool, String, usize)> = document
        .blocks
        .iter()
        .map(|block| match &block.kind {
            BlockKind::Callout(own) => {
                (own.kind, own.anchor.is_some(), plain_text(&own.title), own.blocks.len())
            }
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(
        callouts,
        [
            (CalloutKind::Warning, true, String::new(), 1),
            (CalloutKind::Note, false, String::new(), 1),
            (CalloutKind::Tip, false, "D".to_owned(), 1),
        ]
    );
    let marked = read("a <span class=\"mark\">b</span>\n").0.unwrap();
    let BlockKind::Paragraph(text) = &marked.blocks[0].kind else { panic!() };
    let InlineKind::Span { attributes, .. } = &text[1].kind else { panic!() };
    assert!(attributes.mark);
    becomes("<pre><code class=\"lang-x\">a</code></pre>\n", "1 code Some(\"x\") \"a\\n\"");
}

#[test]
fn styles_that_are_attributes_too_are_read_as_these() {
    becomes(
        "<table><tr><td style=\"text-align: right\">a</td></tr></table>\n\n\
         b <img src=\"c.png\" alt=\"d\" style=\"width: 24px\">\n",
        "1 table >\n  2 a\n3 p b <picture c.png \"d\" None false 18pt>",
    );
}

#[test]
fn addresses_of_html_can_be_linked_to() {
    let text = "<dl><dt id=\"a\">b</dt><dd id=\"c\"><p>d</p></dd></dl>\n\n\
                <ul id=\"e\"><li id=\"f\">g</li></ul>\n\n\
                <table><tr id=\"h\"><td id=\"i\">j</td></tr></table>\n\n\
                <pre id=\"k\">l</pre>\n\nm <b id=\"n\">o</b> <code id=\"p\">q</code>\n\n\
                <div id=\"r\"></div>\n\n<details id=\"s\"><summary id=\"t\">u</summary>v</details>\n";
    let (document, sources, sink) = read(text);
    assert_eq!(told(&sources, &sink), Vec::<String>::new());
    let document = document.unwrap();
    let ids: BTreeSet<&str> =
        document.anchors.iter().filter_map(|anchor| anchor.id.as_deref()).collect();
    let expected = ["a", "c", "e", "f", "h", "i", "k", "n", "p", "r", "s", "t"];
    assert_eq!(ids, BTreeSet::from(expected));
    let held = document.held();
    assert_eq!(held.anchors.len(), expected.len(), "each stands somewhere");
}

#[test]
fn languages_of_html_are_those_of_its_text() {
    becomes(
        "<table><tr><td lang=\"fr\">\"a\"</td></tr></table>\n\n<ul><li lang=\"de\">\"b\"</li></ul>\n",
        "1 table <\n  2 <span Attributes { anchor: None, language: Some(\"fr\"), direction: None, small_caps: \
         false, figures: None, fraction: false, mark: false, expansion: None, index: [], when: \
         [], left_out: 0 } «\u{202f}a\u{202f}»>\n3 list start=None tight=true\n  \
         item task=None\n    4 div lang=Some(\"de\") dir=None\n      5 p „b“",
    );
}

#[test]
fn html_that_is_nested_without_end_is_refused_soon() {
    for text in [
        "<div>".repeat(100_000),
        "<div>\n\n".repeat(20_000),
        "<b>".repeat(100_000),
        "</b>".repeat(100_000),
        "<p>a".repeat(100_000),
        format!("{}{}", "<ul><li>".repeat(50_000), "</li></ul>".repeat(50_000)),
        format!("<p>{}{}</p>", "<b>".repeat(50_000), "</b>".repeat(50_000)),
    ] {
        let told = read(&text).0;
        assert_eq!(told.is_ok(), text.starts_with("<p>a"), "{}", &text[..20]);
    }
}

#[test]
fn elements_that_mean_the_same_are_read_as_one() {
    becomes(
        "<cite>a</cite> <samp>b</samp> c<wbr>d\n\n<section id=\"s\">\n\ne\n\n</section>\n",
        "1 p <em a> <code b> c\u{200b}d\n2 div lang=None dir=None\n  3 p e",
    );
}

#[test]
fn elements_that_say_how_words_look_are_left_out() {
    let text = "a <nobr>b c</nobr> <font color=\"red\">d</font>\n\n<center>e</center>\n\n\
                <picture>\n<source srcset=\"f.avif\">\n<img src=\"f.png\" alt=\"g\">\n\
                </picture>\n\nh <picture><img src=\"f.png\" alt=\"g\"></picture>\n";
    says(
        text,
        &[
            "warning[attribute-left-out] 1:3: `<nobr>` is set as what it holds",
            "warning[attribute-left-out] 1:20: `<font>` is set as what it holds",
            "warning[attribute-left-out] 3:1: `<center>` is set as what it holds",
            "warning[attribute-left-out] 5:1: `<picture>` is set as its `<img>`, here and once \
             more in this chapter",
            "warning[attribute-left-out] 6:1: `<source>` is left out: the `<img>` beside it is \
             set",
        ],
    );
    let (document, _, _) = read(text);
    let blocks = document.unwrap().blocks;
    assert!(matches!(blocks[2].kind, BlockKind::Figure { .. }), "{:?}", blocks[2]);
}

#[test]
fn a_chapter_with_components_is_refused_once() {
    says(
        "import Tabs from '@theme/Tabs';\n\n<Tabs items={[1]}>\n\n\
         <p style={{ color: 'red', color: 1 }}>c</p>\n\n<Tab/> d <Icon size={1} /> e\n\n</Tabs>\n",
        &[
            "error[raw-html] 1:1: `import` is a part of a program, as in MDX, and so are 3 more",
        ],
    );
    // without one each thing is told
    says(
        "<p @click=\"a\">b</p>\n\n<foo>c</foo>\n",
        &[
            "error[unknown-attribute] 1:4: `<p>` does not take `@click`",
            "error[raw-html] 3:1: HTML has no meaning in print: `<foo>`",
        ],
    );
    assert_eq!(kept("<Tab>a</Tab> b"), "1 p <Tab>a</Tab> b");
}

#[test]
fn lists_of_html_stand_in_cells_between_bars() {
    becomes(
        "| a | b |\n|---|---|\n| c: <ul><li>*d*<li>e <ol start=\"2\"><li>f</li></ol></li></ul> g | h |\n",
        "1 table <<\n  2 a | 3 b\n  4 [5 p c:; 6 list start=None tight=true; item task=None; \
         7 p <em d>; item task=None; 8 p e; 9 list start=Some(2) tight=true; item task=None; \
         10 p f; 11 p g] | 12 h",
    );
    says(
        "| a |\n|---|\n| <ul>b<li id=\"c\">d</li></ul> |\n",
        &[
            "error[raw-html] 3:7: `<ul>` holds something that is in no item of it",
            "error[raw-html] 3:8: `<li>` in a cell between bars takes no `id`",
        ],
    );
}
