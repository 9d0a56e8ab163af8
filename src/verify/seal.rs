//! What a finished file says of itself, and whether it is as it was written.
//!
//! Asks nothing of the writers: the certificate is found where each format keeps it, and
//! the hash is taken anew.

use serde_json::Value;

use crate::certificate::{BLANK, Certificate, Hash, META_NAME, Record, Seal};
use crate::files::Files;
use crate::project::Format;

use super::markup::dom::Dom;
use super::markup::{container, html, xml};

/// A finished file, as it speaks of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// What it is.
    pub format: Format,
    /// Its certificate; `None` if it has none that can be read.
    pub certificate: Option<Certificate>,
    /// Whether its bytes are those that were sealed; `None` if it has no seal.
    pub intact: Option<bool>,
}

impl Sealed {
    /// What its certificate says, where every word of it is known.
    pub fn record(&self) -> Option<&Record> {
        self.certificate.as_ref().and_then(Certificate::record)
    }

    /// All that its certificate says, known or not.
    pub fn said(&self) -> Option<Value> {
        self.certificate.as_ref().map(Certificate::said)
    }
}

/// What some bytes are: a PDF, an EPUB, a web page, or a folder of pages.
///
/// `files` is a file or all that is in a folder, by path.
pub fn read(files: &Files) -> Sealed {
    let (format, main) = main(files);
    let seal = Seal::of(format);
    let digits = digits(main, seal);
    let intact = digits.map(|(at, digits)| {
        let blank = blanked(main, at);
        let hash = match format {
            Format::Site => listing_hash(files, main, &blank),
            Format::Epub | Format::Pdf | Format::Html => Hash::of(&blank),
        };
        hash.digits().as_bytes() == digits
    });
    Sealed { format, certificate: certificate(format, main), intact }
}

/// Whether an output carries a record, and has a place for its seal.
pub(super) fn carries(files: &Files, record: &Record) -> bool {
    let (format, main) = main(files);
    let certificate = certificate(format, main);
    certificate.as_ref().and_then(Certificate::record) == Some(record)
        && digits(main, Seal::of(format)).is_some()
}

/// The format, and the file that holds the certificate.
fn main(files: &Files) -> (Format, &[u8]) {
    let front = files.by_path.iter().find(|(path, _)| path.ends_with("/index.html"));
    // of a PDF with one for the printer, the one for readers has the shorter name
    let shortest = files.by_path.iter().min_by_key(|(path, _)| path.len());
    match (front, shortest) {
        (Some((path, bytes)), _) if path.matches('/').count() == 1 => (Format::Site, bytes),
        (_, Some((_, bytes))) if bytes.starts_with(b"%PDF-") => (Format::Pdf, bytes),
        (_, Some((_, bytes))) if bytes.starts_with(b"PK") => (Format::Epub, bytes),
        (_, Some((_, bytes))) => (Format::Html, bytes),
        (_, None) => (Format::Html, &[]),
    }
}

/// Where the digits of a seal stand, and the digits; `None` unless there is one seal.
fn digits(bytes: &[u8], seal: Seal) -> Option<(usize, &[u8])> {
    let (before, after) = (seal.before.as_bytes(), seal.after.as_bytes());
    // words like these may stand in a picture
    let mut seals = places(bytes, before).filter_map(|place| {
        let at = place + before.len();
        let digits = bytes.get(at..at + BLANK.len())?;
        let rest = bytes.get(at + BLANK.len()..)?;
        // where nothing follows, nothing may
        let ends = if after.is_empty() { rest.is_empty() } else { rest.starts_with(after) };
        (ends && digits.iter().all(u8::is_ascii_hexdigit)).then_some((at, digits))
    });
    let seal = seals.next()?;
    seals.next().is_none().then_some(seal)
}

/// The bytes with zeros for digits.
fn blanked(bytes: &[u8], at: usize) -> Vec<u8> {
    let mut blank = bytes.to_vec();
    blank.splice(at..at + BLANK.len(), BLANK.bytes());
    blank
}

/// The hash of a list of all files of a folder, a line each: its hash, two spaces, and its
/// path from the folder.
fn listing_hash(files: &Files, main: &[u8], blank: &[u8]) -> Hash {
    let mut list = String::new();
    for (path, bytes) in &files.by_path {
        let inside = path.split_once('/').map_or(path.as_str(), |(_, inside)| inside);
        if inside.contains(char::is_control) {
            // a name that makes lines of its own
            return Hash::of(&[]);
        }
        let is_main = inside == "index.html" && bytes.as_slice() == main;
        let hash = Hash::of(if is_main { blank } else { bytes });
        list += &format!("{}  {inside}\n", hash.digits());
    }
    Hash::of(list.as_bytes())
}

/// The certificate in a file.
fn certificate(format: Format, main: &[u8]) -> Option<Certificate> {
    let json = match format {
        Format::Pdf => {
            // the packet is not compressed, so a file that is broken elsewhere still has it
            // pictures may have packets of their own
            let mut own = places(main, b"<x:xmpmeta").filter_map(|start| {
                let packet = main.get(start..)?;
                let end = find(packet, b"</x:xmpmeta>")? + b"</x:xmpmeta>".len();
                let packet = std::str::from_utf8(packet.get(..end)?).ok()?;
                let dom = xml::read(packet).ok()?;
                let json = dom.find("certificate").map(|id| dom.text(id))?;
                Certificate::read(&json).map(|_| json)
            });
            let json = own.next();
            json.filter(|_| own.next().is_none())
        }
        Format::Epub => {
            let package = container::package(main).ok()?;
            let all = package.below(Dom::root()).into_iter();
            let mut own = all.filter(|&id| {
                package.attribute(id, "property") == Some("trifold:certificate")
            });
            own.next().map(|id| package.text(id))
        }
        Format::Html | Format::Site => {
            // where it is not before what may be the body, the whole page is read
            let head = &main[..find(main, b"<body").unwrap_or(main.len())];
            in_head(head).or_else(|| in_head(main))
        }
    };
    Certificate::read(&json?)
}

/// The text of the certificate in the head of a page.
fn in_head(page: &[u8]) -> Option<String> {
    let (dom, _) = html::read(&String::from_utf8_lossy(page));
    let head = dom.find("head")?;
    let mut all = dom.below(head).into_iter();
    let own = all.find(|&id| dom.attribute(id, "name") == Some(META_NAME))?;
    dom.attribute(own, "content").map(str::to_owned)
}

fn find(bytes: &[u8], part: &[u8]) -> Option<usize> {
    places(bytes, part).next()
}

/// Where a stretch stands in some bytes.
fn places<'b>(bytes: &'b [u8], part: &'b [u8]) -> impl Iterator<Item = usize> + 'b {
    let first = part.first().copied();
    let starts = bytes.iter().enumerate().filter(move |(_, byte)| Some(**byte) == first);
    starts.map(|(at, _)| at).filter(move |&at| bytes[at..].starts_with(part))
}
