//! Files as bytes by path. The only module that touches the disk.
//!
//! Everything is read once at the start of a run and written once at its end.

use std::collections::{BTreeMap, BTreeSet};

mod disk;
mod text;

pub use disk::{
    Limits, beside, create_new, is_file, is_there, read, read_any, read_one, read_output,
    write,
};
pub use text::{NotUtf8, text};

/// Files by path, with `/` between its parts; sorted, so that order is fixed.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Files {
    /// The bytes of each file.
    pub by_path: BTreeMap<String, Vec<u8>>,
}

impl Files {
    /// The bytes of a file.
    pub fn get(&self, path: &str) -> Option<&[u8]> {
        self.by_path.get(path).map(Vec::as_slice)
    }

    /// Adds a file, in place of one with the same path.
    pub fn insert(&mut self, path: impl Into<String>, bytes: impl Into<Vec<u8>>) {
        self.by_path.insert(path.into(), bytes.into());
    }

    /// Whether there is a file with this path.
    pub fn contains(&self, path: &str) -> bool {
        self.by_path.contains_key(path)
    }

    /// The files below a folder, by path from that folder; `folder` ends with `/`.
    pub fn below(&self, folder: &str) -> Self {
        let by_path = self
            .by_path
            .range(folder.to_owned()..)
            .map_while(|(path, bytes)| Some((path.strip_prefix(folder)?, bytes)))
            .map(|(path, bytes)| (path.to_owned(), bytes.clone()))
            .collect();
        Self { by_path }
    }

    /// The first parts of all paths: what stands at the top level.
    pub fn top_level(&self) -> BTreeSet<&str> {
        self.by_path.keys().filter_map(|path| path.split('/').next()).collect()
    }

    /// The number of bytes of all files.
    pub fn size_bytes(&self) -> u64 {
        self.by_path.values().map(|bytes| bytes.len() as u64).sum()
    }
}
