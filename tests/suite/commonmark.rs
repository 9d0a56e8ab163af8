//! Every example of `CommonMark` and of GitHub's extensions, through our own document.
//!
//! Each becomes a chapter, is resolved and written by `backend::markup`, and is compared
//! with what its specification says, as a reader of HTML sees both. Where they differ, a
//! rule says why, and it is told how often each rule was needed. What the program refuses
//! by design, a rule foretells from the example with the code of the message: an example
//! that is refused without it, or with another code, fails, and so does one that is not
//! refused although the rule says so. No rule knows an example by its number.

use std::collections::{BTreeMap, BTreeSet};

use trifold::ast::{Document, RefKind};
use trifold::backend::markup::{PageMarks, Syntax, Writing, division};
use trifold::diag::{Severity, Sink};
use trifold::layout::PageMap;
use trifold::parse::{Reading, parse_with};
use trifold::project::{EmptyAlt, ForeignHtml};
use trifold::resolve::{Book, Division, PictureId};
use trifold::source::Sources;

use crate::resolve::one_chapter;

/// Put before an address that leads nowhere in our little book.
const NOWHERE: &str = "https://nowhere.invalid/";
const PICTURE: &str =
    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"8\" height=\"4\"/>";

struct Example {
    /// Its number, as the specification counts.
    number: usize,
    markdown: String,
    html: String,
}

/// The examples of a specification in the form of `CommonMark`'s.
fn examples(specification: &str) -> Vec<Example> {
    let fence = "`".repeat(32);
    let mut found = Vec::new();
    let mut lines = specification.lines();
    while let Some(line) = lines.next() {
        let start = format!("{fence} example");
        let Some(of) = line.strip_prefix(&start) else { continue };
        if of.trim() == "disabled" {
            // its own tests leave it out too
            continue;
        }
        let part = |lines: &mut std::str::Lines<'_>, end: &str| {
            let taken = lines.by_ref().take_while(|line| *line != end);
            taken.map(|line| line.replace('→', "\t") + "\n").collect::<String>()
        };
        let (markdown, html) = (part(&mut lines, "."), part(&mut lines, &fence));
        found.push(Example { number: found.len() + 1, markdown, html });
    }
    found
}

/// A piece of HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Open(String, BTreeMap<String, String>),
    Close(String),
    Text(String),
    /// A comment, a declaration, a processing instruction, character data: as it stands.
    Other(String),
}

fn tokens(html: &str) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::new();
    let mut rest = html;
    while !rest.is_empty() {
        if let Some((token, after)) = markup(rest) {
            out.push(token);
            rest = after;
            continue;
        }
        let first = rest.chars().next().map_or(0, char::len_utf8);
        let end = rest[first..].find('<').map_or(rest.len(), |at| at + first);
        let text = unescaped(&rest[..end]);
        match out.last_mut() {
            Some(Token::Text(before)) => before.push_str(&text),
            _ => out.push(Token::Text(text)),
        }
        rest = &rest[end..];
    }
    out
}

/// The tag, comment or the like that a text begins with, and what follows it.
fn markup(text: &str) -> Option<(Token, &str)> {
    for (start, end) in [("<!--", "-->"), ("<?", "?>"), ("<![CDATA[", "]]>"), ("<!", ">")] {
        if text.starts_with(start) {
            let short = ["<!-->", "<!--->"].into_iter().find(|one| text.starts_with(one));
            let length = match short {
                Some(short) => short.len(),
                None => text.find(end)? + end.len(),
            };
            return Some((Token::Other(text[..length].to_owned()), &text[length..]));
        }
    }
    let inner = text.strip_prefix('<')?;
    let (closing, inner) = match inner.strip_prefix('/') {
        Some(inner) => (true, inner),
        None => (false, inner),
    };
    if !inner.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let end = inner.find(|c: char| !c.is_ascii_alphanumeric() && c != '-');
    let (name, mut rest) = inner.split_at(end?);
    let name = name.to_ascii_lowercase();
    let mut attributes = BTreeMap::new();
    loop {
        rest = rest.trim_start();
        if rest.starts_with("/>") && !is_void(&name) {
            // it does not end there, whatever its slash says
            attributes.insert("/".to_owned(), String::new());
        }
        if let Some(after) = rest.strip_prefix('>').or_else(|| rest.strip_prefix("/>")) {
            let token =
                if closing { Token::Close(name) } else { Token::Open(name, attributes) };
            return Some((token, after));
        }
        let end = rest.find(|c: char| c.is_whitespace() || "=>/\"'<".contains(c))?;
        if end == 0 {
            return None;
        }
        let (key, after) = rest.split_at(end);
        let (value, after) = match after.trim_start().strip_prefix('=') {
            None => ("", after),
            Some(after) => {
                let after = after.trim_start();
                match after.chars().next()? {
                    quote @ ('"' | '\'') => after[1..].split_once(quote)?,
                    _ => {
                        let end = after.find(|c: char| c.is_whitespace() || c == '>')?;
                        after.split_at(end)
                    }
                }
            }
        };
        attributes.insert(key.to_owned(), unescaped(value));
        rest = after;
    }
}

/// The entities of the expected texts and of ours.
fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
}

fn is_block(name: &str) -> bool {
    let headings = ["h1", "h2", "h3", "h4", "h5", "h6"];
    let others = [
        "p",
        "ul",
        "ol",
        "li",
        "blockquote",
        "pre",
        "hr",
        "table",
        "thead",
        "tbody",
        "tr",
        "td",
        "th",
        "figure",
        "figcaption",
        "section",
        "div",
    ];
    headings.contains(&name) || others.contains(&name)
}

