//! The seal on a proven output: the hash of its own bytes, and the file beside it.

use serde::Serialize;

use crate::backend::Artifact;
use crate::certificate::{BLANK, Hash, Record, Seal};
use crate::files::Files;
use crate::project::Format;
use crate::verify::Proof;

/// The name of the file beside an output, behind the name of the output.
const ENDING: &str = ".certificate.json";

/// What the file beside an output says: the certificate, and all files of the output.
#[derive(Serialize)]
struct Beside<'a> {
    #[serde(flatten)]
    record: &'a Record,
    files: Vec<FileHash<'a>>,
}

#[derive(Serialize)]
struct FileHash<'a> {
    /// From the output folder.
    path: &'a str,
    bytes: usize,
    sha256: Hash,
}

/// Puts the hash of a proven output into its seal, and gives the file to be written beside
/// it. Only a [`Proof`] leads here.
pub(super) fn seal(artifact: &mut Artifact, record: &Record, _: Proof) -> Files {
    let hash = match artifact.format {
        Format::Site => {
            let files = artifact.files.by_path.iter();
            let list = files.map(|(path, bytes)| {
                let inside = path.split_once('/').map_or(path.as_str(), |parts| parts.1);
                format!("{}  {inside}\n", Hash::of(bytes).digits())
            });
            Hash::of(list.collect::<String>().as_bytes())
        }
        Format::Epub | Format::Pdf | Format::Html => {
            Hash::of(main(artifact).map_or(&[][..], |bytes| bytes))
        }
    };
    let seal = Seal::of(artifact.format);
    let blank = seal.blank();
    if let Some(bytes) = main(artifact) {
        // words like these may stand in a picture, but not to the end of a file
        let mut places = (0..bytes.len()).filter(|&at| bytes[at] == blank.as_bytes()[0]);
        let is_it = |at: usize| {
            let rest = &bytes[at..];
            rest.starts_with(blank.as_bytes())
                && (!seal.after.is_empty() || rest.len() == blank.len())
        };
        if let Some(at) = places.find(|&at| is_it(at)) {
            let start = at + seal.before.len();
            bytes[start..start + BLANK.len()].copy_from_slice(hash.digits().as_bytes());
        }
    }
    beside(artifact, record)
}

/// The file that holds the certificate.
fn main(artifact: &mut Artifact) -> Option<&mut Vec<u8>> {
    let format = artifact.format;
    let mut files: Vec<(&String, &mut Vec<u8>)> =
        artifact.files.by_path.iter_mut().collect();
    files.retain(|(path, _)| {
        format != Format::Site
            || path.matches('/').count() == 1 && path.ends_with("/index.html")
    });
    // what a PDF has for the printer besides has a longer name
    files.into_iter().min_by_key(|(path, _)| path.len()).map(|(_, bytes)| bytes)
}

fn beside(artifact: &Artifact, record: &Record) -> Files {
    let files = artifact.files.by_path.iter().map(|(path, bytes)| FileHash {
        path,
        bytes: bytes.len(),
        sha256: Hash::of(bytes),
    });
    let said = Beside { record, files: files.collect() };
    let json = serde_json::to_string_pretty(&said).unwrap_or_default();
    let name = artifact.files.top_level().into_iter().min_by_key(|name| name.len());
    let mut files = Files::default();
    files.insert(format!("{}{ENDING}", name.unwrap_or_default()), format!("{json}\n"));
    files
}
