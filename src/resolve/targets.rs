//! What links and pictures lead to.

use crate::ast::{RefKind, WrittenRef};
use crate::diag::{Diagnostic, Sink, nearest};
use crate::project::{Edition, Project};
use crate::source::Place;

use super::addresses::Addresses;
use super::glossary::Terms;
use super::pictures::Pictures;
use super::{Target, Text};

/// All that addresses are looked up in.
struct Finder<'a> {
    project: &'a Project,
    edition: &'a Edition,
    texts: &'a [Text<'a>],
    addresses: &'a Addresses,
}

/// Finds what each address of each text leads to. Tells which lead nowhere; those get
/// the target of the chapter they stand in, and there is no book.
pub(super) fn find(
    project: &Project,
    edition: &Edition,
    texts: &[Text<'_>],
    addresses: &Addresses,
    pictures: &mut Pictures<'_>,
    sink: &mut Sink,
) -> Vec<Vec<Target>> {
    let finder = Finder { project, edition, texts, addresses };
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
            own.push(target.unwrap_or(Target::Chapter(0)));
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

    /// `#id`: in the same text as an author expects it, else anywhere in the book.
    fn anywhere(&self, from: usize, id: &str) -> Result<Target, Diagnostic> {
        if let Some(&anchor) = self.addresses.expected[from].get(id)
            && let Some(target) = self.anchor(from, anchor)
        {
            return Ok(target);
        }
        if let Some(&(text, anchor)) = self.addresses.ids.get(id)
            && let Some(target) = self.anchor(text, anchor)
        {
            return Ok(target);
        }
        let chapter = self.chapters().find(|&number| self.addresses.slugs[number] == id);
        if let Some(chapter) = chapter {
            return Ok(chapter_target(chapter));
        }
        let elsewhere = self.chapters().find_map(|number| {
            self.addresses.expected[number].get(id).map(|&anchor| (number, anchor))
        });
        let target = elsewhere.and_then(|(number, anchor)| self.anchor(number, anchor));
        target.ok_or_else(|| self.no_heading(id))
    }

    /// A place in a chapter; links into notices have no target yet.
    fn anchor(&self, text: usize, anchor: crate::ast::AnchorId) -> Option<Target> {
        let is_chapter = self.texts[text].notice.is_none();
        is_chapter.then(|| Target::Anchor { chapter: count(text), anchor })
    }

    fn chapters(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.texts.len()).filter(|&number| self.texts[number].notice.is_none())
    }

    fn no_heading(&self, id: &str) -> Diagnostic {
        let program = matches!(id, "references" | "contents" | "book-index")
            || id.starts_with("notice-");
        if program {
            let message = format!("links to `#{id}` cannot be set yet");
            return Diagnostic::new("not-supported-yet", message)
                .help("leave the words without a link for now");
        }
        let message = format!("no heading or figure has the address `#{id}`");
        let diagnostic = Diagnostic::new("missing-target", message);
        let here = self
            .addresses
            .ids
            .iter()
            .filter(|(_, (text, _))| self.texts[*text].notice.is_none())
            .map(|(id, _)| id.as_str());
        match nearest(id, here) {
            Some(close) => {
                let (text, _) = self.addresses.ids[close];
                let path = self.texts[text].path;
                diagnostic.help(format!("the nearest is `#{close}` in `{path}`"))
            }
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
        let named =
            |path: &str| self.chapters().find(|&number| self.texts[number].path == path);
        // as the pages of a site are called: `other.html`
        let page = wanted.as_deref().and_then(|wanted| wanted.strip_suffix(".html"));
        let page = page.map(|stem| format!("{stem}.md"));
        let found = wanted.as_deref().and_then(named).or(page.as_deref().and_then(named));
        let Some(chapter) = found else {
            return Err(self.no_file(path, wanted.as_deref()));
        };
        let Some(id) = id.filter(|id| !id.is_empty()) else {
            return Ok(chapter_target(chapter));
        };
        let expected = self.addresses.expected[chapter].get(id).copied();
        let own = self.addresses.ids.get(id).filter(|(text, _)| *text == chapter);
        let anchor = expected.or(own.map(|(_, anchor)| *anchor));
        anchor.and_then(|anchor| self.anchor(chapter, anchor)).ok_or_else(|| {
            let path = self.texts[chapter].path;
            let message =
                format!("no heading or figure in `{path}` has the address `#{id}`");
            let diagnostic = Diagnostic::new("missing-target", message);
            let ids = self.addresses.expected[chapter].keys().map(String::as_str);
            match nearest(id, ids) {
                Some(close) => diagnostic.help(format!("the nearest is `#{close}`")),
                None => diagnostic.help("give the heading an address: `{#the-map}`"),
            }
        })
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
        let paths = self.chapters().map(|number| self.texts[number].path);
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

fn chapter_target(number: usize) -> Target {
    Target::Chapter(count(number))
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
