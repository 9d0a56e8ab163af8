//! The package document of an EPUB: its metadata, its list of files, its reading order.

use std::collections::{BTreeMap, BTreeSet};

use super::Rule;
use super::language::is_language;
use super::media;
use super::page::Faults;
use crate::verify::markup::container::Epub;
use crate::verify::markup::dom::{Dom, NodeId, NodeKind, Space};
use crate::verify::markup::publication::joined;
use crate::verify::told::plain;

/// The package is of version 3.
pub(super) const VERSION: Rule = Rule { name: "package-version", clause: "EPUB 3.3, 5.4" };

/// It has an identifier and says which.
pub(super) const IDENTIFIER: Rule =
    Rule { name: "unique-identifier", clause: "EPUB 3.3, 5.4" };

/// It has a title, a language and the time of its last change, in their forms.
pub(super) const METADATA: Rule =
    Rule { name: "required-metadata", clause: "EPUB 3.3, 5.5.3 and 5.5.5" };

/// What refines something refines something that is there.
pub(super) const REFINES: Rule = Rule { name: "refines", clause: "EPUB 3.3, 5.3.6" };

/// Properties are known, or of a vocabulary that is named.
pub(super) const PROPERTY: Rule =
    Rule { name: "metadata-property", clause: "EPUB 3.3, 5.5.5, D.1 and D.3" };

/// No two elements have one address.
pub(super) const IDS: Rule = Rule { name: "package-id", clause: "EPUB 3.3, 5.3.3" };

/// Every file is listed, once, and every one listed is there.
pub(super) const MANIFEST: Rule = Rule { name: "manifest", clause: "EPUB 3.3, 5.6" };

/// Each file is of the type that is said of it.
pub(super) const MEDIA_TYPE: Rule =
    Rule { name: "media-type", clause: "EPUB 3.3, 3.2 and 5.6.2" };

/// A file that readers need not know has one in its stead that they know.
pub(super) const CORE_TYPE: Rule =
    Rule { name: "core-media-type", clause: "EPUB 3.3, 3.3" };

/// What is said of a page (scripts, formulas, drawings in it) is true.
pub(super) const PROPERTIES: Rule =
    Rule { name: "item-properties", clause: "EPUB 3.3, 5.6.2 and D.6" };

/// One file is the navigation document.
pub(super) const NAVIGATION: Rule =
    Rule { name: "navigation-item", clause: "EPUB 3.3, 5.6.2" };

/// At most one picture is the cover.
pub(super) const COVER: Rule = Rule { name: "cover-image", clause: "EPUB 3.3, D.6.1" };

/// Each page stands in the reading order once, and it runs in a known direction.
pub(super) const SPINE: Rule = Rule { name: "spine", clause: "EPUB 3.3, 5.7" };

/// The table of contents of EPUB 2 has the identifier of the book and leads to its pages.
pub(super) const NCX: Rule =
    Rule { name: "ncx", clause: "EPUB 3.3, 5.9.3; OPF 2.0.1, 2.4.1" };

/// The properties of metadata without a prefix (EPUB 3.3, D.3).
const KNOWN: [&str; 14] = [
    "alternate-script",
    "authority",
    "belongs-to-collection",
    "collection-type",
    "display-seq",
    "file-as",
    "group-position",
    "identifier-type",
    "meta-auth",
    "pageBreakSource",
    "role",
    "source-of",
    "term",
    "title-type",
];

/// Prefixes that need not be declared (EPUB 3.3, D.1.4).
const RESERVED: [&str; 8] =
    ["a11y", "dcterms", "marc", "media", "onix", "rendition", "schema", "xsd"];

/// A file as the manifest has it.
struct Item<'a> {
    id: &'a str,
    path: String,
    kind: &'a str,
    properties: Vec<&'a str>,
    fallback: Option<&'a str>,
}

