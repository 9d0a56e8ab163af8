//! Metadata at the head of a chapter, as Quarto, Pandoc and Jekyll have them: YAML between
//! two lines of `---`.

use saphyr_parser::{Event, Parser};

use super::is_language_tag;
use crate::ast::Direction;
use crate::diag::{Diagnostic, Sink, nearest};
use crate::source::{Place, SourceId, Span};
use crate::tables::{Text, choose};

/// What stands at the head of a chapter.
#[derive(Debug, Default)]
pub(super) struct Head {
    /// Where the text begins, in bytes.
    pub(super) end: usize,
    /// Its title, as Markdown.
    pub(super) title: Option<Text>,
    /// What it is in the book.
    pub(super) role: Option<Text>,
    /// Where it says that it is not to be published.
    pub(super) draft: Option<Place>,
    /// Where it says that its title has no number.
    pub(super) unnumbered: Option<Place>,
    /// Who wrote it.
    pub(super) authors: Vec<Text>,
    /// Its title in running heads.
    pub(super) short_title: Option<Text>,
    /// Its language (BCP 47).
    pub(super) language: Option<Text>,
    /// The direction of its text.
    pub(super) direction: Option<Direction>,
    /// What it is about.
    pub(super) description: Option<Text>,
}

/// What is read.
const USED: [&str; 10] = [
    "title",
    "role",
    "draft",
    "unnumbered",
    "lang",
    "dir",
    "description",
    "author",
    "authors",
    "short-title",
];

/// An entry: its key, and its value.
struct Entry {
    key: Text,
    /// The value, if that is one text.
    value: Option<Text>,
    /// Texts of a list, and of the key `name` in mappings.
    items: Vec<Text>,
    /// Other keys of mappings.
    others: Vec<Text>,
}

impl Entry {
    const fn of(key: Text, value: Option<Text>) -> Self {
        Self { key, value, items: Vec::new(), others: Vec::new() }
    }
}

/// Whether a text begins with metadata: with keys, or with nothing but comments, between
/// two lines of `---`. Anything else there is text between lines across the page.
pub fn has_metadata(text: &str) -> bool {
    bounds(text).is_some_and(|(start, stop, _)| {
        let lines = text[start..stop].lines().filter(|line| !line.trim().is_empty());
        let lines: Vec<&str> = lines.collect();
        let remarks = lines.iter().all(|line| line.starts_with('#'));
        lines.iter().any(|line| is_entry(line)) || (remarks && !lines.is_empty())
    })
}

/// Whether a line of YAML begins an entry of a mapping: `key:`, `key: value`.
fn is_entry(line: &str) -> bool {
    let (key, value) = line.split_once(':').unwrap_or_default();
    let quoted = key.trim_matches(['"', '\'']);
    let fit = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    let ends = value.is_empty() || value.starts_with([' ', '\t']);
    !quoted.is_empty() && quoted.chars().all(fit) && ends
}

/// Reads what stands at the head of a text; none where there is nothing.
pub(super) fn read(source: SourceId, text: &str, sink: &mut Sink) -> Option<Head> {
    let (start, stop, end) = bounds(text).filter(|_| has_metadata(text))?;
    let mut head = Head { end, ..Head::default() };
    let yaml = &text[start..stop];
    let entries = match entries(source, yaml, start) {
        Ok(entries) => entries,
        Err(diagnostic) => {
            sink.error(diagnostic);
            return Some(head);
        }
    };
    let mut seen: Vec<&str> = Vec::new();
    let mut unused: Vec<&Text> = Vec::new();
    for Entry { key, value, items, others } in &entries {
        if seen.contains(&key.text.as_str()) {
            let message = format!("`{}` stands twice at the head of a chapter", key.text);
            let diagnostic = Diagnostic::new("bad-metadata", message).at(key.place);
            sink.error(diagnostic.help("remove one of the two"));
        }
        seen.push(&key.text);
        match (key.text.as_str(), value) {
            ("title", Some(value)) => head.title = title(key, value, sink),
            ("short-title", Some(value)) => head.short_title = title(key, value, sink),
            ("author" | "authors", value) if value.is_some() || !items.is_empty() => {
                head.authors.extend(value.iter().chain(items).cloned());
                unused.extend(others);
            }
            ("role", Some(value)) => head.role = Some(value.clone()),
            ("draft", Some(value)) => head.draft = yes(key, value, sink),
            ("unnumbered", Some(value)) => head.unnumbered = yes(key, value, sink),
            ("lang", Some(value)) => head.language = language(value, sink),
            ("dir", Some(value)) => head.direction = direction(value, sink),
            ("description", Some(value)) => head.description = title(key, value, sink),
            (name, None) if USED.contains(&name) => {
                let (what, help) = match name {
                    "author" | "authors" => ("holds no name", format!("{name}: [Ann Ash]")),
                    _ => ("is no text", format!("{name}: …")),
                };
                let message = format!("`{name}` at the head of a chapter {what}");
                let diagnostic = Diagnostic::new("bad-metadata", message).at(key.place);
                sink.error(diagnostic.help(format!("write `{help}` on one line")));
            }
            _ => unused.push(key),
        }
    }
    tell_unused(&unused, sink);
    Some(head)
}

