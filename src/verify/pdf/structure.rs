//! The tag tree (ISO 32000-1, 14.7 and 14.8).

use std::collections::{BTreeMap, BTreeSet};

use hayro_syntax::object::{Dict, Name, Object};

use super::file::{self, File, name_text, number_of, reference};
use super::links::PageNumbers;
use super::model::{Attributes, Element, Fault, Finding, Kid, Mark};
use super::navigation::associated;
use super::objects::items;

/// Elements are not read deeper than this.
const MOST_LEVELS: usize = 256;

/// What the parent tree says.
#[derive(Debug, Default)]
pub(super) struct Parents {
    /// By the key of a page or form: the elements of its marked contents, by number.
    pub(super) marks: BTreeMap<i64, Vec<Option<i32>>>,
    /// By the key of an annotation: its element.
    pub(super) objects: BTreeMap<i64, i32>,
}

/// Reads the parent tree.
pub(super) fn parents<'a>(file: &'a File<'a>) -> Parents {
    let mut parents = Parents::default();
    let root: Dict<'a> = file.get(&file.catalog(), "StructTreeRoot").unwrap_or_default();
    let Some(tree) = file.get(&root, "ParentTree") else { return parents };
    file.number_tree(tree, |key, value| {
        let number = number_of(&value);
        match file.resolve(value) {
            Some(Object::Array(array)) => {
                let marks = items(&array).map(|object| number_of(&object));
                parents.marks.insert(key, marks.collect());
            }
            Some(_) => {
                if let Some(number) = number {
                    parents.objects.insert(key, number);
                }
            }
            None => {}
        }
    });
    parents
}

/// The tag tree of a file, and what of it cannot be read.
pub(super) struct Tree {
    pub(super) root: Option<Element>,
    pub(super) findings: Vec<Finding>,
}

