//! Figures of several pictures, and captions in quotation marks.

use std::fs;

use trifold::layout::ItemKind;

use crate::blocks::{becomes, says};
use crate::typography::{ENGLISH, print, project};

#[test]
fn pictures_in_a_layout_are_panels() {
    becomes(
        "::: {#fig-x layout-ncol=2}\n![a](a.png){alt=\"b\"}\n\n![c](c.png)\n\nThe *whole*\n:::\n",
        "panels(2)[figure(b|a) figure(c|)] The whole",
    );
    becomes(
        "::: {layout=\"[[2, 1], [1]]\"}\n![a](a.png)\n![b](b.png)\n\n![c](c.png)\n:::\n",
        "panels([[2, 1], [1]])[figure(a|) figure(b|) figure(c|)] ",
    );
    becomes(
        "::: {layout-nrow=2 fig-cap=\"All *three*\"}\n![a](a.png)\n\n![b](b.png)\n\n![c](c.png)\n:::\n",
        "panels(2)[figure(a|) figure(b|) figure(c|)] All three",
    );
}

/// Tables, code and a picture beside one another.
const MIXED: &str = "# A\n\nSee @tbl-a and @lst-b.^[One.]\n\n::: {layout-ncol=2}\n\
    | h | i |\n|---|---|\n| one^[Two.] | 2 |\n\n: The **first** {#tbl-a}\n\n\
    ```{.rust #lst-b lst-cap=\"The code\"}\nfn f() {}\n```\n\n\
    | j |\n|---|\n| three |\n\n```\nplain\n```\n:::\n\nAfter.\n";

#[test]
fn tables_and_code_stand_beside_one_another() {
    let print = print(&project((ENGLISH, ""), MIXED));
    let at = |words: &str| {
        let found = print.sheets.iter().enumerate().find_map(|(sheet, all)| {
            let mut runs = all.items.iter().filter_map(|item| match &item.kind {
                ItemKind::Run(run) => Some(run),
                ItemKind::Fill { .. } | ItemKind::Picture { .. } => None,
            });
            let run = runs.find(|run| run.text.trim() == words)?;
            Some((sheet, run.x, run.y))
        });
        found.unwrap_or_else(|| panic!("{words}"))
    };
    let middle = print.size.width / 2;
    let (one, code, three, plain) = (at("one"), at("fn"), at("three"), at("plain"));
    assert!(one.1 < middle && code.1 > middle && three.1 < middle && plain.1 > middle);
    assert!((one.0, one.2) < (three.0, three.2) && code.2 < plain.2);
    assert!(at("After.").2 > three.2.max(plain.2));
}

#[test]
fn a_block_with_the_label_of_a_figure_is_that_figure() {
    becomes("::: {#fig-x}\n![a](a.png)\n\nThe caption\n:::\n", "figure(a|The caption)");
    becomes(
        "::: {#fig-x layout-ncol=2}\n::: {#fig-a}\n![a](a.png)\n\nb\n:::\n\n![c](c.png)\n:::\n",
        "panels(2)[figure(a|b) figure(c|)] ",
    );
    becomes("::: {#fig-x}\nNo picture\n:::\n", "div()[No picture]");
    becomes(
        "::: {#fig-x}\n![a](a.png)\n\n![b](b.png)\n:::\n",
        "panels(1)[figure(a|) figure(b|)] ",
    );
}

#[test]
fn figures_of_html_hold_figures() {
    becomes(
        "<figure id=\"fig-x\">\n<figure><img src=\"a.png\" alt=\"a\"><figcaption>b</figcaption></figure>\n\
         <img src=\"c.png\" alt=\"c\">\n<figcaption>The <em>whole</em></figcaption>\n</figure>\n",
        "panels(2)[figure(a|b) figure(c|)] The whole",
    );
}

