//! Several chapters in one file: what begins one, and what they share.

use trifold::build::books;
use trifold::diag::{Severity, Sink};
use trifold::files::Files;
use trifold::project::load;
use trifold::resolve::{Book, Target};
use trifold::source::Sources;

const HEAD: &str = "title = \"B\"\nauthors = [\"Ann Ash\"]\nlanguage = \"en\"\n\
                    identifier = \"urn:x:b\"\ndate = 2026-11-29\n";
const EDITION: &str = "[[editions]]\nname = \"book\"\nformats = [\"html\"]\n";

/// A book of some files, and what is told of it: code, line and message.
fn book(head: &str, files: &[(&str, &str)]) -> (Option<Book>, Vec<String>) {
    let mut own = Files::default();
    own.insert("trifold.toml", format!("{HEAD}{head}\n{EDITION}").as_bytes());
    for (path, text) in files {
        own.insert(format!("manuscript/{path}"), text.as_bytes());
    }
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let read = load(&own, &mut sources, &mut sink).ok();
    let made = read.and_then(|project| {
        books(&project, &sources, &[0], &|_| {}, &mut sink)
            .ok()
            .map(|mut all| all.remove(0))
    });
    let told = sink.messages().iter().map(|(severity, message)| {
        let place = message.labels[0].place;
        let at = sources.line_column(sources.written(place));
        let kind = if *severity == Severity::Error { "error" } else { "warning" };
        format!("{kind}[{}] {}:{}: {}", message.code.0, at.line, at.column, message.message)
    });
    let told = told.collect();
    (made, told)
}

/// Chapters as they come: what they are, the name of their file, their title.
fn chapters(book: &Book) -> Vec<String> {
    let one = |chapter: &trifold::resolve::Chapter| {
        let blocks = chapter.document.blocks.len();
        format!("{} {} {:?} {blocks}", chapter.role.word(), chapter.slug, chapter.title)
    };
    book.chapters.iter().map(one).collect()
}

fn becomes(head: &str, files: &[(&str, &str)], expected: &[&str], messages: &[&str]) {
    let (book, told) = book(head, files);
    assert_eq!(told, messages);
    assert_eq!(book.as_ref().map(chapters).unwrap_or_default(), expected);
}

#[test]
fn each_title_begins_a_chapter() {
    becomes(
        "",
        &[(
            "book.md",
            "# A\n\na\n\n## B\n\nC\n===\n\n> # no\n\n~~~\n# no\n~~~\n\n# A {#d}\n\nd\n",
        )],
        &["chapter a \"A\" 3", "chapter c \"C\" 3", "chapter d \"A\" 2"],
        &[],
    );
}

#[test]
fn pictures_may_stand_above_the_first_title_and_other_text_is_told() {
    let text = "Text\n\n# A\n\na\n\n# B\n\nb\n";
    let late = "warning[late-title] 3:1: the title of a chapter does not stand first";
    becomes("", &[("book.md", text)], &["chapter a \"A\" 3", "chapter b \"B\" 2"], &[late]);
}

#[test]
fn a_title_under_a_condition_begins_no_chapter() {
    let text = "# A\n\n::: {.content-visible when-format=\"html\"}\n# B\n:::\n\n# C\n\nc\n";
    let second = "warning[second-title] 4:1: a chapter has a second title, which is set as a \
                  section";
    becomes(
        "",
        &[("book.md", text)],
        &["chapter a \"A\" 2", "chapter c \"C\" 2"],
        &[second],
    );
}

#[test]
fn a_title_says_what_its_chapter_is() {
    becomes(
        "",
        &[(
            "book.md",
            "# P {.preface}\n\n# A\n\n# B {epub:type=appendix #b .unnumbered}\n",
        )],
        &["preface p \"P\" 1", "chapter a \"A\" 1", "appendix b \"B\" 1"],
        &[],
    );
    // also where it is the only one of its file
    becomes(
        "",
        &[("1.md", "# P {role=preface}\n"), ("2.md", "# A\n")],
        &["preface chapter-1 \"P\" 1", "chapter chapter-2 \"A\" 1"],
        &[],
    );
    let misplaced = "error[misplaced-chapter] 3:1: a chapter of `book.md` is out of place as \
                     preface";
    becomes("", &[("book.md", "# A\n\n# P {.preface}\n")], &[], &[misplaced]);
    let unknown = "warning[attribute-left-out] 1:1: a heading is set without its `role`";
    let text = "# A {role=nobody}\n";
    becomes("", &[("book.md", text)], &["chapter book \"A\" 1"], &[unknown]);
}

#[test]
fn a_title_at_the_head_is_that_of_the_book_or_of_one_file_among_others() {
    let text = "---\ntitle: B\nauthor: Ann Ash\n---\n# A\n\n# C\n";
    let both = &["chapter a \"A\" 1", "chapter c \"C\" 1"];
    becomes("", &[("book.md", text)], both, &[]);
    let other = "---\ntitle: Paper\n---\n# A\n\n# C\n\n## D\n";
    let unused = "warning[unused-metadata] 2:8: the text has a title of its own, and that at \
                  the head is not used";
    let below = &["chapter a \"A\" 1", "chapter c \"C\" 2"];
    becomes("", &[("book.md", other)], below, &[unused]);
    let listed = "chapters = [\"1.md\", \"2.md\"]";
    let files = [("1.md", "# One\n\n# Two\n"), ("2.md", other)];
    let all =
        ["chapter one \"One\" 1", "chapter two \"Two\" 1", "chapter chapter-2 \"Paper\" 4"];
    becomes(listed, &files, &all, &[]);
    let author = "---\nauthor: Bea\nlang: fr\n---\n# A\n\n# C\n";
    let unused = "warning[unused-metadata] 2:9: `author` at the head of a file with several \
                  chapters is not used";
    becomes("", &[("book.md", author)], both, &[unused]);
    let (book, _) = book("", &[("book.md", author)]);
    let languages = book.map(|book| book.chapters.into_iter().map(|one| one.language));
    assert_eq!(
        languages.unwrap().collect::<Vec<_>>(),
        [Some("fr".into()), Some("fr".into())]
    );
}

