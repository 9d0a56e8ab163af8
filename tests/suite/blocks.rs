//! Callouts, lists of definitions, blocks in colons and code: from the manuscript into
//! the formats.

use std::fs;
use std::path::Path;
use std::process::Command;

use trifold::ast::{Arrangement, Block, BlockKind, DivForm, plain_text, visit_blocks};

use crate::parse::{read, told};

/// What blocks are and hold, in one line.
fn shape(blocks: &[Block]) -> String {
    let all: Vec<String> = blocks.iter().map(one).collect();
    all.join(" ")
}

fn one(block: &Block) -> String {
    match &block.kind {
        BlockKind::Paragraph(text) => plain_text(text),
        BlockKind::Attribution(text) => format!("by[{}]", plain_text(text)),
        BlockKind::Stanza(lines) => {
            let lines = lines.iter().map(|line| {
                format!("{}{}", ">".repeat(line.indent.into()), plain_text(&line.text))
            });
            format!("stanza[{}]", lines.collect::<Vec<_>>().join("/"))
        }
        BlockKind::Quote(inner) => format!("quote[{}]", shape(inner)),
        BlockKind::Code { text, caption, .. } if caption.is_empty() => {
            format!("code{text:?}")
        }
        BlockKind::Code { text, caption, .. } => {
            format!("code({}){text:?}", plain_text(caption))
        }
        BlockKind::List(list) => {
            let items = list.items.iter().map(|item| shape(&item.blocks));
            let name = if list.steps { "steps" } else { "list" };
            format!("{name}[{}]", items.collect::<Vec<_>>().join("|"))
        }
        BlockKind::Callout(callout) => {
            let (kind, title) = (callout.kind, plain_text(&callout.title));
            format!("{kind:?}({title})[{}]", shape(&callout.blocks))
        }
        BlockKind::Div(div) => {
            let language = div.language.as_deref().unwrap_or("");
            let form = match div.form {
                DivForm::Plain => "div",
                DivForm::Epigraph => "epigraph",
                DivForm::Verse => "verse",
                DivForm::Aside => "aside",
                DivForm::Glossary { sorted: false } => "glossary",
                DivForm::Glossary { sorted: true } => "sorted glossary",
            };
            format!("{form}({language})[{}]", shape(&div.blocks))
        }
        BlockKind::Details(details) => {
            let open = if details.open { " open" } else { "" };
            let summary = plain_text(&details.summary);
            format!("details{open} {summary:?}[{}]", shape(&details.blocks))
        }
        BlockKind::Definitions(list) => {
            let items = list.iter().map(|item| {
                let terms: Vec<String> =
                    item.terms.iter().map(|term| plain_text(&term.text)).collect();
                let details: Vec<String> =
                    item.details.iter().map(|blocks| shape(blocks)).collect();
                let tight = if item.tight { "" } else { "loose " };
                format!("{tight}{}: {}", terms.join("/"), details.join("|"))
            });
            format!("dl[{}]", items.collect::<Vec<_>>().join("; "))
        }
        BlockKind::Panels(panels) => {
            let caption = panels.caption.as_ref();
            let caption = caption.map(|caption| plain_text(&caption.text));
            let arrangement = match &panels.arrangement {
                Arrangement::Columns(columns) => columns.to_string(),
                Arrangement::Rows(rows) => format!("{rows:?}"),
            };
            let panels = shape(&panels.panels);
            format!("panels({arrangement})[{panels}] {}", caption.unwrap_or_default())
        }
        BlockKind::Figure { alt, caption, .. } => {
            format!("figure({alt}|{})", plain_text(caption))
        }
        BlockKind::Heading { .. }
        | BlockKind::Table(_)
        | BlockKind::Rule
        | BlockKind::References
        | BlockKind::Equation { .. } => format!("{:?}", block.kind),
    }
}