/// Where the metadata begin and end, and where the text begins.
fn bounds(text: &str) -> Option<(usize, usize, usize)> {
    let mut lines = text.split_inclusive('\n');
    let first = lines.next().filter(|line| line.trim_end() == "---")?;
    let mut at = first.len();
    for line in lines {
        let end = at + line.len();
        if matches!(line.trim_end(), "---" | "...") {
            return Some((first.len(), at, end));
        }
        at = end;
    }
    None
}

/// The entries of a mapping that stands `start` bytes down its text.
fn entries(source: SourceId, yaml: &str, start: usize) -> Result<Vec<Entry>, Diagnostic> {
    let bytes: Vec<usize> =
        yaml.char_indices().map(|(at, _)| at).chain([yaml.len()]).collect();
    let byte = |index: usize| {
        let at = start + bytes.get(index).copied().unwrap_or(yaml.len());
        u32::try_from(at).unwrap_or(u32::MAX)
    };
    let place = |from: usize, to: usize| Place {
        source,
        span: Span::new(byte(from), byte(to.max(from))),
    };
    let mut found: Vec<Entry> = Vec::new();
    let mut within = Within::default();
    let (mut key, mut is_mapping) = (None, true);
    for event in Parser::new_from_str(yaml) {
        let (event, span) = event.map_err(|error| {
            let at = error.marker().index();
            let message = format!("the metadata at the head are no YAML: {}", error.info());
            Diagnostic::new("bad-metadata", message)
                .at(place(at, at))
                .help("write `key: value`, one a line; quote values that hold `: ` or begin with a mark")
        })?;
        let own = place(span.start.index(), span.end.index());
        let scalar = match event {
            Event::MappingStart(..) | Event::SequenceStart(..) => {
                let mapping = matches!(event, Event::MappingStart(..));
                is_mapping &= mapping || !within.open.is_empty();
                within.begin(mapping);
                continue;
            }
            Event::MappingEnd | Event::SequenceEnd => {
                within.open.pop();
                if within.open.len() == 1 {
                    let (items, others) = within.take();
                    found.extend(key.take().map(|key| Entry {
                        items,
                        others,
                        ..Entry::of(key, None)
                    }));
                }
                continue;
            }
            Event::Scalar(value, ..) => Some(value),
            Event::Alias(_) => None,
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(_)
            | Event::DocumentEnd => continue,
        };
        match (within.open.len(), scalar) {
            (0, _) => is_mapping = false,
            (1, Some(value)) => {
                let text = Text { text: value.into_owned(), place: own };
                match key.take() {
                    None => key = Some(text),
                    Some(key) => found.push(Entry::of(key, Some(text))),
                }
            }
            (_, Some(value)) => {
                within.scalar(Text { text: value.into_owned(), place: own });
            }
            _ => {}
        }
    }
    if is_mapping {
        return Ok(found);
    }
    Err(Diagnostic::new("bad-metadata", "the metadata at the head have no keys")
        .at(place(0, bytes.len()))
        .help("write `title: …`; for a line across the page write `***`"))
}