/// Without the white space that nobody sees.
fn without_space(tokens: Vec<Token>) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::new();
    let mut in_code = false;
    let tokens: Vec<Token> = joined(tokens);
    for (at, token) in tokens.iter().enumerate() {
        let name = |token: &Token| match token {
            Token::Open(name, _) | Token::Close(name) => name.clone(),
            Token::Text(_) | Token::Other(_) => String::new(),
        };
        match token {
            Token::Open(name, _) if name == "pre" => in_code = true,
            Token::Close(name) if name == "pre" => in_code = false,
            _ => {}
        }
        let Token::Text(text) = token else {
            out.push(token.clone());
            continue;
        };
        if in_code {
            out.push(token.clone());
            continue;
        }
        let mut seen = String::new();
        for c in text.chars() {
            if !matches!(c, ' ' | '\n' | '\t') {
                seen.push(c);
            } else if !seen.ends_with(' ') {
                seen.push(' ');
            }
        }
        let edge = |token: Option<&Token>| token.is_none_or(|token| is_block(&name(token)));
        // at an edge of a paragraph none is seen, in whatever element it stands
        let begins = |token: &&Token| matches!(token, Token::Open(name, _) if !is_html_block(name) && !is_void(name));
        let ends =
            |token: &&Token| matches!(token, Token::Close(name) if !is_html_block(name));
        let before = tokens[..at].iter().rev().find(|token| !begins(token));
        let after = tokens[at + 1..].iter().find(|token| !ends(token));
        if edge(before) || before.is_some_and(|token| name(token) == "br") {
            seen = seen.trim_start_matches(' ').to_owned();
        }
        if edge(after) || after.is_some_and(|token| name(token) == "br") {
            seen = seen.trim_end_matches(' ').to_owned();
        }
        if !seen.is_empty() {
            out.push(Token::Text(seen));
        }
    }
    joined(out)
}

/// Neighbouring texts as one.
fn joined(tokens: Vec<Token>) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::new();
    for token in tokens {
        match (out.last_mut(), token) {
            (Some(Token::Text(before)), Token::Text(text)) => before.push_str(&text),
            (_, token) => out.push(token),
        }
    }
    out
}

/// A deliberate difference: its name, and what takes it away from ours or from theirs.
type Rule = (&'static str, fn(Vec<Token>) -> Vec<Token>);

/// What our markup has more, or spells in another way.
const OURS: [Rule; 11] = [
    ("two bars make the cell before them wider, as in MultiMarkdown", narrow_cells),
    ("a heading has an address", |ours| without_attributes(ours, is_heading, &["id"])),
    ("a picture alone in a paragraph is a figure, its title the caption", figures),
    ("a picture says its size, and whether it is in a line", |ours| {
        let more = ["width", "height", "style", "class"];
        without_attributes(ours, |name| name == "img", &more)
    }),
    ("parts of code have classes", without_code_parts),
    ("the header cells of a table say their scope", |ours| {
        without_attributes(ours, |name| name == "th", &["scope"])
    }),
    ("a link that shows its address says so", without_url),
    ("a table can be scrolled by keyboard", without_scroller),
    ("a task is marked with a character", tasks),
    ("columns are aligned by class", alignment),
    ("one tilde lowers, as in Pandoc, two strike out", |ours| renamed(ours, "sub", "s")),
];

/// What the expected markup spells in another way.
const THEIRS: [Rule; 14] = [
    ("a heading without words is left out", without_wordless),
    ("a heading that leaves out a level is set as the one that follows", without_gaps),
    ("a heading in a list or a quotation lies below the section around it", inner_headings),
    ("attributes of HTML that say how it looks are left out", without_looks),
    ("an element of HTML without text is left out but for its address", without_empty),
    (
        "a bare address whose host begins with neither letter nor digit is text",
        without_signs,
    ),
    ("text of HTML that stands among blocks is a paragraph", loose_text),
    ("`<i>` is emphasis", |theirs| renamed(theirs, "i", "em")),
    ("`<b>` is strong", |theirs| renamed(theirs, "b", "strong")),
    ("the rows of a table stand in its body", bodies),
    ("a bare address of files is text", without_files),
    ("a comment is in no output", |theirs| {
        let comment =
            |one: &Token| matches!(one, Token::Other(text) if text.starts_with("<!--"));
        theirs.into_iter().filter(|one| !comment(one)).collect()
    }),
    ("struck-out text is `<s>`", |theirs| renamed(theirs, "del", "s")),
    ("the start of a line is its side: no class for the left", |theirs| {
        let mut theirs = theirs;
        for token in &mut theirs {
            if let Token::Open(_, attributes) = token
                && attributes.get("align").is_some_and(|side| side == "left")
            {
                attributes.remove("align");
            }
        }
        theirs
    }),
];

/// Without headings that hold nothing.
fn without_wordless(theirs: Vec<Token>) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::new();
    for token in theirs {
        match (out.last(), &token) {
            (Some(Token::Open(begun, _)), Token::Close(name))
                if begun == name && is_heading(name) =>
            {
                out.pop();
            }
            _ => out.push(token),
        }
    }
    out
}

/// The levels around a heading: as written and as given.
type Levels = Vec<(u8, u8)>;

/// The level of a heading that lies below others, and below `above`.
fn below(open: &mut Levels, above: u8, written: u8) -> u8 {
    open.retain(|(outer, _)| *outer < written);
    let own = open.last().map_or(above, |(_, own)| *own) + 1;
    open.push((written, own));
    own
}

/// Gives each heading the level that `level` says; it is told in how many lists and
/// quotations the heading stands, and of their ends.
fn relevelled(
    mut theirs: Vec<Token>,
    mut level: impl FnMut(usize, Option<u8>) -> u8,
) -> Vec<Token> {
    let (mut depth, mut closes) = (0, String::new());
    for token in &mut theirs {
        match token {
            Token::Open(name, _) if is_heading(name) => {
                *name = format!("h{}", level(depth, Some(name.as_bytes()[1] - b'0')));
                closes.clone_from(name);
            }
            Token::Close(name) if is_heading(name) => name.clone_from(&closes),
            Token::Open(name, _) if holds_headings(name) => depth += 1,
            Token::Close(name) if holds_headings(name) => {
                depth -= 1;
                level(depth, None);
            }
            _ => {}
        }
    }
    theirs
}

fn holds_headings(name: &str) -> bool {
    matches!(name, "blockquote" | "ul" | "ol")
}

