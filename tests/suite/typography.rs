//! Words divided as the project says, pages that end well, marks in attributes, and
//! characters that no font has.

use std::io::Read;

use trifold::build::{books, build};
use trifold::diag::{Sink, render};
use trifold::files::Files;
use trifold::layout::{Item, ItemKind, Mark, Print, Role, Run, Sheet, layout};
use trifold::project::{Format, Wishes, load, plan};
use trifold::source::Sources;

/// A project of one chapter; `keys` stand at the top of the project file, `tables` at
/// its end.
pub(crate) fn project((keys, tables): (&str, &str), chapter: &str) -> Files {
    let mut files = Files::default();
    let manifest = format!("title = \"Walking\"\ndate = 2026-11-23\n{keys}\n\n{tables}\n");
    files.insert("trifold.toml", manifest);
    files.insert("manuscript/01.md", chapter);
    let square = "<svg xmlns='http://www.w3.org/2000/svg' width='90' height='90'>\
                  <path d='M0 0h90v90z'/></svg>";
    files.insert("manuscript/square.svg", square);
    files
}

pub(crate) const ENGLISH: &str = "language = \"en\"";

/// What was printed, and all that was said.
pub(crate) fn printed(files: &Files) -> (Option<Print>, String) {
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let print = load(files, &mut sources, &mut sink).and_then(|project| {
        let plan = plan(&project, &Wishes::default(), &mut sink)?;
        let book = books(&project, &sources, &[0], &|_| {}, &mut sink)?.remove(0);
        let theme = &project.themes[0];
        let page = &project.editions[0].pages[0];
        layout(&book, theme, page, plan.stamp, &mut sink)
    });
    let told = sink.messages().iter();
    let told = told.map(|(severity, message)| render(*severity, message, &sources, false));
    (print.ok(), told.collect::<Vec<_>>().join("\n"))
}

pub(crate) fn print(files: &Files) -> Print {
    let (print, told) = printed(files);
    print.unwrap_or_else(|| panic!("{told}"))
}

/// The files of a format.
fn made(files: &Files, format: Format) -> Files {
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let project = load(files, &mut sources, &mut sink).unwrap();
    let plan = plan(&project, &Wishes::default(), &mut sink).unwrap();
    let mut built = build(&project, &sources, &plan, &|_| {}, &mut sink);
    built.retain(|one| one.job.format == format);
    built.remove(0).artifact.files
}

/// The text of all that is in an EPUB.
fn unzipped(made: &Files) -> String {
    let bytes = made.by_path.values().next().unwrap();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    for number in 0..archive.len() {
        let mut bytes = Vec::new();
        archive.by_index(number).unwrap().read_to_end(&mut bytes).unwrap();
        text += &String::from_utf8_lossy(&bytes);
    }
    text
}

/// The one page of the web edition.
fn web(files: &Files) -> String {
    let made = made(files, Format::Html);
    let page = made.by_path.values().next().unwrap();
    String::from_utf8(page.to_vec()).unwrap()
}

/// The lines of the text on a page.
pub(crate) fn lines(sheet: &Sheet) -> Vec<String> {
    let mut lines: Vec<(i64, String)> = Vec::new();
    for item in &sheet.items {
        let Item { mark: Mark::Content(_), kind: ItemKind::Run(run), .. } = item else {
            continue;
        };
        match lines.last_mut() {
            Some((y, text)) if *y == run.y.0 => text.push_str(&run.text),
            _ => lines.push((run.y.0, run.text.clone())),
        }
    }
    lines.into_iter().map(|(_, text)| text.trim().to_owned()).collect()
}

/// The places in a word where lines of a long paragraph end, each once.
fn divisions(tables: &str, word: &str) -> Vec<String> {
    let text: Vec<String> = (0..300).map(|n| "x".repeat(n % 7) + " " + word).collect();
    let files = project((ENGLISH, tables), &text.join(" "));
    let sheets = print(&files).sheets;
    let all = sheets.iter().flat_map(lines);
    let ends = all.filter_map(|line| {
        let last = line.strip_suffix('\u{AD}')?.rsplit(' ').next()?.to_owned();
        Some(last)
    });
    let mut ends: Vec<String> = ends.collect();
    ends.sort();
    ends.dedup();
    ends
}

