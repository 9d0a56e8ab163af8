//! How a defect is put into a finished PDF.

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream};

use super::super::Finished;
pub(super) use super::super::print::{change, element, keys, paint};

/// Changes the bytes of the file.
pub(super) fn bytes(one: &mut Finished, act: impl FnOnce(&mut Vec<u8>)) {
    // written anew first, to have a table of objects that is easy to keep
    change(one, |_| {});
    act(one.artifact.files.by_path.values_mut().next().unwrap());
}

/// Sets a key of the catalog.
pub(super) fn catalog(one: &mut Finished, key: &str, value: impl Into<Object>) {
    let value = value.into();
    change(one, |document| document.catalog_mut().unwrap().set(key, value));
}

/// Takes a key out of the catalog.
pub(super) fn without(one: &mut Finished, key: &str) {
    change(one, |document| {
        document.catalog_mut().unwrap().remove(key.as_bytes()).unwrap();
    });
}

/// Changes the dictionary that a key of the catalog holds or refers to.
pub(super) fn below_catalog(
    document: &mut Document,
    key: &str,
    act: impl FnOnce(&mut Dictionary),
) {
    let value = document.catalog().unwrap().get(key.as_bytes()).unwrap().clone();
    match value {
        Object::Reference(id) => act(keys(document, id)),
        _ => act(document
            .catalog_mut()
            .unwrap()
            .get_mut(key.as_bytes())
            .unwrap()
            .as_dict_mut()
            .unwrap()),
    }
}

/// Changes the keys of the element of a kind that comes at a turn.
pub(super) fn tag(
    one: &mut Finished,
    kind: &str,
    turn: usize,
    act: impl FnOnce(&mut Dictionary),
) {
    change(one, |document| {
        let id = element(document, kind, turn);
        act(keys(document, id));
    });
}

/// Gives an element another type.
pub(super) fn retag(one: &mut Finished, kind: &str, turn: usize, to: &str) {
    tag(one, kind, turn, |keys| keys.set("S", name(to)));
}

pub(super) fn name(text: &str) -> Object {
    Object::Name(text.as_bytes().to_vec())
}

pub(super) fn text(text: &str) -> Object {
    Object::string_literal(text)
}

/// Adds a mapping of types.
pub(super) fn role(document: &mut Document, from: &str, to: &str) {
    let id = document.catalog().unwrap().get(b"StructTreeRoot").unwrap();
    let id = id.as_reference().unwrap();
    let map = keys(document, id).get_mut(b"RoleMap").unwrap().as_dict_mut().unwrap();
    map.set(from, name(to));
}

/// Replaces a part of the metadata.
pub(super) fn metadata(one: &mut Finished, from: &str, to: &str) {
    change(one, |document| {
        let id = document.catalog().unwrap().get(b"Metadata").unwrap();
        let id = id.as_reference().unwrap();
        let stream = document.get_object_mut(id).unwrap().as_stream_mut().unwrap();
        let old = String::from_utf8(stream.content.clone()).unwrap();
        assert!(old.contains(from), "the metadata have no {from}");
        stream.set_plain_content(old.replacen(from, to, 1).into_bytes());
    });
}

/// The page with some links.
fn page_with_links(document: &Document) -> ObjectId {
    let pages = document.get_pages().into_values();
    let mut pages = pages.filter(|id| document.get_dictionary(*id).unwrap().has(b"Annots"));
    pages.next().unwrap()
}

/// Changes the keys of the first page with links.
pub(super) fn page(one: &mut Finished, act: impl FnOnce(&mut Dictionary)) {
    change(one, |document| {
        let id = page_with_links(document);
        act(keys(document, id));
    });
}

/// Changes the first link of the file.
pub(super) fn link(one: &mut Finished, act: impl FnOnce(&mut Dictionary)) {
    change(one, |document| {
        let page = page_with_links(document);
        let links = document.get_dictionary(page).unwrap().get(b"Annots").unwrap();
        let first = links.as_array().unwrap()[0].as_reference().unwrap();
        act(keys(document, first));
    });
}

/// Adds operations at the end of the first page with links, as an artifact.
pub(super) fn draw(document: &mut Document, operations: Vec<Operation>) {
    let page = page_with_links(document);
    let mut content = Content::decode(&document.get_page_content(page)).unwrap();
    content.operations.push(Operation::new("BMC", vec![name("Artifact")]));
    content.operations.extend(operations);
    content.operations.push(Operation::new("EMC", Vec::new()));
    document.change_page_content(page, content.encode().unwrap()).unwrap();
}

