//! Random projects: a project file and chapters with everything that may stand in them.

use super::author::{Author, Room, Said};
use super::blocks::Depth;

/// A project, and what its outputs are to hold.
#[derive(Debug, Clone)]
pub(crate) struct Manuscript {
    /// The files by path from the project folder, texts and pictures.
    pub(crate) files: Vec<(String, Vec<u8>)>,
    pub(crate) said: Said,
}

/// The manuscript that these bytes are.
pub(crate) fn manuscript(bytes: &[u8]) -> Manuscript {
    let mut author = Author::new(bytes);
    let mut settings = author.settings();
    let mut files = Vec::new();
    let (mut listed, mut part) = (Vec::new(), Vec::new());
    let mut part_name = None;
    for number in 1..=1 + author.choices.below(3) {
        if author.choices.chance(25) {
            listed.extend(part_entry(part_name.take(), &mut part));
            part_name = Some(author.plain_words(2));
        }
        let name = format!("c{number}.md");
        author.file.clone_from(&name);
        let text = author.chapter();
        files.push((format!("manuscript/{name}"), text.into_bytes()));
        part.push(format!("\"{name}\""));
    }
    listed.extend(part_entry(part_name, &mut part));
    settings = format!("chapters = [{}]\n{settings}", listed.join(", "));
    files.push(("trifold.toml".to_owned(), settings.into_bytes()));
    for (name, bytes) in PICTURES {
        files.push((format!("manuscript/images/{name}"), bytes.to_vec()));
    }
    let themes = [("pairs", PAIRS), ("grid", GRID)];
    files.extend(
        themes.map(|(name, text)| (format!("themes/{name}/theme.toml"), text.to_vec())),
    );
    author.said.index.sort();
    author.said.index.dedup();
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
fn part_entry(name: Option<String>, chapters: &mut Vec<String>) -> Option<String> {
    if chapters.is_empty() {
        return None;
    }
    let chapters = std::mem::take(chapters).join(", ");
    Some(match name {
        Some(name) => format!("{{ part = \"{name}\", chapters = [{chapters}] }}"),
        None => chapters,
    })
}

impl Author<'_> {
    fn settings(&mut self) -> String {
        let language = self.choices.one(&["en", "en", "de", "fr", "es", "fi", "he"]);
        let theme = self.choices.one(&["book", "book", "handout", "pairs", "grid"]);
        let page = self.choices.one(&["a5", "a4", "b5", "letter"]);
        let depth = 1 + self.choices.below(3);
        let color = self.choices.one(&["rgb", "gray"]);
        let standard = self.choices.one(&["ua-1", "ua-1+a-3a", "ua-2"]);
        let sections = self.choices.below(3);
        self.numbered = sections > 0;
        let chapters = self.choices.chance(50);
        let lists = self.choices.one(&["", "lists = [\"figures\", \"tables\"]\n"]);
        format!(
            "title = \"Everything\"\nlanguage = \"{language}\"\ndate = 2026-11-28\n\n\
             [numbers]\nchapters = {chapters}\nsections = {sections}\nparts = {chapters}\n\n\
             [[editions]]\nname = \"book\"\ntheme = \"{theme}\"\npage = \"{page}\"\n\
             formats = [\"epub\", \"pdf\", \"html\", \"site\"]\n\
             contents-depth = {depth}\n{lists}pdf.color = \"{color}\"\n\
             pdf.standard = \"{standard}\"\n"
        )
    }

    /// A chapter with its notes.
    fn chapter(&mut self) -> String {
        let mut out = Vec::new();
        let heading = Room { lines: false, links: false, ..Room::LINE };
        out.push(format!("# {}", self.line(heading)));
        let mut level = 1;
        for _ in 0..self.choices.below(5) {
            if self.choices.is_over() {
                break;
            }
            if self.choices.chance(60) {
                level = 2 + self.choices.below(level.min(4));
                let text = self.line(heading);
                let label = self.address("sec-");
                let plain = self.choices.chance(20);
                if self.numbered && level == 2 && !plain {
                    self.labels.push(label.clone());
                }
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
        out.join("\n\n") + "\n"
    }
}