#[test]
fn layouts_that_are_not_right_are_told() {
    says(
        "::: {layout-ncol=0}\n![a](a.png)\n:::\n",
        &["error[bad-layout] 1:5: `0` is no layout"],
    );
    says(
        "::: {layout=\"[[1,1]]\"}\n![a](a.png)\n:::\n",
        &["error[bad-layout] 1:5: a layout has 2 places, and the block holds 1"],
    );
    says(
        "::: {layout-ncol=2}\n![a](a.png)\n\n- a\n\n![c](c.png){.float}\n:::\n",
        &[
            "error[bad-layout] 4:1: only pictures, tables and code can be set beside one another",
            "error[bad-layout] 6:1: what stands beside others has no place of its own",
        ],
    );
    says(
        "::: {layout-ncol=2}\nWords\n:::\n",
        &["error[bad-layout] 1:5: a layout holds nothing"],
    );
    says(
        "::: {layout-ncol=2 fig-cap=\"a\"}\n![a](a.png)\n\nb\n:::\n",
        &["error[two-captions] 1:5: a figure has two captions"],
    );
}

#[test]
fn titles_of_pictures_are_markdown() {
    becomes(
        "![a](a.png \"The *way* to x~2~, \\*twice\\*\")\n",
        "figure(a|The way to x2, *twice*)",
    );
    becomes("![a](a.png \"1. The way\")\n", "figure(a|1. The way)");
    becomes("![a](a.png){fig-cap=\"The *way*\"}\n", "figure(a|The way)");
    becomes("![b](a.png){fig-alt=\"a\"}\n", "figure(a|b)");
    says(
        "![a](a.png \"b <blink>c</blink>\")\n",
        &["error[raw-html] 1:15: HTML has no meaning in print: `<blink>`"],
    );
}

#[test]
fn titles_of_code_are_its_caption() {
    becomes("```js title=\"The *way*\" {1,3}\na\n```\n", "code(The way)\"a\\n\"");
    becomes("> ~~~ js title='a b'\n> c\n> ~~~\n", "quote[code(a b)\"c\\n\"]");
    becomes("```{.js title=\"The *way*\"}\na\n```\n", "code(The way)\"a\\n\"");
    becomes("    x title=\"a\"\n", "code\"x title=\\\"a\\\"\\n\"");
    becomes("```js\nx title=\"a\"\n```\n", "code\"x title=\\\"a\\\"\\n\"");
}

/// The project in a folder as a web page.
fn built(text: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path();
    let square = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"90\" height=\"90\">\
                  <rect width=\"90\" height=\"90\"/></svg>";
    fs::create_dir(path.join("manuscript")).unwrap();
    fs::write(path.join("manuscript/a.svg"), square).unwrap();
    fs::write(path.join("manuscript/a.md"), text).unwrap();
    let settings = "title = \"T\"\nlanguage = \"en\"\ndate = 2026-11-28\n\
                    [numbers]\nchapters = true\n[[editions]]\nname = \"b\"\n\
                    lists = [\"figures\"]\nformats = [\"html\"]\n";
    fs::write(path.join("trifold.toml"), settings).unwrap();
    let out = path.join("out");
    let made = std::process::Command::new(env!("CARGO_BIN_EXE_trifold"))
        .args(["build", &path.to_string_lossy(), "-o", &out.to_string_lossy()])
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let page = fs::read_dir(&out).unwrap().map(|entry| entry.unwrap().path());
    let page = page.into_iter().find(|path| path.extension().is_some_and(|e| e == "html"));
    fs::read_to_string(page.unwrap()).unwrap()
}

#[test]
fn panels_have_letters_and_references_name_them() {
    let page = built(
        "# T\n\n::: {#fig-x layout-ncol=2}\n![one](a.svg){#fig-a alt=\"a\"}\n\n\
         ![](a.svg){.decorative}\n\n![](a.svg){#fig-b alt=\"b\"}\n\nAll\n:::\n\n\
         See @fig-a, @fig-b, @fig-x and [-@fig-b].\n",
    );
    for part in [
        "<b class=\"caption-label\">(a)\u{a0}</b>one</figcaption>",
        "<b class=\"caption-label\">(b)\u{a0}</b></figcaption>",
        "<b class=\"caption-label\">Figure\u{a0}1.1: </b>All</figcaption>",
        "href=\"#fig-a\">Figure\u{a0}1.1a</a>",
        "href=\"#fig-b\">Figure\u{a0}1.1b</a>",
        "href=\"#fig-x\">Figure\u{a0}1.1</a>",
        "href=\"#fig-b\">1.1b</a>",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    assert_eq!(page.matches("<figure").count(), 4);
}
