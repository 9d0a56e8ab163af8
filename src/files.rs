//! Files as bytes by path. The only module that touches the disk.

use std::collections::BTreeMap;

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
}
