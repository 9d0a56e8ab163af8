//! The metadata: what the file claims, and whether all of it is described
//! (ISO 14289-1, 5; ISO 19005-2, 6.6).

use super::{Findings, Rule};
use crate::verify::markup::packet::{self, Packet, Property};

pub(super) const PACKET: Rule = Rule {
    name: "Matterhorn 06-001",
    clause: "ISO 14289-1, 7.1; ISO 14289-2, 8.11.1; ISO 19005-2, 6.6.2.1",
};
pub(super) const IDENTIFIER: Rule =
    Rule { name: "Matterhorn 06-002", clause: "ISO 14289-1, 5; ISO 14289-2, 5" };
pub(super) const TITLE: Rule =
    Rule { name: "Matterhorn 06-003", clause: "ISO 14289-1, 7.1; ISO 14289-2, 8.11.1" };
pub(super) const STREAM: Rule =
    Rule { name: "PDF/A 6.6.2.1", clause: "ISO 19005-2, 6.6.2.1" };
pub(super) const SCHEMAS: Rule =
    Rule { name: "PDF/A 6.6.2.3.1", clause: "ISO 19005-2, 6.6.2.3.1" };
pub(super) const EXTENSIONS: Rule =
    Rule { name: "PDF/A 6.6.2.3.3", clause: "ISO 19005-2, 6.6.2.3.3" };
pub(super) const AGREEMENT: Rule =
    Rule { name: "PDF/A 6.6.3", clause: "ISO 19005-2, 6.6.3" };
pub(super) const ARCHIVE: Rule =
    Rule { name: "PDF/A 6.6.4", clause: "ISO 19005-2, 6.6.4; ISO 19005-4, 6.7.3" };

const DC: &str = "http://purl.org/dc/elements/1.1/";
const XMP: &str = "http://ns.adobe.com/xap/1.0/";
const PDF: &str = "http://ns.adobe.com/pdf/1.3/";
const PDFA: &str = "http://www.aiim.org/pdfa/ns/id/";
const PDFUA: &str = "http://www.aiim.org/pdfua/ns/id/";

/// The other schemas that every reader knows (XMP Specification of 2005, 4, and ISO
/// 19005-2, 6.6.2.3 and 6.6.4).
const KNOWN: [&str; 12] = [
    "http://ns.adobe.com/xap/1.0/rights/",
    "http://ns.adobe.com/xap/1.0/mm/",
    "http://ns.adobe.com/xap/1.0/bj/",
    "http://ns.adobe.com/xap/1.0/t/pg/",
    "http://ns.adobe.com/xmp/1.0/DynamicMedia/",
    "http://ns.adobe.com/photoshop/1.0/",
    "http://ns.adobe.com/camera-raw-settings/1.0/",
    "http://ns.adobe.com/tiff/1.0/",
    "http://ns.adobe.com/exif/1.0/",
    "http://ns.adobe.com/exif/1.0/aux/",
    PDFA,
    "http://www.aiim.org/pdfa/ns/extension/",
];

/// The properties of three of them, and which list each is; nothing for a value by itself.
const PROPERTIES: [(&str, &str, &[&str]); 7] = [
    (DC, "Alt", &["title", "description", "rights"]),
    (DC, "Seq", &["creator", "date"]),
    (DC, "Bag", &["contributor", "language", "publisher", "relation", "subject", "type"]),
    (DC, "", &["coverage", "format", "identifier", "source"]),
    (XMP, "Bag", &["Advisory", "Identifier", "Thumbnails"]),
    (
        XMP,
        "",
        &[
            "BaseURL",
            "CreateDate",
            "CreatorTool",
            "Label",
            "MetadataDate",
            "ModifyDate",
            "Nickname",
            "Rating",
        ],
    ),
    (PDF, "", &["Keywords", "PDFVersion", "Producer", "Trapped"]),
];

/// Holds the metadata against the rules.
pub(super) fn check(findings: &mut Findings<'_>) {
    let pdf = findings.pdf;
    let Some(text) = &pdf.metadata else {
        findings.add_of_file(&PACKET, "has no metadata");
        return;
    };
    let packet = packet::read(text);
    let head = text.split("?>").next().unwrap_or_default();
    let is_old = ["bytes=", "encoding="].iter().any(|key| head.contains(key));
    let reason = match &packet {
        Err(reason) => Some(format!("has metadata that cannot be read: {reason}")),
        Ok(_) if !pdf.facts.metadata_is_utf8 => {
            Some("has metadata that are not in UTF-8".to_owned())
        }
        Ok(_) if head.contains("<?xpacket") && is_old => {
            Some("names the bytes or the encoding of its metadata".to_owned())
        }
        Ok(_) => None,
    };
    if let Some(reason) = reason {
        findings.add_of_file(&STREAM, reason);
    }
    let packet = packet.unwrap_or_default();
    claims(findings, &packet);
    let title = value(&packet, DC, "title");
    if title.is_none_or(str::is_empty) {
        findings.add_of_file(&TITLE, "has metadata without a title");
    }
    if !findings.is_newer {
        // PDF/A-4 wants neither
        schemas(findings, &packet);
        agreement(findings, &packet);
    }
}

