//! The pages of an edition together: where its addresses stand and where links lead.

use std::collections::{BTreeMap, BTreeSet};

use super::dom::{Dom, NodeId};
use crate::verify::told::Aim;

/// A page and the path of its file.
#[derive(Debug)]
pub(in crate::verify) struct File {
    /// From the root of what it belongs to: `OEBPS/chapter-01.xhtml`.
    pub(in crate::verify) path: String,
    /// The page.
    pub(in crate::verify) dom: Dom,
}

/// All pages of an edition, in reading order.
#[derive(Debug, Default)]
pub(in crate::verify) struct Publication {
    /// The pages.
    pub(in crate::verify) files: Vec<File>,
    /// All other files that go with them.
    pub(in crate::verify) others: BTreeSet<String>,
    /// Where each address stands: the page and the element; all of them, if several do.
    addresses: BTreeMap<String, Vec<(usize, NodeId)>>,
}

impl Publication {
    /// Pages in reading order and the paths of all other files.
    pub(in crate::verify) fn new(files: Vec<File>, others: BTreeSet<String>) -> Self {
        let mut addresses: BTreeMap<String, Vec<(usize, NodeId)>> = BTreeMap::new();
        for (number, file) in files.iter().enumerate() {
            for node in file.dom.below(Dom::root()) {
                if let Some(id) = file.dom.attribute(node, "id") {
                    addresses.entry(id.to_owned()).or_default().push((number, node));
                }
            }
        }
        Self { files, others, addresses }
    }

    /// Where an address stands: the page and the element.
    pub(in crate::verify) fn address(&self, id: &str) -> Option<(usize, NodeId)> {
        self.addresses.get(id).and_then(|all| all.first()).copied()
    }

    /// The element that holds a part of the reading order: what has its address, or what is
    /// named by the heading that has it.
    pub(in crate::verify) fn part(&self, id: &str) -> Option<(usize, NodeId)> {
        let (page, mut node) = self.address(id)?;
        let dom = &self.files[page].dom;
        let own = node;
        while let Some(parent) = dom.parent(node) {
            if dom.attribute(parent, "aria-labelledby") == Some(id) {
                return Some((page, parent));
            }
            node = parent;
        }
        Some((page, own))
    }

    /// The page to which a path leads that is written in another.
    pub(in crate::verify) fn page(&self, from: usize, path: &str) -> Option<usize> {
        let path = joined(&self.files[from].path, &decoded(path));
        self.files.iter().position(|file| file.path == path)
    }

    /// Where an address leads that is written in a page. `holder` gives the address of what
    /// a page holds as a whole.
    pub(in crate::verify) fn aim(
        &self,
        page: usize,
        href: &str,
        holder: &dyn Fn(usize) -> Option<String>,
    ) -> Aim {
        if is_outside(href) {
            return Aim::Outside(href.to_owned());
        }
        let (path, id) = href.split_once('#').map_or((href, None), |(p, id)| (p, Some(id)));
        let nowhere = || Aim::Nowhere(href.to_owned());
        let target = if path.is_empty() {
            Some(page)
        } else {
            let file = joined(&self.files[page].path, &decoded(path));
            if id.is_none() && self.others.contains(&file) {
                return Aim::File;
            }
            self.page(page, path)
        };
        match (target, id) {
            (None, _) => nowhere(),
            // a page that holds no part of the text: the cover
            (Some(page), None) => holder(page).map_or(Aim::File, Aim::Inside),
            (Some(page), Some(id)) => {
                let id = decoded(id);
                let known = self.addresses.get(&id);
                let here = known.is_some_and(|all| all.iter().any(|one| one.0 == page));
                if here { Aim::Inside(id) } else { nowhere() }
            }
        }
    }
}

/// Whether an address leads out of the edition.
pub(in crate::verify) fn is_outside(href: &str) -> bool {
    let scheme = href.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    matches!(scheme.as_deref(), Some("https" | "http" | "mailto"))
}

/// A path as it is seen from the folder of a file.
pub(in crate::verify) fn joined(from: &str, path: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "." | "" => {}
            ".." => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    parts.join("/")
}

/// An address without percent signs (RFC 3986, 2.1).
fn decoded(address: &str) -> String {
    let mut bytes = Vec::with_capacity(address.len());
    let mut rest = address.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let hex = after.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        let byte =
            hex.filter(|_| first == b'%').and_then(|two| u8::from_str_radix(two, 16).ok());
        bytes.push(byte.unwrap_or(first));
        rest = if byte.is_some() { &after[2..] } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