#[test]
fn a_word_of_the_project_is_divided_as_it_says() {
    let own = "[hyphenation]\nen = ['manus-cript', 'Trifold']\n";
    assert_eq!(divisions("", "manuscript"), ["man", "manu"]);
    assert_eq!(divisions(own, "manuscript"), ["manus"]);
    assert_eq!(divisions(own, "MANUSCRIPT"), ["MANUS"]);
    assert!(!divisions("", "Trifold").is_empty());
    assert_eq!(divisions(own, "Trifold"), Vec::<String>::new());
    assert_eq!(divisions(own, "“trifold”,"), Vec::<String>::new());
    let british = "[hyphenation]\nen-GB = ['manuscript']\n";
    assert_eq!(divisions(british, "manuscript"), ["man", "manu"]);
    assert_eq!(divisions(british, "[manuscript]{lang=en-GB}"), Vec::<String>::new());
}

#[test]
fn on_screens_a_word_of_the_project_stays_whole_and_has_no_mark_in_it() {
    let own = "[hyphenation]\nen = ['man-uscript', 'Trifold']\nfr = ['four']\n";
    let text = "# A Trifold\n\nThe *manuscript* of Trifold’s four, `Trifold`, \
                manuscripts, [four Trifold]{lang=fr}.\n\n\
                ::: {lang=fr}\nfour\n:::\n";
    let files = project((ENGLISH, own), text);
    let page = web(&files);
    let whole = |word: &str| format!("<span class=\"whole-word\">{word}</span>");
    let paragraph = format!(
        "<p>The <em>{}</em> of {}’s four, <code>Trifold</code>, manuscripts, \
         <span lang=\"fr\">{} Trifold</span>.</p>",
        whole("manuscript"),
        whole("Trifold"),
        whole("four"),
    );
    assert!(page.contains(&paragraph), "{page}");
    assert!(page.contains(&format!("<p>{}</p>", whole("four"))), "{page}");
    assert!(page.contains(".whole-word { hyphens: none; }"));
    assert!(!page.contains('\u{AD}'));
}

