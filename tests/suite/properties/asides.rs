//! Random blocks that stand apart: verse, epigraphs, quotations with a name below them,
//! text for some formats, glossaries, parts in other files.

use super::author::{Author, EVERYWHERE, Formats, Room, Voice};
use super::blocks::{Depth, prefixed};

/// What a condition says, and the formats that show what has it.
const CONDITIONS: [(&str, Formats); 11] = [
    (".content-visible when-edition=\"other\"", 0),
    (".content-visible unless-edition=\"other\"", EVERYWHERE),
    (".content-hidden when-edition=\"book\" when-format=\"pdf\"", 0b1101),
    (".content-visible when-format=\"pdf\"", 0b0010),
    (".content-visible when-format=\"epub, html\"", 0b0101),
    (".content-visible when-format=\"web\"", 0b1100),
    (".content-visible unless-format=\"print\"", 0b1101),
    (".content-hidden when-format=\"site\"", 0b0111),
    (".content-hidden when-format=\"epub, pdf\"", 0b1100),
    (".content-hidden unless-format=\"epub\"", 0b0001),
    (".content-visible when-edition=\"book\"", EVERYWHERE),
];

impl Author<'_> {
    /// Lines of verse, in colons or behind bars.
    pub(super) fn verse(&mut self) -> String {
        let bars = self.choices.chance(50);
        let mut lines = Vec::new();
        for at in 0..1 + self.choices.below(5) {
            if at > 0 && self.choices.chance(20) {
                lines.push(if bars { "|" } else { "" }.to_owned());
            }
            let indent = self.choices.one(&["", "", "  "]);
            let words = self.plain_words(5);
            lines.push(if bars {
                format!("| {indent}{words}")
            } else {
                format!("{indent}{words}")
            });
        }
        let lines = lines.join("\n");
        if bars { lines } else { format!("::: verse\n{lines}\n:::") }
    }

    pub(super) fn epigraph(&mut self, depth: Depth) -> String {
        let text = self.paragraph(Depth { top: false, ..depth });
        if self.choices.chance(30) {
            let name = self.plain_words(2);
            return format!("::: {{.epigraph}}\n{text}\n\n--- {name}\n:::");
        }
        if self.choices.chance(50) {
            let source = self.plain_words(3);
            return format!("::: {{.epigraph source=\"{source}\"}}\n{text}\n:::");
        }
        format!("::: epigraph\n{text}\n:::")
    }

    /// A quotation, and who said it.
    pub(super) fn quotation(&mut self, inner: Depth) -> String {
        let text = self.paragraph(inner);
        let name = self.plain_words(2);
        prefixed(&format!("{text}\n\n— {name}"), "> ", "> ")
    }

    /// What stands aside, steps, and what folds away.
    pub(super) fn aside_block(&mut self, inner: Depth) -> String {
        match self.choices.below(3) {
            0 => {
                let count = 1 + self.choices.below(2);
                format!("::: aside\n{}\n:::", self.blocks(count, inner))
            }
            1 => {
                let first = self.paragraph(inner);
                let second = self.paragraph(inner);
                let first = prefixed(&first, "1. ", "   ");
                let second = prefixed(&second, "2. ", "   ");
                format!("::: steps\n{first}\n\n{second}\n:::")
            }
            _ => {
                let summary = self.plain_words(3);
                let text = self.blocks(1, inner);
                let open = self.choices.one(&["", " open"]);
                format!(
                    "<details{open}>\n<summary>{summary}</summary>\n\n{text}\n\n</details>"
                )
            }
        }
    }

    /// Blocks for some formats.
    pub(super) fn conditional(&mut self, inner: Depth) -> String {
        // what holds nothing in a format goes with its title or name
        let before = self.paragraph(inner);
        let (condition, formats) = self.condition();
        let count = 1 + self.choices.below(2);
        let text = self.shown_in(formats, |own| own.blocks(count, inner));
        format!("{before}\n\n::: {{{condition}}}\n{text}\n:::")
    }

    /// Words for some formats.
    pub(super) fn conditional_words(&mut self, room: Room) -> String {
        let (condition, formats) = self.condition();
        let text = self.shown_in(formats, |own| own.line(Room { lines: false, ..room }));
        format!("[{text}]{{{condition}}}")
    }

    fn condition(&mut self) -> (&'static str, Formats) {
        CONDITIONS[self.choices.below(CONDITIONS.len())]
    }

    /// Terms and what they mean, for [`Author::term`] to name.
    pub(super) fn glossary(&mut self, inner: Depth) -> String {
        if self.voice != Voice::Text || self.formats != EVERYWHERE {
            return self.paragraph(inner);
        }
        let mut out = Vec::new();
        let sorted = self.choices.chance(40);
        let mut terms: Vec<String> =
            (0..1 + self.choices.below(3)).map(|_| self.unsaid()).collect();
        terms.sort();
        for term in terms {
            self.say(&term);
            let text = prefixed(&self.paragraph(inner), ":   ", "    ");
            out.push(format!("{term}\n{text}"));
            self.explained.push(term);
        }
        if sorted {
            // they are put into the order in which they are said
            out.reverse();
            return format!("::: {{.glossary .sorted}}\n{}\n:::", out.join("\n\n"));
        }
        format!("::: glossary\n{}\n:::", out.join("\n\n"))
    }

    /// Blocks in a file of their own.
    pub(super) fn included(&mut self, depth: Depth) -> String {
        let inner = Depth { left: depth.left - 2, ..depth };
        let count = 1 + self.choices.below(3);
        let text = self.blocks(count, inner);
        let name = format!("_part{}.md", self.number());
        let line = format!("{{{{< include {name} >}}}}");
        self.parts.push((name, text + "\n"));
        line
    }
}