/// Headings with levels one after the other.
fn without_gaps(theirs: Vec<Token>) -> Vec<Token> {
    let mut open = Levels::new();
    relevelled(theirs, |depth, written| match written {
        Some(1) if depth == 0 => {
            open.clear();
            1
        }
        Some(written) if depth == 0 => below(&mut open, 1, written),
        written => written.unwrap_or_default(),
    })
}

/// Headings in lists and quotations below the last that stands in none.
fn inner_headings(theirs: Vec<Token>) -> Vec<Token> {
    let (mut above, mut open) = (1, Levels::new());
    relevelled(theirs, |depth, written| match written {
        Some(written) if depth == 0 => {
            above = written;
            written
        }
        Some(written) => below(&mut open, above, written),
        None => {
            if depth == 0 {
                open.clear();
            }
            0
        }
    })
}

/// Without attributes that were written in HTML and have no meaning in a book.
fn without_looks(mut theirs: Vec<Token>) -> Vec<Token> {
    for token in &mut theirs {
        if let Token::Open(name, attributes) = token {
            let of_markdown = ["code", "a", "sup", "section"].contains(&name.as_str());
            attributes.retain(|key, _| {
                let key = key.to_ascii_lowercase();
                key != "language" && (key != "class" || of_markdown)
            });
        }
    }
    theirs
}

/// Without `<div>` that holds nothing; its address stands in a paragraph.
fn without_empty(theirs: Vec<Token>) -> Vec<Token> {
    let mut out = Vec::new();
    for token in theirs {
        if matches!(&token, Token::Close(name) if name == "div")
            && let Some(Token::Open(name, attributes)) = out.last().cloned()
            && name == "div"
        {
            out.pop();
            if attributes.contains_key("id") {
                out.push(Token::Open("p".to_owned(), BTreeMap::new()));
                out.push(Token::Open("span".to_owned(), attributes));
                out.push(Token::Close("span".to_owned()));
                out.push(Token::Close("p".to_owned()));
            }
            continue;
        }
        out.push(token);
    }
    out
}

/// Puts empty cells behind a cell in place of the columns that it takes.
fn narrow_cells(ours: Vec<Token>) -> Vec<Token> {
    let mut out = Vec::new();
    let mut more = 0;
    for mut token in ours {
        if let Token::Open(name, attributes) = &mut token
            && name == "td"
            && let Some(columns) = attributes.remove("colspan")
        {
            more = columns.parse::<usize>().unwrap() - 1;
        }
        let cell = matches!(&token, Token::Close(name) if name == "td");
        out.push(token);
        for _ in 0..if cell { std::mem::take(&mut more) } else { 0 } {
            out.push(Token::Open("td".to_owned(), BTreeMap::new()));
            out.push(Token::Close("td".to_owned()));
        }
    }
    out
}

/// Puts text that stands among blocks of HTML into paragraphs.
fn loose_text(theirs: Vec<Token>) -> Vec<Token> {
    let mut out = Vec::new();
    let mut open: Vec<String> = Vec::new();
    let mut loose = false;
    let paragraph = || "p".to_owned();
    for token in theirs {
        let block = match &token {
            Token::Open(name, _) | Token::Close(name) => is_html_block(name),
            Token::Text(_) | Token::Other(_) => false,
        };
        let among_blocks =
            open.last().is_none_or(|outer| matches!(outer.as_str(), "div" | "blockquote"));
        if loose && block {
            out.push(Token::Close(paragraph()));
            loose = false;
        } else if !loose && !block && among_blocks && !matches!(token, Token::Other(_)) {
            out.push(Token::Open(paragraph(), BTreeMap::new()));
            loose = true;
        }
        match &token {
            Token::Open(name, _) if block && !is_void(name) => open.push(name.clone()),
            Token::Close(name) if block && !is_void(name) => drop(open.pop()),
            _ => {}
        }
        out.push(token);
    }
    if loose {
        out.push(Token::Close(paragraph()));
    }
    out
}

/// Puts rows that stand in a table alone into its body.
fn bodies(theirs: Vec<Token>) -> Vec<Token> {
    let (mut out, mut open) = (Vec::new(), Vec::new());
    for token in theirs {
        match &token {
            Token::Open(name, _)
                if name == "tr" && open.last().is_some_and(|o| o == "table") =>
            {
                out.push(Token::Open("tbody".to_owned(), BTreeMap::new()));
                open.push("tbody".to_owned());
            }
            Token::Close(name)
                if name == "table" && open.last().is_some_and(|o| o == "tbody") =>
            {
                out.push(Token::Close("tbody".to_owned()));
                open.pop();
            }
            _ => {}
        }
        match &token {
            Token::Open(name, _) if is_block(name) && !is_void(name) => {
                open.push(name.clone())
            }
            Token::Close(name) if is_block(name) && !is_void(name) => drop(open.pop()),
            _ => {}
        }
        out.push(token);
    }
    out
}

fn without_files(theirs: Vec<Token>) -> Vec<Token> {
    without_links(theirs, |address| address.starts_with("ftp:"))
}

fn without_signs(theirs: Vec<Token>) -> Vec<Token> {
    without_links(theirs, |address| address.starts_with("http://%"))
}

fn without_links(theirs: Vec<Token>, of: impl Fn(&str) -> bool) -> Vec<Token> {
    let mut link = false;
    let kept = theirs.into_iter().filter(|token| match token {
        Token::Open(name, attributes) if name == "a" => {
            link = of(&attributes["href"]);
            !link
        }
        Token::Close(name) if name == "a" => !std::mem::take(&mut link),
        _ => true,
    });
    joined(kept.collect())
}

fn is_heading(name: &str) -> bool {
    name.len() == 2 && name.starts_with('h') && name != "hr"
}

fn renamed(tokens: Vec<Token>, from: &str, to: &str) -> Vec<Token> {
    let of = |name: String| if name == from { to.to_owned() } else { name };
    let renamed = tokens.into_iter().map(|token| match token {
        Token::Open(name, attributes) => Token::Open(of(name), attributes),
        Token::Close(name) => Token::Close(of(name)),
        token => token,
    });
    renamed.collect()
}