#[track_caller]
pub(crate) fn becomes(text: &str, expected: &str) {
    let (document, sources, sink) = read(text);
    assert_eq!(told(&sources, &sink), Vec::<String>::new(), "{text}");
    assert_eq!(shape(&document.unwrap().blocks), expected, "{text}");
}

#[track_caller]
pub(crate) fn says(text: &str, expected: &[&str]) {
    let (_, sources, sink) = read(text);
    assert_eq!(told(&sources, &sink), expected, "{text}");
}

#[test]
fn a_line_of_colons_ends_the_block_that_began_last() {
    becomes("::: {lang=fr}\n::: {lang=de}\na\n:::\nb\n:::\nc\n", "div(fr)[div(de)[a] b] c");
    becomes(
        "::: {lang=fr}\n\n::::: {lang=de} :::::\na\n:::\n\nb\n:::::::\n",
        "div(fr)[div(de)[a] b]",
    );
    becomes("> ::: {lang=fr}\n> a\n> :::\n\nb\n", "quote[div(fr)[a]] b");
    becomes("- ::: {lang=fr}\n  a\n  :::\n- b\n", "list[div(fr)[a]|b]");
    becomes("\u{feff}::: {lang=fr}\r\na\r\n:::", "div(fr)[a]");
}

#[test]
fn colons_in_code_are_code() {
    becomes(
        "::: {lang=fr}\n```\n:::\n::::::: x\n```\n:::\n\n    ::: y\n",
        "div(fr)[code\":::\\n::::::: x\\n\"] code\"::: y\\n\"",
    );
    becomes("\\::: a\n", "::: a");
}

#[test]
fn blocks_in_colons_that_do_not_pair_are_told() {
    says(
        "::: {lang=fr}\na\n",
        &["error[unclosed-block] 1:1: a block in colons does not end"],
    );
    says(":::\na\n", &["error[unopened-block] 1:1: colons end a block that has not begun"]);
    says(
        "> ::: {lang=fr}\n> a\n\n:::\n",
        &[
            "error[unclosed-block] 1:3: a block in colons does not end",
            "error[unopened-block] 4:1: colons end a block that has not begun",
        ],
    );
    says(
        "- ::: {lang=fr}\n  a\n\n:::\n",
        &["error[unopened-block] 4:1: colons end a block that has not begun"],
    );
}

#[test]
fn colons_right_behind_html_end_it() {
    let details = "<details><summary>a</summary>b\n</details>\n";
    becomes(&format!("::: aside\n{details}:::\n\nc\n"), "aside()[details \"a\"[b]] c");
    becomes(&format!("{details}::: aside\nc\n:::\n"), "details \"a\"[b] aside()[c]");
    // blocks in the HTML, others behind those, and in quotations and lists
    becomes(
        "<div>\n::: aside\na\n:::\n::: {lang=fr}\n<p>b</p>\n:::\n</div>\n",
        "div()[aside()[a] div(fr)[b]]",
    );
    becomes(
        "> <p>a</p>\n> ::: aside\n> b\n>\n> - <p>c</p>\n>   ::: aside\n>   d\n>   :::\n> :::\n",
        "quote[a aside()[b list[c aside()[d]]]]",
    );
    becomes("- ::: aside\n  <p>a</p>\n  :::\n- b\n", "list[aside()[a]|b]");
    // behind them all places are as they were
    says(
        "<p>a</p>\n::: aside\nb\n:::\n<p>c</p>\n::: aside\n[d](#e)\n\n::: x\n:::\n:::\n",
        &["error[unknown-block] 9:5: no block in colons is called `x`"],
    );
}

#[test]
fn colons_in_a_tag_a_comment_or_code_of_html_are_no_end() {
    becomes("<pre>\n::: a\n</pre>\n", "code\"::: a\\n\"");
    becomes("<div><pre>\n:::\n</pre></div>\n", "div()[code\":::\\n\"]");
    becomes("<!--\n::: a\n-->\n\nb\n", "b");
    becomes("<p>a<!--\n::: b\n--></p>\n", "a");
    becomes("<p><!-- a\n:::\n--></p>\n\n::: aside\n<p>b</p>\n:::\n", "aside()[b]");
}

