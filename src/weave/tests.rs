use std::collections::BTreeMap;

use super::*;

/// What becomes of `a.md` with files beside it, and what is told.
fn woven(text: &str, files: &[(&str, &str)]) -> (String, Vec<String>) {
    let mut all = Files::default();
    for (path, text) in files {
        all.insert(*path, text.as_bytes());
    }
    let mut values = Values::default();
    for (name, value) in [("ferry.name", "*Ann*"), ("price", "3")] {
        values.variables.insert(name.to_owned(), value.to_owned());
    }
    values.metadata.insert("title".to_owned(), "A *B*".to_owned());
    let mut weaver = Weaver { files: &all, values, included: BTreeMap::new() };
    let (mut sources, mut sink) = (Sources::default(), Sink::default());
    let source = sources.add("manuscript/a.md", text);
    let made = weaver.weave("a.md", source, None, &mut sources, &mut sink);
    let made = sources.get(made).text.clone();
    let told = sink.messages().iter().map(|(_, message)| {
        let place = sources.written(message.labels[0].place);
        let at = sources.line_column(place);
        let path = sources.get(place.source).path.trim_start_matches("manuscript/");
        let code = message.code.0;
        format!("{code} {path}:{}:{}: {}", at.line, at.column, message.message)
    });
    (made, told.collect())
}

#[track_caller]
fn becomes(text: &str, files: &[(&str, &str)], expected: &str) {
    assert_eq!(woven(text, files), (expected.to_owned(), Vec::new()), "{text}");
}

#[test]
fn values_stand_where_they_are_named() {
    becomes("A {{< var ferry.name >}}.\n", &[], "A *Ann*.\n");
    becomes(
        "> | {{< var price >}} a | {{< var price >}}|b |\n> | c                   | d                |\n",
        &[],
        "> | 3 a                 | 3                |b |\n> | c                   | d                |\n",
    );
    becomes("`{{< var price >}}`\n```\n{{<var price>}}\n```\n", &[], "`3`\n```\n3\n```\n");
    becomes("{{< meta title >}} `{{< meta title >}}`", &[], "A \\*B\\* `A *B*`");
    becomes(
        "{{{< var price >}}} {{{< include x >}}}",
        &[],
        "{{< var price >}} {{< include x >}}",
    );
    let verbatim = "```md {shortcodes=false}\n{{< var x >}}\n```\n";
    becomes(verbatim, &[], verbatim);
    becomes("`{{< video x >}}`", &[], "`{{< video x >}}`");
    let code = "```hugo\n{{< video x >}} {{ .Title }}\n```\n{{ y }} {{{a}}}\n";
    becomes(code, &[], code);
}

#[test]
fn files_stand_where_they_are_named() {
    let files =
        [("_b.md", "B\n\nC {{< var price >}}\n"), ("in/_c.md", "{{< include ../_b.md >}}")];
    becomes("A\n\n{{< include _b.md >}}\n\nD\n", &files, "A\n\nB\n\nC 3\n\nD\n");
    becomes("{{< include in/_c.md >}}", &files, "B\n\nC 3");
    becomes("- {a}\n\n  {{< include /_b.md >}}\r\n", &files, "- {a}\n\n  B\n\n  C 3\r\n");
}

#[test]
fn files_stand_in_quotations_and_items() {
    let files = [
        ("_b.md", "B\n\n- C\n\n  D\n"),
        ("_in.md", "E\n\n- {{< include _b.md >}}\n"),
        ("x.rs", "one\n\ntwo\n"),
    ];
    becomes("> {{< include _b.md >}}\n", &files, "> B\n>\n> - C\n>\n>   D\n");
    becomes("10. {{< include _b.md >}}\nF\n", &files, "10. B\n\n    - C\n\n      D\nF\n");
    becomes("> * {{#include _b.md}}", &files, "> * B\n>\n>   - C\n>\n>     D");
    becomes(
        "> {{< include _in.md >}}\n",
        &files,
        "> E\n>\n> - B\n>\n>   - C\n>\n>     D\n",
    );
    becomes(
        "> ```rust\n> {{#include x.rs}}\n> ```\n",
        &files,
        "> ```rust\n> one\n>\n> two\n> ```\n",
    );
    let code = "```md\n- {{#include x.rs}}\n> {{#include x.rs}}\n```\n";
    becomes(code, &files, code);
}