fn without_attributes(
    mut tokens: Vec<Token>,
    of: impl Fn(&str) -> bool,
    names: &[&str],
) -> Vec<Token> {
    for token in &mut tokens {
        if let Token::Open(name, attributes) = token
            && of(name)
        {
            attributes.retain(|key, _| !names.contains(&key.as_str()));
        }
    }
    tokens
}

fn figures(ours: Vec<Token>) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::new();
    let mut title: Option<String> = None;
    for token in ours {
        match token {
            Token::Open(name, _) if name == "figure" => {
                out.push(Token::Open("p".to_owned(), BTreeMap::new()));
            }
            Token::Close(name) if name == "figure" => {
                out.push(Token::Close("p".to_owned()))
            }
            Token::Open(name, _) if name == "figcaption" => title = Some(String::new()),
            Token::Close(name) if name == "figcaption" => {
                if let Some(Token::Open(_, attributes)) = out.last_mut() {
                    attributes.insert("title".to_owned(), title.take().unwrap_or_default());
                }
            }
            Token::Text(text) if title.is_some() => title = Some(text),
            token => out.push(token),
        }
    }
    out
}

fn without_code_parts(ours: Vec<Token>) -> Vec<Token> {
    let mut open = Vec::new();
    let kept = ours.into_iter().filter(|token| match token {
        Token::Open(name, attributes) if name == "span" => {
            let part =
                attributes.get("class").is_some_and(|class| class.starts_with("tok-"));
            open.push(part);
            !part
        }
        Token::Close(name) if name == "span" => !open.pop().unwrap_or_default(),
        _ => true,
    });
    joined(kept.collect())
}

/// Without the mark of links that show their own address.
fn without_url(mut ours: Vec<Token>) -> Vec<Token> {
    for token in &mut ours {
        if let Token::Open(name, attributes) = token
            && name == "a"
            && attributes.get("class").is_some_and(|class| class == "url")
        {
            attributes.remove("class");
        }
    }
    ours
}

fn without_scroller(ours: Vec<Token>) -> Vec<Token> {
    let mut open = Vec::new();
    let kept = ours.into_iter().filter(|token| match token {
        Token::Open(name, attributes) if name == "div" => {
            let scroller = attributes.contains_key("tabindex");
            open.push(scroller);
            !scroller
        }
        Token::Close(name) if name == "div" => !open.pop().unwrap_or_default(),
        _ => true,
    });
    kept.collect()
}

fn tasks(ours: Vec<Token>) -> Vec<Token> {
    let mut out = Vec::new();
    let box_of = |checked: bool| {
        let mut attributes = BTreeMap::from([
            ("disabled".to_owned(), String::new()),
            ("type".to_owned(), "checkbox".to_owned()),
        ]);
        if checked {
            attributes.insert("checked".to_owned(), String::new());
        }
        Token::Open("input".to_owned(), attributes)
    };
    let is_list = |name: &str| matches!(name, "ul" | "ol" | "li");
    for token in without_attributes(ours, is_list, &["class"]) {
        let Token::Text(text) = &token else {
            out.push(token);
            continue;
        };
        match text.chars().next() {
            Some(mark @ ('☐' | '☑')) => {
                out.push(box_of(mark == '☑'));
                out.push(Token::Text(text[mark.len_utf8()..].to_owned()));
            }
            _ => out.push(token),
        }
    }
    out
}

fn alignment(mut ours: Vec<Token>) -> Vec<Token> {
    for token in &mut ours {
        if let Token::Open(name, attributes) = token
            && matches!(name.as_str(), "td" | "th")
            && let Some(class) = attributes.remove("class")
        {
            let side = if class == "end" { "right".to_owned() } else { class };
            attributes.insert("align".to_owned(), side);
        }
    }
    ours
}

/// The codes with which a chapter is refused, foretold from an example.
fn refusals(example: &Example, expected: &[Token]) -> BTreeSet<&'static str> {
    let mut codes = BTreeSet::new();
    if is_broken(&example.html) {
        codes.insert("raw-html");
    }
    html_refused(&example.markdown, expected, &mut codes);
    // the mark of a note that is not there
    if expected
        .iter()
        .any(|token| matches!(token, Token::Text(text) if text.contains("[^")))
    {
        codes.insert("missing-note");
    }
    let lines: Vec<&str> = example.markdown.lines().collect();
    if expected.iter().any(|token| matches!(token, Token::Open(name, _) if name == "table"))
        && has_longer_row(&lines)
    {
        codes.insert("extra-cell");
    }
    for token in expected {
        match token {
            Token::Open(name, attributes)
                if name == "img"
                    && attributes.get("alt").is_none_or(String::is_empty)
                    && !(written(&example.markdown, "img", "<")
                        && attributes.contains_key("alt")) =>
            {
                codes.insert("missing-alt");
            }
            _ => {}
        }
    }
    codes
}

/// Whether HTML has a `<` that begins nothing.
fn is_broken(html: &str) -> bool {
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        match markup(&rest[at..]) {
            Some((_, after)) => rest = after,
            None => return true,
        }
    }
    false
}

/// Whether a row of a table has more cells than the row above its rule.
fn has_longer_row(lines: &[&str]) -> bool {
    let cells =
        |line: &str| line.replace("\\|", "").trim().trim_matches('|').split('|').count();
    let rule = |line: &&str| line.contains('-') && line.chars().all(|c| "|-: ".contains(c));
    let Some(at) = lines.iter().position(rule) else { return false };
    lines[at..].iter().any(|line| line.contains('|') && cells(line) > cells(lines[at]))
}

/// The elements of HTML that a manuscript may hold.
const HTML: [&str; 34] = [
    "a",
    "b",
    "blockquote",
    "br",
    "code",
    "del",
    "details",
    "div",
    "em",
    "h1",
    "h2",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "s",
    "span",
    "strike",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "td",
    "th",
    "tr",
    "tt",
    "ul",
];

fn is_void(name: &str) -> bool {
    matches!(name, "br" | "hr" | "img" | "input")
}

/// Whether an element stands among blocks or has its place in one.
fn is_html_block(name: &str) -> bool {
    is_block(name) || matches!(name, "details" | "summary")
}