#[test]
fn words_that_cannot_be_divided_so_are_told_with_their_places() {
    let own = "[hyphenation]\n\
        en = ['ta-ble', 'TABLE', 'two words', 'h2o', '-', 'ta--ble', 7]\n\
        xx = ['a']\nenglish = ['b']\nde = 'eins'\nen-GB = ['table']\n";
    let (print, told) = printed(&project((ENGLISH, own), "Text.\n"));
    assert!(print.is_none());
    let heads = told.lines().filter(|line| line.contains("]: ") || line.contains("-->"));
    insta::assert_snapshot!(heads.collect::<Vec<_>>().join("\n"), @r"
    error[bad-hyphenation]: `en` has `TABLE` twice
     --> trifold.toml:6:17
    error[bad-hyphenation]: `two words` is no word: a space is no letter
     --> trifold.toml:6:26
    error[bad-hyphenation]: `h2o` is no word: `2` is no letter
     --> trifold.toml:6:39
    error[bad-hyphenation]: a word of `[hyphenation]` has no letters
     --> trifold.toml:6:46
    error[bad-hyphenation]: `ta--ble` has a hyphen without letters beside it
     --> trifold.toml:6:51
    error[wrong-type]: `hyphenation.en` is a string in quotes, not `7`
     --> trifold.toml:6:62
    error[no-hyphenation]: there is no hyphenation for the language `xx`
     --> trifold.toml:7:1
    error[no-hyphenation]: there is no hyphenation for the language `english`
     --> trifold.toml:8:1
    ");
}

/// Whether a line stands at the foot of a page, with something on the next one, in a book
/// of so many lines and a text behind them.
fn ends_a_page(filler: usize, text: &str, line: &str) -> bool {
    let chapter = "Line.\n\n".repeat(filler) + text;
    let sheets = print(&project((ENGLISH, ""), &chapter)).sheets;
    let pages: Vec<Vec<String>> = sheets.iter().map(lines).collect();
    let last = |page: &Vec<String>| page.last().is_some_and(|last| last == line);
    pages.iter().take(pages.len() - 1).any(last)
}

#[test]
fn what_a_paragraph_introduces_is_not_parted_from_it() {
    let introduced = [
        "- one\n- two\n",
        "| a | b |\n|---|---|\n| c | d |\n",
        "```\na\nb\n```\n",
        "$$x$$\n",
        "> Words.\n",
    ];
    for block in introduced {
        let parted = |line: &str| {
            let text = format!("{line}\n\n{block}\nLine.\n\nLine.\n");
            (20..60).any(|filler| ends_a_page(filler, &text, line))
        };
        assert!(!parted("These are:"), "{block}");
        // the check would see it
        assert!(parted("These are.") || block.starts_with(['$', '|']), "{block}");
    }
}

#[test]
fn a_colon_makes_no_orphan_and_no_widow() {
    // as many lines as can be divided nowhere without a line alone
    let three = "Word ".repeat(30) + "and these:\n\n- one\n- two\n\nLine.\n\nLine.\n";
    for filler in 20..60 {
        let chapter = "Line.\n\n".repeat(filler) + &three;
        let sheets = print(&project((ENGLISH, ""), &chapter)).sheets;
        let pages: Vec<Vec<String>> = sheets.iter().map(lines).collect();
        let of = |line: &&String| line.starts_with("Word") || line.contains("these:");
        let counts: Vec<usize> =
            pages.iter().map(|p| p.iter().filter(of).count()).collect();
        let alone = counts.iter().filter(|&&count| count == 1).count();
        assert_eq!(alone, 0, "{filler}: {counts:?}");
    }
}

#[test]
fn a_float_higher_than_the_page_is_told() {
    let rows = "| a | b |\n".repeat(80);
    let text = format!("Text.\n\nTable: Much. {{.float}}\n\n| x | y |\n|---|---|\n{rows}");
    let (print, told) = printed(&project((ENGLISH, ""), &text));
    assert!(print.is_none());
    insta::assert_snapshot!(told, @r"
    error[high-float]: this is 462 mm high and the page has 183 mm
     --> manuscript/01.md:3:1
      |
    3 | Table: Much. {.float}
      | ^^^^^^^^^^^^^^^^^^^^^
      |
      = help: make two of it, or take `.float` away: where it is written a table goes on over the page
    ");
}

#[test]
fn marks_in_attributes_are_those_of_the_text() {
    let text = "::: {.callout-note title=\"\\\"Ann's\\\" -- *two* ... \\*\"}\nText.\n:::\n\n\
        ![Its *name*](square.svg){alt=\"The \\\"square\\\" isn't round\"}\n\n\
        [Ann's]{.index} [x]{index=\"Ann's!\\\"so\\\"; b\"} []{index=c see=\"Ann's!\\\"so\\\"\"}\n";
    let page = web(&project((ENGLISH, ""), text));
    assert!(page.contains("“Ann’s” – <em>two</em> … *"), "{page}");
    assert!(page.contains("alt=\"The “square” isn’t round\""), "{page}");
    assert_eq!(page.matches("Ann's").count(), 0, "{page}");
    let german = web(&project(("language = \"de\"", ""), text));
    assert!(german.contains("„Ann’s“ – <em>two</em> … *"), "{german}");
    assert!(german.contains("alt=\"The „square“ isn’t round\""), "{german}");
}

/// How many lines each of some paragraphs has, all with the words of the first.
fn heights(chapter: &str) -> Vec<usize> {
    let print = print(&project((ENGLISH, ""), chapter));
    let lines: Vec<String> = print.sheets.iter().flat_map(lines).collect();
    let begins = |line: &String| line.starts_with("The ");
    let first = lines.iter().position(begins).expect("a paragraph");
    let mut heights = Vec::new();
    for line in &lines[first..] {
        if begins(line) {
            heights.push(1);
        } else if let Some(height) = heights.last_mut() {
            *height += 1;
        }
    }
    heights
}

#[test]
fn an_author_can_have_a_paragraph_longer_or_shorter() {
    let words = "The keeper went up with the oil at dusk and wrote down in the book of the \
                 light whoever came in and what the weather was like, what the sea had left \
                 on the stones below, how many birds lay dead under the gallery, and that \
                 nobody had asked for him, though he had lit the second lamp as well and \
                 had waited until the tide was high and the road under water once more.";
    let long = words.repeat(3).replace(".The", ". Then the");
    let chapter = format!(
        "# Light\n\n{long}\n\n::: {{looseness=1}}\n{long}\n:::\n\n{long}\n\n\
         ::: {{looseness=-1}}\n{long}\n:::\n"
    );
    let heights = heights(&chapter);
    let best = heights[0];
    assert_eq!(heights, [best, best + 1, best, best - 1]);
}

#[test]
fn a_paragraph_that_cannot_be_longer_stays_as_is_best() {
    let chapter = "# Light\n\nThe lamp.\n\n::: {looseness=2}\nThe lamp.\n:::\n";
    assert_eq!(heights(chapter), [1, 1]);
}

#[test]
fn looseness_that_is_no_small_number_is_told() {
    for wrong in ["4", "-4", "much", "0.5"] {
        let chapter = format!("# Light\n\n::: {{looseness={wrong}}}\nThe lamp.\n:::\n");
        let (print, told) = printed(&project((ENGLISH, ""), &chapter));
        assert!(print.is_none() && told.contains("error[bad-looseness]"), "{told}");
    }
}

#[test]
fn letters_without_small_capitals_are_told() {
    let text =
        "Plain ươ. [Small caps, *Tình* ươ, ΑΒ αβα]{.smallcaps}\n\n[Naïve ß]{.smallcaps}\n";
    let (print, told) = printed(&project((ENGLISH, ""), text));
    assert!(print.is_some());
    insta::assert_snapshot!(told, @r"
    warning[missing-small-capitals]: `LibertinusSerif-Regular.otf` has no small capitals for `ư`, `ơ`, `α`, `β`
     --> manuscript/01.md:1:31
      |
    1 | Plain ươ. [Small caps, *Tình* ươ, ΑΒ αβα]{.smallcaps}
      |                               ^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: write capitals, take the small capitals away, or set the text in a family that has them
    ");
}

#[test]
fn small_capitals_of_a_theme_are_told_too() {
    let mut files = project(
        (ENGLISH, "[[editions]]\nname = \"a\"\ntheme = \"own\""),
        "# Ποτάμι\n\nText.\n",
    );
    let theme = "extends = \"book\"\n[features.headings]\nsmall-capitals = \"lower\"\n";
    files.insert("themes/own/theme.toml", theme);
    let (print, told) = printed(&files);
    assert!(print.is_some());
    insta::assert_snapshot!(told, @r"
    warning[missing-small-capitals]: `LibertinusSerif-Semibold.otf` has no small capitals for `ο`, `τ`, `ά`, `μ`, `ι`
     --> manuscript/01.md:1:4
      |
    1 | # Ποτάμι
      |    ^^^^^
      |
      = help: write capitals, take the small capitals away, or set the text in a family that has them
    ");
}

/// What is printed behind the title page, with the files of its faces.
fn faces_of(text: &str) -> Vec<String> {
    let files = project((ENGLISH, ""), text);
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let project = load(&files, &mut sources, &mut sink).unwrap();
    let sheets = print(&files).sheets;
    let items = sheets.iter().skip(1).flat_map(|sheet| &sheet.items);
    let runs = items.filter_map(|item| match (&item.mark, &item.kind) {
        (Mark::Content(_), ItemKind::Run(run)) => {
            let file = &project.themes[0].get(run.face).file;
            let file = file.split('.').next().unwrap();
            Some(format!("{}: {file}", run.text.trim()))
        }
        _ => None,
    });
    runs.collect()
}

#[test]
fn what_a_face_lacks_is_taken_from_the_nearest_that_has_it() {
    let faces = faces_of("a ⅐ b ≲ c ⇧ d **₹ e** *∝* `≲`\n").join("\n");
    insta::assert_snapshot!(faces, @r"
    Contents: LibertinusSerif-Semibold
    Walking: LibertinusSerif-Regular
    1: LibertinusSerif-Regular
    a ⅐ b: LibertinusSerif-Regular
    ≲: LibertinusMath-Regular
    c: LibertinusSerif-Regular
    ⇧: LibertinusMath-Regular
    d: LibertinusSerif-Regular
    ₹: LibertinusSerif-Regular
    e: LibertinusSerif-Semibold
    : LibertinusSerif-Regular
    ∝: LibertinusSerif-Regular
    : LibertinusSerif-Regular
    ≲: DejaVuSansMono
    ");
}

#[test]
fn words_of_the_project_file_have_the_marks_of_the_language() {
    let written = |language: &str| {
        let keys = "subtitle = \"Die 'ganze' Wahrheit\"\nshort-title = \"\\\"Kurz\\\"\"\n\
                    rights = \"© Ann's \\\"Verlag\\\"\"\ndescription = \"Ein \\\"Buch\\\"\"\n\
                    credits = [\"Bild: \\\"Studio\\\"\"]\nauthors = [\"Ann O'Neil\"]";
        let keys = format!("language = \"{language}\"\n{keys}");
        let tables = "[[notices]]\nid = \"n\"\nkind = \"warning\"\n\
                      title = \"Ein \\\"Hinweis\\\"\"\nfile = \"n.md\"\n";
        let mut files = project((&keys, tables), "# Weg\n\nText.\n");
        let manifest = String::from_utf8(files.get("trifold.toml").unwrap().to_vec());
        let chapters = "title = \"Ein \\\"Gang\\\"\"\nchapters = \
                        [{ part = \"Der \\\"Teil\\\"\", chapters = [\"01.md\"] }]";
        let manifest = manifest.unwrap().replace("title = \"Walking\"", chapters);
        files.insert("trifold.toml", manifest);
        files.insert("manuscript/n.md", "Text.\n");
        files
    };
    let german = written("de");
    let said = [
        "Ein „Gang“",
        "Die ‚ganze‘ Wahrheit",
        "© Ann’s „Verlag“",
        "Bild: „Studio“",
        "Der „Teil“",
        "Ein „Hinweis“",
    ];
    let print = print(&german);
    let text: String = print.sheets.iter().flat_map(lines).collect();
    let page = web(&german);
    let book = unzipped(&made(&german, Format::Epub));
    for words in said {
        assert!(text.contains(words), "{words} is not in {text}");
        assert!(page.contains(words), "{words} is not in {page}");
        assert!(book.contains(words), "{words} is not in {book}");
    }
    assert!(page.contains("<title>Ein „Gang“"), "{page}");
    assert!(page.contains("content=\"Ein „Buch“\""), "{page}");
    assert!(book.contains(">Ein „Gang“</dc:title>"), "{book}");
    assert!(book.contains(">Ein „Buch“</dc:description>"), "{book}");
    let pdf = made(&german, Format::Pdf);
    let pdf = String::from_utf8_lossy(pdf.by_path.values().next().unwrap()).into_owned();
    assert!(pdf.contains("Ein „Gang“</rdf:li>"));
    // names are names
    assert!(text.contains("Ann O'Neil") && page.contains("Ann O&#39;Neil"), "{page}");
    assert!(web(&written("fr")).contains("<title>Ein «\u{202F}Gang\u{202F}»"));
}

/// The sides of a rectangle, in points.
fn sides(item: &Item) -> Option<(f64, f64)> {
    match &item.kind {
        ItemKind::Picture { rect, .. } => {
            Some((rect.width.to_points(), rect.height.to_points()))
        }
        ItemKind::Run(_) | ItemKind::Fill { .. } => None,
    }
}

/// A project with pictures in a line: one with a title, one that says nothing and has a
/// width, one that is a link.
fn pictures_in_a_line() -> Files {
    let chapter = "# Walk\n\nPress ![the *key*](key.svg \"K\") or \
                   ![](key.svg){.decorative width=20pt}, then \
                   [![rest](key.svg)](https://e.org).\n";
    let mut files = project((ENGLISH, ""), chapter);
    let key = "<svg xmlns='http://www.w3.org/2000/svg' width='80' height='40'>\
               <path d='M0 0h80v40z'/></svg>";
    files.insert("manuscript/key.svg", key);
    files
}

#[test]
fn pictures_in_lines_are_no_higher_than_the_line_or_as_wide_as_is_said() {
    let print = print(&pictures_in_a_line());
    let items = print.sheets.iter().flat_map(|sheet| &sheet.items);
    let shown: Vec<(f64, f64)> = items.filter_map(sides).collect();
    let [first, second, third] = shown[..] else { panic!("{shown:?}") };
    assert_eq!(first, third);
    // the type is between 9 and 13 points, and the picture twice as wide as high
    assert!((10.8..15.6).contains(&first.1), "{first:?}");
    assert!((first.0 - 2.0 * first.1).abs() < 0.1, "{first:?}");
    assert!((second.0 - 20.0).abs() < 0.1 && (second.1 - 10.0).abs() < 0.1, "{second:?}");
    let figures = print.structure.iter().filter(|one| one.role == Role::Figure);
    let figures = figures.map(|one| {
        let parent = &print.structure[one.parent.unwrap().0 as usize];
        (one.alt.as_deref().unwrap(), one.title.as_deref(), one.in_line, parent.role)
    });
    assert_eq!(
        figures.collect::<Vec<_>>(),
        [("the key", Some("K"), true, Role::P), ("rest", None, true, Role::Link)]
    );
}

#[test]
fn pictures_in_lines_are_in_every_format() {
    let files = pictures_in_a_line();
    let page = web(&files);
    let epub = unzipped(&made(&files, Format::Epub));
    for (text, end) in [(&page, ">"), (&epub, "/>")] {
        for part in [
            "\" alt=\"the key\" title=\"K\" width=\"80\" height=\"40\"",
            "\" alt=\"\" width=\"80\" height=\"40\" style=\"width: 20.00pt\"",
            "\" alt=\"rest\" width=\"80\" height=\"40\"",
        ] {
            assert!(text.contains(&format!("{part}{end}")), "{part}");
        }
        assert!(text.contains("<img class=\"in-line\" src="));
        assert!(text.contains("<img class=\"in-line sized\" src="));
    }
    let made = made(&files, Format::Pdf);
    let pdf = lopdf::Document::load_mem(made.by_path.values().next().unwrap()).unwrap();
    let placed = pdf.objects.values().filter(|object| {
        let keys = object.as_dict().and_then(|keys| keys.get(b"A"));
        let keys = keys.and_then(lopdf::Object::as_dict);
        let placement = keys.and_then(|keys| keys.get(b"Placement"));
        placement.and_then(lopdf::Object::as_name).is_ok_and(|name| name == b"Inline")
    });
    assert_eq!(placed.count(), 2);
}

#[test]
fn a_high_picture_in_a_line_is_told() {
    let files = project((ENGLISH, ""), "# Walk\n\nA ![square](square.svg) here.\n");
    let (print, told) = printed(&files);
    assert!(print.is_some());
    insta::assert_snapshot!(told, @r"
    warning[inline-picture]: the picture `square.svg` becomes as low as its line
     --> manuscript/01.md:3:3
      |
    3 | A ![square](square.svg) here.
      |   ^^^^^^^^^^^^^^^^^^^^^
      |
      = help: put it in a paragraph of its own, or say how wide it is to be: `{width=3cm}`
    ");
}

#[test]
fn html_in_a_line_is_in_every_format() {
    let chapter = "# Walk\n\nH<sub>2</sub>O <mark>and</mark> <b>so</b> <s>on</s><br> or\n\
                   <kbd>Esc</kbd> <span lang=\"fr\">la</span>.\n";
    let files = project((ENGLISH, ""), chapter);
    let print = print(&files);
    let shown: Vec<String> = print.sheets.iter().flat_map(lines).collect();
    for line in ["H2O and so on", "or Esc la."] {
        assert!(shown.iter().any(|one| one == line), "{line}: {shown:?}");
    }
    let page = web(&files);
    let epub = unzipped(&made(&files, Format::Epub));
    let part = "H<sub>2</sub>O <mark>and</mark> <strong>so</strong> <s>on</s><br";
    for text in [&page, &epub] {
        assert!(
            text.contains(part) && text.contains("or\n<kbd>Esc</kbd> <span lang=\"fr\"")
        );
    }
}

#[test]
fn spaces_of_code_in_a_justified_line_are_those_of_code() {
    let chapter = "# Code\n\n".to_owned()
        + &"Words of the text and `let x = y + z` between responsible others. ".repeat(12);
    let print = print(&project((ENGLISH, ""), &chapter));
    let mut seen = 0;
    for item in print.sheets.iter().flat_map(|sheet| &sheet.items) {
        let ItemKind::Run(run) = &item.kind else { continue };
        if !run.text.starts_with("let x = y") {
            continue;
        }
        let widths: Vec<i64> =
            run.glyphs.iter().map(|glyph| glyph.advance.long().0).collect();
        let (least, most) = (widths.iter().min().unwrap(), widths.iter().max().unwrap());
        // all of one width, but for rounding
        assert!(most - least < 66, "{}: {widths:?}", run.text);
        seen += 1;
    }
    assert!(seen > 3, "{seen}");
}

#[test]
fn a_word_wider_than_its_line_is_divided_even_in_headings() {
    let edition = "[[editions]]\nname = \"small\"\nformats = [\"pdf\"]\ntheme = \"handout\"\n\
                   page = \"a6\"\n";
    let chapter = "# Internationalisierungsverzeichnis\n\nText.\n";
    let (print, told) = printed(&project(("language = \"de\"", edition), chapter));
    assert!(print.is_some() && !told.contains("overfull-line"), "{told}");
}

#[test]
fn lowered_text_is_lowered_whatever_the_typeface_has() {
    for theme in ["book", "handout"] {
        let tables = format!("[[editions]]\nname = \"a\"\ntheme = \"{theme}\"\n");
        let (print, told) = printed(&project((ENGLISH, &tables), "Is H~2~O 2 m^2^?\n"));
        assert_eq!(told, "");
        let print = print.unwrap();
        let items = print.sheets.iter().flat_map(|sheet| &sheet.items);
        let runs: Vec<_> = items
            .filter_map(|item| match (&item.mark, &item.kind) {
                (Mark::Content(_), ItemKind::Run(run)) => Some(run),
                _ => None,
            })
            .collect();
        let line = runs.iter().find(|run| run.text.starts_with("Is H")).unwrap();
        let mut seen = 0;
        for run in runs.iter().filter(|run| run.text == "2") {
            // smaller and off the line, or with a glyph of its own
            let moved = run.size < line.size && run.y != line.y;
            let longer = |run: &&&Run| run.text.len() > 1 && run.text.contains('2');
            let plain = runs.iter().find(longer).unwrap();
            let at = plain.text.find('2').unwrap();
            let drawn = plain.glyphs.iter().find(|glyph| glyph.start as usize == at);
            let drawn = drawn.is_none_or(|glyph| glyph.id != run.glyphs[0].id);
            assert!(moved || drawn, "{theme}: {run:?}");
            seen += 1;
        }
        assert_eq!(seen, 2, "{theme}");
    }
}

#[test]
fn a_link_that_shows_its_address_does_not_say_it_again_on_paper() {
    let chapter = "<https://a.example/b/> www.c.example [d](https://d.example) \
                   [**https://e.example**](https://e.example/)\n";
    let web = web(&project((ENGLISH, ""), chapter));
    for (address, shown) in [
        ("https://a.example/b/", true),
        ("http://www.c.example", true),
        ("https://d.example", false),
        ("https://e.example/", true),
    ] {
        let class = if shown { " class=\"url\"" } else { "" };
        assert!(
            web.contains(&format!("<a{class} href=\"{address}\">")),
            "{address}: {web}"
        );
    }
    let rule = "a.url[href^=\"http\"]::after, .references a[href^=\"http\"]::after { content: none";
    assert!(web.contains(rule));
}