#[test]
fn parts_of_code_are_taken_by_lines_and_by_names() {
    let code = "one\n// ANCHOR: all\ntwo\n// ANCHOR: in\nthree\n// ANCHOR_END: in\n// ANCHOR_END: all\nfour";
    let files = [("x.rs", code)];
    for (wanted, expected) in [
        ("", code),
        (":1", "one"),
        (":3:5", "two\n// ANCHOR: in\nthree"),
        ("::1", "one"),
        (":8:", "four"),
        (":all", "two\nthree"),
        (":in", "three"),
    ] {
        let text = format!("```rust\n{{{{#include x.rs{wanted}}}}}\n```\n");
        becomes(&text, &files, &format!("```rust\n{expected}\n```\n"));
    }
}

#[test]
fn what_cannot_be_put_in_is_told_where_it_is_named() {
    let deep = [
        ("_loop.md", "x\n\n{{< include _loop.md >}}\n"),
        ("_to.md", "{{< var prcie >}}\n"),
        ("x.rs", "// ANCHOR: part\n"),
    ];
    for (text, expected) in [
        (
            "a\n {{< include _bb.md >}}",
            "missing-file a.md:2:2: there is no file `manuscript/_bb.md`",
        ),
        (
            "{{< include ../x.md >}}",
            "outside-manuscript a.md:1:1: `../x.md` leaves the manuscript folder",
        ),
        (
            "{{< include _loop.md >}}",
            "bad-include _loop.md:3:1: `_loop.md` is put into itself",
        ),
        (
            "{{< include _to.md >}}",
            "unknown-variable _to.md:1:1: `trifold.toml` says no `prcie` in [variables]",
        ),
        (
            "a {{< include _to.md >}}",
            "bad-include a.md:1:3: what is put in from a file stands on a line of its own",
        ),
        (
            "{{< vra x >}}",
            "unknown-variable a.md:1:1: nothing is called `vra` that could be put in",
        ),
        (
            "{{< var ferry >}}",
            "unknown-variable a.md:1:1: `trifold.toml` says no `ferry` in [variables]",
        ),
        ("{{#include x.rs:4:9}}", "bad-include a.md:1:1: `x.rs` has no lines `4:9`"),
        ("{{#include x.rs:prat}}", "bad-include a.md:1:1: `x.rs` has no part `prat`"),
    ] {
        let (_, told) = woven(text, &deep);
        assert_eq!(told, [expected], "{text}");
    }
}

#[test]
fn files_that_name_each_other_many_times_end() {
    let line = |name: &str| format!("{{{{< include {name} >}}}}\n").repeat(40);
    let names: Vec<String> = (0..12).map(|number| format!("_{number}.md")).collect();
    let texts: Vec<String> = names.iter().skip(1).map(|name| line(name)).collect();
    let big = "x\n".repeat(1000);
    let mut files: Vec<(&str, &str)> =
        names.iter().map(String::as_str).zip(texts.iter().map(String::as_str)).collect();
    files.push((names.last().unwrap(), &big));
    let (made, told) = woven(&line(&names[0]), &files);
    assert!(made.len() <= LONGEST + 1000, "{}", made.len());
    assert!(told[0].contains("longer than 16 MiB"), "{told:?}");
}

#[test]
fn every_byte_knows_where_it_was_written() {
    let mut sources = Sources::default();
    let mut files = Files::default();
    files.insert("_b.md", "Bé\n".as_bytes());
    let mut values = Values::default();
    values.variables.insert("x".to_owned(), "long value".to_owned());
    let mut weaver = Weaver { files: &files, values, included: BTreeMap::new() };
    let text = "é {{< var x >}} z\n{{< include _b.md >}}\nend\n";
    let source = sources.add("a.md", text);
    let made = weaver.weave("a.md", source, None, &mut sources, &mut Sink::default());
    let woven = sources.get(made).text.clone();
    assert_eq!(woven, "é long value z\nBé\nend\n");
    let of = |words: &str| {
        let start = woven.find(words).unwrap();
        let place = Place { source: made, span: span(start, start + words.len()) };
        let Place { source, span } = sources.written(place);
        let text = &sources.get(source).text;
        text[span.start as usize..span.end as usize].to_owned()
    };
    assert_eq!(of(" z"), " z");
    assert_eq!(of("value"), "{{< var x >}}");
    assert_eq!(of("é long value z"), "é {{< var x >}} z");
    assert_eq!(of("Bé"), "Bé");
    assert_eq!(of("end"), "end");
    assert_eq!(of("z\nBé"), "z\n");
    assert_eq!(sources.originals(made).len(), 2);
}
