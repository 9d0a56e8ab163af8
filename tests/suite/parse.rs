//! What Markdown becomes: small texts, the document and its places.

use trifold::ast::{
    Alignment, Block, BlockKind, Cell, Div, Document, Figures, Inline, InlineKind,
    LinePicture, List, Numbering, Panels, Table,
};
use trifold::diag::{Reported, Severity, Sink};
use trifold::parse::{Reading, parse, parse_with};
use trifold::source::Sources;

/// Reads a text as the only source of a build.
pub(crate) fn read(text: &str) -> (Result<Document, Reported>, Sources, Sink) {
    let mut sources = Sources::default();
    let source = sources.add("a.md", text);
    let mut sink = Sink::default();
    let document = parse(source, text, "en", &mut sink);
    (document, sources, sink)
}

/// Messages as `error[code] line:column: message`.
pub(crate) fn told(sources: &Sources, sink: &Sink) -> Vec<String> {
    sink.messages()
        .iter()
        .map(|(severity, message)| {
            let place = message.labels[0].place;
            let at = sources.line_column(place);
            let severity = match severity {
                Severity::Warning => "warning",
                Severity::Error => "error",
            };
            let (line, column, code) = (at.line, at.column, message.code.0);
            format!("{severity}[{code}] {line}:{column}: {}", message.message)
        })
        .collect()
}

/// The document as short words, one block a line.
pub(crate) fn shape(document: &Document) -> String {
    let mut out = String::new();
    blocks(document, &document.blocks, 0, &mut out);
    out
}

fn blocks(document: &Document, blocks: &[Block], depth: usize, out: &mut String) {
    for block in blocks {
        out.push_str(&"  ".repeat(depth));
        out.push_str(&format!("{} ", block.id.0));
        match &block.kind {
            BlockKind::Heading { level, anchor, text, .. } => {
                let id = document.anchors[anchor.0 as usize].id.as_deref();
                let id = id.map(|id| format!(" #{id}")).unwrap_or_default();
                out.push_str(&format!("h{level}{id} {}\n", line(document, text)));
            }
            BlockKind::Paragraph(text) => {
                out.push_str(&format!("p {}\n", line(document, text)));
            }
            BlockKind::List(list) => list_shape(document, list, depth, out),
            BlockKind::Attribution(text) => {
                out.push_str(&format!("by {}\n", line(document, text)));
            }
            BlockKind::Stanza(lines) => {
                let lines = lines.iter().map(|one| line(document, &one.text));
                let lines: Vec<String> = lines.collect();
                out.push_str(&format!("stanza {}\n", lines.join(" / ")));
            }
            BlockKind::Quote(inner) => {
                out.push_str("quote\n");
                self::blocks(document, inner, depth + 1, out);
            }
            BlockKind::Code { language, text, .. } => {
                out.push_str(&format!("code {language:?} {text:?}\n"));
            }
            BlockKind::Table(table) => table_shape(document, table, depth, out),
            BlockKind::Figure { anchor, image, alt, decorative, caption, .. } => {
                let id = document.anchors[anchor.0 as usize].id.as_deref();
                let address = &document.refs[image.0 as usize].address;
                out.push_str(&format!(
                    "figure {address} alt={alt:?} decorative={decorative} id={id:?} {}\n",
                    line(document, caption)
                ));
            }
            BlockKind::Panels(panels) => panels_shape(document, panels, depth, out),
            BlockKind::Rule => out.push_str("rule\n"),
            BlockKind::References => out.push_str("references\n"),
            BlockKind::Definitions(definitions) => {
                out.push_str("definitions\n");
                for one in definitions {
                    for term in &one.terms {
                        out.push_str(&"  ".repeat(depth + 1));
                        let text = line(document, &term.text);
                        out.push_str(&format!("{} term {text}\n", term.id.0));
                    }
                    for details in &one.details {
                        out.push_str(&"  ".repeat(depth + 1));
                        out.push_str("details\n");
                        self::blocks(document, details, depth + 2, out);
                    }
                }
            }
            BlockKind::Callout(callout) => {
                let title = line(document, &callout.title);
                out.push_str(&format!("callout {:?} {title}\n", callout.kind));
                self::blocks(document, &callout.blocks, depth + 1, out);
            }
            BlockKind::Details(details) => {
                let summary = line(document, &details.summary);
                out.push_str(&format!("details open={} {summary}\n", details.open));
                self::blocks(document, &details.blocks, depth + 1, out);
            }
            BlockKind::Div(div) => {
                let Div { language, direction, .. } = div;
                out.push_str(&format!("div lang={language:?} dir={direction:?}\n"));
                self::blocks(document, &div.blocks, depth + 1, out);
            }
            BlockKind::Equation { tex, .. } => out.push_str(&format!("equation {tex}\n")),
        }
    }
}

fn panels_shape(document: &Document, panels: &Panels, depth: usize, out: &mut String) {
    let id = panels.anchor.map(|own| &document.anchors[own.0 as usize].id);
    out.push_str(&format!("panels {:?} id={id:?}\n", panels.arrangement));
    blocks(document, &panels.panels, depth + 1, out);
    if let Some(caption) = &panels.caption {
        let text = line(document, &caption.text);
        out.push_str(&"  ".repeat(depth + 1));
        out.push_str(&format!("{} caption {text}\n", caption.id.0));
    }
}

