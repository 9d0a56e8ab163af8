//! The metadata of a PDF, as a list of properties (ISO 16684-1), and what it says of
//! schemas that its readers may not know (ISO 19005-2, 6.6.2.3.3).

use roxmltree::{Document, Node};

const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const XML: &str = "http://www.w3.org/XML/1998/namespace";
const EXTENSION: &str = "http://www.aiim.org/pdfa/ns/extension/";
const SCHEMA: &str = "http://www.aiim.org/pdfa/ns/schema#";
const PROPERTY: &str = "http://www.aiim.org/pdfa/ns/property#";

/// A packet, read.
#[derive(Debug, Default)]
pub(in crate::verify) struct Packet {
    /// What it says.
    pub(in crate::verify) properties: Vec<Property>,
    /// The schemas that it describes.
    pub(in crate::verify) schemas: Vec<Schema>,
}

/// A property.
#[derive(Debug, Default)]
pub(in crate::verify) struct Property {
    /// The namespace of its schema.
    pub(in crate::verify) space: String,
    /// The prefix that stands for it.
    pub(in crate::verify) prefix: String,
    /// Its name.
    pub(in crate::verify) name: String,
    /// Its value, or the first of them.
    pub(in crate::verify) value: String,
    /// Its values with the language that each says, where there is a list of them.
    pub(in crate::verify) items: Vec<(Option<String>, String)>,
    /// What kind of list that is: `Alt`, `Bag`, `Seq`.
    pub(in crate::verify) list: Option<String>,
}

/// The description of a schema.
#[derive(Debug, Default)]
pub(in crate::verify) struct Schema {
    /// Its namespace.
    pub(in crate::verify) space: Option<String>,
    /// Whether it has a prefix and a name besides.
    pub(in crate::verify) is_named: bool,
    /// Its properties: the name, and whether all of the description is there.
    pub(in crate::verify) properties: Vec<(String, bool)>,
}

/// Reads a packet.
///
/// # Errors
/// In words, when it is not well-formed, or holds no metadata.
pub(in crate::verify) fn read(text: &str) -> Result<Packet, String> {
    let document = Document::parse(text).map_err(|error| error.to_string())?;
    let all = document.descendants();
    let mut descriptions =
        all.filter(|node| node.has_tag_name((RDF, "RDF"))).flat_map(|node| node.children());
    let mut packet = Packet::default();
    let mut is_empty = true;
    for description in
        descriptions.by_ref().filter(|node| node.has_tag_name((RDF, "Description")))
    {
        is_empty = false;
        for attribute in description.attributes() {
            let space = attribute.namespace().unwrap_or_default();
            if space != RDF && space != XML && !space.is_empty() {
                packet.properties.push(Property {
                    prefix: prefix(description, space),
                    space: space.to_owned(),
                    name: attribute.name().to_owned(),
                    value: attribute.value().trim().to_owned(),
                    ..Property::default()
                });
            }
        }
        for own in description.children().filter(Node::is_element) {
            if own.has_tag_name((EXTENSION, "schemas")) {
                packet.schemas.extend(items(own).map(schema));
            }
            packet.properties.push(property(own));
        }
    }
    if is_empty {
        return Err("it holds no description".to_owned());
    }
    Ok(packet)
}

fn property(node: Node<'_, '_>) -> Property {
    let list = node.children().find(|kid| kid.tag_name().namespace() == Some(RDF));
    let said: Vec<(Option<String>, String)> = items(node)
        .map(|item| {
            let language = item.attribute((XML, "lang")).map(str::to_owned);
            (language, text(item))
        })
        .collect();
    let space = node.tag_name().namespace().unwrap_or_default();
    Property {
        prefix: prefix(node, space),
        space: space.to_owned(),
        name: node.tag_name().name().to_owned(),
        value: said.first().map_or_else(|| text(node), |item| item.1.clone()),
        items: said,
        list: list.map(|list| list.tag_name().name().to_owned()),
    }
}

/// The items of the list that a node holds.
fn items<'a, 'i>(node: Node<'a, 'i>) -> impl Iterator<Item = Node<'a, 'i>> {
    let lists = node.children().filter(|kid| kid.tag_name().namespace() == Some(RDF));
    lists.flat_map(|list| list.children()).filter(|kid| kid.has_tag_name((RDF, "li")))
}

fn schema(node: Node<'_, '_>) -> Schema {
    let own = |name: &str| node.children().find(|kid| kid.has_tag_name((SCHEMA, name)));
    let properties = own("property").map(|list| {
        items(list)
            .map(|item| {
                let part = |name: &str| {
                    let found =
                        item.children().find(|kid| kid.has_tag_name((PROPERTY, name)));
                    found.map(text).filter(|text| !text.is_empty())
                };
                let is_complete = part("valueType").is_some()
                    && part("description").is_some()
                    && matches!(part("category").as_deref(), Some("internal" | "external"));
                (part("name").unwrap_or_default(), is_complete)
            })
            .collect()
    });
    let has = |name: &str| own(name).map(text).is_some_and(|text| !text.is_empty());
    Schema {
        space: own("namespaceURI").map(text),
        is_named: has("prefix") && has("schema"),
        properties: properties.unwrap_or_default(),
    }
}

fn prefix(node: Node<'_, '_>, space: &str) -> String {
    node.lookup_prefix(space).unwrap_or_default().to_owned()
}

/// The text in a node, without space around it.
fn text(node: Node<'_, '_>) -> String {
    let texts = node.descendants().filter(Node::is_text);
    texts.filter_map(|own| own.text()).collect::<String>().trim().to_owned()
}
