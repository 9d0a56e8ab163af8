//! The container of an EPUB: how it is packed and what its files are called.

use super::Rule;
use super::page::Faults;
use crate::verify::markup::container::Epub;
use crate::verify::markup::dom::Dom;

/// The first file is called `mimetype`, is not packed and says what the file is.
pub(super) const MIMETYPE: Rule = Rule { name: "mimetype", clause: "EPUB 3.3, 4.3.3" };

/// Names of files have no characters that a system refuses.
pub(super) const FILE_NAMES: Rule = Rule { name: "file-names", clause: "EPUB 3.3, 4.2.3" };

/// No two files have names that a system may take for the same.
pub(super) const DISTINCT_NAMES: Rule =
    Rule { name: "distinct-names", clause: "EPUB 3.3, 4.2.3" };

/// The container document names a package document.
pub(super) const CONTAINER: Rule =
    Rule { name: "container-document", clause: "EPUB 3.3, 4.2.6.3.1" };

/// What the first file says.
const SAID: &[u8] = b"application/epub+zip";

/// The length of the head of a file in an archive, without its name (APPNOTE 6.3, 4.3.7).
const HEAD_BYTES: usize = 30;

/// Holds a container against its rules.
pub(super) fn check(bytes: &[u8], epub: &Epub, faults: &mut Faults) {
    if let Some(why) = mimetype(bytes) {
        faults.file(&MIMETYPE, None, why.to_owned());
    }
    let mut known = std::collections::BTreeSet::new();
    for name in &epub.names {
        if let Some(why) = refused(name) {
            faults.file(
                &FILE_NAMES,
                None,
                format!("has a file `{name}`, whose name {why}"),
            );
        }
        if !known.insert(name.to_lowercase()) {
            let what = format!("has two files that some systems take for one: `{name}`");
            faults.file(&DISTINCT_NAMES, None, what);
        }
    }
    let dom = &epub.container;
    let roots: Vec<_> = dom.below(Dom::root()).into_iter().collect();
    let roots = roots.into_iter().filter(|&id| dom.name(id) == "rootfile");
    let kind = |id| dom.attribute(id, "media-type");
    let right =
        roots.into_iter().all(|id| kind(id) == Some("application/oebps-package+xml"));
    if !right {
        let what = "does not say in its container document that its package is one";
        faults.file(&CONTAINER, None, what.to_owned());
    }
}

/// What is wrong with the first file of an archive.
fn mimetype(bytes: &[u8]) -> Option<&'static str> {
    let number = |at: usize| {
        let two = bytes.get(at..at + 2)?;
        Some(usize::from(u16::from_le_bytes([two[0], two[1]])))
    };
    let (Some(method), Some(name), Some(extra)) = (number(8), number(26), number(28))
    else {
        return Some("has no first file");
    };
    let named = bytes.get(HEAD_BYTES..HEAD_BYTES + name);
    if named != Some(b"mimetype".as_slice()) {
        return Some("does not begin with `mimetype`");
    }
    if method != 0 {
        return Some("has its `mimetype` packed: it is to be stored as it is");
    }
    if extra != 0 {
        return Some("has an extra field at its `mimetype`");
    }
    let start = HEAD_BYTES + name;
    let said = bytes.get(start..start + SAID.len());
    (said != Some(SAID)).then_some("does not say in `mimetype` that it is an EPUB")
}

/// Why a name is refused.
fn refused(name: &str) -> Option<&'static str> {
    let bad = |c: char| {
        matches!(c, '"' | '*' | ':' | '<' | '>' | '?' | '\\' | '|')
            || c.is_control()
            || matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{fdd0}'..='\u{fdef}' | '\u{fff0}'..='\u{ffff}')
    };
    if name.chars().any(bad) {
        return Some("has a character that systems refuse");
    }
    if name.contains(char::is_whitespace) {
        return Some("has a space");
    }
    if name.split('/').any(|part| part.ends_with('.')) {
        return Some("ends with a full stop");
    }
    let long = name.len() > 65_535 || name.split('/').any(|part| part.len() > 255);
    long.then_some("is longer than 255 bytes")
}