fn list_shape(document: &Document, list: &List, depth: usize, out: &mut String) {
    let numbering = match list.numbering {
        Numbering::Decimal => String::new(),
        other => format!(" {other:?}"),
    };
    out.push_str(&format!("list start={:?} tight={}{numbering}\n", list.start, list.tight));
    for item in &list.items {
        out.push_str(&"  ".repeat(depth + 1));
        out.push_str(&format!("item task={:?}\n", item.task));
        blocks(document, &item.blocks, depth + 2, out);
    }
}

fn table_shape(document: &Document, table: &Table, depth: usize, out: &mut String) {
    let columns: String = table
        .columns
        .iter()
        .map(|column| match column {
            Alignment::Start => '<',
            Alignment::Center => '^',
            Alignment::End => '>',
        })
        .collect();
    out.push_str(&format!("table {columns}\n"));
    for row in table.head.iter().chain(&table.rows) {
        let cells: Vec<String> =
            row.iter().map(|cell| cell_shape(document, cell)).collect();
        out.push_str(&"  ".repeat(depth + 1));
        out.push_str(&cells.join(" | "));
        out.push('\n');
    }
}

fn cell_shape(document: &Document, cell: &Cell) -> String {
    let mut held = String::new();
    blocks(document, cell.blocks(), 0, &mut held);
    let held: Vec<&str> = held.trim().lines().map(str::trim).collect();
    match held.as_slice() {
        [] | [""] => format!("{} {}", cell.id.0, line(document, cell.text())),
        held => format!("{} [{}]", cell.id.0, held.join("; ")),
    }
}

/// Inlines as text with marks of our own.
fn line(document: &Document, inlines: &[Inline]) -> String {
    inlines
        .iter()
        .map(|inline| match &inline.kind {
            InlineKind::Text(text) => text.clone(),
            InlineKind::Emph(inner) => format!("<em {}>", line(document, inner)),
            InlineKind::Strong(inner) => format!("<strong {}>", line(document, inner)),
            InlineKind::Strike(inner) => format!("<strike {}>", line(document, inner)),
            InlineKind::Insert(inner) => format!("<ins {}>", line(document, inner)),
            InlineKind::Keys(inner) => format!("<keys {}>", line(document, inner)),
            InlineKind::Superscript(inner) => format!("<sup {}>", line(document, inner)),
            InlineKind::Subscript(inner) => format!("<sub {}>", line(document, inner)),
            InlineKind::Code(code) => {
                let language = code.language.as_ref().map(|one| format!(".{}", one.name));
                format!("<code{} {}>", language.unwrap_or_default(), code.text)
            }
            InlineKind::Link { to, text, title } => {
                let address = &document.refs[to.0 as usize].address;
                let title = title.as_ref().map(|title| format!(" {title:?}"));
                let title = title.unwrap_or_default();
                format!("<link {address}{title} {}>", line(document, text))
            }
            InlineKind::Cite(id) => {
                let items: Vec<String> = document.cites[id.0 as usize]
                    .items
                    .iter()
                    .map(|item| {
                        let locator = item.locator.as_ref();
                        let locator = locator
                            .map(|found| format!(" {}={}", found.kind, found.value))
                            .unwrap_or_default();
                        format!(
                            "{:?} {}{}{}{locator} {:?}",
                            item.prefix,
                            if item.suppress_author { "-" } else { "" },
                            if item.narrative { "@" } else { "" },
                            item.key,
                            item.suffix
                        )
                    })
                    .collect();
                format!("<cite {}>", items.join("; "))
            }
            InlineKind::Span { attributes, text } => {
                format!("<span {attributes:?} {}>", line(document, text))
            }
            InlineKind::Note(mark) => format!("<note {}>", mark.note.0),
            InlineKind::Math(tex) => format!("<math {tex}>"),
            InlineKind::Picture(picture) => {
                let LinePicture { image, alt, decorative, title, width, .. } = &**picture;
                let address = &document.refs[image.0 as usize].address;
                let width = width.map(|width| format!(" {}pt", width.to_points()));
                let width = width.unwrap_or_default();
                format!("<picture {address} {alt:?} {title:?} {decorative}{width}>")
            }
            InlineKind::SoftBreak => "~".to_owned(),
            InlineKind::HardBreak => "<br>".to_owned(),
        })
        .collect()
}

/// Checks that a text becomes this document, without a message.
#[track_caller]
pub(crate) fn becomes(text: &str, expected: &str) {
    let (document, sources, sink) = read(text);
    assert_eq!(told(&sources, &sink), Vec::<String>::new(), "{text}");
    assert_eq!(shape(&document.unwrap()).trim_end(), expected.trim(), "{text}");
}

/// Checks that a text gives these messages.
#[track_caller]
pub(crate) fn says(text: &str, expected: &[&str]) {
    let (document, sources, sink) = read(text);
    assert_eq!(told(&sources, &sink), expected, "{text}");
    let errors = expected.iter().any(|message| message.starts_with("error"));
    assert_eq!(document.is_err(), errors, "{text}");
}

#[test]
fn blocks_become_blocks_numbered_in_reading_order() {
    becomes(
        "# Title\n\nText\nmore\n\n> Quoted\n>\n> - one\n> - two\n\n***\n\n```rust\nlet x;\n```\n",
        r##"
1 h1 Title
2 p Text~more
3 quote
  4 p Quoted
  5 list start=None tight=true
    item task=None
      6 p one
    item task=None
      7 p two
8 rule
9 code Some("rust") "let x;\n""##,
    );
}