/// The codes with which HTML that was written as such is refused: it is in the expected
/// output as it was written.
fn html_refused(markdown: &str, expected: &[Token], codes: &mut BTreeSet<&'static str>) {
    let mut open: Vec<(&str, bool, usize)> = Vec::new();
    for (at, token) in expected.iter().enumerate() {
        match token {
            Token::Open(name, attributes) => {
                let own = written(markdown, name, "<");
                let known = HTML.contains(&name.as_str());
                // among text there are no blocks, and no links in links
                let among_text = open.iter().any(|(outer, written, _)| {
                    (*written && !is_html_block(outer)) || matches!(*outer, "p")
                });
                let alone = open.last().is_some_and(|(outer, written, _)| {
                    let only = ["table", "thead", "tbody", "tr", "ul", "ol"];
                    *written && only.contains(outer)
                });
                let nested = name == "a" && open.iter().any(|(outer, ..)| *outer == "a");
                let misplaced = among_text && is_html_block(name);
                let unended = attributes.contains_key("/");
                if own && (!known || misplaced || nested || unended) {
                    codes.insert("raw-html");
                } else if known && own {
                    for key in attributes.keys() {
                        if key.starts_with("on") {
                            codes.insert("raw-html");
                        }
                    }
                    if name == "a" && !attributes.contains_key("href") {
                        codes.insert("raw-html");
                    }
                } else if open.iter().any(|(outer, written, _)| {
                    *written && is_block(name) && !is_html_block(outer)
                }) || alone
                {
                    // an element that holds no blocks is around a block of Markdown
                    codes.insert("raw-html");
                }
                if !is_void(name) {
                    open.push((name, own, at));
                }
            }
            Token::Close(name) if is_void(name) => {}
            Token::Close(name) => match open.last() {
                Some((own, begun, start)) if own == name => {
                    let may = ["td", "th", "li", "div", "p", "blockquote"];
                    let may = may.contains(own) || !is_html_block(own);
                    if *begun && at == start + 1 && !may {
                        // it holds nothing
                        codes.insert("raw-html");
                    }
                    open.pop();
                }
                Some(_) | None => {
                    codes.insert("raw-html");
                    open.retain(|(own, ..)| own != name);
                }
            },
            Token::Other(text) if !text.starts_with("<!--") => {
                codes.insert("raw-html");
            }
            // what GitHub filters
            Token::Text(text) => {
                let filtered = [
                    "title",
                    "textarea",
                    "style",
                    "xmp",
                    "iframe",
                    "noembed",
                    "noframes",
                    "script",
                    "plaintext",
                ];
                let is =
                    |name: &&str| text.to_ascii_lowercase().contains(&format!("<{name}"));
                if filtered.iter().any(is) {
                    codes.insert("raw-html");
                }
            }
            Token::Other(_) => {}
        }
    }
    if open.iter().any(|(_, written, _)| *written) {
        codes.insert("raw-html");
    }
}

/// Whether a tag stands in Markdown as it is in the output, outside of code.
fn written(markdown: &str, name: &str, before: &str) -> bool {
    let markdown = markdown.to_ascii_lowercase();
    markdown.match_indices(&format!("{before}{name}")).any(|(at, tag)| {
        let after = markdown[at + tag.len()..].chars().next();
        after.is_none_or(|c| !c.is_ascii_alphanumeric() && !"-:@.+".contains(c))
    })
}

/// The codes with which a book is refused whose addresses lead nowhere.
fn lost(expected: &[Token]) -> BTreeSet<&'static str> {
    let mut codes = BTreeSet::new();
    for (at, token) in expected.iter().enumerate() {
        let Token::Open(_, attributes) = token else { continue };
        if let (Some(href), Some(Token::Text(text))) =
            (attributes.get("href"), expected.get(at + 1))
            && href.starts_with("ftp:")
            && href == text
        {
            // a bare address of files is text
            continue;
        }
        if attributes.keys().any(|key| key.starts_with("data-footnote")) {
            // the program makes them
            continue;
        }
        codes.extend(attributes.get("href").and_then(|address| nowhere(address)));
        if attributes.contains_key("src") {
            codes.insert("missing-picture");
        }
    }
    codes
}

/// The code with which an address is refused, if it is.
fn nowhere(address: &str) -> Option<&'static str> {
    let (scheme, rest) = address.split_once(':').unwrap_or_default();
    let fit = |c: char| c.is_ascii_alphanumeric() || "+.-".contains(c);
    match scheme.to_ascii_lowercase().as_str() {
        "mailto" => None,
        // an address on the web has a host
        "http" | "https" => {
            let host = rest.trim_start_matches('/').chars().next();
            host.is_none_or(|c| !c.is_alphanumeric() && c != '%')
                .then_some("missing-target")
        }
        "" => Some("missing-target"),
        scheme if scheme.chars().all(fit) => Some("unsafe-address"),
        _ => Some("missing-target"),
    }
}

