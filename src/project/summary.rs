//! `SUMMARY.md`: the list of chapters of a book that was written for mdBook
//! (<https://rust-lang.github.io/mdBook/format/summary.html>).

use super::PartTitle;
use super::chapters::{Entry, Listed, is_part_label};
use crate::diag::{Diagnostic, Sink};
use crate::source::{Place, SourceId, Span};
use crate::tables::Text;

/// The file that holds the list.
pub const SUMMARY: &str = "SUMMARY.md";

/// Where in the list a line stands.
#[derive(Debug, Copy, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Stage {
    /// Chapters without numbers before the others.
    Prefix,
    /// Chapters in lists.
    Numbered,
    /// Chapters without numbers after the others.
    Suffix,
}

/// A link as it stands in the list.
struct Link<'t> {
    title: &'t str,
    target: &'t str,
}

/// Reads the list; all that is wrong with it is told.
pub(super) fn read(source: SourceId, text: &str, sink: &mut Sink) -> Listed {
    let mut reader = Reader {
        source,
        text,
        sink,
        out: Listed::default(),
        stage: Stage::Prefix,
        part: None,
        begun: false,
    };
    let mut comment = false;
    for line in text.lines() {
        let own = line.trim();
        comment |= own.starts_with("<!--");
        if comment {
            comment = !own.ends_with("-->");
            continue;
        }
        if !own.is_empty() && !is_rule(own) {
            reader.line(own);
        }
    }
    reader.end_part();
    reader.out
}

struct Reader<'r> {
    source: SourceId,
    text: &'r str,
    sink: &'r mut Sink,
    out: Listed,
    stage: Stage,
    /// The part that is open.
    part: Option<OpenPart>,
    /// Whether a line was read.
    begun: bool,
}

struct OpenPart {
    number: usize,
    name: Text,
    is_empty: bool,
}

impl<'r> Reader<'r> {
    /// Reads a line that says something.
    fn line(&mut self, line: &'r str) {
        let first = !std::mem::replace(&mut self.begun, true);
        if let Some(name) = line.strip_prefix("# ") {
            // the title of the list; as in mdBook nothing comes of it
            if !first {
                self.begin_part(name.trim());
            }
            return;
        }
        let item = item(line);
        let Some(link) = link(item.unwrap_or(line)) else {
            self.tell(line, "the line is no chapter", FORM);
            return;
        };
        match (item.is_some(), self.stage) {
            (true, Stage::Suffix) => {
                let help = "begin a part before it, `# Name`, or move it up to the others";
                self.tell(
                    line,
                    "a list stands behind the chapters that end the book",
                    help,
                );
                return;
            }
            (true, Stage::Prefix | Stage::Numbered) => self.stage = Stage::Numbered,
            (false, Stage::Numbered) => {
                self.end_part();
                self.stage = Stage::Suffix;
            }
            (false, Stage::Prefix | Stage::Suffix) => {}
        }
        if let Some(part) = &mut self.part {
            part.is_empty = false;
        }
        let title = self.at(link.title);
        if link.target.is_empty() {
            let message = format!("`{}` has no file and is left out", title.text);
            let help = "name its file to publish it: `[Title](file.md)`";
            let diagnostic = Diagnostic::new("draft-chapter", message);
            self.sink.warn(diagnostic.at(title.place).help(help));
            self.out.drafts = true;
            return;
        }
        let file = Text { text: decoded(link.target), ..self.at(link.target) };
        self.out.entries.push(Entry {
            file,
            role: None,
            part: self.part.as_ref().map(|part| part.number),
            title: Some(title).filter(|title| !title.text.trim().is_empty()),
            unnumbered: self.stage != Stage::Numbered,
        });
    }

    fn begin_part(&mut self, name: &'r str) {
        self.end_part();
        // the chapters of a part stand in a list, also after others that end a book
        self.stage = Stage::Numbered;
        let (name, id) = labelled(name);
        let name = self.at(name);
        let id = id.map(|id| self.at(id));
        let id = id.filter(|id| is_part_label(id, self.sink));
        self.out.parts.push(PartTitle { title: name.clone(), markdown: true, id });
        let number = self.out.parts.len() - 1;
        self.part = Some(OpenPart { number, name, is_empty: true });
    }

    fn end_part(&mut self) {
        let Some(part) = self.part.take().filter(|part| part.is_empty) else { return };
        let message = format!("the part `{}` has no chapter", part.name.text);
        let diagnostic = Diagnostic::new("bad-summary", message);
        self.sink.error(diagnostic.at(part.name.place).help(FORM));
        self.out.damaged = true;
    }

    fn tell(&mut self, line: &str, message: &str, help: &str) {
        let place = self.at(line).place;
        self.sink.error(Diagnostic::new("bad-summary", message).at(place).help(help));
        self.out.damaged = true;
    }

