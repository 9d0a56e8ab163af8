//! The file beside an output: its certificate once more, and the hashes of its files.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::certificate::{Certificate, Hash, Record};
use crate::files::Files;

/// What it is called, behind the name of the output.
pub const ENDING: &str = ".certificate.json";

/// What is written beside an output.
#[derive(Serialize)]
struct Written<'a> {
    #[serde(flatten)]
    record: &'a Record,
    files: Vec<FileHash>,
}

/// What a file beside an output says.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Beside {
    /// The certificate, whatever version it has.
    #[serde(flatten)]
    said: Map<String, Value>,
    /// All files of the output.
    files: Vec<FileHash>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct FileHash {
    /// From the output folder.
    path: String,
    bytes: u64,
    sha256: Hash,
}

/// What is to be written beside an output.
pub(super) fn beside(output: &Files, record: &Record) -> Files {
    let files = output.by_path.iter().map(|(path, bytes)| FileHash {
        path: path.clone(),
        bytes: bytes.len() as u64,
        sha256: Hash::of(bytes),
    });
    let said = Written { record, files: files.collect() };
    let json = serde_json::to_string_pretty(&said).unwrap_or_default();
    let name = output.top_level().into_iter().min_by_key(|name| name.len());
    let mut files = Files::default();
    files.insert(format!("{}{ENDING}", name.unwrap_or_default()), format!("{json}\n"));
    files
}

impl Beside {
    /// From its bytes; `None` if it is none.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        serde_json::from_slice(bytes).ok()
    }

    /// The certificate in it.
    pub fn certificate(&self) -> Option<Certificate> {
        Certificate::read(&Value::Object(self.said.clone()).to_string())
    }

    /// Whether it names a file of the output folder.
    pub fn names(&self, path: &str) -> bool {
        self.files.iter().any(|file| file.path == path)
    }

    /// What it says otherwise than a file or a site, in words; `None` if it says the same.
    /// `said` is what the output says of itself.
    ///
    /// Names do not matter, but those inside of a site.
    pub fn differs(&self, said: Option<&Value>, written: &Files) -> Option<String> {
        if let Some(Value::Object(said)) = said {
            let keys = said.keys().chain(self.said.keys());
            let mut other = keys.filter(|&key| said.get(key) != self.said.get(key));
            if let Some(key) = other.next() {
                return Some(format!("it says something else of `{key}`"));
            }
        }
        let is_site = written.by_path.keys().any(|path| path.contains('/'));
        if !is_site {
            let mut hashes = self.files.iter().map(|file| &file.sha256);
            let own = written.by_path.values().map(|bytes| Hash::of(bytes)).next();
            let is_there = own.is_some_and(|own| hashes.any(|hash| *hash == own));
            return (!is_there).then(|| "it has another hash of the file".to_owned());
        }
        let listed: BTreeMap<&str, &Hash> =
            self.files.iter().map(|file| (inside(&file.path), &file.sha256)).collect();
        for (path, bytes) in &written.by_path {
            let path = inside(path);
            match listed.get(path) {
                Some(hash) if **hash == Hash::of(bytes) => {}
                Some(_) => return Some(format!("it has another hash of `{path}`")),
                None => return Some(format!("it does not name `{path}`")),
            }
        }
        let has = |path: &str| written.by_path.keys().any(|own| inside(own) == path);
        let mut gone = listed.keys().filter(|path| !has(path));
        gone.next().map(|path| format!("it names `{path}`, which is not there"))
    }
}

/// The path of a file of a site, from the folder of the site.
fn inside(path: &str) -> &str {
    path.split_once('/').map_or(path, |(_, inside)| inside)
}
