//! Small right manuscripts that the proof once refused: each is built in all formats.

use trifold::build::build;
use trifold::diag::{Severity, Sink, render};
use trifold::files::Files;
use trifold::project::{Wishes, load, plan};
use trifold::source::Sources;

/// A picture.
const SIGN: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 10 10\">\
                    <rect width=\"8\" height=\"8\"/></svg>";

/// The errors of a project with one chapter, in words.
fn errors(settings: &str, chapter: &str, others: &[(&str, &str)]) -> Vec<String> {
    in_language(("en", "T"), settings, chapter, others)
}

fn hebrew(settings: &str, chapter: &str, others: &[(&str, &str)]) -> Vec<String> {
    in_language(("he", "ספר"), settings, chapter, others)
}

fn arabic(settings: &str, chapter: &str, others: &[(&str, &str)]) -> Vec<String> {
    in_language(("ar", "كتاب"), settings, chapter, others)
}

/// The same in a language and with a title.
fn in_language(
    (language, title): (&str, &str),
    settings: &str,
    chapter: &str,
    others: &[(&str, &str)],
) -> Vec<String> {
    let mut files = Files::default();
    let settings = format!(
        "title = \"{title}\"\nlanguage = \"{language}\"\ndate = 2026-11-28\n{settings}\n"
    );
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

#[test]
fn a_notice_on_the_last_page_leaves_a_heading_without_text_where_it_is() {
    let keys = "[[notices]]\nid = \"n\"\nkind = \"warning\"\ntitle = \"Note well\"\n\
                file = \"notice.md\"\nplace = \"last-page\"\n";
    let text = "Some words.\n\n".repeat(28);
    let told = errors(keys, "# A\n", &[("manuscript/notice.md", &text)]);
    assert!(told.is_empty(), "{told:#?}");
}
/// A notice of some keys in a book of some chapter.
fn with_notice(keys: &str, chapter: &str, notice: &str) -> Vec<String> {
    let settings = format!(
        "[[notices]]\nid = \"a.b\"\nkind = \"warning\"\ntitle = \"אזהרה\"\n\
         file = \"notice.md\"\n{keys}"
    );
    errors(&settings, chapter, &[("manuscript/notice.md", notice)])
}

#[test]
fn what_is_read_first_on_a_line_from_right_to_left_is_painted_last() {
    let hebrew = "[שלום עולם, 12 (3)]{lang=he}";
    for theme in ["book", "handout"] {
        let keys = format!(
            "place = \"page-foot\"\n[[editions]]\nname = \"a\"\ntheme = \"{theme}\""
        );
        for text in [hebrew.to_owned(), format!("{hebrew}\n\nWords.\n\n{hebrew}")] {
            let told = with_notice(&keys, "# A\n\nText.\n", &text);
            assert!(told.is_empty(), "{theme}, {text}: {told:#?}");
        }
    }
}

#[test]
fn columns_from_right_to_left_may_have_lines_at_one_height() {
    let theme = ("themes/two/theme.toml", "extends = \"book\"\n[page]\ncolumns = 2\n");
    let settings = "[[editions]]\nname = \"a\"\ntheme = \"two\"";
    let settings = format!("{settings}\nformats = [\"pdf\"]");
    for text in ["```\nx\n```\n\nשלום\n", "שלום\n\n- עולם\n\nx\n"] {
        let chapter = format!("---\nlang: he\n---\n\n# ספר\n\n{text}");
        let told = hebrew(&settings, &chapter, &[theme]);
        assert!(told.is_empty(), "{text}: {told:#?}");
    }
}

#[test]
fn letters_that_a_font_has_in_one_are_the_same_wherever_they_stand() {
    let arabic = "الخبز لا يستعجل، إلى الآلاف";
    let chapter = format!(
        "# {arabic} {{#top}}\n\n[{arabic}]{{lang=ar}} and [{arabic}](#top), \
         [*{arabic}*]{{lang=fa}}.^[[{arabic}]{{lang=ar}}]\n\n## {arabic}\n\n\
         | {arabic} | b |\n|---|---|\n| c | d |\n\n: {arabic} {{#tbl-a}}\n"
    );
    let settings = format!(
        "authors = [\"{arabic}\"]\nsubtitle = \"{arabic}\"\n\
         [[editions]]\nname = \"a\"\nlists = [\"tables\"]"
    );
    let told = errors(&settings, &chapter, &[]);
    assert!(told.is_empty(), "{told:#?}");
    let told = with_notice("place = \"page-foot\"", "# A\n\nText.\n", arabic);
    assert!(told.is_empty(), "{told:#?}");
}

#[test]
fn letters_with_several_points_are_read_as_one() {
    let settings = "[accessibility]\ncontact = \"a@example.org\"";
    let told = arabic(settings, "# كتاب\n\nأيًّا كان، أُعدّ وفقًا.\n", &[]);
    assert!(told.is_empty(), "{told:#?}");
}

#[test]
fn a_cell_or_a_term_may_be_a_picture_or_nothing_that_is_seen() {
    let picture = "![A sign](sign.svg){height=3mm}";
    let chapter = format!(
        "# A\n\n| {picture} | \u{200b} | \u{ad} |\n|---|---|---|\n| a | b | c |\n\n\
         {picture}\n: What it means\n\n$x$\n: A formula\n"
    );
    let told = errors("", &chapter, &[("manuscript/sign.svg", SIGN)]);
    assert!(told.is_empty(), "{told:#?}");
}

#[test]
fn the_marks_of_notes_in_captions_and_tables_of_a_notice_are_not_its_type() {
    let text = "![A sign](sign.svg \"Its caption^[note]\"){width=2cm}\n\n\
                | a^[x] | b |\n|---|---|\n| c^[y] | d |\n";
    let settings = "[[notices]]\nid = \"a.b\"\nkind = \"warning\"\n\
                    title = \"Note well\"\nfile = \"notice.md\"";
    let files = [("manuscript/notice.md", text), ("manuscript/sign.svg", SIGN)];
    let told = errors(settings, "# A\n\nText.\n", &files);
    assert!(told.is_empty(), "{told:#?}");
}

#[test]
fn a_page_may_begin_in_the_citation_that_begins_a_paragraph() {
    let work = "@online{who, author={{World Health Organization of the Nations}}, \
                title={Sleep}, url={https://example.org/a}, year=2018}\n";
    let settings = "[references]\nfiles = [\"works.bib\"]\nstyle = \"apa\"\n\
                    [[editions]]\nname = \"a\"\nformats = [\"pdf\"]\npage = \"a6\"";
    let words = "[@who; @who, p. 3; @who, p. 4; @who, p. 5; @who, p. 6] said. ";
    let more = "Words of another kind. ";
    for lines in 20..32 {
        let head = format!("{more}\n\n").repeat(lines);
        let chapter = format!("# A\n\n{head}{words}{}\n", more.repeat(20));
        let told = errors(settings, &chapter, &[("manuscript/works.bib", work)]);
        assert!(told.is_empty(), "{lines}: {told:#?}");
    }
}

#[test]
fn emphasis_that_begins_with_a_citation_ends_a_note() {
    let works = "@book{ash, author={Ash, Ann}, title={A Book}, publisher={P}, year=2020}\n";
    let settings = "[references]\nfiles = [\"works.bib\"]";
    for note in ["*[@ash] b*", "s **[@ash] b**", "*$x$ b*", "s *[@ash] **b***"] {
        let chapter = format!("# A\n\nText^[{note}] goes on.\n");
        let told = errors(settings, &chapter, &[("manuscript/works.bib", works)]);
        assert!(told.is_empty(), "{note}: {told:#?}");
    }
}

#[test]
fn links_without_words_show_titles_and_their_language() {
    let text = "# One\n\n[](2.md) [](#mot) [](#he) [](#ice) [](#two) [](#three) [](#tip) \
                [](#nte-a) [[](#ice)]{lang=fr}^[[](2.md)]\n\n\
                > [!NOTE] Ice *x* {#ice}\n> a\n\n\
                ::: {.note title=\"Two\" #two}\na\n:::\n\n\
                ::: note\n## Three {#three}\n\na\n:::\n\n> [!TIP] {#tip}\n> a\n\n\
                > [!NOTE] B {#nte-a}\n> a\n\n\
                ::: {lang=fr}\n[](#ice) [](#mot)\n:::\n";
    let french =
        "---\nlang: fr\n---\n\n# Le fleuve\n\n[](01.md)\n\n## Un mot {#mot}\n\nx\n";
    let hebrew = "---\nlang: he\n---\n\n# \u{5e9}\u{5dc}\u{5d5}\u{5dd} {#he}\n\nx\n";
    let files = [("manuscript/2.md", french), ("manuscript/3.md", hebrew)];
    let told = errors("chapters = [\"01.md\", \"2.md\", \"3.md\"]", text, &files);
    assert!(told.is_empty(), "{told:#?}");
}

#[test]
fn what_is_below_an_unlisted_heading_is_in_no_list() {
    let text =
        "# One\n\n## A {.unlisted}\n\n### B\n\nx\n\n# Two {.unlisted}\n\n## C\n\nx\n";
    for text in [text, "# One {.unlisted}\n\n## A\n\nx\n"] {
        let told = errors("", text, &[]);
        assert!(told.is_empty(), "{told:#?}");
    }
}

#[test]
fn what_looks_alike_may_be_written_in_two_ways() {
    for text in ["m² and m^2^.", "10⁻³ and 10^-3^.", "CO~2~ and CO₂.", "1^st^ and 1ˢᵗ."]
    {
        let chapter = format!("# T\n\n{text}\n");
        assert_eq!(errors("", &chapter, &[]), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn cells_of_heads_may_have_different_heights() {
    let table = "| Place | a<br>b<br>c |\n|---|---|\n| a | b |";
    let chapter = format!("# T\n\n{table}\n");
    assert_eq!(errors("", &chapter, &[]), Vec::<String>::new());
}

#[test]
fn running_heads_may_have_formulas() {
    let text = "The river runs past the old mill and the weir.\n\n".repeat(90);
    for title in ["On $x$ now", "$\\frac{1}{2}$ of it", "The way of $x^2$"] {
        let chapter = format!("# {title}\n\n{text}");
        assert_eq!(errors("", &chapter, &[]), Vec::<String>::new(), "{title}");
    }
}

#[test]
fn raised_words_may_be_struck_out() {
    for settings in ["", "[[editions]]\nname = \"h\"\ntheme = \"handout\""] {
        let chapter =
            "# T\n\nWord ~~1^st^~~, ~~a <sup>No</sup>~~ and <s>x<sub>b</sub></s>.\n";
        assert_eq!(errors(settings, chapter, &[]), Vec::<String>::new(), "{settings}");
    }
}

#[test]
fn tables_beside_one_another_may_have_heads_that_begin_alike() {
    let rows = "| a | b |\n".repeat(40);
    let more = "| a | b | c |\n".repeat(60);
    let chapter = format!(
        "# T\n\n| Dose | Days |\n|---|---|\n{rows}\n| Dose | Days | Note |\n|---|---|---|\n{more}"
    );
    for settings in ["", "[[editions]]\nname = \"h\"\ntheme = \"handout\""] {
        assert_eq!(errors(settings, &chapter, &[]), Vec::<String>::new(), "{settings}");
    }
}

#[test]
fn links_may_hold_high_formulas_and_pictures_at_the_end_of_lines() {
    let chapter =
        "# T\n\n## Head $\\bigg| x$ tail {#l}\n\nSee [](#l) and [$\\bigg| x$](#l).\n";
    assert_eq!(errors("", chapter, &[]), Vec::<String>::new());
}