/// What became of an example.
enum Outcome {
    /// The same, after these rules.
    Equal(BTreeSet<&'static str>),
    /// Refused with these codes, as foretold.
    Refused(BTreeSet<&'static str>),
    /// Neither.
    Wrong(String),
}

fn codes(sink: &Sink, wanted: Severity) -> BTreeSet<&'static str> {
    let of = sink.messages().iter().filter(|(severity, _)| *severity == wanted);
    of.map(|(_, message)| message.code.0).collect()
}

fn outcome(example: &Example) -> Outcome {
    if example.html == "<IGNORE>\n" || example.html == "<p><IGNORE></p>\n" {
        // what becomes of it is not said
        return Outcome::Equal(BTreeSet::from(["nothing is said of what it means"]));
    }
    let expected = without_space(tokens(&example.html));
    let mut sources = Sources::default();
    let source = sources.add("a.md", example.markdown.as_str());
    let mut sink = Sink::default();
    // `zxx`: text in no language keeps its marks as they are typed
    let reading = Reading { language: "zxx", ..Reading::default() };
    let mut document = parse_with(source, &example.markdown, &reading, &mut sink);
    let (told, foretold) = (codes(&sink, Severity::Error), refusals(example, &expected));
    if told != foretold {
        return Outcome::Wrong(format!("refused with {told:?}, expected {foretold:?}"));
    }
    if told.contains("raw-html") {
        return kept(example, with_reasons(told, &sink));
    }
    let mut rules = BTreeSet::new();
    if told == BTreeSet::from(["missing-alt"]) {
        let reading = Reading { empty_alt: EmptyAlt::Decorative, ..reading };
        let again = parse_with(source, &example.markdown, &reading, &mut Sink::default());
        if again.is_ok() {
            rules
                .insert("a picture without words is decorative, where the project says so");
            document = again;
        }
    }
    let Ok(document) = document else { return refused(example, told) };
    let (told, foretold) = (refused_book(&example.markdown, &document), lost(&expected));
    if told != foretold {
        return Outcome::Wrong(format!(
            "book refused with {told:?}, expected {foretold:?}"
        ));
    }
    if told.contains("missing-reference") {
        return Outcome::Refused(told);
    }
    if !told.is_empty() {
        rules.insert(
            "an address that leads nowhere is refused: another was put in its place",
        );
    }
    let ours = written_by_us(&example.markdown, document);
    compared(without_space(tokens(&ours)), without_space(expected), rules)
}

/// What became of an example that is refused.
fn refused(example: &Example, told: BTreeSet<&'static str>) -> Outcome {
    // what HTML leaves out, no project can mean: it is refused as HTML is
    let of_html = written(&example.markdown, "img", "<");
    let told = told.into_iter().map(|code| match code {
        "missing-alt" if of_html => "missing-alt: HTML without `alt`",
        code => code,
    });
    Outcome::Refused(told.collect())
}

/// What became of an example that was written, by the rules that were needed.
fn compared(
    mut ours: Vec<Token>,
    mut theirs: Vec<Token>,
    mut rules: BTreeSet<&'static str>,
) -> Outcome {
    let mut apply = |(name, rule): &Rule, side: &mut Vec<Token>| {
        let after = without_space(rule(side.clone()));
        if after != *side {
            rules.insert(*name);
            *side = after;
        }
    };
    OURS.iter().for_each(|rule| apply(rule, &mut ours));
    THEIRS.iter().for_each(|rule| apply(rule, &mut theirs));
    if ours != theirs {
        let rule = (
            "addresses are percent-encoded where RFC 3986 asks for it",
            same_addresses as _,
        );
        apply(&rule, &mut ours);
        apply(&rule, &mut theirs);
    }
    let links = |one: &Token| matches!(one, Token::Open(name, _) if name == "a");
    if ours != theirs && !theirs.iter().any(links) {
        let rule = ("a bare address is a link, as on GitHub", without_own as _);
        apply(&rule, &mut ours);
    }
    if theirs.iter().any(|one| matches!(one, Token::Open(name, _) if name == "section")) {
        let rule = ("notes have other attributes and ways back", notes as _);
        apply(&rule, &mut ours);
        apply(&rule, &mut theirs);
    }
    if ours != theirs {
        let rule = (
            "what one tilde lowers has no spaces, as in Pandoc",
            tildes as fn(Vec<Token>) -> Vec<Token>,
        );
        apply(&rule, &mut theirs);
    }
    if ours == theirs {
        Outcome::Equal(rules)
    } else {
        Outcome::Wrong(format!("ours:   {ours:?}\n  theirs: {theirs:?}"))
    }
}

/// Codes with the reason for which HTML is refused: that of the first message.
fn with_reasons(mut codes: BTreeSet<&'static str>, sink: &Sink) -> BTreeSet<&'static str> {
    let mut of = sink.messages().iter().map(|(_, message)| message);
    let first = of.find(|message| message.code.0 == "raw-html").unwrap();
    let says = |words: &[&str]| words.iter().any(|word| first.message.contains(word));
    codes.remove("raw-html");
    codes.insert(if says(&["not closed", "closes nothing", "does not end"]) {
        "raw-html: an element or a tag that does not end or begins nowhere"
    } else if says(&["an instruction", "a declaration", "<!", "<?"]) {
        "raw-html: what is no element of HTML"
    } else if says(&["<script", "<style", "<textarea", "<xmp"]) {
        "raw-html: scripts, style sheets and forms"
    } else if says(&["cannot hold", "cannot stand"]) {
        "raw-html: blocks where only text may stand"
    } else if says(&["no meaning in print", "a part of a program"]) {
        "raw-html: an element that HTML does not know"
    } else {
        "raw-html: a link without an address"
    });
    codes
}

/// The marks of notes as text, and their texts without numbers and ways back.
fn notes(tokens: Vec<Token>) -> Vec<Token> {
    let has = |attributes: &BTreeMap<String, String>, class: &str| {
        attributes.get("class").is_some_and(|own| own == class)
    };
    let mut out = Vec::new();
    let mut skipped: Option<(String, String)> = None;
    let mut in_notes = false;
    // of each division in them that is open, whether it is a note
    let mut notes: Vec<bool> = Vec::new();
    for token in joined(tokens) {
        if let Some((name, text)) = &mut skipped {
            match &token {
                Token::Close(own) if own == name => {
                    if name == "sup" {
                        out.push(Token::Text(format!("[{text}]")));
                    }
                    skipped = None;
                }
                Token::Text(own) => text.push_str(own),
                _ => {}
            }
            continue;
        }
        match &token {
            Token::Open(name, attributes)
                if has(attributes, "footnote-ref")
                    || has(attributes, "note-mark")
                    || has(attributes, "note-number")
                    || attributes.contains_key("data-footnote-backref") =>
            {
                skipped = Some((name.clone(), String::new()));
            }
            Token::Open(name, _) if name == "section" => in_notes = true,
            Token::Open(name, _) | Token::Close(name)
                if in_notes && matches!(name.as_str(), "section" | "ol") => {}
            Token::Open(name, attributes) if in_notes && name == "div" => {
                notes.push(has(attributes, "note"));
                if has(attributes, "note") {
                    out.push(Token::Open("li".to_owned(), BTreeMap::new()));
                }
            }
            Token::Open(name, _) if in_notes && name == "li" => {
                out.push(Token::Open("li".to_owned(), BTreeMap::new()));
            }
            Token::Close(name) if in_notes && name == "div" => {
                if notes.pop() == Some(true) {
                    out.push(Token::Close("li".to_owned()));
                }
            }
            _ => out.push(token),
        }
    }
    out
}

/// What became of an example with HTML that is refused: where it is wanted, it is kept as
/// it is written, and all of its text is seen.
fn kept(example: &Example, told: BTreeSet<&'static str>) -> Outcome {
    let mut sources = Sources::default();
    let source = sources.add("a.md", example.markdown.as_str());
    let mut sink = Sink::default();
    let foreign = ForeignHtml::Text;
    let reading = Reading { language: "zxx", foreign, ..Reading::default() };
    let Ok(document) = parse_with(source, &example.markdown, &reading, &mut sink) else {
        return Outcome::Wrong(format!(
            "text refused with {:?}",
            codes(&sink, Severity::Error)
        ));
    };
    let seen = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let ours = tokens(&written_by_us(&example.markdown, document));
    let ours = ours.iter().map(|token| match token {
        Token::Text(text) => unescaped(text),
        Token::Open(..) | Token::Close(_) | Token::Other(_) => String::new(),
    });
    let (ours, theirs) = (seen(&ours.collect::<String>()), seen(&shown(example)));
    // a tag that Markdown makes too cannot be told from one that was written
    let without = |text: &str| {
        let tags = ["<p>", "</p>", "<strong>", "</strong>"];
        tags.iter().fold(text.to_owned(), |text, tag| text.replace(tag, ""))
    };
    if ours == theirs || without(&ours) == without(&theirs) {
        return Outcome::Refused(told);
    }
    Outcome::Wrong(format!("ours:   {ours}\n  theirs: {theirs}"))
}

/// The text of an example with the HTML that was written as such, without its comments.
fn shown(example: &Example) -> String {
    let mut out = String::new();
    let mut rest = example.html.as_str();
    while let Some(c) = rest.chars().next() {
        let Some((token, after)) = markup(rest) else {
            out.push(c);
            rest = &rest[c.len_utf8()..];
            continue;
        };
        let tag = &rest[..rest.len() - after.len()];
        let typed = match &token {
            Token::Open(name, _) => written(&example.markdown, name, "<"),
            Token::Close(name) => written(&example.markdown, name, "</"),
            Token::Other(text) => !text.starts_with("<!--"),
            Token::Text(_) => false,
        };
        if typed {
            out.push_str(tag);
        }
        rest = after;
    }
    unescaped(&out)
}

/// Text with spaces that is struck out, between single tildes.
fn tildes(theirs: Vec<Token>) -> Vec<Token> {
    let mut out = theirs;
    for at in 1..out.len().saturating_sub(1) {
        if matches!(&out[at], Token::Text(text) if text.contains(' '))
            && matches!(&out[at - 1], Token::Open(name, _) if name == "s")
            && matches!(&out[at + 1], Token::Close(name) if name == "s")
        {
            out[at - 1] = Token::Text("~".to_owned());
            out[at + 1] = Token::Text("~".to_owned());
        }
    }
    joined(out)
}

/// Without links whose text is their address.
fn without_own(ours: Vec<Token>) -> Vec<Token> {
    let own = |at: usize| match (&ours[at], ours.get(at + 1)) {
        (Token::Open(name, attributes), Some(Token::Text(text))) => {
            name == "a" && attributes["href"].trim_start_matches("mailto:") == text
        }
        _ => false,
    };
    let mut open = false;
    let mut kept = Vec::new();
    for (at, token) in ours.iter().enumerate() {
        let closes = matches!(token, Token::Close(name) if name == "a");
        if own(at) {
            open = true;
        } else if !(closes && std::mem::take(&mut open)) {
            kept.push(token.clone());
        }
    }
    joined(kept)
}

/// Addresses with all that is percent-encoded decoded.
fn same_addresses(mut tokens: Vec<Token>) -> Vec<Token> {
    for token in &mut tokens {
        let Token::Open(_, attributes) = token else { continue };
        for key in ["href", "src"] {
            let Some(value) = attributes.get_mut(key) else { continue };
            let mut bytes = Vec::new();
            let mut rest = value.as_bytes();
            while let [first, after @ ..] = rest {
                let code = after.get(..2).and_then(|two| std::str::from_utf8(two).ok());
                let code = code.and_then(|two| u8::from_str_radix(two, 16).ok());
                match code.filter(|_| *first == b'%') {
                    Some(byte) => {
                        bytes.push(byte);
                        rest = &after[2..];
                    }
                    None => {
                        bytes.push(*first);
                        rest = after;
                    }
                }
            }
            *value = String::from_utf8_lossy(&bytes).into_owned();
        }
    }
    tokens
}

/// The codes with which a book of this chapter alone is refused.
fn refused_book(text: &str, document: &Document) -> BTreeSet<&'static str> {
    let mut small = one_chapter(text, document.clone(), &[]);
    let refused = small.resolve().is_err();
    assert_eq!(refused, !codes(small.sink(), Severity::Error).is_empty());
    codes(small.sink(), Severity::Error)
}

/// The markup of a chapter whose addresses were given somewhere to lead to.
fn written_by_us(text: &str, mut document: Document) -> String {
    let mut pictures = Vec::new();
    for written in &mut document.refs {
        match written.of {
            RefKind::Term { .. } => {}
            RefKind::Link => {
                if nowhere(&written.address).is_some() {
                    written.address = format!("{NOWHERE}{}", written.address);
                }
            }
            RefKind::Picture => {
                let path = format!("picture-{}.svg", pictures.len());
                pictures
                    .push((path.clone(), std::mem::replace(&mut written.address, path)));
            }
        }
    }
    let files: Vec<(&str, &str)> =
        pictures.iter().map(|(path, _)| (path.as_str(), PICTURE)).collect();
    let mut small = one_chapter(text, document, &files);
    let book = small.resolve();
    let book = book.unwrap_or_else(|_| panic!("{text:?}: {:?}", small.told()));
    html(&book, &pictures)
}

fn html(book: &Book, pictures: &[(String, String)]) -> String {
    let marks = PageMarks::new(book, &PageMap::default());
    let picture = |id: PictureId| {
        let path = &book.picture(id).path;
        pictures.iter().find(|(own, _)| own == path).unwrap().1.clone()
    };
    // notes and their marks
    let link = |_: Division, id: &str| format!("#{id}");
    let writing =
        Writing { syntax: Syntax::Html, heading_shift: 0, picture: &picture, link: &link };
    let html = division(book, &marks, Division::Chapter(0), &writing).into_string();
    // what stands in the element of the chapter
    let (_, inner) = html.split_once('>').unwrap();
    let (inner, _) = inner.rsplit_once("</").unwrap();
    inner.replace(&format!("\"{NOWHERE}"), "\"")
}

/// Checks every example of a specification; gives the counts by class.
fn counts(specification: &str) -> String {
    let (mut equal, mut after, mut refused) = (0, 0, BTreeMap::new());
    let mut rules: BTreeMap<&str, usize> = BTreeMap::new();
    let mut wrong = Vec::new();
    let all = examples(specification);
    for example in &all {
        match outcome(example) {
            Outcome::Equal(needed) if needed.is_empty() => equal += 1,
            Outcome::Equal(needed) => {
                after += 1;
                needed.into_iter().for_each(|rule| *rules.entry(rule).or_default() += 1);
            }
            Outcome::Refused(codes) => {
                let codes = codes.into_iter().collect::<Vec<_>>().join(", ");
                *refused.entry(codes).or_insert(0) += 1;
            }
            Outcome::Wrong(how) => {
                let (number, markdown) = (example.number, &example.markdown);
                wrong.push(format!("example {number} {markdown:?}\n  {how}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), all.len(), wrong.join("\n"));
    let sum = equal + after + refused.values().sum::<usize>();
    assert_eq!(sum, all.len(), "no example is left out");
    let mut out =
        format!("{} examples\n{equal} equal\n{after} equal after rules\n", all.len());
    for (rule, count) in rules {
        out.push_str(&format!("  {count} {rule}\n"));
    }
    for (codes, count) in refused {
        out.push_str(&format!("{count} refused: {codes}\n"));
    }
    out
}

#[test]
fn every_example_of_commonmark_means_what_its_specification_says() {
    let specification = include_str!("../fixtures/commonmark/spec.txt");
    insta::assert_snapshot!(counts(specification), @"
    652 examples
    410 equal
    194 equal after rules
      1 `<i>` is emphasis
      4 a bare address is a link, as on GitHub
      7 a comment is in no output
      39 a heading has an address
      5 a heading in a list or a quotation lies below the section around it
      7 a heading that leaves out a level is set as the one that follows
      1 a heading without words is left out
      10 a link that shows its address says so
      18 a picture alone in a paragraph is a figure, its title the caption
      22 a picture says its size, and whether it is in a line
      1 a picture without words is decorative, where the project says so
      3 addresses are percent-encoded where RFC 3986 asks for it
      121 an address that leads nowhere is refused: another was put in its place
      3 an element of HTML without text is left out but for its address
      5 attributes of HTML that say how it looks are left out
      2 parts of code have classes
      2 struck-out text is `<s>`
      9 text of HTML that stands among blocks is a paragraph
      3 the rows of a table stand in its body
    1 refused: missing-alt: HTML without `alt`
    25 refused: raw-html: an element or a tag that does not end or begins nowhere
    9 refused: raw-html: an element that HTML does not know
    2 refused: raw-html: blocks where only text may stand
    5 refused: raw-html: scripts, style sheets and forms
    6 refused: raw-html: what is no element of HTML
    ");
}

#[test]
fn every_example_of_githubs_extensions_means_what_it_says() {
    let examples = include_str!("../fixtures/commonmark/github.txt");
    insta::assert_snapshot!(counts(examples), @"
    32 examples
    7 equal
    22 equal after rules
      1 a bare address of files is text
      8 a link that shows its address says so
      3 a task is marked with a character
      1 an address that leads nowhere is refused: another was put in its place
      1 columns are aligned by class
      1 one tilde lowers, as in Pandoc, two strike out
      3 struck-out text is `<s>`
      8 the header cells of a table say their scope
      1 the start of a line is its side: no class for the left
    1 refused: extra-cell
    1 refused: raw-html: an element or a tag that does not end or begins nowhere
    1 refused: raw-html: scripts, style sheets and forms
    ");
}

#[test]
fn every_example_of_githubs_own_specification_means_what_it_says() {
    let examples = include_str!("../fixtures/commonmark/gfm.txt");
    insta::assert_snapshot!(counts(examples), @"
    22 examples
    5 equal
    15 equal after rules
      1 a bare address of files is text
      8 a link that shows its address says so
      1 columns are aligned by class
      1 struck-out text is `<s>`
      6 the header cells of a table say their scope
    1 refused: extra-cell
    1 refused: raw-html: an element or a tag that does not end or begins nowhere
    ");
}

#[test]
fn every_example_of_githubs_own_tests_means_what_it_says() {
    let examples = include_str!("../fixtures/commonmark/gfm-extensions.txt");
    insta::assert_snapshot!(counts(examples), @"
    30 examples
    2 equal
    25 equal after rules
      1 a bare address whose host begins with neither letter nor digit is text
      3 a link that shows its address says so
      1 a picture alone in a paragraph is a figure, its title the caption
      1 a picture says its size, and whether it is in a line
      1 a table can be scrolled by keyboard
      3 a task is marked with a character
      1 addresses are percent-encoded where RFC 3986 asks for it
      1 an address that leads nowhere is refused: another was put in its place
      1 columns are aligned by class
      2 notes have other attributes and ways back
      1 nothing is said of what it means
      2 one tilde lowers, as in Pandoc, two strike out
      3 struck-out text is `<s>`
      15 the header cells of a table say their scope
      1 the start of a line is its side: no class for the left
      1 two bars make the cell before them wider, as in MultiMarkdown
      1 what one tilde lowers has no spaces, as in Pandoc
    1 refused: extra-cell
    1 refused: missing-note
    1 refused: raw-html: scripts, style sheets and forms
    ");
}
