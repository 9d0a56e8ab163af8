//! Random blocks: lists, tables, figures and what else stands between paragraphs.

use super::author::{Author, Room, Voice};

/// Where blocks stand.
#[derive(Debug, Copy, Clone)]
pub(crate) struct Depth {
    /// How deep blocks may still be nested.
    pub(crate) left: usize,
    /// Whether they stand in nothing.
    pub(crate) top: bool,
    pub(crate) notes: bool,
    /// Whether they stand in a cell: then some blocks may not, and it is narrow.
    pub(crate) cell: bool,
}

/// What the last block was, where that matters to the next.
#[derive(Debug, Copy, Clone, PartialEq, Eq)]
enum Last {
    Table,
    List,
    Other,
}

impl Author<'_> {
    /// Blocks with empty lines between them.
    pub(crate) fn blocks(&mut self, count: usize, depth: Depth) -> String {
        let (mut out, mut last) = (Vec::new(), Last::Other);
        for _ in 0..count {
            if last != Last::Other {
                // Two lists would be one, and a caption may belong to the table before.
                out.push(self.paragraph(depth));
            }
            let (block, kind) = self.block(depth);
            out.push(block);
            last = kind;
        }
        out.join("\n\n")
    }

    pub(crate) fn room(depth: Depth) -> Room {
        let narrow = depth.cell;
        let quotes = !depth.cell;
        Room { notes: depth.notes, index: depth.notes, narrow, quotes, ..Room::PARAGRAPH }
    }

    pub(crate) fn paragraph(&mut self, depth: Depth) -> String {
        self.line(Self::room(depth))
    }

    fn block(&mut self, depth: Depth) -> (String, Last) {
        let inner = Depth { left: depth.left.saturating_sub(1), top: false, ..depth };
        if depth.cell {
            return self.cell_block(depth, inner);
        }
        let block = match self.choices.below(31) {
            0..=4 => self.paragraph(depth),
            5 => self.code(depth),
            6 => self.display(depth),
            7 => "* * *".to_owned(),
            8..=9 => return (self.table(depth), Last::Table),
            10 => self.figure(depth),
            11 => self.panels(depth),
            12 if depth.left == 0 => self.paragraph(depth),
            12..=13 if depth.left > 0 => return (self.list(inner, false), Last::List),
            14 if depth.left > 0 => return (self.definitions(inner), Last::List),
            15 if depth.left > 0 => {
                let count = 1 + self.choices.below(3);
                prefixed(&self.blocks(count, inner), "> ", "> ")
            }
            16 if depth.left > 0 => self.callout(inner),
            17 if depth.left > 0 => {
                let with = self.choices.one(&[
                    "{lang=fr}",
                    "{lang=de}",
                    "{dir=ltr}",
                    "{looseness=1}",
                    "{lang=he}",
                ]);
                let count = 1 + self.choices.below(3);
                format!("::: {with}\n{}\n:::", self.blocks(count, inner))
            }
            18 if depth.top => {
                let count = 1 + self.choices.below(2);
                format!("::: wide\n{}\n:::", self.blocks(count, inner))
            }
            19 if !depth.top && depth.notes && !self.in_notice => self.inner_heading(),
            20 => self.verse(),
            21 => self.epigraph(depth),
            22 if depth.left > 0 => self.aside_block(inner),
            23 if depth.left > 0 && !self.in_notice => self.conditional(inner),
            24 if depth.top && depth.notes && !self.in_notice => self.glossary(inner),
            25 if depth.top && depth.left > 1 => self.included(depth),
            26 if depth.left > 0 => self.quotation(inner),
            27 | 28 if depth.left > 0 => self.html_block(depth, inner),
            _ => self.paragraph(depth),
        };
        (block, Last::Other)
    }

    /// A heading in another block.
    fn inner_heading(&mut self) -> String {
        let room = Room { lines: false, links: false, ..Room::LINE };
        let text = self.line(Room { conditions: false, ..room });
        let level = 1 + self.choices.below(6);
        match self.choices.chance(50) {
            true => {
                let label = self.address("heading-");
                format!("{} {text} {{#{label}}}", "#".repeat(level))
            }
            false => format!("{} {text}", "#".repeat(level)),
        }
    }

    /// A block that may stand in a cell.
    fn cell_block(&mut self, depth: Depth, inner: Depth) -> (String, Last) {
        let block = match self.choices.below(12) {
            4 => self.code(depth),
            5 => self.display(depth),
            6..=8 if depth.left > 0 => return (self.list(inner, false), Last::List),
            9 if depth.left > 0 => return (self.definitions(inner), Last::List),
            10 if depth.left > 0 => prefixed(&self.blocks(1, inner), "> ", "> "),
            11 if depth.left > 0 => {
                let with = self.choices.one(&["{lang=fr}", "{dir=ltr}", "{lang=he}"]);
                format!("::: {with}\n{}\n:::", self.blocks(1, inner))
            }
            9 => {
                let alternative = self.alternative(2);
                format!("![{alternative}](images/dot.png){{width=1cm}}")
            }
            _ => self.paragraph(depth),
        };
        (block, Last::Other)
    }

    /// The text of a note: a paragraph, and now and then more.
    pub(crate) fn note_text(&mut self) -> String {
        let depth = Depth { left: 1, top: false, notes: false, cell: false };
        let first = self.paragraph(depth);
        if self.choices.chance(30) {
            let more =
                self.blocks(1, Depth { left: 1, top: false, notes: false, cell: false });
            return format!("{first}\n\n{more}");
        }
        first
    }

    fn code(&mut self, depth: Depth) -> String {
        let count = 1 + self.choices.below(4);
        let lines: Vec<String> = (0..count)
            .map(|_| {
                let indent = self.choices.one(&["", "", "  ", "\t"]);
                format!("{indent}{}", self.unsaid_words(5))
            })
            .collect();
        let text = lines.join("\n");
        match self.choices.below(8) {
            0 if depth.top => {
                let caption = self.quoted();
                let label = self.label("lst-");
                self.say_all(&text);
                format!("~~~ {{.python #{label} caption=\"{caption}\"}}\n{text}\n~~~")
            }
            4 if depth.top => {
                let caption = self.line(Room { conditions: false, ..Self::room(depth) });
                let label = self.label("lst-");
                self.say_all(&text);
                format!("::: {{#{label}}}\n```js\n{text}\n```\n\n{caption}\n:::")
            }
            5 if !depth.cell => {
                let name = self.plain();
                self.say_all(&text);
                format!("```{{.toml filename=\"{name}\"}}\n{text}\n```")
            }
            6 => {
                self.say_all(&text);
                format!("```{{.rust .numberLines startFrom=9}}\n{text}\n```")
            }
            7 if depth.top && depth.notes && !self.in_notice => {
                let (skipped, kept) = (self.unsaid_words(3), self.unsaid_words(5));
                self.say_all(&kept);
                let name = format!("code{}.txt", self.number());
                self.parts.push((name.clone(), format!("{skipped}\n{kept}\n{skipped}\n")));
                format!("```\n{{{{#include {name}:2}}}}\n```")
            }
            1 if !depth.cell => {
                self.say_all(&text);
                format!("```rust\n{text}\n```")
            }
            2 if depth.top => {
                self.say_all(&text);
                prefixed(&text, "    ", "    ")
            }
            _ => {
                self.say_all(&text);
                format!("```\n{text}\n\n```")
            }
        }
    }

    fn unsaid_words(&mut self, most: usize) -> String {
        let count = 1 + self.choices.below(most);
        (0..count).map(|_| self.unsaid()).collect::<Vec<_>>().join(" ")
    }

    fn say_all(&mut self, text: &str) {
        text.split_whitespace().for_each(|word| self.say(word));
    }

    fn display(&mut self, depth: Depth) -> String {
        let word = self.plain();
        if self.choices.chance(20) {
            let tag = self.plain();
            return format!("$$\n\\text{{{word}}} \\tag{{{tag}}}\n$$");
        }
        if self.choices.chance(30) {
            let (second, third) = (self.plain(), self.plain());
            let (first, second, third) = (
                format!("\\text{{{word}}}"),
                format!("\\text{{{second}}}"),
                format!("\\text{{{third}}}"),
            );
            let form = self.choices.one(&["aligned", "cases", "array", "gathered"]);
            let (begin, and) = match form {
                "array" => ("array}{l|r", "&"),
                "gathered" => ("gathered", "="),
                form => (form, "&"),
            };
            return format!(
                "$$\n\\begin{{{begin}}} {first} {and} = {second} \\\\ = {and} {third} \\end{{{form}}}\n$$"
            );
        }
        if !depth.cell && self.choices.chance(50) {
            let label = self.label("eq-");
            return format!("$$\nx_{{1}} = \\text{{{word}}}\n$$ {{#{label}}}");
        }
        format!("$$\n\\frac{{1}}{{2}} + \\text{{{word}}}\n$$")
    }

    fn figure(&mut self, depth: Depth) -> String {
        let file =
            self.choices.one(&["images/wide.svg", "images/high.svg", "images/dot.png"]);
        let mut with = String::new();
        if depth.top && depth.notes {
            with += self.choices.one(&["", " .float", " .wide", ""]);
        }
        with += self.choices.one(&["", "", " width=50%"]);
        match self.choices.below(4) {
            0 => {
                let alternative = self.alternative(3);
                braced(&format!("![{alternative}]({file})"), &with)
            }
            1 => {
                let alternative = self.alternative(3);
                let caption = self.quoted();
                if self.voice == Voice::Text {
                    let label = self.label("fig-");
                    with += &format!(" #{label}");
                }
                braced(&format!("![{alternative}]({file} \"{caption}\")"), &with)
            }
            2 => {
                let alternative = self.alternative(3);
                let room = Self::room(depth);
                let caption = self.line(Room { conditions: false, ..room });
                braced(
                    &format!("![{caption}]({file})"),
                    &format!(" alt=\"{alternative}\"{with}"),
                )
            }
            _ => braced(&format!("![]({file})"), &format!(" .decorative{with}")),
        }
    }

    /// Words in quotation marks, which are Markdown.
    fn quoted(&mut self) -> String {
        let words: Vec<String> = (0..1 + self.choices.below(3))
            .map(|_| {
                let word = self.plain();
                match self.choices.below(6) {
                    0 => format!("*{word}*"),
                    1 => format!("**{word}**"),
                    2 => format!("`{word}`"),
                    3 => format!("({word} H~2~O)"),
                    _ => word,
                }
            })
            .collect();
        words.join(" ")
    }

    /// Pictures beside one another, now and then as one figure.
    fn panels(&mut self, depth: Depth) -> String {
        let count = 1 + self.choices.below(4);
        let whole = self.voice == Voice::Text && self.choices.chance(60);
        let mut with = String::new();
        if whole {
            let label = self.label("fig-");
            with += &format!("#{label} ");
        }
        if depth.top && depth.notes {
            with += self.choices.one(&["", ".float ", ".wide "]);
        }
        let ones = vec!["1"; count - 1].join(",");
        with += &match self.choices.below(4) {
            0 => "layout-nrow=2".to_owned(),
            1 if count > 1 => format!("layout=\"[[{ones}],[2]]\""),
            _ => format!("layout-ncol={}", 1 + self.choices.below(4)),
        };
        let mut out = Vec::new();
        for _ in 0..count {
            let file = self.choices.one(&["images/wide.svg", "images/high.svg"]);
            let alternative = self.alternative(2);
            let mut own = format!(" alt=\"{alternative}\"");
            let caption = match self.choices.chance(70) {
                true => {
                    self.line(Room { narrow: true, conditions: false, ..Self::room(depth) })
                }
                false => String::new(),
            };
            if self.voice == Voice::Text && (whole || !caption.is_empty()) {
                let label = self.label("fig-");
                own += &format!(" #{label}");
            }
            out.push(braced(&format!("![{caption}]({file})"), &own));
        }
        if whole {
            let room = Self::room(depth);
            out.push(self.line(Room { conditions: false, ..room }));
        }
        format!("::: {{{with}}}\n{}\n:::", out.join("\n\n"))
    }

    /// A list; right below a paragraph only one that begins with 1 is a list.
    pub(crate) fn list(&mut self, inner: Depth, below_paragraph: bool) -> String {
        let numbered = self.choices.chance(40);
        let tight = self.choices.chance(60);
        let tasks = !numbered && self.choices.chance(20);
        let first = if below_paragraph { 1 } else { self.choices.below(12) };
        let bullet = self.choices.one(&["-", "*", "+"]);
        // one item alone would be text
        let lettered = numbered && !below_paragraph && self.choices.chance(30);
        let letters = ["b", "c", "d", "e"];
        let numerals = ["ix", "x", "xi", "xii"];
        let letters = lettered.then_some(if tight { letters } else { numerals });
        let mut items = Vec::new();
        let least = 1 + usize::from(lettered);
        for at in 0..least + self.choices.below(5 - least) {
            let marker = match (numbered, letters) {
                (true, Some(letters)) => format!("{}. ", letters[at]),
                (true, None) => format!("{}. ", first + at),
                (false, _) => format!("{bullet} "),
            };
            let task = if tasks { self.choices.one(&["[ ] ", "[x] "]) } else { "" };
            let mut text = task.to_owned() + &self.paragraph(inner);
            if tight && inner.left > 0 && self.choices.chance(30) {
                text.push('\n');
                text += &self.list(Depth { left: inner.left - 1, ..inner }, true);
            } else if !tight && self.choices.chance(50) {
                let count = 1 + self.choices.below(2);
                text += "\n\n";
                text += &self.blocks(count, inner);
            }
            items.push(prefixed(&text, &marker, &" ".repeat(marker.len())));
        }
        items.join(if tight { "\n" } else { "\n\n" })
    }

    fn definitions(&mut self, inner: Depth) -> String {
        let mut out = Vec::new();
        for _ in 0..1 + self.choices.below(3) {
            let room = Room { notes: inner.notes, index: inner.notes, ..Room::LINE };
            let mut entry = self.line(room);
            if self.choices.chance(20) {
                entry.push('\n');
                entry += &self.line(room);
            }
            let mut text = self.paragraph(inner);
            if self.choices.chance(30) {
                text += "\n\n";
                text += &self.blocks(1, inner);
            }
            let between = self.choices.one(&["\n", "\n", "\n\n"]);
            out.push(format!("{entry}{between}{}", prefixed(&text, ":   ", "    ")));
        }
        out.join("\n\n")
    }

    fn callout(&mut self, inner: Depth) -> String {
        let count = 1 + self.choices.below(3);
        let titled = self.choices.chance(50);
        if self.choices.chance(50) {
            let kind =
                self.choices.one(&["NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION"]);
            let room = Room { notes: inner.notes, index: inner.notes, ..Room::LINE };
            let title = if titled { self.line(room) } else { String::new() };
            let first =
                if self.choices.chance(50) { self.paragraph(inner) } else { String::new() };
            let text = self.blocks(count, inner);
            return prefixed(&format!("[!{kind}] {title}\n{first}\n\n{text}"), "> ", "> ");
        }
        let kind = self.choices.one(&["note", "tip", "important", "warning", "caution"]);
        if self.choices.chance(25) {
            // as other tools write them
            let title = self.plain_words(2);
            let text = self.blocks(count, inner);
            return match self.choices.below(3) {
                0 => format!(":::{kind}[{title}]\n{text}\n:::"),
                1 => format!("::: {kind} {title}\n{text}\n:::"),
                _ => format!(":::{{{kind}}} {title}\n{text}\n:::"),
            };
        }
        let labelled =
            self.voice == Voice::Text && !self.in_notice && self.choices.chance(30);
        let label = if labelled {
            let start = match kind {
                "note" => "nte-",
                "important" => "imp-",
                "warning" => "wrn-",
                "caution" => "cau-",
                _ => "tip-",
            };
            format!(" #{}", self.label(start))
        } else {
            String::new()
        };
        let title =
            if titled { format!(" title=\"{}\"", self.quoted()) } else { String::new() };
        let text = self.blocks(count, inner);
        format!("::: {{.callout-{kind}{title}{label}}}\n{text}\n:::")
    }
}

/// Text behind the first and the other prefix, as what stands in a list or a quotation.
pub(crate) fn prefixed(text: &str, first: &str, others: &str) -> String {
    let mut out = String::new();
    for (at, line) in text.split('\n').enumerate() {
        if at > 0 {
            out.push('\n');
        }
        let prefix = if at == 0 { first } else { others };
        out.push_str(if line.is_empty() { prefix.trim_end() } else { prefix });
        out.push_str(line);
    }
    out
}

/// A picture with attributes, where there are any.
fn braced(picture: &str, with: &str) -> String {
    match with.trim_start() {
        "" => picture.to_owned(),
        with => format!("{picture}{{{with}}}"),
    }
}
