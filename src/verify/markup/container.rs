//! The container of an EPUB: its files, its package document, its reading order.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use super::dom::{Dom, NodeId};
use super::publication::{File, Publication, joined};
use super::xml;

/// More than this in one file of a container is no page and no picture, in bytes.
const MOST: usize = 1 << 30;

/// An EPUB, read.
#[derive(Debug)]
pub(in crate::verify) struct Epub {
    /// Its pages in the order of the spine, then its navigation document if it stands
    /// outside.
    pub(in crate::verify) pages: Publication,
    /// How many of them stand in the spine.
    pub(in crate::verify) spine: usize,
    /// The package document.
    pub(in crate::verify) package: Dom,
    /// Its navigation document, by its number among the pages.
    pub(in crate::verify) navigation: Option<usize>,
    /// The files that are no pages.
    pub(in crate::verify) files: BTreeMap<String, Vec<u8>>,
    /// The path of the package document.
    pub(in crate::verify) root: String,
    /// The names of its entries as they are written, in their order.
    pub(in crate::verify) names: Vec<String>,
    /// Its container document.
    pub(in crate::verify) container: Dom,
}

/// The package document of an EPUB.
///
/// # Errors
/// Why there is none that can be read.
pub(in crate::verify) fn package(bytes: &[u8]) -> Result<Dom, String> {
    let (mut files, _) = unpacked(bytes)?;
    package_of(&mut files).map(|(.., package)| package)
}

/// Reads an EPUB.
///
/// # Errors
/// When it is no EPUB, or one of its pages cannot be read: why.
pub(in crate::verify) fn read(bytes: &[u8]) -> Result<Epub, String> {
    let (mut files, names) = unpacked(bytes)?;
    let (container, path, package) = package_of(&mut files)?;
    let mut items: BTreeMap<String, (String, bool, String)> = BTreeMap::new();
    let named = |name: &str| -> Vec<NodeId> {
        let all = package.below(Dom::root()).into_iter();
        all.filter(|&id| package.name(id) == name).collect()
    };
    for id in named("item") {
        let attribute = |name| package.attribute(id, name).unwrap_or_default();
        let navigation = attribute("properties").split(' ').any(|one| one == "nav");
        let href = joined(&path, attribute("href"));
        let kind = attribute("media-type").to_owned();
        items.insert(attribute("id").to_owned(), (href, navigation, kind));
    }
    let mut order = Vec::new();
    for id in named("itemref") {
        if package.attribute(id, "linear") == Some("no") {
            continue;
        }
        let idref = package.attribute(id, "idref").unwrap_or_default();
        let item =
            items.get(idref).ok_or_else(|| format!("its spine names no `{idref}`"))?;
        order.push(item.0.clone());
    }
    let spine = order.len();
    let outside = items
        .values()
        .filter(|(href, _, kind)| kind == "application/xhtml+xml" && !order.contains(href));
    let outside: Vec<String> = outside.map(|(href, ..)| href.clone()).collect();
    order.extend(outside);
    let navigation = items.values().find(|item| item.1);
    let navigation =
        navigation.and_then(|item| order.iter().position(|one| *one == item.0));
    let mut pages = Vec::new();
    for path in order {
        let dom = page(&mut files, &path)?;
        pages.push(File { path, dom });
    }
    let others: BTreeSet<String> = files.keys().cloned().collect();
    let pages = Publication::new(pages, others);
    let root = path;
    Ok(Epub { pages, spine, package, navigation, files, root, names, container })
}

/// The container document, and the package document with its path.
fn package_of(files: &mut BTreeMap<String, Vec<u8>>) -> Result<(Dom, String, Dom), String> {
    let container = page(files, "META-INF/container.xml")?;
    let root =
        container.find("rootfile").and_then(|id| container.attribute(id, "full-path"));
    let path = root.ok_or("its container names no package document")?.to_owned();
    let package = page(files, &path)?;
    Ok((container, path, package))
}

/// Takes a file out of the others and reads it.
fn page(files: &mut BTreeMap<String, Vec<u8>>, path: &str) -> Result<Dom, String> {
    let bytes = files.remove(path).ok_or_else(|| format!("it has no `{path}`"))?;
    let text = std::str::from_utf8(&bytes).map_err(|_| format!("`{path}` is no UTF-8"))?;
    xml::read(text).map_err(|why| format!("`{path}`: {why}"))
}

/// Files by their paths, and their names as they are written, in order.
type Unpacked = (BTreeMap<String, Vec<u8>>, Vec<String>);

/// The files of a ZIP archive (APPNOTE 6.3).
fn unpacked(bytes: &[u8]) -> Result<Unpacked, String> {
    let told = |error: rawzip::Error| error.to_string();
    let archive = rawzip::ZipArchive::from_slice(bytes).map_err(told)?;
    let mut files = BTreeMap::new();
    let mut names = Vec::new();
    let mut entries = archive.entries();
    let mut left = MOST;
    while let Some(entry) = entries.next_entry().map_err(told)? {
        names.push(String::from_utf8_lossy(entry.file_path().as_ref()).into_owned());
        let path = entry.file_path().try_normalize().map_err(told)?;
        let path = path.as_ref().to_owned();
        let method = entry.compression_method();
        let packed = archive.get_entry(entry.wayfinder()).map_err(told)?;
        let inflated = match method {
            rawzip::CompressionMethod::STORE => packed.data().to_vec(),
            rawzip::CompressionMethod::DEFLATE => {
                miniz_oxide::inflate::decompress_to_vec_with_limit(packed.data(), left)
                    .map_err(|error| format!("`{path}`: {error}"))?
            }
            other => {
                return Err(format!(
                    "`{path}` is packed in a way ({other:?}) nobody reads"
                ));
            }
        };
        left = left.saturating_sub(inflated.len());
        let mut data = Vec::with_capacity(inflated.len());
        let mut checked = packed.verifying_reader(inflated.as_slice());
        checked.read_to_end(&mut data).map_err(|error| format!("`{path}`: {error}"))?;
        files.insert(path, data);
    }
    Ok((files, names))
}