#[test]
fn lists_keep_numbers_tightness_and_tasks() {
    becomes(
        "3. a\n4. b\n\n<!-- a comment parts two lists -->\n\n- [x] c\n\n- [ ] d\n",
        "
1 list start=Some(3) tight=true
  item task=None
    2 p a
  item task=None
    3 p b
4 list start=None tight=false
  item task=Some(true)
    5 p c
  item task=Some(false)
    6 p d",
    );
}

#[test]
fn tables_have_numbered_cells_and_alignments() {
    becomes(
        "| a | *b* | c |\n|:--|:-:|--:|\n| x \\| y | `z\\|` [@k] |\n",
        "
1 table <^>
  2 a | 3 <em b> | 4 c
  5 x | y | 6 <code z|> <cite \"\" k \"\"> | 7 ",
    );
}

#[test]
fn a_row_with_too_many_cells_loses_none() {
    says(
        "| a |\n|---|\n| b | c |\n",
        &["error[extra-cell] 3:1: a row has 2 cells, its table 1 columns"],
    );
}

#[test]
fn marks_in_a_line_are_kept() {
    becomes(
        "*a* **b *c*** ~~d~~ `e` [f](g) <https://h.i>\\\nj  \nk\n",
        "1 p <em a> <strong b <em c>> <strike d> <code e> <link g f> \
         <link https://h.i https://h.i><br>j<br>k",
    );
}

#[test]
fn quotes_and_dashes_are_set_across_marks() {
    becomes(
        "\"*Don't*\" -- he said...\n\n\\\"straight\\\" &quot;too&quot; `\"code\"`\n",
        "1 p “<em Don’t>” – he said…\n2 p \"straight\" \"too\" <code \"code\">",
    );
}

#[test]
fn headings_may_have_addresses() {
    becomes(
        "## The map {#map}\n\nSetext *too*\n---\n",
        "1 h2 #map The map\n2 h2 Setext <em too>",
    );
    says(
        "## A {#1a}\n\n## B {.c d=e}\n",
        &[
            "error[unknown-attribute] 3:1: a heading does not take `.c`",
            "error[unknown-attribute] 3:1: a heading does not take `d=e`",
        ],
    );
}

#[test]
fn the_title_comes_first_and_no_level_is_left_out() {
    becomes(
        "![x](a.png)\n\n# A\n\n## B\n\n### C\n\n## D\n",
        "\
1 figure a.png alt=\"x\" decorative=false id=None \n2 h1 A\n3 h2 B\n4 h3 C\n5 h2 D",
    );
    says(
        "Text\n\n# A\n\n### B\n\n# C\n\n- # D\n\n##\n",
        &[
            "warning[late-title] 3:1: the title of a chapter does not stand first",
            "warning[heading-gap] 5:1: a heading of level 3 follows one of level 1, and is \
             set as one of level 2",
            "warning[second-title] 7:1: a chapter has a second title, which is set as a \
             section",
            "warning[empty-heading] 11:1: a heading has no words, and is left out",
        ],
    );
    says(
        "## A\n\n# B\n",
        &["warning[late-title] 3:1: the title of a chapter stands behind other headings"],
    );
    says(
        "# A\n\n## {#b}\n\n## <!-- c -->\n\na[^1]\n\n[^1]: ## B\n",
        &[
            "warning[empty-heading] 3:1: a heading has no words, and is left out",
            "warning[empty-heading] 5:1: a heading has no words, and is left out",
            "error[nested-heading] 9:7: a heading cannot stand in a note",
        ],
    );
    let deep = "# A\n\n# B\n\n## C\n\n### D\n\n#### E\n\n##### F\n\n###### G\n";
    says(
        deep,
        &[
            "warning[second-title] 3:1: a chapter has a second title, which is set as a section",
            "error[second-title] 13:1: a heading lies more than six levels deep",
        ],
    );
}

#[test]
fn headings_move_together_where_a_level_is_left_out() {
    let (document, ..) = read("# A\n\n### B\n\n### C\n\n#### D\n\n# E\n\n## F\n");
    assert_eq!(
        shape(&document.unwrap()).trim_end(),
        "1 h1 A\n2 h2 B\n3 h2 C\n4 h3 D\n5 h2 E\n6 h3 F"
    );
}

#[test]
fn headings_stand_in_lists_quotations_and_callouts_below_their_section() {
    becomes(
        "# A\n\n## B\n\n> # C\n>\n> - d\n>\n>   ## E\n\n> [!NOTE]\n> #### F {#f}\n\n### G\n",
        "\
1 h1 A
2 h2 B
3 quote
  4 h3 C
  5 list start=None tight=false
    item task=None
      6 p d
      7 h4 E
8 callout Note 
  9 h3 #f F
10 h3 G",
    );
}

#[test]
fn lines_across_the_page_around_text_are_no_metadata() {
    let (document, ..) = read("---\nA\n---\nb\n");
    assert_eq!(shape(&document.unwrap()).trim_end(), "1 rule\n2 h2 A\n3 p b");
}

