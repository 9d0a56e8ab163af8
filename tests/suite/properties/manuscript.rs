//! Random projects: a project file and chapters with everything that may stand in them.

use super::author::{Author, Room, Spoken};
use super::blocks::Depth;

/// A project, and what its outputs are to hold.
#[derive(Debug, Clone)]
pub(crate) struct Manuscript {
    /// The files by path from the project folder, texts and pictures.
    pub(crate) files: Vec<(String, Vec<u8>)>,
    pub(crate) said: Spoken,
}

/// The manuscript that these bytes are.
pub(crate) fn manuscript(bytes: &[u8]) -> Manuscript {
    let mut author = Author::new(bytes);
    let mut settings = author.settings();
    let mut files = Vec::new();
    let mut written = Written::default();
    for place in ["first-page", "before-body"] {
        if place == "before-body" && author.choices.chance(20) {
            let role = author.choices.one(&["preface", "foreword", "acknowledgments"]);
            files.push(author.listed(&mut written, "front.md", role));
        }
        if author.choices.chance(20) {
            files.push(author.notice(&mut written, place));
        }
    }
    for number in 1..=1 + author.choices.below(3) {
        if author.choices.chance(25) {
            written.end_part();
            let label = format!("sec-part{number}");
            author.addresses.push((String::new(), label.clone()));
            written.name = Some((author.plain_words(2), label));
        }
        let role = match author.choices.below(10) {
            0 if number == 1 => "introduction",
            _ => "chapter",
        };
        files.push(author.listed(&mut written, &format!("c{number}.md"), role));
    }
    written.end_part();
    if author.choices.chance(25) {
        let role = author.choices.one(&["appendix", "afterword", "appendix", "colophon"]);
        files.push(author.listed(&mut written, "back.md", role));
        written.end_part();
    }
    for place in ["after-body", "last-page", "page-foot"] {
        if author.choices.chance(15) {
            files.push(author.notice(&mut written, place));
        }
    }
    let Written { listed, notices, .. } = written;
    settings = format!("chapters = [{}]\n{settings}", listed.join(", "));
    settings += &author.tables();
    settings += &notices;
    let texts = std::mem::take(&mut author.parts).into_iter();
    let bibliography = std::mem::take(&mut author.bibliography);
    let texts = texts.chain([("works.bib".to_owned(), bibliography)]);
    files.extend(
        texts.map(|(name, text)| (format!("manuscript/{name}"), text.into_bytes())),
    );
    files.push(("trifold.toml".to_owned(), settings.into_bytes()));
    for (name, bytes) in PICTURES {
        files.push((format!("manuscript/images/{name}"), bytes.to_vec()));
    }
    let themes = [("pairs", PAIRS), ("grid", GRID)];
    files.extend(
        themes.map(|(name, text)| (format!("themes/{name}/theme.toml"), text.to_vec())),
    );
    if !author.lists_abbreviations {
        author.said.abbreviations.clear();
    }
    Manuscript { files, said: author.said }
}

const PAIRS: &[u8] = include_bytes!("../../books/columns/themes/pairs/theme.toml");
const GRID: &[u8] = include_bytes!("../../books/columns/themes/grid/theme.toml");

const PICTURES: [(&str, &[u8]); 4] = [
    ("small.svg", b"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><circle cx=\"4\" cy=\"4\" r=\"3\"/></svg>"),
    ("wide.svg", b"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"300\" height=\"60\"><rect width=\"300\" height=\"60\" fill=\"#036\"/></svg>"),
    ("high.svg", b"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"90\" height=\"400\"><rect width=\"90\" height=\"400\" fill=\"#630\"/></svg>"),
    ("dot.png", &DOT),
];

/// A PNG of one grey dot.
const DOT: [u8; 67] = [
    0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0x00, 0x00, 0x00, 0x0D, 0x49, 0x48,
    0x44, 0x52, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x00, 0x00, 0x00,
    0x00, 0x3A, 0x7E, 0x9B, 0x55, 0x00, 0x00, 0x00, 0x0A, 0x49, 0x44, 0x41, 0x54, 0x78,
    0x9C, 0x63, 0x68, 0x00, 0x00, 0x00, 0x82, 0x00, 0x81, 0x77, 0xCD, 0x72, 0xB6, 0x00,
    0x00, 0x00, 0x00, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82,
];