#[test]
fn a_chapter_of_html_and_colons_takes_no_time_to_pair() {
    let text = "<div>\n::: aside\n<p>a</p>\n:::\n</div>\n".repeat(4000);
    let (document, _, _) = read(&text);
    assert_eq!(document.unwrap().blocks.len(), 4000);
}

#[test]
fn what_a_block_in_colons_cannot_be_is_told() {
    says(
        "::: callout-nte\na\n:::\n\n::: {.x .y=}\nb\n:::\n\n::: {lang=x dir=up a=b}\nc\n:::\n",
        &[
            "error[unknown-block] 1:5: no block in colons is called `callout-nte`",
            "error[bad-block] 5:5: `{.x .y=}` does not say what a block in colons is",
            "error[bad-language] 9:5: `x` is no language tag",
            "error[bad-direction] 9:5: `up` is no direction",
            "error[unknown-attribute] 9:5: a block in colons does not take `a=b`",
        ],
    );
}

#[test]
fn callouts_have_two_spellings() {
    becomes("> [!NOTE]\n> a\n>\n> b\n", "Note()[a b]");
    becomes("> [!warning] Thin *ice*\n> a\n", "Warning(Thin ice)[a]");
    becomes(
        "::: {.callout-tip title=\"a: *b* \\\"c\\\"\"}\nd\n\n> [!CAUTION]\n> e\n:::\n",
        "Tip(a: b “c”)[d Caution()[e]]",
    );
    becomes("::: callout-important\na\n:::\n", "Important()[a]");
    // those of other tools
    becomes(":::note[A *b*]\nc\n:::\n\n:::{tip}\nd\n:::\n", "Note(A b)[c] Tip()[d]");
    becomes("::: danger Thin ice\nc\n:::\n", "Caution(Thin ice)[c]");
}

#[test]
fn callouts_that_would_lose_something_are_told() {
    says(
        "> [!NOTE]\n\n> [!TIP] - a\n> b\n\n> [!HINT]\n> c\n",
        &[
            "error[empty-callout] 1:1: a callout has no text",
            "error[bad-title] 3:10: a title is a line of text",
            "warning[unknown-callout] 6:1: a quotation begins with `[!HINT]`, which is no \
             callout",
        ],
    );
}

#[test]
fn definitions_have_terms_and_details() {
    becomes("A\n: b\n: c\n\nD\nE\n: f\n", "dl[A: b|c; D/E: f]");
    becomes("A\n\n:   b\n\n    c\n\n    - d\n", "dl[loose A: b c list[d]]");
    says("A\n: \n", &["error[empty-definition] 2:1: a term has no definition"]);
}

#[test]
fn hostile_colons_take_little_time() {
    let deep = "::: {lang=fr}\n".repeat(20_000);
    let closed = format!("{deep}a\n{}", ":::\n".repeat(20_000));
    assert!(read(&closed).0.is_err());
    assert!(read(&":".repeat(1_000_000)).0.is_err());
    let many = "::: {lang=fr}\na\n:::\n".repeat(5_000);
    assert_eq!(read(&many).0.unwrap().blocks.len(), 5_000);
}

/// A text without tags and character references.
fn words(html: &str) -> String {
    let mut out = String::new();
    let mut tag = false;
    for c in html.chars() {
        match c {
            '<' => tag = true,
            '>' if tag => tag = false,
            _ if !tag => out.push(c),
            _ => {}
        }
    }
    out.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
}