#[test]
fn words_behind_an_at_sign_are_text_without_a_bibliography() {
    let text = "# The @media rule\n\nAn @import, @import and a@b, [@key], @li [p. 3], @{x y} \
                @fig-a and @{z}.\n";
    let mut sources = Sources::default();
    let source = sources.add("a.md", text);
    let mut sink = Sink::default();
    let reading = Reading { language: "en", ..Reading::default() };
    let document = parse_with(source, text, &reading, &mut sink).unwrap();
    assert_eq!(
        told(&sources, &sink),
        [
            "warning[no-bibliography] 1:7: `@media` is no citation: the book has no \
             bibliography",
            "warning[no-bibliography] 3:4: `@import` is no citation: the book has no \
             bibliography",
        ]
    );
    let keys: Vec<&str> =
        document.cites.iter().flat_map(|one| &one.items).map(|one| &*one.key).collect();
    assert_eq!(keys, ["key", "li", "fig-a", "z"]);
    assert_eq!(document.anchors[0].text, "The @media rule");
}

#[test]
fn code_takes_the_name_of_its_file_and_what_other_tools_say() {
    becomes("```rust,ignore\nx\n```\n", "1 code Some(\"rust\") \"x\\n\"");
    for (text, expected) in [
        ("```js {1,3} filename=\"src/a.js\" x\nx\n```\n", "`src/a.js`"),
        ("```js title=\"Two words\"\nx\n```\n", "Two words"),
        ("``` {.js filename=\"a_b_c.js\"}\nx\n```\n", "`a_b_c.js`"),
        ("``` {.js filename=\"a.js\" lst-cap=\"Own\"}\nx\n```\n", "Own"),
    ] {
        let (document, sources, sink) = read(text);
        assert_eq!(told(&sources, &sink), Vec::<String>::new(), "{text}");
        let document = document.unwrap();
        let BlockKind::Code { caption, .. } = &document.blocks[0].kind else { panic!() };
        let caption = line(&document, caption).replace("<code ", "`").replace('>', "`");
        assert_eq!(caption, expected, "{text}");
    }
}

#[test]
fn a_picture_alone_is_a_figure() {
    becomes(
        "![An *arch*](a.png \"The \\\"arch\\\"\"){#arch}\n\n\
         ![The *bridge* [@k]](b.svg){alt=\"A bridge\"}\n\n\
         - ![](c.jpg){.decorative}\n- ![](<d e.jpg>){alt=\"\"}\n",
        "
1 figure a.png alt=\"An arch\" decorative=false id=Some(\"arch\") The “arch”
2 figure b.svg alt=\"A bridge\" decorative=false id=None The <em bridge> <cite \"\" k \"\">
3 list start=None tight=true
  item task=None
    4 figure c.jpg alt=\"\" decorative=true id=None 
  item task=None
    5 figure d e.jpg alt=\"\" decorative=true id=None",
    );
}

#[test]
fn a_picture_needs_an_alternative_text() {
    says(
        "![](a.png)\n\n![ ](b.png \"Caption\")\n\n![x](c.png){.decorative}\n\n\
         ![x](d.png \"y\"){alt=\"z\"}\n\n![x](e.png){height=50%}\n",
        &[
            "error[missing-alt] 1:1: a picture has no alternative text",
            "error[missing-alt] 3:1: a picture has no alternative text",
            "error[decorative-alt] 5:1: a decorative picture has an alternative text",
            "error[two-captions] 7:1: a picture has two captions",
            "error[bad-height] 9:1: `50%` is no height",
        ],
    );
}

#[test]
fn a_picture_in_a_line_has_a_text_and_a_width() {
    becomes(
        "Text ![x *y* [z](no)](a.png \"t -- u\"), ![](b.png){.decorative width=20pt}.\n\n\
         | a |\n|---|\n| b ![c](d.png) |\n\n[![x](c.png)](http://d)\n",
        "1 p Text <picture a.png \"x y z\" Some(\"t – u\") false>, \
         <picture b.png \"\" None true 20pt>.\n\
         2 table <\n  3 a\n  4 b <picture d.png \"c\" None false>\n\
         5 p <link http://d <picture c.png \"x\" None false>>",
    );
    says(
        "a ![](a.png) b ![x](b.png){.decorative} c ![x](c.png){#x}\n\n\
         d ![x](d.png){width=50%} e ![x](e.png){.float}\n",
        &[
            "error[missing-alt] 1:3: a picture has no alternative text",
            "error[decorative-alt] 1:16: a decorative picture has an alternative text",
            "error[unknown-attribute] 1:43: a picture in a line does not take `#x`",
            "error[bad-width] 3:3: a picture in a line is no part of the line wide",
            "error[unknown-attribute] 3:28: a picture in a line does not take `.float`",
        ],
    );
}

#[test]
fn citations_are_found_in_text() {
    becomes(
        "See [see @doe99, pp. 33--35 and more; -@smith{x}] and @bob [p. 3], \
         @{a b}, @{a,b} and @c's. Also [@a.b; @c_d_e]. *See [@f]*\n",
        "1 p See <cite \"see\" doe99 page=33–35 \"and more\"; \"\" -smith \"{x}\"> and \
         <cite \"\" @bob page=3 \"\">, @{a b}, <cite \"\" @a,b \"\"> and <cite \"\" @c \"\">’s. \
         Also <cite \"\" a.b \"\"; \"\" c_d_e \"\">. <em See <cite \"\" f \"\">>",
    );
}