fn property<'p>(packet: &'p Packet, space: &str, name: &str) -> Option<&'p Property> {
    packet.properties.iter().find(|own| own.space == space && own.name == name)
}

fn value<'p>(packet: &'p Packet, space: &str, name: &str) -> Option<&'p str> {
    property(packet, space, name).map(|own| own.value.as_str())
}

/// What it says it keeps.
fn claims(findings: &mut Findings<'_>, packet: &Packet) {
    let access = if findings.is_newer { "2" } else { "1" };
    let is_claimed = |space, name, prefix: &str, right: &dyn Fn(&str) -> bool| {
        property(packet, space, name)
            .is_some_and(|own| own.prefix == prefix && right(&own.value))
    };
    if !is_claimed(PDFUA, "part", "pdfuaid", &|part| part == access) {
        let what = format!("does not claim to be PDF/UA-{access}");
        findings.add_of_file(&IDENTIFIER, what);
    }
    let part = |own: &str| match findings.is_newer {
        true => own == "4",
        false => matches!(own, "2" | "3"),
    };
    let conformance = match findings.is_newer {
        true => property(packet, PDFA, "conformance").is_none_or(|own| own.value == "F"),
        false => is_claimed(PDFA, "conformance", "pdfaid", &|own| own == "A"),
    };
    if !is_claimed(PDFA, "part", "pdfaid", &part) || !conformance {
        let what = match findings.is_newer {
            true => "does not claim to be PDF/A-4",
            false => "does not claim to be PDF/A-2a or PDF/A-3a",
        };
        findings.add_of_file(&ARCHIVE, what);
    }
}

/// Every property is known to all readers, or described.
fn schemas(findings: &mut Findings<'_>, packet: &Packet) {
    for own in &packet.properties {
        let named = format!("{}:{}", own.prefix, own.name);
        if KNOWN.contains(&own.space.as_str()) {
            continue;
        }
        let known = PROPERTIES.iter().find(|(space, _, names)| {
            *space == own.space && names.contains(&own.name.as_str())
        });
        let list = own.list.as_deref().unwrap_or_default();
        if let Some((_, wanted, _)) = known {
            if *wanted != list {
                let what =
                    format!("has the wrong kind of value for `{named}` in its metadata");
                findings.add_of_file(&SCHEMAS, what);
            }
            continue;
        }
        let mut described = packet.schemas.iter();
        let is_described = described.any(|schema| {
            schema.space.as_deref() == Some(own.space.as_str())
                && schema.properties.iter().any(|property| property.0 == own.name)
        });
        if !is_described {
            let what = format!("has `{named}` in its metadata, which no schema describes");
            findings.add_of_file(&SCHEMAS, what);
        }
    }
    for schema in &packet.schemas {
        let space = schema.space.as_deref().unwrap_or_default();
        let is_whole = !space.is_empty()
            && schema.is_named
            && schema.properties.iter().all(|own| own.1 && !own.0.is_empty());
        if !is_whole {
            let what =
                format!("describes the schema `{space}` of its metadata in part only");
            findings.add_of_file(&EXTENSIONS, what);
        }
    }
}

/// What the older dictionary says is what the metadata say.
fn agreement(findings: &mut Findings<'_>, packet: &Packet) {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    for (key, said) in &findings.pdf.facts.information {
        let own = match key.as_str() {
            "Title" => property(packet, DC, "title"),
            "Author" => property(packet, DC, "creator"),
            "Subject" => property(packet, DC, "description"),
            "Keywords" => property(packet, PDF, "Keywords"),
            "Creator" => property(packet, XMP, "CreatorTool"),
            "Producer" => property(packet, PDF, "Producer"),
            "CreationDate" => property(packet, XMP, "CreateDate"),
            "ModDate" => property(packet, XMP, "ModifyDate"),
            _ => continue,
        };
        let is_same = own.is_some_and(|own| match key.as_str() {
            "Author" => {
                let names: Vec<&str> =
                    own.items.iter().map(|item| item.1.as_str()).collect();
                names.join(", ") == *said
            }
            "CreationDate" | "ModDate" => digits(&own.value) == digits(said),
            _ => own.value == said.trim(),
        });
        if !is_same {
            let what = format!(
                "says `{said}` as its {key}, and `{}` in its metadata",
                own.map_or("nothing", |own| &own.value)
            );
            findings.add_of_file(&AGREEMENT, what);
            return;
        }
    }
}
