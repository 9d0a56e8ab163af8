//! What the file says about itself: XMP, the older information dictionary, language,
//! and what its colours mean (ISO 32000-1, 14.3; ISO 19005-2, 6.6; ISO 14289-1, 5).

use lopdf::{Dictionary, Document, Object, Stream, dictionary};

use super::inks::Intent;
use super::objects::{catalog, dictionary_mut, literal, packed, reference, text};
use crate::ast::is_rtl_language;
use crate::backend::Input;
use crate::certificate::{self, Seal, claims};
use crate::escape::escape;
use crate::project::{BookInfo, Format, Stamp, Standard};

/// What wrote the file.
const PRODUCER: &str = concat!("Trifold ", env!("CARGO_PKG_VERSION"));

/// What a file says of itself.
#[derive(Debug, Copy, Clone, PartialEq, Eq)]
pub(super) enum Claim {
    /// That it is tagged, and whether files are in it.
    Tagged { has_files: bool },
    /// That it looks the same for ever; it has no tags.
    Imposed,
}

/// Adds all metadata to a document.
pub(super) fn add(
    document: &mut Document,
    input: &Input<'_>,
    colors: Intent,
    claim: Claim,
) {
    let (info, stamp, standard) = (&input.book.info, input.stamp, input.pdf.standard);
    let information = reference(&document.trailer, "Info");
    if standard.is_pdf_2() {
        // ISO 19005-4, 6.1.3 wants all of it in the XMP only.
        document.objects.remove(&information);
        document.trailer.remove(b"Info");
        document.version = "2.0".into();
    } else {
        *dictionary_mut(document, information) = information_dictionary(info, stamp);
        document.version = "1.7".into();
    }

    // Plain, so that it can be read without knowing PDF.
    let keys = dictionary! { "Type" => "Metadata", "Subtype" => "XML" };
    let metadata =
        document.add_object(Stream::new(keys, xmp(input, (standard, claim)).into_bytes()));
    let profile = document
        .add_object(packed(dictionary! { "N" => colors.components }, &colors.profile));
    let intent = dictionary! {
        "Type" => "OutputIntent",
        "S" => "GTS_PDFA1",
        "OutputConditionIdentifier" => text(&colors.identifier),
        "Info" => text(&colors.info),
        "DestOutputProfile" => profile,
    };

    let mut preferences = dictionary! { "DisplayDocTitle" => true };
    if is_rtl_language(&info.language) {
        preferences.set("Direction", "R2L");
    }
    let catalog = catalog(document);
    catalog.remove(b"PageLayout");
    catalog.set("Lang", literal(&info.language));
    catalog.set("ViewerPreferences", preferences);
    catalog.set("Metadata", metadata);
    catalog.set("OutputIntents", vec![Object::Dictionary(intent)]);
}

fn information_dictionary(info: &BookInfo, stamp: Stamp) -> Dictionary {
    let date = pdf_date(stamp);
    let mut keys = dictionary! {
        "Title" => text(&info.title),
        "Creator" => text(PRODUCER),
        "Producer" => text(PRODUCER),
        "CreationDate" => literal(&date),
        "ModDate" => literal(&date),
    };
    if !info.authors.is_empty() {
        keys.set("Author", text(&authors(info)));
    }
    if let Some(description) = &info.description {
        keys.set("Subject", text(description));
    }
    if !info.subjects.is_empty() {
        keys.set("Keywords", text(&keywords(info)));
    }
    keys
}

fn authors(info: &BookInfo) -> String {
    let names: Vec<&str> = info.authors.iter().map(|person| &*person.name).collect();
    names.join(", ")
}

fn keywords(info: &BookInfo) -> String {
    info.subjects.join(", ")
}

/// `D:20261123000000Z`.
pub(super) fn pdf_date(stamp: Stamp) -> String {
    let (year, month, day, hour, minute, second) = stamp.civil();
    format!("D:{year:04}{month:02}{day:02}{hour:02}{minute:02}{second:02}Z")
}

/// The metadata as XMP (ISO 16684-1), with the same values as the information
/// dictionary.
fn xmp(input: &Input<'_>, (standard, claim): (Standard, Claim)) -> String {
    let (book, stamp) = (input.book, input.stamp);
    let info = &book.info;
    let mut properties = String::new();
    let mut add = |name: &str, value: String| {
        properties += &format!("<{name}>{value}</{name}>\n");
    };
    add("dc:format", "application/pdf".into());
    add("dc:title", language_alternative(&info.title));
    add("dc:identifier", escape(&info.identifier));
    let languages = [info.language.as_str()].into_iter().chain(book.other_languages());
    add("dc:language", container("Bag", languages));
    if !info.authors.is_empty() {
        add("dc:creator", container("Seq", info.authors.iter().map(|person| &person.name)));
    }
    if !info.contributors.is_empty() {
        let names = info.contributors.iter().map(|person| &person.name);
        add("dc:contributor", container("Bag", names));
    }
    if let Some(series) = &info.series {
        add("dc:relation", container("Bag", [&book.series_line(series)]));
    }
    if let Some(description) = &info.description {
        add("dc:description", language_alternative(description));
    }
    if !info.subjects.is_empty() {
        add("dc:subject", container("Bag", &info.subjects));
        add("pdf:Keywords", escape(&keywords(info)));
    }
    if let Some(publisher) = &info.publisher {
        add("dc:publisher", container("Bag", [publisher]));
    }
    if let Some(rights) = &info.rights {
        add("dc:rights", language_alternative(rights));
    }
    let date = stamp.timestamp();
    for name in ["xmp:CreateDate", "xmp:ModifyDate", "xmp:MetadataDate"] {
        add(name, date.clone());
    }
    add("xmp:CreatorTool", PRODUCER.into());
    add("pdf:Producer", PRODUCER.into());
    let claims = match claim {
        Claim::Tagged { has_files } => claims::pdf(standard, has_files),
        Claim::Imposed => Vec::new(),
    };
    let (declared, plain): (Vec<_>, Vec<_>) =
        claims.iter().partition(|claim| claim.property == "pdfd:conformsTo");
    for claim in plain {
        add(&claim.property, claim.value.clone());
    }
    if !declared.is_empty() {
        add("pdfd:declarations", declarations(&declared));
    }
    // What is made for the printer is not proven and carries none.
    let certificate = input.certificate.filter(|_| claim != Claim::Imposed);
    if let Some(record) = certificate {
        let (json, seal) = (record.to_json(), Seal::of(Format::Pdf).blank());
        properties +=
            &format!("<trifold:certificate>{json}</trifold:certificate>\n{seal}\n");
    }
    let rest = match (claim, standard.is_pdf_2()) {
        (Claim::Imposed, _) | (Claim::Tagged { .. }, true) => String::new(),
        (Claim::Tagged { .. }, false) => {
            let own = if certificate.is_some() { CERTIFICATE_SCHEMA } else { "" };
            format!("{EXTENSION}{own}{EXTENSION_END}")
        }
    };
    format!("{HEAD}{properties}{rest}{TAIL}")
}