#[test]
fn a_citation_may_go_over_a_line_end() {
    becomes(
        "x [see @a;\nalso @b, ch. 2] y",
        "1 p x <cite \"see\" a \"\"; \"also\" b chapter=2 \"\"> y",
    );
}

#[test]
fn what_only_looks_like_a_citation_is_none() {
    becomes(
        "a@b.org \\@c \\[@d] [\\@e] `@f` [@g](u) @ [x] <h@i.org> [@j]: z &commat;k [l @m@n.o](u)\n\n\
         [@def]\n\n[@def]: http://x.y\n",
        "1 p <link mailto:a@b.org a@b.org> @c [<cite \"\" @d \"\">] [@e] <code @f> <link u @g> @ [x] \
         <link mailto:h@i.org h@i.org> <cite \"\" j \"\">: z @k <link u l @m@n.o>\n\
         2 p <link http://x.y @def>",
    );
}

#[test]
fn broken_citations_are_told() {
    says(
        "[see *also* @a]\n\n[@b, @c]\n\n[@d; and others]\n\n[see @e [@f]]\n",
        &[
            "error[bad-citation] 1:1: a citation holds more than plain words",
            "error[bad-citation] 3:2: two keys of a citation are not parted by `;`",
            "error[bad-citation] 5:1: a part of a citation has no key",
            "error[bad-citation] 7:1: a citation holds more than plain words",
        ],
    );
}

#[test]
fn comments_are_for_the_author_alone() {
    becomes(
        "<!-- one -->\n\nA <!-- two --> b<!-- three -->.\n\n<!-- four\n\nfive -->\n\nC\n",
        "1 p A b.\n2 p C",
    );
    becomes("<!-- one --> kept\n", "1 p kept");
}

#[test]
fn html_in_a_line_becomes_what_markdown_has_for_it() {
    becomes(
        "H<sub>2</sub>O, *x<SUP>*n*</SUP>* <em>a <b>b</b></em> <i>c</i> <strong>d</strong>\n\
         <s>e</s><del>f</del> <br> g<br/>\nh <sub>i<sub>j</sub></sub> <kbd>k--\"</kbd>\n\n\
         | a |\n|---|\n| b \\| <b>c</b><br>d |\n",
        "1 p H<sub 2>O, <em x<sup <em n>>> <em a <strong b>> <em c> <strong d>~\
         <strike e><strike f><br>g<br>h <sub i<sub j>> <keys k--\">\n\
         2 table <\n  3 a\n  4 b | <strong c><br>d",
    );
    let text = "x <mark>\"a\"</mark> <span lang=\"de\" dir=rtl>\"b\"</span> \"c\"\n";
    let document = read(text).0.unwrap();
    let mut spans = Vec::new();
    document.visit_inlines(&mut |inline| {
        if let InlineKind::Span { attributes, text } = &inline.kind {
            let language = attributes.language.clone().unwrap_or_default();
            spans.push((attributes.mark, language, line(&document, text)));
        }
    });
    let expected = [(true, "", "“a”"), (false, "de", "„b“")];
    assert_eq!(spans, expected.map(|(mark, tag, text)| (mark, tag.into(), text.into())));
}

#[test]
fn html_that_is_not_closed_or_says_more_is_told() {
    says(
        "a <sub>b *c</sub>* d</sup>\n\n<b class=\"x\">e</b> <span id=\"f\">g</span> <s =>h</s>\n\n\
         i <b>j\n\nk</b> <em/>\n",
        &[
            "error[raw-html] 1:3: `<sub>` is not closed",
            "error[raw-html] 1:21: `</sup>` closes nothing",
            "warning[attribute-left-out] 3:4: `<b>` is set without its `class`",
            "error[raw-html] 3:48: `</s>` closes nothing",
            "error[raw-html] 5:3: `<b>` is not closed",
            "error[raw-html] 7:7: HTML has no meaning in print: `<em/>`",
        ],
    );
    let hostile = "<sub>".repeat(100_000);
    assert!(read(&hostile).0.is_err());
    let nested = format!("a {hostile}{}", "</sub>".repeat(100_000));
    assert!(read(&nested).0.is_err());
    let many = "a <sub>b</sub> ".repeat(20_000);
    assert!(read(&many).0.is_ok());
}

#[test]
fn html_is_told_once_for_each_tag() {
    says(
        "a <u>b</u> c<hr>\n\n<div class=\"x\">\ny\n</div>\n\n2 < 3 and 4 > 3\n",
        &[
            "warning[attribute-left-out] 1:3: `<u>` is set as what it holds",
            "error[raw-html] 1:13: `<hr>` cannot stand in a line",
            "warning[attribute-left-out] 3:6: `<div>` is set without its `class`",
        ],
    );
}

#[test]
fn what_cannot_be_set_yet_is_named() {
    says(
        "---\na: b\n---\n\nA[^1] b^[in] $x$ x^2^ ~a~ [^no]\n\n[^1]: note\n\n[^2]: other\n\n\
         It costs $5 or $6.\n",
        &[
            "error[not-supported-yet] 1:1: metadata at the head of a notice cannot be set yet",
            "error[missing-note] 5:27: no note has the name `no`",
            "warning[unused-note] 9:1: no mark leads to the note `2`: it is not printed",
        ],
    );
}

