//! Small right manuscripts that the proof once refused: each is built in all formats.

use trifold::build::build;
use trifold::diag::{Severity, Sink, render};
use trifold::files::Files;
use trifold::project::{Wishes, load, plan};
use trifold::source::Sources;

/// The errors of a project with one chapter, in words.
fn errors(settings: &str, chapter: &str, others: &[(&str, &str)]) -> Vec<String> {
    let mut files = Files::default();
    let settings =
        format!("title = \"T\"\nlanguage = \"en\"\ndate = 2026-11-28\n{settings}\n");
    files.insert("trifold.toml".to_owned(), settings);
    files.insert("manuscript/01.md".to_owned(), chapter.to_owned());
    for (path, text) in others {
        files.insert((*path).to_owned(), (*text).to_owned());
    }
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    if let Ok(project) = load(&files, &mut sources, &mut sink)
        && let Ok(plan) = plan(&project, &Wishes::default(), &mut sink)
    {
        build(&project, &sources, &plan, &|_| {}, &mut sink);
    }
    let told = sink.messages().iter();
    let errors = told.filter(|(severity, _)| *severity == Severity::Error);
    errors.map(|(severity, one)| render(*severity, one, &sources, false)).collect()
}

#[test]
fn the_label_of_a_reference_may_be_a_number_with_a_full_stop() {
    let works = "@book{ash, author={Ash, Ann}, title={A Book}, publisher={P}, year=2020}\n\
                 @book{oak, author={Oak, Ben}, title={Trees}, publisher={P}, year=2021}\n";
    for style in ["vancouver", "american-medical-association", "nature", "the-lancet"] {
        let settings =
            format!("[references]\nfiles = [\"works.bib\"]\nstyle = \"{style}\"");
        let works = [("manuscript/works.bib", works)];
        let told = errors(&settings, "# A\n\nText [@ash]. More [@oak].\n", &works);
        assert!(told.is_empty(), "{style}: {told:#?}");
    }
}

/// The errors of a notice.
fn notice(keys: &str, text: &str) -> Vec<String> {
    let settings = format!(
        "[[notices]]\nid = \"a.b\"\nkind = \"warning\"\ntitle = \"Note well\"\n\
         file = \"notice.md\"\n{keys}"
    );
    let picture = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"90\" height=\"9\"/>";
    let others = [("manuscript/notice.md", text), ("manuscript/a.svg", picture)];
    errors(&settings, "# A\n\nText.\n", &others)
}

#[test]
fn notices_of_any_content_keep_their_least_size() {
    for (keys, text) in [
        ("place = \"page-foot\"\nmin-size = \"9pt\"", "Ask `x`."),
        ("min-size = \"14pt\"", "::: epigraph\nx\n\n-- who\n:::"),
        ("min-size = \"14pt\"", "Ask."),
        ("", "![A caption[^a]](a.svg){alt=\"b\"}\n\n[^a]: A note."),
        ("min-size = \"9pt\"", "So $\\frac{x}{y}$ is, and $$\\sum_{i=1}^n i$$"),
        ("min-size = \"14pt\"", "Ask `x`, press <kbd>Enter</kbd>.^[A note.]"),
    ] {
        let told = notice(keys, text);
        assert!(told.is_empty(), "{keys}, {text}: {told:#?}");
    }
}

#[test]
fn nothing_of_a_notice_is_folded_away() {
    let text = "<details><summary>More</summary>\n\nHidden.\n\n</details>";
    let told = notice("place = \"first-page\"", text);
    assert!(told.is_empty(), "{told:#?}");
}

#[test]
fn an_address_may_stand_on_any_page_of_a_long_paragraph() {
    let words = "Some words that go on and on, and on again, to fill the page. ".repeat(39);
    let settings = "[[editions]]\nname = \"book\"\nformats = [\"pdf\"]\n\
                    theme = \"book\"\npage = [\"a6\"]";
    let told = errors(settings, &format!("# A\n\n{words}^[n] {words}[x]{{#here}}\n"), &[]);
    assert!(told.is_empty(), "{told:#?}");
}

#[test]
fn the_notes_of_a_notice_that_shares_a_page_stand_on_it() {
    let keys = "[[notices]]\nid = \"n\"\nkind = \"warning\"\ntitle = \"Note well\"\n\
                file = \"notice.md\"\nplace = \"last-page\"\n";
    let text = format!("Mind this.^[{}]\n", "A note that goes on. ".repeat(60));
    for lines in [0, 8, 16, 24, 32, 40] {
        let chapter = format!("# A\n\n{}", "A line.\n\n".repeat(lines));
        let told = errors(keys, &chapter, &[("manuscript/notice.md", &text)]);
        assert!(told.is_empty(), "{lines}: {told:#?}");
    }
}

#[test]
fn what_shows_nothing_is_no_loss() {
    for text in [
        // code without a character
        "```{image} a.svg\n```\n\n> ```\n> ```\n\n- ```\n  ```\n\n<pre></pre>\n\n```\n \n```",
        "~~~ {#lst-a caption=\"b\"}\n~~~\n\n| c |\n|---|\n| d |",
        // addresses alone
        "a\n\n<a id=\"b\"></a>\n\n- <a id=\"c\"></a>\n- d [](#b) [](#c) [](#contents)\n\n<a id=\"e\"></a>",
        "## &nbsp;\n\n## {#a}\n\n[b](#a)\n\n## []{#c}\n\n[d](#c)",
        // variation selectors without a character before them
        "| a | \u{fe0f}\u{2714}\u{fe0f} |\n|---|---|\n| b | c |\n\n\u{fe0f}\u{2714}\u{fe0f} d",
        "[a <a id=\"b\"></a>](https://example.org/) [](#b)",
        "[](https://example.org/) <a href=\"https://example.org/\"></a>",
        "| a | b |\n|---|---|\n| c: <ul><li>d *e*<li>`f`<ol><li>g</ol></ul> h<wbr>i | j |",
    ] {
        let told = errors("", &format!("# T\n\n{text}\n"), &[]);
        assert!(told.is_empty(), "{text}: {told:#?}");
    }
}

#[test]
fn a_heading_above_an_address_alone_is_not_left_at_the_foot_of_a_page() {
    for lines in 28..42 {
        let text = format!(
            "# T\n\n{}## H\n<a id=\"a\"></a>\n\n[Some](#a) words.\n",
            "Line.\n\n".repeat(lines)
        );
        let told = errors("", &text, &[]);
        assert!(told.is_empty(), "{lines}: {told:#?}");
    }
}

#[test]
fn numbered_tasks_keep_their_numbers() {
    let told =
        errors("", "# A\n\n3. [ ] first\n4. [x] second\n5. plain\n\n- [ ] c\n- d\n", &[]);
    assert!(told.is_empty(), "{told:#?}");
}

#[test]
fn formulas_in_colours_can_be_read_on_any_ground() {
    for color in ["red", "orange", "blue", "white"] {
        let text =
            format!("# A\n\n> [!TIP] So\n> It is $\\textcolor{{{color}}}{{x}} + y$.\n");
        let told = errors("", &text, &[]);
        assert!(told.is_empty(), "{color}: {told:#?}");
    }
}