/// What is in the value of an entry that is a list or a mapping.
#[derive(Default)]
struct Within {
    /// The lists and mappings that are open; of a mapping the key that has no value yet.
    open: Vec<Option<Option<Text>>>,
    items: Vec<Text>,
    others: Vec<Text>,
}

impl Within {
    fn begin(&mut self, mapping: bool) {
        // what an inner key holds is not asked for
        if self.open.len() > 1
            && let Some(Some(key)) = self.open.last_mut()
        {
            self.others.extend(key.take());
        }
        self.open.push(mapping.then_some(None));
    }

    fn scalar(&mut self, text: Text) {
        let depth = self.open.len();
        match self.open.last_mut() {
            Some(Some(key)) => match key.take() {
                None => *key = Some(text),
                // what is in an affiliation is not asked for
                Some(_) if depth > 3 => {}
                Some(own) if own.text == "name" => self.items.push(text),
                Some(own) => self.others.push(own),
            },
            Some(None) if depth == 2 => self.items.push(text),
            Some(None) | None => {}
        }
    }

    fn take(&mut self) -> (Vec<Text>, Vec<Text>) {
        (std::mem::take(&mut self.items), std::mem::take(&mut self.others))
    }
}

/// Words on one line.
fn title(key: &Text, value: &Text, sink: &mut Sink) -> Option<Text> {
    let text = value.text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() || text.contains("{{<") {
        let message =
            format!("the {} at the head of a chapter has no words of its own", key.text);
        let help = "write the words themselves, or take the line out";
        let diagnostic = Diagnostic::new("bad-metadata", message);
        sink.error(diagnostic.at(value.place).help(help));
        return None;
    }
    Some(Text { text, place: value.place })
}

/// A language tag (BCP 47).
fn language(value: &Text, sink: &mut Sink) -> Option<Text> {
    if is_language_tag(&value.text) {
        return Some(value.clone());
    }
    let message = format!("`{}` is no language tag", value.text);
    let diagnostic = Diagnostic::new("bad-language", message).at(value.place);
    sink.error(diagnostic.help("write a tag of BCP 47: `en`, `en-US`, `de-CH`, `zh-Hans`"));
    None
}

/// A direction of text.
fn direction(value: &Text, sink: &mut Sink) -> Option<Direction> {
    const WORDS: [(&str, Direction); 2] =
        [("ltr", Direction::Ltr), ("rtl", Direction::Rtl)];
    choose(value, &WORDS, "unknown-value", "`dir`", sink).ok()
}

/// The place of a value that says yes.
fn yes(key: &Text, value: &Text, sink: &mut Sink) -> Option<Place> {
    match value.text.as_str() {
        "true" | "True" | "TRUE" => Some(value.place),
        "false" | "False" | "FALSE" => None,
        _ => {
            let message = format!("`{}` is neither true nor false", key.text);
            let help = format!("write `{}: true`, or take the line out", key.text);
            let diagnostic = Diagnostic::new("bad-metadata", message);
            sink.error(diagnostic.at(value.place).help(help));
            None
        }
    }
}

