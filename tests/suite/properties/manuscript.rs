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
    let (mut listed, mut part) = (Vec::new(), Vec::new());
    let mut part_name = None;
    let mut notices = String::new();
    let mut before = Vec::new();
    if author.choices.chance(25) {
        // it stands before the chapters
        let (name, text) = author.notice(&mut notices);
        before.push(format!("{} = \"before-body\"", &name[..name.len() - 3]));
        files.push((format!("manuscript/{name}"), text.into_bytes()));
    }
    for number in 1..=1 + author.choices.below(3) {
        if author.choices.chance(25) {
            listed.extend(part_entry(part_name.take(), &mut part));
            let label = format!("sec-part{number}");
            author.addresses.push((String::new(), label.clone()));
            part_name = Some((author.plain_words(2), label));
        }
        let name = format!("c{number}.md");
        author.file.clone_from(&name);
        let text = author.chapter();
        files.push((format!("manuscript/{name}"), text.into_bytes()));
        part.push(format!("\"{name}\""));
    }
    listed.extend(part_entry(part_name, &mut part));
    if author.choices.chance(30) {
        let (name, text) = author.notice(&mut notices);
        files.push((format!("manuscript/{name}"), text.into_bytes()));
    }
    settings = format!("chapters = [{}]\n{settings}", listed.join(", "));
    settings += &format!("notices = {{ {} }}\n", before.join(", "));
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

/// Chapters as the project file lists them, in a part where it has a name.
fn part_entry(
    name: Option<(String, String)>,
    chapters: &mut Vec<String>,
) -> Option<String> {
    if chapters.is_empty() {
        return None;
    }
    let chapters = std::mem::take(chapters).join(", ");
    Some(match name {
        Some((name, label)) => {
            format!("{{ part = \"{name}\", id = \"{label}\", chapters = [{chapters}] }}")
        }
        None => chapters,
    })
}

impl Author<'_> {
    fn settings(&mut self) -> String {
        let language = self.choices.one(&["en", "en", "de", "fr", "es", "fi", "he"]);
        let theme = self.choices.one(&["book", "book", "handout", "pairs", "grid"]);
        if theme == "book" {
            self.addresses.push((String::new(), "contents".to_owned()));
        }
        let page = self.choices.one(&["a5", "a4", "b5", "letter"]);
        let depth = 1 + self.choices.below(3);
        let color = self.choices.one(&["rgb", "gray"]);
        let standard = self.choices.one(&["ua-1", "ua-1+a-3a", "ua-2"]);
        let sections = self.choices.below(3);
        self.numbered = sections > 0;
        let chapters = self.choices.chance(50);
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
             contents-depth = {depth}\n{lists}pdf.color = \"{color}\"\n\
             pdf.standard = \"{standard}\"\n"
        )
    }

    /// The tables of the project file that chapters have filled.
    fn tables(&mut self) -> String {
        let (expansions, variables) = (&self.expansions, &self.variables);
        format!(
            "\n[abbreviations]\n{expansions}\n[variables]\n{variables}\n\
             [references]\nfiles = [\"works.bib\"]\n"
        )
    }

    /// A notice: its file and its text. What declares it is added to `declared`.
    fn notice(&mut self, declared: &mut String) -> (String, String) {
        let id = format!("notice{}", self.number());
        let name = format!("{id}.md");
        *declared += &format!(
            "\n[[notices]]\nid = \"{id}\"\nkind = \"warning\"\ntitle = \"Notice\"\n\
             file = \"{name}\"\n"
        );
        self.file.clone_from(&name);
        self.in_notice = true;
        let count = 1 + self.choices.below(3);
        let mut out = vec![
            self.blocks(count, Depth { left: 2, top: false, notes: true, cell: false }),
        ];
        self.in_notice = false;
        self.addresses.push((String::new(), format!("notice-{id}")));
        out.append(&mut self.later);
        self.marks.clear();
        (name, out.join("\n\n") + "\n")
    }

    /// A chapter with its notes.
    fn chapter(&mut self) -> String {
        let mut out = Vec::new();
        let heading = Room { lines: false, links: false, ..Room::LINE };
        if self.choices.chance(25) {
            let language = self.choices.one(&["fr", "de", "he", "ar", "la", "en"]);
            let title = self.plain_words(3);
            out.push(format!("---\nlang: {language}\ntitle: \"{title}\"\n---"));
        } else {
            out.push(format!("# {}", self.line(heading)));
        }
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