#[test]
fn the_book_of_blocks_is_whole_on_the_web() {
    let book = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/books/blocks");
    let copy = tempfile::tempdir().unwrap();
    let folder = copy.path().join("manuscript/images");
    fs::create_dir_all(&folder).unwrap();
    fs::copy(book.join("trifold.toml"), copy.path().join("trifold.toml")).unwrap();
    fs::copy(book.join("manuscript/images/dot.svg"), folder.join("dot.svg")).unwrap();
    let mut code = Vec::new();
    for entry in fs::read_dir(book.join("manuscript")).unwrap() {
        let path = entry.unwrap().path();
        let Some(name) = path.file_name().filter(|_| path.is_file()) else { continue };
        let text = fs::read_to_string(&path).unwrap();
        fs::write(copy.path().join("manuscript").join(name), &text).unwrap();
        visit_blocks(&read(&text).0.unwrap().blocks, &mut |block| {
            if let BlockKind::Code { text, .. } = &block.kind {
                code.push(text.clone());
            }
        });
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_trifold"));
    let ran = command.args(["build", "-q", "-f", "html"]).current_dir(copy.path()).output();
    assert!(ran.unwrap().status.success());
    let html = fs::read_to_string(copy.path().join("output/blocks.html")).unwrap();
    let mut shown: Vec<String> = html
        .split("<pre><code")
        .skip(1)
        .map(|rest| rest.split("</code></pre>").next().unwrap())
        .map(|rest| words(rest.split_once('>').unwrap().1))
        .collect();
    assert!(code.len() > 12);
    code.sort();
    shown.sort();
    assert_eq!(shown, code);
    for part in [
        "<span class=\"tok-keyword\">fn</span> <span class=\"tok-function\">add</span>",
        "<aside class=\"callout callout-note\" role=\"note\" aria-labelledby=\"callout-",
        "<aside id=\"crevasses\" class=\"callout callout-note\"",
        "\">Tip: Carry <em>two</em> pencils</p>",
        "<dt>Névé</dt>\n<dt>Firn</dt>\n<dd><p>Snow",
        "<dt>Axe</dt>\n<dd>A tool",
        "<div id=\"zitat\" lang=\"de\" dir=\"ltr\">",
        "<ol start=\"98\">",
    ] {
        assert!(html.contains(part), "{part}");
    }
}

#[test]
fn headings_callouts_and_code_may_run_across_the_columns() {
    let wide = |text: &str| {
        let (document, sources, sink) = read(text);
        assert_eq!(told(&sources, &sink), Vec::<String>::new(), "{text}");
        document.unwrap().blocks.iter().filter(|block| block.is_wide()).count()
    };
    assert_eq!(wide("# Title\n\n## The end {#end .wide}\n\nText.\n"), 1);
    assert_eq!(wide("> [!NOTE] Ice {.wide #ice}\n> Thin.\n\n[ice](#ice)\n"), 1);
    assert_eq!(wide("> [!NOTE] {.wide}\n> Thin.\n"), 1);
    assert_eq!(wide("> [!NOTE] A [title]{.mark}\n> Thin.\n"), 0);
    assert_eq!(wide("```rust {.wide}\nfn f() {}\n```\n"), 1);
    assert_eq!(wide("``` {.rust .wide}\nfn f() {}\n```\n\n```\nx\n```\n"), 1);
}

#[test]
fn headings_without_words_leave_their_addresses() {
    says(
        "# a\n\n## &nbsp;\n\n## {#b}\n\n[c](#b)\n\n## []{#d}\n",
        &[
            "warning[empty-heading] 3:1: a heading has no words, and is left out",
            "warning[empty-heading] 5:1: a heading has no words, and is left out",
            "warning[empty-heading] 9:1: a heading has no words, and is left out",
        ],
    );
}

#[test]
fn a_block_that_nobody_knows_is_told_once() {
    says(
        "::: a.b.c\n    d: e\n",
        &["error[unknown-block] 1:5: no block in colons is called `a.b.c`"],
    );
}

#[test]
fn links_without_words_show_where_they_lead() {
    says(
        "# a\n\n[](https://example.org/) [](#a)\n",
        &["warning[empty-link] 3:1: a link has no words: its address is shown"],
    );
}