#[test]
fn a_bare_address_is_a_link_with_its_words_as_they_are() {
    becomes(
        "(www.a.org/b--c_d) *https://e.f/g* \"h@i.org\", www\\.j.org, ftp://k.l, `www.m.o`,\n\
         [www.n.org](o).\n\n| a |\n|---|\n| b \\| www.p.org/q |\n",
        "1 p (<link http://www.a.org/b--c_d www.a.org/b--c_d>) <em <link https://e.f/g \
         https://e.f/g>> “<link mailto:h@i.org h@i.org>”, www.j.org, ftp://k.l, \
         <code www.m.o>,~<link o www.n.org>.\n\
         2 table <\n  3 a\n  4 b | <link http://www.p.org/q www.p.org/q>",
    );
}

#[test]
fn a_link_keeps_its_title() {
    becomes(
        "[a](b \"the \\\"c\\\"\") [d] <http://e>\n\n[d]: f 'g -- h'\n",
        "1 p <link b \"the “c”\" a> <link f \"g – h\" d> <link http://e http://e>",
    );
}

#[test]
fn a_link_has_the_attributes_of_words() {
    for (written, link) in [
        ("[\"a\"](b){lang=fr #c .smallcaps}", "<link b «\u{202f}a\u{202f}»>"),
        ("[d](e{f){.mark}", "<link e{f d>"),
        ("[g][h]{.mark}\n\n[h]: j", "<link j g>"),
    ] {
        let document = read(written).0.unwrap();
        let BlockKind::Paragraph(text) = &document.blocks[0].kind else { panic!() };
        let InlineKind::Span { attributes, text } = &text[0].kind else { panic!() };
        assert!(attributes.mark != attributes.small_caps, "{written}");
        assert_eq!(line(&document, text), link, "{written}");
    }
}

#[test]
fn nothing_else_of_markdown_is_lost() {
    says(
        "[a](b) [d](e){.f}\n\n``` {.rust .g}\nx\n```\n",
        &[
            "warning[attribute-left-out] 1:14: a link is set without its `.f`",
            "warning[attribute-left-out] 3:1: a code block is set without its `.g`",
        ],
    );
}

#[test]
fn what_web_pages_take_is_left_out() {
    says(
        "![a](b.png){.center loading=lazy}\n\n![c](d.png){.wdie}\n\n\
         [e](https://f.org){target=_blank rel=noopener} [g]{style=\"display:none\"}\n",
        &[
            "warning[attribute-left-out] 1:1: a picture is set without its `.center`",
            "warning[attribute-left-out] 1:1: a picture is set without its `loading`",
            "error[unknown-attribute] 3:1: a picture does not take `.wdie`",
            "warning[attribute-left-out] 5:19: text in brackets is set without its `target`, \
             `rel`",
            "error[unknown-attribute] 5:51: text in brackets does not take \
             `style=display:none`",
        ],
    );
}

#[test]
fn control_characters_are_told() {
    says(
        "a\u{1}b\n",
        &["error[control-character] 1:2: the control character U+0001 cannot be set"],
    );
    says(
        "é &#1; x\n",
        &["error[control-character] 1:1: the control character U+0001 cannot be set"],
    );
}

#[test]
fn deep_nesting_is_told_and_does_no_harm() {
    for text in [
        ">".repeat(10_000) + " x\n",
        "- ".repeat(5_000) + "x\n",
        "[".repeat(10_000) + "@x",
        "*a **b ".repeat(5_000) + &"** *".repeat(5_000),
        "\"'".repeat(20_000),
        "[@a".repeat(5_000) + &"]".repeat(5_000),
        "^".repeat(20_000),
        "@".repeat(20_000),
        "&amp;".repeat(5_000),
    ] {
        let (document, sources, sink) = read(&text);
        let told = told(&sources, &sink);
        assert_eq!(document.is_err(), !told.is_empty(), "{told:?}");
    }
    says(
        &(">".repeat(70) + " x\n"),
        &["error[too-deep] 1:65: text is nested more than 64 levels deep"],
    );
}

#[test]
fn spans_hold_what_is_said_of_a_text() {
    let (document, ..) = read(
        "A [*mot* [juste]{.smallcaps}]{lang=fr #here .mark} and [שלום]{dir=rtl lang='he'}.\n",
    );
    let document = document.unwrap();
    let BlockKind::Paragraph(text) = &document.blocks[0].kind else { panic!() };
    let InlineKind::Span { attributes, text: inner } = &text[1].kind else { panic!() };
    assert_eq!(attributes.language.as_deref(), Some("fr"));
    assert!(attributes.mark && !attributes.small_caps);
    let anchor = &document.anchors[attributes.anchor.unwrap().0 as usize];
    assert_eq!((anchor.id.as_deref(), anchor.text.as_str()), (Some("here"), "mot juste"));
    assert!(matches!(inner[0].kind, InlineKind::Emph(_)));
    let InlineKind::Span { attributes, .. } = &inner[2].kind else { panic!() };
    assert!(attributes.small_caps);
    let InlineKind::Span { attributes, .. } = &text[3].kind else { panic!() };
    assert_eq!(attributes.direction, Some(trifold::ast::Direction::Rtl));
}