/// Gives the first page with links a resource.
pub(super) fn resource(
    document: &mut Document,
    category: &str,
    key: &str,
    value: impl Into<Object>,
) {
    let page = page_with_links(document);
    let resources = document.get_dictionary(page).unwrap().get(b"Resources");
    let held = resources.and_then(Object::as_reference);
    let resources = match held {
        Ok(id) => keys(document, id),
        Err(_) => {
            keys(document, page).get_mut(b"Resources").unwrap().as_dict_mut().unwrap()
        }
    };
    if !resources.has(category.as_bytes()) {
        resources.set(category, Dictionary::new());
    }
    match resources.get_mut(category.as_bytes()).unwrap() {
        Object::Reference(id) => {
            let id = *id;
            keys(document, id).set(key, value.into());
        }
        held => held.as_dict_mut().unwrap().set(key, value.into()),
    }
}

/// Operations of a kind without numbers.
pub(super) fn operation(operator: &str) -> Operation {
    Operation::new(operator, Vec::new())
}

/// The first object whose dictionary has a subtype.
pub(super) fn subtype(document: &Document, subtype: &str) -> ObjectId {
    let keys = |object: &Object| match object {
        Object::Stream(stream) => Some(stream.dict.clone()),
        other => other.as_dict().ok().cloned(),
    };
    let is_it = |object: &Object| {
        keys(object).is_some_and(|keys| {
            keys.get(b"Subtype")
                .and_then(Object::as_name)
                .is_ok_and(|own| own == subtype.as_bytes())
        })
    };
    let mut found = document.objects.iter().filter(|(_, object)| is_it(object));
    *found.next().unwrap_or_else(|| panic!("no {subtype}")).0
}

/// Changes the keys of the first object with a subtype.
pub(super) fn change_subtype(
    one: &mut Finished,
    kind: &str,
    act: impl FnOnce(&mut Dictionary),
) {
    change(one, |document| {
        let id = subtype(document, kind);
        match document.get_object_mut(id).unwrap() {
            Object::Stream(stream) => act(&mut stream.dict),
            other => act(other.as_dict_mut().unwrap()),
        }
    });
}

/// Replaces a part of the first table of characters of a font that has it.
pub(super) fn characters(one: &mut Finished, change_of: impl Fn(&str) -> Option<String>) {
    change(one, |document| {
        for object in document.objects.values_mut() {
            let Object::Stream(stream) = object else { continue };
            let Ok(text) = stream.decompressed_content() else { continue };
            let Ok(text) = String::from_utf8(text) else { continue };
            if !text.contains("beginbfchar") {
                continue;
            }
            if let Some(text) = change_of(&text) {
                stream.set_plain_content(text.into_bytes());
                return;
            }
        }
        panic!("no table of characters has that")
    });
}

/// A file in the file; `both` names it in both ways.
pub(super) fn attach(document: &mut Document, both: bool) {
    let mut keys = Dictionary::new();
    keys.set("Type", name("EmbeddedFile"));
    keys.set("Subtype", name("text/plain"));
    let stream = document.add_object(Stream::new(keys, b"planted".to_vec()));
    let mut held = Dictionary::new();
    held.set("F", stream);
    held.set("UF", stream);
    let mut file = Dictionary::new();
    file.set("Type", name("Filespec"));
    file.set("F", text("planted.txt"));
    if both {
        file.set("UF", text("planted.txt"));
    }
    file.set("AFRelationship", name("Supplement"));
    file.set("EF", held);
    let file = document.add_object(file);
    let mut tree = Dictionary::new();
    tree.set("Names", vec![text("planted.txt"), Object::Reference(file)]);
    if !document.catalog().unwrap().has(b"Names") {
        document.catalog_mut().unwrap().set("Names", Dictionary::new());
    }
    below_catalog(document, "Names", |names| names.set("EmbeddedFiles", tree));
}

/// The operation that shows glyphs, with other codes.
pub(super) fn show(one: &mut Finished, words: &str, codes: &[u8]) {
    let string = Object::String(codes.to_vec(), lopdf::StringFormat::Hexadecimal);
    paint(one, words, |inner| {
        let shown = inner.iter_mut().find(|one| one.operator == "TJ").unwrap();
        shown.operands[0] = Object::Array(vec![string]);
    });
}