/// What the project file says of what is written so far.
#[derive(Debug, Default)]
struct Written {
    /// Chapters and parts.
    listed: Vec<String>,
    /// The chapters of the part that is written, and its name and address if it has them.
    part: Vec<String>,
    name: Option<(String, String)>,
    notices: String,
}

impl Written {
    fn end_part(&mut self) {
        let name = self.name.take();
        if self.part.is_empty() {
            return;
        }
        let chapters = std::mem::take(&mut self.part).join(", ");
        self.listed.push(match name {
            Some((name, label)) => {
                format!(
                    "{{ part = \"{name}\", id = \"{label}\", chapters = [{chapters}] }}"
                )
            }
            None => chapters,
        });
    }
}

impl Author<'_> {
    fn settings(&mut self) -> String {
        let language = self.choices.one(&["en", "en", "de", "fr", "es", "fi", "he"]);
        let theme = self.choices.one(&["book", "book", "handout", "pairs", "grid"]);
        let contents = self.choices.one(&["", "contents = true\n", "contents = false\n"]);
        if contents.contains("true") || theme == "book" && contents.is_empty() {
            self.addresses.push((String::new(), "contents".to_owned()));
        }
        let more = self.choices.one(&[
            "",
            "half-title = true\n",
            "chapter-start = \"continuous\"\n",
            "chapter-start = \"recto\"\n",
            "pdf.bleed = \"3mm\"\npdf.crop-marks = true\n",
            "pdf.attach-source = true\n",
        ]);
        let page = self.choices.one(&["a5", "a4", "b5", "letter"]);
        let depth = 1 + self.choices.below(3);
        let color = self.choices.one(&["rgb", "gray"]);
        let standard = self.choices.one(&["ua-1", "ua-1+a-3a", "ua-2"]);
        let standard = if more.contains("attach") { "ua-1+a-3a" } else { standard };
        let sections = self.choices.below(3);
        let chapters = self.choices.chance(50);
        (self.numbers_sections, self.numbers_chapters) = (sections, chapters);
        self.names_authors = self.choices.chance(25);
        self.lists_references = !self.choices.chance(20);
        let lists = self.choices.one(&[
            "",
            "lists = [\"figures\", \"tables\"]\n",
            "lists = [\"abbreviations\", \"figures\"]\n",
            "lists = [\"abbreviations\"]\n",
        ]);
        self.lists_abbreviations = lists.contains("abbreviations");
        format!(
            "title = \"Everything\"\nlanguage = \"{language}\"\ndate = 2026-11-28\n\n\
             [numbers]\nchapters = {chapters}\nsections = {sections}\nparts = {chapters}\n\n\
             [[editions]]\nname = \"book\"\ntheme = \"{theme}\"\npage = \"{page}\"\n\
             formats = [\"epub\", \"pdf\", \"html\", \"site\"]\n\
             contents-depth = {depth}\n{lists}{contents}{more}pdf.color = \"{color}\"\n\
             pdf.standard = \"{standard}\"\n\n[[editions]]\nname = \"other\"\n"
        )
    }

    /// The tables of the project file that chapters have filled.
    fn tables(&mut self) -> String {
        let (expansions, variables) = (&self.expansions, &self.variables);
        let style = if self.names_authors { "apa" } else { "ieee" };
        let per_chapter = !self.lists_references;
        format!(
            "\n[abbreviations]\n{expansions}\n[variables]\n{variables}\n\
             [references]\nfiles = [\"works.bib\"]\nstyle = \"{style}\"\n\
             per-chapter = {per_chapter}\n"
        )
    }

    /// A notice at a place: its file and its text.
    fn notice(&mut self, written: &mut Written, place: &str) -> (String, Vec<u8>) {
        let id = format!("notice{}", self.number());
        let name = format!("{id}.md");
        let more = self.choices.one(&["", "", "version = \"2\"\n", "min-size = \"8pt\"\n"]);
        let alone = matches!(place, "before-body" | "after-body" | "last-page");
        let places = if alone && self.choices.chance(20) {
            format!("[\"{place}\", \"own-page\"]")
        } else {
            format!("\"{place}\"")
        };
        written.notices += &format!(
            "\n[[notices]]\nid = \"{id}\"\nkind = \"warning\"\ntitle = \"Notice\"\n\
             file = \"{name}\"\nplace = {places}\n{more}"
        );
        self.file.clone_from(&name);
        self.in_notice = true;
        // a page with the title, or the foot of one, has not much room
        let mut out = if matches!(place, "page-foot" | "first-page") {
            vec![format!("{} *{}* more.", self.plain_words(4), self.plain_words(2))]
        } else {
            let count = 1 + self.choices.below(3);
            let depth = Depth { left: 2, top: false, notes: true, cell: false };
            vec![self.blocks(count, depth)]
        };
        self.in_notice = false;
        self.addresses.push((String::new(), format!("notice-{id}")));
        out.append(&mut self.later);
        self.marks.clear();
        (format!("manuscript/{name}"), (out.join("\n\n") + "\n").into_bytes())
    }

    /// A chapter with a role, as the project file lists it.
    fn listed(
        &mut self,
        written: &mut Written,
        name: &str,
        role: &str,
    ) -> (String, Vec<u8>) {
        self.file = name.to_owned();
        self.numbered = self.numbers_sections > 0 && matches!(role, "chapter" | "appendix");
        let in_head = self.choices.chance(50);
        let mut text = self.chapter(in_head.then_some(role));
        // another chapter in the same file
        if role == "chapter" && !text.starts_with("---") && self.choices.chance(30) {
            self.behind = true;
            text += "\n";
            text += &self.chapter(None);
            self.behind = false;
        }
        written.part.push(if in_head || role == "chapter" {
            format!("\"{name}\"")
        } else {
            format!("{{ file = \"{name}\", role = \"{role}\" }}")
        });
        (format!("manuscript/{name}"), text.into_bytes())
    }

    /// The head of a chapter and its title.
    fn opening(&mut self, role: Option<&str>, heading: Room) -> String {
        let mut head = Vec::new();
        head.extend(role.map(|role| format!("role: {role}")));
        let mut title = String::new();
        let own = self.choices.chance(25) && !self.behind;
        if own {
            let language = self.choices.one(&["fr", "de", "he", "la", "en"]);
            head.push(format!("lang: {language}\ntitle: \"{}\"", self.plain_words(3)));
        } else {
            let text = self.line(heading);
            let numbered = self.numbers_chapters
                && self.file.starts_with('c')
                && matches!(role, None | Some("chapter"));
            title = if numbered && self.choices.chance(30) && !self.file.is_empty() {
                self.named_title(&text)
            } else {
                format!("# {text}")
            };
        }
        if self.choices.chance(15) && !self.behind {
            head.push(format!("author: {}", self.plain_words(2)));
        }
        if self.choices.chance(10) && !self.behind {
            head.push(
                "short-title: A short one\ndescription: What it is about.".to_owned(),
            );
        }
        match head.is_empty() {
            true => title,
            false => format!("---\n{}\n---\n\n{title}", head.join("\n")),
        }
    }

    /// A title with an address, which some references name.
    fn named_title(&mut self, text: &str) -> String {
        let name = self.address("sec-");
        format!("# {text} {{#{name}}}")
    }

    /// A chapter with its notes.
    fn chapter(&mut self, role: Option<&str>) -> String {
        let heading = Room { lines: false, links: false, ..Room::LINE };
        let mut out = vec![self.opening(role, heading)];
        let mut level = 1;
        for _ in 0..self.choices.below(5) {
            if self.choices.is_over() {
                break;
            }
            if self.choices.chance(60) {
                level = 2 + self.choices.below(level.min(4));
                let text = self.line(heading);
                let plain = self.choices.chance(20);
                let label = if self.numbered && level == 2 && !plain {
                    self.label("sec-")
                } else {
                    self.address("sec-")
                };
                let with = if plain { " .unnumbered" } else { "" };
                out.push(format!("{} {text} {{#{label}{with}}}", "#".repeat(level)));
            }
            let count = 1 + self.choices.below(4);
            out.push(
                self.blocks(count, Depth { left: 3, top: true, notes: true, cell: false }),
            );
        }
        out.append(&mut self.later);
        self.marks.clear();
        self.shortened_here.clear();
        out.join("\n\n") + "\n"
    }
}
