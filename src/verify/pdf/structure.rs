//! The tag tree (ISO 32000-1, 14.7 and 14.8).

use std::collections::{BTreeMap, BTreeSet};

use hayro_syntax::object::{Array, Dict, Name, Object};

use super::file::{
    File, name_of, name_text, number_of, number_tree, rect_of, reference, text_of,
};
use super::links::PageNumbers;
use super::model::{Attributes, Element, Fault, Finding, Kid, Mark};
use super::navigation::associated;

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
pub(super) fn parents(file: &File) -> Parents {
    let mut parents = Parents::default();
    let root = file.catalog().get::<Dict<'_>>("StructTreeRoot");
    let Some(tree) = root.and_then(|root| root.get::<Dict<'_>>("ParentTree")) else {
        return parents;
    };
    number_tree(file, tree, |key, value| {
        let number = number_of(&value);
        match file.resolve(value) {
            Some(Object::Array(array)) => {
                let marks = array.raw_iter().map(|object| number_of(&object));
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
pub(super) fn tree(
    file: &File,
    pages: &PageNumbers,
    annotations: &BTreeMap<i32, (usize, usize)>,
) -> Tree {
    let Some(root) = file.catalog().get::<Dict<'_>>("StructTreeRoot") else {
        return Tree { root: None, findings: Vec::new() };
    };
    let mut roles = BTreeMap::new();
    if let Some(map) = root.get::<Dict<'_>>("RoleMap") {
        for (name, _) in map.entries() {
            if let Some(role) = map.get::<Name<'_>>(&*name) {
                roles.insert(name_text(&name), name_text(&role));
            }
        }
    }
    let classes = root.get::<Dict<'_>>("ClassMap");
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
    file: &'a File,
    pages: &'p PageNumbers,
    annotations: &'p BTreeMap<i32, (usize, usize)>,
    roles: BTreeMap<String, String>,
    classes: Option<Dict<'a>>,
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
        let Some(object) = dict.get::<Object<'a>>("K") else { return Vec::new() };
        let mut kids = Vec::new();
        if let Object::Array(array) = object {
            for kid in array.raw_iter() {
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
        match dict.get::<Name<'_>>("Type").as_deref() {
            Some(b"MCR") => {
                let Some(mcid) = dict.get::<i64>("MCID") else {
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
        let name = name_of(dict, "S").filter(|_| depth < MOST_LEVELS);
        let Some(name) = name else {
            self.find(number.or(holder), Fault::BrokenElement);
            return None;
        };
        let parent = reference(dict, "P");
        if parent != holder {
            self.find(number, Fault::OtherElementParent(parent));
        }
        let space = dict.get::<Dict<'_>>("NS");
        let kind = self.role(&name, space.as_ref());
        let files =
            if dict.contains_key("AF") { associated(self.file, dict) } else { Vec::new() };
        Some(Element {
            object: number,
            kind,
            namespace: space.and_then(|space| text_of(&space, "NS")),
            alt: text_of(dict, "Alt"),
            actual: text_of(dict, "ActualText"),
            expansion: text_of(dict, "E"),
            language: text_of(dict, "Lang"),
            title: text_of(dict, "T"),
            id: text_of(dict, "ID"),
            attributes: self.attributes(dict),
            files,
            kids: self.kids(dict, page, number, depth + 1),
            name,
        })
    }

    /// The standard type that a type stands for.
    fn role(&self, name: &str, space: Option<&Dict<'_>>) -> String {
        let own = space.and_then(|space| space.get::<Dict<'_>>("RoleMapNS"));
        let own = own.and_then(|map| {
            let array = map.get::<Array<'_>>(name);
            let first = array.and_then(|array| array.iter::<Object<'_>>().next());
            let first =
                first.and_then(Object::into_name).or_else(|| map.get::<Name<'_>>(name));
            first.map(|name| name_text(&name))
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

    fn attributes(&self, dict: &Dict<'_>) -> Attributes {
        let mut attributes = Attributes::default();
        if let Some(class) = dict.get::<Object<'_>>("C")
            && let Some(classes) = &self.classes
        {
            each(class, |name| {
                let class =
                    name.into_name().and_then(|name| classes.get::<Object<'_>>(&*name));
                if let Some(class) = class {
                    each(class, |own| add(&mut attributes, own));
                }
            });
        }
        if let Some(own) = dict.get::<Object<'_>>("A") {
            each(own, |own| add(&mut attributes, own));
        }
        attributes
    }
}

/// The object, or those of the array.
fn each<'o>(object: Object<'o>, mut give: impl FnMut(Object<'o>)) {
    if let Object::Array(array) = object {
        array.iter::<Object<'o>>().take(256).for_each(give);
    } else {
        give(object);
    }
}

/// Takes over the attributes of one owner. Revision numbers, which stand between
/// dictionaries of attributes, are none.
fn add(attributes: &mut Attributes, object: Object<'_>) {
    let Some(dict) = object.into_dict() else { return };
    let keep = |old: &mut Option<String>, key| {
        if let Some(new) = name_of(&dict, key) {
            *old = Some(new);
        }
    };
    keep(&mut attributes.scope, "Scope");
    keep(&mut attributes.numbering, "ListNumbering");
    keep(&mut attributes.placement, "Placement");
    attributes.row_span = dict.get::<i64>("RowSpan").or(attributes.row_span);
    attributes.column_span = dict.get::<i64>("ColSpan").or(attributes.column_span);
    attributes.bounds = rect_of(&dict, "BBox").or(attributes.bounds);
    if let Some(headers) = dict.get::<Array<'_>>("Headers") {
        let strings = headers.iter::<hayro_syntax::object::String<'_>>().take(1 << 12);
        attributes.headers = strings.map(|header| super::file::text(&header)).collect();
    }
}