    /// A part of the text, and where it stands.
    fn at(&self, part: &str) -> Text {
        let start = part.as_ptr() as usize - self.text.as_ptr() as usize;
        let byte = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let span = Span::new(byte(start), byte(start + part.len()));
        Text { text: part.to_owned(), place: Place { source: self.source, span } }
    }
}

const FORM: &str = "write `- [Title](file.md)` for a chapter, `[Title](file.md)` for one \
                    without a number, `# Name` for a part";

/// The name of a part and its label: `High water {#sec-high}`.
fn labelled(name: &str) -> (&str, Option<&str>) {
    let inner = name.strip_suffix('}').and_then(|name| name.rsplit_once("{#"));
    match inner {
        Some((before, id)) => (before.trim_end(), Some(id.trim())),
        None => (name, None),
    }
}

/// What an item of a list holds.
fn item(line: &str) -> Option<&str> {
    let digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let rest = if digits.len() < line.len() {
        digits.strip_prefix(['.', ')'])?
    } else {
        line.strip_prefix(['-', '*', '+'])?
    };
    rest.starts_with([' ', '\t']).then(|| rest.trim_start())
}

/// `---`, `***` and their like.
fn is_rule(line: &str) -> bool {
    ['-', '*', '_'].iter().any(|mark| {
        let own = line.chars().filter(|c| c == mark).count();
        own >= 3 && line.chars().all(|c| c == *mark || c == ' ')
    })
}

/// A line that is one link.
fn link(line: &str) -> Option<Link<'_>> {
    let (title, target) = line.strip_prefix('[')?.strip_suffix(')')?.rsplit_once("](")?;
    let mut target = target.trim();
    if let Some((bare, said)) = target.split_once([' ', '\t'])
        && said.trim_start().starts_with(['"', '\''])
    {
        target = bare;
    }
    let angled = target.strip_prefix('<').and_then(|target| target.strip_suffix('>'));
    Some(Link { title, target: angled.unwrap_or(target) })
}

/// A path without the escapes of addresses: `a%20b.md`.
fn decoded(path: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = path.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let digits = after.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        let escaped = digits.filter(|_| first == b'%');
        match escaped.and_then(|two| u8::from_str_radix(two, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_one(text: &str) -> (Vec<String>, Vec<String>) {
        let mut sink = Sink::default();
        let listed = read(SourceId(0), text, &mut sink);
        let entries = listed.entries.iter().map(|entry| {
            let title = entry.title.as_ref().map_or("", |title| title.text.as_str());
            let part = entry.part.map(|part| &listed.parts[part]);
            let label = part.and_then(|part| part.id.as_ref());
            let label = label.map(|id| format!("#{}", id.text)).unwrap_or_default();
            let part = part.map_or("", |part| part.title.text.as_str());
            let number = if entry.unnumbered { "-" } else { "+" };
            format!("{number} {} {title} {part}{label}", entry.file.text)
        });
        let told = sink.messages().iter().map(|(_, message)| {
            let span = message.labels[0].place.span;
            let at = &text[span.start as usize..span.end as usize];
            format!("{} `{at}`: {}", message.code.0, message.message)
        });
        (entries.collect(), told.collect())
    }

    #[test]
    fn a_list_of_mdbook_is_read_with_parts_and_levels() {
        let (entries, told) = read_one(
            "# Summary\n\n<!-- a\n- [x](x.md)\n-->\n[Start](./start.md)\n---\n# One\r\n\
             - [A *b*](a.md \"t\")\r\n    * [C](<c d.md>)\n\n# Two {#sec-two}\n\n1. [E](e%20f.md)\n\n\
             -----\n[End](end.md)\n[More](more.md)\n",
        );
        assert_eq!(told, Vec::<String>::new());
        assert_eq!(
            entries,
            [
                "- ./start.md Start ",
                "+ a.md A *b* One",
                "+ c d.md C One",
                "+ e f.md E Two#sec-two",
                "- end.md End ",
                "- more.md More ",
            ]
        );
    }

    #[test]
    fn what_is_wrong_in_a_list_is_told_where_it_stands() {
        let (entries, told) = read_one(
            "# S\n- [A](a.md)\nwords\n- [Later]()\n[End](e.md)\n- [B](b.md)\n# Empty {#no}\n",
        );
        assert_eq!(entries, ["+ a.md A ", "- e.md End "]);
        assert_eq!(
            told,
            [
                "bad-summary `words`: the line is no chapter",
                "draft-chapter `Later`: `Later` has no file and is left out",
                "bad-summary `- [B](b.md)`: a list stands behind the chapters that end the \
                 book",
                "bad-name `no`: `no` is no label of a part",
                "bad-summary `Empty`: the part `Empty` has no chapter",
            ]
        );
    }
}