/// Reads the tag tree. `annotations` gives page and index of an annotation by its object
/// number.
pub(super) fn tree<'a>(
    file: &'a File<'a>,
    pages: &PageNumbers,
    annotations: &BTreeMap<i32, (usize, usize)>,
) -> Tree {
    let Some(root) = file.get::<Dict<'a>>(&file.catalog(), "StructTreeRoot") else {
        return Tree { root: None, findings: Vec::new() };
    };
    let map: Dict<'a> = file.get(&root, "RoleMap").unwrap_or_default();
    let roles = map.keys().filter_map(|name| {
        Some((name_text(&name), name_text(&file.get::<Name<'a>>(&map, &*name)?)))
    });
    let roles: BTreeMap<String, String> = roles.collect();
    let classes = file.get(&root, "ClassMap").unwrap_or_default();
    let mut builder = Builder {
        file,
        pages,
        annotations,
        roles,
        classes,
        known: BTreeSet::new(),
        findings: Vec::new(),
    };
    let number = reference(&file.catalog(), "StructTreeRoot");
    let mut kids = builder.kids(&root, None, number, 0);
    let root = if let [Kid::Element(_)] = &*kids
        && let Some(Kid::Element(only)) = kids.pop()
    {
        *only
    } else {
        let name = "StructTreeRoot".to_owned();
        Element { object: number, kind: name.clone(), name, kids, ..Element::default() }
    };
    Tree { root: Some(root), findings: builder.findings }
}

struct Builder<'a, 'p> {
    file: &'a File<'a>,
    pages: &'p PageNumbers,
    annotations: &'p BTreeMap<i32, (usize, usize)>,
    roles: BTreeMap<String, String>,
    classes: Dict<'a>,
    known: BTreeSet<i32>,
    findings: Vec<Finding>,
}

impl<'a> Builder<'a, '_> {
    fn find(&mut self, element: Option<i32>, fault: Fault) {
        self.findings.push(Finding { page: None, element, fault });
    }

    /// What an element holds. `page` is the page of the element, `own` its number.
    fn kids(
        &mut self,
        dict: &Dict<'a>,
        page: Option<usize>,
        own: Option<i32>,
        depth: usize,
    ) -> Vec<Kid> {
        let Some(object) = self.file.get::<Object<'a>>(dict, "K") else {
            return Vec::new();
        };
        let mut kids = Vec::new();
        if let Object::Array(array) = object {
            for kid in items(&array) {
                let number = number_of(&kid);
                let kid = self.file.resolve(kid);
                kids.extend(self.kid(kid, number, page, own, depth));
            }
        } else {
            let number = reference(dict, "K");
            kids.extend(self.kid(Some(object), number, page, own, depth));
        }
        kids
    }

    fn kid(
        &mut self,
        object: Option<Object<'a>>,
        number: Option<i32>,
        page: Option<usize>,
        own: Option<i32>,
        depth: usize,
    ) -> Option<Kid> {
        if let Some(Object::Number(mcid)) = object {
            let mark = Mark { form: None, mcid: mcid.as_i64() };
            return Some(Kid::Marked { page, mark });
        }
        let Some(Object::Dict(dict)) = object else {
            self.find(own, Fault::BrokenElement);
            return None;
        };
        let page = match reference(&dict, "Pg") {
            Some(number) => self.pages.get(&number).copied(),
            None => page,
        };
        match self.file.get::<Name<'a>>(&dict, "Type").as_deref() {
            Some(b"MCR") => {
                let Some(mcid) = self.file.get::<i64>(&dict, "MCID") else {
                    self.find(own, Fault::BrokenElement);
                    return None;
                };
                Some(Kid::Marked {
                    page,
                    mark: Mark { form: reference(&dict, "Stm"), mcid },
                })
            }
            Some(b"OBJR") => {
                let place = reference(&dict, "Obj");
                let place = place.and_then(|number| self.annotations.get(&number).copied());
                let page = place.map_or(page, |place| Some(place.0));
                Some(Kid::Object { page, annotation: place.map(|place| place.1) })
            }
            _ => self
                .element(&dict, number, page, own, depth)
                .map(|element| Kid::Element(Box::new(element))),
        }
    }

    fn element(
        &mut self,
        dict: &Dict<'a>,
        number: Option<i32>,
        page: Option<usize>,
        holder: Option<i32>,
        depth: usize,
    ) -> Option<Element> {
        if number.is_some_and(|number| !self.known.insert(number)) {
            self.find(number, Fault::ElementTwice);
            return None;
        }
        let name = self.file.name(dict, "S").filter(|_| depth < MOST_LEVELS);
        let Some(name) = name else {
            self.find(number.or(holder), Fault::BrokenElement);
            return None;
        };
        let parent = reference(dict, "P");
        if parent != holder {
            self.find(number, Fault::OtherElementParent(parent));
        }
        let space = self.file.get::<Dict<'a>>(dict, "NS");
        let kind = self.role(&name, space.as_ref());
        let files =
            if dict.contains_key("AF") { associated(self.file, dict) } else { Vec::new() };
        Some(Element {
            object: number,
            kind,
            namespace: space.and_then(|space| self.file.text(&space, "NS")),
            alt: self.file.text(dict, "Alt"),
            actual: self.file.text(dict, "ActualText"),
            expansion: self.file.text(dict, "E"),
            language: self.file.text(dict, "Lang"),
            title: self.file.text(dict, "T"),
            id: self.file.text(dict, "ID"),
            attributes: self.attributes(dict),
            files,
            kids: self.kids(dict, page, number, depth + 1),
            name,
        })
    }

    /// The standard type that a type stands for.
    fn role(&self, name: &str, space: Option<&Dict<'a>>) -> String {
        let map = space.and_then(|space| self.file.get::<Dict<'a>>(space, "RoleMapNS"));
        let own = map.and_then(|map| {
            // a name, or a name and its namespace
            let first = self.file.items(&map, name).next();
            let first = first.and_then(|first| self.file.resolve(first)?.into_name());
            let first = first.or_else(|| self.file.get::<Name<'a>>(&map, name))?;
            Some(name_text(&first))
        });
        if space.is_some() {
            return own.unwrap_or_else(|| name.to_owned());
        }
        let mut role = name;
        for _ in 0..16 {
            match self.roles.get(role) {
                Some(next) if next != role => role = next,
                Some(_) | None => break,
            }
        }
        role.to_owned()
    }

    fn attributes(&self, dict: &Dict<'a>) -> Attributes {
        let mut attributes = Attributes::default();
        if let Some(class) = self.file.get(dict, "C") {
            self.each(class, |name| {
                let name = name.into_name();
                let class = name.and_then(|name| self.file.get(&self.classes, &*name));
                if let Some(class) = class {
                    self.each(class, |own| self.add(&mut attributes, own));
                }
            });
        }
        if let Some(own) = self.file.get(dict, "A") {
            self.each(own, |own| self.add(&mut attributes, own));
        }
        attributes
    }

    /// The object, or those of the array.
    fn each(&self, object: Object<'a>, mut give: impl FnMut(Object<'a>)) {
        if let Object::Array(array) = object {
            let all = items(&array).take(256);
            all.filter_map(|object| self.file.resolve(object)).for_each(give);
        } else {
            give(object);
        }
    }

    /// Takes over the attributes of one owner. Revision numbers, which stand between
    /// dictionaries of attributes, are none.
    fn add(&self, attributes: &mut Attributes, object: Object<'a>) {
        let Some(dict) = object.into_dict() else { return };
        let keep = |old: &mut Option<String>, key| {
            if let Some(new) = self.file.name(&dict, key) {
                *old = Some(new);
            }
        };
        keep(&mut attributes.scope, "Scope");
        keep(&mut attributes.numbering, "ListNumbering");
        keep(&mut attributes.placement, "Placement");
        for property in self.file.items(&dict, "P").take(1 << 8) {
            let property = self.file.resolve(property).and_then(Object::into_dict);
            let Some(property) = property else { continue };
            let said = |key| self.file.get::<Object<'a>>(&property, key);
            let said = |key| said(key).and_then(Object::into_string);
            if said("N").is_some_and(|name| file::text(&name) == "Version") {
                attributes.version = said("V").map(|version| file::text(&version));
            }
        }
        let number = |key| self.file.get::<i64>(&dict, key);
        attributes.row_span = number("RowSpan").or(attributes.row_span);
        attributes.column_span = number("ColSpan").or(attributes.column_span);
        attributes.bounds = self.file.rect(&dict, "BBox").or(attributes.bounds);
        for header in self.file.items(&dict, "Headers").take(1 << 12) {
            let header = self.file.resolve(header).and_then(Object::into_string);
            attributes.headers.extend(header.map(|header| file::text(&header)));
        }
    }
}