#[test]
fn spans_choose_the_form_of_figures() {
    let (document, ..) = read("[12]{.oldstyle} [34]{.lining .smallcaps} [1/2]{.frac}\n");
    let document = document.unwrap();
    let BlockKind::Paragraph(text) = &document.blocks[0].kind else { panic!() };
    let said: Vec<_> = text
        .iter()
        .filter_map(|inline| {
            let InlineKind::Span { attributes, .. } = &inline.kind else { return None };
            Some((attributes.figures, attributes.small_caps, attributes.fraction))
        })
        .collect();
    let expected = [
        (Some(Figures::OldStyle), false, false),
        (Some(Figures::Lining), true, false),
        (None, false, true),
    ];
    assert_eq!(said, expected);
}

#[test]
fn spans_name_entries_of_the_index() {
    let (document, ..) = read(
        "[Deep *sleep*]{.index} [x]{index=\"Sleep!deep; Rest\"} []{index=\"Naps\" see=\"Sleep\"}\n",
    );
    let document = document.unwrap();
    let BlockKind::Paragraph(text) = &document.blocks[0].kind else { panic!() };
    let terms: Vec<String> = text
        .iter()
        .filter_map(|inline| {
            let InlineKind::Span { attributes, .. } = &inline.kind else { return None };
            Some(&attributes.index)
        })
        .flatten()
        .map(|term| format!("{} > {:?}", term.path.join("!"), term.see))
        .collect();
    let wanted = ["Deep sleep > None", "Sleep!deep > None", "Rest > None"];
    assert_eq!(&terms[..3], wanted);
    assert_eq!(terms[3], "Naps > Some(\"Sleep\")");
}

#[test]
fn what_is_said_of_an_entry_of_the_index_goes_together() {
    says(
        "[a]{.index see=b .index-main} [c]{.index-start .index-end} [d]{seealso=e}\n",
        &[
            "error[bad-index] 1:4: an entry with `see` leads to no page",
            "error[bad-index] 1:34: a range of the index begins and ends at one place",
            "error[bad-index] 1:63: `seealso` stands without an entry of the index",
        ],
    );
}

#[test]
fn brackets_that_are_no_spans_stay_text() {
    let (document, sources, sink) =
        read("[a] {.mark} [b]{x y} \\[c]{.mark} [d]\\{.mark} e]{.mark}\n");
    let text = "1 p [a] {.mark} [b]{x y} [c]{.mark} [d]{.mark} e]{.mark}";
    assert_eq!(shape(&document.unwrap()).trim_end(), text);
    let braces = "these braces say nothing of what stands before them: they are printed";
    let at = |column: usize| format!("warning[unread-markup] 1:{column}: {braces}");
    assert_eq!(told(&sources, &sink), [at(5), at(26), at(48)]);
}

#[test]
fn what_a_span_does_not_take_is_told() {
    says(
        "[a]{.smalcaps} [b]{lang=x dir=up} [c]{width=3} []{.index} [d]{see=e}\n",
        &[
            "error[unknown-attribute] 1:4: text in brackets does not take `.smalcaps`",
            "error[bad-language] 1:19: `x` is no language tag",
            "error[bad-direction] 1:19: `up` is no direction",
            "error[unknown-attribute] 1:38: text in brackets does not take `width=3`",
            "error[bad-index] 1:50: an entry of the index has no words",
            "error[bad-index] 1:62: `see` stands without an entry of the index",
        ],
    );
}

#[test]
fn a_line_end_between_ideographs_is_no_space() {
    becomes(
        "日本\n語と\n*漢*\n字、\nLatin\nか\n한\n국\n",
        "1 p 日本語と<em 漢>字、~Latin~か~한~국",
    );
}

#[test]
fn notes_are_numbered_as_they_are_read() {
    let text = "# T^[one]\n\nA[^b] [@x] b^[*two* [@y]] c[^b]\n\n[^b]: B [@z]\n\n    - i\n\n\
                | a[^c] |\n|---|\n| b |\n\n[^C]: C\n";
    let (document, _, sink) = read(text);
    let document = document.unwrap_or_else(|_| panic!("{:#?}", sink.messages()));
    assert_eq!(
        shape(&document).trim_end(),
        "1 h1 T<note 0>\n2 p A<note 1> <cite 1> b<note 2> c<note 1>\n3 table <\n  \
         4 a<note 3>\n  5 b"
            .replace("<cite 1>", &cite_of(&document, 1)),
    );
    let keys: Vec<&str> =
        document.cites.iter().map(|cite| cite.items[0].key.as_str()).collect();
    assert_eq!(keys, ["z", "x", "y"], "in the order of the marks");
    let marks: Vec<u32> = document.notes.iter().map(|note| note.marks).collect();
    assert_eq!(marks, [1, 2, 1, 1]);
    let mut out = String::new();
    for note in &document.notes {
        blocks(&document, &note.blocks, 0, &mut out);
    }
    assert!(out.starts_with("6 p one\n7 p B "), "{out}");
    assert!(out.contains("8 list") && out.contains("9 p i"), "{out}");
    assert!(out.ends_with("11 p C\n"), "{out}");
}

/// A citation as `line` shows it.
fn cite_of(document: &Document, number: u32) -> String {
    let cite = InlineKind::Cite(trifold::ast::CiteId(number));
    line(document, &[Inline { span: document.cites[number as usize].span, kind: cite }])
}