/// Holds a package against its rules.
pub(super) fn check(epub: &Epub, faults: &mut Faults) {
    let dom = &epub.package;
    let all: Vec<NodeId> = dom
        .below(Dom::root())
        .into_iter()
        .filter(|&id| dom.element(id).is_some())
        .collect();
    let named = |name: &str| -> Vec<NodeId> {
        all.iter().copied().filter(|&id| dom.name(id) == name).collect()
    };
    let tell = |rule: &'static Rule, what: String, faults: &mut Faults| {
        faults.file(rule, Some(&epub.root), what);
    };
    let package = all.first().copied().unwrap_or_else(Dom::root);
    if dom.attribute(package, "version") != Some("3.0") {
        tell(&VERSION, "does not say that it is of version 3.0".to_owned(), faults);
    }
    identifier(epub, package, &named("identifier"), faults);
    required(epub, &named, faults);
    vocabulary(epub, package, &named("meta"), faults);
    let mut ids = BTreeSet::new();
    for &id in &all {
        let Some(address) = dom.attribute(id, "id") else { continue };
        if !ids.insert(address) {
            tell(&IDS, format!("has the address `{address}` twice"), faults);
        }
    }
    for &id in &all {
        let Some(refined) = dom.attribute(id, "refines") else { continue };
        if !refined.strip_prefix('#').is_some_and(|id| ids.contains(id)) {
            tell(&REFINES, format!("refines `{refined}`, which is nowhere"), faults);
        }
    }
    let items: Vec<Item<'_>> = named("item").iter().map(|&id| item(epub, id)).collect();
    manifest(epub, &items, faults);
    types(epub, &items, faults);
    properties(epub, &items, faults);
    spine(epub, &items, &named, faults);
    ncx(epub, &items, faults);
}

fn item(epub: &Epub, id: NodeId) -> Item<'_> {
    let dom = &epub.package;
    let attribute = |name| dom.attribute(id, name).unwrap_or_default();
    Item {
        id: attribute("id"),
        path: joined(&epub.root, attribute("href")),
        kind: attribute("media-type"),
        properties: attribute("properties").split_whitespace().collect(),
        fallback: dom.attribute(id, "fallback"),
    }
}

fn identifier(epub: &Epub, package: NodeId, found: &[NodeId], faults: &mut Faults) {
    let dom = &epub.package;
    let wanted = dom.attribute(package, "unique-identifier");
    let one =
        found.iter().find(|&&id| wanted.is_some() && dom.attribute(id, "id") == wanted);
    let what = match one {
        None => "does not say which of its identifiers is its own",
        Some(&id) if plain(&dom.text(id)).is_empty() => "has an empty identifier",
        Some(_) => return,
    };
    faults.file(&IDENTIFIER, Some(&epub.root), what.to_owned());
}

fn required(epub: &Epub, named: &dyn Fn(&str) -> Vec<NodeId>, faults: &mut Faults) {
    let dom = &epub.package;
    let mut tell = |what: String| faults.file(&METADATA, Some(&epub.root), what);
    for name in ["title", "language"] {
        let words: Vec<String> =
            named(name).iter().map(|&id| plain(&dom.text(id))).collect();
        if words.is_empty() || words.iter().any(String::is_empty) {
            tell(format!("has no `dc:{name}`, or an empty one"));
        }
        for language in words.iter().filter(|one| name == "language" && !is_language(one)) {
            tell(format!("says that it is in `{language}`, which is no language"));
        }
    }
    let modified = named("meta").into_iter().filter(|&id| {
        dom.attribute(id, "property") == Some("dcterms:modified")
            && dom.attribute(id, "refines").is_none()
    });
    let modified: Vec<String> = modified.map(|id| plain(&dom.text(id))).collect();
    match modified.as_slice() {
        [one] if is_moment(one) => {}
        [one] => tell(format!("says that it was changed at `{one}`, which is no moment")),
        _ => tell("does not say once when it was changed (`dcterms:modified`)".to_owned()),
    }
    let metas = named("meta").into_iter().filter(|&id| dom.attribute(id, "name").is_none());
    for id in metas {
        if plain(&dom.text(id)).is_empty() {
            let property = dom.attribute(id, "property").unwrap_or_default();
            tell(format!("has nothing to say of `{property}`"));
        }
    }
}