#[test]
fn a_file_that_mdbook_lists_is_one_chapter() {
    let files = [("SUMMARY.md", "- [A](a.md)\n"), ("a.md", "# A\n\n# B\n")];
    let second = "warning[second-title] 3:1: a chapter has a second title, which is set as a \
                  section";
    becomes("", &files, &["chapter a \"A\" 2"], &[second]);
}

#[test]
fn what_is_put_into_a_file_begins_chapters_too() {
    let files =
        [("book.md", "{{< include _a.md >}}\n\n# B\n\n[x](#a)\n"), ("_a.md", "# A\n")];
    becomes("", &files, &["chapter a \"A\" 1", "chapter b \"B\" 2"], &[]);
}

#[test]
fn chapters_of_a_file_share_addresses_definitions_and_notes() {
    let text = "# A\n\n[x](#s) [y](#s-1) [w][w][^n]\n\n## S\n\n# B\n\n## S\n\n[x](#s) \
                [z](book.md#s-1) [book](book.md) b[^n][^n]\n\n[w]: https://x.org/\n\n\
                [^n]: Note [w][w] <span id=\"in\">here</span>.\n";
    let (book, told) = book("", &[("book.md", text)]);
    assert_eq!(told, Vec::<String>::new());
    let book = book.unwrap();
    let leads = |chapter: usize| {
        let targets = book.chapters[chapter].targets.iter();
        let names = targets.map(|target| match target {
            Target::Anchor { chapter, anchor } => {
                let anchors = &book.chapters[*chapter as usize].anchors;
                format!("{chapter}#{}", anchors[anchor.0 as usize].id)
            }
            Target::Url(url) => url.clone(),
            other => format!("{other:?}"),
        });
        names.collect::<Vec<_>>()
    };
    let way = "https://x.org/";
    assert_eq!(leads(0), ["0#s", "1#s-1", way, way]);
    assert_eq!(leads(1), ["0#s", "1#s-1", "Division(Chapter(0))", way]);
    let marks = |at: usize| {
        let notes = book.chapters[at].document.notes.iter();
        notes.map(|note| note.marks).collect::<Vec<_>>()
    };
    assert_eq!((marks(0), marks(1)), (vec![1], vec![2]));
    let ids = |at: usize| {
        let document = &book.chapters[at].document;
        let mut ids: Vec<u32> = document.blocks.iter().map(|block| block.id.0).collect();
        ids.extend(document.notes.iter().flat_map(|note| &note.blocks).map(|one| one.id.0));
        ids
    };
    assert_eq!((ids(0), ids(1)), (vec![1, 2, 3, 4], vec![1, 2, 3, 4]));
}

#[test]
fn messages_name_the_line_in_the_file() {
    let wrong =
        "error[missing-target] 9:1: no heading or figure has the address `#nowhere`";
    let text = "# A\n\na[^n]\n\n# B\n\nb\n\n[x](#nowhere)\n\n[^n]: N\n";
    becomes("", &[("book.md", text)], &[], &[wrong]);
}

#[test]
fn an_address_stands_once_in_a_file() {
    let wrong = "error[duplicate-id] 5:1: two places have the address `s`";
    let text = "# A\n\n## One {#s}\n\n# B {#s}\n";
    becomes("", &[("book.md", text)], &[], &[wrong]);
    // in files of their own both are known
    let files = [("1.md", "# A\n\n## One {#s}\n"), ("2.md", "# B {#s}\n")];
    let again = "warning[duplicate-id] 1:1: two chapters have the address `s`: the place gets \
                 another";
    becomes(
        "",
        &files,
        &["chapter chapter-1 \"A\" 2", "chapter chapter-2 \"B\" 1"],
        &[again],
    );
}

#[test]
fn a_long_title_gives_a_short_file_name() {
    let long =
        "В которой рассказывается о том, как герой отправился в путешествие. ".repeat(5);
    let text = format!("# A\n\nx\n\n# {long}\n\nx\n\n# {long}\n\nx\n");
    let (book, told) = book("", &[("book.md", &text)]);
    assert!(told.is_empty(), "{told:?}");
    let names: Vec<String> =
        book.unwrap().chapters.into_iter().map(|one| one.slug).collect();
    let cut = "в-которой-рассказывается-о-том-как-герой";
    assert_eq!(names, ["a".to_owned(), cut.to_owned(), format!("{cut}-1")]);
}

#[test]
fn a_misplaced_chapter_is_told_at_its_title() {
    let text = "---\nrole: chapter\n---\n\n# A\n\n# B {.appendix}\n\nx\n\n# C\n\nx\n";
    let misplaced = "error[misplaced-chapter] 11:1: a chapter of `book.md` is out of place \
                     as chapter";
    becomes("", &[("book.md", text)], &[], &[misplaced]);
}

#[test]
fn the_only_chapter_is_listed() {
    let told = "warning[attribute-left-out] 1:1: a title is set without `.unlisted`: the \
                contents list would be empty";
    let (book, found) = book("", &[("book.md", "# A {.unlisted}\n\nx\n")]);
    assert_eq!(found, [told]);
    let book = book.unwrap();
    assert!(book.spine.iter().any(|&one| book.is_listed(one)));
}
