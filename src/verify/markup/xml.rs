//! XML: the pages and the package document of an EPUB.

use super::dom::{Dom, Element, NodeId, NodeKind, Space};

/// Elements are read so deep in one another.
const DEEPEST: usize = 1024;

/// What the prefix of an attribute stands for in the pages of an EPUB.
const PREFIXES: [(&str, &str); 2] = [
    ("http://www.idpf.org/2007/ops", "epub"),
    ("http://www.w3.org/XML/1998/namespace", "xml"),
];

/// The tree of an XML file.
///
/// # Errors
/// When it is not well-formed: where and why.
pub(in crate::verify) fn read(xml: &str) -> Result<Dom, String> {
    if is_too_deep(xml) {
        return Err(format!("its elements lie more than {DEEPEST} deep"));
    }
    let options = roxmltree::ParsingOptions {
        allow_dtd: true,
        ..roxmltree::ParsingOptions::default()
    };
    let document = roxmltree::Document::parse_with_options(xml, options)
        .map_err(|error| error.to_string())?;
    let mut dom = Dom::new();
    let mut left = vec![(document.root_element(), Dom::root())];
    while let Some((node, parent)) = left.pop() {
        let id = create(&mut dom, node);
        dom.append(parent, id);
        let kids = node.children().map(|kid| (kid, id));
        left.extend(kids.collect::<Vec<_>>().into_iter().rev());
    }
    Ok(dom)
}

/// Whether elements lie deeper in one another than any text has them: the parser asks its
/// way down.
fn is_too_deep(xml: &str) -> bool {
    let mut depth = 0_usize;
    let mut rest = xml;
    while let Some((_, tag)) = rest.split_once('<') {
        let (said, after) = if tag.starts_with("!--") {
            tag.split_once("-->").unwrap_or((tag, ""))
        } else if tag.starts_with("![CDATA[") {
            tag.split_once("]]>").unwrap_or((tag, ""))
        } else {
            let mut quote = None;
            let end = tag.find(|c| {
                match (quote, c) {
                    (None, '"' | '\'') => quote = Some(c),
                    (Some(open), _) if open == c => quote = None,
                    (None, '>') => return true,
                    _ => {}
                }
                false
            });
            tag.split_at(end.unwrap_or(tag.len()))
        };
        match said.as_bytes() {
            [b'/', ..] => depth = depth.saturating_sub(1),
            [b'!' | b'?', ..] | [.., b'/'] => {}
            _ => depth += 1,
        }
        if depth > DEEPEST {
            return true;
        }
        rest = after;
    }
    false
}

fn create(dom: &mut Dom, node: roxmltree::Node<'_, '_>) -> NodeId {
    let kind = match node.node_type() {
        roxmltree::NodeType::Element => {
            let attributes = node.attributes().map(|attribute| {
                let prefix = PREFIXES
                    .iter()
                    .find(|(space, _)| attribute.namespace() == Some(space))
                    .map(|(_, prefix)| format!("{prefix}:"));
                let name = prefix.unwrap_or_default() + attribute.name();
                (name, attribute.value().to_owned())
            });
            let attributes = attributes.collect();
            let name = node.tag_name().name().to_owned();
            let space = Space::of(node.tag_name().namespace().unwrap_or_default());
            NodeKind::Element(Element { name, attributes, space })
        }
        roxmltree::NodeType::Text => {
            NodeKind::Text(node.text().unwrap_or_default().to_owned())
        }
        roxmltree::NodeType::Root
        | roxmltree::NodeType::Comment
        | roxmltree::NodeType::PI => NodeKind::Silent,
    };
    dom.create(kind)
}

/// The simple properties in a packet of metadata, as elements or as attributes (ISO 16684-1,
/// 7): name space, name and value.
///
/// # Errors
/// When it is not well-formed: where and why.
pub(in crate::verify) fn properties(
    xml: &str,
) -> Result<Vec<(String, String, String)>, String> {
    let document = roxmltree::Document::parse(xml).map_err(|error| error.to_string())?;
    let mut found = Vec::new();
    for node in document.descendants().filter(roxmltree::Node::is_element) {
        let name = node.tag_name();
        let space = name.namespace().unwrap_or_default().to_owned();
        let text = node.text().unwrap_or_default().trim().to_owned();
        found.push((space, name.name().to_owned(), text));
        found.extend(node.attributes().map(|own| {
            let space = own.namespace().unwrap_or_default().to_owned();
            (space, own.name().to_owned(), own.value().trim().to_owned())
        }));
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_too_deep_is_not_read() {
        let deep = |depth| "<a>".repeat(depth) + &"</a>".repeat(depth);
        assert!(read(&deep(DEEPEST)).is_ok());
        assert!(read(&deep(DEEPEST + 1)).is_err());
        // and nothing else is taken for depth
        let flat = "<b t='a>b'/><!-- <b> <b> --><![CDATA[<b><b>]]>".repeat(DEEPEST);
        assert!(read(&format!("<a>{flat}</a>")).is_ok());
    }
}