/// Whether some words are a moment as EPUB writes it: `2026-11-28T00:00:00Z`.
fn is_moment(words: &str) -> bool {
    let form = "dddd-dd-ddTdd:dd:ddZ";
    words.len() == form.len()
        && words.chars().zip(form.chars()).all(|(c, form)| match form {
            'd' => c.is_ascii_digit(),
            other => c == other,
        })
}

fn vocabulary(epub: &Epub, package: NodeId, metas: &[NodeId], faults: &mut Faults) {
    let dom = &epub.package;
    let prefixes = dom.attribute(package, "prefix").unwrap_or_default();
    let declared: Vec<&str> = prefixes
        .split_whitespace()
        .filter_map(|one| one.strip_suffix(':'))
        .chain(RESERVED)
        .collect();
    for &id in metas {
        let Some(property) = dom.attribute(id, "property") else { continue };
        let known = match property.split_once(':') {
            Some((prefix, _)) => declared.contains(&prefix),
            None => KNOWN.contains(&property),
        };
        if !known {
            let what = format!("says something of `{property}`, which no vocabulary has");
            faults.file(&PROPERTY, Some(&epub.root), what);
        }
    }
}

fn manifest(epub: &Epub, items: &[Item<'_>], faults: &mut Faults) {
    let mut tell = |what: String| faults.file(&MANIFEST, Some(&epub.root), what);
    let mut listed = BTreeSet::new();
    for item in items {
        if !listed.insert(item.path.as_str()) {
            tell(format!("lists `{}` twice", item.path));
        }
        if !epub.names.contains(&item.path) {
            tell(format!("lists `{}`, which is not there", item.path));
        }
    }
    for name in &epub.names {
        let own = name == "mimetype"
            || name.starts_with("META-INF/")
            || name.ends_with('/')
            || *name == epub.root;
        if !own && !listed.contains(name.as_str()) {
            tell(format!("does not list `{name}`"));
        }
    }
}

fn types(epub: &Epub, items: &[Item<'_>], faults: &mut Faults) {
    for item in items {
        let path = &item.path;
        if let Some(bytes) = epub.files.get(path) {
            let kinds = media::kinds(bytes);
            if !kinds.is_empty() && !kinds.contains(&item.kind) {
                let what = format!("calls `{path}` {}, and it is {}", item.kind, kinds[0]);
                faults.file(&MEDIA_TYPE, Some(&epub.root), what);
            }
        }
        let page = epub.pages.files.iter().any(|file| file.path == *path);
        if page && item.kind != "application/xhtml+xml" {
            let what = format!("calls `{path}` {}, and it is a page", item.kind);
            faults.file(&MEDIA_TYPE, Some(&epub.root), what);
        }
        let known = items.iter().any(|other| item.fallback == Some(other.id));
        if !media::is_core(item.kind) && !known {
            let what = format!(
                "lists `{path}` as {}, which readers need not know, with nothing in its stead",
                item.kind
            );
            faults.file(&CORE_TYPE, Some(&epub.root), what);
        }
    }
}

fn properties(epub: &Epub, items: &[Item<'_>], faults: &mut Faults) {
    let tell = |rule: &'static Rule, what: String, faults: &mut Faults| {
        faults.file(rule, Some(&epub.root), what);
    };
    let having = |name: &str| -> Vec<&Item<'_>> {
        items.iter().filter(|item| item.properties.contains(&name)).collect()
    };
    match having("nav").as_slice() {
        [one] if one.kind == "application/xhtml+xml" => {}
        _ => tell(&NAVIGATION, "has no navigation document, or several".to_owned(), faults),
    }
    let covers = having("cover-image");
    if covers.len() > 1 || covers.iter().any(|one| !one.kind.starts_with("image/")) {
        let what = "has a cover that is no picture, or several".to_owned();
        tell(&COVER, what, faults);
    }
    let pages: BTreeMap<&str, &Dom> =
        epub.pages.files.iter().map(|file| (file.path.as_str(), &file.dom)).collect();
    for item in items {
        if let Some(dom) = pages.get(item.path.as_str()) {
            for (property, there) in embedded(dom) {
                let said = item.properties.contains(&property);
                let path = &item.path;
                if there && !said {
                    let what =
                        format!("does not say `{property}` of `{path}`, which has it");
                    tell(&PROPERTIES, what, faults);
                } else if said && !there {
                    let what = format!("says `{property}` of `{path}`, which has none");
                    tell(&PROPERTIES, what, faults);
                }
            }
        }
    }
}

/// Properties of pages, and whether one has them.
fn embedded(dom: &Dom) -> [(&'static str, bool); 3] {
    let all = dom.below(Dom::root());
    let holds = |space: Space| {
        all.iter().any(|&id| dom.element(id).is_some_and(|one| one.space == space))
    };
    let script = all.iter().any(|&id| match dom.kind(id) {
        NodeKind::Element(element) => {
            dom.is(id, "form")
                || element
                    .attributes
                    .iter()
                    .any(|(name, _)| super::scripts::is_handler(name))
                || super::scripts::runs(dom, id)
        }
        NodeKind::Document | NodeKind::Text(_) | NodeKind::Silent => false,
    });
    [("mathml", holds(Space::Math)), ("svg", holds(Space::Svg)), ("scripted", script)]
}

fn spine(
    epub: &Epub,
    items: &[Item<'_>],
    named: &dyn Fn(&str) -> Vec<NodeId>,
    faults: &mut Faults,
) {
    let dom = &epub.package;
    let mut tell = |what: String| faults.file(&SPINE, Some(&epub.root), what);
    let mut read = BTreeSet::new();
    let mut linear = false;
    for id in named("itemref") {
        let idref = dom.attribute(id, "idref").unwrap_or_default();
        if !read.insert(idref) {
            tell(format!("has `{idref}` in its spine twice"));
        }
        if !items.iter().any(|item| item.id == idref) {
            tell(format!("has `{idref}` in its spine, which is no file of it"));
        }
        match dom.attribute(id, "linear") {
            Some("no") => {}
            Some("yes") | None => linear = true,
            Some(other) => tell(format!("says `linear=\"{other}\"` of `{idref}`")),
        }
    }
    if !linear {
        tell("has nothing in its spine to be read one after another".to_owned());
    }
    for id in named("spine") {
        let way = dom.attribute(id, "page-progression-direction");
        if way.is_some_and(|way| !matches!(way, "ltr" | "rtl" | "default")) {
            tell("has a spine that runs in no known direction".to_owned());
        }
    }
}

fn ncx(epub: &Epub, items: &[Item<'_>], faults: &mut Faults) {
    let dom = &epub.package;
    let found = items.iter().find(|item| item.kind == "application/x-dtbncx+xml");
    let Some((path, bytes)) =
        found.and_then(|item| Some((&item.path, epub.files.get(&item.path)?)))
    else {
        return;
    };
    let mut tell = |what: String| faults.file(&NCX, Some(path), what);
    let read = std::str::from_utf8(bytes).ok();
    let Some(ncx) = read.and_then(|text| crate::verify::markup::xml::read(text).ok())
    else {
        return tell("is no XML".to_owned());
    };
    let package = dom.find("package").unwrap_or_else(Dom::root);
    let unique = dom.attribute(package, "unique-identifier");
    let all = dom.below(Dom::root()).into_iter();
    let mut own = all.filter(|&id| unique.is_some() && dom.attribute(id, "id") == unique);
    let own = own.next().map(|id| plain(&dom.text(id)));
    for id in ncx.below(Dom::root()) {
        if ncx.attribute(id, "name") == Some("dtb:uid") {
            let said = ncx.attribute(id, "content").map(plain);
            if said != own {
                tell("has another identifier than the package".to_owned());
            }
        }
        if let Some(src) = ncx.attribute(id, "src").filter(|_| ncx.name(id) == "content") {
            let target = joined(path, src.split('#').next().unwrap_or_default());
            if !epub.pages.files.iter().any(|file| file.path == target) {
                tell(format!("leads to `{src}`, which is nowhere"));
            }
        }
    }
}
