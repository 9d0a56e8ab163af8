//! What links and pictures lead to.

use crate::ast::{Held, RefKind, WrittenRef};
use crate::diag::{Diagnostic, Sink, nearest};
use crate::project::{Edition, Format, ListKind, Project};
use crate::source::Place;

use super::addresses::Addresses;
use super::glossary::Terms;
use super::pictures::Pictures;
use super::shown::named;
use super::{Book, Division, Part, Target, Text};

/// All that addresses are looked up in.
struct Finder<'a> {
    project: &'a Project,
    edition: &'a Edition,
    texts: &'a [Text<'a>],
    addresses: &'a Addresses,
    parts: &'a [Part],
}

/// What the program itself gives an address.
const MADE: [(&str, Division); 7] = [
    ("contents", Division::Contents),
    ("references", Division::References),
    ("book-index", Division::Index),
    ("list-of-figures", Division::List(ListKind::Figures)),
    ("list-of-tables", Division::List(ListKind::Tables)),
    ("list-of-code", Division::List(ListKind::Code)),
    ("list-of-abbreviations", Division::List(ListKind::Abbreviations)),
];

/// Finds what each address of each text leads to. Tells which lead nowhere; those get
/// an empty address, and there is no book.
pub(super) fn find(
    project: &Project,
    edition: &Edition,
    texts: &[Text<'_>],
    (addresses, parts): (&Addresses, &[Part]),
    pictures: &mut Pictures<'_>,
    sink: &mut Sink,
) -> Vec<Vec<Target>> {
    let finder = Finder { project, edition, texts, addresses, parts };
    let terms = Terms::find(texts, sink);
    let mut all = Vec::new();
    for (number, text) in texts.iter().enumerate() {
        let mut own = Vec::new();
        for written in &text.document.refs {
            let place = Place { source: text.source, span: written.span };
            let target = match written.of {
                RefKind::Picture => pictures.find(text.path, &written.address, place, sink),
                RefKind::Link => told(finder.link(number, written), place, sink),
                RefKind::Term { .. } => told(terms.target(texts, written), place, sink),
            };
            own.push(target.unwrap_or(Target::Url(String::new())));
        }
        pictures.check_lines(text, &own, sink);
        all.push(own);
    }
    let whole = edition.chapters.len() == project.chapters.len();
    terms.check_used(texts, whole, sink);
    all
}

/// Tells why there is no target.
fn told(
    found: Result<Target, Diagnostic>,
    place: Place,
    sink: &mut Sink,
) -> Option<Target> {
    found.map_err(|diagnostic| sink.error(diagnostic.at(place))).ok()
}

impl Finder<'_> {
    fn link(&self, from: usize, written: &WrittenRef) -> Result<Target, Diagnostic> {
        let address = written.address.trim();
        if let Some(scheme) = scheme(address) {
            return outside(address, &scheme);
        }
        if address.is_empty() {
            let message = "a link has no address";
            let help = "write it in the parentheses: `[text](#heading)`";
            return Err(Diagnostic::new("missing-target", message).help(help));
        }
        if address.starts_with("//") {
            let message = format!("`{address}` is no whole address");
            let help = format!("write `https:{address}`");
            return Err(Diagnostic::new("missing-target", message).help(help));
        }
        let (path, id) = match address.split_once('#') {
            Some((path, id)) => (path, Some(decoded(id))),
            None => (address, None),
        };
        match (path, id) {
            ("", Some(id)) => self.anywhere(from, &id),
            ("", None) => Err(self.no_heading("")),
            (path, id) => self.file(from, path, id.as_deref()),
        }
    }

    /// `#id`: in the same file as an author expects it, else anywhere in the book.
    fn anywhere(&self, from: usize, id: &str) -> Result<Target, Diagnostic> {
        let Text { among, path, .. } = self.texts[from];
        let alone = (!among).then_some(from);
        let in_file = among.then(|| self.chapters_of(path)).into_iter().flatten();
        let found = alone.into_iter().chain(in_file).find_map(|chapter| {
            let anchor = self.addresses.expected[chapter].get(id)?;
            self.anchor(chapter, *anchor)
        });
        if let Some(target) = found {
            return Ok(target);
        }
        if let Some(&(text, anchor)) = self.addresses.ids.get(id)
            && let Some(target) = self.anchor(text, anchor)
        {
            return Ok(target);
        }
        // the slug of a notice is its address
        let slugs = &self.addresses.slugs;
        if let Some(text) = slugs.iter().position(|slug| slug == id) {
            return Ok(self.text_target(text));
        }
        if let Some(part) = self.parts.iter().position(|part| part.id == id) {
            return Ok(Target::Division(Division::Part(count(part))));
        }
        let made = MADE.iter().find(|(known, _)| *known == id);
        if let Some(&(_, division)) = made {
            return Ok(Target::Division(division));
        }
        let mut texts = 0..self.texts.len();
        let elsewhere = texts.find_map(|number| {
            self.addresses.expected[number].get(id).map(|&anchor| (number, anchor))
        });
        let target = elsewhere.and_then(|(number, anchor)| self.anchor(number, anchor));
        target.ok_or_else(|| self.no_heading(id))
    }

    /// A place in a text.
    fn anchor(&self, text: usize, anchor: crate::ast::AnchorId) -> Option<Target> {
        let is_known = text < self.texts.len();
        is_known.then(|| Target::Anchor { chapter: count(text), anchor })
    }

    /// A text as a whole. Notices follow the chapters.
    fn text_target(&self, text: usize) -> Target {
        Target::Division(match text.checked_sub(self.edition.chapters.len()) {
            None => Division::Chapter(count(text)),
            Some(notice) => Division::Notice(count(notice)),
        })
    }

    fn no_heading(&self, id: &str) -> Diagnostic {
        let message = format!("no heading or figure has the address `#{id}`");
        let diagnostic = Diagnostic::new("missing-target", message);
        let notices = self.texts.iter().zip(&self.addresses.slugs);
        let notices = notices.filter(|(text, _)| text.notice.is_some());
        let others = notices.map(|(_, slug)| slug.as_str());
        let others = others.chain(self.parts.iter().map(|part| part.id.as_str()));
        let others = others.chain(MADE.iter().map(|(id, _)| *id));
        let all = self.addresses.ids.keys().map(String::as_str).chain(others);
        match nearest(id, all) {
            Some(close) => match self.addresses.ids.get(close) {
                Some(&(text, _)) => {
                    let path = self.texts[text].path;
                    diagnostic.help(format!("the nearest is `#{close}` in `{path}`"))
                }
                None => diagnostic.help(format!("the nearest is `#{close}`")),
            },
            None => diagnostic.help("give the heading an address: `## The map {#the-map}`"),
        }
    }

    /// `other.md` or `other.md#id`, from the folder of the text.
    fn file(
        &self,
        from: usize,
        path: &str,
        id: Option<&str>,
    ) -> Result<Target, Diagnostic> {
        let wanted = joined(self.texts[from].path, &decoded(path));
        let named = |path: &str| self.texts.iter().position(|text| text.path == path);
        // as the pages of a site are called: `other.html`
        let page = wanted.as_deref().and_then(|wanted| wanted.strip_suffix(".html"));
        let page = page.map(|stem| format!("{stem}.md"));
        let found = wanted.as_deref().and_then(named).or(page.as_deref().and_then(named));
        let Some(chapter) = found else {
            return Err(self.no_file(path, wanted.as_deref()));
        };
        let Some(id) = id.filter(|id| !id.is_empty()) else {
            return Ok(self.text_target(chapter));
        };
        let path = self.texts[chapter].path;
        let found = self.chapters_of(path).find_map(|chapter| self.expected(chapter, id));
        found.ok_or_else(|| {
            let message =
                format!("no heading or figure in `{path}` has the address `#{id}`");
            let diagnostic = Diagnostic::new("missing-target", message);
            let all = self.chapters_of(path);
            let ids = all.flat_map(|chapter| self.addresses.expected[chapter].keys());
            match nearest(id, ids.map(String::as_str)) {
                Some(close) => diagnostic.help(format!("the nearest is `#{close}`")),
                None => diagnostic.help("give the heading an address: `{#the-map}`"),
            }
        })
    }

    /// The chapters of a file.
    fn chapters_of(&self, path: &str) -> impl Iterator<Item = usize> {
        let texts = self.texts.iter().enumerate();
        let own = texts.filter(move |(_, text)| text.path == path);
        own.map(|(number, _)| number)
    }

    /// What an address leads to in a chapter, as an author expects it or as it came to be.
    fn expected(&self, chapter: usize, id: &str) -> Option<Target> {
        let expected = self.addresses.expected[chapter].get(id).copied();
        let own = self.addresses.ids.get(id).filter(|(text, _)| *text == chapter);
        let anchor = expected.or(own.map(|(_, anchor)| *anchor));
        anchor.and_then(|anchor| self.anchor(chapter, anchor))
    }

    fn no_file(&self, path: &str, wanted: Option<&str>) -> Diagnostic {
        let left_out =
            self.project.chapters.iter().any(|file| wanted == Some(&file.text.path));
        if left_out {
            let edition = &self.edition.name;
            let message = format!("the chapter `{path}` is not in the edition `{edition}`");
            return Diagnostic::new("missing-target", message)
                .help("add it to the edition in `trifold.toml`, or remove the link");
        }
        let message = format!("no chapter has the address `{path}`");
        let diagnostic = Diagnostic::new("missing-target", message);
        let paths = self.texts.iter().map(|text| text.path);
        match nearest(wanted.unwrap_or(path), paths) {
            Some(close) => diagnostic.help(format!("the nearest is `{close}`")),
            None => diagnostic
                .help("links lead to `#heading`, `chapter.md`, `https://…` or `mailto:…`"),
        }
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// Tells of links to parts of the book that the edition does not have, or a format of it.
pub(super) fn check_made(
    (project, edition): (&Project, &Edition),
    (texts, targets): (&[Text<'_>], &[Vec<Target>]),
    book: &Book,
    sink: &mut Sink,
) {
    let leads = |target: &Target| matches!(target, Target::Division(_));
    if !targets.iter().flatten().any(leads) {
        return;
    }
    let theme = project.themes.get(edition.theme);
    let listed = theme.is_none_or(|theme| theme.tokens.contents);
    let listed = edition.contents.unwrap_or(listed);
    let formats = edition.formats.iter();
    let formats: Vec<Shown> =
        formats.map(|&format| Shown::of(format, book, listed)).collect();
    for ((number, text), targets) in texts.iter().enumerate().zip(targets) {
        for ((at, written), target) in (0..).zip(&text.document.refs).zip(targets) {
            let Target::Division(division) = target else { continue };
            let place = Place { source: text.source, span: written.span };
            if !book.spine.contains(division) {
                let message =
                    format!("the edition `{}` has no `{}`", edition.name, written.address);
                let help = "it has one where something is to stand in it: leave the words \
                            without a link";
                let diagnostic = Diagnostic::new("missing-target", message);
                sink.error(diagnostic.at(place).help(help));
                continue;
            }
            let lacks = |one: &&Shown| {
                let shows = one.held[number].as_ref().is_none_or(|h| h.refs.contains(&at));
                shows && !one.spine.contains(division)
            };
            let lacking: Vec<Format> =
                formats.iter().filter(lacks).map(|one| one.format).collect();
            if !lacking.is_empty() {
                let message =
                    format!("{} does not show what this leads to", named(&lacking));
                let help = match division {
                    Division::Contents => {
                        "write `contents = true` for the edition, or the link twice: with \
                         `.content-hidden when-format=\"pdf\"`, and its words for print"
                    }
                    Division::TitlePage
                    | Division::Copyright
                    | Division::List(_)
                    | Division::Part(_)
                    | Division::Chapter(_)
                    | Division::References
                    | Division::Notice(_)
                    | Division::Index => {
                        "give the link the same condition, or leave it out"
                    }
                };
                let diagnostic = Diagnostic::new("left-out-target", message);
                sink.error(diagnostic.at(place).help(help));
            }
        }
    }
}

/// What a format shows.
struct Shown {
    format: Format,
    spine: Vec<Division>,
    /// Of each text under conditions.
    held: Vec<Option<Held>>,
}

impl Shown {
    fn of(format: Format, book: &Book, contents: bool) -> Self {
        let own = book.in_format(format);
        let mut spine = own.spine.clone();
        let notices = own.notices.iter().map(|notice| &notice.body);
        let held = own
            .chapters
            .iter()
            .chain(notices)
            .map(|text| text.document.conditional.then(|| text.document.held()));
        let held = held.collect();
        if format == Format::Pdf && !contents {
            spine.retain(|&division| division != Division::Contents);
        }
        Self { format, spine, held }
    }
}

/// The scheme of an address, in small letters (RFC 3986, section 3.1).
fn scheme(address: &str) -> Option<String> {
    // Readers ignore tabs and line ends in a scheme: `java\nscript:` is one.
    let cleaned: String =
        address.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect();
    let (scheme, _) = cleaned.split_once(':')?;
    let fit = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+.-".contains(c));
    fit.then(|| scheme.to_ascii_lowercase())
}

/// An address that leads out of the book.
fn outside(address: &str, scheme: &str) -> Result<Target, Diagnostic> {
    let lower = address.to_ascii_lowercase();
    let whole = match scheme {
        "http" | "https" => {
            let rest = lower.strip_prefix(scheme).and_then(|rest| rest.strip_prefix("://"));
            rest.is_some_and(|rest| {
                rest.starts_with(|c: char| c.is_alphanumeric() || c == '[')
            })
        }
        "mailto" => lower.strip_prefix("mailto:").is_some_and(|rest| {
            rest.split_once('@').is_some_and(|(name, _)| !name.is_empty())
        }),
        _ => {
            let message = format!("a link with `{scheme}:` is not safe in every reader");
            let help = "use `https:`, `http:` or `mailto:`";
            return Err(Diagnostic::new("unsafe-address", message).help(help));
        }
    };
    if !whole {
        let message = format!("`{address}` is no whole address");
        let help = "write it like `https://example.org/page` or `mailto:a@example.org`";
        return Err(Diagnostic::new("missing-target", message).help(help));
    }
    Ok(Target::Url(encoded(address)))
}

/// An address with what it may not contain percent-encoded (RFC 3986, section 2).
fn encoded(address: &str) -> String {
    let mut out = String::new();
    let bytes = address.as_bytes();
    for (at, &byte) in bytes.iter().enumerate() {
        let hex = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_hexdigit);
        let plain = byte.is_ascii_alphanumeric()
            || b"-._~:/?#[]@!$&'()*+,;=".contains(&byte)
            || byte == b'%' && hex(at + 1) && hex(at + 2);
        if plain {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// A path with `%20` and the like undone; as it was where that gives no text.
pub(super) fn decoded(path: &str) -> String {
    let bytes = path.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let digits = path.get(at + 1..at + 3);
        let value = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match value {
            Some(value) if bytes[at] == b'%' => {
                out.push(value);
                at += 3;
            }
            Some(_) | None => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| path.to_owned())
}

/// A path as seen from a file; `None` when it leaves the manuscript folder.
pub(super) fn joined(from: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_inside() {
        assert_eq!(joined("a/b.md", "../c.md"), Some("c.md".to_owned()));
        assert_eq!(joined("a/b.md", "./c.md"), Some("a/c.md".to_owned()));
        assert_eq!(joined("b.md", "../c.md"), None);
    }

    #[test]
    fn escapes_in_paths_are_undone() {
        assert_eq!(decoded("a%20b%c3%a9"), "a bé");
        assert_eq!(decoded("100%"), "100%");
        assert_eq!(decoded("%ff"), "%ff");
        assert_eq!(decoded("%é1"), "%é1");
    }

    #[test]
    fn schemes_are_seen_through() {
        assert_eq!(scheme("java\nscript:x"), Some("javascript".to_owned()));
        assert_eq!(scheme("HTTPS://x"), Some("https".to_owned()));
        assert_eq!(scheme("02-way.md#a:b"), None);
        assert_eq!(scheme("#a:b"), None);
    }
}
