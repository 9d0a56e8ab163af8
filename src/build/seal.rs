//! The seal on a proven output: the hash of its own bytes, and the file beside it.

use super::beside::beside;
use crate::backend::Artifact;
use crate::certificate::{BLANK, Hash, Record, Seal};
use crate::files::Files;
use crate::project::Format;
use crate::verify::Proof;

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
    beside(&artifact.files, record)
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