#[test]
fn a_note_that_leads_nowhere_is_told() {
    says(
        "[x^[in]](u) ^[a [^b]] ^[ ] ^[l](u)\n\n[^b]: x\n\n[^B]: y\n\n[^e]:\n\nE[^e] [^dd]\n",
        &[
            "error[note-in-link] 1:3: the mark of a note cannot stand in a link",
            "error[nested-note] 1:17: a note cannot stand in a note",
            "error[empty-note] 1:23: a note has no text",
            "error[note-is-link] 1:29: a note is read as a link or a span",
            "error[duplicate-note] 5:1: two notes have the name `B`",
            "error[empty-note] 7:1: the note `e` has no text",
            "error[missing-note] 9:7: no note has the name `dd`",
        ],
    );
    says("![a^[b]](p.png)\n", &["error[lost-note] 1:4: a note cannot stand here"]);
}

#[test]
fn notes_in_notes_in_notes_take_no_time() {
    let text = format!("{}a{}", "^[".repeat(20_000), "]".repeat(20_000));
    assert!(read(&text).0.is_err());
    assert!(read(&"^[".repeat(50_000)).0.is_ok());
}

#[test]
fn text_is_raised_and_lowered_between_single_marks() {
    becomes(
        "x^2^ H~2~O a^*n*+1^ P~a\\ cat~ [m^2^](u) *x~i~^2^* ~~gone~~ <http://h/~a/~b>\n",
        "1 p x<sup 2> H<sub 2>O a<sup <em n>+1> P<sub a\u{a0}cat> <link u m<sup 2>> \
         <em x<sub i><sup 2>> <strike gone> <link http://h/~a/~b http://h/~a/~b>",
    );
}

#[test]
fn single_marks_and_marks_around_space_are_text() {
    becomes(
        "2^3, ~5 of ~10, \\^a^, a^b c^, ~a b~, ^^, ~a~~ and H~2~O\n",
        "1 p 2^3, ~5 of ~10, ^a^, a^b c^, ~a b~, ^^, ~a~~ and H<sub 2>O",
    );
    assert!(read(&"^a".repeat(50_000)).0.is_ok());
    assert!(read(&"^~a".repeat(50_000)).0.is_ok());
}

#[test]
fn signs_of_markup_that_stay_text_are_told() {
    let link = "this is no link and no picture: it is printed as it is written";
    let braces = "these braces say nothing of what stands before them: they are printed";
    let value = "`{{<` begins no value and no include: it is printed";
    let reference = "no line says where this link leads: it is printed as it is written";
    let told = |text: &str, column: usize, what: &str| {
        says(text, &[&format!("warning[unread-markup] 1:{column}: {what}")]);
    };
    told("![t](a b.svg)\n", 4, link);
    told("See [this][there].\n", 10, reference);
    told("Words. {#para}\n", 8, braces);
    told("[x] {.smallcaps}\n", 5, braces);
    told("\\newpage\n", 1, "this command of TeX is printed as it is written");
    let dashes = "these dashes are a rule, and no lines of a table";
    told("---  ----\n", 1, dashes);
    told("*x*{lang=fr}\n", 4, braces);
    told("{{< include a.md }}\n", 1, value);
    for text in [
        "\\{#para}",
        "{a} {.5 mg} {x=1} {",
        "[1][2]",
        "a[0\\](b)",
        "`{#a}` `[a][b]`",
        "x ](y",
    ] {
        says(&format!("{text}\n"), &[]);
    }
}

#[test]
fn comments_and_code_that_do_not_end_are_told() {
    let unended = "this comment does not end in its paragraph: readers would see it";
    says("One <!-- two\n\nThree\n", &[&format!("error[raw-html] 1:5: {unended}")]);
    says(
        "One\n\n<!-- two\n\nThree -- four\n",
        &["error[raw-html] 3:1: HTML has a comment that does not end"],
    );
    says("<!-- a --> b <!-- c -->\n\n<!-->\n", &[]);
    says(
        "One\n\n````rust\nlet x;\n```\n",
        &[
            "warning[unclosed-code] 3:1: this code does not end: all that follows is shown as code",
        ],
    );
    says("One\n\n```\nlet x;\n```\n", &[]);
}

#[test]
fn formulas_stand_in_the_first_line_of_a_block_in_colons() {
    says(
        "::: {.callout-tip title=\"T $x$\"}\ntext\n:::\n\n::: warning T $x$ and $y$\ntext\n:::\n",
        &[],
    );
    says("::: {.note}\ntext\n:::\n", &[]);
}

#[test]
fn attributes_nobody_takes_are_told_with_the_nearest_that_are() {
    for (text, near) in [
        ("# A {.unumbered}\n", ".unnumbered"),
        ("::: {.callout-tip titel=\"T\"}\na\n:::\n", "title"),
        ("::: {.verse sorce=\"T\"}\n| a\n:::\n", "source"),
    ] {
        let (_, _, sink) = read(text);
        let help = sink.messages()[0].1.help.clone().unwrap_or_default();
        assert!(help.contains(&format!("the nearest is `{near}`")), "{text}: {help}");
    }
}

#[test]
fn what_is_meant_for_another_format_alone_is_refused() {
    for (text, place) in [("```{=html}\n<b>\n```\n", "1:1"), ("A `<b>`{=html} b.\n", "1:8")]
    {
        let what = "this is meant for `html` alone, and would be shown as code";
        says(text, &[&format!("error[raw-format] {place}: {what}")]);
    }
    for text in ["`a` {=b}\n", "- - -\n\n* * *\n\n-----\n", "C:\\\\new\\\\page\n"] {
        says(text, &[]);
    }
}
