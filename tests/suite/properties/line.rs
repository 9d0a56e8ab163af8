//! Random words in a line, with every mark that may stand there.

use super::author::{Author, EVERYWHERE, Room, Voice};

impl Author<'_> {
    /// Words with marks; it begins and mostly ends with a word.
    pub(crate) fn line(&mut self, room: Room) -> String {
        let most = if room.narrow { 2 } else { 2 + room.depth * 4 };
        let count = self.choices.below(most);
        let mut out = self.word(room);
        for _ in 0..count {
            let breaks = room.lines && self.choices.chance(12);
            if breaks {
                out.push_str(self.choices.one(&["\n", "\\\n", "  \n", "<br>\n"]));
                out.push_str(&self.word(room));
                continue;
            }
            match self.choices.below(5) {
                0 | 1 => {
                    out.push_str(self.choices.one(&[
                        " ",
                        " ",
                        ", ",
                        "; ",
                        ": ",
                        " -- ",
                        "---",
                        "... ",
                        "! ",
                        " & ",
                        " \\* ",
                        "&nbsp;",
                        " &copy; ",
                        "/",
                        "'",
                        " – ",
                        "? ",
                        " \u{2003}",
                    ]));
                    out.push_str(&self.word(room));
                }
                _ => {
                    let piece = self.marked(room);
                    if !piece.starts_with("[^") && !piece.starts_with("^[") {
                        out.push(' ');
                    }
                    out.push_str(&piece);
                    if self.choices.chance(50) {
                        out.push(' ');
                        out.push_str(&self.word(room));
                    }
                }
            }
        }
        if self.choices.chance(40) {
            out.push_str(self.choices.one(&[".", "?", "!", ":", "…"]));
        }
        out
    }

    /// One piece with a mark.
    fn marked(&mut self, room: Room) -> String {
        let inner = room.deeper();
        if room.depth == 0 {
            return self.leaf(room);
        }
        match self.choices.below(26) {
            0 if room.emphasis => {
                let mark = self.choices.one(&["*", "_"]);
                let text = self.line(Room { emphasis: false, ..inner });
                format!("{mark}{text}{mark}")
            }
            1 if room.strong => {
                let mark = self.choices.one(&["**", "__"]);
                let text = self.line(Room { strong: false, ..inner });
                format!("{mark}{text}{mark}")
            }
            2 => format!("~~{}~~", self.plain_words(3)),
            3 if room.links => self.link(inner),
            4 if room.quotes => {
                let text = self.line(Room { quotes: false, lines: false, ..inner });
                let mark = self.choices.one(&["\"", "'"]);
                format!("{mark}{text}{mark}")
            }
            5 => {
                let text = self.line(inner);
                let with = self.choices.one(&[
                    "{.lining}",
                    "{lang=ja}",
                    "{lang=fr}",
                    "{lang=de dir=ltr}",
                    "{.mark}",
                    "{lang=el}",
                    "{lang=zxx}",
                    "{.oldstyle}",
                ]);
                format!("[{text}]{with}")
            }
            6 => {
                let text = self.line(Room { emphasis: false, strong: false, ..inner });
                let (open, close) = self.html();
                format!("{open}{text}{close}")
            }
            7 | 8 if room.notes => self.note(inner),
            9 | 10 if room.index => self.index_mark(),
            11 if room.links && !self.labels.is_empty() => self.cross_reference(),
            12 if room.links && !self.explained.is_empty() => self.term(),
            13 | 14 if room.links && !self.in_notice => self.citation(),
            15 if room.conditions && room.index && !self.in_notice => {
                self.conditional_words(inner)
            }
            16 | 17 => self.abbreviation(),
            // a value is put in before grids are read, which it would make wider
            18 if !self.in_grid => self.variable(),
            19 => self.code_in_braces(),
            20 => self.span_with_address(inner),
            21 if room.links => self.link_by_name(inner),
            22 if room.links => {
                let alternative = self.alternative(2);
                format!("[![{alternative}](images/small.svg)](https://example.org/)")
            }
            _ => self.leaf(room),
        }
    }

    fn html(&mut self) -> (&'static str, &'static str) {
        let pairs = [
            ("<em>", "</em>"),
            ("<b>", "</b>"),
            ("<mark>", "</mark>"),
            ("<s>", "</s>"),
            ("<sub>", "</sub>"),
            ("<cite>", "</cite>"),
            ("<nobr>", "</nobr>"),
            ("<ins>", "</ins>"),
            ("<font color=\"red\">", "</font>"),
            ("<span lang=\"it\">", "</span>"),
        ];
        let pair = pairs[self.choices.below(pairs.len())];
        // alone in a line of small type it would be smaller than a notice may be
        if self.in_notice && pair.0 == "<sub>" { ("<em>", "</em>") } else { pair }
    }

    /// A piece that holds no other.
    fn leaf(&mut self, room: Room) -> String {
        match self.choices.below(16) {
            0 => format!("`{}`", self.plain_words(2)),
            1 => self.raised(room),
            2 => format!("[{}]{{.smallcaps}}", self.plain_words(2)),
            3 => format!("<kbd>{}</kbd>", self.plain()),
            4 => {
                let before = self.choices.one(&["", "x_{1} + ", "\\frac{a}{2} \\cdot "]);
                format!("${before}\\text{{{}}}$", self.plain())
            }
            5 => {
                let alternative = self.alternative(2);
                let with = self.choices.one(&["", "{width=6mm}"]);
                format!("![{alternative}](images/small.svg){with}")
            }
            6 => format!("[{}]{{lang=he}}", self.hebrew()),
            7 if room.links => {
                let word = self.plain();
                let form = self.choices.below(3);
                match form {
                    0 => format!("<https://example.org/{word}>"),
                    // a mark of a note right behind a bare address is read as part of it
                    1 => format!("https://{word}.example.org/a {}", self.plain()),
                    _ => format!("<{word}@example.org>"),
                }
            }
            8 => "[3/4]{.frac}".to_owned(),
            9 => "<!-- nobody sees this -->".to_owned(),
            10 => self
                .choices
                .one(&[":smile:", "👍🏽", "1️⃣", "✔️", ":no_such_name:"])
                .to_owned(),
            11 if !self.in_grid => "{{< meta title >}}".to_owned(),
            12 => format!("=={}==", self.plain_words(2)),
            13 => {
                let (first, second) = (self.plain(), self.plain());
                let inner = self.choices.one(&[
                    "\\boxed{A} + B",
                    "\\begin{pmatrix} A & -B \\end{pmatrix}",
                    "\\sqrt{A} + B",
                    "\\overline{A} \\le B",
                ]);
                let text = |word: &str| format!("\\text{{{word}}}");
                let inner = inner.replace('A', &text(&first)).replace('B', &text(&second));
                format!("${inner}$")
            }
            // what is no word where it cannot be raised
            14 => self
                .choices
                .one(&[
                    "10^-3^",
                    "H~2~O",
                    "~~5~~",
                    "x~b~",
                    "1[1/2]{.frac}",
                    "7^th^",
                    "2^q^",
                ])
                .to_owned(),
            _ => self.word(room),
        }
    }

    /// Words with an address, which links may lead to.
    fn span_with_address(&mut self, room: Room) -> String {
        let text = self.line(Room { lines: false, ..room });
        // an address in a cell of a heading is printed again with it
        let name = self.address("place-");
        match self.choices.below(2) {
            0 => format!("[{text}]{{#{name}}}"),
            _ => format!("{text} <a id=\"{name}\"></a>"),
        }
    }

    /// A link whose address stands at the end of the chapter.
    fn link_by_name(&mut self, room: Room) -> String {
        let text = self.line(Room { links: false, notes: false, index: false, ..room });
        let name = format!("to{}", self.number());
        self.later.push(format!("[{name}]: https://example.org/{name} \"a title\""));
        match self.choices.below(2) {
            0 => format!("[{text}][{name}]"),
            _ => format!("[{text}][{name}]{{lang=fr}}"),
        }
    }

    /// One word of several parts.
    fn raised(&mut self, room: Room) -> String {
        let (first, second) = (self.unsaid(), self.unsaid());
        self.say(&format!("{first}{second}"));
        match self.choices.below(if room.emphasis && room.strong { 4 } else { 2 }) {
            0 => format!("{first}^{second}^"),
            1 => format!("{first}~{second}~"),
            2 => format!("{first}*{second}*"),
            _ => format!("**{first}**{second}"),
        }
    }

    /// A term of a glossary.
    fn term(&mut self) -> String {
        let at = self.choices.below(self.explained.len().min(256));
        let term = self.explained[at].clone();
        let page = self.choices.one(&["", " .page"]);
        if self.choices.chance(50) {
            self.say(&term);
            return format!("[{term}]{{.term{page}}}");
        }
        format!("[{}]{{.term term=\"{term}\"{page}}}", self.plain_words(2))
    }

    /// A citation of a work of the bibliography, a new one or one before.
    fn citation(&mut self) -> String {
        if self.works.is_empty() || self.choices.chance(50) {
            let number = self.number();
            let (name, title) = (self.unsaid(), self.unsaid());
            let name = name[..1].to_uppercase() + &name[1..];
            self.bibliography += &format!(
                "@book{{work{number}, author={{{name}, Ann}}, title={{{{{title}}}}}, \
                 year={{2020}}, publisher={{P}}}}\n"
            );
            self.works.push((format!("work{number}"), name, title));
        }
        let (key, name) = self.work();
        if self.names_authors {
            return self.citation_by_name(&key, &name);
        }
        match self.choices.below(5) {
            0 => {
                let (before, after) = (self.plain(), self.plain());
                format!("[{before} @{key}, {after}]")
            }
            1 => format!("[@{key}, p. 3; @{}]", self.work().0),
            2 => {
                self.say(&name);
                format!("@{key} [ch. 2]")
            }
            3 => format!("[-@{key}]"),
            _ => format!("[@{key}]"),
        }
    }

    /// A citation in a style that names authors, of one work: several are sorted.
    fn citation_by_name(&mut self, key: &str, name: &str) -> String {
        match self.choices.below(4) {
            0 => {
                let before = self.plain();
                self.say(name);
                format!("[{before} @{key}, {}]", self.plain())
            }
            1 => {
                self.say(name);
                format!("@{key} [ch. 2]")
            }
            2 => format!("[-@{key}]"),
            _ => {
                self.say(name);
                format!("[@{key}, p. 3]")
            }
        }
    }

    /// A work that is cited: its key and the name of its author.
    fn work(&mut self) -> (String, String) {
        let at = self.choices.below(self.works.len().min(256));
        let (key, name, title) = self.works[at].clone();
        if self.said.references.is_empty() && self.lists_references {
            self.addresses.push((String::new(), "references".to_owned()));
        }
        // the list is the same in all formats, without what the edition does not show
        if self.formats != 0 {
            self.said.references.extend([name.clone(), title]);
        }
        (key, name)
    }

    /// An abbreviation of the book or of the chapter.
    fn abbreviation(&mut self) -> String {
        if self.formats != EVERYWHERE {
            return self.plain();
        }
        let known = [&self.shortened[..], &self.shortened_here].concat();
        let short = if known.is_empty() || self.choices.chance(30) {
            let (short, long) = (self.unsaid().to_uppercase(), self.unsaid());
            self.said.abbreviations.extend([short.clone(), long.clone()]);
            if self.in_notice || self.choices.chance(50) {
                self.expansions += &format!("{short} = \"{long}\"\n");
                self.shortened.push(short.clone());
            } else {
                self.later.push(format!("*[{short}]: {long}"));
                self.shortened_here.push(short.clone());
            }
            short
        } else {
            known[self.choices.below(known.len().min(256))].clone()
        };
        self.say(&short);
        short
    }

    /// Words that the project file holds.
    fn variable(&mut self) -> String {
        let name = format!("v{}", self.number());
        let value = self.plain_words(2);
        self.variables += &format!("{name} = \"{value}\"\n");
        format!("{{{{< var {name} >}}}}")
    }

    fn code_in_braces(&mut self) -> String {
        match self.choices.below(3) {
            0 => format!("`let {} = 1;`{{.rust}}", self.plain()),
            1 => format!("`{{{}}}`", self.plain()),
            _ => format!("`{{ {} }}`{{.json}}", self.plain()),
        }
    }

    fn link(&mut self, room: Room) -> String {
        let text = self.line(Room { links: false, notes: false, index: false, ..room });
        let to = match self.choices.below(3) {
            0 if !self.addresses.is_empty() => {
                let at = self.choices.below(self.addresses.len().min(256));
                let (file, name) = self.addresses[at].clone();
                if file == self.file || file.is_empty() {
                    format!("#{name}")
                } else {
                    format!("{file}#{name}")
                }
            }
            1 => "mailto:us@example.org".to_owned(),
            _ => "https://example.org/way?a=1&b=2#c".to_owned(),
        };
        let title = self.choices.one(&["", "", " \"a title\""]);
        format!("[{text}]({to}{title})")
    }

    /// A mark of a note, and its text here or later.
    fn note(&mut self, room: Room) -> String {
        let room = Room { notes: false, index: false, ..room };
        if self.choices.chance(20)
            && let Some(name) = self.marks.last()
        {
            return format!("[^{name}]");
        }
        if self.choices.chance(50) {
            let text = self.aside(Voice::Note, |own| {
                own.line(Room { lines: false, narrow: false, ..room })
            });
            return format!("^[{text}]");
        }
        let name = format!("n{}", self.number());
        let text = self.aside(Voice::Note, Self::note_text);
        self.later.push(format!("[^{name}]: {}", text.replace('\n', "\n    ")));
        self.marks.push(name.clone());
        format!("[^{name}]")
    }

    fn index_mark(&mut self) -> String {
        if self.formats != EVERYWHERE {
            return self.plain();
        }
        match self.choices.below(5) {
            0 => {
                let word = self.plain();
                self.said.index.push(word.clone());
                self.terms.push(word.clone());
                let main = self.choices.one(&[".index", ".index-main"]);
                format!("[{word}]{{{main}}}")
            }
            4 if !self.terms.is_empty() => {
                let at = self.choices.below(self.terms.len().min(256));
                let (word, to) = (self.plain(), self.terms[at].clone());
                self.said.index.push(word.clone());
                format!("[{word}]{{.index seealso=\"{to}\"}}")
            }
            1 => {
                let (over, under) = (self.unsaid(), self.unsaid());
                self.said.index.extend([over.clone(), under.clone()]);
                format!("[{}]{{index=\"{over}!{under}\"}}", self.plain_words(2))
            }
            2 if !self.terms.is_empty() => {
                let at = self.choices.below(self.terms.len().min(256));
                let (word, to) = (self.unsaid(), self.terms[at].clone());
                self.said.index.push(word.clone());
                format!("[]{{index=\"{word}\" see=\"{to}\"}}")
            }
            _ => {
                let word = self.plain();
                self.said.index.push(word.clone());
                let between = self.plain_words(3);
                format!(
                    "[{word}]{{.index-start}} {between}[]{{.index-end index=\"{word}\"}}"
                )
            }
        }
    }

    fn cross_reference(&mut self) -> String {
        let at = self.choices.below(self.labels.len().min(256));
        let label = self.labels[at].clone();
        match self.choices.below(5) {
            // a label goes on behind a slash or hyphens (Pandoc, "Citation syntax")
            0 => format!("@{label},"),
            1 => format!("[-@{label}]"),
            2 => {
                let word = self.plain();
                format!("[{word} @{label}]")
            }
            3 => {
                let word = self.plain();
                format!("[@{label}, {word}]")
            }
            _ => format!("[@{label}]{{.page}}"),
        }
    }
}