/// What the file declares (ISO 32000-2, "PDF Declarations" of the PDF Association).
fn declarations(claims: &[&certificate::Claim]) -> String {
    let items = claims.iter().map(|claim| {
        format!(
            "<rdf:li rdf:parseType=\"Resource\"><{0}>{1}</{0}></rdf:li>\n",
            claim.property, claim.value
        )
    });
    format!("<rdf:Bag>\n{}</rdf:Bag>", items.collect::<String>())
}

fn language_alternative(text: &str) -> String {
    let text = escape(text);
    format!("<rdf:Alt><rdf:li xml:lang=\"x-default\">{text}</rdf:li></rdf:Alt>")
}

fn container(kind: &str, items: impl IntoIterator<Item: AsRef<str>>) -> String {
    let items = items.into_iter();
    let items = items.map(|item| format!("<rdf:li>{}</rdf:li>", escape(item.as_ref())));
    format!("<rdf:{kind}>{}</rdf:{kind}>", items.collect::<String>())
}

const HEAD: &str = concat!(
    "<?xpacket begin=\"\u{FEFF}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n",
    "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n",
    "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n",
    "<rdf:Description rdf:about=\"\"\n",
    " xmlns:dc=\"http://purl.org/dc/elements/1.1/\"\n",
    " xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\"\n",
    " xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\"\n",
    " xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\"\n",
    " xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\"\n",
    " xmlns:pdfd=\"http://pdfa.org/declarations/\"\n",
    " xmlns:trifold=\"urn:trifold:certificate:1#\"\n",
    " xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\"\n",
    " xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\"\n",
    " xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\">\n",
);

/// What `pdfuaid` is: PDF/A-2 wants every schema described that it does not know.
const EXTENSION: &str = concat!(
    "<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType=\"Resource\">\n",
    "<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>\n",
    "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\n",
    "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\n",
    "<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType=\"Resource\">\n",
    "<pdfaProperty:name>part</pdfaProperty:name>\n",
    "<pdfaProperty:valueType>Integer</pdfaProperty:valueType>\n",
    "<pdfaProperty:category>internal</pdfaProperty:category>\n",
    "<pdfaProperty:description>Part of ISO 14289 followed</pdfaProperty:description>\n",
    "</rdf:li></rdf:Seq></pdfaSchema:property>\n</rdf:li>\n",
);

/// What the certificate is.
const CERTIFICATE_SCHEMA: &str = concat!(
    "<rdf:li rdf:parseType=\"Resource\">\n",
    "<pdfaSchema:schema>Trifold certificate schema</pdfaSchema:schema>\n",
    "<pdfaSchema:namespaceURI>urn:trifold:certificate:1#</pdfaSchema:namespaceURI>\n",
    "<pdfaSchema:prefix>trifold</pdfaSchema:prefix>\n",
    "<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType=\"Resource\">\n",
    "<pdfaProperty:name>certificate</pdfaProperty:name>\n",
    "<pdfaProperty:valueType>Text</pdfaProperty:valueType>\n",
    "<pdfaProperty:category>internal</pdfaProperty:category>\n",
    "<pdfaProperty:description>What the file was made from and what was proven of it, as ",
    "JSON</pdfaProperty:description>\n",
    "</rdf:li><rdf:li rdf:parseType=\"Resource\">\n",
    "<pdfaProperty:name>seal</pdfaProperty:name>\n",
    "<pdfaProperty:valueType>Text</pdfaProperty:valueType>\n",
    "<pdfaProperty:category>internal</pdfaProperty:category>\n",
    "<pdfaProperty:description>SHA-256 of the file with zeros in place of these digits",
    "</pdfaProperty:description>\n",
    "</rdf:li></rdf:Seq></pdfaSchema:property>\n</rdf:li>\n",
);

const EXTENSION_END: &str = "</rdf:Bag></pdfaExtension:schemas>\n";

const TAIL: &str = "</rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metadata_hold_no_character_that_xml_forbids() {
        let title = language_alternative("a\u{1}b & <c>");
        assert!(title.contains(">a\u{FFFD}b &amp; &lt;c&gt;</rdf:li>"), "{title}");
    }

    #[test]
    fn dates_are_those_of_the_stamp() {
        assert_eq!(pdf_date(Stamp::from_date(2026, 11, 23)), "D:20261123000000Z");
    }
}
