//! The certificate of an output: what it was made from, what was proven of it and what
//! was not. It stands in the output itself and in a file beside it.
//!
//! It says that a file is as Trifold wrote it. It is no signature: who changes a file on
//! purpose can write a new certificate too.

pub mod claims;
mod names;
mod reading;

pub use claims::Claim;
pub use names::{NotProven, Proven};
pub use reading::{Certificate, Newer};

use std::collections::BTreeMap;
use std::fmt::Write;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::project::Format;

/// The version of its form. It changes when an older reader would misunderstand it.
pub const VERSION: u32 = 1;

/// The name space of its properties in XMP, and of its prefix in EPUB.
pub const NAMESPACE: &str = "urn:trifold:certificate:1#";

/// What an output says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Record {
    /// [`VERSION`].
    pub certificate: u32,
    /// What made it.
    pub program: Program,
    /// What it is an edition of.
    pub publication: Publication,
    /// Hash of its words, in order: the same in all formats that hold the same words.
    pub words: Hash,
    /// Every file of the project that went into it, by path from the project folder,
    /// without those of the theme.
    pub sources: BTreeMap<String, Hash>,
    /// Its look.
    pub theme: ThemeRecord,
    /// What was proven of the finished file.
    pub proven: Vec<Proven>,
    /// The rules that the finished file keeps, by the names that their standards have for
    /// them.
    pub rules: Vec<String>,
    /// What the file claims to be.
    pub claims: Vec<Claim>,
    /// What was not proven.
    pub not_proven: Vec<NotProven>,
}

/// A program and its version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Program {
    /// `Trifold`.
    pub name: String,
    /// `0.1.0`.
    pub version: String,
}

impl Program {
    /// This one.
    pub fn this() -> Self {
        let (name, version) = ("Trifold", env!("CARGO_PKG_VERSION"));
        Self { name: name.to_owned(), version: version.to_owned() }
    }
}

/// An edition in a format.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Publication {
    /// The title.
    pub title: String,
    /// Its identifier, a URI.
    pub identifier: String,
    /// The name of the edition.
    pub edition: String,
    /// What it is.
    pub format: Format,
    /// The name of the page size: of other formats than PDF that of their page marks.
    pub page: String,
    /// The day of the edition: `2026-11-23T00:00:00Z`.
    pub date: String,
    /// The names of the outputs that it speaks of, where it is their accessibility statement.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub statement: Vec<String>,
}

/// A theme as it was used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct ThemeRecord {
    /// Its name.
    pub name: String,
    /// Its files in the project, by path from the project folder.
    pub files: BTreeMap<String, Hash>,
    /// One hash of all its files that come with the program.
    pub built_in: Hash,
}

/// A SHA-256 in 64 hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Hash(String);

impl Hash {
    /// Of some bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(hexadecimal(&Sha256::digest(bytes)))
    }

    /// Of several, one after the other.
    pub fn of_all<'b>(parts: impl IntoIterator<Item = &'b [u8]>) -> Self {
        let mut hasher = Sha256::new();
        parts.into_iter().for_each(|part| hasher.update(part));
        Self(hexadecimal(&hasher.finalize()))
    }

    /// Its digits.
    pub fn digits(&self) -> &str {
        &self.0
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(64), |mut digits, byte| {
        // writing to a text does not fail
        write!(digits, "{byte:02x}").ok();
        digits
    })
}

impl Record {
    /// As JSON on one line that stands in XML and in HTML as it is: in ASCII, without
    /// `<`, `>`, `&` and `'`.
    pub fn to_json(&self) -> String {
        let json = serde_json::to_string(self).unwrap_or_default();
        let mut out = String::with_capacity(json.len());
        let mut units = [0; 2];
        for c in json.chars() {
            if c.is_ascii() && !matches!(c, '<' | '>' | '&' | '\'' | '\u{7f}') {
                out.push(c);
            } else {
                for unit in c.encode_utf16(&mut units) {
                    write!(out, "\\u{unit:04x}").ok();
                }
            }
        }
        out
    }
}

/// The seal of a file: where the hash of the file itself stands in it.
///
/// A writer leaves [`Seal::blank`]. The hash is that of the file with the blank in it, so
/// that it can be put in without changing what it is of.
#[derive(Debug, Copy, Clone, PartialEq, Eq)]
pub struct Seal {
    /// What stands before the digits: once in a file.
    pub before: &'static str,
    /// What stands behind them.
    pub after: &'static str,
}

/// Digits of a hash that is not known yet.
pub const BLANK: &str = "0000000000000000000000000000000000000000000000000000000000000000";

impl Seal {
    /// The seal of a format.
    pub const fn of(format: Format) -> Self {
        match format {
            // a property of the XMP packet, which is not compressed
            Format::Pdf => {
                Self { before: "<trifold:seal>sha256:", after: "</trifold:seal>" }
            }
            // the comment of the ZIP file
            Format::Epub => Self { before: "trifold-seal sha256:", after: "" },
            Format::Html | Format::Site => Self {
                before: "<meta name=\"trifold-seal\" content=\"sha256:",
                after: "\">",
            },
        }
    }

    /// With digits that are to be put in later.
    pub fn blank(self) -> String {
        format!("{}{BLANK}{}", self.before, self.after)
    }
}

/// The name of the element or property that holds a record: `certificate` of the name space
/// [`NAMESPACE`] in XMP and in the package document, and this of a `meta` element of HTML.
pub const META_NAME: &str = "trifold-certificate";

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A record of nothing in particular.
    pub(crate) fn record(title: &str) -> Record {
        let publication = Publication {
            title: title.to_owned(),
            identifier: "urn:a".to_owned(),
            edition: "book".to_owned(),
            format: Format::Pdf,
            page: "a5".to_owned(),
            date: "2026-11-23T00:00:00Z".to_owned(),
            statement: Vec::new(),
        };
        let theme = ThemeRecord {
            name: "book".to_owned(),
            files: BTreeMap::new(),
            built_in: Hash::of(b"theme"),
        };
        Record {
            certificate: VERSION,
            program: Program::this(),
            publication,
            words: Hash::of(b""),
            sources: BTreeMap::from([("trifold.toml".to_owned(), Hash::of(b"a"))]),
            theme,
            proven: vec![Proven::Words],
            rules: Vec::new(),
            claims: Vec::new(),
            not_proven: Vec::new(),
        }
    }

    #[test]
    fn a_record_stands_in_markup_as_it_is() {
        let record = record("\u{1}Ü < 'é' & \"x\" \u{1F469} \u{FFFE}");
        let json = record.to_json();
        assert!(json.is_ascii() && !json.contains(['<', '>', '&', '\'', '\n']), "{json}");
        let read = Certificate::read(&json);
        assert_eq!(read, Some(Certificate::Known(Box::new(record))));
    }

    #[test]
    fn hashes_are_those_of_fips_180() {
        let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(Hash::of(b"abc").digits(), expected);
        assert_eq!(Hash::of_all([&b"a"[..], b"bc"]).digits(), expected);
        assert_eq!(Hash::of(b"").digits().len(), BLANK.len());
    }
}