/// Tells which entries say something that is not used.
fn tell_unused(unused: &[&Text], sink: &mut Sink) {
    let Some(first) = unused.first() else { return };
    let names: Vec<&str> = unused.iter().map(|key| key.text.as_str()).collect();
    let message = format!("not used of what stands at the head: `{}`", names.join("`, `"));
    let near = names.iter().find_map(|name| Some((*name, nearest(name, USED)?)));
    let help = match near {
        Some((name, near)) => format!("`{near}` is the nearest to `{name}`"),
        None => "`title`, `short-title`, `authors`, `role`, `lang`, `dir`, `description`, \
                 `draft` and `unnumbered` are; what is to be printed, write in the text"
            .to_owned(),
    };
    let diagnostic = Diagnostic::new("unused-metadata", message);
    sink.warn(diagnostic.at(first.place).help(help));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_one(text: &str) -> (Option<Head>, Vec<String>) {
        let mut sink = Sink::default();
        let head = read(SourceId(0), text, &mut sink);
        let told = sink.messages().iter().map(|(_, message)| {
            let span = message.labels[0].place.span;
            let at = &text[span.start as usize..span.end as usize];
            format!("{} `{at}`: {}", message.code.0, message.message)
        });
        (head, told.collect())
    }

    #[test]
    fn a_head_says_title_role_and_draft() {
        let text =
            "---\ntitle: \"Éa: b\"\nrole: preface\ndraft: true\nlang: en\n---\n# A\n";
        let (head, told) = read_one(text);
        let head = head.unwrap();
        assert_eq!(told, Vec::<String>::new());
        assert_eq!(head.title.as_ref().unwrap().text, "Éa: b");
        let span = head.role.unwrap().place.span;
        assert_eq!(&text[span.start as usize..span.end as usize], "preface");
        assert!(head.draft.is_some() && head.unnumbered.is_none());
        assert_eq!(head.language.unwrap().text, "en");
        assert_eq!(&text[head.end..], "# A\n");
    }

    #[test]
    fn authors_are_names_in_every_form() {
        for text in [
            "---\nauthor: Ann Ash\n---\n",
            "---\nauthors: [Ann Ash]\n---\n",
            "---\nauthor:\n  name: Ann Ash\n---\n",
            "---\nauthor:\n  - name: Ann Ash\n---\n",
        ] {
            let (head, told) = read_one(text);
            let authors = head.unwrap().authors;
            assert_eq!((authors.len(), told.len()), (1, 0), "{text} {told:?}");
            assert_eq!(authors[0].text, "Ann Ash");
        }
        let text = "---\nauthors:\n- name: A\n  affiliations: [{name: X}, Y]\n  orcid: 1\n\
                    - B\nshort-title: S\n---\n";
        let (head, told) = read_one(text);
        let head = head.unwrap();
        let names: Vec<&str> = head.authors.iter().map(|name| name.text.as_str()).collect();
        assert_eq!(names, ["A", "B"]);
        assert_eq!(head.short_title.unwrap().text, "S");
        let unused = "unused-metadata `affiliations`: not used of what stands at the head: \
                      `affiliations`, `orcid`";
        assert_eq!(told, [unused]);
        let (_, told) = read_one("---\nauthors: []\n---\n");
        assert_eq!(
            told,
            ["bad-metadata `authors`: `authors` at the head of a chapter holds no name"]
        );
    }

    #[test]
    fn a_line_across_the_page_is_no_head() {
        assert!(read_one("---\n\nText\n").0.is_none());
        for text in ["---\nJust words.\n---\n", "---\n---\n", "---\nHe: he.\nShe :\n---\n"]
        {
            let (head, told) = read_one(text);
            // keys that nobody uses are told
            let keys = text.contains("He:");
            assert_eq!((head.is_some(), told.len()), (keys, usize::from(keys)), "{text}");
        }
        assert!(read_one("---\n# only a remark\n---\n").0.is_some());
        assert!(read_one("# A\n\n---\ntitle: x\n---\n").0.is_none());
    }

    #[test]
    fn what_is_wrong_in_a_head_is_told_where_it_stands() {
        for (text, expected) in [
            (
                "---\ndate: 2026\ntags: [a, b]\ntitle: A\n---\n",
                "unused-metadata `date`: not used of what stands at the head: `date`, `tags`",
            ),
            (
                "---\ntitel: A\n---\n",
                "unused-metadata `titel`: not used of what stands at the head: `titel`",
            ),
            (
                "---\ndraft: maybe\n---\n",
                "bad-metadata `maybe`: `draft` is neither true nor false",
            ),
            (
                "---\ntitle: [a]\n---\n",
                "bad-metadata `title`: `title` at the head of a chapter is no text",
            ),
            (
                "---\ntitle: a\ntitle: b\n---\n",
                "bad-metadata `title`: `title` stands twice at the head of a chapter",
            ),
            ("---\nlang: f\n---\n", "bad-language `f`: `f` is no language tag"),
            ("---\ndir: left\n---\n", "unknown-value `left`: there is no `dir` `left`"),
            (
                "---\ndescription: ''\n---\n",
                "bad-metadata `''`: the description at the head of a chapter has no words \
                 of its own",
            ),
        ] {
            assert_eq!(read_one(text).1, [expected], "{text}");
        }
        let (_, told) = read_one("---\ntitle: a: b\n---\n");
        assert!(told[0].starts_with("bad-metadata"), "{told:?}");
    }
}
